//! From entries to records.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use refsmith_model::{
    CodeInfo, Diagnostic, ExtraField, Origin, Parsed, Provenance, Record, Span, Value, Variable,
    VariableMap,
};

use super::inherit::{self, Heirs, SET};
use super::macros::Macros;
use super::raw::{self, Expander, RawEntry, Source};
use super::syntax::{self, Tree};
use super::{FORMAT, codes, read_fields, types};
use crate::carry;

/// Reads a file in either dialect.
pub(crate) fn read(text: &str) -> Parsed<Vec<Record>> {
    let mut tree = syntax::parse(text);
    let mut context = Context::default();
    if raw::has_preamble(&tree) {
        let mut expander = Expander::default();
        expander.allow(text);
        raw::define_macros(&tree, &mut expander, &mut context.macros);
    }
    let mut parsed = context.read(&mut tree, &[]);
    raw::report_not_carried(raw::not_carried(&tree), &mut parsed.diagnostics);
    parsed.diagnostics.sort_by_key(|finding| finding.span.map(|span| span.start));
    parsed
}

/// What is known of a file when its next part is read.
#[derive(Debug, Default)]
pub(crate) struct Context {
    /// TeX commands that the file defines.
    pub(crate) macros: Macros,
    expander: Expander,
    /// The hashes of all keys so far: a file has many of them.
    keys: HashSet<u64>,
}

impl Context {
    /// Reads the entries of a tree; the `others` are entries of other parts of the file.
    pub(crate) fn read(
        &mut self,
        tree: &mut Tree<'_>,
        others: &[RawEntry<'static>],
    ) -> Parsed<Vec<Record>> {
        let mut parsed = Parsed::clean(Vec::with_capacity(tree.entries().count()));
        parsed.diagnostics = tree.take_diagnostics();
        self.expander.allow(tree.text());
        let refers = |block| tree.fields(block).iter().any(|field| raw::refers(tree, field));
        let inherits = tree.entries().any(refers);
        let mut source = Source::new(tree);
        if inherits {
            let next = || source.next_entry(&mut self.expander, |_| true);
            let entries: Vec<RawEntry> = std::iter::from_fn(next).collect();
            let all: Vec<&RawEntry> = others.iter().chain(&entries).collect();
            let is_known = |key: &str| self.keys.contains(&hash(key));
            let found = &mut parsed.diagnostics;
            let heirs = inherit::resolve(&all, others.len(), is_known, found);
            for (entry, idx) in entries.iter().zip(others.len()..) {
                self.add(entry, idx, &heirs, &mut parsed);
            }
        } else {
            let heirs = Heirs::default();
            while let Some(entry) = source.next_entry(&mut self.expander, |_| true) {
                self.add(&entry, 0, &heirs, &mut parsed);
            }
        }
        parsed.diagnostics.append(&mut self.expander.diagnostics);
        parsed
    }

    /// Adds the record of an entry and of what it inherits.
    fn add(
        &mut self,
        entry: &RawEntry<'_>,
        idx: usize,
        heirs: &Heirs,
        parsed: &mut Parsed<Vec<Record>>,
    ) {
        // A container of fields for others is no work itself.
        if entry.kind == "xdata" {
            return;
        }
        let diagnostics = &mut parsed.diagnostics;
        if entry.key.is_empty() {
            let message = format!("expected a citation key behind `@{}`", entry.kind);
            diagnostics.push(Diagnostic::new(&codes::MISSING_KEY, message).at(entry.place));
        } else if !self.keys.insert(hash(&entry.key)) {
            let message = format!("the key `{}` is used before", entry.key);
            let finding = Diagnostic::new(&codes::DUPLICATE_KEY, message).at(entry.place);
            diagnostics.push(finding.about(entry.key.as_ref()).help("both entries are kept"));
        }
        let mut reader = EntryReader::new(entry, idx, heirs, &self.macros, diagnostics);
        read_fields::read(&mut reader);
        carry::unfold(&mut reader.record);
        reader.keep_rest(heirs);
        parsed.value.push(reader.record);
    }
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
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

/// Returns the slot of a name; names are spread well by their length and three letters.
const fn slot(name: &str) -> usize {
    const fn letter(bytes: &[u8], at: usize) -> usize {
        if at < bytes.len() { bytes[at] as usize } else { 0 }
    }
    let bytes = name.as_bytes();
    let last = letter(bytes, bytes.len().wrapping_sub(1));
    (bytes.len() * 5 + letter(bytes, 0) * 7 + letter(bytes, 3) * 3 + last) % 64
}

/// The name of a field that is looked for in every entry, with its slot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldName {
    text: &'static str,
    slot: usize,
}

impl FieldName {
    /// Prepares a name, in lower case.
    pub(crate) const fn new(text: &'static str) -> Self {
        Self { text, slot: slot(text) }
    }
}

fn is_blank(tex: &str) -> bool {
    tex.bytes().all(|byte| byte.is_ascii_whitespace())
}

/// The fields of an entry by name: lists that begin in one of a few slots.
#[derive(Debug)]
struct Fields<'e> {
    list: Vec<Slotted<'e>>,
    /// The field of each slot that came last, counted from 1; 0 where there is none.
    slots: [u16; 64],
}

/// A field, and the one of the same slot before it.
#[derive(Debug)]
struct Slotted<'e> {
    name: &'e str,
    value: FieldValue<'e>,
    before: u16,
    taken: bool,
}

impl<'e> Fields<'e> {
    fn with_capacity(capacity: usize) -> Self {
        Self { list: Vec::with_capacity(capacity), slots: [0; 64] }
    }

