//! Letter case of titles: title case, sentence case, braces around what must keep its case.
//!
//! Only what stands outside of braces, commands and formulas is looked at; what is inside is
//! settled already.

/// Words that are small in a title in title case, unless they begin or end it.
const SMALL: [&str; 33] = [
    "a", "an", "and", "as", "at", "but", "by", "en", "for", "from", "if", "in", "into", "nor",
    "of", "off", "on", "onto", "or", "out", "over", "per", "so", "than", "the", "to", "up", "upon",
    "v", "via", "vs", "with", "yet",
];

/// A word of a title: its place, and whether a sentence begins with it.
#[derive(Debug, Clone, Copy)]
struct Word<'t> {
    start: usize,
    text: &'t str,
    opens: bool,
}

/// Returns the words outside of braces, commands and formulas.
fn words(title: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let (mut depth, mut formula, mut opens) = (0_usize, false, true);
    let mut at = 0;
    while let Some(c) = title.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = title.get(at..).unwrap_or("");
        match c {
            '\\' => {
                let name = rest.get(1..).unwrap_or("");
                let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
                let sign = name.chars().next().map_or(0, char::len_utf8);
                at += 1 + if letters > 0 { letters } else { sign };
                // An accent and its letter are a word that is better left alone.
                opens = false;
                at += rest_of_word(title.get(at..).unwrap_or(""));
                continue;
            }
            '{' => {
                depth += 1;
                opens = false;
            }
            '}' => depth = depth.saturating_sub(1),
            '$' => formula = !formula,
            ':' | '?' | '!' | '.' => {
                let blank = rest.get(1..).is_some_and(|rest| rest.starts_with([' ', '\n', '\t']));
                opens |= depth == 0 && blank;
            }
            '\u{2014}' => opens = true,
            c if c.is_alphanumeric() => {
                let len = word_len(rest);
                let text = rest.get(..len).unwrap_or("");
                // `{\"o}sterreich` is one word: what stands behind the brace is its rest.
                let joined = title.get(..at).is_some_and(|before| before.ends_with('}'));
                let goes_on = rest.get(len..).is_some_and(|rest| rest.starts_with(['{', '\\']));
                if depth == 0 && !formula && !joined && !goes_on {
                    out.push(Word { start: at, text, opens });
                }
                opens = false;
                at += len;
                continue;
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    out
}

/// The letters and digits at the start of a text, with apostrophes between them.
fn word_len(text: &str) -> usize {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}');
    let len = text.find(|c: char| !inside(c)).unwrap_or(text.len());
    text.get(..len).map_or(0, |word| word.trim_end_matches(['\'', '\u{2019}']).len())
}

fn rest_of_word(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_alphanumeric()) { word_len(text) } else { 0 }
}

fn replaced(title: &str, new: impl Fn(&Word) -> Option<String>) -> Option<String> {
    let mut out = String::with_capacity(title.len() + 8);
    let mut from = 0;
    for word in &words(title) {
        if let Some(new) = new(word) {
            out.push_str(title.get(from..word.start)?);
            out.push_str(&new);
            from = word.start + word.text.len();
        }
    }
    if from == 0 && out.is_empty() {
        return None;
    }
    out.push_str(title.get(from..)?);
    Some(out)
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

fn is_small(word: &str) -> bool {
    SMALL.contains(&word.to_lowercase().as_str())
}

/// Tells whether a word has capitals that say more than where it stands: `DNA`, `McDonald`, `pH`.
fn has_own_case(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase)
}

/// Writes English in title case: every word begins with a capital but articles, conjunctions and
/// prepositions. Words that have a capital keep their case.
pub(super) fn title_case(title: &str) -> Option<String> {
    let last = title.rfind(char::is_alphanumeric)?;
    replaced(title, |word| {
        let lower = word.text.chars().all(|c| !c.is_uppercase());
        let letter = word.text.starts_with(char::is_alphabetic);
        let edge = word.opens || word.start + word.text.len() > last;
        (lower && letter && (edge || !is_small(word.text))).then(|| capitalized(word.text))
    })
}

