//! Volumes, issues and pages: keyworded ones ("Vol. 3", "S. 29-45") and the bare runs that only
//! journals have ("21(2), 80-99", "12:345–367", "7, 89 (1991)").

use super::work::Work;
use crate::label::Label;
use crate::lexicon::{ISSUE, MONTH, PAGES, REPORT, SEASON, VOLUME};
use crate::token::{Kind, Text};

/// A run of numbers that say where in a journal or book the work stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    /// First token.
    pub(super) start: usize,
    /// Token behind the last one.
    pub(super) end: usize,
    /// What its parts are.
    pub(super) items: Vec<(usize, usize, Label)>,
    /// How sure it is.
    pub(super) score: u8,
}

impl Run {
    /// Whether the run has a part with this label.
    pub(super) fn has(&self, label: Label) -> bool {
        self.items.iter().any(|item| item.2 == label)
    }
}

/// Finds the run that best tells where in its journal the work stands, between two tokens.
pub(super) fn best(work: &Work<'_, '_>, from: usize, to: usize) -> Option<Run> {
    let t = work.t;
    let mut best: Option<Run> = None;
    let mut i = from;
    while i < to {
        let run = if work.free(i) { run(work, i, from, to) } else { None };
        let Some(run) = run else {
            i += 1;
            continue;
        };
        i = run.end.max(i + 1);
        // The last of equals counts, unless words go on behind it as in a title.
        let top = best.as_ref().map_or(0, |best| best.score);
        if run.score >= top && !t.is_word(run.end) || run.score > top && run.score >= 4 {
            best = Some(run);
        }
    }
    best
}

/// Reads a run that begins at `i`.
fn run(work: &Work<'_, '_>, i: usize, from: usize, to: usize) -> Option<Run> {
    let t = work.t;
    let leading_year = t.year(i).is_some() && year_leads(t, i);
    let keyword = keyword(t, i).is_some();
    if !(keyword || leading_year || bare_start(t, i, from)) {
        return None;
    }
    let mut state = Run { start: i, end: i, ..Run::default() };
    let mut j = i;
    while j < to {
        let mut k = j;
        while t.is_any(k, ",;:.") && k < j + 2 && k < to {
            k += 1;
        }
        if k >= to || !work.free(k) {
            break;
        }
        let Some(next) = item(work, &mut state, k, to) else { break };
        j = next;
        state.end = j;
    }
    if let [(s, _, label), (_, _, Label::Date)] = state.items.as_mut_slice()
        && *label == Label::Volume
        && !keyword
        && t.is_num(*s)
        && t.str(*s).len() >= 4
    {
        // "Lett. 3210 (1969)": so high a number is a page.
        *label = Label::Pages;
        state.score = 3;
        return Some(state);
    }
    let volume = state.has(Label::Volume);
    let issue = state.has(Label::Issue);
    let pages = state.has(Label::Pages);
    let date = state.has(Label::Date);
    state.score = match (volume, issue, pages) {
        (true, true, true) => 6,
        (true, false, true) => 4 + u8::from(date || keyword),
        (false, true, true) => 4,
        (true, true, false) => 4,
        (true, false, false) if date && !leading_year || keyword => 2,
        (false, true, false) if keyword || date && !leading_year || numbered_paper(t, i) => 2,
        (false, false, true) if keyword => 1,
        _ => return None,
    };
    Some(state)
}

/// "2012;34(5):67-89", "2009 Mar;12(3):45": a year that leads a run.
fn year_leads(t: &Text<'_>, i: usize) -> bool {
    let mut j = i + 1;
    while (t.has(j, MONTH | SEASON) || t.is_dash(j) || t.is_num(j) && t.str(j).len() <= 2)
        && j < i + 5
    {
        j += 1;
    }
    t.is(j, ';')
        && (t.is_num(j + 1)
            || t.kind(j + 1) == Some(Kind::Alnum)
            || t.is(j + 1, '(')
            || keyword(t, j + 1).is_some())
}

