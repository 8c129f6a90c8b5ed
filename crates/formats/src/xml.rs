//! XML as a stream of records, each a small tree, and back; the engine of all formats in XML.
//!
//! A file is never held as a tree: elements are skipped until one that is a record begins, and only
//! that is built (`xml/tree.rs`). Nothing outside of the text is ever fetched, no entity is defined,
//! and depth and attributes are bounded. [`Syntax`] says how the elements of a format become the
//! fields that its table knows, by their paths: `relatedItem[type=host]/titleInfo/title`.

use std::borrow::Cow;
use std::io;

use refsmith_model::{Diagnostic, Losses, Mark, Parsed, Record, RichText};

use crate::losses;
use crate::mapping::Mapping;
use crate::mapping::read::{Field, record};
use crate::mapping::values::{Value, write_date};
use crate::mapping::write::{OutField, entry};

pub(crate) mod parts;
pub(crate) mod tree;

use tree::{Child, Element};

/// Bytes that are collected before they are handed on.
const CHUNK: usize = 1 << 16;

/// How the records of a format stand in XML.
pub(crate) struct Syntax {
    pub(crate) mapping: &'static Mapping,
    /// Local names of the elements that are records.
    pub(crate) records: &'static [&'static str],
    /// Attributes that are part of a path, because they tell elements of one name apart.
    pub(crate) qualifiers: &'static [&'static str],
    /// Tells what an element within a text is: `None` for no part of a text, otherwise its mark.
    pub(crate) inline: fn(&Element) -> Option<Option<Mark>>,
    /// Reads an element that is more than its text (a name, a date) into fields; `false` leaves it.
    pub(crate) compound: fn(&str, &Element, &mut Vec<Field<'static>>) -> bool,
    /// Returns the type of a record.
    pub(crate) kind: fn(&Element, &[Field<'_>]) -> String,
    /// Changes the fields of a record before the table sees them.
    pub(crate) prepare: fn(&mut Vec<Field<'static>>),
    /// What stands before and behind the records.
    pub(crate) frame: (&'static str, &'static str),
    /// Begins the element of a record of this type.
    pub(crate) open: fn(&str) -> Element,
    /// Puts a value that is more than a text into an element; `false` leaves it to be text.
    pub(crate) fill: fn(&mut Element, &OutField<'_>) -> bool,
    /// Gives the element of a record its last shape.
    pub(crate) finish: fn(&mut Element),
    /// Wraps the words of a mark, or returns `None` where the format has none for it.
    pub(crate) marked: fn(Mark) -> Option<Element>,
    /// Prefix of the names of all elements (`b:`).
    pub(crate) prefix: &'static str,
}

impl Syntax {
    /// Reads all records.
    pub(crate) fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        let mut out = Parsed::clean(Vec::new());
        let mut findings: Vec<Diagnostic> = Vec::new();
        let broken = tree::records(text, self.records, |element| {
            out.value.push(self.record(&element, &mut findings));
        });
        out.diagnostics = findings;
        out.diagnostics.extend(broken);
        out
    }

    /// Reads the record that an element is.
    pub(crate) fn record(&self, element: &Element, findings: &mut Vec<Diagnostic>) -> Record {
        let mut fields = Vec::new();
        self.attributes(element, "", &mut fields);
        self.flatten(element, "", &mut fields);
        let kind = (self.kind)(element, &fields);
        (self.prepare)(&mut fields);
        record(self.mapping, Some((kind.as_str(), Some(element.span))), fields, findings)
    }

    /// Returns a step of a path: the name and the attributes that tell it from others.
    fn step(&self, element: &Element) -> String {
        let mut step = element.name.clone();
        for name in self.qualifiers {
            if let Some(value) = element.attr(name) {
                step.push_str(&format!("[{name}={value}]"));
            }
        }
        step
    }

    fn attributes(&self, element: &Element, path: &str, out: &mut Vec<Field<'static>>) {
        for (name, value) in &element.attributes {
            let path = match path {
                "" => format!("@{name}"),
                path => format!("{path}/@{name}"),
            };
            if self.mapping.rows_of(&path).next().is_some() {
                out.push(Field::text(path, value.clone(), Some(element.span)));
            }
        }
    }

    fn flatten(&self, element: &Element, path: &str, out: &mut Vec<Field<'static>>) {
        for child in element.elements() {
            let step = self.step(child);
            let mut inner = if path.is_empty() { step } else { format!("{path}/{step}") };
            if (self.compound)(&inner, child, out) {
                continue;
            }
            self.attributes(child, &inner, out);
            if child.elements().all(|inline| (self.inline)(inline).is_some()) {
                let text = self.text(child);
                if text.plain.is_empty() {
                    continue;
                }
                // Attributes beyond those of the table do not hide what an element is.
                let bare = without_qualifiers(&inner);
                let known = |path: &str| self.mapping.rows_of(path).next().is_some();
                if !known(&inner) && known(&bare) {
                    inner = bare;
                }
                let value = match text.is_plain() {
                    true => Value::Text(Cow::Owned(text.plain)),
                    false => Value::Rich(text),
                };
                out.push(Field { name: Cow::Owned(inner), value, span: Some(child.span) });
            } else {
                self.flatten(child, &inner, out);
            }
        }
    }

    /// Returns the text of an element, with the marks of the elements within; blanks of any kind
    /// become one.
    fn text(&self, element: &Element) -> RichText {
        let mut out = RichText::default();
        self.add_text(element, &mut out);
        let end = out.plain.trim_end().len();
        out.plain.truncate(end);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        for (run, _) in &mut out.marks {
            run.end = run.end.min(end);
        }
        out.marks.retain(|(run, _)| run.start < run.end);
        out
    }

    fn add_text(&self, element: &Element, out: &mut RichText) {
        let offset = |text: &RichText| u32::try_from(text.plain.len()).unwrap_or(u32::MAX);
        for child in &element.children {
            match child {
                Child::Text(text) => {
                    for c in text.chars() {
                        if !c.is_whitespace() || c == '\u{a0}' {
                            out.plain.push(c);
                        } else if !out.plain.is_empty() && !out.plain.ends_with(' ') {
                            out.plain.push(' ');
                        }
                    }
                }
                Child::Element(inner) => {
                    let mark = (self.inline)(inner).flatten();
                    let at = out.marks.len();
                    let start = offset(out);
                    out.marks.extend(mark.map(|mark| (start..start, mark)));
                    self.add_text(inner, out);
                    let end = offset(out);
                    if mark.is_some()
                        && let Some((run, _)) = out.marks.get_mut(at)
                    {
                        run.end = end;
                    }
                }
            }
        }
    }

    /// Writes all records, reads each back and reports what is not as it was.
    pub(crate) fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        self.write_read_by(records, out, |text| self.read(text))
    }

    /// The same for a format whose reader does more.
    pub(crate) fn write_read_by(
        &self,
        records: &[Record],
        out: &mut dyn io::Write,
        read: impl Fn(&str) -> Parsed<Vec<Record>>,
    ) -> io::Result<Losses> {
        let mut lost = Losses::new();
        let mut text = self.frame.0.to_owned();
        for record in records {
            let start = text.len();
            tree::write(&self.element(record), self.prefix, 1, &mut text);
            let back = read(text.get(start..).unwrap_or("")).value;
            losses::find(record, back.first(), &mut lost);
            if text.len() > CHUNK {
                out.write_all(text.as_bytes())?;
                text.clear();
            }
        }
        text.push_str(self.frame.1);
        out.write_all(text.as_bytes())?;
        Ok(lost)
    }

    fn element(&self, record: &Record) -> Element {
        let entry = entry(self.mapping, record);
        let mut root = (self.open)(&entry.kind);
        for field in entry.fields.iter().filter(|field| is_path(&field.name)) {
            let (path, attribute) = match field.name.rsplit_once('@') {
                Some((path, attribute)) => (path.trim_end_matches('/'), Some(attribute)),
                None => (field.name.as_ref(), None),
            };
            let plain = || field.value.to_text(self.mapping.names, self.mapping.dates);
            match attribute {
                Some(name) => with_path(&mut root, path, false, &mut |element| {
                    element.attributes.retain(|(other, _)| other != name);
                    element.attributes.push((name.to_owned(), plain()));
                }),
                None => with_path(&mut root, path, true, &mut |leaf| {
                    if !(self.fill)(leaf, field) {
                        self.fill_text(leaf, &field.value);
                    }
                }),
            }
        }
        (self.finish)(&mut root);
        root
    }

    fn fill_text(&self, leaf: &mut Element, value: &Value<'_>) {
        match value {
            Value::Rich(text) if !text.is_plain() => {
                leaf.children.extend(marked(text, self.marked));
            }
            Value::Rich(text) => leaf.children.push(Child::Text(text.plain.clone())),
            Value::Text(text) => leaf.children.push(Child::Text(text.clone().into_owned())),
            Value::Date(date) => {
                leaf.children.push(Child::Text(write_date(date, self.mapping.dates)));
            }
            Value::Name(_) => {
                let text = value.to_text(self.mapping.names, self.mapping.dates);
                leaf.children.push(Child::Text(text));
            }
        }
    }
}

/// Returns words and the elements of their marks.
fn marked(text: &RichText, element: fn(Mark) -> Option<Element>) -> Vec<Child> {
    use crate::markup::{Event, events};
    let mut open: Vec<Option<Element>> = Vec::new();
    let mut out: Vec<Child> = Vec::new();
    for event in events(text) {
        let done = match event {
            Event::Open(mark) => {
                open.push(element(mark));
                continue;
            }
            Event::Text(words) => Some(Child::Text(words.to_owned())),
            Event::Close(_) => open.pop().flatten().map(Child::Element),
        };
        let Some(done) = done else { continue };
        match open.iter_mut().rev().flatten().next() {
            Some(inner) => inner.children.push(done),
            None => out.push(done),
        }
    }
    out
}

fn without_qualifiers(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut depth = 0_usize;
    for c in path.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Tells whether all steps of a path are names that XML allows; those of a file that only nearly is
/// XML may not be. What is left out is found missing when the text is read back.
fn is_path(path: &str) -> bool {
    let path = without_qualifiers(path);
    path.split(['/', '@']).filter(|name| !name.is_empty()).all(|name| {
        name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'))
    })
}

/// Creates the element that a step of a path describes.
fn from_step(step: &str) -> Element {
    let (name, mut rest) = step.split_once('[').unwrap_or((step, ""));
    let mut element = Element::new(name);
    while let Some((attribute, behind)) = rest.split_once(']') {
        if let Some((name, value)) = attribute.split_once('=') {
            element.attributes.push((name.to_owned(), value.to_owned()));
        }
        rest = behind.strip_prefix('[').unwrap_or("");
    }
    element
}

/// Splits a path into its steps; a slash inside brackets is none.
fn steps(path: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    path.split(|c: char| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '/' && depth == 0
    })
    .collect()
}

/// Changes the element at a path; what is missing on the way is added. With `fresh` the last element
/// of the path is always a new one.
pub(crate) fn with_path(
    root: &mut Element,
    path: &str,
    fresh: bool,
    change: &mut dyn FnMut(&mut Element),
) {
    let steps: Vec<&str> = steps(path).into_iter().filter(|step| !step.is_empty()).collect();
    with_steps(root, &steps, fresh, change);
}

fn with_steps(
    element: &mut Element,
    steps: &[&str],
    fresh: bool,
    change: &mut dyn FnMut(&mut Element),
) {
    let Some((step, rest)) = steps.split_first() else { return change(element) };
    let wanted = from_step(step);
    let same = |child: &&mut Child| {
        matches!(child, Child::Element(found)
            if found.name == wanted.name
                && wanted.attributes.iter().all(|(n, v)| found.attr(n) == Some(v.as_str())))
    };
    let found = element.children.iter_mut().rev().find(same);
    match found {
        Some(Child::Element(found)) if !(fresh && rest.is_empty()) => {
            with_steps(found, rest, fresh, change);
        }
        _ => {
            let mut wanted = wanted;
            with_steps(&mut wanted, rest, fresh, change);
            element.children.push(Child::Element(wanted));
        }
    }
}
