//! All records and citations of a request, seen together.

use std::collections::BTreeMap;

use refsmith_model::{Date, Diagnostic, Record};

use super::context::{Ambiguity, CiteState, Context, Place, Position};
use super::punctuation::settle;
use super::run::{self, Display, Format, Origin, Run};
use super::sort::{Keys, Order};
use super::{cluster, disambiguate};
use crate::codes::{DATE_OPEN_ENDED, DUPLICATE_ID, ENTRY_EMPTY, NAMES_INCOMPLETE};
use crate::locale::Locale;
use crate::request::{Cluster, Entry, RenderError, Rendered, Request};
use crate::style::Style;
use crate::style::xml::Element;

/// What every rendering of a request has in common.
pub(super) struct Document<'a> {
    pub(super) style: &'a Style,
    pub(super) locale: &'a Locale,
    pub(super) records: &'a [Record],
    /// The records in the order of the bibliography.
    pub(super) order: Vec<usize>,
    /// The citation number of each record, counted from 1.
    pub(super) numbers: Vec<usize>,
    pub(super) ambiguities: Vec<Ambiguity>,
}

/// A cite with its record and position found.
#[derive(Debug, Clone)]
pub(super) struct Located<'a> {
    pub(super) record: usize,
    pub(super) state: CiteState,
    pub(super) prefix: Option<&'a str>,
    pub(super) suffix: Option<&'a str>,
}

/// Renders a request.
pub(super) fn render(request: &Request<'_>) -> Result<Rendered, RenderError> {
    let style = request.style;
    if request.clusters.is_empty() && !style.has_bibliography() {
        return Err(RenderError::NoBibliography { style: style.id().to_owned() });
    }
    let locale = Locale::load(style, request.locale).ok_or_else(|| RenderError::UnknownLocale {
        locale: request.locale.unwrap_or_default().to_owned(),
    })?;
    let mut diagnostics = Vec::new();
    let ids = index_ids(request.records, &mut diagnostics);
    let located = locate(request.clusters, &ids, style)?;
    let mut document = Document {
        style,
        locale: &locale,
        records: request.records,
        order: Vec::new(),
        numbers: (1..=request.records.len()).collect(),
        ambiguities: vec![Ambiguity::default(); request.records.len()],
    };
    document.put_in_order();
    disambiguate::run(&mut document);
    let citations = located.iter().map(|cites| cluster::render(&document, cites)).collect();
    let bibliography = document.bibliography(&mut diagnostics);
    for record in request.records {
        diagnostics.extend(findings(record));
    }
    let hanging_indent =
        style.root().child("bibliography").is_some_and(|element| element.flag("hanging-indent"));
    Ok(Rendered { bibliography, citations, diagnostics, hanging_indent })
}

fn index_ids<'a>(
    records: &'a [Record],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<&'a str, usize> {
    let mut ids = BTreeMap::new();
    for (idx, record) in records.iter().enumerate() {
        if ids.contains_key(record.id.as_str()) {
            let message = format!("the id `{}` is used twice", record.id);
            diagnostics.push(Diagnostic::new(&DUPLICATE_ID, message).about(&record.id));
            continue;
        }
        ids.insert(record.id.as_str(), idx);
    }
    ids
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
    for (variable, date) in &record.dates {
        if let Date::Interval(interval) = date
            && (interval.start.is_none() || interval.end.is_none())
        {
            let message = format!("`{variable}` has an open end, which is not printed");
            out.push(Diagnostic::new(&DATE_OPEN_ENDED, message).about(&record.id));
        }
    }
    out
}

