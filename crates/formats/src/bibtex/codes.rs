//! The kinds of findings of the BibTeX reader.

use refsmith_model::{CodeInfo, Severity};

/// Defines one kind of finding.
macro_rules! code {
    ($(#[$meta:meta])* $name:ident, $code:literal, $severity:ident, $summary:literal, $explanation:literal) => {
        $(#[$meta])*
        pub static $name: CodeInfo = CodeInfo {
            code: $code,
            severity: Severity::$severity,
            summary: $summary,
            explanation: $explanation,
        };
    };
}

code!(
    /// A brace of a value never closes.
    UNCLOSED_BRACE,
    "bibtex-unclosed-brace",
    Error,
    "a `{` has no matching `}`",
    "The value that begins at this brace never ends, or swallows the entries behind it. Its entry \
     is left out; reading goes on at the next line that begins like an entry. Every `{` of a \
     value needs its `}`, also behind a backslash."
);
code!(
    /// A quotation mark never closes.
    UNCLOSED_QUOTE,
    "bibtex-unclosed-quote",
    Error,
    "a value in quotation marks has no end",
    "The value that begins at this quotation mark never ends. Its entry is left out; reading goes \
     on at the next line that begins like an entry. A quotation mark inside such a value must \
     stand in braces."
);
code!(
    /// An entry never closes.
    UNCLOSED_ENTRY,
    "bibtex-unclosed-entry",
    Error,
    "an entry has no closing delimiter",
    "The next entry, or the end of the file, comes before the `}` or `)` that closes this entry. \
     The fields that are complete are read."
);
code!(
    /// A comma is missing.
    MISSING_COMMA,
    "bibtex-missing-comma",
    Warning,
    "a comma is missing",
    "Fields are separated by commas, and a comma follows the key. Here it is understood without; \
     BibTeX itself would skip the rest of the entry."
);
code!(
    /// An equals sign is missing.
    MISSING_EQUALS,
    "bibtex-missing-equals",
    Error,
    "a field has no `=`",
    "A field is a name, `=` and a value. Where a value follows without `=`, it is taken as if the \
     sign were there; otherwise the words are skipped."
);
code!(
    /// A value is missing.
    MISSING_VALUE,
    "bibtex-missing-value",
    Error,
    "a field has no value",
    "Behind `=` stands a value in braces or quotation marks, a number, or the name of a string. \
     The field is left out."
);
code!(
    /// An entry has no key.
    MISSING_KEY,
    "bibtex-missing-key",
    Warning,
    "an entry has no citation key",
    "Nothing can cite an entry without a key. The record is read and gets a key when it is written."
);
code!(
    /// Text between entries that looks like a part of one.
    STRAY_TEXT,
    "bibtex-stray-text",
    Warning,
    "text behind an entry looks like a part of it",
    "Text between entries is a comment. This one begins with a comma or a closing delimiter, so \
     the entry before it probably closes too early: there is one `}` too many."
);
code!(
    /// Text between entries.
    TEXT_OUTSIDE,
    "bibtex-text-outside",
    Info,
    "text between entries is not read",
    "Whatever stands outside of entries is a comment to BibTeX. It stays in the file when the file \
     is edited, but no record holds it. If it was meant as an entry, its `@` is missing."
);
code!(
    /// An entry inside a comment.
    COMMENTED_ENTRY,
    "bibtex-commented-entry",
    Info,
    "a comment hides an entry",
    "What stands in `@comment{...}`, or on a line that begins with `%` between entries, is not \
     read. BibTeX itself would read an entry there."
);
code!(
    /// Two entries have the same key.
    DUPLICATE_KEY,
    "bibtex-duplicate-key",
    Warning,
    "two entries have the same key",
    "A citation can mean only one of them. Both are kept; give one another key, or remove it."
);
code!(
    /// A field occurs twice in an entry.
    DUPLICATE_FIELD,
    "bibtex-duplicate-field",
    Warning,
    "a field occurs twice in one entry",
    "The first value counts, as in BibTeX; the other one is kept as an unknown field."
);
code!(
    /// A string name is not defined.
    UNDEFINED_STRING,
    "bibtex-undefined-string",
    Warning,
    "the name of a string is not defined",
    "A value without braces or quotation marks is a number or the name of an `@string` defined \
     before it. The name itself is taken as the value."
);
code!(
    /// A reference to another entry leads nowhere.
    CROSSREF_MISSING,
    "bibtex-crossref-missing",
    Warning,
    "`crossref` or `xdata` names an entry that is not there",
    "The entry inherits nothing. The name is kept with the record."
);
code!(
    /// Entries inherit from each other in a circle.
    CROSSREF_LOOP,
    "bibtex-crossref-loop",
    Warning,
    "entries inherit from each other in a circle",
    "Following `crossref` or `xdata` leads back to the entry itself. The circle is cut here."
);
code!(
    /// The entry type is unknown.
    UNKNOWN_TYPE,
    "bibtex-unknown-type",
    Info,
    "the entry type is unknown",
    "The entry is read as `document`. Its type is kept and written back to BibTeX and BibLaTeX."
);
code!(
    /// A TeX command is unknown.
    UNKNOWN_MACRO,
    "bibtex-unknown-macro",
    Info,
    "a TeX command is unknown",
    "The command is left out, its argument is kept. Write the character itself, or define the \
     command in `@preamble`."
);
code!(
    /// A date cannot be understood.
    BAD_DATE,
    "bibtex-bad-date",
    Warning,
    "a date cannot be understood",
    "What is no date is kept as text, or as an unknown field. `date` is written as in EDTF: \
     `2001-02-14`, `2001-02/2001-04`, `1850~`."
);
code!(
    /// Two fields give different years.
    DATE_CONFLICT,
    "bibtex-date-conflict",
    Warning,
    "`date` and `year` disagree",
    "`date` counts; `year` is kept as an unknown field."
);
code!(
    /// A name cannot be understood.
    BAD_NAME,
    "bibtex-bad-name",
    Warning,
    "a name has an unusual form",
    "A name is `First von Last`, `von Last, First` or `von Last, Jr, First`. More commas, or no \
     words at all, usually mean that `and` is missing between two names."
);
code!(
    /// Blocks that are no entries are used, but not carried.
    NOT_CARRIED,
    "bibtex-not-carried",
    Info,
    "definitions and comments of the file are not part of its records",
    "`@string` and `@preamble` are used to read the entries, and comments are skipped; what is \
     written from the records has neither. Keep the original file if you need them."
);
