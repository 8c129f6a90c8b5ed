//! Reaching the register: what is sent where, progress, and where findings belong.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use super::Failure;
use super::args;
use super::console::Console;
use super::look::plural;
use super::settings::Settings;
use crate::model::{Doi, Origin, Record, Span};
use crate::pipeline::Loaded;
use crate::sources::{self, Answer, Candidate, Fetch, MetadataSource, Query};

/// The registers that are asked when none is named. What is metered is not among them.
#[cfg(feature = "net")]
const REGISTERS: &[&str] = &["crossref", "datacite", "arxiv", "doi", "pubmed", "openlibrary"];

/// Registers and the way to them.
pub(super) struct Register {
    sources: Vec<Box<dyn MetadataSource>>,
    pub(super) fetch: Box<dyn Fetch>,
    /// Where references are sent; nowhere for an index in a folder.
    urls: Vec<String>,
    /// The index of `--against`, which lasts as long as the command.
    _folder: Option<tempfile::TempDir>,
}

impl Register {
    /// Prepares the way to Crossref, to the server that the user names, or to a local index.
    pub(super) fn open(flags: &args::Register, settings: &Settings) -> Result<Self, Failure> {
        match &flags.index {
            Some(index) => {
                let (source, url) = super::index::open(index, settings)?;
                Ok(Self { urls: url.into_iter().collect(), ..Self::local(source, None) })
            }
            None => Self::online(flags, settings),
        }
    }

    /// Makes an index of the records of files, for this run.
    pub(super) fn against(
        files: &[std::path::PathBuf],
        console: &Console,
    ) -> Result<Self, Failure> {
        let (index, folder) = super::index::of_files(files, console)?;
        Ok(Self::local(Box::new(Library { index }), Some(folder)))
    }

    fn local(source: Box<dyn MetadataSource>, folder: Option<tempfile::TempDir>) -> Self {
        let fetch = Box::new(NoNetwork);
        Self { sources: vec![source], fetch, urls: Vec::new(), _folder: folder }
    }

    /// Returns the sources in the order in which they are asked.
    pub(super) fn sources(&self) -> Vec<&dyn MetadataSource> {
        self.sources.iter().map(AsRef::as_ref).collect()
    }

    #[cfg(feature = "net")]
    fn online(flags: &args::Register, settings: &Settings) -> Result<Self, Failure> {
        if settings.offline {
            return Err(Failure::with_help(
                "cannot ask a register: working offline",
                "drop `--offline`, REFSMITH_OFFLINE and `offline = true` in the configuration",
            ));
        }
        let url = flags.crossref_url.clone().or_else(|| settings.crossref_url.clone());
        let mailto = flags.mailto.clone().or_else(|| settings.mailto.clone());
        let options = sources::net::NetOptions {
            mailto,
            cache: settings.cache_dir(flags),
            cache_size: settings.cache_size(flags),
            turns: settings.turns_dir(),
            ..sources::net::NetOptions::default()
        };
        let fetch = sources::net::HttpFetch::new(options)
            .map_err(|error| Failure::new(format!("cannot start the HTTP client: {error}")))?;
        // Whoever names a Crossref server means that one, and not the others as well.
        let names: Vec<&str> = match (flags.sources.as_slice(), &url) {
            ([], Some(_)) => vec!["crossref"],
            ([], None) => REGISTERS.to_vec(),
            (names, _) => names.iter().map(|name| name.trim()).collect(),
        };
        let (mut all, mut urls) = (Vec::new(), Vec::new());
        for name in names {
            let base_url = url.as_deref().filter(|_| name == "crossref");
            let source = sources::source(name, base_url).ok_or_else(|| {
                let known: Vec<&str> =
                    sources::SOURCES.iter().map(|entry| entry.info.name).collect();
                Failure::with_help(
                    format!("no such register: `{name}`"),
                    format!("known registers: {}", known.join(", ")),
                )
            })?;
            urls.push(base_url.unwrap_or(source.info().base_url).to_owned());
            all.push(source);
        }
        Ok(Self { sources: all, fetch: Box::new(fetch), urls, _folder: None })
    }

