//! Bad input: a clear message, the right exit code, nothing on standard output.

use crate::support::{reference, run, run_with_input};

/// Runs the commands that read an input on `bytes` and checks that each refuses it politely.
fn refused(bytes: &[u8], says: &str) {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("input.txt");
    std::fs::write(&file, bytes).expect("written");
    let file = file.to_string_lossy().into_owned();
    for command in [
        vec![file.as_str()],
        vec!["parse", &file],
        vec!["convert", &file, "-t", "bibtex"],
        vec!["cite", &file],
        vec!["check", &file],
    ] {
        let mut run = run(&command);
        assert_eq!(run.code, 2, "{command:?}: {}", run.stderr);
        // Findings are what `check` is asked for; to all others they are talk.
        if command[0] == "check" {
            run.stderr.push_str(&std::mem::take(&mut run.stdout));
        }
        assert_eq!(run.stdout, "", "{command:?}");
        assert!(run.stderr.contains("input.txt"), "{command:?}: {}", run.stderr);
        assert!(run.stderr.contains(says), "{command:?}: {}", run.stderr);
        assert!(run.stderr.contains("help:"), "{command:?}: {}", run.stderr);
    }
}

#[test]
fn an_empty_file() {
    refused(b"", "is empty");
}

/// What a record holds must not command the terminal, nor end the line of a message.
#[test]
fn control_characters_are_shown_as_escapes() {
    let records =
        br#"[{"id": "a", "type": "\u001b[2Jno\nsuch", "title": "one\ntwo\u001b[31m\u0007"}]"#;
    let run = run_with_input(&["convert", "-", "-t", "ris", "--color", "always"], records);
    assert!(run.stderr.contains(r"`one\ntwo\u{1b}[31m\u{7}`"), "{}", run.stderr);
    assert!(
        !run.stderr.contains("\x1b[31m\x07") && !run.stderr.contains("\x1b[2J"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_file_of_blanks() {
    refused(b" \n\n \t\n", "no-references");
}

#[test]
fn binary_noise() {
    let mut state = 1_u32;
    let noise: Vec<u8> = (0..65_536)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .collect();
    refused(&noise, "binary-input");
}

#[test]
fn prose_without_references() {
    refused(b"A walk by the lake.\n\nIt rained, and nobody read anything.\n", "no-references");
}

#[test]
fn a_very_long_line() {
    let line = "words without end ".repeat(200_000);
    refused(line.as_bytes(), "no-references");
}

#[test]
fn a_missing_file_and_a_directory() {
    let run_missing = run(&["parse", "no-such-file.md"]);
    assert_eq!(run_missing.code, 2);
    assert!(run_missing.stderr.contains("cannot find the file `no-such-file.md`"));
    let run_directory = run(&["references"]);
    assert_eq!(run_directory.code, 2);
    assert!(run_directory.stderr.contains("expected a file, found the directory `references`"));
    let typo = run(&["prase", "x.md"]);
    assert_eq!(typo.code, 2);
    assert!(typo.stderr.contains("did you mean `refsmith parse`?"), "{}", typo.stderr);
}

#[test]
fn one_bad_input_costs_no_other() {
    let good = reference("references.txt");
    let run = run(&["parse", "no-such-file.md", &good.to_string_lossy()]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 16);
}

#[test]
fn broken_html_still_gives_its_references() {
    let html = std::fs::read_to_string(reference("article.html")).expect("article.html");
    let broken = html.replace("</li>", "").replace("</ul>", "").replace("</p>", "");
    let run = run_with_input(&["parse", "-f", "html", "-"], broken.as_bytes());
    assert!(run.code <= 1, "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 16, "{}", run.stderr);
}

#[test]
fn invalid_utf_8_costs_only_the_bytes() {
    let mut bytes = std::fs::read(reference("references.txt")).expect("references.txt");
    bytes.splice(40..41, [0xFF, 0xFE]);
    let run = run_with_input(&["parse", "-"], &bytes);
    assert!(run.code <= 1, "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 16, "{}", run.stderr);
    assert!(run.stdout.contains("D’Alessio"), "the rest is still UTF-8");
}

#[test]
fn a_broken_library_keeps_its_good_records() {
    let bib = b"@article{good, title = {One}, year = 2001}\n\n@article{bad,\n  title = {unclosed,\n  year = 2002\n\n@book{fine, title = {Two}, year = 2003}\n";
    let run = run_with_input(&["convert", "-f", "bibtex", "-t", "csl-json", "-"], bib);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.contains("\"good\"") && run.stdout.contains("\"fine\""), "{}", run.stdout);
    assert!(run.stderr.contains("-:4:11"), "points at the opening brace: {}", run.stderr);
}

#[test]
fn what_is_left_out_is_said_where_something_is_written() {
    let ris = b"TY  - BOOK\nTI  - Rain\nER  - \nnot a field\n";
    let bib = b"@string{p = {Press}}\n@book{rain, title = {Rain}, publisher = p}\n";
    for (name, text, says) in [
        ("ris", ris.as_slice(), "expected `TY  - `, found `not a field`"),
        ("bibtex", bib.as_slice(), "are not carried along"),
    ] {
        let convert = run_with_input(&["convert", "-f", name, "-t", "csl-json"], text);
        assert!(convert.stderr.contains(says), "{name}: {}", convert.stderr);
        let cite = run_with_input(&["cite", "-f", name, "--style", "apa"], text);
        assert!(!cite.stderr.contains(says), "{name}: {}", cite.stderr);
    }
}
