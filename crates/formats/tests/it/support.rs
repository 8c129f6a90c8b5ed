//! What all tests use.

use refsmith_formats::{by_name, text_of};
use refsmith_model::{Losses, Parsed, Record};

/// Reads a text in a format.
pub(crate) fn read(format: &str, text: &str) -> Parsed<Vec<Record>> {
    by_name(format).unwrap().reader().unwrap().read(text)
}

/// Writes records in a format.
pub(crate) fn write(format: &str, records: &[Record]) -> (String, Losses) {
    let mut out = Vec::new();
    let format = by_name(format).unwrap();
    let losses = format.writer().unwrap().write(records, &mut out).unwrap();
    (text_of(format, &out).into_owned(), losses)
}

/// Returns the codes of the findings, in order.
pub(crate) fn codes(parsed: &Parsed<Vec<Record>>) -> Vec<&'static str> {
    parsed.diagnostics.iter().map(|finding| finding.code.code).collect()
}

/// Removes what a format does not carry by its nature: where the values stood in a file.
pub(crate) fn without_provenance(mut record: Record) -> Record {
    record.provenance.clear();
    record
}
