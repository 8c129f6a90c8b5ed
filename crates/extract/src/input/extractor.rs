//! Builds the text of a document out of pieces of its source, with blocks and the way back.

use refsmith_model::{Block, BlockKind, OffsetMap, SourceDocument, SourceText, Span};

/// Collects text block by block. Blocks are separated by one line end, runs of white space inside
/// a block become one blank (or one line end, when they hold a line break).
#[derive(Default)]
pub(super) struct Extractor {
    text: String,
    map: OffsetMap,
    /// How far the source has been accounted for in `map`.
    cursor: usize,
    blocks: Vec<Extracted>,
    /// Where the text of the open block starts, once it has some.
    start: Option<usize>,
    marker: Option<Span>,
    kind: Option<Kind>,
    second: bool,
    /// White space that is written as soon as something follows it.
    pending: Option<Pending>,
}

/// A block, and whether it belongs to the main part of the page.
pub(super) struct Extracted {
    pub(super) block: Block,
    /// It stands in a navigation bar, a footer, a hidden part.
    pub(super) second: bool,
}

/// What an open block will become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Heading(u8),
    Paragraph,
    Item(u32),
}

#[derive(Clone, Copy)]
struct Pending {
    span: Span,
    line_break: bool,
}

impl Extractor {
    /// Opens a block; what was open is closed.
    pub(super) fn open(&mut self, kind: Kind, second: bool) {
        self.close();
        self.kind = Some(kind);
        self.second = second;
    }

    /// Closes the open block; text that follows without a new one is a paragraph.
    pub(super) fn close(&mut self) {
        self.pending = None;
        let kind = self.kind.take().unwrap_or(Kind::Paragraph);
        let marker = self.marker.take();
        let Some(start) = self.start.take() else { return };
        let kind = match kind {
            Kind::Heading(level) => BlockKind::Heading(level),
            Kind::Paragraph => BlockKind::Paragraph,
            Kind::Item(list) => BlockKind::ListItem { list, marker },
        };
        let block = Block { kind, span: Span::new(start, self.text.len()) };
        self.blocks.push(Extracted { block, second: self.second });
    }

    /// Tells whether the open block has text already.
    pub(super) fn has_text(&self) -> bool {
        self.start.is_some()
    }

    /// Tells whether a heading has been opened that has no text yet.
    pub(super) fn is_open_heading(&self) -> bool {
        matches!(self.kind, Some(Kind::Heading(_)))
    }

    /// Writes the mark of a list item before its text.
    pub(super) fn marker(&mut self, mark: &str, source: Span) {
        self.separate(source.start());
        self.skip_to(source.start());
        let start = self.text.len();
        self.replace(mark, source.len());
        self.marker = Some(Span::new(start, self.text.len()));
        self.replace(" ", 0);
    }

    /// Copies a piece of the source. Line ends count as blanks unless `keep_lines`.
    pub(super) fn copy(&mut self, source: &str, span: Span, keep_lines: bool) {
        let piece = span.of(source);
        let mut at = span.start();
        let mut run = at;
        for (idx, c) in piece.char_indices() {
            if !is_blank(c) {
                continue;
            }
            let here = span.start() + idx;
            if here > run {
                self.run(source, Span::new(run, here));
            }
            at = here + c.len_utf8();
            run = at;
            self.blank(Span::new(here, at), keep_lines && matches!(c, '\n' | '\r'));
        }
        if span.end() > run {
            self.run(source, Span::new(run, span.end()));
        }
    }

    /// Writes `text` for a piece of the source (an entity, an escape).
    pub(super) fn put(&mut self, text: &str, source: Span) {
        if text.is_empty() {
            return;
        }
        if text.chars().all(is_blank) {
            self.blank(source, false);
            return;
        }
        self.before_text(source.start());
        self.skip_to(source.start());
        self.replace(text, source.len());
        self.cursor = source.end().max(self.cursor);
    }

    /// Notes a line break.
    pub(super) fn line_break(&mut self, source: Span) {
        self.blank(source, true);
    }

    /// Returns the text and the blocks.
    pub(super) fn finish(mut self, text: SourceText) -> (SourceText, Vec<Extracted>) {
        self.close();
        (text.extracted(self.text, self.map), self.blocks)
    }

    fn blank(&mut self, span: Span, line_break: bool) {
        if self.start.is_none() {
            return;
        }
        match &mut self.pending {
            // Only a run without a gap is joined: between its parts may stand markup.
            Some(pending) => {
                if pending.span.end == span.start {
                    pending.span.end = span.end;
                }
                pending.line_break |= line_break;
            }
            None => self.pending = Some(Pending { span, line_break }),
        }
    }

    /// Copies a run without white space.
    fn run(&mut self, source: &str, span: Span) {
        self.before_text(span.start());
        self.skip_to(span.start());
        self.map.copied(span.len());
        self.text.push_str(span.of(source));
        self.cursor = span.end();
    }

    /// Writes what has to stand before the next character: the line end between blocks, or the
    /// white space that was waiting.
    fn before_text(&mut self, at: usize) {
        if self.start.is_none() {
            if self.marker.is_none() {
                self.separate(at);
            }
            self.start = Some(self.text.len());
            return;
        }
        let Some(pending) = self.pending.take() else { return };
        self.skip_to(pending.span.start());
        if pending.line_break {
            self.replace("\n", pending.span.len());
        } else if pending.span.len() == 1 {
            self.map.copied(1);
            self.text.push(' ');
        } else {
            self.replace(" ", pending.span.len());
        }
        self.cursor = pending.span.end().max(self.cursor);
    }

    fn separate(&mut self, at: usize) {
        if !self.text.is_empty() {
            self.skip_to(at);
            self.replace("\n", 0);
        }
    }

    fn replace(&mut self, text: &str, source_len: usize) {
        self.map.replaced(text.len(), source_len);
        self.text.push_str(text);
        self.cursor += source_len;
    }

    fn skip_to(&mut self, at: usize) {
        if at > self.cursor {
            self.map.skipped(at - self.cursor);
            self.cursor = at;
        }
    }
}

/// White space that collapses. A no-break space does not: it was put there on purpose.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}')
}

/// Makes a document of all blocks, or of those of the main part.
pub(super) fn document(text: SourceText, blocks: &[Extracted], all: bool) -> SourceDocument {
    let blocks = blocks.iter().filter(|block| all || !block.second).map(|block| block.block);
    SourceDocument { blocks: blocks.collect(), text, is_lines: false }
}
