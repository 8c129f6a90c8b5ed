//! Any text is checked as a style, is one or is refused, and a style renders: nothing of it takes
//! the program down.
//!
//! In `crates/csl`: `cargo +nightly fuzz run style`. Style files are good seeds: copy some into
//! `fuzz/corpus/style`. What needs no nightly compiler does much the same in `tests/it/mutated.rs`.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use refsmith_csl::{Cite, Cluster, OUTPUTS, Request, check_style, render, style_from_xml};
use refsmith_formats::by_name;
use refsmith_model::Record;

/// Everything there is, a work much like it, and very little.
static RECORDS: LazyLock<Vec<Record>> = LazyLock::new(|| {
    let reader = by_name("csl-json").and_then(|format| format.reader()).expect("reader");
    reader.read(include_str!("items.json")).value
});

static CLUSTERS: LazyLock<Vec<Cluster>> = LazyLock::new(|| {
    let place = Cite { locator: Some(("page".into(), "110-6".into())), ..Cite::new("b") };
    let cluster = |cites, note_index| Cluster { cites, note_index };
    vec![
        cluster(vec![Cite::new("a"), place.clone()], Some(1)),
        cluster(vec![place.clone()], Some(2)),
        cluster(vec![place, Cite::new("c"), Cite::new("a")], None),
    ]
});

fuzz_target!(|file: &str| {
    for finding in check_style(file) {
        assert!(finding.span.is_none_or(|span| file.get(span.start()..span.end()).is_some()));
    }
    let Ok(style) = style_from_xml("fuzz", file) else { return };
    let request = Request { records: &RECORDS, style: &style, locale: None, clusters: &CLUSTERS };
    let Ok(rendered) = render(&request) else { return };
    for output in OUTPUTS {
        let _ = output.document(&rendered);
    }
});
