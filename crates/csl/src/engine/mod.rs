//! Engines: from a [`Request`] to [`Rendered`], and documents that change.
//!
//! The engine is a walk over a compiled style: `render.rs`, with `conditions.rs` for what it asks,
//! `look.rs` for what stands around content, and `names.rs`, `name.rs`, `date.rs` and `number.rs` for
//! the larger elements. It writes a [`tape`], which knows nothing of any output format; `settle.rs`
//! decides about quotes and about what collides where pieces meet, and `tree.rs` makes a tree.
//! `library.rs` holds all records, their order and numbers; `positions.rs` finds where each cite
//! stands; `disambiguate.rs` and `people.rs` tell apart what would look alike; `cluster.rs` and
//! `bibliography.rs` put cites and entries together; `document.rs` is what the caller sees.

mod bibliography;
mod case;
mod cluster;
mod conditions;
mod date;
mod disambiguate;
mod document;
mod item;
mod library;
mod look;
mod markup;
mod memory;
mod name;
mod names;
mod number;
mod page;
mod parts;
mod people;
mod person;
mod positions;
mod render;
mod settle;
mod sort;
mod tape;
mod trace;
mod tree;

pub use document::{Changes, Citation, Document};
pub use trace::{Traced, TracedText, trace};

use std::num::NonZeroUsize;

use crate::request::{Entry, RenderError, Rendered, Request};

/// Renders bibliographies and citations. The seam behind which engines can be exchanged.
pub trait Engine: Sync {
    /// Returns the name the engine is chosen by.
    fn name(&self) -> &'static str;

    /// Renders the bibliography and the citations of a request.
    ///
    /// # Errors
    /// See [`RenderError`].
    fn render(&self, request: &Request<'_>) -> Result<Rendered, RenderError>;
}

/// All engines, the default first.
pub static ENGINES: &[&dyn Engine] = &[&Native];

/// The engine of this crate.
struct Native;

impl Engine for Native {
    fn name(&self) -> &'static str {
        "native"
    }

    fn render(&self, request: &Request<'_>) -> Result<Rendered, RenderError> {
        render_with_threads(request, NonZeroUsize::MIN)
    }
}

/// Renders with the default engine.
///
/// # Errors
/// The locale is unknown, a citation names a record that is not there, or a bibliography was asked
/// for (there are no clusters) and the style has none.
///
/// # Examples
/// ```
/// use refsmith_csl::{Request, plain_text, render, style};
/// use refsmith_model::{Date, DateVariable, ItemType, Name, NameList, NameVariable, PersonName};
/// use refsmith_model::{Record, TextVariable};
///
/// let mut record = Record::new("darwin1859", ItemType::Book);
/// let darwin = Name::Person(PersonName::new("Darwin", "Charles"));
/// record.names.insert(NameVariable::Author, NameList::complete(vec![darwin]));
/// record.texts.insert(TextVariable::Title, "On the origin of species".into());
/// record.texts.insert(TextVariable::Publisher, "John Murray".into());
/// record.dates.insert(DateVariable::Issued, Date::from_year(1859));
///
/// let apa = style("apa")?;
/// let request = Request { records: &[record], style: &apa, locale: None, clusters: &[] };
/// let rendered = render(&request)?;
/// assert_eq!(
///     plain_text(&rendered.bibliography[0].content),
///     "Darwin, C. (1859). On the origin of species. John Murray.",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn render(request: &Request<'_>) -> Result<Rendered, RenderError> {
    Native.render(request)
}

/// Renders like [`render`], on several threads; what comes out does not depend on their number.
///
/// # Errors
/// Those of [`render`].
///
/// # Examples
/// ```
/// use refsmith_csl::{Request, render, render_with_threads, style};
/// use refsmith_model::{ItemType, Record, TextVariable};
///
/// let mut record = Record::new("darwin1859", ItemType::Book);
/// record.texts.insert(TextVariable::Title, "On the origin of species".into());
/// let (records, apa) = ([record], style("apa")?);
/// let request = Request { records: &records, style: &apa, locale: None, clusters: &[] };
/// let threads = std::thread::available_parallelism()?;
/// assert_eq!(render_with_threads(&request, threads)?, render(&request)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn render_with_threads(
    request: &Request<'_>,
    threads: NonZeroUsize,
) -> Result<Rendered, RenderError> {
    document::render(request, false, threads)
}

/// Renders like [`render_with_threads`], but gives each entry of the bibliography away as soon as it
/// is rendered, in their order: a long bibliography that is written out at once takes no memory. The
/// `bibliography` of what is returned is empty.
///
/// # Errors
/// Those of [`render`]; no entry was given away then.
///
/// # Examples
/// ```
/// use std::num::NonZeroUsize;
/// use refsmith_csl::{Request, plain_text, render_each, style};
/// use refsmith_model::{ItemType, Record, TextVariable};
///
/// let mut record = Record::new("darwin1859", ItemType::Book);
/// record.texts.insert(TextVariable::Title, "On the origin of species".into());
/// let (records, apa) = ([record], style("apa")?);
/// let request = Request { records: &records, style: &apa, locale: None, clusters: &[] };
/// render_each(&request, NonZeroUsize::MIN, &mut |entry| {
///     assert_eq!(plain_text(&entry.content), "On the origin of species. (n.d.).");
/// })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn render_each(
    request: &Request<'_>,
    threads: NonZeroUsize,
    give: &mut dyn FnMut(Entry),
) -> Result<Rendered, RenderError> {
    document::render_each(request, false, threads, give)
}
