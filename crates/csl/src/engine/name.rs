//! One name: order of its parts, particles, initials.

use std::borrow::Cow;

use refsmith_model::{Name, TextVariable};

use super::case::{self, Letters};
use super::markup;
use super::person::Person;
use super::render::{Given, Renderer};
use super::tape::{Kind, Mark, Tag};
use crate::style::program::{Demote, Format, Look, NameForm, NameStyle};

impl<'a> Renderer<'a> {
    /// Renders one name, with the looks of `name` around it.
    pub(super) fn one_name(
        &mut self,
        style: &'a NameStyle,
        name: &Name,
        inverted: bool,
        given: Given,
    ) {
        self.tape.open(Mark::Tag(Tag::Name));
        match name {
            // Affixes are for people.
            Name::Institution(text) => {
                let format = style.look.format;
                if format != Format::default() {
                    self.tape.open(Mark::Format(format));
                }
                self.part(&style.family, text);
                if format != Format::default() {
                    self.tape.close(Mark::Format(format));
                }
            }
            Name::Person(person) => {
                let opened = self.open_look(&style.look);
                let mut person = Person::of(person);
                person.is_static |= self.keeps_family_first();
                self.person(style, &person, inverted, given);
                self.close_look(&style.look, opened);
            }
        }
        self.tape.close(Mark::Tag(Tag::Name));
    }

    fn person(&mut self, style: &'a NameStyle, person: &Person<'_>, inverted: bool, given: Given) {
        let sorting = self.is_sorting();
        let (given_look, family_look) = (&style.given, &style.family);
        if style.form == NameForm::Short && given == Given::AsStyled {
            self.tape.write(Kind::Prefix, &family_look.prefix);
            let demoted = sorting && self.demotes();
            if !demoted {
                self.particle(family_look, person.non_dropping);
            }
            self.part(family_look, person.family);
            if demoted && !person.non_dropping.is_empty() {
                self.tape.words(" ");
                self.tape.words(person.non_dropping.trim_end());
            }
            return self.tape.write(Kind::Suffix, &family_look.suffix);
        }
        let given_text = self.given_text(style, person.given, given);
        // Where initials have no periods, "Jr." has none.
        let bare = style.initialize_with.as_ref().is_some_and(|with| !with.contains('.'));
        let suffix = match bare {
            true => Cow::Owned(person.suffix.replace('.', "")),
            false => Cow::Borrowed(person.suffix),
        };
        if person.family.contains(is_cjk) || person.is_static {
            self.whole_part(family_look, person.family);
            if !given_text.is_empty() {
                if !person.family.contains(is_cjk) {
                    self.tape.words(" ");
                }
                self.whole_part(given_look, &given_text);
            }
        } else if sorting {
            self.sorted_person(person, &given_text, &suffix);
        } else if inverted {
            // "van Gogh, V." or, where particles are demoted, "Gogh, V. van".
            let demoted = self.demotes();
            self.tape.write(Kind::Prefix, &family_look.prefix);
            if !demoted {
                self.particle(family_look, person.non_dropping);
            }
            self.part(family_look, person.family);
            self.tape.write(Kind::Suffix, &family_look.suffix);
            let behind = if demoted { person.non_dropping.trim_end() } else { "" };
            if !(given_text.is_empty() && person.dropping.is_empty() && behind.is_empty()) {
                self.tape.write(Kind::NameDelimiter, &style.sort_separator);
                self.tape.write(Kind::Prefix, &given_look.prefix);
                let start = self.tape.here();
                let parts = [
                    (given_look, &*given_text),
                    (given_look, person.dropping),
                    (family_look, behind),
                ];
                for (look, text) in parts {
                    if !text.is_empty() {
                        if !self.tape.is_empty_since(start) {
                            self.tape.words(" ");
                        }
                        self.part(look, text);
                    }
                }
                self.tape.write(Kind::Suffix, &given_look.suffix);
            }
            if !person.suffix.is_empty() {
                self.tape.write(Kind::NameDelimiter, &style.sort_separator);
                markup::write_name(self.tape, &suffix, self.quotes);
            }
        } else {
            // "Vincent van Gogh".
            if !given_text.is_empty() {
                self.whole_part(given_look, &given_text);
                let with = style.initialize_with.as_deref().unwrap_or_default();
                let wide = !(with.ends_with('\u{A0}') && self.keeps_lines());
                self.tape.words(if wide { " " } else { "\u{A0}" });
            }
            self.tape.write(Kind::Prefix, &family_look.prefix);
            self.particle(given_look, person.dropping);
            self.particle(family_look, person.non_dropping);
            self.part(family_look, person.family);
            if !person.suffix.is_empty() {
                self.tape.words(if person.comma_suffix { ", " } else { " " });
                markup::write_name(self.tape, &suffix, self.quotes);
            }
            self.tape.write(Kind::Suffix, &family_look.suffix);
        }
    }

