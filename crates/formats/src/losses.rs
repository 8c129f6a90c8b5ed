//! What a format could not carry, found by reading back what was written.
//!
//! A writer that says itself what it loses says it of what its author thought of. So every mapped
//! writer reads each entry again with the format's own reader and compares: what is missing was
//! dropped, what stands in another variable was moved, what is different was degraded.

use refsmith_model::{Loss, LossKind, Losses, Record, Variable};

/// Compares a record with what was read back, and adds what is not as it was.
pub(crate) fn find(before: &Record, after: Option<&Record>, losses: &mut Losses) {
    let empty = Record::default();
    let after = after.unwrap_or(&empty);
    let first = losses.len();
    let lose = |losses: &mut Losses, field: &str, kind: LossKind, value: String| {
        losses.push(Loss { record: before.id.clone(), field: field.to_owned(), kind, value });
    };
    if !before.id.is_empty() && after.id != before.id {
        let kind = match after.id.as_str() {
            "" => LossKind::Dropped,
            id => LossKind::Degraded { how: format!("the key became `{id}`") },
        };
        lose(losses, "id", kind, before.id.clone());
    }
    if after.item_type != before.item_type {
        let to = after.item_type.as_str().to_owned();
        lose(losses, "type", LossKind::TypeChanged { to }, before.item_type.as_str().to_owned());
    }
    for variable in before.variables() {
        if let Some(kind) = fate(before, after, variable) {
            let value = before.get(variable).map(|value| value.to_string());
            lose(losses, variable.as_str(), kind, value.unwrap_or_default());
        }
    }
    for variable in after.variables() {
        let explained = before.contains(variable)
            || losses.iter().skip(first).any(
                |loss| matches!(&loss.kind, LossKind::Moved { to } if to == variable.as_str()),
            );
        if !explained {
            let value = after.get(variable).map(|value| value.to_string()).unwrap_or_default();
            let how = "the record has none, but this is read back".to_owned();
            lose(losses, variable.as_str(), LossKind::Degraded { how }, value);
        }
    }
    let mut left: Vec<_> = after.extra.iter().collect();
    for field in &before.extra {
        match left.iter().position(|other| *other == field) {
            Some(at) => drop(left.swap_remove(at)),
            None => lose(losses, &field.name, LossKind::Dropped, field.value.clone()),
        }
    }
}

/// Returns what became of a variable, or `None` when it is as it was.
fn fate(before: &Record, after: &Record, variable: Variable) -> Option<LossKind> {
    let was = before.get(variable)?;
    match after.get(variable) {
        Some(is) if is == was => None,
        Some(is) => {
            let (was_text, is_text) = (was.to_string(), is.to_string());
            let how = if was_text == is_text {
                "parts of names, marks or the exactness of a date".to_owned()
            } else {
                format!("it is read back as `{}`", shortened(&is_text))
            };
            Some(LossKind::Degraded { how })
        }
        None => {
            let was = was.to_string();
            let found = after
                .variables()
                .into_iter()
                .filter(|other| !before.contains(*other))
                .find(|other| after.get(*other).is_some_and(|value| value.to_string() == was));
            Some(match found {
                Some(other) => LossKind::Moved { to: other.as_str().to_owned() },
                None => LossKind::Dropped,
            })
        }
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or(text)),
        None => text.to_owned(),
    }
}
