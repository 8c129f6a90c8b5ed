//! Reads texts of CSL-JSON: finds the items, reads each, gives every finding its place.

use refsmith_model::{Diagnostic, Origin, Parsed, Provenance, Record, Span, Variable};
use serde_json::Value;

use super::brackets::Brackets;
use super::{codes, item};

/// Reads an array of items, a wrapper around one, a single item, or items one after the other.
pub(crate) fn array(text: &str) -> Parsed<Vec<Record>> {
    let mut out = Parsed::clean(Vec::new());
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let brackets = Brackets::of(text.get(start..).unwrap_or(""));
    let places = brackets.items();
    for (span, after_break) in places.items {
        let place = span.shifted(start);
        if let Some(record) = one(text, place, after_break, &mut out.diagnostics) {
            out.value.push(record);
        }
    }
    for opening in places.unclosed {
        let opening = opening + start;
        let bracket = if text.as_bytes().get(opening) == Some(&b'[') { "]" } else { "}" };
        let message = format!("expected `{bracket}` to close what was opened here");
        let place = Span::new(opening, opening + 1);
        let finding = Diagnostic::new(&codes::INVALID, message).at(place);
        out.diagnostics.push(finding.help("complete items before and after it were read"));
    }
    for stray in places.stray {
        let message = "expected `[` or `{`, found other text";
        let place = stray.shifted(start).trimmed(text);
        out.diagnostics.push(Diagnostic::new(&codes::INVALID, message).at(place));
    }
    out.diagnostics.sort_by_key(|finding| finding.span.map(|span| span.start));
    out
}

/// Reads the item at `place`.
pub(crate) fn one(
    text: &str,
    place: Span,
    after_break: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Record> {
    let slice = place.of(text);
    match serde_json::from_str::<Value>(slice) {
        Ok(Value::Object(object)) => {
            if after_break && !item::looks_like_item(&object) {
                return None;
            }
            // The output of `parse` holds the record beside the text it was read from.
            match object.get("record") {
                Some(Value::Null) if !object.contains_key("type") => None,
                Some(Value::Object(inner)) if !object.contains_key("type") => {
                    let whole = members(text, place);
                    let inner_place = find(text, &whole, "record").unwrap_or(place);
                    Some(located(text, inner_place, inner, diagnostics))
                }
                _ => Some(located(text, place, &object, diagnostics)),
            }
        }
        Ok(_) if after_break => None,
        Ok(_) => {
            let message = "expected an object with `id` and `type`, found another value";
            diagnostics.push(Diagnostic::new(&codes::NOT_AN_ITEM, message).at(place));
            None
        }
        Err(error) => {
            let at = error_offset(slice, error.line(), error.column());
            let what = error.to_string();
            let what = what.rsplit_once(" at line").map_or(what.as_str(), |(what, _)| what);
            let width =
                slice.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            let span = Span::new(place.start() + at, place.start() + at + width);
            let finding = Diagnostic::new(&codes::INVALID, format!("invalid JSON: {what}"));
            diagnostics.push(finding.at(span).help("the item was left out"));
            None
        }
    }
}

/// Reads an item and gives its findings and variables their places.
fn located(
    text: &str,
    place: Span,
    object: &serde_json::Map<String, Value>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Record {
    let (mut record, findings) = item::read(object);
    let members = members(text, place);
    for (key, finding) in findings {
        let span = key.and_then(|key| find(text, &members, &key));
        diagnostics.push(finding.at(span.unwrap_or(place)));
    }
    for (key, value) in &members {
        if let Some(variable) = Variable::parse(key.of(text))
            && record.get(variable).is_some()
        {
            let provenance = Provenance { origin: Origin::Input(*value), confidence: 1.0 };
            record.provenance.insert(variable, provenance);
        }
    }
    record
}

/// Returns keys and values of the object at `place`.
fn members(text: &str, place: Span) -> Vec<(Span, Span)> {
    let slice = place.of(text);
    let brackets = Brackets::of(slice);
    let members = brackets.members(Span::new(0, slice.len()));
    let shift = |span: Span| span.shifted(place.start());
    members.into_iter().map(|member| (shift(member.key), shift(member.value))).collect()
}

fn find(text: &str, members: &[(Span, Span)], key: &str) -> Option<Span> {
    members.iter().find(|(name, _)| name.of(text) == key).map(|(_, value)| *value)
}

/// Turns line and column (from 1, in bytes) into an offset on a character boundary.
fn error_offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (before + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
