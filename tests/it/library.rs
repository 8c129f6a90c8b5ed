//! `add`, `list`, `show` and `rm` on library files.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::{Run, finished, json_lines, refsmith};

const BIB: &str = "% my books\n@string{p = \"Press\"}\n\n@book{lee1999,\n  title = {On the Growing of Tea},\n  author = {Lee, \
                   Ann},\n  publisher = p,\n  year = 1999,\n  x-shelf = {7}\n}\n\n@misc{open, title = {never closed\n\n\
                   @article{orsted1820,\n  author = {{\\O}rsted, Hans Christian},\n  title = {Experiments},\n  year = \
                   1820,\n}\n";

const MARSH: &str = "Marsh, A. B. (2011). Reeds in winter. Journal of Wetlands, 12(3), 45-67.";

/// A folder with a library in it.
struct Shelf {
    folder: tempfile::TempDir,
    name: &'static str,
}

impl Shelf {
    fn new(name: &'static str, text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(name), text).expect("written");
        Self { folder, name }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(self.name)
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.path()).expect("UTF-8")
    }

    fn command(&self, args: &[&str]) -> std::process::Command {
        let mut command = refsmith(args);
        command.current_dir(self.folder.path()).env("REFSMITH_LIBRARY", self.name);
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        finished(self.command(args).output().expect("it starts"))
    }

    /// Returns the names of all files in the folder.
    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|e| e.expect("a file").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn add_appends_in_the_style_of_the_file_and_keeps_every_other_byte() {
    for text in [BIB.to_owned(), BIB.replace('\n', "\r\n")] {
        let shelf = Shelf::new("refs.bib", &text);
        let added = shelf.run(&["add", MARSH, "10.1000/182", "--tag", "reeds & birds"]);
        assert_eq!(added.code, 0, "{}", added.stderr);
        let end = if text.contains('\r') { "\r\n" } else { "\n" };
        let now = shelf.text();
        let new = now.strip_prefix(&text).expect("the old bytes stand before the new ones");
        assert!(
            new.starts_with(&format!(
                "{end}@article{{marsh2011,{end}  author = {{Marsh, A. B.}},{end}"
            )),
            "{new}"
        );
        assert!(new.contains("keywords = {reeds \\& birds}"), "{new}");
        assert!(new.contains("doi = {10.1000/182}"), "{new}");
        assert!(added.stderr.contains("added 2 records: marsh2011"), "{}", added.stderr);
        assert_eq!(shelf.files(), ["refs.bib"], "nothing is left behind");
    }
}

#[test]
fn add_says_what_is_there_already() {
    let shelf = Shelf::new("refs.bib", BIB);
    assert_eq!(shelf.run(&["add", MARSH]).code, 0);
    let before = shelf.text();
    let again = shelf.run(&["add", MARSH, "--message-format", "json"]);
    assert_eq!(again.code, 1);
    let object = &json_lines(&again.stdout)[0];
    assert_eq!((&object["action"], &object["key"]), (&json!("known"), &json!("marsh2011")));
    assert_eq!(shelf.text(), before);
    let forced = shelf.run(&["add", MARSH, "--force"]);
    assert_eq!(forced.code, 0, "{}", forced.stderr);
    assert!(shelf.text().contains("@article{marsh2011a,"), "{}", shelf.text());
}

#[test]
fn events_have_the_name_that_the_library_knows() {
    let shelf = Shelf::new("refs.bib", "");
    let item = r#"[{"id": "a", "type": "paper-conference", "title": "Tea", "event": "Tea Days"}]"#;
    std::fs::write(shelf.folder.path().join("new.json"), item).expect("written");
    let added = shelf.run(&["add", "new.json"]);
    assert_eq!(added.code, 0, "{}", added.stderr);
    assert!(shelf.text().contains("eventtitle = {Tea Days}"), "{}", shelf.text());
    assert!(!added.stderr.contains("loss"), "{}", added.stderr);
}

