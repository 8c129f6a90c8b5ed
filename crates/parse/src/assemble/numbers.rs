//! Volumes, issues, pages and editions: keywords go, what stands in one segment is taken apart.

use refsmith_model::Number;
use refsmith_model::text::unicode::is_dash;

use crate::lexicon::{self, EDITION, ISSUE, PAGES, VOLUME};

/// A value with its place in the text it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// What it is.
    pub(super) kind: Kind,
    /// The value.
    pub(super) text: &'a str,
}

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A year that stands in the volume: "2009;108(2)".
    Year,
    /// A volume.
    Volume,
    /// How many volumes a work has.
    Volumes,
    /// An issue.
    Issue,
    /// Pages or article number.
    Pages,
    /// How many pages a work has.
    Extent,
}

/// Takes a segment labelled as volume apart: "Jg. 26, H. 1", "21(2)", "2009;108(2):508-12".
pub(super) fn volume(text: &str) -> Vec<Piece<'_>> {
    let text = loose(text);
    if let Some((year, rest)) = text.split_once(';').filter(|(year, _)| is_year(year)) {
        let mut out = vec![Piece { kind: Kind::Year, text: year.trim() }];
        let (head, pages) = rest.split_once(':').unwrap_or((rest, ""));
        out.extend(volume(head));
        let pages = loose(pages);
        if !pages.is_empty() {
            out.push(Piece { kind: Kind::Pages, text: pages });
        }
        return out;
    }
    if let Some(at) = keyword_inside(text, ISSUE) {
        let (head, tail) = text.split_at_checked(at).unwrap_or((text, ""));
        let mut out = volume(head);
        out.extend(issue(tail));
        return out;
    }
    let (bare, behind) = strip(text, VOLUME);
    // "2 vols", "3 Bde": how many there are.
    let many = matches!(
        behind.to_lowercase().as_str(),
        "vols" | "volumes" | "bde" | "bände" | "tomes" | "voll" | "tomos" | "v" | "vol"
    );
    if many && bare.bytes().all(|byte| byte.is_ascii_digit()) && !bare.is_empty() {
        return vec![Piece { kind: Kind::Volumes, text: bare }];
    }
    if let Some((head, tail)) = bare.split_once('(')
        && let Some(inner) = tail.strip_suffix(')')
        && !head.trim().is_empty()
        && !inner.contains('(')
    {
        let mut out = vec![Piece { kind: Kind::Volume, text: loose(head) }];
        if is_year(inner) {
            out.push(Piece { kind: Kind::Year, text: inner.trim() });
        } else {
            out.extend(issue(inner));
        }
        return out;
    }
    if bare.is_empty() { Vec::new() } else { vec![Piece { kind: Kind::Volume, text: bare }] }
}

/// Cleans a segment labelled as issue.
pub(super) fn issue(text: &str) -> Vec<Piece<'_>> {
    let (bare, _) = strip(loose(text), ISSUE);
    if bare.is_empty() { Vec::new() } else { vec![Piece { kind: Kind::Issue, text: bare }] }
}

/// Cleans a segment labelled as pages: "pp. 290-297", "320 S.".
pub(super) fn pages(text: &str) -> Piece<'_> {
    let text = loose(text);
    let (bare, behind) = strip(text, PAGES);
    let announced = !text.starts_with(bare);
    let roman = |part: &str| part.chars().all(|c| "ivxlcIVXLC".contains(c));
    let extent = !announced
        && !behind.is_empty()
        && bare.split([',', '+', ' ']).all(|part| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) || roman(part)
        });
    Piece { kind: if extent { Kind::Extent } else { Kind::Pages }, text: bare }
}

/// "3rd ed." is the edition `3`; words stay.
pub(super) fn edition(text: &str) -> &str {
    let text = loose(text);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = text.get(digits..).unwrap_or("").trim_start_matches(['.', ' ', 'ª', 'º', '°']);
    let ordinal = ["st", "nd", "rd", "th", "e", "er", "ème", "eme", "ed", "éd", "edn", "a", "o"];
    let plain = rest.split([' ', '.']).filter(|word| !word.is_empty()).all(|word| {
        let lower = word.to_lowercase();
        ordinal.contains(&lower.as_str()) || lexicon::flags(&lower) & EDITION != 0
    });
    if (1..=2).contains(&digits) && plain { text.get(..digits).unwrap_or(text) } else { text }
}

/// Pages or volumes of one work that stand in several places. A page within a range that is known
/// already is where something is cited, and no part of the range.
pub(super) fn is_within(known: &str, text: &str) -> bool {
    match (Number::new(known).range(), Number::new(text).range()) {
        (Some((from, to)), Some((first, last))) => from < to && from <= first && last <= to,
        _ => false,
    }
}

/// Takes the blanks around the dash of a range out: "29 – 68" is "29–68".
pub(super) fn tight(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_dash(c) {
            out.truncate(out.trim_end().len());
        } else if c.is_whitespace() && out.ends_with(is_dash) {
            continue;
        }
        out.push(c);
    }
    out
}

