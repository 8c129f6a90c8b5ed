//! Order: of a bibliography, and of the cites in a citation.

use std::cmp::Ordering;
use std::num::NonZeroUsize;

use icu_collator::options::{AlternateHandling, CollatorOptions, MaxVariable, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use refsmith_model::{TextVariable, Variable};

use super::date::push_full_sort_date;
use super::parts::in_parts;
use super::render::Renderer;
use super::tape::Tape;
use crate::style::program::{KeySource, SortKey};

/// What an item counts as under one key of the style; `None` where it has no value.
pub(super) type Key = Option<Box<str>>;

/// Compares texts as a language orders words.
pub(super) struct Order {
    collator: Option<CollatorBorrowed<'static>>,
    /// ASCII letters are in the order of the alphabet, and no two of them count as one.
    alphabetical: bool,
}

/// Languages of which that is known; most texts are in one of these.
const ALPHABETICAL: [&str; 7] = ["de", "en", "es", "fr", "it", "nl", "pt"];

impl Order {
    pub(super) fn new(lang: &str) -> Self {
        let locale: Option<icu_locale_core::Locale> = lang.parse().ok();
        let mut preferences = locale.map(CollatorPreferences::from).unwrap_or_default();
        // Numbers count by their value; accents, capitals and punctuation do not count.
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Primary);
        options.alternate_handling = Some(AlternateHandling::Shifted);
        options.max_variable = Some(MaxVariable::Punctuation);
        let base = lang.split('-').next().unwrap_or_default();
        Self {
            collator: Collator::try_new(preferences, options).ok(),
            alphabetical: ALPHABETICAL.contains(&base),
        }
    }

    pub(super) fn compare(&self, a: &str, b: &str) -> Ordering {
        let plainly = || compare_plainly(a.as_bytes(), b.as_bytes());
        match (&self.collator, self.alphabetical.then(plainly).flatten()) {
            (_, Some(ordering)) => ordering,
            (Some(collator), None) => collator.compare(a, b),
            (None, None) => a.cmp(b),
        }
    }

    /// Empty keys come last, whichever way the key sorts (CSL 1.0.2, "sorting").
    pub(super) fn compare_keys(&self, sort: &SortKey, a: &Key, b: &Key) -> Ordering {
        match (a, b) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(a), Some(b)) if sort.descending => self.compare(b, a),
            (Some(a), Some(b)) => self.compare(a, b),
        }
    }

    /// Puts items in the order of a style; those that are equal stay as they are. A later key is
    /// made only for items that are equal by all before it.
    pub(super) fn arrange<'s, T: Sync>(
        &self,
        sort: &'s [SortKey],
        items: impl IntoIterator<Item = T>,
        threads: NonZeroUsize,
        key: impl Fn(&T, &'s SortKey, &mut Tape) -> Key + Sync,
    ) -> impl Iterator<Item = T> {
        let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
        let order = self.places(sort, items.len(), threads, &|place, criterion, tape| {
            key(items.get(place)?.as_ref()?, criterion, tape)
        });
        order.into_iter().filter_map(move |place| items.get_mut(place)?.take())
    }

    /// Returns the places of so many items in the order of a style.
    fn places<'s>(
        &self,
        sort: &'s [SortKey],
        count: usize,
        threads: NonZeroUsize,
        key: &(dyn Fn(usize, &'s SortKey, &mut Tape) -> Key + Sync),
    ) -> Vec<usize> {
        let unsorted = |place| Keyed { head: [OPEN; HEAD], key: None, place };
        let mut keyed: Vec<Keyed> = (0..count).map(unsorted).collect();
        let mut open = vec![(0..count, 0)];
        while let Some((range, level)) = open.pop() {
            let mut start = range.start;
            let (Some(criterion), Some(equal)) = (sort.get(level), keyed.get_mut(range)) else {
                continue;
            };
            let keys = in_parts(threads, equal, |_, part| {
                let mut tape = Tape::default();
                part.iter().map(|keyed| key(keyed.place, criterion, &mut tape)).collect()
            });
            for (keyed, key) in equal.iter_mut().zip(keys) {
                keyed.head = self.head(key.as_deref().unwrap_or_default());
                keyed.key = key;
            }
            let compare = |a: &Keyed, b: &Keyed| match compare_heads(a.head, b.head) {
                Some(ordering) if criterion.descending => ordering.reverse(),
                Some(ordering) => ordering,
                None => self.compare_keys(criterion, &a.key, &b.key),
            };
            equal.sort_by(compare);
            for class in equal.chunk_by(|a, b| compare(a, b).is_eq()) {
                if class.len() > 1 {
                    open.push((start..start + class.len(), level + 1));
                }
                start += class.len();
            }
        }
        keyed.into_iter().map(|keyed| keyed.place).collect()
    }

    /// Returns what a key begins with: the ranks of bytes that are compared one by one, and [`OPEN`]
    /// from where on they are not.
    fn head(&self, key: &str) -> [u8; HEAD] {
        let mut head = [OPEN; HEAD];
        let bytes = key.as_bytes();
        let next = bytes.iter().skip(1).map(Some).chain([None]);
        for ((slot, byte), next) in head.iter_mut().zip(bytes).zip(next) {
            // What is not ASCII may belong to the letter before it.
            let plain = is_plain(*byte) && !byte.is_ascii_digit();
            if !self.alphabetical || !plain || next.is_some_and(|next| !next.is_ascii()) {
                break;
            }
            *slot = rank(*byte);
        }
        head
    }
}

