//! `zotero push` and `pull` against stand-ins of four generations of Zotero.

mod mock;

use std::process::Command;

use serde_json::Value;

use crate::support::{Run, finished, json_lines, reference, refsmith};
use mock::{Mock, Prompt, Rules};

/// A user with a folder of their own.
struct User {
    folder: tempfile::TempDir,
}

impl User {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = refsmith(args);
        command.current_dir(self.folder.path());
        command.env("XDG_STATE_HOME", self.folder.path()).env("HOME", self.folder.path());
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        finished(self.command(args).output().expect("it starts"))
    }

    fn push(&self, mock: &Mock, file: &str, more: &[&str]) -> Run {
        self.run(&[&["zotero", "push", file, "--zotero-url", &mock.url], more].concat())
    }

    /// Writes a library of so many books.
    fn books(&self, count: usize) -> String {
        let entry = |n| {
            format!(
                "@book{{k{n}, title = {{Volume {n} of the tea trade}}, author = {{Lee, Ann}}, year = {}}}\n",
                1000 + n
            )
        };
        let text: String = (0..count).map(entry).collect();
        let path = self.folder.path().join("books.bib");
        std::fs::write(&path, text).expect("written");
        path.to_string_lossy().into_owned()
    }
}

fn article() -> String {
    reference("article.md").to_string_lossy().into_owned()
}

fn outcomes(run: &Run) -> Vec<&str> {
    run.stdout.lines().filter_map(|line| line.split_whitespace().next()).collect()
}

#[test]
fn sixteen_references_arrive_once_in_every_generation() {
    for generation in ["7", "9", "10", "10.0.3"] {
        for local_api in [false, true] {
            for prompt in [Prompt::Always, Prompt::Once, Prompt::Deny] {
                let (user, mock) =
                    (User::new(), Mock::start(Rules::new(generation, local_api, prompt)));
                let case = format!("{generation} {local_api} {prompt:?}");
                let run =
                    user.push(&mock, &article(), &["--tag", "imported", "--collection", "Inbox"]);
                assert_eq!(run.code, 0, "{case}: {}", run.stderr);
                let word = if local_api { "created" } else { "sent" };
                assert_eq!(outcomes(&run), [word; 16], "{case}");
                assert_eq!(run.stderr.contains("not confirmed"), !local_api, "{}", run.stderr);
                let again = user.push(&mock, &article(), &[]);
                assert_eq!((again.code, outcomes(&again)), (0, vec!["known"; 16]), "{case}");
                let works = mock.works();
                assert_eq!(works.len(), 16, "{case}");
                let kinds =
                    works.iter().filter(|work| work["itemType"] == "journalArticle").count();
                assert_eq!((kinds, &works[15]["itemType"]), (15, &Value::from("bookSection")));
                for work in &works {
                    assert_eq!(work["tags"][0]["tag"], "imported", "{work}");
                    assert_eq!(work["collections"][0], "C7");
                }
                assert!(
                    works[0]["notes"][0]["note"]
                        .as_str()
                        .unwrap()
                        .starts_with("<p>Feldman, R. (2017).")
                );
                assert_eq!(works[14]["pages"], "e2840");
                let state = mock.state();
                assert_eq!((state.prompts, &state.violations), (0, &Vec::new()), "{case}");
            }
        }
    }
}

