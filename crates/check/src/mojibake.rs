//! Text that was decoded in the wrong encoding.

use refsmith_model::{CodeInfo, Diagnostic, Severity};

use crate::subject::written_values;
use crate::{Check, CheckInfo, Subject};

pub(crate) static MOJIBAKE: CodeInfo = CodeInfo {
    code: "mojibake",
    severity: Severity::Warning,
    summary: "a value was decoded in the wrong encoding",
    explanation: "`Ã©` is what `é` becomes, and `â€™` what an apostrophe becomes, when a text in \
        UTF-8 is read as Windows-1252; the replacement character U+FFFD stands where a character \
        was lost for good. Searches and comparisons fail on such values, and bibliographies print \
        them. Where the right text can be computed the finding proposes it; else copy the value \
        again from its source, with the encoding set to UTF-8.",
};

/// Characters of Windows-1252 at the bytes 80–9F; the five unused bytes stay control characters.
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// Finds values decoded in the wrong encoding.
pub(crate) struct Mojibake;

static INFO: CheckInfo = CheckInfo {
    name: "mojibake",
    codes: &[&MOJIBAKE],
    description: "values decoded in the wrong encoding, such as `Ã©` for `é`",
};

impl Check for Mojibake {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        for (idx, record) in subject.records.iter().enumerate() {
            for (variable, value) in written_values(record) {
                if value.is_ascii() {
                    continue;
                }
                if let Some((garbled, c)) = first_garbled(&value) {
                    let message = format!("`{variable}` holds `{garbled}`, which was `{c}`");
                    let finding = subject
                        .value_finding(&MOJIBAKE, idx, variable, message)
                        .help(format!("write `{c}`, or read the source again as UTF-8"));
                    out.push(subject.narrowed(
                        finding,
                        idx,
                        variable,
                        &garbled,
                        &c.to_string(),
                        true,
                    ));
                } else if value.contains(char::REPLACEMENT_CHARACTER) {
                    let message = format!("`{variable}` has lost a character (U+FFFD)");
                    let finding = subject.value_finding(&MOJIBAKE, idx, variable, message);
                    out.push(finding.help("copy the value again from its source"));
                }
            }
        }
    }
}

/// Returns the first characters that are one character of UTF-8 read as Windows-1252, with it.
fn first_garbled(text: &str) -> Option<(String, char)> {
    let chars: Vec<char> = text.chars().collect();
    (0..chars.len()).find_map(|start| {
        let (len, c) = decoded_at(&chars, start)?;
        let garbled: String = chars.get(start..start + len)?.iter().collect();
        is_sure(&chars, start, len).then_some((garbled, c))
    })
}

/// Decodes the two or three characters at `start` as the bytes of one character.
fn decoded_at(chars: &[char], start: usize) -> Option<(usize, char)> {
    let lead = byte_of(*chars.get(start)?)?;
    let len = match lead {
        // Only leads of letters and signs that Latin text contains.
        0xC2..=0xC5 => 2,
        0xE2 => 3,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> =
        chars.get(start..start + len)?.iter().map(|c| byte_of(*c)).collect();
    let bytes = bytes?;
    // Punctuation, currency, letter-like signs, arrows and operators; other blocks have leads
    // that stand between quotation marks in honest text.
    let second = bytes.get(1).copied()?;
    if lead == 0xE2 && !matches!(second, 0x80..=0x82 | 0x84 | 0x86 | 0x88 | 0x89) {
        return None;
    }
    let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    (!c.is_control()).then_some((len, c))
}

/// Tells whether the characters cannot well be what was meant. `Å–` stands in "100 Å–200 Å", and
/// `Ã”` ends a quoted word in capitals.
fn is_sure(chars: &[char], start: usize, len: usize) -> bool {
    if len == 3 {
        return true;
    }
    let at = |idx: usize| chars.get(idx).copied();
    let before = start.checked_sub(1).and_then(at);
    let after = at(start + len);
    let lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
    let in_word = lower(before) || lower(after);
    match (at(start), at(start + 1)) {
        (Some('\u{c2}'), Some('\u{a0}')) => true,
        (Some('\u{c2}' | '\u{c3}'), Some(second)) => in_word || !is_closing(second),
        _ => in_word,
    }
}

/// Tells whether `c` may honestly follow a letter: a quotation mark, dash, dot or blank.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '\u{2018}'
            ..='\u{201e}'
                | '\u{2013}'
                | '\u{2014}'
                | '\u{2026}'
                | '\u{2039}'
                | '\u{203a}'
                | '\u{bb}'
                | '\u{ab}'
                | '\u{b7}'
                | '\u{2022}'
                | '\u{ad}'
                | '\u{a0}'
    )
}

/// Returns the byte that Windows-1252 has for a character outside ASCII.
fn byte_of(c: char) -> Option<u8> {
    let at = WINDOWS_1252.iter().position(|known| *known == c);
    match at {
        Some(at) => u8::try_from(0x80 + at).ok(),
        // Text read as ISO 8859-1 has control characters where Windows-1252 has signs.
        None if ('\u{80}'..='\u{ff}').contains(&c) => u8::try_from(u32::from(c)).ok(),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::first_garbled;

    #[test]
    fn what_utf8_becomes() {
        for (text, garbled, right) in [
            ("PoincarÃ©", "Ã©", 'é'),
            ("GÃ¶del", "Ã¶", 'ö'),
            ("Ã–sterreich", "Ã–", 'Ö'),
            ("Childrenâ€™s", "â€™", '\u{2019}'),
            ("80â€“99", "â€“", '\u{2013}'),
            ("KoÅ‚akowski", "Å‚", 'ł'),
            ("ÄŒapek", "ÄŒ", 'Č'),
            ("5 Â°C", "Â°", '°'),
            ("voilÃ\u{a0}", "Ã\u{a0}", 'à'),
            ("10Â\u{a0}000", "Â\u{a0}", '\u{a0}'),
            ("cafÃ\u{a9}s", "Ã©", 'é'),
        ] {
            assert_eq!(first_garbled(text), Some((garbled.to_owned(), right)), "{text}");
        }
    }

    #[test]
    fn honest_text() {
        for text in [
            "Poincaré",
            "“IRMÃ”",
            "100 Å–200 Å",
            "»CAFÉ«",
            "São Paulo",
            "Ångström",
            "Â",
            "Children’s",
            "ÄÖÜ",
            "IRMÃO",
            "IRMÃ\u{a0}E",
            "«VOILÀ»",
            "Σ’αγαπώ",
        ] {
            assert_eq!(first_garbled(text), None, "{text}");
        }
    }
}
