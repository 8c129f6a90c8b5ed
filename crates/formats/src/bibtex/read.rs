//! From entries to records.

use std::collections::{BTreeMap, BTreeSet};

use refsmith_model::{
    CodeInfo, Diagnostic, ExtraField, Origin, Parsed, Provenance, Record, Span, Value, Variable,
};

use super::inherit::{self, Effective};
use super::macros::Macros;
use super::raw::{self, RawEntry};
use super::{FORMAT, codes, read_fields, types};
use crate::carry;

/// Reads a file in either dialect.
pub(crate) fn read(text: &str) -> Parsed<Vec<Record>> {
    let file = raw::read(text);
    let mut diagnostics = file.diagnostics;
    let effective = inherit::resolve(&file.entries, &mut diagnostics);
    let keys: BTreeSet<String> =
        file.entries.iter().map(|entry| entry.key.to_lowercase()).collect();
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut records = Vec::new();
    for (entry, fields) in file.entries.iter().zip(&effective) {
        // A container of fields for others is no work itself.
        if entry.kind == "xdata" {
            continue;
        }
        if entry.key.is_empty() {
            let message = format!("expected a citation key behind `@{}`", entry.kind);
            diagnostics.push(Diagnostic::new(&codes::MISSING_KEY, message).at(entry.place));
        } else if seen.insert(entry.key, entry.place).is_some() {
            let message = format!("the key `{}` is used before", entry.key);
            let finding = Diagnostic::new(&codes::DUPLICATE_KEY, message).at(entry.place);
            diagnostics.push(finding.about(entry.key).help("both entries are kept"));
        }
        let mut reader = EntryReader::new(entry, fields, &file.macros, &mut diagnostics);
        read_fields::read(&mut reader);
        carry::unfold(&mut reader.record);
        reader.keep_rest(&keys);
        records.push(reader.record);
    }
    diagnostics.sort_by_key(|finding| finding.span.map(|span| span.start));
    Parsed { value: records, diagnostics }
}

/// A field that has not been used yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldValue<'e> {
    /// The value as TeX.
    pub(crate) tex: &'e str,
    /// Where it stands.
    pub(crate) span: Span,
    own: bool,
    order: usize,
}

/// The fields of an entry by name. There are a dozen, and most names that are asked for are not
/// among them, which one bit tells.
#[derive(Debug, Default)]
struct Fields<'e> {
    list: Vec<(&'e str, FieldValue<'e>)>,
    /// The bits of all names that were ever there.
    bits: u64,
}

impl<'e> Fields<'e> {
    fn bit(name: &str) -> u64 {
        let bytes = name.as_bytes();
        let letter = |byte: Option<&u8>| usize::from(byte.copied().unwrap_or(0));
        1 << ((bytes.len() * 7 + letter(bytes.first()) * 3 + letter(bytes.last())) % 64)
    }

    fn position(&self, name: &str) -> Option<usize> {
        if self.bits & Self::bit(name) == 0 {
            return None;
        }
        self.list.iter().position(|(known, _)| *known == name)
    }

    fn get(&self, name: &str) -> Option<FieldValue<'e>> {
        self.list.get(self.position(name)?).map(|(_, value)| *value)
    }

    fn insert(&mut self, name: &'e str, value: FieldValue<'e>) {
        self.bits |= Self::bit(name);
        self.list.push((name, value));
    }

    fn remove(&mut self, name: &str) -> Option<FieldValue<'e>> {
        self.position(name).map(|idx| self.list.swap_remove(idx).1)
    }
}

