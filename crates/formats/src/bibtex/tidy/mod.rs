//! Clean-up of .bib files, one action at a time.
//!
//! Every action is a switch of [`TidyOptions`]; what no action asks for stays as it is, byte by
//! byte. Actions work on the syntax tree in three passes, each of which gives a [`Rewrite`]: values
//! and fields (`fields`), order of entries (`order`), layout (`arrange`). All are idempotent: tidying
//! a tidied file changes nothing.
//!
//! What this module does not do: it makes no keys and looks for no duplicates, which needs records.

mod arrange;
mod characters;
mod fields;
mod journals;
mod letter_case;
mod order;
mod values;

pub use journals::iso4;
pub(crate) use values::month;

use super::Rewrite;
use super::codes;
use super::syntax::{Block, Tree, parse};

/// Which actions are done. The default does none.
///
/// # Examples
/// ```
/// use refsmith_formats::bibtex::{TidyOptions, tidy};
/// let options = TidyOptions { page_dashes: true, lowercase: true, ..TidyOptions::default() };
/// let text = "@Book{a,\n   Pages = \"1-5\" }";
/// assert_eq!(tidy(text, &options).to_text(text), "@book{a,\n   pages = \"1--5\" }");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TidyOptions {
    /// Write the names of fields and types in lower case.
    pub lowercase: bool,
    /// Remove fields with these names (lower case).
    pub omit: Vec<String>,
    /// Remove fields without value.
    pub remove_empty_fields: bool,
    /// Remove a field that says what one of the same name before it says.
    pub remove_duplicate_fields: bool,
    /// Write values in braces that stand in quotation marks.
    pub curly: bool,
    /// Write numbers without delimiters.
    pub numeric: bool,
    /// Write months as the macros `jan` to `dec`.
    pub months: bool,
    /// Write page ranges with `--`.
    pub page_dashes: bool,
    /// Cut resolver addresses in front of DOIs off.
    pub bare_dois: bool,
    /// Remove `url` where there is a `doi` and the address only resolves it.
    pub drop_doi_urls: bool,
    /// Percent-encode characters that no address has.
    pub encode_urls: bool,
    /// Put the values of these fields (lower case) in a second pair of braces.
    pub enclosing_braces: Vec<String>,
    /// Remove a second pair of braces around a whole value.
    pub strip_enclosing_braces: bool,
    /// Remove braces that only protect letter case from the values of these fields (lower case).
    pub remove_braces: Vec<String>,
    /// Write values in capitals in title case.
    pub drop_all_caps: bool,
    /// Write the values of these fields (lower case) in title case. Entries that name another
    /// language than English stay as they are.
    pub title_case: Vec<String>,
    /// Write the values of these fields (lower case) in sentence case, with the same exception.
    pub sentence_case: Vec<String>,
    /// Put words of these fields (lower case) in braces whose letter case must stay: those with
    /// capitals behind their first letter, and the protected ones.
    pub protect: Vec<String>,
    /// Words whose letter case must stay, as they are written.
    pub protected_words: Vec<String>,
    /// How characters beyond ASCII are written.
    pub characters: Option<Characters>,
    /// Cut lists of names behind so many.
    pub max_authors: Option<usize>,
    /// Replace the names of journals, full to short, in fields that name one.
    pub abbreviations: Vec<(String, String)>,
    /// Write other names of journals in the short form of ISO 4, as [`iso4`] makes it.
    pub iso4: bool,
    /// What every field of an entry is indented with, on a line of its own.
    pub indent: Option<String>,
    /// Width of the column of field names; 0 puts one blank before `=`.
    pub align: Option<usize>,
    /// Break lines of values behind so many characters.
    pub wrap: Option<usize>,
    /// Whether a comma follows the last field.
    pub trailing_commas: Option<bool>,
    /// Order of the fields (lower case); others follow in their own order.
    pub sort_fields: Vec<String>,
    /// Put one empty line between entries.
    pub blank_lines: bool,
    /// Remove white space around comments.
    pub tidy_comments: bool,
    /// Remove comments and text between entries.
    pub strip_comments: bool,
    /// Order of the entries: names of fields, `key` or `type`, with `-` before them for falling
    /// order.
    pub sort: Vec<String>,
}

/// How characters beyond ASCII are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Characters {
    /// As TeX commands; TeX's own characters are escaped.
    Tex,
    /// As Unicode.
    Unicode,
}

/// Writes characters beyond ASCII as TeX; what has no command becomes `\symbol` with its number.
pub fn to_ascii(text: &str) -> String {
    characters::to_ascii(text)
}

/// Returns the form in which [`TidyOptions::abbreviations`] has the full name of a journal; the
/// list is sorted by it.
pub fn journal_key(name: &str) -> String {
    values::abbreviation_key(name)
}

/// The fields that [`TidyOptions::sort_fields`] puts in order when none are named.
pub const USUAL_FIELD_ORDER: [&str; 24] = [
    "title",
    "shorttitle",
    "author",
    "year",
    "month",
    "day",
    "journal",
    "booktitle",
    "location",
    "on",
    "publisher",
    "address",
    "series",
    "volume",
    "number",
    "pages",
    "doi",
    "isbn",
    "issn",
    "url",
    "urldate",
    "copyright",
    "category",
    "note",
];

/// Where a file is broken. What is broken is left alone: nobody knows what belongs to what.
struct Damage {
    /// Offsets of errors, rising.
    places: Vec<u32>,
}

impl Damage {
    fn of(tree: &Tree) -> Self {
        let harmless = [&codes::MISSING_COMMA, &codes::TEXT_OUTSIDE, &codes::COMMENTED_ENTRY];
        let found = tree.diagnostics().iter().filter(|finding| !harmless.contains(&finding.code));
        let mut places: Vec<u32> =
            found.filter_map(|finding| finding.span).map(|span| span.start).collect();
        places.sort_unstable();
        Self { places }
    }

    /// Tells whether an entry is broken.
    fn hits(&self, block: &Block) -> bool {
        let first = self.places.partition_point(|place| *place < block.span.start);
        !block.is_closed() || self.places.get(first).is_some_and(|at| *at < block.span.end)
    }
}

/// Does what the options ask for and returns the new version of the text.
pub fn tidy(text: &str, options: &TidyOptions) -> Rewrite {
    type Pass = fn(&Tree, &TidyOptions) -> Option<Rewrite>;
    let passes: [Pass; 3] = [fields::pass, order::pass, arrange::pass];
    let mut done = Rewrite::unchanged(text);
    let mut current = None::<String>;
    for pass in passes {
        let now = current.as_deref().unwrap_or(text);
        if let Some(rewrite) = pass(&parse(now), options) {
            let next = rewrite.to_text(now);
            done = done.then(&rewrite);
            current = Some(next);
        }
    }
    done
}
