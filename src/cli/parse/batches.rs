//! Cuts an input into batches of whole lines, so that no more than a batch is held in memory.

use std::io::{Cursor, Read};

use crate::cli::Failure;
use crate::cli::report::Base;
use crate::extract::input::LineDecoder;
use crate::extract::segment;
use crate::model::{Diagnostic, SourceText};

/// So many bytes are read at once, where they are there at once.
const BATCH: usize = 256 << 10;
/// A longer line is no reference; it is passed over without being held in memory.
const LONGEST_LINE: usize = 16 << 20;

/// A stretch of whole lines, decoded.
pub(super) struct Piece {
    pub(super) text: SourceText,
    /// Where it starts in the input.
    pub(super) base: Base,
    /// What decoding it said; of the text as a whole, which is then a single line.
    pub(super) findings: Vec<Diagnostic>,
    /// A line that was too long; the text is empty.
    pub(super) too_long: bool,
}

/// Reads an input in batches of whole lines.
pub(super) struct Batches<'a> {
    name: &'a str,
    source: Box<dyn Read>,
    decoder: LineDecoder,
    buffer: Vec<u8>,
    /// Where what has not been given out starts in the buffer.
    at: usize,
    /// Where the last complete line ends in the buffer.
    lines_end: usize,
    base: Base,
    ended: bool,
    started: bool,
    /// The input cannot be decoded line by line.
    whole: bool,
}

impl<'a> Batches<'a> {
    pub(super) fn new(name: &'a str, source: Box<dyn Read>) -> Self {
        Self {
            name,
            source,
            decoder: LineDecoder::default(),
            buffer: Vec::new(),
            at: 0,
            lines_end: 0,
            base: Base::default(),
            ended: false,
            started: false,
            whole: false,
        }
    }

    /// Returns how many bytes have been given out.
    pub(super) fn offset(&self) -> u64 {
        self.base.offset
    }

    /// Returns everything that is left to read when the input cannot be read line by line.
    pub(super) fn into_whole(self) -> Option<Box<dyn Read>> {
        self.whole.then(|| Box::new(Cursor::new(self.buffer).chain(self.source)) as _)
    }

    /// Returns the next lines: all that are there already, at least one. Empty at the end, or when
    /// [`into_whole`](Self::into_whole) has to take over.
    pub(super) fn next(&mut self) -> Result<Vec<Piece>, Failure> {
        loop {
            let complete = self.complete();
            if complete > 0 && self.started {
                return self.take(complete);
            }
            if self.ended {
                self.start();
                let rest = self.rest().len();
                let take = rest > 0 && !self.whole;
                return if take { self.take(rest) } else { Ok(Vec::new()) };
            }
            if self.rest().len() > LONGEST_LINE {
                return self.pass_over();
            }
            self.fill()?;
            if self.complete() > 0 {
                self.start();
            }
            if self.whole {
                return Ok(Vec::new());
            }
        }
    }

    /// What has been read and not given out.
    fn rest(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or(&[])
    }

    /// Length of the complete lines that have not been given out.
    fn complete(&self) -> usize {
        self.lines_end.saturating_sub(self.at)
    }

    /// Looks at the first bytes of the input.
    fn start(&mut self) {
        if self.started {
            return;
        }
        self.started = true;
        if self.buffer.starts_with(b"\xEF\xBB\xBF") {
            self.at = 3;
            self.base.offset = 3;
        }
        self.whole = !LineDecoder::can_read(&self.buffer);
    }

    fn fill(&mut self) -> Result<(), Failure> {
        self.buffer.drain(..self.at);
        self.lines_end = self.complete();
        self.at = 0;
        let held = self.buffer.len();
        self.buffer.resize(held + BATCH, 0);
        let free = self.buffer.get_mut(held..).unwrap_or_default();
        let read = loop {
            match self.source.read(free) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let read = read.map_err(|e| Failure::new(format!("cannot read `{}`: {e}", self.name)))?;
        self.buffer.truncate(held + read);
        // Only what is new is searched: a line may be long.
        let new = self.buffer.get(held..).unwrap_or(&[]);
        if let Some(at) = new.iter().rposition(|byte| *byte == b'\n') {
            self.lines_end = held + at + 1;
        }
        self.ended = read == 0;
        Ok(())
    }

    /// Takes complete lines off the buffer.
    fn take(&mut self, complete: usize) -> Result<Vec<Piece>, Failure> {
        let lines = self.rest().get(..complete).unwrap_or(&[]);
        let Err(error) = std::str::from_utf8(lines) else {
            return Ok(vec![self.piece(complete)]);
        };
        // The lines before the first that is no UTF-8 go first: it starts the sample that tells
        // the encoding of all that are like it.
        let good = lines.get(..error.valid_up_to()).unwrap_or(&[]);
        let bad = good.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        if bad > 0 {
            return Ok(vec![self.piece(bad)]);
        }
        if self.decoder.needs_sample(lines) {
            while self.rest().len() < BATCH && !self.ended {
                self.fill()?;
            }
            let sample = self.buffer.get(self.at..).unwrap_or(&[]);
            self.decoder.learn(sample.get(..BATCH).unwrap_or(sample));
        }
        let mut pieces = Vec::new();
        let mut rest = complete;
        while rest > 0 {
            let head = self.rest().get(..rest).unwrap_or(&[]);
            let line = head.iter().position(|byte| *byte == b'\n').map_or(rest, |at| at + 1);
            pieces.push(self.piece(line));
            rest -= line;
        }
        Ok(pieces)
    }

    fn piece(&mut self, len: usize) -> Piece {
        let bytes = self.rest().get(..len).unwrap_or(&[]);
        let decoded = self.decoder.decode(self.name, bytes);
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        let base = self.base;
        self.at += len;
        self.base.offset += len as u64;
        self.base.line += lines;
        Piece { text: decoded.value, base, findings: decoded.diagnostics, too_long: false }
    }

    /// Passes over a line that is too long.
    fn pass_over(&mut self) -> Result<Vec<Piece>, Failure> {
        let base = self.base;
        let end = loop {
            if let Some(at) = self.rest().iter().position(|byte| *byte == b'\n') {
                break at + 1;
            }
            let passed = self.rest().len();
            self.base.offset += passed as u64;
            self.at += passed;
            if self.ended {
                break 0;
            }
            self.fill()?;
        };
        self.at += end;
        self.base.offset += end as u64;
        self.base.line += 1;
        let finding = segment::line_too_long(self.base.offset - base.offset);
        let text = SourceText::plain(self.name, String::new());
        Ok(vec![Piece { text, base, findings: vec![finding], too_long: true }])
    }
}
