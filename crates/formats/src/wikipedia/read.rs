//! Finds the templates of a wikitext and reads their parameters.

use std::borrow::Cow;

use refsmith_model::{Diagnostic, Mark, Name, Parsed, Record, RichText, Span};

use super::table::MAPPING;
use crate::findings;
use crate::mapping::read::{Field, record};
use crate::mapping::values::{Value, person};

/// Templates inside of each other, at most.
const DEPTH: usize = 32;

/// A parameter and where its value stands.
struct Parameter<'t> {
    key: &'t str,
    value: &'t str,
    start: usize,
}

/// Reads every citation template.
pub(super) fn templates(text: &str) -> Parsed<Vec<Record>> {
    let mut out = Parsed::clean(Vec::new());
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("{{")) {
        let start = at + found;
        at = start + 2;
        let Some(rest) = text.get(at..) else { break };
        let name = rest.split(['|', '}', '\n', '{']).next().unwrap_or("").trim();
        let known = name.len() < 64 && is_citation(name);
        if !known {
            continue;
        }
        let (end, is_closed) = close(text, start);
        let inner = text.get(start + 2..end).unwrap_or("");
        let place = Span::new(start, start + 2);
        if !is_closed {
            let message = format!("expected `}}}}` to close the template `{name}`");
            let finding = Diagnostic::new(&findings::UNCLOSED, message).at(place);
            out.diagnostics.push(finding.help("it ends where the next one begins"));
        }
        let parameters = parameters(inner, start + 2);
        let kind = kind(name, &parameters);
        let fields = fields(parameters);
        let span = Span::new(start, end);
        out.value.push(record(&MAPPING, Some((&kind, Some(span))), fields, &mut out.diagnostics));
        at = end.max(at);
    }
    out
}

fn is_citation(name: &str) -> bool {
    let lower = name.to_lowercase().replace('_', " ");
    lower == "citation" || lower.strip_prefix("cite ").is_some_and(|rest| !rest.trim().is_empty())
}

/// A book of which a chapter is cited is a chapter.
fn kind(name: &str, parameters: &[Parameter<'_>]) -> String {
    let name = name.replace('_', " ");
    let has = |key: &str| parameters.iter().any(|p| p.key == key && !p.value.trim().is_empty());
    match name.to_lowercase().as_str() {
        "cite book" | "citation" if has("chapter") || has("contribution") => "chapter".to_owned(),
        "citation" if has("journal") => "cite journal".to_owned(),
        "citation" if has("newspaper") => "cite news".to_owned(),
        "citation" if has("isbn") && has("publisher") => "cite book".to_owned(),
        _ => name,
    }
}

/// Returns where a template ends, and whether by its own braces: otherwise at the next citation.
fn close(text: &str, start: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = start;
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"{{") => {
                let opens_citation = depth > 0
                    && text.get(at + 2..).is_some_and(|rest| {
                        let head = rest.get(..5).unwrap_or("");
                        head.eq_ignore_ascii_case("cite ") || rest.starts_with("citation")
                    });
                if opens_citation || depth >= DEPTH {
                    return (at, false);
                }
                depth += 1;
                at += 2;
            }
            Some(b"}}") => {
                depth -= 1;
                if depth == 0 {
                    return (at, true);
                }
                at += 2;
            }
            _ => at += 1,
        }
    }
    (text.len(), false)
}

/// Splits a template at the bars that are in no inner template or link.
fn parameters(inner: &str, start: usize) -> Vec<Parameter<'_>> {
    let bytes = inner.as_bytes();
    let (mut braces, mut brackets) = (0_usize, 0_usize);
    let mut cuts = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let (step, cut) = match (bytes.get(at..at + 2), bytes.get(at)) {
            (Some(b"{{"), _) => {
                braces += 1;
                (2, false)
            }
            (Some(b"}}"), _) => {
                braces = braces.saturating_sub(1);
                (2, false)
            }
            (Some(b"[["), _) => {
                brackets += 1;
                (2, false)
            }
            (Some(b"]]"), _) => {
                brackets = brackets.saturating_sub(1);
                (2, false)
            }
            (_, Some(b'|')) => (1, braces == 0 && brackets == 0),
            _ => (1, false),
        };
        if cut {
            cuts.push(at);
        }
        at += step;
    }
    let mut out = Vec::new();
    for (idx, cut) in cuts.iter().enumerate() {
        let end = cuts.get(idx + 1).copied().unwrap_or(inner.len());
        let Some(part) = inner.get(cut + 1..end) else { continue };
        let Some((key, value)) = part.split_once('=') else { continue };
        let value_start = start + cut + 1 + key.len() + 1;
        let lead = value.len() - value.trim_start().len();
        out.push(Parameter { key: key.trim(), value: value.trim(), start: value_start + lead });
    }
    out
}

