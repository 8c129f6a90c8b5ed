//! [`Element`]: style and locale files as a tree, read with limits.
//!
//! A style file may come from anywhere, and everything behind this module walks the tree with
//! recursion. So depth, size, attributes and namespaces are bounded here, before anything else.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::style::StyleError;

/// Largest style file that is read, in bytes. The largest style of the official collection has 130 KiB.
pub(crate) const MAX_BYTES: usize = 1 << 20;
/// Deepest nesting of elements.
const MAX_DEPTH: usize = 128;
/// Most attributes on one element.
const MAX_ATTRIBUTES: usize = 64;
/// Most namespace declarations in one file.
const MAX_NAMESPACES: usize = 16;

/// One element of a style or locale file. Borrows from the file's text where nothing had to be
/// resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element<'a> {
    /// Local name (`text`, `group`).
    pub(crate) name: &'a str,
    /// Attributes in the order of the file, references resolved.
    pub(crate) attributes: Vec<Attribute<'a>>,
    /// Child elements in the order of the file.
    pub(crate) children: Vec<Element<'a>>,
    /// Text between the tags, without the children's.
    pub(crate) text: Cow<'a, str>,
    /// Byte offset of the opening `<`.
    pub(crate) at: usize,
}

/// One attribute of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute<'a> {
    /// Name with its prefix (`xml:lang`).
    pub(crate) name: &'a str,
    /// Value, references resolved.
    pub(crate) value: Cow<'a, str>,
    /// Byte offset of the name.
    pub(crate) at: usize,
}

impl<'a> Element<'a> {
    /// Returns the value of an attribute.
    pub(crate) fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|other| other.name == name).map(|found| found.value.as_ref())
    }

    /// Tells whether an attribute is `true`.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.attr(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// Returns the first child of this name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Returns the children of this name.
    pub(crate) fn children_named(&self, name: &str) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

/// Reads a file into a tree.
///
/// # Errors
/// The text is larger than [`MAX_BYTES`], not well formed, nested too deeply, or carries too many
/// attributes or namespace declarations on the way.
pub(crate) fn parse<'a>(name: &str, xml: &'a str) -> Result<Element<'a>, StyleError> {
    if xml.len() > MAX_BYTES {
        return Err(StyleError::TooLarge { name: name.to_owned(), bytes: xml.len() });
    }
    let mut builder = Builder { name, xml, stack: Vec::new(), namespaces: 0, root: None };
    let body = xml.strip_prefix('\u{FEFF}').unwrap_or(xml);
    let shift = xml.len() - body.len();
    let mut reader = Reader::from_str(body);
    reader.config_mut().expand_empty_elements = true;
    let offset = |position: u64| usize::try_from(position).unwrap_or(usize::MAX) + shift;
    loop {
        let before = offset(reader.buffer_position());
        match reader.read_event() {
            Ok(Event::Start(start)) => builder.start(&start, before)?,
            Ok(Event::End(_)) => builder.end(),
            Ok(Event::Text(text)) => builder.text(text.into_inner()),
            Ok(Event::CData(text)) => builder.text(text.into_inner()),
            Ok(Event::GeneralRef(name)) => {
                let name = AsRef::<str>::as_ref(&name).to_owned();
                let value = reference(&name)
                    .ok_or_else(|| builder.error(before, format!("unknown entity `&{name};`")))?;
                builder.text(Cow::Owned(value.to_string()));
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                return Err(builder.error(offset(reader.error_position()), error.to_string()));
            }
        }
    }
    if let Some(open) = builder.stack.last() {
        return Err(builder.error(xml.len(), format!("expected `</{}>`, found the end", open.name)));
    }
    match builder.root.take() {
        Some(root) => Ok(root),
        None => Err(builder.error(xml.len(), "expected an element, found none".to_owned())),
    }
}

struct Builder<'a, 'n> {
    name: &'n str,
    xml: &'a str,
    stack: Vec<Element<'a>>,
    namespaces: usize,
    root: Option<Element<'a>>,
}

