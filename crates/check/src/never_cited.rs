//! References that nothing in the text points at.

use std::collections::BTreeSet;

use refsmith_model::{CodeInfo, Diagnostic, Severity};

use crate::{Check, CheckInfo, Subject};

pub(crate) static NEVER_CITED: CodeInfo = CodeInfo {
    code: "never-cited",
    severity: Severity::Info,
    summary: "no citation points at this reference",
    explanation: "The text has citations, but none of them points at this reference. Most journals \
        ask that a reference list holds only what is cited; a reference left over from an earlier \
        draft also shifts the numbers of those after it. Cite it where it is used, or take it out of \
        the list. A list meant as further reading may keep it.",
};

/// Finds references without a citation.
pub(crate) struct NeverCited;

static INFO: CheckInfo = CheckInfo {
    name: "never-cited",
    codes: &[&NEVER_CITED],
    description: "references of an article that no citation points at",
};

impl Check for NeverCited {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        let Some(citations) = subject.citations else { return };
        let cited: BTreeSet<u32> = citations.iter().flat_map(|c| c.targets.clone()).collect();
        // An article in which no citation was understood says nothing about its references.
        if cited.is_empty() {
            return;
        }
        for (idx, record) in subject.records.iter().enumerate() {
            let ordinal = subject.ordinal(idx);
            if cited.contains(&ordinal) {
                continue;
            }
            let key =
                if record.id.is_empty() { String::new() } else { format!(" ({})", record.id) };
            let message = format!("reference {ordinal}{key} is never cited in the text");
            out.push(subject.finding(&NEVER_CITED, idx, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{article, cited, found};

    fn messages(citations: Option<&[&[u32]]>) -> Vec<String> {
        let records = [article("one"), article("two"), article("three")];
        let citations = citations.map(cited);
        let mut subject = Subject::library(&records);
        subject.citations = citations.as_deref();
        found(&NeverCited, &subject).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn one_finding_per_reference() {
        assert_eq!(
            messages(Some(&[&[2]])),
            [
                "reference 1 (one) is never cited in the text",
                "reference 3 (three) is never cited in the text"
            ]
        );
        assert!(messages(Some(&[&[3, 1], &[2]])).is_empty());
    }

    #[test]
    fn silent_without_citations() {
        assert!(messages(None).is_empty());
        assert!(messages(Some(&[])).is_empty());
    }
}
