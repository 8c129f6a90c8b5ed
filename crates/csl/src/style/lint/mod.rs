//! Looking at a style file: everything that is wrong with it, at once, each at its place.
//!
//! [`schema`] says what may stand where, `rules` what no table can say. The rules are those of CSL
//! 1.0.2; every style of the official repository keeps them.

mod rules;
mod schema;
mod source;
mod suggest;

use refsmith_model::{Diagnostic, ItemType, NameVariable, Variable};

use super::xml::{self, Attribute, Element};
use super::{StyleError, style_from_xml};
use crate::codes::{
    STYLE_ATTRIBUTE, STYLE_DEPENDENT_CONTENT, STYLE_DEPRECATED, STYLE_ELEMENT, STYLE_MISSING,
    STYLE_NOT_CSL, STYLE_NOT_XML, STYLE_TERM, STYLE_TOO_LARGE, STYLE_TYPE, STYLE_VALUE,
    STYLE_VARIABLE,
};
use schema::{Attr, Child, Class, Content, Count, Rule, Value};
use source::Source;
use suggest::{listed, suggested};

const NAMESPACE: &str = "http://purl.org/net/xbiblio/csl";

/// Checks the text of a `.csl` style or of a locale file against CSL 1.0.2 and returns everything
/// that is wrong or doubtful, in the order of the file. Spans index the text.
///
/// # Examples
/// ```
/// use refsmith_csl::check_style;
/// let findings = check_style("<style><info/></style>");
/// let missing = findings.iter().filter(|finding| finding.code.code == "style-missing");
/// assert_eq!(missing.count(), 6, "class, version, title, id, updated, citation");
/// ```
pub fn check_style(xml: &str) -> Vec<Diagnostic> {
    let source = Source(xml);
    let root = match xml::parse("", xml) {
        Ok(root) => root,
        Err(error) => return vec![unreadable(source, &error)],
    };
    let mut lint = Lint { source, findings: Vec::new() };
    lint.root(&root);
    let broken =
        lint.findings.iter().any(|found| found.severity == refsmith_model::Severity::Error);
    if !broken
        && root.name == "style"
        && let Err(StyleError::Invalid { message, .. }) = style_from_xml("", xml)
    {
        let finding = Diagnostic::new(&STYLE_TOO_LARGE, message).at(source.tag(&root));
        lint.findings.push(finding);
    }
    lint.findings.sort_by_key(|finding| finding.span.map_or((0, 0), |span| (span.start, span.end)));
    lint.findings
}

fn unreadable(source: Source<'_>, error: &StyleError) -> Diagnostic {
    match error {
        StyleError::Xml { line, column, message, .. } => {
            Diagnostic::new(&STYLE_NOT_XML, message).at(source.place(*line, *column))
        }
        StyleError::TooLarge { bytes, .. } => {
            let message = format!("expected a file of at most 1048576 bytes, found {bytes}");
            Diagnostic::new(&STYLE_NOT_XML, message)
        }
        error => Diagnostic::new(&STYLE_NOT_XML, error.to_string()),
    }
}

/// A file that is being looked at.
struct Lint<'a> {
    source: Source<'a>,
    findings: Vec<Diagnostic>,
}

