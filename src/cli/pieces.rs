//! Large inputs piece by piece: a piece is read, used and forgotten before the next.
//!
//! Small inputs are read whole, because keys that are made up are better when it is known what
//! follows; so are several inputs, whose keys are compared with one another.

use std::io::{Cursor, Read};
use std::path::Path;

use super::console::Console;
use super::report::{self, Base};
use super::{Failure, args, files};
use crate::formats::Format;
use crate::model::{Diagnostic, Severity};
use crate::pipeline::{self, Batch, Pieces};

/// Inputs of no more bytes are read whole.
const SMALL: usize = 4 << 20;
/// So many bytes are read at once: their records fit into the caches of the processor.
const AT_ONCE: usize = 1 << 18;
/// A record that is larger is not waited for: what goes on so long is broken.
const LARGEST: usize = 512 << 20;
/// So many findings are written out before the rest is counted.
const MOST_FINDINGS: usize = 20;

/// How inputs are read.
pub(super) enum Opened {
    /// Whole; the bytes of the only one may be there already.
    Whole(Option<Vec<u8>>),
    /// There is one, and it is large.
    Large(Box<Large>),
}

/// A large input of a format that can be read piece by piece.
pub(super) struct Large {
    /// What messages call it.
    pub(super) called: String,
    pub(super) format: &'static dyn Format,
    /// In bytes; 0 where it is unknown.
    pub(super) size: u64,
    pieces: Pieces,
    source: Box<dyn Read>,
}

/// Opens the inputs.
pub(super) fn open(inputs: &args::Inputs) -> Result<Opened, Failure> {
    let paths = files::paths(inputs)?;
    let [path] = paths.as_slice() else { return Ok(Opened::Whole(None)) };
    let (mut source, size) = files::open(path)?;
    let is_file = path != Path::new("-") && path.is_file();
    if is_file && size <= SMALL as u64 {
        return Ok(Opened::Whole(None));
    }
    let called = files::called(path);
    let mut head = Vec::new();
    read_up_to(&mut source, SMALL + 1, &called, &mut head)?;
    let name = path.to_string_lossy();
    let pieces = (head.len() > SMALL)
        .then(|| source_format(&name, &head, inputs))
        .flatten()
        .and_then(|format| Some((format, Pieces::new(&name, format)?)));
    let Some((format, mut pieces)) = pieces else {
        if is_file {
            return Ok(Opened::Whole(None));
        }
        let rest = Cursor::new(head).chain(source);
        return Ok(Opened::Whole(Some(files::read_limited(rest, &called, size)?)));
    };
    let source: Box<dyn Read> = if pieces.looks_ahead() && !is_file {
        // What comes once only is kept.
        let bytes = files::read_limited(Cursor::new(head).chain(source), &called, size)?;
        look(&mut pieces, &called, || Ok(Cursor::new(bytes.as_slice())))?;
        Box::new(Cursor::new(bytes))
    } else {
        look(&mut pieces, &called, || Ok(files::open(path)?.0))?;
        Box::new(Cursor::new(head).chain(source))
    };
    Ok(Opened::Large(Box::new(Large { called, format, size, pieces, source })))
}

impl Large {
    /// Gives every piece away, with how many bytes were read so far.
    pub(super) fn each(
        &mut self,
        give: &mut dyn FnMut(Batch, u64) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut done = 0_u64;
        let mut portion = Vec::new();
        loop {
            // What is read twice because it was not complete must not be read a hundred times.
            let most = self.pieces.waiting().max(AT_ONCE);
            read_up_to(&mut self.source, most, &self.called, &mut portion)?;
            let last = portion.is_empty();
            done += portion.len() as u64;
            self.pieces.push(&portion);
            while let Some(batch) = self.pieces.next(last) {
                give(batch, done)?;
            }
            if last {
                return Ok(());
            }
            too_large(&self.pieces, &self.called)?;
        }
    }
}

/// What is said of the findings of pieces.
#[derive(Default)]
pub(super) struct Findings {
    said: usize,
    unsaid: usize,
    /// There was an error among them, said or not.
    pub(super) errors: bool,
}

impl Findings {
    /// Says those of a piece that are wanted.
    pub(super) fn add(
        &mut self,
        batch: &Batch,
        console: &Console,
        wanted: impl Fn(&Diagnostic) -> bool,
    ) {
        self.errors |= batch.diagnostics.iter().any(|f| f.severity == Severity::Error);
        let always =
            |finding: &Diagnostic| finding.code.code == files::ALWAYS_SAID && !console.quiet;
        let wanted = |finding: &&Diagnostic| wanted(finding) || always(finding);
        let findings: Vec<&Diagnostic> = batch.diagnostics.iter().filter(wanted).collect();
        let now = findings.len().min(MOST_FINDINGS - self.said);
        let base = Base { line: batch.lines_before, ..Base::default() };
        report::each_to_stderr(findings.get(..now).unwrap_or(&[]), &batch.text, base, console);
        self.said += now;
        self.unsaid += findings.len() - now;
    }

    /// Says how much there was of an input, after its last piece; fails when that was nothing.
    pub(super) fn finish(
        &self,
        large: &Large,
        records: usize,
        console: &Console,
    ) -> Result<(), Failure> {
        let called = &large.called;
        if let more @ 1.. = self.unsaid {
            console.talk(&format!("... and {more} more: `refsmith check {called}`"));
        }
        if records == 0 && self.errors {
            return Err(Failure::Reported);
        }
        if records == 0 {
            let name = large.format.info().name;
            console.say(&format!("{called}: warning: no record in it, read as {name}"));
        }
        Ok(())
    }
}

/// Looks through a file as often as its format wants.
fn look<R: Read>(
    pieces: &mut Pieces,
    called: &str,
    open: impl Fn() -> Result<R, Failure>,
) -> Result<(), Failure> {
    let mut portion = Vec::new();
    while pieces.looks_ahead() {
        let mut source = open()?;
        loop {
            read_up_to(&mut source, pieces.waiting().max(AT_ONCE), called, &mut portion)?;
            pieces.push(&portion);
            pieces.look(portion.is_empty());
            too_large(pieces, called)?;
            if portion.is_empty() {
                break;
            }
        }
    }
    Ok(())
}

/// Refuses to wait longer for the end of a record.
fn too_large(pieces: &Pieces, called: &str) -> Result<(), Failure> {
    if pieces.waiting() <= LARGEST {
        return Ok(());
    }
    Err(Failure::with_help(
        format!("`{called}` has a record of more than {} MiB", LARGEST >> 20),
        "split it into smaller files",
    ))
}

/// Reads so many bytes, or all there are, into memory that is used again and again.
fn read_up_to(
    source: &mut dyn Read,
    most: usize,
    called: &str,
    bytes: &mut Vec<u8>,
) -> Result<(), Failure> {
    bytes.clear();
    bytes.reserve(most);
    let read = source.take(most as u64).read_to_end(bytes);
    read.map_err(|error| Failure::new(format!("cannot read `{called}`: {error}")))?;
    Ok(())
}

/// Returns the format of an input whose beginning is UTF-8; what is in another encoding is decoded
/// whole.
fn source_format(name: &str, head: &[u8], inputs: &args::Inputs) -> Option<&'static dyn Format> {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(head.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    if text.contains('\0') {
        return None;
    }
    let read_as = files::read_as(inputs, Path::new(name)).ok()?;
    pipeline::library_format(name, text, read_as)
}
