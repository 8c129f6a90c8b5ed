//! What the source types and elements of Word mean: a table.

use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping =
    Mapping::of("word-xml").types("SourceType", &[TYPES], "Misc").fields(FIELDS);

#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("JournalArticle", ArticleJournal), kind("ArticleInAPeriodical", ArticleMagazine),
    kind("Book", Book), kind("BookSection", Chapter), kind("ConferenceProceedings", PaperConference),
    kind("Report", Report), kind("InternetSite", Webpage),
    kind("DocumentFromInternetSite", PostWeblog), kind("ElectronicSource", Document).read(),
    kind("Art", Graphic), kind("SoundRecording", Song), kind("Performance", Performance),
    kind("Film", MotionPicture), kind("Interview", Interview), kind("Patent", Patent),
    kind("Case", LegalCase), kind("Misc", Document),
    kind("ArticleInAPeriodical", ArticleNewspaper).write(), kind("JournalArticle", Review).write(),
    kind("JournalArticle", ReviewBook).write(), kind("Report", Thesis).write(),
    kind("Report", Standard).write(), kind("Book", Classic).write(),
    kind("BookSection", EntryEncyclopedia).write(), kind("BookSection", EntryDictionary).write(),
    kind("DocumentFromInternetSite", Post).write(), kind("ElectronicSource", Software).write(),
    kind("ElectronicSource", Dataset).write(), kind("DocumentFromInternetSite", Article).write(),
];

const PERIODICALS: &[ItemType] = &[ArticleMagazine, ArticleNewspaper];
const JOURNALS: &[ItemType] = &[ArticleJournal, Review, ReviewBook];
const PARTS: &[ItemType] = &[Chapter, EntryEncyclopedia, EntryDictionary];
const WEB: &[ItemType] = &[Webpage, PostWeblog, Post, Article];
const INSTITUTIONS: &[ItemType] = &[Report, Thesis, Standard];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    id("Tag"),
    names("Author/Inventor/NameList/Person", A::Author).on(&[Patent]),
    names("Author/Director/NameList/Person", A::Director),
    names("Author/Composer/NameList/Person", A::Composer),
    names("Author/Performer/NameList/Person", A::Performer),
    names("Author/Artist/NameList/Person", A::Author).on(&[Graphic]),
    names("Author/Interviewee/NameList/Person", A::Author).on(&[Interview]),
    names("Author/Interviewer/NameList/Person", A::Interviewer),
    names("Author/Author/NameList/Person", A::Author),
    names("Author/BookAuthor/NameList/Person", A::ContainerAuthor),
    names("Author/Editor/NameList/Person", A::Editor),
    names("Author/Translator/NameList/Person", A::Translator),
    names("Author/Compiler/NameList/Person", A::Compiler),
    names("Author/ProducerName/NameList/Person", A::Producer),
    names("Author/Writer/NameList/Person", A::ScriptWriter),
    text("Title", T::Title),
    text("ShortTitle", T::TitleShort),
    text("JournalName", T::ContainerTitle).on(JOURNALS),
    text("PeriodicalTitle", T::ContainerTitle).on(PERIODICALS),
    text("BookTitle", T::ContainerTitle).on(PARTS),
    text("InternetSiteTitle", T::ContainerTitle).on(WEB),
    text("ConferenceName", T::ContainerTitle).on(&[PaperConference]),
    text("PublicationTitle", T::ContainerTitle),
    text("JournalName", T::ContainerTitle).read(),
    text("BookTitle", T::ContainerTitle).read(),
    text("PeriodicalTitle", T::ContainerTitle).read(),
    date("Year", D::Issued),
    number("Edition", N::Edition),
    number("Volume", N::Volume),
    number("Issue", N::Issue),
    number("NumberVolumes", N::NumberOfVolumes),
    number("ChapterNumber", N::ChapterNumber),
    number("Pages", N::Page),
    number("PatentNumber", N::Number).on(&[Patent]),
    number("CaseNumber", N::Number).on(&[LegalCase]),
    number("Version", N::Version),
    text("ThesisType", T::Genre),
    text("Medium", T::Medium),
    text("Court", T::Authority).on(&[LegalCase]),
    text("Institution", T::Publisher).on(INSTITUTIONS),
    text("Publisher", T::Publisher),
    text("City", T::PublisherPlace),
    text("DOI", T::Doi).form(Form::Doi),
    text("StandardNumber", T::Isbn).form(Form::Isbn),
    text("StandardNumber", T::Issn).form(Form::Issn),
    text("URL", T::Url),
    date("YearAccessed", D::Accessed),
    text("Comments", T::Note).form(Form::Lines),
];
