//! An index in a search server: loading works, asking, and what goes wrong, against a stand-in that
//! answers like Elasticsearch and Quickwit as far as they are alike, and checks every message.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::local_index::{Folder, LIBRARY, verdict, works};
use crate::support::{Run, finished, json_lines, refsmith};

#[expect(clippy::disallowed_types, reason = "a server for tests")]
type Listener = std::net::TcpListener;
#[expect(clippy::disallowed_types, reason = "a server for tests")]
type Stream = std::net::TcpStream;

const QUICKWIT: &str = "/api/v1/_elastic";

/// What the server does instead of answering.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    /// A page in HTML with status 200.
    Page,
    /// A fault of its own, explained.
    Broken,
    /// `429`, once.
    Busy,
    /// Every work of a batch is refused.
    NotTaken,
}

#[derive(Default)]
struct State {
    /// Works of the one index, by the order in which they came; `None` before it is made.
    works: Option<Vec<Value>>,
    fault: Option<Fault>,
    /// The header `Authorization` that is wanted.
    wanted: Option<&'static str>,
    searches: usize,
    /// Messages that a server would not have understood.
    violations: Vec<String>,
}

/// A search server with room for one index, `works`.
struct Server {
    host: String,
    state: Arc<Mutex<State>>,
}

impl Server {
    fn start() -> Self {
        let listener = Listener::bind("127.0.0.1:0").expect("a port");
        let host = listener.local_addr().expect("an address").to_string();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        // Ends with the tests.
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                drop(answer(stream, &shared));
            }
        });
        Self { host, state }
    }

    fn set(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().expect("not poisoned"));
    }

    fn elastic(&self) -> String {
        format!("http://{}/works", self.host)
    }

    fn quickwit(&self) -> String {
        format!("http://{}{QUICKWIT}/works", self.host)
    }

    /// Runs the program, which may use the network.
    fn run(&self, args: &[&str]) -> Run {
        let mut command = refsmith(args);
        command.env_remove("REFSMITH_OFFLINE");
        finished(command.output().expect("the binary starts"))
    }

    fn load(&self, folder: &Folder, url: &str) -> Run {
        let dump = folder.lines("works.jsonl", &works());
        self.run(&["index", "build", &dump, "-o", url])
    }

    fn assert_understood(&self) {
        let state = self.state.lock().expect("not poisoned");
        assert_eq!(state.violations, Vec::<String>::new());
    }
}

/// Answers one connection, message by message.
fn answer(mut stream: Stream, shared: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let mut parts = line.split_whitespace();
        let (method, target) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let mut headers = BTreeMap::new();
        loop {
            let mut header = String::new();
            reader.read_line(&mut header)?;
            match header.trim_end().split_once(':') {
                Some((name, value)) => {
                    headers.insert(name.to_lowercase(), value.trim().to_owned());
                }
                None => break,
            }
        }
        let length = headers.get("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let body = String::from_utf8(body).expect("UTF-8");
        let mut state = shared.lock().expect("not poisoned");
        let (status, reply) = state.reply(method, target, &headers, &body);
        write!(
            stream,
            "HTTP/1.1 {status} -\r\ncontent-type: application/json\r\nretry-after: 0\r\n\
             content-length: {}\r\n\r\n{reply}",
            reply.len()
        )?;
    }
}

impl State {
    fn reply(
        &mut self,
        method: &str,
        target: &str,
        headers: &BTreeMap<String, String>,
        body: &str,
    ) -> (u16, String) {
        if self
            .wanted
            .is_some_and(|wanted| headers.get("authorization").is_none_or(|h| h != wanted))
        {
            return (401, json!({"error": {"reason": "missing credentials"}}).to_string());
        }
        match self.fault {
            Some(Fault::Page) => return (200, "<html>hello</html>".to_owned()),
            Some(Fault::Broken) => {
                let cause = json!({"root_cause": [{"reason": "all shards failed"}]});
                return (500, json!({"error": cause, "status": 500}).to_string());
            }
            Some(Fault::Busy) => {
                self.fault = None;
                return (429, "{}".to_owned());
            }
            Some(Fault::NotTaken) | None => {}
        }
        if method != "GET" && headers.get("content-type").is_none_or(|t| t != "application/json") {
            self.violations.push(format!("{method} {target}: content type {headers:?}"));
        }
        let is_quickwit = target.starts_with(QUICKWIT);
        match (method, target.trim_start_matches(QUICKWIT)) {
            ("PUT", "/works") if !is_quickwit => self.make_in_elastic(body),
            ("POST", "/api/v1/indexes") => self.make_in_quickwit(body),
            ("POST", "/works/_bulk" | "/works/_bulk?refresh=true") => self.bulk(body, is_quickwit),
            ("POST", "/works/_search") => self.search(body),
            _ => {
                self.violations.push(format!("{method} {target}"));
                (405, "{}".to_owned())
            }
        }
    }

