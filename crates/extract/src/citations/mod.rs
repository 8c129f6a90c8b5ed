//! Finds the citations in the running text and tells which references they point at.
//!
//! Two ways of citing are looked for in every document: by number (`numeric`) and by author and
//! year (`author_date`). The reference list itself and headings are no running text.

mod author_date;
mod numeric;

use std::collections::BTreeMap;

use refsmith_model::{Block, BlockKind, Citation, Record, ReferenceString, SourceDocument, Span};

use crate::segment::ReferenceList;

/// Finds the citations of a document, in order and without overlap.
///
/// `records[i]` is what was read from `list.references[i]`; records are needed for citations by
/// author and year only, and may be missing. A citation that names something without an answer
/// in the list says so in `unresolved`.
///
/// # Examples
/// ```
/// use refsmith_extract::{citations, input, segment};
/// let text = "Reeds bend [1, 2].\n\nReferences\n\n[1] Marsh, P. (2011). Reeds. Wetland Press.\n[2] Reed, Q. (2012). More reeds. Wetland Press.\n";
/// let document = input::read("a.txt", text.as_bytes(), None).value;
/// let list = segment::references(&document).value;
/// let found = citations::link(&document, &list, &[]);
/// assert_eq!(document.text.slice(found[0].span), "[1, 2]");
/// assert_eq!(found[0].targets, [1, 2]);
/// ```
pub fn link(document: &SourceDocument, list: &ReferenceList, records: &[Record]) -> Vec<Citation> {
    if list.references.is_empty() {
        return Vec::new();
    }
    let text = document.text.text();
    let running = running_text(document, list);
    let mut found = author_date::find(text, &running, list, records);
    let dated = found.iter().filter(|citation| !citation.targets.is_empty()).count();
    found.extend(numeric::find(text, &running, list, dated));
    found.sort_by_key(|citation| (citation.span.start, std::cmp::Reverse(citation.span.end)));
    let mut end = 0;
    found.retain(|citation| {
        let free = citation.span.start >= end;
        if free {
            end = citation.span.end;
        }
        free
    });
    found
}

/// The text that is neither heading nor part of the reference list: one span for each block, or
/// for lines that were wrapped.
fn running_text(document: &SourceDocument, list: &ReferenceList) -> Vec<Span> {
    let whole = |found: &ReferenceString| found.marker.map_or(found.span, |m| m.join(found.span));
    let mut references: Vec<Span> = list.references.iter().map(whole).collect();
    references.sort_unstable();
    let is_running = |block: &&Block| {
        let after = references.partition_point(|found| found.end <= block.span.start);
        !matches!(block.kind, BlockKind::Heading(_))
            && list.heading != Some(block.span)
            && references.get(after).is_none_or(|found| found.start >= block.span.end)
    };
    let text = document.text.text();
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for block in &document.blocks {
        if let BlockKind::ListItem { list, .. } = block.kind {
            *sizes.entry(list).or_default() += 1;
        }
    }
    // Plain text is its own source; only there a block is no more than a line.
    let plain = std::ptr::eq(text, document.text.source());
    let mut running: Vec<Span> = Vec::new();
    for block in document.blocks.iter().filter(is_running) {
        let goes_on = match block.kind {
            BlockKind::ListItem { list, marker } => {
                // A number that no list goes on from is a citation at the start of a line.
                let numbered = marker.is_some_and(|mark| mark.len() > 2);
                numbered && sizes.get(&list) == Some(&1)
            }
            _ => true,
        };
        match running.last_mut() {
            Some(last) if plain && goes_on && next_line(text, *last, block.span) => {
                last.end = block.span.end;
            }
            _ => running.push(block.span),
        }
    }
    running
}

/// Tells whether `line` stands in the line below `above`, with at most a mark between them.
fn next_line(text: &str, above: Span, line: Span) -> bool {
    let between = text.get(above.end()..line.start()).unwrap_or("");
    let ends = between.chars().filter(|c| matches!(c, '\n' | '\r')).count();
    between.len() < 80 && (ends == 1 || (ends == 2 && between.contains("\r\n")))
}

/// Returns the last character before `at` in `text`, not looking beyond `from`.
fn before(text: &str, from: usize, at: usize) -> Option<char> {
    text.get(from..at)?.chars().next_back()
}
