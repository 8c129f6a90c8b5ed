//! schema.org in JSON-LD, which web pages carry to say what they are; also inside of HTML, where it
//! stands in `script` elements.
//!
//! What a work stands in is a chain: an issue in a volume in a periodical, a book in a series. The
//! table sees its ends (`isPartOf/name`) and its numbers (`isPartOf/issueNumber`). Identifiers are
//! told apart by what they say they are (`identifier[doi]`). A type that schema.org has none for is
//! its nearest with an `additionalType`.

mod table;

use std::borrow::Cow;
use std::io;

use refsmith_model::{Losses, Name, Parsed, PersonName, Record, Span, TextVariable};
use serde_json::{Map, Value as JsonValue, json};

use crate::json::Syntax;
use crate::json::value::{Json, Object};
use crate::mapping::read::Field;
use crate::mapping::values::{Value, person};
use crate::mapping::write::{OutField, entry};
use crate::person::{in_order_of_speech, orcid};
use crate::yaml::{Kind, Node};
use crate::{Format, FormatInfo, Mapping, Reader, Writer, losses};
use table::MAPPING;

/// schema.org in JSON-LD.
#[derive(Debug, Clone, Copy)]
pub struct SchemaOrg;

static INFO: FormatInfo = FormatInfo {
    name: "schema-org",
    aliases: &["json-ld", "schemaorg"],
    // Not `.json`, which is CSL-JSON where nothing else is said; the content tells.
    extensions: &["jsonld"],
    media_type: "application/ld+json",
    description: "schema.org in JSON-LD, as web pages have it",
};

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    is_record,
    called: "a work of schema.org",
    compound,
    kind,
    prepare,
    finish: |_| {},
};

const CONTEXT: &str = "https://schema.org";

/// Properties of web pages that say nothing about the work.
const LEFT_OUT: &[&str] = &[
    "@context",
    "@id",
    "additionalType",
    "image",
    "thumbnailUrl",
    "mainEntityOfPage",
    "mainEntity",
    "articleBody",
    "text",
    "wordCount",
    "breadcrumb",
    "potentialAction",
    "aggregateRating",
    "interactionStatistic",
    "offers",
    "isAccessibleForFree",
    "hasPart",
    "speakable",
    "copyrightHolder",
    "copyrightYear",
    "dateModified",
    "distribution",
    "citation",
    "funder",
    "sponsor",
    "about",
    "mentions",
    "encoding",
    "primaryImageOfPage",
    "review",
    "sdPublisher",
    "hasDigitalDocumentPermission",
];

const PEOPLE: &[&str] = &[
    "author",
    "creator",
    "editor",
    "translator",
    "illustrator",
    "director",
    "composer",
    "producer",
    "actor",
    "byArtist",
    "readBy",
    "recipient",
    "contributor",
    "itemReviewed/author",
    "isPartOf/author",
];

fn is_record(object: &Object<'_>) -> bool {
    let named = object.contains_key("name") || object.contains_key("headline");
    let more = object.get("additionalType").and_then(Json::as_str).unwrap_or("");
    let known = |value: &Json<'_>| {
        let Some(name) = value.as_str().map(bare) else { return false };
        let has = |name: &str| MAPPING.item_type(name).is_some();
        has(name) || has(&format!("{name}/{more}"))
    };
    named
        && match object.get("@type") {
            Some(Json::Array(types)) => types.iter().any(known),
            Some(value) => known(value),
            None => false,
        }
}

/// Returns the name of a type without the address of its vocabulary.
fn bare(name: &str) -> &str {
    name.rsplit(['/', ':', '#']).next().unwrap_or(name)
}

fn kind(node: &Node) -> Option<(String, Span)> {
    let types = node.get("@type")?;
    let more = node.get("additionalType").and_then(Node::as_str);
    let known = |name: &str| MAPPING.item_type(name).is_some();
    let names: Vec<&str> = types.items().iter().filter_map(Node::as_str).map(bare).collect();
    let fuller = names.iter().filter_map(|name| Some(format!("{name}/{}", more?)));
    let found = fuller.chain(names.iter().map(|name| (*name).to_owned())).find(|name| known(name));
    let first = found.or_else(|| names.first().map(|name| (*name).to_owned()))?;
    Some((first, types.span))
}

