//! How well references are told apart: lays out known references in many ways, splits them again
//! and prints the share that comes back whole.
//!
//! ```sh
//! cargo run --profile measure -p refsmith-extract --example segmentation -- ../shared/refs/dev/*.jsonl
//! ```
//!
//! Each file holds JSON Lines with a `raw` field. `--show LAYOUT` prints what went wrong in one
//! layout, `--layout` prints the documents of one.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for developers reads files and prints"
)]

mod layouts;

use std::collections::BTreeMap;

use layouts::{LAYOUTS, Layout};
use refsmith_extract::{input, segment};
use refsmith_model::text::unicode::comparison_key;

/// References of one document.
const LIST: usize = 30;

fn main() {
    let mut files = Vec::new();
    let (mut show, mut print) = (None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--show" => show = arguments.next(),
            "--layout" => print = arguments.next(),
            _ => files.push(argument),
        }
    }
    let mut table: BTreeMap<&str, Vec<Score>> = BTreeMap::new();
    let mut names = Vec::new();
    for file in &files {
        let name = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".jsonl");
        names.push(name);
        let references = references(file);
        for layout in LAYOUTS {
            let shown = show.as_deref() == Some(layout.name);
            let printed = print.as_deref() == Some(layout.name);
            let score = measure(layout, &references, shown, printed);
            table.entry(layout.name).or_default().push(score);
        }
    }
    println!("| layout | {} | all |", names.join(" | "));
    println!("| --- |{}", " --- |".repeat(names.len() + 1));
    for layout in LAYOUTS {
        let Some(scores) = table.get(layout.name) else { continue };
        let all = scores.iter().fold(Score::default(), |sum, score| sum.plus(*score));
        let cells: Vec<String> = scores.iter().chain([&all]).map(Score::cell).collect();
        println!("| {} | {} |", layout.name, cells.join(" | "));
    }
}

/// How many references there were, how many came back whole, how many were found.
#[derive(Debug, Clone, Copy, Default)]
struct Score {
    given: usize,
    whole: usize,
    found: usize,
}

impl Score {
    fn plus(self, other: Self) -> Self {
        Self {
            given: self.given + other.given,
            whole: self.whole + other.whole,
            found: self.found + other.found,
        }
    }

    /// F1 of whole references, in percent.
    fn cell(&self) -> String {
        let sum = (self.given + self.found).max(1) as f64;
        format!("{:.1}", 200.0 * self.whole as f64 / sum)
    }
}

/// Reads the references that can stand in a list: not too short, on one line.
fn references(file: &str) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let raw = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).ok()?;
        let raw = value.get("raw")?.as_str()?;
        let words: Vec<&str> = raw.split_whitespace().collect();
        (words.len() >= 4).then(|| unnumbered(&words.join(" ")).to_owned())
    };
    text.lines().filter_map(raw).collect()
}

/// Takes the number off that some references have kept: the layout gives them another.
fn unnumbered(raw: &str) -> &str {
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (open, rest) = match raw.strip_prefix(['[', '(']) {
        Some(rest) => (true, rest),
        None => (false, raw),
    };
    let number = digits(rest);
    let behind = rest.get(number..).unwrap_or("");
    let closed = if open { behind.strip_prefix([']', ')']) } else { behind.strip_prefix('.') };
    closed.filter(|_| (1..=3).contains(&number)).map_or(raw, str::trim_start)
}

fn measure(layout: &Layout, references: &[String], show: bool, print: bool) -> Score {
    let mut score = Score::default();
    for (seed, list) in (1..).zip(references.chunks(LIST).filter(|list| list.len() == LIST)) {
        let text = (layout.lay_out)(list, seed);
        if print {
            println!("{text}\n{}", "=".repeat(100));
        }
        let document = input::read("list.txt", text.as_bytes(), None).value;
        let found = segment::references(&document).value.references;
        let found: Vec<(String, &str)> = found
            .iter()
            .map(|found| document.text.slice(found.span))
            .map(|words| (comparison_key(words), words))
            .collect();
        let mut at = 0;
        for given in list {
            let key = comparison_key(given);
            let rest = found.get(at..).unwrap_or(&[]);
            match rest.iter().position(|(found, _)| *found == key) {
                Some(place) => {
                    score.whole += 1;
                    at += place + 1;
                }
                None if show => println!("given  {given}"),
                None => {}
            }
        }
        if show {
            let keys: Vec<String> = list.iter().map(|given| comparison_key(given)).collect();
            for (_, words) in found.iter().filter(|(key, _)| !keys.contains(key)) {
                println!("found  {}", words.replace('\n', "⏎"));
            }
        }
        score.given += list.len();
        score.found += found.len();
    }
    score
}
