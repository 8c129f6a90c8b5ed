//! What the tests share: the seed article, and names and years for made-up records.

use std::path::PathBuf;

use refsmith_extract::segment::{self, ReferenceList};
use refsmith_extract::{citations, input};
use refsmith_model::{
    Citation, Date, DateVariable, ItemType, Name, NameList, NameVariable, PersonName, Record,
    SourceDocument,
};

/// A document with all that is found in it.
pub(crate) struct Found {
    pub(crate) document: SourceDocument,
    pub(crate) list: ReferenceList,
    pub(crate) citations: Vec<Citation>,
    pub(crate) codes: Vec<&'static str>,
}

/// Runs everything on the bytes of a file called `name`.
pub(crate) fn run(name: &str, bytes: &[u8], records: &[Record]) -> Found {
    let read = input::read(name, bytes, None);
    let document = read.value;
    let list = segment::references(&document);
    let citations = citations::link(&document, &list.value, records);
    let findings = read.diagnostics.iter().chain(&list.diagnostics);
    let codes = findings.map(|finding| finding.code.code).collect();
    Found { document, list: list.value, citations, codes }
}

impl Found {
    /// The references as they stand in the text.
    pub(crate) fn references(&self) -> Vec<&str> {
        let spans = self.list.references.iter().map(|reference| reference.span);
        spans.map(|span| self.document.text.slice(span)).collect()
    }

    /// The bytes of the input that each reference was made from.
    pub(crate) fn reference_bytes<'a>(&self, bytes: &'a [u8]) -> Vec<&'a [u8]> {
        let spans = self.list.references.iter().map(|reference| reference.span);
        let spans = spans.map(|span| self.document.text.input_span(span));
        spans.map(|span| &bytes[span.start()..span.end()]).collect()
    }

    /// The citations as they stand in the text, with their targets.
    pub(crate) fn cited(&self) -> Vec<(&str, Vec<u32>)> {
        let cite = |found: &Citation| found.targets.clone();
        self.citations.iter().map(|c| (self.document.text.slice(c.span), cite(c))).collect()
    }
}

/// Makes a record of family names and a year.
pub(crate) fn record(families: &[&str], year: i32) -> Record {
    let mut record = Record::new(format!("{}{year}", families[0]), ItemType::ArticleJournal);
    let person = |family: &&str| Name::Person(PersonName::new(*family, "A."));
    let names = NameList::complete(families.iter().map(person).collect());
    record.names.insert(NameVariable::Author, names);
    record.dates.insert(DateVariable::Issued, Date::from_year(year));
    record
}

/// Reads a file of the shared data, or says that it is skipped.
#[expect(clippy::disallowed_methods, reason = "tests may look for their data")]
pub(crate) fn shared(path: &str) -> Option<String> {
    let root = std::env::var_os("REFSMITH_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let found = std::fs::read_to_string(root.join(path)).ok();
    if found.is_none() {
        println!("skipped: ../shared not found");
    }
    found
}
