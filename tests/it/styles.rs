//! `refsmith styles`: the group of commands, and every way to name a style.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Output;
use std::sync::{Arc, Mutex};

use crate::support::{json_lines, reference, refsmith, run};

#[expect(clippy::disallowed_types, reason = "a server for tests")]
type Listener = std::net::TcpListener;

/// A server of files on this machine that remembers what it was asked for.
struct Server {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Serves these paths; anything else is not there.
    fn start(files: &[(&str, String)]) -> Self {
        let listener = Listener::bind("127.0.0.1:0").expect("a port of this machine");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = asked.clone();
        let files: Vec<(String, String)> =
            files.iter().map(|(path, text)| ((*path).to_owned(), text.clone())).collect();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
                let first = lines.next().and_then(Result::ok).unwrap_or_default();
                let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
                for line in lines.by_ref().map_while(Result::ok) {
                    if line.is_empty() {
                        break;
                    }
                }
                let found = files.iter().find(|(known, _)| *known == path);
                heard.lock().unwrap().push(path);
                let (status, body) = match found {
                    Some((_, text)) => ("200 OK", text.as_str()),
                    None => ("404 Not Found", "<html>404</html>"),
                };
                let mut stream = stream;
                drop(write!(
                    stream,
                    "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                ));
            }
        });
        Self { url, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn independent(id: &str, title: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info>
    <title>{title}</title>
    <id>http://www.zotero.org/styles/{id}</id>
    <category citation-format="numeric"/>
    <updated>2024-02-29T12:00:00+00:00</updated>
  </info>
  <citation><layout><text variable="citation-number"/></layout></citation>
  <bibliography><layout prefix="{title}: "><text variable="title"/></layout></bibliography>
</style>
"#
    )
}

fn dependent(id: &str, title: &str, parent: &str) -> String {
    format!(
        r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" default-locale="de-DE">
  <info>
    <title>{title}</title>
    <id>http://www.zotero.org/styles/{id}</id>
    <link href="http://www.zotero.org/styles/{parent}" rel="independent-parent"/>
    <category citation-format="numeric"/>
    <updated>2024-02-29T12:00:00+00:00</updated>
  </info>
</style>
"#
    )
}

/// Runs with a directory for added styles and the network allowed, against a server.
fn online(args: &[&str], dir: &Path, server: &str) -> Output {
    refsmith(args)
        .env("REFSMITH_STYLES_DIR", dir)
        .env("REFSMITH_STYLES_URL", server)
        .env_remove("REFSMITH_OFFLINE")
        .output()
        .expect("it runs")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn records() -> String {
    reference("records.json").to_string_lossy().into_owned()
}

#[test]
fn an_added_style_is_found_under_every_name() {
    let server = Server::start(&[
        ("/chicago-notes-classic.csl", independent("chicago-notes-classic", "Classic")),
        (
            "/dependent/abi-technik.csl",
            dependent("abi-technik", "ABI Technik", "chicago-notes-classic"),
        ),
        ("/mine/house.csl?raw=1", independent("our-house", "House")),
        ("/brand-new.csl", independent("brand-new", "New")),
    ]);
    let dir = tempfile::tempdir().expect("a directory");
    let dir = dir.path().join("styles");
    let go = |args: &[&str]| online(args, &dir, &server.url);

    // Before: the message says what to do.
    let before = go(&["cite", &records(), "--style", "abi-technik"]);
    assert_eq!(before.status.code(), Some(2));
    assert!(stderr(&before).contains("follows `chicago-notes-classic`"), "{}", stderr(&before));
    assert!(stderr(&before).contains("refsmith styles add abi-technik"), "{}", stderr(&before));

    // A journal brings the style it follows; one line says what is fetched before it is.
    let added = go(&["styles", "add", "ABI-Technik"]);
    assert_eq!(added.status.code(), Some(0), "{}", stderr(&added));
    assert_eq!(server.asked(), ["/dependent/abi-technik.csl", "/chicago-notes-classic.csl"]);
    assert_eq!(stdout(&added), "");
    let said = stderr(&added);
    let first = said.lines().next().unwrap_or_default();
    assert_eq!(first, format!("fetching {}/dependent/abi-technik.csl", server.url));
    assert!(
        said.ends_with("added abi-technik (ABI Technik, follows chicago-notes-classic)\n"),
        "{said}"
    );
    for name in [
        "abi-technik",
        "ABI Technik",
        "chicago-notes-classic",
        "http://www.zotero.org/styles/abi-technik",
    ] {
        let cited = go(&["cite", &records(), "--style", name]);
        assert!(stdout(&cited).starts_with("Classic: "), "{name}: {}", stderr(&cited));
    }

    // An address, and a name the tables do not know.
    let address = format!("{}/mine/house.csl?raw=1", server.url);
    let added = go(&["styles", "add", &address, "brand-new"]);
    assert_eq!(added.status.code(), Some(0), "{}", stderr(&added));
    for name in ["house", address.as_str()] {
        let cited = go(&["cite", &records(), "--style", name]);
        assert!(stdout(&cited).starts_with("House: "), "{name}: {}", stderr(&cited));
    }
    let list = stdout(&go(&["styles", "list"]));
    assert!(list.contains("brand-new ") && list.contains("New  (added)"), "{list}");
    let found = stdout(&go(&["styles", "search", "abi", "technik"]));
    assert!(found.starts_with("abi-technik "), "{found}");
    assert!(found.contains("(added)"), "{found}");

    // Nothing but whole styles is in the directory.
    let mut files: Vec<String> = std::fs::read_dir(&dir)
        .expect("the directory")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(
        files,
        ["abi-technik.csl", "brand-new.csl", "chicago-notes-classic.csl", "house.csl"]
    );
}

#[test]
fn what_is_not_sound_is_not_added() {
    let broken =
        independent("a-broken-one", "Broken").replace("citation-number", "citation-nummer");
    let server = Server::start(&[
        ("/a-broken-one.csl", broken),
        ("/page.csl", "<html><body>Not a style</body></html>".to_owned()),
        ("/dependent/orphan.csl", dependent("orphan", "Orphan", "no-such-parent")),
    ]);
    let dir = tempfile::tempdir().expect("a directory");
    let go = |args: &[&str]| online(args, dir.path(), &server.url);
    for (name, part) in [
        ("a-broken-one", "a-broken-one.csl:9:37"),
        ("page", "expected the element `style`, found `html`"),
        ("orphan", "there is no style `no-such-parent`"),
        ("nowhere-at-all", "there is no style `nowhere-at-all`"),
        ("../../etc/passwd", "there is no style `passwd`"),
        ("..", "is no name of a style"),
    ] {
        let added = go(&["styles", "add", name]);
        assert_eq!(added.status.code(), Some(2), "{name}: {}", stderr(&added));
        assert!(stderr(&added).contains(part), "{name}: {}", stderr(&added));
    }
    assert_eq!(std::fs::read_dir(dir.path()).expect("the directory").count(), 0);
}

#[test]
fn offline_is_respected() {
    let server = Server::start(&[]);
    let dir = tempfile::tempdir().expect("a directory");
    let flag = online(&["styles", "add", "nature", "--offline"], dir.path(), &server.url);
    let variable = refsmith(&["styles", "add", "nature", "--styles-url", &server.url]);
    let variable = { variable }.env("REFSMITH_STYLES_DIR", dir.path()).output().expect("it runs");
    for output in [flag, variable] {
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("working offline"), "{}", stderr(&output));
    }
    assert_eq!(server.asked(), [""; 0]);
}

#[test]
fn styles_are_searched_by_every_word_of_any_name() {
    let lines = |words: &[&str]| {
        let run = run(&[&["styles", "search"], words].concat());
        (run.code, run.stdout)
    };
    let (code, found) = lines(&["nature", "communications"]);
    assert_eq!(code, 0);
    assert!(found.starts_with("nature-communications "), "{found}");
    assert!(found.contains("Nature Communications  (follows nature)"), "{found}");
    // A former name finds the style that has another one now.
    let (_, found) = lines(&["vancouver"]);
    assert!(found.starts_with("elsevier-vancouver "), "{found}");
    assert!(found.contains("nlm-citation-sequence "), "{found}");
    let (_, found) = lines(&["abi technik"]);
    assert!(found.contains("not built in: refsmith styles add"), "{found}");
    assert_eq!(lines(&["no-such-style-anywhere"]), (1, String::new()));
    let accents = lines(&["vénéréologie"]).1;
    assert!(accents.contains("annales-de-dermatologie-et-de-venereologie"), "{accents}");
    assert_eq!(run(&["styles"]).stdout, run(&["styles", "list"]).stdout);
}

#[test]
fn a_style_is_found_by_path_name_former_name_and_title() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("mine.csl");
    std::fs::write(&file, independent("mine", "Mine")).expect("written");
    let path = file.to_string_lossy().into_owned();
    for (name, start) in [
        (path.as_str(), "Mine: "),
        ("ieee", "[1] "),
        ("Nature Communications", "1. "),
        ("acta-theriologica", "Akers KG"),
        ("http://www.zotero.org/styles/plos-computational-biology", "1. "),
    ] {
        let cited = run(&["cite", &records(), "--style", name]);
        assert_eq!(cited.code, 0, "{name}: {}", cited.stderr);
        assert!(cited.stdout.starts_with(start), "{name}: {}", cited.stdout);
    }
    let orphan = dir.path().join("orphan.csl");
    std::fs::write(&orphan, dependent("orphan", "Orphan", "chicago-notes-classic"))
        .expect("written");
    for (name, part) in [
        ("zoological-science", "the style `zoological-science` is not built in"),
        (
            "annals-of-allergy",
            "is now called `annals-of-allergy-asthma-and-immunology`, which is not built in",
        ),
        ("ieeee", "did you mean `ieee`?"),
        (&orphan.to_string_lossy(), "`refsmith styles add chicago-notes-classic` fetches it"),
    ] {
        let cited = run(&["cite", &records(), "--style", name]);
        assert_eq!(cited.code, 2, "{name}");
        assert!(cited.stderr.contains(part), "{name}: {}", cited.stderr);
    }
}

