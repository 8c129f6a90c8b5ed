//! How much a piece of text looks like a reference.
//!
//! Points for what references have (names in front, a year, volume and pages, a DOI), points off
//! for what prose has. The numbers were set by hand on labelled references and on prose of several
//! languages; they separate the two with room to spare, so none of them is delicate.

use refsmith_model::text::unicode::is_dash;

use crate::marker::digit;
use crate::text::head;

/// From this score on, a text is a reference beyond reasonable doubt.
pub(crate) const STRONG: f32 = 5.0;
/// From this score on, a text is a reference when it stands among references.
pub(crate) const WEAK: f32 = 2.5;
/// More of a text than this is not looked at; a reference says what it is at its beginning.
const LOOK: usize = 3000;

/// Words that stand in references and seldom elsewhere, each worth one point, at most three.
/// Compared in lower case.
#[rustfmt::skip] // A table reads better in rows.
const WORDS: &[&str] = &[
    "et al", "vol.", "no. ", "nr. ", "pp.", "pp ", " p. ", "ed.)", "eds.)", "(ed", "(hrsg", "hg.)",
    " in: ", ". in ", "journal", "proceedings", "conference", "press", "university", "univ.",
    "verlag", "publish", "editor", "editions", "éditions", "trans.", "thesis", "dissertation",
    "retrieved", "accessed", "available", "hämtad", "abgerufen", "zugriff", "consulté",
    "recuperado", "disponible", "dostęp", "arxiv", "isbn", "issn", "pmid", "pmcid", "edn", "2nd ed",
    "rev. ed", "bd. ", "jg. ", "heft ", " s. ", " с. ", " т. ", "№", "// ", "изд", "журнал", "[j]",
    "[m]", "[c]", "[d]", "[eb/ol]", "出版", "学报", "學報", "『", "《", "大学", "학회", "출판", "논문", "مجلة",
    "دار ", "جامعة", "handbook", "review", "annals", "letters", "bulletin", "quarterly", "revista",
    "revue", "zeitschrift", "rivista", "tidskrift", "čas", "dergi", "and sons", "lettura",
    "submitted", "preprint", "working paper", "in press", "forthcoming", "n.d.", "u.å.", "s.d.",
];

/// Returns how much `text` looks like a reference: below [`WEAK`] hardly, from [`STRONG`] surely.
pub(crate) fn score(text: &str) -> f32 {
    let text = head(text, LOOK);
    let chars: Vec<char> = text.chars().collect();
    let numbers = Numbers::of(&chars);
    let lower = text.to_lowercase();
    let mut score = match start(text) {
        Start::Name => 3.0,
        Start::Capital => 0.5,
        Start::Other => -1.5,
    };
    score += match (numbers.bracketed_year, numbers.years) {
        (true, _) if numbers.narrative > 0 => 1.0,
        (true, _) => 2.5,
        (false, 0) => 0.0,
        (false, _) => 1.5,
    };
    score += if numbers.volume_issue { 2.0 } else { 0.0 };
    score += if numbers.pages { 1.5 } else { 0.0 };
    score += if numbers.packed { 1.5 } else { 0.0 };
    score += if numbers.volume_year { 1.0 } else { 0.0 };
    score += if ends_with_imprint(text) { 1.0 } else { 0.0 };
    if lower.contains("doi.org/10.") || lower.contains("doi:") || lower.contains("10.1") {
        score += 3.0;
    } else if lower.contains("http") || lower.contains("www.") {
        score += 1.0;
    }
    let words = WORDS.iter().filter(|word| lower.contains(**word)).take(3).count();
    score += [0.0, 1.0, 1.75, 2.5].get(words).copied().unwrap_or(2.5);
    score += match initials(&chars) {
        0 => 0.0,
        1 => 0.5,
        2 | 3 => 1.0,
        _ => 1.5,
    };
    score - prose(&chars) - 2.0 * numbers.narrative.min(2) as f32
}

/// `... Geneva: Wetland Office; 2016.`: place, publisher and year at the end. References of
/// institutions have nothing else that prose has not.
fn ends_with_imprint(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches('.');
    let Some((before, year)) = text.rsplit_once([',', ';']) else { return false };
    let year = year.trim_start();
    let imprint = before.rsplit_once(['.', '!', '?']).map_or(before, |(_, imprint)| imprint);
    let place = imprint.split_once(": ").is_some_and(|(place, publisher)| {
        let named = |part: &str| part.trim().starts_with(char::is_uppercase);
        named(place) && named(publisher) && imprint.len() <= 100
    });
    place && year.len() == 4 && year.parse().is_ok_and(|year: u32| (1400..=2100).contains(&year))
}

