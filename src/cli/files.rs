//! Reading inputs with a limit, writing outputs atomically.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use super::interrupt::Unfinished;
use super::{Failure, args, console::Console};
use crate::formats;
use crate::model::{Diagnostic, Severity};
use crate::pipeline::{self, Loaded, ReadAs};

/// The largest input, in bytes. Spans could index 4 GiB; the limit keeps memory in bounds: reading
/// takes about three times the size of the input.
const LARGEST_INPUT: u64 = 512 << 20;

/// The finding about a whole input that is said although it is no more than a note: what it tells of
/// cannot be seen in the result.
pub(super) const ALWAYS_SAID: &str = "encoding-detected";

/// One input that was read.
pub(super) struct Input {
    /// The path as the user gave it.
    pub(super) path: PathBuf,
    /// What is in it.
    pub(super) loaded: Loaded,
}

/// What came of reading all inputs.
pub(super) struct Inputs {
    /// Those that could be read, in the order given.
    pub(super) read: Vec<Input>,
    /// Some input could not be read, or not wholly; this has been said.
    pub(super) skipped: bool,
}

/// Reads every input. One that cannot be read is reported and skipped; it is a failure only when
/// nothing is left.
pub(super) fn load(
    inputs: &args::Inputs,
    lines: bool,
    console: &Console,
) -> Result<Inputs, Failure> {
    load_given(inputs, None, lines, console)
}

/// The same for a single input of which the bytes may be there already.
pub(super) fn load_given(
    inputs: &args::Inputs,
    given: Option<Vec<u8>>,
    lines: bool,
    console: &Console,
) -> Result<Inputs, Failure> {
    let mut result = load_unchecked(inputs, given, lines, console)?;
    for input in &result.read {
        let errors: Vec<Diagnostic> = input
            .loaded
            .diagnostics()
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .cloned()
            .collect();
        super::report::to_stderr(&errors, input.loaded.text(), console, Severity::Error);
    }
    result.read.retain(|input| !is_unusable(&input.loaded));
    if result.read.is_empty() { Err(Failure::Reported) } else { Ok(result) }
}

/// Reads every input, those without a record included, and leaves what is wrong with them to the
/// caller: for `check` findings are the result.
pub(super) fn load_all(
    inputs: &args::Inputs,
    lines: bool,
    console: &Console,
) -> Result<Inputs, Failure> {
    load_unchecked(inputs, None, lines, console)
}

fn load_unchecked(
    inputs: &args::Inputs,
    mut given: Option<Vec<u8>>,
    lines: bool,
    console: &Console,
) -> Result<Inputs, Failure> {
    let paths = paths(inputs)?;
    let mut result = Inputs { read: Vec::new(), skipped: false };
    let single = paths.len() == 1;
    for path in paths {
        let read_as = if lines { ReadAs::Lines } else { read_as(inputs, &path)? };
        let bytes = given.take().map_or_else(|| read(&path), Ok);
        let loaded = match bytes {
            Ok(bytes) => pipeline::load(&path.to_string_lossy(), bytes, read_as),
            Err(failure) if single => return Err(failure),
            Err(failure) => {
                // The exit code says that something was skipped; the message says what.
                let _ = console.fail(failure);
                result.skipped = true;
                continue;
            }
        };
        let notes: Vec<Diagnostic> = loaded
            .diagnostics()
            .iter()
            .filter(|finding| finding.code.code == ALWAYS_SAID)
            .cloned()
            .collect();
        if !console.quiet {
            super::report::to_stderr(&notes, loaded.text(), console, Severity::Info);
        }
        result.skipped |=
            loaded.diagnostics().iter().any(|finding| finding.severity == Severity::Error);
        if let Loaded::Library(library) = &loaded
            && library.records.is_empty()
            && !is_unusable(&loaded)
        {
            let format = library.format.info().name;
            console.say(&format!("{}: warning: no record in it, read as {format}", path.display()));
            result.skipped = true;
        }
        result.read.push(Input { path, loaded });
    }
    // Records of several inputs end up in one output: keys that were made up must differ there.
    distinct_keys(&mut result.read);
    result.skipped |= shared_keys(&result.read, console);
    if result.read.is_empty() { Err(Failure::Reported) } else { Ok(result) }
}

/// Returns the paths of the inputs; standard input when there are none and it is no terminal.
pub(super) fn paths(inputs: &args::Inputs) -> Result<Vec<PathBuf>, Failure> {
    if !inputs.inputs.is_empty() {
        return Ok(inputs.inputs.clone());
    }
    if io::stdin().is_terminal() {
        return Err(Failure::with_help(
            "expected an article, a reference list or a library, found no input",
            "try `refsmith article.md`, or `refsmith -h` for examples",
        ));
    }
    Ok(vec![PathBuf::from("-")])
}

