//! Citation styles: from records to a bibliography and citations.
//!
//! A [`Style`] comes from the archive ([`style`]) or from a `.csl` file ([`style_from_xml`]);
//! [`render`] gives [`Rendered`], trees of [`Node`] without any markup language; an [`Output`]
//! writes those as text, HTML, Markdown, LaTeX, Typst, RTF or JSON.
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

pub use codes::{CODES, DUPLICATE_ID, ENTRY_EMPTY, NAMES_INCOMPLETE};
pub use engine::{
    Changes, Citation, Document, ENGINES, Engine, Traced, TracedText, render, render_each,
    render_with_threads, trace,
};
pub use node::{Font, Node, plain_text};
pub use output::{OUTPUTS, Output, OutputInfo, PieceOutput, html_with, output};
pub use request::{Cite, Cluster, Entry, Position, RenderError, Rendered, Request};
pub use style::{
    KnownStyle, Style, StyleError, StyleInfo, StyleKind, check_style, find_style, known_style,
    known_styles, locales, parent_of_style, style, style_from_xml, style_from_xml_with, styles,
};
