//! Markdown: CommonMark with tables, footnotes, strikethrough and front matter.
//!
//! Markup goes, words stay. A line end inside a paragraph stays a line end, because reference
//! lists are often written one per line. Footnotes are list items: in many articles they are the
//! references, and `[^1]` in the text becomes the citation `[1]`.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use refsmith_model::{Parsed, SourceDocument, SourceText, Span};

use super::extractor::{Extractor, Kind, document};
use super::{Input, InputInfo};
use crate::text::{head, lines};

/// Markdown.
pub(super) struct Markdown;

static INFO: InputInfo = InputInfo {
    name: "markdown",
    aliases: &["md", "commonmark"],
    extensions: &["md", "markdown", "mdown", "mkd"],
    description: "Markdown (CommonMark with tables and footnotes)",
};

impl Input for Markdown {
    fn info(&self) -> &'static InputInfo {
        &INFO
    }

    fn sniff(&self, text: &str) -> u8 {
        let text = head(text, 64 << 10);
        let mut score = 0u8;
        for line in lines(text, Span::new(0, text.len())) {
            let line = line.of(text);
            let heading = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
            let signs = [
                (heading, 15),
                (line.starts_with("```") || line.starts_with("[^"), 20),
                (line.contains("](http"), 15),
                (line.contains("**") && line.matches("**").count() % 2 == 0, 10),
            ];
            for (_, points) in signs.iter().filter(|(seen, _)| *seen) {
                score = score.saturating_add(*points).min(70);
            }
        }
        score
    }

    fn read(&self, text: SourceText) -> Parsed<SourceDocument> {
        let source = text.text();
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
            | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
        let mut reader = Reader::new(source);
        for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
            reader.event(event, Span::new(range.start, range.end));
        }
        let out = reader.out;
        let (text, blocks) = out.finish(text);
        Parsed::clean(document(text, &blocks, true))
    }
}

struct Reader<'a> {
    source: &'a str,
    out: Extractor,
    /// The open lists, the innermost last.
    lists: Vec<u32>,
    next_list: u32,
    /// The list that all footnotes are items of.
    footnotes: Option<u32>,
    /// The list whose item has been opened but has no text yet.
    item: Option<u32>,
    /// How many elements are open whose text is left out.
    silent: usize,
    /// Text is a code block, in which line ends are kept.
    code: bool,
    raised: bool,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            out: Extractor::default(),
            lists: Vec::new(),
            next_list: 0,
            footnotes: None,
            item: None,
            silent: 0,
            code: false,
            raised: false,
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.silent == 0 => self.text(&text, span),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text)
                if self.silent == 0 =>
            {
                self.code(&text, span);
            }
            Event::FootnoteReference(label) if self.silent == 0 => {
                self.before_text();
                self.out.put(&format!("[{label}]"), span);
            }
            Event::SoftBreak | Event::HardBreak if self.silent == 0 => self.out.line_break(span),
            Event::InlineHtml(tag) => match &*tag.to_ascii_lowercase() {
                "<sup>" => self.raised = true,
                "</sup>" => self.raised = false,
                "<br>" | "<br/>" | "<br />" => self.out.line_break(span),
                _ => {}
            },
            Event::Rule => self.out.close(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Heading { level, .. } => {
                self.item = None;
                let level = u8::try_from(*level as usize).unwrap_or(6);
                self.out.open(Kind::Heading(level), false);
            }
            Tag::List(_) => {
                self.out.close();
                self.lists.push(self.next_list);
                self.next_list += 1;
            }
            Tag::Item => {
                self.out.close();
                self.item = self.lists.last().copied();
            }
            Tag::FootnoteDefinition(label) => {
                self.out.close();
                let list = *self.footnotes.get_or_insert(self.next_list);
                self.next_list = self.next_list.max(list + 1);
                self.out.open(Kind::Item(list), false);
                let mark = Span::new(span.start(), span.start() + label.len() + 3);
                self.out.marker(&format!("[{label}]"), mark);
                self.item = Some(u32::MAX);
            }
            Tag::CodeBlock(_) => {
                self.block();
                self.code = true;
            }
            // The paragraph of a footnote goes on in the block that its mark opened.
            Tag::Paragraph if self.item == Some(u32::MAX) => self.item = None,
            Tag::Paragraph
            | Tag::TableCell
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => self.block(),
            Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::Image { .. } => self.silent += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::TableCell
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => {
                self.out.close();
                self.item = None;
            }
            TagEnd::CodeBlock => {
                self.out.close();
                self.code = false;
            }
            TagEnd::List(_) => {
                self.out.close();
                self.lists.pop();
            }
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Image => {
                self.silent = self.silent.saturating_sub(1);
            }
            _ => {}
        }
    }

    /// Opens a block: the item that waits for its text, or a paragraph.
    fn block(&mut self) {
        let kind = self.item.take().filter(|list| *list != u32::MAX);
        self.out.open(kind.map_or(Kind::Paragraph, Kind::Item), false);
    }

    /// Opens the block of a tight item, whose text comes without a paragraph.
    fn before_text(&mut self) {
        if self.item.is_some() && !self.out.has_text() {
            self.block();
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        self.before_text();
        if self.raised && text.chars().all(|c| c.is_ascii_digit() || ",;–- ".contains(c)) {
            self.out.put(&super::html::raise(text), span);
        } else if span.of(self.source) == text {
            self.out.copy(self.source, span, self.code);
        } else {
            self.out.put(text, span);
        }
    }

    /// Writes code or a formula, whose span includes the marks around it.
    fn code(&mut self, text: &str, span: Span) {
        self.before_text();
        match span.of(self.source).find(text) {
            Some(at) if !text.is_empty() => {
                let start = span.start() + at;
                self.out.copy(self.source, Span::new(start, start + text.len()), false);
            }
            _ => self.out.put(text, span),
        }
    }
}
