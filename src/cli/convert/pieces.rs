//! `refsmith convert` of large files: a piece is read, written and forgotten before the next.
//!
//! Small inputs are read whole, because keys that are made up are better when it is known what
//! follows; so are several inputs, whose keys are compared with one another.

use std::io::{Cursor, Read};
use std::path::Path;

use super::{LossReport, inputs_to, is_said};
use crate::cli::console::Console;
use crate::cli::files::{self, NewFile};
use crate::cli::network::Progress;
use crate::cli::report::{self, Base};
use crate::cli::{Failure, Outcome, args};
use crate::formats::{self, Format};
use crate::model::{Diagnostic, Severity};
use crate::pipeline::{self, Pieces, ReadAs};

/// Inputs of no more bytes are read whole.
const SMALL: usize = 4 << 20;
/// So many bytes are read at once: their records fit into the caches of the processor.
const AT_ONCE: usize = 1 << 18;
/// A record that is larger is not waited for: what goes on so long is broken.
const LARGEST: usize = 512 << 20;
/// So many findings are written out before the rest is counted.
const MOST_FINDINGS: usize = 20;

/// Converts one input: piece by piece, if it is large and both formats allow it.
pub(super) fn run(
    target: &'static dyn Format,
    options: &args::Convert,
    console: &Console,
) -> Result<Outcome, Failure> {
    let (inputs, output) = (&options.inputs, &options.target);
    let whole = |read| inputs_to(target, inputs, read, output, false, console);
    let paths = files::paths(inputs)?;
    let [path] = paths.as_slice() else { return whole(None) };
    if target.writer().and_then(formats::Writer::pieces).is_none() {
        return whole(None);
    }
    let (mut source, size) = files::open(path)?;
    let is_file = path != Path::new("-") && path.is_file();
    if is_file && size <= SMALL as u64 {
        return whole(None);
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
            return whole(None);
        }
        let rest = Cursor::new(head).chain(source);
        return whole(Some(files::read_limited(rest, &called, size)?));
    };
    let mut conversion = Conversion::new(target, options, console)?;
    if pieces.looks_ahead() && !is_file {
        // What comes once only is kept.
        let bytes = files::read_limited(Cursor::new(head).chain(source), &called, size)?;
        look(&mut pieces, &called, || Ok(Cursor::new(bytes.as_slice())))?;
        conversion.input(pieces, &mut bytes.as_slice(), size, &called)?;
    } else {
        look(&mut pieces, &called, || Ok(files::open(path)?.0))?;
        conversion.input(pieces, &mut Cursor::new(head).chain(source), size, &called)?;
    }
    conversion.finish(&called, format)
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
    let read_as = inputs.from.as_deref().map_or(Some(ReadAs::Guess), pipeline::read_as)?;
    pipeline::library_format(name, text, read_as)
}

/// A conversion that is going on.
struct Conversion<'a> {
    target: &'static dyn Format,
    options: &'a args::Convert,
    console: &'a Console,
    writer: Box<dyn formats::PieceWriter>,
    file: Option<NewFile>,
    /// What the writer wrote last.
    written: Vec<u8>,
    losses: LossReport<'a>,
    records: usize,
    said: usize,
    unsaid: usize,
    errors: bool,
}

impl<'a> Conversion<'a> {
    fn new(
        target: &'static dyn Format,
        options: &'a args::Convert,
        console: &'a Console,
    ) -> Result<Self, Failure> {
        let writer = target.writer().and_then(formats::Writer::pieces);
        let writer = writer.ok_or_else(|| files::unknown_format(target.info().name, "write"))?;
        let file = match &options.target.output {
            Some(path) if path != Path::new("-") => {
                Some(NewFile::create(path, options.target.force)?)
            }
            _ => None,
        };
        let losses = LossReport::new(target, console);
        let (records, said, unsaid, errors) = (0, 0, 0, false);
        let written = Vec::new();
        Ok(Self {
            target,
            options,
            console,
            writer,
            file,
            written,
            losses,
            records,
            said,
            unsaid,
            errors,
        })
    }

    fn input(
        &mut self,
        mut pieces: Pieces,
        source: &mut dyn Read,
        size: u64,
        called: &str,
    ) -> Result<(), Failure> {
        let mut progress = Progress::new(if size > 0 { 100 } else { 0 }, self.console);
        let mut done = 0_u64;
        let mut portion = Vec::new();
        loop {
            // What is read twice because it was not complete must not be read a hundred times.
            read_up_to(source, pieces.waiting().max(AT_ONCE), called, &mut portion)?;
            let last = portion.is_empty();
            done += portion.len() as u64;
            pieces.push(&portion);
            while let Some(batch) = pieces.next(last) {
                self.batch(batch)?;
            }
            if last {
                return Ok(());
            }
            let percent = (done * 100).checked_div(size);
            progress.reach(percent.map_or(self.records, |percent| percent as usize));
            too_large(&pieces, called)?;
        }
    }

    fn batch(&mut self, batch: pipeline::Batch) -> Result<(), Failure> {
        self.records += batch.records.len();
        self.errors |= batch.diagnostics.iter().any(|f| f.severity == Severity::Error);
        let always =
            |finding: &Diagnostic| finding.code.code == files::ALWAYS_SAID && !self.console.quiet;
        let wanted = |finding: &&Diagnostic| is_said(finding, self.console) || always(finding);
        let findings: Vec<&Diagnostic> = batch.diagnostics.iter().filter(wanted).collect();
        let now = findings.len().min(MOST_FINDINGS - self.said);
        let base = Base { line: batch.lines_before, ..Base::default() };
        report::each_to_stderr(findings.get(..now).unwrap_or(&[]), &batch.text, base, self.console);
        self.said += now;
        self.unsaid += findings.len() - now;
        let records = pipeline::for_format(&batch.records, self.target);
        let bytes = &mut self.written;
        let losses = match super::carry(&self.options.target) {
            Some(carry) => {
                let (carried, losses) = formats::carried(self.target, &records, carry)?;
                self.writer.write(&carried, bytes)?;
                losses
            }
            None => self.writer.write(&records, bytes)?,
        };
        self.losses.add(losses);
        self.put()
    }

    /// Gives away what was written.
    fn put(&mut self) -> Result<(), Failure> {
        match &mut self.file {
            Some(file) => file.write(&self.written)?,
            None => self.console.raw(&self.written)?,
        }
        self.written.clear();
        Ok(())
    }

    /// Ends the output and says what there is to say.
    fn finish(mut self, called: &str, format: &dyn Format) -> Result<Outcome, Failure> {
        if let more @ 1.. = self.unsaid {
            self.console.talk(&format!("... and {more} more: `refsmith check {called}`"));
        }
        if self.records == 0 && self.errors {
            return Err(Failure::Reported);
        }
        if self.records == 0 {
            let name = format.info().name;
            self.console.say(&format!("{called}: warning: no record in it, read as {name}"));
        }
        self.writer.finish(&mut self.written)?;
        self.put()?;
        if let (Some(file), Some(path)) = (self.file, &self.options.target.output) {
            file.finish()?;
            super::say_written(self.records, path, self.target, self.console);
        }
        let lost = self.losses.finish();
        let findings = self.errors || self.records == 0 || (self.options.target.strict && lost);
        Ok(if findings { Outcome::Findings } else { Outcome::Done })
    }
}