fn compound(path: &str, node: &Node) -> Option<Value<'static>> {
    let nothing = Some(Value::Text(Cow::Borrowed("")));
    if !path.is_empty() && !path.contains('/') && LEFT_OUT.contains(&path) {
        return nothing;
    }
    match path {
        // Chains and lists of kinds are read in `prepare`.
        "isPartOf" | "identifier" | "sameAs" | "keywords" | "publisher" | "license"
        | "inLanguage" => nothing,
        path if path.ends_with("/@type") || path.ends_with("/@id") => nothing,
        path if PEOPLE.contains(&path) && !matches!(node.kind, Kind::List(_)) => {
            name(node).map(Value::Name).or(nothing)
        }
        _ => None,
    }
}

/// A person or an organization, described or only named.
fn name(node: &Node) -> Option<Name> {
    let part = |key: &str| {
        let text = node.get(key).and_then(Node::as_str).map(str::trim).unwrap_or("");
        Some(text).filter(|text| !text.is_empty())
    };
    let whole =
        node.as_str().map(str::trim).or_else(|| part("name")).filter(|text| !text.is_empty());
    let is_person = part("@type").map(bare) == Some("Person");
    let id = [part("@id"), part("sameAs"), part("identifier")];
    let id = id.into_iter().flatten().filter(|id| id.contains("orcid")).find_map(orcid);
    let found = match (part("familyName"), part("givenName")) {
        (Some(family), given) => person(family, given.unwrap_or(""), part("honorificSuffix")),
        (None, _) => {
            let whole = whole?;
            let read = match whole.split_once(", ") {
                Some((family, given)) if is_person => Some(person(family, given, None)),
                _ if is_person || node.as_str().is_some() => in_order_of_speech(whole),
                _ => None,
            };
            match read {
                Some(person) => person,
                None if is_person => {
                    PersonName { family: whole.to_owned(), ..PersonName::default() }
                }
                None => return Some(Name::Institution(whole.to_owned())),
            }
        }
    };
    Some(Name::Person(PersonName { orcid: id, ..found }))
}

fn prepare(node: &Node, fields: &mut Vec<Field<'_>>) {
    let text = |name: &str, text: &str, span: Span| {
        Field::text(name.to_owned(), text.to_owned(), Some(span))
    };
    for within in node.get("isPartOf").map_or(&[][..], Node::items) {
        part_of(within, 0, fields);
    }
    for key in ["identifier", "sameAs"] {
        for id in node.get(key).map_or(&[][..], Node::items) {
            identifier(id, key == "identifier", fields);
        }
    }
    if let Some(keywords) = node.get("keywords") {
        let words = keywords.items().iter().filter_map(|word| {
            word.as_str().or_else(|| word.get("name").and_then(Node::as_str)).map(str::trim)
        });
        fields.push(text("keywords", &words.collect::<Vec<_>>().join(", "), keywords.span));
    }
    // What may be a text or a thing with a name.
    for (key, field) in
        [("license", "license"), ("inLanguage", "inLanguage"), ("publisher", "publisher/name")]
    {
        let Some(found) = node.get(key).and_then(|value| value.items().first()) else { continue };
        let name =
            ["name", "url", "@id"].iter().find_map(|key| found.get(key).and_then(Node::as_str));
        let name = if key == "inLanguage" {
            found.get("alternateName").and_then(Node::as_str).or(name)
        } else {
            name
        };
        if let Some(name) = found.as_str().or(name) {
            fields.push(text(field, name, found.span));
        }
        for key in ["address", "location"] {
            let place = found.get(key);
            let city = place.and_then(|place| {
                place.as_str().or_else(|| {
                    place.get("addressLocality").or_else(|| place.get("name"))?.as_str()
                })
            });
            if let Some(city) = city {
                fields.push(text(&format!("publisher/{key}"), city, found.span));
            }
        }
    }
    // The headline is the name again.
    if fields.iter().any(|field| field.name == "name") {
        fields.retain(|field| field.name != "headline");
    }
    fields.retain(|field| {
        let inner = field.name.rsplit('/').next().unwrap_or("");
        !matches!(inner, "@type" | "@id")
    });
}

