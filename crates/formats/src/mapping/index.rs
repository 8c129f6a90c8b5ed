//! Which rows of a mapping bear a name, and which of these hold for a type.
//!
//! A file of a hundred thousand records asks millions of times; so both answers are looked up, not
//! looked for.

use std::ops::Range;
use std::sync::OnceLock;

use refsmith_model::ItemType;

use super::FieldRow;

/// Which rows of a mapping bear a name; built on first use.
#[derive(Debug, Default)]
pub struct Index(OnceLock<Lookup>);

#[derive(Debug)]
pub(super) struct Lookup {
    /// Keys and places in `names` by the mixed key; half of them stay free.
    slots: Vec<Option<(u64, usize)>>,
    names: Vec<Named>,
    /// The rows, several times over: for each name all of them, then those for each type.
    rows: Vec<&'static FieldRow>,
}

/// The rows of one name.
#[derive(Debug)]
struct Named {
    name: &'static str,
    all: Range<usize>,
    by_type: Vec<Range<usize>>,
}

impl Index {
    /// Creates an index that is built on first use.
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// Returns the rows by which fields are read.
    pub(super) fn get(&self, fields: &'static [FieldRow]) -> &Lookup {
        self.0.get_or_init(|| Lookup::of(fields))
    }
}

impl Lookup {
    fn of(fields: &'static [FieldRow]) -> Self {
        let read = || fields.iter().filter(|row| row.way.reads());
        let mut lookup = Self { slots: Vec::new(), names: Vec::new(), rows: Vec::new() };
        for row in read() {
            if lookup.names.iter().any(|named| named.name == row.field) {
                continue;
            }
            let own: Vec<&'static FieldRow> =
                read().filter(|other| other.field == row.field).collect();
            let all = lookup.add(own.iter().copied());
            let by_type = ItemType::ALL
                .iter()
                .map(|kind| lookup.add(own.iter().copied().filter(|row| row.on.holds(*kind))))
                .collect();
            lookup.names.push(Named { name: row.field, all, by_type });
        }
        let mut slots = vec![None; (lookup.names.len() * 2).next_power_of_two().max(2)];
        for (idx, named) in lookup.names.iter().enumerate() {
            let key = key(named.name);
            let mut slot = mixed(key) & (slots.len() - 1);
            while slots.get(slot).is_some_and(Option::is_some) {
                slot = (slot + 1) & (slots.len() - 1);
            }
            if let Some(free) = slots.get_mut(slot) {
                *free = Some((key, idx));
            }
        }
        lookup.slots = slots;
        lookup
    }

    fn add(&mut self, rows: impl Iterator<Item = &'static FieldRow>) -> Range<usize> {
        let start = self.rows.len();
        self.rows.extend(rows);
        start..self.rows.len()
    }

    fn named(&self, name: &str) -> Option<&Named> {
        let key = key(name);
        let mut slot = mixed(key) & (self.slots.len() - 1);
        loop {
            let (found, idx) = (*self.slots.get(slot)?)?;
            let named = self.names.get(idx)?;
            // Keys of short names are the names.
            if found == key && (name.len() < 8 || named.name == name) {
                return Some(named);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    /// Returns the rows of a name, in their order.
    pub(super) fn rows(&self, name: &str) -> &[&'static FieldRow] {
        self.named(name).and_then(|named| self.rows.get(named.all.clone())).unwrap_or(&[])
    }

    /// Returns the rows of a name that hold for a type, in their order.
    pub(super) fn rows_for(&self, name: &str, item_type: ItemType) -> &[&'static FieldRow] {
        let range = self.named(name).and_then(|named| named.by_type.get(item_type as usize));
        range.and_then(|range| self.rows.get(range.clone())).unwrap_or(&[])
    }
}

/// Returns a number for a name. Names of fewer than eight bytes have one of their own.
fn key(name: &str) -> u64 {
    let word = |bytes: &[u8]| bytes.iter().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
    let bytes = name.as_bytes();
    if bytes.len() < 8 {
        return word(bytes) << 8 | bytes.len() as u64;
    }
    let hash = bytes
        .chunks(8)
        .fold(0_u64, |hash, bytes| (hash.rotate_left(5) ^ word(bytes)).wrapping_mul(MULTIPLIER));
    hash | 0xFF
}

/// Spreads keys over the slots.
fn mixed(key: u64) -> usize {
    (key.wrapping_mul(MULTIPLIER) >> 40) as usize
}

/// The fractional part of the golden ratio, odd: neighbors end up far apart.
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
