//! A library of ten thousand records, and libraries made to be slow.

use refsmith_check::duplicates::find;
use refsmith_check::{Subject, run};
use refsmith_model::{
    Date, DateVariable, ItemType, Name, NameList, NameVariable, NumberVariable, PersonName, Record,
    TextVariable,
};

fn record(idx: usize, title: String) -> Record {
    let mut record = Record::new(format!("key{idx}"), ItemType::ArticleJournal);
    let author = Name::Person(PersonName::new(format!("Family{}", idx % 700), "A. B."));
    record.names.insert(NameVariable::Author, NameList::complete(vec![author]));
    record
        .dates
        .insert(DateVariable::Issued, Date::from_year(1950 + i32::try_from(idx % 70).unwrap()));
    record.texts.insert(TextVariable::Title, title.into());
    let journal = format!("Journal of Subject {}", idx % 300);
    record.texts.insert(TextVariable::ContainerTitle, journal.into());
    record.texts.insert(TextVariable::Doi, format!("10.1000/{idx}").into());
    record.numbers.insert(NumberVariable::Volume, format!("{}", idx % 90).into());
    record.numbers.insert(NumberVariable::Page, format!("{}-{}", idx, idx + 9).into());
    record
}

#[test]
fn ten_thousand_records_of_which_a_hundred_are_there_twice() {
    let title = |idx: usize| format!("On the properties of sample {idx} in a long series");
    let mut records: Vec<Record> = (0..9_900).map(|idx| record(idx, title(idx))).collect();
    for idx in 0..100 {
        let mut again = record(idx * 99, title(idx * 99));
        again.id = format!("again{idx}");
        again.texts.remove(&TextVariable::Doi);
        records.push(again);
    }
    let start = std::time::Instant::now();
    let clusters = find(&records);
    let alone = start.elapsed();
    let findings = run(&Subject::library(&records));
    println!("10,000 records: duplicates {alone:?}, all checks {:?}", start.elapsed() - alone);
    assert_eq!(clusters.len(), 100);
    assert!(clusters.iter().all(|cluster| cluster.members.len() == 2));
    assert_eq!(findings.len(), 100);
}

/// One heading, one author, one DOI: every pair is a candidate, yet time must not grow with pairs.
#[test]
fn equal_records_do_not_cost_pairs() {
    let same: Vec<Record> = (0..20_000)
        .map(|idx| {
            let mut record = record(idx, "The very same heading every week".into());
            record.names = self::record(0, String::new()).names;
            if idx % 2 == 0 {
                record.texts.insert(TextVariable::Doi, "10.1000/182".into());
            }
            record
        })
        .collect();
    let start = std::time::Instant::now();
    let clusters = find(&same);
    println!("20,000 candidates: {:?}", start.elapsed());
    assert_eq!(clusters.len(), 1, "only the shared DOI joins");
    assert_eq!(clusters[0].members.len(), 10_000);
}
