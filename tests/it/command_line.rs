//! The contract of the command line: shapes, exit codes, files.

use serde_json::Value;

use crate::support::{json_lines, reference, refsmith, run, run_with_input};

fn article() -> String {
    reference("article.md").to_string_lossy().into_owned()
}

#[test]
fn parse_gives_the_shape_of_the_contract() {
    let run = run(&["parse", &article(), "-t", "jsonl"]);
    for line in json_lines(&run.stdout) {
        let object = line.as_object().expect("an object");
        let keys: Vec<&str> = object.keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            ["n", "text", "start", "end", "confidence", "record", "fields", "diagnostics"]
        );
    }
}

#[test]
fn every_line_gives_an_object_with_lines() {
    let text = "Love, T. M. (2014). Oxytocin. Behavior, 119, 49-60.\n\n\nCarter, C. S. (2014). Pathways. Annual review, 65, 17-39.\n";
    let run = run_with_input(&["parse", "--lines", "-"], text.as_bytes());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines = json_lines(&run.stdout);
    let numbers: Vec<u64> = lines.iter().filter_map(|line| line["n"].as_u64()).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    assert_eq!(lines[0]["record"]["id"], "love2014");
    assert_eq!(lines[1]["record"], Value::Null);
    assert_eq!(lines[2]["record"], Value::Null);
    assert_eq!(lines[3]["record"]["volume"], "65");
}

#[test]
fn a_pipe_gets_json_lines_and_a_table_is_there_on_request() {
    let piped = run(&[&article()]);
    assert_eq!(json_lines(&piped.stdout).len(), 16);
    let table = run(&[&article(), "-t", "table"]);
    assert!(
        table.stdout.starts_with("16 references · 10 in-text citations · "),
        "{}",
        table.stdout
    );
    assert!(table.stdout.contains("4 never cited (2, 3, 5, 10)"), "{}", table.stdout);
    let head = |text: &str| text.split(" · ").next().map(str::to_owned);
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("table.txt");
    let output = file.to_str().expect("a path in UTF-8");
    let article = article();
    for command in [&["parse"][..], &[]] {
        let arguments = [command, &[&article, "-t", "table", "-o", output, "--force"]].concat();
        assert_eq!(run(&arguments).code, 0, "{arguments:?}");
        let written = std::fs::read_to_string(&file).expect("the table is in the file");
        assert_eq!(head(&written), head(&table.stdout), "{arguments:?}");
    }
}

#[test]
fn output_files_are_never_overwritten_unasked() {
    let dir = tempfile::tempdir().expect("a directory");
    let out = dir.path().join("refs.bib").to_string_lossy().into_owned();
    assert_eq!(run(&[&article(), "-o", &out]).code, 0);
    let first = std::fs::read_to_string(&out).expect("written");
    let again = run(&["convert", &article(), "-o", &out]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("is there already") && again.stderr.contains("--force"));
    assert_eq!(run(&["convert", &article(), "-o", &out, "--force"]).code, 0);
    assert_eq!(std::fs::read_to_string(&out).expect("written"), first);
    let left = std::fs::read_dir(dir.path()).expect("a directory").count();
    assert_eq!(left, 1, "no temporary file is left");
}

#[test]
fn strict_makes_a_loss_a_finding() {
    let run = run(&["convert", &article(), "-t", "bibtex", "--strict"]);
    assert_eq!(run.code, 1);
    let records = reference("records.json").to_string_lossy().into_owned();
    assert_eq!(crate::support::run(&["convert", &records, "-t", "csl-json", "--strict"]).code, 0);
}

