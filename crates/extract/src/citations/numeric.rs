//! Citations by number: `(4,8)`, `[1, 3–5]`, `¹²`.
//!
//! A number in brackets may be many things. So the document decides: the form of brackets whose
//! numbers mostly exist in the list and mostly stand at the ends of sentences and clauses is the
//! form this document cites in. In that form, a number that the list does not have is unresolved.

use std::collections::BTreeSet;

use refsmith_model::text::unicode::is_dash;
use refsmith_model::{Citation, CitationForm, Span};

use super::before;
use crate::marker::{digit, raised_digit};
use crate::segment::ReferenceList;
use crate::text::{head, tail};

/// A citation is not longer than this, in bytes.
const LONGEST: usize = 160;
/// A range of more numbers is no citation.
const WIDEST: u32 = 60;

/// What surrounds the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Round,
    Square,
    Raised,
}

#[derive(Debug)]
struct Candidate {
    span: Span,
    form: Form,
    numbers: Vec<u32>,
    /// It ends a clause: punctuation or the end of the block follows.
    ends_clause: bool,
    /// It may number something else: an item, an equation, a figure.
    doubtful: bool,
}

/// Finds the citations by number. `dated` citations by author and year have been found already.
pub(super) fn find(
    text: &str,
    running: &[Span],
    list: &ReferenceList,
    dated: usize,
) -> Vec<Citation> {
    let ordinals: BTreeSet<u32> = list.references.iter().map(|found| found.ordinal).collect();
    let mut candidates = Vec::new();
    for span in running {
        scan(text, *span, &mut candidates);
    }
    let Some(form) = form(&candidates, &ordinals, dated) else { return Vec::new() };
    candidates
        .into_iter()
        .filter(|found| found.form == form && !found.doubtful)
        .map(|found| {
            let (known, unknown) = found.numbers.iter().partition(|n| ordinals.contains(n));
            let unknown: Vec<u32> = unknown;
            Citation {
                span: found.span,
                form: CitationForm::Numeric,
                targets: known,
                unresolved: unknown.iter().map(u32::to_string).collect(),
            }
        })
        .collect()
}

/// Decides in which form the document cites.
fn form(candidates: &[Candidate], ordinals: &BTreeSet<u32>, dated: usize) -> Option<Form> {
    let mut best: Option<(Form, usize)> = None;
    for form in [Form::Square, Form::Round, Form::Raised] {
        let (mut all, mut known, mut points) = (0usize, 0usize, 0usize);
        for found in candidates.iter().filter(|found| found.form == form && !found.doubtful) {
            let resolves = found.numbers.iter().all(|number| ordinals.contains(number));
            all += found.numbers.len();
            known += found.numbers.iter().filter(|number| ordinals.contains(number)).count();
            if resolves {
                points += match (form, found.ends_clause) {
                    (Form::Square, _) => 2,
                    (_, true) => 2,
                    (_, false) => 1,
                };
            }
        }
        // Round brackets and raised digits mean other things in texts that cite by author.
        let least = if form == Form::Square { 1 } else { 2 + 4 * dated };
        let believable = known * 2 > all && points >= least;
        if believable && best.is_none_or(|(_, most)| points > most) {
            best = Some((form, points));
        }
    }
    best.map(|(form, _)| form)
}

fn scan(text: &str, block: Span, out: &mut Vec<Candidate>) {
    let content = block.of(text);
    let mut skip = 0;
    for (idx, c) in content.char_indices() {
        if idx < skip {
            continue;
        }
        let (form, close) = match c {
            '(' => (Form::Round, ')'),
            '（' => (Form::Round, '）'),
            '[' => (Form::Square, ']'),
            '［' => (Form::Square, '］'),
            '【' => (Form::Square, '】'),
            _ if raised_digit(c).is_some() => (Form::Raised, '\0'),
            _ => continue,
        };
        let rest = content.get(idx..).unwrap_or("");
        let found = match form {
            Form::Raised => raised(rest),
            _ => bracketed(rest, c, close),
        };
        let Some((len, numbers)) = found else { continue };
        skip = idx + len;
        let span = Span::new(block.start() + idx, block.start() + idx + len);
        let next = content.get(skip..).unwrap_or("");
        let doubtful = doubtful(text, block, span, form, next, numbers.len());
        out.push(Candidate { span, form, numbers, ends_clause: ends_clause(next), doubtful });
    }
}

