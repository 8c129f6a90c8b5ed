//! Any text is read, and what was read is written and found again: `read` asks every format,
//! `read-ris` (or another name of a format) that one, which goes deeper in the same time.
//!
//! In `crates/formats`: `cargo +nightly fuzz run read-ris`. The files below `tests/fixtures` are good
//! seeds: copy those of a format into `fuzz/corpus/read-ris`. What needs no nightly compiler does
//! much the same in `tests/it/limits.rs` and `tests/it/properties.rs`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use refsmith_formats::{FORMATS, text_of};

/// The format that this target is named after.
const FORMAT: Option<&str> = {
    let (read, format) = env!("CARGO_BIN_NAME").split_at("read".len());
    assert!(matches!(read.as_bytes(), b"read"));
    if format.is_empty() { None } else { Some(format.split_at(1).1) }
};

fuzz_target!(|text: &str| {
    for format in FORMATS {
        if FORMAT.is_some_and(|wanted| wanted != format.info().name) {
            continue;
        }
        format.sniff(text);
        let Some(reader) = format.reader() else { continue };
        let records = reader.read(text).value;
        let Some(writer) = format.writer() else { continue };
        let mut out = Vec::new();
        writer.write(&records, &mut out).expect("memory takes everything");
        let again = reader.read(&text_of(*format, &out)).value;
        assert_eq!(again.len(), records.len(), "{}", format.info().name);
    }
});
