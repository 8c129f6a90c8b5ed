//! Changes to .bib files in place: clean-up, keys, duplicates.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::check::duplicates::{self, Cluster};
use crate::formats::Reader;
use crate::formats::bibtex::syntax::{Block, parse};
use crate::formats::bibtex::{
    Bibtex, Edits, Part, Rewrite, TidyOptions, iso4, journal_key, record_entries, tidy,
};
use crate::model::record::KeyPattern;
use crate::model::{Record, SourceText, Span};

/// What is done to a file.
#[derive(Debug, Clone, Default)]
pub struct Job {
    /// Actions on fields, layout and order.
    pub tidy: TidyOptions,
    /// New keys for all entries.
    pub keys: Option<KeyPattern>,
    /// How entries of one work are merged.
    pub merge: Option<Merge>,
}

/// How entries of one work are merged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Merge {
    /// Which entry stays, with what the others have and it has not.
    pub keep: Keep,
    /// The least probability, in [0, 1], that entries are one work.
    pub accept: f32,
}

/// Which of the entries of one work stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The first one.
    First,
    /// The last one.
    Last,
    /// That with the most fields, and of several the first.
    Fullest,
}

/// A file with the changes made.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The new version.
    pub rewrite: Rewrite,
    /// Old key and new key, where they differ, in the order of the file.
    pub renamed: Vec<(String, String)>,
    /// Entries that were merged into others.
    pub merged: usize,
}

/// Changes the text of a .bib file.
///
/// # Examples
/// ```
/// use refsmith::pipeline::bibliography::{Job, change};
/// use refsmith::model::record::KeyPattern;
/// let text = "@book{x, author = {Lee, Ann}, year = 1999}";
/// let job = Job { keys: KeyPattern::parse("[auth:lower][year]").ok(), ..Job::default() };
/// let changed = change(text, &job);
/// assert_eq!(changed.rewrite.to_text(text), "@book{lee1999, author = {Lee, Ann}, year = 1999}");
/// assert_eq!(changed.renamed, [("x".to_owned(), "lee1999".to_owned())]);
/// ```
pub fn change(text: &str, job: &Job) -> Changed {
    let mut steps = Steps { text, now: None, rewrite: Rewrite::unchanged(text) };
    let mut renamed = Vec::new();
    let mut merged = 0;
    if let Some(how) = job.merge {
        let (rewrite, pairs, count) = merge(steps.now(), how);
        merged = count;
        renamed = pairs;
        if merged > 0 {
            steps.take(&rewrite);
        }
    }
    if let Some(pattern) = &job.keys {
        let (rewrite, pairs) = rename(steps.now(), pattern);
        let new: BTreeMap<&str, &str> =
            pairs.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        for (_, key) in &mut renamed {
            if let Some(new) = new.get(key.as_str()) {
                *key = (*new).to_owned();
            }
        }
        steps.take(&rewrite);
        renamed.extend(pairs);
    }
    if job.tidy != TidyOptions::default() {
        let rewrite = tidy(steps.now(), &job.tidy);
        steps.take(&rewrite);
    }
    Changed { rewrite: steps.rewrite, renamed, merged }
}

/// Versions of a text that follow each other.
struct Steps<'t> {
    text: &'t str,
    /// The text as it is now, once somebody has asked for it.
    now: Option<String>,
    rewrite: Rewrite,
}

impl Steps<'_> {
    fn now(&mut self) -> &str {
        self.now.get_or_insert_with(|| self.rewrite.to_text(self.text))
    }

    fn take(&mut self, next: &Rewrite) {
        self.rewrite = self.rewrite.then(next);
        self.now = None;
    }
}

/// Returns the journals that the built-in styles are of, by their short name in the form of
/// [`journal_key`]: about ten thousand, without those whose short names are alike.
pub fn full_journal_names() -> Vec<(String, String)> {
    let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
    for style in crate::csl::known_styles() {
        let title = style.title;
        let Some(key) = iso4(&title).map(|short| journal_key(&short)) else { continue };
        if key == journal_key(&title) {
            continue;
        }
        match names.entry(key) {
            Entry::Vacant(slot) => drop(slot.insert(Some(title))),
            Entry::Occupied(mut slot) => drop(slot.insert(None)),
        }
    }
    names.into_iter().filter_map(|(key, title)| Some((key, title?))).collect()
}

