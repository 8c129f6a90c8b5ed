//! What the tags of Web of Science mean: a table.

use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping =
    Mapping::of("wos").types("PT", &[TYPES], "J").fields(FIELDS).dates(DateForm::Words);

#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("J", ArticleJournal).read(), kind("B", Book).read(), kind("S", Book).read(),
    kind("C", PaperConference).read(), kind("P", Patent).read(), kind("N", ArticleNewspaper).read(),
    kind("chapter", Chapter).read(), kind("paper", PaperConference).read(),
];

/// Tags with one value, which goes on over lines; of all others, each line is a value.
#[rustfmt::skip]
pub(crate) const SINGLE: [&str; 24] = [
    "TI", "SO", "AB", "DE", "ID", "CT", "CL", "CY", "SE", "PU", "PA", "PI", "FX", "HO", "SP", "BS",
    "PD", "J9", "JI", "DT", "LA", "RP", "WC", "SC",
];

const PARTS: &[ItemType] = &[Chapter, PaperConference];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    names("AF", A::Author).read(),
    names("AU", A::Author).read(),
    names("BF", A::ContainerAuthor).on(PARTS).read(),
    names("BF", A::Author).read(),
    names("BA", A::ContainerAuthor).on(PARTS).read(),
    names("BA", A::Author).read(),
    names("CA", A::Author).read(),
    names("GP", A::Author).read().weak(),
    names("BE", A::Editor).read(),
    names("ED", A::Editor).read(),
    text("TI", T::Title).read(),
    text("FT", T::OriginalTitle).read(),
    text("SO", T::Title).on(&[Book]).read().weak(),
    text("SO", T::ContainerTitle).read(),
    text("JI", T::ContainerTitleShort).read(),
    text("J9", T::ContainerTitleShort).read().weak(),
    text("SE", T::CollectionTitle).read(),
    text("CT", T::EventTitle).read(),
    text("CL", T::EventPlace).read(),
    date("CY", D::EventDate).form(Form::DateOnly).read(),
    date("PY", D::Issued).form(Form::Year).read(),
    date("PD", D::Issued).form(Form::DateOnly).read(),
    number("VL", N::Volume).read(),
    number("IS", N::Issue).read(),
    number("SU", N::SupplementNumber).read(),
    number("PN", N::Number).on(&[Patent]).read(),
    number("PN", N::PartNumber).read(),
    number("BP", N::Page).form(Form::FirstPage).read(),
    number("EP", N::Page).form(Form::LastPage).read(),
    number("AR", N::Number).read(),
    number("PG", N::NumberOfPages).on(&[Book]).read(),
    text("PU", T::Publisher).read(),
    text("PI", T::PublisherPlace).read(),
    text("DI", T::Doi).form(Form::Doi).read(),
    text("SN", T::Issn).read(),
    text("EI", T::Issn).read().weak(),
    text("BN", T::Isbn).read(),
    text("PM", T::Pmid).read(),
    text("LA", T::Language).read(),
    text("DE", T::Keyword).form(Form::Semicolons).read(),
    text("AB", T::Abstract).read(),
];
