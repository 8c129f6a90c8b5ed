//! The few HTML tags that CSL-JSON allows in its texts, and that other formats borrow, read and written.

use std::borrow::Cow;
use std::ops::Range;

use refsmith_model::{Mark, RichText, TextVariable};

use crate::markup::{Event, events};

/// What a tag is about; an opening and a closing tag of the same kind belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Italic,
    Bold,
    Subscript,
    Superscript,
    SmallCaps,
    Span,
}

const KINDS: usize = 6;

/// A tag in the text: where, what, and (for an opening one) what it marks.
struct Tag {
    range: Range<usize>,
    kind: Kind,
    opens: Option<Option<Mark>>,
}

/// The characters that are written as entities where they would be read as markup.
const ENTITIES: [(&str, char); 3] = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')];

/// Tells whether there is neither a tag nor an entity in a text.
pub(crate) fn is_plain(text: &str) -> bool {
    memchr::memchr2(b'<', b'&', text.as_bytes()).is_none()
}

/// Reads a text with tags. Tags that CSL does not know, or without partner, are words.
pub(crate) fn read(text: &str) -> RichText {
    if is_plain(text) {
        return RichText::from(text);
    }
    let tags = paired(tags(text));
    let mut out = RichText::default();
    let mut open: Vec<(usize, Option<Mark>)> = Vec::new();
    let mut at = 0;
    for tag in tags {
        push_decoded(&mut out.plain, text.get(at..tag.range.start).unwrap_or(""));
        at = tag.range.end;
        match tag.opens {
            Some(mark) => {
                // The place is kept now, so that outer runs stand before inner ones.
                open.push((out.marks.len(), mark));
                if let Some(mark) = mark {
                    out.marks.push((offset(&out.plain)..0, mark));
                }
            }
            None => {
                if let Some((idx, Some(_))) = open.pop()
                    && let Some((run, _)) = out.marks.get_mut(idx)
                {
                    run.end = offset(&out.plain);
                }
            }
        }
    }
    push_decoded(&mut out.plain, text.get(at..).unwrap_or(""));
    out.marks.retain(|(run, _)| run.start < run.end);
    out
}

/// Writes a text with tags. The second value tells whether a run could not be expressed.
pub(crate) fn write(text: &RichText) -> (Cow<'_, str>, bool) {
    if text.marks.is_empty() && is_plain(&text.plain) {
        return (Cow::Borrowed(&text.plain), false);
    }
    let mut out = String::with_capacity(text.plain.len());
    let mut lossy = false;
    for event in events(text) {
        match event {
            Event::Open(Mark::Math) | Event::Close(Mark::Math) => {
                // CSL-JSON has no formulas; dollar signs are what other programs write, too.
                out.push('$');
                lossy = true;
            }
            Event::Open(mark) => out.push_str(tag_pair(mark).0),
            Event::Close(mark) => out.push_str(tag_pair(mark).1),
            Event::Text(words) => push_encoded(&mut out, words),
        }
    }
    (Cow::Owned(out), lossy)
}

/// Tells whether a text is an identifier or address, in which nothing is markup.
pub(crate) fn is_verbatim(variable: TextVariable) -> bool {
    matches!(
        variable,
        TextVariable::Doi
            | TextVariable::Url
            | TextVariable::Isbn
            | TextVariable::Issn
            | TextVariable::Pmid
            | TextVariable::Pmcid
            | TextVariable::CitationKey
    )
}

fn tag_pair(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Italic => ("<i>", "</i>"),
        Mark::Bold => ("<b>", "</b>"),
        Mark::SmallCaps => ("<span style=\"font-variant:small-caps;\">", "</span>"),
        Mark::Superscript => ("<sup>", "</sup>"),
        Mark::Subscript => ("<sub>", "</sub>"),
        Mark::NoCase => ("<span class=\"nocase\">", "</span>"),
        Mark::Plain => ("<span class=\"nodecor\">", "</span>"),
        Mark::Math => ("$", "$"),
    }
}

/// Finds the tags that CSL knows.
fn tags(text: &str) -> Vec<Tag> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        at = start + 1;
        let Some(rest) = text.get(at..) else { break };
        // No known tag is longer; without the limit, many `<` would be searched to the end each.
        let inner = rest.char_indices().take(64).find(|(_, c)| matches!(c, '<' | '>'));
        let Some((len, '>')) = inner else { continue };
        if let Some((kind, opens)) = rest.get(..len).and_then(tag) {
            out.push(Tag { range: start..at + len + 1, kind, opens });
            at += len + 1;
        }
    }
    out
}

