//! Dates: EDTF level 1 in the shape bibliographies need.

/// A date as a source gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Date {
    /// One day, month, season or year.
    On(PartialDate),
    /// From one date to another.
    Interval(Interval),
    /// What is no date but stands in its place: "in press", "n.d.".
    Literal(String),
}

/// A stretch of time; an open end is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// First date, or `None` for "until".
    pub start: Option<PartialDate>,
    /// Last date, or `None` for "since".
    pub end: Option<PartialDate>,
}

/// A date of which the smaller parts may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PartialDate {
    /// Astronomical year: 0 is 1 BC, -43 is 44 BC.
    pub year: i32,
    /// Month, 1–12.
    pub month: Option<u8>,
    /// Day of the month, 1–31.
    pub day: Option<u8>,
    /// Season, 1–4: spring, summer, autumn, winter.
    pub season: Option<u8>,
    /// The source doubts the date (EDTF `?`).
    pub uncertain: bool,
    /// The date is about right (EDTF `~`, "c. 1850").
    pub approximate: bool,
}

impl PartialDate {
    /// Creates a date that is a year.
    pub fn year(year: i32) -> Self {
        Self { year, ..Self::default() }
    }

    /// Creates a date from its parts; a month outside 1–12 or a day outside 1–31 is left out.
    pub fn new(year: i32, month: Option<u8>, day: Option<u8>) -> Self {
        let month = month.filter(|month| (1..=12).contains(month));
        let day = day.filter(|day| month.is_some() && (1..=31).contains(day));
        Self { year, month, day, ..Self::default() }
    }
}

impl Date {
    /// Creates a date that is a year.
    pub fn from_year(year: i32) -> Self {
        Date::On(PartialDate::year(year))
    }

    /// Returns the year, of an interval the first one known.
    pub fn year(&self) -> Option<i32> {
        match self {
            Date::On(date) => Some(date.year),
            Date::Interval(interval) => interval.start.or(interval.end).map(|date| date.year),
            Date::Literal(_) => None,
        }
    }
}

impl std::fmt::Display for PartialDate {
    /// Writes the date in EDTF: `2001-02-14`, `2001-21`, `1850~`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.year < 0 {
            write!(f, "-{:04}", self.year.unsigned_abs())?;
        } else {
            write!(f, "{:04}", self.year)?;
        }
        match (self.month, self.season) {
            (Some(month), _) => write!(f, "-{month:02}")?,
            (None, Some(season)) => write!(f, "-{}", 20 + u32::from(season))?,
            (None, None) => {}
        }
        if let (Some(_), Some(day)) = (self.month, self.day) {
            write!(f, "-{day:02}")?;
        }
        match (self.uncertain, self.approximate) {
            (true, true) => f.write_str("%"),
            (true, false) => f.write_str("?"),
            (false, true) => f.write_str("~"),
            (false, false) => Ok(()),
        }
    }
}

impl std::fmt::Display for Date {
    /// Writes the date in EDTF, a literal as it is.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Date::On(date) => date.fmt(f),
            Date::Literal(text) => f.write_str(text),
            Date::Interval(interval) => {
                for (idx, end) in [interval.start, interval.end].into_iter().enumerate() {
                    if idx == 1 {
                        f.write_str("/")?;
                    }
                    match end {
                        Some(date) => date.fmt(f)?,
                        None => f.write_str("..")?,
                    }
                }
                Ok(())
            }
        }
    }
}
