//! Is this candidate that record, and where do they differ?
//!
//! Every candidate is compared field by field, whatever rank the register gave it. Nothing forces a
//! match: a title alone never suffices, a journal article is never taken for a chapter or thesis,
//! and of two nearly equal candidates neither is chosen. Start reading at [`score`].
//!
//! Where the reference is known as it was printed, `overlap` looks for every field of the candidate in
//! the string, whatever a parser made of it, and `probability` weighs what was found and what was
//! left over. Records without a printed reference are compared field by field.

mod ceiling;
mod differences;
mod floor;
mod gate;
mod names;
mod numbers;
mod overlap;
mod printed;
mod probability;
mod ranges;
mod titles;

use refsmith_model::{NameVariable, NumberVariable, Record, TextVariable};

pub use differences::differences;
pub(crate) use differences::{proposal, readable};
use overlap::Line;
use printed::Printed;
pub use probability::FEATURES;

use crate::Candidate;

/// The least score at which a candidate is the work described.
pub const ACCEPTED: f32 = 0.7;
/// Candidates with a lower probability are never looked at closely.
const UNLIKELY: f32 = 0.2;
/// Two candidates whose scores are closer than this are nearly equal.
const NEARLY_EQUAL: f32 = 0.03;

/// Two candidates whose scores are closer than this have nothing between them.
const INDISTINGUISHABLE: f32 = 0.002;

/// What speaks for and against a candidate: similarities in [0, 1], `None` where one side is silent.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Evidence {
    pub(crate) title: Option<f32>,
    pub(crate) authors: Option<f32>,
    pub(crate) container: Option<f32>,
    pub(crate) year: Option<f32>,
    pub(crate) volume: Option<f32>,
    pub(crate) page: Option<f32>,
    /// The title has so few words that many works share it.
    pub(crate) common_title: bool,
}

impl Evidence {
    /// Compares the record, and where it is silent or disagrees, the reference as printed.
    pub(crate) fn of(record: &Record, text: Option<&str>, candidate: &Candidate) -> Self {
        let stated = Self::stated(record, candidate);
        match text {
            Some(text) => stated.or_printed(&Printed::new(text), candidate),
            None => stated,
        }
    }

    fn stated(record: &Record, candidate: &Candidate) -> Self {
        let theirs = &candidate.record;
        let number = |variable| {
            let (ours, theirs) = (record.number(variable)?, theirs.number(variable)?);
            Some(agreement(numbers::compare_numbers(ours, theirs)))
        };
        let title = record.text(TextVariable::Title).filter(|title| titles::has_words(title));
        Self {
            title: title.and_then(|ours| title_similarity(ours, theirs)),
            authors: people_similarity(record, theirs),
            container: container_similarity(record, theirs),
            year: numbers::years_agree(record, candidate)
                .map(|agree| if agree { 1.0 } else { 0.0 }),
            volume: number(NumberVariable::Volume),
            page: numbers::compare_pages(record, candidate)
                .filter(|relation| *relation != numbers::Relation::Incomparable)
                .map(agreement),
            common_title: refsmith_model::text::unicode::words(
                theirs.text(TextVariable::Title).unwrap_or(""),
            )
            .len()
                <= 2,
        }
    }

    /// A field that was parsed wrongly, or not at all, may still stand in the printed reference.
    fn or_printed(self, printed: &Printed, candidate: &Candidate) -> Self {
        let better = |own: Option<f32>, found: Option<f32>| match (own, found) {
            (Some(own), Some(found)) => Some(own.max(found)),
            (own, found) => own.or(found),
        };
        Self {
            title: better(self.title, printed.title(candidate)),
            authors: better(self.authors, printed.authors(candidate)),
            container: better(self.container, printed.container(candidate)),
            year: better(self.year, printed.year(candidate)),
            volume: better(self.volume, printed.volume(candidate)),
            page: better(self.page, printed.page(candidate)),
            common_title: self.common_title,
        }
    }

