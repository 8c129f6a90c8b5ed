//! [`SearchServer`]: an index in a running Elasticsearch, OpenSearch or Quickwit, for collections
//! that outgrow one machine.
//!
//! Works are Crossref's JSON, with one field more, [`TERMS`]: the terms that a local index lists them
//! under, so both find the same. A question names the terms of a reference, and the server, which
//! weighs terms by their rarity, gives the works that have most. That takes no more of its query
//! language than `bool` with `should` and `term`, which all three servers know.

mod error;
mod loader;

use std::time::Duration;

use refsmith_model::{Doi, Record};
use refsmith_sources::{
    Answer, Candidate, Exchange, Fetch, Message, MetadataSource, Query, Reply, SourceInfo,
};
use serde_json::{Value as JsonValue, json};

pub use error::ServerError;
pub use loader::Loader;

use crate::local::ROWS;
use crate::{candidate, terms};

/// The field with what a work is found by.
const TERMS: &str = "refsmith_terms";
/// The field with the day on which the register indexed the work, where old versions are kept.
const INDEXED: &str = "refsmith_indexed";
/// A term that every work has: an index without it holds something else.
const EVERY_WORK: &str = "is:work";
/// How many DOIs are asked for at once.
const DOIS: usize = 100;
/// How often a question is asked when the server is busy, and how long it rests by then.
const TRIES: u32 = 4;
const REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_secs(30);

/// What an index on a server is, as a source.
pub static SERVER: SourceInfo = SourceInfo {
    name: "search-server",
    title: "search server",
    base_url: "",
    summary: "works that were loaded into an Elasticsearch, OpenSearch or Quickwit",
};

/// An index in a search server.
pub struct SearchServer {
    /// The address of the index, without a slash at the end.
    url: String,
    /// The same without name and password, to be shown.
    shown: String,
    /// The header `Authorization`, unless name and password are in the address.
    authorization: Option<String>,
    exchange: Box<dyn Exchange>,
}

impl SearchServer {
    /// Prepares the way to an index: `https://host:9200/INDEX` of Elasticsearch or OpenSearch,
    /// `http://host:7280/api/v1/_elastic/INDEX` of Quickwit. Name and password may stand in the
    /// address (`https://name:password@host/INDEX`); `key` is an API key of Elasticsearch. Nothing is
    /// connected yet.
    ///
    /// # Errors
    /// The address is none of an index, or would send a password unencrypted to another machine.
    pub fn new(
        url: &str,
        key: Option<&str>,
        exchange: Box<dyn Exchange>,
    ) -> Result<Self, ServerError> {
        let url = url.trim_end_matches('/');
        let bad = || ServerError::Address { url: without_password(url) };
        let (scheme, rest) = url.split_once("://").ok_or_else(bad)?;
        let (authority, path) = rest.split_once('/').ok_or_else(bad)?;
        let name = path.rsplit('/').next().unwrap_or("");
        if name.is_empty() || name.starts_with('_') || path.contains(['?', '#']) {
            return Err(bad());
        }
        let has_secret = key.is_some() || authority.contains('@');
        if scheme != "https" && has_secret && !is_this_machine(authority) {
            return Err(ServerError::Open { url: without_password(url) });
        }
        Ok(Self {
            url: url.to_owned(),
            shown: without_password(url),
            authorization: key.map(|key| format!("ApiKey {key}")),
            exchange,
        })
    }

    /// Returns the address without name and password.
    pub fn address(&self) -> &str {
        &self.shown
    }

    /// Returns how many works the index holds, and whether there may be more: servers stop counting
    /// at ten thousand.
    ///
    /// # Errors
    /// The server did not answer, has no such index, or one that holds something else.
    pub fn works(&self) -> Result<(u64, bool), ServerError> {
        let answer = self.ask(&[EVERY_WORK.to_owned()], 1)?;
        if answer.pointer("/hits/hits/0").is_none() {
            return Err(ServerError::Foreign { url: self.shown.clone() });
        }
        let total = answer.pointer("/hits/total/value").and_then(JsonValue::as_u64);
        let more = answer.pointer("/hits/total/relation").is_some_and(|relation| relation == "gte");
        Ok((total.unwrap_or(1), more))
    }

