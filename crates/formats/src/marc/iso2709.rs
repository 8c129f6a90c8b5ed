//! MARC 21 in files of ISO 2709: bytes with a directory, in UTF-8 or MARC-8.

use refsmith_model::{Diagnostic, Parsed, Record, Span};

use super::marc8;
use super::table::MARC21;
use super::work::work;
use super::{CatalogField, CatalogRecord};
use crate::tagged::{Line, lines};
use crate::{Format, FormatInfo, Mapping, Reader, Writer, findings};

/// MARC 21.
#[derive(Debug, Clone, Copy)]
pub struct Marc21;

static INFO: FormatInfo = FormatInfo {
    name: "marc21",
    aliases: &["marc", "iso2709", "mrk"],
    extensions: &["mrc", "marc", "mrk"],
    media_type: "application/marc",
    description: "MARC 21, catalog records of libraries (ISO 2709)",
};

const END_OF_RECORD: u8 = 0x1d;
const END_OF_FIELD: u8 = 0x1e;
const SUBFIELD: u8 = 0x1f;
/// Bytes of the leader, and of an entry of the directory.
const LEADER: usize = 24;
const ENTRY: usize = 12;

/// Tells whether bytes begin like a record: its length, and the sizes of a directory at their place.
fn begins_record(bytes: &[u8]) -> bool {
    let digits = |from: usize, to: usize| {
        bytes.get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    digits(0, 5)
        && digits(12, 17)
        && bytes.get(10..12) == Some(b"22")
        && bytes.get(20..22) == Some(b"45")
}

/// Writes a record as lines; broken parts are left out and said.
fn unpack_record(bytes: &[u8], out: &mut String) -> Result<(), &'static str> {
    let Some(leader) = bytes.get(..LEADER) else { return Err("its leader is cut off") };
    let is_utf_8 = leader.get(9) == Some(&b'a');
    let decoded = |bytes: &[u8]| match std::str::from_utf8(bytes) {
        Ok(text) if is_utf_8 || text.is_ascii() && !text.contains('\u{1b}') => text.to_owned(),
        _ if is_utf_8 => String::from_utf8_lossy(bytes).into_owned(),
        _ => marc8::decode(bytes),
    };
    push_line(out, "LDR", &decoded(leader));
    let number = |from: usize, to: usize| -> Option<usize> {
        std::str::from_utf8(bytes.get(from..to)?).ok()?.trim().parse().ok()
    };
    let base = number(12, 17).ok_or("its leader does not say where the data begin")?;
    let mut at = LEADER;
    let mut result = Ok(());
    while at + ENTRY <= base && bytes.get(at) != Some(&END_OF_FIELD) {
        let entry = (number(at + 3, at + 7), number(at + 7, at + 12));
        let tag = bytes.get(at..at + 3).map(|tag| String::from_utf8_lossy(tag).into_owned());
        at += ENTRY;
        let (Some(tag), (Some(len), Some(start))) = (tag, entry) else {
            result = Err("an entry of its directory is no number");
            continue;
        };
        let start = base.saturating_add(start);
        let Some(data) = bytes.get(start..start.saturating_add(len).min(bytes.len())) else {
            result = Err("its directory points behind its end");
            continue;
        };
        let data = data.strip_suffix(&[END_OF_RECORD]).unwrap_or(data);
        let data = data.strip_suffix(&[END_OF_FIELD]).unwrap_or(data);
        if tag.starts_with("00") {
            push_line(out, &tag, &decoded(data));
            continue;
        }
        let mut parts = data.split(|byte| *byte == SUBFIELD);
        let signs = parts.next().unwrap_or(b"");
        let sign = |at: usize| match signs.get(at).copied() {
            Some(byte @ 0x21..=0x7e) => char::from(byte),
            _ => '\\',
        };
        let mut line: String = [sign(0), sign(1)].iter().collect();
        for part in parts {
            line.push('$');
            line.push_str(&decoded(part).replace('$', "{dollar}"));
        }
        push_line(out, &tag, &line);
    }
    result
}

fn push_line(out: &mut String, tag: &str, value: &str) {
    out.push('=');
    out.push_str(tag);
    out.push_str("  ");
    out.extend(value.chars().map(|c| if c.is_control() { ' ' } else { c }));
    out.push('\n');
}

