//! Names and identifiers of persons as registers hold them.

use refsmith_model::PersonName;

use crate::mapping::values::person;

/// Reads `Jane Q. van Doe`: the last word is the family name, with the words in lower case before
/// it; one word alone is no person.
pub(crate) fn in_order_of_speech(text: &str) -> Option<PersonName> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (family, before) = words.split_last().filter(|(_, before)| !before.is_empty())?;
    let is_particle = |word: &&&str| word.chars().all(char::is_lowercase);
    let particles = before.iter().skip(1).rev().take_while(is_particle).count();
    let (given, particle) = before.split_at(before.len() - particles);
    let family = particle.iter().chain([family]).copied().collect::<Vec<_>>().join(" ");
    Some(person(&family, &given.join(" "), None))
}

/// Names in capitals ("SMITH-JONES") get ordinary case; initials and short names stay.
pub(crate) fn without_shouting(text: String) -> String {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let word = text.split(|c: char| !c.is_alphabetic()).map(|word| word.chars().count()).max();
    if letters < 4 || word < Some(4) || text.chars().any(char::is_lowercase) {
        return text;
    }
    let mut start = true;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphabetic() && !start {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
        start = !c.is_alphabetic();
    }
    out
}

/// The bare iD of an ORCID address.
pub(crate) fn orcid(text: &str) -> Option<String> {
    let id = text.trim().trim_end_matches('/').rsplit('/').next()?.to_ascii_uppercase();
    let groups: Vec<&str> = id.split('-').collect();
    let well_formed = groups.len() == 4
        && groups.iter().all(|group| {
            group.len() == 4 && group.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X')
        });
    well_formed.then_some(id)
}
