//! Characters beyond ASCII as TeX commands, and the way back.

use unicode_normalization::UnicodeNormalization;

use super::super::macros::Macros;
use super::super::tex::{Prose, decode};
use super::super::tex_tables::{sign_accent, symbol, word_accent};

/// Letters and signs and the TeX that means them; the way back is the reader's own table.
#[rustfmt::skip]
const SIGNS: &[(char, &str)] = &[
    ('ß', "{\\ss}"), ('ø', "{\\o}"), ('Ø', "{\\O}"), ('æ', "{\\ae}"), ('Æ', "{\\AE}"),
    ('œ', "{\\oe}"), ('Œ', "{\\OE}"), ('ł', "{\\l}"), ('Ł', "{\\L}"), ('å', "{\\aa}"),
    ('Å', "{\\AA}"), ('ð', "{\\dh}"), ('Ð', "{\\DH}"), ('þ', "{\\th}"), ('Þ', "{\\TH}"),
    ('đ', "{\\dj}"), ('Đ', "{\\DJ}"), ('ŋ', "{\\ng}"), ('Ŋ', "{\\NG}"), ('ı', "{\\i}"),
    ('ȷ', "{\\j}"), ('“', "``"), ('”', "''"), ('‘', "`"), ('’', "'"), ('–', "--"), ('—', "---"),
    ('…', "{\\ldots}"), ('\u{a0}', "~"), ('\u{2009}', "\\,"), ('£', "{\\pounds}"), ('§', "{\\S}"),
    ('¶', "{\\P}"), ('©', "{\\copyright}"), ('®', "{\\textregistered}"),
    ('™', "{\\texttrademark}"), ('°', "{\\textdegree}"), ('«', "{\\guillemotleft}"),
    ('»', "{\\guillemotright}"), ('„', "{\\quotedblbase}"), ('‚', "{\\quotesinglbase}"),
    ('†', "{\\dag}"), ('‡', "{\\ddag}"), ('¡', "!`"), ('¿', "?`"), ('€', "{\\euro}"),
];

/// Combining characters and the accent commands that mean them.
#[rustfmt::skip]
const ACCENTS: &[(char, &str)] = &[
    ('\u{300}', "`"), ('\u{301}', "'"), ('\u{302}', "^"), ('\u{303}', "~"), ('\u{304}', "="),
    ('\u{306}', "u"), ('\u{307}', "."), ('\u{308}', "\""), ('\u{30A}', "r"), ('\u{30B}', "H"),
    ('\u{30C}', "v"), ('\u{323}', "d"), ('\u{327}', "c"), ('\u{328}', "k"), ('\u{331}', "b"),
];

/// Writes characters beyond ASCII as TeX, and escapes `&`, `%`, `#` and, outside of formulas, `_`.
/// A character without a command stays.
pub(super) fn to_tex(value: &str) -> Option<String> {
    let mut out = String::with_capacity(value.len() + 16);
    let mut formula = false;
    let mut escaped = false;
    // Addresses in the text are no TeX.
    let raw = value.contains("\\url") || value.contains("\\href");
    for c in value.nfc() {
        match c {
            '$' if !escaped => formula = !formula,
            '&' | '%' | '#' if !escaped && !raw => out.push('\\'),
            '_' if !escaped && !formula && !raw => out.push('\\'),
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        match (c.is_ascii(), SIGNS.iter().find(|(sign, _)| *sign == c)) {
            (true, _) => out.push(c),
            (_, Some((_, tex))) => out.push_str(tex),
            _ => accented(c, &mut out),
        }
    }
    (out != value).then_some(out)
}

/// Writes characters beyond ASCII as TeX and nothing else.
pub(super) fn to_ascii(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 16);
    for c in value.nfc() {
        match (c.is_ascii(), SIGNS.iter().find(|(sign, _)| *sign == c)) {
            (true, _) => out.push(c),
            (_, Some((_, tex))) => out.push_str(tex),
            _ => {
                let start = out.len();
                accented(c, &mut out);
                if !out.is_ascii() {
                    out.truncate(start);
                    out.push_str(&format!("{{\\symbol{{{}}}}}", u32::from(c)));
                }
            }
        }
    }
    out
}

fn accented(c: char, out: &mut String) {
    let parts: Vec<char> = std::iter::once(c).nfd().collect();
    let [base, accent] = parts.as_slice() else { return out.push(c) };
    let command = ACCENTS.iter().find(|(combining, _)| combining == accent);
    match command.filter(|_| base.is_ascii_alphabetic()) {
        Some((_, name)) => {
            let word = name.starts_with(|c: char| c.is_ascii_alphabetic());
            let base = match base {
                'i' if !word => "\\i".to_owned(),
                base => base.to_string(),
            };
            let argument = if word { format!("{{{base}}}") } else { base };
            out.push_str(&format!("{{\\{name}{argument}}}"));
        }
        None => out.push(c),
    }
}

