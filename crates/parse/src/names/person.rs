//! One name: from a stretch of tokens to family name, given names, particle and suffix.

use refsmith_model::{Name, PersonName};

use super::east;
use super::parts::{Part, is_given, is_particle, run};
use crate::lexicon::{PARTICLE, SUFFIX};
use crate::token::Text;

/// Builds a name from its family part and its given part.
pub(super) fn inverted(t: &Text<'_>, family: &Part, given: &Part) -> Name {
    let mut person = with_family(t, family.from, family.to);
    let (from, mut to) = (given.from, given.to);
    if let Some(at) = suffix_start(t, from, to) {
        person.suffix = Some(t.text(at, to).to_owned());
        to = at;
    }
    let particle = (from + 1..to).find(|i| is_particle(t, *i));
    if let Some(particle) = particle {
        person.dropping_particle = Some(t.text(particle, to).to_owned());
        to = particle;
    }
    person.given = Some(given_text(t, from, to)).filter(|given| !given.is_empty());
    Name::Person(person)
}

/// Adds a suffix that stands alone between commas.
pub(super) fn add_suffix(name: &mut Name, suffix: &str) {
    if let Name::Person(person) = name {
        person.suffix = Some(suffix.to_owned());
        person.comma_suffix = true;
    }
}

/// Builds a name that stands in one part.
pub(super) fn single(t: &Text<'_>, part: &Part) -> Name {
    if part.shape.institution {
        return Name::Institution(institution_text(t, part.from, part.to));
    }
    if let Some(person) = east::in_own_script(t.text(part.from, part.to)) {
        return Name::Person(person);
    }
    let mut to = part.to;
    let mut suffix = None;
    if let Some(at) = suffix_start(t, part.from + 1, to) {
        suffix = Some(t.text(at, to).to_owned());
        to = at;
    }
    let mut person = if let Some(leading) = part.shape.leading {
        let family = family_start(t, leading, to);
        let mut person = with_family(t, family, to);
        person.given = Some(given_text(t, part.from, family));
        person
    } else if let Some(trailing) = part.shape.trailing.filter(|_| part.shape.bare) {
        bare(t, part.from, trailing, to)
    } else {
        words(t, part.from, to)
    };
    person.suffix = suffix;
    person.given = person.given.filter(|given| !given.is_empty());
    if person.given.is_none() && is_brand(&person.family) {
        return Name::Institution(person.family);
    }
    Name::Person(person)
}

/// Whether a name is written like a firm's, with a capital inside that no prefix of family names
/// brings: "OpenAI", not "McDonald".
fn is_brand(name: &str) -> bool {
    const PREFIXES: [&str; 26] = [
        "Mc", "Mac", "Mag", "De", "Del", "Des", "Di", "Da", "Do", "Du", "La", "Le", "Lo", "Li",
        "Van", "Von", "Ver", "Fitz", "St", "Ten", "Ter", "El", "Al", "Ben", "Bar", "Abu",
    ];
    let inner = name.char_indices().skip(1).find(|(_, c)| c.is_uppercase()).map(|(at, _)| at);
    let Some((head, tail)) = inner.and_then(|at| name.split_at_checked(at)) else { return false };
    head.ends_with(char::is_lowercase)
        && !PREFIXES.contains(&head)
        && tail.chars().all(char::is_alphabetic)
}

fn bare(t: &Text<'_>, from: usize, trailing: usize, to: usize) -> PersonName {
    let mut person = with_family(t, from, trailing);
    let bracket = t.is(trailing, '(');
    let (mut s, mut e) = (trailing + usize::from(bracket), to);
    if bracket && t.is(e - 1, ')') {
        e -= 1;
    }
    if e == s + 2 && t.is(e - 1, '.') && t.is_upper(s) {
        // "Berg NW.": the full stop ends the list.
        e -= 1;
    }
    if let Some(particle) = (s + 1..e).find(|i| is_particle(t, *i)) {
        person.dropping_particle = Some(t.text(particle, e).to_owned());
        e = particle;
    }
    s = s.min(e);
    person.given = Some(given_text(t, s, e));
    person
}

/// Tells given from family names where neither comma nor initials do.
fn words(t: &Text<'_>, s: usize, e: usize) -> PersonName {
    let mut e = e;
    while e > s + 1 && t.is(e - 1, '.') {
        e -= 1;
    }
    if let Some(person) = east::in_latin(t, s, e) {
        return person;
    }
    let last = (s..e).rev().find(|i| t.is_word(*i) && !t.is_initial(*i)).unwrap_or(s);
    if last == s || particles_only(t, s, last) {
        return with_family(t, s, e);
    }
    let mut upper = s;
    while upper < e && (t.is_upper(upper) || upper > s && t.has(upper, PARTICLE)) {
        upper += 1;
    }
    // "MARTIN Jean", "Berg Anna": the family name stands first.
    let capitals = upper > s && upper < e && t.is_cap(upper) && t.str(s).chars().count() > 1;
    let known = is_given(t, last) && !is_given(t, s) && !t.has(s, PARTICLE);
    if capitals || known {
        let split =
            if capitals { upper } else { (s + 1..e).find(|i| is_given(t, *i)).unwrap_or(last) };
        let mut person = with_family(t, s, split);
        person.given = Some(given_text(t, split, e));
        return person;
    }
    let family = if t.has(s, PARTICLE) && t.is_cap(s) && !is_given(t, s) {
        s
    } else {
        family_start(t, s + 1, e)
    };
    let mut person = with_family(t, family, e);
    person.given = Some(given_text(t, s, family));
    person
}

