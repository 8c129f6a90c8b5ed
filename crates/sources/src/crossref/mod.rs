//! Crossref: journal articles, chapters, books and more, by DOI and by description.
//!
//! [`Crossref`] asks, [`work()`] reads what comes back. What every answer means, the odd ones
//! included, is decided in the module `answers`.

mod answers;
mod work;

pub use work::work;

use refsmith_model::{
    DateVariable, Doi, ItemType, Name, NameVariable, NumberVariable, Record, TextVariable,
};

use crate::percent::percent_encoded;
use crate::{
    Answer, Budget, CacheFor, Candidate, Fetch, MetadataSource, Query, Request, SourceInfo,
};

/// How many candidates a search asks for. The register's own advice for callers who validate.
const ROWS: usize = 20;
/// How many DOIs go into one batch; keeps the address well below 8 KB.
const BATCH: usize = 50;
/// How many characters of a reference are searched for: more is never a single reference.
const QUERY_LENGTH: usize = 1_000;

/// What Crossref is.
pub static INFO: SourceInfo = SourceInfo {
    name: "crossref",
    title: "Crossref",
    base_url: "https://api.crossref.org",
    summary: "journal articles, conference papers, chapters, books, reports and preprints with a Crossref DOI",
};

/// The Crossref REST interface, or a server that speaks like it.
///
/// # Examples
/// ```
/// use refsmith_sources::{MetadataSource, crossref::Crossref};
/// let crossref = Crossref::new("http://127.0.0.1:8080/");
/// assert_eq!(crossref.base_url(), "http://127.0.0.1:8080");
/// assert_eq!(crossref.info().name, "crossref");
/// ```
#[derive(Debug, Clone)]
pub struct Crossref {
    base_url: String,
}

impl Default for Crossref {
    fn default() -> Self {
        Self::new(INFO.base_url)
    }
}

impl Crossref {
    /// Creates the source for the server at `base_url`; slashes at its end are dropped.
    pub fn new(base_url: &str) -> Self {
        Self { base_url: base_url.trim_end_matches('/').to_owned() }
    }

    /// Returns the address of the server, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    fn request(&self, path: &str, budget: Budget) -> Request {
        Request {
            url: format!("{}{path}", self.base_url),
            accept: "application/json",
            budget,
            cache_for: CacheFor::METADATA,
            takes_mailto: true,
            is_sound: answers::is_sound,
        }
    }

    /// A 404 is no proof that a DOI is dead: it may belong to another agency.
    fn ask_agency(&self, doi: &Doi, fetch: &dyn Fetch) -> Answer<Candidate> {
        let path = format!("/works/{}/agency", percent_encoded(doi.as_str()));
        match answers::agency(fetch.get(&self.request(&path, Budget::Single))) {
            Answer::Found(agency) if agency.eq_ignore_ascii_case("crossref") => {
                Answer::Unavailable(format!(
                    "the DOI `{doi}` is registered with Crossref, which has no record of it"
                ))
            }
            Answer::Found(agency) => Answer::Unavailable(format!(
                "the DOI `{doi}` is registered with another agency (`{agency}`), which was not asked"
            )),
            Answer::NotFound => Answer::NotFound,
            Answer::Unavailable(reason) => Answer::Unavailable(reason),
        }
    }
}

