//! One name: order of its parts, particles, initials.

use refsmith_model::{Name, PersonName};

use super::case;
use super::context::{Context, Given, Place};
use super::names::Scheme;
use super::run::{Format, Run};
use crate::style::xml::Element;

impl<'a> Context<'a> {
    /// Renders one name, with the looks of `name` around it.
    pub(super) fn one_name(
        &self,
        scheme: Scheme<'a>,
        name: &Name,
        inverted: bool,
        given: Given,
    ) -> Vec<Run> {
        let mut runs = self.bare_name(scheme, name, inverted, given);
        let Some(element) = scheme.name else { return runs };
        let format = Format::of(element);
        runs.iter_mut().for_each(|run| run.format = run.format.or(format));
        if let Some(prefix) = element.attr("prefix") {
            runs.insert(0, Run::text(prefix));
        }
        if let Some(suffix) = element.attr("suffix") {
            runs.push(Run::text(suffix));
        }
        runs
    }

    fn bare_name(&self, scheme: Scheme<'a>, name: &Name, inverted: bool, given: Given) -> Vec<Run> {
        let part = |which: &str| {
            let children = scheme.name.map_or(&[][..], |name| name.children.as_slice());
            children.iter().find(|c| c.name == "name-part" && c.attr("name") == Some(which))
        };
        let family_part = part("family");
        let person = match name {
            Name::Person(person) => person,
            Name::Institution(text) => return self.name_part(family_part, curved(text)),
        };
        let sorting = self.place == Place::Sort;
        let short = self.option(scheme, "form", "name-form") == Some("short");
        let particle = person.non_dropping_particle.as_deref().unwrap_or_default();
        let family = curved(&person.family);
        if short && given == Given::AsStyled {
            let demoted = sorting && self.demotes();
            let text = if demoted { family } else { join_particle(particle, &family) };
            return self.name_part(family_part, text);
        }
        let given_text = self.given_text(scheme, person, given);
        if is_cjk(&person.family) || person.static_ordering {
            let glue = if is_cjk(&person.family) { "" } else { " " };
            return self.plain_order(part("given"), family_part, &[&family, glue, &given_text]);
        }
        let parts = Parts { family: &family, particle, given: &given_text, person };
        if inverted || sorting {
            self.inverted(scheme, part("given"), family_part, &parts)
        } else {
            self.straight(part("given"), family_part, &parts)
        }
    }

    fn plain_order(
        &self,
        given_part: Option<&'a Element>,
        family_part: Option<&'a Element>,
        parts: &[&str; 3],
    ) -> Vec<Run> {
        let [family, glue, given] = parts;
        let mut out = self.name_part(family_part, (*family).to_owned());
        if !given.is_empty() {
            out.push(Run::text(*glue));
            out.extend(self.name_part(given_part, (*given).to_owned()));
        }
        out
    }

    /// "van Gogh, V." or, where particles are demoted, "Gogh, V. van".
    fn inverted(
        &self,
        scheme: Scheme<'a>,
        given_part: Option<&'a Element>,
        family_part: Option<&'a Element>,
        parts: &Parts<'_>,
    ) -> Vec<Run> {
        let separator = self.option(scheme, "sort-separator", "sort-separator").unwrap_or(", ");
        let demoted = self.demotes();
        let family = if demoted {
            parts.family.to_owned()
        } else {
            join_particle(parts.particle, parts.family)
        };
        let dropping = parts.person.dropping_particle.as_deref().unwrap_or_default();
        let behind = if demoted { parts.particle } else { "" };
        let given = join_words(&[parts.given, dropping, behind]);
        let mut out = self.name_part(family_part, family);
        if !given.is_empty() {
            out.push(Run::text(separator));
            out.extend(self.name_part(given_part, given));
        }
        if let Some(suffix) = parts.person.suffix.as_deref().filter(|suffix| !suffix.is_empty()) {
            out.push(Run::text(separator));
            out.push(Run::text(suffix));
        }
        out
    }

    /// "Vincent van Gogh".
    fn straight(
        &self,
        given_part: Option<&'a Element>,
        family_part: Option<&'a Element>,
        parts: &Parts<'_>,
    ) -> Vec<Run> {
        let dropping = parts.person.dropping_particle.as_deref().unwrap_or_default();
        let given = join_words(&[parts.given, dropping]);
        let mut out = Vec::new();
        if !given.is_empty() {
            out.extend(self.name_part(given_part, given));
            // An elided particle clings to what follows: "Jean d'Arc".
            if !dropping.ends_with(['\'', '\u{2019}']) {
                out.push(Run::text(" "));
            }
        }
        out.extend(self.name_part(family_part, join_particle(parts.particle, parts.family)));
        if let Some(suffix) = parts.person.suffix.as_deref().filter(|suffix| !suffix.is_empty()) {
            out.push(Run::text(if parts.person.comma_suffix { ", " } else { " " }));
            out.push(Run::text(suffix));
        }
        out
    }

    fn name_part(&self, part: Option<&'a Element>, text: String) -> Vec<Run> {
        let mut runs = vec![Run::text(text)];
        let Some(part) = part else { return runs };
        if let Some(text_case) = part.attr("text-case") {
            case::apply(text_case, &mut runs, true);
        }
        let format = Format::of(part);
        runs.iter_mut().for_each(|run| run.format = run.format.or(format));
        if let Some(prefix) = part.attr("prefix") {
            runs.insert(0, Run::text(prefix));
        }
        if let Some(suffix) = part.attr("suffix") {
            runs.push(Run::text(suffix));
        }
        runs
    }

