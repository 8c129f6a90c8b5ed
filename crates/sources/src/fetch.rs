//! [`Fetch`], the only door to the network, and what passes through it.

use std::time::Duration;

/// The only door to the network. Implementations are the HTTP client of `net`, and recorded answers
/// in tests.
pub trait Fetch: Sync {
    /// Asks one question. Any answer of the server is `Ok`, whatever its status, unless the server
    /// kept failing.
    ///
    /// # Errors
    /// No usable answer came; see [`FetchError`].
    fn get(&self, request: &Request) -> Result<Fetched, FetchError>;
}

/// One question to a server.
#[derive(Debug, Clone)]
pub struct Request {
    /// The address, without contact parameter.
    pub url: String,
    /// The media type wanted (`application/json`).
    pub accept: &'static str,
    /// Which of the server's budgets it is paid from.
    pub budget: Budget,
    /// How long the answer may be kept.
    pub cache_for: CacheFor,
    /// Whether the server takes a contact address as the parameter `mailto`.
    pub takes_mailto: bool,
    /// Tells whether an answer is one the server meant to give. Anything else (a page of a proxy, a
    /// body cut short) is not kept, and with a status of 200 it is asked for again.
    pub is_sound: fn(&Fetched) -> bool,
}

/// Which of a server's budgets a question is paid from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Budget {
    /// One record by its identifier.
    Single,
    /// A search or a batch.
    List,
}

/// How long an answer may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheFor {
    /// A positive answer.
    pub found: Duration,
    /// The answer that there is no such thing.
    pub missing: Duration,
}

impl CacheFor {
    /// Thirty days for what was found, one day for what was not.
    pub const METADATA: Self =
        Self { found: Duration::from_secs(30 * 86_400), missing: Duration::from_secs(86_400) };
}

/// An answer of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// HTTP status (100–599).
    pub status: u16,
    /// The body, decompressed.
    pub body: Vec<u8>,
    /// The header `Content-Type`, empty when there was none. A hint, no more.
    pub content_type: String,
    /// When the server gave this answer, which may have been kept since: seconds since 1970-01-01
    /// 00:00 UTC; `None` when nobody knows.
    pub at: Option<u64>,
}

/// Why no usable answer came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The network may not be used, and the answer is not in the cache.
    #[error("`{host}` was not asked: working offline")]
    Offline {
        /// The host.
        host: String,
    },
    /// The server asked to be left alone, or kept failing, and is not asked for a while.
    #[error("`{host}` is not asked for another {} s", .wait.as_secs())]
    StoodDown {
        /// The host.
        host: String,
        /// How long from now.
        wait: Duration,
    },
    /// The server refuses this client (status 403).
    #[error("`{host}` refuses this client (status 403)")]
    Blocked {
        /// The host.
        host: String,
    },
    /// The server kept failing.
    #[error("`{host}` failed with status {status} ({tries} tries)")]
    Failed {
        /// The host.
        host: String,
        /// The last status.
        status: u16,
        /// How often it was asked.
        tries: u32,
    },
    /// The answer did not come in time.
    #[error("`{host}` did not answer in time ({tries} tries)")]
    TimedOut {
        /// The host.
        host: String,
        /// How often it was asked.
        tries: u32,
    },
    /// No connection, or it broke.
    #[error("the connection to `{host}` failed ({tries} tries): {problem}")]
    Transport {
        /// The host.
        host: String,
        /// What the client reports.
        problem: String,
        /// How often it was tried.
        tries: u32,
    },
    /// The answer is larger than allowed.
    #[error("the answer of `{host}` is larger than {limit} bytes")]
    TooLarge {
        /// The host.
        host: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The address cannot be asked: malformed, of another scheme, or unencrypted where that is not
    /// acceptable.
    #[error("expected an https address, found `{url}`")]
    BadAddress {
        /// The address.
        url: String,
    },
}
