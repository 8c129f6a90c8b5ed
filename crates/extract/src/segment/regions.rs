//! Which items are the reference list.

use std::collections::BTreeMap;

use refsmith_model::Span;

use super::items::{Item, Role};
use super::same_marks;
use super::score::{STRONG, WEAK};

/// So many items in a row that are no references end a list.
pub(super) const MOST_MISSES: usize = 4;
/// Without a heading, a paragraph of this length in bytes that is prose ends a run.
const SHORT_PROSE: usize = 100;
/// Below this score a text is prose.
const PROSE: f32 = -0.5;
/// A paragraph of this length in bytes that is no reference ends a list at once.
const LONG_PROSE: usize = 240;

/// The items of the reference list, or lists.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) items: Vec<Item>,
    pub(super) heading: Option<Span>,
}

/// Finds the lists under headings; where there are none, the best run of references.
pub(super) fn find(items: &[Item]) -> Found {
    let mut items = items.to_vec();
    promote(&mut items);
    let mut found = Found::default();
    let mut at = 0;
    while let Some(item) = items.get(at) {
        at += 1;
        let Role::ListHeading(level) = item.role else { continue };
        let rest = items.get(at..).unwrap_or(&[]);
        let (list, read) = under_heading(rest, level);
        let strong = list.iter().filter(|item| item.score >= STRONG).count();
        // The heading says what it is, so less is asked of what stands below it.
        let weak = list.iter().filter(|item| item.score >= WEAK).count();
        let believable = strong * 3 >= list.len() || weak * 2 >= list.len();
        if !list.is_empty() && believable {
            found.heading.get_or_insert(item.span);
            found.items.extend(list);
            at += read;
        }
    }
    let run = best_run(&items);
    // A heading such as "Sources" may stand in the middle of a text. A much longer list elsewhere
    // is then the reference list.
    if run.len() > found.items.len().saturating_mul(3) {
        return Found { items: run, heading: None };
    }
    found
}

/// In a list of which most items are references, all are.
fn promote(items: &mut [Item]) {
    let mut lists: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for item in items.iter() {
        if let Some(list) = item.list {
            let (strong, all) = lists.entry(list).or_default();
            *strong += usize::from(item.score >= STRONG);
            *all += 1;
        }
    }
    for item in items.iter_mut() {
        let counts = item.list.and_then(|list| lists.get(&list));
        if counts.is_some_and(|(strong, all)| *all > 1 && strong * 2 >= *all) {
            item.score = item.score.max(WEAK);
        }
    }
}

/// Collects the references below a heading: they, and how many items were passed.
fn under_heading(items: &[Item], level: Option<u8>) -> (Vec<Item>, usize) {
    let mut list: Vec<Item> = Vec::new();
    let mut waiting: Vec<Item> = Vec::new();
    let mut read = 0;
    for (idx, item) in items.iter().enumerate() {
        match item.role {
            Role::ListHeading(_) | Role::End => break,
            Role::Heading(own) => {
                // A heading of a deeper level divides the list: "Books", "Articles".
                let inside = level.is_none_or(|level| own > level);
                let next = items.get(idx + 1..).unwrap_or(&[]).iter().take(2);
                if inside && next.clone().any(|item| item.score >= STRONG) {
                    continue;
                }
                break;
            }
            Role::Body => {}
        }
        let belongs = list.last().is_some_and(|last| goes_on(last, item));
        if item.score >= WEAK || (belongs && item.span.len() <= 1000) {
            // What stands between references is one, if it is not the heading of a part.
            list.extend(waiting.drain(..).filter(|item| !item.terse));
            list.push(*item);
            read = idx + 1;
        } else if item.score < PROSE && item.span.len() >= LONG_PROSE && !list.is_empty() {
            break;
        } else {
            waiting.push(*item);
            if waiting.len() >= MOST_MISSES {
                break;
            }
        }
    }
    (list, read)
}

/// Tells whether an item carries on the list of the one before it: by the source's own list, or by
/// a number that counts on.
fn goes_on(last: &Item, item: &Item) -> bool {
    let number = |item: &Item| item.marker.and_then(|(_, kind)| kind.number());
    let counts = number(last).zip(number(item)).is_some_and(|(last, now)| now == last + 1);
    (item.list.is_some() && item.list == last.list) || (counts && same_marks(last, item))
}

/// The best run of references: of those that are not much shorter than the longest, the last.
fn best_run(items: &[Item]) -> Vec<Item> {
    let mut runs: Vec<(usize, Vec<Item>)> = Vec::new();
    let mut open: Vec<Item> = Vec::new();
    let mut waiting: Vec<Item> = Vec::new();
    for item in items {
        let body = item.role == Role::Body;
        let last = open.last().copied();
        let belongs = last.is_some_and(|last| goes_on(&last, item) && last.score >= WEAK);
        if body && (item.score >= WEAK || belongs) {
            let sure = last.is_some_and(|last| last.score.min(item.score) >= STRONG);
            let other_list = last.is_some_and(|last| last.list != item.list);
            if sure {
                open.extend(waiting.iter().filter(|item| !item.terse));
            } else if waiting.len() > 1 || (other_list && !waiting.is_empty()) {
                close(&mut open, &mut runs);
            }
            waiting.clear();
            open.push(*item);
        } else {
            waiting.push(*item);
            let prose = item.score < PROSE && item.span.len() >= SHORT_PROSE;
            if !body || prose || waiting.len() >= MOST_MISSES {
                close(&mut open, &mut runs);
                waiting.clear();
            }
        }
    }
    close(&mut open, &mut runs);
    let longest = runs.iter().map(|(strong, _)| *strong).max().unwrap_or(0);
    let best = runs.into_iter().rev().find(|(strong, _)| strong * 2 >= longest);
    best.map_or_else(|| weak_document(items), |(_, run)| trim(run))
}

/// Ends a run; it counts when at least half of it is beyond doubt.
fn close(open: &mut Vec<Item>, runs: &mut Vec<(usize, Vec<Item>)>) {
    let strong = open.iter().filter(|item| item.score >= STRONG).count();
    if strong > 0 && strong * 2 >= open.len() {
        runs.push((strong, std::mem::take(open)));
    }
    open.clear();
}

/// Takes weak items off the ends of a run, unless they are of the same list as the rest.
fn trim(mut run: Vec<Item>) -> Vec<Item> {
    let loose = |item: &Item| item.score < STRONG && item.list.is_none() && item.marker.is_none();
    let weak = |item: &Item| item.score < WEAK + 1.0;
    while run.last().is_some_and(|item| loose(item) && weak(item)) && run.len() > 1 {
        run.pop();
    }
    let lead = run.iter().take_while(|item| loose(item) && weak(item)).count();
    if lead < run.len() {
        run.drain(..lead);
    }
    run
}

/// A document that is nothing but references in some terse style: most items are weak.
fn weak_document(items: &[Item]) -> Vec<Item> {
    let body = || items.iter().filter(|item| item.role == Role::Body);
    let weak = body().filter(|item| item.score >= WEAK).count();
    if weak * 10 < body().count() * 7 {
        return Vec::new();
    }
    body().filter(|item| item.score >= WEAK).copied().collect()
}
