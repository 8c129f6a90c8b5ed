//! Cuts a file into blocks, fields and pieces, and recovers from every error.
//!
//! A broken value costs its entry, never the neighbors. Each byte is looked at a bounded number of
//! times, whatever is wrong with the file.

use memchr::{memchr, memchr_iter, memchr3};
use refsmith_model::{Diagnostic, Span};

use super::super::codes;
use super::scan::{Braces, entry_line_between, is_name_byte, looks_like_entry, next_certain_entry};
use super::{Block, BlockKind, Field, Piece, PieceKind, Tree};

/// Why reading a value stopped: where it was opened, and whether by a brace.
pub(super) struct Unclosed {
    pub(super) opening: usize,
    pub(super) brace: bool,
}

/// What follows in an entry.
enum Next {
    Field(Span),
    Closed,
    Unclosed,
}

/// Cuts a file into blocks.
pub fn parse(text: &str) -> Tree<'_> {
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: 0,
        written: 0,
        certain_entry: 0,
        braces: Braces::of(text.as_bytes()),
        tree: Tree { text, ..Tree::default() },
    };
    parser.run();
    parser.tree
}

pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    /// Where the next block begins.
    written: usize,
    /// The next place where an entry certainly begins, as far as it has been looked for.
    certain_entry: usize,
    pub(super) braces: Braces<'t>,
    pub(super) tree: Tree<'t>,
}

impl<'t> Parser<'t> {
    fn run(&mut self) {
        while let Some(found) = self.find_at() {
            self.at = found + 1;
            self.skip_blank();
            let word = self.name();
            self.skip_blank();
            let opening = self.at;
            let kind = kind_of(word.of(self.text));
            let close = match self.bytes.get(opening) {
                Some(b'{') => b'}',
                Some(b'(') => b')',
                _ => {
                    if kind == BlockKind::Comment {
                        self.skip_line();
                        self.block(kind, found, word, Span::new(opening, self.at));
                    }
                    continue;
                }
            };
            if word.is_empty() || !self.may_begin_entry(found, opening) {
                self.at = found + 1;
                continue;
            }
            match kind {
                BlockKind::Comment => self.comment(found, word, opening),
                BlockKind::String => self.string(found, word, close),
                BlockKind::Preamble => self.preamble(found, word, close),
                _ => self.entry(found, word, close),
            }
        }
        self.text_until(self.bytes.len());
    }

    /// Adds the text before `end` that belongs to no block.
    fn text_until(&mut self, end: usize) {
        if self.written >= end {
            return;
        }
        let span = Span::new(self.written, end);
        let (word, key) = (Span::default(), Span::default());
        let fields = Span::default();
        self.tree.blocks.push(Block { kind: BlockKind::Text, span, word, key, body: span, fields });
        self.written = end;
        self.report_text(span);
    }

    /// Adds a block without fields that ends here.
    pub(super) fn block(&mut self, kind: BlockKind, found: usize, word: Span, body: Span) {
        let none = self.tree.fields.len();
        self.block_with(kind, found, word, Span::default(), body, none);
    }

    /// Adds a block that ends here, with the fields from `first` on.
    fn block_with(
        &mut self,
        kind: BlockKind,
        found: usize,
        word: Span,
        key: Span,
        body: Span,
        first: usize,
    ) {
        self.text_until(found);
        let fields = Span::new(first, self.tree.fields.len());
        let span = Span::new(found, self.at);
        self.tree.blocks.push(Block { kind, span, word, key, body, fields });
        self.written = self.at;
    }

    /// Returns the next `@` that is not on a line commented out by `%`.
    fn find_at(&mut self) -> Option<usize> {
        loop {
            let found = self.at + memchr(b'@', self.bytes.get(self.at..)?)?;
            let line = self.bytes.get(self.at..found)?;
            let line_start = line.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
            let begins_line = line_start.is_some() || self.at == 0;
            let before = line.get(line_start.map_or(0, |at| at + 1)..)?.trim_ascii_start();
            if !(begins_line && before.starts_with(b"%")) {
                return Some(found);
            }
            if looks_like_entry(self.bytes, found) {
                let message = "an entry behind `%` is not read";
                let place = Span::new(found, found + 1);
                self.report(Diagnostic::new(&codes::COMMENTED_ENTRY, message).at(place));
            }
            self.at = found;
            self.skip_line();
        }
    }

