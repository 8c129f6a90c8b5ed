//! From the fields of an entry to a record, by the table of the format.

use std::borrow::Cow;

use refsmith_model::{
    CodeInfo, Date, Diagnostic, ExtraField, Name, NameList, Number, NumberVariable, Origin,
    PartialDate, Provenance, Record, RichText, Span, Variable,
};

use super::values::{self, CUT, Value};
use super::{FieldRow, Form, Mapping, To};
use crate::{carry, findings, html};

/// A field as the syntax of the format gives it.
#[derive(Debug, Clone)]
pub(crate) struct Field<'t> {
    pub(crate) name: Cow<'t, str>,
    pub(crate) value: Value<'t>,
    pub(crate) span: Option<Span>,
}

impl<'t> Field<'t> {
    /// Creates a field of text.
    pub(crate) fn text(
        name: impl Into<Cow<'t, str>>,
        value: impl Into<Cow<'t, str>>,
        span: Option<Span>,
    ) -> Self {
        Self { name: name.into(), value: Value::Text(value.into()), span }
    }
}

/// What an entry says its type is, and where.
pub(crate) type Kind<'t> = Option<(&'t str, Option<Span>)>;

struct EntryReader<'m, 'd> {
    mapping: &'m Mapping,
    record: Record,
    page_last: Option<String>,
    diagnostics: &'d mut Vec<Diagnostic>,
    first_finding: usize,
}

/// Reads an entry.
pub(crate) fn record(
    mapping: &Mapping,
    kind: Kind<'_>,
    fields: Vec<Field<'_>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Record {
    let first_finding = diagnostics.len();
    let mut reader = EntryReader {
        mapping,
        record: Record::default(),
        page_last: None,
        diagnostics,
        first_finding,
    };
    reader.kind(kind);
    let mut weak = Vec::new();
    for field in fields {
        let item_type = reader.record.item_type;
        let first = mapping.rows_of(&field.name).find(|row| row.on.holds(item_type));
        match first {
            Some(row) if row.weak => weak.push(field),
            _ => reader.place(field),
        }
    }
    for field in weak {
        reader.place(field);
    }
    reader.finish()
}

impl EntryReader<'_, '_> {
    fn report(&mut self, code: &'static CodeInfo, message: String, span: Option<Span>) {
        let mut finding = Diagnostic::new(code, message);
        finding.span = span;
        self.diagnostics.push(finding);
    }

    fn kind(&mut self, kind: Kind<'_>) {
        let Some((name, span)) = kind.filter(|(name, _)| !name.trim().is_empty()) else { return };
        match self.mapping.item_type(name) {
            Some(item_type) => self.record.item_type = item_type,
            None => {
                let name = name.trim();
                self.keep(self.mapping.type_field, name);
                let message = format!(
                    "expected a type of {}, found `{name}`; read as `document`",
                    self.mapping.format
                );
                self.report(&findings::UNKNOWN_TYPE, message, span);
            }
        }
    }

    fn keep(&mut self, name: &str, value: &str) {
        self.record.extra.push(ExtraField {
            format: self.mapping.format.to_owned(),
            name: name.to_owned(),
            value: value.to_owned(),
        });
    }

    /// Finds a place for a field: the first row that takes it, or `extra`.
    fn place(&mut self, field: Field<'_>) {
        if matches!(&field.value, Value::Text(text) if text.trim().is_empty()) {
            return;
        }
        let item_type = self.record.item_type;
        for row in self.mapping.rows_of(&field.name).filter(|row| row.on.holds(item_type)) {
            if self.take(row, &field) {
                if let (To::Variable(variable), Some(span)) = (row.to, field.span)
                    && !self.record.provenance.contains_key(&variable)
                {
                    let provenance = Provenance { origin: Origin::Input(span), confidence: 1.0 };
                    self.record.provenance.insert(variable, provenance);
                }
                return;
            }
        }
        let value = field.value.to_text(self.mapping.names, self.mapping.dates);
        self.keep(&field.name, value.trim());
    }

