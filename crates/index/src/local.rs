//! [`LocalIndex`]: the index as a register.

use std::path::{Path, PathBuf};

use refsmith_model::{Doi, Record};
use refsmith_sources::{Answer, Candidate, Fetch, MetadataSource, Query, SourceInfo};
use serde_json::Value as JsonValue;
use tantivy::schema::Value;
use tantivy::{DocAddress, Index, IndexReader, ReloadPolicy, Searcher, TantivyDocument};

use crate::files::{self, InputLine, Manifest};
use crate::retrieval;
use crate::schema::{self, Fields};
use crate::{IndexError, Subset, candidate, terms};

/// How many candidates a question has, as asked of registers that are validated afterwards.
pub(crate) const ROWS: usize = 20;

/// What a local index is, as a source.
pub static INFO: SourceInfo = SourceInfo {
    name: "index",
    title: "local index",
    base_url: "",
    summary: "works that were read into an index on this computer",
};

/// An index, opened for reading.
///
/// # Examples
/// ```
/// use refsmith_index::{BuildOptions, Builder, Input, LocalIndex};
/// let dir = tempfile::tempdir().unwrap();
/// let mut builder = Builder::create(dir.path(), &BuildOptions::default()).unwrap();
/// let works = br#"{"DOI":"10.1/reeds","title":["More reeds"],"author":[{"family":"Reed"}]}"#;
/// let input = Input { name: "works.jsonl".into(), state: "1".into() };
/// builder.read(&input, works.as_slice(), &mut |_| true).unwrap().unwrap();
/// builder.finish().unwrap();
///
/// let index = LocalIndex::open(dir.path()).unwrap();
/// assert_eq!(index.info().works, 1);
/// let work = index.work("10.1/REEDS").unwrap().unwrap();
/// assert_eq!(work["title"][0], "More reeds");
/// ```
pub struct LocalIndex {
    dir: PathBuf,
    manifest: Manifest,
    fields: Fields,
    parts: Vec<Part>,
}

struct Part {
    // Keeps the files mapped.
    _reader: IndexReader,
    searcher: Searcher,
    commit: u64,
}

/// What an index holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexInfo {
    /// Works in it.
    pub works: u64,
    /// Parts it is cut into.
    pub shards: u32,
    /// Pieces that a question looks into; merging makes them fewer.
    pub segments: usize,
    /// Bytes on the disk.
    pub bytes: u64,
    /// Bytes of them that hold the works themselves.
    pub stored_bytes: u64,
    /// Which works were wanted.
    pub subset: Subset,
    /// Whether building it came to its end.
    pub finished: bool,
    /// The inputs, in the order they were first read.
    pub inputs: Vec<InputLine>,
    /// The latest day on which the register indexed a work (`2026-05-05`); empty when unknown.
    pub indexed: String,
}

impl LocalIndex {
    /// Opens an index. It may be written by another program meanwhile; what is seen is its last
    /// commit before.
    ///
    /// # Errors
    /// There is no index, or its files cannot be used.
    pub fn open(dir: &Path) -> Result<Self, IndexError> {
        let missing = || IndexError::Missing { dir: dir.to_owned() };
        let manifest = files::manifest(dir)?.ok_or_else(missing)?;
        let mut parts = Vec::new();
        for number in 0..manifest.shards {
            parts.push(Part::open(&files::shard(dir, number))?);
        }
        let (_, fields) = schema::schema();
        Ok(Self { dir: dir.to_owned(), manifest, fields, parts })
    }

    /// Returns what the index holds.
    pub fn info(&self) -> IndexInfo {
        let committed = self.parts.iter().map(|part| part.commit).min().unwrap_or(0);
        let inputs = files::inputs(&self.dir, committed).unwrap_or_default();
        let segments = || self.parts.iter().flat_map(|part| part.searcher.segment_readers());
        let stored = segments()
            .filter_map(|segment| segment.space_usage().ok())
            .map(|usage| usage.store().total().get_bytes())
            .sum();
        IndexInfo {
            works: self.works(),
            shards: self.manifest.shards,
            segments: segments().count(),
            bytes: files::size(&self.dir),
            stored_bytes: stored,
            subset: self.manifest.subset.clone(),
            finished: self.manifest.finished,
            indexed: inputs.iter().map(|line| line.indexed.clone()).max().unwrap_or_default(),
            inputs,
        }
    }

    /// Returns how many works there are.
    pub fn works(&self) -> u64 {
        self.parts.iter().map(|part| part.searcher.num_docs()).sum()
    }

