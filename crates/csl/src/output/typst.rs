//! Typst: paragraphs, or a grid where entries begin in the margin.

use super::{Output, OutputInfo, ascii_url, margin};
use crate::node::{Font, Node};
use crate::request::Rendered;

pub(super) struct Typst;

static INFO: OutputInfo = OutputInfo {
    name: "typst",
    aliases: &["typ"],
    description: "Typst markup, one paragraph or grid row per entry",
};

impl Output for Typst {
    fn info(&self) -> &OutputInfo {
        &INFO
    }

    fn entry(&self, nodes: &[Node]) -> String {
        let mut writer = Writer::default();
        writer.push(nodes);
        writer.finish()
    }

    fn document(&self, rendered: &Rendered) -> String {
        let mut parts: Vec<String> = Vec::new();
        let entries = &rendered.bibliography;
        if entries.iter().any(|entry| margin(&entry.content).is_some()) {
            let mut grid =
                "#grid(\n  columns: (auto, 1fr),\n  column-gutter: 0.5em,\n  row-gutter: 0.65em,\n"
                    .to_owned();
            for entry in entries {
                let (label, rest) = margin(&entry.content).unwrap_or((&[], &entry.content));
                let (label, rest) = (self.entry(label), self.entry(rest));
                grid.push_str(&format!("  [{label}], [{rest}],\n"));
            }
            parts.push(grid + ")");
        } else {
            parts.extend(entries.iter().map(|entry| {
                let text = self.entry(&entry.content);
                let blocks =
                    entry.content.iter().any(|n| matches!(n, Node::Block(_) | Node::Indent(_)));
                match (blocks, rendered.hanging_indent) {
                    // A paragraph cannot hold blocks.
                    (true, _) => format!("#block[{text}]"),
                    (false, true) => format!("#par(hanging-indent: 1.5em)[{text}]"),
                    (false, false) => text,
                }
            }));
        }
        parts.extend(rendered.citations.iter().map(|citation| self.entry(citation)));
        let mut out = parts.join("\n\n");
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }
}

#[derive(Default)]
struct Writer {
    out: String,
    /// What was written last, as far as it decides what must be escaped next.
    last: Last,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    /// Nothing yet in this content.
    #[default]
    Start,
    /// Digits alone since the start: a period would make a list of them.
    Number,
    /// A call: `(`, `;` and `.` behind it would belong to it.
    Call,
    Char(char),
}

impl Writer {
    fn finish(self) -> String {
        self.out.trim_matches(' ').to_owned()
    }

    /// Depth is bounded: engines nest at most one block, one link and six fonts.
    fn push(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(text) => self.text(text),
                Node::Marked(font, children) => self.call(function(*font), children),
                Node::Link { url, children } => {
                    let url = ascii_url(url, b"\"\\");
                    self.call(&format!("link(\"{url}\")"), children);
                }
                Node::LeftMargin(children) => {
                    self.push(children);
                    if !self.out.ends_with(char::is_whitespace) {
                        self.text(" ");
                    }
                }
                Node::RightInline(children) => self.push(children),
                Node::Block(children) => self.call("block", children),
                Node::Indent(children) => self.call("pad(left: 1.5em)", children),
            }
        }
    }

    fn call(&mut self, function: &str, children: &[Node]) {
        self.out.push('#');
        self.out.push_str(function);
        self.out.push('[');
        self.last = Last::Start;
        self.push(children);
        self.out.push(']');
        self.last = Last::Call;
    }

    fn text(&mut self, text: &str) {
        let mut chars = text.chars().filter(|c| c.is_whitespace() || !c.is_control()).peekable();
        while let Some(c) = chars.next() {
            if self.means_something(c, chars.peek().copied()) {
                self.out.push('\\');
            }
            // Every line break of Unicode is one to Typst.
            let breaks = c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
            self.out.push(if breaks { ' ' } else { c });
            self.last = match self.last {
                Last::Start | Last::Number if c.is_ascii_digit() => Last::Number,
                Last::Start if c.is_whitespace() => Last::Start,
                _ => Last::Char(c),
            };
        }
    }

    /// Tells whether a character must be escaped here to stay itself.
    fn means_something(&self, c: char, next: Option<char>) -> bool {
        let starts = self.last == Last::Start;
        match c {
            '\\' | '#' | '$' | '*' | '_' | '`' | '<' | '>' | '@' | '~' | '\'' | '"' | '[' | ']' => {
                true
            }
            // A hyphen inside a word is one; elsewhere it may be a dash, a minus or a list.
            '-' => {
                let inside = matches!(self.last, Last::Char(last) if last.is_alphanumeric());
                !(inside && next.is_some_and(char::is_alphabetic))
            }
            // `//` is a comment or part of a link, `/ ` a list.
            '/' => starts || self.last == Last::Char('/'),
            '=' | '+' => starts,
            // `1.` begins a list, `...` is an ellipsis.
            '.' => matches!(self.last, Last::Number | Last::Call | Last::Char('.')),
            '(' | ';' => self.last == Last::Call,
            _ => false,
        }
    }
}

fn function(font: Font) -> &'static str {
    match font {
        Font::Italic => "emph",
        Font::Bold => "strong",
        Font::SmallCaps => "smallcaps",
        Font::Superscript => "super",
        Font::Subscript => "sub",
        Font::Underline => "underline",
        // Emphasis inside emphasis is upright.
        Font::NormalStyle => "emph",
        Font::NormalWeight => "strong(delta: -300)",
        // Nothing in Typst takes these back.
        Font::NormalVariant | Font::Baseline | Font::NoUnderline => "",
    }
}
