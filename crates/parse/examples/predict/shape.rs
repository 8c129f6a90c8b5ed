//! From a record to an object with the field names that scorers read.

use refsmith_model::{
    Date, DateVariable, Name, NameVariable, NumberVariable, Record, TextVariable,
};
use serde_json::{Map, Value, json};

/// Returns the fields of a record: texts as strings, names as CSL-JSON, the date as its years.
pub(crate) fn shape(record: &Record) -> Map<String, Value> {
    let mut out = Map::new();
    let texts = [
        ("title", TextVariable::Title),
        ("container-title", TextVariable::ContainerTitle),
        ("collection-title", TextVariable::CollectionTitle),
        ("publisher", TextVariable::Publisher),
        ("location", TextVariable::PublisherPlace),
        ("genre", TextVariable::Genre),
        ("medium", TextVariable::Medium),
        ("source", TextVariable::Source),
        ("note", TextVariable::Note),
        ("doi", TextVariable::Doi),
        ("url", TextVariable::Url),
        ("isbn", TextVariable::Isbn),
        ("language", TextVariable::Language),
    ];
    for (key, variable) in texts {
        if let Some(text) = record.text(variable) {
            out.insert(key.to_owned(), json!(text));
        }
    }
    let page = record.number(NumberVariable::Page);
    let report = record.number(NumberVariable::Number).filter(|number| page != Some(*number));
    let numbers = [
        ("volume", record.number(NumberVariable::NumberOfVolumes)),
        ("volume", record.number(NumberVariable::Volume)),
        ("issue", record.number(NumberVariable::Issue).or(report)),
        ("pages", page.or(record.number(NumberVariable::NumberOfPages))),
        ("edition", record.number(NumberVariable::Edition)),
        ("citation-number", record.number(NumberVariable::CitationNumber)),
    ];
    for (key, number) in numbers {
        let Some(number) = number else { continue };
        let all = out.entry(key).or_insert_with(|| json!([]));
        all.as_array_mut().into_iter().for_each(|all| all.push(json!(number)));
    }
    for (key, role) in [
        ("author", NameVariable::Author),
        ("editor", NameVariable::Editor),
        ("translator", NameVariable::Translator),
    ] {
        let names: Vec<Value> = record.people(role).iter().map(name).collect();
        if !names.is_empty() {
            out.insert(key.to_owned(), json!(names));
        }
    }
    let dates = [DateVariable::Issued, DateVariable::OriginalDate, DateVariable::EventDate];
    let dates: Vec<String> =
        dates.iter().filter_map(|variable| record.dates.get(variable)).map(years).collect();
    if !dates.is_empty() {
        out.insert("date".to_owned(), json!(dates));
    }
    out.insert("type".to_owned(), json!(record.item_type.as_str()));
    out
}

fn name(name: &Name) -> Value {
    match name {
        Name::Institution(name) => json!({ "literal": name }),
        Name::Person(person) => {
            let parts = [
                ("family", Some(&person.family)),
                ("given", person.given.as_ref()),
                ("non-dropping-particle", person.non_dropping_particle.as_ref()),
                ("dropping-particle", person.dropping_particle.as_ref()),
                ("suffix", person.suffix.as_ref()),
            ];
            let parts = parts.into_iter().filter_map(|(key, part)| Some((key, part?)));
            Value::Object(parts.map(|(key, part)| (key.to_owned(), json!(part))).collect())
        }
    }
}

fn years(date: &Date) -> String {
    match date {
        Date::Literal(text) => text.clone(),
        Date::Interval(interval) => [interval.start, interval.end]
            .iter()
            .flatten()
            .map(|date| date.year.to_string())
            .collect::<Vec<_>>()
            .join("-"),
        Date::On(date) => date.year.to_string(),
    }
}
