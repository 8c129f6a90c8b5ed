//! What the types and keys of CITATION.cff mean: a table.

use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping =
    Mapping::of("cff").types("type", &[TYPES], "generic").fields(FIELDS);

#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("article", ArticleJournal), kind("magazine-article", ArticleMagazine),
    kind("newspaper-article", ArticleNewspaper), kind("unpublished", Article),
    kind("book", Book), kind("conference-paper", PaperConference), kind("thesis", Thesis),
    kind("report", Report), kind("standard", Standard), kind("patent", Patent),
    kind("data", Dataset), kind("dataset", Dataset).read(), kind("database", Dataset).read(),
    kind("software", Software), kind("software-code", Software).read(),
    kind("software-container", Software).read(), kind("software-executable", Software).read(),
    kind("software-virtual-machine", Software).read(), kind("website", Webpage),
    kind("blog", PostWeblog), kind("bill", Bill), kind("legal-case", LegalCase),
    kind("statute", Legislation), kind("legal-rule", Regulation), kind("hearing", Hearing),
    kind("map", Map), kind("art", Graphic), kind("music", MusicalScore),
    kind("sound-recording", Song), kind("film-broadcast", MotionPicture),
    kind("video", MotionPicture).read(), kind("audiovisual", MotionPicture).read(),
    kind("multimedia", MotionPicture).read(), kind("pamphlet", Pamphlet),
    kind("personal-communication", PersonalCommunication), kind("slides", Speech),
    kind("serial", Periodical), kind("historical-work", Classic), kind("conference", Event),
    kind("encyclopedia", EntryEncyclopedia), kind("dictionary", EntryDictionary),
    kind("edited-work", Collection), kind("generic", Document),
    kind("proceedings", Book).read(), kind("catalogue", Book).read(), kind("manual", Book).read(),
    kind("government-document", Report).read(), kind("grant", Document).read(),
    kind("film-broadcast", Broadcast).write(), kind("article", Review).write(),
    kind("article", ReviewBook).write(), kind("unpublished", Manuscript).write(),
    kind("book", Chapter).write(), kind("website", Post).write(), kind("legal-rule", Treaty).write(),
];

/// Works in periodicals, which have a `journal`.
const IN_PERIODICALS: &[ItemType] =
    &[ArticleJournal, ArticleMagazine, ArticleNewspaper, Article, Review, ReviewBook, Periodical];

/// Works in others, of which the `collection-title` is the title.
const PARTS: &[ItemType] =
    &[Chapter, PaperConference, Entry, EntryDictionary, EntryEncyclopedia, Broadcast, Song, Figure];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    text("title", T::Title),
    names("authors", A::Author),
    names("senders", A::Author).read(),
    names("editors", A::Editor),
    names("editors-series", A::CollectionEditor),
    names("translators", A::Translator),
    names("recipients", A::Recipient),
    id("citation-key"),
    text("abbreviation", T::TitleShort),
    text("abstract", T::Abstract),
    text("journal", T::ContainerTitle).on(IN_PERIODICALS),
    text("collection-title", T::ContainerTitle).on(PARTS),
    text("collection-title", T::CollectionTitle),
    text("journal", T::ContainerTitle),
    text("volume-title", T::VolumeTitle),
    number("volume", N::Volume),
    number("issue", N::Issue),
    number("start", N::Page).form(Form::FirstPage),
    number("end", N::Page).form(Form::LastPage),
    number("pages", N::NumberOfPages),
    number("number", N::Number),
    number("number-volumes", N::NumberOfVolumes),
    number("edition", N::Edition),
    number("section", N::Section),
    number("version", N::Version),
    date("date-released", D::Issued).on(&[Software, Dataset]),
    date("date-published", D::Issued),
    date("date-released", D::Issued).read(),
    date("issue-date", D::Issued).read().weak(),
    date("year", D::Issued).read().weak(),
    date("date-accessed", D::Accessed),
    date("date-downloaded", D::Accessed).read(),
    date("year-original", D::OriginalDate),
    text("institution/name", T::Publisher).on(&[Thesis, Report, Speech, Hearing]),
    text("publisher/name", T::Publisher),
    text("institution/name", T::Publisher).read(),
    text("publisher/city", T::PublisherPlace),
    text("location/name", T::PublisherPlace).read(),
    text("institution/city", T::PublisherPlace).read(),
    text("conference/name", T::EventTitle),
    text("conference/city", T::EventPlace),
    text("conference/location", T::EventPlace).read(),
    date("conference/date-start", D::EventDate),
    text("database", T::Source),
    text("database-provider/name", T::Archive),
    text("thesis-type", T::Genre).on(&[Thesis]),
    text("data-type", T::Genre).on(&[Dataset]),
    text("format", T::Genre).read().weak(),
    text("medium", T::Medium),
    text("status", T::Status),
    text("doi", T::Doi).form(Form::Doi),
    text("identifiers[doi]", T::Doi).form(Form::Doi).read().weak(),
    text("url", T::Url),
    text("repository-code", T::Url).read().weak(),
    text("repository", T::Url).read().weak(),
    text("identifiers[url]", T::Url).read().weak(),
    text("isbn", T::Isbn),
    text("issn", T::Issn),
    text("pmcid", T::Pmcid),
    text("languages", T::Language).form(Form::List),
    text("keywords", T::Keyword).form(Form::List),
    text("license", T::License),
    text("license-url", T::License).read().weak(),
    text("notes", T::Note),
];
