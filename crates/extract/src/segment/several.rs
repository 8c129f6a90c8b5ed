//! Several references in one string, as footnotes have them: `Marsh (2011) ...; see also Reed ...`.
//!
//! A string is cut only where both sides are references beyond doubt: a semicolon also stands
//! between authors, and between title and subtitle.

use refsmith_model::Span;

use super::items::holds_year;
use super::score::{STRONG, Start, WEAK, score, start};

/// Words that lead to another work, in lower case.
#[rustfmt::skip] // A table reads better in rows.
const LEADS: &[&str] = &[
    "see also", "see, too,", "see", "but see", "and", "also", "cf.", "compare", "for example",
    "siehe auch", "s. auch", "s.a.", "vgl. auch", "vgl.", "siehe", "ferner", "sowie", "dazu auch",
    "voir aussi", "voir", "ainsi que", "v. aussi", "véase también", "véase", "ver também", "ver",
    "si veda anche", "si veda", "cfr. anche", "cfr.", "zie ook", "zie", "se även", "se också", "jfr",
    "jf.", "se", "por. też", "por.", "zob. też", "zob.", "см. также", "см.", "ср.",
];

/// Shorter strings hold one reference, in bytes.
const SHORTEST: usize = 60;
/// At so many semicolons cuts are tried; a longer string is no footnote.
const MOST: usize = 64;

/// Cuts a string into the references it holds; mostly it is one.
pub(super) fn split(text: &str, span: Span) -> Vec<Span> {
    let words = span.of(text);
    let mut found = Vec::new();
    let mut from = 0;
    if words.len() >= SHORTEST {
        for (at, _) in words.match_indices(';').take(MOST) {
            let rest = words.get(at + 1..).unwrap_or("");
            if !rest.starts_with(char::is_whitespace) {
                continue;
            }
            let (lead, next) = without_lead(rest);
            let one = words.get(from..at).unwrap_or("");
            // A word that leads to another work leaves less to doubt.
            let enough = if lead { WEAK } else { STRONG };
            let until_next = next.split("; ").next().unwrap_or(next);
            let reference = |part: &str| {
                holds_year(part) && start(part) == Start::Name && score(part) >= enough
            };
            if (lead || ends_reference(one)) && reference(one) && reference(until_next) {
                found.push(Span::new(span.start() + from, span.start() + at));
                from = words.len() - next.len();
            }
        }
    }
    found.push(Span::new(span.start() + from, span.end()));
    found
}

/// Tells whether a text ends with pages, a year or a sentence, not with a name.
fn ends_reference(part: &str) -> bool {
    let word = part.split_whitespace().next_back().unwrap_or("");
    let initial = word.chars().filter(|c| c.is_alphabetic()).count() <= 1 && word.ends_with('.');
    part.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ')' | ']' | '.')) && !initial
}

/// Takes white space and what leads to another work off.
fn without_lead(rest: &str) -> (bool, &str) {
    let rest = rest.trim_start();
    for lead in LEADS {
        let head: String = rest.chars().take(lead.chars().count()).collect();
        let behind = rest.get(head.len()..).unwrap_or("");
        if head.to_lowercase() == *lead && behind.starts_with(char::is_whitespace) {
            return (true, behind.trim_start());
        }
    }
    (false, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = split(text, Span::new(0, text.len()));
        let found: Vec<&str> = found.iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn references_with_a_semicolon_between_are_told_apart() {
        let (one, two, three) = (
            "Marsh, P. (2011). Reeds bend. Wetland Letters, 12(3), 45-50",
            "Heron, L. (2009). Standing still. Lake Press, pp. 3-9",
            "Shore, O., & Pond, M. (2013). At the edge. Wetland Letters, 14(1), 3-9.",
        );
        check(&format!("{one}; see also {two}; {three}"), &[one, two, three]);
        check(&format!("{one}; vgl. auch {three}"), &[one, three]);
    }

    #[test]
    fn semicolons_inside_a_reference_stay() {
        for text in [
            "Marsh, P.; Heron, L.; Shore, O. (2011). Reeds bend; herons stand. Lake Press, pp. 3-9.",
            "Marsh P, Heron L. Reeds bend. Wetland Lett. 2011; 12(3): 45-50. doi:10.1234/wl.2011",
            "Marsh, P. (2011). Reeds bend. In: Heron, L.; Shore, O. (eds.), Lakes. Lake Press, 2011.",
        ] {
            check(text, &[text]);
        }
    }
}