    /// Puts a value in the place that a row gives it; returns `false` when it does not belong there.
    fn take(&mut self, row: &FieldRow, field: &Field<'_>) -> bool {
        match row.to {
            To::Id => {
                let Value::Text(text) = &field.value else { return false };
                let free = self.record.id.is_empty();
                if free {
                    text.trim().clone_into(&mut self.record.id);
                }
                free
            }
            To::Variable(Variable::Text(name)) => {
                let Some(text) = self.shaped(row.form, &field.value) else { return false };
                if text.plain.is_empty() {
                    return false;
                }
                match (self.record.texts.get_mut(&name), row.form) {
                    (None, _) => drop(self.record.texts.insert(name, text)),
                    (Some(old), Form::List | Form::Semicolons) => append(old, ", ", &text),
                    (Some(old), Form::Lines) => append(old, "\n", &text),
                    (Some(old), _) => return *old == text,
                }
                true
            }
            To::Variable(Variable::Number(name)) => {
                let Some(text) = self.shaped(row.form, &field.value) else { return false };
                self.number(row.form, name, text.plain)
            }
            To::Variable(Variable::Name(role)) => {
                let name = match &field.value {
                    Value::Name(name) => Some(name.clone()),
                    value => {
                        let text = value.to_text(self.mapping.names, self.mapping.dates);
                        values::read_name(&text, self.mapping.names)
                    }
                };
                let Some(name) = name else { return true };
                match self.record.names.get_mut(&role) {
                    Some(list) => list.names.push(name),
                    None => {
                        self.record.names.insert(role, NameList::complete(vec![name]));
                    }
                }
                true
            }
            To::Variable(Variable::Date(_)) => self.date(row, field),
        }
    }

    /// Returns a text without what the form puts around it, or `None` when it is not of this form.
    fn shaped(&self, form: Form, value: &Value<'_>) -> Option<RichText> {
        let text = match value {
            Value::Rich(text) if matches!(form, Form::Usual | Form::List | Form::Lines) => {
                return Some(text.clone());
            }
            Value::Text(text) => Cow::Borrowed(text.trim()),
            value => Cow::Owned(value.to_text(self.mapping.names, self.mapping.dates)),
        };
        match form {
            Form::Semicolons => {
                let parts: Vec<&str> =
                    text.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
                Some(html::read(&parts.join(", ")))
            }
            Form::Doi => Some(RichText::from(values::bare_doi(&text))),
            Form::Isbn => matches!(values::standard_number_length(&text), 9 | 10 | 13)
                .then(|| RichText::from(text.as_ref())),
            Form::Issn => {
                (values::standard_number_length(&text) == 8).then(|| RichText::from(text.as_ref()))
            }
            Form::Between(before, after) => {
                let inner = text.strip_prefix(before)?.strip_suffix(after)?;
                Some(RichText::from(inner.trim()))
            }
            Form::Word(word, means) => {
                text.eq_ignore_ascii_case(word).then(|| RichText::from(means))
            }
            _ => Some(html::read(&text)),
        }
    }

    fn number(&mut self, form: Form, name: NumberVariable, text: String) -> bool {
        if text.is_empty() {
            return true;
        }
        if form == Form::LastPage {
            let free = self.page_last.is_none();
            if free {
                self.page_last = Some(text);
            }
            return free;
        }
        match self.record.number(name) {
            None => {
                self.record.numbers.insert(name, Number::new(text));
                true
            }
            Some(old) => old == text,
        }
    }

