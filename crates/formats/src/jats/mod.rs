//! JATS: the reference list of an article in the Journal Article Tag Suite, and its NLM ancestors.
//!
//! References stand in articles, so any file with `<ref>` elements is read; a list alone is written.

mod table;

use std::borrow::Cow;
use std::io;

use refsmith_model::{Losses, Mark, Name, Parsed, PersonName, Record};

use crate::mapping::read::Field;
use crate::mapping::values::{Value, person};
use crate::xml::tree::{Child, Element};
use crate::xml::{Syntax, parts};
use crate::{Format, FormatInfo, Mapping, Reader, Writer};
use table::MAPPING;

/// Reference lists of JATS.
#[derive(Debug, Clone, Copy)]
pub struct Jats;

static INFO: FormatInfo = FormatInfo {
    name: "jats",
    aliases: &["nlm"],
    extensions: &["xml", "nxml"],
    media_type: "application/jats+xml",
    description: "JATS and NLM reference lists",
};

/// Elements that hold one reference, in the versions of the tag set.
const CITATIONS: [&str; 4] = ["element-citation/", "mixed-citation/", "nlm-citation/", "citation/"];

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    records: &["ref"],
    qualifiers: &["person-group-type", "pub-id-type"],
    inline: |element| {
        Some(match element.name.as_str() {
            "italic" => Some(Mark::Italic),
            "bold" => Some(Mark::Bold),
            "sup" => Some(Mark::Superscript),
            "sub" => Some(Mark::Subscript),
            "sc" => Some(Mark::SmallCaps),
            "roman" | "styled-content" | "named-content" | "abbrev" => None,
            _ => return None,
        })
    },
    compound,
    kind,
    prepare: |fields| {
        for field in fields.iter_mut() {
            let bare = CITATIONS.iter().find_map(|prefix| field.name.strip_prefix(prefix));
            if let Some(bare) = bare {
                field.name = Cow::Owned(bare.to_owned());
            }
        }
        fields.retain(|field| field.name != "label");
        parts::join_date(fields, ["year", "month", "day"]);
    },
    frame: ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ref-list>\n", "</ref-list>\n"),
    open: |kind| {
        let mut root = Element::new("ref");
        let kind = if kind == "chapter" { "book" } else { kind };
        root.push(Element::new("element-citation").with("publication-type", kind));
        root
    },
    fill: |leaf, field| {
        let Value::Name(name) = &field.value else { return false };
        match name {
            Name::Institution(name) if name == "et al." => "etal".clone_into(&mut leaf.name),
            Name::Institution(name) => {
                "collab".clone_into(&mut leaf.name);
                leaf.children.push(Child::Text(name.clone()));
            }
            Name::Person(person) => {
                leaf.push(Element::with_text("surname", person.full_family()));
                if let Some(given) = parts::given(person) {
                    leaf.push(Element::with_text("given-names", given));
                }
                if let Some(suffix) = &person.suffix {
                    leaf.push(Element::with_text("suffix", suffix.as_str()));
                }
            }
        }
        true
    },
    finish: |root| {
        // The fields stand beside the citation; they belong into it.
        let mut citation = None;
        let mut inside = Vec::new();
        for child in std::mem::take(&mut root.children) {
            match child {
                Child::Element(element) if element.name == "element-citation" => {
                    citation = Some(element);
                }
                other => inside.push(other),
            }
        }
        let mut citation = citation.unwrap_or_default();
        citation.children = inside;
        for child in &mut citation.children {
            if let Child::Element(size) = child
                && size.name == "size"
            {
                size.attributes.push(("units".to_owned(), "pages".to_owned()));
            }
        }
        parts::split_date(&mut citation, ["year", "month", "day"]);
        parts::join_suffix(&mut citation, "year");
        root.push(citation);
    },
    marked: |mark| {
        Some(Element::new(match mark {
            Mark::Italic => "italic",
            Mark::Bold => "bold",
            Mark::Superscript => "sup",
            Mark::Subscript => "sub",
            Mark::SmallCaps => "sc",
            _ => return None,
        }))
    },
    prefix: "",
};

/// Reads names: `name`, `string-name`, `collab`, `etal`.
fn compound(path: &str, element: &Element, out: &mut Vec<Field<'static>>) -> bool {
    let part = |name: &str| element.text_of(name).unwrap_or_default();
    let name = match element.name.as_str() {
        "name" | "string-name" => {
            let suffix = element.text_of("suffix");
            match (part("surname").as_str(), part("given-names").as_str()) {
                ("", "") => Name::Institution(element.plain()),
                ("", given) => Name::Institution(given.to_owned()),
                (family, "") if suffix.is_none() => Name::Person(PersonName::new(family, "")),
                (family, given) => Name::Person(person(family, given, suffix.as_deref())),
            }
        }
        "collab" => Name::Institution(element.plain()),
        "etal" => Name::Institution("et al.".to_owned()),
        "date-in-citation" => {
            let text = ["year", "month", "day"].map(part).join("-");
            let text = if element.child("year").is_some() { text } else { element.plain() };
            let text = text.trim_end_matches('-').to_owned();
            out.push(Field::text(path.to_owned(), text, Some(element.span)));
            return true;
        }
        _ => return false,
    };
    let before = path.rsplit_once('/').map_or(String::new(), |(before, _)| format!("{before}/"));
    let value = Value::Name(name);
    out.push(Field { name: Cow::Owned(format!("{before}name")), value, span: Some(element.span) });
    true
}

/// Returns the type: that of the publication, and whether a part of it is meant.
fn kind(element: &Element, fields: &[Field<'_>]) -> String {
    let has = |name: &str| fields.iter().any(|field| field.name.ends_with(name));
    let citation = element.elements().find(|inner| inner.name.ends_with("citation"));
    let attr = |name: &str| citation.and_then(|citation| citation.attr(name));
    let kind = attr("publication-type").or_else(|| attr("citation-type")).unwrap_or("");
    match kind {
        "book" | "edited-book" if has("/chapter-title") || has("/article-title") => {
            "chapter".into()
        }
        "" if has("/article-title") => "journal".into(),
        kind => kind.to_owned(),
    }
}

impl Format for Jats {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let citation = ["<element-citation", "<mixed-citation", "<nlm-citation"];
        let has = |tag: &str| head.contains(tag);
        match (citation.iter().any(|tag| has(tag)), head.contains("<ref-list")) {
            (true, true) => 90,
            (true, false) => 70,
            (false, true) => 60,
            (false, false) if head.contains("<article ") && head.contains("JATS") => 60,
            (false, false) => 0,
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

impl Reader for Jats {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        SYNTAX.read(text)
    }
}

impl Writer for Jats {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        SYNTAX.write(records, out)
    }
}
