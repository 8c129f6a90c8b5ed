//! The arguments of `tidy` and `dedupe`.

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, ValueEnum};

use super::Failure;
use crate::formats::bibtex::{Characters, TidyOptions, USUAL_FIELD_ORDER};

const TIDY_EXAMPLES: &str = "\
Examples:
  refsmith tidy refs.bib --diff                  what would change (see below)
  refsmith tidy refs.bib -w                      clean up, keep the layout
  refsmith tidy refs.bib --format -w             lay out anew, too
  refsmith tidy refs.bib --sort=key --check      exit 1 when it is not sorted
  refsmith tidy refs.bib --generate-keys='auth.lower + year' --keymap keys.tsv -w

Without an action: those of the table [tidy] in refsmith.toml (`months = true`, `align = 14`,
`sort = [\"year\"]`), and without it --lowercase --months --page-dashes --bare-dois
--remove-empty-fields --remove-dupe-fields. With one, only what is named is done; all other bytes
stay.";

const DEDUPE_EXAMPLES: &str = "\
Examples:
  refsmith dedupe refs.bib                       clusters of the same work, with reasons
  refsmith dedupe refs.bib --merge --diff        what merging would change
  refsmith dedupe refs.bib --merge -w --keymap keys.tsv --patch 'chapters/*.tex'";

/// What becomes of a changed file.
#[derive(Debug, Args)]
pub(super) struct Destination {
    /// Show the changes instead of the file
    #[arg(long, conflicts_with_all = ["write", "output"])]
    pub(super) diff: bool,
    /// Write the file back
    #[arg(short, long, visible_short_alias = 'm', visible_alias = "modify")]
    pub(super) write: bool,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "OUT", conflicts_with = "write")]
    pub(super) output: Option<PathBuf>,
    /// Overwrite OUT if it is there
    #[arg(long)]
    pub(super) force: bool,
    /// Write old and new keys, separated by a tab, to this file
    #[arg(long, value_name = "FILE")]
    pub(super) keymap: Option<PathBuf>,
    /// Rename the keys in these documents, too: LaTeX, Markdown, Typst; a pattern may be quoted
    #[arg(long, value_name = "FILES", num_args = 1.., requires = "write")]
    pub(super) patch: Vec<String>,
}

/// `refsmith tidy`
#[derive(Debug, Args)]
#[command(after_help = TIDY_EXAMPLES)]
pub(super) struct Tidy {
    /// .bib files; `-` is standard input
    #[arg(value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) destination: Destination,
    /// Write nothing; exit with 1 when a file is not tidy
    #[arg(long, conflicts_with_all = ["write", "output"])]
    pub(super) check: bool,
    #[command(flatten)]
    pub(super) actions: Actions,
    #[command(flatten)]
    negations: Negations,
}

/// What bibtex-tidy takes and nothing is done for here: what is not asked for is not done, and
/// nothing is written without `-w`. Each takes back the flag before it.
#[derive(Debug, Args)]
struct Negations {
    #[arg(long, hide = true)]
    v2: bool,
    #[arg(long, hide = true, overrides_with = "write")]
    no_modify: bool,
    #[arg(long, hide = true, overrides_with = "lowercase")]
    no_lowercase: bool,
    #[arg(long, hide = true, overrides_with = "curly")]
    no_curly: bool,
    #[arg(long, hide = true, overrides_with = "numeric")]
    no_numeric: bool,
    #[arg(long, hide = true, overrides_with = "tab")]
    no_tab: bool,
    #[arg(long, hide = true, overrides_with = "blank_lines")]
    no_blank_lines: bool,
    #[arg(long, hide = true, overrides_with = "sort")]
    no_sort: bool,
    #[arg(long, hide = true, overrides_with = "merge")]
    no_merge: bool,
    #[arg(long, hide = true, overrides_with = "escape")]
    no_escape: bool,
    #[arg(long, hide = true, overrides_with = "strip_comments")]
    no_strip_comments: bool,
    #[arg(long, hide = true, overrides_with = "encode_urls")]
    no_encode_urls: bool,
    #[arg(long, hide = true, overrides_with = "tidy_comments")]
    no_tidy_comments: bool,
    #[arg(long, hide = true, overrides_with = "remove_empty_fields")]
    no_remove_empty_fields: bool,
    #[arg(long, hide = true, overrides_with = "remove_dupe_fields")]
    no_remove_dupe_fields: bool,
    #[arg(long, hide = true, overrides_with = "wrap")]
    no_wrap: bool,
}

