//! What a work is found by: words, and pairs of what places it.
//!
//! A pair such as `47/9967` (volume and first page), `1993/9967` (year and page) or `shea/1993`
//! (first author and year) is shared by hardly two works, however large the index, so references
//! that print no title are found as fast as others. Both sides make terms with the functions of
//! this module.

use std::collections::BTreeSet;

use refsmith_model::text::unicode::{fold, is_apostrophe, is_dash};
use refsmith_model::{DateVariable, Name, NameVariable, NumberVariable, Record, TextVariable};

/// Longer words are cut; nobody types them.
const LONGEST_WORD: usize = 40;
/// How many words of a question are looked up.
const MOST_WORDS: usize = 64;
/// How many numbers at the end of a reference are paired.
const MOST_NUMBERS: usize = 9;
/// How many authors a work is found by.
const MOST_AUTHORS: usize = 12;

/// Words in so many works that they find none.
const COMMON: &[&str] = &[
    "and", "the", "for", "from", "with", "into", "its", "are", "und", "der", "die", "das", "von",
    "des", "den", "les", "une", "sur", "dans", "del", "della", "los", "las", "por", "para",
    "journal", "vol", "pages", "eds", "ed",
];

/// The facts of a work that terms are made of.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Titles of the work and of what contains it, in plain text or with tags.
    pub(crate) texts: Vec<String>,
    /// Title of the journal or book.
    pub(crate) container: Option<String>,
    /// Family names or names of institutions, in the order of the authors.
    pub(crate) families: Vec<String>,
    /// Years that may be cited.
    pub(crate) years: Vec<i32>,
    /// The volume.
    pub(crate) volume: Option<String>,
    /// Pages and article numbers.
    pub(crate) pages: Vec<String>,
}

/// Returns the terms of a work, each once, joined with blanks.
pub(crate) fn of_work(facts: &Facts) -> String {
    let text = String::with_capacity(320);
    let mut terms = Joined { text, starts: Vec::with_capacity(40), seen: [0; 8] };
    let mut push = |term: &str| terms.push(term);
    for text in &facts.texts {
        each_word(&without_tags(text), &mut |word| {
            if is_telling(word) {
                push(word);
            }
        });
    }
    for family in facts.families.iter().take(MOST_AUTHORS) {
        each_word(family, &mut |word| {
            if word.len() > 1 {
                push(word);
            }
        });
    }
    for page in &facts.pages {
        let first = first_page(page);
        if is_telling(&first) {
            push(&first);
        }
    }
    pairs(facts, &mut push);
    terms.text.pop();
    terms.text
}

/// Terms joined with blanks. Looking up a term that a work has already costs the index as much as
/// looking up another, and one word in twenty is such, more where journals have a short title.
struct Joined {
    text: String,
    /// Where the terms begin.
    starts: Vec<usize>,
    /// A bit for each term by its letters: most terms are new, and few comparisons tell.
    seen: [u64; 8],
}

impl Joined {
    fn push(&mut self, term: &str) {
        let mix = |hash: usize, byte: &u8| hash.wrapping_mul(31).wrapping_add(usize::from(*byte));
        let number = term.as_bytes().iter().fold(0, mix);
        let bit = 1_u64 << (number & 63);
        let Some(bits) = self.seen.get_mut((number >> 6) & 7) else { return };
        let may_be_there = *bits & bit != 0;
        *bits |= bit;
        let is_at = |start: &usize| {
            let rest = self.text.get(*start..).and_then(|text| text.strip_prefix(term));
            rest.is_some_and(|rest| rest.starts_with(' '))
        };
        if may_be_there && self.starts.iter().any(is_at) {
            return;
        }
        self.starts.push(self.text.len());
        self.text.push_str(term);
        self.text.push(' ');
    }
}

/// What is looked up for a question.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    /// Words, and pairs of what the record says.
    pub(crate) first: Vec<String>,
    /// Pairs of whatever numbers and capitalized words the printed reference has, and words that were
    /// glued together in it: for references that were read wrongly, or have no title.
    pub(crate) second: Vec<String>,
}

