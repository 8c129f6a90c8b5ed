//! Works as DataCite's interfaces give them: the `attributes` of an answer or of a list of answers,
//! or metadata of schema 4 as people deposit it.
//!
//! Of what the register says about its own work (counts, states, times of changes), of funding,
//! places and relations to other works nothing is taken.

mod table;

use std::borrow::Cow;

use refsmith_model::{Name, Parsed, PersonName, Record};

use crate::json::value::{Json, Object};
use crate::json::{Syntax, kind_of};
use crate::mapping::read::Field;
use crate::mapping::values::{Value, person};
use crate::person::orcid;
use crate::yaml::{Kind, Node};
use crate::{Format, FormatInfo, Mapping, Reader};
use table::MAPPING;

/// DataCite's JSON.
#[derive(Debug, Clone, Copy)]
pub struct DataciteJson;

static INFO: FormatInfo = FormatInfo {
    name: "datacite-json",
    aliases: &["datacite"],
    extensions: &["json", "jsonl", "ndjson"],
    media_type: "application/vnd.datacite.datacite+json",
    description: "Works as DataCite describes them",
};

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    is_record,
    called: "a work of DataCite",
    compound,
    kind: |node| kind_of(node.get("types")?.get("resourceTypeGeneral")),
    prepare,
    finish: |_| {},
};

/// Members of a work that say something about the register or other works.
const LEFT_OUT: &[&str] = &[
    "id",
    "prefix",
    "suffix",
    "identifiers",
    "alternateIdentifiers",
    "contentUrl",
    "metadataVersion",
    "schemaVersion",
    "source",
    "isActive",
    "state",
    "reason",
    "created",
    "registered",
    "published",
    "updated",
    "relatedIdentifiers",
    "relatedItems",
    "geoLocations",
    "fundingReferences",
    "agency",
    "providerId",
    "clientId",
    "xml",
];

/// A work has a list of titles, and they are objects.
fn is_record(object: &Object<'_>) -> bool {
    let titles = object.get("titles").and_then(Json::as_array);
    titles.is_some_and(|titles| titles.iter().all(|title| title.as_object().is_some()))
        && !object.contains_key("relationType")
}

fn compound(path: &str, node: &Node) -> Option<Value<'static>> {
    let counted = path.ends_with("Count") || path.ends_with("OverTime");
    if !path.contains('/') && (LEFT_OUT.contains(&path) || counted) {
        return Some(Value::Text(Cow::Borrowed("")));
    }
    match (path, &node.kind) {
        ("creators", Kind::Map(_)) => name(node).map(Value::Name),
        // What is told apart by a member is read in `prepare`.
        ("titles" | "contributors" | "dates" | "descriptions", _) => {
            Some(Value::Text(Cow::Borrowed("")))
        }
        _ => None,
    }
}

/// A person or an organization.
fn name(node: &Node) -> Option<Name> {
    let part = |key: &str| {
        node.get(key).and_then(Node::as_str).map(str::trim).filter(|text| !text.is_empty())
    };
    let whole = part("name").or_else(|| part("creatorName")).or_else(|| part("contributorName"));
    if part("nameType") == Some("Organizational") {
        return whole.map(|name| Name::Institution(name.to_owned()));
    }
    let ids = node.get("nameIdentifiers").map_or(&[][..], Node::items);
    let id = ids.iter().find_map(|id| orcid(id.get("nameIdentifier")?.as_str()?));
    let split = whole.and_then(|whole| whole.split_once(", "));
    let person = match (part("familyName"), part("givenName"), split) {
        (Some(family), given, _) => person(family, given.unwrap_or(""), None),
        (None, _, Some((family, given))) => person(family, given, None),
        (None, _, None) => return whole.map(|name| Name::Institution(name.to_owned())),
    };
    Some(Name::Person(PersonName { orcid: id, ..person }))
}

