//! The kinds of findings of the CSL-JSON readers.

use refsmith_model::{CodeInfo, Severity};

/// The text is no JSON at this place.
pub static INVALID: CodeInfo = CodeInfo {
    code: "csl-json-invalid",
    severity: Severity::Error,
    summary: "the text is not valid JSON",
    explanation: "An item that is no valid JSON is left out; the items before and after it are \
                  read. The usual causes are a missing comma or quotation mark, a comma behind \
                  the last member, or a file that was cut off.",
};

/// A value stands where an item is expected.
pub static NOT_AN_ITEM: CodeInfo = CodeInfo {
    code: "csl-json-not-an-item",
    severity: Severity::Error,
    summary: "a value is not a bibliographic item",
    explanation: "CSL-JSON is an array of objects, one per work. Any other value in that array \
                  is left out.",
};

/// The item type is not one of CSL 1.0.2.
pub static UNKNOWN_TYPE: CodeInfo = CodeInfo {
    code: "csl-json-unknown-type",
    severity: Severity::Warning,
    summary: "the item type is not one of CSL 1.0.2",
    explanation: "The item is read as `document`, the type that claims nothing. The original \
                  type is kept and written back to CSL-JSON; styles do not know it.",
};

/// A property has a value of the wrong kind.
pub static WRONG_VALUE: CodeInfo = CodeInfo {
    code: "csl-json-wrong-value",
    severity: Severity::Warning,
    summary: "a property has a value of the wrong kind",
    explanation: "A text was expected where there is an object, or the like. What has an obvious \
                  meaning is understood (a number for a text, a list of texts); what has none is \
                  kept as an unknown property and written back.",
};

/// A date cannot be understood.
pub static BAD_DATE: CodeInfo = CodeInfo {
    code: "csl-json-bad-date",
    severity: Severity::Warning,
    summary: "a date cannot be understood",
    explanation: "Dates are objects with `date-parts` (`[[2017, 2, 14]]`), a `literal`, or a text \
                  in EDTF. A date of another form is kept as text or as an unknown property.",
};

/// The note holds another value than the field.
pub static NOTE_WINS: CodeInfo = CodeInfo {
    code: "csl-json-note-wins",
    severity: Severity::Info,
    summary: "a note states another date or type than the field",
    explanation: "A line `issued: 2001/2002` at the head of a note is how people write what their \
                  program has no field for. CSL processors take dates and the type from there, and \
                  so does this reader; the value of the field is in the message.",
};

/// A name cannot be understood.
pub static BAD_NAME: CodeInfo = CodeInfo {
    code: "csl-json-bad-name",
    severity: Severity::Warning,
    summary: "a name has an unusual form",
    explanation: "Names are objects with `family` and `given`, or with `literal`. A plain text is \
                  taken for a `literal`; members that CSL does not know are not kept.",
};

/// An item has no `id`.
pub static MISSING_ID: CodeInfo = CodeInfo {
    code: "csl-json-missing-id",
    severity: Severity::Info,
    summary: "an item has no `id`",
    explanation: "CSL-JSON asks for an `id` in every item, because citations refer to it. The \
                  record gets a key when it is written.",
};