/// Whether an unmarked volume can stand at `i`.
fn bare_start(t: &Text<'_>, i: usize, from: usize) -> bool {
    if i <= from || !volume_like(t, i) {
        return t.is_any(i, "(")
            && i > from
            && (t.is_cap(i - 1) || t.is_word(i - 1))
            && t.closing(i, i + 6).is_some_and(|c| {
                c == i + 2
                    && t.is_num(i + 1)
                    && t.year(i + 1).is_none()
                    && t.is_any(c + 1, ":,")
                    && t.is_num(c + 2)
            });
    }
    let prev = i - 1;
    let mark = t.is_any(prev, ",.;)”’\"»'") || t.is_word(prev);
    let dot = i + 1 + usize::from(t.is(i + 1, '.'));
    if dotted(t, i).is_some()
        || range_end(t, i)
            .is_some_and(|end| t.has(end, MONTH) || t.is(end, '.') && t.has(end + 1, MONTH))
    {
        return false;
    }
    // The middle of "24.12.1999".
    if t.is(prev, '.')
        && prev > 0
        && t.is_num(prev - 1)
        && !t.toks.get(i).is_some_and(|tok| tok.space)
    {
        return false;
    }
    let month = t.has(prev, MONTH) || t.has(dot, MONTH) && t.is_num(i) && t.str(i).len() <= 2;
    // A year before a colon is a year: "Press, 1987:51–66".
    let modern = t.year(i).is_some_and(|year| year >= 1800);
    let bracket = t.is(i + 1, '(') || t.is(i + 1, ':') && !modern;
    mark && !month && (t.year(i).is_none() || bracket || t.is(i + 1, '.') && t.is_num(i + 2))
}

fn volume_like(t: &Text<'_>, i: usize) -> bool {
    let s = t.str(i);
    match t.kind(i) {
        Some(Kind::Num) => s.len() <= 4,
        Some(Kind::Alnum) => s.len() <= 6 && s.starts_with(|c: char| c.is_ascii_uppercase()),
        _ => roman(t, i) && s.len() >= 2,
    }
}

/// Whether the token is a Roman number in capitals, or small letters of two at least.
pub(super) fn roman(t: &Text<'_>, i: usize) -> bool {
    let s = t.str(i);
    let upper = s.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | 'D' | 'M'));
    let lower = s.len() >= 2
        && !s.ends_with('-')
        && s.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c' | '-'));
    !s.is_empty()
        && (upper || lower)
        && s != "MD"
        && s != "CD"
        && s != "DC"
        && s != "DM"
        && s != "MC"
}

/// Reads the next part of a run at `k` and returns the token behind it.
fn item(work: &Work<'_, '_>, state: &mut Run, k: usize, to: usize) -> Option<usize> {
    let t = work.t;
    if let Some((label, v)) = keyword(t, k) {
        if state.has(label) {
            return None;
        }
        let end = value(t, v, label)?;
        state.items.push((v, end, label));
        if t.is(end, '/')
            && t.year(end + 1).is_some()
            && label != Label::Pages
            && !state.has(Label::Date)
        {
            // "Nr. 4/1990"
            state.items.push((end + 1, end + 2, Label::Date));
            return Some(end + 2);
        }
        let counter = matches!(t.str(end), "권" | "卷" | "巻" | "호" | "号" | "期" | "號");
        return Some(end + usize::from(counter));
    }
    if t.is_any(k, "([") {
        return bracket(t, state, k, to);
    }
    if let Some(end) = dotted(t, k) {
        if state.items.is_empty() || state.has(Label::Date) {
            return None;
        }
        state.items.push((k, end, Label::Date));
        return Some(end);
    }
    if t.has(k, MONTH | SEASON) && !state.items.is_empty() {
        let end = date_end(t, k);
        if !state.has(Label::Date) {
            state.items.push((k, end, Label::Date));
        }
        return Some(end);
    }
    bare(t, state, k)
}

/// Reads "5.12.1998" or "3.10.09" at `i` and returns the end.
pub(super) fn dotted(t: &Text<'_>, i: usize) -> Option<usize> {
    let small = |i: usize| t.is_num(i) && t.str(i).len() <= 2;
    let marks = t.is(i + 1, '.') && t.is(i + 3, '.') || t.is(i + 1, '/') && t.is(i + 3, '/');
    let year = t.year(i + 4).is_some() || small(i + 4) && t.str(i + 4).len() == 2;
    (small(i) && small(i + 2) && marks && year).then_some(i + 5)
}