/// Reads numbers in brackets: the length with brackets, and the numbers.
fn bracketed(text: &str, open: char, close: char) -> Option<(usize, Vec<u32>)> {
    let window = head(text, LONGEST);
    let end = window.find(close)?;
    let inside = window.get(open.len_utf8()..end)?;
    // `[1, p. 5]` points into the work; the place is not a number of the list.
    let place = [", p. ", ", pp. ", ", s. ", ", S. ", ", с. ", ", p ", ", ch. ", ", §"];
    let cut = place.iter().filter_map(|word| inside.find(word)).min().unwrap_or(inside.len());
    let numbers = inside.get(..cut)?.trim();
    let numbers = ["see ", "vgl. ", "cf. ", "se ", "voir "]
        .iter()
        .find_map(|word| numbers.strip_prefix(word))
        .unwrap_or(numbers);
    let numbers =
        numbers.strip_prefix("refs. ").or(numbers.strip_prefix("ref. ")).unwrap_or(numbers);
    Some((end + close.len_utf8(), list(numbers, digit)?))
}

/// Reads raised numbers: `¹`, `²,³`, `²–⁵`.
fn raised(text: &str) -> Option<(usize, Vec<u32>)> {
    let mut len = 0;
    for (idx, c) in head(text, LONGEST).char_indices() {
        if raised_digit(c).is_some() {
            len = idx + c.len_utf8();
        } else if !(matches!(c, ',' | ';' | '⁻' | '⁃') || is_dash(c)) || idx > len {
            break;
        }
    }
    let numbers = text.get(..len)?.replace('⁻', "-");
    Some((len, list(&numbers, raised_digit)?))
}

/// Reads `1`, `4,8`, `13, 14`, `2–5`, `1, 3–5`. Anything else is `None`.
fn list(text: &str, digit: fn(char) -> Option<u32>) -> Option<Vec<u32>> {
    let mut numbers: Vec<u32> = Vec::new();
    let mut value: Option<u32> = None;
    let mut digits = 0;
    let mut range: Option<u32> = None;
    let mut separated = true;
    for c in text.chars().chain([',']) {
        if let Some(digit) = digit(c) {
            if !separated {
                return None;
            }
            digits += 1;
            value = Some(value.unwrap_or(0) * 10 + digit);
            if digits > 4 {
                return None;
            }
            continue;
        }
        if c.is_whitespace() {
            separated = value.is_none();
            continue;
        }
        let number = value.take()?;
        (digits, separated) = (0, true);
        if is_dash(c) {
            if range.replace(number).is_some() {
                return None;
            }
            continue;
        }
        if !matches!(c, ',' | ';' | '，' | '、' | '；' | '،') {
            return None;
        }
        match range.take() {
            None => numbers.push(number),
            Some(from) if from < number && number - from < WIDEST => numbers.extend(from..=number),
            Some(_) => return None,
        }
    }
    let plausible = numbers.iter().all(|n| *n > 0 && !(1400..=2100).contains(n));
    (plausible && !numbers.is_empty()).then_some(numbers)
}

fn ends_clause(next: &str) -> bool {
    let c = next.trim_start().chars().next();
    c.is_none_or(|c| {
        matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '。' | '，' | '、' | '؛' | '؟' | '،')
    })
}

