//! Files of each format with the records that are in them, written by hand from the descriptions of
//! the formats, and the findings. `name.ext`, `name.records.json`, `name.findings.txt`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use refsmith_formats::{FORMATS, csl_json, sniff, unpack};
use refsmith_model::SourceText;

use crate::support::{codes, read, without_provenance, write};

/// A file of one format.
struct Fixture {
    format: String,
    path: PathBuf,
    text: String,
}

#[expect(clippy::disallowed_methods, reason = "tests may read their data")]
fn text(path: &Path) -> Option<String> {
    let bytes = std::fs::read(path).ok()?;
    // Of a file that is no text, the text in it.
    match unpack(&bytes) {
        Some((_, unpacked)) => Some(unpacked.value),
        None => String::from_utf8(bytes).ok(),
    }
}

fn fixtures() -> Vec<Fixture> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut found = Vec::new();
    for folder in std::fs::read_dir(root).unwrap() {
        let folder = folder.unwrap().path();
        let format = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if name.ends_with(".records.json") || name.ends_with(".findings.txt") {
                continue;
            }
            let text = text(&path).unwrap();
            found.push(Fixture { format: format.clone(), path, text });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty());
    found
}

#[test]
fn files_are_read_as_expected() {
    for fixture in fixtures() {
        let name = fixture.path.display();
        let parsed = read(&fixture.format, &fixture.text);
        let expected = text(&fixture.path.with_extension("records.json"));
        let expected =
            expected.unwrap_or_else(|| panic!("expected {name} to have records beside it"));
        let expected: Vec<serde_json::Value> = serde_json::from_str(&expected).unwrap();
        let found: Vec<serde_json::Value> =
            parsed.value.iter().map(|record| csl_json::to_json(record).0).collect();
        for (idx, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(found, expected, "{name}: record {}\n{found:#}", idx + 1);
        }
        assert_eq!(found.len(), expected.len(), "{name}");
        let source = SourceText::plain(name.to_string(), fixture.text.clone());
        let findings: String = parsed
            .diagnostics
            .iter()
            .map(|finding| {
                let position = source.position(finding.span.unwrap());
                let (severity, code) = (finding.severity.as_str(), finding.code.code);
                format!("{}:{} {severity}[{code}]\n", position.line, position.column)
            })
            .collect();
        let expected = text(&fixture.path.with_extension("findings.txt")).unwrap_or_default();
        assert_eq!(findings, expected, "{name}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "tests may read their data")]
fn files_are_recognized_by_their_content() {
    for fixture in fixtures() {
        let bytes = std::fs::read(&fixture.path).unwrap();
        let found = match unpack(&bytes) {
            Some((format, _)) => Some(format.info().name),
            None => sniff(&fixture.text).map(|format| format.info().name),
        };
        assert_eq!(found, Some(fixture.format.as_str()), "{}", fixture.path.display());
    }
}

#[test]
fn what_was_read_is_written_and_read_again() {
    for fixture in fixtures() {
        let records = read(&fixture.format, &fixture.text).value;
        let format = refsmith_formats::by_name(&fixture.format).unwrap();
        if format.writer().is_none() {
            continue;
        }
        let (text, losses) = write(&fixture.format, &records);
        assert!(losses.is_empty(), "{}: {losses:?}\n{text}", fixture.path.display());
        let again = read(&fixture.format, &text);
        assert_eq!(
            codes(&again).iter().filter(|code| **code != "record-bad-date").count(),
            0,
            "{text}"
        );
        let bare = |records: Vec<refsmith_model::Record>| -> Vec<_> {
            records.into_iter().map(without_provenance).collect()
        };
        assert_eq!(bare(again.value), bare(records.clone()), "{text}");
        // A second writing changes nothing.
        assert_eq!(write(&fixture.format, &records).0, text);
    }
}

#[test]
fn every_mapped_format_has_a_file() {
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    for fixture in fixtures() {
        *files.entry(fixture.format).or_default() += 1;
    }
    for format in FORMATS.iter().filter(|f| f.mapping().is_some() && f.reader().is_some()) {
        assert!(files.contains_key(format.info().name), "{}", format.info().name);
    }
}
