//! Which lines belong to the page, not to the text: page numbers and running heads.
//!
//! A page number is recognized by the ones before and behind it: they count on, a page apart. A
//! head is recognized by standing next to a page number or a form feed, more than once, or by
//! ending in a page number itself.

use std::collections::{BTreeMap, BTreeSet};

use refsmith_model::text::unicode::{fold, is_dash};

use super::Line;

/// A page has at least so many lines: numbers that are closer belong to a list.
const SHORTEST_PAGE: usize = 8;
/// A longer line is no head; in bytes.
const LONGEST_HEAD: usize = 140;

/// A line that starts or ends with a number.
struct Numbered {
    /// Position among the lines with words.
    at: usize,
    idx: usize,
    number: u32,
}

/// Finds the lines that belong to pages, as positions in `lines`.
pub(super) fn find(text: &str, lines: &[Line]) -> BTreeSet<usize> {
    let worded: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| !line.is_blank()).map(|(idx, _)| idx).collect();
    let mut found = numbers(text, lines, &worded);
    let heads = heads(text, lines, &worded, &found);
    found.extend(heads);
    found
}

/// Finds page numbers, alone on their line or at an end of it, that count on.
fn numbers(text: &str, lines: &[Line], worded: &[usize]) -> BTreeSet<usize> {
    let mut groups: BTreeMap<String, Vec<Numbered>> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for (at, idx) in worded.iter().copied().enumerate() {
        let Some(line) = lines.get(idx) else { continue };
        let words = line.words(text);
        if words.len() > LONGEST_HEAD {
            continue;
        }
        for (number, rest, apart) in edge_numbers(words) {
            let alone = rest.is_empty();
            if !alone && !apart && !stands_alone(lines, idx) {
                continue;
            }
            // Next to a form feed a lone number needs no others, if it is not the end of a range.
            let above = at.checked_sub(1).and_then(|at| lines.get(*worded.get(at)?));
            let range = above.is_some_and(|above| above.words(text).ends_with(is_dash));
            if alone && !range && (feed_at(lines, idx) || feed_behind(lines, idx)) {
                found.insert(idx);
            }
            groups.entry(rest).or_default().push(Numbered { at, idx, number });
        }
    }
    for group in groups.values() {
        found.extend(counting_on(group, worded.len()));
    }
    found
}

/// Returns the lines whose numbers count on, a page apart, whatever other numbers lie between.
fn counting_on(group: &[Numbered], worded: usize) -> Vec<usize> {
    let mut found = Vec::new();
    // Chains by their last number.
    let mut chains: BTreeMap<u32, Vec<&Numbered>> = BTreeMap::new();
    for numbered in group {
        let goes_on = |chain: &Vec<&Numbered>| {
            // The last page may be short.
            let at_end = chain.len() >= 2 && numbered.at + 3 >= worded;
            chain.last().is_some_and(|last| numbered.at - last.at >= SHORTEST_PAGE || at_end)
        };
        // Even and odd pages may have heads of their own.
        let last = (1..=2)
            .filter_map(|step| numbered.number.checked_sub(step))
            .find(|last| chains.get(last).is_some_and(goes_on));
        let mut chain = last.and_then(|last| chains.remove(&last)).unwrap_or_default();
        chain.push(numbered);
        if let [before, now] = chain.as_slice() {
            found.extend([before.idx, now.idx]);
        } else if chain.len() > 2 {
            found.push(numbered.idx);
        }
        chains.insert(numbered.number, chain);
    }
    found
}

/// Finds the numbers a line starts or ends with: value, the letters of the rest, and whether wide
/// space sets the number apart.
fn edge_numbers(words: &str) -> Vec<(u32, String, bool)> {
    // `– 14 –`, `Page 14`, `| 14`
    let trimmed = words.trim_matches(|c: char| !c.is_alphanumeric());
    let mut found = Vec::new();
    let mut take = |number: &str, rest: &str, apart: bool| {
        let value = number.parse().ok().filter(|_| number.len() <= 4);
        if let Some(value) = value {
            let rest = letters(rest);
            let keyword = matches!(rest.as_str(), "page" | "seite" | "sida" | "side" | "p" | "s");
            found.push((value, if keyword { String::new() } else { rest }, apart));
        }
    };
    if let Some((head, last)) = trimmed.rsplit_once(char::is_whitespace) {
        take(last, head, head.ends_with(char::is_whitespace));
        if let Some((first, tail)) = trimmed.split_once(char::is_whitespace) {
            take(first, tail, tail.starts_with(char::is_whitespace));
        }
    } else {
        take(trimmed, "", true);
    }
    found
}

/// Finds heads: lines beside a page number or a form feed that come more than once there, or are in
/// capitals beside a page number.
fn heads(
    text: &str,
    lines: &[Line],
    worded: &[usize],
    numbers: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for (at, idx) in worded.iter().copied().enumerate() {
        let Some(line) = lines.get(idx) else { continue };
        let words = line.words(text);
        if words.len() > LONGEST_HEAD || numbers.contains(&idx) {
            continue;
        }
        let neighbor = |at: Option<usize>| {
            at.and_then(|at| worded.get(at)).is_some_and(|idx| numbers.contains(idx))
        };
        let beside_number = neighbor(at.checked_sub(1)) || neighbor(Some(at + 1));
        if !beside_number && !feed_at(lines, idx) && !feed_behind(lines, idx) {
            continue;
        }
        // A head never ends like a sentence, and the last line of a reference nearly always does.
        let open = words.ends_with(['.', ',', ';', ':', '-', ')', ']'])
            || words.starts_with(char::is_lowercase);
        let key: Vec<&str> = words.split_whitespace().collect();
        let key = key.join(" ");
        let capitals = words.split_whitespace().count() >= 2
            && words.chars().any(char::is_uppercase)
            && !words.chars().any(|c| c.is_lowercase() || c.is_numeric());
        if open {
            continue;
        } else if beside_number && capitals && words.len() <= 80 {
            found.insert(idx);
        } else if key.chars().filter(|c| c.is_alphabetic()).count() >= 4 {
            groups.entry(key).or_default().push(idx);
        }
    }
    for group in groups.values().filter(|group| group.len() >= 2) {
        found.extend(group);
    }
    found
}

/// The letters of a line, folded: what two heads with different numbers share.
fn letters(words: &str) -> String {
    fold(words).chars().filter(|c| c.is_alphabetic()).collect()
}

/// Tells whether blank lines or page breaks stand on both sides of a line.
fn stands_alone(lines: &[Line], idx: usize) -> bool {
    let blank =
        |idx: Option<usize>| idx.and_then(|idx| lines.get(idx)).is_none_or(|line| line.is_blank());
    let before = blank(idx.checked_sub(1)) || lines.get(idx).is_some_and(|line| line.feed);
    let behind = blank(Some(idx + 1)) || lines.get(idx + 1).is_some_and(|line| line.feed);
    before && behind
}

/// Tells whether a form feed stands before a line, with nothing but blank lines between.
fn feed_at(lines: &[Line], idx: usize) -> bool {
    let before = lines.get(..=idx).unwrap_or(&[]);
    for (nth, line) in before.iter().rev().take(4).enumerate() {
        if nth > 0 && !line.is_blank() {
            return false;
        }
        if line.feed {
            return true;
        }
    }
    false
}

/// Tells whether a form feed stands behind a line, with nothing but blank lines between.
fn feed_behind(lines: &[Line], idx: usize) -> bool {
    for line in lines.get(idx + 1..).unwrap_or(&[]).iter().take(4) {
        if line.feed {
            return true;
        }
        if !line.is_blank() {
            return false;
        }
    }
    false
}