/// Writes accents and letters that stand there as TeX commands as Unicode; other TeX stays.
pub(super) fn to_unicode(value: &str) -> Option<String> {
    if !value.contains('\\') {
        return None;
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    let mut formula = false;
    while let Some(at) = rest.find(['\\', '{', '$']) {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        // The braces of an argument stay.
        let name = out.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let argument = tail.starts_with('{') && name.len() < out.len() && name.ends_with('\\');
        let candidate = if formula || argument { None } else { letter(tail) };
        let len = match candidate {
            Some((len, c)) => {
                out.push_str(&c);
                len
            }
            None => {
                formula ^= tail.starts_with('$');
                // A command keeps its name and an escaped sign.
                let len = match tail.strip_prefix('\\').and_then(|t| t.chars().next()) {
                    Some(c) => 1 + c.len_utf8(),
                    None => 1,
                };
                out.push_str(tail.get(..len).unwrap_or(""));
                len
            }
        };
        rest = tail.get(len..).unwrap_or("");
    }
    out.push_str(rest);
    (out != value).then_some(out)
}

/// Reads a command, or a group of nothing but one, that means one character beyond ASCII.
fn letter(tex: &str) -> Option<(usize, String)> {
    let len = match tex.strip_prefix('{') {
        Some(inner) => {
            let len = command_len(inner)?;
            inner.get(len..)?.starts_with('}').then_some(len + 2)?
        }
        None => command_len(tex)?,
    };
    let decoded = decode(tex.get(..len)?, Prose::Words, &Macros::default());
    let text = decoded.text.plain;
    let mut chars = text.chars();
    let single = chars.next().is_some_and(|c| !c.is_ascii() && c != '\u{a0}' && c != '\u{2009}');
    let whole = chars.next().is_none();
    (single && whole && decoded.unknown.is_empty()).then_some((len, text))
}

/// Returns the length of an accent command with its letter, or of a letter's command.
fn command_len(tex: &str) -> Option<usize> {
    let body = tex.strip_prefix('\\')?;
    let first = body.chars().next()?;
    let name = if first.is_ascii_alphabetic() {
        body.get(..body.bytes().take_while(u8::is_ascii_alphabetic).count())?
    } else {
        body.get(..first.len_utf8())?
    };
    let after = body.get(name.len()..)?;
    let sign = sign_accent(first).is_some();
    if sign || word_accent(name).is_some() {
        let blank = after.len() - after.trim_start_matches(' ').len();
        let argument = argument_len(after.get(blank..)?)?;
        // A word ends at a blank or a group.
        let ends = sign || blank > 0 || !after.starts_with(|c: char| c.is_ascii_alphabetic());
        return ends.then_some(1 + name.len() + blank + argument);
    }
    symbol(name)?;
    let end = match after {
        after if after.starts_with("{}") => 2,
        after if after.starts_with(' ') => after.len() - after.trim_start_matches(' ').len(),
        _ => 0,
    };
    Some(1 + name.len() + end)
}

/// Returns the length of an accent's argument: a letter, `\i` or `\j`, or a group of one.
fn argument_len(tex: &str) -> Option<usize> {
    let dotless = |tex: &str| {
        let body = tex.strip_prefix("\\i").or_else(|| tex.strip_prefix("\\j"))?;
        (!body.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(2)
    };
    match tex.strip_prefix('{') {
        Some(inner) => {
            let len = dotless(inner).or_else(|| inner.chars().next().map(char::len_utf8))?;
            let letter = inner.starts_with(|c: char| c.is_alphabetic() || c == '\\');
            (letter && inner.get(len..)?.starts_with('}')).then_some(len + 2)
        }
        None => dotless(tex)
            .or_else(|| tex.chars().next().filter(|c| c.is_alphabetic()).map(char::len_utf8)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_go_both_ways() {
        for (unicode, tex) in [
            ("Gödel", "G{\\\"o}del"),
            ("naïve", "na{\\\"\\i}ve"),
            ("Čapek", "{\\v{C}}apek"),
            ("Łódź", "{\\L}{\\'o}d{\\'z}"),
            ("Français", "Fran{\\c{c}}ais"),
            ("Straße", "Stra{\\ss}e"),
        ] {
            assert_eq!(to_tex(unicode).as_deref(), Some(tex));
            assert_eq!(to_unicode(tex).as_deref(), Some(unicode));
            assert_eq!(to_tex(tex), None);
            assert_eq!(to_unicode(unicode), None);
        }
        assert_eq!(
            to_tex("A & B \\& 5% $a_b$ a_b").as_deref(),
            Some("A \\& B \\& 5\\% $a_b$ a\\_b")
        );
        assert_eq!(
            to_unicode("\\'Etat \\o rsted {\\\"o}x \\emph{\\'e} \\alpha $\\ss$ \\& {DNA}")
                .as_deref(),
            Some("État ørsted öx \\emph{é} α$\\ss$ \\& {DNA}")
        );
    }

    /// What the table writes, the reader reads as the same character.
    #[test]
    fn the_tables_agree() {
        // An apostrophe is read as it stands.
        for (c, tex) in SIGNS.iter().filter(|(c, _)| *c != '’') {
            let text = decode(&format!("a{tex}b"), Prose::Words, &Macros::default()).text.plain;
            assert_eq!(text, format!("a{c}b"));
        }
    }
}
