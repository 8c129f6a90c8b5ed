//! Styles: by name from the archive, or from a file of the user.
//!
//! [`style`] knows the embedded styles under their ids, their former ids and friendly names;
//! [`style_from_xml`] reads a `.csl` file. Both give the same thing: a checked [`Style`] whose
//! macros exist, do not call themselves and stay within a bounded size.

mod catalog;
mod check;
mod compile;
mod find;
mod lint;
mod names;
pub(crate) mod program;
mod reach;
pub(crate) mod xml;

pub(crate) use catalog::locale_file;
pub use catalog::{locales, styles};
pub(crate) use compile::{date_parts, look};
pub use find::{find_style, parent_of_style, style, style_from_xml_with};
pub use lint::check_style;
pub use names::{KnownStyle, known_style, known_styles};

use crate::locale::Layer;
use crate::style::program::Program;
use crate::style::xml::Element;

/// A style, checked and ready to render with.
#[derive(Debug, Clone)]
pub struct Style {
    id: String,
    title: String,
    kind: StyleKind,
    default_locale: Option<String>,
    program: Program,
    /// The style's own locale elements, with the language each is for.
    locales: Vec<(Option<String>, Layer)>,
}

/// What a style is listed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StyleInfo {
    /// The id (`nlm-citation-sequence`), unique.
    pub id: String,
    /// The title for people.
    pub title: String,
    /// Other names it answers to, sorted.
    pub aliases: Vec<String>,
    /// How it cites.
    pub kind: StyleKind,
}

/// How a style cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum StyleKind {
    /// (Feldman, 2012)
    AuthorDate,
    /// (Feldman)
    Author,
    /// [4]
    Numeric,
    /// [Fel12]
    Label,
    /// Footnotes.
    Note,
}

impl StyleKind {
    /// Returns the name CSL has for it (`author-date`).
    pub fn as_str(self) -> &'static str {
        match self {
            StyleKind::AuthorDate => "author-date",
            StyleKind::Author => "author",
            StyleKind::Numeric => "numeric",
            StyleKind::Label => "label",
            StyleKind::Note => "note",
        }
    }
}

/// Why there is no style.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StyleError {
    /// No embedded style has this name.
    #[error(
        "unknown style `{name}`{}; give the path of a `.csl` file for a style that is not built in",
        similar_text(similar)
    )]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// Ids that resemble it, best first, at most five.
        similar: Vec<String>,
    },
    /// The file is not well formed, or goes beyond a limit.
    #[error("`{name}`:{line}:{column}: {message}")]
    Xml {
        /// The name the file was given under.
        name: String,
        /// Line, counted from 1.
        line: usize,
        /// Column in characters, counted from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// The file is larger than 1 MiB.
    #[error("`{name}`: expected at most 1048576 bytes, found {bytes}")]
    TooLarge {
        /// The name the file was given under.
        name: String,
        /// Its size in bytes.
        bytes: usize,
    },
    /// The file is XML, but no style that can be used.
    #[error("`{name}`: {message}")]
    Invalid {
        /// The name the file was given under.
        name: String,
        /// What is wrong.
        message: String,
    },
    /// The file only refers to another style, and that one is not built in.
    #[error(
        "`{name}` only refers to the style `{parent}`, which is not built in; give the file of that style"
    )]
    UnknownParent {
        /// The name the file was given under.
        name: String,
        /// The id of the style it refers to.
        parent: String,
    },
}

fn similar_text(similar: &[String]) -> String {
    if similar.is_empty() {
        return String::new();
    }
    format!(" (similar: `{}`)", similar.join("`, `"))
}

