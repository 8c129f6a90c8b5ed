//! Bullets and numbers before list items: `•`, `-`, `1.`, `1)`, `(1)`, `[1]`, `¹`, `[Knu84]`.

/// What stands before a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    /// What kind of mark it is.
    pub(crate) kind: MarkerKind,
    /// Length of the mark in bytes.
    pub(crate) len: usize,
    /// Offset of the item's content, in bytes from the start of the mark.
    pub(crate) content: usize,
}

/// The kinds of marks. Items of one list share a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkerKind {
    /// A bullet.
    Bullet(char),
    /// A number and how it is written.
    Number(u32, Style),
    /// A label in square brackets that is no number.
    Label,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `1.`
    Point,
    /// `1)`
    Half,
    /// `(1)`
    Round,
    /// `[1]`
    Square,
    /// `¹`
    Raised,
    /// `1`, with nothing but a blank behind it.
    Bare,
}

impl MarkerKind {
    /// Returns the number, if the mark is one.
    pub(crate) fn number(self) -> Option<u32> {
        match self {
            MarkerKind::Number(value, _) => Some(value),
            _ => None,
        }
    }

    /// Tells whether two marks can belong to one list.
    pub(crate) fn same_class(self, other: Self) -> bool {
        match (self, other) {
            (MarkerKind::Number(_, one), MarkerKind::Number(_, two)) => one == two,
            (one, two) => one == two,
        }
    }
}

/// Returns the mark at the start of `line`, which starts without white space.
///
/// A number followed by nothing but a blank is no mark here; see [`bare`].
pub(crate) fn marker(line: &str) -> Option<Marker> {
    let first = line.chars().next()?;
    let (kind, len) = match first {
        '•' | '◦' | '▪' | '·' | '∙' | '●' | '○' | '■' | '□' | '►' | '▸' | '‣' | '⁃'
        | '\u{F0B7}' => (MarkerKind::Bullet(first), first.len_utf8()),
        '-' | '*' | '–' | '+' => (MarkerKind::Bullet(first), spaced(line, first.len_utf8())?),
        // A lone `o` is a bullet of word processors, and a word of several languages.
        'o' => (MarkerKind::Bullet('o'), far(line)?),
        '^' | '↑' => (MarkerKind::Bullet('^'), backlink(line, first)?),
        '[' | '［' | '【' | '〔' => bracketed(line, first)?,
        '(' | '（' => round(line, first)?,
        '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => raised(line)?,
        _ if digit(first).is_some() => pointed(line)?,
        _ => return None,
    };
    let rest = line.get(len..)?;
    Some(Marker { kind, len, content: len + (rest.len() - rest.trim_start().len()) })
}

/// Returns the mark of a line that starts with a number and a blank. Only a run of such lines
/// makes it a list, so the caller has to see the numbers count up.
pub(crate) fn bare(line: &str) -> Option<Marker> {
    let (value, len) = number(line, 3)?;
    let rest = line.get(len..)?;
    let trimmed = rest.trim_start();
    let kind = MarkerKind::Number(value, Style::Bare);
    (trimmed.len() < rest.len() || rest.is_empty()).then(|| Marker {
        kind,
        len,
        content: len + (rest.len() - trimmed.len()),
    })
}

/// Returns the mark of a line that starts with a number that a capital letter follows at once, as
/// raised numbers do when their text is copied. The caller has to see the numbers count up.
pub(crate) fn flat(line: &str) -> Option<Marker> {
    let (value, len) = number(line, 3)?;
    let capital = line.get(len..)?.starts_with(char::is_uppercase);
    let kind = MarkerKind::Number(value, Style::Bare);
    capital.then_some(Marker { kind, len, content: len })
}

/// Returns the value of a decimal digit: ASCII, full-width, Arabic-Indic or Persian.
pub(crate) fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '０'..='９' => '０',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

/// Returns the value of a raised digit.
pub(crate) fn raised_digit(c: char) -> Option<u32> {
    match c {
        '⁰' => Some(0),
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴'..='⁹' => Some(u32::from(c) - u32::from('⁴') + 4),
        _ => None,
    }
}

/// Reads a number of at most `most` digits at the start of `text`: value and length in bytes.
fn number(text: &str, most: usize) -> Option<(u32, usize)> {
    let mut value = 0u32;
    let mut len = 0;
    for (count, c) in text.chars().enumerate() {
        let Some(digit) = digit(c) else { break };
        if count == most {
            return None;
        }
        value = value * 10 + digit;
        len += c.len_utf8();
    }
    (len > 0).then_some((value, len))
}

fn spaced(line: &str, len: usize) -> Option<usize> {
    line.get(len..)?.starts_with(char::is_whitespace).then_some(len)
}

fn far(line: &str) -> Option<usize> {
    let rest = line.get(1..)?;
    (rest.starts_with('\t') || rest.starts_with("  ")).then_some(1)
}

/// `^`, `^ a b`: the links back to the places that cite.
fn backlink(line: &str, first: char) -> Option<usize> {
    let mut len = spaced(line, first.len_utf8())?;
    for word in line.get(len..)?.split_inclusive(char::is_whitespace).take(64) {
        let letter = word.trim_end();
        if letter.len() > 1 || !letter.chars().all(|c| c.is_ascii_lowercase()) {
            break;
        }
        len += word.len();
    }
    Some(line.get(..len)?.trim_end().len())
}

