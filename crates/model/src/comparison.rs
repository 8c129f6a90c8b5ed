//! What a register says about a record: differences, verdicts and proposed changes.

use crate::record::{Provenance, Value, Variable};

/// One variable on which record and register do not agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The variable.
    pub variable: Variable,
    /// What the record says; `None` when it says nothing.
    pub ours: Option<Value>,
    /// What the register says.
    pub theirs: Value,
    /// What kind of disagreement it is.
    pub kind: DifferenceKind,
}

/// How two values differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// The record says nothing; the register knows.
    Missing,
    /// What the record says is true but cut short: first page only, names elided, initials only.
    Truncated,
    /// Only letter case, punctuation, dashes or accents differ.
    Form,
    /// The values contradict each other.
    Contradiction,
}

/// What can honestly be said about a record after asking the registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Found, and every stated field agrees.
    Verified,
    /// Found; what is stated is true, but cut short.
    Incomplete,
    /// Found; a stated field contradicts the register.
    Differs,
    /// The identifier belongs to another work than the one described.
    IdMismatch,
    /// The work has been retracted.
    Retracted,
    /// Every planned source answered, and none knows the work.
    NotFound,
    /// A kind of work the registers do not hold (a chapter or book without identifier, a web page).
    NotCheckable,
    /// A source that was needed could not be asked.
    NotChecked,
}

/// The outcome of comparing one record with the registers.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The `id` of the record.
    pub record: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The DOI of the work that was found.
    pub doi: Option<String>,
    /// Probability in [0, 1] that the work found is the one described.
    pub score: Option<f32>,
    /// Where the two disagree.
    pub differences: Vec<Difference>,
    /// Why, in one sentence, when the verdict alone does not say it.
    pub reason: Option<String>,
}

/// Changes that a register proposes for one record. Applying them is a separate, visible step.
#[derive(Debug, Clone, PartialEq)]
pub struct Enrichment {
    /// The `id` of the record.
    pub record: String,
    /// Registry name of the source (`crossref`).
    pub source: String,
    /// The source's identifier of the work: its DOI.
    pub source_id: String,
    /// Probability in [0, 1] that the work found is the one described.
    pub score: f32,
    /// The changes.
    pub changes: Vec<Change>,
}

/// One proposed change of one variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The variable.
    pub variable: Variable,
    /// The value it has now.
    pub from: Option<Value>,
    /// The value proposed.
    pub to: Value,
    /// Why: what kind of difference it settles.
    pub kind: DifferenceKind,
    /// Where the new value comes from.
    pub provenance: Provenance,
}

impl DifferenceKind {
    /// Returns the name used in messages and machine output.
    pub fn as_str(self) -> &'static str {
        match self {
            DifferenceKind::Missing => "missing",
            DifferenceKind::Truncated => "truncated",
            DifferenceKind::Form => "form",
            DifferenceKind::Contradiction => "contradiction",
        }
    }
}

impl Verdict {
    /// Returns the name used in messages and machine output.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Verified => "verified",
            Verdict::Incomplete => "incomplete",
            Verdict::Differs => "differs",
            Verdict::IdMismatch => "id-mismatch",
            Verdict::Retracted => "retracted",
            Verdict::NotFound => "not-found",
            Verdict::NotCheckable => "not-checkable",
            Verdict::NotChecked => "not-checked",
        }
    }
}