/// What is done.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fields")]
pub(super) struct Actions {
    /// Names of fields and types in lower case
    #[arg(long)]
    lowercase: bool,
    /// Months as macros: jan, feb ...
    #[arg(long)]
    months: bool,
    /// Page ranges with two hyphens
    #[arg(long)]
    page_dashes: bool,
    /// DOIs without the address of a resolver
    #[arg(long)]
    bare_dois: bool,
    /// No field without a value
    #[arg(long)]
    remove_empty_fields: bool,
    /// No field that repeats another
    #[arg(long)]
    remove_dupe_fields: bool,
    /// Values in braces, not in quotation marks
    #[arg(long)]
    curly: bool,
    /// Numbers without braces
    #[arg(long)]
    numeric: bool,
    /// Remove these fields
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    omit: Vec<String>,
    /// No `url` that only resolves the DOI of its entry
    #[arg(long)]
    drop_doi_urls: bool,
    /// Percent-encode what no address holds
    #[arg(long)]
    encode_urls: bool,
    /// A second pair of braces around these fields [default: title]
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', num_args = 0..=1,
          require_equals = true, default_missing_value = "title")]
    enclosing_braces: Vec<String>,
    /// No second pair of braces around a value
    #[arg(long)]
    strip_enclosing_braces: bool,
    /// No braces that protect letter case in these fields [default: title]
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', num_args = 0..=1,
          require_equals = true, default_missing_value = "title")]
    remove_braces: Vec<String>,
    /// Values in capitals in title case
    #[arg(long)]
    drop_all_caps: bool,
    /// English in title case in these fields [default: title]
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', num_args = 0..=1,
          require_equals = true, default_missing_value = "title")]
    title_case: Vec<String>,
    /// English in sentence case in these fields; names need --protected-words [default: title]
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', num_args = 0..=1,
          require_equals = true, default_missing_value = "title", conflicts_with = "title_case")]
    sentence_case: Vec<String>,
    /// Braces around words with capitals inside and protected words [default: title]
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', num_args = 0..=1,
          require_equals = true, default_missing_value = "title")]
    protect: Vec<String>,
    /// Words that --protect puts in braces and --sentence-case leaves alone
    #[arg(long, value_name = "WORDS", value_delimiter = ',')]
    protected_words: Vec<String>,
    /// Characters beyond ASCII as TeX, TeX's own characters escaped
    #[arg(long, conflicts_with = "unescape")]
    escape: bool,
    /// Accents and letters in TeX as Unicode
    #[arg(long)]
    unescape: bool,
    /// Lists of more names end in `and others`
    #[arg(long, value_name = "N")]
    max_authors: Option<usize>,
    /// Short names of journals from a list: full name and short name, separated by a tab, `;` or `=`
    #[arg(long, value_name = "FILE")]
    pub(super) abbreviate: Option<PathBuf>,
    /// The other way: full names of journals from such a list
    #[arg(long, value_name = "FILE", conflicts_with = "abbreviate")]
    pub(super) unabbreviate: Option<PathBuf>,
    /// Names of journals short by ISO 4, or in full, by built-in tables (behind a list of your own)
    #[arg(long, value_name = "FORM", value_enum, visible_alias = "abbrev")]
    pub(super) journals: Option<Journals>,
    /// New keys [default: [auth:lower][year][veryshorttitle:lower]]
    #[arg(long, value_name = "PATTERN", num_args = 0..=1, require_equals = true,
          default_missing_value = "[auth:lower][year][veryshorttitle:lower]",
          help_heading = "Entries")]
    pub(super) generate_keys: Option<String>,
    /// Sort by fields, `key` or `type`; `-year` is falling [default: key]
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', num_args = 0..=1,
          require_equals = true, default_missing_value = "key", allow_hyphen_values = true,
          help_heading = "Entries")]
    sort: Vec<String>,
    /// Merge the entries of one work: `refsmith dedupe --merge`
    #[arg(long, value_name = "KEEP", num_args = 0..=1, require_equals = true, value_enum,
          default_missing_value = "fullest", help_heading = "Entries")]
    pub(super) merge: Option<Keep>,
    /// Say which entries are one work; whatever kinds are named, all are looked for
    #[arg(long, value_name = "KINDS", num_args = 0..=1, require_equals = true,
          default_missing_value = "all", help_heading = "Entries")]
    pub(super) duplicates: Option<String>,
    /// All of --space --align --curly --trailing-commas --blank-lines --tidy-comments
    #[arg(long, help_heading = "Layout")]
    format: bool,
    /// Indent fields by so many blanks [default: 2]
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true,
          default_missing_value = "2", help_heading = "Layout")]
    space: Option<usize>,
    /// Indent fields by a tab
    #[arg(long, conflicts_with = "space", help_heading = "Layout")]
    tab: bool,
    /// Line values up behind so many columns [default: 14]
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true,
          default_missing_value = "14", help_heading = "Layout")]
    align: Option<usize>,
    /// One blank before and behind `=`
    #[arg(long, conflicts_with = "align", help_heading = "Layout")]
    no_align: bool,
    /// Break lines behind so many characters [default: 80]
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true,
          default_missing_value = "80", help_heading = "Layout")]
    wrap: Option<usize>,
    /// A comma behind the last field
    #[arg(long, help_heading = "Layout")]
    trailing_commas: bool,
    /// No comma behind the last field
    #[arg(long, conflicts_with = "trailing_commas", help_heading = "Layout")]
    no_trailing_commas: bool,
    /// Order of the fields
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', num_args = 0..=1,
          require_equals = true, default_missing_value = "", help_heading = "Layout")]
    sort_fields: Option<Vec<String>>,
    /// One empty line between entries
    #[arg(long, help_heading = "Layout")]
    blank_lines: bool,
    /// No white space around comments
    #[arg(long, help_heading = "Layout")]
    tidy_comments: bool,
    /// No comments and text between entries
    #[arg(long, help_heading = "Layout")]
    strip_comments: bool,
}

