//! The imprint: publisher and place at the end of a book's reference.

use super::work::Work;
use crate::label::Label;
use crate::lexicon::{ABBREV, AND, FUNCTION, ORG, PLACE, PUBLISHER, PUBLISHER_NAME, STATE, flags};
use crate::token::Text;

/// A stretch between two marks.
#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
    /// The mark before it, or a blank.
    mark: char,
}

/// Claims publisher and place at the end of the stretch and returns where they begin.
/// `whole` says that the stretch holds nothing but an imprint and may be used up.
pub(super) fn read(work: &mut Work<'_, '_>, from: usize, to: usize, whole: bool) -> usize {
    let pieces = pieces(work, from, to);
    let floor = usize::from(!whole);
    let author = work.claimed(Label::Author).map(|(s, e)| work.t.text(s, e).to_lowercase());
    let mut walk = Walk { pieces: &pieces, floor, place: None, publisher: None, end: to };
    for (idx, piece) in pieces.iter().enumerate().skip(floor).rev() {
        let last = walk.end == to || idx + 1 == pieces.len();
        if let Some(colon) = colon(work.t, *piece) {
            if let Some(start) = divided(work, &walk, idx, colon, last) {
                return start;
            }
            break;
        }
        match part(work.t, &walk, idx, last, author.as_deref()) {
            Some(Part::Place) => walk.place = Some(idx),
            Some(Part::Publisher) => walk.publisher = Some(idx),
            Some(Part::City | Part::Remark) => {}
            Some(Part::Series) => {
                work.claim(piece.start, piece.end, Label::CollectionTitle, 0.85);
            }
            None => break,
        }
        walk.end = piece.start;
    }
    claim(work, &walk, to)
}

/// What was found on the way from the end to the start.
struct Walk<'p> {
    pieces: &'p [Piece],
    floor: usize,
    place: Option<usize>,
    publisher: Option<usize>,
    end: usize,
}

/// What a piece of an imprint can be.
enum Part {
    Place,
    Publisher,
    /// The city before its state.
    City,
    /// "(first printed in 1911)"
    Remark,
    Series,
}

/// Says what a piece without colon is; `None` when it is no part of an imprint.
fn part(
    t: &Text<'_>,
    walk: &Walk<'_>,
    idx: usize,
    last: bool,
    author: Option<&str>,
) -> Option<Part> {
    let piece = *walk.pieces.get(idx)?;
    let before = idx.checked_sub(1).and_then(|idx| walk.pieces.get(idx)).copied();
    let next = walk.pieces.get(idx + 1);
    let (no_place, no_publisher) = (walk.place.is_none(), walk.publisher.is_none());
    let place_next = walk.place == Some(idx + 1);
    let size = piece.end - piece.start;
    let capital = (piece.start..piece.end).all(|i| t.is_cap(i));
    let room = idx > 1 || walk.floor == 0;
    if no_place && (is_place(t, piece.start, piece.end) || states(t, piece.start, piece.end)) {
        return Some(Part::Place);
    }
    let by_author =
        author.is_some_and(|author| author == t.text(piece.start, piece.end).to_lowercase());
    if no_publisher && (is_publisher(t, piece.start, piece.end) || by_author) {
        return Some(Part::Publisher);
    }
    if last && no_place && no_publisher && unknown_place(t, piece, before, room) {
        return Some(Part::Place);
    }
    let remark = !t.is_cap(piece.start) || size <= 4 && t.is_num(piece.end - 1);
    if last && piece.mark == '(' && idx > 0 && remark {
        return Some(Part::Remark);
    }
    let bracketed = piece.mark == '(' && idx > 0 && size <= 6 && t.year(piece.end + 1).is_some();
    if no_publisher && no_place && bracketed && proper(t, piece) {
        return Some(Part::Publisher);
    }
    if piece.mark == ',' && last && SERIES.contains(&t.low(piece.start)) {
        return Some(Part::Series);
    }
    let acronym = size == 1 && t.is_upper(piece.start) && !states(t, piece.start, piece.end);
    if place_next && no_publisher && acronym {
        return Some(Part::Publisher);
    }
    let comma_next = next.is_some_and(|next| next.mark == ',');
    if walk.publisher == Some(idx + 1)
        && no_place
        && piece.mark == '.'
        && size <= 3
        && capital
        && comma_next
    {
        return Some(Part::Place);
    }
    if place_next && states_only(t, next) && size <= 3 {
        return Some(Part::City);
    }
    let institutional = !no_place && institution(t, piece);
    let guessed = last && no_place && (idx > 0 || walk.floor == 0) && guess(t, piece, before);
    (no_publisher && (institutional || guessed)).then_some(Part::Publisher)
}

