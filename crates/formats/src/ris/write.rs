//! Writes an entry.

use refsmith_model::Record;

use super::read::tag;
use super::table::MAPPING;
use crate::mapping::write;
use crate::tagged::{one_line, text_of};

/// Tags whose text goes on over several lines.
const PARAGRAPHS: [&str; 1] = ["AB"];

/// Adds the entry for a record to a text.
pub(crate) fn entry(record: &Record, out: &mut String) {
    let entry = write::entry(&MAPPING, record);
    line("TY", &one_line(&entry.kind), out);
    for field in &entry.fields {
        let value = text_of(&field.value, &MAPPING);
        let paragraphs = PARAGRAPHS.contains(&field.name.as_ref());
        let on = value.lines().map(str::trim);
        // A paragraph that looks like a tag, or is empty, could not be told from what follows.
        if paragraphs && on.clone().skip(1).all(|line| !line.is_empty() && tag(line).is_none()) {
            let mut lines = on.map(one_line);
            line(&field.name, &lines.next().unwrap_or_default(), out);
            for more in lines {
                out.push_str(&more);
                out.push_str("\r\n");
            }
        } else if is_tag(&field.name) {
            line(&field.name, &one_line(&value), out);
        }
    }
    out.push_str("ER  - \r\n\r\n");
}

fn is_tag(name: &str) -> bool {
    tag(&format!("{name}  - ")).is_some_and(|(tag, _)| tag == name)
}

fn line(tag: &str, value: &str, out: &mut String) {
    for part in [tag, "  - ", value, "\r\n"] {
        out.push_str(part);
    }
}
