//! A loopback server that answers like Crossref, enforces its limits in real time and counts who
//! breaks them. For tests, and for scripts through `examples/loopback.rs`.
//!
//! It knows `/works?query.bibliographic=`, `/works?filter=doi:`, `/works/{doi}`,
//! `/works/{doi}/agency` and `/__stats`, and can be told to misbehave.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use refsmith_model::text::unicode::words;
use serde_json::{Value, json};

#[expect(clippy::disallowed_types, reason = "a server for tests")]
type Listener = std::net::TcpListener;
#[expect(clippy::disallowed_types, reason = "a server for tests")]
type Stream = std::net::TcpStream;

/// What the server allows. An interval is a window in which so many questions may arrive.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// The value of `x-api-pool`.
    pub(crate) pool: String,
    /// Questions for one record per interval; lists count here as well.
    pub(crate) single: usize,
    /// Lists per interval.
    pub(crate) list: usize,
    /// The window.
    pub(crate) interval: Duration,
    /// Questions at the same time.
    pub(crate) concurrency: usize,
    /// The works are all there are: nothing is registered with another agency.
    pub(crate) whole: bool,
}

impl Limits {
    /// The limits of a pool: `public`, `polite`, or anything else for hardly any.
    pub(crate) fn of(pool: &str) -> Self {
        let (single, list, concurrency) = match pool {
            "public" => (5, 1, 1),
            "polite" => (10, 3, 3),
            _ => (1_000, 1_000, 8),
        };
        let interval = Duration::from_secs(1);
        Self { pool: pool.to_owned(), single, list, interval, concurrency, whole: false }
    }
}

/// A way to misbehave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// 429 with `Retry-After: 1`.
    Throttle,
    /// 429 without any header or body.
    ThrottleBare,
    /// 503 without body.
    Unavailable,
    /// 504 with a page in HTML.
    GatewayTimeout,
    /// The answer comes late.
    Slow,
    /// The connection ends in the middle of the body.
    CutConnection,
    /// The body is complete as HTTP goes, but half of it is missing.
    CutBody,
}

impl Fault {
    /// The fault of this name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "429" => Fault::Throttle,
            "429-bare" => Fault::ThrottleBare,
            "503" => Fault::Unavailable,
            "504" => Fault::GatewayTimeout,
            "slow" => Fault::Slow,
            "cut-connection" => Fault::CutConnection,
            "cut-body" => Fault::CutBody,
            _ => return None,
        })
    }
}

/// What happened so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stats {
    /// Questions that arrived.
    pub(crate) requests: usize,
    /// Of these, searches and batches.
    pub(crate) lists: usize,
    /// Questions that broke a limit, in words.
    pub(crate) violations: Vec<String>,
    /// Faults that were served.
    pub(crate) faults: usize,
    /// Questions that named a contact in query and user agent.
    pub(crate) with_contact: usize,
}

impl Stats {
    fn to_json(&self) -> Value {
        json!({
            "requests": self.requests, "lists": self.lists, "faults": self.faults,
            "with_contact": self.with_contact, "violations": self.violations.len(),
            "violation_list": self.violations,
        })
    }
}

/// A running server; it stops when dropped.
pub(crate) struct Server {
    /// Its address, without a slash at the end.
    pub(crate) url: String,
    shared: Arc<Shared>,
}

struct Shared {
    works: Vec<Value>,
    bags: Vec<BTreeMap<String, f64>>,
    by_doi: BTreeMap<String, usize>,
    limits: Limits,
    /// One question in so many gets the next fault of the list.
    faults: (usize, Vec<Fault>),
    state: Mutex<State>,
    stop: AtomicBool,
}

#[derive(Default)]
struct State {
    stats: Stats,
    single: VecDeque<Instant>,
    list: VecDeque<Instant>,
    in_flight: usize,
    closed_until: Option<Instant>,
}

struct Reply {
    status: &'static str,
    content_type: &'static str,
    headers: String,
    body: Vec<u8>,
    fault: Option<Fault>,
}

