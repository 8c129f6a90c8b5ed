//! What the trained labeller sees of each token: itself, its neighbours, the phrase it stands in,
//! and the manner of the whole reference.

use std::ops::Range;

use refsmith_crf::mix;

use super::sight::{AROUND, GROUPS, Glimpse, Phrase, Sight, TELLING};
use super::tokens::{Kind, Shape, Token};
use crate::label::{Label, Segment};
use crate::lexicon::{
    ABBREV, AND, EDITOR, FUNCTION, IN, ISSUE, PAGES, PARTICLE, SUFFIX, TRANSLATOR, VOLUME,
};

/// Number of classes of tokens.
pub(crate) const CLASSES: usize = 36;

/// For each token how far the next one with a flag is, in steps that grow.
fn ahead(tokens: &[Token], flag: u64) -> Vec<u8> {
    let mut distance = 20_u8;
    let mut out = vec![0; tokens.len()];
    for (to, token) in out.iter_mut().zip(tokens).rev() {
        distance = if token.has(flag) { 0 } else { (distance + 1).min(20) };
        *to = match distance {
            0..=3 => distance,
            4..=7 => 4,
            8..=14 => 5,
            15..=19 => 6,
            _ => 7,
        };
    }
    out
}

/// A reference with all that features need.
pub(crate) struct View<'a> {
    tokens: &'a [Token],
    /// The tokens as neighbours see them, with [`AROUND`] more before the first and behind the last.
    glimpses: Vec<Glimpse>,
    /// For each token the index of its phrase.
    phrase_of: Vec<u32>,
    phrases: Vec<Phrase>,
    /// Inside quotes (1), brackets (2).
    nesting: Vec<u8>,
    /// Signature of the manner of the reference.
    manner: u64,
    first_year: Option<usize>,
    first_in: Option<usize>,
    first_quoted: Option<usize>,
    last_year: Option<usize>,
    /// Labels that the rules give, one for each token.
    hints: Vec<(Label, u8)>,
    /// Where a mark of editors comes next, for each token: distance up to 20.
    editor_ahead: Vec<u8>,
    pages_ahead: Vec<u8>,
}

impl<'a> View<'a> {
    pub(crate) fn new(tokens: &'a [Token], hints: &[Segment]) -> Self {
        let (phrase_of, phrases) = phrases(tokens);
        let is_year = |token: &Token| token.shape == Shape::Year;
        let first_in = (0..tokens.len()).find(|idx| is_in(tokens, *idx));
        let nesting = nesting(tokens);
        let edge = |word| Glimpse { word, look: word, flags: 1 << 60 };
        let mut glimpses = Vec::with_capacity(tokens.len() + 2 * AROUND);
        glimpses.extend([edge(11); AROUND]);
        glimpses.extend(tokens.iter().map(|token| Glimpse {
            word: token.word,
            look: look(token),
            flags: token.flags,
        }));
        glimpses.extend([edge(12); AROUND]);
        let mut view = Self {
            tokens,
            glimpses,
            phrase_of,
            phrases,
            first_quoted: nesting.iter().position(|nesting| nesting & 1 != 0),
            nesting,
            manner: 0,
            first_year: tokens.iter().position(is_year),
            last_year: tokens.iter().rposition(is_year),
            first_in,
            hints: hints_of(tokens, hints),
            editor_ahead: ahead(tokens, EDITOR),
            pages_ahead: ahead(tokens, PAGES),
        };
        view.manner = view.manner();
        view
    }

    /// What the reference as a whole looks like: where its first year stands, whether it has
    /// quotes, what stands behind the first word.
    fn manner(&self) -> u64 {
        let n = self.tokens.len().max(1);
        let year = self.first_year.map_or(0, |at| {
            let bracket = at > 0 && self.tokens[at - 1].is('(');
            1 + (at * 3 / n) as u64 * 2 + u64::from(bracket)
        });
        let quotes = u64::from(self.nesting.iter().any(|nesting| nesting & 1 != 0));
        let second = self.tokens.get(1).map_or(0, |token| token.word);
        let has_in = u64::from(self.first_in.is_some());
        mix(mix(mix(year, quotes), has_in), if quotes == 0 { mix(second, 1) } else { 0 })
    }

    /// Number of phrases.
    pub(crate) fn phrase_count(&self) -> usize {
        self.phrases.len()
    }

    /// The index of a token's phrase.
    pub(crate) fn phrase_of(&self, idx: usize) -> usize {
        self.phrase_of.get(idx).map_or(0, |at| *at as usize)
    }

