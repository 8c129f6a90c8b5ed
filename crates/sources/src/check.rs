//! [`check()`]: one record against the registers, and the verdict.
//!
//! Only what was *found* may contradict a record. That a register does not know a work counts only
//! when every register that was planned has answered, and a register that could not be asked turns
//! "not found" into "not checked".

use std::collections::BTreeMap;

use refsmith_model::{
    Comparison, DifferenceKind, Doi, ItemType, Name, NameVariable, Record, Severity, TextVariable,
    Update, Variable, Verdict,
};

use crate::codes::told;
use crate::matching::{self, Evidence};
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
    Found(Box<Candidate>, f32, Stated),
    /// The record's identifier ("DOI `10.1000/1`") belongs to `holder`; the work described is
    /// `right`, if that was found.
    WrongIdentifier {
        identifier: String,
        holder: Box<Candidate>,
        right: Option<(Box<Candidate>, f32)>,
    },
    /// All sources answered, none knows it. The identifier that is registered nowhere, if the
    /// record has such a one.
    NotFound(String, Option<String>),
    /// It makes no sense to ask.
    NotCheckable(String),
    /// Somebody who was needed could not be asked.
    Unavailable(String),
}

/// What became of the identifier that a record states.
#[derive(Debug, Clone)]
pub(crate) enum Stated {
    /// There is none, or a register knows it or should.
    Settled,
    /// It could not be asked for; the text says why.
    Unasked(String),
    /// Every agency was asked, and none has registered it.
    Dead(String),
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
    let readable = matching::readable(record);
    let record = readable.as_ref();
    let sources: Vec<&dyn MetadataSource> =
        sources.iter().copied().filter(|source| source.accepts(record)).collect();
    if sources.is_empty() {
        return Resolution::NotCheckable(format!(
            "works of the type `{}` are in no register that is asked",
            record.item_type
        ));
    }
    let Some(doi) = record.doi() else {
        return without_doi(record, text, &sources, fetch, known);
    };
    let identifier = format!("DOI `{doi}`");
    match known.get(&doi).cloned().map_or_else(|| by_doi(&doi, &sources, fetch), Answer::Found) {
        Answer::Found(candidate) => {
            identified(record, text, identifier, candidate, &sources, fetch)
        }
        Answer::NotFound => {
            let everywhere = sources.iter().any(|source| source.knows_every_agency());
            let dead = everywhere.then(|| doi.to_string());
            match by_description(record, text, &sources, fetch) {
                Resolution::NotFound(..) | Resolution::NotCheckable(_) => {
                    let reason = format!(
                        "the DOI `{doi}` is unknown, and {} no work that fits the description",
                        names(&sources, "knows", "know")
                    );
                    Resolution::NotFound(reason, dead)
                }
                Resolution::Found(work, score, _) => {
                    Resolution::Found(work, score, dead.map_or(Stated::Settled, Stated::Dead))
                }
                resolution => resolution,
            }
        }
        // Somebody else may still know the work, and what it says counts.
        Answer::Unavailable(reason) => match by_description(record, text, &sources, fetch) {
            Resolution::Found(work, score, _) => {
                Resolution::Found(work, score, Stated::Unasked(reason))
            }
            _ => Resolution::Unavailable(reason),
        },
    }
}

/// Finds the work of a record without DOI by another identifier, else by description.
fn without_doi(
    record: &Record,
    text: Option<&str>,
    sources: &[&dyn MetadataSource],
    fetch: &dyn Fetch,
    known: &BTreeMap<Doi, Candidate>,
) -> Resolution {
    for source in sources {
        if let Some(doi) = source.key(record)
            && let Some(work) = known.get(&doi)
        {
            let identifier = format!("DOI `{doi}`");
            return identified(record, text, identifier, work.clone(), sources, fetch);
        }
        if let Some((identifier, Answer::Found(work))) = source.by_identifier(record, fetch) {
            return identified(record, text, identifier, work, sources, fetch);
        }
    }
    by_description(record, text, sources, fetch)
}

/// Decides whether the work that has the record's identifier is the one described.
fn identified(
    record: &Record,
    text: Option<&str>,
    identifier: String,
    candidate: Candidate,
    sources: &[&dyn MetadataSource],
    fetch: &dyn Fetch,
) -> Resolution {
    if !Evidence::of(record, text, &candidate).is_another_work() {
        // The identifier itself is the strongest witness; the rest can only cast doubt.
        let score = 0.8 + 0.2 * matching::score(record, text, &candidate);
        return Resolution::Found(Box::new(candidate), score, Stated::Settled);
    }
    let right = match by_description(record, text, sources, fetch) {
        Resolution::Found(right, score, _) => Some((right, score)),
        _ => None,
    };
    Resolution::WrongIdentifier { identifier, holder: Box::new(candidate), right }
}

