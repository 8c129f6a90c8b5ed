//! One citation: its cites in order, grouped and collapsed as the style asks.

use super::context::{Ambiguity, CiteState, Place};
use super::document::{Document, Located};
use super::punctuation::settle;
use super::run::{self, Format, Origin, Run};
use crate::node::Node;
use crate::style::xml::Element;

/// A rendered cite.
struct Piece<'a> {
    cite: &'a Located<'a>,
    runs: Vec<Run>,
    /// The words of its names.
    names: String,
    /// What stands before it, unless it comes first.
    delimiter: String,
}

pub(super) fn render(document: &Document<'_>, cites: &[Located<'_>]) -> Vec<Node> {
    let Some(citation) = document.style.root().child("citation") else { return Vec::new() };
    let Some(layout) = citation.child("layout") else { return Vec::new() };
    let records: Vec<usize> = cites.iter().map(|cite| cite.record).collect();
    let order = document.sorted(&records, citation);
    let delimiter = layout.attr("delimiter").unwrap_or_default();
    let mut pieces: Vec<Piece<'_>> = order
        .into_iter()
        .filter_map(|idx| cites.get(idx))
        .map(|cite| {
            let runs = cite_runs(document, cite, &cite.state, None);
            let names = runs
                .iter()
                .filter(|run| run.origin == Origin::Names)
                .map(|r| r.text.as_str())
                .collect();
            Piece { cite, runs, names, delimiter: delimiter.to_owned() }
        })
        .filter(|piece| !run::is_blank(&piece.runs))
        .collect();
    match citation.attr("collapse") {
        Some("citation-number") => collapse_numbers(document, citation, &mut pieces),
        collapse => group(document, citation, collapse, &mut pieces),
    }
    let mut runs = Vec::new();
    for (idx, piece) in pieces.into_iter().enumerate() {
        if idx > 0 {
            runs.push(Run::text(piece.delimiter));
        }
        runs.extend(with_affixes(piece.cite, piece.runs));
    }
    if run::is_blank(&runs) {
        return Vec::new();
    }
    if let Some(prefix) = layout.attr("prefix") {
        runs.insert(0, Run::text(prefix));
    }
    if let Some(suffix) = layout.attr("suffix") {
        runs.push(Run::text(suffix));
    }
    let format = Format::of(layout);
    runs.iter_mut().for_each(|run| run.format = run.format.or(format));
    run::to_nodes(&settle(runs, document.locale))
}

/// Renders a cite; `suffix` replaces the year suffix, to see what it looks like without.
fn cite_runs(
    document: &Document<'_>,
    cite: &Located<'_>,
    state: &CiteState,
    suffix: Option<Option<String>>,
) -> Vec<Run> {
    let Some(citation) = document.style.root().child("citation") else { return Vec::new() };
    let Some(layout) = citation.child("layout") else { return Vec::new() };
    let mut ambiguity: Ambiguity =
        document.ambiguities.get(cite.record).cloned().unwrap_or_default();
    if let Some(suffix) = suffix {
        ambiguity.suffix = suffix;
    }
    document
        .context(cite.record, Place::Citation, citation, state, &ambiguity)
        .map(|mut context| context.children(&layout.children, None).runs)
        .unwrap_or_default()
}

/// Puts the writer's own words around a cite, with a blank where letters would touch.
fn with_affixes(cite: &Located<'_>, runs: Vec<Run>) -> Vec<Run> {
    let mut out = Vec::with_capacity(runs.len() + 2);
    if let Some(prefix) = cite.prefix.filter(|prefix| !prefix.is_empty()) {
        let gap = if prefix.ends_with(|c: char| c.is_alphanumeric() || c == '.' || c == ',') {
            " "
        } else {
            ""
        };
        out.push(Run::text(format!("{prefix}{gap}")));
    }
    out.extend(runs);
    if let Some(suffix) = cite.suffix.filter(|suffix| !suffix.is_empty()) {
        let gap = if suffix.starts_with(char::is_alphanumeric) { " " } else { "" };
        out.push(Run::text(format!("{gap}{suffix}")));
    }
    out
}

