//! The only place that joins the workers: bytes in, records, findings and rendered text out.
//!
//! Nothing here touches a file, the clock, the terminal or the network: a caller reads the bytes
//! and, for the registers, hands in a [`Fetch`](crate::sources::Fetch).

pub mod bibliography;
pub mod citations;
pub mod fixes;
pub mod library;
mod pieces;
pub mod zotero;

pub use pieces::{Batch, Pieces};

use std::borrow::Cow;

use crate::extract::input::Input;
use crate::extract::segment::ReferenceList;
use crate::formats::Format;
use crate::model::{
    Citation, CodeInfo, Diagnostic, ItemType, Number, NumberVariable, Parsed, ParsedReference,
    Record, ReferenceString, SourceDocument, SourceText, TextVariable,
};
use crate::{check, extract, formats, parse};

/// Returns records as a format is to hold them: `event`, as CSL 1.0.1 called it, has its newer name
/// `event-title` in all formats but CSL's own; in Zotero, the archive of a preprint is its repository,
/// which it calls `publisher`, and `number` is the name there.
///
/// # Examples
/// ```
/// use refsmith::model::{ItemType, Record, TextVariable};
/// use refsmith::{formats, pipeline::for_format};
/// let mut record = Record::new("a", ItemType::PaperConference);
/// record.texts.insert(TextVariable::Event, "Tea Days".into());
/// let bibtex = formats::by_name("bibtex").unwrap();
/// let records = for_format(std::slice::from_ref(&record), bibtex);
/// assert_eq!(records[0].text(TextVariable::EventTitle), Some("Tea Days"));
/// ```
pub fn for_format<'r>(records: &'r [Record], format: &dyn Format) -> Cow<'r, [Record]> {
    let name = format.info().name;
    let renames = !matches!(name, "csl-json" | "jsonl" | "csl-yaml");
    let former = |record: &Record| renames && record.texts.contains_key(&TextVariable::Event);
    let archived = |record: &Record| name == "zotero-json" && is_archived_preprint(record);
    if !records.iter().any(|record| former(record) || archived(record)) {
        return Cow::Borrowed(records);
    }
    let mut records = records.to_vec();
    for record in &mut records {
        if former(record) {
            record.rename_event();
        }
        if archived(record) {
            into_repository(record);
        }
    }
    Cow::Owned(records)
}

/// Tells whether a preprint is kept somewhere, and nothing stands where Zotero has that.
fn is_archived_preprint(record: &Record) -> bool {
    let has = |variable| record.text(variable).is_some();
    let archived = has(TextVariable::Archive) && has(TextVariable::ArchiveLocation);
    record.item_type == ItemType::Article
        && (archived || has(TextVariable::ContainerTitle))
        && !has(TextVariable::Publisher)
        && record.number(NumberVariable::Number).is_none()
}

fn into_repository(record: &mut Record) {
    let texts = &mut record.texts;
    let place = [TextVariable::Archive, TextVariable::ArchiveLocation];
    let publisher = match place.map(|variable| texts.get(&variable).cloned()) {
        [Some(archive), Some(location)] => {
            place.iter().for_each(|variable| drop(texts.remove(variable)));
            // "arXiv:2001.02345" is how arXiv itself names what it holds.
            let prefix = if archive.plain == "arXiv" { "arXiv:" } else { "" };
            let number = Number::new([prefix, location.plain.as_str()].concat());
            record.numbers.insert(NumberVariable::Number, number);
            Some(archive)
        }
        // "bioRxiv": where a preprint stands is where it is kept.
        _ => texts.remove(&TextVariable::ContainerTitle),
    };
    if let Some(publisher) = publisher {
        texts.insert(TextVariable::Publisher, publisher);
    }
}

