//! What is read and written piece by piece is what is read and written whole.

use proptest::prelude::*;
use refsmith_formats::{FORMATS, by_name};
use refsmith_model::{Diagnostic, Parsed, Record};

use crate::support::{read, without_provenance, write};

/// Hands over a text in portions of these lengths, over and over; what is given to `each` begins
/// with what it has left, and is told where that begins and whether it is the last.
fn by_portions(text: &str, portions: &[usize], mut each: impl FnMut(&str, usize, bool) -> usize) {
    let (mut start, mut end) = (0, 0);
    for portion in portions.iter().cycle() {
        end = text.len().min(end + portion);
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let last = end == text.len();
        start += each(text.get(start..end).unwrap(), start, last);
        assert!(start <= end);
        if last {
            assert_eq!(start, end, "all is read in the end");
            return;
        }
    }
}

/// Reads a text that comes in portions of these lengths.
fn in_pieces(format: &str, text: &str, portions: &[usize]) -> Parsed<Vec<Record>> {
    let mut pieces = by_name(format).unwrap().reader().unwrap().pieces().unwrap();
    while pieces.looks_ahead() {
        by_portions(text, portions, |part, _, last| pieces.look(part, last));
    }
    let mut out = Parsed::clean(Vec::new());
    by_portions(text, portions, |part, start, last| {
        let piece = pieces.read(part, last);
        let moved = |mut finding: Diagnostic| {
            finding.span = finding.span.map(|span| span.shifted(start));
            if let Some(fix) = &mut finding.fix {
                fix.span = fix.span.shifted(start);
            }
            finding
        };
        out.value.extend(piece.parsed.value.into_iter().map(without_provenance));
        out.diagnostics.extend(piece.parsed.diagnostics.into_iter().map(moved));
        piece.len
    });
    out
}

fn whole(format: &str, text: &str) -> Parsed<Vec<Record>> {
    let mut read = read(format, text);
    read.value = read.value.into_iter().map(without_provenance).collect();
    read
}

/// Some records with everything that formats have trouble with.
fn records() -> Vec<Record> {
    let files = [
        include_str!("../fixtures/ris/zotero.records.json"),
        include_str!("../fixtures/ris/databases.records.json"),
        include_str!("../fixtures/ris/endnote.records.json"),
    ];
    let mut records: Vec<Record> =
        files.into_iter().flat_map(|items| read("csl-json", items).value).collect();
    for (idx, record) in records.iter_mut().enumerate() {
        record.id = format!("key{idx}");
    }
    records
}

fn formats_read_in_pieces() -> Vec<&'static str> {
    let pieces = FORMATS
        .iter()
        .filter(|format| format.reader().is_some_and(|reader| reader.pieces().is_some()));
    pieces.map(|format| format.info().name).collect()
}

