//! From labelled segments to a record: names and dates are taken apart, every variable gets its
//! provenance, and what has no field goes into `note`.
//!
//! Whoever labelled the segments, the values come out alike: pieces of one value are joined
//! ([`segments`]), punctuation at the edges goes ([`edges`]), keywords go ([`numbers`]), and what
//! stands between the segments is kept when it is more than connectives ([`leftovers`]).

mod edges;
mod fields;
mod identifiers;
mod leftovers;
mod numbers;
mod segments;

use refsmith_model::{
    Date, DateVariable, ItemType, Name, NameVariable, NumberVariable, OffsetMap, Origin,
    ParsedReference, PartialDate, Provenance, Record, ReferenceString, RichText, Span,
    TextVariable, Variable,
};

use crate::diagnose::{self, Facts};
use crate::item_type;
use crate::label::{Label, Labeller, Segment};
use crate::language;
use crate::trained::Calibration;

/// What a reference was read from.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    /// The document, or the reference when it stands alone.
    pub(crate) document: &'a str,
    /// Where the reference stands in it.
    pub(crate) reference: ReferenceString,
    /// The reference on one line.
    pub(crate) normalized: &'a str,
    /// Leads from there to the slice of the document.
    pub(crate) map: &'a OffsetMap,
    /// What gave the labels.
    pub(crate) labeller: &'a dyn Labeller,
}

struct Builder<'a> {
    input: Input<'a>,
    record: Record,
    facts: Facts<'a>,
    notes: Vec<(String, Span)>,
    /// What stands between the segment at hand and the one before.
    before: &'a str,
    /// A word for "in" stands before the container.
    announced: bool,
    /// Where the date of publication stands.
    dated: Span,
    /// Day and month for which the year has not come yet, and where they stand.
    waiting: Option<(PartialDate, Span)>,
    joint: f32,
    /// What a mark of the kind of work said.
    marked: Option<ItemType>,
}

/// Builds the record and lists the findings.
pub(crate) fn assemble(input: Input<'_>, segments: &[Segment]) -> ParsedReference {
    let facts = Facts { whole: input.reference.span, text: input.document, ..Facts::default() };
    let mut builder = Builder {
        input,
        record: Record::default(),
        facts,
        notes: Vec::new(),
        before: "",
        announced: false,
        dated: Span::default(),
        waiting: None,
        joint: 1.0,
        marked: None,
    };
    let segments = segments::joined(input.normalized, segments);
    for segment in &segments {
        builder.segment(*segment);
        builder.before = match segment.label {
            Label::Other => segment.span.of(input.normalized),
            _ => "",
        };
    }
    for between in segments.iter().filter(|segment| segment.label == Label::Other) {
        builder.between(between.span);
    }
    builder.finish()
}

impl<'a> Builder<'a> {
    fn segment(&mut self, segment: Segment) {
        let text = segment.span.of(self.input.normalized);
        let at = segment.span;
        let confidence = segment.confidence;
        if matches!(
            segment.label,
            Label::Author
                | Label::Editor
                | Label::Title
                | Label::ContainerTitle
                | Label::Date
                | Label::Volume
                | Label::Issue
                | Label::Pages
                | Label::Publisher
        ) {
            self.joint *= confidence;
        }
        match segment.label {
            Label::Author => self.names(NameVariable::Author, text, at, confidence),
            Label::Editor => self.names(NameVariable::Editor, text, at, confidence),
            Label::Translator => self.names(NameVariable::Translator, text, at, confidence),
            Label::Contributor => self.names(NameVariable::Contributor, text, at, confidence),
            Label::Date => self.date(text, at, confidence),
            Label::Accessed => self.accessed(text, at, confidence),
            Label::Title => self.title(text, at, confidence),
            Label::ContainerTitle => self.container(text, at, confidence),
            Label::Volume => self.pieces(&numbers::volume(text), at, confidence),
            Label::Issue => self.pieces(&numbers::issue(text), at, confidence),
            Label::Pages => self.pieces(&[numbers::pages(text)], at, confidence),
            Label::Number => {
                let number = numbers::issue(text).first().map_or(text, |piece| piece.text);
                self.number(NumberVariable::Number, number, at, confidence);
            }
            Label::Edition => {
                self.number(NumberVariable::Edition, numbers::edition(text), at, confidence);
            }
            Label::CitationNumber => {
                let number = edges::trimmed(text).of(text);
                self.number(NumberVariable::CitationNumber, number, at, confidence);
            }
            Label::Publisher | Label::Institution => {
                self.further(TextVariable::Publisher, text, at, confidence);
            }
            Label::Location => self.further(TextVariable::PublisherPlace, text, at, confidence),
            Label::CollectionTitle => {
                self.value(TextVariable::CollectionTitle, text, at, confidence);
            }
            Label::Genre => self.value(TextVariable::Genre, text, at, confidence),
            Label::Medium => self.value(TextVariable::Medium, text, at, confidence),
            Label::Source => self.value(TextVariable::Source, text, at, confidence),
            Label::Authority => self.value(TextVariable::Authority, text, at, confidence),
            Label::Url => self.url(text, at, confidence),
            Label::Doi => self.doi(text, at, confidence),
            Label::Isbn => self.isbn(text, at, confidence),
            Label::Idno => self.idno(text, at, confidence),
            Label::Note => self.note(at),
            Label::Other => {}
        }
    }

