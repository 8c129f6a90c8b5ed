//! The last passes over an entry or citation: which quotation marks, which punctuation where pieces
//! meet, and from the tape to a tree of [`Node`]s.

use super::tape::{Event, Inline, Kind, Mark, Tag, Tape};
use super::trace;
use crate::locale::{Form, Locale};
use crate::node::{Font, Node};
use crate::style::program::{
    Decoration, Display, FontStyle, FontVariant, FontWeight, Format, Vertical,
};

/// Settles quotation marks and colliding punctuation, and makes a tree.
pub(super) fn settle(tape: &Tape, usage: &Usage<'_>) -> Vec<Node> {
    let mut pen = Pen {
        out: Vec::with_capacity(tape.events.len()),
        open: Vec::new(),
        last: Kind::Words,
        usage,
    };
    for event in &tape.events {
        match *event {
            Event::Text(piece) => pen.write(tape.text_of(piece), piece.kind),
            Event::Open(Mark::Quote) => pen.open_quote(false),
            Event::Open(Mark::InnerQuote) => pen.open_quote(true),
            Event::Open(Mark::StraightQuote { inner }) => pen.open_quote(inner),
            Event::Close(Mark::Quote | Mark::InnerQuote | Mark::StraightQuote { .. }) => {
                pen.close_quote();
            }
            Event::Open(Mark::Tag(Tag::Variable(variable))) => {
                pen.out.push(Atom::Variable(trace::opening(variable)));
            }
            Event::Close(Mark::Tag(Tag::Variable(_))) => {
                pen.out.push(Atom::Variable(trace::CLOSING));
            }
            Event::Open(Mark::Tag(_)) | Event::Close(Mark::Tag(_)) => {}
            Event::Open(mark) => pen.out.push(Atom::Open(mark)),
            Event::Close(_) => pen.out.push(Atom::Close),
        }
    }
    tree(tape, &pen.out)
}

/// How a language sets quotation marks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usage<'l> {
    /// Opening and closing.
    outer: (&'l str, &'l str),
    inner: (&'l str, &'l str),
    punctuation_in_quote: bool,
}

impl<'l> Usage<'l> {
    pub(super) fn of(locale: &'l Locale) -> Self {
        let pair = |open: &str, close: &str| {
            let term = |name: &str| locale.term(name, Form::Long, false);
            (term(open).unwrap_or("\u{201C}"), term(close).unwrap_or("\u{201D}"))
        };
        Self {
            outer: pair("open-quote", "close-quote"),
            inner: pair("open-inner-quote", "close-inner-quote"),
            punctuation_in_quote: locale.punctuation_in_quote,
        }
    }
}

