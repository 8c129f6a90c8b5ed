//! Times the layers of the BibTeX reader: `throughput FILE.bib [ROUNDS [LAYER]]`.
//!
//! Prints the best of the rounds, in milliseconds and in megabytes of input per second.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program of development")]

use std::hint::black_box;
use std::time::Instant;

use refsmith_formats::bibtex::{TidyOptions, syntax, tidy};
use refsmith_formats::by_name;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().expect("the path of a .bib file");
    let rounds = arguments.next().map_or(20, |text| text.parse().expect("a number of rounds"));
    let only = arguments.next();
    let wanted = |layer: &str| only.as_deref().is_none_or(|only| only == layer);
    let bytes = std::fs::read(&path).expect("a file that can be read");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let reader = by_name("bibtex").and_then(|format| format.reader()).expect("a reader");
    let writer = by_name("csl-json").and_then(|format| format.writer()).expect("a writer");
    println!("{} bytes", text.len());
    if wanted("syntax") {
        time("syntax", text.len(), rounds, || drop(black_box(syntax::parse(&text))));
    }
    if wanted("records") {
        time("records", text.len(), rounds, || drop(black_box(reader.read(&text))));
    }
    if wanted("tidy") {
        let options = TidyOptions {
            lowercase: true,
            months: true,
            page_dashes: true,
            curly: true,
            indent: Some("  ".into()),
            align: Some(14),
            sort: vec!["key".into()],
            ..TidyOptions::default()
        };
        time("tidy", text.len(), rounds, || drop(black_box(tidy(&text, &options).to_text(&text))));
    }
    if wanted("csl-json") {
        let records = reader.read(&text).value;
        time("csl-json", text.len(), rounds, || {
            let mut out = Vec::new();
            drop(black_box(writer.write(&records, &mut out)));
            black_box(out);
        });
    }
}

fn time(name: &str, bytes: usize, rounds: u32, mut job: impl FnMut()) {
    let mut best = f64::INFINITY;
    for _ in 0..rounds {
        let start = Instant::now();
        job();
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{name:10} {:9.3} ms {:8.1} MB/s", best * 1e3, bytes as f64 / best / 1e6);
}
