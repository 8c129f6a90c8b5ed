//! Plain text: one entry per line.

use super::{Output, OutputInfo};
use crate::node::{Node, push_plain_text};
use crate::request::Rendered;

pub(super) struct PlainText;

static INFO: OutputInfo = OutputInfo {
    name: "text",
    aliases: &["txt", "plain"],
    description: "plain text, one entry per line",
};

impl Output for PlainText {
    fn info(&self) -> &OutputInfo {
        &INFO
    }

    /// Line breaks inside an entry become blanks, so that one line is one entry.
    fn entry(&self, nodes: &[Node]) -> String {
        let mut out = String::new();
        push_line(&mut out, nodes);
        out
    }

    fn document(&self, rendered: &Rendered) -> String {
        let mut out = String::new();
        for entry in &rendered.bibliography {
            push_line(&mut out, &entry.content);
            out.push('\n');
        }
        if !rendered.citations.is_empty() {
            out.push('\n');
            for citation in &rendered.citations {
                push_line(&mut out, citation);
                out.push('\n');
            }
        }
        out
    }
}

/// Appends an entry to a text that is empty or ends in a line break.
fn push_line(out: &mut String, nodes: &[Node]) {
    let start = out.len();
    push_plain_text(out, nodes);
    let added = out.get(start..).unwrap_or_default();
    if added.bytes().any(|byte| matches!(byte, b'\n' | b'\r')) {
        let lines = added.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
        let joined = lines.collect::<Vec<_>>().join(" ");
        out.truncate(start);
        out.push_str(&joined);
    }
}
