//! An array of items, read and written piece by piece.

use std::io;

use refsmith_model::{Losses, Parsed, Record, Span};

use super::direct::DirectReader;
use super::write::Item;
use super::{BUFFER, read};
use crate::json::value::Parser;
use crate::json::write::{Layout, new_line, write};
use crate::pieces::{Piece, PieceReader, PieceWriter};

/// Where in the file the next piece begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning.
    Start,
    /// At an element of the array.
    Inside,
    /// Behind the array.
    Behind,
}

/// Reads an array of items. What is no array, or broken, is read whole, from there on.
pub(super) struct ArrayReader {
    state: State,
    direct: DirectReader,
}

impl ArrayReader {
    pub(super) fn new() -> Self {
        Self { state: State::Start, direct: DirectReader::default() }
    }

    /// Reads elements up to the last that is certain to be complete; returns where it ends.
    fn elements(
        &mut self,
        text: &str,
        parser: &mut Parser<'_>,
        out: &mut Parsed<Vec<Record>>,
    ) -> usize {
        let mut end = parser.at();
        loop {
            let found = out.diagnostics.len();
            let found_all = &mut out.diagnostics;
            let Some(element) = read::element(text, parser, &mut self.direct, found_all) else {
                return end;
            };
            match parser.more(b']') {
                Some(more) => {
                    out.value.extend(element.record);
                    end = parser.at();
                    if !more {
                        self.state = State::Behind;
                        return end;
                    }
                }
                // A number, for one, may go on behind the text.
                None => {
                    out.diagnostics.truncate(found);
                    return end;
                }
            }
        }
    }
}

impl PieceReader for ArrayReader {
    fn read(&mut self, text: &str, last: bool) -> Piece {
        let mut out = Parsed::clean(Vec::new());
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let mut parser = Parser::new(text, if self.state == State::Start { start } else { 0 });
        if self.state == State::Start {
            match parser.peek() {
                Some(b'[') if !last => {}
                // Without more to come, or without an array, this is no file to be cut.
                Some(_) if last => return Piece { len: text.len(), parsed: read::array(text) },
                _ => return Piece { len: if last { text.len() } else { 0 }, parsed: out },
            }
            parser.take(b'[');
            self.state = State::Inside;
            if parser.take(b']') {
                self.state = State::Behind;
            }
        }
        let mut len = parser.at();
        if self.state == State::Inside {
            len = self.elements(text, &mut parser, &mut out);
        }
        if last {
            let rest = text.get(len..).unwrap_or("");
            let rest = match self.state {
                State::Inside => read::rest_of_array(rest),
                _ => read::behind_array(rest),
            };
            let shifted = |span: Span| span.shifted(len);
            out.value.extend(rest.value);
            out.diagnostics.extend(rest.diagnostics.into_iter().map(|mut finding| {
                finding.span = finding.span.map(shifted);
                finding
            }));
            len = text.len();
        } else if self.state == State::Behind {
            let behind = text.get(len..).unwrap_or("");
            len += behind.len() - behind.trim_start().len();
        }
        out.diagnostics.sort_by_key(|finding| finding.span.map(|span| span.start));
        Piece { len, parsed: out }
    }
}

/// Writes an array of items.
#[derive(Default)]
pub(super) struct ArrayWriter {
    /// Something has been written.
    begun: bool,
    /// What is written next.
    bytes: Vec<u8>,
}

impl PieceWriter for ArrayWriter {
    fn write(&mut self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        let mut losses = Losses::new();
        for record in records {
            let (item, lost) = Item::new(record);
            losses.extend(lost);
            self.bytes.push(if self.begun { b',' } else { b'[' });
            self.begun = true;
            new_line(1, &mut self.bytes);
            write(&item, Layout::Indented, 1, &mut self.bytes)?;
            if self.bytes.len() >= BUFFER {
                out.write_all(&self.bytes)?;
                self.bytes.clear();
            }
        }
        out.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(losses)
    }

    fn finish(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(if self.begun { b"\n]\n" } else { b"[]\n" })
    }
}
