//! The grammar of personal names in lists: initials, family names, units and the marks between
//! them. Used to find where a list ends and to take it apart.

use crate::lexicon::{
    ABBREV, AND, CONFERENCE, EDITOR, FUNCTION, GIVEN, JOURNAL, MONTH, ORG, PARTICLE, SUFFIX,
    TRANSLATOR,
};
use crate::token::{Kind, Text};

/// How the names of a list are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// "Feldman, R."
    FamilyInitials,
    /// "R. Feldman"
    InitialsFamily,
    /// "Feldman R", "Feldman R.", "Feldman (R.)"
    FamilyBare,
    /// "Feldman, Ruth"
    FamilyGiven,
    /// "Ruth Feldman"
    GivenFamily,
}

/// Reads initials at `i` and returns the end. `bare` allows letters without full stops.
pub(crate) fn initials(t: &Text<'_>, i: usize, bare: bool) -> Option<usize> {
    let mut j = i;
    while j < i + 16 {
        let short = t.is_cap(j)
            && t.str(j).chars().count() == 2
            && !t.is_upper(j)
            && !t.has(j, MONTH | PARTICLE | GIVEN);
        let hyphened = t.is_upper(j) && t.str(j).chars().count() <= 4;
        // "Li X. A new method": behind a full stop a letter before a small word begins a title.
        let title = j > i && t.is(j - 1, '.') && t.is_initial(j) && is_small_word(t, j + 1);
        if title {
            break;
        }
        if (t.is_initial(j) || short) && t.is(j + 1, '.') && !t.has(j, EDITOR) {
            j += 2;
        } else if t.is_initial(j) && bare && (j == i || !t.is(j - 1, '.'))
            || bare && (j == i || !t.is(j - 1, '.')) && bare_group(t, j)
            || hyphened && t.str(j).contains(['-', '\u{2010}'])
        {
            j += 1 + usize::from(t.is(j + 1, '.'));
        } else {
            break;
        }
        if t.is_dash(j)
            && (t.is_initial(j + 1))
            && !t
                .toks
                .get(j)
                .is_some_and(|tok| tok.space && t.toks.get(j + 1).is_some_and(|n| n.space))
        {
            j += 1;
        }
    }
    (j > i).then_some(j)
}

/// "JA", "CAB", and before punctuation "SMSC": initials without full stops.
fn bare_group(t: &Text<'_>, i: usize) -> bool {
    let letters = t.str(i).chars().count();
    t.is_upper(i) && (letters <= 3 || letters == 4 && t.is_any(i + 1, ",.;"))
}

/// Whether the token is a word in lower case that cannot follow an initial in a list of names.
fn is_small_word(t: &Text<'_>, i: usize) -> bool {
    t.is_word(i) && !t.is_cap(i) && !t.has(i, AND | PARTICLE | SUFFIX) && t.low(i) != "et"
}

/// Reads a family name of at most `max` words at `i`, with its particles, and returns the end.
pub(crate) fn family(t: &Text<'_>, i: usize, max: usize) -> Option<usize> {
    let mut j = i;
    if t.is_any(i, "'’") && t.low(i + 1) == "t" {
        j += 2;
    }
    while t.has(j, PARTICLE) && j < i + 4 {
        let dot = usize::from(t.is(j + 1, '.') && !t.is_cap(j));
        if !(t.is_cap(j + 1 + dot) && !t.is_initial(j + 1 + dot) || t.has(j + 1 + dot, PARTICLE)) {
            break;
        }
        j += 1 + dot;
    }
    let mut words = 0;
    while words < max {
        let bare_initials = words > 0 && bare_group(t, j) && !t.is_upper(j - 1);
        let roman = words > 0 && t.has(j, SUFFIX);
        if t.is_cap(j)
            && !t.is_initial(j)
            && !bare_initials
            && !roman
            && !t.has(j, EDITOR | TRANSLATOR)
        {
            if words > 0
                && (t.has(j, ABBREV) && t.is(j + 1, '.')
                    || t.has(j, JOURNAL | FUNCTION) && !t.has(j, PARTICLE))
            {
                break;
            }
            j += 1;
            words += 1;
        } else if words > 0
            && words + 1 < max
            && t.has(j, PARTICLE)
            && !t.has(j, AND)
            && t.is_cap(j + 1)
            && !t.is_initial(j + 1)
        {
            j += 1;
        } else {
            break;
        }
    }
    (words > 0).then_some(j)
}

