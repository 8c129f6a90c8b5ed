//! refsmith turns reference lists into clean records, checks them, and gives them back in any
//! format or citation style.
//!
//! Start with [`pipeline`]: it joins the workers, and its functions are what the command line calls.
//!
//! # Examples
//! ```
//! use refsmith::pipeline;
//! let text = "Love, T. M. (2014). Oxytocin, motivation and the role of dopamine. \
//!             Pharmacology Biochemistry and Behavior, 119, 49-60.";
//! let article = pipeline::read_article("list.txt", text.as_bytes(), None);
//! let record = &article.references[0].record;
//! assert_eq!(record.id, "love2014");
//! assert_eq!(record.year(), Some(2014));
//! ```
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`pipeline`] | bytes in, records, findings and rendered text out |
//! | [`model`] | the values: records, names, dates, texts with spans, findings |
//! | [`extract`] | documents, reference lists and citations |
//! | [`parse`] | one reference string to one record |
//! | [`formats`] | BibTeX, CSL-JSON and other formats, both ways |
//! | [`csl`] | citation styles and rendering |
//! | [`check`] | findings about records and articles |
//! | [`sources`] | registers of DOI metadata: comparing and completing |
//! | `index` | the local index, a register without a network (feature `index`) |
//!
//! Without the default features `cli`, `index` and `net` the library has no network, no files and no
//! terminal code.

pub mod pipeline;

#[cfg(feature = "cli")]
pub mod cli;

pub use refsmith_check as check;
pub use refsmith_csl as csl;
pub use refsmith_extract as extract;
pub use refsmith_formats as formats;
#[cfg(feature = "index")]
pub use refsmith_index as index;
pub use refsmith_model as model;
pub use refsmith_parse as parse;
pub use refsmith_sources as sources;
