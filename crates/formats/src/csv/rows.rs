//! Splits a table into rows of cells (RFC 4180), and a broken one as people would.

use std::borrow::Cow;

use refsmith_model::{Diagnostic, Span};

use crate::findings;

/// A cell without its quotation marks.
pub(super) struct Cell<'t> {
    pub(super) text: Cow<'t, str>,
    /// Where it stands, quotation marks included.
    pub(super) span: Span,
}

/// A row of a table.
pub(super) struct Row<'t> {
    pub(super) cells: Vec<Cell<'t>>,
    /// Its line end is there: it does not go on behind the text.
    pub(super) complete: bool,
}

/// The rows of a text, one after the other.
pub(super) struct Rows<'t> {
    text: &'t str,
    separator: u8,
    at: usize,
    /// A quotation mark without partner was found, so no cell goes on over line ends any more.
    single_lines: bool,
    pub(super) findings: Vec<Diagnostic>,
}

impl<'t> Rows<'t> {
    pub(super) fn new(text: &'t str, separator: u8) -> Self {
        let at = text.len() - text.trim_start_matches('\u{feff}').len();
        Self { text, separator, at, single_lines: false, findings: Vec::new() }
    }

    /// Returns the offset behind the last row.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Returns the next row that is not empty. In a text that is not the `last` of its file, a cell
    /// may end behind it.
    pub(super) fn row(&mut self, last: bool) -> Option<Row<'t>> {
        while self.at < self.text.len() {
            let row = self.any_row(last);
            let empty = match row.cells.as_slice() {
                [] => true,
                [only] => only.text.trim().is_empty(),
                _ => false,
            };
            if !empty || !row.complete {
                return Some(row);
            }
        }
        None
    }

    fn any_row(&mut self, last: bool) -> Row<'t> {
        let mut cells = Vec::new();
        loop {
            let Some(cell) = self.cell(last) else { return Row { cells, complete: false } };
            cells.push(cell);
            let end = self.byte(self.at);
            self.at += usize::from(end.is_some());
            match end {
                Some(byte) if byte == self.separator => {}
                Some(b'\r') if self.byte(self.at) == Some(b'\n') => {
                    self.at += 1;
                    return Row { cells, complete: true };
                }
                // Behind a carriage return, a line feed may follow.
                Some(b'\r') => return Row { cells, complete: last || self.at < self.text.len() },
                Some(_) => return Row { cells, complete: true },
                None => return Row { cells, complete: last },
            }
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or("")
    }

    /// Returns where a cell without quotation marks ends that goes on at an offset.
    fn plain_end(&self, start: usize) -> usize {
        let rest = self.slice(start, self.text.len());
        let end = memchr::memchr3(self.separator, b'\n', b'\r', rest.as_bytes());
        end.map_or(self.text.len(), |end| start + end)
    }

    /// Reads a cell, or returns `None` when it may end behind the text.
    fn cell(&mut self, last: bool) -> Option<Cell<'t>> {
        let start = self.at;
        if self.byte(start) == Some(b'"') {
            match self.quoted(start) {
                Some((text, behind)) => return Some(self.closed(start, behind, text)),
                None if !last => return None,
                None => {
                    let message = "expected `\"` to close what was opened here";
                    let place = Span::new(start, start + 1);
                    let finding = Diagnostic::new(&findings::TABLE_QUOTES, message).at(place);
                    self.findings.push(finding.help("the cell is read up to its separator"));
                    self.single_lines = true;
                }
            }
        }
        let end = self.plain_end(start);
        self.at = end;
        Some(Cell { text: Cow::Borrowed(self.slice(start, end)), span: Span::new(start, end) })
    }

    /// Returns what stands between quotation marks, and the offset behind them.
    fn quoted(&self, start: usize) -> Option<(Cow<'t, str>, usize)> {
        let mut text = Cow::Borrowed("");
        let mut from = start + 1;
        loop {
            let rest = self.slice(from, self.text.len());
            let end = from + memchr::memchr(b'"', rest.as_bytes())?;
            let part = self.slice(from, end);
            if self.single_lines && part.contains(['\n', '\r']) {
                return None;
            }
            if text.is_empty() {
                text = Cow::Borrowed(part);
            } else {
                text.to_mut().push_str(part);
            }
            if self.byte(end + 1) != Some(b'"') {
                return Some((text, end + 1));
            }
            text.to_mut().push('"');
            from = end + 2;
        }
    }

    /// Adds what stands between the closing quotation mark and the end of the cell.
    fn closed(&mut self, start: usize, behind: usize, mut text: Cow<'t, str>) -> Cell<'t> {
        let end = self.plain_end(behind);
        let rest = self.slice(behind, end);
        if !rest.is_empty() {
            text.to_mut().push_str(rest);
        }
        if !rest.trim().is_empty() {
            let message = format!("expected the end of the cell, found `{}`", shortened(rest));
            let place = Span::new(behind, end).trimmed(self.text);
            let finding = Diagnostic::new(&findings::TABLE_QUOTES, message).at(place);
            self.findings.push(finding.help("it is taken into the cell"));
        }
        self.at = end;
        Cell { text, span: Span::new(start, end) }
    }
}

fn shortened(text: &str) -> String {
    text.trim().chars().take(40).collect()
}
