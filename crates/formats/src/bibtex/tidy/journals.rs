//! Names of journals, shortened by the rules of ISO 4.
//!
//! Words are shortened by a table of our own, `journals/words.tsv`: about eleven hundred stems and
//! words, most of them English, with the short forms of the List of Title Word Abbreviations. A word
//! that is not there stays whole, as ISO 4 wants it of words that the list does not have.

use std::collections::HashMap;
use std::sync::OnceLock;

const WORDS: &str = include_str!("journals/words.tsv");

/// The shortest stem, in bytes.
const SHORTEST_STEM: usize = 3;

/// Articles, conjunctions and prepositions, which are left out.
const LEFT_OUT: [&str; 43] = [
    "a", "an", "and", "at", "aus", "by", "das", "de", "del", "della", "delle", "dei", "der", "des",
    "di", "die", "du", "e", "el", "en", "et", "for", "from", "für", "im", "in", "la", "las", "le",
    "les", "los", "of", "on", "the", "to", "und", "van", "von", "with", "y", "zum", "zur", "\\&",
];

/// Articles with which a name may begin.
const ARTICLES: [&str; 12] =
    ["a", "an", "das", "der", "die", "el", "la", "las", "le", "les", "los", "the"];

/// Returns the short form of a journal's name by ISO 4, if it differs and the name is no short form
/// already. Names of one word stay whole, and so does what stands in braces.
///
/// # Examples
/// ```
/// use refsmith_formats::bibtex::iso4;
/// let short = iso4("Journal of the American Chemical Society");
/// assert_eq!(short.as_deref(), Some("J. Am. Chem. Soc."));
/// assert_eq!(iso4("Nature"), None);
/// assert_eq!(iso4("J. Am. Chem. Soc."), None);
/// ```
pub fn iso4(name: &str) -> Option<String> {
    let tokens: Vec<&str> = name.split_whitespace().collect();
    if tokens.len() < 2 || tokens.iter().any(|token| token.ends_with('.')) {
        return None;
    }
    let shouted = !name.chars().any(char::is_lowercase);
    let mut words = Vec::with_capacity(tokens.len());
    for (idx, token) in tokens.iter().enumerate() {
        if !is_left_out(token, idx == 0) {
            words.push((*token, shortened(token, shouted)));
        }
    }
    // A name of one word is not shortened.
    let short = match words.as_slice() {
        [] => return None,
        [(word, _)] => (*word).to_owned(),
        _ => words.into_iter().map(|(_, short)| short).collect::<Vec<_>>().join(" "),
    };
    let short = short.trim_end_matches([',', ';', ':']).to_owned();
    (short != name).then_some(short)
}

fn is_left_out(token: &str, first: bool) -> bool {
    let lower = token.to_lowercase();
    let known = |list: &[&str]| list.contains(&lower.as_str());
    match token.len() {
        // A capital alone is the name of a section; "&" is a word of its own.
        1 => token == "&" || known(&LEFT_OUT) && (first || token != token.to_uppercase()),
        _ if first => known(&ARTICLES),
        _ => known(&LEFT_OUT),
    }
}

/// Returns a word with the punctuation around it, shortened; without the comma behind it.
fn shortened(token: &str, shouted: bool) -> String {
    if token.contains(['{', '}', '\\', '$']) {
        return token.to_owned();
    }
    let token = token.trim_end_matches([',', ';']);
    let core = token.trim_matches(|c: char| !c.is_alphanumeric());
    let (before, behind) = token.split_once(core).unwrap_or(("", ""));
    let parts: Vec<String> = core.split('-').map(|word| short_word(word, shouted)).collect();
    format!("{before}{}{behind}", parts.join("-"))
}

fn short_word(word: &str, shouted: bool) -> String {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    if capitals > 1 && !shouted {
        return word.to_owned();
    }
    let lower = word.to_lowercase();
    let short = match look_up(&lower) {
        Some(short) => short,
        None if shouted => &lower,
        None => return word.to_owned(),
    };
    let mut chars = short.chars();
    match chars.next() {
        Some(first) if capitals > 0 => first.to_uppercase().chain(chars).collect(),
        _ => short.to_owned(),
    }
}

/// Returns the short form of a word in lower case: of the word itself, of its singular, or of the
/// longest stem that it begins with.
fn look_up(word: &str) -> Option<&'static str> {
    static TABLE: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let rows = WORDS.lines().filter(|line| !line.starts_with('#'));
        rows.map(|line| line.split_once('\t').unwrap_or((line, ""))).collect()
    });
    let singular = || table.get(word.strip_suffix('s')?);
    let stem = || {
        let ends = (SHORTEST_STEM..=word.len()).rev().filter(|end| word.is_char_boundary(*end));
        ends.filter_map(|end| table.get(format!("{}-", word.get(..end)?).as_str())).next()
    };
    let short = table.get(word).or_else(singular).or_else(stem)?;
    Some(*short).filter(|short| !short.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_journals() {
        for (name, short) in [
            ("The Journal of Biological Chemistry", "J. Biol. Chem."),
            ("Proceedings of the National Academy of Sciences", "Proc. Natl. Acad. Sci."),
            ("Physical Review A", "Phys. Rev. A"),
            ("IEEE Transactions on Pattern Analysis", "IEEE Trans. Pattern Anal."),
            ("Annals of Mathematics", "Ann. Math."),
            ("Science & Education", "Sci. Educ."),
            ("Computers \\& Security", "Comput. Secur."),
            ("Zeitschrift für Physik", "Z. Phys."),
            ("In Vitro Cellular and Developmental Biology", "In Vitro Cell. Dev. Biol."),
            ("Communications of the {ACM}", "Commun. {ACM}"),
            ("The Lancet", "Lancet"),
            ("JOURNAL OF FLUID MECHANICS", "J. Fluid Mech."),
            ("Journal of Cognitive-Behavioral Therapy", "J. Cogn.-Behav. Ther."),
            ("Journal of Consulting and Clinical Psychology", "J. Consult. Clin. Psychol."),
        ] {
            assert_eq!(iso4(name).as_deref(), Some(short));
            assert_eq!(iso4(short), None, "done once is done: {short}");
        }
        for name in ["Nature", "J. Biol. Chem.", "Cell Stem Cell", "", "{Tea Today}"] {
            assert_eq!(iso4(name), None, "{name}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_short() {
        let rows: Vec<&str> = WORDS.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(rows.is_sorted());
        for row in rows {
            let (word, short) = row.split_once('\t').unwrap_or((row, "."));
            assert!(word.trim_end_matches('-').len() >= SHORTEST_STEM, "{row}");
            assert!(short.ends_with('.') && short.len() <= word.len() + 1, "{row}");
        }
    }
}
