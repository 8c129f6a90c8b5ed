//! The checks from outside: a whole article, random records, and a large library.

#![allow(
    clippy::disallowed_methods,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "tests read the shared article, measure time, and may panic"
)]

mod article;
mod large;
mod properties;
