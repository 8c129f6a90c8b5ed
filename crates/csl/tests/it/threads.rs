//! What is rendered does not depend on the number of threads.

use std::num::NonZeroUsize;

use refsmith_csl::{Cite, Cluster, Request, render, render_each, render_with_threads, style};
use refsmith_model::Record;

use crate::csl_json;

/// Few authors and years, so that neighbours share names and cites look alike.
fn records(count: usize) -> Vec<Record> {
    let families = ["Ott", "Ray", "King", "Low"];
    let items: Vec<String> = (0..count)
        .map(|n| {
            let (first, second) = (families[n / 50 % 4], families[n % 3]);
            let (given, year) = (["Ann", "Al", "Bo"][n % 3], 2000 + n % 7);
            format!(
                r#"{{"id":"r{n}","type":"book","title":"Part {n}",
                "author":[{{"family":"{first}","given":"{given}"}},{{"family":"{second}","given":"Cy"}}],
                "issued":{{"date-parts":[[{year}]]}}}}"#
            )
        })
        .collect();
    csl_json::records(&format!("[{}]", items.join(",")))
}

#[test]
fn many_threads_give_what_one_gives() {
    let records = records(1200);
    let cites: Vec<Cite> = records.iter().map(|record| Cite::new(record.id.clone())).collect();
    let pairs = cites.chunks(2).map(|cites| Cluster { cites: cites.to_vec(), note_index: None });
    let alone = cites.iter().map(|cite| Cluster { cites: vec![cite.clone()], note_index: None });
    let clusters: Vec<Cluster> = alone.chain(pairs).collect();
    for name in ["apa", "chicago-author-date", "ieee", "modern-language-association"] {
        let style = style(name).expect(name);
        let request =
            Request { records: &records, style: &style, locale: None, clusters: &clusters };
        let one = render(&request).expect(name);
        assert_eq!(one.bibliography.len(), records.len());
        for threads in [2, 3, 64].map(|count| NonZeroUsize::new(count).expect("not 0")) {
            let many = render_with_threads(&request, threads).expect(name);
            assert!(many == one, "{name}, {threads} threads");
            let mut given = Vec::new();
            let rest = render_each(&request, threads, &mut |entry| given.push(entry)).expect(name);
            assert!(given == one.bibliography && rest.citations == one.citations, "{name}");
        }
    }
}