    /// Weighs the evidence into a score in [0, 1].
    fn score(self) -> f32 {
        let weighted = [
            (self.title, 0.42),
            (self.authors, 0.20),
            (self.container, 0.12),
            (self.year, 0.10),
            (self.page, 0.10),
            (self.volume, 0.06),
        ];
        let (mut sum, mut weight) = (0.0, 0.0);
        for (value, share) in weighted {
            if let Some(value) = value {
                sum += value * share;
                weight += share;
            }
        }
        if weight == 0.0 {
            return 0.0;
        }
        // The less was compared, the less is certain.
        let coverage = 0.88 + 0.12 * (weight / 0.7_f32).min(1.0);
        (sum / weight * coverage).min(self.ceiling())
    }

    /// The most that the evidence allows, whatever its sum.
    fn ceiling(self) -> f32 {
        let agrees = |value: Option<f32>| value.is_some_and(|value| value >= 0.8);
        let denies = |value: Option<f32>| value.is_some_and(|value| value < 0.4);
        let place = [self.container, self.volume, self.page];
        let denied_places = place.iter().filter(|value| denies(**value)).count();
        let denied = denied_places + usize::from(denies(self.year));
        let numbers = agrees(self.volume) && agrees(self.page);
        let supported =
            agrees(self.authors) || (agrees(self.container) && agrees(self.year)) || numbers;
        let others = [self.authors, self.container, self.year, self.volume, self.page];
        let support = others.iter().filter(|value| agrees(**value)).count();
        let mut ceiling: f32 = 1.0;
        let mut at_most = |limit: f32, applies: bool| {
            if applies {
                ceiling = ceiling.min(limit);
            }
        };
        at_most(0.6, !supported);
        at_most(0.6, self.common_title && support < 2);
        at_most(0.65, denied >= 2);
        at_most(0.5, denied_places >= 1 && denies(self.authors));
        match self.title {
            Some(title) if title < 0.6 => {
                // A title in another language: everything else has to agree, and there must be much.
                at_most(0.45, !(numbers && agrees(self.authors) && support >= 4));
                at_most(0.75, true);
            }
            // Chapters of one book and parts of one series have nearly the same title, the same
            // people and the same container, but never the same page.
            Some(title) => {
                at_most(0.78, title < 0.8);
                at_most(0.65, title < 0.8 && !agrees(self.page));
                at_most(0.65, title < 0.95 && denies(self.page));
            }
            None => at_most(0.55, support < 4 || !agrees(self.page)),
        }
        ceiling
    }

    /// Tells whether the candidate cannot be the work described: its title is another, and nothing
    /// else that identifies a work speaks for it.
    pub(crate) fn is_another_work(self) -> bool {
        let denies = |value: Option<f32>| value.is_some_and(|value| value < 0.4);
        let agrees = |value: Option<f32>| value.is_some_and(|value| value >= 0.8);
        let placed = agrees(self.page) && (agrees(self.volume) || agrees(self.container));
        match self.title {
            Some(title) => {
                title < 0.6 && !placed && !(agrees(self.authors) && agrees(self.container))
            }
            None => {
                denies(self.authors)
                    && (denies(self.container) || denies(self.page) || denies(self.year))
                    && !placed
            }
        }
    }
}

/// Returns the probability, in [0, 1], that `candidate` is the work that `record` describes.
/// `text` is the reference as printed, which may know more than the record.
///
/// # Examples
/// ```
/// use refsmith_model::{ItemType, Name, NameList, NameVariable, PersonName, Record, TextVariable};
/// use refsmith_sources::{crossref, matching};
/// let mut record = Record::new("a", ItemType::ArticleJournal);
/// record.texts.insert(TextVariable::Title, "Oxytocin and social affiliation in humans".into());
/// let candidate = crossref::work(&serde_json::json!({
///     "type": "journal-article",
///     "title": ["Oxytocin and Social Affiliation in Humans"],
///     "author": [{"family": "Feldman", "given": "Ruth"}],
/// }));
/// assert!(matching::score(&record, None, &candidate) < matching::ACCEPTED, "the title alone");
/// let author = Name::Person(PersonName::new("Feldman", "R."));
/// record.names.insert(NameVariable::Author, NameList::complete(vec![author]));
/// assert!(matching::score(&record, None, &candidate) > matching::ACCEPTED);
/// ```
pub fn score(record: &Record, text: Option<&str>, candidate: &Candidate) -> f32 {
    score_with(record, text, text.map(Line::new).as_ref(), candidate)
}

