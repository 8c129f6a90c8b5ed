//! What can be told by itself anywhere behind the head: identifiers, access dates, editions,
//! genres in brackets, unfinished publications.

use super::locator;
use super::work::Work;
use crate::grammar;
use crate::label::Label;
use crate::lexicon::{ACCESSED, AVAILABLE, EDITION, MONTH, SEASON, THESIS};
use crate::token::{Kind, Text};

/// Claims them.
pub(super) fn read(work: &mut Work<'_, '_>, from: usize) {
    identifiers(work);
    accessed(work, from);
    edition(work, from);
    genres(work, from);
}

fn identifiers(work: &mut Work<'_, '_>) {
    let t = work.t;
    for i in 0..t.len() {
        let Some(Kind::Ident(label)) = t.kind(i) else { continue };
        work.claim(i, i + 1, label, 0.99);
        // "[hep-ph]" behind an arXiv number is its class.
        if label == Label::Idno
            && t.is_any(i + 1, "[(")
            && let Some(close) = t.closing(i + 1, i + 8)
        {
            work.claim(i + 1, close + 1, Label::Other, 0.8);
        }
        lead(work, i);
    }
}

/// Words inside phrases that lead to an identifier.
const LEAD_WORDS: &[&str] = &[
    "doi",
    "pmid",
    "arxiv",
    "de",
    "en",
    "l",
    "ligne",
    "im",
    "auf",
    "the",
    "web",
    "it",
    "as",
    "also",
    "see",
    "siehe",
    "i",
    "på",
    "einsehbar",
    "abrufbar",
    "consulter",
    "sur",
    "site",
    "quelle",
    "source",
    "link",
    "retrieved",
    "from",
    "in",
    "internetquelle",
    "vgl",
];

/// Words that begin such phrases.
const LEAD_STARTS: &[&str] = &[
    "doi",
    "pmid",
    "arxiv",
    "url",
    "siehe",
    "abrufbar",
    "quelle",
    "source",
    "link",
    "also",
    "einsehbar",
    "internetquelle",
    "in",
    "vgl",
];

/// Claims the words that lead to an identifier: "Available from:", "URL:", "doi", "verfügbar unter".
fn lead(work: &mut Work<'_, '_>, i: usize) {
    let t = work.t;
    let mut s = i;
    while s > 0 && i - s < 8 {
        let p = s - 1;
        let known = t.has(p, AVAILABLE) || LEAD_WORDS.contains(&t.low(p));
        let mark = t.is_any(p, ",:<([") && s == i || t.is_any(p, ":<");
        if !work.free(p) || !(known || mark) {
            break;
        }
        s = p;
    }
    // Only whole phrases: they start behind punctuation, with a word that begins one.
    while s < i && !(s == 0 || t.is_punct(s - 1) || t.is_punct(s) || t.is_cap(s)) {
        s += 1;
    }
    while s < i && t.is_word(s) && !t.has(s, AVAILABLE) && !LEAD_STARTS.contains(&t.low(s)) {
        s += 1;
    }
    if s < i {
        work.claim(s, i, Label::Other, 0.9);
    }
}

/// Claims dates of access with the words before them.
fn accessed(work: &mut Work<'_, '_>, from: usize) {
    let t = work.t;
    for i in from..t.len() {
        if !work.free(i) || !t.has(i, ACCESSED) {
            continue;
        }
        let before = i == 0
            || t.is_any(i - 1, "([,.;:–—-")
            || !work.free(i - 1)
            || t.has(i - 1, ACCESSED)
            || matches!(t.low(i - 1), "last" | "date" | "letzter" | "am" | "on" | "of");
        if !before {
            continue;
        }
        let year = t.find(i + 1, i + 14, |t, j| {
            t.year(j).is_some() || j > 4 && locator::dotted(t, j - 4).is_some()
        });
        let Some(year) = year.filter(|y| !(i + 1..*y).any(|j| t.is_any(j, "()"))) else { continue };
        let mut end = year + 1;
        // "2024 12/12", "2013 Jan 03", "2012, from"
        while end < year + 6
            && (t.has(end, MONTH)
                || t.is_num(end) && t.str(end).len() <= 2
                || t.is_any(end, "/-") && t.is_num(end + 1))
        {
            end += 1;
        }
        let date = (i + 1..end).find(|j| t.is_num(*j) || t.has(*j, MONTH)).unwrap_or(year);
        let updated = matches!(
            t.low(i),
            "updated" | "epub" | "erschienen" | "published" | "posted" | "erstellt"
        );
        let label = if updated { Label::Other } else { Label::Accessed };
        let mut s = i;
        while s > from
            && work.free(s - 1)
            && (t.has(s - 1, ACCESSED)
                || matches!(t.low(s - 1), "last" | "date" | "of" | "the")
                || t.is_any(s - 1, "(["))
            && i - s < 5
        {
            s -= 1;
        }
        if (date..end).all(|j| work.free(j)) {
            work.claim(date, end, label, 0.95);
            work.claim(s, date, Label::Other, 0.9);
            let close = usize::from(t.is_any(end, ")]"));
            let tail = end + close;
            let from_word =
                usize::from(t.is(tail, ',') && matches!(t.low(tail + 1), "from" | "at" | "unter"));
            work.claim(end, (tail + from_word * 2).max(end), Label::Other, 0.9);
        }
    }
    bracketed_access(work);
}

