//! From settled steps to a tree of [`Node`]s: what looks like its surroundings needs no node.

use super::settle::Atom;
use super::tape::{Inline, Mark, Tape};
use crate::node::{Font, Node};
use crate::style::program::{
    Decoration, Display, FontStyle, FontVariant, FontWeight, Format, Vertical,
};

/// How text looks at a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Looks {
    italic: bool,
    bold: bool,
    small_caps: bool,
    underline: bool,
    vertical: Option<Vertical>,
}

/// A mark that is open.
struct Frame {
    /// What it wraps around its content.
    wrap: Option<Wrap>,
    /// Where its content begins among the nodes.
    start: usize,
    /// How text looked outside.
    outer: Looks,
    /// How many frames its mark has opened, this one included; all are closed together.
    opened_with: usize,
}

enum Wrap {
    Font(Font),
    Link(String),
    Display(Display),
}

/// A tree that is being made.
#[derive(Default)]
struct Tree {
    /// The nodes of all frames, one behind the other.
    nodes: Vec<Node>,
    open: Vec<Frame>,
    /// Words that are not yet a node: many pieces make one.
    run: String,
    looks: Looks,
}

impl Tree {
    /// Makes a node of the words that wait. A bibliography has very many, so they take no more
    /// memory than they need.
    fn flush(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let start = self.open.last().map_or(0, |frame| frame.start);
        match self.nodes.get_mut(start..).and_then(<[Node]>::last_mut) {
            Some(Node::Text(last)) => last.push_str(&self.run),
            _ => self.nodes.push(Node::Text(self.run.as_str().to_owned())),
        }
        self.run.clear();
    }

    fn open(&mut self, tape: &Tape, mark: Mark) {
        let outer = self.looks;
        let mut looks = outer;
        let mut opened_with = 0;
        wrap(tape, mark, &mut looks, &mut |wrap| {
            self.flush();
            opened_with += 1;
            self.open.push(Frame { wrap: Some(wrap), start: self.nodes.len(), outer, opened_with });
        });
        self.looks = looks;
        if opened_with == 0 {
            // Its content goes on with what stands around it.
            let start = self.open.last().map_or(0, |frame| frame.start);
            self.open.push(Frame { wrap: None, start, outer, opened_with: 1 });
        }
    }

    /// Closes the frames of the mark that was opened last.
    fn close(&mut self) {
        let count = self.open.last().map_or(0, |frame| frame.opened_with);
        for _ in 0..count {
            if self.open.last().is_some_and(|frame| frame.wrap.is_some()) {
                self.flush();
            }
            let Some(frame) = self.open.pop() else { return };
            self.looks = frame.outer;
            let Some(wrap) = frame.wrap else { continue };
            let children: Vec<Node> = self.nodes.drain(frame.start..).collect();
            if children.is_empty() {
                continue;
            }
            self.nodes.push(match wrap {
                Wrap::Font(font) => Node::Marked(font, children),
                Wrap::Link(url) => Node::Link { url, children },
                Wrap::Display(Display::Block) => Node::Block(children),
                Wrap::Display(Display::LeftMargin) => Node::LeftMargin(children),
                Wrap::Display(Display::RightInline) => Node::RightInline(children),
                Wrap::Display(Display::Indent) => Node::Indent(children),
            });
        }
    }
}

/// Makes a tree of the settled steps of a tape.
pub(super) fn tree(tape: &Tape, atoms: &[Atom<'_>]) -> Vec<Node> {
    let mut tree = Tree::default();
    for atom in atoms {
        match atom {
            Atom::Text(text) | Atom::OpenQuote(text) | Atom::CloseQuote(text) => {
                tree.run.push_str(text);
            }
            Atom::Variable(mark) => {
                tree.run.push(*mark);
            }
            Atom::Open(mark) => tree.open(tape, *mark),
            Atom::Close | Atom::CloseBlock => tree.close(),
        }
    }
    while !tree.open.is_empty() {
        tree.close();
    }
    tree.flush();
    tree.nodes.drain(..).collect()
}

/// Gives what a mark wraps around its content, outer first, and changes the looks by it.
fn wrap(tape: &Tape, mark: Mark, looks: &mut Looks, give: &mut dyn FnMut(Wrap)) {
    match mark {
        Mark::Format(format) | Mark::LeafFormat(format) => formats(format, looks, give),
        Mark::Inline(inline) => inlines(inline, looks, give),
        Mark::Link { start, end } => give(Wrap::Link(tape.slice(start, end).to_owned())),
        Mark::Display(display) => give(Wrap::Display(display)),
        Mark::Quote
        | Mark::LeafQuote
        | Mark::InnerQuote
        | Mark::StraightQuote { .. }
        | Mark::Tag(_) => {}
    }
}

/// What the style asks for; nothing where text looks like that already.
fn formats(format: Format, looks: &mut Looks, give: &mut dyn FnMut(Wrap)) {
    if let Some(vertical) = format.vertical {
        let new = Some(vertical).filter(|vertical| *vertical != Vertical::Baseline);
        if new != looks.vertical {
            looks.vertical = new;
            give(Wrap::Font(match vertical {
                Vertical::Raised => Font::Superscript,
                Vertical::Lowered => Font::Subscript,
                Vertical::Baseline => Font::Baseline,
            }));
        }
    }
    let mut switch = |look: &mut bool, wanted: Option<bool>, on: Font, off: Font| {
        if let Some(wanted) = wanted.filter(|wanted| wanted != look) {
            *look = wanted;
            give(Wrap::Font(if wanted { on } else { off }));
        }
    };
    let underline = format.decoration.map(|decoration| decoration == Decoration::Underline);
    switch(&mut looks.underline, underline, Font::Underline, Font::NoUnderline);
    let bold = format.weight.map(|weight| weight == FontWeight::Bold);
    switch(&mut looks.bold, bold, Font::Bold, Font::NormalWeight);
    let small_caps = format.variant.map(|variant| variant == FontVariant::SmallCaps);
    switch(&mut looks.small_caps, small_caps, Font::SmallCaps, Font::NormalVariant);
    let italic = format.style.map(|style| style != FontStyle::Normal);
    switch(&mut looks.italic, italic, Font::Italic, Font::NormalStyle);
}

/// Markup of a field stands out from its surroundings, whatever they are.
fn inlines(inline: Inline, looks: &mut Looks, give: &mut dyn FnMut(Wrap)) {
    let mut turn = |look: &mut bool, on: Font, off: Font| {
        *look = !*look;
        give(Wrap::Font(if *look { on } else { off }));
    };
    match inline {
        Inline::Italic => turn(&mut looks.italic, Font::Italic, Font::NormalStyle),
        Inline::Bold => turn(&mut looks.bold, Font::Bold, Font::NormalWeight),
        Inline::SmallCaps => turn(&mut looks.small_caps, Font::SmallCaps, Font::NormalVariant),
        Inline::Superscript => {
            looks.vertical = Some(Vertical::Raised);
            give(Wrap::Font(Font::Superscript));
        }
        Inline::Subscript => {
            looks.vertical = Some(Vertical::Lowered);
            give(Wrap::Font(Font::Subscript));
        }
        Inline::NoCase => {}
        Inline::Plain => {
            let plain = Format {
                style: Some(FontStyle::Normal),
                weight: Some(FontWeight::Normal),
                variant: Some(FontVariant::Normal),
                decoration: Some(Decoration::None),
                vertical: Some(Vertical::Baseline),
            };
            formats(plain, looks, give);
        }
    }
}
