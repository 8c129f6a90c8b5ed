//! [`MetadataSource`], the seam for registers, and their registry [`SOURCES`].

use refsmith_model::{Doi, Record};

use crate::web::Web;
use crate::{
    Answer, Candidate, Fetch, arxiv, crossref, datacite, doi, open_library, openalex, pubmed,
};

/// A register of works.
pub trait MetadataSource: Sync {
    /// Returns what the source is.
    fn info(&self) -> &'static SourceInfo;

    /// Tells whether the register may know this kind of work.
    fn accepts(&self, record: &Record) -> bool;

    /// Looks for the work that `query` describes. Nothing found is an empty list.
    fn search(&self, query: &Query<'_>, fetch: &dyn Fetch) -> Answer<Vec<Candidate>>;

    /// Returns the work with this DOI. `NotFound` means that the DOI is registered nowhere this
    /// source knows of; a DOI of another agency is `Unavailable`.
    fn by_doi(&self, doi: &Doi, fetch: &dyn Fetch) -> Answer<Candidate>;

    /// Returns the works with these DOIs with as few questions as possible. What is missing from the
    /// result is not thereby unknown: ask [`MetadataSource::by_doi`] for it.
    fn by_dois(&self, dois: &[Doi], fetch: &dyn Fetch) -> Answer<Vec<Candidate>> {
        let _ = (dois, fetch);
        Answer::Found(Vec::new())
    }

    /// Returns the DOI under which [`MetadataSource::by_dois`] may know a record: the one it states,
    /// or one that its other identifiers come to.
    fn key(&self, record: &Record) -> Option<Doi> {
        record.doi()
    }

    /// Returns the work with an identifier that is no DOI (a PubMed number, an ISBN), with the
    /// identifier as people call it; `None` when the record states none that the source knows.
    fn by_identifier(
        &self,
        record: &Record,
        fetch: &dyn Fetch,
    ) -> Option<(String, Answer<Candidate>)> {
        let _ = (record, fetch);
        None
    }

    /// Tells whether `NotFound` from [`MetadataSource::by_doi`] means that the DOI is registered
    /// with no agency at all.
    fn knows_every_agency(&self) -> bool {
        false
    }

    /// Returns why a work may exist although the source does not know it, in lower case and without
    /// a final period; `None` for a register that holds all works of its kinds. What is missing from
    /// a part of a register is not thereby unknown.
    fn absence(&self) -> Option<String> {
        None
    }
}

/// What a source is.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceInfo {
    /// Registry name, lower case (`crossref`).
    pub name: &'static str,
    /// The name people use (`Crossref`).
    pub title: &'static str,
    /// Where its interface is by default, without a slash at the end.
    pub base_url: &'static str,
    /// What it holds, in one line.
    pub summary: &'static str,
}

/// What is being looked for.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// The record.
    pub record: &'a Record,
    /// The reference as it was printed, if it is known.
    pub text: Option<&'a str>,
}

/// One line of the registry.
pub struct SourceEntry {
    /// What the source is.
    pub info: &'static SourceInfo,
    /// Makes the source, for its usual address or for another server with the same interface.
    pub create: fn(base_url: Option<&str>) -> Box<dyn MetadataSource>,
}

/// All sources.
pub static SOURCES: &[SourceEntry] = &[
    SourceEntry {
        info: &crossref::INFO,
        create: |base_url| {
            Box::new(crossref::Crossref::new(base_url.unwrap_or(crossref::INFO.base_url)))
        },
    },
    SourceEntry { info: &datacite::INFO, create: |url| Box::<Web>::new(datacite::create(url)) },
    SourceEntry { info: &arxiv::INFO, create: |url| Box::<Web>::new(arxiv::create(url)) },
    SourceEntry { info: &doi::INFO, create: |url| Box::<Web>::new(doi::create(url)) },
    SourceEntry { info: &pubmed::INFO, create: |url| Box::<Web>::new(pubmed::create(url)) },
    SourceEntry {
        info: &open_library::INFO,
        create: |url| Box::<Web>::new(open_library::create(url)),
    },
    SourceEntry { info: &openalex::INFO, create: |url| Box::<Web>::new(openalex::create(url)) },
];

/// Makes the source with this registry name.
///
/// # Examples
/// ```
/// let crossref = refsmith_sources::source("crossref", None).unwrap();
/// assert_eq!(crossref.info().title, "Crossref");
/// assert!(refsmith_sources::source("no such", None).is_none());
/// ```
pub fn source(name: &str, base_url: Option<&str>) -> Option<Box<dyn MetadataSource>> {
    SOURCES.iter().find(|entry| entry.info.name == name).map(|entry| (entry.create)(base_url))
}