/// Words that begin the name of a series.
const SERIES: &[&str] =
    &["coll", "collection", "colección", "série", "collana", "schriftenreihe", "reihe"];

/// Whether the piece is made of capitalized words and words that bind.
fn proper(t: &Text<'_>, piece: Piece) -> bool {
    t.is_cap(piece.start)
        && (piece.start..piece.end)
            .all(|i| t.is_cap(i) || t.is_punct(i) || t.has(i, FUNCTION | AND))
}

/// Claims both sides of "place: publisher" or "publisher: place" and returns where they begin;
/// `None` when the colon divides a title.
fn divided(
    work: &mut Work<'_, '_>,
    walk: &Walk<'_>,
    idx: usize,
    colon: usize,
    last: bool,
) -> Option<usize> {
    let t = work.t;
    let piece = *walk.pieces.get(idx)?;
    if walk.place.is_some() || walk.publisher.is_some() && !t.is_cap(piece.start) {
        return None;
    }
    let left = is_place(t, piece.start, colon) || states(t, piece.start, colon);
    if is_place(t, colon + 1, piece.end) && !left {
        work.claim(piece.start, colon, Label::Publisher, 0.85);
        work.claim(colon + 1, piece.end, Label::Location, 0.9);
        return Some(piece.start);
    }
    let short =
        colon - piece.start <= 3 && (piece.start..colon).all(|i| t.is_cap(i)) && piece.mark != ' ';
    let right = Piece { start: colon + 1, ..piece };
    let unknown = short
        && last
        && idx > 0
        && piece.end - colon <= 7
        && (piece.mark != ',' || colon == piece.start + 1 && proper(t, right));
    if !(left || is_publisher(t, right.start, right.end) && short || unknown) {
        return None;
    }
    // The publisher may go on behind a comma: "New York: Stone, Berg".
    let stop = match walk.publisher.and_then(|idx| walk.pieces.get(idx)) {
        Some(more) => more.end,
        None => walk.end,
    };
    let stop = if stop - colon <= 12 { stop } else { piece.end };
    if !work.claim(colon + 1, stop, Label::Publisher, 0.95) {
        work.claim(colon + 1, piece.end, Label::Publisher, 0.9);
    }
    let mut start = piece.start;
    let state_first = states(t, piece.start, colon) || t.has(piece.start, STATE);
    if state_first
        && idx > walk.floor
        && let Some(city) = idx.checked_sub(1).and_then(|idx| walk.pieces.get(idx))
        && city.end - city.start <= 3
    {
        start = city.start;
    }
    let start = more_places(t, walk.pieces, idx, walk.floor, start);
    work.claim(start, colon, Label::Location, 0.95);
    Some(start)
}

/// "Paris, Wien, London: …": further places before the last one.
fn more_places(t: &Text<'_>, pieces: &[Piece], idx: usize, floor: usize, start: usize) -> usize {
    let before = pieces.iter().take(idx).skip(floor).rev().filter(|piece| piece.start < start);
    before
        .take_while(|piece| piece.mark != '(' && is_place(t, piece.start, piece.end))
        .last()
        .map_or(start, |piece| piece.start)
}

