//! Dates: localized and spelled out, single and ranges.

use std::borrow::Cow;
use std::fmt::Write as _;

use refsmith_model::{Date as Value, DateVariable, PartialDate, Variable};

use super::render::{Outcome, Renderer};
use super::tape::{Kind, Mark, Tag};
use super::{case, markup};
use crate::locale::{Form, LocalDate};
use crate::style::program::{Date, DatePart, Format, Look, PartForm, PartName, Shows};

/// A part of a date with the style's changes to the language's form.
#[derive(Clone, Copy)]
struct Part<'a> {
    base: &'a DatePart,
    over: Option<&'a DatePart>,
}

impl Part<'_> {
    fn name(self) -> PartName {
        self.base.name
    }

    fn form(self) -> Option<PartForm> {
        self.over.and_then(|over| over.form).or(self.base.form)
    }

    fn range_delimiter(&self) -> &str {
        let over = self.over.and_then(|over| over.range_delimiter.as_deref());
        over.or(self.base.range_delimiter.as_deref()).unwrap_or("\u{2013}")
    }

    fn value(self, date: PartialDate) -> Option<i64> {
        match self.name() {
            PartName::Year => Some(i64::from(date.year)),
            PartName::Month => date.month.or(date.season).map(i64::from),
            PartName::Day => date.day.filter(|_| date.month.is_some()).map(i64::from),
        }
    }
}

/// The parts of a date that are shown, at most three.
type Parts<'a> = Vec<Part<'a>>;

impl<'a> Renderer<'a> {
    /// The element `date`.
    pub(super) fn date(&mut self, element: &'a Date) -> Outcome {
        let Some(variable) = element.variable else { return Outcome::MISSING };
        let key = Variable::Date(variable);
        if self.is_used(key) || !self.item.has(key) {
            return Outcome::MISSING;
        }
        // When a work was looked up tells it from no other.
        if self.cite.looking && variable == DateVariable::Accessed {
            return Outcome::FILLED;
        }
        if self.cite.suppress_year && variable == DateVariable::Issued {
            self.write_implicit_suffix();
            return Outcome::FILLED;
        }
        let item = self.item;
        let Some(date) = item.record.dates.get(&variable) else { return Outcome::MISSING };
        // Words have no place in the order of time.
        if self.is_sorting() && matches!(date, Value::Literal(_)) {
            return Outcome::MISSING;
        }
        let opened = self.open_look(&element.look);
        self.tape.open_variable(key);
        match date {
            // Text stands for the whole date, so it goes where the year would.
            Value::Literal(_) if !shows_year(element) => {}
            Value::Literal(text) => {
                self.tape.open(Mark::Tag(Tag::Year));
                markup::write_tagged(self.tape, Kind::Words, text.trim(), self.quotes);
                self.tape.close(Mark::Tag(Tag::Year));
            }
            Value::On(date) => self.date_range(element, *date, None),
            Value::Interval(interval) => match (interval.start, interval.end) {
                (Some(start), Some(end)) => {
                    self.date_range(element, start, Some(end).filter(|end| *end != start));
                }
                (Some(start), None) => {
                    let before = self.tape.here();
                    self.date_range(element, start, None);
                    if !self.is_sorting() && !self.tape.is_empty_since(before) {
                        self.tape.words("\u{2013}");
                    }
                }
                (None, Some(end)) => {
                    if !self.is_sorting() {
                        self.tape.words("\u{2013}");
                    }
                    self.date_range(element, end, None);
                }
                (None, None) => {}
            },
        }
        self.tape.close_variable(key);
        self.use_up(key);
        self.close_look(&element.look, opened)
    }