    fn date(&mut self, row: &FieldRow, field: &Field<'_>) -> bool {
        let To::Variable(Variable::Date(name)) = row.to else { return false };
        let (date, whole) = match &field.value {
            Value::Date(date) => (date.clone(), true),
            value => {
                let text = value.to_text(self.mapping.names, self.mapping.dates);
                match values::read_date(&text, self.mapping.dates) {
                    Some(read) => (read.date, read.whole),
                    None if row.form == Form::DateOnly => return false,
                    None => (Date::Literal(text.trim().to_owned()), true),
                }
            }
        };
        if !whole {
            let value = field.value.to_text(self.mapping.names, self.mapping.dates);
            let message =
                format!("expected a date as `{}`, found `{value}`; read as `{date}`", field.name);
            self.report(&findings::BAD_DATE, message, field.span);
            self.keep(&field.name, &value);
        } else if let Date::Literal(text) = &date
            && !matches!(field.value, Value::Date(_))
        {
            let message =
                format!("expected a date as `{}`, found `{text}`; kept as it is", field.name);
            self.report(&findings::BAD_DATE, message, field.span);
        }
        match self.record.dates.get_mut(&name) {
            None => drop(self.record.dates.insert(name, date)),
            Some(old) if *old == date => {}
            Some(old) if old.year() == date.year() && old.year().is_some() => {
                if exactness(&date) > exactness(old) {
                    *old = date;
                }
            }
            Some(old @ Date::Literal(_)) if row.form == Form::Year => *old = date,
            Some(old) => {
                let message =
                    format!("another date, `{date}`, stands beside `{old}`, which is taken");
                self.report(&findings::SECOND_VALUE, message, field.span);
                return false;
            }
        }
        true
    }

    fn finish(mut self) -> Record {
        self.pages();
        for list in self.record.names.values_mut() {
            let cut = list.names.len() > 1
                && matches!(list.names.last(), Some(Name::Institution(name)) if CUT.contains(&name.as_str()));
            if cut {
                list.names.pop();
                list.truncated_after = Some(list.names.len());
            }
        }
        if let Some(carrier) = self.mapping.carrier {
            carry::unfold_extra(&mut self.record, self.mapping.format, carrier);
        }
        carry::unfold(&mut self.record);
        let id = &self.record.id;
        for finding in self.diagnostics.iter_mut().skip(self.first_finding) {
            finding.record = (!id.is_empty()).then(|| id.clone());
        }
        self.record.shrink_to_fit();
        self.record
    }

    /// Joins first and last page.
    fn pages(&mut self) {
        let Some(last) = self.page_last.take() else { return };
        // Where a first page alone is the number of pages of a book, with a last page it is none.
        let first = self.record.numbers.remove(&NumberVariable::Page).or_else(|| {
            let form = |row: &&FieldRow| {
                row.form == Form::FirstPage
                    && row.to == To::Variable(NumberVariable::NumberOfPages.into())
                    && row.on.holds(self.record.item_type)
            };
            self.mapping.fields.iter().find(form)?;
            self.record.numbers.remove(&NumberVariable::NumberOfPages)
        });
        let page = match first.as_ref().map(Number::as_str) {
            None => last,
            Some(first) if first == last || first.ends_with(&format!("-{last}")) => {
                first.to_owned()
            }
            Some(first) => format!("{first}-{last}"),
        };
        self.record.numbers.insert(NumberVariable::Page, Number::new(page));
    }
}

/// Ranks dates of one year by how much they say.
fn exactness(date: &Date) -> u8 {
    let of = |date: &PartialDate| {
        u8::from(date.month.is_some() || date.season.is_some())
            + u8::from(date.day.is_some())
            + 2 * u8::from(date.approximate || date.uncertain)
    };
    match date {
        Date::On(date) => of(date),
        Date::Interval(_) => 4,
        Date::Literal(_) => 0,
    }
}

fn append(old: &mut RichText, separator: &str, text: &RichText) {
    old.plain.push_str(separator);
    let shift = u32::try_from(old.plain.len()).unwrap_or(u32::MAX);
    old.plain.push_str(&text.plain);
    for (run, mark) in &text.marks {
        let run = run.start.saturating_add(shift)..run.end.saturating_add(shift);
        old.marks.push((run, *mark));
    }
}
