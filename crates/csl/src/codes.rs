//! The findings of rendering, and of looking at style files.

use refsmith_model::{CodeInfo, Severity};

/// A list of names was cut in the source and is printed as far as it is known.
pub static NAMES_INCOMPLETE: CodeInfo = CodeInfo {
    code: "names-incomplete",
    severity: Severity::Info,
    summary: "a list of names is printed without the gap its source has",
    explanation: "The source leaves names out in the middle of this list (an ellipsis before the \
        last name). Citation styles know lists cut at the end, but no gaps, so the entry shows the \
        names that are known as if they were all. Complete the record, for example with \
        `refsmith enrich`, to get the list the style asks for.",
};

/// A style produced nothing for a record.
pub static ENTRY_EMPTY: CodeInfo = CodeInfo {
    code: "entry-empty",
    severity: Severity::Warning,
    summary: "a record has no printed form in this style",
    explanation: "The style prints none of the fields this record has, so its entry is left out \
        of the bibliography. Usually the record has no title, author or date, or its type is one \
        the style knows nothing about.",
};

/// Two records share an id.
pub static DUPLICATE_ID: CodeInfo = CodeInfo {
    code: "duplicate-id",
    severity: Severity::Warning,
    summary: "two records have the same id, and citations mean the first",
    explanation: "A citation names a record by its id. Where two records share one, both stand in \
        the bibliography, but citations lead to the first of them. Give the second another id.",
};

/// A style file is not well-formed XML, or beyond the limits.
pub(crate) static STYLE_NOT_XML: CodeInfo = CodeInfo {
    code: "style-not-xml",
    severity: Severity::Error,
    summary: "a style file is not well-formed XML",
    explanation: "The file cannot be read at all: a tag is not closed, a quotation mark is missing, \
        an entity is unknown, or the file is larger or nested deeper than any style is. Nothing \
        behind this place was looked at.",
};

/// A style file is XML, but no CSL.
pub(crate) static STYLE_NOT_CSL: CodeInfo = CodeInfo {
    code: "style-not-csl",
    severity: Severity::Error,
    summary: "a file is XML, but no CSL style or locale",
    explanation: "A style begins with the element `style` in the namespace \
        http://purl.org/net/xbiblio/csl; a locale file with `locale`. Other programs take a file \
        without the namespace for something else.",
};

/// An element where CSL has no place for it.
pub(crate) static STYLE_ELEMENT: CodeInfo = CodeInfo {
    code: "style-element",
    severity: Severity::Error,
    summary: "an element or text stands where CSL has no place for it",
    explanation: "The element is unknown, may not stand inside this one, stands there more often \
        than it may, or behind one that must come last; or there is text where only elements may \
        be. Programs leave out what they do not expect, or refuse the style.",
};

/// Something CSL requires is missing.
pub(crate) static STYLE_MISSING: CodeInfo = CodeInfo {
    code: "style-missing",
    severity: Severity::Error,
    summary: "an element, attribute or text that CSL requires is missing",
    explanation: "Every style needs `info` with `title`, `id` and `updated`, and `citation` with a \
        `layout`; `text` needs to be told what to print, `names`, `date`, `number` and `label` \
        need a `variable`, a branch needs a test, a group something to print.",
};

/// An attribute where it means nothing.
pub(crate) static STYLE_ATTRIBUTE: CodeInfo = CodeInfo {
    code: "style-attribute",
    severity: Severity::Error,
    summary: "an attribute means nothing on this element",
    explanation: "CSL has no such attribute, or not on this element, or not beside the others that \
        are there. It is without effect, and other programs may refuse the style.",
};

/// A value an attribute cannot have.
pub(crate) static STYLE_VALUE: CodeInfo = CodeInfo {
    code: "style-value",
    severity: Severity::Error,
    summary: "a value is not one CSL allows here",
    explanation: "The attribute or element takes one of a few words, `true` or `false`, a whole \
        number, a language tag, a date with time or an ISSN, and this is none. The value is \
        ignored, so that the style prints something else than its author meant.",
};

/// A variable that is unknown or of the wrong class.
pub(crate) static STYLE_VARIABLE: CodeInfo = CodeInfo {
    code: "style-variable",
    severity: Severity::Error,
    summary: "a variable is unknown, or of another kind than this element prints",
    explanation: "The variables of CSL 1.0.2 are texts and numbers (printed with `text` or \
        `number`), names (with `names`) and dates (with `date`). One that is misspelled, or of \
        another kind, is empty for every record.",
};

/// An unknown term.
pub(crate) static STYLE_TERM: CodeInfo = CodeInfo {
    code: "style-term",
    severity: Severity::Error,
    summary: "a term is unknown",
    explanation: "No locale has this term, so nothing is printed for it. Some terms of CSL 1.0.2 \
        are written with a blank (`no date`, `in press`), others with a hyphen (`et-al`, \
        `sub-verbo`).",
};

/// An unknown item type.
pub(crate) static STYLE_TYPE: CodeInfo = CodeInfo {
    code: "style-type",
    severity: Severity::Error,
    summary: "an item type is unknown",
    explanation: "No record has this type, so the test is never met by it. The types are those of \
        CSL 1.0.2; some are written with a hyphen (`article-journal`), others with an underscore \
        (`legal_case`, `motion_picture`).",
};

/// A call of a macro that is not there.
pub(crate) static STYLE_MACRO_UNDEFINED: CodeInfo = CodeInfo {
    code: "style-macro-undefined",
    severity: Severity::Error,
    summary: "a macro is called that the style does not define",
    explanation: "There is no `macro` element of this name in the style. The style cannot be used \
        until the name is corrected or the macro is added.",
};