#[test]
fn what_is_written_in_pieces_is_what_is_written_whole() {
    let records = records();
    assert!(records.len() > 2);
    let mut count = 0;
    for format in FORMATS {
        let Some(writer) = format.writer() else { continue };
        for at_once in [1, 2, records.len()] {
            let Some(mut pieces) = writer.pieces() else { continue };
            let (mut out, mut lost) = (Vec::new(), Vec::new());
            for portion in records.chunks(at_once) {
                lost.extend(pieces.write(portion, &mut out).unwrap());
                lost.extend(pieces.write(&[], &mut out).unwrap());
            }
            pieces.finish(&mut out).unwrap();
            let (expected, losses) = write(format.info().name, &records);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
            assert_eq!(lost, losses);
            count += 1;
        }
    }
    assert!(count >= 3 * 5, "{count}");
    for format in ["csl-json", "jsonl", "ris"] {
        let mut out = Vec::new();
        by_name(format).unwrap().writer().unwrap().pieces().unwrap().finish(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), write(format, &[]).0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn sound_files(portions in prop::collection::vec(1_usize..900, 1..6)) {
        let records = records();
        for format in formats_read_in_pieces() {
            let Some(writer) = by_name(format).unwrap().writer() else { continue };
            let mut text = Vec::new();
            writer.write(&records, &mut text).unwrap();
            let text = String::from_utf8(text).unwrap();
            prop_assert_eq!(in_pieces(format, &text, &portions), whole(format, &text), "{}", format);
        }
    }

    #[test]
    fn broken_files_lose_no_record(
        portions in prop::collection::vec(1_usize..300, 1..6),
        at in 0_usize..4000,
        insertion in prop::sample::select(&["{", "]", "\"", "\n", "x", ",", "TY  - BOOK\n", "ER  -\n"][..]),
    ) {
        let records = records();
        for format in formats_read_in_pieces() {
            let Some(writer) = by_name(format).unwrap().writer() else { continue };
            let mut text = Vec::new();
            writer.write(&records, &mut text).unwrap();
            let mut text = String::from_utf8(text).unwrap();
            let mut at = at % (text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.insert_str(at, insertion);
            let (found, expected) = (in_pieces(format, &text, &portions), whole(format, &text));
            if format != "csl-json" {
                prop_assert_eq!(&found, &expected, "{} {}", format, text);
            }
            prop_assert!(found.value.len() >= expected.value.len(), "{} {}", format, text);
            prop_assert_eq!(found.diagnostics.is_empty(), expected.diagnostics.is_empty());
        }
    }
}

/// A file in which much matters to what stands elsewhere; entries are long enough that pieces hold
/// only some of them.
fn bibtex_with_everything() -> String {
    let abstract_text = "Rivers carry sand. ".repeat(20);
    let mut text = String::from("A note.\n\n@string{press = \"River Press\"}\n");
    for number in 0..12 {
        text.push_str(&format!(
            "@inproceedings{{part{number},\n  author = {{Marsh, Ada and Reed, Ben}},\n  \
             title = {{On \\river{{}} {number}}},\n  crossref = {{Whole{}}},\n  \
             publisher = press # {{ {number}}},\n  abstract = {{{abstract_text}}}\n}}\n\n",
            number % 4
        ));
        if number == 5 {
            text.push_str("@string{press = {Other Press}}\n% @article{no, title = {No}}\n");
            text.push_str("@comment{\n@article{hidden, title = {Hidden}, year = 1990}\n}\n");
        }
    }
    text.push_str("@preamble{\"\\newcommand{\\river}{Rivers}\"}\n");
    for number in 0..3 {
        text.push_str(&format!(
            "@proceedings{{whole{number},\n  title = {{Whole {number}}},\n  xdata = {{common}},\n  \
             abstract = {{{abstract_text}}},\n  year = 199{number}\n}}\n\n"
        ));
    }
    text.push_str("@set{both,\n  entryset = {Whole1, part4}\n}\n");
    text.push_str("@xdata{common,\n  location = {Delta}\n}\n");
    text.push_str("@book{part1,\n  title = {The key again}\n}\n");
    text
}

#[test]
fn entries_know_the_whole_file() {
    let text = bibtex_with_everything();
    let whole = whole("bibtex", &text);
    assert_eq!(whole.value.len(), 17);
    let first = whole.value.first().unwrap();
    let of = |variable| first.text(variable).unwrap_or_default();
    assert_eq!(of(refsmith_model::TextVariable::ContainerTitle), "Whole 0");
    assert_eq!(of(refsmith_model::TextVariable::PublisherPlace), "Delta");
    assert_eq!(of(refsmith_model::TextVariable::Title), "On Rivers 0");
    for portion in [1, 700, 1100, 1500, 2500, 5000] {
        let pieces = in_pieces("bibtex", &text, &[portion]);
        assert_eq!(pieces.value, whole.value);
        let mut findings = pieces.diagnostics;
        findings.sort_by_key(|finding| finding.span.map(|span| span.start));
        assert_eq!(findings, whole.diagnostics, "{portion}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn entries_of_broken_files(
        portions in prop::collection::vec(1_usize..3000, 1..6),
        at in 0_usize..20_000,
        insertion in prop::sample::select(&[
            "{", "}", "\"", "\n", "=", ",", "@", "@comment{", "\n@book{x,\n", "title = \"{", "#", "(",
        ][..]),
    ) {
        let mut text = bibtex_with_everything();
        let at = at % (text.len() + 1);
        text.insert_str(at, insertion);
        let (found, expected) = (in_pieces("bibtex", &text, &portions), whole("bibtex", &text));
        prop_assert_eq!(found.value, expected.value, "{}", text);
        let sorted = |mut findings: Vec<Diagnostic>| {
            findings.sort_by_key(|finding| (finding.span, finding.code.code));
            findings
        };
        prop_assert_eq!(sorted(found.diagnostics), sorted(expected.diagnostics), "{}", text);
    }
}

#[test]
fn a_string_without_value_ends_before_the_next_entry() {
    let entries: String = (0..40)
        .map(|n| format!("@misc{{k{n},\n  title = {{On rivers and their sand, part {n}}},\n  year = 2001\n}}\n"))
        .collect();
    let text = format!("@string{{name\n{entries}}}\n");
    let whole = whole("bibtex", &text);
    assert_eq!(whole.value.len(), 40);
    assert_eq!(in_pieces("bibtex", &text, &[1500]).value, whole.value);
}

/// A line near an entry is no entry because a comma and a field stand in the one behind it.
#[test]
fn the_entry_behind_makes_no_entry_of_a_line() {
    for line in ["@string{river = {Elbe}}", "@misc{", "@misc{delta", "@misc"] {
        let mut text = String::from("@misc{open,\n  note = {no end,\n");
        for n in 0..40 {
            text.push_str(&format!(
                "{line}\n\n@book{{k{n},\n  title = \"On {{sand, part {n}\",\n}}\n"
            ));
        }
        let whole = whole("bibtex", &text);
        for portion in [300, 1500, 2200] {
            assert_eq!(
                in_pieces("bibtex", &text, &[portion]).value,
                whole.value,
                "{line} {portion}"
            );
        }
    }
}
