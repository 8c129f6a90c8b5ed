//! Lists of names in BibTeX: `First von Last`, `von Last, First`, `von Last, Jr, First`, and the
//! `family=..., given=...` form of BibLaTeX.

use std::borrow::Cow;
use std::ops::Range;

use refsmith_model::{Name, NameList, PersonName};

use super::macros::Macros;
use super::tex::decode_plain;

/// Words that, behind given names, are a particle ("Humboldt, Alexander von").
const PARTICLES: [&str; 34] = [
    "von",
    "van",
    "de",
    "der",
    "den",
    "del",
    "della",
    "dela",
    "di",
    "da",
    "do",
    "dos",
    "das",
    "du",
    "des",
    "la",
    "le",
    "las",
    "los",
    "ter",
    "ten",
    "te",
    "zu",
    "zum",
    "zur",
    "af",
    "av",
    "auf",
    "vom",
    "op",
    "in",
    "'t",
    "d'",
    "d\u{2019}",
];

/// What is unusual about a list of names.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Sentences about names.
    pub(crate) unusual: Vec<String>,
    /// Unknown TeX commands.
    pub(crate) unknown: Vec<String>,
}

/// Memory for the parts of a name, which is used for the next one, too.
#[derive(Default)]
struct Scratch<'t> {
    /// The parts between commas.
    parts: Vec<&'t str>,
    words: Vec<Range<usize>>,
}

/// Reads a list of names.
pub(crate) fn read(tex: &str, use_prefix: bool, macros: &Macros, notes: &mut Notes) -> NameList {
    let parts = split_and(tex);
    let mut list = NameList::complete(Vec::with_capacity(parts.len()));
    let mut scratch = Scratch::default();
    for part in parts {
        let part = part.trim();
        if part.eq_ignore_ascii_case("others")
            || (!list.names.is_empty()
                && matches!(part.trim_end_matches('.'), "et al" | "{et al.}"))
        {
            list.truncated_after = Some(list.names.len());
            continue;
        }
        match one(part, use_prefix, macros, &mut scratch, notes) {
            Some(name) => list.names.push(name),
            None if part.is_empty() => {}
            None => notes.unusual.push(format!("expected a name, found `{part}`")),
        }
    }
    list
}

/// Splits at the word `and` outside of braces.
fn split_and(tex: &str) -> Vec<&str> {
    let bytes = tex.as_bytes();
    let mut out = Vec::new();
    let (mut depth, mut start, mut at) = (0_i32, 0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'a' | b'A' if depth == 0 => {
                let blank = |at: Option<&u8>| at.is_none_or(u8::is_ascii_whitespace);
                let word = bytes.get(at..at + 3).is_some_and(|w| w.eq_ignore_ascii_case(b"and"));
                let before = at.checked_sub(1).map(|at| bytes.get(at));
                if word && before.is_none_or(blank) && blank(bytes.get(at + 3)) {
                    out.push(tex.get(start..at).unwrap_or(""));
                    at += 3;
                    start = at;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    out.push(tex.get(start..).unwrap_or(""));
    out
}

/// Splits at commas outside of braces.
fn split_commas(tex: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    let parts = tex.split(move |c| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    });
    parts.map(str::trim)
}

/// Splits into words at blanks and ties outside of braces, and says where they stand. The blank
/// that ends the name of a command (`Fran\c cois`) belongs to the word.
fn words(tex: &str, out: &mut Vec<Range<usize>>) {
    let bytes = tex.as_bytes();
    out.clear();
    let mut add = |word: Range<usize>| {
        if !matches!(tex.get(word.clone()), None | Some("" | "\\")) {
            out.push(word);
        }
    };
    let (mut depth, mut start, mut at) = (0_i32, 0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'\\' => {
                let rest = bytes.get(at + 1..).unwrap_or(&[]);
                let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
                if letters == 0 && rest.first().is_some_and(|b| !b.is_ascii_whitespace()) {
                    at += 1;
                } else if letters > 0 {
                    at += letters;
                    while bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace) {
                        at += 1;
                    }
                }
            }
            byte if depth == 0 && (byte.is_ascii_whitespace() || byte == b'~') => {
                add(start..at);
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    add(start..bytes.len());
}

/// Returns the part of a text from the first of some words to the last.
fn part<'t>(tex: &'t str, words: &[Range<usize>]) -> &'t str {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => tex.get(first.start..last.end).unwrap_or(""),
        _ => "",
    }
}

