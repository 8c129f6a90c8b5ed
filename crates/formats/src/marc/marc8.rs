//! MARC-8: bytes of library catalogs before Unicode.
//!
//! Two sets of characters are in use at a time, called by escape sequences; diacritics stand before
//! their letter.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

use super::marc8_tables::{SETS, SMALL};

const ASCII: u8 = b'B';
const ANSEL: u8 = 0x45;
const ESCAPE: u8 = 0x1b;

/// Decodes a text. What no set has becomes U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> String {
    let mut low = ASCII;
    let mut high = ANSEL;
    let mut out = String::with_capacity(bytes.len());
    // Diacritics that wait for their letter.
    let mut waiting = String::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte == ESCAPE {
            at += escape(bytes.get(at..).unwrap_or(&[]), &mut low, &mut high);
            continue;
        }
        let set = if byte < 0x80 { low } else { high };
        // East Asian characters have three bytes.
        if set == b'1' && byte & 0x7f > 0x20 {
            at += 2;
            out.push('\u{fffd}');
            continue;
        }
        let Some(c) = character(set, byte) else { continue };
        if canonical_combining_class(c) != 0 {
            waiting.push(c);
        } else {
            out.push(c);
            out.push_str(&waiting);
            waiting.clear();
        }
    }
    out.push_str(&waiting);
    out.nfc().collect()
}

/// Reads an escape sequence and returns its length.
fn escape(rest: &[u8], low: &mut u8, high: &mut u8) -> usize {
    match rest {
        [b's', ..] => {
            *low = ASCII;
            1
        }
        [set @ (b'g' | b'b' | b'p'), ..] => {
            *low = *set;
            1
        }
        [b'$', b'(' | b',', set, ..] => {
            *low = *set;
            3
        }
        [b'$', b')' | b'-', set, ..] => {
            *high = *set;
            3
        }
        [b'$', set, ..] => {
            *low = *set;
            2
        }
        [b'(' | b',', b'!', set, ..] => {
            *low = *set;
            3
        }
        [b')' | b'-', b'!', set, ..] => {
            *high = *set;
            3
        }
        [b'(' | b',', set, ..] => {
            *low = *set;
            2
        }
        [b')' | b'-', set, ..] => {
            *high = *set;
            2
        }
        _ => 0,
    }
}

/// Returns the character of a byte in a set; `None` for signs that are only for sorting.
fn character(set: u8, byte: u8) -> Option<char> {
    let code = byte & 0x7f;
    match byte {
        // Signs that say what is not sorted.
        0x88 | 0x89 => return None,
        0x8d => return Some('\u{200d}'),
        0x8e => return Some('\u{200c}'),
        _ => {}
    }
    if set == ASCII || code <= 0x20 {
        return Some(char::from(code));
    }
    if let Some((_, small)) = SMALL.iter().find(|(name, _)| *name == set) {
        let found = small.iter().find(|(other, _)| *other == code);
        return Some(found.map_or('\u{fffd}', |(_, c)| *c));
    }
    // A set has a second name where it is called as the other one of two.
    let table = SETS.iter().find(|(name, _)| *name == set);
    let place = usize::from(code).checked_sub(0x21)?;
    let found = table.and_then(|(_, characters)| characters.chars().nth(place));
    Some(found.unwrap_or('\u{fffd}'))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn diacritics_follow_their_letter_and_sets_are_called() {
        assert_eq!(decode(b"caf\xe2e, Dvo\xe9r\xe2ak, \xa1\xe2od\xe2z"), "café, Dvořák, Łódź");
        assert_eq!(decode(b"\x1b(NPUKQ\x1b(B abc"), "пукя abc");
        assert_eq!(decode(b"H\x1bb2\x1bsO, \x1bga\x1bs"), "H₂O, α");
        assert_eq!(decode(b"\x1b$1!0=!0>\x1b(B!"), "\u{fffd}\u{fffd}!");
        assert_eq!(decode(b"end \xe2"), "end \u{301}");
    }
}
