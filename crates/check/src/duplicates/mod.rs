//! The same work twice, and one DOI on two works.
//!
//! Records are compared only when they share an identifier, or title and first author, or the
//! place of printing (first author, volume and first page): the cost grows with n log n, not with
//! the number of pairs. What makes two records one work, and what forbids it, is in `facts.rs`.

mod facts;

use std::collections::{BTreeMap, BTreeSet};

use refsmith_model::{CodeInfo, Diagnostic, Record, Severity};

use crate::subject::{enumeration, key_of};
use crate::{Check, CheckInfo, Subject};
use facts::{Facts, Likeness};

pub(crate) static DUPLICATE_RECORD: CodeInfo = CodeInfo {
    code: "duplicate-record",
    severity: Severity::Warning,
    summary: "the same work is there twice",
    explanation: "Two records describe one work: they have the same DOI or PubMed number, the same \
        title, first author and year, or the same place of printing. A bibliography then lists the \
        work twice, and citations spread over both keys. Keep the fuller record and point the \
        citations to it; `refsmith dedupe --merge --keymap` does both. Works of another type, \
        edition, volume or part, and columns that share their heading, are not taken for one.",
};

pub(crate) static SHARED_DOI: CodeInfo = CodeInfo {
    code: "shared-doi",
    severity: Severity::Warning,
    summary: "two different works have the same DOI",
    explanation: "A DOI names one work, but these records with the same DOI have different titles. \
        One of them has the DOI of another work, or chapters were given the DOI of their book. \
        Follow the DOI, see which title it has, and look up the other (`refsmith enrich`).",
};

/// How many neighbors in a sorted block each record is compared with.
const WINDOW: usize = 16;

/// Finds duplicate records and shared DOIs.
pub(crate) struct Duplicates;

static INFO: CheckInfo = CheckInfo {
    name: "duplicate-record",
    codes: &[&DUPLICATE_RECORD, &SHARED_DOI],
    description: "the same work twice, and one DOI on two works",
};

/// Records that describe one work.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Indices of the records, rising; two or more.
    pub members: Vec<usize>,
    /// Why they are taken for one work, each reason once, in words.
    pub reasons: Vec<String>,
    /// Probability in [0, 1] that all members are one work: that of the weakest link.
    pub confidence: f32,
}

/// Finds the records that describe the same work, as clusters in the order of their first members.
///
/// # Examples
/// ```
/// use refsmith_check::duplicates::find;
/// use refsmith_model::{ItemType, Record, TextVariable};
/// let mut one = Record::new("one", ItemType::ArticleJournal);
/// one.texts.insert(TextVariable::Doi, "10.1000/182".into());
/// let mut two = one.clone();
/// two.texts.insert(TextVariable::Doi, "https://doi.org/10.1000/182".into());
/// let clusters = find(&[one, two]);
/// assert_eq!(clusters[0].members, [0, 1]);
/// assert_eq!(clusters[0].reasons, ["same DOI `10.1000/182`"]);
/// ```
pub fn find(records: &[Record]) -> Vec<Cluster> {
    compare(records).clusters()
}

impl Check for Duplicates {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        let compared = compare(subject.records);
        let key = |idx: usize| subject.records.get(idx).map_or("", key_of);
        for cluster in compared.clusters() {
            let Some((first, others)) = cluster.members.split_first() else { continue };
            for idx in others {
                let reasons = enumeration(&cluster.reasons);
                let message = format!("same work as {}: {reasons}", key(*first));
                let help = "keep the fuller record and cite it everywhere";
                out.push(subject.finding(&DUPLICATE_RECORD, *idx, message).help(help));
            }
        }
        for (first, second, doi) in &compared.shared {
            let message = format!("same DOI `{doi}` as {}, but another title", key(*first));
            let variable = refsmith_model::TextVariable::Doi;
            let finding = subject.value_finding(&SHARED_DOI, *second, variable, message);
            out.push(finding.help("follow the DOI and see which of the two works it names"));
        }
    }
}

/// The outcome of comparing the records with each other.
struct Compared {
    clusters: Clusters,
    /// First record, later record and the DOI they share though they are different works.
    shared: Vec<(usize, usize, String)>,
}

