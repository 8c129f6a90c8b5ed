//! The syntax of BibTeX files: entries, fields and values with their places.
//!
//! Nothing is interpreted here. The parser recovers from every error: a broken value costs its
//! entry, never the neighbors.
//!
//! All braces of the text are paired in one pass before. So the question "does this brace ever
//! close?" costs no search, and many broken entries do not make reading slow.

use refsmith_model::{Diagnostic, Span};

use super::codes;
use super::scan::{
    Braces, holds_field, is_name_byte, looks_like_entry, next_entry_line, swallows_entries,
};
use super::syntax_tree::{Entry, Field, File, Item, Piece, Value};

/// Why reading a value stopped: where it was opened, and whether by a brace.
struct Unclosed {
    opening: usize,
    brace: bool,
}

/// Parses a whole file.
pub(crate) fn parse(text: &str) -> File {
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: 0,
        braces: Braces::of(text),
        file: File::default(),
    };
    parser.run();
    parser.file
}

struct Parser<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    braces: Braces,
    file: File,
}

impl Parser<'_> {
    fn run(&mut self) {
        while let Some(found) = self.find_at() {
            self.at = found + 1;
            self.skip_blank();
            let kind = self.name();
            self.skip_blank();
            let opening = self.at;
            let close = match self.bytes.get(opening) {
                Some(b'{') => b'}',
                Some(b'(') => b')',
                _ => {
                    if kind.of(self.text).eq_ignore_ascii_case("comment") {
                        self.skip_line();
                    }
                    continue;
                }
            };
            if kind.is_empty() || !self.may_begin_entry(found, opening) {
                self.at = found + 1;
                continue;
            }
            match kind.of(self.text).to_ascii_lowercase().as_str() {
                "comment" => self.comment(opening),
                "string" => self.string(close),
                "preamble" => self.preamble(found, close),
                kind => self.entry(kind, found, close),
            }
        }
    }

    /// Returns the next `@` that is not on a line commented out by `%`.
    fn find_at(&mut self) -> Option<usize> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            let found = self.at + rest.iter().position(|byte| *byte == b'@')?;
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
                self.file
                    .diagnostics
                    .push(Diagnostic::new(&codes::COMMENTED_ENTRY, message).at(place));
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

    fn comment(&mut self, opening: usize) {
        // Without a partner the brace is a part of the words on this line.
        let end = match self.bytes.get(opening) {
            Some(b'{') => self.braces.close_of(opening),
            _ => None,
        };
        let Some(end) = end else { return self.skip_line() };
        self.at = end;
        let inside = Span::new(opening + 1, end.saturating_sub(1)).of(self.text);
        let hidden = inside.match_indices('@').map(|(at, _)| opening + 1 + at);
        if let Some(at) = hidden.take(1000).find(|at| looks_like_entry(self.bytes, *at)) {
            let message = "an entry inside `@comment` is not read";
            let finding =
                Diagnostic::new(&codes::COMMENTED_ENTRY, message).at(Span::new(at, at + 1));
            self.file.diagnostics.push(finding);
        }
    }

    fn string(&mut self, close: u8) {
        let opening = self.at;
        self.at += 1;
        self.skip_blank();
        let name_span = self.name();
        self.skip_blank();
        if self.bytes.get(self.at) != Some(&b'=') {
            let message = "expected `=` behind the name of the string";
            self.report(Diagnostic::new(&codes::MISSING_EQUALS, message).at(name_span));
            return self.close(opening, close);
        }
        self.at += 1;
        match self.value(close) {
            Ok(value) => {
                let name = name_span.of(self.text).to_lowercase();
                self.file.items.push(Item::String(Field { name, name_span, value }));
                self.close(opening, close);
            }
            Err(unclosed) => self.give_up(&unclosed, "string", name_span),
        }
    }

    fn preamble(&mut self, found: usize, close: u8) {
        let opening = self.at;
        self.at += 1;
        match self.value(close) {
            Ok(value) => {
                self.file.items.push(Item::Preamble(value));
                self.close(opening, close);
            }
            Err(unclosed) => self.give_up(&unclosed, "preamble", Span::new(found, opening)),
        }
    }

    fn entry(&mut self, kind: &str, found: usize, close: u8) {
        let opening = self.at;
        self.at += 1;
        let (key, first_name) = self.key(close);
        let mut entry =
            Entry { kind: kind.to_owned(), span: Span::default(), key, fields: Vec::new() };
        let mut pending = first_name;
        loop {
            let name_span = match pending.take() {
                Some(name) => name,
                None => match self.next_field(close) {
                    Next::Field(name) => name,
                    Next::Closed => break,
                    Next::Unclosed => {
                        if !self.unclosed_entry(&entry, opening, close) {
                            return;
                        }
                        break;
                    }
                },
            };
            if !self.equals(name_span) {
                continue;
            }
            match self.value(close) {
                Ok(value) if value.pieces.is_empty() => {
                    let message = format!("expected a value for `{}`", name_span.of(self.text));
                    self.report(Diagnostic::new(&codes::MISSING_VALUE, message).at(name_span));
                    self.skip_to_comma(close);
                }
                Ok(value) => {
                    let name = name_span.of(self.text).to_lowercase();
                    entry.fields.push(Field { name, name_span, value });
                    self.comma(close);
                }
                Err(unclosed) => {
                    let name = key.of(self.text).to_owned();
                    return self.give_up(&unclosed, &name, name_span);
                }
            }
        }
        entry.span = Span::new(found, self.at);
        self.file.items.push(Item::Entry(entry));
        self.stray_text();
    }

    /// Reads the key. A name in front of `=` is no key but the first field, and returned second.
    fn key(&mut self, close: u8) -> (Span, Option<Span>) {
        self.skip_blank();
        let start = self.at;
        // In an entry in parentheses, a key may hold `}` but hardly does; a line end ends neither.
        let stop = |byte: &u8| matches!(byte, b',' | b'=' | b'{' | b'}' | b'"') || *byte == close;
        let rest = self.bytes.get(start..).unwrap_or(&[]);
        let end = start + rest.iter().position(stop).unwrap_or(rest.len());
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

    /// Reads pieces joined by `#`; none is an empty value.
    fn value(&mut self, close: u8) -> Result<Value, Unclosed> {
        let mut value = Value::default();
        loop {
            self.skip_blank();
            match self.bytes.get(self.at) {
                Some(b'{') => value.pieces.push(self.braced()?),
                Some(b'"') => value.pieces.push(self.quoted()?),
                _ => {
                    let name = self.bare(close);
                    if name.is_empty() {
                        return Ok(value);
                    }
                    value.pieces.push(Piece::Name(name));
                }
            }
            self.skip_blank();
            if self.bytes.get(self.at) != Some(&b'#') {
                return Ok(value);
            }
            self.at += 1;
        }
    }

    fn braced(&mut self) -> Result<Piece, Unclosed> {
        let opening = self.at;
        let close = self.braces.close_of(opening).ok_or(Unclosed { opening, brace: true })?;
        let inside = Span::new(opening + 1, close - 1);
        if swallows_entries(inside.of(self.text)) {
            return Err(Unclosed { opening, brace: true });
        }
        self.at = close;
        Ok(Piece::Text(inside))
    }

    fn quoted(&mut self) -> Result<Piece, Unclosed> {
        let opening = self.at;
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    let inside = Span::new(opening + 1, self.at);
                    if swallows_entries(inside.of(self.text)) {
                        return Err(Unclosed { opening, brace: false });
                    }
                    self.at += 1;
                    return Ok(Piece::Text(inside));
                }
                Some(b'{') => match self.braces.close_of(self.at) {
                    Some(end) => self.at = end,
                    None => {
                        // An entry between the two shows that the quotation mark is the mistake.
                        let between = self.bytes.get(opening..self.at + 1).unwrap_or(&[]);
                        let quote = next_entry_line(between, 0).is_some();
                        let at = if quote { opening } else { self.at };
                        return Err(Unclosed { opening: at, brace: !quote });
                    }
                },
                Some(b'}') | None => return Err(Unclosed { opening, brace: false }),
                Some(_) => self.at += 1,
            }
        }
    }

    /// Reads a number or the name of a string.
    fn bare(&mut self, close: u8) -> Span {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or(&[]);
        let stop = |byte: &u8| !is_name_byte(*byte) || *byte == close;
        self.at = start + rest.iter().position(stop).unwrap_or(rest.len());
        Span::new(start, self.at)
    }

    /// Expects a comma or the end of the entry.
    fn comma(&mut self, close: u8) {
        self.skip_blank();
        match self.bytes.get(self.at) {
            None | Some(b',' | b'}' | b'%' | b'@') => {}
            Some(byte) if *byte == close => {}
            Some(_) => {
                let place = self.here();
                let message = "expected `,` between two fields";
                self.report(Diagnostic::new(&codes::MISSING_COMMA, message).at(place));
            }
        }
    }

    /// Reports an entry without end. Returns `false` when its last value shows that the mistake is
    /// there: then the entry is left out, because one of its values would be wrong.
    fn unclosed_entry(&mut self, entry: &Entry, opening: usize, close: u8) -> bool {
        let key = entry.key.of(self.text).to_owned();
        // The delimiter that was meant for the entry closes a value instead: it begins a line.
        let ends_entry = |field: &&Field| {
            let (before, last) = field.value.span().of(self.text).rsplit_once('\n')?;
            (last.trim().is_empty() && last.len() <= self.indent(opening)).then_some(before)
        };
        let culprit = entry
            .fields
            .iter()
            .find(|field| holds_field(field.value.span().of(self.text)))
            .or_else(|| entry.fields.last().filter(|field| ends_entry(field).is_some()));
        if let Some(field) = culprit {
            let at = field.value.span().start().saturating_sub(1);
            let brace = self.bytes.get(at) == Some(&b'{');
            let (name, name_span) = (key, field.name_span);
            self.unclosed_value(&Unclosed { opening: at, brace }, &name, name_span);
            return false;
        }
        let message = format!("expected `{}` to close the entry opened here", char::from(close));
        let finding = Diagnostic::new(&codes::UNCLOSED_ENTRY, message).about(key);
        self.report(finding.at(Span::new(opening, opening + 1)));
        true
    }

    fn unclosed_value(&mut self, unclosed: &Unclosed, key: &str, name: Span) {
        let (code, what) = match unclosed.brace {
            true => (&codes::UNCLOSED_BRACE, "`}`"),
            false => (&codes::UNCLOSED_QUOTE, "`\"`"),
        };
        let field = name.of(self.text);
        let message = format!("expected {what} to close the value of `{field}` opened here");
        let place = Span::new(unclosed.opening, unclosed.opening + 1);
        let help = format!("`{key}` was left out; reading goes on at the next entry");
        self.report(Diagnostic::new(code, message).at(place).about(key).help(help));
    }

    /// Leaves out what has an unclosed value, and goes on at the next line that begins an entry.
    fn give_up(&mut self, unclosed: &Unclosed, key: &str, name: Span) {
        self.unclosed_value(unclosed, key, name);
        self.at = next_entry_line(self.bytes, name.end()).unwrap_or(self.bytes.len());
    }

    /// Goes behind the delimiter that closes a string or preamble.
    fn close(&mut self, opening: usize, close: u8) {
        self.skip_blank();
        if self.bytes.get(self.at) == Some(&b',') {
            self.at += 1;
            self.skip_blank();
        }
        if self.bytes.get(self.at) == Some(&close) {
            self.at += 1;
            return;
        }
        if let Some(end) = self.braces.close_of(opening).filter(|end| *end > self.at) {
            let skipped = Span::new(self.at, end - 1).trimmed(self.text);
            if !swallows_entries(skipped.of(self.text)) {
                let message = "expected the end of the definition, found more text";
                self.report(Diagnostic::new(&codes::STRAY_TEXT, message).at(skipped));
                self.at = end;
                return;
            }
        }
        let message = format!("expected `{}` to close what was opened here", char::from(close));
        let place = Span::new(opening, opening + 1);
        self.report(Diagnostic::new(&codes::UNCLOSED_ENTRY, message).at(place));
    }

    /// Skips a part of an entry that cannot be understood.
    fn skip_to_comma(&mut self, close: u8) {
        let start = self.at;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b',' | b'}' => return,
                byte if byte == close && self.at > start => return,
                b'@' if looks_like_entry(self.bytes, self.at) => return,
                b'{' => match self.braces.close_of(self.at) {
                    Some(end) => self.at = end,
                    None => self.at += 1,
                },
                _ => self.at += 1,
            }
        }
    }

    /// Reports text behind an entry that looks like a part of it.
    fn stray_text(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        let line = rest.split(['\n', '\r']).next().unwrap_or("");
        let begins = line.trim_start().starts_with([',', '}']);
        if begins && !line.trim_matches([',', ' ', '\t']).is_empty() {
            let place = Span::new(self.at, self.at + line.len()).trimmed(self.text);
            let message = "expected an entry, found text that looks like a part of the one before";
            self.report(Diagnostic::new(&codes::STRAY_TEXT, message).at(place));
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.file.diagnostics.push(diagnostic);
    }

    /// Returns the number of bytes before the first word of the line that holds `at`.
    fn indent(&self, at: usize) -> usize {
        let line = self.text.get(..at).and_then(|head| head.rsplit('\n').next()).unwrap_or("");
        line.len() - line.trim_start().len()
    }

    fn here(&self) -> Span {
        let mut end = self.at + 1;
        while !self.text.is_char_boundary(end) && end < self.text.len() {
            end += 1;
        }
        Span::new(self.at, end.min(self.text.len()))
    }

    fn name(&mut self) -> Span {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let len = rest.iter().position(|byte| !is_name_byte(*byte)).unwrap_or(rest.len());
        let span = Span::new(self.at, self.at + len);
        self.at += len;
        span
    }

    fn skip_blank(&mut self) {
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

/// What follows in an entry.
enum Next {
    Field(Span),
    Closed,
    Unclosed,
}
