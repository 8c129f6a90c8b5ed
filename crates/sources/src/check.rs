//! [`check()`]: one record against the registers, and the verdict.
//!
//! Only what was *found* may contradict a record. That a register does not know a work counts only
//! when every register that was planned has answered, and a register that could not be asked turns
//! "not found" into "not checked".

use std::collections::BTreeMap;

use refsmith_model::{
    Comparison, Difference, DifferenceKind, Doi, ItemType, Name, NameVariable, Record,
    TextVariable, Verdict,
};

use crate::matching::{self, Evidence, Finding};
use crate::{Answer, Candidate, Fetch, MetadataSource, Query};

/// Compares one record with what the registers say. `text` is the reference as printed, if known.
pub fn check(
    record: &Record,
    text: Option<&str>,
    sources: &[&dyn MetadataSource],
    fetch: &dyn Fetch,
) -> Comparison {
    let resolution = resolve(record, text, sources, fetch, &BTreeMap::new());
    comparison(record, &resolution)
}

/// Compares many records, and asks for their DOIs in batches. The results are in the order of the
/// records and the same as those of [`check()`].
pub fn check_all(
    records: &[(&Record, Option<&str>)],
    sources: &[&dyn MetadataSource],
    fetch: &dyn Fetch,
) -> Vec<Comparison> {
    let known = known_works(records, sources, fetch);
    let one = |(record, text): &(&Record, Option<&str>)| {
        comparison(record, &resolve(record, *text, sources, fetch, &known))
    };
    records.iter().map(one).collect()
}

/// What became of the question which work a record describes.
#[derive(Debug, Clone)]
pub(crate) enum Resolution {
    /// The work, and the probability in [0, 1] that it is the one described.
    Found(Box<Candidate>, f32),
    /// The record's DOI belongs to `holder`; the work described is `right`, if that was found.
    WrongDoi { doi: Doi, holder: Box<Candidate>, right: Option<(Box<Candidate>, f32)> },
    /// All sources answered, none knows it.
    NotFound(String),
    /// It makes no sense to ask.
    NotCheckable(String),
    /// Somebody who was needed could not be asked.
    Unavailable(String),
}

/// Finds the work that a record describes: by its DOI, else by description. `known` holds works that
/// were asked for before, by DOI.
pub(crate) fn resolve(
    record: &Record,
    text: Option<&str>,
    sources: &[&dyn MetadataSource],
    fetch: &dyn Fetch,
    known: &BTreeMap<Doi, Candidate>,
) -> Resolution {
    let sources: Vec<&dyn MetadataSource> =
        sources.iter().copied().filter(|source| source.accepts(record)).collect();
    if sources.is_empty() {
        return Resolution::NotCheckable(format!(
            "works of the type `{}` are in no register that is asked",
            record.item_type
        ));
    }
    let Some(doi) = record.doi() else {
        return by_description(record, text, &sources, fetch);
    };
    match known.get(&doi).cloned().map_or_else(|| by_doi(&doi, &sources, fetch), Answer::Found) {
        Answer::Found(candidate) => {
            let evidence = Evidence::of(record, text, &candidate);
            if !evidence.is_another_work() {
                // The DOI itself is the strongest witness; the rest can only cast doubt.
                let score = matching::score(record, text, &candidate);
                return Resolution::Found(Box::new(candidate), 0.8 + 0.2 * score);
            }
            let right = match by_description(record, text, &sources, fetch) {
                Resolution::Found(right, score) => Some((right, score)),
                _ => None,
            };
            Resolution::WrongDoi { doi, holder: Box::new(candidate), right }
        }
        Answer::NotFound => match by_description(record, text, &sources, fetch) {
            Resolution::NotFound(_) | Resolution::NotCheckable(_) => Resolution::NotFound(format!(
                "the DOI `{doi}` is unknown, and {} no work that fits the description",
                names(&sources, "knows", "know")
            )),
            resolution => resolution,
        },
        Answer::Unavailable(reason) => Resolution::Unavailable(reason),
    }
}

fn by_doi(doi: &Doi, sources: &[&dyn MetadataSource], fetch: &dyn Fetch) -> Answer<Candidate> {
    let mut unavailable = None;
    for source in sources {
        match source.by_doi(doi, fetch) {
            Answer::Found(candidate) => return Answer::Found(candidate),
            Answer::NotFound => {}
            Answer::Unavailable(reason) => unavailable = unavailable.or(Some(reason)),
        }
    }
    unavailable.map_or(Answer::NotFound, Answer::Unavailable)
}

