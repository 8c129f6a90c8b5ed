//! Numbers that are cited out of turn.

use std::collections::BTreeSet;

use refsmith_model::{CitationForm, CodeInfo, Diagnostic, Severity, Span};

use crate::{Check, CheckInfo, Subject};

pub(crate) static CITATION_ORDER: CodeInfo = CodeInfo {
    code: "citation-order",
    severity: Severity::Info,
    summary: "a reference is cited before its turn, or after it",
    explanation: "The list is numbered in the order in which the text first cites its references, \
        as Vancouver and many journals ask, but a few citations break that order: usually a \
        paragraph was moved after the numbers were given. The finding is made only when nearly all \
        references are cited and at least four of five come in order; a list in another order, such \
        as the alphabet, is left alone. Renumber the list; `refsmith restyle` does it.",
};

/// The fewest cited references that show an order.
const FEWEST: usize = 5;

/// Finds citations out of an order that the others keep.
pub(crate) struct CitationOrder;

static INFO: CheckInfo = CheckInfo {
    name: "citation-order",
    codes: &[&CITATION_ORDER],
    description: "numeric citations that break the order of first citation",
};

impl Check for CitationOrder {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        let firsts = first_citations(subject);
        let numbers: Vec<u32> = firsts.iter().map(|(number, _)| *number).collect();
        let highest = numbers.iter().max().map_or(0, |max| *max as usize);
        let in_order = longest_rise(&numbers);
        let kept = in_order.iter().filter(|kept| **kept).count();
        // In a list by order of citation every reference has its first citation: gaps show that
        // the list is in another order, which may rise by chance.
        let has_gaps = highest > numbers.len() + numbers.len() / 10;
        if numbers.len() < FEWEST || has_gaps || 5 * kept < 4 * numbers.len() {
            return;
        }
        let mut last = 0;
        for ((number, span), kept) in firsts.iter().zip(in_order) {
            if kept {
                last = *number;
                continue;
            }
            let message = match last {
                0 => format!("reference {number} is cited first, before reference 1"),
                _ => format!("reference {number} is first cited here, after reference {last}"),
            };
            let help = "the other references are numbered in the order of their first citation";
            out.push(Diagnostic::new(&CITATION_ORDER, message).at(*span).help(help));
        }
    }
}

/// Returns each number with the place where it is first cited, in the order of the text.
fn first_citations(subject: &Subject<'_>) -> Vec<(u32, Span)> {
    let mut seen = BTreeSet::new();
    let mut firsts = Vec::new();
    for citation in subject.citations.unwrap_or_default() {
        if citation.form != CitationForm::Numeric {
            continue;
        }
        // Within one pair of brackets the order means nothing.
        let mut targets = citation.targets.clone();
        targets.sort_unstable();
        for target in targets {
            if seen.insert(target) {
                firsts.push((target, citation.span));
            }
        }
    }
    firsts
}

/// Marks the members of a longest rising subsequence (patience sorting, n log n).
fn longest_rise(numbers: &[u32]) -> Vec<bool> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (idx, number) in numbers.iter().enumerate() {
        let at = tails.partition_point(|tail| numbers.get(*tail).is_some_and(|n| n < number));
        before.push(at.checked_sub(1).and_then(|prev| tails.get(prev).copied()));
        match tails.get_mut(at) {
            Some(tail) => *tail = idx,
            None => tails.push(idx),
        }
    }
    let mut kept = vec![false; numbers.len()];
    let mut next = tails.last().copied();
    while let Some(idx) = next {
        if let Some(flag) = kept.get_mut(idx) {
            *flag = true;
        }
        next = before.get(idx).copied().flatten();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{cited, found};

    fn messages(targets: &[&[u32]]) -> Vec<String> {
        let citations = cited(targets);
        let subject = Subject { citations: Some(&citations), ..Subject::default() };
        found(&CitationOrder, &subject).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn one_late_and_one_early_reference() {
        assert_eq!(
            messages(&[&[1], &[2], &[4], &[5], &[6, 7], &[3], &[8], &[1]]),
            ["reference 3 is first cited here, after reference 7"]
        );
        assert_eq!(
            messages(&[&[1, 2], &[9], &[3], &[4], &[5, 6], &[7], &[8]]),
            ["reference 9 is first cited here, after reference 2"]
        );
    }

    #[test]
    fn lists_in_order_or_in_another_order() {
        assert!(messages(&[&[1], &[3, 2], &[4, 5], &[6]]).is_empty());
        // Alphabetical list.
        assert!(messages(&[&[5], &[2], &[4], &[1], &[6], &[3]]).is_empty());
        // Rises for long stretches, but a quarter of the list is never cited.
        let seed: [&[u32]; 10] =
            [&[6], &[7], &[1], &[4, 8], &[9], &[11], &[12], &[13, 14], &[15], &[16]];
        assert!(messages(&seed).is_empty());
        assert!(messages(&[&[2], &[1]]).is_empty());
    }
}
