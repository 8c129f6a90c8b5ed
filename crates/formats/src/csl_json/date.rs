//! Dates of CSL-JSON, read in every form found in the wild and written in the canonical one.
//!
//! CSL counts years as people do (-1 is 1 BC), the model as astronomers do (0 is 1 BC).

use refsmith_model::{Date, PartialDate, record::Interval};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::human_date;
use crate::json::value::{Json, Object};

/// What became of a value that stands where a date is expected.
pub(crate) enum DateRead {
    /// A date.
    Date(Date),
    /// A date with a month that is none, read without it.
    Partly(Date),
    /// A form of "no date": an empty list, `null`.
    Nothing,
    /// A text that is no date; it is kept as a literal.
    Text(Date),
    /// Nothing that can be understood.
    Unknown,
}

/// Reads a date.
pub(crate) fn read(value: &Json<'_>) -> DateRead {
    match value {
        Json::Null => DateRead::Nothing,
        Json::String(text) => from_text(text),
        Json::Number(_) => match integer(value).and_then(|year| i32::try_from(year).ok()) {
            Some(year) => DateRead::Date(Date::from_year(year)),
            None => DateRead::Unknown,
        },
        Json::Array(parts) => from_parts(parts),
        Json::Object(object) => from_object(object),
        Json::Bool(_) => DateRead::Unknown,
    }
}

fn from_text(text: &str) -> DateRead {
    if text.trim().is_empty() {
        return DateRead::Nothing;
    }
    match human_date::parse(text) {
        Some(date) => DateRead::Date(date),
        None => DateRead::Text(Date::Literal(text.to_owned())),
    }
}

fn from_object(object: &Object<'_>) -> DateRead {
    let literal = object.get("literal").and_then(Json::as_str).filter(|text| !text.is_empty());
    let read = match object.get("date-parts") {
        Some(Json::Array(parts)) if !parts.is_empty() => from_parts(parts),
        Some(Json::Array(_) | Json::Null) | None => DateRead::Nothing,
        Some(_) => DateRead::Unknown,
    };
    let read = match (read, literal) {
        (DateRead::Date(date), _) => DateRead::Date(date),
        (DateRead::Partly(date), _) => DateRead::Partly(date),
        (_, Some(literal)) => return DateRead::Date(Date::Literal(literal.to_owned())),
        (other, None) => other,
    };
    let read = match (read, object.get("raw").and_then(Json::as_str)) {
        (DateRead::Date(date), _) => DateRead::Date(date),
        (DateRead::Partly(date), None) => DateRead::Partly(date),
        (_, Some(raw)) => from_text(raw),
        (other, None) => match object.get("year").and_then(integer) {
            Some(_) => {
                let part = |name| object.get(name).cloned().unwrap_or(Json::Null);
                from_parts(&[Json::Array(vec![part("year"), part("month"), part("day")])])
            }
            None => other,
        },
    };
    match read {
        DateRead::Date(date) => DateRead::Date(qualified(date, object)),
        DateRead::Partly(date) => DateRead::Partly(qualified(date, object)),
        other => other,
    }
}

/// Adds `circa` and `season` to a date.
fn qualified(date: Date, object: &Object<'_>) -> Date {
    let approximate = object.get("circa").is_some_and(is_true);
    let season = match object.get("season") {
        Some(Json::String(text)) => human_date::season(text).or_else(|| season_number(text)),
        Some(value) => integer(value).and_then(|number| season_number(&number.to_string())),
        None => None,
    };
    let mark =
        |date: PartialDate| PartialDate { approximate: date.approximate || approximate, ..date };
    match date {
        Date::On(date) => {
            let mut date = mark(date);
            if date.month.is_none() && date.season.is_none() {
                date.season = season;
            }
            Date::On(date)
        }
        Date::Interval(Interval { start, end }) => {
            Date::Interval(Interval { start: start.map(mark), end: end.map(mark) })
        }
        literal @ Date::Literal(_) => literal,
    }
}

/// Reads 1–4, or the numbers 13–24 that stand for months; there are several conventions.
fn season_number(text: &str) -> Option<u8> {
    match text.trim().trim_start_matches("season-").parse().ok()? {
        number @ 1..=4 => Some(number),
        number @ 13..=24 => Some((number - 13) % 4 + 1),
        _ => None,
    }
}

