//! RTF: a whole document, for word processors.

use super::{Output, OutputInfo, ascii_url, margin, set_apart};
use crate::node::{Font, Node, plain_text};
use crate::request::Rendered;

pub(super) struct Rtf;

static INFO: OutputInfo = OutputInfo {
    name: "rtf",
    aliases: &[],
    description: "RTF document with hanging indents, for word processors",
};

/// Half an inch, in twentieths of a point: the usual hanging indent.
const INDENT: usize = 720;

const HEAD: &str = "{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0\n\
    {\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}}\n\\fs24\n";

impl Output for Rtf {
    fn info(&self) -> &OutputInfo {
        &INFO
    }

    fn entry(&self, nodes: &[Node]) -> String {
        let mut out = String::new();
        push(&mut out, nodes);
        let text = out.trim_matches(' ');
        // A block at the end needs no line break behind it.
        text.strip_suffix("\\line").unwrap_or(text).to_owned()
    }

    fn document(&self, rendered: &Rendered) -> String {
        let entries = &rendered.bibliography;
        let labels = entries.iter().filter_map(|entry| margin(&entry.content));
        let widest = labels.map(|(label, _)| plain_text(label).chars().count()).max();
        let layout = match widest {
            // A figure is six points wide at twelve points; two blanks keep the text away.
            Some(chars) => hanging((chars + 2) * 120),
            None if rendered.hanging_indent => hanging(INDENT),
            None => String::new(),
        };
        let mut out = HEAD.to_owned();
        for entry in entries {
            out.push_str(&format!("{{\\pard{layout}\\sa120 "));
            match margin(&entry.content) {
                Some((label, rest)) => {
                    out.push_str(&self.entry(label));
                    out.push_str("\\tab ");
                    out.push_str(&self.entry(rest));
                }
                None => out.push_str(&self.entry(&entry.content)),
            }
            out.push_str("\\par}\n");
        }
        for citation in &rendered.citations {
            out.push_str(&format!("{{\\pard\\sa120 {}\\par}}\n", self.entry(citation)));
        }
        out.push_str("}\n");
        out
    }
}

fn hanging(twips: usize) -> String {
    format!("\\fi-{twips}\\li{twips}\\tx{twips}")
}

/// Depth is bounded: engines nest at most one block, one link and six fonts.
fn push(out: &mut String, nodes: &[Node]) {
    for node in nodes {
        match node {
            Node::Text(text) => escape(out, text),
            Node::Marked(font, children) => {
                out.push('{');
                out.push_str(control(*font));
                out.push(' ');
                push(out, children);
                out.push('}');
            }
            Node::Link { url, children } => {
                out.push_str("{\\field{\\*\\fldinst{HYPERLINK \"");
                out.push_str(&ascii_url(url, b"\"\\{}"));
                out.push_str("\"}}{\\fldrslt{");
                push(out, children);
                out.push_str("}}}");
            }
            Node::LeftMargin(children) => {
                push(out, children);
                set_apart(out);
            }
            Node::RightInline(children) => push(out, children),
            Node::Block(children) => {
                line(out);
                push(out, children);
                out.push_str("\\line ");
            }
            Node::Indent(children) => {
                line(out);
                out.push_str("\\tab ");
                push(out, children);
                out.push_str("\\line ");
            }
        }
    }
}

fn line(out: &mut String) {
    if !out.is_empty() && !out.ends_with("\\line ") {
        out.push_str("\\line ");
    }
}

fn control(font: Font) -> &'static str {
    match font {
        Font::Italic => "\\i",
        Font::Bold => "\\b",
        Font::SmallCaps => "\\scaps",
        Font::Superscript => "\\super",
        Font::Subscript => "\\sub",
        Font::Underline => "\\ul",
        Font::NormalStyle => "\\i0",
        Font::NormalWeight => "\\b0",
        Font::NormalVariant => "\\scaps0",
        Font::Baseline => "\\nosupersub",
        Font::NoUnderline => "\\ulnone",
    }
}

/// Characters outside ASCII are written as signed 16-bit numbers, those beyond the first plane as
/// two. Behind each stands a question mark for readers that do not know it, as `\'3f`: behind a
/// plain `?` some readers skip the rest of the word.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\\' | '{' | '}' => out.extend(['\\', c]),
            '\u{A0}' => out.push_str("\\~"),
            '\u{AD}' => out.push_str("\\-"),
            '\u{2011}' => out.push_str("\\_"),
            '\t' | '\n' | '\r' => out.push(' '),
            _ if c.is_control() => {}
            _ if c.is_ascii() => out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{}\\'3f", i16::from_ne_bytes(unit.to_ne_bytes())));
                }
            }
        }
    }
}
