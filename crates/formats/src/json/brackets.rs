//! Finds the items of a JSON text and the members of an item, even when the text is broken.
//!
//! A JSON parser stops at the first error; here one pass pairs the brackets, so that a broken item
//! costs only itself and every finding has its place.

use refsmith_model::Span;

/// The pairs of brackets of a text, outside of strings.
pub(crate) struct Brackets<'t> {
    bytes: &'t [u8],
    /// Offsets of opening brackets and behind their closing ones, by opening.
    pairs: Vec<(usize, usize)>,
}

/// The places where items stand, and where the text breaks.
#[derive(Default)]
pub(crate) struct Places {
    /// Values that stand where items are expected. The flag says that the place was found after a
    /// break, so that the value may be something else.
    pub(crate) items: Vec<(Span, bool)>,
    /// Openings of brackets that never close.
    pub(crate) unclosed: Vec<usize>,
    /// Text that belongs to no value.
    pub(crate) stray: Vec<Span>,
}

impl<'t> Brackets<'t> {
    /// Pairs the brackets of `text` in one pass. A closing bracket that does not fit the last open
    /// one closes the nearest that it fits.
    pub(crate) fn of(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut pairs = Vec::new();
        let mut open: Vec<(usize, u8)> = Vec::new();
        let mut counts = [0_usize; 2];
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' => {
                    at = string_end(bytes, at);
                    continue;
                }
                b'{' | b'[' => {
                    open.push((at, byte));
                    counts[usize::from(byte == b'[')] += 1;
                }
                b'}' | b']' => {
                    let opening = if byte == b'}' { b'{' } else { b'[' };
                    while counts[usize::from(opening == b'[')] > 0 {
                        let Some((start, kind)) = open.pop() else { break };
                        counts[usize::from(kind == b'[')] -= 1;
                        if kind == opening {
                            pairs.push((start, at + 1));
                            break;
                        }
                    }
                }
                _ => {}
            }
            at += 1;
        }
        pairs.sort_unstable();
        Self { bytes, pairs }
    }

    /// Returns the objects that close, by their openings.
    pub(crate) fn objects(&self) -> impl Iterator<Item = Span> {
        let is_object = |pair: &&(usize, usize)| self.bytes.get(pair.0) == Some(&b'{');
        self.pairs.iter().filter(is_object).map(|(start, end)| Span::new(*start, *end))
    }

    /// Returns the openings of brackets that never close, in their order.
    pub(crate) fn unclosed(&self) -> impl Iterator<Item = usize> {
        let mut pairs = self.pairs.iter().peekable();
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let byte = *self.bytes.get(at)?;
                let here = at;
                at = if byte == b'"' { string_end(self.bytes, at) } else { at + 1 };
                if !matches!(byte, b'{' | b'[') {
                    continue;
                }
                if pairs.next_if(|(start, _)| *start == here).is_none() {
                    return Some(here);
                }
            }
        })
    }

    /// Returns the offset behind the bracket that closes the one at `start`.
    fn close_of(&self, start: usize) -> Option<usize> {
        let idx = self.pairs.binary_search_by_key(&start, |(opening, _)| *opening).ok()?;
        self.pairs.get(idx).map(|(_, end)| *end)
    }

    /// Returns the items of the text: the elements of an array, or of the member `items` or
    /// `references` of an object, or objects one after the other.
    pub(crate) fn items(&self) -> Places {
        let mut places = Places::default();
        let mut at = self.skip_blank(0);
        // Behind an object that never closes stand its members, not only items.
        let mut sound = usize::MAX;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'[' => at = self.elements(at, &mut places),
                b'{' => match self.close_of(at) {
                    Some(end) => {
                        let item = Span::new(at, end);
                        match self.list_in(item) {
                            Some(list) => drop(self.elements(list, &mut places)),
                            None => places.items.push((item, false)),
                        }
                        at = end;
                    }
                    None => match self.list_in(Span::new(at, self.bytes.len())) {
                        Some(list) => at = self.elements(list, &mut places),
                        None => {
                            places.unclosed.push(at);
                            sound = sound.min(places.items.len());
                            at += 1;
                        }
                    },
                },
                _ => {
                    let end = self.next_bracket(at);
                    if places.unclosed.is_empty() {
                        places.stray.push(Span::new(at, end));
                    }
                    at = end;
                }
            }
            at = self.skip_blank(at);
        }
        for (_, after_break) in places.items.iter_mut().skip(sound) {
            *after_break = true;
        }
        places
    }

    /// Reads the elements of the array that opens at `start`; returns the offset behind it.
    fn elements(&self, start: usize, places: &mut Places) -> usize {
        let mut at = self.skip_blank(start + 1);
        let mut after_break = false;
        let mut before = b',';
        while let Some(&byte) = self.bytes.get(at) {
            let end = match byte {
                b']' if !after_break || self.close_of(start) == Some(at + 1) => return at + 1,
                b'{' | b'[' => match self.close_of(at) {
                    Some(end) => {
                        if !after_break || (byte == b'{' && before == b',') {
                            places.items.push((Span::new(at, end), after_break));
                        }
                        end
                    }
                    None => {
                        if !after_break {
                            places.unclosed.push(at);
                        }
                        after_break = true;
                        at + 1
                    }
                },
                b'"' => string_end(self.bytes, at),
                b',' | b']' | b'}' | b':' => at + 1,
                _ => self.word_end(at),
            };
            let structural = matches!(byte, b',' | b']' | b'}' | b':' | b'{' | b'[');
            if !structural && !after_break {
                places.items.push((Span::new(at, end), false));
            }
            before = byte;
            at = self.skip_blank(end.max(at + 1));
        }
        if !after_break {
            places.unclosed.push(start);
        }
        self.bytes.len()
    }

    /// Returns where the array of items begins, if the object is a wrapper around one.
    fn list_in(&self, object: Span) -> Option<usize> {
        let list = self
            .members(object)
            .into_iter()
            .find(|member| matches!(member.key(self.bytes), b"items" | b"references"))?;
        (self.bytes.get(list.value.start()) == Some(&b'[')).then_some(list.value.start())
    }

    /// Returns the members of the object at `object`, in order.
    pub(crate) fn members(&self, object: Span) -> Vec<Member> {
        let mut out = Vec::new();
        let mut at = object.start() + 1;
        loop {
            at = self.skip_blank(at);
            while self.bytes.get(at) == Some(&b',') {
                at = self.skip_blank(at + 1);
            }
            if at >= object.end() || self.bytes.get(at) != Some(&b'"') {
                return out;
            }
            let key_end = string_end(self.bytes, at);
            let colon = self.skip_blank(key_end);
            if self.bytes.get(colon) != Some(&b':') {
                return out;
            }
            let start = self.skip_blank(colon + 1);
            let end = match self.bytes.get(start) {
                Some(b'{' | b'[') => self.close_of(start).unwrap_or(object.end()),
                Some(b'"') => string_end(self.bytes, start),
                Some(_) => self.word_end(start),
                None => return out,
            };
            let key = Span::new(at + 1, key_end.saturating_sub(1).max(at + 1));
            out.push(Member { key, value: Span::new(start, end) });
            at = end.max(start + 1);
        }
    }

    fn skip_blank(&self, mut at: usize) -> usize {
        while self.bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        at
    }

    fn word_end(&self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or(&[]);
        let stop = |byte: &u8| byte.is_ascii_whitespace() || b",:]}[{\"".contains(byte);
        start + rest.iter().position(stop).unwrap_or(rest.len())
    }

    fn next_bracket(&self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or(&[]);
        start + rest.iter().position(|byte| b"[{".contains(byte)).unwrap_or(rest.len())
    }
}

/// One member of an object.
pub(crate) struct Member {
    /// The key without its quotation marks, as it is written.
    pub(crate) key: Span,
    /// The value.
    pub(crate) value: Span,
}

impl Member {
    fn key<'t>(&self, bytes: &'t [u8]) -> &'t [u8] {
        bytes.get(self.key.start()..self.key.end()).unwrap_or(&[])
    }
}

/// Returns the offset behind the string that begins at `start`. A line end closes it, too: JSON
/// allows none in a string, and so one missing quotation mark does not turn all others round.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\n' | b'\r' => return at,
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii) => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}
