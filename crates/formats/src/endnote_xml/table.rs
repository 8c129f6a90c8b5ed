//! What the types and elements of EndNote's XML mean: a table.
//!
//! EndNote has one set of fields for all its formats; here are the names they have in XML.

use crate::endnote::TYPES;
use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping = Mapping::of("endnote-xml")
    .types("ref-type", &[TYPES], "Generic")
    .fields(FIELDS)
    .names(NameForm::CommaClosed)
    .dates(DateForm::Slashes)
    .carrier("custom6");

/// The numbers of the types. A type without number is written with that of `Generic`.
#[rustfmt::skip]
pub(crate) static NUMBERS: [(&str, &str); 44] = [
    ("Artwork", "2"), ("Audiovisual Material", "3"), ("Bill", "4"), ("Book Section", "5"),
    ("Book", "6"), ("Case", "7"), ("Chart or Table", "38"), ("Computer Program", "9"),
    ("Conference Proceedings", "10"), ("Web Page", "12"), ("Generic", "13"), ("Hearing", "14"),
    ("Journal Article", "17"), ("Magazine Article", "19"), ("Map", "20"),
    ("Film or Broadcast", "21"), ("Newspaper Article", "23"), ("Patent", "25"),
    ("Personal Communication", "26"), ("Report", "27"), ("Edited Book", "28"), ("Statute", "31"),
    ("Thesis", "32"), ("Unpublished Work", "34"), ("Manuscript", "36"), ("Figure", "37"),
    ("Equation", "39"), ("Electronic Article", "43"), ("Electronic Book", "44"),
    ("Online Database", "45"), ("Government Document", "46"), ("Conference Paper", "47"),
    ("Online Multimedia", "48"), ("Classical Work", "49"), ("Legal Rule or Regulation", "50"),
    ("Ancient Text", "51"), ("Dictionary", "52"), ("Encyclopedia", "53"), ("Grant", "54"),
    ("Aggregated Database", "55"), ("Blog", "56"), ("Serial", "57"), ("Standard", "58"),
    ("Dataset", "59"),
];

const ISSUES: &[ItemType] =
    &[ArticleJournal, ArticleMagazine, ArticleNewspaper, Article, Review, ReviewBook, Periodical];
const PARTS: &[ItemType] = &[Chapter, Entry, EntryDictionary, EntryEncyclopedia, PaperConference];
const BOOKS: &[ItemType] = &[Book, Classic, Collection, Thesis, Report];
const LAW: &[ItemType] = &[LegalCase, Bill, Hearing, Legislation, Regulation, Treaty];

/// Works that are measured in something else than pages, or have a technical format.
const OBJECTS: &[ItemType] = &[MotionPicture, Broadcast, Song, Graphic, Map];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    id("label"),
    id("rec-number").read().weak(),
    names("contributors/authors/author", A::Director).on(&[MotionPicture]),
    names("contributors/authors/author", A::Composer).on(&[MusicalScore]),
    names("contributors/authors/author", A::Author).except(&[MotionPicture, MusicalScore]),
    names("contributors/secondary-authors/author", A::CollectionEditor).on(BOOKS),
    names("contributors/secondary-authors/author", A::Recipient).on(&[PersonalCommunication]),
    names("contributors/secondary-authors/author", A::Interviewer).on(&[Interview]),
    names("contributors/secondary-authors/author", A::Editor),
    names("contributors/tertiary-authors/author", A::Editor).on(BOOKS),
    names("contributors/tertiary-authors/author", A::CollectionEditor),
    names("contributors/subsidiary-authors/author", A::Translator),
    text("titles/title", T::Title),
    text("periodical/full-title", T::ContainerTitle).on(ISSUES),
    text("titles/secondary-title", T::ContainerTitle).on(PARTS),
    text("titles/secondary-title", T::ContainerTitle).on(ISSUES).read(),
    text("titles/alt-title", T::ContainerTitleShort).read(),
    text("titles/translated-title", T::OriginalTitle),
    text("titles/secondary-title", T::ContainerTitle).on(&[Webpage, PostWeblog, Post, Broadcast, LegalCase]),
    text("titles/secondary-title", T::CollectionTitle),
    text("periodical/full-title", T::ContainerTitle),
    text("titles/tertiary-title", T::CollectionTitle),
    text("titles/short-title", T::TitleShort),
    text("periodical/abbr-1", T::ContainerTitleShort),
    text("reviewed-item", T::ReviewedTitle),
    date("dates/year", D::Issued).form(Form::Year),
    date("dates/pub-dates/date", D::Issued).form(Form::WithinYear),
    date("orig-pub", D::OriginalDate).form(Form::DateOnly),
    date("access-date", D::Accessed),
    number("volume", N::Volume),
    number("number", N::Issue).on(ISSUES),
    number("number", N::CollectionNumber).on(BOOKS),
    number("number", N::Number),
    number("num-vols", N::NumberOfVolumes),
    number("edition", N::Version).on(&[Software, Dataset]),
    number("edition", N::Edition),
    number("section", N::ChapterNumber).on(PARTS),
    number("section", N::Section),
    number("pages", N::NumberOfPages).on(BOOKS),
    number("pages", N::Page),
    text("work-type", T::Genre),
    text("pub-location", T::Jurisdiction).on(&[Patent]),
    text("pub-location", T::EventPlace).on(&[PaperConference, Speech]),
    text("pub-location", T::PublisherPlace),
    text("publisher", T::Authority).on(LAW),
    text("publisher", T::Publisher),
    text("electronic-resource-num", T::Doi).form(Form::Doi),
    text("isbn", T::Isbn).form(Form::Isbn),
    text("isbn", T::Issn).form(Form::Issn),
    number("isbn", N::Number).on(&[Report, Patent, Standard]).read(),
    text("isbn", T::Issn).on(ISSUES).read(),
    text("isbn", T::Isbn),
    text("custom2", T::Pmcid).on(ISSUES),
    // What EndNote calls Scale, Size or Length, and Format.
    text("custom1", T::Scale).on(&[Map]),
    text("custom3", T::Dimensions).on(OBJECTS),
    text("custom5", T::Medium).on(OBJECTS),
    text("accession-num", T::Pmid).form(Form::Between("PMID: ", "")),
    text("accession-num", T::ArchiveLocation),
    text("remote-database-name", T::Archive),
    text("remote-database-provider", T::Source),
    text("call-num", T::CallNumber),
    text("urls/related-urls/url", T::Url),
    text("language", T::Language),
    text("keywords/keyword", T::Keyword).form(Form::List),
    text("abstract", T::Abstract).form(Form::Lines),
    text("notes", T::Note).form(Form::Lines),
    text("research-notes", T::Annote).form(Form::Lines),
];
