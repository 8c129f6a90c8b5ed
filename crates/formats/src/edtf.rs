//! Reads dates in EDTF level 1, the form that CSL-JSON and BibLaTeX share.
//!
//! Writing is `Display` of [`Date`].

use refsmith_model::{Date, PartialDate, record::Interval};

/// The first and the last date that an expression covers (`199X` covers ten years).
#[derive(Clone, Copy, PartialEq)]
struct Stretch {
    first: PartialDate,
    last: PartialDate,
}

/// Reads a date, an interval with closed or open ends, a season, a decade or century.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some((start, end)) = text.split_once('/') {
        let (start, end) = (end_of(start)?, end_of(end)?);
        if start.is_none() && end.is_none() {
            return None;
        }
        let start = start.map(|stretch| stretch.first);
        let end = end.map(|stretch| stretch.last);
        return Some(Date::Interval(Interval { start, end }));
    }
    let Stretch { first, last } = stretch(text)?;
    if first == last {
        return Some(Date::On(first));
    }
    Some(Date::Interval(Interval { start: Some(first), end: Some(last) }))
}

/// Reads one end of an interval; the inner `None` is an open or unknown end.
fn end_of(text: &str) -> Option<Option<Stretch>> {
    match text.trim() {
        "" | ".." | "open" | "unknown" => Some(None),
        text => stretch(text).map(Some),
    }
}

fn stretch(text: &str) -> Option<Stretch> {
    let text = text.trim();
    let (body, uncertain, approximate) = match text.chars().last()? {
        '?' => (text.trim_end_matches('?'), true, false),
        '~' => (text.trim_end_matches('~'), false, true),
        '%' => (text.trim_end_matches('%'), true, true),
        _ => (text, false, false),
    };
    // A time of day is behind `T` (or, in careless files, a blank); CSL knows none.
    let body = match body.char_indices().find(|(at, c)| *at >= 10 && matches!(c, 'T' | ' ')) {
        Some((at, _)) => body.get(..at)?,
        None => body,
    };
    let long = body.strip_prefix(['Y', 'y']);
    let signed = long.unwrap_or(body);
    let (sign, digits) = match signed.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1, rest),
        None => (1, signed),
    };
    let mut parts = digits.split('-');
    let (low, high) = years(parts.next()?, long.is_some())?;
    let (low, high) = if sign < 0 { (-high, -low) } else { (low, high) };
    let mut first = PartialDate { uncertain, approximate, ..PartialDate::year(low) };
    match (parts.next(), parts.next()) {
        (None, _) => {}
        (Some("XX" | "xx" | "uu"), _) => {}
        (Some(month), day) => match two_digits(month)? {
            number @ 1..=12 => {
                first.month = Some(number);
                first.day = match day {
                    None | Some("XX" | "xx" | "uu") => None,
                    Some(day) => Some(two_digits(day)?),
                };
            }
            number @ 21..=24 if day.is_none() => first.season = Some(number - 20),
            _ => return None,
        },
    }
    if parts.next().is_some() || !is_real(&first) {
        return None;
    }
    Some(Stretch { first, last: PartialDate { year: high, ..first } })
}

/// Reads a year of four characters, of which the last may be unspecified.
fn years(text: &str, long: bool) -> Option<(i32, i32)> {
    if long {
        let year: i32 = text.parse().ok()?;
        return Some((year, year));
    }
    let known = text.trim_end_matches(['X', 'x', 'u']);
    if text.len() != 4 || !(2..=4).contains(&known.len()) {
        return None;
    }
    if !known.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let scale = 10_i32.pow(u32::try_from(4 - known.len()).ok()?);
    let low = known.parse::<i32>().ok()? * scale;
    Some((low, low + scale - 1))
}

/// Tells whether the month has the day.
pub(crate) fn is_real(date: &PartialDate) -> bool {
    let leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    let days = match date.month {
        Some(2) if leap => 29,
        Some(2) => 28,
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    date.day.is_none_or(|day| (1..=days).contains(&day))
}

fn two_digits(text: &str) -> Option<u8> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(parse(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn level_1_is_read() {
        for text in ["2001", "2001-02", "2001-02-14", "2001-21", "1850~", "1850?", "1850%"] {
            check(text, Some(text));
        }
        for text in ["2001-02/2001-04", "2001/..", "../2001", "-0043", "0000"] {
            check(text, Some(text));
        }
        check("2001/", Some("2001/.."));
        check("199X", Some("1990/1999"));
        check("2001-02-14T10:20:30Z", Some("2001-02-14"));
        check("2001-XX", Some("2001"));
        for text in ["2000-02-29", "2004-02-29", "2001-04-30", "-0004-02-29"] {
            check(text, Some(text));
        }
        for text in ["2001-02-29", "1900-02-29", "2001-02-30", "2001-04-31", "2001-02-30/2001-03"] {
            check(text, None);
        }
        for text in ["", "/", "in press", "2001-13", "2001-02-32", "850", "20 01", "2001-02-03-04"]
        {
            check(text, None);
        }
    }
}
