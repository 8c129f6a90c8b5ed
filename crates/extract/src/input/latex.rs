//! LaTeX: the list in a `thebibliography`, as authors type it and BibTeX writes it (`.bbl`).
//!
//! Only the list is read: an item for each `\bibitem`, with accents and signs as characters and
//! without the commands of type. Labels are left out; they are made of what follows.

use refsmith_model::{Parsed, SourceDocument, SourceText, Span};
use unicode_normalization::UnicodeNormalization as _;

use super::extractor::{Extractor, Kind, document};
use super::{Input, InputInfo};

/// LaTeX.
pub(super) struct Latex;

static INFO: InputInfo = InputInfo {
    name: "latex",
    aliases: &["tex", "thebibliography"],
    extensions: &["tex", "latex", "ltx"],
    description: "LaTeX, of which the `thebibliography` is read",
};

impl Input for Latex {
    fn info(&self) -> &'static InputInfo {
        &INFO
    }

    fn sniff(&self, text: &str) -> u8 {
        let has = |words: &str| text.contains(words);
        match has("\\bibitem") {
            true if has("\\begin{thebibliography}") => 100,
            true if text.trim_start().starts_with("\\bibitem") => 95,
            _ => 0,
        }
    }

    fn read(&self, text: SourceText) -> Parsed<SourceDocument> {
        let mut reader = Reader { source: text.text(), at: 0, out: Extractor::default() };
        reader.lists();
        let (text, blocks) = reader.out.finish(text);
        Parsed::clean(document(text, &blocks, true))
    }
}

/// Accents by their commands, as combining characters.
const ACCENTS: &[(&str, char)] = &[
    ("`", '\u{300}'),
    ("'", '\u{301}'),
    ("^", '\u{302}'),
    ("~", '\u{303}'),
    ("\"", '\u{308}'),
    ("=", '\u{304}'),
    (".", '\u{307}'),
    ("u", '\u{306}'),
    ("v", '\u{30c}'),
    ("H", '\u{30b}'),
    ("c", '\u{327}'),
    ("d", '\u{323}'),
    ("b", '\u{331}'),
    ("r", '\u{30a}'),
    ("k", '\u{328}'),
];

