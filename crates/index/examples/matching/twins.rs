//! Tells works that are registered twice, under two DOIs, from neighbors.

use refsmith_model::text::unicode::{comparison_key, words};
use refsmith_model::{NameVariable, NumberVariable, TextVariable};
use refsmith_sources::Candidate;

/// Tells whether two registered works are one. Where both have a volume, an issue or a first page, it
/// is the same; where both have a first author, the names share a word; neither is the book of which
/// the other is a part; and
///
/// - volume and first page are the same, and the titles nearly, or one goes on where the other ends, or
/// - the titles are nearly the same, the years at most one apart, and there is a volume, an issue, a
///   page or a year in both, or
/// - the titles are the same, and one of the works has neither year nor place.
pub(crate) fn is_same_work(a: &Candidate, b: &Candidate) -> bool {
    let same = |variable| Some(number(a, variable)? == number(b, variable)?);
    let (volume, page) = (same(NumberVariable::Volume), same(NumberVariable::Page));
    let places = [volume, page, same(NumberVariable::Issue)];
    let titles = titles(a, b);
    let authors = first_author(a).zip(first_author(b));
    let authors = authors.is_none_or(|(a, b)| a.iter().any(|word| b.contains(word)));
    if titles == Titles::Different || !authors || is_part(a, b) || places.contains(&Some(false)) {
        return false;
    }
    if volume.is_some() && page.is_some() {
        return true;
    }
    let years = a.record.year().zip(b.record.year()).map(|(a, b)| (a - b).abs() <= 1);
    let is_placed = years == Some(true) || places.contains(&Some(true));
    let agree = match titles {
        Titles::Same => is_placed || is_bare(a) || is_bare(b),
        Titles::Close => is_placed,
        Titles::OneGoesOn | Titles::Different => false,
    };
    agree && years != Some(false)
}

/// A number, of pages the first.
fn number(candidate: &Candidate, variable: NumberVariable) -> Option<String> {
    let number = candidate.record.number(variable)?;
    number.split(['-', '\u{2013}']).next().map(str::to_lowercase)
}

/// The words of the first author's family name.
fn first_author(candidate: &Candidate) -> Option<Vec<String>> {
    let people = candidate.record.people(NameVariable::Author);
    people.first().map(|name| words(name.family()))
}

/// Tells whether one is in a book and has pages, and the other neither.
fn is_part(a: &Candidate, b: &Candidate) -> bool {
    let has_page = |candidate| number(candidate, NumberVariable::Page).is_some();
    let is_in =
        |candidate: &Candidate| candidate.record.text(TextVariable::ContainerTitle).is_some();
    has_page(a) == is_in(a) && has_page(b) == is_in(b) && is_in(a) != is_in(b)
}

/// Tells whether nothing is registered but title and people.
fn is_bare(candidate: &Candidate) -> bool {
    candidate.record.year().is_none()
        && number(candidate, NumberVariable::Volume).is_none()
        && number(candidate, NumberVariable::Page).is_none()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Titles {
    Same,
    /// Nine tenths of the letters, in threes, are in both; the first word and the numbers are the same.
    Close,
    /// "A Study of Metals" and "A Study of Metals: by X".
    OneGoesOn,
    Different,
}

fn titles(a: &Candidate, b: &Candidate) -> Titles {
    let title = |candidate: &Candidate| {
        let title = candidate.record.text(TextVariable::Title).unwrap_or("");
        (words(title), comparison_key(title))
    };
    let ((a, a_letters), (b, b_letters)) = (title(a), title(b));
    let is_number = |word: &&String| word.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = |words: &[String]| words.iter().filter(is_number).cloned().collect::<Vec<_>>();
    let is_close = a.first() == b.first() && numbers(&a) == numbers(&b);
    if a_letters == b_letters {
        Titles::Same
    } else if is_close && same_letters(&a_letters, &b_letters) > 0.9 {
        Titles::Close
    } else if a.len().min(b.len()) > 2 && (a.starts_with(&b) || b.starts_with(&a)) {
        Titles::OneGoesOn
    } else {
        Titles::Different
    }
}

/// The share of letters in threes that two keys have in common.
fn same_letters(a: &str, b: &str) -> f64 {
    let threes = |key: &str| {
        let letters: Vec<char> = key.chars().collect();
        letters.windows(3).map(<[char]>::to_vec).collect::<std::collections::BTreeSet<_>>()
    };
    let (a, b) = (threes(a), threes(b));
    a.intersection(&b).count() as f64 / a.len().max(b.len()).max(1) as f64
}