/// `refsmith dedupe`
#[derive(Debug, Args)]
#[command(after_help = DEDUPE_EXAMPLES)]
pub(super) struct Dedupe {
    #[command(flatten)]
    pub(super) inputs: super::args::Inputs,
    /// Make one entry of each cluster; no value is lost (.bib files)
    #[arg(long)]
    pub(super) merge: bool,
    /// Which entry stays
    #[arg(long, value_enum, value_name = "KEEP", default_value = "fullest")]
    pub(super) keep: Keep,
    /// How sure it must be that entries are one work (0 to 1)
    #[arg(long, value_name = "SCORE", default_value_t = 0.9)]
    pub(super) accept: f32,
    #[command(flatten)]
    pub(super) destination: Destination,
}

/// Which of the entries of one work stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Keep {
    /// The one with the most fields
    #[value(aliases = ["combine", "overwrite"])]
    Fullest,
    /// The first
    First,
    /// The last
    Last,
}

/// How names of journals are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Journals {
    /// Short, by the rules of ISO 4
    #[value(alias = "short")]
    Iso4,
    /// In full, where a journal is known
    Full,
}

/// The actions of a configuration file: its settings are the flags, without their hyphens.
#[derive(Debug, Parser)]
#[command(no_binary_name = true)]
struct Configured {
    #[command(flatten)]
    actions: Actions,
}

impl Actions {
    /// Reads the table `[tidy]` of a configuration file.
    pub(super) fn from_table(table: &toml::Table) -> Result<Self, Failure> {
        let command = Configured::command();
        let mut flags = Vec::new();
        for (key, value) in table {
            let unusable = || {
                let names = command.get_arguments().filter_map(clap::Arg::get_long);
                let names = names.filter(|name| *name != "help").collect::<Vec<_>>().join(", ");
                Failure::with_help(
                    format!("cannot use the setting `tidy.{key}`"),
                    format!("known settings: {names}"),
                )
            };
            if !command.get_arguments().any(|flag| flag.get_long() == Some(key)) {
                return Err(unusable());
            }
            let text = |value: &toml::Value| match value {
                toml::Value::String(text) => Some(text.clone()),
                toml::Value::Integer(number) => Some(number.to_string()),
                _ => None,
            };
            match value {
                toml::Value::Boolean(false) => {}
                toml::Value::Boolean(true) => flags.push(format!("--{key}")),
                toml::Value::Array(values) => {
                    let values: Option<Vec<String>> = values.iter().map(text).collect();
                    flags.push(format!("--{key}={}", values.ok_or_else(unusable)?.join(",")));
                }
                value => flags.push(format!("--{key}={}", text(value).ok_or_else(unusable)?)),
            }
        }
        let parsed = Configured::try_parse_from(flags).map_err(|error| {
            let message = error.to_string();
            let first = message.lines().next().unwrap_or("").trim_start_matches("error: ");
            Failure::with_help(
                format!("cannot use the table `[tidy]`: {first}"),
                "its settings are the flags of `refsmith tidy`, without their hyphens",
            )
        })?;
        Ok(parsed.actions)
    }