/// Commands that stand for characters.
const CHARACTERS: &[(&str, &str)] = &[
    ("ss", "ß"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("o", "ø"),
    ("O", "Ø"),
    ("l", "ł"),
    ("L", "Ł"),
    ("aa", "å"),
    ("AA", "Å"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("dh", "ð"),
    ("DH", "Ð"),
    ("th", "þ"),
    ("TH", "Þ"),
    ("dj", "đ"),
    ("DJ", "Đ"),
    ("S", "§"),
    ("P", "¶"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textquoteright", "’"),
    ("textquoteleft", "‘"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("ldots", "…"),
    ("dots", "…"),
    ("textellipsis", "…"),
    ("textdegree", "°"),
    ("copyright", "©"),
    ("pounds", "£"),
    ("textbackslash", "\\"),
    ("textasciitilde", "~"),
    ("textunderscore", "_"),
    ("slash", "/"),
    ("&", "&"),
    ("%", "%"),
    ("$", "$"),
    ("#", "#"),
    ("_", "_"),
    ("{", "{"),
    ("}", "}"),
    (" ", " "),
    ("\n", " "),
    (",", " "),
    (";", " "),
    (":", " "),
    ("\\", " "),
    ("newblock", " "),
    ("par", " "),
    ("quad", " "),
    ("qquad", " "),
    ("newline", " "),
    ("linebreak", " "),
    ("bibrangedash", "–"),
    ("doi", "doi: "),
    ("BibTeX", "BibTeX"),
    ("LaTeX", "LaTeX"),
    ("TeX", "TeX"),
];

/// Commands whose first argument says something about the second.
const FIRST_LEFT_OUT: &[&str] = &[
    "bibinfo",
    "bibfield",
    "href",
    "textcolor",
    "color",
    "Eprint",
    "selectlanguage",
    "begin",
    "end",
    "BibitemShut",
    "label",
    "vspace",
    "hspace",
];

/// Commands with a number behind them that says how lines may break: `3\\penalty0 (4)`.
const BEFORE_NUMBERS: &[&str] = &["penalty", "hskip", "kern"];

struct Reader<'t> {
    source: &'t str,
    at: usize,
    out: Extractor,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.source.get(self.at..).unwrap_or("")
    }

    /// Reads every list of the document.
    fn lists(&mut self) {
        const BEGIN: &str = "\\begin{thebibliography}";
        while let Some(found) = self.rest().find("\\bibitem") {
            let head = self.rest().get(..found).unwrap_or("").rfind(BEGIN);
            let heading = self.at + head.unwrap_or(found);
            self.out.open(Kind::Heading(1), false);
            // What LaTeX prints there by itself.
            self.out
                .put("References", Span::new(heading, heading + head.map_or(0, |_| BEGIN.len())));
            self.out.close();
            self.at += found;
            self.items();
        }
    }

    /// Reads up to the end of the list.
    fn items(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            let start = self.at;
            match c {
                '\\' => {
                    if self.rest().starts_with("\\end{thebibliography}") {
                        self.at += "\\end{thebibliography}".len();
                        self.out.close();
                        return;
                    }
                    self.command();
                }
                '%' => {
                    let line = self.rest().find('\n').map_or(self.rest().len(), |len| len + 1);
                    self.at += line;
                }
                '{' | '}' | '$' => self.at += 1,
                '~' => self.sign(" ", 1),
                '-' if self.rest().starts_with("---") => self.sign("—", 3),
                '-' if self.rest().starts_with("--") => self.sign("–", 2),
                '`' if self.rest().starts_with("``") => self.sign("“", 2),
                '\'' if self.rest().starts_with("''") => self.sign("”", 2),
                _ => {
                    let special = |c: char| {
                        matches!(c, '\\' | '%' | '{' | '}' | '$' | '~' | '-' | '`' | '\'')
                    };
                    let len = self.rest().char_indices().skip(1).find(|(_, c)| special(*c));
                    let len = len.map_or(self.rest().len(), |(at, _)| at);
                    self.at += len;
                    self.out.copy(self.source, Span::new(start, self.at), false);
                }
            }
        }
        self.out.close();
    }

    fn sign(&mut self, text: &str, len: usize) {
        let span = Span::new(self.at, self.at + len);
        self.at += len;
        self.out.put(text, span);
    }

    /// Reads a command.
    fn command(&mut self) {
        let start = self.at;
        let rest = self.rest().get(1..).unwrap_or("");
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let len = if letters > 0 { letters } else { rest.chars().next().map_or(0, char::len_utf8) };
        let name = rest.get(..len).unwrap_or("");
        self.at += 1 + len;
        if name == "bibitem" {
            self.skip_blanks();
            self.skip_group('[', ']');
            self.skip_blanks();
            self.skip_group('{', '}');
            return self.out.open(Kind::Item(0), false);
        }
        if let Some((_, mark)) = ACCENTS.iter().find(|(accent, _)| *accent == name) {
            return self.accent(start, *mark, letters > 0);
        }
        if letters > 0 {
            // Blanks behind a command only end it.
            self.skip_blanks();
        }
        if BEFORE_NUMBERS.contains(&name) {
            self.skip_number();
            if name == "hskip" {
                self.out.put(" ", Span::new(start, self.at));
            }
            return;
        }
        if FIRST_LEFT_OUT.contains(&name) {
            return self.skip_group('{', '}');
        }
        if let Some((_, text)) = CHARACTERS.iter().find(|(known, _)| *known == name) {
            self.out.put(text, Span::new(start, self.at));
        }
    }

    /// Reads the letter of an accent: in braces or not, or a dotless one.
    fn accent(&mut self, start: usize, mark: char, is_word: bool) {
        if is_word {
            self.skip_blanks();
        }
        let inner = self.rest().strip_prefix('{').unwrap_or(self.rest());
        let braced = inner.len() < self.rest().len();
        let (base, mut len) = match inner.strip_prefix('\\') {
            Some(dotless) if dotless.starts_with(['i', 'j']) => (dotless.get(..1).unwrap_or(""), 2),
            _ => match inner.chars().next().filter(|c| c.is_alphabetic()) {
                Some(c) => (inner.get(..c.len_utf8()).unwrap_or(""), c.len_utf8()),
                None => ("", 0),
            },
        };
        if base.is_empty() {
            return;
        }
        len += usize::from(braced);
        self.at += len;
        if braced && self.rest().starts_with('}') {
            self.at += 1;
        }
        let text: String = base.chars().chain([mark]).nfc().collect();
        self.out.put(&text, Span::new(start, self.at));
    }

    /// Goes behind a number and its unit, if one stands here, and behind how far it may stretch:
    /// `1em plus 0.5em minus 0.4em`. A blank behind it only ends it.
    fn skip_number(&mut self) {
        loop {
            let rest = self.rest();
            let part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.');
            let behind = rest.trim_start_matches(part);
            if behind.len() == rest.len() {
                return;
            }
            let units = ["pt", "em", "ex", "mm", "cm", "in", "mu", "sp"];
            let behind = units.iter().find_map(|unit| behind.strip_prefix(unit)).unwrap_or(behind);
            let behind = behind.strip_prefix([' ', '\n']).unwrap_or(behind);
            let more = ["plus", "minus"].iter().find_map(|word| behind.strip_prefix(word));
            let more = more.map(str::trim_start).filter(|more| more.starts_with(part));
            self.at += rest.len() - more.unwrap_or(behind).len();
            if more.is_none() {
                return;
            }
        }
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        self.at += blanks;
    }

    /// Goes behind a group, if one begins here. One that does not close ends with its line.
    fn skip_group(&mut self, open: char, close: char) {
        if !self.rest().starts_with(open) {
            return;
        }
        let mut depth = 0_usize;
        let mut line = None;
        for (idx, c) in self.rest().char_indices().take(4_096) {
            match c {
                c if c == open => depth += 1,
                c if c == close => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += idx + c.len_utf8();
                        return;
                    }
                }
                '\n' if line.is_none() => line = Some(idx),
                _ => {}
            }
        }
        self.at += line.unwrap_or(open.len_utf8());
    }
}
