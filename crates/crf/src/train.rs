//! Training: stochastic gradient steps on the regularised log-likelihood, with a step size of its
//! own for each weight (AdaGrad).
//!
//! The result does not depend on the number of threads: gradients of a batch are computed for fixed
//! groups of sequences and summed in order, and each weight is changed by one thread, in the order
//! of the sequences.

use crate::chain::{LANES, Row, Shape, Transitions};
use crate::hash::{ByHash, mix};
use crate::lattice::{Lattice, Marginals, Tables};

/// Sequences whose transition counts are summed together; fixed, so that sums are.
const GROUP: usize = 8;

/// Residuals below this move nothing: most tokens are soon certain, and skipping them halves the
/// time.
const SETTLED: f32 = 2e-3;

/// A sequence with its true labels.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Example {
    /// For each token its features.
    pub features: Vec<Vec<u64>>,
    /// For each token its class, below the number of classes.
    pub classes: Vec<u8>,
    /// For each token its label; the number of labels stands for the separator.
    pub labels: Vec<u8>,
    /// How much the sequence counts, more than 0.
    pub weight: f32,
}

/// How training is done.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Passes over the data.
    pub epochs: usize,
    /// Sequences between two changes of the weights.
    pub batch: usize,
    /// Size of the steps.
    pub rate: f32,
    /// Pull of all weights toward 0 in proportion, per pass.
    pub l2: f32,
    /// Pull of all weights toward 0 by a fixed amount, per pass.
    pub l1: f32,
    /// Features seen less often are left out.
    pub least_count: u32,
    /// Features kept after two thirds of the passes; the others are dropped, least useful first.
    pub most_rows: usize,
    /// Share of features that a token goes without, chosen anew in each pass, so that no feature
    /// relies on another one being there; in [0, 1).
    pub dropout: f32,
    /// Chooses the order of sequences and what is dropped.
    pub seed: u64,
    /// Threads to use; the result is the same for any number.
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            epochs: 12,
            batch: 32,
            rate: 0.1,
            l2: 0.02,
            l1: 0.0,
            least_count: 2,
            most_rows: usize::MAX,
            dropout: 0.0,
            seed: 1,
            threads: 2,
        }
    }
}

/// What training says after each pass.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Passes done.
    pub epoch: usize,
    /// Mean log-likelihood of a sequence during the pass.
    pub log_likelihood: f64,
    /// Features in use.
    pub features: usize,
}

/// The weights of a chain in full precision.
#[derive(Debug, Clone)]
pub struct Weights {
    transitions: Transitions,
    features: Vec<u64>,
    counts: Vec<u32>,
    rows: Vec<Row>,
}

impl Weights {
    /// The numbers of labels and classes.
    pub fn shape(&self) -> Shape {
        self.transitions.shape()
    }

    pub(crate) fn transitions(&self) -> &Transitions {
        &self.transitions
    }

    /// How much would be lost without the row: its weights, and how often they speak.
    fn use_of(&self, row: usize) -> f32 {
        let squares: f32 = self.rows[row].iter().map(|weight| weight * weight).sum();
        squares * (self.counts[row] as f32)
    }

    /// The most useful features, most useful first.
    pub(crate) fn most_useful(&self, count: usize) -> Vec<Useful<'_>> {
        let mut order: Vec<usize> =
            (0..self.rows.len()).filter(|row| self.use_of(*row) > 0.0).collect();
        order.sort_by(|a, b| self.use_of(*b).total_cmp(&self.use_of(*a)).then(a.cmp(b)));
        order.truncate(count);
        let useful = |row| Useful {
            feature: self.features[row],
            count: self.counts[row],
            weights: &self.rows[row],
        };
        order.into_iter().map(useful).collect()
    }
}

/// A feature that is worth keeping.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Useful<'a> {
    pub(crate) feature: u64,
    /// How often it was met in training.
    pub(crate) count: u32,
    pub(crate) weights: &'a Row,
}

