//! Finding works, and what is said when there is none.

use refsmith_index::BuildOptions;
use refsmith_model::{ItemType, Record, TextVariable, Verdict};
use refsmith_sources::{MetadataSource, check, matching};

use crate::{Nobody, built, work};

#[test]
fn printed_references_lead_to_their_works() {
    let works: String = (0..2_000).map(work).collect();
    let (_dir, index) = built(&works, &BuildOptions { shards: 2, ..BuildOptions::default() });
    for number in (0..2_000).step_by(37) {
        let (year, volume, page) = (1950 + number % 70, 1 + number % 90, 1 + 7 * number);
        let titled = format!(
            "Marsh{number}, A. ({year}). On the reeds of lake {} and their birds {}. J. Reeds {volume}, {page}.",
            number / 50,
            number % 50
        );
        let bare = format!("[1] A. Marsh{number}, Journal of Reeds {volume} ({year}) {page}.");
        let garbled = format!("1A. Narsh, JournalofReeds{volume}, {page} ({year}).");
        let record = Record::default();
        let found = index.works_like(&record, Some(&garbled), 20).unwrap();
        let doi = serde_json::json!(format!("10.5555/W{number}"));
        assert!(found.iter().any(|(work, _)| work["DOI"] == doi), "{garbled}");
        for text in [titled, bare] {
            let found = index.works_like(&record, Some(&text), 20).unwrap();
            let doi = found.first().map(|(work, _)| work["DOI"].as_str().unwrap_or("").to_owned());
            assert_eq!(doi, Some(format!("10.5555/W{number}")), "{text}");
            let candidates: Vec<_> =
                found.iter().map(|(work, _)| refsmith_sources::crossref::work(work)).collect();
            let (best, score) = matching::choose(&record, Some(&text), &candidates).unwrap();
            assert_eq!(best, 0, "{text}");
            assert!((matching::ACCEPTED..=1.0).contains(&score));
        }
    }
}

#[test]
fn absence_from_a_part_of_the_world_is_no_verdict() {
    let (_dir, index) = built(&work(1), &BuildOptions::default());
    let mut record = Record::new("a", ItemType::ArticleJournal);
    record.texts.insert(TextVariable::Title, "Something else altogether".into());
    let verdict = |record: &Record| check(record, None, &[&index], &Nobody);
    let comparison = verdict(&record);
    assert_eq!(comparison.verdict, Verdict::NotChecked);
    let reason = comparison.reason.unwrap_or_default();
    assert!(reason.contains("not in the local index of 1 work"), "{reason}");
    record.texts.insert(TextVariable::Doi, "10.5555/none".into());
    assert_eq!(verdict(&record).verdict, Verdict::NotChecked);
    assert!(index.absence().is_some());
}

#[test]
fn what_is_found_is_compared() {
    let (_dir, index) = built(&work(1), &BuildOptions::default());
    let mut record = Record::new("a", ItemType::ArticleJournal);
    record.texts.insert(TextVariable::Doi, "https://doi.org/10.5555/W1".into());
    record.texts.insert(TextVariable::Title, "On the reeds of lake 0 and their birds 1".into());
    let comparison = check(&record, None, &[&index], &Nobody);
    assert_eq!(comparison.verdict, Verdict::Verified);
    record.numbers.insert(refsmith_model::NumberVariable::Volume, "77".into());
    assert_eq!(check(&record, None, &[&index], &Nobody).verdict, Verdict::Differs);
}
