//! Reads texts of CSL-JSON: finds the items, reads each, gives every finding its place.

use refsmith_model::{Diagnostic, Origin, Parsed, Provenance, Record, Span, Variable, VariableMap};
use serde_json::Value;

use super::direct::DirectReader;
use super::{codes, item};
use crate::json::brackets::Brackets;
use crate::json::value::{self as json, Json, Object, Parser};

/// Reads an array of items, a wrapper around one, a single item, or items one after the other.
pub(crate) fn array(text: &str) -> Parsed<Vec<Record>> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    sound(text, start, &mut |_| {}).unwrap_or_else(|| recovered(text, start))
}

/// Returns where the items of an array stand; `None` when it is none or broken, or holds anything
/// but items.
pub(super) fn places(text: &str) -> Option<Vec<Span>> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut places = Vec::new();
    let read = sound(text, start, &mut |place| places.push(place))?;
    (read.value.len() == places.len()).then_some(places)
}

/// Reads an array of items, or returns `None` when it is none or broken. `each` is told where every
/// element stands; the place of the record in an output of `parse` is not its own, so not told.
fn sound(text: &str, start: usize, each: &mut dyn FnMut(Span)) -> Option<Parsed<Vec<Record>>> {
    let mut out = Parsed::clean(Vec::new());
    let mut parser = Parser::new(text, start);
    let mut direct = DirectReader::default();
    if !parser.take(b'[') {
        return None;
    }
    if !parser.take(b']') {
        loop {
            let element = element(text, &mut parser, &mut direct, &mut out.diagnostics)?;
            out.value.extend(element.record);
            if element.is_item {
                each(element.place);
            }
            if parser.take(b']') {
                break;
            }
            if !parser.take(b',') {
                return None;
            }
        }
    }
    out.diagnostics.sort_by_key(|finding| finding.span.map(|span| span.start));
    parser.is_at_end().then_some(out)
}

/// An element of an array.
pub(super) struct Element {
    /// The record that was read from it.
    pub(super) record: Option<Record>,
    place: Span,
    /// It is not the output of `parse`, which holds an item.
    is_item: bool,
}

/// Reads the next element of an array, or returns `None` when it is broken.
pub(super) fn element(
    text: &str,
    parser: &mut Parser<'_>,
    direct: &mut DirectReader,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Element> {
    let before = parser.at();
    let record = direct.item(parser);
    let place = |parser: &Parser<'_>| Span::new(before, parser.at()).trimmed(text);
    if record.is_some() {
        return Some(Element { record, place: place(parser), is_item: true });
    }
    parser.reset(before);
    let value = parser.value(0)?;
    let place = place(parser);
    let record = one_of(text, place, false, &value, diagnostics);
    Some(Element { record, place, is_item: value.get("record").is_none() })
}

/// Reads the rest of an array from one of its elements on.
pub(super) fn rest_of_array(text: &str) -> Parsed<Vec<Record>> {
    let mut out = array(&format!("[{text}"));
    let back = |at: u32| at.saturating_sub(1);
    for finding in &mut out.diagnostics {
        finding.span =
            finding.span.map(|span| Span { start: back(span.start), end: back(span.end) });
    }
    out
}

/// Reads what stands behind an array, where nothing should.
pub(super) fn behind_array(text: &str) -> Parsed<Vec<Record>> {
    if text.trim().is_empty() { Parsed::clean(Vec::new()) } else { recovered(text, 0) }
}

/// Reads what can be read of a text that is not simply an array.
fn recovered(text: &str, start: usize) -> Parsed<Vec<Record>> {
    let mut out = Parsed::clean(Vec::new());
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

/// Reads the item that is the whole of `place`, but for blanks, if there is nothing unusual about
/// it.
pub(crate) fn usual(text: &str, place: Span, direct: &mut DirectReader) -> Option<Record> {
    let mut parser = Parser::new(text.get(..place.end())?, place.start());
    direct.item(&mut parser).filter(|_| parser.is_at_end())
}

/// Reads the item at `place`.
pub(crate) fn one(
    text: &str,
    place: Span,
    after_break: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Record> {
    if let Some(value) = json::parse(text, place) {
        return one_of(text, place, after_break, &value, diagnostics);
    }
    let slice = place.of(text);
    match serde_json::from_str::<Value>(slice) {
        Ok(value) => one_of(text, place, after_break, &Json::from(&value), diagnostics),
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

/// Reads an item, or the record in an output of `parse`, from the value at `place`.
fn one_of(
    text: &str,
    place: Span,
    after_break: bool,
    value: &Json<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Record> {
    let Json::Object(object) = value else {
        if !after_break {
            let message = "expected an object with `id` and `type`, found another value";
            diagnostics.push(Diagnostic::new(&codes::NOT_AN_ITEM, message).at(place));
        }
        return None;
    };
    if after_break && !item::looks_like_item(object) {
        return None;
    }
    // The output of `parse` holds the record beside the text it was read from.
    let beside = object.member("record").filter(|_| !object.contains_key("type"));
    match beside.map(|member| (&member.value, member.place)) {
        Some((Json::Null, _)) => None,
        Some((Json::Object(inner), inner_place)) => {
            let place = if inner_place.is_empty() { place } else { inner_place };
            Some(located(text, place, inner, diagnostics))
        }
        _ => Some(located(text, place, object, diagnostics)),
    }
}

/// Reads an item and gives its findings and variables their places.
pub(crate) fn located(
    text: &str,
    place: Span,
    object: &Object<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Record {
    let (mut record, findings) = item::read(object);
    let find =
        |key: &str| object.member(key).map(|member| member.place).filter(|place| !place.is_empty());
    for (key, finding) in findings {
        let span = key.and_then(|key| find(&key));
        diagnostics.push(finding.at(span.unwrap_or(place)));
    }
    record.provenance = VariableMap::with_capacity(object.members.len());
    for member in object.members.iter().filter(|member| !member.place.is_empty()) {
        if let Some(variable) = Variable::parse(&member.key)
            && record.contains(variable)
        {
            let provenance = Provenance { origin: Origin::Input(member.place), confidence: 1.0 };
            record.provenance.insert(variable, provenance);
        }
    }
    // Variables that were typed into the note.
    if let Some(note) = find("note") {
        for variable in record.variables() {
            let words = note.of(text);
            if !record.provenance.contains_key(&variable) && words.contains(variable.as_str()) {
                let provenance = Provenance { origin: Origin::Input(note), confidence: 1.0 };
                record.provenance.insert(variable, provenance);
            }
        }
    }
    record.shrink_to_fit();
    record
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
