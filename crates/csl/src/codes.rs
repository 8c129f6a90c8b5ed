//! The findings of rendering.

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

/// A date could not be printed as it is.
pub static DATE_OPEN_ENDED: CodeInfo = CodeInfo {
    code: "date-range-shortened",
    severity: Severity::Info,
    summary: "an interval with an open end is printed as the end that is known",
    explanation: "CSL has no form for intervals such as \"since 1998\". The entry shows the end \
        that is known, as if it were a single date.",
};

/// Two records share an id.
pub static DUPLICATE_ID: CodeInfo = CodeInfo {
    code: "duplicate-id",
    severity: Severity::Warning,
    summary: "two records have the same id, and citations mean the first",
    explanation: "A citation names a record by its id. Where two records share one, both stand in \
        the bibliography, but citations lead to the first of them. Give the second another id.",
};

/// All codes of this crate.
pub static CODES: &[&CodeInfo] =
    &[&NAMES_INCOMPLETE, &ENTRY_EMPTY, &DATE_OPEN_ENDED, &DUPLICATE_ID];