/// Returns the terms of a question, each once.
pub(crate) fn of_question(record: &Record, text: Option<&str>) -> Asked {
    let facts = facts_of_record(record);
    let mut first = Distinct::default();
    pairs(&facts, &mut |pair| first.push(pair));
    let printed = text.map(unbroken).filter(|text| !text.trim().is_empty());
    let mut words = 0;
    let mut push = |word: &str| {
        if is_telling(word) && words < MOST_WORDS {
            words += 1;
            first.push(word);
        }
    };
    match &printed {
        Some(text) => each_word(text, &mut push),
        None => {
            for text in &facts.texts {
                each_word(text, &mut push);
            }
            for text in facts.families.iter().take(MOST_AUTHORS).chain(&facts.pages) {
                each_word(text, &mut push);
            }
        }
    }
    let mut second = Distinct::default();
    if let Some(text) = printed.as_deref().map(unglued) {
        each_word(&text, &mut |word| {
            if is_telling(word) && !first.seen.contains(word) {
                second.push(word);
            }
        });
        printed_pairs(&text, &mut |pair| second.push(pair));
    }
    Asked { first: first.list, second: second.list }
}

/// A list without repetitions, in order.
#[derive(Default)]
struct Distinct {
    seen: BTreeSet<String>,
    list: Vec<String>,
}

impl Distinct {
    fn push(&mut self, term: &str) {
        if self.seen.insert(term.to_owned()) {
            self.list.push(term.to_owned());
        }
    }
}

fn facts_of_record(record: &Record) -> Facts {
    let texts = [
        TextVariable::Title,
        TextVariable::OriginalTitle,
        TextVariable::ContainerTitle,
        TextVariable::ContainerTitleShort,
    ];
    let authors = record.people(NameVariable::Author);
    let people = if authors.is_empty() { record.people(NameVariable::Editor) } else { authors };
    let pages = [NumberVariable::Page, NumberVariable::Number];
    Facts {
        texts: texts.iter().filter_map(|name| record.text(*name)).map(str::to_owned).collect(),
        container: record.text(TextVariable::ContainerTitle).map(str::to_owned),
        families: people.iter().map(family).collect(),
        years: record.dates.get(&DateVariable::Issued).and_then(|d| d.year()).into_iter().collect(),
        volume: record.number(NumberVariable::Volume).map(str::to_owned),
        pages: pages.iter().filter_map(|name| record.number(*name)).map(str::to_owned).collect(),
    }
}

fn family(name: &Name) -> String {
    match name {
        Name::Person(person) => person.family.clone(),
        Name::Institution(text) => text.clone(),
    }
}

/// The pairs of a work: volume, years and first author with the first page, the first author with
/// volume and years, the container with volume and years.
/// Every pair is a term that hardly another work has, which is what building an index costs, so there
/// are no more than find what has no title.
fn pairs(facts: &Facts, push: &mut dyn FnMut(&str)) {
    let mut pages: Vec<String> =
        facts.pages.iter().map(|page| number_key(&first_page(page))).collect();
    pages.retain(|page| !page.is_empty());
    pages.dedup();
    let volume = facts.volume.as_deref().map(number_key).filter(|volume| !volume.is_empty());
    let author = facts.families.first().map(|name| author_key(name)).filter(|key| !key.is_empty());
    let years: Vec<String> = facts.years.iter().map(ToString::to_string).collect();
    let mut joined = String::with_capacity(LONGEST_WORD);
    let mut pair = |a: &str, b: &str| {
        joined.clear();
        joined.push_str(a);
        joined.push('/');
        joined.push_str(b);
        push(&joined);
    };
    if let Some(container) = &facts.container {
        let words = telling_words(container);
        for word in words.first().into_iter().chain(words.get(1..).and_then(<[_]>::last)) {
            for place in volume.iter().chain(&years) {
                pair(word, place);
            }
        }
        // "International" begins many titles, so one word with the page is enough.
        for (word, page) in words.last().iter().cycle().zip(&pages) {
            pair(word, page);
        }
    }
    for page in &pages {
        for place in volume.iter().chain(&years).chain(&author) {
            pair(place, page);
        }
    }
    if let Some(author) = &author {
        for place in volume.iter().chain(&years) {
            pair(author, place);
        }
    }
}

