//! The registers beside Crossref, on answers as they send them, without network.

use std::collections::BTreeMap;

use refsmith_model::{Doi, ItemType, NameVariable, Record, TextVariable, Verdict};
use refsmith_sources::{
    Answer, Fetch, FetchError, Fetched, MetadataSource, Request, by_doi, check, source,
};

use crate::shared;

/// Answers by the end of the address; everything else is a page that there is nothing.
#[derive(Default)]
struct Recorded(BTreeMap<&'static str, (u16, String)>);

impl Recorded {
    fn with(mut self, end: &'static str, status: u16, body: impl Into<String>) -> Self {
        self.0.insert(end, (status, body.into()));
        self
    }
}

impl Fetch for Recorded {
    fn get(&self, request: &Request) -> Result<Fetched, FetchError> {
        let fits = self.0.iter().filter(|(end, _)| request.url.ends_with(*end));
        let known = fits.max_by_key(|(end, _)| end.len());
        let (status, body) = match known {
            Some((_, (0, _))) => return Err(FetchError::Offline { host: request.url.clone() }),
            Some((_, (status, body))) => (*status, body.clone()),
            None => (404, "<html><title>Not Found</title></html>".to_owned()),
        };
        let content_type = String::new();
        Ok(Fetched { status, body: body.into_bytes(), content_type, at: None })
    }
}

fn named(names: &[&str]) -> Vec<Box<dyn MetadataSource>> {
    names.iter().map(|name| source(name, Some("http://127.0.0.1:9")).expect("a register")).collect()
}

fn record(item_type: ItemType, texts: &[(TextVariable, &str)]) -> Record {
    let mut record = Record::new("a", item_type);
    for (variable, text) in texts {
        record.texts.insert(*variable, (*text).into());
    }
    record
}

const PREPRINT: &str = r#"{"data": {"id": "10.48550/arxiv.1706.03762", "type": "dois", "attributes": {
    "doi": "10.48550/arxiv.1706.03762",
    "creators": [{"name": "Okafor, Ada", "nameType": "Personal", "givenName": "Ada", "familyName": "Okafor"}],
    "titles": [{"title": "Reeds count each other"}], "publisher": "arXiv", "publicationYear": 2017,
    "types": {"resourceTypeGeneral": "Preprint", "resourceType": "Article"},
    "relatedIdentifiers": [
      {"relationType": "References", "relatedIdentifier": "10.5555/other", "relatedIdentifierType": "DOI"},
      {"relationType": "IsVersionOf", "relatedIdentifier": "10.5555/reeds", "relatedIdentifierType": "DOI"}]}}}"#;

const NOT_CROSSREFS: &str = r#"{"status": "ok", "message": {"DOI": "x", "agency": {"id": "datacite", "label": "DataCite"}}}"#;

#[test]
fn a_doi_of_another_agency_is_asked_there_and_a_preprint_knows_what_became_of_it() {
    let fetch = Recorded::default()
        .with("/works/10.48550%2Farxiv.1706.03762", 404, "Resource not found.")
        .with("/works/10.48550%2Farxiv.1706.03762/agency", 200, NOT_CROSSREFS)
        .with("/dois/10.48550%2Farxiv.1706.03762", 200, PREPRINT);
    let all = named(&["crossref", "datacite", "doi"]);
    let all: Vec<&dyn MetadataSource> = all.iter().map(AsRef::as_ref).collect();
    let texts = [
        (TextVariable::Doi, "10.48550/arXiv.1706.03762"),
        (TextVariable::Title, "Reeds count each other"),
    ];
    let comparison = check(&record(ItemType::Article, &texts), None, &all, &fetch);
    assert_eq!(comparison.verdict, Verdict::Verified, "{comparison:?}");
    assert_eq!(comparison.source.as_deref(), Some("datacite"));
    assert_eq!(comparison.published_as.as_deref(), Some("10.5555/reeds"));
    let codes: Vec<&str> = refsmith_sources::diagnostics(&comparison, &Record::default())
        .iter()
        .map(|finding| finding.code.code)
        .filter(|code| *code != "missing-in-record")
        .collect();
    assert_eq!(codes, ["published-since"]);
    // The number of arXiv alone is enough.
    let texts =
        [(TextVariable::Url, "https://arxiv.org/abs/1706.03762v5"), (TextVariable::Title, "Tides")];
    let comparison = check(&record(ItemType::Article, &texts), None, &all[1..2], &fetch);
    assert_eq!(comparison.verdict, Verdict::IdMismatch, "{comparison:?}");
    assert!(comparison.reason.unwrap().contains("arXiv number 1706.03762 belongs to"));
}