#[test]
fn cite_gives_every_output_and_citations() {
    let dir = tempfile::tempdir().expect("a directory");
    let clusters = dir.path().join("clusters.json");
    let text = r#"[{"citationItems":[{"id":"feldman2017","locator":"81","label":"page"}],"properties":{"noteIndex":0}}]"#;
    std::fs::write(&clusters, text).expect("written");
    let clusters = clusters.to_string_lossy().into_owned();
    let run = run(&["cite", &article(), "--as", "json", "--citations", &clusters]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let value: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(value["bibliography"].as_array().map(Vec::len), Some(16));
    assert_eq!(value["bibliography"][0]["id"], "akers2008");
    let citation = value["citations"][0].to_string();
    assert!(citation.contains("(Feldman, 2017, p. 81)"), "{citation}");
    for output in ["html", "markdown", "latex", "typst", "rtf"] {
        let run = crate::support::run(&["cite", &article(), "--as", output]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(run.stdout.matches("Trends in Cognitive Sciences").count(), 2, "{}", run.stdout);
    }
}

#[test]
fn the_extension_of_the_output_says_what_it_is() {
    let dir = tempfile::tempdir().expect("a directory");
    for (name, start) in [
        ("refs.tex", "\\begingroup"),
        ("refs.typ", "#par("),
        ("refs.rtf", "{\\rtf1"),
        ("refs.html", "<div class="),
        ("refs.md", "Akers, K. G., Yang, Z."),
        ("refs", "Akers, K. G., Yang, Z."),
    ] {
        let out = dir.path().join(name).to_string_lossy().into_owned();
        let run = run(&["cite", &article(), "-o", &out]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let text = std::fs::read_to_string(&out).expect("written");
        assert!(text.starts_with(start), "{name}: {text}");
    }
}

#[test]
fn html_carries_coins_on_request_and_nothing_else_does() {
    let html = run(&["cite", &article(), "--as", "html", "--coins"]);
    assert_eq!(html.code, 0, "{}", html.stderr);
    assert_eq!(html.stdout.matches("<span class=\"Z3988\"").count(), 16, "{}", html.stdout);
    assert!(!run(&["cite", &article(), "--as", "html"]).stdout.contains("Z3988"));
    let text = run(&["cite", &article(), "--coins"]);
    assert_eq!(text.code, 2);
    assert!(text.stderr.contains("`--as html`"), "{}", text.stderr);
}

#[test]
fn unknown_names_are_answered_with_similar_ones() {
    let style = run(&["cite", &article(), "--style", "vancuver"]);
    assert_eq!(style.code, 2);
    assert!(style.stderr.contains("vancouver"), "{}", style.stderr);
    let format = run(&["convert", &article(), "-t", "bibtx"]);
    assert_eq!(format.code, 2);
    assert!(format.stderr.contains("did you mean `bibtex`?"), "{}", format.stderr);
    // What can only be read is not offered for writing.
    let format = run(&["convert", &article(), "-t", "bbl"]);
    assert!(!format.stderr.contains("did you mean"), "{}", format.stderr);
    let code = run(&["explain", "chapter-without-inn"]);
    assert_eq!(code.code, 2);
    assert!(code.stderr.contains("did you mean `chapter-without-in`?"), "{}", code.stderr);
}

#[test]
fn every_code_that_is_printed_can_be_explained() {
    let findings = run(&["check", &article(), "--message-format", "json"]);
    for finding in json_lines(&findings.stdout) {
        let code = finding["code"].as_str().expect("a code");
        let run = run(&["explain", code]);
        assert_eq!(run.code, 0, "{code}");
        assert!(run.stdout.contains(code));
    }
}

#[test]
fn findings_have_the_shape_of_the_contract_and_fail_on_decides() {
    let run_json = run(&["check", &article(), "--message-format", "json"]);
    assert_eq!(run_json.code, 1);
    for finding in json_lines(&run_json.stdout) {
        for key in ["code", "severity", "file", "line", "column", "record", "message", "fix"] {
            assert!(finding.get(key).is_some(), "{key} in {finding}");
        }
    }
    assert_eq!(run(&["check", &article(), "--fail-on", "never"]).code, 0);
    assert_eq!(run(&["check", &article(), "--fail-on", "error"]).code, 0);
    let sarif = run(&["check", &article(), "--message-format", "sarif"]);
    let value: Value = serde_json::from_str(&sarif.stdout).expect("JSON");
    assert_eq!(value["version"], "2.1.0");
    let github = run(&["check", &article(), "--message-format", "github"]);
    assert!(github.stdout.lines().all(|line| line.starts_with("::")), "{}", github.stdout);
}

#[test]
fn offline_is_the_default_and_wins() {
    for command in [
        vec!["enrich", "references/records.json"],
        vec!["check", "--online", "references/records.json"],
    ] {
        let run = run(&command);
        assert_eq!(run.code, 2, "{}", run.stdout);
        assert!(run.stderr.contains("offline"), "{}", run.stderr);
    }
}

#[test]
fn configuration_is_read_and_a_bad_setting_is_named() {
    let dir = tempfile::tempdir().expect("a directory");
    std::fs::write(dir.path().join("refsmith.toml"), "style = \"ieee\"\n").expect("written");
    let cite = |args: &[&str]| {
        let output = refsmith(args).current_dir(dir.path()).output().expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert!(cite(&["cite", &article()]).1.starts_with("[1]"));
    assert!(cite(&["cite", &article(), "--no-config"]).1.starts_with("Akers"));
    std::fs::write(dir.path().join("refsmith.toml"), "stile = \"ieee\"\n").expect("written");
    assert_eq!(cite(&["cite", &article()]).0, Some(2));
}

#[test]
fn global_options_may_stand_before_the_command() {
    let run_quiet = run(&["--quiet", "--no-config", "convert", &article(), "-t", "bibtex"]);
    assert_eq!(run_quiet.code, 0, "{}", run_quiet.stderr);
    assert_eq!(run_quiet.stderr, "");
    let behind = run(&[&article(), "check"]);
    assert_eq!(behind.code, 1, "the article is read, a file named `check` is not there");
    assert!(behind.stderr.contains("did you mean `refsmith check`?"), "{}", behind.stderr);
    let options = run(&["-t", "bibtex", "check", &article()]);
    assert_eq!(options.code, 2);
    assert!(options.stderr.contains("refsmith COMMAND INPUT"), "{}", options.stderr);
}

#[test]
fn help_completions_and_man_are_there() {
    for args in [
        vec!["-h"],
        vec!["--help"],
        vec!["--version"],
        vec!["man"],
        vec!["formats"],
        vec!["styles"],
        vec!["explain"],
        vec!["completions", "bash"],
    ] {
        let run = run(&args);
        assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
        assert!(!run.stdout.is_empty(), "{args:?}");
        assert!(!run.stdout.contains("/home"), "{args:?}");
    }
    assert_eq!(run(&["--no-such-flag"]).code, 2);
}

#[test]
fn a_list_cut_in_the_source_is_not_printed_as_whole() {
    let text = "Hill L, Moor K, et al. Reeds in rivers. River Res. 2024;58(5):269-77.\n";
    for (style, expected) in [
        ("vancouver", "1. Hill L, Moor K, et al. Reeds in rivers. River Res. 2024;58(5):269–77.\n"),
        ("apa", "Hill, L., Moor, K., et al. (2024). Reeds in rivers. River Res, 58(5), 269–277.\n"),
    ] {
        let run = run_with_input(&["cite", "-", "--style", style], text.as_bytes());
        assert_eq!(run.stdout, expected, "{style}: {}", run.stderr);
    }
}
