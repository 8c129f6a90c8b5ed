//! Report files of `check`, and the fixes it applies.

use crate::support::{run, run_with_input};

const LIST: &str = "References\n\n\
    Reed, Q. (2012). Wood\u{2010}dust & <others>. Journal of Reeds, 2(1), 1-9.\n\n\
    Marsh, K. (2013). Reeds of the lake. Journal of Reeds, 3(1), 9-1.\n";

fn folder_with(name: &str, text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("written");
    let path = path.to_string_lossy().into_owned();
    (folder, path)
}

fn report(extension: &str) -> String {
    let (folder, path) = folder_with("list.md", LIST);
    let out = folder.path().join(format!("report.{extension}"));
    let checked = run(&["check", &path, "-f", "text", "-o", &out.to_string_lossy()]);
    assert_eq!(checked.code, 1, "{}", checked.stderr);
    assert!(checked.stdout.contains("found 2 warnings"), "as without -o: {}", checked.stdout);
    std::fs::read_to_string(out).expect("a report")
}

#[test]
fn a_page_stands_alone_and_shows_what_is_wrong() {
    let page = report("html");
    assert!(page.contains("Wood<mark>\u{2010}</mark>dust &amp; &lt;others&gt;"), "{page}");
    assert!(page.contains("non-ascii-hyphen") && page.contains("<code>marsh2013</code>"), "{page}");
    for loaded in ["src=", "<link", "@import", "url("] {
        assert!(!page.contains(loaded), "nothing is loaded: {loaded}");
    }
    let mut reader = html_tags(&page);
    reader.retain(|tag| !matches!(*tag, "meta" | "br" | "input" | "!DOCTYPE"));
    let mut open = Vec::new();
    for tag in reader {
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "closed in order"),
            None => open.push(tag),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn what_a_register_says_stands_at_the_field() {
    let works = "{\"DOI\":\"10.5555/ice\",\"type\":\"journal-article\",\"title\":[\"How reeds outlive the ice\"],\
        \"author\":[{\"given\":\"Anna\",\"family\":\"Marsh\"}],\"volume\":\"12\",\"page\":\"101-117\",\
        \"issued\":{\"date-parts\":[[2002]]},\"container-title\":[\"Journal of Reeds\"]}\n";
    let library = "@article{ice, author = {Marsh, Anna}, journal = {Journal of Reeds},\n\
        title = {How reeds outlive the ice in lakes},\nvolume = {13}, pages = {101},\n\
        year = {2002}, doi = {10.5555/ice}}\n";
    let (folder, works) = folder_with("works.jsonl", works);
    let path = folder.path().join("my refs.bib").to_string_lossy().into_owned();
    std::fs::write(&path, library).expect("written");
    let against = ["check", &path, "--against", &works, "--message-format"];
    let checked = run(&[&against[..], &["json"]].concat());
    let told: Vec<(String, u64, u64)> = crate::support::json_lines(&checked.stdout)
        .iter()
        .filter(|line| line["severity"] == "warning")
        .map(|line| {
            let number = |key: &str| line[key].as_u64().expect("a number");
            (line["code"].to_string(), number("line"), number("column"))
        })
        .collect();
    let wrong = |code: &str, line, column| (format!("\"{code}\""), line, column);
    let expected = [
        wrong("differs-from-register", 2, 10),
        wrong("differs-from-register", 3, 11),
        wrong("truncated-field", 3, 25),
    ];
    assert_eq!(told, expected, "{}", checked.stdout);

    let sarif = run(&[&against[..], &["sarif"]].concat());
    let sarif: serde_json::Value = serde_json::from_str(&sarif.stdout).expect("JSON");
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let uri = place["artifactLocation"]["uri"].as_str().expect("an address");
    assert!(uri.ends_with("/my%20refs.bib"), "{uri}");
}

/// Returns the names of all tags outside style and script.
fn html_tags(page: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').expect("a closed tag");
        let name = tag.split([' ', '\n']).next().unwrap_or(tag);
        tags.push(name);
        let end = format!("</{name}>");
        rest = match name {
            "style" | "script" => after.get(after.find(&end).expect("its end")..).unwrap_or(""),
            _ => after,
        };
    }
    tags
}

