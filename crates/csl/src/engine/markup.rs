//! Words of a field on their way to the tape: inline markup, quotation marks, apostrophes.

use refsmith_model::{Mark as Rich, RichText};

use super::tape::{Inline, Kind, Mark, Tape};
use crate::locale::{Form, Locale};

/// Words with what begins and ends between them, by byte offset.
struct Marked<'a> {
    words: std::borrow::Cow<'a, str>,
    /// In order; what ends at a place stands before what begins there.
    edges: Vec<Edge>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Edge {
    at: usize,
    opens: bool,
    mark: Mark,
}

/// Writes the text of a field.
pub(super) fn write_rich(tape: &mut Tape, text: &RichText, quotes: Quotes) {
    if text.marks.is_empty() {
        if quotes.usual && is_unremarkable(&text.plain) {
            return tape.words(&text.plain);
        }
        let narrow = narrowed(&text.plain);
        return write_plain(tape, Kind::Words, narrow.as_deref().unwrap_or(&text.plain), quotes);
    }
    let len = text.plain.len();
    let mut spans: Vec<(usize, usize, Inline)> = text
        .marks
        .iter()
        .map(|(range, mark)| (range.start as usize, (range.end as usize).min(len), inline(*mark)))
        .filter(|(start, end, _)| {
            start < end && text.plain.is_char_boundary(*start) && text.plain.is_char_boundary(*end)
        })
        .collect();
    spans.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let mut edges = Vec::with_capacity(spans.len() * 2);
    let mut open: Vec<(usize, Inline)> = Vec::new();
    for (start, end, mark) in spans {
        while let Some((at, inner)) = open.pop_if(|(at, _)| *at <= start) {
            edges.push(Edge { at, opens: false, mark: Mark::Inline(inner) });
        }
        // A mark that would cross another ends with it.
        let end = open.last().map_or(end, |(outer, _)| end.min(*outer));
        edges.push(Edge { at: start, opens: true, mark: Mark::Inline(mark) });
        open.push((end, mark));
    }
    while let Some((at, inner)) = open.pop() {
        edges.push(Edge { at, opens: false, mark: Mark::Inline(inner) });
    }
    let words = match narrowed(&text.plain) {
        Some(narrow) => {
            move_edges(&mut edges, &text.plain, &narrow);
            narrow.into()
        }
        None => text.plain.as_str().into(),
    };
    write(tape, Kind::Words, &Marked { words, edges }, quotes);
}

/// Puts edges, which come in order, where they are in a text that has other blanks.
fn move_edges(edges: &mut [Edge], before: &str, behind: &str) {
    let places = before.char_indices().zip(behind.char_indices()).map(|((a, _), (b, _))| (a, b));
    let mut places = places.chain([(before.len(), behind.len())]);
    let mut place = (0, 0);
    for edge in edges {
        while place.0 < edge.at {
            let Some(next) = places.next() else { break };
            place = next;
        }
        edge.at = place.1;
    }
}

fn inline(mark: Rich) -> Inline {
    match mark {
        Rich::Italic => Inline::Italic,
        Rich::Bold => Inline::Bold,
        Rich::SmallCaps => Inline::SmallCaps,
        Rich::Superscript => Inline::Superscript,
        Rich::Subscript => Inline::Subscript,
        Rich::NoCase | Rich::Math => Inline::NoCase,
        Rich::Plain => Inline::Plain,
    }
}

/// Writes words that carry their markup as tags (`<i>`): names, and what a writer puts around a
/// cite.
pub(super) fn write_tagged(tape: &mut Tape, kind: Kind, text: &str, quotes: Quotes) {
    if !text.contains('<') {
        return write_plain(tape, kind, text, quotes);
    }
    write(tape, kind, &tagged(text), quotes);
}

/// Tags of inline markup: opening, closing, meaning.
const TAGS: &[(&str, &str, Inline)] = &[
    ("<i>", "</i>", Inline::Italic),
    ("<b>", "</b>", Inline::Bold),
    ("<sc>", "</sc>", Inline::SmallCaps),
    ("<sup>", "</sup>", Inline::Superscript),
    ("<sub>", "</sub>", Inline::Subscript),
    ("<span class=\"nocase\">", "</span>", Inline::NoCase),
    ("<span class=\"nodecor\">", "</span>", Inline::Plain),
    ("<span style=\"font-variant: small-caps;\">", "</span>", Inline::SmallCaps),
    ("<span style=\"font-variant:small-caps;\">", "</span>", Inline::SmallCaps),
];

