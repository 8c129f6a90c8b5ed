//! Entries with their strings expanded: fields as TeX text, not yet interpreted.

use std::borrow::Cow;
use std::collections::BTreeMap;

use refsmith_model::{Diagnostic, Span};

use super::codes;
use super::macros::Macros;
use super::syntax::{self, Block, BlockKind, Field, PieceKind, Tree};
use crate::human_date::MONTHS;

/// An entry with expanded values.
#[derive(Debug)]
pub(crate) struct RawEntry<'t> {
    /// The type, in lower case.
    pub(crate) kind: Cow<'t, str>,
    /// The key; empty when there is none.
    pub(crate) key: &'t str,
    /// Where the key stands, or the entry begins.
    pub(crate) place: Span,
    /// The fields, in order.
    pub(crate) fields: Vec<RawField<'t>>,
}

/// A field with its expanded value.
#[derive(Debug)]
pub(crate) struct RawField<'t> {
    /// The name, in lower case.
    pub(crate) name: Cow<'t, str>,
    /// The value as TeX.
    pub(crate) tex: Cow<'t, str>,
    /// Where the value stands, without its delimiters if it is one piece.
    pub(crate) span: Span,
}

/// A whole file.
#[derive(Debug, Default)]
pub(crate) struct RawFile<'t> {
    /// The entries, in order.
    pub(crate) entries: Vec<RawEntry<'t>>,
    /// TeX commands defined in preambles.
    pub(crate) macros: Macros,
    /// What was wrong.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Parses a file and expands its strings.
pub(crate) fn read(text: &str) -> RawFile<'_> {
    let mut tree = syntax::parse(text);
    let mut expander = Expander {
        text,
        strings: MONTHS.iter().map(|name| ((*name).to_owned(), (*name).into())).collect(),
        budget: text.len().saturating_mul(8).saturating_add(1 << 20),
        diagnostics: tree.take_diagnostics(),
    };
    let mut out = RawFile::default();
    let mut not_carried = 0;
    for block in tree.blocks() {
        not_carried += usize::from(matches!(
            block.kind,
            BlockKind::Comment | BlockKind::Preamble | BlockKind::String
        ));
        match (block.kind, tree.fields(block)) {
            // A definition counts from its place on, so strings are expanded in order.
            (BlockKind::String, [field]) => {
                let value = expander.expand(&tree, field, None);
                let name = field.name.of(text).to_lowercase();
                expander.strings.insert(name, value);
            }
            (BlockKind::Preamble, [field]) => {
                let preamble = expander.expand(&tree, field, None);
                out.macros.define(&preamble);
            }
            (BlockKind::Entry, fields) => {
                out.entries.push(entry(&tree, block, fields, &mut expander));
            }
            _ => {}
        }
    }
    out.diagnostics = expander.diagnostics;
    if not_carried > 0 {
        let message = format!(
            "`@string`, `@preamble` and `@comment` ({not_carried} here) are not carried along"
        );
        out.diagnostics.push(Diagnostic::new(&codes::NOT_CARRIED, message));
    }
    out
}

fn entry<'t>(
    tree: &Tree<'t>,
    block: &Block,
    fields: &[Field],
    expander: &mut Expander<'t>,
) -> RawEntry<'t> {
    let text = tree.text();
    let key = block.key.of(text);
    let fields = fields.iter().map(|field| {
        let name = lower(field.name.of(text));
        let pieces = tree.pieces(field);
        let span = match (pieces.first(), pieces.last()) {
            (Some(first), Some(last)) => first.inner().join(last.inner()),
            _ => field.value,
        };
        RawField { tex: expander.expand(tree, field, Some((key, &name))), span, name }
    });
    let fields = fields.collect();
    let begin = Span { start: block.span.start, end: block.span.start + 1 };
    let place = if key.is_empty() { begin } else { block.key };
    RawEntry { kind: lower(block.word.of(text)), key, place, fields }
}

/// Names of fields that people often write in capitals.
const CAPITALS: [&str; 24] = [
    "doi",
    "url",
    "isbn",
    "issn",
    "lccn",
    "isbn-13",
    "issn-l",
    "coden",
    "mrclass",
    "mrnumber",
    "mrreviewer",
    "author",
    "title",
    "year",
    "journal",
    "volume",
    "number",
    "pages",
    "month",
    "publisher",
    "address",
    "booktitle",
    "editor",
    "note",
];

/// Returns a name in lower case, which it mostly is.
pub(crate) fn lower(name: &str) -> Cow<'_, str> {
    let capital = |byte: u8| !byte.is_ascii() | byte.is_ascii_uppercase();
    if !name.bytes().fold(false, |any, byte| any | capital(byte)) {
        return Cow::Borrowed(name);
    }
    match CAPITALS.iter().find(|known| known.eq_ignore_ascii_case(name)) {
        Some(known) => Cow::Borrowed(known),
        None => Cow::Owned(name.to_lowercase()),
    }
}

struct Expander<'t> {
    text: &'t str,
    strings: BTreeMap<String, Cow<'t, str>>,
    /// Bytes that strings may still add: strings built from strings could double without end.
    budget: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'t> Expander<'t> {
    fn expand(
        &mut self,
        tree: &Tree<'t>,
        field: &Field,
        owner: Option<(&str, &str)>,
    ) -> Cow<'t, str> {
        match tree.pieces(field) {
            [only] if only.kind != PieceKind::Bare => Cow::Borrowed(only.inner().of(self.text)),
            pieces => {
                let mut out = String::new();
                for piece in pieces {
                    match piece.kind {
                        PieceKind::Bare => self.name(piece.span, owner, &mut out),
                        _ => out.push_str(piece.inner().of(self.text)),
                    }
                }
                Cow::Owned(out)
            }
        }
    }

    fn name(&mut self, span: Span, owner: Option<(&str, &str)>, out: &mut String) {
        let name = span.of(self.text);
        let number = name.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
        if number {
            return out.push_str(name);
        }
        match self.strings.get(lower(name).as_ref()) {
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
                    matches!(owner, Some((_, "month"))) && crate::human_date::month(name).is_some();
                if !month {
                    let mut finding = Diagnostic::new(&codes::UNDEFINED_STRING, message).at(span);
                    finding.record = owner.map(|(key, _)| key.to_owned());
                    let help = format!("write `{{{name}}}`, or define the string before its use");
                    self.diagnostics.push(finding.help(help));
                }
            }
        }
    }
}
