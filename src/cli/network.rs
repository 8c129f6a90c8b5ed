//! Reaching the register: what is sent where, progress, and where findings belong.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use super::Failure;
use super::args;
use super::console::Console;
use super::look::plural;
use super::settings::Settings;
use crate::model::{Origin, Span};
use crate::pipeline::Loaded;
use crate::sources::{self, Fetch, MetadataSource};

/// A register and the way to it.
pub(super) struct Register {
    pub(super) source: Box<dyn MetadataSource>,
    pub(super) fetch: Box<dyn Fetch>,
    /// Where references are sent; nowhere for a local index.
    url: Option<String>,
    /// The index of `--against`, which lasts as long as the command.
    _folder: Option<tempfile::TempDir>,
}

impl Register {
    /// Prepares the way to Crossref, to the server that the user names, or to a local index.
    pub(super) fn open(flags: &args::Register, settings: &Settings) -> Result<Self, Failure> {
        match &flags.index {
            Some(dir) => Ok(Self::local(super::index::open(dir)?, None)),
            None => Self::online(flags, settings),
        }
    }

    /// Makes an index of the records of files, for this run.
    pub(super) fn against(
        files: &[std::path::PathBuf],
        console: &Console,
    ) -> Result<Self, Failure> {
        let (source, folder) = super::index::of_files(files, console)?;
        Ok(Self::local(source, Some(folder)))
    }

    fn local(source: Box<dyn MetadataSource>, folder: Option<tempfile::TempDir>) -> Self {
        Self { source, fetch: Box::new(NoNetwork), url: None, _folder: folder }
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
            ..sources::net::NetOptions::default()
        };
        let fetch = sources::net::HttpFetch::new(options)
            .map_err(|error| Failure::new(format!("cannot start the HTTP client: {error}")))?;
        let source = sources::source("crossref", url.as_deref())
            .ok_or_else(|| Failure::new("the register `crossref` is not built in"))?;
        let url = url.unwrap_or_else(|| source.info().base_url.to_owned());
        Ok(Self { source, fetch: Box::new(fetch), url: Some(url), _folder: None })
    }

    /// Says that this build cannot reach the network.
    #[cfg(not(feature = "net"))]
    fn online(_: &args::Register, _: &Settings) -> Result<Self, Failure> {
        Err(Failure::with_help("this build has no network", "build it with the feature `net`"))
    }

    /// Says in one line what is sent where, if anything is.
    pub(super) fn announce(&self, what: &str, count: usize, console: &Console) {
        if let Some(url) = &self.url {
            let references = plural(count, "reference");
            console.say(&format!("{what}: sends {references} to {url}, nothing else"));
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
