//! What the types and tags of EndNote's tagged format mean: a table.

use crate::endnote::TYPES;
use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping = Mapping::of("enw")
    .types("%0", &[TYPES], "Generic")
    .fields(FIELDS)
    .names(NameForm::CommaClosed)
    .dates(DateForm::Slashes)
    .carrier("%4");

const ISSUES: &[ItemType] =
    &[ArticleJournal, ArticleMagazine, ArticleNewspaper, Article, Review, ReviewBook, Periodical];
const PARTS: &[ItemType] = &[Chapter, Entry, EntryDictionary, EntryEncyclopedia, PaperConference];
const BOOKS: &[ItemType] = &[Book, Classic, Collection, Thesis, Report];
const LAW: &[ItemType] = &[LegalCase, Bill, Hearing, Legislation, Regulation, Treaty];

/// Works that are measured in something else than pages, or have a technical format.
const OBJECTS: &[ItemType] = &[MotionPicture, Broadcast, Song, Graphic, Map];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    id("%F"),
    names("%A", A::Director).on(&[MotionPicture]),
    names("%A", A::Composer).on(&[MusicalScore]),
    names("%A", A::Author).except(&[MotionPicture, MusicalScore]),
    names("%E", A::CollectionEditor).on(BOOKS),
    names("%E", A::Recipient).on(&[PersonalCommunication]),
    names("%E", A::Interviewer).on(&[Interview]),
    names("%E", A::Editor),
    names("%Y", A::Editor).on(BOOKS),
    names("%Y", A::CollectionEditor),
    names("%?", A::Translator),
    text("%T", T::Title),
    text("%J", T::ContainerTitle).on(ISSUES),
    text("%B", T::ContainerTitle).on(PARTS),
    text("%B", T::ContainerTitle).on(ISSUES).read(),
    text("%B", T::ContainerTitle).on(&[Webpage, PostWeblog, Post, Broadcast, LegalCase]),
    text("%B", T::CollectionTitle),
    text("%J", T::ContainerTitle),
    text("%S", T::CollectionTitle),
    text("%!", T::TitleShort),
    text("%O", T::ContainerTitleShort),
    text("%*", T::ReviewedTitle),
    date("%D", D::Issued).form(Form::Year),
    date("%8", D::Issued).form(Form::WithinYear),
    date("%(", D::OriginalDate).form(Form::DateOnly),
    date("%[", D::Accessed),
    number("%V", N::Volume),
    number("%N", N::Issue).on(ISSUES),
    number("%N", N::CollectionNumber).on(BOOKS),
    number("%N", N::Number),
    number("%6", N::NumberOfVolumes),
    number("%7", N::Version).on(&[Software, Dataset]),
    number("%7", N::Edition),
    number("%&", N::ChapterNumber).on(PARTS),
    number("%&", N::Section),
    number("%P", N::NumberOfPages).on(BOOKS),
    number("%P", N::Page),
    text("%9", T::Genre),
    text("%C", T::Jurisdiction).on(&[Patent]),
    text("%C", T::EventPlace).on(&[PaperConference, Speech]),
    text("%C", T::PublisherPlace),
    text("%I", T::Authority).on(LAW),
    text("%I", T::Publisher),
    text("%R", T::Doi).form(Form::Doi),
    text("%@", T::Isbn).form(Form::Isbn),
    text("%@", T::Issn).form(Form::Issn),
    number("%@", N::Number).on(&[Report, Patent, Standard]).read(),
    text("%@", T::Issn).on(ISSUES).read(),
    text("%@", T::Isbn),
    text("%2", T::Pmcid).on(ISSUES),
    // What EndNote calls Scale, Size or Length, and Format.
    text("%1", T::Scale).on(&[Map]),
    text("%3", T::Dimensions).on(OBJECTS),
    text("%#", T::Medium).on(OBJECTS),
    text("%M", T::Pmid).form(Form::Between("PMID: ", "")),
    text("%M", T::ArchiveLocation),
    text("%~", T::Archive),
    text("%W", T::Source),
    text("%L", T::CallNumber),
    text("%U", T::Url),
    text("%G", T::Language),
    text("%K", T::Keyword).form(Form::List),
    text("%X", T::Abstract).form(Form::Lines),
    text("%Z", T::Note).form(Form::Lines),
    text("%<", T::Annote).form(Form::Lines),
];