/// A macro that calls itself.
pub(crate) static STYLE_MACRO_RECURSIVE: CodeInfo = CodeInfo {
    code: "style-macro-recursive",
    severity: Severity::Error,
    summary: "a macro calls itself, directly or through others",
    explanation: "Printing it would never end, so the style cannot be used. Take the call out of \
        the circle that the message names.",
};

/// Two macros of one name.
pub(crate) static STYLE_MACRO_REPEATED: CodeInfo = CodeInfo {
    code: "style-macro-repeated",
    severity: Severity::Error,
    summary: "two macros have the same name",
    explanation: "Calls mean the first of them here, and perhaps the last in another program. Give \
        one another name, or take it out.",
};

/// A macro that is never called.
pub(crate) static STYLE_MACRO_UNUSED: CodeInfo = CodeInfo {
    code: "style-macro-unused",
    severity: Severity::Warning,
    summary: "a macro is never called",
    explanation: "Neither citation nor bibliography calls this macro, not even through another one. \
        Either it is a leftover, or a call that should be there is missing.",
};

/// A dependent style with rules of its own.
pub(crate) static STYLE_DEPENDENT_CONTENT: CodeInfo = CodeInfo {
    code: "style-dependent-content",
    severity: Severity::Error,
    summary: "a style that follows another has rules of its own",
    explanation: "A style with a link `independent-parent` is printed as its parent says; it may \
        have `info` and a `default-locale`, nothing else. What stands there beside has no effect. \
        To change something, make it an independent style: replace the link by one with \
        `rel=\"template\"`, and copy the parent's rules.",
};

/// Something that is said twice.
pub(crate) static STYLE_REPEATED: CodeInfo = CodeInfo {
    code: "style-repeated",
    severity: Severity::Warning,
    summary: "a term, locale, date part or name part is given twice",
    explanation: "Only one of the two can take effect, and which one differs between programs.",
};

/// Limits of a list of names that do not go together.
pub(crate) static STYLE_ET_AL: CodeInfo = CodeInfo {
    code: "style-et-al",
    severity: Severity::Warning,
    summary: "the limits for cutting a list of names do not go together",
    explanation: "A list is cut to `et-al-use-first` names when it has `et-al-min` or more. One \
        without the other has no effect, and a list that is cut must lose at least one name, so \
        the first must be less than the second. The same is true of the two for later citations.",
};

/// A branch that is never reached.
pub(crate) static STYLE_UNREACHABLE: CodeInfo = CodeInfo {
    code: "style-unreachable",
    severity: Severity::Warning,
    summary: "a branch tests what an earlier one tests, too",
    explanation: "The first branch of `choose` whose test is met is taken, so one with the same \
        test behind it never is. Usually it was copied and its test not changed.",
};

/// A language without a locale.
pub(crate) static STYLE_LOCALE: CodeInfo = CodeInfo {
    code: "style-locale",
    severity: Severity::Warning,
    summary: "a language is named that no locale is known for",
    explanation: "Terms and dates of this language are not known, so English ones are printed; a \
        `locale` element for it never applies. Mind the codes: Czech is `cs`, British English is \
        `en-GB`, Swedish is `sv`.",
};

/// No statement of how the style cites.
pub(crate) static STYLE_CATEGORY: CodeInfo = CodeInfo {
    code: "style-category",
    severity: Severity::Warning,
    summary: "the style does not say how it cites, or says it twice",
    explanation: "`<category citation-format=\"author-date\"/>` (or `author`, `numeric`, `label`, \
        `note`) in `info` tells programs which kind of citation the style makes. Lists of styles \
        are sorted by it.",
};

/// Something CSL means to drop.
pub(crate) static STYLE_DEPRECATED: CodeInfo = CodeInfo {
    code: "style-deprecated",
    severity: Severity::Info,
    summary: "something still works that later versions of CSL drop",
    explanation: "The variable `event` is a former name of `event-title`, and goes with CSL 1.1.",
};

/// A style that comes to more than is printed.
pub(crate) static STYLE_TOO_LARGE: CodeInfo = CodeInfo {
    code: "style-too-large",
    severity: Severity::Error,
    summary: "the macros of a style come to more than any real style needs",
    explanation: "With all macros put in place the style would be many times larger than the \
        largest one in the official collection: its macros call each other more often with every \
        level. Such a style is refused, because printing with it could take forever.",
};

/// All codes of this crate.
pub static CODES: &[&CodeInfo] = &[
    &NAMES_INCOMPLETE,
    &ENTRY_EMPTY,
    &DUPLICATE_ID,
    &STYLE_NOT_XML,
    &STYLE_NOT_CSL,
    &STYLE_ELEMENT,
    &STYLE_MISSING,
    &STYLE_ATTRIBUTE,
    &STYLE_VALUE,
    &STYLE_VARIABLE,
    &STYLE_TERM,
    &STYLE_TYPE,
    &STYLE_MACRO_UNDEFINED,
    &STYLE_MACRO_RECURSIVE,
    &STYLE_MACRO_REPEATED,
    &STYLE_MACRO_UNUSED,
    &STYLE_DEPENDENT_CONTENT,
    &STYLE_REPEATED,
    &STYLE_ET_AL,
    &STYLE_UNREACHABLE,
    &STYLE_LOCALE,
    &STYLE_CATEGORY,
    &STYLE_DEPRECATED,
    &STYLE_TOO_LARGE,
];
