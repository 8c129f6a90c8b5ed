//! Measures the chain beside that of crate `crfs`: the same references, features and labels, one
//! thread each.
//!
//! ```text
//! cargo run --release -p refsmith-train --example beside_crfs -- ../shared/refs/train/grobid.jsonl [COUNT]
//! ```
//!
//! Of COUNT references (1,500) two thirds are learned from, the others labelled.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program for development")]

use std::error::Error;
use std::time::Instant;

use crfs::Attribute;
use refsmith_crf::{Example, Model, Options, encode, train};
use refsmith_parse::{Label, SHAPE, observe};
use serde_json::Value;

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("which file of labelled references?")?;
    let count = args.next().map_or(Ok(1500), |count| count.parse())?;
    let examples: Vec<Example> =
        std::fs::read_to_string(path)?.lines().filter_map(example).take(count).collect();
    let (known, unknown) = examples.split_at(examples.len() * 2 / 3);
    let tokens: usize = unknown.iter().map(|example| example.labels.len()).sum();
    println!("{} references to learn from, {} to label", known.len(), unknown.len());

    let start = Instant::now();
    let options = Options { threads: 1, dropout: 0.4, ..Options::default() };
    let weights = train(SHAPE, known, &options, &mut |_| {});
    println!("refsmith-crf  learned in {:.1?}", start.elapsed());
    let file = encode(&weights, usize::MAX, b"");
    let model = Model::read(file.as_slice().into())?;
    let start = Instant::now();
    let mut right = 0;
    for example in unknown {
        let mut lattice = model.lattice();
        for (features, class) in example.features.iter().zip(&example.classes) {
            lattice.push(model.score(features), *class);
        }
        right += agreeing(&lattice.best(), &example.labels);
    }
    report("refsmith-crf", start, right, tokens, unknown.len(), file.len());

    let start = Instant::now();
    let folder = std::env::temp_dir().join(format!("beside-crfs-{}", std::process::id()));
    let mut trainer = crfs::train::Trainer::lbfgs().with_c2(1.0)?.with_max_iterations(30)?;
    for example in known {
        let labels: Vec<String> = example.labels.iter().map(u8::to_string).collect();
        trainer.append(&attributes(example), &labels)?;
    }
    trainer.train(&folder)?;
    println!("crfs          learned in {:.1?}", start.elapsed());
    let file = std::fs::read(&folder)?;
    std::fs::remove_file(&folder)?;
    let model = crfs::Model::new(&file)?;
    let tagger = model.tagger()?;
    let sequences: Vec<_> = unknown.iter().map(attributes).collect();
    let start = Instant::now();
    let mut right = 0;
    for (sequence, example) in sequences.iter().zip(unknown) {
        let labels = tagger.tag(sequence)?;
        let labels: Vec<u8> = labels.iter().map(|label| label.parse()).collect::<Result<_, _>>()?;
        right += agreeing(&labels, &example.labels);
    }
    report("crfs", start, right, tokens, unknown.len(), file.len());
    Ok(())
}

fn report(name: &str, start: Instant, right: usize, tokens: usize, count: usize, size: usize) {
    let took = start.elapsed();
    let each = took.as_secs_f64() * 1e6 / count.max(1) as f64;
    let share = right as f64 * 100.0 / tokens.max(1) as f64;
    println!("{name:13} {each:.0} µs a reference, {share:.2} % of tokens right, {size} bytes");
}

fn agreeing(found: &[u8], labels: &[u8]) -> usize {
    found.iter().zip(labels).filter(|(found, label)| found == label).count()
}

/// The features of each token as `crfs` wants them; made before the clock starts.
fn attributes(example: &Example) -> Vec<Vec<Attribute>> {
    let of = |features: &Vec<u64>| {
        features.iter().map(|feature| Attribute::new(format!("{feature:x}"), 1.0)).collect()
    };
    example.features.iter().map(of).collect()
}

/// Reads a line of labelled references; each token has the label of the segment in which it begins.
fn example(line: &str) -> Option<Example> {
    let value: Value = serde_json::from_str(line).ok()?;
    let mut seen = observe(value["raw"].as_str()?, true);
    let mut ends: Vec<(usize, u8)> = Vec::new();
    let mut text = String::new();
    for segment in value["seg"].as_array()? {
        text.push_str(segment[1].as_str()?);
        let label = Label::ALL.iter().position(|label| label.as_str() == segment[0]);
        let label = label.and_then(|at| u8::try_from(at).ok()).filter(|_| segment[0] != "other");
        ends.push((text.len(), label.unwrap_or(SHAPE.separator())));
    }
    if text != seen.text {
        return None;
    }
    let label_at = |at: usize| ends.iter().find(|(end, _)| at < *end).map(|(_, label)| *label);
    seen.example.labels =
        seen.spans.iter().map(|span| label_at(span.start())).collect::<Option<_>>()?;
    Some(seen.example)
}
