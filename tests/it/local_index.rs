//! `refsmith index`, and what asks it: building, going on, comparing without a network.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::{Run, json_lines, refsmith, run};

/// An invented work, in the register's shape.
fn work(doi: &str, family: &str, title: &str, volume: u32, page: &str) -> Value {
    json!({
        "DOI": doi, "type": "journal-article", "title": [title],
        "author": [{"given": "Anna", "family": family, "sequence": "first", "affiliation": []}],
        "container-title": ["Journal of Reeds"], "volume": volume.to_string(), "page": page,
        "issued": {"date-parts": [[1990 + volume]]},
        "indexed": {"date-time": "2026-05-05T07:27:59Z"},
        "reference": [{"key": "1", "unstructured": "left out"}],
    })
}

/// Five works, and a hundred others of the same journal.
pub(crate) fn works() -> Vec<Value> {
    let mut works = vec![
        work("10.5555/Ice", "Marsh", "How reeds outlive the ice", 12, "101-117"),
        work("10.5555/roots", "Sedge", "Roots under water: a survey of northern lakes", 14, "9-31"),
        work("10.5555/part1", "Rush", "Birds of the reed belt. I. Warblers", 15, "40-52"),
        work("10.5555/part2", "Rush", "Birds of the reed belt. II. Bitterns", 15, "53-66"),
        work("10.5555/wind", "Mace", "Wind and the bending of stems", 19, "1-8"),
    ];
    works.extend((0..100).map(|n| {
        let title = format!("Note {n} on water levels");
        work(&format!("10.5555/note{n}"), "Brook", &title, 20 + n / 10, &(300 + n).to_string())
    }));
    works
}

pub(crate) const LIBRARY: &str = "\
@article{ice, author = {Marsh, A.}, title = {How reeds outlive the ice}, journal = {Journal of Reeds},
  volume = {12}, pages = {101}, year = {2002}}
@article{part2, author = {Rush, A.}, title = {Birds of the reed belt. II. Bitterns},
  journal = {Journal of Reeds}, volume = {15}, pages = {53--66}, year = {2005}}
@article{wind, author = {Mace, A.}, title = {Wind and the bending of stems},
  journal = {Journal of Reeds}, volume = {99}, pages = {1--8}, year = {2009}, doi = {10.5555/WIND}}
@article{part3, author = {Rush, A.}, title = {Birds of the reed belt. III. Rails},
  journal = {Journal of Reeds}, volume = {15}, pages = {67--80}, year = {2005}}
@book{other, author = {Ford, Q.}, title = {Clay and Kilns}, publisher = {Oven Press}, year = {1981}}
";

pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("written");
        path
    }

    pub(crate) fn lines(&self, name: &str, works: &[Value]) -> String {
        let text: String = works.iter().map(|work| format!("{work}\n")).collect();
        self.file(name, text.as_bytes())
    }

    /// Builds an index of all works.
    pub(crate) fn index(&self) -> String {
        let index = self.path("index");
        let built = run(&["index", "build", &self.lines("works.jsonl", &works()), "-o", &index]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        assert!(built.stderr.contains("105 works read; use it with `--index"), "{}", built.stderr);
        assert_eq!(built.stdout, "");
        index
    }
}

fn info(index: &str) -> Value {
    let run = run(&["index", "info", index, "--message-format", "json"]);
    json_lines(&run.stdout).remove(0)
}

/// The verdict, and the DOI, of a record.
pub(crate) fn verdict(checked: &Run, record: &str) -> (String, Option<String>) {
    let lines = json_lines(&checked.stdout);
    let line = lines.iter().find(|line| line["record"] == record && line["verdict"].is_string());
    let line = line.unwrap_or_else(|| panic!("{record}: {} {}", checked.stdout, checked.stderr));
    (line["verdict"].as_str().unwrap().to_owned(), line["doi"].as_str().map(str::to_owned))
}

#[test]
fn a_library_is_checked_without_a_network() {
    let folder = Folder::new();
    let index = folder.index();
    let library = folder.file("refs.bib", LIBRARY.as_bytes());
    let checked = run(&["check", &library, "--index", &index, "--message-format", "json"]);
    let of = |record| verdict(&checked, record);
    assert_eq!(of("ice"), ("incomplete".into(), Some("10.5555/Ice".into())), "the last page");
    assert_eq!(of("part2"), ("verified".into(), Some("10.5555/part2".into())));
    assert_eq!(of("wind").0, "differs", "the volume");
    assert_eq!(of("part3"), ("not-checked".into(), None), "the neighbors are other works");
    assert_eq!(of("other"), ("not-checked".into(), None));
}