    /// A name as it counts in an order, whatever the style sets between its parts.
    fn sorted_person(&mut self, person: &Person<'_>, given: &str, suffix: &str) {
        let particle = person.non_dropping.trim_end();
        let parts = match self.demotes() {
            true => ["", person.family, "", given, person.dropping, particle, suffix],
            false => [particle, person.family, person.dropping, given, "", "", suffix],
        };
        let start = self.tape.here();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            if !self.tape.is_empty_since(start) {
                self.tape.words(" ");
            }
            markup::write_name(self.tape, part, self.quotes);
        }
    }

    /// Tells whether names of the work's language begin with the family name wherever they stand.
    fn keeps_family_first(&self) -> bool {
        let Some(language) = self.item.text(TextVariable::Language) else { return false };
        let language = language.plain.trim();
        // Chinese and Japanese in any form, as their names are also written in Latin letters.
        matches!(language, "vi" | "hu") || language.starts_with("zh") || language.starts_with("ja")
    }

    /// Tells whether the language keeps the parts of a name on one line.
    fn keeps_lines(&self) -> bool {
        ["fr", "cs", "ru"].iter().any(|base| self.locale.lang.starts_with(base))
    }

    /// Writes a part of a name with its affixes.
    fn whole_part(&mut self, look: &Look, text: &str) {
        if !text.is_empty() {
            self.tape.write(Kind::Prefix, &look.prefix);
            self.part(look, text);
            self.tape.write(Kind::Suffix, &look.suffix);
        }
    }

    /// Writes a particle and the blank behind it. An elided one clings to what follows: "d'Arc".
    fn particle(&mut self, look: &Look, text: &str) {
        let bare = text.trim_end();
        if !text.is_empty() {
            self.part(look, bare);
            if self.is_sorting() || !text.ends_with(['\'', '\u{2019}', '-']) {
                // Some languages keep a particle and its name on one line.
                let keeps =
                    ["fr", "cs", "ru"].iter().any(|base| self.locale.lang.starts_with(base));
                self.tape.words(if keeps { "\u{A0}" } else { " " });
            }
        }
    }

    fn part(&mut self, look: &Look, text: &str) {
        if text.is_empty() {
            return;
        }
        if !look.any {
            return markup::write_name(self.tape, text, self.quotes);
        }
        if look.format != Format::default() {
            self.tape.open(Mark::Format(look.format));
        }
        let content = self.tape.here();
        markup::write_name(self.tape, text, self.quotes);
        if let Some(text_case) = look.text_case {
            let letters = match self.letters() {
                Letters::Other => Letters::English,
                letters => letters,
            };
            case::apply(text_case, self.tape, content, letters);
        }
        if look.format != Format::default() {
            self.tape.close(Mark::Format(look.format));
        }
    }

    /// Tells whether a non-dropping particle goes behind the given name.
    pub(super) fn demotes(&self) -> bool {
        match self.program.demote {
            Demote::Never => false,
            Demote::SortOnly => self.is_sorting(),
            Demote::DisplayAndSort => true,
        }
    }

    /// Returns the given names, as initials where the style wants them.
    fn given_text<'n>(&self, style: &NameStyle, given: &'n str, wanted: Given) -> Cow<'n, str> {
        let text = given.trim();
        if !self.program.initialize_with_hyphen && text.contains(".-") {
            let spaced = text.replace(".-", ". ");
            return self.given_text(style, &spaced, wanted).into_owned().into();
        }
        let (Some(with), false) = (&style.initialize_with, wanted == Given::Full) else {
            return text.into();
        };
        // `"Bob" R.` and "3rd A." are no names that have initials.
        let begins = text.chars().next().is_some_and(|c| c.is_alphabetic() || c == '<');
        if !romanesque(text) || !begins {
            return text.into();
        }
        // A name of which the style shows more than initials is told apart already.
        let shown = wanted == Given::AsStyled || style.form == NameForm::Long;
        let whole = !style.initialize && shown;
        if whole && !self.program.initialize_with_hyphen && text.contains('-') {
            return self.given_text(style, &text.replace('-', " "), wanted).into_owned().into();
        }
        initials(text, with, self.program.initialize_with_hyphen, whole).into()
    }
}

