//! HTML, however broken: blocks from block elements, without scripts and other machinery.
//!
//! Navigation, headers, footers, forms and hidden parts are second class: their blocks only count
//! when the main part of the page has no reference list. So a list in a footer, or behind a
//! `<nav>` that nobody closed, is not lost.

use std::collections::BTreeMap;

use html5gum::{Token, Tokenizer};
use refsmith_model::{Parsed, SourceDocument, SourceText, Span};

use super::extractor::{Extracted, Extractor, Kind, document};
use super::html_tags::{Tag, TagKind, tags};
use super::{Input, InputInfo};
use crate::segment;
use crate::text::head;

/// HTML.
pub(super) struct Html;

static INFO: InputInfo = InputInfo {
    name: "html",
    aliases: &["htm", "xhtml"],
    extensions: &["html", "htm", "xhtml"],
    description: "web pages",
};

impl Input for Html {
    fn info(&self) -> &'static InputInfo {
        &INFO
    }

    fn sniff(&self, text: &str) -> u8 {
        let text = head(text, 64 << 10).to_ascii_lowercase();
        let start = text.trim_start();
        if start.starts_with("<!doctype html") || start.starts_with("<html") {
            return 100;
        }
        let pairs = ["</p>", "</li>", "</div>", "</ul>", "</ol>", "</body>", "</h2>", "<br"];
        let seen = pairs.iter().filter(|tag| text.contains(**tag)).count();
        match seen {
            0 => 0,
            1 => 40,
            2 => 75,
            _ => 90,
        }
    }

    fn read(&self, text: SourceText) -> Parsed<SourceDocument> {
        let mut reader = Reader::new(text.text());
        for tag in tags(text.text()) {
            reader.tag(&tag);
        }
        reader.text_until(text.text().len());
        let (text, blocks) = reader.out.finish(text);
        Parsed::clean(choose(text, &blocks))
    }
}

/// Leaves the second-class blocks out, unless the reference list is among them.
fn choose(text: SourceText, blocks: &[Extracted]) -> SourceDocument {
    if !blocks.iter().any(|block| block.second) {
        return document(text, blocks, true);
    }
    let main = document(text, blocks, false);
    let in_main = segment::references(&main).value;
    if in_main.heading.is_some() && !in_main.references.is_empty() {
        return main;
    }
    let all = document(main.text.clone(), blocks, true);
    let in_all = segment::references(&all).value;
    let more = in_all.references.len() > in_main.references.len();
    let better = in_main.references.is_empty() || (in_all.heading.is_some() && more);
    if better && more { all } else { main }
}

/// What an open element means for the text inside it.
struct Element {
    name: &'static str,
    /// Text inside is second class.
    second: bool,
    /// Text inside is left out.
    silent: bool,
}

/// Elements that start and end a block.
#[rustfmt::skip] // A table reads better in rows.
const BLOCKS: &[&str] = &[
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "html", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", "dir",
];
/// Blocks that are second class.
const SECOND: &[&str] = &["nav", "header", "footer", "aside", "form"];
/// Inline elements that are not part of the sentence they stand in.
const APART: &[&str] = &["button", "select", "noscript", "template", "svg", "option"];
const SILENT: &[&str] =
    &["script", "style", "title", "textarea", "iframe", "xmp", "noembed", "noframes"];
const INLINE: &[&str] = &["sup", "span", "a", "cite", "object", "label"];
/// Blocks that have no content.
const VOID: &[&str] = &["hr"];

