//! From the fields of an entry to a record, by the table of the format.

use std::borrow::Cow;

use refsmith_model::{
    CodeInfo, Date, Diagnostic, Doi, ExtraField, Name, NameList, Number, NumberVariable,
    PartialDate, Record, RichText, Span, TextVariable, Variable,
};

use super::values::{self, CUT, Value};
use super::{FieldRow, Form, Mapping, To};
use crate::places::Places;
use crate::{carry, findings, html, text};

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

/// Reads an entry.
pub(crate) fn record(
    mapping: &Mapping,
    kind: Kind<'_>,
    fields: Vec<Field<'_>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Record {
    RecordReader::new(mapping).record(kind, &fields, diagnostics)
}

/// Reads entries one after the other, in memory that is reserved once.
pub(crate) struct RecordReader<'m> {
    mapping: &'m Mapping,
    /// The field that holds the type, where it stands among the others.
    type_field: Option<&'static str>,
    record: Record,
    places: Places,
    page_last: Option<Number>,
    findings: Vec<Diagnostic>,
}

impl<'m> RecordReader<'m> {
    /// Creates a reader of entries whose type stands apart.
    pub(crate) fn new(mapping: &'m Mapping) -> Self {
        Self {
            mapping,
            type_field: None,
            record: Record::default(),
            places: Places::default(),
            page_last: None,
            findings: Vec::new(),
        }
    }

    /// Creates a reader of entries whose type is one of the fields.
    pub(crate) fn of_flat(mapping: &'m Mapping) -> Self {
        Self { type_field: Some(mapping.type_field), ..Self::new(mapping) }
    }

