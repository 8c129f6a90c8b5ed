//! From the best path to segments: runs of one label are joined, words between fields are kept.

use refsmith_crf::Lattice;
use refsmith_model::Span;

use super::tokens::{Kind, Token};
use crate::label::{Label, Segment};
use crate::lexicon::{
    ACCESSED, AND, AVAILABLE, EDITION, EDITOR, FUNCTION, IN, ISSUE, PAGES, TRANSLATOR, VOLUME,
};

/// Words that only say what stands beside them.
const KEYWORDS: u64 = ACCESSED
    | AND
    | AVAILABLE
    | EDITION
    | EDITOR
    | FUNCTION
    | IN
    | ISSUE
    | PAGES
    | TRANSLATOR
    | VOLUME;

/// A run of tokens of one label; `end` is behind the last one.
#[derive(Debug, Clone, Copy)]
struct Run {
    label: Label,
    start: usize,
    end: usize,
}

/// Turns the best path through the lattice into segments.
pub(super) fn segments(reference: &str, tokens: &[Token], lattice: &Lattice<'_>) -> Vec<Segment> {
    let path = lattice.best();
    let marginals = lattice.marginals();
    let runs = join(tokens, runs(&path));
    let mut segments: Vec<Segment> = Vec::with_capacity(runs.len() + 1);
    for run in runs {
        let Some((first, last)) = tokens.get(run.start).zip(tokens.get(run.end - 1)) else {
            continue;
        };
        let end = (run.end + 1).min(tokens.len());
        let confidence = lattice.probability(&marginals, &path, run.start, end);
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

fn runs(path: &[u8]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (idx, column) in path.iter().enumerate() {
        let label = Label::ALL.get(usize::from(*column)).copied().unwrap_or(Label::Other);
        match runs.last_mut() {
            Some(run) if run.label == label => run.end = idx + 1,
            _ => runs.push(Run { label, start: idx, end: idx + 1 }),
        }
    }
    runs
}

/// Joins two runs of a label with only marks between them, and makes notes of unknown words that
/// stand between fields.
fn join(tokens: &[Token], runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    for mut run in runs {
        if run.label == Label::Other {
            let inside = tokens.get(run.start..run.end).unwrap_or_default();
            let unknown = |token: &Token| match token.kind {
                Kind::Word => !token.has(KEYWORDS),
                Kind::Sign | Kind::Number => true,
                _ => false,
            };
            if inside.iter().any(unknown) {
                let marks = |token: &&Token| matches!(token.kind, Kind::Mark(_));
                let head = inside.iter().take_while(marks).count();
                let tail = inside.iter().rev().take_while(marks).count();
                if head > 0 {
                    out.push(Run { end: run.start + head, ..run });
                }
                out.push(Run { label: Label::Note, start: run.start + head, end: run.end - tail });
                if tail > 0 {
                    out.push(Run { start: run.end - tail, ..run });
                }
                continue;
            }
        } else if let [.., before, gap] = out.as_slice()
            && before.label == run.label
            && gap.label == Label::Other
            && joins(run.label)
            && tokens.get(gap.start..gap.end).is_some_and(|gap| {
                gap.iter().all(|token| matches!(token.kind, Kind::Mark(_)) || token.has(AND))
            })
        {
            run.start = before.start;
            out.truncate(out.len() - 2);
        }
        out.push(run);
    }
    out
}

/// Labels whose values are words, so that two of them side by side are one.
fn joins(label: Label) -> bool {
    !matches!(
        label,
        Label::Date
            | Label::Volume
            | Label::Issue
            | Label::Number
            | Label::Url
            | Label::Doi
            | Label::Isbn
            | Label::Idno
            | Label::CitationNumber
            | Label::Accessed
    )
}
