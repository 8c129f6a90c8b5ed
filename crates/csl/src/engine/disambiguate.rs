//! Telling apart what would look alike: more names, given names, the style's own condition, and at
//! last letters behind the year (CSL 1.0.2, "disambiguation").
//!
//! Records are grouped by the text of their short cite, so only what really looks alike is rendered
//! again. Letters are given in the order of the bibliography.

use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::BuildHasher;

use super::library::Library;
use super::parts::in_parts;
use super::people::{MAX_GIVEN, expand_everywhere, repeats_family};
use super::render::{Ambiguity, CiteState, Given};
use super::tape::{Event, Mark, Tag, Tape};
use crate::request::Position;
use crate::style::program::GivennameRule;

/// Conditions `disambiguate` beyond this number never hold.
const MAX_CONDITIONS: u8 = 16;

/// One step of showing more.
#[derive(Debug, Clone, Copy)]
enum Expansion {
    /// At least so many names.
    Names(usize),
    /// So much of the name at a place.
    Given(usize, Given),
}

impl Expansion {
    /// Tells whether a step shows nothing but names that all works share. Just before the end of
    /// what is shared, a list may already look shorter than another.
    fn is_futile(self, shared: usize) -> bool {
        match self {
            Expansion::Names(count) => count.saturating_add(2) <= shared,
            Expansion::Given(place, _) => place < shared,
        }
    }
}

/// The work of one disambiguation.
struct Bench<'l, 'a> {
    library: &'l mut Library<'a>,
    tape: Tape,
    /// What each item's cite is as it is now; empty where it takes no part.
    shorts: Vec<Short>,
    /// Hashes of their texts.
    hashes: Vec<u64>,
    hasher: RandomState,
}

/// The short form of a cite.
#[derive(Debug, Clone, Default)]
pub(super) struct Short {
    text: String,
    /// How many of the names the work is known by it shows.
    names: usize,
    /// How many conditions `disambiguate` held in it.
    conditions: u8,
}

/// Fills the library's ambiguities for its active records. Works are told apart by what their later
/// cites look like: these say least.
pub(super) fn run(library: &mut Library<'_>) {
    let options = library.program.citation_options.clone();
    for ambiguity in &mut library.ambiguities {
        if *ambiguity != Ambiguity::default() {
            *ambiguity = Ambiguity::default();
        }
    }
    let condition = library.program.tests_disambiguate;
    if !(options.add_names || options.add_givenname || options.add_year_suffix || condition) {
        return;
    }
    let by_cite = options.givenname_rule == GivennameRule::ByCite;
    if options.add_givenname && by_cite {
        // People of one name in one list are told apart in the bibliography in any case.
        for idx in library.active.clone() {
            if !library.items.get(idx).is_some_and(|item| repeats_family(item.record)) {
                continue;
            }
            for (idx, given) in expand_everywhere(library, &[idx], GivennameRule::AllNames) {
                if let Some(listed) = library.listed.get_mut(idx) {
                    listed.given = given;
                }
            }
        }
    }
    for (idx, given) in &library.named_apart {
        if let Some(state) = library.ambiguities.get_mut(*idx) {
            state.given.clone_from(given);
        }
    }
    let count = library.items.len();
    let (shorts, hashes) = (vec![Short::default(); count], vec![0; count]);
    let (tape, hasher) = (Tape::default(), RandomState::new());
    let mut bench = Bench { library, tape, shorts, hashes, hasher };
    bench.refresh_all();
    let all = bench.library.order.clone();
    if options.add_names || options.add_givenname && by_cite {
        let given = options.add_givenname && by_cite;
        for group in bench.classes(&all) {
            bench.expand(group, options.add_names, given);
        }
    }
    // Then entries show no fewer names than cites do.
    if options.add_names && options.add_givenname {
        for (listed, short) in bench.library.listed.iter_mut().zip(&bench.shorts) {
            listed.names = short.names;
        }
    }
    // Letters tell everything apart.
    if condition && !options.add_year_suffix {
        for group in bench.classes(&all) {
            bench.set_conditions(group);
        }
        for idx in &all {
            bench.show_something(*idx);
        }
    }
    if options.add_year_suffix {
        for group in bench.classes(&all).into_iter().chain([bench.mute(&all)]) {
            for (place, idx) in group.into_iter().enumerate() {
                if let Some(ambiguity) = bench.library.ambiguities.get_mut(idx) {
                    ambiguity.suffix = u32::try_from(place).ok();
                }
            }
        }
    }
}

/// Returns the short form of an item's cite in a state: that of later cites, which say least.
fn short(library: &Library<'_>, idx: usize, ambiguity: &Ambiguity, tape: &mut Tape) -> Short {
    tape.clear();
    let position = Position::Subsequent;
    let state = CiteState { position, near_note: true, looking: true, ..CiteState::default() };
    let conditions = library.cite(idx, &state, ambiguity, tape);
    let (start, end) = tape.find(Tag::Names).unwrap_or_default();
    let names = tape.events.get(start..end).unwrap_or_default();
    let names = names.iter().filter(|event| **event == Event::Open(Mark::Tag(Tag::Name))).count();
    Short { text: tape.plain(), names, conditions }
}