/// Turns the bytes of a file into lines.
fn unpack(bytes: &[u8]) -> Parsed<String> {
    let mut out = Parsed::clean(String::with_capacity(bytes.len() + bytes.len() / 4));
    for (idx, raw) in bytes.split_inclusive(|byte| *byte == END_OF_RECORD).enumerate() {
        let start = raw.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(raw.len());
        let raw = raw.get(start..).unwrap_or(&[]);
        if raw.is_empty() {
            continue;
        }
        let at = out.value.len();
        let mut problem = unpack_record(raw, &mut out.value).err();
        if raw.last() != Some(&END_OF_RECORD) {
            problem = Some("the file ends inside of it");
        }
        let end = out.value.len();
        out.value.push('\n');
        if let Some(problem) = problem {
            let message = format!("record {} is damaged: {problem}", idx + 1);
            let span = Span::new(at, end.saturating_sub(1).max(at));
            let finding = Diagnostic::new(&findings::DAMAGED, message).at(span);
            out.diagnostics.push(finding.help("what could be found of it was read"));
        }
    }
    out
}

/// Reads a line `=245  10$aTitle`.
fn field(line: &Line<'_>) -> Option<CatalogField> {
    let rest = line.text.strip_prefix('=')?;
    let (tag, rest) = rest.split_at_checked(3)?;
    let value = rest.strip_prefix("  ").unwrap_or_else(|| rest.trim_start());
    let mut field =
        CatalogField { tag: tag.to_owned(), span: line.span(), ..CatalogField::default() };
    if tag == "LDR" || tag == "000" || tag.starts_with("00") {
        field.value = value.replace('\\', " ");
        return Some(field);
    }
    let mut signs = value.chars().map(|c| if c == '\\' { ' ' } else { c });
    field.indicators = [signs.next().unwrap_or(' '), signs.next().unwrap_or(' ')];
    for part in value.split('$').skip(1) {
        let mut chars = part.chars();
        let Some(code) = chars.next() else { continue };
        field.subfields.push((code, chars.as_str().replace("{dollar}", "$")));
    }
    Some(field)
}

impl Format for Marc21 {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let head = head.trim_start_matches('\u{feff}').trim_start();
        if head.starts_with("=LDR  ") || begins_record(head.as_bytes()) { 95 } else { 0 }
    }

    fn unpack(&self, bytes: &[u8]) -> Option<Parsed<String>> {
        begins_record(bytes.trim_ascii_start()).then(|| unpack(bytes))
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        None
    }

    fn mapping(&self) -> Option<&'static Mapping> {
        Some(&MARC21)
    }
}

impl Reader for Marc21 {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        if begins_record(text.trim_start().as_bytes()) {
            let unpacked = unpack(text.as_bytes());
            let mut out = self.read(&unpacked.value);
            // Places in the lines are none in this text.
            out.value.iter_mut().for_each(|record| record.provenance.clear());
            out.diagnostics.extend(unpacked.diagnostics);
            out.diagnostics.iter_mut().for_each(|finding| finding.span = None);
            return out;
        }
        let mut out = Parsed::clean(Vec::new());
        let mut open = CatalogRecord::default();
        let close = |open: &mut CatalogRecord, out: &mut Parsed<Vec<Record>>| {
            let found = std::mem::take(open);
            if !found.fields.is_empty() || !found.leader.is_empty() {
                out.value.push(work(&MARC21, &found, &mut out.diagnostics));
            }
        };
        let mut stray: Option<Span> = None;
        for line in lines(text) {
            if line.text.trim().is_empty() {
                close(&mut open, &mut out);
                continue;
            }
            let Some(field) = field(&line) else {
                stray.get_or_insert(line.span());
                continue;
            };
            if matches!(field.tag.as_str(), "LDR" | "000") {
                close(&mut open, &mut out);
                open.leader.clone_from(&field.value);
                open.span = line.span();
            } else {
                let empty = open.fields.is_empty() && open.leader.is_empty();
                open.span = if empty { line.span() } else { open.span.join(line.span()) };
                open.fields.push(field);
            }
        }
        close(&mut open, &mut out);
        if let Some(span) = stray {
            let message = "expected a field like `=245  10$aTitle`, found other text";
            out.diagnostics.push(Diagnostic::new(&findings::STRAY_TEXT, message).at(span));
        }
        out
    }
}