/// End of "Mar. 2003", "Jan/Feb 2003", "May 12, 2003".
fn date_end(t: &Text<'_>, k: usize) -> usize {
    let mut end = k + 1;
    let mut j = end;
    while j < k + 8 {
        if t.has(j, MONTH | SEASON)
            || t.is_num(j) && t.str(j).len() <= 2 && !t.is(j + 1, '(') && !t.is(j + 1, ':')
        {
            end = j + 1;
        } else if t.year(j).is_some() {
            return j + 1;
        } else if !(t.is_any(j, "./,") || t.is_dash(j)) {
            break;
        }
        j += 1;
    }
    end
}

/// Reads a bracket: issue, date, or keyworded part.
fn bracket(t: &Text<'_>, state: &mut Run, k: usize, to: usize) -> Option<usize> {
    let close = t.closing(k, to)?;
    let (s, e) = (k + 1, close);
    if s >= e || e - s > 10 || state.items.is_empty() && !t.is_num(s) {
        return None;
    }
    let datelike = (s..e)
        .all(|i| t.is_punct(i) || t.is_num(i) || t.year(i).is_some() || t.has(i, MONTH | SEASON));
    if datelike && ((s..e).any(|i| t.year(i).is_some()) || t.has(s, MONTH | SEASON)) {
        if state.has(Label::Date) {
            return None;
        }
        state.items.push((s, e, Label::Date));
        return Some(close + 1);
    }
    if let Some((label, v)) = keyword(t, s) {
        let end = value(t, v, label)?;
        if state.has(label) || end != e {
            return None;
        }
        state.items.push((v, end, label));
        return Some(close + 1);
    }
    let first = t.is_num(s)
        || t.kind(s) == Some(Kind::Alnum)
        || roman(t, s)
        || matches!(
            t.low(s),
            "suppl" | "supplement" | "pt" | "part" | "spec" | "special" | "series"
        );
    if state.has(Label::Issue) || state.has(Label::Pages) || !first {
        return None;
    }
    state.items.push((s, e, Label::Issue));
    Some(close + 1)
}

/// Reads an unmarked number: volume first, then date or pages.
fn bare(t: &Text<'_>, state: &mut Run, k: usize) -> Option<usize> {
    let number =
        t.is_num(k) || t.kind(k) == Some(Kind::Alnum) || roman(t, k) && t.str(k).len() >= 2;
    if !number {
        return None;
    }
    let volume = state.has(Label::Volume);
    let located = volume || state.has(Label::Issue);
    let dated_behind = t.is(k + 1, '(')
        && t.closing(k + 1, k + 8).is_some_and(|c| (k + 2..c).any(|i| t.year(i).is_some()));
    if t.year(k).is_some()
        && !state.has(Label::Date)
        && !(volume && dated_behind)
        && (located && range_end(t, k).is_none() || !located && year_leads(t, k))
        && (!t.is_any(k.wrapping_sub(1), ":") || state.has(Label::Pages))
    {
        let mut end = k + 1;
        if !located {
            while t.has(end, MONTH | SEASON)
                || t.is_dash(end)
                || t.is_num(end) && t.str(end).len() <= 2
            {
                end += 1;
            }
        }
        state.items.push((k, end, Label::Date));
        return Some(end);
    }
    if !volume && !state.has(Label::Issue) && !state.has(Label::Pages) {
        if !volume_like(t, k) {
            return None;
        }
        return Some(bare_volume(t, state, k));
    }
    if state.has(Label::Pages)
        || t.is_any(k + 1, "(")
            && !state.has(Label::Date)
            && !t.closing(k + 1, k + 8).is_some_and(|c| (k + 2..c).any(|i| t.year(i).is_some()))
    {
        return None;
    }
    // "12, 3, 45-67": what stands between volume and pages is the issue.
    let behind = k + 2;
    let pages_follow = range_end(t, behind).is_some() && !t.is_dash(k + 1)
        || (behind..behind + 5).any(|i| matches!(keyword(t, i), Some((Label::Pages, _))))
        || t.is(k.wrapping_sub(1), ':')
            && t.is(k + 1, ',')
            && t.is_num(behind)
            && t.year(behind).is_none();
    let double = t.is(k + 1, '/') && t.is_num(k + 2) && t.is(k + 3, ',') && t.is_num(k + 4);
    let unissued = volume && !state.has(Label::Issue);
    if unissued && t.is_num(k) && double && t.str(k + 2).len() <= 3 {
        state.items.push((k, k + 3, Label::Issue));
        return Some(k + 3);
    }
    if unissued && t.is_num(k) && t.str(k).len() <= 3 && t.is_any(k + 1, ",:") && pages_follow {
        state.items.push((k, k + 1, Label::Issue));
        return Some(k + 1);
    }
    let end = value(t, k, Label::Pages)?;
    state.items.push((k, end, Label::Pages));
    Some(end)
}