fn one<'t>(
    tex: &'t str,
    use_prefix: bool,
    macros: &Macros,
    scratch: &mut Scratch<'t>,
    notes: &mut Notes,
) -> Option<Name> {
    let Notes { unusual, unknown } = notes;
    let mut decode = |tex: &str| decode_plain(tex, macros, unknown).into_owned();
    if let Some(inner) = whole_group(tex) {
        let name = decode(inner);
        return (!name.is_empty()).then_some(Name::Institution(name));
    }
    if let Some(name) = extended(tex, &mut decode) {
        return Some(name);
    }
    scratch.parts.clear();
    scratch.parts.extend(split_commas(tex));
    let ([von, last, jr], first) = bibtex_parts(tex, &scratch.parts, &mut scratch.words);
    if scratch.parts.len() > 3 {
        unusual.push(format!("expected at most two commas in a name, found `{tex}`"));
    }
    let mut decode = |tex: &str| {
        if tex.is_empty() {
            return None;
        }
        Some(decode(tex)).filter(|text| !text.is_empty())
    };
    let (first, trailing) = trailing_particle(&first, &mut scratch.words);
    let mut person = PersonName {
        family: decode(last).unwrap_or_default(),
        given: decode(first),
        suffix: decode(jr),
        dropping_particle: decode(trailing),
        ..PersonName::default()
    };
    person.comma_suffix = person.suffix.as_deref().is_some_and(takes_comma);
    match decode(von) {
        Some(von) if use_prefix || person.dropping_particle.is_some() => {
            person.non_dropping_particle = Some(von);
        }
        von if person.dropping_particle.is_none() => person.dropping_particle = von,
        _ => {}
    }
    if person.family.is_empty() {
        person.family = person.given.take()?;
    }
    Some(Name::Person(person))
}

/// Returns the parts `von`, `Last`, `Jr` and `First` of a name and its parts between commas.
fn bibtex_parts<'t>(
    whole: &'t str,
    parts: &[&'t str],
    found: &mut Vec<Range<usize>>,
) -> ([&'t str; 3], Cow<'t, str>) {
    match parts {
        [_] => {
            words(whole, found);
            let [first, von, last] = first_von_last(whole, found);
            ([part(whole, von), part(whole, last), ""], part(whole, first).into())
        }
        [family, rest @ ..] => {
            words(family, found);
            let leading = found.iter().take_while(|word| is_lower(word_of(family, word))).count();
            let (von, last) = found.split_at(leading.min(found.len().saturating_sub(1)));
            let (jr, first) = match rest {
                [first] => ("", Cow::Borrowed(*first)),
                [jr, first] => (*jr, Cow::Borrowed(*first)),
                // What stands behind a third comma belongs to the given names.
                [jr, rest @ ..] => (*jr, Cow::Owned(rest.join(", "))),
                [] => ("", Cow::Borrowed("")),
            };
            ([part(family, von), part(family, last), jr], first)
        }
        [] => ([""; 3], Cow::Borrowed("")),
    }
}

fn word_of<'t>(tex: &'t str, word: &Range<usize>) -> &'t str {
    tex.get(word.clone()).unwrap_or("")
}

/// Tells whether a suffix is usually set off by a comma: "King, Jr.", but "Louis XIV".
pub(crate) fn takes_comma(suffix: &str) -> bool {
    let suffix = suffix.to_ascii_lowercase();
    suffix.starts_with("jr") || suffix.starts_with("sr") || suffix.starts_with("jun")
}

/// Returns what is inside when the whole text is one group, and no accented letter.
fn whole_group(tex: &str) -> Option<&str> {
    let inner = tex.strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0_i32;
    for byte in inner.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    let one_letter = inner.starts_with('\\') && !inner.contains(char::is_whitespace);
    (!one_letter).then_some(inner)
}

/// Reads `family=Harrack, given=Hans, prefix=von, useprefix=true`.
fn extended(tex: &str, decode: &mut dyn FnMut(&str) -> String) -> Option<Name> {
    if !tex.contains('=') {
        return None;
    }
    let mut person = PersonName::default();
    let (mut prefix, mut use_prefix) = (None, true);
    for part in split_commas(tex) {
        let part = whole_group(part).or_else(|| Some(part.trim_matches('"'))).unwrap_or(part);
        let (key, value) = part.split_once('=')?;
        let value = value.trim().trim_matches('"');
        let text = Some(decode(whole_group(value).unwrap_or(value))).filter(|t| !t.is_empty());
        match key.trim().to_ascii_lowercase().as_str() {
            "family" => person.family = text.unwrap_or_default(),
            "given" => person.given = text,
            "prefix" => prefix = text,
            "suffix" => person.suffix = text,
            "useprefix" => use_prefix = text.as_deref() != Some("false"),
            "family-i" | "given-i" | "prefix-i" | "suffix-i" | "nosplit" | "hash" | "id" => {}
            _ => return None,
        }
    }
    person.comma_suffix = person.suffix.as_deref().is_some_and(takes_comma);
    if use_prefix {
        person.non_dropping_particle = prefix;
    } else {
        person.dropping_particle = prefix;
    }
    if person.family.is_empty() {
        person.family = person.given.take()?;
    }
    Some(Name::Person(person))
}

