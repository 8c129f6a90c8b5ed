//! Real files, from data beside the repository: none may be lost, none may take long.

use crate::shared;
use crate::support::{codes, read, write};

/// Entries that must be found in all files together.
const FLOOR: usize = 66_000;

#[test]
#[expect(clippy::disallowed_methods, reason = "tests may read their data and measure time")]
fn real_files_are_read() {
    let Some(folder) = shared::path("bib/wild") else { return };
    let (mut files, mut entries, mut bytes) = (0, 0, 0);
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    let start = std::time::Instant::now();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = shared::text(&file.unwrap().path());
        let parsed = read("bibtex", &text);
        for finding in &parsed.diagnostics {
            if let Some(span) = finding.span {
                assert!(span.end() <= text.len() && text.get(span.start()..span.end()).is_some());
            }
        }
        files += 1;
        entries += parsed.value.len();
        bytes += text.len();
        for code in codes(&parsed) {
            *counts.entry(code).or_default() += 1;
        }
    }
    println!("{files} files, {entries} entries, {bytes} bytes in {:?}", start.elapsed());
    println!("{counts:#?}");
    assert!(entries >= FLOOR, "{entries} entries");
}

#[test]
fn a_large_file_comes_back() {
    let Some(path) = shared::path("bib/tugboat.bib") else { return };
    let first = read("bibtex", &shared::text(&path)).value;
    let (text, losses) = write("bibtex", &first);
    let second = read("bibtex", &text).value;
    assert_eq!(first.len(), second.len());
    let lossy: std::collections::BTreeSet<&str> =
        losses.iter().map(|loss| loss.record.as_str()).collect();
    let mut changed = 0;
    for (before, after) in first.iter().zip(&second) {
        let (before, after) = (
            crate::support::without_provenance(before.clone()),
            crate::support::without_provenance(after.clone()),
        );
        if before != after && !lossy.contains(before.id.as_str()) {
            changed += 1;
            if changed <= 3 {
                println!("{before:#?}\n{after:#?}");
            }
        }
    }
    println!("{} records, {} losses, {changed} silently changed", first.len(), losses.len());
    assert_eq!(changed, 0);
}
