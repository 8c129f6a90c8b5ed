//! The order in which the variables of an item are written: what it is, who, when, what, where.

use refsmith_model::DateVariable as D;
use refsmith_model::NameVariable as A;
use refsmith_model::NumberVariable as N;
use refsmith_model::TextVariable as T;
use refsmith_model::{Record, Variable};

const fn t(variable: T) -> Variable {
    Variable::Text(variable)
}

const fn n(variable: N) -> Variable {
    Variable::Number(variable)
}

const fn a(variable: A) -> Variable {
    Variable::Name(variable)
}

const fn d(variable: D) -> Variable {
    Variable::Date(variable)
}

/// Every variable, in the order of the output.
#[rustfmt::skip]
const ORDER: &[Variable] = &[
    t(T::CitationKey), t(T::CitationLabel), n(N::CitationNumber),
    a(A::Author), a(A::Chair), a(A::Compiler), a(A::Composer), a(A::ContainerAuthor),
    a(A::Contributor), a(A::Curator), a(A::Director), a(A::Editor), a(A::EditorialDirector),
    a(A::EditorTranslator), a(A::CollectionEditor), a(A::ExecutiveProducer), a(A::Guest),
    a(A::Host), a(A::Illustrator), a(A::Interviewer), a(A::Narrator), a(A::Organizer),
    a(A::OriginalAuthor), a(A::Performer), a(A::Producer), a(A::Recipient),
    a(A::ReviewedAuthor), a(A::ScriptWriter), a(A::SeriesCreator), a(A::Translator),
    d(D::Issued), t(T::YearSuffix),
    t(T::Title), t(T::TitleShort), t(T::PartTitle), t(T::VolumeTitle),
    t(T::ContainerTitle), t(T::ContainerTitleShort), t(T::CollectionTitle),
    n(N::CollectionNumber), n(N::Edition), n(N::Volume), n(N::NumberOfVolumes), n(N::Issue),
    n(N::SupplementNumber), n(N::PartNumber), n(N::ChapterNumber), n(N::Section), n(N::Page),
    n(N::PageFirst), n(N::NumberOfPages), n(N::Number), n(N::PrintingNumber), n(N::Version),
    n(N::Locator), n(N::FirstReferenceNoteNumber),
    t(T::Genre), t(T::Medium), t(T::Publisher), t(T::PublisherPlace), t(T::Authority),
    t(T::Jurisdiction), t(T::Division), t(T::Event), t(T::EventTitle), t(T::EventPlace), d(D::EventDate),
    t(T::OriginalTitle), d(D::OriginalDate), t(T::OriginalPublisher),
    t(T::OriginalPublisherPlace), t(T::ReviewedTitle), t(T::ReviewedGenre),
    t(T::Archive), t(T::ArchiveCollection), t(T::ArchiveLocation), t(T::ArchivePlace),
    t(T::CallNumber), t(T::Source), t(T::Dimensions), t(T::Scale), t(T::License),
    t(T::References), t(T::Status), d(D::Submitted), d(D::AvailableDate),
    t(T::Doi), t(T::Url), d(D::Accessed), t(T::Isbn), t(T::Issn), t(T::Pmid), t(T::Pmcid),
    t(T::Language), t(T::Abstract), t(T::Keyword), t(T::Annote), t(T::Note),
];

/// The places of all variables of each class in [`ORDER`].
static PLACES: [[u8; 64]; 4] = {
    let mut places = [[0; 64]; 4];
    let mut place = 0;
    while place < ORDER.len() {
        let (class, variable) = number(ORDER[place]);
        places[class][variable] = place as u8;
        place += 1;
    }
    places
};

/// Numbers the classes, and the variables of each.
const fn number(variable: Variable) -> (usize, usize) {
    match variable {
        Variable::Text(name) => (0, name as usize),
        Variable::Number(name) => (1, name as usize),
        Variable::Name(name) => (2, name as usize),
        Variable::Date(name) => (3, name as usize),
    }
}

/// Returns the variables of a record in the order of the output.
pub(crate) fn variables(record: &Record) -> Vec<Variable> {
    let mut variables = record.variables();
    variables.sort_unstable_by_key(|variable| {
        let (class, variable) = number(*variable);
        PLACES.get(class).and_then(|places| places.get(variable))
    });
    variables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_is_written_once() {
        let mut all: Vec<Variable> = T::ALL.iter().copied().map(Variable::Text).collect();
        all.extend(N::ALL.iter().copied().map(Variable::Number));
        all.extend(A::ALL.iter().copied().map(Variable::Name));
        all.extend(D::ALL.iter().copied().map(Variable::Date));
        let mut ordered = ORDER.to_vec();
        all.sort_unstable();
        ordered.sort_unstable();
        assert_eq!(ordered, all);
    }
}