/// The score, with the printed reference prepared for it.
fn score_with(
    record: &Record,
    text: Option<&str>,
    line: Option<&Line>,
    candidate: &Candidate,
) -> f32 {
    let (Some(text), Some(line)) = (text, line) else {
        let evidence = Evidence::stated(record, candidate);
        if !gate::admits(record, None, candidate, evidence) {
            return 0.0;
        }
        let ceiling = if gate::is_another_version(record, candidate, evidence) { 0.9 } else { 1.0 };
        return evidence.score().min(ceiling);
    };
    let overlap = line.overlap(candidate);
    let other_kind = other_kind(text, candidate);
    let features = probability::features(&overlap, other_kind);
    let probability = probability::probability(&features).max(floor::floor(&overlap));
    let ceiling = ceiling::ceiling(&overlap, record, candidate, other_kind);
    let probability = probability.min(ceiling);
    // What cannot be accepted anyway need not be looked at twice.
    if probability < UNLIKELY || overlap.is_whole() {
        return probability;
    }
    let evidence = Evidence::of(record, Some(text), candidate);
    if !gate::admits(record, Some(text), candidate, evidence) {
        return 0.0;
    }
    let ceiling = if gate::is_another_version(record, candidate, evidence) { 0.9 } else { 1.0 };
    probability.min(ceiling)
}

/// Returns the features of a printed reference and a candidate that the probability is made of: for
/// fitting its weights.
pub fn features(text: &str, candidate: &Candidate) -> [f32; FEATURES] {
    probability::features(&Line::new(text).overlap(candidate), other_kind(text, candidate))
}

/// Returns what [`score`] is made of, in one line: for finding out why a candidate was refused.
pub fn explain(record: &Record, text: Option<&str>, candidate: &Candidate) -> String {
    let evidence = Evidence::of(record, text, candidate);
    let admitted = gate::admits(record, text, candidate, evidence);
    let overlap = text.map(|text| Line::new(text).overlap(candidate));
    format!("{overlap:?} {evidence:?} admitted: {admitted}")
}

/// Tells whether the candidate announces a notice ("Erratum: ...") that the reference does not, or
/// the reference one that the candidate does not.
fn other_kind(text: &str, candidate: &Candidate) -> bool {
    let title = candidate.record.text(TextVariable::Title).unwrap_or("");
    titles::notice(title).is_some_and(|kind| !titles::mentions(text, kind))
        || titles::corrects(text) && !titles::corrects(title) && titles::notice(title).is_none()
}

/// Returns the index and score of the candidate that is the work described, or `None` when none is,
/// or when two different works are nearly equally likely.
pub fn choose(
    record: &Record,
    text: Option<&str>,
    candidates: &[Candidate],
) -> Option<(usize, f32)> {
    choose_at(ACCEPTED, record, text, candidates)
}

