//! Renderings of a whole request, and [`Document`]s that are being written.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::num::NonZeroUsize;

use refsmith_model::{Diagnostic, Record};

use super::cluster::{self, Located};
use super::library::Library;
use super::memory::Memory;
use super::parts::in_parts;
use super::render::Ambiguity;
use super::{bibliography, disambiguate, positions};
use crate::codes::{DUPLICATE_ID, NAMES_INCOMPLETE};
use crate::locale::Locale;
use crate::node::Node;
use crate::request::{Cluster, Entry, Position, RenderError, Rendered, Request};
use crate::style::Style;

/// Renders a request.
pub(super) fn render(
    request: &Request<'_>,
    traced: bool,
    threads: NonZeroUsize,
) -> Result<Rendered, RenderError> {
    let mut bibliography = Vec::with_capacity(request.records.len());
    let rendered = render_each(request, traced, threads, &mut |entry| bibliography.push(entry))?;
    Ok(Rendered { bibliography, ..rendered })
}

/// Renders a request, of which entries are given away.
pub(super) fn render_each(
    request: &Request<'_>,
    traced: bool,
    threads: NonZeroUsize,
    give: &mut dyn FnMut(Entry),
) -> Result<Rendered, RenderError> {
    let style = request.style;
    if request.clusters.is_empty() && !style.has_bibliography() {
        return Err(RenderError::NoBibliography { style: style.id().to_owned() });
    }
    let locale = load(style, request.locale)?;
    let mut diagnostics = Vec::new();
    let ids = index_ids(request.records, &mut diagnostics);
    check_ids(request.clusters.iter(), &ids)?;
    let mut library = Library::new(style, &locale, request.records);
    library.traced = traced;
    library.threads = threads;
    library.activate((0..request.records.len()).collect());
    disambiguate::run(&mut library);
    let clusters: Vec<&Cluster> = request.clusters.iter().collect();
    let located = positions::locate(&library, &clusters, &ids);
    let citations = in_parts(threads, &located, |_, part| {
        part.iter().map(|cites| cluster::render(&library, cites)).collect()
    });
    bibliography::each_entry(&library, &mut diagnostics, give);
    for record in request.records {
        diagnostics.extend(findings(record));
    }
    let (bibliography, hanging_indent) = (Vec::new(), style.hanging_indent());
    Ok(Rendered { bibliography, citations, order: library.order, diagnostics, hanging_indent })
}

fn load(style: &Style, locale: Option<&str>) -> Result<Locale, RenderError> {
    Locale::load(style, locale)
        .ok_or_else(|| RenderError::UnknownLocale { locale: locale.unwrap_or_default().to_owned() })
}

fn index_ids<'a>(
    records: &'a [Record],
    diagnostics: &mut Vec<Diagnostic>,
) -> HashMap<&'a str, usize> {
    let mut ids = HashMap::with_capacity(records.len());
    for (idx, record) in records.iter().enumerate() {
        match ids.entry(record.id.as_str()) {
            Slot::Vacant(slot) => drop(slot.insert(idx)),
            Slot::Occupied(_) => {
                let message = format!("the id `{}` is used twice", record.id);
                diagnostics.push(Diagnostic::new(&DUPLICATE_ID, message).about(&record.id));
            }
        }
    }
    ids
}

fn check_ids<'c>(
    clusters: impl Iterator<Item = &'c Cluster>,
    ids: &HashMap<&str, usize>,
) -> Result<(), RenderError> {
    for (idx, cluster) in clusters.enumerate() {
        if let Some(cite) = cluster.cites.iter().find(|cite| !ids.contains_key(cite.id.as_str())) {
            return Err(RenderError::UnknownRecord { cluster: idx + 1, id: cite.id.clone() });
        }
    }
    Ok(())
}

/// What a record has that no style can show.
fn findings(record: &Record) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (role, list) in &record.names {
        if let Some(after) = list.truncated_after.filter(|after| *after < list.names.len()) {
            let message = format!(
                "the source of {} cuts `{role}` after {after} names; the style prints the known \
                 ones without a gap",
                record.id
            );
            out.push(Diagnostic::new(&NAMES_INCOMPLETE, message).about(&record.id));
        }
    }
    out
}

/// What a cite is rendered from.
#[derive(Debug, Clone)]
struct Origin {
    cite: Located,
    number: usize,
    ambiguity: Ambiguity,
    /// The note that later cites refer to.
    anchor: Option<u32>,
    /// There are later cites, and the work is told from others by what these look like.
    told_apart: bool,
}

