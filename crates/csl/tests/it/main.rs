//! Tests of rendering from outside.

mod bibliography;
mod citation;
mod csl_json;
mod edited;
mod fixtures;
mod lint;
mod mutated;
mod oracle;
mod outputs;
mod robustness;
mod styles;
mod threads;
mod trace;

use refsmith_csl::{Cluster, Rendered, Request, Style, output, render};
use refsmith_model::Record;

/// Renders with a style.
fn rendered(records: &[Record], style: &Style, clusters: &[Cluster]) -> Rendered {
    let request = Request { records, style, locale: None, clusters };
    render(&request).expect("rendered")
}

/// Returns the lines of a bibliography as plain text.
fn lines(items: &str, style: &str) -> Vec<String> {
    let style = refsmith_csl::style(style).expect("style");
    let rendered = rendered(&csl_json::records(items), &style, &[]);
    let text = output("text").expect("output");
    rendered.bibliography.iter().map(|entry| text.entry(&entry.content)).collect()
}
