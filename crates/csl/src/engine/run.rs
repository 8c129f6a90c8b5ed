//! [`Run`]: what the engine writes while it renders, and the way from runs to [`Node`]s.

use crate::node::{Font, Node};
use crate::style::xml::Element;

/// A stretch of text that looks the same throughout.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) format: Format,
    /// Letter case is never changed.
    pub(super) no_case: bool,
    /// Where it leads.
    pub(super) link: Option<String>,
    /// The block it stands in, and which block of the entry that is.
    pub(super) display: Option<(Display, usize)>,
    /// What wrote it.
    pub(super) origin: Origin,
}

/// What a run is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    #[default]
    Text,
    /// An opening quotation mark; which one is decided when all quotes are known.
    OpenQuote,
    /// A closing quotation mark.
    CloseQuote,
}

/// Which part of a style wrote a run, as far as later steps care.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Origin {
    #[default]
    Other,
    /// The first element `names` of a cite or entry, without its labels.
    Names,
    /// A label inside `names`.
    NameLabel,
}

/// How a block is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Display {
    Block,
    LeftMargin,
    RightInline,
    Indent,
}

/// Raised, lowered or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vertical {
    Baseline,
    Raised,
    Lowered,
}

/// The look of a run; `None` where nothing has been said, so that an outer element may decide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) italic: Option<bool>,
    pub(super) bold: Option<bool>,
    pub(super) small_caps: Option<bool>,
    pub(super) underline: Option<bool>,
    pub(super) vertical: Option<Vertical>,
    /// Marked italic in the field itself: stands out from its surroundings, whatever they are.
    pub(super) flips_italic: bool,
    /// The same for bold.
    pub(super) flips_bold: bool,
}

impl Format {
    /// Reads the formatting attributes of an element.
    pub(super) fn of(element: &Element) -> Self {
        let flag = |name: &str, off: &str| element.attr(name).map(|value| value != off);
        Self {
            italic: flag("font-style", "normal"),
            bold: element.attr("font-weight").map(|value| value == "bold"),
            small_caps: flag("font-variant", "normal"),
            underline: flag("text-decoration", "none"),
            vertical: element.attr("vertical-align").map(|value| match value {
                "sup" => Vertical::Raised,
                "sub" => Vertical::Lowered,
                _ => Vertical::Baseline,
            }),
            ..Self::default()
        }
    }

    /// Fills what is open from an outer element.
    pub(super) fn or(self, outer: Self) -> Self {
        Self {
            italic: self.italic.or(outer.italic),
            bold: self.bold.or(outer.bold),
            small_caps: self.small_caps.or(outer.small_caps),
            underline: self.underline.or(outer.underline),
            vertical: self.vertical.or(outer.vertical),
            ..self
        }
    }

    /// Returns the fonts, outer first.
    fn fonts(self) -> Vec<Font> {
        let mut fonts = Vec::new();
        if self.italic.unwrap_or(false) != self.flips_italic {
            fonts.push(Font::Italic);
        }
        if self.bold.unwrap_or(false) != self.flips_bold {
            fonts.push(Font::Bold);
        }
        if self.small_caps == Some(true) {
            fonts.push(Font::SmallCaps);
        }
        if self.underline == Some(true) {
            fonts.push(Font::Underline);
        }
        match self.vertical {
            Some(Vertical::Raised) => fonts.push(Font::Superscript),
            Some(Vertical::Lowered) => fonts.push(Font::Subscript),
            _ => {}
        }
        fonts
    }
}

impl Run {
    /// Creates a run of words.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Creates a quotation mark.
    pub(super) fn quote(kind: Kind) -> Self {
        Self { kind, ..Self::default() }
    }

    /// Tells whether nothing would be seen of it.
    pub(super) fn is_empty(&self) -> bool {
        self.kind == Kind::Text && self.text.is_empty()
    }
}

/// Tells whether nothing would be seen of these runs.
pub(super) fn is_blank(runs: &[Run]) -> bool {
    runs.iter().all(|run| run.kind != Kind::Text || run.text.is_empty())
}

/// Returns the words of runs, for comparison and sorting.
pub(super) fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// Turns finished runs into nodes: blocks outside, then links, then fonts.
pub(super) fn to_nodes(runs: &[Run]) -> Vec<Node> {
    let mut out = Vec::new();
    for block in runs.chunk_by(|a, b| a.display == b.display) {
        let mut inner = Vec::new();
        for linked in block.chunk_by(|a, b| a.link == b.link) {
            let mut words = Vec::new();
            for same in linked.chunk_by(|a, b| a.format == b.format) {
                push_marked(&mut words, same);
            }
            match linked.first().and_then(|run| run.link.clone()) {
                Some(url) => inner.push(Node::Link { url, children: words }),
                None => inner.append(&mut words),
            }
        }
        match block.first().and_then(|run| run.display) {
            None => out.append(&mut inner),
            Some((Display::Block, _)) => out.push(Node::Block(inner)),
            Some((Display::LeftMargin, _)) => out.push(Node::LeftMargin(inner)),
            Some((Display::RightInline, _)) => out.push(Node::RightInline(inner)),
            Some((Display::Indent, _)) => out.push(Node::Indent(inner)),
        }
    }
    out
}

fn push_marked(out: &mut Vec<Node>, runs: &[Run]) {
    let text = words(runs);
    let fonts = runs.first().map(|run| run.format.fonts()).unwrap_or_default();
    if text.is_empty() {
        return;
    }
    let node =
        fonts.into_iter().rev().fold(Node::Text(text), |node, font| Node::Marked(font, vec![node]));
    match (out.last_mut(), node) {
        (Some(Node::Text(last)), Node::Text(text)) => last.push_str(&text),
        (_, node) => out.push(node),
    }
}
