//! One citation: its cites in order, grouped and collapsed as the style asks.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::bibliography::{NO_PRINTED_FORM, name_spans};
use super::case;
use super::library::Library;
use super::markup::{self, Quotes};
use super::render::{Ambiguity, CiteState};
use super::settle::settle;
use super::sort::Key;
use super::tape::{Event, Kind, Mark, Tag, Tape};
use crate::node::Node;
use crate::style::program::{CitationOptions, Collapse, TextCase};

/// A cite with its record and position found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Located {
    pub(super) item: usize,
    /// The note it stands in, if that may be referred to.
    pub(super) note: Option<u32>,
    pub(super) state: CiteState,
    pub(super) prefix: String,
    pub(super) suffix: String,
}

/// A rendered cite.
struct Piece<'a> {
    cite: &'a Located,
    tape: Tape,
    /// The words of its names, or what stands in for them; nothing for a cite by itself.
    names: String,
    /// What stands before it, unless it comes first.
    delimiter: &'a str,
}

/// Puts cites in the order of the style.
pub(super) fn sorted<T: Sync>(library: &Library<'_>, cites: &mut Vec<(Located, T)>) {
    let section = &library.program.citation;
    if section.sort.is_empty() || cites.len() < 2 {
        return;
    }
    let key = |(cite, _): &(Located, T), key, tape: &mut Tape| {
        library.sort_key(cite.item, section, key, library.ambiguity(cite.item), tape)
    };
    let sorted =
        library.collation.arrange(&section.sort, std::mem::take(cites), library.threads, key);
    cites.extend(sorted);
    let options = &library.program.citation_options;
    if options.collapse.is_some() || options.cite_group_delimiter.is_some() {
        join_groups(library, cites);
    }
}

/// A cite among those of its authors.
struct Member<T> {
    names: String,
    key: Key,
    /// Place among all, in the order of authors.
    place: usize,
    cite: T,
}

/// Cites of the same authors stand together, where the first of them does; groups that the style
/// does not tell apart follow the alphabet. Cites are in the order of the style.
fn join_groups<T>(library: &Library<'_>, cites: &mut Vec<(Located, T)>) {
    let section = &library.program.citation;
    let Some(first) = section.sort.first() else { return };
    let mut tape = Tape::default();
    let mut members: Vec<Member<(Located, T)>> = Vec::with_capacity(cites.len());
    for cite in cites.drain(..) {
        let (item, ambiguity) = (cite.0.item, library.ambiguity(cite.0.item));
        tape.clear();
        library.cite(item, &CiteState::default(), ambiguity, &mut tape);
        let names = authors_of(&tape);
        let key = library.sort_key(item, section, first, ambiguity, &mut tape);
        members.push(Member { names, key, place: 0, cite });
    }
    let directed = |ordering: Ordering| match first.descending {
        true => ordering.reverse(),
        false => ordering,
    };
    members.sort_by(|a, b| directed(library.collation.compare(&a.names, &b.names)));
    let mut place = 0;
    for group in members.chunk_by_mut(|a, b| a.names == b.names) {
        let key = group.iter().find_map(|member| member.key.clone());
        for member in group {
            member.key.clone_from(&key);
            member.place = place;
            place += 1;
        }
    }
    members.sort_by(|a, b| {
        let by_key = library.collation.compare_keys(first, &a.key, &b.key);
        by_key.then_with(|| directed(a.place.cmp(&b.place)))
    });
    cites.extend(members.into_iter().map(|member| member.cite));
}

