//! [`Editor`]: changes to a file of records in place, so that every other byte stays as it is.
//!
//! [`splice`] is what formats share whose records stand one after the other.

use std::collections::{BTreeMap, BTreeSet};

use refsmith_model::{Losses, Record, Span};

use crate::Rewrite;

/// Changes files of a format record by record.
pub trait Editor: Sync {
    /// Returns where the records stand, in the order of the reader; `None` where that cannot be
    /// told, as in a broken file.
    fn places(&self, text: &str) -> Option<Vec<Span>>;

    /// Makes a new version of a text; `None` where it cannot be changed record by record. An empty
    /// text is a library without records.
    fn edit(&self, text: &str, changes: &Changes<'_>) -> Option<Edited>;
}

/// What is to be done to the records of a file. Positions count its records from 0.
#[derive(Debug, Clone, Default)]
pub struct Changes<'r> {
    /// Records that go.
    pub removed: BTreeSet<usize>,
    /// Records that take the place of others.
    pub replaced: BTreeMap<usize, &'r Record>,
    /// Records that are new, behind the last one.
    pub added: &'r [Record],
}

/// A new version of a file.
#[derive(Debug, Clone)]
pub struct Edited {
    /// The new version.
    pub rewrite: Rewrite,
    /// What the format could not hold of the records that are new or changed.
    pub losses: Losses,
}

/// A file whose records stand one after the other with something between them.
pub(crate) struct Splice<'a> {
    pub(crate) text: &'a str,
    /// Where the records stand, in their order.
    pub(crate) places: &'a [Span],
    /// What stands between two records where the file does not show it.
    pub(crate) gap: &'a str,
    /// Where records come in a file that has none, and what stands around them then.
    pub(crate) home: (Span, &'a str, &'a str),
}

impl Splice<'_> {
    /// Makes the new version; `write` gives the text of a record without what stands around it, and
    /// is told the place of the record that goes.
    pub(crate) fn edit(
        &self,
        changes: &Changes<'_>,
        mut write: impl FnMut(&Record, Option<Span>) -> String,
    ) -> Rewrite {
        let mut out = Rewrite::default();
        let mut at = 0;
        let mut step = |span: Span, new: &str, out: &mut Rewrite| {
            out.keep(Span::new(at, span.start().max(at)));
            out.push(new);
            at = span.end().max(at);
        };
        let stays = |idx: &usize| !changes.removed.contains(idx);
        let last = (0..self.places.len()).rev().find(stays);
        let mut added: Vec<String> =
            changes.added.iter().map(|record| write(record, None)).collect();
        let gap = self.gap();
        for (idx, place) in self.places.iter().enumerate() {
            if !stays(&idx) {
                let (span, new) = match last {
                    // The first of records that all go is where new ones come.
                    None if idx == 0 => (*place, added.split_off(0).join(gap)),
                    None => (self.with_gap_before(idx), String::new()),
                    Some(last) if idx > last => (self.with_gap_before(idx), String::new()),
                    Some(_) => (self.with_gap_behind(idx), String::new()),
                };
                step(span, &new, &mut out);
            } else if let Some(record) = changes.replaced.get(&idx) {
                step(*place, &write(record, Some(*place)), &mut out);
            }
            if Some(idx) == last {
                let new: String =
                    added.split_off(0).iter().map(|new| format!("{gap}{new}")).collect();
                step(Span::new(place.end(), place.end()), &new, &mut out);
            }
        }
        if !added.is_empty() {
            let (home, before, behind) = self.home;
            step(home, &format!("{before}{}{behind}", added.join(gap)), &mut out);
        }
        step(Span::new(self.text.len(), self.text.len()), "", &mut out);
        out
    }

    /// Returns what stands between two records, if that is nothing but blanks and a comma.
    fn between(&self, idx: usize) -> Option<&str> {
        let (first, second) = (self.places.get(idx)?, self.places.get(idx + 1)?);
        let gap = self.text.get(first.end()..second.start())?;
        let bare = gap.trim();
        (bare.is_empty() || bare == ",").then_some(gap)
    }

    fn gap(&self) -> &str {
        let last = self.places.len().checked_sub(2).and_then(|idx| self.between(idx));
        last.unwrap_or(self.gap)
    }

    fn with_gap_behind(&self, idx: usize) -> Span {
        let place = self.places.get(idx).copied().unwrap_or_default();
        let gap = self.between(idx).map_or(0, str::len);
        Span::new(place.start(), place.end() + gap)
    }

    fn with_gap_before(&self, idx: usize) -> Span {
        let place = self.places.get(idx).copied().unwrap_or_default();
        let gap = idx.checked_sub(1).and_then(|before| self.between(before)).map_or(0, str::len);
        Span::new(place.start() - gap, place.end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, removed: &[usize], added: &[&str]) -> String {
        let mut places = Vec::new();
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_ascii_alphabetic()) {
            places.push(Span::new(at, at + c.len_utf8()));
        }
        let added: Vec<Record> =
            added.iter().map(|id| Record::new(*id, Default::default())).collect();
        let changes = Changes {
            removed: removed.iter().copied().collect(),
            added: &added,
            ..Changes::default()
        };
        let start = text.find('[').map_or(0, |at| at + 1);
        let home = (Span::new(start, start), "<", ">");
        let splice = Splice { text, places: &places, gap: ", ", home };
        splice.edit(&changes, |record, _| record.id.clone()).to_text(text)
    }

    #[test]
    fn what_stands_between_records_goes_with_them() {
        assert_eq!(edited("[a,  b,\n c ]", &[0], &[]), "[b,\n c ]");
        assert_eq!(edited("[a,  b,\n c ]", &[1], &[]), "[a,  c ]");
        assert_eq!(edited("[a,  b,\n c ]", &[2], &[]), "[a,  b ]");
        assert_eq!(edited("[a,  b,\n c ]", &[1, 2], &[]), "[a ]");
        assert_eq!(edited("[a,  b,\n c ]", &[0, 1, 2], &[]), "[ ]");
        assert_eq!(edited("[a,  b,\n c ]", &[0, 2], &["x", "y"]), "[b,\n x,\n y ]");
        assert_eq!(edited("[a,  b ]", &[0, 1], &["x", "y"]), "[x,  y ]");
        assert_eq!(edited("[]", &[], &["x", "y"]), "[<x, y>]");
        assert_eq!(edited("[a]", &[], &["x"]), "[a, x]");
        assert_eq!(edited("a # 1\nb", &[0], &["x"]), " # 1\nb, x", "a comment is no gap");
    }
}
