//! Zotero: reading a library and putting items into it.
//!
//! There are three ways: the port to which browsers send what they find ([`connector`]), which
//! works with every Zotero since 5 and tells no keys; the interface of a running Zotero under
//! `/api/` ([`Api::local`]), which is off by default and can be written to since Zotero 10; and the
//! same interface on the web ([`Api::web`]). All reach the network through the
//! [`Exchange`](crate::Exchange) they are handed.
//!
//! What an item says is not decided here: items are JSON as `formats::zotero_json` writes them.

mod api;
pub mod connector;

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::{ExchangeError, Reply};

pub use api::{Api, Collection, ItemFilter};

/// The port of a running Zotero.
pub const LOCAL_URL: &str = "http://127.0.0.1:23119";
/// The web interface.
pub const WEB_URL: &str = "https://api.zotero.org";

/// How many items are sent at once, which is as many as the interfaces take.
pub const BATCH: usize = 50;

/// An item that is to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The item as `formats::zotero_json` writes it.
    pub fields: Map<String, Value>,
    /// HTML of notes that belong to it.
    pub notes: Vec<String>,
}

/// What came of sending an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It was created, under this key if that is known.
    Created(Option<String>),
    /// It was refused; the text is Zotero's.
    Failed(String),
}

/// Why nothing could be read or sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ZoteroError {
    /// No answer came.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The local interface is switched off.
    #[error("Zotero's local interface is switched off")]
    LocalOff,
    /// The local interface of this Zotero can only be read.
    #[error("the local interface of this Zotero can only be read")]
    LocalReadOnly,
    /// The user did not allow it.
    #[error("Zotero was told not to allow it")]
    Denied,
    /// The key of the web interface is unknown, or may not do this.
    #[error("Zotero's web interface refuses the key")]
    KeyRefused,
    /// The library that is selected in Zotero cannot be changed.
    #[error("the library that is selected in Zotero cannot be changed")]
    ReadOnlyLibrary,
    /// There is no such collection, or more than one.
    #[error("expected one collection `{name}`, found {found}; there are: {known}")]
    Collection {
        /// The name looked for.
        name: String,
        /// How many have it.
        found: usize,
        /// The names of all.
        known: String,
    },
    /// An answer with this status that was not expected.
    #[error("{what} was answered with status {status}: {message}")]
    Status {
        /// What was asked.
        what: &'static str,
        /// The status.
        status: u16,
        /// The beginning of the answer.
        message: String,
    },
}

impl Item {
    /// Returns the item with tags that it has not.
    #[must_use]
    pub fn tagged(mut self, tags: &[String]) -> Self {
        for tag in tags {
            let list = self.fields.entry("tags").or_insert_with(|| json!([]));
            let has = |list: &Vec<Value>| list.iter().any(|known| known["tag"] == tag.as_str());
            if let Some(list) = list.as_array_mut().filter(|list| !has(list)) {
                list.push(json!({"tag": tag}));
            }
        }
        self
    }
}

/// Returns the error for an answer that was not expected.
fn unexpected(what: &'static str, reply: &Reply) -> ZoteroError {
    let text = String::from_utf8_lossy(&reply.body);
    let message = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(160).collect();
    ZoteroError::Status { what, status: reply.status, message }
}

/// Returns how long a server wants to be left alone, which is never believed beyond two minutes.
fn pause(reply: &Reply, name: &str) -> Option<Duration> {
    let seconds: u64 = reply.header(name)?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(120)))
}
