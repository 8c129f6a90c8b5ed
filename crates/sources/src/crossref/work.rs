//! [`work()`]: one work of Crossref as a [`Candidate`].
//!
//! The record is read by the format `crossref-json`; here is what else the register says: other
//! years, corrections and retractions, its ranking.

use refsmith_formats::crossref_json;
use refsmith_model::{PartialDate, Record};
use serde_json::Value;

use crate::{Candidate, Update, retractions};

/// Reads one work, with or without the envelope of a single answer.
///
/// # Examples
/// ```
/// let value = serde_json::json!({
///     "DOI": "10.1371/journal.pone.0002840",
///     "type": "journal-article",
///     "title": ["Growth of <i>E. coli</i>"],
///     "issued": {"date-parts": [[2008, 7]]},
///     "article-number": "e2840",
/// });
/// let candidate = refsmith_sources::crossref::work(&value);
/// assert_eq!(candidate.record.year(), Some(2008));
/// assert_eq!(candidate.record.number(refsmith_model::NumberVariable::Page), Some("e2840"));
/// ```
pub fn work(value: &Value) -> Candidate {
    let value = match value.get("message") {
        Some(message) if message.is_object() => message,
        _ => value,
    };
    let doi = string(value, "DOI").unwrap_or_default();
    let mut record = crossref_json::from_json(value).value;
    record.id.clone_from(&doi);
    let other_years = other_years(value, &record);
    #[expect(clippy::cast_possible_truncation, reason = "a ranking needs no more precision")]
    let relevance = value.get("score").and_then(Value::as_f64).unwrap_or(0.0) as f32;
    Candidate {
        record,
        source: super::INFO.name,
        source_id: doi,
        other_years,
        updates: updates(value),
        published_as: published_as(value),
        relevance,
        fetched: None,
    }
}

/// A string, or the first string of an array, without white space at its ends; never empty.
fn string(value: &Value, key: &str) -> Option<String> {
    let one = |item: &Value| match item {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        _ => None,
    };
    match value.get(key)? {
        Value::Array(items) => items.iter().find_map(one),
        item => one(item),
    }
}

/// Returns the years that may be cited beside the one of `issued`.
fn other_years(value: &Value, record: &Record) -> Vec<i32> {
    let keys = ["issued", "published", "published-print", "published-online", "posted"];
    let known = keys.iter().filter_map(|key| value.get(*key).and_then(date));
    let issue = value.get("journal-issue");
    let of_issue = ["published-print", "published-online"]
        .iter()
        .filter_map(|key| issue.and_then(|issue| issue.get(*key)).and_then(date));
    let mut years: Vec<i32> = known.chain(of_issue).map(|date| date.year).collect();
    // Registered within two years of publication: the year a reader of the first version saw.
    let registered = value.get("created").and_then(date).map(|date| date.year);
    years.extend(registered.filter(|year| years.iter().any(|other| (other - year).abs() <= 2)));
    years.sort_unstable();
    years.dedup();
    years.retain(|year| Some(*year) != record.year());
    years
}

/// `{"date-parts": [[2008, 7, 30]]}`; a null or absent year is no date.
fn date(value: &Value) -> Option<PartialDate> {
    let parts = value.get("date-parts")?.get(0)?.as_array()?;
    let part = |idx: usize| {
        let part = parts.get(idx)?;
        part.as_i64().or_else(|| part.as_str().and_then(|text| text.trim().parse().ok()))
    };
    let year = i32::try_from(part(0)?).ok().filter(|year| *year != 0 && year.abs() < 10_000)?;
    let small = |idx| part(idx).and_then(|number| u8::try_from(number).ok());
    Some(PartialDate::new(year, small(1), small(2)))
}

/// The statements about this work. `update-to` is the opposite direction: what this work says about
/// another one.
fn updates(value: &Value) -> Vec<Update> {
    let mut updates: Vec<Update> = Vec::new();
    for item in value.get("updated-by").and_then(Value::as_array).into_iter().flatten() {
        let Some(kind) = string(item, "type") else { continue };
        let kind = kind.to_lowercase().replace(['-', ' '], "_");
        let doi = string(item, "DOI").unwrap_or_default().to_lowercase();
        let source = string(item, "source").unwrap_or_default();
        let date = item.get("updated").and_then(date);
        retractions::add(&mut updates, Update { kind, doi, date, source });
    }
    let prefix = string(value, "title").map(|title| retraction_prefix(&title)).unwrap_or(false);
    if prefix && !updates.iter().any(Update::retracts) {
        let source = "title".to_owned();
        let kind = "retraction".to_owned();
        updates.push(Update { kind, doi: String::new(), date: None, source });
    }
    retractions::sort(&mut updates);
    updates
}