impl Server {
    /// Starts a server on `port` of this machine (0 takes any) with Crossref works.
    pub(crate) fn start(
        port: u16,
        works: Vec<Value>,
        limits: Limits,
        faults: (usize, Vec<Fault>),
    ) -> Self {
        let listener = Listener::bind(("127.0.0.1", port)).expect("a port of this machine");
        let address = listener.local_addr().expect("the address of the port");
        let by_doi = works
            .iter()
            .enumerate()
            .filter_map(|(idx, work)| Some((work.get("DOI")?.as_str()?.to_lowercase(), idx)))
            .collect();
        let bags = bags(&works);
        let state = Mutex::new(State::default());
        let stop = AtomicBool::new(false);
        let shared = Arc::new(Shared { works, bags, by_doi, limits, faults, state, stop });
        let serving = shared.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if serving.stop.load(Ordering::SeqCst) {
                    return;
                }
                let shared = serving.clone();
                std::thread::spawn(move || shared.serve(stream));
            }
        });
        Self { url: format!("http://{address}"), shared }
    }

    /// What happened so far.
    pub(crate) fn stats(&self) -> Stats {
        self.shared.lock().stats.clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // A last connection wakes the thread that waits for connections.
        drop(Stream::connect(self.url.trim_start_matches("http://")));
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Serves one connection until the client closes it.
    fn serve(&self, stream: Stream) {
        drop(stream.set_nodelay(true));
        let Ok(mut out) = stream.try_clone() else { return };
        let mut lines = BufReader::new(stream.take(1 << 20));
        while let Some((target, agent)) = read_head(&mut lines) {
            let reply = self.reply(&target, &agent);
            if reply.fault == Some(Fault::Slow) {
                pause(Duration::from_millis(400));
            }
            let counted = !target.starts_with("/__");
            if counted {
                let mut state = self.lock();
                state.in_flight -= 1;
                if reply.fault == Some(Fault::Throttle) {
                    state.closed_until = Some(now() + Duration::from_secs(1));
                }
            }
            let head = format!(
                "HTTP/1.1 {}\r\ncontent-type: {}\r\ncontent-length: {}\r\n{}\r\n",
                reply.status,
                reply.content_type,
                reply.body.len(),
                reply.headers
            );
            let half = reply.body.len() / 2;
            let cut = reply.fault == Some(Fault::CutConnection);
            let body = if cut { reply.body.get(..half) } else { Some(reply.body.as_slice()) };
            let sent = out
                .write_all(head.as_bytes())
                .and_then(|()| out.write_all(body.unwrap_or_default()))
                .and_then(|()| out.flush());
            if cut || sent.is_err() {
                drop(out.shutdown(std::net::Shutdown::Both));
                return;
            }
            lines.get_mut().set_limit(1 << 20);
        }
    }

    fn reply(&self, target: &str, agent: &str) -> Reply {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if path == "/__stats" {
            return ok(self.lock().stats.to_json().to_string(), String::new());
        }
        let parameters: BTreeMap<String, String> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (decoded(key), decoded(&value.replace('+', " "))))
            .collect();
        let list = path.trim_end_matches('/') == "/works";
        let contact = parameters.contains_key("mailto") && agent.contains("mailto:");
        if let Some(reply) = self.admit(list, contact) {
            return reply;
        }
        let limits = &self.limits;
        let headers = format!(
            "x-rate-limit-limit: {}\r\nx-rate-limit-interval: {}ms\r\nx-concurrency-limit: {}\r\nx-api-pool: {}\r\n",
            limits.single,
            limits.interval.as_millis(),
            limits.concurrency,
            limits.pool
        );
        let mut reply = match self.answer(path, &parameters) {
            Some(message) => ok(
                json!({"status": "ok", "message-version": "1.0.0", "message": message}).to_string(),
                headers,
            ),
            None => Reply {
                status: "404 Not Found",
                content_type: "application/json;charset=utf-8",
                headers,
                body: b"Resource not found.".to_vec(),
                fault: None,
            },
        };
        self.spoil(&mut reply);
        reply
    }

    /// Books a question; a question that breaks a limit is counted and refused.
    fn admit(&self, list: bool, contact: bool) -> Option<Reply> {
        let now = now();
        let limits = &self.limits;
        let mut state = self.lock();
        let state = &mut *state;
        state.stats.requests += 1;
        state.stats.lists += usize::from(list);
        state.stats.with_contact += usize::from(contact);
        state.in_flight += 1;
        let mut broken = Vec::new();
        if state.in_flight > limits.concurrency {
            broken.push(format!("{} at once", state.in_flight));
        }
        if state.closed_until.is_some_and(|until| now < until) {
            broken.push("before the time of Retry-After".to_owned());
        }
        for (seen, limit, counts) in
            [(&mut state.single, limits.single, true), (&mut state.list, limits.list, list)]
        {
            if !counts {
                continue;
            }
            seen.push_back(now);
            while seen.front().is_some_and(|first| *first + limits.interval <= now) {
                seen.pop_front();
            }
            if seen.len() > limit {
                broken.push(format!("{} questions in {:?}", seen.len(), limits.interval));
            }
        }
        let refused = !broken.is_empty();
        state.stats.violations.append(&mut broken);
        refused.then(|| throttled("retry-after: 2\r\n"))
    }

    /// Makes every so many-th answer a fault.
    fn spoil(&self, reply: &mut Reply) {
        let (every, faults) = &self.faults;
        let mut state = self.lock();
        if *every == 0 || faults.is_empty() || !state.stats.requests.is_multiple_of(*every) {
            return;
        }
        let Some(fault) = faults.get(state.stats.faults % faults.len()).copied() else { return };
        state.stats.faults += 1;
        match fault {
            Fault::Throttle => *reply = throttled("retry-after: 1\r\n"),
            Fault::ThrottleBare => *reply = throttled(""),
            Fault::Unavailable => {
                reply.status = "503 Service Unavailable";
                reply.body.clear();
            }
            Fault::GatewayTimeout => {
                reply.status = "504 Gateway Time-out";
                reply.content_type = "text/html";
                reply.body =
                    b"<html><head><title>504 Gateway Time-out</title></head></html>".to_vec();
            }
            Fault::CutBody => reply.body.truncate(reply.body.len() / 2),
            Fault::Slow | Fault::CutConnection => {}
        }
        reply.fault = Some(fault);
    }

    fn answer(&self, path: &str, parameters: &BTreeMap<String, String>) -> Option<Value> {
        if path.trim_end_matches('/') == "/works" {
            let rows = parameters.get("rows").and_then(|rows| rows.parse().ok()).unwrap_or(20);
            let items = match (parameters.get("query.bibliographic"), parameters.get("filter")) {
                (Some(text), _) => self.search(text, rows),
                (None, Some(filter)) => self.filter(filter, rows),
                (None, None) => Vec::new(),
            };
            return Some(json!({"total-results": items.len(), "items": items}));
        }
        let rest = path.strip_prefix("/works/")?;
        let (doi, agency) = match rest.strip_suffix("/agency") {
            Some(doi) => (doi, true),
            None => (rest, false),
        };
        // One segment: a bare slash in a DOI is another route.
        let doi = Some(doi).filter(|doi| !doi.contains('/')).map(decoded)?.to_lowercase();
        // DataCite's prefixes are known to the agency route alone.
        if agency && !self.limits.whole && doi.starts_with("10.48550/") {
            return Some(json!({"DOI": doi, "agency": {"id": "datacite", "label": "DataCite"}}));
        }
        let work = self.works.get(*self.by_doi.get(&doi)?)?;
        Some(if agency {
            json!({"DOI": doi, "agency": {"id": "crossref", "label": "Crossref"}})
        } else {
            work.clone()
        })
    }

    fn filter(&self, filter: &str, rows: usize) -> Vec<Value> {
        filter
            .split(',')
            .filter_map(|part| self.by_doi.get(&part.strip_prefix("doi:")?.to_lowercase()))
            .filter_map(|idx| self.works.get(*idx).cloned())
            .take(rows)
            .collect()
    }

    /// The works that share most with the question, rare words counting more.
    fn search(&self, text: &str, rows: usize) -> Vec<Value> {
        let mut asked = words(text);
        asked.sort_unstable();
        asked.dedup();
        let mut scored: Vec<(f64, usize)> = self
            .bags
            .iter()
            .enumerate()
            .map(|(idx, bag)| (asked.iter().filter_map(|word| bag.get(word)).sum(), idx))
            .filter(|(score, _)| *score > 0.0)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let hits = scored.into_iter().take(rows);
        hits.filter_map(|(score, idx)| {
            let mut work = self.works.get(idx)?.clone();
            work.as_object_mut()?.insert("score".to_owned(), json!(score));
            Some(work)
        })
        .collect()
    }
}