/// "Working Paper 52": the number of a report.
fn numbered_paper(t: &Text<'_>, k: usize) -> bool {
    let word = k > 0 && t.has(k - 1, REPORT) && t.is_cap(k - 1);
    word && t.is_num(k) && t.year(k).is_none() && (t.is_any(k + 1, ".,;)") || k + 1 >= t.len())
}

/// Claims an unmarked volume, with the issue glued to it: "63.4", "26/1", "12-13".
fn bare_volume(t: &Text<'_>, state: &mut Run, k: usize) -> usize {
    if numbered_paper(t, k) {
        state.items.push((k, k + 1, Label::Issue));
        return k + 1;
    }
    if t.is(k + 1, '/') && t.year(k + 2).is_some() && t.is_num(k) && t.str(k).len() <= 3 {
        // "7/2010"
        state.items.push((k, k + 1, Label::Issue));
        state.items.push((k + 2, k + 3, Label::Date));
        return k + 3;
    }
    let glued = t.toks.get(k + 2).is_some_and(|tok| !tok.space)
        && t.toks.get(k + 1).is_some_and(|tok| !tok.space);
    if glued && t.is_any(k + 1, "./") && t.is_num(k + 2) && t.is_num(k) && t.year(k + 2).is_none() {
        state.items.push((k, k + 1, Label::Volume));
        let mut end = k + 3;
        if (t.is_dash(end) || t.is(end, '/')) && t.is_num(end + 1) && t.str(end + 1).len() <= 2 {
            end += 2;
        }
        state.items.push((k + 2, end, Label::Issue));
        return end;
    }
    let mut end = k + 1;
    if t.is_dash(end) && t.is_num(end + 1) && t.str(end + 1).len() <= 3 && glued {
        end += 2;
    }
    if t.is(end, '/') && t.is_num(end + 1) && t.year(end + 1).is_none() {
        end += 2;
    }
    state.items.push((k, end, Label::Volume));
    end
}

/// Reads a keyword of volume, issue or pages at `i`: its label and where the number starts.
pub(super) fn keyword(t: &Text<'_>, i: usize) -> Option<(Label, usize)> {
    let label = if t.has(i, PAGES) {
        Label::Pages
    } else if t.has(i, VOLUME) {
        Label::Volume
    } else if t.has(i, ISSUE) || t.is(i, '№') {
        Label::Issue
    } else {
        return korean(t, i);
    };
    let mut v = i + 1;
    while t.is_any(v, ".:°º") && v < i + 4 {
        v += 1;
    }
    let single = t.str(i).len() == 1;
    let number = t.is_num(v)
        || t.kind(v) == Some(Kind::Alnum) && t.str(v).chars().any(|c| c.is_ascii_digit())
        || (!single || v > i + 1) && roman(t, v) && (label != Label::Issue || t.str(v).len() > 1);
    (number && dotted(t, v).is_none() && !(single && t.is_upper(i.wrapping_sub(1))))
        .then_some((label, v))
}

/// "제22권", "第3期": the keyword stands around the number.
fn korean(t: &Text<'_>, i: usize) -> Option<(Label, usize)> {
    let v = if matches!(t.str(i), "제" | "第") { i + 1 } else { i };
    if !t.is_num(v) {
        return None;
    }
    match t.str(v + 1) {
        "권" | "卷" | "巻" => Some((Label::Volume, v)),
        "호" | "号" | "期" | "號" => Some((Label::Issue, v)),
        _ => None,
    }
}

/// Reads "80-99", "S12–S20", "viii-xiii" at `i` and returns the end.
pub(super) fn range_end(t: &Text<'_>, i: usize) -> Option<usize> {
    let number = |i: usize| t.is_num(i) || t.kind(i) == Some(Kind::Alnum) || roman(t, i);
    let mut j = i + 1;
    while t.is_dash(j) && j < i + 3 {
        j += 1;
    }
    (j > i + 1 && number(i) && number(j)).then_some(j + 1)
}