/// Tells whether an input gave nothing, and a finding says why.
pub(super) fn is_unusable(loaded: &Loaded) -> bool {
    match loaded {
        Loaded::Article(article) => article.references.is_empty(),
        Loaded::Library(library) => {
            let errors = |finding: &Diagnostic| finding.severity == Severity::Error;
            library.records.is_empty() && library.diagnostics.iter().any(errors)
        }
    }
}

/// Says which keys stand in more than one library file; one output cannot hold both.
fn shared_keys(inputs: &[Input], console: &Console) -> bool {
    if inputs.len() < 2 {
        return false;
    }
    let mut owners: std::collections::BTreeMap<&str, &Path> = std::collections::BTreeMap::new();
    let mut shared = false;
    for input in inputs {
        let mut own = std::collections::BTreeSet::new();
        for (record, _) in input.loaded.records() {
            if let Some(owner) =
                owners.get(record.id.as_str()).filter(|_| !own.contains(record.id.as_str()))
            {
                let (here, key) = (input.path.display(), &record.id);
                let there = owner.display();
                console.say(&format!("{here}: warning: the key `{key}` stands in {there}, too"));
                shared = true;
            }
            own.insert(record.id.as_str());
        }
        for id in own {
            owners.entry(id).or_insert(&input.path);
        }
    }
    shared
}

/// Gives the records of articles new keys where several inputs were read, so that none is shared.
fn distinct_keys(inputs: &mut [Input]) {
    if inputs.len() < 2 {
        return;
    }
    let mut records = Vec::new();
    for input in inputs.iter() {
        for (record, _) in input.loaded.records() {
            let mut record = record.clone();
            if matches!(input.loaded, Loaded::Article(_)) {
                record.id = String::new();
            }
            records.push(record);
        }
    }
    crate::model::record::key::assign_keys(&mut records);
    let mut ids = records.into_iter().map(|record| record.id);
    for input in inputs {
        match &mut input.loaded {
            Loaded::Article(article) => {
                for reference in &mut article.references {
                    let Some(id) = ids.next() else { return };
                    for finding in &mut reference.diagnostics {
                        finding.record = Some(id.clone());
                    }
                    reference.record.id = id;
                }
            }
            Loaded::Library(library) => drop(ids.by_ref().take(library.records.len()).count()),
        }
    }
}

/// Reads one file, or standard input for `-`.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let (source, size) = open(path)?;
    read_limited(source, &called(path), size)
}

/// Returns what messages call an input.
pub(super) fn called(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

/// Opens one file, or standard input for `-`, and tells its size in bytes; 0 where that is unknown.
pub(super) fn open(path: &Path) -> Result<(Box<dyn Read>, u64), Failure> {
    let name = path.display();
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), 0));
    }
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => missing(path),
        _ => Failure::new(format!("cannot open `{name}`: {error}")),
    })?;
    let metadata =
        file.metadata().map_err(|error| Failure::new(format!("cannot read `{name}`: {error}")))?;
    if metadata.is_dir() {
        return Err(Failure::with_help(
            format!("expected a file, found the directory `{name}`"),
            format!("name the files in it, for example `refsmith {name}/*.md`"),
        ));
    }
    Ok((Box::new(file), metadata.len()))
}

/// Reads a source that probably has `size` bytes.
pub(super) fn read_limited(source: impl Read, name: &str, size: u64) -> Result<Vec<u8>, Failure> {
    let size = usize::try_from(size.min(LARGEST_INPUT)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(size + 1);
    source
        .take(LARGEST_INPUT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("cannot read `{name}`: {error}")))?;
    if bytes.len() as u64 > LARGEST_INPUT {
        return Err(Failure::with_help(
            format!("`{name}` is larger than {} MiB", LARGEST_INPUT >> 20),
            "split it into smaller files",
        ));
    }
    if bytes.is_empty() { Err(empty(name)) } else { Ok(bytes) }
}

/// Returns the error for an input without a byte in it.
pub(super) fn empty(name: &str) -> Failure {
    Failure::with_help(
        format!("`{name}` is empty"),
        "expected an article, a reference list or a library of records",
    )
}

/// Returns the error for a file that is not there; a mistyped command looks like one.
fn missing(path: &Path) -> Failure {
    use clap::CommandFactory;
    let typed = path.to_string_lossy();
    let command = args::Arguments::command()
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .find(|name| strsim::damerau_levenshtein(name, &typed) <= 2);
    let message = format!("cannot find the file `{typed}`");
    match command {
        Some(command) => Failure::with_help(message, format!("did you mean `refsmith {command}`?")),
        None => Failure::with_help(message, "check the path; `refsmith -h` lists the commands"),
    }
}

