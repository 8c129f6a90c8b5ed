//! [`Query`]: what is looked for in a library, and how well records answer it.

use std::fmt;

use super::tags::tags;
use crate::model::text::unicode::{fold, words};
use crate::model::{Doi, Name, Record, TextVariable, Variable};

/// A question to a library: words that must all be there, in any field or a named one.
///
/// | part | what it finds |
/// | --- | --- |
/// | `tea trade` | both words, in any fields; longer words and misspelled ones count less |
/// | `"tea trade"` | these words, one behind the other |
/// | `author:lee`, `title:"tea trade"`, `container-title:wetlands` | in this variable (`journal:` is `container-title:`) |
/// | `year:2010`, `year:2010..2015`, `year:..1999` | in these years |
/// | `tag:trade`, `tag:tra*` | this tag, or tags that begin so |
/// | `key:lee1999`, `type:book`, `has:DOI` | citation key (or its beginning, `lee*`), type, variables that are there |
/// | `-tea`, `-tag:trade` | not this |
///
/// Letter case and accents make no difference.
///
/// # Examples
/// ```
/// use refsmith::formats::{Reader, bibtex::Bibtex};
/// use refsmith::pipeline::library::Query;
/// let text = r"@book{a, author = {{\O}rsted, H. C.}, year = 1820}
///     @book{b, title = {On tea}, year = 1999}";
/// let records = Bibtex.read(text).value;
/// let found = |query: &str| -> Vec<usize> {
///     let query = Query::parse(query).unwrap();
///     query.search(&records).into_iter().map(|hit| hit.position).collect()
/// };
/// assert_eq!(found("orsted"), [0]);
/// assert_eq!(found("author:oersted"), [0]);
/// assert_eq!(found("year:1900.. -coffee"), [1]);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    terms: Vec<Term>,
}

/// A record that answers a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Position of the record, from 0.
    pub position: usize,
    /// How well it answers: higher is better. Comparable within one search only.
    pub score: f32,
}

/// Why a text is no query.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryError {
    /// There is no such field.
    Field(String),
    /// What should be a year, or years, is none.
    Year(String),
    /// There is nothing to look for.
    Empty,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(name) => write!(f, "there is no field `{name}`"),
            Self::Year(text) => {
                write!(f, "expected a year or years such as `2010..2015`, found `{text}`")
            }
            Self::Empty => write!(f, "expected something to look for, found nothing"),
        }
    }
}

impl std::error::Error for QueryError {}

#[derive(Debug, Clone, PartialEq)]
struct Term {
    negated: bool,
    what: What,
}

#[derive(Debug, Clone, PartialEq)]
enum What {
    /// Words, one behind the other, in these variables; in any when there are none named.
    Words {
        fields: Vec<Variable>,
        words: Vec<String>,
        phrase: bool,
    },
    Years {
        from: i32,
        to: i32,
    },
    Tag(Pattern),
    Key(Pattern),
    Type(String),
    Has(Variable),
    Doi(Doi),
}

/// A folded text, or the beginning of one.
#[derive(Debug, Clone, PartialEq)]
struct Pattern {
    text: String,
    open: bool,
}

impl Pattern {
    fn new(text: &str) -> Self {
        let open = text.ends_with('*');
        Self { text: fold(text.trim_end_matches('*')), open }
    }

    fn matches(&self, text: &str) -> bool {
        let text = fold(text);
        if self.open { text.starts_with(&self.text) } else { text == self.text }
    }
}

/// Short names of variables.
const ALIASES: [(&str, &str); 8] = [
    ("journal", "container-title"),
    ("booktitle", "container-title"),
    ("series", "collection-title"),
    ("pages", "page"),
    ("doi", "DOI"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("url", "URL"),
];

/// How much a word counts where it is found.
const WEIGHTS: [(TextVariable, f32); 5] = [
    (TextVariable::Title, 3.0),
    (TextVariable::Keyword, 2.0),
    (TextVariable::ContainerTitle, 1.5),
    (TextVariable::Abstract, 0.5),
    (TextVariable::Note, 0.5),
];
/// How much a name or a citation key counts.
const NAME_WEIGHT: f32 = 3.0;
const KEY_WEIGHT: f32 = 2.0;

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// A field is unknown, years are none, or nothing is asked.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let terms: Vec<Term> = parts(text).iter().map(Term::parse).collect::<Result<_, _>>()?;
        let terms: Vec<Term> = terms.into_iter().filter(|term| !term.is_empty()).collect();
        if terms.is_empty() { Err(QueryError::Empty) } else { Ok(Self { terms }) }
    }

    /// Returns the records that answer, the best first, and equal ones in their order.
    pub fn search(&self, records: &[Record]) -> Vec<Hit> {
        let mut hits: Vec<Hit> = records
            .iter()
            .enumerate()
            .filter_map(|(position, record)| Some(Hit { position, score: self.score(record)? }))
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        hits
    }

    fn score(&self, record: &Record) -> Option<f32> {
        let mut values = None;
        let mut sum = 0.0;
        for term in &self.terms {
            match (term.what.score(record, term.negated, &mut values), term.negated) {
                (Some(_), true) | (None, false) => return None,
                (None, true) => {}
                (Some(score), false) => sum += score,
            }
        }
        Some(sum)
    }
}

