//! Works as Crossref's REST interface sends them: one, in its envelope (`message`), in the answer to
//! a search (`items`), or one per line.
//!
//! Every field is optional and may be of another shape than documented; what cannot be read is left
//! out. Of several dates the first of `issued`, `published`, `published-print`, `published-online`
//! and `posted` is taken, and where there is none, the year of registration. What the register says
//! about its own work (when it indexed, who cites) and the references of the work are left out.

mod markup;
mod table;

use std::borrow::Cow;

use refsmith_model::{
    Date, Diagnostic, Name, NumberVariable, Parsed, PartialDate, PersonName, Record, RichText,
    Span, record::Interval,
};
use serde_json::Value as JsonValue;

use crate::json::value::{Json, Object};
use crate::json::{Syntax, kind_of, tree};
use crate::mapping::read::Field;
use crate::mapping::values::Value;
use crate::person::{orcid, without_shouting};
use crate::yaml::{Kind, Node};
use crate::{Format, FormatInfo, Mapping, Reader};
use markup::rich_text;
use table::MAPPING;

/// Crossref's JSON.
#[derive(Debug, Clone, Copy)]
pub struct CrossrefJson;

static INFO: FormatInfo = FormatInfo {
    name: "crossref-json",
    aliases: &["crossref"],
    extensions: &["json", "jsonl", "ndjson"],
    media_type: "application/vnd.crossref-api-message+json",
    description: "Works as Crossref's REST interface sends them",
};

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    is_record,
    called: "a work of Crossref",
    compound,
    kind: |node| kind_of(node.get("type")),
    prepare,
    finish,
};

/// Reads a work, with or without the envelope of a single answer. Findings have no place, because a
/// value has none; the record has no key.
///
/// # Examples
/// ```
/// use refsmith_formats::crossref_json::from_json;
/// let work = serde_json::json!({
///     "DOI": "10.1371/journal.pone.0002840",
///     "type": "journal-article",
///     "title": ["Growth of <i>E. coli</i>"],
///     "issued": {"date-parts": [[2008, 7]]},
///     "article-number": "e2840",
/// });
/// let record = from_json(&work).value;
/// assert_eq!(record.year(), Some(2008));
/// assert_eq!(record.number(refsmith_model::NumberVariable::Page), Some("e2840"));
/// ```
pub fn from_json(value: &JsonValue) -> Parsed<Record> {
    let value = value.get("message").filter(|message| message.is_object()).unwrap_or(value);
    let json = Json::from(value);
    if json.as_object().is_none() {
        let message = format!("expected {}, found another value", SYNTAX.called);
        let diagnostics = vec![Diagnostic::new(&crate::json::NOT_AN_ITEM, message)];
        return Parsed { value: Record::default(), diagnostics };
    }
    let mut out = Parsed::clean(Record::default());
    out.value = SYNTAX.record(&tree(&json, Span::default()), &mut out.diagnostics);
    for finding in &mut out.diagnostics {
        finding.span = None;
    }
    out.value.provenance.clear();
    out
}

/// Returns a text of Crossref, which may hold HTML, JATS, MathML and entities, as it is meant.
///
/// # Examples
/// ```
/// let text = refsmith_formats::crossref_json::text("CO<sub>2</sub> &amp; water");
/// assert_eq!(text.plain, "CO2 & water");
/// ```
pub fn text(raw: &str) -> RichText {
    rich_text(raw)
}

/// A work has a title in a list, as nothing inside of a work has, or at least a DOI; then it must
/// not be a reference (`key`), a funder (`name`) or an update.
fn is_record(object: &Object<'_>) -> bool {
    let part = ["key", "name", "updated", "id-type", "message"];
    matches!(object.get("title"), Some(Json::Array(_)))
        || object.contains_key("DOI") && !part.iter().any(|key| object.contains_key(key))
}

/// Members of a work that say something about the register, and the references of the work.
const LEFT_OUT: &[&str] = &[
    "indexed",
    "reference-count",
    "references-count",
    "content-domain",
    "created",
    "source",
    "is-referenced-by-count",
    "prefix",
    "member",
    "deposited",
    "score",
    "resource",
    "issn-type",
    "isbn-type",
    "link",
    "reference",
    "alternative-id",
    "update-policy",
    "assertion",
    "update-to",
    "updated-by",
    "content-created",
    "content-updated",
    "accepted",
    "approved",
    "published-other",
    "journal-issue",
    "funder",
    "relation",
    "clinical-trial-number",
    "review",
    "special_numbering",
    "archive",
];

