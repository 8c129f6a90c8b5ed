//! Entries with their strings expanded: fields as TeX text, not yet interpreted.

use std::borrow::Cow;
use std::collections::BTreeMap;

use refsmith_model::{Diagnostic, Span};

use super::codes;
use super::inherit::MEMBERS;
use super::macros::Macros;
use super::syntax::{Block, BlockKind, Field, PieceKind, Tree};
use crate::human_date::MONTHS;

/// An entry with expanded values.
#[derive(Debug)]
pub(crate) struct RawEntry<'t> {
    /// The type, in lower case.
    pub(crate) kind: Cow<'t, str>,
    /// The key; empty when there is none.
    pub(crate) key: Cow<'t, str>,
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

/// The entries of a tree, expanded one after the other, so that no more than one of them is held.
pub(crate) struct Source<'t> {
    tree: &'t Tree<'t>,
    next: usize,
}

impl<'t> Source<'t> {
    /// Begins with the first block.
    pub(crate) fn new(tree: &'t Tree<'t>) -> Self {
        Self { tree, next: 0 }
    }

    /// Expands the next entry that is wanted, and the strings before it.
    pub(crate) fn next_entry(
        &mut self,
        expander: &mut Expander,
        wanted: impl Fn(&Block) -> bool,
    ) -> Option<RawEntry<'t>> {
        while let Some(block) = self.tree.blocks().get(self.next) {
            self.next += 1;
            match (block.kind, self.tree.fields(block)) {
                (BlockKind::String, [field]) => expander.define(self.tree, field),
                (BlockKind::Entry, fields) if wanted(block) => {
                    return Some(entry(self.tree, block, fields, expander));
                }
                _ => {}
            }
        }
        None
    }
}

impl RawEntry<'_> {
    /// Returns the entry without its text. Its fields have no places: they stand elsewhere.
    pub(crate) fn into_owned(self) -> RawEntry<'static> {
        let fields = self.fields.into_iter().map(|field| RawField {
            name: Cow::Owned(field.name.into_owned()),
            tex: Cow::Owned(field.tex.into_owned()),
            span: Span::default(),
        });
        RawEntry {
            kind: Cow::Owned(self.kind.into_owned()),
            key: Cow::Owned(self.key.into_owned()),
            place: Span::default(),
            fields: fields.collect(),
        }
    }
}

/// Tells whether a field names entries whose fields are inherited.
pub(crate) fn refers(tree: &Tree, field: &Field) -> bool {
    match field.name.len() {
        5 => field.name.of(tree.text()).eq_ignore_ascii_case("xdata"),
        8 => ["crossref", MEMBERS]
            .iter()
            .any(|name| field.name.of(tree.text()).eq_ignore_ascii_case(name)),
        _ => false,
    }
}

/// Returns the number of blocks that no record holds anything of.
pub(crate) fn not_carried(tree: &Tree) -> usize {
    let lost = [BlockKind::Comment, BlockKind::Preamble, BlockKind::String];
    tree.blocks().iter().filter(|block| lost.contains(&block.kind)).count()
}

/// Says how many such blocks a file has.
pub(crate) fn report_not_carried(count: usize, diagnostics: &mut Vec<Diagnostic>) {
    if count > 0 {
        let message =
            format!("`@string`, `@preamble` and `@comment` ({count} here) are not carried along");
        diagnostics.push(Diagnostic::new(&codes::NOT_CARRIED, message));
    }
}

/// Reads the commands that preambles define; they hold for entries above them, too.
pub(crate) fn define_macros(tree: &Tree, expander: &mut Expander, macros: &mut Macros) {
    for block in tree.blocks() {
        match (block.kind, tree.fields(block)) {
            (BlockKind::String, [field]) => expander.define(tree, field),
            (BlockKind::Preamble, [field]) => macros.define(&expander.expand(tree, field, None)),
            _ => {}
        }
    }
}

/// Tells whether there is a preamble.
pub(crate) fn has_preamble(tree: &Tree) -> bool {
    tree.blocks().iter().any(|block| block.kind == BlockKind::Preamble)
}

fn entry<'t>(
    tree: &Tree<'t>,
    block: &Block,
    fields: &[Field],
    expander: &mut Expander,
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
    RawEntry { kind: lower(block.word.of(text)), key: Cow::Borrowed(key), place, fields }
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
    if !name.bytes().any(|byte| !byte.is_ascii() || byte.is_ascii_uppercase()) {
        return Cow::Borrowed(name);
    }
    match CAPITALS.iter().find(|known| known.eq_ignore_ascii_case(name)) {
        Some(known) => Cow::Borrowed(known),
        None => Cow::Owned(name.to_lowercase()),
    }
}

/// The strings of a file so far.
#[derive(Debug)]
pub(crate) struct Expander {
    strings: BTreeMap<String, String>,
    /// Bytes that strings may still add: strings built from strings could double without end.
    budget: usize,
    /// What was wrong with names of strings.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Default for Expander {
    fn default() -> Self {
        Self {
            strings: MONTHS.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect(),
            budget: 1 << 20,
            diagnostics: Vec::new(),
        }
    }
}

impl Expander {
    /// Allows strings to add some times as much as a text has, of which they are used next.
    pub(crate) fn allow(&mut self, text: &str) {
        self.budget = self.budget.saturating_add(text.len().saturating_mul(8));
    }

    /// Takes a string over, which counts from its place on.
    fn define(&mut self, tree: &Tree, field: &Field) {
        let value = self.expand(tree, field, None).into_owned();
        self.strings.insert(field.name.of(tree.text()).to_lowercase(), value);
    }

    pub(crate) fn expand<'t>(
        &mut self,
        tree: &Tree<'t>,
        field: &Field,
        owner: Option<(&str, &str)>,
    ) -> Cow<'t, str> {
        let text = tree.text();
        match tree.pieces(field) {
            [only] if only.kind != PieceKind::Bare || is_number(only.span.of(text)) => {
                Cow::Borrowed(only.inner().of(text))
            }
            pieces => {
                if let [only] = pieces
                    && let Some(value) = self.value_of(only.span.of(text))
                {
                    return value;
                }
                let mut out = String::with_capacity(field.value.len() * 2);
                for piece in pieces {
                    match piece.kind {
                        PieceKind::Bare => self.name(text, piece.span, owner, &mut out),
                        _ => out.push_str(piece.inner().of(text)),
                    }
                }
                Cow::Owned(out)
            }
        }
    }

    /// Returns the value of the only name in a field; that of a month mostly is the name itself.
    fn value_of<'t>(&mut self, name: &'t str) -> Option<Cow<'t, str>> {
        let value = self.strings.get(lower(name).as_ref())?;
        if value == name {
            return Some(Cow::Borrowed(name));
        }
        self.budget = self.budget.checked_sub(value.len())?;
        Some(Cow::Owned(value.clone()))
    }

    fn name(&mut self, text: &str, span: Span, owner: Option<(&str, &str)>, out: &mut String) {
        let name = span.of(text);
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
