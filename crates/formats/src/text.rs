//! Looking at texts byte by byte where most of them are plain: what the standard library does for
//! all of Unicode costs more than everything else in a reader of lines.

/// Returns a text without blanks around it, as [`str::trim`].
pub(crate) fn trim(text: &str) -> &str {
    let bytes = text.as_bytes();
    let plain = |byte: Option<&u8>| byte.is_some_and(|byte| (b'!'..=b'~').contains(byte));
    if plain(bytes.first()) && plain(bytes.last()) { text } else { text.trim() }
}

/// Splits a text at the first comma, semicolon or other byte of ASCII.
pub(crate) fn split_once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = memchr::memchr(byte, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Splits a short text at the last of a byte of ASCII.
#[inline]
pub(crate) fn rsplit_once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().rposition(|other| other == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}
