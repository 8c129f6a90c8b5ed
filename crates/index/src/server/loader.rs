//! [`Loader`]: reads dumps into a search server.

use std::collections::BTreeSet;
use std::io::{self, Read};

use refsmith_model::Record;
use refsmith_sources::Message;
use serde_json::{Value as JsonValue, json};

use super::error::said;
use super::{EVERY_WORK, INDEXED, SearchServer, ServerError, TERMS, doi_term};
use crate::slim::{Slim, from_record};
use crate::{Subset, Tally, terms, works};

/// How many bytes are sent at once; Quickwit takes 10 MB.
const BATCH: usize = 4 << 20;
/// Longer identifiers are refused by Elasticsearch.
const LONGEST_ID: usize = 512;
/// The part of Quickwit's addresses before the name of an index.
const QUICKWIT: &str = "/api/v1/_elastic/";

/// Reads works into an index of a search server. Loading again what is there is harmless with
/// Elasticsearch and OpenSearch, where a work's identifier is its DOI; Quickwit keeps both, and reading takes the one that the
/// register indexed last.
pub struct Loader {
    server: SearchServer,
    subset: Subset,
    batch: Vec<u8>,
    /// Works in the batch.
    waiting: usize,
    tally: Tally,
}

impl Loader {
    /// Prepares loading, and makes the index where the server has none of this name.
    ///
    /// # Errors
    /// The server did not answer, or refused.
    pub fn create(server: SearchServer, subset: Subset) -> Result<Self, ServerError> {
        match server.works() {
            Err(ServerError::Missing { .. }) => make(&server)?,
            // Made, and empty: that is how it is to be.
            Ok(_) | Err(ServerError::Foreign { .. }) => {}
            Err(error) => return Err(error),
        }
        let (batch, tally) = (Vec::with_capacity(BATCH + (1 << 16)), Tally::default());
        Ok(Self { server, subset, batch, waiting: 0, tally })
    }

    /// Returns what has been read.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Reads works of an input in any layout, as [`Builder::read`](crate::Builder::read) does.
    /// `step` is called after each work.
    ///
    /// # Errors
    /// The input cannot be read to its end (what came before is sent), or the server fails.
    pub fn read(
        &mut self,
        reader: impl Read,
        step: &mut dyn FnMut(Tally),
    ) -> Result<Result<(), io::Error>, ServerError> {
        let mut failure = None;
        let count = works::each(reader, &mut |_, work| {
            let slim = Slim::of(work);
            self.tally.works += 1;
            if self.subset.wants(&slim) {
                failure = self.take(&slim).err();
            }
            step(self.tally);
            failure.is_none()
        });
        if let Some(error) = failure {
            return Err(error);
        }
        Ok(count.map(|count| self.tally.broken += count.broken))
    }

    /// Adds records, such as those of a library file.
    ///
    /// # Errors
    /// The server fails.
    pub fn add_records<'a>(
        &mut self,
        records: impl IntoIterator<Item = &'a Record>,
    ) -> Result<(), ServerError> {
        let works = records.into_iter().map(|record| format!("{}\n", from_record(record)));
        let text: String = works.collect();
        // Reading from memory cannot fail.
        self.read(text.as_bytes(), &mut |_| {}).map(drop)
    }

    /// Sends what is left, and has the server show everything to searches.
    ///
    /// # Errors
    /// The server fails.
    pub fn finish(mut self) -> Result<(), ServerError> {
        self.flush(true)
    }

    fn take(&mut self, slim: &Slim) -> Result<(), ServerError> {
        let Some(open) = slim.json.strip_suffix(b"}") else { return Ok(()) };
        let mut terms: BTreeSet<String> =
            terms::of_work(&slim.facts).split(' ').map(str::to_owned).collect();
        terms.insert(EVERY_WORK.to_owned());
        if !slim.doi.is_empty() {
            terms.insert(doi_term(&slim.doi));
        }
        terms.remove("");
        let is_named = !slim.doi.is_empty() && slim.doi.len() <= LONGEST_ID;
        let action = match (is_quickwit(&self.server.url), is_named) {
            (true, _) => json!({"create": {}}),
            (false, true) => json!({"index": {"_id": slim.doi}}),
            (false, false) => json!({"index": {}}),
        };
        self.batch.extend_from_slice(action.to_string().as_bytes());
        self.batch.push(b'\n');
        self.batch.extend_from_slice(open);
        if is_quickwit(&self.server.url) {
            let indexed = json!(slim.indexed);
            self.batch.extend_from_slice(format!(",\"{INDEXED}\":{indexed}").as_bytes());
        }
        let terms = json!(terms);
        self.batch.extend_from_slice(format!(",\"{TERMS}\":{terms}}}\n").as_bytes());
        self.waiting += 1;
        self.tally.kept += 1;
        if self.batch.len() >= BATCH { self.flush(false) } else { Ok(()) }
    }

    fn flush(&mut self, is_last: bool) -> Result<(), ServerError> {
        if self.waiting == 0 {
            return Ok(());
        }
        let refresh = if is_last { "?refresh=true" } else { "" };
        let url = format!("{}/_bulk{refresh}", self.server.url);
        let body = String::from_utf8_lossy(&self.batch).into_owned();
        let reply = self.server.send(&Message { body: Some(body), ..Message::get(url) })?;
        let answer = reply.json().ok_or_else(|| self.server.unreadable())?;
        let items = answer.get("items").and_then(JsonValue::as_array).into_iter().flatten();
        let faults = items.filter_map(|item| item.as_object()?.values().next()?.get("error"));
        let mut faults = faults.filter(|fault| !fault.is_null());
        if let Some(first) = faults.next() {
            let (count, url) = (1 + faults.count(), self.server.shown.clone());
            return Err(ServerError::NotTaken { url, count, reason: said(first) });
        }
        self.batch.clear();
        self.waiting = 0;
        Ok(())
    }
}

fn is_quickwit(url: &str) -> bool {
    url.contains(QUICKWIT)
}

/// Makes the index: terms are looked up whole, the works themselves are only kept.
fn make(server: &SearchServer) -> Result<(), ServerError> {
    let message = match server.url.split_once(QUICKWIT) {
        Some((root, name)) => {
            let index = json!({
                "version": "0.8",
                "index_id": name,
                "doc_mapping": {
                    "mode": "dynamic",
                    "dynamic_mapping":
                        {"indexed": false, "stored": true, "fast": false, "expand_dots": false},
                    "field_mappings": [{
                        "name": TERMS, "type": "array<text>", "tokenizer": "raw",
                        "record": "basic", "fieldnorms": true, "stored": false, "fast": false,
                    }],
                },
            });
            Message::post(format!("{root}/api/v1/indexes"), &index)
        }
        None => {
            let index = json!({"mappings": {
                "dynamic": false,
                "_source": {"excludes": [TERMS]},
                "properties": {TERMS: {"type": "keyword", "doc_values": false}},
            }});
            Message { put: true, ..Message::post(server.url.clone(), &index) }
        }
    };
    server.send(&message).map(drop)
}
