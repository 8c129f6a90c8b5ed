//! Whether two names are the same person, and two lists the same people.

use refsmith_model::text::unicode::{comparison_key, fold, is_dash};
use refsmith_model::{Name, NameList, PersonName};

/// How our list relates to the register's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// The same people, equally well described.
    Same,
    /// The same people, of whom the register says more: full given names, middle initials.
    Initials,
    /// The same people, written differently.
    Form,
    /// Our list is cut, or leaves people out, and what is there is right.
    Elided,
    /// The register has fewer people than we have: it often holds the first author only.
    RegisterShorter,
    /// Somebody is on one list who cannot be on the other.
    Conflict,
}

/// How two names relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Equal,
    Fuller,
    Compatible,
}

/// Compares two lists.
pub(super) fn compare(ours: &NameList, theirs: &NameList) -> Relation {
    let (a, b) = (&ours.names, &theirs.names);
    if a.is_empty() || b.is_empty() {
        return Relation::Same;
    }
    if let Some(cut) = ours.truncated_after {
        let cut = cut.min(a.len());
        let tail = a.len() - cut;
        let fits = b.len() >= a.len()
            && a.iter().take(cut).zip(b).all(|(x, y)| fit(x, y).is_some())
            && a.iter().rev().take(tail).zip(b.iter().rev()).all(|(x, y)| fit(x, y).is_some());
        // "A, B, Z et al." may be a list that lost the place of its cut: BibTeX can only say that
        // names are missing, not where.
        let fits = fits || tail == 0 && a.len() < b.len() && subsequence(a, b);
        return match fits {
            true if b.len() > a.len() => Relation::Elided,
            true => Relation::Initials,
            false => Relation::Conflict,
        };
    }
    if a.len() == b.len() {
        let fits: Option<Vec<Fit>> = a.iter().zip(b).map(|(x, y)| fit(x, y)).collect();
        return match fits {
            None => Relation::Conflict,
            Some(fits) if fits.contains(&Fit::Fuller) => Relation::Initials,
            Some(_) if a.iter().zip(b).any(|(x, y)| form_differs(x, y)) => Relation::Form,
            Some(_) => Relation::Same,
        };
    }
    if a.len() < b.len() && subsequence(a, b) {
        return Relation::Elided;
    }
    if b.len() == 1 && a.first().zip(b.first()).is_some_and(|(x, y)| fit(x, y).is_some()) {
        return Relation::RegisterShorter;
    }
    Relation::Conflict
}

/// Returns how much two lists agree, in [0, 1]; `None` when one is empty.
pub(super) fn similarity(ours: &NameList, theirs: &NameList) -> Option<f32> {
    if ours.names.is_empty() || theirs.names.is_empty() {
        return None;
    }
    if compare(ours, theirs) != Relation::Conflict {
        return Some(1.0);
    }
    let matched = matched(&ours.names, &theirs.names);
    let most = ours.names.len().max(theirs.names.len());
    #[expect(clippy::cast_precision_loss, reason = "author lists are short")]
    let share = matched as f32 / most as f32;
    let first = ours.names.first().zip(theirs.names.first());
    let first_fits = first.is_some_and(|(x, y)| fit(x, y).is_some());
    Some(if first_fits { 0.3 + 0.6 * share } else { 0.6 * share })
}

/// Tells whether the first names of two lists may be the same person.
pub(super) fn same_first(ours: &[Name], theirs: &[Name]) -> bool {
    match (ours.first(), theirs.first()) {
        (Some(x), Some(y)) => fit(x, y).is_some(),
        (None, None) => true,
        _ => false,
    }
}

/// Returns the folded words of a family name or institution.
pub(super) fn family_words(name: &Name) -> Vec<String> {
    let text = match name {
        Name::Person(person) => person.full_family(),
        Name::Institution(text) => text.clone(),
    };
    refsmith_model::text::unicode::words(&text)
}