/// An item that is being sorted.
struct Keyed {
    /// The head of the key, which tells most items apart; the key lies elsewhere in memory.
    head: [u8; HEAD],
    key: Key,
    place: usize,
}

/// So many bytes: the first author's name and the beginning of what follows.
const HEAD: usize = 32;

/// Stands in heads for what a head does not tell.
const OPEN: u8 = u8::MAX;

/// Compares keys by their heads, where these decide.
fn compare_heads(a: [u8; HEAD], b: [u8; HEAD]) -> Option<Ordering> {
    let (a, b) = a.iter().zip(&b).find(|(a, b)| a != b)?;
    (*a != OPEN && *b != OPEN).then(|| a.cmp(b))
}

/// What stands for a blank in keys: a symbol, because blanks would not count any more than
/// punctuation does.
const BLANK: char = '|';

/// Compares texts as a collator does, many times faster, where ASCII letters, digits and what stands
/// for blanks decide: blanks come before numbers, numbers before letters.
fn compare_plainly(mut a: &[u8], mut b: &[u8]) -> Option<Ordering> {
    // What is not ASCII may belong to the letter before it.
    let stands_alone = |rest: &[u8]| rest.first().is_none_or(u8::is_ascii);
    loop {
        let ([x, rest_of_a @ ..], [y, rest_of_b @ ..]) = (a, b) else {
            let plain = a.iter().chain(b).next().is_none_or(|next| is_plain(*next));
            return plain.then(|| a.len().cmp(&b.len()));
        };
        let ordering = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (number, other);
            (number, a) = split_number(a);
            (other, b) = split_number(b);
            number.len().cmp(&other.len()).then_with(|| number.cmp(other))
        } else {
            (a, b) = (rest_of_a, rest_of_b);
            if !is_plain(*x) || !is_plain(*y) {
                return None;
            }
            rank(*x).cmp(&rank(*y))
        };
        if ordering.is_ne() {
            return (stands_alone(a) && stands_alone(b)).then_some(ordering);
        }
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || char::from(byte) == BLANK
}

fn rank(byte: u8) -> u8 {
    if char::from(byte) == BLANK { 0 } else { byte.to_ascii_lowercase() }
}

/// Splits a number off, without the zeros it begins with.
fn split_number(text: &[u8]) -> (&[u8], &[u8]) {
    let len = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(len);
    let zeros = number.iter().position(|digit| *digit != b'0').unwrap_or(number.len());
    (number.get(zeros..).unwrap_or_default(), rest)
}

impl<'a> Renderer<'a> {
    /// Makes the key of this record; the purpose must be that key.
    pub(super) fn sort_key(&mut self, key: &'a SortKey) -> Key {
        self.tape.clear();
        self.used = 0;
        self.names_written = false;
        let mut out = String::new();
        match &key.source {
            KeySource::Macro(idx) => {
                self.call_for_key(*idx);
                self.tape.push_words(&mut out, 0, self.tape.events.len());
            }
            KeySource::Names(names) => {
                self.names(names);
                self.tape.push_words(&mut out, 0, self.tape.events.len());
            }
            KeySource::Variable(variable) => self.variable_key((*variable)?, &mut out),
        }
        comparable(&out)
    }