/// A sequence whose features are numbers of rows.
struct Sequence {
    rows: Vec<u32>,
    /// For each token the end of its features in `rows`.
    ends: Vec<u32>,
    classes: Vec<u8>,
    labels: Vec<u8>,
    weight: f32,
}

impl Sequence {
    fn token(&self, idx: usize) -> &[u32] {
        let start = if idx == 0 { 0 } else { self.ends[idx - 1] as usize };
        &self.rows[start..self.ends[idx] as usize]
    }
}

/// What one group of sequences wants changed.
struct Gradient {
    /// For each sequence and token: truth less expectation.
    residuals: Vec<Vec<Row>>,
    transitions: Transitions,
    log_likelihood: f64,
}

/// Finds the weights that make the true labels probable.
///
/// `report` is called after each pass. The same examples and options (but for `threads`) give the
/// same weights, bit by bit, on the same kind of machine.
pub fn train(
    shape: Shape,
    examples: &[Example],
    options: &Options,
    report: &mut dyn FnMut(Progress),
) -> Weights {
    let (features, counts) = count(examples, options.least_count);
    let sequences = intern(examples, &features);
    let mut trainer = Trainer::new(shape, features, counts, options.clone());
    let mut order: Vec<usize> = (0..sequences.len()).collect();
    for epoch in 0..options.epochs {
        shuffle(&mut order, mix(options.seed, epoch as u64));
        let left = (options.epochs - epoch) as f32 / options.epochs as f32;
        // Full steps at first, then smaller and smaller ones, so that the end is no accident.
        let rate = options.rate * (2.0 * left).min(1.0);
        let mut log_likelihood = 0.0;
        trainer.pass = mix(options.seed, !(epoch as u64));
        for batch in order.chunks(options.batch.max(1)) {
            let batch: Vec<(usize, &Sequence)> =
                batch.iter().map(|idx| (*idx, &sequences[*idx])).collect();
            log_likelihood += trainer.step(&batch, rate);
        }
        trainer.decay(rate);
        if epoch + 1 == options.epochs * 2 / 3 {
            trainer.prune(options.most_rows);
        }
        report(Progress {
            epoch: epoch + 1,
            log_likelihood: log_likelihood / sequences.len().max(1) as f64,
            features: trainer.alive.iter().filter(|alive| **alive).count(),
        });
    }
    // All features speak at once from now on.
    for weight in trainer.weights.rows.iter_mut().flatten() {
        *weight *= 1.0 - options.dropout;
    }
    trainer.weights
}

/// Says which features of a sequence are left out in a pass.
#[derive(Debug, Clone, Copy)]
struct Dropout {
    seed: u64,
    /// Features whose hash is below are left out.
    limit: u32,
}

impl Dropout {
    fn of(pass: u64, sequence: usize, share: f32) -> Self {
        let limit = (share.clamp(0.0, 0.99) * u32::MAX as f32) as u32;
        Self { seed: mix(pass, sequence as u64), limit }
    }

    #[inline]
    fn drops(self, token: usize, row: u32) -> bool {
        let place = u64::from(row) << 20 ^ token as u64;
        ((mix(self.seed, place) >> 32) as u32) < self.limit
    }
}

/// Features seen often enough, sorted, and how often.
fn count(examples: &[Example], least: u32) -> (Vec<u64>, Vec<u32>) {
    let mut counts = ByHash::<u32>::default();
    for feature in examples.iter().flat_map(|example| example.features.iter().flatten()) {
        *counts.entry(*feature).or_default() += 1;
    }
    let mut common: Vec<(u64, u32)> =
        counts.into_iter().filter(|(_, count)| *count >= least).collect();
    common.sort_unstable();
    common.into_iter().unzip()
}

fn intern(examples: &[Example], features: &[u64]) -> Vec<Sequence> {
    let numbers: ByHash<u32> = features.iter().copied().zip(0..).collect();
    let mut sequences = Vec::with_capacity(examples.len());
    for example in examples {
        let mut rows = Vec::new();
        let mut ends = Vec::with_capacity(example.features.len());
        for token in &example.features {
            rows.extend(token.iter().filter_map(|feature| numbers.get(feature)));
            ends.push(rows.len() as u32);
        }
        rows.shrink_to_fit();
        sequences.push(Sequence {
            rows,
            ends,
            classes: example.classes.clone(),
            labels: example.labels.clone(),
            weight: example.weight,
        });
    }
    sequences
}

