//! The head of a reference: its number, the authors or editors, and the date behind them.

use super::work::Work;
use crate::grammar::{self, List, Style};
use crate::label::Label;
use crate::lexicon::{
    ABBREV, ACCESSED, AND, CONFERENCE, EDITOR, FUNCTION, JOURNAL, MONTH, NEWSPAPER, ORG, PARTICLE,
    PLACE, REPORT, SEASON, UNDATED,
};
use crate::token::{Kind, Text};

/// What was found at the head.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Head {
    /// First token behind it.
    pub(super) body: usize,
    /// Whether a date was read.
    pub(super) dated: bool,
    /// Whether authors or editors were read.
    pub(super) named: bool,
}

/// Reads the head and claims its parts.
pub(super) fn read(work: &mut Work<'_, '_>) -> Head {
    let start = number(work);
    let mut head = Head { body: start, ..Head::default() };
    let found = people(work.t, start);
    if let Some((list, score)) = found {
        head.named = true;
        let after = close(work, start, list.end, confidence(score));
        head.body = after;
    } else if let Some(end) = institution(work.t, start) {
        head.named = true;
        head.body = close(work, start, end, 0.8);
    }
    if let Some((s, e, after)) = date(work.t, head.body, head.named)
        && (head.named || head.body == start && after < work.t.len())
    {
        work.claim(s, e, Label::Date, 0.97);
        head.dated = true;
        head.body = after;
        if !head.named
            && let Some((list, score)) = people(work.t, after)
        {
            head.named = true;
            head.body = close(work, after, list.end, confidence(score) - 0.1);
        }
    }
    // "(Hg.) 2000:" has the role before the date, "2000 (Hg.):" behind it.
    if head.named
        && let Some((from, end)) =
            grammar::role(work.t, head.body, EDITOR).filter(|_| work.t.is(head.body, '('))
    {
        work.relabel(Label::Author, Label::Editor);
        work.claim(from, end, Label::Other, 0.95);
        head.body = end;
    }
    while work.t.is_any(head.body, ".,:;–—-)") && head.body < work.t.len() {
        head.body += 1;
    }
    head
}

fn confidence(score: i32) -> f32 {
    match score {
        15.. => 0.98,
        12..=14 => 0.95,
        10..=11 => 0.9,
        _ => 0.8,
    }
}

/// Claims the number before the reference and returns the token behind it.
fn number(work: &mut Work<'_, '_>) -> usize {
    let t = work.t;
    let mut i = 0;
    while t.is_any(i, "•►*–—-·▪■") || i == 0 && t.is(0, '.') {
        i += 1;
    }
    if i > 0 && t.is_any(i, ".,:") {
        // "—. 2008", "—, and C. Berg": the author of the reference before.
        let from = i;
        while t.is_any(i, ".,:–—-") || grammar::is_and(t, i) {
            i += 1;
        }
        work.claim(from, i, Label::Other, 0.9);
    }
    if t.is_any(i, "([")
        && t.closing(i, i + 5).is_some_and(|c| c > i && (i..=c).all(|j| t.is_punct(j)))
    {
        i = t.closing(i, i + 5).map_or(i, |c| c + 1);
    }
    let numeric = |i: usize| {
        t.is_num(i) && t.str(i).len() <= 3 || t.kind(i) == Some(Kind::Alnum) && t.str(i).len() <= 4
    };
    if t.is_any(i, "[(")
        && t.closing(i, i + 6).is_some_and(|c| {
            c > i + 1 && (t.is_num(i + 1) && t.year(i + 1).is_none() || t.is(i, '['))
        })
    {
        let close = t.closing(i, i + 6).unwrap_or(i);
        if (i + 1..close).all(|j| {
            numeric(j)
                || t.is_word(j) && t.is(i, '[') && close == i + 2
                || t.is(j, '+')
                || t.is_punct(j)
        }) {
            work.claim(i + 1, close, Label::CitationNumber, 0.97);
            return close + 1 + usize::from(t.is(close + 1, '.'));
        }
    }
    if t.is_num(i)
        && t.str(i).len() <= 3
        && t.is_any(i + 1, ".)")
        && (t.is_cap(i + 2) || grammar::is_open_quote(t, i + 2))
    {
        work.claim(i, i + 1, Label::CitationNumber, 0.97);
        return i + 2;
    }
    if t.is_num(i) && t.str(i).len() <= 3 && t.is_cap(i + 1) && people(t, i + 1).is_some() {
        work.claim(i, i + 1, Label::CitationNumber, 0.9);
        return i + 1;
    }
    i
}

