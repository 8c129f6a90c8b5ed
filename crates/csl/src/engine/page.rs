//! Page ranges: how much of the last page is written.

use crate::style::program::PageRangeFormat;

/// Writes the last page of a range as `page-range-format` asks (CSL 1.0.2, appendix V).
pub(super) fn page_end(first: &str, last: &str, format: PageRangeFormat) -> String {
    let (first, _) = split_letters(first);
    let (last, letters) = split_letters(last);
    let mut out = digits_end(first, last, format);
    out.push_str(letters);
    out
}

/// Splits off the letters behind a number.
fn split_letters(text: &str) -> (&str, &str) {
    let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    (text.get(..end).unwrap_or_default(), text.get(end..).unwrap_or_default())
}

fn digits_end(first: &str, last: &str, format: PageRangeFormat) -> String {
    let digits = |text: &str| text.chars().rev().take_while(char::is_ascii_digit).count();
    let (first_digits, last_digits) = (digits(first), digits(last));
    let first_head = first.get(..first.len() - first_digits).unwrap_or_default();
    let last_head = last.get(..last.len() - last_digits).unwrap_or_default();
    let same_head = first_head == last_head || last_head.is_empty();
    if first_digits == 0 || last_digits == 0 || !same_head {
        return last.to_owned();
    }
    let first_number = first.get(first_head.len()..).unwrap_or_default();
    let last_number = last.get(last_head.len()..).unwrap_or_default();
    let missing = first_digits.saturating_sub(last_digits);
    let full = format!("{}{last_number}", first_number.get(..missing).unwrap_or_default());
    if full.len() != first_number.len() {
        return last.to_owned();
    }
    let shared = first_number.bytes().zip(full.bytes()).take_while(|(a, b)| a == b).count();
    let keep = |least: usize| {
        let from = shared.min(full.len().saturating_sub(least));
        full.get(from..).unwrap_or_default().to_owned()
    };
    let hundreds = first_number.ends_with("00") || first_number.len() < 3;
    let early = first_number
        .get(first_number.len().saturating_sub(2)..)
        .is_some_and(|t| t.starts_with('0'));
    match format {
        // "101-1" is no range.
        _ if full.as_str() <= first_number => last.to_owned(),
        PageRangeFormat::Expanded => format!("{last_head}{full}"),
        PageRangeFormat::Minimal => keep(1),
        PageRangeFormat::MinimalTwo => keep(2),
        PageRangeFormat::Chicago15 | PageRangeFormat::Chicago16 if hundreds => full,
        PageRangeFormat::Chicago15 | PageRangeFormat::Chicago16 if early => keep(1),
        PageRangeFormat::Chicago15 if full.len() == 4 && shared <= 1 => full,
        PageRangeFormat::Chicago15 | PageRangeFormat::Chicago16 => keep(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PageRangeFormat::{Chicago15, Chicago16, Expanded, Minimal, MinimalTwo};

    #[test]
    fn page_ranges_follow_appendix_v() {
        // The examples of CSL 1.0.2, appendix V.
        let cases = [
            (Chicago15, "3", "10", "10"),
            (Chicago15, "71", "72", "72"),
            (Chicago15, "100", "104", "104"),
            (Chicago15, "107", "108", "8"),
            (Chicago15, "505", "517", "17"),
            (Chicago15, "1536", "1538", "38"),
            (Chicago15, "321", "328", "28"),
            (Chicago15, "1496", "1504", "1504"),
            (Chicago16, "1496", "1504", "504"),
            (Expanded, "42", "5", "45"),
            (Expanded, "321", "8", "328"),
            (Minimal, "2787", "2816", "816"),
            (Minimal, "42", "45", "5"),
            (MinimalTwo, "321", "328", "28"),
            (MinimalTwo, "42", "45", "45"),
        ];
        for (format, first, last, expected) in cases {
            assert_eq!(page_end(first, last, format), expected, "{format:?} {first}-{last}");
        }
    }
}