    /// What features see of the token, in groups.
    pub(crate) fn sight(&self, idx: usize) -> Option<Sight<'_>> {
        let token = self.tokens.get(idx)?;
        let around = self.glimpses.get(idx..)?.first_chunk()?;
        let phrase = self.phrases.get(self.phrase_of(idx))?;
        let n = self.tokens.len();
        let side = |at: Option<usize>| match at {
            None => 0,
            Some(at) if idx < at => 1 + u64::from(at - idx < 4),
            Some(at) if idx == at => 3,
            Some(at) => 4 + u64::from(idx - at < 4),
        };
        let distance = |list: &[u8]| u64::from(list.get(idx).copied().unwrap_or(9));
        let hint = |at: Option<usize>| {
            at.and_then(|at| self.hints.get(at)).map_or(99, |(label, _)| *label as u64)
        };
        Some(Sight {
            token,
            around,
            phrase,
            edges: u64::from(idx == phrase.start) << 1 | u64::from(idx + 1 >= phrase.end),
            place: (idx * 12 / n) as u64,
            from_start: idx.min(7) as u64,
            from_end: (n - idx).min(7) as u64,
            year: side(self.first_year),
            last_year: side(self.last_year),
            marked: side(self.first_in),
            nesting: u64::from(self.nesting.get(idx).copied().unwrap_or(0)),
            quoted_before: u64::from(self.first_quoted.is_some_and(|at| at < idx)),
            editor: distance(&self.editor_ahead),
            pages: distance(&self.pages_ahead),
            manner: self.manner,
            hinted: !self.hints.is_empty(),
            hints: [hint(idx.checked_sub(1)), hint(Some(idx)), hint(Some(idx + 1))],
            sure: self.hints.get(idx).map_or(0, |(_, sure)| u64::from(*sure)),
        })
    }

    /// Returns the features that a token has of its own, as training counts them.
    pub(crate) fn token_features(&self, idx: usize) -> Vec<u64> {
        let Some(sight) = self.sight(idx) else { return Vec::new() };
        let mut features = Vec::with_capacity(48);
        let mut push = |number, value| features.push((number, mix(number, value)));
        sight.token.features(&mut push);
        let [second, before, here, behind, fourth] = sight.around;
        for (offset, neighbour) in [before, behind, second, fourth].into_iter().enumerate() {
            neighbour.features(offset, &mut push);
        }
        here.features_behind(before, &mut push);
        here.features_before(behind, &mut push);
        for group in 0..GROUPS {
            sight.features(group, &mut push);
        }
        // Sums of fractions depend on their order: training keeps to that of the numbers.
        features.sort_by_key(|(number, _)| *number);
        features.into_iter().map(|(_, feature)| feature).collect()
    }

    /// The tokens as neighbours see them, with [`AROUND`] more before the first and behind the last.
    pub(crate) fn glimpses(&self) -> &[Glimpse] {
        &self.glimpses
    }

    /// The tokens of a phrase, with the marks behind it.
    pub(crate) fn tokens_of(&self, phrase: usize) -> Range<usize> {
        let start = |at: usize| self.phrases.get(at).map_or(self.tokens.len(), |at| at.start);
        start(phrase)..start(phrase + 1)
    }

    /// Adds the features that all tokens of a phrase have.
    pub(crate) fn phrase_features(&self, at: usize, out: &mut Vec<u64>) {
        let none = Phrase::default();
        let get = |at: usize| self.phrases.get(at).unwrap_or(&none);
        let (phrase, behind, next) = (get(at), get(at + 1), get(at + 2));
        let before = at.checked_sub(1).map_or(&none, get);
        let marks = phrase.marks();
        let ahead = mix(phrase.made_of, behind.made_of);
        let place = at.min(9) as u64;
        let left = (self.phrases.len() - at.min(self.phrases.len())).min(6) as u64;
        let values = [
            mix(phrase.made_of, marks),
            mix(before.made_of, phrase.made_of),
            ahead,
            mix(before.made_of, ahead),
            mix(ahead, next.made_of),
            mix(phrase.flags, marks),
            before.flags,
            behind.flags,
            phrase.first_word,
            phrase.last_word,
            behind.first_word,
            before.last_word,
            mix(mix(place, marks), self.manner),
            mix(place, phrase.made_of),
            mix(left, phrase.made_of),
            mix(left, marks),
        ];
        out.extend(values.into_iter().zip(129..).map(|(value, number)| mix(number, value)));
    }

    /// The label that the rules give a token.
    pub(crate) fn hint(&self, idx: usize) -> Option<Label> {
        self.hints.get(idx).map(|(label, _)| *label)
    }

    /// The class of a token, which chooses the table of transitions into it.
    pub(crate) fn class(&self, idx: usize) -> u8 {
        let Some(token) = self.tokens.get(idx) else { return 0 };
        let behind_mark = idx.checked_sub(1).and_then(|at| self.tokens.get(at)).is_none_or(
            |before| matches!(before.kind, Kind::Mark(c) if !matches!(c, '-' | '\'' | '\u{2019}')),
        );
        match token.kind {
            Kind::Identifier(_) => 0,
            Kind::Number if token.shape == Shape::Year => 1,
            Kind::Number => 2 + u8::from(behind_mark),
            Kind::Sign => 4 + u8::from(behind_mark),
            Kind::Mark(c) => mark_class(c, token.spaced, self.abbreviation(idx)),
            Kind::Word if is_in(self.tokens, idx) => 6,
            Kind::Word if token.has(EDITOR | TRANSLATOR) => 7,
            Kind::Word if token.has(VOLUME | ISSUE | PAGES) => 8,
            Kind::Word if token.has(AND) => 9,
            Kind::Word => {
                // Classes 11 and 14 are free.
                10 + if token.is_capitalized() { 0 } else { 2 } + if behind_mark { 3 } else { 0 }
            }
        }
    }

    /// Whether the full stop at `idx` ends an abbreviation or initial, or stands inside a word.
    fn abbreviation(&self, idx: usize) -> bool {
        is_abbreviation(self.tokens, idx)
    }
}

