//! The port to which browsers send what they find.
//!
//! Items go to the collection that is selected in Zotero, or to one named; no keys come back, so
//! that an item is sent, and whether it was saved is for a look into the library.

use std::time::Duration;

use serde_json::{Value, json};

use super::{BATCH, Item, Sent, ZoteroError, unexpected};
use crate::{Exchange, ExchangeError, Message, Reply};

/// How long Zotero may take to say that it is there.
const PROBE: Duration = Duration::from_secs(1);
/// How often a session that exists already is replaced by another one.
const TRIES: usize = 3;

/// Asks whether Zotero is running, and returns its version where it tells one.
///
/// # Errors
/// Nobody is there, or it is not Zotero.
pub fn ping(exchange: &dyn Exchange, base: &str) -> Result<String, ZoteroError> {
    let message = Message { timeout: PROBE, ..Message::get(format!("{base}/connector/ping")) };
    let reply = exchange.send(&message)?;
    let is_zotero = reply.header("x-zotero-version").is_some()
        || String::from_utf8_lossy(&reply.body).contains("Zotero");
    match reply.status {
        200 if is_zotero => Ok(reply.header("x-zotero-version").unwrap_or("").to_owned()),
        _ => Err(unexpected("the question whether Zotero is there", &reply)),
    }
}

/// Sends items, in batches. What was sent before something went wrong is told apart from what was not.
///
/// # Errors
/// The collection is not there, or nothing at all could be sent.
pub fn save(
    exchange: &dyn Exchange,
    base: &str,
    items: &[Item],
    collection: Option<&str>,
    tags: &[String],
) -> Result<Vec<Sent>, ZoteroError> {
    let target = collection.map(|name| target(exchange, base, name)).transpose()?;
    let mut sent: Vec<Sent> = Vec::with_capacity(items.len());
    for batch in items.chunks(BATCH) {
        match save_batch(exchange, base, batch, target.as_deref(), tags) {
            Ok(()) => sent.extend(batch.iter().map(|_| Sent::Created(None))),
            Err(error) if sent.is_empty() => return Err(error),
            Err(error) => {
                let rest = items.len() - sent.len();
                sent.extend((0..rest).map(|_| Sent::Failed(error.to_string())));
                break;
            }
        }
    }
    Ok(sent)
}

fn save_batch(
    exchange: &dyn Exchange,
    base: &str,
    items: &[Item],
    target: Option<&str>,
    tags: &[String],
) -> Result<(), ZoteroError> {
    let items: Vec<Value> = items.iter().enumerate().map(|(idx, item)| shape(idx, item)).collect();
    let url = format!("{base}/connector/saveItems");
    let mut reply = Reply::default();
    let mut session = String::new();
    for _ in 0..TRIES {
        session = exchange.nonce();
        let body = json!({"sessionID": session, "uri": "https://github.com/refsmith/refsmith", "items": items});
        reply = exchange.send(&Message::post(&url, &body))?;
        if reply.status != 409 {
            break;
        }
    }
    match reply.status {
        200 | 201 => {}
        500 if reply.json().is_some_and(|json| json["libraryEditable"] == false) => {
            return Err(ZoteroError::ReadOnlyLibrary);
        }
        _ => return Err(unexpected("saving items", &reply)),
    }
    let Some(target) = target else { return Ok(()) };
    // The session can be moved for a minute; its tags are those of all its items.
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let body = json!({"sessionID": session, "target": target, "tags": tags});
    let reply = exchange.send(&Message::post(format!("{base}/connector/updateSession"), &body))?;
    match reply.status {
        200 => Ok(()),
        _ => Err(unexpected("moving the items into the collection", &reply)),
    }
}

/// Returns an item in the shape of the port, which knows institutions by a mode of their field.
fn shape(idx: usize, item: &Item) -> Value {
    let mut fields = item.fields.clone();
    for creator in fields.get_mut("creators").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(creator) = creator.as_object_mut()
            && let Some(name) = creator.shift_remove("name")
        {
            creator.insert("lastName".to_owned(), name);
            creator.insert("fieldMode".to_owned(), json!(1));
        }
    }
    let notes: Vec<Value> = item.notes.iter().map(|note| json!({"note": note})).collect();
    fields.insert("id".to_owned(), json!((idx + 1).to_string()));
    fields.insert("notes".to_owned(), json!(notes));
    fields.insert("attachments".to_owned(), json!([]));
    fields.entry("tags").or_insert_with(|| json!([]));
    Value::Object(fields)
}

/// Finds a collection among those that items can be sent to.
fn target(exchange: &dyn Exchange, base: &str, name: &str) -> Result<String, ZoteroError> {
    let url = format!("{base}/connector/getSelectedCollection");
    let reply = exchange.send(&Message::post(url, &json!({})))?;
    let answer = reply.json().filter(|_| reply.status == 200);
    let answer = answer.ok_or_else(|| unexpected("the question for collections", &reply))?;
    let targets = answer["targets"].as_array().cloned().unwrap_or_default();
    let of = |target: &Value, key: &str| target[key].as_str().unwrap_or("").to_owned();
    let found: Vec<&Value> = targets.iter().filter(|target| target["name"] == name).collect();
    match found.as_slice() {
        [only] => Ok(of(only, "id")),
        several => Err(ZoteroError::Collection {
            name: name.to_owned(),
            found: several.len(),
            known: targets.iter().map(|target| of(target, "name")).collect::<Vec<_>>().join(", "),
        }),
    }
}

/// Tells whether an error means that no Zotero is running here.
pub fn is_absent(error: &ZoteroError) -> bool {
    matches!(
        error,
        ZoteroError::Exchange(ExchangeError::NobodyThere { .. } | ExchangeError::TimedOut { .. })
    )
}
