//! Ctrl-C: the line being written ends whole, no unfinished file stays behind, the exit code is 130.
//!
//! A handler can only reach what is global, so the paths of unfinished files are.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long a write to standard output may take to end.
const GRACE: Duration = Duration::from_millis(300);

static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file that is taken away when the program is interrupted, as long as this lives.
pub(super) struct Unfinished(PathBuf);

impl Unfinished {
    pub(super) fn new(path: &Path) -> Self {
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
        Self(path.to_owned())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let mut paths = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        paths.retain(|path| *path != self.0);
    }
}

/// Makes the program end so. Where that is not possible, the system's own way stays.
pub(super) fn install() {
    drop(ctrlc::set_handler(|| {
        // Whoever writes holds this lock; a reader that has stopped reading must not hold us up.
        let (done, waiting) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let lock = std::io::stdout().lock();
            let _ = done.send(());
            std::thread::park();
            drop(lock);
        });
        let _ = waiting.recv_timeout(GRACE);
        for path in UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            drop(std::fs::remove_file(path));
        }
        #[expect(clippy::exit, reason = "an interrupted program ends wherever it is")]
        std::process::exit(130);
    }));
}
