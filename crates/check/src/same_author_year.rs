//! References that an author-date citation cannot tell apart.

use std::collections::{BTreeMap, BTreeSet};

use refsmith_model::text::unicode::comparison_key;
use refsmith_model::{CodeInfo, Diagnostic, Name, NameVariable, Record, Severity, TextVariable};

use crate::subject::{enumeration, key_of};
use crate::{Check, CheckInfo, Subject};

pub(crate) static SAME_AUTHOR_YEAR: CodeInfo = CodeInfo {
    code: "same-author-year",
    severity: Severity::Info,
    summary: "references share author and year",
    explanation: "Citations by author and year would read the same for these references, so a \
        reader could not tell which one is meant. Author-date styles add a letter to the year \
        (`2015a`, `2015b`), in the text and in the list; numeric styles need nothing. The finding \
        names references with one author, the same two, or the same first author of three or more. \
        It is made for printed lists only: from a library a style adds the letters by itself.",
};

/// Finds references with the same author and year in a printed list.
pub(crate) struct SameAuthorYear;

static INFO: CheckInfo = CheckInfo {
    name: "same-author-year",
    codes: &[&SAME_AUTHOR_YEAR],
    description: "references that author-date citations cannot tell apart",
};

impl Check for SameAuthorYear {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        if !subject.is_list() {
            return;
        }
        let mut groups: BTreeMap<(String, i32), Vec<usize>> = BTreeMap::new();
        for (idx, record) in subject.records.iter().enumerate() {
            if let (Some(authors), Some(year)) = (cited_authors(record), record.year()) {
                groups.entry((authors, year)).or_default().push(idx);
            }
        }
        for ((_, year), members) in groups.iter().filter(|(_, members)| members.len() > 1) {
            let records: Vec<&Record> =
                members.iter().filter_map(|idx| subject.records.get(*idx)).collect();
            let (Some(first), false) = (members.first(), told_apart(&records)) else { continue };
            let keys: Vec<String> = records.iter().map(|r| key_of(r).to_owned()).collect();
            let message = format!("{} have the same author and year", enumeration(&keys));
            out.push(
                subject.finding(&SAME_AUTHOR_YEAR, *first, message).help(format!(
                    "citations by author and year need a letter: `{year}a`, `{year}b`"
                )),
            );
        }
    }
}

/// Returns what a citation shows of the authors: one, two, or the first of more.
fn cited_authors(record: &Record) -> Option<String> {
    let list = record.names.get(&NameVariable::Author)?;
    let key = |name: &Name| match name {
        Name::Person(person) => {
            let initial = person.given.as_deref().and_then(|given| given.chars().next());
            let initial = initial.map(String::from).unwrap_or_default();
            comparison_key(&format!("{}{initial}", person.full_family()))
        }
        Name::Institution(name) => comparison_key(name),
    };
    match (list.names.as_slice(), list.truncated_after) {
        ([], _) => None,
        ([one], None) => Some(key(one)),
        ([one, two], None) => Some(format!("{}+{}", key(one), key(two))),
        ([one, ..], _) => Some(format!("{}+\u{2026}", key(one))),
    }
}

/// Tells whether every record has a letter after the year already, and none twice.
fn told_apart(records: &[&Record]) -> bool {
    let suffixes: Option<BTreeSet<&str>> =
        records.iter().map(|record| record.text(TextVariable::YearSuffix)).collect();
    suffixes.is_some_and(|suffixes| suffixes.len() == records.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{authored, found_in_list};

    #[test]
    fn one_finding_per_group() {
        let records = [
            authored("feldman2015a", &["Feldman, R."], 2015),
            authored("love2014", &["Love, T."], 2014),
            authored("feldman2015b", &["Feldman, R."], 2015),
            authored("feldman2016", &["Feldman, R."], 2016),
        ];
        let found = found_in_list(&SameAuthorYear, &records);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "feldman2015a and feldman2015b have the same author and year");
        assert_eq!(found[0].record.as_deref(), Some("feldman2015a"));
    }

    #[test]
    fn coauthors_and_initials_tell_apart() {
        let records = [
            authored("a", &["Smith, J."], 2001),
            authored("b", &["Smith, A."], 2001),
            authored("c", &["Smith, J.", "Doe, A."], 2001),
            authored("d", &["Smith, J.", "Roe, A."], 2001),
        ];
        assert!(found_in_list(&SameAuthorYear, &records).is_empty());
    }

    #[test]
    fn three_or_more_authors_are_the_first_and_others() {
        let records = [
            authored("a", &["Smith, J.", "Doe, A.", "Roe, B."], 2001),
            authored("b", &["Smith, J.", "Poe, A.", "Coe, B."], 2001),
        ];
        assert_eq!(found_in_list(&SameAuthorYear, &records).len(), 1);
    }

    #[test]
    fn letters_that_are_there_suffice() {
        let mut records =
            [authored("a", &["Smith, J."], 2001), authored("b", &["Smith, J."], 2001)];
        records[0].texts.insert(TextVariable::YearSuffix, "a".into());
        records[1].texts.insert(TextVariable::YearSuffix, "b".into());
        assert!(found_in_list(&SameAuthorYear, &records).is_empty());
    }

    #[test]
    fn a_library_needs_no_letters() {
        let records = [authored("a", &["Smith, J."], 2001), authored("b", &["Smith, J."], 2001)];
        assert!(crate::fixture::found(&SameAuthorYear, &Subject::library(&records)).is_empty());
    }
}
