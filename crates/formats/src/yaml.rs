//! YAML as a tree that knows its places, and back.
//!
//! The tree is built from the events of `saphyr-parser` with limits on depth and, because an alias
//! repeats what its anchor holds, on the number of nodes. Scalars stay text: whether `012` is a
//! number is for the format to say.

use std::collections::{BTreeMap, BTreeSet};

use refsmith_model::{Diagnostic, Span};
use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::findings;

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 64;
/// Most nodes that aliases may add.
const MAX_ALIASED: usize = 100_000;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    /// A text; the flag tells that it stands without quotes, so that `null` is nothing.
    Scalar(String, bool),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the file.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// Creates a text that has no place yet.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { kind: Kind::Scalar(text.into(), false), span: Span::default() }
    }

    /// Creates a mapping that has no place yet.
    pub(crate) fn map(entries: Vec<(String, Node)>) -> Self {
        Self { kind: Kind::Map(entries), span: Span::default() }
    }

    /// Creates a list that has no place yet.
    pub(crate) fn list(items: Vec<Node>) -> Self {
        Self { kind: Kind::List(items), span: Span::default() }
    }

    /// Returns the value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, node)| node)
    }

    /// Returns the text of a scalar that is not null.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(text, plain) if !(*plain && is_null(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns the entries of a mapping; empty for anything else.
    pub(crate) fn entries(&self) -> &[(String, Node)] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Returns the items of a list, or the one value that stands instead of a list.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    fn count(&self) -> usize {
        1 + match &self.kind {
            Kind::Scalar(..) => 0,
            Kind::List(items) => items.iter().map(Node::count).sum(),
            Kind::Map(entries) => entries.iter().map(|(_, node)| node.count()).sum(),
        }
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// A list or mapping that is not at its end.
struct Open {
    node: Node,
    key: Option<String>,
    anchor: usize,
}

/// Turns places counted in characters into places counted in bytes, going on from the last one.
struct Places<'t> {
    text: &'t str,
    chars: usize,
    bytes: usize,
}

impl Places<'_> {
    fn at(&mut self, chars: usize) -> usize {
        if chars >= self.chars {
            let rest = self.text.get(self.bytes..).unwrap_or("");
            let wanted = chars - self.chars;
            let step: usize = rest.chars().take(wanted).map(char::len_utf8).sum();
            self.bytes += step;
        } else {
            let before = self.text.get(..self.bytes).unwrap_or("");
            let step: usize =
                before.chars().rev().take(self.chars - chars).map(char::len_utf8).sum();
            self.bytes -= step;
        }
        self.chars = chars;
        self.bytes
    }
}

/// Reads the documents of a text, up to the first error.
pub(crate) fn parse(text: &str) -> (Vec<Node>, Option<Diagnostic>) {
    let shift = text.len() - text.trim_start_matches('\u{feff}').len();
    let body = text.get(shift..).unwrap_or("");
    let mut places = Places { text: body, chars: 0, bytes: 0 };
    let mut builder = Builder::default();
    for event in Parser::new_from_str(body) {
        let (event, place) = match event {
            Ok(event) => event,
            Err(error) => {
                let at = places.at(error.marker().index()) + shift;
                let message = format!("invalid YAML: {}", error.info());
                let finding = Diagnostic::new(&findings::INVALID_YAML, message);
                let end = text.get(at..).and_then(|rest| rest.chars().next());
                let span = Span::new(at, at + end.map_or(0, char::len_utf8));
                return (builder.finish(), Some(finding.at(span)));
            }
        };
        let start = places.at(place.start.index()) + shift;
        let end = places.at(place.end.index()) + shift;
        if let Err(message) = builder.event(event, Span::new(start, end)) {
            let finding = Diagnostic::new(&findings::INVALID_YAML, message);
            return (builder.finish(), Some(finding.at(Span::new(start, end))));
        }
    }
    (builder.finish(), None)
}

#[derive(Default)]
struct Builder {
    documents: Vec<Node>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
    aliased: usize,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), &'static str> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                let node = Node { kind: Kind::Scalar(text.into_owned(), plain), span };
                self.add(node, anchor);
            }
            Event::SequenceStart(anchor, _) => self.start(Kind::List(Vec::new()), span, anchor)?,
            Event::MappingStart(anchor, _) => self.start(Kind::Map(Vec::new()), span, anchor)?,
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned();
                let node = node.ok_or("an alias stands before its anchor")?;
                self.aliased = self.aliased.saturating_add(node.count());
                if self.aliased > MAX_ALIASED {
                    return Err("aliases repeat more than is sensible; the rest is left out");
                }
                self.add(node, 0);
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, kind: Kind, span: Span, anchor: usize) -> Result<(), &'static str> {
        if self.open.len() >= MAX_DEPTH {
            return Err("lists and mappings are nested too deeply; the rest is left out");
        }
        self.open.push(Open { node: Node { kind, span }, key: None, anchor });
        Ok(())
    }

    fn end(&mut self, span: Span) {
        if let Some(mut open) = self.open.pop() {
            open.node.span = open.node.span.join(span);
            merge(&mut open.node);
            self.add(open.node, open.anchor);
        }
    }

    /// Puts a finished value into what is open around it.
    fn add(&mut self, node: Node, anchor: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.documents.push(node);
            return;
        };
        match &mut open.node.kind {
            Kind::List(items) => items.push(node),
            Kind::Map(entries) => match open.key.take() {
                Some(key) => entries.push((key, node)),
                None => {
                    // A key that is no text has no meaning in any of our formats.
                    open.key = Some(match node.kind {
                        Kind::Scalar(text, _) => text,
                        _ => String::new(),
                    });
                }
            },
            Kind::Scalar(..) => {}
        }
    }

    /// Closes what is open and returns the documents.
    fn finish(mut self) -> Vec<Node> {
        while !self.open.is_empty() {
            self.end(Span::default());
        }
        self.documents
    }
}

