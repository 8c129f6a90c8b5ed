//! Changes of single values. Each function returns the new value, or `None` when nothing changes.

use refsmith_model::text::unicode::{comparison_key, is_dash};

pub(super) use super::super::read_fields::bare_doi;
use crate::human_date;

/// Fields whose values are no text: nothing in them is TeX, a name or a number.
pub(super) fn is_verbatim(name: &str) -> bool {
    matches!(
        name,
        "url"
            | "doi"
            | "eprint"
            | "file"
            | "pdf"
            | "verba"
            | "verbb"
            | "verbc"
            | "crossref"
            | "xdata"
            | "xref"
            | "ids"
            | "related"
            | "entryset"
            | "options"
            | "isbn"
            | "issn"
            | "urla"
            | "urlb"
            | "howpublished"
    ) || name.starts_with("bdsk-")
}

/// Tells whether a value is a number that means the same without delimiters.
pub(super) fn is_plain_number(value: &str) -> bool {
    !value.is_empty()
        && value.bytes().all(|byte| byte.is_ascii_digit())
        && (value == "0" || !value.starts_with('0'))
}

/// Tells whether a quotation mark stands outside of braces.
pub(super) fn has_bare_quote(value: &str) -> bool {
    let mut depth = 0_usize;
    value.bytes().any(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        byte == b'"' && depth == 0
    })
}

/// Reads a month from its name, its beginning or its number.
pub(crate) fn month(value: &str) -> Option<u8> {
    let value = value.trim().trim_end_matches('.');
    let number = value.parse::<u8>().ok().filter(|month| (1..=12).contains(month));
    let word = value.len() >= 3 && value.chars().all(char::is_alphabetic);
    number.or_else(|| human_date::month(value).filter(|_| word))
}

/// Returns what stands in the second pair of braces, if one encloses the whole value and is no
/// group of a command.
pub(super) fn without_enclosing_braces(value: &str) -> Option<&str> {
    enclosed(value).filter(|inner| !inner.starts_with('\\'))
}

/// Returns what stands in the pair of braces that encloses a whole value, if one does.
pub(super) fn enclosed(value: &str) -> Option<&str> {
    let inner = value.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0_usize;
    for byte in inner.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    (depth == 0).then_some(inner)
}

/// Removes braces that protect letter case: those that are no argument and hold no command.
pub(super) fn without_protection(value: &str) -> Option<String> {
    let bytes = value.as_bytes();
    let mut removed = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut formula = false;
    for (at, byte) in bytes.iter().enumerate() {
        let escaped = at.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'\\');
        match byte {
            b'$' if !escaped => formula = !formula,
            b'{' => {
                let before = value.get(..at).unwrap_or("");
                let letters = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                let argument = letters.len() < before.len() && letters.ends_with('\\')
                    || before.ends_with(['}', ']'])
                    || before
                        .get(..before.len().saturating_sub(1))
                        .is_some_and(|b| b.ends_with('\\'));
                let command = bytes.get(at + 1) == Some(&b'\\');
                let in_kept = open.last().is_some_and(|(_, kept)| *kept);
                open.push((at, argument || command || formula || in_kept || escaped));
            }
            b'}' => {
                if let Some((start, false)) = open.pop() {
                    removed.push(start);
                    removed.push(at);
                }
            }
            _ => {}
        }
    }
    if removed.is_empty() {
        return None;
    }
    removed.sort_unstable();
    let mut out = String::with_capacity(value.len());
    let mut from = 0;
    for at in removed {
        out.push_str(value.get(from..at)?);
        from = at + 1;
    }
    out.push_str(value.get(from..)?);
    Some(out)
}

/// Writes a value in capitals in title case; Roman numerals stay.
pub(super) fn without_capitals(value: &str) -> Option<String> {
    let letters = || value.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().all(|c| !c.is_lowercase()) && letters().any(char::is_uppercase);
    if !capitals || value.split_whitespace().count() < 2 || value.contains('\\') {
        return None;
    }
    let roman = |word: &str| word.chars().all(|c| "IVXLCDM".contains(c));
    let mut out = String::with_capacity(value.len());
    for piece in value.split_inclusive(|c: char| !c.is_alphanumeric() && c != '\'') {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '\'');
        if word.chars().count() > 1 && !roman(word) {
            let mut chars = piece.chars();
            out.extend(chars.next());
            out.push_str(&chars.as_str().to_lowercase());
        } else {
            out.push_str(piece);
        }
    }
    (out != value).then_some(out)
}

/// Writes every range of pages with two hyphens.
pub(super) fn page_dashes(value: &str) -> Option<String> {
    let parts: Vec<String> = value.split(',').map(page_range).collect();
    let new = parts.join(",");
    (new != value).then_some(new)
}

