//! From the best path to segments: each run of one label is one.

use refsmith_crf::{Lattice, Marginals};
use refsmith_model::Span;

use super::features::View;
use super::tokens::Token;
use super::{eastern, repairs};
use crate::label::{Label, Segment};
use crate::lexicon::{AND, EDITOR, IN};

/// How sure a label can be that the chain did not give.
const REPAIRED: f32 = 0.6;

/// What is left of the confidence where the rules read something else.
const DISPUTED: f32 = 0.8;

/// A run of tokens of one label; `end` is behind the last one.
#[derive(Debug, Clone, Copy)]
struct Run {
    label: Label,
    start: usize,
    end: usize,
}

/// Turns the best path through the lattice into segments.
pub(super) fn segments(
    reference: &str,
    tokens: &[Token],
    hints: &[Segment],
    view: &View<'_>,
    lattice: &Lattice<'_>,
    marginals: &mut Marginals,
) -> Vec<Segment> {
    lattice.marginals_into(marginals);
    let mut path = lattice.best_by(marginals);
    let believed = path.clone();
    repairs::repair(tokens, &mut path, hints);
    eastern::repair(reference, tokens, &mut path);
    let runs = runs(&path);
    let mut segments: Vec<Segment> = Vec::with_capacity(runs.len() + 1);
    for run in runs {
        let Some((first, last)) = tokens.get(run.start).zip(tokens.get(run.end - 1)) else {
            continue;
        };
        let end = (run.end + 1).min(tokens.len());
        let mut confidence = lattice.probability(marginals, &believed, run.start, end);
        if path.get(run.start..run.end) != believed.get(run.start..run.end) {
            confidence = confidence.min(REPAIRED);
        }
        if (run.start..run.end).any(|idx| is_disputed(tokens, idx, run.label, view)) {
            confidence *= DISPUTED;
        }
        segments.push(Segment { label: run.label, span: first.span.join(last.span), confidence });
    }
    // What stands behind the last token labelled is kept, but not read.
    let read = tokens.last().map_or(0, |token| token.span.end());
    let rest = reference.get(read..).unwrap_or("");
    let start = read + rest.len() - rest.trim_start().len();
    let end = read + rest.trim_end().len();
    if start < end {
        segments.push(Segment { label: Label::Note, span: Span::new(start, end), confidence: 0.0 });
    }
    segments
}

/// Whether the rules give a number, or a word that counts, another label.
fn is_disputed(tokens: &[Token], idx: usize, label: Label, view: &View<'_>) -> bool {
    let counts = tokens.get(idx).is_some_and(|token| {
        let length = token.span.end() - token.span.start();
        token.is_number() || token.is_word() && length > 2 && !token.has(AND | EDITOR | IN)
    });
    counts && view.hint(idx).is_some_and(|hint| hint != label)
}

fn runs(path: &[u8]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::with_capacity(16);
    for (idx, column) in path.iter().enumerate() {
        let label = Label::ALL.get(usize::from(*column)).copied().unwrap_or(Label::Other);
        match runs.last_mut() {
            Some(run) if run.label == label => run.end = idx + 1,
            _ => runs.push(Run { label, start: idx, end: idx + 1 }),
        }
    }
    runs
}
