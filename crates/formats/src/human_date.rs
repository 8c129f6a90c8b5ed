//! Reads dates as people write them: `14 February 2001`, `c. 1850`, `1999–2000`, `44 BC`.
//!
//! Month names are English, plus the forms other languages share with it; what does not fit stays
//! text, because a wrong date is worse than none.

use refsmith_model::text::unicode::{fold, is_dash};
use refsmith_model::{Date, PartialDate, record::Interval};

use crate::edtf;

/// Beginnings of the month names, folded; three letters tell them apart. BibTeX's styles define
/// macros of the same names.
pub(crate) const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Full names by which a word must go on after its first three letters.
const FULL_MONTHS: [&str; 12] = [
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
];

/// Month names of other languages, folded.
const FOREIGN_MONTHS: [(&str, u8); 44] = [
    ("januar", 1),
    ("janvier", 1),
    ("enero", 1),
    ("gennaio", 1),
    ("januari", 1),
    ("janeiro", 1),
    ("februar", 2),
    ("fevrier", 2),
    ("febrero", 2),
    ("febbraio", 2),
    ("februari", 2),
    ("marz", 3),
    ("maerz", 3),
    ("mars", 3),
    ("marzo", 3),
    ("maart", 3),
    ("avril", 4),
    ("abril", 4),
    ("aprile", 4),
    ("mai", 5),
    ("mayo", 5),
    ("maggio", 5),
    ("mei", 5),
    ("maj", 5),
    ("juni", 6),
    ("juin", 6),
    ("junio", 6),
    ("giugno", 6),
    ("juli", 7),
    ("juillet", 7),
    ("julio", 7),
    ("luglio", 7),
    ("aout", 8),
    ("agosto", 8),
    ("augustus", 8),
    ("septembre", 9),
    ("septiembre", 9),
    ("settembre", 9),
    ("oktober", 10),
    ("octobre", 10),
    ("octubre", 10),
    ("ottobre", 10),
    ("dezember", 12),
    ("decembre", 12),
];

/// Returns the month (1–12) that a word names, in full or cut to three letters or more.
pub(crate) fn month(word: &str) -> Option<u8> {
    let word = fold(word.trim().trim_end_matches('.'));
    let begins = |full: &&str| full.starts_with(&word) && word.len() >= 3;
    let short = MONTHS.iter().position(|name| *name == word);
    let idx = short.or_else(|| FULL_MONTHS.iter().position(begins));
    if let Some(idx) = idx {
        return u8::try_from(idx + 1).ok();
    }
    FOREIGN_MONTHS.iter().find(|(name, _)| *name == word).map(|(_, month)| *month)
}

/// Returns the season (1–4) that a word names.
pub(crate) fn season(word: &str) -> Option<u8> {
    match fold(word.trim().trim_end_matches('.')).as_str() {
        "spring" => Some(1),
        "summer" => Some(2),
        "autumn" | "fall" => Some(3),
        "winter" => Some(4),
        _ => None,
    }
}

/// Reads a date: EDTF, a year with signs of doubt, a range of years, or words.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(date) = edtf::parse(text) {
        return Some(date);
    }
    let bare = text.trim_matches(['[', ']', '(', ')']).trim();
    let lower = fold(bare);
    let prefixed = ["circa ", "ca. ", "ca ", "c. ", "ca.", "c.", "about ", "c"]
        .iter()
        .find_map(|prefix| lower.strip_prefix(prefix))
        .map(str::trim_start)
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let circa = prefixed.or_else(|| lower.strip_prefix('~'));
    let rest = circa.unwrap_or(&lower);
    let (rest, uncertain) = match rest.strip_suffix('?') {
        Some(rest) => (rest.trim(), true),
        None => (rest.trim(), false),
    };
    let date = edtf::parse(rest)
        .or_else(|| year_range(rest))
        .or_else(|| era(rest))
        .or_else(|| words(rest))
        .or_else(|| range(rest))?;
    Some(qualified(date, uncertain, circa.is_some()))
}

fn qualified(date: Date, uncertain: bool, approximate: bool) -> Date {
    let mark = |date: PartialDate| PartialDate {
        uncertain: date.uncertain || uncertain,
        approximate: date.approximate || approximate,
        ..date
    };
    match date {
        Date::On(date) => Date::On(mark(date)),
        Date::Interval(Interval { start, end }) => {
            Date::Interval(Interval { start: start.map(mark), end: end.map(mark) })
        }
        Date::Literal(text) => Date::Literal(text),
    }
}

