//! Dates that cannot be.

use refsmith_model::{
    CodeInfo, Date, DateVariable, Diagnostic, ItemType, PartialDate, Record, Severity,
};

use crate::{Check, CheckInfo, Subject};

pub(crate) static SUSPICIOUS_DATE: CodeInfo = CodeInfo {
    code: "suspicious-date",
    severity: Severity::Warning,
    summary: "a date cannot be right",
    explanation: "The year lies more than two years ahead, an article in a periodical is older than \
        printing, a day does not exist in its month, or an interval ends before it begins. Such \
        dates come from slips of the keyboard, from page numbers taken for years, and from data \
        entered as day and month in the wrong order. Compare with the publication.",
};

/// Years a publication may be dated ahead of the current one.
const YEARS_AHEAD: i32 = 2;

/// Printing with movable type begins about then; no periodical is older.
const FIRST_PRINT: i32 = 1450;

/// Finds dates that cannot be right.
pub(crate) struct SuspiciousDate;

static INFO: CheckInfo = CheckInfo {
    name: "suspicious-date",
    codes: &[&SUSPICIOUS_DATE],
    description: "dates far ahead, before printing, or not in the calendar",
};

impl Check for SuspiciousDate {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        for (idx, record) in subject.records.iter().enumerate() {
            for (variable, date) in &record.dates {
                if let Some(why) = fault(record, *variable, date, subject.this_year) {
                    let message = format!("`{variable}` is {date}: {why}");
                    out.push(subject.value_finding(&SUSPICIOUS_DATE, idx, *variable, message));
                }
            }
        }
    }
}

/// Returns what is wrong with a date.
fn fault(
    record: &Record,
    variable: DateVariable,
    date: &Date,
    this_year: Option<i32>,
) -> Option<String> {
    let (first, last) = match date {
        Date::On(date) => (Some(date), Some(date)),
        Date::Interval(interval) => (interval.start.as_ref(), interval.end.as_ref()),
        Date::Literal(_) => return None,
    };
    let ends: Vec<&PartialDate> = first.into_iter().chain(last).collect();
    if let Some(date) = ends.iter().find(|date| !in_calendar(date)) {
        return Some(format!("there is no day {date}"));
    }
    if let (Some(first), Some(last)) = (first, last)
        && order(first) > order(last)
        // 2001-05/2001 starts later only because its end is less precise.
        && (first.year != last.year || last.month.is_some())
    {
        return Some("it ends before it begins".into());
    }
    // "20xx" and "since 2024" reach into the future only with their end.
    let earliest = ends.iter().map(|date| date.year).min()?;
    // Events and the availability of a work may well be announced.
    let published = !matches!(variable, DateVariable::EventDate | DateVariable::AvailableDate);
    if let Some(year) = this_year
        && published
        && earliest > year.saturating_add(YEARS_AHEAD)
    {
        return Some(format!("that is more than {YEARS_AHEAD} years after {year}"));
    }
    let periodical = matches!(
        record.item_type,
        ItemType::ArticleJournal | ItemType::ArticleMagazine | ItemType::ArticleNewspaper
    );
    let printed = variable == DateVariable::Issued && periodical;
    (printed && earliest < FIRST_PRINT).then(|| "no periodical is that old".into())
}

/// Tells whether the day exists; what is not given exists.
fn in_calendar(date: &PartialDate) -> bool {
    let (Some(month), Some(day)) = (date.month, date.day) else {
        return date.month.is_none_or(|month| (1..=12).contains(&month));
    };
    let leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn order(date: &PartialDate) -> (i32, Option<u8>, Option<u8>) {
    (date.year, date.month, date.day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{article, found};
    use refsmith_model::record::Interval;

    fn faults(date: Date, this_year: Option<i32>) -> Vec<String> {
        let mut record = article("a");
        record.dates.insert(DateVariable::Issued, date);
        let records = [record];
        let subject = Subject { this_year, ..Subject::library(&records) };
        found(&SuspiciousDate, &subject).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn years() {
        assert!(faults(Date::from_year(2028), Some(2026)).is_empty());
        assert_eq!(
            faults(Date::from_year(2029), Some(2026)),
            ["`issued` is 2029: that is more than 2 years after 2026"]
        );
        assert!(faults(Date::from_year(9999), None).is_empty());
        assert_eq!(
            faults(Date::from_year(201), None),
            ["`issued` is 0201: no periodical is that old"]
        );
        assert!(faults(Date::Literal("in press".into()), Some(2026)).is_empty());
    }

    #[test]
    fn days() {
        let day = |year, month, day| Date::On(PartialDate::new(year, Some(month), Some(day)));
        assert_eq!(
            faults(day(2023, 2, 29), None),
            ["`issued` is 2023-02-29: there is no day 2023-02-29"]
        );
        assert!(faults(day(2024, 2, 29), None).is_empty());
        assert!(!faults(day(1900, 2, 29), None).is_empty());
        assert!(faults(day(2024, 12, 31), None).is_empty());
    }

    #[test]
    fn intervals() {
        let interval = |start, end| Date::Interval(Interval { start: Some(start), end: Some(end) });
        let year = PartialDate::year;
        assert_eq!(
            faults(interval(year(2005), year(2003)), None),
            ["`issued` is 2005/2003: it ends before it begins"]
        );
        assert!(faults(interval(year(2003), year(2003)), None).is_empty());
        let century = Date::Interval(Interval { start: Some(year(2000)), end: Some(year(2099)) });
        assert!(faults(century, Some(2026)).is_empty());
        let may = PartialDate::new(2001, Some(5), None);
        assert!(faults(interval(may, year(2001)), None).is_empty());
        assert!(faults(Date::Interval(Interval { start: None, end: None }), None).is_empty());
    }
}
