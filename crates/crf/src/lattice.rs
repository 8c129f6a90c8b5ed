//! Scores of one sequence, and the algorithms over them: best path, marginals.

use crate::chain::{LANES, Row, SOURCES, Shape, State, Transitions};
use crate::lanes::{
    above, dot, dots, exp_below, list_above, mix_rows, multiply, raise, top, total,
};

/// Prefixes this much (in nats) worse than the best one at the same token are not followed: they
/// would have to be made up for by evidence of e^12.
const BEAM: f32 = 12.0;

/// Forward probabilities below this share of all count as none when a sequence is read. That leaves
/// few states to a token; one reference in six thousand would be read otherwise with all of them.
const NEGLIGIBLE: f32 = 1e-3;

/// The same when weights are learned, which many small shares move.
const NEGLIGIBLE_IN_TRAINING: f32 = 1e-6;

/// A sequence of scored tokens.
#[derive(Debug, Clone)]
pub struct Lattice<'a> {
    pub(crate) tables: &'a Tables,
    pub(crate) emissions: Vec<Row>,
    pub(crate) classes: Vec<u8>,
    /// Forward probabilities below this share of all count as none.
    negligible: f32,
}

/// Transitions made ready for maxima and for sums.
#[derive(Debug, Clone)]
pub(crate) struct Tables {
    shape: Shape,
    pub(crate) max: Transitions,
    exp: Transitions,
}

impl Tables {
    pub(crate) fn new(transitions: &Transitions) -> Self {
        Self { shape: transitions.shape(), max: transitions.for_maxima(), exp: transitions.exp() }
    }
}

/// Probabilities of one sequence.
#[derive(Debug, Clone, Default)]
pub struct Marginals {
    /// Logarithm of the sum over all paths of e to the power of their score.
    pub log_partition: f64,
    /// False when all probability got lost to rounding: then the numbers say nothing.
    pub is_valid: bool,
    pub(crate) forward: Vec<[Row; 2]>,
    pub(crate) backward: Vec<[Row; 2]>,
    /// e to the power of the scores, less their maximum.
    scaled: Vec<Row>,
    /// By what the backward values before each token were divided.
    norms: Vec<f32>,
    /// The states before each token, and behind the last, that are not negligible; and where those
    /// of each end in the list.
    states: Vec<u8>,
    ends: Vec<usize>,
}

impl Marginals {
    /// The probability of each label at a token, then of the separator.
    ///
    /// # Panics
    /// When there is no such token, or the numbers are not valid.
    pub fn token(&self, idx: usize, shape: Shape) -> Row {
        let (forward, back) = (&self.forward[idx], &self.backward[idx]);
        let mut token = [0.0; LANES];
        for lane in 0..LANES {
            token[lane] = forward[0][lane] * back[0][lane];
        }
        token[shape.labels] = dot(&forward[1], &back[1]);
        token
    }

    /// The states before a token that are not negligible.
    pub(crate) fn states_before(&self, idx: usize) -> &[u8] {
        let start = idx.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.states[start..self.ends[idx]]
    }

    /// Adds the states that are not negligible.
    fn add_states(&mut self, state: &[Row; 2], negligible: f32) {
        if let Some(numbers) = state.as_flattened().first_chunk() {
            let (places, count) = list_above(numbers, negligible);
            self.states.extend_from_slice(places.get(..count).unwrap_or_default());
        }
        self.ends.push(self.states.len());
    }
}

impl<'a> Lattice<'a> {
    pub(crate) fn new(tables: &'a Tables) -> Self {
        Self { tables, emissions: Vec::new(), classes: Vec::new(), negligible: NEGLIGIBLE }
    }

    /// A lattice for training.
    pub(crate) fn exact(tables: &'a Tables) -> Self {
        Self { negligible: NEGLIGIBLE_IN_TRAINING, ..Self::new(tables) }
    }

    /// Makes room for so many more tokens.
    pub fn reserve(&mut self, tokens: usize) {
        self.emissions.reserve(tokens);
        self.classes.reserve(tokens);
    }

    /// Adds a token: the score of each label and of the separator, and its class. A score of minus
    /// infinity forbids a label.
    pub fn push(&mut self, scores: Row, class: u8) {
        self.emissions.push(scores);
        self.classes.push(class);
    }

    /// Forgets all tokens and keeps the memory.
    pub fn clear(&mut self) {
        self.emissions.clear();
        self.classes.clear();
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.emissions.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.emissions.is_empty()
    }

    pub(crate) fn shape(&self) -> Shape {
        self.tables.shape
    }

