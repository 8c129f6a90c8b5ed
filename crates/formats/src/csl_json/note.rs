//! Variables in a note: `PMID: 11797025`. Reference managers let their users type there what they
//! have no field for, and CSL processors understand it.
//!
//! The first line may be a sentence; behind it, the lines `variable: value` are read up to the first
//! that is none. `{:variable: value}` is read anywhere.

use refsmith_model::{ItemType, Variable};

use crate::json::value::{Json, Object};

/// An item whose note was read.
pub(crate) struct Unfolded<'t> {
    /// The item with the variables of the note in their places.
    pub(crate) item: Object<'t>,
    /// Properties of the item that the note replaced, and what they were.
    pub(crate) replaced: Vec<(String, Json<'t>)>,
}

/// Moves variables from the note to their places, or returns `None` when there are none in it.
///
/// Dates and the type are replaced, because the note is where people write what the fields of
/// their program cannot hold; other variables only when the item has none.
pub(crate) fn unfold<'t>(object: &Object<'t>) -> Option<Unfolded<'t>> {
    let note = object.get("note").and_then(Json::as_str).filter(|note| note.contains(':'))?;
    let mut unfolded = Unfolded { item: object.clone(), replaced: Vec::new() };
    let mut rest = Vec::new();
    let mut in_head = true;
    for (idx, line) in note.lines().enumerate() {
        let line =
            if line.contains("{:") { braces(line, object, &mut unfolded) } else { line.into() };
        let field = field(&line).filter(|_| in_head);
        in_head &= field.is_some() || idx == 0 || line.trim().is_empty();
        match field {
            Some((key, value)) if place(key, value, object, &mut unfolded) => {}
            _ => rest.push(line),
        }
    }
    let rest = rest.join("\n");
    if rest == note.lines().collect::<Vec<_>>().join("\n") {
        return None;
    }
    if rest.trim().is_empty() {
        unfolded.item.members.retain(|member| member.key != "note");
    } else {
        unfolded.item.insert("note", Json::text(rest.trim().to_owned()));
    }
    Some(unfolded)
}

/// Takes the variables in braces out of a line and returns what is left of it.
fn braces<'t>(line: &str, object: &Object<'t>, unfolded: &mut Unfolded<'t>) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once("{:") {
        out.push_str(before);
        match behind.split_once('}') {
            Some((inner, after)) => {
                let taken =
                    field(inner).is_some_and(|(key, value)| place(key, value, object, unfolded));
                if !taken {
                    out.push_str("{:");
                    out.push_str(inner);
                    out.push('}');
                }
                rest = after;
            }
            None => {
                out.push_str("{:");
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Reads `key: value`, both without the blanks around them.
fn field(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let (key, value) = (key.trim(), value.trim());
    let is_key =
        !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    (is_key && !value.is_empty()).then_some((key, value))
}

/// Puts a value in its place; returns `false` when it has none, or another value has it.
fn place<'t>(key: &str, value: &str, object: &Object<'t>, unfolded: &mut Unfolded<'t>) -> bool {
    let text = |text: &str| Json::text(text.to_owned());
    let new = match Variable::parse(key) {
        None if key == "type" && ItemType::parse(value).is_some() => text(value),
        None => return false,
        Some(Variable::Date(_)) => text(value),
        Some(_) if key == "note" || object.contains_key(key) => return false,
        Some(Variable::Text(_) | Variable::Number(_)) if unfolded.item.contains_key(key) => {
            return false;
        }
        Some(Variable::Text(_) | Variable::Number(_)) => text(value),
        Some(Variable::Name(_)) => {
            let name = match value.split_once("||") {
                Some((family, given)) => {
                    vec![("family", text(family.trim())), ("given", text(given.trim()))]
                }
                None => vec![("literal", text(value))],
            };
            let mut names = match unfolded.item.get(key) {
                Some(Json::Array(names)) => names.clone(),
                _ => Vec::new(),
            };
            names.push(Json::Object(name.into_iter().collect()));
            Json::Array(names)
        }
    };
    if let Some(old) = object.get(key).filter(|old| **old != new) {
        unfolded.replaced.push((key.to_owned(), old.clone()));
    }
    unfolded.item.insert(key, new);
    true
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn unfolded(item: Value) -> Value {
        let json = Json::from(&item);
        let unfolded = unfold(json.as_object().unwrap());
        unfolded.map_or(item.clone(), |unfolded| Json::Object(unfolded.item).to_value())
    }

    #[test]
    fn lines_at_the_head_are_variables() {
        let note = "Read twice.\nPMID: 12\nshelf: 3\n\nreviewed-author: Hall || W.C.\nreviewed-author: UN\nThe rest\ngenre: A";
        assert_eq!(
            unfolded(json!({"id": "a", "note": note})),
            json!({
                "id": "a", "note": "Read twice.\nshelf: 3\n\nThe rest\ngenre: A", "PMID": "12",
                "reviewed-author": [{"family": "Hall", "given": "W.C."}, {"literal": "UN"}],
            })
        );
        assert_eq!(
            unfolded(json!({"note": "see {:genre: A}{:medium: B} {:x}", "genre": "C"})),
            json!({"note": "see {:genre: A} {:x}", "genre": "C", "medium": "B"})
        );
    }

    #[test]
    fn prose_stays() {
        for note in ["One: two", "ArticleType: research / Date: 2000", "A\nB\ngenre: C", "title:"] {
            let item = json!({"note": note});
            assert_eq!(unfolded(item.clone()), item);
        }
    }

    #[test]
    fn dates_and_the_type_are_replaced() {
        let item = json!({"note": "type: song\nissued: 2001/2002", "type": "book", "issued": 1999});
        let json = Json::from(&item);
        let found = unfold(json.as_object().unwrap()).unwrap();
        assert_eq!(
            Json::Object(found.item).to_value(),
            json!({"type": "song", "issued": "2001/2002"})
        );
        let replaced: Vec<(&str, Value)> =
            found.replaced.iter().map(|(key, old)| (key.as_str(), old.to_value())).collect();
        assert_eq!(replaced, [("type", json!("book")), ("issued", json!(1999))]);
    }
}
