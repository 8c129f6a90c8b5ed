//! What the publication types and elements of JATS mean: a table.

use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping =
    Mapping::of("jats").types("publication-type", &[TYPES], "other").fields(FIELDS);

#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("journal", ArticleJournal), kind("article", ArticleJournal).read(),
    kind("magazine", ArticleMagazine), kind("newspaper", ArticleNewspaper), kind("preprint", Article),
    kind("periodical", Periodical), kind("book", Book), kind("edited-book", Book).read(),
    kind("chapter", Chapter), kind("confproc", PaperConference),
    kind("conference", PaperConference).read(), kind("conf-proc", PaperConference).read(),
    kind("thesis", Thesis), kind("report", Report), kind("gov", Report).read(),
    kind("working-paper", Report).read(), kind("patent", Patent), kind("standard", Standard),
    kind("data", Dataset), kind("database", Dataset).read(), kind("software", Software),
    kind("web", Webpage), kind("webpage", Webpage).read(), kind("website", Webpage).read(),
    kind("letter", PersonalCommunication), kind("commun", PersonalCommunication).read(),
    kind("discussion", Post), kind("list", Post).read(), kind("legal", Legislation),
    kind("case", LegalCase), kind("hearing", Hearing), kind("unpublished", Manuscript),
    kind("manuscript", Manuscript).read(), kind("audio", Song), kind("video", MotionPicture),
    kind("other", Document), kind("journal", Review).write(), kind("journal", ReviewBook).write(),
    kind("chapter", EntryEncyclopedia).write(), kind("chapter", EntryDictionary).write(),
    kind("book", Classic).write(), kind("web", PostWeblog).write(),
];

/// Works that stand in a source: the source is their container, not their title.
const IN_SOURCE: &[ItemType] = &[
    ArticleJournal,
    ArticleMagazine,
    ArticleNewspaper,
    Article,
    Review,
    ReviewBook,
    PaperConference,
];
const PARTS: &[ItemType] = &[Chapter, EntryEncyclopedia, EntryDictionary];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    id("@id"),
    names("person-group[person-group-type=author]/name", A::Author),
    names("person-group[person-group-type=editor]/name", A::Editor),
    names("person-group[person-group-type=translator]/name", A::Translator),
    names("person-group[person-group-type=compiler]/name", A::Compiler),
    names("person-group[person-group-type=director]/name", A::Director),
    names("person-group[person-group-type=inventor]/name", A::Author).read(),
    names("person-group/name", A::Author).read(),
    names("name", A::Author).read(),
    text("article-title", T::Title).on(IN_SOURCE),
    text("chapter-title", T::Title).on(PARTS),
    text("article-title", T::Title).on(PARTS).read(),
    text("data-title", T::Title).on(&[Dataset, Software]),
    text("source", T::ContainerTitle).on(IN_SOURCE),
    text("source", T::ContainerTitle).on(PARTS),
    text("source", T::Publisher).on(&[Dataset, Software]).read(),
    text("article-title", T::Title).read(),
    text("source", T::Title),
    text("source", T::ContainerTitle).read(),
    text("trans-title", T::OriginalTitle).read(),
    text("series", T::CollectionTitle),
    date("year", D::Issued),
    text("year-suffix", T::YearSuffix),
    number("volume", N::Volume),
    number("issue", N::Issue),
    number("supplement", N::SupplementNumber),
    number("edition", N::Edition),
    number("version", N::Version),
    number("fpage", N::Page).form(Form::FirstPage),
    number("lpage", N::Page).form(Form::LastPage),
    number("page-range", N::Page).read(),
    number("elocation-id", N::Number),
    number("size", N::NumberOfPages),
    text("publisher-name", T::Publisher),
    text("publisher-loc", T::PublisherPlace),
    text("conf-name", T::EventTitle),
    text("conf-loc", T::EventPlace),
    date("conf-date", D::EventDate),
    text("pub-id[pub-id-type=doi]", T::Doi).form(Form::Doi),
    text("pub-id[pub-id-type=pmid]", T::Pmid),
    text("pub-id[pub-id-type=pmcid]", T::Pmcid),
    text("pub-id[pub-id-type=isbn]", T::Isbn).read(),
    number("patent", N::Number).on(&[Patent]),
    number("std", N::Number).on(&[Standard]),
    text("isbn", T::Isbn),
    text("issn", T::Issn),
    text("uri", T::Url),
    text("ext-link", T::Url).read(),
    text("comment/uri", T::Url).read(),
    text("comment/ext-link", T::Url).read(),
    date("date-in-citation", D::Accessed),
    text("comment", T::Note).form(Form::Lines),
    text("annotation/p", T::Annote).form(Form::Lines),
    text("mixed-citation", T::Note).read(),
    text("element-citation", T::Note).read(),
];