/// The words of each work with their weight: rare ones count more.
fn bags(works: &[Value]) -> Vec<BTreeMap<String, f64>> {
    let lists: Vec<Vec<String>> = works
        .iter()
        .map(|work| {
            let mut all = words(&searchable(work));
            all.sort_unstable();
            all.dedup();
            all
        })
        .collect();
    let mut frequency: BTreeMap<&str, f64> = BTreeMap::new();
    for word in lists.iter().flatten() {
        *frequency.entry(word).or_default() += 1.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "a few thousand works")]
    let count = works.len() as f64;
    let weight = |word: &str| (1.0 + count / frequency.get(word).copied().unwrap_or(1.0)).ln();
    lists
        .iter()
        .map(|list| list.iter().map(|word| (word.clone(), weight(word))).collect())
        .collect()
}

fn searchable(work: &Value) -> String {
    let record = refsmith_sources::crossref::work(work).record;
    let texts = [refsmith_model::TextVariable::Title, refsmith_model::TextVariable::ContainerTitle];
    let mut text: Vec<String> =
        texts.iter().filter_map(|variable| record.text(*variable)).map(str::to_owned).collect();
    text.extend(record.names.values().map(ToString::to_string));
    text.extend(record.numbers.values().map(ToString::to_string));
    text.extend(record.year().map(|year| year.to_string()));
    text.join(" ")
}

