//! [`Work`]: which tokens are claimed by which label, and the way from claims to segments.

use crate::label::{Label, Segment};
use crate::token::{Kind, Text};

/// A stretch of tokens with its label.
#[derive(Debug, Clone, Copy)]
struct Claim {
    start: usize,
    end: usize,
    label: Label,
    confidence: f32,
}

/// The state of labelling one reference.
#[derive(Debug)]
pub(super) struct Work<'w, 'a> {
    /// The reference.
    pub(super) t: &'w Text<'a>,
    owner: Vec<bool>,
    claims: Vec<Claim>,
}

impl<'w, 'a> Work<'w, 'a> {
    /// Starts with nothing claimed.
    pub(super) fn new(t: &'w Text<'a>) -> Self {
        Self { t, owner: vec![false; t.len()], claims: Vec::with_capacity(16) }
    }

    /// Whether nobody has claimed the token yet.
    pub(super) fn free(&self, i: usize) -> bool {
        self.owner.get(i).is_some_and(|owned| !owned)
    }

    /// Whether one of the claims has this label.
    pub(super) fn has(&self, label: Label) -> bool {
        self.claims.iter().any(|claim| claim.label == label)
    }

    /// Claims the tokens from `start` up to `end` without the punctuation at their edges. Nothing
    /// happens when nothing is left or something in between belongs to somebody.
    pub(super) fn claim(
        &mut self,
        start: usize,
        end: usize,
        label: Label,
        confidence: f32,
    ) -> bool {
        let (start, end) =
            if label == Label::Other { (start, end) } else { self.trim(start, end, label) };
        if start >= end || !(start..end).all(|i| self.free(i)) {
            return false;
        }
        self.owner.iter_mut().take(end).skip(start).for_each(|owned| *owned = true);
        self.claims.push(Claim { start, end, label, confidence });
        true
    }

    /// Cuts punctuation off both edges, but keeps what belongs to the value: balanced brackets,
    /// the full stop of an abbreviation in names, question and exclamation marks.
    pub(super) fn trim(&self, start: usize, end: usize, label: Label) -> (usize, usize) {
        let t = self.t;
        let (mut s, mut e) = (start, end.min(t.len()));
        loop {
            let before = (s, e);
            while s < e && t.is_punct(s) && !self.keeps_front(s, e) {
                s += 1;
            }
            while s < e && t.is_punct(e - 1) && !self.keeps_back(s, e, label) {
                e -= 1;
            }
            if s < e && quote_pair(t, s, e - 1) && (s + 1..e - 1).all(|i| !is_quote(t, i)) {
                s += 1;
                e -= 1;
            }
            if (s, e) == before {
                return before;
            }
        }
    }

    fn keeps_front(&self, s: usize, e: usize) -> bool {
        let t = self.t;
        t.is_any(s, "#$¿¡@…") && s + 1 < e
            || t.closing(s, e).is_some_and(|close| close + 1 < e)
            || is_quote(t, s) && (s + 1..e).any(|i| is_quote(t, i))
    }

    fn keeps_back(&self, s: usize, e: usize, label: Label) -> bool {
        let t = self.t;
        let last = e - 1;
        match t.kind(last) {
            Some(Kind::Punct('.')) => match label {
                Label::Author | Label::Editor | Label::Translator | Label::Contributor => true,
                Label::Title => last >= 2 && t.is_initial(last - 1) && t.is(last - 2, '.'),
                Label::ContainerTitle | Label::Edition | Label::CollectionTitle => {
                    t.is_initial(last - 1) && last >= 2 && t.is(last - 2, '.')
                        || t.has(last - 1, crate::lexicon::ABBREV)
                            && t.is_cap(last - 1)
                            && s + 1 < last
                            && (s..last - 1).any(|i| t.is(i, '.'))
                }
                _ => t.is_initial(last - 1) && last >= 2 && t.is(last - 2, '.'),
            },
            Some(Kind::Punct('?' | '!' | '+' | '%' | '*' | '°' | '#' | '$')) => true,
            Some(Kind::Punct('…')) => true,
            Some(Kind::Punct(')')) => {
                (s..last).rev().take(120).any(|i| t.is(i, '(') && t.closing(i, e) == Some(last))
            }
            Some(Kind::Punct(']')) => {
                (s..last).rev().take(120).any(|i| t.is(i, '[') && t.closing(i, e) == Some(last))
            }
            _ => is_quote(t, last) && (s..last).any(|i| is_quote(t, i)) && !quote_pair(t, s, last),
        }
    }

    /// Turns the claims into segments that cover the whole reference.
    pub(super) fn finish(mut self) -> Vec<Segment> {
        self.leftovers();
        self.claims.sort_by_key(|claim| claim.start);
        let mut out: Vec<Segment> = Vec::with_capacity(self.claims.len() * 2);
        let mut at = 0;
        for claim in &self.claims {
            self.other(&mut out, at, claim.start);
            out.push(Segment {
                label: claim.label,
                span: self.t.span(claim.start, claim.end),
                confidence: claim.confidence,
            });
            at = claim.end;
        }
        self.other(&mut out, at, self.t.len());
        out
    }

    fn other(&self, out: &mut Vec<Segment>, from: usize, to: usize) {
        if from < to {
            out.push(Segment { label: Label::Other, span: self.t.span(from, to), confidence: 0.9 });
        }
    }

    /// What nobody claimed and is more than punctuation becomes a note.
    fn leftovers(&mut self) {
        let mut i = 0;
        while i < self.t.len() {
            if !self.free(i) {
                i += 1;
                continue;
            }
            let end = (i..self.t.len()).find(|j| !self.free(*j)).unwrap_or(self.t.len());
            let words = (i..end).any(|j| !self.t.is_punct(j));
            if words {
                self.claim(i, end, Label::Note, 0.5);
            }
            i = end;
        }
    }

    /// Span of the first claim with this label, as tokens.
    pub(super) fn claimed(&self, label: Label) -> Option<(usize, usize)> {
        self.claims.iter().find(|claim| claim.label == label).map(|claim| (claim.start, claim.end))
    }

    /// Gives claims of one label another label.
    pub(super) fn relabel(&mut self, from: Label, to: Label) {
        for claim in self.claims.iter_mut().filter(|claim| claim.label == from) {
            claim.label = to;
        }
    }

    /// Gives everything back.
    pub(super) fn clear(&mut self) {
        self.owner.fill(false);
        self.claims.clear();
    }
}

/// Whether the token is a quotation mark of any kind.
pub(super) fn is_quote(t: &Text<'_>, i: usize) -> bool {
    matches!(t.kind(i), Some(Kind::Punct(c)) if "\"“”„‟«»‹›‘’'`‚".contains(c))
}

fn quote_pair(t: &Text<'_>, open: usize, close: usize) -> bool {
    open < close
        && match (t.kind(open), t.kind(close)) {
            (Some(Kind::Punct(a)), Some(Kind::Punct(b))) => closes(a, b),
            _ => false,
        }
}

/// Whether `b` closes a quotation that `a` opened.
pub(super) fn closes(a: char, b: char) -> bool {
    matches!(
        (a, b),
        ('"', '"')
            | ('“', '”' | '"')
            | ('„', '“' | '”' | '"')
            | ('‟', '”')
            | ('«', '»')
            | ('»', '«')
            | ('‹', '›')
            | ('‘', '’' | '\'')
            | ('\'', '\'' | '’')
            | ('`', '\'' | '´' | '`' | '’')
            | ('‚', '‘' | '’')
            | ('”', '”')
    )
}
