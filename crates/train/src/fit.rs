//! `fit`: learns a model from labelled references and writes the model file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use refsmith_crf::{Example as Sequence, Options, encode, mix, train};
use refsmith_parse::SHAPE;

use crate::{Outcome, dataset, unify};

/// Learn a model from labelled references.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Data files, or folders of them. `FILE=WEIGHT` makes the references of a file count more or
    /// less than 1.
    #[arg(long, required = true, num_args = 1..)]
    data: Vec<String>,
    /// The model file to write.
    #[arg(long)]
    out: PathBuf,
    /// Passes over the data.
    #[arg(long, default_value_t = 12)]
    epochs: usize,
    /// Size of the steps.
    #[arg(long, default_value_t = 0.1)]
    rate: f32,
    /// Pull of weights toward zero, per pass, in proportion.
    #[arg(long, default_value_t = 0.02)]
    l2: f32,
    /// Pull of weights toward zero, per pass, by a fixed amount.
    #[arg(long, default_value_t = 0.0)]
    l1: f32,
    /// Share of features that a token goes without in each pass.
    #[arg(long, default_value_t = 0.4)]
    dropout: f32,
    /// Features seen less often are left out.
    #[arg(long, default_value_t = 2)]
    least_count: u32,
    /// Features in the model file.
    #[arg(long, default_value_t = 138_000)]
    features: usize,
    /// Chooses the order of references.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads; the model is the same for any number.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Use one reference in this many: for quick trials.
    #[arg(long, default_value_t = 1)]
    one_in: u64,
    /// Leave out source files, one in ten: `calibrate` measures on them how sure the model may be.
    #[arg(long)]
    hold_out: bool,
    /// Leave out the labels of the rules as features.
    #[arg(long)]
    without_rules: bool,
}

/// Runs the subcommand.
pub(crate) fn run(args: &Args) -> Outcome {
    let mut sequences: Vec<Sequence> = Vec::new();
    for source in &args.data {
        let (path, weight) = match source.rsplit_once('=') {
            Some((path, weight)) => (path, weight.parse()?),
            None => (source.as_str(), 1.0),
        };
        for file in dataset::files(Path::new(path))? {
            let before = sequences.len();
            let mut skipped = 0;
            let mut held_out = 0;
            for (idx, example) in dataset::read(&file)?.into_iter().enumerate() {
                if args.hold_out && dataset::is_held_out(&example.id) {
                    held_out += 1;
                    continue;
                }
                if !mix(args.seed, idx as u64).is_multiple_of(args.one_in.max(1)) {
                    continue;
                }
                match unify::sequence(&example, !args.without_rules) {
                    Some(mut sequence) => {
                        sequence.weight = weight;
                        sequences.push(sequence);
                    }
                    None => skipped += 1,
                }
            }
            println!(
                "{}: {} references, {skipped} whose segments do not cover them, {held_out} held out",
                file.display(),
                sequences.len() - before,
            );
        }
    }
    let options = Options {
        epochs: args.epochs,
        batch: 32,
        rate: args.rate,
        l2: args.l2,
        l1: args.l1,
        least_count: args.least_count,
        most_rows: args.features,
        dropout: args.dropout,
        seed: args.seed,
        threads: args.threads,
    };
    let weights = train(SHAPE, &sequences, &options, &mut |progress| {
        println!(
            "pass {}: log-likelihood {:.4}, {} features",
            progress.epoch, progress.log_likelihood, progress.features
        );
    });
    let bytes = encode(&weights, args.features, &[]);
    dataset::write_bytes(&args.out, &bytes)?;
    println!("{}: {} bytes", args.out.display(), bytes.len());
    Ok(ExitCode::SUCCESS)
}
