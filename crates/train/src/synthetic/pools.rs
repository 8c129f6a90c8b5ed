//! [`Pools`]: fields of the labelled references that may be trained on, sorted by language, for
//! making new references of.

use std::collections::BTreeSet;
use std::path::Path;

use refsmith_model::text::unicode::{collapse_white_space, comparison_key};

use super::language::{self, LANGUAGES, Script};
use crate::dataset::{self, DatasetError, Example};

/// Fields of one language.
#[derive(Debug, Default)]
pub(super) struct Pool {
    /// Titles of articles, chapters and books.
    pub(super) titles: Vec<String>,
    /// Titles of journals.
    pub(super) journals: Vec<String>,
    /// Titles of books that hold chapters, and of proceedings.
    pub(super) books: Vec<String>,
    /// Places and publishers that stood together.
    pub(super) publishers: Vec<(String, String)>,
    /// Family and given names of persons.
    pub(super) people: Vec<(String, String)>,
}

/// Fields by language.
#[derive(Debug, Default)]
pub(super) struct Pools {
    languages: Vec<Pool>,
}

impl Pools {
    /// Reads the data files of a folder, and the names beside it (`names-train`), if they are
    /// there.
    ///
    /// # Errors
    /// A file cannot be read or is no labelled data.
    pub(super) fn read(folder: &Path) -> Result<Self, DatasetError> {
        let mut pools = Self { languages: LANGUAGES.iter().map(|_| Pool::default()).collect() };
        let measured = measured(folder)?;
        for file in dataset::files(folder)? {
            // Conventions differ by source: here titles run on into what holds them.
            let joined_titles = file.to_string_lossy().contains("linkedbooks");
            for example in dataset::read(&file)? {
                if !measured.contains(&comparison_key(&example.raw)) {
                    pools.take(&example, joined_titles);
                }
            }
        }
        let names = folder.join("../names-train/grobid-name-citation");
        if names.is_dir() {
            for file in dataset::files_with(&names, "xml")? {
                pools.take_names(&dataset::text(&file)?);
            }
        }
        for pool in &mut pools.languages {
            pool.settle();
        }
        Ok(pools)
    }

    /// Returns the fields of a language.
    pub(super) fn of(&self, language: usize) -> Option<&Pool> {
        self.languages.get(language)
    }

    fn take(&mut self, example: &Example, joined_titles: bool) {
        let first = |label: &str| {
            let mut found = example.segments.iter().filter(|(name, _)| name == label);
            found.next().map(|(_, text)| clean(text)).filter(|text| !text.is_empty())
        };
        let title = first("title");
        let default = if joined_titles { "it" } else { "en" };
        let sample = title.clone().or_else(|| first("container-title")).unwrap_or_default();
        let home = match language::script(&sample) {
            Script::Latin => language::guess(&sample).or_else(|| language::place(default)),
            Script::Of(language) => Some(language),
            Script::Unknown => None,
        };
        let Some(home) = home else { return };
        let Some(pool) = self.languages.get_mut(home) else { return };
        if let Some(title) = title.filter(|title| is_title(title, joined_titles)) {
            pool.titles.push(title);
        }
        let in_journal = first("volume").is_some() && first("publisher").is_none();
        if let Some(container) =
            first("container-title").filter(|text| is_title(text, joined_titles))
        {
            if in_journal { &mut pool.journals } else { &mut pool.books }.push(container);
        }
        if let (Some(place), Some(publisher)) = (first("location"), first("publisher"))
            && is_name_like(&place)
            && is_name_like(&publisher)
        {
            pool.publishers.push((place, publisher));
        }
        if let Some(person) = first("author").as_deref().and_then(person) {
            pool.people.push(person);
        }
    }

    /// Names whose parts are marked; most stood in English references.
    fn take_names(&mut self, xml: &str) {
        let Some(pool) = self.languages.get_mut(language::ENGLISH) else { return };
        for author in xml.split("<surname>").skip(1) {
            let Some((family, rest)) = author.split_once("</surname>") else { continue };
            let Some(given) = rest.split_once("<forename>").filter(|(gap, _)| gap.len() < 12)
            else {
                continue;
            };
            let Some((given, _)) = given.1.split_once("</forename>") else { continue };
            let (family, given) = (clean(family), given.trim().to_owned());
            if is_family(&family) && is_given(&given) {
                pool.people.push((family, given));
            }
        }
    }
}

impl Pool {
    /// Frequent values stay as frequent as two of them, so that no journal drowns the others.
    fn settle(&mut self) {
        for list in [&mut self.titles, &mut self.journals, &mut self.books] {
            at_most_twice(list);
        }
        at_most_twice(&mut self.publishers);
        at_most_twice(&mut self.people);
    }
}

