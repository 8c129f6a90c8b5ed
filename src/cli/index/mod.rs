//! `refsmith index`: a local index of works, built from dumps and libraries.

use std::path::{Path, PathBuf};

use super::args;
use super::console::Console;
use super::settings::Settings;
use super::{Failure, Outcome};
use crate::sources::MetadataSource;

#[cfg(all(feature = "index", feature = "net"))]
pub(super) use built_in::open_local;
#[cfg(feature = "index")]
pub(super) use built_in::{of_files, open, run};
#[cfg(not(feature = "index"))]
pub(super) use left_out::{of_files, open, run};
#[cfg(feature = "index")]
mod sink;

/// An index to ask, and its address if asking it sends something.
pub(super) type Opened = (Box<dyn MetadataSource>, Option<String>);

#[cfg(feature = "index")]
mod built_in {
    use std::fs::File;
    use std::io::{self, Read};
    use std::time::UNIX_EPOCH;

    use super::super::look::plural;
    use super::super::{files, network};
    use super::sink::{self, Counted, Sink, failure, server_failure};
    use super::*;
    use crate::index::{
        BuildOptions, Builder, Input, Loader, LocalIndex, Subset, Tally, without_password,
    };
    use crate::pipeline::{self, ReadAs};

    pub(in crate::cli) fn run(
        options: &args::Index,
        settings: &Settings,
        console: &Console,
    ) -> Result<Outcome, Failure> {
        match &options.action {
            args::IndexAction::Build { inputs, shards, journal, year, doi_list } => {
                let mut subset = Subset::default();
                subset.years.clone_from(year);
                for journal in journal {
                    subset.add_journal(journal);
                }
                if let Some(path) = doi_list {
                    let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
                    let count = subset.add_dois(text.lines().map(str::trim));
                    console.say(&format!("{}: {}", path.display(), plural(count, "DOI")));
                }
                if let Some(url) = sink::address(&inputs.output) {
                    return fill(load(url, subset, settings, console)?, inputs, console);
                }
                let shards = u32::from(shards.get());
                let options = BuildOptions { shards, subset, ..with_memory(inputs) };
                let builder =
                    Builder::create(&inputs.output, &options).map_err(|error| failure(&error))?;
                fill(Sink::Folder(Box::new(builder)), inputs, console)
            }
            args::IndexAction::Add { inputs } => {
                if let Some(url) = sink::address(&inputs.output) {
                    let loader = load(url, Subset::default(), settings, console)?;
                    return fill(loader, inputs, console);
                }
                let builder = Builder::open(&inputs.output, &with_memory(inputs))
                    .map_err(|error| failure(&error))?;
                fill(Sink::Folder(Box::new(builder)), inputs, console)
            }
            args::IndexAction::Info { dir } => match sink::address(dir) {
                Some(url) => server_info(url, settings, console),
                None => info(dir, console),
            },
        }
    }

    /// Opens an index as a source.
    pub(in crate::cli) fn open(index: &Path, settings: &Settings) -> Result<Opened, Failure> {
        let Some(url) = sink::address(index) else {
            return Ok((Box::new(open_local(index)?), None));
        };
        let server = sink::server(url, settings)?;
        server.works().map_err(|error| server_failure(&error))?;
        let shown = server.address().to_owned();
        Ok((Box::new(server), Some(shown)))
    }

    /// Prepares loading works into a search server, and says what is sent where.
    fn load(
        url: &str,
        subset: Subset,
        settings: &Settings,
        console: &Console,
    ) -> Result<Sink, Failure> {
        let server = sink::server(url, settings)?;
        console.say(&format!("index: sends the works to {}", server.address()));
        let loader = Loader::create(server, subset).map_err(|error| server_failure(&error))?;
        Ok(Sink::Server(Box::new(loader)))
    }

    fn server_info(url: &str, settings: &Settings, console: &Console) -> Result<Outcome, Failure> {
        let server = sink::server(url, settings)?;
        let (works, more) = server.works().map_err(|error| server_failure(&error))?;
        if console.message_format == args::MessageFormat::Json {
            let value = serde_json::json!({"works": works, "more": more});
            console.data(&format!("{value}\n"))?;
        } else {
            let more = if more { " or more" } else { "" };
            console.data(&format!("works     {works}{more}\n"))?;
        }
        Ok(Outcome::Done)
    }

    /// Opens an index.
    pub(in crate::cli) fn open_local(dir: &Path) -> Result<LocalIndex, Failure> {
        LocalIndex::open(dir).map_err(|error| failure(&error))
    }

