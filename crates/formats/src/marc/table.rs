//! What the fields of MARC 21 for bibliographic data mean: a table.

use crate::mapping::table::*;

const fn mapping(format: &'static str) -> Mapping {
    Mapping::of(format).types("leader/06-07", const { &[TYPES] }, "am").fields(FIELDS)
}

pub(super) static MARCXML: Mapping = mapping("marcxml");
pub(super) static MARC21: Mapping = mapping("marc21");

/// Kind of record and bibliographic level, as the leader has them; `thesis` is what field 502 makes
/// of a book, `article` what an ISSN in field 773 makes of a part.
#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("am", Book).read(), kind("as", Periodical).read(), kind("ai", Webpage).read(),
    kind("aa", Chapter).read(), kind("ab", ArticleJournal).read(), kind("ac", Collection).read(),
    kind("article", ArticleJournal).read(), kind("thesis", Thesis).read(),
    kind("t", Manuscript).read(), kind("e", Map).read(), kind("f", Map).read(),
    kind("g", MotionPicture).read(), kind("i", Song).read(), kind("j", Song).read(),
    kind("c", MusicalScore).read(), kind("d", MusicalScore).read(), kind("k", Graphic).read(),
    kind("m", Software).read(), kind("p", Collection).read(), kind("r", Document).read(),
    kind("a", Document).read(),
];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    text("245$a", T::Title).read(),
    text("240$a", T::OriginalTitle).read(),
    text("210$a", T::TitleShort).read(),
    names("100[author]", A::Author).read(),
    names("100[editor]", A::Editor).read(),
    names("100[translator]", A::Translator).read(),
    names("100[composer]", A::Composer).read(),
    names("100[illustrator]", A::Illustrator).read(),
    names("100[director]", A::Director).read(),
    names("100[performer]", A::Performer).read(),
    names("100[narrator]", A::Narrator).read(),
    names("100[producer]", A::Producer).read(),
    names("100[compiler]", A::Compiler).read(),
    names("100[interviewer]", A::Interviewer).read(),
    names("100[recipient]", A::Recipient).read(),
    names("100[contributor]", A::Contributor).read(),
    text("111$a", T::EventTitle).read(),
    text("111$c", T::EventPlace).read(),
    date("111$d", D::EventDate).form(Form::DateOnly).read(),
    text("711$a", T::EventTitle).read(),
    text("711$c", T::EventPlace).read(),
    date("711$d", D::EventDate).form(Form::DateOnly).read(),
    text("773$t", T::ContainerTitle).read(),
    text("773$p", T::ContainerTitleShort).read(),
    number("773$g[volume]", N::Volume).read(),
    number("773$g[issue]", N::Issue).read(),
    number("773$g[page]", N::Page).read(),
    text("773$x", T::Issn).read(),
    text("773$z", T::Isbn).read(),
    date("773$g[date]", D::Issued).read(),
    number("250$a", N::Edition).read(),
    text("260$a", T::PublisherPlace).read(),
    text("260$b", T::Publisher).read(),
    date("008/07-10", D::Issued).read(),
    date("260$c", D::Issued).read().weak(),
    number("300$a", N::NumberOfPages).read(),
    text("300$c", T::Dimensions).read(),
    text("490$a", T::CollectionTitle).read(),
    number("490$v", N::CollectionNumber).read(),
    text("830$a", T::CollectionTitle).read().weak(),
    number("830$v", N::CollectionNumber).read().weak(),
    number("245$n", N::Volume).read(),
    text("245$p", T::PartTitle).read(),
    text("245$h", T::Medium).read(),
    text("337$a", T::Medium).read().weak(),
    text("255$a", T::Scale).read(),
    text("502$a", T::Genre).read(),
    text("502$b", T::Genre).read(),
    text("502$c", T::Publisher).read().weak(),
    date("502$d", D::Issued).read().weak(),
    text("655$a", T::Genre).read().weak(),
    text("020$a", T::Isbn).read(),
    text("022$a", T::Issn).read(),
    text("024$a[doi]", T::Doi).form(Form::Doi).read(),
    text("050$a", T::CallNumber).read(),
    text("090$a", T::CallNumber).read().weak(),
    text("041$a", T::Language).read(),
    text("008/35-37", T::Language).read().weak(),
    text("650$a", T::Keyword).form(Form::List).read(),
    text("651$a", T::Keyword).form(Form::List).read(),
    text("653$a", T::Keyword).form(Form::List).read(),
    text("500$a", T::Note).form(Form::Lines).read(),
    text("520$a", T::Abstract).read(),
    text("540$u", T::License).read(),
    text("856$u", T::Url).read(),
];
