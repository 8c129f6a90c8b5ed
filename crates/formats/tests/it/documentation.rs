//! Pages that are made from the code: a page for each format that has a table, and what becomes of
//! forty-five works, one of each type, in every format. `UPDATE=1 cargo test` writes them.

use std::collections::BTreeMap;
use std::path::Path;

use refsmith_formats::mapping::{FieldRow, Form, Mapping, On, To, Way};
use refsmith_formats::{Carry, FORMATS, Format, text_of, write_carrying};
use refsmith_model::{LossKind, Losses, Record};

use crate::support::read;

const LIBRARY: &str = include_str!("../library.json");

/// Compares a page with what it should be, or writes it.
#[expect(clippy::disallowed_methods, reason = "tests may read and write their pages")]
fn check(page: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(page);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, expected).unwrap();
        return;
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "docs/{page} is not up to date: run the tests with UPDATE=1");
}

fn way(way: Way) -> &'static str {
    match way {
        Way::Both => "read, written",
        Way::Read => "read",
        Way::Write => "written",
    }
}

fn on(on: On) -> String {
    let list = |types: &[refsmith_model::ItemType]| {
        types.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ")
    };
    match on {
        On::All => "all types".to_owned(),
        On::Only(types) => list(types),
        On::Except(types) => format!("all but {}", list(types)),
    }
}

fn form(row: &FieldRow) -> String {
    match row.form {
        Form::Usual => String::new(),
        Form::List => "one field for each part of the list".to_owned(),
        Form::Lines => "one field for each line".to_owned(),
        Form::Semicolons => "semicolons between the parts of the list".to_owned(),
        Form::FirstPage => "first page".to_owned(),
        Form::LastPage => "last page".to_owned(),
        Form::Year => "the year".to_owned(),
        Form::WithinYear => "the whole date, if it is more than a year".to_owned(),
        Form::DateOnly => "only if it is a date".to_owned(),
        Form::Doi => "without the address of a resolver".to_owned(),
        Form::OnlyDoi => "only if it is a DOI".to_owned(),
        Form::Isbn => "only if it looks like an ISBN".to_owned(),
        Form::Issn => "only if it looks like an ISSN".to_owned(),
        Form::Between(before, after) => format!("`{before}…{after}`"),
        Form::Word(word, means) => format!("`{word}` for `{means}`"),
    }
}

fn page(format: &dyn Format, mapping: &Mapping) -> String {
    let info = format.info();
    let mut out = format!(
        "# {}\n\nRegistry name: `{}`. {}.\n\nThis page is made from the table that reader and writer work with. A field is read by the first row \
         that holds for the type and takes the value; what no row takes is kept as a field of the format{}. \
         A field that gives way is looked at last.\n\n## Types\n\n| {} | CSL | |\n| --- | --- | --- |\n",
        info.description,
        info.name,
        match (format.reader().is_some(), format.writer().is_some()) {
            (true, true) => "Read and written",
            (true, false) => "Read",
            _ => "Written",
        },
        if format.writer().is_some() { " and written back to it" } else { "" },
        mapping.type_field
    );
    for row in mapping.type_rows() {
        out.push_str(&format!("| {} | {} | {} |\n", row.name, row.item_type, way(row.way)));
    }
    if format.writer().is_some() {
        let other = mapping.other_type;
        out.push_str(&format!("\nAny other CSL type is written as {other}.\n"));
    }
    out.push_str("\n## Fields\n\n| field | on | CSL | form | |\n| --- | --- | --- | --- | --- |\n");
    for row in mapping.fields {
        let to = match row.to {
            To::Id => "the key".to_owned(),
            To::Variable(variable) => variable.as_str().to_owned(),
        };
        let field = if row.field.is_empty() { "the key of the entry" } else { row.field };
        let weak = if row.weak { ", gives way" } else { "" };
        out.push_str(&format!(
            "| `{field}` | {} | {to} | {} | {}{weak} |\n",
            on(row.on),
            form(row),
            way(row.way)
        ));
    }
    if let Some(carrier) = mapping.carrier {
        out.push_str(&format!("\n`--carry extra` keeps what has no field in `{carrier}`.\n"));
    }
    out
}

#[test]
fn pages_of_formats_are_up_to_date() {
    for format in FORMATS {
        if let Some(mapping) = format.mapping() {
            check(&format!("formats/{}.md", format.info().name), &page(*format, mapping));
        }
    }
}

pub(crate) fn library() -> Vec<Record> {
    let parsed = read("csl-json", LIBRARY);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    parsed.value
}

#[derive(Default)]
struct Count {
    kept: usize,
    types: usize,
    dropped: BTreeMap<String, usize>,
    other: usize,
}

/// Writes and reads again, and checks that every difference was reported.
fn count(format: &dyn Format, records: &[Record], carry: Option<Carry>) -> Count {
    let mut text = Vec::new();
    let losses: Losses = match carry {
        Some(carry) => write_carrying(format, records, carry, &mut text).unwrap(),
        None => format.writer().unwrap().write(records, &mut text).unwrap(),
    };
    let text = text_of(format, &text);
    let back = format.reader().unwrap().read(&text).value;
    assert_eq!(back.len(), records.len(), "{}", format.info().name);
    let mut count = Count::default();
    for (before, after) in records.iter().zip(&back) {
        let reported =
            |field: &str| losses.iter().any(|loss| loss.record == before.id && loss.field == field);
        count.types += usize::from(before.item_type == after.item_type);
        assert!(
            before.item_type == after.item_type || reported("type"),
            "{}: {}",
            format.info().name,
            before.id
        );
        for variable in before.variables() {
            if before.get(variable) == after.get(variable) {
                count.kept += 1;
                continue;
            }
            let name = variable.as_str();
            assert!(reported(name), "{}: {} of {}", format.info().name, name, before.id);
            let gone = losses.iter().any(|loss| {
                loss.record == before.id && loss.field == name && loss.kind == LossKind::Dropped
            });
            if gone {
                *count.dropped.entry(name.to_owned()).or_default() += 1;
            } else {
                count.other += 1;
            }
        }
    }
    count
}

#[test]
fn every_loss_of_the_library_is_reported_and_counted() {
    let records = library();
    let all: usize = records.iter().map(|record| record.variables().len()).sum();
    let types: std::collections::BTreeSet<_> = records.iter().map(|r| r.item_type).collect();
    assert_eq!(types.len(), 45, "one work of each type");
    let mut out = format!(
        "# What formats lose\n\nForty-five works, one of each type of CSL, with {all} variables: written in a format, read again and compared. \
         Whatever is not as it was stands in the report of the writer; a test makes sure of it, and of this page.\n\n\
         | format | variables kept | types kept | otherwise changed | dropped | kept with `--carry note` |\n| --- | --- | --- | --- | --- | --- |\n"
    );
    for format in FORMATS.iter().filter(|f| f.reader().is_some() && f.writer().is_some()) {
        let plain = count(*format, &records, None);
        let carried = count(*format, &records, Some(Carry::Note));
        let dropped: Vec<String> =
            plain.dropped.iter().map(|(name, times)| format!("{name} {times}")).collect();
        let percent = plain.kept * 1000 / all;
        out.push_str(&format!(
            "| {} | {} ({}.{} %) | {} | {} | {} | {} |\n",
            format.info().name,
            plain.kept,
            percent / 10,
            percent % 10,
            plain.types,
            plain.other,
            if dropped.is_empty() { "nothing".to_owned() } else { dropped.join(", ") },
            carried.kept
        ));
    }
    check("losses.md", &out);
}
