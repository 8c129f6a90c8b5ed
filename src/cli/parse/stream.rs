//! `refsmith parse --lines` with JSON Lines out: one reference per line in, one object per line
//! out, in order, in constant memory.
//!
//! Lines are read in batches and written as soon as a batch is read, so a program that sends one
//! line at a time gets its answer at once. Several threads share the work of a batch; what comes
//! out does not depend on how many they are.

use std::path::Path;

use super::batches::{Batches, Piece};
use crate::cli::console::Console;
use crate::cli::files::{self, NewFile};
use crate::cli::network::Progress;
use crate::cli::report::{self, Lines};
use crate::cli::{Failure, Outcome, args, shapes};
use crate::extract::{input, segment};
use crate::model::record::key::KeyCounter;
use crate::model::{Diagnostic, ParsedReference, ReferenceString, Severity};
use crate::pipeline;

/// So many references are held as records at a time by each thread: few enough that they are still
/// in the processor's cache when they are written.
const AT_ONCE: usize = 128;
/// Fewer references than this are not worth a thread.
const FEWEST: usize = 32;

/// Reads the inputs line by line.
pub(super) fn run(options: &args::Parse, console: &Console) -> Result<Outcome, Failure> {
    let threads = options
        .threads
        .map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    let paths = files::paths(&options.inputs)?;
    let sink = match &options.target.output {
        Some(path) if path != Path::new("-") => {
            Sink::File(NewFile::create(path, options.target.force)?)
        }
        _ => Sink::Output(console),
    };
    let mut stream = Stream {
        console,
        sink,
        threads,
        keys: KeyCounter::default(),
        warned: false,
        skipped: false,
    };
    for path in &paths {
        let file = (paths.len() > 1).then(|| path.to_string_lossy());
        match stream.input(path, file.as_deref()) {
            Ok(()) => {}
            Err(failure) if paths.len() == 1 => return Err(failure),
            Err(Failure::ClosedPipe) => return Err(Failure::ClosedPipe),
            Err(failure) => {
                // The exit code says that something was skipped; the message says what.
                let _ = console.fail(failure);
                stream.skipped = true;
            }
        }
    }
    if let Sink::File(file) = stream.sink {
        file.finish()?;
    }
    Ok(if stream.skipped { Outcome::Findings } else { Outcome::Done })
}

/// Where the objects go.
enum Sink<'a> {
    Output(&'a Console),
    File(NewFile),
}

struct Stream<'a> {
    console: &'a Console,
    sink: Sink<'a>,
    threads: usize,
    keys: KeyCounter,
    /// It has been said that the input is not UTF-8.
    warned: bool,
    /// A line or an input could not be read.
    skipped: bool,
}

/// One line of a batch.
struct Line<'a> {
    lines: &'a Lines<'a>,
    reference: ReferenceString,
    /// Number in the input, from 1.
    n: usize,
    /// What decoding said, where it says it of this line.
    findings: &'a [Diagnostic],
}