/// Returns the keys of the references that the parser is measured on, which lie beside those it is
/// trained on. A few occur in both; their fields are not used.
fn measured(folder: &Path) -> Result<BTreeSet<String>, DatasetError> {
    let mut keys = BTreeSet::new();
    let hard = folder.join("../hard20.txt");
    if hard.is_file() {
        keys.extend(dataset::text(&hard)?.lines().map(comparison_key));
    }
    let dev = folder.join("../dev");
    if dev.is_dir() {
        for file in dataset::files(&dev)? {
            keys.extend(dataset::read(&file)?.iter().map(|example| comparison_key(&example.raw)));
        }
    }
    Ok(keys)
}

fn at_most_twice<T: Ord + Clone>(list: &mut Vec<T>) {
    list.sort();
    let mut once = BTreeSet::new();
    let mut twice = BTreeSet::new();
    list.retain(|value| once.insert(value.clone()) || twice.insert(value.clone()));
}

/// Collapses white space and takes punctuation off the ends.
fn clean(text: &str) -> String {
    let text = collapse_white_space(text);
    let edge = |c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '\'' | '"' | '‘' | '“' | '”' | '„')
    };
    let stripped = text.trim_matches(edge);
    let stripped =
        stripped.strip_prefix("In ").or_else(|| stripped.strip_prefix("in ")).unwrap_or(stripped);
    // An abbreviation keeps its mark: "Phys. Rev." but "Nature".
    let inner = stripped.contains(". ") || stripped.ends_with(|c: char| c.is_uppercase());
    let short = stripped.split(' ').all(|word| word.chars().count() <= 8);
    let abbreviated = inner && short && text.trim_end_matches([',', ' ']).ends_with('.');
    if abbreviated { format!("{stripped}.") } else { stripped.to_owned() }
}

/// Tells whether a text is a title alone, without traces of what stood around it.
fn is_title(title: &str, joined: bool) -> bool {
    let count = title.chars().count();
    let balanced = [('(', ')'), ('[', ']'), ('«', '»'), ('“', '”')]
        .iter()
        .all(|(open, close)| title.matches(*open).count() == title.matches(*close).count());
    let foreign = |c: char| matches!(c, '\u{E000}'..='\u{F8FF}' | '<' | '>' | '\u{FFFD}' | '|');
    let joint = ["«", " in ", "cit.", " cit", "...", "…", " pp", " vol", "ibid", "-", "("];
    (6..=220).contains(&count)
        && balanced
        && title.starts_with(char::is_alphabetic)
        && !title.contains(foreign)
        && !(joined && joint.iter().any(|mark| title.contains(mark)))
}

fn is_name_like(text: &str) -> bool {
    (2..=60).contains(&text.chars().count())
        && text.starts_with(char::is_uppercase)
        && !text.contains(|c: char| {
            c.is_ascii_digit() || matches!(c, '(' | ')' | ':' | '<' | '[' | '\u{E000}'..='\u{F8FF}')
        })
}

/// Reads a list of one plain name: `Cozzi, Gaetano` or `G. Cozzi`.
fn person(list: &str) -> Option<(String, String)> {
    let (family, given) = match list.split_once(", ") {
        Some((family, given)) => (family, given),
        None => {
            // Two words may be anything; with an initial they are a name.
            let (given, family) = list.rsplit_once(' ').filter(|(g, _)| g.contains('.'))?;
            (family, given)
        }
    };
    let given = if given.chars().count() == 1 { format!("{given}.") } else { given.to_owned() };
    (is_family(family) && is_given(&given)).then(|| (family.to_owned(), given))
}

fn is_family(text: &str) -> bool {
    let letters = |c: char| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | ' ');
    (3..=24).contains(&text.chars().count())
        && text.chars().all(letters)
        && text.starts_with(char::is_uppercase)
        && text.chars().skip(1).any(char::is_lowercase)
        && text.split(' ').count() <= 2
        && text.split(' ').all(|word| word.contains(char::is_lowercase) && word.len() > 1)
        && !text.contains(" et")
}

fn is_given(text: &str) -> bool {
    let letters = |c: char| c.is_alphabetic() || matches!(c, '-' | '.' | ' ');
    (1..=24).contains(&text.chars().count())
        && text.chars().all(letters)
        && text.starts_with(char::is_uppercase)
        && text.split(' ').all(|word| word.starts_with(char::is_uppercase))
        && text.split(' ').count() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_lose_their_edges() {
        assert_eq!(clean("“Farming and the Global Economy.” "), "Farming and the Global Economy");
        assert_eq!(clean("Ann. Statist. "), "Ann. Statist.");
        assert_eq!(clean("In Another Turn of the Crank. "), "Another Turn of the Crank");
    }

    #[test]
    fn single_names_are_read() {
        let name = |text: &str| person(text);
        assert_eq!(name("G. Cozzi"), Some(("Cozzi".into(), "G.".into())));
        assert_eq!(name("Nietzsche, Friedrich"), Some(("Nietzsche".into(), "Friedrich".into())));
        assert_eq!(name("Smith, J., and Jones, A."), None);
        assert_eq!(name("World Health Organization"), None);
    }
}
