//! What every answer of Crossref means. The content type is never trusted: "not found" comes as
//! plain text that calls itself JSON.

use serde_json::Value;

use super::work;
use crate::{Answer, Candidate, FetchError, Fetched};

/// Tells whether an answer is one the register meant to give.
pub(super) fn is_sound(fetched: &Fetched) -> bool {
    match fetched.status {
        200 => message(fetched).is_some(),
        404 => is_not_found(fetched),
        _ => false,
    }
}

/// Reads the answer about one work.
pub(super) fn single(result: Result<Fetched, FetchError>) -> Answer<Candidate> {
    let at = time(&result);
    read(result).map(|message| Candidate { fetched: at, ..work(&message) })
}

/// Reads the answer to a search or batch, in the order of the register.
pub(super) fn list(result: Result<Fetched, FetchError>) -> Answer<Vec<Candidate>> {
    let at = time(&result);
    match read(result) {
        Answer::Found(message) => match message.get("items").and_then(Value::as_array) {
            // What has no DOI is no work of this register, whoever serves it.
            Some(items) => {
                let works = items.iter().map(|item| Candidate { fetched: at, ..work(item) });
                Answer::Found(works.filter(|found| !found.source_id.is_empty()).collect())
            }
            None => Answer::Unavailable("expected a list of works, found none".to_owned()),
        },
        // A list route that is not there is another server, not an empty result.
        Answer::NotFound => {
            Answer::Unavailable("expected a list of works, found status 404".to_owned())
        }
        Answer::Unavailable(reason) => Answer::Unavailable(reason),
    }
}

/// Reads the answer about the agency of a DOI: its identifier (`datacite`).
pub(super) fn agency(result: Result<Fetched, FetchError>) -> Answer<String> {
    match read(result) {
        Answer::Found(message) => {
            match message.pointer("/agency/id").and_then(Value::as_str).filter(|id| !id.is_empty())
            {
                Some(id) => Answer::Found(id.to_owned()),
                None => Answer::Unavailable("expected an agency, found none".to_owned()),
            }
        }
        Answer::NotFound => Answer::NotFound,
        Answer::Unavailable(reason) => Answer::Unavailable(reason),
    }
}

/// When the answer was given.
fn time(result: &Result<Fetched, FetchError>) -> Option<u64> {
    result.as_ref().ok()?.at
}

fn read(result: Result<Fetched, FetchError>) -> Answer<Value> {
    let fetched = match result {
        Ok(fetched) => fetched,
        Err(error) => return Answer::Unavailable(error.to_string()),
    };
    match fetched.status {
        200 => match message(&fetched) {
            Some(message) => Answer::Found(message),
            None => Answer::Unavailable("the answer of Crossref could not be read".to_owned()),
        },
        404 if is_not_found(&fetched) => Answer::NotFound,
        400 => Answer::Unavailable(format!(
            "Crossref did not accept the question: {}",
            complaint(&fetched).unwrap_or_else(|| "status 400".to_owned())
        )),
        status => Answer::Unavailable(format!(
            "Crossref answered with status {status}{}",
            complaint(&fetched).map(|text| format!(": {text}")).unwrap_or_default()
        )),
    }
}

/// The `message` of a good envelope.
fn message(fetched: &Fetched) -> Option<Value> {
    let mut envelope: Value = serde_json::from_slice(&fetched.body).ok()?;
    if envelope.get("status")?.as_str()? != "ok" {
        return None;
    }
    envelope.get_mut("message").map(Value::take).filter(Value::is_object)
}

/// "Resource not found." as plain text, whatever the content type says. The JSON and HTML bodies
/// that also come with 404 mean something else (a stale cursor, a proxy).
fn is_not_found(fetched: &Fetched) -> bool {
    fetched.body.trim_ascii().to_ascii_lowercase().starts_with(b"resource not found")
}

/// The first message of an error body: an array of objects with 400, one object with 500.
fn complaint(fetched: &Fetched) -> Option<String> {
    let envelope: Value = serde_json::from_slice(&fetched.body).ok()?;
    let message = envelope.get("message")?;
    let text = message
        .pointer("/0/message")
        .or_else(|| message.get("message"))
        .and_then(Value::as_str)
        .map(str::to_owned)
        .or_else(|| message.as_str().map(str::to_owned))?;
    let text = refsmith_model::text::unicode::collapse_white_space(&text);
    Some(text.trim_end_matches('.').chars().take(200).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetched(status: u16, body: &str) -> Result<Fetched, FetchError> {
        let content_type = "application/json".to_owned();
        Ok(Fetched { status, body: body.as_bytes().to_vec(), content_type, at: None })
    }

    #[test]
    fn every_kind_of_failure_is_unavailable_and_only_the_plain_404_is_not_found() {
        assert_eq!(single(fetched(404, "Resource not found.")), Answer::NotFound);
        for (status, body) in [
            (
                404,
                r#"{"status":"failed","message-type":"resource-failure","message":[{"type":"cursor-invalid","value":"x","message":"no"}]}"#,
            ),
            (404, "<!DOCTYPE html><html></html>"),
            (
                400,
                r#"{"status":"failed","message-type":"validation-failure","message":[{"type":"integer-not-valid","value":"x","message":"Integer specified as x but must be a positive integer."}]}"#,
            ),
            (
                500,
                r#"{"status":"error","message-type":"exception","message":{"name":"class java.lang.X","message":"boom"}}"#,
            ),
            (504, "<html><head><title>504 Gateway Time-out</title></head></html>"),
            (200, r#"{"status":"ok","message":{"DOI":"10.1/"#),
            (200, r#"{"status":"failed","message":[]}"#),
            (200, ""),
        ] {
            let answer = single(fetched(status, body));
            assert!(matches!(answer, Answer::Unavailable(_)), "{status} {body}: {answer:?}");
        }
    }
}
