//! Citation keys: `feldman2017`, and `feldman2015a`, `feldman2015b` for the same author and year.

use std::collections::{BTreeMap, BTreeSet};

use super::{DateVariable, Name, NameVariable, Record, TextVariable};
use crate::text::unicode::fold;

/// Gives every record without an `id` a citation key: family name of the first author (editor,
/// title word) and year, with a letter where several records would share a key.
///
/// Letters are given in the order of the list. An `id` that is there already is never changed and
/// never given twice.
///
/// # Examples
/// ```
/// use refsmith_model::record::key::assign_keys;
/// use refsmith_model::{Date, DateVariable, ItemType, Name, NameList, NameVariable, PersonName};
/// use refsmith_model::Record;
/// let mut record = Record::new("", ItemType::Book);
/// let name = Name::Person(PersonName::new("Ørsted", "H. C."));
/// record.names.insert(NameVariable::Author, NameList::complete(vec![name]));
/// record.dates.insert(DateVariable::Issued, Date::from_year(1820));
/// let mut records = vec![record.clone(), record];
/// assign_keys(&mut records);
/// assert_eq!(records[0].id, "orsted1820a");
/// assert_eq!(records[1].id, "orsted1820b");
/// ```
pub fn assign_keys(records: &mut [Record]) {
    if records.iter().all(|record| !record.id.is_empty()) {
        return;
    }
    let mut taken: BTreeSet<String> =
        records.iter().filter(|record| !record.id.is_empty()).map(|r| r.id.clone()).collect();
    let stems: Vec<Option<String>> =
        records.iter().map(|record| record.id.is_empty().then(|| stem(record))).collect();
    let mut members: BTreeMap<&str, usize> = BTreeMap::new();
    for stem in stems.iter().flatten() {
        *members.entry(stem).or_default() += 1;
    }
    let mut given: BTreeMap<&str, usize> = BTreeMap::new();
    for (record, stem) in records.iter_mut().zip(&stems) {
        let Some(stem) = stem else { continue };
        let alone = members.get(stem.as_str()) == Some(&1) && !taken.contains(stem);
        let next = given.entry(stem).or_default();
        let mut key = if alone { stem.clone() } else { format!("{stem}{}", letters(*next)) };
        *next += 1;
        while taken.contains(&key) {
            key = format!("{stem}{}", letters(*next));
            *next += 1;
        }
        taken.insert(key.clone());
        record.id = key;
    }
}

/// Gives citation keys to records that come one by one, in constant memory.
///
/// Because what follows is not known, the first record of a key gets it without a letter and the
/// next one the letter `b`. Stems are counted in a table of fixed size: two that share a place in
/// it count together, so a letter may be given without need, but no key is given twice.
///
/// # Examples
/// ```
/// use refsmith_model::record::key::KeyCounter;
/// use refsmith_model::{Date, DateVariable, ItemType, Record};
/// let mut record = Record::new("", ItemType::Book);
/// record.dates.insert(DateVariable::Issued, Date::from_year(1820));
/// let mut keys = KeyCounter::default();
/// assert_eq!(keys.key(&record), "anonymous1820");
/// assert_eq!(keys.key(&record), "anonymous1820b");
/// ```
#[derive(Debug, Clone)]
pub struct KeyCounter {
    counts: Vec<u32>,
    /// One bit for each key that a record has, by its hash.
    taken: Vec<u64>,
}

impl Default for KeyCounter {
    fn default() -> Self {
        // Zeroed pages cost nothing until they are counted in.
        Self { counts: vec![0; 1 << 21], taken: vec![0; 1 << 18] }
    }
}

impl KeyCounter {
    /// Gives a record without `id` a key that no record before it has, and remembers the `id` of any
    /// other.
    pub fn name(&mut self, record: &mut Record) {
        // Keys that share a bit with others are taken for taken; when most bits are set, the letters
        // have to do.
        const TRIES: usize = 100;
        if !record.id.is_empty() {
            self.take(&record.id);
            return;
        }
        for _ in 0..TRIES {
            record.id = self.key(record);
            if self.take(&record.id) {
                return;
            }
        }
    }

    /// Takes a key; returns `false` when a record has it, or may have it.
    fn take(&mut self, key: &str) -> bool {
        let bit = spread(key) % (self.taken.len().max(1) as u64 * 64);
        let Some(word) = self.taken.get_mut((bit / 64) as usize) else { return true };
        let free = *word >> (bit % 64) & 1 == 0;
        *word |= 1 << (bit % 64);
        free
    }

    /// Returns the key of the next record, whatever its `id` is now.
    pub fn key(&mut self, record: &Record) -> String {
        let stem = stem(record);
        let place = spread(&stem) % self.counts.len().max(1) as u64;
        let Some(count) = self.counts.get_mut(place as usize) else { return stem };
        *count = count.saturating_add(1);
        match *count {
            1 => stem,
            n => format!("{stem}{}", letters(n as usize - 1)),
        }
    }
}

/// Returns a number that spreads texts evenly.
fn spread(text: &str) -> u64 {
    // FNV-1a: the same in every run, which the standard hasher does not promise.
    let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    (hash >> 32) ^ hash
}

/// Returns the key of a record before letters tell equal ones apart.
fn stem(record: &Record) -> String {
    let name = [NameVariable::Author, NameVariable::Editor, NameVariable::Translator]
        .iter()
        .find_map(|role| record.people(*role).first())
        .map(|name| match name {
            Name::Person(person) => person.full_family(),
            Name::Institution(name) => name.split_whitespace().take(3).collect(),
        })
        .or_else(|| {
            let title = record.text(TextVariable::Title)?;
            title.split_whitespace().find(|word| word.chars().count() > 3).map(str::to_owned)
        })
        .map(|name| fold(&name).chars().filter(|c| c.is_alphanumeric()).collect::<String>())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "anonymous".to_owned());
    match record.dates.get(&DateVariable::Issued).and_then(super::Date::year) {
        Some(year) => format!("{name}{year}"),
        None => format!("{name}nd"),
    }
}

/// Returns a, b ... z, aa, ab ... for 0, 1 ...
///
/// # Examples
/// ```
/// use refsmith_model::record::key::letters;
/// assert_eq!([letters(0), letters(25), letters(26)], ["a", "z", "aa"]);
/// ```
pub fn letters(mut idx: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(char::from(b'a' + u8::try_from(idx % 26).unwrap_or(0)));
        idx /= 26;
        if idx == 0 {
            break;
        }
        idx -= 1;
    }
    out.iter().rev().collect()
}