/// Reads `[[2017, 2, 14]]`, two of them, or the bare `[2017, 2, 14]`.
fn from_parts(parts: &[Json<'_>]) -> DateRead {
    let bare;
    let parts = match parts.first() {
        Some(Json::Array(_)) | None => parts,
        Some(_) => {
            bare = [Json::Array(parts.to_vec())];
            &bare
        }
    };
    let Some(first) = parts.first() else { return DateRead::Nothing };
    let Ok((start, start_whole)) = one(first) else { return DateRead::Unknown };
    let Some(second) = parts.get(1) else {
        return match start {
            Part::Date(date) if !start_whole => DateRead::Partly(Date::On(date)),
            Part::Date(date) => DateRead::Date(Date::On(date)),
            Part::Zero => DateRead::Date(Date::from_year(0)),
            Part::Nothing => DateRead::Nothing,
        };
    };
    let Ok((end, end_whole)) = one(second) else { return DateRead::Unknown };
    let (start, end) = (start.date(), end.date());
    if start.is_none() && end.is_none() {
        return DateRead::Nothing;
    }
    let date = Date::Interval(Interval { start, end });
    if start_whole && end_whole { DateRead::Date(date) } else { DateRead::Partly(date) }
}

/// One list of date parts.
enum Part {
    Date(PartialDate),
    /// The year 0, which CSL does not have: an open end of an interval.
    Zero,
    Nothing,
}

impl Part {
    fn date(self) -> Option<PartialDate> {
        match self {
            Part::Date(date) => Some(date),
            Part::Zero | Part::Nothing => None,
        }
    }
}

/// Reads one list; the flag is `false` when its month is none and was left out.
fn one(value: &Json<'_>) -> Result<(Part, bool), ()> {
    let Json::Array(numbers) = value else { return Err(()) };
    let number = |idx: usize| match numbers.get(idx) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) if text.trim().is_empty() => Ok(None),
        Some(value) => integer(value).map(Some).ok_or(()),
    };
    let Some(year) = number(0)? else { return Ok((Part::Nothing, true)) };
    let year = i32::try_from(year).map_err(drop)?;
    if year == 0 {
        return Ok((Part::Zero, true));
    }
    let year = if year < 0 { year.saturating_add(1) } else { year };
    let (month, day) = (number(1)?, number(2)?);
    let mut date = PartialDate::year(year);
    match month {
        Some(month @ 1..=12) => {
            let small = |number: i64| u8::try_from(number).ok();
            date = PartialDate::new(year, small(month), day.and_then(small));
        }
        Some(month) => date.season = season_number(&month.to_string()).filter(|_| month > 12),
        None => {}
    }
    let whole = month.is_none() || date.month.is_some() || date.season.is_some();
    Ok((Part::Date(date), whole))
}

fn integer(value: &Json<'_>) -> Option<i64> {
    match value {
        Json::Number(number) => {
            number.as_i64().or_else(|| number.to_string().strip_suffix(".0")?.parse().ok())
        }
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Tells whether a value that ought to be a boolean means yes.
pub(crate) fn is_true(value: &Json<'_>) -> bool {
    match value {
        Json::Bool(yes) => *yes,
        Json::Number(number) => number.as_f64() != Some(0.0),
        Json::String(text) => !matches!(text.as_ref(), "" | "0" | "false"),
        _ => false,
    }
}

/// A date, to be written.
pub(crate) struct Written<'r>(pub(crate) &'r Date);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self.0 {
            Date::Literal(text) => map.serialize_entry("literal", text)?,
            Date::On(date) => {
                map.serialize_entry("date-parts", &[Numbers::of(*date, false)])?;
                if let (None, Some(season)) = (date.month, date.season) {
                    map.serialize_entry("season", &season)?;
                }
                if date.approximate || date.uncertain {
                    map.serialize_entry("circa", &true)?;
                }
            }
            Date::Interval(interval) => {
                let ends = [interval.start, interval.end];
                let parts = ends.map(|end| {
                    end.map_or(Numbers([Some(0), None, None]), |end| Numbers::of(end, true))
                });
                map.serialize_entry("date-parts", &parts)?;
                if ends.iter().flatten().any(|end| end.approximate || end.uncertain) {
                    map.serialize_entry("circa", &true)?;
                }
            }
        }
        map.end()
    }
}

/// Returns the form of a date in CSL-JSON.
pub(crate) fn to_json(date: &Date) -> Value {
    serde_json::to_value(Written(date)).unwrap_or_default()
}

/// Returns the date in EDTF when its CSL-JSON form says less than the date does.
pub(crate) fn exact_form(date: &Date) -> Option<String> {
    // Most dates are years, months or days, which are known to come back.
    if let Date::On(day) = date
        && day.year > 0
        && *day == PartialDate::new(day.year, day.month, day.day)
    {
        return None;
    }
    match read(&Json::from(&to_json(date))) {
        DateRead::Date(back) if back == *date => None,
        _ => Some(date.to_string()),
    }
}

/// Year, month and day, as far as they are known.
struct Numbers([Option<i32>; 3]);

impl Numbers {
    fn of(date: PartialDate, season_as_month: bool) -> Self {
        let year = if date.year <= 0 { date.year.saturating_sub(1) } else { date.year };
        let (month, day) = match (date.month, date.season) {
            (Some(month), _) => (Some(i32::from(month)), date.day.map(i32::from)),
            (None, Some(season)) if season_as_month => (Some(20 + i32::from(season)), None),
            _ => (None, None),
        };
        Self([Some(year), month, day])
    }
}

impl Serialize for Numbers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().flatten())
    }
}
