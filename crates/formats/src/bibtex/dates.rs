//! Dates of BibTeX (`year`, `month`, `day`) and BibLaTeX (`date`), read.

use refsmith_model::{Date, PartialDate, record::Interval};

use crate::{edtf, human_date};

/// Reads a value of `date`, `urldate` and their like; text that is no date becomes a literal.
///
/// `tex` is the value as it stands in the file: there, the tie of TeX is the sign for "about".
pub(crate) fn full(tex: &str, text: &str) -> Option<Date> {
    if let Some(date) = edtf::parse(tex) {
        return Some(date);
    }
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    Some(human_date::parse(text).unwrap_or_else(|| Date::Literal(text.to_owned())))
}

/// What `year`, `month` and `day` say together.
pub(crate) struct Old {
    /// The date.
    pub(crate) date: Date,
    /// Letter behind the year ("2001a").
    pub(crate) year_suffix: Option<String>,
    /// Whether `month` and `day` were understood.
    pub(crate) month_used: bool,
    /// Whether the date is a text because its month has no such day.
    pub(crate) impossible: bool,
}

/// Joins `year`, `month` and `day`, already decoded.
pub(crate) fn old(year: &str, month: Option<&str>, day: Option<&str>) -> Option<Old> {
    let year = year.trim();
    if year.is_empty() {
        return None;
    }
    let (base, suffix) = split_suffix(year);
    let whole = short_range(base);
    let base = whole.as_deref().unwrap_or(base);
    let date = human_date::parse(base).unwrap_or_else(|| Date::Literal(year.to_owned()));
    let year_suffix = suffix.filter(|_| !matches!(date, Date::Literal(_))).map(str::to_owned);
    let date = if year_suffix.is_none() && suffix.is_some() {
        Date::Literal(year.to_owned())
    } else {
        date
    };
    let day = day.and_then(|day| day.trim().parse::<u8>().ok());
    let Some(month) = month.map(str::trim).filter(|month| !month.is_empty()) else {
        return Some(Old { date, year_suffix, month_used: day.is_none(), impossible: false });
    };
    match (date, months(month)) {
        (Date::On(base), Some((first, last))) if base.month.is_none() && base.season.is_none() => {
            let date = with_months(base, first, last, day);
            let impossible = !is_real(&date);
            let date = if impossible { Date::Literal(date.to_string()) } else { date };
            Some(Old { date, year_suffix, month_used: true, impossible })
        }
        (date, _) => Some(Old { date, year_suffix, month_used: false, impossible: false }),
    }
}

/// Writes a range of years in full whose end is cut and whose dash is one (`2001--02`): with a
/// hyphen, it is a month.
fn short_range(year: &str) -> Option<String> {
    let (first, last) = year.split_once(['\u{2013}', '/'])?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let century = first.get(..2).filter(|_| first.len() == 4 && last.len() == 2)?;
    let rises = first.get(2..)? < last;
    (digits(first) && digits(last) && rises).then(|| format!("{first}\u{2013}{century}{last}"))
}

fn split_suffix(year: &str) -> (&str, Option<&str>) {
    let base = year.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let suffix = year.get(base.len()..).unwrap_or("");
    let plain = base.len() == 4 && base.bytes().all(|byte| byte.is_ascii_digit());
    if plain && suffix.len() == 1 { (base, Some(suffix)) } else { (year, None) }
}

/// A month or season with a day, both optional.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Part {
    month: Option<u8>,
    season: Option<u8>,
    day: Option<u8>,
}

