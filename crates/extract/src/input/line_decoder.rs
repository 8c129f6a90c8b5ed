//! Decoding of inputs that are read line by line.

use encoding_rs::Encoding;
use refsmith_model::{Parsed, SourceText};

use super::decode;

/// Decodes the lines of an input that is too long to be held in memory.
///
/// Lines that are UTF-8 are UTF-8. What the others are is guessed once, from the first of them and
/// what follows it, so that the result does not depend on how the input was cut for reading.
///
/// # Examples
/// ```
/// use refsmith_extract::input::LineDecoder;
/// let mut decoder = LineDecoder::default();
/// assert!(decoder.needs_sample(b"na\xefve"));
/// decoder.learn(b"na\xefve\ncaf\xe9\n");
/// assert_eq!(decoder.decode("a.txt", b"caf\xe9").value.text(), "café");
/// assert_eq!(decoder.decode("a.txt", "Ōe".as_bytes()).value.text(), "Ōe");
/// assert!(!LineDecoder::can_read(b"\xff\xfeR\0e\0e\0d\0"), "UTF-16 is decoded as a whole");
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct LineDecoder {
    encoding: Option<&'static Encoding>,
}

impl LineDecoder {
    /// Tells by its first bytes whether an input can be decoded line by line. UTF-16, text with
    /// the line ends of old Macintosh systems and what is no text have to be decoded as a whole.
    pub fn can_read(head: &[u8]) -> bool {
        let lines_end_otherwise = head.contains(&b'\r') && !head.contains(&b'\n');
        !lines_end_otherwise && !decode::is_unusual(head)
    }

    /// Tells whether [`learn`](Self::learn) has to come before these bytes can be decoded.
    pub fn needs_sample(&self, bytes: &[u8]) -> bool {
        self.encoding.is_none() && std::str::from_utf8(bytes).is_err()
    }

    /// Guesses the encoding from bytes that start with the first line that is no UTF-8.
    pub fn learn(&mut self, sample: &[u8]) {
        self.encoding = Some(decode::guess(sample));
    }

    /// Decodes a line, or several that are UTF-8.
    pub fn decode(&self, name: &str, bytes: &[u8]) -> Parsed<SourceText> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Parsed::clean(SourceText::plain(name, text.to_owned())),
            Err(_) => {
                let encoding = self.encoding.unwrap_or_else(|| decode::guess(bytes));
                decode::decode_legacy(name, bytes, encoding)
            }
        }
    }
}
