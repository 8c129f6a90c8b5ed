//! [`SourceText`]: the text of one input and the way back to its bytes.

use super::{OffsetMap, Span};

/// The text of one input, with the way back to the decoded source and to its bytes.
///
/// There are up to three layers. *Bytes* are what the file holds. The *source* is those bytes
/// decoded: what an editor shows, what lines and columns count. The *text* is what the spans of a
/// document index: for plain text the source itself, for HTML and Markdown the words without markup.
///
/// # Examples
/// ```
/// use refsmith_model::{SourceText, Span};
/// let text = SourceText::plain("article.txt", "one\ntwo".to_owned());
/// assert_eq!(text.slice(Span::new(4, 7)), "two");
/// assert_eq!(text.position(Span::new(4, 7)).line, 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    name: String,
    text: String,
    source: Option<String>,
    to_source: OffsetMap,
    to_bytes: OffsetMap,
}

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl SourceText {
    /// Creates the text of an input whose bytes are UTF-8 and whose text is its source.
    pub fn plain(name: impl Into<String>, text: String) -> Self {
        Self::decoded(name, text, OffsetMap::default())
    }

    /// Creates the text of an input that was decoded; `to_bytes` leads from `text` to the bytes.
    pub fn decoded(name: impl Into<String>, text: String, to_bytes: OffsetMap) -> Self {
        Self { name: name.into(), text, source: None, to_source: OffsetMap::default(), to_bytes }
    }

    /// Replaces the text by one that was extracted from it; `to_source` leads back.
    #[must_use]
    pub fn extracted(self, text: String, to_source: OffsetMap) -> Self {
        Self { source: Some(self.text), text, to_source, ..self }
    }

    /// Returns the name of the input as the user gave it, `-` for standard input.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the decoded source, which lines and columns count.
    pub fn source(&self) -> &str {
        self.source.as_deref().unwrap_or(&self.text)
    }

    /// Returns the part of the text that `span` covers.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// Returns the bytes of the input that `span` of the text was made from.
    pub fn input_span(&self, span: Span) -> Span {
        self.to_bytes.to_original(self.source_span(span))
    }

    /// Returns the span of the decoded source that `span` of the text was made from.
    pub fn source_span(&self, span: Span) -> Span {
        self.to_source.to_original(span)
    }

    /// Returns line and column of the start of `span` in the source.
    pub fn position(&self, span: Span) -> Position {
        let source = self.source();
        let mut at = self.source_span(span).start().min(source.len());
        while !source.is_char_boundary(at) {
            at -= 1;
        }
        let before = source.get(..at).unwrap_or("");
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before.get(line_start..).unwrap_or("").chars().count() + 1,
        }
    }

    /// Returns the source line in which `span` starts, without its line end.
    pub fn source_line(&self, span: Span) -> &str {
        let source = self.source();
        let at = self.source_span(span).start().min(source.len());
        let bytes = source.as_bytes();
        let start = bytes.get(..at).and_then(|head| head.iter().rposition(|byte| *byte == b'\n'));
        let end = bytes.get(at..).and_then(|tail| tail.iter().position(|byte| *byte == b'\n'));
        let line = source
            .get(start.map_or(0, |newline| newline + 1)..end.map_or(source.len(), |len| at + len))
            .unwrap_or("");
        line.strip_suffix('\r').unwrap_or(line)
    }
}
