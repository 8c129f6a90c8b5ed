//! Turns TeX text into Unicode with marks.
//!
//! One pass, a stack instead of recursion. Accents wait until the next letter comes, whatever
//! braces stand between; arguments of commands are groups on the stack with a purpose.

use std::borrow::Cow;
use std::collections::VecDeque;

use refsmith_model::{Mark, RichText};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::macros::Macros;
use super::math;
use super::tex_tables::{
    Arg, shaping, sign, sign_accent, spacing_accent, switch, symbol, word_accent,
};
use super::verbatim::verbatim;

/// A decoded text.
#[derive(Debug, Default)]
pub(crate) struct Decoded {
    /// The text.
    pub(crate) text: RichText,
    /// Names of the commands that are not known.
    pub(crate) unknown: Vec<String>,
}

/// What kind of text a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prose {
    /// One line of words.
    Words,
    /// One line, in which braces protect letter case and become [`Mark::NoCase`].
    Title,
    /// Lines, which `\\` ends, and paragraphs, which `\par` ends.
    Lines,
}

/// Decodes TeX.
pub(crate) fn decode(tex: &str, prose: Prose, macros: &Macros) -> Decoded {
    if is_plain(tex) {
        return Decoded { text: RichText::from(tex.trim()), unknown: Vec::new() };
    }
    let composed = match is_nfc_quick(tex.chars()) {
        IsNormalized::Yes => Cow::Borrowed(tex),
        _ => Cow::Owned(tex.nfc().collect::<String>()),
    };
    let mut decoder = Decoder::new(&composed, prose, macros);
    decoder.run();
    decoder.finish()
}

/// Tells whether a value is plain words, as most are, which need no machine. Every byte is looked at,
/// without an early end: so the processor looks at many of them at once.
fn is_plain(tex: &str) -> bool {
    let bytes = tex.as_bytes();
    let special = |byte: u8| {
        matches!(byte, b'\\' | b'{' | b'}' | b'$' | b'~' | b'`' | b'\t'..=b'\r') || byte >= 0x80
    };
    let any = bytes.iter().fold(false, |any, byte| any | special(*byte));
    // Two of these mean something else than one.
    let pair = |(a, b): (&u8, &u8)| (a == b) & ((*a == b' ') | (*a == b'-') | (*a == b'\''));
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or(&[]));
    !any && !pairs.fold(false, |any, two| any | pair(two))
}

/// Decodes TeX to plain text in which all blanks are ordinary, for names and numbers; adds the names
/// of commands that are not known.
pub(crate) fn decode_plain<'t>(
    tex: &'t str,
    macros: &Macros,
    unknown: &mut Vec<String>,
) -> Cow<'t, str> {
    if is_plain(tex) {
        return Cow::Borrowed(tex.trim());
    }
    let decoded = decode(tex, Prose::Words, macros);
    unknown.extend(decoded.unknown);
    let plain = decoded.text.plain;
    Cow::Owned(match plain.contains(['\u{a0}', '\u{2009}']) {
        true => refsmith_model::text::unicode::collapse_white_space(&plain),
        false => plain,
    })
}

/// A group, and what becomes of it when it closes.
struct Frame {
    purpose: Purpose,
    /// Length of the output when the group began.
    start: usize,
    /// Number of marks when the group began.
    marks: usize,
    /// Switches of type inside the group: where, and to what.
    switches: Vec<(usize, Mark)>,
    /// Arguments that are still to come behind this group.
    rest: VecDeque<Arg>,
    /// Whether accents waited when the group began.
    accented: bool,
}

#[derive(Clone, Copy)]
enum Purpose {
    Group,
    Protect,
    Argument(Arg),
}

struct Decoder<'t> {
    text: &'t str,
    at: usize,
    prose: Prose,
    macros: &'t Macros,
    out: String,
    marks: Vec<(usize, usize, Mark)>,
    frames: Vec<Frame>,
    accents: Vec<char>,
    expected: VecDeque<Arg>,
    unknown: Vec<String>,
    root: Vec<(usize, Mark)>,
    open_formula: bool,
}

impl<'t> Decoder<'t> {
    fn new(text: &'t str, prose: Prose, macros: &'t Macros) -> Self {
        Self {
            text,
            at: 0,
            prose,
            macros,
            out: String::with_capacity(text.len()),
            marks: Vec::new(),
            frames: Vec::new(),
            accents: Vec::new(),
            expected: VecDeque::new(),
            unknown: Vec::new(),
            root: Vec::new(),
            open_formula: false,
        }
    }