    /// Tells `user@example{...` in running text from an entry.
    fn may_begin_entry(&self, found: usize, opening: usize) -> bool {
        let before = found.checked_sub(1).and_then(|at| self.bytes.get(at));
        !before
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
            || looks_like_entry(self.bytes, found) && opening > found
    }

    fn comment(&mut self, found: usize, word: Span, opening: usize) {
        // Without a partner the brace is a part of the words on this line.
        let end = match self.bytes.get(opening) {
            Some(b'{') => self.braces.close_of(opening),
            _ => None,
        };
        let Some(end) = end else {
            self.skip_line();
            return self.block(BlockKind::Comment, found, word, Span::new(opening, self.at));
        };
        self.at = end;
        let inside = Span::new(opening + 1, end.saturating_sub(1));
        self.block(BlockKind::Comment, found, word, inside);
        let hidden = memchr_iter(b'@', inside.of(self.text).as_bytes()).map(|at| opening + 1 + at);
        if let Some(at) = hidden.take(1000).find(|at| looks_like_entry(self.bytes, *at)) {
            let message = "an entry inside `@comment` is not read";
            let place = Span::new(at, at + 1);
            self.report(Diagnostic::new(&codes::COMMENTED_ENTRY, message).at(place));
        }
    }

    fn string(&mut self, found: usize, word: Span, close: u8) {
        let opening = self.at;
        self.at += 1;
        self.skip_blank();
        let name = self.name();
        self.skip_blank();
        let first = self.tree.fields.len();
        if self.bytes.get(self.at) == Some(&b'=') {
            self.at += 1;
            if let Err(unclosed) = self.value(name, close) {
                return self.give_up(found, word, &unclosed, "string", name);
            }
            let body_end = self.close(opening, close);
            let body = Span::new(opening + 1, body_end);
            return self.block_with(BlockKind::String, found, word, Span::default(), body, first);
        }
        let message = "expected `=` behind the name of the string";
        self.report(Diagnostic::new(&codes::MISSING_EQUALS, message).at(name));
        let body_end = self.close(opening, close);
        self.block(BlockKind::Broken, found, word, Span::new(opening + 1, body_end));
    }

    fn preamble(&mut self, found: usize, word: Span, close: u8) {
        let opening = self.at;
        self.at += 1;
        let first = self.tree.fields.len();
        let name = Span::new(opening + 1, opening + 1);
        match self.value(name, close) {
            Ok(_) => {
                let body = Span::new(opening + 1, self.close(opening, close));
                self.block_with(BlockKind::Preamble, found, word, Span::default(), body, first);
            }
            Err(unclosed) => {
                self.give_up(found, word, &unclosed, "preamble", Span::new(found, opening));
            }
        }
    }

    fn entry(&mut self, found: usize, word: Span, close: u8) {
        let opening = self.at;
        self.at += 1;
        let first = self.tree.fields.len();
        let (key, mut pending) = self.key(close);
        let body_end = loop {
            let name = match pending.take() {
                Some(name) => name,
                None => match self.next_field(close) {
                    Next::Field(name) => name,
                    Next::Closed => break self.at - 1,
                    Next::Unclosed => {
                        if !self.unclosed_entry(key, first, opening, close) {
                            return self.broken(found, word);
                        }
                        break self.at;
                    }
                },
            };
            if !self.equals(name) {
                continue;
            }
            match self.value(name, close) {
                Ok(true) => self.comma(close),
                Ok(false) => {
                    let message = format!("expected a value for `{}`", name.of(self.text));
                    self.report(Diagnostic::new(&codes::MISSING_VALUE, message).at(name));
                    self.skip_to_comma(close);
                }
                Err(unclosed) => {
                    return self.give_up(found, word, &unclosed, key.of(self.text), name);
                }
            }
        };
        let body = Span::new(opening + 1, body_end);
        self.block_with(BlockKind::Entry, found, word, key, body, first);
        self.stray_text();
    }

