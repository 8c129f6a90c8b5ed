//! [`Rewrite`]: a new version of a file, as parts of the old one and new text.

use refsmith_model::Span;

/// A new version of a text: parts of the old one, kept by place, and new text between them.
///
/// Keeping places instead of copies lets the caller write kept parts as the very bytes of the
/// file, in whatever encoding these are.
///
/// # Examples
/// ```
/// use refsmith_formats::Rewrite;
/// use refsmith_model::Span;
/// let mut rewrite = Rewrite::default();
/// rewrite.keep(Span::new(0, 4));
/// rewrite.push("new");
/// assert_eq!(rewrite.to_text("the old one"), "the new");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Rewrite {
    parts: Vec<Stored>,
    /// All new text, one piece behind the other.
    new: String,
}

/// One part of a new version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'r> {
    /// This part of the old text.
    Kept(Span),
    /// This new text.
    New(&'r str),
}

/// One part; new text by its place.
#[derive(Debug, Clone, Copy)]
enum Stored {
    Kept(Span),
    New(Span),
}

impl Rewrite {
    /// Returns the version of a text that is the text itself.
    pub fn unchanged(text: &str) -> Self {
        let mut whole = Self::default();
        whole.keep(Span::new(0, text.len()));
        whole
    }

    /// Returns this version changed once more: `next` is a version of what this one gives.
    #[must_use]
    pub fn then(&self, next: &Rewrite) -> Self {
        // A version that is a text itself (or its beginning) has the text's own places.
        if let [Stored::Kept(whole)] = self.parts.as_slice()
            && whole.start == 0
        {
            return next.clone();
        }
        let lengths = self.parts.iter().map(|part| match part {
            Stored::Kept(span) | Stored::New(span) => span.len(),
        });
        let starts: Vec<usize> = lengths
            .scan(0, |at, len| {
                let start = *at;
                *at += len;
                Some(start)
            })
            .collect();
        let parts = Vec::with_capacity(self.parts.len().max(next.parts.len()));
        let new = String::with_capacity(self.new.len() + next.new.len());
        let mut out = Self { parts, new };
        let mut from = 0;
        for part in next.parts() {
            match part {
                Part::New(text) => out.push(text),
                Part::Kept(span) => from = self.keep_of(span, from, &starts, &mut out),
            }
        }
        out
    }

    /// Adds the part `span` of what this version gives; `starts` says where its parts begin. The
    /// search begins with the part `from`, and the part in which it ended is returned: most
    /// versions keep the order.
    fn keep_of(&self, span: Span, from: usize, starts: &[usize], out: &mut Self) -> usize {
        const NEAR: usize = 8;
        let ahead = starts.get(from..).unwrap_or(&[]);
        let behind = |start: &usize| *start <= span.start();
        let near = ahead.iter().take(NEAR).take_while(|start| behind(start)).count();
        let first = match near {
            1..NEAR => from + near,
            _ => starts.partition_point(behind),
        };
        let mut at = first.saturating_sub(1);
        while let (Some(part), Some(start)) = (self.parts.get(at), starts.get(at))
            && *start < span.end()
        {
            let (from, to) = (span.start().saturating_sub(*start), span.end() - start);
            match part {
                Stored::Kept(kept) => {
                    let to = to.min(kept.len());
                    out.keep(Span::new(kept.start() + from, kept.start() + to));
                }
                Stored::New(place) => {
                    let text = place.of(&self.new);
                    out.push(text.get(from..to.min(text.len())).unwrap_or(""));
                }
            }
            at += 1;
        }
        at.saturating_sub(1)
    }

    /// Adds a part of the old text.
    pub fn keep(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        match self.parts.last_mut() {
            Some(Stored::Kept(last)) if last.end == span.start => last.end = span.end,
            _ => self.parts.push(Stored::Kept(span)),
        }
    }

    /// Adds new text.
    pub fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let start = self.new.len();
        self.new.push_str(text);
        let place = Span::new(start, self.new.len());
        match self.parts.last_mut() {
            Some(Stored::New(last)) => last.end = place.end,
            _ => self.parts.push(Stored::New(place)),
        }
    }

    /// Returns the parts, in order.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        self.parts.iter().map(|part| match part {
            Stored::Kept(span) => Part::Kept(*span),
            Stored::New(place) => Part::New(place.of(&self.new)),
        })
    }

    /// Tells whether the new version of `old` is `old` itself.
    pub fn is_identity(&self, old: &str) -> bool {
        let mut rest = old;
        for part in self.parts() {
            let text = match part {
                // The whole of it, which is what nothing changes.
                Part::Kept(span) if span.len() == old.len() => return self.parts.len() == 1,
                Part::Kept(span) => span.of(old),
                Part::New(text) => text,
            };
            let Some(after) = rest.strip_prefix(text) else { return false };
            rest = after;
        }
        rest.is_empty()
    }

    /// Returns the new version of `old`.
    pub fn to_text(&self, old: &str) -> String {
        let mut out = String::with_capacity(old.len() + self.new.len());
        for part in self.parts() {
            match part {
                Part::Kept(span) => out.push_str(span.of(old)),
                Part::New(text) => out.push_str(text),
            }
        }
        out
    }
}
