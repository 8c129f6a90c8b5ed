//! Any bytes are read, as every kind of input: references lie in the text, in order, and lead back
//! to bytes of the input.
//!
//! In `crates/extract`: `cargo +nightly fuzz run references`. The files of `tests/fixtures` are
//! good seeds: copy some into `fuzz/corpus/references`. What needs no nightly compiler does much
//! the same in `tests/it/properties.rs`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use refsmith_extract::{input, segment};

fuzz_target!(|bytes: &[u8]| {
    for kind in input::INPUTS {
        let document = input::read("-", bytes, Some(*kind)).value;
        let text = document.text.text();
        let mut end = 0;
        for found in segment::references(&document).value.references {
            assert!(end <= found.span.start());
            assert!(text.get(found.span.start()..found.span.end()).is_some());
            let place = document.text.input_span(found.span);
            assert!(place.start() <= place.end() && place.end() <= bytes.len());
            end = found.span.end();
        }
        let lines = segment::lines(&document.text);
        assert!(lines.iter().all(|line| text.get(line.span.start()..line.span.end()).is_some()));
    }
});
