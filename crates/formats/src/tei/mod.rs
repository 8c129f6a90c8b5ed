//! TEI `biblStruct`, as GROBID and Zotero write it.

mod table;

use std::borrow::Cow;
use std::io;

use refsmith_model::{Date, Losses, Mark, Name, Parsed, PersonName, Record};

use crate::mapping::read::Field;
use crate::mapping::values::{Value, person};
use crate::xml::Syntax;
use crate::xml::tree::{Child, Element};
use crate::{Format, FormatInfo, Mapping, Reader, Writer};
use table::MAPPING;

/// TEI `biblStruct`.
#[derive(Debug, Clone, Copy)]
pub struct Tei;

static INFO: FormatInfo = FormatInfo {
    name: "tei",
    aliases: &["tei-xml"],
    extensions: &["xml", "tei"],
    media_type: "application/tei+xml",
    description: "TEI biblStruct",
};

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    records: &["biblStruct"],
    qualifiers: &["level", "unit", "type", "role"],
    inline: |element| {
        (element.name == "hi").then(|| match element.attr("rend") {
            Some("italic" | "italics") => Some(Mark::Italic),
            Some("bold") => Some(Mark::Bold),
            Some("superscript" | "sup") => Some(Mark::Superscript),
            Some("subscript" | "sub") => Some(Mark::Subscript),
            Some("smallcaps") => Some(Mark::SmallCaps),
            _ => None,
        })
    },
    compound,
    kind: |element, _| {
        let journal = |level: &str| {
            let monograph = element.child("monogr");
            let mut titles = monograph.into_iter().flat_map(Element::elements);
            titles.any(|title| title.name == "title" && title.attr("level") == Some(level))
        };
        match (element.attr("type"), element.child("analytic").is_some()) {
            (Some(kind), _) => kind.to_owned(),
            (None, true) if journal("m") => "chapter".to_owned(),
            (None, true) => "article-journal".to_owned(),
            (None, false) if journal("j") => "article-journal".to_owned(),
            (None, false) => "book".to_owned(),
        }
    },
    prepare: |_| {},
    frame: (
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<listBibl xmlns=\"http://www.tei-c.org/ns/1.0\">\n",
        "</listBibl>\n",
    ),
    open: |kind| Element::new("biblStruct").with("type", kind),
    fill: |leaf, field| match &field.value {
        Value::Name(Name::Institution(name)) => {
            leaf.push(Element::with_text("orgName", name.as_str()));
            true
        }
        Value::Name(Name::Person(person)) => {
            let mut inner = Element::new("persName");
            let parts = [
                ("forename", person.given.as_deref()),
                ("nameLink", person.non_dropping_particle.as_deref()),
                ("surname", Some(person.family.as_str())),
                ("genName", person.suffix.as_deref()),
            ];
            for (name, part) in parts {
                inner
                    .children
                    .extend(part.map(|part| Child::Element(Element::with_text(name, part))));
            }
            if let Some(orcid) = &person.orcid {
                inner.push(Element::with_text("idno", orcid.as_str()).with("type", "ORCID"));
            }
            leaf.push(inner);
            true
        }
        Value::Date(date) if leaf.name == "date" => {
            let text = date.to_string();
            if matches!(date, Date::On(_)) && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
            {
                leaf.attributes.push(("when".to_owned(), text.clone()));
            }
            leaf.children.push(Child::Text(text));
            true
        }
        _ => false,
    },
    finish: in_order,
    marked: |mark| {
        let rend = match mark {
            Mark::Italic => "italic",
            Mark::Bold => "bold",
            Mark::Superscript => "superscript",
            Mark::Subscript => "subscript",
            Mark::SmallCaps => "smallcaps",
            _ => return None,
        };
        Some(Element::new("hi").with("rend", rend))
    },
    prefix: "",
};

/// Puts the children of a `biblStruct` and its `monogr` into the order of TEI P5, and adds what has
/// to be there.
fn in_order(root: &mut Element) {
    if root.child("monogr").is_none() {
        root.push(Element::new("monogr"));
    }
    sort(root, &["analytic", "monogr", "series"]);
    let monograph = root.children.iter_mut().find_map(|child| match child {
        Child::Element(element) if element.name == "monogr" => Some(element),
        _ => None,
    });
    let Some(monograph) = monograph else { return };
    // Without one, people may only stand behind an identifier.
    if monograph.child("title").is_none() {
        monograph.push(Element::new("title"));
    }
    if monograph.child("imprint").is_none() {
        let mut imprint = Element::new("imprint");
        imprint.push(Element::new("date"));
        monograph.push(imprint);
    }
    let order = ["title", "idno", "textLang", "author", "editor", "meeting", "note", "edition"];
    sort(monograph, &order);
}

/// Sorts children by their places in a list; others come behind.
fn sort(element: &mut Element, order: &[&str]) {
    element.children.sort_by_key(|child| {
        match child {
            Child::Element(child) => order.iter().position(|name| *name == child.name),
            Child::Text(_) => None,
        }
        .unwrap_or(order.len())
    });
}

/// Reads people, dates with an attribute, and ranges of pages.
fn compound(path: &str, element: &Element, out: &mut Vec<Field<'static>>) -> bool {
    let span = Some(element.span);
    match element.name.as_str() {
        "author" | "editor" | "respStmt" => {
            let value = Value::Name(name(element));
            out.push(Field { name: Cow::Owned(path.to_owned()), value, span });
            true
        }
        "date" => {
            let attr = ["when", "notBefore", "from"].iter().find_map(|name| element.attr(name));
            let text = attr.map_or_else(|| element.plain(), str::to_owned);
            let accessed = matches!(element.attr("type"), Some("accessed" | "access"));
            let path = path.split('[').next().unwrap_or(path);
            let path = if accessed { format!("{path}[type=accessed]") } else { path.to_owned() };
            out.push(Field::text(path, text, span));
            true
        }
        "biblScope" => {
            let unit = element.attr("unit").or_else(|| element.attr("type")).unwrap_or("");
            let unit = match unit {
                "pp" | "pages" => "page",
                "vol" => "volume",
                unit => unit,
            };
            let text = match (element.attr("from"), element.attr("to"), element.plain()) {
                (Some(from), Some(to), text) if text.is_empty() => format!("{from}-{to}"),
                (_, _, text) => text,
            };
            let before = path.rsplit_once('/').map_or("", |(before, _)| before);
            out.push(Field::text(format!("{before}/biblScope[unit={unit}]"), text, span));
            true
        }
        _ => false,
    }
}

fn name(element: &Element) -> Name {
    let Some(inner) = element.child("persName") else { return Name::Institution(element.plain()) };
    let parts: Vec<String> =
        inner.elements().filter(|part| part.name == "forename").map(Element::plain).collect();
    let Some(family) = inner.text_of("surname") else { return Name::Institution(inner.plain()) };
    let orcid = element
        .elements()
        .chain(inner.elements())
        .find(|id| id.name == "idno" && id.attr("type") == Some("ORCID"));
    let read = person(&family, &parts.join(" "), inner.text_of("genName").as_deref());
    Name::Person(PersonName {
        non_dropping_particle: inner.text_of("nameLink").or(read.non_dropping_particle),
        orcid: orcid.map(Element::plain),
        ..read
    })
}

impl Format for Tei {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        match (head.contains("<biblStruct"), head.contains("tei-c.org/ns")) {
            (true, true) => 95,
            (true, false) => 80,
            (false, true) => 50,
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

impl Reader for Tei {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        SYNTAX.read(text)
    }
}

impl Writer for Tei {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        SYNTAX.write(records, out)
    }
}
