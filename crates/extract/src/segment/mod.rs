//! Finds the reference list of a document and its items.
//!
//! A list has a heading (`headings`: what they are called in many languages), or it is a run of
//! items that look like references (`score`). How lines become items is told in `items`. What a
//! reference says is not read here.

mod headings;
mod items;
mod regions;
mod score;
mod several;

use std::collections::BTreeSet;

use refsmith_model::{Diagnostic, Parsed, ReferenceString, SourceDocument, SourceText, Span};

use crate::codes::{NO_REFERENCES, NOT_A_REFERENCE, REFERENCE_TOO_LONG};
use crate::marker::{MarkerKind, marker};
use items::{Item, Role};
use regions::{Found, MOST_MISSES};

/// A longer block is no reference.
const LONGEST: usize = 64 << 10;
/// So many blocks that are too long are reported one by one.
const MOST_REPORTS: usize = 16;

/// The references of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReferenceList {
    /// The references, in the order of the document.
    pub references: Vec<ReferenceString>,
    /// The heading of the (first) list, if it has one.
    pub heading: Option<Span>,
    /// The list prints its numbers, so ordinals are what the document says.
    pub numbered: bool,
}

/// Finds the references of a document.
///
/// When nothing looks like a reference, the list is empty and the error `no-references` says so.
/// A block of more than 64 KiB is skipped with `reference-too-long`, and what stands between
/// references, or ends their list, without being one is named by `not-a-reference`.
///
/// # Examples
/// ```
/// use refsmith_extract::{input, segment};
/// let text = "About reeds.\n\nKällor\n\n[1] Marsh, P. (2011). Reeds. Wetland\n    Press.\n[2] Reed, Q. (2012). More reeds. Wetland Press.\n";
/// let document = input::read("a.txt", text.as_bytes(), None).value;
/// let list = segment::references(&document).value;
/// assert!(list.numbered);
/// assert_eq!(document.text.slice(list.heading.unwrap()), "Källor");
/// assert_eq!(
///     document.text.slice(list.references[0].span),
///     "Marsh, P. (2011). Reeds. Wetland\n    Press."
/// );
/// ```
pub fn references(document: &SourceDocument) -> Parsed<ReferenceList> {
    let mut diagnostics = Vec::new();
    let items: Vec<Item> = items::items(document);
    let mut long = 0usize;
    let items: Vec<Item> = items
        .into_iter()
        .filter(|item| {
            let fits = item.span.len() <= LONGEST;
            if !fits {
                long += 1;
                if long <= MOST_REPORTS {
                    diagnostics.push(too_long(item.span));
                }
            }
            fits
        })
        .collect();
    let mut found = regions::find(&items);
    let text = document.text.text();
    diagnostics.extend(passed_over(text, &items, &found));
    let several = |item: &Item| {
        let item = *item;
        several::split(text, item.span).into_iter().enumerate().map(move |(nth, span)| {
            // The mark and its number belong to the first.
            Item { span, marker: item.marker.filter(|_| nth == 0), ..item }
        })
    };
    found.items = found.items.iter().flat_map(several).collect();
    let list = build(&found.items, found.heading);
    if list.references.is_empty() {
        let finding = Diagnostic::new(&NO_REFERENCES, "expected a reference list, found none")
            .at(Span::default())
            .help(
                "looked for a heading such as `References` and for lines with names, years, \
                 volumes and pages; `--lines` takes each line as one reference",
            );
        diagnostics.push(finding);
    }
    Parsed { value: list, diagnostics }
}