    fn make_in_elastic(&mut self, body: &str) -> (u16, String) {
        let body: Value = serde_json::from_str(body).expect("JSON");
        let properties = &body["mappings"]["properties"]["refsmith_terms"];
        // Terms are looked up whole; other fields are not indexed, whatever their shape.
        if properties["type"] != "keyword" || body["mappings"]["dynamic"] != false {
            self.violations.push(format!("the mapping {body}"));
        }
        self.works = Some(Vec::new());
        (200, json!({"acknowledged": true, "index": "works"}).to_string())
    }

    fn make_in_quickwit(&mut self, body: &str) -> (u16, String) {
        let body: Value = serde_json::from_str(body).expect("JSON");
        let field = &body["doc_mapping"]["field_mappings"][0];
        let is_whole = field["type"] == "array<text>" && field["tokenizer"] == "raw";
        if body["index_id"] != "works" || field["name"] != "refsmith_terms" || !is_whole {
            self.violations.push(format!("the index {body}"));
        }
        self.works = Some(Vec::new());
        (200, body.to_string())
    }

    fn bulk(&mut self, body: &str, is_quickwit: bool) -> (u16, String) {
        if self.fault == Some(Fault::NotTaken) {
            let error = json!({"type": "full", "reason": "disk usage exceeded"});
            let item = json!({"index": {"status": 429, "error": error}});
            return (200, json!({"errors": true, "items": [item, item]}).to_string());
        }
        if body.len() > 10_000_000 || !body.ends_with('\n') {
            self.violations.push("a batch that is too large, or has no end".to_owned());
        }
        let lines: Vec<&str> = body.lines().collect();
        let mut violations = Vec::new();
        let Some(works) = &mut self.works else { return (404, "{}".to_owned()) };
        for pair in lines.chunks(2) {
            let action: Value = serde_json::from_str(pair[0]).expect("an action in JSON");
            let work: Value = serde_json::from_str(pair[1]).expect("a work in JSON");
            let doi = work["DOI"].as_str().expect("a DOI").to_lowercase();
            let id = &action["index"]["_id"];
            let is_right = if is_quickwit { action["create"].is_object() } else { *id == doi };
            if !is_right || !work["refsmith_terms"].is_array() || work.get("reference").is_some() {
                violations.push(format!("{action} {work}"));
            }
            if !is_quickwit {
                works.retain(|known| {
                    known["DOI"].as_str().map(str::to_lowercase) != Some(doi.clone())
                });
            }
            works.push(work);
        }
        self.violations.extend(violations);
        (200, json!({"errors": false, "items": []}).to_string())
    }

    /// Ranks by the rarity of the terms that are there, as all these servers do.
    fn search(&mut self, body: &str) -> (u16, String) {
        let Some(works) = &self.works else {
            return (404, json!({"error": {"type": "index_not_found_exception"}}).to_string());
        };
        self.searches += 1;
        let body: Value = serde_json::from_str(body).expect("JSON");
        let keys: BTreeSet<&str> =
            body.as_object().expect("an object").keys().map(String::as_str).collect();
        let query = &body["query"]["bool"];
        let clauses = query["should"].as_array().cloned().unwrap_or_default();
        let value =
            |clause: &Value| clause["term"]["refsmith_terms"]["value"].as_str().map(str::to_owned);
        let terms: Vec<String> = clauses.iter().filter_map(value).collect();
        let size = body["size"].as_u64().unwrap_or(0);
        let is_right = keys == BTreeSet::from(["query", "size", "sort"])
            && terms.len() == clauses.len()
            && (1..=1_000).contains(&terms.len())
            && (1..=1_000).contains(&size)
            && body["sort"] == json!(["_score"])
            && query.as_object().is_some_and(|query| query.len() == 1);
        if !is_right {
            self.violations.push(format!("the question {body}"));
        }
        let has = |work: &Value, term: &String| {
            work["refsmith_terms"].as_array().is_some_and(|terms| terms.iter().any(|t| t == term))
        };
        let rarity = |term: &String| {
            let count = works.iter().filter(|work| has(work, term)).count();
            (1.0 + works.len() as f64 / count.max(1) as f64).ln()
        };
        let weights: Vec<(String, f64)> =
            terms.iter().map(|term| (term.clone(), rarity(term))).collect();
        let weight = |work: &Value| -> f64 {
            weights.iter().filter(|(term, _)| has(work, term)).map(|(_, weight)| weight).sum()
        };
        let mut hits: Vec<(f64, Value)> = works
            .iter()
            .map(|work| (weight(work), work.clone()))
            .filter(|hit| hit.0 > 0.0)
            .collect();
        hits.sort_by(|a, b| b.0.total_cmp(&a.0));
        let total = json!({"value": hits.len(), "relation": "eq"});
        hits.truncate(usize::try_from(size).expect("small"));
        let hits: Vec<Value> = hits
            .into_iter()
            .map(|(weight, mut work)| {
                work.as_object_mut().expect("an object").remove("refsmith_terms");
                json!({"_index": "works", "_score": weight, "_source": work})
            })
            .collect();
        (200, json!({"took": 1, "hits": {"total": total, "hits": hits}}).to_string())
    }
}

