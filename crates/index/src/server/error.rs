//! [`ServerError`].

use refsmith_sources::Reply;
use serde_json::Value as JsonValue;

/// How much of a server's explanation is passed on, in characters.
const REASON: usize = 200;

/// Why a search server could not be asked or filled. Addresses are without name and password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// The address is none of an index.
    #[error("expected the address of an index, `https://HOST:9200/INDEX`, found `{url}`")]
    Address {
        /// The address.
        url: String,
    },
    /// A password or key would be sent unencrypted to another machine.
    #[error("refusing to send a password to {url} unencrypted")]
    Open {
        /// The address.
        url: String,
    },
    /// The server cannot be reached.
    #[error("cannot reach the index {url}: {problem}")]
    Connection {
        /// The address.
        url: String,
        /// What the client reports.
        problem: String,
    },
    /// There is no such index.
    #[error("there is no index {url} (status 404)")]
    Missing {
        /// The address.
        url: String,
    },
    /// The server wants a name and password, or other ones.
    #[error("{url} refuses access (status {status})")]
    Refused {
        /// The address.
        url: String,
        /// HTTP status.
        status: u16,
    },
    /// The server reports a fault.
    #[error("{url} answered with status {status}{}{reason}", if .reason.is_empty() { "" } else { ": " })]
    Failed {
        /// The address.
        url: String,
        /// HTTP status.
        status: u16,
        /// What the server says.
        reason: String,
    },
    /// The answer is none of a search server.
    #[error("the answer of {url} is none of Elasticsearch, OpenSearch or Quickwit")]
    Unreadable {
        /// The address.
        url: String,
    },
    /// The index holds no works that this program loaded.
    #[error("the index {url} holds no works that were loaded with `refsmith index`")]
    Foreign {
        /// The address.
        url: String,
    },
    /// The server did not take works.
    #[error("{url} did not take {count} of the works: {reason}")]
    NotTaken {
        /// The address.
        url: String,
        /// How many.
        count: usize,
        /// What the server says of the first.
        reason: String,
    },
}

impl ServerError {
    /// What a status other than success means.
    pub(super) fn of_reply(url: &str, reply: &Reply) -> Self {
        let url = url.to_owned();
        match reply.status {
            404 => Self::Missing { url },
            status @ (401 | 403) => Self::Refused { url, status },
            status => {
                let answer = reply.json().unwrap_or_default();
                let reason = answer.get("error").or_else(|| answer.get("message"));
                Self::Failed { url, status, reason: reason.map_or_else(String::new, said) }
            }
        }
    }
}

/// The explanation in an error of a server: its `reason`, or itself if it is a text.
pub(super) fn said(error: &JsonValue) -> String {
    let cause = error.pointer("/root_cause/0/reason").or_else(|| error.get("reason"));
    let text = cause.unwrap_or(error).as_str().unwrap_or("");
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(REASON).collect()
}
