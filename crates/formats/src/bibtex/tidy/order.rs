//! The order of the entries.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use refsmith_model::Span;
use refsmith_model::text::unicode::fold;

use super::super::Rewrite;
use super::super::layout::line_end;
use super::super::macros::Macros;
use super::super::syntax::{Block, BlockKind, Tree};
use super::super::tex::decode_plain;
use super::values;
use super::{Damage, TidyOptions};

/// An entry with what stands before it.
struct Group<'a> {
    /// Comments and text of their own.
    floating: Vec<Span>,
    /// The lines directly above the entry.
    attached: Option<Span>,
    entry: &'a Block,
    values: Vec<Option<Value>>,
    /// Whether other entries inherit from it: BibTeX wants it behind them.
    parent: bool,
}

/// What entries are sorted by.
#[derive(PartialEq, PartialOrd)]
enum Value {
    Number(f64),
    Text(String),
}

/// Sorts the entries, if that is asked for.
///
/// Comments and text move with the entry behind them, but for what stands before the first entry:
/// of that only the lines directly above it do. Strings and preambles go to the top, for they must
/// stand before their use; where a string is defined twice with two meanings, nothing is sorted, and
/// neither is a file with broken entries. Entries from which others inherit stay behind
/// these if all of them did before.
pub(super) fn pass(tree: &Tree, options: &TidyOptions) -> Option<Rewrite> {
    let damage = Damage::of(tree);
    let broken = |block: &Block| {
        block.kind == BlockKind::Broken || block.kind == BlockKind::Entry && damage.hits(block)
    };
    if options.sort.is_empty() || strings_are_redefined(tree) || tree.blocks().iter().any(broken) {
        return None;
    }
    let text = tree.text();
    let end = line_end(text);
    let first = tree.blocks().iter().position(|block| block.kind == BlockKind::Entry)?;
    let (mut head, mut groups, mut floating) = (Vec::new(), Vec::new(), Vec::new());
    let mut attached = None;
    for (idx, block) in tree.blocks().iter().enumerate() {
        match block.kind {
            BlockKind::Entry => {
                let values = options.sort.iter().map(|key| value(tree, block, key)).collect();
                let floating = std::mem::take(&mut floating);
                let attached = attached.take();
                groups.push(Group { floating, attached, entry: block, values, parent: false });
            }
            BlockKind::String | BlockKind::Preamble => {
                if idx < first {
                    head.extend(
                        floating.drain(..).chain(attached.take()).map(|part| (part, false)),
                    );
                }
                head.push((block.span, true));
            }
            BlockKind::Text => {
                let place = block.span.trimmed(text);
                // Behind the last text there is nothing that it could stand above.
                let (rest, above) = match idx + 1 == tree.blocks().len() {
                    true => (Some(place).filter(|place| !place.is_empty()), None),
                    false => split(text, place, block.span),
                };
                floating.extend(attached.take().into_iter().chain(rest));
                attached = above;
            }
            BlockKind::Comment | BlockKind::Broken => {
                floating.extend(attached.take());
                floating.push(block.span);
            }
        }
        if idx + 1 == first {
            head.extend(floating.drain(..).map(|part| (part, false)));
        }
    }
    floating.extend(attached);
    mark_parents(tree, &mut groups);
    let falling: Vec<bool> = options.sort.iter().map(|key| key.starts_with('-')).collect();
    groups.sort_by(|a, b| a.parent.cmp(&b.parent).then_with(|| compare(a, b, &falling)));
    let gap = gap(tree).unwrap_or_else(|| end.repeat(2));
    let mut out = Rewrite::default();
    let mut after_string = false;
    for (idx, (part, string)) in head.iter().enumerate() {
        // Strings stand close together, apart from all else.
        let apart = if after_string && *string { 1 } else { 2 };
        if idx > 0 {
            out.push(&end.repeat(apart));
        }
        out.keep(*part);
        after_string = *string;
    }
    for (idx, group) in groups.iter().enumerate() {
        match (idx, head.is_empty()) {
            (0, true) => {}
            (0, false) => out.push(&end.repeat(2)),
            _ => out.push(&gap),
        }
        for part in &group.floating {
            out.keep(*part);
            out.push(&end.repeat(2));
        }
        if let Some(part) = group.attached {
            out.keep(part);
            out.push(end);
        }
        out.keep(group.entry.span);
    }
    for part in floating {
        out.push(&end.repeat(2));
        out.keep(part);
    }
    if text.ends_with(['\n', '\r']) {
        out.push(end);
    }
    Some(out)
}

