//! Numbers in the text, none in the list.

use std::collections::BTreeSet;

use refsmith_model::{CitationForm, CodeInfo, Diagnostic, Severity};

use crate::{Check, CheckInfo, Subject};

pub(crate) static UNNUMBERED_LIST: CodeInfo = CodeInfo {
    code: "unnumbered-list",
    severity: Severity::Info,
    summary: "the text cites by number, but the list prints no numbers",
    explanation: "Citations such as `(4)` point at the fourth reference, yet the list has bullets \
        or nothing before its entries: readers must count. The numbers are easily lost when a list \
        is pasted between programs. Positions are taken as numbers meanwhile. Print the numbers, or \
        cite by author and year; `refsmith restyle` does either.",
};

/// Finds lists that lack the numbers their text cites by.
pub(crate) struct UnnumberedList;

static INFO: CheckInfo = CheckInfo {
    name: "unnumbered-list",
    codes: &[&UNNUMBERED_LIST],
    description: "lists without the numbers that the text cites by",
};

impl Check for UnnumberedList {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        let Some(citations) = subject.citations else { return };
        if subject.list_is_numbered || !subject.is_list() {
            return;
        }
        let numeric: Vec<_> =
            citations.iter().filter(|citation| citation.form == CitationForm::Numeric).collect();
        // A year or an equation number may look like a citation now and then.
        if numeric.is_empty() || 2 * numeric.len() <= citations.len() {
            return;
        }
        let targets: BTreeSet<u32> = numeric.iter().flat_map(|c| c.targets.clone()).collect();
        let message = format!(
            "list is not numbered, but the text cites by number; {} different numbers are cited",
            targets.len()
        );
        let mut finding = Diagnostic::new(&UNNUMBERED_LIST, message);
        finding.span = subject.place(0);
        out.push(finding.help("numbers are taken as positions in the list; print them before it"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{article, cited, found, references};

    #[test]
    fn only_where_numbers_are_cited_and_none_printed() {
        let records = [article("one"), article("two")];
        let references = references(&records);
        let mut citations = cited(&[&[1, 2], &[2]]);
        let mut subject = Subject::library(&records);
        subject.references = &references;
        subject.citations = Some(&citations);
        let findings = found(&UnnumberedList, &subject);
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].message,
            "list is not numbered, but the text cites by number; 2 different numbers are cited"
        );
        subject.list_is_numbered = true;
        assert!(found(&UnnumberedList, &subject).is_empty());

        citations.iter_mut().for_each(|citation| citation.form = CitationForm::AuthorDate);
        let mut subject = Subject::library(&records);
        subject.references = &references;
        subject.citations = Some(&citations);
        assert!(found(&UnnumberedList, &subject).is_empty());
    }
}
