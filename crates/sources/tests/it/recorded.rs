//! Recorded works and errors of Crossref: all can be read, and each error means what it means.

use refsmith_model::{Mark, NameVariable, NumberVariable, TextVariable};
use refsmith_sources::crossref::{Crossref, work};
use refsmith_sources::{Answer, Fetch, FetchError, Fetched, MetadataSource, Request};
use serde_json::Value;

use crate::shared;

#[test]
fn every_recorded_work_is_read() {
    let Some(folder) = shared::folder() else { return };
    let works = shared::works(&folder, false);
    assert!(works.len() >= 1_837);
    let (mut marked, mut titled, mut dated) = (0, 0, 0);
    for (name, value) in &works {
        let candidate = work(value);
        let record = &candidate.record;
        let doi = value["DOI"].as_str().unwrap_or_default();
        assert_eq!(candidate.source_id, doi, "{name}");
        // Where the title is empty, the subtitle is the title.
        let has_title = ["title", "subtitle"].iter().any(|key| {
            value["title"].is_array()
                && value[key].get(0).is_some_and(|title| title.as_str() != Some(""))
        });
        assert_eq!(record.texts.contains_key(&TextVariable::Title), has_title, "{name}");
        titled += usize::from(has_title);
        for text in record.texts.values() {
            assert!(!text.plain.trim().is_empty(), "{name}");
            assert_eq!(text.plain.trim(), text.plain, "{name}");
            assert!(
                !text.plain.contains(['\n', '\t']) && !text.plain.contains("  "),
                "{name}: {text:?}"
            );
            for tag in ["<i>", "</i>", "<sub>", "<mml", "<scp>", "&amp;", "&lt;scp", "<math"] {
                assert!(!text.plain.contains(tag), "{name}: {text:?}");
            }
            for (range, _) in &text.marks {
                let range = range.start as usize..range.end as usize;
                assert!(text.plain.get(range).is_some_and(|run| !run.is_empty()), "{name}");
            }
            marked += usize::from(!text.marks.is_empty());
        }
        if value["article-number"].is_string() {
            assert!(record.number(NumberVariable::Page).is_some(), "{name}");
            assert!(record.number(NumberVariable::Number).is_some(), "{name}");
        }
        dated += usize::from(record.year().is_some());
        let people = value["author"].as_array().map_or(0, Vec::len);
        let read = record.people(NameVariable::Author).len();
        assert!(read == people || people - read == 1 && name == "eeebc8ffd5cc.json", "{name}");
    }
    println!("{} works, {titled} titles, {marked} texts with marks, {dated} years", works.len());
}

#[test]
fn marks_of_a_recorded_title_are_in_place() {
    let value = serde_json::json!({"title": ["Encapsulation of the [Ru(bpy)<sub>3</sub>]<sup>2+</sup> luminophore"]});
    let title = work(&value).record.texts.remove(&TextVariable::Title).unwrap();
    assert_eq!(title.plain, "Encapsulation of the [Ru(bpy)3]2+ luminophore");
    assert_eq!(title.marks, [(29..30, Mark::Subscript), (31..33, Mark::Superscript)]);
}

/// Gives one answer to every question.
struct One(Fetched);

impl Fetch for One {
    fn get(&self, _: &Request) -> Result<Fetched, FetchError> {
        Ok(self.0.clone())
    }
}

#[test]
fn recorded_errors_mean_what_they_mean() {
    let Some(folder) = shared::folder() else { return };
    let files = std::fs::read_dir(folder.join("crossref/errors")).unwrap();
    let doi = refsmith_model::Doi::parse("10.1000/182").unwrap();
    let mut count = 0;
    for file in files.flatten() {
        let recorded = shared::json(&file.path());
        let status = match &recorded["status"] {
            Value::Number(number) => number.as_u64().unwrap(),
            // "404 Not Found" as well as "404"
            other => other.as_str().unwrap().split(' ').next().unwrap().parse().unwrap(),
        };
        let body = match &recorded["body"] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let not_found = status == 404 && body.trim() == "Resource not found.";
        let status = u16::try_from(status).unwrap();
        let fetched =
            Fetched { status, body: body.into_bytes(), content_type: String::new(), at: None };
        let answer = Crossref::default().by_doi(&doi, &One(fetched));
        let expected = if not_found {
            answer == Answer::NotFound
        } else {
            matches!(answer, Answer::Unavailable(_))
        };
        assert!(expected, "{:?}: {answer:?}", file.path());
        count += 1;
    }
    assert!(count >= 60);
}

#[test]
fn a_recorded_retraction_is_on_the_work_and_not_on_the_notice() {
    let Some(folder) = shared::folder() else { return };
    let read = |name: &str| work(&shared::json(&folder.join("crossref/retraction").join(name)));
    let cited = read("wakefield_1998_retracted.json");
    let retraction = cited.retraction().unwrap();
    assert_eq!(retraction.doi, "10.1016/s0140-6736(10)60175-4");
    assert_eq!(retraction.date.map(|date| date.to_string()).as_deref(), Some("2010-02-06"));
    assert_eq!(cited.updates.len(), 2);
    assert_eq!(read("retraction_notice_2010.json").updates, []);
}

#[test]
fn of_the_recorded_works_only_those_that_say_so_are_retracted() {
    let Some(folder) = shared::folder() else { return };
    let (mut retracted, mut notices, mut updated) = (Vec::new(), 0, 0);
    for (name, value) in shared::works(&folder, false) {
        notices += usize::from(value["update-to"].is_array());
        updated += usize::from(value["updated-by"].is_array());
        if work(&value).retraction().is_some() {
            retracted.push((name, value["title"][0].as_str().unwrap_or("").to_owned()));
        }
    }
    assert!(notices >= 20 && updated >= 4, "{notices} notices, {updated} updated");
    assert!(
        retracted.iter().all(|(_, title)| title.to_lowercase().starts_with("retracted:")),
        "{retracted:?}"
    );
    assert_eq!(retracted.len(), 1, "{retracted:?}");
}
