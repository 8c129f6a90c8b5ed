//! Plain text: one block per line, with bullets and numbers recognized.
//!
//! Page numbers, running heads and columns of a PDF are taken care of before.
//! Which lines belong together is for the segmenter to find out: it knows what a reference looks
//! like, a reader does not.

use refsmith_model::{Block, BlockKind, Parsed, SourceDocument, SourceText, Span};

use super::{Input, InputInfo, layout};
use crate::marker::{MarkerKind, marker};
use crate::text::lines;

/// Plain text.
pub(super) struct Plain;

static INFO: InputInfo = InputInfo {
    name: "text",
    aliases: &["txt", "plain"],
    extensions: &["txt", "text"],
    description: "plain text in any encoding",
};

impl Input for Plain {
    fn info(&self) -> &'static InputInfo {
        &INFO
    }

    fn sniff(&self, _text: &str) -> u8 {
        20
    }

    fn read(&self, text: SourceText) -> Parsed<SourceDocument> {
        let Parsed { value: text, diagnostics } = layout::without_pages(text);
        let mut reader = LineReader::default();
        for line in lines(text.text(), Span::new(0, text.text().len())) {
            reader.line(text.text(), line);
        }
        let blocks = reader.blocks;
        Parsed { value: SourceDocument { text, blocks, is_lines: true }, diagnostics }
    }
}

#[derive(Default)]
struct LineReader {
    blocks: Vec<Block>,
    /// The list that is open, and its last mark.
    open: Option<(u32, MarkerKind)>,
    lists: u32,
    after_blank: bool,
}

impl LineReader {
    fn line(&mut self, text: &str, line: Span) {
        let span = line.trimmed(text);
        if span.is_empty() {
            self.after_blank = true;
            return;
        }
        let content = span.of(text);
        if let Some(level) = underline(content)
            && !self.after_blank
            && let Some(title) = self.blocks.last_mut()
            && title.kind == BlockKind::Paragraph
            && title.span.len() <= 120
        {
            title.kind = BlockKind::Heading(level);
            self.open = None;
            return;
        }
        let block = if let Some((level, len)) = hashes(content) {
            self.open = None;
            let kind = BlockKind::Heading(level);
            Block { kind, span: Span::new(span.start() + len, span.end()).trimmed(text) }
        } else if let Some(mark) = marker(content).filter(|mark| mark.content < content.len()) {
            let list = self.list(mark.kind);
            let marker = Some(Span::new(span.start(), span.start() + mark.len));
            let kind = BlockKind::ListItem { list, marker };
            Block { kind, span: Span::new(span.start() + mark.content, span.end()) }
        } else {
            // A line below a blank one that stands as far left as text does ends the list.
            if self.after_blank && span.start() == line.start() {
                self.open = None;
            }
            Block { kind: BlockKind::Paragraph, span }
        };
        self.after_blank = false;
        self.blocks.push(block);
    }

    fn list(&mut self, kind: MarkerKind) -> u32 {
        let goes_on = self.open.filter(|(_, last)| {
            last.same_class(kind)
                && kind.number().is_none_or(|now| last.number().is_some_and(|last| now > last))
        });
        let list = goes_on.map_or(self.lists, |(list, _)| list);
        self.lists = self.lists.max(list + 1);
        self.open = Some((list, kind));
        list
    }
}

/// Tells whether a line only underlines the one above, and the heading level that gives.
fn underline(line: &str) -> Option<u8> {
    let first = line.chars().next().filter(|c| matches!(c, '=' | '-' | '~' | '_' | '*' | '#'))?;
    let whole = line.len() >= 3 && line.chars().all(|c| c == first);
    whole.then_some(if first == '=' { 1 } else { 2 })
}

/// Recognizes `## Heading`: level and length of the mark.
fn hashes(line: &str) -> Option<(u8, usize)> {
    let count = line.bytes().take_while(|byte| *byte == b'#').count();
    let rest = line.get(count..)?;
    let level = u8::try_from(count).ok().filter(|level| (1..=6).contains(level))?;
    (rest.starts_with(' ') && !rest.trim().is_empty()).then_some((level, count))
}
