//! What elements put around their content: blocks, affixes, quotes, formats, letter case.

use super::case::{self, Letters};
use super::name::is_cjk;
use super::render::{Outcome, Renderer};
use super::tape::{Event, Kind, Mark, Place};
use crate::style::program::{Display, Format, Look, TextCase};

/// The places where the parts of an opened look begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opened {
    pub(super) start: Place,
    pub(super) content: Place,
    /// It writes words itself, in one piece.
    leaf: bool,
    format: Format,
    display: Option<Display>,
}

impl<'a> Renderer<'a> {
    /// Begins what an element does with its content: display, prefix, quotes, format.
    pub(super) fn open_look(&mut self, look: &'a Look) -> Opened {
        if look.any { self.open(look, look.format, false) } else { self.open_bare(false) }
    }

    /// The same for an element that writes these words in one piece. Words without a letter that
    /// could be slanted are not.
    pub(super) fn open_leaf(&mut self, look: &'a Look, words: &str) -> Opened {
        if !look.any {
            return self.open_bare(true);
        }
        let mut format = look.format;
        if format.style.is_some() && !words.contains(|c: char| c.is_alphanumeric() && !is_cjk(c)) {
            format.style = None;
        }
        // What has neither quotes nor a format looks the same either way.
        let bare = !look.quotes && format == Format::default();
        self.open(look, format, bare || !self.quotes.are_in(words))
    }

    /// The same for an element that does nothing with its content, as most do.
    fn open_bare(&mut self, leaf: bool) -> Opened {
        (self.first, self.outermost) = (false, false);
        let here = self.tape.here();
        Opened { start: here, content: here, leaf, format: Format::default(), display: None }
    }

    fn open(&mut self, look: &'a Look, format: Format, leaf: bool) -> Opened {
        let start = self.tape.here();
        let outermost = std::mem::take(&mut self.outermost);
        let display = look.display.filter(|_| outermost);
        if let Some(display) = display {
            self.tape.open(Mark::Display(display));
        }
        // What begins a group stands for the group.
        let first = std::mem::take(&mut self.first);
        let styled = !first && (format != Format::default() || look.quotes && leaf);
        let kind = if styled { Kind::StyledPrefix } else { Kind::Prefix };
        self.tape.write(kind, &look.prefix);
        if look.quotes && !self.is_sorting() {
            self.tape.open(if leaf { Mark::LeafQuote } else { Mark::Quote });
        }
        if format != Format::default() {
            self.tape.open(format_mark(format, leaf));
        }
        Opened { start, content: self.tape.here(), leaf, format, display }
    }

    /// Ends it; everything is taken back when there is no content.
    pub(super) fn close_look(&mut self, look: &'a Look, opened: Opened) -> Outcome {
        if look.strip_periods {
            self.strip_periods(opened.content, false);
        }
        self.close_look_with_periods(look, opened)
    }

    /// Ends it, and leaves periods in what leads somewhere else without them.
    pub(super) fn close_look_with_periods(&mut self, look: &'a Look, opened: Opened) -> Outcome {
        self.close_with(look, opened, false)
    }

    /// Ends the look of words of the style: the language of the work does not count, and no period of
    /// theirs is part of a name.
    pub(super) fn close_term(&mut self, look: &'a Look, opened: Opened) -> Outcome {
        if look.strip_periods {
            self.strip_periods(opened.content, true);
        }
        self.close_with(look, opened, true)
    }

    fn close_with(&mut self, look: &'a Look, opened: Opened, of_style: bool) -> Outcome {
        if self.tape.is_empty_since(opened.content) {
            self.tape.rewind(opened.start);
            return Outcome::MISSING;
        }
        if !look.any {
            if !opened.leaf {
                self.tape.leave();
            }
            return Outcome::FILLED;
        }
        if let Some(text_case) = look.text_case {
            let letters = match (of_style, text_case) {
                // Styles ask for it only where their language has it.
                (true, TextCase::Title) => Letters::English,
                (true, _) => Letters::of(&self.locale.lang),
                (false, _) => self.letters(),
            };
            case::apply(text_case, self.tape, opened.content, letters);
        }
        if !opened.leaf {
            self.tape.leave();
        }
        if opened.format != Format::default() {
            self.tape.close(format_mark(opened.format, opened.leaf));
        }
        if look.quotes && !self.is_sorting() {
            self.tape.close(if opened.leaf { Mark::LeafQuote } else { Mark::Quote });
        }
        let suffix = if look.quotes { Kind::FixedSuffix } else { Kind::Suffix };
        self.tape.write(suffix, &look.suffix);
        if let Some(display) = opened.display {
            self.tape.close(Mark::Display(display));
        }
        Outcome::FILLED
    }

    /// Begins what stands in the block of an element, but not in its looks.
    pub(super) fn open_bare_block(&mut self, of: Opened) -> Opened {
        let start = self.tape.here();
        if let Some(display) = of.display {
            self.tape.open(Mark::Display(display));
        }
        Opened { start, content: self.tape.here(), format: Format::default(), ..of }
    }

    /// Ends it.
    pub(super) fn close_bare_block(&mut self, opened: Opened) -> Outcome {
        if self.tape.is_empty_since(opened.content) {
            self.tape.rewind(opened.start);
            return Outcome::MISSING;
        }
        if let Some(display) = opened.display {
            self.tape.close(Mark::Display(display));
        }
        Outcome::FILLED
    }

    fn strip_periods(&mut self, from: Place, all: bool) {
        for idx in from.events..self.tape.events.len() {
            if let Some(Event::Text(piece)) = self.tape.events.get(idx).copied()
                && piece.kind == Kind::Words
            {
                let text = self.tape.text_of(piece);
                if text.contains('.') {
                    let bare = if all { text.replace('.', "") } else { without_periods(text) };
                    self.tape.replace(idx, &bare);
                }
            }
        }
    }
}

/// Takes out periods, but not those inside of names: "Proc. of x.com".
fn without_periods(text: &str) -> String {
    let mut chars = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        if c != '.' || chars.peek().is_some_and(|next| next.is_lowercase()) {
            out.push(c);
        }
    }
    out
}

fn format_mark(format: Format, leaf: bool) -> Mark {
    if leaf { Mark::LeafFormat(format) } else { Mark::Format(format) }
}
