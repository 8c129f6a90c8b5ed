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
pub(super) fn settle(tape: &Tape, locale: &Locale) -> Vec<Node> {
    let mut pen = Pen {
        out: Vec::with_capacity(tape.events.len()),
        open: Vec::new(),
        last: Kind::Words,
        locale,
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
    locale: &'a Locale,
}

impl<'a> Pen<'a> {
    /// Inside of others, quotes change from one kind of marks to the other.
    fn open_quote(&mut self, inner: bool) {
        let inner = self.open.last().map_or(inner, |outer| !outer);
        self.open.push(inner);
        let name = if inner { "open-inner-quote" } else { "open-quote" };
        let text = self.locale.term(name, Form::Long, false).unwrap_or("\u{201C}");
        self.out.push(Atom::OpenQuote(text));
    }

    fn close_quote(&mut self) {
        let inner = self.open.pop().unwrap_or(false);
        let name = if inner { "close-inner-quote" } else { "close-quote" };
        let text = self.locale.term(name, Form::Long, false).unwrap_or("\u{201D}");
        self.out.push(Atom::CloseQuote(text));
    }

    fn write(&mut self, mut text: &'a str, kind: Kind) {
        if kind == Kind::Continued {
            self.out.push(Atom::Text(text));
            self.last = Kind::Words;
            return;
        }
        loop {
            if self.locale.punctuation_in_quote {
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

/// A node that is being filled.
struct Frame {
    wrap: Option<Wrap>,
    children: Vec<Node>,
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

fn tree(tape: &Tape, atoms: &[Atom<'_>]) -> Vec<Node> {
    let mut looks = Looks::default();
    let mut stack = vec![Frame { wrap: None, children: Vec::new(), outer: looks, opened_with: 0 }];
    for atom in atoms {
        match atom {
            Atom::Text(text) | Atom::OpenQuote(text) | Atom::CloseQuote(text) => {
                if let Some(frame) = stack.last_mut() {
                    push_text(&mut frame.children, text);
                }
            }
            Atom::Variable(mark) => {
                if let Some(frame) = stack.last_mut() {
                    push_text(&mut frame.children, mark.encode_utf8(&mut [0; 4]));
                }
            }
            Atom::Open(mark) => {
                let outer = looks;
                let wraps = wraps(tape, *mark, &mut looks);
                let count = wraps.len();
                if count == 0 {
                    let children = Vec::new();
                    stack.push(Frame { wrap: None, children, outer, opened_with: 1 });
                }
                for wrap in wraps {
                    let children = Vec::new();
                    stack.push(Frame { wrap: Some(wrap), children, outer, opened_with: count });
                }
            }
            Atom::Close => {
                let count = stack.last().map_or(0, |frame| frame.opened_with);
                for _ in 0..count {
                    if stack.len() > 1
                        && let Some(frame) = stack.pop()
                    {
                        looks = frame.outer;
                        if let Some(parent) = stack.last_mut() {
                            close(frame, &mut parent.children);
                        }
                    }
                }
            }
        }
    }
    while stack.len() > 1
        && let Some(frame) = stack.pop()
    {
        if let Some(parent) = stack.last_mut() {
            close(frame, &mut parent.children);
        }
    }
    stack.pop().map_or(Vec::new(), |frame| frame.children)
}

fn push_text(children: &mut Vec<Node>, text: &str) {
    match children.last_mut() {
        Some(Node::Text(last)) => last.push_str(text),
        _ => children.push(Node::Text(text.to_owned())),
    }
}

fn close(frame: Frame, parent: &mut Vec<Node>) {
    let children = frame.children;
    if children.is_empty() {
        return;
    }
    match frame.wrap {
        None => {
            for child in children {
                match child {
                    Node::Text(text) => push_text(parent, &text),
                    other => parent.push(other),
                }
            }
        }
        Some(Wrap::Font(font)) => parent.push(Node::Marked(font, children)),
        Some(Wrap::Link(url)) => parent.push(Node::Link { url, children }),
        Some(Wrap::Display(display)) => parent.push(match display {
            Display::Block => Node::Block(children),
            Display::LeftMargin => Node::LeftMargin(children),
            Display::RightInline => Node::RightInline(children),
            Display::Indent => Node::Indent(children),
        }),
    }
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
