//! CSL-JSON, the data format of CSL processors (CSL 1.0.2), as one array and as JSON Lines.
//!
//! Read: everything that is found under this name, broken files included. Written: items that
//! conform to the schema, in a fixed order. What the schema has no place for stands in `custom`:
//! `author-truncated-after` (names before the cut of a list), `author-orcid`, `issued-edtf` (a date
//! that `date-parts` cannot express), `extra` (fields of other formats).
//!
//! Start reading at [`from_json`] and [`to_json`].

pub mod codes;
mod date;
mod direct;
mod editor;
mod item;
mod lines;
mod name;
mod note;
mod order;
mod pieces;
mod read;
mod write;
mod yaml;

use std::io;

use refsmith_model::{Diagnostic, Losses, Parsed, Record};
use serde::Serialize;
use serde_json::Value;

pub use lines::JsonLines;
use write::Item;
pub use yaml::CslYaml;

use crate::json::value::Json;
use crate::{Editor, Format, FormatInfo, Reader, Writer};
use crate::{PieceReader, PieceWriter};

/// The registry name, under which unknown properties are kept.
const FORMAT: &str = "csl-json";

/// Prefix under which unknown members of `custom` are kept.
const CUSTOM: &str = "custom.";

/// Bytes that are written at once.
const BUFFER: usize = 64 << 10;

/// CSL-JSON as one array of items.
#[derive(Debug, Clone, Copy)]
pub struct CslJson;

/// Turns a record into an item of CSL-JSON, and tells what it cannot hold.
///
/// # Examples
/// ```
/// use refsmith_formats::csl_json::to_json;
/// use refsmith_model::{ItemType, NumberVariable, Record};
/// let mut record = Record::new("feldman2017", ItemType::ArticleJournal);
/// record.numbers.insert(NumberVariable::Page, "80-99".into());
/// let (item, losses) = to_json(&record);
/// assert_eq!(item.to_string(), r#"{"id":"feldman2017","type":"article-journal","page":"80-99"}"#);
/// assert!(losses.is_empty());
/// ```
pub fn to_json(record: &Record) -> (Value, Losses) {
    let (item, losses) = Item::new(record);
    (serde_json::to_value(item).unwrap_or_default(), losses)
}

/// Lends a record to `serde` as an item of CSL-JSON. What an item cannot hold is told by [`to_json`].
///
/// # Examples
/// ```
/// use refsmith_formats::csl_json::item;
/// use refsmith_model::{ItemType, Record};
/// let record = Record::new("feldman2017", ItemType::Book);
/// let written = serde_json::to_string(&item(&record))?;
/// assert_eq!(written, r#"{"id":"feldman2017","type":"book"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn item(record: &Record) -> impl Serialize + '_ {
    Item::new(record).0
}

/// Reads an item of CSL-JSON. Findings have no place, because a value has none.
///
/// # Examples
/// ```
/// use refsmith_formats::csl_json::from_json;
/// let item = serde_json::json!({"id": 7, "type": "book", "issued": {"date-parts": [["2017"]]}});
/// let record = from_json(&item).value;
/// assert_eq!((record.id.as_str(), record.year()), ("7", Some(2017)));
/// ```
pub fn from_json(value: &Value) -> Parsed<Record> {
    let json = Json::from(value);
    let Some(object) = json.as_object() else {
        let message = "expected an object with `id` and `type`, found another value";
        let diagnostics = vec![Diagnostic::new(&codes::NOT_AN_ITEM, message)];
        return Parsed { value: Record::default(), diagnostics };
    };
    let (value, findings) = item::read(object);
    Parsed { value, diagnostics: findings.into_iter().map(|(_, finding)| finding).collect() }
}

static INFO: FormatInfo = FormatInfo {
    name: FORMAT,
    aliases: &["csl", "csljson", "json"],
    extensions: &["json", "csljson"],
    media_type: "application/vnd.citationstyles.csl+json",
    description: "CSL-JSON, the data format of CSL processors",
};

impl Format for CslJson {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let head = head.trim_start_matches('\u{feff}').trim_start();
        if !head.starts_with(['[', '{']) {
            return 0;
        }
        let inside = head.trim_start_matches(['[', '{', ' ', '\n', '\r', '\t']);
        let has = |key: &str| head.contains(key);
        match (has("\"type\""), has("\"id\"") || has("\"title\"") || has("\"issued\"")) {
            (true, true) => 80,
            (true, false) | (false, true) => 40,
            (false, false) if inside.starts_with(['"', ']']) => 10,
            (false, false) => 0,
        }
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }

    fn editor(&self) -> Option<&dyn Editor> {
        Some(self)
    }
}

impl Reader for CslJson {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        read::array(text)
    }

    fn pieces(&self) -> Option<Box<dyn PieceReader + '_>> {
        Some(Box::new(pieces::ArrayReader::new()))
    }
}

impl Writer for CslJson {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        let mut writer = pieces::ArrayWriter::default();
        let losses = writer.write(records, out)?;
        writer.finish(out)?;
        Ok(losses)
    }

    fn pieces(&self) -> Option<Box<dyn PieceWriter + '_>> {
        Some(Box::new(pieces::ArrayWriter::default()))
    }
}