fn telling_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(&without_tags(text), &mut |word| {
        if is_telling(word) && !word.bytes().any(|byte| byte.is_ascii_digit()) {
            words.push(word.to_owned());
        }
    });
    words
}

/// The pairs that a printed reference may mean.
fn printed_pairs(text: &str, push: &mut dyn FnMut(&str)) {
    let mut numbers: Vec<String> = Vec::new();
    each_word(text, &mut |word| {
        if word.bytes().any(|byte| byte.is_ascii_digit()) && word.len() <= 10 {
            numbers.push(number_key(word));
        }
    });
    numbers.retain(|number| !number.is_empty());
    let from = numbers.len().saturating_sub(MOST_NUMBERS);
    let numbers = numbers.get(from..).unwrap_or(&[]);
    let mut authors: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c) && !is_dash(c))
        .filter(|word| {
            word.chars().count() > 2 && word.chars().next().is_some_and(char::is_uppercase)
        })
        .take(2)
        .map(author_key)
        .collect();
    authors.dedup();
    // The words before the first number are authors and container; those of the container come last.
    let mut words: Vec<String> = Vec::new();
    let before: Vec<&str> =
        text.split(|c: char| c.is_ascii_digit()).filter(|t| t.len() > 8).collect();
    for part in before {
        let telling = telling_words(part);
        words.extend(telling.iter().rev().take(5).cloned());
    }
    words.truncate(12);
    for (idx, a) in numbers.iter().enumerate() {
        for word in &words {
            push(&format!("{word}/{a}"));
        }
        for b in numbers.iter().skip(idx + 1) {
            push(&format!("{a}/{b}"));
            // "217 (1993)": the year stands behind the page.
            if is_year(b) {
                push(&format!("{b}/{a}"));
            }
        }
        for author in &authors {
            push(&format!("{author}/{a}"));
        }
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|year: u32| (1700..2100).contains(&year))
}

/// The last word of a family name: particles are written and left out.
fn author_key(name: &str) -> String {
    let mut last = String::new();
    each_word(name, &mut |word| {
        last.clear();
        last.push_str(word);
    });
    last
}

/// "217–238" and "pp. 217" are "217", "e2840-e2851" is "e2840".
fn first_page(text: &str) -> String {
    let start = text.trim().trim_start_matches("pp").trim_start_matches(['.', ' ']);
    let first = start.split(is_dash).next().unwrap_or("");
    let mut out = String::new();
    each_word(first, &mut |word| {
        if out.is_empty() {
            out.push_str(word);
        }
    });
    out
}

/// The digits without leading zeros, so that `e2840`, `E2840` and `2840` are the same; letters where
/// there is no digit (`xii`).
fn number_key(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
    }
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() { "0".to_owned() } else { digits.to_owned() }
}

/// Tells whether a word may find a work: not one of the commonest, not a short number.
fn is_telling(word: &str) -> bool {
    word.len() >= 3 && !COMMON.contains(&word)
}

/// Calls `visit` for each folded word of letters and digits. Scripts without blanks give pairs of
/// characters.
fn each_word(text: &str, visit: &mut dyn FnMut(&str)) {
    let folded;
    let text = if text.is_ascii() {
        text
    } else {
        let plain: String = text.chars().filter(|c| !is_apostrophe(*c)).collect();
        folded = fold(&plain);
        &folded
    };
    let mut word = String::with_capacity(LONGEST_WORD);
    let mut dense = false;
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() {
            if word.len() < LONGEST_WORD || dense {
                word.push(c.to_ascii_lowercase());
            }
            dense |= ('\u{2E80}'..='\u{D7FF}').contains(&c);
        } else if !is_apostrophe(c) && !word.is_empty() {
            if dense {
                pairs_of_characters(&word, visit)
            } else {
                visit(&word)
            }
            word.clear();
            dense = false;
        }
    }
}

fn pairs_of_characters(word: &str, visit: &mut dyn FnMut(&str)) {
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    if starts.len() <= 3 {
        return visit(word);
    }
    for window in starts.windows(3) {
        if let [start, _, end] = window
            && let Some(pair) = word.get(*start..*end)
        {
            visit(pair);
        }
    }
}

