//! No record, however odd, stops a rendering.

#![expect(clippy::disallowed_methods, reason = "a rendering must end in time")]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use refsmith_csl::{Cite, Cluster, OUTPUTS, Request, Style, render, style};
use refsmith_formats::by_name;
use refsmith_model::record::Interval;
use refsmith_model::{
    Date, DateVariable, ItemType, Mark, Name, NameList, NameVariable, NumberVariable, PartialDate,
    PersonName, Record, RichText, TextVariable,
};
use serde_json::{Value, json};

const STYLES: &[&str] = &[
    "apa",
    "apa6",
    "vancouver",
    "ieee",
    "chicago",
    "mla",
    "chicago-notes-bibliography",
    "alphanumeric",
];

fn loaded() -> Vec<Style> {
    STYLES.iter().map(|name| style(name).expect("style")).collect()
}

/// Texts with what means something somewhere: quotes, tags, marks, numbers, other scripts.
const PIECES: &[&str] = &[
    "",
    " ",
    "\"",
    "'",
    "\u{201C}a\u{201D}\"",
    "...?!,;:",
    "e\u{301}\u{200D}\u{1F468}",
    "\u{301}",
    "\u{4E2D}\u{6587}",
    "ß İ ǆ",
    "99999999999999999999-1",
    "-1--2,,&",
    "A-B.-C. d'E",
    "\0\n\t",
    "<i>",
    "</i>",
    "<b>x</b>",
    "<sup>",
    "</sup>",
    "<span class=\"nocase\">",
    "</span>",
    "<",
    "&amp;",
    "van der ",
    "d'",
    "al-",
    "Jr.",
    "\u{A0}",
    "\u{202E}",
    "\u{FEFF}",
    "1st",
    "12-14",
    "xii",
    "2 & 3",
    "McX",
    "iPod",
    "THE",
    "of the",
    ": ",
    "\u{5D0}\u{5D1}",
    "\u{1D49}",
    "\u{FFFD}",
    "a",
    "Z",
];

fn odd_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::collection::vec(proptest::sample::select(PIECES), 0..6)
            .prop_map(|pieces| pieces.concat()),
        1 => ".{0,12}",
    ]
}

fn odd_date() -> impl Strategy<Value = Date> {
    let partial = || {
        (any::<i32>(), any::<Option<u8>>(), any::<Option<u8>>(), any::<Option<u8>>(), any::<bool>())
            .prop_map(|(year, month, day, season, approximate)| PartialDate {
                year,
                month,
                day,
                season,
                approximate,
                uncertain: false,
            })
    };
    prop_oneof![
        partial().prop_map(Date::On),
        (proptest::option::of(partial()), proptest::option::of(partial()))
            .prop_map(|(start, end)| Date::Interval(Interval { start, end })),
        odd_text().prop_map(Date::Literal),
    ]
}

fn odd_name() -> impl Strategy<Value = Name> {
    let part = || proptest::option::of(odd_text());
    let person = (odd_text(), part(), part(), part(), part(), any::<bool>()).prop_map(
        |(family, given, dropping_particle, non_dropping_particle, suffix, flag)| {
            Name::Person(PersonName {
                family,
                given,
                dropping_particle,
                non_dropping_particle,
                suffix,
                comma_suffix: flag,
                static_ordering: flag,
                orcid: None,
            })
        },
    );
    prop_oneof![person, odd_text().prop_map(Name::Institution)]
}

fn odd_rich_text() -> impl Strategy<Value = RichText> {
    (odd_text(), any::<(u8, u8)>()).prop_map(|(plain, (start, end))| RichText {
        plain,
        marks: vec![
            (u32::from(start % 8)..u32::from(end % 16), Mark::Italic),
            (0..3, Mark::NoCase),
        ],
    })
}

