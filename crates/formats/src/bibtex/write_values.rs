//! Dates, pages and other values, written.

use refsmith_model::{Date, PartialDate, record::Interval};

use super::dates;
use crate::human_date::MONTHS;

const MONTH_NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const SEASONS: [&str; 4] = ["Spring", "Summer", "Autumn", "Winter"];

/// A date in the fields of classic BibTeX.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct OldDate {
    /// The value of `year`, without braces.
    pub(crate) year: String,
    /// The value of `month` as it stands in the file: a macro, or text in braces.
    pub(crate) month: Option<String>,
    /// The value of `day`, without braces.
    pub(crate) day: Option<String>,
    /// Whether the date is there in full.
    pub(crate) exact: bool,
}

/// Writes a date in the fields of classic BibTeX.
pub(crate) fn old_date(date: &Date) -> OldDate {
    let mut out = OldDate::default();
    // What the reader would see in `month`.
    let mut seen = None;
    match date {
        Date::Literal(text) => out.year.clone_from(text),
        Date::On(date) => {
            out.year = year(*date);
            out.day = date.day.map(|day| day.to_string());
            if let Some(name) = pick(&MONTHS, date.month) {
                out.month = Some(name.to_owned());
                seen = Some(name.to_owned());
            } else if let Some(season) = pick(&SEASONS, date.season) {
                out.month = Some(format!("{{{season}}}"));
                seen = Some(season.to_owned());
            }
        }
        Date::Interval(interval) => interval_fields(interval, &mut out, &mut seen),
    }
    let back = dates::old(&out.year.replace("--", "\u{2013}"), seen.as_deref(), out.day.as_deref());
    out.exact = back.is_some_and(|back| back.date == *date && back.month_used);
    out
}

fn interval_fields(interval: &Interval, out: &mut OldDate, seen: &mut Option<String>) {
    let (start, end) = match (interval.start, interval.end) {
        (Some(start), Some(end)) => (start, end),
        (Some(start), None) => {
            out.year = format!("{}--", year(start));
            return;
        }
        (None, end) => {
            out.year = end.map(year).unwrap_or_default();
            return;
        }
    };
    let months = (pick(&MONTHS, start.month), pick(&MONTHS, end.month));
    match months {
        (Some(first), Some(last)) if start.year == end.year => {
            out.year = year(start);
            let words = |date: PartialDate| {
                let month = pick(&MONTH_NAMES, date.month).unwrap_or("");
                date.day.map_or_else(|| month.to_owned(), |day| format!("{month} {day}"))
            };
            if start.day.is_none() && end.day.is_none() {
                out.month = Some(format!("{first} # \"/\" # {last}"));
                *seen = Some(format!("{first}/{last}"));
            } else {
                let text = format!("{}/{}", words(start), words(end));
                out.month = Some(format!("{{{text}}}"));
                *seen = Some(text);
            }
        }
        _ if start.year == end.year => out.year = year(start),
        _ => out.year = format!("{}--{}", year(start), year(end)),
    }
}

fn year(date: PartialDate) -> String {
    let circa = if date.approximate { "c. " } else { "" };
    let doubt = if date.uncertain { "?" } else { "" };
    let number = if date.year < 0 {
        format!("-{:04}", date.year.unsigned_abs())
    } else {
        date.year.to_string()
    };
    format!("{circa}{number}{doubt}")
}

fn pick<'n>(names: &[&'n str], number: Option<u8>) -> Option<&'n str> {
    names.get(usize::from(number?).checked_sub(1)?).copied()
}

/// Tells whether a date, written in EDTF or as its words, is read back as it is.
pub(crate) fn survives(date: &Date) -> bool {
    dates::full(&date.to_string(), &date.to_string()).as_ref() == Some(date)
}

/// Writes pages with the dash of TeX, which is two hyphens.
pub(crate) fn pages(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len() + 4);
    for c in tex.replace("{}-", "-").chars() {
        match c {
            '-' | '\u{2010}'..='\u{2015}' => {
                if !out.ends_with('-') {
                    out.push_str("--");
                }
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edtf: &str, year: &str, month: Option<&str>, exact: bool) {
        let date = crate::edtf::parse(edtf).unwrap();
        let old = old_date(&date);
        assert_eq!((old.year.as_str(), old.month.as_deref(), old.exact), (year, month, exact));
    }

    #[test]
    fn dates_in_old_fields() {
        check("2001", "2001", None, true);
        check("2001-02-14", "2001", Some("feb"), true);
        check("2001-07/2001-08", "2001", Some("jul # \"/\" # aug"), true);
        check("1999/2000", "1999--2000", None, true);
        check("1999/..", "1999--", None, true);
        check("2001-02-14/2001-03-02", "2001", Some("{February 14/March 2}"), true);
        check("2001-21", "2001", Some("{Spring}"), true);
        check("1850~", "c. 1850", None, true);
        check("-0043", "-0043", None, true);
        check("../2000", "2000", None, false);
    }
}