impl Compared {
    fn clusters(&self) -> Vec<Cluster> {
        let found = self.clusters.groups.values().filter(|group| group.members.len() > 1);
        let mut found: Vec<Cluster> = found.cloned().collect();
        for cluster in &mut found {
            cluster.members.sort_unstable();
        }
        found.sort_by(|a, b| a.members.cmp(&b.members));
        found
    }
}

/// Clusters that grow by merging: which cluster each record is in, and the clusters.
struct Clusters {
    of: Vec<usize>,
    groups: BTreeMap<usize, Cluster>,
}

impl Clusters {
    fn new(records: usize) -> Self {
        let alone = |idx| Cluster { members: vec![idx], reasons: Vec::new(), confidence: 1.0 };
        Self { of: (0..records).collect(), groups: (0..records).map(|i| (i, alone(i))).collect() }
    }

    /// Merges the clusters of two records, unless members of the two contradict each other: a
    /// record without pages is like both parts of a work, which does not make the parts one.
    fn join(&mut self, a: usize, b: usize, likeness: Likeness, facts: &[Facts]) {
        let (Some(&of_a), Some(&of_b)) = (self.of.get(a), self.of.get(b)) else { return };
        if of_a == of_b {
            return self.note(of_a, likeness);
        }
        let size = |of: &usize| self.groups.get(of).map_or(0, |group| group.members.len());
        let (into, from) = if size(&of_a) >= size(&of_b) { (of_a, of_b) } else { (of_b, of_a) };
        if self.contradict(into, from, facts) {
            return;
        }
        let Some(smaller) = self.groups.remove(&from) else { return };
        for member in &smaller.members {
            if let Some(of) = self.of.get_mut(*member) {
                *of = into;
            }
        }
        if let Some(group) = self.groups.get_mut(&into) {
            group.members.extend(smaller.members);
            group.confidence = group.confidence.min(smaller.confidence).min(likeness.confidence);
        }
        let reasons = smaller.reasons.into_iter().chain(likeness.reasons).collect();
        self.note(into, Likeness { reasons, ..likeness });
    }

    fn note(&mut self, of: usize, likeness: Likeness) {
        let Some(group) = self.groups.get_mut(&of) else { return };
        for reason in likeness.reasons {
            if !group.reasons.contains(&reason) {
                group.reasons.push(reason);
            }
        }
    }

    fn contradict(&self, into: usize, from: usize, facts: &[Facts]) -> bool {
        // The members of a cluster agree with each other, so a few of them speak for all.
        let few = |of: usize| {
            let members = self.groups.get(&of).map_or(&[][..], |group| &group.members);
            members.iter().take(WINDOW).filter_map(|idx| facts.get(*idx))
        };
        few(into).any(|a| few(from).any(|b| a.contradicts(b)))
    }
}

fn compare(records: &[Record]) -> Compared {
    let facts: Vec<Facts> = records.iter().map(Facts::of).collect();
    let mut clusters = Clusters::new(records.len());
    let keyed = facts.iter().enumerate();
    let mut keyed: Vec<(u64, usize)> = keyed
        .flat_map(|(idx, facts)| facts.block_keys().into_iter().map(move |key| (key, idx)))
        .collect();
    keyed.sort_unstable();
    let mut shared = BTreeSet::new();
    for block in keyed.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() > 1) {
        let mut block: Vec<usize> = block.iter().map(|(_, idx)| *idx).collect();
        block.sort_by_cached_key(|idx| facts.get(*idx).map(|facts| (facts.order(), *idx)));
        for (position, first) in block.iter().enumerate() {
            for second in block.iter().skip(position + 1).take(WINDOW) {
                let (Some(a), Some(b)) = (facts.get(*first), facts.get(*second)) else { continue };
                if let Some(likeness) = a.likeness(b) {
                    clusters.join(*first, *second, likeness, &facts);
                } else if let Some(doi) = a.shared_doi(b) {
                    shared.insert((*first.max(second), *first.min(second), doi.to_owned()));
                }
            }
        }
    }
    // Two clusters with one DOI are one finding, at the later of the two records that show it.
    let mut named = BTreeSet::new();
    let shared = shared
        .into_iter()
        .filter(|(later, first, _)| {
            let of = |idx: &usize| clusters.of.get(*idx).copied();
            named.insert((of(later).min(of(first)), of(later).max(of(first))))
        })
        .map(|(later, first, doi)| (first, later, doi))
        .collect();
    Compared { clusters, shared }
}

#[cfg(test)]
mod tests;