fn shuffle(order: &mut [usize], seed: u64) {
    for idx in (1..order.len()).rev() {
        let other = mix(seed, idx as u64) % (idx as u64 + 1);
        order.swap(idx, other as usize);
    }
}

struct Trainer {
    weights: Weights,
    options: Options,
    /// Rows that are still in use.
    alive: Vec<bool>,
    /// Sums of squared gradients, which make steps smaller where much has been learned.
    squares: Vec<Row>,
    transition_squares: Transitions,
    /// Chooses what is dropped in this pass.
    pass: u64,
}

impl Trainer {
    fn new(shape: Shape, features: Vec<u64>, counts: Vec<u32>, options: Options) -> Self {
        let rows = vec![[0.0; LANES]; features.len()];
        Self {
            alive: vec![true; rows.len()],
            squares: rows.clone(),
            transition_squares: Transitions::zero(shape),
            pass: 0,
            weights: Weights { transitions: Transitions::zero(shape), features, counts, rows },
            options,
        }
    }

    /// Moves the weights by the gradient of a batch; returns its log-likelihood before that.
    fn step(&mut self, batch: &[(usize, &Sequence)], rate: f32) -> f64 {
        let tables = Tables::new(&self.weights.transitions);
        let groups: Vec<&[(usize, &Sequence)]> = batch.chunks(GROUP).collect();
        let threads = self.options.threads.clamp(1, groups.len().max(1));
        let context = Context {
            rows: &self.weights.rows,
            tables: &tables,
            shape: self.weights.shape(),
            pass: self.pass,
            dropout: self.options.dropout,
        };
        let context = &context;
        let mut gradients: Vec<Gradient> = Vec::with_capacity(groups.len());
        std::thread::scope(|scope| {
            let share = groups.len().div_ceil(threads).max(1);
            let mut shares = groups.chunks(share);
            let own = shares.next().unwrap_or_default();
            let handles: Vec<_> = shares
                .map(|groups| {
                    scope.spawn(move || {
                        groups.iter().map(|group| gradient(group, context)).collect()
                    })
                })
                .collect();
            gradients.extend(own.iter().map(|group| gradient(group, context)));
            for handle in handles {
                let more: Vec<Gradient> = handle.join().expect("gradients do not panic");
                gradients.extend(more);
            }
        });
        self.move_transitions(&gradients, rate);
        self.move_rows(batch, &gradients, rate);
        gradients.iter().map(|gradient| gradient.log_likelihood).sum()
    }

    fn move_transitions(&mut self, gradients: &[Gradient], rate: f32) {
        let mut sum = Transitions::zero(self.weights.shape());
        for gradient in gradients {
            for (to, from) in sum.values_mut().zip(gradient.transitions.values()) {
                *to += from;
            }
        }
        let squares = self.transition_squares.values_mut();
        for ((weight, square), change) in
            self.weights.transitions.values_mut().zip(squares).zip(sum.values())
        {
            *square += change * change;
            *weight += rate * change / (square.sqrt() + 1e-3);
        }
    }

