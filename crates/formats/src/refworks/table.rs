//! What the types and tags of RefWorks mean: a table.

use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping = Mapping::of("refworks")
    .types("RT", &[TYPES], "Generic")
    .fields(FIELDS)
    .dates(DateForm::Slashes)
    .carrier("U5");

#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("Journal Article", ArticleJournal), kind("Journal", ArticleJournal).read(),
    kind("Journal, Electronic", ArticleJournal).read(), kind("Abstract", ArticleJournal).read(),
    kind("Magazine Article", ArticleMagazine), kind("Newspaper Article", ArticleNewspaper),
    kind("Book, Whole", Book), kind("Book, Edited", Book).read(), kind("Monograph", Book).read(),
    kind("Book", Book).read(), kind("Book, Section", Chapter),
    kind("Conference Proceedings", PaperConference), kind("Dissertation/Thesis", Thesis),
    kind("Dissertation", Thesis).read(), kind("Thesis", Thesis).read(), kind("Report", Report),
    kind("Unpublished Material", Manuscript), kind("Web Page", Webpage),
    kind("Online Discussion Forum/Blogs", Post), kind("Personal Communication", PersonalCommunication),
    kind("Bills/Resolutions", Bill), kind("Case/Court Decisions", LegalCase),
    kind("Laws/Statutes", Legislation), kind("Hearing", Hearing), kind("Patent", Patent),
    kind("Computer Program", Software), kind("Map", Map), kind("Artwork", Graphic),
    kind("Motion Picture", MotionPicture), kind("Video/DVD", MotionPicture).read(),
    kind("Video/ DVD", MotionPicture).read(), kind("Sound Recording", Song),
    kind("Music Score", MusicalScore), kind("Generic", Document), kind("Grant", Document).read(),
    kind("Journal Article", Review).write(), kind("Journal Article", ReviewBook).write(),
    kind("Online Discussion Forum/Blogs", PostWeblog).write(),
    kind("Book, Section", EntryEncyclopedia).write(), kind("Book, Section", EntryDictionary).write(),
    kind("Book, Section", Entry).write(), kind("Book, Whole", Classic).write(),
    kind("Book, Whole", Collection).write(), kind("Laws/Statutes", Regulation).write(),
    kind("Unpublished Material", Article).write(),
];

const ISSUES: &[ItemType] =
    &[ArticleJournal, ArticleMagazine, ArticleNewspaper, Article, Review, ReviewBook, Periodical];
const PARTS: &[ItemType] = &[Chapter, Entry, EntryDictionary, EntryEncyclopedia, PaperConference];
const BOOKS: &[ItemType] = &[Book, Classic, Collection, Thesis, Report];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    id("ID"),
    names("A1", A::Director).on(&[MotionPicture]),
    names("A1", A::Composer).on(&[MusicalScore]),
    names("A1", A::Author).except(&[MotionPicture, MusicalScore]),
    names("A2", A::Editor),
    names("A3", A::CollectionEditor),
    names("A4", A::Translator),
    text("T1", T::Title),
    text("JF", T::ContainerTitle).on(ISSUES),
    text("JO", T::ContainerTitleShort).on(ISSUES),
    text("T2", T::ContainerTitle).on(PARTS),
    text("T2", T::CollectionTitle).on(BOOKS),
    text("T2", T::ContainerTitle),
    text("T3", T::CollectionTitle),
    text("ST", T::TitleShort),
    text("OT", T::OriginalTitle),
    date("YR", D::Issued).form(Form::Year),
    date("FD", D::Issued).form(Form::WithinYear),
    date("RD", D::Accessed),
    number("VO", N::Volume),
    number("IS", N::Issue).except(BOOKS),
    number("IS", N::CollectionNumber).on(BOOKS),
    number("ED", N::Version).on(&[Software]),
    number("ED", N::Edition),
    number("SP", N::NumberOfPages).on(BOOKS).form(Form::FirstPage),
    number("SP", N::Page).form(Form::FirstPage),
    number("OP", N::Page).form(Form::LastPage),
    text("PB", T::Publisher),
    text("PP", T::PublisherPlace),
    text("CL", T::EventPlace).on(&[PaperConference, Speech]),
    text("CT", T::EventTitle).on(&[PaperConference, Speech]),
    text("DO", T::Doi).form(Form::Doi),
    text("SN", T::Isbn).form(Form::Isbn),
    text("SN", T::Issn).form(Form::Issn),
    text("SN", T::Issn).on(ISSUES).read(),
    text("SN", T::Isbn),
    text("AN", T::Pmid).form(Form::Between("PMID: ", "")),
    text("AN", T::ArchiveLocation),
    text("AV", T::ArchiveLocation).read(),
    text("DB", T::Archive),
    text("DS", T::Source),
    text("CN", T::CallNumber),
    text("UL", T::Url),
    text("LK", T::Url).read().weak(),
    text("LA", T::Language),
    text("K1", T::Keyword).form(Form::List),
    text("AB", T::Abstract),
    text("NO", T::Note).form(Form::Lines),
];
