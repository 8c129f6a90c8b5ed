//! JSON Lines: one item of CSL-JSON per line, or one result of `refsmith parse`.

use std::io;

use refsmith_model::{Losses, Parsed, Record, Span};

use super::direct::DirectReader;
use super::write::Item;
use super::{BUFFER, read};
use crate::json::value as json;
use crate::json::write::{Layout, write};
use crate::pieces::{Cut, Following};
use crate::{Editor, Format, FormatInfo, Reader, Writer};
use crate::{PieceReader, PieceWriter};

/// One item of CSL-JSON per line.
#[derive(Debug, Clone, Copy)]
pub struct JsonLines;

static INFO: FormatInfo = FormatInfo {
    name: "jsonl",
    aliases: &["json-lines", "jsonlines", "ndjson"],
    extensions: &["jsonl", "ndjson"],
    media_type: "application/jsonl",
    description: "one CSL-JSON item per line",
};

impl Format for JsonLines {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let mut lines = head.trim_start_matches('\u{feff}').lines().filter(|line| !line.is_empty());
        let whole = |line: &str| line.starts_with('{') && line.trim_end().ends_with('}');
        match (lines.next().is_some_and(whole), lines.next()) {
            (true, Some(next)) if next.starts_with('{') => 90,
            (true, None) if head.contains("\"record\":") => 85,
            _ => 0,
        }
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }

    fn editor(&self) -> Option<&dyn Editor> {
        Some(self)
    }
}

impl Reader for JsonLines {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        let mut out = Parsed::clean(Vec::new());
        let mut direct = DirectReader::default();
        for place in lines(text) {
            match read::usual(text, place, &mut direct) {
                Some(record) => out.value.push(record),
                None => out.value.extend(read::one(text, place, false, &mut out.diagnostics)),
            }
        }
        out
    }

    fn pieces(&self) -> Option<Box<dyn PieceReader + '_>> {
        let whole = |text: &str| memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |at| at + 1);
        Some(Box::new(Cut { reader: self, whole }))
    }
}

/// Returns where the lines that are not blank stand, without the blanks around them.
fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let mut place = Span::new(at, at + line.len());
        at += line.len();
        if line.starts_with('\u{feff}') {
            place.start += 3;
        }
        place.trimmed(text)
    });
    lines.filter(|place| !place.is_empty())
}

/// Returns where the items stand; `None` when a line holds anything else.
pub(super) fn places(text: &str) -> Option<Vec<Span>> {
    let is_item = |place: &Span| {
        let value = json::parse(text, *place);
        value.is_some_and(|value| value.as_object().is_some() && value.get("record").is_none())
    };
    let places: Vec<Span> = lines(text).collect();
    places.iter().all(is_item).then_some(places)
}

impl Writer for JsonLines {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        let mut losses = Losses::new();
        let mut bytes = Vec::new();
        for record in records {
            let (item, lost) = Item::new(record);
            losses.extend(lost);
            write(&item, Layout::Line, 0, &mut bytes)?;
            bytes.push(b'\n');
            if bytes.len() >= BUFFER {
                out.write_all(&bytes)?;
                bytes.clear();
            }
        }
        out.write_all(&bytes)?;
        Ok(losses)
    }

    fn pieces(&self) -> Option<Box<dyn PieceWriter + '_>> {
        Some(Box::new(Following(self)))
    }
}