/// Renders a citation; its cites are in order.
pub(super) fn render(library: &Library<'_>, cites: &[Located]) -> Vec<Node> {
    if cites.is_empty() {
        return Vec::new();
    }
    let section = &library.program.citation;
    let options = &library.program.citation_options;
    let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(cites.len());
    for cite in cites {
        let mut tape = Tape::new(library.traced);
        library.cite(cite.item, &cite.state, library.ambiguity(cite.item), &mut tape);
        let names = if cites.len() > 1 { names_of(&tape) } else { String::new() };
        pieces.push(Piece { cite, tape, names, delimiter: &section.delimiter });
    }
    match options.collapse {
        Some(Collapse::CitationNumber) => collapse_numbers(library, options, &mut pieces),
        collapse => group(library, options, collapse, &mut pieces),
    }
    let mut out = Tape::new(false);
    let look = &section.look;
    let whole = Mark::Format(look.format);
    out.open(whole);
    out.write(Kind::Prefix, &look.prefix);
    let begin = out.here();
    let mut any = false;
    // The writer's words behind the cite before end with a mark of their own.
    let mut ends_itself = false;
    for piece in &mut pieces {
        if library.program.is_note && begins(piece.cite, any) {
            capitalize_term(&mut piece.tape);
        }
        let before = out.here();
        if any {
            if ends_itself {
                let rest = piece.delimiter.trim_start_matches([',', '.', ';', ':']);
                out.write(Kind::CiteDelimiter, rest);
            } else if !brings_delimiter(&piece.cite.prefix) {
                out.write(Kind::CiteDelimiter, piece.delimiter);
            }
        }
        ends_itself = piece.cite.suffix.ends_with([',', '.', ';', ':', '?', '!']);
        let inner = out.here();
        with_affixes(&mut out, piece);
        if out.is_empty_since(inner) {
            out.rewind(before);
        } else {
            any = true;
        }
    }
    if out.is_empty_since(begin) {
        out.words(NO_PRINTED_FORM);
    }
    out.leave();
    out.write(Kind::Suffix, &look.suffix);
    out.close(whole);
    settle(&out, &library.usage)
}

/// Tells whether a cite begins a sentence: at the beginning of the citation, or behind words of the
/// writer that end one.
fn begins(cite: &Located, any: bool) -> bool {
    let prefix = cite.prefix.trim_end().trim_end_matches(['"', '\u{201D}', '\u{2019}', '\'']);
    if prefix.is_empty() {
        return !any;
    }
    prefix.ends_with(['.', '!', '?']) && prefix.contains(' ')
}

/// A term that a sentence begins with gets a capital.
pub(super) fn capitalize_term(tape: &mut Tape) {
    let Some(first) = tape.events.iter().position(|event| matches!(event, Event::Text(_))) else {
        return;
    };
    let before = tape.events.get(..first).unwrap_or_default();
    if !before.contains(&Event::Open(Mark::Tag(Tag::Term))) {
        return;
    }
    if let Some(Event::Text(piece)) = tape.events.get(first).copied() {
        let capital = case::applied(TextCase::CapitalizeFirst, tape.text_of(piece));
        tape.replace(first, &capital);
    }
}

/// Tells whether what a writer puts before a cite takes the place of the delimiter.
fn brings_delimiter(prefix: &str) -> bool {
    prefix.starts_with([',', '.', ';', ':'])
}

/// Returns the words of a cite's names, or of what stands in for them; those before its year when
/// it has none.
fn names_of(tape: &Tape) -> String {
    let (start, end) = tape.find(Tag::Names).unwrap_or_else(|| {
        let year = tape.find(Tag::Year).map(|(start, _)| start);
        (0, year.unwrap_or(tape.events.len()))
    });
    let mut out = String::new();
    tape.push_words(&mut out, start, end);
    out.truncate(out.trim_end_matches([' ', ',']).len());
    out
}

/// Returns what cites of the same authors share: two names as they stand, the others without "and",
/// and what stands behind the last, such as "et al."; nothing when something else stands in for names.
fn authors_of(tape: &Tape) -> String {
    let Some((start, end)) = tape.find(Tag::Names) else { return String::new() };
    let mut out = String::new();
    let mut behind = None;
    for (place, (from, to)) in name_spans(tape, start, end).into_iter().enumerate() {
        let from = behind.filter(|_| place == 1).unwrap_or(from);
        tape.push_words(&mut out, from, to);
        behind = Some(to);
    }
    if let Some(behind) = behind {
        tape.push_words(&mut out, behind, end);
    }
    out
}

