//! Bibliographic formats: readers, writers and what a writer could not carry.
//!
//! A reader turns text into [`Record`]s and findings and never fails; a writer turns records into
//! bytes and returns its [`Losses`]. Everything a format knows by its own names (BibTeX fields, the
//! shapes of CSL-JSON) stays inside its folder.
//!
//! What this crate does not do: it opens no file, guesses no encoding and fetches nothing.
//!
//! Start reading at [`FORMATS`], the registry; then [`csl_json`] and [`bibtex`].

pub mod arxiv_atom;
pub mod bibtex;
mod carry;
pub mod cff;
pub mod coins;
pub mod crossref_json;
pub mod csl_json;
pub mod csv;
pub mod datacite_json;
mod editor;
mod edtf;
mod endnote;
pub mod endnote_xml;
pub mod enw;
pub mod findings;
mod flat;
pub mod hayagriva;
mod html;
mod human_date;
pub mod jats;
mod json;
mod losses;
pub mod mapping;
pub mod marc;
mod markup;
pub mod mods;
pub mod nbib;
pub mod openalex_json;
mod person;
mod pieces;
mod places;
pub mod pubmed_xml;
pub mod refworks;
mod rewrite;
pub mod ris;
pub mod schema_org;
mod tagged;
pub mod tei;
mod text;
pub mod web_of_science;
pub mod wikipedia;
pub mod word_xml;
mod xml;
mod yaml;
mod zotero;
pub mod zotero_json;
pub mod zotero_rdf;

use std::borrow::Cow;
use std::io;

pub use carry::{Carry, carried, write_carrying};
pub use editor::{Changes, Edited, Editor};
pub use json::write::write_json_line;
pub use mapping::Mapping;
pub use pieces::{Piece, PieceReader, PieceWriter};
use refsmith_model::{CodeInfo, Losses, Parsed, Record};
pub use rewrite::{Part, Rewrite};

/// One bibliographic format.
pub trait Format: Sync {
    /// Returns name, extensions and description.
    fn info(&self) -> &'static FormatInfo;

    /// Tells how much the beginning of a text looks like this format: 0 (not at all) to 100.
    fn sniff(&self, head: &str) -> u8;

    /// Returns the text in bytes that are a file of this format, for formats that are no text;
    /// `None` when they are none. The reader reads that text, and places in it are what findings
    /// point to.
    fn unpack(&self, _bytes: &[u8]) -> Option<Parsed<String>> {
        None
    }

    /// Returns the reader, if the format can be read.
    fn reader(&self) -> Option<&dyn Reader>;

    /// Returns the writer, if the format can be written.
    fn writer(&self) -> Option<&dyn Writer> {
        None
    }

    /// Returns the editor, if files of the format can be changed record by record.
    fn editor(&self) -> Option<&dyn Editor> {
        None
    }

    /// Returns the table that says what types and fields mean, if reader and writer are made from
    /// one.
    fn mapping(&self) -> Option<&'static Mapping> {
        None
    }
}

/// What a format is called and how it is recognized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormatInfo {
    /// The name on the command line and in [`refsmith_model::ExtraField::format`].
    pub name: &'static str,
    /// Other names that mean this format.
    pub aliases: &'static [&'static str],
    /// File extensions without the dot, the usual one first.
    pub extensions: &'static [&'static str],
    /// The media type (`application/json`).
    pub media_type: &'static str,
    /// One line for people.
    pub description: &'static str,
}

/// Reads records from text.
pub trait Reader: Sync {
    /// Returns every record that could be read, and findings whose spans index `text`.
    fn read(&self, text: &str) -> Parsed<Vec<Record>>;

    /// Begins to read a file piece by piece; `None` when the format has to be read whole.
    fn pieces(&self) -> Option<Box<dyn PieceReader + '_>> {
        None
    }
}

/// Writes records.
pub trait Writer: Sync {
    /// Writes all records and returns what the format could not hold.
    ///
    /// # Errors
    /// Whatever `out` reports.
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses>;

    /// Begins to write a file piece by piece; `None` when the format has to be written whole.
    fn pieces(&self) -> Option<Box<dyn PieceWriter + '_>> {
        None
    }
}

