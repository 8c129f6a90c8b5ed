//! What the parts of a pattern give for a record.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Filter, Source, Term};
use crate::record::{
    Date, DateVariable, Name, NameVariable, NumberVariable, PartialDate, Record, TextVariable,
};

/// Words that mean nothing for themselves, skipped in titles.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "above", "across", "against", "along", "among", "an", "and", "around", "as",
    "at", "before", "behind", "below", "beneath", "beside", "between", "beyond", "but", "by",
    "das", "dem", "den", "der", "des", "despite", "die", "down", "during", "ein", "eine", "einer",
    "et", "except", "for", "from", "il", "in", "inside", "into", "la", "las", "le", "les", "like",
    "los", "near", "nor", "of", "off", "on", "onto", "or", "over", "since", "so", "than", "the",
    "through", "to", "toward", "towards", "un", "und", "une", "under", "until", "up", "upon",
    "via", "with", "within", "without", "yet",
];

/// Parts that are no variable.
const FUNCTIONS: &[&str] = &[
    "auth",
    "authors",
    "authetal",
    "auth.etal",
    "auth.auth.ea",
    "authauthea",
    "authorlast",
    "authorsalpha",
    "authorini",
    "edtr",
    "editors",
    "edtretal",
    "edtr.edtr.ea",
    "editorlast",
    "year",
    "shortyear",
    "month",
    "day",
    "date",
    "origyear",
    "title",
    "fulltitle",
    "camel",
    "shorttitle",
    "veryshorttitle",
    "firstpage",
    "lastpage",
    "keyword",
    "type",
    "entrytype",
    "duplicateletter",
    "duplicatenumber",
    "citationkey",
];

const FILTERS: &[&str] = &[
    "lower",
    "upper",
    "capitalize",
    "titlecase",
    "abbr",
    "fold",
    "ascii",
    "clean",
    "alphanum",
    "nopunct",
    "nopunctordash",
    "skipwords",
    "trunc",
    "truncate",
    "substring",
    "select",
    "replace",
    "prefix",
    "postfix",
    "default",
    "condense",
    "required",
    "regex",
];

/// Tells whether a part of a pattern is known, given in lower case.
pub(super) fn is_function(name: &str) -> bool {
    FUNCTIONS.contains(&name) || text_variable(name).is_some() || number_variable(name).is_some()
}

/// Tells whether a filter is known, given in lower case.
pub(super) fn is_filter(name: &str) -> bool {
    FILTERS.contains(&name)
}

/// Returns the key, and whether no part of it is missing.
pub(super) fn key(terms: &[Term], record: &Record) -> (String, bool) {
    let mut out = String::new();
    let mut complete = true;
    for term in terms {
        let literal = matches!(term.source, Source::Literal(_));
        let mut value = match &term.source {
            Source::Literal(text) => text.clone(),
            Source::Function { name, numbers } => function(name, numbers, record),
        };
        for filter in &term.filters {
            value = apply(filter, &value);
        }
        complete &= literal || !value.is_empty();
        out.push_str(&value);
    }
    (clean(&out), complete)
}

/// Keeps what a key may hold: letters without accents, digits and a few signs.
fn clean(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric() || "-_:.+/".contains(*c)).collect()
}

/// Removes accents and spells out letters such as ß; letter case stays.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        let spelled = match c {
            'ß' => "ss",
            'ẞ' => "SS",
            'ø' => "o",
            'Ø' => "O",
            'ł' => "l",
            'Ł' => "L",
            'đ' | 'ð' => "d",
            'Đ' | 'Ð' => "D",
            'þ' => "th",
            'Þ' => "Th",
            'æ' => "ae",
            'Æ' => "Ae",
            'œ' => "oe",
            'Œ' => "Oe",
            'ı' => "i",
            c => {
                out.push(c);
                continue;
            }
        };
        out.push_str(spelled);
    }
    out
}

