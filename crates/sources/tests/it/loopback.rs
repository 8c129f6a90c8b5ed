//! Enrichment and manners against a server that enforces the limits of the register.

use std::time::Duration;

use refsmith_model::{
    DifferenceKind, ItemType, NumberVariable, Record, TextVariable, Value, Verdict,
};
use refsmith_sources::crossref::Crossref;
use refsmith_sources::net::{HttpFetch, NetOptions};
use refsmith_sources::{Accept, MetadataSource, Outcome, apply, check, check_all, enrich};
use serde_json::{Value as Json, json};

use crate::server::{Fault, Limits, Server, crossref_shape};
use crate::shared;
use crate::sixteen::REFERENCES;

fn fetch(options: NetOptions) -> HttpFetch {
    HttpFetch::new(NetOptions { timeout: Duration::from_secs(10), ..options }).expect("an address")
}

/// The works of the sixteen from the truth, and every recorded work of free licence beside them.
fn world() -> Option<Vec<Json>> {
    let folder = shared::folder()?;
    let truth = shared::json(&folder.join("seed/seed_truth.json"));
    let mut works: Vec<Json> = truth
        .as_array()?
        .iter()
        .filter(|work| work.get("DOI").is_some())
        .map(crossref_shape)
        .collect();
    assert_eq!(works.len(), 15);
    works.extend(shared::works(&folder, true).into_iter().map(|(_, work)| work));
    assert!(works.len() > 1_500);
    Some(works)
}

#[test]
fn the_sixteen_find_their_fifteen_dois() {
    let Some(works) = world() else { return };
    let server = Server::start(0, works, Limits::of("test"), (0, Vec::new()));
    let fetch = fetch(NetOptions::default());
    let crossref = Crossref::new(&server.url);
    let sources: [&dyn MetadataSource; 1] = [&crossref];
    for reference in REFERENCES {
        let text = reference.text();
        for text in [None, Some(text.as_str())] {
            let mut record = reference.record();
            let outcome = enrich(&record, text, &sources, &fetch);
            let Some(doi) = reference.doi else {
                assert!(matches!(outcome, Outcome::NotCheckable(_)), "{outcome:?}");
                continue;
            };
            let proposal =
                outcome.enrichment().unwrap_or_else(|| panic!("{}: {outcome:?}", reference.number));
            assert_eq!(proposal.source_id.to_lowercase(), doi);
            assert!(proposal.score >= 0.95, "{}: {}", reference.number, proposal.score);
            assert!(proposal.changes.iter().all(|change| change.kind != DifferenceKind::Wrong));
            let incomplete = matches!(reference.number, 3 | 13);
            let expected = if incomplete { Verdict::Incomplete } else { Verdict::Verified };
            let comparison = outcome.comparison();
            assert_eq!(comparison.verdict, expected, "{}: {comparison:?}", reference.number);
            let kind = |name: &str| {
                let change =
                    proposal.changes.iter().find(|change| change.variable.as_str() == name);
                change.map(|change| change.kind)
            };
            let case = matches!(reference.number, 2 | 4 | 6 | 8 | 11 | 12 | 13 | 15);
            assert_eq!(
                kind("container-title"),
                case.then_some(DifferenceKind::Case),
                "{}",
                reference.number
            );
            assert_eq!(kind("DOI"), Some(DifferenceKind::Missing));
            let author = match reference.number {
                13 => DifferenceKind::Truncated,
                _ => DifferenceKind::Initials,
            };
            assert_eq!(kind("author"), Some(author));
            assert_eq!(kind("page"), incomplete.then_some(DifferenceKind::Truncated));
            apply(&mut record, proposal, &Accept::default());
            match reference.number {
                3 => assert_eq!(record.number(NumberVariable::Page), Some("141-153")),
                13 => {
                    assert_eq!(record.number(NumberVariable::Page), Some("847-854"));
                    let authors = &record.names[&refsmith_model::NameVariable::Author];
                    assert_eq!((authors.names.len(), authors.truncated_after), (9, None));
                }
                15 => assert_eq!(record.text(TextVariable::ContainerTitle), Some("PLoS ONE")),
                _ => {}
            }
        }
    }
    let stats = server.stats();
    println!("{} questions, {} violations", stats.requests, stats.violations.len());
    assert_eq!(stats.violations, Vec::<String>::new());
}