    /// Tells whether a non-dropping particle goes behind the given name.
    fn demotes(&self) -> bool {
        match self.style.root().attr("demote-non-dropping-particle") {
            Some("never") => false,
            Some("sort-only") => self.place == Place::Sort,
            _ => true,
        }
    }

    /// Returns the given names, as initials where the style wants them.
    fn given_text(&self, scheme: Scheme<'a>, person: &PersonName, given: Given) -> String {
        let text = curved(person.given.as_deref().unwrap_or_default().trim());
        let with = self.option(scheme, "initialize-with", "initialize-with");
        let (Some(with), false) = (with, given == Given::Full) else { return text };
        if !romanesque(&text) {
            return text;
        }
        let hyphen = self.style.root().attr("initialize-with-hyphen") != Some("false");
        let whole = self.option(scheme, "initialize", "initialize") == Some("false");
        initials(&text, with, hyphen, whole && given == Given::AsStyled)
    }
}

struct Parts<'a> {
    family: &'a str,
    particle: &'a str,
    given: &'a str,
    person: &'a PersonName,
}

/// A straight apostrophe inside a word becomes a curved one.
fn curved(text: &str) -> String {
    text.replace('\'', "\u{2019}")
}

fn join_words(words: &[&str]) -> String {
    let words: Vec<&str> = words.iter().copied().filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn join_particle(particle: &str, family: &str) -> String {
    match particle {
        "" => family.to_owned(),
        _ if particle.ends_with(['\'', '\u{2019}', '-']) => format!("{}{family}", curved(particle)),
        _ => format!("{particle} {family}"),
    }
}

fn is_cjk(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
    })
}

/// Tells whether letters have a case, so that initials make sense.
fn romanesque(text: &str) -> bool {
    text.chars().any(char::is_uppercase)
}

/// Shortens given names to initials, `with` behind each. `whole` keeps names that are written out
/// and only sets the initials among them alike.
fn initials(given: &str, with: &str, hyphen: bool, whole: bool) -> String {
    let mut out = String::new();
    let bare = with.trim_end();
    for word in given.replace('.', ". ").split_whitespace() {
        let begins_hyphen = word.starts_with(is_hyphen);
        for (idx, piece) in word.split(is_hyphen).enumerate() {
            let Some(first) = piece.chars().next() else { continue };
            let joined = hyphen && (idx > 0 || begins_hyphen);
            let abbreviation = piece.trim_end_matches('.').chars().count() == 1;
            if !first.is_uppercase() {
                // "Jean de la" keeps its small words, set off by blanks.
                if idx > 0 && !joined {
                    continue;
                }
                if joined {
                    out.push_str(bare_end(&out, "-"));
                } else if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
                if joined {
                    out.extend(first.to_lowercase());
                    out.push_str(with);
                } else {
                    out.push_str(piece);
                    out.push(' ');
                }
                continue;
            }
            if joined {
                out.truncate(out.trim_end().len());
                out.push('-');
            }
            if whole && !abbreviation {
                if !out.is_empty() && !out.ends_with([' ', '-']) {
                    out.push(' ');
                }
                out.push_str(piece.trim_end_matches('.'));
                if piece.ends_with('.') {
                    out.push('.');
                }
                out.push(' ');
                continue;
            }
            out.push_str(&initial(piece));
            out.push_str(with);
        }
    }
    // What follows the last initial is the business of the style.
    let keep = out.trim_end().len();
    out.truncate(keep);
    if bare.is_empty() { out.trim_end().to_owned() } else { out }
}

fn bare_end<'a>(out: &str, mark: &'a str) -> &'a str {
    if out.ends_with('-') { "" } else { mark }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Returns the initial of a word with its combining marks, both letters of a digraph that is
/// abbreviated as one ("Yu." keeps its second letter).
fn initial(piece: &str) -> String {
    let abbreviated = piece.ends_with('.');
    let word = piece.trim_end_matches('.');
    let letters = word.chars().count();
    if abbreviated && (2..=3).contains(&letters) && word.chars().skip(1).all(char::is_lowercase) {
        return word.to_owned();
    }
    let mut chars = word.chars();
    let mut out: String = chars.by_ref().take(1).collect();
    out.extend(chars.take_while(|c| matches!(c, '\u{300}'..='\u{36F}')));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_made_as_styles_ask() {
        let cases = [
            ("John Maynard", ". ", true, "J. M."),
            ("J. K.", ". ", true, "J. K."),
            ("J.K.", ".", true, "J.K."),
            ("J. K.", "", true, "JK"),
            ("Jean-Luc", ". ", true, "J.-L."),
            ("Jean-Luc", ". ", false, "J. L."),
            ("Jean-Luc", "", false, "JL"),
            ("Guido", ". ", true, "G."),
        ];
        for (given, with, hyphen, expected) in cases {
            assert_eq!(initials(given, with, hyphen, false), expected, "{given}");
        }
        assert_eq!(initials("John M.", ". ", true, true), "John M.");
    }

    #[test]
    fn particles_join() {
        assert_eq!(join_particle("van", "Gogh"), "van Gogh");
        assert_eq!(join_particle("d'", "Arc"), "d\u{2019}Arc");
    }
}
