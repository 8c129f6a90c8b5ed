//! Labelled references as JSON Lines: `{"id", "raw", "seg": [[label, text], ...], "gold": {...}}`.
//!
//! `seg` covers `raw` in order, up to white space; `gold` holds the values of each field and may be
//! missing in training data.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use refsmith_crf::{hash_bytes, mix};
use serde_json::Value;

/// A labelled reference.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Example {
    /// Names the source file and the place in it.
    pub(crate) id: String,
    /// The reference as printed.
    pub(crate) raw: String,
    /// Labels and texts in order, without gaps but for white space.
    pub(crate) segments: Vec<(String, String)>,
    /// True values by field.
    pub(crate) gold: BTreeMap<String, Vec<String>>,
}

/// Why a data file could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DatasetError {
    /// The file is not there or not readable.
    #[error("cannot read or write {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is not an object of the expected shape.
    #[error("{}:{line}: expected an object with `id`, `raw` and `seg`", path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
    },
}

/// Reads a data file.
#[expect(clippy::disallowed_methods, reason = "this tool reads files")]
pub(crate) fn read(path: &Path) -> Result<Vec<Example>, DatasetError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| DatasetError::Io { path: path.to_owned(), source })?;
    let mut examples = Vec::new();
    for (idx, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let example = serde_json::from_str(line).ok().and_then(|value| example(&value));
        let shape = || DatasetError::Shape { path: path.to_owned(), line: idx + 1 };
        examples.push(example.ok_or_else(shape)?);
    }
    Ok(examples)
}

/// Reads a file.
#[expect(clippy::disallowed_methods, reason = "this tool reads files")]
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, DatasetError> {
    std::fs::read(path).map_err(|source| DatasetError::Io { path: path.to_owned(), source })
}

/// Writes a file.
#[expect(clippy::disallowed_methods, reason = "this tool writes files")]
pub(crate) fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), DatasetError> {
    std::fs::write(path, bytes).map_err(|source| DatasetError::Io { path: path.to_owned(), source })
}

/// Reads the text of a file.
#[expect(clippy::disallowed_methods, reason = "this tool reads files")]
pub(crate) fn text(path: &Path) -> Result<String, DatasetError> {
    std::fs::read_to_string(path)
        .map_err(|source| DatasetError::Io { path: path.to_owned(), source })
}

/// Whether the source file of a reference is held out from training: its name decides, so that
/// references of one file stay together.
pub(crate) fn is_held_out(id: &str) -> bool {
    let source = id.split('#').next().unwrap_or(id);
    // Some source files are large: with this number one reference in ten is held out, too.
    const CHOICE: u64 = 6;
    mix(hash_bytes(source.as_bytes()), CHOICE).is_multiple_of(10)
}

/// Lists the data files of a folder in order of their names; a file stands for itself.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>, DatasetError> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    files_with(path, "jsonl")
}

/// Lists the files of a folder that have an extension, in order of their names.
pub(crate) fn files_with(path: &Path, extension: &str) -> Result<Vec<PathBuf>, DatasetError> {
    let error = |source| DatasetError::Io { path: path.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(error)? {
        let file = entry.map_err(error)?.path();
        if file.extension().is_some_and(|found| found == extension) {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn example(value: &Value) -> Option<Example> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let mut segments = Vec::new();
    for pair in value.get("seg")?.as_array()? {
        segments.push((text(pair.get(0)?)?, text(pair.get(1)?)?));
    }
    let mut gold = BTreeMap::new();
    for (field, values) in value.get("gold").and_then(Value::as_object).into_iter().flatten() {
        gold.insert(field.clone(), values.as_array()?.iter().filter_map(text).collect());
    }
    Some(Example { id: text(value.get("id")?)?, raw: text(value.get("raw")?)?, segments, gold })
}
