//! The index under Crossref's own interface: what `/works/{doi}` and `/works?query.bibliographic=`
//! answer, so that every client of Crossref can ask an index instead.
//!
//! From the target of a request to the bytes of the answer; serving them is somebody else's work.

use refsmith_model::{Doi, Record};
use serde_json::{Map, Value, json};

use crate::{IndexError, LocalIndex};

/// The most works of one answer, as at Crossref.
const MOST_ROWS: usize = 1_000;
/// How many works an answer has when the question does not say.
const ROWS: usize = 20;
/// Questions by description: their words are put together.
const QUERIES: &[&str] = &[
    "query",
    "query.bibliographic",
    "query.author",
    "query.title",
    "query.container-title",
    "query.editor",
];

/// An answer to an HTTP request.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiAnswer {
    /// The status code.
    pub status: u16,
    /// The value of `content-type`.
    pub content_type: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

/// Why a question has no answer.
enum Refusal {
    /// Nothing has this name.
    NotFound,
    /// The DOI is not in the index, so nothing is known of its agency.
    UnknownAgency(String),
    /// The cursor is not one that was given.
    BadCursor(String),
    /// A parameter is unknown, or has a value that cannot be.
    Invalid { kind: &'static str, value: String, message: String },
    /// The index cannot be read.
    Failed(IndexError),
}

impl From<IndexError> for Refusal {
    fn from(error: IndexError) -> Self {
        Refusal::Failed(error)
    }
}

impl LocalIndex {
    /// Answers a request as Crossref's REST interface does: `/works/{doi}`, `/works/{doi}/agency`,
    /// and `/works` with `query`, `query.bibliographic` and their kin, `filter=doi:...`, or neither
    /// for all works, with `rows`, `offset`, `cursor` and `select`. What else Crossref knows gets its error 400, an unknown DOI
    /// its 404. `read` reads a reference, which helps to find works whose title is not printed.
    ///
    /// # Examples
    /// ```
    /// use refsmith_index::{BuildOptions, Builder, Input, LocalIndex};
    /// use refsmith_model::{Doi, Record};
    /// let dir = tempfile::tempdir().unwrap();
    /// let mut builder = Builder::create(dir.path(), &BuildOptions::default()).unwrap();
    /// let works = br#"{"DOI":"10.1/reeds","title":["More reeds"],"author":[{"family":"Reed"}]}"#;
    /// let input = Input { name: "works.jsonl".into(), state: "1".into() };
    /// builder.read(&input, works.as_slice(), &mut |_| true).unwrap().unwrap();
    /// builder.finish().unwrap();
    ///
    /// let index = LocalIndex::open(dir.path()).unwrap();
    /// let ask = |target: &str| index.answer(target, &|_| Record::default());
    /// let found = ask("/works?query.bibliographic=Reed%2C%20More+reeds&rows=1");
    /// let found: serde_json::Value = serde_json::from_slice(&found.body).unwrap();
    /// assert_eq!(found["message"]["items"][0]["DOI"], "10.1/reeds");
    /// assert_eq!(ask("/works/10.1%2Fnone").status, 404);
    /// ```
    pub fn answer(&self, target: &str, read: &dyn Fn(&str) -> Record) -> ApiAnswer {
        match self.message(target, read) {
            Ok((kind, message)) => ApiAnswer::json(
                200,
                &json!({"status": "ok", "message-type": kind, "message-version": "1.0.0",
                    "message": message}),
            ),
            Err(refusal) => refusal.into(),
        }
    }

    fn message(
        &self,
        target: &str,
        read: &dyn Fn(&str) -> Record,
    ) -> Result<(&'static str, Value), Refusal> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = path.strip_prefix("/v1").unwrap_or(path);
        let rest = path.strip_prefix("/works").ok_or(Refusal::NotFound)?.trim_end_matches('/');
        if rest.is_empty() {
            return Ok(("work-list", self.list(&Question::read(query)?, read)?));
        }
        let doi = rest.strip_prefix('/').ok_or(Refusal::NotFound)?;
        if let Some(doi) = doi.strip_suffix("/agency") {
            let doi = decoded(doi, false);
            return match self.named(&doi)? {
                Some(work) => Ok((
                    "work-agency",
                    json!({"DOI": work.get("DOI"),
                        "agency": {"id": "crossref", "label": "Crossref"}}),
                )),
                None => Err(Refusal::UnknownAgency(doi)),
            };
        }
        match self.named(&decoded(doi, false))? {
            Some(work) => Ok(("work", work)),
            None => Err(Refusal::NotFound),
        }
    }

