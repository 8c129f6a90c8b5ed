//! [`RichText`]: a text with marked runs, free of any markup language.

use std::ops::Range;

/// A text with marked runs: never HTML or TeX inside. Readers and writers translate.
///
/// # Examples
/// ```
/// use refsmith_model::{Mark, RichText};
/// let mut title = RichText::from("Growth of Escherichia coli");
/// title.marks.push((10..26, Mark::Italic));
/// assert_eq!(title.plain, "Growth of Escherichia coli");
/// assert!(!title.is_plain());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RichText {
    /// The words alone.
    pub plain: String,
    /// Runs of bytes of `plain` and what they are, outer runs before inner ones.
    pub marks: Vec<(Range<u32>, Mark)>,
}

/// What a run of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Italic type.
    Italic,
    /// Bold type.
    Bold,
    /// Small capitals.
    SmallCaps,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
    /// Letter case is never changed (a proper noun, an acronym).
    NoCase,
    /// A formula in TeX notation, without its dollar signs.
    Math,
    /// Formatting of the surroundings does not apply (`<span class="nodecor">`).
    Plain,
}

impl RichText {
    /// Tells whether no run is marked.
    pub fn is_plain(&self) -> bool {
        self.marks.is_empty()
    }
}

impl From<&str> for RichText {
    fn from(plain: &str) -> Self {
        Self { plain: plain.to_owned(), marks: Vec::new() }
    }
}

impl From<String> for RichText {
    fn from(plain: String) -> Self {
        Self { plain, marks: Vec::new() }
    }
}
