//! [`Span`], a range of bytes in a text.

/// A half-open range of bytes in a text, on character boundaries.
///
/// Offsets are 32 bits wide, so a text is at most 4 GiB long. A span is only meaningful together
/// with the text it indexes; [`Span::of`] takes the slice and never panics.
///
/// # Examples
/// ```
/// use refsmith_model::Span;
/// let span = Span::new(4, 8);
/// assert_eq!(span.of("See Love (2014)"), "Love");
/// assert_eq!(span.of("short"), "", "a span outside its text is empty, not a panic");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// Creates the span from `start` to `end`; offsets beyond 4 GiB are capped.
    pub fn new(start: usize, end: usize) -> Self {
        let cap = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: cap(start), end: cap(end.max(start)) }
    }

    /// Returns the offset of the first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Returns the offset behind the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Returns the length in bytes.
    pub fn len(self) -> usize {
        self.end().saturating_sub(self.start())
    }

    /// Tells whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Returns the slice of `text` that the span covers, or `""` when it does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start()..self.end()).unwrap_or("")
    }

    /// Tells whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns the span moved to the right by `by` bytes.
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start() + by, self.end() + by)
    }

    /// Returns the smallest span that covers both.
    pub fn join(self, other: Span) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the span without white space at its ends.
    pub fn trimmed(self, text: &str) -> Self {
        let slice = self.of(text);
        let lead = slice.len() - slice.trim_start().len();
        Self::new(self.start() + lead, self.start() + lead + slice.trim().len())
    }
}