    /// Returns at most `limit` works that have most and the rarest of these terms, with what speaks
    /// for each.
    fn search(&self, terms: &[String], limit: usize) -> Result<Vec<(JsonValue, f32)>, ServerError> {
        let answer = self.ask(terms, limit)?;
        let hits = answer.pointer("/hits/hits").and_then(JsonValue::as_array);
        let hits = hits.ok_or_else(|| self.unreadable())?;
        let mut out = Vec::with_capacity(hits.len());
        for hit in hits {
            let work = hit.get("_source").filter(|work| work.is_object());
            let work = work.ok_or_else(|| self.unreadable())?;
            if is_outdated(work, hits) {
                continue;
            }
            let weight = hit.get("_score").and_then(JsonValue::as_f64).unwrap_or(0.0);
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a weight needs no more precision"
            )]
            out.push((work.clone(), weight as f32));
        }
        Ok(out)
    }

    fn ask(&self, terms: &[String], limit: usize) -> Result<JsonValue, ServerError> {
        let clause = |term: &String| json!({"term": {TERMS: {"value": term}}});
        let clauses: Vec<JsonValue> = terms.iter().map(clause).collect();
        // Quickwit ranks only when it is told to.
        let question = json!({
            "size": limit,
            "query": {"bool": {"should": clauses}},
            "sort": ["_score"],
        });
        let reply = self.send(&Message::post(format!("{}/_search", self.url), &question))?;
        match reply.json() {
            Some(answer) if answer.is_object() => Ok(answer),
            _ => Err(self.unreadable()),
        }
    }

    /// Sends a message, again where the server is busy. Any status but 200 and 201 is an error.
    fn send(&self, message: &Message) -> Result<Reply, ServerError> {
        let mut message = message.clone();
        if let Some(authorization) = &self.authorization {
            message = message.header("authorization", authorization);
        }
        let mut tries = 1;
        loop {
            let reply = self.exchange.send(&message).map_err(|error| ServerError::Connection {
                url: self.shown.clone(),
                problem: error.to_string(),
            })?;
            match reply.status {
                200 | 201 => return Ok(reply),
                429 | 502..=504 if tries < TRIES => {
                    let asked = reply.header("retry-after").and_then(|text| text.parse().ok());
                    let rest = asked.map_or(REST * tries, Duration::from_secs);
                    self.exchange.wait(rest.min(LONGEST_REST));
                    tries += 1;
                }
                _ => return Err(ServerError::of_reply(&self.shown, &reply)),
            }
        }
    }

    fn unreadable(&self) -> ServerError {
        ServerError::Unreadable { url: self.shown.clone() }
    }

    /// "the index https://localhost/works".
    fn called(&self) -> String {
        format!("the index {}", self.shown)
    }
}

/// Returns `https://name:password@host/works` without what nobody is to see.
pub fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or("");
    format!("{scheme}://{host}{path}")
}

/// Tells whether `name:password@host:port` is on this machine.
fn is_this_machine(authority: &str) -> bool {
    let host = authority.rsplit('@').next().unwrap_or("");
    let host = match host.strip_prefix('[') {
        Some(address) => address.split(']').next(),
        None => host.split(':').next(),
    };
    let host = host.unwrap_or("");
    let is_loopback = |address: std::net::IpAddr| address.is_loopback();
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(is_loopback)
}

/// Tells whether one of the hits is a newer version of the work: Quickwit keeps all of them.
fn is_outdated(work: &JsonValue, hits: &[JsonValue]) -> bool {
    let doi = |work: &JsonValue| work.get("DOI")?.as_str().map(str::to_lowercase);
    let day = |work: &JsonValue| work.get(INDEXED)?.as_str().map(str::to_owned);
    let (own, since) = (doi(work), day(work));
    let is_newer = |other: &JsonValue| day(other) > since && doi(other) == own;
    own.is_some() && hits.iter().filter_map(|hit| hit.get("_source")).any(is_newer)
}

