//! References in Chinese, Japanese and Korean: brackets around titles, counters behind numbers, and
//! marks of the kind of work that leave no doubt, whatever the chain says of them.

use super::repairs::{label, set};
use super::tokens::{Kind, Shape, Token};
use crate::item_type;
use crate::label::Label;

/// Corrects the labels of a path.
pub(super) fn repair(reference: &str, tokens: &[Token], path: &mut [u8]) {
    mark_of_kind(reference, tokens, path);
    let eastern = |token: &Token| token.kind == Kind::Sign || token.shape == Shape::Caseless;
    if reference.is_ascii() || !tokens.iter().any(eastern) {
        return;
    }
    for number in 0..tokens.len() {
        if tokens[number].is_number() && label(path, number) != Some(Label::Title) {
            counted(reference, tokens, path, number);
        }
    }
    titles(tokens, path);
}

/// "[J]", "[M/OL]" behind a title: no part of it.
fn mark_of_kind(reference: &str, tokens: &[Token], path: &mut [u8]) {
    for open in 0..tokens.len() {
        if !tokens[open].is('[') {
            continue;
        }
        let close = (open + 2..open + 5).find(|at| tokens.get(*at).is_some_and(|t| t.is(']')));
        let Some(close) = close else { continue };
        let mark = tokens[open].span.join(tokens[close].span).of(reference);
        if item_type::by_mark(mark).is_some() {
            for at in open..=close {
                set(path, at, Label::Other);
            }
        }
    }
}

/// "第2期", "42巻", "12-34頁", "1987年": what is counted says what the number is.
fn counted(reference: &str, tokens: &[Token], path: &mut [u8], number: usize) {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.span.of(reference));
    let counted = match text(number + 1) {
        "期" | "号" | "號" | "호" => Label::Issue,
        "卷" | "巻" | "권" => Label::Volume,
        "页" | "頁" | "쪽" => Label::Pages,
        "年" | "년" if tokens[number].shape == Shape::Year => Label::Date,
        _ => return,
    };
    let mut first = number;
    let range = |at: usize| matches!(text(at), "-" | "–" | "—" | "~" | "～" | "〜");
    while counted == Label::Pages && first >= 2 && range(first - 1) && tokens[first - 2].is_number()
    {
        first -= 2;
    }
    for at in first..=number {
        set(path, at, counted);
    }
    set(path, number + 1, if counted == Label::Date { Label::Date } else { Label::Other });
    if let Some(before) = first.checked_sub(1).filter(|at| matches!(text(*at), "第" | "제")) {
        set(path, before, Label::Other);
    }
}

/// "村上春樹『ノルウェイの森』講談社": the first brackets hold the title, those behind it what the
/// work is part of; without these, volume and issue the publisher follows.
fn titles(tokens: &[Token], path: &mut [u8]) {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut open = None;
    for (idx, token) in tokens.iter().enumerate() {
        let Kind::Mark(mark) = token.kind else { continue };
        match (open, mark) {
            (None, '《' | '『' | '「' | '〈') => open = Some((idx, mark)),
            (Some((start, first)), close) if closes(first, close) => {
                pairs.push((start, idx));
                open = None;
            }
            _ => {}
        }
    }
    let Some(&(start, end)) = pairs.first() else { return };
    let before = path.iter().take(start).any(|column| *column == Label::Title as u8);
    // A bracket inside a longer title is no title of its own.
    if before || start + 1 == end {
        return;
    }
    fill(path, start, end, Label::Title);
    for (column, token) in path.iter_mut().zip(tokens).skip(end + 1) {
        if !matches!(token.kind, Kind::Mark(_)) || *column != Label::Title as u8 {
            break;
        }
        *column = Label::Other as u8;
    }
    if let Some(&(start, end)) = pairs.get(1)
        && !path.iter().take(start).any(|column| *column == Label::ContainerTitle as u8)
    {
        fill(path, start, end, Label::ContainerTitle);
    }
    let part = [Label::Volume, Label::Issue, Label::Publisher].map(|label| label as u8);
    if pairs.len() > 1 || path.iter().any(|column| part.contains(column)) {
        return;
    }
    let marks = |from: usize| {
        tokens.iter().skip(from).take_while(|token| matches!(token.kind, Kind::Mark(_))).count()
    };
    let words = |from: usize| {
        let word = |token: &&Token| token.kind == Kind::Sign || token.shape == Shape::Caseless;
        tokens.iter().skip(from).take_while(word).count()
    };
    let wrong = |at: usize| {
        matches!(label(path, at), Some(Label::ContainerTitle | Label::Author | Label::Title))
    };
    let first = end + 1 + marks(end + 1);
    let behind = first + words(first);
    // "서울: 신문관": place and publisher.
    let placed = tokens.get(behind).is_some_and(|token| token.is(':') || token.is('：'));
    let last = if placed { behind + 1 + words(behind + 1) } else { behind };
    // A sign alone is no name, a word may be.
    let long = tokens.get(first).is_some_and(|t| t.kind == Kind::Word) || last - first >= 2;
    let long = long && behind > first;
    if long && (first..behind).all(wrong) && (!placed || wrong(behind + 1)) {
        for at in first..last {
            let before = placed && at < behind;
            set(path, at, if before { Label::Location } else { Label::Publisher });
        }
        if placed {
            set(path, behind, Label::Other);
        }
    }
}

fn closes(open: char, close: char) -> bool {
    matches!((open, close), ('《', '》') | ('『', '』') | ('「', '」') | ('〈', '〉'))
}

/// Gives what stands between two brackets a label, and the brackets none.
fn fill(path: &mut [u8], start: usize, end: usize, label: Label) {
    set(path, start, Label::Other);
    set(path, end, Label::Other);
    for at in start + 1..end {
        set(path, at, label);
    }
}
