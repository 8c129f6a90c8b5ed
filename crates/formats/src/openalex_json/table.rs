//! What the types and properties of OpenAlex's works mean: a table.

use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping =
    Mapping::of("openalex-json").types("type", &[TYPES], "other").fields(FIELDS);

#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("article", ArticleJournal).read(), kind("review", ArticleJournal).read(),
    kind("letter", ArticleJournal).read(), kind("editorial", ArticleJournal).read(),
    kind("erratum", ArticleJournal).read(), kind("retraction", ArticleJournal).read(),
    kind("preprint", Article).read(), kind("book", Book).read(),
    kind("book-chapter", Chapter).read(), kind("reference-entry", EntryEncyclopedia).read(),
    kind("dissertation", Thesis).read(), kind("report", Report).read(),
    kind("report-component", Report).read(), kind("standard", Standard).read(),
    kind("dataset", Dataset).read(), kind("software", Software).read(),
    kind("peer-review", Review).read(), kind("book-set", Book).read(),
    kind("book-series", Collection).read(), kind("book-section", Chapter).read(),
    kind("proceedings-article", PaperConference).read(), kind("journal-article", ArticleJournal).read(),
    kind("posted-content", Article).read(), kind("conference-paper", PaperConference).read(),
    kind("paratext", Document).read(), kind("libguides", Document).read(),
    kind("grant", Document).read(), kind("supplementary-materials", Document).read(),
    kind("other", Document).read(),
];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    text("title", T::Title).read(),
    text("display_name", T::Title).read().weak(),
    names("authorships", A::Author).read(),
    text("primary_location/source/display_name", T::ContainerTitle).read(),
    text("primary_location/source/issn_l", T::Issn).read(),
    text("primary_location/source/host_organization_name", T::Publisher).read(),
    text("primary_location/license", T::License).read(),
    text("primary_location/landing_page_url", T::Url).read(),
    date("publication_date", D::Issued).read(),
    date("publication_year", D::Issued).read().weak(),
    number("biblio/volume", N::Volume).read(),
    number("biblio/issue", N::Issue).read(),
    number("biblio/first_page", N::Page).form(Form::FirstPage).read(),
    number("biblio/last_page", N::Page).form(Form::LastPage).read(),
    text("language", T::Language).read(),
    text("keywords/display_name", T::Keyword).form(Form::List).read(),
    text("abstract", T::Abstract).read(),
    text("doi", T::Doi).form(Form::Doi).read(),
    text("ids/doi", T::Doi).form(Form::Doi).read().weak(),
    text("ids/pmid", T::Pmid).form(Form::Between("https://pubmed.ncbi.nlm.nih.gov/", "")).read(),
    text("ids/pmcid", T::Pmcid).form(Form::Between("https://www.ncbi.nlm.nih.gov/pmc/articles/", "")).read(),
];
