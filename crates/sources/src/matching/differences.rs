//! Where a record and a candidate differ, field by field.

use refsmith_model::{
    Date, DateVariable, Difference, DifferenceKind, Doi, ItemType, NameVariable, NumberVariable,
    Record, TextVariable, Value, Variable,
};

use super::{names, numbers, titles};
use crate::Candidate;

/// A difference, and whether it speaks against the record. Initials, other letter case and fields
/// that are simply not there are offered, not held against anybody.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    pub(crate) difference: Difference,
    pub(crate) counts: bool,
}

/// Returns where the two differ, for a candidate that is the work described: in the order title,
/// container, names, date, numbers, publisher, DOI.
pub fn differences(record: &Record, candidate: &Candidate) -> Vec<Difference> {
    findings(record, candidate).into_iter().map(|finding| finding.difference).collect()
}

/// Returns the differences and what they weigh.
pub(crate) fn findings(record: &Record, candidate: &Candidate) -> Vec<Finding> {
    let mut out = Findings { record, theirs: &candidate.record, list: Vec::new() };
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
    record: &'a Record,
    theirs: &'a Record,
    list: Vec<Finding>,
}

impl Findings<'_> {
    fn push(&mut self, variable: impl Into<Variable>, kind: DifferenceKind, counts: bool) {
        let variable = variable.into();
        if let Some(theirs) = self.theirs.get(variable) {
            let ours = self.record.get(variable);
            let difference = Difference { variable, ours, theirs, kind };
            self.list.push(Finding { difference, counts });
        }
    }

    fn title(&mut self) {
        let variable = TextVariable::Title;
        let Some(theirs) = self.theirs.texts.get(&variable) else { return };
        let Some(ours) = self.record.text(variable).filter(|text| titles::has_words(text)) else {
            return self.push(variable, DifferenceKind::Missing, false);
        };
        let original = self.theirs.text(TextVariable::OriginalTitle);
        let (relation, similarity) = titles::compare_titles(ours, &theirs.plain);
        match relation {
            titles::Relation::Same => {
                let recased = titles::recased(ours, &theirs.plain);
                let retracted = theirs.plain.len() > ours.len() + 8;
                if !retracted && !titles::same_but_for_typography(ours, &recased)
                    || titles::is_shouting(ours) && !titles::is_shouting(&theirs.plain)
                {
                    self.push(variable, DifferenceKind::Form, false);
                }
            }
            titles::Relation::Cut => self.push(variable, DifferenceKind::Truncated, true),
            titles::Relation::RegisterCut => {}
            titles::Relation::Other => {
                let translated = original.is_some_and(|original| {
                    titles::compare_titles(ours, original).0 != titles::Relation::Other
                });
                // Formulas are written in too many ways to call any of them wrong.
                let formula = !theirs.marks.is_empty() && similarity >= 0.85;
                match (translated, formula) {
                    (true, _) => {}
                    (false, true) => self.push(variable, DifferenceKind::Form, false),
                    (false, false) => self.push(variable, DifferenceKind::Contradiction, true),
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
                self.push(variable, DifferenceKind::Missing, false);
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
                if straight(ours) != straight(theirs) && !shouting {
                    self.push(variable, DifferenceKind::Form, false);
                }
            }
            titles::Relation::Cut => self.push(variable, DifferenceKind::Form, false),
            titles::Relation::RegisterCut => {}
            titles::Relation::Other if also => {}
            // Proceedings go by many names: the series, the event, the year.
            titles::Relation::Other
                if similarity >= 0.34 && self.theirs.item_type == ItemType::PaperConference =>
            {
                self.push(variable, DifferenceKind::Form, false);
            }
            titles::Relation::Other => self.push(variable, DifferenceKind::Contradiction, true),
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
                self.push(variable, DifferenceKind::Missing, false);
            }
            return;
        };
        match names::compare(ours, theirs) {
            names::Relation::Same | names::Relation::RegisterShorter => {}
            names::Relation::Initials => self.push(variable, DifferenceKind::Truncated, false),
            names::Relation::Form => self.push(variable, DifferenceKind::Form, false),
            names::Relation::Elided => self.push(variable, DifferenceKind::Truncated, true),
            names::Relation::Conflict => self.push(variable, DifferenceKind::Contradiction, true),
        }
    }

    fn date(&mut self, candidate: &Candidate) {
        let variable = DateVariable::Issued;
        match (self.record.dates.get(&variable), numbers::years_agree(self.record, candidate)) {
            (None, _) => self.push(variable, DifferenceKind::Missing, false),
            // "in press": the register knows what became of it.
            (Some(Date::Literal(_)), _) => self.push(variable, DifferenceKind::Truncated, false),
            (_, Some(false)) => self.push(variable, DifferenceKind::Contradiction, true),
            _ => {}
        }
    }

    fn number(&mut self, variable: NumberVariable) {
        let Some(theirs) = self.theirs.number(variable) else { return };
        match self.record.number(variable) {
            None => self.push(variable, DifferenceKind::Missing, false),
            Some(ours) => {
                if numbers::compare_numbers(ours, theirs) == numbers::Relation::Conflict {
                    self.push(variable, DifferenceKind::Contradiction, true);
                }
            }
        }
    }

    fn page(&mut self, candidate: &Candidate) {
        let variable = NumberVariable::Page;
        match numbers::compare_pages(self.record, candidate) {
            None if self.record.number(variable).is_none() && !is_whole(self.record.item_type) => {
                self.push(variable, DifferenceKind::Missing, false);
            }
            Some(numbers::Relation::Cut) => self.push(variable, DifferenceKind::Truncated, true),
            Some(numbers::Relation::Conflict) => {
                self.push(variable, DifferenceKind::Contradiction, true);
            }
            _ => {}
        }
    }

    /// Publishers are merged and renamed, so what a record says is left alone.
    fn publisher(&mut self) {
        let shown = is_part_or_book(self.record.item_type)
            || matches!(self.record.item_type, ItemType::Thesis | ItemType::Report);
        if shown && self.record.text(TextVariable::Publisher).is_none() {
            self.push(TextVariable::Publisher, DifferenceKind::Missing, false);
        }
    }

    fn doi(&mut self, candidate: &Candidate) {
        let variable = TextVariable::Doi;
        let Some(ours) = self.record.text(variable) else {
            return self.push(variable, DifferenceKind::Missing, false);
        };
        let theirs = Doi::parse(&candidate.source_id).ok();
        if theirs.is_some() && Doi::parse(ours).ok() != theirs {
            self.push(variable, DifferenceKind::Contradiction, true);
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
