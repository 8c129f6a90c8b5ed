//! Rendering a batch of records with one style, and the check that tracing changed nothing.

use refsmith_csl::{
    Cite, Cluster, Request, Style, StyleKind, TracedText, plain_text, render, trace,
};
use refsmith_model::Record;

use super::random::Random;

/// Rendered references of a batch.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// The position of the first record that each is of, and its text.
    pub(super) texts: Vec<(usize, TracedText)>,
    /// How many were dropped because tracing changed their text.
    pub(super) differing: usize,
    /// How many were dropped because the style printed nothing, or next to nothing.
    pub(super) empty: usize,
}

/// Renders records as a bibliography or, in styles of footnotes, partly as notes.
pub(super) fn batch(style: &Style, locale: &str, records: &[Record], random: &mut Random) -> Batch {
    let as_notes = style.kind() == StyleKind::Note && random.chance(0.5);
    let clusters = if as_notes { notes(records, random) } else { Vec::new() };
    let request = Request { records, style, locale: Some(locale), clusters: &clusters };
    let mut out = Batch::default();
    let (Ok(traced), Ok(plain)) = (trace(&request), render(&request)) else {
        out.empty = records.len();
        return out;
    };
    let pairs: Vec<(usize, TracedText, String)> = if as_notes {
        let ids = clusters.iter().map(|cluster| {
            let first = cluster.cites.first().map(|cite| cite.id.as_str());
            records.iter().position(|record| Some(record.id.as_str()) == first).unwrap_or(0)
        });
        let plain = plain.citations.iter().map(|nodes| plain_text(nodes));
        ids.zip(traced.citations).zip(plain).map(|((idx, t), p)| (idx, t, p)).collect()
    } else {
        let plain = plain.bibliography.iter().map(|entry| plain_text(&entry.content));
        traced.bibliography.into_iter().zip(plain).map(|((idx, t), p)| (idx, t, p)).collect()
    };
    for (idx, traced, plain) in pairs {
        if traced.text.trim() != plain {
            out.differing += 1;
        } else if traced.variables.len() < 2
            || plain.len() < 12
            || plain.contains("CSL STYLE ERROR")
        {
            out.empty += 1;
        } else {
            out.texts.push((idx, traced));
        }
    }
    out
}

/// Makes footnotes: most cite one work, some two; some works come again in their short form, many
/// with the place that is meant.
fn notes(records: &[Record], random: &mut Random) -> Vec<Cluster> {
    let mut out = Vec::new();
    let mut number = 0;
    let cite = |record: &Record, random: &mut Random| {
        let mut cite = Cite::new(record.id.clone());
        if random.chance(0.45) {
            let page = random.between(1, 600);
            let value = match random.below(6) {
                0 => format!("{page}-{}", page + random.between(1, 8)),
                _ => page.to_string(),
            };
            cite.locator = Some(("page".to_owned(), value));
        }
        cite
    };
    for pair in records.chunks(2) {
        let [first, second] = pair else { continue };
        let mut cites = vec![vec![cite(first, random)], vec![cite(second, random)]];
        match random.below(8) {
            0 => cites = vec![vec![cite(first, random), cite(second, random)]],
            1 => cites.push(vec![cite(second, random)]),
            2 => cites.push(vec![cite(first, random)]),
            _ => {}
        }
        for cites in cites {
            number += 1;
            out.push(Cluster { cites, note_index: Some(number) });
        }
    }
    out
}