fn tag(inner: &str) -> Option<(Kind, Option<Option<Mark>>)> {
    let (closing, inner) = match inner.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, inner),
    };
    let (name, attributes) = inner.split_once(' ').unwrap_or((inner, ""));
    let (kind, mark) = match name {
        "i" | "em" => (Kind::Italic, Some(Mark::Italic)),
        "b" | "strong" => (Kind::Bold, Some(Mark::Bold)),
        "sub" => (Kind::Subscript, Some(Mark::Subscript)),
        "sup" => (Kind::Superscript, Some(Mark::Superscript)),
        "sc" => (Kind::SmallCaps, Some(Mark::SmallCaps)),
        "span" if attributes.contains("nodecor") => (Kind::Span, Some(Mark::Plain)),
        "span" if attributes.contains("nocase") => (Kind::Span, Some(Mark::NoCase)),
        "span" if attributes.contains("small-caps") => (Kind::Span, Some(Mark::SmallCaps)),
        "span" => (Kind::Span, None),
        _ => return None,
    };
    if closing && !attributes.is_empty() || kind != Kind::Span && !attributes.is_empty() {
        return None;
    }
    Some((kind, (!closing).then_some(mark)))
}

/// Keeps the tags that have a partner and are properly nested.
fn paired(tags: Vec<Tag>) -> Vec<Tag> {
    let mut keep = vec![false; tags.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut counts = [0_usize; KINDS];
    for (idx, tag) in tags.iter().enumerate() {
        let slot = tag.kind as usize;
        if tag.opens.is_some() {
            open.push(idx);
            counts[slot] += 1;
            continue;
        }
        while counts[slot] > 0 {
            let Some(partner) = open.pop() else { break };
            let kind = tags.get(partner).map_or(tag.kind, |tag| tag.kind);
            counts[kind as usize] -= 1;
            if kind == tag.kind {
                for side in [idx, partner] {
                    if let Some(keep) = keep.get_mut(side) {
                        *keep = true;
                    }
                }
                break;
            }
        }
    }
    tags.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(tag, _)| tag).collect()
}

fn push_decoded(out: &mut String, mut text: &str) {
    while let Some(at) = text.find('&') {
        let (before, rest) = text.split_at(at);
        out.push_str(before);
        match ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity)) {
            Some((entity, c)) => {
                out.push(*c);
                text = rest.get(entity.len()..).unwrap_or("");
            }
            None => {
                out.push('&');
                text = rest.get(1..).unwrap_or("");
            }
        }
    }
    out.push_str(text);
}

fn push_encoded(out: &mut String, text: &str) {
    for (at, c) in text.char_indices() {
        let rest = || text.get(at..).unwrap_or("");
        let markup = match c {
            '&' => ENTITIES.iter().any(|(entity, _)| rest().starts_with(entity)),
            '<' => rest()
                .get(1..)
                .and_then(|inner| {
                    let end =
                        inner.char_indices().take(64).find(|(_, c)| matches!(c, '<' | '>'))?;
                    tag(inner.get(..end.0)?).filter(|_| end.1 == '>')
                })
                .is_some(),
            _ => false,
        };
        match (c, markup) {
            ('&', true) => out.push_str("&amp;"),
            ('<', true) => out.push_str("&lt;"),
            _ => out.push(c),
        }
    }
}

fn offset(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_marks_and_back() {
        let text = "Growth of <i>E. coli</i> in H<sub>2</sub>O, <span class=\"nocase\">UK</span>";
        let rich = read(text);
        assert_eq!(rich.plain, "Growth of E. coli in H2O, UK");
        let marks: Vec<Mark> = rich.marks.iter().map(|(_, mark)| *mark).collect();
        assert_eq!(marks, [Mark::Italic, Mark::Subscript, Mark::NoCase]);
        assert_eq!(write(&rich), (text.into(), false));
    }

    #[test]
    fn what_is_no_tag_stays() {
        for text in ["a < b > c", "x <i> y", "R&D", "<b>x</i>", "<unknown>y</unknown>"] {
            assert_eq!(read(text), RichText::from(text), "{text}");
        }
        assert_eq!(read("P&amp;T").plain, "P&T");
        let literal = RichText::from("write <i>x</i> &amp; be happy");
        assert_eq!(read(&write(&literal).0), literal);
    }
}
