//! `refsmith edit`: records go to the user's editor as they stand in the library.
//!
//! No lock is held while somebody types. What comes back is read first, and written only where the
//! record still stands in the file as it was.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Opened;
use super::args::Edit;
use super::lock::Lock;
use crate::cli::console::Console;
use crate::cli::settings::Settings;
use crate::cli::{Failure, Outcome, report};
use crate::model::{Diagnostic, Record, Severity, SourceText};

/// A record that is being edited.
struct Draft {
    /// Its position in the library.
    position: usize,
    /// Its text in the library.
    old: String,
    /// Where the user edits it.
    path: PathBuf,
}

/// Lets the user edit records.
pub(in crate::cli) fn run(
    options: &Edit,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let editor = editor(options)?;
    let opened = Opened::read(&options.library, settings)?;
    let (found, missing) = opened.select(&options.keys, console)?;
    let outcome = if missing { Outcome::Findings } else { Outcome::Done };
    // Kept when something goes wrong: nobody types twice.
    let folder = tempfile::Builder::new().prefix("refsmith-edit-").tempdir();
    let folder = folder.map_err(|error| Failure::new(format!("cannot edit: {error}")))?;
    let drafts = drafts(&opened, &found, folder.path())?;
    open(&editor, &drafts)?;
    let written = drafts.iter().try_fold(Vec::new(), |mut written, draft| {
        written.extend(take_back(draft, options, &opened, console)?);
        Ok(written)
    });
    match written {
        Ok(records) if records.is_empty() => {
            console.say(&format!("{}: nothing to change", opened.path.display()));
            Ok(outcome)
        }
        Ok(records) => {
            opened.tell("edited", &records.iter().collect::<Vec<_>>(), console)?;
            Ok(outcome)
        }
        Err(failure) => {
            let _ = console.fail(failure);
            console.talk(&format!("  what you typed is in {}", folder.keep().display()));
            Err(Failure::Reported)
        }
    }
}

/// Returns the command of the editor.
fn editor(options: &Edit) -> Result<String, Failure> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = options.editor.clone();
    editor.or_else(|| variable("VISUAL")).or_else(|| variable("EDITOR")).ok_or_else(|| {
        Failure::with_help(
            "expected an editor, found none",
            "set EDITOR, or name one: `--editor nano`",
        )
    })
}

/// Writes every record into a file of its own, named after its key.
fn drafts(opened: &Opened, found: &[usize], folder: &Path) -> Result<Vec<Draft>, Failure> {
    let library = &opened.library;
    let places = library.places().ok_or_else(|| {
        let name = opened.path.display();
        Failure::with_help(
            format!("the records of `{name}` cannot be told apart"),
            format!("edit the whole file; `refsmith check {name}` says what is wrong with it"),
        )
    })?;
    let extension = opened.path.extension().and_then(|extension| extension.to_str());
    let extension = extension.unwrap_or("txt");
    let mut drafts = Vec::new();
    for (count, position) in found.iter().enumerate() {
        let (Some(place), Some(record)) = (places.get(*position), library.records().get(*position))
        else {
            continue;
        };
        let sound = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
        let name: String = record.id.chars().take(60).map(sound).collect();
        let path = folder.join(format!("{name}-{}.{extension}", count + 1));
        let old = library.text().slice(*place).to_owned();
        std::fs::write(&path, format!("{old}\n"))
            .map_err(|error| Failure::new(format!("cannot write `{}`: {error}", path.display())))?;
        drafts.push(Draft { position: *position, old, path });
    }
    Ok(drafts)
}

/// Runs the editor and waits for its end.
fn open(editor: &str, drafts: &[Draft]) -> Result<(), Failure> {
    // Editors are given with options, quoted as for a shell: `code --wait`.
    let mut command = if cfg!(unix) {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{editor} \"$@\"")).arg(editor);
        command
    } else {
        let mut words = editor.split_whitespace();
        let mut command = Command::new(words.next().unwrap_or(editor));
        command.args(words);
        command
    };
    let status = command.args(drafts.iter().map(|draft| &draft.path)).status();
    let problem = match status {
        Ok(status) if status.success() => return Ok(()),
        Ok(status) => format!("it ended with {status}"),
        Err(error) => error.to_string(),
    };
    Err(Failure::with_help(
        format!("cannot use the editor `{editor}`: {problem}"),
        "nothing was changed",
    ))
}

/// Reads what the user made of a record and puts it into the library; returns the new record, or
/// nothing when nothing changed.
fn take_back(
    draft: &Draft,
    options: &Edit,
    before: &Opened,
    console: &Console,
) -> Result<Option<Record>, Failure> {
    let text = std::fs::read_to_string(&draft.path).map_err(|error| {
        Failure::new(format!("cannot read `{}`: {error}", draft.path.display()))
    })?;
    let text = text.trim();
    if text == draft.old.trim() {
        return Ok(None);
    }
    let record = validated(draft, text, before, console)?;
    let _lock = Lock::take(&before.path, "edit", console)?;
    let now = Opened::open(before.path.clone())?;
    let library = &now.library;
    let places = library.places().unwrap_or_default();
    let stands = |idx: &usize| {
        places.get(*idx).is_some_and(|place| library.text().slice(*place) == draft.old)
    };
    // Somebody may have added or removed other records meanwhile.
    let position = Some(draft.position).filter(stands).or_else(|| (0..places.len()).find(stands));
    let Some(position) = position else {
        return Err(Failure::new(format!(
            "the record was changed in `{}` while you edited it",
            now.path.display()
        )));
    };
    let others = library.records().iter().enumerate().filter(|(idx, _)| *idx != position);
    if others.map(|(_, other)| &other.id).any(|id| *id == record.id) {
        return Err(Failure::new(format!("another record has the key `{}`", record.id)));
    }
    now.save(library.replace_text(position, text, options.force), console)?;
    Ok(Some(record))
}

/// Returns the record that the user's text is; refuses a text with errors.
fn validated(
    draft: &Draft,
    text: &str,
    opened: &Opened,
    console: &Console,
) -> Result<Record, Failure> {
    let path = &draft.path;
    let reader = opened.library.format().reader().ok_or(Failure::Reported)?;
    let mut read = reader.read(text);
    let errors: Vec<Diagnostic> = read
        .diagnostics
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    report::to_stderr(&errors, &SourceText::plain(name, text.to_owned()), console, Severity::Error);
    let count = read.value.len();
    match read.value.pop() {
        Some(record) if count == 1 && errors.is_empty() => Ok(record),
        _ if !errors.is_empty() => Err(Failure::new("nothing was changed: the record has errors")),
        _ => Err(Failure::with_help(
            format!("nothing was changed: expected one record, found {count}"),
            "`refsmith rm` takes records away, `refsmith add` adds some",
        )),
    }
}
