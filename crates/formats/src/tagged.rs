//! What formats of tagged lines share: lines with their places, and the writing of entries that are
//! read back at once.

use std::io;

use refsmith_model::{Losses, Parsed, Record, Span};

use crate::losses;

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

/// Returns the lines of a text. Lines end with LF, CRLF, or, where there is no LF at all, with CR;
/// a byte order mark at the beginning of any line is no part of it.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let mut at = 0;
    text.split_inclusive(end).map(move |whole| {
        let start = at;
        at += whole.len();
        let line = whole.trim_end_matches(['\n', '\r']);
        let bare = line.trim_start_matches('\u{feff}');
        Line { text: bare, start: start + line.len() - bare.len() }
    })
}

/// Returns a value as it can stand on one line.
pub(crate) fn one_line(value: &str) -> String {
    if !value.contains(char::is_control) {
        return value.trim().to_owned();
    }
    let spaced: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes entries one after the other, reads each back and reports what is not as it was.
pub(crate) fn write_entries(
    records: &[Record],
    out: &mut dyn io::Write,
    mut entry: impl FnMut(&Record, &mut String),
    read: impl Fn(&str) -> Parsed<Vec<Record>>,
) -> io::Result<Losses> {
    let mut lost = Losses::new();
    let mut text = String::new();
    for record in records {
        let start = text.len();
        entry(record, &mut text);
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
