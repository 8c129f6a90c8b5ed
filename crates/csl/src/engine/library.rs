//! [`Library`]: all records of a rendering, seen together.

use std::num::NonZeroUsize;

use refsmith_model::Record;

use super::item::Item;
use super::markup::Quotes;
use super::memory::Memory;
use super::people;
use super::render::{Ambiguity, CiteState, Given, Listed, Purpose, Renderer};
use super::settle::Usage;
use super::sort::{self, Order};
use super::tape::Tape;
use crate::locale::Locale;
use crate::style::Style;
use crate::style::program::{Program, Section, SortKey};

/// The records, in their order, with what telling them apart has come to.
pub(super) struct Library<'a> {
    pub(super) program: &'a Program,
    pub(super) locale: &'a Locale,
    pub(super) items: Vec<Item<'a>>,
    /// Positions in `items` of what is cited or listed, in citation order.
    pub(super) active: Vec<usize>,
    /// The same in the order of the bibliography.
    pub(super) order: Vec<usize>,
    /// The citation number of each item, counted from 1.
    pub(super) numbers: Vec<usize>,
    pub(super) ambiguities: Vec<Ambiguity>,
    /// Items that show more of a name than the style asks for, wherever they are named.
    pub(super) named_apart: Vec<(usize, Vec<Given>)>,
    /// How much of the names of each item the bibliography shows.
    pub(super) listed: Vec<Listed>,
    /// Which items are cited more than once.
    pub(super) cited_again: Vec<bool>,
    /// Whether entries and cites say which variable their words come from.
    pub(super) traced: bool,
    pub(super) threads: NonZeroUsize,
    /// What is known from before, for a document that is being written.
    pub(super) memory: Option<&'a Memory>,
    pub(super) usage: Usage<'a>,
    quotes: Quotes,
    /// How the language orders words.
    pub(super) collation: Order,
}

impl<'a> Library<'a> {
    pub(super) fn new(style: &'a Style, locale: &'a Locale, records: &'a [Record]) -> Self {
        Self {
            program: style.program(),
            locale,
            items: records.iter().map(Item::new).collect(),
            active: Vec::new(),
            order: Vec::new(),
            numbers: (1..=records.len()).collect(),
            ambiguities: vec![Ambiguity::default(); records.len()],
            named_apart: Vec::new(),
            listed: vec![Listed::default(); records.len()],
            cited_again: vec![false; records.len()],
            traced: false,
            threads: NonZeroUsize::MIN,
            memory: None,
            usage: Usage::of(locale),
            quotes: Quotes::of(locale),
            collation: Order::new(&locale.lang),
        }
    }

    /// Notes which records are cited more than once.
    pub(super) fn count(&mut self, cites: impl Iterator<Item = usize>) {
        let mut seen = vec![false; self.items.len()];
        for idx in cites {
            if let (Some(seen), Some(again)) = (seen.get_mut(idx), self.cited_again.get_mut(idx)) {
                *again |= std::mem::replace(seen, true);
            }
        }
    }

    /// Says which records take part, in citation order, and fixes their order in the bibliography
    /// and, by it, the citation numbers.
    pub(super) fn activate(&mut self, active: Vec<usize>) {
        for (place, item) in active.iter().enumerate() {
            if let Some(number) = self.numbers.get_mut(*item) {
                *number = place + 1;
            }
        }
        self.active = active;
        self.order = self.active.clone();
        let program = self.program;
        self.named_apart = people::named_apart(self);
        let mut given: Vec<&[Given]> = vec![&[]; self.items.len()];
        for (idx, names) in &self.named_apart {
            given.get_mut(*idx).into_iter().for_each(|slot| *slot = names);
        }
        if let Some((section, _)) = &program.bibliography
            && !section.sort.is_empty()
        {
            // Numbers change from one time to the next; all other keys are the record's own.
            let keeps = |key: &SortKey| !program.prints_number(key);
            let key = |idx: &usize, key: &'a SortKey, tape: &mut Tape| {
                let given = given.get(*idx).copied().unwrap_or_default();
                let ambiguity = Ambiguity { given: given.to_vec(), ..Ambiguity::NONE };
                let mut make = || self.sort_key(*idx, section, key, &ambiguity, tape);
                let place = section.sort.iter().position(|other| std::ptr::eq(other, key));
                match (self.memory, place) {
                    (Some(memory), Some(place)) if keeps(key) => {
                        memory.key(*idx, place, given, make)
                    }
                    _ => make(),
                }
            };
            let active = self.active.iter().copied();
            let sorted = self.collation.arrange(&section.sort, active, self.threads, key);
            self.order = sorted.collect();
        }
        for (place, item) in self.order.iter().enumerate() {
            if let Some(number) = self.numbers.get_mut(*item) {
                *number = place + 1;
            }
        }
    }

    /// Returns what a record counts as under a key of a section.
    pub(super) fn sort_key(
        &self,
        idx: usize,
        section: &'a Section,
        key: &'a SortKey,
        ambiguity: &Ambiguity,
        tape: &mut Tape,
    ) -> sort::Key {
        let none = CiteState::default();
        let purpose = Purpose::Sort(key);
        self.renderer(idx, section, purpose, &none, ambiguity, tape)?.sort_key(key)
    }

    /// Begins a rendering of one record.
    pub(super) fn renderer<'s>(
        &'s self,
        idx: usize,
        section: &'s Section,
        purpose: Purpose<'s>,
        cite: &'s CiteState,
        ambiguity: &'s Ambiguity,
        tape: &'s mut Tape,
    ) -> Option<Renderer<'s>> {
        Some(Renderer {
            program: self.program,
            locale: self.locale,
            section,
            purpose,
            quotes: self.quotes,
            item: self.items.get(idx)?,
            cite,
            ambiguity,
            listed: self.listed.get(idx).filter(|_| matches!(purpose, Purpose::Bibliography)),
            number: self.numbers.get(idx).copied().unwrap_or(idx + 1),
            tape,
            used: 0,
            substituting: false,
            suffix_written: false,
            names_written: false,
            known_by: None,
            first: false,
            dates_only: false,
            outermost: false,
            range_goes_on: false,
            conditions_met: std::cell::Cell::new(0),
        })
    }

    /// Renders a cite onto a tape, without what its citation puts around it. Returns how many
    /// conditions `disambiguate` held.
    pub(super) fn cite(
        &self,
        idx: usize,
        cite: &CiteState,
        ambiguity: &Ambiguity,
        tape: &mut Tape,
    ) -> u8 {
        let section = &self.program.citation;
        let renderer = self.renderer(idx, section, Purpose::Citation, cite, ambiguity, tape);
        let Some(mut renderer) = renderer else { return 0 };
        renderer.nodes(&section.layout, "");
        renderer.conditions_met.get()
    }

    pub(super) fn ambiguity(&self, idx: usize) -> &Ambiguity {
        static NONE: Ambiguity = Ambiguity::NONE;
        self.ambiguities.get(idx).unwrap_or(&NONE)
    }
}
