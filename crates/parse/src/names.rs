//! Names: a list as it stands in a reference becomes a [`NameList`].

use refsmith_model::{Name, NameList, PersonName, Span};

use crate::grammar::{self, Style};
use crate::lexicon::{AND, EDITOR, FUNCTION, GIVEN, ORG, PARTICLE, SUFFIX};
use crate::token::Text;

/// Names and the mark that says that some are missing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parsed {
    /// The names.
    pub(crate) list: NameList,
    /// Where "et al." or "…" stands in the string.
    pub(crate) cut: Option<Span>,
}

/// Takes a list of names apart. Never fails: what reads as no person is an institution.
pub(crate) fn parse(list: &str) -> Parsed {
    let text = Text::new(list);
    let t = &text;
    let mut out = Parsed::default();
    if institution(t) {
        institutions(t, &mut out);
        return out;
    }
    let strong = (0..t.len()).any(|i| t.is(i, ';'));
    let mut i = 0;
    while i < t.len() {
        if let Some((s, end)) = grammar::et_al(t, i) {
            let more = grammar::gap(t, i).filter(|gap| gap.cut.is_some() && gap.next < t.len());
            cut(t, &mut out, s, more.map_or(end, |gap| gap.cut.map_or(end, |(_, end)| end)));
            i = more.map_or(end, |gap| gap.next);
            continue;
        }
        if let Some(gap) = grammar::gap(t, i) {
            if let Some((s, end)) = gap.cut {
                cut(t, &mut out, s, end);
            }
            i = gap.next;
            continue;
        }
        let end = chunk_end(t, i);
        if end <= i {
            i += 1;
            continue;
        }
        chunk(t, i, end, strong, &mut out.list.names);
        i = end;
    }
    out
}

fn cut(t: &Text<'_>, out: &mut Parsed, s: usize, e: usize) {
    if out.cut.is_none() {
        out.cut = Some(t.span(s, e));
        out.list.truncated_after = Some(out.list.names.len());
    }
}

/// End of the stretch up to the next strong separator.
fn chunk_end(t: &Text<'_>, from: usize) -> usize {
    let mut i = from;
    while i < t.len() {
        let and = t.is_any(i, ";/&|") || grammar::is_and(t, i) && !particle_y(t, i);
        let stop = and
            || grammar::et_al(t, i).is_some() && !t.is(i, '.')
            || t.is(i, '…')
            || t.is(i, ',') && grammar::et_al(t, i).is_some();
        if stop && i > from {
            return i;
        }
        if stop {
            return from;
        }
        i += 1;
    }
    t.len()
}

/// "Ortega y Gasset, J.": the connective inside a family name.
fn particle_y(t: &Text<'_>, i: usize) -> bool {
    t.low(i) == "y"
        && t.is_cap(i + 1)
        && t.is(i + 2, ',')
        && grammar::initials(t, i + 3, false).is_some()
        && i > 0
        && t.is_cap(i - 1)
        && !t.is(i - 1, '.')
}

/// Whether the whole list is the name of one or more institutions.
fn institution(t: &Text<'_>) -> bool {
    let org = (0..t.len()).any(|i| t.has(i, ORG) && t.is_cap(i) && !t.has(i, GIVEN | PARTICLE));
    let given = (0..t.len()).any(|i| t.has(i, GIVEN) && !t.has(i, ORG))
        || (0..t.len()).any(|i| t.is_initial(i) && t.is(i + 1, '.'));
    let acronym = t.len() == 1 && t.is_upper(0) && t.str(0).chars().count() <= 8;
    let lists = [Style::FamilyInitials, Style::InitialsFamily, Style::FamilyBare]
        .iter()
        .any(|style| grammar::list(t, 0, *style).is_some_and(|list| list.end + 1 >= t.len()));
    let binding = (1..t.len())
        .any(|i| t.is_word(i) && !t.is_cap(i) && t.has(i, FUNCTION) && !t.has(i, PARTICLE | AND));
    !lists && (org && !given || acronym || binding && !given)
}

