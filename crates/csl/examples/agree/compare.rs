//! What is the same and what is not.

use std::collections::BTreeMap;

use crate::oracle::{Line, Texts};
use crate::ours::Ours;

/// How many misplaced entries are kept.
const MISPLACED: usize = 10;

/// How one part of one style compares.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) same: usize,
    pub(crate) total: usize,
    pub(crate) same_order: bool,
    /// The first keys that stand elsewhere: the oracle's, ours.
    pub(crate) misplaced: Vec<(String, String)>,
    /// Key, what the oracle prints, what we print.
    pub(crate) differences: Vec<(String, Option<String>, Option<String>)>,
}

impl Tally {
    pub(crate) fn is_whole(&self) -> bool {
        self.same == self.total && self.same_order
    }
}

/// Compares the parts of a style. A part without bibliography is compared when we print one.
pub(crate) fn tallies(line: &Line, ours: Option<&Ours>) -> [Option<Tally>; 3] {
    let Some(ours) = ours else {
        // A style that we cannot render has nothing right.
        return [&line.seed, &line.items, &line.citations]
            .map(|texts| texts.as_ref().map(|texts| compare(texts, &Texts::new())));
    };
    let pairs =
        [(&line.seed, &ours.seed), (&line.items, &ours.items), (&line.citations, &ours.citations)];
    pairs.map(|(theirs, ours)| match theirs {
        Some(theirs) => Some(compare(theirs, ours)),
        None if line.errors.is_none() && !ours.is_empty() => Some(compare(&Texts::new(), ours)),
        None => None,
    })
}

fn compare(theirs: &Texts, ours: &Texts) -> Tally {
    let keys = theirs.iter().map(|(key, _)| key).zip(ours.iter().map(|(key, _)| key));
    let misplaced: Vec<_> = keys.filter(|(theirs, ours)| theirs != ours).collect();
    let mut tally = Tally {
        same_order: misplaced.is_empty() && theirs.len() == ours.len(),
        misplaced: misplaced
            .into_iter()
            .take(MISPLACED)
            .map(|(theirs, ours)| (theirs.clone(), ours.clone()))
            .collect(),
        ..Tally::default()
    };
    let mut rest: BTreeMap<&str, &str> =
        ours.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    for (key, expected) in theirs {
        tally.total += 1;
        match rest.remove(key.as_str()) {
            Some(found) if found == expected => tally.same += 1,
            found => {
                let found = found.map(str::to_owned);
                tally.differences.push((key.clone(), Some(expected.clone()), found));
            }
        }
    }
    for (key, found) in rest {
        tally.total += 1;
        tally.differences.push((key.to_owned(), None, Some(found.to_owned())));
    }
    tally
}
