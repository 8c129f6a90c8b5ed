//! Any text is read by every reader, and what was read is written and found again.
//!
//! In `crates/formats`: `cargo +nightly fuzz run read`. The files below `tests/fixtures` are good
//! seeds: copy them into `fuzz/corpus/read`. What needs no nightly compiler does much the same in
//! `tests/it/limits.rs` and `tests/it/properties.rs`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use refsmith_formats::{FORMATS, text_of};

fuzz_target!(|text: &str| {
    for format in FORMATS {
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
