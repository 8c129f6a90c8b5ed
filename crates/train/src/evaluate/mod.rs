//! `evaluate`: parses labelled references and compares records with the truth.

mod predict;
mod score;

use std::path::PathBuf;
use std::process::ExitCode;

use refsmith_model::{
    DateVariable, NameVariable, NumberVariable, ParsedReference, ReferenceString, SourceText, Span,
    TextVariable, Variable,
};
use refsmith_parse::{Calibration, Outcomes, ParseOptions, Trained};
use serde_json::json;

use crate::dataset::Example;
use crate::{Outcome, dataset};
use score::{Scores, Values};

/// The fields of the headline figure.
const HEADLINE: &[&str] =
    &["author", "title", "container-title", "date", "volume+issue", "pages", "publisher"];

/// Score the parser on labelled references: records, fields, confidence.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Data files, or folders of them.
    #[arg(required = true)]
    data: Vec<PathBuf>,
    /// Parse with this model file instead of the one built in.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Score these fields.
    #[arg(long, value_delimiter = ',', default_values = HEADLINE)]
    fields: Vec<String>,
    /// Print this many wrong fields of each file.
    #[arg(long, default_value_t = 0)]
    errors: usize,
    /// Print a table of every field of each file.
    #[arg(long)]
    by_field: bool,
    /// Write one JSON object of predicted fields for each reference.
    #[arg(long)]
    predictions: Option<PathBuf>,
}

/// Runs the subcommand.
pub(crate) fn run(args: &Args) -> Outcome {
    let trained = match &args.model {
        Some(path) => Some(Trained::read(dataset::read_bytes(path)?.into())?),
        None => None,
    };
    let options = match &trained {
        Some(labeller) => ParseOptions { labeller },
        None => ParseOptions::default(),
    };
    let mut predictions = String::new();
    let mut reliability = Reliability::default();
    println!("| set | references | exact | micro F1 | macro F1 |");
    println!("| --- | --- | --- | --- | --- |");
    let mut details = String::new();
    for folder in &args.data {
        for path in dataset::files(folder)? {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let mut scores = Scores::new(&args.fields);
            for example in dataset::read(&path)? {
                let parsed = parse(&example.raw, &options);
                let predicted = predict::values(&parsed.record);
                if args.predictions.is_some() {
                    predictions.push_str(&json!(predicted).to_string());
                    predictions.push('\n');
                }
                let gold: Values = example.gold.into_iter().collect();
                let wrong = scores.add(&gold, &predicted);
                reliability.add(parsed.confidence, wrong.is_empty());
                if scores.wrong <= args.errors {
                    for field in wrong {
                        details.push_str(&format!(
                            "{} {}\n   gold: {}\n   ours: {}\n   raw:  {}\n",
                            example.id, field.name, field.gold, field.predicted, example.raw
                        ));
                    }
                }
            }
            println!(
                "| {name} | {} | {:.4} | {:.4} | {:.4} |",
                scores.references,
                scores.exact(),
                scores.micro_f1(),
                scores.macro_f1()
            );
            if args.by_field {
                details.push_str(&format!("{name}\n{}", scores.by_field()));
            }
        }
    }
    println!("\n{}{details}", reliability.table());
    if let Some(path) = &args.predictions {
        dataset::write_bytes(path, predictions.as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Parses labelled references and compares what is believed with the truth.
pub(crate) fn outcomes(examples: &[Example], labeller: &Trained<'_>) -> Outcomes {
    let headline: Vec<String> = HEADLINE.iter().map(|field| (*field).to_owned()).collect();
    let mut out = Outcomes::default();
    let options = ParseOptions { labeller };
    let mut scores = Scores::new(&headline);
    for example in examples {
        let parsed = parse(&example.raw, &options);
        let gold: Values = example.gold.clone().into_iter().collect();
        let wrong = scores.add(&gold, &predict::values(&parsed.record));
        for (field, variable) in FIELDS {
            if let Some(provenance) = parsed.record.provenance.get(variable) {
                let right = wrong.iter().all(|wrong| wrong.name != *field);
                out.fields.push((provenance.confidence, right));
            }
        }
        let foreign = Calibration::is_foreign(&parsed.record);
        let records = if foreign { &mut out.foreign } else { &mut out.records };
        records.push((parsed.confidence, wrong.is_empty()));
    }
    out
}

/// The variables of the headline fields.
const FIELDS: &[(&str, Variable)] = &[
    ("author", Variable::Name(NameVariable::Author)),
    ("title", Variable::Text(TextVariable::Title)),
    ("container-title", Variable::Text(TextVariable::ContainerTitle)),
    ("date", Variable::Date(DateVariable::Issued)),
    ("volume+issue", Variable::Number(NumberVariable::Volume)),
    ("pages", Variable::Number(NumberVariable::Page)),
    ("publisher", Variable::Text(TextVariable::Publisher)),
];

fn parse(raw: &str, options: &ParseOptions<'_>) -> ParsedReference {
    let text = SourceText::plain("", raw.to_owned());
    let span = Span::new(0, raw.len());
    refsmith_parse::parse(&text, &ReferenceString { span, marker: None, ordinal: 1 }, options)
}

/// How often records of a confidence are right.
#[derive(Debug, Default)]
struct Reliability {
    /// References and right ones by tenth of confidence.
    bins: [(usize, usize); 10],
}

impl Reliability {
    fn add(&mut self, confidence: f32, right: bool) {
        let bin = ((confidence * 10.0) as usize).min(9);
        if let Some((all, exact)) = self.bins.get_mut(bin) {
            *all += 1;
            *exact += usize::from(right);
        }
    }

    fn table(&self) -> String {
        let mut out = "| confidence | references | exact |\n| --- | --- | --- |\n".to_owned();
        for (idx, (all, exact)) in self.bins.iter().enumerate().filter(|(_, bin)| bin.0 > 0) {
            let low = idx as f32 / 10.0;
            let share = *exact as f64 / *all as f64;
            out.push_str(&format!("| {low:.1}–{:.1} | {all} | {share:.3} |\n", low + 0.1));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Whole records right in each set, as last measured.
    const MEASURED: &str = include_str!("measured.tsv");

    #[test]
    #[expect(clippy::disallowed_methods, reason = "finds the shared data")]
    fn no_set_is_read_worse_than_last_measured() {
        let shared = std::env::var_os("REFSMITH_SHARED").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
            PathBuf::from,
        );
        let folder = shared.join("refs/dev");
        if !folder.exists() {
            println!("skipped: ../shared not found");
            return;
        }
        let fields: Vec<String> = HEADLINE.iter().map(|field| (*field).to_owned()).collect();
        let mut now = String::new();
        let mut worse = Vec::new();
        for line in MEASURED.lines() {
            let (set, before) = line.split_once('\t').unwrap();
            let before: f64 = before.parse().unwrap();
            let examples = dataset::read(&folder.join(format!("{set}.jsonl"))).unwrap();
            let mut scores = Scores::new(&fields);
            for example in examples {
                let parsed = refsmith_parse::parse_str(&example.raw);
                let gold: Values = example.gold.into_iter().collect();
                scores.add(&gold, &predict::values(&parsed.record));
            }
            now.push_str(&format!("{set}\t{:.4}\n", scores.exact()));
            if scores.exact() < before - 0.005 {
                worse.push(set);
            }
        }
        assert!(worse.is_empty(), "worse than in measured.tsv: {worse:?}; now:\n{now}");
    }
}
