//! The findings of this crate and their explanations.

use refsmith_model::{CodeInfo, Severity};

/// Every kind of finding that this crate reports.
pub static CODES: &[&CodeInfo] = &[
    &ENCODING_DETECTED,
    &INVALID_UTF_8,
    &BINARY_INPUT,
    &INPUT_TOO_LARGE,
    &NO_REFERENCES,
    &REFERENCE_TOO_LONG,
    &NOT_A_REFERENCE,
    &PAGE_FURNITURE,
    &TWO_COLUMNS,
];

pub(crate) static ENCODING_DETECTED: CodeInfo = CodeInfo {
    code: "encoding-detected",
    severity: Severity::Info,
    summary: "the input is not UTF-8 and was decoded from another encoding",
    explanation: "Text carries no note of its encoding, so it was guessed from the bytes. When \
                  letters with accents come out wrong, save the file as UTF-8 and read it again.",
};

pub(crate) static INVALID_UTF_8: CodeInfo = CodeInfo {
    code: "invalid-utf-8",
    severity: Severity::Warning,
    summary: "some bytes are not valid UTF-8 and were replaced by U+FFFD",
    explanation: "The input is UTF-8 but for a few bytes, often because two files in different \
                  encodings were joined. Each place that could not be decoded shows the \
                  replacement character; correct the letters there.",
};

pub(crate) static BINARY_INPUT: CodeInfo = CodeInfo {
    code: "binary-input",
    severity: Severity::Error,
    summary: "the input is not text",
    explanation: "The input is a PDF, an archive, an image or something else that is not text. \
                  Convert it to text, Markdown or HTML first.",
};

pub(crate) static INPUT_TOO_LARGE: CodeInfo = CodeInfo {
    code: "input-too-large",
    severity: Severity::Error,
    summary: "the input is larger than 4 GiB",
    explanation: "Places in a text are counted with 32 bits. Split the input into several files.",
};

pub(crate) static NO_REFERENCES: CodeInfo = CodeInfo {
    code: "no-references",
    severity: Severity::Error,
    summary: "no reference list was found",
    explanation: "A reference list is found by its heading, or as a run of lines that look like \
                  references: they start with names, and have a year, a volume with pages, a DOI \
                  or an address. When each line of the input is a reference whatever it looks \
                  like, say so with `--lines`.",
};

pub(crate) static REFERENCE_TOO_LONG: CodeInfo = CodeInfo {
    code: "reference-too-long",
    severity: Severity::Warning,
    summary: "a block is too long to be a reference and was skipped",
    explanation: "References are a few hundred bytes long. A block of more than 64 KiB without a \
                  line break is something else, or a whole list that lost its line ends.",
};

pub(crate) static NOT_A_REFERENCE: CodeInfo = CodeInfo {
    code: "not-a-reference",
    severity: Severity::Info,
    summary: "a line between references or below them was not taken for one",
    explanation: "Headings of parts, remarks and stray lines stand between references, and a few \
                  below the last one. Whatever was passed over there is named, so that nothing is lost unseen. If it is a \
                  reference, put it on a line of its own, or read the list with `--lines`.",
};

pub(crate) static PAGE_FURNITURE: CodeInfo = CodeInfo {
    code: "page-furniture",
    severity: Severity::Info,
    summary: "page numbers and running heads were left out",
    explanation: "Text copied from a PDF has page numbers and running heads between its lines, in \
                  the middle of references. Numbers on lines of their own that count on from page \
                  to page, and lines that come again beside them, are left out before references \
                  are looked for. Nothing else is.",
};

pub(crate) static TWO_COLUMNS: CodeInfo = CodeInfo {
    code: "two-columns",
    severity: Severity::Info,
    summary: "two columns side by side were read one after the other",
    explanation: "Converters that keep the layout of a page put its columns side by side, with \
                  white space between them. Where most lines have such a gap at the same place, \
                  the left column is read before the right one.",
};
