//! JSON whose members know where they stand.
//!
//! What [`parse`] accepts is JSON. What it does not accept may still be: deep nesting, for one, is
//! left to `serde_json`, which also finds the words for what is wrong.

use std::borrow::Cow;

use refsmith_model::Span;
use serde_json::{Number, Value};

/// Nesting beyond this is not read.
const DEEPEST: usize = 64;

/// Objects with more members are searched for repeated keys by another way.
const FEW: usize = 32;

/// Members of an outer object that memory is reserved for.
const MANY: usize = 16;

/// Bytes in which the end of a list of names is looked for.
const NEAR: usize = 4096;

/// Members of an inner object that memory is reserved for.
const SOME: usize = 2;

/// A value. Texts without escapes are those of the input.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json<'t> {
    Null,
    Bool(bool),
    Number(Number),
    String(Cow<'t, str>),
    Array(Vec<Json<'t>>),
    Object(Object<'t>),
}

/// The members of an object, in order; of two with one key there is only the last.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Object<'t> {
    pub(crate) members: Vec<Member<'t>>,
}

/// One member of an object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Member<'t> {
    pub(crate) key: Cow<'t, str>,
    pub(crate) value: Json<'t>,
    /// Where the value stands; empty when that is not known.
    pub(crate) place: Span,
}

impl<'t> Json<'t> {
    pub(crate) fn text(text: impl Into<Cow<'t, str>>) -> Self {
        Json::String(text.into())
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_array(&self) -> Option<&[Json<'t>]> {
        match self {
            Json::Array(values) => Some(values),
            _ => None,
        }
    }

    pub(crate) fn as_object(&self) -> Option<&Object<'t>> {
        match self {
            Json::Object(object) => Some(object),
            _ => None,
        }
    }

    pub(crate) fn as_usize(&self) -> Option<usize> {
        match self {
            Json::Number(number) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
            _ => None,
        }
    }

    /// Returns a member of an object.
    pub(crate) fn get(&self, key: &str) -> Option<&Json<'t>> {
        self.as_object()?.get(key)
    }

    /// Returns the same value for programs that do not ask where it stands.
    pub(crate) fn to_value(&self) -> Value {
        match self {
            Json::Null => Value::Null,
            Json::Bool(flag) => Value::Bool(*flag),
            Json::Number(number) => Value::Number(number.clone()),
            Json::String(text) => Value::String(text.clone().into_owned()),
            Json::Array(values) => values.iter().map(Json::to_value).collect(),
            Json::Object(object) => Value::Object(
                object
                    .members
                    .iter()
                    .map(|member| (member.key.clone().into_owned(), member.value.to_value()))
                    .collect(),
            ),
        }
    }
}

impl std::fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.to_value().fmt(f)
    }
}

impl<'v> From<&'v Value> for Json<'v> {
    fn from(value: &'v Value) -> Self {
        match value {
            Value::Null => Json::Null,
            Value::Bool(flag) => Json::Bool(*flag),
            Value::Number(number) => Json::Number(number.clone()),
            Value::String(text) => Json::text(text.as_str()),
            Value::Array(values) => Json::Array(values.iter().map(Json::from).collect()),
            Value::Object(object) => Json::Object(Object {
                members: object
                    .iter()
                    .map(|(key, value)| Member {
                        key: Cow::Borrowed(key),
                        value: Json::from(value),
                        place: Span::default(),
                    })
                    .collect(),
            }),
        }
    }
}

impl<'t> FromIterator<(&'t str, Json<'t>)> for Object<'t> {
    fn from_iter<T: IntoIterator<Item = (&'t str, Json<'t>)>>(members: T) -> Self {
        let member =
            |(key, value)| Member { key: Cow::Borrowed(key), value, place: Span::default() };
        Self { members: members.into_iter().map(member).collect() }
    }
}

