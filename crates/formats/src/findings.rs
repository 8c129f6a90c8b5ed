//! The kinds of findings that the readers of several formats share.

use refsmith_model::{CodeInfo, Severity};

/// The type is not one of the format.
pub static UNKNOWN_TYPE: CodeInfo = CodeInfo {
    code: "record-unknown-type",
    severity: Severity::Warning,
    summary: "the type of a record is not one that its format knows",
    explanation: "The record is read as `document`, the type that claims nothing. The original type \
                  is kept and written back to the same format.",
};

/// A date cannot be understood.
pub static BAD_DATE: CodeInfo = CodeInfo {
    code: "record-bad-date",
    severity: Severity::Info,
    summary: "a date cannot be understood, or not wholly",
    explanation: "What stands in a date field but is no date (`in press`) is kept as text. Of a date \
                  with words behind it, the date is taken and the words are kept as a field of the \
                  format.",
};

/// Two values for something that is there once.
pub static SECOND_VALUE: CodeInfo = CodeInfo {
    code: "record-second-value",
    severity: Severity::Info,
    summary: "a record states two different dates for the same thing",
    explanation: "The first is taken; the other is kept as a field of the format and written back to \
                  it.",
};

/// Text outside of any record or field.
pub static STRAY_TEXT: CodeInfo = CodeInfo {
    code: "record-stray-text",
    severity: Severity::Info,
    summary: "text stands outside of any record",
    explanation: "Databases put a heading above the records they export. What stands before the \
                  first field of a record is left out.",
};

/// A record without its end.
pub static UNCLOSED: CodeInfo = CodeInfo {
    code: "record-unclosed",
    severity: Severity::Warning,
    summary: "a record has no end",
    explanation: "The next record, or the end of the file, is taken for it. Often the file was cut \
                  off, or two were joined by hand.",
};

/// A field stands before the start of a record.
pub static NO_START: CodeInfo = CodeInfo {
    code: "record-without-start",
    severity: Severity::Warning,
    summary: "a record has no start",
    explanation: "A field stands outside of any record, as when the line with the type is missing. It \
                  begins a record of the type `document`.",
};

/// The text is no YAML at this place.
pub static INVALID_YAML: CodeInfo = CodeInfo {
    code: "yaml-invalid",
    severity: Severity::Error,
    summary: "the text is not valid YAML",
    explanation: "What stands before the place was read. The usual causes are a tab used for \
                  indentation, a colon or quotation mark in a text without quotes, or wrong \
                  indentation.",
};

/// The text is no XML at this place.
pub static INVALID_XML: CodeInfo = CodeInfo {
    code: "xml-invalid",
    severity: Severity::Error,
    summary: "the text is not well-formed XML",
    explanation: "The records before the place were read. The usual causes are an element that is \
                  not closed, an `&` that should be `&amp;`, or a file that was cut off. Entities \
                  other than the five of XML and those of characters are not resolved.",
};

/// An entity that XML does not have.
pub static UNKNOWN_ENTITY: CodeInfo = CodeInfo {
    code: "xml-unknown-entity",
    severity: Severity::Warning,
    summary: "an entity is none that XML has",
    explanation: "XML has five entities and those of character numbers. Others are defined in the \
                  file or elsewhere; they are not looked up, because what they stand for may be \
                  without end. They are kept as they are written (`&eacute;`); the first of each \
                  name is reported.",
};

/// Quotation marks of a table that do not close, or close too early.
pub static TABLE_QUOTES: CodeInfo = CodeInfo {
    code: "table-quotes",
    severity: Severity::Warning,
    summary: "the quotation marks of a cell are not as they should be",
    explanation: "A cell in quotation marks ends with its closing one; a quotation mark inside is \
                  doubled. Text behind the closing one is taken into the cell. One that never closes \
                  is a part of its cell, and from there on no cell goes on over line ends.",
};

/// More cells in a row than columns.
pub static SURPLUS_CELLS: CodeInfo = CodeInfo {
    code: "table-surplus-cells",
    severity: Severity::Warning,
    summary: "a row has more cells than the table has columns",
    explanation: "Nobody can say what the cells at the end mean; they are kept as `column 7` and so \
                  on. Often a cell holds a separator and should stand in quotation marks.",
};

/// A file that is no text, or a record in it, is damaged.
pub static DAMAGED: CodeInfo = CodeInfo {
    code: "file-damaged",
    severity: Severity::Error,
    summary: "a file, or a record in it, is damaged",
    explanation: "What could be found was read. The usual causes are a file that was cut off, or one \
                  that a program changed that took it for text.",
};
