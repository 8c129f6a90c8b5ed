//! [`Trained`]: the labeller that learned from labelled references.
//!
//! Tokens ([`tokens`]) get features ([`features`]); a linear-chain conditional random field gives
//! each token a label; runs of one label become segments ([`decode`]) whose confidence is their
//! probability in the chain.

mod calibration;
mod decode;
mod eastern;
mod features;
mod repairs;
mod scores;
mod sight;
mod tokens;

use std::borrow::Cow;
use std::sync::LazyLock;

use refsmith_crf::{Example, Model, ModelError, Shape};
use refsmith_model::{OffsetMap, Span};

use crate::label::{Label, Labeller, Segment};
use crate::normalize;
pub use calibration::{Calibration, Outcomes};
use features::View;
use scores::Pool;
use tokens::{Kind, tokenize};

/// Tokens of a reference that are labelled; what stands behind them becomes a note. No reference
/// is as long, and memory stays bounded.
const MOST_TOKENS: usize = 4000;

/// The labels as the chain counts them: [`Label::Other`], the last, is the separator.
pub const SHAPE: Shape = Shape { labels: Label::ALL.len() - 1, classes: features::CLASSES };

/// The labeller that learned from labelled references.
#[derive(Debug, Clone)]
pub struct Trained<'a> {
    model: Model<'a>,
    calibration: Calibration,
    pool: Pool,
}

impl<'a> Trained<'a> {
    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are not a model file, are damaged, or belong to other labels.
    pub fn read(bytes: Cow<'a, [u8]>) -> Result<Self, ModelError> {
        let model = Model::read(bytes)?;
        if model.shape() != SHAPE {
            return Err(ModelError::Header);
        }
        let calibration = Calibration::read(model.attachment()).ok_or(ModelError::Header)?;
        Ok(Self { model, calibration, pool: Pool::default() })
    }
}

impl Labeller for Trained<'_> {
    fn name(&self) -> &'static str {
        "trained"
    }

    fn label(&self, reference: &str) -> Vec<Segment> {
        let tokens = tokenize(reference, MOST_TOKENS);
        // The rules need to see no more than what is labelled, so time stays linear.
        let read = tokens.last().map_or(0, |token| token.span.end());
        let hints = crate::RULES.label(reference.get(..read).unwrap_or(reference));
        if reads_as_case(reference, &hints) {
            return hints;
        }
        let view = View::new(&tokens, &hints);
        let mut scratch = self.pool.take();
        let lattice = scratch.lattice(&self.model, &tokens, &view);
        let marginals = &mut scratch.marginals;
        let mut segments = decode::segments(reference, &tokens, &hints, &view, &lattice, marginals);
        self.pool.put(scratch);
        for segment in &mut segments {
            segment.confidence = self.calibration.field(segment.confidence);
        }
        segments
    }

    fn record_confidence(&self, joint: f32, foreign: bool) -> f32 {
        self.calibration.record(joint, foreign)
    }
}

/// "Stone v. Board of Rain, 123 U.S. 456": the form of a case at law leaves no doubt, and the
/// training data has none. `hints` are what the rules make of the reference.
fn reads_as_case(reference: &str, hints: &[Segment]) -> bool {
    let mut parts = hints.iter().filter(|hint| hint.label != Label::Other);
    let Some(title) = parts.next().filter(|first| first.label == Label::Title) else {
        return false;
    };
    let versus = [" v. ", " vs. ", " c. "];
    let behind = [Label::Volume, Label::ContainerTitle, Label::Pages];
    versus.iter().any(|mark| title.span.of(reference).contains(mark))
        && parts.take(3).map(|hint| hint.label).eq(behind)
}

/// The model that is built in, unpacked when it is first asked; a test reads it, so that there is
/// one.
static MODEL: LazyLock<Option<Trained<'static>>> = LazyLock::new(|| {
    static FILE: &[u8] = include_bytes!("../../../../models/references.crf");
    Trained::read(Cow::Borrowed(FILE)).ok()
});

/// Returns the labeller with the model that is built in.
fn built_in() -> &'static dyn Labeller {
    MODEL.as_ref().map_or(&crate::RULES, |model| model)
}

/// The labeller with the model that is built in.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltIn;

impl Labeller for BuiltIn {
    fn name(&self) -> &'static str {
        built_in().name()
    }

    fn label(&self, reference: &str) -> Vec<Segment> {
        built_in().label(reference)
    }

    fn record_confidence(&self, joint: f32, foreign: bool) -> f32 {
        built_in().record_confidence(joint, foreign)
    }
}

/// A reference as training sees it.
#[derive(Debug, Clone)]
pub struct Observation {
    /// The reference on one line.
    pub text: String,
    /// Leads from there to the string given.
    pub map: OffsetMap,
    /// Where each token stands in `text`.
    pub spans: Vec<Span>,
    /// For each token the label that its form alone decides.
    pub decided: Vec<Option<Label>>,
    /// Features, classes; labels are left to the caller.
    pub example: Example,
}

/// Returns what the labeller sees of a reference, to train it.
pub fn observe(raw: &str, with_hints: bool) -> Observation {
    let normalized = normalize::normalize(raw);
    let tokens = tokenize(&normalized.text, MOST_TOKENS);
    let hints = if with_hints { crate::RULES.label(&normalized.text) } else { Vec::new() };
    let view = View::new(&tokens, &hints);
    let mut example = Example { weight: 1.0, ..Example::default() };
    for idx in 0..tokens.len() {
        let mut all = view.token_features(idx);
        view.phrase_features(view.phrase_of(idx), &mut all);
        example.features.push(all);
        example.classes.push(view.class(idx));
    }
    let decided = tokens.iter().map(|token| match token.kind {
        Kind::Identifier(label) => Some(label),
        _ => None,
    });
    Observation {
        decided: decided.collect(),
        spans: tokens.iter().map(|token| token.span).collect(),
        text: normalized.text,
        map: normalized.map,
        example,
    }
}

#[cfg(test)]
mod tests;
