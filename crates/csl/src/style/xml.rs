//! [`Element`]: style and locale files as a tree, read with limits.
//!
//! A style file may come from anywhere, and everything behind this module walks the tree with
//! recursion. So depth, size, attributes and namespaces are bounded here, before anything else.

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

/// One element of a style or locale file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Local name (`text`, `group`).
    pub(crate) name: String,
    /// Attributes in the order of the file, references resolved.
    attributes: Vec<(String, String)>,
    /// Child elements in the order of the file.
    pub(crate) children: Vec<Element>,
    /// Text between the tags, without the children's.
    pub(crate) text: String,
}

impl Element {
    /// Returns the value of an attribute.
    pub(crate) fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Tells whether an attribute is `true`.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.attr(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// Returns the first child of this name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }
}

/// What a raw tab or line break inside an attribute means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RawBreaks {
    /// A blank, as the XML recommendation says (section 3.3.3).
    Blank,
    /// Itself: the archive writes its values without character references.
    Keep,
}

/// Reads a file into a tree.
///
/// # Errors
/// The text is larger than [`MAX_BYTES`], not well formed, nested too deeply, or carries too many
/// attributes or namespace declarations on the way.
pub(crate) fn parse(name: &str, xml: &str, breaks: RawBreaks) -> Result<Element, StyleError> {
    if xml.len() > MAX_BYTES {
        return Err(StyleError::TooLarge { name: name.to_owned(), bytes: xml.len() });
    }
    let xml = xml.strip_prefix('\u{FEFF}').unwrap_or(xml);
    let mut builder = Builder { name, xml, breaks, stack: Vec::new(), namespaces: 0, root: None };
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    loop {
        let before = reader.buffer_position();
        match reader.read_event() {
            Ok(Event::Start(start)) => builder.start(&start, before)?,
            Ok(Event::End(_)) => builder.end(),
            Ok(Event::Text(text)) => builder.text(text.as_ref()),
            Ok(Event::CData(text)) => builder.text(text.as_ref()),
            Ok(Event::GeneralRef(name)) => {
                let name = AsRef::<str>::as_ref(&name).to_owned();
                let value = reference(&name)
                    .ok_or_else(|| builder.error(before, format!("unknown entity `&{name};`")))?;
                builder.text(value.encode_utf8(&mut [0; 4]));
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                return Err(builder.error(reader.error_position(), error.to_string()));
            }
        }
    }
    let end = u64::try_from(xml.len()).unwrap_or(u64::MAX);
    if let Some(open) = builder.stack.last() {
        return Err(builder.error(end, format!("expected `</{}>`, found the end", open.name)));
    }
    let missing = builder.error(end, "expected an element, found none".to_owned());
    builder.root.ok_or(missing)
}

struct Builder<'a> {
    name: &'a str,
    xml: &'a str,
    breaks: RawBreaks,
    stack: Vec<Element>,
    namespaces: usize,
    root: Option<Element>,
}

impl Builder<'_> {
    fn start(&mut self, start: &BytesStart<'_>, at: u64) -> Result<(), StyleError> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(self.error(at, format!("more than {MAX_DEPTH} elements inside each other")));
        }
        if self.stack.is_empty() && self.root.is_some() {
            return Err(self.error(at, "expected one root element, found a second".to_owned()));
        }
        let local = start.local_name();
        let mut element =
            Element { name: AsRef::<str>::as_ref(&local).to_owned(), ..Element::default() };
        for (idx, attribute) in start.attributes().enumerate() {
            if idx >= MAX_ATTRIBUTES {
                return Err(self.error(at, format!("more than {MAX_ATTRIBUTES} attributes")));
            }
            let attribute = attribute.map_err(|error| self.error(at, error.to_string()))?;
            let key = AsRef::<str>::as_ref(&attribute.key).to_owned();
            if key == "xmlns" || key.starts_with("xmlns:") {
                self.namespaces += 1;
                if self.namespaces > MAX_NAMESPACES {
                    return Err(self.error(at, format!("more than {MAX_NAMESPACES} namespaces")));
                }
                continue;
            }
            let value = self.unescape(attribute.value.as_ref(), at)?;
            element.attributes.push((key, value));
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

    fn text(&mut self, text: &str) {
        if let Some(open) = self.stack.last_mut() {
            open.text.push_str(text);
        }
    }

    /// Resolves the references of an attribute value.
    fn unescape(&self, raw: &str, at: u64) -> Result<String, StyleError> {
        let mut out = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((head, tail)) = rest.split_once('&') {
            self.push_raw(&mut out, head);
            let (name, after) = tail
                .split_once(';')
                .ok_or_else(|| self.error(at, "expected `;` after `&`".to_owned()))?;
            let value = reference(name)
                .ok_or_else(|| self.error(at, format!("unknown entity `&{name};`")))?;
            out.push(value);
            rest = after;
        }
        self.push_raw(&mut out, rest);
        Ok(twice_escaped(&out).unwrap_or(out))
    }

    fn push_raw(&self, out: &mut String, raw: &str) {
        let blank = |c: char| matches!(c, '\t' | '\n' | '\r') && self.breaks == RawBreaks::Blank;
        out.extend(raw.chars().map(|c| if blank(c) { ' ' } else { c }));
    }

    fn error(&self, at: u64, message: String) -> StyleError {
        let at = usize::try_from(at).unwrap_or(usize::MAX).min(self.xml.len());
        let head = String::from_utf8_lossy(self.xml.as_bytes().get(..at).unwrap_or_default());
        let line = head.matches('\n').count() + 1;
        let column = head.chars().rev().take_while(|c| *c != '\n').count() + 1;
        StyleError::Xml { name: self.name.to_owned(), line, column, message }
    }
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