/// What arXiv answers; the second preprint was asked for by a number without DOI.
const FEED: &str = r#"<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><title>q</title>
<entry><id>http://arxiv.org/abs/2101.00001v3</id><title>Counting reeds with herons</title>
  <published>2021-01-01T18:00:01Z</published><author><name>Ada Okafor</name></author>
  <arxiv:doi>10.5555/reeds.12</arxiv:doi></entry>
<entry><id>http://arxiv.org/abs/math/0299001v1</id><title>On round ponds</title>
  <published>2002-12-31T23:59:59Z</published><author><name>Jan Marsch</name></author></entry></feed>"#;

const NO_ENTRY: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>q</title>
<opensearch:totalResults>0</opensearch:totalResults></feed>"#;

#[test]
fn preprints_of_arxiv_are_asked_for_in_one_question() {
    let end = "/query?id_list=2101.00001,math/0299001&max_results=2";
    let fetch = Recorded::default().with(end, 200, FEED);
    let all = named(&["arxiv"]);
    let all: Vec<&dyn MetadataSource> = all.iter().map(AsRef::as_ref).collect();
    let first = record(
        ItemType::Article,
        &[
            (TextVariable::Doi, "10.48550/arXiv.2101.00001"),
            (TextVariable::Title, "Counting reeds with herons"),
        ],
    );
    let url = "https://arxiv.org/abs/math/0299001";
    let second = [(TextVariable::Url, url), (TextVariable::Title, "On round ponds")];
    let second = record(ItemType::Article, &second);
    let asked = [(&first, None), (&second, None)];
    let found = refsmith_sources::check_all(&asked, &all, &fetch);
    for comparison in &found {
        assert_eq!(comparison.verdict, Verdict::Verified, "{comparison:?}");
        assert_eq!(comparison.source.as_deref(), Some("arxiv"));
    }
    assert_eq!(found[0].published_as.as_deref(), Some("10.5555/reeds.12"));
    assert_eq!(found[1].doi.as_deref(), Some("10.48550/arXiv.math/0299001"));
    // Alone, it is asked for alone; what is no preprint is not asked for at all.
    let end = "/query?id_list=2101.99999&max_results=1";
    let fetch = Recorded::default().with(end, 200, NO_ENTRY);
    let unknown = record(ItemType::Article, &[(TextVariable::Url, "arxiv.org/abs/2101.99999")]);
    assert!(matches!(all[0].by_identifier(&unknown, &fetch), Some((_, Answer::NotFound))));
    let page = Recorded::default().with(end, 200, "<html>sign in</html>");
    assert!(matches!(all[0].by_identifier(&unknown, &page), Some((_, Answer::Unavailable(_)))));
    assert!(!all[0].accepts(&record(ItemType::Article, &[(TextVariable::Doi, "10.5555/x")])));
}

