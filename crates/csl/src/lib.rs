//! Citation styles: from records to a bibliography and citations.
//!
//! A [`Style`] comes from the archive ([`style`]) or from a `.csl` file ([`style_from_xml`]);
//! [`render`] gives [`Rendered`], trees of [`Node`] without any markup language; an [`Output`]
//! writes those as text, HTML, Markdown or JSON.
//!
//! What this crate does not do: it reads no file and no network, so where a style file comes from
//! is the caller's business; and engines know no output format.
//!
//! Start reading at [`render`], then `engine/mod.rs`.

mod codes;
mod engine;
mod locale;
mod node;
mod output;
mod request;
mod style;

pub use codes::{CODES, DATE_OPEN_ENDED, DUPLICATE_ID, ENTRY_EMPTY, NAMES_INCOMPLETE};
pub use engine::{ENGINES, Engine, render};
pub use node::{Font, Node, plain_text};
pub use output::{OUTPUTS, Output, OutputInfo, output};
pub use request::{Cite, Cluster, Entry, RenderError, Rendered, Request};
pub use style::{Style, StyleError, StyleInfo, StyleKind, locales, style, style_from_xml, styles};
