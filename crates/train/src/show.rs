//! `show`: prints references with the labels of the data set, after unification, and of the model.

use std::path::PathBuf;
use std::process::ExitCode;

use refsmith_parse::{Label, Labeller, Trained, observe};

use crate::{Outcome, dataset, unify};

/// Print references with their labels.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A data file.
    data: PathBuf,
    /// Print what this model file makes of them, too.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Print this many.
    #[arg(long, default_value_t = 20)]
    count: usize,
    /// Leave out this many before.
    #[arg(long, default_value_t = 0)]
    skip: usize,
}

/// Runs the subcommand.
pub(crate) fn run(args: &Args) -> Outcome {
    let trained = match &args.model {
        Some(path) => Some(Trained::read(dataset::read_bytes(path)?.into())?),
        None => None,
    };
    for example in dataset::read(&args.data)?.iter().skip(args.skip).take(args.count) {
        let observation = observe(&example.raw, false);
        let Some(sequence) = unify::sequence(example, false) else { continue };
        let mut line = String::new();
        let mut last = None;
        for (span, label) in observation.spans.iter().zip(&sequence.labels) {
            if last != Some(label) {
                let name = Label::ALL.get(usize::from(*label)).map_or("", |label| label.as_str());
                line.push_str(&format!(" | {name}:"));
            }
            line.push(' ');
            line.push_str(span.of(&observation.text));
            last = Some(label);
        }
        println!("{}\n  data {line}", example.id);
        if let Some(trained) = &trained {
            let mut line = String::new();
            for segment in trained.label(&observation.text) {
                let text = segment.span.of(&observation.text);
                line.push_str(&format!(
                    " | {}({:.2}): {text}",
                    segment.label.as_str(),
                    segment.confidence
                ));
            }
            println!("  model{line}");
        }
    }
    Ok(ExitCode::SUCCESS)
}