fn odd_record() -> impl Strategy<Value = Record> {
    let texts = proptest::collection::btree_map(
        proptest::sample::select(TextVariable::ALL),
        odd_rich_text(),
        0..9,
    );
    let numbers = proptest::collection::btree_map(
        proptest::sample::select(NumberVariable::ALL),
        odd_text(),
        0..7,
    );
    let names = proptest::collection::btree_map(
        proptest::sample::select(NameVariable::ALL),
        proptest::collection::vec(odd_name(), 0..4),
        0..5,
    );
    let dates = proptest::collection::btree_map(
        proptest::sample::select(DateVariable::ALL),
        odd_date(),
        0..4,
    );
    (proptest::sample::select(ItemType::ALL), texts, numbers, names, dates).prop_map(
        |(item_type, texts, numbers, names, dates)| {
            let mut record = Record::new("", item_type);
            record.texts = texts.into_iter().collect();
            record.numbers =
                numbers.into_iter().map(|(variable, text)| (variable, text.into())).collect();
            record.names = names
                .into_iter()
                .map(|(variable, names)| (variable, NameList { names, truncated_after: Some(1) }))
                .collect();
            record.dates = dates.into_iter().collect();
            record
        },
    )
}

/// A value as CSL-JSON might have it, or not.
fn odd_value() -> impl Strategy<Value = Value> {
    let scalar = || {
        prop_oneof![
            odd_text().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            Just(Value::Null),
        ]
    };
    let part = proptest::sample::select(&[
        "family",
        "given",
        "literal",
        "suffix",
        "comma-suffix",
        "dropping-particle",
        "non-dropping-particle",
        "static-ordering",
        "parse-names",
        "isInstitution",
    ]);
    let name = proptest::collection::vec((part, scalar()), 0..4).prop_map(object);
    let number = || prop_oneof![-3000..3000_i64, any::<i64>()];
    let parts = proptest::collection::vec(proptest::collection::vec(number(), 0..4), 0..3);
    let date = (parts, proptest::option::of(scalar()), proptest::option::of(scalar()), any::<u8>())
        .prop_map(|(parts, season, text, kind)| {
            let mut members = vec![("date-parts", json!(parts))];
            members.extend(season.map(|value| ("season", value)));
            let key = ["raw", "literal", "circa"][usize::from(kind % 3)];
            members.extend(text.map(|value| (key, value)));
            object(members)
        });
    prop_oneof![
        4 => scalar(),
        2 => proptest::collection::vec(name, 0..5).prop_map(Value::from),
        2 => date,
        1 => proptest::collection::vec(scalar(), 0..3).prop_map(Value::from),
    ]
}