    /// Reads the key. A name in front of `=` is no key but the first field, and returned second.
    fn key(&mut self, close: u8) -> (Span, Option<Span>) {
        self.skip_blank();
        let start = self.at;
        // In an entry in parentheses, a key may hold `}` but hardly does; a line end ends neither.
        let stop = |byte: &u8| matches!(byte, b',' | b'=' | b'{' | b'}' | b'"') || *byte == close;
        let rest = self.bytes.get(start..).unwrap_or(&[]);
        let mut end = start + rest.iter().position(stop).unwrap_or(rest.len());
        if self.swallows_entries(start.saturating_sub(1), end) {
            end = self.certain_entry;
        }
        let words = Span::new(start, end).trimmed(self.text);
        self.at = end;
        if self.bytes.get(end) != Some(&b'=') {
            if self.bytes.get(end) == Some(&b',') {
                self.at += 1;
            }
            return (words, None);
        }
        // The last word is the name of a field; what stands before it is the key.
        let slice = words.of(self.text);
        let split = slice.rfind(char::is_whitespace).map_or(0, |at| {
            at + slice.get(at..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8)
        });
        let key = Span::new(words.start(), words.start() + split).trimmed(self.text);
        if !key.is_empty() {
            let message = format!("expected `,` behind the key `{}`", key.of(self.text));
            let place = Span::new(key.end(), key.end());
            self.report(Diagnostic::new(&codes::MISSING_COMMA, message).at(place));
        }
        (key, Some(Span::new(words.start() + split, words.end())))
    }

    /// Finds the name of the next field.
    fn next_field(&mut self, close: u8) -> Next {
        loop {
            self.skip_blank();
            match self.bytes.get(self.at) {
                None => return Next::Unclosed,
                Some(b',') => self.at += 1,
                Some(b'%') => self.skip_line(),
                Some(byte) if *byte == close => {
                    self.at += 1;
                    return Next::Closed;
                }
                Some(b'@') if looks_like_entry(self.bytes, self.at) => return Next::Unclosed,
                // A wrong closing delimiter is the end, too: nothing else can be meant.
                Some(b'}') => {
                    self.at += 1;
                    return Next::Closed;
                }
                Some(_) => {
                    let name = self.name();
                    if !name.is_empty() {
                        return Next::Field(name);
                    }
                    let message = "expected the name of a field";
                    let place = self.here();
                    self.report(Diagnostic::new(&codes::MISSING_EQUALS, message).at(place));
                    self.skip_to_comma(close);
                }
            }
        }
    }

    /// Reads `=`; tells whether a value may follow.
    fn equals(&mut self, name: Span) -> bool {
        self.skip_blank();
        let next = self.bytes.get(self.at);
        if next == Some(&b'=') {
            self.at += 1;
            return true;
        }
        let message = format!("expected `=` behind `{}`", name.of(self.text));
        let place = Span::new(name.end(), name.end());
        self.report(Diagnostic::new(&codes::MISSING_EQUALS, message).at(place));
        matches!(next, Some(b'{' | b'"'))
    }

    /// Reads pieces joined by `#` and adds the field; tells whether there is a piece.
    fn value(&mut self, name: Span, close: u8) -> Result<bool, Unclosed> {
        let first = self.tree.pieces.len();
        loop {
            self.skip_blank();
            let start = self.at;
            let kind = match self.bytes.get(start) {
                Some(b'{') => {
                    self.braced()?;
                    PieceKind::Braced
                }
                Some(b'"') => {
                    self.quoted()?;
                    PieceKind::Quoted
                }
                _ => {
                    self.bare(close);
                    if self.at == start {
                        break;
                    }
                    PieceKind::Bare
                }
            };
            let span = Span::new(start, self.at);
            self.tree.pieces.push(Piece { kind, span });
            self.skip_blank();
            if self.bytes.get(self.at) != Some(&b'#') {
                break;
            }
            self.at += 1;
        }
        let found = self.tree.pieces.get(first..).unwrap_or(&[]);
        let (Some(head), Some(last)) = (found.first(), found.last()) else { return Ok(false) };
        let value = head.span.join(last.span);
        let count = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        let (first_piece, pieces) = (count(first), count(found.len()));
        self.tree.fields.push(Field { name, value, end: value.end, first_piece, pieces });
        Ok(true)
    }