/// Cuts text between two blocks into what stands alone and the lines directly above the next
/// block; both may be empty. `place` is the text, `whole` the text with the white space around it.
fn split(text: &str, place: Span, whole: Span) -> (Option<Span>, Option<Span>) {
    let filled = |span: Span| Some(span).filter(|span| !span.is_empty());
    let behind = Span { start: place.end, end: whole.end }.of(text);
    if behind.matches('\n').count() > 1 {
        return (filled(place), None);
    }
    let mut cut = place.start();
    let mut at = place.start();
    for line in place.of(text).split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() {
            cut = at;
        }
    }
    let alone = Span::new(place.start(), cut).trimmed(text);
    (filled(alone), filled(Span::new(cut, place.end())))
}

fn strings_are_redefined(tree: &Tree) -> bool {
    let mut seen = BTreeSet::new();
    let strings = tree.blocks().iter().filter(|block| block.kind == BlockKind::String);
    strings
        .flat_map(|block| tree.fields(block))
        .any(|field| !seen.insert(field.name.of(tree.text()).to_ascii_lowercase()))
}

/// Returns the commonest thing between two entries.
fn gap(tree: &Tree) -> Option<String> {
    let text = tree.text();
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for window in tree.blocks().windows(3) {
        let [first, between, last] = window else { continue };
        let entries = first.kind == BlockKind::Entry && last.kind == BlockKind::Entry;
        let gap = between.span.of(text);
        if entries && gap.trim().is_empty() && gap.contains(['\n', '\r']) {
            *counts.entry(gap).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(gap, _)| gap.to_owned())
}

/// Marks the entries that others inherit from, if in this file all of them stand behind these.
fn mark_parents(tree: &Tree, groups: &mut [Group]) {
    let text = tree.text();
    let key = |group: &Group| group.entry.key.of(text).to_lowercase();
    let mut named = BTreeSet::new();
    let mut ordered = true;
    let mut passed = BTreeSet::new();
    for group in groups.iter() {
        passed.insert(key(group));
        if let Some(field) = tree.field(group.entry, "crossref") {
            let parent = tree.pieces(field).iter().map(|piece| piece.inner().of(text));
            let parent = parent.collect::<String>().trim().to_lowercase();
            ordered &= !passed.contains(&parent);
            named.insert(parent);
        }
    }
    if ordered {
        for group in groups {
            group.parent = named.contains(&key(group));
        }
    }
}

fn value(tree: &Tree, block: &Block, key: &str) -> Option<Value> {
    let text = tree.text();
    let name = key.trim_start_matches('-');
    let value = match name {
        "key" => Value::Text(fold(block.key.of(text))),
        "type" => Value::Text(block.word.of(text).to_ascii_lowercase()),
        // Data for others first: `xdata` and sets.
        "special" => {
            let kind = block.word.of(text);
            let special = ["xdata", "set"].iter().any(|known| kind.eq_ignore_ascii_case(known));
            Value::Number(if special { 0.0 } else { 1.0 })
        }
        name => {
            let field = tree.field(block, name)?;
            let pieces = tree.pieces(field).iter().map(|piece| piece.inner().of(text));
            let tex: String = pieces.collect();
            if name == "month"
                && let Some(month) = values::month(&tex)
            {
                return Some(Value::Number(f64::from(month)));
            }
            let plain = decode_plain(&tex, &Macros::default(), &mut Vec::new());
            match plain.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Number(number),
                _ => Value::Text(fold(plain.trim())),
            }
        }
    };
    Some(value)
}

fn compare(a: &Group, b: &Group, falling: &[bool]) -> Ordering {
    for ((a, b), falling) in a.values.iter().zip(&b.values).zip(falling) {
        let order = match (a, b) {
            (None, None) => Ordering::Equal,
            // What has no value comes last in either order.
            (None, Some(_)) => return Ordering::Greater,
            (Some(_), None) => return Ordering::Less,
            (Some(a), Some(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        };
        let order = if *falling { order.reverse() } else { order };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}
