//! [`HttpFetch`], the [`Fetch`] over HTTP.

use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use reqwest::blocking::{Client, Response};
use reqwest::{Url, header};
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;

use super::cache::Cache;
use super::limiter::{Ending, Limiter, Pace, RateHeaders};
use super::retry::{self, Chance};
use super::turns::Turns;
use super::{Clock, SystemClock};
use crate::{Fetch, FetchError, Fetched, Request};

/// How many redirections of one question are followed.
const REDIRECTIONS: usize = 5;

/// How the network is used.
#[derive(Clone)]
pub struct NetOptions {
    /// Who asks: `refsmith/0.1.0 (https://...)`. The contact address is added.
    pub user_agent: String,
    /// A contact address, with which servers are faster and more patient. Never invented.
    pub mailto: Option<String>,
    /// The folder in which answers are kept; `None` keeps none.
    pub cache: Option<PathBuf>,
    /// How many bytes of answers are kept at most; those that were used longest ago go first.
    pub cache_size: u64,
    /// The folder in which the processes of a user agree on whose turn it is; `None` leaves every
    /// process to itself.
    pub turns: Option<PathBuf>,
    /// Answer from the cache alone.
    pub offline: bool,
    /// How long one answer may take.
    pub timeout: Duration,
    /// The largest answer that is read, in bytes after decompression.
    pub max_body: u64,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// How often a question is asked at most when the server fails; at least 1.
    pub tries: u32,
}

impl Default for NetOptions {
    /// No contact address, no cache (500 MB if there is one), online, 30 seconds, 32 MiB, 4 tries.
    fn default() -> Self {
        Self {
            user_agent: concat!("refsmith/", env!("CARGO_PKG_VERSION")).to_owned(),
            mailto: None,
            cache: None,
            cache_size: 500_000_000,
            turns: None,
            offline: false,
            timeout: Duration::from_secs(30),
            max_body: 32 << 20,
            clock: Arc::new(SystemClock::new()),
            tries: 4,
        }
    }
}

/// Why the network cannot be used as told.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NetError {
    /// The contact address is none.
    #[error("expected an address such as `name@example.org` as contact, found `{found}`")]
    Mailto {
        /// What was given.
        found: String,
    },
    /// The user agent cannot be sent.
    #[error("expected a user agent of visible characters, found `{found}`")]
    UserAgent {
        /// What was given.
        found: String,
    },
}

/// The door to the network. One value serves many threads; all share the limits.
pub struct HttpFetch {
    options: NetOptions,
    user_agent: String,
    limiter: Limiter,
    cache: Option<Cache>,
    turns: Option<Turns>,
    chance: Mutex<Chance>,
    /// For the world, through proxies if the environment names some.
    world: OnceLock<Result<Client, String>>,
    /// For servers on this machine: no proxy, no certificates.
    local: OnceLock<Result<Client, String>>,
}

/// One answer as it came.
struct Answered {
    fetched: Fetched,
    location: Option<String>,
}

/// Why one try brought nothing.
enum Failure {
    /// It may work next time.
    Passing(FetchError),
    /// It may work next time, and nothing has reached the server.
    Unreached(FetchError),
    /// It will not.
    Final(FetchError),
}