/// Finds pairs of tags; a tag without its partner is text.
fn tagged(text: &str) -> Marked<'_> {
    let mut found: Vec<(usize, usize, bool, Inline)> = Vec::new();
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut pairs: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + offset;
        let rest = text.get(start..).unwrap_or_default();
        if let Some((tag, close, mark)) = TAGS.iter().find(|(tag, _, _)| rest.starts_with(tag)) {
            open.push((found.len(), close));
            found.push((start, tag.len(), true, *mark));
            at = start + tag.len();
        } else if let Some((idx, close)) = open.last().copied().filter(|(_, c)| rest.starts_with(c))
        {
            open.pop();
            let mark = found.get(idx).map_or(Inline::NoCase, |(_, _, _, mark)| *mark);
            pairs.extend([idx, found.len()]);
            found.push((start, close.len(), false, mark));
            at = start + close.len();
        } else {
            at = start + 1;
        }
    }
    pairs.sort_unstable();
    let mut words = String::with_capacity(text.len());
    let mut edges = Vec::with_capacity(pairs.len());
    let mut done = 0;
    for (start, len, opens, mark) in pairs.iter().filter_map(|idx| found.get(*idx)) {
        words.push_str(text.get(done..*start).unwrap_or_default());
        edges.push(Edge { at: words.len(), opens: *opens, mark: Mark::Inline(*mark) });
        done = start + len;
    }
    words.push_str(text.get(done..).unwrap_or_default());
    Marked { words: words.into(), edges }
}

/// Writes words without markup.
pub(super) fn write_plain(tape: &mut Tape, kind: Kind, text: &str, quotes: Quotes) {
    if !quotes.occur_in(text) {
        return tape.write(kind, text);
    }
    write(tape, kind, &Marked { words: text.into(), edges: Vec::new() }, quotes);
}

/// The quotation marks that are read as such: straight ones, and those of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quotes {
    /// Opening and closing.
    outer: Option<(char, char)>,
    inner: Option<(char, char)>,
    /// A double mark stands before.
    doubled: bool,
    /// The first marks were single ones.
    singled: bool,
    /// The language has no marks in ASCII but the straight ones.
    usual: bool,
}

impl Quotes {
    pub(super) fn of(locale: &Locale) -> Self {
        let one = |name: &str| {
            let mut chars = locale.term(name, Form::Long, false)?.chars();
            chars.next().filter(|_| chars.next().is_none())
        };
        let pair = |open: &str, close: &str| one(open).zip(one(close));
        let outer = pair("open-quote", "close-quote");
        let inner = pair("open-inner-quote", "close-inner-quote");
        let usual = |c: char| !c.is_ascii() || matches!(c, '"' | '\'');
        let usual = [outer, inner].into_iter().flatten().all(|(a, b)| usual(a) && usual(b));
        Self { outer, inner, doubled: false, singled: false, usual }
    }

    /// Straight marks alone.
    pub(super) const STRAIGHT: Self =
        Self { outer: None, inner: None, doubled: false, singled: false, usual: true };

    /// Tells whether a text has quotation marks or apostrophes.
    pub(super) fn are_in(self, text: &str) -> bool {
        self.may_occur_in(text) && text.contains(|c| c == '\u{2019}' || self.is_quote(c))
    }

    fn is_quote(self, c: char) -> bool {
        let among = |pair: Option<(char, char)>| pair.is_some_and(|(a, b)| a == c || b == c);
        matches!(c, '"' | '\'') || among(self.outer) || among(self.inner)
    }

    fn occur_in(self, text: &str) -> bool {
        self.may_occur_in(text) && text.contains(|c| self.is_quote(c))
    }

    /// Most texts have none; bytes are compared faster than characters.
    fn may_occur_in(self, text: &str) -> bool {
        let suspicious = |byte: u8| !byte.is_ascii() || byte == b'"' || byte == b'\'';
        !self.usual || text.bytes().any(suspicious)
    }

    /// Returns the opening mark that a closing one belongs to.
    fn partner(self, close: char) -> Option<char> {
        [self.outer, self.inner].into_iter().flatten().find(|pair| pair.1 == close).map(|p| p.0)
    }

    fn opens(self, c: char) -> bool {
        [self.outer, self.inner].into_iter().flatten().any(|pair| pair.0 == c)
    }

