//! Citations by author and year: `(Feldman, 2012; Love, 2014)`, `Weaver et al. (2004)`.
//!
//! Every year in the running text is a candidate. The words before it are compared with the family
//! names of first authors and the years of the records; what matches is a citation. Where a
//! document cites this way, a mark of the same form that matches nothing is reported as unresolved.

use std::collections::BTreeMap;

use refsmith_model::text::unicode::comparison_key;
use refsmith_model::{Citation, CitationForm, Name, NameVariable, Record, Span, TextVariable};

use crate::segment::ReferenceList;
use crate::text::{head, tail};

/// How far before a year its author is looked for, in bytes.
const REACH: usize = 160;
/// A group of citations in brackets is not longer than this, in bytes.
const LONGEST: usize = 600;

/// Finds the citations by author and year, in order.
pub(super) fn find(
    text: &str,
    running: &[Span],
    list: &ReferenceList,
    records: &[Record],
) -> Vec<Citation> {
    let index = Index::new(text, list, records);
    if index.works.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for span in running {
        scan(text, *span, &index, &mut found);
    }
    // A bracket with a name and a year may be anything in a text that does not cite this way.
    let resolved = found.iter().filter(|citation| !citation.targets.is_empty()).count();
    found.retain(|citation| !citation.targets.is_empty() || resolved >= 2);
    found
}

/// A work as citations name it.
struct Work {
    ordinal: u32,
    suffix: Option<char>,
    authors: usize,
    second: Option<String>,
}

/// Works by the key of the first author's family name and the year.
struct Index {
    works: BTreeMap<(String, i32), Vec<Work>>,
    /// The most words that a name in the index has.
    words: usize,
}

impl Index {
    fn new(text: &str, list: &ReferenceList, records: &[Record]) -> Self {
        let mut index = Self { works: BTreeMap::new(), words: 1 };
        for (reference, record) in list.references.iter().zip(records) {
            let Some(year) = record.year() else { continue };
            let people = [NameVariable::Author, NameVariable::Editor]
                .into_iter()
                .map(|role| record.people(role))
                .find(|people| !people.is_empty())
                .unwrap_or(&[]);
            let Some(first) = people.first() else { continue };
            let mut names = vec![first.family().to_owned()];
            if let Name::Person(person) = first {
                names.push(person.full_family());
                let given = person.given.as_deref().unwrap_or("");
                names.push(format!("{}{given}", person.family));
            }
            let suffix = suffix(text, reference.span, record, year);
            let mut keys: Vec<String> = names.iter().map(|name| comparison_key(name)).collect();
            keys.sort_unstable();
            keys.dedup();
            index.words = names
                .iter()
                .map(|name| name.split_whitespace().count())
                .fold(index.words, usize::max)
                .min(8);
            for key in keys.into_iter().filter(|key| !key.is_empty()) {
                let second = people.get(1).map(|name| comparison_key(name.family()));
                let work =
                    Work { ordinal: reference.ordinal, suffix, authors: people.len(), second };
                index.works.entry((key, year)).or_default().push(work);
            }
        }
        index
    }