impl HttpFetch {
    /// Creates the door. Nothing is connected yet.
    ///
    /// # Errors
    /// The contact address or the user agent cannot be sent.
    ///
    /// # Examples
    /// ```
    /// use refsmith_sources::net::{HttpFetch, NetOptions};
    /// let mailto = Some("someone@example.org".to_owned());
    /// assert!(HttpFetch::new(NetOptions { mailto, ..NetOptions::default() }).is_ok());
    /// let mailto = Some("nobody".to_owned());
    /// assert!(HttpFetch::new(NetOptions { mailto, ..NetOptions::default() }).is_err());
    /// ```
    pub fn new(options: NetOptions) -> Result<Self, NetError> {
        if let Some(mailto) = &options.mailto
            && !is_address(mailto)
        {
            return Err(NetError::Mailto { found: mailto.clone() });
        }
        let user_agent = user_agent(&options.user_agent, options.mailto.as_deref());
        if header::HeaderValue::from_str(&user_agent).is_err() {
            return Err(NetError::UserAgent { found: options.user_agent });
        }
        let pace = if options.mailto.is_some() { Pace::POLITE } else { Pace::PUBLIC };
        Ok(Self {
            user_agent,
            limiter: Limiter::new(options.clock.clone(), pace),
            cache: options.cache.clone().map(|folder| Cache::new(folder, options.cache_size)),
            turns: options.turns.clone().map(Turns::new),
            chance: Mutex::new(Chance::new()),
            world: OnceLock::new(),
            local: OnceLock::new(),
            options,
        })
    }

    fn asked(&self, request: &Request, url: &Url) -> Result<Fetched, FetchError> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTIONS {
            let answered = self.tried(request, &url)?;
            let redirected = matches!(answered.fetched.status, 301 | 302 | 303 | 307 | 308);
            let Some(location) = answered.location.filter(|_| redirected) else {
                return Ok(answered.fetched);
            };
            let next = url.join(&location).ok().filter(|next| {
                // Never from an encrypted to an open connection.
                is_allowed(next) && (next.scheme() == "https" || url.scheme() == "http")
            });
            url = next.ok_or(FetchError::BadAddress { url: location })?;
        }
        let problem = "too many redirections".to_owned();
        Err(FetchError::Transport { host: host(&url), problem, tries: 1 })
    }

    fn tried(&self, request: &Request, url: &Url) -> Result<Answered, FetchError> {
        let host = host(url);
        let tries = self.options.tries.max(1);
        let mut number = 0;
        loop {
            number += 1;
            let stood_down = |wait| FetchError::StoodDown { host: host.clone(), wait };
            self.limiter.acquire(&host, request.budget).map_err(stood_down)?;
            let turn = self.turns.as_ref().map(|turns| {
                turns.take(&host, request.budget, self.limiter.pace(&host), &*self.options.clock)
            });
            let answered = self.try_once(request, url, &host, number);
            drop(turn);
            match answered {
                Ok(answered) => return Ok(answered),
                Err(Failure::Final(error)) => return Err(error),
                Err(Failure::Passing(error) | Failure::Unreached(error)) if number >= tries => {
                    self.limiter.gave_up(&host);
                    return Err(error);
                }
                Err(Failure::Passing(_) | Failure::Unreached(_)) => {
                    let chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner).next();
                    self.options.clock.sleep(retry::backoff(number - 1, chance));
                }
            }
        }
    }

    /// Asks once, and tells the limiter what came of it.
    fn try_once(
        &self,
        request: &Request,
        url: &Url,
        host: &str,
        tries: u32,
    ) -> Result<Answered, Failure> {
        let mut headers = RateHeaders::default();
        let mut wait = None;
        let result = self.send(request, url, host, tries, &mut headers, &mut wait);
        let status = result.as_ref().ok().map(|answered| answered.fetched.status);
        let ending = match (&result, status) {
            (_, Some(429)) => Ending::Throttled(wait),
            (_, Some(403)) => Ending::Refused,
            (_, Some(500..)) | (Err(Failure::Passing(_)), _) => Ending::Failed(wait),
            (Err(Failure::Unreached(_)), _) => Ending::Unreached,
            _ => Ending::Answered,
        };
        self.limiter.release(host, request.budget, &headers, &ending);
        if let (Some(turns), Ending::Throttled(wait) | Ending::Failed(wait)) =
            (&self.turns, &ending)
            && let Some(wait) = wait
        {
            turns.postpone(host, *wait, &*self.options.clock);
        }
        let host = host.to_owned();
        match (result, ending) {
            (Ok(answered), Ending::Answered) => {
                // A body that was cut on the way is worth another try.
                if answered.fetched.status == 200 && !(request.is_sound)(&answered.fetched) {
                    return Err(Failure::Passing(FetchError::Transport {
                        host,
                        problem: "the answer is not what was asked for, or incomplete".to_owned(),
                        tries,
                    }));
                }
                Ok(answered)
            }
            (Ok(_), Ending::Refused) => Err(Failure::Final(FetchError::Blocked { host })),
            (Ok(_), _) => match wait {
                Some(wait) if wait > retry::PATIENCE => {
                    Err(Failure::Final(FetchError::StoodDown { host, wait }))
                }
                _ => Err(Failure::Passing(FetchError::Failed {
                    host,
                    status: status.unwrap_or(0),
                    tries,
                })),
            },
            (Err(failure), _) => Err(failure),
        }
    }

    fn send(
        &self,
        request: &Request,
        url: &Url,
        host: &str,
        tries: u32,
        headers: &mut RateHeaders,
        wait: &mut Option<Duration>,
    ) -> Result<Answered, Failure> {
        let client = self.client(url).map_err(|problem| {
            Failure::Final(FetchError::Transport { host: host.to_owned(), problem, tries: 0 })
        })?;
        let response = client
            .get(url.clone())
            .header(header::ACCEPT, request.accept)
            .send()
            .map_err(|error| failed(&error, host, tries))?;
        let text = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        *headers = RateHeaders::read(text);
        *wait = text("retry-after")
            .and_then(|value| retry::retry_after(value, self.options.clock.now()));
        let location = text("location").map(str::to_owned);
        let content_type = text("content-type").unwrap_or("").to_owned();
        let status = response.status().as_u16();
        let body = self.body(response, host, tries)?;
        let at = Some(self.options.clock.now().as_secs());
        Ok(Answered { fetched: Fetched { status, body, content_type, at }, location })
    }

    fn body(&self, response: Response, host: &str, tries: u32) -> Result<Vec<u8>, Failure> {
        let limit = self.options.max_body;
        let mut body = Vec::new();
        match response.take(limit.saturating_add(1)).read_to_end(&mut body) {
            Ok(read) if read as u64 > limit => {
                Err(Failure::Final(FetchError::TooLarge { host: host.to_owned(), limit }))
            }
            Ok(_) => Ok(body),
            Err(error) if error.kind() == std::io::ErrorKind::TimedOut => {
                Err(Failure::Passing(FetchError::TimedOut { host: host.to_owned(), tries }))
            }
            Err(error) => Err(Failure::Passing(FetchError::Transport {
                host: host.to_owned(),
                problem: error.to_string(),
                tries,
            })),
        }
    }

    fn client(&self, url: &Url) -> Result<&Client, String> {
        let local = is_local(url);
        let cell = if local { &self.local } else { &self.world };
        cell.get_or_init(|| self.build(local)).as_ref().map_err(Clone::clone)
    }

    fn build(&self, local: bool) -> Result<Client, String> {
        client(local, &self.user_agent, self.options.timeout)
    }
}

