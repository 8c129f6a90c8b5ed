//! The reference as printed: what of a candidate stands in it, in whatever order.
//!
//! This is the second witness beside the parsed record. It only ever speaks for a candidate; that a
//! word is missing from a printed reference means little.

use std::collections::BTreeSet;

use refsmith_model::text::unicode::{comparison_key, words};
use refsmith_model::{NameVariable, NumberVariable, TextVariable};

use super::{names, numbers};
use crate::Candidate;

/// Titles with shorter keys stand in too many references by accident.
const TELLING: usize = 16;

/// A printed reference, prepared for look-ups.
#[derive(Debug)]
pub(super) struct Printed {
    key: String,
    words: BTreeSet<String>,
}

impl Printed {
    pub(super) fn new(text: &str) -> Self {
        let text = text.replace('&', " and ");
        Self { key: comparison_key(&text), words: words(&text).into_iter().collect() }
    }

    pub(super) fn title(&self, candidate: &Candidate) -> Option<f32> {
        self.holds(candidate.record.text(TextVariable::Title)?, TELLING)
    }

    pub(super) fn container(&self, candidate: &Candidate) -> Option<f32> {
        [TextVariable::ContainerTitle, TextVariable::ContainerTitleShort]
            .into_iter()
            .filter_map(|variable| candidate.record.text(variable))
            .find_map(|text| self.holds(text, TELLING))
    }

    /// The first author and at least half of the first three.
    pub(super) fn authors(&self, candidate: &Candidate) -> Option<f32> {
        let people = candidate.record.people(NameVariable::Author);
        let printed: Vec<bool> = people
            .iter()
            .take(3)
            .map(|name| {
                let words = names::family_words(name);
                !words.is_empty() && words.iter().all(|word| self.words.contains(word))
            })
            .collect();
        let count = printed.iter().filter(|there| **there).count();
        (printed.first() == Some(&true) && 2 * count >= printed.len()).then_some(1.0)
    }

    pub(super) fn year(&self, candidate: &Candidate) -> Option<f32> {
        let years =
            candidate.record.year().into_iter().chain(candidate.other_years.iter().copied());
        let mut years = years.map(|year| year.to_string());
        years.any(|year| self.words.contains(&year)).then_some(1.0)
    }

    pub(super) fn volume(&self, candidate: &Candidate) -> Option<f32> {
        let volume = candidate.record.number(NumberVariable::Volume)?;
        self.words.contains(&comparison_key(volume)).then_some(1.0)
    }

    pub(super) fn page(&self, candidate: &Candidate) -> Option<f32> {
        [NumberVariable::Page, NumberVariable::Number]
            .into_iter()
            .filter_map(|variable| candidate.record.number(variable))
            .map(numbers::first_page)
            // One or two digits are in every reference.
            .any(|page| page.len() >= 3 && self.words.contains(&page))
            .then_some(1.0)
    }

    fn holds(&self, text: &str, telling: usize) -> Option<f32> {
        let key = comparison_key(&text.replace('&', " and "));
        (key.chars().count() >= telling && self.key.contains(&key)).then_some(1.0)
    }
}
