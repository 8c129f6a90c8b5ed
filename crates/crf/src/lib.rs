//! A linear-chain conditional random field whose separators remember what stood before them.
//!
//! A sequence of tokens gets one label each, or the mark of a separator. In an ordinary chain a
//! separator (a comma, the word "in") forgets which label it follows; here the chain is in one of
//! `2 n + 1` states for `n` labels: *inside* a label, *after* a label, or before the first. So the
//! label behind a separator depends on the one before it, at about the cost of an ordinary chain.
//!
//! Features are 64-bit hashes made by the caller; the crate knows nothing of what they mean. Each
//! token has a *class*, too, which chooses the table of transitions into it.
//!
//! Start reading at [`Model`] (decoding with a trained model file), then [`Lattice`] (the
//! algorithms), then [`train`].
//!
//! # Examples
//! ```
//! use refsmith_crf::{Example, Model, Options, Shape, encode, train};
//! // Feature 1 means label 0, feature 2 label 1, feature 3 a separator.
//! let shape = Shape { labels: 2, classes: 1 };
//! let example = Example {
//!     features: vec![vec![1], vec![3], vec![2]],
//!     classes: vec![0; 3],
//!     labels: vec![0, shape.separator(), 1],
//!     weight: 1.0,
//! };
//! let weights = train(shape, &vec![example; 50], &Options::default(), &mut |_| {});
//! let model = Model::read(encode(&weights, usize::MAX, b"").into())?;
//! let mut lattice = model.lattice();
//! for feature in [2, 3, 1] {
//!     lattice.push(model.score(&[feature]), 0);
//! }
//! assert_eq!(lattice.best(), [1, shape.separator(), 0]);
//! # Ok::<(), refsmith_crf::ModelError>(())
//! ```

mod best_paths;
mod chain;
mod file;
mod hash;
mod lanes;
mod lattice;
mod likely;
mod memo;
mod packed;
mod table;
mod train;

#[cfg(test)]
mod tests;

pub use chain::{LANES, Row, Shape, Transitions};
pub use file::{Model, ModelError, encode};
pub use hash::{AlreadyHashed, ByHash, hash_bytes, mix};
pub use lattice::{Lattice, Marginals};
pub use memo::Memo;
pub use table::Sums;
pub use train::{Example, Options, Progress, Weights, train};