#[test]
fn junit_counts_records_and_failures() {
    let xml = report("xml");
    assert!(
        xml.contains("tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"0\""),
        "two records and the whole: {xml}"
    );
    assert!(xml.contains("name=\"reed2012\""), "{xml}");
    assert!(xml.contains("<failure type=\"page-range-reversed\""), "{xml}");
}

#[test]
fn a_table_has_as_many_cells_in_every_row() {
    let table = report("csv");
    assert!(table.starts_with("kind,file,line,column,record,"), "{table}");
    let rows: Vec<&str> = table.trim_end().split("\r\n").collect();
    assert!(rows.len() >= 3, "{table}");
    for row in &rows {
        let outside: String = row.split('"').step_by(2).collect();
        assert_eq!(outside.matches(',').count(), 14, "{row}");
    }
}

#[test]
fn json_reports_hold_what_standard_output_says() {
    let document: serde_json::Value = serde_json::from_str(&report("json")).expect("JSON");
    let findings = document["findings"].as_array().expect("findings");
    let lines = report("jsonl");
    assert_eq!(lines.lines().count(), findings.len());
    let sarif: serde_json::Value = serde_json::from_str(&report("sarif")).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(findings.len()));
}

#[test]
fn an_unknown_report_and_a_file_that_is_there_are_refused_before_anything_is_written() {
    let (folder, path) = folder_with("list.txt", LIST);
    let unknown = run(&["check", &path, "-o", "report.docx"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains(".html .csv .xml .sarif .json .jsonl"), "{}", unknown.stderr);
    let out = folder.path().join("report.html");
    std::fs::write(&out, "mine").expect("written");
    let there = run(&["check", &path, "-o", &out.to_string_lossy()]);
    assert_eq!(there.code, 2, "{}", there.stderr);
    assert_eq!(std::fs::read_to_string(&out).expect("a file"), "mine");
    assert_eq!(run(&["check", &path, "-o", &out.to_string_lossy(), "--force"]).code, 1);
}

#[test]
fn safe_fixes_are_shown_then_written() {
    let (_folder, path) = folder_with("list.txt", LIST);
    let neither = run(&["check", &path, "--fix"]);
    assert_eq!(neither.code, 2, "{}", neither.stdout);
    let diff = run(&["check", &path, "--fix", "--diff"]);
    assert!(diff.stdout.contains("\n-Reed, Q.") && diff.stdout.contains("\n+Reed, Q."));
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), LIST, "a diff writes nothing");
    let fixed = run(&["check", &path, "--fix", "-w"]);
    assert!(fixed.stderr.contains("fixed 1 finding"), "{}", fixed.stderr);
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), LIST.replace('\u{2010}', "-"));
    let again = run(&["check", &path, "--fix", "-w"]);
    assert!(again.stderr.contains("fixed 0 findings"), "{}", again.stderr);
    let input = run_with_input(&["check", "-", "--fix", "-w"], LIST.as_bytes());
    assert_eq!(input.code, 2, "{}", input.stderr);
}

#[test]
fn fixes_keep_the_encoding_of_the_file() {
    let (folder, path) = folder_with("list.txt", "");
    let utf16 = |text: &str| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    std::fs::write(&path, utf16(LIST)).expect("written");
    assert_eq!(run(&["check", &path, "--fix", "-w"]).code, 1);
    assert_eq!(std::fs::read(&path).expect("a file"), utf16(&LIST.replace('\u{2010}', "-")));
    drop(folder);
}

#[test]
fn people_see_three_of_many_findings_that_say_the_same_and_programs_all() {
    let entries = (0..9).map(|n| format!("@book{{b{n},\n  title = {{A \\zork{{b}} {n}}}\n}}\n"));
    let text = format!("@comment{{a note}}\n{}", entries.collect::<String>());
    let (_folder, path) = folder_with("refs.bib", &text);
    let found = |options: &[&str]| {
        let out = run(&[&["check", &path, "--fail-on", "never"], options].concat());
        (out.stdout.matches("`\\zork` is unknown").count(), out.stdout)
    };
    let (shown, text) = found(&[]);
    assert_eq!(shown, 3, "{text}");
    assert!(text.contains("... and 6 more like it; `-v` shows all"), "{text}");
    assert!(!text.contains("carried"), "{text}");
    assert_eq!(found(&["-v"]).0, 9);
    assert_eq!(found(&["--message-format", "github"]).0, 9);
}