fn is_bare(cite: &Located<'_>) -> bool {
    cite.prefix.is_none() && cite.suffix.is_none() && cite.state.locator.is_none()
}

/// [1], [2], [3] becomes [1]–[3]; two numbers in a row stay apart.
fn collapse_numbers(document: &Document<'_>, citation: &Element, pieces: &mut Vec<Piece<'_>>) {
    let after = citation.attr("after-collapse-delimiter").map(str::to_owned);
    let number = |piece: &Piece<'_>| document.numbers.get(piece.cite.record).copied().unwrap_or(0);
    let mut out: Vec<Piece<'_>> = Vec::with_capacity(pieces.len());
    let mut rest = std::mem::take(pieces).into_iter().peekable();
    let mut collapsed = false;
    while let Some(mut first) = rest.next() {
        let mut in_row = Vec::new();
        let mut last = number(&first);
        while is_bare(first.cite)
            && let Some(next) = rest.next_if(|next| is_bare(next.cite) && number(next) == last + 1)
        {
            last = number(&next);
            in_row.push(next);
        }
        if let Some(after) = after.as_ref().filter(|_| collapsed) {
            first.delimiter.clone_from(after);
        }
        out.push(first);
        collapsed = in_row.len() >= 2;
        if collapsed && let Some(mut end) = in_row.pop() {
            "\u{2013}".clone_into(&mut end.delimiter);
            out.push(end);
        } else {
            out.append(&mut in_row);
        }
    }
    *pieces = out;
}

/// Brings cites of the same names together and, where the style collapses, names them once.
fn group(
    document: &Document<'_>,
    citation: &Element,
    collapse: Option<&str>,
    pieces: &mut Vec<Piece<'_>>,
) {
    let group_delimiter = citation.attr("cite-group-delimiter");
    if group_delimiter.is_none() && collapse.is_none() {
        return;
    }
    let between = group_delimiter.unwrap_or(", ").to_owned();
    let mut groups: Vec<Vec<Piece<'_>>> = Vec::new();
    for piece in std::mem::take(pieces) {
        let found = groups.iter_mut().find(|group| {
            !piece.names.is_empty() && group.first().is_some_and(|first| first.names == piece.names)
        });
        match found {
            Some(group) => group.push(piece),
            None => groups.push(vec![piece]),
        }
    }
    let mut after_group = false;
    for group in groups {
        let many = group.len() > 1;
        let mut year: Option<String> = None;
        for (idx, mut piece) in group.into_iter().enumerate() {
            if idx == 0 {
                if after_group && let Some(after) = citation.attr("after-collapse-delimiter") {
                    after.clone_into(&mut piece.delimiter);
                }
            } else {
                piece.delimiter.clone_from(&between);
            }
            if collapse.is_some() && many {
                collapse_year(document, citation, collapse, &mut piece, idx, &mut year);
            }
            pieces.push(piece);
        }
        after_group = many && collapse.is_some();
    }
}

/// Takes the names away behind the first cite of a group and, for `year-suffix`, the year behind
/// the first cite of that year.
fn collapse_year(
    document: &Document<'_>,
    citation: &Element,
    collapse: Option<&str>,
    piece: &mut Piece<'_>,
    idx: usize,
    year: &mut Option<String>,
) {
    let state = CiteState { suppress_author: true, ..piece.cite.state.clone() };
    let bare = run::words(&cite_runs(document, piece.cite, &state, Some(None)));
    let suffix = document.ambiguities.get(piece.cite.record).and_then(|state| state.suffix.clone());
    let same_year = year.as_deref() == Some(bare.as_str()) && piece.cite.state.locator.is_none();
    *year = Some(bare);
    if idx == 0 {
        return;
    }
    match suffix {
        Some(suffix) if collapse != Some("year") && same_year => {
            piece.runs = vec![Run::text(suffix)];
            if let Some(delimiter) = citation.attr("year-suffix-delimiter") {
                delimiter.clone_into(&mut piece.delimiter);
            }
        }
        _ => piece.runs = cite_runs(document, piece.cite, &state, None),
    }
}
