//! `refsmith convert` of files that are too large to be read whole, and of what Zotero calls otherwise.

use std::fmt::Write as _;

use crate::support::{json_lines, run, run_with_input};

/// Records in RIS of together more than 4 MiB, most of them without a key; the type of the last one
/// is none, in the last line but two.
fn large_ris() -> String {
    let words = "rivers carry sediment to the sea and ".repeat(120);
    let mut text = String::new();
    for idx in 0..1100 {
        let key = if idx % 10 == 3 { format!("ID  - key{idx}\r\n") } else { String::new() };
        let record = format!(
            "TY  - BOOK\r\n{key}TI  - Sediment\r\nPY  - 2001\r\nAB  - {words}\r\nER  - \r\n\r\n"
        );
        text.push_str(&record);
    }
    let _ = write!(text, "TY  - NOTHING\r\nTI  - End\r\nER  - ");
    assert!(text.len() > 4 << 20);
    text
}

#[test]
fn large_files_are_converted_piece_by_piece() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.ris");
    let text = large_ris();
    std::fs::write(&file, &text).unwrap();
    let file = file.to_str().unwrap();
    let by_name = run(&["convert", file, "-t", "jsonl"]);
    let records = json_lines(&by_name.stdout);
    assert_eq!(records.len(), 1101);
    let keys: std::collections::BTreeSet<&str> =
        records.iter().filter_map(|record| record["id"].as_str()).collect();
    assert_eq!(keys.len(), 1101, "every key once");
    assert!(keys.contains("key3") && keys.contains("sediment2001b"));
    assert_eq!(records[1100]["title"], "End");
    let line = text.lines().count() - 2;
    let place = format!("large.ris:{line}:1: warning: expected a type of ris");
    assert!(by_name.stderr.contains(&place), "{}", by_name.stderr);
    let by_pipe = run_with_input(&["convert", "-f", "ris", "-t", "jsonl"], text.as_bytes());
    assert_eq!(by_pipe.stdout, by_name.stdout);
    // A format that is written whole gets the same records.
    let whole = run(&["convert", file, "-t", "csl-yaml"]);
    assert_eq!(whole.stdout.matches("abstract:").count(), 1100);
}

#[test]
fn large_files_in_other_encodings_are_read() {
    let mut bytes = large_ris().into_bytes();
    bytes.extend_from_slice(b"\r\nTY  - BOOK\r\nTI  - caf\xe9\r\nER  - \r\n");
    let read = run_with_input(&["convert", "-f", "ris", "-t", "jsonl"], &bytes);
    let records = json_lines(&read.stdout);
    assert_eq!(records.last().unwrap()["title"], "café");
    assert!(read.stderr.contains("encoding-detected"), "{}", read.stderr);
}

/// Entries of together more than 4 MiB that inherit from one at the end, with a command that the
/// preamble behind them defines.
fn large_bib() -> String {
    let words = "rivers carry sediment to the sea and ".repeat(120);
    let mut text = String::from("@string{press = {River Press}}\n");
    for idx in 0..1100 {
        let _ = write!(
            text,
            "@inbook{{part{idx},\n  title = {{On \\river}},\n  crossref = {{Whole}},\n  publisher = press,\n  \
             abstract = {{{words}}}\n}}\n\n"
        );
    }
    text.push_str("@preamble{\"\\newcommand{\\river}{Rivers}\"}\n");
    text.push_str("@book{whole,\n  title = {Sediment},\n  year = {2001-02-30},\n}\n");
    assert!(text.len() > 4 << 20);
    text
}

