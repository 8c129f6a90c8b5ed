//! `crossref` and `xdata`: the fields that an entry takes over from others; and `entryset`: a set has
//! those of its first member, as it has for biber.
//!
//! Fields are only referred to, never copied: an entry keeps its own fields as they are. Circles
//! are cut, and no recursion follows a chain.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use refsmith_model::{Diagnostic, Span};

use super::codes;
use super::raw::{RawEntry, RawField, lower};
use super::types::{is_part, is_whole};

/// Fields that belong to an entry itself and are never inherited.
const OWN: [&str; 18] = [
    "ids",
    "crossref",
    "xref",
    "xdata",
    "entryset",
    "entrysubtype",
    "execute",
    "label",
    "options",
    "presort",
    "related",
    "relatedoptions",
    "relatedstring",
    "relatedtype",
    "shorthand",
    "shorthandintro",
    "sortkey",
    "keywords",
];

/// The type of entries that only group others.
pub(crate) const SET: &str = "set";

/// The field that names the members of a set.
pub(crate) const MEMBERS: &str = "entryset";

/// Fields that give a date; whoever has one of them inherits none.
const DATES: [&str; 4] = ["date", "year", "month", "day"];

/// The most fields an entry inherits; no real entry has so many, and it bounds long chains.
const MAX_INHERITED: usize = 64;

/// A field that an entry takes over from another.
#[derive(Debug, Clone)]
pub(crate) struct Inherited<'e> {
    /// The name under which the entry has it.
    pub(crate) name: &'e str,
    /// The field.
    pub(crate) field: &'e RawField<'e>,
}

/// What each entry takes over. In most files nobody takes over anything, and all is empty.
#[derive(Debug, Default)]
pub(crate) struct Heirs<'e> {
    fields: Vec<Vec<Inherited<'e>>>,
    /// The types that sets have from their first members.
    kinds: HashMap<usize, &'e str>,
    by_key: HashMap<Cow<'e, str>, usize>,
}

impl<'e> Heirs<'e> {
    /// Returns what the entry takes over.
    pub(crate) fn of(&self, idx: usize) -> &[Inherited<'e>] {
        self.fields.get(idx).map_or(&[], Vec::as_slice)
    }

    /// Returns the type of the first member of a set.
    pub(crate) fn kind_of(&self, set: usize) -> Option<&'e str> {
        self.kinds.get(&set).copied()
    }

    /// Tells whether an entry has this key, in any letter case.
    pub(crate) fn has_key(&self, key: &str) -> bool {
        self.by_key.contains_key(lower(key).as_ref())
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// Resolves the references of entries. The first of them are the `others`, which stand in other
/// parts of the file, or here, too, unless the key of an entry `is_known` from before.
pub(crate) fn resolve<'e>(
    entries: &[&'e RawEntry<'e>],
    others: usize,
    is_known: impl Fn(&str) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Heirs<'e> {
    let mut by_key: HashMap<Cow<'e, str>, usize> = HashMap::with_capacity(entries.len());
    let here = |(idx, entry): &(usize, &&RawEntry)| *idx >= others && !is_known(&entry.key);
    let numbered = || entries.iter().enumerate();
    for (idx, entry) in numbered().filter(here).chain(numbered()) {
        by_key.entry(lower(&entry.key)).or_insert(idx);
    }
    let mut out: Vec<Vec<Inherited<'e>>> = vec![Vec::new(); entries.len()];
    let mut kinds: HashMap<usize, &'e str> = HashMap::new();
    let mut states = vec![State::New; entries.len()];
    for root in others..entries.len() {
        let mut stack = vec![root];
        while let Some(&idx) = stack.last() {
            let (Some(entry), Some(state)) = (entries.get(idx), states.get(idx).copied()) else {
                break;
            };
            if state == State::Done {
                stack.pop();
                continue;
            }
            let parents = parents(entry, &by_key);
            if state == State::New {
                set(&mut states, idx, State::Open);
                for (reference, parent) in parents.iter().rev() {
                    match parent.map(|parent| (parent, states.get(parent).copied())) {
                        Some((parent, Some(State::New))) => stack.push(parent),
                        Some((_, Some(State::Open))) => {
                            let mut finding = circle(entry, &reference.1, reference.0);
                            finding.span = finding.span.filter(|_| idx >= others);
                            diagnostics.push(finding);
                        }
                        None if idx >= others => {
                            diagnostics.push(missing(entry, &reference.1, reference.0));
                        }
                        _ => {}
                    }
                }
                continue;
            }
            for (reference, parent) in parents {
                let Some(parent) =
                    parent.filter(|parent| states.get(*parent) == Some(&State::Done))
                else {
                    continue;
                };
                if entry.kind == SET
                    && let Some(member) = entries.get(parent)
                {
                    kinds.insert(idx, kinds.get(&parent).copied().unwrap_or(&member.kind));
                }
                let inherited = inherited(entries, &out, idx, parent, reference.2);
                if let Some(fields) = out.get_mut(idx) {
                    fields.extend(inherited);
                }
            }
            set(&mut states, idx, State::Done);
            stack.pop();
        }
    }
    Heirs { fields: out, kinds, by_key }
}