/// The dates that may stand for the date of issue, the best one first.
const ISSUED: [&str; 5] = ["issued", "published", "published-print", "published-online", "posted"];

fn compound(path: &str, node: &Node) -> Option<Value<'static>> {
    let nothing = || Some(Value::Text(Cow::Borrowed("")));
    if !path.contains('/') && LEFT_OUT.contains(&path) {
        return nothing();
    }
    match (path, &node.kind) {
        ("author" | "editor" | "translator" | "chair", Kind::Map(_)) => {
            name(node).map_or_else(nothing, |name| Some(Value::Name(name)))
        }
        ("event", Kind::Map(_)) | (_, Kind::List(_)) => None,
        (_, Kind::Map(_)) if node.get("date-parts").is_some() => {
            date(node).map_or_else(nothing, |date| Some(Value::Date(Date::On(date))))
        }
        ("DOI" | "URL" | "ISBN" | "ISSN" | "license/URL" | "type", _) => None,
        (_, Kind::Scalar(..)) => {
            let raw = node.as_str()?;
            // A heading that says what the abstract is.
            let raw =
                raw.trim_start().strip_prefix("<jats:title>Abstract</jats:title>").unwrap_or(raw);
            let text = rich_text(raw);
            Some(if text.is_plain() {
                Value::Text(Cow::Owned(text.plain))
            } else {
                Value::Rich(text)
            })
        }
        (_, Kind::Map(_)) => None,
    }
}

/// A person or a group; `None` for an entry that has only a role.
fn name(node: &Node) -> Option<Name> {
    let text = |key: &str| {
        let text = node.get(key).and_then(Node::as_str).map(|text| rich_text(text).plain);
        text.filter(|text| !text.is_empty())
    };
    let (family, given) = match (text("family"), text("given")) {
        (Some(family), given) => (family, given),
        // A mononym may stand on either side.
        (None, Some(given)) => (given, None),
        (None, None) => return text("name").or_else(|| text("literal")).map(Name::Institution),
    };
    Some(Name::Person(PersonName {
        family: without_shouting(family),
        given: given.map(without_shouting),
        suffix: text("suffix"),
        orcid: node.get("ORCID").and_then(Node::as_str).and_then(orcid),
        ..PersonName::default()
    }))
}

/// `{"date-parts": [[2008, 7, 30]]}`; a null or absent year is no date.
fn date(node: &Node) -> Option<PartialDate> {
    let parts = node.get("date-parts")?.items().first()?.items();
    let part = |idx: usize| parts.get(idx).and_then(Node::as_str)?.trim().parse::<i32>().ok();
    let year = part(0).filter(|year| *year != 0 && year.abs() < 10_000)?;
    let small = |idx| part(idx).and_then(|number| u8::try_from(number).ok());
    Some(PartialDate::new(year, small(1), small(2)))
}

