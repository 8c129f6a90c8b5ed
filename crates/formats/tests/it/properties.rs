//! Properties that hold for any input.

use proptest::prelude::*;
use refsmith_formats::{Carry, FORMATS, text_of, write_carrying};
use refsmith_model::record::Interval;
use refsmith_model::{
    Date, DateVariable, ItemType, Mark, Name, NameList, NameVariable, Number, NumberVariable,
    Origin, PartialDate, PersonName, Record, RichText, TextVariable,
};

use crate::support::{read, without_provenance, write};

/// Pieces that BibTeX, TeX and JSON care about.
const PIECES: &[&str] = &[
    "@article{k,",
    "@misc(k,",
    "@string{a = ",
    "@comment{",
    "@preamble{\"",
    "@",
    "{",
    "}",
    "(",
    ")",
    "\"",
    "#",
    ",",
    "=",
    "\n",
    "\r",
    " ",
    "%",
    "$",
    "\\",
    "\\'",
    "\\emph{",
    "\\i",
    "\\url{",
    "~",
    "--",
    "title = {",
    "author = ",
    "crossref = {k}",
    "xdata={k}",
    "year = 2001",
    " and ",
    "é",
    "日",
    "a",
    "[",
    "]",
    ":",
    "{\"id\":1,",
    "\"type\":\"book\"",
    "\"issued\":{\"date-parts\":[[",
    "<i>",
    "</i>",
    "null",
    "\\u00e9",
    "\u{feff}",
    "\0",
    "_",
    "^",
    "\\c c",
    "von",
    "$x^",
    "<span",
    "&amp;",
];

fn soup() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![9 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => ".{0,3}"];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn check_reading(text: &str) {
    for (idx, format) in FORMATS.iter().enumerate() {
        format.sniff(text);
        let Some(reader) = format.reader() else { continue };
        let parsed = reader.read(text);
        let inside = |span: refsmith_model::Span| text.get(span.start()..span.end()).is_some();
        for finding in &parsed.diagnostics {
            assert!(finding.span.is_none_or(inside), "{finding:?}");
        }
        for record in &parsed.value {
            for provenance in record.provenance.values() {
                assert!(matches!(provenance.origin, Origin::Input(span) if inside(span)));
            }
            for text in record.texts.values() {
                for (run, _) in &text.marks {
                    assert!(text.plain.get(run.start as usize..run.end as usize).is_some());
                }
            }
        }
        // Every writer gets what its own reader and the one before it found.
        for other in FORMATS.iter().cycle().skip(idx).take(2) {
            let Some(writer) = other.writer() else { continue };
            let mut out = Vec::new();
            writer.write(&parsed.value, &mut out).unwrap();
            let written = text_of(*other, &out);
            if let Some(reader) = other.reader() {
                let again = reader.read(&written);
                assert_eq!(
                    again.value.len(),
                    parsed.value.len(),
                    "{}\n{written}",
                    other.info().name
                );
            }
        }
    }
}

/// A word without the characters in which formats differ on purpose.
fn word() -> impl Strategy<Value = String> {
    "[A-Z][a-zé\u{2010}\u{2019}ø]{1,8}"
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 1..5).prop_map(|words| words.join(" "))
}

/// Words with everything that must be escaped somewhere.
fn wild_words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => word(),
        1 => prop::sample::select(&["&", "%", "$", "#", "_", "{", "}", "~", "^", "\\", "--", "''", "<", ">",
            "<i>", "&lt;", "a-b", "\u{a0}", "`", "\"", "'"][..]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 1..7)
        .prop_map(|words| words.join(" "))
        .prop_filter("not blank", |words| !words.trim().is_empty())
}

fn rich(marks: &'static [Mark]) -> impl Strategy<Value = RichText> {
    (prop::collection::vec((wild_words(), prop::option::of(prop::sample::select(marks))), 1..4))
        .prop_map(|parts| {
            let mut text = RichText::default();
            for (part, mark) in parts {
                if !text.plain.is_empty() {
                    text.plain.push(' ');
                }
                let start = u32::try_from(text.plain.len()).unwrap();
                text.plain.push_str(part.trim());
                let end = u32::try_from(text.plain.len()).unwrap();
                text.marks.extend(mark.map(|mark| (start..end, mark)));
            }
            text
        })
}