    fn mark(self, open: char) -> Mark {
        match self.inner {
            Some((inner, _)) if inner == open => Mark::InnerQuote,
            _ if open == '\'' => Mark::StraightQuote { inner: self.doubled },
            _ if open == '"' && self.singled => Mark::InnerQuote,
            _ => Mark::Quote,
        }
    }
}

fn write(tape: &mut Tape, kind: Kind, text: &Marked<'_>, quotes: Quotes) {
    let mut kind = kind;
    let mut words = String::new();
    let mut done = 0;
    let mut flush = |tape: &mut Tape, words: &mut String| {
        if !words.is_empty() {
            tape.write(kind, words);
            // Marks inside a text do not collide.
            kind = Kind::Continued;
            words.clear();
        }
    };
    for step in steps(text, quotes) {
        words.push_str(text.words.get(done..step.at).unwrap_or_default());
        match step.action {
            Action::Open(mark) => {
                flush(tape, &mut words);
                tape.open(mark);
            }
            Action::Close(mark) => {
                flush(tape, &mut words);
                tape.close(mark);
            }
            Action::Apostrophe => words.push('\u{2019}'),
        }
        done = step.at + step.len;
    }
    words.push_str(text.words.get(done..).unwrap_or_default());
    flush(tape, &mut words);
}

/// Something that happens at a place of the words; `len` bytes there are not words.
#[derive(Debug, Clone, Copy)]
struct Step {
    at: usize,
    len: usize,
    action: Action,
}

#[derive(Debug, Clone, Copy)]
enum Action {
    Open(Mark),
    Close(Mark),
    Apostrophe,
}

/// What is open while the words are read.
enum Opened {
    Tag,
    /// A quotation mark that may begin something, if its partner is found.
    Quote {
        at: usize,
        mark: char,
        step: usize,
        kind: Mark,
    },
}

/// Finds out which quotation marks are pairs and which are apostrophes. Pairs do not cross tags.
fn steps(text: &Marked<'_>, quotes: Quotes) -> Vec<Step> {
    let mut steps: Vec<Option<Step>> = Vec::new();
    let mut open: Vec<Opened> = Vec::new();
    let mut edges = text.edges.iter().peekable();
    let mut before: Option<char> = None;
    // The character before was a quotation mark that opens.
    let mut opening = false;
    // Beside double marks, single ones are those inside.
    let mut doubled = false;
    // And the other way round.
    let mut singled = false;
    let mut chars = text.words.char_indices().peekable();
    loop {
        let at = chars.peek().map_or(text.words.len(), |(at, _)| *at);
        while let Some(edge) = edges.next_if(|edge| edge.at <= at) {
            if edge.opens {
                open.push(Opened::Tag);
                steps.push(Some(Step { at: edge.at, len: 0, action: Action::Open(edge.mark) }));
            } else {
                while let Some(Opened::Quote { at, mark, step, .. }) = open.pop() {
                    give_up(&mut steps, at, mark, step);
                }
                steps.push(Some(Step { at: edge.at, len: 0, action: Action::Close(edge.mark) }));
            }
        }
        let Some((at, c)) = chars.next() else { break };
        let next = chars.peek().map(|(_, c)| *c);
        if quotes.is_quote(c) {
            let begins = opening || before.is_none_or(begins_word);
            let count = open.len();
            doubled |= c == '"' || c == '\u{201C}';
            quote(
                &mut steps,
                &mut open,
                Quotes { doubled, singled, ..quotes },
                (at, c),
                begins,
                before,
                next,
            );
            opening = open.len() > count;
            singled |= c == '\'' && !doubled && open.len() < count;
        } else {
            opening = false;
        }
        before = Some(c);
    }
    for opened in open {
        if let Opened::Quote { at, mark, step, .. } = opened {
            give_up(&mut steps, at, mark, step);
        }
    }
    steps.into_iter().flatten().collect()
}

/// A mark without a partner: a single one is an apostrophe, a double one stays.
fn give_up(steps: &mut [Option<Step>], at: usize, mark: char, step: usize) {
    if let Some(slot) = steps.get_mut(step)
        && mark == '\''
    {
        *slot = Some(Step { at, len: 1, action: Action::Apostrophe });
    }
}

fn begins_word(before: char) -> bool {
    before.is_whitespace() || matches!(before, '(' | '[' | '/' | '\u{2013}' | '\u{2014}')
}

