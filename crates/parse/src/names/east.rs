//! Names whose family name stands first: Chinese, Korean, Japanese, Vietnamese.

use std::sync::LazyLock;

use refsmith_crf::{ByHash, hash_bytes};
use refsmith_model::PersonName;

use super::given::EASTERN_FAMILY_NAMES;
use super::parts::is_given;
use crate::token::Text;

static FAMILY_NAMES: LazyLock<ByHash<()>> = LazyLock::new(|| {
    EASTERN_FAMILY_NAMES.split(' ').map(|name| (hash_bytes(name.as_bytes()), ())).collect()
});

/// Whether a word in lower case is a Chinese, Korean or Vietnamese family name in Latin letters.
pub(super) fn is_family_name(lower: &str) -> bool {
    !lower.is_empty() && FAMILY_NAMES.contains_key(&hash_bytes(lower.as_bytes()))
}

/// Reads "Wang Xiaoming", "Kim Min-jun": a family name that is one, before words that cannot be.
pub(super) fn in_latin(t: &Text<'_>, s: usize, e: usize) -> Option<PersonName> {
    let words = e - s;
    let plain = (2..=3).contains(&words) && (s..e).all(|i| t.is_cap(i));
    let western = (s..e).any(|i| is_given(t, i));
    let others = (s + 1..e).any(|i| is_family_name(t.low(i)));
    let fits = plain && !western && !others && is_family_name(t.low(s));
    let person =
        || PersonName { static_ordering: true, ..PersonName::new(t.str(s), t.text(s + 1, e)) };
    fits.then(person)
}

/// Whether a word is written in Han characters, Hangul or Kana.
pub(super) fn is_own_script(word: &str) -> bool {
    word.chars().any(|c| is_han(c) || is_hangul(c) || is_kana(c))
}

/// Reads a name in Han characters, Hangul or Kana. What the source writes as one word stays one:
/// where the family name ends cannot be seen, and styles print the parts without a blank anyway.
pub(super) fn in_own_script(name: &str) -> Option<PersonName> {
    if !is_own_script(name) {
        return None;
    }
    // "山田 太郎" has the family name first, "ジョン・スミス" last.
    let foreign = name.contains(['・', '·']);
    let (first, second) = name.split_once([' ', '\u{3000}', '・', '·']).unwrap_or((name, ""));
    let (family, given) = if foreign { (second, first) } else { (first, second) };
    let person = PersonName::new(family.trim(), given.trim());
    Some(PersonName { static_ordering: !foreign, ..person })
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '々')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7AF}')
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}')
}
