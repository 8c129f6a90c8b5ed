//! The last passes over an entry or citation: which quotation marks, and which punctuation where
//! pieces meet. `tree.rs` makes [`Node`]s of what they come to.

use super::tape::{Event, Kind, Mark, Tag, Tape, is_mark};
use super::trace;
use super::tree::tree;
use crate::locale::{Form, Locale};
use crate::node::Node;
use crate::style::program::Format;

/// Settles quotation marks and colliding punctuation, and makes a tree.
pub(super) fn settle(tape: &Tape, usage: &Usage<'_>) -> Vec<Node> {
    let mut pen = Pen {
        out: Vec::with_capacity(tape.events.len()),
        open: Vec::new(),
        last: Kind::Words,
        edge: Edge::default(),
        swallowed: None,
        repeated: None,
        quoted: None,
        sealed: false,
        fixed: false,
        letter: Letter::No,
        closed: false,
        dropped: false,
        usage,
    };
    for event in &tape.events {
        match *event {
            Event::Text(piece) => pen.write(tape.text_of(piece), piece.kind),
            Event::Open(Mark::Quote | Mark::LeafQuote) => pen.open_quote(false),
            Event::Open(Mark::InnerQuote) => pen.open_quote(true),
            Event::Open(Mark::StraightQuote { inner }) => pen.open_quote(inner),
            Event::Close(mark @ (Mark::Quote | Mark::LeafQuote | Mark::InnerQuote)) => {
                pen.close_quote();
                pen.closed = true;
                pen.edge.quote |= mark == Mark::LeafQuote;
            }
            Event::Close(Mark::StraightQuote { .. }) => pen.close_quote(),
            Event::Open(Mark::Tag(Tag::Variable(variable))) => {
                pen.out.push(Atom::Variable(trace::opening(variable)));
            }
            Event::Close(Mark::Tag(Tag::Variable(_))) => {
                pen.out.push(Atom::Variable(trace::CLOSING));
            }
            Event::Close(Mark::Tag(Tag::YearSuffix)) => pen.letter = Letter::Before,
            Event::Open(Mark::Tag(_)) | Event::Close(Mark::Tag(_)) => {}
            Event::Open(mark) => {
                pen.edge.entered |= has_format(mark);
                pen.out.push(Atom::Open(mark));
            }
            Event::Close(mark) => {
                let leaf = matches!(mark, Mark::LeafFormat(_));
                pen.edge.leaf |= leaf && has_format(mark);
                pen.edge.group |= !leaf && has_format(mark);
                pen.closed |= has_format(mark);
                let block = matches!(mark, Mark::Display(_));
                pen.out.push(if block { Atom::CloseBlock } else { Atom::Close });
            }
            Event::Leave => {
                let Edge { quote, entered, .. } = pen.edge;
                pen.edge = Edge { quote, entered, left: true, ..Edge::default() };
                (pen.repeated, pen.fixed) = (None, false);
            }
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

/// Tells whether a mark changes what words look like because the style asks for it.
fn has_format(mark: Mark) -> bool {
    matches!(mark, Mark::Format(format) | Mark::LeafFormat(format) if format != Format::default())
}

/// A settled step.
#[derive(Debug, Clone, Copy)]
pub(super) enum Atom<'a> {
    Text(&'a str),
    OpenQuote(&'a str),
    CloseQuote(&'a str),
    Open(Mark),
    Close,
    CloseBlock,
    /// Where the words of a variable begin or end, in a traced rendering.
    Variable(char),
}

/// What ended, and what began, behind the last words.
#[derive(Debug, Clone, Copy, Default)]
struct Edge {
    /// An element with a format that wrote words itself.
    leaf: bool,
    /// A group with a format.
    group: bool,
    /// An element that put its own words into quotes.
    quote: bool,
    /// The group around the last element.
    left: bool,
    /// An element or a group with a format has begun.
    entered: bool,
}

struct Pen<'a> {
    out: Vec<Atom<'a>>,
    /// Quotes that are open; `true` for those with the inner marks.
    open: Vec<bool>,
    /// Where the last words come from.
    last: Kind,
    edge: Edge,
    /// The mark of a suffix that was dropped: what follows meets it all the same.
    swallowed: Option<char>,
    /// What is left of a suffix that repeated the mark before it.
    repeated: Option<&'a str>,
    /// The mark behind a quotation that an element writes.
    quoted: Option<&'a str>,
    /// A blank behind the last words stays where another follows.
    fixed: bool,
    /// A group's own mark ends a quotation: no other but a full stop goes in.
    sealed: bool,
    letter: Letter,
    /// A group with a format or in quotes has ended behind the last words: a blank that it ends with
    /// stays.
    closed: bool,
    /// A blank before an element was dropped as a whole: so is that before its first part.
    dropped: bool,
    usage: &'a Usage<'a>,
}

/// Whether a letter behind a year stands before the next piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Letter {
    No,
    Before,
    /// And what ends its element, which loses nothing to what follows.
    Ended,
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

    fn write(&mut self, text: &'a str, kind: Kind) {
        if kind == Kind::RepeatedSuffix {
            let rest = text.get(1..).unwrap_or_default();
            self.write(rest, Kind::Suffix);
            self.repeated = Some(rest);
            return;
        }
        let is_fixed = kind == Kind::FixedSuffix;
        let kind = if is_fixed { Kind::Suffix } else { kind };
        let text = match self.repeated.take() {
            Some(rest) => self.behind_repeated(rest, text, kind),
            None => text,
        };
        let text = if kind == Kind::Suffix { text } else { self.end_block(text) };
        let whole = text;
        let text = match self.quoted.take() {
            Some(mark) if self.edge.left => self.before_quoted(mark, text, kind),
            _ => text,
        };
        // A mark of its own behind a quotation that is not there already.
        let quotes = kind == Kind::Suffix && self.edge.quote && !self.edge.left;
        let quoted = quotes
            && whole.len() == 1
            && whole.starts_with(is_mark)
            && self.last_char() != whole.chars().next();
        let text = if kind != Kind::Continued && may_collide(text) {
            self.collided(text, kind)
        } else {
            text
        };
        if !text.is_empty() {
            self.out.push(Atom::Text(text));
            self.swallowed = None;
            self.sealed = false;
            self.fixed = is_fixed;
            let ends = kind == Kind::Suffix && self.letter == Letter::Before;
            (self.closed, self.dropped) = (false, false);
            self.letter = if ends { Letter::Ended } else { Letter::No };
            let Edge { leaf, group, left, .. } = self.edge;
            self.edge = Edge::default();
            if kind == Kind::Suffix && !left {
                (self.edge.leaf, self.edge.group) = (leaf, group);
            }
            self.last = if kind == Kind::Continued { Kind::Words } else { kind };
        } else if kind == Kind::Suffix {
            // It went into the quotes, or was there already.
            self.edge.quote = false;
            self.last = kind;
            self.swallowed = whole.chars().next_back();
        } else if is_prefix(kind) {
            self.dropped |= !whole.is_empty();
        } else if matches!(kind, Kind::Delimiter | Kind::NameDelimiter) && !whole.is_empty() {
            let Edge { entered, left, .. } = self.edge;
            self.edge = Edge { entered, left, ..Edge::default() };
            (self.last, self.fixed) = (kind, false);
        }
        if quoted && whole.starts_with(self.last_char().unwrap_or(' ')) {
            self.quoted = Some(whole);
        }
    }

    /// American usage: what follows a group goes before the mark that stands behind a quotation at
    /// its end. Returns what does not.
    fn before_quoted(&mut self, mark: &'a str, text: &'a str, kind: Kind) -> &'a str {
        let is_affix = matches!(kind, Kind::Suffix | Kind::Delimiter) || is_prefix(kind);
        if !self.usage.punctuation_in_quote || !is_affix || !text.starts_with(is_mark) {
            return text;
        }
        let (mut mark, mut rest) = (mark, text);
        self.drop_last();
        self.edge.quote = true;
        self.move_into_quote(&mut rest, kind);
        (self.edge.quote, self.sealed) = (false, false);
        self.move_into_quote(&mut mark, Kind::Suffix);
        if !mark.is_empty() && self.last_char() != mark.chars().next() {
            self.out.push(Atom::Text(mark));
        }
        rest
    }

    /// A suffix that repeats the one before takes a mark of what follows with it, or a blank.
    fn behind_repeated(&mut self, rest: &str, text: &'a str, kind: Kind) -> &'a str {
        let affix = is_prefix(kind) || kind == Kind::Delimiter;
        if affix && let Some(tail) = text.strip_prefix(is_mark) {
            self.fixed = true;
            return tail;
        }
        if rest.starts_with(' ') {
            self.drop_last();
            if is_prefix(kind) {
                return text.strip_prefix(' ').unwrap_or(text);
            }
        }
        text
    }

    /// Drops what collides where a piece meets the last one, and returns what is left of it.
    fn collided(&mut self, mut text: &'a str, kind: Kind) -> &'a str {
        let near = match self.near(text, kind) {
            Near::Within
                if self.letter == Letter::Ended && (!is_prefix(kind) || self.edge.left) =>
            {
                Near::Beside
            }
            near => near,
        };
        let mut blank_dropped = false;
        loop {
            if self.usage.punctuation_in_quote && near != Near::Apart {
                self.move_into_quote(&mut text, kind);
            }
            let before = self.swallowed.or_else(|| self.last_char());
            let (Some(before), Some(next)) = (before, text.chars().next()) else { return text };
            let drop = match (before, next) {
                // Inside a name a blank that does not break takes the place of another.
                ('\u{A0}', ' ') if kind == Kind::Words => Dropped::Second,
                (' ', ' ') if !blank_dropped && self.drops_blank(kind, near) => {
                    blank_dropped = true;
                    Dropped::Second
                }
                (',', ',') if kind == Kind::Words => Dropped::Neither,
                (_, mark) if self.repeats_behind_swallowed(mark, kind, near) => Dropped::Second,
                _ => collide(before, next, near),
            };
            match drop {
                Dropped::Neither => return text,
                Dropped::Second => text = text.get(next.len_utf8()..).unwrap_or_default(),
                Dropped::First if self.swallowed.is_none() && self.drop_last() => {}
                Dropped::First => return text,
            }
        }
    }

    /// Decides how near the next piece is to the last: less where either belongs to something with
    /// a format of its own, or stands between elements.
    fn near(&self, text: &str, kind: Kind) -> Near {
        let Edge { leaf, group, quote, left, entered } = self.edge;
        let behind_words = self.last == Kind::Words;
        let has_format = entered || leaf || group;
        match kind {
            Kind::Suffix if !left && (leaf || quote) => Near::Beside,
            Kind::Suffix | Kind::FixedSuffix | Kind::RepeatedSuffix | Kind::CiteDelimiter => {
                Near::Within
            }
            Kind::FixedDelimiter => Near::Apart,
            _ if is_prefix(kind) && self.last == Kind::FixedDelimiter => Near::Apart,
            Kind::Delimiter if left || behind_words && !leaf && !quote => Near::Within,
            Kind::Prefix | Kind::StyledPrefix if has_format => Near::Apart,
            Kind::StyledPrefix if behind_words => Near::Apart,
            Kind::Prefix | Kind::StyledPrefix if is_prefix(self.last) => Near::Apart,
            Kind::StyledPrefix => Near::Beside,
            Kind::Prefix if matches!(self.last, Kind::Delimiter | Kind::NameDelimiter) => {
                Near::Beside
            }
            Kind::Prefix if quote && !left => Near::Beside,
            Kind::Prefix => Near::Within,
            Kind::Words | Kind::Continued if behind_words => {
                if has_format || text.trim_end().chars().all(is_mark) {
                    Near::Apart
                } else if quote && !left {
                    Near::Beside
                } else {
                    Near::Within
                }
            }
            Kind::Words | Kind::Continued if self.last == Kind::Suffix && !has_format => {
                Near::Within
            }
            Kind::NameDelimiter if behind_words => Near::Within,
            Kind::Delimiter | Kind::NameDelimiter | Kind::Words | Kind::Continued => Near::Beside,
        }
    }

    /// What was swallowed stands between a mark and the same mark, but does not keep them apart.
    fn repeats_behind_swallowed(&self, mark: char, kind: Kind, near: Near) -> bool {
        let swallowed = self.swallowed.is_some() && is_prefix(kind) && near != Near::Apart;
        swallowed && is_mark(mark) && self.last_char() == Some(mark)
    }

    /// Of two blanks that the style puts between words one goes; blanks among the words stay.
    fn drops_blank(&self, kind: Kind, near: Near) -> bool {
        if self.dropped && is_prefix(kind) {
            return true;
        }
        let between = is_prefix(kind) || kind == Kind::Delimiter;
        if self.fixed && is_prefix(kind) || self.closed && between {
            return false;
        }
        self.last == Kind::NameDelimiter && !is_prefix(kind)
            || kind == Kind::NameDelimiter
            || kind != Kind::Words
                && !matches!(self.last, Kind::Words | Kind::CiteDelimiter)
                && (near != Near::Apart || is_prefix(self.last) && !self.edge.entered)
    }

    /// American usage: a mark that ends a phrase goes in front of a closing quotation mark.
    fn move_into_quote(&mut self, text: &mut &'a str, kind: Kind) {
        // Quotes that end a group take in every mark behind it.
        let every = self.edge.quote && self.edge.left;
        let Some(mark) = text.chars().next().filter(|mark| match mark {
            '.' | '!' | '?' => true,
            ',' => kind != Kind::Words,
            ';' | ':' => every && !matches!(kind, Kind::Words | Kind::CiteDelimiter),
            _ => false,
        }) else {
            return;
        };
        let mut inside = None;
        for (at, atom) in self.out.iter().enumerate().rev() {
            match atom {
                Atom::CloseQuote(_) => inside = Some(at),
                Atom::Close | Atom::CloseBlock | Atom::Variable(_) => {}
                _ => break,
            }
        }
        let Some(inside) = inside else { return };
        if self.sealed && mark != '.' {
            return;
        }
        self.sealed |= kind == Kind::Suffix && self.edge.left;
        let (head, tail) = text.split_at(mark.len_utf8());
        let before = self.last_char();
        match before.map_or(Dropped::Neither, |before| collide(before, mark, Near::Within)) {
            Dropped::Second => {}
            Dropped::Neither => self.out.insert(inside, Atom::Text(head)),
            Dropped::First => {
                self.out.insert(inside, Atom::Text(head));
                self.drop_last_before(inside);
            }
        }
        *text = tail;
    }

    /// A mark that follows a block stands at its end, even if it is a mark of what follows. Returns
    /// the rest.
    fn end_block(&mut self, text: &'a str) -> &'a str {
        let Some(mark) = text.chars().next().filter(|c| is_mark(*c)) else { return text };
        let mut end = None;
        for (at, atom) in self.out.iter().enumerate().rev() {
            match atom {
                Atom::CloseBlock => end = Some(at),
                Atom::Open(_) | Atom::Variable(_) => {}
                _ => break,
            }
        }
        let Some(end) = end else { return text };
        let (head, tail) = text.split_at(mark.len_utf8());
        if self.last_char() != Some(mark) {
            self.out.insert(end, Atom::Text(head));
        }
        tail
    }

    /// Returns the last character, looking through closing quotation marks.
    fn last_char(&self) -> Option<char> {
        self.out.iter().rev().find_map(|atom| match atom {
            Atom::CloseQuote(_)
            | Atom::Open(_)
            | Atom::Close
            | Atom::CloseBlock
            | Atom::Variable(_) => None,
            Atom::OpenQuote(text) | Atom::Text(text) => text.chars().last(),
        })
    }

    /// Takes the last character away.
    fn drop_last(&mut self) -> bool {
        self.drop_last_before(self.out.len())
    }

    fn drop_last_before(&mut self, end: usize) -> bool {
        for idx in (0..end).rev() {
            match self.out.get_mut(idx) {
                Some(Atom::Text(text)) => {
                    let last = text.chars().last().map_or(0, char::len_utf8);
                    *text = text.get(..text.len() - last).unwrap_or_default();
                    if text.is_empty() {
                        self.out.remove(idx);
                    }
                    return true;
                }
                Some(
                    Atom::Open(_)
                    | Atom::Close
                    | Atom::CloseBlock
                    | Atom::CloseQuote(_)
                    | Atom::Variable(_),
                ) => {}
                _ => return false,
            }
        }
        false
    }
}

fn is_prefix(kind: Kind) -> bool {
    matches!(kind, Kind::Prefix | Kind::StyledPrefix)
}

/// Tells whether a piece begins with something that may collide with what stands before it.
fn may_collide(text: &str) -> bool {
    matches!(text.as_bytes().first(), Some(b' ' | b'.' | b',' | b';' | b':' | b'!' | b'?'))
}

/// How near two pieces are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Near {
    /// Whatever collides is settled.
    Within,
    /// Only what is doubled is dropped.
    Beside,
    /// Nothing is dropped.
    Apart,
}

/// What is dropped where two characters collide.
enum Dropped {
    Neither,
    First,
    Second,
}

fn collide(first: char, second: char, near: Near) -> Dropped {
    match (first, second) {
        _ if near == Near::Apart => Dropped::Neither,
        ('.' | ',' | ';' | ':' | '!' | '?', same) if first == same => Dropped::Second,
        _ if near == Near::Beside => Dropped::Neither,
        ('!' | '?' | ':' | ';', '.') | (';' | '!' | '?', ':') => Dropped::Second,
        (':' | ';', '!' | '?') => Dropped::First,
        _ => Dropped::Neither,
    }
}