    fn move_rows(&mut self, batch: &[(usize, &Sequence)], gradients: &[Gradient], rate: f32) {
        let threads = self.options.threads.max(1);
        let share = self.weights.rows.len().div_ceil(threads).max(1);
        let alive = &self.alive;
        let residuals: Vec<&Vec<Row>> =
            gradients.iter().flat_map(|gradient| &gradient.residuals).collect();
        let residuals = &residuals;
        let (pass, share_dropped) = (self.pass, self.options.dropout);
        std::thread::scope(|scope| {
            let shares = self.weights.rows.chunks_mut(share).zip(self.squares.chunks_mut(share));
            for (idx, (rows, squares)) in shares.enumerate() {
                let first = idx * share;
                let mut work = move || {
                    let end = first + rows.len();
                    for ((number, sequence), residuals) in batch.iter().zip(residuals) {
                        let dropout = Dropout::of(pass, *number, share_dropped);
                        for (token, residual) in residuals.iter().enumerate() {
                            if residual.iter().all(|part| part.abs() < SETTLED) {
                                continue;
                            }
                            for row in sequence.token(token) {
                                let place = *row as usize;
                                if place >= first
                                    && place < end
                                    && alive[place]
                                    && !dropout.drops(token, *row)
                                {
                                    let at = place - first;
                                    step_row(&mut rows[at], &mut squares[at], residual, rate);
                                }
                            }
                        }
                    }
                };
                if threads == 1 {
                    work();
                } else {
                    scope.spawn(work);
                }
            }
        });
    }

    /// Pulls all weights toward 0.
    fn decay(&mut self, rate: f32) {
        let relative = rate / self.options.rate.max(1e-9);
        let keep = 1.0 - self.options.l2 * relative;
        let cut = self.options.l1 * relative;
        for weight in self.weights.rows.iter_mut().flatten() {
            let pulled = *weight * keep;
            *weight = pulled.signum() * (pulled.abs() - cut).max(0.0);
        }
    }

    /// Drops all but the most useful rows.
    fn prune(&mut self, most: usize) {
        if most >= self.weights.rows.len() {
            return;
        }
        let mut order: Vec<(f32, usize)> =
            (0..self.weights.rows.len()).map(|row| (self.weights.use_of(row), row)).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, row) in order.into_iter().skip(most) {
            self.alive[row] = false;
            self.weights.rows[row] = [0.0; LANES];
        }
    }
}

#[inline]
fn step_row(row: &mut Row, squares: &mut Row, residual: &Row, rate: f32) {
    for ((weight, square), change) in row.iter_mut().zip(squares).zip(residual) {
        *square += change * change;
        *weight += rate * change / (square.sqrt() + 1e-2);
    }
}

/// What gradients of a batch share.
struct Context<'a> {
    rows: &'a [Row],
    tables: &'a Tables,
    shape: Shape,
    pass: u64,
    dropout: f32,
}

/// Computes what a group of sequences wants changed.
fn gradient(group: &[(usize, &Sequence)], context: &Context<'_>) -> Gradient {
    let Context { rows, tables, shape, pass, dropout } = *context;
    let mut out = Gradient {
        residuals: Vec::with_capacity(group.len()),
        transitions: Transitions::zero(shape),
        log_likelihood: 0.0,
    };
    let mut lattice = Lattice::exact(tables);
    let mut marginals = Marginals::default();
    for (number, sequence) in group {
        let dropout = Dropout::of(pass, *number, dropout);
        lattice.clear();
        for (idx, class) in sequence.classes.iter().enumerate() {
            let mut scores = [0.0; LANES];
            for row in sequence.token(idx).iter().filter(|row| !dropout.drops(idx, **row)) {
                for (score, weight) in scores.iter_mut().zip(&rows[*row as usize]) {
                    *score += weight;
                }
            }
            lattice.push(scores, *class);
        }
        lattice.marginals_into(&mut marginals);
        if !marginals.is_valid {
            out.residuals.push(vec![[0.0; LANES]; sequence.classes.len()]);
            continue;
        }
        let weight = sequence.weight;
        out.log_likelihood +=
            f64::from(weight) * (lattice.path_score(&sequence.labels) - marginals.log_partition);
        lattice.add_path(&sequence.labels, weight, &mut out.transitions);
        lattice.add_expected(&marginals, -weight, &mut out.transitions);
        let shape = context.shape;
        let residuals = sequence.labels.iter().enumerate().map(|(idx, label)| {
            let mut residual = marginals.token(idx, shape).map(|probability| -probability * weight);
            residual[usize::from(*label)] += weight;
            residual
        });
        out.residuals.push(residuals.collect());
    }
    out
}
