//! The files of an index beside those of the search engine: what it is, and what was read into it.
//!
//! ```text
//! DIR/index.json      version, shards, subset
//! DIR/inputs.jsonl    a line for each input at each commit
//! DIR/shard-000/ ...  one index of the search engine each
//! ```
//!
//! A commit numbers itself in every shard. Lines of `inputs.jsonl` are written before the commit
//! they belong to, and count only when every shard has reached its number, so that whatever moment
//! a program is killed at, what is recorded as read is in the index.
#![allow(clippy::disallowed_methods, reason = "an index is files; no other module touches them")]

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{IndexError, Subset};

/// Version of the layout and of the terms; raised whenever older files cannot be used any more.
pub(crate) const VERSION: u32 = 1;

/// `index.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) version: u32,
    pub(crate) shards: u32,
    #[serde(default)]
    pub(crate) subset: Subset,
    /// Whether everything that was to be read has been read.
    #[serde(default)]
    pub(crate) finished: bool,
}

/// How far an input has been read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputLine {
    /// Number of the commit that holds what is said here.
    pub(crate) commit: u64,
    /// The name the input was given by.
    pub name: String,
    /// What tells this state of the input from later ones: size and time of change.
    pub state: String,
    /// Works read so far, those that were not wanted included.
    pub works: u64,
    /// Works of it that are in the index, or were until a newer one came.
    pub kept: u64,
    /// Lines or items that were no works.
    pub broken: u64,
    /// Whether it has been read to its end.
    pub done: bool,
    /// The latest day on which the register indexed a work of it (`2026-05-05`); empty when unknown.
    #[serde(default)]
    pub indexed: String,
}

pub(crate) fn shard(dir: &Path, number: u32) -> PathBuf {
    dir.join(format!("shard-{number:03}"))
}

fn manifest_path(dir: &Path) -> PathBuf {
    dir.join("index.json")
}

fn inputs_path(dir: &Path) -> PathBuf {
    dir.join("inputs.jsonl")
}

fn failure(path: &Path) -> impl FnOnce(std::io::Error) -> IndexError + '_ {
    |error| IndexError::File { path: path.to_owned(), error }
}

/// Reads `index.json`; `None` when there is no index.
pub(crate) fn manifest(dir: &Path) -> Result<Option<Manifest>, IndexError> {
    let path = manifest_path(dir);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(failure(&path)(error)),
    };
    let manifest: Manifest = serde_json::from_slice(&bytes)
        .map_err(|error| failure(&path)(std::io::Error::new(ErrorKind::InvalidData, error)))?;
    if manifest.version != VERSION {
        let (dir, found) = (dir.to_owned(), manifest.version);
        return Err(IndexError::Version { dir, found, expected: VERSION });
    }
    Ok(Some(manifest))
}

/// Writes `index.json`, whole or not at all.
pub(crate) fn write_manifest(dir: &Path, manifest: &Manifest) -> Result<(), IndexError> {
    let path = manifest_path(dir);
    let beside = path.with_extension("json.new");
    let bytes = serde_json::to_vec_pretty(manifest).unwrap_or_default();
    let write = || {
        let mut file = File::create(&beside)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    };
    write().map_err(failure(&path))
}

/// Makes the folders of a new index. The folder must be empty or not there.
pub(crate) fn create(dir: &Path, manifest: &Manifest) -> Result<(), IndexError> {
    fs::create_dir_all(dir).map_err(failure(dir))?;
    if fs::read_dir(dir).map_err(failure(dir))?.next().is_some() {
        return Err(IndexError::Occupied { dir: dir.to_owned() });
    }
    for number in 0..manifest.shards {
        let path = shard(dir, number);
        fs::create_dir_all(&path).map_err(failure(&path))?;
    }
    write_manifest(dir, manifest)
}

/// Appends to `inputs.jsonl`, and waits until it is on the disk.
pub(crate) fn append(dir: &Path, lines: &[InputLine]) -> Result<(), IndexError> {
    let path = inputs_path(dir);
    let write = || {
        let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
        file.write_all(text_of(lines).as_bytes())?;
        file.sync_all()
    };
    write().map_err(failure(&path))
}

/// Writes `inputs.jsonl` anew. Lines of a commit that never came about must go before other commits
/// get their number.
pub(crate) fn write_inputs(dir: &Path, lines: &[InputLine]) -> Result<(), IndexError> {
    let path = inputs_path(dir);
    let beside = path.with_extension("jsonl.new");
    let write = || {
        let mut file = File::create(&beside)?;
        file.write_all(text_of(lines).as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    };
    write().map_err(failure(&path))
}

fn text_of(lines: &[InputLine]) -> String {
    let line = |line| serde_json::to_string(line).unwrap_or_default() + "\n";
    lines.iter().map(line).collect()
}

/// Reads how far each input has come, as of commit number `committed`.
pub(crate) fn inputs(dir: &Path, committed: u64) -> Result<Vec<InputLine>, IndexError> {
    let path = inputs_path(dir);
    let text = match fs::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failure(&path)(error)),
    };
    let mut latest: Vec<InputLine> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    let lines = text.lines().filter_map(|line| serde_json::from_str::<InputLine>(line).ok());
    for line in lines.filter(|line| line.commit <= committed) {
        match places.get(&line.name).and_then(|idx: &usize| latest.get_mut(*idx)) {
            Some(known) => *known = line,
            None => {
                places.insert(line.name.clone(), latest.len());
                latest.push(line);
            }
        }
    }
    Ok(latest)
}

/// Returns the bytes that the files of an index take.
pub(crate) fn size(dir: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(dir) else { return 0 };
    let of_entry = |entry: fs::DirEntry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => size(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    };
    entries.flatten().map(of_entry).sum()
}