/// How many of ours are on their list. Names are looked up by family, so long lists stay cheap.
fn matched(ours: &[Name], theirs: &[Name]) -> usize {
    let mut by_family: std::collections::BTreeMap<String, Vec<&Name>> =
        std::collections::BTreeMap::new();
    for name in theirs {
        by_family.entry(spelling(name.family())).or_default().push(name);
    }
    ours.iter()
        .filter(|name| {
            let same = by_family.get(&spelling(name.family()));
            same.is_some_and(|same| same.iter().take(20).any(|other| fit(name, other).is_some()))
        })
        .count()
}

/// Tells whether ours are on their list in its order, the first one included.
fn subsequence(ours: &[Name], theirs: &[Name]) -> bool {
    let mut rest = theirs.iter();
    let mut all = ours.iter();
    let first = all.next().zip(rest.next());
    first.is_some_and(|(x, y)| fit(x, y).is_some())
        && all.all(|name| rest.any(|other| fit(name, other).is_some()))
}

fn fit(ours: &Name, theirs: &Name) -> Option<Fit> {
    match (ours, theirs) {
        (Name::Person(a), Name::Person(b)) => fit_persons(a, b).or_else(|| {
            // Family and given name are easily exchanged where the family comes first.
            let swapped = comparison_key(&a.family) == comparison_key(b.given.as_deref()?)
                && comparison_key(a.given.as_deref()?) == comparison_key(&b.family);
            swapped.then_some(Fit::Compatible)
        }),
        _ => {
            let (a, b) = (whole_key(ours), whole_key(theirs));
            (a == b || sorted_words(ours) == sorted_words(theirs)).then_some(Fit::Equal)
        }
    }
}

fn fit_persons(ours: &PersonName, theirs: &PersonName) -> Option<Fit> {
    if !same_family(ours, theirs) {
        return None;
    }
    let (a, b) = (given_parts(ours), given_parts(theirs));
    if a == b || b.is_empty() {
        return Some(Fit::Equal);
    }
    if a.is_empty() {
        return Some(Fit::Fuller);
    }
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    // An ordered subsequence: middle names may be missing, and people who go by their middle name
    // may lose the first.
    let mut rest = long.iter();
    if !short.iter().all(|part| rest.any(|other| parts_fit(part, other))) {
        return glued(&a, &b).then_some(Fit::Compatible);
    }
    let letters = |parts: &[String]| parts.iter().map(String::len).sum::<usize>();
    Some(if letters(&b) > letters(&a) { Fit::Fuller } else { Fit::Compatible })
}

/// "Jean-Pierre" and "Jeanpierre", "Xiao Ming" and "Xiaoming".
fn glued(a: &[String], b: &[String]) -> bool {
    a.concat() == b.concat()
}

/// One part is the initial or a short form of the other, or they are equal.
fn parts_fit(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let chars = short.chars().count();
    long.starts_with(short) && (chars == 1 || chars >= 3 || chars == long.chars().count())
}

