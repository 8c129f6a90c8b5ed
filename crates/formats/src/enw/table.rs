//! What the types and tags of EndNote's tagged format mean: a table.

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
    format: "enw",
    type_field: "%0",
    types: TYPES,
    other_type: "Generic",
    fields: FIELDS,
    names: NameForm::CommaClosed,
    dates: DateForm::Slashes,
    carrier: Some("%4"),
    index: Index::new(),
};

#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("Journal Article", ArticleJournal), kind("Electronic Article", ArticleJournal).read(),
    kind("Magazine Article", ArticleMagazine), kind("Newspaper Article", ArticleNewspaper),
    kind("Preprint", Article), kind("Serial", Periodical), kind("Book", Book),
    kind("Edited Book", Book).read(), kind("Electronic Book", Book).read(),
    kind("Conference Proceedings", Book).read(), kind("Catalog", Book).read(),
    kind("Classical Work", Classic), kind("Ancient Text", Classic).read(),
    kind("Book Section", Chapter), kind("Electronic Book Section", Chapter).read(),
    kind("Conference Paper", PaperConference), kind("Dictionary", EntryDictionary),
    kind("Encyclopedia", EntryEncyclopedia), kind("Thesis", Thesis), kind("Report", Report),
    kind("Government Document", Report).read(), kind("Standard", Standard),
    kind("Pamphlet", Pamphlet), kind("Manuscript", Manuscript),
    kind("Unpublished Work", Manuscript).read(), kind("Web Page", Webpage), kind("Blog", PostWeblog),
    kind("Discussion Forum", Post), kind("Social Media", Post).read(),
    kind("Personal Communication", PersonalCommunication), kind("Bill", Bill),
    kind("Case", LegalCase), kind("Statute", Legislation),
    kind("Legal Rule or Regulation", Regulation), kind("Hearing", Hearing), kind("Patent", Patent),
    kind("Dataset", Dataset), kind("Aggregated Database", Dataset).read(),
    kind("Online Database", Dataset).read(), kind("Computer Program", Software), kind("Map", Map),
    kind("Artwork", Graphic), kind("Audiovisual Material", Graphic).read(), kind("Figure", Figure),
    kind("Chart or Table", Figure).read(), kind("Film or Broadcast", MotionPicture),
    kind("Online Multimedia", MotionPicture).read(), kind("Television Episode", Broadcast),
    kind("Podcast", Broadcast).read(), kind("Music", MusicalScore), kind("Interview", Interview),
    kind("Press Release", Document).read(), kind("Grant", Document).read(),
    kind("Equation", Document).read(), kind("Generic", Document),
    kind("Journal Article", Review).write(), kind("Journal Article", ReviewBook).write(),
    kind("Encyclopedia", Entry).write(), kind("Book", Collection).write(),
    kind("Conference Paper", Speech).write(),
];

const ISSUES: &[ItemType] =
    &[ArticleJournal, ArticleMagazine, ArticleNewspaper, Article, Review, ReviewBook, Periodical];
const PARTS: &[ItemType] = &[Chapter, Entry, EntryDictionary, EntryEncyclopedia, PaperConference];
const BOOKS: &[ItemType] = &[Book, Classic, Collection, Thesis, Report];
const LAW: &[ItemType] = &[LegalCase, Bill, Hearing, Legislation, Regulation, Treaty];

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
    number("%7", N::Version).on(&[Software]),
    number("%7", N::Edition),
    number("%&", N::ChapterNumber).on(PARTS),
    number("%&", N::Section),
    number("%P", N::NumberOfPages).on(BOOKS),
    number("%P", N::Page),
    text("%9", T::Genre),
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