/// Takes one date of issue, joins what belongs together, and leaves the first of things of which a
/// record has one.
fn prepare(node: &Node, fields: &mut Vec<Field<'_>>) {
    let issued = ISSUED.iter().find(|key| node.get(key).and_then(date).is_some());
    fields.retain(|field| {
        !ISSUED.contains(&field.name.as_ref()) || issued.is_some_and(|key| *key == field.name)
    });
    let created = node.get("created").and_then(date);
    if let (None, Some(created)) = (issued, created) {
        // The day of registration is a stopgap: old works are registered decades later.
        let value = Value::Date(Date::On(PartialDate::year(created.year)));
        fields.push(Field { name: Cow::Borrowed("issued"), value, span: None });
    }
    event_date(node, fields);
    titles(fields);
    let has = |fields: &[Field<'_>], name: &str| fields.iter().any(|field| field.name == name);
    if !has(fields, "container-title")
        && let Some(short) = fields.iter().find(|field| field.name == "short-container-title")
    {
        let field = Field { name: Cow::Borrowed("container-title"), ..short.clone() };
        fields.push(field);
    }
    if !has(fields, "issue")
        && let Some(issue) = node.get("journal-issue").and_then(|issue| issue.get("issue"))
        && let Some(text) = issue.as_str()
    {
        fields.push(Field::text("issue", text.to_owned(), Some(issue.span)));
    }
    let mut seen = Vec::new();
    fields.retain(|field| {
        let once = matches!(
            field.name.as_ref(),
            "ISSN"
                | "ISBN"
                | "license/URL"
                | "short-container-title"
                | "original-title"
                | "short-title"
        );
        let again = once && seen.contains(&field.name.to_string());
        seen.push(field.name.to_string());
        !again && (!field.name.starts_with("license/") || once)
    });
}

/// Makes one date of the first and the last day of an event.
fn event_date(node: &Node, fields: &mut Vec<Field<'_>>) {
    let day = |key: &str| node.get("event").and_then(|event| event.get(key)).and_then(date);
    fields.retain(|field| field.name != "event/end");
    if let (Some(start), Some(end)) = (day("start"), day("end"))
        && start != end
        && let Some(field) = fields.iter_mut().find(|field| field.name == "event/start")
    {
        field.value = Value::Date(Date::Interval(Interval { start: Some(start), end: Some(end) }));
    }
}

/// Joins title and subtitles, unless the title holds them already.
fn titles(fields: &mut Vec<Field<'_>>) {
    // Where there is no title, the subtitle is the title.
    if !fields.iter().any(|field| field.name == "title")
        && let Some(field) = fields.iter_mut().find(|field| field.name == "subtitle")
    {
        field.name = Cow::Borrowed("title");
    }
    let mut subtitles = Vec::new();
    fields.retain(|field| {
        let is_subtitle = field.name == "subtitle";
        if is_subtitle {
            subtitles.extend(as_rich(&field.value));
        }
        !is_subtitle
    });
    let Some(field) = fields.iter_mut().find(|field| field.name == "title") else { return };
    let Some(mut title) = as_rich(&field.value) else { return };
    trim_full_stop(&mut title);
    for subtitle in subtitles {
        append_subtitle(&mut title, subtitle);
    }
    field.value = Value::Rich(title);
}

fn as_rich(value: &Value<'_>) -> Option<RichText> {
    match value {
        Value::Text(text) => Some(RichText::from(text.as_ref())),
        Value::Rich(text) => Some(text.clone()),
        Value::Name(_) | Value::Date(_) => None,
    }
}

/// A full stop at the end is the habit of some publishers, not part of the title; an ellipsis and
/// an abbreviation ("Jr.", "vol.") keep theirs.
fn trim_full_stop(title: &mut RichText) {
    let last = title.plain.rsplit(' ').next().unwrap_or("");
    let is_word = last.chars().count() > 5 && last.matches('.').count() == 1;
    if is_word && last.ends_with('.') {
        title.plain.pop();
        let end = u32::try_from(title.plain.len()).unwrap_or(u32::MAX);
        for (range, _) in &mut title.marks {
            range.end = range.end.min(end);
        }
        title.marks.retain(|(range, _)| range.start < range.end);
    }
}

fn append_subtitle(title: &mut RichText, subtitle: RichText) {
    let key = refsmith_model::text::unicode::comparison_key;
    let subtitle_key = key(&subtitle.plain);
    if subtitle_key.is_empty() || key(&title.plain).contains(&subtitle_key) {
        return;
    }
    let joint = if title.plain.ends_with(['?', '!', ':']) { " " } else { ": " };
    title.plain.push_str(joint);
    let by = u32::try_from(title.plain.len()).unwrap_or(u32::MAX);
    title.plain.push_str(&subtitle.plain);
    let shifted = subtitle
        .marks
        .into_iter()
        .map(|(range, mark)| (range.start.saturating_add(by)..range.end.saturating_add(by), mark));
    title.marks.extend(shifted);
}

/// An article number stands where pages stand.
fn finish(record: &mut Record) {
    let numbers = &mut record.numbers;
    let page = numbers.get(&NumberVariable::Page).cloned();
    let number = numbers.get(&NumberVariable::Number).cloned();
    match (page, number) {
        (None, Some(number)) => drop(numbers.insert(NumberVariable::Page, number)),
        (Some(page), None) if page.is_article_number() => {
            numbers.insert(NumberVariable::Number, page);
        }
        _ => {}
    }
}

impl Format for CrossrefJson {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let head = head.trim_start_matches('\u{feff}').trim_start();
        let has = |key: &str| head.contains(key);
        let envelope = has("\"message-type\":") && has("\"message-version\":");
        let register = has("\"is-referenced-by-count\":") || has("\"reference-count\":");
        let member = has("\"DOI\":") && (has("\"content-domain\":") || has("\"deposited\":"));
        match head.starts_with(['{', '[']) {
            true if envelope || register && has("\"DOI\":") || member => 95,
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

impl Reader for CrossrefJson {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        SYNTAX.read(text)
    }
}
