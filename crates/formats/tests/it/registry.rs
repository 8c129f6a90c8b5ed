//! The registry: names, extensions, guesses, codes.

use std::collections::BTreeSet;

use refsmith_formats::{CODES, FORMATS, by_extension, by_name, sniff};

#[test]
fn names_are_unique_and_found() {
    let mut names = BTreeSet::new();
    for format in FORMATS {
        let info = format.info();
        for name in std::iter::once(&info.name).chain(info.aliases) {
            assert!(names.insert(*name), "{name} is used twice");
            assert_eq!(by_name(name).unwrap().info().name, info.name);
        }
        for extension in info.extensions {
            // Several formats may share an extension; then the first one has it, and content decides.
            let known = by_extension(extension).unwrap().info();
            assert!(known.extensions.contains(extension), "{extension}");
        }
    }
}

#[test]
fn codes_are_unique_and_explained() {
    let mut seen = BTreeSet::new();
    for code in CODES {
        assert!(seen.insert(code.code), "{} is used twice", code.code);
        assert!(code.explanation.len() > code.summary.len(), "{}", code.code);
        assert!(!code.summary.ends_with('.'), "{}", code.code);
    }
}

#[test]
fn every_reader_has_a_fuzz_target() {
    let targets = include_str!("../../fuzz/Cargo.toml");
    for format in FORMATS.iter().filter(|format| format.reader().is_some()) {
        let target = format!("name = \"read-{}\"\n", format.info().name);
        assert!(targets.contains(&target), "no {target}");
    }
}

#[test]
fn formats_are_guessed() {
    let cases = [
        ("% a comment\n@article{k,\n title = {T}}", Some("bibtex")),
        ("@online{k,\n date = {2001}}", Some("biblatex")),
        ("[{\"id\": \"a\", \"type\": \"book\"}]", Some("csl-json")),
        ("{\"items\": [{\"id\": 1, \"type\": \"book\"}]}", Some("csl-json")),
        ("{\"id\":1,\"type\":\"book\"}\n{\"id\":2,\"type\":\"book\"}\n", Some("jsonl")),
        ("{\"n\":1,\"record\":{\"id\":\"a\",\"type\":\"book\"}}\n", Some("jsonl")),
        ("Write to me@example.org, please.", None),
        ("Feldman, R. (2017). The neurobiology of human attachments.", None),
        ("[1] Feldman, R. (2017).", None),
        ("", None),
    ];
    for (head, expected) in cases {
        assert_eq!(sniff(head).map(|format| format.info().name), expected, "{head}");
    }
}