#[test]
fn libraries_are_added_to_libraries_and_keys_stay_unless_taken() {
    let shelf = Shelf::new(
        "refs.json",
        "[\n {\n  \"type\": \"book\",\n  \"id\": \"a\",\n  \"x\": 1\n }\n]\n",
    );
    let other =
        "@book{a, title = {Other}, year = 2001}\n@book{b, title = {Another}, year = 2002}\n";
    std::fs::write(shelf.folder.path().join("o.bib"), other).expect("written");
    let added = shelf.run(&["add", "o.bib"]);
    assert_eq!(added.code, 0, "{}", added.stderr);
    assert!(added.stderr.contains("the key `a` is taken; it became `aa`"), "{}", added.stderr);
    let items: Value = serde_json::from_str(&shelf.text()).expect("JSON");
    let ids: Vec<&Value> =
        items.as_array().expect("an array").iter().map(|item| &item["id"]).collect();
    assert_eq!(ids, [&json!("a"), &json!("aa"), &json!("b")]);
    assert!(shelf.text().starts_with(
        "[\n {\n  \"type\": \"book\",\n  \"id\": \"a\",\n  \"x\": 1\n },\n {\n  \"id\""
    ));
    let pattern = shelf.run(&["add", MARSH, "--keys", "[auth:upper]"]);
    assert_eq!(pattern.code, 0, "{}", pattern.stderr);
    assert!(shelf.text().contains("\"id\": \"MARSH\""));
    assert_eq!(shelf.run(&["add", MARSH, "--keys", "[auth:loud]"]).code, 2);
}

#[test]
fn add_creates_a_library_and_nothing_else_does() {
    let shelf = Shelf::new("other.txt", "");
    let list = shelf.run(&["list", "-l", "new.bib"]);
    assert_eq!(list.code, 2);
    assert!(list.stderr.contains("cannot find the library `new.bib`"), "{}", list.stderr);
    for name in ["new.bib", "new.json", "new.jsonl"] {
        let added = shelf.run(&["add", MARSH, "-l", name]);
        assert_eq!(added.code, 0, "{name}: {}", added.stderr);
        assert_eq!(json_lines(&shelf.run(&["list", "-l", name]).stdout)[0]["id"], "marsh2011");
    }
    assert_eq!(shelf.run(&["add", MARSH, "-l", "new.xyz"]).code, 2);
    assert_eq!(shelf.files(), ["new.bib", "new.json", "new.jsonl", "other.txt"]);
}

#[test]
fn the_library_is_named_by_flag_environment_or_configuration() {
    let shelf = Shelf::new("refs.bib", BIB);
    let nameless = finished(refsmith(&["list"]).current_dir(shelf.folder.path()).output().unwrap());
    assert_eq!(nameless.code, 2);
    assert!(nameless.stderr.contains("--library refs.bib"), "{}", nameless.stderr);
    std::fs::write(shelf.folder.path().join("refsmith.toml"), "library = \"refs.bib\"\n").unwrap();
    let configured =
        refsmith(&["show", "lee1999"]).current_dir(shelf.folder.path()).output().unwrap();
    assert!(finished(configured).stdout.contains("On the Growing of Tea"));
    assert_eq!(shelf.run(&["list", "-l", "none.bib"]).code, 2, "a flag wins");
}

#[test]
fn list_and_show_give_records_and_entries() {
    let shelf = Shelf::new("refs.bib", BIB);
    let list = shelf.run(&["list"]);
    assert_eq!(list.code, 1, "an entry is broken");
    assert!(list.stderr.contains("refs.bib:12:"), "{}", list.stderr);
    let ids: Vec<Value> =
        json_lines(&list.stdout).into_iter().map(|item| item["id"].clone()).collect();
    assert_eq!(ids, ["lee1999", "orsted1820"]);
    let table = shelf.run(&["list", "-t", "table"]).stdout;
    assert!(table.lines().nth(2).is_some_and(|line| line.contains("Ørsted")), "{table}");
    assert!(shelf.run(&["list", "-t", "ris"]).stdout.contains("AU  - Lee, Ann"));
    let shown = shelf.run(&["show", "orsted1820"]);
    assert_eq!(shown.stdout, format!("@article{}", BIB.split_once("@article").unwrap().1));
    assert_eq!(
        json_lines(&shelf.run(&["show", "lee1999", "-t", "jsonl"]).stdout)[0]["publisher"],
        "Press"
    );
    let missing = shelf.run(&["show", "lee1998"]);
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("did you mean `lee1999`?"), "{}", missing.stderr);
    assert_eq!(shelf.run(&["show", "lee1998", "lee1999"]).code, 1);
}