/// How a text starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// Like an author: `Feldman, R.`, `J. K. Rilling`, `Smith JK,`, `———.`, a name in CJK.
    Name,
    /// With a capital letter or a quotation mark.
    Capital,
    /// With anything else.
    Other,
}

/// Tells how `text` starts.
pub(crate) fn start(text: &str) -> Start {
    let text = head(text.trim_start(), 200);
    let Some(first) = text.chars().next() else { return Start::Other };
    if is_repeated_name(text) {
        return Start::Name;
    }
    if is_cjk(first) {
        return if cjk_name(text) { Start::Name } else { Start::Capital };
    }
    if is_initials_first(text) || family_first(text) || dated_first(text) {
        return Start::Name;
    }
    let quote = matches!(first, '"' | '“' | '„' | '«' | '‘' | '\'' | '「' | '『' | '《');
    // Scripts without letter case never have a small letter.
    if quote || first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase()) {
        return Start::Capital;
    }
    Start::Other
}

/// `———. (2012)` repeats the name of the reference before.
fn is_repeated_name(text: &str) -> bool {
    let dashes = text.chars().take_while(|c| is_dash(*c) || *c == '_').count();
    dashes >= 2
        && text.chars().nth(dashes).is_some_and(|c| matches!(c, '.' | ',' | ' ' | ':' | '('))
}

/// A short run of CJK characters that ends like a name: with a comma, a bracket or a year.
fn cjk_name(text: &str) -> bool {
    let len = text.chars().take_while(|c| is_cjk(*c)).count();
    let next = text.chars().nth(len);
    let ends = next.is_some_and(|c| {
        matches!(
            c,
            ',' | '，' | '、' | '.' | '．' | '(' | '（' | ' ' | '·' | '・' | ':' | '：' | ';'
        )
    });
    (2..=12).contains(&len) && ends
}

/// `J. K. Rilling`, `J.-P. Martin`, `Т. М. Лав`.
fn is_initials_first(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let Some(first) = words.next() else { return false };
    if !is_initial_word(first) {
        return false;
    }
    let Some(name) = words.find(|word| !is_initial_word(word)) else { return false };
    name.chars().next().is_some_and(|c| c.is_uppercase()) || particle(name)
}

/// `J.`, `J.K.`, `J.-P.`, `Ch.`
fn is_initial_word(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    word.ends_with('.')
        && word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().count() <= 3 * capitals
        && capitals <= 4
        && word.chars().all(|c| c.is_alphabetic() || c == '.' || is_dash(c))
}

/// `Feldman, R.`, `Feldman R,`, `van der Berg, Jan`, `Ulmer-Yaniv, A.`, `FELDMAN, Ruth`.
fn family_first(text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    let mut names = 0;
    while let Some(word) = words.next() {
        let body = word.trim_end_matches([',', ';']);
        let capital = body.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
        let letters = body.chars().all(|c| c.is_alphabetic() || is_dash(c) || "'’ʼ.".contains(c));
        if !letters || (!capital && !particle(body)) {
            return false;
        }
        names += usize::from(capital);
        let next = words.peek().copied().unwrap_or("");
        if word.ends_with(',') {
            return names > 0 && is_given(next);
        }
        if names > 0 && is_vancouver(next) {
            return true;
        }
        if names > 3 {
            return false;
        }
    }
    false
}

/// Tells whether a text starts like a list of authors with given names in front: `Peter Marsh,`,
/// `Peter MARSH and Quentin Reed`. Titles, places and publishers look alike, so this counts only
/// where the references around start so.
pub(crate) fn starts_given_first(text: &str) -> bool {
    let text = head(text.trim_start(), 120);
    let Some((names, _)) = text.split_once([',', ':', '(']) else { return false };
    let mut words = 0;
    for word in names.split_whitespace() {
        if matches!(word, "and" | "und" | "et" | "y" | "e" | "och" | "og" | "en" | "i" | "&") {
            return words >= 2;
        }
        let name = word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || is_dash(c) || "'’ʼ.".contains(c));
        if !name && !particle(word) {
            return false;
        }
        words += 1;
    }
    let lower = names.to_lowercase();
    (2..=4).contains(&words) && !WORDS.iter().any(|word| lower.contains(*word))
}

