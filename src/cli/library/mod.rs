//! The commands that manage a library file in place: `add`, `list`, `search`, `show`, `edit`, `tag`,
//! `rm`.
//!
//! Changes are made under a [`Lock`], to the file as it is then, and written whole or not at all.

mod add;
pub(in crate::cli) mod args;
mod edit;
mod lock;
mod tag;

use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::{MessageFormat, Target};
use super::console::Console;
use super::look::plural;
use super::settings::Settings;
use super::{Failure, Outcome, convert, files, report, table};
use crate::formats::Changes;
use crate::formats::csl_json::to_json;
use crate::model::{Record, Severity};
use crate::pipeline::library::{Changed, Library, LibraryError, Query};

pub(super) use add::run as add;
use args::LibraryPath;
pub(super) use edit::run as edit;
use lock::Lock;
pub(super) use tag::run as tag;

/// `refsmith list`
pub(super) fn list(
    options: &args::List,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let opened = Opened::read(&options.library, settings)?;
    let outcome = opened.report(console);
    let records: Vec<&Record> = opened.library.records().iter().collect();
    let numbered: Vec<(usize, &Record)> = records.into_iter().enumerate().collect();
    Ok(give(&numbered, &options.target, console)?.max(outcome))
}

/// `refsmith search`
pub(super) fn search(
    options: &args::Search,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let query = query(&options.query.join(" "))?;
    let opened = Opened::read(&options.library, settings)?;
    let outcome = opened.report(console);
    let records = opened.library.records();
    let hits = query.search(records);
    let found: Vec<(usize, &Record)> =
        hits.iter().filter_map(|hit| Some((hit.position, records.get(hit.position)?))).collect();
    if found.is_empty() {
        console.say(&format!("{}: nothing found", opened.path.display()));
        return Ok(Outcome::Findings);
    }
    Ok(give(&found, &options.target, console)?.max(outcome))
}

fn query(text: &str) -> Result<Query, Failure> {
    Query::parse(text).map_err(|error| {
        Failure::with_help(
            format!("cannot search for `{text}`: {error}"),
            "see `refsmith search -h`",
        )
    })
}

/// `refsmith show`
pub(super) fn show(
    options: &args::Show,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let opened = Opened::read(&options.library, settings)?;
    let (found, missing) = opened.select(&options.keys, console)?;
    let outcome = if missing { Outcome::Findings } else { Outcome::Done };
    let library = &opened.library;
    let places = library.places().filter(|_| options.target.to.is_none());
    let Some(places) = places.filter(|_| options.target.output.is_none()) else {
        let records: Vec<(usize, &Record)> =
            found.iter().filter_map(|idx| Some((*idx, library.records().get(*idx)?))).collect();
        return Ok(give(&records, &options.target, console)?.max(outcome));
    };
    let mut out = String::new();
    for place in found.iter().filter_map(|idx| places.get(*idx)) {
        out.push_str(library.text().slice(*place));
        out.push('\n');
    }
    console.data(&out)?;
    Ok(outcome)
}

/// `refsmith rm`
pub(super) fn rm(
    options: &args::Rm,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let path = options.library.resolve(settings)?;
    let _lock = Lock::take(&path, "rm", console)?;
    let opened = Opened::open(path)?;
    let (found, missing) = opened.select(&options.keys, console)?;
    opened.unambiguous(&found)?;
    let changes = Changes { removed: found.iter().copied().collect(), ..Changes::default() };
    let changed = opened.library.change(&changes, options.force);
    opened.save(changed, console)?;
    let records = found.iter().filter_map(|idx| opened.library.records().get(*idx));
    let records: Vec<&Record> = records.collect();
    opened.tell("removed", &records, console)?;
    Ok(if missing { Outcome::Findings } else { Outcome::Done })
}

/// Gives records away: in the format asked for, as a table on a terminal, as JSON Lines in a pipe.
/// They come with their positions in the library.
pub(super) fn give(
    records: &[(usize, &Record)],
    target: &Target,
    console: &Console,
) -> Result<Outcome, Failure> {
    let as_table = target.to.as_deref() == Some("table");
    if !as_table && let Some(format) = convert::target_format(target)? {
        let records: Vec<Record> = records.iter().map(|(_, record)| (*record).clone()).collect();
        return convert::write(format, &records, target, console);
    }
    let mut out = String::new();
    if as_table || (console.is_terminal() && console.message_format == MessageFormat::Human) {
        let number = |idx: usize| u32::try_from(idx + 1).unwrap_or(u32::MAX);
        let rows: Vec<_> =
            records.iter().map(|(idx, record)| (number(*idx), *record, None)).collect();
        out.push_str(&table::render(&rows, console.width()));
    } else {
        for (_, record) in records {
            out.push_str(&format!("{}\n", to_json(record).0));
        }
    }
    console.data(&out)?;
    Ok(Outcome::Done)
}

impl LibraryPath {
    /// Returns the library that flag, environment or configuration name.
    fn resolve(&self, settings: &Settings) -> Result<PathBuf, Failure> {
        self.library.clone().or_else(|| settings.library.clone()).ok_or_else(|| {
            Failure::with_help(
                "expected a library file, found none",
                "name one with `--library refs.bib`, REFSMITH_LIBRARY, or `library = \"refs.bib\"` in \
                 refsmith.toml",
            )
        })
    }
}

/// A library file that was read.
struct Opened {
    path: PathBuf,
    library: Library,
    /// The file's bytes; `None` when it is not there yet.
    bytes: Option<Vec<u8>>,
}