/// The key whose value is a mapping, or a list of them, that lends its entries.
const MERGE: &str = "<<";

/// Puts the entries of merged mappings in the place of merge keys. The mapping's own entries count
/// before them, and those of the first mapping before those of the next.
fn merge(node: &mut Node) {
    let Kind::Map(entries) = &mut node.kind else { return };
    let is_merge = |(key, node): &(String, Node)| {
        key == MERGE && node.items().iter().all(|item| matches!(item.kind, Kind::Map(_)))
    };
    if !entries.iter().any(is_merge) {
        return;
    }
    let (merged, own): (Vec<_>, Vec<_>) =
        std::mem::take(entries).into_iter().partition(|entry| is_merge(entry));
    let mut known: BTreeSet<String> = own.iter().map(|(key, _)| key.clone()).collect();
    *entries = own;
    for item in merged.iter().flat_map(|(_, node)| node.items()) {
        for (key, value) in item.entries() {
            if known.insert(key.clone()) {
                entries.push((key.clone(), value.clone()));
            }
        }
    }
}

/// Adds a value in block style, indented by so many levels.
pub(crate) fn write(node: &Node, level: usize, out: &mut String) {
    match &node.kind {
        Kind::Scalar(text, plain) => {
            out.push_str(&scalar(text, *plain));
            out.push('\n');
        }
        Kind::List(items) => {
            for item in items {
                indent(level, out);
                out.push_str("- ");
                nested(item, level, out);
            }
        }
        Kind::Map(entries) => {
            for (key, value) in entries {
                indent(level, out);
                out.push_str(&scalar(key, false));
                out.push(':');
                match &value.kind {
                    Kind::Scalar(..) => {
                        out.push(' ');
                        write(value, 0, out);
                    }
                    Kind::List(items) if items.is_empty() => out.push_str(" []\n"),
                    Kind::Map(entries) if entries.is_empty() => out.push_str(" {}\n"),
                    _ => {
                        out.push('\n');
                        write(value, level + 1, out);
                    }
                }
            }
        }
    }
}

/// Writes the item of a list, whose first line stands behind the dash.
fn nested(item: &Node, level: usize, out: &mut String) {
    match &item.kind {
        Kind::List(items) if items.is_empty() => out.push_str("[]\n"),
        Kind::Map(entries) if entries.is_empty() => out.push_str("{}\n"),
        Kind::Scalar(..) => write(item, 0, out),
        _ => {
            let start = out.len();
            write(item, level + 1, out);
            // The dash and its blank are as wide as one level.
            let cut = start + INDENT.len() * (level + 1);
            out.replace_range(start..cut, "");
        }
    }
}

const INDENT: &str = "  ";

fn indent(level: usize, out: &mut String) {
    for _ in 0..level {
        out.push_str(INDENT);
    }
}

/// Writes a text as it is where nobody could take it for something else, in quotes otherwise.
fn scalar(text: &str, plain: bool) -> String {
    let first = text.chars().next();
    let safe = first.is_some_and(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || " _.,()/'-\u{2013}\u{2019}".contains(c))
        && !text.ends_with(' ')
        && !is_null(text)
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    if plain || safe { text.to_owned() } else { serde_json::json!(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let node = Node::map(vec![
            ("a: b".to_owned(), Node::text("x: \"y\"\n#z")),
            (
                "list".to_owned(),
                Node::list(vec![
                    Node::text("no"),
                    Node::map(vec![
                        ("k".to_owned(), Node::text("012")),
                        ("l".to_owned(), Node::list(vec![Node::list(vec![Node::text("1")])])),
                    ]),
                ]),
            ),
            ("empty".to_owned(), Node::list(vec![])),
        ]);
        let mut out = String::new();
        write(&node, 0, &mut out);
        let (back, finding) = parse(&out);
        assert_eq!(finding, None, "{out}");
        let mut again = String::new();
        write(&back[0], 0, &mut again);
        // Plain and quoted texts differ in the tree only.
        assert_eq!(again.replace('"', ""), out.replace('"', ""));
    }

    #[test]
    fn bombs_are_refused() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let below = level - 1;
            let list = vec![format!("*a{below}"); 10].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{list}]\n"));
        }
        assert!(parse(&bomb).1.unwrap().message.contains("aliases"));
        assert!(parse(&"[".repeat(10_000)).1.is_some());
        assert!(parse(&"- ".repeat(10_000)).1.is_some());
    }
}