    fn date_range(&mut self, element: &'a Date, start: PartialDate, end: Option<PartialDate>) {
        let locale = self.locale;
        let base = element.form.and_then(|form| locale.date(form));
        let parts = date_parts(element, base);
        if self.is_sorting() {
            return self.sort_date(&parts, start, end);
        }
        let delimiter = base.map_or(&element.delimiter, |base| &base.delimiter);
        let shown: Parts<'a> = parts
            .into_iter()
            .filter(|part| {
                part.value(start).is_some() || end.is_some_and(|end| part.value(end).is_some())
            })
            .collect();
        let opened = base.map(|base| self.open_look(&base.look));
        match end {
            None => self.join_parts(&shown, start, delimiter, None, None),
            Some(end) => self.join_range(&shown, start, end, delimiter),
        }
        if let (Some(base), Some(opened)) = (base, opened) {
            self.close_look(&base.look, opened);
        }
    }

    /// Writes parts; `begins` is the one that loses its prefix, because a range mark stands before
    /// it, `bare` the one that loses its suffix, because one follows.
    fn join_parts(
        &mut self,
        parts: &[Part<'a>],
        date: PartialDate,
        delimiter: &str,
        begins: Option<PartName>,
        bare: Option<PartName>,
    ) {
        let mut any = false;
        for part in parts {
            let before = self.tape.here();
            if any {
                self.tape.write(Kind::Delimiter, delimiter);
            }
            let inner = self.tape.here();
            let name = Some(part.name());
            self.date_part(*part, date, delimiter, begins == name, bare == name);
            if self.tape.is_empty_since(inner) {
                self.tape.rewind(before);
            } else {
                any = true;
            }
        }
    }

    /// What the two dates share is written once (CSL 1.0.2, "date ranges"): the largest part that
    /// differs, and all smaller ones, are written twice.
    fn join_range(
        &mut self,
        parts: &[Part<'a>],
        start: PartialDate,
        end: PartialDate,
        delimiter: &str,
    ) {
        let differs = |name: PartName| {
            parts.iter().any(|part| part.name() == name && part.value(start) != part.value(end))
        };
        let largest = [PartName::Year, PartName::Month, PartName::Day]
            .into_iter()
            .find(|name| differs(*name));
        // Where one of the two is less precise, both are written whole.
        let known = |part: &Part<'_>| part.value(start).is_some() == part.value(end).is_some();
        let largest =
            largest.map(|part| if parts.iter().all(known) { part } else { PartName::Year });
        let Some(largest) = largest else {
            return self.join_parts(parts, start, delimiter, None, None);
        };
        let is_doubled = |part: &Part<'_>| part.name() >= largest;
        let first = parts.iter().position(is_doubled).unwrap_or(0);
        let last = parts.iter().rposition(is_doubled).map_or(0, |at| at + 1);
        let (head, rest) = parts.split_at(first);
        let (middle, tail) = rest.split_at(last.saturating_sub(first));
        let bare = middle.iter().rev().find(|p| p.value(start).is_some()).map(|p| p.name());
        let mark = middle.iter().find(|part| part.name() == largest);
        let mark = mark.map_or("\u{2013}", |part| part.range_delimiter()).to_owned();
        let begin = self.tape.here();
        self.join_parts(head, start, delimiter, None, None);
        if !self.tape.is_empty_since(begin) {
            self.tape.write(Kind::Delimiter, delimiter);
        }
        // The letter stands behind the whole range.
        self.range_goes_on = largest == PartName::Year;
        self.join_parts(middle, start, delimiter, None, bare);
        self.range_goes_on = false;
        self.tape.words(&mark);
        let begin = middle.iter().find(|p| p.value(end).is_some()).map(|p| p.name());
        self.join_parts(middle, end, delimiter, begin, None);
        let before = self.tape.here();
        self.tape.write(Kind::Delimiter, delimiter);
        let inner = self.tape.here();
        self.join_parts(tail, start, delimiter, None, None);
        if self.tape.is_empty_since(inner) {
            self.tape.rewind(before);
        }
    }

    fn date_part(
        &mut self,
        part: Part<'a>,
        date: PartialDate,
        delimiter: &str,
        begins: bool,
        bare: bool,
    ) {
        let Some(text) = self.date_part_text(part, date) else { return };
        // Affixes are the language's; everything else the style may change.
        let base = &part.base.look;
        let over = part.over.map(|over| &over.look);
        let format = over.map_or(base.format, |over| or(over.format, base.format));
        if !begins {
            self.tape.write(Kind::Prefix, &base.prefix);
        }
        let year = part.name() == PartName::Year;
        if year {
            self.tape.open(Mark::Tag(Tag::Year));
        }
        if format != Format::default() {
            self.tape.open(Mark::Format(format));
        }
        let content = self.tape.here();
        markup::write_tagged(self.tape, Kind::Words, &text, self.quotes);
        if base.strip_periods || over.is_some_and(|over| over.strip_periods) {
            let bare = text.replace('.', "");
            self.tape.rewind(content);
            self.tape.words(&bare);
        }
        if let Some(text_case) = over.and_then(|over| over.text_case).or(base.text_case) {
            let letters = self.letters();
            case::apply(text_case, self.tape, content, letters);
        }
        if format != Format::default() {
            self.tape.close(Mark::Format(format));
        }
        if year {
            self.tape.close(Mark::Tag(Tag::Year));
        }
        if !bare {
            self.tape.write(Kind::Suffix, &base.suffix);
        }
        if year && !self.range_goes_on {
            self.suffix_behind_year(base, delimiter, format);
        }
    }

    /// The letter behind the year is set like the year, affixes included: "(2012)(a)". It is a part
    /// of the date, but no blank stands between parts before it.
    fn suffix_behind_year(&mut self, base: &Look, delimiter: &str, format: Format) {
        let start = self.tape.here();
        let (delimiter, prefix) = match delimiter.split_once(' ') {
            Some((head, _)) => (head, base.prefix.trim_start()),
            None => (delimiter, &*base.prefix),
        };
        self.tape.write(Kind::Delimiter, delimiter);
        self.tape.write(Kind::Prefix, prefix);
        self.tape.open(Mark::Tag(Tag::Year));
        self.tape.open(Mark::Format(format));
        let content = self.tape.here();
        self.write_implicit_suffix();
        if self.tape.is_empty_since(content) {
            return self.tape.rewind(start);
        }
        self.tape.close(Mark::Format(format));
        self.tape.close(Mark::Tag(Tag::Year));
        self.tape.write(Kind::Suffix, &base.suffix);
    }

    fn date_part_text(&self, part: Part<'a>, date: PartialDate) -> Option<Cow<'a, str>> {
        let locale = self.locale;
        let value = part.value(date)?;
        let form = part.form();
        match part.name() {
            PartName::Year => Some(self.year(date, form == Some(PartForm::Short)).into()),
            PartName::Month => {
                let term = match (date.month, date.season) {
                    (Some(month), _) => month_term(month),
                    (None, season) => format!("season-{:02}", season?).into(),
                };
                match form {
                    Some(PartForm::Numeric) if date.month.is_some() => {
                        Some(value.to_string().into())
                    }
                    Some(PartForm::NumericLeadingZeros) if date.month.is_some() => {
                        Some(format!("{value:02}").into())
                    }
                    Some(PartForm::Short) => Some(locale.term(&term, Form::Short, false)?.into()),
                    _ => Some(locale.term(&term, Form::Long, false)?.into()),
                }
            }
            PartName::Day => Some(match form {
                Some(PartForm::NumericLeadingZeros) => format!("{value:02}").into(),
                Some(PartForm::Ordinal) if value == 1 || !locale.limit_day_ordinals => {
                    let gender = date.month.and_then(|month| locale.gender(&month_term(month)));
                    let number = u32::try_from(value).unwrap_or(0);
                    format!("{value}{}", locale.ordinal_suffix(number, gender)).into()
                }
                _ => value.to_string().into(),
            }),
        }
    }

    /// Years before 1 count backwards from 1 BC; years up to 999 get their era, if they are known.
    fn year(&self, date: PartialDate, short: bool) -> String {
        let year = date.year;
        let era = |name: &str| self.locale.term(name, Form::Long, false).unwrap_or_default();
        match year {
            ..=0 => format!("{}{}", 1 - i64::from(year), era("bc")),
            1..=999 if !date.approximate => format!("{year}{}", era("ad")),
            _ if short => format!("{:02}", year % 100),
            _ => year.to_string(),
        }
    }

    /// A date as text that sorts: years before 1 first, missing parts before all others.
    fn sort_date(&mut self, parts: &[Part<'_>], start: PartialDate, end: Option<PartialDate>) {
        let has = |name: PartName| parts.iter().any(|part| part.name() == name);
        let shows = (has(PartName::Year), has(PartName::Month), has(PartName::Day));
        let mut out = String::new();
        push_sort_date(&mut out, start, shows);
        if let Some(end) = end {
            out.push(' ');
            push_sort_date(&mut out, end, shows);
        }
        self.tape.words(&out);
    }
}

/// Returns the name of the term for a month.
fn month_term(month: u8) -> Cow<'static, str> {
    const TERMS: [&str; 12] = [
        "month-01", "month-02", "month-03", "month-04", "month-05", "month-06", "month-07",
        "month-08", "month-09", "month-10", "month-11", "month-12",
    ];
    match usize::from(month).checked_sub(1).and_then(|idx| TERMS.get(idx)) {
        Some(term) => Cow::Borrowed(term),
        None => format!("month-{month:02}").into(),
    }
}

/// Parts that are not shown count as nothing, so that all dates have the same length; nor do seasons.
fn push_sort_date(out: &mut String, date: PartialDate, (year, month, day): (bool, bool, bool)) {
    let year = if year { i64::from(date.year) + 5_000_000_000 } else { 0 };
    let month = date.month.filter(|_| month).unwrap_or(0);
    let day = date.day.filter(|_| day).unwrap_or(0);
    // Writing into a string does not fail.
    let _ = write!(out, "{year:010}{month:02}{day:02}");
}

fn or(inner: Format, outer: Format) -> Format {
    Format {
        style: inner.style.or(outer.style),
        weight: inner.weight.or(outer.weight),
        variant: inner.variant.or(outer.variant),
        decoration: inner.decoration.or(outer.decoration),
        vertical: inner.vertical.or(outer.vertical),
    }
}

fn shows_year(element: &Date) -> bool {
    element.form.is_some() || element.parts.iter().any(|part| part.name == PartName::Year)
}

/// Returns the parts a date element shows, in their order.
fn date_parts<'a>(element: &'a Date, base: Option<&'a LocalDate>) -> Parts<'a> {
    let Some(base) = base else {
        return element.parts.iter().map(|part| Part { base: part, over: None }).collect();
    };
    let last = match element.shows {
        Shows::Year => PartName::Year,
        Shows::YearMonth => PartName::Month,
        Shows::YearMonthDay => PartName::Day,
    };
    base.parts
        .iter()
        .filter(|part| part.name <= last)
        .map(|part| Part {
            base: part,
            over: element.parts.iter().find(|over| over.name == part.name),
        })
        .collect()
}

/// The sort key of a date variable that is named directly.
pub(super) fn push_full_sort_date(out: &mut String, date: &Value) {
    let all = (true, true, true);
    match date {
        Value::On(date) => push_sort_date(out, *date, all),
        Value::Interval(interval) => {
            let Some(start) = interval.start.or(interval.end) else { return };
            push_sort_date(out, start, all);
            if let Some(end) = interval.end.filter(|_| interval.start.is_some()) {
                out.push(' ');
                push_sort_date(out, end, all);
            }
        }
        Value::Literal(_) => {}
    }
}