/// The DOI of what a preprint became: `relation.is-preprint-of`.
fn published_as(value: &Value) -> Option<String> {
    let versions = value.get("relation")?.get("is-preprint-of")?.as_array()?;
    let mut versions = versions.iter();
    versions
        .find(|version| string(version, "id-type").as_deref() == Some("doi"))
        .and_then(|version| string(version, "id"))
}

/// "RETRACTED: ..." before a title says so; "Retraction" inside a title does not.
fn retraction_prefix(title: &str) -> bool {
    let plain = crossref_json::text(title).plain.to_lowercase();
    let head = plain.split_once(':').map_or("", |(head, _)| head.trim());
    matches!(head, "retracted" | "retracted article" | "withdrawn" | "removed")
}

#[cfg(test)]
mod tests {
    use refsmith_model::{Name, NameVariable, NumberVariable, TextVariable};
    use serde_json::json;

    use super::*;

    #[test]
    fn odd_shapes_are_no_obstacle() {
        let candidate = work(&json!({
            "title": [], "issued": {"date-parts": [[null]]}, "author": [{"role": []}, {"name": "ATLAS"}],
            "published-online": {"date-parts": [[2013, 10]]}, "container-title": [], "page": 12,
        }));
        assert_eq!(candidate.record.year(), Some(2013));
        assert_eq!(
            candidate.record.people(NameVariable::Author),
            [Name::Institution("ATLAS".into())]
        );
        assert_eq!(candidate.record.number(NumberVariable::Page), Some("12"));
        assert_eq!(work(&Value::Null).source_id, "");
    }

    #[test]
    fn print_and_online_years_are_kept_apart() {
        let candidate = work(&json!({
            "issued": {"date-parts": [[2014, 1]]},
            "published-online": {"date-parts": [[2013, 10, 28]]},
            "created": {"date-parts": [[2013, 10, 25]]},
        }));
        assert_eq!((candidate.record.year(), candidate.other_years), (Some(2014), vec![2013]));
    }

    #[test]
    fn a_late_registration_is_no_year_to_cite() {
        let candidate = work(&json!({
            "issued": {"date-parts": [[1970]]}, "created": {"date-parts": [[2006, 10, 5]]},
        }));
        assert_eq!(candidate.other_years, Vec::<i32>::new());
    }

    #[test]
    fn subtitles_are_joined_once() {
        let title = |value| work(&value).record.text(TextVariable::Title).map(str::to_owned);
        let joined = title(json!({"title": ["Fit for Purpose?"], "subtitle": ["Models"]}));
        assert_eq!(joined.as_deref(), Some("Fit for Purpose? Models"));
        let contained = title(json!({"title": ["Steps: In Vitro"], "subtitle": ["in vitro"]}));
        assert_eq!(contained.as_deref(), Some("Steps: In Vitro"));
    }

    #[test]
    fn a_notice_is_not_retracted_and_a_retracted_work_is() {
        let notice = json!({"title": ["Retraction: A study"],
            "update-to": [{"DOI": "10.1/a", "type": "retraction"}]});
        assert_eq!(work(&notice).retraction(), None);
        let twice = json!({"updated-by": [
            {"DOI": "10.1/C", "type": "correction", "source": "publisher"},
            {"DOI": "10.1/B", "type": "retraction", "source": "publisher",
             "updated": {"date-parts": [[2010, 2, 6]]}},
            {"DOI": "10.1/b", "type": "retraction", "source": "retraction-watch"}]});
        let updates = work(&twice).updates;
        assert_eq!(updates.len(), 2);
        assert_eq!(updates[0].source, "publisher, retraction-watch");
        assert!(
            work(&json!({"title": ["Rapid Tooth Retraction: a trial"]})).retraction().is_none()
        );
        assert!(work(&json!({"title": ["RETRACTED: Hyperplasia"]})).retraction().is_some());
    }
}
