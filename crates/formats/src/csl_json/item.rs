//! Reads one item of CSL-JSON.

use std::borrow::Cow;

use refsmith_model::{
    CodeInfo, DateVariable, Diagnostic, ExtraField, ItemType, Name, NameVariable, Number,
    NumberVariable, Record, RichText, TextVariable, Variable, VariableMap,
};

use super::date::{self, DateRead};
use super::{CUSTOM, FORMAT, codes, name, note};
use crate::json::value::{Json, Object};
use crate::{edtf, html};

/// Names that other programs use for CSL variables.
const ALIASES: [(&str, &str); 4] = [
    ("shortTitle", "title-short"),
    ("journalAbbreviation", "container-title-short"),
    ("PMC", "PMCID"),
    ("doi", "DOI"),
];

/// Names that registers use for CSL types.
const TYPE_ALIASES: [(&str, ItemType); 11] = [
    ("journal-article", ItemType::ArticleJournal),
    ("book-chapter", ItemType::Chapter),
    ("book-section", ItemType::Chapter),
    ("proceedings-article", ItemType::PaperConference),
    ("posted-content", ItemType::Article),
    ("preprint", ItemType::Article),
    ("monograph", ItemType::Book),
    ("edited-book", ItemType::Book),
    ("reference-book", ItemType::Book),
    ("dissertation", ItemType::Thesis),
    ("peer-review", ItemType::Review),
];

/// A finding, and the property that it is about.
pub(crate) type Finding = (Option<String>, Diagnostic);

struct ItemReader {
    record: Record,
    findings: Vec<Finding>,
}

/// Reads an item.
pub(crate) fn read(object: &Object<'_>) -> (Record, Vec<Finding>) {
    let mut reader = ItemReader { record: Record::default(), findings: Vec::new() };
    // Most members are texts.
    reader.record.texts = VariableMap::with_capacity(object.members.len());
    let unfolded = note::unfold(object);
    let object = unfolded.as_ref().map_or(object, |unfolded| &unfolded.item);
    for (key, old) in unfolded.iter().flat_map(|unfolded| &unfolded.replaced) {
        let message = format!("the note has another `{key}`, which is taken instead of `{old}`");
        reader.report(key, &codes::NOTE_WINS, message);
    }
    reader.id(object.get("id"));
    reader.item_type(object.get("type"));
    for member in &object.members {
        let (key, value) = (member.key.as_ref(), &member.value);
        let alias = ALIASES.iter().find(|(alias, _)| *alias == key).map(|(_, name)| *name);
        // An alias beside the proper name is a second opinion, and kept as such.
        let property = alias.filter(|name| !object.contains_key(name)).unwrap_or(key);
        match (key, Variable::parse(property)) {
            ("id" | "type", _) => {}
            ("custom", _) if value.as_object().is_some() => {}
            (_, Some(variable)) => reader.variable(key, variable, value),
            (_, None) if alias.and_then(|name| object.get(name)) == Some(value) => {}
            (_, None) => reader.keep(key, value),
        }
    }
    if let Some(Json::Object(custom)) = object.get("custom") {
        reader.custom(custom);
    }
    cut_names(&mut reader.record);
    let record = reader.record;
    let mut findings = reader.findings;
    for (_, finding) in &mut findings {
        finding.record = (!record.id.is_empty()).then(|| record.id.clone());
    }
    (record, findings)
}

impl ItemReader {
    fn report(&mut self, key: &str, code: &'static CodeInfo, message: String) {
        self.findings.push((Some(key.to_owned()), Diagnostic::new(code, message)));
    }

    fn keep(&mut self, key: &str, value: &Json<'_>) {
        let value = value.to_string();
        self.record.extra.push(ExtraField { format: FORMAT.into(), name: key.into(), value });
    }

    fn id(&mut self, value: Option<&Json<'_>>) {
        self.record.id = match value {
            Some(Json::String(id)) => id.clone().into_owned(),
            Some(Json::Number(id)) => id.to_string(),
            _ => String::new(),
        };
        if self.record.id.is_empty() {
            let message = "expected an `id`, found none".to_owned();
            self.findings.push((None, Diagnostic::new(&codes::MISSING_ID, message)));
        }
    }