/// Finds the list of people at `start` and how sure that is.
pub(super) fn people(t: &Text<'_>, start: usize) -> Option<(List, i32)> {
    let styles = [
        (Style::FamilyInitials, 6),
        (Style::InitialsFamily, 6),
        (Style::FamilyBare, 5),
        (Style::FamilyGiven, 3),
        (Style::GivenFamily, 2),
    ];
    let mut best: Option<(List, i32)> = None;
    for (style, prior) in styles {
        let Some(list) = grammar::list(t, start, style) else { continue };
        let stop = terminator(t, list, style);
        if stop == 0 {
            continue;
        }
        let size = i32::try_from(list.count.min(4)).unwrap_or(4);
        let known = i32::from(list.known == list.count) * 3;
        let bonus = i32::from(list.and || list.cut) * 2 + i32::from(list.strong);
        let score = stop + prior + size + known + bonus;
        // A name that no list of given names knows must be followed by what can only be a title.
        let titled = title_follows(t, list.end)
            && !institution(t, start)
                .is_some_and(|end| end > list.end && date(t, end, true).is_some());
        let enough = match style {
            Style::GivenFamily if known > 0 => 11 - i32::from(stop >= 8),
            Style::GivenFamily if titled && stop >= 5 && plain_pair(t, start, list) => 8,
            Style::GivenFamily => 13 - i32::from(stop >= 8) * 3,
            Style::FamilyGiven if list.strong => 9,
            Style::FamilyGiven if titled && stop >= 5 && list.end - start <= 5 => 9,
            Style::FamilyGiven => 12,
            _ => 10,
        };
        if score >= enough
            && best.is_none_or(|(other, top)| score + i32::from(list.end > other.end) > top)
        {
            best = Some((list, score));
        }
    }
    best
}

/// Whether a mark and a capital follow, as before a title.
fn title_follows(t: &Text<'_>, end: usize) -> bool {
    t.is_any(end, ",.:")
        && t.is_cap(end + 1)
        && !t.is(end + 2, '.')
        && t.is_word(end + 2)
        && !t.has(end + 1, ABBREV | EDITOR) | t.has(end + 1, FUNCTION)
}

/// One name of two or three words that are nothing else we know.
fn plain_pair(t: &Text<'_>, start: usize, list: List) -> bool {
    let other = ORG | JOURNAL | NEWSPAPER | CONFERENCE | FUNCTION | ABBREV | REPORT | PLACE;
    list.count == 1
        && list.end - start <= 3
        && t.is(list.end, ',')
        && (start..list.end).all(|i| !t.has(i, other) || t.has(i, PARTICLE))
        && (start..list.end).any(|i| !t.is_upper(i))
}

/// Says how well the list ends: 0 means it cannot end here.
fn terminator(t: &Text<'_>, list: List, style: Style) -> i32 {
    let e = list.end;
    if e >= t.len() {
        return 3;
    }
    if date(t, e, true).is_some() {
        return 10;
    }
    if grammar::role(t, e, EDITOR).is_some()
        || t.is(e, ',') && grammar::role(t, e + 1, EDITOR).is_some()
    {
        return 9;
    }
    let behind = if t.is_any(e, ",.:") { e + 1 } else { e };
    if grammar::is_open_quote(t, behind) {
        return 9;
    }
    match t.kind(e) {
        Some(Kind::Punct('.')) => 6,
        Some(Kind::Punct(':')) => 7,
        Some(Kind::Punct(',')) => 5,
        Some(Kind::Punct(';')) => 4,
        Some(Kind::Punct('–' | '—' | '-')) => 4,
        Some(Kind::Punct('(' | '[')) => 3,
        Some(Kind::Ident(_)) => 5,
        // "Anna B. Stone, …": the family name is still to come.
        _ if style == Style::FamilyBare && t.is_cap(e) && list.given_first => 0,
        _ if t.is(e - 1, '.') && matches!(style, Style::FamilyInitials | Style::FamilyBare) => 5,
        _ if list.cut => 6,
        _ if matches!(style, Style::InitialsFamily | Style::FamilyBare | Style::FamilyInitials)
            && t.is_cap(e) =>
        {
            2
        }
        _ => 0,
    }
}

