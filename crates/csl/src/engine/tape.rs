//! [`Tape`]: what the engine writes while it renders.
//!
//! Text stands in one string, and a list of events says what opens and closes around its pieces:
//! formats, quotes, links, blocks, and tags for what later steps look for. An element that turns
//! out empty is taken back by rewinding, so nothing is allocated for it and nothing copied.

use refsmith_model::Variable;

use crate::style::program::{Display, Format, Look};

/// Rendered text with everything that is known about it.
#[derive(Debug, Default, Clone)]
pub(super) struct Tape {
    text: String,
    pub(super) events: Vec<Event>,
    pieces: usize,
    /// Whether variables are marked.
    traced: bool,
}

/// One step of a tape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Event {
    /// Words.
    Text(Piece),
    /// Something begins.
    Open(Mark),
    /// What was opened last ends.
    Close(Mark),
    /// A group, or what counts as one, ends behind something that looks for its neighbours.
    Leave,
}

/// A stretch of the tape's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) kind: Kind,
}

/// Where words come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A field of the record, a term, a literal of the style.
    Words,
    /// What the style puts before an element.
    Prefix,
    /// The same before an element with a format of its own.
    StyledPrefix,
    /// What it puts behind one.
    Suffix,
    /// The same, behind quotation marks or a number: a blank at its end and one that follows both
    /// stay.
    FixedSuffix,
    /// The same, of a group whose last element ends with the mark this one begins with.
    RepeatedSuffix,
    /// Between two elements.
    Delimiter,
    /// Between two names, or the parts of one.
    NameDelimiter,
    /// The same where nothing is dropped beside it.
    FixedDelimiter,
    /// Between two cites.
    CiteDelimiter,
    /// More of the text before it, behind a mark inside that text.
    Continued,
}

/// What surrounds words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Mark {
    /// Formatting of a group, a macro, names, a date, a number, the layout.
    Format(Format),
    /// Formatting of any other element that writes words.
    LeafFormat(Format),
    /// Markup inside a field: stands out from what surrounds it.
    Inline(Inline),
    /// Quotation marks of a group or a macro, or those that a field has.
    Quote,
    /// Quotation marks of an element that writes words.
    LeafQuote,
    /// Quotation marks that a field has as those inside of others.
    InnerQuote,
    /// Straight single quotation marks, which may be either.
    StraightQuote {
        inner: bool,
    },
    /// A link; where its address stands in the tape's text.
    Link {
        start: u32,
        end: u32,
    },
    Display(Display),
    Tag(Tag),
}

/// Markup inside a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inline {
    Italic,
    Bold,
    SmallCaps,
    Superscript,
    Subscript,
    NoCase,
    /// Formatting of the surroundings does not apply.
    Plain,
}

/// What later steps look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// The names a cite or entry is known by, or what stands in for them.
    Names,
    /// One of these names.
    Name,
    /// A label of names.
    Label,
    /// A year with its suffix.
    Year,
    /// The letter behind the year.
    YearSuffix,
    /// A term: capitalized where a note begins with it.
    Term,
    /// What a variable gave; written on traced tapes only.
    Variable(Variable),
}

/// Tells whether a character ends a phrase, and collides with others that do.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '?' | '!')
}

/// A place of a tape to come back to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) events: usize,
    text: usize,
    pieces: usize,
}

impl Tape {
    /// Creates a tape, with room for a cite, that says, or does not say, which variable its words
    /// come from.
    pub(super) fn new(traced: bool) -> Self {
        let (text, events) = (String::with_capacity(64), Vec::with_capacity(16));
        Self { text, events, pieces: 0, traced }
    }

    pub(super) fn here(&self) -> Place {
        Place { events: self.events.len(), text: self.text.len(), pieces: self.pieces }
    }

    /// Forgets everything written behind a place.
    pub(super) fn rewind(&mut self, place: Place) {
        self.events.truncate(place.events);
        self.text.truncate(place.text);
        self.pieces = place.pieces;
    }

    /// Tells whether no words were written behind a place.
    pub(super) fn is_empty_since(&self, place: Place) -> bool {
        self.pieces == place.pieces
    }

    pub(super) fn clear(&mut self) {
        self.events.clear();
        self.text.clear();
        self.pieces = 0;
    }

    pub(super) fn write(&mut self, kind: Kind, text: &str) {
        if !text.is_empty() {
            let piece = self.store(kind, text);
            self.events.push(Event::Text(piece));
            self.pieces += 1;
        }
    }

    pub(super) fn words(&mut self, text: &str) {
        self.write(Kind::Words, text);
    }

    pub(super) fn open(&mut self, mark: Mark) {
        self.events.push(Event::Open(mark));
    }

    pub(super) fn close(&mut self, mark: Mark) {
        self.events.push(Event::Close(mark));
    }