fn few() -> Vec<Json> {
    let work = |number: usize, title: &str, family: &str| {
        json!({"DOI": format!("10.5555/test.{number}"), "type": "journal-article", "title": [title],
            "author": [{"family": family, "given": "Ada"}], "volume": number.to_string(),
            "container-title": ["Journal of Tests"], "issued": {"date-parts": [[2001, 2]]}, "page": "1-9"})
    };
    vec![
        work(1, "On the patience of servers under load", "Lovelace"),
        work(2, "A theory of empty answers and full queues", "Hopper"),
        work(3, "Counting what nobody asked for", "Noether"),
    ]
}

fn described(work: &Json) -> Record {
    let mut record = refsmith_sources::crossref::work(work).record;
    record.texts.remove(&TextVariable::Doi);
    record.texts.remove(&TextVariable::Url);
    record.id = "mine".to_owned();
    record
}

#[test]
fn limits_hold_in_real_time_with_many_threads() {
    for (pool, mailto) in [("public", None), ("polite", Some("someone@example.org".to_owned()))] {
        let server = Server::start(0, few(), Limits::of(pool), (0, Vec::new()));
        let polite = mailto.is_some();
        let fetch = fetch(NetOptions { mailto, ..NetOptions::default() });
        let crossref = Crossref::new(&server.url);
        std::thread::scope(|scope| {
            for work in few() {
                let (crossref, fetch) = (&crossref, &fetch);
                scope.spawn(move || {
                    let sources: [&dyn MetadataSource; 1] = [crossref];
                    let comparison = check(&described(&work), None, &sources, fetch);
                    assert_eq!(comparison.verdict, Verdict::Verified, "{comparison:?}");
                    let mut known = described(&work);
                    known.texts.insert(TextVariable::Doi, work["DOI"].as_str().unwrap().into());
                    let comparison = check(&known, None, &sources, fetch);
                    assert_eq!(comparison.verdict, Verdict::Verified, "{comparison:?}");
                });
            }
        });
        let stats = server.stats();
        assert_eq!((stats.requests, stats.lists), (6, 3));
        assert_eq!(stats.with_contact, if polite { 6 } else { 0 });
        assert_eq!(stats.violations, Vec::<String>::new(), "{pool}");
    }
}

#[test]
fn faults_cost_time_but_no_answer_and_no_limit() {
    let faults = ["429", "cut-body", "503", "504", "cut-connection", "429-bare", "slow"];
    let faults = faults.map(|name| Fault::parse(name).unwrap());
    let server = Server::start(0, few(), Limits::of("test"), (3, faults.to_vec()));
    let fetch = fetch(NetOptions::default());
    let crossref = Crossref::new(&server.url);
    let sources: [&dyn MetadataSource; 1] = [&crossref];
    for round in 0..5 {
        for work in few() {
            let comparison = check(&described(&work), None, &sources, &fetch);
            assert_eq!(comparison.verdict, Verdict::Verified, "{round}: {comparison:?}");
        }
    }
    let stats = server.stats();
    assert!(stats.faults >= 7, "{stats:?}");
    assert_eq!(stats.violations, Vec::<String>::new());
}

#[test]
fn a_server_that_is_down_is_not_proof_of_anything() {
    let server = Server::start(0, few(), Limits::of("test"), (1, vec![Fault::Unavailable]));
    let fetch = fetch(NetOptions { tries: 2, ..NetOptions::default() });
    let crossref = Crossref::new(&server.url);
    let comparison = check(&described(&few()[0]), None, &[&crossref], &fetch);
    assert_eq!(comparison.verdict, Verdict::NotChecked);
    assert_eq!(server.stats().requests, 2);
}

