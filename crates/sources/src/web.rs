//! [`Web`]: a register that answers with works in a format that can be read.
//!
//! What differs between registers is which addresses they have and what they call their absence;
//! each folder states that in one [`Web`] value. Crossref, whose answers say more than a record, has
//! code of its own.

use refsmith_model::{Doi, NameVariable, Record, TextVariable};

use crate::percent::percent_encoded;
use crate::{
    Answer, Budget, CacheFor, Candidate, Fetch, FetchError, Fetched, MetadataSource, Query,
    Request, SourceInfo,
};

/// How many candidates a search asks for.
pub(crate) const ROWS: usize = 20;
/// How many characters are searched for.
const QUERY_LENGTH: usize = 300;

/// The path of the works with some DOIs; `None` when none of these is the register's.
type BatchPath = fn(&[Doi]) -> Option<String>;

/// A register of which everything is an address and a format.
pub(crate) struct Web {
    pub(crate) info: &'static SourceInfo,
    pub(crate) base_url: String,
    /// The media type asked for.
    pub(crate) accept: &'static str,
    /// Reads the works in an answer.
    pub(crate) read: fn(&str) -> Vec<Record>,
    /// The path of the work with a DOI, which is given escaped.
    pub(crate) by_doi: Option<fn(&str) -> String>,
    /// The identifier in a record that the register knows works by, as people call it (`PMID 1`), and
    /// the path of the work with it.
    pub(crate) by_identifier: fn(&Record) -> Option<(String, String)>,
    /// How many DOIs can be asked for at once, and the path of their works.
    pub(crate) by_dois: Option<(usize, BatchPath)>,
    /// The DOI under which the register may know a record.
    pub(crate) key: fn(&Record) -> Option<Doi>,
    /// The path of a search for words, which are given escaped.
    pub(crate) search: Option<fn(&str) -> String>,
    /// Tells whether a status and body other than 404 mean that there is no such work.
    pub(crate) is_absent: fn(&Fetched) -> bool,
    /// Whether a DOI that is not there is registered with no agency at all.
    pub(crate) every_agency: bool,
    /// Adds what the register says beside the record.
    pub(crate) finish: fn(&mut Candidate, &[u8]),
    /// Lists are rarer than single questions; registers that allow few are asked as if for lists.
    pub(crate) budget: Budget,
}

impl Web {
    /// A register of which nothing is known yet but its name, its address and how its answers are
    /// read.
    pub(crate) fn new(
        info: &'static SourceInfo,
        base_url: Option<&str>,
        read: fn(&str) -> Vec<Record>,
    ) -> Self {
        Self {
            info,
            base_url: base_url.unwrap_or(info.base_url).trim_end_matches('/').to_owned(),
            accept: "application/json",
            read,
            by_doi: None,
            by_identifier: |_| None,
            by_dois: None,
            key: Record::doi,
            search: None,
            is_absent: |fetched| fetched.status == 404,
            every_agency: false,
            finish: |_, _| {},
            budget: Budget::Single,
        }
    }

    fn ask(&self, path: &str, budget: Budget, fetch: &dyn Fetch) -> Answer<Vec<Candidate>> {
        let request = Request {
            url: format!("{}{path}", self.base_url),
            accept: self.accept,
            budget,
            cache_for: CacheFor::METADATA,
            takes_mailto: false,
            is_sound: |fetched| !fetched.body.trim_ascii().is_empty(),
        };
        self.answer(fetch.get(&request))
    }

    fn answer(&self, result: Result<Fetched, FetchError>) -> Answer<Vec<Candidate>> {
        let fetched = match result {
            Ok(fetched) => fetched,
            Err(error) => return Answer::Unavailable(error.to_string()),
        };
        if (self.is_absent)(&fetched) {
            return Answer::NotFound;
        }
        let title = self.info.title;
        if fetched.status != 200 {
            let status = fetched.status;
            return Answer::Unavailable(format!("{title} answered with status {status}"));
        }
        let text = String::from_utf8_lossy(&fetched.body);
        let records = (self.read)(&text);
        // An empty list is an answer; a page of a proxy is none.
        if records.is_empty() && serde_json::from_str::<serde_json::Value>(&text).is_err() {
            return Answer::Unavailable(self.unreadable());
        }
        let works = records.into_iter().map(|record| self.candidate(record, &fetched));
        Answer::Found(works.collect())
    }

