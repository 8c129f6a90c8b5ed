//! Runs the official tests of CSL processors: a folder of fixtures, each a style, items and the
//! text that must come out.
//!
//! ```text
//! cargo run --release -p refsmith-csl --example suite -- [DIR] [OPTIONS]
//!     --only PREFIX   fixtures whose names begin so
//!     --diff NAME     one fixture: expected, got, difference
//!     --quiet         names of the failures without their differences
//!     --by-category   passed and total of each kind
//!     --check         fails unless exactly the fixtures of the pass list pass
//!     --bless         writes the pass list
//! ```
//!
//! `DIR` is `$CSL_TEST_SUITE`, else `../shared/csl/suite` beside the repository. The fixtures are
//! not part of this project.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program for development")]

mod compare;
mod fixture;
mod run;
mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use worker::{Outcome, Worker};

/// The fixtures that pass, one name per line.
const PASSING: &str = "tests/suite-passing.txt";

/// Corrections of expected texts, where fixture and locale file contradict each other: name, what
/// the fixture has, what is right, reason, with tabs between.
const OVERRIDES: &str = "tests/suite-overrides.tsv";

#[derive(Default)]
struct Options {
    folder: Option<PathBuf>,
    only: String,
    diff: Option<String>,
    quiet: bool,
    by_category: bool,
    check: bool,
    bless: bool,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|arg| arg == worker::FLAG) {
        return exit(worker::serve().map(|()| true));
    }
    match options(args) {
        Ok(options) => exit(all(&options)),
        Err(message) => {
            println!("{message}");
            ExitCode::from(2)
        }
    }
}

fn exit(result: io::Result<bool>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("{error}");
            ExitCode::from(2)
        }
    }
}

fn options(args: Vec<String>) -> Result<Options, String> {
    let mut options = Options::default();
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--only" => options.only = args.next().ok_or("expected a prefix after `--only`")?,
            "--diff" => {
                options.diff = Some(args.next().ok_or("expected a name after `--diff`")?);
            }
            "--quiet" => options.quiet = true,
            "--by-category" => options.by_category = true,
            "--check" => options.check = true,
            "--bless" => options.bless = true,
            other if other.starts_with('-') => return Err(format!("unknown option `{other}`")),
            folder => options.folder = Some(folder.into()),
        }
    }
    Ok(options)
}

fn own(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Runs the fixtures; tells whether all is as it should be.
fn all(options: &Options) -> io::Result<bool> {
    let folder = options
        .folder
        .clone()
        .or_else(|| std::env::var_os("CSL_TEST_SUITE").map(PathBuf::from))
        .unwrap_or_else(|| own("../../../shared/csl/suite"));
    if !folder.is_dir() {
        println!("skipped: no folder {}", folder.display());
        return Ok(true);
    }
    let overrides = overrides()?;
    let mut worker = Worker::default();
    let mut used = 0;
    let mut passed: BTreeSet<String> = BTreeSet::new();
    let mut failed: BTreeSet<String> = BTreeSet::new();
    for (name, path) in fixtures(&folder)? {
        let wanted = match &options.diff {
            Some(wanted) => *wanted == name,
            None => name.starts_with(&options.only),
        };
        if !wanted {
            continue;
        }
        let mut outcome = worker.run(&path)?;
        let mut corrected = outcome.expected.clone();
        for (_, from, to) in overrides.iter().filter(|(fixture, ..)| *fixture == name) {
            corrected = corrected.replace(from, to);
        }
        used += usize::from(corrected != outcome.expected);
        outcome.expected = corrected;
        let pass = outcome.got.as_ref().is_ok_and(|got| compare::same(&outcome.expected, got));
        if options.diff.is_some() {
            show_whole(&outcome);
        } else if !pass && !options.check && !options.bless {
            show(&name, &outcome, options.quiet);
        }
        if pass {
            passed.insert(name)
        } else {
            failed.insert(name)
        };
    }
    if options.by_category {
        categories(&passed, &failed);
    }
    let good = if options.bless {
        bless(&passed, &failed)?;
        true
    } else {
        !options.check || check(&passed, &failed)?
    };
    if used > 0 {
        println!("{used} with a corrected expected text ({OVERRIDES})");
    }
    println!("passed {} of {}", passed.len(), passed.len() + failed.len());
    Ok(good)
}

/// Returns names and paths of the fixtures, sorted.
fn fixtures(folder: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut out = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt")
            && let Some(name) = path.file_stem()
        {
            out.insert(name.to_string_lossy().into_owned(), path);
        }
    }
    Ok(out)
}

fn overrides() -> io::Result<Vec<(String, String, String)>> {
    let text = std::fs::read_to_string(own(OVERRIDES))?;
    let row = |line: &str| {
        let mut cells = line.split('\t').map(str::to_owned);
        Some((cells.next()?, cells.next()?, cells.next()?))
    };
    Ok(text.lines().filter_map(row).collect())
}

fn listed() -> io::Result<BTreeSet<String>> {
    Ok(std::fs::read_to_string(own(PASSING))?.lines().map(str::to_owned).collect())
}

fn show(name: &str, outcome: &Outcome, quiet: bool) {
    println!("{name}");
    match &outcome.got {
        _ if quiet => {}
        Ok(got) => println!("{}", compare::short(&outcome.expected, got)),
        Err(error) => println!("  ! {error}"),
    }
}

fn show_whole(outcome: &Outcome) {
    match &outcome.got {
        Ok(got) => println!("{}", compare::whole(&outcome.expected, got)),
        Err(error) => println!("expected:\n{}\n\nerror: {error}\n", outcome.expected),
    }
}

fn categories(passed: &BTreeSet<String>, failed: &BTreeSet<String>) {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for name in passed.iter().chain(failed) {
        let category = name.split('_').next().unwrap_or_default();
        let count = counts.entry(category).or_default();
        count.0 += usize::from(passed.contains(name));
        count.1 += 1;
    }
    for (category, (good, total)) in counts {
        println!("{category:<16}{good:>4} of {total}");
    }
}

/// Compares with the pass list, in both directions; fixtures that did not run do not count.
fn check(passed: &BTreeSet<String>, failed: &BTreeSet<String>) -> io::Result<bool> {
    let listed = listed()?;
    let broken: Vec<&String> = failed.intersection(&listed).collect();
    let new: Vec<&String> = passed.difference(&listed).collect();
    for name in &broken {
        println!("{name} is in the pass list and fails");
    }
    for name in &new {
        println!("{name} passes and is not in the pass list");
    }
    Ok(broken.is_empty() && new.is_empty())
}

/// Writes the pass list; what did not run stays as it was.
fn bless(passed: &BTreeSet<String>, failed: &BTreeSet<String>) -> io::Result<()> {
    let mut names = listed().unwrap_or_default();
    names.retain(|name| !failed.contains(name));
    names.extend(passed.iter().cloned());
    let text: String = names.iter().map(|name| format!("{name}\n")).collect();
    std::fs::write(own(PASSING), text)
}
