//! People behind the title: editors of a container, "edited by", translators.

use super::head;
use super::work::{Work, is_quote};
use crate::grammar;
use crate::label::Label;
use crate::lexicon::{AND, EDITOR, PARTICLE, TRANSLATOR};
use crate::token::Text;

/// Claims "edited by A and B", "hrsg. v. A", "a cura di A", "trans. A" behind `from`.
pub(super) fn read(work: &mut Work<'_, '_>, from: usize) {
    let t = work.t;
    let mut i = from + 1;
    while i < t.len() {
        if work.free(i)
            && let Some((label, next)) = announces(t, i)
            && let Some(end) = list_end(t, next)
        {
            let start = if t.is(i - 1, '(') { i - 1 } else { i };
            if work.claim(next, end, label, 0.92) {
                work.claim(start, next, Label::Other, 0.9);
                i = end;
                continue;
            }
        }
        i += 1;
    }
}

/// A word that announces people, and where their names start.
fn announces(t: &Text<'_>, i: usize) -> Option<(Label, usize)> {
    let before = i > 0 && (t.is_any(i - 1, ",.;:(–—[)]?!") || is_quote(t, i - 1));
    if !before {
        return None;
    }
    match (t.low(i), t.low(i + 1), t.low(i + 2)) {
        ("a", "cura", "di") => return Some((Label::Editor, i + 3)),
        ("sous", "la", "direction" | "dir") => {
            let at = i + 3 + usize::from(t.is(i + 3, '.'));
            return Some((Label::Editor, at + usize::from(matches!(t.low(at), "de" | "d"))));
        }
        _ => {}
    }
    let label = if t.has(i, EDITOR) {
        Label::Editor
    } else if t.has(i, TRANSLATOR) {
        Label::Translator
    } else {
        return None;
    };
    let mut next = i + 1;
    let mut by = false;
    while next < i + 6 {
        if t.is(next, '.')
            || t.has(next, TRANSLATOR | EDITOR)
            || t.has(next, AND) && t.has(next + 1, TRANSLATOR | EDITOR)
        {
            next += 1;
        } else if !by
            && matches!(t.low(next), "by" | "von" | "v" | "par" | "por" | "da" | "di" | "av" | "af")
        {
            by = true;
            next += 1;
        } else if by && matches!(t.low(next), "aus" | "dem") {
            return None;
        } else {
            break;
        }
    }
    // "(eds)," closes a list; only words before names announce one.
    (t.is_cap(next) || t.has(next, PARTICLE)).then_some((label, next))
}

/// End of a list of names that stands alone in a sentence.
fn list_end(t: &Text<'_>, i: usize) -> Option<usize> {
    head::people(t, i).map(|(list, _)| list.end).or_else(|| {
        let list = grammar::list(t, i, grammar::Style::GivenFamily)?;
        (list.end >= t.len() || t.is_punct(list.end)).then_some(list.end)
    })
}

/// Claims the editors at the start of a container ("In: A. B., C. D. (Hg.): …") and returns where
/// the container's title starts.
pub(super) fn container_editors(work: &mut Work<'_, '_>, from: usize, to: usize) -> usize {
    let t = work.t;
    // "In: Ders. (Hg.):", "in Idem,": the author again.
    if matches!(
        t.low(from),
        "ders" | "dies" | "idem" | "id" | "dens" | "same" | "derselbe" | "dieselbe" | "dies."
    ) {
        let mut end = from + 1 + usize::from(t.is(from + 1, '.'));
        if let Some((_, close)) = grammar::role(t, end, EDITOR) {
            end = close;
        }
        work.claim(from, end, Label::Other, 0.8);
        return end;
    }
    for i in from..to.min(from + 70) {
        if !work.free(i) && i > from && work.has(Label::Editor) {
            break;
        }
        let Some((at, end)) = grammar::role(t, i, EDITOR) else { continue };
        if at == from {
            break;
        }
        let stop = if t.is(at - 1, ',') { at - 1 } else { at };
        if namely(t, from, stop) {
            if !work.claim(from, stop, Label::Editor, 0.95) {
                break;
            }
            work.claim(at, end, Label::Other, 0.9);
            return end;
        }
        if t.is(i, '(')
            && let Some(start) = trailing_names(t, from, stop)
        {
            work.claim(start, stop, Label::Editor, 0.9);
            work.claim(at, end, Label::Other, 0.9);
            // The title stands before the names, or behind the role when nothing does.
            return from;
        }
        break;
    }
    if let Some((list, score)) = head::people(t, from)
        && (score >= 14 || score >= 12 && t.is(list.end, ':'))
        && (t.is(list.end, ':')
            || t.is(list.end, '(')
            || score >= 15 && t.is(list.end, '.')
            || head::date(t, list.end, true).is_some())
        && work.claim(from, list.end, Label::Editor, 0.85)
    {
        return list.end;
    }
    from
}

/// Names that stand at the end of a stretch, behind a comma or a full stop.
fn trailing_names(t: &Text<'_>, from: usize, stop: usize) -> Option<usize> {
    (from + 2..stop)
        .filter(|i| t.is_any(i - 1, ",.?!"))
        .take(24)
        .find(|i| head::people(t, *i).is_some_and(|(list, _)| list.end == stop))
}

/// Whether the stretch can be a list of names: capitals, initials, particles, connectives.
fn namely(t: &Text<'_>, from: usize, to: usize) -> bool {
    if from >= to || to - from > 60 {
        return false;
    }
    let fits = (from..to).all(|i| {
        if t.is_punct(i) {
            t.is_any(i, ".,;/&-–…()|'’") || t.is_dash(i)
        } else {
            t.is_cap(i)
                || t.has(i, PARTICLE | AND)
                || matches!(t.low(i), "al" | "u" | "a" | "et" | "m" | "fl" | "v" | "others")
        }
    });
    // A colon-free list; a title before the names would bring small words with it.
    fits && (from..to).any(|i| t.is_cap(i))
}
