//! The command line: arguments, files, terminal output and exit codes.
//!
//! One file per command. Data goes to standard output, talk to standard error. This is the only
//! layer that touches files, the environment, the clock and the terminal.
#![allow(clippy::disallowed_methods, reason = "this layer is where the program meets the machine")]

mod args;
mod check;
mod cite;
mod console;
mod convert;
mod diff;
mod enrich;
mod files;
mod help;
mod index;
mod interrupt;
mod library;
mod look;
mod network;
mod parse;
mod pieces;
mod report;
mod review;
mod serve;
mod settings;
mod shapes;
mod styles;
mod table;
mod tidy;
mod tidy_args;
mod zotero;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use args::{Arguments, Command};
use console::Console;
use settings::Settings;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Done, nothing to say.
    Done,
    /// Done, with findings or skipped input.
    Findings,
}

/// Why a command could not do its work.
#[derive(Debug)]
enum Failure {
    /// The reader of our output went away; no error.
    ClosedPipe,
    /// A message, and the way out if there is one.
    Message { message: String, help: Option<String> },
    /// The message has been printed already.
    Reported,
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Failure::Message { message: message.into(), help: None }
    }

    fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Failure::Message { message: message.into(), help: Some(help.into()) }
    }
}

impl Failure {
    /// Says which file the message is about.
    fn in_file(self, path: &std::path::Path) -> Self {
        match self {
            Failure::Message { message, help } => {
                Failure::Message { message: format!("`{}`: {message}", path.display()), help }
            }
            other => other,
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::new(format!("cannot write the output: {error}")),
        }
    }
}

/// Runs the command line and returns the exit code: 0 done, 1 done with findings or skipped input,
/// 2 could not do it, 130 interrupted.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let quiet = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            // A closed pipe behind `--help` is nobody's problem.
            drop(error.print());
            return ExitCode::from(if quiet { 0 } else { 2 });
        }
    };
    interrupt::install();
    let settings = match Settings::load(&arguments.global) {
        Ok(settings) => settings,
        Err(failure) => return Console::new(&arguments.global).fail(failure),
    };
    let console = Console::with_settings(&arguments.global, &settings);
    if let Some(failure) = misplaced(&arguments) {
        return console.fail(failure);
    }
    match run(arguments, &settings, &console) {
        Ok(Outcome::Done) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => console.fail(failure),
    }
}

/// Returns the error for inputs or output options that stand before a command, which would not see
/// them there.
fn misplaced(arguments: &Arguments) -> Option<Failure> {
    arguments.command.as_ref()?;
    let look = &arguments.look;
    let given = !look.inputs.inputs.is_empty()
        || look.inputs.from.is_some()
        || look.target.to.is_some()
        || look.target.output.is_some()
        || look.target.force
        || look.target.strict;
    given.then(|| {
        Failure::with_help(
            "expected the command first, found it behind its inputs or options",
            "write `refsmith COMMAND INPUT...`; a file with a command's name is `./NAME`",
        )
    })
}

fn run(arguments: Arguments, settings: &Settings, console: &Console) -> Result<Outcome, Failure> {
    match arguments.command {
        None => look::run(&arguments.look, settings, console),
        Some(Command::Parse(options)) => parse::run(&options, console),
        Some(Command::Convert(options)) => convert::run(&options, console),
        Some(Command::Cite(options)) => cite::run(&options, settings, console),
        Some(Command::Check(options)) => check::run(&options, settings, console),
        Some(Command::Enrich(options)) => enrich::run(&options, settings, console),
        Some(Command::Tidy(options)) => tidy::run(&options, settings, console),
        Some(Command::Dedupe(options)) => tidy::dedupe(&options, console),
        Some(Command::Add(options)) => library::add(&options, settings, console),
        Some(Command::List(options)) => library::list(&options, settings, console),
        Some(Command::Search(options)) => library::search(&options, settings, console),
        Some(Command::Edit(options)) => library::edit(&options, settings, console),
        Some(Command::Tag(options)) => library::tag(&options, settings, console),
        Some(Command::Show(options)) => library::show(&options, settings, console),
        Some(Command::Rm(options)) => library::rm(&options, settings, console),
        Some(Command::Zotero(options)) => zotero::run(&options, settings, console),
        Some(Command::Index(options)) => index::run(&options, settings, console),
        Some(Command::Serve(options)) => serve::run(&options, console),
        Some(Command::Formats) => help::formats(console),
        Some(Command::Styles(options)) => styles::run(&options, settings, console),
        Some(Command::Explain { code }) => help::explain(code.as_deref(), console),
        Some(Command::Completions { shell }) => {
            help::completions(shell, &mut Arguments::command(), console)
        }
        Some(Command::Man) => help::man(&Arguments::command(), console),
    }
}