/// `Marsh Peter (2011):`, `United Nations. (2014).`: capitalized words, then a year in brackets
/// that a point, comma or colon follows.
fn dated_first(text: &str) -> bool {
    let Some((names, rest)) = text.split_once('(') else { return false };
    let year = rest.chars().take_while(char::is_ascii_digit).count() == 4;
    let behind = rest.split_once(')').and_then(|(_, rest)| rest.chars().next());
    let named = |word: &str| {
        let first = word.chars().next().unwrap_or(' ');
        first.is_uppercase()
            || first == '&'
            || particle(word)
            || matches!(word, "and" | "und" | "et" | "och")
    };
    year && matches!(behind, Some('.' | ',' | ':'))
        && !names.trim().is_empty()
        && names.split_whitespace().all(named)
}

/// What stands behind a family name and its comma: initials or a given name.
fn is_given(word: &str) -> bool {
    // `Weber, Max(1921)`, `Weber, Max/ Reed, Quentin`
    let word = word.split_once(['(', '/']).map_or(word, |(word, _)| word);
    let initial =
        is_initial_word(word.trim_end_matches([',', ';', ':', '&'])) || is_vancouver(word);
    let given = word.chars().next().is_some_and(|c| c.is_uppercase())
        && word
            .chars()
            .skip(1)
            .all(|c| c.is_lowercase() || matches!(c, ',' | '.' | ';' | ':' | '-' | '\''));
    initial || given
}

/// `JK,` or `JK.`: capitals without points, as medical journals write initials.
fn is_vancouver(word: &str) -> bool {
    let body = word.trim_end_matches([',', '.', ';', ':']);
    (1..=3).contains(&body.chars().count())
        && body.len() < word.len()
        && body.chars().all(char::is_uppercase)
}

fn particle(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "van"
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
            | "des"
            | "la"
            | "le"
            | "el"
            | "al"
            | "ten"
            | "ter"
            | "zu"
            | "zur"
            | "af"
            | "av"
            | "d"
            | "bin"
            | "ibn"
            | "y"
            | "e"
            | "do"
            | "das"
            | "ben"
            | "vom"
            | "of"
    )
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '々' | '\u{F900}'..='\u{FAFF}')
}

/// Capital letters followed by a point and not part of a word: at most 8 are counted.
fn initials(chars: &[char]) -> usize {
    chars
        .windows(3)
        .filter(|window| match window {
            [before, letter, '.'] => !before.is_alphanumeric() && letter.is_uppercase(),
            _ => false,
        })
        .take(8)
        .count()
}

/// Points off for prose: sentences of many small words, without the punctuation of a reference.
fn prose(chars: &[char]) -> f32 {
    let mut words = 0usize;
    let mut small = 0usize;
    let mut marks = 0usize;
    let mut before = ' ';
    for c in chars {
        if c.is_alphabetic() && !before.is_alphanumeric() && !matches!(before, '\'' | '’' | '-') {
            words += 1;
            small += usize::from(c.is_lowercase());
        }
        marks += usize::from(
            matches!(c, ',' | '.' | ';' | ':' | '(' | '[' | '/' | '"' | '“' | '«')
                || c.is_ascii_digit(),
        );
        before = *c;
    }
    if words < 8 {
        return 0.0;
    }
    let small_share = small as f32 / words as f32;
    let marks_share = marks as f32 / words as f32;
    let mut off = 0.0;
    if marks_share < 0.35 {
        off += 2.0;
    }
    if small_share > 0.8 {
        off += 1.0;
    }
    if words > 120 {
        off += 2.0;
    }
    off
}

/// What the numbers in a text say.
#[derive(Debug, Default)]
struct Numbers {
    years: usize,
    bracketed_year: bool,
    /// Years in brackets with which a sentence goes on: `Marsh (2011) found`.
    narrative: usize,
    /// `80-99`
    pages: bool,
    /// `21(2)`
    volume_issue: bool,
    /// `45 (1990)`
    volume_year: bool,
    /// `2010;12:45`
    packed: bool,
}

impl Numbers {
    fn of(chars: &[char]) -> Self {
        let mut found = Self::default();
        let mut idx = 0;
        let mut last: Option<Run> = None;
        while idx < chars.len() {
            if chars.get(idx).copied().and_then(digit).is_none() {
                idx += 1;
                continue;
            }
            let run = Run::at(chars, idx);
            found.look(chars, run, last);
            idx = run.end;
            last = Some(run);
        }
        found
    }

