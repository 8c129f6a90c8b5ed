//! The body: title, container, editors of the container, imprint, and the date that stands late.

use super::head::{self, Head};
use super::locator::{self, Run};
use super::work::{Work, closes, is_quote};
use super::{extras, imprint, people};
use crate::grammar;
use crate::label::Label;
use crate::lexicon::{
    ABBREV, CONFERENCE, FUNCTION, IN, JOURNAL, MONTH, NEWSPAPER, PUBLISHER, PUBLISHER_NAME, REPORT,
};
use crate::token::{Kind, Text};

/// Reads everything behind the head.
pub(super) fn read(work: &mut Work<'_, '_>, head: &Head) {
    let n = work.t.len();
    if legal(work, head) {
        return;
    }
    let quote = quotation(work.t, head.body, n);
    let from = quote.map_or(head.body, |(_, end, _)| end);
    people::read(work, from);
    let run = locator::best(work, from.max(head.body), n);
    let dated = head.dated;
    if let Some(run) = &run {
        locator::claim(work, run, dated);
    }
    if !work.has(Label::Pages) {
        locator::pages(work, from.max(head.body + 1), n);
    }
    let title_start = head.body;
    late_date(work, if quote.is_some() { from } else { title_start + 1 }, dated, n);
    let marker = find_in(work, if quote.is_some() { from } else { title_start + 1 }, n);
    match (quote, marker) {
        (Some((s, e, _)), marker) => {
            work.claim(s, e, Label::Title, 0.97);
            let stop = marker.map_or(n, |m| m.at);
            if let Some(marker) = marker {
                rest(work, from, stop);
                container(work, marker, run.as_ref());
            } else {
                behind_quote(work, from, run.as_ref());
            }
        }
        (None, Some(marker)) => {
            let end = first_taken(work, title_start, marker.at);
            work.claim(title_start, end, Label::Title, 0.95);
            rest(work, end, marker.at);
            container(work, marker, run.as_ref());
        }
        (None, None) => plain(work, head, run.as_ref()),
    }
}

/// First token at or behind `from` that somebody has claimed, or `to`.
fn first_taken(work: &Work<'_, '_>, from: usize, to: usize) -> usize {
    (from..to).find(|i| !work.free(*i)).unwrap_or(to)
}

/// Free stretches with words in them.
fn regions(work: &Work<'_, '_>, from: usize, to: usize) -> Vec<(usize, usize)> {
    let t = work.t;
    let mut out = Vec::new();
    let mut i = from;
    while i < to {
        if !work.free(i) {
            i += 1;
            continue;
        }
        let end = first_taken(work, i, to);
        if (i..end).any(|j| !t.is_punct(j)) {
            out.push((i, end));
        }
        i = end;
    }
    out
}

/// Reads imprints in what is left between two tokens.
fn rest(work: &mut Work<'_, '_>, from: usize, to: usize) {
    for (s, e) in regions(work, from, to) {
        if !(work.has(Label::Publisher) && work.has(Label::Location)) {
            imprint::read(work, s, e, true);
        }
    }
}

/// Finds a quotation that opens the body: where its words start and end, and the token behind it.
fn quotation(t: &Text<'_>, from: usize, to: usize) -> Option<(usize, usize, usize)> {
    let open = (from..(from + 2).min(to))
        .find(|i| grammar::is_open_quote(t, *i))
        .filter(|i| (from..*i).all(|j| t.is_punct(j)))?;
    let Some(Kind::Punct(mark)) = t.kind(open) else { return None };
    let doubled = matches!(mark, '\'' | '`' | '‘') && t.kind(open + 1) == t.kind(open);
    let start = open + 1 + usize::from(doubled);
    let close = closing_quote(t, start, to, mark, true)
        .or_else(|| closing_quote(t, start, to, mark, false))?;
    let mut behind = close + 1;
    while is_quote(t, behind) && t.kind(behind) == t.kind(close) {
        behind += 1;
    }
    (close > start).then_some((start, close, behind))
}