/// Creates a client: for servers on this machine, or for the world.
pub(super) fn client(local: bool, user_agent: &str, timeout: Duration) -> Result<Client, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    // A machine without a store of certificates can still talk to itself.
    let config = if local {
        config.with_root_certificates(rustls::RootCertStore::empty())
    } else {
        config.with_platform_verifier().map_err(|error| error.to_string())?
    };
    let mut builder = Client::builder()
        .tls_backend_preconfigured(config.with_no_client_auth())
        .user_agent(user_agent)
        .timeout(timeout)
        // Redirections go through the limiter like every other question.
        .redirect(reqwest::redirect::Policy::none());
    if local {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| error.to_string())
}

impl Fetch for HttpFetch {
    fn get(&self, request: &Request) -> Result<Fetched, FetchError> {
        let bad = || FetchError::BadAddress { url: request.url.clone() };
        let mut url = Url::parse(&request.url).map_err(|_| bad())?;
        if !is_allowed(&url) {
            return Err(bad());
        }
        let clock = &self.options.clock;
        let offline = self.options.offline;
        if let Some(cache) = &self.cache
            && let Some(kept) = cache.get(&request.url, request.cache_for, clock.now(), offline)
        {
            return Ok(kept);
        }
        if offline {
            return Err(FetchError::Offline { host: host(&url) });
        }
        if let Some(mailto) = self.options.mailto.as_deref().filter(|_| request.takes_mailto) {
            url.query_pairs_mut().append_pair("mailto", mailto);
        }
        let fetched = self.asked(request, &url)?;
        if let Some(cache) = &self.cache
            && matches!(fetched.status, 200 | 404)
            && (request.is_sound)(&fetched)
        {
            cache.put(&request.url, &fetched, clock.now());
        }
        Ok(fetched)
    }
}