fn is_year(text: &str) -> bool {
    let text = text.trim();
    text.len() == 4 && text.parse::<u16>().is_ok_and(|year| (1500..2100).contains(&year))
}

fn loose(text: &str) -> &str {
    let span = super::edges::trimmed(text);
    let value = span.of(text);
    // "(2)" loses its brackets, "A(2)" keeps them.
    value.trim_matches([' ', '.'])
}

/// Takes keywords off both ends; returns the rest and the keyword behind it.
fn strip(text: &str, flag: u64) -> (&str, &str) {
    let mut rest = text;
    loop {
        let word_end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, tail) = rest.split_at_checked(word_end).unwrap_or((rest, ""));
        let next = tail.trim_start_matches(['.', ' ', '°', 'º', ':', '#', '№']);
        let glued = next.len() == tail.len();
        let lower = word.to_lowercase();
        let key = lexicon::flags(&lower) & flag != 0 || matches!(lower.as_str(), "제" | "第");
        let letter = glued && word.chars().count() == 1 && word.is_ascii();
        let announces = !word.is_empty() && key && !letter && next.contains(char::is_alphanumeric);
        if !announces && (glued || !word.is_empty()) {
            break;
        }
        rest = next;
    }
    let body = rest.trim_end_matches(['.', ' ', ',']);
    let head = body.trim_end_matches(char::is_alphabetic);
    let word = body.get(head.len()..).unwrap_or("");
    let counter = matches!(word, "권" | "호" | "卷" | "巻" | "期" | "号" | "號" | "页" | "頁");
    let apart = head.ends_with(['.', ' ']) || counter;
    let known = lexicon::flags(&word.to_lowercase()) & flag != 0 || counter;
    let bare = head.trim_end_matches(['.', ' ', ',']);
    if known && apart && bare.contains(|c: char| c.is_numeric() || c.is_alphabetic()) {
        (bare, word)
    } else {
        (rest, "")
    }
}

/// Where a keyword starts that is not at the beginning.
fn keyword_inside(text: &str, flag: u64) -> Option<usize> {
    let mut digits = false;
    let mut word = 0;
    let mut last = ' ';
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphabetic() {
            if !last.is_alphabetic() {
                word = at;
            }
        } else {
            if last.is_alphabetic() && digits {
                let lower = text.get(word..at).unwrap_or("").to_lowercase();
                let value = text.get(at..).is_some_and(|rest| rest.contains(char::is_alphanumeric));
                if lexicon::flags(&lower) & flag != 0 && value {
                    return Some(word);
                }
            }
            digits |= c.is_ascii_digit();
        }
        last = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(Kind, &str)]) {
        let pieces: Vec<_> = volume(text).iter().map(|piece| (piece.kind, piece.text)).collect();
        assert_eq!(pieces, expected, "{text}");
    }

    #[test]
    fn a_volume_is_taken_apart() {
        check("vol. 23,", &[(Kind::Volume, "23")]);
        check("21(2),", &[(Kind::Volume, "21"), (Kind::Issue, "2")]);
        check("Jg. 26, H. 1", &[(Kind::Volume, "26"), (Kind::Issue, "1")]);
        check("26. Jg.", &[(Kind::Volume, "26")]);
        check("25(1 Pt 2)", &[(Kind::Volume, "25"), (Kind::Issue, "1 Pt 2")]);
        check("2 vols.", &[(Kind::Volumes, "2")]);
        check("제22권", &[(Kind::Volume, "22")]);
        check("XII", &[(Kind::Volume, "XII")]);
        check("D12", &[(Kind::Volume, "D12")]);
        check(
            "2009;108(2):508-12.",
            &[
                (Kind::Year, "2009"),
                (Kind::Volume, "108"),
                (Kind::Issue, "2"),
                (Kind::Pages, "508-12"),
            ],
        );
    }

    #[test]
    fn issues_pages_editions() {
        let issue = |text| issue(text).first().map(|piece| piece.text);
        assert_eq!(issue("no. 3,"), Some("3"));
        assert_eq!(issue("Suppl 1"), Some("Suppl 1"));
        assert_eq!(issue("n° 5"), Some("5"));
        for (text, kind, value) in [
            ("pages 251-255,", Kind::Pages, "251-255"),
            ("S. 12 – 15", Kind::Pages, "12 – 15"),
            ("320 S.", Kind::Extent, "320"),
            ("e2840.", Kind::Pages, "e2840"),
            ("S12-S20", Kind::Pages, "S12-S20"),
            ("pp.125-142", Kind::Pages, "125-142"),
            ("125 ff.", Kind::Pages, "125 ff"),
        ] {
            assert_eq!(pages(text), Piece { kind, text: value }, "{text}");
        }
        assert_eq!(tight("12 – 15"), "12–15");
        assert_eq!(edition("(3rd ed.)"), "3");
        assert_eq!(edition("2., überarb. Aufl."), "2., überarb. Aufl");
        assert!(is_within("17-43", "41") && !is_within("17", "17"));
    }
}
