//! Verdicts on records and works made by hand, without network.

use refsmith_model::{
    Date, DateVariable, Doi, ItemType, Name, NameList, NameVariable, NumberVariable, PersonName,
    Record, TextVariable, Verdict,
};
use refsmith_sources::crossref::work;
use refsmith_sources::{
    Answer, Candidate, Fetch, FetchError, Fetched, MetadataSource, Outcome, Query, Request,
    SourceInfo, check, enrich,
};
use serde_json::{Value as Json, json};

/// A register of a few works; with `None` one that cannot be reached.
struct Register(Option<Vec<Json>>);

static INFO: SourceInfo =
    SourceInfo { name: "register", title: "Register", base_url: "", summary: "a few works" };

impl MetadataSource for Register {
    fn info(&self) -> &'static SourceInfo {
        &INFO
    }

    fn accepts(&self, record: &Record) -> bool {
        record.item_type != ItemType::Webpage
    }

    fn search(&self, _: &Query<'_>, _: &dyn Fetch) -> Answer<Vec<Candidate>> {
        match &self.0 {
            Some(works) => Answer::Found(works.iter().map(work).collect()),
            None => Answer::Unavailable("no connection".to_owned()),
        }
    }

    fn by_doi(&self, doi: &Doi, _: &dyn Fetch) -> Answer<Candidate> {
        let Some(works) = &self.0 else { return Answer::Unavailable("no connection".to_owned()) };
        let found = works.iter().map(work).find(|candidate| candidate.source_id == doi.as_str());
        found.map_or(Answer::NotFound, Answer::Found)
    }

    fn by_dois(&self, dois: &[Doi], fetch: &dyn Fetch) -> Answer<Vec<Candidate>> {
        Answer::Found(dois.iter().filter_map(|doi| self.by_doi(doi, fetch).found()).collect())
    }
}

struct Nowhere;

impl Fetch for Nowhere {
    fn get(&self, _: &Request) -> Result<Fetched, FetchError> {
        Err(FetchError::Offline { host: "nowhere".to_owned() })
    }
}

fn registered() -> Json {
    json!({"DOI": "10.5555/attention", "type": "journal-article",
        "title": ["Patterns of attention in small groups"],
        "author": [{"family": "Okafor", "given": "Chidi"}, {"family": "Lind", "given": "Maja"},
                   {"family": "Tanaka", "given": "Yui"}],
        "container-title": ["Journal of Group Studies"], "volume": "12", "issue": "3",
        "page": "201-219", "issued": {"date-parts": [[2010, 5]]}})
}

fn another() -> Json {
    json!({"DOI": "10.5555/soil", "type": "journal-article",
        "title": ["Nitrogen fluxes in alpine soils after snowmelt"],
        "author": [{"family": "Gruber", "given": "Eva"}],
        "container-title": ["Soil Letters"], "volume": "3", "page": "1-9",
        "issued": {"date-parts": [[2015]]}})
}

fn ours() -> Record {
    let mut record = Record::new("okafor2010", ItemType::ArticleJournal);
    let names = [("Okafor", "C."), ("Lind", "M."), ("Tanaka", "Y.")];
    let names = names.map(|(family, given)| Name::Person(PersonName::new(family, given)));
    record.names.insert(NameVariable::Author, NameList::complete(names.to_vec()));
    record.dates.insert(DateVariable::Issued, Date::from_year(2010));
    record.texts.insert(TextVariable::Title, "Patterns of attention in small groups".into());
    record.texts.insert(TextVariable::ContainerTitle, "Journal of group studies".into());
    record.numbers.insert(NumberVariable::Volume, "12".into());
    record.numbers.insert(NumberVariable::Page, "201-219".into());
    record
}

fn with_doi(doi: &str) -> Record {
    let mut record = ours();
    record.texts.insert(TextVariable::Doi, doi.into());
    record
}

fn verdict(record: &Record, works: Option<Vec<Json>>) -> Verdict {
    check(record, None, &[&Register(works)], &Nowhere).verdict
}

fn all() -> Option<Vec<Json>> {
    Some(vec![another(), registered()])
}

#[test]
fn initials_letter_case_and_an_absent_doi_are_no_fault() {
    assert_eq!(verdict(&ours(), all()), Verdict::Verified);
    assert_eq!(verdict(&with_doi("https://doi.org/10.5555/ATTENTION"), all()), Verdict::Verified);
}

