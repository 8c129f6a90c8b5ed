//! Tokens: words, numbers, single punctuation marks and identifiers, with what the lexicon knows.

use refsmith_model::Span;

use crate::label::Label;
use crate::{identifiers, lexicon};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, with inner apostrophes and hyphens.
    Word,
    /// Digits only.
    Num,
    /// ASCII letters and digits: `2009a`, `e2840`.
    Alnum,
    /// One character of punctuation.
    Punct(char),
    /// A whole identifier.
    Ident(Label),
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tok {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is made of.
    pub(crate) kind: Kind,
    /// Flags of the lexicon.
    pub(crate) flags: u64,
    /// Whether a blank stands before it.
    pub(crate) space: bool,
    case: Case,
    lower: Span,
}

/// Which of its letters are capitals; all false for what is no word.
#[derive(Debug, Clone, Copy, Default)]
struct Case {
    /// The first, or it is of a script without case.
    first: bool,
    /// The first, and there are no others.
    only: bool,
    /// All, and there are at least two letters.
    all: bool,
}

impl Case {
    fn of(word: &str) -> Self {
        let mut rest = word.chars();
        let Some(first) = rest.next().filter(|c| !c.is_lowercase()) else { return Self::default() };
        let only =
            first.is_uppercase() && rest.clone().all(refsmith_model::text::unicode::is_apostrophe);
        let all = rest.clone().next().is_some()
            && rest.all(|c| !c.is_lowercase())
            && word.chars().any(char::is_uppercase);
        Self { first: true, only, all }
    }
}

/// A normalised reference as tokens.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text<'a> {
    /// The reference.
    pub(crate) raw: &'a str,
    /// Its tokens; every character but blanks belongs to exactly one.
    pub(crate) toks: Vec<Tok>,
    /// The reference with its ASCII letters in lower case, then the words that are not ASCII.
    lower: String,
}

impl<'a> Text<'a> {
    /// Splits a reference into tokens.
    pub(crate) fn new(raw: &'a str) -> Self {
        let mut text =
            Text { raw, toks: Vec::with_capacity(raw.len() / 3), lower: raw.to_ascii_lowercase() };
        let mut idents = identifiers::find(raw).into_iter().peekable();
        let mut at = 0;
        while let Some(c) = raw.get(at..).and_then(|rest| rest.chars().next()) {
            if let Some((label, span)) = idents.next_if(|(_, span)| span.start() <= at) {
                text.push(Span::new(at, span.end()), Kind::Ident(label));
                at = span.end();
                continue;
            }
            if c.is_whitespace() {
                at += c.len_utf8();
                continue;
            }
            let limit = idents.peek().map_or(raw.len(), |(_, span)| span.start());
            let (kind, end) = scan(raw, at, limit);
            let glued = (kind == Kind::Alnum).then(|| glued_volume(raw, at, end)).flatten();
            if let Some(border) = glued {
                text.push(Span::new(at, border), Kind::Word);
                text.push(Span::new(border, end), Kind::Num);
            } else if kind == Kind::Alnum && text.section(Span::new(at, end)) {
                // "Phys. Rev. D12": the letter belongs to the journal.
                text.push(Span::new(at, at + 1), Kind::Word);
                at += 1;
                text.push(Span::new(at, end), Kind::Num);
            } else {
                text.push(Span::new(at, end), kind);
            }
            at = end;
        }
        text
    }

    fn push(&mut self, span: Span, kind: Kind) {
        let word = span.of(self.raw);
        let lower = match kind {
            Kind::Word | Kind::Alnum if word.is_ascii() => span,
            Kind::Word | Kind::Alnum => {
                let start = self.lower.len();
                lexicon::push_lower(word, &mut self.lower);
                Span::new(start, self.lower.len())
            }
            _ => Span::default(),
        };
        let case = if kind == Kind::Word { Case::of(word) } else { Case::default() };
        let flags = lexicon::flags(lower.of(&self.lower));
        let space = self.toks.last().is_some_and(|last| last.span.end < span.start);
        self.toks.push(Tok { span, kind, flags, space, case, lower });
    }