struct Reader<'a> {
    source: &'a str,
    out: Extractor,
    /// End of the last tag: where the text to come starts.
    at: usize,
    stack: Vec<Element>,
    /// How many elements of each name the stack holds.
    counts: BTreeMap<&'static str, usize>,
    /// Place in the stack of the outermost silent element that is inline.
    apart: Option<usize>,
    /// How many elements of the stack are second class, silent, `pre`, `sup`.
    second: usize,
    silent: usize,
    pre: usize,
    raised: usize,
    /// Places in the stack of open paragraphs, items and lists.
    paragraphs: Vec<usize>,
    items: Vec<usize>,
    lists: Vec<(usize, u32)>,
    next_list: u32,
    /// The item that has no text yet.
    item: Option<u32>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            out: Extractor::default(),
            at: 0,
            stack: Vec::new(),
            counts: BTreeMap::new(),
            apart: None,
            second: 0,
            silent: 0,
            pre: 0,
            raised: 0,
            paragraphs: Vec::new(),
            items: Vec::new(),
            lists: Vec::new(),
            next_list: 0,
            item: None,
        }
    }

    fn tag(&mut self, tag: &Tag) {
        if tag.span.start() < self.at {
            return;
        }
        self.text_until(tag.span.start());
        self.at = tag.span.end();
        match tag.kind {
            TagKind::Silent => {}
            TagKind::Open if tag.name == "br" => self.out.line_break(tag.span),
            TagKind::Open => self.open(tag),
            TagKind::Close => self.close(&tag.name, tag.span),
        }
    }

    fn open(&mut self, tag: &Tag) {
        let (name, is_block) = known(&tag.name);
        if is_block {
            self.out.close();
            self.readmit();
            if let Some(at) = self.paragraphs.last().copied() {
                self.pop_to(at);
            }
            self.close_implied(name);
        }
        if name.is_empty() || VOID.contains(&name) {
            return;
        }
        let at = self.stack.len();
        match name {
            "p" => self.paragraphs.push(at),
            "li" | "dt" | "dd" | "tr" => self.items.push(at),
            "ul" | "ol" | "menu" | "dir" | "dl" | "table" => {
                self.lists.push((at, self.next_list));
                self.next_list += 1;
                self.item = None;
            }
            _ => {}
        }
        let hidden = SECOND.contains(&name) || tag.hidden || tag.aside;
        let apart = APART.contains(&name) || (hidden && !is_block);
        if apart {
            self.apart.get_or_insert(at);
        }
        let silent = apart || SILENT.contains(&name);
        self.push(Element { name, second: hidden && is_block, silent });
        if name == "li" {
            self.item = self.lists.last().map(|(_, list)| *list);
        } else if let Some(level) = heading_level(name) {
            self.item = None;
            self.out.open(Kind::Heading(level), self.second > 0);
        }
    }

    /// A block inside an element that should hold words only means that somebody forgot to close
    /// it: what follows is second class, but not lost.
    fn readmit(&mut self) {
        let Some(at) = self.apart.take() else { return };
        for element in self.stack.iter_mut().skip(at) {
            if std::mem::take(&mut element.silent) {
                self.silent -= 1;
            }
            if !std::mem::replace(&mut element.second, true) {
                self.second += 1;
            }
        }
    }

    /// `<li>` ends the item before it, and so on: the end tags that HTML lets authors leave out.
    fn close_implied(&mut self, name: &str) {
        let floor = self.lists.last().map_or(0, |(at, _)| *at);
        let Some(at) = self.items.last().copied().filter(|at| *at >= floor) else { return };
        let open = self.stack.get(at).map_or("", |element| element.name);
        let ends = match name {
            "li" => open == "li",
            "dt" | "dd" => matches!(open, "dt" | "dd"),
            "tr" | "tbody" | "thead" | "tfoot" => open == "tr",
            _ => false,
        };
        if ends {
            self.pop_to(at);
        }
    }

    fn close(&mut self, name: &str, span: Span) {
        let (name, is_block) = known(name);
        if is_block {
            self.out.close();
        }
        if name == "br" {
            self.out.line_break(span);
            return;
        }
        // A stray end tag closes nothing; any other finds its element by popping what is above.
        if self.counts.get(name).is_some_and(|count| *count > 0) {
            let depth = self.stack.iter().rev().position(|element| element.name == name);
            self.pop_to(self.stack.len() - 1 - depth.unwrap_or(0));
        }
        if matches!(name, "li" | "ul" | "ol") {
            self.item = None;
        }
    }

    fn push(&mut self, element: Element) {
        *self.counts.entry(element.name).or_default() += 1;
        self.second += usize::from(element.second);
        self.silent += usize::from(element.silent);
        self.pre += usize::from(element.name == "pre");
        self.raised += usize::from(element.name == "sup");
        self.stack.push(element);
    }

    fn pop_to(&mut self, len: usize) {
        for element in self.stack.drain(len.min(self.stack.len())..) {
            if let Some(count) = self.counts.get_mut(element.name) {
                *count -= 1;
            }
            self.second -= usize::from(element.second);
            self.silent -= usize::from(element.silent);
            self.pre -= usize::from(element.name == "pre");
            self.raised -= usize::from(element.name == "sup");
        }
        self.apart = self.apart.filter(|at| *at < len);
        drop_from(&mut self.paragraphs, len);
        drop_from(&mut self.items, len);
        while self.lists.last().is_some_and(|(at, _)| *at >= len) {
            self.lists.pop();
        }
    }

    /// Writes the text between the last tag and `end`.
    fn text_until(&mut self, end: usize) {
        let span = Span::new(self.at, end);
        self.at = self.at.max(end);
        let piece = span.of(self.source);
        if piece.is_empty() || self.silent > 0 {
            return;
        }
        if !self.out.has_text() {
            if piece.trim().is_empty() {
                return;
            }
            self.before_text();
        }
        if self.raised > 0 && is_numbers(piece) {
            self.out.put(&raise(piece), span);
            return;
        }
        let mut from = span.start();
        for (idx, _) in piece.match_indices('&') {
            let start = span.start() + idx;
            if start < from {
                continue;
            }
            let candidate = entity(self.source.get(start..end).unwrap_or(""));
            let Some(decoded) = decode_entity(candidate) else { continue };
            self.out.copy(self.source, Span::new(from, start), self.pre > 0);
            from = start + candidate.len();
            self.out.put(&decoded, Span::new(start, from));
        }
        self.out.copy(self.source, Span::new(from, end), self.pre > 0);
    }

    /// Opens a block for text: the item that waits for it, or a paragraph.
    fn before_text(&mut self) {
        if self.out.is_open_heading() {
            return;
        }
        let kind = self.item.take().map_or(Kind::Paragraph, Kind::Item);
        self.out.open(kind, self.second > 0);
    }
}