/// The term that a DOI is found by. No word has a colon.
fn doi_term(doi: &str) -> String {
    format!("doi:{}", doi.to_lowercase())
}

impl MetadataSource for SearchServer {
    fn info(&self) -> &'static SourceInfo {
        &SERVER
    }

    fn accepts(&self, _: &Record) -> bool {
        true
    }

    fn absence(&self) -> Option<String> {
        Some(format!("not in {}, which says nothing about other works", self.called()))
    }

    fn search(&self, query: &Query<'_>, _: &dyn Fetch) -> Answer<Vec<Candidate>> {
        let asked = terms::of_question(query.record, query.text);
        let mut terms = asked.first;
        terms.extend(asked.second);
        if terms.is_empty() {
            return Answer::Found(Vec::new());
        }
        candidate::found(&SERVER, self.search(&terms, ROWS))
    }

    fn by_doi(&self, doi: &Doi, fetch: &dyn Fetch) -> Answer<Candidate> {
        match self.by_dois(std::slice::from_ref(doi), fetch) {
            Answer::Found(works) => works.into_iter().next().map_or_else(
                || Answer::Unavailable(format!("the DOI `{doi}` is not in {}", self.called())),
                Answer::Found,
            ),
            Answer::NotFound => Answer::NotFound,
            Answer::Unavailable(reason) => Answer::Unavailable(reason),
        }
    }

    fn by_dois(&self, dois: &[Doi], _: &dyn Fetch) -> Answer<Vec<Candidate>> {
        let mut out: Vec<Candidate> = Vec::new();
        for dois in dois.chunks(DOIS) {
            let terms: Vec<String> = dois.iter().map(|doi| doi_term(doi.as_str())).collect();
            // Of a work that was loaded several times a few versions may come.
            let works = match self.search(&terms, 4 * dois.len()) {
                Ok(works) => works,
                Err(error) => return Answer::Unavailable(error.to_string()),
            };
            for (work, _) in works {
                let found = candidate::of(&SERVER, &work);
                let is = |other: &Candidate| other.source_id.eq_ignore_ascii_case(&found.source_id);
                if !out.iter().any(is) {
                    out.push(found);
                }
            }
        }
        Answer::Found(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nobody is asked.
    struct Silent;

    impl Exchange for Silent {
        fn send(&self, message: &Message) -> Result<Reply, refsmith_sources::ExchangeError> {
            Err(refsmith_sources::ExchangeError::NobodyThere { url: message.url.clone() })
        }

        fn wait(&self, _: Duration) {}

        fn nonce(&self) -> String {
            String::new()
        }
    }

    #[test]
    fn an_address_names_an_index_and_keeps_its_password() {
        let open = |url: &str, key| {
            let server = SearchServer::new(url, key, Box::new(Silent));
            server.map(|server| server.address().to_owned()).map_err(|error| error.to_string())
        };
        assert_eq!(open("https://a:b@host:9200/works/", None).unwrap(), "https://host:9200/works");
        let quickwit = "http://10.0.0.7:7280/api/v1/_elastic/works";
        assert_eq!(open(quickwit, None).unwrap(), quickwit);
        for url in ["https://host:9200", "https://host:9200/", "https://h/works/_search", "works"] {
            assert!(open(url, None).unwrap_err().starts_with("expected the address"), "{url}");
        }
        for url in ["http://a:b@host/works", "http://a:b@127.host.org/w", "http://a@localhost.b/w"]
        {
            let error = open(url, None).unwrap_err();
            assert!(error.contains("unencrypted") && !error.contains("a:b"), "{error}");
        }
        assert!(open("http://host/works", Some("key")).is_err());
        for here in
            ["http://a:b@127.0.0.1:9200/w", "http://a:b@[::1]:9200/w", "http://a@localhost/w"]
        {
            assert!(open(here, None).is_ok(), "{here}");
        }
    }
}
