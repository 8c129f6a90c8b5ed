//! The interface under `/api/` of a running Zotero, and the same on the web.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::{BATCH, Item, Sent, ZoteroError, pause, unexpected};
use crate::{Exchange, ExchangeError, Message, Reply};

/// How many items are asked for at once.
const PAGE: usize = 100;
/// How often a batch is sent when the server is busy.
const TRIES: u32 = 5;

/// A library behind the interface.
pub struct Api<'e> {
    exchange: &'e dyn Exchange,
    /// Up to and with the owner: `http://127.0.0.1:23119/api/users/0`.
    base: String,
    access: Access,
}

/// How one is let in.
enum Access {
    /// By the user, who is asked by Zotero; the address of the interface and a key that stays.
    Local { root: String, remembered: std::cell::RefCell<Option<String>> },
    /// By a key.
    Web { key: String },
}

/// A collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// Which items are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// Only items in the collection with this key.
    pub collection: Option<String>,
    /// Only items with all these tags.
    pub tags: Vec<String>,
}

impl<'e> Api<'e> {
    /// The library of the user of a running Zotero.
    pub fn local(exchange: &'e dyn Exchange, base: &str) -> Self {
        let root = format!("{base}/api");
        let remembered = std::cell::RefCell::new(None);
        Self {
            exchange,
            base: format!("{root}/users/0"),
            access: Access::Local { root, remembered },
        }
    }

    /// The library on the web to which a key belongs.
    ///
    /// # Errors
    /// The key is unknown, or the server did not answer.
    pub fn web(exchange: &'e dyn Exchange, url: &str, key: &str) -> Result<Self, ZoteroError> {
        let url = url.trim_end_matches('/');
        let access = Access::Web { key: key.to_owned() };
        let mut api = Self { exchange, base: url.to_owned(), access };
        let reply = api.ask("the question for the owner of the key", "/keys/current")?;
        let user = reply.json().and_then(|answer| answer["userID"].as_u64());
        let user =
            user.ok_or_else(|| unexpected("the question for the owner of the key", &reply))?;
        api.base = format!("{url}/users/{user}");
        Ok(api)
    }

