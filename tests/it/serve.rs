//! `refsmith serve`: a local index in Crossref's place, asked by a client that knows nothing of it.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Stdio};

use refsmith::sources::net::{HttpFetch, NetOptions};
use refsmith::sources::{Budget, CacheFor, Fetch, Fetched, Request};
use serde_json::{Value, json};

use crate::support::{Run, finished, json_lines, refsmith, run};

const WORKS: &str = r#"{"DOI":"10.5555/ICE(1)<2>","type":"journal-article","title":["How reeds outlive the ice"],"author":[{"given":"Anna","family":"Marsh"}],"container-title":["Journal of Reeds"],"volume":"12","page":"101-117","issued":{"date-parts":[[2002]]},"reference-count":7}
{"DOI":"10.5555/wind","type":"journal-article","title":["Wind and the bending of reeds"],"author":[{"given":"Quinn","family":"Mace"}],"container-title":["Journal of Reeds"],"volume":"19","page":"1-8","issued":{"date-parts":[[2009]]}}
"#;

const LIBRARY: &str = "\
@article{ice, author = {Marsh, A.}, title = {How reeds outlive the ice}, journal = {Journal of Reeds},
  volume = {12}, pages = {101}, year = {2002}}
@article{wind, author = {Mace, Q.}, title = {Wind and the bending of reeds},
  journal = {Journal of Reeds}, volume = {91}, pages = {1--8}, year = {2009}, doi = {10.5555/wind}}
@article{none, author = {Ford, R.}, title = {Clay and the memory of kilns}, journal = {Oven},
  volume = {1}, pages = {2--3}, year = {1981}, doi = {10.5555/none}}
";

/// The program, answering; it ends with this.
struct Server {
    child: Child,
    stdout: BufReader<ChildStdout>,
    url: String,
    folder: tempfile::TempDir,
}

