//! Characters that nobody sees, and letters glued into one.

use refsmith_model::{CodeInfo, Diagnostic, Severity, Variable};

use crate::subject::written_values;
use crate::{Check, CheckInfo, Subject};

pub(crate) static INVISIBLE_CHARACTER: CodeInfo = CodeInfo {
    code: "invisible-character",
    severity: Severity::Warning,
    summary: "a value holds a character that cannot be seen",
    explanation: "Zero-width spaces, soft hyphens, marks of writing direction and control characters \
        come with text copied from PDFs and web pages. They are not seen, but searches miss the \
        words they stand in, and sorting and comparing go wrong. Take them out. Joiners between \
        letters of Arabic and Indian scripts and within emoji, which belong there, are not named.",
};

pub(crate) static LIGATURE: CodeInfo = CodeInfo {
    code: "ligature",
    severity: Severity::Info,
    summary: "letters are written as one typographic character",
    explanation: "`ﬁ`, `ﬂ` and their like are one character each, left over from a PDF. Searches for \
        the word miss it. Write the letters; whatever prints them joins them again.",
};

/// Finds characters that come of copying.
pub(crate) struct OddCharacters;

static INFO: CheckInfo = CheckInfo {
    name: "odd-characters",
    codes: &[&INVISIBLE_CHARACTER, &LIGATURE],
    description: "characters that cannot be seen, and ligatures such as `ﬁ`",
};

impl Check for OddCharacters {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        for (idx, record) in subject.records.iter().enumerate() {
            for (variable, value) in written_values(record) {
                if let Some(c) = invisible(&value) {
                    let shown = format!("U+{:04X}", u32::from(c));
                    let message = format!("`{variable}` holds {shown}, which cannot be seen");
                    let wrong = c.to_string();
                    report(
                        subject,
                        idx,
                        (&INVISIBLE_CHARACTER, variable, message),
                        &wrong,
                        "",
                        out,
                    );
                }
                if let Some((c, letters)) = value.chars().find_map(|c| Some((c, letters(c)?))) {
                    let message = format!("`{variable}` holds the ligature `{c}`");
                    let wrong = c.to_string();
                    report(subject, idx, (&LIGATURE, variable, message), &wrong, letters, out);
                }
            }
        }
    }
}

fn report(
    subject: &Subject<'_>,
    idx: usize,
    (code, variable, message): (&'static CodeInfo, Variable, String),
    wrong: &str,
    right: &str,
    out: &mut Vec<Diagnostic>,
) {
    let finding = subject.value_finding(code, idx, variable, message);
    let finding = match right {
        "" => finding.help("take it out"),
        letters => finding.help(format!("write `{letters}`")),
    };
    out.push(subject.narrowed(finding, idx, variable, wrong, right, true));
}

/// Returns the first character that cannot be seen and does not belong where it stands.
fn invisible(text: &str) -> Option<char> {
    let mut before = ' ';
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let hidden = matches!(c,
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffc}')
            || c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        // Between letters without case, and in emoji, joiners carry meaning.
        let joins = matches!(c, '\u{200c}' | '\u{200d}') && {
            let after = characters.clone().next().unwrap_or(' ');
            let cased = |c: char| c.is_lowercase() || c.is_uppercase() || c.is_whitespace();
            cased(before) || cased(after)
        };
        if hidden || joins {
            return Some(c);
        }
        before = c;
    }
    None
}

/// Returns the letters of a Latin ligature.
fn letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use refsmith_model::TextVariable;

    use super::*;
    use crate::fixture::{article, found, with_texts};

    fn codes(title: &str) -> Vec<&'static str> {
        let record = with_texts(article("a"), &[(TextVariable::Title, title)]);
        found(&OddCharacters, &Subject::library(&[record]))
            .iter()
            .map(|finding| finding.code.code)
            .collect()
    }

    #[test]
    fn what_is_copied_from_pages_is_told() {
        for title in
            ["Neuro\u{ad}biology", "A\u{200b}word", "\u{feff}Title", "One\u{200d}two", "Bell\u{7}"]
        {
            assert_eq!(codes(title), ["invisible-character"], "{title:?}");
        }
        assert_eq!(codes("Speciﬁc eﬀects"), ["ligature"]);
        assert_eq!(codes("Speciﬁc\u{200b}"), ["invisible-character", "ligature"]);
    }

    #[test]
    fn what_belongs_there_is_not() {
        for title in ["می\u{200c}خواهم", "क्\u{200d}ष", "👩\u{200d}🔬", "Æther œuvre", "Line\nbreak"]
        {
            assert_eq!(codes(title), [""; 0], "{title:?}");
        }
    }
}