/// Finds the entries of a .bib file that are one work, at least so surely.
pub fn find_duplicates(records: &[Record], accept: f32) -> Vec<Cluster> {
    let mut clusters = duplicates::find(records);
    clusters.retain(|cluster| cluster.confidence >= accept);
    clusters
}

fn merge(text: &str, how: Merge) -> (Rewrite, Vec<(String, String)>, usize) {
    let tree = parse(text);
    let records = Bibtex.read(text).value;
    let entries: Vec<&Block> = record_entries(&tree).collect();
    let mut edits = Edits::new(&tree);
    let (mut renamed, mut merged) = (Vec::new(), 0);
    for cluster in find_duplicates(&records, how.accept) {
        let members: Vec<&Block> =
            cluster.members.iter().filter_map(|idx| entries.get(*idx).copied()).collect();
        let fields = |entry: &&&Block| tree.fields(entry).len();
        let keep = match how.keep {
            Keep::First => members.first(),
            Keep::Last => members.last(),
            Keep::Fullest => members.iter().rev().max_by_key(fields),
        };
        let Some(keep) = keep.copied() else { continue };
        let others: Vec<&Block> =
            members.into_iter().filter(|entry| entry.span != keep.span).collect();
        for other in &others {
            let (old, new) = (other.key.of(text), keep.key.of(text));
            if old != new && !old.is_empty() {
                renamed.push((old.to_owned(), new.to_owned()));
            }
        }
        merged += others.len();
        edits.merge(keep, &others);
    }
    (edits.finish(), renamed, merged)
}

fn rename(text: &str, pattern: &KeyPattern) -> (Rewrite, Vec<(String, String)>) {
    let tree = parse(text);
    let records = Bibtex.read(text).value;
    let mut edits = Edits::new(&tree);
    let mut renamed = Vec::new();
    for (entry, key) in record_entries(&tree).zip(pattern.keys(&records)) {
        let old = entry.key.of(text);
        // A key of a pattern holds nothing that a key may not hold.
        if old != key && edits.rename_key(entry, &key).is_ok() {
            renamed.push((old.to_owned(), key));
        }
    }
    (edits.finish(), renamed)
}

/// Returns the bytes of a new version of an input: what was kept are the bytes of the input, and
/// what is new is written in its encoding. A character that this cannot hold is written in TeX.
pub fn to_bytes(source: &SourceText, bytes: &[u8], rewrite: &Rewrite) -> Vec<u8> {
    let text = source.text();
    let encoding = Encoding::of(source, bytes);
    let mut out = Vec::with_capacity(bytes.len() + 64);
    // A byte order mark stands before what the text begins with.
    if !text.is_empty() {
        let mark = source.input_span(Span::new(0, 1)).start();
        out.extend_from_slice(bytes.get(..mark).unwrap_or(&[]));
    }
    for part in rewrite.parts() {
        match part {
            Part::Kept(span) => {
                let place = source.input_span(span);
                out.extend_from_slice(bytes.get(place.start()..place.end()).unwrap_or(&[]));
            }
            Part::New(text) => encoding.encode(text, &mut out),
        }
    }
    out
}

/// Tells whether the encoding of an input can hold what is new, without help from TeX.
pub(super) fn holds(source: &SourceText, bytes: &[u8], rewrite: &Rewrite) -> bool {
    let is_ascii = |part: Part<'_>| match part {
        Part::Kept(_) => true,
        Part::New(text) => text.is_ascii(),
    };
    Encoding::of(source, bytes) != Encoding::Ascii || rewrite.parts().all(is_ascii)
}

/// What new text is written in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16 {
        little: bool,
    },
    /// Some encoding that has ASCII in its lower half.
    Ascii,
}

