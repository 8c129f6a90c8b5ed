//! Reads the spans of a page.

use std::borrow::Cow;

use refsmith_model::{Name, Parsed, Record, Span};

use super::table::MAPPING;
use crate::mapping::read::{Field, record};
use crate::mapping::values::{Value, person};
use crate::person::in_order_of_speech;

/// Reads every span of class `Z3988`.
pub(super) fn spans(text: &str) -> Parsed<Vec<Record>> {
    let mut out = Parsed::clean(Vec::new());
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("<span")) {
        let start = at + found;
        let tag = tag(text, start);
        at = tag.end();
        let inner = tag.of(text);
        let is_coins = attribute(inner, "class")
            .is_some_and(|(class, _)| class.split_whitespace().any(|name| name == "Z3988"));
        let Some((title, place)) = attribute(inner, "title").filter(|_| is_coins) else { continue };
        let place = Span::new(start + place.start(), start + place.end());
        let pairs = pairs(&unescaped(title));
        out.value.push(context_object(pairs, place, &mut out.diagnostics));
    }
    out
}

/// Returns the place of a tag: up to the `>` that is in no quotation marks.
fn tag(text: &str, start: usize) -> Span {
    let rest = text.as_bytes().get(start..).unwrap_or(&[]);
    let mut quote = None;
    for (idx, byte) in rest.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Span::new(start, start + idx + 1),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    Span::new(start, text.len())
}

/// Returns the value of an attribute in a tag and where in the tag it stands.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<(&'t str, Span)> {
    let mut from = 0;
    while let Some(found) = tag.get(from..)?.find(name) {
        let at = from + found;
        from = at + name.len();
        let blank_before = tag.get(..at)?.ends_with(char::is_whitespace);
        let rest = tag.get(from..)?.trim_start();
        let Some(value) = rest.strip_prefix('=').filter(|_| blank_before) else { continue };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let value = value.get(1..)?;
        let start = tag.len() - value.len();
        let end = value.find(quote).unwrap_or(value.len());
        return Some((value.get(..end)?, Span::new(start, start + end)));
    }
    None
}

/// Resolves the entities that stand in attributes.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let known = [
            ("amp;", "&"),
            ("quot;", "\""),
            ("lt;", "<"),
            ("gt;", ">"),
            ("#39;", "'"),
            ("#38;", "&"),
        ];
        let found = known.iter().find_map(|(name, sign)| Some((after.strip_prefix(name)?, *sign)));
        let (behind, sign) = found.unwrap_or((after, "&"));
        out.push_str(sign);
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| {
        let (key, value) = pair.split_once('=')?;
        Some((key.trim().to_owned(), decoded(value)))
    };
    text.split('&').filter_map(pair).collect()
}

/// Undoes percent-encoding.
fn decoded(text: &str) -> String {
    let raw = text.as_bytes();
    let mut bytes = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(&byte) = raw.get(at) {
        at += 1;
        let digits = text.get(at..at + 2).filter(|_| byte == b'%');
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                at += 2;
            }
            None => bytes.push(if byte == b'+' { b' ' } else { byte }),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn context_object(
    pairs: Vec<(String, String)>,
    place: Span,
    diagnostics: &mut Vec<refsmith_model::Diagnostic>,
) -> Record {
    let value = |key: &str| {
        let found = pairs.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    };
    let matrix = value("rft_val_fmt").and_then(|format| format.rsplit(':').next()).unwrap_or("dc");
    let genre = value("rft.genre").or_else(|| value("rft.type")).unwrap_or("");
    let kind = if genre.is_empty() { matrix.to_owned() } else { format!("{matrix}/{genre}") };
    let known = MAPPING.item_type(&kind).is_some();
    let kind = if known || !matches!(matrix, "journal" | "book" | "dissertation" | "patent") {
        kind
    } else {
        matrix.to_owned()
    };
    let mut fields: Vec<Field<'_>> = Vec::new();
    let first = match (
        value("rft.aulast").or_else(|| value("rft.invlast")),
        value("rft.aufirst").or_else(|| value("rft.invfirst")).or_else(|| value("rft.auinit")),
    ) {
        (Some(family), given) => Some(Name::Person(person(family, given.unwrap_or(""), None))),
        _ => None,
    };
    let mut people: Vec<Name> = Vec::new();
    for (key, value) in &pairs {
        let value = value.trim();
        match key.as_str() {
            "rft.au" | "rft.inventor" | "rft.creator" | "rft.contributor" if !value.is_empty() => {
                people.push(match value.split_once(", ") {
                    Some((family, given)) => Name::Person(person(family, given, None)),
                    None => in_order_of_speech(value)
                        .map_or_else(|| Name::Institution(value.to_owned()), Name::Person),
                });
            }
            "rft.aucorp" if !value.is_empty() => people.push(Name::Institution(value.to_owned())),
            _ => {}
        }
    }
    // The first author stands there twice, once in parts; which of a list that is, the words tell.
    if let Some(Name::Person(first)) = &first {
        let same = |name: &Name| {
            let given = first.given.as_deref().unwrap_or("");
            matches!(name, Name::Person(_)) && {
                let (a, b) =
                    (words(&name.to_string()), words(&format!("{} {given}", first.full_family())));
                a == b
            }
        };
        match people.iter_mut().find(|name| same(name)) {
            Some(found) => *found = Name::Person(first.clone()),
            None => people.insert(0, Name::Person(first.clone())),
        }
    }
    for name in people {
        fields.push(Field {
            name: Cow::Borrowed("author"),
            value: Value::Name(name),
            span: Some(place),
        });
    }
    let whole_pages = value("rft.pages").is_some();
    for (key, value) in &pairs {
        let is_people = matches!(
            key.as_str(),
            "rft.au"
                | "rft.inventor"
                | "rft.creator"
                | "rft.contributor"
                | "rft.aucorp"
                | "rft.aulast"
                | "rft.aufirst"
                | "rft.auinit"
                | "rft.invlast"
                | "rft.invfirst"
                | "rft.ausuffix"
                | "rft.auinit1"
                | "rft.auinitm"
        );
        let is_frame = matches!(
            key.as_str(),
            "ctx_ver"
                | "ctx_enc"
                | "rft_val_fmt"
                | "rft.genre"
                | "rft.type"
                | "rfr_id"
                | "url_ver"
                | "url_ctx_fmt"
        );
        let is_end = whole_pages && matches!(key.as_str(), "rft.spage" | "rft.epage");
        if !is_people && !is_frame && !is_end {
            fields.push(Field::text(key.clone(), value.clone(), Some(place)));
        }
    }
    record(&MAPPING, Some((kind.as_str(), Some(place))), fields, diagnostics)
}

/// Returns the words of a name in an order that does not depend on how it is turned.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> =
        name.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.sort_unstable();
    words
}
