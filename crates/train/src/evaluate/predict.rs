//! From a record to the fields that are scored.

use refsmith_model::{Date, DateVariable, NameVariable, NumberVariable, Record, TextVariable};

use super::score::Values;

/// Returns the values of a record by field, in the names of the labels.
pub(super) fn values(record: &Record) -> Values {
    let mut values = Values::new();
    let texts = [
        ("title", TextVariable::Title),
        ("container-title", TextVariable::ContainerTitle),
        ("collection-title", TextVariable::CollectionTitle),
        ("publisher", TextVariable::Publisher),
        ("location", TextVariable::PublisherPlace),
        ("genre", TextVariable::Genre),
        ("note", TextVariable::Note),
        ("doi", TextVariable::Doi),
        ("url", TextVariable::Url),
        ("isbn", TextVariable::Isbn),
    ];
    for (field, variable) in texts {
        if let Some(text) = record.text(variable) {
            values.insert(field.to_owned(), vec![text.to_owned()]);
        }
    }
    let page = record.number(NumberVariable::Page);
    let report = record.number(NumberVariable::Number).filter(|number| page != Some(*number));
    let numbers = [
        ("volume", record.number(NumberVariable::Volume)),
        ("issue", record.number(NumberVariable::Issue).or(report)),
        ("pages", page.or(record.number(NumberVariable::NumberOfPages))),
        ("edition", record.number(NumberVariable::Edition)),
        ("citation-number", record.number(NumberVariable::CitationNumber)),
    ];
    for (field, number) in numbers {
        if let Some(number) = number {
            values.insert(field.to_owned(), vec![number.to_owned()]);
        }
    }
    for (field, role) in [
        ("author", NameVariable::Author),
        ("editor", NameVariable::Editor),
        ("translator", NameVariable::Translator),
    ] {
        let names: Vec<String> = record.people(role).iter().map(ToString::to_string).collect();
        if !names.is_empty() {
            values.insert(field.to_owned(), names);
        }
    }
    if let Some(date) = record.dates.get(&DateVariable::Issued) {
        values.insert("date".to_owned(), vec![date_text(date)]);
    }
    values
}

/// The years of a date, or its words.
fn date_text(date: &Date) -> String {
    match date {
        Date::Literal(text) => text.clone(),
        Date::Interval(interval) => {
            let ends = [interval.start, interval.end];
            let years: Vec<String> =
                ends.iter().flatten().map(|date| date.year.to_string()).collect();
            years.join("-")
        }
        Date::On(date) => date.year.to_string(),
    }
}