    fn run(&mut self) {
        while let Some(c) = self.peek() {
            if !self.expected.is_empty() && self.argument(c) {
                continue;
            }
            self.at += c.len_utf8();
            match c {
                '\\' => self.command(),
                '{' => self.open(),
                '}' => self.close(),
                '$' => self.math(),
                '~' => self.push('\u{a0}'),
                '-' => self.dashes(),
                '`' if self.eat("`") => self.push('“'),
                '`' => self.push('‘'),
                '\'' if self.eat("'") => self.push('”'),
                '!' if self.eat("`") => self.push('¡'),
                '?' if self.eat("`") => self.push('¿'),
                c if c.is_ascii_whitespace() => self.blank(),
                c if self.accents.is_empty() => self.plain(c),
                c => self.push(c),
            }
        }
    }

    /// Adds a character and all up to the next that may mean something else.
    fn plain(&mut self, c: char) {
        let special = |byte: u8| {
            matches!(byte, b'\\' | b'{' | b'}' | b'$' | b'~' | b'-' | b'`' | b'\'' | b'!' | b'?')
                || byte.is_ascii_whitespace()
        };
        let rest = self.text.get(self.at..).unwrap_or("");
        let len = rest.bytes().position(special).unwrap_or(rest.len());
        self.out.push(c);
        self.out.push_str(rest.get(..len).unwrap_or(""));
        self.at += len;
    }

