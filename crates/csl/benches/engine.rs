//! Speed of the pieces of the engine: `cargo bench -p refsmith-csl --bench engine`.
//!
//! For whole libraries, and beside other programs, see `examples/speed.rs`.

#![allow(clippy::disallowed_methods, reason = "benchmarks read their input")]

use refsmith_csl::{Citation, Cite, Cluster, Document, Request, output, render, style};
use refsmith_formats::by_name;
use refsmith_model::{Name, NameVariable, Record};

const STYLES: [&str; 4] = ["ieee", "vancouver", "apa", "chicago-author-date"];

fn main() {
    divan::main();
}

/// The sixteen works of `references/`, again and again, some by people of another name.
fn records(count: usize) -> Vec<Record> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../references/records.json");
    let text = std::fs::read_to_string(path).expect("a file of references/");
    let reader = by_name("csl-json").and_then(|format| format.reader()).expect("registered");
    let sixteen = reader.read(&text).value;
    let letters = ["a", "e", "in", "o", "sen"];
    (0..count)
        .map(|idx| {
            let mut record = sixteen[idx % sixteen.len()].clone();
            record.id = format!("{}-{idx}", record.id);
            let names = record.names.get_mut(&NameVariable::Author);
            if let Some(Name::Person(person)) = names.and_then(|list| list.names.first_mut()) {
                person.family.push_str(letters[idx / sixteen.len() % letters.len()]);
            }
            record
        })
        .collect()
}

fn cluster(record: &Record) -> Cluster {
    Cluster { cites: vec![Cite::new(record.id.clone())], note_index: None }
}

/// From the XML that is built in to a compiled style.
#[divan::bench(args = STYLES)]
fn compile(name: &str) {
    divan::black_box(style(name).expect("built in"));
}

/// Rendering a bibliography with one entry, and one with a thousand.
#[divan::bench(args = STYLES, consts = [1, 1000])]
fn bibliography<const N: usize>(bencher: divan::Bencher, name: &str) {
    let (records, style) = (records(N), style(name).expect("built in"));
    bencher.counter(divan::counter::ItemsCount::new(N)).bench(|| {
        let request = Request { records: &records, style: &style, locale: None, clusters: &[] };
        render(&request).expect("renders")
    });
}

/// The same with one cite of each work.
#[divan::bench(args = STYLES, consts = [1000])]
fn citations<const N: usize>(bencher: divan::Bencher, name: &str) {
    let (records, style) = (records(N), style(name).expect("built in"));
    let clusters: Vec<Cluster> = records.iter().map(cluster).collect();
    bencher.counter(divan::counter::ItemsCount::new(N)).bench(|| {
        let request =
            Request { records: &records, style: &style, locale: None, clusters: &clusters };
        render(&request).expect("renders")
    });
}

/// One citation more in a document of a thousand.
#[divan::bench(args = STYLES)]
fn insertion(bencher: divan::Bencher, name: &str) {
    let (records, style) = (records(1000), style(name).expect("built in"));
    let citation = |(idx, record): (usize, &Record)| Citation {
        id: format!("c{idx}"),
        cluster: cluster(record),
    };
    let mut document = Document::new(&style, None, &records).expect("a known locale");
    document.set_citations(records.iter().enumerate().map(citation).collect()).expect("known ids");
    let more = Citation { id: "more".to_owned(), cluster: cluster(&records[500]) };
    bencher.bench_local(|| {
        document.insert(900, more.clone()).expect("a known id");
        document.remove(900)
    });
}

/// Writing a thousand entries.
#[divan::bench(args = ["text", "html", "markdown", "json"])]
fn write(bencher: divan::Bencher, name: &str) {
    let (records, style) = (records(1000), style("apa").expect("built in"));
    let request = Request { records: &records, style: &style, locale: None, clusters: &[] };
    let rendered = render(&request).expect("renders");
    let output = output(name).expect("registered");
    bencher
        .counter(divan::counter::ItemsCount::new(1000_usize))
        .bench(|| output.document(&rendered));
}
