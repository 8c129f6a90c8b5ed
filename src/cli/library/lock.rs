//! [`Lock`]: one process changes a library at a time.
//!
//! The lock is one of the operating system on a file beside the library, so that it ends with the
//! process however that ends. The library itself cannot carry it: a change puts a new file in its
//! place.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use crate::cli::Failure;
use crate::cli::console::Console;
use crate::cli::interrupt::Unfinished;

/// How long a process waits for another one to finish.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long it waits before it says so.
const SILENCE: Duration = Duration::from_millis(500);
/// How often it looks.
const PAUSE: Duration = Duration::from_millis(10);

/// The right to change a library, as long as it lives.
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
    _unfinished: Unfinished,
}

impl Lock {
    /// Takes the lock of a library, which need not be there yet; `command` is told to others who
    /// want it.
    pub(super) fn take(library: &Path, command: &str, console: &Console) -> Result<Self, Failure> {
        let path = beside(library);
        let start = Instant::now();
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let holder = format!(
            "`refsmith {command}` (process {})\n{}\n",
            std::process::id(),
            since.as_nanos()
        );
        let mut said = false;
        loop {
            let failure = |error: std::io::Error| {
                Failure::with_help(
                    format!("cannot lock `{}`: {error}", library.display()),
                    format!("the folder of the library must be writable, for `{}`", path.display()),
                )
            };
            let mut options = OpenOptions::new();
            let file = options.read(true).write(true).create(true).truncate(false).open(&path);
            let file = file.map_err(failure)?;
            match file.try_lock() {
                Ok(()) if sign(&file, &path, &holder).map_err(failure)? => {
                    let _unfinished = Unfinished::new(&path);
                    return Ok(Self { path, _file: file, _unfinished });
                }
                // Whoever had it took the file away: the lock is that of the file there now.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if start.elapsed() > PATIENCE => {
                    return Err(held(library, &path));
                }
                Err(TryLockError::WouldBlock) => {
                    if start.elapsed() > SILENCE && !said {
                        console.say(&format!("waiting for {}", who(&path)));
                        said = true;
                    }
                    std::thread::sleep(PAUSE);
                }
                Err(TryLockError::Error(error)) => return Err(failure(error)),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Still locked, so nobody else can have put theirs there.
        drop(std::fs::remove_file(&self.path));
    }
}

/// Returns the path of the lock: `.refs.bib.lock`. A link shares the lock of what it points at.
fn beside(library: &Path) -> PathBuf {
    let library = library.canonicalize().unwrap_or_else(|_| library.to_owned());
    let name = library.file_name().unwrap_or_default().to_string_lossy();
    library.with_file_name(format!(".{name}.lock"))
}

/// Writes into the file who has the lock; tells whether it is still the file at `path`.
fn sign(mut file: &File, path: &Path, holder: &str) -> std::io::Result<bool> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(holder.as_bytes())?;
    file.flush()?;
    Ok(std::fs::read_to_string(path).is_ok_and(|found| found == holder))
}

fn who(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let holder = text.lines().next().filter(|line| !line.is_empty());
    holder.unwrap_or("another process").to_owned()
}

fn held(library: &Path, path: &Path) -> Failure {
    let library = library.display();
    Failure::with_help(
        format!("`{library}` is being changed by {}", who(path)),
        "nothing was changed; try again when it has finished",
    )
}