    fn position(&self, name: &str, slot: usize) -> Option<usize> {
        let mut at = self.slots.get(slot).copied().unwrap_or(0);
        while let Some(idx) = usize::from(at).checked_sub(1) {
            let field = self.list.get(idx)?;
            if !field.taken && field.name == name {
                return Some(idx);
            }
            at = field.before;
        }
        None
    }

    fn get(&self, name: &str) -> Option<FieldValue<'e>> {
        self.list.get(self.position(name, slot(name))?).map(|field| field.value)
    }

    /// Adds a field; of more than 65,535 the last ones are in the list only.
    fn insert(&mut self, name: &'e str, value: FieldValue<'e>) {
        let number = u16::try_from(self.list.len() + 1).ok();
        let mut before = 0;
        if let (Some(number), Some(slot)) = (number, self.slots.get_mut(slot(name))) {
            before = std::mem::replace(slot, number);
        }
        self.list.push(Slotted { name, value, before, taken: false });
    }

    fn remove(&mut self, name: &str) -> Option<FieldValue<'e>> {
        let idx = self.position(name, slot(name))?;
        self.take(idx)
    }

    /// Takes the field of a name, unless it is empty.
    fn remove_filled(&mut self, name: &str, slot: usize) -> Option<FieldValue<'e>> {
        let idx = self.position(name, slot)?;
        let filled = self.list.get(idx).is_some_and(|field| !is_blank(field.value.tex));
        if filled { self.take(idx) } else { None }
    }

    fn take(&mut self, idx: usize) -> Option<FieldValue<'e>> {
        let field = self.list.get_mut(idx)?;
        field.taken = true;
        Some(field.value)
    }

    /// Returns what was not taken.
    fn rest(&self) -> impl Iterator<Item = (&'e str, FieldValue<'e>)> {
        self.list.iter().filter(|field| !field.taken).map(|field| (field.name, field.value))
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
        idx: usize,
        heirs: &Heirs<'e>,
        macros: &'e Macros,
        diagnostics: &'d mut Vec<Diagnostic>,
    ) -> Self {
        let inherited = heirs.of(idx);
        let kind = heirs.kind_of(idx).unwrap_or(&entry.kind);
        let item_type = types::read(kind);
        let mut reader = Self {
            record: Record {
                texts: VariableMap::with_capacity(entry.fields.len().min(8)),
                provenance: VariableMap::with_capacity(entry.fields.len()),
                ..Record::new(entry.key.as_ref(), item_type.unwrap_or_default())
            },
            kind,
            macros,
            fields: Fields::with_capacity(entry.fields.len() + inherited.len()),
            doubled: Vec::new(),
            unknown: BTreeSet::new(),
            diagnostics,
        };
        if item_type.is_none() || entry.kind == SET {
            reader.keep("entrytype", &entry.kind);
        }
        // A set whose member is not there is reported for that.
        if item_type.is_none() && entry.kind != SET {
            let message = format!("the entry type `{}` is unknown, read as `document`", entry.kind);
            reader.report(&codes::UNKNOWN_TYPE, entry.place, message);
        }
        let own = entry.fields.iter().map(|field| (field.name.as_ref(), field, true));
        let taken_over = inherited.iter().map(|field| (field.name, field.field, false));
        for (order, (name, field, own)) in own.chain(taken_over).enumerate() {
            // What stands in another part of the file has no place in this one.
            let span = if field.span == Span::default() { entry.place } else { field.span };
            let value = FieldValue { tex: &field.tex, span, own, order };
            match reader.fields.get(name) {
                None => reader.fields.insert(name, value),
                Some(first) if !own || first.tex == value.tex => {}
                Some(_) => {
                    reader.doubled.push((name, value));
                    let message = format!("the field `{name}` occurs twice; the first one counts");
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
        names.iter().find_map(|name| self.fields.remove_filled(name, slot(name)))
    }

    /// Tells whether there may be a field of this name: its slot is not empty.
    pub(crate) fn has(&self, name: FieldName) -> bool {
        self.fields.slots.get(name.slot).is_some_and(|slot| *slot > 0)
    }

    /// Takes a field that is looked for in every entry, if it is there and not empty.
    pub(crate) fn take_named(&mut self, name: FieldName) -> Option<FieldValue<'e>> {
        self.fields.remove_filled(name.text, name.slot)
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
                let message = format!(
                    "the TeX command `\\{command}` is unknown; its argument or its name is kept"
                );
                self.report(&codes::UNKNOWN_MACRO, span, message);
            }
        }
    }

    /// Keeps a field that CSL has no variable for.
    pub(crate) fn keep(&mut self, name: &str, tex: &str) {
        let (format, name, value) = (FORMAT.into(), name.into(), tex.to_owned());
        self.record.extra.push(ExtraField { format, name, value });
    }

    /// Keeps all own fields that were not taken, in the order of the entry.
    fn keep_rest(&mut self, heirs: &Heirs) {
        let doubled = self.doubled.drain(..);
        let mut rest: Vec<(&str, FieldValue)> = Vec::with_capacity(self.fields.list.len());
        let kept = |(_, field): &(&str, FieldValue)| field.own && !is_blank(field.tex);
        rest.extend(self.fields.rest().chain(doubled).filter(kept));
        rest.sort_by_key(|(_, field)| field.order);
        self.record.extra.reserve_exact(rest.len());
        for (name, field) in rest {
            // What was inherited is in the record now; a reference that leads nowhere is kept.
            let resolved = |tex: &str| tex.split(',').all(|key| heirs.has_key(key.trim()));
            if matches!(name, "crossref" | "xdata") && resolved(field.tex) {
                continue;
            }
            self.keep(name, field.tex);
        }
    }
}