/// Copying and misprints lose blanks: "ChildDevelopment58" is "Child Development 58".
fn unglued(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let (mut before, mut letters) = (' ', 0);
    for c in text.chars() {
        let is_next = before.is_lowercase() && c.is_uppercase()
            || c.is_ascii_digit() && letters > 3
            || before.is_ascii_digit() && c.is_uppercase();
        if is_next {
            out.push(' ');
        }
        letters = if c.is_alphabetic() { letters + 1 } else { 0 };
        before = c;
        out.push(c);
    }
    out
}

/// Words broken at the end of a line are joined; so are lines.
fn unbroken(text: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        match out.strip_suffix('-') {
            Some(head) if line.chars().next().is_some_and(char::is_lowercase) => {
                // Both readings: "develop-\nment" is one word, "mother-\ninfant" two.
                let start = head.rfind(char::is_whitespace).map_or(0, |at| at + 1);
                let half = head.get(start..).unwrap_or("").to_owned();
                let end = line.find(char::is_whitespace).unwrap_or(line.len());
                let rest = line.get(..end).unwrap_or("");
                let joined = format!("{head}{rest} {half} {line}");
                out = joined;
            }
            _ => {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(line);
            }
        }
    }
    out
}

/// The text without tags and escapes, which Crossref's texts are full of.
fn without_tags(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let (close, longest) = if tail.starts_with('<') { ('>', 200) } else { (';', 9) };
        match tail.find(close).filter(|end| *end <= longest) {
            Some(end) => {
                if close == ';' {
                    out.push(' ');
                }
                rest = tail.get(end + 1..).unwrap_or("");
            }
            None => {
                out.push(' ');
                rest = tail.get(1..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_common_ones_left_out() {
        let facts = Facts {
            texts: vec!["The <i>Łódź</i> children\u{2019}s Study &amp; 東京都の".to_owned()],
            ..Facts::default()
        };
        assert_eq!(of_work(&facts), "lodz childrens study 東京 京都 都の");
    }

    #[test]
    fn a_term_is_listed_once() {
        let facts = Facts {
            texts: vec!["Reeds, more reeds, reed beds".to_owned(), "Reeds".to_owned()],
            families: vec!["Reed".to_owned()],
            ..Facts::default()
        };
        assert_eq!(of_work(&facts), "reeds more reed beds");
    }

    #[test]
    fn what_places_a_work_is_paired() {
        let facts = Facts {
            families: vec!["van der Shea".to_owned(), "Compton".to_owned()],
            years: vec![1993, 1992],
            volume: Some("047".to_owned()),
            pages: vec!["9967\u{2013}9970".to_owned()],
            ..Facts::default()
        };
        let terms = of_work(&facts);
        for pair in
            ["47/9967", "1993/9967", "1992/9967", "shea/9967", "shea/47", "shea/1993", "compton"]
        {
            assert!(terms.split(' ').any(|term| term == pair), "{pair} in {terms}");
        }
    }

    #[test]
    fn a_printed_reference_without_title_has_the_pairs_of_its_work() {
        let text = "1 M. J. Shea and R. N. Compton, Phys. Rev. B 47, 9967 (1993).";
        let asked = of_question(&Record::default(), Some(text));
        for pair in ["47/9967", "1993/9967", "shea/9967", "shea/47", "shea/1993"] {
            assert!(asked.second.iter().any(|term| term == pair), "{pair}");
        }
    }

    #[test]
    fn words_and_numbers_glued_together_are_asked_for_one_by_one() {
        let text = "1M. Shea, ReedDevelopment58, 698 (1987) in phys. e2840.";
        let asked = of_question(&Record::default(), Some(text));
        for term in ["reed", "development", "development/58", "shea/698", "58/698"] {
            assert!(asked.second.iter().any(|other| other == term), "{term}");
        }
        assert_eq!(unglued("McKay e2840 S54 H2O"), "Mc Kay e2840 S54 H2 O");
    }

    #[test]
    fn a_word_broken_at_the_end_of_a_line_is_whole() {
        let asked = of_question(&Record::default(), Some("on the develop-\nment of mice"));
        for word in ["development", "develop", "ment", "mice"] {
            assert!(asked.first.iter().any(|term| term == word), "{word}");
        }
    }
}