impl Lint<'_> {
    fn root(&mut self, root: &Element<'_>) {
        let rule = match root.name {
            "style" if is_dependent(root) => &schema::DEPENDENT_STYLE,
            "style" => &schema::STYLE,
            "locale" => &schema::LOCALE_FILE,
            name => {
                let message = format!("expected the element `style`, found `{name}`");
                let finding = Diagnostic::new(&STYLE_NOT_CSL, message).at(self.source.tag(root));
                self.findings.push(finding);
                return;
            }
        };
        if !self.source.opening(root).contains(NAMESPACE) {
            let message = format!("expected the namespace `{NAMESPACE}` on `{}`", root.name);
            let finding = Diagnostic::new(&STYLE_NOT_CSL, message)
                .at(self.source.tag(root))
                .help(format!("write `<{} xmlns=\"{NAMESPACE}\" ...`", root.name));
            self.findings.push(finding);
        }
        self.element(root, rule);
        rules::check(self.source, root, &mut self.findings);
    }

    /// Checks an element and what is in it. Depth is bounded by the reader.
    fn element(&mut self, element: &Element<'_>, rule: &'static Rule) {
        self.attributes(element, rule);
        self.content(element, rule);
        self.children(element, rule);
    }

    fn missing(&mut self, element: &Element<'_>, message: String) {
        let finding = Diagnostic::new(&STYLE_MISSING, message).at(self.source.tag(element));
        self.findings.push(finding);
    }

    fn attributes(&mut self, element: &Element<'_>, rule: &'static Rule) {
        let known = || rule.attributes.iter().copied().flatten();
        for attribute in &element.attributes {
            // What is not CSL's is nobody's business here: `xml:base`, `xsi:schemaLocation`.
            let foreign = attribute.name.contains(':') && attribute.name != "xml:lang";
            match known().find(|attr| attr.name == attribute.name) {
                Some(attr) => self.attribute(element, attribute, attr),
                None if foreign => {}
                None => {
                    let names: Vec<&str> = known().map(|attr| attr.name).collect();
                    let message =
                        format!("`{}` has no attribute `{}`", element.name, attribute.name);
                    let finding =
                        Diagnostic::new(&STYLE_ATTRIBUTE, message).at(self.source.name(attribute));
                    self.findings.push(suggested(finding, attribute.name, &names));
                }
            }
        }
        for attr in known().filter(|attr| attr.required && element.attr(attr.name).is_none()) {
            let message = format!("expected the attribute `{}` on `{}`", attr.name, element.name);
            self.missing(element, message);
        }
        let has = |names: &[&'static str]| -> Vec<&'static str> {
            names.iter().copied().filter(|name| element.attr(name).is_some()).collect()
        };
        if !rule.one_of.is_empty() {
            match has(rule.one_of).as_slice() {
                [] => {
                    let names = listed(rule.one_of, "or");
                    let message = format!("expected an attribute {names} on `{}`", element.name);
                    self.missing(element, message);
                }
                [_] => {}
                [first, second, ..] => {
                    let message = format!("`{first}` and `{second}` exclude each other");
                    let place = element.attributes.iter().find(|found| found.name == *second);
                    let span =
                        place.map_or(self.source.tag(element), |found| self.source.name(found));
                    self.findings.push(Diagnostic::new(&STYLE_ATTRIBUTE, message).at(span));
                }
            }
        }
        if !rule.any_of.is_empty() && has(rule.any_of).is_empty() {
            let message =
                format!("expected a test on `{}`: {}", element.name, listed(rule.any_of, "or"));
            self.missing(element, message);
        }
    }

    fn attribute(&mut self, element: &Element<'_>, attribute: &Attribute<'_>, attr: &Attr) {
        if !attr.beside.is_empty() && !attr.beside.iter().any(|name| element.attr(name).is_some()) {
            let message = format!(
                "`{}` means something beside {} only",
                attr.name,
                listed(attr.beside, "or")
            );
            let span = self.source.name(attribute);
            self.findings.push(Diagnostic::new(&STYLE_ATTRIBUTE, message).at(span));
            return;
        }
        let value = attribute.value.as_ref();
        let trimmed = value.trim();
        match attr.value {
            Value::Text | Value::MacroCall => {}
            Value::MacroName => {
                if value.is_empty() || value.contains(char::is_whitespace) {
                    self.value(attribute, "a name without blanks");
                }
            }
            Value::Boolean => {
                if !matches!(trimmed, "true" | "false" | "1" | "0") {
                    self.value(attribute, "`true` or `false`");
                }
            }
            Value::Integer => self.integer(attribute, i64::MIN, "a whole number"),
            Value::Natural => self.integer(attribute, 0, "a whole number from 0"),
            Value::Positive => self.integer(attribute, 1, "a whole number from 1"),
            Value::Word(words) => {
                if !words.contains(&value) {
                    self.word(attribute, None, value, words);
                }
            }
            Value::Words(words) => self.each(attribute, |lint, number, word| {
                if !words.contains(&word) {
                    lint.word(attribute, Some(number), word, words);
                }
            }),
            Value::Language => {
                if !is_language(trimmed) {
                    self.value(attribute, "a language tag such as `en-GB`");
                }
            }
            Value::Version => {
                if value != "1.0" {
                    self.value(attribute, "`1.0`");
                }
            }
            Value::Variable(classes) => {
                self.variable(attribute, 0, value, classes);
            }
            Value::Variables(classes) => self.each(attribute, |lint, number, word| {
                lint.variable(attribute, number, word, classes);
            }),
            Value::Term => self.term(attribute, value),
            Value::Types => self.each(attribute, |lint, number, word| {
                if ItemType::parse(word).is_none() {
                    let known: Vec<&str> =
                        ItemType::ALL.iter().map(|known| known.as_str()).collect();
                    let finding =
                        Diagnostic::new(&STYLE_TYPE, format!("unknown item type `{word}`"))
                            .at(lint.source.word(attribute, number));
                    lint.findings.push(suggested(finding, word, &known));
                }
            }),
            Value::DatePartForm => {
                let forms: &[&str] = match element.attr("name") {
                    Some("day") => &["numeric", "numeric-leading-zeros", "ordinal"],
                    Some("month") => &["long", "short", "numeric", "numeric-leading-zeros"],
                    Some("year") => &["long", "short"],
                    _ => return,
                };
                if !forms.contains(&value) {
                    self.word(attribute, None, value, forms);
                }
            }
            Value::TextForm => {
                let forms: &[&str] = match element.attr("term") {
                    Some(_) => &["long", "short", "symbol", "verb", "verb-short"],
                    None => &["long", "short"],
                };
                if !forms.contains(&value) {
                    self.word(attribute, None, value, forms);
                }
            }
        }
    }

    /// Calls `check` for each word of a list, with its position.
    fn each(&mut self, attribute: &Attribute<'_>, check: impl Fn(&mut Self, usize, &str)) {
        if attribute.value.trim().is_empty() {
            self.value(attribute, "one or more words");
        }
        for (number, word) in attribute.value.split_whitespace().enumerate() {
            check(self, number, word);
        }
    }

    fn value(&mut self, attribute: &Attribute<'_>, expected: &str) {
        let message =
            format!("expected {expected} as `{}`, found `{}`", attribute.name, attribute.value);
        let span = self.source.value(attribute);
        self.findings.push(Diagnostic::new(&STYLE_VALUE, message).at(span));
    }

    fn integer(&mut self, attribute: &Attribute<'_>, least: i64, expected: &str) {
        let number: Option<i64> = attribute.value.trim().parse().ok();
        if number.is_none_or(|number| number < least) {
            self.value(attribute, expected);
        }
    }

    fn word(
        &mut self,
        attribute: &Attribute<'_>,
        number: Option<usize>,
        word: &str,
        words: &[&'static str],
    ) {
        let expected =
            if words.len() > 8 { "another word".to_owned() } else { listed(words, "or") };
        let message = format!("expected {expected} as `{}`, found `{word}`", attribute.name);
        let span = match number {
            Some(number) => self.source.word(attribute, number),
            None => self.source.value(attribute),
        };
        let finding = Diagnostic::new(&STYLE_VALUE, message).at(span);
        self.findings.push(suggested(finding, word, words));
    }

    fn variable(
        &mut self,
        attribute: &Attribute<'_>,
        number: usize,
        word: &str,
        classes: &[Class],
    ) {
        let span = self.source.word(attribute, number);
        if word == "event" && classes.contains(&Class::Text) {
            let finding = Diagnostic::new(&STYLE_DEPRECATED, "`event` is now called `event-title`")
                .at(span)
                .fix(span, "event-title", false);
            self.findings.push(finding);
            return;
        }
        let Some(variable) = Variable::parse(word) else {
            let known = variables(classes);
            let message = format!("unknown variable `{word}`");
            let finding = Diagnostic::new(&STYLE_VARIABLE, message).at(span);
            self.findings.push(suggested(finding, word, &known));
            return;
        };
        let (class, kind, element) = match variable {
            Variable::Text(_) => (Class::Text, "text", "text"),
            Variable::Number(_) => (Class::Number, "number", "number"),
            Variable::Name(_) => (Class::Name, "name", "names"),
            Variable::Date(_) => (Class::Date, "date", "date"),
        };
        if !classes.contains(&class) {
            let message = format!("`{word}` is a {kind} variable, which is not printed here");
            let finding = Diagnostic::new(&STYLE_VARIABLE, message)
                .at(span)
                .help(format!("print it with `<{element} variable=\"{word}\"/>`"));
            self.findings.push(finding);
        }
    }

    fn term(&mut self, attribute: &Attribute<'_>, term: &str) {
        if is_term(term) {
            return;
        }
        let names = NameVariable::ALL.iter().map(|name| name.as_str());
        let types = ItemType::ALL.iter().map(|name| name.as_str());
        let known: Vec<&str> = schema::TERMS
            .iter()
            .chain(schema::LOCATORS)
            .copied()
            .chain(names)
            .chain(types)
            .collect();
        let finding = Diagnostic::new(&STYLE_TERM, format!("unknown term `{term}`"))
            .at(self.source.value(attribute));
        self.findings.push(suggested(finding, term, &known));
    }

    fn content(&mut self, element: &Element<'_>, rule: &Rule) {
        let text = element.text.trim();
        let wrong = match rule.content {
            Content::Text => return,
            Content::Nothing => {
                if !text.is_empty() {
                    let message = format!("expected no text in `{}`", element.name);
                    let span = self.source.text(element);
                    self.findings.push(Diagnostic::new(&STYLE_ELEMENT, message).at(span));
                }
                return;
            }
            Content::TextOrElements => {
                if !text.is_empty() && !element.children.is_empty() {
                    let message =
                        format!("expected text or elements in `{}`, found both", element.name);
                    let span = self.source.tag(element);
                    self.findings.push(Diagnostic::new(&STYLE_ELEMENT, message).at(span));
                }
                return;
            }
            Content::Words | Content::Moment | Content::Issn if text.is_empty() => {
                return self.missing(element, format!("expected text in `{}`", element.name));
            }
            Content::Words => return,
            Content::Moment if !is_moment(text) => {
                "a date with time such as `2007-10-26T21:32:52+02:00`"
            }
            Content::Issn if !is_issn(text) => "an ISSN such as `1234-5678`",
            Content::Moment | Content::Issn => return,
        };
        let message = format!("expected {wrong} as `{}`, found `{text}`", element.name);
        let span = self.source.text(element);
        self.findings.push(Diagnostic::new(&STYLE_VALUE, message).at(span));
    }

    fn children(&mut self, element: &Element<'_>, rule: &'static Rule) {
        let known = || rule.children.iter().copied().flatten();
        let mut highest = 0;
        let mut seen: Vec<&str> = Vec::new();
        for inner in &element.children {
            let Some(child) = known().find(|child| child.name == inner.name) else {
                self.misplaced(element, inner, rule);
                continue;
            };
            let once = matches!(child.count, Count::One | Count::Optional);
            if once && seen.contains(&inner.name) {
                let message =
                    format!("expected one `{}` in `{}`, found another", inner.name, element.name);
                let span = self.source.tag(inner);
                self.findings.push(Diagnostic::new(&STYLE_ELEMENT, message).at(span));
            } else if child.rank < highest && (child.rank > 0 || highest == schema::LAST) {
                let message = format!("`{}` stands too late in `{}`", inner.name, element.name);
                let before: Vec<&str> = known()
                    .filter(|c| c.rank > child.rank && seen.contains(&c.name))
                    .map(|c| c.name)
                    .collect();
                let finding = Diagnostic::new(&STYLE_ELEMENT, message)
                    .at(self.source.tag(inner))
                    .help(format!("expected it before {}", listed(&before, "and")));
                self.findings.push(finding);
            }
            highest = highest.max(child.rank);
            seen.push(inner.name);
            self.element(inner, rule_of(child, inner));
        }
        for child in known().filter(|child| !seen.contains(&child.name)) {
            if matches!(child.count, Count::One | Count::Some) {
                let message =
                    format!("expected the element `{}` in `{}`", child.name, element.name);
                self.missing(element, message);
            }
        }
        if rule.filled && element.children.is_empty() {
            let message =
                format!("expected something to print in `{}`, found nothing", element.name);
            self.missing(element, message);
        }
    }

    /// Reports an element that may not stand where it stands.
    fn misplaced(&mut self, outer: &Element<'_>, inner: &Element<'_>, rule: &'static Rule) {
        let span = self.source.tag(inner);
        if std::ptr::eq(rule, &schema::DEPENDENT_STYLE) {
            let message = format!("a style that follows another cannot have `{}`", inner.name);
            self.findings.push(Diagnostic::new(&STYLE_DEPENDENT_CONTENT, message).at(span));
            return;
        }
        let allowed: Vec<&str> =
            rule.children.iter().copied().flatten().map(|child| child.name).collect();
        let message = format!("`{}` cannot stand in `{}`", inner.name, outer.name);
        let mut finding = Diagnostic::new(&STYLE_ELEMENT, message).at(span);
        finding = suggested(finding, inner.name, &allowed);
        // The name is in the closing tag as well, so one replacement would not do.
        finding.fix = None;
        if finding.help.is_none() && !allowed.is_empty() {
            finding = finding.help(format!("expected {}", listed(&allowed, "or")));
        }
        self.findings.push(finding);
    }
}

fn rule_of(child: &Child, element: &Element<'_>) -> &'static Rule {
    match child.with {
        Some((attribute, rule)) if element.attr(attribute).is_some() => rule,
        _ => child.rule,
    }
}

/// Tells whether a style follows another one.
fn is_dependent(root: &Element<'_>) -> bool {
    root.child("info").is_some_and(|info| {
        info.children_named("link").any(|link| link.attr("rel") == Some("independent-parent"))
    })
}

/// Returns the variables of some classes.
fn variables(classes: &[Class]) -> Vec<&'static str> {
    use refsmith_model::{DateVariable, NumberVariable, TextVariable};
    let mut out = Vec::new();
    for class in classes {
        match class {
            Class::Text => out.extend(TextVariable::ALL.iter().map(|known| known.as_str())),
            Class::Number => out.extend(NumberVariable::ALL.iter().map(|known| known.as_str())),
            Class::Name => out.extend(NameVariable::ALL.iter().map(|known| known.as_str())),
            Class::Date => out.extend(DateVariable::ALL.iter().map(|known| known.as_str())),
        }
    }
    out
}

fn is_term(term: &str) -> bool {
    schema::TERMS.contains(&term)
        || schema::LOCATORS.contains(&term)
        || NameVariable::parse(term).is_some()
        || ItemType::parse(term).is_some()
        || schema::NUMBERED_TERMS.iter().any(|(head, least, most)| {
            let number = term.strip_prefix(head).filter(|number| number.len() == 2);
            let number = number.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
            number
                .and_then(|number| number.parse().ok())
                .is_some_and(|n: u8| (*least..=*most).contains(&n))
        })
}

/// `de`, `en-GB`, `sr-Latn-RS`: parts of at most eight letters or digits, the first of letters.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let sound = |part: &str, allowed: fn(&u8) -> bool| {
        (1..=8).contains(&part.len()) && part.as_bytes().iter().all(allowed)
    };
    parts.next().is_some_and(|first| sound(first, u8::is_ascii_alphabetic))
        && parts.all(|part| sound(part, u8::is_ascii_alphanumeric))
}

