//! Trees as flat fields with paths for names, which is how the tables of nested formats see them:
//! `parent/serial-number/issn`.

use std::borrow::Cow;

use crate::mapping::read::Field;
use crate::mapping::values::Value;
use crate::yaml::{Kind, Node};

/// Reads a mapping that is one value: a person, say. The path tells where it stands.
pub(crate) type Compound = fn(&str, &Node) -> Option<Value<'static>>;

/// Adds the fields of a tree. In a mapping with `value`, that is the value of the whole.
pub(crate) fn fields<'t>(node: &'t Node, path: &str, compound: Compound, out: &mut Vec<Field<'t>>) {
    if let Some(value) = compound(path, node) {
        let name = Cow::Owned(path.to_owned());
        return out.push(Field { name, value, span: Some(node.span) });
    }
    match &node.kind {
        Kind::Scalar(..) => {
            if let Some(text) = node.as_str() {
                out.push(Field::text(path.to_owned(), text, Some(node.span)));
            }
        }
        Kind::List(items) => {
            for item in items {
                fields(item, path, compound, out);
            }
        }
        Kind::Map(entries) => {
            for (key, value) in entries {
                let inner = match (key.as_str(), path) {
                    ("value", _) => path.to_owned(),
                    (key, "") => key.to_owned(),
                    (key, path) => format!("{path}/{key}"),
                };
                fields(value, &inner, compound, out);
            }
        }
    }
}

/// Puts a value at a path; a second value at the same path makes a list.
pub(crate) fn insert(root: &mut Vec<(String, Node)>, path: &str, value: Node) {
    let (head, rest) = match path.split_once('/') {
        Some((head, rest)) => (head, Some(rest)),
        None => (path, None),
    };
    let at = root.iter().position(|(key, _)| key == head);
    let Some(slot) = at.and_then(|at| root.get_mut(at)).map(|(_, node)| node) else {
        let node = match rest {
            None => value,
            Some(rest) => {
                let mut inner = Vec::new();
                insert(&mut inner, rest, value);
                Node::map(inner)
            }
        };
        root.push((head.to_owned(), node));
        return;
    };
    match (rest, &mut slot.kind) {
        (Some(rest), Kind::Map(entries)) => insert(entries, rest, value),
        (Some(rest), _) => {
            let whole = std::mem::replace(slot, Node::map(Vec::new()));
            let mut entries = vec![("value".to_owned(), whole)];
            insert(&mut entries, rest, value);
            *slot = Node::map(entries);
        }
        (None, Kind::List(items)) => items.push(value),
        (None, Kind::Map(entries)) if !entries.iter().any(|(key, _)| key == "value") => {
            entries.insert(0, ("value".to_owned(), value));
        }
        (None, _) => {
            let first = std::mem::replace(slot, Node::list(Vec::new()));
            *slot = Node::list(vec![first, value]);
        }
    }
}
