//! `calibrate`: measures on held-out references how sure a model may be, and writes that into its
//! file. Weights stay as they are.

use std::path::PathBuf;
use std::process::ExitCode;

use refsmith_crf::Model;
use refsmith_parse::{Calibration, Outcomes, Trained};

use crate::dataset::{DatasetError, Example};
use crate::{Outcome, dataset, evaluate};

/// Measure on references held out from training how sure a model may be.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The model file, made by `fit --hold-out`.
    #[arg(long)]
    model: PathBuf,
    /// Data files that it was fitted on, or folders of them; of these the references are used that
    /// `--hold-out` has left out, when their fields are known.
    #[arg(long, required = true, num_args = 1..)]
    data: Vec<PathBuf>,
    /// More of them, of which only whole records in other languages than English are asked:
    /// conventions of their own would mislead about the rest.
    #[arg(long, num_args = 1..)]
    foreign: Vec<PathBuf>,
    /// The model file to write; it may be the same.
    #[arg(long)]
    out: PathBuf,
}

/// Runs the subcommand.
pub(crate) fn run(args: &Args) -> Outcome {
    let examples = held_out(&args.data)?;
    let foreign = held_out(&args.foreign)?;
    let file = dataset::read_bytes(&args.model)?;
    let model = Model::read(file.into())?;
    let with = |calibration: &Calibration| model.with_attachment(&calibration.to_bytes());
    // What is believed of records depends on the fields' curve, which is therefore first.
    let plain = Trained::read(with(&Calibration::default()).into())?;
    let fields = evaluate::outcomes(&examples, &plain).fields;
    let learned = Outcomes { fields, ..Outcomes::default() };
    let halfway = Trained::read(with(&Calibration::learn(&learned)).into())?;
    let mut records = evaluate::outcomes(&examples, &halfway);
    records.foreign.extend(evaluate::outcomes(&foreign, &halfway).foreign);
    println!("{} records, {} foreign ones", records.records.len(), records.foreign.len());
    let bytes = with(&Calibration::learn(&Outcomes { fields: learned.fields, ..records }));
    dataset::write_bytes(&args.out, &bytes)?;
    println!("{}: {} bytes", args.out.display(), bytes.len());
    Ok(ExitCode::SUCCESS)
}

/// Reads the references that `fit --hold-out` leaves out.
fn held_out(sources: &[PathBuf]) -> Result<Vec<Example>, DatasetError> {
    let mut examples = Vec::new();
    for source in sources {
        for file in dataset::files(source)? {
            let before = examples.len();
            let held_out = dataset::read(&file)?
                .into_iter()
                .filter(|example| dataset::is_held_out(&example.id) && !example.gold.is_empty());
            examples.extend(held_out);
            println!("{}: {} references held out", file.display(), examples.len() - before);
        }
    }
    Ok(examples)
}