fn by_description(
    record: &Record,
    text: Option<&str>,
    sources: &[&dyn MetadataSource],
    fetch: &dyn Fetch,
) -> Resolution {
    let described = record.text(TextVariable::Title).is_some_and(|title| !title.trim().is_empty())
        || record.text(TextVariable::ContainerTitle).is_some()
        || text.is_some_and(|text| !text.trim().is_empty());
    if !described {
        let reason = "the record has neither a title nor a DOI to look for".to_owned();
        return Resolution::NotCheckable(reason);
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut unavailable = None;
    for source in sources {
        unavailable = unavailable.or_else(|| source.absence());
        match source.search(&Query { record, text }, fetch) {
            Answer::Found(found) => candidates.extend(found),
            Answer::NotFound => {}
            Answer::Unavailable(reason) => unavailable = Some(reason),
        }
    }
    if let Some((idx, score)) = matching::choose(record, text, &candidates)
        && idx < candidates.len()
    {
        return Resolution::Found(Box::new(candidates.swap_remove(idx)), score);
    }
    if let Some(reason) = unavailable {
        return Resolution::Unavailable(reason);
    }
    if is_registered(record.item_type) {
        let reason =
            format!("{} no work that fits the description", names(sources, "knows", "know"));
        return Resolution::NotFound(reason);
    }
    Resolution::NotCheckable(format!(
        "no match, and most works of the type `{}` are in no register",
        record.item_type
    ))
}

/// Kinds of which nearly every work of the last decades has a DOI of the registers asked, so that
/// finding none is worth saying.
fn is_registered(item_type: ItemType) -> bool {
    matches!(
        item_type,
        ItemType::ArticleJournal
            | ItemType::PaperConference
            | ItemType::Review
            | ItemType::ReviewBook
    )
}

/// "`crossref` knows".
fn names(sources: &[&dyn MetadataSource], singular: &str, plural: &str) -> String {
    let names: Vec<String> =
        sources.iter().map(|source| format!("`{}`", source.info().name)).collect();
    format!("{} {}", names.join(", "), if names.len() == 1 { singular } else { plural })
}

/// Turns the resolution into a verdict.
pub(crate) fn comparison(record: &Record, resolution: &Resolution) -> Comparison {
    let bare = |verdict, reason: &str| Comparison {
        record: record.id.clone(),
        verdict,
        doi: None,
        score: None,
        differences: Vec::new(),
        reason: Some(reason.to_owned()),
    };
    match resolution {
        Resolution::Found(candidate, score) => found(record, candidate, *score),
        Resolution::WrongDoi { doi, holder, right } => {
            wrong_doi(record, doi, holder, right.as_ref())
        }
        Resolution::NotFound(reason) => bare(Verdict::NotFound, reason),
        Resolution::NotCheckable(reason) => bare(Verdict::NotCheckable, reason),
        Resolution::Unavailable(reason) => bare(Verdict::NotChecked, reason),
    }
}

fn found(record: &Record, candidate: &Candidate, score: f32) -> Comparison {
    let findings = matching::findings(record, candidate);
    let holds =
        |kind| findings.iter().any(|finding| finding.counts && finding.difference.kind == kind);
    let verdict = if candidate.retraction().is_some() {
        Verdict::Retracted
    } else if holds(DifferenceKind::Contradiction) {
        Verdict::Differs
    } else if holds(DifferenceKind::Truncated) {
        Verdict::Incomplete
    } else {
        Verdict::Verified
    };
    Comparison {
        record: record.id.clone(),
        verdict,
        doi: doi_of(candidate),
        score: Some(score),
        differences: findings.into_iter().map(|finding| finding.difference).collect(),
        reason: updates_sentence(candidate),
    }
}

fn wrong_doi(
    record: &Record,
    doi: &Doi,
    holder: &Candidate,
    right: Option<&(Box<Candidate>, f32)>,
) -> Comparison {
    let mut reason = format!("the DOI `{doi}` belongs to {}", described(&holder.record));
    let differences: Vec<Difference> = match right {
        Some((candidate, _)) => {
            reason.push_str(&format!("; the work described is `{}`", candidate.source_id));
            matching::differences(record, candidate)
        }
        None => matching::findings(record, holder)
            .into_iter()
            .filter(|finding| finding.difference.kind == DifferenceKind::Contradiction)
            .map(|Finding { difference, .. }| difference)
            .collect(),
    };
    Comparison {
        record: record.id.clone(),
        verdict: Verdict::IdMismatch,
        doi: right.and_then(|(candidate, _)| doi_of(candidate)),
        score: right.map(|(_, score)| *score),
        differences,
        reason: Some(reason),
    }
}

fn doi_of(candidate: &Candidate) -> Option<String> {
    Some(candidate.source_id.clone()).filter(|doi| !doi.is_empty())
}

/// "`Title` (Family, 2004)".
fn described(record: &Record) -> String {
    let title = record.text(TextVariable::Title).unwrap_or("a work without title");
    let family = record.people(NameVariable::Author).first().map(Name::family);
    let year = record.year().map(|year| year.to_string());
    let rest: Vec<&str> = family.into_iter().chain(year.as_deref()).collect();
    if rest.is_empty() { format!("`{title}`") } else { format!("`{title}` ({})", rest.join(", ")) }
}

/// What was said about the work later, the worst first: "retraction 2010-02-06 (`10.1016/...`)".
fn updates_sentence(candidate: &Candidate) -> Option<String> {
    let said: Vec<String> = candidate
        .updates
        .iter()
        .map(|update| {
            let mut text = update.kind.replace('_', " ");
            if let Some(date) = update.date {
                text.push_str(&format!(" {date}"));
            }
            if !update.doi.is_empty() {
                text.push_str(&format!(" `{}`", update.doi));
            }
            if !update.source.is_empty() {
                text.push_str(&format!(" (says {})", update.source));
            }
            text
        })
        .collect();
    (!said.is_empty()).then(|| format!("the register knows of: {}", said.join("; ")))
}

/// Asks for all DOIs in batches. What does not come back is asked for one by one later.
fn known_works(
    records: &[(&Record, Option<&str>)],
    sources: &[&dyn MetadataSource],
    fetch: &dyn Fetch,
) -> BTreeMap<Doi, Candidate> {
    let mut known = BTreeMap::new();
    for source in sources {
        let mut wanted: Vec<Doi> = records
            .iter()
            .filter(|(record, _)| source.accepts(record))
            .filter_map(|(record, _)| record.doi())
            .filter(|doi| !known.contains_key(doi))
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.len() < 2 {
            continue;
        }
        for candidate in source.by_dois(&wanted, fetch).found().unwrap_or_default() {
            if let Ok(doi) = Doi::parse(&candidate.source_id) {
                known.entry(doi).or_insert(candidate);
            }
        }
    }
    known
}