/// An article, or a bare list, with the references that were found and read.
#[derive(Debug, Clone)]
pub struct Article {
    /// The document; every span indexes its text.
    pub document: SourceDocument,
    /// The list as it was found: references, heading, whether it prints numbers.
    pub list: ReferenceList,
    /// The references with their records, in the order of the list.
    pub references: Vec<ParsedReference>,
    /// The marks in the running text that point at the list.
    pub citations: Vec<Citation>,
    /// What was noticed while decoding and looking for the list. Findings about single references
    /// are with the references.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file of records.
#[derive(Clone)]
pub struct LibraryFile {
    /// The text of the file; spans of findings and provenance index it.
    pub text: SourceText,
    /// The format it was read in.
    pub format: &'static dyn Format,
    /// The records, in the order of the file.
    pub records: Vec<Record>,
    /// What was noticed while reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// One input, whichever kind it is.
pub enum Loaded {
    /// Text with references in it.
    Article(Box<Article>),
    /// A file of records.
    Library(Box<LibraryFile>),
}

/// How an input is to be understood.
#[derive(Clone, Copy)]
pub enum ReadAs {
    /// By its extension, then by its content.
    Guess,
    /// As a library in this format.
    Format(&'static dyn Format),
    /// As a document of this kind.
    Document(&'static dyn Input),
    /// As text of which every line is one reference.
    Lines,
}

/// Returns the reading that a `--from` value names, or `None` for an unknown name.
pub fn read_as(name: &str) -> Option<ReadAs> {
    formats::by_name(name)
        .filter(|format| format.reader().is_some())
        .map(ReadAs::Format)
        .or_else(|| extract::input::by_name(name).map(ReadAs::Document))
}

/// Reads one input.
///
/// With [`ReadAs::Guess`] the extension decides; where it is unknown or says nothing (`.txt`,
/// standard input) the content does, and what no format claims is an article. The bytes are given
/// away, because those of a text in UTF-8 become the text of the result.
pub fn load(name: &str, bytes: Vec<u8>, read_as: ReadAs) -> Loaded {
    if let Some(library) = unpacked(name, &bytes, read_as) {
        return library;
    }
    let decoded = extract::input::decode_owned(name, bytes);
    match read_as {
        ReadAs::Format(format) => read_library(decoded, format),
        ReadAs::Document(input) => Loaded::Article(Box::new(article(decoded, Some(input)))),
        ReadAs::Lines => Loaded::Article(Box::new(lines(decoded))),
        ReadAs::Guess => guess(decoded),
    }
}

/// Reads a file of a format that is no text; `None` for anything else.
fn unpacked(name: &str, bytes: &[u8], read_as: ReadAs) -> Option<Loaded> {
    let (format, unpacked) = match read_as {
        ReadAs::Guess => formats::unpack(bytes)?,
        ReadAs::Format(format) => (format, format.unpack(bytes)?),
        ReadAs::Document(_) | ReadAs::Lines => return None,
    };
    let text = SourceText::plain(name, unpacked.value);
    Some(read_library(Parsed { value: text, diagnostics: unpacked.diagnostics }, format))
}

/// Reads one input as what it looks like.
fn guess(decoded: Parsed<SourceText>) -> Loaded {
    let text = &decoded.value;
    match library_format(text.name(), text.text(), ReadAs::Guess) {
        Some(format) => read_library(decoded, format),
        None => Loaded::Article(Box::new(article(decoded, None))),
    }
}

/// Returns the format in which [`load`] reads a file of records, by its name and the beginning of its
/// text; `None` when it reads it as an article.
pub fn library_format(
    name: &str,
    head_of_text: &str,
    read_as: ReadAs,
) -> Option<&'static dyn Format> {
    match read_as {
        ReadAs::Format(format) => return Some(format),
        ReadAs::Document(_) | ReadAs::Lines => return None,
        ReadAs::Guess => {}
    }
    let extension = extension(name);
    let of_document = |extension: &str| extract::input::by_extension(extension).is_some();
    let plain = matches!(extension.as_deref(), None | Some("txt" | "text"));
    if !plain && extension.as_deref().is_some_and(of_document) {
        return None;
    }
    formats::detect(extension.as_deref().unwrap_or(""), head(head_of_text))
}

/// Reads an article or a bare list: finds the references, reads them, links the citations.
///
/// # Examples
/// ```
/// use refsmith::pipeline::read_article;
/// let article = read_article("-", b"Nothing to see here.", None);
/// assert!(article.references.is_empty());
/// assert_eq!(article.diagnostics[0].code.code, "no-references");
/// ```
pub fn read_article(name: &str, bytes: &[u8], input: Option<&'static dyn Input>) -> Article {
    article(extract::input::decode(name, bytes), input)
}

/// Reads a text of which every line is one reference; empty lines give no reference.
pub fn read_lines(name: &str, bytes: &[u8]) -> Article {
    lines(extract::input::decode(name, bytes))
}

fn lines(decoded: Parsed<SourceText>) -> Article {
    let mut references = extract::segment::lines(&decoded.value);
    references.retain(|reference| !reference.span.is_empty());
    let document = SourceDocument { text: decoded.value, blocks: Vec::new(), is_lines: true };
    // Lines stand for themselves: what looks like a repeated author is none.
    let parsed = references.iter().map(|found| read_reference(&document.text, found)).collect();
    let list = ReferenceList { references, heading: None, numbered: false };
    finish(document, list, parsed, decoded.diagnostics)
}

/// Reads one reference of a text; its record has no key yet.
///
/// # Examples
/// ```
/// use refsmith::{extract::segment, model::SourceText, pipeline::read_reference};
/// let text = SourceText::plain("-", "Reed, Q. (2012). More reeds. Wetland Press.\n".to_owned());
/// let parsed = read_reference(&text, &segment::lines(&text)[0]);
/// assert_eq!(parsed.record.year(), Some(2012));
/// ```
pub fn read_reference(text: &SourceText, reference: &ReferenceString) -> ParsedReference {
    parse::parse(text, reference, &parse::ParseOptions::default())
}

/// Returns the findings about an input: what reading it said, then every check of the registry.
///
/// `this_year` is what a date is "in the future" against; without it that check stays silent.
pub fn check(loaded: &Loaded, this_year: Option<i32>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let checked = match loaded {
        Loaded::Article(article) => {
            findings.extend(article.diagnostics.iter().cloned());
            for reference in &article.references {
                findings.extend(reference.diagnostics.iter().cloned());
            }
            let records: Vec<Record> = article.records();
            check::run(&check::Subject {
                text: Some(&article.document.text),
                records: &records,
                references: &article.references,
                citations: Some(&article.citations),
                list_is_numbered: article.list.numbered,
                this_year,
            })
        }
        Loaded::Library(library) => {
            findings.extend(library.diagnostics.iter().cloned());
            check::run(&check::Subject {
                text: Some(&library.text),
                records: &library.records,
                references: &[],
                citations: None,
                list_is_numbered: false,
                this_year,
            })
        }
    };
    findings.extend(checked);
    findings.sort_by_key(|finding| {
        (finding.span.map_or((u32::MAX, u32::MAX), |s| (s.start, s.end)), finding.code.code)
    });
    findings
}

/// Returns every kind of finding the program knows, by code.
pub fn codes() -> Vec<&'static CodeInfo> {
    let tables: [&[&'static CodeInfo]; 6] = [
        extract::CODES,
        parse::CODES,
        formats::CODES,
        check::CODES,
        crate::csl::CODES,
        crate::sources::CODES,
    ];
    let mut codes: Vec<&'static CodeInfo> = tables.into_iter().flatten().copied().collect();
    codes.sort_by_key(|code| code.code);
    codes.dedup_by_key(|code| code.code);
    codes
}

impl Article {
    /// Returns the records in the order of the list.
    pub fn records(&self) -> Vec<Record> {
        self.references.iter().map(|reference| reference.record.clone()).collect()
    }