    /// The works that `authors`, the words before a year, and the year name. The first author is
    /// the leftmost name that the index knows.
    fn matching(&self, authors: &[Word<'_>], year: &Year) -> Option<(usize, Vec<u32>)> {
        for start in 0..authors.len() {
            let mut key = String::new();
            let mut longest = None;
            for (len, word) in authors.iter().skip(start).take(self.words).enumerate() {
                key.push_str(&comparison_key(word.text));
                if let Some(works) = self.works.get(&(key.clone(), year.value)) {
                    longest = Some((len + 1, works));
                }
                if word.ends {
                    break;
                }
            }
            if let Some((len, works)) = longest {
                let rest = authors.get(start + len..).unwrap_or(&[]);
                return Some((start, narrowed(works, rest, year)));
            }
        }
        None
    }
}

/// Of works by one author in one year, those that the letter and the other names fit.
fn narrowed(works: &[Work], rest: &[Word<'_>], year: &Year) -> Vec<u32> {
    let others: Vec<String> = rest.iter().map(|word| comparison_key(word.text)).collect();
    let several = !others.is_empty();
    let letter =
        |work: &Work| year.letter.is_none() || work.suffix.is_none() || work.suffix == year.letter;
    let second = |work: &Work| work.second.as_ref().is_some_and(|name| others.contains(name));
    let count = |work: &Work| (work.authors > 1) == several;
    // The stricter the better, as long as something is left.
    for strictness in (0..4).rev() {
        let fits = |work: &&Work| match strictness {
            3 => letter(work) && second(work),
            2 => letter(work) && count(work),
            1 => letter(work),
            _ => true,
        };
        let mut left: Vec<u32> = works.iter().filter(fits).map(|work| work.ordinal).collect();
        left.dedup();
        if !left.is_empty() {
            return left;
        }
    }
    Vec::new()
}

/// The letter that tells works of one year apart, from the record or from the reference itself.
fn suffix(text: &str, reference: Span, record: &Record, year: i32) -> Option<char> {
    if let Some(suffix) = record.text(TextVariable::YearSuffix) {
        return suffix.chars().next();
    }
    let year = year.to_string();
    let content = head(reference.of(text), 4096);
    content.match_indices(&year).find_map(|(at, _)| {
        let mut rest = content.get(at + year.len()..)?.chars();
        let letter = rest.next().filter(char::is_ascii_lowercase)?;
        rest.next().is_none_or(|c| !c.is_alphanumeric()).then_some(letter)
    })
}

/// A word before a year.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    /// Offset in the text.
    at: usize,
    /// Punctuation stands behind it: a name does not go on.
    ends: bool,
}

/// A year in the running text.
#[derive(Debug, Clone)]
struct Year {
    value: i32,
    letter: Option<char>,
    /// Year and letter.
    span: Span,
}

fn scan(text: &str, block: Span, index: &Index, out: &mut Vec<Citation>) {
    let years = years(text, block);
    let mut at = 0;
    // What has been used by a citation is not looked at again.
    let mut floor = block.start();
    while let Some(year) = years.get(at) {
        let citation = match bracket_around(text, floor, block, year.span) {
            Some(group) => {
                let inside = |year: &&Year| group.contains(year.span);
                let years: Vec<&Year> = years.iter().skip(at).take_while(inside).collect();
                at += years.len().max(1);
                let found = in_bracket(text, floor, group, &years, index);
                floor = group.end();
                found
            }
            None => {
                at += 1;
                bare(text, floor, year, index)
            }
        };
        if let Some(citation) = citation {
            floor = floor.max(citation.span.end());
            out.push(citation);
        }
    }
}

/// All years of a block: four digits from 1400 to 2100 on their own, with an optional letter.
fn years(text: &str, block: Span) -> Vec<Year> {
    let content = block.of(text);
    let mut found = Vec::new();
    let mut start: Option<usize> = None;
    let mut before = ' ';
    let mut ahead = ' ';
    for (idx, c) in content.char_indices().chain([(content.len(), ' ')]) {
        match (start, c.is_ascii_digit()) {
            (None, true) => {
                start = Some(idx);
                ahead = before;
            }
            (Some(from), false) => {
                start = None;
                let value = content.get(from..idx).filter(|digits| digits.len() == 4);
                let value: Option<i32> = value.and_then(|digits| digits.parse().ok());
                let rest = content.get(idx..).unwrap_or("");
                let joined = ahead.is_alphanumeric() || matches!(ahead, '.' | '/' | '-' | '_');
                if let Some(value) = value.filter(|value| (1400..=2100).contains(value))
                    && !joined
                    && let Some(letter) = letter(rest)
                {
                    let end = idx + letter.map_or(0, char::len_utf8);
                    let span = Span::new(block.start() + from, block.start() + end);
                    found.push(Year { value, letter, span });
                }
            }
            _ => {}
        }
        before = c;
    }
    found
}

/// What follows the digits of a year: `Some(None)` nothing, `Some(Some('a'))` a letter, `None` when
/// the digits belong to something else.
fn letter(rest: &str) -> Option<Option<char>> {
    let mut chars = rest.chars();
    match chars.next() {
        Some(c) if c.is_ascii_lowercase() => {
            chars.next().is_none_or(|next| !next.is_alphanumeric()).then_some(Some(c))
        }
        Some(c) if c.is_ascii_alphabetic() => None,
        _ => Some(None),
    }
}

/// The innermost round or square brackets around a year.
fn bracket_around(text: &str, floor: usize, block: Span, year: Span) -> Option<Span> {
    let lead = tail(text.get(floor..year.start())?, LONGEST);
    let mut depth = 0usize;
    let mut open = None;
    for (idx, c) in lead.char_indices().rev() {
        match c {
            ')' | ']' | '）' => depth += 1,
            '(' | '[' | '（' if depth == 0 => {
                open = Some(year.start() - lead.len() + idx);
                break;
            }
            '(' | '[' | '（' => depth -= 1,
            _ => {}
        }
    }
    let rest = head(text.get(year.end()..block.end())?, LONGEST);
    let mut depth = 0usize;
    for (idx, c) in rest.char_indices() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' if depth == 0 => {
                return Some(Span::new(open?, year.end() + idx + c.len_utf8()));
            }
            ')' | ']' | '）' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Reads a bracket with years in it: `(Feldman, 2012; Love, 2014, 2015)`, or `(2004)` behind names.
fn in_bracket(
    text: &str,
    floor: usize,
    group: Span,
    years: &[&Year],
    index: &Index,
) -> Option<Citation> {
    let mut targets = Vec::new();
    let mut unresolved = Vec::new();
    let mut start = group.start();
    let mut authors: Vec<Word<'_>> = Vec::new();
    let mut from = group.start() + 1;
    for (nth, year) in years.iter().enumerate() {
        let part = text.get(from..year.span.start()).unwrap_or("");
        let part = part.rsplit([';', '；']).next().unwrap_or("");
        let own = words(part, year.span.start() - part.len());
        if own.iter().any(|word| is_name(word.text)) {
            authors = own;
        } else if nth == 0 {
            // The names stand before the bracket: `Weaver et al. (2004)`.
            authors = narrative(text, floor, group.start());
        }
        from = year.span.end();
        match index.matching(&authors, year) {
            Some((first, found)) => {
                let at = authors.get(first).map_or(start, |word| word.at);
                start = start.min(at);
                targets.extend(
                    found.into_iter().filter(|found| !targets.contains(found)).collect::<Vec<_>>(),
                );
            }
            None => {
                if let Some((name, at)) = named(&authors, group) {
                    start = start.min(at);
                    let letter = year.letter.map(String::from).unwrap_or_default();
                    unresolved.push(format!("{name} {}{letter}", year.value));
                }
            }
        }
    }
    let span = Span::new(start, group.end());
    let found = !targets.is_empty() || !unresolved.is_empty();
    found.then_some(Citation { span, form: CitationForm::AuthorDate, targets, unresolved })
}

/// `Kundakovic & Champagne, 2015` without brackets: only when a record answers.
fn bare(text: &str, floor: usize, year: &Year, index: &Index) -> Option<Citation> {
    let authors = narrative(text, floor, year.span.start());
    let (first, targets) = index.matching(&authors, year)?;
    let start = authors.get(first)?.at;
    let span = Span::new(start, year.span.end());
    Some(Citation { span, form: CitationForm::AuthorDate, targets, unresolved: Vec::new() })
}

/// The names that stand right before `at`: capitalized words, particles and what joins them.
fn narrative(text: &str, floor: usize, at: usize) -> Vec<Word<'_>> {
    let lead = tail(text.get(floor..at).unwrap_or(""), REACH);
    let all = words(lead, at - lead.len());
    let names = all.iter().rev().take(24).take_while(|word| is_name(word.text) || joins(word.text));
    let count = names.count();
    let mut found: Vec<Word<'_>> = all.get(all.len() - count..).unwrap_or(&[]).to_vec();
    // A sentence ends between two names: what stands before is not of them.
    let sentence = |word: &Word<'_>| {
        let rest = text.get(word.at + word.text.len()..).unwrap_or("");
        rest.starts_with(". ") && word.text.chars().count() > 2 && word.text != "al"
    };
    if let Some(last) = found.iter().rposition(sentence) {
        found.drain(..=last);
    }
    found
}