/// Finds the mark that closes a quotation. `strict` asks for punctuation, a number or "in" around
/// it, because an apostrophe closes nothing; without it a capital behind is enough.
fn closing_quote(t: &Text<'_>, start: usize, to: usize, mark: char, strict: bool) -> Option<usize> {
    let mut depth = 0_i32;
    for i in start..to.min(start + 160) {
        let Some(Kind::Punct(c)) = t.kind(i) else { continue };
        if c == mark && matches!(mark, '«' | '“' | '„') {
            depth += 1;
            continue;
        }
        if !(closes(mark, c) || mark == '„' && c == '"') {
            continue;
        }
        let glued = t.toks.get(i + 1).is_some_and(|next| !next.space)
            && (t.is_word(i + 1) || t.is_num(i + 1));
        let spaced = t.toks.get(i).is_some_and(|tok| tok.space);
        if glued && (matches!(c, '\'' | '’') || c == '"' && spaced) {
            continue;
        }
        if depth > 0 {
            depth -= 1;
            continue;
        }
        let single = matches!(c, '\'' | '’');
        let marked = t.is_punct(i + 1) || t.is_punct(i - 1) || t.has(i + 1, IN) || t.is_num(i + 1);
        if i + 1 >= to || marked || t.is_cap(i + 1) && !(strict && single) {
            return Some(i);
        }
    }
    None
}

/// Where a container begins and how it was announced.
#[derive(Debug, Clone, Copy)]
struct Marker {
    /// The announcing word.
    at: usize,
    /// First token of the container.
    next: usize,
}

/// Finds "In:", "in:", ". In ", "», dans", "Paper presented at".
fn find_in(work: &Work<'_, '_>, from: usize, to: usize) -> Option<Marker> {
    marker(work, from, to, true).or_else(|| marker(work, from, to, false))
}

/// Finds the first announcing word; `strong` asks for a capital or a colon.
fn marker(work: &Work<'_, '_>, from: usize, to: usize, strong: bool) -> Option<Marker> {
    let t = work.t;
    (from..to).find_map(|i| {
        if !work.free(i)
            || i == 0
            || strong && !(t.has(i, IN) && (t.is(i + 1, ':') || t.is_cap(i)) || t.has(i, REPORT))
        {
            return None;
        }
        let before = t.is_any(i - 1, ".,;?!)]–—:-") || is_quote(t, i - 1) || !work.free(i - 1);
        if before && presentation(t, i) {
            return Some(Marker { at: i, next: i });
        }
        if t.is(i, '/') && t.is(i + 1, '/') && !t.toks.get(i + 1).is_some_and(|tok| tok.space) {
            return Some(Marker { at: i, next: i + 2 });
        }
        if !t.has(i, IN) {
            return None;
        }
        let colon = t.is(i + 1, ':') || t.is(i + 1, '.') && t.is(i + 2, ':');
        let next = i + 1 + usize::from(t.is(i + 1, '.')) * usize::from(colon) + usize::from(colon);
        let opens = t.is_cap(next)
            || grammar::is_open_quote(t, next)
            || t.is_any(next, "<*_[")
            || matches!(t.kind(next), Some(Kind::Num | Kind::Alnum))
            || t.has(next, FUNCTION);
        let comma = t.is(i + 1, ',') && matches!(t.low(i), "in") && before;
        let next = if comma { i + 2 } else { next };
        let hit = opens_container(t, i, next, Around { before, colon, comma, opens });
        (hit && next < to).then_some(Marker { at: i, next })
    })
}

/// What stands around a word that may announce a container.
#[derive(Debug, Clone, Copy)]
struct Around {
    before: bool,
    colon: bool,
    comma: bool,
    opens: bool,
}