/// Splits `First von Last`.
fn first_von_last<'w>(tex: &str, words: &'w [Range<usize>]) -> [&'w [Range<usize>]; 3] {
    let Some((last, before)) = words.split_last() else { return [words, &[], &[]] };
    let lower = |word: &Range<usize>| is_lower(word_of(tex, word));
    let (von_start, von_end) = match before.iter().position(lower) {
        // "bell hooks" has no particle: her given name is written small.
        Some(0)
            if before.len() == 1
                && lower(last)
                && !before.first().is_some_and(|word| is_particle(word_of(tex, word))) =>
        {
            (1, 1)
        }
        Some(start) => {
            let end = before.iter().rposition(lower).map_or(start, |at| at + 1);
            (start, end)
        }
        None => (before.len(), before.len()),
    };
    let (first, rest) = words.split_at(von_start);
    let (von, last) = rest.split_at(von_end - von_start);
    [first, von, last]
}

/// Splits a particle off the end of given names.
fn trailing_particle<'t>(given: &'t str, found: &mut Vec<Range<usize>>) -> (&'t str, &'t str) {
    let last = given.rsplit(|c: char| c.is_ascii_whitespace() || c == '~').next();
    if !last.is_some_and(is_particle) {
        return (given, "");
    }
    words(given, found);
    let particle = |word: &&Range<usize>| is_particle(word_of(given, word));
    let trailing = found.iter().rev().take_while(particle).count();
    let (first, particle) = found.split_at(found.len() - trailing);
    match trailing == 0 || first.is_empty() {
        true => (given, ""),
        false => (part(given, first), part(given, particle)),
    }
}

fn is_particle(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase() || c == '\'') && PARTICLES.contains(&word)
}

/// Tells whether BibTeX takes a word for a part of `von`: its first letter outside of braces, or
/// the letter of an accent command, is a small one. Braces around a word make it neither.
fn is_lower(word: &str) -> bool {
    let body = match word.strip_prefix('{') {
        Some(inner) if inner.starts_with('\\') => word,
        Some(_) => return false,
        None => word,
    };
    if !body.starts_with(['\\', '{']) {
        return body.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    }
    let plain = decode_plain(word, &Macros::default(), &mut Vec::new());
    plain.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tex: &str, expected: &str) {
        let list = read(tex, true, &Macros::default(), &mut Notes::default());
        let parts: Vec<String> = list
            .names
            .iter()
            .map(|name| match name {
                Name::Institution(name) => format!("={name}"),
                Name::Person(p) => format!(
                    "{}|{}|{}|{}|{}",
                    p.family,
                    p.given.as_deref().unwrap_or(""),
                    p.non_dropping_particle.as_deref().unwrap_or(""),
                    p.dropping_particle.as_deref().unwrap_or(""),
                    p.suffix.as_deref().unwrap_or("")
                ),
            })
            .collect();
        assert_eq!(parts.join("; "), expected, "{tex}");
    }

    #[test]
    fn all_forms_of_names() {
        check("Ludwig van Beethoven", "Beethoven|Ludwig|van||");
        check("King, Jr., Martin Luther", "King|Martin Luther|||Jr.");
        check("Humboldt, Alexander von", "Humboldt|Alexander||von|");
        check("{World Health Organization} AND\n Plato", "=World Health Organization; Plato||||");
        check("Fran\\c cois Vi\\`ete", "Viète|François|||");
        check("{\\'E}lie Cartan", "Cartan|Élie|||");
        check("{\\O}ystein Ore and P{\\'a}l Erd{\\H o}s", "Ore|Øystein|||; Erdős|Pál|||");
        check("bell hooks and de Gaulle", "hooks|bell|||; Gaulle||de||");
        check("{García de Paredes}, Juan", "García de Paredes|Juan|||");
        check("D.~E. Knuth and others", "Knuth|D. E.|||");
        check("given=Hans, prefix=von, family=Harrack", "Harrack|Hans|von||");
        check("Anderson, Sand", "Anderson|Sand|||");
    }
}