/// Takes every line of the document as one reference; an empty line gives an empty span.
///
/// A line ends with `\n` or `\r\n`, so that counting agrees with other tools; with `\r` only where
/// the text has no `\n` at all. Ordinals count lines from 1. A bullet or number before a reference
/// is its marker.
///
/// # Examples
/// ```
/// use refsmith_extract::{input, segment};
/// let document = input::read("a.txt", b"Marsh 2011 Reeds\n\n- Reed 2012\n", None).value;
/// let lines = segment::lines(&document.text);
/// assert_eq!(lines.len(), 3);
/// assert!(lines[1].span.is_empty());
/// assert_eq!(document.text.slice(lines[2].span), "Reed 2012");
/// ```
pub fn lines(text: &SourceText) -> Vec<ReferenceString> {
    let source = text.text();
    let end = if source.contains('\n') { '\n' } else { '\r' };
    let mut at = 0;
    let line = |(idx, line): (usize, &str)| {
        let span = Span::new(at, at + line.len()).trimmed(source);
        at += line.len();
        let ordinal = u32::try_from(idx + 1).unwrap_or(u32::MAX);
        let mark = marker(span.of(source)).filter(|mark| mark.content < span.len());
        match mark {
            Some(mark) => ReferenceString {
                span: Span::new(span.start() + mark.content, span.end()),
                marker: Some(Span::new(span.start(), span.start() + mark.len)),
                ordinal,
            },
            None => ReferenceString { span, marker: None, ordinal },
        }
    };
    source.split_inclusive(end).enumerate().map(line).collect()
}

/// Returns the finding about a line of `bytes` that whoever reads line by line passed over.
pub fn line_too_long(bytes: u64) -> Diagnostic {
    let message = format!("expected a reference, found a line of {bytes} bytes");
    Diagnostic::new(&REFERENCE_TOO_LONG, message)
        .at(Span::default())
        .help("put each reference on a line of its own")
}

/// Reports what stands between references, or ends their list, and was not taken for one.
fn passed_over(text: &str, items: &[Item], found: &Found) -> Vec<Diagnostic> {
    let starts: BTreeSet<u32> = found.items.iter().map(|item| item.span.start).collect();
    let (Some(first), Some(last)) = (starts.first(), starts.last()) else { return Vec::new() };
    let between: Vec<&Item> = items
        .iter()
        .filter(|item| {
            (first..=last).contains(&&item.span.start)
                && item.role == Role::Body
                && !starts.contains(&item.span.start)
        })
        .collect();
    // Lists in different chapters have the chapters between them.
    let lists_apart = between.len() > found.items.len();
    // A few lines below a list belong to it; more of them are the text that goes on.
    let behind = items.iter().skip_while(|item| item.span.start <= *last);
    let tail: Vec<&Item> = behind.take_while(|item| item.role == Role::Body).collect();
    let is_tail = found.heading.is_some() && tail.len() < MOST_MISSES;
    let report = |item: &Item| {
        let words: String = item.span.of(text).chars().take(60).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Diagnostic::new(&NOT_A_REFERENCE, format!("not taken for a reference: `{words}`"))
            .at(item.span)
    };
    let between = between.into_iter().filter(|_| !lists_apart);
    let tail = tail.into_iter().filter(|_| is_tail);
    between.chain(tail).take(MOST_REPORTS).map(report).collect()
}

fn too_long(span: Span) -> Diagnostic {
    let message = format!("expected at most 64 KiB, found a block of {} bytes", span.len());
    Diagnostic::new(&REFERENCE_TOO_LONG, message)
        .at(span)
        .help("put each reference on a line of its own")
}

fn build(items: &[Item], heading: Option<Span>) -> ReferenceList {
    let number = |item: &Item| item.marker.and_then(|(_, kind)| kind.number());
    let numbers = items.iter().filter(|item| number(item).is_some()).count();
    let numbered = numbers > 0 && numbers * 2 >= items.len();
    let references = items
        .iter()
        .enumerate()
        .map(|(idx, item)| {
            let position = u32::try_from(idx + 1).unwrap_or(u32::MAX);
            ReferenceString {
                span: item.span,
                marker: item.marker.map(|(span, _)| span),
                ordinal: if numbered { number(item).unwrap_or(position) } else { position },
            }
        })
        .collect();
    ReferenceList { references, heading, numbered }
}

/// Tells whether two items carry marks that can belong to one list.
fn same_marks(one: &Item, two: &Item) -> bool {
    let kind = |item: &Item| item.marker.map(|(_, kind): (Span, MarkerKind)| kind);
    kind(one).zip(kind(two)).is_some_and(|(one, two)| one.same_class(two))
}
