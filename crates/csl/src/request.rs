//! What is asked of an engine and what it gives back.

use refsmith_model::{Diagnostic, Record};

use crate::node::Node;
use crate::style::Style;

/// One work inside a citation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cite {
    /// The `id` of the record.
    pub id: String,
    /// Kind (a CSL locator such as `page`) and value of the place that is cited.
    pub locator: Option<(String, String)>,
    /// Text before the cite ("see ").
    pub prefix: Option<String>,
    /// Text after the cite (", emphasis added").
    pub suffix: Option<String>,
    /// Leaves the author out, because the sentence names him.
    pub suppress_author: bool,
    /// Where the cite stands among those of its work; found out when `None`.
    pub position: Option<Position>,
    /// Tells whether the work was cited a few notes before; found out when `None`.
    pub near_note: Option<bool>,
}

/// Where a cite stands among those of its work (CSL 1.0.2, "choose", `position`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// The work was not cited before.
    #[default]
    First,
    /// It was, but not by the cite just before.
    Subsequent,
    /// By the cite just before, at the same place of the work.
    Ibid,
    /// By the cite just before, at another place.
    IbidWithLocator,
}

impl Cite {
    /// Creates a cite of a record, without locator or affixes.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }
}

/// One citation: the works that are cited together, at one place of the document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cluster {
    /// The works, in the order they were written down.
    pub cites: Vec<Cite>,
    /// Number of the footnote it stands in; `None` (or 0 in CSL data) for running text.
    pub note_index: Option<u32>,
}

/// Everything an engine needs.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The bibliography, in the order numeric styles count by.
    pub records: &'a [Record],
    /// How it is to look.
    pub style: &'a Style,
    /// Language of terms and dates (`de-DE`); the style's own or `en-US` if `None`.
    pub locale: Option<&'a str>,
    /// The citations of the document, in its order.
    pub clusters: &'a [Cluster],
}

/// A rendered bibliography and the citations that belong to it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rendered {
    /// The entries, in the order of the style.
    pub bibliography: Vec<Entry>,
    /// One rendered citation per cluster, in the order of the request.
    pub citations: Vec<Vec<Node>>,
    /// Positions of the records of the request in the order of the bibliography, those without an
    /// entry included.
    pub order: Vec<usize>,
    /// What could not be rendered as the record has it.
    pub diagnostics: Vec<Diagnostic>,
    /// The style asks for entries whose second and later lines are indented.
    pub hanging_indent: bool,
}

/// One entry of a bibliography.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The `id` of the record.
    pub id: String,
    /// The rendered text.
    pub content: Vec<Node>,
}

/// Why nothing could be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// The style has citations only (`note` styles without `bibliography`).
    #[error("the style `{style}` has no bibliography")]
    NoBibliography {
        /// The style's id.
        style: String,
    },
    /// No locale of this language is known.
    #[error("unknown locale `{locale}`")]
    UnknownLocale {
        /// The locale that was asked for.
        locale: String,
    },
    /// A citation names a record that is not in the bibliography.
    #[error("citation {cluster} names the unknown record `{id}`")]
    UnknownRecord {
        /// Position of the cluster, counted from 1.
        cluster: usize,
        /// The id that was not found.
        id: String,
    },
}
