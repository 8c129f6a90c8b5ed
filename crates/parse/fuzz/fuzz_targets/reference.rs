//! Any string is read as a reference: its parts lie in it, and what looks at one name list or one
//! date takes anything, too.
//!
//! In `crates/parse`: `cargo +nightly fuzz run reference`. Reference strings, one in a file, are
//! good seeds. What needs no nightly compiler does much the same in `tests/it`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use refsmith_model::Origin;
use refsmith_parse::{
    ParseOptions, RULES, detect_language, explain, parse_date, parse_names, parse_str,
};

fuzz_target!(|text: &str| {
    let parsed = parse_str(text);
    assert!((0.0..=1.0).contains(&parsed.confidence));
    for (_, from) in &parsed.record.provenance {
        let Origin::Input(span) = from.origin else { continue };
        assert!(text.get(span.start()..span.end()).is_some());
    }
    for finding in &parsed.diagnostics {
        assert!(finding.span.is_none_or(|span| text.get(span.start()..span.end()).is_some()));
    }
    for options in [ParseOptions::default(), ParseOptions { labeller: &RULES }] {
        let found = explain(text, &options);
        for segment in &found.segments {
            assert!(found.text.get(segment.span.start()..segment.span.end()).is_some());
        }
        assert!(found.places.iter().all(|at| text.get(at.start()..at.end()).is_some()));
    }
    parse_names(text);
    parse_date(text);
    detect_language(&[text]);
});
