//! What becomes of new records in a library: which are there already, and under which keys.

use std::collections::BTreeSet;

use super::Library;
use crate::model::Record;
use crate::model::record::KeyPattern;
use crate::model::record::key::{assign_keys, letters};
use crate::pipeline::bibliography::find_duplicates;

/// A record that is to be added.
#[derive(Debug, Clone)]
pub struct Addition {
    /// The record.
    pub record: Record,
    /// The record of the library, or the one added before it, that describes the same work.
    pub known: Option<Known>,
}

/// A work that is there already.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The key of the record that is there.
    pub key: String,
    /// Why the two are taken for one work, in words.
    pub reasons: Vec<String>,
    /// Probability in [0, 1] that they are.
    pub confidence: f32,
}

impl Library {
    /// Tells which of the new records are there already, with at least this probability.
    pub fn compare(&self, new: Vec<Record>, accept: f32) -> Vec<Addition> {
        let there = self.records().len();
        let all: Vec<Record> = self.records().iter().chain(&new).cloned().collect();
        let clusters = find_duplicates(&all, accept);
        let known = |idx: usize| {
            let cluster = clusters.iter().find(|cluster| cluster.members.contains(&idx))?;
            let first = cluster.members.first().filter(|first| **first < idx)?;
            Some(Known {
                key: all.get(*first)?.id.clone(),
                reasons: cluster.reasons.clone(),
                confidence: cluster.confidence,
            })
        };
        let numbered = new.into_iter().enumerate();
        numbered.map(|(idx, record)| Addition { known: known(there + idx), record }).collect()
    }

    /// Gives new records keys that nobody has: their own, if they have one that is free; otherwise
    /// one by the pattern or, without a pattern, family name and year. Returns the keys that had to
    /// change: old one and new one.
    pub fn name(&self, new: &mut [Record], pattern: Option<&KeyPattern>) -> Vec<(String, String)> {
        let mut taken: BTreeSet<String> =
            self.records().iter().map(|record| record.id.clone()).collect();
        let mut changed = Vec::new();
        for record in new.iter_mut() {
            let own = record.id.clone();
            let made = pattern.filter(|_| own.is_empty()).map(|pattern| pattern.key(record));
            let stem = made.unwrap_or_else(|| own.clone());
            if stem.is_empty() {
                continue;
            }
            record.id = free(&stem, &mut taken);
            if !own.is_empty() && own != record.id {
                changed.push((own, record.id.clone()));
            }
        }
        // These letters tell works of one author and year apart among all records.
        let mut all: Vec<Record> = self.records().iter().chain(new.iter()).cloned().collect();
        assign_keys(&mut all);
        for (record, named) in new.iter_mut().zip(all.into_iter().skip(self.records().len())) {
            record.id = named.id;
        }
        changed
    }
}

/// Returns a key that nobody has, and takes it.
fn free(stem: &str, taken: &mut BTreeSet<String>) -> String {
    let mut key = stem.to_owned();
    let mut next = 0;
    while !taken.insert(key.clone()) {
        key = format!("{stem}{}", letters(next));
        next += 1;
    }
    key
}
