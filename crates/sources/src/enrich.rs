//! [`enrich()`] proposes, [`apply()`] carries out.

use std::collections::BTreeMap;

use refsmith_model::{
    Change, Comparison, DifferenceKind, Enrichment, Origin, Provenance, Record, RegisterEntry,
    Verdict,
};

use crate::check::{Resolution, comparison, resolve};
use crate::{Candidate, Fetch, MetadataSource, matching};

/// What came of the search for more.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The work was found; the proposal may be empty when nothing is to be added.
    Proposal {
        /// The changes.
        enrichment: Enrichment,
        /// The comparison they come from.
        comparison: Comparison,
    },
    /// All registers answered, and none knows the work.
    NotFound(Comparison),
    /// Registers do not hold this kind of work, or the record says too little.
    NotCheckable(Comparison),
    /// A register that was needed could not be asked.
    Unavailable(Comparison),
}

impl Outcome {
    /// Returns the comparison with the registers.
    pub fn comparison(&self) -> &Comparison {
        match self {
            Outcome::Proposal { comparison, .. }
            | Outcome::NotFound(comparison)
            | Outcome::NotCheckable(comparison)
            | Outcome::Unavailable(comparison) => comparison,
        }
    }

    /// Returns the proposal, if the work was found.
    pub fn enrichment(&self) -> Option<&Enrichment> {
        match self {
            Outcome::Proposal { enrichment, .. } => Some(enrichment),
            _ => None,
        }
    }
}

/// Which proposals are accepted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accept {
    /// The least score in [0, 1] of the match.
    pub minimum_score: f32,
    /// Take values for fields that are not there.
    pub missing: bool,
    /// Complete values that are cut short.
    pub truncated: bool,
    /// Take the register's letter case, punctuation and full journal names.
    pub form: bool,
    /// Replace values that contradict the register, and years of online publication by those of
    /// print or the other way round. Registers are wrong too.
    pub contradictions: bool,
}

impl Default for Accept {
    /// Everything but contradictions, from a score of 0.95.
    fn default() -> Self {
        Self {
            minimum_score: 0.95,
            missing: true,
            truncated: true,
            form: true,
            contradictions: false,
        }
    }
}

impl Accept {
    fn takes(&self, kind: DifferenceKind) -> bool {
        match kind {
            DifferenceKind::Missing => self.missing,
            DifferenceKind::Truncated | DifferenceKind::Initials => self.truncated,
            DifferenceKind::Case | DifferenceKind::Punctuation | DifferenceKind::Abbreviation => {
                self.form
            }
            DifferenceKind::YearOnlinePrint | DifferenceKind::Wrong => self.contradictions,
        }
    }
}

/// Looks for the work and proposes what the register knows better. `text` is the reference as
/// printed, if known.
pub fn enrich(
    record: &Record,
    text: Option<&str>,
    sources: &[&dyn MetadataSource],
    fetch: &dyn Fetch,
) -> Outcome {
    let resolution = resolve(record, text, sources, fetch, &BTreeMap::new());
    let comparison = comparison(record, &resolution);
    let found = match &resolution {
        Resolution::Found(candidate, score, _) => Some((candidate, *score)),
        Resolution::WrongIdentifier { right, .. } => {
            right.as_ref().map(|(candidate, score)| (candidate, *score))
        }
        _ => None,
    };
    if let Some((candidate, score)) = found {
        let enrichment = proposal(record, candidate, score);
        return Outcome::Proposal { enrichment, comparison };
    }
    match comparison.verdict {
        Verdict::NotChecked => Outcome::Unavailable(comparison),
        Verdict::NotCheckable => Outcome::NotCheckable(comparison),
        _ => Outcome::NotFound(comparison),
    }
}

fn proposal(record: &Record, candidate: &Candidate, score: f32) -> Enrichment {
    let source = candidate.source.to_owned();
    let source_id = candidate.source_id.clone();
    let changes = matching::differences(record, candidate)
        .into_iter()
        .map(|difference| Change {
            variable: difference.variable,
            to: matching::proposal(&difference),
            from: difference.ours,
            kind: difference.kind,
            provenance: Provenance {
                origin: Origin::Source(Box::new(RegisterEntry {
                    source: source.clone(),
                    id: source_id.clone(),
                    fetched: candidate.fetched,
                })),
                confidence: score,
            },
        })
        .filter(|change| change.from.as_ref() != Some(&change.to))
        .collect();
    Enrichment { record: record.id.clone(), source, source_id, score, changes }
}

/// Carries out the changes that `accept` takes, and returns them. Every applied value carries its
/// provenance. A change whose starting point is no longer the record's value is left out.
///
/// # Examples
/// ```
/// use refsmith_model::{Change, DifferenceKind, Enrichment, ItemType, NumberVariable, Origin};
/// use refsmith_model::{Provenance, Record, Value, Variable};
/// use refsmith_sources::{Accept, apply};
/// let mut record = Record::new("weaver2004", ItemType::ArticleJournal);
/// let origin = Origin::register("crossref", "10.1038/nn1276");
/// let change = Change {
///     variable: Variable::Number(NumberVariable::Volume),
///     from: None,
///     to: Value::Number("7".into()),
///     kind: DifferenceKind::Missing,
///     provenance: Provenance { origin, confidence: 0.99 },
/// };
/// let enrichment = Enrichment {
///     record: "weaver2004".into(),
///     source: "crossref".into(),
///     source_id: "10.1038/nn1276".into(),
///     score: 0.99,
///     changes: vec![change],
/// };
/// assert_eq!(apply(&mut record, &enrichment, &Accept::default()).len(), 1);
/// assert_eq!(record.number(NumberVariable::Volume), Some("7"));
/// ```
pub fn apply(record: &mut Record, enrichment: &Enrichment, accept: &Accept) -> Vec<Change> {
    if enrichment.record != record.id || enrichment.score < accept.minimum_score {
        return Vec::new();
    }
    let mut applied = Vec::new();
    for change in &enrichment.changes {
        let current = record.get(change.variable);
        if !accept.takes(change.kind) || current != change.from {
            continue;
        }
        if record.set(change.variable, change.to.clone()) {
            record.provenance.insert(change.variable, change.provenance.clone());
            applied.push(change.clone());
        }
    }
    applied
}
