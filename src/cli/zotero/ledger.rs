//! What was sent to a Zotero that cannot be read: without it, a second run could not know.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use etcetera::BaseStrategy;

/// The marks of what was sent, in a file of the user's state: one to a line.
pub(super) struct Ledger {
    path: Option<PathBuf>,
    marks: BTreeSet<String>,
}

impl Ledger {
    /// Reads the ledger; one that cannot be read is empty.
    pub(super) fn read() -> Self {
        let path = etcetera::choose_base_strategy().ok().map(|dirs| {
            let folder = dirs.state_dir().unwrap_or_else(|| dirs.data_dir());
            folder.join("refsmith").join("sent-to-zotero")
        });
        let text = path.as_ref().and_then(|path| std::fs::read_to_string(path).ok());
        let marks = text.unwrap_or_default().lines().map(str::to_owned).collect();
        Self { path, marks }
    }

    /// Tells whether a work was sent before.
    pub(super) fn has(&self, mark: &str) -> bool {
        self.marks.contains(mark)
    }

    /// Adds what was sent now. Where that fails, a later run sends it again: no reason to stop.
    pub(super) fn add<'m>(&mut self, marks: impl Iterator<Item = &'m str>) {
        let new: Vec<&str> = marks.filter(|mark| !self.marks.contains(*mark)).collect();
        let Some(path) = self.path.as_ref().filter(|_| !new.is_empty()) else { return };
        if let Some(folder) = path.parent() {
            drop(std::fs::create_dir_all(folder));
        }
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
        let lines: String = new.iter().map(|mark| format!("{mark}\n")).collect();
        drop(file.and_then(|mut file| file.write_all(lines.as_bytes())));
    }
}
