//! Small helpers for lines and white space.

use refsmith_model::Span;

/// Iterates over the lines of `text` inside `within`: spans without line ends (`\n`, `\r\n`, `\r`,
/// form feed, U+2028), empty lines included.
pub(crate) fn lines(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    let mut rest = within.of(text);
    let mut at = within.start();
    let mut done = rest.is_empty();
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let is_end = |c: char| matches!(c, '\n' | '\r' | '\u{C}' | '\u{2028}' | '\u{2029}');
        let Some((len, end)) = rest.char_indices().find(|(_, c)| is_end(*c)) else {
            done = true;
            return Some(Span::new(at, at + rest.len()));
        };
        let line = Span::new(at, at + len);
        let mut step = len + end.len_utf8();
        if end == '\r' && rest.get(step..).is_some_and(|rest| rest.starts_with('\n')) {
            step += 1;
        }
        rest = rest.get(step..).unwrap_or("");
        at += step;
        done = rest.is_empty();
        Some(line)
    })
}

/// Returns the beginning of `text`: at most `most` bytes, cut between characters.
pub(crate) fn head(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// Returns the end of `text`: at most `most` bytes, cut between characters.
pub(crate) fn tail(text: &str, most: usize) -> &str {
    let mut start = text.len().saturating_sub(most);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_counts() {
        let text = "a\r\nb\rc\n\nd\n";
        let found: Vec<&str> =
            lines(text, Span::new(0, text.len())).map(|span| span.of(text)).collect();
        assert_eq!(found, ["a", "b", "c", "", "d"]);
    }
}
