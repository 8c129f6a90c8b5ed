//! [`Candidate`]: a work as a register describes it.

use refsmith_model::{PartialDate, Record};

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
    /// The register's own ranking: higher is better, 0 when it gave none. Not comparable between
    /// questions.
    pub relevance: f32,
}

/// A later statement about a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// What it is, in the register's words: `retraction`, `correction`, `expression_of_concern` ...
    pub kind: String,
    /// The DOI of the statement, empty when unknown.
    pub doi: String,
    /// When it was made.
    pub date: Option<PartialDate>,
    /// Who says so: `publisher`, `retraction-watch`; several are joined with a comma.
    pub source: String,
}

impl Update {
    /// Tells whether the statement takes the whole work back. A partial retraction does not.
    pub fn retracts(&self) -> bool {
        matches!(self.kind.as_str(), "retraction" | "removal" | "withdrawal")
    }

    /// Tells whether the statement casts doubt on the work without taking it back.
    pub fn doubts(&self) -> bool {
        matches!(self.kind.as_str(), "expression_of_concern" | "partial_retraction")
    }
}

impl Candidate {
    /// Returns the statement that takes the work back, if there is one.
    pub fn retraction(&self) -> Option<&Update> {
        self.updates.iter().find(|update| update.retracts())
    }
}