    fn braced(&mut self) -> Result<(), Unclosed> {
        let opening = self.at;
        let unclosed = Unclosed { opening, brace: true };
        self.at = self.close_of_group(opening, opening).ok_or(unclosed)?;
        Ok(())
    }

    fn quoted(&mut self) -> Result<(), Unclosed> {
        let opening = self.at;
        self.at += 1;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or(&[]);
            let Some(found) = memchr3(b'"', b'{', b'}', rest) else {
                return Err(Unclosed { opening, brace: false });
            };
            self.at += found;
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    if self.swallows_entries(opening, self.at) {
                        return Err(Unclosed { opening, brace: false });
                    }
                    self.at += 1;
                    return Ok(());
                }
                Some(b'{') => match self.close_of_group(self.at, opening) {
                    Some(end) => self.at = end,
                    None => {
                        // An entry between the two shows that the quotation mark is the mistake.
                        let quote = entry_line_between(self.bytes, opening, self.at).is_some();
                        let at = if quote { opening } else { self.at };
                        return Err(Unclosed { opening: at, brace: !quote });
                    }
                },
                _ => return Err(Unclosed { opening, brace: false }),
            }
        }
    }

    /// Tells whether an entry certainly begins between the two places.
    pub(super) fn swallows_entries(&mut self, start: usize, end: usize) -> bool {
        if self.certain_entry <= start {
            self.certain_entry =
                next_certain_entry(self.bytes, start + 1).unwrap_or(self.bytes.len());
        }
        self.certain_entry < end
    }

    /// Returns the offset behind the brace that closes the one at `opening`, unless an entry begins
    /// between `start` and there. So nothing that stands behind the next entry matters to a value.
    pub(super) fn close_of_group(&mut self, opening: usize, start: usize) -> Option<usize> {
        let close = self.braces.close_of(opening)?;
        (!self.swallows_entries(start, close)).then_some(close)
    }

    /// Reads a number or the name of a string.
    fn bare(&mut self, close: u8) {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let stop = |byte: &u8| !is_name_byte(*byte) || *byte == close;
        self.at += rest.iter().position(stop).unwrap_or(rest.len());
    }

    /// Expects a comma or the end of the entry.
    fn comma(&mut self, close: u8) {
        match self.bytes.get(self.at) {
            Some(b',') => {
                self.at += 1;
                if let Some(field) = self.tree.fields.last_mut() {
                    field.end = u32::try_from(self.at).unwrap_or(u32::MAX);
                }
            }
            None | Some(b'}' | b'%' | b'@') => {}
            Some(byte) if *byte == close => {}
            Some(_) => {
                let place = self.here();
                let message = "expected `,` between two fields";
                let end = self
                    .tree
                    .fields
                    .last()
                    .map_or(place, |field| Span { start: field.value.end, end: field.value.end });
                let finding = Diagnostic::new(&codes::MISSING_COMMA, message).at(place);
                self.report(finding.fix(end, ",", true));
            }
        }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.tree.diagnostics.push(diagnostic);
    }

    fn here(&self) -> Span {
        let mut end = self.at + 1;
        while !self.text.is_char_boundary(end) && end < self.text.len() {
            end += 1;
        }
        Span::new(self.at, end.min(self.text.len()))
    }

    pub(super) fn name(&mut self) -> Span {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let len = rest.iter().position(|byte| !is_name_byte(*byte)).unwrap_or(rest.len());
        let span = Span::new(self.at, self.at + len);
        self.at += len;
        span
    }

    pub(super) fn skip_blank(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == 0) {
            self.at += 1;
        }
    }

    fn skip_line(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        self.at += end.unwrap_or(rest.len());
    }
}

/// Returns what a block that begins with this word is.
fn kind_of(word: &str) -> BlockKind {
    let known = [
        ("comment", BlockKind::Comment),
        ("string", BlockKind::String),
        ("preamble", BlockKind::Preamble),
    ];
    let found = known.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
    found.map_or(BlockKind::Entry, |(_, kind)| *kind)
}
