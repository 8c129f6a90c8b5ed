//! Reads just enough CSL-JSON for the tests; the real reader lives in `refsmith-formats`, which
//! this crate must not know.

use refsmith_csl::{Cite, Cluster};
use refsmith_model::{
    Date, DateVariable, ItemType, Mark, Name, NameList, NameVariable, NumberVariable, PartialDate,
    PersonName, Record, RichText, TextVariable,
};
use serde_json::Value;

/// Reads a list of items.
pub(crate) fn records(text: &str) -> Vec<Record> {
    let items: Vec<Value> = serde_json::from_str(text).expect("CSL-JSON");
    items.iter().map(record).collect()
}

/// Reads citation clusters.
#[allow(dead_code, reason = "shared by programs that use different parts")]
pub(crate) fn clusters(text: &str) -> Vec<Cluster> {
    let list: Vec<Value> = serde_json::from_str(text).expect("citations");
    list.iter()
        .map(|value| Cluster {
            cites: value["citationItems"].as_array().expect("items").iter().map(cite).collect(),
            note_index: value["properties"]["noteIndex"]
                .as_u64()
                .and_then(|number| u32::try_from(number).ok())
                .filter(|number| *number > 0),
        })
        .collect()
}

fn cite(value: &Value) -> Cite {
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    Cite {
        id: text("id").expect("id"),
        locator: text("locator").map(|l| (text("label").unwrap_or_else(|| "page".into()), l)),
        prefix: text("prefix"),
        suffix: text("suffix"),
        suppress_author: value["suppress-author"].as_bool().unwrap_or_default(),
        ..Cite::default()
    }
}

fn record(item: &Value) -> Record {
    let item_type = ItemType::parse(item["type"].as_str().expect("type")).expect("known type");
    let mut record = Record::new(item["id"].as_str().expect("id"), item_type);
    for (key, value) in item.as_object().expect("object") {
        let text = match value {
            Value::Number(number) => number.to_string(),
            other => other.as_str().unwrap_or_default().to_owned(),
        };
        if key == "id" || key == "type" {
            continue;
        } else if let Some(variable) = TextVariable::parse(key) {
            record.texts.insert(variable, rich(&text));
        } else if let Some(variable) = NumberVariable::parse(key) {
            record.numbers.insert(variable, text.into());
        } else if let Some(variable) = DateVariable::parse(key) {
            record.dates.insert(variable, date(value));
        } else if let Some(variable) = NameVariable::parse(key) {
            let names = value.as_array().expect("names").iter().map(name).collect();
            record.names.insert(variable, NameList::complete(names));
        }
    }
    record
}

/// Understands `<i>` and `<span class="nocase">`.
fn rich(text: &str) -> RichText {
    let mut out = RichText::default();
    let mut open: Vec<(u32, Mark)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let at = u32::try_from(out.plain.len()).expect("short text");
        let tags = [
            ("<i>", Some(Mark::Italic)),
            ("<sub>", Some(Mark::Subscript)),
            ("<span class=\"nocase\">", Some(Mark::NoCase)),
            ("</i>", None),
            ("</sub>", None),
            ("</span>", None),
        ];
        if let Some((tag, mark)) = tags.iter().find(|(tag, _)| rest.starts_with(tag)) {
            match mark {
                Some(mark) => open.push((at, *mark)),
                None => {
                    let (start, mark) = open.pop().expect("open tag");
                    out.marks.push((start..at, mark));
                }
            }
            rest = rest.strip_prefix(tag).expect("tag");
            continue;
        }
        let c = rest.chars().next().expect("not empty");
        out.plain.push(c);
        rest = rest.get(c.len_utf8()..).expect("boundary");
    }
    out
}

fn name(value: &Value) -> Name {
    if let Some(literal) = value["literal"].as_str() {
        return Name::Institution(literal.to_owned());
    }
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    Name::Person(PersonName {
        family: text("family").unwrap_or_default(),
        given: text("given"),
        dropping_particle: text("dropping-particle"),
        non_dropping_particle: text("non-dropping-particle"),
        suffix: text("suffix"),
        ..PersonName::default()
    })
}

fn date(value: &Value) -> Date {
    if let Some(literal) = value["literal"].as_str() {
        return Date::Literal(literal.to_owned());
    }
    let parts: Vec<PartialDate> = value["date-parts"]
        .as_array()
        .expect("date-parts")
        .iter()
        .map(|parts| {
            let part = |idx: usize| parts[idx].as_i64();
            let small = |idx: usize| part(idx).and_then(|value| u8::try_from(value).ok());
            let year = part(0).and_then(|year| i32::try_from(year).ok()).expect("year");
            // CSL-JSON counts 1 BC as -1.
            let year = if year < 0 { year + 1 } else { year };
            let mut date = PartialDate::new(year, small(1), small(2));
            date.season = value["season"].as_u64().and_then(|season| u8::try_from(season).ok());
            date.approximate = value["circa"].as_bool().unwrap_or_default();
            date
        })
        .collect();
    match parts.as_slice() {
        [only] => Date::On(*only),
        [start, end, ..] => serde_interval(*start, *end),
        [] => Date::Literal(String::new()),
    }
}

fn serde_interval(start: PartialDate, end: PartialDate) -> Date {
    Date::Interval(refsmith_model::record::Interval { start: Some(start), end: Some(end) })
}