#[test]
fn what_is_cut_is_incomplete_and_what_is_wrong_differs() {
    let mut cut = ours();
    cut.numbers.insert(NumberVariable::Page, "201".into());
    assert_eq!(verdict(&cut, all()), Verdict::Incomplete);
    let mut names = ours();
    names.names.get_mut(&NameVariable::Author).unwrap().names.pop();
    assert_eq!(verdict(&names, all()), Verdict::Differs, "a list that does not say it is cut");
    names.names.get_mut(&NameVariable::Author).unwrap().truncated_after = Some(2);
    assert_eq!(verdict(&names, all()), Verdict::Incomplete);
    let mut wrong = ours();
    wrong.numbers.insert(NumberVariable::Volume, "21".into());
    assert_eq!(verdict(&wrong, all()), Verdict::Differs);
    let mut year = ours();
    year.dates.insert(DateVariable::Issued, Date::from_year(2016));
    assert_eq!(verdict(&year, all()), Verdict::Differs);
}

#[test]
fn a_doi_of_another_work_is_named_and_the_right_one_proposed() {
    let record = with_doi("10.5555/soil");
    let comparison = check(&record, None, &[&Register(all())], &Nowhere);
    assert_eq!(comparison.verdict, Verdict::IdMismatch);
    assert_eq!(comparison.doi.as_deref(), Some("10.5555/attention"));
    let reason = comparison.reason.unwrap();
    assert!(reason.contains("Nitrogen fluxes") && reason.contains("Gruber"), "{reason}");
}

#[test]
fn a_wrong_detail_is_no_wrong_doi() {
    let mut record = with_doi("10.5555/attention");
    record.texts.insert(TextVariable::Title, "Muster der Aufmerksamkeit in kleinen Gruppen".into());
    assert_eq!(verdict(&record, all()), Verdict::Differs);
}

#[test]
fn a_retracted_work_is_retracted_and_one_with_a_correction_is_not() {
    let mut retracted = registered();
    let update = |kind| json!([{"DOI": "10.5555/notice", "type": kind, "source": "publisher"}]);
    for (kind, expected) in [
        ("retraction", Verdict::Retracted),
        ("withdrawal", Verdict::Retracted),
        ("correction", Verdict::Verified),
        ("expression_of_concern", Verdict::Verified),
        ("new_version", Verdict::Verified),
        ("partial_retraction", Verdict::Verified),
    ] {
        retracted["updated-by"] = update(kind);
        let comparison =
            check(&ours(), None, &[&Register(Some(vec![retracted.clone()]))], &Nowhere);
        assert_eq!(comparison.verdict, expected, "{kind}");
        assert!(comparison.reason.unwrap().contains("10.5555/notice"));
    }
}

#[test]
fn silence_is_not_evidence() {
    assert_eq!(verdict(&ours(), Some(vec![another()])), Verdict::NotFound);
    assert_eq!(verdict(&ours(), None), Verdict::NotChecked);
    assert_eq!(verdict(&with_doi("10.5555/nowhere"), Some(Vec::new())), Verdict::NotFound);
    let mut chapter = ours();
    chapter.item_type = ItemType::Chapter;
    assert_eq!(verdict(&chapter, all()), Verdict::NotCheckable);
    let mut page = ours();
    page.item_type = ItemType::Webpage;
    assert_eq!(verdict(&page, all()), Verdict::NotCheckable);
    assert_eq!(
        verdict(&Record::new("empty", ItemType::ArticleJournal), all()),
        Verdict::NotCheckable
    );
    // One of two registers that cannot be asked is enough for not knowing.
    let sources: [&dyn MetadataSource; 2] = [&Register(Some(Vec::new())), &Register(None)];
    assert_eq!(check(&ours(), None, &sources, &Nowhere).verdict, Verdict::NotChecked);
}

#[test]
fn outcomes_of_enrichment() {
    let outcome = |record: &Record, works| enrich(record, None, &[&Register(works)], &Nowhere);
    assert!(outcome(&ours(), all()).enrichment().is_some_and(|found| found.score > 0.95));
    assert!(matches!(outcome(&ours(), Some(vec![another()])), Outcome::NotFound(_)));
    assert!(matches!(outcome(&ours(), None), Outcome::Unavailable(_)));
}
