//! Compares the algorithms with the definition: every path of small chains is enumerated.

use std::sync::LazyLock;

use proptest::prelude::*;

use crate::chain::{LANES, Row, Shape, State, Transitions};
use crate::lattice::{Lattice, Tables};
use crate::{Example, Model, ModelError, Options, encode, hash_bytes, mix, train};

/// A chain small enough to enumerate: scores, classes and transitions.
#[derive(Debug, Clone)]
struct Small {
    shape: Shape,
    scores: Vec<Row>,
    classes: Vec<u8>,
    seed: u64,
}

fn number(seed: u64, parts: &[u64]) -> f32 {
    let hash = parts.iter().fold(seed, |hash, part| mix(hash, *part));
    ((hash >> 40) as f32 / (1_u64 << 24) as f32 - 0.5) * 4.0
}

impl Small {
    /// Weight of a step, without the help of [`Transitions`].
    fn step(&self, class: u8, from: (usize, bool), to: usize) -> f32 {
        number(self.seed, &[u64::from(class), from.0 as u64, u64::from(from.1), to as u64])
    }

    fn transitions(&self) -> Transitions {
        let mut out = Transitions::zero(self.shape);
        let separator = self.shape.labels;
        for (label, after) in (0..=separator).flat_map(|label| [(label, false), (label, true)]) {
            if label == separator && !after {
                continue;
            }
            let state = State { label: label as u8, after };
            for class in 0..self.shape.classes as u8 {
                for to in 0..separator {
                    let weight = self.step(class, (label, after), to);
                    out.add(class, state, Some(to as u8), weight);
                }
                out.add(class, state, None, self.step(class, (label, after), separator));
            }
            out.add_finish(state, self.step(99, (label, after), 0));
        }
        out
    }

    fn score(&self, path: &[u8]) -> f64 {
        let separator = self.shape.labels;
        let mut state = (separator, true);
        let mut score = 0.0;
        for ((label, class), row) in path.iter().zip(&self.classes).zip(&self.scores) {
            let to = usize::from(*label);
            score += f64::from(self.step(*class, state, to) + row[to]);
            state = if to == separator { (state.0, true) } else { (to, false) };
        }
        score + f64::from(self.step(99, state, 0))
    }

    fn paths(&self) -> Vec<(f64, Vec<u8>)> {
        let symbols = self.shape.labels as u32 + 1;
        let mut paths: Vec<(f64, Vec<u8>)> = (0..symbols.pow(self.scores.len() as u32))
            .map(|mut code| {
                let path: Vec<u8> = (0..self.scores.len())
                    .map(|_| {
                        let label = code % symbols;
                        code /= symbols;
                        label as u8
                    })
                    .collect();
                (self.score(&path), path)
            })
            .collect();
        paths.sort_by(|a, b| b.0.total_cmp(&a.0));
        paths
    }
}

fn small() -> impl Strategy<Value = Small> {
    (1_usize..4, 1_usize..3, 1_usize..6, any::<u64>()).prop_map(|(labels, classes, len, seed)| {
        let shape = Shape { labels, classes };
        let scores = (0..len)
            .map(|idx| {
                let mut row = [0.0; LANES];
                for (lane, score) in row.iter_mut().enumerate().take(labels + 1) {
                    *score = number(seed, &[7, idx as u64, lane as u64]);
                }
                row
            })
            .collect();
        let classes = (0..len).map(|idx| (mix(seed, idx as u64) % classes as u64) as u8).collect();
        Small { shape, scores, classes, seed }
    })
}

fn lattice<'a>(small: &Small, tables: &'a Tables) -> Lattice<'a> {
    let mut lattice = Lattice::exact(tables);
    for (scores, class) in small.scores.iter().zip(&small.classes) {
        lattice.push(*scores, *class);
    }
    lattice
}

fn close(ours: f64, truth: f64) -> Result<(), TestCaseError> {
    prop_assert!((ours - truth).abs() < 2e-4 * truth.abs().max(1.0), "{ours} is not {truth}");
    Ok(())
}

