//! Dates: localized and spelled out, single and ranges.

use refsmith_model::{Date, DateVariable, PartialDate};

use super::case;
use super::context::{Context, Part, Place};
use super::run::{Format, Run};
use crate::locale::Form;
use crate::style::xml::Element;

/// A part of a date with the style's changes to the language's form.
#[derive(Clone, Copy)]
struct DatePart<'a> {
    base: &'a Element,
    over: Option<&'a Element>,
}

impl<'a> DatePart<'a> {
    fn name(self) -> &'a str {
        self.base.attr("name").unwrap_or_default()
    }

    /// Affixes are the language's; everything else the style may change.
    fn attr(self, name: &str) -> Option<&'a str> {
        self.over.and_then(|over| over.attr(name)).or(self.base.attr(name))
    }

    fn value(self, date: PartialDate) -> Option<i64> {
        match self.name() {
            "year" => Some(i64::from(date.year)),
            "month" => date.month.or(date.season).map(i64::from),
            "day" => date.day.filter(|_| date.month.is_some()).map(i64::from),
            _ => None,
        }
    }
}

impl<'a> Context<'a> {
    pub(super) fn date(&mut self, element: &'a Element) -> Part {
        let name = element.attr("variable").unwrap_or_default();
        if self.used.iter().any(|used| used == name) {
            return Part::empty_variable();
        }
        let record = self.record;
        let date = DateVariable::parse(name).and_then(|variable| record.dates.get(&variable));
        let runs = match date {
            None => return Part::empty_variable(),
            // Text stands for the whole date, so it goes where the year would.
            Some(Date::Literal(_)) if !shows_year(element) => Vec::new(),
            Some(Date::Literal(text)) => vec![Run::text(text.trim())],
            Some(Date::On(date)) => self.date_range(element, *date, None),
            Some(Date::Interval(interval)) => match (interval.start, interval.end) {
                (Some(start), end) => {
                    self.date_range(element, start, end.filter(|end| *end != start))
                }
                (None, Some(end)) => self.date_range(element, end, None),
                (None, None) => return Part::empty_variable(),
            },
        };
        let mut part = Part::variable(runs);
        if !part.filled {
            part.runs.clear();
            return part;
        }
        if self.substituting {
            self.used.push(name.to_owned());
        }
        part.runs = self.dress(element, part.runs);
        part
    }

    fn date_range(
        &mut self,
        element: &'a Element,
        start: PartialDate,
        end: Option<PartialDate>,
    ) -> Vec<Run> {
        let locale = self.locale;
        let base = element.attr("form").and_then(|form| locale.date(form));
        let parts = date_parts(element, base);
        if self.place == Place::Sort {
            return vec![
                Run::text(sort_date(&parts, start)),
                Run::text(end.map_or(String::new(), |end| format!("/{}", sort_date(&parts, end)))),
            ];
        }
        let delimiter = base.unwrap_or(element).attr("delimiter").unwrap_or_default();
        let shown: Vec<DatePart<'a>> = parts
            .into_iter()
            .filter(|part| {
                part.value(start).is_some() || end.is_some_and(|end| part.value(end).is_some())
            })
            .collect();
        let mut runs = match end {
            None => self.join_parts(&shown, start, delimiter, &[]),
            Some(end) => self.join_range(&shown, start, end, delimiter),
        };
        if let Some(base) = base {
            let format = Format::of(base);
            runs.iter_mut().for_each(|run| run.format = run.format.or(format));
            if let Some(prefix) = base.attr("prefix") {
                runs.insert(0, Run::text(prefix));
            }
            if let Some(suffix) = base.attr("suffix") {
                runs.push(Run::text(suffix));
            }
        }
        runs
    }

