//! Counts and lists.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::time::Duration;

use crate::Outcome;
use crate::compare::Tally;
use crate::diff::{Classes, hunks, visible};
use crate::options::{Options, PARTS};
use crate::ours::Failure;

pub(crate) struct Report<'a> {
    outcomes: &'a [Outcome],
    options: &'a Options,
}

impl<'a> Report<'a> {
    pub(crate) fn new(outcomes: &'a [Outcome], options: &'a Options) -> Self {
        Self { outcomes, options }
    }

    /// Returns what is printed.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        self.push_counts(&mut out);
        self.push_failures(&mut out);
        self.push_lists(&mut out);
        if !self.options.styles.is_empty() {
            self.push_differences(&mut out);
        }
        out
    }

    /// Returns one line per style: of each part the same texts, all texts, and `reordered` when
    /// the order differs.
    pub(crate) fn table(&self) -> String {
        let mut rows = BTreeMap::new();
        for outcome in self.outcomes {
            let mut row = String::new();
            for tally in &outcome.tallies {
                match tally {
                    Some(tally) => {
                        let order = if tally.same_order { "" } else { " reordered" };
                        let _ = write!(row, "\t{}/{}{order}", tally.same, tally.total);
                    }
                    None => row.push_str("\t-"),
                }
            }
            rows.insert(outcome.style.as_str(), row);
        }
        rows.into_iter().map(|(style, row)| format!("{style}{row}\n")).collect()
    }

    fn push_counts(&self, out: &mut String) {
        let _ = writeln!(out, "{:34} {:>9} {:>9}", "", "same", "of");
        for (idx, part) in PARTS.iter().enumerate() {
            let list: Vec<&Tally> =
                self.outcomes.iter().filter_map(|outcome| outcome.tallies[idx].as_ref()).collect();
            let (texts, order) = match *part {
                "citations" => ("citations", false),
                _ => ("entries", true),
            };
            let sum = |of: fn(&Tally) -> usize| list.iter().map(|tally| of(tally)).sum::<usize>();
            push_count(out, &format!("{part}: {texts}"), sum(|t| t.same), sum(|t| t.total));
            if order {
                let count = list.iter().filter(|tally| tally.same_order).count();
                push_count(out, &format!("{part}: styles with the same order"), count, list.len());
            }
            let count = list.iter().filter(|tally| tally.is_whole()).count();
            push_count(out, &format!("{part}: styles wholly the same"), count, list.len());
        }
        let compared = self.outcomes.iter().filter(|outcome| outcome.errors.is_none());
        let whole = compared
            .clone()
            .filter(|outcome| outcome.tallies.iter().flatten().all(Tally::is_whole));
        push_count(out, "styles wholly the same", whole.count(), compared.count());
        let time: Duration = self.outcomes.iter().map(|outcome| outcome.time).sum();
        let slowest = self.outcomes.iter().max_by_key(|outcome| outcome.time);
        let slowest = slowest.map_or(String::new(), |slowest| {
            format!("; longest: {}, {:.2} s", slowest.style, slowest.time.as_secs_f64())
        });
        let _ = writeln!(out, "time of ours: {:.1} s{slowest}", time.as_secs_f64());
    }

    fn push_failures(&self, out: &mut String) {
        let mut failed: BTreeMap<(Failure, &str), BTreeSet<&str>> = BTreeMap::new();
        for outcome in self.outcomes {
            if let Some((failure, message)) = &outcome.failure {
                failed.entry((*failure, message)).or_default().insert(&outcome.style);
            }
            if let Some(errors) = &outcome.errors {
                let short: String = errors.chars().take(110).collect();
                let _ = writeln!(out, "not compared, oracle: {}: {short}", outcome.style);
            }
        }
        for ((failure, message), styles) in failed {
            let names = styles.iter().take(8).copied().collect::<Vec<_>>().join(", ");
            let _ = writeln!(out, "{failure:?}: {message}: {} styles: {names}", styles.len());
        }
    }

    fn push_lists(&self, out: &mut String) {
        let options = self.options;
        if options.classes + options.shapes + options.keys == 0 {
            return;
        }
        let [mut classes, mut shapes, mut keys] = [(); 3].map(|()| Classes::default());
        for (part, style, (key, expected, found)) in self.differences() {
            keys.add(format!("{part} {key}"), style, key);
            let (Some(expected), Some(found)) = (expected, found) else {
                let what = if expected.is_some() { "missing" } else { "too much" };
                classes.add(format!("{part}: {what}"), style, key);
                shapes.add(format!("{part}: {what}"), style, key);
                continue;
            };
            for hunk in hunks(expected, found) {
                classes.add(hunk.key(), style, key);
                shapes.add(hunk.shape(), style, key);
            }
        }
        let lists = [
            ("differences (expected -> found)", &classes, options.classes),
            ("shapes of differences", &shapes, options.shapes),
            ("where", &keys, options.keys),
        ];
        for (title, list, most) in lists.into_iter().filter(|(_, _, most)| *most > 0) {
            let _ = writeln!(out, "\n{title}: how often, in how many styles");
            for line in list.lines(most) {
                let _ = writeln!(out, "{line}");
            }
        }
    }

    fn push_differences(&self, out: &mut String) {
        for outcome in self.outcomes {
            for (tally, part) in outcome.tallies.iter().zip(PARTS) {
                let Some(tally) = tally.as_ref().filter(|tally| !tally.same_order) else {
                    continue;
                };
                if !self.options.lists(part) {
                    continue;
                }
                let _ = writeln!(out, "\n{} {part}: the order differs", outcome.style);
                for (expected, found) in &tally.misplaced {
                    let _ = writeln!(out, "  - {expected}  + {found}");
                }
            }
        }
        for (part, style, (key, expected, found)) in self.differences() {
            let [expected, found] = [expected, found]
                .map(|text| text.as_deref().map_or_else(|| "(nothing)".to_owned(), visible));
            let _ = writeln!(out, "\n{style} {part} {key}");
            let _ = writeln!(out, "  - {expected}");
            let _ = writeln!(out, "  + {found}");
        }
    }

    /// Returns all differences that the lists are to speak of, with part and style.
    fn differences(
        &self,
    ) -> impl Iterator<Item = (&'static str, &str, &(String, Option<String>, Option<String>))> {
        self.outcomes.iter().flat_map(|outcome| {
            let tallies = outcome.tallies.iter().zip(PARTS);
            let tallies = tallies.filter(|(_, part)| self.options.lists(part));
            tallies.flat_map(move |(tally, part)| {
                let list = tally.iter().flat_map(|tally| &tally.differences);
                list.map(move |difference| (part, outcome.style.as_str(), difference))
            })
        })
    }
}

fn push_count(out: &mut String, what: &str, same: usize, total: usize) {
    // Counts are far below what a double holds exactly.
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let share = same as f64 * 100.0 / total.max(1) as f64;
    let _ = writeln!(out, "{what:34} {same:9} {total:9} {share:8.3} %");
}