/// Reads what a work is part of, and what that is part of.
fn part_of(node: &Node, depth: usize, fields: &mut Vec<Field<'_>>) {
    if depth > 6 {
        return;
    }
    let of = |key: &str| node.get(key).and_then(Node::as_str);
    let kind = of("@type").map_or("", bare);
    let is_series = matches!(kind, "BookSeries" | "CreativeWorkSeries");
    for (key, value) in node.entries() {
        let name = match (key.as_str(), is_series) {
            ("issueNumber" | "volumeNumber", _) => format!("isPartOf/{key}"),
            // Issues and volumes have no names of their own that anybody cites.
            ("name", false) if matches!(kind, "PublicationIssue" | "PublicationVolume") => continue,
            ("name" | "alternateName" | "issn" | "isbn", false) => format!("isPartOf/{key}"),
            ("issn", true) => "isPartOf/issn".to_owned(),
            ("name" | "position", true) => format!("isPartOf[series]/{key}"),
            ("author", false) => {
                for item in value.items() {
                    if let Some(found) = self::name(item) {
                        let (name, value) = (Cow::Borrowed("isPartOf/author"), Value::Name(found));
                        fields.push(Field { name, value, span: Some(item.span) });
                    }
                }
                continue;
            }
            _ => continue,
        };
        if let Some(first) = value.items().first().and_then(Node::as_str) {
            fields.push(Field::text(name, first.to_owned(), Some(value.span)));
        }
    }
    if kind.is_empty()
        && let Some(title) = node.as_str()
    {
        // An address alone is no title.
        if !title.contains("://") {
            fields.push(Field::text("isPartOf/name", title.to_owned(), Some(node.span)));
        }
    }
    for within in node.get("isPartOf").map_or(&[][..], Node::items) {
        part_of(within, depth + 1, fields);
    }
}

fn identifier(node: &Node, all: bool, fields: &mut Vec<Field<'_>>) {
    let of = |key: &str| node.get(key).and_then(Node::as_str).unwrap_or("");
    let value = node.as_str().unwrap_or_else(|| of("value")).trim();
    let kind = match of("propertyID") {
        "" => of("name"),
        kind => bare(kind),
    };
    let kind = kind.to_lowercase();
    let name = match kind.as_str() {
        "doi" | "pmid" | "pmcid" | "citation-key" | "number" | "section" | "call-number" => {
            format!("identifier[{kind}]")
        }
        "isbn" | "issn" => kind,
        _ if value.contains("doi.org/10.")
            || value.starts_with("10.")
            || value.starts_with("doi:") =>
        {
            "identifier[doi]".to_owned()
        }
        _ if !all => return,
        "" => "identifier".to_owned(),
        kind => format!("identifier[{kind}]"),
    };
    fields.push(Field::text(name, value.to_owned(), Some(node.span)));
}

fn name_value(name: &Name) -> JsonValue {
    let person = match name {
        Name::Institution(name) => return json!({"@type": "Organization", "name": name}),
        Name::Person(person) => person,
    };
    let mut out = json!({"@type": "Person"});
    let parts = [
        ("givenName", crate::xml::parts::given(person)),
        ("familyName", Some(person.full_family())),
        ("honorificSuffix", person.suffix.clone()),
        ("@id", person.orcid.as_ref().map(|id| format!("https://orcid.org/{id}"))),
    ];
    for (key, part) in parts {
        if let Some(part) = part {
            insert(&mut out, key, JsonValue::String(part));
        }
    }
    out
}

/// Sets a property; a second value makes a list.
fn insert(out: &mut JsonValue, key: &str, value: JsonValue) {
    let Some(object) = out.as_object_mut() else { return };
    match object.get_mut(key) {
        None => drop(object.insert(key.to_owned(), value)),
        Some(JsonValue::Array(values)) => values.push(value),
        Some(first) => *first = JsonValue::Array(vec![first.take(), value]),
    }
}

/// The type of the things that properties hold.
fn type_of(property: &str) -> &'static str {
    match property {
        "publisher" | "sourceOrganization" => "Organization",
        "holdingArchive" => "ArchiveOrganization",
        "locationCreated" => "Place",
        "comment" => "Comment",
        _ => "CreativeWork",
    }
}

/// Builds the chain of what a work is part of.
fn chain(
    parts: &Map<String, JsonValue>,
    series: Option<JsonValue>,
    is_book: bool,
) -> Option<JsonValue> {
    let mut holder: Option<JsonValue> = None;
    let known = ["name", "alternateName", "issn", "isbn", "author"];
    if known.iter().any(|key| parts.contains_key(*key)) {
        let kind = if is_book { "Book" } else { "Periodical" };
        let mut inner = json!({"@type": kind});
        for key in known {
            if let Some(value) = parts.get(key) {
                insert(&mut inner, key, value.clone());
            }
        }
        holder = Some(inner);
    }
    for (key, kind) in [("volumeNumber", "PublicationVolume"), ("issueNumber", "PublicationIssue")]
    {
        let Some(number) = parts.get(key) else { continue };
        let mut outer = json!({"@type": kind, key: number});
        if let Some(inner) = holder.take() {
            insert(&mut outer, "isPartOf", inner);
        }
        holder = Some(outer);
    }
    match (holder, series) {
        (Some(holder), Some(series)) => Some(JsonValue::Array(vec![holder, series])),
        (holder, series) => holder.or(series),
    }
}

