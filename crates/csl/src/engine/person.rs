//! [`Person`]: the parts of a name, with those found that the data keeps inside others.

use refsmith_model::PersonName;

/// The parts of a person's name; empty where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Person<'a> {
    pub(super) family: &'a str,
    pub(super) given: &'a str,
    pub(super) dropping: &'a str,
    pub(super) non_dropping: &'a str,
    pub(super) suffix: &'a str,
    pub(super) comma_suffix: bool,
    /// The family name comes first, whatever the style says.
    pub(super) is_static: bool,
}

impl<'a> Person<'a> {
    /// Takes a name apart. Small words before a family name that has no particles are its particle;
    /// small words at the end of the given names are one that may be dropped; what follows a comma
    /// there is a suffix.
    pub(super) fn of(person: &'a PersonName) -> Self {
        let text = |part: &'a Option<String>| part.as_deref().unwrap_or_default().trim();
        let mut out = Self {
            family: person.family.trim(),
            given: text(&person.given),
            dropping: text(&person.dropping_particle),
            non_dropping: text(&person.non_dropping_particle),
            suffix: text(&person.suffix),
            comma_suffix: person.comma_suffix,
            is_static: person.static_ordering,
        };
        if out.suffix.is_empty()
            && let Some((given, suffix)) = out.given.split_once(',')
        {
            out.given = given.trim_end();
            out.suffix = suffix.trim_start();
            if let Some(forced) = out.suffix.strip_prefix('!') {
                out.suffix = forced.trim_start();
                out.comma_suffix = true;
            }
        }
        if let Some(verbatim) =
            out.family.strip_prefix('"').and_then(|family| family.strip_suffix('"'))
        {
            out.family = verbatim;
            return out;
        }
        if out.non_dropping.is_empty() && out.dropping.is_empty() {
            let at = particle_end(out.family);
            if let (Some(particle), Some(family)) = (out.family.get(..at), out.family.get(at..)) {
                // A blank behind an apostrophe is kept: "de' Medici".
                let elided = particle.trim_end().ends_with(['\'', '\u{2019}']);
                out.non_dropping = if elided { particle } else { particle.trim_end() };
                out.family = family;
            }
        }
        if out.dropping.is_empty() {
            let at = particle_start(out.given);
            if let (Some(given), Some(particle)) = (out.given.get(..at), out.given.get(at..)) {
                out.dropping = particle;
                out.given = given.trim_end();
            }
        }
        out
    }
}

/// Returns where the family name proper begins.
fn particle_end(family: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = family.get(at..).unwrap_or_default();
        let word = rest.split(' ').next().unwrap_or_default();
        // "'t Hooft"
        let bare = word.trim_start_matches(['\'', '\u{2019}']);
        if !bare.starts_with(char::is_lowercase) {
            return at;
        }
        // "d'Arc", "al-Farabi": the particle ends inside the word.
        if let Some(mark) = word.find(['\'', '\u{2019}', '-']) {
            let width = word.get(mark..).and_then(|w| w.chars().next()).map_or(1, char::len_utf8);
            let behind = word.get(mark + width..).unwrap_or_default();
            if behind.starts_with(char::is_uppercase) {
                return at + mark + width;
            }
        }
        let next = at + word.len() + 1;
        // Something must be left.
        if next >= family.len() {
            return 0;
        }
        at = next;
    }
}

/// Returns where the small words at the end of the given names begin.
fn particle_start(given: &str) -> usize {
    let mut start = given.len();
    for (at, _) in given.rmatch_indices(' ') {
        let word = given.get(at + 1..start).unwrap_or_default().trim_end();
        if word.is_empty()
            || !word.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | '\u{2019}' | '-'))
        {
            break;
        }
        start = at + 1;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(family: &PersonName) -> (&str, &str, &str, &str) {
        let person = Person::of(family);
        (person.given, person.dropping, person.non_dropping, person.family)
    }

    #[test]
    fn particles_are_found_inside_the_names() {
        let name = PersonName::new("van der Vlist", "Eric");
        assert_eq!(parts(&name), ("Eric", "", "van der", "Vlist"));
        let name = PersonName::new("Humboldt", "Alexander von");
        assert_eq!(parts(&name), ("Alexander", "von", "", "Humboldt"));
        let name = PersonName::new("d'Arc", "Jeanne");
        assert_eq!(parts(&name), ("Jeanne", "", "d'", "Arc"));
        let name = PersonName::new("bell hooks", "");
        assert_eq!(parts(&name), ("", "", "", "bell hooks"));
    }
}