fn institutions(t: &Text<'_>, out: &mut Parsed) {
    let mut from = 0;
    for i in 0..=t.len() {
        let slash = t.is(i, '/')
            && t.toks.iter().all(|tok| !matches!(tok.kind, crate::token::Kind::Punct(',')));
        if i == t.len() || t.is(i, ';') || slash {
            let mut end = i;
            while end > from
                && t.is_any(end - 1, ".,;:")
                && !(t.is(end - 1, '.') && t.is_initial(end.saturating_sub(2)))
            {
                end -= 1;
            }
            if from < end {
                out.list.names.push(Name::Institution(t.text(from, end).to_owned()));
            }
            from = i + 1;
        }
    }
}

/// Reads the names of a stretch in which only commas separate.
fn chunk(t: &Text<'_>, from: usize, to: usize, strong: bool, names: &mut Vec<Name>) {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut start = from;
    for i in from..=to {
        if i == to || t.is(i, ',') {
            let (mut s, mut e) = (start, i);
            while s < e && t.is_any(s, "(.:") {
                s += 1;
            }
            while s < e
                && t.is_any(e - 1, ":)")
                && !(t.is(e - 1, ')') && (s..e).any(|j| t.is(j, '(')))
            {
                e -= 1;
            }
            if s < e {
                parts.push((s, e));
            }
            start = i + 1;
        }
    }
    let mut k = 0;
    while let Some(&(s, e)) = parts.get(k) {
        k += 1;
        if suffix_only(t, s, e) {
            add_suffix(names, t.text(s, e));
            continue;
        }
        let next = parts.get(k).copied();
        let mut person = None;
        if let Some((ns, ne)) = next {
            let initials = grammar::initials(t, ns, true).is_some_and(|end| {
                end >= ne || (end..ne).all(|i| t.has(i, PARTICLE | SUFFIX) || t.is_punct(i))
            });
            let single = grammar::family(t, s, 1).is_some_and(|end| end >= e)
                || e - s <= 2 && t.has(ns, GIVEN) && !t.has(s, GIVEN);
            let after = parts.get(k + 1).is_none_or(|(s, e)| e - s >= 2);
            let words = (ns..ne).filter(|i| t.is_cap(*i)).count();
            let given = single
                && words <= 4
                && (t.has(ns, GIVEN) || strong || parts.len() == 2 || k == 1 && after);
            if (initials || given) && !(t.is(e - 1, '.') && t.is_initial(s)) {
                person = Some(from_parts(t, (s, e), (ns, ne)));
                k += 1;
            }
        }
        let name = person.unwrap_or_else(|| one(t, s, e));
        names.push(name);
    }
}

fn suffix_only(t: &Text<'_>, s: usize, e: usize) -> bool {
    t.has(s, SUFFIX) && !t.is_initial(s) && (s + 1..e).all(|i| t.is_punct(i))
}

fn add_suffix(names: &mut [Name], suffix: &str) {
    if let Some(Name::Person(person)) = names.last_mut() {
        person.suffix = Some(suffix.to_owned());
        person.comma_suffix = true;
    }
}

/// Builds a name from family part and given part.
fn from_parts(t: &Text<'_>, family: (usize, usize), given: (usize, usize)) -> Name {
    let mut person = with_family(t, family.0, family.1);
    let (gs, mut ge) = given;
    while ge > gs && (t.is_any(ge - 1, ":;") || t.has(ge - 1, EDITOR) && !t.is_cap(ge - 1)) {
        ge -= 1;
    }
    let mut suffix_at = ge;
    if ge > gs + 1 {
        let last = if t.is(ge - 1, '.') { ge - 2 } else { ge - 1 };
        if last > gs && t.has(last, SUFFIX) && !t.is_initial(last) {
            person.suffix = Some(t.text(last, ge).to_owned());
            suffix_at = last;
        }
    }
    let particle = (gs + 1..suffix_at).find(|i| t.has(*i, PARTICLE) && !t.is_cap(*i));
    let end = particle.unwrap_or(suffix_at);
    if let Some(particle) = particle {
        person.dropping_particle = Some(t.text(particle, suffix_at).to_owned());
    }
    person.given = Some(given_text(t, gs, end)).filter(|given| !given.is_empty());
    Name::Person(person)
}

