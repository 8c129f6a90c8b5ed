//! Two columns side by side, as converters that keep the layout of a page give them.

use std::collections::BTreeMap;

use refsmith_model::Span;

use super::Line;

/// So many blanks in a line are a gutter, or the indent of a table.
const GUTTER: usize = 3;
/// So many lines must have text in both columns.
const FEWEST: usize = 6;
/// Lines of the right column start so far apart at most: items hang or are moved in.
const INDENTS: usize = 8;
/// The words of a column have so many characters on average at least; a table has less.
const NARROWEST: usize = 14;

/// Puts the right column below the left one, page by page. Returns the lines and how many of them
/// held both columns, or `None` when there are no columns.
pub(super) fn join(text: &str, lines: &[Line]) -> Option<(Vec<Line>, usize)> {
    let feeds = lines.iter().any(|line| line.feed);
    let mut out = Vec::new();
    let mut joined = 0;
    let pages =
        lines.chunk_by(|one, two| if feeds { !two.feed } else { one.is_blank() == two.is_blank() });
    let pages: Vec<(&[Line], Option<usize>)> =
        pages.map(|page| (page, gutter(text, page, None))).collect();
    for (idx, (page, found)) in pages.iter().enumerate() {
        // A page with little on it is set like its neighbors.
        let neighbor = |idx: Option<usize>| pages.get(idx?).and_then(|(_, found)| *found);
        let near =
            (1..=3).find_map(|far| neighbor(idx.checked_sub(far)).or(neighbor(Some(idx + far))));
        match found.or_else(|| near.and_then(|near| gutter(text, page, Some(near)))) {
            Some(gutter) => joined += split(text, page, gutter, &mut out),
            None => out.extend_from_slice(page),
        }
    }
    (joined > 0).then_some((out, joined))
}

/// Finds where the right column starts, in characters. When the pages around have it at `near`,
/// less is asked for.
fn gutter(text: &str, page: &[Line], near: Option<usize>) -> Option<usize> {
    let fewest = if near.is_some() { 1 } else { FEWEST };
    let mut starts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut worded = 0usize;
    for line in page.iter().filter(|line| !line.is_blank()) {
        worded += 1;
        for start in gaps(text, line) {
            *starts.entry(start).or_default() += 1;
        }
    }
    // Most lines of the right column start where it starts; the rest not far behind.
    let (column, _) = starts
        .iter()
        .map(|(at, count)| (*at, *count))
        .max_by_key(|(at, count)| (*count, usize::MAX - at))?;
    let nearest = starts.range(column.saturating_sub(INDENTS)..=column).map(|(at, _)| *at);
    let mut best = None;
    for candidate in near.into_iter().chain(nearest) {
        let (mut both, mut crossing) = (0usize, 0usize);
        let (mut left_size, mut right_size) = (0usize, 0usize);
        for line in page.iter().filter(|line| !line.is_blank()) {
            match cut(text, line, candidate) {
                Cut::Both(left, right) => {
                    both += 1;
                    left_size += left.of(text).trim().chars().count();
                    right_size += right.of(text).trim().chars().count();
                }
                Cut::Crossing => crossing += 1,
                Cut::Left | Cut::Right(_) => {}
            }
        }
        let wordy = left_size.min(right_size) >= NARROWEST * both;
        let fits = both >= fewest && both * 5 >= worded * 2 && crossing * 8 <= worded && wordy;
        if fits && best.is_none_or(|(most, _)| both > most) {
            best = Some((both, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The columns at which text starts behind a gutter.
fn gaps(text: &str, line: &Line) -> Vec<usize> {
    let mut found = Vec::new();
    let mut blanks = 0usize;
    for (column, c) in line.span.of(text).chars().enumerate() {
        if c.is_whitespace() {
            blanks += 1;
            continue;
        }
        if blanks >= GUTTER && column > blanks {
            found.push(column);
        }
        blanks = 0;
    }
    found
}

/// What a gutter makes of a line.
enum Cut {
    Left,
    Right(Span),
    Both(Span, Span),
    /// Text stands in the gutter.
    Crossing,
}

fn cut(text: &str, line: &Line, column: usize) -> Cut {
    let words = line.span.of(text);
    let Some((at, _)) = words.char_indices().nth(column) else { return Cut::Left };
    let (left, right) = (words.get(..at).unwrap_or(""), words.get(at..).unwrap_or(""));
    if !left.ends_with("  ") {
        return Cut::Crossing;
    }
    let right = Span::new(line.span.start() + at, line.span.start() + at + right.len());
    if left.trim().is_empty() {
        return Cut::Right(right);
    }
    Cut::Both(Span::new(line.span.start(), line.span.start() + left.trim_end().len()), right)
}

/// Writes the columns one below the other; a line across both stands between what is above and
/// below it. Returns how many lines held both.
fn split(text: &str, page: &[Line], gutter: usize, out: &mut Vec<Line>) -> usize {
    let mut right: Vec<Line> = Vec::new();
    let mut both = 0;
    for line in page {
        let part = |span: Span| Line { span, feed: false };
        match cut(text, line, gutter) {
            Cut::Crossing => {
                out.append(&mut right);
                out.push(*line);
            }
            Cut::Left => out.push(*line),
            Cut::Right(span) => right.push(part(span)),
            Cut::Both(left, span) => {
                out.push(Line { span: left, ..*line });
                right.push(part(span));
                both += 1;
            }
        }
    }
    out.append(&mut right);
    both
}
