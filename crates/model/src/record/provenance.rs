//! Where a value came from and how sure that is.

use crate::text::Span;

/// Where the value of one variable came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// Its origin.
    pub origin: Origin,
    /// Probability in [0, 1] that the value is right.
    pub confidence: f32,
}

/// The origin of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// It stands in the input; the span indexes the document's text.
    Input(Span),
    /// A register said so. (Boxed, because it is rare, and every value of a library has an origin.)
    Source(Box<RegisterEntry>),
    /// It was concluded from other values.
    Rule(&'static str),
}

/// What a register has about a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterEntry {
    /// Registry name of the source (`crossref`).
    pub source: String,
    /// The source's identifier of the work, such as its DOI.
    pub id: String,
    /// When the source said so: seconds since 1970-01-01 00:00 UTC; `None` where nothing is fetched.
    pub fetched: Option<u64>,
}

impl Origin {
    /// Creates the origin of what a register said.
    ///
    /// # Examples
    /// ```
    /// use refsmith_model::Origin;
    /// let origin = Origin::register("crossref", "10.1038/nn1276");
    /// assert!(matches!(origin, Origin::Source(entry) if entry.source == "crossref"));
    /// ```
    pub fn register(source: impl Into<String>, id: impl Into<String>) -> Self {
        Origin::Source(Box::new(RegisterEntry {
            source: source.into(),
            id: id.into(),
            fetched: None,
        }))
    }
}