/// Given names as written; a full stop that only ends the sentence is left out.
fn given_text(t: &Text<'_>, s: usize, e: usize) -> String {
    let mut end = e;
    if end > s + 1 && t.is(end - 1, '.') && t.is_word(end - 2) && t.str(end - 2).chars().count() > 3
    {
        end -= 1;
    }
    t.text(s, end).to_owned()
}

/// Family name with its particle.
fn with_family(t: &Text<'_>, s: usize, e: usize) -> PersonName {
    let mut end = e;
    while end > s && t.is_any(end - 1, ".:;") {
        end -= 1;
    }
    let mut at = s;
    while at + 1 < end && t.has(at, PARTICLE) && t.str(at).starts_with(char::is_lowercase) {
        at += 1;
        at += usize::from(t.is(at, '.') && at + 1 < end);
    }
    let mut person = PersonName::new(t.text(at, end), "");
    if at > s {
        person.non_dropping_particle = Some(t.text(s, at).to_owned());
    }
    person
}

/// Reads a name without comma.
fn one(t: &Text<'_>, s: usize, e: usize) -> Name {
    let mut e = e;
    let mut suffix = None;
    if e > s + 2 {
        let last = if t.is(e - 1, '.') { e - 2 } else { e - 1 };
        if t.has(last, SUFFIX) && !t.is_initial(last) && t.is_cap(last) {
            suffix = Some(t.text(last, e).to_owned());
            e = last;
        }
    }
    let mut person = order(t, s, e);
    person.suffix = suffix;
    let org = (s..e).any(|i| t.has(i, ORG) && t.is_cap(i) && !t.has(i, GIVEN | PARTICLE));
    if org && (s..e).all(|i| !t.is_initial(i)) {
        return Name::Institution(t.text(s, e).trim_end_matches('.').to_owned());
    }
    Name::Person(person)
}

/// Tells given from family names.
fn order(t: &Text<'_>, s: usize, e: usize) -> PersonName {
    if let Some(end) = grammar::initials(t, s, false).filter(|end| *end < e) {
        // "G.R.R.Martin", "J. Karl Stein"
        let family = family_start(t, end, e);
        let mut person = with_family(t, family, e);
        person.given = Some(t.text(s, family).trim_end().to_owned());
        return person;
    }
    let tail = (s + 1..e).find(|i| {
        let at = if t.is(*i, '(') { i + 1 } else { *i };
        grammar::initials(t, at, true).is_some_and(|end| end >= e || end + 1 >= e && t.is(end, ')'))
    });
    let second_given = t.is_word(s + 1) && t.has(s + 1, GIVEN) && !t.has(s, GIVEN);
    if let Some(tail) = tail.filter(|_| !second_given) {
        let mut person = with_family(t, s, tail);
        let (gs, mut ge) = if t.is(tail, '(') {
            (tail + 1, if t.is(e - 1, ')') { e - 1 } else { e })
        } else {
            (tail, e)
        };
        if ge == gs + 2 && t.is(ge - 1, '.') && t.is_upper(gs) {
            // "Berg NW.": the full stop ends the list.
            ge -= 1;
        }
        person.given = Some(t.text(gs, ge).to_owned());
        return person;
    }
    let mut upper = s;
    while upper < e && (t.is_upper(upper) || t.has(upper, PARTICLE)) {
        upper += 1;
    }
    let reversed = upper > s
        && upper < e
        && t.is_cap(upper)
        && !t.is_upper(upper)
        && t.is_upper(s)
        && t.str(s).chars().count() > 1;
    let last = (s..e).rev().find(|i| t.is_word(*i) && !t.is_initial(*i)).unwrap_or(s);
    let by_gazetteer = last > s
        && (t.has(last, GIVEN) && !t.has(s, GIVEN)
            || second_given && e - s > 2 && t.is(e - 1, '.'));
    let mut person;
    if reversed || by_gazetteer {
        let split =
            if reversed { upper } else { (s + 1..e).find(|i| t.has(*i, GIVEN)).unwrap_or(last) };
        person = with_family(t, s, split);
        person.given = Some(given_text(t, split, e));
    } else if last == s {
        person = with_family(t, s, e);
    } else {
        let family = family_start(t, s + 1, e);
        person = with_family(t, family, e);
        person.given = Some(t.text(s, family).to_owned());
    }
    person.given = person.given.filter(|given| !given.is_empty());
    person
}

