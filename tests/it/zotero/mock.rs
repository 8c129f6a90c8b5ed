//! A stand-in for Zotero's port and for its web interface: their rules, as the program sees them.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

#[expect(clippy::disallowed_types, reason = "a server for tests")]
type Listener = std::net::TcpListener;
#[expect(clippy::disallowed_types, reason = "a server for tests")]
type Stream = std::net::TcpStream;

/// What the user clicks when asked for permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prompt {
    Always,
    Once,
    Deny,
}

/// Which Zotero it is.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    /// `7`, `9`, `10`, `10.0.3`.
    pub(super) generation: &'static str,
    /// The local interface is switched on.
    pub(super) local_api: bool,
    pub(super) prompt: Prompt,
    /// The port of browsers takes nothing.
    pub(super) connector_broken: bool,
    /// The first session is taken already.
    pub(super) session_taken: bool,
    /// The web interface is busy at first.
    pub(super) busy: usize,
}

impl Rules {
    pub(super) fn new(generation: &'static str, local_api: bool, prompt: Prompt) -> Self {
        let (connector_broken, session_taken) = (false, false);
        Self { generation, local_api, prompt, connector_broken, session_taken, busy: 0 }
    }

    fn major(&self) -> u32 {
        self.generation.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0)
    }
}

/// What happened so far.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The items, each with `key` and `data`.
    pub(super) items: Vec<Value>,
    /// Paths that were asked for, in order.
    pub(super) asked: Vec<String>,
    /// How many items each write had.
    pub(super) batches: Vec<usize>,
    /// How often the user was asked.
    pub(super) prompts: usize,
    /// What broke a rule.
    pub(super) violations: Vec<String>,
    sessions: BTreeSet<String>,
    tokens: BTreeSet<String>,
    keys: BTreeSet<String>,
    busy: usize,
}

pub(super) struct Mock {
    pub(super) url: String,
    state: Arc<Mutex<State>>,
}

struct Asked {
    post: bool,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Asked {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

struct Answer(u16, Vec<(&'static str, String)>, Value);

impl Mock {
    pub(super) fn start(rules: Rules) -> Self {
        let listener = Listener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(State { busy: rules.busy, ..State::default() }));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, &rules, &shared);
            }
        });
        Self { url, state }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the items that are works.
    pub(super) fn works(&self) -> Vec<Value> {
        let state = self.state();
        let data = state.items.iter().map(|item| item["data"].clone());
        data.filter(|data| data["itemType"] != "note").collect()
    }
}

fn serve(stream: Stream, rules: &Rules, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream);
    let Some(asked) = read(&mut reader) else { return };
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    state.asked.push(asked.path.clone());
    let Some(Answer(status, headers, body)) = answer(&asked, rules, &mut state) else { return };
    let body = match body {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    };
    let mut text = format!("HTTP/1.0 {status} X\r\nX-Zotero-Version: {}\r\n", rules.generation);
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    drop(reader.get_mut().write_all(text.as_bytes()));
}

fn read(reader: &mut BufReader<Stream>) -> Option<Asked> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_lowercase(), value.to_owned()));
    }
    let mut asked = Asked { post: method == "POST", path, headers, body: Vec::new() };
    let length = asked.header("content-length").and_then(|length| length.parse().ok());
    asked.body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut asked.body).ok()?;
    Some(asked)
}

fn text(status: u16, text: &str) -> Option<Answer> {
    Some(Answer(status, Vec::new(), text.into()))
}

