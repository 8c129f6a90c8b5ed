//! Whatever stands in CSL-JSON is rendered: no item takes the program down.
//!
//! In `crates/csl`: `cargo +nightly fuzz run items`. What needs no nightly compiler does much the
//! same in `tests/it/robustness.rs`.
#![no_main]

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use refsmith_csl::{Cite, Cluster, OUTPUTS, Request, Style, render, style};
use refsmith_formats::by_name;
use refsmith_model::{DateVariable, ItemType, NameVariable, NumberVariable, TextVariable};
use serde_json::{Map, Value, json};

/// Authors and years, numbers, notes.
static STYLES: LazyLock<Vec<Style>> = LazyLock::new(|| {
    let names = ["apa", "ieee", "chicago-notes-bibliography"];
    names.iter().map(|name| style(name).expect("style")).collect()
});

#[derive(Debug, Arbitrary)]
struct Item<'a> {
    item_type: u8,
    texts: Vec<(u8, &'a str)>,
    numbers: Vec<(u8, Number<'a>)>,
    names: Vec<(u8, Vec<Name<'a>>)>,
    dates: Vec<(u8, Date<'a>)>,
}

#[derive(Debug, Arbitrary)]
enum Number<'a> {
    Whole(i64),
    Broken(f64),
    Text(&'a str),
}

#[derive(Debug, Arbitrary)]
struct Name<'a> {
    family: Option<&'a str>,
    given: Option<&'a str>,
    literal: Option<&'a str>,
    suffix: Option<&'a str>,
    particle: Option<&'a str>,
    flag: bool,
}

#[derive(Debug, Arbitrary)]
struct Date<'a> {
    parts: Vec<Vec<i16>>,
    season: Option<i8>,
    circa: bool,
    literal: Option<&'a str>,
    raw: Option<&'a str>,
}

#[derive(Debug, Arbitrary)]
struct Cited<'a> {
    label: &'a str,
    locator: &'a str,
    prefix: Option<&'a str>,
    suffix: Option<&'a str>,
    note: Option<u8>,
    suppress_author: bool,
}

fn pick<T: Copy>(all: &[T], number: u8) -> T {
    all[usize::from(number) % all.len()]
}

fn json(item: &Item<'_>) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("type", pick(ItemType::ALL, item.item_type).as_str().into());
    for (key, text) in &item.texts {
        put(pick(TextVariable::ALL, *key).as_str(), (*text).into());
    }
    for (key, number) in &item.numbers {
        let value = match number {
            Number::Whole(number) => json!(number),
            Number::Broken(number) => json!(number),
            Number::Text(text) => json!(text),
        };
        put(pick(NumberVariable::ALL, *key).as_str(), value);
    }
    for (key, names) in &item.names {
        let name = |name: &Name<'_>| {
            json!({
                "family": name.family, "given": name.given, "literal": name.literal,
                "suffix": name.suffix, "non-dropping-particle": name.particle,
                "comma-suffix": name.flag,
            })
        };
        let list: Vec<Value> = names.iter().map(name).collect();
        put(pick(NameVariable::ALL, *key).as_str(), list.into());
    }
    for (key, date) in &item.dates {
        let value = json!({
            "date-parts": date.parts, "season": date.season, "circa": date.circa,
            "literal": date.literal, "raw": date.raw,
        });
        put(pick(DateVariable::ALL, *key).as_str(), value);
    }
    Value::Object(out)
}

fuzz_target!(|input: (Vec<Item<'_>>, Vec<Cited<'_>>)| {
    let (items, cited) = input;
    let text = Value::Array(items.iter().take(8).map(json).collect()).to_string();
    let reader = by_name("csl-json").and_then(|format| format.reader()).expect("reader");
    let mut records = reader.read(&text).value;
    for (idx, record) in records.iter_mut().enumerate() {
        record.id = idx.to_string();
    }
    let cluster = |cited: &Cited<'_>| Cluster {
        cites: records
            .iter()
            .map(|record| Cite {
                locator: Some((cited.label.to_owned(), cited.locator.to_owned())),
                prefix: cited.prefix.map(str::to_owned),
                suffix: cited.suffix.map(str::to_owned),
                suppress_author: cited.suppress_author,
                ..Cite::new(record.id.clone())
            })
            .collect(),
        note_index: cited.note.map(u32::from),
    };
    let clusters: Vec<Cluster> = cited.iter().take(4).map(cluster).collect();
    for style in STYLES.iter() {
        let request = Request { records: &records, style, locale: None, clusters: &clusters };
        let rendered = render(&request).expect("rendered");
        for output in OUTPUTS {
            let _ = output.document(&rendered);
        }
    }
});
