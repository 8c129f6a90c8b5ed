//! Numbers: lists and ranges, ordinals, roman numerals, and the labels beside them.

use refsmith_model::{NumberVariable, Variable, text::unicode::is_dash};

use super::page::page_end;
use super::render::{Outcome, Purpose, Renderer};
use super::tape::Kind;
use crate::locale::Form;
use crate::style::program::{Label, Number, NumberForm, Plural};

/// One number of a list, and what stands between it and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member<'a> {
    pub(super) text: &'a str,
    pub(super) joint: Option<Joint>,
}

/// What joins two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    Range,
    /// A range whose mark is an en dash already.
    Dash,
    Comma,
    Semicolon,
    Ampersand,
    /// The English word, which stays.
    And,
    /// The language's own word.
    LocalAnd,
    CommaAnd,
    CommaLocalAnd,
}

fn is_range_joint(joint: Option<Joint>) -> bool {
    matches!(joint, Some(Joint::Range | Joint::Dash))
}

/// Splits `2-4, 7 & 9` into its members, numbers or not. A hyphen behind a backslash joins nothing.
pub(super) fn members<'a>(text: &'a str, and: &str) -> Vec<Member<'a>> {
    let mut out = Vec::new();
    let mut rest = text.trim();
    loop {
        let Some((head, joint, tail)) = next_joint(rest, and) else {
            out.push(Member { text: rest, joint: None });
            return out;
        };
        out.push(Member { text: head, joint: Some(joint) });
        rest = tail;
    }
}

fn next_joint<'a>(text: &'a str, and: &str) -> Option<(&'a str, Joint, &'a str)> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let joint = match c {
            ',' => Joint::Comma,
            ';' => Joint::Semicolon,
            '&' => Joint::Ampersand,
            '\u{2013}' => Joint::Dash,
            _ if is_dash(c) && before != '\\' => Joint::Range,
            ' ' => {
                let word = text.get(at..).unwrap_or_default().trim_start();
                if let Some((local, tail)) = and_word(word, and) {
                    let joint = if local { Joint::LocalAnd } else { Joint::And };
                    return Some((text.get(..at)?.trim_end(), joint, tail));
                }
                before = c;
                continue;
            }
            _ => {
                before = c;
                continue;
            }
        };
        let head = text.get(..at)?.trim_end();
        let tail = text.get(at + c.len_utf8()..)?.trim_start();
        if joint == Joint::Comma
            && let Some((local, rest)) = and_word(tail, and)
        {
            let joint = if local { Joint::CommaLocalAnd } else { Joint::CommaAnd };
            return Some((head, joint, rest));
        }
        return Some((head, joint, tail));
    }
    None
}

/// Splits off a leading "and", English or the language's own.
fn and_word<'a>(text: &'a str, and: &str) -> Option<(bool, &'a str)> {
    [("and", false), (and, true)].into_iter().find_map(|(word, local)| {
        let rest = text.strip_prefix(word).filter(|rest| rest.starts_with(' '))?;
        (!word.is_empty()).then_some((local, rest.trim_start()))
    })
}

/// Tells whether a text is a number: digits with letters before or behind, or a roman numeral.
fn is_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.is_empty() || text.contains(char::is_whitespace) {
        return false;
    }
    bytes.iter().any(u8::is_ascii_digit) && text.chars().all(|c| c.is_alphanumeric() || c == '\\')
}

