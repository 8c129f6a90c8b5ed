//! Dates: what a reference prints becomes a [`Date`].

use refsmith_model::record::Interval;
use refsmith_model::{Date, PartialDate, Span};

use crate::lexicon;
use crate::token::Text;

/// A date with what stands beside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parsed {
    /// The date.
    pub(crate) date: Option<Date>,
    /// The letter behind the year, and where it stands in the string.
    pub(crate) suffix: Option<(char, Span)>,
    /// The year of the first edition: "2005 [1889]".
    pub(crate) original: Option<Date>,
}

/// Reads a date; what is none becomes a literal.
pub(crate) fn parse(date: &str) -> Parsed {
    let text = Text::new(date);
    let t = &text;
    let mut out = Parsed::default();
    let years: Vec<(usize, i32)> = (0..t.len()).filter_map(|i| Some((i, t.year(i)?))).collect();
    let Some((first, year)) = years.first().copied() else {
        out.date = Some(Date::Literal(date.trim().to_owned()));
        return out;
    };
    out.suffix = suffix(t, first);
    let original_first = (0..first).any(|i| matches!(t.low(i), "original" | "orig"));
    let start = partial(t, first, year);
    let mut date = Date::On(start);
    if let Some((second, other)) = years.get(1).copied() {
        let range = second == first + 2 && t.is_dash(first + 1);
        if range {
            date = Date::Interval(Interval {
                start: Some(start),
                end: Some(PartialDate::year(other)),
            });
        } else if t.is_any(second.wrapping_sub(1), "[(/") || original_first {
            let (now, before) = if other > year { (other, year) } else { (year, other) };
            date = Date::On(PartialDate { year: now, ..start });
            out.original = (now != before).then(|| Date::from_year(before));
        }
    } else if t.is_dash(first + 1)
        && t.is_num(first + 2)
        && t.str(first + 2).len() == 2
        && (0..t.len()).all(|i| lexicon::month(t.low(i)).is_none())
    {
        let end = t.str(first + 2).parse::<i32>().ok().map(|end| year - year % 100 + end);
        if let Some(end) = end.filter(|end| *end > year) {
            date = Date::Interval(Interval {
                start: Some(PartialDate::year(year)),
                end: Some(PartialDate::year(end)),
            });
        }
    }
    out.date = Some(date);
    out
}

/// The date around the year `year` at token `first`.
fn partial(t: &Text<'_>, first: usize, year: i32) -> PartialDate {
    let months: Vec<u8> = (0..t.len()).filter_map(|i| lexicon::month(t.low(i))).collect();
    let days: Vec<u8> =
        (0..t.len()).filter(|i| t.str(*i).len() <= 4).filter_map(|i| day(t.str(i))).collect();
    let mut date = match (months.as_slice(), days.as_slice()) {
        // 5.12.1998 is day and month; 1998-12-05 and 1998 12/5 the other way round.
        ([], [a, b]) if first == 0 || *b > 12 => PartialDate::new(year, Some(*a), Some(*b)),
        ([], [a, b]) => PartialDate::new(year, Some(*b), Some(*a)),
        // "06-2024"
        ([], [month]) if first == 2 && t.is_punct(1) => PartialDate::new(year, Some(*month), None),
        ([month, ..], days) => PartialDate::new(year, Some(*month), days.first().copied()),
        _ => PartialDate::year(year),
    };
    if months.is_empty() && days.is_empty() {
        date.season = (0..t.len()).find_map(|i| lexicon::season(t.low(i)));
    }
    date.approximate = (0..first).any(|i| matches!(t.low(i), "c" | "ca" | "circa" | "um" | "vers"));
    date
}

/// The letter behind the year: "2009a", "2009 a".
fn suffix(t: &Text<'_>, i: usize) -> Option<(char, Span)> {
    let last = t.str(i).chars().next_back().filter(char::is_ascii_lowercase);
    let span = t.toks.get(i)?.span;
    if let Some(letter) = last {
        return Some((letter, Span::new(span.end() - 1, span.end())));
    }
    let next = t.str(i + 1);
    let letter = next.chars().next().filter(|c| next.len() == 1 && c.is_ascii_lowercase())?;
    Some((letter, t.toks.get(i + 1)?.span))
}

fn day(text: &str) -> Option<u8> {
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic());
    let letters = text.len() - digits.len();
    (letters <= 2 && digits.len() <= 2)
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|day| (1..=31).contains(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let date = parse(text).date.map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(date, expected, "{text}");
    }

    #[test]
    fn dates_in_many_forms() {
        check("2017", "2017");
        check("2009a", "2009");
        check("2017, May 3", "2017-05-03");
        check("12 March 2003", "2003-03-12");
        check("5.12.1998", "1998-12-05");
        check("2024 12/12", "2024-12-12");
        check("2013 Jan 03", "2013-01-03");
        check("25. November 2009", "2009-11-25");
        check("Summer 2005", "2005-22");
        check("1982-1984", "1982/1984");
        check("1998-99", "1998/1999");
        check("juillet 2005", "2005-07");
        check("1er mars 1907", "1907-03-01");
        check("in press", "in press");
        check("ca. 1850", "1850~");
        check("06-2024", "2024-06");
        assert_eq!(parse("2009a").suffix.map(|(letter, _)| letter), Some('a'));
        assert_eq!(parse("2005 [1889]").original, Some(Date::from_year(1889)));
    }
}
