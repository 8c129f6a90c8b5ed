//! Any text is read: the tree covers it, every edit keeps the other bytes, records come out, and the
//! same ones from pieces.
//!
//! In `crates/formats`: `cargo +nightly fuzz run bibtex`. Any .bib files are good seeds: copy some
//! into `fuzz/corpus/bibtex`. What needs no nightly compiler does much the same in
//! `tests/it/bibtex_syntax.rs`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use refsmith_formats::bibtex::{Edits, syntax};
use refsmith_formats::{Reader, by_name};
use refsmith_model::Record;

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
    let mut whole = reader.read(text).value;
    whole.iter_mut().for_each(|record| record.provenance.clear());
    assert_eq!(in_pieces(reader, text), whole);
});

/// Reads a text that comes in portions.
fn in_pieces(reader: &dyn Reader, text: &str) -> Vec<Record> {
    const PORTION: usize = 1500;
    let mut pieces = reader.pieces().expect("a reader of pieces");
    let mut out = Vec::new();
    loop {
        let looks = pieces.looks_ahead();
        let (mut start, mut end) = (0, 0);
        while end < text.len() || end == 0 {
            end = (end + PORTION).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            let (part, last) = (text.get(start..end).expect("a boundary"), end == text.len());
            if looks {
                start += pieces.look(part, last);
            } else {
                let piece = pieces.read(part, last);
                start += piece.len;
                out.extend(piece.parsed.value);
            }
            if last {
                break;
            }
        }
        if !looks {
            out.iter_mut().for_each(|record: &mut Record| record.provenance.clear());
            return out;
        }
    }
}
