//! The type gate: which kinds of works may be each other.

use refsmith_model::{ItemType, NumberVariable, Record};

use super::Evidence;
use crate::Candidate;

/// Kinds that are easily taken for one another share a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Journal,
    Conference,
    Part,
    Book,
    Thesis,
    Report,
    /// A whole journal, volume or issue.
    Periodical,
    /// Preprints, data, software, and whatever does not say what it is.
    Open,
}

fn class(item_type: ItemType) -> Class {
    use ItemType::*;
    match item_type {
        ArticleJournal | ArticleMagazine | ArticleNewspaper | Review | ReviewBook => Class::Journal,
        PaperConference | Speech => Class::Conference,
        Chapter | Entry | EntryDictionary | EntryEncyclopedia => Class::Part,
        Book | Classic | Collection | Pamphlet | MusicalScore => Class::Book,
        Thesis => Class::Thesis,
        Report | Standard => Class::Report,
        Periodical => Class::Periodical,
        _ => Class::Open,
    }
}

/// What the printed reference says about its kind, when it says so in plain words.
fn printed_class(text: &str) -> Option<Class> {
    let lower = text.to_lowercase();
    let has = |signs: &[&str]| signs.iter().any(|sign| lower.contains(sign));
    if has(&["dissertation", "ph.d. thesis", "phd thesis", "doctoral thesis", "master's thesis"]) {
        return Some(Class::Thesis);
    }
    has(&["(eds.)", "(ed.)", "(hrsg.)", "(eds)", "(ed)", " in: ", ". in "]).then_some(Class::Part)
}

/// Tells whether the candidate may be the record as far as their kinds go.
pub(super) fn admits(
    record: &Record,
    text: Option<&str>,
    candidate: &Candidate,
    evidence: Evidence,
) -> bool {
    let theirs = class(candidate.record.item_type);
    let stated = class(record.item_type);
    // "In: Proceedings ..." is how conference papers are printed too, so signs of a chapter only
    // speak against a journal article of which nothing says "journal".
    let ours = match text.and_then(printed_class) {
        Some(Class::Thesis) => Class::Thesis,
        Some(_) if stated == Class::Open => Class::Part,
        _ => stated,
    };
    let agrees = |value: Option<f32>| value.is_some_and(|value| value >= 0.8);
    match (ours, theirs) {
        (Class::Periodical, Class::Periodical) => true,
        (Class::Periodical, _) | (_, Class::Periodical) => false,
        (Class::Open, _) | (_, Class::Open) => true,
        (ours, theirs) if ours == theirs => true,
        (Class::Conference, Class::Journal | Class::Part)
        | (Class::Journal | Class::Part, Class::Conference) => true,
        (Class::Book | Class::Thesis, Class::Report)
        | (Class::Report, Class::Book | Class::Thesis) => true,
        // Yearly series ("Methods in Enzymology") are registered as books and cited as journals.
        (Class::Journal, Class::Part) => {
            record.numbers.contains_key(&NumberVariable::Volume)
                && agrees(evidence.volume)
                && agrees(evidence.page)
                && agrees(evidence.container)
        }
        _ => false,
    }
}

/// Tells whether a work is in a journal or book.
pub(super) fn is_part(record: &Record) -> bool {
    matches!(class(record.item_type), Class::Journal | Class::Conference | Class::Part)
}

/// Tells whether a work is a preprint.
pub(super) fn is_preprint(record: &Record) -> bool {
    record.item_type == ItemType::Article
}

/// Tells whether one is a preprint and the other says that it was published: the same work, but not
/// the version described.
pub(super) fn is_another_version(
    record: &Record,
    candidate: &Candidate,
    evidence: Evidence,
) -> bool {
    let (ours, theirs) = (record, &candidate.record);
    let apart = is_preprint(ours) && is_part(theirs) || is_part(ours) && is_preprint(theirs);
    apart && evidence.container.is_none_or(|container| container < 0.8)
}