#[test]
fn entries_of_large_files_inherit_from_others() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.bib");
    let text = large_bib();
    std::fs::write(&file, &text).unwrap();
    let file = file.to_str().unwrap();
    let by_name = run(&["convert", file, "-t", "jsonl", "-v"]);
    let records = json_lines(&by_name.stdout);
    assert_eq!(records.len(), 1101);
    for record in records.iter().take(1100) {
        assert_eq!(record["container-title"], "Sediment");
        assert_eq!(record["title"], "On Rivers");
        assert_eq!(record["publisher"], "River Press");
        assert_eq!(record["issued"]["literal"], "2001-02-30");
    }
    assert_eq!(by_name.stderr.matches("(2 here) are not carried along").count(), 1);
    let by_pipe = run_with_input(&["convert", "-f", "bibtex", "-t", "jsonl"], text.as_bytes());
    assert_eq!(by_pipe.stdout, by_name.stdout);
    // What is written whole is read whole.
    let whole = run(&["convert", file, "-t", "csl-yaml"]);
    assert_eq!(whole.stdout.matches("container-title: Sediment").count(), 1100);
}

#[test]
fn the_archive_of_a_preprint_is_its_repository_in_zotero() {
    let text = "Stone, C., & Berg, A. (2020). Seeing rain by radar (arXiv:2001.02345). arXiv. \
                https://doi.org/10.48550/arXiv.2001.02345\n\
                Low, K. (2021). Rain at sea. bioRxiv. https://doi.org/10.1101/2021.05.03.442465\n";
    let run = run_with_input(&["parse", "--lines", "-", "-t", "zotero-json"], text.as_bytes());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let items: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(items[0]["itemType"], "preprint");
    assert_eq!(items[0]["repository"], "arXiv");
    assert_eq!(items[0]["archiveID"], "arXiv:2001.02345");
    assert_eq!(items[0]["DOI"], "10.48550/arxiv.2001.02345");
    assert_eq!(items[1]["repository"], "bioRxiv");
}

#[test]
fn what_is_dropped_comes_with_the_way_to_keep_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("map.json");
    let map = r#"[{"id": "a", "type": "book", "title": "Rivers", "dimensions": "22 cm"}]"#;
    std::fs::write(&file, map).unwrap();
    let file = file.to_str().unwrap();
    let told = |options: &[&str]| run(&[&["convert", file], options].concat()).stderr;
    let way = "what is dropped stays in the note with `--carry note`";
    assert!(told(&["-t", "ris"]).contains(way));
    for none in [
        &["-t", "csl-json"][..],
        &["-t", "coins"],
        &["-t", "ris", "--carry", "note"],
        &["-t", "ris", "-q"],
        &["-t", "ris", "--message-format", "json"],
    ] {
        assert!(!told(none).contains("what is dropped"), "{none:?}");
    }
}

#[test]
fn tables_with_headings_of_ones_own_are_read_by_column() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("works.csv");
    let table = "Titel;Verfasser;Jahr;Regal\nRegen;\"Berg, Anna; Stein, Bo\";2001;7b\n";
    std::fs::write(&file, table).unwrap();
    let file = file.to_str().unwrap();
    let columns = ["--column", "titel=title", "--column=Verfasser=author", "--column=Jahr=issued"];
    let converted = run(&[&["convert", file, "-t", "csl-json"][..], &columns].concat());
    assert_eq!(converted.code, 0, "{}", converted.stderr);
    let items: serde_json::Value = serde_json::from_str(&converted.stdout).expect("JSON");
    assert_eq!(items[0]["id"], "berg2001");
    assert_eq!(items[0]["title"], "Regen");
    assert_eq!(items[0]["author"][1]["family"], "Stein");
    assert_eq!(items[0]["custom"]["extra"][0]["name"], "Regal");

    let fails = |options: &[&str], message: &str| {
        let run = run(&[&["convert", file, "-t", "csl-json"], options].concat());
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(message), "{}", run.stderr);
    };
    fails(&["--column", "Titel=tittle"], "no column is called `tittle`");
    fails(&["--column", "Titel"], "names no variable");
    fails(&["--column", "Titel=title", "-f", "ris"], "`ris` has no columns");
    let standard_input = run_with_input(
        &["convert", "-", "-f", "csv", "-t", "csl-json", "--column", "Titel=title"],
        table.as_bytes(),
    );
    assert!(standard_input.stdout.contains("\"title\": \"Regen\""), "{}", standard_input.stderr);
}