/// Claims the list and the role behind it; returns the token behind both.
fn close(work: &mut Work<'_, '_>, start: usize, end: usize, confidence: f32) -> usize {
    let t = work.t;
    let mut after = end;
    let mut label = Label::Author;
    let at = if t.is(end, ',') { end + 1 } else { end };
    let role = grammar::role(t, at, EDITOR);
    if let Some((_, role_end)) = role {
        label = Label::Editor;
        after = role_end;
    }
    if t.is(after, '(')
        && label == Label::Author
        && t.closing(after, after + 8).is_some_and(|c| {
            t.has(c - 1, ORG)
                || matches!(t.low(end.saturating_sub(2)), "al")
                    && (after + 1..c).all(|i| t.is_cap(i))
        })
    {
        // "(RAIN Collaboration)" belongs to the authors.
        let c = t.closing(after, after + 8).unwrap_or(after);
        work.claim(start, c + 1, label, confidence);
        return c + 1;
    }
    work.claim(start, end, label, confidence);
    if let Some((from, to)) = role {
        work.claim(from, to, Label::Other, 0.95);
    }
    after
}

/// Finds an institution that stands where authors stand.
fn institution(t: &Text<'_>, start: usize) -> Option<usize> {
    let limit = (start + 40).min(t.len());
    // Behind it: a date, a role, or a full stop or comma after a name that says what it is.
    let mut i = start;
    while i < limit {
        if i > start
            && i <= start + 3
            && (start..i).all(|j| t.is_cap(j))
            && let Some((_, end)) = grammar::et_al(t, i)
        {
            return Some(end);
        }
        if i > start
            && (date(t, i, true).is_some()
                || grammar::role(t, i, EDITOR).is_some_and(|_| t.is_any(i, "([")))
        {
            return (name_like(t, start, i)).then_some(i);
        }
        if t.is(i, '(') {
            // "(BMFSFJ)": a short form of the name.
            let close = t.closing(i, i + 8)?;
            i = close + 1;
            continue;
        }
        if grammar::is_open_quote(t, i) {
            // "Berg, '…'": whoever stands before a quoted title wrote it.
            let named = i > start + 1
                && t.is(i - 1, ',')
                && i - start <= 8
                && (start..i - 1)
                    .all(|j| t.is_cap(j) || t.has(j, PARTICLE | AND) || t.is_any(j, ",.-"));
            return named.then(|| i - 1);
        }
        if t.is(i, ',')
            && (t.is_cap(i + 1) || matches!(t.kind(i + 1), Some(Kind::Ident(_))))
            && i - start <= 8
            && i > start + 1
            && (t.has(i - 1, ORG) || t.low(start) == "the")
            && (start..i).any(|j| t.has(j, ORG))
            && (start..i).all(|j| t.is_cap(j) || t.has(j, FUNCTION))
            && !(i + 1..(i + 8).min(t.len()))
                .take_while(|j| {
                    t.is_cap(*j)
                        || t.has(*j, FUNCTION)
                        || t.is_any(*j, ",(")
                        || t.year(*j).is_some()
                })
                .any(|j| t.year(j).is_some() && !is_volume_before_year(t, j))
        {
            return Some(i);
        }
        if t.is_any(i, ".:")
            && i > start
            && !t.is_initial(i - 1)
            && (t.is(i, ':') || t.str(i - 1).len() > 3 || t.is_upper(i - 1))
        {
            let dated = date(t, i, true).is_some();
            let named = (start..i).any(|j| t.has(j, ORG) && t.is_cap(j))
                || t.is_upper(start) && i == start + 1;
            return (name_like(t, start, i) && (dated || named && i - start <= 9)).then_some(i);
        }
        i += 1;
    }
    None
}

/// Whether the stretch reads as a name: capitals and words that bind, not a sentence.
fn name_like(t: &Text<'_>, start: usize, end: usize) -> bool {
    let words = (start..end).filter(|i| t.is_word(*i)).count();
    let capital = (start..end).filter(|i| t.is_cap(*i)).count();
    let binding = (start..end)
        .filter(|i| t.is_word(*i) && !t.is_cap(*i) && t.has(*i, FUNCTION | AND | PARTICLE))
        .count();
    let lower = words - capital - binding;
    let org = (start..end).any(|i| t.has(i, ORG) && t.is_cap(i));
    let numbers = (start..end).any(|i| t.is_num(i));
    let verbs = (start..end).any(|i| t.has(i, ACCESSED) && !t.is_cap(i));
    words > 0
        && (t.is_cap(start) || words == 1 && end == start + 1)
        && !numbers
        && !verbs
        && words <= 22
        && if org {
            lower * 2 <= words
        } else {
            lower == 0 && words <= 8 && (!t.has(start, FUNCTION) || t.has(start, PARTICLE))
        }
}