/// "Van Suntum", "von der Lippe": a family name with its particles and nothing else.
fn particles_only(t: &Text<'_>, s: usize, last: usize) -> bool {
    (s..last).all(|i| t.has(i, PARTICLE)) && !is_given(t, s)
}

/// Where the family name starts in "Karl J. Stein", "Ludwig van Beethoven", "J. García Márquez".
fn family_start(t: &Text<'_>, from: usize, to: usize) -> usize {
    let mut end = to;
    while end > from && t.is_punct(end - 1) {
        end -= 1;
    }
    let behind_given =
        |at: usize| (from..at).all(|i| !t.is_word(i) || t.is_initial(i) || is_given(t, i));
    let particle = (from..end).find(|i| {
        let ends_with_name = *i + 1 < end && (i + 1..end).any(|j| t.is_cap(j));
        t.has(*i, PARTICLE) && ends_with_name && (!t.is_cap(*i) || behind_given(*i))
    });
    if let Some(particle) = particle {
        return particle;
    }
    let words: Vec<usize> = (from..end).filter(|i| t.is_word(*i) && !t.is_initial(*i)).collect();
    match words.as_slice() {
        // Two words behind initials are a compound name, unless the first is a given name.
        [first, _] if run(t, 0, from).is_some_and(|e| e == from) && !is_given(t, *first) => *first,
        [.., first, _] if is_iberian(t.low(*first)) && !is_given(t, *first) => *first,
        [.., last] => *last,
        [] => from.min(to.saturating_sub(1)),
    }
}

/// Whether a word is the first of two Spanish or Portuguese family names.
fn is_iberian(lower: &str) -> bool {
    lower.chars().count() > 3 && (lower.ends_with("ez") || lower.ends_with("éz"))
        || matches!(
            lower,
            "garcía"
                | "garcia"
                | "ruiz"
                | "moreno"
                | "muñoz"
                | "serrano"
                | "castro"
                | "ortega"
                | "rubio"
                | "marín"
                | "molina"
                | "delgado"
                | "ortiz"
                | "blanco"
                | "castillo"
                | "cortés"
                | "guerrero"
                | "cano"
                | "cruz"
                | "herrera"
                | "medina"
                | "vargas"
                | "reyes"
                | "rojas"
                | "soto"
                | "torres"
                | "vega"
                | "romero"
                | "navarro"
                | "flores"
        )
}

/// Where a suffix at the end of a stretch starts.
fn suffix_start(t: &Text<'_>, from: usize, to: usize) -> Option<usize> {
    let last = if t.is(to.checked_sub(1)?, '.') { to.checked_sub(2)? } else { to - 1 };
    if last <= from {
        return None;
    }
    let written = t.is_cap(last) && !t.is_initial(last) || !t.is_word(last);
    // "King JR" has two initials.
    let initials = matches!(t.str(last), "JR" | "SR") && !t.is_upper(last - 1);
    (t.has(last, SUFFIX) && written && !initials).then_some(last)
}

/// Family name with its particle.
fn with_family(t: &Text<'_>, s: usize, e: usize) -> PersonName {
    let mut end = e;
    while end > s && t.is_any(end - 1, ".:;") {
        end -= 1;
    }
    let mut at = s;
    while at + 1 < end && t.has(at, PARTICLE) && t.str(at).starts_with(char::is_lowercase) {
        at += 1;
        at += usize::from(t.is(at, '.') && at + 1 < end);
    }
    let mut person = PersonName::new(tidy(t.text(at, end)), "");
    if at > s {
        person.non_dropping_particle = Some(t.text(s, at).to_owned());
    }
    person
}

/// Given names as written; a full stop that only ends the sentence is left out.
fn given_text(t: &Text<'_>, s: usize, e: usize) -> String {
    let mut end = e;
    if end > s + 1 && t.is(end - 1, '.') && t.is_word(end - 2) && t.str(end - 2).chars().count() > 3
    {
        end -= 1;
    }
    tidy(t.text(s, end))
}

/// Takes out the blanks that typesetting left before full stops.
fn tidy(text: &str) -> String {
    let text = text.trim();
    if text.contains(" .") { text.replace(" .", ".") } else { text.to_owned() }
}

/// The name of an institution, without the full stop of the sentence.
pub(super) fn institution_text(t: &Text<'_>, from: usize, to: usize) -> String {
    let mut end = to;
    while end > from
        && (t.is_any(end - 1, ".,;:") || t.is_dash(end - 1))
        && !(t.is(end - 1, '.') && t.is_initial(end.saturating_sub(2)))
    {
        end -= 1;
    }
    t.text(from, end).to_owned()
}