fn ok(body: String, headers: String) -> Reply {
    let body = body.into_bytes();
    Reply { status: "200 OK", content_type: "application/json", headers, body, fault: None }
}

fn throttled(headers: &str) -> Reply {
    let headers = headers.to_owned();
    let status = "429 Too Many Requests";
    Reply { status, content_type: "text/plain", headers, body: Vec::new(), fault: None }
}

/// The target and the user agent of the next question, `None` at the end of the connection.
fn read_head(lines: &mut impl BufRead) -> Option<(String, String)> {
    let mut first = String::new();
    lines.read_line(&mut first).ok().filter(|read| *read > 0)?;
    let target = first.split(' ').nth(1)?.to_owned();
    let mut agent = String::new();
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).ok().filter(|read| *read > 0)?;
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("user-agent") => {
                agent = value.trim().to_owned();
            }
            _ if line.trim().is_empty() => return Some((target, agent)),
            _ => {}
        }
    }
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(0));
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[expect(clippy::disallowed_methods, reason = "limits in real time")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "a slow server has to be slow")]
fn pause(duration: Duration) {
    std::thread::sleep(duration);
}

/// Turns CSL-JSON into the shape of a Crossref work; what is one already stays.
pub(crate) fn crossref_shape(value: &Value) -> Value {
    if value.get("title").is_some_and(Value::is_array) || value.get("type").is_none() {
        return value.clone();
    }
    let mut work = value.clone();
    let Some(fields) = work.as_object_mut() else { return work };
    fields.remove("id");
    for key in ["title", "container-title", "ISSN", "ISBN"] {
        if let Some(text) = fields.get(key).cloned().filter(Value::is_string) {
            fields.insert(key.to_owned(), json!([text]));
        }
    }
    let kind = match value.get("type").and_then(Value::as_str).unwrap_or("") {
        "article-journal" => "journal-article",
        "chapter" => "book-chapter",
        "paper-conference" => "proceedings-article",
        "thesis" => "dissertation",
        "article" => "posted-content",
        other => other,
    };
    fields.insert("type".to_owned(), json!(kind));
    if let Some(number) = fields.remove("number") {
        fields.insert("article-number".to_owned(), number);
    }
    work
}