    /// Renders parts; `bare` are those that lose their suffix, because a range mark follows.
    fn join_parts(
        &mut self,
        parts: &[DatePart<'a>],
        date: PartialDate,
        delimiter: &str,
        bare: &[&str],
    ) -> Vec<Run> {
        let mut out: Vec<Run> = Vec::new();
        for part in parts {
            let bare = bare.contains(&part.name());
            let runs = self.date_part(*part, date, bare);
            if runs.is_empty() {
                continue;
            }
            if !out.is_empty() && !delimiter.is_empty() {
                out.push(Run::text(delimiter));
            }
            out.extend(runs);
        }
        out
    }

    /// What the two dates share is written once (CSL 1.0.2, "date ranges"): the largest part that
    /// differs, and all smaller ones, are written twice.
    fn join_range(
        &mut self,
        parts: &[DatePart<'a>],
        start: PartialDate,
        end: PartialDate,
        delimiter: &str,
    ) -> Vec<Run> {
        let differs = |name: &str| {
            parts.iter().any(|part| part.name() == name && part.value(start) != part.value(end))
        };
        let doubled: &[&str] = if differs("year") {
            &["year", "month", "day"]
        } else if differs("month") {
            &["month", "day"]
        } else if differs("day") {
            &["day"]
        } else {
            return self.join_parts(parts, start, delimiter, &[]);
        };
        let is_doubled = |part: &DatePart<'_>| doubled.contains(&part.name());
        let first = parts.iter().position(is_doubled).unwrap_or(0);
        let last = parts.iter().rposition(is_doubled).map_or(0, |at| at + 1);
        let (head, rest) = parts.split_at(first);
        let (middle, tail) = rest.split_at(last.saturating_sub(first));
        let last_name =
            middle.iter().rev().find(|p| p.value(start).is_some()).map_or("", |p| p.name());
        let largest = middle.iter().find(|part| Some(&part.name()) == doubled.first());
        let mark = largest.and_then(|part| part.attr("range-delimiter")).unwrap_or("\u{2013}");
        let mut out = self.join_parts(head, start, delimiter, &[]);
        let glue = |out: &mut Vec<Run>| {
            if !out.is_empty() && !delimiter.is_empty() {
                out.push(Run::text(delimiter));
            }
        };
        glue(&mut out);
        out.extend(self.join_parts(middle, start, delimiter, &[last_name]));
        out.push(Run::text(mark));
        out.extend(self.join_parts(middle, end, delimiter, &[]));
        let tail = self.join_parts(tail, start, delimiter, &[]);
        if !tail.is_empty() {
            glue(&mut out);
        }
        out.extend(tail);
        out
    }

    fn date_part(&mut self, part: DatePart<'a>, date: PartialDate, bare: bool) -> Vec<Run> {
        let Some(text) = self.date_part_text(part, date) else { return Vec::new() };
        let mut runs = vec![Run::text(text)];
        if part.attr("strip-periods") == Some("true") {
            runs.iter_mut().for_each(|run| run.text.retain(|c| c != '.'));
        }
        if let Some(text_case) = part.attr("text-case") {
            case::apply(text_case, &mut runs, self.is_english());
        }
        if part.name() == "year" {
            runs.extend(self.implicit_suffix().map(Run::text));
        }
        let format = part.over.map_or(Format::default(), Format::of).or(Format::of(part.base));
        runs.iter_mut().for_each(|run| run.format = run.format.or(format));
        if let Some(prefix) = part.base.attr("prefix") {
            runs.insert(0, Run::text(prefix));
        }
        if let Some(suffix) = part.base.attr("suffix").filter(|_| !bare) {
            runs.push(Run::text(suffix));
        }
        runs
    }

    /// Where the style does not place the year suffix, it follows the first year.
    pub(super) fn implicit_suffix(&mut self) -> Option<String> {
        if self.explicit_suffix || self.suffix_written {
            return None;
        }
        let suffix = self.ambiguity.suffix.clone()?;
        self.suffix_written = true;
        Some(suffix)
    }

    fn date_part_text(&self, part: DatePart<'a>, date: PartialDate) -> Option<String> {
        let value = part.value(date)?;
        let form = part.attr("form");
        match part.name() {
            "year" => Some(self.year(date.year, form == Some("short"))),
            "month" => {
                let term = match (date.month, date.season) {
                    (Some(month), _) => format!("month-{month:02}"),
                    (None, season) => format!("season-{:02}", season?),
                };
                match form {
                    Some("numeric") if date.month.is_some() => Some(value.to_string()),
                    Some("numeric-leading-zeros") if date.month.is_some() => {
                        Some(format!("{value:02}"))
                    }
                    Some("short") => Some(self.locale.term(&term, Form::Short, false)?.to_owned()),
                    _ => Some(self.locale.term(&term, Form::Long, false)?.to_owned()),
                }
            }
            _ => Some(match form {
                Some("numeric-leading-zeros") => format!("{value:02}"),
                Some("ordinal") if value == 1 || !self.locale.limit_day_ordinals => {
                    let month = date.month.map(|month| format!("month-{month:02}"));
                    let gender = month.and_then(|term| self.locale.gender(&term));
                    let number = u32::try_from(value).unwrap_or(0);
                    format!("{value}{}", self.locale.ordinal_suffix(number, gender))
                }
                _ => value.to_string(),
            }),
        }
    }

    /// Years before 1 count backwards from 1 BC; years up to 999 get their era.
    fn year(&self, year: i32, short: bool) -> String {
        let era = |name: &str| self.locale.term(name, Form::Long, false).unwrap_or_default();
        match year {
            ..=0 => format!("{}{}", 1 - i64::from(year), era("bc")),
            1..=999 => format!("{year}{}", era("ad")),
            _ if short => format!("{:02}", year % 100),
            _ => year.to_string(),
        }
    }
}

fn shows_year(element: &Element) -> bool {
    element.attr("form").is_some()
        || element.children.iter().any(|child| child.attr("name") == Some("year"))
}

/// Returns the parts a date element shows, in their order.
fn date_parts<'a>(element: &'a Element, base: Option<&'a Element>) -> Vec<DatePart<'a>> {
    let own = || element.children.iter().filter(|child| child.name == "date-part");
    let Some(base) = base else {
        return own().map(|part| DatePart { base: part, over: None }).collect();
    };
    let wanted = element.attr("date-parts").unwrap_or("year-month-day");
    base.children
        .iter()
        .filter(|child| child.name == "date-part")
        .filter(|child| wanted.split('-').any(|name| child.attr("name") == Some(name)))
        .map(|child| DatePart {
            base: child,
            over: own().find(|o| o.attr("name") == child.attr("name")),
        })
        .collect()
}

/// A date as text that sorts: years before 1 first, missing parts before all others.
fn sort_date(parts: &[DatePart<'_>], date: PartialDate) -> String {
    let has = |name: &str| parts.iter().any(|part| part.name() == name);
    let mut out = String::new();
    if has("year") {
        out = format!("{:010}", i64::from(date.year) + 5_000_000_000);
    }
    if has("month") {
        out.push_str(&format!("{:02}", date.month.or(date.season).unwrap_or(0)));
    }
    if has("day") {
        out.push_str(&format!("{:02}", date.day.unwrap_or(0)));
    }
    out
}

/// The sort key of a date variable that is named directly.
pub(super) fn full_sort_date(date: &Date) -> Option<String> {
    let on = |date: &PartialDate| {
        format!(
            "{:010}{:02}{:02}",
            i64::from(date.year) + 5_000_000_000,
            date.month.or(date.season).unwrap_or(0),
            date.day.unwrap_or(0)
        )
    };
    match date {
        Date::On(date) => Some(on(date)),
        Date::Interval(interval) => {
            let start = interval.start.or(interval.end)?;
            let end = interval.end.filter(|_| interval.start.is_some());
            Some(format!(
                "{}{}",
                on(&start),
                end.map_or(String::new(), |end| format!("/{}", on(&end)))
            ))
        }
        Date::Literal(text) => Some(text.clone()),
    }
}
