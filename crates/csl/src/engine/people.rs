//! Telling people apart who have one family name, wherever they are named.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use refsmith_model::{Name, NameVariable};

use super::library::Library;
use super::person::Person;
use super::render::Given;
use crate::style::program::GivennameRule;

/// Names beyond this place are not told apart by their given names.
pub(super) const MAX_GIVEN: usize = 20;

/// Finds whose names are told apart wherever they stand, in keys of the order, too.
pub(super) fn named_apart(library: &Library<'_>) -> Vec<(usize, Vec<Given>)> {
    let options = &library.program.citation_options;
    if !options.add_givenname || options.givenname_rule == GivennameRule::ByCite {
        return Vec::new();
    }
    expand_everywhere(library, &library.active, options.givenname_rule)
}

/// The rules other than `by-cite`: people of one family name are told apart wherever they are named.
/// Returns the items that show more of a name than the style asks for.
pub(super) fn expand_everywhere<'l>(
    library: &'l Library<'_>,
    items: &[usize],
    rule: GivennameRule,
) -> Vec<(usize, Vec<Given>)> {
    let take = match rule {
        GivennameRule::PrimaryName | GivennameRule::PrimaryNameWithInitials => 1,
        _ => MAX_GIVEN,
    };
    // Who is named often is looked at once.
    let mut people: Vec<Person<'_>> = Vec::new();
    let mut places: HashMap<(&str, &str, &str), usize> = HashMap::new();
    let mut named: Vec<(usize, Vec<Option<usize>>)> = Vec::with_capacity(items.len());
    for idx in items {
        let Some(item) = library.items.get(*idx) else { continue };
        let mut place = |name: &'l Name| match name {
            Name::Person(person) => {
                let person = Person::of(person);
                let key = (person.non_dropping, person.family, person.given);
                Some(*places.entry(key).or_insert_with(|| {
                    people.push(person);
                    people.len() - 1
                }))
            }
            Name::Institution(_) => None,
        };
        named.push((*idx, cited_names(item.record).iter().take(take).map(&mut place).collect()));
    }
    let shown = shown_of(&people, rule);
    named
        .into_iter()
        .map(|(idx, names)| {
            let shown = |place: Option<usize>| shown.get(place?).copied();
            (idx, names.into_iter().map(|place| shown(place).unwrap_or_default()).collect())
        })
        .filter(|(_, given): &(_, Vec<Given>)| given.iter().any(|given| *given != Given::AsStyled))
        .collect()
}

/// Decides for each of different people how much of the given names tells them from the others.
fn shown_of(people: &[Person<'_>], rule: GivennameRule) -> Vec<Given> {
    let only_initials = matches!(
        rule,
        GivennameRule::AllNamesWithInitials | GivennameRule::PrimaryNameWithInitials
    );
    let keys: Vec<NameKey> = people.iter().map(name_key).collect();
    // Family names, initials, given names.
    let mut known: HashMap<&str, BTreeMap<&str, BTreeSet<&str>>> = HashMap::new();
    for key in &keys {
        let alike = known.entry(&key.family).or_default();
        alike.entry(&key.initials).or_default().insert(&key.given);
    }
    keys.iter()
        .map(|key| {
            let Some(alike) = known.get(key.family.as_str()) else { return Given::AsStyled };
            let same_initials =
                alike.get(key.initials.as_str()).is_some_and(|given| given.len() > 1);
            match (same_initials, alike.len() > 1) {
                (false, false) => Given::AsStyled,
                (true, _) if !only_initials => Given::Full,
                (_, false) => Given::AsStyled,
                _ => Given::Initials,
            }
        })
        .collect()
}

/// Tells whether two people in a record's list have the same family name.
pub(super) fn repeats_family(record: &refsmith_model::Record) -> bool {
    let names = cited_names(record);
    if names.len() < 2 {
        return false;
    }
    let mut families: Vec<(&str, &str)> = Vec::with_capacity(names.len().min(MAX_GIVEN));
    for name in names.iter().take(MAX_GIVEN) {
        let Name::Person(person) = name else { continue };
        let person = Person::of(person);
        let family = (person.non_dropping, person.family);
        if families.contains(&family) {
            return true;
        }
        families.push(family);
    }
    false
}

/// The names a cite usually shows.
fn cited_names(record: &refsmith_model::Record) -> &[Name] {
    [NameVariable::Author, NameVariable::Editor, NameVariable::Translator]
        .into_iter()
        .map(|role| record.people(role))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// What tells people of one name apart.
struct NameKey {
    family: String,
    initials: String,
    given: String,
}

fn name_key(person: &Person<'_>) -> NameKey {
    let given = person.given.replace('.', ". ");
    let words: Vec<&str> =
        given.split([' ', '-', '\u{2010}']).filter(|word| !word.is_empty()).collect();
    let initials = words.iter().filter_map(|word| word.chars().next()).collect();
    let family = format!("{} {}", person.non_dropping, person.family);
    NameKey { family, initials, given: words.join(" ") }
}
