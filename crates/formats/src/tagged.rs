//! What formats of tagged lines share: entries of fields with their places ([`Syntax`]), and the
//! writing of entries that are read back at once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use refsmith_model::record::key::assign_keys;
use refsmith_model::{Diagnostic, Losses, Mark, Parsed, Record, Span};

use crate::mapping::Mapping;
use crate::mapping::read::{Field, Kind, RecordReader};
use crate::mapping::values::Value;
use crate::{findings, html, losses};

/// Bytes that are collected before they are handed on.
const CHUNK: usize = 1 << 16;

/// A line without its end, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    pub(crate) text: &'t str,
    pub(crate) start: usize,
}

impl Line<'_> {
    /// Returns the place of the line.
    pub(crate) fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tagged<'t> {
    /// The first field of an entry.
    Start(&'t str, &'t str),
    /// A field.
    Field(&'t str, &'t str),
    /// More of the field before it.
    More(&'t str),
    /// The end of an entry.
    End,
    /// Nothing.
    Blank,
    /// Something that is no part of an entry: a heading.
    Heading,
}

/// How the entries of a format stand in lines.
pub(crate) struct Syntax {
    pub(crate) mapping: &'static Mapping,
    /// Tells what a line is.
    pub(crate) line: for<'t> fn(&'t str) -> Tagged<'t>,
    /// How an entry begins, for messages.
    pub(crate) start: &'static str,
    /// How an entry ends, for messages; without it, an empty line or the next entry ends it.
    pub(crate) end: Option<&'static str>,
    /// Joins a line to the field before it: with a blank, a line break, or (`None`) as another field.
    pub(crate) joint: fn(&str) -> Option<char>,
    /// Brings the fields of an entry into the form that the table knows.
    pub(crate) prepare: for<'t> fn(&mut Vec<Field<'t>>),
    /// Returns the type, which may follow from several fields.
    pub(crate) kind: for<'f> fn(&'f [Field<'_>]) -> Kind<'f>,
}

impl Syntax {
    /// Reads all records.
    pub(crate) fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        let mut reader = FileReader {
            syntax: self,
            text,
            out: Parsed::clean(Vec::new()),
            records: RecordReader::of_flat(self.mapping),
            fields: Vec::new(),
            open: None,
            stray: None,
        };
        for line in lines(text) {
            reader.line(line);
        }
        reader.close(false);
        reader.stray_text();
        reader.out
    }

    /// Returns the length of the beginning of a text that holds whole entries only: up to where the
    /// last one begins, or ended. Without line feeds, lines are only known when all is there.
    pub(crate) fn whole(&self, text: &str) -> usize {
        let mut end = memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |at| at + 1);
        while let Some(before) = end.checked_sub(1) {
            let lines = text.get(..before).unwrap_or("");
            let start = memchr::memrchr(b'\n', lines.as_bytes()).map_or(0, |at| at + 1);
            let line = text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r']);
            match (self.line)(line.trim_start_matches('\u{feff}')) {
                Tagged::Start(..) => return start,
                Tagged::End => return end,
                Tagged::Blank if self.end.is_none() => return end,
                _ => end = start,
            }
        }
        0
    }

    /// Scores the beginning of a text: how many of its lines are tagged.
    pub(crate) fn tags<'t>(&self, head: &'t str) -> Vec<&'t str> {
        let tag = |line: Line<'t>| match (self.line)(line.text) {
            Tagged::Start(tag, _) | Tagged::Field(tag, _) => Some(tag),
            _ => None,
        };
        lines(head).filter_map(tag).collect()
    }
}

/// Returns the value of the first field of a name as the type.
pub(crate) fn kind_of<'f>(fields: &'f [Field<'_>], tag: &str) -> Kind<'f> {
    let field = fields.iter().find(|field| field.name == tag)?;
    match &field.value {
        Value::Text(text) => Some((text.as_ref(), field.span)),
        _ => None,
    }
}

struct FileReader<'s, 't> {
    syntax: &'s Syntax,
    text: &'t str,
    out: Parsed<Vec<Record>>,
    records: RecordReader<'static>,
    /// The fields of the open entry.
    fields: Vec<Field<'t>>,
    /// The first line of the open entry.
    open: Option<Span>,
    stray: Option<Span>,
}

impl<'t> FileReader<'_, 't> {
    fn line(&mut self, line: Line<'t>) {
        match (self.syntax.line)(line.text) {
            Tagged::Start(tag, value) => {
                self.close(false);
                self.stray_text();
                self.open = Some(line.span());
                self.fields.push(Field::text(tag, value, Some(line.span())));
            }
            Tagged::Field(tag, value) => {
                if self.open.is_none() {
                    self.without_start(tag, line.span());
                }
                self.open.get_or_insert(line.span());
                self.fields.push(Field::text(tag, value, Some(line.span())));
            }
            Tagged::More(more) => self.more(more, line.span()),
            Tagged::End => self.close(true),
            Tagged::Blank if self.syntax.end.is_none() => self.close(true),
            Tagged::Blank | Tagged::Heading => {}
        }
    }

    fn without_start(&mut self, tag: &str, span: Span) {
        // Where nothing marks the end of an entry, the first field may be any.
        if self.syntax.end.is_some() {
            let message = format!("expected `{}`, found `{tag}`", self.syntax.start);
            let finding = Diagnostic::new(&findings::NO_START, message).at(span);
            self.out.diagnostics.push(finding.help("the record is read as `document`"));
        }
        self.stray_text();
    }

    /// Adds a line without a tag to the field before it.
    fn more(&mut self, more: &'t str, line: Span) {
        let Some(Field { name, value, span }) = self.fields.last_mut() else {
            self.stray = Some(self.stray.map_or(line, |stray| stray.join(line)));
            return;
        };
        let Value::Text(value) = value else { return };
        match (self.syntax.joint)(name) {
            Some(joint) => {
                let text: &mut String = Cow::to_mut(value);
                if !text.is_empty() {
                    text.push(joint);
                }
                text.push_str(more.trim());
                *span = span.map(|span| span.join(line));
            }
            None => {
                let name = name.clone();
                self.fields.push(Field {
                    name,
                    value: Value::Text(Cow::Borrowed(more.trim())),
                    span: Some(line),
                });
            }
        }
    }

    fn close(&mut self, ended: bool) {
        let Some(start) = self.open.take() else { return };
        if let (false, Some(end)) = (ended, self.syntax.end) {
            let message = format!("expected `{end}` to end the record that begins here");
            self.out.diagnostics.push(Diagnostic::new(&findings::UNCLOSED, message).at(start));
        }
        (self.syntax.prepare)(&mut self.fields);
        let kind = (self.syntax.kind)(&self.fields);
        let record = self.records.record(kind, &self.fields, &mut self.out.diagnostics);
        self.out.value.push(record);
        self.fields.clear();
    }

    fn stray_text(&mut self) {
        let Some(span) = self.stray.take() else { return };
        let found: String = span.of(self.text).chars().take(40).collect();
        let found = found.trim().replace(['\n', '\r'], " ");
        let message = format!("expected `{}`, found `{found}`", self.syntax.start);
        self.out.diagnostics.push(Diagnostic::new(&findings::STRAY_TEXT, message).at(span));
    }
}