    fn item_type(&mut self, value: Option<&Json<'_>>) {
        let name = match value {
            Some(Json::String(name)) if !name.is_empty() => name.as_ref(),
            Some(Json::Null | Json::String(_)) | None => return,
            Some(other) => {
                self.keep("type", other);
                let message = format!("expected a text as `type`, found `{other}`");
                return self.report("type", &codes::UNKNOWN_TYPE, message);
            }
        };
        let alias = || TYPE_ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, kind)| *kind);
        match ItemType::parse(name) {
            Some(item_type) => self.record.item_type = item_type,
            None => {
                let known = alias();
                self.record.item_type = known.unwrap_or_default();
                let read_as = self.record.item_type;
                let message =
                    format!("expected a type of CSL 1.0.2, found `{name}`; read as `{read_as}`");
                self.report("type", &codes::UNKNOWN_TYPE, message);
                if known.is_none() {
                    self.keep("type", &Json::text(name));
                }
            }
        }
    }

    fn variable(&mut self, key: &str, variable: Variable, value: &Json<'_>) {
        if *value == Json::Null {
            return;
        }
        match variable {
            Variable::Text(name) => self.text(key, name, value),
            Variable::Number(name) => self.number(key, name, value),
            Variable::Name(name) => self.names(key, name, value),
            Variable::Date(name) => self.date(key, name, value),
        }
    }

    /// Returns the text of a scalar, or of a list of them.
    fn scalar<'v>(&mut self, key: &str, value: &'v Json<'_>) -> Option<Cow<'v, str>> {
        if let Some(text) = one_text(value) {
            return Some(text);
        }
        let list = value.as_array().map(|values| values.iter().map(one_text).collect::<Vec<_>>());
        match list {
            Some(list) if list.iter().all(Option::is_some) => {
                let list: Vec<Cow<'_, str>> = list.into_iter().flatten().collect();
                if list.len() > 1 {
                    let message = format!("`{key}` is a list of texts; they are joined by commas");
                    self.report(key, &codes::WRONG_VALUE, message);
                }
                Some(Cow::Owned(list.join(", ")))
            }
            _ => {
                let message = format!("expected a text as `{key}`, found {}", kind(value));
                self.report(key, &codes::WRONG_VALUE, message);
                self.keep(key, value);
                None
            }
        }
    }

    fn text(&mut self, key: &str, name: TextVariable, value: &Json<'_>) {
        let Some(text) = self.scalar(key, value).filter(|text| !text.is_empty()) else { return };
        let text = if html::is_verbatim(name) {
            RichText::from(text.into_owned())
        } else {
            html::read(&text)
        };
        self.record.texts.insert(name, text);
    }

    fn number(&mut self, key: &str, name: NumberVariable, value: &Json<'_>) {
        let Some(text) = self.scalar(key, value).filter(|text| !text.is_empty()) else { return };
        self.record.numbers.insert(name, Number::new(text));
    }

    fn names(&mut self, key: &str, role: NameVariable, value: &Json<'_>) {
        let mut notes = Vec::new();
        match name::read(value, &mut notes) {
            Some(list) if list.names.is_empty() => {}
            Some(list) => drop(self.record.names.insert(role, list)),
            None => {
                notes.push(format!("is {}; expected a list of names", kind(value)));
                self.keep(key, value);
            }
        }
        for note in notes {
            self.report(key, &codes::BAD_NAME, format!("`{key}` {note}"));
        }
    }

    fn date(&mut self, key: &str, variable: DateVariable, value: &Json<'_>) {
        match date::read(value) {
            DateRead::Date(date) => drop(self.record.dates.insert(variable, date)),
            DateRead::Nothing => {}
            DateRead::Text(date) => {
                let message = format!("expected a date as `{key}`, found `{date}`; kept as it is");
                self.report(key, &codes::BAD_DATE, message);
                self.record.dates.insert(variable, date);
            }
            DateRead::Partly(date) => {
                let message =
                    format!("expected a date as `{key}`, found `{value}`; read as `{date}`");
                self.report(key, &codes::BAD_DATE, message);
                self.record.dates.insert(variable, date);
            }
            DateRead::Unknown => {
                let message = format!("expected a date as `{key}`, found `{value}`");
                self.report(key, &codes::BAD_DATE, message);
                self.keep(key, value);
            }
        }
    }

    fn custom(&mut self, custom: &Object<'_>) {
        for member in &custom.members {
            let (key, value) = (member.key.as_ref(), &member.value);
            if !self.known_custom(key, value) {
                self.keep(&format!("{CUSTOM}{key}"), value);
            }
        }
    }

    /// Takes a member of `custom` that this program writes; returns `false` for any other.
    fn known_custom(&mut self, key: &str, value: &Json<'_>) -> bool {
        if key == "extra" {
            return self.foreign_extra(value);
        }
        if let Some(role) = key.strip_suffix("-truncated-after").and_then(NameVariable::parse)
            && let Some(list) = self.record.names.get_mut(&role)
            && let Some(after) = value.as_usize()
        {
            list.truncated_after = Some(after.min(list.names.len()));
            return true;
        }
        if let Some(role) = key.strip_suffix("-orcid").and_then(NameVariable::parse)
            && let Some(list) = self.record.names.get_mut(&role)
        {
            return name::set_orcids(list, value);
        }
        if let Some(variable) = key.strip_suffix("-edtf").and_then(DateVariable::parse)
            && let Some(exact) = value.as_str().and_then(edtf::parse)
            && let Some(plain) = self.record.dates.get_mut(&variable)
            && same_in_csl(&exact, plain)
        {
            *plain = exact;
            return true;
        }
        false
    }

    /// Reads the fields of other formats, which `custom.extra` holds by format and name.
    fn foreign_extra(&mut self, value: &Json<'_>) -> bool {
        let Json::Array(fields) = value else { return false };
        fn text<'f>(field: &'f Json<'_>, key: &str) -> Option<&'f str> {
            field.get(key).and_then(Json::as_str)
        }
        let read: Option<Vec<ExtraField>> = fields
            .iter()
            .map(|field| {
                Some(ExtraField {
                    format: text(field, "format")?.into(),
                    name: text(field, "name")?.into(),
                    value: text(field, "value")?.to_owned(),
                })
            })
            .collect();
        match read {
            Some(fields) => {
                self.record.extra.extend(fields);
                true
            }
            None => false,
        }
    }
}

