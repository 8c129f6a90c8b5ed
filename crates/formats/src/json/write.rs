//! Writes JSON: what `serde_json` writes, byte for byte, in a third of the time.
//!
//! Almost all of a library is texts, and of these almost no byte needs an escape: eight of them are
//! looked at at once, and copied in one go. Objects and lists know their depth, so that records can
//! be written one after the other without the list around them.

use std::fmt::Display;

use serde::ser::{self, Impossible, Serialize, Serializer};

/// How a value is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// On one line.
    Line,
    /// A member or element on each line, indented by two blanks for each level around it.
    Indented,
}

/// Adds a value to a text; `depth` tells within how many levels it stands.
///
/// # Errors
/// The value has a part that is an enum or a tuple struct: a record has none.
pub(crate) fn write(
    value: &impl Serialize,
    layout: Layout,
    depth: usize,
    out: &mut Vec<u8>,
) -> Result<(), Unsupported> {
    value.serialize(&mut Writer { out, layout, depth })
}

/// Adds a value on a line of its own to a text, much faster than `serde_json` does.
///
/// # Errors
/// The value has a part that is an enum or a tuple struct.
///
/// # Examples
/// ```
/// let mut out = Vec::new();
/// refsmith_formats::write_json_line(&serde_json::json!({"n": 1}), &mut out)?;
/// assert_eq!(out, b"{\"n\":1}\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_json_line(value: &impl Serialize, out: &mut Vec<u8>) -> std::io::Result<()> {
    write(value, Layout::Line, 0, out)?;
    out.push(b'\n');
    Ok(())
}

/// Adds the end of a line and the indentation of a level.
pub(crate) fn new_line(depth: usize, out: &mut Vec<u8>) {
    const BLANKS: &[u8] = b"\n                                ";
    match BLANKS.get(..=depth * 2) {
        Some(blanks) => out.extend_from_slice(blanks),
        None => {
            out.push(b'\n');
            out.resize(out.len() + depth * 2, b' ');
        }
    }
}

/// A value that cannot be written.
#[derive(Debug)]
pub(crate) struct Unsupported(String);

impl Display for Unsupported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unsupported {}

impl ser::Error for Unsupported {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl From<Unsupported> for std::io::Error {
    fn from(error: Unsupported) -> Self {
        Self::other(error)
    }
}

/// Writes one value, and those in it.
struct Writer<'o> {
    out: &'o mut Vec<u8>,
    layout: Layout,
    depth: usize,
}

impl Writer<'_> {
    fn text(&mut self, text: &str) {
        self.out.reserve(text.len() + 2);
        self.out.push(b'"');
        let mut rest = text.as_bytes();
        loop {
            let (plain, special) = rest.split_at(plain(rest));
            self.out.extend_from_slice(plain);
            let Some((special, after)) = special.split_first() else { break };
            self.escape(*special);
            rest = after;
        }
        self.out.push(b'"');
    }

    fn escape(&mut self, byte: u8) {
        let short: &[u8] = match byte {
            b'"' => b"\\\"",
            b'\\' => b"\\\\",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            b'\t' => b"\\t",
            0x08 => b"\\b",
            0x0C => b"\\f",
            byte => {
                let digit =
                    |number: u8| if number < 10 { b'0' + number } else { b'a' + number - 10 };
                self.out.extend_from_slice(b"\\u00");
                return self.out.extend([digit(byte >> 4), digit(byte & 0xF)]);
            }
        };
        self.out.extend_from_slice(short);
    }

    fn open(&mut self, bracket: u8) {
        self.out.push(bracket);
        self.depth += 1;
    }

    /// Begins the next member or element.
    fn next(&mut self, is_first: bool) {
        if !is_first {
            self.out.push(b',');
        }
        if self.layout == Layout::Indented {
            new_line(self.depth, self.out);
        }
    }

    fn close(&mut self, bracket: u8, is_empty: bool) {
        self.depth -= 1;
        if !is_empty && self.layout == Layout::Indented {
            new_line(self.depth, self.out);
        }
        self.out.push(bracket);
    }

    fn number(&mut self, number: impl Serialize) -> Result<(), Unsupported> {
        serde_json::to_writer(&mut *self.out, &number).map_err(ser::Error::custom)
    }
}

/// Returns how many bytes at the beginning need no escape.
fn plain(text: &[u8]) -> usize {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // The lowest bit that is set belongs to a byte that is 0; above it there may be others.
    let zero = |word: u64| word.wrapping_sub(LOW) & !word & HIGH;
    let (words, tail) = text.as_chunks::<8>();
    for (idx, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let control = word.wrapping_sub(LOW * 0x20) & !word & HIGH;
        let quote = zero(word ^ (LOW * u64::from(b'"')));
        let special = control | quote | zero(word ^ (LOW * u64::from(b'\\')));
        if special != 0 {
            return idx * 8 + special.trailing_zeros() as usize / 8;
        }
    }
    let special = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
    words.len() * 8 + tail.iter().position(special).unwrap_or(tail.len())
}

/// The elements of a list, or the members of an object.
struct Parts<'w, 'o> {
    writer: &'w mut Writer<'o>,
    is_empty: bool,
}

impl Parts<'_, '_> {
    fn next(&mut self) -> &mut Self {
        self.writer.next(self.is_empty);
        self.is_empty = false;
        self
    }
}