    fn look(&mut self, chars: &[char], run: Run, last: Option<Run>) {
        let before = run.start.checked_sub(1).and_then(|at| chars.get(at)).copied().unwrap_or(' ');
        let after = chars.get(run.end).copied().unwrap_or(' ');
        let year =
            run.is_year() && !matches!(before, '/' | '_' | '=' | '%') && !before.is_alphabetic();
        if year {
            self.years += 1;
            let bracketed = matches!(before, '(' | '（' | '[' | '［');
            self.bracketed_year |= bracketed;
            self.narrative += usize::from(bracketed && goes_on(chars, run.end));
        }
        let Some(last) = last else { return };
        let between = chars.get(last.end..run.start).unwrap_or(&[]);
        match between {
            [dash] if is_dash(*dash) && !(year && last.is_year()) => {
                self.pages |= last.len() <= 5 && run.len() <= 5 && after != '/';
            }
            [dash, letter] | [letter, dash]
                if is_dash(*dash) && letter.is_alphabetic() && run.len() <= 6 =>
            {
                self.pages = true;
            }
            ['(' | '（'] | [' ', '(' | '（'] => {
                self.volume_issue |= !year && !last.is_year();
                self.volume_year |= year && last.len() <= 4;
            }
            [';' | ':'] | [';' | ':' | ',', ' '] => {
                self.packed |= last.is_year() && between.first() != Some(&',') && !year;
                self.packed |= between.first() == Some(&':') && self.years > 0;
            }
            [')' | '）', ':' | ',' | '：' | '，'] | [')' | '）', ':' | ',' | '：', ' '] => {
                self.packed = true
            }
            _ => {}
        }
    }
}

/// Tells whether a small word follows the bracket that a year stands in.
fn goes_on(chars: &[char], at: usize) -> bool {
    let behind = chars.get(at..).unwrap_or(&[]);
    match behind {
        [')' | ']', ' ', c, ..] | [')' | ']', ',', ' ', c, ..] => c.is_lowercase(),
        _ => false,
    }
}

/// A run of digits.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    value: u32,
}

impl Run {
    fn at(chars: &[char], start: usize) -> Self {
        let mut run = Self { start, end: start, value: 0 };
        while let Some(digit) = chars.get(run.end).copied().and_then(digit) {
            run.value = run.value.saturating_mul(10).saturating_add(digit);
            run.end += 1;
        }
        run
    }

    fn len(self) -> usize {
        self.end - self.start
    }

    fn is_year(self) -> bool {
        self.len() == 4 && (1400..=2100).contains(&self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_many_styles_are_strong() {
        for text in [
            "Marsh, P. (2011). A book of reeds. Wetland Press.",
            "Marsh P, Reed Q. Reeds in winter. Wetland J. 2011;12(3):45-50.",
            "Marsh, Peter. A Book of Reeds. Oxford: Wetland University Press, 1999.",
            "P. Marsh and Q. Reed, “Reeds,” Trans. Wetland, vol. 3, no. 2, pp. 1–5, Jan. 2010.",
            "P. Marsh, Phys. Wet. B 45, 1234 (1990).",
            "王小明, 李四. 芦苇研究[J]. 湿地学报, 2010, 12(3): 45-50.",
            "Иванов И. И. Тростник // Журнал болот. 2010. Т. 3, № 2. С. 45–50.",
            "———. (2012). More reeds. Wetland Letters, 3, 4–9.",
        ] {
            assert!(score(text) >= STRONG, "{} {text}", score(text));
        }
    }

    #[test]
    fn references_of_institutions_belong_to_a_list() {
        for text in [
            "Wetland Health Office. Global report on reeds. Geneva: Wetland Office; 2016.",
            "Wetland Health Office (WHO). Reeds and people. London: Lake Press, 2003",
        ] {
            assert!(score(text) >= WEAK, "{} {text}", score(text));
        }
        assert!(!ends_with_imprint("So it was in the end: they went home, 2016."));
    }

    #[test]
    fn prose_is_weak_at_most() {
        for text in [
            "Reeds grow where the water is still, and herons stand among them all day long (6).",
            "Social isolation, on the other hand, increases stress and is harmful (13, 14).",
            "This text is offered for information only and replaces no advice.",
            "Jacobs et al. (2010) found that reeds bend (Marsh, 2011; Heron & Shore, 2009).",
            "According to the Lake Office (2012), about 3-5 lakes freeze. See https://lake.example.",
            "Marsh (2011) showed that reeds bend in the wind, which others had doubted before him.",
            "Copyright 2023 by the authors, who thank the university for its support of this work.",
        ] {
            assert!(score(text) < STRONG, "{} {text}", score(text));
        }
    }
}
