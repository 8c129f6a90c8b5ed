//! Which candidates are taken for which records.

use serde_json::{Value as Json, json};

use super::*;
use crate::crossref::work;
use refsmith_model::{
    Date, DateVariable, DifferenceKind, ItemType, Name, NameList, PersonName, Severity, Value,
    Variable,
};

/// A record with what is named, `|` between names and `,` between family and given name.
fn record(item_type: ItemType, fields: &[(&str, &str)]) -> Record {
    let mut record = Record::new("test", item_type);
    for (name, text) in fields {
        match Variable::parse(name).unwrap() {
            Variable::Text(variable) => drop(record.texts.insert(variable, (*text).into())),
            Variable::Number(variable) => drop(record.numbers.insert(variable, (*text).into())),
            Variable::Date(variable) => {
                drop(record.dates.insert(variable, Date::from_year(text.parse().unwrap())));
            }
            Variable::Name(variable) => {
                let names = text.split('|').map(|name| {
                    let (family, given) = name.split_once(',').unwrap_or((name, ""));
                    Name::Person(PersonName::new(family.trim(), given.trim()))
                });
                record.names.insert(variable, NameList::complete(names.collect()));
            }
        }
    }
    record
}

fn epigenetics() -> Record {
    record(
        ItemType::ArticleJournal,
        &[
            ("author", "Weaver, I. C.|Cervoni, N."),
            ("issued", "2004"),
            ("title", "Epigenetic programming by maternal behavior"),
            ("container-title", "Nature neuroscience"),
            ("volume", "7"),
            ("issue", "8"),
            ("page", "847"),
        ],
    )
}

fn epigenetics_registered() -> Json {
    json!({"DOI": "10.1038/nn1276", "type": "journal-article",
        "title": ["Epigenetic programming by maternal behavior"],
        "author": [{"family": "Weaver", "given": "Ian C G"}, {"family": "Cervoni", "given": "Nadia"}],
        "container-title": ["Nature Neuroscience"], "volume": "7", "issue": "8",
        "page": "847-854", "issued": {"date-parts": [[2004, 8]]}})
}

#[test]
fn a_true_match_is_certain_although_pages_are_cut_and_names_are_initials() {
    assert!(score(&epigenetics(), None, &work(&epigenetics_registered())) >= 0.95);
}

#[test]
fn differences_are_named_by_kind() {
    let found = differences(&epigenetics(), &work(&epigenetics_registered()));
    let kinds: Vec<(&str, DifferenceKind)> =
        found.iter().map(|difference| (difference.variable.as_str(), difference.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("container-title", DifferenceKind::Case),
            ("author", DifferenceKind::Initials),
            ("page", DifferenceKind::Truncated),
            ("DOI", DifferenceKind::Missing),
        ]
    );
}

#[test]
fn a_chapter_never_takes_an_article_and_conversely() {
    let mut chapter = epigenetics();
    chapter.item_type = ItemType::Chapter;
    chapter.numbers.remove(&NumberVariable::Volume);
    assert_eq!(score(&chapter, None, &work(&epigenetics_registered())), 0.0);
    let mut registered = epigenetics_registered();
    registered["type"] = json!("book-chapter");
    registered["volume"] = json!("99");
    assert_eq!(score(&epigenetics(), None, &work(&registered)), 0.0);
}

#[test]
fn another_work_of_the_same_author_journal_and_year_is_refused() {
    let mut registered = epigenetics_registered();
    registered["title"] = json!(["Maternal care and the response of genes to novelty"]);
    registered["page"] = json!("101-110");
    assert!(score(&epigenetics(), None, &work(&registered)) < 0.5);
}

#[test]
fn a_title_alone_is_not_enough() {
    let ours = record(
        ItemType::ArticleJournal,
        &[("title", "Epigenetic programming by maternal behavior"), ("issued", "2004")],
    );
    assert!(score(&ours, None, &work(&epigenetics_registered())) < ACCEPTED);
}

#[test]
fn two_equal_works_are_no_match_and_a_preprint_yields_to_the_article() {
    let ours = record(
        ItemType::ArticleJournal,
        &[
            ("author", "Weaver, I. C.|Cervoni, N."),
            ("title", "Epigenetic programming by maternal behavior"),
        ],
    );
    let first = epigenetics_registered();
    let mut second = epigenetics_registered();
    second["DOI"] = json!("10.1038/other");
    second["page"] = json!("1-9");
    assert_eq!(choose(&ours, None, &[work(&first), work(&second)]), None);
    second["type"] = json!("posted-content");
    let chosen = choose(&ours, None, &[work(&second), work(&first)]).map(|(idx, _)| idx);
    assert_eq!(chosen, Some(1));
}