/// Every format, in the order in which people see them.
pub static FORMATS: &[&dyn Format] = &[
    &csl_json::CslJson,
    &csl_json::JsonLines,
    &csl_json::CslYaml,
    &bibtex::Bibtex,
    &bibtex::Biblatex,
    &bibtex::Bbl,
    &hayagriva::Hayagriva,
    &cff::Cff,
    &ris::Ris,
    &enw::Enw,
    &nbib::Nbib,
    &refworks::RefWorks,
    &web_of_science::WebOfScience,
    &endnote_xml::EndnoteXml,
    &mods::Mods,
    &jats::Jats,
    &tei::Tei,
    &word_xml::WordXml,
    &zotero_json::ZoteroJson,
    &zotero_rdf::ZoteroRdf,
    &pubmed_xml::PubmedXml,
    &wikipedia::Wikipedia,
    &schema_org::SchemaOrg,
    &coins::Coins,
    &marc::MarcXml,
    &marc::Marc21,
    &crossref_json::CrossrefJson,
    &datacite_json::DataciteJson,
    &openalex_json::OpenalexJson,
    &arxiv_atom::ArxivAtom,
    &csv::Csv,
    &csv::Tsv,
    &csv::Xlsx,
];

/// Every kind of finding of the readers.
pub static CODES: &[&CodeInfo] = &[
    &csl_json::codes::INVALID,
    &csl_json::codes::NOT_AN_ITEM,
    &csl_json::codes::UNKNOWN_TYPE,
    &csl_json::codes::WRONG_VALUE,
    &csl_json::codes::BAD_DATE,
    &csl_json::codes::NOTE_WINS,
    &csl_json::codes::BAD_NAME,
    &csl_json::codes::MISSING_ID,
    &bibtex::codes::UNCLOSED_BRACE,
    &bibtex::codes::UNCLOSED_QUOTE,
    &bibtex::codes::UNCLOSED_ENTRY,
    &bibtex::codes::MISSING_COMMA,
    &bibtex::codes::MISSING_EQUALS,
    &bibtex::codes::MISSING_VALUE,
    &bibtex::codes::MISSING_KEY,
    &bibtex::codes::STRAY_TEXT,
    &bibtex::codes::TEXT_OUTSIDE,
    &bibtex::codes::COMMENTED_ENTRY,
    &bibtex::codes::DUPLICATE_KEY,
    &bibtex::codes::DUPLICATE_FIELD,
    &bibtex::codes::UNDEFINED_STRING,
    &bibtex::codes::CROSSREF_MISSING,
    &bibtex::codes::CROSSREF_LOOP,
    &bibtex::codes::UNKNOWN_TYPE,
    &bibtex::codes::UNKNOWN_MACRO,
    &bibtex::codes::BAD_DATE,
    &bibtex::codes::DATE_CONFLICT,
    &bibtex::codes::BAD_NAME,
    &bibtex::codes::NOT_CARRIED,
    &findings::UNKNOWN_TYPE,
    &findings::BAD_DATE,
    &findings::SECOND_VALUE,
    &findings::STRAY_TEXT,
    &findings::UNCLOSED,
    &findings::NO_START,
    &findings::INVALID_YAML,
    &findings::INVALID_XML,
    &findings::UNKNOWN_ENTITY,
    &findings::TABLE_QUOTES,
    &findings::SURPLUS_CELLS,
    &findings::DAMAGED,
];

/// The score of content that can be nothing else, whatever a file is called.
const BEYOND_DOUBT: u8 = 95;

/// The least score at which [`sniff`] dares a guess.
const SNIFF_THRESHOLD: u8 = 30;

/// Returns the format with this name or alias, in any letter case.
///
/// # Examples
/// ```
/// assert_eq!(refsmith_formats::by_name("BibTeX").unwrap().info().name, "bibtex");
/// assert!(refsmith_formats::by_name("telegram").is_none());
/// ```
pub fn by_name(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| {
        let info = format.info();
        info.name.eq_ignore_ascii_case(name)
            || info.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    })
}

