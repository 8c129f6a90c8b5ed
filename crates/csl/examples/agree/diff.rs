//! Where two texts differ, in pieces small enough to be counted.

use std::collections::{BTreeMap, BTreeSet};

/// One place where two texts differ.
pub(crate) struct Hunk {
    pub(crate) expected: String,
    pub(crate) found: String,
    /// What stands before and behind: `a` for a word, `9` for a number, `_` for a blank, `^` and `$`
    /// for the ends, and punctuation as it is.
    around: (char, char),
}

impl Hunk {
    /// Returns the hunk as one line, by which equal ones are counted.
    pub(crate) fn key(&self) -> String {
        let (before, behind) = self.around;
        format!("{before} [{}] -> [{}] {behind}", self.expected, self.found)
    }

    /// Returns the hunk without its very words: for differences that many words share.
    pub(crate) fn shape(&self) -> String {
        let (before, behind) = self.around;
        format!("{before} [{}] -> [{}] {behind}", shape(&self.expected), shape(&self.found))
    }
}

fn shape(text: &str) -> String {
    let mut out = String::new();
    for token in tokens(text) {
        match token.chars().next() {
            Some(c) if c.is_uppercase() && token.chars().nth(1).is_none() => out.push('A'),
            Some(c) if c.is_uppercase() => out.push_str("Aa"),
            Some(c) if c.is_alphabetic() => out.push('a'),
            Some(c) if c.is_numeric() => out.push('9'),
            _ => out.push_str(token),
        }
    }
    out
}

/// Splits a text into words, numbers and single other characters.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        c if c.is_alphabetic() || c == '\u{301}' => 1,
        c if c.is_numeric() => 2,
        _ => 0,
    };
    let mut out = Vec::new();
    let mut start = 0;
    let mut last = 0;
    for (at, c) in text.char_indices() {
        if at > start && (kind(c) != last || last == 0) {
            out.extend(text.get(start..at));
            start = at;
        }
        last = kind(c);
    }
    out.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    out
}

/// Returns the places where two texts differ; those with nothing but a blank between them are one.
pub(crate) fn hunks(expected: &str, found: &str) -> Vec<Hunk> {
    let (left, right) = (tokens(expected), tokens(found));
    let start = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let most = left.len().min(right.len()) - start;
    let end = left.iter().rev().zip(right.iter().rev()).take(most).take_while(|(a, b)| a == b);
    let end = end.count();
    let (inner_left, inner_right) =
        (&left[start..left.len() - end], &right[start..right.len() - end]);
    let mut hunks = Vec::new();
    for (from, to) in merged(differing(inner_left, inner_right), inner_left) {
        let (x, y) = (from.0 + start..to.0 + start, from.1 + start..to.1 + start);
        let before = x.start.checked_sub(1).map_or('^', |idx| around(left[idx]));
        let behind = left.get(x.end).map_or('$', |token| around(token));
        hunks.push(Hunk {
            expected: left[x].concat(),
            found: right[y].concat(),
            around: (before, behind),
        });
    }
    hunks
}

fn around(token: &str) -> char {
    match token.chars().next() {
        Some(c) if c.is_alphabetic() => 'a',
        Some(c) if c.is_numeric() => '9',
        Some(c) if c.is_whitespace() => '_',
        Some(c) => c,
        None => '^',
    }
}

/// Places in both lists: from, to (exclusive).
type Range = ((usize, usize), (usize, usize));

/// Returns the ranges outside of a longest common subsequence.
fn differing(left: &[&str], right: &[&str]) -> Vec<Range> {
    let width = right.len() + 1;
    let mut lengths = vec![0_u32; (left.len() + 1) * width];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            lengths[i * width + j] = if left[i] == right[j] {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out: Vec<Range> = Vec::new();
    while i < left.len() || j < right.len() {
        if i < left.len() && j < right.len() && left[i] == right[j] {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let from = (i, j);
        let is_left = j >= right.len()
            || i < left.len() && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1];
        if is_left {
            i += 1
        } else {
            j += 1
        }
        match out.last_mut() {
            Some(last) if last.1 == from => last.1 = (i, j),
            _ => out.push((from, (i, j))),
        }
    }
    out
}

/// Joins ranges that only a blank keeps apart.
fn merged(ranges: Vec<Range>, left: &[&str]) -> Vec<Range> {
    let mut out: Vec<Range> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if left[last.1.0..range.0.0].concat().trim().is_empty() => last.1 = range.1,
            _ => out.push(range),
        }
    }
    out
}

/// Returns a text with blanks that cannot be told from others, and characters that cannot be seen,
/// written as `\u{a0}`.
pub(crate) fn visible(text: &str) -> String {
    let is_hidden = |c: char| {
        c != ' ' && (c.is_whitespace() || c.is_control())
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2011}' | '\u{202a}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        if is_hidden(c) {
            out.extend(c.escape_unicode())
        } else {
            out.push(c)
        }
        out
    })
}

/// Counts kinds of differences.
#[derive(Default)]
pub(crate) struct Classes {
    classes: BTreeMap<String, Class>,
}

#[derive(Default)]
struct Class {
    count: usize,
    styles: BTreeSet<String>,
    example: (String, String),
}

impl Classes {
    /// Counts one more of a kind.
    pub(crate) fn add(&mut self, kind: String, style: &str, key: &str) {
        let class = self.classes.entry(kind).or_default();
        if class.count == 0 {
            class.example = (style.to_owned(), key.to_owned());
        }
        class.count += 1;
        if !class.styles.contains(style) {
            class.styles.insert(style.to_owned());
        }
    }

    /// Returns one line for each of the most frequent kinds: how often, in how many styles, what,
    /// and an example.
    pub(crate) fn lines(&self, most: usize) -> Vec<String> {
        let mut list: Vec<_> = self.classes.iter().collect();
        list.sort_by_key(|(kind, class)| (std::cmp::Reverse(class.count), *kind));
        let line = |(kind, class): &(&String, &Class)| {
            let (style, key) = &class.example;
            let kind = visible(kind);
            format!("{:6} {:5}  {kind}   ({style}, {key})", class.count, class.styles.len())
        };
        list.iter().take(most).map(line).collect()
    }
}