/// Takes the fields of one entry, one after the other, and builds a record of them.
pub(crate) struct EntryReader<'e, 'd> {
    /// The record so far.
    pub(crate) record: Record,
    /// The entry type, in lower case.
    pub(crate) kind: &'e str,
    /// TeX commands that the file defines.
    pub(crate) macros: &'e Macros,
    fields: Fields<'e>,
    doubled: Vec<(&'e str, FieldValue<'e>)>,
    unknown: BTreeSet<String>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'e, 'd> EntryReader<'e, 'd> {
    fn new(
        entry: &'e RawEntry<'e>,
        effective: &Effective<'e>,
        macros: &'e Macros,
        diagnostics: &'d mut Vec<Diagnostic>,
    ) -> Self {
        let item_type = types::read(&entry.kind);
        let mut reader = Self {
            record: Record::new(entry.key, item_type.unwrap_or_default()),
            kind: &entry.kind,
            macros,
            fields: Fields::default(),
            doubled: Vec::new(),
            unknown: BTreeSet::new(),
            diagnostics,
        };
        if item_type.is_none() {
            reader.keep("entrytype", &entry.kind);
            let message = format!("the entry type `{}` is unknown, read as `document`", entry.kind);
            reader.report(&codes::UNKNOWN_TYPE, entry.place, message);
        }
        for (order, field) in effective.iter().enumerate() {
            let value =
                FieldValue { tex: &field.field.tex, span: field.field.span, own: field.own, order };
            match reader.fields.get(field.name) {
                None => reader.fields.insert(field.name, value),
                Some(first) if !field.own || first.tex == value.tex => {}
                Some(_) => {
                    reader.doubled.push((field.name, value));
                    let message =
                        format!("the field `{}` occurs twice; the first one counts", field.name);
                    reader.report(&codes::DUPLICATE_FIELD, value.span, message);
                }
            }
        }
        reader
    }

    /// Takes a field; what is taken does not become an extra field.
    pub(crate) fn take(&mut self, name: &str) -> Option<FieldValue<'e>> {
        self.fields.remove(name)
    }

    /// Takes the first of several fields that there is and is not empty.
    pub(crate) fn take_first(&mut self, names: &[&str]) -> Option<FieldValue<'e>> {
        let name = names
            .iter()
            .find(|name| self.fields.get(name).is_some_and(|field| !field.tex.trim().is_empty()))?;
        self.fields.remove(name)
    }

    /// Looks at a field without taking it.
    pub(crate) fn peek(&self, name: &str) -> Option<FieldValue<'e>> {
        self.fields.get(name)
    }

    /// Puts a field back whose value could not be used.
    pub(crate) fn give_back(&mut self, name: &'e str, field: FieldValue<'e>) {
        self.fields.insert(name, field);
    }

    /// Sets a variable and notes where its value stands.
    pub(crate) fn set(&mut self, variable: impl Into<Variable>, value: Value, span: Span) {
        let variable = variable.into();
        if self.record.set(variable, value) {
            let provenance = Provenance { origin: Origin::Input(span), confidence: 1.0 };
            self.record.provenance.insert(variable, provenance);
        }
    }

    /// Adds a finding about this entry.
    pub(crate) fn report(&mut self, code: &'static CodeInfo, span: Span, message: String) {
        let mut finding = Diagnostic::new(code, message).at(span);
        finding.record = (!self.record.id.is_empty()).then(|| self.record.id.clone());
        self.diagnostics.push(finding);
    }

    /// Reports unknown commands, each once per entry.
    pub(crate) fn unknown(&mut self, commands: Vec<String>, span: Span) {
        for command in commands {
            if self.unknown.insert(command.clone()) {
                let message =
                    format!("the TeX command `\\{command}` is unknown; its argument is kept");
                self.report(&codes::UNKNOWN_MACRO, span, message);
            }
        }
    }

    /// Keeps a field that CSL has no variable for.
    pub(crate) fn keep(&mut self, name: &str, tex: &str) {
        let (format, name, value) = (FORMAT.to_owned(), name.to_owned(), tex.to_owned());
        self.record.extra.push(ExtraField { format, name, value });
    }

    /// Keeps all own fields that were not taken, in the order of the entry.
    fn keep_rest(&mut self, keys: &BTreeSet<String>) {
        let mut rest: Vec<(&str, FieldValue)> = std::mem::take(&mut self.fields).list;
        rest.append(&mut self.doubled);
        rest.retain(|(_, field)| field.own && !field.tex.trim().is_empty());
        rest.sort_by_key(|(_, field)| field.order);
        for (name, field) in rest {
            // What was inherited is in the record now; a reference that leads nowhere is kept.
            let resolved =
                |tex: &str| tex.split(',').all(|key| keys.contains(&key.trim().to_lowercase()));
            if matches!(name, "crossref" | "xdata") && resolved(field.tex) {
                continue;
            }
            self.keep(name, field.tex);
        }
    }
}