    /// Returns the most probable labels; the separator is the number of labels.
    pub fn best(&self) -> Vec<u8> {
        let shape = self.shape();
        let separator = shape.labels;
        let mut state = [[f32::NEG_INFINITY; LANES]; 2];
        state[1][separator] = 0.0;
        // What was reached before each token. Where it came from is asked again on the way back,
        // for the one path alone: that leaves the way there nothing but maxima.
        let mut before: Vec<[Row; 2]> = Vec::with_capacity(self.len());
        for (scores, class) in self.emissions.iter().zip(&self.classes) {
            before.push(state);
            state = self.best_step(&state, scores, *class);
        }
        let finish = self.tables.max.finish();
        let mut last = (f32::NEG_INFINITY, State::start(shape));
        for label in 0..=separator {
            for after in [false, true] {
                let side = usize::from(after);
                let score = state[side][label] + finish[side][label];
                if score > last.0 {
                    last = (score, State { label: label as u8, after });
                }
            }
        }
        let mut at = last.1;
        let mut labels = vec![shape.separator(); self.len()];
        for ((label, state), class) in labels.iter_mut().zip(&before).zip(&self.classes).rev() {
            if !at.after {
                *label = at.label;
            }
            at = self.came_from(state, at, *class);
        }
        labels
    }

    /// The best score of each state behind a token, from those before it.
    fn best_step(&self, state: &[Row; 2], scores: &Row, class: u8) -> [Row; 2] {
        let separator = self.shape().labels;
        let mut best: Row = [f32::NEG_INFINITY; LANES];
        let enter = self.tables.max.enter(class);
        above(state.as_flattened(), floor(state), |source, score| {
            raise(&mut best, score, &enter[source]);
        });
        let [inside, after] = self.tables.max.leave(class);
        let mut next = [[f32::NEG_INFINITY; LANES]; 2];
        for label in 0..separator {
            next[0][label] = best[label] + scores[label];
        }
        for label in 0..=separator {
            let (a, b) = (state[0][label] + inside[label], state[1][label] + after[label]);
            next[1][label] = a.max(b) + scores[separator];
        }
        next
    }

    /// The state before a token from which the best path came to `at`, as [`Self::best_step`] went.
    fn came_from(&self, state: &[Row; 2], at: State, class: u8) -> State {
        let label = usize::from(at.label);
        if at.after {
            let [inside, after] = self.tables.max.leave(class);
            let stays = state[0][label] + inside[label] <= state[1][label] + after[label];
            return State { label: at.label, after: stays };
        }
        let floor = floor(state);
        let mut best = (f32::NEG_INFINITY, 0);
        let sources = state.as_flattened().iter().zip(self.tables.max.enter(class));
        for (source, (score, row)) in sources.enumerate() {
            let candidate = score + row[label];
            if *score > floor && candidate > best.0 {
                best = (candidate, source);
            }
        }
        State::from_source(best.1)
    }

    /// Computes the probability of each label at each token.
    pub fn marginals(&self) -> Marginals {
        let mut out = Marginals::default();
        self.marginals_into(&mut out);
        out
    }

    /// Computes the probability of each label at each token, in memory that is used again.
    pub fn marginals_into(&self, out: &mut Marginals) {
        let shape = self.shape();
        let separator = shape.labels;
        out.forward.clear();
        out.scaled.clear();
        out.states.clear();
        out.ends.clear();
        out.forward.reserve(self.len());
        out.scaled.reserve(self.len());
        out.is_valid = true;
        let mut log = Logarithm::default();
        let mut state = [[0.0; LANES]; 2];
        state[1][separator] = 1.0;
        for (idx, (scores, class)) in self.emissions.iter().zip(&self.classes).enumerate() {
            out.add_states(&state, self.negligible);
            let max = top(&scores[..=separator]);
            let scaled = exp_below(scores, max, separator);
            let (next, sum) = self.forward(&state, out.states_before(idx), &scaled, *class);
            log.add(max, sum);
            out.is_valid &= sum > 0.0 && sum.is_finite();
            state = next;
            out.forward.push(state);
            out.scaled.push(scaled);
        }
        out.add_states(&state, self.negligible);
        let finish = self.tables.exp.finish();
        let total = dot(&state[0], &finish[0]) + dot(&state[1], &finish[1]);
        out.is_valid &= total > 0.0 && total.is_finite();
        log.add(0.0, total);
        out.log_partition = log.value();
        if out.is_valid {
            self.backward(out, total);
        }
    }

