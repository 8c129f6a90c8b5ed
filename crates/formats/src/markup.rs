//! Walks a [`RichText`] as properly nested openings, closings and stretches of text.
//!
//! Every markup language needs nesting; the model does not promise it. Runs that overlap are split
//! here, runs that do not fit the text are left out.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use refsmith_model::{Mark, RichText};

/// One step of the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event<'t> {
    /// A run begins.
    Open(Mark),
    /// The run that began last ends.
    Close(Mark),
    /// Words.
    Text(&'t str),
}

/// Returns the steps of the walk; every opening has its closing, and no run is empty.
pub(crate) fn events(text: &RichText) -> Vec<Event<'_>> {
    let plain = text.plain.as_str();
    let mut pending: BTreeSet<(usize, Reverse<usize>, usize, Mark)> = text
        .marks
        .iter()
        .enumerate()
        .map(|(idx, (run, mark))| {
            (run.start as usize, Reverse((run.end as usize).min(plain.len())), idx, *mark)
        })
        .filter(|(start, Reverse(end), ..)| {
            start < end && plain.is_char_boundary(*start) && plain.is_char_boundary(*end)
        })
        .collect();
    let mut out = Vec::new();
    let mut open: Vec<(usize, Mark)> = Vec::new();
    let mut at = 0;
    while let Some((start, Reverse(end), idx, mark)) = pending.pop_first() {
        while let Some((closes, inner)) = open.pop_if(|(closes, _)| *closes <= start) {
            advance(plain, &mut at, &mut out, closes);
            out.push(Event::Close(inner));
        }
        let limit = open.last().map_or(end, |(closes, _)| end.min(*closes));
        if limit < end {
            pending.insert((limit, Reverse(end), idx, mark));
        }
        advance(plain, &mut at, &mut out, start);
        out.push(Event::Open(mark));
        open.push((limit, mark));
    }
    while let Some((closes, mark)) = open.pop() {
        advance(plain, &mut at, &mut out, closes);
        out.push(Event::Close(mark));
    }
    advance(plain, &mut at, &mut out, plain.len());
    out
}

/// Adds the words up to `to`.
fn advance<'t>(plain: &'t str, at: &mut usize, out: &mut Vec<Event<'t>>, to: usize) {
    if let Some(words) = plain.get(*at..to).filter(|words| !words.is_empty()) {
        out.push(Event::Text(words));
    }
    *at = (*at).max(to);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_runs_are_split() {
        let text = RichText {
            plain: "abcdef".to_owned(),
            marks: vec![(0..4, Mark::Italic), (2..6, Mark::Bold), (3..99, Mark::NoCase)],
        };
        let mut depth = 0_i32;
        let mut words = String::new();
        for event in events(&text) {
            match event {
                Event::Open(_) => depth += 1,
                Event::Close(_) => depth -= 1,
                Event::Text(part) => words.push_str(part),
            }
            assert!(depth >= 0);
        }
        assert_eq!((depth, words.as_str()), (0, "abcdef"));
    }
}
