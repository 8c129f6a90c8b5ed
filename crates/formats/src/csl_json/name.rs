//! Names of CSL-JSON.

use refsmith_model::{Name, NameList, PersonName};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::date::is_true;
use crate::json::value::{Json, Object};

/// Reads a list of names; `notes` collects what is unusual about it, as ends of a sentence.
pub(crate) fn read(value: &Json<'_>, notes: &mut Vec<String>) -> Option<NameList> {
    let single;
    let values = match value {
        Json::Array(values) => values.as_slice(),
        Json::Object(_) | Json::String(_) => {
            notes.push("is a single name; expected a list of names".to_owned());
            single = [value.clone()];
            &single
        }
        _ => return None,
    };
    let mut list = NameList::complete(Vec::with_capacity(values.len()));
    for (idx, value) in values.iter().enumerate() {
        match value {
            Json::Object(object) => list.names.extend(one(object, idx, notes)),
            Json::String(text) if !text.trim().is_empty() => {
                notes.push(format!("has a text as name {}; read as `literal`", idx + 1));
                list.names.push(Name::Institution(text.clone().into_owned()));
            }
            Json::Null => {}
            _ => notes.push(format!("has something else than a name in place {}", idx + 1)),
        }
    }
    Some(list)
}

fn one(object: &Object<'_>, idx: usize, notes: &mut Vec<String>) -> Option<Name> {
    let text = |value: &Json<'_>| match value {
        Json::String(text) => Some(text.clone().into_owned()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let part = |value: &Json<'_>| text(value).filter(|text| !text.is_empty());
    let mut person = PersonName::default();
    let (mut literal, mut other_literal) = (None, None);
    let mut is_institution = false;
    let mut unknown = None;
    // Backwards, because of members with one key the first counts.
    for member in object.members.iter().rev() {
        let value = &member.value;
        match member.key.as_ref() {
            "family" => person.family = text(value).unwrap_or_default(),
            "given" => person.given = part(value),
            "dropping-particle" => person.dropping_particle = part(value),
            "non-dropping-particle" => person.non_dropping_particle = part(value),
            "suffix" => person.suffix = part(value),
            "comma-suffix" => person.comma_suffix = is_true(value),
            "static-ordering" => person.static_ordering = is_true(value),
            "ORCID" => {
                person.orcid = part(value).and_then(|id| id.rsplit('/').next().map(str::to_owned));
            }
            "literal" => literal = part(value),
            "name" => other_literal = part(value),
            "isInstitution" => is_institution = is_true(value),
            "parse-names" | "sequence" | "affiliation" | "authenticated-orcid" => {}
            key => unknown = Some(key),
        }
    }
    if let Some(key) = unknown {
        notes.push(format!("has a name with the unknown member `{key}`, which is not kept"));
    }
    let literal = literal.or(other_literal);
    if person.family.is_empty() && person.given.is_none() {
        if literal.is_none() {
            notes.push(format!("has no name in place {}", idx + 1));
        }
        return literal.map(Name::Institution);
    }
    if is_institution && person.given.is_none() {
        return Some(Name::Institution(person.family));
    }
    if person.family.is_empty() {
        // People with one name have a family name in the model.
        person.family = person.given.take().unwrap_or_default();
    }
    Some(Name::Person(person))
}

/// A list of names, to be written.
pub(crate) struct Names<'r>(pub(crate) &'r NameList);

impl Serialize for Names<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.names.iter().map(Written))
    }
}

/// A name, to be written.
struct Written<'r>(&'r Name);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let person = match self.0 {
            Name::Institution(name) => {
                map.serialize_entry("literal", name)?;
                return map.end();
            }
            Name::Person(person) => person,
        };
        map.serialize_entry("family", &person.family)?;
        let parts = [
            ("given", &person.given),
            ("dropping-particle", &person.dropping_particle),
            ("non-dropping-particle", &person.non_dropping_particle),
            ("suffix", &person.suffix),
        ];
        for (key, part) in parts {
            if let Some(part) = part {
                map.serialize_entry(key, part)?;
            }
        }
        if person.comma_suffix {
            map.serialize_entry("comma-suffix", &true)?;
        }
        if person.static_ordering {
            map.serialize_entry("static-ordering", &true)?;
        }
        map.end()
    }
}

/// The ORCID iDs of a list, to be written: one place per name.
pub(crate) struct Orcids<'r>(pub(crate) &'r NameList);

impl Serialize for Orcids<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.names.iter().map(orcid))
    }
}

/// Tells whether a name of the list has an ORCID iD.
pub(crate) fn has_orcids(list: &NameList) -> bool {
    list.names.iter().any(|name| orcid(name).is_some())
}

fn orcid(name: &Name) -> Option<&str> {
    match name {
        Name::Person(person) => person.orcid.as_deref(),
        Name::Institution(_) => None,
    }
}

/// Gives the ORCID iDs of [`Orcids`] back to the names.
pub(crate) fn set_orcids(list: &mut NameList, value: &Json<'_>) -> bool {
    let Json::Array(values) = value else { return false };
    for (name, value) in list.names.iter_mut().zip(values) {
        if let (Name::Person(person), Json::String(orcid)) = (name, value) {
            person.orcid = Some(orcid.clone().into_owned());
        }
    }
    true
}
