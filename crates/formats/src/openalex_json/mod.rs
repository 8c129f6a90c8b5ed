//! Works as OpenAlex's interface sends them: one, a list of `results`, or one per line.
//!
//! The abstract is sent as an index of words (`abstract_inverted_index`), from which the text is put
//! together again. What OpenAlex computes about a work (topics, citations, grants, places where it
//! is to be had) is not taken, nor is the day of a date of which only the year is known, which
//! OpenAlex sends as the first of January.

mod table;

use std::borrow::Cow;

use refsmith_model::{Name, Parsed, PersonName, Record};

use crate::json::value::Object;
use crate::json::{Syntax, kind_of};
use crate::mapping::read::Field;
use crate::mapping::values::{Value, person};
use crate::person::{in_order_of_speech, orcid};
use crate::yaml::{Kind, Node};
use crate::{Format, FormatInfo, Mapping, Reader};
use table::MAPPING;

/// OpenAlex's JSON.
#[derive(Debug, Clone, Copy)]
pub struct OpenalexJson;

static INFO: FormatInfo = FormatInfo {
    name: "openalex-json",
    aliases: &["openalex"],
    extensions: &["json", "jsonl", "ndjson"],
    media_type: "application/json",
    description: "Works as OpenAlex's interface sends them",
};

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    is_record,
    called: "a work of OpenAlex",
    compound,
    kind: |node| kind_of(node.get("type")),
    prepare,
    finish: |_| {},
};

/// Members of a work that are read; all others say what OpenAlex computes.
const TAKEN: &[&str] = &[
    "title",
    "display_name",
    "authorships",
    "primary_location",
    "publication_date",
    "publication_year",
    "biblio",
    "language",
    "keywords",
    "doi",
    "ids",
];

/// The most words of an abstract; places beyond are damage.
const MOST_WORDS: usize = 50_000;

/// A work has authorships, or at least a year and the abstract or place of a work.
fn is_record(object: &Object<'_>) -> bool {
    let has = |key: &str| object.contains_key(key);
    has("authorships")
        || has("publication_year") && (has("display_name") || has("title"))
        || has("abstract_inverted_index")
}

fn compound(path: &str, node: &Node) -> Option<Value<'static>> {
    let nothing = Some(Value::Text(Cow::Borrowed("")));
    if !path.is_empty() && !path.contains('/') && !TAKEN.contains(&path) {
        return nothing;
    }
    match (path, &node.kind) {
        ("authorships", Kind::Map(_)) => name(node).map(Value::Name).or(nothing),
        _ => None,
    }
}

/// An author: a name in the order of speech, of which the last word is the family name.
fn name(node: &Node) -> Option<Name> {
    let author = node.get("author");
    let of = |node: Option<&Node>, key: &str| {
        let text = node?.get(key)?.as_str()?.trim().to_owned();
        Some(text).filter(|text| !text.is_empty())
    };
    let raw = of(Some(node), "raw_author_name").filter(|name| name.contains(", "));
    let whole = of(author, "display_name").or_else(|| of(Some(node), "raw_author_name"))?;
    let id = of(author, "orcid").as_deref().and_then(orcid);
    let found = match raw.as_deref().and_then(|raw| raw.split_once(", ")) {
        Some((family, given)) => person(family, given, None),
        None => match in_order_of_speech(&whole) {
            Some(person) => person,
            None => return Some(Name::Institution(whole)),
        },
    };
    Some(Name::Person(PersonName { orcid: id, ..found }))
}

fn prepare(node: &Node, fields: &mut Vec<Field<'_>>) {
    if let Some(index) = node.get("abstract_inverted_index") {
        let text = abstract_of(index);
        fields.push(Field::text("abstract", text, Some(index.span)));
    }
    let wanted = |name: &str| {
        let known = MAPPING.rows_of(name).next().is_some();
        known || matches!(name, "title" | "display_name")
    };
    fields.retain(|field| wanted(&field.name));
    // Title and display name are the same.
    if fields.iter().any(|field| field.name == "title") {
        fields.retain(|field| field.name != "display_name");
    }
    let year = node.get("publication_year").and_then(Node::as_str).unwrap_or("");
    for field in fields.iter_mut().filter(|field| field.name == "publication_date") {
        if let Value::Text(date) = &field.value
            && date.strip_suffix("-01-01") == Some(year)
        {
            field.value = Value::Text(Cow::Owned(year.to_owned()));
        }
    }
}

/// Puts an abstract together from the places of its words.
fn abstract_of(index: &Node) -> String {
    let mut words: Vec<(usize, &str)> = Vec::new();
    for (word, places) in index.entries() {
        for place in places.items().iter().filter_map(Node::as_str) {
            if let Ok(place) = place.parse::<usize>()
                && words.len() < MOST_WORDS
            {
                words.push((place, word));
            }
        }
    }
    words.sort_by_key(|(place, _)| *place);
    words.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(" ")
}

impl Format for OpenalexJson {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let head = head.trim_start_matches('\u{feff}').trim_start();
        let has = |key: &str| head.contains(key);
        let work = has("openalex.org/W") || has("\"authorships\":");
        match head.starts_with(['{', '[']) {
            true if work && (has("\"publication_year\":") || has("\"ids\":")) => 95,
            true if has("openalex.org/") && has("\"display_name\":") => 90,
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

impl Reader for OpenalexJson {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        SYNTAX.read(text)
    }
}
