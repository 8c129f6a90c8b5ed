//! From labelled segments to a record: names and dates are taken apart, every variable gets its
//! provenance, and what has no field goes into `note`.

use refsmith_model::text::unicode::is_dash;
use refsmith_model::{
    Date, DateVariable, Doi, ItemType, NameVariable, Number, NumberVariable, OffsetMap, Origin,
    ParsedReference, Provenance, Record, ReferenceString, RichText, Span, TextVariable, Variable,
};

use crate::diagnose::{self, Facts};
use crate::label::{Label, Segment};
use crate::{dates, item_type, names};

/// What a reference was read from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    /// The document, or the reference when it stands alone.
    pub(crate) document: &'a str,
    /// Where the reference stands in it.
    pub(crate) reference: ReferenceString,
    /// The reference on one line.
    pub(crate) normalized: &'a str,
    /// Leads from there to the slice of the document.
    pub(crate) map: &'a OffsetMap,
}

struct Builder<'a> {
    input: Input<'a>,
    record: Record,
    facts: Facts<'a>,
    notes: Vec<(String, Span)>,
    lowest: f32,
}

/// Builds the record and lists the findings.
pub(crate) fn assemble(input: Input<'_>, segments: &[Segment]) -> ParsedReference {
    let facts = Facts { whole: input.reference.span, text: input.document, ..Facts::default() };
    let mut builder =
        Builder { input, record: Record::default(), facts, notes: Vec::new(), lowest: 0.99 };
    for segment in segments {
        builder.segment(*segment);
    }
    builder.finish()
}

