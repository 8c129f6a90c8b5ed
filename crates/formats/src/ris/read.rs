//! Finds entries and their fields in a text.

use std::borrow::Cow;

use refsmith_model::{Diagnostic, Parsed, Record, Span};

use super::table::MAPPING;
use crate::findings;
use crate::mapping::read::{Field, record};
use crate::mapping::values::Value;
use crate::tagged::{Line, lines};

/// Tags whose text may have several paragraphs, each on a line of its own.
const PARAGRAPHS: [&str; 5] = ["AB", "N2", "N1", "RN", "U5"];

/// Reads all records.
pub(crate) fn read(text: &str) -> Parsed<Vec<Record>> {
    let mut reader = FileReader { text, out: Parsed::clean(Vec::new()), open: None, stray: None };
    for line in lines(text) {
        reader.line(line);
    }
    reader.close(false);
    reader.stray_text();
    reader.out
}

/// Splits a line into tag and value, or returns `None` when it has no tag.
///
/// A tag is a capital letter and a capital letter or digit, blanks, and a hyphen; `TY  - JOUR` by
/// the letter, but files with one blank, with none behind the hyphen, or with blanks before the tag
/// are about.
pub(crate) fn tag(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches([' ', '\t']);
    let (tag, rest) = line.split_at_checked(2)?;
    let mut letters = tag.bytes();
    let sound = letters.next().is_some_and(|byte| byte.is_ascii_uppercase())
        && letters.next().is_some_and(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if !sound {
        return None;
    }
    let behind = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    let blanks = rest.len() - behind.len();
    let value = behind.strip_prefix('-')?;
    // "AC-DC" is a word and no tag; "TY  -JOUR" is a tag.
    let set_off = value.is_empty() || value.starts_with([' ', '\t']) || blanks >= 2;
    (blanks > 0 && set_off).then_some((tag, value.trim()))
}

struct Open<'t> {
    kind: Option<(&'t str, Span)>,
    start: Span,
    fields: Vec<Field<'t>>,
}

struct FileReader<'t> {
    text: &'t str,
    out: Parsed<Vec<Record>>,
    open: Option<Open<'t>>,
    stray: Option<Span>,
}

impl<'t> FileReader<'t> {
    fn line(&mut self, line: Line<'t>) {
        match tag(line.text) {
            Some(("TY", kind)) => {
                self.close(false);
                self.stray_text();
                let kind = (kind, line.span());
                self.open = Some(Open {
                    kind: Some(kind),
                    start: line.span(),
                    fields: Vec::with_capacity(24),
                });
            }
            Some(("ER", _)) => self.close(true),
            Some((tag, value)) => {
                let open = match &mut self.open {
                    Some(open) => open,
                    None => {
                        let message = format!("expected `TY  - `, found `{tag}`");
                        let finding = Diagnostic::new(&findings::NO_START, message).at(line.span());
                        self.out.diagnostics.push(finding.help("the record is read as `document`"));
                        self.open.insert(Open {
                            kind: None,
                            start: line.span(),
                            fields: Vec::new(),
                        })
                    }
                };
                open.fields.push(Field::text(tag, value, Some(line.span())));
            }
            None if line.text.trim().is_empty() => {}
            None => self.continuation(line),
        }
    }

    /// Adds a line without a tag to the field before it.
    fn continuation(&mut self, line: Line<'t>) {
        let field = self.open.as_mut().and_then(|open| open.fields.last_mut());
        let Some(Field { name, value: Value::Text(value), span }) = field else {
            let span = line.span();
            self.stray = Some(self.stray.map_or(span, |stray| stray.join(span)));
            return;
        };
        let separator = if PARAGRAPHS.contains(&name.as_ref()) { '\n' } else { ' ' };
        let text: &mut String = Cow::to_mut(value);
        if !text.is_empty() {
            text.push(separator);
        }
        text.push_str(line.text.trim());
        *span = span.map(|span| span.join(line.span()));
    }

    fn close(&mut self, ended: bool) {
        let Some(open) = self.open.take() else { return };
        if !ended {
            let message = "expected `ER  - ` to end the record that begins here";
            self.out.diagnostics.push(Diagnostic::new(&findings::UNCLOSED, message).at(open.start));
        }
        let kind = open.kind.map(|(kind, span)| (kind, Some(span)));
        self.out.value.push(record(&MAPPING, kind, open.fields, &mut self.out.diagnostics));
    }

    fn stray_text(&mut self) {
        let Some(span) = self.stray.take() else { return };
        let found: String = span.of(self.text).chars().take(40).collect();
        let message =
            format!("expected `TY  - `, found `{}`", found.trim().replace(['\n', '\r'], " "));
        self.out.diagnostics.push(Diagnostic::new(&findings::STRAY_TEXT, message).at(span));
    }
}
