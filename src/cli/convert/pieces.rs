//! `refsmith convert` of large files: a piece is read, written and forgotten before the next.

use std::path::Path;

use super::{LossReport, inputs_to, is_said};
use crate::cli::console::Console;
use crate::cli::files::{self, NewFile};
use crate::cli::network::Progress;
use crate::cli::pieces::{self, Findings, Large, Opened};
use crate::cli::{Failure, Outcome, args};
use crate::formats::{self, Format};
use crate::pipeline;

/// Converts the inputs: piece by piece, if it is a large one and both formats allow it.
pub(super) fn run(
    target: &'static dyn Format,
    options: &args::Convert,
    console: &Console,
) -> Result<Outcome, Failure> {
    let (inputs, output) = (&options.inputs, &options.target);
    let whole = |read| inputs_to(target, inputs, read, output, false, console);
    if target.writer().and_then(formats::Writer::pieces).is_none() {
        return whole(None);
    }
    match pieces::open(inputs)? {
        Opened::Whole(read) => whole(read),
        Opened::Large(large) => Conversion::new(target, options, console)?.run(*large),
    }
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
    findings: Findings,
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
        let (records, findings) = (0, Findings::default());
        let written = Vec::new();
        Ok(Self { target, options, console, writer, file, written, losses, records, findings })
    }

    fn run(mut self, mut large: Large) -> Result<Outcome, Failure> {
        let size = large.size;
        let mut progress = Progress::new(if size > 0 { 100 } else { 0 }, self.console);
        large.each(&mut |batch, done| {
            self.batch(&batch)?;
            let percent = (done * 100).checked_div(size);
            progress.reach(percent.map_or(self.records, |percent| percent as usize));
            Ok(())
        })?;
        drop(progress);
        self.finish(&large)
    }

    fn batch(&mut self, batch: &pipeline::Batch) -> Result<(), Failure> {
        self.records += batch.records.len();
        let console = self.console;
        self.findings.add(batch, console, |finding| is_said(finding, console));
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
    fn finish(mut self, large: &Large) -> Result<Outcome, Failure> {
        self.findings.finish(large, self.records, self.console)?;
        self.writer.finish(&mut self.written)?;
        self.put()?;
        if let (Some(file), Some(path)) = (self.file, &self.options.target.output) {
            file.finish()?;
            super::say_written(self.records, path, self.target, self.console);
        }
        let lost = self.losses.finish();
        let findings =
            self.findings.errors || self.records == 0 || (self.options.target.strict && lost);
        Ok(if findings { Outcome::Findings } else { Outcome::Done })
    }
}