/// Returns the format with this file extension, given with or without its dot.
///
/// # Examples
/// ```
/// assert_eq!(refsmith_formats::by_extension("bib").unwrap().info().name, "bibtex");
/// assert_eq!(refsmith_formats::by_extension(".JSON").unwrap().info().name, "csl-json");
/// ```
pub fn by_extension(extension: &str) -> Option<&'static dyn Format> {
    let extension = extension.strip_prefix('.').unwrap_or(extension);
    FORMATS.iter().copied().find(|format| {
        format.info().extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
    })
}

/// Returns the format that the beginning of a text looks most like, or `None` when none is likely.
///
/// # Examples
/// ```
/// let format = refsmith_formats::sniff("@article{feldman2017,\n  title = {Attachments}\n}");
/// assert_eq!(format.unwrap().info().name, "bibtex");
/// assert!(refsmith_formats::sniff("Dear reader,").is_none());
/// ```
pub fn sniff(head: &str) -> Option<&'static dyn Format> {
    best(FORMATS.iter().copied(), head).map(|(format, _)| format)
}

/// Returns the format of a file that is no text, by its content, and the text in it.
///
/// # Examples
/// ```
/// let record = b"00045nam a2200037   4500001000500000\x1e1234\x1e\x1d";
/// let (format, text) = refsmith_formats::unpack(record).unwrap();
/// assert_eq!(format.info().name, "marc21");
/// assert!(text.value.starts_with("=LDR  00045nam"));
/// assert!(refsmith_formats::unpack(b"@book{k}").is_none());
/// ```
pub fn unpack(bytes: &[u8]) -> Option<(&'static dyn Format, Parsed<String>)> {
    FORMATS.iter().find_map(|format| Some((*format, format.unpack(bytes)?)))
}

/// Returns what a writer wrote as the text that the reader of the format reads.
///
/// # Examples
/// ```
/// let xlsx = refsmith_formats::by_name("xlsx").unwrap();
/// let record = refsmith_model::Record::new("a", refsmith_model::ItemType::Book);
/// let mut bytes = Vec::new();
/// xlsx.writer().unwrap().write(&[record], &mut bytes)?;
/// assert_eq!(refsmith_formats::text_of(xlsx, &bytes), "type\tid\r\nbook\ta\r\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn text_of<'b>(format: &dyn Format, bytes: &'b [u8]) -> Cow<'b, str> {
    match format.unpack(bytes) {
        Some(unpacked) => Cow::Owned(unpacked.value),
        None => String::from_utf8_lossy(bytes),
    }
}

/// Returns the readable format of a file: among those with this extension the one that the content
/// looks most like, otherwise any that the content looks like. Content that is beyond doubt wins over
/// the extension: JSON-LD in a `.json` file.
///
/// # Examples
/// ```
/// let of = |extension, head| {
///     refsmith_formats::detect(extension, head).map(|format| format.info().name)
/// };
/// assert_eq!(of("bib", ""), Some("bibtex"));
/// assert_eq!(of("txt", "TY  - BOOK\nTI  - A title\nER  - \n"), Some("ris"));
/// assert_eq!(of("txt", "Dear reader,"), None);
/// ```
pub fn detect(extension: &str, head: &str) -> Option<&'static dyn Format> {
    let readable = |format: &&'static dyn Format| format.reader().is_some();
    let has = |format: &&'static dyn Format| {
        format.info().extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
    };
    let own: Vec<_> = FORMATS.iter().copied().filter(readable).filter(has).collect();
    let any = best(FORMATS.iter().copied().filter(readable), head);
    if own.is_empty() {
        return any.map(|(format, _)| format);
    }
    let named = best(own.iter().copied(), head);
    let beyond_doubt = any.filter(|(_, score)| {
        *score >= BEYOND_DOUBT && named.is_none_or(|(_, of_named)| *score > of_named)
    });
    beyond_doubt.or(named).map(|(format, _)| format).or_else(|| own.first().copied())
}

/// Returns the format that a text looks most like, the first of equals.
fn best(
    formats: impl Iterator<Item = &'static dyn Format>,
    head: &str,
) -> Option<(&'static dyn Format, u8)> {
    let mut best: Option<(&'static dyn Format, u8)> = None;
    for format in formats {
        let score = format.sniff(head);
        if score >= SNIFF_THRESHOLD && best.is_none_or(|(_, highest)| score > highest) {
            best = Some((format, score));
        }
    }
    best
}
