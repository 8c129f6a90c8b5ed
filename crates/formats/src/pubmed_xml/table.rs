//! What the publication types and elements of PubMed mean: a table.

use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping = Mapping::of("pubmed-xml")
    .types("PublicationType", &[TYPES], "Journal Article")
    .fields(FIELDS)
    .dates(DateForm::Words);

#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("Journal Article", ArticleJournal).read(), kind("Newspaper Article", ArticleNewspaper).read(),
    kind("Dataset", Dataset).read(), kind("Preprint", Article).read(),
    kind("Technical Report", Report).read(), kind("Interview", Interview).read(),
    kind("Legal Case", LegalCase).read(), kind("Legislation", Legislation).read(),
];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    text("MedlineCitation/PMID", T::Pmid).read(),
    names("MedlineCitation/Article/AuthorList/Author", A::Author).read(),
    text("MedlineCitation/Article/ArticleTitle", T::Title).read(),
    text("MedlineCitation/Article/VernacularTitle", T::OriginalTitle).read(),
    text("MedlineCitation/Article/Journal/Title", T::ContainerTitle).read(),
    text("MedlineCitation/Article/Journal/ISOAbbreviation", T::ContainerTitleShort).read(),
    text("MedlineCitation/MedlineJournalInfo/MedlineTA", T::ContainerTitleShort).read().weak(),
    text("MedlineCitation/Article/Journal/ISSN", T::Issn).read(),
    text("MedlineCitation/MedlineJournalInfo/ISSNLinking", T::Issn).read().weak(),
    number("MedlineCitation/Article/Journal/JournalIssue/Volume", N::Volume).read(),
    number("MedlineCitation/Article/Journal/JournalIssue/Issue", N::Issue).read(),
    date("MedlineCitation/Article/Journal/JournalIssue/PubDate", D::Issued).read(),
    number("MedlineCitation/Article/Pagination/MedlinePgn", N::Page).read(),
    number("MedlineCitation/Article/Pagination/StartPage", N::Page).read().weak(),
    text("MedlineCitation/Article/ELocationID[EIdType=doi]", T::Doi).form(Form::Doi).read(),
    number("MedlineCitation/Article/ELocationID[EIdType=pii]", N::Number).read().weak(),
    text("MedlineCitation/Article/Abstract/AbstractText", T::Abstract).form(Form::Lines).read(),
    text("MedlineCitation/Article/Language", T::Language).read(),
    text("MedlineCitation/MedlineJournalInfo/Country", T::PublisherPlace).read(),
    text("MedlineCitation/KeywordList/Keyword", T::Keyword).form(Form::List).read(),
    text("PubmedData/ArticleIdList/ArticleId[IdType=doi]", T::Doi).form(Form::Doi).read(),
    text("PubmedData/ArticleIdList/ArticleId[IdType=pmc]", T::Pmcid).read(),
    text("PubmedData/ArticleIdList/ArticleId[IdType=pubmed]", T::Pmid).read(),
];
