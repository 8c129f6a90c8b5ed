//! RIS, the tagged format of reference managers and databases, in all its dialects.
//!
//! What the tags mean is in `table.rs`; meanings differ between producers, so many tags are read in
//! more than one way and written in the way that EndNote and Zotero agree on. How entries stand in
//! a file is in `read.rs` and `write.rs`.

mod read;
mod table;
mod write;

use std::io;

use refsmith_model::{Losses, Parsed, Record};

use crate::pieces::{Cut, Following};
use crate::{Format, FormatInfo, Mapping, Reader, Writer, tagged};
use crate::{PieceReader, PieceWriter};

/// RIS.
#[derive(Debug, Clone, Copy)]
pub struct Ris;

static INFO: FormatInfo = FormatInfo {
    name: "ris",
    aliases: &["refman"],
    extensions: &["ris"],
    media_type: "application/x-research-info-systems",
    description: "RIS, the exchange format of reference managers and databases",
};

impl Format for Ris {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let tags = read::SYNTAX.tags(head);
        match tags.iter().position(|tag| *tag == "TY") {
            Some(_) if tags.len() > 1 => 95,
            Some(_) => 60,
            None => 0,
        }
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }

    fn mapping(&self) -> Option<&'static Mapping> {
        Some(&table::MAPPING)
    }
}

impl Reader for Ris {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        read::SYNTAX.read(text)
    }

    fn pieces(&self) -> Option<Box<dyn PieceReader + '_>> {
        Some(Box::new(Cut { reader: self, whole: |text| read::SYNTAX.whole(text) }))
    }
}

impl Writer for Ris {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        tagged::write_entries(records, out, write::entry, |text| read::SYNTAX.read(text))
    }

    fn pieces(&self) -> Option<Box<dyn PieceWriter + '_>> {
        Some(Box::new(Following(self)))
    }
}