impl Builder<'_> {
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
            self.lowest = self.lowest.min(confidence);
        }
        match segment.label {
            Label::Author => self.names(NameVariable::Author, text, at, confidence),
            Label::Editor => self.names(NameVariable::Editor, text, at, confidence),
            Label::Translator => self.names(NameVariable::Translator, text, at, confidence),
            Label::Contributor => self.names(NameVariable::Contributor, text, at, confidence),
            Label::Date => self.date(text, at, confidence),
            Label::Accessed => {
                if let Some(date) = dates::parse(text).date {
                    self.set_date(DateVariable::Accessed, date, at, confidence);
                }
            }
            Label::Title => self.title(text, at, confidence),
            Label::ContainerTitle => self.text(TextVariable::ContainerTitle, text, at, confidence),
            Label::CollectionTitle => {
                self.text(TextVariable::CollectionTitle, text, at, confidence)
            }
            Label::Volume => self.number(NumberVariable::Volume, text, at, confidence),
            Label::Issue => self.number(NumberVariable::Issue, text, at, confidence),
            Label::Number => self.number(NumberVariable::Number, text, at, confidence),
            Label::Edition => self.number(NumberVariable::Edition, edition(text), at, confidence),
            Label::CitationNumber => {
                self.number(NumberVariable::CitationNumber, text, at, confidence)
            }
            Label::Pages => self.pages(text, at, confidence),
            Label::Publisher | Label::Institution => {
                self.text(TextVariable::Publisher, text, at, confidence)
            }
            Label::Location => self.text(TextVariable::PublisherPlace, text, at, confidence),
            Label::Genre => self.text(TextVariable::Genre, text, at, confidence),
            Label::Medium => self.text(TextVariable::Medium, text, at, confidence),
            Label::Source => self.text(TextVariable::Source, text, at, confidence),
            Label::Authority => self.text(TextVariable::Authority, text, at, confidence),
            Label::Url => self.url(text, at, confidence),
            Label::Doi => self.doi(text, at, confidence),
            Label::Isbn => self.isbn(text, at, confidence),
            Label::Idno => self.idno(text, at, confidence),
            Label::Note => self.note(text, at),
            Label::Other => {}
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

    fn text(&mut self, variable: TextVariable, text: &str, at: Span, confidence: f32) {
        if self.record.texts.contains_key(&variable) {
            self.note(text, at);
            return;
        }
        self.record.texts.insert(variable, RichText::from(text));
        self.provenance(variable.into(), at, confidence);
    }

    fn number(&mut self, variable: NumberVariable, text: &str, at: Span, confidence: f32) {
        if self.record.numbers.contains_key(&variable) {
            self.note(text, at);
            return;
        }
        self.record.numbers.insert(variable, Number::new(text));
        self.provenance(variable.into(), at, confidence);
    }

    fn set_date(&mut self, variable: DateVariable, date: Date, at: Span, confidence: f32) {
        self.record.dates.insert(variable, date);
        self.provenance(variable.into(), at, confidence);
    }

    fn names(&mut self, variable: NameVariable, text: &str, at: Span, confidence: f32) {
        let parsed = names::parse(text);
        if parsed.list.names.is_empty() {
            self.note(text, at);
            return;
        }
        for stray in parsed.strays {
            self.note(stray.of(text), stray.shifted(at.start()));
        }
        let variable = match variable {
            NameVariable::Author if parsed.editors => NameVariable::Editor,
            other => other,
        };
        if let Some(cut) = parsed.cut {
            let cut = self.original(cut.shifted(at.start()));
            self.facts.cuts.push(cut);
        }
        if let Some(list) = self.record.names.get_mut(&variable) {
            list.names.extend(parsed.list.names);
            return;
        }
        self.record.names.insert(variable, parsed.list);
        self.provenance(variable.into(), at, confidence);
    }

    fn date(&mut self, text: &str, at: Span, confidence: f32) {
        let parsed = dates::parse(text);
        let Some(date) = parsed.date else { return };
        if self.record.dates.contains_key(&DateVariable::Issued) {
            if self.record.dates.get(&DateVariable::Issued).and_then(Date::year) != date.year() {
                self.note(text, at);
            }
            return;
        }
        self.set_date(DateVariable::Issued, date, at, confidence);
        if let Some((letter, span)) = parsed.suffix {
            let text = letter.to_string();
            self.text(TextVariable::YearSuffix, &text, span.shifted(at.start()), confidence);
        }
        if let Some(original) = parsed.original {
            self.set_date(DateVariable::OriginalDate, original, at, confidence);
        }
    }

    fn title(&mut self, text: &str, at: Span, confidence: f32) {
        if !self.record.texts.contains_key(&TextVariable::Title) {
            for (idx, c) in
                text.char_indices().filter(|(_, c)| matches!(c, '\u{2010}' | '\u{2011}'))
            {
                let span = Span::new(at.start() + idx, at.start() + idx + c.len_utf8());
                let words = around(text, idx);
                let span = self.original(span);
                self.facts.hyphens.push((span, c, words));
            }
        }
        self.text(TextVariable::Title, text, at, confidence);
    }

    fn pages(&mut self, text: &str, at: Span, confidence: f32) {
        // "320 S." is the extent, not a place.
        let extent = text.split_once(' ').is_some_and(|(number, word)| {
            number.bytes().all(|b| b.is_ascii_digit())
                && word.starts_with(char::is_alphabetic)
                && word.trim_end_matches('.').len() <= 6
                && !matches!(word.trim_end_matches('.'), "f" | "ff" | "sq" | "sqq" | "ss")
        });
        if extent {
            let digits = text.split(' ').next().unwrap_or(text);
            self.number(NumberVariable::NumberOfPages, digits, at, confidence);
        } else {
            self.number(NumberVariable::Page, text, at, confidence);
        }
    }

    fn url(&mut self, text: &str, at: Span, confidence: f32) {
        if text.contains("doi.org/")
            && let Ok(doi) = Doi::parse(text)
        {
            self.text(TextVariable::Doi, doi.as_str(), at, confidence);
        }
        self.text(TextVariable::Url, &text.replace(' ', ""), at, confidence);
    }

    fn doi(&mut self, text: &str, at: Span, confidence: f32) {
        let start = text.find("10.").unwrap_or(0);
        let doi: String = text
            .get(start..)
            .unwrap_or(text)
            .chars()
            .filter(|c| *c != ' ')
            .map(|c| if is_dash(c) { '-' } else { c })
            .collect();
        let at = Span::new(at.start() + start, at.end());
        if self.record.text(TextVariable::Doi).is_some_and(|known| known.eq_ignore_ascii_case(&doi))
        {
            return;
        }
        self.text(TextVariable::Doi, &doi, at, confidence);
    }

    fn isbn(&mut self, text: &str, at: Span, confidence: f32) {
        let lower = text.to_ascii_lowercase();
        let variable =
            if lower.starts_with("issn") { TextVariable::Issn } else { TextVariable::Isbn };
        let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let value = text.get(start..).unwrap_or(text);
        self.text(variable, value, Span::new(at.start() + start, at.end()), confidence);
    }

    fn idno(&mut self, text: &str, at: Span, confidence: f32) {
        let lower = text.to_ascii_lowercase();
        let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let digits = text.get(start..).unwrap_or(text);
        let span = Span::new(at.start() + start, at.end());
        if lower.starts_with("arxiv") {
            // Old identifiers have letters before the digits: "hep-th/9901001".
            let id = text.get(5..).unwrap_or("").trim_start_matches([':', ' ', '.']);
            let id = id.rsplit([' ', ':']).next().unwrap_or(id);
            self.text(TextVariable::Archive, "arXiv", at, confidence);
            self.text(
                TextVariable::ArchiveLocation,
                id,
                Span::new(at.end() - id.len(), at.end()),
                confidence,
            );
        } else if lower.contains("pmc") {
            self.text(TextVariable::Pmcid, &format!("PMC{digits}"), span, confidence);
        } else {
            self.text(TextVariable::Pmid, digits, span, confidence);
        }
    }

    fn note(&mut self, text: &str, at: Span) {
        let span = self.original(at);
        self.facts.leftovers.push(span);
        self.notes.push((text.to_owned(), at));
    }

    fn finish(mut self) -> ParsedReference {
        if let (Some((_, first)), Some((_, last))) = (self.notes.first(), self.notes.last()) {
            let at = first.join(*last);
            let text: Vec<&str> = self.notes.iter().map(|(text, _)| text.as_str()).collect();
            self.record.texts.insert(TextVariable::Note, RichText::from(text.join("; ")));
            self.provenance(TextVariable::Note.into(), at, 0.5);
        }
        self.record.item_type = item_type::choose(&self.record);
        self.fit();
        let confidence = self.confidence();
        self.facts.confidence = confidence;
        self.facts.chapter_without_in = self.chapter_without_in();
        let diagnostics = diagnose::findings(&self.record, &self.facts);
        ParsedReference {
            reference: self.input.reference,
            record: self.record,
            confidence,
            diagnostics,
        }
    }

    /// Moves values to the variables that their type uses.
    fn fit(&mut self) {
        let page = self.record.numbers.get(&NumberVariable::Page).cloned();
        if self.record.item_type == ItemType::ArticleJournal
            && let Some(page) = page.filter(Number::is_article_number)
            && !self.record.numbers.contains_key(&NumberVariable::Number)
        {
            self.record.numbers.insert(NumberVariable::Number, page);
            if let Some(provenance) =
                self.record.provenance.get(&NumberVariable::Page.into()).cloned()
            {
                self.record.provenance.insert(NumberVariable::Number.into(), provenance);
            }
        }
        if self.record.item_type == ItemType::Report
            && !self.record.numbers.contains_key(&NumberVariable::Number)
            && let Some(issue) = self.record.numbers.remove(&NumberVariable::Issue)
        {
            self.record.numbers.insert(NumberVariable::Number, issue);
            if let Some(provenance) = self.record.provenance.remove(&NumberVariable::Issue.into()) {
                self.record.provenance.insert(NumberVariable::Number.into(), provenance);
            }
        }
    }

    /// The labeller guessed the container, and nothing else speaks of a book.
    fn chapter_without_in(&self) -> bool {
        let container = self.record.provenance.get(&TextVariable::ContainerTitle.into());
        self.record.item_type == ItemType::Chapter
            && container.is_some_and(|provenance| provenance.confidence < 0.72)
            && self.record.numbers.contains_key(&NumberVariable::Page)
            && !self.record.names.contains_key(&NameVariable::Editor)
            && !self.record.texts.contains_key(&TextVariable::Publisher)
    }

    /// Probability that every field is right: the weakest field, less for what is missing.
    fn confidence(&self) -> f32 {
        let mut confidence = self.lowest;
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
        let words: usize = self.notes.iter().map(|(text, _)| text.split(' ').count()).sum();
        if words > 0 {
            confidence -= if words > 6 { 0.3 } else { 0.15 };
        }
        confidence.clamp(0.05, 0.99)
    }
}

/// "3rd ed." is the edition `3`; words stay.
fn edition(text: &str) -> &str {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = text.get(digits..).unwrap_or("").trim_start_matches(['.', ' ', 'ª', 'º', '°']);
    let plain = ["rd", "nd", "st", "th", "e ", "ed", "éd", "edn", "aufl", "edition", "uppl", "ème"]
        .iter()
        .any(|word| rest.to_lowercase().starts_with(word));
    if digits > 0 && digits <= 2 && (plain || rest.is_empty()) && !rest.contains(',') {
        text.get(..digits).unwrap_or(text)
    } else {
        text
    }
}

/// The word around a byte of a title, with dots where the title goes on.
fn around(title: &str, idx: usize) -> String {
    let start = title.get(..idx).and_then(|head| head.rfind(' ')).map_or(0, |blank| blank + 1);
    let end = title.get(idx..).and_then(|tail| tail.find(' ')).map_or(title.len(), |len| idx + len);
    let word = title.get(start..end).unwrap_or("");
    let before = if start > 0 { "… " } else { "" };
    let after = if end < title.len() { " …" } else { "" };
    format!("{before}{word}{after}")
}
