//! What the keys of COinS mean: a table.

use refsmith_model::DateVariable as D;
use refsmith_model::ItemType::*;
use refsmith_model::NameVariable as A;
use refsmith_model::NumberVariable as N;
use refsmith_model::TextVariable as T;

use crate::mapping::{
    DateForm, FieldRow, Form, Index, Mapping, NameForm, TypeRow, date, kind, names, number, text,
};

pub(crate) static MAPPING: Mapping = Mapping {
    format: "coins",
    type_field: "rft.genre",
    types: TYPES,
    other_type: "dc/document",
    fields: FIELDS,
    names: NameForm::Comma,
    dates: DateForm::Edtf,
    carrier: None,
    index: Index::new(),
};

// The matrix, and the genre or (in Dublin Core) the type.
#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("journal/article", ArticleJournal), kind("journal", ArticleJournal).read(),
    kind("journal/unknown", ArticleJournal).read(), kind("journal/preprint", Article),
    kind("journal/journal", Periodical), kind("journal/issue", Periodical).read(),
    kind("journal/proceeding", PaperConference).read(), kind("book/book", Book),
    kind("book", Book).read(), kind("book/unknown", Book).read(),
    kind("book/document", Document).read(), kind("book/conference", Book).read(),
    kind("book/report", Report), kind("book/proceeding", PaperConference),
    kind("book/bookitem", Chapter), kind("dissertation", Thesis), kind("dissertation/dissertation", Thesis).read(),
    kind("patent", Patent), kind("dc/bill", Bill), kind("dc/hearing", Hearing),
    kind("dc/interview", Interview), kind("dc/manuscript", Manuscript),
    kind("dc/tvBroadcast", Broadcast), kind("dc/radioBroadcast", Broadcast).read(),
    kind("dc/podcast", Broadcast).read(), kind("dc/artwork", Graphic), kind("dc/case", LegalCase),
    kind("dc/statute", Legislation), kind("dc/film", MotionPicture),
    kind("dc/videoRecording", MotionPicture).read(), kind("dc/letter", PersonalCommunication),
    kind("dc/email", PersonalCommunication).read(), kind("dc/forumPost", Post),
    kind("dc/blogPost", PostWeblog), kind("dc/computerProgram", Software),
    kind("dc/audioRecording", Song), kind("dc/presentation", Speech), kind("dc/dataset", Dataset),
    kind("dc/map", Map), kind("dc/webpage", Webpage), kind("dc/document", Document),
    kind("dc/journalArticle", ArticleJournal).read(), kind("dc/report", Report).read(),
    kind("dc", Document).read(), kind("journal/article", ArticleMagazine).write(),
    kind("journal/article", ArticleNewspaper).write(), kind("journal/article", Review).write(),
    kind("journal/article", ReviewBook).write(), kind("book/book", Classic).write(),
    kind("book/book", Collection).write(), kind("book/report", Standard).write(),
    kind("book/bookitem", Entry).write(), kind("book/bookitem", EntryDictionary).write(),
    kind("book/bookitem", EntryEncyclopedia).write(), kind("dc/artwork", Figure).write(),
    kind("dc/statute", Regulation).write(),
];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    text("rft.atitle", T::Title),
    text("rft.btitle", T::Title).on(&[Book, Report, Document, Classic, Collection, Standard]),
    text("rft.jtitle", T::Title).on(&[Periodical]),
    text("rft.title", T::Title).except(&[ArticleJournal, Article, Chapter, PaperConference]),
    text("rft.jtitle", T::ContainerTitle),
    text("rft.btitle", T::ContainerTitle),
    text("rft.title", T::ContainerTitle).read().weak(),
    text("rft.source", T::ContainerTitle),
    text("rft.stitle", T::ContainerTitleShort),
    names("author", A::Author),
    text("rft.aucorp", T::Authority).read(),
    date("rft.date", D::Issued),
    number("rft.volume", N::Volume),
    number("rft.issue", N::Issue),
    number("rft.artnum", N::Number),
    number("rft.number", N::Number),
    number("rft.pages", N::Page),
    number("rft.spage", N::Page).form(Form::FirstPage).read(),
    number("rft.epage", N::Page).form(Form::LastPage).read(),
    number("rft.edition", N::Edition),
    number("rft.tpages", N::NumberOfPages),
    text("rft.series", T::CollectionTitle),
    text("rft.pub", T::Publisher),
    text("rft.inst", T::Publisher),
    text("rft.publisher", T::Publisher),
    text("rft.place", T::PublisherPlace),
    text("rft.degree", T::Genre),
    text("rft.assignee", T::Authority),
    date("rft.appldate", D::Submitted),
    text("rft.language", T::Language),
    text("rft.issn", T::Issn),
    text("rft.eissn", T::Issn).read().weak(),
    text("rft.isbn", T::Isbn),
    text("rft_id", T::Doi).form(Form::Between("info:doi/", "")),
    text("rft_id", T::Pmid).form(Form::Between("info:pmid/", "")),
    text("rft_id", T::Isbn).form(Form::Between("urn:isbn:", "")),
    text("rft.doi", T::Doi).form(Form::Doi).read().weak(),
    text("rft_id", T::Url),
    text("rft.identifier", T::Url),
    text("rft.description", T::Abstract).read(),
    text("rft.subject", T::Keyword).form(Form::List).read(),
    text("rft.rights", T::License).read(),
];
