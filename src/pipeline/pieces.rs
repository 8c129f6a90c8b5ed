//! A library file piece by piece: bytes in, records out, memory for a piece.

use crate::extract::input;
use crate::formats::{Format, PieceReader};
use crate::model::record::key::KeyCounter;
use crate::model::{Diagnostic, Parsed, Record, SourceText};

/// Reads a file of records that is handed over in portions of any size.
///
/// Keys are made up as for [`KeyCounter`]: none is given that stands before it in the file or was
/// given before. A portion that is no UTF-8 is decoded by itself.
///
/// # Examples
/// ```
/// use refsmith::{formats, pipeline::Pieces};
/// let mut pieces = Pieces::new("-", formats::by_name("ris").unwrap()).unwrap();
/// pieces.push(b"TY  - BOOK\nTI  - Rivers\nER  - \nTY  - BO");
/// assert_eq!(pieces.next(false).unwrap().records.len(), 1);
/// assert!(pieces.next(false).is_none(), "the second record may go on");
/// pieces.push(b"OK\nTI  - Rivers\nER  - \n");
/// let last = pieces.next(true).unwrap();
/// assert_eq!((last.records[0].id.as_str(), last.lines_before), ("riversndb", 3));
/// ```
pub struct Pieces {
    name: String,
    reader: Box<dyn PieceReader>,
    keys: KeyCounter,
    /// What has been handed over and not been read.
    buffer: Vec<u8>,
    /// Where that begins in the buffer.
    at: usize,
    lines: usize,
}

/// Records of one piece, and what was noticed.
#[derive(Debug)]
pub struct Batch {
    /// The text of the piece, which the findings index; empty when there are none.
    pub text: SourceText,
    /// So many lines of the file stand before it.
    pub lines_before: usize,
    /// The records, in the order of the file.
    pub records: Vec<Record>,
    /// What was noticed while decoding and reading.
    pub diagnostics: Vec<Diagnostic>,
}

impl Pieces {
    /// Begins a file; `None` when the format can only be read whole.
    pub fn new(name: &str, format: &'static dyn Format) -> Option<Self> {
        let reader = format.reader()?.pieces()?;
        let (keys, buffer) = (KeyCounter::default(), Vec::new());
        Some(Self { name: name.to_owned(), reader, keys, buffer, at: 0, lines: 0 })
    }

    /// Adds the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.at);
        self.at = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// Returns how many bytes wait for more.
    pub fn waiting(&self) -> usize {
        self.buffer.len() - self.at
    }

    /// Reads what can be read of the bytes that are there; `None` when that is nothing. After the
    /// `last` bytes all is read.
    pub fn next(&mut self, last: bool) -> Option<Batch> {
        let bytes = self.buffer.get(self.at..).filter(|bytes| !bytes.is_empty())?;
        let (len, text, read) = match std::str::from_utf8(bytes) {
            Ok(text) => read_text(self.reader.as_mut(), &self.name, text, last),
            Err(error) if error.error_len().is_none() && !last => {
                let sound = bytes.get(..error.valid_up_to()).unwrap_or(&[]);
                let text = std::str::from_utf8(sound).unwrap_or("");
                read_text(self.reader.as_mut(), &self.name, text, false)
            }
            Err(_) => read_other(self.reader.as_mut(), &self.name, bytes, last),
        };
        if len == 0 && !last {
            return None;
        }
        let passed = bytes.get(..len).unwrap_or(bytes);
        let lines_before = self.lines;
        self.lines += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at += passed.len();
        let (mut records, diagnostics) = (read.value, read.diagnostics);
        for record in &mut records {
            self.keys.name(record);
        }
        Some(Batch { text, lines_before, records, diagnostics })
    }
}

/// Reads a piece of UTF-8; returns how many bytes of it were read.
fn read_text(
    reader: &mut dyn PieceReader,
    name: &str,
    text: &str,
    last: bool,
) -> (usize, SourceText, Parsed<Vec<Record>>) {
    let piece = reader.read(text, last);
    let read = text.get(..piece.len).filter(|_| !piece.parsed.diagnostics.is_empty());
    (piece.len, SourceText::plain(name, read.unwrap_or("").to_owned()), piece.parsed)
}

/// Reads a piece that is no UTF-8: whole lines of it, or all if it is the last.
fn read_other(
    reader: &mut dyn PieceReader,
    name: &str,
    bytes: &[u8],
    last: bool,
) -> (usize, SourceText, Parsed<Vec<Record>>) {
    let lines = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let len = if last { bytes.len() } else { lines };
    let decoded = input::decode(name, bytes.get(..len).unwrap_or(&[]));
    let text = decoded.value;
    let piece = reader.read(text.text(), last);
    let end = crate::model::Span::new(piece.len, piece.len);
    let passed = if last { len } else { text.input_span(end).start() };
    let mut read = piece.parsed;
    read.diagnostics.splice(0..0, decoded.diagnostics);
    (passed, text, read)
}