/// Reads the number behind a keyword and returns the end.
pub(super) fn value(t: &Text<'_>, v: usize, label: Label) -> Option<usize> {
    if v >= t.len() {
        return None;
    }
    let mut end = range_end(t, v).unwrap_or(v + 1);
    match label {
        Label::Pages => {
            // "12-15, 20-22", "29f.", "29 ff"
            while t.is_any(end, ",;&")
                && (range_end(t, end + 1).is_some() && t.is_num(end + 1)
                    || t.is_num(end + 1)
                        && t.is(end, ',')
                        && t.year(end + 1).is_none()
                        && t.str(end + 1).len() <= t.str(v).len()
                        && !t.is_any(end + 2, "(:"))
                && end < v + 24
            {
                end = range_end(t, end + 1).unwrap_or(end + 2);
            }
            if t.is(end, '(') && t.str(end + 1) == "R" && t.is(end + 2, ')') {
                end += 3;
            }
            if matches!(t.low(end), "f" | "ff" | "sq" | "sqq" | "ss") {
                end += 1;
            }
        }
        _ => {
            if t.is(end, '/') && t.is_num(end + 1) && t.year(end + 1).is_none() {
                end += 2;
            }
        }
    }
    Some(end)
}

/// Claims the parts of a run.
pub(super) fn claim(work: &mut Work<'_, '_>, run: &Run, dated: bool) {
    let confidence = match run.score {
        5.. => 0.98,
        3..=4 => 0.97,
        _ => 0.85,
    };
    for (s, e, label) in &run.items {
        let label = if *label == Label::Date && dated { Label::Other } else { *label };
        work.claim(*s, *e, label, confidence);
    }
    // What stands between the parts is keywords and punctuation.
    let mut i = run.start;
    while i < run.end {
        if work.free(i) {
            let end = (i..run.end).find(|j| !work.free(*j)).unwrap_or(run.end);
            work.claim(i, end, Label::Other, 0.9);
            i = end;
        } else {
            i += 1;
        }
    }
}

/// Claims pages that stand alone, between two tokens: "pp. 12-24", "(S. 3–5)", ": 77-116.",
/// "320 S.".
pub(super) fn pages(work: &mut Work<'_, '_>, from: usize, to: usize) -> Option<usize> {
    let t = work.t;
    for i in (from..to).rev() {
        if !work.free(i) {
            continue;
        }
        if let Some((Label::Pages, v)) = keyword(t, i) {
            let end = value(t, v, Label::Pages)?;
            if i > from && matches!(t.low(i - 1), "hier" | "bes" | "insb" | "here" | "esp" | "ici")
            {
                // "S. 1–20, hier S. 7": the cited place, not where the work stands.
                work.claim(i - 1, end, Label::Other, 0.8);
                continue;
            }
            if work.claim(v, end, Label::Pages, 0.95) {
                work.claim(i, v, Label::Other, 0.9);
                return Some(i);
            }
        }
        if roman(t, i)
            && t.str(i).contains('-')
            && i > from
            && t.is_any(i - 1, ",:;(")
            && work.claim(i, i + 1, Label::Pages, 0.9)
        {
            return Some(i);
        }
        let follows = t.kind(i) == Some(Kind::Alnum)
            && t.str(i)
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .trim_start_matches('f')
                .is_empty()
            || t.is_num(i) && matches!(t.low(i + 1), "f" | "ff");
        if follows && i > from && t.is_any(i - 1, ",:") && t.year(i).is_none() {
            let end = if t.is_num(i) { i + 2 } else { i + 1 };
            if work.claim(i, end, Label::Pages, 0.9) {
                return Some(i);
            }
        }
        // "320 S.", "6 p.": the extent.
        if t.is_num(i)
            && t.has(i + 1, PAGES)
            && t.str(i).len() <= 4
            && (t.is_any(i + 2, ".,;)") || i + 2 >= t.len())
            && i > from
            && t.is_any(i - 1, ".,;:(–—-")
            && work.claim(i, i + 2, Label::Pages, 0.8)
        {
            return Some(i);
        }
        if let Some(end) = range_end(t, i)
            && i > from
            && t.is_any(i - 1, ",.:;(")
            && (end >= t.len() || t.is_any(end, ".,;)(") || !work.free(end))
            && !(t.year(i).is_some() && t.year(end - 1).is_some())
            && !t.has(end, MONTH)
            && !(t.is_any(end, ".") && t.has(end + 1, MONTH))
            && t.str(i).len() <= 5
            && work.claim(i, end, Label::Pages, 0.9)
        {
            return Some(i);
        }
    }
    None
}
