//! JSON Lines: one item of CSL-JSON per line, or one result of `refsmith parse`.

use std::io::{self, Write as _};

use refsmith_model::{Losses, Parsed, Record, Span};

use super::write::Item;
use super::{BUFFER, read};
use crate::{Format, FormatInfo, Reader, Writer};

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
}

impl Reader for JsonLines {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        let mut out = Parsed::clean(Vec::new());
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let mut place = Span::new(at, at + line.len());
            at += line.len();
            if line.starts_with('\u{feff}') {
                place.start += 3;
            }
            let place = place.trimmed(text);
            if !place.is_empty() {
                out.value.extend(read::one(text, place, false, &mut out.diagnostics));
            }
        }
        out
    }
}

impl Writer for JsonLines {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        let mut losses = Losses::new();
        let mut out = io::BufWriter::with_capacity(BUFFER, out);
        for record in records {
            let (item, lost) = Item::new(record);
            serde_json::to_writer(&mut out, &item)?;
            out.write_all(b"\n")?;
            losses.extend(lost);
        }
        out.flush()?;
        Ok(losses)
    }
}
