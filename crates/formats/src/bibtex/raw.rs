//! Entries with their strings expanded: fields as TeX text, not yet interpreted.

use std::collections::BTreeMap;

use refsmith_model::{Diagnostic, Span};

use super::codes;
use super::macros::Macros;
use super::syntax;
use super::syntax_tree::{Item, Piece, Value};
use crate::human_date::MONTHS;

/// An entry with expanded values.
#[derive(Debug)]
pub(crate) struct RawEntry {
    /// The type, in lower case.
    pub(crate) kind: String,
    /// The key; empty when there is none.
    pub(crate) key: String,
    /// Where the key stands, or the entry begins.
    pub(crate) place: Span,
    /// The fields, in order.
    pub(crate) fields: Vec<RawField>,
}

/// A field with its expanded value.
#[derive(Debug)]
pub(crate) struct RawField {
    /// The name, in lower case.
    pub(crate) name: String,
    /// The value as TeX.
    pub(crate) tex: String,
    /// Where the value stands.
    pub(crate) span: Span,
}

/// A whole file.
#[derive(Debug, Default)]
pub(crate) struct RawFile {
    /// The entries, in order.
    pub(crate) entries: Vec<RawEntry>,
    /// TeX commands defined in preambles.
    pub(crate) macros: Macros,
    /// What was wrong.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Parses a file and expands its strings.
pub(crate) fn read(text: &str) -> RawFile {
    let file = syntax::parse(text);
    let mut expander = Expander {
        text,
        strings: MONTHS.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect(),
        budget: text.len().saturating_mul(8).saturating_add(1 << 20),
        diagnostics: file.diagnostics,
    };
    let mut out = RawFile::default();
    let mut blocks = count_comments(text);
    for item in file.items {
        blocks += usize::from(!matches!(item, Item::Entry(_)));
        match item {
            // A definition counts from its place on, so strings are expanded in order.
            Item::String(field) => {
                let value = expander.expand(&field.value, None);
                expander.strings.insert(field.name, value);
            }
            Item::Preamble(value) => {
                let preamble = expander.expand(&value, None);
                out.macros.define(&preamble);
            }
            Item::Entry(entry) => {
                let key = entry.key.of(text).to_owned();
                let fields = entry.fields.into_iter().map(|field| RawField {
                    tex: expander.expand(&field.value, Some((&key, field.name.as_str()))),
                    span: field.value.span(),
                    name: field.name,
                });
                let fields = fields.collect();
                let begin = Span::new(entry.span.start(), entry.span.start() + 1);
                let place = if key.is_empty() { begin } else { entry.key };
                out.entries.push(RawEntry { kind: entry.kind, key, place, fields });
            }
        }
    }
    out.diagnostics = expander.diagnostics;
    if blocks > 0 {
        let message =
            format!("`@string`, `@preamble` and `@comment` ({blocks} here) are not carried along");
        out.diagnostics.push(Diagnostic::new(&codes::NOT_CARRIED, message));
    }
    out
}

/// Counts `@comment` at the beginnings of lines.
fn count_comments(text: &str) -> usize {
    let is_comment = |line: &&str| {
        line.trim_start().get(..8).is_some_and(|word| word.eq_ignore_ascii_case("@comment"))
    };
    text.lines().filter(is_comment).count()
}

struct Expander<'t> {
    text: &'t str,
    strings: BTreeMap<String, String>,
    /// Bytes that strings may still add: strings built from strings could double without end.
    budget: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Expander<'_> {
    fn expand(&mut self, value: &Value, field: Option<(&str, &str)>) -> String {
        let mut out = String::new();
        for piece in &value.pieces {
            match piece {
                Piece::Text(span) => out.push_str(span.of(self.text)),
                Piece::Name(span) => self.name(*span, field, &mut out),
            }
        }
        out
    }

    fn name(&mut self, span: Span, field: Option<(&str, &str)>, out: &mut String) {
        let name = span.of(self.text);
        let number = name.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
        if number {
            return out.push_str(name);
        }
        match self.strings.get(&name.to_lowercase()) {
            Some(value) if value.len() <= self.budget => {
                self.budget -= value.len();
                out.push_str(value);
            }
            known => {
                let message = match known {
                    Some(_) => format!("the string `{name}` grows too long, its name is kept"),
                    None => format!("expected a defined string, found `{name}`"),
                };
                out.push_str(name);
                // A full month name without braces is understood all the same.
                let month =
                    matches!(field, Some((_, "month"))) && crate::human_date::month(name).is_some();
                if !month {
                    let mut finding = Diagnostic::new(&codes::UNDEFINED_STRING, message).at(span);
                    finding.record = field.map(|(key, _)| key.to_owned());
                    let help = format!("write `{{{name}}}`, or define the string before its use");
                    self.diagnostics.push(finding.help(help));
                }
            }
        }
    }
}
