//! Zotero's items as its interfaces give and take them: the local and the web API, the connector's
//! port, and Better BibTeX's export.
//!
//! What belongs to Zotero's own order (keys, versions, collections, relations, times of changes) is
//! left out, and so are files and notes, which are no works. Fields that have no CSL variable stay
//! with the record and are written back to the same type.

mod table;

use std::borrow::Cow;
use std::io::{self, Write as _};

use refsmith_model::{Losses, Name, Parsed, PersonName, Record};
use serde_json::{Map, Value as Json, json};

use crate::json::value::{Json as Found, Object};
use crate::json::{Syntax, kind_of};
use crate::mapping::read::Field;
use crate::mapping::values::{Value, person};
use crate::mapping::write::entry;
use crate::yaml::Node;
use crate::{Format, FormatInfo, Mapping, Reader, Writer, losses};
use table::MAPPING;

/// Zotero's items as JSON.
#[derive(Debug, Clone, Copy)]
pub struct ZoteroJson;

static INFO: FormatInfo = FormatInfo {
    name: "zotero-json",
    aliases: &["zotero"],
    extensions: &["zoterojson", "json"],
    media_type: "application/json",
    description: "Items as Zotero's interfaces give and take them",
};

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    is_record,
    called: "an item of Zotero",
    compound: |path, _| {
        let read_otherwise = matches!(path, "creators" | "tags" | "notes");
        (read_otherwise || LEFT_OUT.contains(&path)).then_some(Value::Text(Cow::Borrowed("")))
    },
    kind: |node| kind_of(node.get("itemType")),
    prepare,
    finish: |_| {},
};

/// Members that say where an item stands in Zotero, and not what it is.
const LEFT_OUT: &[&str] = &[
    "key",
    "version",
    "library",
    "links",
    "meta",
    "collections",
    "relations",
    "dateAdded",
    "dateModified",
    "parentItem",
    "inPublications",
    "deleted",
    "id",
    "itemID",
    "itemKey",
    "libraryID",
    "uri",
    "select",
    "attachments",
    "seeAlso",
    "complete",
];

/// Files, notes and marks in files are items, too, but no works.
fn is_record(object: &Object<'_>) -> bool {
    let kind = object.get("itemType").and_then(Found::as_str);
    kind.is_some_and(|kind| !matches!(kind, "attachment" | "note" | "annotation"))
}

/// Reads what is more than a text: creators, tags, notes.
fn prepare(node: &Node, fields: &mut Vec<Field<'_>>) {
    for item in node.get("creators").map_or(&[][..], Node::items) {
        let kind = item.get("creatorType").and_then(Node::as_str).unwrap_or("author");
        let name = Cow::Owned(format!("creators/{kind}"));
        if let Some(creator) = creator(item) {
            fields.push(Field { name, value: Value::Name(creator), span: Some(item.span) });
        }
    }
    for (list, member) in [("tags", "tag"), ("notes", "note")] {
        for item in node.get(list).map_or(&[][..], Node::items) {
            let text = item.get(member).unwrap_or(item).as_str();
            fields.extend(text.map(|text| Field::text(list, text.to_owned(), Some(item.span))));
        }
    }
}

/// Reads a creator; one with a single name is an institution.
fn creator(node: &Node) -> Option<Name> {
    let part = |key: &str| node.get(key).and_then(Node::as_str).filter(|text| !text.is_empty());
    let (family, given) = (part("lastName"), part("firstName"));
    let single = part("name").or_else(|| family.filter(|_| part("fieldMode") == Some("1")));
    match (single, family.or(given)) {
        (Some(name), _) => Some(Name::Institution(name.to_owned())),
        (None, Some(_)) => {
            // Zotero has no field for a suffix: it stands behind the given names.
            let (given, suffix) = match given.unwrap_or("").rsplit_once(", ") {
                Some((given, suffix)) => (given, Some(suffix)),
                None => (given.unwrap_or(""), None),
            };
            Some(Name::Person(person(family.unwrap_or(""), given, suffix)))
        }
        (None, None) => None,
    }
}

fn written(kind: &str, name: &Name) -> Json {
    match name {
        Name::Institution(name) => json!({"creatorType": kind, "name": name}),
        Name::Person(person) => {
            let PersonName { given, dropping_particle, suffix, .. } = person;
            let given = [given, dropping_particle].into_iter().flatten().cloned();
            let mut given = given.collect::<Vec<_>>().join(" ");
            if let Some(suffix) = suffix {
                given = format!("{given}, {suffix}");
            }
            json!({"creatorType": kind, "firstName": given, "lastName": person.full_family()})
        }
    }
}

/// Turns a record into an item, in the shape of Zotero's web interface.
///
/// # Examples
/// ```
/// use refsmith_formats::zotero_json::to_item;
/// use refsmith_model::{ItemType, Record, TextVariable};
/// let mut record = Record::new("lee1999", ItemType::Chapter);
/// record.texts.insert(TextVariable::ContainerTitle, "On Tea".into());
/// assert_eq!(
///     serde_json::Value::Object(to_item(&record)).to_string(),
///     r#"{"itemType":"bookSection","citationKey":"lee1999","bookTitle":"On Tea"}"#
/// );
/// ```
pub fn to_item(record: &Record) -> Map<String, Json> {
    let entry = entry(&MAPPING, record);
    let mut item = Map::new();
    item.insert("itemType".to_owned(), entry.kind.as_ref().into());
    let push = |item: &mut Map<String, Json>, list: &str, value: Json| match item
        .entry(list)
        .or_insert_with(|| json!([]))
    {
        Json::Array(values) => values.push(value),
        other => *other = json!([value]),
    };
    for field in &entry.fields {
        let text = || field.value.to_text(MAPPING.names, MAPPING.dates);
        match (field.name.as_ref(), &field.value) {
            (name, Value::Name(creator)) => {
                let kind = name.strip_prefix("creators/").unwrap_or("contributor");
                push(&mut item, "creators", written(kind, creator));
            }
            ("tags", _) => push(&mut item, "tags", json!({"tag": text()})),
            ("notes", _) => push(&mut item, "notes", json!({"note": text()})),
            (name, _) => drop(item.insert(name.to_owned(), text().into())),
        }
    }
    item
}

impl Format for ZoteroJson {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let start = head.trim_start_matches('\u{feff}').trim_start();
        if start.starts_with(['[', '{']) && head.contains("\"itemType\"") { 95 } else { 0 }
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

impl Reader for ZoteroJson {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        SYNTAX.read(text)
    }
}

impl Writer for ZoteroJson {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        let mut lost = Losses::new();
        let mut items = Vec::with_capacity(records.len());
        for record in records {
            let item = Json::Object(to_item(record));
            let back = SYNTAX.read(&item.to_string()).value;
            losses::find(record, back.first(), &mut lost);
            items.push(item);
        }
        let mut out = io::BufWriter::new(out);
        serde_json::to_writer_pretty(&mut out, &items)?;
        out.write_all(b"\n")?;
        out.flush()?;
        Ok(lost)
    }
}