fn object(members: Vec<(&str, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// An item of odd values under names that are known.
pub(crate) fn odd_item() -> impl Strategy<Value = Value> {
    let texts = TextVariable::ALL.iter().map(|known| known.as_str());
    let numbers = NumberVariable::ALL.iter().map(|known| known.as_str());
    let names = NameVariable::ALL.iter().map(|known| known.as_str());
    let dates = DateVariable::ALL.iter().map(|known| known.as_str());
    let known: Vec<&str> = texts.chain(numbers).chain(names).chain(dates).collect();
    let likely = ["author", "issued", "title", "page", "note", "language", "editor", "volume"];
    let key =
        prop_oneof![proptest::sample::select(known), proptest::sample::select(likely.to_vec())];
    let types = proptest::sample::select(ItemType::ALL).prop_map(|known| known.as_str());
    (types, proptest::collection::vec((key, odd_value()), 0..12)).prop_map(
        |(item_type, members)| {
            let mut item = object(members);
            item["type"] = item_type.into();
            item
        },
    )
}

proptest! {
    // 256 cases is what the library does when it is told nothing: PROPTEST_CASES counts.
    #![proptest_config(ProptestConfig {
        cases: match ProptestConfig::default().cases { 256 => 48, told => told },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn odd_items_are_rendered(items in proptest::collection::vec(odd_item(), 1..6), which in 0..STYLES.len()) {
        let reader = by_name("csl-json").and_then(|format| format.reader()).expect("reader");
        let mut records = reader.read(&Value::from(items).to_string()).value;
        for (idx, record) in records.iter_mut().enumerate() {
            record.id = idx.to_string();
        }
        let cites = records.iter().map(|record| Cite::new(record.id.clone())).collect();
        let clusters = [Cluster { cites, note_index: Some(1) }];
        let style = style(STYLES[which]).expect("style");
        let start = Instant::now();
        let request = Request { records: &records, style: &style, locale: None, clusters: &clusters };
        let rendered = render(&request).expect("rendered");
        for output in OUTPUTS {
            let _ = output.document(&rendered);
        }
        prop_assert!(start.elapsed() < Duration::from_secs(20), "it took {:?}", start.elapsed());
    }

    #[test]
    fn odd_records_are_rendered(records in proptest::collection::vec(odd_record(), 1..6), label in odd_text(), value in odd_text()) {
        let mut records = records;
        for (idx, record) in records.iter_mut().enumerate() {
            record.id = idx.to_string();
        }
        let cites = records.iter().map(|record| Cite {
            locator: Some((label.clone(), value.clone())),
            prefix: Some(value.clone()),
            ..Cite::new(record.id.clone())
        }).collect();
        let bare = records.iter().map(|record| Cite::new(record.id.clone())).collect();
        let clusters = [Cluster { cites, note_index: Some(1) }, Cluster { cites: bare, note_index: None }];
        for style in loaded() {
            let request = Request { records: &records, style: &style, locale: None, clusters: &clusters };
            let rendered = render(&request).expect("rendered");
            for output in OUTPUTS {
                prop_assert!(output.document(&rendered).ends_with('\n') || output.document(&rendered).is_empty());
            }
        }
    }

    #[test]
    fn odd_style_files_are_read_or_refused(file in "(<|>|/|style|info|citation|layout|text| variable=\"title\"|&amp;|&|\"|x){0,30}") {
        let _ = refsmith_csl::style_from_xml("odd", &file);
    }
}

/// Every type with every variable, once, in every built-in style.
#[test]
fn every_style_renders_every_type() {
    let mut records = Vec::new();
    for (idx, item_type) in ItemType::ALL.iter().enumerate() {
        let mut record = Record::new(idx.to_string(), *item_type);
        record.texts = TextVariable::ALL.iter().map(|v| (*v, RichText::from(v.as_str()))).collect();
        record.numbers = NumberVariable::ALL.iter().map(|v| (*v, "2-3".into())).collect();
        record.dates = DateVariable::ALL.iter().map(|v| (*v, Date::from_year(2001))).collect();
        let name = Name::Person(PersonName::new("Ott", "Ada"));
        record.names = NameVariable::ALL
            .iter()
            .map(|v| (*v, NameList::complete(vec![name.clone()])))
            .collect();
        records.push(record);
    }
    for info in refsmith_csl::styles() {
        let style = style(&info.id).expect("style");
        let clusters =
            [Cluster { cites: vec![Cite::new("0"), Cite::new("1")], note_index: Some(1) }];
        let request =
            Request { records: &records, style: &style, locale: None, clusters: &clusters };
        let rendered = render(&request).expect("rendered");
        assert!(!style.has_bibliography() || !rendered.bibliography.is_empty(), "{}", info.id);
    }
}

/// Many works by the same people in the same year: the worst case of telling apart.
#[test]
fn time_stays_in_bounds_when_everything_looks_alike() {
    let apa = style("apa").expect("style");
    let records: Vec<Record> = (0..400)
        .map(|idx| {
            let mut record = Record::new(format!("r{idx}"), ItemType::Book);
            let names =
                (0..30).map(|n| Name::Person(PersonName::new(format!("N{n}"), "Ada"))).collect();
            record.names.insert(NameVariable::Author, NameList::complete(names));
            record.dates.insert(DateVariable::Issued, Date::from_year(2001));
            record.texts.insert(TextVariable::Title, format!("T{idx}").into());
            record
        })
        .collect();
    let request = Request { records: &records, style: &apa, locale: None, clusters: &[] };
    assert_eq!(render(&request).expect("rendered").bibliography.len(), 400);
}
