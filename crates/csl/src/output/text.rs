//! Plain text: one entry per line.

use super::{Output, OutputInfo, PieceOutput, in_pieces};
use crate::node::{Node, push_plain_text};
use crate::request::{Entry, Rendered};

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
        in_pieces(self, rendered)
    }

    fn pieces(&self) -> Option<&dyn PieceOutput> {
        Some(self)
    }
}

impl PieceOutput for PlainText {
    fn begin(&self, _: &mut String, _: bool) {}

    fn add(&self, out: &mut String, entry: &Entry) {
        push_line(out, &entry.content);
        out.push('\n');
    }

    fn end(&self, out: &mut String, citations: &[Vec<Node>]) {
        if citations.is_empty() {
            return;
        }
        out.push('\n');
        for citation in citations {
            push_line(out, citation);
            out.push('\n');
        }
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
