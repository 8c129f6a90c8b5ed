//! Speed of the main job: `cargo bench --bench pipeline`.

#![allow(clippy::disallowed_methods, reason = "benchmarks read their input")]

use refsmith::csl;
use refsmith::model::Record;
use refsmith::pipeline::{self, ReadAs};

fn main() {
    divan::main();
}

fn reference(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("references").join(name);
    std::fs::read(path).expect("a file of references/")
}

fn records() -> Vec<Record> {
    pipeline::read_article("article.md", &reference("article.md"), None).records()
}

/// Finding, reading and linking the sixteen references of an article.
#[divan::bench(args = ["article.md", "article.html", "references.txt"])]
fn article(bencher: divan::Bencher, name: &str) {
    let bytes = reference(name);
    bencher.bench(|| pipeline::read_article(name, divan::black_box(&bytes), None));
}

/// Reading references one by one: strings per second.
#[divan::bench]
fn parse_references(bencher: divan::Bencher) {
    let text = String::from_utf8(reference("references.txt")).expect("UTF-8");
    bencher
        .counter(divan::counter::ItemsCount::new(text.lines().count()))
        .bench(|| text.lines().map(refsmith::parse::parse_str).collect::<Vec<_>>());
}

/// Reading 1,600 BibTeX entries.
#[divan::bench]
fn read_bibtex(bencher: divan::Bencher) {
    let one = reference("references.bib");
    let many = one.repeat(100);
    let format = refsmith::formats::by_name("bibtex").expect("registered");
    bencher
        .counter(divan::counter::BytesCount::new(many.len()))
        .with_inputs(|| many.clone())
        .bench_values(|bytes| pipeline::load("refs.bib", bytes, ReadAs::Format(format)));
}

/// Rendering the sixteen entries, style compiled anew each time.
#[divan::bench(args = ["apa", "vancouver", "ieee", "apa-6th-edition"])]
fn cite(bencher: divan::Bencher, name: &str) {
    let records = records();
    bencher.bench(|| {
        let style = csl::style(name).expect("embedded");
        let request =
            csl::Request { records: &records, style: &style, locale: None, clusters: &[] };
        csl::render(&request).expect("renders")
    });
}
