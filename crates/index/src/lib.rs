//! A local index of scholarly works: built from Crossref's public data file or any other works in
//! its shape, asked like a register, without a network.
//!
//! [`Builder`] reads dumps and writes the index; it can be killed at any moment and goes on where
//! it stood. [`LocalIndex`] is a [`MetadataSource`](refsmith_sources::MetadataSource): it opens in
//! milliseconds, any number of programs may read at once, and what it finds is validated by
//! `refsmith_sources::matching` like the answers of any register.
//!
//! A work is found by its rarest words, and by pairs such as volume and first page that hardly two
//! works share, so the time a question takes does not grow with common words.
//!
//! [`SearchServer`] asks the same questions of an index in a running Elasticsearch, OpenSearch or
//! Quickwit, which [`Loader`] fills.
//!
//! An index is mostly a part of what there is: that a work is not in it says nothing, and
//! [`LocalIndex`] says so.
//!
//! Beside `refsmith_sources::net` this is the only place of the core that touches files, and it
//! touches none but those of the index itself: inputs are handed in as readers.

mod builder;
mod candidate;
mod crossref_api;
mod error;
mod files;
mod local;
mod retrieval;
mod schema;
mod server;
mod slim;
mod subset;
mod terms;
mod works;

pub use builder::{BuildOptions, Builder, Input, Tally};
pub use crossref_api::ApiAnswer;
pub use error::IndexError;
pub use files::InputLine;
pub use local::{INFO, IndexInfo, LocalIndex};
pub use server::{Loader, SERVER, SearchServer, ServerError, without_password};
pub use slim::{from_record, slim};
pub use subset::Subset;
