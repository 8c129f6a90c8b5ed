//! [`HttpExchange`], the [`Exchange`] over HTTP.

use std::hash::BuildHasher as _;
use std::io::Read as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::blocking::Client;
use reqwest::{Url, header};

use super::http::{client, is_local};
use super::{Clock, SystemClock};
use crate::{Exchange, ExchangeError, Message, Reply};

/// The largest answer that is read, in bytes.
const MAX_BODY: u64 = 256 << 20;

/// Exchanges messages over HTTP: in the open with this machine only, otherwise encrypted.
#[derive(Debug, Default)]
pub struct HttpExchange {
    clock: SystemClock,
    count: AtomicU64,
    /// Other machines may be written to in the open, too.
    open: bool,
    /// For the world, and for servers on this machine. Connections are used again.
    clients: [OnceLock<Result<Client, String>>; 2],
}

impl HttpExchange {
    /// Creates the door. Nothing is connected yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a door that also leads unencrypted to other machines: for servers in one's own
    /// network, which the user has named with `http://`.
    pub fn in_the_open() -> Self {
        Self { open: true, ..Self::default() }
    }

    fn exchange(
        &self,
        message: &Message,
        url: Url,
        client: &Client,
    ) -> Result<Reply, reqwest::Error> {
        let mut request = match &message.body {
            None => client.get(url),
            Some(body) => {
                let request = if message.put { client.put(url) } else { client.post(url) };
                request.header(header::CONTENT_TYPE, "application/json").body(body.clone())
            }
        };
        for (name, value) in &message.headers {
            request = request.header(*name, value);
        }
        let response = request.timeout(message.timeout).send()?;
        let status = response.status().as_u16();
        let text =
            |value: &header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = response.headers().iter();
        let headers =
            headers.map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        let mut body = Vec::new();
        // A body that breaks off is no JSON, which whoever asked will notice.
        drop(response.take(MAX_BODY).read_to_end(&mut body));
        Ok(Reply { status, headers, body })
    }
}

impl Exchange for HttpExchange {
    fn send(&self, message: &Message) -> Result<Reply, ExchangeError> {
        let plain = message.url.split(['?', '#']).next().unwrap_or("");
        // Errors are shown, so name and password go.
        let (start, rest) = plain.split_at(plain.find("://").map_or(0, |at| at + 3));
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let shown = format!("{start}{}{path}", authority.rsplit('@').next().unwrap_or(""));
        let failed = |problem: String| ExchangeError::Failed { url: shown.clone(), problem };
        let url = Url::parse(&message.url).map_err(|error| failed(error.to_string()))?;
        let local = is_local(&url);
        if url.scheme() != "https" && !((local || self.open) && url.scheme() == "http") {
            return Err(failed("expected an https address".to_owned()));
        }
        let agent = concat!("refsmith/", env!("CARGO_PKG_VERSION"));
        let [world, here] = &self.clients;
        let cell = if local { here } else { world };
        let made = cell.get_or_init(|| client(local, agent, message.timeout));
        let client = made.as_ref().map_err(|problem| failed(problem.clone()))?;
        self.exchange(message, url, client).map_err(|error| {
            let mut cause: &dyn std::error::Error = &error;
            while let Some(source) = cause.source() {
                cause = source;
            }
            let problem = cause.to_string();
            let url = shown.clone();
            if error.is_timeout() {
                ExchangeError::TimedOut { url }
            } else if error.is_connect() {
                ExchangeError::NobodyThere { url }
            } else if problem.contains("closed") || problem.contains("reset") {
                ExchangeError::Closed { url }
            } else {
                ExchangeError::Failed { url, problem }
            }
        })
    }

    fn wait(&self, duration: Duration) {
        self.clock.sleep(duration);
    }

    fn nonce(&self) -> String {
        // The standard library seeds its hashers from the machine, each one anew.
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        format!("{:016x}", std::hash::RandomState::new().hash_one((self.clock.now(), count)))
    }
}
