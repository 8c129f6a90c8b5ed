//! The tags of an HTML source with their places.
//!
//! The tokenizer of `html5gum` finds tags, comments and raw text by the rules of the WHATWG
//! standard. Only tags come out here, each with its span in the source: the text of the page is
//! what stands between them, and is read from the source itself.

use std::collections::VecDeque;

use html5gum::{Emitter, Error, State, Tokenizer};
use refsmith_model::Span;

/// A tag of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// Name in lower case; cut after 16 bytes, no element of interest is longer.
    pub(super) name: String,
    /// From `<` to behind `>`.
    pub(super) span: Span,
    pub(super) kind: TagKind,
    /// The element says that it is not to be seen.
    pub(super) hidden: bool,
    /// The element says that it is navigation, banner or footer.
    pub(super) aside: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    Open,
    Close,
    /// A comment or a document type: no tag, but no text either.
    Silent,
}

/// Iterates over the tags of `source`, in order and without overlap.
pub(super) fn tags(source: &str) -> impl Iterator<Item = Tag> + '_ {
    let emitter = TagEmitter { source, ..TagEmitter::default() };
    Tokenizer::new_with_emitter(source, emitter).map_while(Result::ok)
}

/// Elements whose content is no markup. A `noscript` is read as markup: the page is read without
/// scripts.
const RAW: &[(&str, State)] = &[
    ("script", State::ScriptData),
    ("style", State::RawText),
    ("title", State::RcData),
    ("textarea", State::RcData),
    ("iframe", State::RawText),
    ("xmp", State::RawText),
    ("noembed", State::RawText),
    ("noframes", State::RawText),
];

#[derive(Default)]
struct TagEmitter<'a> {
    source: &'a str,
    position: usize,
    start: usize,
    out: VecDeque<Tag>,
    kind: Option<TagKind>,
    name: String,
    attribute: Vec<u8>,
    value: Vec<u8>,
    hidden: bool,
    aside: bool,
    /// Raw elements that are known not to be closed any more, as bits of [`RAW`].
    unclosed: u32,
    last_raw: Option<&'static str>,
}

/// More of an attribute than this is not looked at.
const MOST: usize = 256;

impl TagEmitter<'_> {
    fn finish_attribute(&mut self) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_ascii_lowercase();
        if matches!(self.kind, Some(TagKind::Open)) {
            let value = text(&self.value);
            match text(&self.attribute).as_str() {
                "hidden" => self.hidden |= value != "until-found",
                "aria-hidden" => self.hidden |= value == "true",
                "style" => {
                    let style: String = value.split_whitespace().collect();
                    self.hidden |=
                        style.contains("display:none") || style.contains("visibility:hidden");
                }
                "role" => {
                    self.aside |= matches!(
                        value.as_str(),
                        "navigation" | "banner" | "contentinfo" | "complementary" | "search"
                    );
                }
                _ => {}
            }
        }
        self.attribute.clear();
        self.value.clear();
    }

    fn push(&mut self, kind: TagKind) {
        let tag = Tag {
            name: std::mem::take(&mut self.name),
            span: Span::new(self.start, self.position.min(self.source.len())),
            kind,
            hidden: std::mem::take(&mut self.hidden),
            aside: std::mem::take(&mut self.aside),
        };
        self.out.push_back(tag);
    }

    /// The state for the content of a raw element. One that is never closed would swallow the rest
    /// of the page, so its content is read as markup.
    fn raw_state(&mut self) -> Option<State> {
        let idx = RAW.iter().position(|(name, _)| *name == self.name)?;
        let (name, state) = RAW.get(idx).copied()?;
        if self.unclosed & (1 << idx) != 0 {
            return None;
        }
        if !closes(self.source.as_bytes().get(self.position..)?, name.as_bytes()) {
            self.unclosed |= 1 << idx;
            return None;
        }
        self.last_raw = Some(name);
        Some(state)
    }
}

/// Tells whether `</name` stands somewhere in `rest`.
fn closes(rest: &[u8], name: &[u8]) -> bool {
    let mut rest = rest;
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = rest.get(at + 1..).unwrap_or(&[]);
        if let Some(end) = rest.strip_prefix(b"/")
            && end.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
        {
            return true;
        }
    }
    false
}

impl Emitter for TagEmitter<'_> {
    type Token = Tag;

    fn set_last_start_tag(&mut self, _last_start_tag: Option<&[u8]>) {}

    fn emit_eof(&mut self) {}

    fn emit_error(&mut self, _error: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Tag> {
        self.out.pop_front()
    }

    fn emit_string(&mut self, _text: &[u8]) {}

    fn init_start_tag(&mut self) {
        self.name.clear();
        self.kind = Some(TagKind::Open);
    }

    fn init_end_tag(&mut self) {
        self.name.clear();
        self.kind = Some(TagKind::Close);
    }

    fn init_comment(&mut self) {}

    fn emit_current_tag(&mut self) -> Option<State> {
        self.finish_attribute();
        let kind = self.kind.take().unwrap_or(TagKind::Silent);
        let state = if kind == TagKind::Open { self.raw_state() } else { None };
        self.push(kind);
        state
    }

    fn emit_current_comment(&mut self) {
        self.name.clear();
        self.push(TagKind::Silent);
    }

    fn emit_current_doctype(&mut self) {
        self.name.clear();
        self.push(TagKind::Silent);
    }

    fn set_self_closing(&mut self) {}

    fn set_force_quirks(&mut self) {}

    fn push_tag_name(&mut self, name: &[u8]) {
        let room = 16usize.saturating_sub(self.name.len());
        let name = name.iter().take(room).filter(|byte| byte.is_ascii());
        self.name.extend(name.map(|byte| char::from(byte.to_ascii_lowercase())));
    }

    fn push_comment(&mut self, _text: &[u8]) {}

    fn push_doctype_name(&mut self, _name: &[u8]) {}

    fn init_doctype(&mut self) {}

    fn init_attribute(&mut self) {
        self.finish_attribute();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        let room = MOST.saturating_sub(self.attribute.len());
        self.attribute.extend(name.iter().take(room));
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        let room = MOST.saturating_sub(self.value.len());
        self.value.extend(value.iter().take(room));
    }

    fn set_doctype_public_identifier(&mut self, _value: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _value: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _text: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _text: &[u8]) {}

    fn start_open_tag(&mut self) {
        self.start = self.position.saturating_sub(1);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.kind == Some(TagKind::Close) && self.last_raw == Some(self.name.as_str())
    }

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_stand_where_they_say() {
        let source = "<!DOCTYPE html>\r\n<p class=\"é\">å<!-- <b> -->\r\n<br/>\n<script>if (a < b) \"</p>\"</script >x</p>\r\n<a\r\nhref=x>";
        let found: Vec<(TagKind, &str)> =
            tags(source).map(|tag| (tag.kind, tag.span.of(source))).collect();
        assert_eq!(
            found,
            [
                (TagKind::Silent, "<!DOCTYPE html>"),
                (TagKind::Open, "<p class=\"é\">"),
                (TagKind::Silent, "<!-- <b> -->"),
                (TagKind::Open, "<br/>"),
                (TagKind::Open, "<script>"),
                (TagKind::Close, "</script >"),
                (TagKind::Close, "</p>"),
                (TagKind::Open, "<a\r\nhref=x>"),
            ]
        );
    }
}
