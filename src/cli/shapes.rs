//! The JSON shapes that scripts rely on.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::report::{Finding, Lines};
use crate::formats::csl_json;
use crate::model::{
    Change, Comparison, Diagnostic, Difference, ExtraField, Origin, ParsedReference, Record, Span,
    Update,
};

/// Member of CSL-JSON that holds the changes a register made.
pub(super) const PROVENANCE: &str = "custom.provenance";

/// The object of one reference for `parse`; it lends what it shows, because most of them are written
/// at once and by the ten thousand.
#[derive(Serialize)]
pub(super) struct Reference<'a, R> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    n: usize,
    text: &'a str,
    start: u64,
    end: u64,
    confidence: f64,
    record: R,
    fields: Vec<Field>,
    diagnostics: Vec<Finding<'a>>,
}

/// Where a variable stands, and how sure it is.
#[derive(Serialize)]
struct Field {
    variable: &'static str,
    start: u64,
    end: u64,
    confidence: f64,
}

/// Returns the object of one reference for `parse`.
pub(super) fn reference<'a>(
    n: usize,
    parsed: &'a ParsedReference,
    lines: &Lines<'a>,
    file: Option<&'a str>,
) -> Reference<'a, impl Serialize + 'a> {
    let mut fields: Vec<Field> = Vec::with_capacity(parsed.record.provenance.len());
    for (variable, provenance) in &parsed.record.provenance {
        if let Origin::Input(span) = provenance.origin {
            let (start, end) = lines.input_bytes(span);
            let confidence = hundredths(provenance.confidence);
            fields.push(Field { variable: variable.as_str(), start, end, confidence });
        }
    }
    fields.sort_by_key(|field| (field.start, field.end));
    let span = parsed.reference.span;
    let (start, end) = lines.input_bytes(span);
    Reference {
        file,
        n,
        text: lines.text().slice(span),
        start,
        end,
        confidence: hundredths(parsed.confidence),
        record: csl_json::item(&parsed.record),
        fields,
        diagnostics: parsed.diagnostics.iter().map(|f| Finding::new(f, lines)).collect(),
    }
}

/// Writes an object on a line of its own at the end of `out`. Texts and numbers always go.
pub(super) fn push_line(object: &impl Serialize, out: &mut Vec<u8>) {
    let _ = crate::formats::write_json_line(object, out);
}

/// Returns the object of a line that gave no record, for `parse --lines`: an empty one, or one that
/// findings say why it could not be read.
pub(super) fn no_record(
    n: usize,
    place: Span,
    findings: &[Diagnostic],
    lines: &Lines,
    file: Option<&str>,
) -> Value {
    let mut object = head(n, place, lines, file);
    object.insert("confidence".into(), Value::Null);
    object.insert("record".into(), Value::Null);
    object.insert("fields".into(), json!([]));
    let findings = findings.iter().map(|finding| Finding::new(finding, lines).json()).collect();
    object.insert("diagnostics".into(), Value::Array(findings));
    Value::Object(object)
}

fn head(n: usize, place: Span, lines: &Lines, file: Option<&str>) -> Map<String, Value> {
    let (start, end) = lines.input_bytes(place);
    let mut object = Map::new();
    if let Some(file) = file {
        object.insert("file".into(), file.into());
    }
    object.insert("n".into(), n.into());
    object.insert("text".into(), lines.text().slice(place).into());
    object.insert("start".into(), start.into());
    object.insert("end".into(), end.into());
    object
}

/// Returns the verdict of one record for `check --online`.
pub(super) fn comparison(comparison: &Comparison) -> Value {
    let mut object = Map::new();
    object.insert("record".into(), comparison.record.clone().into());
    object.insert("verdict".into(), comparison.verdict.as_str().into());
    object.insert("doi".into(), comparison.doi.clone().map_or(Value::Null, Value::String));
    object.insert("score".into(), comparison.score.map_or(Value::Null, rounded));
    let differences = comparison.differences.iter().map(difference).collect();
    object.insert("differences".into(), Value::Array(differences));
    if !comparison.updates.is_empty() {
        object.insert("updates".into(), comparison.updates.iter().map(update).collect());
    }
    for (name, value) in [
        ("source", &comparison.source),
        ("fetched", &comparison.fetched.map(moment)),
        ("published-as", &comparison.published_as),
        ("dead-identifier", &comparison.dead_identifier),
        ("reason", &comparison.reason),
    ] {
        if let Some(value) = value {
            object.insert(name.into(), value.clone().into());
        }
    }
    Value::Object(object)
}

fn difference(difference: &Difference) -> Value {
    json!({
        "variable": difference.variable.as_str(),
        "ours": difference.ours.as_ref().map(ToString::to_string),
        "theirs": difference.theirs.to_string(),
        "kind": difference.kind.as_str(),
        "severity": difference.severity.as_str(),
    })
}

fn update(update: &Update) -> Value {
    json!({
        "kind": update.kind,
        "doi": Some(&update.doi).filter(|doi| !doi.is_empty()),
        "date": update.date.map(|date| date.to_string()),
        "source": update.source,
    })
}

/// Returns one applied change for `custom.provenance`.
pub(super) fn change(change: &Change) -> Value {
    let mut object = json!({
        "variable": change.variable.as_str(),
        "from": change.from.as_ref().map(ToString::to_string),
        "to": change.to.to_string(),
        "kind": change.kind.as_str(),
    });
    if let (Origin::Source(entry), Some(object)) =
        (&change.provenance.origin, object.as_object_mut())
    {
        object.insert("source".into(), entry.source.clone().into());
        object.insert("source-id".into(), entry.id.clone().into());
        object.insert("score".into(), rounded(change.provenance.confidence));
        if let Some(seconds) = entry.fetched {
            object.insert("fetched".into(), moment(seconds).into());
        }
    }
    object
}

/// Returns a moment, in seconds since 1970-01-01 00:00 UTC, as `2026-11-24T02:15:00Z`.
pub(super) fn moment(seconds: u64) -> String {
    let (year, month, day) = date(seconds);
    let (hour, minute) = (seconds / 3_600 % 24, seconds / 60 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}Z", seconds % 60)
}

/// Returns year, month and day of a moment in seconds since 1970-01-01 00:00 UTC.
pub(super) fn date(seconds: u64) -> (u64, u64, u64) {
    // Counted from 0000-03-01, so that the day of a leap year is the last one.
    let days = seconds / 86_400 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + u64::from(month <= 2), month, day)
}

/// Returns a record as CSL-JSON with its applied changes in `custom.provenance`.
pub(super) fn with_provenance(record: &Record, changes: &[Change]) -> Record {
    let mut record = record.clone();
    if !changes.is_empty() {
        let value = Value::Array(changes.iter().map(change).collect());
        record.extra.push(ExtraField {
            format: "csl-json".into(),
            name: PROVENANCE.into(),
            value: value.to_string(),
        });
    }
    record
}

/// Returns a probability with two decimals.
pub(super) fn rounded(probability: f32) -> Value {
    hundredths(probability).into()
}

fn hundredths(probability: f32) -> f64 {
    (f64::from(probability) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_rfc_3339_has_them() {
        // `date -u -d @N +%FT%TZ` says so.
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (1_735_689_600, "2025-01-01T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(moment(seconds), text);
        }
    }
}