impl Origin {
    /// Tells whether both come to the same text. A later cite that appears changes nothing; a note
    /// that moves does.
    fn same(&self, other: &Self) -> bool {
        let moved = self.anchor.zip(other.anchor).is_some_and(|(a, b)| a != b);
        !moved
            && self.cite == other.cite
            && self.number == other.number
            && self.ambiguity == other.ambiguity
            && self.told_apart == other.told_apart
    }
}

/// One citation of a [`Document`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Citation {
    /// The name the document knows the citation by; unique.
    pub id: String,
    /// What it cites, and where it stands.
    pub cluster: Cluster,
}

/// What a change of a [`Document`] has changed in its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Positions of the citations that are new or read differently now, ascending.
    pub citations: Vec<usize>,
    /// The bibliography may read differently now.
    pub bibliography: bool,
}

/// A document that is being written: citations come, go, change and move, and only what reads
/// differently after that is rendered again.
///
/// The bibliography lists what is cited, and what [`Document::set_uncited`] names.
///
/// # Examples
/// ```
/// use refsmith_csl::{Citation, Cite, Cluster, Document, plain_text, style};
/// use refsmith_model::{ItemType, Record, TextVariable};
///
/// let mut record = Record::new("darwin1859", ItemType::Book);
/// record.texts.insert(TextVariable::Title, "On the origin of species".into());
/// let records = [record];
/// let vancouver = style("vancouver")?;
/// let mut document = Document::new(&vancouver, None, &records)?;
/// let cluster = Cluster { cites: vec![Cite::new("darwin1859")], note_index: None };
/// let changes = document.set_citations(vec![Citation { id: "c1".into(), cluster }])?;
/// assert_eq!(changes.citations, [0]);
/// assert_eq!(plain_text(document.citation(0)), "(1)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Document<'a> {
    style: &'a Style,
    locale: Locale,
    records: &'a [Record],
    ids: HashMap<&'a str, usize>,
    uncited: Vec<usize>,
    citations: Vec<Citation>,
    /// What each citation was rendered from.
    sources: Vec<Vec<Origin>>,
    rendered: Vec<Vec<Node>>,
    /// What the bibliography was made of: records, numbers, ambiguities.
    listed: Vec<(usize, usize, Ambiguity)>,
    memory: Memory,
}

impl std::fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("citations", &self.citations).finish_non_exhaustive()
    }
}

impl<'a> Document<'a> {
    /// Begins a document. `records` are what may be cited; of two with one id the first counts.
    ///
    /// # Errors
    /// The locale is unknown.
    pub fn new(
        style: &'a Style,
        locale: Option<&str>,
        records: &'a [Record],
    ) -> Result<Self, RenderError> {
        Ok(Self {
            style,
            locale: load(style, locale)?,
            records,
            ids: index_ids(records, &mut Vec::new()),
            uncited: Vec::new(),
            citations: Vec::new(),
            sources: Vec::new(),
            rendered: Vec::new(),
            listed: Vec::new(),
            memory: Memory::default(),
        })
    }

    /// Says which records are listed without being cited; ids that are not known are passed over.
    pub fn set_uncited(&mut self, ids: &[&str]) -> Changes {
        self.uncited = ids.iter().filter_map(|id| self.ids.get(id).copied()).collect();
        self.refresh()
    }

    /// Replaces the citations of the document by these, in document order.
    ///
    /// # Errors
    /// A citation names a record that is not there; the document stays as it was.
    pub fn set_citations(&mut self, citations: Vec<Citation>) -> Result<Changes, RenderError> {
        check_ids(citations.iter().map(|citation| &citation.cluster), &self.ids)?;
        // What was rendered stays with its citation when that moves.
        let ids = self.citations.iter().enumerate();
        let mut known: HashMap<&str, usize> =
            ids.map(|(idx, citation)| (citation.id.as_str(), idx)).collect();
        let mut sources = Vec::with_capacity(citations.len());
        let mut rendered = Vec::with_capacity(citations.len());
        for citation in &citations {
            let old = known.remove(citation.id.as_str());
            let source = old.and_then(|idx| self.sources.get_mut(idx)).map(std::mem::take);
            let text = old.and_then(|idx| self.rendered.get_mut(idx)).map(std::mem::take);
            sources.push(source.unwrap_or_default());
            rendered.push(text.unwrap_or_default());
        }
        self.citations = citations;
        self.sources = sources;
        self.rendered = rendered;
        Ok(self.refresh())
    }