    fn unreadable(&self) -> String {
        format!("the answer of {} could not be read", self.info.title)
    }

    fn candidate(&self, mut record: Record, fetched: &Fetched) -> Candidate {
        let source_id = record.doi().map_or_else(String::new, |doi| doi.to_string());
        record.id.clone_from(&source_id);
        let mut candidate = Candidate {
            record,
            source: self.info.name,
            source_id,
            other_years: Vec::new(),
            updates: Vec::new(),
            published_as: None,
            relevance: 0.0,
            fetched: fetched.at,
        };
        (self.finish)(&mut candidate, &fetched.body);
        candidate
    }

    fn one(&self, path: &str, fetch: &dyn Fetch) -> Answer<Candidate> {
        match self.ask(path, self.budget, fetch) {
            Answer::Found(works) => match works.into_iter().next() {
                Some(work) => Answer::Found(work),
                None => Answer::Unavailable(self.unreadable()),
            },
            Answer::NotFound => Answer::NotFound,
            Answer::Unavailable(reason) => Answer::Unavailable(reason),
        }
    }
}

impl MetadataSource for Web {
    fn info(&self) -> &'static SourceInfo {
        self.info
    }

    fn accepts(&self, record: &Record) -> bool {
        self.search.is_some()
            || self.by_doi.is_some() && record.doi().is_some()
            || (self.by_identifier)(record).is_some()
            || self.by_dois.is_some() && (self.key)(record).is_some()
    }

    fn search(&self, query: &Query<'_>, fetch: &dyn Fetch) -> Answer<Vec<Candidate>> {
        let Some(path) = self.search else { return Answer::NotFound };
        let words = search_words(query);
        if words.is_empty() {
            return Answer::NotFound;
        }
        self.ask(&path(&percent_encoded(&words)), Budget::List, fetch)
    }

    fn by_doi(&self, doi: &Doi, fetch: &dyn Fetch) -> Answer<Candidate> {
        match self.by_doi {
            Some(path) => self.one(&path(&percent_encoded(doi.as_str())), fetch),
            None => Answer::NotFound,
        }
    }

    fn by_dois(&self, dois: &[Doi], fetch: &dyn Fetch) -> Answer<Vec<Candidate>> {
        let mut out = Vec::new();
        let Some((most, path)) = self.by_dois else { return Answer::Found(out) };
        let paths = dois.chunks(most).filter_map(path);
        for path in paths {
            match self.ask(&path, Budget::List, fetch) {
                Answer::Found(works) => out.extend(works),
                Answer::NotFound => {}
                Answer::Unavailable(reason) => return Answer::Unavailable(reason),
            }
        }
        Answer::Found(out)
    }

    fn key(&self, record: &Record) -> Option<Doi> {
        (self.key)(record)
    }

    fn by_identifier(
        &self,
        record: &Record,
        fetch: &dyn Fetch,
    ) -> Option<(String, Answer<Candidate>)> {
        let (identifier, path) = (self.by_identifier)(record)?;
        Some((identifier, self.one(&path, fetch)))
    }

    fn knows_every_agency(&self) -> bool {
        self.every_agency
    }
}

/// Reads an answer that is written in the format of this name.
pub(crate) fn records(format: &str, text: &str) -> Vec<Record> {
    let reader = refsmith_formats::by_name(format).and_then(|format| format.reader());
    reader.map(|reader| reader.read(text).value).unwrap_or_default()
}

/// The words of the title and the first author: letters and digits, so that nothing is taken for an
/// operator of the register's query language.
fn search_words(query: &Query<'_>) -> String {
    let record = query.record;
    let title = record.text(TextVariable::Title).unwrap_or("");
    if title.trim().is_empty() {
        return String::new();
    }
    let author = record.people(NameVariable::Author).first().map_or("", |name| name.family());
    let text = format!("{title} {author}");
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(QUERY_LENGTH).collect()
}
