//! Runs the cases of `tests/fixtures`; its README says how they are written.

#![expect(clippy::disallowed_methods, reason = "reads the project's own cases")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use refsmith_csl::{
    Changes, Citation, Cite, Cluster, Document, Output, Request, Style, output, render,
    style_from_xml,
};
use refsmith_formats::by_name;
use refsmith_model::Record;
use serde_json::{Map, Value};

/// One case: its sections, those of the file included.
struct Case {
    name: String,
    sections: BTreeMap<String, Section>,
}

/// What follows the name of a section on its line, and the lines below.
#[derive(Default, Clone)]
struct Section {
    head: String,
    lines: Vec<String>,
}

#[test]
fn every_case_gives_its_text() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let open = open(&folder);
    let mut names = BTreeSet::new();
    let mut failures = String::new();
    for path in files(&folder) {
        let text = std::fs::read_to_string(&path).expect("cases");
        let area = path.file_stem().expect("a name").to_string_lossy().into_owned();
        for case in cases(&area, &text) {
            let found = std::panic::catch_unwind(|| differences(&case));
            let found = found.unwrap_or_else(|_| Some("  the engine panicked\n".to_owned()));
            match (found, open.contains(&case.name)) {
                (Some(lines), true) => println!("open: {}\n{lines}", case.name),
                (Some(lines), false) => {
                    let _ = writeln!(failures, "{}\n{lines}", case.name);
                }
                (None, true) => {
                    let _ = writeln!(failures, "{} passes: take it out of open.txt\n", case.name);
                }
                (None, false) => {}
            }
            assert!(names.insert(case.name.clone()), "two cases are called {}", case.name);
        }
    }
    for name in open.difference(&names) {
        let _ = writeln!(failures, "{name} is in open.txt, but there is no such case\n");
    }
    assert!(names.len() >= 250, "the cases are there");
    assert!(failures.is_empty(), "- expected, + found\n\n{failures}");
}

/// Returns the cases that are known to fail.
fn open(folder: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(folder.join("open.txt")).expect("open.txt");
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder of the cases");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| {
        path.extension().is_some_and(|extension| extension == "txt") && !path.ends_with("open.txt")
    });
    files.sort();
    files
}

fn cases(area: &str, text: &str) -> Vec<Case> {
    let mut common = BTreeMap::new();
    let mut cases: Vec<Case> = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        let sections = cases.last_mut().map_or(&mut common, |case| &mut case.sections);
        if let Some(name) = line.strip_prefix("== ") {
            cases.push(Case { name: format!("{area}/{name}"), sections: common.clone() });
            open = None;
        } else if let Some(line) = line.strip_prefix("  ") {
            let name = open.as_ref().expect("a section before its lines");
            sections.get_mut(name).expect("a section").lines.push(line.to_owned());
        } else if !line.is_empty() && !line.starts_with('#') {
            let (name, head) = line.split_once(':').expect("a section");
            let section = Section { head: head.trim().to_owned(), lines: Vec::new() };
            sections.insert(name.to_owned(), section);
            open = Some(name.to_owned());
        }
    }
    cases
}

impl Case {
    fn section(&self, name: &str) -> Option<&Section> {
        self.sections.get(name)
    }

    /// Reads a section with a JSON value on each line.
    fn json(&self, name: &str) -> Option<Vec<Value>> {
        let read = |line: &String| {
            serde_json::from_str(line).unwrap_or_else(|e| panic!("{}: {e}: {line}", self.name))
        };
        Some(self.section(name)?.lines.iter().map(read).collect())
    }

