//! Brackets that are opened and not closed, or the other way round.

use refsmith_model::{CodeInfo, Diagnostic, Severity, TextVariable};

use crate::{Check, CheckInfo, Subject};

pub(crate) static UNBALANCED_BRACKET: CodeInfo = CodeInfo {
    code: "unbalanced-bracket",
    severity: Severity::Info,
    summary: "a title has a bracket without its partner",
    explanation: "A part of the title was lost, or a part of something else came in: the end of a \
        page, a number in a list, a note. Compare with the publication. Numbers of points such as \
        `a)` and half-open intervals such as `[0, 1)` are not named.",
};

/// Finds brackets without partner.
pub(crate) struct UnbalancedBrackets;

static INFO: CheckInfo = CheckInfo {
    name: "unbalanced-bracket",
    codes: &[&UNBALANCED_BRACKET],
    description: "titles with a bracket that is not closed",
};

impl Check for UnbalancedBrackets {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        for (idx, record) in subject.records.iter().enumerate() {
            for variable in [TextVariable::Title, TextVariable::ContainerTitle] {
                let Some(bracket) = record.text(variable).and_then(lonely) else { continue };
                let message = format!("`{variable}` has a `{bracket}` without its partner");
                out.push(subject.value_finding(&UNBALANCED_BRACKET, idx, variable, message));
            }
        }
    }
}

/// Returns a round or square bracket without partner. A `)` behind a single letter or a number
/// counts points; a bracket that is closed by one of the other kind is an interval.
fn lonely(text: &str) -> Option<char> {
    let mut open: Vec<char> = Vec::new();
    let mut word = 0;
    for c in text.chars() {
        match c {
            '(' | '[' => open.push(c),
            ')' | ']' => match open.pop() {
                Some(_) => {}
                None if c == ')' && (1..=2).contains(&word) => {}
                None => return Some(c),
            },
            _ => {}
        }
        word = if c.is_alphanumeric() { word + 1 } else { 0 };
    }
    open.first().copied()
}

#[cfg(test)]
mod tests {
    use super::lonely;

    #[test]
    fn brackets_and_their_partners() {
        for (title, bracket) in [
            ("Growth (in vitro", Some('(')),
            ("Growth in vitro)", Some(')')),
            ("Title [German", Some('[')),
            ("On f(x) and [y]", None),
            ("Ranks in [0, 1)", None),
            ("a) one, b) two and 12) three", None),
            ("Plain", None),
        ] {
            assert_eq!(lonely(title), bracket, "{title}");
        }
    }
}
