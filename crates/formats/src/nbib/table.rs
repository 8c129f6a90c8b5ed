//! What the tags of MEDLINE mean: a table.

use crate::mapping::table::*;

pub(crate) static MAPPING: Mapping = Mapping::of("nbib")
    .types("PT", &[TYPES], "Journal Article")
    .fields(FIELDS)
    .names(NameForm::Medline)
    .dates(DateForm::Words);

#[rustfmt::skip]
static TYPES: &[TypeRow] = &[
    kind("Journal Article", ArticleJournal), kind("Book", Book), kind("Book Chapter", Chapter),
    kind("Newspaper Article", ArticleNewspaper), kind("Dataset", Dataset), kind("Preprint", Article),
    kind("Technical Report", Report), kind("Congress", PaperConference), kind("Interview", Interview),
    kind("Legal Case", LegalCase), kind("Legislation", Legislation), kind("Book Review", ReviewBook),
];

/// Language codes of MEDLINE (MARC) and of CSL.
pub(crate) const LANGUAGES: [(&str, &str); 26] = [
    ("eng", "en"),
    ("ger", "de"),
    ("fre", "fr"),
    ("spa", "es"),
    ("ita", "it"),
    ("por", "pt"),
    ("dut", "nl"),
    ("swe", "sv"),
    ("nor", "no"),
    ("dan", "da"),
    ("fin", "fi"),
    ("pol", "pl"),
    ("cze", "cs"),
    ("hun", "hu"),
    ("rus", "ru"),
    ("ukr", "uk"),
    ("gre", "el"),
    ("tur", "tr"),
    ("jpn", "ja"),
    ("chi", "zh"),
    ("kor", "ko"),
    ("ara", "ar"),
    ("heb", "he"),
    ("per", "fa"),
    ("rum", "ro"),
    ("bul", "bg"),
];

const BOOKS: &[ItemType] = &[Book];
const PARTS: &[ItemType] = &[Chapter];

#[rustfmt::skip]
static FIELDS: &[FieldRow] = &[
    text("PMID", T::Pmid),
    text("IS", T::Issn),
    number("VI", N::Volume),
    number("IP", N::Issue),
    date("DP", D::Issued),
    text("BTI", T::Title).on(BOOKS),
    text("TI", T::Title),
    number("PG", N::Page),
    text("LID", T::Doi).form(Form::Between("", "[doi]")),
    text("AID", T::Doi).form(Form::Between("", "[doi]")).read(),
    number("LID", N::Number).form(Form::Between("", "[pii]")),
    text("AB", T::Abstract),
    names("FAU", A::Author),
    names("AU", A::Author).read(),
    names("CN", A::Author).read(),
    names("FED", A::Editor),
    names("ED", A::Editor).read(),
    text("LA", T::Language),
    text("PB", T::Publisher),
    text("PL", T::PublisherPlace),
    text("ISBN", T::Isbn),
    number("EN", N::Edition),
    text("BTI", T::ContainerTitle).on(PARTS),
    text("TA", T::ContainerTitleShort),
    text("JT", T::ContainerTitle),
    text("CTI", T::CollectionTitle),
    text("TT", T::OriginalTitle),
    text("OT", T::Keyword).form(Form::List),
    text("PMC", T::Pmcid),
    text("GN", T::Note).form(Form::Lines),
];
