//! Compares our texts with those of citeproc-js, in every style it was asked for.
//!
//! ```text
//! node tests/oracles/citeproc/agree.js ORACLE.jsonl STYLES LOCALES        # once, 25 minutes
//! cargo run --profile measure -p refsmith-csl --example agree -- ORACLE.jsonl STYLES [options]
//!
//! --sample N       the first N styles of the oracle, which are a fair sample
//! --style NAME     every difference in this style (may be repeated)
//! --part NAME      `seed`, `items` or `citations` alone in what the next three options tell
//! --classes [N]    the N (40) most frequent differences: how often, in how many styles, example
//! --shapes [N]     the same with words and numbers replaced by their kind
//! --keys [N]       the items and citations that differ most often
//! --inputs FOLDER  other works and citations, those that `agree.js --inputs` rendered
//! --table FILE     one line of counts per style, to be compared with that of another run
//! --threads N      how many styles at a time (1)
//! ```
//!
//! Texts are the same when every character is. Blocks, margins and line breaks count as one blank
//! on both sides, blanks at the ends do not count. What only one side prints is a difference.
#![expect(clippy::disallowed_methods, clippy::print_stderr, reason = "a program for development")]

mod compare;
mod diff;
mod options;
mod oracle;
mod ours;
mod report;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use compare::Tally;
use options::Options;
use oracle::{Inputs, Line};
use ours::Failure;
use report::Report;

/// One style.
pub(crate) struct Outcome {
    style: String,
    /// What went wrong in the oracle.
    errors: Option<String>,
    /// What went wrong here.
    failure: Option<(Failure, String)>,
    /// The parts that were compared, in the order of [`options::PARTS`].
    tallies: [Option<Tally>; 3],
    /// How long we took.
    time: Duration,
}

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::FAILURE;
        }
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let inputs = Arc::new(Inputs::read(&root, options.inputs.as_deref()));
    let mut lines = oracle::lines(&options.oracle, &inputs);
    lines.truncate(options.sample);
    if !options.styles.is_empty() {
        lines.retain(|line| options.styles.contains(&line.style));
        for name in &options.styles {
            if !lines.iter().any(|line| line.style == *name) {
                eprintln!("`{name}` is not among the styles of the oracle");
            }
        }
    }
    ours::keep_panics();
    let outcomes = outcomes(lines, &inputs, &options);
    drop(std::panic::take_hook());
    let report = Report::new(&outcomes, &options);
    // A reader that has seen enough closes the pipe.
    drop(writeln!(std::io::stdout(), "{}", report.text()));
    if let Some(file) = &options.table {
        std::fs::write(file, report.table()).expect("the table");
    }
    ExitCode::SUCCESS
}

/// Renders all styles; the result is in the order of the oracle.
fn outcomes(lines: Vec<Line>, inputs: &Arc<Inputs>, options: &Options) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let count = lines.len();
    let lines: Vec<Mutex<Option<Line>>> =
        lines.into_iter().map(|line| Mutex::new(Some(line))).collect();
    let done = Mutex::new(Vec::with_capacity(count));
    std::thread::scope(|scope| {
        for _ in 0..options.threads {
            scope.spawn(|| {
                loop {
                    let idx = next.fetch_add(1, Ordering::Relaxed);
                    let Some(line) = lines.get(idx) else { break };
                    let line = line.lock().unwrap_or_else(PoisonError::into_inner).take();
                    let line = line.expect("each is taken once");
                    let outcome = outcome(line, inputs, &options.folder);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((idx, outcome));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(idx, _)| *idx);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

fn outcome(line: Line, inputs: &Arc<Inputs>, folder: &Path) -> Outcome {
    let (ours, time) = ours::ours(folder, &line.style, inputs);
    let tallies = compare::tallies(&line, ours.as_ref().ok());
    Outcome { style: line.style, errors: line.errors, failure: ours.err(), tallies, time }
}
