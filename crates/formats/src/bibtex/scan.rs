//! Finds braces that belong together, and lines that begin like an entry.

/// The partners of all opening braces of a text.
///
/// BibTeX counts braces whether or not a backslash stands before them; so does this.
pub(crate) struct Braces {
    /// Offset of the opening brace and offset behind the closing one, by opening.
    pairs: Vec<(u32, u32)>,
}

impl Braces {
    pub(crate) fn of(text: &str) -> Self {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for (at, byte) in text.bytes().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            match byte {
                b'{' => {
                    open.push(pairs.len());
                    pairs.push((at, 0));
                }
                b'}' => {
                    if let Some(pair) = open.pop().and_then(|idx| pairs.get_mut(idx)) {
                        pair.1 = at.saturating_add(1);
                    }
                }
                _ => {}
            }
        }
        Self { pairs }
    }

    /// Returns the offset behind the brace that closes the one at `opening`.
    pub(crate) fn close_of(&self, opening: usize) -> Option<usize> {
        let opening = u32::try_from(opening).ok()?;
        let idx = self.pairs.binary_search_by_key(&opening, |(start, _)| *start).ok()?;
        self.pairs.get(idx).map(|(_, end)| *end as usize).filter(|end| *end > 0)
    }
}

/// Tells whether a byte may stand in the name of a type, field or string.
pub(crate) fn is_name_byte(byte: u8) -> bool {
    !byte.is_ascii_whitespace()
        && !matches!(
            byte,
            0 | b'"' | b'#' | b'%' | b'\'' | b'(' | b')' | b',' | b'=' | b'{' | b'}' | b'@'
        )
}

/// Tells whether the `@` at `at` is followed by a type, an opening delimiter and a key with comma.
pub(crate) fn looks_like_entry(bytes: &[u8], at: usize) -> bool {
    let Some(rest) = bytes.get(at + 1..) else { return false };
    // Types and keys of any sense are short; the limits keep the search from running far.
    let name = rest.iter().take(40).position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(0);
    let rest = rest.get(name..).unwrap_or(&[]).trim_ascii_start();
    let Some(body) = rest.strip_prefix(b"{").or_else(|| rest.strip_prefix(b"(")) else {
        return false;
    };
    let body = body.trim_ascii_start();
    let end = body
        .iter()
        .take(300)
        .position(|byte| matches!(byte, b',' | b'=' | b'{' | b'}' | b'"' | b'\n'));
    name > 0 && end.is_some()
}

/// Returns the offset of the next `@` behind `from` that begins a line and looks like an entry.
pub(crate) fn next_entry_line(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        let found = at + rest.iter().position(|byte| *byte == b'@')?;
        let blank =
            bytes.get(..found)?.iter().rev().take(200).find(|byte| !matches!(byte, b' ' | b'\t'));
        if matches!(blank, None | Some(b'\n' | b'\r')) && looks_like_entry(bytes, found) {
            return Some(found);
        }
        at = found + 1;
    }
}

/// Tells whether a value holds the beginning of an entry and its first field at the beginnings of
/// lines: two mistakes in a file may pair a brace with one many entries later.
pub(crate) fn swallows_entries(value: &str) -> bool {
    let bytes = value.as_bytes();
    let mut at = 0;
    while let Some(start) = next_entry_line(bytes, at) {
        at = start + 1;
        let line_begins = start.checked_sub(1).and_then(|at| bytes.get(at));
        let Some(body) = bytes.get(start..).filter(|_| matches!(line_begins, Some(b'\n' | b'\r')))
        else {
            continue;
        };
        let Some(comma) = body.iter().take(400).position(|byte| *byte == b',') else { continue };
        let rest = body.get(comma + 1..).unwrap_or(&[]).trim_ascii_start();
        let name = rest.iter().take(60).position(|byte| !is_name_byte(*byte)).unwrap_or(0);
        if name > 0
            && rest.get(name..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b"="))
        {
            return true;
        }
    }
    false
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
