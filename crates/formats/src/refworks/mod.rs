//! RefWorks' tagged format: `A1 Doe,Jane`.
//!
//! `RT` begins an entry, an empty line ends it. A tag is only one that RefWorks knows, because any
//! two capital letters and a blank begin many an abstract's line, too.

mod table;

use std::io;

use refsmith_model::{Losses, Parsed, Record};

use crate::mapping::write;
use crate::pieces::{Cut, Following};
use crate::tagged::{self, Syntax, Tagged, kind_of, one_line};
use crate::{Format, FormatInfo, Mapping, Reader, Writer};
use crate::{PieceReader, PieceWriter};
use table::MAPPING;

/// RefWorks' tagged format.
#[derive(Debug, Clone, Copy)]
pub struct RefWorks;

static INFO: FormatInfo = FormatInfo {
    name: "refworks",
    aliases: &["refworks-tagged"],
    extensions: &["refworks"],
    media_type: "text/x-refworks",
    description: "RefWorks tagged",
};

/// Tags that have no row in the table, but begin a field.
const OTHER_TAGS: [&str; 42] = [
    "SR", "OP", "AD", "AV", "CA", "CL", "CN", "CT", "DB", "DS", "ED", "FD", "IP", "LK", "NO", "OL",
    "OT", "PN", "PP", "RD", "SL", "U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9", "WP", "WT",
    "WV", "CR", "PM", "TA", "A5", "A6", "L1", "C1", "C2", "ER",
];

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    line,
    start: "RT ",
    end: None,
    joint: |tag| Some(if matches!(tag, "AB" | "NO") { '\n' } else { ' ' }),
    prepare: |_| {},
    kind: |fields| kind_of(fields, "RT"),
};

fn line(line: &str) -> Tagged<'_> {
    let tag = line.split_at_checked(2).filter(|(tag, rest)| {
        let known =
            *tag == "RT" || MAPPING.rows_of(tag).next().is_some() || OTHER_TAGS.contains(tag);
        known && (rest.is_empty() || rest.starts_with(' '))
    });
    match tag {
        Some(("RT", kind)) => Tagged::Start("RT", kind.trim()),
        Some((tag, value)) => Tagged::Field(tag, value.trim()),
        None if line.trim().is_empty() => Tagged::Blank,
        None => Tagged::More(line),
    }
}

fn entry(record: &Record, out: &mut String) {
    let entry = write::entry(&MAPPING, record);
    let mut put = |tag: &str, value: &str| {
        for part in [tag, " ", value, "\n"] {
            out.push_str(part);
        }
    };
    put("RT", &one_line(&entry.kind));
    for field in &entry.fields {
        if matches!(line(&field.name), Tagged::Field(..)) {
            put(&field.name, &one_line(&tagged::text_of(&field.value, &MAPPING)));
        }
    }
    out.push('\n');
}

impl Format for RefWorks {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let tags = SYNTAX.tags(head);
        let starts = head.starts_with("RT ") || head.contains("\nRT ");
        if starts && tags.len() > 2 { 85 } else { 0 }
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

impl Reader for RefWorks {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        SYNTAX.read(text)
    }

    fn pieces(&self) -> Option<Box<dyn PieceReader + '_>> {
        Some(Box::new(Cut { reader: self, whole: |text| SYNTAX.whole(text) }))
    }
}

impl Writer for RefWorks {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        tagged::write_entries(records, out, entry, |text| SYNTAX.read(text))
    }

    fn pieces(&self) -> Option<Box<dyn PieceWriter + '_>> {
        Some(Box::new(Following(self)))
    }
}
