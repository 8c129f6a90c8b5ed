//! As much of ZIP as workbooks need: the directory at the end, stored and deflated members.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// The most members that are looked at.
const MOST_MEMBERS: usize = 4_096;
/// What the members of a file may expand to, whatever its size, and for each byte of it. Sheets
/// are seldom packed to less than a fiftieth.
const LEAST_BUDGET: usize = 1 << 20;
const BUDGET_PER_BYTE: usize = 100;

/// A ZIP file.
pub(super) struct Archive<'b> {
    bytes: &'b [u8],
    members: Vec<Member>,
}

struct Member {
    name: String,
    is_deflated: bool,
    start: usize,
    len: usize,
}

fn number(bytes: &[u8], at: usize, len: usize) -> Option<usize> {
    let part = bytes.get(at..at.checked_add(len)?)?;
    let value = part.iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    usize::try_from(value).ok()
}

impl<'b> Archive<'b> {
    /// Reads the directory; `None` when the bytes are no ZIP file.
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        if !bytes.starts_with(b"PK\x03\x04") {
            return None;
        }
        // The end has a comment of at most 64 KiB behind it.
        let from = bytes.len().saturating_sub(22 + 0xffff);
        let end = bytes.get(from..)?.windows(4).rposition(|four| four == b"PK\x05\x06")? + from;
        let count = number(bytes, end + 10, 2)?.min(MOST_MEMBERS);
        let mut at = number(bytes, end + 16, 4)?;
        let mut members = Vec::new();
        for _ in 0..count {
            if bytes.get(at..at + 4) != Some(b"PK\x01\x02") {
                break;
            }
            let name_len = number(bytes, at + 28, 2)?;
            let more = number(bytes, at + 30, 2)? + number(bytes, at + 32, 2)?;
            let name = bytes.get(at + 46..at + 46 + name_len)?;
            let local = number(bytes, at + 42, 4)?;
            // The names before the data are counted anew there.
            let skip = number(bytes, local + 26, 2).zip(number(bytes, local + 28, 2));
            if let Some((name_len, extra)) = skip {
                members.push(Member {
                    name: String::from_utf8_lossy(name).trim_start_matches('/').to_owned(),
                    is_deflated: number(bytes, at + 10, 2)? == 8,
                    start: local + 30 + name_len + extra,
                    len: number(bytes, at + 20, 4)?,
                });
            }
            at += 46 + name_len + more;
        }
        Some(Self { bytes, members })
    }

    /// Tells whether there is a member of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.members.iter().any(|member| member.name == name)
    }

    /// Returns how many bytes members may expand to, all together.
    pub(super) fn budget(&self) -> usize {
        LEAST_BUDGET.saturating_add(self.bytes.len().saturating_mul(BUDGET_PER_BYTE))
    }

    /// Returns a member as text, and takes its size off the budget; the error says what is wrong.
    pub(super) fn text(&self, name: &str, budget: &mut usize) -> Result<String, String> {
        let member = self.members.iter().find(|member| member.name == name);
        let member = member.ok_or_else(|| format!("`{name}` is not in it"))?;
        let end = member.start.saturating_add(member.len);
        let data = self.bytes.get(member.start..end);
        let data = data.ok_or_else(|| format!("`{name}` is cut off"))?;
        let bytes = if member.is_deflated {
            decompress_to_vec_with_limit(data, *budget).map_err(|error| match error.status {
                miniz_oxide::inflate::TINFLStatus::HasMoreOutput => {
                    format!("`{name}` expands to more than a sheet of this size holds")
                }
                _ => format!("`{name}` is damaged"),
            })?
        } else {
            data.to_vec()
        };
        *budget = budget.saturating_sub(bytes.len());
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Returns the checksum of ZIP, CRC-32.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 }
        })
    })
}

/// Packs members into a file. It says nothing of time, so that equal content is equal bytes.
pub(super) fn pack(members: &[(&str, String)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    let four = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
    let two = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes();
    for (name, text) in members {
        let packed = compress_to_vec(text.as_bytes(), 6);
        let start = out.len();
        let mut common = Vec::new();
        // Version 2.0, names in UTF-8, deflated, 1 January 1980.
        for part in [20, 0x0800, 8, 0, 0x21] {
            common.extend(two(part));
        }
        common.extend(checksum(text.as_bytes()).to_le_bytes());
        common.extend(four(packed.len()));
        common.extend(four(text.len()));
        common.extend(two(name.len()));
        common.extend(two(0));
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(&packed);
        directory.extend(b"PK\x01\x02");
        directory.extend(two(20));
        directory.extend(&common);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(four(start));
        directory.extend(name.as_bytes());
    }
    let start = out.len();
    out.extend(&directory);
    out.extend(b"PK\x05\x06");
    out.extend([0; 4]);
    out.extend(two(members.len()));
    out.extend(two(members.len()));
    out.extend(four(directory.len()));
    out.extend(four(start));
    out.extend(two(0));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_opened() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
        let bytes = pack(&[("a/b.xml", "x".repeat(100_000)), ("c", String::new())]);
        let archive = Archive::open(&bytes).unwrap();
        let mut budget = archive.budget();
        assert_eq!(archive.text("a/b.xml", &mut budget).unwrap().len(), 100_000);
        assert_eq!(archive.text("c", &mut budget).unwrap(), "");
        assert!(archive.text("d", &mut budget).is_err());
    }

    #[test]
    fn bombs_stop_at_the_budget() {
        let bytes = pack(&[("a", "x".repeat(4 << 20))]);
        let archive = Archive::open(&bytes).unwrap();
        let mut budget = archive.budget();
        assert!(archive.text("a", &mut budget).unwrap_err().contains("expands"));
    }
}
