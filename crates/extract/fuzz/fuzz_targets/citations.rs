//! Whatever stands above a reference list: citations lie in it, in order, and point into the list.
//!
//! In `crates/extract`: `cargo +nightly fuzz run citations`. Articles without their lists are good
//! seeds: copy some into `fuzz/corpus/citations`.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use refsmith_extract::{citations, input, segment};
use refsmith_model::{
    Date, DateVariable, ItemType, Name, NameList, NameVariable, PersonName, Record,
};

const LIST: &str = "\n\nReferences\n\n\
    [1] Feldman, R. (2012a). Oxytocin. Hormones, 61(3), 380-391.\n\
    [2] Feldman, R. (2012b). Synchrony. Parenting, 12(2), 154-164.\n\
    [3] Li, M., & van den Berg, F. (2015). Early life. Neurons, 40(1), 141-153.\n";

static RECORDS: LazyLock<Vec<Record>> = LazyLock::new(|| {
    let record = |families: &[&str], year| {
        let mut record = Record::new("", ItemType::ArticleJournal);
        let person = |family: &&str| Name::Person(PersonName::new(*family, "A."));
        let names = NameList::complete(families.iter().map(person).collect());
        record.names.insert(NameVariable::Author, names);
        record.dates.insert(DateVariable::Issued, Date::from_year(year));
        record
    };
    vec![record(&["Feldman"], 2012), record(&["Feldman"], 2012), record(&["Li", "Berg"], 2015)]
});

fuzz_target!(|text: &str| {
    let article = format!("{text}{LIST}");
    for kind in input::INPUTS {
        let document = input::read("-", article.as_bytes(), Some(*kind)).value;
        let list = segment::references(&document).value;
        for records in [RECORDS.as_slice(), &[]] {
            let mut end = 0;
            for citation in citations::link(&document, &list, records) {
                assert!(end <= citation.span.start());
                let text = document.text.text();
                assert!(text.get(citation.span.start()..citation.span.end()).is_some());
                let known = |ordinal: &u32| list.references.iter().any(|r| r.ordinal == *ordinal);
                assert!(citation.targets.iter().all(known));
                end = citation.span.end();
            }
        }
    }
});