    /// Reads an entry.
    pub(crate) fn record(
        &mut self,
        kind: Kind<'_>,
        fields: &[Field<'_>],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Record {
        self.kind(kind);
        let mut weak = Vec::new();
        for (idx, field) in fields.iter().enumerate() {
            let rows = self.mapping.rows_for(&field.name, self.record.item_type);
            match rows.first() {
                None if self.type_field.is_some_and(|name| field.name == name) => {}
                Some(row) if row.weak => weak.push((field, rows)),
                _ => self.place(field, rows, fields.get(idx + 1..).unwrap_or(&[])),
            }
        }
        for (field, rows) in weak {
            self.place(field, rows, &[]);
        }
        self.finish();
        diagnostics.append(&mut self.findings);
        self.record.take_all()
    }

    fn report(&mut self, code: &'static CodeInfo, message: String, span: Option<Span>) {
        let mut finding = Diagnostic::new(code, message);
        finding.span = span;
        self.findings.push(finding);
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
            format: self.mapping.format.into(),
            name: name.into(),
            value: value.to_owned(),
        });
    }

    /// Finds a place for a field: the first row that takes it, or `extra`.
    fn place(&mut self, field: &Field<'_>, rows: &[&'static FieldRow], behind: &[Field<'_>]) {
        if matches!(&field.value, Value::Text(text) if text::trim(text).is_empty()) {
            return;
        }
        for row in rows {
            if self.take(row, field, behind) {
                if let (To::Variable(variable), Some(span)) = (row.to, field.span) {
                    self.places.set(variable, span);
                }
                return;
            }
        }
        let value = field.value.as_text(self.mapping.names, self.mapping.dates);
        self.keep(&field.name, value.trim());
    }

    /// Puts a value in the place that a row gives it; returns `false` when it does not belong there.
    fn take(&mut self, row: &FieldRow, field: &Field<'_>, behind: &[Field<'_>]) -> bool {
        match row.to {
            To::Id => {
                let Value::Text(text) = &field.value else { return false };
                let free = self.record.id.is_empty();
                if free {
                    text::trim(text).clone_into(&mut self.record.id);
                }
                free
            }
            To::Variable(Variable::Text(name)) => self.text(row.form, name, &field.value),
            To::Variable(Variable::Number(name)) => {
                if let (Form::Usual | Form::FirstPage | Form::LastPage, Value::Text(text)) =
                    (row.form, &field.value)
                    && html::is_plain(text)
                {
                    return self.number(row.form, name, Number::new(text::trim(text)));
                }
                let Some(text) = self.shaped(row.form, &field.value) else { return false };
                self.number(row.form, name, Number::new(text.plain))
            }
            To::Variable(Variable::Name(role)) => {
                let name = match &field.value {
                    Value::Name(name) => Some(name.clone()),
                    value => {
                        let text = value.as_text(self.mapping.names, self.mapping.dates);
                        values::read_name(&text, self.mapping.names)
                    }
                };
                let Some(name) = name else { return true };
                match self.record.names.get_mut(&role) {
                    Some(list) => list.names.push(name),
                    None => {
                        // The names of a list stand together.
                        let more = behind.iter().take_while(|other| other.name == field.name);
                        let mut names = Vec::with_capacity(more.count() + 1);
                        names.push(name);
                        self.record.names.insert(role, NameList::complete(names));
                    }
                }
                true
            }
            To::Variable(Variable::Date(_)) => self.date(row, field),
        }
    }

    fn text(&mut self, form: Form, name: TextVariable, value: &Value<'_>) -> bool {
        let separator = match form {
            Form::List | Form::Semicolons => ", ",
            Form::Lines => "\n",
            _ => "",
        };
        // One of many keywords needs no memory of its own.
        if let (Form::List | Form::Lines, Value::Text(text), Some(old)) =
            (form, value, self.record.texts.get_mut(&name))
            && html::is_plain(text)
        {
            old.plain.push_str(separator);
            old.plain.push_str(text::trim(text));
            return true;
        }
        let Some(text) = self.shaped(form, value) else { return false };
        if text.plain.is_empty() {
            return false;
        }
        match self.record.texts.get_mut(&name) {
            None => drop(self.record.texts.insert(name, text)),
            Some(old) if !separator.is_empty() => append(old, separator, &text),
            Some(old) => return *old == text,
        }
        true
    }

    /// Returns a text without what the form puts around it, or `None` when it is not of this form.
    fn shaped(&self, form: Form, value: &Value<'_>) -> Option<RichText> {
        let text = match value {
            Value::Rich(text) if matches!(form, Form::Usual | Form::List | Form::Lines) => {
                return Some(text.clone());
            }
            Value::Text(text) => Cow::Borrowed(text::trim(text)),
            value => value.as_text(self.mapping.names, self.mapping.dates),
        };
        match form {
            Form::Semicolons => {
                let parts: Vec<&str> =
                    text.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
                Some(html::read(&parts.join(", ")))
            }
            Form::Doi => Some(RichText::from(values::bare_doi(&text))),
            Form::OnlyDoi => {
                let doi = values::bare_doi(&text);
                Doi::parse(doi).is_ok().then(|| RichText::from(doi))
            }
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

    fn number(&mut self, form: Form, name: NumberVariable, number: Number) -> bool {
        if number.as_str().is_empty() {
            return true;
        }
        if form == Form::LastPage {
            let free = self.page_last.is_none();
            if free {
                self.page_last = Some(number);
            }
            return free;
        }
        match self.record.numbers.get(&name) {
            None => {
                self.record.numbers.insert(name, number);
                true
            }
            Some(old) => *old == number,
        }
    }

    fn date(&mut self, row: &FieldRow, field: &Field<'_>) -> bool {
        let To::Variable(Variable::Date(name)) = row.to else { return false };
        let (date, whole) = match &field.value {
            Value::Date(date) => (date.clone(), true),
            value => {
                let text = value.as_text(self.mapping.names, self.mapping.dates);
                match values::read_date(&text, self.mapping.dates) {
                    Some(read) => (read.date, read.whole),
                    None if row.form == Form::DateOnly => return false,
                    None => (Date::Literal(text.trim().to_owned()), true),
                }
            }
        };
        if !whole {
            let value = field.value.as_text(self.mapping.names, self.mapping.dates);
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

    fn finish(&mut self) {
        self.record.provenance = self.places.take();
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
        for finding in &mut self.findings {
            finding.record = (!id.is_empty()).then(|| id.clone());
        }
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
        let page = match first {
            None => last,
            Some(first) => {
                let head = first.as_str().strip_suffix(last.as_str());
                match head {
                    Some("") => first,
                    Some(head) if head.ends_with('-') => first,
                    _ => Number::new([first.as_str(), "-", last.as_str()].concat()),
                }
            }
        };
        self.record.numbers.insert(NumberVariable::Page, page);
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
