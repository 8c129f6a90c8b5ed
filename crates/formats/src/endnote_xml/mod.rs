//! EndNote's XML export.

mod table;

use std::io;

use refsmith_model::{Losses, Mark, Parsed, Record};

use crate::xml::Syntax;
use crate::xml::tree::Element;
use crate::{Format, FormatInfo, Mapping, Reader, Writer};
use table::{MAPPING, NUMBERS};

/// EndNote's XML export.
#[derive(Debug, Clone, Copy)]
pub struct EndnoteXml;

static INFO: FormatInfo = FormatInfo {
    name: "endnote-xml",
    aliases: &["endnotexml"],
    extensions: &["xml"],
    media_type: "application/xml",
    description: "EndNote XML",
};

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    records: &["record"],
    qualifiers: &[],
    inline: |element| {
        (element.name == "style").then(|| match element.attr("face") {
            Some("italic") => Some(Mark::Italic),
            Some("bold") => Some(Mark::Bold),
            Some("superscript") => Some(Mark::Superscript),
            Some("subscript") => Some(Mark::Subscript),
            _ => None,
        })
    },
    compound: |_, _, _| false,
    kind: |element, _| {
        let kind = element.child("ref-type");
        let name = kind.and_then(|kind| kind.attr("name").map(str::to_owned));
        name.or_else(|| {
            let number = kind?.plain();
            let found = NUMBERS.iter().find(|(_, known)| *known == number);
            Some(found.map_or(number, |(name, _)| (*name).to_owned()))
        })
        .unwrap_or_default()
    },
    prepare: |fields| fields.retain(|field| field.name != "ref-type"),
    frame: ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><records>\n", "</records></xml>\n"),
    open: |kind| {
        let mut root = Element::new("record");
        let number = NUMBERS.iter().find(|(name, _)| *name == kind);
        let number = number.map_or("13", |(_, number)| *number);
        root.push(Element::with_text("ref-type", number).with("name", kind));
        root
    },
    fill: |_, _| false,
    finish: |_| {},
    marked: |mark| {
        let face = match mark {
            Mark::Italic => "italic",
            Mark::Bold => "bold",
            Mark::Superscript => "superscript",
            Mark::Subscript => "subscript",
            _ => return None,
        };
        Some(Element::new("style").with("face", face).with("font", "default").with("size", "100%"))
    },
    prefix: "",
};

impl Format for EndnoteXml {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let xml = head.contains("<xml>") || head.contains("<records>");
        if xml && head.contains("<record>") && head.contains("<ref-type") { 95 } else { 0 }
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

impl Reader for EndnoteXml {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        SYNTAX.read(text)
    }
}

impl Writer for EndnoteXml {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        SYNTAX.write(records, out)
    }
}
