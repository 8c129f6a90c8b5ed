//! [`Candidate`]: a work as a register describes it.

use refsmith_model::{Record, Update};

/// A work as a register describes it, and what the register says beside the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The work. Its `id` is the register's identifier.
    pub record: Record,
    /// Registry name of the source (`crossref`).
    pub source: &'static str,
    /// The register's identifier of the work: its DOI, as the register writes it.
    pub source_id: String,
    /// Other years that may be cited in good faith: print, online, and day of registration when the
    /// register gives no date of issue. Ascending, without the year of `issued`.
    pub other_years: Vec<i32>,
    /// Corrections, retractions and new versions of this work, each once, worst first.
    pub updates: Vec<Update>,
    /// The DOI of the published version, when the work is a preprint that has one.
    pub published_as: Option<String>,
    /// The register's own ranking: higher is better, 0 when it gave none. Not comparable between
    /// questions.
    pub relevance: f32,
    /// When the register said so: seconds since 1970-01-01 00:00 UTC; `None` where nothing is
    /// fetched, as from a local index.
    pub fetched: Option<u64>,
}

impl Candidate {
    /// Returns the statement that takes the work back, unless a later one reinstates it.
    pub fn retraction(&self) -> Option<&Update> {
        retraction(&self.updates)
    }
}

/// Returns the statement among `updates` that takes the work back, unless a later one reinstates it.
pub(crate) fn retraction(updates: &[Update]) -> Option<&Update> {
    let last =
        |is: fn(&Update) -> bool| updates.iter().filter(|one| is(one)).max_by_key(|one| day(one));
    let retraction = last(Update::retracts)?;
    let undone = last(Update::reinstates).is_some_and(|one| day(one) > day(retraction));
    (!undone).then_some(retraction)
}

/// When a statement was made, to be compared; what has no date comes first.
fn day(update: &Update) -> (i32, Option<u8>, Option<u8>) {
    update.date.map_or((i32::MIN, None, None), |date| (date.year, date.month, date.day))
}