impl Opened {
    /// Reads the library that options or settings name.
    fn read(path: &LibraryPath, settings: &Settings) -> Result<Self, Failure> {
        Self::open(path.resolve(settings)?)
    }

    /// Reads a library.
    fn open(path: PathBuf) -> Result<Self, Failure> {
        match std::fs::metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Failure::with_help(
                format!("cannot find the library `{}`", path.display()),
                "check the path; `refsmith add` creates it",
            )),
            _ => Self::open_or_create(path),
        }
    }

    /// Reads a library; where no file is, the library is empty.
    fn open_or_create(path: PathBuf) -> Result<Self, Failure> {
        let bytes = match std::fs::metadata(&path) {
            Ok(found) if found.is_file() && found.len() == 0 => Some(Vec::new()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            _ => Some(files::read(&path)?),
        };
        let opened = Library::open(&path.to_string_lossy(), bytes.clone().unwrap_or_default());
        let library = opened.map_err(|error| refused(&path, &error))?;
        Ok(Self { path, library, bytes })
    }

    /// Says what is wrong with the file.
    fn report(&self, console: &Console) -> Outcome {
        let errors: Vec<_> = self
            .library
            .file()
            .diagnostics
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .cloned()
            .collect();
        report::to_stderr(&errors, self.library.text(), console, Severity::Error);
        if errors.is_empty() { Outcome::Done } else { Outcome::Findings }
    }

    /// Returns the positions of the records with these keys or DOIs, each once, and whether some
    /// were not found.
    fn select(&self, keys: &[String], console: &Console) -> Result<(Vec<usize>, bool), Failure> {
        let mut found = Vec::new();
        let mut missing = Vec::new();
        for key in keys {
            let positions = self.library.find(key);
            if positions.is_empty() {
                missing.push(self.not_found(key));
            }
            for idx in positions {
                if !found.contains(&idx) {
                    found.push(idx);
                }
            }
        }
        let some = !missing.is_empty();
        for failure in missing {
            let _ = console.fail(failure);
        }
        if found.is_empty() { Err(Failure::Reported) } else { Ok((found, some)) }
    }

    fn not_found(&self, key: &str) -> Failure {
        let message = format!("no record of {} has the key `{key}`", self.path.display());
        let distance = |id: &str| strsim::damerau_levenshtein(id, key);
        let near = self.library.records().iter().map(|record| record.id.as_str());
        let near = near.min_by_key(|id| distance(id)).filter(|id| distance(id) <= 3);
        match near {
            Some(near) => Failure::with_help(message, format!("did you mean `{near}`?")),
            None => Failure::with_help(message, "`refsmith list` shows all keys"),
        }
    }

    /// Refuses when several records have one key, so that it is not clear which one is meant.
    fn unambiguous(&self, found: &[usize]) -> Result<(), Failure> {
        let records = self.library.records();
        let id = |idx: &usize| records.get(*idx).map(|record| record.id.as_str());
        let mut seen = std::collections::BTreeSet::new();
        let Some(twice) = found.iter().filter_map(id).find(|id| !seen.insert(*id)) else {
            return Ok(());
        };
        let name = self.path.display();
        Err(Failure::with_help(
            format!("several records of {name} have the key `{twice}`"),
            format!("`refsmith dedupe {name} --merge` makes one of them, where they are one work"),
        ))
    }

    /// Writes a new version, unless somebody changed the file meanwhile.
    fn save(
        &self,
        changed: Result<Changed, LibraryError>,
        console: &Console,
    ) -> Result<Changed, Failure> {
        let changed = changed.map_err(|error| refused(&self.path, &error))?;
        let name = self.path.display();
        if std::fs::metadata(&self.path).is_ok_and(|file| file.permissions().readonly()) {
            return Err(Failure::with_help(
                format!("`{name}` is write-protected"),
                "nothing was changed",
            ));
        }
        // Programs that know nothing of the lock change libraries, too.
        if std::fs::read(&self.path).ok() != self.bytes {
            return Err(Failure::with_help(
                format!("`{name}` was changed by another program meanwhile"),
                "nothing was changed; try again",
            ));
        }
        if self.bytes.as_ref() != Some(&changed.bytes) {
            files::write(&self.path, &changed.bytes, true)?;
        }
        if changed.recoded {
            console.say(&format!("{name}: is UTF-8 now; its encoding could not hold what is new"));
        }
        Ok(changed)
    }

    /// Says what became of records.
    fn tell(&self, what: &str, records: &[&Record], console: &Console) -> Result<(), Failure> {
        if console.message_format == MessageFormat::Json {
            let mut out = String::new();
            for record in records {
                let object = json!({
                    "action": what,
                    "file": self.path.to_string_lossy(),
                    "key": record.id,
                    "record": to_json(record).0,
                });
                out.push_str(&format!("{object}\n"));
            }
            return console.data(&out);
        }
        if !records.is_empty() {
            let keys: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
            let count = plural(records.len(), "record");
            console.say(&format!("{}: {what} {count}: {}", self.path.display(), keys.join(", ")));
        }
        Ok(())
    }
}

fn refused(path: &Path, error: &LibraryError) -> Failure {
    let name = path.display();
    let help = match error {
        LibraryError::NoLibrary => {
            "libraries are .bib, .json, .yaml, .ris ...; see `refsmith formats`".to_owned()
        }
        LibraryError::Shape(_) => {
            format!("nothing was changed; `refsmith check {name}` says where")
        }
        LibraryError::Dependent(_) => "nothing was changed; `--force` changes them".to_owned(),
        _ => format!("keep the library in another format: `refsmith convert {name} -o refs.bib`"),
    };
    Failure::with_help(format!("`{name}`: {error}"), help)
}