/// Reads one name in the given style at `i` and returns the end.
pub(crate) fn unit(t: &Text<'_>, i: usize, style: Style) -> Option<usize> {
    let end = match style {
        Style::FamilyInitials => {
            let f = family(t, i, 4)?;
            let comma = if t.is(f, ',') { f + 1 } else { return None };
            let e = initials(t, comma, true)?;
            // "Smith, A Title" is no name: bare letters must be followed by a mark.
            let bare = !t.is(e - 1, '.');
            if bare && t.is_word(e) && !t.has(e, AND | PARTICLE | SUFFIX) && t.low(e) != "et" {
                return None;
            }
            trailing_particle(t, e)
        }
        Style::InitialsFamily => {
            let g = initials(t, i, false)?;
            match family(t, g, 3) {
                // "J. Phys. A", "Z. Phys. 12": a journal.
                Some(_)
                    if t.has(g, ABBREV)
                        && t.is(g + 1, '.')
                        && (t.has(g + 2, ABBREV) || t.is_initial(g + 2) || t.is_num(g + 2)) =>
                {
                    return None;
                }
                Some(end) => end,
                // "A.B. Li.": the short word was the family name.
                None if g >= i + 4 && !t.is_initial(g - 2) => g - 1,
                None => return None,
            }
        }
        Style::FamilyBare => {
            let f = family(t, i, 3)?;
            if t.is(f, '(') {
                let e = initials(t, f + 1, true)?;
                t.is(e, ')').then_some(e + 1)?
            } else {
                trailing_particle(t, initials(t, f, true)?)
            }
        }
        Style::FamilyGiven => {
            let f = family(t, i, 3)?;
            if !t.is(f, ',') || t.has(f + 1, FUNCTION | ORG | CONFERENCE) && !t.has(f + 1, GIVEN) {
                return None;
            }
            if f - i > 2 && !t.has(f + 1, GIVEN) {
                return None;
            }
            let end = given(t, f + 1)?;
            if (f + 1..end).any(|j| t.has(j, ORG | JOURNAL) && !t.has(j, GIVEN)) {
                return None;
            }
            trailing_particle(t, end)
        }
        Style::GivenFamily => given_family(t, i)?,
    };
    Some(suffix(t, end))
}

/// Given names: capitalized words and initials, at most four.
fn given(t: &Text<'_>, i: usize) -> Option<usize> {
    let mut j = i;
    let mut words = 0;
    while words < 4 {
        if t.is_initial(j) {
            j += 1 + usize::from(t.is(j + 1, '.'));
        } else if t.is_cap(j) && !t.has(j, AND | EDITOR | TRANSLATOR) {
            let short = t.str(j).len() <= 3
                && t.is(j + 1, '.')
                && (t.is_initial(j + 2) || t.is_any(j + 2, ",;&"));
            j += 1 + usize::from(short);
        } else {
            break;
        }
        words += 1;
    }
    (j > i).then_some(j)
}

