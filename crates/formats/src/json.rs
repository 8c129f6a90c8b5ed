//! JSON of registers and web pages; the engine of all formats in JSON but CSL-JSON.
//!
//! Records stand at the top, in lists, in the envelopes of interfaces, one per line: [`Syntax`] says
//! by what an object is known as a record, and it is found wherever it stands. A record becomes the
//! tree that YAML becomes, too, and its fields have paths for names (`flat.rs`).

use refsmith_model::{Diagnostic, Parsed, Record, Span};

use crate::csl_json::codes;
pub(crate) use crate::csl_json::codes::NOT_AN_ITEM;
use crate::flat;
use crate::mapping::Mapping;
use crate::mapping::read::{Field, record};
use crate::mapping::values::Value;
use crate::yaml::{Kind, Node};

pub(crate) mod brackets;
pub(crate) mod value;
pub(crate) mod write;

use brackets::Brackets;
use value::{self as json, Json, Object, Parser};

/// How the records of a format stand in JSON.
pub(crate) struct Syntax {
    pub(crate) mapping: &'static Mapping,
    /// Tells whether an object is a record and not a part of one, nor something around one.
    pub(crate) is_record: fn(&Object<'_>) -> bool,
    /// What a record is called in messages.
    pub(crate) called: &'static str,
    /// Reads a tree that is one value.
    pub(crate) compound: flat::Compound,
    /// Returns the type of a record and where it stands.
    pub(crate) kind: fn(&Node) -> Option<(String, Span)>,
    /// Brings the fields into the form that the table knows.
    pub(crate) prepare: fn(&Node, &mut Vec<Field<'_>>),
    /// Gives the record its last shape.
    pub(crate) finish: fn(&mut Record),
}

impl Syntax {
    /// Reads all records of a text.
    pub(crate) fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        self.read_within(text, Span::new(start, text.len()))
    }

    /// Reads all records of a part of a text.
    pub(crate) fn read_within(&self, text: &str, part: Span) -> Parsed<Vec<Record>> {
        let text = text.get(..part.end()).unwrap_or(text);
        let start = part.start();
        let mut out = Parsed::clean(Vec::new());
        let mut parser = Parser::new(text, start);
        let mut broken = false;
        while !parser.is_at_end() {
            let before = parser.at();
            let Some(value) = parser.value(0) else {
                broken = true;
                break;
            };
            let place = Span::new(before, parser.at()).trimmed(text);
            let count = out.value.len();
            self.find(&value, place, &mut out);
            let is_empty = match &value {
                Json::Array(items) => items.is_empty(),
                // A list of nothing, as a search without result or an empty file has it.
                Json::Object(object) => object.members.iter().any(|member| {
                    matches!(&member.value, Json::Array(items) if items.is_empty())
                        && member.key == "@graph"
                }),
                _ => false,
            };
            if out.value.len() == count && !is_empty {
                let message = format!("expected {}, found other JSON", self.called);
                out.diagnostics.push(Diagnostic::new(&codes::NOT_AN_ITEM, message).at(place));
            }
        }
        if broken {
            out = self.recovered(text, start);
        }
        out.diagnostics.sort_by_key(|finding| finding.span.map(|span| span.start));
        out
    }

    /// Reads the records in a value.
    fn find(&self, value: &Json<'_>, place: Span, out: &mut Parsed<Vec<Record>>) {
        match value {
            Json::Object(object) if (self.is_record)(object) => {
                let node = tree(value, place);
                out.value.push(self.record(&node, &mut out.diagnostics));
            }
            Json::Object(object) => {
                for member in &object.members {
                    self.find(&member.value, member.place, out);
                }
            }
            Json::Array(items) => {
                for item in items {
                    self.find(item, place, out);
                }
            }
            _ => {}
        }
    }

    /// Reads the whole objects of a broken text that are records.
    fn recovered(&self, text: &str, start: usize) -> Parsed<Vec<Record>> {
        let mut out = Parsed::clean(Vec::new());
        let brackets = Brackets::of(text.get(start..).unwrap_or(""));
        let mut behind = start;
        let mut first_broken = None;
        for place in brackets.objects() {
            let place = place.shifted(start);
            if place.start() < behind {
                continue;
            }
            // What is no JSON as a whole may hold records that are.
            let Some(value) = json::parse(text, place) else {
                first_broken.get_or_insert(place);
                continue;
            };
            if matches!(&value, Json::Object(object) if (self.is_record)(object)) {
                self.find(&value, place, &mut out);
                behind = place.end();
            }
        }
        let at = brackets.unclosed().next().map(|at| at + start);
        let (place, message) = match (first_broken, at) {
            (_, Some(at)) => {
                let bracket = if text.as_bytes().get(at) == Some(&b'[') { "]" } else { "}" };
                let message = format!("expected `{bracket}` to close what was opened here");
                (Span::new(at, at + 1), message)
            }
            (Some(place), None) => {
                (Span::new(place.start(), place.start() + 1), "invalid JSON begins here".to_owned())
            }
            (None, None) => {
                let whole = Span::new(start, text.len()).trimmed(text);
                (whole, format!("expected {} as JSON, found other text", self.called))
            }
        };
        let finding = Diagnostic::new(&codes::INVALID, message).at(place);
        out.diagnostics.push(finding.help("complete records before and after it were read"));
        out
    }

    /// Reads one record.
    pub(crate) fn record(&self, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Record {
        let mut fields = Vec::new();
        flat::fields(node, "", self.compound, &mut fields);
        let is_empty = |value: &Value<'_>| matches!(value, Value::Text(text) if text.is_empty());
        fields.retain(|field| field.name != self.mapping.type_field && !is_empty(&field.value));
        (self.prepare)(node, &mut fields);
        let kind = (self.kind)(node);
        let kind = kind.as_ref().map(|(name, span)| (name.as_str(), Some(*span)));
        let mut record = record(self.mapping, kind, fields, diagnostics);
        (self.finish)(&mut record);
        record
    }
}

/// Returns a value of JSON as a tree. Elements of lists have the place of their list.
pub(crate) fn tree(value: &Json<'_>, place: Span) -> Node {
    let kind = match value {
        Json::Null => Kind::Scalar(String::new(), true),
        Json::Bool(flag) => Kind::Scalar(flag.to_string(), false),
        Json::Number(number) => Kind::Scalar(number.to_string(), false),
        Json::String(text) => Kind::Scalar(text.clone().into_owned(), false),
        Json::Array(items) => Kind::List(items.iter().map(|item| tree(item, place)).collect()),
        Json::Object(object) => Kind::Map(
            object
                .members
                .iter()
                .map(|member| {
                    let place = if member.place.is_empty() { place } else { member.place };
                    (member.key.clone().into_owned(), tree(&member.value, place))
                })
                .collect(),
        ),
    };
    Node { kind, span: place }
}

/// Returns the text of a member that is the type.
pub(crate) fn kind_of(node: Option<&Node>) -> Option<(String, Span)> {
    let node = node?;
    Some((node.as_str()?.to_owned(), node.span))
}
