//! Dates: what a reference prints becomes a [`Date`].
//!
//! The string is split into words, numbers and marks ([`scan`]); numbers and names of months are
//! gathered into points of time, marks between them say whether two points are a range, and what
//! belongs to no date is handed back.

mod points;
mod scan;
mod words;

use refsmith_model::record::Interval;
use refsmith_model::{Date, PartialDate, Span};

use points::{Joint, Point};

/// A date with what stands beside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parsed {
    /// The date.
    pub(crate) date: Option<Date>,
    /// The letter behind the year, and where it stands in the string.
    pub(crate) suffix: Option<(char, Span)>,
    /// The date of the first edition: "2005 [1889]".
    pub(crate) original: Option<Date>,
    /// Month and day without a year: the year stands elsewhere.
    pub(crate) yearless: Option<PartialDate>,
    /// "In press" beside a year.
    pub(crate) status: Option<Span>,
    /// A word says that a page was seen on this date.
    pub(crate) accessed: bool,
    /// Words and numbers that are part of no date.
    pub(crate) strays: Vec<Span>,
}

/// Longest date, in tokens; what is longer is kept as it is.
const LONGEST_DATE: usize = 80;

/// Whether a word in lower case names a month.
pub(crate) fn is_month(word: &str) -> bool {
    words::month(word).is_some()
}

/// Reads a date; what is none becomes a literal.
pub(crate) fn parse(date: &str) -> Parsed {
    let tokens = scan::scan(date);
    if tokens.len() > LONGEST_DATE {
        return Parsed { date: literal(date), ..Parsed::default() };
    }
    let found = points::gather(&tokens);
    let mut out = Parsed {
        suffix: found.suffix,
        status: found.status,
        accessed: found.accessed,
        strays: found.strays,
        ..Parsed::default()
    };
    let dated: Vec<Point> = found.points.iter().copied().filter(|p| p.year.is_some()).collect();
    if dated.is_empty() {
        out.yearless = found.points.first().map(|point| point.partial(0));
        out.date = literal(date);
        out.status = None;
        out.strays.clear();
        return out;
    }
    choose(&found.points, found.open, &mut out);
    out
}

/// What stands for a date without being one, without brackets and the full stop of the sentence.
fn literal(text: &str) -> Option<Date> {
    let mut text = text.trim();
    loop {
        let before = text;
        text = text.trim_matches([' ', ',', ';', ':', '(', ')', '[', ']']);
        let letters = text.chars().filter(|c| *c == '.').count();
        // "n.d." keeps its full stop, "in press." does not.
        if letters == 1 {
            text = text.trim_end_matches('.');
        }
        if text == before {
            break;
        }
    }
    (!text.is_empty()).then(|| Date::Literal(text.to_owned()))
}

/// Decides what the points of time mean.
fn choose(points: &[Point], open: Option<points::Open>, out: &mut Parsed) {
    let mut dates: Vec<(Date, Point)> = Vec::new();
    let mut i = 0;
    while let Some(point) = points.get(i) {
        let next = points.get(i + 1).filter(|next| next.joint == Joint::Range);
        i += 1 + usize::from(next.is_some());
        let Some(year) = point.year.or(next.and_then(|next| next.year)) else { continue };
        let date = match next {
            Some(next) => {
                if next.year.is_some_and(|end| end < year) {
                    out.strays.push(next.span);
                }
                range(*point, *next, year)
            }
            None => Date::On(point.partial(year)),
        };
        dates.push((date, *point));
    }
    out.date = dates.first().map(|(date, _)| date.clone());
    for (date, other) in dates.iter().skip(1) {
        let (Some(year), Some(now)) = (date.year(), out.date.as_ref().and_then(Date::year)) else {
            continue;
        };
        if same_year(year, now) {
            // "2000 … May 2000", "1398/1978": the same year again, perhaps closer.
            let closer = matches!(date, Date::On(date) if date.month.is_some());
            let plain = matches!(&out.date, Some(Date::On(date)) if date.month.is_none());
            if closer && plain || now < 1500 && year >= 1500 {
                out.date = Some(date.clone());
            }
        } else if out.original.is_none() {
            // Of two editions the later one is at hand, whichever stands first.
            out.original =
                if year > now { out.date.replace(date.clone()) } else { Some(date.clone()) };
        } else {
            out.strays.push(other.span);
        }
    }
    if let (Some(Date::On(only)), Some(open), 1) = (&out.date, open, dates.len()) {
        let (start, end) = match open {
            points::Open::End => (Some(*only), None),
            points::Open::Start => (None, Some(*only)),
        };
        out.date = Some(Date::Interval(Interval { start, end }));
    }
}

