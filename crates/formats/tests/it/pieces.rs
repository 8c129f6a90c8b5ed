//! What is read and written piece by piece is what is read and written whole.

use proptest::prelude::*;
use refsmith_formats::{FORMATS, by_name};
use refsmith_model::{Diagnostic, Parsed, Record};

use crate::support::{read, without_provenance, write};

/// Reads a text that comes in portions of these lengths, over and over.
fn in_pieces(format: &str, text: &str, portions: &[usize]) -> Parsed<Vec<Record>> {
    let mut pieces = by_name(format).unwrap().reader().unwrap().pieces().unwrap();
    let mut out = Parsed::clean(Vec::new());
    let (mut start, mut end) = (0, 0);
    for portion in portions.iter().cycle() {
        end = text.len().min(end + portion);
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let last = end == text.len();
        let piece = pieces.read(text.get(start..end).unwrap(), last);
        let moved = |mut finding: Diagnostic| {
            finding.span = finding.span.map(|span| span.shifted(start));
            finding
        };
        out.value.extend(piece.parsed.value.into_iter().map(without_provenance));
        out.diagnostics.extend(piece.parsed.diagnostics.into_iter().map(moved));
        start += piece.len;
        assert!(start <= end);
        if last {
            assert_eq!(start, end, "all is read in the end");
            return out;
        }
    }
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
