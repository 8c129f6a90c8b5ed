//! Points of time: years, months, days and seasons that belong together.

use refsmith_model::{PartialDate, Span};

use super::scan::Token;
use super::words::{self, is_in};

/// A point of time, as far as it is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    /// The year.
    pub(super) year: Option<i32>,
    /// Month, 1–12.
    pub(super) month: Option<u8>,
    /// Day, 1–31.
    pub(super) day: Option<u8>,
    /// Season, 1–4.
    pub(super) season: Option<u8>,
    /// "ca."
    pub(super) approximate: bool,
    /// "?"
    pub(super) uncertain: bool,
    /// What stands before it.
    pub(super) joint: Joint,
    /// Where it stands.
    pub(super) span: Span,
}

/// What stands between two points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// Comma, bracket, slash between years: another date.
    Apart,
    /// A dash or a word for "to".
    Range,
}

/// A range of which one end is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    /// "1997-"
    End,
    /// "until 1997"
    Start,
}

/// All that a string says about time.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) points: Vec<Point>,
    pub(super) suffix: Option<(char, Span)>,
    pub(super) open: Option<Open>,
    pub(super) status: Option<Span>,
    pub(super) accessed: bool,
    pub(super) strays: Vec<Span>,
}

impl Point {
    fn new(joint: Joint, span: Span) -> Self {
        Point {
            year: None,
            month: None,
            day: None,
            season: None,
            approximate: false,
            uncertain: false,
            joint,
            span,
        }
    }

    fn on(year: i32, month: Option<u8>, day: Option<u8>, span: Span) -> Self {
        Point { year: Some(year), month, day, ..Point::new(Joint::Apart, span) }
    }

    /// The point as a date in a year.
    pub(super) fn partial(&self, year: i32) -> PartialDate {
        PartialDate {
            season: self.season.filter(|_| self.month.is_none()),
            approximate: self.approximate,
            uncertain: self.uncertain,
            ..PartialDate::new(year, self.month, self.day)
        }
    }
}

/// What a token means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Year(i32),
    Month(u8),
    Day(u8),
    Season(u8),
}

struct Gatherer<'t> {
    tokens: &'t [Token],
    found: Found,
    about: bool,
    range: bool,
}

/// Gathers the points of time in a string.
pub(super) fn gather(tokens: &[Token]) -> Found {
    let mut gatherer = Gatherer { tokens, found: Found::default(), about: false, range: false };
    let mut i = 0;
    while i < tokens.len() {
        i += gatherer.step(i).max(1);
    }
    gatherer.found
}

