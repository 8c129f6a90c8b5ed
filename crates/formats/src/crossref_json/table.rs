//! What the types and members of Crossref's works mean: a table.

use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping =
    Mapping::of("crossref-json").types("type", &[TYPES], "other").fields(FIELDS);

// The list of types is open: what is not known is a `document`.
#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("journal-article", ArticleJournal).read(), kind("book-chapter", Chapter).read(),
    kind("book-section", Chapter).read(), kind("book-part", Chapter).read(),
    kind("book-track", Chapter).read(), kind("reference-entry", EntryEncyclopedia).read(),
    kind("proceedings-article", PaperConference).read(), kind("posted-content", Article).read(),
    kind("monograph", Book).read(), kind("book", Book).read(), kind("edited-book", Book).read(),
    kind("reference-book", Book).read(), kind("book-set", Book).read(),
    kind("proceedings", Book).read(), kind("book-series", Collection).read(),
    kind("proceedings-series", Collection).read(), kind("report-series", Collection).read(),
    kind("standard-series", Collection).read(), kind("dissertation", Thesis).read(),
    kind("report", Report).read(), kind("report-component", Report).read(),
    kind("standard", Standard).read(), kind("dataset", Dataset).read(),
    kind("database", Dataset).read(), kind("peer-review", Review).read(),
    kind("journal", Periodical).read(), kind("journal-issue", Periodical).read(),
    kind("journal-volume", Periodical).read(),
];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    text("title", T::Title).read(),
    text("original-title", T::OriginalTitle).read(),
    text("short-title", T::TitleShort).read(),
    names("author", A::Author).read(),
    names("editor", A::Editor).read(),
    names("translator", A::Translator).read(),
    names("chair", A::Chair).read(),
    text("short-container-title", T::ContainerTitleShort).read(),
    // Books in series have two containers: the first is kept as such, as Crossref's own citations do.
    text("container-title", T::ContainerTitle).read(),
    text("container-title", T::CollectionTitle).read(),
    text("group-title", T::CollectionTitle).on(&[Article]).read().weak(),
    date("issued", D::Issued).read(),
    date("published", D::Issued).read(),
    date("published-print", D::Issued).read(),
    date("published-online", D::Issued).read(),
    date("posted", D::Issued).read(),
    number("volume", N::Volume).read(),
    number("issue", N::Issue).read(),
    number("page", N::Page).read(),
    number("article-number", N::Number).read(),
    number("edition-number", N::Edition).read(),
    number("version/version", N::Version).read(),
    text("publisher", T::Publisher).read(),
    text("publisher-location", T::PublisherPlace).read(),
    text("institution/name", T::Publisher).read().weak(),
    text("standards-body/name", T::Authority).read(),
    text("event/name", T::EventTitle).read(),
    text("event/location", T::EventPlace).read(),
    date("event/start", D::EventDate).read(),
    text("degree", T::Genre).read(),
    text("subtype", T::Genre).read().weak(),
    text("DOI", T::Doi).form(Form::Doi).read(),
    text("URL", T::Url).read(),
    text("ISBN", T::Isbn).read(),
    text("ISSN", T::Issn).read(),
    text("language", T::Language).read(),
    text("subject", T::Keyword).form(Form::List).read(),
    text("license/URL", T::License).read(),
    text("abstract", T::Abstract).read(),
];