fn set(states: &mut [State], idx: usize, state: State) {
    if let Some(slot) = states.get_mut(idx) {
        *slot = state;
    }
}

/// Returns the references of an entry (place, key, whether fields keep their names) and where they
/// lead.
fn parents(
    entry: &RawEntry,
    by_key: &HashMap<Cow<str>, usize>,
) -> Vec<((Span, String, bool), Option<usize>)> {
    let mut out = Vec::new();
    // `xdata` is a list of keys; a `crossref` is one key, which may hold a comma only by error.
    for (name, most) in [("xdata", 20), ("crossref", 20), (MEMBERS, 1)] {
        let Some(field) = entry.fields.iter().find(|field| field.name == name) else { continue };
        if name == MEMBERS && entry.kind != SET {
            continue;
        }
        for key in field.tex.split(',').map(str::trim).filter(|key| !key.is_empty()).take(most) {
            let parent = by_key.get(lower(key).as_ref()).copied();
            out.push(((field.span, key.to_owned(), name != "crossref"), parent));
        }
    }
    out
}

fn circle(entry: &RawEntry, key: &str, place: Span) -> Diagnostic {
    let message = format!("`{}` inherits from `{key}`, which inherits from it", entry.key);
    Diagnostic::new(&codes::CROSSREF_LOOP, message).at(place).about(entry.key.as_ref())
}

fn missing(entry: &RawEntry, key: &str, place: Span) -> Diagnostic {
    let message = format!("expected an entry `{key}` to inherit from, found none");
    Diagnostic::new(&codes::CROSSREF_MISSING, message).at(place).about(entry.key.as_ref())
}

/// Returns what the entry `idx` takes over from `parent`.
fn inherited<'e>(
    entries: &[&'e RawEntry<'e>],
    out: &[Vec<Inherited<'e>>],
    idx: usize,
    parent: usize,
    same_names: bool,
) -> Vec<Inherited<'e>> {
    let (Some(child), Some(from), Some(theirs), Some(ours)) =
        (entries.get(idx), entries.get(parent), out.get(parent), out.get(idx))
    else {
        return Vec::new();
    };
    let own = child.fields.iter().map(|field| field.name.as_ref());
    let mut names: BTreeSet<&str> = own.chain(ours.iter().map(|field| field.name)).collect();
    let dated = DATES.iter().any(|name| names.contains(name));
    let mut found = Vec::new();
    let own = from.fields.iter().map(|field| (field.name.as_ref(), field));
    for (given, field) in own.chain(theirs.iter().map(|field| (field.name, field.field))) {
        if found.len() + ours.len() >= MAX_INHERITED {
            break;
        }
        let own = OWN.contains(&given) && !(same_names && given == "keywords");
        if own || dated && DATES.contains(&given) {
            continue;
        }
        let targets: &[&str] =
            if same_names { &[] } else { renamed(&from.kind, &child.kind, given) };
        let same = [given];
        for name in if targets.is_empty() { same.as_slice() } else { targets } {
            let name = *name;
            if !name.is_empty() && names.insert(name) {
                found.push(Inherited { name, field });
            }
        }
    }
    found
}

/// Returns the names that a field of a whole has in its part; an empty name means none, an empty
/// list that the name stays.
fn renamed(parent: &str, child: &str, field: &str) -> &'static [&'static str] {
    let many = matches!(parent, "mvbook" | "mvcollection" | "mvproceedings" | "mvreference");
    let periodical = parent == "periodical" && matches!(child, "article" | "suppperiodical");
    let part = is_part(child) && is_whole(parent);
    match field {
        "title" if many => &["maintitle"],
        "subtitle" if many => &["mainsubtitle"],
        "titleaddon" if many => &["maintitleaddon"],
        "title" if periodical => &["journaltitle"],
        "subtitle" if periodical => &["journalsubtitle"],
        "title" if part => &["booktitle"],
        "subtitle" if part => &["booksubtitle"],
        "titleaddon" if part => &["booktitleaddon"],
        "shorttitle" | "sorttitle" | "indextitle" if many || periodical || part => &[""],
        "author" if part && matches!(child, "inbook" | "bookinbook" | "suppbook") => {
            &["author", "bookauthor"]
        }
        _ => &[],
    }
}
