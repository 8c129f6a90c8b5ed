//! Looks for the years, volumes, issues and pages of a candidate among the numbers of a line.

use refsmith_model::text::unicode::{comparison_key, words};
use refsmith_model::{NumberVariable, Record};

use super::super::numbers;
use super::super::ranges::{Pages, is_misprint};
use super::{Line, Overlap, mark};
use crate::Candidate;

/// What registers give for pages that a work does not have.
const NO_PAGES: &[&str] = &["n/a", "no", "n/a-n/a", "no-no"];

impl Line {
    pub(super) fn numbers(&self, candidate: &Candidate, explained: &mut [bool], out: &mut Overlap) {
        let record = &candidate.record;
        let years: Vec<i32> =
            record.year().into_iter().chain(candidate.other_years.iter().copied()).collect();
        let printed: Vec<i32> = self
            .words
            .iter()
            .filter_map(|word| word.text.get(..4).filter(|_| word.text.len() <= 5))
            .filter_map(|text| text.parse().ok())
            .filter(|year| (1500..2100).contains(year))
            .collect();
        if years.iter().any(|year| printed.contains(year)) {
            out.year = 1.0;
        } else if years.iter().any(|year| printed.iter().any(|other| (other - year).abs() == 1)) {
            out.year = 0.5;
        } else if !years.is_empty() && !printed.is_empty() {
            out.other_year = 1.0;
        }
        for year in printed.iter().filter(|p| years.iter().any(|year| (*p - year).abs() <= 1)) {
            self.number(&year.to_string(), explained);
        }
        if let Some(volume) = record.number(NumberVariable::Volume) {
            let there = self.number(volume, explained);
            (out.volume, out.other_volume) = if there { (1.0, 0.0) } else { (0.0, 1.0) };
        }
        if let Some(issue) = record.number(NumberVariable::Issue) {
            let there = self.number(issue, explained);
            out.other_issue = if there { 0.0 } else { 1.0 };
        }
        self.pages(record, explained, out);
    }

    fn pages(&self, record: &Record, explained: &mut [bool], out: &mut Overlap) {
        let mut begins = false;
        let pages = [NumberVariable::Page, NumberVariable::Number];
        let pages = pages.iter().filter_map(|variable| record.number(*variable));
        for pages in pages.filter(|pages| !NO_PAGES.contains(pages)) {
            let page = numbers::first_page(pages);
            let first = comparison_key(&page);
            let last = pages.rsplit(|c: char| !c.is_alphanumeric()).next().map(comparison_key);
            let own = || self.ranges.iter().filter(|range| range.begins(&first));
            let begins_here = own().next().is_some();
            // The end of another work's pages is no place to begin.
            let is_end = !begins_here && self.ranges.iter().any(|range| range.ends(&first));
            let there = self.number(&page, explained) && !is_end;
            out.page = if there { 1.0 } else { out.page };
            out.other_page = 1.0 - out.page;
            if let Some(last) = last {
                self.number(&last, explained);
                let ends = last == first || own().any(|range| range.ends(&last));
                out.other_end = if begins_here && !ends { 1.0 } else { 0.0 };
            }
            begins |= begins_here;
        }
        let strange = self.ranges.iter().any(|range| self.is_open(range, explained));
        out.other_range = if strange && !begins { 1.0 } else { 0.0 };
    }

    /// Tells whether neither title nor container explains a range.
    fn is_open(&self, range: &Pages, explained: &[bool]) -> bool {
        let word = self.words.iter().rev().find(|word| range.begins(&word.text));
        let place = word.and_then(|word| explained.get(word.place.clone()));
        place.is_some_and(|place| place.iter().any(|done| !done))
    }

    /// Looks for a number as a word of its own, without the letter before it, or, where it has parts
    /// ("185-189", "63.2"), as words in a row.
    fn number(&self, number: &str, explained: &mut [bool]) -> bool {
        let key = comparison_key(number);
        if key.is_empty() {
            return false;
        }
        let mut found = false;
        for word in self.words.iter().filter(|word| word.numeric || word.text == key) {
            if is_number(&word.text, &key) {
                mark(explained, word.place.clone());
                found = true;
            }
        }
        let parts = words(number);
        if found || parts.len() < 2 {
            return found;
        }
        let mut rows = self.words.windows(parts.len());
        let row = rows.find(|row| row.iter().zip(&parts).all(|(word, part)| word.text == *part));
        for word in row.unwrap_or(&[]) {
            mark(explained, word.place.clone());
        }
        row.is_some()
    }

    /// Returns 1 when one of the words is a number and not printed.
    pub(super) fn lacks_number(&self, words: &[String]) -> f32 {
        let is_printed = |number: &str| self.words.iter().any(|word| is_number(&word.text, number));
        let mut numbers = words.iter().filter(|word| word.bytes().all(|b| b.is_ascii_digit()));
        if numbers.any(|number| !is_printed(number)) { 1.0 } else { 0.0 }
    }
}

/// Tells whether a printed word is this number; letters before the digits do not matter, and a letter
/// among them may stand for any.
fn is_number(printed: &str, number: &str) -> bool {
    let digits = |text| str::trim_start_matches(text, |c: char| !c.is_ascii_digit());
    let bare = digits(number).trim_start_matches('0');
    let is_bare = !digits(number).is_empty() && digits(printed).trim_start_matches('0') == bare;
    let is_first = printed.starts_with(|c: char| c.is_ascii_digit());
    printed == number || is_bare || is_first && is_misprint(printed, number)
}