/// Finds the record and the position of every cite.
fn locate<'a>(
    clusters: &'a [Cluster],
    ids: &BTreeMap<&str, usize>,
    style: &Style,
) -> Result<Vec<Vec<Located<'a>>>, RenderError> {
    let citation = style.root().child("citation");
    let distance: u32 = citation
        .and_then(|element| element.attr("near-note-distance"))
        .and_then(|value| value.parse().ok())
        .unwrap_or(5);
    // Where each record was cited first and last: number of the note.
    let mut seen: BTreeMap<usize, (u32, u32)> = BTreeMap::new();
    let mut out: Vec<Vec<Located<'a>>> = Vec::with_capacity(clusters.len());
    for (idx, cluster) in clusters.iter().enumerate() {
        let note = cluster.note_index.unwrap_or(0);
        let mut cites: Vec<Located<'a>> = Vec::with_capacity(cluster.cites.len());
        for cite in &cluster.cites {
            let record = *ids.get(cite.id.as_str()).ok_or_else(|| RenderError::UnknownRecord {
                cluster: idx + 1,
                id: cite.id.clone(),
            })?;
            let locator = cite.locator.clone().filter(|(_, value)| !value.trim().is_empty());
            let before = match cites.last() {
                Some(before) => Some(before),
                // Another citation counts only when it names one work and nothing else.
                None => out.last().filter(|cites| cites.len() == 1).and_then(|cites| cites.last()),
            };
            let same = before.filter(|before| before.record == record);
            let position = match (seen.contains_key(&record), same) {
                (false, _) => Position::First,
                (true, None) => Position::Subsequent,
                (true, Some(before)) => match (&before.state.locator, &locator) {
                    (None, None) => Position::Ibid,
                    (Some(_), None) => Position::Subsequent,
                    (Some(a), Some(b)) if a == b => Position::Ibid,
                    (_, Some(_)) => Position::IbidWithLocator,
                },
            };
            let known = seen.get(&record).copied();
            let state = CiteState {
                position,
                near_note: known.is_some_and(|(_, last)| note.saturating_sub(last) <= distance),
                locator,
                first_note: known.map(|(first, _)| first).filter(|first| *first > 0),
                suppress_author: cite.suppress_author,
            };
            seen.entry(record).and_modify(|(_, last)| *last = note).or_insert((note, note));
            let (prefix, suffix) = (cite.prefix.as_deref(), cite.suffix.as_deref());
            cites.push(Located { record, state, prefix, suffix });
        }
        out.push(cites);
    }
    Ok(out)
}

