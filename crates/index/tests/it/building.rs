//! Building, interrupting and going on.

use proptest::prelude::*;
use refsmith_index::{BuildOptions, Builder, IndexError, LocalIndex, Subset};

use crate::{built, input, work};

#[test]
fn an_interrupted_build_goes_on_and_ends_the_same() {
    let works: String = (0..500).map(work).collect();
    let dir = tempfile::tempdir().unwrap();
    let options = BuildOptions::default();
    let mut builder = Builder::create(dir.path(), &options).unwrap();
    builder.read(&input("a"), work(900).as_bytes(), &mut |_| true).unwrap().unwrap();
    builder.read(&input("b"), works.as_bytes(), &mut |tally| tally.works < 200).unwrap().unwrap();
    builder.pause().unwrap();
    assert!(!LocalIndex::open(dir.path()).unwrap().info().finished);
    // A program that is killed commits nothing more; what it has added is gone.
    let mut killed = Builder::create(dir.path(), &options).unwrap();
    assert!(killed.has_read(&input("a")) && !killed.has_read(&input("b")));
    killed.read(&input("b"), works.as_bytes(), &mut |tally| tally.works < 50).unwrap().unwrap();
    drop(killed);
    let mut builder = Builder::create(dir.path(), &options).unwrap();
    builder.read(&input("b"), works.as_bytes(), &mut |_| true).unwrap().unwrap();
    assert_eq!(builder.tally().works, 301, "the 199 that were committed are not read again");
    builder.finish().unwrap();
    let info = LocalIndex::open(dir.path()).unwrap().info();
    assert!(info.finished);
    assert_eq!(info.works, 501);
    assert_eq!(info.inputs.iter().map(|line| line.works).collect::<Vec<_>>(), [1, 500]);
}

#[test]
fn a_newer_record_takes_the_place_of_the_older_one() {
    let (dir, index) = built(&(work(1) + &work(2) + &work(1)), &BuildOptions::default());
    assert_eq!(index.works(), 2, "within one build");
    let mut builder = Builder::open(dir.path(), &BuildOptions::default()).unwrap();
    let newer = work(2).replace("On the reeds", "New reeds");
    builder.read(&input("b"), newer.as_bytes(), &mut |_| true).unwrap().unwrap();
    builder.finish().unwrap();
    let index = LocalIndex::open(dir.path()).unwrap();
    assert_eq!(index.works(), 2);
    let title = index.work("10.5555/w2").unwrap().unwrap()["title"][0].to_string();
    assert!(title.contains("New reeds"), "{title}");
}

#[test]
fn only_wanted_works_are_kept() {
    let works: String = (0..100).map(work).collect();
    let kept =
        |subset| built(&works, &BuildOptions { subset, ..BuildOptions::default() }).1.works();
    let mut years = Subset::default();
    years.years = Some(1950..=1959);
    assert_eq!(kept(years), 20);
    let mut journal = Subset::default();
    journal.add_journal("journal of REEDS");
    assert_eq!(kept(journal.clone()), 100);
    journal.add_dois(["https://doi.org/10.5555/w7", "10.5555/W9", "none"]);
    assert_eq!(kept(journal), 2);
    let mut other = Subset::default();
    other.add_journal("Another Journal");
    assert_eq!(kept(other), 0);
}

#[test]
fn parts_hold_the_same_works() {
    let works: String = (0..300).map(work).collect();
    let (_dir, index) = built(&works, &BuildOptions { shards: 4, ..BuildOptions::default() });
    assert_eq!(index.info().shards, 4);
    assert_eq!(index.works(), 300);
    for number in 0..300 {
        assert!(index.work(&format!("10.5555/W{number}")).unwrap().is_some(), "{number}");
    }
}

#[test]
fn a_folder_that_is_no_index_is_refused() {
    let (dir, _) = built(&work(1), &BuildOptions::default());
    let options = BuildOptions::default();
    assert!(matches!(Builder::create(dir.path(), &options), Err(IndexError::Finished { .. })));
    let inside = dir.path().join("shard-000");
    assert!(matches!(Builder::create(&inside, &options), Err(IndexError::Occupied { .. })));
    assert!(matches!(LocalIndex::open(&inside), Err(IndexError::Missing { .. })));
    assert!(matches!(Builder::open(&inside, &options), Err(IndexError::Missing { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever is in the input, the works around it are read, and nothing panics.
    #[test]
    fn odd_lines_cost_nothing(odd in "[ -~\u{e9}\u{4e2d}]{0,80}", shape in 0..4_usize) {
        let quoted = serde_json::Value::from(odd.clone()).to_string();
        let odd_line = match shape {
            0 => odd,
            1 => format!(r#"{{"DOI":{quoted},"title":{quoted},"author":{quoted},"volume":[{quoted}]}}"#),
            2 => format!(r#"{{"title":[{quoted}],"issued":{quoted},"page":{quoted},"author":[{{"family":{quoted}}}]}}"#),
            _ => format!(r#"{{"message":{{"items":[{{"title":[null,{quoted}]}},{quoted}]}}}}"#),
        };
        let (_dir, index) = built(&format!("{}{odd_line}\n{}", work(1), work(2)), &BuildOptions::default());
        for doi in ["10.5555/w1", "10.5555/w2"] {
            prop_assert!(index.work(doi).unwrap().is_some());
        }
    }
}
