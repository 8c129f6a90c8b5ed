//! What the syntax of a BibTeX file is made of, with places and nothing interpreted.

use refsmith_model::{Diagnostic, Span};

/// A file as a sequence of what it defines.
#[derive(Debug, Default)]
pub(crate) struct File {
    /// Entries, strings and preambles in the order of the file.
    pub(crate) items: Vec<Item>,
    /// What was wrong.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// One definition.
#[derive(Debug)]
pub(crate) enum Item {
    /// `@article{key, ...}`
    Entry(Entry),
    /// `@string{name = value}`
    String(Field),
    /// `@preamble{value}`
    Preamble(Value),
}

/// One entry.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The type, in lower case.
    pub(crate) kind: String,
    /// From `@` to the closing delimiter.
    pub(crate) span: Span,
    /// The key; empty when there is none.
    pub(crate) key: Span,
    /// The fields, in order.
    pub(crate) fields: Vec<Field>,
}

/// One field.
#[derive(Debug)]
pub(crate) struct Field {
    /// The name, in lower case.
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) name_span: Span,
    /// The value.
    pub(crate) value: Value,
}

/// The value of a field: pieces joined by `#`.
#[derive(Debug, Default)]
pub(crate) struct Value {
    /// The pieces.
    pub(crate) pieces: Vec<Piece>,
}

/// One piece of a value; the span is inside the delimiters.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Piece {
    /// Text in braces or quotation marks.
    Text(Span),
    /// A number, or the name of a string.
    Name(Span),
}

impl Value {
    /// Returns the place of the value; that of the text inside the delimiters if it is one piece.
    pub(crate) fn span(&self) -> Span {
        let mut spans = self.pieces.iter().map(|piece| match piece {
            Piece::Text(span) | Piece::Name(span) => *span,
        });
        let first = spans.next().unwrap_or_default();
        spans.fold(first, Span::join)
    }
}
