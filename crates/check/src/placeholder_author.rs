//! Names that stand where a name is missing.

use std::collections::{BTreeMap, BTreeSet};

use refsmith_model::text::unicode::words;
use refsmith_model::{CodeInfo, Diagnostic, Name, NameVariable, Severity};

use crate::{Check, CheckInfo, Subject};

pub(crate) static PLACEHOLDER_AUTHOR: CodeInfo = CodeInfo {
    code: "placeholder-author",
    severity: Severity::Warning,
    summary: "a name is no name but a placeholder",
    explanation: "`Unknown`, `N/A`, `TBD` or `Firstname Lastname` was written where a name belongs, \
        by a form, an export or a template; `et al.` and `others` are no people either. Styles \
        print such words as authors, and sort and shorten them as if they were names. Leave the \
        field empty when the author is not known, and styles will begin with the title; write \
        `Anonymous` only when the work itself is signed so. Each placeholder is named once, with the \
        number of records that have it.",
};

/// Folded words of placeholders that no person or institution is called by.
const PLACEHOLDERS: &[&str] = &[
    "anon",
    "anonym",
    "anonymous",
    "anonymus",
    "author",
    "author unknown",
    "authors",
    "et al",
    "family given",
    "first last",
    "first name last name",
    "firstname lastname",
    "given family",
    "last first",
    "last name first name",
    "lastname firstname",
    "name surname",
    "n n",
    "no author",
    "no authors listed",
    "no author listed",
    "not available",
    "not known",
    "null",
    "others",
    "s n",
    "surname name",
    "tba",
    "tbd",
    "to be announced",
    "to be determined",
    "todo",
    "unbekannt",
    "undefined",
    "unknown",
    "unknown author",
    "xxx",
    "your name",
];

/// Finds placeholders among the names.
pub(crate) struct PlaceholderAuthor;

static INFO: CheckInfo = CheckInfo {
    name: "placeholder-author",
    codes: &[&PLACEHOLDER_AUTHOR],
    description: "`Unknown`, `N/A`, `TBD` and their like in place of a name",
};

impl Check for PlaceholderAuthor {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        // A library may have a thousand anonymous works: each placeholder is one finding.
        let mut groups: BTreeMap<String, (usize, NameVariable, BTreeSet<usize>)> = BTreeMap::new();
        for (idx, record) in subject.records.iter().enumerate() {
            for (role, list) in &record.names {
                for name in list.names.iter().filter(|name| is_placeholder(name)) {
                    let group = groups.entry(name.to_string());
                    group.or_insert((idx, *role, BTreeSet::new())).2.insert(idx);
                }
            }
        }
        for (name, (idx, role, members)) in groups {
            let more = match members.len() - 1 {
                0 => String::new(),
                1 => ", here and in one more record".to_owned(),
                more => format!(", here and in {more} more records"),
            };
            let message = format!("`{role}` is `{name}`, which is no name{more}");
            let finding = subject.value_finding(&PLACEHOLDER_AUTHOR, idx, role, message);
            out.push(finding.help(format!("leave `{role}` empty if it is not known")));
        }
    }
}

fn is_placeholder(name: &Name) -> bool {
    let text = match name {
        Name::Institution(text) => text.clone(),
        Name::Person(person) => match &person.given {
            Some(given) => format!("{given} {}", person.full_family()),
            None => person.full_family(),
        },
    };
    // "Na" is a surname; only the abbreviation as databases print it is meant.
    let not_available = matches!(text.trim(), "NA" | "N/A" | "n/a" | "N.A." | "n.a." | "-" | "?");
    // Long texts are no placeholders; that can be known without folding them.
    let short = text.len() <= 40;
    not_available || short && PLACEHOLDERS.contains(&words(&text).join(" ").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use refsmith_model::PersonName;

    #[test]
    fn placeholders() {
        let bare = |text: &str| is_placeholder(&Name::Institution(text.into()));
        let person = |family, given| is_placeholder(&Name::Person(PersonName::new(family, given)));
        for text in ["Anonymous", "UNKNOWN", "N/A", "NA", "tbd", "N.N.", "No authors listed"] {
            assert!(bare(text), "{text}");
        }
        assert!(person("Lastname", "Firstname"));
        assert!(person("al.", "et"));
        assert!(person("Unknown", ""));
    }

    #[test]
    fn each_placeholder_once() {
        let record = |id, author| crate::fixture::authored(id, &[author], 2001);
        let records = [record("a", "Anonymous"), record("b", "Love, T."), record("c", "Anonymous")];
        let found = crate::fixture::found(&PlaceholderAuthor, &Subject::library(&records));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].record.as_deref(), Some("a"));
        assert_eq!(
            found[0].message,
            "`author` is `Anonymous`, which is no name, here and in one more record"
        );
    }

    #[test]
    fn people_and_institutions() {
        let bare = |text: &str| is_placeholder(&Name::Institution(text.into()));
        let person = |family, given| is_placeholder(&Name::Person(PersonName::new(family, given)));
        assert!(!bare("World Health Organization"));
        assert!(!bare("Authors Guild"));
        assert!(!bare("") && !person("", ""));
        assert!(!person("Na", "Li") && !person("Na", ""));
        assert!(!person("Null", "Jan"));
        assert!(!person("\u{5f20}", "\u{4f1f}"));
    }
}