    /// Returns the work with a DOI, in Crossref's JSON.
    ///
    /// # Errors
    /// The files of the index cannot be read.
    pub fn work(&self, doi: &str) -> Result<Option<JsonValue>, IndexError> {
        let doi = doi.to_lowercase();
        for part in &self.parts {
            for (ordinal, segment) in (0..).zip(part.searcher.segment_readers()) {
                let terms = segment.inverted_index(self.fields.doi)?;
                let Some(info) = terms.terms().get(doi.as_bytes()).map_err(engine)? else {
                    continue;
                };
                let option = tantivy::schema::IndexRecordOption::Basic;
                let mut list = terms.read_postings_from_terminfo(&info, option).map_err(engine)?;
                use tantivy::DocSet;
                let mut document = list.doc();
                while document != tantivy::TERMINATED {
                    if !segment.is_deleted(document) {
                        return self.stored(&part.searcher, DocAddress::new(ordinal, document));
                    }
                    document = list.advance();
                }
            }
        }
        Ok(None)
    }

    /// Returns at most `limit` works that a reference may mean, in Crossref's JSON, each with what
    /// speaks for it; the likeliest first.
    ///
    /// # Errors
    /// The files of the index cannot be read.
    pub fn works_like(
        &self,
        record: &Record,
        text: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(JsonValue, f32)>, IndexError> {
        Ok(self.page_of_works_like(record, text, 0, limit)?.0)
    }

    /// Like [`works_like()`](Self::works_like), without the first `skip` works; and how many there
    /// are in all.
    pub(crate) fn page_of_works_like(
        &self,
        record: &Record,
        text: Option<&str>,
        skip: usize,
        limit: usize,
    ) -> Result<(Vec<(JsonValue, f32)>, usize), IndexError> {
        let asked = terms::of_question(record, text);
        let searchers: Vec<Searcher> =
            self.parts.iter().map(|part| part.searcher.clone()).collect();
        let mut out = Vec::new();
        let hits = retrieval::search(&searchers, self.fields, &asked, limit)?;
        for hit in hits.iter().skip(skip).take(limit) {
            if let Some(part) = self.parts.get(hit.part)
                && let Some(work) = self.stored(&part.searcher, hit.address)?
            {
                out.push((work, hit.weight));
            }
        }
        Ok((out, hits.len()))
    }

    /// Returns works as they lie in the index.
    pub(crate) fn page_of_all(
        &self,
        mut skip: usize,
        limit: usize,
    ) -> Result<Vec<JsonValue>, IndexError> {
        let mut out = Vec::new();
        for part in &self.parts {
            for (ordinal, segment) in (0..).zip(part.searcher.segment_readers()) {
                let works = usize::try_from(segment.num_docs()).unwrap_or(usize::MAX);
                for document in segment.doc_ids_alive().skip(skip).take(limit - out.len()) {
                    out.extend(self.stored(&part.searcher, DocAddress::new(ordinal, document))?);
                }
                skip = skip.saturating_sub(works);
            }
        }
        Ok(out)
    }

    fn stored(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> Result<Option<JsonValue>, IndexError> {
        let document: TantivyDocument = searcher.doc(address)?;
        let bytes = document.get_first(self.fields.work).and_then(|value| value.as_bytes());
        Ok(bytes.and_then(|bytes| serde_json::from_slice(bytes).ok()))
    }

    /// "the local index of 12 works".
    fn called(&self) -> String {
        let count = self.works();
        format!("the local index of {count} work{}", if count == 1 { "" } else { "s" })
    }
}

impl Part {
    fn open(dir: &Path) -> Result<Self, IndexError> {
        let index = Index::open_in_dir(dir)?;
        let commit = index.load_metas()?.payload.and_then(|text| text.parse().ok()).unwrap_or(0);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        Ok(Self { _reader: reader, searcher, commit })
    }
}

fn engine(error: std::io::Error) -> IndexError {
    IndexError::Engine(tantivy::TantivyError::from(error))
}

impl MetadataSource for LocalIndex {
    fn info(&self) -> &'static SourceInfo {
        &INFO
    }

    fn accepts(&self, _: &Record) -> bool {
        true
    }

    fn absence(&self) -> Option<String> {
        Some(format!("not in {}, which says nothing about other works", self.called()))
    }

    fn search(&self, query: &Query<'_>, _: &dyn Fetch) -> Answer<Vec<Candidate>> {
        candidate::found(&INFO, self.works_like(query.record, query.text, ROWS))
    }

    fn by_doi(&self, doi: &Doi, _: &dyn Fetch) -> Answer<Candidate> {
        match self.work(doi.as_str()) {
            Ok(Some(work)) => Answer::Found(candidate::of(&INFO, &work)),
            Ok(None) => Answer::Unavailable(format!("the DOI `{doi}` is not in {}", self.called())),
            Err(error) => Answer::Unavailable(error.to_string()),
        }
    }

    fn by_dois(&self, dois: &[Doi], fetch: &dyn Fetch) -> Answer<Vec<Candidate>> {
        Answer::Found(dois.iter().filter_map(|doi| self.by_doi(doi, fetch).found()).collect())
    }
}
