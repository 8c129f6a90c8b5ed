//! EndNote's tagged format, which grew out of Unix `refer`: `%A Doe, Jane`.
//!
//! An empty line ends an entry. Institutions have a comma at their end; without it, EndNote and
//! others take the last word for a family name.

mod table;

use std::io;

use refsmith_model::{Losses, Parsed, Record};

use crate::mapping::write;
use crate::pieces::{Cut, Following};
use crate::tagged::{self, Syntax, Tagged, kind_of, one_line};
use crate::{Format, FormatInfo, Mapping, Reader, Writer};
use crate::{PieceReader, PieceWriter};
use table::MAPPING;

/// EndNote's tagged format.
#[derive(Debug, Clone, Copy)]
pub struct Enw;

static INFO: FormatInfo = FormatInfo {
    name: "enw",
    aliases: &["refer", "endnote"],
    extensions: &["enw"],
    media_type: "application/x-endnote-refer",
    description: "EndNote tagged, also known as Refer",
};

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    line,
    start: "%0 ",
    end: None,
    // Keywords and names stand on lines of their own; so do the paragraphs of notes.
    joint: |tag| match tag {
        "%K" | "%A" | "%E" => None,
        "%X" | "%Z" | "%<" => Some('\n'),
        _ => Some(' '),
    },
    prepare: |_| {},
    kind: |fields| {
        kind_of(fields, "%0").or_else(|| {
            // `refer` itself knows no types; what has a journal is an article.
            let has = |tag: &str| fields.iter().any(|field| field.name == tag);
            match (has("%J"), has("%B"), has("%I")) {
                (true, ..) => Some(("Journal Article", None)),
                (_, true, _) => Some(("Book Section", None)),
                (_, _, true) => Some(("Book", None)),
                _ => None,
            }
        })
    },
};

fn line(line: &str) -> Tagged<'_> {
    let bare = line.trim_start();
    let tag = bare.split_at_checked(2).filter(|(tag, rest)| {
        tag.starts_with('%')
            && !tag.ends_with(char::is_whitespace)
            && (rest.is_empty() || rest.starts_with([' ', '\t']))
    });
    match tag {
        Some(("%0", kind)) => Tagged::Start("%0", kind.trim()),
        Some((tag, value)) => Tagged::Field(tag, value.trim()),
        None if bare.is_empty() => Tagged::Blank,
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
    put("%0", &one_line(&entry.kind));
    for field in &entry.fields {
        let sound = matches!(line(&field.name), Tagged::Field(tag, "") if tag == field.name);
        if sound {
            put(&field.name, &one_line(&tagged::text_of(&field.value, &MAPPING)));
        }
    }
    out.push('\n');
}

impl Format for Enw {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let tags = SYNTAX.tags(head);
        match (tags.contains(&"%0"), tags.len()) {
            (true, _) => 90,
            // A comment of TeX may look like one tag, hardly like three different ones.
            (false, 3..) if tags.contains(&"%T") && tags.contains(&"%A") => 60,
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

impl Reader for Enw {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        SYNTAX.read(text)
    }

    fn pieces(&self) -> Option<Box<dyn PieceReader + '_>> {
        Some(Box::new(Cut { reader: self, whole: |text| SYNTAX.whole(text) }))
    }
}

impl Writer for Enw {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        tagged::write_entries(records, out, entry, |text| SYNTAX.read(text))
    }

    fn pieces(&self) -> Option<Box<dyn PieceWriter + '_>> {
        Some(Box::new(Following(self)))
    }
}