    /// Tells whether no action is named.
    pub(super) fn is_empty(&self) -> bool {
        let options = TidyOptions { protected_words: Vec::new(), ..self.named() };
        let other = self.generate_keys.is_some()
            || self.merge.is_some()
            || self.duplicates.is_some()
            || self.abbreviate.is_some()
            || self.unabbreviate.is_some()
            || self.journals.is_some();
        !other && options == TidyOptions::default()
    }

    /// Returns the options, without what is read from files; without any action, the usual ones.
    pub(super) fn options(&self) -> TidyOptions {
        if self.is_empty() { usual() } else { self.named() }
    }

    /// Returns the options that are named.
    fn named(&self) -> TidyOptions {
        let format = self.format;
        let lower = |names: &[String]| names.iter().map(|name| name.to_lowercase()).collect();
        let indent = match (self.tab, self.space) {
            (true, _) => Some("\t".to_owned()),
            (_, Some(blanks)) => Some(" ".repeat(blanks)),
            _ => format.then(|| "  ".to_owned()),
        };
        let sort_fields = match &self.sort_fields {
            None => Vec::new(),
            Some(names) if names.iter().all(String::is_empty) => {
                USUAL_FIELD_ORDER.map(str::to_owned).to_vec()
            }
            Some(names) => lower(names),
        };
        TidyOptions {
            lowercase: self.lowercase,
            omit: lower(&self.omit),
            remove_empty_fields: self.remove_empty_fields,
            remove_duplicate_fields: self.remove_dupe_fields,
            curly: self.curly || format,
            numeric: self.numeric,
            months: self.months,
            page_dashes: self.page_dashes,
            bare_dois: self.bare_dois,
            drop_doi_urls: self.drop_doi_urls,
            encode_urls: self.encode_urls,
            enclosing_braces: lower(&self.enclosing_braces),
            strip_enclosing_braces: self.strip_enclosing_braces,
            remove_braces: lower(&self.remove_braces),
            drop_all_caps: self.drop_all_caps,
            characters: match (self.escape, self.unescape) {
                (true, _) => Some(Characters::Tex),
                (_, true) => Some(Characters::Unicode),
                _ => None,
            },
            max_authors: self.max_authors,
            title_case: lower(&self.title_case),
            sentence_case: lower(&self.sentence_case),
            protect: lower(&self.protect),
            protected_words: self.protected_words.clone(),
            abbreviations: Vec::new(),
            iso4: self.journals == Some(Journals::Iso4),
            indent,
            align: match (self.align, self.no_align) {
                (_, true) => Some(0),
                (Some(column), _) => Some(column),
                _ => format.then_some(14),
            },
            wrap: self.wrap,
            trailing_commas: match (self.trailing_commas || format, self.no_trailing_commas) {
                (_, true) => Some(false),
                (true, _) => Some(true),
                _ => None,
            },
            sort_fields,
            blank_lines: self.blank_lines || format,
            tidy_comments: self.tidy_comments || format,
            strip_comments: self.strip_comments,
            sort: self.sort.iter().map(|key| key.to_lowercase()).collect(),
        }
    }
}

/// What is done when nothing is asked for.
fn usual() -> TidyOptions {
    TidyOptions {
        lowercase: true,
        months: true,
        page_dashes: true,
        bare_dois: true,
        remove_empty_fields: true,
        remove_duplicate_fields: true,
        ..TidyOptions::default()
    }
}