    /// Whether a capital and digits follow an abbreviation, as section and volume of a journal do.
    fn section(&self, span: Span) -> bool {
        let s = span.of(self.raw);
        let n = self.toks.len();
        let shape = s.len() <= 4
            && s.starts_with(|c: char| ('A'..='E').contains(&c))
            && s.bytes().skip(1).all(|byte| byte.is_ascii_digit());
        let abbreviation = |i: usize| self.has(i, lexicon::ABBREV);
        shape
            && n >= 2
            && (self.is(n - 1, '.') && abbreviation(n - 2)
                || abbreviation(n - 1) && self.is_cap(n - 1))
    }

    /// Number of tokens.
    pub(crate) fn len(&self) -> usize {
        self.toks.len()
    }

    /// The token as written, `""` behind the end.
    pub(crate) fn str(&self, i: usize) -> &'a str {
        self.toks.get(i).map_or("", |tok| tok.span.of(self.raw))
    }

    /// The word in lower case, `""` for anything else.
    pub(crate) fn low(&self, i: usize) -> &str {
        self.toks.get(i).map_or("", |tok| tok.lower.of(&self.lower))
    }

    /// The kind of a token.
    pub(crate) fn kind(&self, i: usize) -> Option<Kind> {
        self.toks.get(i).map(|tok| tok.kind)
    }

    /// Whether the token is the punctuation mark `c`.
    pub(crate) fn is(&self, i: usize, c: char) -> bool {
        self.kind(i) == Some(Kind::Punct(c))
    }

    /// Whether the token is one of several punctuation marks.
    pub(crate) fn is_any(&self, i: usize, marks: &str) -> bool {
        matches!(self.kind(i), Some(Kind::Punct(c)) if marks.contains(c))
    }

    /// Whether the token is punctuation.
    pub(crate) fn is_punct(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(Kind::Punct(_)))
    }

    /// Whether the token is a hyphen or dash.
    pub(crate) fn is_dash(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(Kind::Punct(c)) if refsmith_model::text::unicode::is_dash(c))
    }

    /// Whether the lexicon gives the word one of the flags.
    pub(crate) fn has(&self, i: usize, flags: u64) -> bool {
        self.toks.get(i).is_some_and(|tok| tok.flags & flags != 0)
    }

    /// Whether the token is a word.
    pub(crate) fn is_word(&self, i: usize) -> bool {
        self.kind(i) == Some(Kind::Word)
    }

    /// Whether the token is made of digits.
    pub(crate) fn is_num(&self, i: usize) -> bool {
        self.kind(i) == Some(Kind::Num)
    }

    /// Whether the token is a word that starts with a capital, or is of a script without case.
    pub(crate) fn is_cap(&self, i: usize) -> bool {
        self.toks.get(i).is_some_and(|tok| tok.case.first)
    }

    /// Whether the token is a word of one capital letter.
    pub(crate) fn is_initial(&self, i: usize) -> bool {
        self.toks.get(i).is_some_and(|tok| tok.case.only)
    }

    /// Whether the token is a word in capitals only, of two letters at least.
    pub(crate) fn is_upper(&self, i: usize) -> bool {
        self.toks.get(i).is_some_and(|tok| tok.case.all)
    }

    /// The year that the token states, 1400–2099, with its letter if it has one.
    pub(crate) fn year(&self, i: usize) -> Option<i32> {
        let s = self.str(i);
        let digits = match self.kind(i)? {
            Kind::Num if s.len() == 4 => s,
            Kind::Alnum if s.len() == 5 && s.ends_with(|c: char| c.is_ascii_lowercase()) => {
                s.get(..4)?
            }
            _ => return None,
        };
        digits.parse().ok().filter(|year| (1400..2100).contains(year))
    }

    /// The stretch from token `from` up to token `to` (exclusive).
    pub(crate) fn span(&self, from: usize, to: usize) -> Span {
        match (self.toks.get(from), to.checked_sub(1).and_then(|last| self.toks.get(last))) {
            (Some(first), Some(last)) if from < to => first.span.join(last.span),
            (Some(first), _) => Span::new(first.span.start(), first.span.start()),
            _ => Span::new(self.raw.len(), self.raw.len()),
        }
    }

    /// The text from token `from` up to token `to` (exclusive).
    pub(crate) fn text(&self, from: usize, to: usize) -> &'a str {
        self.span(from, to).of(self.raw)
    }

    /// First token at or behind `from`, before `to`, for which `test` holds.
    pub(crate) fn find(
        &self,
        from: usize,
        to: usize,
        test: impl Fn(&Self, usize) -> bool,
    ) -> Option<usize> {
        (from..to.min(self.len())).find(|i| test(self, *i))
    }

    /// Token behind the bracket that closes the one at `open`, if it closes before `to`.
    pub(crate) fn closing(&self, open: usize, to: usize) -> Option<usize> {
        let (from, until) = match self.kind(open)? {
            Kind::Punct('(') => ('(', ')'),
            Kind::Punct('[') => ('[', ']'),
            _ => return None,
        };
        let mut depth = 0_usize;
        // Brackets in references are short; the limit keeps unclosed ones from costing much.
        for i in open..to.min(self.len()).min(open + 120) {
            if self.is(i, from) {
                depth += 1;
            } else if self.is(i, until) {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
        }
        None
    }
}

