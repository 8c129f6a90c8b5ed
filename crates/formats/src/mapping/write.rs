//! From a record to the fields of an entry, by the table of the format.

use std::borrow::Cow;
use std::collections::BTreeSet;

use refsmith_model::{
    Date, ItemType, Name, NameList, NumberVariable, Record, RichText, TextVariable, Variable,
};

use super::values::{self, Value};
use super::{FieldRow, Form, Mapping, To};
use crate::html;

/// A field to be written.
#[derive(Debug, Clone)]
pub(crate) struct OutField<'r> {
    pub(crate) name: Cow<'r, str>,
    pub(crate) value: Value<'r>,
}

/// Type and fields of an entry to be written.
#[derive(Debug)]
pub(crate) struct Entry<'r> {
    pub(crate) kind: Cow<'r, str>,
    pub(crate) fields: Vec<OutField<'r>>,
}

/// Returns the entry for a record.
pub(crate) fn entry<'r>(mapping: &Mapping, record: &'r Record) -> Entry<'r> {
    let original = record
        .extra
        .iter()
        .find(|field| field.format == mapping.format && field.name == mapping.type_field)
        .filter(|_| record.item_type == ItemType::Document);
    let kind = original.map_or_else(
        || Cow::Borrowed(mapping.type_name(record.item_type)),
        |field| Cow::Borrowed(field.value.as_str()),
    );
    let mut writer =
        EntryWriter { record, fields: Vec::new(), written: BTreeSet::new(), used: BTreeSet::new() };
    for row in mapping.fields.iter().filter(|row| row.way.writes()) {
        if row.on.holds(record.item_type) {
            writer.row(row);
        }
    }
    let own = |field: &&refsmith_model::ExtraField| {
        field.format == mapping.format && field.name != mapping.type_field
    };
    for field in record.extra.iter().filter(own) {
        writer.fields.push(OutField {
            name: Cow::Borrowed(&field.name),
            value: Value::Text(Cow::Borrowed(&field.value)),
        });
    }
    Entry { kind, fields: writer.fields }
}

struct EntryWriter<'r> {
    record: &'r Record,
    fields: Vec<OutField<'r>>,
    written: BTreeSet<Variable>,
    used: BTreeSet<&'static str>,
}

impl<'r> EntryWriter<'r> {
    fn put(&mut self, row: &FieldRow, value: Value<'r>) {
        let empty = match &value {
            Value::Text(text) => text.trim().is_empty(),
            Value::Rich(text) => text.plain.trim().is_empty(),
            Value::Name(_) | Value::Date(_) => false,
        };
        if empty {
            return;
        }
        self.used.insert(row.field);
        if let To::Variable(variable) = row.to {
            self.written.insert(variable);
        }
        self.fields.push(OutField { name: Cow::Borrowed(row.field), value });
    }

    fn row(&mut self, row: &'static FieldRow) {
        let variable = match row.to {
            To::Id => return self.put(row, Value::Text(Cow::Borrowed(&self.record.id))),
            To::Variable(variable) => variable,
        };
        // A date and a page range may be spread over fields; anything else is written once.
        let several = matches!(variable, Variable::Name(_))
            || matches!(
                row.form,
                Form::List | Form::Lines | Form::Isbn | Form::Issn | Form::Between(..)
            );
        let taken = self.used.contains(row.field) && !several;
        let written = self.written.contains(&variable);
        let in_place = match row.form {
            Form::LastPage => written,
            Form::Year | Form::WithinYear => true,
            _ => !written,
        };
        if taken || !in_place {
            return;
        }
        let record = self.record;
        match variable {
            Variable::Text(name) => {
                if let Some(text) = record.texts.get(&name) {
                    self.text(row, name, text);
                }
            }
            Variable::Number(name) => self.number(row, name),
            Variable::Name(role) => {
                if let Some(list) = record.names.get(&role) {
                    self.names(row, list);
                }
            }
            Variable::Date(name) => {
                if let Some(date) = record.dates.get(&name) {
                    self.date(row, date);
                }
            }
        }
    }

    fn text(&mut self, row: &'static FieldRow, name: TextVariable, text: &'r RichText) {
        let plain = || Value::Text(Cow::Borrowed(text.plain.as_str()));
        match row.form {
            _ if text.plain.trim().is_empty() => {}
            Form::Between(before, after) => {
                self.put(row, Value::Text(Cow::Owned(format!("{before}{}{after}", text.plain))));
            }
            Form::Word(word, means) => {
                if text.plain == means {
                    self.put(row, Value::Text(Cow::Borrowed(word)));
                }
            }
            Form::Semicolons => {
                let parts: Vec<String> =
                    split(text, ", ").iter().map(|p| html::write(p).0.into_owned()).collect();
                self.put(row, Value::Text(Cow::Owned(parts.join("; "))));
            }
            Form::List | Form::Lines => {
                let separator = if row.form == Form::List { ", " } else { "\n" };
                for part in split(text, separator) {
                    self.put(row, Value::Rich(part));
                }
            }
            _ if html::is_verbatim(name) => self.put(row, plain()),
            _ => self.put(row, Value::Rich(text.clone())),
        }
    }

    fn number(&mut self, row: &'static FieldRow, name: NumberVariable) {
        let Some(number) = self.record.number(name) else { return };
        let ends = || {
            let (first, last) = number.split_once(['-', '\u{2013}'])?;
            let plain = |end: &str| {
                !end.is_empty() && !end.contains([' ', ',', '-', '\u{2013}', '\u{2014}'])
            };
            (plain(first) && plain(last)).then_some((first, last))
        };
        let value = match row.form {
            Form::FirstPage => ends().map_or(number, |(first, _)| first),
            Form::LastPage => match ends() {
                Some((_, last)) => last,
                None => return,
            },
            Form::Between(before, after) => {
                return self.put(row, Value::Text(Cow::Owned(format!("{before}{number}{after}"))));
            }
            Form::Word(word, means) if number == means => word,
            Form::Word(..) => return,
            _ => number,
        };
        self.put(row, Value::Text(Cow::Borrowed(value)));
    }

    fn names(&mut self, row: &'static FieldRow, list: &'r NameList) {
        for name in &list.names {
            self.put(row, Value::Name(name.clone()));
        }
        if list.truncated_after.is_some() && !list.names.is_empty() {
            self.put(row, Value::Name(Name::Institution("et al.".to_owned())));
        }
    }

    fn date(&mut self, row: &'static FieldRow, date: &'r Date) {
        match row.form {
            Form::Year => self.put(row, Value::Text(Cow::Owned(values::year_text(date)))),
            Form::WithinYear if !values::is_more_than_year(date) => {}
            _ => self.put(row, Value::Date(date.clone())),
        }
    }
}

/// Splits a text; a mark that runs over a separator becomes two.
fn split(text: &RichText, separator: &str) -> Vec<RichText> {
    let mut at = 0_usize;
    let part = |words: &str| {
        let (start, end) = (at, at + words.len());
        at = end + separator.len();
        let inside = |run: &std::ops::Range<u32>| {
            let clip =
                |at: u32| u32::try_from((at as usize).clamp(start, end) - start).unwrap_or(0);
            clip(run.start)..clip(run.end)
        };
        let marks = text.marks.iter().map(|(run, mark)| (inside(run), *mark));
        let marks = marks.filter(|(run, _)| run.start < run.end).collect();
        RichText { plain: words.to_owned(), marks }
    };
    text.plain.split(separator).map(part).collect()
}