    /// Returns the references that no citation points at, as positions from 0.
    ///
    /// Empty when the text cites nothing at all: then it is a list, not an article.
    pub fn never_cited(&self) -> Vec<usize> {
        if self.citations.is_empty() {
            return Vec::new();
        }
        let cited: std::collections::BTreeSet<u32> =
            self.citations.iter().flat_map(|citation| citation.targets.iter().copied()).collect();
        let uncited = |(idx, parsed): (usize, &ParsedReference)| {
            (!cited.contains(&parsed.reference.ordinal)).then_some(idx)
        };
        self.references.iter().enumerate().filter_map(uncited).collect()
    }
}

impl Loaded {
    /// Returns the text that spans index.
    pub fn text(&self) -> &SourceText {
        match self {
            Loaded::Article(article) => &article.document.text,
            Loaded::Library(library) => &library.text,
        }
    }

    /// Returns what reading the input said, without the findings about single references.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Loaded::Article(article) => &article.diagnostics,
            Loaded::Library(library) => &library.diagnostics,
        }
    }

    /// Returns the records with, for a reference of an article, the words as printed.
    pub fn records(&self) -> Vec<(&Record, Option<&str>)> {
        match self {
            Loaded::Article(article) => article
                .references
                .iter()
                .map(|parsed| {
                    let printed = article.document.text.slice(parsed.reference.span);
                    (&parsed.record, Some(printed))
                })
                .collect(),
            Loaded::Library(library) => {
                library.records.iter().map(|record| (record, None)).collect()
            }
        }
    }