/// Chooses like [`choose`], with another least score.
pub fn choose_at(
    least: f32,
    record: &Record,
    text: Option<&str>,
    candidates: &[Candidate],
) -> Option<(usize, f32)> {
    let line = text.map(Line::new);
    let mut scored: Vec<(usize, f32)> = candidates
        .iter()
        .enumerate()
        .map(|(idx, candidate)| (idx, score_with(record, text, line.as_ref(), candidate)))
        .filter(|(_, score)| *score >= least)
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (mut best, score) = *scored.first()?;
    for (idx, other) in scored.iter().skip(1) {
        if score - other >= NEARLY_EQUAL {
            break;
        }
        let (chosen, rival) = (candidates.get(best)?, candidates.get(*idx)?);
        match rivalry(chosen, rival) {
            // One work under two DOIs, and nothing printed tells which is meant.
            Rivalry::Same if text.is_some() && score - other < INDISTINGUISHABLE => {
                if chosen.source_id.eq_ignore_ascii_case(&rival.source_id) {
                    continue;
                }
                return None;
            }
            Rivalry::Same => {}
            Rivalry::Version => {
                if gate::is_preprint(&chosen.record) != gate::is_preprint(record) {
                    best = *idx;
                }
            }
            Rivalry::Different => return None,
        }
    }
    Some((best, score))
}

enum Rivalry {
    /// One work registered twice.
    Same,
    /// A preprint and what it became: a record that does not say that it is a preprint means the
    /// published version.
    Version,
    /// Two works.
    Different,
}

fn rivalry(a: &Candidate, b: &Candidate) -> Rivalry {
    if a.source_id.eq_ignore_ascii_case(&b.source_id) {
        return Rivalry::Same;
    }
    let title =
        |candidate: &Candidate| candidate.record.text(TextVariable::Title).map(str::to_owned);
    let same_title = title(a)
        .zip(title(b))
        .is_some_and(|(a, b)| titles::compare_titles(&a, &b).0 == titles::Relation::Same);
    let author = NameVariable::Author;
    let same_author = names::same_first(a.record.people(author), b.record.people(author));
    if !same_title || !same_author {
        return Rivalry::Different;
    }
    if gate::is_preprint(&a.record) != gate::is_preprint(&b.record) {
        return Rivalry::Version;
    }
    let number =
        |candidate: &Candidate, variable| candidate.record.number(variable).map(str::to_owned);
    let place = |candidate| {
        let page = number(candidate, NumberVariable::Page);
        (number(candidate, NumberVariable::Volume), page.map(|page| numbers::first_page(&page)))
    };
    let placed = place(a).1.is_some() && place(a) == place(b);
    if placed { Rivalry::Same } else { Rivalry::Different }
}

fn agreement(relation: numbers::Relation) -> f32 {
    match relation {
        numbers::Relation::Same | numbers::Relation::Cut => 1.0,
        numbers::Relation::Incomparable => 0.5,
        numbers::Relation::Conflict => 0.0,
    }
}

fn title_similarity(ours: &str, theirs: &Record) -> Option<f32> {
    [TextVariable::Title, TextVariable::OriginalTitle]
        .into_iter()
        .filter_map(|variable| theirs.text(variable))
        .map(|theirs| titles::compare_titles(ours, theirs).1)
        .max_by(f32::total_cmp)
}

fn people_similarity(ours: &Record, theirs: &Record) -> Option<f32> {
    let lists = |record: &Record| {
        [NameVariable::Author, NameVariable::Editor]
            .into_iter()
            .filter_map(|variable| record.names.get(&variable).cloned())
            .find(|list| !list.names.is_empty())
    };
    names::similarity(&lists(ours)?, &lists(theirs)?)
}

fn container_similarity(ours: &Record, theirs: &Record) -> Option<f32> {
    let own = ours
        .text(TextVariable::ContainerTitle)
        .or_else(|| ours.text(TextVariable::ContainerTitleShort))
        .filter(|text| titles::has_words(text))?;
    let short = theirs.text(TextVariable::ContainerTitleShort);
    [TextVariable::ContainerTitle, TextVariable::CollectionTitle, TextVariable::EventTitle]
        .into_iter()
        .filter_map(|variable| theirs.text(variable))
        .map(|theirs| titles::compare_containers(own, theirs, short).1)
        .max_by(f32::total_cmp)
}

#[cfg(test)]
mod tests;