impl ser::SerializeSeq for Parts<'_, '_> {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        value.serialize(&mut *self.next().writer)
    }

    fn end(self) -> Result<(), Unsupported> {
        self.writer.close(b']', self.is_empty);
        Ok(())
    }
}

impl ser::SerializeTuple for Parts<'_, '_> {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Unsupported> {
        ser::SerializeSeq::end(self)
    }
}

impl ser::SerializeMap for Parts<'_, '_> {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unsupported> {
        // All keys are texts.
        key.serialize(&mut *self.next().writer)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        self.writer.out.extend_from_slice(match self.writer.layout {
            Layout::Line => b":",
            Layout::Indented => b": ",
        });
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unsupported> {
        self.writer.close(b'}', self.is_empty);
        Ok(())
    }
}

impl ser::SerializeStruct for Parts<'_, '_> {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unsupported> {
        ser::SerializeMap::serialize_entry(self, name, value)
    }

    fn end(self) -> Result<(), Unsupported> {
        ser::SerializeMap::end(self)
    }
}

impl<'w, 'o> Serializer for &'w mut Writer<'o> {
    type Ok = ();
    type Error = Unsupported;
    type SerializeSeq = Parts<'w, 'o>;
    type SerializeTuple = Parts<'w, 'o>;
    type SerializeMap = Parts<'w, 'o>;
    type SerializeTupleStruct = Impossible<(), Unsupported>;
    type SerializeTupleVariant = Impossible<(), Unsupported>;
    type SerializeStruct = Parts<'w, 'o>;
    type SerializeStructVariant = Impossible<(), Unsupported>;

    fn serialize_str(self, text: &str) -> Result<(), Unsupported> {
        self.text(text);
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'w, 'o>, Unsupported> {
        self.open(b'[');
        Ok(Parts { writer: self, is_empty: true })
    }

    fn serialize_tuple(self, len: usize) -> Result<Parts<'w, 'o>, Unsupported> {
        self.serialize_seq(Some(len))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'w, 'o>, Unsupported> {
        self.open(b'{');
        Ok(Parts { writer: self, is_empty: true })
    }

    fn serialize_unit(self) -> Result<(), Unsupported> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unsupported> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unsupported> {
        value.serialize(self)
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unsupported> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i8(self, number: i8) -> Result<(), Unsupported> {
        self.number(number)
    }

    fn serialize_i16(self, number: i16) -> Result<(), Unsupported> {
        self.number(number)
    }

    fn serialize_i32(self, number: i32) -> Result<(), Unsupported> {
        self.number(number)
    }

    fn serialize_i64(self, number: i64) -> Result<(), Unsupported> {
        self.number(number)
    }

    fn serialize_u8(self, number: u8) -> Result<(), Unsupported> {
        self.number(number)
    }

    fn serialize_u16(self, number: u16) -> Result<(), Unsupported> {
        self.number(number)
    }

    fn serialize_u32(self, number: u32) -> Result<(), Unsupported> {
        self.number(number)
    }

    fn serialize_u64(self, number: u64) -> Result<(), Unsupported> {
        self.number(number)
    }

    fn serialize_f32(self, number: f32) -> Result<(), Unsupported> {
        self.number(number)
    }

    fn serialize_f64(self, number: f64) -> Result<(), Unsupported> {
        self.number(number)
    }

    fn serialize_char(self, c: char) -> Result<(), Unsupported> {
        self.serialize_str(c.encode_utf8(&mut [0; 4]))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Unsupported> {
        self.collect_seq(bytes)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unsupported> {
        self.serialize_unit()
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unsupported> {
        value.serialize(self)
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
    ) -> Result<(), Unsupported> {
        Err(unsupported(name))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unsupported> {
        Err(unsupported(name))
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unsupported> {
        Err(unsupported(name))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unsupported> {
        Err(unsupported(name))
    }

    fn serialize_struct(
        self,
        _: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStruct, Unsupported> {
        self.serialize_map(Some(len))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unsupported> {
        Err(unsupported(name))
    }
}

fn unsupported(name: &str) -> Unsupported {
    Unsupported(format!("`{name}` is a derived type, which this writer of values does not know"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values whose texts have every byte before and behind every length of plain words.
    fn values() -> serde_json::Value {
        let mut texts = Vec::new();
        for byte in 0..=0x80_u8 {
            for before in 0..20 {
                texts.push(format!("{}{}é tail", "a".repeat(before), char::from(byte)));
            }
        }
        serde_json::json!({
            "texts": texts, "empty": [], "none": {}, "": null, "deep": [[[{"a": [1]}]]],
            "numbers": [0, -7, 18_446_744_073_709_551_615_u64, 1.5, -0.0, 1e300],
            "flags": [true, false],
        })
    }

    #[test]
    fn what_is_written_is_what_serde_json_writes() {
        let value = values();
        let mut out = Vec::new();
        write(&value, Layout::Line, 0, &mut out).expect("a value");
        assert_eq!(String::from_utf8_lossy(&out), serde_json::to_string(&value).expect("a value"));
        let mut out = b"[".to_vec();
        new_line(1, &mut out);
        write(&value, Layout::Indented, 1, &mut out).expect("a value");
        out.extend_from_slice(b"\n]");
        let expected = serde_json::to_string_pretty(&[value]).expect("a value");
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }
}
