//! Telling apart what would look alike: more names, given names, the style's own condition, and at
//! last letters behind the year (CSL 1.0.2, "disambiguation").
//!
//! Records are grouped by the text of their short cite, so only what really looks alike is rendered
//! again. Letters are given in the order of the bibliography.

use std::collections::{BTreeMap, BTreeSet};

use refsmith_model::{Name, NameVariable};

use super::context::{Ambiguity, CiteState, Given, Place};
use super::document::Document;
use super::run;

/// Names beyond this place are not told apart by their given names.
const MAX_GIVEN: usize = 20;

/// What the style allows.
struct Options {
    names: bool,
    given: bool,
    by_cite: bool,
    primary: bool,
    only_initials: bool,
    suffix: bool,
    condition: bool,
}

pub(super) fn run(document: &mut Document<'_>) {
    let Some(options) = options(document) else { return };
    if options.given && !options.by_cite {
        expand_everywhere(document, &options);
    }
    if options.names || options.given && options.by_cite {
        for group in groups(document) {
            if options.names {
                add_names(document, &group);
            }
            if options.given && options.by_cite {
                for class in classes(document, &group) {
                    add_given(document, &class);
                }
            }
        }
    }
    if options.condition {
        for group in groups(document) {
            set_condition(document, &group);
        }
    }
    if options.suffix {
        for group in groups(document) {
            for (idx, record) in group.into_iter().enumerate() {
                if let Some(ambiguity) = document.ambiguities.get_mut(record) {
                    ambiguity.suffix = Some(letters(idx));
                }
            }
        }
    }
}

fn options(document: &Document<'_>) -> Option<Options> {
    let root = document.style.root();
    let citation = root.child("citation")?;
    let rule = citation.attr("givenname-disambiguation-rule").unwrap_or("by-cite");
    let options = Options {
        names: citation.flag("disambiguate-add-names"),
        given: citation.flag("disambiguate-add-givenname"),
        by_cite: rule == "by-cite",
        primary: rule.starts_with("primary-name"),
        only_initials: rule.ends_with("-with-initials"),
        suffix: citation.flag("disambiguate-add-year-suffix"),
        condition: document.style.tests_ambiguity(),
    };
    let any = options.names || options.given || options.suffix || options.condition;
    any.then_some(options)
}

/// Returns the text of a record's cite as it would be with this state.
fn cite_text(document: &Document<'_>, record: usize, ambiguity: &Ambiguity) -> String {
    let none = CiteState::default();
    let Some(citation) = document.style.root().child("citation") else { return String::new() };
    let Some(layout) = citation.child("layout") else { return String::new() };
    let context = document.context(record, Place::Citation, citation, &none, ambiguity);
    context.map_or_else(String::new, |mut context| {
        run::words(&context.children(&layout.children, None).runs)
    })
}

fn current_text(document: &Document<'_>, record: usize) -> String {
    document
        .ambiguities
        .get(record)
        .map_or_else(String::new, |state| cite_text(document, record, state))
}

/// Returns the groups of records whose cites look alike, members in the order of the bibliography,
/// groups in the order of their first member.
fn groups(document: &Document<'_>) -> Vec<Vec<usize>> {
    classes(document, &document.order.clone())
}

fn classes(document: &Document<'_>, records: &[usize]) -> Vec<Vec<usize>> {
    let texts = records.iter().map(|record| current_text(document, *record)).collect::<Vec<_>>();
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (record, text) in records.iter().zip(&texts) {
        if text.is_empty() {
            continue;
        }
        let at = *known.entry(text).or_insert_with(|| {
            out.push(Vec::new());
            out.len() - 1
        });
        if let Some(class) = out.get_mut(at) {
            class.push(*record);
        }
    }
    out.retain(|class| class.len() > 1);
    out
}

/// For each text, how many others look the same.
fn sizes(texts: &[String]) -> Vec<usize> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *count.entry(text).or_default() += 1;
    }
    texts.iter().map(|text| count.get(text.as_str()).copied().unwrap_or(1)).collect()
}

