//! Where a record and a candidate differ, field by field.

use std::borrow::Cow;

use refsmith_formats::crossref_json;
use refsmith_model::{
    Date, DateVariable, Difference, DifferenceKind, Doi, ItemType, Name, NameVariable,
    NumberVariable, Record, Severity, TextVariable, Value, Variable,
};

use super::{names, numbers, titles};
use crate::Candidate;

/// Returns where the two differ, for a candidate that is the work described: in the order title,
/// container, names, date, numbers, publisher, DOI. Initials, other letter case and fields that are
/// simply not there are offered, not held against anybody: their severity is `Info`.
pub fn differences(record: &Record, candidate: &Candidate) -> Vec<Difference> {
    let readable = readable(record);
    let (written, record) = (record, readable.as_ref());
    let mut out = Findings { written, record, theirs: &candidate.record, list: Vec::new() };
    out.title();
    out.container();
    out.names(NameVariable::Author);
    if is_part_or_book(record.item_type) {
        out.names(NameVariable::Editor);
    }
    out.date(candidate);
    for variable in [NumberVariable::Volume, NumberVariable::Issue, NumberVariable::Edition] {
        out.number(variable);
    }
    out.page(candidate);
    out.publisher();
    out.doi(candidate);
    out.list
}

/// Returns the record with the entities of markup read that were left in its texts and names: they
/// are a fault of form, and no other work.
pub(crate) fn readable(record: &Record) -> Cow<'_, Record> {
    let marked = |text: &str| text.contains('&') && text.contains(';');
    let names = || record.names.values().flat_map(|list| &list.names);
    if !record.texts.values().any(|text| marked(&text.plain))
        && !names().any(|name| marked(&name.to_string()))
    {
        return Cow::Borrowed(record);
    }
    let read = |text: &mut String| {
        if marked(text) {
            *text = crossref_json::text(text).plain;
        }
    };
    let mut record = record.clone();
    for (variable, text) in &mut record.texts {
        // In an address an ampersand before a word is no entity.
        if *variable != TextVariable::Url && marked(&text.plain) {
            *text = crossref_json::text(&text.plain);
        }
    }
    for name in record.names.values_mut().flat_map(|list| &mut list.names) {
        match name {
            Name::Institution(text) => read(text),
            Name::Person(person) => {
                read(&mut person.family);
                person.given.iter_mut().for_each(read);
            }
        }
    }
    Cow::Owned(record)
}

/// Returns the value that a difference proposes. It is the register's, but in our letter case:
/// whether titles are in sentence case is a matter of style.
pub(crate) fn proposal(difference: &Difference) -> Value {
    let title = Variable::Text(TextVariable::Title);
    match (&difference.ours, &difference.theirs) {
        (Some(Value::Text(ours)), Value::Text(theirs)) if difference.variable == title => {
            let recased = titles::recased(&ours.plain, &theirs.plain);
            if recased.len() == theirs.plain.len() {
                // Same places, so the marks still fit.
                let marks = theirs.marks.clone();
                return Value::Text(refsmith_model::RichText { plain: recased, marks });
            }
            Value::Text(recased.into())
        }
        _ => difference.theirs.clone(),
    }
}

struct Findings<'a> {
    /// The record as it is written.
    written: &'a Record,
    /// The record as it is compared.
    record: &'a Record,
    theirs: &'a Record,
    list: Vec<Difference>,
}