    /// Inserts a citation before the one at `at`, or behind all.
    ///
    /// # Errors
    /// It names a record that is not there.
    pub fn insert(&mut self, at: usize, citation: Citation) -> Result<Changes, RenderError> {
        let at = at.min(self.citations.len());
        let cites = &citation.cluster.cites;
        if let Some(cite) = cites.iter().find(|cite| !self.ids.contains_key(cite.id.as_str())) {
            return Err(RenderError::UnknownRecord { cluster: at + 1, id: cite.id.clone() });
        }
        self.citations.insert(at, citation);
        self.sources.insert(at, Vec::new());
        self.rendered.insert(at, Vec::new());
        Ok(self.refresh())
    }

    /// Takes a citation away; nothing happens when there is none at `at`.
    pub fn remove(&mut self, at: usize) -> Changes {
        if at < self.citations.len() {
            self.citations.remove(at);
            self.sources.remove(at);
            self.rendered.remove(at);
        }
        self.refresh()
    }

    /// Returns the citations in document order.
    pub fn citations(&self) -> &[Citation] {
        &self.citations
    }

    /// Returns the text of the citation at a position; empty when there is none.
    pub fn citation(&self, at: usize) -> &[Node] {
        self.rendered.get(at).map_or(&[], Vec::as_slice)
    }

    /// Renders the bibliography.
    pub fn bibliography(&self) -> Vec<Entry> {
        bibliography::entries(&self.library(), &mut Vec::new())
    }

    /// Everything that is cited or listed, in order and told apart.
    fn library(&self) -> Library<'_> {
        let mut active = Vec::new();
        let mut seen = vec![false; self.records.len()];
        let cited = self.citations.iter().flat_map(|citation| &citation.cluster.cites);
        let cited = cited.filter_map(|cite| self.ids.get(cite.id.as_str()));
        for idx in cited.chain(&self.uncited) {
            if let Some(seen) = seen.get_mut(*idx).filter(|seen| !**seen) {
                *seen = true;
                active.push(*idx);
            }
        }
        let mut library = Library::new(self.style, &self.locale, self.records);
        library.memory = Some(&self.memory);
        library.activate(active);
        let cites = self.citations.iter().flat_map(|citation| &citation.cluster.cites);
        library.count(cites.filter_map(|cite| self.ids.get(cite.id.as_str())).copied());
        disambiguate::run(&mut library);
        library
    }

    /// Renders again what depends on something that has changed.
    fn refresh(&mut self) -> Changes {
        let (located, changed, texts, listed) = {
            let library = self.library();
            let clusters: Vec<&Cluster> = self.citations.iter().map(|c| &c.cluster).collect();
            let located: Vec<Vec<Origin>> = positions::locate(&library, &clusters, &self.ids)
                .into_iter()
                .map(|cites| {
                    cites
                        .into_iter()
                        .map(|cite| {
                            // A number that is not shown may change.
                            let number = library.numbers.get(cite.item).copied();
                            let number = number.filter(|_| library.program.cites_number);
                            let ambiguity = library.ambiguity(cite.item).clone();
                            let first = cite.state.position == Position::First;
                            let again = library.cited_again.get(cite.item) == Some(&true);
                            let anchor = cite.note.filter(|_| first && again);
                            let told_apart = again
                                && library.program.tests_position
                                && ambiguity != Ambiguity::NONE;
                            let cite = Located { note: None, ..cite };
                            let number = number.unwrap_or(0);
                            Origin { cite, number, ambiguity, anchor, told_apart }
                        })
                        .collect()
                })
                .collect();
            let mut changed = Vec::new();
            let mut texts = Vec::new();
            for (idx, cites) in located.iter().enumerate() {
                let before = self.sources.get(idx).filter(|before| before.len() == cites.len());
                if before.is_some_and(|before| before.iter().zip(cites).all(|(a, b)| a.same(b))) {
                    continue;
                }
                let cites: Vec<Located> = cites.iter().map(|origin| origin.cite.clone()).collect();
                let text = cluster::render(&library, &cites);
                changed.push(idx);
                texts.push(text);
            }
            let listed: Vec<(usize, usize, Ambiguity)> = library
                .order
                .iter()
                .map(|idx| {
                    let number = library.numbers.get(*idx).copied();
                    (*idx, number.unwrap_or(0), library.ambiguity(*idx).clone())
                })
                .collect();
            (located, changed, texts, listed)
        };
        for (idx, text) in changed.iter().zip(texts) {
            if let Some(slot) = self.rendered.get_mut(*idx) {
                *slot = text;
            }
        }
        let bibliography = self.listed != listed;
        self.sources = located;
        self.listed = listed;
        Changes { citations: changed, bibliography }
    }
}
