//! MODS, the Metadata Object Description Schema of the Library of Congress, version 3.
//!
//! What a work stands in is `relatedItem[type=host]`, its series `relatedItem[type=series]`. The type
//! is a `genre`, for which Zotero's names are written and those of MARC read, too.

mod table;

use std::borrow::Cow;
use std::io;

use refsmith_model::{Losses, Name, Parsed, PersonName, Record};

use crate::mapping::read::Field;
use crate::mapping::values::{Value, person};
use crate::xml::tree::{Child, Element};
use crate::xml::{Syntax, parts};
use crate::{Format, FormatInfo, Mapping, Reader, Writer};
use table::MAPPING;

/// MODS 3.
#[derive(Debug, Clone, Copy)]
pub struct Mods;

static INFO: FormatInfo = FormatInfo {
    name: "mods",
    aliases: &["modsxml"],
    extensions: &["xml", "mods"],
    media_type: "application/mods+xml",
    description: "MODS 3, the Library of Congress's schema",
};

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    records: &["mods"],
    qualifiers: &["type", "unit"],
    inline: |_| None,
    compound,
    kind,
    prepare: |fields| {
        fields.retain(|field| {
            !matches!(
                field.name.as_ref(),
                "genre" | "typeOfResource" | "relatedItem[type=host]/genre"
            ) && !field.name.ends_with("issuance")
        });
    },
    frame: (
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<modsCollection xmlns=\"http://www.loc.gov/mods/v3\">\n",
        "</modsCollection>\n",
    ),
    open: |kind| Element::new("mods").with("_kind", kind),
    fill: |leaf, field| {
        let name = match &field.value {
            Value::Name(name) => Cow::Borrowed(name),
            // A body or an event, whose name is a text.
            Value::Text(text) if leaf.name == "name" => {
                Cow::Owned(Name::Institution(text.clone().into_owned()))
            }
            Value::Rich(text) if leaf.name == "name" => {
                Cow::Owned(Name::Institution(text.plain.clone()))
            }
            _ => return false,
        };
        if leaf.attr("type") == Some("conference") {
            leaf.push(Element::with_text("namePart", name.to_string()));
            return true;
        }
        let role = leaf.attr("role").unwrap_or("author").to_owned();
        leaf.attributes.clear();
        let part = |kind: &str, text: &str| Element::with_text("namePart", text).with("type", kind);
        match name.as_ref() {
            Name::Institution(name) => {
                leaf.attributes.push(("type".to_owned(), "corporate".to_owned()));
                leaf.push(Element::with_text("namePart", name.as_str()));
            }
            Name::Person(person) => {
                leaf.attributes.push(("type".to_owned(), "personal".to_owned()));
                leaf.push(part("family", &person.full_family()));
                if let Some(given) = parts::given(person) {
                    leaf.push(part("given", &given));
                }
                if let Some(suffix) = &person.suffix {
                    leaf.push(part("termsOfAddress", suffix));
                }
            }
        }
        let mut outer = Element::new("role");
        outer.push(
            Element::with_text("roleTerm", role)
                .with("type", "text")
                .with("authority", "marcrelator"),
        );
        leaf.push(outer);
        true
    },
    finish: |root| {
        // The key is an attribute, the type an element behind the title.
        let kind = root.attr("_kind").unwrap_or("document").to_owned();
        root.attributes.retain(|(name, _)| name != "_kind");
        for child in &mut root.children {
            if let Child::Element(language) = child
                && language.name == "language"
            {
                for term in &mut language.children {
                    if let Child::Element(term) = term {
                        term.attributes.push(("authority".to_owned(), "rfc5646".to_owned()));
                    }
                }
            }
        }
        let genre = Element::with_text("genre", kind).with("authority", "local");
        let at = usize::from(root.child("titleInfo").is_some());
        root.children.insert(at.min(root.children.len()), Child::Element(genre));
    },
    marked: |_| None,
    prefix: "",
};

