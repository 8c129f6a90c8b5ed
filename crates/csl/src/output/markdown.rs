//! Markdown (CommonMark): one paragraph per entry.
//!
//! Emphasis is written with `*` where CommonMark reads it as such, and as HTML where it would not.

use super::{Output, OutputInfo, html};
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
        push(&mut out, nodes, None);
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

/// Writes nodes; `behind` is the character that will follow them. Depth is bounded: engines nest at
/// most one block, one link and six fonts.
fn push(out: &mut String, nodes: &[Node], behind: Option<char>) {
    for (idx, node) in nodes.iter().enumerate() {
        let rest = nodes.get(idx + 1..).unwrap_or_default();
        let behind = if rest.is_empty() { behind } else { first_char(rest) };
        match node {
            Node::Text(text) => escape(out, text),
            Node::Marked(font, children) => marked(out, *font, children, behind),
            Node::Link { url, children } => link(out, url, children),
            Node::LeftMargin(children) => {
                push(out, children, Some(' '));
                blank(out);
            }
            Node::Block(children) | Node::Indent(children) => {
                blank(out);
                push(out, children, Some(' '));
                blank(out);
            }
            Node::RightInline(children) => push(out, children, behind),
        }
    }
}

fn blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with(char::is_whitespace) {
        out.push(' ');
    }
}

/// Returns the character these nodes begin with; `*` where it is the mark of an emphasis.
fn first_char(nodes: &[Node]) -> Option<char> {
    nodes.iter().find_map(|node| match node {
        Node::Text(text) => text.chars().next(),
        Node::Marked(font, _) => Some(if tags(*font).0.is_empty() { '<' } else { '*' }),
        Node::Link { .. } => Some('['),
        Node::LeftMargin(children)
        | Node::RightInline(children)
        | Node::Block(children)
        | Node::Indent(children) => first_char(children),
    })
}

fn link(out: &mut String, url: &str, children: &[Node]) {
    let bare = !url.contains(|c: char| matches!(c, '<' | '>') || c.is_whitespace());
    if bare && plain_text(children) == *url && url.contains("://") {
        out.push('<');
        out.push_str(url);
        out.push('>');
        return;
    }
    out.push('[');
    push(out, children, Some(']'));
    out.push_str("](<");
    for c in url.chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            // `&copy;` would be read as one character.
            '&' => out.push_str("\\&"),
            _ if c.is_control() => {}
            _ => out.push(c),
        }
    }
    out.push_str(">)");
}

/// Emphasis must touch its words, so blanks at the ends go outside.
fn marked(out: &mut String, font: Font, children: &[Node], behind: Option<char>) {
    let mut inner = String::new();
    // Whatever stands there, a mark inside is not the last thing in a paragraph.
    push(&mut inner, children, Some('*'));
    let words = inner.trim();
    if words.is_empty() {
        out.push_str(&inner);
        return;
    }
    let head = inner.len() - inner.trim_start().len();
    let tail = inner.trim_end().len();
    let before = if head > 0 { Some(' ') } else { out.chars().next_back() };
    let behind = if tail < inner.len() { Some(' ') } else { behind };
    let (stars, open, close) = tags(font);
    out.push_str(inner.get(..head).unwrap_or_default());
    if !stars.is_empty() && is_emphasis(before, words, behind) {
        out.push_str(stars);
        out.push_str(words);
        out.push_str(stars);
    } else {
        out.push_str(open);
        out.push_str(words);
        out.push_str(close);
    }
    out.push_str(inner.get(tail..).unwrap_or_default());
}

/// Tells whether stars around words open and close emphasis: what CommonMark calls left- and
/// right-flanking. Stars never stand beside stars, where it depends on their number.
fn is_emphasis(before: Option<char>, words: &str, behind: Option<char>) -> bool {
    let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let beside = |outside: Option<char>, inside: Option<char>| match outside {
        None => true,
        Some('*') => false,
        Some(outside) => {
            outside.is_whitespace() || is_mark(outside) || !inside.is_some_and(is_mark)
        }
    };
    let (first, last) = (words.chars().next(), words.chars().next_back());
    let stars = first == Some('*') || last == Some('*');
    !stars && beside(before, first) && beside(behind, last)
}

/// Returns the stars of a font, if it has some, and its tags in HTML.
fn tags(font: Font) -> (&'static str, &'static str, &'static str) {
    let (open, close) = html::tags(font);
    match font {
        Font::Italic => ("*", open, close),
        Font::Bold => ("**", open, close),
        Font::Underline => ("", "<u>", "</u>"),
        _ => ("", open, close),
    }
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '|' | '~' | '$' => {
                out.extend(['\\', c]);
            }
            _ if c.is_control() && c.is_whitespace() => out.push(' '),
            _ if c.is_control() => {}
            _ => out.push(c),
        }
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