    fn variable_key(&mut self, variable: Variable, out: &mut String) {
        let item = self.item;
        match variable {
            Variable::Date(date) => {
                if let Some(date) = item.record.dates.get(&date) {
                    push_full_sort_date(out, date);
                }
            }
            Variable::Name(_) => {}
            Variable::Number(number) => {
                if let Some(text) = self.number_text(number) {
                    self.write_number(number, &text);
                }
                self.tape.push_words(out, 0, self.tape.events.len());
                // Of "12-15" only the beginning counts.
                if out.starts_with(|c: char| c.is_ascii_digit()) {
                    let end = out.find(|c: char| !c.is_ascii_digit()).unwrap_or(out.len());
                    out.truncate(end);
                }
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

/// Makes a key of words: blanks count, punctuation does not, and is left out where that makes no
/// difference, because keys without it are compared faster.
fn comparable(words: &str) -> Key {
    if words.trim().is_empty() {
        return None;
    }
    let mut out = String::with_capacity(words.len() + 1);
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        let digits = |a: char, b: char| a.is_numeric() && b.is_numeric();
        match c {
            ' ' => out.push(BLANK),
            // "1.5" are two numbers.
            _ if is_ignored(c)
                && !out
                    .chars()
                    .next_back()
                    .zip(chars.peek())
                    .is_some_and(|(a, b)| digits(a, *b)) => {}
            _ => out.push(c),
        }
    }
    out.push(BLANK);
    Some(out.into_boxed_str())
}

/// Tells whether a character is punctuation, as far as that is frequent.
fn is_ignored(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~')
        || matches!(c, '\u{2010}'..='\u{201F}' | '\u{AB}' | '\u{BB}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::Mutex;

    #[test]
    fn dates_sort_by_time() {
        let order = Order::new("en-GB");
        let keys = ["50000018940000", "50000020100117", "50000020120000", "50000020121004"];
        assert!(keys.is_sorted_by(|a, b| order.compare(a, b).is_lt()));
    }

    proptest! {
        #[test]
        fn texts_are_in_the_order_of_the_collator(
            a in "[abxABX| 0-2éñß.\u{301}\u{303}\t]{0,6}|[a-zA-Z0-9|]{0,12}",
            b in "[abxABX| 0-2éñß.\u{301}\u{303}\t]{0,6}|[a-zA-Z0-9|]{0,12}",
        ) {
            for lang in ALPHABETICAL {
                let order = Order::new(lang);
                let theirs = order.collator.as_ref().expect("data").compare(&a, &b);
                prop_assert_eq!(order.compare(&a, &b), theirs, "{} {:?} {:?}", lang, a, b);
                let by_heads = compare_heads(order.head(&a), order.head(&b));
                prop_assert_eq!(by_heads.unwrap_or(theirs), theirs, "{} {:?} {:?}", lang, a, b);
            }
        }
    }

    fn key(descending: bool) -> SortKey {
        let source = KeySource::Variable(None);
        let (names_min, names_use_first, names_use_last) = (None, None, None);
        SortKey { source, descending, names_min, names_use_first, names_use_last }
    }

    #[test]
    fn later_keys_are_made_for_equal_items_alone() {
        let sort = [key(false), key(true)];
        let items = [("b", ""), ("a", "1"), ("", "x"), ("A", "2"), ("c", "")];
        let asked = Mutex::new(Vec::new());
        let order = Order::new("en-US");
        let sorted: Vec<_> = order
            .arrange(&sort, items, NonZeroUsize::MIN, |item, criterion, _| {
                let text = if criterion.descending { item.1 } else { item.0 };
                if criterion.descending {
                    asked.lock().expect("one thread").push(text);
                }
                Some(text).filter(|text| !text.is_empty()).map(Box::from)
            })
            .collect();
        assert_eq!(sorted, [("A", "2"), ("a", "1"), ("b", ""), ("c", ""), ("", "x")]);
        assert_eq!(asked.into_inner().expect("one thread"), ["1", "2"]);
    }
}