/// Reads `feb`, `02`, `feb~14`, `14~feb`, `February 14--16`, `jul/aug`, `Spring`.
fn months(text: &str) -> Option<(Part, Option<Part>)> {
    if let Some(idx) = human_date::MONTHS.iter().position(|name| *name == text) {
        let month = u8::try_from(idx + 1).ok();
        return Some((Part { month, ..Part::default() }, None));
    }
    let mut sides = text.splitn(2, ['/', '-', '\u{2013}', '\u{2014}', '&']);
    let first = part(sides.next()?)?;
    let Some(second) = sides.next() else { return Some((first, None)) };
    let second = part(second.trim_matches(['-', '\u{2013}', ' ']))?;
    let (mut first, mut second) = (first, second);
    // In a range of days the month stands on one side only: the 9 of "9-13 July" is a day.
    if let (Some(day), None) = (first.month, first.day)
        && second.day.is_some()
        && second.month.is_some()
        && is_number(text)
    {
        first = Part { month: second.month, season: None, day: Some(day) };
    }
    if second.day.is_none()
        && let (Some(_), Some(day)) = (first.day, second.month)
        && first.month.is_some()
        && text.ends_with(|c: char| c.is_ascii_digit())
    {
        second = Part { month: first.month, season: None, day: Some(day) };
    }
    if first.season.is_none() && first.month.is_none() {
        first.month = second.month;
    }
    if second.season.is_none() && second.month.is_none() {
        second.month = first.month;
    }
    (first.day.is_some() == second.day.is_some()).then_some((first, Some(second)))
}

/// Tells whether a text begins with a number.
fn is_number(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

fn part(text: &str) -> Option<Part> {
    let mut part = Part::default();
    let mut numbers = Vec::new();
    let blank = |c: char| c.is_whitespace() || matches!(c, ',' | '.' | '~' | '\u{a0}');
    for word in text.split(blank).filter(|word| !word.is_empty()) {
        let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if let Ok(number) = number.parse::<u8>() {
            numbers.push(number);
        } else if let Some(month) = human_date::month(word).filter(|_| part.month.is_none()) {
            part.month = Some(month);
        } else if let Some(season) = human_date::season(word) {
            part.season = Some(season);
        } else {
            return None;
        }
    }
    match numbers.as_slice() {
        [] => {}
        [month @ 1..=12] if part.month.is_none() && part.season.is_none() => {
            part.month = Some(*month)
        }
        [day @ 1..=31] if part.season.is_none() => part.day = Some(*day),
        _ => return None,
    }
    (part != Part::default()).then_some(part)
}

/// Tells whether the months of a date have its days.
fn is_real(date: &Date) -> bool {
    match date {
        Date::On(day) => edtf::is_real(day),
        Date::Interval(interval) => {
            [&interval.start, &interval.end].into_iter().flatten().all(edtf::is_real)
        }
        Date::Literal(_) => true,
    }
}

fn with_months(base: PartialDate, first: Part, last: Option<Part>, day: Option<u8>) -> Date {
    let fill = |part: Part, day: Option<u8>| PartialDate {
        year: base.year,
        month: part.month,
        day: part.day.or(day).filter(|_| part.month.is_some()),
        season: part.season.filter(|_| part.month.is_none()),
        uncertain: base.uncertain,
        approximate: base.approximate,
    };
    let Some(last) = last else { return Date::On(fill(first, day)) };
    let (start, mut end) = (fill(first, None), fill(last, None));
    if (end.month, end.season) < (start.month, start.season) {
        end.year += 1;
    }
    Date::Interval(Interval { start: Some(start), end: Some(end) })
}

/// Tells whether `year` says something else than `date`.
pub(crate) fn disagree(date: &Date, year: &str) -> bool {
    let Some(year) = human_date::parse(year).as_ref().and_then(Date::year) else { return false };
    let last = match date {
        Date::Interval(interval) => interval.end.map(|end| end.year),
        _ => None,
    };
    date.year().is_some_and(|first| first != year) && last != Some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(year: &str, month: &str, expected: &str) {
        let date = old(year, Some(month), None).map(|old| old.date.to_string());
        assert_eq!(date.as_deref(), Some(expected), "{year} {month}");
    }

    #[test]
    fn years_and_months() {
        check("2001", "feb\u{a0}14", "2001-02-14");
        check("2001", "3\u{a0}mar", "2001-03-03");
        check("2001", "9", "2001-09");
        check("2001", "jul/aug", "2001-07/2001-08");
        check("2001", "February 14\u{2013}16", "2001-02-14/2001-02-16");
        check("2001", "Spring", "2001-21");
        check("2001", "9\u{2013}13 July", "2001-07-09/2001-07-13");
        check("2001", "July 9\u{2013}12", "2001-07-09/2001-07-12");
        check("c. 1850", "", "1850~");
        check("in press", "", "in press");
        check("2001", "dec/jan", "2001-12/2002-01");
    }
}