/// Reads a style from the text of a `.csl` file.
///
/// A dependent style (one that only refers to another) gives the style it refers to, with its own
/// title and language.
///
/// # Errors
/// The text is larger than 1 MiB, not well formed, nested more than 128 levels deep, no CSL style,
/// calls a macro that is not there or that calls itself, or refers to a style that is not built in.
///
/// # Examples
/// ```
/// use refsmith_csl::{StyleKind, style_from_xml};
/// let style = style_from_xml("tiny.csl", r#"
///     <style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
///       <info><title>Tiny</title><id>tiny</id><category citation-format="numeric"/></info>
///       <citation><layout><text variable="citation-number"/></layout></citation>
///       <bibliography><layout><text variable="title"/></layout></bibliography>
///     </style>"#)?;
/// assert_eq!(style.kind(), StyleKind::Numeric);
/// # Ok::<(), refsmith_csl::StyleError>(())
/// ```
pub fn style_from_xml(name: &str, xml: &str) -> Result<Style, StyleError> {
    from_tree(name, xml)
}

/// Makes a style of a file, following a dependent style to its parent.
fn from_tree(name: &str, xml: &str) -> Result<Style, StyleError> {
    let root = xml::parse(name, xml)?;
    let invalid =
        |message: &str| StyleError::Invalid { name: name.to_owned(), message: message.to_owned() };
    if root.name != "style" {
        return Err(invalid(&format!("expected the element `style`, found `{}`", root.name)));
    }
    let info = root.child("info").ok_or_else(|| invalid("expected the element `info`"))?;
    let text = |name: &str| info.child(name).map(|child| child.text.trim().to_owned());
    let id = catalog::short_id(&text("id").unwrap_or_default());
    let id = if id.is_empty() { catalog::short_id(name) } else { id };
    let title = text("title").unwrap_or_else(|| id.clone());
    let default_locale = root.attr("default-locale").map(str::to_owned);
    if let Some(parent) = parent_of(info).filter(|_| root.child("citation").is_none()) {
        let mut style = style(parent).map_err(|_| StyleError::UnknownParent {
            name: name.to_owned(),
            parent: catalog::short_id(parent),
        })?;
        style.id = id;
        style.title = title;
        style.default_locale = default_locale.or(style.default_locale);
        return Ok(style);
    }
    check::check(&root, xml).map_err(|message| invalid(&message))?;
    Ok(Style {
        id,
        title,
        kind: kind_of(&root, info),
        default_locale,
        program: compile::compile(&root),
        locales: root
            .children_named("locale")
            .map(|element| {
                let lang = element.attr("xml:lang").or(element.attr("lang"));
                (lang.map(str::to_owned), Layer::of(element))
            })
            .collect(),
    })
}

/// Returns the address of the style a dependent style refers to.
fn parent_of<'e>(info: &'e Element<'_>) -> Option<&'e str> {
    info.children
        .iter()
        .find(|child| child.name == "link" && child.attr("rel") == Some("independent-parent"))
        .and_then(|link| link.attr("href"))
}

fn kind_of(root: &Element<'_>, info: &Element<'_>) -> StyleKind {
    let format = info.children.iter().find_map(|child| child.attr("citation-format"));
    match format {
        Some("author-date") => StyleKind::AuthorDate,
        Some("author") => StyleKind::Author,
        Some("numeric") => StyleKind::Numeric,
        Some("label") => StyleKind::Label,
        Some("note") => StyleKind::Note,
        _ if root.attr("class") == Some("note") => StyleKind::Note,
        _ => StyleKind::AuthorDate,
    }
}

impl Style {
    /// Returns the id, without address or extension (`apa`).
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the title for people.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns how the style cites.
    pub fn kind(&self) -> StyleKind {
        self.kind
    }

    /// Returns the language the style is made for, if it says so (`en-GB`).
    pub fn default_locale(&self) -> Option<&str> {
        self.default_locale.as_deref()
    }

    /// Tells whether the style has a bibliography; some note styles have none.
    pub fn has_bibliography(&self) -> bool {
        self.program.bibliography.is_some()
    }

    /// Tells whether the second and later lines of an entry are indented.
    pub fn hanging_indent(&self) -> bool {
        self.program.bibliography.as_ref().is_some_and(|(_, options)| options.hanging_indent)
    }

    /// Returns what the engine walks.
    pub(crate) fn program(&self) -> &Program {
        &self.program
    }

    /// Returns the style's own locale elements, with the language each is for.
    pub(crate) fn locales(&self) -> &[(Option<String>, Layer)] {
        &self.locales
    }
}