    /// Returns the records alone; text and findings are given up.
    pub fn into_records(self) -> Vec<Record> {
        match self {
            Loaded::Article(article) => {
                article.references.into_iter().map(|parsed| parsed.record).collect()
            }
            Loaded::Library(library) => library.records,
        }
    }
}

fn article(decoded: Parsed<SourceText>, input: Option<&'static dyn Input>) -> Article {
    let mut diagnostics = decoded.diagnostics;
    let extension = extension(decoded.value.name());
    let input = input
        .or_else(|| extension.and_then(|extension| extract::input::by_extension(&extension)))
        .unwrap_or_else(|| extract::input::sniff(decoded.value.text()));
    let read = input.read(decoded.value);
    diagnostics.extend(read.diagnostics);
    let document = read.value;
    // Bytes that are no text have been refused already; "no references" would only add noise.
    let refused = diagnostics.iter().any(|d| d.severity == crate::model::Severity::Error);
    let found = extract::segment::references(&document);
    if !refused {
        diagnostics.extend(found.diagnostics);
    }
    let list = found.value;
    let options = parse::ParseOptions::default();
    let references = parse::parse_list(&document.text, &list.references, &options);
    finish(document, list, references, diagnostics)
}

/// Gives the records their keys and links the citations.
fn finish(
    document: SourceDocument,
    list: ReferenceList,
    mut references: Vec<ParsedReference>,
    diagnostics: Vec<Diagnostic>,
) -> Article {
    let mut records: Vec<Record> =
        references.iter_mut().map(|reference| std::mem::take(&mut reference.record)).collect();
    crate::model::record::key::assign_keys(&mut records);
    for (reference, record) in references.iter_mut().zip(&records) {
        for diagnostic in &mut reference.diagnostics {
            diagnostic.record = Some(record.id.clone());
        }
    }
    let citations = extract::citations::link(&document, &list, &records);
    for (reference, record) in references.iter_mut().zip(records) {
        reference.record = record;
    }
    Article { document, list, references, citations, diagnostics }
}

fn read_library(decoded: Parsed<SourceText>, format: &'static dyn Format) -> Loaded {
    let mut diagnostics = decoded.diagnostics;
    let text = decoded.value;
    let mut records = Vec::new();
    if let Some(reader) = format.reader() {
        let read = reader.read(text.text());
        diagnostics.extend(read.diagnostics);
        records = read.value;
    }
    crate::model::record::key::assign_keys(&mut records);
    Loaded::Library(Box::new(LibraryFile { text, format, records, diagnostics }))
}

/// Returns the beginning of a text that sniffing looks at: at most 4 KiB.
fn head(text: &str) -> &str {
    let mut end = text.len().min(4096);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// Returns the extension of a file name in lower case, without its dot.
fn extension(name: &str) -> Option<String> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map(|(_, extension)| extension.to_lowercase())
}