/// Returns the error for a format name that is not known.
pub(super) fn unknown_format(name: &str, can: &str) -> Failure {
    let formats = crate::formats::FORMATS.iter().copied();
    let known: Vec<&str> =
        formats
            .filter(|format| {
                if can == "read" { format.reader().is_some() } else { format.writer().is_some() }
            })
            .map(|format| format.info().name)
            .collect();
    let mut help = format!("`refsmith formats` lists what it can {can}");
    if let Some(similar) = known
        .iter()
        .min_by_key(|known| strsim::damerau_levenshtein(known, name))
        .filter(|known| strsim::damerau_levenshtein(known, name) <= 2)
    {
        help = format!("did you mean `{similar}`? {help}");
    }
    Failure::with_help(format!("cannot {can} the format `{name}`"), help)
}

/// How the user wants an input read.
pub(super) fn read_as(inputs: &args::Inputs, path: &Path) -> Result<ReadAs, Failure> {
    let wanted = match &inputs.from {
        None => ReadAs::Guess,
        Some(name) => pipeline::read_as(name).ok_or_else(|| unknown_format(name, "read"))?,
    };
    if inputs.columns.is_empty() {
        return Ok(wanted);
    }
    let extension = path.extension().and_then(|extension| extension.to_str());
    let format = match wanted {
        ReadAs::Format(format) => Some(format),
        _ => extension.and_then(formats::by_name),
    };
    let Some(format) = format else {
        let message = format!("`--column` needs a table, and `{}` may be none", called(path));
        return Err(Failure::with_help(message, "say which table it is: `-f csv`"));
    };
    let column = |pair: &String| match pair.split_once('=') {
        Some((heading, variable)) => Ok((heading.to_owned(), variable.to_owned())),
        None => Err(Failure::with_help(
            format!("`--column {pair}` names no variable"),
            "write the heading, `=`, and the variable: `--column Titel=title`",
        )),
    };
    let columns = inputs.columns.iter().map(column).collect::<Result<_, _>>()?;
    let renamed = formats::csv::Renamed::new(format, columns)
        .map_err(|message| Failure::with_help(message, "docs/formats/csv.md lists the columns"))?;
    // Formats live as long as the program.
    Ok(ReadAs::Format(Box::leak(Box::new(renamed))))
}

/// Writes a file whole or not at all; refuses to overwrite one unless `force`.
pub(super) fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let mut file = NewFile::create(path, force)?;
    file.write(bytes)?;
    file.finish()
}

/// A file that is there only once it is finished.
pub(super) struct NewFile {
    name: String,
    place: Place,
}

enum Place {
    /// A pipe or device is written through, never replaced by a file.
    Device(File),
    /// A temporary file beside the target. The guard comes first: it is dropped when the file is.
    Beside { _unfinished: Unfinished, file: tempfile::NamedTempFile, target: PathBuf },
}

impl NewFile {
    /// Starts a file; refuses when there is one already, unless `force`.
    pub(super) fn create(path: &Path, force: bool) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let failure = |error: io::Error| Failure::new(format!("cannot write `{name}`: {error}"));
        if std::fs::metadata(path).is_ok_and(|old| !old.is_file() && !old.is_dir()) {
            let device = std::fs::OpenOptions::new().write(true).open(path).map_err(failure)?;
            return Ok(Self { name, place: Place::Device(device) });
        }
        if !force && path.exists() {
            return Err(Failure::with_help(
                format!("`{name}` is there already"),
                "use another name, or `--force` to overwrite it",
            ));
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // The file that a link points at is replaced, not the link.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = target.parent().filter(|_| path.exists()).unwrap_or(folder);
        let file =
            tempfile::Builder::new().prefix(".refsmith-").tempfile_in(folder).map_err(failure)?;
        let _unfinished = Unfinished::new(file.path());
        Ok(Self { name, place: Place::Beside { _unfinished, file, target } })
    }

    /// Writes the next bytes.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = match &mut self.place {
            Place::Device(file) => file.write_all(bytes),
            Place::Beside { file, .. } => file.write_all(bytes),
        };
        written.map_err(|error| Failure::new(format!("cannot write `{}`: {error}", self.name)))
    }

    /// Puts the file in its place.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let Self { name, place } = self;
        let failure = |error: io::Error| Failure::new(format!("cannot write `{name}`: {error}"));
        let Place::Beside { _unfinished, file, target } = place else { return Ok(()) };
        file.as_file().sync_all().map_err(failure)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // A temporary file is private; the result gets the old file's mode or the usual one.
            let mode = std::fs::metadata(&target).map_or(0o644, |old| old.permissions().mode());
            let permissions = std::fs::Permissions::from_mode(mode);
            file.as_file().set_permissions(permissions).map_err(failure)?;
        }
        file.persist(&target).map_err(|error| failure(error.error))?;
        Ok(())
    }
}
