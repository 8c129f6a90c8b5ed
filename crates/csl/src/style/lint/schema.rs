//! Data table: the elements of CSL 1.0.2, what each may hold, and which values its attributes take.
//!
//! A rule says nothing about the meaning; what no table can say is in `rules.rs`.

/// What an element may hold.
pub(super) struct Rule {
    /// The attributes it may have, in groups that several elements share.
    pub(super) attributes: &'static [&'static [Attr]],
    /// Exactly one of these attributes must be there.
    pub(super) one_of: &'static [&'static str],
    /// At least one of these attributes must be there.
    pub(super) any_of: &'static [&'static str],
    /// The elements it may hold.
    pub(super) children: &'static [&'static [Child]],
    /// It must hold some element.
    pub(super) filled: bool,
    /// What text it holds.
    pub(super) content: Content,
}

/// An attribute of an element.
pub(super) struct Attr {
    pub(super) name: &'static str,
    pub(super) value: Value,
    pub(super) required: bool,
    /// It means something only beside one of these; empty: always.
    pub(super) beside: &'static [&'static str],
}

/// An element inside another.
pub(super) struct Child {
    pub(super) name: &'static str,
    pub(super) rule: &'static Rule,
    /// Another rule for the element where it has this attribute.
    pub(super) with: Option<(&'static str, &'static Rule)>,
    pub(super) count: Count,
    /// Its place among the others: 0 anywhere before [`LAST`], else not behind a higher one.
    pub(super) rank: u8,
}

/// The rank of an element behind which nothing may stand.
pub(super) const LAST: u8 = 9;

/// How often an element may stand inside another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    Any,
    /// Once at most.
    Optional,
    /// Once.
    One,
    /// Once or more.
    Some,
}

/// What text an element holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// None but white space.
    Nothing,
    /// Any, or none.
    Text,
    /// Some.
    Words,
    /// A moment, `2007-10-26T21:32:52+02:00`.
    Moment,
    /// `1234-5678`.
    Issn,
    /// Text, or elements.
    TextOrElements,
}

/// What an attribute's value may be.
#[derive(Clone, Copy)]
pub(super) enum Value {
    Text,
    /// `true` or `false`.
    Boolean,
    Integer,
    /// An integer from 0.
    Natural,
    /// An integer from 1.
    Positive,
    /// One of these.
    Word(&'static [&'static str]),
    /// One or more of these.
    Words(&'static [&'static str]),
    /// A language tag.
    Language,
    /// A variable of these classes.
    Variable(&'static [Class]),
    /// One or more variables of these classes.
    Variables(&'static [Class]),
    /// A term.
    Term,
    /// One or more item types.
    Types,
    /// The name of a macro that is defined here.
    MacroName,
    /// The name of a macro that is called.
    MacroCall,
    /// The form of a date part; which ones there are depends on its name.
    DatePartForm,
    /// The form of what `text` shows; which ones there are depends on what that is.
    TextForm,
    /// The version of CSL.
    Version,
}

/// A class of variables.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Text,
    Number,
    Name,
    Date,
}

const ANY_VARIABLE: &[Class] = &[Class::Text, Class::Number, Class::Name, Class::Date];

/// The kinds of places a citation can point at.
#[rustfmt::skip]
pub(super) const LOCATORS: &[&str] = &[
    "act", "appendix", "article-locator", "book", "canon", "chapter", "column", "elocation",
    "equation", "figure", "folio", "issue", "line", "note", "opus", "page", "paragraph", "part",
    "rule", "scene", "section", "sub-verbo", "supplement", "table", "timestamp", "title-locator",
    "verse", "version", "volume",
];

/// The terms that are neither a locator, an item type, a name variable nor made with a number.
#[rustfmt::skip]
pub(super) const TERMS: &[&str] = &[
    "accessed", "ad", "advance-online-publication", "album", "and", "and others", "anonymous",
    "at", "audio-recording", "available at", "bc", "bce", "by", "ce", "chapter-number", "circa",
    "citation-number", "cited", "close-inner-quote", "close-quote", "collection-number", "colon",
    "comma", "edition", "editortranslator", "et-al", "film", "first-reference-note-number",
    "forthcoming", "from", "henceforth", "ibid", "in", "in press", "internet", "letter",
    "loc-cit", "no date", "no-place", "no-publisher", "number", "number-of-pages",
    "number-of-volumes", "on", "online", "op-cit", "open-inner-quote", "open-quote", "ordinal",
    "original-work-published", "page-first", "page-range-delimiter", "personal-communication",
    "podcast", "podcast-episode", "preprint", "presented at", "printing", "radio-broadcast",
    "radio-series", "radio-series-episode", "reference", "retrieved", "review-of", "scale",
    "semicolon", "special-issue", "special-section", "television-broadcast", "television-series",
    "television-series-episode", "video", "working-paper",
];

