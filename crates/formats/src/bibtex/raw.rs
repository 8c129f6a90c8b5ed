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

/// A file whose entries are expanded one after the other, so that no more than one of them is held.
pub(crate) struct Source<'t> {
    tree: Tree<'t>,
    expander: Expander<'t>,
    /// TeX commands defined in preambles.
    macros: Macros,
    next: usize,
}

impl<'t> Source<'t> {
    /// Parses a file.
    pub(crate) fn new(text: &'t str) -> Self {
        let mut tree = syntax::parse(text);
        let macros = macros(&tree);
        let expander = Expander::new(text, tree.take_diagnostics());
        Self { tree, expander, macros, next: 0 }
    }

    /// Returns the commands that the file defines, wherever it does.
    pub(crate) fn macros(&self) -> &Macros {
        &self.macros
    }

    /// Tells whether an entry refers to another whose fields it inherits.
    pub(crate) fn inherits(&self) -> bool {
        let text = self.tree.text();
        let refers = |field: &Field| match field.name.len() {
            5 => field.name.of(text).eq_ignore_ascii_case("xdata"),
            8 => field.name.of(text).eq_ignore_ascii_case("crossref"),
            _ => false,
        };
        self.tree.entries().any(|entry| self.tree.fields(entry).iter().any(refers))
    }

    /// Returns the number of entries.
    pub(crate) fn count(&self) -> usize {
        self.tree.entries().count()
    }

    /// Expands the next entry, and the strings before it.
    pub(crate) fn next_entry(&mut self) -> Option<RawEntry<'t>> {
        while let Some(block) = self.tree.blocks().get(self.next) {
            self.next += 1;
            match (block.kind, self.tree.fields(block)) {
                (BlockKind::String, [field]) => self.expander.define(&self.tree, field),
                (BlockKind::Entry, fields) => {
                    return Some(entry(&self.tree, block, fields, &mut self.expander));
                }
                _ => {}
            }
        }
        None
    }

    /// Returns what was wrong.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.expander.diagnostics;
        let lost = [BlockKind::Comment, BlockKind::Preamble, BlockKind::String];
        let count = self.tree.blocks().iter().filter(|block| lost.contains(&block.kind)).count();
        if count > 0 {
            let message = format!(
                "`@string`, `@preamble` and `@comment` ({count} here) are not carried along"
            );
            diagnostics.push(Diagnostic::new(&codes::NOT_CARRIED, message));
        }
        diagnostics
    }
}

/// Reads the commands that preambles define; they hold for entries above them, too.
fn macros(tree: &Tree) -> Macros {
    let mut macros = Macros::default();
    if !tree.blocks().iter().any(|block| block.kind == BlockKind::Preamble) {
        return macros;
    }
    let mut expander = Expander::new(tree.text(), Vec::new());
    for block in tree.blocks() {
        match (block.kind, tree.fields(block)) {
            (BlockKind::String, [field]) => expander.define(tree, field),
            (BlockKind::Preamble, [field]) => macros.define(&expander.expand(tree, field, None)),
            _ => {}
        }
    }
    macros
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
    fn new(text: &'t str, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            text,
            strings: MONTHS.iter().map(|name| ((*name).to_owned(), (*name).into())).collect(),
            budget: text.len().saturating_mul(8).saturating_add(1 << 20),
            diagnostics,
        }
    }

    /// Takes a string over, which counts from its place on.
    fn define(&mut self, tree: &Tree<'t>, field: &Field) {
        let value = self.expand(tree, field, None);
        self.strings.insert(field.name.of(self.text).to_lowercase(), value);
    }

    fn expand(
        &mut self,
        tree: &Tree<'t>,
        field: &Field,
        owner: Option<(&str, &str)>,
    ) -> Cow<'t, str> {
        match tree.pieces(field) {
            [only] if only.kind != PieceKind::Bare || is_number(only.span.of(self.text)) => {
                Cow::Borrowed(only.inner().of(self.text))
            }
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
        if is_number(name) {
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

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))
}
