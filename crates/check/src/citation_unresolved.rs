//! Citations that point at nothing.

use std::collections::BTreeSet;

use refsmith_model::{Citation, CitationForm, CodeInfo, Diagnostic, Severity};

use crate::subject::enumeration;
use crate::{Check, CheckInfo, Subject};

pub(crate) static CITATION_UNRESOLVED: CodeInfo = CodeInfo {
    code: "citation-unresolved",
    severity: Severity::Warning,
    summary: "a citation points at a reference that is not in the list",
    explanation: "The text cites a number beyond the list, or an author and year that no reference \
        has. Readers cannot find the work, and editors send the manuscript back. Often a reference \
        was dropped while the text was revised, a year differs between text and list, or a name is \
        misspelled in one of them. Add the reference or correct the citation.",
};

/// Finds citations without a reference.
pub(crate) struct CitationUnresolved;

static INFO: CheckInfo = CheckInfo {
    name: "citation-unresolved",
    codes: &[&CITATION_UNRESOLVED],
    description: "citations that point at nothing in the list",
};

impl Check for CitationUnresolved {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        let Some(citations) = subject.citations else { return };
        if subject.records.is_empty() {
            return;
        }
        let ordinals: BTreeSet<u32> =
            (0..subject.records.len()).map(|idx| subject.ordinal(idx)).collect();
        for citation in citations {
            let unknown = unknown(citation, &ordinals);
            if unknown.is_empty() {
                continue;
            }
            let message = format!(
                "citation points at {}, which the list does not have",
                enumeration(&unknown)
            );
            let help = match (citation.form, ordinals.last()) {
                (CitationForm::Numeric, Some(last)) => {
                    format!("the list has {} references, the last is {last}", ordinals.len())
                }
                _ => "add the reference, or bring name and year in text and list together".into(),
            };
            out.push(Diagnostic::new(&CITATION_UNRESOLVED, message).at(citation.span).help(help));
        }
    }
}

/// Returns what a citation names that is not there, each once, in its order.
fn unknown(citation: &Citation, ordinals: &BTreeSet<u32>) -> Vec<String> {
    let beyond = citation.targets.iter().filter(|target| !ordinals.contains(target));
    let mut unknown: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for name in beyond.map(u32::to_string).chain(citation.unresolved.iter().cloned()) {
        if seen.insert(name.clone()) {
            unknown.push(format!("`{name}`"));
        }
    }
    unknown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{article, cited, found};

    #[test]
    fn numbers_and_names_that_are_not_there() {
        let records = [article("one"), article("two")];
        let mut citations = cited(&[&[1, 2], &[2, 7], &[]]);
        citations[2].form = CitationForm::AuthorDate;
        citations[2].unresolved = vec!["Love 2013".into(), "Love 2013".into()];
        let mut subject = Subject::library(&records);
        subject.citations = Some(&citations);
        let found = found(&CitationUnresolved, &subject);
        let messages: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "citation points at `7`, which the list does not have",
                "citation points at `Love 2013`, which the list does not have"
            ]
        );
        assert_eq!(found[0].span, Some(citations[1].span));
        assert_eq!(found[0].help.as_deref(), Some("the list has 2 references, the last is 2"));
    }

    #[test]
    fn silent_without_a_list() {
        let citations = cited(&[&[1]]);
        let subject = Subject { citations: Some(&citations), ..Subject::default() };
        assert!(found(&CitationUnresolved, &subject).is_empty());
    }
}
