//! Reads one reference: from a string to a record.
//!
//! A [`Labeller`] says what the parts of the string are; assembling turns them into names, dates,
//! numbers and a type. The labeller is the seam: [`TRAINED`] learned from labelled references and
//! sees what the hand-written [`RULES`] make of a string among much else.
//!
//! What this crate does not do: it finds no references in documents, gives no citation keys and
//! asks no register. It never drops a word: what has no field goes to `note`, with a finding.
//!
//! Start reading at [`parse`], then [`Labeller`], then `assemble`.

mod assemble;
mod breaks;
mod codes;
mod dates;
mod diagnose;
mod grammar;
mod identifiers;
mod item_type;
mod label;
mod language;
mod lexicon;
mod names;
mod normalize;
mod repeated;
mod rules;
mod token;
mod trained;

pub use codes::CODES;
pub use label::{Label, Labeller, Segment};
pub use repeated::parse_list;
pub use rules::Rules;
pub use trained::{BuiltIn, Calibration, Observation, Outcomes, SHAPE, Trained, observe};

use refsmith_model::{Date, NameList, ParsedReference, ReferenceString, SourceText, Span};

/// The labeller that follows rules.
pub static RULES: Rules = Rules;

/// The labeller that learned from labelled references, with the model that is built in.
pub static TRAINED: BuiltIn = BuiltIn;

/// How references are read.
#[derive(Clone, Copy)]
pub struct ParseOptions<'a> {
    /// What says which part is what.
    pub labeller: &'a dyn Labeller,
}

impl Default for ParseOptions<'_> {
    fn default() -> Self {
        Self { labeller: &TRAINED }
    }
}

/// Reads a reference of a document. Spans index the document's text; the record has no `id` yet.
///
/// # Examples
/// ```
/// use refsmith_model::{NumberVariable, ReferenceString, SourceText, Span};
/// let text = "1. Rilling JK. Comparative primate neuroimaging. Trends Cogn Sci. 2014;18(1):46-55.";
/// let text = SourceText::plain("list.txt", text.to_owned());
/// let span = Span::new(3, text.text().len());
/// let reference = ReferenceString { span, marker: Some(Span::new(0, 2)), ordinal: 1 };
/// let parsed = refsmith_parse::parse(&text, &reference, &Default::default());
/// assert_eq!(parsed.record.number(NumberVariable::Issue), Some("1"));
/// ```
pub fn parse(
    text: &SourceText,
    reference: &ReferenceString,
    options: &ParseOptions<'_>,
) -> ParsedReference {
    let normalized = normalize::normalize(text.slice(reference.span));
    let segments = options.labeller.label(&normalized.text);
    let input = assemble::Input {
        document: text.text(),
        reference: *reference,
        normalized: &normalized.text,
        map: &normalized.map,
        labeller: options.labeller,
    };
    assemble::assemble(input, &segments)
}

/// Reads a reference that stands alone. Spans index the string.
///
/// # Examples
/// ```
/// use refsmith_model::{ItemType, TextVariable};
/// let parsed = refsmith_parse::parse_str("Love, T. M. (2014). Oxytocin, motivation and the role \
///     of dopamine. Pharmacology Biochemistry and Behavior, 119, 49-60.");
/// assert_eq!(parsed.record.item_type, ItemType::ArticleJournal);
/// assert_eq!(parsed.record.year(), Some(2014));
/// ```
pub fn parse_str(reference: &str) -> ParsedReference {
    let text = SourceText::plain("", reference.to_owned());
    let span = Span::new(0, reference.len());
    let reference = ReferenceString { span, marker: None, ordinal: 1 };
    parse(&text, &reference, &ParseOptions::default())
}

/// Takes a list of names apart, as it stands in a reference. Never fails: what reads as no person
/// is an institution.
///
/// # Examples
/// ```
/// let list = refsmith_parse::parse_names("van der Berg, A., Stone, Clara, et al.");
/// assert_eq!(list.names[0].to_string(), "van der Berg, A.");
/// assert_eq!(list.truncated_after, Some(2));
/// ```
pub fn parse_names(list: &str) -> NameList {
    names::parse(list).list
}

/// Reads a date as it stands in a reference; what is none becomes a literal. `None` for a string
/// without anything but punctuation.
///
/// # Examples
/// ```
/// let date = refsmith_parse::parse_date("12–14 mars 2010").map(|date| date.to_string());
/// assert_eq!(date.as_deref(), Some("2010-03-12/2010-03-14"));
/// ```
pub fn parse_date(date: &str) -> Option<Date> {
    dates::parse(date).date
}

/// Returns the BCP 47 code of the language that titles are written in, the title of the work
/// first, or `None` when too little speaks for any.
///
/// # Examples
/// ```
/// assert_eq!(refsmith_parse::detect_language(&["Om barnens rätt i samhället"]), Some("sv"));
/// ```
pub fn detect_language(titles: &[&str]) -> Option<&'static str> {
    language::detect(titles)
}

/// What a labeller made of a reference, for people who ask why.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The reference as the labeller saw it: on one line, broken words joined.
    pub text: String,
    /// Its labelled parts; spans index `text`.
    pub segments: Vec<Segment>,
    /// Where each part stands in the reference as it was given.
    pub places: Vec<Span>,
}

/// Labels a reference and shows how.
///
/// # Examples
/// ```
/// use refsmith_parse::{Label, explain};
/// let found = explain("Reed, Q. (2012).  More reeds. Wetland Press.", &Default::default());
/// let (date, place) = found.segments.iter().zip(&found.places)
///     .find(|(segment, _)| segment.label == Label::Date).unwrap();
/// assert_eq!(date.span.of(&found.text), "2012");
/// assert_eq!(place.start(), 10);
/// ```
pub fn explain(reference: &str, options: &ParseOptions<'_>) -> Explanation {
    let normalized = normalize::normalize(reference);
    let segments = options.labeller.label(&normalized.text);
    let places = segments.iter().map(|segment| normalized.map.to_original(segment.span)).collect();
    Explanation { text: normalized.text, segments, places }
}

/// Tells whether a word in lower case names a month, whole or shortened, in a language we read.
///
/// # Examples
/// ```
/// assert!(refsmith_parse::is_month("gennaio"));
/// ```
pub fn is_month(word: &str) -> bool {
    dates::is_month(word)
}