    /// Notes that what follows comes from a variable.
    pub(super) fn open_variable(&mut self, variable: Variable) {
        if self.traced {
            self.open(Mark::Tag(Tag::Variable(variable)));
        }
    }

    /// Ends it.
    pub(super) fn close_variable(&mut self, variable: Variable) {
        if self.traced {
            self.close(Mark::Tag(Tag::Variable(variable)));
        }
    }

    /// Says that a group ends here, where that matters to what follows.
    pub(super) fn leave(&mut self) {
        let mut inner = self.events.iter().rev().filter(|event| {
            let (Event::Open(mark) | Event::Close(mark)) = event else { return true };
            !matches!(mark, Mark::Tag(_) | Mark::Display(_) | Mark::Link { .. })
        });
        let matters = match inner.next() {
            Some(Event::Text(piece)) => {
                matches!(piece.kind, Kind::Suffix | Kind::FixedSuffix | Kind::RepeatedSuffix)
            }
            Some(Event::Close(mark)) => {
                matches!(mark, Mark::Format(_) | Mark::LeafFormat(_) | Mark::LeafQuote)
            }
            _ => false,
        };
        if matters {
            self.events.push(Event::Leave);
        }
    }

    /// Tells whether the last element ends with a suffix of its own and with the mark that the suffix
    /// of these looks begins with.
    pub(super) fn ends_with_suffix_like(&self, look: &Look) -> bool {
        let mark = look.suffix.chars().next().filter(|c| is_mark(*c));
        let plain = !look.quotes && look.format == Format::default();
        match (mark, self.events.last()) {
            (Some(mark), Some(Event::Text(piece))) if plain => {
                matches!(piece.kind, Kind::Suffix | Kind::FixedSuffix)
                    && self.text_of(*piece).ends_with(mark)
            }
            _ => false,
        }
    }

    /// Says where the last words come from.
    pub(super) fn set_last_kind(&mut self, kind: Kind) {
        if let Some(Event::Text(piece)) = self.events.last_mut() {
            piece.kind = kind;
        }
    }

    /// Opens a link.
    pub(super) fn open_link(&mut self, url: &str) -> Mark {
        let piece = self.store(Kind::Words, url);
        let mark = Mark::Link { start: piece.start, end: piece.end };
        self.open(mark);
        mark
    }

    /// Puts text into the tape's string. A tape holds one entry or citation; what would not fit
    /// into 4 GiB is left out.
    fn store(&mut self, kind: Kind, text: &str) -> Piece {
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        Piece { start, end, kind }
    }

    pub(super) fn text_of(&self, piece: Piece) -> &str {
        self.slice(piece.start, piece.end)
    }

    pub(super) fn slice(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// Replaces the words of the piece at an event.
    pub(super) fn replace(&mut self, event: usize, text: &str) {
        let Some(Event::Text(piece)) = self.events.get(event).copied() else { return };
        let new = self.store(piece.kind, text);
        if let Some(slot) = self.events.get_mut(event) {
            *slot = Event::Text(new);
        }
    }

    /// Appends a part of another tape.
    pub(super) fn append(&mut self, other: &Tape, from: usize, to: usize) {
        for event in other.events.get(from..to).unwrap_or_default() {
            match *event {
                Event::Text(piece) => self.write(piece.kind, other.text_of(piece)),
                Event::Open(Mark::Link { start, end }) => {
                    self.open_link(other.slice(start, end));
                }
                Event::Open(mark) => self.open(mark),
                Event::Close(mark) => self.close(mark),
                Event::Leave => self.events.push(Event::Leave),
            }
        }
    }

    pub(super) fn append_all(&mut self, other: &Tape) {
        self.append(other, 0, other.events.len());
    }

    /// Appends the words of some events to a string, for comparison and sorting.
    pub(super) fn push_words(&self, out: &mut String, from: usize, to: usize) {
        for event in self.events.get(from..to).unwrap_or_default() {
            if let Event::Text(piece) = event {
                out.push_str(self.text_of(*piece));
            }
        }
    }

    /// Returns all words.
    pub(super) fn plain(&self) -> String {
        let mut out = String::with_capacity(self.text.len());
        self.push_words(&mut out, 0, self.events.len());
        out
    }

    /// Returns the events between the first opening of a tag and its closing, both included.
    pub(super) fn find(&self, tag: Tag) -> Option<(usize, usize)> {
        let start = self.events.iter().position(|event| *event == Event::Open(Mark::Tag(tag)))?;
        let mut depth = 0usize;
        for (idx, event) in self.events.iter().enumerate().skip(start) {
            if *event == Event::Open(Mark::Tag(tag)) {
                depth += 1;
            } else if *event == Event::Close(Mark::Tag(tag)) {
                depth -= 1;
                if depth == 0 {
                    return Some((start, idx + 1));
                }
            }
        }
        None
    }
}
