//! Normalisation: line breaks and runs of white space become one blank, words broken at a line
//! end are joined, and every offset still leads back to the original.

use refsmith_model::OffsetMap;

/// A reference on one line, with the way back.
#[derive(Debug, Clone, Default)]
pub(crate) struct Normalized {
    /// The text: no white space at the ends, no white space but single blanks.
    pub(crate) text: String,
    /// Leads from offsets in `text` to offsets in the string it was made from.
    pub(crate) map: OffsetMap,
}

/// Normalises one reference.
pub(crate) fn normalize(raw: &str) -> Normalized {
    let mut out = Normalized::default();
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let gap = rest.len() - rest.trim_start_matches(is_gap).len();
        if gap > 0 {
            let run = rest.get(..gap).unwrap_or("");
            rest = rest.get(gap..).unwrap_or("");
            if out.text.is_empty() || rest.is_empty() || !run.contains(char::is_whitespace) {
                out.map.skipped(gap);
            } else {
                out.text.push(' ');
                if gap == 1 { out.map.copied(1) } else { out.map.replaced(1, gap) }
            }
            continue;
        }
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        if c == '-'
            && let Some(gap) = break_behind(&out.text, rest)
        {
            out.map.skipped(1 + gap);
            rest = rest.get(gap..).unwrap_or("");
            continue;
        }
        out.text.push(c);
        out.map.copied(c.len_utf8());
    }
    out
}

/// Tells whether `c` is white space or invisible (soft hyphen, marks of direction, controls).
fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}' | '\u{FEFF}' | '\u{200E}' | '\u{200F}')
}

/// Returns the length of the gap after a hyphen that a line break made, when `before` and `rest`
/// are the text on both sides of it.
fn break_behind(before: &str, rest: &str) -> Option<usize> {
    let after = rest.trim_start_matches(is_gap);
    let gap = rest.len() - after.len();
    if gap == 0 || !before.ends_with(char::is_lowercase) {
        return None;
    }
    let run = rest.get(..gap)?;
    let newline = run.contains('\n');
    let word_before = before.chars().rev().take(3).filter(|c| c.is_alphabetic()).count();
    let word: String = after.chars().take(24).take_while(|c| c.is_alphabetic()).collect();
    // "pre- and post-test" keeps its hyphen: the word behind it is a connective.
    let connective = matches!(
        word.as_str(),
        "and"
            | "or"
            | "und"
            | "oder"
            | "et"
            | "ou"
            | "y"
            | "e"
            | "och"
            | "og"
            | "to"
            | "bzw"
            | "bis"
    );
    let broken = word.starts_with(char::is_lowercase)
        && !connective
        && (newline || word_before == 3 && word.chars().count() >= 3);
    broken.then_some(gap)
}

#[cfg(test)]
mod tests {
    use refsmith_model::Span;

    use super::*;

    #[test]
    fn joins_words_broken_at_a_line_end() {
        let out = normalize(" a  thermo-\n dynamics\u{a0}view, pre- and post-test ");
        assert_eq!(out.text, "a thermodynamics view, pre- and post-test");
        // `dynamics` starts behind "thermo-", the line break and a blank.
        assert_eq!(out.map.to_original(Span::new(8, 16)), Span::new(13, 21));
        assert_eq!(out.map.to_original(Span::new(0, 1)), Span::new(1, 2));
    }
}