impl Stream<'_> {
    fn input(&mut self, path: &Path, file: Option<&str>) -> Result<(), Failure> {
        let (source, size) = files::open(path)?;
        let name = path.to_string_lossy();
        let mut batches = Batches::new(&name, source);
        let total = if size > 0 { 100 } else { 0 };
        let mut progress = Progress::new(total, self.console);
        let mut count = 0;
        loop {
            let pieces = batches.next()?;
            if pieces.is_empty() {
                break;
            }
            count += self.batch(&pieces, file)?;
            let share = (batches.offset() * 100).checked_div(size);
            progress.reach(share.map_or(count, |percent| percent as usize));
        }
        progress.finish();
        let nothing = batches.offset() == 0;
        match batches.into_whole() {
            Some(source) => {
                let bytes = files::read_limited(source, &files::called(path), size)?;
                let decoded = input::decode(&name, &bytes);
                let errors = |finding: &Diagnostic| finding.severity == Severity::Error;
                if decoded.diagnostics.iter().any(errors) {
                    report::to_stderr(
                        &decoded.diagnostics,
                        &decoded.value,
                        self.console,
                        Severity::Error,
                    );
                    return Err(Failure::Reported);
                }
                let base = report::Base::default();
                let (text, findings) = (decoded.value, decoded.diagnostics);
                self.batch(&[Piece { text, base, findings, too_long: false }], file).map(drop)
            }
            None if nothing => Err(files::empty(&files::called(path))),
            None => Ok(()),
        }
    }

    /// Reads and writes a batch; returns the number of its lines.
    fn batch(&mut self, pieces: &[Piece], file: Option<&str>) -> Result<usize, Failure> {
        let indexes: Vec<Lines> =
            pieces.iter().map(|piece| Lines::at(&piece.text, piece.base)).collect();
        let mut work: Vec<Line> = Vec::new();
        for (piece, lines) in pieces.iter().zip(&indexes) {
            self.notice(piece);
            let mut found = segment::lines(&piece.text);
            if piece.too_long {
                found.push(ReferenceString { ordinal: 1, ..ReferenceString::default() });
            }
            // A finding about many lines would be said of each of them.
            let single = found.len() == 1;
            for reference in found {
                let n = piece.base.line + reference.ordinal as usize;
                let findings = if single { piece.findings.as_slice() } else { &[] };
                work.push(Line { lines, reference, n, findings });
            }
        }
        for part in work.chunks(AT_ONCE * self.threads) {
            for text in self.objects(part, file) {
                match &mut self.sink {
                    Sink::Output(console) => console.raw(&text)?,
                    Sink::File(file) => file.write(&text)?,
                }
            }
        }
        Ok(work.len())
    }

    /// Says once that the input is not UTF-8, and remembers what could not be read.
    fn notice(&mut self, piece: &Piece) {
        self.skipped |= piece.too_long;
        let encoding = piece.findings.iter().filter(|f| f.code.code == "encoding-detected");
        if let Some(finding) = encoding.take(usize::from(!self.warned)).next() {
            self.warned = true;
            if !self.console.quiet {
                let finding = std::slice::from_ref(finding);
                report::to_stderr(finding, &piece.text, self.console, Severity::Info);
            }
        }
    }

    /// Returns the objects of these lines, one to a line, in several texts.
    fn objects(&mut self, part: &[Line], file: Option<&str>) -> Vec<Vec<u8>> {
        let read = |line: &Line| {
            let empty = line.reference.span.is_empty();
            (!empty).then(|| pipeline::read_reference(line.lines.text(), &line.reference))
        };
        let parsed = self.share(part, |lines| lines.iter().map(read).collect::<Vec<_>>());
        let mut parsed: Vec<Option<ParsedReference>> = parsed.into_iter().flatten().collect();
        for parsed in parsed.iter_mut().flatten() {
            parsed.record.id = self.keys.key(&parsed.record);
            for finding in &mut parsed.diagnostics {
                finding.record = Some(parsed.record.id.clone());
            }
        }
        for (parsed, line) in parsed.iter_mut().zip(part) {
            if let Some(parsed) = parsed {
                parsed.diagnostics.extend_from_slice(line.findings);
            }
        }
        let both: Vec<(&Line, Option<ParsedReference>)> = part.iter().zip(parsed).collect();
        self.share(&both, |both| {
            let mut out = Vec::new();
            for (Line { lines, reference, n, findings }, parsed) in both {
                match parsed {
                    Some(parsed) => {
                        shapes::push_line(&shapes::reference(*n, parsed, lines, file), &mut out);
                    }
                    None => {
                        let none = shapes::no_record(*n, reference.span, findings, lines, file);
                        shapes::push_line(&none, &mut out);
                    }
                }
            }
            out
        })
    }

    /// Lets the threads share the work on `items`; the results come in order.
    fn share<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
        let threads = self.threads.min(items.len().div_ceil(FEWEST)).max(1);
        let mut parts = items.chunks(items.len().div_ceil(threads).max(1));
        let first = parts.next().unwrap_or(&[]);
        if threads == 1 {
            return vec![work(first)];
        }
        std::thread::scope(|scope| {
            let work = &work;
            let others: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
            let mut results = vec![work(first)];
            results.extend(others.into_iter().filter_map(|other| other.join().ok()));
            results
        })
    }
}
