//! What the types and tags of RIS mean: a table.
//!
//! Sources: the RIS specification of 2001 and its extension of 2011 (types such as `CPAPER`), and
//! the exports of EndNote, Zotero, Mendeley, Scopus, Web of Science and publishers.

use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping = Mapping::of("ris")
    .types("TY", &[TYPES], "GEN")
    .fields(FIELDS)
    .dates(DateForm::Slashes)
    .carrier("U5");

#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("JOUR", ArticleJournal), kind("MGZN", ArticleMagazine), kind("NEWS", ArticleNewspaper),
    kind("EJOUR", ArticleJournal).read(), kind("INPR", ArticleJournal).read(),
    kind("ABST", ArticleJournal).read(), kind("JFULL", Periodical), kind("UNPB", Article),
    kind("BOOK", Book), kind("EBOOK", Book).read(), kind("EDBOOK", Book).read(),
    kind("CTLG", Book).read(), kind("SER", Collection),
    kind("CLSWK", Classic), kind("ANCIENT", Classic).read(),
    kind("CHAP", Chapter), kind("ECHAP", Chapter).read(),
    kind("DICT", EntryDictionary), kind("ENCYC", EntryEncyclopedia), kind("ENCYC", Entry).write(),
    kind("CPAPER", PaperConference), kind("CONF", PaperConference).read(), kind("THES", Thesis), kind("RPRT", Report),
    kind("GOVDOC", Report).read(), kind("STAND", Standard), kind("STD", Standard).read(),
    kind("PAMP", Pamphlet), kind("MANSCPT", Manuscript), kind("UNPD", Manuscript).read(),
    kind("GEN", Document), kind("GRANT", Document).read(), kind("GRNT", Document).read(),
    kind("EQUA", Document).read(), kind("ELEC", Webpage), kind("WEB", Webpage).read(),
    kind("BLOG", PostWeblog), kind("ICOMM", Post), kind("PCOMM", PersonalCommunication),
    kind("BILL", Bill), kind("UNBILL", Bill).read(), kind("CASE", LegalCase),
    kind("STAT", Legislation), kind("LEGAL", Regulation), kind("HEAR", Hearing),
    kind("PAT", Patent), kind("TREATY", Treaty).read(), kind("LEGAL", Treaty).write(),
    kind("DATA", Dataset), kind("AGGR", Dataset).read(), kind("DBASE", Dataset).read(),
    kind("COMP", Software), kind("MAP", Map), kind("ART", Graphic), kind("ADVS", Graphic).read(),
    kind("FIGURE", Figure), kind("CHART", Figure).read(), kind("SLIDE", Speech),
    kind("MPCT", MotionPicture), kind("VIDEO", MotionPicture).read(),
    kind("MULTI", MotionPicture).read(), kind("SOUND", Song), kind("MUSIC", MusicalScore),
    kind("POD", Broadcast), kind("INTV", Interview), kind("PRESS", Document).read(),
    kind("JOUR", Review).write(), kind("JOUR", ReviewBook).write(),
];

/// Articles and whatever else comes out in issues.
const ISSUES: &[ItemType] =
    &[ArticleJournal, ArticleMagazine, ArticleNewspaper, Article, Review, ReviewBook, Periodical];
/// Works that stand on their own: the second title is a series.
const WHOLES: &[ItemType] = &[
    Book,
    Classic,
    Collection,
    Pamphlet,
    Report,
    Thesis,
    Map,
    Standard,
    Manuscript,
    Software,
    Dataset,
    MotionPicture,
    Song,
    MusicalScore,
    Graphic,
    Figure,
    Patent,
];
/// Books: a first page without a last one is the number of pages.
const BOOKS: &[ItemType] = &[Book, Classic, Collection, Thesis, Report];
const PARTS: &[ItemType] = &[Chapter, Entry, EntryDictionary, EntryEncyclopedia, PaperConference];
const TALKS: &[ItemType] = &[PaperConference];
const LAW: &[ItemType] = &[LegalCase, Bill, Hearing, Legislation, Regulation, Treaty];

