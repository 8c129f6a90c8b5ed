//! Documents, the references found in them and the citations that point there.

use crate::diagnostic::Diagnostic;
use crate::record::Record;
use crate::text::{SourceText, Span};

/// One input as a sequence of blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceDocument {
    /// The text; every span of the document indexes it.
    pub text: SourceText,
    /// Headings, paragraphs, list items and lines, in order and without overlap.
    pub blocks: Vec<Block>,
    /// The text is lines as somebody typed or printed them: a block is a line, and blank lines and
    /// indents in the text mean something. Otherwise the blocks alone say what belongs together.
    pub is_lines: bool,
}

/// A stretch of text that the source sets apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands, without bullet or number of a list item.
    pub span: Span,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1–6.
    Heading(u8),
    /// A paragraph, or a line of plain text that may be one.
    Paragraph,
    /// An item of a list.
    ListItem {
        /// Number of the list within the document, from 0: items of one list share it.
        list: u32,
        /// The bullet or number, where the text has it.
        marker: Option<Span>,
    },
}

/// A reference as it stands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReferenceString {
    /// The reference without its marker.
    pub span: Span,
    /// The bullet or number before it.
    pub marker: Option<Span>,
    /// Position in the list, from 1, or the number printed before it.
    pub ordinal: u32,
}

/// A mark in running text that points at references: `(4,8)`, `[1]`, `(Feldman, 2012)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Where it stands, with its brackets.
    pub span: Span,
    /// How it points.
    pub form: CitationForm,
    /// Ordinals of the references it points at, in its order.
    pub targets: Vec<u32>,
    /// What it names that no reference answers to.
    pub unresolved: Vec<String>,
}

/// How a citation points at a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationForm {
    /// By the number or position in the list.
    Numeric,
    /// By author and year.
    AuthorDate,
}

/// A reference with the record that was read from it.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedReference {
    /// Where it stands.
    pub reference: ReferenceString,
    /// What it says. Spans in its provenance index the document's text.
    pub record: Record,
    /// Probability in [0, 1] that every field is right.
    pub confidence: f32,
    /// What was noticed while reading it.
    pub diagnostics: Vec<Diagnostic>,
}
