//! [`Rewrite`]: a new version of a file, as parts of the old one and new text.

use refsmith_model::Span;

/// A new version of a text: parts of the old one, kept by place, and new text between them.
///
/// Keeping places instead of copies lets the caller write kept parts as the very bytes of the
/// file, in whatever encoding these are.
///
/// # Examples
/// ```
/// use refsmith_formats::bibtex::Rewrite;
/// use refsmith_model::Span;
/// let mut rewrite = Rewrite::default();
/// rewrite.keep(Span::new(0, 4));
/// rewrite.push("new");
/// assert_eq!(rewrite.to_text("the old one"), "the new");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rewrite {
    parts: Vec<Part>,
}

/// One part of a new version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// This part of the old text.
    Kept(Span),
    /// This new text.
    New(String),
}

impl Rewrite {
    /// Adds a part of the old text.
    pub fn keep(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        match self.parts.last_mut() {
            Some(Part::Kept(last)) if last.end == span.start => last.end = span.end,
            _ => self.parts.push(Part::Kept(span)),
        }
    }

    /// Adds new text.
    pub fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.parts.last_mut() {
            Some(Part::New(last)) => last.push_str(text),
            _ => self.parts.push(Part::New(text.to_owned())),
        }
    }

    /// Returns the parts, in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Tells whether the new version of `old` is `old` itself.
    pub fn is_identity(&self, old: &str) -> bool {
        match self.parts.as_slice() {
            [] => old.is_empty(),
            [Part::Kept(span)] => span.start == 0 && span.end() == old.len(),
            _ => {
                let mut rest = old;
                for part in &self.parts {
                    let text = match part {
                        Part::Kept(span) => span.of(old),
                        Part::New(text) => text,
                    };
                    let Some(after) = rest.strip_prefix(text) else { return false };
                    rest = after;
                }
                rest.is_empty()
            }
        }
    }

    /// Returns the new version of `old`.
    pub fn to_text(&self, old: &str) -> String {
        let mut out = String::with_capacity(old.len() + 64);
        for part in &self.parts {
            match part {
                Part::Kept(span) => out.push_str(span.of(old)),
                Part::New(text) => out.push_str(text),
            }
        }
        out
    }
}