/// Puts the writer's own words around a cite, with a blank where letters would touch.
fn with_affixes(out: &mut Tape, piece: &Piece<'_>) {
    let cite = piece.cite;
    if !cite.prefix.is_empty() {
        markup::write_tagged(out, Kind::Words, &cite.prefix, Quotes::STRAIGHT);
        if cite.prefix.ends_with(|c: char| c.is_alphanumeric() || c == '.' || c == ',') {
            out.write(Kind::Words, " ");
        }
    }
    out.append_all(&piece.tape);
    if !cite.suffix.is_empty() {
        if cite.suffix.starts_with(char::is_alphanumeric) {
            out.write(Kind::Words, " ");
        }
        markup::write_tagged(out, Kind::Words, &cite.suffix, Quotes::STRAIGHT);
    }
}

/// Tells whether a cite shows nothing behind its number.
fn begins_row(library: &Library<'_>, piece: &Piece<'_>) -> bool {
    let cite = piece.cite;
    if !cite.suffix.is_empty() {
        return false;
    }
    if cite.state.locator.is_none() {
        return true;
    }
    // Many styles print no locators.
    let state = CiteState { locator: None, ..cite.state.clone() };
    let mut tape = Tape::default();
    library.cite(cite.item, &state, library.ambiguity(cite.item), &mut tape);
    tape.plain() == piece.tape.plain()
}

/// [1], [2], [3] becomes [1]–[3]; two numbers in a row stay apart.
fn collapse_numbers<'a>(
    library: &Library<'_>,
    options: &'a CitationOptions,
    pieces: &mut Vec<Piece<'a>>,
) {
    let number = |piece: &Piece<'_>| library.numbers.get(piece.cite.item).copied().unwrap_or(0);
    let mut out: Vec<Piece<'a>> = Vec::with_capacity(pieces.len());
    let mut rest = std::mem::take(pieces).into_iter().peekable();
    let mut collapsed = false;
    while let Some(mut first) = rest.next() {
        let mut in_row = Vec::new();
        let mut last = number(&first);
        while begins_row(library, &first)
            && let Some(next) = rest.next_if(|next| {
                number(next) == last + 1 && next.cite.prefix.is_empty() && begins_row(library, next)
            })
        {
            last = number(&next);
            in_row.push(next);
        }
        if collapsed && let Some(after) = &options.after_collapse_delimiter {
            first.delimiter = after;
        }
        out.push(first);
        collapsed = in_row.len() >= 2;
        if collapsed && let Some(mut end) = in_row.pop() {
            end.delimiter = "\u{2013}";
            out.push(end);
        } else {
            out.append(&mut in_row);
        }
    }
    *pieces = out;
}

/// Brings cites of the same names together and, where the style collapses, names them once.
fn group<'a>(
    library: &Library<'_>,
    options: &'a CitationOptions,
    collapse: Option<Collapse>,
    pieces: &mut Vec<Piece<'a>>,
) {
    if pieces.len() < 2 || options.cite_group_delimiter.is_none() && collapse.is_none() {
        return;
    }
    let section = &library.program.citation;
    let layout_delimiter: &'a str = pieces.first().map_or("", |piece| piece.delimiter);
    let as_layout = library.program.is_note || options.after_collapse_delimiter.is_some();
    let default = if as_layout { layout_delimiter } else { ", " };
    let between: &'a str = options.cite_group_delimiter.as_deref().unwrap_or(default);
    let after: &'a str = options.after_collapse_delimiter.as_deref().unwrap_or(layout_delimiter);
    let mut groups: Vec<Vec<Piece<'a>>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for piece in std::mem::take(pieces) {
        // Cites that the style does not sort stay where the writer put them.
        if section.sort.is_empty() && !places.contains_key(&piece.names) {
            places.clear();
        }
        match places.get(&piece.names).and_then(|place| groups.get_mut(*place)) {
            Some(group) => group.push(piece),
            None => {
                places.insert(piece.names.clone(), groups.len());
                groups.push(vec![piece]);
            }
        }
    }
    let by_suffix = matches!(collapse, Some(Collapse::YearSuffix | Collapse::YearSuffixRanged));
    let mut behind_group = true;
    for (place, mut group) in groups.into_iter().enumerate() {
        let many = group.len() > 1;
        if let Some(first) = group.first_mut().filter(|_| collapse.is_some() && behind_group) {
            first.delimiter = after;
        }
        // A cite that shows nothing in place of names belongs to the group before it.
        if let Some(first) = group.first_mut().filter(|first| place > 0 && first.names.is_empty())
            && (section.sort.is_empty() && collapse.is_some() || by_suffix)
        {
            first.delimiter = between;
        }
        behind_group = many || place == 0 || collapse == Some(Collapse::Year);
        for idx in 1..group.len() {
            let located =
                group.get(idx - 1).is_some_and(|piece| piece.cite.state.locator.is_some());
            if let Some(piece) = group.get_mut(idx) {
                piece.delimiter = if located && options.after_collapse_delimiter.is_some() {
                    after
                } else {
                    between
                };
            }
        }
        if many && let Some(collapse) = collapse {
            collapse_years(library, options, collapse, &mut group, layout_delimiter);
        }
        pieces.append(&mut group);
    }
}

