//! Reads JSON Lines with a `raw` field from standard input and writes what the parser makes of
//! them, one object per line, in the shape that scorers of reference parsers read.

use std::io::{BufRead, Write};

use refsmith_model::{Date, DateVariable, NameVariable, NumberVariable, TextVariable};
use serde_json::{Map, Value, json};

fn main() -> std::io::Result<()> {
    let input = std::io::stdin().lock();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    for line in input.lines() {
        let line = line?;
        let raw = match serde_json::from_str::<Value>(&line) {
            Ok(Value::Object(object)) => {
                object.get("raw").and_then(Value::as_str).unwrap_or("").to_owned()
            }
            _ => line,
        };
        writeln!(output, "{}", Value::Object(predict(&raw)))?;
    }
    output.flush()
}

fn predict(raw: &str) -> Map<String, Value> {
    let record = refsmith_parse::parse_str(raw).record;
    let mut out = Map::new();
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
    for (key, variable) in texts {
        if let Some(text) = record.text(variable) {
            out.insert(key.to_owned(), json!(text));
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
    for (key, number) in numbers {
        if let Some(number) = number {
            out.insert(key.to_owned(), json!(number));
        }
    }
    for (key, role) in [
        ("author", NameVariable::Author),
        ("editor", NameVariable::Editor),
        ("translator", NameVariable::Translator),
    ] {
        let names: Vec<String> = record.people(role).iter().map(ToString::to_string).collect();
        if !names.is_empty() {
            out.insert(key.to_owned(), json!(names));
        }
    }
    if let Some(date) = record.dates.get(&DateVariable::Issued) {
        let text = match date {
            Date::Literal(text) => text.clone(),
            Date::Interval(interval) => [interval.start, interval.end]
                .iter()
                .flatten()
                .map(|date| date.year.to_string())
                .collect::<Vec<_>>()
                .join("-"),
            Date::On(date) => date.year.to_string(),
        };
        out.insert("date".to_owned(), json!(text));
    }
    out
}
