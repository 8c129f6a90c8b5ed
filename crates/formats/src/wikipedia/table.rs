//! What the citation templates of Wikipedia and their parameters mean: a table.

use refsmith_model::DateVariable as D;
use refsmith_model::ItemType::{self, *};
use refsmith_model::NameVariable as A;
use refsmith_model::NumberVariable as N;
use refsmith_model::TextVariable as T;

use crate::mapping::{
    DateForm, FieldRow, Form, Index, Mapping, NameForm, TypeRow, date, id, kind, names, number,
    text,
};

pub(crate) static MAPPING: Mapping = Mapping {
    format: "wikipedia",
    type_field: "template",
    types: TYPES,
    other_type: "citation",
    fields: FIELDS,
    names: NameForm::Comma,
    dates: DateForm::Edtf,
    carrier: None,
    index: Index::new(),
};

#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("cite journal", ArticleJournal), kind("cite magazine", ArticleMagazine),
    kind("cite news", ArticleNewspaper), kind("cite document", Article).read(),
    kind("cite arxiv", Article).read(), kind("cite bioRxiv", Article).read(),
    kind("cite SSRN", Article).read(), kind("cite book", Book),
    kind("cite conference", PaperConference), kind("cite thesis", Thesis),
    kind("cite report", Report), kind("cite tech report", Report).read(),
    kind("cite web", Webpage), kind("cite newsgroup", Post), kind("cite mailing list", Post).read(),
    kind("cite encyclopedia", EntryEncyclopedia), kind("cite dictionary", EntryDictionary),
    kind("cite map", Map), kind("cite interview", Interview), kind("cite speech", Speech),
    kind("cite AV media", MotionPicture), kind("cite episode", Broadcast),
    kind("cite podcast", Broadcast).read(), kind("cite serial", Broadcast).read(),
    kind("cite AV media notes", Song), kind("cite press release", Document).read(),
    kind("cite sign", Document).read(), kind("cite patent", Patent).read(),
    kind("citation", Document), kind("cite book", Chapter).write(), kind("chapter", Chapter).read(),
    kind("cite journal", Review).write(), kind("cite journal", ReviewBook).write(),
    kind("cite web", PostWeblog).write(), kind("cite report", Standard).write(),
];

/// Works whose container is a book.
const IN_BOOKS: &[ItemType] = &[Chapter];
const IN_REFERENCE_WORKS: &[ItemType] = &[EntryEncyclopedia, EntryDictionary];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    names("author", A::Author),
    names("editor", A::Editor),
    names("translator", A::Translator),
    names("interviewer", A::Interviewer),
    names("contributor", A::Contributor).read(),
    date("date", D::Issued),
    date("year", D::Issued).read().weak(),
    date("publication-date", D::Issued).read().weak(),
    date("orig-date", D::OriginalDate).form(Form::DateOnly),
    date("orig-year", D::OriginalDate).form(Form::DateOnly).read(),
    text("chapter", T::Title).on(IN_BOOKS),
    text("contribution", T::Title).on(IN_BOOKS).read(),
    text("title", T::ContainerTitle).on(IN_BOOKS),
    text("entry", T::Title).on(IN_REFERENCE_WORKS).read(),
    text("title", T::Title),
    text("script-title", T::Title).read().weak(),
    text("trans-title", T::OriginalTitle).read(),
    text("journal", T::ContainerTitle).on(&[ArticleJournal, Article, Review, ReviewBook]),
    text("magazine", T::ContainerTitle).on(&[ArticleMagazine]),
    text("newspaper", T::ContainerTitle).on(&[ArticleNewspaper]),
    text("encyclopedia", T::ContainerTitle).on(&[EntryEncyclopedia]),
    text("dictionary", T::ContainerTitle).on(&[EntryDictionary]),
    text("book-title", T::ContainerTitle).on(&[PaperConference]),
    text("website", T::ContainerTitle).on(&[Webpage, PostWeblog]),
    text("series", T::ContainerTitle).on(&[Broadcast]),
    text("work", T::ContainerTitle),
    text("journal", T::ContainerTitle).read(),
    text("magazine", T::ContainerTitle).read(),
    text("newspaper", T::ContainerTitle).read(),
    text("periodical", T::ContainerTitle).read(),
    text("website", T::ContainerTitle).read(),
    text("encyclopedia", T::ContainerTitle).read(),
    text("book-title", T::ContainerTitle).read(),
    text("conference", T::EventTitle),
    text("event", T::EventTitle).read(),
    text("department", T::CollectionTitle).read(),
    text("series", T::CollectionTitle),
    number("volume", N::Volume),
    number("issue", N::Issue),
    number("number", N::Issue).on(&[ArticleJournal, ArticleMagazine]).read(),
    number("number", N::Number).read(),
    number("article-number", N::Number).on(&[ArticleJournal]),
    number("pages", N::Page),
    number("page", N::Page).read(),
    number("at", N::Section),
    number("edition", N::Edition),
    number("version", N::Version),
    text("degree", T::Genre).on(&[Thesis]),
    text("type", T::Genre),
    text("medium", T::Medium),
    text("scale", T::Scale).on(&[Map]),
    text("publisher", T::Publisher),
    text("institution", T::Publisher).read(),
    text("location", T::PublisherPlace),
    text("publication-place", T::PublisherPlace).read(),
    text("place", T::PublisherPlace).read(),
    text("language", T::Language),
    text("isbn", T::Isbn),
    text("issn", T::Issn),
    text("eissn", T::Issn).read().weak(),
    text("doi", T::Doi).form(Form::Doi),
    text("pmid", T::Pmid),
    text("pmc", T::Pmcid),
    text("url", T::Url),
    text("chapter-url", T::Url).read(),
    date("access-date", D::Accessed),
    text("via", T::Source),
    text("id", T::CallNumber).read(),
    number("id", N::Number).except(&[ArticleJournal]),
    id("ref"),
];
