//! Records on their way to Zotero: the items they become, and which of them are there already.

use crate::formats::zotero_json::ZoteroJson;
use crate::formats::{Carry, Reader, write_carrying};
use crate::model::text::unicode::comparison_key;
use crate::model::{Losses, Name, NameVariable, NumberVariable, Record, TextVariable};
use crate::pipeline::bibliography::find_duplicates;
use crate::pipeline::for_format;
use crate::pipeline::library::Known;
use crate::sources::zotero::Item;

/// Word before the mark by which an item is known again, in Zotero's notation for further fields.
const MARK: &str = "refsmith: ";

/// How sure it must be that a work is there already.
const SURE: f32 = 0.9;

/// A record and the item it becomes.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The record.
    pub record: Record,
    /// The item. What Zotero has no field for stands in its `extra`, with the mark.
    pub item: Item,
    /// Sixteen hexadecimal digits, the same for the same work.
    pub mark: String,
}

/// Makes items of records; the words that a record was read from become a note. Returns what could
/// not be carried, too.
///
/// # Examples
/// ```
/// use refsmith::model::{ItemType, Record, TextVariable};
/// let mut record = Record::new("lee1999", ItemType::Review);
/// record.texts.insert(TextVariable::Title, "On Tea".into());
/// let (planned, losses) = refsmith::pipeline::zotero::plan(&[(&record, Some("Lee. On Tea."))]);
/// let item = &planned[0].item;
/// assert_eq!(item.fields["itemType"], "journalArticle");
/// assert!(item.fields["extra"].as_str().unwrap().starts_with("type: review\nrefsmith: "));
/// assert_eq!(item.notes, ["<p>Lee. On Tea.</p>"]);
/// assert!(losses.is_empty());
/// ```
pub fn plan(records: &[(&Record, Option<&str>)]) -> (Vec<Planned>, Losses) {
    let mut losses = Losses::new();
    let mut planned = Vec::with_capacity(records.len());
    for (record, printed) in records {
        let mut bytes = Vec::new();
        let renamed = for_format(std::slice::from_ref(*record), &ZoteroJson);
        // Writing to memory does not fail.
        let written = write_carrying(&ZoteroJson, &renamed, Carry::Note, &mut bytes);
        // What moved to `extra` is not lost: Zotero reads it there.
        let moved =
            |loss: &crate::model::Loss| matches!(loss.kind, crate::model::LossKind::Moved { .. });
        losses.extend(written.unwrap_or_default().into_iter().filter(|loss| !moved(loss)));
        let items: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_slice(&bytes).unwrap_or_default();
        let Some(mut fields) = items.into_iter().next() else { continue };
        let mark = mark(record);
        let extra = fields.get("extra").and_then(|extra| extra.as_str()).unwrap_or("");
        let lead = if extra.is_empty() { "" } else { "\n" };
        let extra = format!("{extra}{lead}{MARK}{mark}");
        fields.insert("extra".to_owned(), extra.into());
        let own = fields.shift_remove("notes").unwrap_or_default();
        let own = own.as_array().into_iter().flatten().filter_map(|note| note["note"].as_str());
        let notes = own.chain(*printed).map(paragraph).collect();
        planned.push(Planned { record: (*record).clone(), item: Item { fields, notes }, mark });
    }
    (planned, losses)
}

/// Tells which of the planned records are among those there, in their order.
pub fn known(planned: &[Planned], there: &[Record]) -> Vec<Option<Known>> {
    let marked = |mark: &str| there.iter().find(|record| mark_of(record).as_deref() == Some(mark));
    let new = planned.iter().map(|planned| &planned.record);
    let all: Vec<Record> = there.iter().chain(new).cloned().collect();
    let clusters = find_duplicates(&all, SURE);
    let alike = |idx: usize| {
        let at = there.len() + idx;
        let cluster = clusters.iter().find(|cluster| cluster.members.contains(&at))?;
        let first = cluster.members.first().filter(|first| **first < there.len())?;
        Some(Known {
            key: all.get(*first)?.id.clone(),
            reasons: cluster.reasons.clone(),
            confidence: cluster.confidence,
        })
    };
    let one = |(idx, planned): (usize, &Planned)| match marked(&planned.mark) {
        Some(found) => Some(Known {
            key: found.id.clone(),
            reasons: vec!["sent before".to_owned()],
            confidence: 1.0,
        }),
        None => alike(idx),
    };
    planned.iter().enumerate().map(one).collect()
}

/// Reads items as Zotero gives them.
pub fn read(items: &[serde_json::Value]) -> Vec<Record> {
    let text = serde_json::Value::from(items.to_vec()).to_string();
    ZoteroJson.read(&text).value
}

/// Returns the mark that a record brought from Zotero, if it was sent there.
pub fn mark_of(record: &Record) -> Option<String> {
    let note = record.text(TextVariable::Note)?;
    note.lines().find_map(|line| line.strip_prefix(MARK)).map(str::to_owned)
}

/// Takes the mark of an earlier journey out of a record's note.
pub fn without_mark(record: &mut Record) {
    let Some(note) = record.texts.get(&TextVariable::Note) else { return };
    if !note.plain.lines().any(|line| line.starts_with(MARK)) {
        return;
    }
    let rest: Vec<&str> = note.plain.lines().filter(|line| !line.starts_with(MARK)).collect();
    let rest = rest.join("\n");
    match rest.trim().is_empty() {
        true => drop(record.texts.remove(&TextVariable::Note)),
        false => drop(record.texts.insert(TextVariable::Note, rest.into())),
    }
}

/// Returns the mark of a work: made from its DOI, or from what else tells works apart.
fn mark(record: &Record) -> String {
    let text = |variable| comparison_key(record.text(variable).unwrap_or(""));
    let number = |variable| record.number(variable).unwrap_or("").to_owned();
    let work = match record.doi() {
        Some(doi) => doi.as_str().to_lowercase(),
        None => {
            let first = record.people(NameVariable::Author).first();
            let first = first.map_or(String::new(), |name| match name {
                Name::Person(person) => comparison_key(&person.full_family()),
                Name::Institution(name) => comparison_key(name),
            });
            let year = record.year().map_or(String::new(), |year| year.to_string());
            let title = text(TextVariable::Title);
            let other = if title.is_empty() { record.id.clone() } else { String::new() };
            let container = text(TextVariable::ContainerTitle);
            let page = number(NumberVariable::Page);
            let volume = number(NumberVariable::Volume);
            [first, year, title, container, volume, page, other].join("\u{1f}")
        }
    };
    // FNV-1a: the same in every run and on every machine.
    let hash = work.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    format!("{hash:016x}")
}

fn paragraph(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<p>{}</p>", escaped.replace('\n', "<br>"))
}