/// Terms made with a number of two digits: what stands before it, and the least and greatest one.
pub(super) const NUMBERED_TERMS: &[(&str, u8, u8)] =
    &[("ordinal-", 0, 99), ("long-ordinal-", 1, 10), ("month-", 1, 12), ("season-", 1, 4)];

#[rustfmt::skip]
const FIELDS: &[&str] = &[
    "anthropology", "astronomy", "biology", "botany", "chemistry", "communications",
    "engineering", "generic-base", "geography", "geology", "history", "humanities", "law",
    "linguistics", "literature", "math", "medicine", "philosophy", "physics", "political_science",
    "psychology", "science", "social_science", "sociology", "theology", "zoology",
];

const fn attr(name: &'static str, value: Value) -> Attr {
    Attr { name, value, required: false, beside: &[] }
}

const fn required(name: &'static str, value: Value) -> Attr {
    Attr { name, value, required: true, beside: &[] }
}

const fn beside(name: &'static str, value: Value, beside: &'static [&'static str]) -> Attr {
    Attr { name, value, required: false, beside }
}

const fn child(name: &'static str, rule: &'static Rule, count: Count, rank: u8) -> Child {
    Child { name, rule, with: None, count, rank }
}

/// An element without attributes that holds text.
const fn text_of(content: Content) -> Rule {
    Rule { content, ..EMPTY }
}

const EMPTY: Rule = Rule {
    attributes: &[],
    one_of: &[],
    any_of: &[],
    children: &[],
    filled: false,
    content: Content::Nothing,
};

const AFFIXES: &[Attr] = &[attr("prefix", Value::Text), attr("suffix", Value::Text)];
const DELIMITER: &[Attr] = &[attr("delimiter", Value::Text)];
const DISPLAY: &[Attr] =
    &[attr("display", Value::Word(&["block", "left-margin", "right-inline", "indent"]))];
const FONT: &[Attr] = &[
    attr("font-style", Value::Word(&["normal", "italic", "oblique"])),
    attr("font-variant", Value::Word(&["normal", "small-caps"])),
    attr("font-weight", Value::Word(&["normal", "bold", "light"])),
    attr("text-decoration", Value::Word(&["none", "underline"])),
    attr("vertical-align", Value::Word(&["baseline", "sup", "sub"])),
];
const TEXT_CASE: &[Attr] = &[attr(
    "text-case",
    Value::Word(&[
        "lowercase",
        "uppercase",
        "capitalize-first",
        "capitalize-all",
        "sentence",
        "title",
    ]),
)];
const STRIP_PERIODS: &[Attr] = &[attr("strip-periods", Value::Boolean)];
const LANGUAGE: &[Attr] = &[attr("xml:lang", Value::Language)];
const VERSION: &[Attr] = &[required("version", Value::Version)];

const FORMS: Value = Value::Word(&["long", "short", "symbol", "verb", "verb-short"]);
const GENDERS: Value = Value::Word(&["masculine", "feminine"]);
const DATE_FORMS: Value = Value::Word(&["text", "numeric"]);
const CLASSES: Value = Value::Word(&["in-text", "note"]);
const PRECEDES: Value = Value::Word(&["contextual", "always", "never", "after-inverted-name"]);
const NAME_FORM: Value = Value::Word(&["long", "short", "count"]);

/// How names are shown: on `name`, and inherited from `style`, `citation` and `bibliography`.
const NAME_OPTIONS: &[Attr] = &[
    attr("and", Value::Word(&["text", "symbol"])),
    attr("delimiter-precedes-et-al", PRECEDES),
    attr("delimiter-precedes-last", PRECEDES),
    attr("et-al-min", Value::Integer),
    attr("et-al-use-first", Value::Integer),
    attr("et-al-subsequent-min", Value::Integer),
    attr("et-al-subsequent-use-first", Value::Integer),
    attr("et-al-use-last", Value::Boolean),
    attr("initialize", Value::Boolean),
    attr("initialize-with", Value::Text),
    attr("name-as-sort-order", Value::Word(&["first", "all"])),
    attr("sort-separator", Value::Text),
];
const INHERITED_NAME_OPTIONS: &[Attr] = &[
    attr("names-delimiter", Value::Text),
    attr("name-delimiter", Value::Text),
    attr("name-form", NAME_FORM),
];
const STYLE_OPTIONS: &[Attr] = &[
    attr("default-locale", Value::Language),
    attr("demote-non-dropping-particle", Value::Word(&["never", "sort-only", "display-and-sort"])),
    attr("initialize-with-hyphen", Value::Boolean),
    attr(
        "page-range-format",
        Value::Word(&["chicago", "chicago-15", "chicago-16", "expanded", "minimal", "minimal-two"]),
    ),
];
const CITATION_OPTIONS: &[Attr] = &[
    attr("cite-group-delimiter", Value::Text),
    attr(
        "collapse",
        Value::Word(&["citation-number", "year", "year-suffix", "year-suffix-ranged"]),
    ),
    attr("year-suffix-delimiter", Value::Text),
    attr("after-collapse-delimiter", Value::Text),
    attr("disambiguate-add-names", Value::Boolean),
    attr("disambiguate-add-givenname", Value::Boolean),
    attr("disambiguate-add-year-suffix", Value::Boolean),
    attr(
        "givenname-disambiguation-rule",
        Value::Word(&[
            "all-names",
            "all-names-with-initials",
            "primary-name",
            "primary-name-with-initials",
            "by-cite",
        ]),
    ),
    attr("near-note-distance", Value::Integer),
];
const BIBLIOGRAPHY_OPTIONS: &[Attr] = &[
    attr("hanging-indent", Value::Boolean),
    attr("entry-spacing", Value::Natural),
    attr("line-spacing", Value::Positive),
    attr("second-field-align", Value::Word(&["flush", "margin"])),
    attr("subsequent-author-substitute", Value::Text),
    attr(
        "subsequent-author-substitute-rule",
        Value::Word(&["complete-all", "complete-each", "partial-each", "partial-first"]),
    ),
];

/// A style with rules of its own.
pub(super) static STYLE: Rule = Rule {
    attributes: &[
        &[required("class", CLASSES)],
        VERSION,
        STYLE_OPTIONS,
        NAME_OPTIONS,
        INHERITED_NAME_OPTIONS,
    ],
    children: &[&[
        child("info", &INFO, Count::One, 1),
        child("locale", &LOCALE, Count::Any, 2),
        child("macro", &MACRO, Count::Any, 2),
        child("citation", &CITATION, Count::One, 2),
        child("bibliography", &BIBLIOGRAPHY, Count::Optional, 2),
    ]],
    ..EMPTY
};

/// A style that follows another. `class` and options are a legacy and without effect.
pub(super) static DEPENDENT_STYLE: Rule = Rule {
    attributes: &[
        &[attr("class", CLASSES)],
        VERSION,
        STYLE_OPTIONS,
        NAME_OPTIONS,
        INHERITED_NAME_OPTIONS,
    ],
    children: &[&[child("info", &DEPENDENT_INFO, Count::One, 1)]],
    ..EMPTY
};

/// A locale file.
pub(super) static LOCALE_FILE: Rule = Rule {
    attributes: &[&[required("xml:lang", Value::Language)], VERSION],
    children: &[
        &[child("info", &LOCALE_INFO, Count::Optional, 1)],
        &[
            child("style-options", &LOCALE_OPTIONS, Count::Optional, 2),
            child("date", &LOCALE_DATE, Count::Some, 2),
            child("terms", &TERMS_OF_LOCALE, Count::One, 2),
        ],
    ],
    ..EMPTY
};

const INFO_CHILDREN: &[Child] = &[
    child("author", &PERSON, Count::Any, 0),
    child("category", &CATEGORY, Count::Any, 0),
    child("contributor", &PERSON, Count::Any, 0),
    child("id", &WORDS, Count::One, 0),
    child("issn", &ISSN, Count::Any, 0),
    child("eissn", &ISSN, Count::Optional, 0),
    child("issnl", &ISSN, Count::Optional, 0),
    child("published", &MOMENT, Count::Optional, 0),
    child("rights", &RIGHTS, Count::Optional, 0),
    child("summary", &INFO_TEXT, Count::Optional, 0),
    child("title", &INFO_WORDS, Count::One, 0),
    child("title-short", &INFO_TEXT, Count::Optional, 0),
    child("updated", &MOMENT, Count::One, 0),
];

static INFO: Rule =
    Rule { children: &[INFO_CHILDREN, &[child("link", &LINK, Count::Any, 0)]], ..EMPTY };
static DEPENDENT_INFO: Rule =
    Rule { children: &[INFO_CHILDREN, &[child("link", &DEPENDENT_LINK, Count::Some, 0)]], ..EMPTY };
static LOCALE_INFO: Rule = Rule {
    children: &[&[
        child("translator", &PERSON, Count::Any, 0),
        child("rights", &RIGHTS, Count::Optional, 0),
        child("updated", &MOMENT, Count::Optional, 0),
    ]],
    ..EMPTY
};
static PERSON: Rule = Rule {
    children: &[&[
        child("name", &TEXT_ONLY, Count::One, 0),
        child("email", &TEXT_ONLY, Count::Optional, 0),
        child("uri", &TEXT_ONLY, Count::Optional, 0),
    ]],
    ..EMPTY
};
static CATEGORY: Rule = Rule {
    attributes: &[&[
        attr(
            "citation-format",
            Value::Word(&["author", "author-date", "label", "note", "numeric"]),
        ),
        attr("field", Value::Word(FIELDS)),
    ]],
    one_of: &["citation-format", "field"],
    ..EMPTY
};
static LINK: Rule = Rule {
    attributes: &[
        &[
            required("href", Value::Text),
            required("rel", Value::Word(&["self", "template", "documentation"])),
        ],
        LANGUAGE,
    ],
    content: Content::Text,
    ..EMPTY
};
static DEPENDENT_LINK: Rule = Rule {
    attributes: &[
        &[
            required("href", Value::Text),
            required("rel", Value::Word(&["self", "independent-parent", "documentation"])),
        ],
        LANGUAGE,
    ],
    content: Content::Text,
    ..EMPTY
};
static RIGHTS: Rule =
    Rule { attributes: &[&[attr("license", Value::Text)], LANGUAGE], ..text_of(Content::Text) };
static INFO_TEXT: Rule = Rule { attributes: &[LANGUAGE], ..text_of(Content::Text) };
static INFO_WORDS: Rule = Rule { attributes: &[LANGUAGE], ..text_of(Content::Words) };
static TEXT_ONLY: Rule = text_of(Content::Text);
static WORDS: Rule = text_of(Content::Words);
static MOMENT: Rule = text_of(Content::Moment);
static ISSN: Rule = text_of(Content::Issn);

static LOCALE: Rule = Rule {
    attributes: &[LANGUAGE],
    children: &[&[
        child("style-options", &LOCALE_OPTIONS, Count::Optional, 0),
        child("date", &LOCALE_DATE, Count::Any, 0),
        child("terms", &TERMS_OF_LOCALE, Count::Optional, 0),
    ]],
    ..EMPTY
};
static LOCALE_OPTIONS: Rule = Rule {
    attributes: &[&[
        attr("limit-day-ordinals-to-day-1", Value::Boolean),
        attr("punctuation-in-quote", Value::Boolean),
    ]],
    ..EMPTY
};
static LOCALE_DATE: Rule = Rule {
    attributes: &[&[required("form", DATE_FORMS)], DELIMITER, FONT, TEXT_CASE],
    children: &[&[child("date-part", &DATE_PART, Count::Some, 0)]],
    ..EMPTY
};
static TERMS_OF_LOCALE: Rule =
    Rule { children: &[&[child("term", &TERM, Count::Some, 0)]], ..EMPTY };
static TERM: Rule = Rule {
    attributes: &[&[
        required("name", Value::Term),
        attr("form", FORMS),
        attr("gender", GENDERS),
        attr("gender-form", GENDERS),
        attr("match", Value::Word(&["last-digit", "last-two-digits", "whole-number"])),
    ]],
    children: &[&[
        child("single", &TEXT_ONLY, Count::Optional, 1),
        child("multiple", &TEXT_ONLY, Count::Optional, 2),
    ]],
    content: Content::TextOrElements,
    ..EMPTY
};

static MACRO: Rule = Rule {
    attributes: &[&[required("name", Value::MacroName)]],
    children: &[&RENDERING],
    filled: true,
    ..EMPTY
};
static CITATION: Rule = Rule {
    attributes: &[CITATION_OPTIONS, NAME_OPTIONS, INHERITED_NAME_OPTIONS],
    children: &[&[
        child("sort", &SORT, Count::Optional, 1),
        child("layout", &CITATION_LAYOUT, Count::One, 2),
    ]],
    ..EMPTY
};
static BIBLIOGRAPHY: Rule = Rule {
    attributes: &[BIBLIOGRAPHY_OPTIONS, NAME_OPTIONS, INHERITED_NAME_OPTIONS],
    children: &[&[
        child("sort", &SORT, Count::Optional, 1),
        child("layout", &BIBLIOGRAPHY_LAYOUT, Count::One, 2),
    ]],
    ..EMPTY
};
static CITATION_LAYOUT: Rule = Rule {
    attributes: &[AFFIXES, DELIMITER, FONT],
    children: &[&RENDERING],
    filled: true,
    ..EMPTY
};
static BIBLIOGRAPHY_LAYOUT: Rule =
    Rule { attributes: &[AFFIXES, FONT], children: &[&RENDERING], filled: true, ..EMPTY };
static SORT: Rule = Rule { children: &[&[child("key", &KEY, Count::Some, 0)]], ..EMPTY };
static KEY: Rule = Rule {
    attributes: &[&[
        attr("variable", Value::Variable(ANY_VARIABLE)),
        attr("macro", Value::MacroCall),
        attr("sort", Value::Word(&["ascending", "descending"])),
        attr("names-min", Value::Integer),
        attr("names-use-first", Value::Integer),
        attr("names-use-last", Value::Boolean),
    ]],
    one_of: &["variable", "macro"],
    ..EMPTY
};

/// What prints something, or may.
static RENDERING: [Child; 7] = [
    child("names", &NAMES, Count::Any, 0),
    Child {
        name: "date",
        rule: &PLAIN_DATE,
        with: Some(("form", &LOCALIZED_DATE)),
        count: Count::Any,
        rank: 0,
    },
    child("label", &LABEL, Count::Any, 0),
    child("text", &TEXT, Count::Any, 0),
    child("number", &NUMBER, Count::Any, 0),
    child("choose", &CHOOSE, Count::Any, 0),
    child("group", &GROUP, Count::Any, 0),
];

static NAMES: Rule = Rule {
    attributes: &[
        &[required("variable", Value::Variables(&[Class::Name]))],
        AFFIXES,
        DELIMITER,
        DISPLAY,
        FONT,
    ],
    children: &[&[
        child("name", &NAME, Count::Optional, 1),
        child("et-al", &ET_AL, Count::Optional, 2),
        child("label", &NAMES_LABEL, Count::Optional, 0),
        child("substitute", &SUBSTITUTE, Count::Optional, LAST),
    ]],
    ..EMPTY
};
static NAME: Rule = Rule {
    attributes: &[NAME_OPTIONS, &[attr("form", NAME_FORM)], AFFIXES, DELIMITER, FONT],
    children: &[&[child("name-part", &NAME_PART, Count::Any, 0)]],
    ..EMPTY
};
static NAME_PART: Rule = Rule {
    attributes: &[&[required("name", Value::Word(&["family", "given"]))], AFFIXES, FONT, TEXT_CASE],
    ..EMPTY
};
static ET_AL: Rule =
    Rule { attributes: &[&[attr("term", Value::Word(&["et-al", "and others"]))], FONT], ..EMPTY };
static SUBSTITUTE: Rule = Rule { children: &[&RENDERING], filled: true, ..EMPTY };

const LABEL_OPTIONS: &[Attr] = &[attr("plural", Value::Word(&["always", "never", "contextual"]))];

static NAMES_LABEL: Rule = Rule {
    attributes: &[&[attr("form", FORMS)], LABEL_OPTIONS, AFFIXES, FONT, STRIP_PERIODS, TEXT_CASE],
    ..EMPTY
};
static LABEL: Rule = Rule {
    attributes: &[
        &[
            required("variable", Value::Variable(&[Class::Number])),
            attr("form", Value::Word(&["long", "short", "symbol"])),
        ],
        LABEL_OPTIONS,
        AFFIXES,
        FONT,
        STRIP_PERIODS,
        TEXT_CASE,
    ],
    ..EMPTY
};

const DATE_VARIABLE: &[Attr] = &[required("variable", Value::Variable(&[Class::Date]))];

static PLAIN_DATE: Rule = Rule {
    attributes: &[DATE_VARIABLE, DELIMITER, AFFIXES, DISPLAY, FONT, TEXT_CASE],
    children: &[&[child("date-part", &DATE_PART, Count::Some, 0)]],
    ..EMPTY
};
static LOCALIZED_DATE: Rule = Rule {
    attributes: &[
        DATE_VARIABLE,
        &[
            attr("form", DATE_FORMS),
            attr("date-parts", Value::Word(&["year-month-day", "year-month", "year"])),
        ],
        AFFIXES,
        DISPLAY,
        FONT,
        TEXT_CASE,
    ],
    children: &[&[child("date-part", &LOCALIZED_DATE_PART, Count::Any, 0)]],
    ..EMPTY
};

const DATE_PART_OPTIONS: &[Attr] = &[
    required("name", Value::Word(&["day", "month", "year"])),
    attr("form", Value::DatePartForm),
    attr("range-delimiter", Value::Text),
];

static DATE_PART: Rule =
    Rule { attributes: &[DATE_PART_OPTIONS, AFFIXES, FONT, STRIP_PERIODS, TEXT_CASE], ..EMPTY };
static LOCALIZED_DATE_PART: Rule =
    Rule { attributes: &[DATE_PART_OPTIONS, FONT, STRIP_PERIODS, TEXT_CASE], ..EMPTY };

static TEXT: Rule = Rule {
    attributes: &[
        &[
            attr("macro", Value::MacroCall),
            attr("term", Value::Term),
            attr("value", Value::Text),
            attr("variable", Value::Variable(&[Class::Text, Class::Number])),
            beside("form", Value::TextForm, &["term", "variable"]),
            beside("plural", Value::Boolean, &["term"]),
            attr("quotes", Value::Boolean),
        ],
        AFFIXES,
        DISPLAY,
        FONT,
        STRIP_PERIODS,
        TEXT_CASE,
    ],
    one_of: &["macro", "term", "value", "variable"],
    ..EMPTY
};
static NUMBER: Rule = Rule {
    attributes: &[
        &[
            required("variable", Value::Variable(&[Class::Number])),
            attr("form", Value::Word(&["numeric", "ordinal", "long-ordinal", "roman"])),
        ],
        AFFIXES,
        DISPLAY,
        FONT,
        TEXT_CASE,
    ],
    ..EMPTY
};
static GROUP: Rule = Rule {
    attributes: &[AFFIXES, DELIMITER, DISPLAY, FONT],
    children: &[&RENDERING],
    filled: true,
    ..EMPTY
};

static CHOOSE: Rule = Rule {
    children: &[&[
        child("if", &BRANCH, Count::One, 1),
        child("else-if", &BRANCH, Count::Any, 2),
        child("else", &ELSE, Count::Optional, 3),
    ]],
    ..EMPTY
};

/// The tests of a branch.
pub(super) const CONDITIONS: &[&str] =
    &["type", "variable", "is-numeric", "is-uncertain-date", "locator", "position", "disambiguate"];

static BRANCH: Rule = Rule {
    attributes: &[&[
        attr("type", Value::Types),
        attr("variable", Value::Variables(ANY_VARIABLE)),
        attr("is-numeric", Value::Variables(ANY_VARIABLE)),
        attr("is-uncertain-date", Value::Variables(&[Class::Date])),
        attr("locator", Value::Words(LOCATORS)),
        attr(
            "position",
            Value::Words(&["first", "subsequent", "ibid", "ibid-with-locator", "near-note"]),
        ),
        attr("disambiguate", Value::Word(&["true"])),
        attr("match", Value::Word(&["all", "any", "none"])),
    ]],
    any_of: CONDITIONS,
    children: &[&RENDERING],
    ..EMPTY
};
static ELSE: Rule = Rule { children: &[&RENDERING], filled: true, ..EMPTY };