    /// Makes an index of a few files in a folder that goes when it is dropped.
    pub(in crate::cli) fn of_files(
        paths: &[PathBuf],
        console: &Console,
    ) -> Result<(Box<dyn MetadataSource>, tempfile::TempDir), Failure> {
        let folder = tempfile::tempdir()
            .map_err(|error| Failure::new(format!("cannot make a temporary folder: {error}")))?;
        let options = BuildOptions { memory: 32 << 20, ..BuildOptions::default() };
        let builder = Builder::create(folder.path(), &options).map_err(|error| failure(&error))?;
        let mut sink = Sink::Folder(Box::new(builder));
        for path in paths {
            read(&mut sink, path, &mut |_, _| {})??;
        }
        let tally = sink.tally();
        sink.finish()?;
        if tally.kept == 0 {
            let names: Vec<String> =
                paths.iter().map(|path| format!("`{}`", path.display())).collect();
            return Err(Failure::new(format!("found no record in {}", names.join(", "))));
        }
        console.say(&format!("comparing with {}", plural(count(tally.kept), "record")));
        Ok((Box::new(open_local(folder.path())?), folder))
    }

    fn with_memory(inputs: &args::Dumps) -> BuildOptions {
        let memory = usize::try_from(inputs.memory.get()).unwrap_or(256) << 20;
        BuildOptions { memory, ..BuildOptions::default() }
    }

    /// Reads all inputs into an index; one that cannot be read is reported and skipped.
    fn fill(mut sink: Sink, inputs: &args::Dumps, console: &Console) -> Result<Outcome, Failure> {
        let mut paths = Vec::new();
        for path in &inputs.paths {
            collect(path, &mut paths)?;
        }
        let size = |path: &PathBuf| std::fs::metadata(path).map_or(0, |metadata| metadata.len());
        let total: u64 = paths.iter().map(size).sum();
        let mut progress = network::Progress::new(count(total), console).in_megabytes();
        let (mut before, mut skipped, mut known) = (0, false, 0);
        for path in &paths {
            if sink.has_read(&input(path)) {
                known += 1;
            } else {
                let read = read(&mut sink, path, &mut |_, bytes| {
                    progress.reach(count(before + bytes));
                })?;
                if let Err(failure) = read {
                    progress.finish();
                    // The exit code says that something was skipped; the message says what.
                    let _ = console.fail(failure);
                    skipped = true;
                }
            }
            before += size(path);
            progress.reach(count(before));
        }
        progress.finish();
        let tally = sink.tally();
        sink.finish()?;
        console.say(&summary(tally, known, &inputs.output));
        // A dump that was not understood must not pass for an empty one.
        let nothing = tally.works == 0 && known == 0;
        Ok(if nothing || skipped || tally.broken > 0 { Outcome::Findings } else { Outcome::Done })
    }

    fn summary(tally: Tally, known: usize, dir: &Path) -> String {
        let mut text = format!("{} read", plural(count(tally.works), "work"));
        if tally.kept < tally.works {
            text.push_str(&format!(", {} wanted", tally.kept));
        }
        if tally.broken > 0 {
            text.push_str(&format!(", {} broken and left out", tally.broken));
        }
        if known > 0 {
            text.push_str(&format!("; {} had been read before", plural(known, "file")));
        }
        // A password in the address is not shown.
        let shown = sink::address(dir).map_or_else(|| dir.display().to_string(), without_password);
        format!("{text}; use it with `--index {shown}`")
    }