/// Claims what the walk over the pieces found.
fn claim(work: &mut Work<'_, '_>, walk: &Walk<'_>, to: usize) -> usize {
    let (pieces, place, publisher, end) = (walk.pieces, walk.place, walk.publisher, walk.end);
    let span = |idx: usize| pieces.get(idx).map(|piece| (piece.start, piece.end));
    match (place.and_then(span), publisher.and_then(span)) {
        (Some((ps, pe)), Some((s, e))) => {
            let city = if ps < s { (end, pe.max(ps)) } else { (ps, pe) };
            work.claim(s, e, Label::Publisher, 0.9);
            if !work.claim(city.0.min(ps), city.1, Label::Location, 0.9) {
                work.claim(ps, pe, Label::Location, 0.9);
            }
        }
        (Some((ps, pe)), None) => {
            work.claim(end.min(ps), pe, Label::Location, 0.85);
        }
        (None, Some((s, e))) => {
            work.claim(s, e, Label::Publisher, 0.85);
        }
        (None, None) => return to,
    }
    end
}

/// Splits a stretch at commas, full stops, semicolons and brackets; abbreviations stay whole.
fn pieces(work: &Work<'_, '_>, from: usize, to: usize) -> Vec<Piece> {
    let t = work.t;
    let mut out = Vec::new();
    let mut start = from;
    let mut mark = '.';
    for i in from..=to {
        let divides =
            t.is_any(i, ".,") && (t.is(i + 1, ':') || t.is(i + 1, ',') && t.is(i + 2, ':'));
        let split = i == to
            || !work.free(i)
            || !divides && (t.is_any(i, ",;()?!”»") || t.is(i, '.') && full_stop(t, i));
        if !split {
            continue;
        }
        if start < i {
            out.push(Piece { start, end: i, mark });
        }
        mark = t.str(i).chars().next().unwrap_or('.');
        start = i + 1;
    }
    out
}

/// Whether a full stop ends a sentence, and not an abbreviation.
pub(super) fn full_stop(t: &Text<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else { return true };
    if i + 1 >= t.len() {
        return true;
    }
    let spaced = t.toks.get(i + 1).is_some_and(|tok| tok.space);
    if t.is_initial(before) {
        // "Phys. Rev. D." and initials go on; "vitamin C. Nature" cannot be told from them.
        return false;
    }
    let lower = t.is_word(i + 1) && !t.is_cap(i + 1);
    if !t.is_cap(before) {
        let short = t.is_word(before) && t.str(before).chars().count() <= 3 && (lower || !spaced)
            || matches!(
                t.low(before),
                "st" | "ca"
                    | "vs"
                    | "bzw"
                    | "etc"
                    | "u"
                    | "a"
                    | "z"
                    | "d"
                    | "o"
                    | "vgl"
                    | "op"
                    | "hg"
                    | "hrsg"
                    | "ed"
                    | "eds"
                    | "no"
                    | "nr"
                    | "vol"
                    | "pp"
                    | "bd"
            );
        return !(short || lower && spaced && t.is_word(before));
    }
    !(matches!(
        t.low(before),
        "st" | "dr"
            | "prof"
            | "mr"
            | "mrs"
            | "univ"
            | "jr"
            | "inc"
            | "ltd"
            | "co"
            | "dept"
            | "bd"
            | "hrsg"
            | "hg"
            | "nr"
            | "vol"
    ) || lower)
}

/// Finds the colon that divides place and publisher.
fn colon(t: &Text<'_>, piece: Piece) -> Option<usize> {
    (piece.start..piece.end).rev().find(|i| t.is(*i, ':') && *i > piece.start && *i + 1 < piece.end)
}