/// Whether the word at `i` announces the container that starts at `next`.
fn opens_container(t: &Text<'_>, i: usize, next: usize, around: Around) -> bool {
    let Around { before, colon, comma, opens } = around;
    match t.str(i) {
        "In" | "IN" | "Dans" => before && (opens || comma),
        "in" => {
            let plain = t.is_cap(next)
                || t.kind(next) == Some(Kind::Alnum)
                || grammar::is_open_quote(t, next);
            colon && opens && (before || t.is_word(i - 1))
                || before && !t.is_any(i - 1, ":–—)") && plain
                || comma && opens
                || is_quote(t, i - 1) && opens
        }
        "dans" => before && opens,
        "En" | "Em" => {
            let quoted = is_quote(t, i.saturating_sub(2)) && t.is_any(i - 1, ".,");
            colon || before && quoted && opens || t.is(i - 1, '.') && t.is_cap(next)
        }
        "en" | "em" => {
            let quoted = is_quote(t, i.saturating_sub(2)) && t.is_any(i - 1, ".,");
            colon || before && quoted && opens
        }
        "I" | "i" => colon && before,
        "В" => colon || t.is(i - 1, '.'),
        "в" => colon,
        _ => false,
    }
}

/// "Paper presented at", "Vortrag auf der": a conference follows, these words included.
fn presentation(t: &Text<'_>, i: usize) -> bool {
    let noun = matches!(
        t.low(i),
        "paper" | "vortrag" | "comunicação" | "communication" | "poster" | "presented"
    );
    let verb = (i + 1..i + 5).any(|j| {
        matches!(
            t.low(j),
            "presented" | "prepared" | "at" | "for" | "auf" | "beim" | "ao" | "delivered"
        )
    });
    noun && verb
        && (i == 0 || !t.has(i - 1, CONFERENCE))
        && (t.low(i) != "presented" || t.low(i + 1) == "at")
}

/// Reads container, its editors and the imprint behind an announcing word.
fn container(work: &mut Work<'_, '_>, marker: Marker, run: Option<&Run>) {
    let t = work.t;
    let n = t.len();
    if marker.next > marker.at {
        work.claim(marker.at, marker.next, Label::Other, 0.9);
    }
    let mut start = people::container_editors(work, marker.next, n);
    while start < n && (!work.free(start) || t.is_any(start, ".,:;)–—")) {
        start += 1;
    }
    let Some(&(s, e)) = regions(work, start, n).first() else { return };
    let journal = run.is_some_and(|run| run.score >= 4 && run.has(Label::Volume));
    let quoted = quotation(t, s, e);
    if let Some((qs, qe, behind)) = quoted.filter(|_| !journal) {
        work.claim(qs, qe, Label::ContainerTitle, 0.93);
        rest(work, behind, n);
        return;
    }
    let end = if journal { journal_end(work, s, e) } else { imprint::read(work, s, e, false) };
    let end = first_taken(work, s, end.max(s));
    let end = series(work, s, end);
    let end = if journal { end } else { numbered(work, s, end) };
    work.claim(s, end, Label::ContainerTitle, 0.93);
    rest(work, e, n);
}

/// Claims a number at the end of a book's title as its volume; returns the new end.
fn numbered(work: &mut Work<'_, '_>, s: usize, e: usize) -> usize {
    let t = work.t;
    let mut last = e;
    while last > s && t.is_any(last - 1, ".,;: ") {
        last -= 1;
    }
    let Some(at) = last.checked_sub(1).filter(|at| *at > s + 2) else { return e };
    let number = t.is_num(at) && t.str(at).len() <= 3 && t.is_cap(at - 1)
        || locator::roman(t, at) && t.str(at).len() >= 2 && t.is_upper(at) && t.is_word(at - 1);
    if number && !work.has(Label::Volume) && work.claim(at, at + 1, Label::Volume, 0.85) {
        at
    } else {
        e
    }
}