impl<'a> Builder<'a, '_> {
    /// `at` is the offset of the `<`.
    fn start(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), StyleError> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(self.error(at, format!("more than {MAX_DEPTH} elements inside each other")));
        }
        if self.stack.is_empty() && self.root.is_some() {
            return Err(self.error(at, "expected one root element, found a second".to_owned()));
        }
        let tag: &str = start;
        // What the reader gives is a part of the file; taken from there, it may be kept.
        let place = |part: &str| at + 1 + (part.as_ptr() as usize - tag.as_ptr() as usize);
        let own = |part: &str| self.xml.get(place(part)..place(part) + part.len()).unwrap_or("");
        let local = start.local_name();
        let mut element =
            Element { name: own(AsRef::<str>::as_ref(&local)), at, ..Element::default() };
        for (idx, attribute) in start.attributes().enumerate() {
            if idx >= MAX_ATTRIBUTES {
                return Err(self.error(at, format!("more than {MAX_ATTRIBUTES} attributes")));
            }
            let attribute = attribute.map_err(|error| self.error(at, error.to_string()))?;
            let key: &str = attribute.key.as_ref();
            if key == "xmlns" || key.starts_with("xmlns:") {
                self.namespaces += 1;
                if self.namespaces > MAX_NAMESPACES {
                    return Err(self.error(at, format!("more than {MAX_NAMESPACES} namespaces")));
                }
                continue;
            }
            let value = match attribute.value {
                Cow::Borrowed(raw) => Cow::Borrowed(own(raw)),
                Cow::Owned(raw) => Cow::Owned(raw),
            };
            let value = self.resolved(value, at)?;
            element.attributes.push(Attribute { name: own(key), value, at: place(key) });
        }
        self.stack.push(element);
        Ok(())
    }

    fn end(&mut self) {
        let Some(done) = self.stack.pop() else { return };
        match self.stack.last_mut() {
            Some(parent) => parent.children.push(done),
            None => self.root = Some(done),
        }
    }

    fn text(&mut self, text: Cow<'a, str>) {
        if let Some(open) = self.stack.last_mut() {
            if open.text.is_empty() {
                open.text = text;
            } else {
                open.text.to_mut().push_str(&text);
            }
        }
    }

    /// Resolves the references of an attribute value.
    fn resolved(&self, raw: Cow<'a, str>, at: usize) -> Result<Cow<'a, str>, StyleError> {
        if !raw.contains(['&', '\t', '\n', '\r']) {
            return Ok(raw);
        }
        let mut out = String::with_capacity(raw.len());
        let mut rest = raw.as_ref();
        while let Some((head, tail)) = rest.split_once('&') {
            push_raw(&mut out, head);
            let (name, after) = tail
                .split_once(';')
                .ok_or_else(|| self.error(at, "expected `;` after `&`".to_owned()))?;
            let value = reference(name)
                .ok_or_else(|| self.error(at, format!("unknown entity `&{name};`")))?;
            out.push(value);
            rest = after;
        }
        push_raw(&mut out, rest);
        Ok(Cow::Owned(twice_escaped(&out).unwrap_or(out)))
    }

    fn error(&self, at: usize, message: String) -> StyleError {
        let (line, column) = position(self.xml, at);
        StyleError::Xml { name: self.name.to_owned(), line, column, message }
    }
}

/// Raw tabs and line breaks in attributes are blanks (XML 1.0, section 3.3.3).
fn push_raw(out: &mut String, raw: &str) {
    out.extend(raw.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }));
}

/// Returns line and column, in characters, both counted from 1, of a byte offset.
pub(crate) fn position(text: &str, at: usize) -> (usize, usize) {
    let head = String::from_utf8_lossy(text.as_bytes().get(..at.min(text.len())).unwrap_or(&[]));
    let line = head.matches('\n').count() + 1;
    let column = head.chars().rev().take_while(|c| *c != '\n').count() + 1;
    (line, column)
}

/// Resolves character references that were escaped twice (`&amp;#8212;`), a common slip in style
/// files; `None` when there are none.
fn twice_escaped(text: &str) -> Option<String> {
    let (head, mut rest) = text.split_once("&#")?;
    let mut out = head.to_owned();
    loop {
        let (number, after) = rest.split_once(';')?;
        out.push(reference(&format!("#{number}"))?);
        match after.split_once("&#") {
            Some((between, tail)) => {
                out.push_str(between);
                rest = tail;
            }
            None => {
                out.push_str(after);
                return Some(out);
            }
        }
    }
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