fn given_family(t: &Text<'_>, i: usize) -> Option<usize> {
    if !t.is_cap(i) || t.is_initial(i) || t.has(i, FUNCTION | ORG) && !t.has(i, GIVEN | PARTICLE) {
        return None;
    }
    let mut j = i + 1;
    while t.is_initial(j) && j < i + 8 {
        j += 1 + usize::from(t.is(j + 1, '.'));
    }
    if t.has(j, AND) && !t.is_cap(j) {
        return None;
    }
    let end = family(t, j, 3);
    let end = match end {
        Some(end) => end,
        // "Smith John D." and "Stein Karl M.": the family name stands first.
        None if j > i + 1 => return None,
        None => return None,
    };
    let tail = initials(t, end, false).filter(|e| !t.is_cap(*e)).unwrap_or(end);
    (i..tail).all(|k| !t.has(k, ORG) || t.has(k, GIVEN)).then_some(tail)
}

/// "Berg, Anton von": a particle behind the given name.
fn trailing_particle(t: &Text<'_>, i: usize) -> usize {
    let mut j = i;
    while t.has(j, PARTICLE) && !t.has(j, AND) && !t.is_cap(j) && j < i + 3 {
        j += 1;
        if t.is(j, '.') && t.str(j - 1).len() <= 3 && t.low(j - 1).len() == 1 {
            j += 1;
        }
    }
    let ends = j >= t.len() || t.is_punct(j) || t.has(j, AND) || t.year(j).is_some();
    if ends { j } else { i }
}

fn suffix(t: &Text<'_>, i: usize) -> usize {
    let at = if t.is(i, ',') { i + 1 } else { i };
    if t.has(at, SUFFIX) && t.is_cap(at) && !t.is_initial(at) {
        let end = at + 1;
        return end + usize::from(t.is(end, '.'));
    }
    i
}

/// What separates two names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Gap {
    /// Where the next name starts.
    pub(crate) next: usize,
    /// A word or sign for "and" is part of it.
    pub(crate) and: bool,
    /// A semicolon or slash is part of it.
    pub(crate) strong: bool,
    /// An ellipsis is part of it: the list was cut here.
    pub(crate) cut: Option<(usize, usize)>,
}

/// Whether the word means "and". In capitals only the plain words do: "JA" and "EI" are initials.
pub(crate) fn is_and(t: &Text<'_>, i: usize) -> bool {
    t.has(i, AND) && (!t.is_cap(i) || matches!(t.str(i), "AND" | "UND" | "ET"))
}

/// Reads what stands between two names at `i`.
pub(crate) fn gap(t: &Text<'_>, i: usize) -> Option<Gap> {
    let mut gap = Gap { next: i, ..Gap::default() };
    while gap.next < i + 8 {
        let j = gap.next;
        if t.is_any(j, ";/|") {
            gap.strong = true;
            gap.next += 1;
        } else if let Some(end) = ellipsis(t, j) {
            gap.cut = Some((j, end));
            gap.next = end;
        } else if t.is(j, ',') || gap.and && t.is(j, '.') {
            gap.next += 1;
        } else if t.is(j, '&') || is_and(t, j) {
            gap.and = true;
            gap.next += 1;
        } else if j == i
            && t.is(j, '-')
            && t.is_cap(j + 1)
            && !t.toks.get(j + 1).is_some_and(|tok| tok.space)
            && t.toks.get(j).is_some_and(|tok| !tok.space)
        {
            gap.next += 1;
        } else if t.str(j) == "u" && t.is(j + 1, '.') && t.is_cap(j + 2) {
            gap.and = true;
            gap.next += 2;
        } else if t.is_any(j, "–—-") && t.is_initial(j + 1) && j > i {
            gap.next += 1;
        } else {
            break;
        }
    }
    (gap.next > i).then_some(gap)
}

/// Reads "…", "..." or ". . ." at `i`.
fn ellipsis(t: &Text<'_>, i: usize) -> Option<usize> {
    if t.is(i, '…') {
        return Some(i + 1);
    }
    ((i..i + 3).all(|j| t.is(j, '.'))).then_some(i + 3)
}