/// One part of a query: its text without quotation marks, and whether it had any behind the colon.
struct Part {
    negated: bool,
    field: Option<String>,
    text: String,
    quoted: bool,
}

/// Splits at blanks outside of quotation marks.
fn parts(text: &str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let mut part = Part { negated: false, field: None, text: String::new(), quoted: false };
        if let Some(behind) = rest.strip_prefix('-') {
            part.negated = true;
            rest = behind;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
        let (head, _) = rest.split_at(end);
        if let Some((field, _)) = head.split_once(':').filter(|(field, _)| is_field_name(field)) {
            part.field = Some(field.to_owned());
            rest = rest.get(field.len() + 1..).unwrap_or("");
        }
        match rest.strip_prefix('"') {
            Some(inside) => {
                let (phrase, behind) = inside.split_once('"').unwrap_or((inside, ""));
                part.quoted = true;
                part.text = phrase.to_owned();
                rest = behind;
            }
            None => {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                let (word, behind) = rest.split_at(end);
                part.text = word.to_owned();
                rest = behind;
            }
        }
        out.push(part);
        rest = rest.trim_start();
    }
    out
}

/// Tells a field from an address or a title with a colon in it.
fn is_field_name(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
        && !matches!(text, "http" | "https")
}

impl Term {
    fn parse(part: &Part) -> Result<Self, QueryError> {
        let what = match part.field.as_deref().map(str::to_ascii_lowercase).as_deref() {
            None => match Doi::parse(&part.text) {
                Ok(doi) => What::Doi(doi),
                Err(_) => What::words(Vec::new(), part),
            },
            Some("year" | "date") => What::years(&part.text)?,
            Some("tag" | "tags" | "keyword" | "keywords") => What::Tag(Pattern::new(&part.text)),
            Some("key" | "id") => What::Key(Pattern::new(&part.text)),
            Some("type") => What::Type(part.text.to_lowercase()),
            Some("has") => What::Has(variable(&part.text)?),
            Some("doi") if Doi::parse(&part.text).is_ok() => {
                Doi::parse(&part.text).map_or(What::words(Vec::new(), part), What::Doi)
            }
            Some(name) => What::words(vec![variable(name)?], part),
        };
        Ok(Self { negated: part.negated, what })
    }

    fn is_empty(&self) -> bool {
        matches!(&self.what, What::Words { words, .. } if words.is_empty())
    }
}

fn variable(name: &str) -> Result<Variable, QueryError> {
    let known = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(name));
    let name = known.map_or(name, |(_, variable)| variable);
    Variable::parse(name)
        .or_else(|| Variable::parse(&name.to_ascii_uppercase()))
        .ok_or_else(|| QueryError::Field(name.to_owned()))
}

impl What {
    fn words(fields: Vec<Variable>, part: &Part) -> Self {
        Self::Words { fields, words: words(&part.text), phrase: part.quoted }
    }

    fn years(text: &str) -> Result<Self, QueryError> {
        let wrong = || QueryError::Year(text.to_owned());
        let year = |text: &str, open: i32| match text.trim() {
            "" => Ok(open),
            digits => digits.parse::<i32>().map_err(|_| wrong()),
        };
        let (from, to) = match text.split_once("..") {
            Some(("", "")) => return Err(wrong()),
            Some((from, to)) => (year(from, i32::MIN)?, year(to, i32::MAX)?),
            None => {
                let only = text.trim().parse().map_err(|_| wrong())?;
                (only, only)
            }
        };
        Ok(Self::Years { from, to })
    }