    /// Reads the marks of the kind of work that stand between the values, and keeps the rest.
    fn between(&mut self, at: Span) {
        let mut rest = at;
        while let Some((kind, mark)) = item_type::marked(rest.of(self.input.normalized)) {
            let mark = mark.shifted(rest.start());
            self.marked = Some(kind);
            self.keep_between(Span::new(rest.start(), mark.start()));
            rest = Span::new(mark.end(), rest.end());
        }
        self.keep_between(rest);
    }

    /// Keeps what stands between the values when it is more than keywords and connectives.
    fn keep_between(&mut self, at: Span) {
        let text = at.of(self.input.normalized);
        if !text.contains(char::is_alphanumeric) {
            return;
        }
        let class = edges::trimmed(text);
        if self.record.text(TextVariable::Archive) == Some("arXiv")
            && identifiers::is_arxiv_class(class.of(text))
        {
            let at = class.shifted(at.start());
            return self.text(TextVariable::ArchiveCollection, class.of(text), at, 0.9);
        }
        if self.announced_date(text, at) {
            return;
        }
        self.keep(text, at);
    }

    /// Puts words into the note unless they are keywords or years that the record has.
    fn keep(&mut self, text: &str, at: Span) {
        let known = |word: &str| {
            self.record.dates.values().any(|date| date.to_string().contains(word))
                && word.bytes().all(|byte| byte.is_ascii_digit())
                && word.len() == 4
        };
        if leftovers::is_lost(text, known) {
            self.note(at);
        }
    }

    /// The place in the document that a stretch of the normalised string was made from.
    fn original(&self, span: Span) -> Span {
        self.input.map.to_original(span).shifted(self.input.reference.span.start())
    }

    fn provenance(&mut self, variable: Variable, at: Span, confidence: f32) {
        let origin = Origin::Input(self.original(at));
        self.record.provenance.insert(variable, Provenance { origin, confidence });
    }

    /// Adds a place to the provenance of a variable that has several values.
    fn extend_provenance(&mut self, variable: Variable, at: Span) {
        let at = self.original(at);
        if let Some(provenance) = self.record.provenance.get_mut(&variable)
            && let Origin::Input(span) = &mut provenance.origin
        {
            *span = span.join(at);
        }
    }

    /// Puts a stretch into the note.
    fn note(&mut self, at: Span) {
        let text = at.of(self.input.normalized);
        let inner = edges::trimmed(text);
        if inner.of(text).is_empty() {
            return;
        }
        let at = inner.shifted(at.start());
        let span = self.original(at);
        self.facts.leftovers.push(span);
        self.notes.push((inner.of(text).to_owned(), at));
    }

    fn finish(mut self) -> ParsedReference {
        self.join_notes();
        self.language();
        self.archive_once();
        self.record.item_type = item_type::choose(&self.record, self.marked);
        self.fit();
        self.facts.chapter_without_in = self.chapter_without_in();
        let confidence = self.confidence();
        self.facts.confidence = confidence;
        let diagnostics = diagnose::findings(&self.record, &self.facts);
        ParsedReference {
            reference: self.input.reference,
            record: self.record,
            confidence,
            diagnostics,
        }
    }

    /// The name of the archive that stands beside its number again, "(arXiv:2001.02345). arXiv.", is
    /// no container.
    fn archive_once(&mut self) {
        let container = self.record.text(TextVariable::ContainerTitle);
        if container.is_some() && container == self.record.text(TextVariable::Archive) {
            self.record.texts.remove(&TextVariable::ContainerTitle);
            self.record.provenance.remove(&TextVariable::ContainerTitle.into());
        }
    }

