//! [`IndexError`].

use std::path::PathBuf;

/// Why an index could not be built, opened or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// There is no index in the folder.
    #[error("`{}` holds no index", .dir.display())]
    Missing {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder holds a finished index, which building would change.
    #[error("`{}` holds a finished index already", .dir.display())]
    Finished {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder holds other files.
    #[error("`{}` is not empty and holds no index", .dir.display())]
    Occupied {
        /// The folder.
        dir: PathBuf,
    },
    /// The index was made by another version of the program.
    #[error("`{}` is an index of version {found}, expected version {expected}", .dir.display())]
    Version {
        /// The folder.
        dir: PathBuf,
        /// Version of the files.
        found: u32,
        /// Version this program reads.
        expected: u32,
    },
    /// A file of the index cannot be read or written.
    #[error("cannot use `{}`: {error}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The search engine reports a fault: a damaged file, a full disk, another program that writes.
    #[error("the index failed: {0}")]
    Engine(#[from] tantivy::TantivyError),
}