/// Claims "(Schriftenreihe 12)" at the end of a container as its series; returns the new end.
fn series(work: &mut Work<'_, '_>, s: usize, e: usize) -> usize {
    let t = work.t;
    let mut last = e;
    while last > s && t.is_any(last - 1, ".,;: ") {
        last -= 1;
    }
    if last > s + 3 && t.is(last - 1, ')') {
        let open = (s + 1..last)
            .rev()
            .take(24)
            .find(|i| t.is(*i, '(') && t.closing(*i, last) == Some(last - 1));
        if let Some(open) = open {
            let series = t.is(open + 1, '=')
                || matches!(
                    t.low(open + 1),
                    "coll" | "collection" | "series" | "reihe" | "schriftenreihe"
                )
                || (open + 1..last).any(|i| {
                    matches!(t.low(i), "series" | "reihe" | "schriften" | "collection" | "série")
                });
            if series {
                work.claim(open + 1, last - 1, Label::CollectionTitle, 0.85);
                return open;
            }
        }
    }
    e
}

/// End of a journal's title behind "In:": a place in brackets or behind a comma is not part of it.
fn journal_end(work: &mut Work<'_, '_>, s: usize, e: usize) -> usize {
    let t = work.t;
    let comma = (s + 1..e).rev().find(|i| t.is(*i, ','));
    if let Some(comma) = comma
        && imprint::is_place(t, comma + 1, e)
        && comma + 1 < e
    {
        work.claim(comma + 1, e, Label::Location, 0.85);
        return comma;
    }
    e
}

/// Reads what follows a quoted title: journal, or imprint.
fn behind_quote(work: &mut Work<'_, '_>, from: usize, run: Option<&Run>) {
    let n = work.t.len();
    let regions = regions(work, from, n);
    let Some(&(s, e)) = regions.first() else { return };
    let journal =
        run.is_some_and(|run| run.start >= e.min(run.start) && run.score >= 2 && run.start >= s);
    let end = if journal { journal_end(work, s, e) } else { imprint::read(work, s, e, true) };
    if s < end {
        let end = first_taken(work, s, end);
        if !journal && work.has(Label::Genre) {
            // What stands behind "PhD thesis" is where it was written.
            work.claim(s, end, Label::Publisher, 0.8);
            rest(work, e, n);
            return;
        }
        work.claim(s, end, Label::ContainerTitle, if journal { 0.95 } else { 0.8 });
    }
    rest(work, e, n);
}

/// Reads a body without quotation and without "In".
fn plain(work: &mut Work<'_, '_>, head: &Head, run: Option<&Run>) {
    let n = work.t.len();
    let all = regions(work, head.body, n);
    let Some(&(s, e)) = all.first() else { return };
    let located = run.filter(|run| run.has(Label::Volume) || run.has(Label::Issue));
    if let Some(run) = located {
        let before: Vec<(usize, usize)> =
            all.iter().copied().filter(|(_, e)| *e <= run.start).collect();
        match before.as_slice() {
            [] => {
                rest(work, run.end, n);
                if !work.has(Label::Title) && !work.has(Label::ContainerTitle) {
                    work.claim(s, e, Label::Title, 0.7);
                }
            }
            [(s, e)] => {
                book_volume(work, head, *s, *e, run);
                rest(work, run.end, n);
            }
            [(s, e), .., (cs, ce)] => {
                work.claim(*s, *e, Label::Title, 0.85);
                let end = if run.score >= 4 { *ce } else { imprint::read(work, *cs, *ce, true) };
                work.claim(*cs, end, Label::ContainerTitle, 0.85);
                rest(work, *e, n);
            }
        }
        return;
    }
    book(work, head, s, e, n);
}

