//! Reading a file piece by piece.
//!
//! An entry may use what stands anywhere in its file: commands of preambles and the fields of entries
//! that it refers to. So the file is looked through before it is read: a first time for the commands
//! and for the keys that others refer to, and if there are any, a second time for their entries,
//! which are kept. Strings count from their place on and need no looking.

use std::collections::HashSet;

use memchr::{memchr_iter, memchr2_iter, memrchr};
use refsmith_model::Parsed;

use super::inherit::SET;
use super::raw::{self, Expander, RawEntry, Source, lower};
use super::read::Context;
use super::syntax::{self, BlockKind, Tree, scan};
use crate::pieces::{Piece, PieceReader};

/// Signs behind an `@` that decide whether it begins an entry.
const WINDOW: usize = 1024;

/// What is looked for before anything is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Commands, and keys that others refer to.
    First,
    /// The entries of these keys.
    Second,
    Done,
}

/// Reads a file piece by piece.
pub(super) struct Entries {
    look: Look,
    /// The strings of the file, as far as it has been looked through.
    expander: Expander,
    /// Keys that entries refer to, in lower case, and whose entries have not been found.
    wanted: HashSet<String>,
    /// The entries that others refer to.
    others: Vec<RawEntry<'static>>,
    not_carried: usize,
    context: Context,
}

impl Entries {
    pub(super) fn new() -> Self {
        Self {
            look: Look::First,
            expander: Expander::default(),
            wanted: HashSet::new(),
            others: Vec::new(),
            not_carried: 0,
            context: Context::default(),
        }
    }

    /// Notes the commands of a tree, and the keys its entries refer to.
    fn look_first(&mut self, tree: &Tree) {
        self.not_carried += raw::not_carried(tree);
        // Strings matter to commands and to keys that are not written out.
        raw::define_macros(tree, &mut self.expander, &mut self.context.macros);
        for entry in tree.entries() {
            for field in tree.fields(entry).iter().filter(|field| raw::refers(tree, field)) {
                let keys = self.expander.expand(tree, field, None);
                let keys = keys.split(',').map(str::trim).filter(|key| !key.is_empty());
                self.wanted.extend(keys.map(|key| lower(key).into_owned()));
            }
        }
    }

    /// Keeps the first entries of a tree that have the keys.
    fn look_second(&mut self, tree: &Tree) {
        let Self { wanted, expander, others, .. } = self;
        let mut source = Source::new(tree);
        let is_wanted = |wanted: &HashSet<String>, key: &str| wanted.contains(lower(key).as_ref());
        while let Some(entry) =
            source.next_entry(expander, |block| is_wanted(wanted, block.key.of(tree.text())))
        {
            if wanted.remove(lower(&entry.key).as_ref()) {
                others.push(entry.into_owned());
            }
        }
    }
}

impl PieceReader for Entries {
    fn looks_ahead(&self) -> bool {
        self.look != Look::Done
    }

    fn look(&mut self, text: &str, last: bool) -> usize {
        let nothing_said = |text: &&str| self.look == Look::First && !speaks_of_others(text);
        let len = match whole_entries(text, last).filter(nothing_said) {
            Some(entries) => {
                self.expander.allow(entries);
                entries.len()
            }
            None => {
                let Some(tree) = whole_blocks(text, last) else { return 0 };
                self.expander.allow(tree.text());
                match self.look {
                    Look::First => self.look_first(&tree),
                    Look::Second => self.look_second(&tree),
                    Look::Done => {}
                }
                self.expander.diagnostics.clear();
                tree.text().len()
            }
        };
        if last {
            self.expander = Expander::default();
            self.look = match self.look {
                Look::First if !self.wanted.is_empty() => Look::Second,
                _ => Look::Done,
            };
        }
        len
    }

    fn read(&mut self, text: &str, last: bool) -> Piece {
        let Some(mut tree) = whole_blocks(text, last) else {
            return Piece { len: 0, parsed: Parsed::clean(Vec::new()) };
        };
        let mut parsed = self.context.read(&mut tree, &self.others);
        raw::report_not_carried(std::mem::take(&mut self.not_carried), &mut parsed.diagnostics);
        parsed.diagnostics.sort_by_key(|finding| finding.span.map(|span| span.start));
        Piece { len: tree.text().len(), parsed }
    }
}

/// Tells whether there may be a string, preamble, comment or set in a text, or the name of a field that
/// refers to another entry. Most pieces of large files have nothing of the kind, and need no tree.
fn speaks_of_others(text: &str) -> bool {
    let bytes = text.as_bytes();
    let from = |at: usize, word: &[u8]| {
        bytes.get(at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word))
    };
    let is_block = |at: usize| {
        let rest = bytes.get(at + 1..).unwrap_or(&[]);
        let blank = |byte: &&u8| byte.is_ascii_whitespace() || **byte == 0;
        let word = at + 1 + rest.iter().take_while(blank).count();
        let words: [&[u8]; 4] = [b"string", b"preamble", b"comment", SET.as_bytes()];
        words.iter().any(|known| from(word, known))
    };
    let refers = |at: usize| {
        // The rarest letters of the two names.
        from(at, b"xdata") || at.checked_sub(7).is_some_and(|start| from(start, b"crossref"))
    };
    memchr_iter(b'@', bytes).any(is_block)
        || memchr2_iter(b'x', b'X', bytes).any(refers)
        || memchr2_iter(b'f', b'F', bytes).any(refers)
}

/// Returns the beginning of a text up to the last place where an entry certainly begins.
fn whole_entries(text: &str, last: bool) -> Option<&str> {
    if last { Some(text) } else { text.get(..certain_entry_before(text, text.len())?) }
}

/// Returns the blocks at the beginning of a text that are the same whatever follows them; `None` when
/// that cannot be said of any.
fn whole_blocks(text: &str, last: bool) -> Option<Tree<'_>> {
    if last {
        return Some(syntax::parse(text));
    }
    let mut end = text.len();
    loop {
        end = certain_entry_before(text, end)?;
        let tree = syntax::parse(text.get(..end)?);
        // A brace behind `@comment` may close behind entries, or never.
        let open = |block: &&syntax::Block| {
            let brace = text.as_bytes().get(block.body.start()) == Some(&b'{');
            block.kind == BlockKind::Comment && brace && !block.is_closed()
        };
        match tree.blocks().iter().find(open) {
            Some(comment) => end = comment.span.start(),
            None => return Some(tree),
        }
    }
}

/// Returns where the last entry begins before `end` that would be one whatever follows the text. No
/// value goes on behind the beginning of such an entry, however broken it is.
fn certain_entry_before(text: &str, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = end.min(bytes.len().checked_sub(WINDOW)?);
    loop {
        end = memrchr(b'@', bytes.get(..end)?)?;
        if end > 0 && scan::is_certain_entry(bytes, end) {
            return Some(end);
        }
    }
}
