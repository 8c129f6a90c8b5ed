//! `text-case`: letter case, word by word, across runs.

use super::run::{Kind, Run};

/// Words that stay small inside an English title: articles, conjunctions, prepositions, and the
/// particles of names.
const SMALL_WORDS: &[&str] = &[
    "a",
    "about",
    "above",
    "across",
    "after",
    "against",
    "along",
    "amid",
    "among",
    "an",
    "and",
    "around",
    "as",
    "at",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "between",
    "beyond",
    "but",
    "by",
    "circa",
    "d'",
    "de",
    "despite",
    "down",
    "during",
    "et",
    "except",
    "for",
    "from",
    "in",
    "inside",
    "into",
    "l'",
    "like",
    "near",
    "nor",
    "of",
    "off",
    "on",
    "onto",
    "or",
    "out",
    "outside",
    "over",
    "past",
    "per",
    "since",
    "so",
    "than",
    "the",
    "through",
    "throughout",
    "till",
    "to",
    "toward",
    "towards",
    "under",
    "underneath",
    "until",
    "up",
    "upon",
    "v",
    "v.",
    "van",
    "versus",
    "via",
    "von",
    "vs",
    "vs.",
    "with",
    "within",
    "without",
    "yet",
    "al",
    "pro",
];

/// Applies a `text-case` value; `english` says whether title case may be used.
pub(super) fn apply(case: &str, runs: &mut [Run], english: bool) {
    match case {
        "lowercase" => each(runs, |text| text.to_lowercase()),
        "uppercase" => each(runs, |text| text.to_uppercase()),
        "capitalize-first" => capitalize_first(runs),
        "capitalize-all" => by_word(runs, |word, _| capitalized(word)),
        "sentence" => sentence(runs),
        "title" if english => title(runs),
        _ => {}
    }
}

fn each(runs: &mut [Run], change: impl Fn(&str) -> String) {
    for run in changeable(runs) {
        run.text = change(&run.text);
    }
}

fn changeable(runs: &mut [Run]) -> impl Iterator<Item = &mut Run> {
    runs.iter_mut().filter(|run| run.kind == Kind::Text && !run.no_case)
}

fn capitalize_first(runs: &mut [Run]) {
    let Some(first) = runs.iter_mut().find(|run| run.text.contains(char::is_alphanumeric)) else {
        return;
    };
    if !first.no_case {
        let word = first.text.split(' ').find(|word| !word.is_empty()).unwrap_or_default();
        if word.chars().skip(1).all(|c| !c.is_uppercase()) {
            first.text = capitalized(&first.text);
        }
    }
}

/// CSL 1.0.2: what is in capitals throughout becomes small behind its first letter; anything else
/// only gets a capital at the beginning.
fn sentence(runs: &mut [Run]) {
    let letters = || runs.iter().flat_map(|run| run.text.chars()).filter(|c| c.is_alphabetic());
    let shouting = letters().count() > 0 && letters().all(char::is_uppercase);
    if shouting {
        each(runs, |text| text.to_lowercase());
    }
    capitalize_first(runs);
}

/// Raises the first letter, past quotation marks and brackets.
fn capitalized(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = false;
    for c in text.chars() {
        if !done && c.is_alphanumeric() {
            out.extend(c.to_uppercase());
            done = true;
        } else {
            out.push(c);
        }
    }
    out
}

/// Where a word stands in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the beginning, or behind a colon, question mark or dash.
    Start,
    Middle,
    /// At the very end.
    End,
}

/// Changes every word; words are what stands between blanks, hyphens, dashes and slashes.
fn by_word(runs: &mut [Run], change: impl Fn(&str, Place) -> String) {
    let last = runs.iter().rposition(|run| run.text.contains(char::is_alphanumeric));
    let mut place = Place::Start;
    for (idx, run) in runs.iter_mut().enumerate() {
        if run.kind != Kind::Text {
            // What is quoted begins anew.
            if run.kind == Kind::OpenQuote {
                place = Place::Start;
            }
            continue;
        }
        let pieces: Vec<&str> =
            run.text.split_inclusive([' ', '\u{A0}', '-', '\u{2013}', '\u{2014}', '/']).collect();
        let last_word = pieces.iter().rposition(|piece| piece.contains(char::is_alphanumeric));
        let mut text = String::with_capacity(run.text.len());
        for (at, piece) in pieces.iter().enumerate() {
            if !piece.contains(char::is_alphanumeric) {
                if piece.trim_end().ends_with(['\u{2014}', ':', '?', '!']) {
                    place = Place::Start;
                }
                text.push_str(piece);
                continue;
            }
            let here = if Some(idx) == last && Some(at) == last_word { Place::End } else { place };
            if run.no_case {
                text.push_str(piece);
            } else {
                text.push_str(&change(piece, here));
            }
            let trimmed = piece.trim_end();
            let starts = trimmed.ends_with([':', '?', '!', '\u{2014}']);
            place = if starts { Place::Start } else { Place::Middle };
        }
        run.text = text;
    }
}

/// Words with a capital in them stay as they are (`PLoS`, `U.S.`, `BMJ`).
fn title(runs: &mut [Run]) {
    by_word(runs, |word, place| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != '\'');
        let small = SMALL_WORDS.contains(&bare.to_lowercase().as_str());
        let inner_capital = bare.chars().skip(1).any(char::is_uppercase);
        if small && place == Place::Middle && !inner_capital {
            return word.to_lowercase();
        }
        if word.chars().any(char::is_uppercase) {
            return word.to_owned();
        }
        capitalized(word)
    });
}
