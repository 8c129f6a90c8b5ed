//! Markdown (CommonMark): one paragraph per entry.

use super::{Output, OutputInfo};
use crate::node::{Font, Node, plain_text};
use crate::request::Rendered;

pub(super) struct Markdown;

static INFO: OutputInfo = OutputInfo {
    name: "markdown",
    aliases: &["md", "commonmark"],
    description: "CommonMark, one paragraph per entry",
};

impl Output for Markdown {
    fn info(&self) -> &OutputInfo {
        &INFO
    }

    fn entry(&self, nodes: &[Node]) -> String {
        let mut out = String::new();
        push(&mut out, nodes);
        guard_start(out.trim())
    }

    fn document(&self, rendered: &Rendered) -> String {
        let entries = rendered.bibliography.iter().map(|entry| self.entry(&entry.content));
        let citations = rendered.citations.iter().map(|citation| self.entry(citation));
        let mut out = entries.chain(citations).collect::<Vec<_>>().join("\n\n");
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }
}

/// Depth is bounded: engines nest at most one block, one link and six fonts.
fn push(out: &mut String, nodes: &[Node]) {
    for node in nodes {
        match node {
            Node::Text(text) => escape(out, text),
            Node::Marked(font, children) => marked(out, *font, children),
            Node::Link { url, children } => {
                if plain_text(children) == *url && !url.contains(['<', '>', ' ']) {
                    out.push('<');
                    out.push_str(url);
                    out.push('>');
                } else {
                    out.push('[');
                    push(out, children);
                    out.push_str("](<");
                    out.push_str(&url.replace('<', "%3C").replace('>', "%3E").replace('\n', ""));
                    out.push_str(">)");
                }
            }
            Node::LeftMargin(children) | Node::Block(children) | Node::Indent(children) => {
                push(out, children);
                if !out.ends_with(char::is_whitespace) {
                    out.push(' ');
                }
            }
            Node::RightInline(children) => push(out, children),
        }
    }
}

/// Emphasis must touch its words, so blanks at the ends go outside.
fn marked(out: &mut String, font: Font, children: &[Node]) {
    let mut inner = String::new();
    push(&mut inner, children);
    let words = inner.trim();
    let head = inner.len() - inner.trim_start().len();
    let tail = inner.len() - inner.trim_end().len();
    if words.is_empty() {
        out.push_str(&inner);
        return;
    }
    let (open, close) = match font {
        Font::Italic => ("*", "*"),
        Font::Bold => ("**", "**"),
        Font::Superscript => ("<sup>", "</sup>"),
        Font::Subscript => ("<sub>", "</sub>"),
        Font::SmallCaps => ("<span style=\"font-variant:small-caps;\">", "</span>"),
        Font::Underline => ("<u>", "</u>"),
    };
    out.push_str(inner.get(..head).unwrap_or_default());
    out.push_str(open);
    out.push_str(words);
    out.push_str(close);
    out.push_str(inner.get(inner.len() - tail..).unwrap_or_default());
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '|' | '~' | '$')
        {
            out.push('\\');
        }
        out.push(if c == '\n' || c == '\r' { ' ' } else { c });
    }
}

/// A number with a period, a dash or a plus sign at the start would begin a list.
fn guard_start(text: &str) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let next = text.chars().nth(digits);
    if digits > 0 && matches!(next, Some('.' | ')')) {
        let (number, rest) = text.split_at_checked(digits).unwrap_or((text, ""));
        return format!("{number}\\{rest}");
    }
    if text.starts_with(['-', '+', '=']) {
        return format!("\\{text}");
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_are_escaped() {
        let nodes = [
            Node::Text("1. A*b_c ".into()),
            Node::Marked(Font::Italic, vec![Node::Text("Nature ".into())]),
            Node::Text("[5]".into()),
        ];
        assert_eq!(Markdown.entry(&nodes), "1\\. A\\*b\\_c *Nature* \\[5\\]");
    }
}