impl Server {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        std::fs::write(path("works.jsonl"), WORKS).expect("written");
        let built = run(&["index", "build", &path("works.jsonl"), "-o", &path("index")]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        let arguments = ["serve", "--crossref-api", "--index", &path("index"), "--port", "0"];
        let mut child = refsmith(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let mut url = String::new();
        stdout.read_line(&mut url).expect("the address");
        let url = url.trim().to_owned();
        assert!(url.starts_with("http://127.0.0.1:"), "{url}");
        Self { child, stdout, url, folder }
    }

    fn get(&self, target: &str) -> Fetched {
        let fetch = HttpFetch::new(NetOptions::default()).expect("a client");
        let request = Request {
            url: format!("{}{target}", self.url),
            accept: "application/json",
            budget: Budget::Single,
            cache_for: CacheFor::METADATA,
            takes_mailto: true,
            is_sound: |_| true,
        };
        fetch.get(&request).expect("an answer")
    }

    fn json(&self, target: &str) -> Value {
        let fetched = self.get(target);
        assert_eq!(fetched.status, 200, "{target}");
        assert_eq!(fetched.content_type, "application/json");
        serde_json::from_slice(&fetched.body).expect("JSON")
    }

    /// Runs the program with this server in Crossref's place.
    fn client(&self, arguments: &[&str]) -> Run {
        let library = self.folder.path().join("refs.bib");
        std::fs::write(&library, LIBRARY).expect("written");
        let library = library.to_string_lossy().into_owned();
        let (command, rest) = arguments.split_first().expect("a command");
        let own = ["--crossref-url", &self.url, "--no-cache", "--message-format", "json"];
        let arguments = [&[command, library.as_str()], rest, &own].concat();
        let output = refsmith(&arguments).env_remove("REFSMITH_OFFLINE").output();
        finished(output.expect("the binary starts"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn answers_have_the_shape_of_the_register() {
    let server = Server::start();
    let work = server.json("/works/10.5555%2Fice%281%29%3C2%3E");
    assert_eq!((&work["status"], &work["message-type"]), (&json!("ok"), &json!("work")));
    assert_eq!(work["message-version"], "1.0.0");
    assert_eq!(work["message"]["title"], json!(["How reeds outlive the ice"]));
    let agency = server.json("/works/10.5555/wind/agency");
    assert_eq!(agency["message"]["agency"]["id"], "crossref");

    let list =
        server.json("/works?query.bibliographic=Mace%2C+Wind+and+the+bending+of+reeds&rows=1");
    assert_eq!(list["message-type"], "work-list");
    let message = &list["message"];
    assert_eq!(message["items"][0]["DOI"], "10.5555/wind");
    assert!(message["items"][0]["score"].as_f64().expect("a score") > 0.0);
    assert_eq!(message["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(message["items-per-page"], 1);
    assert_eq!(message["query"]["search-terms"], "Mace, Wind and the bending of reeds");
    let batch = server.json("/works?filter=doi:10.5555/WIND,doi:10.5555/x&select=DOI,title");
    let wind = json!([{"DOI": "10.5555/wind", "title": ["Wind and the bending of reeds"]}]);
    assert_eq!(batch["message"]["items"], wind);

    let missing = server.get("/works/10.5555%2Fx");
    assert_eq!((missing.status, missing.body.as_slice()), (404, b"Resource not found.".as_slice()));
    assert_eq!(server.get("/members/98").status, 404);
    let refused = server.get("/works?sample=3");
    let refused_with: Value = serde_json::from_slice(&refused.body).expect("JSON");
    assert_eq!(
        (refused.status, &refused_with["message-type"]),
        (400, &json!("validation-failure"))
    );
}

#[test]
fn pages_and_totals_are_those_of_the_register() {
    let server = Server::start();
    let count = server.json("/works?rows=0");
    assert_eq!(
        (&count["message"]["total-results"], &count["message"]["items"]),
        (&json!(2), &json!([]))
    );
    for question in ["query=reeds&", ""] {
        let mut seen = Vec::new();
        let mut cursor = "*".to_owned();
        loop {
            let page = server.json(&format!("/works?{question}rows=1&cursor={cursor}"));
            assert_eq!(page["message"]["total-results"], 2, "{question}");
            let items = page["message"]["items"].as_array().expect("items");
            let Some(item) = items.first() else { break };
            seen.push(item["DOI"].as_str().expect("a DOI").to_owned());
            cursor = page["message"]["next-cursor"].as_str().expect("a cursor").to_owned();
        }
        seen.sort();
        assert_eq!(seen, ["10.5555/ICE(1)<2>", "10.5555/wind"], "{question}");
    }
    let by_offset = server.json("/works?query=reeds&rows=1&offset=2");
    assert_eq!(by_offset["message"]["items"], json!([]));
    assert_eq!(server.get("/works?cursor=thing").status, 404);
    assert_eq!(server.json("/works?query.bibliographic=")["message"]["total-results"], 0);
    let full = "/works/https%3A%2F%2Fdoi.org%2F10.5555%2Fwind";
    assert_eq!(server.json(full)["message"]["DOI"], "10.5555/wind");
}

#[test]
fn a_library_is_checked_and_completed_over_it() {
    let server = Server::start();
    let checked = server.client(&["check", "--online"]);
    let lines = json_lines(&checked.stdout);
    let verdict = |record: &str| {
        let line = lines.iter().find(|l| l["record"] == record && l["verdict"].is_string());
        line.unwrap_or_else(|| panic!("{record}: {} {}", checked.stdout, checked.stderr))
    };
    assert_eq!(verdict("ice")["verdict"], "incomplete");
    assert_eq!(verdict("ice")["doi"], "10.5555/ICE(1)<2>");
    assert_eq!(verdict("wind")["verdict"], "differs");
    assert_eq!(verdict("none")["verdict"], "not-checked", "an index knows a part of the world");

    let enriched = server.client(&["enrich", "--accept", "0.9", "-t", "csl-json"]);
    let records: Value = serde_json::from_str(&enriched.stdout).expect("CSL-JSON");
    assert_eq!(records[0]["page"], "101-117");
    assert!(
        records[0]["DOI"].as_str().is_some_and(|doi| doi.eq_ignore_ascii_case("10.5555/ice(1)<2>"))
    );
}

#[test]
fn only_clients_that_mean_this_computer_are_answered() {
    #[expect(clippy::disallowed_types, reason = "a client that says what it wants as its host")]
    type Stream = std::net::TcpStream;
    let server = Server::start();
    let address = server.url.strip_prefix("http://").expect("an address");
    let port = address.rsplit(':').next().expect("a port");
    let status = |host: &str| {
        let mut stream = Stream::connect(address).expect("a connection");
        write!(stream, "GET /works?rows=1 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer.split(' ').nth(1).expect("a status").to_owned()
    };
    for host in [address, "localhost", "LOCALHOST:8080", "[::1]:80", "127.0.0.2"] {
        assert_eq!(status(host), "200", "{host}");
    }
    let rebound = format!("rebound.example:{port}");
    for host in [rebound.as_str(), "api.crossref.org", "127.0.0.1.example", "192.0.2.1", ""] {
        assert_eq!(status(host), "421", "{host}");
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let server = Server::start();
    let port = server.url.rsplit(':').next().expect("a port");
    let index = server.folder.path().join("index").to_string_lossy().into_owned();
    let second = run(&["serve", "--crossref-api", "--index", &index, "--port", port]);
    assert_eq!(second.code, 2);
    assert!(
        second.stderr.contains(port) && second.stderr.contains("--port 0"),
        "{}",
        second.stderr
    );
}

#[cfg(unix)]
#[test]
fn it_ends_when_interrupted() {
    let mut server = Server::start();
    let pid = server.child.id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &pid]).status();
    assert!(sent.expect("kill runs").success());
    assert_eq!(server.child.wait().expect("ended").code(), Some(130));
    let mut rest = String::new();
    server.stdout.read_to_string(&mut rest).expect("the rest");
    assert_eq!(rest, "", "the address is all that is data");
}
