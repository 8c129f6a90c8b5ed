//! Tidying what is tidy changes nothing, whatever the text.
//!
//! In `crates/formats`: `cargo +nightly fuzz run bibtex_tidy`. Any .bib files are good seeds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use refsmith_formats::bibtex::{Characters, TidyOptions, tidy};

fuzz_target!(|text: &str| {
    let options = TidyOptions {
        lowercase: true,
        curly: true,
        numeric: true,
        months: true,
        page_dashes: true,
        bare_dois: true,
        remove_empty_fields: true,
        characters: Some(Characters::Unicode),
        indent: Some("  ".into()),
        align: Some(14),
        trailing_commas: Some(true),
        ..TidyOptions::default()
    };
    let once = tidy(text, &options).to_text(text);
    let twice = tidy(&once, &options).to_text(&once);
    assert_eq!(twice, once);
});