/// Whether the stretch is a place, or several.
pub(super) fn is_place(t: &Text<'_>, start: usize, end: usize) -> bool {
    let mut s = start;
    let mut e = end;
    while s < e && t.is_any(s, "[(,. ") {
        s += 1;
    }
    while s < e && (t.is_any(e - 1, "]),.;") || t.year(e - 1).is_some()) {
        e -= 1;
    }
    if s >= e || e - s > 24 {
        return false;
    }
    if flags(&t.text(s, e).to_lowercase()) & PLACE != 0 {
        return true;
    }
    let divides = |i: usize| {
        t.is_any(i, "/&,;–—")
            || t.is_dash(i)
            || matches!(t.low(i), "and" | "und" | "y" | "e" | "och")
            || t.low(i) == "et" && t.low(i + 1) != "al"
    };
    let mut at = s;
    let mut any = false;
    while at < e {
        let stop = (at..e).find(|i| divides(*i)).unwrap_or(e);
        let mut name_end = stop;
        while name_end > at && t.is_punct(name_end - 1) {
            name_end -= 1;
        }
        if at < name_end {
            let name = t.text(at, name_end).to_lowercase();
            let hyphened =
                name.split(['-', '\u{2010}', '\u{2013}']).all(|part| flags(part) & PLACE != 0);
            let found = flags(&name);
            let others =
                matches!(name.as_str(), "etc" | "u.a" | "u. a" | "al" | "et al" | "dc" | "d.c");
            let main = [" u.a", " u. a", " etc", " et al", " et.al", " [u.a"]
                .iter()
                .find_map(|tail| name.strip_suffix(tail))
                .is_some_and(|name| flags(name) & PLACE != 0);
            if found & PLACE != 0 || hyphened || main {
                any = true;
            } else if found & STATE != 0 && !any && at == s && stop < e && t.is(stop, '/') {
                // "Newark, NJ/London": the city stands before.
            } else if !(any && (found & STATE != 0 || others)) {
                return false;
            }
        }
        at = stop + 1;
    }
    any
}

fn states(t: &Text<'_>, start: usize, end: usize) -> bool {
    start < end
        && end - start <= 5
        && (t.has(start, STATE) && t.is_cap(start)
            || t.is_initial(start) && t.is(start + 1, '.') && t.is_initial(start + 2))
        && (start..end).all(|i| t.is_any(i, ".,") || t.has(i, STATE) || t.is_initial(i))
}

fn states_only(t: &Text<'_>, piece: Option<&Piece>) -> bool {
    piece.is_some_and(|piece| states(t, piece.start, piece.end))
}

/// Whether the stretch is the name of a publisher.
pub(super) fn is_publisher(t: &Text<'_>, start: usize, end: usize) -> bool {
    let mut e = end;
    while start < e && (t.is_punct(e - 1) || t.year(e - 1).is_some()) {
        e -= 1;
    }
    if start >= e || e - start > 12 || !(t.is_cap(start) || t.has(start, PUBLISHER)) {
        return false;
    }
    let whole = t.text(start, e).to_lowercase();
    if flags(&whole) & PUBLISHER_NAME != 0 {
        return true;
    }
    let keyword = (start..e).any(|i| t.has(i, PUBLISHER) && (t.is_cap(i) || e - start == 1));
    let known = e - start <= 6 && t.has(start, PUBLISHER_NAME) && !t.has(start, FUNCTION);
    let lower =
        (start..e).filter(|i| t.is_word(*i) && !t.is_cap(*i) && !t.has(*i, FUNCTION)).count();
    (keyword || known) && lower <= 1
}

/// An institution before a place: "Boston University, Boston".
fn institution(t: &Text<'_>, piece: Piece) -> bool {
    let org = (piece.start..piece.end).any(|i| t.has(i, ORG) && t.is_cap(i));
    let lower =
        (piece.start..piece.end).any(|i| t.is_word(i) && !t.is_cap(i) && !t.has(i, FUNCTION));
    org && !lower && piece.end - piece.start <= 9
}

/// One to three capitalized words behind a publisher: the place, even when we do not know it.
fn unknown_place(t: &Text<'_>, piece: Piece, before: Option<Piece>, room: bool) -> bool {
    let short = piece.end - piece.start <= 3
        && (piece.start..piece.end).all(|i| t.is_cap(i))
        && piece.mark == ',';
    room && short
        && before
            .is_some_and(|before| before.mark != ',' && is_publisher(t, before.start, before.end))
}

/// The last short piece of capitalized words behind a place or a sentence: probably the imprint.
fn guess(t: &Text<'_>, piece: Piece, before: Option<Piece>) -> bool {
    let capital =
        (piece.start..piece.end).all(|i| t.is_cap(i) || t.is_punct(i) || t.has(i, FUNCTION));
    let after_place = before.is_some_and(|before| is_place(t, before.start, before.end));
    let size = piece.end - piece.start;
    capital
        && t.is_cap(piece.start)
        && !t.has(piece.start, ABBREV)
        && (after_place && size <= 7 || institution(t, piece) && piece.mark == '.')
}
