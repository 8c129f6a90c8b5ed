//! MEDLINE's tagged format, which PubMed exports as `.nbib`: `FAU - Doe, Jane`.
//!
//! An empty line ends an entry. Full names (`FAU`) and short ones (`AU`) stand side by side; the
//! full ones are read, both are written. Institutions are `CN`.

mod table;

use std::borrow::Cow;
use std::io;

use refsmith_model::{Losses, Name, Parsed, Record};

use crate::mapping::read::Field;
use crate::mapping::values::{Value, write_name};
use crate::mapping::{NameForm, write};
use crate::pieces::{Cut, Following};
use crate::tagged::{self, Syntax, Tagged, one_line};
use crate::{Format, FormatInfo, Mapping, Reader, Writer};
use crate::{PieceReader, PieceWriter};
use table::{LANGUAGES, MAPPING};

/// MEDLINE, as PubMed exports it.
#[derive(Debug, Clone, Copy)]
pub struct Nbib;

static INFO: FormatInfo = FormatInfo {
    name: "nbib",
    aliases: &["medline", "pubmed"],
    extensions: &["nbib", "medline"],
    media_type: "application/nbib",
    description: "MEDLINE tagged, PubMed's export",
};

/// What MEDLINE says of an ISSN that stands for all editions; it never writes one without a word.
const LINKING: &str = " (Linking)";

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    line,
    start: "PMID- ",
    end: None,
    joint: |tag| Some(if tag == "GN" { '\n' } else { ' ' }),
    prepare,
    kind: |fields| {
        let types = fields.iter().filter(|field| field.name == "PT");
        let known = types.filter_map(|field| match &field.value {
            Value::Text(text) => Some((text.as_ref(), field.span)),
            _ => None,
        });
        let mut known = known.filter(|(name, _)| MAPPING.item_type(name).is_some());
        known.next().or_else(|| {
            let has = |tag: &str| fields.iter().any(|field| field.name == tag);
            Some((
                match (has("BTI"), has("TI")) {
                    (true, true) => "Book Chapter",
                    (true, false) => "Book",
                    _ => "Journal Article",
                },
                None,
            ))
        })
    },
};

fn line(line: &str) -> Tagged<'_> {
    if line.trim().is_empty() {
        return Tagged::Blank;
    }
    let parts = line.split_at_checked(4).and_then(|(tag, rest)| {
        let tag = tag.trim_end();
        let sound =
            (2..=4).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_uppercase());
        let value =
            rest.strip_prefix('-').filter(|value| value.is_empty() || value.starts_with(' '))?;
        sound.then_some((tag, value.trim()))
    });
    match parts {
        // An entry begins with its number, but an empty line may be missing before it.
        Some(("PMID", value)) => Tagged::Start("PMID", value),
        Some((tag, value)) => Tagged::Field(tag, value),
        None => Tagged::More(line),
    }
}

/// Takes out the short names where there are full ones, and types that say no more than the table.
fn prepare(fields: &mut Vec<Field<'_>>) {
    for (full, short) in [("FAU", "AU"), ("FED", "ED")] {
        if fields.iter().any(|field| field.name == full) {
            fields.retain(|field| field.name != short);
        }
    }
    for field in fields.iter_mut().filter(|field| field.name == "IS") {
        if let Value::Text(text) = &mut field.value
            && let Some(bare) = text.strip_suffix(LINKING)
        {
            *text = Cow::Owned(bare.to_owned());
        }
    }
    for field in fields.iter_mut().filter(|field| field.name == "LA") {
        if let Value::Text(text) = &mut field.value {
            let code = LANGUAGES.iter().find(|(long, _)| *long == text.as_ref());
            if let Some((_, short)) = code {
                *text = Cow::Borrowed(short);
            }
        }
    }
    // The first type that the table knows is the type of the record, the others are kept.
    let known = |field: &Field<'_>| {
        field.name == "PT"
            && matches!(&field.value, Value::Text(text) if MAPPING.item_type(text).is_some())
    };
    let first = fields.iter().position(known);
    for (idx, field) in fields.iter_mut().enumerate() {
        if field.name == "PT" && Some(idx) != first {
            field.name = Cow::Borrowed("PT+");
        }
    }
}

fn entry(record: &Record, out: &mut String) {
    let entry = write::entry(&MAPPING, record);
    let mut put = |tag: &str, value: &str| {
        let value = one_line(value);
        if value.is_empty() || tag.len() > 4 {
            return;
        }
        out.push_str(&format!("{tag:<4}- {value}\n"));
    };
    // The number begins an entry, whatever it is.
    let mut numbers = entry.fields.iter().filter(|field| field.name == "PMID").peekable();
    if numbers.peek().is_none() {
        put("OWN", "NOTNLM");
    }
    for field in numbers {
        put("PMID", &field.value.to_text(MAPPING.names, MAPPING.dates));
    }
    put("PT", &entry.kind);
    for field in entry.fields.iter().filter(|field| field.name != "PMID") {
        match (&field.value, field.name.as_ref()) {
            (Value::Name(Name::Institution(name)), "FAU") if name != "et al." => put("CN", name),
            (Value::Name(name), tag @ ("FAU" | "FED")) => {
                put(tag, &write_name(name, MAPPING.names));
                put(tag.trim_start_matches('F'), &write_name(name, NameForm::Initials));
            }
            (value, "IS") => {
                let value = value.to_text(MAPPING.names, MAPPING.dates);
                let kind = if value.contains('(') { "" } else { LINKING };
                put("IS", &format!("{value}{kind}"));
            }
            (value, "LA") => {
                let value = value.to_text(MAPPING.names, MAPPING.dates);
                let code = LANGUAGES.iter().find(|(_, short)| *short == value);
                put("LA", code.map_or(value.as_str(), |(long, _)| long));
            }
            (value, tag) => {
                let tag = tag.trim_end_matches('+');
                put(tag, &tagged::text_of(value, &MAPPING));
            }
        }
    }
    out.push('\n');
}

impl Format for Nbib {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let tags = SYNTAX.tags(head);
        let known = tags.iter().filter(|tag| MAPPING.rows_of(tag).next().is_some()).count();
        match (tags.contains(&"PMID"), known) {
            (true, 2..) => 92,
            (false, 4..) if tags.contains(&"OWN") => 70,
            _ => 0,
        }
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }

    fn mapping(&self) -> Option<&'static Mapping> {
        Some(&MAPPING)
    }
}

impl Reader for Nbib {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        let mut read = SYNTAX.read(text);
        for record in &mut read.value {
            // What is written in place of a number is no part of the record.
            record.extra.retain(|field| !(field.name == "OWN" && field.value == "NOTNLM"));
        }
        read
    }

    fn pieces(&self) -> Option<Box<dyn PieceReader + '_>> {
        Some(Box::new(Cut { reader: self, whole: |text| SYNTAX.whole(text) }))
    }
}

impl Writer for Nbib {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        tagged::write_entries(records, out, entry, |text| self.read(text))
    }

    fn pieces(&self) -> Option<Box<dyn PieceWriter + '_>> {
        Some(Box::new(Following(self)))
    }
}