    fn finish(mut self) -> Decoded {
        while !self.frames.is_empty() {
            self.close();
        }
        self.flush_accents();
        for (start, mark) in std::mem::take(&mut self.root) {
            self.mark(start, mark);
        }
        self.out.truncate(self.out.trim_end_matches([' ', '\n']).len());
        let len = self.out.len();
        // Inner runs were closed first; the model wants outer ones first.
        self.marks.reverse();
        self.marks.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse((*end).min(len))));
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let marks = self
            .marks
            .iter()
            .map(|(start, end, mark)| (offset(*start)..offset((*end).min(len)), *mark))
            .filter(|(run, _)| run.start < run.end)
            .collect();
        Decoded { text: RichText { plain: self.out, marks }, unknown: self.unknown }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn eat(&mut self, prefix: &str) -> bool {
        let found = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(prefix));
        if found {
            self.at += prefix.len();
        }
        found
    }

    fn skip_blank(&mut self) {
        while self.peek().is_some_and(|c| c.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Handles what stands where an argument is expected and is no group.
    fn argument(&mut self, c: char) -> bool {
        match c {
            '{' => return false,
            c if c.is_ascii_whitespace() => self.at += 1,
            '\\' | '}' | '$' => {
                self.expected.clear();
                return false;
            }
            c => {
                // An argument without braces is one character.
                self.at += c.len_utf8();
                let purpose = self.expected.pop_front().map_or(Purpose::Group, Purpose::Argument);
                self.frame(purpose);
                self.push(c);
                self.close();
            }
        }
        true
    }

    fn frame(&mut self, purpose: Purpose) {
        let rest = std::mem::take(&mut self.expected);
        if matches!(purpose, Purpose::Argument(Arg::Quote)) {
            self.push('“');
        }
        self.frames.push(Frame {
            purpose,
            start: self.out.len(),
            marks: self.marks.len(),
            switches: Vec::new(),
            rest,
            accented: !self.accents.is_empty(),
        });
    }

    fn open(&mut self) {
        let purpose = match self.expected.pop_front() {
            Some(arg) => Purpose::Argument(arg),
            None if !self.accents.is_empty() || self.prose != Prose::Title => Purpose::Group,
            None => {
                let mut inside = self.text.get(self.at..).unwrap_or("").chars();
                match (inside.next(), inside.next()) {
                    // As in BibTeX, a group that begins with a command is one special character.
                    (Some('\\'), Some(c)) if c.is_alphabetic() || sign_accent(c).is_some() => {
                        Purpose::Group
                    }
                    _ => Purpose::Protect,
                }
            }
        };
        self.frame(purpose);
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        if frame.accented {
            self.flush_accents();
        }
        for (start, mark) in &frame.switches {
            self.mark(*start, *mark);
        }
        match frame.purpose {
            Purpose::Group | Purpose::Argument(Arg::Keep) => {}
            Purpose::Protect => self.mark(frame.start, Mark::NoCase),
            Purpose::Argument(Arg::Mark(mark)) => self.mark(frame.start, mark),
            Purpose::Argument(Arg::Quote) => self.push('”'),
            Purpose::Argument(Arg::Upper) => self.recase(&frame, |text| text.to_uppercase()),
            Purpose::Argument(Arg::Lower) => self.recase(&frame, |text| text.to_lowercase()),
            Purpose::Argument(Arg::Drop) => {
                self.out.truncate(frame.start);
                self.marks.truncate(frame.marks);
            }
        }
        self.expected = frame.rest;
    }

    /// Changes the letter case of what a group gave, unless marks in it would lose their places.
    fn recase(&mut self, frame: &Frame, change: fn(&str) -> String) {
        let text = self.out.get(frame.start..).map(change).unwrap_or_default();
        if self.marks.len() == frame.marks || self.out.len() == frame.start + text.len() {
            self.out.truncate(frame.start);
            self.out.push_str(&text);
        }
    }

    fn mark(&mut self, start: usize, mark: Mark) {
        let run = (start, self.out.len(), mark);
        if start < self.out.len() && self.marks.last() != Some(&run) {
            self.marks.push(run);
        }
    }

    fn push(&mut self, c: char) {
        if self.accents.is_empty() {
            self.out.push(c);
            return;
        }
        let base = match c {
            'ı' => 'i',
            'ȷ' => 'j',
            c => c,
        };
        // The accent nearest to the letter was read last.
        let accented = std::iter::once(base).chain(self.accents.drain(..).rev());
        let accented: String = accented.collect();
        self.out.extend(accented.nfc());
    }

    fn push_str(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_ascii_whitespace() { self.blank() } else { self.push(c) }
        }
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
    }

    /// Ends a line, or a paragraph with an empty line behind it; one line where only words are.
    fn line_end(&mut self, paragraph: bool) {
        if self.prose != Prose::Lines {
            return self.blank();
        }
        self.out.truncate(self.out.trim_end_matches(' ').len());
        if !self.out.is_empty() {
            let first = paragraph && !self.out.ends_with('\n');
            self.out.push_str(if first { "\n\n" } else { "\n" });
        }
    }

    fn flush_accents(&mut self) {
        for accent in std::mem::take(&mut self.accents) {
            self.out.push(spacing_accent(accent));
        }
    }

    fn dashes(&mut self) {
        if self.eat("--") {
            self.push('—');
        } else if self.eat("-") {
            self.push('–');
        } else {
            self.push('-');
        }
    }

    fn math(&mut self) {
        let delimiter = if self.eat("$") { "$$" } else { "$" };
        let rest = self.text.get(self.at..).unwrap_or("");
        match math::end(rest, delimiter) {
            Some(len) => {
                self.formula(rest.get(..len).unwrap_or(""));
                self.at += len + delimiter.len();
            }
            None => delimiter.chars().for_each(|c| self.push(c)),
        }
    }

    /// Adds a formula: as text where it is only an exponent, an index or a sign.
    fn formula(&mut self, tex: &str) {
        match math::as_text(tex) {
            Some(parts) => {
                for (text, mark) in parts {
                    let start = self.out.len();
                    self.push_str(&text);
                    if let Some(mark) = mark {
                        self.mark(start, mark);
                    }
                }
            }
            None => {
                let start = self.out.len();
                self.push_str(tex.trim());
                self.mark(start, Mark::Math);
            }
        }
    }

    fn command(&mut self) {
        let Some(c) = self.peek() else {
            self.push('\\');
            return;
        };
        if !c.is_ascii_alphabetic() {
            self.at += c.len_utf8();
            return self.sign(c);
        }
        let rest = self.text.get(self.at..).unwrap_or("");
        let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = rest.get(..len).unwrap_or("");
        self.at += len;
        self.eat("*");
        let blank_before = self.at;
        self.skip_blank();
        self.word(name, blank_before);
    }

    fn sign(&mut self, c: char) {
        if let Some(accent) = sign_accent(c) {
            self.accents.push(accent);
            self.skip_blank();
        } else if let Some(close) = match c {
            '(' => Some("\\)"),
            '[' => Some("\\]"),
            _ => None,
        } {
            let rest = self.text.get(self.at..).unwrap_or("");
            let found = if self.open_formula { None } else { rest.find(close) };
            // What does not close here closes nowhere behind it, either.
            self.open_formula |= found.is_none();
            if let Some(len) = found {
                self.formula(rest.get(..len).unwrap_or(""));
                self.at += len + close.len();
            } else {
                self.push(c);
            }
        } else if c == '\\' {
            self.eat("*");
            self.line_end(false);
        } else if let Some(text) = sign(c) {
            self.push_str(text);
        } else {
            self.push(c);
        }
    }

    fn word(&mut self, name: &str, before_blank: usize) {
        if let Some(definition) = self.macros.get(name) {
            self.expected = definition.args.iter().copied().collect();
            let text = definition.text.clone();
            return self.push_str(&text);
        }
        if let Some(accent) = word_accent(name) {
            self.accents.push(accent);
        } else if let Some(args) = shaping(name) {
            // Some room to the right is a blank, to the left it is nothing.
            let room = self.text.get(self.at..).is_some_and(|rest| !rest.starts_with("{-"));
            if name == "hspace" && room {
                self.blank();
            }
            self.expected = args.iter().copied().collect();
        } else if let Some(mark) = switch(name) {
            if let Some(mark) = mark {
                let start = self.out.len();
                self.frames
                    .last_mut()
                    .map_or(&mut self.root, |frame| &mut frame.switches)
                    .push((start, mark));
            }
        } else if matches!(name, "newline" | "par") {
            self.line_end(name == "par");
        } else if let Some(text) = symbol(name) {
            self.push_str(text);
        } else if matches!(name, "url" | "path" | "nolinkurl" | "ensuremath") {
            self.raw_argument(name);
        } else if name == "verb" {
            self.verb();
        } else if name == "char" {
            self.character();
        } else if matches!(name, "penalty" | "kern" | "hskip" | "raise" | "lower" | "hglue") {
            self.skip_dimension();
        } else {
            self.unknown.push(name.to_owned());
            if self.peek() == Some('{') {
                self.expected.push_back(Arg::Keep);
            } else {
                // Without an argument, the name is all there is; it often says what it prints.
                self.push_str(name);
                self.at = before_blank;
            }
        }
    }

    /// Reads the number of a character, as in `\char64` and `\char"7E`.
    fn character(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        let (digits, base) = match rest.chars().next() {
            Some('"') => (rest.get(1..).unwrap_or(""), 16),
            Some('\'') => (rest.get(1..).unwrap_or(""), 8),
            _ => (rest, 10),
        };
        let len = digits.chars().take_while(|c| c.is_digit(base)).take(6).count();
        let number = digits.get(..len).and_then(|digits| u32::from_str_radix(digits, base).ok());
        if let Some(c) = number.and_then(char::from_u32).filter(|c| !c.is_control()) {
            self.at += len + usize::from(base != 10);
            self.push(c);
        }
    }

    /// Reads what stands between two signs of any kind.
    fn verb(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        let Some(sign) = rest.chars().next() else { return };
        let inside = rest.get(sign.len_utf8()..).unwrap_or("");
        if let Some(len) = inside.find(sign) {
            self.push_str(inside.get(..len).unwrap_or(""));
            self.at += len + 2 * sign.len_utf8();
        }
    }

    /// Reads an argument in which nothing is a command.
    fn raw_argument(&mut self, name: &str) {
        if !self.eat("{") {
            return;
        }
        let rest = self.text.get(self.at..).unwrap_or("");
        let mut depth = 0_usize;
        let end = rest.bytes().position(|byte| match byte {
            b'{' => {
                depth += 1;
                false
            }
            b'}' if depth == 0 => true,
            b'}' => {
                depth -= 1;
                false
            }
            _ => false,
        });
        let raw = rest.get(..end.unwrap_or(rest.len())).unwrap_or("");
        self.at = (self.at + raw.len() + 1).min(self.text.len());
        if name == "ensuremath" {
            self.formula(raw);
        } else {
            self.push_str(&verbatim(raw));
        }
    }

    fn skip_dimension(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || b"-.".contains(b)).count();
        let unit = rest.get(digits..).unwrap_or("");
        let unit = ["em", "ex", "pt", "mm", "cm", "in", "sp"].iter().any(|u| unit.starts_with(u));
        self.at += digits + if digits > 0 && unit { 2 } else { 0 };
    }
}