/// Takes the names away behind the first cite of a group and, where the style collapses year
/// suffixes, the year behind the first cite of that year.
fn collapse_years<'a>(
    library: &Library<'_>,
    options: &'a CitationOptions,
    collapse: Collapse,
    group: &mut Vec<Piece<'a>>,
    layout_delimiter: &'a str,
) {
    let delimiter = options.year_suffix_delimiter.as_deref();
    let delimiter =
        delimiter.or(options.cite_group_delimiter.as_deref()).unwrap_or(layout_delimiter);
    let mut year: Option<String> = None;
    let mut before: Option<u32> = None;
    // The cite before has a locator.
    let mut located = false;
    // The letters of cites that show only these.
    let mut letters: Vec<Option<u32>> = Vec::with_capacity(group.len());
    for (idx, piece) in group.iter_mut().enumerate() {
        let state = CiteState { suppress_author: true, ..piece.cite.state.clone() };
        let ambiguity = library.ambiguity(piece.cite.item);
        let suffix = ambiguity.suffix;
        let mut tape = Tape::default();
        let without = Ambiguity { suffix: None, ..ambiguity.clone() };
        let bare = CiteState { locator: None, ..state.clone() };
        library.cite(piece.cite.item, &bare, &without, &mut tape);
        let bare = tape.plain();
        let same = collapse != Collapse::Year
            && piece.cite.prefix.is_empty()
            && suffix.is_some()
            && year.as_deref() == Some(bare.as_str());
        year = Some(bare);
        let alone = piece.cite.state.locator.is_none() && piece.cite.suffix.is_empty();
        letters.push(suffix.filter(|_| same && alone));
        let ascends = before.zip(suffix).is_some_and(|(before, suffix)| before <= suffix);
        before = suffix;
        let located = std::mem::replace(&mut located, piece.cite.state.locator.is_some());
        if idx == 0 {
            continue;
        }
        piece.tape.clear();
        let state = CiteState { suppress_year: same, ..state };
        library.cite(piece.cite.item, &state, ambiguity, &mut piece.tape);
        if same && ascends && !located {
            piece.delimiter = delimiter;
        }
    }
    if collapse == Collapse::YearSuffixRanged {
        let suffixes: Vec<Option<u32>> =
            group.iter().map(|piece| library.ambiguity(piece.cite.item).suffix).collect();
        collapse_letters(group, &letters, &suffixes);
    }
}

/// a, b, c becomes a–c; two letters in a row stay apart.
fn collapse_letters(group: &mut Vec<Piece<'_>>, letters: &[Option<u32>], all: &[Option<u32>]) {
    let mut keep = vec![true; group.len()];
    let mut idx = 0;
    while idx < group.len() {
        let mut end = idx;
        while let (Some(Some(next)), Some(Some(last))) = (letters.get(end + 1), all.get(end))
            && *next == last + 1
        {
            end += 1;
        }
        if end >= idx + 2 {
            keep.iter_mut().take(end).skip(idx + 1).for_each(|keep| *keep = false);
            if let Some(piece) = group.get_mut(end) {
                piece.delimiter = "\u{2013}";
            }
        }
        idx = end + 1;
    }
    let mut keep = keep.into_iter();
    group.retain(|_| keep.next().unwrap_or(true));
}
