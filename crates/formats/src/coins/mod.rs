//! COinS: records as OpenURL context objects in the spans of a web page, from which Zotero and other
//! programs in a browser take them.
//!
//! Written: a page with a span for each record ([`span`] gives one alone, for pages of other kinds).
//! Read: every span of class `Z3988`, whatever else is in the page. COinS has no place for a key.

mod read;
mod span;
mod table;

pub use span::span;

use std::io;

use refsmith_model::{Losses, Parsed, Record, TextVariable};

use crate::{Format, FormatInfo, Mapping, Reader, Writer, losses};
use table::MAPPING;

/// COinS in HTML.
#[derive(Debug, Clone, Copy)]
pub struct Coins;

static INFO: FormatInfo = FormatInfo {
    name: "coins",
    aliases: &["z3988"],
    extensions: &[],
    media_type: "text/html",
    description: "COinS, records in the spans of a web page",
};

const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
                    <title>References</title>\n</head>\n<body>\n<ul>\n";
const FOOT: &str = "</ul>\n</body>\n</html>\n";

impl Format for Coins {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let html = head.trim_start_matches('\u{feff}').trim_start().starts_with('<');
        if html && head.contains("Z3988") && head.contains("ctx_ver=") { 95 } else { 0 }
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

impl Reader for Coins {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        read::spans(text)
    }
}

impl Writer for Coins {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        let mut lost = Losses::new();
        out.write_all(HEAD.as_bytes())?;
        for record in records {
            let span = span(record);
            losses::find(record, read::spans(&span).value.first(), &mut lost);
            let mut line = "<li>".to_owned();
            span::escape(&mut line, record.text(TextVariable::Title).unwrap_or(&record.id));
            line.push_str(&span);
            line.push_str("</li>\n");
            out.write_all(line.as_bytes())?;
        }
        out.write_all(FOOT.as_bytes())?;
        Ok(lost)
    }
}