/// Reads one token at `at`; it may not reach beyond `limit`.
fn scan(raw: &str, at: usize, limit: usize) -> (Kind, usize) {
    let rest = raw.get(at..limit).or_else(|| raw.get(at..)).unwrap_or("");
    if let Some((kind, len)) = plain(rest.as_bytes()) {
        return (kind, at + len);
    }
    let mut chars = rest.char_indices().peekable();
    let Some((_, first)) = chars.next() else { return (Kind::Punct(' '), at) };
    if !first.is_alphanumeric() {
        return (Kind::Punct(first), at + first.len_utf8());
    }
    let ascii = first.is_ascii();
    let (mut digits, mut letters) = (first.is_ascii_digit(), !first.is_ascii_digit());
    let mut end = first.len_utf8();
    while let Some((idx, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        if c.is_ascii_digit() {
            if letters && !digits && !ascii {
                break;
            }
            digits = true;
        } else if c.is_alphabetic() || unicode_mark(c) {
            if digits && !letters && !c.is_ascii() {
                break;
            }
            letters = true;
        } else {
            // "L. Berg-A. Stein": a hyphen before an initial joins two people.
            let initial = idx > 1
                && rest.get(idx + c.len_utf8()..).is_some_and(|tail| {
                    let mut tail = tail.chars();
                    tail.next().is_some_and(char::is_uppercase) && tail.next() == Some('.')
                });
            let inner = !initial
                && (refsmith_model::text::unicode::is_apostrophe(c)
                    || matches!(c, '-' | '\u{2010}' | '\u{2011}'));
            if !(inner && letters && !digits && next.is_some_and(char::is_alphabetic)) {
                break;
            }
        }
        end = idx + c.len_utf8();
    }
    let kind = match (letters, digits) {
        (true, true) => Kind::Alnum,
        (false, true) => Kind::Num,
        _ => Kind::Word,
    };
    (kind, at + end)
}

/// Reads most tokens: punctuation, or ASCII letters or digits with nothing behind them that could
/// belong to the token.
fn plain(bytes: &[u8]) -> Option<(Kind, usize)> {
    let first = *bytes.first()?;
    let run = |test: fn(&u8) -> bool| bytes.iter().take_while(|byte| test(byte)).count();
    let (kind, len) = match first {
        b'a'..=b'z' | b'A'..=b'Z' => (Kind::Word, run(u8::is_ascii_alphabetic)),
        b'0'..=b'9' => (Kind::Num, run(u8::is_ascii_digit)),
        0..=0x7F => return Some((Kind::Punct(char::from(first)), 1)),
        _ => return None,
    };
    let ends = match bytes.get(len) {
        Some(byte) => {
            byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'\'' | b'`')
        }
        None => true,
    };
    ends.then_some((kind, len))
}

/// "Rings7 (1999)", "Matter12 ,345": a journal's word with its volume glued to it. Returns
/// where the number starts.
fn glued_volume(raw: &str, at: usize, end: usize) -> Option<usize> {
    let s = raw.get(at..end)?;
    let letters = s.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = s.len() - letters.len();
    let word = letters.len() >= 4
        && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        && letters.ends_with(|c: char| c.is_ascii_lowercase());
    let rest = raw.get(end..)?;
    let behind = rest.starts_with(" (") || rest.starts_with(" ,") || rest.starts_with("( ");
    (word && (1..=4).contains(&digits) && behind).then_some(at + letters.len())
}

/// Combining marks that follow letters in decomposed text.
fn unicode_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}
