//! Numbers, page ranges and labels.

use super::context::{Context, Part, Place};
use super::run::Run;
use crate::locale::Form;
use crate::style::xml::Element;

/// A number and what separates it from the next.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Item<'a> {
    text: &'a str,
    separator: Option<Separator>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Range,
    Comma,
    Ampersand,
}

/// Splits `2-4, 7 & 9` into numbers; `None` when some piece is no number. A number has a digit, no
/// blank, and may carry letters (`12a`, `e2840`, `2nd`).
fn numeric(text: &str) -> Option<Vec<Item<'_>>> {
    let mut items = Vec::new();
    let mut rest = text.trim();
    loop {
        let end = rest.find(is_separator);
        let (head, tail) = match end {
            Some(at) => (rest.get(..at)?, rest.get(at..)?),
            None => (rest, ""),
        };
        let number = head.trim();
        if !number.contains(|c: char| c.is_ascii_digit()) || number.contains(char::is_whitespace) {
            return None;
        }
        let Some(mark) = tail.chars().next() else {
            items.push(Item { text: number, separator: None });
            return Some(items);
        };
        let separator = match mark {
            ',' | ';' => Separator::Comma,
            '&' => Separator::Ampersand,
            _ => Separator::Range,
        };
        items.push(Item { text: number, separator: Some(separator) });
        let after = tail.trim_start_matches(|c: char| is_separator(c) || c.is_whitespace());
        // `1, 2 &` and the like are no list of numbers.
        if after.is_empty() {
            return None;
        }
        rest = after;
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '&') || refsmith_model::text::unicode::is_dash(c)
}

/// Roman numerals of 1 to 3999, small.
fn roman(number: u64) -> Option<String> {
    const DIGITS: &[(u64, &str)] = &[
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, letters) in DIGITS {
        while rest >= *value {
            out.push_str(letters);
            rest -= value;
        }
    }
    Some(out)
}

impl<'a> Context<'a> {
    pub(super) fn is_numeric(&self, name: &str) -> bool {
        let text = self
            .number_text(name)
            .or_else(|| super::field::text(self.record, name).map(|text| text.plain.clone()));
        text.is_some_and(|text| numeric(&text).is_some())
    }

    /// Renders a number variable as `text` does.
    pub(super) fn number_variable(&mut self, name: &str) -> Part {
        let Some(text) = self.number_text(name) else { return Part::empty_variable() };
        Part::variable(vec![Run::text(self.number_form(name, &text, "numeric"))])
    }

    pub(super) fn number(&mut self, element: &'a Element) -> Part {
        let name = element.attr("variable").unwrap_or_default();
        if self.used.iter().any(|used| used == name) {
            return Part::empty_variable();
        }
        let text = match self.number_text(name) {
            Some(text) => text,
            None => match super::field::text(self.record, name) {
                Some(text) => text.plain.clone(),
                None => return Part::empty_variable(),
            },
        };
        let form = element.attr("form").unwrap_or("numeric");
        let mut part = Part::variable(vec![Run::text(self.number_form(name, &text, form))]);
        if self.substituting {
            self.used.push(name.to_owned());
        }
        part.runs = self.dress(element, part.runs);
        part
    }

    fn number_form(&self, name: &str, text: &str, form: &str) -> String {
        if name == "page" || name == "locator" && self.locator_is_page() {
            return self.pages(text);
        }
        let Some(items) = numeric(text) else { return text.to_owned() };
        let mut out = String::new();
        for item in items {
            out.push_str(&self.one_number(name, item.text, form));
            out.push_str(match item.separator {
                Some(Separator::Range) => self.range_mark(),
                Some(Separator::Comma) => ", ",
                Some(Separator::Ampersand) => " & ",
                None => "",
            });
        }
        out
    }

    fn one_number(&self, name: &str, text: &str, form: &str) -> String {
        let Ok(number) = text.parse::<u64>() else { return text.to_owned() };
        if self.place == Place::Sort {
            return self.padded(number);
        }
        match form {
            "ordinal" => self.ordinal(name, number),
            "long-ordinal" => {
                let term = format!("long-ordinal-{number:02}");
                let known =
                    (1..=10).contains(&number).then(|| self.locale.term(&term, Form::Long, false));
                match known.flatten() {
                    Some(word) => word.to_owned(),
                    None => self.ordinal(name, number),
                }
            }
            "roman" => roman(number).unwrap_or_else(|| text.to_owned()),
            _ => text.to_owned(),
        }
    }

    fn ordinal(&self, name: &str, number: u64) -> String {
        let gender = self.locale.gender(name);
        let suffix = self.locale.ordinal_suffix(u32::try_from(number % 1000).unwrap_or(0), gender);
        format!("{number}{suffix}")
    }

    fn locator_is_page(&self) -> bool {
        self.cite.locator.as_ref().is_some_and(|(label, _)| label == "page" || label.is_empty())
    }

