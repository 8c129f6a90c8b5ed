//! Fits the weights of the probability that a candidate is the work meant: logistic regression by
//! Newton's method, with a light pull towards zero, on the half of the works that `is_fitted` picks.

use std::path::Path;

use refsmith_index::LocalIndex;
use refsmith_sources::matching::{self, FEATURES};

use crate::measure::{candidates, parsed};
use crate::twins::is_same_work;
use crate::world::questions;

/// How strongly weights are pulled towards zero.
const PULL: f64 = 2.0;

/// Tells whether the references of a work are fitted; the others tell whether that helped.
pub(crate) fn is_fitted(doi: &str) -> bool {
    doi.bytes().map(u32::from).sum::<u32>() % 2 == 0
}

type Row = ([f64; FEATURES], f64);

pub(crate) fn run(shared: &Path, dir: &Path, every: usize) {
    let index = LocalIndex::open(dir).unwrap();
    let mut rows: Vec<Row> = Vec::new();
    for set in ["styles", "pmc"] {
        for question in questions(shared, set, every, 0).iter().filter(|q| is_fitted(&q.doi)) {
            let record = parsed(&question.text).record;
            let candidates = candidates(&index, &record, &question.text);
            let target = candidates.iter().find(|c| c.source_id.to_lowercase() == question.doi);
            for candidate in &candidates {
                let features = matching::features(&question.text, candidate).map(f64::from);
                let right = candidate.source_id.to_lowercase() == question.doi;
                // What is registered twice can be told apart by nothing.
                if !right && target.is_some_and(|target| is_same_work(candidate, target)) {
                    continue;
                }
                rows.push((features, f64::from(u8::from(right))));
            }
        }
    }
    println!("{} candidates", rows.len());
    let mut weights = [0.0; FEATURES];
    for _ in 0..12 {
        step(&rows, &mut weights);
    }
    println!("log loss {:.4}", loss(&rows, &weights));
    for weight in weights {
        println!("    {weight:.3},");
    }
}

fn predicted(features: &[f64; FEATURES], weights: &[f64; FEATURES]) -> f64 {
    let sum: f64 = features.iter().zip(weights).map(|(a, b)| a * b).sum();
    1.0 / (1.0 + (-sum).exp())
}

fn loss(rows: &[Row], weights: &[f64; FEATURES]) -> f64 {
    let one = |(features, truth): &Row| {
        let p = predicted(features, weights).clamp(1e-9, 1.0 - 1e-9);
        -(truth * p.ln() + (1.0 - truth) * (1.0 - p).ln())
    };
    rows.iter().map(one).sum::<f64>() / rows.len() as f64
}

/// One step of Newton's method.
fn step(rows: &[Row], weights: &mut [f64; FEATURES]) {
    let mut system = [[0.0; FEATURES + 1]; FEATURES];
    for (features, truth) in rows {
        let p = predicted(features, weights);
        let curve = p * (1.0 - p);
        for i in 0..FEATURES {
            for j in 0..FEATURES {
                system[i][j] += curve * features[i] * features[j];
            }
            system[i][FEATURES] += (truth - p) * features[i];
        }
    }
    for i in 0..FEATURES {
        system[i][i] += PULL;
        system[i][FEATURES] -= PULL * weights[i];
    }
    // Gauss's elimination; the pull keeps the pivots away from zero.
    for i in 0..FEATURES {
        let pivot = system[i];
        for row in system.iter_mut().skip(i + 1) {
            let factor = row[i] / pivot[i];
            for j in i..=FEATURES {
                row[j] -= factor * pivot[j];
            }
        }
    }
    let mut change = [0.0; FEATURES];
    for i in (0..FEATURES).rev() {
        let known: f64 = (i + 1..FEATURES).map(|j| system[i][j] * change[j]).sum();
        change[i] = (system[i][FEATURES] - known) / system[i][i];
    }
    for (weight, change) in weights.iter_mut().zip(change) {
        *weight += change;
    }
}