fn answer(asked: &Asked, rules: &Rules, state: &mut State) -> Option<Answer> {
    let browser = asked.header("user-agent").is_some_and(|agent| agent.starts_with("Mozilla/"));
    if browser || asked.header("origin").is_some() {
        state.violations.push("looks like a browser".to_owned());
        return None;
    }
    let host = asked.header("host").unwrap_or("");
    if rules.major() >= 9 && !host.starts_with("127.0.0.1") {
        state.violations.push(format!("host {host}"));
        return text(400, "Invalid Host header\n");
    }
    if asked.post && asked.header("content-length").is_none() {
        state.violations.push("no length".to_owned());
        return text(400, "Content-length not provided\n");
    }
    if asked.post && asked.header("content-type") != Some("application/json") {
        return text(400, "Endpoint does not support content-type\n");
    }
    let path = asked.path.split('?').next().unwrap_or("");
    match path.strip_prefix("/connector/") {
        Some(path) => connector(path, asked, rules, state),
        None if path.starts_with("/api/") => local(path, asked, rules, state),
        None if asked.header("zotero-api-key") == Some("web-key") => web(path, asked, state),
        None => text(403, "Forbidden"),
    }
}

fn connector(path: &str, asked: &Asked, rules: &Rules, state: &mut State) -> Option<Answer> {
    let json = asked.json();
    match path {
        "ping" => text(200, "<!DOCTYPE html><html><body>Zotero is running</body></html>"),
        _ if rules.connector_broken => text(500, "An error occurred"),
        "getSelectedCollection" => Some(Answer(
            200,
            Vec::new(),
            json!({
                "libraryID": 1, "libraryEditable": true, "id": 7, "name": "Inbox", "targets": [
                    {"id": "L1", "name": "My Library", "level": 0}, {"id": "C7", "name": "Inbox", "level": 1},
                    {"id": "C8", "name": "Twice", "level": 1}, {"id": "C9", "name": "Twice", "level": 2}]
            }),
        )),
        "saveItems" => {
            let session = json["sessionID"].as_str().unwrap_or("").to_owned();
            let taken = rules.session_taken && state.sessions.is_empty();
            if !state.sessions.insert(session.clone()) || taken {
                return Some(Answer(409, Vec::new(), json!({"error": "SESSION_EXISTS"})));
            }
            let items = json["items"].as_array().cloned().unwrap_or_default();
            state.batches.push(items.len());
            for mut item in items {
                item["session"] = session.clone().into();
                add(state, item);
            }
            Some(Answer(201, Vec::new(), Value::Null))
        }
        "updateSession" => {
            if json["target"] != "C7" {
                return Some(Answer(400, Vec::new(), json!({"error": "COLLECTION_NOT_FOUND"})));
            }
            let session = &json["sessionID"];
            for item in state.items.iter_mut().filter(|item| item["data"]["session"] == *session) {
                item["data"]["collections"] = json!(["C7"]);
            }
            Some(Answer(200, Vec::new(), json!({})))
        }
        _ => text(404, "No endpoint found\n"),
    }
}

fn add(state: &mut State, mut data: Value) -> Value {
    let key = format!("KEY{:05}", state.items.len());
    data["key"] = key.clone().into();
    let item = json!({"key": key, "version": state.items.len(), "data": data});
    state.items.push(item.clone());
    item
}

/// A page of items, or all of them where pages are unknown.
fn page(asked: &Asked, state: &State, pages: bool) -> Answer {
    let number = |name: &str| {
        let value = asked.path.split(['?', '&']).find_map(|part| part.strip_prefix(name));
        value.and_then(|value| value.parse::<usize>().ok())
    };
    let top: Vec<&Value> =
        state.items.iter().filter(|item| item["data"].get("parentItem").is_none()).collect();
    let total = vec![("Total-Results", top.len().to_string())];
    let (start, limit) = (number("start=").unwrap_or(0), number("limit=").unwrap_or(25));
    let shown: Vec<&Value> = match pages {
        true => top.into_iter().skip(start).take(limit).collect(),
        false => top,
    };
    Answer(200, total, json!(shown))
}