impl MetadataSource for Crossref {
    fn info(&self) -> &'static SourceInfo {
        &INFO
    }

    fn accepts(&self, record: &Record) -> bool {
        use ItemType::*;
        // Kinds that get no Crossref DOI. Everything else may be there under some type.
        record.doi().is_some()
            || !matches!(
                record.item_type,
                Bill | Broadcast
                    | Hearing
                    | Interview
                    | LegalCase
                    | Legislation
                    | Map
                    | MotionPicture
                    | MusicalScore
                    | Patent
                    | Performance
                    | PersonalCommunication
                    | Post
                    | PostWeblog
                    | Regulation
                    | Song
                    | Treaty
                    | Webpage
            )
    }

    fn search(&self, query: &Query<'_>, fetch: &dyn Fetch) -> Answer<Vec<Candidate>> {
        let text = query_text(query);
        if text.is_empty() {
            return Answer::NotFound;
        }
        let path = format!("/works?query.bibliographic={}&rows={ROWS}", percent_encoded(&text));
        answers::list(fetch.get(&self.request(&path, Budget::List)))
    }

    fn by_doi(&self, doi: &Doi, fetch: &dyn Fetch) -> Answer<Candidate> {
        let path = format!("/works/{}", percent_encoded(doi.as_str()));
        match answers::single(fetch.get(&self.request(&path, Budget::Single))) {
            Answer::NotFound => self.ask_agency(doi, fetch),
            answer => answer,
        }
    }

    fn by_dois(&self, dois: &[Doi], fetch: &dyn Fetch) -> Answer<Vec<Candidate>> {
        // The server splits filters on commas even when they are escaped.
        let (single, listed): (Vec<&Doi>, Vec<&Doi>) =
            dois.iter().partition(|doi| doi.as_str().contains(','));
        let mut found = Vec::with_capacity(dois.len());
        for chunk in listed.chunks(BATCH) {
            let filter: Vec<String> =
                chunk.iter().map(|doi| format!("doi:{}", percent_encoded(doi.as_str()))).collect();
            let path = format!("/works?filter={}&rows={}", filter.join(","), chunk.len());
            match answers::list(fetch.get(&self.request(&path, Budget::List))) {
                Answer::Found(candidates) => found.extend(candidates),
                Answer::NotFound => {}
                Answer::Unavailable(reason) => return Answer::Unavailable(reason),
            }
        }
        for doi in single {
            match self.by_doi(doi, fetch) {
                Answer::Found(candidate) => found.push(candidate),
                Answer::NotFound => {}
                Answer::Unavailable(reason) => return Answer::Unavailable(reason),
            }
        }
        Answer::Found(found)
    }
}

/// The words to search for: the reference as printed, or one built from the record.
fn query_text(query: &Query<'_>) -> String {
    let printed = query.text.map(str::trim).filter(|text| !text.is_empty());
    let text = printed.map_or_else(|| described(query.record), str::to_owned);
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = refsmith_model::text::unicode::collapse_white_space(&text);
    text.chars().take(QUERY_LENGTH).collect()
}

fn described(record: &Record) -> String {
    let mut parts: Vec<String> = Vec::new();
    // Three names place a work; a long list would drown its title.
    let authors = record.people(NameVariable::Author).iter().take(3).map(Name::family);
    parts.extend(authors.map(str::to_owned));
    if parts.is_empty() {
        let editors = record.people(NameVariable::Editor).iter().take(3).map(Name::family);
        parts.extend(editors.map(str::to_owned));
    }
    if let Some(year) = record.dates.get(&DateVariable::Issued).and_then(|date| date.year()) {
        parts.push(year.to_string());
    }
    for variable in [TextVariable::Title, TextVariable::ContainerTitle] {
        parts.extend(record.text(variable).map(str::to_owned));
    }
    for variable in [NumberVariable::Volume, NumberVariable::Page] {
        parts.extend(record.number(variable).map(str::to_owned));
    }
    let described = record.text(TextVariable::Title).is_some()
        || record.text(TextVariable::ContainerTitle).is_some();
    if described { parts.join(" ") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_reference_is_searched_for_when_there_is_one() {
        let mut record = Record::new("a", ItemType::ArticleJournal);
        record.texts.insert(TextVariable::Title, "A title".into());
        let query = Query { record: &record, text: Some(" Doe, J.\n(2001) ") };
        assert_eq!(query_text(&query), "Doe, J. (2001)");
        assert_eq!(query_text(&Query { record: &record, text: None }), "A title");
    }
}