impl Bench<'_, '_> {
    /// Returns the text of an item's cite as it would be in a state.
    fn text(&mut self, idx: usize, ambiguity: &Ambiguity) -> String {
        short(self.library, idx, ambiguity, &mut self.tape).text
    }

    fn refresh_all(&mut self) {
        let library = &*self.library;
        let shorts = in_parts(library.threads, &library.active, |_, part| {
            let mut tape = Tape::default();
            // Numbers change from one time to the next.
            let memory = library.memory.filter(|_| !library.program.cites_number);
            let short = |idx: &usize| {
                let state = library.ambiguity(*idx);
                let mut make = || short(library, *idx, state, &mut tape);
                match memory {
                    Some(memory) => memory.short(*idx, state, make),
                    None => make(),
                }
            };
            part.iter().map(short).collect()
        });
        for (place, short) in shorts.into_iter().enumerate() {
            if let Some(idx) = self.library.active.get(place) {
                self.put(*idx, short);
            }
        }
    }

    fn put(&mut self, idx: usize, short: Short) {
        if let (Some(slot), Some(hash)) = (self.shorts.get_mut(idx), self.hashes.get_mut(idx)) {
            *hash = self.hasher.hash_one(&short.text);
            *slot = short;
        }
    }

    fn refresh(&mut self, idx: usize) {
        let short = short(self.library, idx, self.library.ambiguity(idx), &mut self.tape);
        self.put(idx, short);
    }

    fn set(&mut self, idx: usize, ambiguity: Ambiguity) {
        if let Some(slot) = self.library.ambiguities.get_mut(idx) {
            if *slot == ambiguity {
                return;
            }
            *slot = ambiguity;
        }
        self.refresh(idx);
    }

    /// Returns the groups of items whose cites look alike, members in the given order, groups in
    /// the order of their second member.
    fn classes(&self, items: &[usize]) -> Vec<Vec<usize>> {
        /// What is known of a text.
        enum Known {
            /// The only item so far.
            One(usize),
            /// The place of its group.
            Group(usize),
        }
        let mut out: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<&str, Known> = HashMap::new();
        let items = self.maybe_alike(items);
        for idx in &items {
            let Some(text) = self.text_of(*idx).filter(|text| !text.is_empty()) else { continue };
            match known.entry(text) {
                Entry::Vacant(slot) => drop(slot.insert(Known::One(*idx))),
                Entry::Occupied(mut slot) => match *slot.get() {
                    Known::One(first) => {
                        slot.insert(Known::Group(out.len()));
                        out.push(vec![first, *idx]);
                    }
                    Known::Group(at) => out.get_mut(at).into_iter().for_each(|g| g.push(*idx)),
                },
            }
        }
        out
    }

    /// Returns the items whose cites show no more than a number, when there are several. Their entries
    /// get letters, as in other processors: styles that ask for letters have them printed so.
    fn mute(&self, items: &[usize]) -> Vec<usize> {
        if !self.library.program.cites_number {
            return Vec::new();
        }
        let empty = |idx: &&usize| self.text_of(**idx).is_some_and(str::is_empty);
        let mute: Vec<usize> = items.iter().filter(empty).copied().collect();
        if mute.len() > 1 { mute } else { Vec::new() }
    }

    /// Leaves out items whose cites look like no other. Most do, and two bits for each hash find that
    /// out in the processor's cache, where a map of all texts has no place.
    fn maybe_alike(&self, items: &[usize]) -> Vec<usize> {
        let words = items.len().div_ceil(8).next_power_of_two();
        let place = |idx: &usize| {
            let hash = usize::try_from(self.hashes.get(*idx)? & 0xFFFF_FFFF).ok()?;
            Some(((hash >> 6) & (words - 1), 1_u64 << (hash & 63)))
        };
        let (mut once, mut twice) = (vec![0; words], vec![0; words]);
        for (word, bit) in items.iter().filter_map(place) {
            if let (Some(once), Some(twice)) = (once.get_mut(word), twice.get_mut(word)) {
                *twice |= *once & bit;
                *once |= bit;
            }
        }
        let again = |idx: &&usize| {
            place(idx).is_some_and(|(word, bit)| twice.get(word).is_some_and(|w| w & bit != 0))
        };
        items.iter().filter(again).copied().collect()
    }

    fn text_of(&self, idx: usize) -> Option<&str> {
        self.shorts.get(idx).map(|short| short.text.as_str())
    }

    /// Returns how many names at the beginning of their lists works of one kind share, whichever
    /// role; all when the lists are the same.
    fn shared_names(&self, class: &[usize]) -> usize {
        let mut items = class.iter().filter_map(|idx| self.library.items.get(*idx));
        let Some(first) = items.next() else { return 0 };
        let mut shared = usize::MAX;
        for item in items {
            let (ours, theirs) = (&first.record.names, &item.record.names);
            let alike = item.present == first.present
                && item.record.item_type == first.record.item_type
                && ours.keys().eq(theirs.keys());
            if !alike {
                return 0;
            }
            for (a, b) in ours.values().zip(theirs.values()).filter(|(a, b)| a != b) {
                let same = a.names.iter().zip(&b.names).take_while(|(a, b)| a == b).count();
                shared = shared.min(same);
            }
        }
        shared
    }