#[test]
fn the_local_interface_is_the_second_way() {
    let user = User::new();
    let books = user.books(120);
    for (prompt, prompts) in [(Prompt::Always, 1), (Prompt::Once, 3)] {
        let rules = Rules { connector_broken: true, ..Rules::new("10", true, prompt) };
        let mock = Mock::start(rules);
        let run = user.push(&mock, &books, &[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(outcomes(&run), ["created"; 120]);
        assert!(run.stderr.contains("trying the local interface"), "{}", run.stderr);
        let state = mock.state();
        assert_eq!((&state.batches, state.prompts), (&vec![50, 50, 20], prompts));
    }
    let denied =
        Mock::start(Rules { connector_broken: true, ..Rules::new("10", true, Prompt::Deny) });
    assert_eq!(user.push(&denied, &books, &[]).code, 2);
    let asked = denied.state().prompts;
    assert_eq!((asked, denied.works().len()), (1, 0), "the user is asked once");
    let failing = Mock::start(Rules::new("10.0.3", true, Prompt::Always));
    let run = user.push(&failing, &books, &["--via", "local"]);
    assert_eq!((run.code, outcomes(&run)), (2, vec!["failed"; 120]));
    assert!(run.stdout.contains("primaryData"), "{}", run.stdout);
    let old = Mock::start(Rules::new("9", true, Prompt::Always));
    let run = user.push(&old, &books, &["--via", "local"]);
    assert!(run.code == 2 && run.stderr.contains("can only be read"), "{}", run.stderr);
}

#[test]
fn the_web_is_asked_for_and_its_limits_are_kept() {
    let user = User::new();
    let mock = Mock::start(Rules { busy: 1, ..Rules::new("web", false, Prompt::Deny) });
    let books = user.books(51);
    let push = |key: &str, online: bool| {
        let args =
            ["zotero", "push", &books, "--via", "web", "--collection", "Inbox", "--tag", "x"];
        let mut command = user.command(&args);
        command.env("REFSMITH_ZOTERO_WEB_URL", &mock.url).env("ZOTERO_API_KEY", key);
        if online {
            command.env_remove("REFSMITH_OFFLINE");
        }
        finished(command.output().expect("it starts"))
    };
    let offline = push("web-key", false);
    assert!(offline.code == 2 && offline.stderr.contains("working offline"), "{}", offline.stderr);
    assert!(mock.state().asked.is_empty());
    let refused = push("other-key", true);
    assert!(refused.code == 2 && refused.stderr.contains("refuses the key"), "{}", refused.stderr);
    let run = push("web-key", true);
    assert_eq!((run.code, outcomes(&run)), (0, vec!["created"; 51]), "{}", run.stderr);
    assert!(run.stderr.contains("sends the records to http://127.0.0.1"), "{}", run.stderr);
    assert_eq!(mock.state().batches, [50, 1]);
    assert!(mock.works().iter().all(|work| work["collections"][0] == "INBOX"));
    assert_eq!(outcomes(&push("web-key", true)), ["known"; 51]);
    assert_eq!((mock.works().len(), &mock.state().violations), (51, &Vec::new()));
    let mut pull = user.command(&["zotero", "pull", "--web", "--tag", "x", "-t", "bibtex"]);
    pull.env("REFSMITH_ZOTERO_WEB_URL", &mock.url).env("ZOTERO_API_KEY", "web-key");
    let pulled = finished(pull.env_remove("REFSMITH_OFFLINE").output().expect("it starts"));
    assert_eq!(pulled.stdout.matches("@book{k").count(), 51, "{}", pulled.stderr);
    assert!(!pulled.stdout.contains("refsmith"), "{}", pulled.stdout);
    assert!(mock.state().asked.iter().any(|path| path.contains("&tag=x&")));
}

#[test]
fn sessions_and_collections_that_are_not_free() {
    let user = User::new();
    let mock = Mock::start(Rules { session_taken: true, ..Rules::new("9", false, Prompt::Deny) });
    let books = user.books(51);
    assert_eq!(user.push(&mock, &books, &[]).code, 0);
    assert_eq!((mock.works().len(), &mock.state().batches), (51, &vec![50, 1]));
    for name in ["Nowhere", "Twice"] {
        let run = user.push(&mock, &books, &["--collection", name, "--force"]);
        assert!(run.code == 2 && run.stderr.contains("My Library, Inbox"), "{}", run.stderr);
    }
    assert_eq!(mock.works().len(), 51);
}

#[test]
fn without_zotero_there_is_a_file() {
    let user = User::new();
    // Nobody listens at a port that was free a moment ago.
    let url = {
        #[expect(clippy::disallowed_types, reason = "a port that nobody has")]
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        format!("http://{}", listener.local_addr().expect("an address"))
    };
    let run = user.run(&["zotero", "push", &article(), "--zotero-url", &url]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("no Zotero is running") && run.stderr.contains("Import"),
        "{}",
        run.stderr
    );
    let ris = std::fs::read_to_string(user.folder.path().join("refs.ris")).expect("written");
    assert_eq!(ris.matches("TY  - ").count(), 16);
    let again = user.run(&["zotero", "push", &article(), "--zotero-url", &url]);
    assert!(again.code == 2 && again.stderr.contains("is there already"), "{}", again.stderr);
    let connector =
        user.run(&["zotero", "push", &article(), "--zotero-url", &url, "--via", "connector"]);
    assert!(
        connector.code == 2 && connector.stderr.contains("start Zotero"),
        "{}",
        connector.stderr
    );
    let pull = user.run(&["zotero", "pull", "--zotero-url", &url]);
    assert!(pull.code == 2 && pull.stderr.contains("start Zotero"), "{}", pull.stderr);
    let software = user.folder.path().join("s.json");
    std::fs::write(&software, r#"[{"id": "a", "type": "software", "title": "Tea"}]"#)
        .expect("written");
    let file = user.run(&["zotero", "push", "s.json", "--via", "file", "-o", "z.json"]);
    assert_eq!(file.code, 0, "{}", file.stderr);
    let text = std::fs::read_to_string(user.folder.path().join("z.json")).expect("written");
    let items: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        (&items[0]["type"], &items[0]["note"]),
        (&"document".into(), &"type: software".into())
    );
}

#[test]
fn a_dry_run_opens_no_connection() {
    let user = User::new();
    let mock = Mock::start(Rules::new("10", true, Prompt::Always));
    let run = user.push(&mock, &article(), &["--dry-run", "--tag", "x"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let items: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(items.as_array().map(Vec::len), Some(16));
    assert_eq!(items[0]["creators"][0]["lastName"], "Feldman");
    assert!(mock.state().asked.is_empty());
}

#[test]
fn both_names_of_an_event_are_the_conference() {
    let user = User::new();
    let mock = Mock::start(Rules::new("10", true, Prompt::Always));
    let path = user.folder.path().join("talks.json");
    let talk = |id: &str, event: &str| {
        format!(
            "{{\"id\": \"{id}\", \"type\": \"paper-conference\", \"title\": \"On {id}\", {event}}}"
        )
    };
    let talks = [
        talk("old", "\"event\": \"Tea Days\""),
        talk("new", "\"event-title\": \"Coffee Days\""),
        talk("both", "\"event\": \"Cocoa\", \"event-title\": \"Cocoa Days\""),
    ];
    std::fs::write(&path, format!("[{}]", talks.join(", "))).expect("written");
    let run = user.push(&mock, &path.to_string_lossy(), &["--dry-run"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let items: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let names: Vec<&str> = items
        .as_array()
        .expect("an array")
        .iter()
        .filter_map(|item| item["conferenceName"].as_str())
        .collect();
    assert_eq!(names, ["Tea Days", "Coffee Days", "Cocoa Days"], "{}", run.stdout);
}

#[test]
fn what_was_pushed_is_pulled() {
    let user = User::new();
    let mock = Mock::start(Rules::new("9", true, Prompt::Deny));
    let records = reference("records.json").to_string_lossy().into_owned();
    assert_eq!(user.push(&mock, &records, &[]).code, 0);
    let pulled = user.run(&["zotero", "pull", "--zotero-url", &mock.url]);
    assert_eq!(pulled.code, 0, "{}", pulled.stderr);
    let pushed = crate::support::json(std::path::Path::new(&records));
    let pulled = json_lines(&pulled.stdout);
    assert_eq!(pulled.len(), 16);
    for (before, after) in pushed.as_array().expect("an array").iter().zip(&pulled) {
        for name in ["id", "type", "title", "author", "issued", "container-title", "volume", "page"]
        {
            assert_eq!(before[name], after[name], "{name} of {}", before["id"]);
        }
    }
    let off = Mock::start(Rules::new("9", false, Prompt::Deny));
    let run = user.run(&["zotero", "pull", "--zotero-url", &off.url]);
    assert!(run.code == 2 && run.stderr.contains("switched off"), "{}", run.stderr);
}