    /// Makes a style of a snippet: what is no child of `style` is the layout of its citations.
    fn style(&self) -> Style {
        let Section { head, lines } = self.section("csl").expect("csl");
        let body = lines.join("\n");
        let starts = ["<citation", "<bibliography", "<macro", "<locale"];
        let body = if !starts.iter().any(|start| body.trim_start().starts_with(start)) {
            format!("<citation><layout>{body}</layout></citation>")
        } else if body.contains("<citation") {
            body
        } else {
            format!(r#"<citation><layout><text variable="title"/></layout></citation>{body}"#)
        };
        let class = if head.contains("class=") { "" } else { r#" class="in-text""# };
        let xml = format!(
            r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"{class} {head}><info><title>T</title><id>t</id></info>{body}</style>"#
        );
        style_from_xml("case.csl", &xml).unwrap_or_else(|e| panic!("{}: {e}", self.name))
    }

    /// Reads the items: those without id are `a`, `b`, ..., those without type are books.
    fn records(&self) -> Vec<Record> {
        let mut list = Vec::new();
        // After `z` every item has an id of its own.
        let letters = ('a'..='z').map(Some).chain(std::iter::repeat(None));
        for (value, letter) in self.json("items").expect("items").iter().zip(letters) {
            let mut item = Map::new();
            item.insert("id".into(), letter.map_or(String::new(), String::from).into());
            item.insert("type".into(), "book".into());
            item.extend(value.as_object().expect("an item").clone());
            list.push(Value::Object(item));
        }
        let reader = by_name("csl-json").and_then(|format| format.reader()).expect("reader");
        let records = reader.read(&Value::Array(list.clone()).to_string()).value;
        assert_eq!(records.len(), list.len(), "{}: items are lost", self.name);
        records
    }

    /// Returns the citations: each item by itself when the case names none.
    fn clusters(&self, records: &[Record]) -> Vec<Cluster> {
        let is_note = self.section("csl").is_some_and(|csl| csl.head.contains(r#"class="note""#));
        let alone = |record: &Record| Value::Array(vec![record.id.clone().into()]);
        let list = self.json("cites").unwrap_or_else(|| records.iter().map(alone).collect());
        let cluster = |(value, count): (&Value, u64)| {
            let natural = if is_note { count } else { 0 };
            let note = value["note"].as_u64().unwrap_or(natural);
            let list = if value.is_array() { value } else { &value["cites"] };
            Cluster { cites: cites(list), note_index: note_index(note) }
        };
        list.iter().zip(1..).map(cluster).collect()
    }
}

fn note_index(number: u64) -> Option<u32> {
    u32::try_from(number).ok().filter(|number| *number > 0)
}

fn cites(list: &Value) -> Vec<Cite> {
    let cite = |value: &Value| {
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        Cite {
            id: value.as_str().map(str::to_owned).or(text("id")).expect("id"),
            locator: text("locator").map(|l| (text("label").unwrap_or_else(|| "page".into()), l)),
            prefix: text("prefix"),
            suffix: text("suffix"),
            suppress_author: value["suppress-author"].as_bool().unwrap_or_default(),
            ..Cite::default()
        }
    };
    list.as_array().expect("cites").iter().map(cite).collect()
}

/// Renders a case; returns the lines that differ.
fn differences(case: &Case) -> Option<String> {
    let style = case.style();
    let records = case.records();
    let html = output("csl-html").expect("output");
    let mut out = String::new();
    if let Some(steps) = case.json("edits") {
        compare(case, "expect", &edited(&style, &records, html, &steps), &mut out);
        return Some(out).filter(|out| !out.is_empty());
    }
    let clusters = case.clusters(&records);
    // Works that are only listed have no citation, so that positions and numbers are not touched.
    let cited = case.section("expect").is_some() || case.section("cites").is_some();
    let clusters = if cited { clusters.as_slice() } else { &[] };
    let request = Request { records: &records, style: &style, locale: None, clusters };
    let rendered = render(&request).unwrap_or_else(|error| panic!("{}: {error}", case.name));
    let citations: Vec<String> = rendered.citations.iter().map(|nodes| html.entry(nodes)).collect();
    compare(case, "expect", &citations, &mut out);
    let entry = |text: String| text.lines().map(str::trim_start).collect::<String>();
    let entries = rendered.bibliography.iter().map(|found| entry(html.entry(&found.content)));
    compare(case, "expect bibliography", &entries.collect::<Vec<_>>(), &mut out);
    Some(out).filter(|out| !out.is_empty())
}

/// Notes where a section has other lines than those found; one that is not there asks for nothing.
fn compare(case: &Case, section: &str, found: &[String], out: &mut String) {
    let Some(expected) = case.section(section) else { return };
    let found: Vec<String> = found.iter().map(|text| visible(text)).collect();
    for idx in 0..expected.lines.len().max(found.len()) {
        let (left, right) = (expected.lines.get(idx), found.get(idx));
        if left != right {
            for (sign, line) in [('-', left), ('+', right)] {
                let _ = writeln!(out, "  {sign} {}", line.map_or("(no line)", String::as_str));
            }
        }
    }
}

/// Blanks at the ends of a line can be seen.
fn visible(text: &str) -> String {
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let (text, before) = text.strip_prefix(' ').map_or((text, ""), |rest| (rest, "␣"));
    let (text, after) = text.strip_suffix(' ').map_or((text, ""), |rest| (rest, "␣"));
    format!("{before}{text}{after}")
}

/// Edits a document; after each step every citation is shown, with `>>` when it is new or reads
/// differently, which [`Changes`] must say. It may also name citations that have moved and read as
/// before: `..`, like those it does not name. `!!` is one that it forgot, `??` one too many.
fn edited(style: &Style, records: &[Record], html: &dyn Output, steps: &[Value]) -> Vec<String> {
    let mut document = Document::new(style, None, records).expect("document");
    let mut known: BTreeMap<String, Vec<Cite>> = BTreeMap::new();
    let mut before: BTreeMap<String, (usize, Option<u32>, String)> = BTreeMap::new();
    let mut out = Vec::new();
    for (idx, step) in steps.iter().enumerate() {
        let step = step.as_object().expect("a step");
        for (id, list) in step.iter().filter(|(id, _)| *id != "doc") {
            known.insert(id.clone(), cites(list));
        }
        let place = |value: &Value| {
            let id = value[0].as_str().or(value.as_str()).expect("id").to_owned();
            let cites = known.get(&id).cloned().unwrap_or_default();
            let note_index = note_index(value[1].as_u64().unwrap_or(0));
            Citation { id, cluster: Cluster { cites, note_index } }
        };
        let wanted: Vec<Citation> =
            step["doc"].as_array().expect("doc").iter().map(place).collect();
        let changes = change(&mut document, wanted);
        if idx > 0 {
            out.push("--".to_owned());
        }
        let mut now = BTreeMap::new();
        for (idx, citation) in document.citations().iter().enumerate() {
            let text = html.entry(document.citation(idx));
            let place = (idx, citation.cluster.note_index, text.clone());
            let old = before.get(&citation.id);
            let mark =
                match (old.map(|old| &old.2) == Some(&text), changes.citations.contains(&idx)) {
                    (false, true) => ">>",
                    (false, false) => "!!",
                    (true, true) if old == Some(&place) && !step.contains_key(&citation.id) => "??",
                    (true, _) => "..",
                };
            out.push(format!("{mark}[{idx}] {text}"));
            now.insert(citation.id.clone(), place);
        }
        before = now;
    }
    out
}

/// Makes the document what is wanted, in the smallest way there is.
fn change(document: &mut Document<'_>, wanted: Vec<Citation>) -> Changes {
    let old = document.citations();
    let same = |(a, b): &(&Citation, &Citation)| a == b;
    let head = old.iter().zip(&wanted).take_while(same).count();
    let tail = old.iter().rev().zip(wanted.iter().rev()).take_while(same).count();
    if old.len() + 1 == wanted.len() && head + tail >= old.len() {
        document.insert(head, wanted.get(head).expect("the new one").clone()).expect("inserted")
    } else if old.len() == wanted.len() + 1 && head + tail >= wanted.len() {
        document.remove(head)
    } else {
        document.set_citations(wanted).expect("set")
    }
}
