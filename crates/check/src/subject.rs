//! [`Subject`]: what the checks look at, and where its parts stand.

use std::borrow::Cow;

use refsmith_model::{
    Citation, CodeInfo, Diagnostic, Origin, ParsedReference, Record, SourceText, Span,
    TextVariable, Variable,
};

/// What the checks look at: a library of records, or an article with its list and citations.
#[derive(Debug, Clone, Copy, Default)]
pub struct Subject<'a> {
    /// The text that spans index; `None` when the records come from nowhere a place can be shown.
    pub text: Option<&'a SourceText>,
    /// The records, in the order of the file or list.
    pub records: &'a [Record],
    /// The references the records were read from, in the same order; empty for a library file.
    pub references: &'a [ParsedReference],
    /// The citations of the article, in the order of the text; `None` when the input is no article.
    pub citations: Option<&'a [Citation]>,
    /// Whether the list prints a number before each reference.
    pub list_is_numbered: bool,
    /// The current year, for dates in the future; `None` when it is not known.
    pub this_year: Option<i32>,
}

impl<'a> Subject<'a> {
    /// Creates a subject of records alone, as they come from a library file.
    pub fn library(records: &'a [Record]) -> Self {
        Self { records, ..Self::default() }
    }

    /// Tells whether the records were read from a printed list rather than from a library file.
    pub fn is_list(&self) -> bool {
        !self.references.is_empty()
    }

    /// Returns the number citations use for a record: printed, or its position from 1.
    pub fn ordinal(&self, idx: usize) -> u32 {
        match self.references.get(idx) {
            Some(parsed) => parsed.reference.ordinal,
            None => u32::try_from(idx + 1).unwrap_or(u32::MAX),
        }
    }

    /// Returns where a record stands: its reference, or the first of its values in the input.
    pub fn place(&self, idx: usize) -> Option<Span> {
        if let Some(parsed) = self.references.get(idx) {
            return Some(parsed.reference.span);
        }
        let origins = self.records.get(idx)?.provenance.values();
        origins.filter_map(|provenance| input_span(&provenance.origin)).min()
    }

    /// Returns where a variable of a record stands in the input, if it stands there.
    pub fn value_span(&self, idx: usize, variable: impl Into<Variable>) -> Option<Span> {
        let provenance = self.records.get(idx)?.provenance.get(&variable.into())?;
        input_span(&provenance.origin)
    }

    /// Returns the text that `span` covers; empty without a text.
    pub(crate) fn slice(&self, span: Span) -> &'a str {
        self.text.map_or("", |text| text.slice(span))
    }

    /// Creates a finding about a record, at the record's place.
    pub(crate) fn finding(
        &self,
        code: &'static CodeInfo,
        idx: usize,
        message: impl Into<String>,
    ) -> Diagnostic {
        let mut finding = Diagnostic::new(code, message);
        finding.span = self.place(idx);
        finding.record = self.records.get(idx).map(|record| record.id.clone());
        finding
    }

    /// Creates a finding about one variable of a record, at the place of its value.
    pub(crate) fn value_finding(
        &self,
        code: &'static CodeInfo,
        idx: usize,
        variable: impl Into<Variable>,
        message: impl Into<String>,
    ) -> Diagnostic {
        let finding = self.finding(code, idx, message);
        match self.value_span(idx, variable) {
            Some(span) => finding.at(span),
            None => finding,
        }
    }

    /// Moves a finding about a value to the part that is wrong, with a replacement, when the input
    /// holds that part as it is in the value.
    pub(crate) fn narrowed(
        &self,
        finding: Diagnostic,
        idx: usize,
        variable: impl Into<Variable>,
        wrong: &str,
        right: &str,
        safe: bool,
    ) -> Diagnostic {
        let Some(span) = self.value_span(idx, variable) else { return finding };
        let Some(offset) = self.slice(span).find(wrong) else { return finding };
        let start = span.start() + offset;
        let part = Span::new(start, start + wrong.len());
        finding.at(part).fix(part, right, safe)
    }
}

/// Returns the span of what stands in the input.
fn input_span(origin: &Origin) -> Option<Span> {
    match origin {
        Origin::Input(span) => Some(*span),
        _ => None,
    }
}

/// Returns the citation key of a record for a message, or where to look when it has none.
pub(crate) fn key_of(record: &Record) -> &str {
    if record.id.is_empty() { "a record without key" } else { &record.id }
}

/// Writes `a`, `a and b`, `a, b and c`.
pub(crate) fn enumeration(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// Returns every text and name of a record as it is written, with its variable. URLs are left out:
/// in them an ampersand before a word is no entity.
pub(crate) fn written_values(record: &Record) -> impl Iterator<Item = (Variable, Cow<'_, str>)> {
    let texts = record
        .texts
        .iter()
        .filter(|(variable, _)| **variable != TextVariable::Url)
        .map(|(variable, text)| (Variable::Text(*variable), Cow::from(&text.plain)));
    let names = record
        .names
        .iter()
        .map(|(variable, list)| (Variable::Name(*variable), Cow::from(list.to_string())));
    texts.chain(names)
}