/// "(22. Oktober 2015)" directly behind an address.
fn bracketed_access(work: &mut Work<'_, '_>) {
    let t = work.t;
    for i in 1..t.len() {
        if t.is_any(i, "([")
            && t.kind(i - 1) == Some(Kind::Ident(Label::Url))
            && let Some(close) = t.closing(i, i + 14)
        {
            let date = (i + 1..close)
                .all(|j| t.is_num(j) || t.is_punct(j) || t.has(j, MONTH) || t.year(j).is_some());
            if date && close > i + 2 && (i + 1..close).all(|j| work.free(j)) {
                work.claim(i + 1, close, Label::Accessed, 0.9);
            }
        }
    }
}

/// Claims editions: "2nd ed.", "3., überarbeitete Aufl.", "Rev. ed."
fn edition(work: &mut Work<'_, '_>, from: usize) {
    let t = work.t;
    for i in from..t.len() {
        if !work.free(i) || !t.has(i, EDITION) || i == from {
            continue;
        }
        let mut s = i;
        while s > from + 1 && i - s < 7 && work.free(s - 1) {
            let p = s - 1;
            let number = t.is_num(p) && t.year(p).is_none() && t.str(p).len() <= 2
                || t.kind(p) == Some(Kind::Alnum) && t.str(p).len() <= 4
                || t.is_any(p, "ªº°");
            if number {
                s = p;
                break;
            }
            let word = t.is_word(p)
                && (!t.is_cap(p)
                    || matches!(
                        t.low(p),
                        "rev"
                            | "revised"
                            | "second"
                            | "third"
                            | "fourth"
                            | "fifth"
                            | "erweiterte"
                            | "new"
                            | "neue"
                            | "first"
                            | "2nd"
                    ));
            if i - s >= 6 || !word && !t.is_any(p, ".,") {
                break;
            }
            s = p;
        }
        let ordinal = matches!(
            t.low(s),
            "second"
                | "third"
                | "fourth"
                | "fifth"
                | "revised"
                | "rev"
                | "erweiterte"
                | "new"
                | "first"
                | "2ème"
                | "3ème"
                | "deuxième"
                | "segunda"
                | "seconda"
        );
        let number = t.is_num(s) || t.kind(s) == Some(Kind::Alnum);
        if s == i || !(number || ordinal) || number && !t.is_any(s - 1, ".,;:()–—[") {
            continue;
        }
        let end = i + 1 + usize::from(t.is(i + 1, '.'));
        work.claim(s, end, Label::Edition, 0.95);
    }
}

/// Claims genres and media in brackets, theses, and numbered reports.
fn genres(work: &mut Work<'_, '_>, from: usize) {
    let t = work.t;
    for i in from..t.len() {
        if !work.free(i) {
            continue;
        }
        if t.is(i, '[')
            && let Some(close) = t.closing(i, i + 8)
        {
            let label = match t.low(i + 1) {
                "data" | "dataset" | "software" | "computer" | "video" | "film" | "map"
                | "dissertation" | "doctoral" | "unpublished" | "thesis" | "preprint"
                | "report" | "poster" => Some(Label::Genre),
                "internet" | "online" | "serial" | "electronic" | "on" | "cd" | "dvd" | "pdf"
                | "web" | "en" => Some(Label::Medium),
                _ => None,
            };
            if let Some(label) = label {
                work.claim(i + 1, close, label, 0.95);
            }
        }
        if t.has(i, THESIS) && i > from + 1 {
            thesis(work, i, from);
        }
    }
}

