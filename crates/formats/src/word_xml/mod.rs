//! Microsoft Word's bibliography sources (`Sources.xml`).

mod table;

use std::borrow::Cow;
use std::io;

use refsmith_model::{Losses, Name, Parsed, Record};

use crate::mapping::read::Field;
use crate::mapping::values::{Value, person};
use crate::xml::tree::{Child, Element};
use crate::xml::{Syntax, parts};
use crate::{Format, FormatInfo, Mapping, Reader, Writer};
use table::MAPPING;

/// Word's bibliography sources.
#[derive(Debug, Clone, Copy)]
pub struct WordXml;

static INFO: FormatInfo = FormatInfo {
    name: "word-xml",
    aliases: &["word", "docx-sources"],
    extensions: &["xml"],
    media_type: "application/xml",
    description: "Word's bibliography sources (Sources.xml)",
};

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    records: &["Source"],
    qualifiers: &[],
    inline: |_| None,
    compound,
    kind: |element, _| element.text_of("SourceType").unwrap_or_default(),
    prepare: |fields| {
        fields.retain(|field| field.name != "SourceType");
        parts::join_date(fields, ["Year", "Month", "Day"]);
        parts::join_date(fields, ["YearAccessed", "MonthAccessed", "DayAccessed"]);
    },
    frame: (
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<b:Sources SelectedStyle=\"\" \
         xmlns:b=\"http://schemas.openxmlformats.org/officeDocument/2006/bibliography\">\n",
        "</b:Sources>\n",
    ),
    open: |kind| {
        let mut root = Element::new("Source");
        root.push(Element::with_text("SourceType", kind));
        root
    },
    fill: |leaf, field| {
        let Value::Name(name) = &field.value else { return false };
        match name {
            Name::Institution(name) => leaf.push(Element::with_text("Last", name.as_str())),
            Name::Person(person) => {
                leaf.push(Element::with_text("Last", parts::family_and_suffix(person)));
                if let Some(given) = parts::given(person) {
                    leaf.push(Element::with_text("First", given));
                }
            }
        }
        true
    },
    finish: |root| {
        parts::split_date(root, ["Year", "Month", "Day"]);
        parts::split_date(root, ["YearAccessed", "MonthAccessed", "DayAccessed"]);
        corporate(root);
    },
    marked: |_| None,
    prefix: "b:",
};

/// Reads `b:Person` and `b:Corporate`.
fn compound(path: &str, element: &Element, out: &mut Vec<Field<'static>>) -> bool {
    let (path, name) = match element.name.as_str() {
        "Person" => {
            let part = |name: &str| element.text_of(name).unwrap_or_default();
            let given = [part("First"), part("Middle")].join(" ");
            let (family, suffix) = parts::without_suffix(&part("Last"));
            let name = match given.trim() {
                "" => Name::Institution(part("Last")),
                given => Name::Person(person(&family, given, suffix.as_deref())),
            };
            (path.to_owned(), name)
        }
        "Corporate" => {
            let path = path.trim_end_matches("Corporate");
            (format!("{path}NameList/Person"), Name::Institution(element.plain()))
        }
        _ => return false,
    };
    let value = Value::Name(name);
    out.push(Field { name: Cow::Owned(path), value, span: Some(element.span) });
    true
}

/// Turns a list of one institution into what Word takes for one.
fn corporate(root: &mut Element) {
    for child in &mut root.children {
        let Child::Element(element) = child else { continue };
        let people: Vec<&Element> = element.elements().collect();
        if element.name == "NameList"
            && let [one] = people.as_slice()
            && one.child("First").is_none()
        {
            *element = Element::with_text("Corporate", one.plain());
        } else {
            corporate(element);
        }
    }
}

impl Format for WordXml {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        if head.contains("officeDocument/2006/bibliography") { 95 } else { 0 }
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

impl Reader for WordXml {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        SYNTAX.read(text)
    }
}

impl Writer for WordXml {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        SYNTAX.write(records, out)
    }
}
