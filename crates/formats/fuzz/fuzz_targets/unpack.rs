//! Any bytes are unpacked by every format that is no text, and what was unpacked is read.
//!
//! In `crates/formats`: `cargo +nightly fuzz run unpack`. The files below `tests/fixtures/xlsx` are
//! good seeds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use refsmith_formats::FORMATS;

fuzz_target!(|bytes: &[u8]| {
    for format in FORMATS {
        let Some(unpacked) = format.unpack(bytes) else { continue };
        for finding in &unpacked.diagnostics {
            assert!(finding.span.is_none_or(|span| unpacked.value.get(span.start()..span.end()).is_some()));
        }
        if let Some(reader) = format.reader() {
            reader.read(&unpacked.value);
        }
    }
});
