//! Renders CSL-JSON in one or more styles, one JSON object per line, in the shape of
//! `tests/oracles/citeproc/render.js`: for comparison with other programs.
//!
//! ```text
//! cargo run --example render -- ITEMS.json STYLE|FILE.csl... [--citations FILE.json]
//! ```
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program for development")]

#[path = "../tests/it/csl_json.rs"]
mod csl_json;

use refsmith_csl::{Request, output, render, style, style_from_xml};
use serde_json::json;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let clusters = match args.iter().position(|arg| arg == "--citations") {
        None => Vec::new(),
        Some(at) => {
            let file = args.remove(at + 1);
            args.remove(at);
            csl_json::clusters(&std::fs::read_to_string(file).expect("citations"))
        }
    };
    let html = args.iter().position(|arg| arg == "--html").map(|at| args.remove(at)).is_some();
    let records = csl_json::records(&std::fs::read_to_string(&args[0]).expect("items"));
    let text = output(if html { "html" } else { "text" }).expect("output");
    for name in &args[1..] {
        let found = if name.contains('/') {
            style_from_xml(name, &std::fs::read_to_string(name).expect("style"))
        } else {
            style(name)
        };
        let base = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".csl");
        let style = match found {
            Ok(style) => style,
            Err(error) => {
                println!("{}", json!({"style": base, "error": error.to_string()}));
                continue;
            }
        };
        let request =
            Request { records: &records, style: &style, locale: None, clusters: &clusters };
        match render(&request) {
            Ok(rendered) => {
                let entries: Vec<_> = rendered
                    .bibliography
                    .iter()
                    .map(|entry| json!([entry.id, text.entry(&entry.content)]))
                    .collect();
                let citations: Vec<_> =
                    rendered.citations.iter().map(|nodes| text.entry(nodes)).collect();
                println!(
                    "{}",
                    json!({"style": base, "bibliography": entries, "citations": citations})
                );
            }
            Err(error) => println!("{}", json!({"style": base, "error": error.to_string()})),
        }
    }
}