    /// One step forward, from the states that are not negligible; the result sums to 1, the second
    /// value is the factor that made it so.
    fn forward(&self, state: &[Row; 2], states: &[u8], scaled: &Row, class: u8) -> ([Row; 2], f32) {
        let separator = self.shape().labels;
        let mut inside = mix_rows(state.as_flattened(), states, self.tables.exp.enter(class));
        let [from_inside, from_after] = self.tables.exp.leave(class);
        multiply(&mut inside, scaled);
        let apart = scaled[separator];
        let mut after = [0.0_f32; LANES];
        for lane in 0..LANES {
            let staying = state[0][lane] * from_inside[lane] + state[1][lane] * from_after[lane];
            after[lane] = staying * apart;
        }
        // The separator's own lane was never entered; weights from no state are 0.
        let sum = total(&inside) + total(&after);
        let scale = if sum > 0.0 { 1.0 / sum } else { 0.0 };
        for (inside, after) in inside.iter_mut().zip(&mut after) {
            *inside *= scale;
            *after *= scale;
        }
        ([inside, after], sum)
    }

    /// Fills in backward values so that forward times backward is the probability of a state.
    fn backward(&self, out: &mut Marginals, total: f32) {
        let finish = self.tables.exp.finish();
        let mut back = *finish;
        for value in back.iter_mut().flatten() {
            *value /= total;
        }
        out.backward.resize(self.len(), [[0.0; LANES]; 2]);
        out.norms.resize(self.len(), 0.0);
        for idx in (0..self.len()).rev() {
            out.backward[idx] = back;
            if idx > 0 {
                (back, out.norms[idx]) = self.back_step(out, &back, idx);
            }
        }
    }

    fn back_step(&self, out: &Marginals, back: &[Row; 2], idx: usize) -> ([Row; 2], f32) {
        let separator = self.shape().labels;
        let class = self.classes[idx];
        let enter = self.tables.exp.enter(class);
        let leave = self.tables.exp.leave(class);
        let scaled = &out.scaled[idx];
        let before = out.forward[idx - 1].as_flattened();
        let mut ahead = back[0];
        ahead[separator] = 0.0;
        multiply(&mut ahead, scaled);
        let states = out.states_before(idx);
        let mut through = [0.0; SOURCES];
        dots(states, enter, &ahead, &mut through);
        let (halves, _) = through.as_chunks_mut::<LANES>();
        for (through, leave) in halves.iter_mut().zip(leave) {
            for lane in 0..LANES {
                through[lane] += leave[lane] * scaled[separator] * back[1][lane];
            }
        }
        let mut norm = 0.0;
        for source in states.iter().map(|source| usize::from(*source)) {
            norm += before[source] * through[source];
        }
        // Forward values sum to 1, so dividing makes the products probabilities again.
        let scale = if norm > 0.0 { 1.0 / norm } else { 0.0 };
        let mut values = [[0.0_f32; LANES]; 2];
        let values_at = values.as_flattened_mut();
        for source in states.iter().map(|source| usize::from(*source)) {
            values_at[source] = through[source] * scale;
        }
        (values, norm)
    }

    /// Adds the expected number of uses of each transition, times `factor`.
    pub(crate) fn add_expected(
        &self,
        marginals: &Marginals,
        factor: f32,
        counts: &mut Transitions,
    ) {
        let shape = self.shape();
        let separator = shape.labels;
        let mut before = [[0.0; LANES]; 2];
        before[1][separator] = 1.0;
        for idx in 0..self.len() {
            let class = self.classes[idx];
            let scaled = &marginals.scaled[idx];
            let back = &marginals.backward[idx];
            let mut ahead: Row = [0.0; LANES];
            for (to, (a, b)) in ahead.iter_mut().zip(back[0].iter().zip(scaled)).take(separator) {
                *to = a * b;
            }
            let enter = self.tables.exp.enter(class);
            let leave = self.tables.exp.leave(class);
            let norm: f32 = {
                let mut norm = 0.0;
                for after in 0..2 {
                    for label in 0..=separator {
                        let probability = before[after][label];
                        if probability > self.negligible {
                            norm += probability
                                * (dot(&enter[after * LANES + label], &ahead)
                                    + leave[after][label] * scaled[separator] * back[1][label]);
                        }
                    }
                }
                norm
            };
            let factor = if norm > 0.0 { factor / norm } else { 0.0 };
            for after in 0..2 {
                for label in 0..=separator {
                    let probability = before[after][label] * factor;
                    if before[after][label] <= self.negligible {
                        continue;
                    }
                    let row = &enter[after * LANES + label];
                    if let Some(rows) = counts.enter_mut(class) {
                        let to = &mut rows[after * LANES + label];
                        for ((to, weight), ahead) in to.iter_mut().zip(row).zip(&ahead) {
                            *to += probability * weight * ahead;
                        }
                    }
                    if let Some(rows) = counts.leave_mut(class) {
                        rows[after][label] +=
                            probability * leave[after][label] * scaled[separator] * back[1][label];
                    }
                }
            }
            before = marginals.forward[idx];
        }
        if let (Some(forward), Some(back)) = (marginals.forward.last(), marginals.backward.last()) {
            for (after, row) in counts.finish_mut().iter_mut().enumerate() {
                for (label, value) in row.iter_mut().enumerate() {
                    *value += factor * forward[after][label] * back[after][label];
                }
            }
        }
    }