impl<'t> Object<'t> {
    pub(crate) fn get(&self, key: &str) -> Option<&Json<'t>> {
        self.member(key).map(|member| &member.value)
    }

    pub(crate) fn contains_key(&self, key: &str) -> bool {
        self.member(key).is_some()
    }

    pub(crate) fn member(&self, key: &str) -> Option<&Member<'t>> {
        self.members.iter().find(|member| member.key == key)
    }

    /// Sets a member.
    pub(crate) fn insert(&mut self, key: &str, value: Json<'t>) {
        match self.members.iter_mut().find(|member| member.key == key) {
            Some(member) => member.value = value,
            None => {
                let key = Cow::Owned(key.to_owned());
                self.members.push(Member { key, value, place: Span::default() });
            }
        }
    }

    /// Keeps the last of the members with one key, in the place of the first.
    fn without_repetition(self) -> Self {
        let members = &self.members;
        let repeats = match members.len() {
            0..=FEW => members.iter().enumerate().any(|(idx, member)| {
                members.iter().take(idx).any(|before| before.key == member.key)
            }),
            len => {
                let keys: std::collections::HashSet<&str> =
                    members.iter().map(|member| member.key.as_ref()).collect();
                keys.len() < len
            }
        };
        if !repeats {
            return self;
        }
        let mut places: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
        let mut kept: Vec<Member<'t>> = Vec::new();
        for member in self.members {
            match places.get(member.key.as_ref()).and_then(|idx| kept.get_mut(*idx)) {
                Some(slot) => *slot = member,
                None => {
                    places.insert(member.key.clone().into_owned(), kept.len());
                    kept.push(member);
                }
            }
        }
        Self { members: kept }
    }
}

/// Reads the value that is the whole of `place`, but for blanks.
pub(crate) fn parse(text: &str, place: Span) -> Option<Json<'_>> {
    let mut parser = Parser::new(text.get(..place.end())?, place.start());
    let value = parser.value(0)?;
    parser.is_at_end().then_some(value)
}

/// Reads values one after the other.
pub(crate) struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    /// Begins at an offset.
    pub(crate) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    /// Returns the offset behind what has been read.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Tells whether only blanks follow.
    pub(crate) fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Takes a byte, if it is the next that is no blank.
    pub(crate) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Goes back to an offset.
    pub(crate) fn reset(&mut self, at: usize) {
        self.at = at;
    }

    /// Opens an object or array and tells whether there is something in it.
    pub(crate) fn open(&mut self, opening: u8, closing: u8) -> Option<bool> {
        self.take(opening).then(|| !self.take(closing))
    }

    /// Goes on behind a member or element and tells whether there is another.
    pub(crate) fn more(&mut self, closing: u8) -> Option<bool> {
        let next = self.peek()?;
        self.at += 1;
        match next {
            b',' => Some(true),
            _ => (next == closing).then_some(false),
        }
    }

    /// Reads the key of a member, up to its value.
    pub(crate) fn key(&mut self) -> Option<Cow<'t, str>> {
        let key = self.text()?;
        if !self.take(b':') {
            return None;
        }
        self.peek();
        Some(key)
    }

    /// Reads a text.
    pub(crate) fn text(&mut self) -> Option<Cow<'t, str>> {
        if self.peek()? == b'"' { self.string() } else { None }
    }

    /// Reads `null`.
    pub(crate) fn null(&mut self) -> bool {
        self.word("null", Json::Null).is_some()
    }

    /// Reads a whole number of at most six digits, which may be a text.
    pub(crate) fn digits(&mut self) -> Option<u32> {
        let quoted = self.take(b'"');
        let rest = self.text.as_bytes().get(self.at..)?;
        let len = rest.iter().position(|byte| !byte.is_ascii_digit())?;
        let digits = rest.get(..len).filter(|digits| (1..=6).contains(&digits.len()))?;
        // In a number, a zero before others is an error.
        if !quoted && len > 1 && digits.first() == Some(&b'0') {
            return None;
        }
        self.at += len;
        if quoted && self.text.as_bytes().get(self.at) != Some(&b'"') {
            return None;
        }
        self.at += usize::from(quoted);
        Some(digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
    }

    /// Guesses how many objects the open array has: its end is looked for nearby.
    pub(crate) fn elements(&self) -> usize {
        let near = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        let near = near.get(..NEAR).unwrap_or(near);
        let end = memchr::memchr(b']', near).unwrap_or(near.len());
        memchr::memchr_iter(b'{', near.get(..end).unwrap_or(&[])).count().max(1)
    }

    /// Returns the next byte that is no blank, and goes there.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let blank = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        let blanks = rest.iter().position(|byte| !blank(byte)).unwrap_or(rest.len());
        self.at += blanks;
        rest.get(blanks).copied()
    }

    /// Reads the next value; blanks before it are no part of it.
    pub(crate) fn value(&mut self, depth: usize) -> Option<Json<'t>> {
        if depth > DEEPEST {
            return None;
        }
        match self.peek()? {
            b'"' => self.string().map(Json::String),
            b'{' => self.object(depth).map(Json::Object),
            b'[' => self.array(depth).map(Json::Array),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => self.number().map(Json::Number),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Object<'t>> {
        self.at += 1;
        if self.take(b'}') {
            return Some(Object::default());
        }
        // Items have many members, what is in them few.
        let members = Vec::with_capacity(if depth == 0 { MANY } else { SOME });
        let mut object = Object { members };
        loop {
            if self.peek() != Some(b'"') {
                return None;
            }
            let key = self.string()?;
            if !self.take(b':') {
                return None;
            }
            self.peek();
            let start = self.at;
            let value = self.value(depth + 1)?;
            object.members.push(Member { key, value, place: Span::new(start, self.at) });
            match self.peek()? {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Some(object.without_repetition());
                }
                _ => return None,
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Vec<Json<'t>>> {
        self.at += 1;
        let mut values = Vec::new();
        if self.take(b']') {
            return Some(values);
        }
        loop {
            values.push(self.value(depth + 1)?);
            match self.peek()? {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    return Some(values);
                }
                _ => return None,
            }
        }
    }

    /// Reads a text; only those with escapes are copied.
    fn string(&mut self) -> Option<Cow<'t, str>> {
        let start = self.at;
        let rest = self.text.as_bytes().get(start + 1..)?;
        let len = plain_len(rest);
        if rest.get(len) == Some(&b'"') {
            self.at = start + len + 2;
            return self.text.get(start + 1..start + 1 + len).map(Cow::Borrowed);
        }
        let mut escaped = false;
        let end = rest.iter().skip(len).position(|byte| {
            let is_end = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            is_end
        })?;
        self.at = start + 1 + len + end + 1;
        serde_json::from_str(self.text.get(start..self.at)?).ok().map(Cow::Owned)
    }

    fn word(&mut self, word: &str, value: Json<'t>) -> Option<Json<'t>> {
        let rest = self.text.get(self.at..)?;
        self.at += word.len();
        rest.starts_with(word).then_some(value)
    }

    pub(crate) fn number(&mut self) -> Option<Number> {
        let rest = self.text.get(self.at..)?;
        let part = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
        let len = rest.bytes().position(|byte| !part(byte)).unwrap_or(rest.len());
        let digits = rest.get(..len)?;
        self.at += len;
        let plain = digits.len() < 10 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if plain && (digits == "0" || !digits.starts_with('0')) {
            return digits.parse::<u64>().ok().map(Number::from);
        }
        serde_json::from_str(digits).ok()
    }
}

