//! The syntax of BibTeX files as a tree that keeps every byte.
//!
//! [`parse`] cuts a file into [`Block`]s that follow each other without gaps: entries, strings,
//! preambles, comments, the text between them, and parts too broken to be understood. Entries have
//! fields, fields have values of one or more pieces. A tree holds places only, so it is small, and
//! writing its blocks one after the other gives the file back byte by byte.
//!
//! Nothing is interpreted here: strings are not expanded, TeX is not decoded, and no error costs
//! more than its own entry.
//!
//! # Examples
//! ```
//! use refsmith_formats::bibtex::syntax::{BlockKind, parse};
//! let text = "A note.\n@book{knuth1986, title = {The {\\TeX}book}, year = 1986}\n";
//! let tree = parse(text);
//! let entry = tree.entries().next().unwrap();
//! assert_eq!(entry.key.of(text), "knuth1986");
//! let title = tree.field(entry, "TITLE").unwrap();
//! assert_eq!(title.value.of(text), "{The {\\TeX}book}");
//! assert_eq!(tree.blocks()[0].kind, BlockKind::Text);
//! let written: String = tree.blocks().iter().map(|block| block.span.of(text)).collect();
//! assert_eq!(written, text);
//! ```

mod parser;
mod recover;
pub(super) mod scan;

use refsmith_model::{Diagnostic, Span};

pub use parser::parse;

/// A file, cut into blocks.
#[derive(Debug, Default)]
pub struct Tree<'t> {
    text: &'t str,
    blocks: Vec<Block>,
    fields: Vec<Field>,
    pieces: Vec<Piece>,
    diagnostics: Vec<Diagnostic>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// Text between entries, white space included; BibTeX does not read it.
    Text,
    /// `@comment{...}`, or `@comment` and the rest of its line.
    Comment,
    /// `@preamble{...}`; its value is the only field, without name.
    Preamble,
    /// `@string{name = value}`; the only field.
    String,
    /// `@article{key, ...}` and every other entry.
    Entry,
    /// An entry, string or preamble with a value that never ends, up to where reading goes on.
    Broken,
}

/// A part of the file.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// All its bytes, from `@` to the closing delimiter.
    pub span: Span,
    /// The word behind `@`; empty for text.
    pub word: Span,
    /// The citation key; empty when there is none, and for all but entries.
    pub key: Span,
    /// Where the part behind the opening delimiter begins, and where the closing one stands (the
    /// end of the block when it is missing).
    pub body: Span,
    fields: Span,
}

/// One field: a name and a value.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The name.
    pub name: Span,
    /// The value with its delimiters, from its first piece to its last.
    pub value: Span,
    /// Where the field ends: behind its comma, or behind its value when it has none.
    pub end: u32,
    first_piece: u32,
    pieces: u32,
}

/// One piece of a value; pieces are joined by `#`.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// All its bytes, with delimiters.
    pub span: Span,
}

/// How a piece is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// Text in braces.
    Braced,
    /// Text in quotation marks.
    Quoted,
    /// A number, or the name of a string.
    Bare,
}

impl<'t> Tree<'t> {
    /// Returns the text that was parsed, which all spans index.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Returns all blocks; their spans follow each other without gaps and cover the text.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Returns the blocks that are entries.
    pub fn entries(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.kind == BlockKind::Entry)
    }

    /// Returns the fields of a block, in order.
    pub fn fields(&self, block: &Block) -> &[Field] {
        self.fields.get(block.fields.start()..block.fields.end()).unwrap_or(&[])
    }

    /// Returns the first field with this name, in any letter case.
    pub fn field(&self, block: &Block, name: &str) -> Option<&Field> {
        self.fields(block).iter().find(|f| f.name.of(self.text).eq_ignore_ascii_case(name))
    }

    /// Returns the pieces of a value, in order.
    pub fn pieces(&self, field: &Field) -> &[Piece] {
        let first = field.first_piece as usize;
        self.pieces.get(first..first + field.pieces as usize).unwrap_or(&[])
    }

    /// Returns what was wrong, in the order of the text.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Takes the findings out of the tree.
    pub fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.diagnostics)
    }
}

impl Block {
    /// Tells whether the block has its closing delimiter.
    pub fn is_closed(&self) -> bool {
        self.body.end < self.span.end
    }
}

impl Piece {
    /// Returns the place of the text inside the delimiters.
    pub fn inner(&self) -> Span {
        match self.kind {
            PieceKind::Bare => self.span,
            PieceKind::Braced | PieceKind::Quoted => {
                Span { start: self.span.start + 1, end: self.span.end.saturating_sub(1) }
            }
        }
    }
}