#[test]
fn rm_takes_entries_and_nothing_else() {
    let shelf = Shelf::new("refs.bib", BIB);
    let removed = shelf.run(&["rm", "lee1999", "--message-format", "json"]);
    assert_eq!(removed.code, 0, "{}", removed.stderr);
    assert_eq!(json_lines(&removed.stdout)[0]["key"], "lee1999");
    let (before, rest) = BIB.split_once("@book{lee1999").unwrap();
    let (_, behind) = rest.split_once("}\n}\n\n").unwrap();
    assert_eq!(shelf.text(), format!("{before}{behind}"));
    let child =
        "@inbook{c, crossref = {p}, title = {C}}\n\n@book{p, title = {P}, publisher = {Q}}\n";
    let shelf = Shelf::new("refs.bib", child);
    let refused = shelf.run(&["rm", "p"]);
    assert_eq!((refused.code, shelf.text().as_str()), (2, child));
    assert!(refused.stderr.contains("would change `c`, too"), "{}", refused.stderr);
    assert_eq!(shelf.run(&["rm", "p", "--force"]).code, 0);
    let twice = "@book{a, title = {X}}\n@book{a, title = {Y}}\n";
    let shelf = Shelf::new("refs.bib", twice);
    assert_eq!((shelf.run(&["rm", "a"]).code, shelf.text().as_str()), (2, twice));
}

#[test]
fn articles_and_protected_files_are_not_changed() {
    let shelf = Shelf::new("article.md", "# References\n\n- Lee, A. (1999). Tea. Tea Press.\n");
    let refused = shelf.run(&["add", MARSH]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("expected a library"), "{}", refused.stderr);
    let shelf = Shelf::new("refs.bib", BIB);
    let mut permissions = std::fs::metadata(shelf.path()).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(shelf.path(), permissions).unwrap();
    let refused = shelf.run(&["add", MARSH]);
    assert_eq!((refused.code, shelf.text().as_str()), (2, BIB));
    assert!(refused.stderr.contains("write-protected"), "{}", refused.stderr);
    let broken = "[{\"id\": \"a\", \"type\": \"book\"}, {\"id\": ]\n";
    let shelf = Shelf::new("refs.json", broken);
    assert_eq!((shelf.run(&["add", MARSH]).code, shelf.text().as_str()), (2, broken));
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let shelf = Shelf::new("real.bib", BIB);
    std::fs::set_permissions(shelf.path(), std::fs::Permissions::from_mode(0o640)).unwrap();
    let link = shelf.folder.path().join("link.bib");
    std::os::unix::fs::symlink("real.bib", &link).unwrap();
    assert_eq!(shelf.run(&["add", MARSH, "-l", "link.bib"]).code, 0);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::metadata(shelf.path()).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(shelf.text().contains("marsh2011"));
}

