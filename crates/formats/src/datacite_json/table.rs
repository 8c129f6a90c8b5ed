//! What the types and properties of DataCite's metadata mean: a table.

use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping = Mapping::of("datacite-json")
    .types("types/resourceTypeGeneral", &[TYPES], "Other")
    .fields(FIELDS);

#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("JournalArticle", ArticleJournal).read(), kind("DataPaper", ArticleJournal).read(),
    kind("Journal", Periodical).read(), kind("Preprint", Article).read(),
    kind("Book", Book).read(), kind("BookChapter", Chapter).read(),
    kind("ConferencePaper", PaperConference).read(), kind("ConferenceProceeding", Book).read(),
    kind("Dissertation", Thesis).read(), kind("Report", Report).read(),
    kind("Standard", Standard).read(), kind("PeerReview", Review).read(),
    kind("Dataset", Dataset).read(), kind("Collection", Collection).read(),
    kind("Software", Software).read(), kind("ComputationalNotebook", Software).read(),
    kind("Audiovisual", MotionPicture).read(), kind("Sound", Song).read(),
    kind("Image", Graphic).read(), kind("Event", Event).read(),
    kind("Presentation", Speech).read(), kind("Poster", Speech).read(),
    kind("Text", Document).read(), kind("Other", Document).read(), kind("Award", Document).read(),
    kind("Instrument", Document).read(), kind("InteractiveResource", Document).read(),
    kind("Model", Document).read(), kind("OutputManagementPlan", Document).read(),
    kind("PhysicalObject", Document).read(), kind("Project", Document).read(),
    kind("Service", Document).read(), kind("StudyRegistration", Document).read(),
    kind("Workflow", Document).read(),
];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    text("titles", T::Title).read(),
    text("titles[TranslatedTitle]", T::OriginalTitle).read().weak(),
    text("titles[AlternativeTitle]", T::TitleShort).read().weak(),
    names("creators", A::Author).read(),
    names("contributors[Editor]", A::Editor).read(),
    names("contributors[Producer]", A::Producer).read(),
    names("contributors[Translator]", A::Translator).read(),
    text("publisher", T::Publisher).read(),
    text("publisher/name", T::Publisher).read(),
    text("container/title", T::ContainerTitle).read(),
    text("container/identifier", T::Issn).form(Form::Issn).read(),
    text("container/identifier", T::Isbn).form(Form::Isbn).read(),
    number("container/volume", N::Volume).read(),
    number("container/issue", N::Issue).read(),
    number("container/firstPage", N::Page).form(Form::FirstPage).read(),
    number("container/lastPage", N::Page).form(Form::LastPage).read(),
    date("dates[Issued]", D::Issued).read(),
    date("publicationYear", D::Issued).read().weak(),
    date("dates[Submitted]", D::Submitted).read(),
    date("dates[Available]", D::AvailableDate).read(),
    text("types/resourceType", T::Genre).read(),
    number("version", N::Version).read(),
    text("language", T::Language).read(),
    text("formats", T::Medium).read(),
    text("sizes", T::Dimensions).read(),
    text("subjects/subject", T::Keyword).form(Form::List).read(),
    text("rightsList/rightsUri", T::License).read(),
    text("rightsList/rights", T::License).read().weak(),
    text("descriptions[Abstract]", T::Abstract).read(),
    text("descriptions[SeriesInformation]", T::CollectionTitle).read(),
    text("doi", T::Doi).form(Form::Doi).read(),
    text("identifiers[ISBN]", T::Isbn).read(),
    text("identifiers[ISSN]", T::Issn).read(),
    text("url", T::Url).read(),
];