/// One stretch of text before volume, issue or pages: title and journal, or a book in volumes.
fn book_volume(work: &mut Work<'_, '_>, head: &Head, s: usize, e: usize, run: &Run) {
    if run.score < 4 && !run.has(Label::Pages) && !run.has(Label::Issue) {
        let end = imprint::read(work, s, e, false);
        if end < e {
            work.claim(s, end, Label::Title, 0.9);
            return;
        }
    }
    let e = journal_end(work, s, e);
    let comma_style = s > 0 && work.t.is(s - 1, ',');
    match split(work.t, s, e, head.named, comma_style) {
        Split::Both(at, confidence) => {
            work.claim(s, at, Label::Title, confidence);
            work.claim(at, e, Label::ContainerTitle, confidence);
        }
        Split::Container => {
            work.claim(s, e, Label::ContainerTitle, 0.92);
        }
        Split::Title => {
            work.claim(s, e, Label::Title, 0.75);
        }
    }
}

/// How a stretch before a volume divides.
enum Split {
    /// Title up to the token, container from there.
    Both(usize, f32),
    /// There is only a container.
    Container,
    /// There is only a title.
    Title,
}

/// Divides title and journal.
fn split(t: &Text<'_>, s: usize, e: usize, named: bool, comma_style: bool) -> Split {
    let sentence = (s + 1..e.saturating_sub(1)).rev().find(|i| boundary(t, *i, s, e));
    let sentence = sentence.filter(|at| {
        // Where commas divide everything, the last one does so here, too.
        !comma_style
            || !(at + 2..e.saturating_sub(1)).any(|i| {
                t.is(i, ',') && t.is_cap(i + 1) && t.is_word(i + 2) && !t.is_any(i + 2, ",")
            })
    });
    if let Some(at) = sentence {
        let abbreviated = (s..e)
            .filter(|i| t.is_word(*i))
            .all(|i| t.is_cap(i) && (t.has(i, ABBREV) || t.is_initial(i)) || t.has(i, FUNCTION));
        if abbreviated && at - s <= 3 {
            return Split::Container;
        }
        return Split::Both(at + 1, 0.97);
    }
    let words = (s..e).filter(|i| t.is_word(*i)).count();
    if short_title(t, s, e) {
        return Split::Container;
    }
    let comma = (s + 2..e.saturating_sub(1)).rev().find(|i| {
        (t.is_any(*i, ",;") || (t.is_any(*i, "–—") && !t.is_any(*i, "-")))
            && (t.is_cap(i + 1) || is_quote(t, i + 1))
            && t.low(i + 1) != "and"
    });
    match comma {
        Some(at) if named || words > 4 => Split::Both(at + 1, 0.9),
        _ => {
            // "… of galaxies Journal of Physics": a journal's word behind small letters.
            let inner = (s + 3..e).rev().find(|i| {
                t.is_cap(*i)
                    && t.has(*i, JOURNAL)
                    && t.is_word(i - 1)
                    && !t.is_cap(i - 1)
                    && !t.has(i - 1, FUNCTION)
            });
            match inner {
                Some(at) => Split::Both(at, 0.75),
                None if words <= 9 => Split::Container,
                None => Split::Title,
            }
        }
    }
}

/// Whether the stretch reads as an abbreviated journal title: "Phys. Rev. Lett.", "ApJS".
fn short_title(t: &Text<'_>, s: usize, e: usize) -> bool {
    if e.saturating_sub(s) > 40 {
        // No journal title is so long; the limit keeps the time linear.
        return false;
    }
    let words = (s..e).filter(|i| t.is_word(*i)).count();
    let short = (s..e).filter(|i| t.is_word(*i)).all(|i| {
        (t.has(i, ABBREV)
            || t.is_initial(i)
            || t.is_upper(i)
            || t.has(i, FUNCTION)
            || t.is(i + 1, '.'))
            && (t.is_cap(i) || t.has(i, FUNCTION))
    });
    words > 0 && words <= 10 && short
}