#[test]
fn processes_that_add_at_once_lose_nothing() {
    let shelf = Shelf::new("refs.bib", BIB);
    let references: Vec<String> = (0..8)
        .map(|n| {
            format!("Marsh, A. B. ({}). Reeds, part {n}. Journal of Wetlands, {n}, 1-9.", 1990 + n)
        })
        .collect();
    let children: Vec<_> = references
        .iter()
        .map(|reference| {
            shelf.command(&["add", reference]).stderr(Stdio::piped()).spawn().expect("it starts")
        })
        .collect();
    for child in children {
        let run = finished(child.wait_with_output().expect("it ends"));
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let text = shelf.text();
    for n in 0..8 {
        assert!(text.contains(&format!("@article{{marsh{},", 1990 + n)), "{n}: {text}");
    }
    assert_eq!(shelf.files(), ["refs.bib"]);
}

#[test]
fn a_process_that_finds_the_library_locked_says_by_whom() {
    let shelf = Shelf::new("refs.bib", BIB);
    let path = shelf.folder.path().join(".refs.bib.lock");
    std::fs::write(&path, "`refsmith edit` (process 4711)\n0\n").unwrap();
    let lock = std::fs::File::open(&path).unwrap();
    lock.lock().unwrap();
    let refused = shelf.run(&["add", MARSH]);
    assert_eq!((refused.code, shelf.text().as_str()), (2, BIB));
    assert!(
        refused.stderr.contains("being changed by `refsmith edit` (process 4711)"),
        "{}",
        refused.stderr
    );
    assert_eq!(shelf.run(&["show", "lee1999"]).code, 0, "reading needs no lock");
    drop(lock);
    assert_eq!(shelf.run(&["add", MARSH]).code, 0, "a lock ends with its process");
}

/// Kills processes as soon as their temporary file is seen: the library is the old one or the new.
#[cfg(unix)]
#[test]
fn a_killed_process_leaves_the_library_whole() {
    let entries: String = (0..6_000)
        .map(|n| format!("@book{{k{n},\n  title = {{Book {n}}},\n  year = 1999,\n}}\n\n"))
        .collect();
    let shelf = Shelf::new("refs.bib", &entries);
    let unfinished = |dir: &Path| {
        let names = std::fs::read_dir(dir).expect("a folder").filter_map(Result::ok);
        names
            .map(|entry| entry.file_name())
            .any(|name| name.to_string_lossy().starts_with(".refsmith-"))
    };
    let mut killed = 0;
    for _ in 0..3 {
        let mut child = shelf
            .command(&["add", MARSH, "--force"])
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        while child.try_wait().expect("a child").is_none() {
            if unfinished(shelf.folder.path()) {
                drop(child.kill());
                killed += 1;
                break;
            }
        }
        drop(child.wait());
        for name in shelf.files().iter().filter(|name| name.starts_with(".refsmith-")) {
            std::fs::remove_file(shelf.folder.path().join(name)).unwrap();
        }
        let text = shelf.text();
        let new = text.strip_prefix(entries.trim_end()).expect("the old entries are there");
        assert!(new.trim().is_empty() || new.trim().ends_with('}'), "{new}");
    }
    println!("killed {killed} times");
    let added = shelf.run(&["add", "Reed, Q. (2012). More reeds. Wetland Press."]);
    assert_eq!(added.code, 0, "what a killed process leaves is in nobody's way: {}", added.stderr);
}

#[test]
fn search_finds_words_fields_years_and_tags() {
    let bib = "@book{lee1999, title = {On the Growing of Tea}, author = {Lee, Ann}, year = 1999, keywords = {tea; trade, \
               overseas}}\n\
               @article{orsted1820, author = {{\\O}rsted, Hans Christian}, title = {Experiments on Electric \
               Conflict}, journal = {Annals}, year = 1820}\n\
               @book{reed2012, title = {Reeds and Teas}, author = {van der Reed, Quinn}, year = 2012, doi = {10.1000/9}}\n";
    let shelf = Shelf::new("refs.bib", bib);
    let found = |words: &[&str]| -> Vec<String> {
        let run = shelf.run(&[&["search"], words].concat());
        assert!(run.code < 2, "{}", run.stderr);
        assert_eq!(run.code == 1, run.stdout.is_empty(), "{words:?}");
        json_lines(&run.stdout).iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(found(&["tea"]), ["lee1999", "reed2012"], "the word itself before a longer one");
    assert_eq!(found(&["orsted"]), ["orsted1820"]);
    assert_eq!(found(&["author:ÖRSTED"]), ["orsted1820"]);
    assert_eq!(found(&["Experimants"]), ["orsted1820"]);
    assert_eq!(found(&["title:orsted"]), [""; 0]);
    assert_eq!(found(&["year:1999..2012"]), ["lee1999", "reed2012"]);
    assert_eq!(found(&["year:..1998"]), ["orsted1820"]);
    assert_eq!(found(&["tag:tea"]), ["lee1999"]);
    assert_eq!(found(&["tag:trade*"]), ["lee1999"]);
    assert_eq!(found(&["tag:overseas"]), [""; 0]);
    assert_eq!(found(&["tea -lee"]), ["reed2012"]);
    assert_eq!(found(&["--", "-type:book"]), ["orsted1820"]);
    assert_eq!(found(&["has:doi"]), ["reed2012"]);
    assert_eq!(found(&["https://doi.org/10.1000/9"]), ["reed2012"]);
    assert_eq!(found(&["\"growing of tea\""]), ["lee1999"]);
    assert_eq!(found(&["\"of growing\""]), [""; 0]);
    assert_eq!(found(&["author:\"van der reed\"", "teas"]), ["reed2012"]);
    assert_eq!(found(&["key:reed*"]), ["reed2012"]);
    assert_eq!(found(&["journal:annals", "electric"]), ["orsted1820"]);
    for wrong in ["year:soon", "titel:x", "-"] {
        assert_eq!(shelf.run(&["search", wrong]).code, 2, "{wrong}");
    }
}

#[test]
fn tags_are_given_taken_and_listed() {
    let shelf = Shelf::new("refs.bib", BIB);
    let tagged = shelf.run(&["tag", "orsted1820", "lee1999", "--add", "Tea & Co", "-a", "x"]);
    assert_eq!(tagged.code, 0, "{}", tagged.stderr);
    let expected = BIB
        .replace("x-shelf = {7}", "x-shelf = {7},\n  keywords = {Tea \\& Co, x}")
        .replace("1820,\n}", "1820,\n  keywords = {Tea \\& Co, x},\n}");
    assert_eq!(shelf.text(), expected);
    assert_eq!(shelf.run(&["tag", "lee1999", "-a", "TEA & co"]).code, 0);
    assert_eq!(shelf.text(), expected, "the tag is there already");
    assert_eq!(
        shelf.run(&["tag", "--message-format", "json"]).stdout.lines().next(),
        Some(r#"{"tag":"Tea & Co","records":2}"#)
    );
    assert_eq!(shelf.run(&["tag", "--matching", "tag:x", "-r", "x", "-r", "tea & co"]).code, 0);
    assert_eq!(shelf.text(), BIB);
    assert_eq!(shelf.run(&["tag", "-a", "x"]).code, 2);
    let json = "[{\"type\":\"book\", \"id\":\"a\", \"x\": [1]}]";
    let shelf = Shelf::new("refs.json", json);
    assert_eq!(shelf.run(&["tag", "a", "-a", "tea, black"]).code, 0);
    assert_eq!(
        shelf.text(),
        "[{\"type\":\"book\", \"id\":\"a\", \"x\": [1], \"keyword\": \"tea, black\"}]"
    );
}

#[cfg(unix)]
#[test]
fn edited_records_are_checked_before_they_are_written() {
    let shelf = Shelf::new("refs.bib", BIB);
    let edit = |editor: &str, keys: &[&str]| {
        let args = [&["edit"], keys].concat();
        finished(
            shelf
                .command(&args)
                .env("EDITOR", editor)
                .env("PATH", "/usr/bin:/bin")
                .output()
                .unwrap(),
        )
    };
    let edited = edit("sed -i s/1999/2000/g", &["lee1999"]);
    assert_eq!(edited.code, 0, "{}", edited.stderr);
    let expected = BIB.replace("1999", "2000");
    assert_eq!(shelf.text(), expected);
    assert_eq!(edit("true", &["lee2000"]).code, 0);
    let broken = edit("sed -i s/1820/{1820/", &["orsted1820"]);
    assert_eq!((broken.code, shelf.text()), (2, expected.clone()));
    let kept =
        broken.stderr.split("what you typed is in ").nth(1).expect("the draft is kept").trim();
    let draft = std::fs::read_to_string(Path::new(kept).join("orsted1820-1.bib")).unwrap();
    assert!(draft.contains("{1820"), "{draft}");
    std::fs::remove_dir_all(kept).unwrap();
    let taken = edit("sed -i s/orsted1820/lee2000/", &["orsted1820"]);
    assert_eq!((taken.code, shelf.text()), (2, expected.clone()));
    assert!(taken.stderr.contains("another record has the key `lee2000`"), "{}", taken.stderr);
    assert_eq!((edit("false", &["lee2000"]).code, shelf.text()), (2, expected.clone()));
    let library = shelf.path();
    let meanwhile = format!("sed -i s/2000/2001/ {} && sed -i s/2000/2002/", library.display());
    let lost = edit(&meanwhile, &["lee2000"]);
    assert_eq!(lost.code, 2);
    assert!(lost.stderr.contains("while you edited it"), "{}", lost.stderr);
    assert_eq!(
        finished(shelf.command(&["edit", "lee2000"]).env_remove("EDITOR").output().unwrap()).code,
        2
    );
}
