//! What reading a reference can find.

use refsmith_model::{CodeInfo, Severity};

/// Every kind of finding of this crate.
pub static CODES: &[&CodeInfo] = &[
    &NON_ASCII_HYPHEN,
    &CHAPTER_WITHOUT_IN,
    &NAMES_ELIDED,
    &SINGLE_PAGE,
    &ARTICLE_NUMBER,
    &NO_TITLE,
    &NO_YEAR,
    &UNPARSED_TEXT,
    &LOW_CONFIDENCE,
    &REPEATED_AUTHOR,
    &IBIDEM,
];

pub(crate) static NON_ASCII_HYPHEN: CodeInfo = CodeInfo {
    code: "non-ascii-hyphen",
    severity: Severity::Warning,
    summary: "a title has a hyphen that keyboards cannot type",
    explanation: "The characters U+2010 and U+2011 look like a hyphen but are other characters. Publishers' typesetting leaves them in titles that are copied from a page. A search for the title with a plain hyphen misses the work, and programs that compare titles call them different. Replacing them by `-` changes nothing that a reader sees.",
};

pub(crate) static CHAPTER_WITHOUT_IN: CodeInfo = CodeInfo {
    code: "chapter-without-in",
    severity: Severity::Warning,
    summary: "looks like a book chapter, but no `In` says so",
    explanation: "The reference ends with a long title and pages, without volume or issue: the form of a chapter in a book. But there is no `In` before the book, and neither editors nor publisher. It was read as a chapter, with less confidence. Look the book up and add editors and publisher; if it is a journal, add the volume.",
};

pub(crate) static NAMES_ELIDED: CodeInfo = CodeInfo {
    code: "names-elided",
    severity: Severity::Info,
    summary: "the source cuts the list of names",
    explanation: "An ellipsis or `et al.` stands for names that the reference does not give. The record keeps the names that are there and the place of the cut; it does not pretend to be complete. `refsmith enrich` can propose the full list from the DOI record.",
};

pub(crate) static SINGLE_PAGE: CodeInfo = CodeInfo {
    code: "single-page",
    severity: Severity::Info,
    summary: "an article has one page where a range is usual",
    explanation: "A journal article with volume and a single page number usually runs over several pages; some databases export the first page only. `refsmith enrich` can propose the range from the DOI record. Letters and abstracts do fit on one page, so this is a remark and no error.",
};

pub(crate) static ARTICLE_NUMBER: CodeInfo = CodeInfo {
    code: "article-number",
    severity: Severity::Info,
    summary: "an article number stands where pages stand",
    explanation: "Electronic journals number their articles instead of their pages: `e2840`. The number is kept whole, as `number` and as `page`, so that styles that know article numbers and styles that do not both print it.",
};

pub(crate) static NO_TITLE: CodeInfo = CodeInfo {
    code: "no-title",
    severity: Severity::Info,
    summary: "no title was found",
    explanation: "Short references in physics and chemistry leave the title out; elsewhere this means that the reference could not be read. `refsmith parse --explain` shows how it was read, `refsmith enrich` can propose the title.",
};

pub(crate) static NO_YEAR: CodeInfo = CodeInfo {
    code: "no-year",
    severity: Severity::Info,
    summary: "no date was found",
    explanation: "Neither a year nor a word such as `in press` or `n.d.` was found. Author-date styles cannot cite such a work properly.",
};

pub(crate) static UNPARSED_TEXT: CodeInfo = CodeInfo {
    code: "unparsed-text",
    severity: Severity::Info,
    summary: "words that fit no field went to the note",
    explanation: "Part of the reference was not understood. It is in the variable `note`, so that nothing is lost. `refsmith parse --explain` shows how the reference was read.",
};

pub(crate) static LOW_CONFIDENCE: CodeInfo = CodeInfo {
    code: "low-confidence",
    severity: Severity::Info,
    summary: "the reference was read with little confidence",
    explanation: "The form of the reference is unusual, so some field is probably wrong. `refsmith parse --explain` shows how it was read; look at it before you rely on it.",
};

pub(crate) static REPEATED_AUTHOR: CodeInfo = CodeInfo {
    code: "repeated-author",
    severity: Severity::Info,
    summary: "dashes or a word stand for the authors of the reference before",
    explanation: "Lists in order of authors often print a name once and then dashes, `idem` or `ders.`. The record carries the names of the reference before. When references were taken out or put in another order, the names may be wrong; look at the list that it came from.",
};

pub(crate) static IBIDEM: CodeInfo = CodeInfo {
    code: "ibidem",
    severity: Severity::Info,
    summary: "this points at a work that was cited before",
    explanation: "`Ibid.`, `op. cit.`, `ebd.` and their like are no references of their own: they mean a work that an earlier note names. Only what stands there was read, nothing was taken from other notes.",
};
