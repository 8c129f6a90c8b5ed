//! Order: of a bibliography, and of the cites in a citation.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use refsmith_model::DateVariable;

use super::context::{Context, Place};
use super::date::full_sort_date;
use super::{field, run};
use crate::style::xml::Element;

/// The keys of one item, in the order of the style; `None` where the item has no value.
pub(super) type Keys = Vec<Option<String>>;

/// Compares keys as a style and a language ask.
pub(super) struct Order {
    collator: Option<CollatorBorrowed<'static>>,
    descending: Vec<bool>,
}

impl Order {
    pub(super) fn new(lang: &str, sort: &Element) -> Self {
        let locale: Option<icu_locale_core::Locale> = lang.parse().ok();
        let preferences = locale.map(CollatorPreferences::from).unwrap_or_default();
        let collator = Collator::try_new(preferences, CollatorOptions::default()).ok();
        let descending = keys_of(sort).map(|key| key.attr("sort") == Some("descending")).collect();
        Self { collator, descending }
    }

    /// Empty keys come last, whichever way the key sorts (CSL 1.0.2, "sorting").
    pub(super) fn compare(&self, a: &Keys, b: &Keys) -> Ordering {
        for ((a, b), descending) in a.iter().zip(b).zip(&self.descending) {
            let ordering = match (a, b) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(a), Some(b)) => {
                    let ordering = match &self.collator {
                        Some(collator) => collator.compare(a, b),
                        None => a.cmp(b),
                    };
                    if *descending { ordering.reverse() } else { ordering }
                }
            };
            if ordering != Ordering::Equal {
                return ordering;
            }
        }
        Ordering::Equal
    }
}

fn keys_of(sort: &Element) -> impl Iterator<Item = &Element> {
    sort.children.iter().filter(|child| child.name == "key")
}

impl<'a> Context<'a> {
    /// Makes the sort keys of this record; the context's place must be [`Place::Sort`].
    pub(super) fn sort_keys(&mut self, sort: &'a Element) -> Keys {
        debug_assert_eq!(self.place, Place::Sort);
        keys_of(sort)
            .map(|key| self.sort_key(key))
            .map(|key| key.filter(|key| !key.is_empty()))
            .collect()
    }

    fn sort_key(&mut self, key: &'a Element) -> Option<String> {
        self.used.clear();
        self.names_written = false;
        if let Some(name) = key.attr("macro") {
            self.sort_key = Some(key);
            let part = self.call(name);
            self.sort_key = None;
            return Some(plain(&run::words(&part.runs)));
        }
        let name = key.attr("variable")?;
        let record = self.record;
        if let Some(date) = DateVariable::parse(name).and_then(|v| record.dates.get(&v)) {
            return full_sort_date(date);
        }
        let names = field::names(record, name);
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(sort_name).collect();
            return Some(plain(&names.join(", ")));
        }
        if self.number_text(name).is_some() {
            return Some(run::words(&self.number_variable(name).runs));
        }
        field::text(record, name).map(|text| plain(&text.plain))
    }
}

fn sort_name(name: &refsmith_model::Name) -> String {
    match name {
        refsmith_model::Name::Institution(name) => name.clone(),
        refsmith_model::Name::Person(person) => {
            let given = person.given.as_deref().unwrap_or_default();
            format!("{} {given}", person.family).trim_end().to_owned()
        }
    }
}

/// Quotation marks and brackets do not count in an order.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '"' | '\u{201C}' | '\u{201D}' | '[' | ']'))
        .flat_map(char::to_lowercase)
        .collect()
}