#[test]
fn what_is_missing_is_proposed_and_added_when_accepted() {
    let folder = Folder::new();
    let index = folder.index();
    let library = folder.file("refs.bib", LIBRARY.as_bytes());
    let proposed = run(&["enrich", &library, "--index", &index]);
    assert_eq!(proposed.code, 1, "two could not be asked: {}", proposed.stderr);
    assert!(proposed.stdout.contains("10.5555/part2"), "{}", proposed.stdout);
    assert!(!proposed.stdout.contains("10.5555/part1"), "{}", proposed.stdout);
    let accept = ["--accept", "0.9", "-t", "csl-json"];
    let enriched = run(&[["enrich", &library, "--index", &index].as_slice(), &accept].concat());
    let records: Vec<Value> = serde_json::from_str(&enriched.stdout).expect("CSL-JSON");
    let record = |id: &str| records.iter().find(|record| record["id"] == id).expect("a record");
    assert_eq!(record("ice")["DOI"].as_str().map(str::to_lowercase), Some("10.5555/ice".into()));
    assert_eq!(record("ice")["page"], "101-117");
    assert_eq!(record("part3").get("DOI"), None);
    let select = ["--accept", "0.9", "--select", "page", "-t", "csl-json"];
    let enriched = run(&[["enrich", &library, "--index", &index].as_slice(), &select].concat());
    let records: Vec<Value> = serde_json::from_str(&enriched.stdout).expect("CSL-JSON");
    let ice = records.iter().find(|record| record["id"] == "ice").expect("a record");
    assert_eq!((&ice["page"], ice.get("DOI")), (&Value::from("101-117"), None));
    let asked = run(&["enrich", &library, "--index", &index, "--review"]);
    assert_eq!(asked.code, 2, "there is no terminal to ask on");
}

#[test]
fn accepted_changes_are_all_that_changes_in_a_file() {
    let folder = Folder::new();
    let index = folder.index();
    let text = format!("% of the institute\n{LIBRARY}");
    let library = folder.file("refs.bib", text.as_bytes());
    let select = ["--accept", "0.9", "--select", "page", "-w"];
    let enriched = run(&[["enrich", &library, "--index", &index].as_slice(), &select].concat());
    assert!(enriched.stderr.contains("1 applied"), "{}", enriched.stderr);
    let expected = text.replace("pages = {101}", "pages = {101--117}");
    assert_eq!(std::fs::read_to_string(&library).unwrap(), expected);
}

#[test]
fn dumps_of_all_layouts_are_added_and_newer_works_take_their_place() {
    let folder = Folder::new();
    let index = folder.index();
    let newer = work("10.5555/ICE", "Marsh", "How reeds outlive the ice", 12, "101-120");
    let newer = folder.file("newer.json", json!({"items": [newer]}).to_string().as_bytes());
    let dump = folder.path("more.jsonl.gz");
    let file = std::fs::File::create(&dump).unwrap();
    let mut encoder = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    writeln!(encoder, "{}", work("10.5555/fire", "Ash", "Fire in the belt", 21, "2-3")).unwrap();
    encoder.finish().unwrap();
    let added = run(&["index", "add", &newer, &dump, "-o", &index]);
    assert_eq!(added.code, 0, "{}", added.stderr);
    assert_eq!(info(&index)["works"], 106);
    let again = run(&["index", "add", &newer, &dump, "-o", &index]);
    assert!(again.stderr.contains("2 files had been read before"), "{}", again.stderr);
    let library = folder.file("refs.bib", LIBRARY.as_bytes());
    let enriched = run(&["enrich", &library, "--index", &index, "--message-format", "json"]);
    assert!(enriched.stdout.contains("101-120"), "{}", enriched.stdout);
    assert!(!enriched.stdout.contains("101-117"), "{}", enriched.stdout);
}

#[test]
fn a_library_becomes_an_index_and_a_part_of_a_dump_does() {
    let folder = Folder::new();
    let library = folder.file("refs.bib", LIBRARY.as_bytes());
    let index = folder.path("library.idx");
    let built = run(&["index", "build", &library, "-o", &index]);
    assert!(built.stderr.contains("5 works read"), "{}", built.stderr);
    let checked = run(&["check", &library, "--index", &index, "--message-format", "json"]);
    for record in ["ice", "part2", "wind", "part3", "other"] {
        assert_eq!(verdict(&checked, record).0, "verified", "{record}");
    }
    let against = run(&["check", &library, "--against", &library, "--message-format", "json"]);
    assert_eq!(verdict(&against, "other").0, "verified");

    let dump = folder.lines("works.jsonl", &works());
    let part = folder.path("part.idx");
    let wanted = ["--year", "2002-2004", "--journal", "journal of reeds"];
    let built = run(&[["index", "build", &dump, "-o", &part].as_slice(), &wanted].concat());
    assert!(built.stderr.contains("105 works read, 2 wanted"), "{}", built.stderr);
    assert!(info(&part)["subset"].as_str().unwrap().contains("2002"), "{}", info(&part));
}

