//! Titles that shout.

use refsmith_model::{CodeInfo, Diagnostic, Severity, TextVariable};

use crate::{Check, CheckInfo, Subject};

pub(crate) static ALL_CAPS_TITLE: CodeInfo = CodeInfo {
    code: "all-caps-title",
    severity: Severity::Info,
    summary: "a title is written in capitals only",
    explanation: "Titles in capitals come from scanned headings and old databases. Citation styles \
        can lower or raise the first letters of words, but cannot know which words of such a title \
        are names or acronyms, so it is printed as it stands. Rewrite it in sentence case. Titles \
        of one or two words, and acronyms such as `PLOS ONE`, are not named.",
};

/// The fewest words and letters by which a title in capitals is no acronym.
const FEWEST: (usize, usize) = (3, 15);

/// Finds titles in capitals only.
pub(crate) struct AllCapsTitle;

static INFO: CheckInfo = CheckInfo {
    name: "all-caps-title",
    codes: &[&ALL_CAPS_TITLE],
    description: "titles written in capitals only",
};

impl Check for AllCapsTitle {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        for (idx, record) in subject.records.iter().enumerate() {
            for variable in [TextVariable::Title, TextVariable::ContainerTitle] {
                if record.text(variable).is_some_and(shouts) {
                    let message = format!("`{variable}` is written in capitals only");
                    let finding = subject.value_finding(&ALL_CAPS_TITLE, idx, variable, message);
                    out.push(finding.help("rewrite it in sentence case"));
                }
            }
        }
    }
}

/// Tells whether all letters that have a case are capitals. Scripts without case never shout.
fn shouts(title: &str) -> bool {
    let (words, letters) = FEWEST;
    title.chars().filter(|c| c.is_uppercase()).count() >= letters
        && !title.chars().any(char::is_lowercase)
        && title.split_whitespace().filter(|w| w.chars().any(char::is_uppercase)).count() >= words
}

#[cfg(test)]
mod tests {
    use super::shouts;

    #[test]
    fn capitals_only() {
        assert!(shouts("THE ORIGIN OF SPECIES"));
        assert!(shouts("\u{dc}BER DIE BESTIMMUNG DER GR\u{d6}SSE"));
        for quiet in ["PLOS ONE", "The ORIGIN OF SPECIES", "HIV-1 AND AIDS", "", "\u{7d71}\u{8a08}"]
        {
            assert!(!shouts(quiet), "{quiet}");
        }
    }
}