fn quote(
    steps: &mut Vec<Option<Step>>,
    open: &mut Vec<Opened>,
    quotes: Quotes,
    (at, c): (usize, char),
    begins: bool,
    before: Option<char>,
    next: Option<char>,
) {
    let ends = next.is_none_or(|c| !c.is_alphanumeric());
    let closes = match c {
        '"' => Some('"').filter(|_| before.is_some_and(|c| !c.is_whitespace())),
        '\'' => Some('\'').filter(|_| ends),
        // An apostrophe looks like a closing mark.
        '\u{2019}' => quotes.partner(c).filter(|_| ends),
        _ => quotes.partner(c),
    };
    if let Some(partner) = closes
        && let Some(found) = open
            .iter()
            .rposition(|opened| !matches!(opened, Opened::Quote { mark, .. } if *mark != partner))
        && let Some(Opened::Quote { at: start, mark, step, kind }) = open.get(found)
    {
        let (len, kind) = (mark.len_utf8(), *kind);
        if let Some(slot) = steps.get_mut(*step) {
            *slot = Some(Step { at: *start, len, action: Action::Open(kind) });
        }
        for inner in open.drain(found..).skip(1) {
            if let Opened::Quote { at, mark, step, .. } = inner {
                give_up(steps, at, mark, step);
            }
        }
        let len = c.len_utf8();
        steps.push(Some(Step { at, len, action: Action::Close(kind) }));
        return;
    }
    let opens = match c {
        '"' => begins,
        '\'' => begins && next.is_some_and(|c| !c.is_whitespace()),
        _ => quotes.opens(c),
    };
    if opens {
        open.push(Opened::Quote { at, mark: c, step: steps.len(), kind: quotes.mark(c) });
        steps.push(None);
    } else if c == '\'' {
        steps.push(Some(Step { at, len: 1, action: Action::Apostrophe }));
    }
}

/// Writes a part of a name. A straight single quotation mark is an apostrophe, unless it is one of a
/// pair: `Robert "Bob" Smith`.
pub(super) fn write_name(tape: &mut Tape, text: &str, quotes: Quotes) {
    if !text.bytes().any(|byte| matches!(byte, b'\'' | b'<' | b'"')) {
        return tape.words(text);
    }
    write_tagged(tape, Kind::Words, text, quotes);
}

/// Tells whether a text has neither quotation marks nor anything for [`narrowed`]. Most have nothing
/// but ASCII, and one look at each byte is enough.
fn is_unremarkable(text: &str) -> bool {
    let mut before = 0;
    text.bytes().all(|byte| {
        let narrow = std::mem::replace(&mut before, byte) == b' ' && is_set_off(byte);
        byte.is_ascii() && !matches!(byte, b'"' | b'\'') && !narrow
    })
}

/// Tells whether French sets a narrow blank before a mark.
fn is_set_off(byte: u8) -> bool {
    matches!(byte, b':' | b';' | b'?' | b'!')
}

/// French typography: a blank before `:`, `;`, `?`, `!`, `»` and behind `«` is narrow and does not
/// break. `None` when there is none.
pub(super) fn narrowed(text: &str) -> Option<String> {
    const BEFORE: [&str; 5] = [" :", " ;", " ?", " !", " \u{BB}"];
    // Guillemets begin with the byte C2.
    if !text.bytes().any(|byte| is_set_off(byte) || byte == 0xC2) {
        return None;
    }
    if !text.contains("\u{AB} ") && !BEFORE.iter().any(|pair| text.contains(pair)) {
        return None;
    }
    let mut out = text.replace("\u{AB} ", "\u{AB}\u{202F}");
    for pair in BEFORE {
        out = out.replace(pair, &pair.replace(' ', "\u{202F}"));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::super::tape::Event;
    use super::*;
    use crate::style::style;

    #[test]
    fn quotation_marks_of_the_language_are_read() {
        let apa = style("apa").expect("style");
        let locale = Locale::load(&apa, Some("en-US")).expect("locale");
        let quotes = Quotes::of(&locale);
        let mut tape = Tape::default();
        write_rich(
            &mut tape,
            &"The \u{201C}silent\u{201D} from \u{2018}below\u{2019} in".into(),
            quotes,
        );
        let marks: Vec<Event> =
            tape.events.into_iter().filter(|event| !matches!(event, Event::Text(_))).collect();
        let (outer, inner) = (Mark::Quote, Mark::InnerQuote);
        let pairs =
            [Event::Open(outer), Event::Close(outer), Event::Open(inner), Event::Close(inner)];
        assert_eq!(marks, pairs);
    }
}
