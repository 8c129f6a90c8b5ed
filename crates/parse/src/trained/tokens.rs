//! Tokens of the trained labeller: letters, digits, single marks, whole identifiers.
//!
//! A word ends where letters meet digits and at every hyphen and apostrophe, so text glued together
//! comes apart; a blank before a token is a fact about it. Tokens with the blanks between them are
//! the string.

use refsmith_crf::{hash_bytes, mix};
use refsmith_model::Span;

use crate::label::Label;
use crate::{identifiers, lexicon};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters of a script with words.
    Word,
    /// One letter of a script without blanks between words.
    Sign,
    /// ASCII digits.
    Number,
    /// One other character.
    Mark(char),
    /// A whole identifier.
    Identifier(Label),
}

/// One token, with what can be known of it alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is made of.
    pub(crate) kind: Kind,
    /// Whether a blank stands before it.
    pub(crate) spaced: bool,
    /// Flags of the lexicon.
    pub(crate) flags: u64,
    /// Hash of the word in lower case, of the mark, or of the kind of number.
    pub(crate) word: u64,
    /// Hashes of the first three and four and the last two and three letters; 0 for others than words.
    pub(crate) affixes: [u64; 4],
    /// Case and length.
    pub(crate) shape: Shape,
    /// Whether the letters are those of a Roman numeral.
    pub(crate) roman: bool,
}

/// Case of a word, or length of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Shape {
    /// "F".
    Initial,
    /// "Fe", "Fel": a capital and one or two small letters.
    ShortCapitalized,
    /// "Feldman".
    Capitalized,
    /// "FR", "UNO": two or three capitals.
    ShortUpper,
    /// "UNHCR".
    Upper,
    /// "a": one small letter.
    Letter,
    /// "of", "the".
    ShortLower,
    /// "human".
    Lower,
    /// "McGraw", "eBook".
    Mixed,
    /// A script without case.
    Caseless,
    /// 1400 to 2099.
    Year,
    /// Digits by their number, up to six.
    Digits1,
    Digits2,
    Digits3,
    Digits4,
    Digits5,
    DigitsMore,
    /// A mark.
    Mark,
    /// An identifier.
    Identifier,
}

/// Splits a normalised reference into tokens, at most `most` of them.
pub(crate) fn tokenize(raw: &str, most: usize) -> Vec<Token> {
    let mut identifiers = identifiers::find(raw).into_iter().peekable();
    let mut tokens: Vec<Token> = Vec::with_capacity((raw.len() / 3).min(most));
    let mut lower = String::new();
    // Tokens that may start a name of several words, and how many parts it has at most.
    let mut names = Vec::new();
    let mut at = 0;
    let mut spaced = false;
    while let Some(c) = raw.get(at..).and_then(|rest| rest.chars().next()) {
        if tokens.len() >= most {
            break;
        }
        if let Some((label, span)) = identifiers.next_if(|(_, span)| span.start() <= at) {
            let span = Span::new(at, span.end());
            tokens.push(Token::new(raw, span, Kind::Identifier(label), spaced, &mut lower));
            at = span.end();
            spaced = false;
            continue;
        }
        if c.is_whitespace() {
            spaced = true;
            at += c.len_utf8();
            continue;
        }
        let limit = identifiers.peek().map_or(raw.len(), |(_, span)| span.start());
        let rest = raw.get(at..limit).unwrap_or("");
        let (kind, len) = scan(rest, c);
        let span = Span::new(at, at + len);
        let token = Token::new(raw, span, kind, spaced, &mut lower);
        let parts = if token.is_capitalized() { lexicon::longest_name(token.word) } else { 0 };
        if parts > 0 {
            names.push((tokens.len(), parts));
        }
        tokens.push(token);
        at = span.end();
        spaced = false;
    }
    for (start, parts) in names {
        mark_name(raw, &mut tokens, start, parts);
    }
    tokens
}

/// Gives the tokens of the longest known name at `start` the flags of the name.
fn mark_name(raw: &str, tokens: &mut [Token], start: usize, parts: usize) {
    let Some(first) = tokens.get(start).map(|token| token.span) else { return };
    for end in (start + 2..=(start + parts).min(tokens.len())).rev() {
        let Some(last) = tokens.get(end - 1).map(|token| token.span) else { continue };
        let flags = lexicon::flags(&first.join(last).of(raw).to_lowercase());
        if flags != 0 {
            for token in tokens.iter_mut().take(end).skip(start) {
                token.flags |= flags | lexicon::IN_NAME;
            }
            return;
        }
    }
}

/// Reads the kind and length in bytes of the token that starts with `first`.
fn scan(rest: &str, first: char) -> (Kind, usize) {
    let run = |test: fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
    if first.is_ascii_digit() {
        (Kind::Number, run(|c| c.is_ascii_digit()))
    } else if is_sign(first) {
        (Kind::Sign, first.len_utf8())
    } else if first.is_alphabetic() {
        (Kind::Word, run(|c| (c.is_alphabetic() || is_combining(c)) && !is_sign(c)))
    } else {
        (Kind::Mark(first), first.len_utf8())
    }
}

/// Combining marks that follow letters in decomposed text.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Han, kana and Thai: no blanks between words. (Hangul has them.)
fn is_sign(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0E7F}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FFFF}')
}

