//! The README's transcripts are true: every command in a `console` block is run, and what it prints
//! is compared. `UPDATE=1 cargo test readme` writes what is printed today.

use std::path::Path;

use crate::support::{refsmith, root};

/// Returns the text with every figure that is a duration made equal.
fn without_durations(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let mut out: Vec<String> = Vec::new();
    for (idx, word) in words.iter().enumerate() {
        let before_ms = words.get(idx + 1).is_some_and(|next| next.trim_end().starts_with("ms"));
        let figure = word.trim_start_matches('(');
        if before_ms && !figure.is_empty() && figure.bytes().all(|byte| byte.is_ascii_digit()) {
            out.push(word.replace(figure, "N"));
        } else {
            out.push((*word).to_owned());
        }
    }
    out.join(" ")
}

/// Runs one command of a transcript in `dir` and returns both streams as a terminal shows them.
fn transcript(command: &str, dir: &Path) -> String {
    let (command, limit) = match command.split_once(" | head -n ") {
        Some((command, lines)) => (command, lines.parse().expect("a number of lines")),
        None => (command, usize::MAX),
    };
    let args: Vec<&str> = command
        .strip_prefix("refsmith ")
        .unwrap_or_else(|| panic!("expected `refsmith ...`, found `{command}`"))
        .split_whitespace()
        .collect();
    let output = refsmith(&args).current_dir(dir).output().expect("it runs");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    let shown: String = out.lines().take(limit).map(|line| format!("{line}\n")).collect();
    let err = if limit == usize::MAX { output.stderr } else { Vec::new() };
    shown.trim_end().to_owned() + "\n" + String::from_utf8(err).expect("UTF-8").trim_end()
}

#[test]
fn transcripts_are_what_the_program_prints() {
    let dir = tempfile::tempdir().expect("a directory");
    for entry in std::fs::read_dir(root().join("references")).expect("references") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name");
        std::fs::copy(&path, dir.path().join(name)).expect("copied");
    }
    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    let mut updated = String::new();
    let mut differences = Vec::new();
    let mut commands = 0;
    let mut lines = readme.lines().peekable();
    let mut inside = false;
    while let Some(line) = lines.next() {
        updated.push_str(line);
        updated.push('\n');
        if line.starts_with("```") {
            inside = line == "```console";
            continue;
        }
        let Some(command) = line.strip_prefix("$ ").filter(|_| inside) else { continue };
        let mut expected = String::new();
        while let Some(next) = lines.next_if(|next| !next.starts_with("$ ") && *next != "```") {
            expected.push_str(next);
            expected.push('\n');
        }
        if !command.starts_with("refsmith ") || command.ends_with("# not run here") {
            updated.push_str(&expected);
            continue;
        }
        commands += 1;
        let found = transcript(command, dir.path());
        let found = found.trim();
        if without_durations(found) != without_durations(expected.trim()) {
            differences.push(format!("$ {command}\nexpected:\n{expected}\nfound:\n{found}\n"));
        }
        updated.push_str(found);
        let last = lines.peek().is_none_or(|next| *next == "```");
        updated.push_str(if last { "\n" } else { "\n\n" });
    }
    if std::env::var_os("UPDATE").is_some() && !differences.is_empty() {
        std::fs::write(root().join("README.md"), updated).expect("written");
    }
    assert!(commands >= 6, "the README shows what the program does");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