fn function(name: &str, numbers: &[usize], record: &Record) -> String {
    let number = |idx: usize| numbers.get(idx).copied().filter(|number| *number > 0);
    if let Some(names) = people(name, record) {
        return of_people(name, &names, number(0), number(1));
    }
    let date = |variable| record.dates.get(&variable);
    match name {
        "year" => date(DateVariable::Issued).map(year).unwrap_or_default(),
        "origyear" => date(DateVariable::OriginalDate).map(year).unwrap_or_default(),
        "shortyear" => {
            let year = date(DateVariable::Issued).map(year).unwrap_or_default();
            year.get(year.len().saturating_sub(2)..).unwrap_or("").to_owned()
        }
        "month" => part(date(DateVariable::Issued), |date| date.month),
        "day" => part(date(DateVariable::Issued), |date| date.day),
        "date" => date(DateVariable::Issued).map(ToString::to_string).unwrap_or_default(),
        "title" | "camel" => titled(&words(record, number(0)), usize::MAX),
        "fulltitle" => record.text(TextVariable::Title).unwrap_or("").to_owned(),
        "shorttitle" => {
            let count = number(0).unwrap_or(3);
            titled(&words(record, Some(count)), number(1).unwrap_or(0))
        }
        "veryshorttitle" => {
            let count = number(0).unwrap_or(1);
            titled(&words(record, Some(count)), number(1).unwrap_or(0))
        }
        "firstpage" => page(record, |pages| pages.split(is_separator).next()),
        "lastpage" => page(record, |pages| pages.rsplit(is_separator).next()),
        "keyword" => {
            let wanted = number(0).unwrap_or(1) - 1;
            let all = record.text(TextVariable::Keyword).unwrap_or("");
            all.split([',', ';']).nth(wanted).unwrap_or("").trim().to_owned()
        }
        "type" | "entrytype" => record.item_type.as_str().to_owned(),
        "citationkey" => record.id.clone(),
        name => text_variable(name)
            .and_then(|variable| record.text(variable))
            .or_else(|| number_variable(name).and_then(|variable| record.number(variable)))
            .unwrap_or("")
            .to_owned(),
    }
}

fn is_separator(c: char) -> bool {
    crate::text::unicode::is_dash(c) || matches!(c, ',' | '+' | ' ')
}

fn page(record: &Record, pick: fn(&str) -> Option<&str>) -> String {
    let pages = record.number(NumberVariable::Page).unwrap_or("");
    pick(pages).unwrap_or("").trim().to_owned()
}

/// Returns the variable with this CSL or BibTeX name, in lower case.
fn text_variable(name: &str) -> Option<TextVariable> {
    match name {
        "journal" | "journaltitle" | "booktitle" => Some(TextVariable::ContainerTitle),
        "shortjournal" => Some(TextVariable::ContainerTitleShort),
        "school" | "institution" => Some(TextVariable::Publisher),
        "address" | "location" => Some(TextVariable::PublisherPlace),
        "series" => Some(TextVariable::CollectionTitle),
        name => {
            TextVariable::parse(name).or_else(|| TextVariable::parse(&name.to_ascii_uppercase()))
        }
    }
}

fn number_variable(name: &str) -> Option<NumberVariable> {
    match name {
        "pages" => Some(NumberVariable::Page),
        name => NumberVariable::parse(name),
    }
}

fn year(date: &Date) -> String {
    match (date.year(), date) {
        (Some(year), _) => year.to_string(),
        // "in press" and its like.
        (None, Date::Literal(text)) => text.clone(),
        (None, _) => String::new(),
    }
}

fn part(date: Option<&Date>, pick: fn(&PartialDate) -> Option<u8>) -> String {
    let first = match date {
        Some(Date::On(date)) => Some(date),
        Some(Date::Interval(interval)) => interval.start.as_ref().or(interval.end.as_ref()),
        _ => None,
    };
    first.and_then(pick).map(|part| format!("{part:02}")).unwrap_or_default()
}

/// Returns the family names of the people that a part is about, if it is about people.
fn people(function: &str, record: &Record) -> Option<Vec<String>> {
    let roles: &[NameVariable] = match function {
        name if name.starts_with("auth") && FUNCTIONS.contains(&name) => {
            &[NameVariable::Author, NameVariable::Editor, NameVariable::Translator]
        }
        name if name.starts_with("edit") || name.starts_with("edtr") => &[NameVariable::Editor],
        _ => return None,
    };
    let names = roles.iter().map(|role| record.people(*role)).find(|list| !list.is_empty());
    let family = |name: &Name| match name {
        Name::Person(person) => person.full_family(),
        Name::Institution(name) => {
            let words: Vec<&str> = name.split_whitespace().collect();
            match words.as_slice() {
                [word] => (*word).to_owned(),
                words => words
                    .iter()
                    .filter(|word| !is_function_word(word))
                    .filter_map(|word| word.chars().next())
                    .flat_map(char::to_uppercase)
                    .collect(),
            }
        }
    };
    let names = names.unwrap_or(&[]).iter();
    let kept = |c: &char| c.is_alphanumeric() || is_combining_mark(*c) || *c == '-';
    Some(names.map(|name| fold(&family(name)).chars().filter(kept).collect()).collect())
}

