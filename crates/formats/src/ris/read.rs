//! How entries stand in a file.

use super::table::MAPPING;
use crate::tagged::{Syntax, Tagged, kind_of};
use crate::text;

/// Tags whose text may have several paragraphs, each on a line of its own.
const PARAGRAPHS: [&str; 5] = ["AB", "N2", "N1", "RN", "U5"];

pub(crate) static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    line,
    start: "TY  - ",
    end: Some("ER  - "),
    joint: |tag| Some(if PARAGRAPHS.contains(&tag) { '\n' } else { ' ' }),
    prepare: |_| {},
    kind: |fields| kind_of(fields, "TY"),
};

fn line(line: &str) -> Tagged<'_> {
    match usual(line).or_else(|| tag(line)) {
        Some(("TY", kind)) => Tagged::Start("TY", kind),
        Some(("ER", _)) => Tagged::End,
        Some((tag, value)) => Tagged::Field(tag, value),
        None if line.trim().is_empty() => Tagged::Blank,
        None if line.trim() == "ER" => Tagged::End,
        None => Tagged::More(line),
    }
}

/// Splits a line that is by the letter, which most are: looking at six bytes is all it takes.
fn usual(line: &str) -> Option<(&str, &str)> {
    let &[first, second, b' ', b' ', b'-', b' ', ..] = line.as_bytes() else { return None };
    let sound =
        first.is_ascii_uppercase() && (second.is_ascii_uppercase() || second.is_ascii_digit());
    if !sound {
        return None;
    }
    Some((line.get(..2)?, text::trim(line.get(6..)?)))
}

/// Splits a line into tag and value, or returns `None` when it has no tag.
///
/// A tag is a capital letter and a capital letter or digit, blanks, and a hyphen; `TY  - JOUR` by
/// the letter, but files with one blank, with none behind the hyphen, or with blanks before the tag
/// are about.
pub(crate) fn tag(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches([' ', '\t']);
    let (tag, rest) = line.split_at_checked(2)?;
    let mut letters = tag.bytes();
    let sound = letters.next().is_some_and(|byte| byte.is_ascii_uppercase())
        && letters.next().is_some_and(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if !sound {
        return None;
    }
    let behind = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    let blanks = rest.len() - behind.len();
    let value = behind.strip_prefix('-')?;
    // "AC-DC" is a word and no tag; "TY  -JOUR" is a tag.
    let set_off = value.is_empty() || value.starts_with([' ', '\t']) || blanks >= 2;
    (blanks > 0 && set_off).then_some((tag, value.trim()))
}