/// Drops the places in the stack that are gone.
fn drop_from(places: &mut Vec<usize>, len: usize) {
    while places.last().is_some_and(|at| *at >= len) {
        places.pop();
    }
}

fn heading_level(name: &str) -> Option<u8> {
    let digit = name.strip_prefix('h')?.bytes().next()?;
    (b'1'..=b'6').contains(&digit).then(|| digit - b'0')
}

/// Returns the static name of an element that means something here (`""` for others), and whether
/// it is a block.
fn known(name: &str) -> (&'static str, bool) {
    let find = |names: &[&'static str]| names.iter().copied().find(|known| *known == name);
    if let Some(name) = find(BLOCKS).or_else(|| find(SECOND)) {
        return (name, true);
    }
    (find(SILENT).or_else(|| find(APART)).or_else(|| find(INLINE)).unwrap_or(""), false)
}

/// Returns the character reference at the start of `text`, as far as one can reach.
fn entity(text: &str) -> &str {
    let body = text.get(1..).unwrap_or("");
    let len =
        body.bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
    let len = 1 + len.count();
    let semicolon = text.get(len..).is_some_and(|rest| rest.starts_with(';'));
    text.get(..len + usize::from(semicolon)).unwrap_or("")
}

/// Decodes a character reference; `None` when it is none.
fn decode_entity(text: &str) -> Option<String> {
    let common = match text {
        "&amp;" => "&",
        "&lt;" => "<",
        "&gt;" => ">",
        "&quot;" => "\"",
        "&nbsp;" => "\u{A0}",
        "&" => return None,
        _ => {
            // A reference without its semicolon is reported before it is decoded.
            let decoded =
                Tokenizer::new(text).map_while(Result::ok).find_map(|token| match token {
                    Token::String(decoded) => String::from_utf8(decoded.value.to_vec()).ok(),
                    _ => None,
                })?;
            return (decoded != text).then_some(decoded);
        }
    };
    Some(common.to_owned())
}

fn is_numbers(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ",;-–".contains(c))
}

/// Writes digits as raised digits, and leaves out white space.
pub(super) fn raise(text: &str) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(10).and_then(|d| RAISED.get(d as usize).copied()).unwrap_or(c))
        .collect()
}
