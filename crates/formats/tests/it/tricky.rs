//! Hard cases of BibTeX, from data beside the repository.

use refsmith_model::{
    Date, DateVariable, Name, NameVariable, NumberVariable, PersonName, Record, TextVariable,
};
use serde_json::Value;

use crate::shared;
use crate::support::read;

/// Checks of the data that must pass.
const FLOOR: usize = 108;

#[test]
fn hard_cases() {
    let Some(path) = shared::path("bib/tricky.json") else { return };
    let cases: Value = serde_json::from_str(&shared::text(&path)).unwrap();
    let (mut passed, mut total, mut failures) = (0, 0, Vec::new());
    for case in cases.as_array().unwrap() {
        let bib = match case["bib"].as_str() {
            Some(bib) => bib.to_owned(),
            None => shared::decode(&base64(case["bib_base64"].as_str().unwrap())),
        };
        let records = read("bibtex", &bib).value;
        for check in case["checks"].as_array().unwrap() {
            total += 1;
            let path = check[1].as_str().unwrap();
            let found = look(&records, path);
            let accepted = check[2].as_array().unwrap();
            let clean = |text: &str| clean(text, path);
            let ok = accepted.iter().any(|value| match value {
                Value::Number(number) => number.to_string() == found,
                value => clean(value.as_str().unwrap()) == clean(&found),
            });
            if ok {
                passed += 1;
            } else {
                failures.push(format!("{}: {path}: {accepted:?}, found {found:?}", case["id"]));
            }
        }
    }
    println!("{passed} of {total} checks pass\n{}", failures.join("\n"));
    assert!(passed >= FLOOR, "{passed} of {total} checks pass:\n{}", failures.join("\n"));
}

fn look(records: &[Record], path: &str) -> String {
    let (what, rest) = path.split_once(':').unwrap_or((path, ""));
    let record = |key: &str| records.iter().find(|record| record.id == key);
    match what {
        "n" => records.len().to_string(),
        "keys" => {
            let mut keys: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
            keys.sort_unstable();
            keys.join(" ")
        }
        "f" => {
            let (key, field) = rest.rsplit_once(':').unwrap();
            record(key).map(|record| value(record, field)).unwrap_or_default()
        }
        "a" => record(rest).map(|r| names(r, NameVariable::Author)).unwrap_or_default(),
        "e" => record(rest).map(|r| names(r, NameVariable::Editor)).unwrap_or_default(),
        "d" => record(rest).map(date).unwrap_or_default(),
        other => panic!("unknown path {other}"),
    }
}

fn value(record: &Record, field: &str) -> String {
    let text = |variable| record.text(variable).unwrap_or("").to_owned();
    match field {
        "title" => text(TextVariable::Title),
        "journal" | "booktitle" => text(TextVariable::ContainerTitle),
        "publisher" => text(TextVariable::Publisher),
        "location" => text(TextVariable::PublisherPlace),
        "url" => text(TextVariable::Url),
        "doi" => text(TextVariable::Doi),
        "note" => text(TextVariable::Note),
        "volume" => record.number(NumberVariable::Volume).unwrap_or("").to_owned(),
        "pages" => record.number(NumberVariable::Page).unwrap_or("").to_owned(),
        "year" => date(record),
        other => panic!("unknown field {other}"),
    }
}

fn date(record: &Record) -> String {
    match record.dates.get(&DateVariable::Issued) {
        Some(Date::Literal(text)) => format!("={text}"),
        Some(date) => date.to_string(),
        None => String::new(),
    }
}

fn names(record: &Record, role: NameVariable) -> String {
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    let one = |name: &Name| match name {
        Name::Institution(name) => format!("={name}"),
        Name::Person(person) => {
            let PersonName { family, given, suffix, .. } = person;
            let prefix =
                person.non_dropping_particle.as_ref().or(person.dropping_particle.as_ref());
            let prefix = prefix.cloned().unwrap_or_default();
            format!("{family}|{}|{prefix}|{}", part(given), part(suffix))
        }
    };
    record.people(role).iter().map(one).collect::<Vec<_>>().join(" ; ")
}

/// Removes the differences that do not count.
fn clean(text: &str, path: &str) -> String {
    let mut out: String = text
        .chars()
        .map(|c| match c {
            '\u{a0}' => ' ',
            '\u{201C}' | '\u{201D}' => '"',
            '\u{2018}' | '\u{2019}' => '\'',
            c => c,
        })
        .collect();
    if path.ends_with(":title") {
        out = out.to_lowercase();
    }
    if path.ends_with(":pages") {
        out = out.replace(['\u{2013}', '\u{2014}'], "-").replace("--", "-");
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn base64(text: &str) -> Vec<u8> {
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for c in text.chars().filter(|c| *c != '=') {
        bits = bits << 6 | u32::try_from(digits.find(c).unwrap()).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    out
}
