//! CSL-YAML: the items of CSL-JSON in YAML, as pandoc reads and writes them.

use std::io;

use refsmith_model::{Losses, Parsed, Record};
use serde_json::Value;

use super::{read, to_json};
use crate::json::value::{Json, Member, Object};
use crate::yaml::{self, Kind, Node};
use crate::{Format, FormatInfo, Reader, Writer};

/// The items of CSL-JSON in YAML.
#[derive(Debug, Clone, Copy)]
pub struct CslYaml;

static INFO: FormatInfo = FormatInfo {
    name: "csl-yaml",
    aliases: &["cslyaml"],
    extensions: &["yaml", "yml"],
    media_type: "application/yaml",
    description: "CSL-JSON's items in YAML, as pandoc keeps them",
};

impl Format for CslYaml {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let begins = |word: &str| head.lines().any(|line| line.trim_start().starts_with(word));
        match (begins("references:"), begins("- id:"), begins("type:") || begins("- type:")) {
            (true, true, _) => 90,
            (true, false, true) | (false, true, true) => 75,
            _ => 0,
        }
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }
}

impl Reader for CslYaml {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        let (documents, finding) = yaml::parse(text);
        let mut out = Parsed::clean(Vec::new());
        for document in &documents {
            let list = document.get("references").unwrap_or(document);
            for item in list.items() {
                let Json::Object(object) = json(item) else { continue };
                out.value.push(read::located(text, item.span, &object, &mut out.diagnostics));
            }
        }
        out.diagnostics.extend(finding);
        out
    }
}

/// Turns a node into JSON. Of scalars without quotes, whole numbers and booleans are what they look
/// like; `012` and `1.10` stay texts.
fn json(node: &Node) -> Json<'_> {
    match &node.kind {
        Kind::Scalar(text, true) if matches!(text.as_str(), "true" | "false") => {
            Json::Bool(text == "true")
        }
        Kind::Scalar(text, true)
            if text.parse::<i64>().is_ok_and(|number| number.to_string() == *text) =>
        {
            text.parse().map_or(Json::Null, Json::Number)
        }
        Kind::Scalar(..) => node.as_str().map_or(Json::Null, Json::text),
        Kind::List(items) => Json::Array(items.iter().map(json).collect()),
        Kind::Map(entries) => Json::Object(Object {
            members: entries
                .iter()
                .map(|(key, value)| Member {
                    key: key.as_str().into(),
                    value: json(value),
                    place: value.span,
                })
                .collect(),
        }),
    }
}

impl Writer for CslYaml {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        let mut losses = Losses::new();
        if records.is_empty() {
            out.write_all(b"---\nreferences: []\n...\n")?;
            return Ok(losses);
        }
        out.write_all(b"---\nreferences:\n")?;
        for record in records {
            let (item, lost) = to_json(record);
            let mut text = String::new();
            yaml::write(&Node::list(vec![node(&item)]), 0, &mut text);
            out.write_all(text.as_bytes())?;
            losses.extend(lost);
        }
        out.write_all(b"...\n")?;
        Ok(losses)
    }
}

fn node(value: &Value) -> Node {
    match value {
        Value::String(text) => Node::text(text.as_str()),
        Value::Array(items) => Node::list(items.iter().map(node).collect()),
        Value::Object(members) => {
            Node::map(members.iter().map(|(key, value)| (key.clone(), node(value))).collect())
        }
        other => Node { kind: Kind::Scalar(other.to_string(), true), ..Node::text("") },
    }
}