/// The folded parts of the given names; `JK` in capitals is two initials.
fn given_parts(person: &PersonName) -> Vec<String> {
    let mut parts = Vec::new();
    let given = person.given.as_deref().unwrap_or("");
    let separators = |c: char| c.is_whitespace() || c == '.' || c == ',' || is_dash(c);
    for part in given.split(separators).filter(|part| !part.is_empty()) {
        let initials = part.chars().count() <= 3 && part.chars().all(char::is_uppercase);
        if initials {
            parts.extend(part.chars().map(|c| fold(c.encode_utf8(&mut [0; 4]))));
        } else {
            parts.push(comparison_key(part));
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn same_family(a: &PersonName, b: &PersonName) -> bool {
    let (x, y) = (full_spelling(a), full_spelling(b));
    if x == y || spelling(&a.family) == spelling(&b.family) {
        return true;
    }
    // Compound surnames of which one side has a part: "García Márquez" and "García".
    let (x, y) = (compound(a), compound(b));
    let (short, long) = if x.len() <= y.len() { (&x, &y) } else { (&y, &x) };
    !short.is_empty()
        && short.len() < long.len()
        && short.concat().chars().count() >= 3
        && (long.starts_with(short) || long.ends_with(short))
}

fn compound(person: &PersonName) -> Vec<String> {
    let words = refsmith_model::text::unicode::words(&person.full_family());
    words
        .into_iter()
        .filter(|word| !matches!(word.as_str(), "jr" | "sr" | "ii" | "iii" | "iv"))
        .collect()
}

fn full_spelling(person: &PersonName) -> String {
    let dropping = person.dropping_particle.as_deref().unwrap_or("");
    spelling(&format!("{dropping} {}", person.full_family()))
}

/// Folded, and blind to the two ways of writing an umlaut.
fn spelling(family: &str) -> String {
    comparison_key(family).replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

fn whole_key(name: &Name) -> String {
    comparison_key(&name.to_string())
}

fn sorted_words(name: &Name) -> Vec<String> {
    let mut words = refsmith_model::text::unicode::words(&name.to_string());
    words.sort_unstable();
    words
}

/// The same name, of which the register's spelling has accents or capitals that ours lacks.
fn form_differs(ours: &Name, theirs: &Name) -> bool {
    let (Name::Person(a), Name::Person(b)) = (ours, theirs) else { return false };
    let same = comparison_key(&a.family) == comparison_key(&b.family);
    let straight = |text: &str| {
        text.chars()
            .map(|c| if refsmith_model::text::unicode::is_apostrophe(c) { '\'' } else { c })
            .map(|c| if is_dash(c) { '-' } else { c })
            .collect::<String>()
    };
    same && straight(&a.full_family()) != straight(&b.full_family())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(names: &[(&str, &str)]) -> NameList {
        let person =
            |(family, given): &(&str, &str)| Name::Person(PersonName::new(*family, *given));
        NameList::complete(names.iter().map(person).collect())
    }

    #[test]
    fn one_person_in_many_spellings() {
        for (ours, theirs) in [
            (("Carter", "C. S."), ("Carter", "C. Sue")),
            (("Carter", "Sue"), ("Carter", "C. Sue")),
            (("Weaver", "I. C."), ("Weaver", "Ian C. G.")),
            (("Wakefield", "A. J."), ("Wakefield", "AJ")),
            (("D\u{2019}Alessio", "A. C."), ("D'Alessio", "Ana C.")),
            (("Muller", "H."), ("Müller", "Hans")),
            (("Mueller", "H."), ("Müller", "Hans")),
            (("Garcia", "G."), ("García Márquez", "Gabriel")),
            (("Mao", "Zedong"), ("Zedong", "Mao")),
            (("Łukasz", "J-P"), ("Lukasz", "Jean-Pierre")),
        ] {
            assert_ne!(compare(&list(&[ours]), &list(&[theirs])), Relation::Conflict, "{ours:?}");
        }
    }

    #[test]
    fn different_people() {
        for (ours, theirs) in [
            (("Cacioppo", "J. T."), ("Cacioppo", "Stephanie")),
            (("Feldman", "R."), ("Friedman", "Ruth")),
            (("Smith", "John"), ("Smith", "James")),
        ] {
            assert_eq!(compare(&list(&[ours]), &list(&[theirs])), Relation::Conflict, "{ours:?}");
        }
    }

    #[test]
    fn a_cut_list_is_no_contradiction() {
        let theirs = list(&[("A", "x"), ("B", "x"), ("C", "x"), ("D", "x")]);
        let mut ours = list(&[("A", "x"), ("D", "x")]);
        ours.truncated_after = Some(1);
        assert_eq!(compare(&ours, &theirs), Relation::Elided);
        ours.truncated_after = Some(2);
        assert_eq!(
            compare(&ours, &theirs),
            Relation::Elided,
            "BibTeX has lost the place of the cut"
        );
        let mut ours = list(&[("D", "x"), ("A", "x")]);
        ours.truncated_after = Some(2);
        assert_eq!(compare(&ours, &theirs), Relation::Conflict);
        assert_eq!(compare(&list(&[("A", ""), ("B", "")]), &theirs), Relation::Elided);
        assert_eq!(compare(&list(&[("B", ""), ("A", "")]), &theirs), Relation::Conflict);
    }
}
