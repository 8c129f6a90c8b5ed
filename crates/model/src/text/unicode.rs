//! Unicode helpers: folding for comparison and keys, dashes, apostrophes, white space.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Tells whether `c` is a hyphen or dash (U+002D, U+2010–U+2015, U+2212, U+00AD excluded).
pub fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

/// Tells whether `c` is an apostrophe or single quotation mark.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{2032}' | '`' | '\u{00B4}')
}

/// Collapses every run of white space (no-break spaces included) to one blank and trims the ends.
///
/// # Examples
/// ```
/// use refsmith_model::text::unicode::collapse_white_space;
/// assert_eq!(collapse_white_space(" two\n  lines\u{a0}here "), "two lines here");
/// ```
pub fn collapse_white_space(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Folds a text for comparison: lower case, no accents, ß/ø/ł and their like spelled out.
///
/// Canonical decomposition alone leaves ß, ø, ł, đ, æ and œ as they are, hence the table.
///
/// # Examples
/// ```
/// use refsmith_model::text::unicode::fold;
/// assert_eq!(fold("Łódź Straße Ørsted"), "lodz strasse orsted");
/// ```
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'þ' | 'Þ' => out.push_str("th"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ı' => out.push('i'),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Folds a text and keeps only letters and digits: equal keys mean the same words.
///
/// # Examples
/// ```
/// use refsmith_model::text::unicode::comparison_key;
/// assert_eq!(comparison_key("Mother\u{2010}infant"), comparison_key("mother-infant"));
/// ```
pub fn comparison_key(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Splits a text into folded words of letters and digits.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    find_word(text, |word| {
        words.push(word.to_owned());
        None::<()>
    });
    words
}

/// Asks of each folded word of letters and digits, and returns the first answer.
///
/// # Examples
/// ```
/// use refsmith_model::text::unicode::find_word;
/// assert_eq!(find_word("L’État, 2e éd.", |word| (word == "ed").then_some(2)), Some(2));
/// ```
pub fn find_word<T>(text: &str, test: impl FnMut(&str) -> Option<T>) -> Option<T> {
    let folded = if text.contains(is_apostrophe) {
        fold(&text.chars().filter(|c| !is_apostrophe(*c)).collect::<String>())
    } else {
        fold(text)
    };
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).find_map(test)
}