/// Reads `1999-2000`, `1999--2000`, `1999/2000`, `1999–03` is a month and no range.
fn year_range(text: &str) -> Option<Date> {
    let (start, rest) = text.split_once(|c: char| is_dash(c) || c == '/')?;
    let end = rest.trim_start_matches(is_dash).trim();
    let start = plain_year(start.trim()).filter(|year| *year >= 1000)?;
    if end.is_empty() {
        let start = Some(PartialDate::year(start));
        return Some(Date::Interval(Interval { start, end: None }));
    }
    let end = plain_year(end).filter(|year| *year >= start)?;
    Some(Date::Interval(Interval {
        start: Some(PartialDate::year(start)),
        end: Some(PartialDate::year(end)),
    }))
}

fn plain_year(text: &str) -> Option<i32> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// Reads `850`, `-43`, `44 bc`, `ad 79`.
fn era(text: &str) -> Option<Date> {
    if let Some(year) = text.strip_prefix('-').and_then(plain_year) {
        return Some(Date::from_year(-year));
    }
    let after = ["ad ", "ce "].iter().find_map(|era| text.strip_prefix(era));
    let after = after.or_else(|| [" ad", " ce"].iter().find_map(|era| text.strip_suffix(era)));
    if let Some(year) = plain_year(after.unwrap_or(text).trim()) {
        return Some(Date::from_year(year));
    }
    let before = ["bce", "b.c.e.", "b.c.", "bc"].iter().find_map(|era| text.strip_suffix(era))?;
    plain_year(before.trim()).map(|year| Date::from_year(1 - year))
}

/// Reads a day, a month or season, and a year in any order, nothing else beside them.
fn words(text: &str) -> Option<Date> {
    let (date, year) = parts(text)?;
    let complete = date.day.is_none() || date.month.is_some();
    let date = PartialDate { year: year?, ..date };
    (complete && edtf::is_real(&date)).then_some(Date::On(date))
}

/// Reads `May 1965/June 1965`, `Spring 1999 - Summer 2001`, `May–June 1965`, `3–5 May 1965`: two
/// dates of which the first may leave out what it shares with the second.
fn range(text: &str) -> Option<Date> {
    let (start, end) =
        text.split_once(" - ").or_else(|| text.split_once(|c: char| is_dash(c) || c == '/'))?;
    let Date::On(end) = words(end.trim_start_matches(is_dash))? else { return None };
    let (mut start, year) = parts(start)?;
    start.year = year.unwrap_or(end.year);
    if start.month.is_none() && start.season.is_none() {
        start.month = end.month.filter(|_| start.day.is_some() && year.is_none());
    }
    let named = |date: &PartialDate| date.month.is_some() || date.season.is_some();
    let order = |date: &PartialDate| (date.year, date.month, date.day);
    let forward = start.season.is_some() || order(&start) < order(&end);
    let real = edtf::is_real(&start);
    if !named(&start) || !named(&end) || start.year > end.year || !forward || !real {
        return None;
    }
    Some(Date::Interval(Interval { start: Some(start), end: Some(end) }))
}

/// Reads the parts of a date that are there, in any order; the year stands apart.
fn parts(text: &str) -> Option<(PartialDate, Option<i32>)> {
    let mut date = PartialDate::default();
    let mut year = None;
    let is_separator = |c: char| c.is_whitespace() || matches!(c, ',' | '.' | '/' | '\u{a0}');
    for word in text.split(is_separator).filter(|word| !word.is_empty()) {
        let number = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|ending| word.strip_suffix(ending))
            .unwrap_or(word)
            .parse::<i32>();
        match number {
            Ok(number @ 1000..=2999) if year.is_none() => year = Some(number),
            Ok(number @ 1..=31) if date.day.is_none() => date.day = u8::try_from(number).ok(),
            Ok(_) => return None,
            Err(_) if date.month.is_none() && month(word).is_some() => date.month = month(word),
            Err(_) if date.season.is_none() && season(word).is_some() => date.season = season(word),
            Err(_) => return None,
        }
    }
    (date.season.is_none() || date.month.is_none()).then_some((date, year))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn dates_as_people_write_them() {
        let cases = [
            ("14 February 2001", Some("2001-02-14")),
            ("Feb. 14th, 2001", Some("2001-02-14")),
            ("Spring 2001", Some("2001-21")),
            ("c. 1850", Some("1850~")),
            ("[1850?]", Some("1850?")),
            ("1999--2000", Some("1999/2000")),
            ("44 BC", Some("-0043")),
            ("79 AD", Some("0079")),
            ("Spring 1999 - Summer 2001", Some("1999-21/2001-22")),
            ("May 1965/June 1965", Some("1965-05/1965-06")),
            ("May\u{2013}June 1965", Some("1965-05/1965-06")),
            ("3-5 May 1965", Some("1965-05-03/1965-05-05")),
            ("Dec-Jan 1965", None),
            ("1965-5 May", None),
            ("850", Some("0850")),
            ("in press", None),
            ("31 April 2001", None),
            ("2001-02-30", None),
            ("29 February 2000", Some("2000-02-29")),
            ("March 2001 to May 2001", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
    }
}