fn bracketed(line: &str, open: char) -> Option<(MarkerKind, usize)> {
    let close = match open {
        '［' => '］',
        '【' => '】',
        '〔' => '〕',
        _ => ']',
    };
    let inside = line.get(open.len_utf8()..)?;
    let lead = inside.len() - inside.trim_start().len();
    if let Some((value, len)) = number(inside.trim_start(), 4) {
        let after = inside.get(lead + len..)?;
        let trimmed = after.trim_start();
        let trailing = after.len() - trimmed.len();
        if trimmed.starts_with(close) {
            let len = open.len_utf8() + lead + len + trailing + close.len_utf8();
            // `[1](` opens a link in Markdown, `[1][2]` and `[1],` go on as a citation.
            let next = line.get(len..)?.chars().next();
            // `[4]--, R. A.` repeats an author.
            let rest = line.get(len..)?;
            let goes_on = matches!(next, Some('(' | '[' | ',' | ';' | '-' | '–' | '.' | ']'))
                && !rest.starts_with("--")
                && !rest.starts_with("––");
            return (!goes_on).then_some((MarkerKind::Number(value, Style::Square), len));
        }
    }
    let label: &str = inside.split(close).next()?;
    let plausible = (2..=24).contains(&label.len())
        && label.len() < inside.len()
        && label.starts_with(|c: char| c.is_alphabetic())
        && label.chars().any(|c| c.is_ascii_digit())
        && label
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '+' | ':' | '.' | '_' | '-' | ' '));
    let len = open.len_utf8() + label.len() + close.len_utf8();
    (plausible && spaced(line, len).is_some()).then_some((MarkerKind::Label, len))
}

fn round(line: &str, open: char) -> Option<(MarkerKind, usize)> {
    let close = if open == '（' { '）' } else { ')' };
    let inside = line.get(open.len_utf8()..)?;
    let (value, len) = number(inside, 3)?;
    let after = inside.get(len..)?;
    let len = open.len_utf8() + len + close.len_utf8();
    let ends = after.starts_with(close) && (open == '（' || ends_mark(line, len));
    ends.then_some((MarkerKind::Number(value, Style::Round), len))
}

fn raised(line: &str) -> Option<(MarkerKind, usize)> {
    let mut value = 0u32;
    let mut len = 0;
    for digit in line.chars().map_while(raised_digit).take(4) {
        value = value * 10 + digit;
    }
    for c in line.chars().take_while(|c| raised_digit(*c).is_some()) {
        len += c.len_utf8();
    }
    (value > 0 && value < 1000).then_some((MarkerKind::Number(value, Style::Raised), len))
}

fn pointed(line: &str) -> Option<(MarkerKind, usize)> {
    let (value, len) = number(line, 3)?;
    let rest = line.get(len..)?;
    let (style, extra) = match rest.chars().next()? {
        '.' if rest.starts_with(".)") || rest.starts_with(".-") => (Style::Point, 2),
        '.' => (Style::Point, 1),
        ')' => (Style::Half, 1),
        '）' | '．' => (Style::Half, 3),
        '、' => return Some((MarkerKind::Number(value, Style::Point), len + 3)),
        _ => return None,
    };
    let len = len + extra;
    ends_mark(line, len).then_some((MarkerKind::Number(value, style), len))
}

/// A mark ends before white space, before the end of the line, or before a capital letter that
/// was set close to it.
fn ends_mark(line: &str, len: usize) -> bool {
    line.get(len..).is_some_and(|rest| match rest.chars().next() {
        None => true,
        Some(c) => c.is_whitespace() || (c.is_alphabetic() && !c.is_lowercase()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(MarkerKind, &str)>) {
        let found = marker(line).map(|mark| (mark.kind, line.get(mark.content..).unwrap()));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn marks_are_recognized() {
        let number = |value, style| MarkerKind::Number(value, style);
        check("• Feldman", Some((MarkerKind::Bullet('•'), "Feldman")));
        check("- Feldman", Some((MarkerKind::Bullet('-'), "Feldman")));
        check("12. Love", Some((number(12, Style::Point), "Love")));
        check("3) Love", Some((number(3, Style::Half), "Love")));
        check("(4) Love", Some((number(4, Style::Round), "Love")));
        check("[12] Love", Some((number(12, Style::Square), "Love")));
        check("[ 2 ]\tLove", Some((number(2, Style::Square), "Love")));
        check("¹² Love", Some((number(12, Style::Raised), "Love")));
        check("[Knu84] Knuth", Some((MarkerKind::Label, "Knuth")));
        check("１．山田", Some((number(1, Style::Half), "山田")));
        check("^ a b Love", Some((MarkerKind::Bullet('^'), "Love")));
        check("[1]", Some((number(1, Style::Square), "")));
    }

    #[test]
    fn what_only_looks_like_a_mark_is_none() {
        for line in [
            "10.1016/j.x",
            "2014. A year",
            "o mar",
            "-5 degrees",
            "———. (2012)",
            "(2012)",
            "[1][2]",
        ] {
            check(line, None);
        }
    }
}