/// The words of a piece of text that starts at `at`.
fn words(piece: &str, at: usize) -> Vec<Word<'_>> {
    let is_part = |c: char| {
        c.is_alphanumeric() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | '&')
    };
    let mut found: Vec<Word<'_>> = Vec::new();
    let mut start: Option<usize> = None;
    for (idx, c) in piece.char_indices().chain([(piece.len(), ' ')]) {
        match (start, is_part(c)) {
            (None, true) => start = Some(idx),
            (Some(from), false) => {
                start = None;
                let text = piece.get(from..idx).unwrap_or("");
                let text =
                    ["'s", "’s"].iter().find_map(|own| text.strip_suffix(own)).unwrap_or(text);
                found
                    .push(Word { text, at: at + from, ends: matches!(c, ',' | ';' | '，' | ':') });
            }
            _ => {}
        }
    }
    found
}

fn is_name(word: &str) -> bool {
    let first = word.chars().next().unwrap_or(' ');
    first.is_alphabetic() && !first.is_lowercase()
}

/// Words that join names, stand in them or behind them.
fn joins(word: &str) -> bool {
    matches!(
        word,
        "&" | "and"
            | "et"
            | "al"
            | "und"
            | "och"
            | "og"
            | "y"
            | "e"
            | "i"
            | "en"
            | "ja"
            | "и"
            | "та"
            | "ve"
            | "a"
            | "colleagues"
            | "coworkers"
            | "co-workers"
            | "others"
            | "medarbetare"
            | "kollegor"
            | "Kollegen"
            | "collaborateurs"
            | "colaboradores"
            | "m"
            | "fl"
            | "u"
            | "van"
            | "von"
            | "de"
            | "der"
            | "den"
            | "del"
            | "della"
            | "di"
            | "da"
            | "dos"
            | "du"
            | "la"
            | "le"
            | "el"
            | "ten"
            | "ter"
            | "af"
            | "av"
            | "al-"
            | "bin"
            | "др"
            | "інші"
            | "другие"
            | "mfl"
            | "sod"
            | "wsp"
    )
}

/// What an unresolved citation is called: its first name, if the words look like one.
fn named(authors: &[Word<'_>], group: Span) -> Option<(String, usize)> {
    let several = |word: &Word<'_>| matches!(word.text, "&" | "et" | "al");
    let joint = authors.iter().position(several);
    // Inside the bracket the name comes first: `(Feldman, 2012)`, `(Feldman et al. 2012)`. Before
    // the bracket a name needs a sign of several authors, since "Stockholm (2012)" is a place, and
    // is the word before that sign.
    let inside = authors.first().is_some_and(|word| word.at >= group.start());
    let idx = if inside { 0 } else { joint?.checked_sub(1)? };
    let first = authors.get(idx).filter(|word| is_name(word.text))?;
    let rest = authors.get(idx + 1..).unwrap_or(&[]);
    let names = rest.iter().all(|word| is_name(word.text) || joins(word.text));
    let marked = first.ends || joint.is_some();
    (names && marked && rest.len() <= 8).then(|| (first.text.to_owned(), first.at))
}
