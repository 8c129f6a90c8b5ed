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
    /// A register said so.
    Source {
        /// Registry name of the source (`crossref`).
        name: String,
        /// The source's identifier of the work, such as its DOI.
        id: String,
    },
    /// It was concluded from other values.
    Rule(&'static str),
}