    /// Returns the items, as they came: each with its `data`. Items within others are left out.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn items(&self, filter: &ItemFilter) -> Result<Vec<Value>, ZoteroError> {
        let folder = filter.collection.as_ref().map(|key| format!("/collections/{key}"));
        let folder = folder.unwrap_or_default();
        let tags: String = filter.tags.iter().map(|tag| format!("&tag={}", encoded(tag))).collect();
        self.pages("the question for items", &format!("{folder}/items/top?format=json{tags}"))
    }

    /// Returns the key of the collection with this name.
    ///
    /// # Errors
    /// There is none or more than one, or they cannot be read.
    pub fn collection(&self, name: &str) -> Result<String, ZoteroError> {
        let all: Vec<Collection> = self
            .pages("the question for collections", "/collections?format=json")?
            .iter()
            .map(|found| Collection {
                key: found["key"].as_str().unwrap_or("").to_owned(),
                name: found["data"]["name"].as_str().unwrap_or("").to_owned(),
            })
            .collect();
        let found: Vec<&Collection> = all.iter().filter(|found| found.name == name).collect();
        match found.as_slice() {
            [only] => Ok(only.key.clone()),
            several => Err(ZoteroError::Collection {
                name: name.to_owned(),
                found: several.len(),
                known: all.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", "),
            }),
        }
    }

    /// Creates items with their notes, in batches. Each batch has a token of its own, so that it is
    /// carried out once, however often it is sent.
    ///
    /// # Errors
    /// Nothing at all could be written.
    pub fn create(
        &self,
        items: &[Item],
        collection: Option<&str>,
    ) -> Result<Vec<Sent>, ZoteroError> {
        let shaped = |item: &Item| {
            let mut fields = item.fields.clone();
            if let Some(key) = collection {
                fields.insert("collections".to_owned(), json!([key]));
            }
            Value::Object(fields)
        };
        let values: Vec<Value> = items.iter().map(shaped).collect();
        let sent = self.batches(&values)?;
        let mut notes = Vec::new();
        for (item, sent) in items.iter().zip(&sent) {
            let Sent::Created(Some(key)) = sent else { continue };
            notes.extend(item.notes.iter().map(
                |note| json!({"itemType": "note", "parentItem": key, "note": note, "tags": []}),
            ));
        }
        // Items without their notes are there all the same.
        drop(self.batches(&notes));
        Ok(sent)
    }

    fn batches(&self, values: &[Value]) -> Result<Vec<Sent>, ZoteroError> {
        let mut sent: Vec<Sent> = Vec::with_capacity(values.len());
        for batch in values.chunks(BATCH) {
            match self.batch(batch) {
                Ok(more) => sent.extend(more),
                Err(error) if sent.is_empty() => return Err(error),
                Err(error) => {
                    let rest = values.len() - sent.len();
                    sent.extend((0..rest).map(|_| Sent::Failed(error.to_string())));
                    break;
                }
            }
        }
        Ok(sent)
    }

    fn batch(&self, batch: &[Value]) -> Result<Vec<Sent>, ZoteroError> {
        let token = self.exchange.nonce();
        let mut again = false;
        for number in 0..TRIES {
            let message = Message::post(format!("{}/items", self.base), &json!(batch))
                .header("Zotero-Write-Token", token.clone());
            let reply = match self.exchange.send(&self.let_in(message, true)?) {
                Ok(reply) => reply,
                // It may have been carried out: the token tells.
                Err(ExchangeError::TimedOut { .. } | ExchangeError::Closed { .. }) if !again => {
                    again = true;
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            self.rest(&reply, "backoff");
            match reply.status {
                200 => return Ok(outcome(&reply, batch.len())),
                412 if again => return Ok(vec![Sent::Created(None); batch.len()]),
                429 | 503 => {
                    if !self.rest(&reply, "retry-after") {
                        self.exchange.wait(Duration::from_secs(2 << number));
                    }
                }
                401 if number == 0 => self.forget(),
                401 | 403 => return Err(ZoteroError::KeyRefused),
                _ => return Err(unexpected("writing items", &reply)),
            }
        }
        Err(ZoteroError::Exchange(ExchangeError::TimedOut { url: format!("{}/items", self.base) }))
    }

    /// Waits as long as an answer asks for in this header; tells whether it did.
    fn rest(&self, reply: &Reply, header: &str) -> bool {
        let wait = pause(reply, header);
        if let Some(wait) = wait {
            self.exchange.wait(wait);
        }
        wait.is_some()
    }

    /// Adds what lets a message in; to write to a running Zotero its user is asked.
    fn let_in(&self, message: Message, write: bool) -> Result<Message, ZoteroError> {
        let message = message.header("Zotero-API-Version", "3");
        match &self.access {
            Access::Web { key } => Ok(message.header("Zotero-API-Key", key.clone())),
            Access::Local { .. } if !write => Ok(message),
            Access::Local { root, remembered } => {
                let server = self.server(root)?;
                let known = remembered.borrow().clone();
                let key = known.map_or_else(|| self.authorize(root, &server, remembered), Ok)?;
                Ok(message.header("Zotero-Server-ID", server).header("Zotero-API-Key", key))
            }
        }
    }

    /// Returns by what this run of Zotero wants to be addressed.
    fn server(&self, root: &str) -> Result<String, ZoteroError> {
        let reply = self.exchange.send(&Message::get(format!("{root}/")))?;
        match (reply.status, reply.header("zotero-server-id")) {
            (403, _) => Err(ZoteroError::LocalOff),
            (_, Some(server)) => Ok(server.to_owned()),
            _ => Err(ZoteroError::LocalReadOnly),
        }
    }

    /// Has the user asked. A key is good once, unless the user wants it remembered.
    fn authorize(
        &self,
        root: &str,
        server: &str,
        remembered: &std::cell::RefCell<Option<String>>,
    ) -> Result<String, ZoteroError> {
        for _ in 0..2 {
            let message = Message {
                // Somebody has to read and click.
                timeout: Duration::from_secs(120),
                ..Message::post(format!("{root}/local/authorize"), &json!({"appName": "refsmith"}))
            };
            let reply = self.exchange.send(&message.header("Zotero-Server-ID", server))?;
            match reply.status {
                200 => {
                    let answer = reply.json().unwrap_or_default();
                    let key = answer["key"].as_str().unwrap_or("").to_owned();
                    if answer["remember"] == true {
                        *remembered.borrow_mut() = Some(key.clone());
                    }
                    return Ok(key);
                }
                403 => return Err(ZoteroError::Denied),
                // No more than five questions in a minute.
                429 if self.rest(&reply, "retry-after") => {}
                _ => return Err(unexpected("the question for permission", &reply)),
            }
        }
        Err(ZoteroError::Denied)
    }

    fn forget(&self) {
        if let Access::Local { remembered, .. } = &self.access {
            *remembered.borrow_mut() = None;
        }
    }

    /// Reads a list page by page.
    fn pages(&self, what: &'static str, path: &str) -> Result<Vec<Value>, ZoteroError> {
        let mut out: Vec<Value> = Vec::new();
        let mut seen = BTreeSet::new();
        loop {
            let reply = self.ask(what, &format!("{path}&limit={PAGE}&start={}", out.len()))?;
            let Some(Value::Array(page)) = reply.json() else {
                return Err(unexpected(what, &reply));
            };
            let before = out.len();
            // A server that knows no pages gives everything each time.
            let new = |item: &Value| seen.insert(item["key"].as_str().unwrap_or("").to_owned());
            out.extend(page.into_iter().filter(new));
            let total = reply.header("total-results").and_then(|total| total.parse::<usize>().ok());
            if out.len() == before || total.is_none_or(|total| out.len() >= total) {
                return Ok(out);
            }
        }
    }

    fn ask(&self, what: &'static str, path: &str) -> Result<Reply, ZoteroError> {
        let local = matches!(self.access, Access::Local { .. });
        for number in 0..TRIES {
            let message = self.let_in(Message::get(format!("{}{path}", self.base)), false)?;
            let reply = self.exchange.send(&message)?;
            self.rest(&reply, "backoff");
            match reply.status {
                200 => return Ok(reply),
                403 if local => return Err(ZoteroError::LocalOff),
                403 => return Err(ZoteroError::KeyRefused),
                429 | 503 if number + 1 < TRIES => {
                    if !self.rest(&reply, "retry-after") {
                        self.exchange.wait(Duration::from_secs(2 << number));
                    }
                }
                _ => return Err(unexpected(what, &reply)),
            }
        }
        Err(ZoteroError::Exchange(ExchangeError::TimedOut { url: self.base.clone() }))
    }
}

/// Reads what became of each item of a batch.
fn outcome(reply: &Reply, count: usize) -> Vec<Sent> {
    let answer = reply.json().unwrap_or_default();
    let one = |idx: usize| {
        let at = idx.to_string();
        let key =
            answer["success"][&at].as_str().or_else(|| answer["successful"][&at]["key"].as_str());
        let key = key.or_else(|| answer["unchanged"][&at].as_str());
        match (key, answer["failed"][&at]["message"].as_str()) {
            (Some(key), _) => Sent::Created(Some(key.to_owned())),
            (None, Some(message)) => Sent::Failed(message.to_owned()),
            (None, None) => Sent::Failed("Zotero did not say what became of it".to_owned()),
        }
    };
    (0..count).map(one).collect()
}

/// Writes a value so that it can stand in an address.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
