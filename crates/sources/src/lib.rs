//! Registers of scholarly works: asking them, comparing what they say with a record, and proposing
//! changes.
//!
//! A register is a [`MetadataSource`]; it knows which questions to ask and how to read the answers,
//! and reaches the network only through the [`Fetch`] it is handed. [`matching`] decides whether a
//! [`Candidate`] is the work that a record describes and lists where the two differ. [`check()`] turns
//! that into a verdict, [`enrich()`] into proposed changes, and [`apply()`] carries out the ones that
//! are accepted.
//!
//! What this crate does not do: it never changes a record on its own, it never takes silence of a
//! register for proof that a work does not exist, and without the feature `net` it opens no
//! connection.
//!
//! Start reading at [`check()`], then [`matching`], then [`crossref`].

mod answer;
pub mod arxiv;
mod candidate;
mod check;
mod codes;
pub mod crossref;
pub mod datacite;
pub mod doi;
mod enrich;
mod exchange;
mod fetch;
pub mod matching;
#[cfg(feature = "net")]
pub mod net;
pub mod open_library;
pub mod openalex;
mod percent;
pub mod pubmed;
mod retractions;
mod source;
mod web;
pub mod zotero;

pub use answer::Answer;
pub use candidate::Candidate;
pub use check::{by_doi, check, check_all};
pub use codes::{CODES, diagnostics};
pub use enrich::{Accept, Outcome, apply, enrich};
pub use exchange::{Exchange, ExchangeError, Message, Reply};
pub use fetch::{Budget, CacheFor, Fetch, FetchError, Fetched, Request};
pub use refsmith_model::Update;
pub use retractions::RetractionRegister;
pub use source::{MetadataSource, Query, SOURCES, SourceEntry, SourceInfo, source};