/// Asks the sources for the work with a DOI, one after the other, until one knows it. `NotFound`
/// means that all of them answered, and none does.
pub fn by_doi(doi: &Doi, sources: &[&dyn MetadataSource], fetch: &dyn Fetch) -> Answer<Candidate> {
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
    let mut unavailable = None;
    for source in sources {
        unavailable = unavailable.or_else(|| source.absence());
        match source.search(&Query { record, text }, fetch) {
            Answer::Found(mut found) => {
                if let Some((idx, score)) = matching::choose(record, text, &found)
                    && idx < found.len()
                {
                    let chosen = Box::new(found.swap_remove(idx));
                    return Resolution::Found(chosen, score, Stated::Settled);
                }
            }
            Answer::NotFound => {}
            Answer::Unavailable(reason) => unavailable = Some(reason),
        }
    }
    if let Some(reason) = unavailable {
        return Resolution::Unavailable(reason);
    }
    if is_registered(record.item_type) {
        let reason =
            format!("{} no work that fits the description", names(sources, "knows", "know"));
        return Resolution::NotFound(reason, None);
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
    let bare = |verdict, reason: &str| Comparison::bare(&record.id, verdict, reason.to_owned());
    match resolution {
        Resolution::Found(candidate, score, stated) => found(record, candidate, *score, stated),
        Resolution::WrongIdentifier { identifier, holder, right } => {
            wrong_identifier(record, identifier, holder, right.as_ref())
        }
        Resolution::NotFound(reason, dead) => {
            let mut comparison = bare(Verdict::NotFound, reason);
            comparison.dead_identifier.clone_from(dead);
            comparison
        }
        Resolution::NotCheckable(reason) => bare(Verdict::NotCheckable, reason),
        Resolution::Unavailable(reason) => bare(Verdict::NotChecked, reason),
    }
}

fn found(record: &Record, candidate: &Candidate, score: f32, stated: &Stated) -> Comparison {
    let mut differences = matching::differences(record, candidate);
    let doi = Variable::Text(TextVariable::Doi);
    let mut reasons = Vec::new();
    let mut dead_identifier = None;
    match stated {
        Stated::Settled => {}
        Stated::Unasked(reason) => {
            // It may be the DOI of a preprint, or a second one.
            differences.retain(|one| one.variable != doi);
            reasons.push(format!("the work was found by its description; {reason}"));
        }
        Stated::Dead(identifier) => dead_identifier = Some(identifier.clone()),
    }
    let serious = |kind: Option<DifferenceKind>| {
        differences.iter().any(|one| {
            one.severity > Severity::Info
                && kind.map_or(one.kind != DifferenceKind::Truncated, |kind| one.kind == kind)
        })
    };
    let verdict = if candidate.retraction().is_some() {
        Verdict::Retracted
    } else if serious(None) || dead_identifier.is_some() {
        Verdict::Differs
    } else if serious(Some(DifferenceKind::Truncated)) {
        Verdict::Incomplete
    } else if matches!(stated, Stated::Unasked(_)) {
        Verdict::NotChecked
    } else {
        Verdict::Verified
    };
    reasons.extend(updates_sentence(&candidate.updates));
    Comparison {
        doi: doi_of(candidate),
        score: Some(score),
        source: Some(candidate.source.to_owned()),
        fetched: candidate.fetched,
        differences,
        updates: candidate.updates.clone(),
        published_as: published_as(record, candidate),
        dead_identifier,
        ..Comparison::bare(&record.id, verdict, Some(reasons.join("; ")).filter(|r| !r.is_empty()))
    }
}

/// Returns the DOI of the published version when what was found, and meant, is a preprint.
fn published_as(record: &Record, candidate: &Candidate) -> Option<String> {
    let published = candidate.published_as.clone()?;
    let meant = record.doi().is_none_or(|doi| doi.as_str() != published.to_lowercase());
    meant.then_some(published)
}

fn wrong_identifier(
    record: &Record,
    identifier: &str,
    holder: &Candidate,
    right: Option<&(Box<Candidate>, f32)>,
) -> Comparison {
    let mut reason = format!("the {identifier} belongs to {}", described(&holder.record));
    let mut differences = matching::differences(record, right.map_or(holder, |(work, _)| work));
    match right {
        Some((work, _)) => {
            reason.push_str(&format!("; the work described is `{}`", work.source_id));
        }
        None => differences.retain(|one| one.kind == DifferenceKind::Wrong),
    }
    Comparison {
        doi: right.and_then(|(work, _)| doi_of(work)),
        score: right.map(|(_, score)| *score),
        source: Some(holder.source.to_owned()),
        fetched: holder.fetched,
        differences,
        updates: right.map(|(work, _)| work.updates.clone()).unwrap_or_default(),
        ..Comparison::bare(&record.id, Verdict::IdMismatch, reason)
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
fn updates_sentence(updates: &[Update]) -> Option<String> {
    let said: Vec<String> = updates.iter().map(told).collect();
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
            .filter_map(|(record, _)| source.key(record))
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
