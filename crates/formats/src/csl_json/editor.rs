//! Items of CSL-JSON and JSON Lines are changed one by one, laid out like those beside them.

use refsmith_model::{Losses, Record, Span};
use serde::Serialize as _;
use serde_json::Value;
use serde_json::ser::PrettyFormatter;

use super::write::Item;
use super::{CslJson, JsonLines, item, lines, read, to_json};
use crate::editor::Splice;
use crate::json::value::{self as json, Json, Object};
use crate::{Changes, Edited, Editor};

impl Editor for CslJson {
    fn places(&self, text: &str) -> Option<Vec<Span>> {
        read::places(text)
    }

    fn edit(&self, text: &str, changes: &Changes<'_>) -> Option<Edited> {
        let blank = text.trim_start_matches('\u{feff}').trim().is_empty();
        let places = if blank { Vec::new() } else { self.places(text)? };
        let layout = Layout::of(text, &places);
        let lead = layout.line(1);
        let gap = format!(",{lead}");
        let end = layout.line(0);
        // The first items of an array come with what stands around them.
        let (home, before, behind) = if blank {
            let end_of_text = Span::new(text.len(), text.len());
            (end_of_text, format!("[{lead}"), format!("{end}]{}", layout.end))
        } else {
            (Span::new(text.find('[')? + 1, text.rfind(']')?), lead, end)
        };
        let home = (home, before.as_str(), behind.as_str());
        let mut losses = Losses::new();
        let splice = Splice { text, places: &places, gap: &gap, home };
        let rewrite = splice.edit(changes, |record, place| match place {
            Some(place) => replaced(text, place, record),
            None => layout.write(record, &mut losses),
        });
        Some(Edited { rewrite, losses })
    }
}

impl Editor for JsonLines {
    fn places(&self, text: &str) -> Option<Vec<Span>> {
        lines::places(text)
    }

    fn edit(&self, text: &str, changes: &Changes<'_>) -> Option<Edited> {
        let places = self.places(text)?;
        let layout = Layout { indent: None, ..Layout::of(text, &[]) };
        let home = (Span::new(text.len(), text.len()), "", layout.end);
        let mut losses = Losses::new();
        let splice = Splice { text, places: &places, gap: layout.end, home };
        let rewrite = splice.edit(changes, |record, place| match place {
            Some(place) => replaced(text, place, record),
            None => layout.write(record, &mut losses),
        });
        Some(Edited { rewrite, losses })
    }
}

/// How the items of a file are laid out.
struct Layout {
    /// What items and members are indented by; without it an item stands on one line.
    indent: Option<String>,
    /// How a line ends.
    end: &'static str,
}

impl Layout {
    /// Reads the layout from the last item.
    fn of(text: &str, places: &[Span]) -> Self {
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let Some(last) = places.last() else { return Self { indent: Some("  ".to_owned()), end } };
        let before = text.get(..last.start()).unwrap_or("");
        let indent = before.get(before.trim_end_matches([' ', '\t']).len()..).unwrap_or("");
        let alone = before.trim_end_matches([' ', '\t']).ends_with(['\n', '\r']);
        let several = last.of(text).contains('\n');
        // In `[{` the items have no indent that would show what their members have.
        let indent = if alone && !indent.is_empty() { indent } else { "  " };
        Self { indent: several.then(|| indent.to_owned()), end }
    }

    /// Returns the beginning of a line at this depth; empty where items stand on one line.
    fn line(&self, depth: usize) -> String {
        self.indent
            .as_ref()
            .map_or(String::new(), |indent| format!("{}{}", self.end, indent.repeat(depth)))
    }

    /// Writes a new item.
    fn write(&self, record: &Record, losses: &mut Losses) -> String {
        let (item, lost) = Item::new(record);
        losses.extend(lost);
        let Some(indent) = &self.indent else {
            return serde_json::to_string(&item).unwrap_or_default();
        };
        let mut bytes = Vec::new();
        let formatter = PrettyFormatter::with_indent(indent.as_bytes());
        let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
        // A record is texts and numbers, and writing to memory does not fail.
        drop(item.serialize(&mut serializer));
        String::from_utf8(bytes).unwrap_or_default().replace('\n', &self.line(1))
    }
}

/// Returns the text of the item at `place` with the members changed that the record has otherwise;
/// all other bytes stay.
fn replaced(text: &str, place: Span, record: &Record) -> String {
    let old_text = place.of(text);
    let parsed = json::parse(text, place);
    let Some(Json::Object(object)) = parsed else { return old_text.to_owned() };
    let (was, is) = (to_json(&item::read(&object).0).0, to_json(record).0);
    let (Value::Object(was), Value::Object(is)) = (was, is) else { return old_text.to_owned() };
    let mut changes: Vec<(Span, String)> = Vec::new();
    let mut new = String::new();
    for (key, value) in is.iter().filter(|(key, value)| was.get(*key) != Some(value)) {
        match object.member(key) {
            Some(member) => changes.push((member.place, value.to_string())),
            None => {
                let (before, colon) = around_key(text, &object, place);
                new.push_str(&format!("{before}{}{colon}{value}", Value::from(key.as_str())));
            }
        }
    }
    for key in was.keys().filter(|key| !is.contains_key(*key)) {
        changes.extend(without(text, &object, key, place).map(|span| (span, String::new())));
    }
    if !new.is_empty() {
        let end = object.members.last().map_or(place.start() + 1, |member| member.place.end());
        changes.push((Span::new(end, end), new));
    }
    changes.sort_by_key(|(span, _)| span.start);
    let (mut out, mut at) = (String::with_capacity(old_text.len() + 64), place.start());
    for (span, new) in changes {
        out.push_str(text.get(at..span.start()).unwrap_or(""));
        out.push_str(&new);
        at = at.max(span.end());
    }
    out.push_str(text.get(at..place.end()).unwrap_or(""));
    out
}

/// Returns what stands before the key of the last member, from the member before it on, and what
/// stands between this key and its value.
fn around_key<'t>(text: &'t str, object: &Object<'_>, place: Span) -> (String, &'t str) {
    let Some(last) = object.members.last() else { return (String::new(), ": ") };
    let before = object.members.len().checked_sub(2).and_then(|idx| object.members.get(idx));
    let start = before.map_or(place.start() + 1, |member| member.place.end());
    let lead = text.get(start..last.place.start()).unwrap_or("");
    let gap = lead.split('"').next().unwrap_or("");
    let colon = lead.rsplit('"').next().unwrap_or(": ");
    let comma = if before.is_some() { "" } else { "," };
    (format!("{comma}{gap}"), colon)
}

/// Returns the place of a member with the comma that goes with it.
fn without(text: &str, object: &Object<'_>, key: &str, place: Span) -> Option<Span> {
    let idx = object.members.iter().position(|member| member.key == key)?;
    let member = object.members.get(idx)?;
    if let Some(before) = idx.checked_sub(1).and_then(|before| object.members.get(before)) {
        return Some(Span::new(before.place.end(), member.place.end()));
    }
    let key_from = |at: usize| Some(at + text.get(at..)?.find('"')?);
    let end = match object.members.get(idx + 1) {
        Some(_) => key_from(member.place.end())?,
        None => member.place.end(),
    };
    Some(Span::new(key_from(place.start())?, end))
}
