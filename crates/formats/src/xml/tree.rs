//! Elements as small trees, read from a stream of events with limits, and written.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use refsmith_model::{Diagnostic, Span};

use crate::findings as codes;

/// Deepest nesting of elements.
const MAX_DEPTH: usize = 96;
/// Most names of unknown entities that are reported.
const MAX_ENTITIES: usize = 100;
/// Most attributes of an element that are looked at.
const MAX_ATTRIBUTES: usize = 64;

/// An element.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Element {
    /// The name without prefix.
    pub(crate) name: String,
    /// Attributes in their order, with prefix.
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Child>,
    pub(crate) span: Span,
}

/// What stands in an element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Child {
    Element(Element),
    Text(String),
}

impl Element {
    /// Creates an element without content.
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Creates an element with a text.
    pub(crate) fn with_text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), children: vec![Child::Text(text.into())], ..Self::default() }
    }

    /// Adds an attribute.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.attributes.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds an element.
    pub(crate) fn push(&mut self, element: Element) {
        self.children.push(Child::Element(element));
    }

    /// Returns an attribute.
    pub(crate) fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Returns the elements within.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// Returns the first element of a name within.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// Returns all text within, blanks of any kind as one.
    pub(crate) fn plain(&self) -> String {
        let mut raw = String::new();
        self.add_plain(&mut raw);
        raw.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn add_plain(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Element(element) => element.add_plain(out),
            }
        }
    }

    /// Returns the text of an element of a name within, if there is any.
    pub(crate) fn text_of(&self, name: &str) -> Option<String> {
        self.child(name).map(Element::plain).filter(|text| !text.is_empty())
    }
}

/// Hands every element of one of these names to `each`, in the order of the text. What is open when
/// the text breaks off is handed on as far as it goes; the finding says where that was.
pub(crate) fn records(
    text: &str,
    names: &[&str],
    mut each: impl FnMut(Element),
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    let shift = text.len() - text.trim_start_matches('\u{feff}').len();
    let body = text.get(shift..).unwrap_or("");
    let mut reader = Reader::from_str(body);
    reader.config_mut().expand_empty_elements = true;
    let offset = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).saturating_add(shift);
    let mut stack: Vec<Element> = Vec::new();
    let mut depth = 0_usize;
    let broken = loop {
        let before = offset(reader.buffer_position());
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    break Some((
                        before,
                        format!("more than {MAX_DEPTH} elements inside each other"),
                    ));
                }
                let local = start.local_name();
                let name: &str = local.as_ref();
                if !stack.is_empty() || names.contains(&name) {
                    stack.push(element(name, &start, before));
                }
            }
            Ok(Event::End(_)) => {
                depth = depth.saturating_sub(1);
                close(&mut stack, offset(reader.buffer_position()), &mut each);
            }
            Ok(Event::Text(found)) => add(&mut stack, &found.into_inner()),
            Ok(Event::CData(found)) => add(&mut stack, &found.into_inner()),
            Ok(Event::GeneralRef(name)) => {
                let name: &str = name.as_ref();
                match reference(name) {
                    Some(c) => add(&mut stack, c.encode_utf8(&mut [0; 4])),
                    None => {
                        add(&mut stack, &format!("&{name};"));
                        if unknown.len() < MAX_ENTITIES && unknown.insert(name.to_owned()) {
                            let end = offset(reader.buffer_position());
                            let message = format!("expected an entity of XML, found `&{name};`");
                            let finding = Diagnostic::new(&codes::UNKNOWN_ENTITY, message);
                            findings.push(finding.at(Span::new(before, end)));
                        }
                    }
                }
            }
            Ok(Event::Eof) if depth == 0 => break None,
            Ok(Event::Eof) => {
                break Some((text.len(), "the text ends inside of an element".to_owned()));
            }
            Ok(_) => {}
            Err(error) => break Some((offset(reader.error_position()), error.to_string())),
        }
    };
    let Some((at, message)) = broken else { return findings };
    // What was cut off before there was anything in it is no record.
    let mut each_with_text = |element: Element| {
        if !element.plain().is_empty() {
            each(element);
        }
    };
    while !stack.is_empty() {
        close(&mut stack, at, &mut each_with_text);
    }
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let finding = Diagnostic::new(&codes::INVALID_XML, format!("invalid XML: {message}"));
    findings.push(finding.at(Span::new(at, at)));
    findings
}

fn element(name: &str, start: &BytesStart<'_>, at: usize) -> Element {
    let mut element = Element { span: Span::new(at, at), ..Element::new(name) };
    for attribute in start.attributes().with_checks(false).take(MAX_ATTRIBUTES).flatten() {
        let key: &str = attribute.key.as_ref();
        if key != "xmlns" && !key.starts_with("xmlns:") {
            element.attributes.push((key.to_owned(), resolved(&attribute.value)));
        }
    }
    element
}

fn close(stack: &mut Vec<Element>, end: usize, each: &mut impl FnMut(Element)) {
    let Some(mut done) = stack.pop() else { return };
    done.span = Span::new(done.span.start(), end);
    match stack.last_mut() {
        Some(parent) => parent.children.push(Child::Element(done)),
        None => each(done),
    }
}

fn add(stack: &mut [Element], text: &str) {
    let Some(open) = stack.last_mut() else { return };
    match open.children.last_mut() {
        Some(Child::Text(before)) => before.push_str(text),
        _ => open.children.push(Child::Text(text.to_owned())),
    }
}

fn resolved(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((head, tail)) = rest.split_once('&') {
        out.push_str(head);
        match tail.split_once(';').and_then(|(name, after)| Some((reference(name)?, after))) {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Resolves the name between `&` and `;`: the five of XML, and character references.
fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')
        }
    }
}

/// Adds an element on lines of its own; one that holds text stands on one line.
pub(crate) fn write(element: &Element, prefix: &str, level: usize, out: &mut String) {
    for _ in 0..level {
        out.push_str("  ");
    }
    write_inline(element, prefix, level, out);
    out.push('\n');
}

fn write_inline(element: &Element, prefix: &str, level: usize, out: &mut String) {
    out.push('<');
    out.push_str(prefix);
    out.push_str(&element.name);
    for (name, value) in &element.attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, out);
        out.push('"');
    }
    if element.children.is_empty() {
        return out.push_str("/>");
    }
    out.push('>');
    let mixed = element.children.iter().any(|child| matches!(child, Child::Text(_)));
    if !mixed {
        out.push('\n');
    }
    for child in &element.children {
        match child {
            Child::Text(text) => escape(text, out),
            Child::Element(inner) if mixed => write_inline(inner, prefix, level, out),
            Child::Element(inner) => write(inner, prefix, level + 1, out),
        }
    }
    if !mixed {
        for _ in 0..level {
            out.push_str("  ");
        }
    }
    for part in ["</", prefix, &element.name, ">"] {
        out.push_str(part);
    }
}

/// Adds a text; characters that XML cannot hold become blanks.
pub(crate) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
}