/// Writes English in sentence case: only sentences begin with a capital, and what is protected or
/// has capitals inside. A title of which fewer than three in five words have a capital has its case
/// already, and these are names.
pub(super) fn sentence_case(title: &str, protected: &[String]) -> Option<String> {
    let found = words(title);
    let counted = found.iter().filter(|word| {
        !word.opens && !is_small(word.text) && word.text.starts_with(char::is_alphabetic)
    });
    let upper = |word: &&Word| word.text.starts_with(char::is_uppercase);
    let (all, capital) = (counted.clone().count(), counted.filter(upper).count());
    if all == 0 || capital * 5 < all * 3 {
        return None;
    }
    replaced(title, |word| {
        let kept = word.opens
            || !word.text.starts_with(char::is_uppercase)
            || has_own_case(word.text)
            || matches!(word.text, "I")
            || word.text.chars().count() == 1 && !word.text.eq_ignore_ascii_case("a")
            || protected.iter().any(|name| name == word.text);
        (!kept).then(|| word.text.to_lowercase())
    })
}

/// Puts words in braces that a style must not write small: those with a capital that is not their
/// first letter, single capitals, and those that are named.
pub(super) fn protect(title: &str, protected: &[String]) -> Option<String> {
    // In a title of capitals only, they say nothing.
    if !title.chars().any(char::is_lowercase) {
        return None;
    }
    replaced(title, |word| {
        let single = word.text.chars().count() == 1
            && word.text.starts_with(char::is_uppercase)
            && (word.text != "A" || !word.opens);
        let wanted = has_own_case(word.text)
            || single && word.text != "A"
            || protected.iter().any(|name| name == word.text);
        wanted.then(|| format!("{{{}}}", word.text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: impl Fn(&str) -> Option<String>, cases: &[(&str, &str)]) {
        for (old, new) in cases {
            let found = change(old).unwrap_or_else(|| (*old).to_owned());
            assert_eq!(found, *new, "{old}");
            let again = change(&found).unwrap_or_else(|| found.clone());
            assert_eq!(again, found, "{old}: done once is done");
        }
    }

    #[test]
    fn titles() {
        check(
            title_case,
            &[
                ("the growth of tea in the {uk}", "The Growth of Tea in the {uk}"),
                ("on pH: a study of what it is for", "On pH: A Study of What It Is For"),
                ("state-of-the-art methods", "State-of-the-Art Methods"),
                (
                    "{\\\"o}sterreich und $a_b$ \\emph{e. coli}",
                    "{\\\"o}sterreich Und $a_b$ \\emph{e. coli}",
                ),
                ("3d printing, don\u{2019}t ask", "3d Printing, Don\u{2019}t Ask"),
            ],
        );
    }

    #[test]
    fn sentences() {
        let names = ["Bayes".to_owned()];
        check(
            |title| sentence_case(title, &names),
            &[
                ("The Growth of Tea: A Study", "The growth of tea: A study"),
                ("Tests of Bayes and DNA in {E. Coli}", "Tests of Bayes and DNA in {E. Coli}"),
                ("A History of Tea in Ancient China", "A history of tea in ancient china"),
                ("The growth of tea in Sweden", "The growth of tea in Sweden"),
                ("What I Know About Vitamin C", "What I know about vitamin C"),
            ],
        );
    }

    #[test]
    fn words_in_braces() {
        let names = ["Sweden".to_owned()];
        check(
            |title| protect(title, &names),
            &[
                ("Tea, DNA and pH in Sweden", "Tea, {DNA} and {pH} in {Sweden}"),
                ("{DNA} of vitamin C-like \\LaTeX", "{DNA} of vitamin {C}-like \\LaTeX"),
                ("COVID-19 and McDonald's", "{COVID}-19 and {McDonald's}"),
                ("ALL IN CAPITALS", "ALL IN CAPITALS"),
                ("A plan $A$", "A plan $A$"),
            ],
        );
    }
}