#[test]
fn info_tells_what_there_is() {
    let folder = Folder::new();
    let index = folder.index();
    let told = info(&index);
    assert_eq!((&told["works"], &told["finished"]), (&json!(105), &json!(true)));
    assert_eq!(told["indexed"], "2026-05-05");
    assert_eq!(told["inputs"][0]["works"], 105);
    let human = run(&["index", "info", &index]);
    assert!(human.stdout.contains("works     105\n"), "{}", human.stdout);
    assert!(human.stdout.contains("as of     2026-05-05\n"), "{}", human.stdout);
}

/// The program waits for the end of its input when it is killed, so it cannot have finished.
#[cfg(target_os = "linux")]
#[test]
fn a_build_that_is_killed_goes_on() {
    let folder = Folder::new();
    let dump = folder.lines("works.jsonl", &works());
    let index = folder.path("index");
    let mut child = refsmith(&["index", "build", &dump, "/dev/stdin", "-o", &index])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts");
    // More than a pipe holds: when it is written, the first file has been read.
    let line = format!("{}\n", work("10.5555/again", "Brook", "Of pipes", 1, "1")).repeat(1_000);
    child.stdin.as_mut().expect("piped").write_all(line.as_bytes()).expect("read");
    child.kill().expect("killed");
    child.wait().expect("ended");
    let told = run(&["index", "info", &index]);
    assert_eq!(told.code, 1, "{}", told.stdout);
    assert!(told.stdout.contains("repeat `index build` to go on"), "{}", told.stdout);
    let built = run(&["index", "build", &dump, "-o", &index]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert_eq!((&info(&index)["works"], &info(&index)["finished"]), (&json!(105), &json!(true)));
}

#[test]
fn what_cannot_be_read_is_named_and_costs_nothing_else() {
    let folder = Folder::new();
    let index = folder.path("index");
    let mut lines: String = works().iter().map(|work| format!("{work}\n")).collect();
    lines.push_str("{\"DOI\": \"10.5555/cut");
    let dump = folder.file("works.jsonl", lines.as_bytes());
    let built = run(&["index", "build", &dump, "-o", &index]);
    assert_eq!(built.code, 1);
    assert!(built.stderr.contains("105 works read, 1 broken and left out"), "{}", built.stderr);

    let cut = folder.file("cut.jsonl.gz", &[0x1f, 0x8b, 8, 0, 0]);
    let added = run(&["index", "add", &cut, "-o", &index]);
    assert_eq!(added.code, 1);
    assert!(added.stderr.contains("cut.jsonl.gz` to its end"), "{}", added.stderr);
    assert_eq!(info(&index)["works"], 105);
}

#[test]
fn wrong_folders_are_named_with_what_to_do() {
    let folder = Folder::new();
    let index = folder.index();
    let dump = folder.path("works.jsonl");
    let inside = |name: &str| Path::new(&index).join(name).to_string_lossy().into_owned();
    for (arguments, message, help) in [
        (vec!["index", "build", &dump, "-o", &index], "holds a finished index", "index add"),
        (vec!["index", "build", &dump, "-o", &inside("shard-000")], "is not empty", "empty folder"),
        (vec!["index", "add", &dump, "-o", &folder.path("none")], "holds no index", "index build"),
        (vec!["index", "info", &folder.path("none")], "holds no index", "index build"),
        (vec!["check", &dump, "--index", &folder.path("none")], "holds no index", "index build"),
        (vec!["index", "build", &inside("none"), "-o", &inside("x")], "cannot find", ""),
    ] {
        let run = run(&arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(help), "{arguments:?}: {}", run.stderr);
    }
    let manifest = inside("index.json");
    let mut value = crate::support::json(Path::new(&manifest));
    value["version"] = json!(77);
    std::fs::write(&manifest, value.to_string()).expect("written");
    let told = run(&["index", "info", &index]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("version 77") && told.stderr.contains("anew"), "{}", told.stderr);
}
