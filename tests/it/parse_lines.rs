//! `parse --lines`: order, offsets, encodings, threads, memory, early ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use serde_json::Value;

use crate::support::{json_lines, refsmith, run, run_with_input};

/// Invented references, numbered so that order shows.
fn list(count: usize) -> String {
    let family = ["Marsh", "Reed", "Ørsted", "Heron", "Łoza"];
    let line = |n: usize| {
        format!(
            "{}, P. ({}). Reeds number {n} — a study. Wetlands, {}({}), {n}-{}.\n",
            family[n % family.len()],
            1950 + n % 70,
            n % 40,
            n % 12,
            n + 9
        )
    };
    (1..=count).map(line).collect()
}

fn parsed(input: &[u8]) -> Vec<Value> {
    let run = run_with_input(&["parse", "--lines", "-"], input);
    assert_eq!(run.code, 0, "{}", run.stderr);
    json_lines(&run.stdout)
}

#[test]
fn offsets_lead_to_the_bytes_and_lines_count_on() {
    // More than one batch, empty lines, a mark of byte order, no line end at the end.
    let text = format!("\u{FEFF}{}\n\r\n{}Reed, Q. (2012). The end", list(700), list(200));
    let lines = parsed(text.as_bytes());
    assert_eq!(lines.len(), 700 + 2 + 200 + 1);
    for (n, (line, object)) in
        text.trim_start_matches('\u{FEFF}').split('\n').zip(&lines).enumerate()
    {
        assert_eq!(object["n"], n + 1);
        let at = |name: &str| usize::try_from(object[name].as_u64().unwrap()).unwrap();
        let bytes = &text.as_bytes()[at("start")..at("end")];
        assert_eq!(std::str::from_utf8(bytes).unwrap(), line.trim());
        assert_eq!(object["text"], line.trim());
        assert_eq!(object["record"].is_null(), line.trim().is_empty());
        for field in object["fields"].as_array().unwrap() {
            let start = field["start"].as_u64().unwrap();
            assert!(start >= object["start"].as_u64().unwrap());
        }
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let text = list(800);
    let one = run_with_input(&["parse", "--lines", "--threads", "1"], text.as_bytes());
    assert_eq!(json_lines(&one.stdout).len(), 800);
    for threads in ["2", "7"] {
        let more = run_with_input(&["parse", "--lines", "--threads", threads], text.as_bytes());
        assert!(one.stdout == more.stdout, "{threads} threads");
    }
}

#[test]
fn keys_are_never_given_twice() {
    let lines = parsed(list(800).as_bytes());
    let mut keys: Vec<&str> =
        lines.iter().map(|line| line["record"]["id"].as_str().unwrap()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 800);
}

#[test]
fn a_line_is_answered_before_the_next_is_sent() {
    let mut child = refsmith(&["parse", "--lines"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for line in list(3).lines() {
        writeln!(stdin, "{line}").unwrap();
        stdin.flush().unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["text"], line);
    }
    drop(stdin);
    assert!(answers.next().is_none());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = refsmith(&["parse", "--lines"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdin.write_all(list(1).as_bytes()).unwrap();
    let mut first = String::new();
    stdout.read_line(&mut first).unwrap();
    drop(stdout);
    // Enough to fill every buffer on the way.
    let _ = stdin.write_all(list(800).as_bytes());
    drop(stdin);
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_whole_lines_and_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out.jsonl");
    for to_file in [false, true] {
        let mut args = vec!["parse", "--lines"];
        let out = out.to_string_lossy().into_owned();
        if to_file {
            args.extend(["-o", &out]);
        }
        let mut child =
            refsmith(&args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdin.write_all(list(1).as_bytes()).unwrap();
        if to_file {
            // The temporary file shows that the program is at work.
            while std::fs::read_dir(dir.path()).unwrap().count() == 0 {
                std::thread::yield_now();
            }
        } else {
            let mut first = String::new();
            stdout.read_line(&mut first).unwrap();
            assert!(serde_json::from_str::<Value>(&first).is_ok());
        }
        let id = child.id().to_string();
        let sent = std::process::Command::new("kill").args(["-INT", &id]).status().unwrap();
        assert!(sent.success());
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).unwrap();
        assert_eq!((child.wait().unwrap().code(), rest.as_str()), (Some(130), ""));
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "no file is left");
    }
}

#[test]
fn lines_in_other_encodings_are_read() {
    let good = "Ōe, K. (2011). Reeds. Wetland Press.\n";
    let latin = b"M\xfcller, P. (2012). Schilf im M\xe4rz. Verlag f\xfcr Moore.\n";
    // UTF-8 lines stay what they are; the others are guessed.
    let mut mixed = good.repeat(3).into_bytes();
    mixed.extend(latin);
    mixed.extend(good.as_bytes());
    let lines = parsed(&mixed);
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[3]["record"]["author"][0]["family"], "Müller");
    assert_eq!(lines[4]["record"]["author"][0]["family"], "Ōe");
    let at = |name: &str| usize::try_from(lines[3][name].as_u64().unwrap()).unwrap();
    assert_eq!(&mixed[at("start")..at("end")], &latin[..latin.len() - 1]);
    // A broken byte in a line of UTF-8 is said of that line.
    let mut broken = "Ōe, K. (2011). Rör på en ö. Wetland Press.\n".as_bytes().to_vec();
    broken[3] = 0xFF;
    let lines = parsed(&[good.as_bytes(), &broken].concat());
    let broken = |line: usize| {
        let findings = lines[line]["diagnostics"].as_array().unwrap();
        findings.iter().find(|finding| finding["code"] == "invalid-utf-8")
    };
    assert_eq!(broken(1).map(|finding| finding["line"].clone()), Some(2.into()));
    assert_eq!(broken(0), None);

    let utf_16: Vec<u8> =
        format!("\u{FEFF}{good}{good}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let lines = parsed(&utf_16);
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[1]["start"], 2 * (1 + good.chars().count()));
    assert_eq!(parsed(good.repeat(2).replace('\n', "\r").as_bytes()).len(), 2);
}

#[test]
fn an_endless_line_costs_neither_memory_nor_its_neighbors() {
    let mut text = list(1).into_bytes();
    text.resize(text.len() + (17 << 20), b'x');
    text.push(b'\n');
    text.extend(list(2).as_bytes());
    let run = run_with_input(&["parse", "--lines"], &text);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let lines = json_lines(&run.stdout);
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[1]["record"], Value::Null);
    assert_eq!(lines[1]["diagnostics"][0]["code"], "reference-too-long");
    assert_eq!(lines[3]["n"], 4);
    assert_eq!(lines[3]["end"], text.len() - 1);
}

#[test]
fn what_is_no_text_is_refused() {
    for input in [&b""[..], b"%PDF-1.7\nxyz\n", b"PK\x03\x04\0\0\0\0"] {
        let run = run_with_input(&["parse", "--lines"], input);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
        assert!(!run.stderr.is_empty());
    }
}

#[test]
fn several_files_are_told_apart_and_go_into_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    std::fs::write(path("a"), list(2)).unwrap();
    std::fs::write(path("b"), list(1)).unwrap();
    let done = run(&["parse", "--lines", &path("a"), &path("b"), "-o", &path("out.jsonl")]);
    assert_eq!((done.code, done.stdout.as_str()), (0, ""), "{}", done.stderr);
    let lines = json_lines(&std::fs::read_to_string(path("out.jsonl")).unwrap());
    let places: Vec<(String, u64)> = lines
        .iter()
        .map(|line| (line["file"].as_str().unwrap().to_owned(), line["n"].as_u64().unwrap()))
        .collect();
    assert_eq!(places, [(path("a"), 1), (path("a"), 2), (path("b"), 1)]);
    let missing = run(&["parse", "--lines", &path("a"), &path("missing")]);
    assert_eq!((missing.code, json_lines(&missing.stdout).len()), (1, 2));
}