impl<'a> Document<'a> {
    /// Begins a rendering of one record.
    pub(super) fn context<'s>(
        &'s self,
        record: usize,
        place: Place,
        scope: &'s Element,
        cite: &'s CiteState,
        ambiguity: &'s Ambiguity,
    ) -> Option<Context<'s>> {
        Some(Context {
            style: self.style,
            locale: self.locale,
            record: self.records.get(record)?,
            place,
            cite,
            ambiguity,
            number: self.numbers.get(record).copied().unwrap_or(record + 1),
            name_scope: vec![scope, self.style.root()],
            sort_key: None,
            used: Vec::new(),
            substituting: false,
            outer_names: None,
            suffix_written: false,
            names_written: false,
            blocks: 0,
            explicit_suffix: self.style.explicit_suffix(),
        })
    }

    /// Returns the sort keys of records, in their order.
    pub(super) fn keys(&self, records: &[usize], scope: &Element, sort: &Element) -> Vec<Keys> {
        let none = CiteState::default();
        records
            .iter()
            .map(|record| {
                let ambiguity = self.ambiguities.get(*record).cloned().unwrap_or_default();
                let mut context = self.context(*record, Place::Sort, scope, &none, &ambiguity);
                context.as_mut().map(|context| context.sort_keys(sort)).unwrap_or_default()
            })
            .collect()
    }

    /// Sorts records; what compares equal keeps its order.
    pub(super) fn sorted(&self, records: &[usize], scope: &Element) -> Vec<usize> {
        let Some(sort) = scope.child("sort") else { return (0..records.len()).collect() };
        let keys = self.keys(records, scope, sort);
        let order = Order::new(&self.locale.lang, sort);
        let mut places: Vec<usize> = (0..records.len()).collect();
        places.sort_by(|a, b| match (keys.get(*a), keys.get(*b)) {
            (Some(a), Some(b)) => order.compare(a, b),
            _ => std::cmp::Ordering::Equal,
        });
        places
    }

    /// Fixes the order of the bibliography and, by it, the citation numbers.
    fn put_in_order(&mut self) {
        let all: Vec<usize> = (0..self.records.len()).collect();
        self.order = match self.style.root().child("bibliography") {
            Some(element) => self.sorted(&all, element),
            None => all,
        };
        for (place, record) in self.order.iter().enumerate() {
            if let Some(number) = self.numbers.get_mut(*record) {
                *number = place + 1;
            }
        }
    }

    fn bibliography(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Entry> {
        let Some(element) = self.style.root().child("bibliography") else { return Vec::new() };
        let Some(layout) = element.child("layout") else { return Vec::new() };
        let mut out = Vec::with_capacity(self.order.len());
        let mut before: Option<String> = None;
        for idx in &self.order {
            let Some(record) = self.records.get(*idx) else { continue };
            let mut runs = self.entry(*idx, element, layout);
            if let Some(substitute) = element.attr("subsequent-author-substitute") {
                substitute_author(&mut runs, substitute, &mut before);
            }
            let runs = settle(runs, self.locale);
            if run::is_blank(&runs) {
                let message = format!("the style prints nothing for the record `{}`", record.id);
                diagnostics.push(Diagnostic::new(&ENTRY_EMPTY, message).about(&record.id));
                continue;
            }
            out.push(Entry { id: record.id.clone(), content: run::to_nodes(&runs) });
        }
        out
    }

    /// Renders an entry up to, but without, the settling of punctuation.
    fn entry(&self, record: usize, element: &Element, layout: &Element) -> Vec<Run> {
        let none = CiteState::default();
        let ambiguity = self.ambiguities.get(record).cloned().unwrap_or_default();
        let Some(mut context) =
            self.context(record, Place::Bibliography, element, &none, &ambiguity)
        else {
            return Vec::new();
        };
        let mut runs = if element.attr("second-field-align").is_some() {
            let (first, rest) = layout.children.split_at(layout.children.len().min(1));
            let first = context.children(first, None).runs;
            let rest = context.children(rest, None).runs;
            if run::is_blank(&first) { rest } else { aligned(first, rest) }
        } else {
            context.children(&layout.children, None).runs
        };
        if run::is_blank(&runs) {
            return Vec::new();
        }
        let display = |run: Option<&Run>| run.and_then(|run| run.display);
        if let Some(prefix) = layout.attr("prefix") {
            let run = Run { display: display(runs.first()), ..Run::text(prefix) };
            runs.insert(0, run);
        }
        if let Some(suffix) = layout.attr("suffix") {
            let run = Run { display: display(runs.last()), ..Run::text(suffix) };
            runs.push(run);
        }
        let format = Format::of(layout);
        runs.iter_mut().for_each(|run| run.format = run.format.or(format));
        runs
    }
}

fn aligned(first: Vec<Run>, rest: Vec<Run>) -> Vec<Run> {
    let place = |runs: Vec<Run>, display| {
        runs.into_iter().map(move |run| Run { display: run.display.or(Some((display, 0))), ..run })
    };
    place(first, Display::LeftMargin).chain(place(rest, Display::RightInline)).collect()
}

/// Replaces the names of an entry when the entry before has the same (CSL 1.0.2,
/// `subsequent-author-substitute`, rule `complete-all`).
fn substitute_author(runs: &mut Vec<Run>, substitute: &str, before: &mut Option<String>) {
    let is_name = |run: &Run| run.origin == Origin::Names;
    let names: String =
        runs.iter().filter(|run| is_name(run)).map(|run| run.text.as_str()).collect();
    if names.is_empty() {
        *before = None;
        return;
    }
    if before.as_deref() != Some(names.as_str()) {
        *before = Some(names);
        return;
    }
    let Some(first) = runs.iter().position(is_name) else { return };
    if let Some(run) = runs.get_mut(first) {
        substitute.clone_into(&mut run.text);
        run.origin = Origin::Other;
    }
    runs.retain(|run| run.origin != Origin::Names);
}