proptest! {
    #[test]
    fn agrees_with_the_enumeration_of_all_paths(small in small()) {
        let tables = Tables::new(&small.transitions());
        let lattice = lattice(&small, &tables);
        let paths = small.paths();
        prop_assert_eq!(&lattice.best(), &paths[0].1);
        let best = lattice.best_paths(4);
        prop_assert_eq!(best.len(), paths.len().min(4));
        for ((score, labels), (truth, path)) in best.iter().zip(&paths) {
            close(f64::from(*score), *truth)?;
            close(lattice.path_score(labels), *truth)?;
            prop_assert_eq!(labels, path);
        }
        let marginals = lattice.marginals();
        prop_assert!(marginals.is_valid);
        let partition: f64 = paths.iter().map(|(score, _)| score.exp()).sum();
        close(marginals.log_partition, partition.ln())?;
        let share = |test: &dyn Fn(&[u8]) -> bool| -> f64 {
            paths.iter().filter(|(_, path)| test(path)).map(|(score, _)| score.exp()).sum::<f64>()
                / partition
        };
        prop_assert_eq!(lattice.best_by(&marginals), lattice.best());
        for idx in 0..small.scores.len() {
            let token = marginals.token(idx, small.shape);
            for label in 0..=small.shape.separator() {
                let truth = share(&|path| path[idx] == label);
                close(f64::from(token[usize::from(label)]), truth)?;
            }
        }
        // The probability of a stretch counts the state before it, too.
        let path = &paths[0].1;
        close(f64::from(lattice.probability(&marginals, path, 0, path.len())), share(&|other| other == path))?;
        let half = path.len().div_ceil(2);
        close(
            f64::from(lattice.probability(&marginals, path, 0, half)),
            share(&|other| other[..half] == path[..half]),
        )?;
    }

    #[test]
    fn expected_transitions_are_the_gradient_of_the_partition(small in small()) {
        let transitions = small.transitions();
        let tables = Tables::new(&transitions);
        let whole = lattice(&small, &tables);
        let mut expected = Transitions::zero(small.shape);
        whole.add_expected(&whole.marginals(), 1.0, &mut expected);
        let expected = expected.values();
        for at in (0..expected.len()).step_by(3) {
            let partition = |change: f32| {
                let mut changed = transitions.clone();
                *changed.values_mut().nth(at).unwrap() += change;
                let tables = Tables::new(&changed);
                lattice(&small, &tables).marginals().log_partition
            };
            let slope = (partition(0.01) - partition(-0.01)) / 0.02;
            prop_assert!((slope - f64::from(expected[at])).abs() < 2e-3, "{slope} {}", expected[at]);
        }
    }

    #[test]
    fn forbidden_labels_are_on_no_path(mut small in small(), token in 0_usize..6, label in 0_usize..4) {
        let token = token % small.scores.len();
        let label = label % (small.shape.labels + 1);
        small.scores[token][label] = f32::NEG_INFINITY;
        let tables = Tables::new(&small.transitions());
        let lattice = lattice(&small, &tables);
        prop_assert_ne!(usize::from(lattice.best()[token]), label);
        prop_assert_eq!(lattice.marginals().token(token, small.shape)[label], 0.0);
        for (_, path) in lattice.best_paths(3) {
            prop_assert_ne!(usize::from(path[token]), label);
        }
    }

    #[test]
    fn damaged_files_are_errors(at in any::<prop::sample::Index>(), bit in 0_u8..8, cut in any::<prop::sample::Index>()) {
        static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| encode(&trained(1), usize::MAX, b""));
        let bytes = &*FILE;
        let mut damaged = bytes.clone();
        damaged[at.index(bytes.len())] ^= 1 << bit;
        prop_assert!(Model::read(damaged.into()).is_err());
        prop_assert!(Model::read(bytes[..cut.index(bytes.len())].into()).is_err());
    }
}

/// "a a , b b": words say little, the order says all.
fn corpus() -> Vec<Example> {
    let shape = Shape { labels: 3, classes: 2 };
    let mut examples = Vec::new();
    for idx in 0..120_u64 {
        let mut example = Example { weight: 1.0, ..Example::default() };
        let fields = 2 + mix(5, idx) % 2;
        for field in 0..fields {
            for word in 0..1 + mix(idx, field) % 3 {
                let feature = hash_bytes(&[(mix(idx, word) % 5) as u8]);
                example.features.push(vec![feature, mix(feature, 9)]);
                example.classes.push(0);
                example.labels.push(field as u8);
            }
            example.features.push(vec![hash_bytes(b",")]);
            example.classes.push(1);
            example.labels.push(shape.separator());
        }
        examples.push(example);
    }
    examples
}

fn trained(threads: usize) -> crate::Weights {
    let options = Options { threads, dropout: 0.2, ..Options::default() };
    train(Shape { labels: 3, classes: 2 }, &corpus(), &options, &mut |_| {})
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let one = encode(&trained(1), usize::MAX, b"");
    for threads in [2, 3, 7] {
        assert!(one == encode(&trained(threads), usize::MAX, b""), "{threads} threads");
    }
}

#[test]
fn separators_remember_the_label_before_them() {
    let model = Model::read(encode(&trained(2), usize::MAX, b"beside").into()).unwrap();
    assert_eq!(model.attachment(), b"beside");
    let mut right = 0;
    let examples = corpus();
    for example in &examples {
        let mut lattice = model.lattice();
        for (features, class) in example.features.iter().zip(&example.classes) {
            lattice.push(model.score(features), *class);
        }
        right += usize::from(lattice.best() == example.labels);
    }
    assert_eq!(right, examples.len());
}

#[test]
fn an_attachment_is_replaced_without_training_again() {
    let weights = trained(2);
    let model = Model::read(encode(&weights, usize::MAX, b"beside").into()).unwrap();
    for attachment in [b"".as_slice(), b"another, longer one"] {
        assert!(model.with_attachment(attachment) == encode(&weights, usize::MAX, attachment));
    }
}

#[test]
fn training_makes_the_truth_more_probable() {
    let mut seen = Vec::new();
    let options = Options::default();
    train(Shape { labels: 3, classes: 2 }, &corpus(), &options, &mut |progress| {
        seen.push(progress.log_likelihood);
    });
    assert_eq!(seen.len(), options.epochs);
    assert!(seen[seen.len() - 1] > seen[0] / 4.0, "{seen:?}");
}

#[test]
fn other_files_are_refused_with_the_reason() {
    assert_eq!(
        Model::read(b"PK\x03\x04 not a model".as_slice().into()).err(),
        Some(ModelError::Magic)
    );
    assert_eq!(Model::read(b"".as_slice().into()).err(), Some(ModelError::Magic));
    let mut bytes = encode(&trained(1), usize::MAX, b"");
    bytes[8] = 9;
    assert_eq!(Model::read(bytes.as_slice().into()).err(), Some(ModelError::Version { found: 9 }));
    bytes[8] = 3;
    let last = bytes.len() - 40;
    bytes[last] ^= 1;
    assert_eq!(Model::read(bytes.into()).err(), Some(ModelError::Checksum));
}