fn partial_date() -> impl Strategy<Value = PartialDate> {
    (
        -500..2100_i32,
        prop::option::of(1..=12_u8),
        prop::option::of(1..=28_u8),
        any::<[bool; 2]>(),
        0..=4_u8,
    )
        .prop_map(|(year, month, day, [uncertain, approximate], season)| {
            let season = Some(season).filter(|season| *season > 0 && month.is_none());
            PartialDate { season, uncertain, approximate, ..PartialDate::new(year, month, day) }
        })
}

fn date() -> impl Strategy<Value = Date> {
    prop_oneof![
        4 => partial_date().prop_map(Date::On),
        2 => (partial_date(), partial_date())
            .prop_map(|(start, end)| Date::Interval(Interval { start: Some(start), end: Some(end) })),
        1 => partial_date().prop_map(|start| Date::Interval(Interval { start: Some(start), end: None })),
        1 => partial_date().prop_map(|end| Date::Interval(Interval { start: None, end: Some(end) })),
        1 => Just(Date::Literal("in press".to_owned())),
    ]
}

fn name() -> impl Strategy<Value = Name> {
    let particle = || {
        prop::option::of(
            prop::sample::select(&["van", "de la", "von der"][..]).prop_map(str::to_owned),
        )
    };
    let suffix =
        prop::option::of(prop::sample::select(&["Jr.", "III"][..]).prop_map(str::to_owned));
    let person = (words(), words(), particle(), particle(), suffix, any::<bool>()).prop_map(
        |(family, given, dropping_particle, non_dropping_particle, suffix, flag)| {
            let comma_suffix = suffix.as_deref() == Some("Jr.");
            Name::Person(PersonName {
                family,
                given: Some(given),
                dropping_particle,
                non_dropping_particle,
                suffix,
                comma_suffix,
                static_ordering: flag,
                orcid: flag.then(|| "0000-0002-1825-0097".to_owned()),
            })
        },
    );
    prop_oneof![3 => person, 1 => wild_words().prop_map(|text| Name::Institution(text.trim().to_owned()))]
}

fn record() -> impl Strategy<Value = Record> {
    const MARKS: &[Mark] = &[
        Mark::Italic,
        Mark::Bold,
        Mark::SmallCaps,
        Mark::Superscript,
        Mark::Subscript,
        Mark::NoCase,
    ];
    let texts =
        prop::collection::btree_map(prop::sample::select(TextVariable::ALL), rich(MARKS), 0..6);
    let numbers = prop::collection::btree_map(
        prop::sample::select(NumberVariable::ALL),
        "[1-9][0-9]{0,3}(-[1-9][0-9]{4})?|[A-Z]{2}-[0-9]{1,3}|e[0-9]{3}".prop_map(Number::new),
        0..5,
    );
    let list = (prop::collection::vec(name(), 1..4), prop::option::of(0..4_usize)).prop_map(
        |(names, cut)| {
            let truncated_after = cut.map(|cut| cut.min(names.len()));
            NameList { names, truncated_after }
        },
    );
    let names = prop::collection::btree_map(prop::sample::select(NameVariable::ALL), list, 0..3);
    let dates = prop::collection::btree_map(prop::sample::select(DateVariable::ALL), date(), 0..3);
    (prop::sample::select(ItemType::ALL), texts, numbers, names, dates).prop_map(
        |(item_type, texts, numbers, names, dates)| Record {
            texts: texts.into_iter().collect(),
            numbers: numbers.into_iter().collect(),
            names: names.into_iter().collect(),
            dates: dates.into_iter().collect(),
            ..Record::new("key1", item_type)
        },
    )
}

/// Every format whose reader and writer are made from one table.
fn mapped() -> Vec<&'static str> {
    let both = FORMATS
        .iter()
        .filter(|format| format.mapping().is_some())
        .filter(|format| format.reader().is_some() && format.writer().is_some());
    both.map(|format| format.info().name).collect()
}

/// Tells where two records differ: names of variables, `type`, `id`.
fn differences(before: &Record, after: &Record) -> Vec<String> {
    let mut out = Vec::new();
    if before.item_type != after.item_type {
        out.push("type".to_owned());
    }
    if before.id != after.id {
        out.push("id".to_owned());
    }
    let mut variables = before.variables();
    variables.extend(after.variables());
    variables.sort_unstable();
    variables.dedup();
    let differs =
        |variable: &refsmith_model::Variable| before.get(*variable) != after.get(*variable);
    out.extend(
        variables.iter().copied().filter(differs).map(|variable| variable.as_str().to_owned()),
    );
    out
}