#[test]
fn foreign_and_unknown_dois() {
    let server = Server::start(0, few(), Limits::of("test"), (0, Vec::new()));
    let fetch = fetch(NetOptions::default());
    let crossref = Crossref::new(&server.url);
    let mut record = Record::new("preprint", ItemType::Article);
    record.texts.insert(TextVariable::Title, "Attention without regret".into());
    record.texts.insert(TextVariable::Doi, "10.48550/arXiv.1706.00001".into());
    let comparison = check(&record, None, &[&crossref], &fetch);
    assert_eq!(comparison.verdict, Verdict::NotChecked);
    assert!(comparison.reason.unwrap().contains("datacite"));
    record.texts.insert(TextVariable::Doi, "10.5555/no.such".into());
    let comparison = check(&record, None, &[&crossref], &fetch);
    assert_eq!(comparison.verdict, Verdict::NotFound);
}

#[test]
fn answers_are_kept_and_known_dois_go_in_batches() {
    let works: Vec<Json> = (0..120)
        .map(|number| {
            let mut work = few().remove(0);
            work["DOI"] = json!(format!("10.5555/batch.{number}"));
            work["title"] = json!([format!("The {number} questions that were asked at once")]);
            work
        })
        .collect();
    let server = Server::start(0, works.clone(), Limits::of("test"), (0, Vec::new()));
    let folder = std::env::temp_dir().join(format!("refsmith-cache-{}", std::process::id()));
    let cache = Some(folder.clone());
    let crossref = Crossref::new(&server.url);
    let records: Vec<Record> =
        works.iter().map(|work| refsmith_sources::crossref::work(work).record).collect();
    let listed: Vec<(&Record, Option<&str>)> =
        records.iter().map(|record| (record, None)).collect();
    let mut times = Vec::new();
    for (mailto, offline) in
        [(None, false), (Some("someone@example.org".to_owned()), false), (None, true)]
    {
        let fetch =
            fetch(NetOptions { cache: cache.clone(), mailto, offline, ..NetOptions::default() });
        let comparisons = check_all(&listed, &[&crossref], &fetch);
        assert!(comparisons.iter().all(|comparison| comparison.verdict == Verdict::Verified));
        assert_eq!(server.stats().requests, 3, "120 DOIs are three batches, and asked for once");
        times.push(comparisons.iter().map(|comparison| comparison.fetched).collect::<Vec<_>>());
    }
    assert!(times[0].iter().all(Option::is_some));
    assert_eq!((&times[1], &times[2]), (&times[0], &times[0]), "a kept answer is as old as it is");
    let fetch = fetch(NetOptions { cache, offline: true, ..NetOptions::default() });
    let unknown = described(&few()[1]);
    assert_eq!(check(&unknown, None, &[&crossref], &fetch).verdict, Verdict::NotChecked);
    drop(std::fs::remove_dir_all(folder));
}

#[test]
fn a_proposal_is_applied_with_its_origin() {
    let server = Server::start(0, few(), Limits::of("test"), (0, Vec::new()));
    let fetch = fetch(NetOptions::default());
    let crossref = Crossref::new(&server.url);
    let mut record = described(&few()[0]);
    record.numbers.remove(&NumberVariable::Volume);
    let outcome = enrich(&record, None, &[&crossref], &fetch);
    let applied = apply(&mut record, outcome.enrichment().unwrap(), &Accept::default());
    let variables: Vec<&str> = applied.iter().map(|change| change.variable.as_str()).collect();
    assert_eq!(variables, ["volume", "DOI"]);
    assert_eq!(applied[1].to, Value::Text("10.5555/test.1".into()));
    assert_eq!(record.provenance.len(), 2);
}