#[test]
fn a_server_finds_what_a_local_index_finds() {
    let folder = Folder::new();
    let library = folder.file("refs.bib", LIBRARY.as_bytes());
    let index = folder.index();
    let check = |server: &Server, index: &str| {
        server.run(&["check", &library, "--index", index, "--message-format", "json"])
    };
    let local = check(&Server::start(), &index);
    for address in [Server::elastic, Server::quickwit] {
        let server = Server::start();
        let url = address(&server);
        let loaded = server.load(&folder, &url);
        assert_eq!(loaded.code, 0, "{}", loaded.stderr);
        assert!(loaded.stderr.contains(&format!("sends the works to {url}")), "{}", loaded.stderr);
        assert!(loaded.stderr.contains("105 works read"), "{}", loaded.stderr);
        let checked = check(&server, &url);
        assert!(checked.stderr.contains(&format!("to {url}")), "{}", checked.stderr);
        for record in ["ice", "part2", "wind", "part3", "other"] {
            assert_eq!(verdict(&checked, record), verdict(&local, record), "{record} at {url}");
        }
        assert_eq!(verdict(&checked, "part2").1.as_deref(), Some("10.5555/part2"));
        server.assert_understood();
    }
}

#[test]
fn works_are_added_replaced_and_counted() {
    let (folder, server) = (Folder::new(), Server::start());
    let url = server.elastic();
    assert_eq!(server.load(&folder, &url).code, 0);
    assert_eq!(server.load(&folder, &url).code, 0, "the same works once more");
    let newer = json!({"DOI": "10.5555/ICE", "title": ["How reeds outlive the ice, revised"]});
    let newer = folder.lines("newer.jsonl", &[newer]);
    assert_eq!(server.run(&["index", "add", &newer, "-o", &url]).code, 0);
    let info = server.run(&["index", "info", &url, "--message-format", "json"]);
    assert_eq!(json_lines(&info.stdout)[0]["works"], 105, "{}", info.stderr);
    server.assert_understood();
}

#[test]
fn of_the_versions_that_a_server_keeps_the_latest_counts() {
    let folder = Folder::new();
    let version = |volume: &str, day: &str| {
        json!({"DOI": "10.5555/ice", "type": "journal-article", "volume": volume,
            "title": ["How reeds outlive the ice"], "author": [{"family": "Marsh", "given": "A."}],
            "indexed": {"date-time": format!("{day}T08:00:00Z")}})
    };
    let (old, new) = (version("11", "2024-03-01"), version("12", "2025-07-09"));
    let dumps = [
        folder.lines("old-first.jsonl", &[old.clone(), new.clone()]),
        folder.lines("new-first.jsonl", &[new, old]),
    ];
    for (number, identifier) in dumps.iter().zip([", doi = {10.5555/ice}", ""]).enumerate() {
        let (dump, identifier) = identifier;
        let library = format!(
            "@article{{ice, author = {{Marsh, A.}}, title = {{How reeds outlive the ice}}, \
             journal = {{Reeds}}, volume = {{12}}{identifier}}}"
        );
        let library = folder.file(&format!("{number}.bib"), library.as_bytes());
        let server = Server::start();
        let url = server.quickwit();
        assert_eq!(server.run(&["index", "build", dump, "-o", &url]).code, 0);
        let checked = server.run(&["check", &library, "--index", &url, "--message-format", "json"]);
        assert_eq!(verdict(&checked, "ice").0, "verified", "{}", checked.stdout);
        server.assert_understood();
    }
}

