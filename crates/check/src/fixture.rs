//! Small records, references and citations for the tests of the checks.

use refsmith_model::{
    Citation, CitationForm, Date, DateVariable, Diagnostic, ItemType, Name, NameList, NameVariable,
    NumberVariable, ParsedReference, PersonName, Record, ReferenceString, Span, TextVariable,
};

use crate::{Check, Subject};

/// Returns a complete journal article.
pub(crate) fn article(id: &str) -> Record {
    let mut record = authored(id, &["Love, T. M."], 2014);
    record.texts.insert(TextVariable::Title, format!("On {id}").into());
    record.texts.insert(TextVariable::ContainerTitle, "Brain Research".into());
    record
}

/// Returns a journal article with authors written "Family, Given" and a year, without title.
pub(crate) fn authored(id: &str, authors: &[&str], year: i32) -> Record {
    let mut record = Record::new(id, ItemType::ArticleJournal);
    let names = authors.iter().map(|name| match name.split_once(", ") {
        Some((family, given)) => Name::Person(PersonName::new(family, given)),
        None => Name::Institution((*name).to_owned()),
    });
    record.names.insert(NameVariable::Author, NameList::complete(names.collect()));
    record.dates.insert(DateVariable::Issued, Date::from_year(year));
    record
}

/// Sets text variables.
pub(crate) fn with_texts(mut record: Record, texts: &[(TextVariable, &str)]) -> Record {
    for (variable, text) in texts {
        record.texts.insert(*variable, (*text).into());
    }
    record
}

/// Sets number variables.
pub(crate) fn with_numbers(mut record: Record, numbers: &[(NumberVariable, &str)]) -> Record {
    for (variable, number) in numbers {
        record.numbers.insert(*variable, (*number).into());
    }
    record
}

/// Returns references for records: ten bytes each, numbered from 1.
pub(crate) fn references(records: &[Record]) -> Vec<ParsedReference> {
    let reference = |(idx, record): (usize, &Record)| ParsedReference {
        reference: ReferenceString {
            span: Span::new(1000 + 10 * idx, 1009 + 10 * idx),
            marker: None,
            ordinal: u32::try_from(idx + 1).unwrap(),
        },
        record: record.clone(),
        confidence: 1.0,
        diagnostics: Vec::new(),
    };
    records.iter().enumerate().map(reference).collect()
}

/// Returns numeric citations of three bytes each.
pub(crate) fn cited(targets: &[&[u32]]) -> Vec<Citation> {
    let citation = |(idx, targets): (usize, &&[u32])| Citation {
        span: Span::new(10 * idx, 10 * idx + 3),
        form: CitationForm::Numeric,
        targets: targets.to_vec(),
        unresolved: Vec::new(),
    };
    targets.iter().enumerate().map(citation).collect()
}

/// Runs one check.
pub(crate) fn found(check: &dyn Check, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    check.run(subject, &mut out);
    out
}

/// Runs one check over records that were read from a list.
pub(crate) fn found_in_list(check: &dyn Check, records: &[Record]) -> Vec<Diagnostic> {
    let references = references(records);
    found(check, &Subject { references: &references, ..Subject::library(records) })
}

/// Runs one check over a library of one record and returns the messages.
pub(crate) fn messages(check: &dyn Check, record: &Record) -> Vec<String> {
    let records = std::slice::from_ref(record);
    found(check, &Subject::library(records)).into_iter().map(|finding| finding.message).collect()
}