#[test]
fn a_doi_is_dead_when_crossref_datacite_and_the_resolver_say_so_and_not_before() {
    let gone = "<html><head><title>Error: DOI Not Found</title></head></html>";
    let crossref = || {
        Recorded::default().with("/works/10.5555%2Fnothing", 404, "Resource not found.").with(
            "/works/10.5555%2Fnothing/agency",
            404,
            "Resource not found.",
        )
    };
    let all = named(&["crossref", "datacite", "doi"]);
    let all: Vec<&dyn MetadataSource> = all.iter().map(AsRef::as_ref).collect();
    let record = record(ItemType::ArticleJournal, &[(TextVariable::Doi, "10.5555/nothing")]);
    let dead = |sources: &[&dyn MetadataSource], fetch: &Recorded| {
        let comparison = check(&record, None, sources, fetch);
        (comparison.verdict, comparison.dead_identifier)
    };
    let resolver = crossref().with("/10.5555%2Fnothing", 404, gone);
    // The end of DataCite's address is that of the resolver's.
    let resolver = resolver.with("/dois/10.5555%2Fnothing", 404, "{}");
    let doi = Some("10.5555/nothing".to_owned());
    assert_eq!(dead(&all, &resolver), (Verdict::NotFound, doi));
    assert_eq!(dead(&all[..2], &resolver), (Verdict::NotFound, None), "the resolver was not asked");
    let offline = crossref().with("/dois/10.5555%2Fnothing", 0, "");
    assert_eq!(dead(&all, &offline), (Verdict::NotChecked, None));
    // A 404 of an agency behind the resolver is not the resolver's.
    let agency = crossref().with("/10.5555%2Fnothing", 404, "Resource not found.");
    let parsed = Doi::parse("10.5555/nothing").unwrap();
    assert!(matches!(by_doi(&parsed, &all[2..], &agency), Answer::Unavailable(_)));
}

#[test]
fn the_resolvers_own_page_is_recorded() {
    let Some(folder) = shared::folder() else { return };
    let recorded = shared::json(&folder.join("crossref/errors/2c92d5303b62.json"));
    let page = recorded["body"].as_str().unwrap();
    let fetch = Recorded::default().with("/10.1126%2Ffoo", 404, page);
    let doi = named(&["doi"]);
    assert_eq!(doi[0].by_doi(&Doi::parse("10.1126/foo").unwrap(), &fetch), Answer::NotFound);
}

#[test]
fn every_agencys_works_come_from_the_resolver() {
    let item = r#"{"type": "article-journal", "DOI": "10.1400/52025", "title": "Paleografia",
        "author": [{"family": "Rossi", "given": "Anna"}], "issued": {"date-parts": [[2005]]}}"#;
    let fetch = Recorded::default().with("/10.1400%2F52025", 200, item);
    let doi = named(&["doi"]);
    let found = doi[0].by_doi(&Doi::parse("10.1400/52025").unwrap(), &fetch).found().unwrap();
    assert_eq!(found.record.text(TextVariable::Title), Some("Paleografia"));
    assert_eq!((found.source, found.source_id.as_str()), ("doi", "10.1400/52025"));
    let broken = Recorded::default().with("/10.1400%2F52025", 406, "");
    let answer = doi[0].by_doi(&Doi::parse("10.1400/52025").unwrap(), &broken);
    assert!(matches!(answer, Answer::Unavailable(_)));
}