    /// Returns the work with a DOI, which may stand behind `https://doi.org/` and the like.
    fn named(&self, doi: &str) -> Result<Option<Value>, IndexError> {
        match (self.work(doi)?, Doi::parse(doi)) {
            (None, Ok(doi)) => self.work(doi.as_str()),
            (work, _) => Ok(work),
        }
    }

    fn list(&self, asked: &Question, read: &dyn Fn(&str) -> Record) -> Result<Value, Refusal> {
        let (skip, rows) = (asked.offset, asked.rows);
        let mut items: Vec<(Value, f32)> = Vec::new();
        let mut total = 0;
        if !asked.dois.is_empty() {
            for doi in &asked.dois {
                items.extend(self.named(doi)?.map(|work| (work, 1.0)));
            }
            total = items.len();
            items = items.into_iter().skip(skip).take(rows).collect();
        } else if !asked.text.is_empty() {
            let record = read(&asked.text);
            (items, total) = self.page_of_works_like(&record, Some(&asked.text), skip, rows)?;
        } else if !asked.describes {
            total = usize::try_from(self.works()).unwrap_or(usize::MAX);
            items = self.page_of_all(skip, rows)?.into_iter().map(|work| (work, 0.0)).collect();
        }
        let next = skip + items.len();
        // Works of libraries may have no DOI; no client of the register expects such.
        items.retain(|(work, _)| work.get("DOI").is_some());
        let items: Vec<Value> =
            items.into_iter().map(|(work, score)| asked.selected(work, score)).collect();
        let terms = if asked.text.is_empty() { Value::Null } else { json!(asked.text) };
        let mut message = json!({
            "facets": {}, "total-results": total, "items": items, "items-per-page": rows,
            "query": {"start-index": skip, "search-terms": terms},
        });
        if asked.cursor {
            message["next-cursor"] = json!(next.to_string());
        }
        Ok(message)
    }
}

/// What the parameters of `/works` ask for.
#[derive(Debug, Default)]
struct Question {
    text: String,
    /// Whether works are described, even without a word.
    describes: bool,
    dois: Vec<String>,
    rows: usize,
    offset: usize,
    /// Whether the client goes from page to page by `next-cursor`, which is an offset here.
    cursor: bool,
    select: Vec<String>,
}

impl Question {
    fn read(query: &str) -> Result<Self, Refusal> {
        let mut out = Self { rows: ROWS, ..Self::default() };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name, true), decoded(value, true));
            match name.as_str() {
                name if QUERIES.contains(&name) => {
                    out.describes = true;
                    if !out.text.is_empty() {
                        out.text.push(' ');
                    }
                    out.text.push_str(value.trim());
                }
                "rows" => out.rows = whole_number(&value, MOST_ROWS)?,
                "offset" => out.offset = whole_number(&value, usize::MAX)?,
                "cursor" => {
                    out.cursor = true;
                    if value != "*" {
                        out.offset = value.parse().map_err(|_| Refusal::BadCursor(value))?;
                    }
                }
                "select" => out.select = value.split(',').map(|s| s.trim().to_owned()).collect(),
                "filter" => {
                    out.describes = true;
                    out.dois = dois(&value)?;
                }
                // The best come first anyway, and nobody needs to say who asks.
                "sort" if matches!(value.as_str(), "score" | "relevance") => {}
                "order" if value == "desc" => {}
                "mailto" => {}
                _ => {
                    return Err(Refusal::Invalid {
                        kind: "parameter-not-allowed",
                        message: format!(
                            "Parameter {name} specified but a local index does not know it"
                        ),
                        value: name,
                    });
                }
            }
        }
        Ok(out)
    }

    fn selected(&self, work: Value, score: f32) -> Value {
        let Value::Object(mut work) = work else { return work };
        work.insert("score".to_owned(), json!(score));
        if !self.select.is_empty() {
            work = work
                .into_iter()
                .filter(|(key, _)| self.select.contains(key))
                .collect::<Map<String, Value>>();
        }
        Value::Object(work)
    }
}

