//! Reading and writing piece by piece, for files that are larger than what one wants to hold.
//!
//! Whoever has the file hands a [`PieceReader`] the beginning of what is left of it; the reader takes
//! whole records off it and says how far it came. A [`PieceWriter`] takes records in any number of
//! portions. Both give what [`Reader`] and [`Writer`] give for the whole, which a property test holds
//! them to; the places of findings count from the beginning of the piece.

use std::io;

use refsmith_model::{Losses, Parsed, Record};

use crate::{Reader, Writer};

/// Reads a file piece by piece; every file needs one of its own.
pub trait PieceReader {
    /// Tells whether the file has to be looked through (once more) before it is read, because what
    /// stands behind a record matters to it.
    fn looks_ahead(&self) -> bool {
        false
    }

    /// Looks through the beginning of `text` and returns how many bytes that were, as
    /// [`read`](Self::read) does.
    fn look(&mut self, text: &str, _last: bool) -> usize {
        text.len()
    }

    /// Reads records off the beginning of `text`. If it is not the `last` of the file, a record that
    /// may go on behind it is left for the next time.
    fn read(&mut self, text: &str, last: bool) -> Piece;
}

/// What was read off the beginning of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// So many bytes were read; 0 asks for more text, unless it was the last.
    pub len: usize,
    /// Records and findings; spans index the text.
    pub parsed: Parsed<Vec<Record>>,
}

/// Writes a file piece by piece; every file needs one of its own.
pub trait PieceWriter {
    /// Writes the next records and returns what the format could not hold.
    ///
    /// # Errors
    /// Whatever `out` reports.
    fn write(&mut self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses>;

    /// Writes what stands behind the last record.
    ///
    /// # Errors
    /// Whatever `out` reports.
    fn finish(&mut self, out: &mut dyn io::Write) -> io::Result<()>;
}

/// Reads pieces of formats in which nothing before a record matters to it.
pub(crate) struct Cut<'r> {
    /// Reads a piece.
    pub(crate) reader: &'r dyn Reader,
    /// Returns the length of the beginning of a text that holds whole records only.
    pub(crate) whole: fn(&str) -> usize,
}

impl PieceReader for Cut<'_> {
    fn read(&mut self, text: &str, last: bool) -> Piece {
        let len = if last { text.len() } else { (self.whole)(text) };
        let parsed = self.reader.read(text.get(..len).unwrap_or(""));
        Piece { len, parsed }
    }
}

/// Writes entries of formats in which they simply follow one another.
pub(crate) struct Following<'w>(pub(crate) &'w dyn Writer);

impl PieceWriter for Following<'_> {
    fn write(&mut self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        self.0.write(records, out)
    }

    fn finish(&mut self, _: &mut dyn io::Write) -> io::Result<()> {
        Ok(())
    }
}