    /// Returns how well a record answers, if it does; when `exact`, similar words are no answer.
    /// `values` keeps the folded words of its fields for the next term.
    fn score(&self, record: &Record, exact: bool, values: &mut Option<Vec<Value>>) -> Option<f32> {
        let holds = match self {
            Self::Words { fields, words, phrase } => {
                let values = values.get_or_insert_with(|| folded(record));
                let wanted = |value: &&Value| {
                    fields.is_empty() || value.variable.is_some_and(|v| fields.contains(&v))
                };
                let scores =
                    values.iter().filter(wanted).map(|value| value.score(words, *phrase, exact));
                return scores.flatten().max_by(f32::total_cmp);
            }
            Self::Years { from, to } => {
                record.year().is_some_and(|year| (*from..=*to).contains(&year))
            }
            Self::Tag(pattern) => tags(record).iter().any(|tag| pattern.matches(tag)),
            Self::Key(pattern) => pattern.matches(&record.id),
            Self::Type(kind) => {
                let own = record.item_type.as_str();
                own == kind || own.trim_start_matches("article-") == kind
            }
            Self::Has(variable) => record.contains(*variable),
            Self::Doi(doi) => record.doi().as_ref() == Some(doi),
        };
        holds.then_some(1.0)
    }
}

/// The words of one field.
struct Value {
    /// `None` for the citation key.
    variable: Option<Variable>,
    words: Vec<String>,
    weight: f32,
}

fn folded(record: &Record) -> Vec<Value> {
    let key = Value { variable: None, words: words(&record.id), weight: KEY_WEIGHT };
    let value = |variable: Variable| {
        let (text, weight) = match variable {
            Variable::Name(role) => {
                let names = record.people(role).iter().map(name_text).collect::<Vec<_>>();
                (names.join(" "), NAME_WEIGHT)
            }
            Variable::Text(name) => {
                let weight = WEIGHTS.iter().find(|(known, _)| *known == name);
                (
                    record.text(name).unwrap_or("").to_owned(),
                    weight.map_or(1.0, |(_, weight)| *weight),
                )
            }
            other => (record.get(other).map_or(String::new(), |value| value.to_string()), 1.0),
        };
        Value { variable: Some(variable), words: words(&text), weight }
    };
    std::iter::once(key).chain(record.variables().into_iter().map(value)).collect()
}

fn name_text(name: &Name) -> String {
    match name {
        Name::Person(person) => {
            let parts = [&person.given, &person.dropping_particle, &person.suffix];
            let mut text = person.full_family();
            for part in parts.into_iter().flatten() {
                text.push(' ');
                text.push_str(part);
            }
            text
        }
        Name::Institution(name) => name.clone(),
    }
}

impl Value {
    /// Returns how well the field answers: all words must be in it, or follow each other in it.
    fn score(&self, wanted: &[String], phrase: bool, exact: bool) -> Option<f32> {
        if phrase {
            let found = self.words.windows(wanted.len().max(1)).any(|window| window == wanted);
            return found.then_some(self.weight * 1.5);
        }
        let mut least: Option<f32> = None;
        for word in wanted {
            let alike = self.words.iter().filter_map(|own| likeness(word, own));
            let best = alike.filter(|alike| !exact || *alike == 1.0).max_by(f32::total_cmp)?;
            least = Some(least.map_or(best, |least| least.min(best)));
        }
        least.map(|least| least * self.weight)
    }
}

/// Tells how much a word of a record is the word that is looked for: 1 the same, less when it only
/// begins so, holds it, or differs in a letter or two.
fn likeness(wanted: &str, own: &str) -> Option<f32> {
    if wanted == own {
        return Some(1.0);
    }
    let letters = wanted.chars().count();
    let latin = wanted.is_ascii();
    if own.starts_with(wanted) && (letters > 1 || !latin) {
        return Some(0.8);
    }
    // Scripts without blanks have whole sentences for words.
    if own.contains(wanted) && (letters > 3 || !latin) {
        return Some(0.6);
    }
    let allowed = match letters {
        _ if wanted.bytes().any(|byte| byte.is_ascii_digit()) => 0,
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    if allowed == 0 || own.chars().count().abs_diff(letters) > allowed {
        return None;
    }
    match strsim::osa_distance(wanted, own) {
        1 if allowed >= 1 => Some(0.4),
        2 if allowed >= 2 => Some(0.25),
        _ => None,
    }
}