/// Whether the token ends a sentence that is a title, so that a container may follow.
fn boundary(t: &Text<'_>, i: usize, s: usize, e: usize) -> bool {
    let next = i + 1;
    if next >= e {
        return false;
    }
    let starts = t.is_cap(next)
        || is_quote(t, next)
        || t.is_num(next)
        || t.low(next) == "eLife"
        || t.has(next, JOURNAL)
        || t.str(next).chars().any(char::is_uppercase);
    if t.is_any(i, "?!") {
        let spaced = t.toks.get(next).is_some_and(|tok| tok.space);
        return starts && spaced && t.is_cap(next);
    }
    if !t.is(i, '.') || !starts {
        return false;
    }
    let w = i - 1;
    if t.is_initial(w) {
        return false;
    }
    let abbreviated = t.is_cap(w) && t.has(w, ABBREV);
    if abbreviated {
        return false;
    }
    // A sentence of one word is an abbreviation: "rings. Arch. Math.", "sums, Acta. Rings".
    if t.is_cap(w) && w > s + 1 && t.is_any(w - 1, ".,;") && t.str(w).chars().count() <= 10 {
        return false;
    }
    // A short capitalized word before a full stop inside a chain of abbreviations: "Commun. Pure".
    let chained = t.is_cap(w)
        && t.str(w).chars().count() <= 5
        && w > 0
        && (t.is(w - 1, '.') || t.has(w - 1, ABBREV) && t.is_cap(w - 1))
        && short_title(t, next, e);
    !chained && imprint::full_stop(t, i)
}

/// Reads a book, or something else without volume: title, imprint, and what may be a container.
fn book(work: &mut Work<'_, '_>, head: &Head, s: usize, e: usize, n: usize) {
    let t = work.t;
    let end = imprint::read(work, s, e, false);
    let pages =
        work.claimed(Label::Pages).filter(|(from, to)| locator::range_end(t, *from) == Some(*to));
    let imprinted = end < e;
    rest(work, e, n);
    let printed = imprinted || work.has(Label::Publisher) || work.has(Label::Location);
    if !printed
        && let Some((from, _)) = pages
        && from >= end
        && let Some(at) = (s + 1..end.saturating_sub(2)).rev().find(|i| boundary(t, *i, s, end))
        && end - at > 3
    {
        work.claim(s, at + 1, Label::Title, 0.75);
        work.claim(at + 1, end, Label::ContainerTitle, 0.7);
        return;
    }
    if let Some(at) = periodical(work, s, end, printed) {
        if at > s {
            work.claim(s, at, Label::Title, 0.85);
        }
        work.claim(at, end, Label::ContainerTitle, 0.8);
        return;
    }
    let end = series(work, s, end);
    work.claim(s, end, Label::Title, if head.dated && imprinted { 0.95 } else { 0.85 });
}

/// Finds a newspaper or journal at the end of a title that has a date or pages but no volume.
fn periodical(work: &Work<'_, '_>, s: usize, e: usize, printed: bool) -> Option<usize> {
    let t = work.t;
    if printed {
        return None;
    }
    let exact =
        work.claimed(Label::Date).is_some_and(|(from, to)| (from..to).any(|i| t.has(i, MONTH)));
    let pages = work.has(Label::Pages);
    let mark = (s + 1..e.saturating_sub(1))
        .rev()
        .find(|i| boundary(t, *i, s, e) || t.is(*i, ',') && t.is_cap(i + 1));
    let start = mark.map_or(s, |mark| mark + 1);
    let periodical = (start..e).any(|i| t.is_cap(i) && t.has(i, NEWSPAPER | JOURNAL))
        || short_title(t, start, e) && mark.is_some();
    (mark.is_some() && e - start <= 12 && periodical && (exact || pages || work.has(Label::Idno)))
        .then_some(start)
}