/// A settled step.
#[derive(Debug, Clone, Copy)]
enum Atom<'a> {
    Text(&'a str),
    OpenQuote(&'a str),
    CloseQuote(&'a str),
    Open(Mark),
    Close,
    /// Where the words of a variable begin or end, in a traced rendering.
    Variable(char),
}

struct Pen<'a> {
    out: Vec<Atom<'a>>,
    /// Quotes that are open; `true` for those with the inner marks.
    open: Vec<bool>,
    /// Where the last words come from.
    last: Kind,
    usage: &'a Usage<'a>,
}

impl<'a> Pen<'a> {
    /// Inside of others, quotes change from one kind of marks to the other.
    fn open_quote(&mut self, inner: bool) {
        let inner = self.open.last().map_or(inner, |outer| !outer);
        self.open.push(inner);
        let (open, _) = if inner { self.usage.inner } else { self.usage.outer };
        self.out.push(Atom::OpenQuote(open));
    }

    fn close_quote(&mut self) {
        let inner = self.open.pop().unwrap_or(false);
        let (_, close) = if inner { self.usage.inner } else { self.usage.outer };
        self.out.push(Atom::CloseQuote(close));
    }

    fn write(&mut self, mut text: &'a str, kind: Kind) {
        if kind == Kind::Continued {
            self.out.push(Atom::Text(text));
            self.last = Kind::Words;
            return;
        }
        loop {
            if self.usage.punctuation_in_quote {
                self.move_into_quote(&mut text);
            }
            let (Some(before), Some(next)) = (self.last_char(), text.chars().next()) else { break };
            let loose = kind == Kind::Delimiter || self.last == Kind::Delimiter;
            // Inside a name a blank that does not break takes the place of another.
            if before == '\u{A0}' && next == ' ' && kind == Kind::Words {
                text = text.get(1..).unwrap_or_default();
                continue;
            }
            if before == ' ' && next == ' ' && self.last == Kind::CiteDelimiter {
                break;
            }
            match meet(before, next, loose) {
                Meeting::KeepBoth => break,
                Meeting::DropSecond => text = text.get(next.len_utf8()..).unwrap_or_default(),
                Meeting::DropFirst if self.drop_last() => {}
                Meeting::DropFirst => break,
            }
        }
        if !text.is_empty() {
            self.out.push(Atom::Text(text));
            self.last = kind;
        }
    }

    /// American usage: a mark that ends a phrase goes in front of a closing quotation mark.
    fn move_into_quote(&mut self, text: &mut &'a str) {
        let marks = |c: &char| matches!(c, '.' | ',' | '!' | '?');
        let Some(mark) = text.chars().next().filter(marks) else { return };
        let mut at = self.out.len();
        let mut quotes = false;
        while let Some(atom) = at.checked_sub(1).and_then(|idx| self.out.get(idx)) {
            match atom {
                Atom::CloseQuote(_) => quotes = true,
                Atom::Close | Atom::Variable(_) => {}
                _ => break,
            }
            at -= 1;
        }
        if !quotes {
            return;
        }
        let Some(Atom::Text(inside)) = at.checked_sub(1).and_then(|idx| self.out.get(idx)) else {
            return;
        };
        let (head, tail) = text.split_at(mark.len_utf8());
        let before = inside.chars().last();
        match before.map_or(Meeting::KeepBoth, |before| meet(before, mark, false)) {
            Meeting::DropSecond => {}
            Meeting::KeepBoth | Meeting::DropFirst => self.out.insert(at, Atom::Text(head)),
        }
        *text = tail;
    }

    /// Returns the last character, looking through closing quotation marks for final punctuation.
    fn last_char(&self) -> Option<char> {
        let mut quoted = false;
        for atom in self.out.iter().rev() {
            match atom {
                Atom::CloseQuote(_) => quoted = true,
                Atom::Open(_) | Atom::Close | Atom::Variable(_) => {}
                Atom::OpenQuote(text) => return text.chars().last(),
                Atom::Text(text) => {
                    let last = text.chars().last()?;
                    // Behind a closing quote only a sentence's end counts.
                    let counts = !quoted || matches!(last, '.' | '!' | '?');
                    return counts.then_some(last);
                }
            }
        }
        None
    }

    /// Takes the last character away, unless it stands before a closing quotation mark.
    fn drop_last(&mut self) -> bool {
        for idx in (0..self.out.len()).rev() {
            match self.out.get_mut(idx) {
                Some(Atom::Text(text)) => {
                    let last = text.chars().last().map_or(0, char::len_utf8);
                    *text = text.get(..text.len() - last).unwrap_or_default();
                    if text.is_empty() {
                        self.out.remove(idx);
                    }
                    return true;
                }
                Some(Atom::Open(_) | Atom::Close | Atom::Variable(_)) => {}
                _ => return false,
            }
        }
        false
    }
}

enum Meeting {
    KeepBoth,
    DropFirst,
    DropSecond,
}

/// Decides what becomes of two characters where two pieces meet; `loose` when one of them stands
/// between elements, where only what is doubled is dropped.
fn meet(first: char, second: char, loose: bool) -> Meeting {
    match (first, second) {
        (' ', ' ')
        | ('.' | '!' | '?' | ':' | ';', '.')
        | (':', ':')
        | (';', ';')
        | (',', ',')
        | ('!', '!')
        | ('?', '?') => Meeting::DropSecond,
        (';' | '!' | '?', ':') if !loose => Meeting::DropSecond,
        (':' | ';', '!' | '?') if !loose => Meeting::DropFirst,
        _ => Meeting::KeepBoth,
    }
}

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
    /// How many frames its mark opened; all are closed together.
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
        let wraps = wraps(tape, mark, &mut self.looks);
        let opened_with = wraps.len().max(1);
        if wraps.is_empty() {
            // Its content goes on with what stands around it.
            let start = self.open.last().map_or(0, |frame| frame.start);
            return self.open.push(Frame { wrap: None, start, outer, opened_with });
        }
        self.flush();
        let start = self.nodes.len();
        for wrap in wraps {
            self.open.push(Frame { wrap: Some(wrap), start, outer, opened_with });
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

fn tree(tape: &Tape, atoms: &[Atom<'_>]) -> Vec<Node> {
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
            Atom::Close => tree.close(),
        }
    }
    while !tree.open.is_empty() {
        tree.close();
    }
    tree.flush();
    tree.nodes.drain(..).collect()
}

/// Returns what a mark wraps around its content, outer first, and changes the looks by it.
fn wraps(tape: &Tape, mark: Mark, looks: &mut Looks) -> Vec<Wrap> {
    match mark {
        Mark::Format(format) => formats(format, looks),
        Mark::Inline(inline) => inlines(inline, looks),
        Mark::Link { start, end } => vec![Wrap::Link(tape.slice(start, end).to_owned())],
        Mark::Display(display) => vec![Wrap::Display(display)],
        Mark::Quote | Mark::InnerQuote | Mark::StraightQuote { .. } | Mark::Tag(_) => Vec::new(),
    }
}

/// What the style asks for; nothing where text looks like that already.
fn formats(format: Format, looks: &mut Looks) -> Vec<Wrap> {
    let mut out = Vec::new();
    if let Some(style) = format.style {
        let italic = style != FontStyle::Normal;
        if italic != looks.italic {
            looks.italic = italic;
            out.push(Wrap::Font(if italic { Font::Italic } else { Font::NormalStyle }));
        }
    }
    if let Some(variant) = format.variant {
        let small_caps = variant == FontVariant::SmallCaps;
        if small_caps != looks.small_caps {
            looks.small_caps = small_caps;
            out.push(Wrap::Font(if small_caps { Font::SmallCaps } else { Font::NormalVariant }));
        }
    }
    if let Some(weight) = format.weight {
        let bold = weight == FontWeight::Bold;
        if bold != looks.bold {
            looks.bold = bold;
            out.push(Wrap::Font(if bold { Font::Bold } else { Font::NormalWeight }));
        }
    }
    if let Some(decoration) = format.decoration {
        let underline = decoration == Decoration::Underline;
        if underline != looks.underline {
            looks.underline = underline;
            out.push(Wrap::Font(if underline { Font::Underline } else { Font::NoUnderline }));
        }
    }
    if let Some(vertical) = format.vertical {
        let new = Some(vertical).filter(|vertical| *vertical != Vertical::Baseline);
        if new != looks.vertical {
            looks.vertical = new;
            out.push(Wrap::Font(match vertical {
                Vertical::Raised => Font::Superscript,
                Vertical::Lowered => Font::Subscript,
                Vertical::Baseline => Font::Baseline,
            }));
        }
    }
    out.reverse();
    out
}

/// Markup of a field stands out from its surroundings, whatever they are.
fn inlines(inline: Inline, looks: &mut Looks) -> Vec<Wrap> {
    let font = match inline {
        Inline::Italic => {
            looks.italic = !looks.italic;
            if looks.italic { Font::Italic } else { Font::NormalStyle }
        }
        Inline::Bold => {
            looks.bold = !looks.bold;
            if looks.bold { Font::Bold } else { Font::NormalWeight }
        }
        Inline::SmallCaps => {
            looks.small_caps = !looks.small_caps;
            if looks.small_caps { Font::SmallCaps } else { Font::NormalVariant }
        }
        Inline::Superscript => {
            looks.vertical = Some(Vertical::Raised);
            Font::Superscript
        }
        Inline::Subscript => {
            looks.vertical = Some(Vertical::Lowered);
            Font::Subscript
        }
        Inline::NoCase => return Vec::new(),
        Inline::Plain => {
            let plain = Format {
                style: Some(FontStyle::Normal),
                weight: Some(FontWeight::Normal),
                variant: Some(FontVariant::Normal),
                decoration: Some(Decoration::None),
                vertical: Some(Vertical::Baseline),
            };
            return formats(plain, looks);
        }
    };
    vec![Wrap::Font(font)]
}
