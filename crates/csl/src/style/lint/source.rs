//! Places in the text of a style file: the tree knows where elements and attributes begin, findings
//! point at names, values and words.

use refsmith_model::Span;

use crate::style::xml::{Attribute, Element};

/// The text of a style file.
#[derive(Clone, Copy)]
pub(super) struct Source<'a>(pub(super) &'a str);

impl<'a> Source<'a> {
    fn behind(self, start: usize) -> &'a str {
        self.0.get(start..).unwrap_or_default()
    }

    /// Returns the place of an opening tag, from `<` to the end of its name.
    pub(super) fn tag(self, element: &Element<'_>) -> Span {
        Span::new(element.at, self.tag_end(element))
    }

    fn tag_end(self, element: &Element<'_>) -> usize {
        let rest = self.behind(element.at + 1);
        let ends = |c: char| c.is_whitespace() || matches!(c, '>' | '/');
        element.at + 1 + rest.find(ends).unwrap_or(rest.len())
    }

    /// Returns the whole opening tag of an element.
    pub(super) fn opening(self, element: &Element<'_>) -> &'a str {
        self.0.get(element.at..self.opening_end(element)).unwrap_or_default()
    }

    fn opening_end(self, element: &Element<'_>) -> usize {
        let last = element.attributes.iter().map(|attribute| self.value_range(attribute).1).max();
        let from = last.unwrap_or(element.at).max(self.tag_end(element));
        // A namespace may be declared behind the last attribute, and hold any character.
        let mut quote = None;
        for (at, c) in self.behind(from).char_indices().skip(usize::from(last.is_some())) {
            match (quote, c) {
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                (None, '>') => return from + at + 1,
                _ => {}
            }
        }
        self.0.len()
    }

    /// Returns the place of the first text in an element, up to the end of its line; of its tag
    /// where there is none.
    pub(super) fn text(self, element: &Element<'_>) -> Span {
        let Some(line) = element.text.lines().map(str::trim).find(|line| !line.is_empty()) else {
            return self.tag(element);
        };
        let word = line.split_whitespace().next().unwrap_or(line);
        let start = self.opening_end(element);
        let outside_tags = |at: usize| {
            let before = self.0.get(..at).unwrap_or_default();
            before.rfind('>') > before.rfind('<')
        };
        let found = self.behind(start).match_indices(word).map(|(at, _)| start + at);
        match found.into_iter().find(|at| outside_tags(*at)) {
            Some(at) => {
                let text = self.behind(at).split(['<', '\n']).next().unwrap_or_default();
                Span::new(at, at + text.trim_end().len())
            }
            // Written with references, so not found as it is.
            None => self.tag(element),
        }
    }

    /// Returns the place of an attribute's name.
    pub(super) fn name(self, attribute: &Attribute<'_>) -> Span {
        Span::new(attribute.at, attribute.at + attribute.name.len())
    }

    /// Returns where a value begins and ends, without its quotation marks.
    fn value_range(self, attribute: &Attribute<'_>) -> (usize, usize) {
        let start = attribute.at + attribute.name.len();
        let rest = self.behind(start);
        let Some(open) = rest.find(['"', '\'']) else { return (start, start) };
        let quote = rest.get(open..).and_then(|rest| rest.chars().next()).unwrap_or('"');
        let value = self.behind(start + open + 1);
        let length = value.find(quote).unwrap_or(value.len());
        (start + open + 1, start + open + 1 + length)
    }

    /// Returns the place of a value; with its quotation marks where it is empty.
    pub(super) fn value(self, attribute: &Attribute<'_>) -> Span {
        match self.value_range(attribute) {
            (start, end) if start == end => Span::new(start - 1, end + 1),
            (start, end) => Span::new(start, end),
        }
    }

    /// Returns the place of a word of a value, counted from 0.
    pub(super) fn word(self, attribute: &Attribute<'_>, number: usize) -> Span {
        let (start, end) = self.value_range(attribute);
        let raw = self.0.get(start..end).unwrap_or_default();
        match raw.split_whitespace().nth(number) {
            Some(word) => {
                let at = start + (word.as_ptr() as usize - raw.as_ptr() as usize);
                Span::new(at, at + word.len())
            }
            None => self.value(attribute),
        }
    }

    /// Returns the place of a line and column, both counted from 1, up to the end of the line.
    pub(super) fn place(self, line: usize, column: usize) -> Span {
        let start: usize =
            self.0.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let content = self.behind(start).split('\n').next().unwrap_or_default();
        let before: usize =
            content.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
        let end = start + content.trim_end().len();
        Span::new(start + before, end.max(start + before))
    }
}
