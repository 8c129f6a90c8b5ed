//! The data beside the repository, which may not be there.

use std::path::PathBuf;

use serde_json::Value;

/// Returns the folder, or says that the test is skipped.
#[expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a test")]
pub(crate) fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("REFSMITH_SHARED").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = named.unwrap_or(beside);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: ../shared not found");
    None
}

/// Reads one file of it.
#[expect(clippy::disallowed_methods, reason = "a test")]
pub(crate) fn json(path: &std::path::Path) -> Value {
    let bytes = std::fs::read(path).expect("a readable file");
    serde_json::from_slice(&bytes).expect("JSON")
}

/// Returns the recorded works; with `free` only those under the licence MIT.
#[expect(clippy::disallowed_methods, reason = "a test")]
pub(crate) fn works(folder: &std::path::Path, free: bool) -> Vec<(String, Value)> {
    let crossref = folder.join("crossref");
    let manifest = std::fs::read_to_string(crossref.join("manifest.tsv")).expect("the manifest");
    let other: std::collections::BTreeSet<String> = manifest
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|cells| cells.get(4).is_some_and(|licence| *licence != "MIT"))
        .filter_map(|cells| cells.get(1).map(|file| (*file).to_owned()))
        .collect();
    let mut names: Vec<PathBuf> = std::fs::read_dir(crossref.join("works"))
        .expect("the folder of works")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|path| (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path))
        .filter(|(name, _)| !free || !other.contains(&format!("works/{name}")))
        .map(|(name, path)| (name, json(&path)))
        .collect()
}
