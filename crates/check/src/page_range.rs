//! Page ranges that run backwards.

use refsmith_model::{CodeInfo, Diagnostic, Number, NumberVariable, Severity};

use crate::{Check, CheckInfo, Subject};

pub(crate) static PAGE_RANGE_REVERSED: CodeInfo = CodeInfo {
    code: "page-range-reversed",
    severity: Severity::Warning,
    summary: "a page range ends before it begins",
    explanation: "The last page of the range is smaller than the first. Shortened ends are \
        understood: `582-97` means 582 to 597. Otherwise a digit was lost or mistyped, or the ends \
        were exchanged. Compare with the publication; which of the two numbers is wrong cannot be \
        told from the range.",
};

/// Finds page ranges that run backwards.
pub(crate) struct PageRange;

static INFO: CheckInfo = CheckInfo {
    name: "page-range-reversed",
    codes: &[&PAGE_RANGE_REVERSED],
    description: "page ranges that end before they begin",
};

impl Check for PageRange {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        for (idx, record) in subject.records.iter().enumerate() {
            let Some(pages) = record.number(NumberVariable::Page) else { continue };
            let reversed = ranges(pages).into_iter().find(|(first, last)| first > last);
            if let Some((first, last)) = reversed {
                let message = format!("page range `{pages}` runs from {first} back to {last}");
                let variable = NumberVariable::Page;
                let finding = subject.value_finding(&PAGE_RANGE_REVERSED, idx, variable, message);
                out.push(finding.help("look for a lost digit or exchanged ends"));
            }
        }
    }
}

/// Returns the ranges of a list of pages. `23,895-23,915` is one range with thousands set off.
fn ranges(pages: &str) -> Vec<(u64, u64)> {
    let parts: Vec<&str> = pages.split(',').map(str::trim).collect();
    let digits = |c: &char| c.is_ascii_digit();
    let sets_off = |(before, behind): (&&str, &&str)| {
        (1..=3).contains(&before.chars().rev().take_while(digits).count())
            && behind.chars().take_while(digits).count() == 3
    };
    let thousands = parts.len() > 1 && parts.iter().zip(parts.iter().skip(1)).all(sets_off);
    if thousands {
        return Number::new(parts.concat()).range().into_iter().collect();
    }
    let parts = parts.iter().flat_map(|part| part.split([';', '&']));
    parts.filter_map(|part| Number::new(part.trim()).range()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{article, messages, with_numbers};

    fn pages(text: &str) -> Vec<String> {
        messages(&PageRange, &with_numbers(article("a"), &[(NumberVariable::Page, text)]))
    }

    #[test]
    fn backwards() {
        assert_eq!(
            pages("369\u{2013}295"),
            ["page range `369\u{2013}295` runs from 369 back to 295"]
        );
        assert_eq!(pages("1-4, 19-12"), ["page range `1-4, 19-12` runs from 19 back to 12"]);
    }

    #[test]
    fn thousands_are_one_number() {
        assert_eq!(
            pages("23,915-23,895"),
            ["page range `23,915-23,895` runs from 23915 back to 23895"]
        );
    }

    #[test]
    fn forwards_or_no_range() {
        for text in [
            "23,895-23,915",
            "3, 158-3, 169",
            "582-97",
            "1-4, 12-19",
            "141",
            "e2840",
            "S12-S5",
            "xii-v",
            "5-5",
            "1-2-1",
            "-",
        ] {
            assert!(pages(text).is_empty(), "{text}");
        }
    }
}