/// https everywhere; http where somebody runs a server of their own, never to the register itself.
fn is_allowed(url: &Url) -> bool {
    let known = |host: &str| {
        ["crossref.org", "doi.org"].iter().any(|known| {
            host == *known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.'))
        })
    };
    match url.scheme() {
        "https" => url.host_str().is_some(),
        "http" => url.host_str().is_some_and(|host| !known(host)),
        _ => false,
    }
}

pub(super) fn is_local(url: &Url) -> bool {
    let host = url.host_str().unwrap_or("").trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Host and port: two servers on one machine are two hosts.
fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or("");
    url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

fn failed(error: &reqwest::Error, host: &str, tries: u32) -> Failure {
    let host = host.to_owned();
    if error.is_timeout() {
        return Failure::Passing(FetchError::TimedOut { host, tries });
    }
    // The innermost cause says what is the matter; the outer ones repeat the address.
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    let problem = cause.to_string();
    let unreached = error.is_connect();
    let error = FetchError::Transport { host, problem, tries };
    if unreached { Failure::Unreached(error) } else { Failure::Passing(error) }
}

fn is_address(mailto: &str) -> bool {
    let plain =
        mailto.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '<' | '>' | ';'));
    let parts = mailto.split_once('@');
    plain && parts.is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'))
}

/// `refsmith/0.1.0 (https://...; mailto:...)`.
fn user_agent(product: &str, mailto: Option<&str>) -> String {
    match (mailto, product.strip_suffix(')')) {
        (None, _) => product.to_owned(),
        (Some(mailto), Some(open)) => format!("{open}; mailto:{mailto})"),
        (Some(mailto), None) => format!("{product} (mailto:{mailto})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_agent_names_the_contact() {
        let expected = "refsmith/1 (https://example.org; mailto:a@b.org)";
        assert_eq!(user_agent("refsmith/1 (https://example.org)", Some("a@b.org")), expected);
        assert_eq!(user_agent("refsmith/1", Some("a@b.org")), "refsmith/1 (mailto:a@b.org)");
    }

    #[test]
    fn the_register_is_never_asked_in_the_open() {
        let allowed = |url: &str| is_allowed(&Url::parse(url).unwrap());
        assert!(allowed("https://api.crossref.org/works"));
        assert!(!allowed("http://api.crossref.org/works"));
        assert!(allowed("http://127.0.0.1:8080/works"));
        assert!(!allowed("file:///etc/hosts"));
    }

    #[test]
    fn offline_asks_nobody() {
        let fetch = HttpFetch::new(NetOptions { offline: true, ..NetOptions::default() }).unwrap();
        let request = Request {
            url: "https://api.crossref.org/works/10.1%2Fa".to_owned(),
            accept: "application/json",
            budget: crate::Budget::Single,
            cache_for: crate::CacheFor::METADATA,
            takes_mailto: true,
            is_sound: |_| true,
        };
        let host = "api.crossref.org".to_owned();
        assert_eq!(fetch.get(&request), Err(FetchError::Offline { host }));
    }
}
