//! Where each cite stands among those of its work (CSL 1.0.2, "choose", `position`).

use std::collections::HashMap;

use super::cluster::{self, Located};
use super::library::Library;
use super::number;
use super::render::CiteState;
use crate::request::{Cite, Cluster, Position};

/// Finds items, order and positions of all cites. `items` leads from ids to items; cites of unknown
/// ids were refused before.
pub(super) fn locate(
    library: &Library<'_>,
    clusters: &[&Cluster],
    items: &HashMap<&str, usize>,
) -> Vec<Vec<Located>> {
    let mut out: Vec<Vec<Located>> = Vec::with_capacity(clusters.len());
    let mut seen: Vec<Option<Seen>> = vec![None; library.items.len()];
    let mut notes: Vec<u32> = Vec::with_capacity(clusters.len());
    for cluster in clusters {
        let note = cluster.note_index.unwrap_or(0);
        let mut cites: Vec<(Located, &Cite)> = cluster
            .cites
            .iter()
            .filter_map(|cite| Some((located(cite, *items.get(cite.id.as_str())?), cite)))
            .collect();
        cluster::sorted(library, &mut cites);
        let mut done: Vec<Located> = Vec::with_capacity(cites.len());
        for (mut cite, source) in cites {
            let before = match done.last() {
                Some(before) => Some(before),
                None => preceding(&out, &notes, note),
            };
            let known = seen.get(cite.item).copied().flatten();
            let same = before.filter(|before| before.item == cite.item);
            let position = match (known, same) {
                (None, _) => Position::First,
                (Some(_), None) => Position::Subsequent,
                (Some(_), Some(before)) => match (&before.state.locator, &cite.state.locator) {
                    (None, None) => Position::Ibid,
                    (Some(_), None) => Position::Subsequent,
                    (Some(a), Some(b)) if a == b => Position::Ibid,
                    (_, Some(_)) => Position::IbidWithLocator,
                },
            };
            let distance = library.program.citation_options.near_note_distance;
            let near = known.is_some_and(|known| note.saturating_sub(known.last) <= distance);
            cite.state.position = source.position.unwrap_or(position);
            cite.state.near_note = source.near_note.unwrap_or(near);
            cite.note = Some(note).filter(|note| *note > 0 && known.is_none());
            cite.state.first_note = known.map(|known| known.first).filter(|first| *first > 0);
            if let Some(slot) = seen.get_mut(cite.item) {
                *slot = Some(Seen { first: known.map_or(note, |known| known.first), last: note });
            }
            done.push(cite);
        }
        out.push(done);
        notes.push(note);
    }
    out
}

/// The notes a work was cited in.
#[derive(Debug, Clone, Copy)]
struct Seen {
    first: u32,
    last: u32,
}

/// Returns the cite an "ibid." at the beginning of a citation would refer to: that of the citation
/// before, when that names one work and nothing else. In notes it must stand in the same note, or
/// alone in the note before; running text and notes do not see each other.
fn preceding<'a>(done: &'a [Vec<Located>], notes: &[u32], note: u32) -> Option<&'a Located> {
    let last = notes.iter().rposition(|other| (*other > 0) == (note > 0))?;
    let before = *notes.get(last)?;
    if note > 0 && before != note {
        let earlier = notes.iter().take(last).rev().find(|other| **other > 0);
        let alone = earlier.is_none_or(|earlier| *earlier != before);
        if !alone || before + 1 < note {
            return None;
        }
    }
    match done.get(last)?.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

fn located(cite: &Cite, item: usize) -> Located {
    // What is written before the number says more than the kind beside it: "vol. 1, fol. 186".
    let locator = cite.locator.clone().filter(|(_, value)| !value.trim().is_empty());
    let locator = locator.map(|(label, value)| match number::labelled(value.trim()) {
        Some((label, rest)) => (label.to_owned(), rest.to_owned()),
        None => (label, value),
    });
    Located {
        item,
        note: None,
        state: CiteState { locator, suppress_author: cite.suppress_author, ..CiteState::default() },
        prefix: cite.prefix.clone().unwrap_or_default(),
        suffix: cite.suffix.clone().unwrap_or_default(),
    }
}