/// `2007-10-26T21:32:52`, with a fraction and a time zone if need be.
fn is_moment(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let digits = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let within = |part: &str, least: u8, most: u8| {
        digits(part, 2) && part.parse().is_ok_and(|n: u8| (least..=most).contains(&n))
    };
    let clock = |text: &str, hours: u8| {
        text.split_once(':').is_some_and(|(h, m)| within(h, 0, hours) && within(m, 0, 59))
    };
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let (time, zone) = match time.find(['Z', '+', '-']).and_then(|at| time.split_at_checked(at)) {
        Some((time, zone)) => (time, zone),
        None => (time, "Z"),
    };
    let zone = zone == "Z" || zone.strip_prefix(['+', '-']).is_some_and(|zone| clock(zone, 14));
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let Some((minutes, seconds)) = time.rsplit_once(':') else { return false };
    digits(year, 4)
        && within(month, 1, 12)
        && within(day, 1, 31)
        && clock(minutes, 24)
        && within(seconds, 0, 59)
        && digits(fraction, fraction.len().max(1))
        && zone
}

fn is_issn(text: &str) -> bool {
    text.len() == 9
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 => byte == b'-',
            8 => byte.is_ascii_digit() || matches!(byte, b'x' | b'X'),
            _ => byte.is_ascii_digit(),
        })
}