/// Tells whether a number in brackets rather numbers something than cites.
fn doubtful(text: &str, block: Span, span: Span, form: Form, next: &str, count: usize) -> bool {
    let lead = text.get(block.start()..span.start()).unwrap_or("");
    let trimmed = lead.trim_end();
    if trimmed.is_empty() {
        // At the start of a block stands the number of an item or of an equation.
        return true;
    }
    let last = before(text, block.start(), block.start() + trimmed.len()).unwrap_or(' ');
    match form {
        Form::Raised => {
            // 10², m³, CO₂-like units, and ordinals such as 1ª are no citations.
            let number = lead.ends_with(|c: char| c.is_numeric() || "=×·+-−/".contains(c));
            number || is_unit(lead) || lead.ends_with(char::is_whitespace)
        }
        Form::Square => lead.ends_with('\\') || names_number(trimmed),
        Form::Round => {
            let attached = lead.len() == trimmed.len();
            if attached && (last.is_ascii_alphanumeric() || matches!(last, ')' | ']')) {
                return true;
            }
            if names_number(trimmed) || "=+−×<>≤≥".contains(last) || last.is_numeric() {
                return true;
            }
            let gap = lead.get(trimmed.len()..).unwrap_or("");
            if gap.len() > 3 && !gap.contains(['\n', '\r']) {
                return true;
            }
            // "… ways: (1) by land, (2) by sea": a number that opens a clause counts its parts.
            let opens = matches!(last, '.' | ':' | ';' | ',' | '!' | '?' | '。');
            let word = word_before(trimmed);
            let joined = matches!(
                word,
                "and"
                    | "or"
                    | "und"
                    | "oder"
                    | "och"
                    | "eller"
                    | "et"
                    | "ou"
                    | "y"
                    | "o"
                    | "e"
                    | "og"
            );
            count == 1 && (opens || joined) && !ends_clause(next)
        }
    }
}

/// The last word, without looking far.
fn word_before(text: &str) -> &str {
    tail(text, 40).split_whitespace().next_back().unwrap_or("")
}

/// `Eq. (3)`, `Table (2)`, `n = (4)`.
fn names_number(lead: &str) -> bool {
    let word = word_before(lead).trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    matches!(
        word.as_str(),
        "eq" | "eqs"
            | "eqn"
            | "equation"
            | "equations"
            | "fig"
            | "figs"
            | "figure"
            | "figures"
            | "table"
            | "tables"
            | "section"
            | "sec"
            | "chapter"
            | "step"
            | "theorem"
            | "lemma"
            | "definition"
            | "gleichung"
            | "gl"
            | "abb"
            | "abbildung"
            | "tabelle"
            | "tab"
            | "kapitel"
            | "ekvation"
            | "figur"
            | "tabell"
            | "équation"
            | "tableau"
            | "ecuación"
            | "tabla"
            | "figura"
            | "tabela"
            | "equazione"
            | "part"
            | "item"
            | "question"
            | "no"
            | "nr"
            | "example"
            | "type"
            | "grade"
    )
}

/// Raised digits after a unit of length are part of it.
fn is_unit(lead: &str) -> bool {
    let word = word_before(lead);
    let unit = matches!(
        word,
        "m" | "cm"
            | "mm"
            | "km"
            | "dm"
            | "µm"
            | "nm"
            | "s"
            | "kg/m"
            | "m/s"
            | "R"
            | "χ"
            | "x"
            | "η"
            | "r"
            | "p"
    );
    unit && lead.ends_with(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_numbers_are_read() {
        for (text, expected) in [
            ("6", vec![6]),
            ("4,8", vec![4, 8]),
            ("13, 14", vec![13, 14]),
            ("2–5", vec![2, 3, 4, 5]),
            ("1, 3-5; 9", vec![1, 3, 4, 5, 9]),
        ] {
            assert_eq!(list(text, digit), Some(expected), "{text}");
        }
        for text in ["2017", "n = 12", "", "1 2", "5-2", "1–999", "a", "1--2", "0", ","] {
            assert_eq!(list(text, digit), None, "{text}");
        }
    }
}
