//! Words of a printed reference, and the text they are taken from.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use refsmith_model::text::unicode::comparison_key;

/// Words of references that no candidate explains.
const FILLING: &[&str] = &[
    "and",
    "doi",
    "http",
    "https",
    "www",
    "org",
    "vol",
    "volume",
    "issue",
    "pages",
    "pp",
    "eds",
    "editor",
    "editors",
    "retrieved",
    "from",
    "portico",
    "print",
    "web",
    "available",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "suppl",
    "discussion",
    "epub",
    "pubmed",
    "abstract",
    "the",
    "journal",
    "int",
    "others",
];

/// Words of two letters that may stand with a capital and are no names.
const SHORT_WORDS: &[&str] = &[
    "al", "am", "an", "as", "at", "by", "da", "de", "di", "do", "du", "ed", "el", "et", "if", "il",
    "im", "in", "is", "it", "jr", "la", "le", "lo", "mr", "ms", "no", "of", "on", "or", "pp", "sr",
    "st", "to", "un", "vs", "we", "zu",
];

#[derive(Debug)]
pub(super) struct Word {
    /// The letters and digits, folded.
    pub(super) text: String,
    /// Where it stands in the key.
    pub(super) place: Range<usize>,
    /// It has a digit.
    pub(super) numeric: bool,
    /// It has two letters and may be a name: "Li".
    pub(super) is_name: bool,
}

impl Word {
    /// Tells whether a candidate has to explain it.
    pub(super) fn is_telling(&self) -> bool {
        !self.numeric && self.text.len() > 2 && !FILLING.contains(&self.text.as_str())
    }

    pub(super) fn is_month(&self) -> bool {
        const MONTHS: &[&str] =
            &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let head = self.text.get(..3).unwrap_or("");
        !self.numeric && self.text.len() <= 9 && MONTHS.contains(&head)
    }

    /// Tells whether it is a small Roman number, as the pages of forewords are.
    pub(super) fn is_roman(&self) -> bool {
        self.text.bytes().all(|letter| b"ivx".contains(&letter))
    }

    pub(super) fn is_year(&self) -> bool {
        self.text.len() == 4
            && self.text.parse().is_ok_and(|year: u32| (1500..2100).contains(&year))
    }
}

/// Joins words broken at the end of a line.
pub(super) fn unbroken(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        if out.ends_with('-') && line.chars().next().is_some_and(char::is_lowercase) {
            out.pop();
        } else if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// Leaves out tags, which references copied from a register hold.
pub(super) fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once('<') {
        out.push_str(head);
        let name = tail.split_once('>').filter(|(name, _)| {
            let is_name = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | ':');
            (1..=20).contains(&name.len()) && name.chars().all(is_name)
        });
        out.push(if name.is_some() { ' ' } else { '<' });
        rest = name.map_or(tail, |(_, behind)| behind);
    }
    out.push_str(rest);
    out.into()
}

/// Names of two letters: "Li", "Xu".
pub(super) fn short_names(text: &str) -> HashSet<String> {
    let tokens = text.split(|c: char| !c.is_alphanumeric());
    let is_name = |token: &&str| {
        let mut letters = token.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
            && letters.next().is_none()
    };
    let names = tokens.filter(is_name).map(comparison_key);
    names.filter(|name| !SHORT_WORDS.contains(&name.as_str())).collect()
}