/// Reads markup: quotes, links, entities and the tags of HTML.
fn words(text: &str) -> RichText {
    let mut out = RichText::default();
    let mut open: Vec<(Mark, u32)> = Vec::new();
    let mut rest = text;
    let offset = |out: &RichText| u32::try_from(out.plain.len()).unwrap_or(u32::MAX);
    let mut toggle = |out: &mut RichText, mark: Mark| {
        let at = offset(out);
        match open.iter().rposition(|(other, _)| *other == mark) {
            Some(idx) => {
                let (_, start) = open.remove(idx);
                if start < at {
                    out.marks.push((start..at, mark));
                }
            }
            None => open.push((mark, at)),
        }
    };
    let tags = [
        ("'''", Some(Mark::Bold)),
        ("''", Some(Mark::Italic)),
        ("<sup>", Some(Mark::Superscript)),
        ("</sup>", Some(Mark::Superscript)),
        ("<sub>", Some(Mark::Subscript)),
        ("</sub>", Some(Mark::Subscript)),
        ("<i>", Some(Mark::Italic)),
        ("</i>", Some(Mark::Italic)),
        ("<nowiki>", None),
        ("</nowiki>", None),
        ("]]", None),
        ("{{!}}", None),
        ("{{=}}", None),
        ("&amp;", None),
        ("&lt;", None),
        ("&gt;", None),
        ("&#123;", None),
        ("&#125;", None),
        ("&#91;", None),
        ("&#93;", None),
        ("&#39;", None),
        ("&quot;", None),
        ("&nbsp;", None),
        ("&ndash;", None),
    ];
    while let Some(c) = rest.chars().next() {
        if let Some((tag, mark)) = tags.iter().find(|(tag, _)| rest.starts_with(tag)) {
            rest = rest.get(tag.len()..).unwrap_or("");
            match (mark, *tag) {
                (Some(mark), _) => toggle(&mut out, *mark),
                (None, tag) => out.plain.push_str(match tag {
                    "{{!}}" => "|",
                    "{{=}}" => "=",
                    "&amp;" => "&",
                    "&lt;" => "<",
                    "&gt;" => ">",
                    "&#123;" => "{",
                    "&#125;" => "}",
                    "&#91;" => "[",
                    "&#93;" => "]",
                    "&#39;" => "'",
                    "&quot;" => "\"",
                    "&nbsp;" => "\u{a0}",
                    "&ndash;" => "\u{2013}",
                    _ => "",
                }),
            }
            continue;
        }
        // Of `[[page|words]]` the words are what is read.
        if let Some(link) = rest.strip_prefix("[[") {
            // A title of a page is short; a search without bound would make many links quadratic.
            let near =
                link.char_indices().nth(400).map_or(link, |(at, _)| link.get(..at).unwrap_or(link));
            let shown = near.split_once("]]").map_or("", |(inner, _)| inner);
            rest = match shown.split_once('|') {
                Some((page, _)) => link.get(page.len() + 1..).unwrap_or(""),
                None => link,
            };
            continue;
        }
        out.plain.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    out.marks.sort_by_key(|(run, _)| (run.start, std::cmp::Reverse(run.end)));
    out
}

/// The role and part of a parameter of names: `last2` is the family name of the second author.
fn name_part(key: &str) -> Option<(&'static str, usize, char)> {
    let digits: String = key.chars().filter(char::is_ascii_digit).collect();
    let number = digits.parse().unwrap_or(1);
    let bare: String = key.chars().filter(|c| !c.is_ascii_digit()).collect();
    let part = match bare.as_str() {
        "last" | "surname" | "author-last" | "author-surname" => ("author", 'f'),
        "first" | "given" | "author-first" | "author-given" => ("author", 'g'),
        "author" | "authors" | "people" | "subject" | "host" | "inventor" => ("author", 'w'),
        "editor-last" | "editor-surname" => ("editor", 'f'),
        "editor-first" | "editor-given" => ("editor", 'g'),
        "editor" | "editors" => ("editor", 'w'),
        "translator-last" => ("translator", 'f'),
        "translator-first" => ("translator", 'g'),
        "translator" => ("translator", 'w'),
        "interviewer-last" => ("interviewer", 'f'),
        "interviewer-first" => ("interviewer", 'g'),
        "interviewer" | "interviewers" => ("interviewer", 'w'),
        "contributor-last" => ("contributor", 'f'),
        "contributor-first" => ("contributor", 'g'),
        "contributor" => ("contributor", 'w'),
        "display-authors" => ("author", 'c'),
        "display-editors" => ("editor", 'c'),
        "display-translators" => ("translator", 'c'),
        "display-interviewers" => ("interviewer", 'c'),
        _ => return None,
    };
    Some((part.0, number, part.1))
}

#[derive(Default)]
struct NameParts {
    role: &'static str,
    number: usize,
    family: String,
    given: String,
    whole: String,
    span: Option<Span>,
}

impl NameParts {
    fn name(&self) -> Option<Name> {
        let suffix = self.given.rsplit_once(", ").filter(|(_, end)| end.len() < 6);
        let (given, suffix) = match suffix {
            Some((given, suffix)) => (given, Some(suffix)),
            None => (self.given.as_str(), None),
        };
        if !self.family.is_empty() && !given.is_empty() {
            return Some(Name::Person(person(&self.family, given, suffix)));
        }
        let whole =
            [&self.whole, &self.family, &self.given].into_iter().find(|part| !part.is_empty())?;
        if let Some(literal) = whole.strip_prefix("((").and_then(|rest| rest.strip_suffix("))")) {
            return Some(Name::Institution(literal.to_owned()));
        }
        Some(match whole.split_once(", ") {
            Some((family, given)) => Name::Person(person(family, given, None)),
            None => Name::Institution(whole.clone()),
        })
    }
}

fn fields(parameters: Vec<Parameter<'_>>) -> Vec<Field<'_>> {
    let mut out: Vec<Field<'_>> = Vec::new();
    let mut people: Vec<NameParts> = Vec::new();
    let mut cut: Vec<&'static str> = Vec::new();
    for parameter in parameters {
        let Parameter { key, value, start } = parameter;
        let span = Some(Span::new(start, start + value.len()));
        if value.is_empty() {
            continue;
        }
        let text = words(value);
        if let Some((role, number, part)) = name_part(key) {
            if part == 'c' {
                if value.eq_ignore_ascii_case("etal") || value.eq_ignore_ascii_case("et al.") {
                    cut.push(role);
                }
                continue;
            }
            let at = people.iter().position(|found| found.role == role && found.number == number);
            let idx = at.unwrap_or_else(|| {
                people.push(NameParts { role, number, span, ..NameParts::default() });
                people.len() - 1
            });
            if let Some(found) = people.get_mut(idx) {
                match part {
                    'f' => found.family = text.plain,
                    'g' => found.given = text.plain,
                    _ => found.whole = text.plain,
                }
            }
            continue;
        }
        let value = match (key, text.is_plain()) {
            ("pmc", _) => {
                Value::Text(Cow::Owned(format!("PMC{}", text.plain.trim_start_matches("PMC"))))
            }
            // Addresses and identifiers hold signs that look like markup.
            ("url" | "chapter-url" | "doi", _) => Value::Text(Cow::Owned(text.plain)),
            (_, true) => Value::Text(Cow::Owned(text.plain)),
            (_, false) => Value::Rich(text),
        };
        // `ref=harv` is a switch, not a key.
        let is_switch = key == "ref"
            && matches!(&value, Value::Text(text) if matches!(text.as_ref(), "harv" | "none"));
        if !is_switch {
            out.push(Field { name: Cow::Borrowed(key), value, span });
        }
    }
    people.sort_by_key(|found| (found.role, found.number));
    for found in &people {
        if let Some(name) = found.name() {
            let (role, value) = (Cow::Borrowed(found.role), Value::Name(name));
            out.push(Field { name: role, value, span: found.span });
        }
    }
    for role in cut {
        let value = Value::Name(Name::Institution("et al.".to_owned()));
        out.push(Field { name: Cow::Borrowed(role), value, span: None });
    }
    out
}
