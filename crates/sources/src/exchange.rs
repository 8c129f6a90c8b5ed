//! [`Exchange`], the door to services that are written to.

use std::time::Duration;

/// The door to services that are written to: reference managers, not registers. Implementations are
/// the HTTP client of `net`, and servers that exist in tests only.
pub trait Exchange: Sync {
    /// Sends one message. Any answer is `Ok`, whatever its status.
    ///
    /// # Errors
    /// No answer came; see [`ExchangeError`].
    fn send(&self, message: &Message) -> Result<Reply, ExchangeError>;

    /// Returns when so much time has passed.
    fn wait(&self, duration: Duration);

    /// Returns a word of sixteen hexadecimal digits that nobody had before.
    fn nonce(&self) -> String;
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The address.
    pub url: String,
    /// Names and values of headers.
    pub headers: Vec<(&'static str, String)>,
    /// What is posted, as JSON; without it the message is a question (`GET`).
    pub body: Option<String>,
    /// What is posted makes the thing at the address (`PUT`).
    pub put: bool,
    /// How long the answer may take.
    pub timeout: Duration,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// HTTP status (100–599).
    pub status: u16,
    /// Names, in lower case, and values of headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// Nobody listens there.
    #[error("nobody listens at {url}")]
    NobodyThere {
        /// The address.
        url: String,
    },
    /// The connection was closed without an answer.
    #[error("{url} closed the connection without an answer")]
    Closed {
        /// The address.
        url: String,
    },
    /// The answer did not come in time.
    #[error("{url} did not answer in time")]
    TimedOut {
        /// The address.
        url: String,
    },
    /// Anything else.
    #[error("the connection to {url} failed: {problem}")]
    Failed {
        /// The address.
        url: String,
        /// What the client reports.
        problem: String,
    },
}

impl Message {
    /// Creates a question that may take 30 seconds.
    pub fn get(url: impl Into<String>) -> Self {
        let timeout = Duration::from_secs(30);
        Self { url: url.into(), headers: Vec::new(), body: None, put: false, timeout }
    }

    /// Creates a message with JSON.
    pub fn post(url: impl Into<String>, body: &serde_json::Value) -> Self {
        Self { body: Some(body.to_string()), ..Self::get(url) }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl Reply {
    /// Returns the value of a header, whose name is given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the body as JSON.
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }
}
