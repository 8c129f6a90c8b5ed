//! What a line end broke: words with a hyphen, and addresses.
//!
//! Whether a hyphen at a line end belongs to the word cannot be known; what stands on both sides
//! of it makes one of the two likely.

use crate::normalize::is_gap;

/// Parts of compounds that nearly always keep their hyphen, in front.
#[rustfmt::skip] // A table reads better in rows.
const FIRST: &[&str] = &[
    "self", "non", "well", "cross", "socio", "half", "quasi", "ex", "anglo", "franco", "afro",
    "high", "low", "long", "short", "full", "part", "real", "large", "small", "single", "double",
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "first", "second",
    "third", "one", "multi", "evidence", "case", "follow", "decision", "problem", "policy", "work",
    "health", "child", "mother", "parent", "father", "teacher", "student", "gender", "user", "peer",
    "nord", "süd", "ost", "west", "arc", "porte", "grand", "saint", "sainte", "avant", "après",
];

/// Parts of compounds that nearly always have a hyphen before them.
#[rustfmt::skip] // A table reads better in rows.
const SECOND: &[&str] = &[
    "based", "related", "specific", "level", "term", "scale", "dependent", "induced", "driven",
    "oriented", "centered", "centred", "mediated", "dimensional", "century", "esteem", "efficacy",
    "economic", "being", "sectional", "solving", "infant", "reviewed", "controlled", "making",
    "siècle", "même", "mêmes",
];

/// Words after which a break is one inside a chain: `state-of-the-art`.
const LINKS: &[&str] =
    &["of", "in", "the", "to", "and", "by", "on", "at", "de", "la", "le", "du", "à"];

/// Words that a hyphen before them leaves open: `pre- and post-test`.
const OPEN: &[&str] =
    &["and", "or", "und", "oder", "et", "ou", "y", "e", "och", "og", "to", "bzw", "bis", "i", "en"];

/// How far back an address is looked for, in bytes: time stays linear.
const LOOK_BACK: usize = 512;

/// What becomes of a hyphen before a gap of so many bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hyphen {
    /// It is part of the word; only the gap goes.
    Kept(usize),
    /// It and the gap go.
    Dropped(usize),
}

/// Tells what becomes of a hyphen between `before` and `rest`; `None` when both it and the gap stay.
pub(crate) fn hyphen(before: &str, rest: &str) -> Option<Hyphen> {
    let after = rest.trim_start_matches(is_gap);
    let gap = rest.len() - after.len();
    if gap == 0 {
        return None;
    }
    let newline = rest.get(..gap)?.contains('\n');
    if newline && is_address(last_word(before)) && !after.starts_with('(') {
        return Some(Hyphen::Kept(gap));
    }
    let next = after.chars().next()?;
    let last = before.chars().next_back()?;
    // "12-⏎19", "Ost-⏎Europa"
    let compound = last.is_ascii_digit() && next.is_ascii_digit()
        || last.is_alphabetic() && next.is_uppercase();
    if newline && compound {
        return Some(Hyphen::Kept(gap));
    }
    if !last.is_lowercase() || !next.is_lowercase() {
        return None;
    }
    let second: String = after.chars().take(24).take_while(|c| c.is_alphabetic()).collect();
    if OPEN.contains(&second.as_str()) {
        return None;
    }
    let first: String = {
        let letters = before.chars().rev().take(24).take_while(|c| c.is_alphabetic());
        let reversed: Vec<char> = letters.flat_map(char::to_lowercase).collect();
        reversed.into_iter().rev().collect()
    };
    if newline && is_compound(before, &first, &second, next == last && "aeiou".contains(next)) {
        return Some(Hyphen::Kept(gap));
    }
    let short = first.chars().count() < 3 || second.chars().count() < 3;
    (newline || !short).then_some(Hyphen::Dropped(gap))
}

/// Tells whether the hyphen between two parts of a word is one that is always written.
fn is_compound(before: &str, first: &str, second: &str, same_vowel: bool) -> bool {
    let head = before.strip_suffix(first).unwrap_or("");
    let chain = head.ends_with('-') && LINKS.contains(&first);
    // "anti-inflammatory", "re-examined": two equal vowels are kept apart.
    let prefix =
        matches!(first, "anti" | "semi" | "re" | "pre" | "co" | "micro" | "intra" | "meta");
    // "in-dependent" is one word that was broken, "age-dependent" two.
    let whole = first.chars().count() > 2 && !matches!(first, "inter" | "un" | "dis");
    let compound = FIRST.contains(&first) || whole && SECOND.contains(&second);
    chain || compound || (prefix && same_vowel)
}

/// Tells whether an address goes on behind the white space `gap`.
pub(crate) fn address(before: &str, gap: &str, rest: &str) -> bool {
    if !gap.contains('\n') {
        return false;
    }
    let word = last_word(before);
    if !is_address(word) {
        return false;
    }
    let line = rest.split('\n').next().unwrap_or("");
    let next = head(line).split_whitespace().next().unwrap_or("");
    let bare = next.trim_end_matches(['.', ',', ';', ')']);
    let Some(first) = next.chars().next() else { return false };
    if !(first.is_ascii_alphanumeric() || "/?&=#%_-~.".contains(first)) {
        return false;
    }
    let last = word.chars().next_back().unwrap_or(' ');
    let digits = bare.chars().any(|c| c.is_ascii_digit());
    let joints = bare.contains(['/', '.', '_', '=', '?', '&', '%']);
    let alone = rest.trim().len() == next.len();
    match last {
        '/' | '_' | '=' | '&' | '?' | '%' | '#' => true,
        '.' => !first.is_uppercase() && joints && digits,
        _ if "/?&=#%_~".contains(first) => true,
        // The end of a DOI on a line of its own.
        _ => alone && digits && !first.is_uppercase() && (bare.len() > 4 || joints),
    }
}

/// Tells whether a word is a web address or a DOI.
fn is_address(word: &str) -> bool {
    let word = word.trim_start_matches(['<', '(', '[']);
    let registered = |doi: &str| {
        doi.strip_prefix("10.").is_some_and(|doi| doi.starts_with(|c: char| c.is_ascii_digit()))
    };
    word.contains("://")
        || word.starts_with("www.")
        || word.contains("doi.org/")
        || registered(word)
        || word.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("doi:"))
}

fn last_word(text: &str) -> &str {
    let mut start = text.len().saturating_sub(LOOK_BACK);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let tail = text.get(start..).unwrap_or("");
    match tail.rfind(' ') {
        Some(blank) => tail.get(blank + 1..).unwrap_or(""),
        None if start == 0 => tail,
        None => "",
    }
}

/// At most so much of a line that its first word fits.
fn head(text: &str) -> &str {
    let mut end = text.len().min(LOOK_BACK);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}