fn local(path: &str, asked: &Asked, rules: &Rules, state: &mut State) -> Option<Answer> {
    if !rules.local_api {
        return text(403, "Local API is not enabled");
    }
    let mut answer = local_answer(path, asked, rules, state)?;
    if rules.major() >= 10 {
        answer.1.push(("Zotero-Server-ID", "server-1".to_owned()));
    }
    Some(answer)
}

fn local_answer(path: &str, asked: &Asked, rules: &Rules, state: &mut State) -> Option<Answer> {
    match (path, asked.post) {
        ("/api/", false) => return text(200, "Nothing to see here."),
        ("/api/users/0/items/top", false) => return Some(page(asked, state, false)),
        (_, false) => return text(404, "Not found"),
        _ if rules.major() < 10 => return text(400, "Endpoint does not support method\n"),
        _ => {}
    }
    match asked.header("zotero-server-id") {
        None => return text(428, "Zotero-Server-ID not provided"),
        Some("server-1") => {}
        Some(_) => return text(412, "Zotero-Server-ID does not match this server"),
    }
    if path == "/api/local/authorize" {
        state.prompts += 1;
        if rules.prompt == Prompt::Deny {
            return Some(Answer(403, Vec::new(), json!({"denied": true})));
        }
        let key = format!("local-{}", state.prompts);
        state.keys.insert(key.clone());
        let remember = rules.prompt == Prompt::Always;
        return Some(Answer(200, Vec::new(), json!({"key": key, "remember": remember})));
    }
    let key = asked.header("zotero-api-key").unwrap_or("").to_owned();
    if !state.keys.contains(&key) {
        return text(401, "API key required");
    }
    if rules.prompt == Prompt::Once {
        state.keys.remove(&key);
    }
    write(asked, state, rules.generation == "10.0.3")
}

fn web(path: &str, asked: &Asked, state: &mut State) -> Option<Answer> {
    if asked.header("zotero-api-version") != Some("3") {
        state.violations.push("no version of the interface".to_owned());
    }
    match (path, asked.post) {
        ("/keys/current", _) => {
            Some(Answer(200, Vec::new(), json!({"userID": 42, "key": "web-key"})))
        }
        ("/users/42/items/top", false) => Some(page(asked, state, true)),
        ("/users/42/collections", false) => {
            let inbox = json!([{"key": "INBOX", "data": {"name": "Inbox"}}]);
            Some(Answer(200, vec![("Total-Results", "1".to_owned())], inbox))
        }
        ("/users/42/items", true) if state.busy > 0 => {
            state.busy -= 1;
            Some(Answer(429, vec![("Retry-After", "1".to_owned())], Value::Null))
        }
        ("/users/42/items", true) => write(asked, state, false),
        _ => text(404, "Not found"),
    }
}

fn write(asked: &Asked, state: &mut State, fails: bool) -> Option<Answer> {
    let token = asked.header("zotero-write-token").unwrap_or("").to_owned();
    if !(5..=32).contains(&token.len()) {
        return text(400, "Write token must be 5-32 characters in length");
    }
    if !state.tokens.insert(token) {
        return text(412, "Write token already used");
    }
    let items = asked.json().as_array().cloned().unwrap_or_default();
    if items.len() > 50 {
        return text(413, "Cannot add more than 50 items at a time");
    }
    state.batches.push(items.len());
    let (mut success, mut failed) = (json!({}), json!({}));
    for (idx, item) in items.into_iter().enumerate() {
        let idx = idx.to_string();
        if fails {
            failed[&idx] =
                json!({"key": "", "code": 400, "message": "'primaryData' not loaded for item"});
        } else if item.get("attachments").is_some()
            || item["creators"][0].get("fieldMode").is_some()
        {
            failed[&idx] = json!({"code": 400, "message": "not the shape of this interface"});
        } else {
            success[&idx] = add(state, item)["key"].clone();
        }
    }
    Some(Answer(
        200,
        Vec::new(),
        json!({"successful": {}, "success": success, "unchanged": {}, "failed": failed}),
    ))
}