/// The first byte of a byte order mark.
const MARK_START: u8 = 0xEF;

/// Returns the lines of a text. Lines end with LF, CRLF, or, where there is no LF at all, with CR;
/// a byte order mark at the beginning of any line is no part of it.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let end = if memchr::memchr(b'\n', text.as_bytes()).is_some() { b'\n' } else { b'\r' };
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let len = memchr::memchr(end, rest.as_bytes()).map_or(rest.len(), |len| len + 1);
        let bytes = rest.as_bytes();
        let mut shown = len;
        while shown > 0 && matches!(bytes.get(shown - 1), Some(b'\n' | b'\r')) {
            shown -= 1;
        }
        let mut line = rest.get(..shown)?;
        let mut start = at;
        at += len;
        // Most lines begin with a letter, and looking at one byte is all it takes.
        if bytes.first() == Some(&MARK_START) {
            line = line.trim_start_matches('\u{feff}');
            start += shown - line.len();
        }
        Some(Line { text: line, start })
    })
}

/// Returns a value as text. That the letter case of all of it must stay is left out: no program reads
/// it from such files, and people would see a tag around half of their titles.
pub(crate) fn text_of<'v>(value: &'v Value<'_>, mapping: &Mapping) -> Cow<'v, str> {
    if let Value::Rich(text) = value {
        let whole = |(run, mark): &(std::ops::Range<u32>, Mark)| {
            *mark == Mark::NoCase && run.start == 0 && run.end as usize >= text.plain.len()
        };
        if text.marks.iter().any(whole) {
            let mut bare = text.clone();
            bare.marks.retain(|mark| !whole(mark));
            return Cow::Owned(html::write(&bare).0.into_owned());
        }
    }
    value.as_text(mapping.names, mapping.dates)
}

/// Returns a value as it can stand on one line.
pub(crate) fn one_line(value: &str) -> String {
    if !value.contains(char::is_control) {
        return value.trim().to_owned();
    }
    let spaced: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Gives every record an `id` that no other has, for formats in which it is a key.
pub(crate) fn with_unique_ids(records: &[Record]) -> Vec<Record> {
    let mut named = records.to_vec();
    assign_keys(&mut named);
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for record in &mut named {
        let stem = record.id.clone();
        while !taken.insert(record.id.clone()) {
            let count = counts.entry(stem.clone()).or_insert(1);
            *count += 1;
            record.id = format!("{stem}-{count}");
        }
    }
    named
}

/// Writes entries one after the other, reads each back and reports what is not as it was.
pub(crate) fn write_entries(
    records: &[Record],
    out: &mut dyn io::Write,
    entry: impl FnMut(&Record, &mut String),
    read: impl Fn(&str) -> Parsed<Vec<Record>>,
) -> io::Result<Losses> {
    write_renamed(records, records, out, entry, read)
}

/// The same for records that are written under other keys than they have.
pub(crate) fn write_renamed(
    records: &[Record],
    renamed: &[Record],
    out: &mut dyn io::Write,
    mut entry: impl FnMut(&Record, &mut String),
    read: impl Fn(&str) -> Parsed<Vec<Record>>,
) -> io::Result<Losses> {
    let mut lost = Losses::new();
    let mut text = String::new();
    for (record, renamed) in records.iter().zip(renamed) {
        let start = text.len();
        entry(renamed, &mut text);
        let back = read(text.get(start..).unwrap_or("")).value;
        losses::find(record, back.first(), &mut lost);
        if text.len() > CHUNK {
            out.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    out.write_all(text.as_bytes())?;
    Ok(lost)
}