    /// Renders page numbers. Without `page-range-format` digits stay as they are; the range mark
    /// is the language's.
    fn pages(&self, text: &str) -> String {
        if self.place == Place::Sort {
            return text.split(is_separator).next().map_or_else(String::new, |first| {
                first.trim().parse().map_or_else(|_| first.to_owned(), |n| self.padded(n))
            });
        }
        let dash = self.range_mark();
        let format = self.style.root().attr("page-range-format");
        let mut out = String::new();
        for (idx, piece) in text.split([',', ';']).map(str::trim).enumerate() {
            if idx > 0 {
                out.push_str(", ");
            }
            let mut ends = piece
                .split(refsmith_model::text::unicode::is_dash)
                .map(str::trim)
                .filter(|end| !end.is_empty());
            match (ends.next(), ends.next(), ends.next()) {
                (Some(first), Some(last), None) => {
                    let last = match format {
                        Some(format) => page_end(first, last, format),
                        None => last.to_owned(),
                    };
                    out.push_str(first);
                    out.push_str(dash);
                    out.push_str(&last);
                }
                (Some(only), None, None) => out.push_str(only),
                _ => out.push_str(&piece.replace('-', dash)),
            }
        }
        out
    }

    /// What stands between the ends of a range: the language's own mark, or an en dash.
    fn range_mark(&self) -> &str {
        let mark = self.locale.term("page-range-delimiter", Form::Long, false).unwrap_or_default();
        if mark.is_empty() { "\u{2013}" } else { mark }
    }

    pub(super) fn label(&mut self, element: &'a Element) -> Part {
        let name = element.attr("variable").unwrap_or_default();
        let Some(text) = self.number_text(name) else { return Part::default() };
        if self.used.iter().any(|used| used == name) {
            return Part::default();
        }
        let term = match &self.cite.locator {
            Some((label, _)) if name == "locator" && label.is_empty() => "page".to_owned(),
            Some((label, _)) if name == "locator" => label.clone(),
            _ => name.to_owned(),
        };
        let plural = match element.attr("plural") {
            Some("always") => true,
            Some("never") => false,
            _ => is_plural(name, &text),
        };
        let form = Form::parse(element.attr("form"));
        let Some(text) = self.locale.term(&term, form, plural).map(str::to_owned) else {
            return Part::default();
        };
        if text.is_empty() {
            return Part::default();
        }
        Part { runs: self.dress(element, vec![Run::text(text)]), ..Part::default() }
    }
}

/// `number-of-pages` and its like are plural when they are not 1, anything else when it is more
/// than one number.
fn is_plural(name: &str, text: &str) -> bool {
    if name.starts_with("number-of-") {
        return text.trim() != "1";
    }
    numeric(text).is_some_and(|items| items.len() > 1)
        || numeric(text).is_none() && name == "page" && text.contains(is_separator)
}

/// Writes the last page of a range as `page-range-format` asks (CSL 1.0.2, appendix V).
fn page_end(first: &str, last: &str, format: &str) -> String {
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
        "expanded" => format!("{first_head}{full}"),
        "minimal" => keep(1),
        "minimal-two" => keep(2),
        "chicago" | "chicago-15" | "chicago-16" if hundreds => full,
        "chicago" | "chicago-15" | "chicago-16" if early => keep(1),
        "chicago" | "chicago-15" if full.len() == 4 && shared <= 1 => full,
        "chicago" | "chicago-15" | "chicago-16" => keep(2),
        _ => last.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_ranges_follow_appendix_v() {
        // The examples of CSL 1.0.2, appendix V.
        let cases = [
            ("chicago", "3", "10", "10"),
            ("chicago", "71", "72", "72"),
            ("chicago", "100", "104", "104"),
            ("chicago", "107", "108", "8"),
            ("chicago", "505", "517", "17"),
            ("chicago", "1536", "1538", "38"),
            ("chicago", "321", "328", "28"),
            ("chicago", "1496", "1504", "1504"),
            ("chicago-16", "1496", "1504", "504"),
            ("expanded", "42", "5", "45"),
            ("expanded", "321", "8", "328"),
            ("minimal", "2787", "2816", "816"),
            ("minimal", "42", "45", "5"),
            ("minimal-two", "321", "328", "28"),
            ("minimal-two", "42", "45", "45"),
        ];
        for (format, first, last, expected) in cases {
            assert_eq!(page_end(first, last, format), expected, "{format} {first}-{last}");
        }
    }

    #[test]
    fn numbers_are_lists_of_digits_with_letters() {
        for text in ["12", "2-3", "2nd", "e2840", "1, 2 & 4", "12a\u{2013}14b"] {
            assert!(numeric(text).is_some(), "{text}");
        }
        for text in ["", "twelve", "12 bis", "1,", "-", "no. 4"] {
            assert!(numeric(text).is_none(), "{text}");
        }
    }

    #[test]
    fn roman_numerals() {
        assert_eq!(roman(1994).as_deref(), Some("mcmxciv"));
        assert_eq!(roman(0), None);
    }
}