#[test]
fn the_printed_reference_helps_where_the_record_is_poor() {
    let poor = Record::new("poor", ItemType::Document);
    let text = "Weaver, I. C., & Cervoni, N. (2004). Epigenetic programming by maternal \
                behavior. Nature neuroscience, 7(8), 847.";
    assert!(score(&poor, Some(text), &work(&epigenetics_registered())) >= 0.95);
    assert!(score(&poor, None, &work(&epigenetics_registered())) < 0.1);
}

#[test]
fn an_article_number_is_a_page() {
    let ours =
        record(ItemType::ArticleJournal, &[("title", "A"), ("page", "e2840"), ("number", "e2840")]);
    let theirs = work(&json!({"title": ["A"], "article-number": "e2840", "page": "1-9"}));
    assert!(differences(&ours, &theirs).iter().all(|d| d.variable.as_str() != "page"));
}

#[test]
fn a_year_beside_the_year_of_issue_speaks_against_nobody() {
    let mut ours = epigenetics();
    let beside = Some((DifferenceKind::YearOnlinePrint, Severity::Info));
    let wrong = Some((DifferenceKind::Wrong, Severity::Warning));
    for (year, expected) in [(2003, beside), (2004, None), (2005, beside), (2007, wrong)] {
        ours.dates.insert(DateVariable::Issued, Date::from_year(year));
        let found = differences(&ours, &work(&epigenetics_registered()));
        let issued = found.iter().find(|difference| difference.variable.as_str() == "issued");
        assert_eq!(issued.map(|issued| (issued.kind, issued.severity)), expected, "{year}");
    }
}

#[test]
fn entities_left_in_a_record_are_read_before_it_is_compared() {
    let ours =
        record(ItemType::ArticleJournal, &[("title", "Children&apos;s play &amp; learning")]);
    let mut theirs = json!({"title": ["Children\u{2019}s play & learning"]});
    assert_eq!(differences(&ours, &work(&theirs)), []);
    theirs["title"] = json!(["Children's work & learning"]);
    let found = differences(&ours, &work(&theirs));
    assert_eq!(found[0].kind, DifferenceKind::Wrong);
    let written = Value::Text("Children&apos;s play &amp; learning".into());
    assert_eq!(found[0].ours, Some(written), "as it is written");
}

#[test]
fn sentence_case_is_left_alone_and_punctuation_is_offered_in_it() {
    let ours = record(
        ItemType::ArticleJournal,
        &[("title", "Early-life experience, epigenetics, and the developing brain")],
    );
    let theirs =
        work(&json!({"title": ["Early Life Experience, Epigenetics, and the Developing Brain"]}));
    let found = differences(&ours, &theirs);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, DifferenceKind::Punctuation);
    let expected = "Early life experience, epigenetics, and the developing brain";
    assert_eq!(proposal(&found[0]), Value::Text(expected.into()));
    let cased =
        work(&json!({"title": ["Early-Life Experience, Epigenetics, and the Developing Brain"]}));
    assert_eq!(differences(&ours, &cased), []);
}

#[test]
fn a_preprint_is_never_certain_for_a_published_article() {
    let mut preprint = epigenetics_registered();
    preprint["type"] = json!("posted-content");
    for key in ["container-title", "volume", "issue", "page"] {
        preprint.as_object_mut().unwrap().remove(key);
    }
    let score = score(&epigenetics(), None, &work(&preprint));
    assert!((ACCEPTED..=0.9).contains(&score), "{score}");
}

#[test]
fn chapters_of_one_book_are_told_apart() {
    let chapter = |title: &str, page: &str| {
        json!({"type": "book-chapter", "title": [title], "author": [{"family": "Lind", "given": "Maja"}],
            "container-title": ["Widgets in Practice"], "page": page, "issued": {"date-parts": [[2014]]}})
    };
    let mut ours = work(&chapter("Creating the project and adding classes", "1-20")).record;
    ours.texts.remove(&TextVariable::Doi);
    let other = work(&chapter("Updating the project and adding classes", "21-40"));
    assert!(score(&ours, None, &other) < ACCEPTED);
}

#[test]
fn the_editorial_board_of_another_issue_is_another_one() {
    let text = "Editorial board. (2003). Reed Pathology, 34(11), RF1.";
    let printed = record(
        ItemType::ArticleJournal,
        &[
            ("issued", "2003"),
            ("title", "Editorial board"),
            ("container-title", "Reed Pathology"),
            ("volume", "34"),
            ("issue", "11"),
            ("page", "RF1"),
        ],
    );
    let registered = |issue: &str| {
        work(&json!({"DOI": format!("10.5555/{issue}"), "type": "journal-article",
            "title": ["Editorial board"], "container-title": ["Reed Pathology"], "volume": "34",
            "issue": issue, "page": "RF1", "issued": {"date-parts": [[2003]]}}))
    };
    assert!(score(&printed, Some(text), &registered("11")) >= ACCEPTED);
    assert!(score(&printed, Some(text), &registered("12")) < ACCEPTED);
}