/// Claims the date when it stands late: the last year that is no part of a title.
fn late_date(work: &mut Work<'_, '_>, from: usize, dated: bool, n: usize) {
    let t = work.t;
    let first = work.claimed(Label::Date).and_then(|(s, e)| (s..e).find_map(|i| t.year(i)));
    let mut done = dated || work.has(Label::Date);
    let mut i = n;
    while i > from {
        i -= 1;
        if !work.free(i) || t.year(i).is_none() {
            continue;
        }
        let (mut s, e) = extras::date_around(t, i, from, work);
        if s == i && i > from + 1 && t.is_dash(i - 1) && t.year(i - 2).is_some() && work.free(i - 2)
        {
            s = i - 2;
        }
        let next_ok =
            e >= n || t.is_any(e, ".,;:)]/>") || !work.free(e) || t.is_punct(e) && t.is_dash(e);
        let bracket = s > 0 && t.is_any(s - 1, "([");
        let prev_ok = s == 0
            || t.is_any(s - 1, ".,;:([–—")
            || !work.free(s - 1)
            || t.is_cap(s - 1)
            || e >= n
            || matches!(t.low(s - 1), "vom" | "am" | "v" | "du" | "le" | "of" | "on" | "den");
        let range = s == i
            && t.is_dash(i.wrapping_sub(1))
            && t.is_num(i.wrapping_sub(2))
            && !t.is_any(i.wrapping_sub(3), ",.;");
        if !(next_ok && prev_ok) || range {
            continue;
        }
        if !done {
            work.claim(s, e, Label::Date, 0.9);
            done = true;
        } else if t.year(i) == first
            && (bracket
                || t.is_any(s - 1, ".,")
                || imprint::is_place(t, s - 1, s)
                || t.has(s - 1, PUBLISHER | PUBLISHER_NAME))
        {
            work.claim(s, e, Label::Other, 0.8);
        } else if dated
            && e >= n.saturating_sub(1)
            && s < i
            && t.year(i).is_some_and(|y| Some(y) != first)
            && bracket
        {
            work.claim(s, e, Label::Other, 0.6);
        }
    }
    if !done
        && !dated
        && let Some((s, e, _)) = (from..n)
            .find_map(|i| (work.free(i) && t.is(i, '(')).then(|| head::date(t, i, true)).flatten())
    {
        work.claim(s, e, Label::Date, 0.8);
    }
}

/// "Stone v. Board of Education, 123 U.S. 456 (1901)": parties, reporter, year.
fn legal(work: &mut Work<'_, '_>, head: &Head) -> bool {
    let t = work.t;
    let n = t.len();
    let Some(versus) = t.find(1, n.min(30), |t, i| {
        matches!(t.low(i), "v" | "vs" | "c")
            && t.is(i + 1, '.')
            && t.is_cap(i - 1)
            && !t.is_initial(i - 1)
            && t.is_cap(i + 2)
            && t.str(i).starts_with(char::is_lowercase)
    }) else {
        return false;
    };
    let Some(comma) = t.find(versus, n, |t, i| t.is(i, ',') && t.is_num(i + 1)) else {
        return false;
    };
    let Some(page) = t.find(comma + 2, (comma + 14).min(n), |t, i| {
        t.is_num(i) && t.is_cap(comma + 2) && (t.is_any(i + 1, "(,.") || i + 1 >= t.len())
    }) else {
        return false;
    };
    if head.body > 0 && work.has(Label::Author) {
        work.clear();
    }
    work.claim(0, comma, Label::Title, 0.95);
    work.claim(comma + 1, comma + 2, Label::Volume, 0.95);
    work.claim(comma + 2, page, Label::ContainerTitle, 0.95);
    work.claim(page, page + 1, Label::Pages, 0.95);
    if let Some(year) = t.find(page, n, |t, i| t.year(i).is_some()) {
        let open = (page..year).rev().find(|i| t.is(*i, '('));
        if let Some(open) = open.filter(|open| open + 1 < year) {
            work.claim(open + 1, year, Label::Authority, 0.8);
        }
        work.claim(year, year + 1, Label::Date, 0.97);
    }
    true
}
