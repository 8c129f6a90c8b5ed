//! [`Trained`]: the labeller that learned from labelled references.
//!
//! Tokens ([`tokens`]) get features ([`features`]); a linear-chain conditional random field gives
//! each token a label; runs of one label become segments ([`decode`]) whose confidence is their
//! probability in the chain.

mod calibration;
mod decode;
mod features;
mod repairs;
mod tokens;

use std::borrow::Cow;
use std::sync::LazyLock;

use refsmith_crf::{Example, Model, ModelError, Shape};
use refsmith_model::{OffsetMap, Span};

use crate::label::{Label, Labeller, Segment};
use crate::normalize;
pub use calibration::Calibration;
use features::View;
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
        Ok(Self { model, calibration })
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
        let view = View::new(&tokens, &hints);
        let mut lattice = self.model.lattice();
        let mut features = Vec::with_capacity(96);
        for (idx, token) in tokens.iter().enumerate() {
            view.features(idx, &mut features);
            let mut scores = self.model.score(&features);
            if let Kind::Identifier(label) = token.kind {
                for (other, score) in scores.iter_mut().enumerate() {
                    if other != label as usize {
                        *score = f32::NEG_INFINITY;
                    }
                }
            }
            lattice.push(scores, view.class(idx));
        }
        let mut segments = decode::segments(reference, &tokens, &hints, &lattice);
        for segment in &mut segments {
            segment.confidence = self.calibration.field(segment.confidence);
        }
        segments
    }

    fn record_confidence(&self, joint: f32) -> f32 {
        self.calibration.record(joint)
    }
}

/// The model that is built in.
static MODEL: LazyLock<Trained<'static>> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../../models/references.crf");
    Trained::read(Cow::Borrowed(bytes))
        .expect("the model that is built in is whole: a test reads it")
});

/// The labeller with the model that is built in.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltIn;

impl Labeller for BuiltIn {
    fn name(&self) -> &'static str {
        MODEL.name()
    }

    fn label(&self, reference: &str) -> Vec<Segment> {
        MODEL.label(reference)
    }

    fn record_confidence(&self, joint: f32) -> f32 {
        MODEL.record_confidence(joint)
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
    let mut features = Vec::new();
    for idx in 0..tokens.len() {
        view.features(idx, &mut features);
        example.features.push(features.clone());
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
