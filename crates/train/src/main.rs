//! Trains and measures the reference parser: a tool of development, not part of the program.
//!
//! `refsmith-train fit` makes the model file, `calibrate` measures how sure it may be, `evaluate`
//! scores the parser on labelled references, `synthesize` makes more of them to train on.
//! Each subcommand is a module with an `Args` and a `run`; data files are read by [`dataset`].
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool of the command line: results go to stdout, progress to stderr"
)]

mod calibrate;
mod dataset;
mod evaluate;
mod fit;
mod show;
mod synthetic;
mod unify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Trains and measures the reference parser.
#[derive(Debug, Parser)]
#[command(name = "refsmith-train", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure on references held out from training how sure a model may be.
    Calibrate(calibrate::Args),
    /// Score the parser on labelled references: records, fields, confidence.
    Evaluate(evaluate::Args),
    /// Learn a model from labelled references.
    Fit(Box<fit::Args>),
    /// Make labelled references of the fields of real ones, in hundreds of styles.
    Synthesize(synthetic::Args),
    /// Print references with their labels.
    Show(show::Args),
}

/// What every subcommand returns: the message for the user is the error's own text.
type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Calibrate(args) => calibrate::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Fit(args) => fit::run(&args),
        Command::Synthesize(args) => synthetic::run(&args),
        Command::Show(args) => show::run(&args),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}
