//! Finds braces that belong together, and lines that begin like an entry.

use memchr::{memchr, memchr2, memchr2_iter};

/// The braces of a text: finds the partner of an opening one.
///
/// BibTeX counts braces whether or not a backslash stands before them; so does this. Values are
/// short, so the partner is looked for from the brace on. Only when a brace turns out to have none
/// are all braces of the text paired in one pass: many broken entries do not make reading slow.
pub(crate) struct Braces<'t> {
    bytes: &'t [u8],
    /// Offset of the opening brace and offset behind the closing one, by opening.
    pairs: Option<Vec<(u32, u32)>>,
}

impl<'t> Braces<'t> {
    pub(crate) fn of(bytes: &'t [u8]) -> Self {
        Self { bytes, pairs: None }
    }

    /// Returns the offset behind the brace that closes the one at `opening`.
    pub(crate) fn close_of(&mut self, opening: usize) -> Option<usize> {
        if self.pairs.is_none() {
            let found = close_of(self.bytes, opening);
            if found.is_some() {
                return found;
            }
        }
        let pairs = self.pairs.get_or_insert_with(|| pairs(self.bytes));
        let opening = u32::try_from(opening).ok()?;
        let idx = pairs.binary_search_by_key(&opening, |(start, _)| *start).ok()?;
        pairs.get(idx).map(|(_, end)| *end as usize).filter(|end| *end > 0)
    }
}

fn close_of(bytes: &[u8], opening: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = opening + 1;
    loop {
        let found = at + memchr2(b'{', b'}', bytes.get(at..)?)?;
        at = found + 1;
        if bytes.get(found) == Some(&b'{') {
            depth += 1;
        } else if depth == 0 {
            return Some(at);
        } else {
            depth -= 1;
        }
    }
}

fn pairs(bytes: &[u8]) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for found in memchr2_iter(b'{', b'}', bytes) {
        let at = u32::try_from(found).unwrap_or(u32::MAX);
        if bytes.get(found) == Some(&b'{') {
            open.push(pairs.len());
            pairs.push((at, 0));
        } else if let Some(pair) = open.pop().and_then(|idx| pairs.get_mut(idx)) {
            pair.1 = at.saturating_add(1);
        }
    }
    pairs
}

/// Which bytes may stand in the name of a type, field or string.
static NAME_BYTES: [bool; 256] = {
    let mut table = [true; 256];
    let excluded = b"\0\t\n\x0c\r \"#%'(),={}@";
    let mut idx = 0;
    while idx < excluded.len() {
        table[excluded[idx] as usize] = false;
        idx += 1;
    }
    table
};

/// Tells whether a byte may stand in the name of a type, field or string.
pub(crate) fn is_name_byte(byte: u8) -> bool {
    NAME_BYTES[usize::from(byte)]
}

/// Tells whether the `@` at `at` is followed by a type, an opening delimiter and a key.
pub(crate) fn looks_like_entry(bytes: &[u8], at: usize) -> bool {
    key_and_rest(bytes, at).is_some()
}

/// Returns what stands behind the type and the opening delimiter of the entry at `at`, if it looks
/// like one, and the length of its key. What follows the line of the key does not matter: the entry
/// behind must not make one of what is none.
fn key_and_rest(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let rest = bytes.get(at + 1..)?;
    // Types and keys of any sense are short; the limits keep the search from running far.
    let name = rest.iter().take(40).position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(0);
    let rest = rest.get(name..).unwrap_or(&[]).trim_ascii_start();
    let opened = rest.strip_prefix(b"{").or_else(|| rest.strip_prefix(b"("))?;
    let body = opened.trim_ascii_start();
    let blank = opened.get(..opened.len() - body.len()).unwrap_or(&[]);
    let other =
        body.first() == Some(&b'@') && blank.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
    let key = body
        .iter()
        .take(300)
        .position(|byte| matches!(byte, b',' | b'=' | b'{' | b'}' | b'"' | b'\n'))?;
    (name > 0 && !other).then_some((body, key))
}

/// Returns the offset of the next `@` behind `from` that begins a line and looks like an entry.
pub(crate) fn next_entry_line(bytes: &[u8], from: usize) -> Option<usize> {
    entry_line_between(bytes, from, bytes.len())
}

/// Returns the offset of the first `@` in a part of the bytes that begins a line and looks like an
/// entry, which may go on behind that part.
pub(crate) fn entry_line_between(bytes: &[u8], from: usize, to: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + memchr(b'@', bytes.get(at..to)?)?;
        let blank =
            bytes.get(..found)?.iter().rev().take(200).find(|byte| !matches!(byte, b' ' | b'\t'));
        if matches!(blank, None | Some(b'\n' | b'\r')) && looks_like_entry(bytes, found) {
            return Some(found);
        }
        at = found + 1;
    }
}

/// Returns the offset of the next `@` behind `from`, first byte of a line, that begins an entry and
/// its first field. A value that holds one has lost its end: two mistakes in a file may pair a
/// brace with one many entries later.
pub(crate) fn next_certain_entry(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + memchr(b'@', bytes.get(at..)?)?;
        at = found + 1;
        if is_certain_entry(bytes, found) {
            return Some(found);
        }
    }
}

/// Tells whether the `@` at `at` is the first byte of a line and begins an entry and its first field.
pub(crate) fn is_certain_entry(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| bytes.get(at));
    matches!(before, Some(b'\n' | b'\r')) && has_first_field(bytes, at)
}

fn has_first_field(bytes: &[u8], at: usize) -> bool {
    let Some((body, key)) = key_and_rest(bytes, at) else { return false };
    let Some(rest) = body.get(key..).and_then(|rest| rest.strip_prefix(b",")) else { return false };
    let rest = rest.trim_ascii_start();
    let name = rest.iter().take(60).position(|byte| !is_name_byte(*byte)).unwrap_or(0);
    name > 0 && rest.get(name..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b"="))
}

/// Tells whether a value holds `, name = {`, or a line `name = value` behind a comma: the end of
/// the value before was lost.
pub(crate) fn holds_field(value: &str) -> bool {
    value.match_indices('=').any(|(at, _)| {
        let after = value.get(at + 1..).unwrap_or("").trim_start();
        let before = value.get(..at).unwrap_or("").trim_end();
        let name_len = before.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
        let rest = before.get(..before.len() - name_len).unwrap_or("");
        let head = rest.trim_end();
        let new_line = rest.get(head.len()..).is_some_and(|gap| gap.contains('\n'));
        let plain = new_line && head.ends_with(',') && after.starts_with(char::is_alphanumeric);
        let marked = after.starts_with(['{', '"']) && head.ends_with([',', '}', '"']);
        name_len > 0 && (plain || marked)
    })
}