/// Reads "et al." or one of its like at `i`, with what may stand before it, and returns where the
/// mark itself starts and where it ends.
pub(crate) fn et_al(t: &Text<'_>, i: usize) -> Option<(usize, usize)> {
    let mut s = i;
    while t.is_any(s, ",;[") && s < i + 2 {
        s += 1;
    }
    let dot = |j: usize| j + usize::from(t.is(j, '.'));
    let end = match (t.low(s), t.low(dot(s + 1))) {
        ("et", "al" | "alii" | "coll" | "alia") => dot(dot(s + 1) + 1),
        ("u", "a") if t.is(s + 1, '.') && !t.is_cap(s) => dot(dot(s + 1) + 1),
        ("m", "fl") | ("e", "a") if t.is(s + 1, '.') && !t.is_cap(s) => dot(dot(s + 1) + 1),
        ("и", "др" | "соавт") => dot(s + 2),
        ("and", "others" | "colleagues")
        | ("und", "andere" | "mitarbeiter")
        | ("et", "autres")
        | ("y", "otros" | "cols")
        | ("e", "altri" | "outros") => dot(s + 2),
        ("etal", _) => dot(s + 1),
        _ => {
            let end = ellipsis(t, s)?;
            return Some((s, end));
        }
    };
    let end = if t.is(s.wrapping_sub(1), '[') && t.is(end, ']') { end + 1 } else { end };
    Some((s, end))
}

/// A list of names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct List {
    /// Token behind the last one.
    pub(crate) end: usize,
    /// How many names it has.
    pub(crate) count: usize,
    /// A word for "and" joins two of them.
    pub(crate) and: bool,
    /// A semicolon or slash separates two of them.
    pub(crate) strong: bool,
    /// It ends with "et al.".
    pub(crate) cut: bool,
    /// How many of its names have a known given name, or initials.
    pub(crate) known: usize,
    /// Its first word is a given name.
    pub(crate) given_first: bool,
}

/// Reads a list of names that begins in the given style.
pub(crate) fn list(t: &Text<'_>, i: usize, style: Style) -> Option<List> {
    let end = unit(t, i, style)?;
    let mut list = List {
        end,
        count: 1,
        and: false,
        strong: false,
        cut: false,
        known: 0,
        given_first: t.has(i, GIVEN),
    };
    list.known += usize::from(is_known(t, i, end, style));
    loop {
        if let Some((_, end)) = et_al(t, list.end)
            && !(gap(t, list.end)
                .is_some_and(|gap| gap.cut.is_some() && follows(t, gap, style).is_some()))
        {
            list.end = end;
            list.cut = true;
            return Some(list);
        }
        let Some(gap) = gap(t, list.end) else { return Some(list) };
        let Some((end, by)) = follows(t, gap, style) else { return Some(list) };
        let known = is_known(t, gap.next, end, by);
        let sure = gap.and || gap.strong || known || by != Style::GivenFamily;
        if !sure && !and_follows(t, end) {
            return Some(list);
        }
        list.count += 1;
        list.known += usize::from(known);
        list.and |= gap.and;
        list.strong |= gap.strong;
        list.end = end;
    }
}

