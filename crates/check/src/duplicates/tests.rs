//! Which records are one work, and which only look alike.

use super::*;
use crate::fixture::{article, authored, found, with_numbers, with_texts};
use refsmith_model::{
    Date, DateVariable, ItemType, NumberVariable as N, PartialDate, TextVariable as T,
};

const TITLE: &str = "Oxytocin and social affiliation in humans";

fn work(id: &str, title: &str, numbers: &[(N, &str)]) -> Record {
    let record = authored(id, &["Feldman, R."], 2012);
    let texts = [(T::Title, title), (T::ContainerTitle, "Hormones and Behavior")];
    with_numbers(with_texts(record, &texts), numbers)
}

fn members(records: &[Record]) -> Vec<Vec<usize>> {
    find(records).into_iter().map(|cluster| cluster.members).collect()
}

#[test]
fn same_title_author_and_year() {
    let other = work("b", "OXYTOCIN & social affiliation in humans.", &[(N::Page, "380")]);
    let records =
        [work("a", TITLE, &[(N::Volume, "61"), (N::Page, "380-391")]), article("x"), other];
    let clusters = find(&records);
    assert_eq!(clusters.len(), 1);
    assert_eq!(clusters[0].members, [0, 2]);
    assert_eq!(clusters[0].reasons, ["same title, first author and year"]);
    assert!((0.9..1.0).contains(&clusters[0].confidence));
}

#[test]
fn a_year_apart_or_unknown() {
    let (one, mut two) = (work("a", TITLE, &[]), work("b", TITLE, &[]));
    two.dates.insert(DateVariable::Issued, Date::from_year(2013));
    let clusters = find(&[one.clone(), two.clone()]);
    assert_eq!(clusters[0].reasons, ["same title, first author and nearly the same year"]);
    two.dates.insert(DateVariable::Issued, Date::from_year(2014));
    assert!(members(&[one.clone(), two.clone()]).is_empty());
    two.dates.clear();
    assert_eq!(find(&[one, two])[0].reasons, ["same title and first author"]);
}

#[test]
fn same_place_with_a_misspelled_title() {
    let place = [(N::Volume, "61"), (N::Page, "380-391")];
    let one = work("a", TITLE, &place);
    let mut two = work("b", "Oxytocine and social affiliaton in humans", &place);
    two.texts.insert(T::ContainerTitle, "Horm. Behav.".into());
    assert_eq!(find(&[one, two])[0].reasons, ["same first author, volume and first page"]);
}

#[test]
fn works_that_only_look_alike() {
    let one = work("a", TITLE, &[(N::Volume, "61"), (N::Page, "380")]);
    let volume = work("b", TITLE, &[(N::Volume, "62"), (N::Page, "380")]);
    let page = work("c", TITLE, &[(N::Volume, "61"), (N::Page, "12")]);
    let mut chapter = one.clone();
    chapter.item_type = ItemType::Chapter;
    let mut journal = work("d", TITLE, &[]);
    journal.texts.insert(T::ContainerTitle, "Brain".into());
    let erratum = work("e", "Erratum to: Oxytocin and social affiliation in humans", &[]);
    let part = work("f", "Oxytocin and social affiliation in humans II", &[]);
    let mut author = one.clone();
    author.names = authored("g", &["Love, T."], 2012).names;
    for other in [volume, page, chapter, journal, erratum, part, author] {
        assert!(members(&[one.clone(), other.clone()]).is_empty(), "{other:?}");
    }
}

#[test]
fn columns_share_their_heading() {
    let first = work("a", "Editorial", &[(N::Volume, "1")]);
    let second = work("b", "Editorial", &[(N::Volume, "1")]);
    assert!(members(&[first, second]).is_empty());
    let place = [(N::Volume, "1"), (N::Page, "1")];
    assert_eq!(
        members(&[work("a", "Editorial", &place), work("b", "Editorial", &place)]),
        [[0, 1]]
    );
    let column = |id, day| {
        let mut record = work(id, "Notes from the editor's desk", &[]);
        record.item_type = ItemType::ArticleNewspaper;
        let date = Date::On(PartialDate::new(2012, Some(5), Some(day)));
        record.dates.insert(DateVariable::Issued, date);
        record
    };
    assert!(members(&[column("a", 1), column("b", 8)]).is_empty());
    assert_eq!(members(&[column("a", 1), column("b", 1)]), [[0, 1]]);
}

#[test]
fn a_record_without_pages_does_not_join_two_parts() {
    let part = |id, page| work(id, TITLE, &[(N::Volume, "61"), (N::Page, page)]);
    let clusters = members(&[part("a", "1"), work("b", TITLE, &[]), part("c", "90")]);
    assert_eq!(clusters.len(), 1);
    assert_eq!(clusters[0].len(), 2);
}

#[test]
fn doi_of_another_work() {
    let doi = [(T::Doi, "10.1000/182")];
    let one = with_texts(work("a", TITLE, &[]), &doi);
    let two = with_texts(work("b", "Sensitive periods in development", &[]), &doi);
    let three = with_texts(work("c", "Oxytocin and social affiliation", &[]), &doi);
    let records = [one, two, three];
    assert_eq!(members(&records), [[0, 2]]);
    let findings: Vec<_> = found(&Duplicates, &Subject::library(&records))
        .into_iter()
        .map(|finding| (finding.code.code, finding.record.unwrap(), finding.message))
        .collect();
    assert_eq!(
        findings,
        [
            ("duplicate-record", "c".into(), "same work as a: same DOI `10.1000/182`".to_owned()),
            ("shared-doi", "b".into(), "same DOI `10.1000/182` as a, but another title".to_owned()),
        ]
    );
}