fn of_people(function: &str, names: &[String], n: Option<usize>, m: Option<usize>) -> String {
    let letters = |name: &str, count: usize| name.chars().take(count).collect::<String>();
    let name = |idx: usize| names.get(idx).map_or("", String::as_str);
    let roles = ["auth", "edtr", "edit"];
    match roles.iter().find_map(|role| function.strip_prefix(role)).unwrap_or(function) {
        "" => letters(name(m.unwrap_or(1) - 1), n.unwrap_or(usize::MAX)),
        "etal" | ".etal" => {
            let dot = if function.contains('.') { "." } else { "" };
            match names.len() {
                0..=2 => names.join(dot),
                _ => format!("{}{dot}{}", name(0), if dot.is_empty() { "EtAl" } else { "etal" }),
            }
        }
        "authea" | ".auth.ea" | ".edtr.ea" => {
            let shown = names.iter().take(2).cloned().collect::<Vec<_>>().join(".");
            if names.len() > 2 { format!("{shown}.ea") } else { shown }
        }
        "orlast" => names.last().cloned().unwrap_or_default(),
        "orsalpha" => match names.len() {
            1 => letters(name(0), 3),
            count => {
                let shown = if count > 4 { 3 } else { count };
                let initials: String =
                    names.iter().take(shown).map(|name| letters(name, 1)).collect();
                if count > 4 { initials + "+" } else { initials }
            }
        },
        "orini" => {
            let others: String = names.iter().skip(1).map(|name| letters(name, 1)).collect();
            letters(name(0), 5) + &others
        }
        _ => {
            let most = n.unwrap_or(usize::MAX);
            let shown: String = names.iter().take(most).map(String::as_str).collect();
            if names.len() > most { shown + "EtAl" } else { shown }
        }
    }
}

fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(&word.to_lowercase().as_str())
}

/// Returns the words of the title that mean something, at most so many.
fn words(record: &Record, most: Option<usize>) -> Vec<String> {
    let title = record.text(TextVariable::Title).unwrap_or("");
    let apostrophes: String =
        title.chars().filter(|c| !crate::text::unicode::is_apostrophe(*c)).collect();
    apostrophes
        .split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .filter(|word| !word.is_empty() && !is_function_word(word))
        .take(most.unwrap_or(usize::MAX))
        .map(str::to_owned)
        .collect()
}

/// Joins words, the first so many of which are capitalized.
fn titled(words: &[String], capitals: usize) -> String {
    let words = words.iter().enumerate();
    words.map(|(idx, word)| if idx < capitals { capitalized(word) } else { word.clone() }).collect()
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

fn apply(filter: &Filter, value: &str) -> String {
    let text = |idx: usize| filter.arguments.get(idx).map_or("", String::as_str);
    let number = |idx: usize| text(idx).parse::<usize>().ok();
    let each = |change: fn(&str) -> String| {
        value.split_whitespace().map(change).collect::<Vec<_>>().join(" ")
    };
    match filter.name.as_str() {
        "lower" => value.to_lowercase(),
        "upper" => value.to_uppercase(),
        "capitalize" | "titlecase" => each(capitalized),
        "abbr" => {
            let initials = value.split(|c: char| !c.is_alphanumeric());
            initials.filter_map(|word| word.chars().next()).collect()
        }
        "fold" | "ascii" | "clean" => fold(value),
        "alphanum" => value.chars().filter(|c| c.is_alphanumeric()).collect(),
        "nopunct" | "nopunctordash" => {
            value.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace()).collect()
        }
        "skipwords" => {
            let kept = value.split_whitespace().filter(|word| !is_function_word(word));
            kept.collect::<Vec<_>>().join(" ")
        }
        "trunc" | "truncate" => value.chars().take(number(0).unwrap_or(usize::MAX)).collect(),
        "substring" => {
            let from = number(0).unwrap_or(1).saturating_sub(1);
            value.chars().skip(from).take(number(1).unwrap_or(usize::MAX)).collect()
        }
        "select" => {
            let from = number(0).unwrap_or(1).saturating_sub(1);
            let words = value.split_whitespace().skip(from).take(number(1).unwrap_or(usize::MAX));
            words.collect::<Vec<_>>().join(" ")
        }
        "replace" | "regex" if !text(0).is_empty() => value.replace(text(0), text(1)),
        "prefix" if !value.is_empty() => format!("{}{value}", text(0)),
        "postfix" if !value.is_empty() => format!("{value}{}", text(0)),
        "default" if value.is_empty() => text(0).to_owned(),
        "condense" => value.split_whitespace().collect::<Vec<_>>().join(text(0)),
        _ => value.to_owned(),
    }
}