/// Where the family name starts in "Karl J. Stein", "Ludwig van Beethoven".
fn family_start(t: &Text<'_>, from: usize, to: usize) -> usize {
    if let Some(particle) = (from..to)
        .find(|i| t.has(*i, PARTICLE) && t.str(*i).starts_with(char::is_lowercase) && *i + 1 < to)
    {
        return particle;
    }
    let mut end = to;
    while end > from && t.is_punct(end - 1) {
        end -= 1;
    }
    let capital = (from..end).find(|i| t.has(*i, PARTICLE) && t.is_cap(*i) && *i + 1 < end);
    let given_between =
        |at: usize| (from..at).all(|i| !t.is_word(i) || t.is_initial(i) || t.has(i, GIVEN));
    if let Some(at) = capital.filter(|at| given_between(*at)) {
        return at;
    }
    // Two words behind initials or a known given name are a compound name, unless the first of
    // them is itself a given name.
    let words: Vec<usize> = (from..end).filter(|i| t.is_word(*i) && !t.is_initial(*i)).collect();
    match words.as_slice() {
        [first, .., _]
            if grammar::initials(t, 0, false) == Some(from)
                && !t.has(*first, GIVEN)
                && words.len() == 2 =>
        {
            *first
        }
        [.., last] => *last,
        [] => from.min(to.saturating_sub(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes names as `particle|family|given`, institutions in braces, the cut as a number.
    fn check(list: &str, expected: &[&str], cut: Option<usize>) {
        let parsed = parse(list).list;
        let names: Vec<String> = parsed
            .names
            .iter()
            .map(|name| match name {
                Name::Institution(name) => format!("{{{name}}}"),
                Name::Person(p) => {
                    let given = p.given.clone().unwrap_or_default();
                    let mut out = format!("{}|{given}", p.full_family());
                    if let Some(suffix) = &p.suffix {
                        out.push_str(&format!("|{suffix}"));
                    }
                    if let Some(particle) = &p.dropping_particle {
                        out.push_str(&format!("|({particle})"));
                    }
                    out
                }
            })
            .collect();
        assert_eq!(names, expected, "{list}");
        assert_eq!(parsed.truncated_after, cut, "{list}");
    }

    #[test]
    fn lists_in_many_conventions() {
        check("Miller, A. B., & O’Neil, C.-D.", &["Miller|A. B.", "O’Neil|C.-D."], None);
        check("Miller AB, O'Neil C, et al.", &["Miller|AB", "O'Neil|C"], Some(2));
        check(
            "A. B. Miller, C. van Dyk and D. E. Berg",
            &["Miller|A. B.", "van Dyk|C.", "Berg|D. E."],
            None,
        );
        check(
            "Miller, Anna, Peter Berg, and Kurt H. Wolf",
            &["Miller|Anna", "Berg|Peter", "Wolf|Kurt H."],
            None,
        );
        check("Müller, Anna; Berg, Peter", &["Müller|Anna", "Berg|Peter"], None);
        check("MARTIN Jean et DURAND Anne-Marie", &["MARTIN|Jean", "DURAND|Anne-Marie"], None);
        check("Martin J.-P., Durand A.", &["Martin|J.-P.", "Durand|A."], None);
        check("A, B., C, D., … & Zed, G.", &["A|B.", "C|D.", "Zed|G."], Some(2));
        check("King, M. L., Jr., & Low, P.", &["King|M. L.|Jr.", "Low|P."], None);
        check("World Health Organization", &["{World Health Organization}"], None);
        check("UNESCO", &["{UNESCO}"], None);
        check("Berg, Anton von", &["Berg|Anton|(von)"], None);
        check(
            "de la Cruz, J., & García Márquez, G.",
            &["de la Cruz|J.", "García Márquez|G."],
            None,
        );
        check("G.R.R.Miller, J.Berg and D.Wolf", &["Miller|G.R.R.", "Berg|J.", "Wolf|D."], None);
        check("Valter (P.)", &["Valter|P."], None);
        check("Иванов И. И., Петров А.", &["Иванов|И. И.", "Петров|А."], None);
    }
}
