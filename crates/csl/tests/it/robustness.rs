//! No record, however odd, stops a rendering.

use proptest::prelude::*;
use refsmith_csl::{Cite, Cluster, OUTPUTS, Request, Style, render, style};
use refsmith_model::record::Interval;
use refsmith_model::{
    Date, DateVariable, ItemType, Mark, Name, NameList, NameVariable, NumberVariable, PartialDate,
    PersonName, Record, RichText, TextVariable,
};

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

fn odd_text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just(" ".to_owned()),
        Just("\"".to_owned()),
        Just("'\u{201C}a\u{201D}\"".to_owned()),
        Just("...?!,;:".to_owned()),
        Just("e\u{301}\u{200D}\u{1F468}".to_owned()),
        Just("\u{4E2D}\u{6587}".to_owned()),
        Just("ß İ ǆ".to_owned()),
        Just("99999999999999999999-1".to_owned()),
        Just("-1--2,,&".to_owned()),
        Just("A-B.-C. d'E".to_owned()),
        Just("\0\n\t".to_owned()),
        ".{0,12}",
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
            record.texts = texts;
            record.numbers =
                numbers.into_iter().map(|(variable, text)| (variable, text.into())).collect();
            record.names = names
                .into_iter()
                .map(|(variable, names)| (variable, NameList { names, truncated_after: Some(1) }))
                .collect();
            record.dates = dates;
            record
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

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
