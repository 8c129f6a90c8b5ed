//! What the elements of an entry of arXiv mean: a table.

use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping =
    Mapping::of("arxiv-atom").types("entry", &[TYPES], "preprint").fields(FIELDS);

static TYPES: &[TypeRow] = &[kind("preprint", Article).read()];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    text("id/doi", T::Doi).form(Form::Doi).read(),
    number("id/number", N::Number).read(),
    text("id/url", T::Url).read(),
    text("id/publisher", T::Publisher).read(),
    text("title", T::Title).read(),
    names("author", A::Author).read(),
    date("published", D::Issued).read(),
    text("summary", T::Abstract).read(),
    text("primary_category/@term", T::Keyword).read(),
    text("comment", T::Note).read(),
];
