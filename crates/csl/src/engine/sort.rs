//! Order: of a bibliography, and of the cites in a citation.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use refsmith_model::{Name, TextVariable, Variable};

use super::date::push_full_sort_date;
use super::person::Person;
use super::render::Renderer;
use crate::style::program::{KeySource, SortKey};

/// The keys of one item, in the order of the style; `None` where the item has no value.
pub(super) type Keys = Vec<Option<Box<[u8]>>>;

/// Makes keys that compare byte by byte as a language orders words.
pub(super) struct Order {
    collator: Option<CollatorBorrowed<'static>>,
}

impl Order {
    pub(super) fn new(lang: &str) -> Self {
        let locale: Option<icu_locale_core::Locale> = lang.parse().ok();
        let mut preferences = locale.map(CollatorPreferences::from).unwrap_or_default();
        // Numbers count by their value; neither accents nor capitals count.
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Primary);
        Self { collator: Collator::try_new(preferences, options).ok() }
    }

    fn key(&self, text: &str) -> Box<[u8]> {
        let mut out = Vec::with_capacity(text.len() * 2);
        match &self.collator {
            // Writing into memory does not fail.
            Some(collator) => drop(collator.write_sort_key_to(text, &mut out)),
            None => out.extend_from_slice(text.as_bytes()),
        }
        out.into_boxed_slice()
    }
}

/// Compares the keys of two items. Empty keys come last, whichever way the key sorts (CSL 1.0.2,
/// "sorting").
pub(super) fn compare(sort: &[SortKey], a: &Keys, b: &Keys) -> Ordering {
    for ((a, b), key) in a.iter().zip(b).zip(sort) {
        let ordering = match (a, b) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(a), Some(b)) if key.descending => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    Ordering::Equal
}

impl<'a> Renderer<'a> {
    /// Makes the key of this record; the purpose must be that key.
    pub(super) fn sort_key(&mut self, key: &'a SortKey, order: &Order) -> Option<Box<[u8]>> {
        self.tape.clear();
        self.used = 0;
        self.names_written = false;
        let mut out = String::new();
        match &key.source {
            KeySource::Macro(idx) => {
                self.call_for_key(*idx);
                self.tape.push_words(&mut out, 0, self.tape.events.len());
            }
            KeySource::Variable(variable) => self.variable_key((*variable)?, &mut out),
        }
        if out.trim().is_empty() {
            return None;
        }
        // Punctuation does not count in an order.
        out.retain(|c| !is_ignored(c));
        Some(order.key(&out))
    }

    fn variable_key(&mut self, variable: Variable, out: &mut String) {
        let item = self.item;
        match variable {
            Variable::Date(date) => {
                if let Some(date) = item.record.dates.get(&date) {
                    push_full_sort_date(out, date);
                }
            }
            Variable::Name(role) => {
                for name in item.names(role) {
                    if !out.is_empty() {
                        out.push_str(", ");
                    }
                    push_sort_name(out, name, self.demotes());
                }
            }
            Variable::Number(number) => {
                self.write_number(number);
                self.tape.push_words(out, 0, self.tape.events.len());
            }
            Variable::Text(TextVariable::CitationLabel) => out.push_str(&self.label_text()),
            Variable::Text(text) => {
                if let Some(text) = item.text(text) {
                    out.push_str(&text.plain);
                }
            }
        }
    }
}

fn is_ignored(c: char) -> bool {
    c.is_ascii_punctuation() || matches!(c, '\u{2018}'..='\u{201F}' | '\u{AB}' | '\u{BB}')
}

fn push_sort_name(out: &mut String, name: &Name, demotes: bool) {
    match name {
        Name::Institution(name) => out.push_str(name),
        Name::Person(person) => {
            let person = Person::of(person);
            let behind = if demotes { "" } else { person.non_dropping };
            let parts = [behind, person.family, person.given];
            for (idx, part) in parts.iter().filter(|part| !part.is_empty()).enumerate() {
                if idx > 0 {
                    out.push(' ');
                }
                out.push_str(part);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_sort_by_time() {
        let order = Order::new("en-GB");
        let keys = ["50000018940000", "50000020100117", "50000020121004", "50000020120000"];
        let [a, b, c, d] = keys.map(|key| order.key(key));
        assert!(a < b && b < c && d < c && b < d);
    }
}
