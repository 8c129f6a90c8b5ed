//! Data that lies beside the repository and may be missing.

use std::path::PathBuf;

/// Returns a file or folder of the data, or says that it is missing.
#[expect(clippy::disallowed_methods, reason = "tests may look for their data")]
pub(crate) fn path(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("REFSMITH_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let found = Some(root.join(name)).filter(|path| path.exists());
    if found.is_none() {
        println!("skipped: ../shared not found");
    }
    found
}

/// Reads a file as UTF-8, or as Windows-1252 when it is none.
#[expect(clippy::disallowed_methods, reason = "tests may read their data")]
pub(crate) fn text(path: &std::path::Path) -> String {
    decode(&std::fs::read(path).unwrap())
}

/// Decodes bytes as UTF-8, or as Windows-1252 when they are none.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let high = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes
            .iter()
            .map(|byte| match byte {
                0x80..=0x9f => high.chars().nth(usize::from(byte - 0x80)).unwrap(),
                byte => char::from(*byte),
            })
            .collect(),
    }
}