    /// Reads one file. The outer error is one of the index, the inner one of the file. `step` is
    /// told now and then how many bytes of the file have been read.
    fn read(
        sink: &mut Sink,
        path: &Path,
        step: &mut dyn FnMut(Tally, u64),
    ) -> Result<Result<(), Failure>, Failure> {
        let input = input(path);
        let name = path.display();
        if let Some(loaded) = library(path) {
            let records = match loaded {
                Ok(records) => records,
                Err(failure) => return Ok(Err(failure)),
            };
            sink.add_records(&input, &records)?;
            return Ok(Ok(()));
        }
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) => return Ok(Err(Failure::new(format!("cannot open `{name}`: {error}")))),
        };
        let bytes = std::cell::Cell::new(0);
        let mut next = 0;
        let counted = Counted { inner: file, bytes: &bytes };
        let read = sink.read(&input, counted, &mut |tally| {
            // Looking at the clock for each work would cost more than reading it.
            if bytes.get() >= next {
                next = bytes.get() + (1 << 20);
                step(tally, bytes.get());
            }
        });
        Ok(read?.map_err(|error| {
            Failure::with_help(
                format!("cannot read `{name}` to its end: {error}"),
                "what came before is kept; `index add` adds the whole file when you have it",
            )
        }))
    }

    /// Reads a file as a library, unless it is a dump in Crossref's JSON.
    fn library(path: &Path) -> Option<Result<Vec<crate::model::Record>, Failure>> {
        let name = path.to_string_lossy().to_lowercase();
        let mut head = Vec::new();
        let opened = File::open(path).and_then(|file| file.take(4_096).read_to_end(&mut head));
        if opened.is_err() || head.starts_with(&[0x1f, 0x8b]) {
            return None;
        }
        let head = String::from_utf8_lossy(&head);
        let is_json = head.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
        // Works of Crossref have lists of titles, items of CSL-JSON have one.
        let titles: String = head.chars().filter(|c| !c.is_whitespace()).collect();
        let works = titles.contains("\"title\":[")
            || titles.contains("\"items\":[")
            || titles.contains("\"message\":{");
        if is_json && works || name.ends_with(".ndjson") {
            return None;
        }
        Some(files::read(path).map(|bytes| {
            pipeline::load(&path.to_string_lossy(), bytes, ReadAs::Guess).into_records()
        }))
    }

    /// Files in folders, in the order of their names.
    fn collect(path: &Path, out: &mut Vec<PathBuf>) -> Result<(), Failure> {
        if !path.is_dir() {
            if !path.exists() {
                return Err(Failure::new(format!("cannot find `{}`", path.display())));
            }
            out.push(path.to_owned());
            return Ok(());
        }
        let unreadable =
            |error: io::Error| Failure::new(format!("cannot read `{}`: {error}", path.display()));
        let mut entries: Vec<PathBuf> = Vec::new();
        for entry in std::fs::read_dir(path).map_err(unreadable)? {
            entries.push(entry.map_err(unreadable)?.path());
        }
        entries.sort();
        let hidden = |path: &PathBuf| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
        };
        entries.retain(|path| !hidden(path));
        entries.iter().try_for_each(|entry| collect(entry, out))
    }

    /// Names a file as the journal of the index does: by path, size and time of change.
    fn input(path: &Path) -> Input {
        let state = std::fs::metadata(path).map_or_else(
            |_| String::new(),
            |metadata| {
                let changed = metadata.modified().ok();
                let changed = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                format!("{} {}", metadata.len(), changed.map_or(0, |since| since.as_secs()))
            },
        );
        Input { name: path.to_string_lossy().into_owned(), state }
    }

    fn info(dir: &Path, console: &Console) -> Result<Outcome, Failure> {
        let info = LocalIndex::open(dir).map_err(|error| failure(&error))?.info();
        if console.message_format == args::MessageFormat::Json {
            let inputs: Vec<serde_json::Value> = info
                .inputs
                .iter()
                .map(|line| {
                    serde_json::json!({"name": line.name, "works": line.works, "kept": line.kept,
                        "broken": line.broken, "done": line.done})
                })
                .collect();
            let value = serde_json::json!({
                "works": info.works, "shards": info.shards, "segments": info.segments,
                "bytes": info.bytes, "stored_bytes": info.stored_bytes,
                "subset": info.subset.to_string(), "finished": info.finished,
                "indexed": info.indexed, "inputs": inputs,
            });
            console.data(&format!("{value}\n"))?;
            return Ok(Outcome::Done);
        }
        let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
        let mut text = format!(
            "works     {}\nholds     {}\nsize      {} ({} of it the works themselves)\n",
            info.works,
            info.subset,
            megabytes(info.bytes),
            megabytes(info.stored_bytes)
        );
        text.push_str(&format!(
            "parts     {} ({})\n",
            info.shards,
            plural(info.segments, "segment")
        ));
        if !info.indexed.is_empty() {
            text.push_str(&format!("as of     {}\n", info.indexed));
        }
        let whole = info.inputs.iter().filter(|line| line.done).count();
        text.push_str(&format!("read      {}", plural(whole, "file")));
        if !info.finished {
            text.push_str("; not finished: repeat `index build` to go on");
        }
        console.data(&format!("{text}\n"))?;
        Ok(if info.finished { Outcome::Done } else { Outcome::Findings })
    }

    fn count(number: u64) -> usize {
        usize::try_from(number).unwrap_or(usize::MAX)
    }
}

#[cfg(not(feature = "index"))]
mod left_out {
    use super::*;

    fn failure() -> Failure {
        Failure::with_help("this build has no local index", "build it with the feature `index`")
    }

    pub(in crate::cli) fn run(
        _: &args::Index,
        _: &Settings,
        _: &Console,
    ) -> Result<Outcome, Failure> {
        Err(failure())
    }

    pub(in crate::cli) fn open(_: &Path, _: &Settings) -> Result<Opened, Failure> {
        Err(failure())
    }

    pub(in crate::cli) fn of_files(
        _: &[PathBuf],
        _: &Console,
    ) -> Result<(Box<dyn MetadataSource>, tempfile::TempDir), Failure> {
        Err(failure())
    }
}