/// Returns how many bytes stand before the first quotation mark, backslash or control character.
/// Texts are short: eight bytes at a time are faster than a search that has to be set up.
fn plain_len(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 0xFF;
    const HIGH: u64 = ONES << 7;
    // The highest bit of each byte that is 0, and maybe of some behind it.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let (words, rest) = bytes.as_chunks::<8>();
    for (idx, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let controls = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
        let ends = zeros(word ^ (ONES * u64::from(b'"'))) | zeros(word ^ (ONES * u64::from(b'\\')));
        let found = controls | ends;
        if found != 0 {
            return idx * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    bytes.len() - rest.len() + rest.iter().position(ends).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<Json<'_>> {
        parse(text, Span::new(0, text.len()))
    }

    #[test]
    fn members_know_their_places() {
        let text = r#" {"a": [1, {"b" : "x\"y"}], "c":null, "a":-0.5e1 } "#;
        let json = read(text).unwrap();
        let object = json.as_object().unwrap();
        let found: Vec<(&str, &str)> = object
            .members
            .iter()
            .map(|member| (member.key.as_ref(), member.place.of(text)))
            .collect();
        assert_eq!(found, [("a", "-0.5e1"), ("c", "null")]);
        assert_eq!(json.to_string(), r#"{"a":-5.0,"c":null}"#);
    }

    /// Pieces of JSON, whole and broken.
    const PIECES: &[&str] = &[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"a\"",
        "\"b\":",
        "\"\\n\"",
        "\\",
        "\\u00e9",
        "0",
        "01",
        "-",
        "1.5",
        "2e3",
        "1e999",
        "12345678901",
        "true",
        "nul",
        "null",
        " ",
        "\n",
        "é",
        "\u{1}",
        "\"a\":1,\"a\":2",
    ];

    fn soup() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(PIECES), 0..14)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_another_parser_reads(text in soup()) {
            let theirs = serde_json::from_str::<Value>(&text).ok();
            prop_assert_eq!(read(&text).map(|json| json.to_value()), theirs, "{}", text);
        }

        #[test]
        fn members_in_brackets(inner in soup()) {
            for text in [format!("{{\"k\":{inner}}}"), format!("[{inner}]"), format!("\"{inner}\"")] {
                let theirs = serde_json::from_str::<Value>(&text).ok();
                prop_assert_eq!(read(&text).map(|json| json.to_value()), theirs, "{}", text);
            }
        }
    }
}