/// Reads the next name of a list: in its style or in one that goes with it.
fn follows(t: &Text<'_>, gap: Gap, style: Style) -> Option<(usize, Style)> {
    let i = gap.next;
    let order: &[Style] = match style {
        Style::FamilyInitials if gap.and => {
            &[Style::FamilyInitials, Style::InitialsFamily, Style::FamilyBare]
        }
        Style::FamilyInitials => &[Style::FamilyInitials, Style::InitialsFamily],
        Style::InitialsFamily => &[Style::InitialsFamily],
        Style::FamilyBare => &[Style::FamilyBare, Style::InitialsFamily],
        Style::FamilyGiven if gap.strong => {
            &[Style::FamilyInitials, Style::FamilyGiven, Style::InitialsFamily, Style::GivenFamily]
        }
        Style::FamilyGiven => &[Style::InitialsFamily, Style::GivenFamily],
        Style::GivenFamily => &[Style::InitialsFamily, Style::GivenFamily],
    };
    if style == Style::FamilyGiven && !gap.strong {
        // "Berg, Anna, Stein, Karl": every name is turned round.
        if let Some(end) = unit(t, i, Style::FamilyGiven).filter(|end| {
            t.is(i + 1, ',')
                && !t.has(i, GIVEN)
                && (t.has(i + 2, GIVEN) || t.is(*end, '(') && t.year(*end + 1).is_some())
        }) {
            return Some((end, Style::FamilyGiven));
        }
    }
    let found = order.iter().find_map(|style| Some((unit(t, i, *style)?, *style)));
    if style == Style::FamilyGiven && !gap.strong && gap.and {
        // "Berg, Anna & Stein, Karl (Eds.)"
        if let Some(end) = unit(t, i, Style::FamilyGiven)
            .filter(|end| t.is_any(*end, "(.:") || t.year(*end).is_some())
        {
            return Some((end, Style::FamilyGiven));
        }
    }
    found
}

fn is_known(t: &Text<'_>, i: usize, end: usize, style: Style) -> bool {
    match style {
        Style::FamilyInitials | Style::InitialsFamily | Style::FamilyBare => true,
        Style::GivenFamily | Style::FamilyGiven => {
            (i..end).any(|j| t.has(j, GIVEN) || t.is_initial(j) && t.is(j + 1, '.'))
        }
    }
}

/// Whether the list goes on to a word for "and" within the next few names.
fn and_follows(t: &Text<'_>, i: usize) -> bool {
    let mut j = i;
    for _ in 0..8 {
        let Some(gap) = gap(t, j) else { return false };
        if gap.and {
            return unit(t, gap.next, Style::GivenFamily).is_some();
        }
        let Some(end) = unit(t, gap.next, Style::GivenFamily) else { return false };
        j = end;
    }
    false
}

/// Where a bracket starts that stands at the end of a stretch and holds only a mark of editors.
pub(crate) fn role_before(t: &Text<'_>, from: usize, to: usize) -> Option<usize> {
    if !t.is_any(to.checked_sub(1)?, ")]") {
        return None;
    }
    let open = (from..to).rev().take(8).find(|i| t.is_any(*i, "(["))?;
    let role = |i: usize| t.has(i, EDITOR) || t.is_punct(i) || is_and(t, i);
    let fits = (open + 1..to).any(|i| t.has(i, EDITOR)) && (open..to).all(role);
    fits.then_some(open)
}

/// Whether the token is a mark of editors, "(Hg.)", "eds", and not part of a word group.
pub(crate) fn role(t: &Text<'_>, i: usize, flag: u64) -> Option<(usize, usize)> {
    let open = t.is_any(i, "([");
    let at = if open { i + 1 } else { i };
    let cura = flag & EDITOR != 0
        && t.low(at) == "a"
        && t.low(at + 1) == "cura"
        && t.low(at + 2) == "di"
        && t.is(at + 3, ')');
    if !t.has(at, flag) && !cura {
        return None;
    }
    if open {
        let close = t.closing(i, i + 10)?;
        return Some((i, close + 1));
    }
    let mut end = at + 1;
    end += usize::from(t.is(end, '.'));
    Some((at, end))
}

/// Whether the token opens a quotation.
pub(crate) fn is_open_quote(t: &Text<'_>, i: usize) -> bool {
    let Some(Kind::Punct(c)) = t.kind(i) else { return false };
    let glued = t.toks.get(i + 1).is_some_and(|next| !next.space) || c == '«';
    match c {
        '“' | '„' | '«' | '‟' => true,
        '"' | '\'' | '‘' | '‹' | '`' | '‚' => glued,
        '»' | '”' => glued && t.toks.get(i).is_some_and(|tok| tok.space),
        _ => false,
    }
}