fn is_roman(text: &str) -> bool {
    !text.is_empty()
        && (text.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x' | b'l' | b'c' | b'd' | b'm'))
            || text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M')))
}

/// Tells whether a text is a number or a roman numeral.
fn is_plain(text: &str) -> bool {
    is_number(text) || is_roman(text)
}

/// Short labels that people write before a number, and the terms for them.
const LABELS: &[(&str, &str)] = &[
    ("art.", "article-locator"),
    ("bk.", "book"),
    ("ch.", "chapter"),
    ("chap.", "chapter"),
    ("chaps.", "chapter"),
    ("col.", "column"),
    ("cols.", "column"),
    ("fig.", "figure"),
    ("figs.", "figure"),
    ("fol.", "folio"),
    ("fols.", "folio"),
    ("l.", "line"),
    ("ll.", "line"),
    ("n.", "note"),
    ("nn.", "note"),
    ("no.", "issue"),
    ("nos.", "issue"),
    ("op.", "opus"),
    ("opp.", "opus"),
    ("p.", "page"),
    ("para.", "paragraph"),
    ("paras.", "paragraph"),
    ("pp.", "page"),
    ("pt.", "part"),
    ("pts.", "part"),
    ("r.", "rule"),
    ("s.v.", "sub-verbo"),
    ("sec.", "section"),
    ("secs.", "section"),
    ("v.", "verse"),
    ("vol.", "volume"),
    ("vols.", "volume"),
    ("vv.", "verse"),
];

/// Splits a label off a number: `p. 3` into the term `page` and `3`.
pub(super) fn labelled(text: &str) -> Option<(&'static str, &str)> {
    let (label, rest) = text.split_once(' ')?;
    let (_, term) = LABELS.iter().find(|(known, _)| *known == label)?;
    let rest = rest.trim_start();
    rest.starts_with(|c: char| c.is_ascii_digit()).then_some((term, rest))
}

/// Tells whether a text is made of numbers alone (CSL 1.0.2, "is-numeric").
pub(super) fn is_numeric(text: &str) -> bool {
    members(text, "").iter().all(|member| is_number(member.text))
}

/// Splits a number at its last run of digits: `8n11564` into `8n`, `11564`, and nothing.
fn split_digits(text: &str) -> Option<(&str, &str, &str)> {
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let head = text.get(..end)?;
    let start = head.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| {
        at + head.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    Some((text.get(..start)?, text.get(start..end)?, text.get(end..)?))
}

/// Tells whether two texts are the ends of a range: numbers with the same letters before them, or
/// roman numerals.
fn is_range(first: &str, last: &str) -> bool {
    // "III-318" begins before page 1.
    let plain = |text: &str| is_roman(text) || text.bytes().all(|byte| byte.is_ascii_digit());
    if plain(first) && plain(last) {
        return true;
    }
    match (split_digits(first), split_digits(last)) {
        (Some((a, _, rest)), Some((b, _, tail))) => {
            let letters = |text: &str| text.chars().all(char::is_alphabetic);
            a == b && letters(rest) && letters(tail)
        }
        _ => false,
    }
}

/// Roman numerals of 1 to 3999, small.
fn roman(number: u64) -> Option<String> {
    const DIGITS: &[(u64, &str)] = &[
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, letters) in DIGITS {
        while rest >= *value {
            out.push_str(letters);
            rest -= value;
        }
    }
    Some(out)
}

impl<'a> Renderer<'a> {
    /// Returns a number variable as text: the record's own, or what the citation gives.
    pub(super) fn number_text(
        &self,
        variable: NumberVariable,
    ) -> Option<std::borrow::Cow<'a, str>> {
        match variable {
            NumberVariable::Locator => {
                let (_, value) = self.cite.locator.as_ref()?;
                Some(value.trim().into())
            }
            // A number tells nothing of the work: cites are told apart by what else they show.
            NumberVariable::CitationNumber if self.cite.looking => None,
            NumberVariable::CitationNumber => Some(self.number.to_string().into()),
            NumberVariable::FirstReferenceNoteNumber => {
                self.cite.first_note.map(|number| number.to_string().into())
            }
            NumberVariable::PageFirst => match self.item.number(variable) {
                Some(first) => Some(first.into()),
                None => {
                    let page = self.item.number(NumberVariable::Page)?;
                    // "ix + 337" and "12.5" are one number.
                    let first = page
                        .split(['-', '\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}', '&', ','])
                        .map(str::trim)
                        .find(|piece| !piece.is_empty())?;
                    Some(first.into())
                }
            },
            _ => self.item.number(variable).map(Into::into),
        }
    }

    /// Returns the text of any variable that may be tested for numbers.
    pub(super) fn numeric_text(&self, variable: Variable) -> Option<std::borrow::Cow<'a, str>> {
        match variable {
            Variable::Number(variable) => self.number_text(variable),
            Variable::Text(variable) => self.item.text(variable).map(|t| t.plain.as_str().into()),
            _ => None,
        }
    }

    /// The element `number`.
    pub(super) fn number(&mut self, element: &'a Number) -> Outcome {
        let Some(variable) = element.variable else { return Outcome::MISSING };
        if self.is_used(variable) {
            return Outcome::MISSING;
        }
        let Some(text) = self.numeric_text(variable) else { return Outcome::MISSING };
        let opened = self.open_look(&element.look);
        self.tape.open_variable(variable);
        self.write_numbers(variable.as_str(), variable, &text, element.form);
        self.tape.close_variable(variable);
        self.use_up(variable);
        let outcome = self.close_look(&element.look, opened);
        if outcome.filled && !element.look.suffix.is_empty() {
            self.tape.set_last_kind(Kind::FixedSuffix);
        }
        outcome
    }

    /// Writes a number variable as `text` does.
    pub(super) fn write_number(&mut self, variable: NumberVariable, text: &str) {
        let name = variable.as_str();
        self.write_numbers(name, Variable::Number(variable), text, NumberForm::Numeric);
    }

    fn write_numbers(&mut self, name: &str, variable: Variable, text: &str, form: NumberForm) {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.write_one(name, text, form);
        }
        let is_pages = variable == Variable::Number(NumberVariable::Page);
        if is_pages && text.contains('\u{2013}') {
            // A dash that was typed stays; in pages of records it is only a hyphen.
            return self.write_numbers(name, variable, &text.replace('\u{2013}', "-"), form);
        }
        let is_page = match variable {
            Variable::Number(NumberVariable::Locator) => self.locator_is_page(),
            _ => is_pages,
        };
        let and = self.locale.term("and", Form::Long, false).unwrap_or_default();
        let list = members(text, and);
        let sorting = self.is_sorting();
        if sorting && is_page {
            let first = list.first().map_or("", |member| member.text);
            return self.write_one(name, first, NumberForm::Numeric);
        }
        // Words with a number among them are words.
        if !list.iter().all(|member| is_plain(member.text) || labelled(member.text).is_some()) {
            return self.write_raw(text);
        }
        let mut at = 0;
        while let Some(member) = list.get(at) {
            let next = list.get(at + 1).filter(|_| is_range_joint(member.joint));
            let (mut member, mut form) = (*member, form);
            if let Some((label, rest)) = labelled(member.text) {
                let term = self.locale.term(label, Form::Short, next.is_some());
                self.tape.words(term.unwrap_or_default());
                self.tape.words(" ");
                member.text = rest;
                form = NumberForm::Numeric;
            }
            if let Some(next) = next {
                let simple = !is_range_joint(next.joint)
                    && (at == 0 || list.get(at - 1).is_none_or(|b| !is_range_joint(b.joint)));
                if simple && is_range(member.text, next.text) {
                    self.write_one(name, member.text, form);
                    let dash = member.joint == Some(Joint::Dash);
                    let mark = if dash { "\u{2013}" } else { self.locale.range_mark() };
                    self.tape.words(mark);
                    let format = self.program.page_range_format.filter(|_| is_page && !dash);
                    match format {
                        Some(format) if !is_roman(member.text) && !is_roman(next.text) => {
                            let last = page_end(member.text, next.text, format);
                            self.write_one(name, &last, form);
                        }
                        _ => self.write_one(name, next.text, form),
                    }
                } else {
                    self.write_one(name, member.text, form);
                    self.write_joint(member.joint);
                    at += 1;
                    continue;
                }
                self.write_joint(next.joint);
                at += 2;
                continue;
            }
            self.write_one(name, member.text, form);
            self.write_joint(member.joint);
            at += 1;
        }
    }

    fn write_joint(&mut self, joint: Option<Joint>) {
        let (before, term) = match joint {
            None => return,
            Some(Joint::Range) => return self.tape.words("-"),
            Some(Joint::Dash) => return self.tape.words("\u{2013}"),
            Some(Joint::Comma) => return self.tape.words(", "),
            Some(Joint::Semicolon) => return self.tape.words("; "),
            Some(Joint::Ampersand) => (" ", self.locale.exact("and", Form::Symbol).or(Some("&"))),
            Some(Joint::And) => (" ", Some("and")),
            Some(Joint::LocalAnd) => (" ", self.locale.term("and", Form::Long, false)),
            Some(Joint::CommaAnd) => (", ", Some("and")),
            Some(Joint::CommaLocalAnd) => (", ", self.locale.term("and", Form::Long, false)),
        };
        self.tape.words(before);
        self.tape.words(term.unwrap_or_default());
        self.tape.words(" ");
    }

    fn write_one(&mut self, name: &str, text: &str, form: NumberForm) {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number: Option<u64> = if digits { text.parse().ok() } else { None };
        let Some(number) = number else {
            return self.write_raw(text);
        };
        if self.is_sorting() {
            return self.tape.words(&format!("{number:010}"));
        }
        match form {
            NumberForm::Ordinal => self.write_ordinal(name, number),
            NumberForm::LongOrdinal => {
                let term = format!("long-ordinal-{number:02}");
                let known =
                    (1..=10).contains(&number).then(|| self.locale.term(&term, Form::Long, false));
                match known.flatten() {
                    Some(word) => self.tape.words(word),
                    None => self.write_ordinal(name, number),
                }
            }
            NumberForm::Roman => {
                let roman = roman(number);
                self.tape.words(roman.as_deref().unwrap_or(text));
            }
            NumberForm::Numeric => self.tape.words(text),
        }
    }

    fn write_ordinal(&mut self, name: &str, number: u64) {
        let gender = self.locale.gender(name);
        let suffix = self.locale.ordinal_suffix(u32::try_from(number % 1000).unwrap_or(0), gender);
        self.tape.words(&format!("{number}{suffix}"));
    }

    fn write_raw(&mut self, text: &str) {
        // "01 - 308" is one number.
        let text = text.replace("\\-", "-").replace(" - ", "-");
        super::markup::write_plain(self.tape, Kind::Words, &text, self.quotes);
    }

    fn locator_is_page(&self) -> bool {
        self.cite.locator.as_ref().is_some_and(|(label, _)| label == "page" || label.is_empty())
    }

    /// The element `label` outside `names`.
    pub(super) fn label(&mut self, element: &'a Label) -> Outcome {
        let Some(variable) = element.variable else { return Outcome::NOTHING };
        let text = match (self.number_text(variable), variable) {
            (Some(text), _) => text,
            (None, NumberVariable::Locator) if !matches!(self.purpose, Purpose::Bibliography) => {
                return Outcome::NOTHING;
            }
            // Whether a label stands alone is the business of the group around it.
            (None, _) => "".into(),
        };
        if self.is_used(Variable::Number(variable)) {
            return Outcome::NOTHING;
        }
        let term = match &self.cite.locator {
            None if variable == NumberVariable::Locator => "page".to_owned(),
            Some((label, _)) if variable == NumberVariable::Locator => {
                if label.is_empty() {
                    "page".to_owned()
                } else {
                    crate::locale::term_name(label)
                }
            }
            _ => variable.as_str().to_owned(),
        };
        let plural = match element.plural {
            Plural::Always => true,
            Plural::Never => false,
            Plural::Contextual => self.is_plural(variable, &text),
        };
        drop(text);
        let Some(text) = self.locale.term(&term, element.form, plural) else {
            return Outcome::NOTHING;
        };
        let opened = self.open_leaf(&element.look, text);
        self.tape.words(text);
        self.close_term(&element.look, opened);
        Outcome::NOTHING
    }

    /// `number-of-pages` and its like are plural when they are not 1, anything else when it is more
    /// than one number.
    fn is_plural(&self, variable: NumberVariable, text: &str) -> bool {
        if matches!(variable, NumberVariable::NumberOfPages | NumberVariable::NumberOfVolumes) {
            return text.trim() != "1";
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        let and = self.locale.term("and", Form::Long, false).unwrap_or_default();
        let list = members(text, and);
        let [first, second, ..] = list.as_slice() else { return false };
        // "1:1-1:8" and "604.4-604" are taken for the name of one place; "14-16+" is open.
        let end = second.text.trim_end_matches('+');
        let both = |is: fn(&str) -> bool| is(first.text) && is(end);
        both(is_number) || both(is_roman)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_lists_of_digits_with_letters() {
        for text in ["12", "2-3", "2nd", "e2840", "1, 2 & 4", "12a\u{2013}14b"] {
            assert!(is_numeric(text), "{text}");
        }
        for text in ["", "twelve", "12 bis", "1,", "-", "no. 4"] {
            assert!(!is_numeric(text), "{text}");
        }
    }

    #[test]
    fn ranges_have_the_same_letters_in_front() {
        assert!(is_range("N110", "N115"));
        assert!(is_range("i", "ix"));
        assert!(!is_range("N110", "5"));
        assert!(!is_range("123N110", "N5"));
    }

    #[test]
    fn roman_numerals() {
        assert_eq!(roman(1994).as_deref(), Some("mcmxciv"));
        assert_eq!(roman(0), None);
    }
}