    /// Says that this build cannot reach the network.
    #[cfg(not(feature = "net"))]
    fn online(_: &args::Register, _: &Settings) -> Result<Self, Failure> {
        Err(Failure::with_help("this build has no network", "build it with the feature `net`"))
    }

    /// Says in one line what is sent where, if anything is.
    pub(super) fn announce(&self, what: &str, count: usize, console: &Console) {
        if !self.urls.is_empty() {
            let (references, urls) = (plural(count, "reference"), self.urls.join(", "));
            console.say(&format!("{what}: sends {references} to {urls}, nothing else"));
        }
    }
}

/// The files of `--against`: all that is to be compared with, so what is not there is not found.
struct Library {
    index: Box<dyn MetadataSource>,
}

static LIBRARY: sources::SourceInfo = sources::SourceInfo {
    name: "library",
    title: "library",
    base_url: "",
    summary: "the records of files",
};

impl MetadataSource for Library {
    fn info(&self) -> &'static sources::SourceInfo {
        &LIBRARY
    }

    fn accepts(&self, record: &Record) -> bool {
        self.index.accepts(record)
    }

    fn search(&self, query: &Query<'_>, fetch: &dyn Fetch) -> Answer<Vec<Candidate>> {
        let named = |work| Candidate { source: LIBRARY.name, ..work };
        self.index.search(query, fetch).map(|works| works.into_iter().map(named).collect())
    }

    fn by_doi(&self, doi: &Doi, fetch: &dyn Fetch) -> Answer<Candidate> {
        match self.index.by_dois(std::slice::from_ref(doi), fetch) {
            Answer::Found(works) => match works.into_iter().next() {
                Some(work) => Answer::Found(Candidate { source: LIBRARY.name, ..work }),
                None => Answer::NotFound,
            },
            Answer::NotFound => Answer::NotFound,
            Answer::Unavailable(reason) => Answer::Unavailable(reason),
        }
    }
}

/// What a local index is handed, which never asks.
struct NoNetwork;

impl Fetch for NoNetwork {
    fn get(&self, request: &sources::Request) -> Result<sources::Fetched, sources::FetchError> {
        Err(sources::FetchError::Offline { host: request.url.clone() })
    }
}

/// Prepares the way to Zotero. Nothing is connected yet.
#[cfg(feature = "net")]
pub(super) fn exchange() -> Result<Box<dyn sources::Exchange>, Failure> {
    Ok(Box::new(sources::net::HttpExchange::new()))
}

/// Prepares the way to a search server, which may be another machine of one's own network.
#[cfg(all(feature = "net", feature = "index"))]
pub(super) fn exchange_in_the_open() -> Result<Box<dyn sources::Exchange>, Failure> {
    Ok(Box::new(sources::net::HttpExchange::in_the_open()))
}

/// Says that this build cannot reach anything.
#[cfg(all(not(feature = "net"), feature = "index"))]
pub(super) fn exchange_in_the_open() -> Result<Box<dyn sources::Exchange>, Failure> {
    exchange()
}

/// Says that this build cannot reach anything.
#[cfg(not(feature = "net"))]
pub(super) fn exchange() -> Result<Box<dyn sources::Exchange>, Failure> {
    Err(Failure::with_help("this build has no network", "build it with the feature `net`"))
}

/// Fetches single files, such as styles.
pub(super) struct Files {
    fetch: Box<dyn Fetch>,
}

impl Files {
    /// Prepares the way. Nothing is connected yet.
    #[cfg(feature = "net")]
    pub(super) fn open(settings: &Settings) -> Result<Self, Failure> {
        if settings.offline {
            return Err(Failure::with_help(
                "cannot fetch anything: working offline",
                "drop `--offline`, REFSMITH_OFFLINE and `offline = true` in the configuration",
            ));
        }
        // Files are kept by whoever asks for them; the answer cache would give old ones.
        let options =
            sources::net::NetOptions { max_body: 1 << 20, ..sources::net::NetOptions::default() };
        let fetch = sources::net::HttpFetch::new(options)
            .map_err(|error| Failure::new(format!("cannot start the HTTP client: {error}")))?;
        Ok(Self { fetch: Box::new(fetch) })
    }