fn variables_equal(before: &Record, after: &Record, losses: &refsmith_model::Losses, text: &str) {
    let lost = |name: &str| losses.iter().any(|loss| loss.field == name);
    for variable in before.variables() {
        if !lost(variable.as_str()) {
            assert_eq!(after.get(variable), before.get(variable), "{variable}\n{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn readers_take_any_text(text in soup()) {
        check_reading(&text);
    }

    #[test]
    fn readers_take_any_characters(text in ".{0,200}") {
        check_reading(&text);
    }

    #[test]
    fn csl_json_carries_everything(mut record in record()) {
        for (variable, text) in &mut record.texts {
            if matches!(variable, TextVariable::Doi | TextVariable::Url | TextVariable::Isbn | TextVariable::Issn
                | TextVariable::Pmid | TextVariable::Pmcid | TextVariable::CitationKey) {
                text.marks.clear();
            }
        }
        for format in ["csl-json", "jsonl", "csl-yaml"] {
            let (text, losses) = write(format, std::slice::from_ref(&record));
            let parsed = read(format, &text);
            prop_assert!(losses.is_empty() && parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
            prop_assert_eq!(without_provenance(parsed.value[0].clone()), record.clone(), "{}", text);
        }
    }

    #[test]
    fn bibtex_carries_what_it_does_not_report(record in record()) {
        for format in ["bibtex", "biblatex"] {
            let (text, losses) = write(format, std::slice::from_ref(&record));
            let parsed = read(format, &text);
            prop_assert_eq!(parsed.value.len(), 1, "{}", text);
            let back = &parsed.value[0];
            prop_assert_eq!(&back.id, &record.id);
            prop_assert_eq!(back.item_type, record.item_type);
            variables_equal(&record, back, &losses, &text);
            let (again, lost_again) = write(format, std::slice::from_ref(back));
            prop_assert!(parsed.diagnostics.is_empty(), "{:?}\n{}", parsed.diagnostics, text);
            if !lost_again.is_empty() {
                continue;
            }
            let twice = read(format, &again).value;
            prop_assert_eq!(
                without_provenance(twice[0].clone()), without_provenance(back.clone()), "{}\n{}", text, again
            );
        }
    }
}

proptest! {
    // Many formats, each of which reads everything again: fewer records do.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn mapped_formats_report_every_loss(records in prop::collection::vec(record(), 1..4)) {
        let records: Vec<Record> = records.into_iter().enumerate()
            .map(|(idx, record)| Record { id: format!("key{idx}"), ..record }).collect();
        for format in mapped() {
            let (text, losses) = write(format, &records);
            let parsed = read(format, &text);
            prop_assert_eq!(parsed.value.len(), records.len(), "{}: {}", format, text);
            for (before, after) in records.iter().zip(&parsed.value) {
                for field in differences(before, after) {
                    let reported = losses.iter().any(|loss| {
                        loss.record == before.id && (loss.field == field
                            || matches!(&loss.kind, refsmith_model::LossKind::Moved { to } if *to == field))
                    });
                    prop_assert!(reported, "{}: `{}` of {:?}\n{}", format, field, before, text);
                }
            }
        }
    }

    #[test]
    fn what_is_carried_comes_back(record in record()) {
        for format in mapped() {
            for carry in [Carry::Note, Carry::Extra] {
                let writer = refsmith_formats::by_name(format).unwrap();
                let mut out = Vec::new();
                let losses = write_carrying(writer, std::slice::from_ref(&record), carry, &mut out).unwrap();
                let text = text_of(writer, &out);
                let back = read(format, &text);
                prop_assert_eq!(back.value.len(), 1, "{}: {}", format, text);
                let real = |loss: &&refsmith_model::Loss| match &loss.kind {
                    refsmith_model::LossKind::Moved { to } => refsmith_model::Variable::parse(to).is_some() && to != "note",
                    _ => true,
                };
                for field in differences(&record, &back.value[0]) {
                    let reported = losses.iter().filter(real).any(|loss| {
                        loss.field == field
                            || matches!(&loss.kind, refsmith_model::LossKind::Moved { to } if *to == field)
                    });
                    prop_assert!(reported, "{}: `{}` of {:?}\n{}", format, field, record, text);
                }
            }
        }
    }
}
