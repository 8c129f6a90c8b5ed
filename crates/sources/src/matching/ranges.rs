//! The numbers of a printed reference that are not what they seem: its place in the list, and ranges
//! of pages, whose ends are no places to begin.

use refsmith_model::text::unicode::{comparison_key, is_dash};

/// The longest number of a page, in characters.
const LONGEST: usize = 7;

/// A printed range of pages, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pages {
    first: String,
    last: String,
}

impl Pages {
    /// Tells whether it begins with this page; letters before the digits do not matter.
    pub(super) fn begins(&self, page: &str) -> bool {
        same(&self.first, page)
    }

    /// Tells whether it ends with this page; "582-97" ends with 597.
    pub(super) fn ends(&self, page: &str) -> bool {
        let last = digits(&self.last);
        let is_short = !last.is_empty() && self.last.len() < self.first.len();
        same(&self.last, page)
            || is_short && digits(page).ends_with(last)
            || is_misprint(&self.last, page)
    }
}

/// Tells whether a number is printed with a letter for one of its digits.
pub(super) fn is_misprint(printed: &str, number: &str) -> bool {
    let is_number = number.len() > 1 && number.bytes().all(|byte| byte.is_ascii_digit());
    let mut others = printed.bytes().zip(number.bytes()).filter(|(a, b)| a != b);
    printed.len() == number.len()
        && is_number
        && others.next().is_some_and(|(letter, _)| letter.is_ascii_alphabetic())
        && others.next().is_none()
}

fn same(a: &str, b: &str) -> bool {
    a == b || !digits(a).is_empty() && digits(a) == digits(b)
}

fn digits(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_ascii_digit()).trim_start_matches('0')
}

/// Returns the ranges of pages in a text. Years, identifiers and addresses are none.
pub(super) fn pages_of(text: &str) -> Vec<Pages> {
    text.split_whitespace().filter_map(range).collect()
}

fn range(token: &str) -> Option<Pages> {
    let mut parts = token.split(is_dash).filter(|part| !part.is_empty());
    let (before, behind) = (parts.next()?, parts.next()?);
    if parts.next().is_some() || token.contains('/') {
        return None;
    }
    let outside = |c: char| !c.is_alphanumeric() && c != '_';
    let (first, last) = (before.rsplit(outside).next()?, behind.split(outside).next()?);
    let (first, last) = (comparison_key(first), comparison_key(last));
    let is_page = |page: &str| {
        let roman = page.chars().all(|c| "ivxlc".contains(c));
        !page.is_empty() && page.len() <= LONGEST && (roman || !digits(page).is_empty())
    };
    let is_year = |page: &str| {
        page.len() == 4 && page.parse().is_ok_and(|year: u32| (1500..2100).contains(&year))
    };
    // Pages are beyond a thousand, too; years of a work stand in parentheses.
    let is_set_off = token.contains(['(', '[']);
    let years = is_set_off && is_year(&first) && (is_year(&last) || last.len() == 2);
    (is_page(&first) && is_page(&last) && !years).then_some(Pages { first, last })
}

/// Returns a reference without its place in the list: "[12] ", "(1) ", "3. ", "1 ", and the
/// superscript that copying has glued to it, "1Physical".
pub(super) fn without_marker(text: &str) -> &str {
    let text = text.trim_start();
    let start = text.trim_start_matches(['(', '[']);
    let digits = start.bytes().take_while(u8::is_ascii_digit).count();
    let rest = start.get(digits..).unwrap_or("");
    let behind = rest.trim_start_matches([')', ']', '.', ' ', '\u{a0}', '\t']);
    let is_set_off = behind.len() < rest.len();
    let quotes = ['"', '\'', '\u{201c}', '\u{201e}', '\u{ab}'];
    let opens = behind.starts_with(char::is_uppercase) || behind.starts_with(quotes);
    let is_word = behind.chars().take_while(|c| c.is_alphabetic()).count() > 2;
    let is_bracketed = start.len() < text.len() && rest.starts_with([')', ']']);
    let is_marker = is_bracketed || opens && (is_set_off || is_word);
    if (1..=3).contains(&digits) && is_marker { behind } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_in_the_list_is_left_out() {
        for (text, rest) in [
            ("(1) Reed, Q. 1999", "Reed, Q. 1999"),
            ("[12] Q. Reed", "Q. Reed"),
            (" 3. Reed Q.", "Reed Q."),
            ("1 Q. Reed, Lakes 12", "Q. Reed, Lakes 12"),
            ("1Lakes of the North (2001)", "Lakes of the North (2001)"),
            ("[3] van Reed", "van Reed"),
            ("3D printing of reeds", "3D printing of reeds"),
            ("(1999) Reeds", "(1999) Reeds"),
            ("1999. Reeds", "1999. Reeds"),
            ("12, 34", "12, 34"),
        ] {
            assert_eq!(without_marker(text), rest);
        }
    }

    #[test]
    fn ranges_of_pages_are_found_and_other_numbers_are_not() {
        let ranges = |text| {
            let list = pages_of(text);
            list.into_iter().map(|pages| (pages.first, pages.last)).collect::<Vec<_>>()
        };
        let pair = |a: &str, b: &str| vec![(a.to_owned(), b.to_owned())];
        assert_eq!(ranges("Lakes 2009;5:257\u{2013}62."), pair("257", "62"));
        assert_eq!(ranges("pp. e12-e19, 2001"), pair("e12", "e19"));
        assert_eq!(ranges("Lakes 27, iii\u{2013}iv."), pair("iii", "iv"));
        for none in [
            "(1998-2004)",
            "well-known",
            "(1998\u{2013}99).",
            "10.1016/s0095-5108",
            "978-3-16-148410-0",
            "COVID-19",
        ] {
            assert_eq!(ranges(none), [], "{none}");
        }
        let short = &pages_of("582-97")[0];
        assert!(short.begins("582") && short.ends("597") && !short.ends("582"));
    }
}
