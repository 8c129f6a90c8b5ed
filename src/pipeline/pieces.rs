//! A library file piece by piece: bytes in, records out, memory for a piece.

use crate::extract::input;
use crate::formats::{Format, PieceReader};
use crate::model::record::key::KeyCounter;
use crate::model::{Diagnostic, Parsed, Record, SourceText};

/// Reads a file of records that is handed over in portions of any size.
///
/// Keys are made up as for [`KeyCounter`]: none is given that stands before it in the file or was
/// given before. A portion that is no UTF-8 is decoded by itself. Of some formats the whole file has
/// to be handed over once or twice before it is read ([`looks_ahead`](Self::looks_ahead)).
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

    /// Tells whether the file has to be looked through (once more), from its beginning to its end,
    /// before it is read.
    pub fn looks_ahead(&self) -> bool {
        self.reader.looks_ahead()
    }

    /// Looks through what can be looked through of the bytes that are there. Behind the `last` bytes
    /// the file begins anew.
    pub fn look(&mut self, last: bool) {
        let bytes = self.buffer.get(self.at..).unwrap_or(&[]);
        self.at += step(bytes, last, &self.name, |text, last| {
            (self.reader.look(text, last), Parsed::clean(Vec::new()))
        })
        .0;
    }

    /// Returns how many bytes wait for more.
    pub fn waiting(&self) -> usize {
        self.buffer.len() - self.at
    }

    /// Reads what can be read of the bytes that are there; `None` when that is nothing. After the
    /// `last` bytes all is read.
    pub fn next(&mut self, last: bool) -> Option<Batch> {
        let bytes = self.buffer.get(self.at..).filter(|bytes| !bytes.is_empty())?;
        let (len, text, read) = step(bytes, last, &self.name, |text, last| {
            let piece = self.reader.read(text, last);
            (piece.len, piece.parsed)
        });
        if len == 0 && !last {
            return None;
        }
        let passed = bytes.get(..len).unwrap_or(bytes);
        let lines_before = self.lines;
        self.lines += line_ends(passed);
        self.at += passed.len();
        let (mut records, diagnostics) = (read.value, read.diagnostics);
        for record in &mut records {
            self.keys.name(record);
        }
        Some(Batch { text, lines_before, records, diagnostics })
    }
}

/// Counts line ends, in parts whose count a byte can hold: so many are counted at once.
fn line_ends(bytes: &[u8]) -> usize {
    let of = |part: &[u8]| part.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>();
    bytes.chunks(255).map(|part| usize::from(of(part))).sum()
}

/// Gives the bytes to `take` as text, which says how much of it was taken and what was found there;
/// returns how many bytes that are, too, and the text that findings index.
fn step(
    bytes: &[u8],
    last: bool,
    name: &str,
    take: impl FnOnce(&str, bool) -> (usize, Parsed<Vec<Record>>),
) -> (usize, SourceText, Parsed<Vec<Record>>) {
    let (text, last) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, last),
        Err(error) if error.error_len().is_none() && !last => {
            let sound = bytes.get(..error.valid_up_to()).unwrap_or(&[]);
            (std::str::from_utf8(sound).unwrap_or(""), false)
        }
        Err(_) => return step_decoded(bytes, last, name, take),
    };
    let (len, parsed) = take(text, last);
    let read = text.get(..len).filter(|_| !parsed.diagnostics.is_empty());
    (len, SourceText::plain(name, read.unwrap_or("").to_owned()), parsed)
}

/// The same of bytes that are no UTF-8: whole lines of them, or all if they are the last.
fn step_decoded(
    bytes: &[u8],
    last: bool,
    name: &str,
    take: impl FnOnce(&str, bool) -> (usize, Parsed<Vec<Record>>),
) -> (usize, SourceText, Parsed<Vec<Record>>) {
    let lines = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let len = if last { bytes.len() } else { lines };
    let decoded = input::decode(name, bytes.get(..len).unwrap_or(&[]));
    let text = decoded.value;
    let (taken, mut parsed) = take(text.text(), last);
    let end = crate::model::Span::new(taken, taken);
    let passed = if last { len } else { text.input_span(end).start() };
    parsed.diagnostics.splice(0..0, decoded.diagnostics);
    (passed, text, parsed)
}
