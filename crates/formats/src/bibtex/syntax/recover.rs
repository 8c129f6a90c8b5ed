//! What the parser says and does when a file is broken.

use refsmith_model::{Diagnostic, Span};

use super::super::codes;
use super::parser::{Parser, Unclosed};
use super::scan::{holds_field, looks_like_entry, next_entry_line};
use super::{BlockKind, Field};

impl Parser<'_> {
    /// Reports text that is no comment, once for each block.
    pub(super) fn report_text(&mut self, span: Span) {
        let last = self.tree.diagnostics.last().filter(|last| last.code == &codes::STRAY_TEXT);
        if last.and_then(|last| last.span).is_some_and(|stray| span.contains(stray)) {
            return;
        }
        let text = span.of(self.text);
        let mut at = span.start();
        for line in text.split_inclusive(['\n', '\r']) {
            let words = line.trim();
            if !words.is_empty() && !words.starts_with('%') {
                let place = Span::new(at, at + line.len()).trimmed(self.text);
                let message = "this text belongs to no entry and is not read";
                return self.report(Diagnostic::new(&codes::TEXT_OUTSIDE, message).at(place));
            }
            at += line.len();
        }
    }

    /// Reports an entry without end. Returns `false` when its last value shows that the mistake is
    /// there: then the entry is left out, because one of its values would be wrong.
    pub(super) fn unclosed_entry(
        &mut self,
        key: Span,
        first: usize,
        opening: usize,
        close: u8,
    ) -> bool {
        let key = key.of(self.text);
        let fields = self.tree.fields.get(first..).unwrap_or(&[]);
        // The delimiter that was meant for the entry closes a value instead: it begins a line.
        let ends_entry = |field: &&Field| {
            let value = field.value.of(self.text);
            let value = value.get(..value.len().saturating_sub(1)).unwrap_or(value);
            value.rsplit_once('\n').is_some_and(|(_, last)| {
                last.trim().is_empty() && last.len() <= self.indent(opening)
            })
        };
        let culprit = fields
            .iter()
            .find(|field| holds_field(field.value.of(self.text)))
            .or_else(|| fields.last().filter(ends_entry))
            .copied();
        if let Some(field) = culprit {
            let opening = field.value.start();
            let brace = self.bytes.get(opening) == Some(&b'{');
            self.unclosed_value(&Unclosed { opening, brace }, key, field.name);
            return false;
        }
        let message = format!("expected `{}` to close the entry opened here", char::from(close));
        let finding = Diagnostic::new(&codes::UNCLOSED_ENTRY, message).about(key);
        self.report(finding.at(Span::new(opening, opening + 1)));
        true
    }

    pub(super) fn unclosed_value(&mut self, unclosed: &Unclosed, key: &str, name: Span) {
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
    pub(super) fn give_up(
        &mut self,
        found: usize,
        word: Span,
        unclosed: &Unclosed,
        key: &str,
        name: Span,
    ) {
        self.unclosed_value(unclosed, key, name);
        self.at = next_entry_line(self.bytes, name.end()).unwrap_or(self.bytes.len());
        self.broken(found, word);
    }

    /// Adds all that was read of a block as one part without fields.
    pub(super) fn broken(&mut self, found: usize, word: Span) {
        let body = Span::new(word.end(), self.at);
        self.block(BlockKind::Broken, found, word, body);
    }

    /// Goes behind the delimiter that closes a string or preamble; returns where it stands.
    pub(super) fn close(&mut self, opening: usize, close: u8) -> usize {
        self.skip_blank();
        if self.bytes.get(self.at) == Some(&b',') {
            self.at += 1;
            self.skip_blank();
        }
        if self.bytes.get(self.at) == Some(&close) {
            self.at += 1;
            return self.at - 1;
        }
        if let Some(end) = self.braces.close_of(opening).filter(|end| *end > self.at)
            && !self.swallows_entries(opening, end - 1)
        {
            let skipped = Span::new(self.at, end - 1).trimmed(self.text);
            let message = "expected the end of the definition, found more text";
            self.report(Diagnostic::new(&codes::STRAY_TEXT, message).at(skipped));
            self.at = end;
            return end - 1;
        }
        let message = format!("expected `{}` to close what was opened here", char::from(close));
        let place = Span::new(opening, opening + 1);
        self.report(Diagnostic::new(&codes::UNCLOSED_ENTRY, message).at(place));
        self.at
    }

    /// Skips a part of an entry that cannot be understood.
    pub(super) fn skip_to_comma(&mut self, close: u8) {
        let start = self.at;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b',' | b'}' => return,
                byte if byte == close && self.at > start => return,
                b'@' if looks_like_entry(self.bytes, self.at) => return,
                b'{' => match self.close_of_group(self.at, self.at) {
                    Some(end) => self.at = end,
                    None => self.at += 1,
                },
                _ => self.at += 1,
            }
        }
    }

    /// Reports text behind an entry that looks like a part of it.
    pub(super) fn stray_text(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        if !rest.trim_start_matches([' ', '\t']).starts_with([',', '}']) {
            return;
        }
        // Up to the next entry: a file may be one line.
        let line = rest.split(['\n', '\r', '@']).next().unwrap_or("");
        if !line.trim_matches([',', ' ', '\t']).is_empty() {
            let place = Span::new(self.at, self.at + line.len()).trimmed(self.text);
            let message = "expected an entry, found text that looks like a part of the one before";
            self.report(Diagnostic::new(&codes::STRAY_TEXT, message).at(place));
        }
    }

    /// Returns the number of bytes before the first word of the line that holds `at`.
    fn indent(&self, at: usize) -> usize {
        let line = self.text.get(..at).and_then(|head| head.rsplit('\n').next()).unwrap_or("");
        line.len() - line.trim_start().len()
    }
}