/// Roles by their codes in MARC.
const ROLES: [(&str, &str); 18] = [
    ("aut", "author"),
    ("cre", "author"),
    ("creator", "author"),
    ("edt", "editor"),
    ("trl", "translator"),
    ("ill", "illustrator"),
    ("cmp", "composer"),
    ("com", "compiler"),
    ("drt", "director"),
    ("prf", "performer"),
    ("nrt", "narrator"),
    ("pro", "producer"),
    ("ctb", "contributor"),
    ("orm", "organizer"),
    ("aus", "screenwriter"),
    ("scenarist", "screenwriter"),
    ("isb", "issuing body"),
    ("jug", "jurisdiction governed"),
];

/// Roles of bodies that are texts, not names.
const BODIES: [&str; 2] = ["issuing body", "jurisdiction governed"];

/// Reads names, and details that say elsewhere what they are.
fn compound(path: &str, element: &Element, out: &mut Vec<Field<'static>>) -> bool {
    if element.name != "name" {
        return false;
    }
    let mut role = String::new();
    let (mut family, mut given, mut suffix, mut whole) =
        (String::new(), Vec::new(), None, Vec::new());
    for inner in element.elements() {
        match (inner.name.as_str(), inner.attr("type")) {
            ("namePart", Some("family")) => family = inner.plain(),
            ("namePart", Some("given")) => given.push(inner.plain()),
            ("namePart", Some("termsOfAddress")) => suffix = Some(inner.plain()),
            ("namePart", Some("date")) => {}
            ("namePart", _) => whole.push(inner.plain()),
            ("role", _) if role.is_empty() => role = inner.plain().to_lowercase(),
            _ => {}
        }
    }
    let name = match (family.as_str(), element.attr("type")) {
        ("", Some("personal")) => {
            let text = whole.join(" ");
            match text.split_once(", ") {
                Some((family, given)) => Name::Person(person(family, given, suffix.as_deref())),
                None => Name::Person(PersonName::new(text, "")),
            }
        }
        ("", _) => Name::Institution(whole.join(" ")),
        (family, _) => Name::Person(person(family, &given.join(" "), suffix.as_deref())),
    };
    let role =
        ROLES.iter().find(|(code, _)| role.starts_with(code)).map_or(role.as_str(), |(_, r)| r);
    let role = if role.is_empty() { "author" } else { role };
    let before = path.rsplit_once('/').map_or(String::new(), |(before, _)| format!("{before}/"));
    let is_event = element.attr("type") == Some("conference") && role == "author";
    let name_of = match is_event {
        true => format!("{before}name[type=conference]"),
        false => format!("{before}name[role={role}]"),
    };
    let value = match is_event || BODIES.contains(&role) {
        true => Value::Text(Cow::Owned(name.to_string())),
        false => Value::Name(name),
    };
    out.push(Field { name: Cow::Owned(name_of), value, span: Some(element.span) });
    true
}

/// Returns the type: the first genre that means one, or what the record is part of.
fn kind(element: &Element, _: &[Field<'_>]) -> String {
    let genres = |element: &Element| {
        let found = element.elements().filter(|inner| inner.name == "genre").map(Element::plain);
        found.collect::<Vec<String>>()
    };
    let known = genres(element).into_iter().find(|genre| MAPPING.item_type(genre).is_some());
    if let Some(genre) = known {
        return genre;
    }
    let host = element
        .elements()
        .find(|inner| inner.name == "relatedItem" && inner.attr("type") == Some("host"));
    let Some(host) = host else {
        let monograph =
            element.child("originInfo").is_some_and(|o| o.text_of("issuance").is_some());
        return if monograph { "book".to_owned() } else { "document".to_owned() };
    };
    match genres(host).iter().map(String::as_str).next() {
        Some("newspaper") => "newspaperArticle",
        Some("magazine") => "magazineArticle",
        Some("conference publication") => "conferencePaper",
        Some("book") => "bookSection",
        _ if host
            .child("originInfo")
            .is_some_and(|o| o.text_of("issuance").as_deref() == Some("monographic")) =>
        {
            "bookSection"
        }
        _ => "journalArticle",
    }
    .to_owned()
}

impl Format for Mods {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        if head.contains("loc.gov/mods/v3") || head.contains("<mods") { 90 } else { 0 }
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

impl Reader for Mods {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        SYNTAX.read(text)
    }
}

impl Writer for Mods {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        SYNTAX.write(records, out)
    }
}
