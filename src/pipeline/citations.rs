//! Renaming of citation keys in the documents that cite them.

use std::collections::BTreeMap;

/// How a document cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// `\cite{key, key}` and every other command whose name holds `cite`.
    Latex,
    /// `[@key; @key]`, `@key` in the text, `@{key}`.
    Markdown,
    /// `@key`, `<key>`.
    Typst,
}

impl Markup {
    /// Returns the markup of files with this extension, given in lower case without its dot.
    pub fn by_extension(extension: &str) -> Option<Self> {
        match extension {
            "tex" | "ltx" | "latex" | "sty" | "cls" | "rnw" | "bbx" => Some(Self::Latex),
            "md" | "markdown" | "qmd" | "rmd" | "txt" => Some(Self::Markdown),
            "typ" => Some(Self::Typst),
            _ => None,
        }
    }
}

/// Replaces keys where they are cited; returns the new text and the number of places.
///
/// # Examples
/// ```
/// use refsmith::pipeline::citations::{Markup, rename};
/// let keys = [("old".to_owned(), "new".to_owned())];
/// let text = r"See \parencite[see][5]{other, old} and old things.";
/// let (renamed, places) = rename(text, Markup::Latex, &keys);
/// assert_eq!(renamed, r"See \parencite[see][5]{other, new} and old things.");
/// assert_eq!(places, 1);
/// assert_eq!(rename("[see @old; @older]", Markup::Markdown, &keys).0, "[see @new; @older]");
/// ```
pub fn rename(text: &str, markup: Markup, keys: &[(String, String)]) -> (String, usize) {
    let keys: BTreeMap<&str, &str> =
        keys.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
    let mut renamer = Renamer { keys, out: String::with_capacity(text.len()), places: 0 };
    match markup {
        Markup::Latex => renamer.latex(text),
        Markup::Markdown => renamer.marked(text, &[('@', None), ('{', Some('}'))]),
        Markup::Typst => renamer.marked(text, &[('@', None), ('<', Some('>'))]),
    }
    (renamer.out, renamer.places)
}

struct Renamer<'k> {
    keys: BTreeMap<&'k str, &'k str>,
    out: String,
    places: usize,
}

impl Renamer<'_> {
    /// Adds a key, or what takes its place.
    fn key(&mut self, key: &str) {
        match self.keys.get(key) {
            Some(new) => {
                self.out.push_str(new);
                self.places += 1;
            }
            None => self.out.push_str(key),
        }
    }

    fn latex(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('\\') {
            let (before, command) = rest.split_at(at);
            self.out.push_str(before);
            let name = command.bytes().skip(1).take_while(u8::is_ascii_alphabetic).count();
            let cites = command.get(1..=name).is_some_and(|name| {
                let name = name.to_ascii_lowercase();
                name.contains("cite") || name == "bibentry"
            });
            // An escaped sign goes with its backslash.
            let sign = command.chars().nth(1).map_or(0, char::len_utf8);
            let end = 1 + if name > 0 { name } else { sign };
            self.out.push_str(command.get(..end).unwrap_or(""));
            rest = command.get(end..).unwrap_or("");
            if cites {
                rest = self.arguments(rest);
            }
        }
        self.out.push_str(rest);
    }

    /// Renames in the groups behind a command, which options may stand before.
    fn arguments<'t>(&mut self, text: &'t str) -> &'t str {
        let mut rest = text;
        loop {
            let body = rest.trim_start_matches(['*', ' ', '\n', '\r', '\t']);
            let close = match body.chars().next() {
                Some('[') => ']',
                Some('(') => ')',
                Some('{') => '}',
                _ => return rest,
            };
            let Some(len) = body.find(close).map(|len| len + 1) else { return rest };
            let (argument, after) = body.split_at(len);
            self.out.push_str(rest.get(..rest.len() - body.len()).unwrap_or(""));
            if close == '}' {
                self.list(argument);
                // `\cites{a}{b}` has several groups, one directly behind the other.
                if !after.starts_with(['{', '[']) {
                    return after;
                }
            } else {
                self.out.push_str(argument);
            }
            rest = after;
        }
    }

    /// Renames in `{a, b}`.
    fn list(&mut self, group: &str) {
        let mut rest = group;
        while let Some(at) = rest.find(|c: char| !"{}, \n\r\t".contains(c)) {
            let (before, words) = rest.split_at(at);
            self.out.push_str(before);
            let len = words.find(|c: char| "{}, \n\r\t".contains(c)).unwrap_or(words.len());
            self.key(words.get(..len).unwrap_or(""));
            rest = words.get(len..).unwrap_or("");
        }
        self.out.push_str(rest);
    }

    /// Renames what stands behind one of the signs, up to what closes it or ends a key.
    fn marked(&mut self, text: &str, signs: &[(char, Option<char>)]) {
        let mut rest = text;
        let mut before = None;
        while let Some(c) = rest.chars().next() {
            self.out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or("");
            let close = signs.iter().find(|(sign, _)| *sign == c).map(|(_, close)| *close);
            // An address is no citation, and a group is one only behind `@`.
            let word = before.is_some_and(char::is_alphanumeric) && c == '@';
            let group = c == '{' && before != Some('@');
            before = Some(c);
            let Some(close) = close.filter(|_| !word && !group) else { continue };
            let len = match close {
                Some(close) => rest.find(close).filter(|len| *len < 200).unwrap_or(0),
                None => key_len(rest),
            };
            self.key(rest.get(..len).unwrap_or(""));
            rest = rest.get(len..).unwrap_or("");
            if len > 0 {
                before = Some('x');
            }
        }
    }
}

/// Returns the length of the key that a text begins with: signs within it count, at its end not.
fn key_len(text: &str) -> usize {
    let inside = |c: char| c.is_alphanumeric() || "_:.#$%&-+?<>~/".contains(c);
    let len = text.find(|c: char| !inside(c)).unwrap_or(text.len());
    let key = text.get(..len).unwrap_or("");
    key.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markup: Markup, cases: &[(&str, &str)]) {
        let keys = [("a:1", "new"), ("b", "c")].map(|(old, new)| (old.into(), new.into()));
        for (text, expected) in cases {
            assert_eq!(rename(text, markup, &keys).0, *expected, "{text}");
        }
    }

    #[test]
    fn keys_are_renamed_where_they_are_cited() {
        check(
            Markup::Latex,
            &[
                (r"\cite{a:1,b,ab}", r"\cite{new,c,ab}"),
                (r"\citep*[see][1]{b}\textbf{b}", r"\citep*[see][1]{c}\textbf{b}"),
                (r"\cites[1]{a:1}[2]{b} \nocite{*}", r"\cites[1]{new}[2]{c} \nocite{*}"),
                (r"\Textcite{ b } \\b \cite", r"\Textcite{ c } \\b \cite"),
            ],
        );
        check(
            Markup::Markdown,
            &[
                ("[@a:1, p. 3; -@b] and @b.", "[@new, p. 3; -@c] and @c."),
                ("me@b.org @{b} {b} @ba", "me@b.org @{c} {b} @ba"),
            ],
        );
        check(Markup::Typst, &[("@b, #cite(<a:1>) b", "@c, #cite(<new>) b")]);
    }
}
