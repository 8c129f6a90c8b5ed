//! Tags: the keywords of a record, one by one.

use crate::model::text::unicode::fold;
use crate::model::{Record, TextVariable};

/// Returns the tags of a record.
///
/// # Examples
/// ```
/// use refsmith::model::{ItemType, Record, TextVariable};
/// use refsmith::pipeline::library::tags;
/// let mut record = Record::new("a", ItemType::Book);
/// record.texts.insert(TextVariable::Keyword, "tea; trade, overseas".into());
/// assert_eq!(tags(&record), ["tea", "trade, overseas"]);
/// ```
pub fn tags(record: &Record) -> Vec<&str> {
    split(record.text(TextVariable::Keyword).unwrap_or(""))
}

/// Returns a record with tags added and removed, or `None` when it has the former and not the latter
/// already. Letter case and accents make no other tag.
pub fn retagged(record: &Record, add: &[String], remove: &[String]) -> Option<Record> {
    let old = record.text(TextVariable::Keyword).unwrap_or("");
    let same = |a: &str, b: &str| fold(a.trim()) == fold(b.trim());
    let among = |tag: &str, tags: &[String]| tags.iter().any(|other| same(tag, other));
    let before = split(old);
    let mut after: Vec<&str> = before.iter().copied().filter(|tag| !among(tag, remove)).collect();
    for tag in add {
        if !after.iter().any(|other| same(other, tag)) {
            after.push(tag.trim());
        }
    }
    if after == before {
        return None;
    }
    let mut record = record.clone();
    // A comma in a tag needs another separator around it.
    let semicolons = old.contains(';') || after.iter().any(|tag| tag.contains(','));
    let keywords = after.join(if semicolons { "; " } else { ", " });
    match keywords.is_empty() {
        true => drop(record.texts.remove(&TextVariable::Keyword)),
        false => drop(record.texts.insert(TextVariable::Keyword, keywords.into())),
    }
    Some(record)
}

fn split(keywords: &str) -> Vec<&str> {
    let separator = if keywords.contains(';') { ';' } else { ',' };
    keywords.split([separator, '\n']).map(str::trim).filter(|tag| !tag.is_empty()).collect()
}