    /// Adds the uses of transitions by a path, times `factor`.
    pub(crate) fn add_path(&self, labels: &[u8], factor: f32, counts: &mut Transitions) {
        let shape = self.shape();
        let mut state = State::start(shape);
        for (label, class) in labels.iter().zip(&self.classes) {
            let to = (*label != shape.separator()).then_some(*label);
            counts.add(*class, state, to, factor);
            state = state.next(*label, shape);
        }
        counts.add_finish(state, factor);
    }

    /// Returns the score of a path: the logarithm of its weight before normalisation.
    pub fn path_score(&self, labels: &[u8]) -> f64 {
        let shape = self.shape();
        let mut state = State::start(shape);
        let mut score = 0.0;
        for ((label, class), scores) in labels.iter().zip(&self.classes).zip(&self.emissions) {
            score += f64::from(self.step(state, *label, *class) + scores[usize::from(*label)]);
            state = state.next(*label, shape);
        }
        score
            + f64::from(
                self.tables.max.finish()[usize::from(state.after)][usize::from(state.label)],
            )
    }

    fn step(&self, from: State, label: u8, class: u8) -> f32 {
        if label == self.shape().separator() {
            self.tables.max.leave(class)[usize::from(from.after)][usize::from(from.label)]
        } else {
            self.tables.max.enter(class)[from.source()][usize::from(label)]
        }
    }

    /// Returns the probability that the tokens from `start` up to `end` have exactly these labels,
    /// whatever stands around them. `labels` is a whole path; the state before `start` is taken
    /// from it.
    pub fn probability(
        &self,
        marginals: &Marginals,
        labels: &[u8],
        start: usize,
        end: usize,
    ) -> f32 {
        let shape = self.shape();
        if !marginals.is_valid || end > self.len() || start >= end || labels.len() != self.len() {
            return 0.0;
        }
        let mut state = State::before(labels, start, shape);
        // Within the stretch the chance of each step is that of going on as the path does.
        let mut probability = 1.0_f64;
        for (idx, label) in labels.iter().enumerate().take(end).skip(start) {
            let next = state.next(*label, shape);
            let (after, at) = (usize::from(next.after), usize::from(next.label));
            if idx == start {
                let product =
                    marginals.forward[idx][after][at] * marginals.backward[idx][after][at];
                probability = f64::from(product);
            } else {
                probability *= f64::from(self.continuation(marginals, idx, state, *label));
            }
            state = next;
        }
        probability.clamp(0.0, 1.0) as f32
    }

    /// Probability of the label at `idx`, given the state before it.
    fn continuation(&self, marginals: &Marginals, idx: usize, from: State, label: u8) -> f32 {
        let shape = self.shape();
        let class = self.classes[idx];
        let scaled = &marginals.scaled[idx];
        let back = &marginals.backward[idx];
        let row = &self.tables.exp.enter(class)[from.source()];
        let (after, at) = (usize::from(from.after), usize::from(from.label));
        let this = if label == shape.separator() {
            self.tables.exp.leave(class)[after][at] * scaled[shape.labels] * back[1][at]
        } else {
            let label = usize::from(label);
            row[label] * scaled[label] * back[0][label]
        };
        // What goes on from the state in any way is what its backward value was made of.
        let all = marginals.backward[idx - 1][after][at] * marginals.norms[idx];
        if all > 0.0 { this / all } else { 0.0 }
    }
}

/// The score below which states are not followed.
fn floor(state: &[Row; 2]) -> f32 {
    top(state.as_flattened()) - BEAM
}

/// The logarithm of a product, taken seldom.
#[derive(Debug, Clone, Copy)]
struct Logarithm {
    sum: f64,
    product: f64,
}

impl Default for Logarithm {
    fn default() -> Self {
        Self { sum: 0.0, product: 1.0 }
    }
}

impl Logarithm {
    /// Multiplies by e to the power of `log` and by `factor`.
    #[inline]
    fn add(&mut self, log: f32, factor: f32) {
        self.sum += f64::from(log);
        self.product *= f64::from(factor);
        if !(1e-200..1e200).contains(&self.product) {
            *self = Self { sum: self.value(), product: 1.0 };
        }
    }

    fn value(self) -> f64 {
        self.sum + self.product.ln()
    }
}
