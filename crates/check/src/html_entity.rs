//! HTML entities that nobody decoded.

use refsmith_model::{CodeInfo, Diagnostic, Severity};

use crate::subject::written_values;
use crate::{Check, CheckInfo, Subject};

pub(crate) static HTML_ENTITY_LEFT: CodeInfo = CodeInfo {
    code: "html-entity-left",
    severity: Severity::Warning,
    summary: "a value holds an HTML entity instead of the character",
    explanation: "`&amp;`, `&lt;` or `&#8217;` is how HTML writes a character. In a record it was \
        left over from a web page or a database that escaped the text once too often, and \
        bibliographies print it letter by letter. Replace it by the character it stands for.",
};

/// Entities that occur in titles and names. The accented letters of Latin-1 are read by rule.
const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("shy", '\u{ad}'),
    ("ndash", '\u{2013}'),
    ("mdash", '\u{2014}'),
    ("lsquo", '\u{2018}'),
    ("rsquo", '\u{2019}'),
    ("ldquo", '\u{201c}'),
    ("rdquo", '\u{201d}'),
    ("laquo", '\u{ab}'),
    ("raquo", '\u{bb}'),
    ("hellip", '\u{2026}'),
    ("copy", '\u{a9}'),
    ("reg", '\u{ae}'),
    ("trade", '\u{2122}'),
    ("deg", '\u{b0}'),
    ("times", '\u{d7}'),
    ("plusmn", '\u{b1}'),
    ("minus", '\u{2212}'),
    ("szlig", '\u{df}'),
    ("aelig", '\u{e6}'),
    ("AElig", '\u{c6}'),
    ("oslash", '\u{f8}'),
    ("Oslash", '\u{d8}'),
    ("aring", '\u{e5}'),
    ("Aring", '\u{c5}'),
    ("ccedil", '\u{e7}'),
    ("Ccedil", '\u{c7}'),
    ("ntilde", '\u{f1}'),
    ("Ntilde", '\u{d1}'),
    ("scaron", '\u{161}'),
    ("Scaron", '\u{160}'),
    ("alpha", '\u{3b1}'),
    ("beta", '\u{3b2}'),
    ("gamma", '\u{3b3}'),
    ("delta", '\u{3b4}'),
    ("kappa", '\u{3ba}'),
    ("lambda", '\u{3bb}'),
    ("mu", '\u{3bc}'),
    ("micro", '\u{b5}'),
];

/// The longest text between `&` and `;` that is looked at.
const LONGEST: usize = 10;

/// Finds HTML entities in values.
pub(crate) struct HtmlEntity;

static INFO: CheckInfo = CheckInfo {
    name: "html-entity-left",
    codes: &[&HTML_ENTITY_LEFT],
    description: "HTML entities in values, such as `&amp;`",
};

impl Check for HtmlEntity {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        for (idx, record) in subject.records.iter().enumerate() {
            for (variable, value) in written_values(record) {
                let Some((entity, c)) = first_entity(&value) else { continue };
                let shown = if c.is_control() || c.is_whitespace() || c == '\u{ad}' {
                    format!("U+{:04X}", u32::from(c))
                } else {
                    format!("`{c}`")
                };
                let message = format!("`{variable}` holds the HTML entity `{entity}`");
                let finding = subject
                    .value_finding(&HTML_ENTITY_LEFT, idx, variable, message)
                    .help(format!("write {shown}"));
                // In a library file the format decides how the character is written.
                let safe = subject.is_list();
                out.push(subject.narrowed(finding, idx, variable, entity, &c.to_string(), safe));
            }
        }
    }
}

/// Returns the first entity of a text and the character it stands for.
fn first_entity(text: &str) -> Option<(&str, char)> {
    text.match_indices('&').find_map(|(start, _)| {
        let rest = text.get(start + 1..)?;
        let end = rest.bytes().take(LONGEST + 1).position(|byte| byte == b';')?;
        let c = character(rest.get(..end)?)?;
        Some((text.get(start..start + end + 2)?, c))
    })
}

/// Returns the character an entity name or number stands for.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32).filter(|c| *c != '\0');
    }
    let listed = ENTITIES.iter().find(|(listed, _)| *listed == name).map(|(_, c)| *c);
    listed.or_else(|| accented(name))
}

/// Returns a vowel or `y` with an accent (`eacute`, `Ouml`) from the rows of Latin-1.
fn accented(name: &str) -> Option<char> {
    const ROWS: &[(&str, &str, &str)] = &[
        ("grave", "AEIOUaeiou", "ÀÈÌÒÙàèìòù"),
        ("acute", "AEIOUYaeiouy", "ÁÉÍÓÚÝáéíóúý"),
        ("circ", "AEIOUaeiou", "ÂÊÎÔÛâêîôû"),
        ("tilde", "AOao", "ÃÕãõ"),
        ("uml", "AEIOUaeiouy", "ÄËÏÖÜäëïöüÿ"),
    ];
    let mut chars = name.chars();
    let letter = chars.next()?;
    let (_, plain, marked) = ROWS.iter().find(|(accent, _, _)| *accent == chars.as_str())?;
    plain.chars().zip(marked.chars()).find(|(plain, _)| *plain == letter).map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{article, messages, with_texts};
    use refsmith_model::TextVariable;

    #[test]
    fn entities_and_what_looks_like_them() {
        assert_eq!(first_entity("Science &amp; Justice"), Some(("&amp;", '&')));
        assert_eq!(first_entity("AT&T & Poincar&eacute;"), Some(("&eacute;", '\u{e9}')));
        assert_eq!(first_entity("Children&#8217;s"), Some(("&#8217;", '\u{2019}')));
        assert_eq!(first_entity("Children&#x2019;s"), Some(("&#x2019;", '\u{2019}')));
        for plain in ["AT&T; a history", "Q & A; more", "&;", "&#;", "&#xD800;", "&", "a&amp b"] {
            assert_eq!(first_entity(plain), None, "{plain}");
        }
    }

    #[test]
    fn names_and_titles() {
        let mut record = with_texts(article("a"), &[(TextVariable::Publisher, "Sons &amp; Co")]);
        assert_eq!(messages(&HtmlEntity, &record), ["`publisher` holds the HTML entity `&amp;`"]);
        record.texts.remove(&TextVariable::Publisher);
        let people = crate::fixture::authored("b", &["M&uuml;ller, K."], 2001);
        assert_eq!(messages(&HtmlEntity, &people), ["`author` holds the HTML entity `&uuml;`"]);
        assert!(messages(&HtmlEntity, &record).is_empty());
    }
}
