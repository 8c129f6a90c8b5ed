//! `parse --explain`: every character has a label, people and programs see the same.

use crate::support::{json_lines, run, run_with_input};

const REFERENCE: &str =
    "Marsh, P., & Reed, Q. (2011). How reeds bend in the wind. Wetland Letters, 12(3), 45-50.\n";

#[test]
fn people_see_parts_labels_and_what_became_of_them() {
    let run = run_with_input(&["parse", "--explain", "--lines", "-"], REFERENCE.as_bytes());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("1 marsh2011 · article-journal · 0."), "{}", lines[0]);
    assert!(lines[0].ends_with(" · -:1"), "{}", lines[0]);
    assert_eq!(lines[1].trim(), REFERENCE.trim());
    let part = |label: &str| {
        let line = lines.iter().position(|line| line.trim_start().starts_with(label)).unwrap();
        (lines[line], lines[line + 1].trim())
    };
    assert!(part("author").0.ends_with("Marsh, P., & Reed, Q."));
    assert_eq!(part("author").1, "→ author: Marsh, P.; Reed, Q.");
    assert!(part("date").0.ends_with("2011  → issued"), "{}", part("date").0);
    assert!(part("container-title").0.ends_with("Wetland Letters"));
    assert!(part("pages").0.ends_with("45-50  → page"));
}

#[test]
fn color_adds_nothing_but_color() {
    let plain = run_with_input(&["parse", "--explain", "--lines"], REFERENCE.as_bytes());
    let colored = run_with_input(
        &["parse", "--explain", "--lines", "--color", "always"],
        REFERENCE.as_bytes(),
    );
    assert!(colored.stdout.contains('\u{1b}') && !plain.stdout.contains('\u{1b}'));
    let mut stripped = String::new();
    let mut rest = colored.stdout.as_str();
    while let Some((before, behind)) = rest.split_once("\u{1b}[") {
        stripped.push_str(before);
        rest = behind.split_once('m').unwrap().1;
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain.stdout);
}

#[test]
fn programs_get_every_part_with_its_bytes() {
    let text = format!("[1] {REFERENCE}");
    let run = run_with_input(&["parse", "--explain", "--lines", "-t", "jsonl"], text.as_bytes());
    let object = &json_lines(&run.stdout)[0];
    assert_eq!(object["record"]["id"], "marsh2011");
    let mut at = 4;
    for segment in object["segments"].as_array().unwrap() {
        let (start, end) = (segment["start"].as_u64().unwrap(), segment["end"].as_u64().unwrap());
        let bytes = |from: u64, to: u64| text.get(from as usize..to as usize).unwrap();
        assert_eq!(bytes(at, start).trim(), "", "no character is without a label");
        assert_eq!(bytes(start, end), segment["text"]);
        assert!((0.0..=1.0).contains(&segment["confidence"].as_f64().unwrap()));
        at = end;
    }
    assert_eq!(text.get(at as usize..).unwrap().trim(), "");
}

#[test]
fn what_cannot_be_explained_says_so() {
    assert_eq!(run(&["parse", "--explain", "-t", "bibtex", "references/article.md"]).code, 2);
    let library = run(&["parse", "--explain", "references/references.bib"]);
    assert!(library.stderr.contains("nothing to explain"), "{}", library.stderr);
}
