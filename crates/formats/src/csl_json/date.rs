//! Dates of CSL-JSON, read in every form found in the wild and written in the canonical one.
//!
//! CSL counts years as people do (-1 is 1 BC), the model as astronomers do (0 is 1 BC).

use refsmith_model::{Date, PartialDate, record::Interval};
use serde_json::{Map, Value, json};

use crate::human_date;

/// What became of a value that stands where a date is expected.
pub(crate) enum DateRead {
    /// A date.
    Date(Date),
    /// A form of "no date": an empty list, `null`.
    Nothing,
    /// A text that is no date; it is kept as a literal.
    Text(Date),
    /// Nothing that can be understood.
    Unknown,
}

/// Reads a date.
pub(crate) fn read(value: &Value) -> DateRead {
    match value {
        Value::Null => DateRead::Nothing,
        Value::String(text) => from_text(text),
        Value::Number(_) => match integer(value).and_then(|year| i32::try_from(year).ok()) {
            Some(year) => DateRead::Date(Date::from_year(year)),
            None => DateRead::Unknown,
        },
        Value::Array(parts) => from_parts(parts),
        Value::Object(object) => from_object(object),
        Value::Bool(_) => DateRead::Unknown,
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

fn from_object(object: &Map<String, Value>) -> DateRead {
    let literal = object.get("literal").and_then(Value::as_str).filter(|text| !text.is_empty());
    let read = match object.get("date-parts") {
        Some(Value::Array(parts)) if !parts.is_empty() => from_parts(parts),
        Some(Value::Array(_) | Value::Null) | None => DateRead::Nothing,
        Some(_) => DateRead::Unknown,
    };
    let read = match (read, literal) {
        (DateRead::Date(date), _) => DateRead::Date(date),
        (_, Some(literal)) => return DateRead::Date(Date::Literal(literal.to_owned())),
        (other, None) => other,
    };
    let read = match (read, object.get("raw").and_then(Value::as_str)) {
        (DateRead::Date(date), _) => DateRead::Date(date),
        (_, Some(raw)) => from_text(raw),
        (other, None) => match object.get("year").and_then(integer) {
            Some(_) => {
                let part = |name| object.get(name).cloned().unwrap_or(Value::Null);
                from_parts(&[Value::Array(vec![part("year"), part("month"), part("day")])])
            }
            None => other,
        },
    };
    match read {
        DateRead::Date(date) => DateRead::Date(qualified(date, object)),
        other => other,
    }
}

/// Adds `circa` and `season` to a date.
fn qualified(date: Date, object: &Map<String, Value>) -> Date {
    let approximate = object.get("circa").is_some_and(is_true);
    let season = match object.get("season") {
        Some(Value::String(text)) => human_date::season(text).or_else(|| season_number(text)),
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

/// Reads 1–4, or the numbers 13–16 and 21–24 that stand for months.
fn season_number(text: &str) -> Option<u8> {
    match text.trim().trim_start_matches("season-").parse().ok()? {
        number @ 1..=4 => Some(number),
        number @ 13..=16 => Some(number - 12),
        number @ 21..=24 => Some(number - 20),
        _ => None,
    }
}

/// Reads `[[2017, 2, 14]]`, two of them, or the bare `[2017, 2, 14]`.
fn from_parts(parts: &[Value]) -> DateRead {
    let bare;
    let parts = match parts.first() {
        Some(Value::Array(_)) | None => parts,
        Some(_) => {
            bare = [Value::Array(parts.to_vec())];
            &bare
        }
    };
    let Some(first) = parts.first() else { return DateRead::Nothing };
    let Ok(start) = one(first) else { return DateRead::Unknown };
    let Some(second) = parts.get(1) else {
        return match start {
            Part::Date(date) => DateRead::Date(Date::On(date)),
            Part::Zero => DateRead::Date(Date::from_year(0)),
            Part::Nothing => DateRead::Nothing,
        };
    };
    let Ok(end) = one(second) else { return DateRead::Unknown };
    match (start.date(), end.date()) {
        (None, None) => DateRead::Nothing,
        (start, end) => DateRead::Date(Date::Interval(Interval { start, end })),
    }
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

fn one(value: &Value) -> Result<Part, ()> {
    let Value::Array(numbers) = value else { return Err(()) };
    let number = |idx: usize| match numbers.get(idx) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
        Some(value) => integer(value).map(Some).ok_or(()),
    };
    let Some(year) = number(0)? else { return Ok(Part::Nothing) };
    let year = i32::try_from(year).map_err(drop)?;
    if year == 0 {
        return Ok(Part::Zero);
    }
    let year = if year < 0 { year.saturating_add(1) } else { year };
    let (month, day) = (number(1)?, number(2)?);
    let mut date = PartialDate::year(year);
    match month {
        Some(month @ 1..=12) => {
            let small = |number: i64| u8::try_from(number).ok();
            date = PartialDate::new(year, small(month), day.and_then(small));
        }
        Some(month) => date.season = Some(season_number(&month.to_string()).ok_or(())?),
        None => {}
    }
    Ok(Part::Date(date))
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => {
            number.as_i64().or_else(|| number.to_string().strip_suffix(".0")?.parse().ok())
        }
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Tells whether a value that ought to be a boolean means yes.
pub(crate) fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.as_str(), "" | "0" | "false"),
        _ => false,
    }
}

/// Writes a date.
pub(crate) fn write(date: &Date) -> Value {
    let mut object = Map::new();
    match date {
        Date::Literal(text) => drop(object.insert("literal".to_owned(), json!(text))),
        Date::On(date) => {
            object.insert("date-parts".to_owned(), json!([numbers(*date, false)]));
            if let (None, Some(season)) = (date.month, date.season) {
                object.insert("season".to_owned(), json!(season));
            }
            if date.approximate || date.uncertain {
                object.insert("circa".to_owned(), json!(true));
            }
        }
        Date::Interval(interval) => {
            let ends = [interval.start, interval.end];
            let parts: Vec<Value> = ends
                .iter()
                .map(|end| end.map_or_else(|| json!([0]), |end| json!(numbers(end, true))))
                .collect();
            object.insert("date-parts".to_owned(), Value::Array(parts));
            if ends.iter().flatten().any(|end| end.approximate || end.uncertain) {
                object.insert("circa".to_owned(), json!(true));
            }
        }
    }
    Value::Object(object)
}

/// Returns the date in EDTF when its CSL-JSON form says less than the date does.
pub(crate) fn exact_form(date: &Date) -> Option<String> {
    match read(&write(date)) {
        DateRead::Date(back) if back == *date => None,
        _ => Some(date.to_string()),
    }
}

fn numbers(date: PartialDate, season_as_month: bool) -> Vec<i32> {
    let year = if date.year <= 0 { date.year.saturating_sub(1) } else { date.year };
    let mut out = vec![year];
    match (date.month, date.season) {
        (Some(month), _) => {
            out.push(i32::from(month));
            out.extend(date.day.map(i32::from));
        }
        (None, Some(season)) if season_as_month => out.push(20 + i32::from(season)),
        _ => {}
    }
    out
}