    /// Puts the notes together, those that stand beside each other as one.
    fn join_notes(&mut self) {
        self.notes.sort_by_key(|(_, at)| at.start());
        let mut joined: Vec<Span> = Vec::new();
        for (_, at) in &self.notes {
            let between =
                joined.last().and_then(|last| self.input.normalized.get(last.end()..at.start()));
            match (joined.last_mut(), between) {
                (Some(last), Some(gap)) if !gap.contains(char::is_alphanumeric) => {
                    *last = last.join(*at);
                }
                (Some(last), None) => *last = last.join(*at),
                _ => joined.push(*at),
            }
        }
        let (Some(first), Some(last)) = (joined.first(), joined.last()) else { return };
        let at = first.join(*last);
        let texts: Vec<&str> = joined.iter().map(|at| at.of(self.input.normalized)).collect();
        self.record.texts.insert(TextVariable::Note, RichText::from(texts.join("; ")));
        self.provenance(TextVariable::Note.into(), at, 0.5);
    }

    /// Sets the language of the work by what its titles are written in.
    fn language(&mut self) {
        let variables =
            [TextVariable::Title, TextVariable::ContainerTitle, TextVariable::CollectionTitle];
        let titles: Vec<&str> =
            variables.iter().filter_map(|variable| self.record.text(*variable)).collect();
        if let Some(code) = language::detect(&titles) {
            self.record.texts.insert(TextVariable::Language, RichText::from(code));
        }
    }

    /// The form of a chapter, but neither an "In" nor anything else speaks of a book.
    fn chapter_without_in(&self) -> bool {
        self.record.item_type == ItemType::Chapter
            && !self.announced
            && self.record.numbers.contains_key(&NumberVariable::Page)
            && !self.record.names.contains_key(&NameVariable::Editor)
            && !self.record.texts.contains_key(&TextVariable::Publisher)
    }

    /// Catalogues enter the same work differently: theses and reports (who published them?), editions
    /// (a volume?), organisations and editors in the authors' place, numbers without a volume, series,
    /// years in pairs. However sure the labels are, the fields may not be those that are expected.
    fn is_entered_differently(&self) -> bool {
        let record = &self.record;
        let authors = record.people(NameVariable::Author);
        let text = |variable| record.texts.contains_key(&variable);
        let number = |variable| record.numbers.contains_key(&variable);
        text(TextVariable::Genre)
            || text(TextVariable::CollectionTitle)
            || number(NumberVariable::Edition)
            || !number(NumberVariable::Volume)
                && (number(NumberVariable::Issue) || number(NumberVariable::Number))
            || authors.is_empty() && record.names.contains_key(&NameVariable::Editor)
            || authors.iter().any(|name| matches!(name, Name::Institution(_)))
            || matches!(record.dates.get(&DateVariable::Issued), Some(Date::Interval(_)))
    }

    /// Probability that every field is right: that of all fields together, less for what is missing,
    /// as the labeller has learned to read it.
    fn confidence(&self) -> f32 {
        let mut confidence = self.joint;
        let record = &self.record;
        if !record.texts.contains_key(&TextVariable::Title) {
            let short_form = record.texts.contains_key(&TextVariable::ContainerTitle)
                && record.numbers.contains_key(&NumberVariable::Page);
            confidence -= if short_form { 0.05 } else { 0.35 };
        }
        if !record.dates.contains_key(&DateVariable::Issued) {
            confidence -= 0.15;
        }
        if record.names.is_empty() {
            confidence -= 0.15;
        }
        // A work is part of another, or somebody has published it.
        let placed = [TextVariable::ContainerTitle, TextVariable::Publisher];
        if !placed.iter().any(|variable| record.texts.contains_key(variable)) {
            confidence -= 0.3;
        }
        let words: usize = self.notes.iter().map(|(text, _)| text.split(' ').count()).sum();
        if words > 0 {
            confidence -= if words > 6 { 0.3 } else { 0.15 };
        }
        if self.is_entered_differently() {
            confidence -= 0.3;
        }
        if self.facts.chapter_without_in {
            confidence -= 0.15;
        }
        let foreign = Calibration::is_foreign(record);
        let labeller = self.input.labeller;
        labeller.record_confidence(confidence.clamp(0.01, 1.0), foreign).clamp(0.01, 0.99)
    }
}
