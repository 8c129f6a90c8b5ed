//! `text-case`: letter case, word by word, across the pieces of a tape.

use super::tape::{Event, Inline, Mark, Place, Tag, Tape};
use crate::style::program::TextCase;

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

/// A piece of words on its way through a change of case.
struct Run {
    event: usize,
    text: String,
    /// Letter case is never changed.
    fixed: bool,
    /// It stands directly behind a single quotation mark.
    apostrophe: bool,
}

/// Whose rules for letters hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// Title case may be used.
    English,
    /// The capital of `i` has a dot.
    Turkic,
    /// Capitals have no accents.
    Greek,
    Other,
}

impl Letters {
    pub(super) fn of(language: &str) -> Self {
        let is = |base: &str| language.get(..2).is_some_and(|head| head.eq_ignore_ascii_case(base));
        if is("en") {
            Letters::English
        } else if is("tr") || is("az") {
            Letters::Turkic
        } else if is("el") {
            Letters::Greek
        } else {
            Letters::Other
        }
    }
}

/// Applies a text case to everything written behind `from`.
pub(super) fn apply(case: TextCase, tape: &mut Tape, from: Place, letters: Letters) {
    if case == TextCase::Title && letters != Letters::English {
        return;
    }
    let mut runs = collect(tape, from);
    if letters == Letters::Turkic && case == TextCase::Uppercase {
        each(&mut runs, |text| text.replace('i', "\u{130}").replace('\u{131}', "I"));
    }
    change(case, &mut runs);
    if letters == Letters::Greek && case == TextCase::Uppercase {
        each(&mut runs, without_accents);
    }
    for run in &runs {
        if let Some(Event::Text(piece)) = tape.events.get(run.event)
            && tape.text_of(*piece) != run.text
        {
            tape.replace(run.event, &run.text);
        }
    }
}

/// Takes the accents off Greek capitals. Where one kept two vowels apart, the second gets marks.
fn without_accents(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut apart = false;
    for c in text.chars() {
        let bare = match c {
            'Ά' => 'Α',
            'Έ' => 'Ε',
            'Ή' => 'Η',
            'Ί' => 'Ι',
            'Ό' => 'Ο',
            'Ύ' => 'Υ',
            'Ώ' => 'Ω',
            '\u{301}' => continue,
            other => other,
        };
        out.push(match bare {
            'Ι' if apart => 'Ϊ',
            'Υ' if apart => 'Ϋ',
            other => other,
        });
        apart = bare != c;
    }
    out
}

/// Applies a text case to a string alone.
pub(super) fn applied(case: TextCase, text: &str) -> String {
    let mut runs = [Run { event: 0, text: text.to_owned(), fixed: false, apostrophe: false }];
    change(case, &mut runs);
    let [run] = runs;
    run.text
}

fn change(case: TextCase, runs: &mut [Run]) {
    match case {
        TextCase::Lowercase => each(runs, |text| text.to_lowercase()),
        TextCase::Uppercase => each(runs, |text| text.to_uppercase()),
        TextCase::CapitalizeFirst => capitalize_first(runs),
        TextCase::CapitalizeAll => by_word(runs, false, |word, _| {
            // Words with capitals inside stay.
            let inner = word.chars().filter(|c| c.is_alphabetic()).skip(1).any(char::is_uppercase);
            if inner { word.to_owned() } else { capitalized(word) }
        }),
        TextCase::Sentence => sentence(runs),
        TextCase::Title => title(runs),
    }
}

fn collect(tape: &Tape, from: Place) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut fixed = 0usize;
    for (idx, event) in tape.events.iter().enumerate().skip(from.events) {
        match event {
            Event::Text(piece) => {
                let text = tape.text_of(*piece).to_owned();
                let before = idx.checked_sub(1).and_then(|idx| tape.events.get(idx));
                let apostrophe = matches!(before, Some(Event::Open(Mark::StraightQuote { .. })));
                runs.push(Run { event: idx, text, fixed: fixed > 0, apostrophe });
            }
            Event::Open(mark) if keeps_case(*mark) => fixed += 1,
            Event::Close(mark) if keeps_case(*mark) => fixed = fixed.saturating_sub(1),
            _ => {}
        }
    }
    runs
}

fn keeps_case(mark: Mark) -> bool {
    matches!(
        mark,
        Mark::Inline(
            Inline::NoCase
                | Inline::Plain
                | Inline::Superscript
                | Inline::Subscript
                | Inline::SmallCaps
        ) | Mark::Tag(Tag::YearSuffix)
    )
}

fn each(runs: &mut [Run], change: impl Fn(&str) -> String) {
    for run in runs.iter_mut().filter(|run| !run.fixed) {
        run.text = change(&run.text);
    }
}