fn page_range(part: &str) -> String {
    let page = |text: &str| {
        text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(char::is_alphanumeric)
            || !text.is_empty() && text.chars().all(|c| "ivxlcdmIVXLCDM".contains(c))
    };
    let Some(first) = part.find(is_dash) else { return part.to_owned() };
    let (left, rest) = part.split_at(first);
    let right = rest.trim_start_matches(is_dash);
    let (lead, left) = (left.len() - left.trim_start().len(), left.trim());
    match page(left) && page(right.trim()) {
        true => {
            let tail = right.get(right.trim_end().len()..).unwrap_or("");
            format!("{}{left}--{}{tail}", part.get(..lead).unwrap_or(""), right.trim())
        }
        false => part.to_owned(),
    }
}

/// Percent-encodes what no address has: characters beyond ASCII, blanks, quotation marks.
pub(super) fn encoded_url(value: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'`');
    let value = value.trim();
    if value.contains('\\') || value.bytes().all(plain) {
        return None;
    }
    let mut out = String::with_capacity(value.len() + 8);
    for byte in value.bytes() {
        match plain(byte) {
            true => out.push(char::from(byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    Some(out)
}

/// Cuts a list of names behind the first `most`.
pub(super) fn cut_names(value: &str, most: usize) -> Option<String> {
    let places = separators(value);
    let cut = places.get(most.checked_sub(1)?)?;
    let rest = value.get(cut + 5..)?;
    (rest.trim() != "others").then(|| format!("{} and others", value.get(..*cut).unwrap_or("")))
}

/// Returns where ` and ` stands outside of braces.
fn separators(value: &str) -> Vec<usize> {
    let mut depth = 0_usize;
    let mut out = Vec::new();
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            byte if byte.is_ascii_whitespace() && depth == 0 => {
                let word = value.get(at + 1..at + 4).unwrap_or("");
                let behind = value.as_bytes().get(at + 4);
                if word.eq_ignore_ascii_case("and") && behind.is_some_and(u8::is_ascii_whitespace) {
                    out.push(at);
                }
            }
            _ => {}
        }
    }
    out
}

/// Returns what a list sorted by [`abbreviation_key`] has for a journal.
pub(super) fn listed<'l>(value: &str, list: &'l [(String, String)]) -> Option<&'l str> {
    if list.is_empty() {
        return None;
    }
    let key = abbreviation_key(value);
    let idx = list.binary_search_by(|(full, _)| full.as_str().cmp(&key)).ok()?;
    list.get(idx).map(|(_, name)| name.as_str())
}

/// Returns a journal's name as lists of abbreviations are searched.
pub(super) fn abbreviation_key(name: &str) -> String {
    comparison_key(&name.replace("\\&", " and ").replace('&', " and ").replace(['{', '}'], ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: fn(&str) -> Option<String>, cases: &[(&str, &str)]) {
        for (old, new) in cases {
            let found = change(old).unwrap_or_else(|| (*old).to_owned());
            assert_eq!(found, *new, "{old}");
            assert_eq!(change(&found), None, "{old}: done once is done");
        }
    }

    #[test]
    fn pages() {
        check(
            page_dashes,
            &[
                ("1-5", "1--5"),
                ("1 \u{2013} 5", "1--5"),
                ("1---5, 7-9", "1--5, 7--9"),
                ("S1-S12", "S1--S12"),
                ("xi-xv", "xi--xv"),
                ("1-12-1-18", "1-12-1-18"),
                ("e1-", "e1-"),
                ("10", "10"),
            ],
        );
    }

    #[test]
    fn braces_and_capitals() {
        check(
            without_protection,
            &[
                ("The {DNA} of {E. {c}oli}", "The DNA of E. coli"),
                (
                    "\\emph{x} {\\\"o} \\'{e} $a_{b}$ \\c{c}",
                    "\\emph{x} {\\\"o} \\'{e} $a_{b}$ \\c{c}",
                ),
            ],
        );
        check(
            without_capitals,
            &[
                ("JOURNAL OF TEA, PART IV", "Journal Of Tea, Part IV"),
                ("DNA", "DNA"),
                ("A Mixed TITLE", "A Mixed TITLE"),
            ],
        );
        assert_eq!(without_enclosing_braces("{a} and {b}"), None);
        assert_eq!(without_enclosing_braces("{a {b}}"), Some("a {b}"));
    }

    #[test]
    fn names_and_addresses() {
        let cut = |value: &str| cut_names(value, 2);
        assert_eq!(cut("A, B and {C and D} and E"), Some("A, B and {C and D} and others".into()));
        assert_eq!(cut("A and B and others"), None);
        assert_eq!(cut("A and B"), None);
        assert_eq!(encoded_url("http://a/ä b"), Some("http://a/%C3%A4%20b".into()));
    }

    #[test]
    fn months() {
        for (text, expected) in
            [("March", Some(3)), ("mar.", Some(3)), ("12", Some(12)), ("13", None), ("1 May", None)]
        {
            assert_eq!(month(text), expected, "{text}");
        }
    }
}
