//! JSON: text and HTML of every entry, for programs.

use serde_json::{Value, json};

use super::html::Html;
use super::text::PlainText;
use super::{Output, OutputInfo};
use crate::node::Node;
use crate::request::Rendered;

pub(super) struct Json;

static INFO: OutputInfo = OutputInfo {
    name: "json",
    aliases: &[],
    description: "JSON array of id, text and html; an object with citations if there are any",
};

impl Output for Json {
    fn info(&self) -> &OutputInfo {
        &INFO
    }

    fn entry(&self, nodes: &[Node]) -> String {
        shapes(nodes).to_string()
    }

    fn document(&self, rendered: &Rendered) -> String {
        let entries: Vec<Value> = rendered
            .bibliography
            .iter()
            .map(|entry| {
                let text = PlainText.entry(&entry.content);
                json!({"id": entry.id, "text": text, "html": Html.entry(&entry.content)})
            })
            .collect();
        let value = if rendered.citations.is_empty() {
            Value::Array(entries)
        } else {
            let citations: Vec<Value> =
                rendered.citations.iter().map(|nodes| shapes(nodes)).collect();
            json!({"bibliography": entries, "citations": citations})
        };
        format!("{value:#}\n")
    }
}

fn shapes(nodes: &[Node]) -> Value {
    json!({"text": PlainText.entry(nodes), "html": Html.entry(nodes)})
}