#[test]
fn only_wanted_works_are_sent() {
    let (folder, server) = (Folder::new(), Server::start());
    let dump = folder.lines("works.jsonl", &works());
    let url = server.elastic();
    let built = server.run(&["index", "build", &dump, "-o", &url, "--year", "2002-2005"]);
    assert!(built.stderr.contains("4 wanted"), "{}", built.stderr);
    let info = server.run(&["index", "info", &url]);
    assert_eq!(info.stdout, "works     4\n");
}

#[test]
fn a_password_is_sent_and_never_shown() {
    let (folder, server) = (Folder::new(), Server::start());
    // `name:secret` in Base64.
    server.set(|state| state.wanted = Some("Basic bmFtZTpzZWNyZXQ="));
    let url = format!("http://name:secret@{}/works", server.host);
    let loaded = server.load(&folder, &url);
    assert_eq!(loaded.code, 0, "{}", loaded.stderr);
    let info = server.run(&["index", "info", &url]);
    assert_eq!(info.stdout, "works     105\n", "{}", info.stderr);
    let refused = server.run(&["index", "info", &server.elastic()]);
    assert!(refused.stderr.contains("refuses access (status 401)"), "{}", refused.stderr);
    assert!(refused.stderr.contains("REFSMITH_INDEX_KEY"), "{}", refused.stderr);
    let nowhere = server.run(&["index", "info", "http://name:secret@127.0.0.1:9/works"]);
    assert!(nowhere.stderr.contains("nobody listens"), "{}", nowhere.stderr);
    for run in [&loaded, &info, &refused, &nowhere] {
        assert!(!format!("{}{}", run.stdout, run.stderr).contains("secret"), "{}", run.stderr);
    }
    server.set(|state| state.wanted = Some("ApiKey abc"));
    let mut command = refsmith(&["index", "info", &server.elastic()]);
    command.env_remove("REFSMITH_OFFLINE").env("REFSMITH_INDEX_KEY", "abc");
    assert_eq!(finished(command.output().expect("the binary starts")).stdout, "works     105\n");
}

#[test]
fn what_goes_wrong_is_said() {
    let (folder, server) = (Folder::new(), Server::start());
    let library = folder.file("refs.bib", LIBRARY.as_bytes());
    let url = server.elastic();
    let check = || server.run(&["check", &library, "--index", &url]);
    let expect = |run: &Run, said: &str| {
        assert_eq!(run.code, 2, "{said}: {}", run.stderr);
        assert!(run.stderr.contains(said), "expected {said:?} in {}", run.stderr);
    };
    expect(&check(), "there is no index");
    server.set(|state| state.works = Some(vec![json!({"title": ["something else"]})]));
    expect(&check(), "holds no works that were loaded with `refsmith index`");
    server.set(|state| state.fault = Some(Fault::Page));
    expect(&check(), "is none of Elasticsearch, OpenSearch or Quickwit");
    server.set(|state| state.fault = Some(Fault::Broken));
    expect(&check(), "status 500: all shards failed");
    server.set(|state| state.fault = Some(Fault::NotTaken));
    expect(&server.load(&folder, &url), "did not take 2 of the works: disk usage exceeded");
    expect(
        &server.run(&["check", &library, "--index", "http://localhost:9"]),
        "expected the address",
    );
    let mut offline = refsmith(&["check", &library, "--index", &url]);
    let before = server.state.lock().expect("not poisoned").searches;
    expect(&finished(offline.output().expect("the binary starts")), "working offline");
    assert_eq!(server.state.lock().expect("not poisoned").searches, before);
    expect(&server.run(&["serve", "--crossref-api", "--index", &url]), "holds no index");
    server.assert_understood();
}

#[test]
fn a_busy_server_is_asked_again() {
    let (folder, server) = (Folder::new(), Server::start());
    assert_eq!(server.load(&folder, &server.elastic()).code, 0);
    server.set(|state| state.fault = Some(Fault::Busy));
    let info = server.run(&["index", "info", &server.elastic()]);
    assert_eq!(info.stdout, "works     105\n", "{}", info.stderr);
}