/// Shows as many names as it takes to tell a record from all that have other names. More names
/// never make two cites more alike, so the least number is found by bisection.
fn add_names(document: &mut Document<'_>, group: &[usize]) {
    let most = group
        .iter()
        .filter_map(|record| document.records.get(*record))
        .flat_map(|record| record.names.values())
        .map(|list| list.names.len())
        .max()
        .unwrap_or(0);
    let probe = |count: usize| -> Vec<usize> {
        let texts: Vec<String> = group
            .iter()
            .map(|record| {
                let mut state = document.ambiguities.get(*record).cloned().unwrap_or_default();
                state.names = count;
                cite_text(document, *record, &state)
            })
            .collect();
        sizes(&texts)
    };
    let mut known: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let best = probe(most);
    let mut wanted = Vec::with_capacity(group.len());
    for (idx, best) in best.iter().enumerate() {
        let (mut low, mut high) = (0, most);
        if *best == group.len() {
            wanted.push(0);
            continue;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            let sizes = known.entry(middle).or_insert_with(|| probe(middle));
            if sizes.get(idx) == Some(best) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        wanted.push(low);
    }
    for (record, count) in group.iter().zip(wanted) {
        if let Some(ambiguity) = document.ambiguities.get_mut(*record) {
            ambiguity.names = count;
        }
    }
}

/// Shows more of the given names, one name after the other, initials before whole names, as long as
/// it tells some cite from the others.
fn add_given(document: &mut Document<'_>, class: &[usize]) {
    for idx in 0..MAX_GIVEN {
        let mut longer = false;
        for level in [Given::Initials, Given::Full] {
            let texts: Vec<String> = class.iter().map(|r| current_text(document, *r)).collect();
            let before = sizes(&texts);
            if before.iter().all(|size| *size == 1) {
                return;
            }
            let tried: Vec<Ambiguity> = class
                .iter()
                .map(|record| {
                    let mut state = document.ambiguities.get(*record).cloned().unwrap_or_default();
                    if state.given.len() <= idx {
                        state.given.resize(idx + 1, Given::AsStyled);
                    }
                    if let Some(given) = state.given.get_mut(idx) {
                        *given = level;
                    }
                    state
                })
                .collect();
            let after_texts: Vec<String> =
                class.iter().zip(&tried).map(|(r, state)| cite_text(document, *r, state)).collect();
            longer |= after_texts != texts;
            let after = sizes(&after_texts);
            for (((record, state), before), after) in class.iter().zip(tried).zip(before).zip(after)
            {
                if after < before
                    && let Some(slot) = document.ambiguities.get_mut(*record)
                {
                    *slot = state;
                }
            }
        }
        // The name is not shown, so none behind it is.
        if !longer {
            return;
        }
    }
}

/// The rules other than `by-cite`: people of one family name are told apart wherever they are named.
fn expand_everywhere(document: &mut Document<'_>, options: &Options) {
    type Known = BTreeMap<String, BTreeSet<(String, String)>>;
    let mut known: Known = BTreeMap::new();
    let take = if options.primary { 1 } else { MAX_GIVEN };
    let people: Vec<Vec<Option<(String, String, String)>>> = document
        .records
        .iter()
        .map(|record| cited_names(record).iter().take(take).map(name_key).collect())
        .collect();
    for (family, initials, given) in people.iter().flatten().flatten() {
        known.entry(family.clone()).or_default().insert((initials.clone(), given.clone()));
    }
    for (names, state) in people.iter().zip(&mut document.ambiguities) {
        state.given = names
            .iter()
            .map(|name| {
                let Some((family, initials, given)) = name else { return Given::AsStyled };
                let Some(others) = known.get(family).filter(|others| others.len() > 1) else {
                    return Given::AsStyled;
                };
                let same_initials = others.iter().any(|(i, g)| i == initials && g != given);
                let all_same = others.iter().all(|(i, _)| i == initials);
                match (same_initials, options.only_initials) {
                    (true, false) => Given::Full,
                    (_, true) if all_same => Given::AsStyled,
                    _ => Given::Initials,
                }
            })
            .collect();
    }
}

/// The names a cite usually shows.
fn cited_names(record: &refsmith_model::Record) -> &[Name] {
    [NameVariable::Author, NameVariable::Editor, NameVariable::Translator]
        .into_iter()
        .map(|role| record.people(role))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// Family name, initials and given names of a person.
fn name_key(name: &Name) -> Option<(String, String, String)> {
    let Name::Person(person) = name else { return None };
    let given = person.given.clone().unwrap_or_default().replace('.', ". ");
    let words: Vec<&str> =
        given.split([' ', '-', '\u{2010}']).filter(|word| !word.is_empty()).collect();
    let initials = words.iter().filter_map(|word| word.chars().next()).collect();
    Some((person.full_family(), initials, words.join(" ")))
}

fn set_condition(document: &mut Document<'_>, group: &[usize]) {
    let tried: Vec<Ambiguity> = group
        .iter()
        .map(|record| {
            let state = document.ambiguities.get(*record).cloned().unwrap_or_default();
            Ambiguity { condition: true, ..state }
        })
        .collect();
    let texts: Vec<String> = group
        .iter()
        .zip(&tried)
        .map(|(record, state)| cite_text(document, *record, state))
        .collect();
    let after = sizes(&texts);
    if after.iter().all(|size| *size == group.len()) {
        return;
    }
    for (record, state) in group.iter().zip(tried) {
        if let Some(slot) = document.ambiguities.get_mut(*record) {
            *slot = state;
        }
    }
}

/// a, b ... z, aa, ab ...
pub(super) fn letters(mut idx: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(char::from(b'a' + u8::try_from(idx % 26).unwrap_or(0)));
        idx /= 26;
        if idx == 0 {
            return out.into_iter().rev().collect();
        }
        idx -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn letters_go_on_behind_z() {
        assert_eq!(letters(0), "a");
        assert_eq!(letters(25), "z");
        assert_eq!(letters(26), "aa");
        assert_eq!(letters(27), "ab");
        assert_eq!(letters(702), "aaa");
    }
}