fn whole_number(value: &str, most: usize) -> Result<usize, Refusal> {
    value.parse().ok().filter(|number| *number <= most).ok_or_else(|| Refusal::Invalid {
        kind: "integer-not-valid",
        value: value.to_owned(),
        message: format!(
            "Integer specified as {value} but must be a positive integer less than or equal to \
             {most}."
        ),
    })
}

/// The DOIs of `doi:A,doi:B`; commas inside a DOI cannot be told from those between filters.
fn dois(filter: &str) -> Result<Vec<String>, Refusal> {
    let one = |part: &str| {
        part.trim().strip_prefix("doi:").map(str::to_owned).ok_or_else(|| Refusal::Invalid {
            kind: "filter-not-available",
            value: part.split(':').next().unwrap_or("").to_owned(),
            message: "A local index knows the filter doi alone".to_owned(),
        })
    };
    filter.split(',').filter(|part| !part.trim().is_empty()).take(MOST_ROWS).map(one).collect()
}

impl ApiAnswer {
    fn json(status: u16, value: &Value) -> Self {
        let body = value.to_string().into_bytes();
        Self { status, content_type: "application/json", body }
    }
}

impl From<Refusal> for ApiAnswer {
    fn from(refusal: Refusal) -> Self {
        let failed = |kind: &str, message: Value| json!({"status": "failed", "message-type": kind, "message-version": "1.0.0", "message": message});
        match refusal {
            Refusal::NotFound => {
                let body = b"Resource not found.".to_vec();
                Self { status: 404, content_type: "text/plain", body }
            }
            // Not Crossref's plain 404, which would say that no agency has the DOI.
            Refusal::UnknownAgency(doi) => Self::json(
                404,
                &failed(
                    "resource-failure",
                    json!([{"type": "agency-unknown", "value": doi,
                        "message": "the DOI is not in this local index, which does not know other agencies"}]),
                ),
            ),
            Refusal::BadCursor(cursor) => Self::json(
                404,
                &failed(
                    "resource-failure",
                    json!([{"type": "cursor-invalid", "value": cursor,
                        "message": "The cursor is not one of an answer"}]),
                ),
            ),
            Refusal::Invalid { kind, value, message } => Self::json(
                400,
                &failed(
                    "validation-failure",
                    json!([{"type": kind, "value": value, "message": message}]),
                ),
            ),
            Refusal::Failed(error) => Self::json(
                500,
                &json!({"status": "error", "message-type": "exception", "message-version": "1.0.0",
                    "message": {"name": "IndexError", "message": error.to_string()}}),
            ),
        }
    }
}

/// Undoes percent-encoding, and in queries the `+` for a blank. What is no code stays as it is.
fn decoded(text: &str, plus_is_blank: bool) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        let code = || {
            let digits = std::str::from_utf8(behind.get(..2)?).ok()?;
            u8::from_str_radix(digits, 16).ok()
        };
        match first {
            b'%' => match code() {
                Some(byte) => {
                    out.push(byte);
                    rest = behind.get(2..).unwrap_or(&[]);
                }
                None => out.push(b'%'),
            },
            b'+' if plus_is_blank => out.push(b' '),
            byte => out.push(*byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_undone_and_what_is_none_stays() {
        assert_eq!(decoded("10.1%2Fa%C3%A9+b%zz%4", true), "10.1/a\u{e9} b%zz%4");
        assert_eq!(decoded("a+b%", false), "a+b%");
    }

    #[test]
    fn questions_are_read() {
        let asked =
            Question::read("query.bibliographic=Reed+1999&query.author=Ann&rows=7&mailto=a%40b");
        let asked = asked.unwrap_or_default();
        assert_eq!((asked.text.as_str(), asked.rows, asked.offset), ("Reed 1999 Ann", 7, 0));
        let asked = Question::read("filter=doi:10.1%2Fa,doi:10.1/b&rows=2").unwrap_or_default();
        assert_eq!(asked.dois, ["10.1/a", "10.1/b"]);
        for (query, kind) in [
            ("rows=many", "integer-not-valid"),
            ("rows=1001", "integer-not-valid"),
            ("filter=type:book", "filter-not-available"),
            ("sample=5", "parameter-not-allowed"),
        ] {
            let Err(refusal) = Question::read(query) else { panic!("{query}") };
            let answer = ApiAnswer::from(refusal);
            assert_eq!(answer.status, 400);
            let body: Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(body["message"][0]["type"], kind);
        }
    }
}