impl Findings<'_> {
    /// Adds a difference that is offered.
    fn offer(&mut self, variable: impl Into<Variable>, kind: DifferenceKind) {
        self.push(variable.into(), kind, Severity::Info);
    }

    /// Adds a difference that speaks against the record.
    fn object(&mut self, variable: impl Into<Variable>, kind: DifferenceKind) {
        self.push(variable.into(), kind, Severity::Warning);
    }

    fn push(&mut self, variable: Variable, kind: DifferenceKind, severity: Severity) {
        if let Some(theirs) = self.theirs.get(variable) {
            let ours = self.written.get(variable);
            self.list.push(Difference { variable, ours, theirs, kind, severity });
        }
    }

    fn title(&mut self) {
        let variable = TextVariable::Title;
        let Some(theirs) = self.theirs.texts.get(&variable) else { return };
        let Some(ours) = self.record.text(variable).filter(|text| titles::has_words(text)) else {
            return self.offer(variable, DifferenceKind::Missing);
        };
        let original = self.theirs.text(TextVariable::OriginalTitle);
        let (relation, similarity) = titles::compare_titles(ours, &theirs.plain);
        match relation {
            titles::Relation::Same => {
                let recased = titles::recased(ours, &theirs.plain);
                let retracted = theirs.plain.len() > ours.len() + 8;
                if !retracted && !titles::same_but_for_typography(ours, &recased) {
                    self.offer(variable, DifferenceKind::Punctuation);
                } else if titles::is_shouting(ours) && !titles::is_shouting(&theirs.plain) {
                    self.offer(variable, DifferenceKind::Case);
                }
            }
            titles::Relation::Cut => self.object(variable, DifferenceKind::Truncated),
            // A subtitle that the register lacks is set off; words that just go on are others.
            titles::Relation::RegisterCut
                if !is_whole(self.record.item_type) && titles::goes_on(ours, &theirs.plain) =>
            {
                self.object(variable, DifferenceKind::Wrong);
            }
            titles::Relation::RegisterCut => {}
            titles::Relation::Other => {
                let translated = original.is_some_and(|original| {
                    titles::compare_titles(ours, original).0 != titles::Relation::Other
                });
                // Formulas are written in too many ways to call any of them wrong.
                let formula = !theirs.marks.is_empty() && similarity >= 0.85;
                match (translated, formula) {
                    (true, _) => {}
                    (false, true) => self.offer(variable, DifferenceKind::Punctuation),
                    (false, false) => self.object(variable, DifferenceKind::Wrong),
                }
            }
        }
    }

    fn container(&mut self) {
        let variable = TextVariable::ContainerTitle;
        let Some(theirs) = self.theirs.text(variable) else { return };
        let Some(ours) = self.record.text(variable).filter(|text| titles::has_words(text)) else {
            let shown = !is_whole(self.record.item_type)
                && self.record.text(TextVariable::ContainerTitleShort).is_none();
            if shown {
                self.offer(variable, DifferenceKind::Missing);
            }
            return;
        };
        let short = self.theirs.text(TextVariable::ContainerTitleShort);
        let (relation, similarity) = titles::compare_containers(ours, theirs, short);
        let also = [TextVariable::CollectionTitle, TextVariable::EventTitle]
            .into_iter()
            .filter_map(|variable| self.theirs.text(variable))
            .any(|other| {
                titles::compare_containers(ours, other, None).0 != titles::Relation::Other
            });
        match relation {
            titles::Relation::Same => {
                let straight = |text: &str| {
                    let straight =
                        |c| if refsmith_model::text::unicode::is_apostrophe(c) { '\'' } else { c };
                    text.chars().map(titles::plain_hyphen).map(straight).collect::<String>()
                };
                let shouting = titles::is_shouting(theirs) && !titles::is_shouting(ours);
                let (a, b) = (straight(ours), straight(theirs));
                if a != b && !shouting {
                    let kind = match a.to_lowercase() == b.to_lowercase() {
                        true => DifferenceKind::Case,
                        false => DifferenceKind::Punctuation,
                    };
                    self.offer(variable, kind);
                }
            }
            titles::Relation::Cut => self.offer(variable, DifferenceKind::Abbreviation),
            titles::Relation::RegisterCut => {}
            titles::Relation::Other if also => {}
            // Proceedings go by many names: the series, the event, the year.
            titles::Relation::Other
                if similarity >= 0.34 && self.theirs.item_type == ItemType::PaperConference =>
            {
                self.offer(variable, DifferenceKind::Abbreviation);
            }
            titles::Relation::Other => self.object(variable, DifferenceKind::Wrong),
        }
    }

    fn names(&mut self, variable: NameVariable) {
        let Some(theirs) = self.theirs.names.get(&variable) else { return };
        let ours = self.record.names.get(&variable).filter(|list| !list.names.is_empty());
        let Some(ours) = ours else {
            // A book of which only the editors are known is not without people.
            if variable == NameVariable::Editor
                || self.record.people(NameVariable::Editor).is_empty()
            {
                self.offer(variable, DifferenceKind::Missing);
            }
            return;
        };
        match names::compare(ours, theirs) {
            names::Relation::Same | names::Relation::RegisterShorter => {}
            names::Relation::Initials => self.offer(variable, DifferenceKind::Initials),
            names::Relation::Form => self.offer(variable, DifferenceKind::Punctuation),
            names::Relation::Elided if ours.truncated_after.is_some() => {
                self.object(variable, DifferenceKind::Truncated);
            }
            // A list that does not say that it is cut says that these are all.
            names::Relation::Elided => self.object(variable, DifferenceKind::Missing),
            names::Relation::Conflict => self.object(variable, DifferenceKind::Wrong),
        }
    }

    fn date(&mut self, candidate: &Candidate) {
        let variable = DateVariable::Issued;
        match (self.record.dates.get(&variable), numbers::years_agree(self.record, candidate)) {
            (None, _) => self.offer(variable, DifferenceKind::Missing),
            // "in press": the register knows what became of it.
            (Some(Date::Literal(_)), _) => self.offer(variable, DifferenceKind::Truncated),
            (_, Some(false)) => self.object(variable, DifferenceKind::Wrong),
            (_, Some(true)) if self.record.year() != self.theirs.year() => {
                self.offer(variable, DifferenceKind::YearOnlinePrint);
            }
            _ => {}
        }
    }

    fn number(&mut self, variable: NumberVariable) {
        let Some(theirs) = self.theirs.number(variable) else { return };
        match self.record.number(variable) {
            None => self.offer(variable, DifferenceKind::Missing),
            Some(ours) => {
                if numbers::compare_numbers(ours, theirs) == numbers::Relation::Conflict {
                    self.object(variable, DifferenceKind::Wrong);
                }
            }
        }
    }

    fn page(&mut self, candidate: &Candidate) {
        let variable = NumberVariable::Page;
        match numbers::compare_pages(self.record, candidate) {
            None if self.record.number(variable).is_none() && !is_whole(self.record.item_type) => {
                self.offer(variable, DifferenceKind::Missing);
            }
            Some(numbers::Relation::Cut) => self.object(variable, DifferenceKind::Truncated),
            Some(numbers::Relation::Conflict) => {
                self.object(variable, DifferenceKind::Wrong);
            }
            _ => {}
        }
    }

    /// Publishers are merged and renamed, so what a record says is left alone.
    fn publisher(&mut self) {
        let shown = is_part_or_book(self.record.item_type)
            || matches!(self.record.item_type, ItemType::Thesis | ItemType::Report);
        if shown && self.record.text(TextVariable::Publisher).is_none() {
            self.offer(TextVariable::Publisher, DifferenceKind::Missing);
        }
    }

    fn doi(&mut self, candidate: &Candidate) {
        let variable = TextVariable::Doi;
        let Some(ours) = self.record.text(variable) else {
            return self.offer(variable, DifferenceKind::Missing);
        };
        let theirs = Doi::parse(&candidate.source_id).ok();
        if theirs.is_some() && Doi::parse(ours).ok() != theirs {
            self.object(variable, DifferenceKind::Wrong);
        }
    }
}

/// A work that stands on its own has neither container nor pages of its own.
fn is_whole(item_type: ItemType) -> bool {
    use ItemType::*;
    matches!(
        item_type,
        Book | Thesis | Report | Collection | Classic | Standard | Software | Dataset | Periodical
    )
}

fn is_part_or_book(item_type: ItemType) -> bool {
    use ItemType::*;
    matches!(item_type, Book | Chapter | Collection | Entry | EntryDictionary | EntryEncyclopedia)
}