    /// Says that this build cannot reach the network.
    #[cfg(not(feature = "net"))]
    pub(super) fn open(_: &Settings) -> Result<Self, Failure> {
        Err(Failure::with_help("this build has no network", "build it with the feature `net`"))
    }

    /// Fetches a file of XML; `None` where the server has none. Says first what comes from where.
    pub(super) fn xml(&self, url: &str, console: &Console) -> Result<Option<Vec<u8>>, Failure> {
        console.say(&format!("fetching {url}"));
        let request = sources::Request {
            url: url.to_owned(),
            accept: "application/vnd.citationstyles.style+xml, application/xml, text/*;q=0.5, */*;q=0.1",
            budget: sources::Budget::Single,
            cache_for: sources::CacheFor { found: Duration::ZERO, missing: Duration::ZERO },
            takes_mailto: false,
            is_sound: |fetched| fetched.body.contains(&b'<'),
        };
        match self.fetch.get(&request) {
            Ok(fetched) if fetched.status == 200 => Ok(Some(fetched.body)),
            Ok(fetched) if matches!(fetched.status, 404 | 410) => Ok(None),
            Ok(fetched) => {
                Err(Failure::new(format!("cannot fetch {url}: status {}", fetched.status)))
            }
            Err(error) => Err(Failure::new(format!("cannot fetch {url}: {error}"))),
        }
    }
}

/// A line on the terminal that tells how far long work has come.
pub(super) struct Progress {
    total: usize,
    done: usize,
    start: Instant,
    shown: bool,
    wanted: bool,
    megabytes: bool,
}

impl Progress {
    pub(super) fn new(total: usize, console: &Console) -> Self {
        let wanted = !console.quiet && std::io::stderr().is_terminal();
        Self { total, done: 0, start: Instant::now(), shown: false, wanted, megabytes: false }
    }

    /// Counts bytes, and shows them in megabytes.
    #[cfg(feature = "index")]
    pub(super) fn in_megabytes(self) -> Self {
        Self { megabytes: true, ..self }
    }

    pub(super) fn step(&mut self, count: usize) {
        self.done += count;
        let elapsed = self.start.elapsed();
        if !self.wanted || elapsed < Duration::from_secs(1) {
            return;
        }
        let left = elapsed
            .mul_f64((self.total - self.done.min(self.total)) as f64)
            .div_f64(self.done.max(1) as f64);
        self.shown = true;
        let (done, total, unit) = match self.megabytes {
            true => (self.done >> 20, self.total >> 20, " MB"),
            false => (self.done, self.total, ""),
        };
        anstream::eprint!("\r{done}/{total}{unit} · {} s left   ", left.as_secs());
    }

    /// Goes on to `done`; of how much is not known when the total is 0.
    pub(super) fn reach(&mut self, done: usize) {
        if self.total > 0 {
            self.step(done.saturating_sub(self.done));
        } else if self.wanted && self.start.elapsed() >= Duration::from_secs(1) {
            self.shown = true;
            anstream::eprint!("\r{done}   ");
        }
    }

    /// Takes the line away again.
    pub(super) fn finish(&mut self) {
        if self.shown {
            anstream::eprint!("\r{:40}\r", "");
            self.shown = false;
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Returns the place of a record in its input: the reference, or what its fields span.
pub(super) fn place(loaded: &Loaded, id: &str) -> Option<Span> {
    match loaded {
        Loaded::Article(article) => article
            .references
            .iter()
            .find(|parsed| parsed.record.id == id)
            .map(|parsed| parsed.reference.span),
        Loaded::Library(library) => {
            let record = library.records.iter().find(|record| record.id == id)?;
            record
                .provenance
                .values()
                .filter_map(|provenance| match provenance.origin {
                    Origin::Input(span) => Some(span),
                    _ => None,
                })
                .min()
        }
    }
}