/// "Unpublished doctoral dissertation", "PhD thesis", "thèse de doctorat en histoire".
fn thesis(work: &mut Work<'_, '_>, i: usize, from: usize) {
    let t = work.t;
    let mut s = i;
    while s > from && work.free(s - 1) && i - s < 6 {
        let p = s - 1;
        let word = matches!(
            t.low(p),
            "unpublished"
                | "doctoral"
                | "master"
                | "masters"
                | "master's"
                | "master’s"
                | "phd"
                | "ph"
                | "d"
                | "m"
                | "sc"
                | "a"
                | "unveröffentlichte"
                | "unveröff"
                | "phil"
                | "dipl"
                | "bachelor"
                | "bachelor's"
                | "diploma"
                | "doctorat"
                | "mémoire"
                | "habil"
                | "univ"
                | "inaugural"
                | "dr"
                | "s"
        );
        if !(word
            || t.is(p, '.')
                && s > from + 1
                && matches!(
                    t.low(p - 1),
                    "ph" | "d" | "m" | "sc" | "a" | "phil" | "unveröff" | "dipl" | "dr"
                ))
        {
            break;
        }
        s = p;
    }
    if !(t.is_any(s - 1, ".,;:(”’\"»[–—?!") || t.is_num(s - 1)) {
        return;
    }
    let mut end = i + 1;
    while end < i + 7
        && work.free(end)
        && (t.is_word(end) && !t.is_cap(end)
            || t.is(end, '.') && t.is_word(end + 1) && !t.is_cap(end + 1))
    {
        end += 1;
    }
    if grammar::is_open_quote(t, end) || locator::keyword(t, s).is_some() {
        return;
    }
    work.claim(s, end, Label::Genre, 0.9);
}

/// Extends a year to the date around it: "12 May 2003", "Jul. 1988", "5.12.1998", "2014 Feb 25".
pub(super) fn date_around(
    t: &Text<'_>,
    year: usize,
    from: usize,
    work: &Work<'_, '_>,
) -> (usize, usize) {
    let mut s = year;
    let (mut month, mut day) = (false, false);
    while s > from {
        let mut p = s - 1;
        if (t.is_any(p, "./,") || t.is_dash(p) || matches!(t.low(p), "de" | "of")) && p > from {
            p -= 1;
        }
        if (t.is_any(p, ".") || t.is_dash(p)) && p > from {
            p -= 1;
        }
        if !work.free(p) || p < from {
            break;
        }
        let small = t.is_num(p) && t.str(p).len() <= 2
            || t.kind(p) == Some(Kind::Alnum)
                && t.str(p).len() <= 4
                && t.str(p).starts_with(|c: char| c.is_ascii_digit());
        if t.has(p, MONTH | SEASON) && !(month && day) {
            month = true;
            s = p;
        } else if small
            && (month
                || s - p == 2
                    && (t.is(s - 1, '.') || t.is(s - 1, '/'))
                    && t.toks.get(s).is_some_and(|tok| !tok.space))
            && !day
            && t.is_num(p) | month
        {
            day = month || day;
            month = true;
            s = p;
            if s > from + 1
                && t.is_dash(s - 1)
                && t.is_num(s - 2)
                && t.str(s - 2).len() <= 2
                && work.free(s - 2)
            {
                s -= 2;
            }
        } else {
            break;
        }
    }
    let mut e = year + 1;
    while e < year + 6 && work.free(e) {
        let skip = e + usize::from(t.is_any(e, ",-"));
        if t.has(skip, MONTH | SEASON) && !month {
            month = true;
            e = skip + 1;
            e += usize::from(t.is(e, '.') && t.is_num(e + 1));
        } else if month && t.is_num(skip) && t.str(skip).len() <= 2 && s == year {
            e = skip + 1;
            break;
        } else {
            break;
        }
    }
    (s, e)
}
