//! Checks: what is odd, inconsistent or wrong in records, reference lists and citations.
//!
//! One file is one check, [`CHECKS`] is the registry, and [`run`] runs them all. A check looks at
//! a [`Subject`] (records, and for an article also its text, references and citations) and adds
//! findings. It changes nothing, asks no register, and never says that a work does not exist.
//!
//! What a single reference or format says about itself (a broken brace, an elided author list, a
//! hyphen of the wrong kind) is noticed by the reader that meets it; here stands what shows only
//! in the finished record or by comparison with its neighbors.
//!
//! Start reading at [`Check`], then at any check, such as `page_range.rs`.

mod all_caps_title;
mod chapter_like_article;
mod citation_order;
mod citation_unresolved;
mod container_spelling;
mod doi_url;
pub mod duplicates;
mod html_entity;
mod invalid_identifier;
mod missing_field;
mod mojibake;
mod never_cited;
mod odd_characters;
mod page_range;
mod placeholder_author;
mod same_author_year;
mod subject;
mod suspicious_date;
mod unbalanced_brackets;
mod unnumbered_list;

#[cfg(test)]
mod fixture;

use std::collections::BTreeMap;

use refsmith_model::{CodeInfo, Diagnostic};

pub use subject::Subject;

/// What a check is called, which findings it makes, and what it is for.
#[derive(Debug, PartialEq, Eq)]
pub struct CheckInfo {
    /// Stable name in kebab case, such as `container-spelling`.
    pub name: &'static str,
    /// The kinds of findings it can make.
    pub codes: &'static [&'static CodeInfo],
    /// What it looks for, in one line.
    pub description: &'static str,
}

/// One check. To add one: a file, a `mod` line, a line in [`CHECKS`], a test.
pub trait Check: Sync {
    /// Returns what the check is called and what it can find.
    fn info(&self) -> &'static CheckInfo;

    /// Looks at `subject` and adds findings to `out`. Must take time linear in the subject, up to
    /// a logarithm.
    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>);
}

/// Every check.
pub static CHECKS: &[&dyn Check] = &[
    &container_spelling::ContainerSpelling,
    &same_author_year::SameAuthorYear,
    &never_cited::NeverCited,
    &citation_unresolved::CitationUnresolved,
    &unnumbered_list::UnnumberedList,
    &citation_order::CitationOrder,
    &missing_field::MissingField,
    &duplicates::Duplicates,
    &invalid_identifier::InvalidIdentifier,
    &suspicious_date::SuspiciousDate,
    &page_range::PageRange,
    &doi_url::DoiUrl,
    &all_caps_title::AllCapsTitle,
    &placeholder_author::PlaceholderAuthor,
    &html_entity::HtmlEntity,
    &mojibake::Mojibake,
    &odd_characters::OddCharacters,
    &unbalanced_brackets::UnbalancedBrackets,
    &chapter_like_article::ChapterLikeArticle,
];

/// Every kind of finding the checks can make, for `refsmith explain`; in the order of [`CHECKS`].
pub static CODES: &[&CodeInfo] = &[
    &container_spelling::CONTAINER_SPELLING,
    &same_author_year::SAME_AUTHOR_YEAR,
    &never_cited::NEVER_CITED,
    &citation_unresolved::CITATION_UNRESOLVED,
    &unnumbered_list::UNNUMBERED_LIST,
    &citation_order::CITATION_ORDER,
    &missing_field::MISSING_FIELD,
    &duplicates::DUPLICATE_RECORD,
    &duplicates::SHARED_DOI,
    &invalid_identifier::INVALID_IDENTIFIER,
    &suspicious_date::SUSPICIOUS_DATE,
    &page_range::PAGE_RANGE_REVERSED,
    &doi_url::DOI_URL,
    &all_caps_title::ALL_CAPS_TITLE,
    &placeholder_author::PLACEHOLDER_AUTHOR,
    &html_entity::HTML_ENTITY_LEFT,
    &mojibake::MOJIBAKE,
    &odd_characters::INVISIBLE_CHARACTER,
    &odd_characters::LIGATURE,
    &unbalanced_brackets::UNBALANCED_BRACKET,
    &chapter_like_article::CHAPTER_LIKE_ARTICLE,
];

/// Runs every check and returns the findings in the order of their places, then of their codes.
///
/// A finding without a place of its own stands where its record stands; what has neither comes
/// last.
///
/// # Examples
/// ```
/// use refsmith_check::{Subject, run};
/// use refsmith_model::{ItemType, NumberVariable, Record};
/// let mut record = Record::new("love2014", ItemType::Document);
/// record.texts.insert(refsmith_model::TextVariable::Title, "Oxytocin and dopamine".into());
/// record.numbers.insert(NumberVariable::Page, "60-49".into());
/// let findings = run(&Subject::library(&[record]));
/// assert_eq!(findings.len(), 1);
/// assert_eq!(findings[0].code.code, "page-range-reversed");
/// ```
pub fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for check in CHECKS {
        check.run(subject, &mut out);
    }
    let mut places: BTreeMap<&str, (usize, u32)> = BTreeMap::new();
    for (idx, record) in subject.records.iter().enumerate() {
        let start = subject.place(idx).map_or(u32::MAX, |span| span.start);
        places.entry(&record.id).or_insert((idx, start));
    }
    out.sort_by_cached_key(|finding| {
        let record = finding.record.as_deref().and_then(|id| places.get(id));
        let start = finding.span.map(|span| span.start).or(record.map(|(_, start)| *start));
        let idx = record.map_or(usize::MAX, |(idx, _)| *idx);
        (start.unwrap_or(u32::MAX), idx, finding.code.code, finding.message.clone())
    });
    out
}