fn value_of(field: &OutField<'_>) -> JsonValue {
    match &field.value {
        Value::Name(name) => name_value(name),
        value => JsonValue::String(value.to_text(MAPPING.names, MAPPING.dates)),
    }
}

fn work(record: &Record) -> JsonValue {
    let entry = entry(&MAPPING, record);
    let (kind, more) = entry.kind.split_once('/').unwrap_or((&entry.kind, ""));
    let mut out = json!({"@type": kind});
    if !more.is_empty() {
        insert(&mut out, "additionalType", json!(more));
    }
    // What has no name is no work.
    if record.text(TextVariable::Title).is_none() {
        insert(&mut out, "name", json!(""));
    }
    let mut parts = Map::new();
    let mut series: Option<JsonValue> = None;
    for field in &entry.fields {
        let value = value_of(field);
        let name = field.name.as_ref();
        if let Some(key) = name.strip_prefix("isPartOf[series]/") {
            insert(series.get_or_insert_with(|| json!({"@type": "BookSeries"})), key, value);
        } else if let Some(key) = name.strip_prefix("isPartOf/") {
            let mut object = JsonValue::Object(std::mem::take(&mut parts));
            insert(&mut object, key, value);
            if let JsonValue::Object(object) = object {
                parts = object;
            }
        } else if let Some(kind) = name.strip_prefix("identifier[") {
            let kind = kind.trim_end_matches(']');
            let id = json!({"@type": "PropertyValue", "propertyID": kind, "value": value});
            insert(&mut out, "identifier", id);
        } else if let Some((property, key)) = name.split_once('/') {
            let thing = out.as_object_mut().map(|object| {
                object.entry(property).or_insert_with(|| json!({"@type": type_of(property)}))
            });
            if let Some(thing) = thing.filter(|thing| thing.is_object()) {
                insert(thing, key, value);
            }
        } else {
            insert(&mut out, name, value);
        }
    }
    let is_book = !matches!(kind, "ScholarlyArticle" | "NewsArticle" | "Article")
        || more == "paper-conference";
    if let Some(within) = chain(&parts, series, is_book) {
        insert(&mut out, "isPartOf", within);
    }
    out
}

impl Format for SchemaOrg {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let head = head.trim_start_matches('\u{feff}').trim_start();
        let ours = head.contains("schema.org") && head.contains("\"@context\"");
        if head.starts_with(['{', '[']) && ours { 95 } else { 0 }
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

impl Reader for SchemaOrg {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        if !text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
            return SYNTAX.read(text);
        }
        let mut out = Parsed::clean(Vec::new());
        for place in scripts(text) {
            let found = SYNTAX.read_within(text, place);
            out.value.extend(found.value);
            // Pages describe themselves, their owner and their menus, too.
            let not_a_work = crate::json::NOT_AN_ITEM.code;
            let said =
                found.diagnostics.into_iter().filter(|finding| finding.code.code != not_a_work);
            out.diagnostics.extend(said);
        }
        out
    }
}

/// Returns the places of JSON-LD in HTML.
fn scripts(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("<script")) {
        let start = at + found;
        let Some(open) = text.get(start..).and_then(|rest| rest.find('>')) else { break };
        let body = start + open + 1;
        let end = text.get(body..).and_then(|rest| rest.find("</script"));
        let end = end.map_or(text.len(), |len| body + len);
        if text.get(start..body).is_some_and(|tag| tag.contains("application/ld+json")) {
            out.push(Span::new(body, end));
        }
        at = end;
    }
    out
}

impl Writer for SchemaOrg {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        let mut lost = Losses::new();
        write!(out, "{{\n  \"@context\": \"{CONTEXT}\",\n  \"@graph\": [")?;
        for (idx, record) in records.iter().enumerate() {
            let text = serde_json::to_string_pretty(&work(record))?;
            let back = self.read(&text).value;
            losses::find(record, back.first(), &mut lost);
            let comma = if idx == 0 { "" } else { "," };
            write!(out, "{comma}\n    {}", text.replace('\n', "\n    "))?;
        }
        let end = if records.is_empty() { "" } else { "\n  " };
        writeln!(out, "{end}]\n}}")?;
        Ok(lost)
    }
}
