//! Finds the references of a document, and the citations that point at them.
//!
//! Three steps, each a function from values to values: [`input`] turns bytes into a
//! [`SourceDocument`](refsmith_model::SourceDocument) (plain text, Markdown, HTML, in whatever
//! encoding), [`segment`] finds the reference list and its items, [`citations`] finds the marks in
//! the running text and tells which references they mean. Every span leads back to the bytes of
//! the file.
//!
//! What this crate does not do: it reads no reference. Authors, titles and years are the business
//! of the parser; the records that [`citations::link`] compares with come from there.
//!
//! # Examples
//! ```
//! use refsmith_extract::{citations, input, segment};
//!
//! let article = "Bees dance (1).\n\nReferences\n\n1. Frisch, K. (1967). The dance language. Harvard.\n";
//! let document = input::read("article.txt", article.as_bytes(), None).value;
//! let list = segment::references(&document).value;
//! assert_eq!(list.references.len(), 1);
//! let reference = &list.references[0];
//! assert!(document.text.slice(reference.span).starts_with("Frisch, K. (1967)."));
//! let found = citations::link(&document, &list, &[]);
//! assert_eq!(found[0].targets, [1]);
//! ```

pub mod citations;
mod codes;
pub mod input;
mod marker;
pub mod segment;
mod text;

pub use codes::CODES;
