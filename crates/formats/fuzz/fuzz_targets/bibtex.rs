//! Any text is read: the tree covers it, every edit keeps the other bytes, records come out.
//!
//! In `crates/formats`: `cargo +nightly fuzz run bibtex`. Any .bib files are good seeds: copy some
//! into `fuzz/corpus/bibtex`. What needs no nightly compiler does much the same in
//! `tests/it/bibtex_syntax.rs`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use refsmith_formats::bibtex::{Edits, syntax};
use refsmith_formats::by_name;

fuzz_target!(|text: &str| {
    let tree = syntax::parse(text);
    let written: String = tree.blocks().iter().map(|block| block.span.of(text)).collect();
    assert_eq!(written, text);
    if let Some(entry) = tree.entries().next() {
        let mut edits = Edits::new(&tree);
        edits.set_field(entry, "title", "A {New} one").expect("a good value");
        let edited = edits.finish().to_text(text);
        assert_eq!(edited.get(..entry.span.start()), text.get(..entry.span.start()));
        assert!(edited.ends_with(text.get(entry.span.end()..).expect("a boundary")));
    }
    let reader = by_name("bibtex").and_then(|format| format.reader()).expect("a reader");
    reader.read(text);
});