/// Reads lists whose items say of what kind they are: `titles[Subtitle]`.
fn prepare(node: &Node, fields: &mut Vec<Field<'_>>) {
    let lists = [
        ("titles", "title", "titleType"),
        ("dates", "date", "dateType"),
        ("descriptions", "description", "descriptionType"),
    ];
    for (list, value, kind) in lists {
        for item in node.get(list).map_or(&[][..], Node::items) {
            let part = |key: &str| item.get(key).and_then(Node::as_str).unwrap_or("").to_owned();
            let name = match part(kind).as_str() {
                "" => list.to_owned(),
                kind => format!("{list}[{kind}]"),
            };
            fields.push(Field::text(name, part(value), Some(item.span)));
        }
    }
    for item in node.get("contributors").map_or(&[][..], Node::items) {
        let kind = item.get("contributorType").and_then(Node::as_str).unwrap_or("Other");
        if let Some(name) = name(item) {
            let field = Cow::Owned(format!("contributors[{kind}]"));
            fields.push(Field { name: field, value: Value::Name(name), span: Some(item.span) });
        }
    }
    for item in node.get("identifiers").map_or(&[][..], Node::items) {
        let part = |key: &str| item.get(key).and_then(Node::as_str).unwrap_or("").to_owned();
        let kind = part("identifierType");
        match kind.as_str() {
            "ISBN" | "ISSN" => {
                let name = format!("identifiers[{kind}]");
                fields.push(Field::text(name, part("identifier"), Some(item.span)));
            }
            "DOI" => fields.push(Field::text("doi", part("identifier"), Some(item.span))),
            _ => {}
        }
    }
    subtitle(fields);
    // The scheme of a subject and details of a license are about these, not about the work.
    let keep = |name: &str| {
        let within = |list: &str| name.strip_prefix(list).is_some_and(|rest| rest.starts_with('/'));
        match name {
            "subjects/subject"
            | "rightsList/rights"
            | "rightsList/rightsUri"
            | "types/resourceType"
            | "container/title"
            | "container/identifier"
            | "container/volume"
            | "container/issue"
            | "container/firstPage"
            | "container/lastPage"
            | "publisher/name" => true,
            _ => !["subjects", "rightsList", "types", "container", "publisher"]
                .into_iter()
                .any(within),
        }
    };
    fields.retain(|field| keep(&field.name));
    let mut seen: Vec<String> = Vec::new();
    fields.retain(|field| {
        let again =
            field.name.starts_with("rightsList/") && seen.iter().any(|name| *name == field.name);
        seen.push(field.name.to_string());
        !again
    });
}

/// Joins title and subtitle.
fn subtitle(fields: &mut Vec<Field<'_>>) {
    let at = fields.iter().position(|field| field.name == "titles[Subtitle]");
    let Some(at) = at else { return };
    let subtitle = fields.remove(at);
    if let Some(Field { value: Value::Text(title), .. }) =
        fields.iter_mut().find(|field| field.name == "titles")
        && let Value::Text(subtitle) = subtitle.value
        && !title.contains(subtitle.as_ref())
    {
        let joint = if title.ends_with(['?', '!', ':']) { " " } else { ": " };
        *title = Cow::Owned(format!("{title}{joint}{subtitle}"));
    }
}

impl Format for DataciteJson {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let head = head.trim_start_matches('\u{feff}').trim_start();
        let has = |key: &str| head.contains(key);
        let titled = has("\"titles\":") && (has("\"creators\":") || has("\"publicationYear\":"));
        match head.starts_with(['{', '[']) {
            true if titled || has("\"resourceTypeGeneral\":") => 95,
            true if has("\"type\":\"dois\"") || has("\"type\": \"dois\"") => 95,
            true if has("datacite.org/schema") => 90,
            _ => 0,
        }
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn mapping(&self) -> Option<&'static Mapping> {
        Some(&MAPPING)
    }
}

impl Reader for DataciteJson {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        SYNTAX.read(text)
    }
}
