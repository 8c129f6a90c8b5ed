//! What a register says about a record: differences, verdicts and proposed changes.

use crate::diagnostic::Severity;
use crate::record::{PartialDate, Provenance, Value, Variable};

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
    /// `Info` for what is merely offered, `Warning` for what speaks against the record.
    pub severity: Severity,
}

/// How two values differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// The record says nothing, or leaves out names without a sign of it; the register knows.
    Missing,
    /// What the record says is true but cut short: first page only, names elided, no subtitle.
    Truncated,
    /// The same people, of whom the register knows more than initials.
    Initials,
    /// Only letter case differs.
    Case,
    /// Only punctuation, dashes, accents or the notation of a formula differ.
    Punctuation,
    /// One is a short form or another name of the other: a journal, a conference.
    Abbreviation,
    /// The years of print and online publication, or two neighboring years.
    YearOnlinePrint,
    /// The values contradict each other.
    Wrong,
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

    /// Tells whether the statement corrects the work.
    pub fn corrects(&self) -> bool {
        matches!(self.kind.as_str(), "correction" | "corrigendum" | "erratum" | "addendum")
    }

    /// Tells whether the statement undoes a retraction.
    pub fn reinstates(&self) -> bool {
        self.kind == "reinstatement"
    }
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
    /// Registry name of the source that found it.
    pub source: Option<String>,
    /// When the source said so: seconds since 1970-01-01 00:00 UTC; `None` where nothing is fetched,
    /// as from a local index.
    pub fetched: Option<u64>,
    /// Where the two disagree.
    pub differences: Vec<Difference>,
    /// What was said later about the work that was found, the worst first.
    pub updates: Vec<Update>,
    /// The DOI of the published version, when the record is a preprint that has one.
    pub published_as: Option<String>,
    /// An identifier of the record that is registered with no agency.
    pub dead_identifier: Option<String>,
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
            DifferenceKind::Initials => "initials",
            DifferenceKind::Case => "case",
            DifferenceKind::Punctuation => "punctuation",
            DifferenceKind::Abbreviation => "abbreviation",
            DifferenceKind::YearOnlinePrint => "year-online-print",
            DifferenceKind::Wrong => "wrong",
        }
    }
}

impl Comparison {
    /// Creates a comparison that says nothing but the verdict and its reason.
    pub fn bare(
        record: impl Into<String>,
        verdict: Verdict,
        reason: impl Into<Option<String>>,
    ) -> Self {
        Self {
            record: record.into(),
            verdict,
            doi: None,
            score: None,
            source: None,
            fetched: None,
            differences: Vec::new(),
            updates: Vec::new(),
            published_as: None,
            dead_identifier: None,
            reason: reason.into(),
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
