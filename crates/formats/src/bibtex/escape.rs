//! Turns text with marks into TeX: UTF-8 as it is, TeX's own characters escaped.

use refsmith_model::{Mark, RichText};

use super::math;
use super::tex::Prose;
use crate::markup::{Event, events};

/// What ends a line, and what ends a paragraph.
const LINE_END: &str = "\\\\\n";
const PARAGRAPH_END: &str = "\\par\n";

/// A text as TeX, and what could not be expressed.
pub(crate) struct Escaped {
    /// The TeX.
    pub(crate) tex: String,
    /// What was lost, in a few words.
    pub(crate) lost: Option<&'static str>,
}

/// Writes a text; in a title, [`Mark::NoCase`] becomes braces.
pub(crate) fn text(text: &RichText, prose: Prose) -> Escaped {
    let (out, balanced) = (String::new(), balanced(&text.plain));
    let mut writer = Writer { out, opened: false, balanced, lines: prose == Prose::Lines };
    let mut lost = (!survives(&text.plain, prose)).then_some("blanks or line ends");
    let mut formula = false;
    for event in events(text) {
        match event {
            Event::Open(Mark::NoCase) | Event::Close(Mark::NoCase) if prose != Prose::Title => {
                lost = Some("protection of letter case");
            }
            Event::Open(Mark::Math) => formula = true,
            Event::Close(Mark::Math) => formula = false,
            Event::Open(Mark::NoCase) => {
                writer.command("{");
                writer.opened = true;
            }
            Event::Open(mark) => writer.command(command(mark)),
            Event::Close(_) => writer.command("}"),
            Event::Text(words) if formula => {
                if math::end(&format!("{words}$"), "$") == Some(words.len()) {
                    writer.command("$");
                    writer.out.push_str(&words.replace(['\n', '\r'], " "));
                    writer.out.push('$');
                } else {
                    lost = Some("a formula that is not valid TeX became text");
                    writer.words(words);
                }
            }
            Event::Text(words) => writer.words(words),
        }
    }
    let mut tex = writer.out.as_str();
    while let Some(before) =
        [LINE_END, PARAGRAPH_END].iter().find_map(|end| tex.trim_end_matches(' ').strip_suffix(end))
    {
        tex = before;
    }
    Escaped { tex: one_blank(tex), lost }
}

/// Makes runs of blanks, which mean one in TeX, one; line ends stay.
fn one_blank(text: &str) -> String {
    let line = |line: &str| line.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Tells whether the white space of a text is read back as it is.
fn survives(plain: &str, prose: Prose) -> bool {
    let ends_in_blank = |text: &str| text.starts_with(' ') || text.ends_with(' ');
    let odd = |text: &str| text.contains(['\r', '\t', '\x0c']) || text.contains("  ");
    match prose {
        Prose::Words | Prose::Title => {
            !(odd(plain) || plain.contains('\n') || ends_in_blank(plain))
        }
        Prose::Lines => {
            let outer_end = plain.starts_with('\n') || plain.ends_with('\n');
            !(odd(plain) || outer_end || plain.split('\n').any(ends_in_blank))
        }
    }
}

/// Writes a text without marks.
pub(crate) fn plain(plain: &str) -> String {
    text(&RichText::from(plain), Prose::Words).tex
}

/// Writes an address or identifier, in which nothing is escaped. Characters that would break the
/// entry are percent-encoded, which in an address means the same.
pub(crate) fn verbatim(text: &str) -> String {
    let whole = balanced(text);
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '{' if !whole => out.push_str("%7B"),
            '}' if !whole => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            '\n' | '\r' | '\t' => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}

/// Tells whether every brace has its partner.
pub(crate) fn balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    for byte in text.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

fn command(mark: Mark) -> &'static str {
    match mark {
        Mark::Italic => "\\emph{",
        Mark::Bold => "\\textbf{",
        Mark::SmallCaps => "\\textsc{",
        Mark::Superscript => "\\textsuperscript{",
        Mark::Subscript => "\\textsubscript{",
        Mark::Plain => "\\textnormal{",
        Mark::NoCase => "{",
        Mark::Math => "$",
    }
}

struct Writer {
    out: String,
    /// Whether a protecting brace was just opened.
    opened: bool,
    balanced: bool,
    /// Whether line ends are kept.
    lines: bool,
}

impl Writer {
    /// Writes TeX. Directly behind a protecting brace, a command would make the group one special
    /// character, which BibTeX does not protect; an empty group keeps them apart.
    fn command(&mut self, tex: &str) {
        if std::mem::take(&mut self.opened) && tex.starts_with('\\') {
            self.out.push_str("{}");
        }
        self.out.push_str(tex);
    }

    fn words(&mut self, words: &str) {
        for c in words.chars() {
            match c {
                '&' | '%' | '$' | '#' | '_' => {
                    self.command("\\");
                    self.out.push(c);
                }
                '{' | '}' if self.balanced => {
                    self.command("\\");
                    self.out.push(c);
                }
                '{' => self.command("\\textbraceleft{}"),
                '}' => self.command("\\textbraceright{}"),
                '~' => self.command("\\textasciitilde{}"),
                '^' => self.command("\\textasciicircum{}"),
                '\\' => self.command("\\textbackslash{}"),
                '`' => self.command("\\textasciigrave{}"),
                '\u{a0}' => self.command("~"),
                '\u{2009}' => self.command("\\,"),
                '\n' if self.lines => self.line_end(),
                '\n' | '\r' => self.out.push(' '),
                // Behind the end of a line, these would belong to its command.
                '[' | '*' if self.out.trim_end_matches(' ').ends_with(LINE_END) => {
                    self.out.push_str("{}");
                    self.out.push(c);
                }
                // Two of these in a row would become one character.
                '-' | '\'' if self.out.ends_with(c) => {
                    self.out.push_str("{}");
                    self.out.push(c);
                }
                c => {
                    self.opened = false;
                    self.out.push(c);
                }
            }
        }
    }

    /// Ends a line; several ends in a row are the end of a paragraph and empty lines. At the
    /// beginning, where TeX has no line to end, there is nothing to write.
    fn line_end(&mut self) {
        if let Some(before) = self.out.strip_suffix(LINE_END) {
            self.out.truncate(before.len());
            self.out.push_str(PARAGRAPH_END);
        } else if self.out.ends_with(PARAGRAPH_END) {
            self.out.push_str(PARAGRAPH_END);
        } else if !self.out.is_empty() {
            self.out.push_str(LINE_END);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::macros::Macros;
    use super::super::tex::decode;
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let plain = "R&D: 50% of $5 #1 a_b {x} ~ ^ \\ -- '' `q` a\u{a0}b U\u{2010}V";
        let rich = RichText {
            plain: plain.to_owned(),
            marks: vec![(0..3, Mark::NoCase), (5..8, Mark::Italic), (5..8, Mark::NoCase)],
        };
        let tex = text(&rich, Prose::Title).tex;
        assert_eq!(decode(&tex, Prose::Title, &Macros::default()).text, rich, "{tex}");
        let odd = RichText::from("a } b { c");
        assert_eq!(
            decode(&text(&odd, Prose::Title).tex, Prose::Title, &Macros::default()).text,
            odd
        );
    }
}