/// Works with a cast.
const RECORDED: &[ItemType] = &[MotionPicture, Broadcast, Song];
/// Works that are measured in something else than pages, or have a technical format.
const OBJECTS: &[ItemType] = &[MotionPicture, Broadcast, Song, Graphic, Map];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    id("ID"),
    names("AU", A::Director).on(&[MotionPicture]),
    names("AU", A::Composer).on(&[MusicalScore]),
    names("AU", A::Author).except(&[MotionPicture, MusicalScore]),
    names("A1", A::Director).on(&[MotionPicture]).read(),
    names("A1", A::Composer).on(&[MusicalScore]).read(),
    names("A1", A::Author).read(),
    names("A2", A::CollectionEditor).on(BOOKS),
    names("A2", A::Recipient).on(&[PersonalCommunication]),
    names("A2", A::Interviewer).on(&[Interview]),
    names("A2", A::Editor).except(BOOKS),
    names("A3", A::CollectionEditor).on(PARTS),
    names("A3", A::Editor).on(BOOKS).read(),
    names("A3", A::Producer).on(&[MotionPicture]),
    names("A3", A::CollectionEditor).read(),
    names("A4", A::Translator),
    names("ED", A::Editor),
    names("C2", A::ContainerAuthor).on(&[Chapter]),
    // What EndNote calls Cast, Credits, Scale, Size or Length, and Format.
    names("C1", A::Performer).on(RECORDED),
    names("C2", A::ScriptWriter).on(&[MotionPicture]),
    text("C1", T::Scale).on(&[Map]),
    text("C3", T::Dimensions).on(OBJECTS),
    text("C5", T::Medium).on(OBJECTS),
    text("TI", T::Title),
    text("T1", T::Title).read(),
    text("CT", T::Title).read(),
    text("BT", T::ContainerTitle).on(PARTS).read(),
    text("BT", T::Title).read(),
    text("C3", T::ContainerTitle).on(TALKS),
    text("T2", T::EventTitle).on(TALKS).write(),
    text("T2", T::ContainerTitle).on(TALKS).read().weak(),
    text("T2", T::EventTitle).on(TALKS).read().weak(),
    text("T2", T::EventTitle).on(&[Speech]),
    text("T2", T::CollectionTitle).on(WHOLES),
    text("T2", T::ContainerTitle),
    text("JF", T::ContainerTitle).read(),
    text("J2", T::ContainerTitleShort),
    text("JA", T::ContainerTitleShort).read(),
    text("J1", T::ContainerTitleShort).read(),
    text("JO", T::ContainerTitle).read().weak(),
    text("JO", T::ContainerTitleShort).read().weak(),
    text("JA", T::ContainerTitle).read().weak(),
    text("T3", T::VolumeTitle).on(BOOKS),
    text("T3", T::CollectionTitle),
    text("ST", T::TitleShort),
    text("RI", T::ReviewedTitle),
    date("PY", D::Issued).form(Form::Year),
    date("Y1", D::Issued).read(),
    date("DA", D::Issued).form(Form::WithinYear),
    date("OP", D::OriginalDate).form(Form::DateOnly),
    date("Y2", D::Accessed),
    number("VL", N::Volume),
    number("IS", N::Issue),
    number("SV", N::CollectionNumber),
    number("NV", N::NumberOfVolumes),
    number("ET", N::Version).on(&[Software, Dataset]),
    number("ET", N::Edition),
    number("SE", N::ChapterNumber).on(PARTS),
    number("SE", N::Section),
    number("SP", N::NumberOfPages).on(BOOKS).form(Form::FirstPage),
    number("SP", N::Page).form(Form::FirstPage),
    number("EP", N::Page).form(Form::LastPage),
    number("C7", N::Number).on(ISSUES),
    number("M1", N::Number),
    // Where databases put the DOI before there was a tag for it.
    text("M3", T::Doi).form(Form::OnlyDoi).read(),
    text("M3", T::Genre),
    text("C1", T::PublisherPlace).on(TALKS),
    text("CY", T::EventPlace).on(&[PaperConference, Speech]),
    text("CY", T::Jurisdiction).on(&[Patent]),
    text("CY", T::PublisherPlace),
    text("CP", T::PublisherPlace).read(),
    text("PP", T::PublisherPlace).read(),
    text("PB", T::Authority).on(LAW),
    text("PB", T::Publisher),
    text("DO", T::Doi).form(Form::Doi),
    text("SN", T::Isbn).form(Form::Isbn),
    text("SN", T::Issn).form(Form::Issn),
    number("SN", N::Number).on(&[Report, Patent, Standard]).read(),
    text("SN", T::Issn).on(ISSUES).read(),
    text("SN", T::Isbn),
    text("C2", T::Pmcid).on(ISSUES),
    text("AN", T::Pmid).form(Form::Between("PMID: ", "")),
    text("AN", T::ArchiveLocation),
    text("AV", T::ArchiveLocation).read(),
    text("DB", T::Archive),
    text("DP", T::Source),
    text("CN", T::CallNumber),
    text("LB", T::CitationLabel),
    text("UR", T::Url),
    text("LK", T::Url).read().weak(),
    text("LA", T::Language),
    text("KW", T::Keyword).form(Form::List),
    text("AB", T::Abstract),
    text("N2", T::Abstract).read().weak(),
    text("N1", T::Doi).form(Form::OnlyDoi).read(),
    text("L3", T::Doi).form(Form::OnlyDoi).read(),
    text("N1", T::Note).form(Form::Lines),
    text("RN", T::Annote).form(Form::Lines),
];
