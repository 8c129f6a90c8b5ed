//! Lists of names, written in the comma form, which every program reads.
//!
//! Every name is read back at once: what the reader does not understand as it was is a loss.

use refsmith_model::{Name, NameList, PersonName};

use super::escape;
use super::macros::Macros;
use super::names::{self, takes_comma};

/// A list as TeX.
pub(crate) struct Written {
    /// The TeX.
    pub(crate) tex: String,
    /// What was lost, and of which name.
    pub(crate) lost: Vec<(String, String)>,
}

/// Writes a list of names.
pub(crate) fn write(list: &NameList) -> Written {
    let mut out = Written { tex: String::new(), lost: Vec::new() };
    for name in &list.names {
        if !out.tex.is_empty() {
            out.tex.push_str(" and ");
        }
        let tex = one(name, &mut out.lost);
        out.tex.push_str(&tex);
    }
    if let Some(after) = list.truncated_after {
        if !out.tex.is_empty() {
            out.tex.push_str(" and ");
        }
        out.tex.push_str("others");
        if after < list.names.len() {
            let how = format!("the place of the cut, after {after} names; `and others` is last");
            out.lost.push((how, list.to_string()));
        }
    }
    out
}

/// Tells whether a list has a particle that stays with the family name.
pub(crate) fn has_prefix(list: &NameList) -> bool {
    list.names.iter().any(|name| match name {
        Name::Person(person) => person.non_dropping_particle.is_some(),
        Name::Institution(_) => false,
    })
}

fn one(name: &Name, lost: &mut Vec<(String, String)>) -> String {
    let mut note = |how: &str| lost.push((how.to_owned(), name.to_string()));
    let reads_back = |tex: &str, wanted: &Name| {
        let list = names::read(tex, true, &Macros::default(), &mut names::Notes::default());
        list.names.as_slice() == std::slice::from_ref(wanted)
    };
    let Name::Person(person) = name else {
        let tex = braced(name.family());
        if !reads_back(&tex, name) {
            note("white space in the name");
        }
        return tex;
    };
    if person.orcid.is_some() {
        note("the ORCID iD");
    }
    if person.static_ordering {
        note("the fixed order of the parts");
    }
    if person.suffix.as_deref().is_some_and(|suffix| takes_comma(suffix) != person.comma_suffix) {
        note("whether a comma stands before the suffix");
    }
    let wanted = PersonName {
        orcid: None,
        static_ordering: false,
        comma_suffix: person.suffix.as_deref().is_some_and(takes_comma),
        ..person.clone()
    };
    let mut first = None;
    for protect in [false, true] {
        let tex = person_tex(&wanted, protect);
        if reads_back(&tex, &Name::Person(wanted.clone())) {
            return tex;
        }
        first.get_or_insert(tex);
    }
    note("the parts of the name");
    first.unwrap_or_default()
}

fn person_tex(person: &PersonName, protect: bool) -> String {
    let guard = |text: &str, all: bool| {
        let risky = all
            || text.contains([',', '='])
            || text.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
        if risky { braced(text) } else { escape::plain(text) }
    };
    // A small first letter would be taken for a particle.
    let small = person.family.split_whitespace().count() > 1
        && person
            .family
            .split_whitespace()
            .any(|word| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase));
    let mut family = guard(&person.family, protect || small);
    if let Some(particle) = &person.non_dropping_particle {
        let glued = particle.ends_with(['\'', '\u{2019}', '-']);
        let gap = if glued && protect { "" } else { " " };
        family = format!("{}{gap}{family}", escape::plain(particle));
    }
    let mut given = person.given.as_deref().map(|given| guard(given, protect)).unwrap_or_default();
    if let Some(particle) = &person.dropping_particle {
        let gap = if given.is_empty() { "" } else { " " };
        given = format!("{given}{gap}{}", escape::plain(particle));
    }
    match (&person.suffix, given.is_empty()) {
        (Some(suffix), _) => format!("{family}, {}, {given}", guard(suffix, false)),
        (None, false) => format!("{family}, {given}"),
        (None, true) => {
            let words = family.split_whitespace().count();
            let alone = words == 1 || person.non_dropping_particle.is_some() || protect;
            if alone { family } else { braced(&person.family) }
        }
    }
}

fn braced(text: &str) -> String {
    format!("{{{}}}", escape::plain(text))
}
