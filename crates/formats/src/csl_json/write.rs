//! Writes items of CSL-JSON from records, which lend their texts.

use std::borrow::Cow;

use refsmith_model::{
    Date, ExtraField, ItemType, Loss, LossKind, Losses, NameList, Record, Variable,
};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use super::{CUSTOM, FORMAT, date, name, order};
use crate::html;

/// An item of CSL-JSON, ready to be written in any form that `serde` knows.
pub(crate) struct Item<'r> {
    members: Members<'r>,
}

/// Members of an object, in order, each key once.
type Members<'r> = Vec<(Cow<'r, str>, Part<'r>)>;

/// The value of a member.
enum Part<'r> {
    Text(Cow<'r, str>),
    Names(&'r NameList),
    Date(&'r Date),
    /// The ORCID iDs of a list.
    Orcids(&'r NameList),
    Count(usize),
    /// Fields of other formats.
    Fields(Vec<&'r ExtraField>),
    /// What a file held that is none of the above.
    Other(Value),
    Object(Members<'r>),
}

impl<'r> Item<'r> {
    /// Makes an item of a record, and tells what it cannot hold.
    pub(crate) fn new(record: &'r Record) -> (Self, Losses) {
        let mut losses = Losses::new();
        let mut custom = Members::new();
        let count = record.texts.len()
            + record.numbers.len()
            + record.names.len()
            + record.dates.len()
            + record.extra.len();
        let mut members = Members::with_capacity(count + 3);
        members.push(("id".into(), Part::text(&record.id)));
        members.push(("type".into(), item_type(record)));
        for variable in order::variables(record) {
            if let Some(part) = part(record, variable, &mut custom, &mut losses) {
                members.push((variable.as_str().into(), part));
            }
        }
        let mut foreign = Vec::new();
        for field in &record.extra {
            if field.format != FORMAT {
                foreign.push(field);
                continue;
            }
            let (target, name) = match field.name.strip_prefix(CUSTOM) {
                Some(name) => (&mut custom, name),
                None => (&mut members, field.name.as_str()),
            };
            if target.iter().any(|(key, _)| key == name) {
                if field.name != "type" {
                    losses.push(loss(record, &field.name, LossKind::Dropped, &field.value));
                }
            } else {
                let value = serde_json::from_str(&field.value);
                let part = value.map_or_else(|_| Part::text(&field.value), Part::Other);
                target.push((Cow::Borrowed(name), part));
            }
        }
        if !foreign.is_empty() {
            put(&mut custom, "extra", Part::Fields(foreign));
        }
        if !custom.is_empty() {
            put(&mut members, "custom", Part::Object(custom));
        }
        (Self { members }, losses)
    }
}

impl<'r> Part<'r> {
    fn text(text: &'r str) -> Self {
        Part::Text(Cow::Borrowed(text))
    }
}

/// Sets a member, in the place of the one that has its key.
fn put<'r>(members: &mut Members<'r>, key: &'static str, part: Part<'r>) {
    match members.iter_mut().find(|(other, _)| other == key) {
        Some((_, old)) => *old = part,
        None => members.push((key.into(), part)),
    }
}

/// Returns the type, or the unknown one that the record was read with.
fn item_type(record: &Record) -> Part<'_> {
    let original = record
        .extra
        .iter()
        .find(|field| field.format == FORMAT && field.name == "type")
        .filter(|_| record.item_type == ItemType::Document)
        .and_then(|field| serde_json::from_str(&field.value).ok());
    original.map_or_else(|| Part::text(record.item_type.as_str()), Part::Other)
}

fn part<'r>(
    record: &'r Record,
    variable: Variable,
    custom: &mut Members<'r>,
    losses: &mut Losses,
) -> Option<Part<'r>> {
    match variable {
        Variable::Text(name) => {
            let text = record.texts.get(&name)?;
            if html::is_verbatim(name) {
                return Some(Part::text(&text.plain));
            }
            let (written, lossy) = html::write(text);
            if lossy {
                let how = "formulas become plain text between dollar signs".to_owned();
                let kind = LossKind::Degraded { how };
                losses.push(loss(record, name.as_str(), kind, &text.plain));
            }
            Some(Part::Text(written))
        }
        Variable::Number(name) => record.number(name).map(Part::text),
        Variable::Name(role) => {
            let list = record.names.get(&role)?;
            if let Some(after) = list.truncated_after {
                custom.push((format!("{role}-truncated-after").into(), Part::Count(after)));
            }
            if name::has_orcids(list) {
                custom.push((format!("{role}-orcid").into(), Part::Orcids(list)));
            }
            Some(Part::Names(list))
        }
        Variable::Date(name) => {
            let date = record.dates.get(&name)?;
            if let Some(exact) = date::exact_form(date) {
                custom.push((format!("{name}-edtf").into(), Part::Text(exact.into())));
            }
            Some(Part::Date(date))
        }
    }
}

fn loss(record: &Record, field: &str, kind: LossKind, value: &str) -> Loss {
    Loss { record: record.id.clone(), field: field.to_owned(), kind, value: value.to_owned() }
}

impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object(&self.members, serializer)
    }
}

fn object<S: Serializer>(members: &Members<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(members.len()))?;
    for (key, part) in members {
        map.serialize_entry(key, part)?;
    }
    map.end()
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Part::Text(text) => serializer.serialize_str(text),
            Part::Names(list) => name::Names(list).serialize(serializer),
            Part::Date(date) => date::Written(date).serialize(serializer),
            Part::Orcids(list) => name::Orcids(list).serialize(serializer),
            Part::Count(count) => count.serialize(serializer),
            Part::Fields(fields) => {
                let mut seq = serializer.serialize_seq(Some(fields.len()))?;
                for field in fields {
                    seq.serialize_element(&Field(field))?;
                }
                seq.end()
            }
            Part::Other(value) => value.serialize(serializer),
            Part::Object(members) => object(members, serializer),
        }
    }
}

/// A field of another format.
struct Field<'r>(&'r ExtraField);

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ExtraField { format, name, value } = self.0;
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("format", format.as_str())?;
        map.serialize_entry("name", name.as_str())?;
        map.serialize_entry("value", value)?;
        map.end()
    }
}
