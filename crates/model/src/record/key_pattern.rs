//! [`KeyPattern`]: how citation keys are made, in the notation of JabRef or of Better BibTeX.

mod evaluate;
mod notation;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Record;
use super::key::letters;

/// A formula for citation keys.
///
/// Two notations are read. In brackets, as JabRef has them: `[auth:lower][year][veryshorttitle]`,
/// with text between the brackets taken as it is. As an expression, as Better BibTeX has them:
/// `auth.lower + "-" + year | title`; behind `|` stands what is used where something is missing.
///
/// | part | what it is |
/// | --- | --- |
/// | `auth`, `auth(n)`, `auth(n, m)`, `authN`, `authN_M` | family name of the first (m-th) author, its first n letters |
/// | `authors`, `authors(n)`, `authorsN` | family names, of more than n the first n and `EtAl` |
/// | `authEtAl`, `authAuthEa`, `authorLast`, `authorsAlpha`, `authorIni` | as in JabRef |
/// | `edtr`, `editors` ... | the same of the editors |
/// | `year`, `shortyear`, `month`, `day`, `origyear` | parts of the date |
/// | `title`, `camel` | all words that mean something, capitalized |
/// | `shorttitle`, `shorttitle(n, m)`, `veryshorttitle` | the first three (n) of these, or the first |
/// | `journal`, `publisher`, `volume`, `issue`, `doi`, `type` ... | a variable, by its CSL or BibTeX name |
/// | `firstpage`, `lastpage`, `keywordN` | what the name says |
///
/// Filters: `lower`, `upper`, `capitalize`, `titlecase`, `abbr`, `fold`, `alphanum`,
/// `skipwords`, `nopunct`, `truncN`, `substring(from, n)`, `select(from, n)`, `replace("a", "b")`,
/// `prefix("a")`, `postfix("a")`, `default("a")`, `condense("-")`, `required`.
///
/// # Examples
/// ```
/// use refsmith_model::record::KeyPattern;
/// use refsmith_model::{Date, DateVariable, ItemType, Name, NameList, NameVariable, PersonName};
/// use refsmith_model::{Record, TextVariable};
/// let mut record = Record::new("x", ItemType::Book);
/// let author = Name::Person(PersonName::new("Müller", "Anna"));
/// record.names.insert(NameVariable::Author, NameList::complete(vec![author]));
/// record.dates.insert(DateVariable::Issued, Date::from_year(1999));
/// record.texts.insert(TextVariable::Title, "On the Growth of Trees".into());
/// let key = |pattern| KeyPattern::parse(pattern).map(|pattern| pattern.key(&record));
/// assert_eq!(key("[auth:lower][year]").as_deref(), Ok("muller1999"));
/// assert_eq!(key("auth.abbr + shorttitle(2, 2) + '_' + year").as_deref(), Ok("MGrowthTrees_1999"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct KeyPattern {
    /// The first one in which nothing is missing counts, else the last.
    alternatives: Vec<Vec<Term>>,
    /// Whether numbers, not letters, tell equal keys apart.
    numbers: bool,
}

/// A part of a key: where it comes from and what is done to it.
#[derive(Debug, Clone, PartialEq)]
struct Term {
    source: Source,
    filters: Vec<Filter>,
}

#[derive(Debug, Clone, PartialEq)]
enum Source {
    Literal(String),
    /// A function of the record, in lower case, with its numbers.
    Function {
        name: String,
        numbers: Vec<usize>,
    },
}

#[derive(Debug, Clone, PartialEq)]
struct Filter {
    name: String,
    arguments: Vec<String>,
}

/// Why a pattern is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPatternError {
    /// What is wrong, in words.
    pub message: String,
    /// Where, as an offset in bytes.
    pub offset: usize,
}

impl fmt::Display for KeyPatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at character {} of the pattern)", self.message, self.offset + 1)
    }
}

impl std::error::Error for KeyPatternError {}

impl KeyPattern {
    /// Reads a pattern in either notation.
    ///
    /// # Errors
    /// When a part or filter is unknown, or the notation is broken.
    pub fn parse(text: &str) -> Result<Self, KeyPatternError> {
        notation::parse(text)
    }

    /// Returns the key of a record; two records may have the same.
    pub fn key(&self, record: &Record) -> String {
        let mut last = String::new();
        for alternative in &self.alternatives {
            let (key, complete) = evaluate::key(alternative, record);
            if complete && !key.is_empty() {
                return key;
            }
            last = key;
        }
        match last.is_empty() {
            true => "anonymous".to_owned(),
            false => last,
        }
    }

    /// Returns a key for each record, all different: where several would have one, letters (or
    /// numbers, with `[duplicateNumber]`) are added in the order of the records.
    ///
    /// A record that has its key already keeps it, letter included: adding a record to a library
    /// changes no other key, and giving keys twice changes nothing.
    pub fn keys(&self, records: &[Record]) -> Vec<String> {
        let stems: Vec<String> = records.iter().map(|record| self.key(record)).collect();
        let mut members: BTreeMap<&str, usize> = BTreeMap::new();
        for stem in &stems {
            *members.entry(stem).or_default() += 1;
        }
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut keys: Vec<Option<String>> = Vec::with_capacity(records.len());
        for (record, stem) in records.iter().zip(&stems) {
            let kept = self.is_made_of(&record.id, stem) && taken.insert(record.id.clone());
            keys.push(kept.then(|| record.id.clone()));
        }
        let mut given: BTreeMap<&str, usize> = BTreeMap::new();
        for (key, stem) in keys.iter_mut().zip(&stems) {
            if key.is_some() {
                continue;
            }
            let alone = members.get(stem.as_str()) == Some(&1);
            if alone && taken.insert(stem.clone()) {
                *key = Some(stem.clone());
                continue;
            }
            let next = given.entry(stem).or_default();
            let free = loop {
                let candidate = format!("{stem}{}", self.suffix(*next));
                *next += 1;
                if taken.insert(candidate.clone()) {
                    break candidate;
                }
            };
            *key = Some(free);
        }
        keys.into_iter().map(Option::unwrap_or_default).collect()
    }

    fn suffix(&self, idx: usize) -> String {
        if self.numbers { (idx + 1).to_string() } else { letters(idx) }
    }

    /// Tells whether a key is this stem, or the stem with a suffix.
    fn is_made_of(&self, key: &str, stem: &str) -> bool {
        let Some(suffix) = key.strip_prefix(stem) else { return false };
        let letter = |c: char| match self.numbers {
            true => c.is_ascii_digit(),
            false => c.is_ascii_lowercase(),
        };
        suffix.len() <= 2 && suffix.chars().all(letter)
    }
}

#[cfg(test)]
mod tests;