/// Tells whether a character is of a script that sets no blanks between the parts of a name.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Tells whether a name has capitals, or letters of a script without case that has initials.
fn romanesque(text: &str) -> bool {
    text.chars().any(|c| c.is_uppercase() || matches!(c, '\u{590}'..='\u{6FF}'))
}

/// Shortens given names to initials, `with` behind each. `whole` keeps names that are written out
/// and only sets the initials among them alike.
fn initials(given: &str, with: &str, hyphen: bool, whole: bool) -> String {
    let mut out = String::with_capacity(given.len());
    let bare = with.trim_end();
    let gap = with.get(bare.len()..).unwrap_or_default();
    // The piece before is a name that is written out.
    let mut written_out = false;
    // "J.K." is two words.
    for word in given.split_whitespace().flat_map(|word| word.split_inclusive('.')) {
        for (idx, piece) in word.split(is_hyphen).enumerate() {
            let (before, core, behind) = untagged(piece);
            let Some(first) = core.chars().next() else { continue };
            let added = !first.is_alphabetic();
            if first.is_lowercase() || added {
                // "Jean de la" keeps its small words, set off by blanks, and "G. (Gi)" what is added;
                // "Guo-ping" is one name, or two where hyphens are not kept.
                if idx > 0 && (whole || added && hyphen) {
                    out.truncate(out.trim_end().len());
                    out.push('-');
                    out.push_str(piece);
                    out.push(' ');
                } else if idx == 0 || !hyphen {
                    space(&mut out);
                    out.push_str(piece);
                    out.push(' ');
                }
                continue;
            }
            let letters = core.trim_end_matches('.');
            if whole && letters.len() == core.len() && letters.chars().count() > 1 {
                if idx > 0 {
                    out.truncate(out.trim_end().len());
                    out.push('-');
                } else {
                    space(&mut out);
                }
                out.push_str(piece);
                out.push(' ');
                written_out = true;
                continue;
            }
            if idx > 0 && hyphen && (written_out || !whole) {
                out.truncate(out.trim_end().len());
                out.push('-');
            }
            written_out = false;
            out.push_str(before);
            push_initial(&mut out, core, letters);
            out.push_str(bare);
            out.push_str(behind);
            out.push_str(gap);
        }
    }
    // What follows the last initial is the business of the style.
    out.truncate(out.trim_end().len());
    out
}

fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with([' ', '\u{A0}', '-']) {
        out.push(' ');
    }
}

/// Splits off the tags around a part of a name.
fn untagged(piece: &str) -> (&str, &str, &str) {
    if !piece.contains('<') {
        return ("", piece, "");
    }
    let start = if piece.starts_with('<') { piece.find('>').map_or(0, |at| at + 1) } else { 0 };
    let rest = piece.get(start..).unwrap_or_default();
    let end =
        rest.find('<').filter(|_| rest.trim_end_matches('.').ends_with('>')).unwrap_or(rest.len());
    let head = piece.get(..start).unwrap_or_default();
    (
        head,
        rest.get(..end).unwrap_or_default(),
        rest.get(end..).unwrap_or_default().trim_end_matches('.'),
    )
}

/// Appends the initial of a word: its first letter with combining marks; an abbreviation whole
/// ("Yu.", "Alex."); both capitals of a digraph ("TSerendorj" becomes "Ts").
fn push_initial(out: &mut String, core: &str, letters: &str) {
    if core.len() > letters.len() {
        return out.push_str(letters);
    }
    let mut chars = letters.chars().peekable();
    out.extend(chars.next());
    let mut second = chars.clone();
    if let (Some(next), Some(third)) = (second.next(), second.next())
        && next.is_uppercase()
        && third.is_lowercase()
    {
        out.extend(next.to_lowercase());
        return;
    }
    out.extend(chars.take_while(|c| matches!(c, '\u{300}'..='\u{36F}')));
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
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
            ("Guo-ping A", ".", true, "G.A."),
            ("Guo-ping A", ".", false, "G. ping A."),
        ];
        for (given, with, hyphen, expected) in cases {
            assert_eq!(initials(given, with, hyphen, false), expected, "{given}");
        }
        assert_eq!(initials("John M.", ". ", true, true), "John M.");
        assert_eq!(initials("Jean-P.", ". ", true, true), "Jean-P.");
        assert_eq!(initials("J.-P.", ". ", true, true), "J. P.");
    }
}
