//! Plain text: one entry per line.

use super::{Output, OutputInfo};
use crate::node::{Node, plain_text};
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
        let text = plain_text(nodes);
        if !text.contains(['\n', '\r']) {
            return text;
        }
        text.split(['\n', '\r'])
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn document(&self, rendered: &Rendered) -> String {
        let entries = rendered.bibliography.iter().map(|entry| self.entry(&entry.content));
        let citations = rendered.citations.iter().map(|citation| self.entry(citation));
        let mut out = String::new();
        for line in entries {
            out.push_str(&line);
            out.push('\n');
        }
        if !rendered.citations.is_empty() {
            out.push('\n');
            for line in citations {
                out.push_str(&line);
                out.push('\n');
            }
        }
        out
    }
}