impl Encoding {
    fn of(source: &SourceText, bytes: &[u8]) -> Self {
        if std::str::from_utf8(bytes).is_ok() {
            return Self::Utf8;
        }
        let Some(at) = source.text().bytes().position(|byte| byte.is_ascii()) else {
            return Self::Ascii;
        };
        let place = source.input_span(Span::new(at, at + 1));
        match bytes.get(place.start()..place.end()) {
            Some([_, 0]) => Self::Utf16 { little: true },
            Some([0, _]) => Self::Utf16 { little: false },
            // UTF-8 with a few broken places.
            _ if source.text().contains('\u{FFFD}') => Self::Utf8,
            _ => Self::Ascii,
        }
    }

    fn encode(self, text: &str, out: &mut Vec<u8>) {
        match self {
            Self::Utf8 => out.extend_from_slice(text.as_bytes()),
            Self::Utf16 { little } => {
                for unit in text.encode_utf16() {
                    out.extend(if little { unit.to_le_bytes() } else { unit.to_be_bytes() });
                }
            }
            Self::Ascii if text.is_ascii() => out.extend_from_slice(text.as_bytes()),
            Self::Ascii => {
                out.extend_from_slice(crate::formats::bibtex::to_ascii(text).as_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(bytes: &[u8], job: &Job) -> Vec<u8> {
        let decoded = crate::extract::input::decode("a.bib", bytes).value;
        to_bytes(&decoded, bytes, &change(decoded.text(), job).rewrite)
    }

    #[test]
    fn every_encoding_keeps_its_bytes() {
        let job = Job {
            tidy: TidyOptions { lowercase: true, page_dashes: true, ..TidyOptions::default() },
            ..Job::default()
        };
        let old = "@Book{a, title = {Été à Čapek}, Pages = {1-2}}\n";
        let new = "@book{a, title = {Été à Čapek}, pages = {1--2}}\n";
        assert_eq!(changed(old.as_bytes(), &job), new.as_bytes());
        let marked = |text: &str| [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        assert_eq!(changed(&marked(old), &job), marked(new));
        let utf_16 = |text: &str| {
            let units = "\u{FEFF}".encode_utf16().chain(text.encode_utf16());
            units.flat_map(u16::to_be_bytes).collect::<Vec<u8>>()
        };
        let same = |found: Vec<u8>, text: &str| assert_eq!(found, utf_16(text));
        same(changed(&utf_16(old), &job), new);
        let latin = |text: &str| -> Vec<u8> {
            text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
        };
        let (old, new) = (old.replace('Č', "ç"), new.replace('Č', "ç"));
        assert_eq!(changed(&latin(&old), &job), latin(&new));
    }

    #[test]
    fn merged_entries_lend_their_fields_and_keys() {
        let text = "@article{a, title = {On the Growing of Tea}, author = {Lee, Ann}, year = 1999,\n doi = {10.1000/1}}\n\n\
                    @article{b, title = {On the growing of tea}, author = {Lee, A.}, year = 1999, pages = {1--5},\n doi = {10.1000/1}}\n\n\
                    @misc{c, related = {a}}\n";
        let merge = |keep| Job { merge: Some(Merge { keep, accept: 0.9 }), ..Job::default() };
        let changed = change(text, &merge(Keep::Fullest));
        assert_eq!(changed.renamed, [("a".to_owned(), "b".to_owned())]);
        assert_eq!(
            changed.rewrite.to_text(text),
            "@article{b, title = {On the growing of tea}, author = {Lee, A.}, year = 1999, pages = {1--5},\n \
             doi = {10.1000/1},\n conflicting-author = {Lee, Ann}}\n\n@misc{c, related = {b}}\n"
        );
        let first = change(text, &merge(Keep::First));
        assert_eq!((first.merged, first.renamed.len()), (1, 1));
        let again = change(&first.rewrite.to_text(text), &merge(Keep::First));
        assert_eq!(again.merged, 0);
    }
}