impl Token {
    fn new(raw: &str, span: Span, kind: Kind, spaced: bool, lower: &mut String) -> Self {
        let text = span.of(raw);
        let mut token = Self {
            span,
            kind,
            spaced,
            flags: 0,
            word: 0,
            affixes: [0; 4],
            shape: Shape::Mark,
            roman: false,
        };
        match kind {
            Kind::Mark(c) => token.word = mix(1, u64::from(u32::from(unify(c)))),
            Kind::Sign => {
                token.word = mix(2, text.chars().next().map_or(0, u64::from));
                token.shape = Shape::Caseless;
            }
            Kind::Identifier(label) => {
                token.word = mix(3, label as u64);
                token.shape = Shape::Identifier;
            }
            Kind::Number => {
                token.shape = number_shape(text);
                token.word = mix(4, token.shape as u64);
            }
            Kind::Word => {
                lower.clear();
                lexicon::push_lower(text, lower);
                token.word = hash_bytes(lower.as_bytes());
                token.flags = lexicon::flags_by_hash(token.word);
                token.shape = word_shape(text);
                token.affixes = affixes(lower);
                token.roman = lower.bytes().all(|byte| b"ivxlcdm".contains(&byte));
            }
        }
        token
    }

    /// Whether the token is this mark.
    pub(crate) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// Whether the lexicon gives the word one of the flags.
    pub(crate) fn has(&self, flags: u64) -> bool {
        self.flags & flags != 0
    }

    /// Whether the token is a word that starts with a capital.
    pub(crate) fn is_capitalized(&self) -> bool {
        matches!(
            self.shape,
            Shape::Initial
                | Shape::ShortCapitalized
                | Shape::Capitalized
                | Shape::ShortUpper
                | Shape::Upper
        )
    }

    /// Whether the token is made of digits.
    pub(crate) fn is_number(&self) -> bool {
        self.kind == Kind::Number
    }

    /// Whether the token is made of letters.
    pub(crate) fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Sign)
    }
}

/// Marks that mean the same look the same.
fn unify(c: char) -> char {
    match c {
        '\u{2010}' | '\u{2011}' => '-',
        '\u{2013}'..='\u{2015}' | '\u{2212}' => '\u{2013}',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{2033}' => '"',
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2032}' | '`' | '\u{B4}' => '\'',
        '，' | '、' => ',',
        '。' => '.',
        '：' => ':',
        '；' => ';',
        '（' => '(',
        '）' => ')',
        '《' | '〈' | '『' | '「' => '«',
        '》' | '〉' | '』' | '」' => '»',
        c => c,
    }
}

fn number_shape(text: &str) -> Shape {
    match text.len() {
        1 => Shape::Digits1,
        2 => Shape::Digits2,
        3 => Shape::Digits3,
        4 if ("1400".."2100").contains(&text) => Shape::Year,
        4 => Shape::Digits4,
        5 => Shape::Digits5,
        _ => Shape::DigitsMore,
    }
}

fn word_shape(text: &str) -> Shape {
    let (mut upper, mut lower, mut all) = (0_usize, 0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        if c.is_uppercase() {
            upper += 1;
        } else if c.is_lowercase() {
            lower += 1;
        }
    }
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    match (upper, lower) {
        (0, 0) => Shape::Caseless,
        (1, 0) if all == 1 => Shape::Initial,
        (0, 1) => Shape::Letter,
        (0, 2 | 3) => Shape::ShortLower,
        (0, _) => Shape::Lower,
        (2 | 3, 0) => Shape::ShortUpper,
        (_, 0) => Shape::Upper,
        (1, 1 | 2) if capital => Shape::ShortCapitalized,
        (1, _) if capital => Shape::Capitalized,
        _ => Shape::Mixed,
    }
}

fn affixes(lower: &str) -> [u64; 4] {
    let mut ends = lower.char_indices().map(|(at, c)| at + c.len_utf8());
    let heads = [ends.nth(2), ends.next()].map(|end| end.and_then(|end| lower.get(..end)));
    let mut starts = lower.char_indices().rev().map(|(at, _)| at);
    let tails = [starts.nth(1), starts.next()].map(|at| at.and_then(|at| lower.get(at..)));
    let hash = |part: Option<&str>| part.map_or(0, |part| hash_bytes(part.as_bytes()));
    [hash(heads[0]), hash(heads[1]), hash(tails[0]), hash(tails[1])]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(raw: &str) -> Vec<&str> {
        tokenize(raw, usize::MAX).iter().map(|token| token.span.of(raw)).collect()
    }

    #[test]
    fn words_end_at_digits_and_marks() {
        assert_eq!(
            words("Kay,R.,e2840 H.-J.(2003):12"),
            [
                "Kay", ",", "R", ".", ",", "e", "2840", "H", ".", "-", "J", ".", "(", "2003", ")",
                ":", "12"
            ]
        );
        assert_eq!(words("关帝 doi:10.1000/x1 end"), ["关", "帝", "doi:10.1000/x1", "end"]);
    }

    proptest! {
        #[test]
        fn tokens_and_blanks_are_the_string(raw in "\\PC{0,60}") {
            let mut at = 0;
            for token in tokenize(&raw, usize::MAX) {
                prop_assert!(raw.get(at..token.span.start()).unwrap().chars().all(char::is_whitespace));
                prop_assert!(token.span.end() > token.span.start());
                at = token.span.end();
            }
            prop_assert!(raw.get(at..).unwrap().chars().all(char::is_whitespace));
        }
    }
}