fn mark_class(c: char, spaced: bool, abbreviation: bool) -> u8 {
    match c {
        '.' if abbreviation => 16,
        '.' | '。' => 17,
        ',' | '，' | '、' => 18,
        ';' | '；' => 19,
        ':' | '：' => 20,
        '(' | '（' => 21,
        ')' | '）' => 22,
        '[' => 23,
        ']' => 24,
        '"' | '\u{201D}' | '\u{201F}' => 25,
        '\u{201C}' | '\u{201E}' | '«' | '《' | '「' | '『' => 26,
        '»' | '》' | '」' | '』' => 27,
        '-' | '\u{2010}' | '\u{2011}' => 28 + u8::from(spaced),
        '\u{2012}'..='\u{2015}' => 30,
        '/' => 31,
        '&' => 32,
        '?' | '!' => 33,
        '\'' | '\u{2018}' | '\u{2019}' => 34,
        _ => 35,
    }
}

/// Case, length and blank before of a token, or its mark.
fn look(token: &Token) -> u64 {
    match token.kind {
        Kind::Mark(_) => mix(token.word, u64::from(token.spaced)),
        _ => mix(token.shape as u64, 2 + u64::from(token.spaced)),
    }
}

/// Whether the token is a word for "in" that opens a container: behind a mark or before one.
fn is_in(tokens: &[Token], idx: usize) -> bool {
    let Some(token) = tokens.get(idx).filter(|token| token.has(IN)) else { return false };
    let colon = tokens.get(idx + 1).is_some_and(|next| next.is(':'));
    let behind_mark = idx
        .checked_sub(1)
        .and_then(|at| tokens.get(at))
        .is_some_and(|before| matches!(before.kind, Kind::Mark(c) if c != '-'));
    let known = !matches!(token.shape, Shape::Letter | Shape::Initial);
    colon && (known || token.shape == Shape::Letter) || behind_mark && known
}

fn is_abbreviation(tokens: &[Token], idx: usize) -> bool {
    let before = idx.checked_sub(1).and_then(|at| tokens.get(at));
    let next = tokens.get(idx + 1);
    if next.is_some_and(|next| !next.spaced && next.is_word()) {
        return true;
    }
    before.is_some_and(|before| {
        before.shape == Shape::Initial
            || before.has(ABBREV | EDITOR | VOLUME | ISSUE | PAGES | SUFFIX)
                && before.span.end() - before.span.start() <= 8
            || next.is_some_and(|next| {
                matches!(next.shape, Shape::Lower | Shape::ShortLower | Shape::Letter)
                    || matches!(next.kind, Kind::Mark(_))
            })
    })
}

/// Whether the mark at `idx` parts phrases.
fn parts(tokens: &[Token], idx: usize) -> bool {
    let Some(token) = tokens.get(idx) else { return false };
    let Kind::Mark(c) = token.kind else { return false };
    match c {
        '.' => !is_abbreviation(tokens, idx),
        ',' | ';' | ':' | '(' | ')' | '[' | ']' | '"' | '\u{201C}' | '\u{201D}' | '\u{201E}'
        | '«' | '»' | '?' | '!' | '，' | '。' | '：' | '；' | '（' | '）' | '《' | '》' | '「'
        | '」' | '<' | '>' | '、' => true,
        '-' | '\u{2012}'..='\u{2015}' => {
            token.spaced && tokens.get(idx + 1).is_some_and(|next| next.spaced)
        }
        '\u{2018}' => true,
        '\u{2019}' | '\'' => tokens.get(idx + 1).is_none_or(|next| next.spaced || !next.is_word()),
        _ => false,
    }
}