impl Gatherer<'_> {
    fn token(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i)
    }

    fn word(&self, i: usize) -> &str {
        self.token(i).map_or("", Token::word)
    }

    fn digits(&self, i: usize) -> &str {
        self.token(i).map_or("", Token::digits)
    }

    fn has_year(&self) -> bool {
        self.tokens.iter().any(|token| year(token.digits()).is_some())
    }

    /// Reads what stands at `i` and returns the number of tokens read.
    fn step(&mut self, i: usize) -> usize {
        if let Some(len) = self.numeric(i) {
            return len;
        }
        let Some(token) = self.token(i).cloned() else { return 1 };
        if token.is_dash() {
            return self.dash(i);
        }
        if token.is("/&") {
            // "May/June 2003" is a range, "1990/1867" are two dates.
            let months = words::month(self.word(i + 1)).is_some()
                || words::season(self.word(i + 1)).is_some();
            self.range = months && self.found.points.last().is_some_and(|p| p.year.is_none());
            return 1;
        }
        if token.is("~") {
            self.about = true;
        }
        if token.is("?")
            && let Some(last) = self.found.points.last_mut()
        {
            last.uncertain = true;
        }
        if !token.digits().is_empty() {
            return self.number(i, &token);
        }
        if !token.word().is_empty() { self.named(i, &token) } else { 1 }
    }

    /// Dates of digits only: 2004-05-12, 5.12.1998, 06/2024, 1998-99.
    fn numeric(&mut self, i: usize) -> Option<usize> {
        let mark = |j: usize| self.token(j).is_some_and(|token| token.is("-/.–"));
        let span = |to: usize| Some(self.token(i)?.span.join(self.token(to)?.span));
        let (a, b, c) = (self.digits(i), self.digits(i + 2), self.digits(i + 4));
        if !mark(i + 1) || a.is_empty() || b.is_empty() {
            return None;
        }
        if mark(i + 3) && !c.is_empty() {
            let (year, month, day) = whole_date(a, b, c)?;
            let point = Point::on(year, Some(month), Some(day), span(i + 4)?);
            self.push(point);
            return Some(5);
        }
        if let (Some(month), Some(year)) = (small(a, 12), year(b)) {
            let point = Point::on(year, Some(month), None, span(i + 2)?);
            self.push(point);
            return Some(3);
        }
        let (first, second) = (small(a, 31), small(b, 31));
        let start = year(a).filter(|_| b.len() <= 2 && !self.has_month());
        let end = b.parse::<i32>().ok()?;
        let (from, to) = (span(i)?, span(i + 2)?);
        let two = b.len() == 2;
        let days = self.has_month();
        let open = self.found.points.last_mut();
        let open = open.filter(|p| p.year.is_some() && p.month.is_none() && !days);
        if let (Some(point), Some(first), Some(second)) = (open, first, second) {
            // "2024 12/5" has the month first unless it can only be the day.
            let (month, day) = if first <= 12 { (first, second) } else { (second, first) };
            (point.month, point.day) = (Some(month).filter(|month| *month <= 12), Some(day));
            return Some(3);
        }
        let start = start?;
        let last = start - start % if two { 100 } else { 10 } + end;
        // "2004-05" are two years, "2001-11" is a month.
        if last > start && (last - start <= 3 || !(1..=12).contains(&end)) {
            self.push(Point::on(start, None, None, from));
            self.push(Point { joint: Joint::Range, ..Point::on(last, None, None, to) });
        } else {
            self.push(Point::on(start, Some(u8::try_from(end).ok()?), None, from.join(to)));
        }
        Some(3)
    }

    /// Whether the name of a month stands anywhere: then small numbers are days.
    fn has_month(&self) -> bool {
        self.tokens.iter().any(|token| words::month(token.word()).is_some())
    }

    fn dash(&mut self, i: usize) -> usize {
        let glued = self.token(i).is_some_and(|token| !token.space);
        let last = (i + 1..self.tokens.len())
            .all(|j| self.token(j).is_some_and(|token| token.is(".,;:)]?")));
        if last && glued && self.found.points.last().is_some_and(|point| point.year.is_some()) {
            self.found.open = Some(Open::End);
        }
        // "19-May-2018" is one day.
        let within = self.found.points.last().is_some_and(|point| {
            let month = words::month(self.word(i + 1)).is_some();
            month && point.day.is_some() && point.month.is_none()
                || point.month.is_some()
                    && point.year.is_none()
                    && year(self.digits(i + 1)).is_some()
        });
        self.range = !self.found.points.is_empty() && !within;
        1
    }

    fn number(&mut self, i: usize, token: &Token) -> usize {
        let digits = token.digits();
        let unit = self.word(i + 1).to_owned();
        let piece = match unit.as_str() {
            "年" | "년" => year(digits).or_else(|| self.era_year(i)).map(Piece::Year),
            "月" | "월" => digits.parse().ok().filter(|n| (1..=12).contains(n)).map(Piece::Month),
            "日" | "일" => digits.parse().ok().filter(|n| (1..=31).contains(n)).map(Piece::Day),
            _ => None,
        };
        if let Some(piece) = piece {
            self.add(piece, token.span);
            return 2;
        }
        if let (Some(len), Ok(year)) = (self.before_christ(i + 1), digits.parse::<u16>()) {
            self.add(Piece::Year(1 - i32::from(year)), token.span);
            return 1 + len;
        }
        if let Some(whole) = year(digits) {
            self.add(Piece::Year(whole), token.span);
            return 1 + self.letter(i);
        }
        let short = digits.parse::<u8>().ok().filter(|_| digits.len() <= 2);
        if let Some(day) = short.filter(|day| (1..=31).contains(day)) {
            let ordinal =
                matches!(unit.as_str(), "st" | "nd" | "rd" | "th" | "er" | "ère" | "º" | "ª" | "e");
            self.add(Piece::Day(day), token.span);
            return 1 + usize::from(ordinal);
        }
        // "Jan 98", "’98"
        if let Some(short) = short.filter(|_| !self.has_year()) {
            self.add(Piece::Year(1900 + i32::from(short)), token.span);
        } else {
            self.found.strays.push(token.span);
        }
        1
    }

    /// Number of tokens of "BC", "v. Chr.", "av. J.-C."
    fn before_christ(&self, i: usize) -> Option<usize> {
        match (self.word(i), self.word(i + 2), self.word(i + 4)) {
            ("bc" | "bce", ..) => Some(1),
            ("v", "chr", _) => Some(3),
            ("av", "j", "c") => Some(5),
            _ => None,
        }
    }

    /// "平成12年"
    fn era_year(&self, i: usize) -> Option<i32> {
        let base = words::era(self.word(i.checked_sub(1)?))?;
        Some(base + self.digits(i).parse::<i32>().ok().filter(|n| *n < 120)?)
    }

    /// Reads the letter behind a year, "2009a", "2009 b)"; returns the number of tokens.
    fn letter(&mut self, i: usize) -> usize {
        let Some(token) = self.token(i + 1) else { return 0 };
        let word = token.word();
        let ends = self.token(i + 2).is_none_or(|next| next.is(".,;:)]/-–["));
        let alone = word.len() == 1 && word.is_ascii() && (!token.space || ends);
        let (Some(letter), span) = (word.chars().next().filter(|_| alone), token.span) else {
            return 0;
        };
        if self.found.suffix.is_some() {
            return 0;
        }
        self.found.suffix = Some((letter, span));
        1
    }

    fn named(&mut self, i: usize, token: &Token) -> usize {
        let word = token.word();
        if let Some(month) = words::month(word).filter(|_| !self.is_connective(i)) {
            self.add(Piece::Month(month), token.span);
        } else if let Some(season) = words::season(word) {
            self.add(Piece::Season(season), token.span);
        } else if let Some(month) = self.roman_month(i) {
            self.add(Piece::Month(month), token.span);
        } else if is_in(words::TO, word)
            && !self.found.points.is_empty()
            && i + 1 < self.tokens.len()
        {
            self.range = true;
        } else if matches!(word, "until" | "bis" | "jusqu") && self.found.points.is_empty() {
            self.found.open = Some(Open::Start);
        } else if is_in(words::SINCE, word) || is_in(words::ONGOING, word) && self.range {
            self.found.open = Some(Open::End);
        } else if is_in(words::ABOUT, word) {
            self.about = true;
        } else if is_in(words::SEEN, word) {
            self.found.accessed = true;
        } else if is_in(words::PENDING, word) {
            let span = token.span;
            self.found.status = Some(self.found.status.map_or(span, |status| status.join(span)));
        } else if words::era(word).is_none()
            && !is_in(words::ANNOUNCING, word)
            && !is_in(words::ORIGINAL, word)
        {
            self.found.strays.push(token.span);
        }
        1
    }

    /// "set", "out", "des": words of other meaning, unless a number stands beside them.
    fn is_connective(&self, i: usize) -> bool {
        let short = matches!(self.word(i), "out" | "des" | "set" | "mar" | "may" | "lis" | "lip");
        let beside = |j: usize| {
            self.token(j).is_some_and(|token| !token.digits().is_empty() || token.is(".-–/"))
        };
        short && self.tokens.len() > 3 && !beside(i + 1) && !(i > 0 && beside(i - 1))
    }

    /// "12.IV.1998"
    fn roman_month(&self, i: usize) -> Option<u8> {
        let beside = |j: usize| self.token(j).is_some_and(|token| !token.digits().is_empty());
        let behind =
            beside(i + 1) || self.token(i + 1).is_some_and(|t| t.is(".-/")) && beside(i + 2);
        if !behind {
            return None;
        }
        let romans = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
        let at = romans.iter().position(|roman| *roman == self.word(i))?;
        u8::try_from(at + 1).ok()
    }

    /// Adds a piece to the last point, or begins a new one when it has that piece already.
    fn add(&mut self, piece: Piece, span: Span) {
        let range = std::mem::take(&mut self.range);
        let full = |point: &Point| match piece {
            Piece::Year(_) => point.year.is_some(),
            Piece::Month(_) | Piece::Season(_) => point.month.is_some() || point.season.is_some(),
            Piece::Day(_) => point.day.is_some(),
        };
        if range || self.found.points.last().is_none_or(full) {
            let joint = if range { Joint::Range } else { Joint::Apart };
            self.found.points.push(Point::new(joint, span));
        }
        let about = std::mem::take(&mut self.about);
        if let Some(point) = self.found.points.last_mut() {
            point.span = point.span.join(span);
            point.approximate |= about;
            match piece {
                Piece::Year(year) => point.year = Some(year),
                Piece::Month(month) => point.month = Some(month),
                Piece::Season(season) => point.season = Some(season),
                Piece::Day(day) => point.day = Some(day),
            }
        }
    }

    fn push(&mut self, point: Point) {
        let range = std::mem::take(&mut self.range);
        let approximate = std::mem::take(&mut self.about);
        let joint = if range { Joint::Range } else { point.joint };
        self.found.points.push(Point { joint, approximate, ..point });
    }
}

/// Year, month and day of three numbers. 5.12.1998 and 5/12/1998 have the day first unless it can
/// only be the month.
fn whole_date(a: &str, b: &str, c: &str) -> Option<(i32, u8, u8)> {
    if let Some(year) = year(a) {
        return Some((year, small(b, 12)?, small(c, 31)?));
    }
    let year = year(c)?;
    match (small(a, 31)?, small(b, 31)?) {
        (day, month) if month <= 12 => Some((year, month, day)),
        (month, day) if month <= 12 => Some((year, month, day)),
        _ => None,
    }
}

/// A number of one or two digits from 1 to `most`.
fn small(digits: &str, most: u8) -> Option<u8> {
    digits.parse().ok().filter(|n| digits.len() <= 2 && (1..=most).contains(n))
}

/// The year that digits state, 1000–2099.
fn year(digits: &str) -> Option<i32> {
    if digits.len() != 4 {
        return None;
    }
    digits.parse().ok().filter(|year| (1000..2100).contains(year))
}