/// Reads a date that may follow authors: "(2017).", ", 2004.", "(in press)". Returns where it
/// starts and ends and the token behind it.
pub(super) fn date(t: &Text<'_>, i: usize, named: bool) -> Option<(usize, usize, usize)> {
    let mut j = i;
    while t.is_any(j, ".,:;–—-") && j < i + 2 {
        j += 1;
    }
    if t.is_any(j, "([") {
        return bracketed_date(t, j);
    }
    let year = t.year(j).is_some();
    if year && named && !is_volume_before_year(t, j) {
        return year_behind_names(t, j);
    }
    if year && !named && j == i {
        // "2003: Title", "1988 Ann. Phys. 7 12", "1801 BERG A., Title"
        let mark = t.is_any(j + 1, ".,:;");
        let journal = t.has(j + 1, ABBREV) && t.is_cap(j + 1) && t.is(j + 2, '.');
        let names = || i < 3 && people(t, j + 1).is_some_and(|(_, score)| score >= 11);
        return (mark || journal || names()).then_some((j, j + 1, j + 1));
    }
    if named && undated(t, j, (j + 4).min(t.len())) {
        let dots = t.is(j + 1, '.');
        let mark = (j..j + 4).find(|k| t.is_any(*k, ":,;."));
        let end = if dots { j + 3 } else { mark.unwrap_or(j + 2) };
        let end = end.min(t.len());
        return Some((j, end, end));
    }
    None
}

/// "(2017, May 3)", "(in press)"
fn bracketed_date(t: &Text<'_>, open: usize) -> Option<(usize, usize, usize)> {
    let close = t.closing(open, open + 16)?;
    let inner = open + 1..close;
    let dated = inner.clone().any(|k| t.year(k).is_some());
    let only = inner.clone().all(|k| {
        t.is_punct(k)
            || t.is_num(k)
            || t.kind(k) == Some(Kind::Alnum)
            || t.has(k, MONTH | SEASON | UNDATED | FUNCTION)
            || DATE_WORDS.contains(&t.low(k))
    });
    (dated && only || undated(t, open + 1, close)).then_some((open + 1, close, close + 1))
}

/// Words that stand beside years: "(original 1889)", "(ca. 1850)".
const DATE_WORDS: &[&str] =
    &["original", "orig", "c", "ca", "circa", "um", "first", "published", "zuerst", "erstausgabe"];

/// "1604, 23 (2016)": a volume that looks like a year.
fn is_volume_before_year(t: &Text<'_>, j: usize) -> bool {
    let close = || t.closing(j + 3, j + 8);
    t.is(j + 1, ',')
        && t.is_num(j + 2)
        && t.is(j + 3, '(')
        && close().is_some_and(|c| (j + 4..c).any(|k| t.year(k).is_some()))
}

/// ", 2004.", "2002-2004:", "2005 [1889],"
fn year_behind_names(t: &Text<'_>, j: usize) -> Option<(usize, usize, usize)> {
    let mut end = j + 1;
    while (t.is_dash(end) || t.is(end, '/')) && t.is_num(end + 1) && end < j + 5 {
        end += 2;
    }
    let letter = t.is_word(end) && t.str(end).len() == 1 && !t.is_cap(end);
    if letter && t.is_any(end + 1, ".,:;") {
        end += 1;
    }
    let first_edition = t.is_any(end, "([")
        && t.closing(end, end + 5).is_some_and(|c| c == end + 2 && t.year(end + 1).is_some());
    if first_edition {
        end += 3;
    }
    let mark = t.is_any(end, ".,:;)–—-(“„«\"‘'") || end >= t.len();
    (mark || t.is_cap(end)).then_some((j, end, end))
}

/// Whether the stretch says that there is no date, or not yet.
fn undated(t: &Text<'_>, from: usize, to: usize) -> bool {
    if to <= from || to > from + 6 {
        return false;
    }
    let first = t.low(from);
    let second = t.low(from + 1);
    let third = t.low(from + 2);
    matches!(
        (first, second),
        ("in", "press" | "preparation" | "druck" | "begutachtung" | "print")
            | ("im", "erscheinen" | "druck")
            | ("i", "tryck")
            | ("under", "review")
    ) || matches!((first, third), ("n", "d") | ("o", "j") | ("s", "d" | "a") | ("i", "e"))
        && t.is(from + 1, '.')
        || matches!(first, "forthcoming" | "undated" | "submitted" | "nd")
        || first == "à" && second == "paraître"
}