#[test]
fn style_files_are_checked_in_every_report_format() {
    let dir = tempfile::tempdir().expect("a directory");
    let write = |name: &str, text: String| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.to_string_lossy().into_owned()
    };
    let sound = write("sound.csl", independent("sound", "Sound"));
    let faulty = independent("faulty", "Faulty").replace("\"title\"/>", "\"titel\"/>");
    let faulty = write("faulty.csl", faulty);
    let clean = run(&["styles", "check", &sound]);
    assert_eq!(clean.code, 0, "{}", clean.stdout);
    assert!(clean.stdout.starts_with("found nothing in 1 style ("), "{}", clean.stdout);
    let human = run(&["styles", "check", &sound, &faulty]);
    assert_eq!(human.code, 1);
    for part in [
        "error[style-variable]: unknown variable `titel`",
        "faulty.csl:10:59",
        "did you mean `title`?",
        "found 1 error in 2 styles (",
    ] {
        assert!(human.stdout.contains(part), "{part}: {}", human.stdout);
    }
    let json = run(&["styles", "check", &faulty, "--message-format", "json"]);
    let finding = json_lines(&json.stdout).remove(0);
    assert_eq!(finding["code"], "style-variable");
    assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(10), Some(59)));
    assert_eq!(finding["fix"]["replacement"], "title");
    let sarif = run(&["styles", "check", &faulty, "--message-format", "sarif"]);
    assert!(sarif.stdout.contains("\"ruleId\": \"style-variable\""), "{}", sarif.stdout);
    assert_eq!(run(&["styles", "check", &faulty, "--fail-on", "never"]).code, 0);
    let missing = run(&["styles", "check", "no-such-file.csl"]);
    assert_eq!(missing.code, 2, "{}", missing.stderr);
    assert_eq!(run(&["explain", "style-variable"]).code, 0);
    let own = run(&["styles", "check", "styles/apa-6th-edition.csl"]);
    assert_eq!(own.code, 0, "{}", own.stdout);
}