    /// Shows more of the names of cites that look alike, step by step: initials and the whole of the
    /// given names of the first name, then one name more, then that name's given names, and so on.
    /// A step that tells nobody from anybody is taken back.
    fn expand(&mut self, group: Vec<usize>, names: bool, given: bool) {
        let most = group
            .iter()
            .filter_map(|idx| self.library.items.get(*idx))
            .flat_map(|item| item.record.names.values())
            .map(|list| list.names.len())
            .max()
            .unwrap_or(0);
        let mut steps = Vec::new();
        for place in 0..most {
            if given && place < MAX_GIVEN {
                if self.library.program.cites_initials {
                    steps.push(Expansion::Given(place, Given::Initials));
                }
                steps.push(Expansion::Given(place, Given::Full));
            }
            if names && place + 1 < most {
                steps.push(Expansion::Names(place + 2));
            }
        }
        // A class, the step it has come to, and how many names it shows on trial.
        let mut open = vec![(group, 0, 0)];
        while let Some((class, mut step, mut shown)) = open.pop() {
            let shared = self.shared_names(&class);
            let expansion = loop {
                let Some(expansion) = steps.get(step) else { break None };
                if let Expansion::Names(count) = expansion {
                    shown = *count;
                }
                if !expansion.is_futile(shared) {
                    break Some(expansion);
                }
                step += 1;
            };
            let Some(expansion) = expansion else { continue };
            let tried: Vec<Ambiguity> = class
                .iter()
                .map(|idx| {
                    let mut state = self.library.ambiguity(*idx).clone();
                    state.names = state.names.max(shown);
                    if let Expansion::Given(place, level) = expansion {
                        if state.given.len() <= *place {
                            state.given.resize(place + 1, Given::AsStyled);
                        }
                        if let Some(given) = state.given.get_mut(*place) {
                            *given = *level;
                        }
                    }
                    state
                })
                .collect();
            let texts: Vec<String> =
                class.iter().zip(&tried).map(|(idx, state)| self.text(*idx, state)).collect();
            if texts.windows(2).all(|pair| pair.first() == pair.get(1)) {
                open.push((class, step + 1, shown));
                continue;
            }
            for (idx, state) in class.iter().zip(tried) {
                self.set(*idx, state);
            }
            open.extend(self.classes(&class).into_iter().map(|class| (class, step + 1, shown)));
        }
    }

    /// A cite that would show no more than a number lets as many conditions hold as it takes to
    /// show something of the work.
    fn show_something(&mut self, idx: usize) {
        if self.text_of(idx).is_none_or(|text| !text.is_empty()) {
            return;
        }
        for conditions in 1..=MAX_CONDITIONS {
            let state = Ambiguity { conditions, ..self.library.ambiguity(idx).clone() };
            if !self.text(idx, &state).is_empty() {
                return self.set(idx, state);
            }
        }
    }

    /// Lets the style's own conditions hold, one after the other, as long as some cites look alike
    /// and the style has another. In cites they hold where that tells some from the others; in the
    /// bibliography in any case: styles are written for programs that do so.
    fn set_conditions(&mut self, group: Vec<usize>) {
        let mut open = vec![group.clone()];
        for level in 1..=MAX_CONDITIONS {
            let mut next = Vec::new();
            for class in open {
                let tried = |idx: &usize| Ambiguity {
                    conditions: level,
                    ..self.library.ambiguity(*idx).clone()
                };
                let tried: Vec<Ambiguity> = class.iter().map(tried).collect();
                let met = |(idx, state): (&usize, &Ambiguity)| {
                    short(self.library, *idx, state, &mut self.tape).conditions
                };
                let met = class.iter().zip(&tried).map(met).max().unwrap_or(0);
                if level > 1 && met < level {
                    continue;
                }
                for (idx, state) in class.iter().zip(tried) {
                    self.set(*idx, state);
                }
                next.extend(self.classes(&class));
            }
            open = next;
        }
        let in_vain = self.classes(&group).iter().any(|class| class.len() == group.len());
        for idx in group {
            let state = self.library.ambiguity(idx).clone();
            if let Some(listed) = self.library.listed.get_mut(idx) {
                listed.conditions = state.conditions;
            }
            if in_vain {
                self.set(idx, Ambiguity { conditions: 0, ..state });
            }
        }
    }
}

/// a, b ... z, aa, ab ...
pub(super) fn letters(mut idx: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(char::from(b'a' + u8::try_from(idx % 26).unwrap_or(0)));
        idx /= 26;
        if idx == 0 {
            return out.into_iter().rev().collect();
        }
        idx -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn letters_go_on_behind_z() {
        assert_eq!(letters(0), "a");
        assert_eq!(letters(25), "z");
        assert_eq!(letters(26), "aa");
        assert_eq!(letters(27), "ab");
        assert_eq!(letters(702), "aaa");
    }
}