/// Returns the variable that other programs call by this name.
pub(crate) fn alias(key: &str) -> Option<Variable> {
    let (_, name) = ALIASES.iter().find(|(alias, _)| *alias == key)?;
    Variable::parse(name)
}

/// Turns a last name "others", which other programs make of BibTeX's `and others`, into a cut.
pub(crate) fn cut_names(record: &mut Record) {
    for list in record.names.values_mut() {
        let cut = list.truncated_after.is_none()
            && list.names.len() > 1
            && matches!(list.names.last(), Some(Name::Institution(name)) if matches!(name.as_str(), "others" | "et al." | "et al"));
        if cut {
            list.names.pop();
            list.truncated_after = Some(list.names.len());
        }
    }
}

fn one_text<'v>(value: &'v Json<'_>) -> Option<Cow<'v, str>> {
    match value {
        Json::String(text) => Some(Cow::Borrowed(text)),
        Json::Number(number) => Some(Cow::Owned(number.to_string())),
        Json::Bool(flag) => Some(Cow::Owned(flag.to_string())),
        _ => None,
    }
}

/// Tells whether two dates have the same form in CSL-JSON: then the exact one was not edited away.
fn same_in_csl(exact: &refsmith_model::Date, plain: &refsmith_model::Date) -> bool {
    date::to_json(exact) == date::to_json(plain)
}

fn kind(value: &Json<'_>) -> &'static str {
    match value {
        Json::Null => "nothing",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}

/// Tells whether an object found behind a break is an item, not a name or a date.
pub(crate) fn looks_like_item(object: &Object<'_>) -> bool {
    object.contains_key("id") || object.contains_key("type")
}