fn capitalize_first(runs: &mut [Run]) {
    let Some(first) = runs.iter_mut().find(|run| run.text.contains(char::is_alphanumeric)) else {
        return;
    };
    if !first.fixed {
        // "iPods" stays; "cs.DL" does not.
        let mut letters = first.text.chars().skip_while(|c| !c.is_alphanumeric()).skip(1);
        if letters.by_ref().take_while(|c| c.is_alphabetic()).all(|c| !c.is_uppercase()) {
            first.text = capitalized(&first.text);
        }
    }
}

/// Words with a capital at their beginning alone become small, except the first; acronyms and the
/// like stay. What is in capitals throughout becomes small.
fn sentence(runs: &mut [Run]) {
    let letters = || runs.iter().flat_map(|run| run.text.chars()).filter(|c| c.is_alphabetic());
    let shouting = letters().count() > 0 && letters().all(char::is_uppercase);
    if shouting {
        each(runs, |text| text.to_lowercase());
    } else {
        by_word(runs, false, |word, _| {
            let mut letters = word.chars().filter(|c| c.is_alphabetic());
            let first = letters.next().is_some_and(char::is_uppercase);
            if first && letters.all(char::is_lowercase) {
                word.to_lowercase()
            } else {
                word.to_owned()
            }
        });
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
            // A sign belongs to its word.
            done |= matches!(c, '@' | '#');
            out.push(c);
        }
    }
    out
}

/// Where a word stands in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Setting {
    /// At the beginning, or behind a colon, question mark or dash.
    starts: bool,
    /// At the very end.
    ends: bool,
    /// Behind a hyphen.
    hyphened: bool,
    /// Behind a single quotation mark.
    apostrophe: bool,
}

/// Changes every word; words are what stands between blanks, hyphens, dashes and slashes, and
/// `within_words` between points, commas and brackets, too.
fn by_word(runs: &mut [Run], within_words: bool, change: impl Fn(&str, Setting) -> String) {
    let last = runs.iter().rposition(|run| run.text.contains(char::is_alphanumeric));
    let mut setting = Setting { starts: true, ends: false, hyphened: false, apostrophe: false };
    for (idx, run) in runs.iter_mut().enumerate() {
        setting.apostrophe = run.apostrophe;
        let is_break = |c: char| {
            matches!(c, ' ' | '\u{A0}' | '\u{202F}' | ':' | '-' | '\u{2013}' | '\u{2014}' | '/')
                || matches!(c, '.' | ',' | ';' | '(' | ')' | '[' | ']') && within_words
        };
        let pieces: Vec<&str> = run.text.split_inclusive(is_break).collect();
        let last_word = pieces.iter().rposition(|piece| piece.contains(char::is_alphanumeric));
        let mut text = String::with_capacity(run.text.len());
        for (at, piece) in pieces.iter().enumerate() {
            let trimmed = piece.trim_end();
            let opens = trimmed.ends_with([':', '?', '!']);
            if !piece.contains(char::is_alphanumeric) {
                setting.starts |= opens;
                text.push_str(piece);
                continue;
            }
            setting.ends = Some(idx) == last && Some(at) == last_word;
            if run.fixed {
                text.push_str(piece);
            } else {
                text.push_str(&change(piece, setting));
            }
            setting = Setting {
                starts: opens,
                ends: false,
                hyphened: trimmed.ends_with('-'),
                apostrophe: false,
            };
        }
        run.text = text;
    }
}

/// Words with a capital in them stay as they are (`PLoS`, `U.S.`, `BMJ`).
fn title(runs: &mut [Run]) {
    by_word(runs, true, |word, setting| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != '\'');
        let lower = bare.to_lowercase();
        let elided = lower.starts_with("d\u{2019}") || lower.starts_with("l\u{2019}");
        let small = SMALL_WORDS.contains(&lower.as_str()) || elided;
        let compound = word.ends_with('-') && !setting.hyphened;
        if small && !setting.starts && !setting.ends && !compound {
            return word.to_owned();
        }
        // A letter by itself is a sign, not a word: "x-ray", "o'clock"; so is an elided word.
        let head = bare.split('\u{2019}').next().unwrap_or_default();
        if head.chars().any(char::is_uppercase) {
            return word.to_owned();
        }
        let single = head.chars().filter(|c| c.is_alphabetic()).count() <= 1;
        let quoted = setting.apostrophe && !setting.ends;
        // "$x", "\\pm" and "*star*" are no words.
        let odd = !word.starts_with(|c: char| {
            c.is_alphanumeric() || matches!(c, '\'' | '"' | '\u{2018}' | '\u{201C}')
        });
        if (single || elided) && !setting.starts || quoted || odd {
            return word.to_owned();
        }
        capitalized(word)
    });
}