/// Whether two numbers are one year: equal, or in the Islamic, the Persian or the Jewish calendar.
fn same_year(a: i32, b: i32) -> bool {
    let gap = (a - b).abs();
    gap == 0 || a.min(b) < 1500 && ((578..=584).contains(&gap) || (621..=622).contains(&gap))
}

/// "12–14 March 2010", "May/June 2003", "1998–99".
fn range(from: Point, to: Point, year: i32) -> Date {
    let mut start = from;
    let mut end = to;
    start.year = Some(year);
    end.year = end.year.or(Some(year));
    if start.month.is_none() && start.season.is_none() && start.day.is_some() {
        start.month = end.month;
    }
    if end.month.is_none() && end.season.is_none() && end.day.is_some() {
        end.month = start.month;
    }
    let (start, end) = (start.partial(year), end.partial(end.year.unwrap_or(year)));
    if end.year < start.year || end == start {
        return Date::On(start);
    }
    Date::Interval(Interval { start: Some(start), end: Some(end) })
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

    #[test]
    fn months_in_many_languages() {
        for may in [
            "3 May 2017",
            "3. Mai 2017",
            "3 mai 2017",
            "3 de mayo de 2017",
            "3 maggio 2017",
            "3 de maio de 2017",
            "3 maj 2017",
            "3. maj 2017",
            "3. mai 2017",
            "3 mei 2017",
            "3 maja 2017",
            "3 мая 2017 г.",
            "3. května 2017",
            "2017. május 3.",
            "2017年5月3日",
            "2017년 5월 3일",
            "3 Μαΐου 2017",
            "平成29年5月3日",
            "3.V.2017",
            "3. toukokuuta 2017",
        ] {
            check(may, "2017-05-03");
        }
    }

    #[test]
    fn ranges() {
        check("June 17-21, 2007", "2007-06-17/2007-06-21");
        check("12–14 March 2010", "2010-03-12/2010-03-14");
        check("30 Nov. – 2 Dec. 2004", "2004-11-30/2004-12-02");
        check("30 Dec 2004 to 2 Jan 2005", "2004-12-30/2005-01-02");
        check("May/June 2003", "2003-05/2003-06");
        check("Jan.-Feb. 1999", "1999-01/1999-02");
        check("2003/4", "2003/2004");
        check("2004-05", "2004/2005");
        check("2001-11", "2001-11");
        check("(1989-90):", "1989/1990");
        check("19-May-2018", "2018-05-19");
        check("2006, 25-26 March", "2006-03-25/2006-03-26");
        check("26th-30th Aug, 2019", "2019-08-26/2019-08-30");
        check("1997-", "1997/..");
        check("seit 1997", "1997/..");
        check("bis 1997", "../1997");
    }

    #[test]
    fn years_that_are_not_plain() {
        check("1850?", "1850?");
        check("[ca. 1850?]", "1850%");
        check("44 BC", "-0043");
        check("1 9 9 4", "1994");
        check("May 1 995", "1995-05");
        check("1398/1978", "1978");
        check("民國98年", "2009");
        for (text, issued, original) in [
            ("[1867] 1990", 1990, 1867),
            ("(1984 [1970]),", 1984, 1970),
            ("1998/1961", 1998, 1961),
            ("1974. 1991.", 1991, 1974),
            ("2005, zuerst 1889", 2005, 1889),
        ] {
            let parsed = parse(text);
            assert_eq!(parsed.date, Some(Date::from_year(issued)), "{text}");
            assert_eq!(parsed.original, Some(Date::from_year(original)), "{text}");
            assert!(parsed.strays.is_empty(), "{text}");
        }
    }

    #[test]
    fn no_date_at_all() {
        for text in ["n.d.", "o. J.", "u.å.", "s.d.", "s. a.", "z.j.", "б.г.", "im Druck"] {
            check(text, text);
        }
        check("(in press).", "in press");
        check("[n.d.]", "n.d.");
        check("Accepted for publication.", "Accepted for publication");
    }

    #[test]
    fn what_stands_beside() {
        let parsed = parse("2004, in press");
        assert_eq!(
            (parsed.date, parsed.status),
            (Some(Date::from_year(2004)), Some(Span::new(9, 14)))
        );
        assert!(parse("accessed 12 May 2003").accessed);
        assert_eq!(parse("Londres, 1998").strays, [Span::new(0, 7)]);
        let yearless = parse("3. April").yearless.map(|date| (date.month, date.day));
        assert_eq!(yearless, Some((Some(4), Some(3))));
    }
}