/// Splits at parting marks; a mark belongs to the phrase before it.
fn phrases(tokens: &[Token]) -> (Vec<u32>, Vec<Phrase>) {
    let mut phrase_of = vec![0; tokens.len()];
    let mut phrases = Vec::with_capacity(16);
    let mut start = 0;
    let mut before = 1;
    while start < tokens.len() {
        let mut end = start;
        while end < tokens.len() && !parts(tokens, end) {
            end += 1;
        }
        let mut stop = end;
        let mut behind = 2;
        while stop < tokens.len() && parts(tokens, stop) {
            behind = mix(behind, tokens[stop].word);
            stop += 1;
        }
        if let Some(list) = phrase_of.get_mut(start..stop) {
            list.fill(phrases.len() as u32);
        }
        phrases.push(describe(&tokens[start..end], start, before, behind));
        before = behind;
        start = stop;
    }
    (phrase_of, phrases)
}

fn describe(tokens: &[Token], start: usize, before: u64, behind: u64) -> Phrase {
    let (mut words, mut lower, mut initials, mut numbers, mut years, mut upper) =
        (0_u64, 0_u64, 0_u64, 0_u64, 0_u64, 0_u64);
    let mut flags = 0;
    for token in tokens {
        flags |= token.flags & TELLING;
        if token.is_word() {
            words += 1;
            lower += u64::from(!token.is_capitalized() && !token.has(FUNCTION | PARTICLE | AND));
            initials += u64::from(token.shape == Shape::Initial);
            upper += u64::from(token.shape == Shape::Upper);
        }
        numbers += u64::from(token.is_number());
        years += u64::from(token.shape == Shape::Year);
    }
    let length = match words {
        0..=4 => words,
        5..=7 => 5,
        8..=12 => 6,
        _ => 7,
    };
    let other = tokens.iter().any(|token| matches!(token.kind, Kind::Identifier(_)));
    let made_of = mix(
        length | u64::from(lower > 0) << 3 | u64::from(lower > 2) << 4 | initials.min(2) << 5,
        numbers.min(3) | years.min(1) << 2 | u64::from(upper > 0) << 3 | u64::from(other) << 4,
    );
    Phrase {
        start,
        end: start + tokens.len(),
        before,
        behind,
        made_of,
        flags,
        first_word: tokens.first().map_or(1, |token| token.word),
        last_word: tokens.last().map_or(2, |token| token.word),
    }
}

/// Says of each token whether it stands in quotes (1) and in brackets (2).
fn nesting(tokens: &[Token]) -> Vec<u8> {
    let mut depth = 0_i32;
    let mut quoted = false;
    let mut out = Vec::with_capacity(tokens.len());
    for (idx, token) in tokens.iter().enumerate() {
        let mut here = u8::from(quoted) | u8::from(depth > 0) << 1;
        if let Kind::Mark(c) = token.kind {
            match c {
                '(' | '[' | '（' => depth = (depth + 1).min(3),
                ')' | ']' | '）' => depth = (depth - 1).max(0),
                '\u{201C}' | '\u{201E}' | '«' | '《' | '「' => quoted = true,
                '\u{201D}' | '»' | '》' | '」' => {
                    quoted = false;
                    here &= 2;
                }
                '"' => {
                    quoted = !quoted;
                    here &= 2;
                }
                '\u{2018}' | '\'' if token.spaced || idx == 0 => quoted = true,
                '\u{2019}' | '\''
                    if quoted
                        && tokens
                            .get(idx + 1)
                            .is_none_or(|next| next.spaced || !next.is_word()) =>
                {
                    quoted = false;
                    here &= 2;
                }
                _ => {}
            }
        }
        out.push(here);
    }
    out
}

/// Spreads the labels of the rules over the tokens.
fn hints_of(tokens: &[Token], segments: &[Segment]) -> Vec<(Label, u8)> {
    if segments.is_empty() {
        return Vec::new();
    }
    let mut segments = segments.iter().peekable();
    let mut out = Vec::with_capacity(tokens.len());
    for token in tokens {
        while segments.next_if(|segment| segment.span.end() <= token.span.start()).is_some() {}
        let hint = segments.peek().filter(|segment| segment.span.start() <= token.span.start());
        out.push(hint.map_or((Label::Other, 0), |segment| {
            (segment.label, (segment.confidence.clamp(0.0, 1.0) * 8.0) as u8)
        }));
    }
    out
}