#[test]
fn numbers_of_pubmed_books_and_openalex() {
    let pubmed = r#"<?xml version="1.0" ?><PubmedArticleSet><PubmedArticle><MedlineCitation>
        <PMID Version="1">99000001</PMID><Article><Journal><JournalIssue><Volume>12</Volume>
        <PubDate><Year>2014</Year></PubDate></JournalIssue><Title>Journal of shore biology</Title></Journal>
        <ArticleTitle>The tidal clock of Talitrus.</ArticleTitle><AuthorList><Author><LastName>Rijn</LastName>
        <ForeName>Anna</ForeName></Author></AuthorList></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"#;
    let book = r#"{"ISBN:9780306406157": {"title": "Reeds", "subtitle": "A History",
        "authors": [{"url": "x", "name": "Ada B. Okafor"}], "publishers": [{"name": "Wetland Press"}],
        "publish_date": "May 2001"}}"#;
    let openalex = r#"{"id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/reeds",
        "title": "Counting reeds", "display_name": "Counting reeds", "publication_year": 2020,
        "type": "article", "authorships": [{"author": {"display_name": "Ida Berg"}}]}"#;
    let fetch = Recorded::default()
        .with("db=pubmed&id=99000001&retmode=xml&tool=refsmith", 200, pubmed)
        .with("db=pubmed&id=1&retmode=xml&tool=refsmith", 200, "<PubmedArticleSet/>")
        .with("bibkeys=ISBN:9780306406157&format=json&jscmd=data", 200, book)
        .with("bibkeys=ISBN:0306406152&format=json&jscmd=data", 200, "{}")
        .with("/works/pmcid:PMC77", 200, openalex);
    let asked = |name: &str, record: &Record| {
        let source = named(&[name]).remove(0);
        source.by_identifier(record, &fetch)
    };
    let with = |variable, text| record(ItemType::Book, &[(variable, text)]);
    let (identifier, answer) = asked("pubmed", &with(TextVariable::Pmid, "99000001")).unwrap();
    let found = answer.found().unwrap().record;
    assert_eq!(identifier, "PMID 99000001");
    assert_eq!((found.year(), found.people(NameVariable::Author).len()), (Some(2014), 1));
    let answer = asked("pubmed", &with(TextVariable::Pmid, "1")).unwrap().1;
    assert_eq!(answer, Answer::NotFound);
    assert!(asked("pubmed", &with(TextVariable::Pmid, "none")).is_none());
    let found = asked("openlibrary", &with(TextVariable::Isbn, "978-0-306-40615-7")).unwrap().1;
    let found = found.found().unwrap().record;
    assert_eq!(found.text(TextVariable::Title), Some("Reeds: A History"));
    assert_eq!(found.text(TextVariable::Publisher), Some("Wetland Press"));
    assert_eq!(found.people(NameVariable::Author)[0].family(), "Okafor");
    assert_eq!(found.year(), Some(2001));
    let answer = asked("openlibrary", &with(TextVariable::Isbn, "0-306-40615-2")).unwrap().1;
    assert_eq!(answer, Answer::NotFound);
    let found = asked("openalex", &with(TextVariable::Pmcid, "PMC77")).unwrap().1.found().unwrap();
    assert_eq!(found.source_id, "10.5555/reeds");
}

#[test]
fn a_page_instead_of_an_answer_is_not_an_empty_list() {
    let wanted = record(ItemType::Book, &[(TextVariable::Title, "Reeds")]);
    let query = refsmith_sources::Query { record: &wanted, text: None };
    let search = |body: &str| {
        let fetch = Recorded::default().with("page%5Bsize%5D=20", 200, body);
        named(&["datacite"])[0].search(&query, &fetch)
    };
    assert_eq!(search(r#"{"data": [], "meta": {"total": 0}}"#), Answer::Found(Vec::new()));
    assert!(matches!(search("<html>Sign in</html>"), Answer::Unavailable(_)));
}

/// Answers batches as Crossref does, and counts them.
#[derive(Default)]
struct Batches(std::sync::Mutex<Vec<String>>);

impl Fetch for Batches {
    fn get(&self, request: &Request) -> Result<Fetched, FetchError> {
        let (_, filter) = request.url.split_once("filter=").expect("a batch and nothing else");
        let dois = filter
            .split('&')
            .next()
            .unwrap_or("")
            .split(',')
            .filter_map(|part| Some(part.strip_prefix("doi:")?.replace("%2F", "/")));
        let works: Vec<serde_json::Value> = dois
            .map(|doi| serde_json::json!({"DOI": doi, "type": "journal-article", "title": [doi]}))
            .collect();
        let answer = serde_json::json!({"status": "ok", "message": {"items": works}});
        self.0.lock().expect("no panic").push(request.url.clone());
        let body = answer.to_string().into_bytes();
        Ok(Fetched { status: 200, body, content_type: String::new(), at: None })
    }
}

#[test]
fn a_thousand_known_dois_are_twenty_lists() {
    let dois: Vec<Doi> =
        (0..1_000).map(|n| Doi::parse(&format!("10.5555/work.{n}")).unwrap()).collect();
    let fetch = Batches::default();
    let crossref = named(&["crossref"]);
    let found = crossref[0].by_dois(&dois, &fetch).found().unwrap();
    assert_eq!(found.len(), 1_000);
    let asked = fetch.0.into_inner().unwrap();
    assert!(asked.len() <= 20, "{} lists", asked.len());
    assert!(asked.iter().all(|url| url.len() < 4_000), "addresses stay short");
}
