//! The arguments of every command: one table that help, completions and man page are made from.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  refsmith article.html                         find and read the references, show a table
  refsmith article.md -o refs.bib               the same as BibTeX (.json, .jsonl ...)
  refsmith cite article.md --style vancouver    a formatted reference list
  refsmith check article.md                     findings: links, spelling, missing fields
  refsmith check article.md --online            compare every reference with Crossref
  refsmith index build dump/ -o crossref.idx    the same without a network: `--index crossref.idx`
  refsmith enrich refs.bib --accept 0.95 -w     add DOIs and complete what is cut short

Nothing leaves this computer without `--online` or `enrich`. More: refsmith COMMAND --help";

/// Turns reference lists into clean records, checks them, and gives them back in any format or
/// citation style.
#[derive(Debug, Parser)]
#[command(
    name = "refsmith",
    version,
    after_help = EXAMPLES,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) look: Look,
    #[command(flatten)]
    pub(super) global: Global,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read references into records with spans and confidence (JSON Lines)
    Parse(Parse),
    /// Convert an article or library into another format
    Convert(Convert),
    /// Render a reference list, and citations, in a citation style
    Cite(Cite),
    /// Report what is wrong or doubtful; with `--online` compare with Crossref
    Check(Check),
    /// Propose DOIs and missing fields from Crossref as a diff
    Enrich(Enrich),
    /// Clean up .bib files, one action at a time; everything else stays as it is
    Tidy(Box<super::tidy_args::Tidy>),
    /// Find the same work twice, with reasons; `--merge` makes one entry of each
    Dedupe(super::tidy_args::Dedupe),
    /// Add references, DOIs or files to a library file, in place
    Add(super::library::args::Add),
    /// List the records of a library file
    List(super::library::args::List),
    /// Search a library file: words, fields, years, tags; the best answers first
    Search(super::library::args::Search),
    /// Show records of a library file as they stand in it
    Show(super::library::args::Show),
    /// Edit records of a library file in your editor
    Edit(super::library::args::Edit),
    /// Give tags to records of a library file, take them away, or list them
    Tag(super::library::args::Tag),
    /// Take records out of a library file, in place
    Rm(super::library::args::Rm),
    /// Put records into Zotero, or read them from it
    Zotero(super::zotero::args::Zotero),
    /// Build a local index from Crossref's public data file or any library, and ask it
    Index(Index),
    /// Answer in Crossref's place from a local index, on this computer alone
    Serve(Serve),
    /// List the formats that can be read and written
    Formats,
    /// List, search, add or check citation styles
    Styles(Styles),
    /// Explain a finding's code
    Explain {
        /// The code, such as `chapter-without-in`; without it, all codes are listed
        code: Option<String>,
    },
    /// Print a completion script
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// Say less: nothing on standard error but errors
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Global options")]
    pub(super) quiet: bool,
    /// Say more: notes as well as warnings
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub(super) verbose: bool,
    /// When to use color
    #[arg(long, global = true, value_enum, value_name = "WHEN", help_heading = "Global options")]
    pub(super) color: Option<ColorChoice>,
    /// How findings are written
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "FORMAT",
        default_value = "human",
        help_heading = "Global options"
    )]
    pub(super) message_format: MessageFormat,
    /// Never use the network, whatever else is asked (also REFSMITH_OFFLINE=1)
    #[arg(long, global = true, help_heading = "Global options")]
    pub(super) offline: bool,
    /// Ignore configuration files
    #[arg(long, global = true, help_heading = "Global options")]
    pub(super) no_config: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// With the source line, for people
    Human,
    /// One JSON object per line
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// One SARIF 2.1.0 document
    Sarif,
}

/// Where records come from.
#[derive(Debug, Args)]
pub(super) struct Inputs {
    /// Articles, reference lists or libraries; `-` is standard input
    #[arg(value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    /// Format of the input; guessed from extension and content
    #[arg(short, long, value_name = "FORMAT")]
    pub(super) from: Option<String>,
    /// Read a column of a table (CSV, TSV, XLSX) as this variable: `--column Titel=title`
    #[arg(long = "column", value_name = "HEADING=VARIABLE")]
    pub(super) columns: Vec<String>,
}

/// Where the result goes.
#[derive(Debug, Args)]
pub(super) struct Target {
    /// Format of the output (see `refsmith formats`); guessed from the extension of OUT
    #[arg(short, long, value_name = "FORMAT")]
    pub(super) to: Option<String>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
    /// Overwrite OUT if it is there
    #[arg(long)]
    pub(super) force: bool,
    /// Exit with 1 when the output format cannot hold something
    #[arg(long)]
    pub(super) strict: bool,
    /// Keep what the output format has no field for in the note, or in a field of its users
    #[arg(long, value_name = "WHERE")]
    pub(super) carry: Option<Carry>,
}

/// Where values go for which a format has no field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Carry {
    /// As lines `variable: value` at the head of the note
    Note,
    /// In a field that the format leaves to its users; where it has none, in the note
    Extra,
}

/// `refsmith INPUT...`
#[derive(Debug, Args)]
pub(super) struct Look {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    #[command(flatten)]
    pub(super) target: Target,
}

/// `refsmith parse`
#[derive(Debug, Args)]
pub(super) struct Parse {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    #[command(flatten)]
    pub(super) target: Target,
    /// Every line of the input is one reference; with JSON Lines as output, inputs of any size are
    /// read in constant memory
    #[arg(long)]
    pub(super) lines: bool,
    /// Threads that read the references of `--lines` [default: one for each processor]
    #[arg(long, value_name = "N", requires = "lines")]
    pub(super) threads: Option<std::num::NonZeroUsize>,
    /// Show how each reference was read, part by part; `-t jsonl` for programs
    #[arg(long, conflicts_with = "output")]
    pub(super) explain: bool,
}

/// `refsmith convert`
#[derive(Debug, Args)]
pub(super) struct Convert {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    #[command(flatten)]
    pub(super) target: Target,
}

/// `refsmith cite`
#[derive(Debug, Args)]
pub(super) struct Cite {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    /// Citation style: a name (see `refsmith styles`) or a .csl file [default: apa]
    #[arg(short, long, value_name = "NAME|FILE.csl")]
    pub(super) style: Option<String>,
    /// Language of terms and dates, such as `sv-SE`; by default the style's own
    #[arg(short, long, value_name = "LOCALE")]
    pub(super) locale: Option<String>,
    /// Output: text, html, markdown, latex, typst, rtf, json; by default what the extension of OUT
    /// says, or text
    #[arg(long = "as", value_name = "OUTPUT")]
    pub(super) output_as: Option<String>,
    /// With `--as html`: add to each entry what Zotero takes from a web page (COinS)
    #[arg(long)]
    pub(super) coins: bool,
    /// Render these citations, too: CSL citation clusters as JSON
    #[arg(long, value_name = "FILE.json")]
    pub(super) citations: Option<PathBuf>,
    /// Threads that render; the result does not depend on their number
    #[arg(long, value_name = "N", default_value = "1")]
    pub(super) threads: std::num::NonZeroUsize,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
    /// Overwrite OUT if it is there
    #[arg(long)]
    pub(super) force: bool,
}

/// `refsmith check`
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    /// Compare with Crossref, field by field; sends the references there
    #[arg(long, conflicts_with_all = ["index", "against"])]
    pub(super) online: bool,
    /// Compare with the records of these files, field by field; may be given several times
    #[arg(long, value_name = "FILE", conflicts_with = "index")]
    pub(super) against: Vec<PathBuf>,
    /// Look the works up in this table of retractions (the Retraction Watch database as CSV); alone
    /// or beside a register
    #[arg(long, value_name = "FILE")]
    pub(super) retractions: Option<PathBuf>,
    /// The least serious finding that makes the exit code 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "warning")]
    pub(super) fail_on: FailOn,
    /// Write a report to OUT, too; by its extension a page (.html), a table (.csv), JUnit (.xml),
    /// .sarif, .json or .jsonl. May be given several times
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Vec<PathBuf>,
    /// Overwrite OUT if it is there
    #[arg(long)]
    pub(super) force: bool,
    /// Apply the fixes that cannot change the meaning; with `-w` or `--diff`
    #[arg(long)]
    pub(super) fix: bool,
    /// Apply the other fixes, too
    #[arg(long, requires = "fix")]
    pub(super) unsafe_fixes: bool,
    /// Show the fixes as a diff instead of the findings
    #[arg(long, requires = "fix", conflicts_with = "write")]
    pub(super) diff: bool,
    /// Write the fixes to the input files
    #[arg(short, long, requires = "fix")]
    pub(super) write: bool,
    #[command(flatten)]
    pub(super) register: Register,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// Errors only
    Error,
    /// Warnings and errors
    Warning,
    /// Any finding
    Info,
    /// Nothing
    Never,
}

/// `refsmith enrich`
#[derive(Debug, Args)]
pub(super) struct Enrich {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    /// Apply the changes of matches that are at least this sure (0 to 1)
    #[arg(long, value_name = "SCORE", value_parser = probability)]
    pub(super) accept: Option<f32>,
    /// Apply the changes of every match, contradictions included
    #[arg(long, conflicts_with = "accept")]
    pub(super) yes: bool,
    /// Show every change on the terminal and ask whether to take it
    #[arg(long, conflicts_with_all = ["accept", "yes"])]
    pub(super) review: bool,
    /// Take changes of these variables only, such as `DOI,page`
    #[arg(long, value_name = "VARIABLES", value_delimiter = ',', value_parser = variable)]
    pub(super) select: Vec<crate::model::Variable>,
    /// Write accepted changes back to the input file
    #[arg(short, long, conflicts_with_all = ["to", "output"])]
    pub(super) write: bool,
    #[command(flatten)]
    pub(super) target: Target,
    #[command(flatten)]
    pub(super) register: Register,
}

/// How the register is reached.
#[derive(Debug, Args)]
pub(super) struct Register {
    /// Ask this local index instead (see `refsmith index`), and nothing leaves this computer; or
    /// an index in an Elasticsearch, OpenSearch or Quickwit, such as http://localhost:9200/works
    #[arg(long, value_name = "DIR|URL")]
    pub(super) index: Option<PathBuf>,
    /// A Crossref-compatible server (also REFSMITH_CROSSREF_URL)
    #[arg(long, value_name = "URL")]
    pub(super) crossref_url: Option<String>,
    /// Registers to ask, in this order [default: crossref,datacite,arxiv,doi,pubmed,openlibrary;
    /// with another Crossref server, that alone]
    #[arg(long, value_name = "NAMES", value_delimiter = ',', conflicts_with = "index")]
    pub(super) sources: Vec<String>,
    /// Your address, for Crossref's faster pool (also REFSMITH_MAILTO)
    #[arg(long, value_name = "ADDRESS")]
    pub(super) mailto: Option<String>,
    /// Directory of the answer cache (also REFSMITH_CACHE)
    #[arg(long, value_name = "DIR")]
    pub(super) cache: Option<PathBuf>,
    /// Size of the answer cache; what was used longest ago goes first (also REFSMITH_CACHE_SIZE)
    /// [default: 500]
    #[arg(long, value_name = "MB")]
    pub(super) cache_size: Option<u64>,
    /// Neither read nor write the answer cache
    #[arg(long, conflicts_with = "cache")]
    pub(super) no_cache: bool,
}

/// `refsmith index`
#[derive(Debug, Args)]
pub(super) struct Index {
    #[command(subcommand)]
    pub(super) action: IndexAction,
}

#[derive(Debug, Subcommand)]
pub(super) enum IndexAction {
    /// Make a new index, or go on with one whose building was interrupted
    Build {
        #[command(flatten)]
        inputs: Dumps,
        /// Cut the index into this many parts
        #[arg(long, value_name = "N", default_value = "1")]
        shards: std::num::NonZeroU16,
        /// Only works of this journal: a title or an ISSN; may be given several times
        #[arg(long, value_name = "TITLE|ISSN")]
        journal: Vec<String>,
        /// Only works of this year or these years, such as 2010-2015 or 2020-
        #[arg(long, value_name = "YEARS", value_parser = years)]
        year: Option<std::ops::RangeInclusive<i32>>,
        /// Only the works whose DOIs are in this file, one on each line
        #[arg(long, value_name = "FILE")]
        doi_list: Option<PathBuf>,
    },
    /// Add works to an index; a newer record of a DOI takes the place of the older one
    Add {
        #[command(flatten)]
        inputs: Dumps,
    },
    /// Tell what an index holds
    Info {
        /// The folder of the index, or its address in a search server
        #[arg(value_name = "DIR|URL")]
        dir: PathBuf,
    },
}

/// What goes into an index.
#[derive(Debug, Args)]
pub(super) struct Dumps {
    /// Crossref's JSON (one work per line, lists, single works; .gz too), libraries, or folders
    #[arg(required = true, value_name = "DUMP")]
    pub(super) paths: Vec<PathBuf>,
    /// The folder of the index, or the address of one in an Elasticsearch, OpenSearch or Quickwit
    #[arg(short, long, value_name = "DIR|URL", required = true)]
    pub(super) output: PathBuf,
    /// Memory that collects works before they are written, in MB
    #[arg(long, value_name = "MB", default_value = "256")]
    pub(super) memory: std::num::NonZeroU32,
}

/// `refsmith serve`
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Speak like Crossref: `/works/DOI` and `/works?query.bibliographic=`
    #[arg(long, required = true)]
    pub(super) crossref_api: bool,
    /// The index that is asked (see `refsmith index`)
    #[arg(long, value_name = "DIR")]
    pub(super) index: PathBuf,
    /// The port; 0 takes any that is free
    #[arg(long, default_value = "8417")]
    pub(super) port: u16,
}

/// `refsmith styles`
#[derive(Debug, Args)]
pub(super) struct Styles {
    #[command(subcommand)]
    pub(super) action: Option<StylesAction>,
}

#[derive(Debug, Subcommand)]
pub(super) enum StylesAction {
    /// List the styles that can be used: built in, and added
    List,
    /// Search all styles of the official repository by name, older name and title
    Search {
        /// What to look for; every word must be there
        #[arg(required = true, value_name = "WORD")]
        words: Vec<String>,
    },
    /// Fetch a style from the official repository, or from an address, and keep it
    Add {
        /// A style's name or title, or the address of a .csl file
        #[arg(required = true, value_name = "NAME|URL")]
        names: Vec<String>,
        /// Where the repository's files are (also REFSMITH_STYLES_URL)
        #[arg(long, value_name = "URL")]
        styles_url: Option<String>,
    },
    /// Check .csl files against CSL 1.0.2: every fault with its line
    Check {
        /// Styles or locale files; `-` is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The least serious finding that makes the exit code 1
        #[arg(long, value_enum, value_name = "SEVERITY", default_value = "warning")]
        fail_on: FailOn,
    },
}

/// `2010`, `2010-2015` or `2010-`.
fn years(text: &str) -> Result<std::ops::RangeInclusive<i32>, String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let last = if last.trim().is_empty() { "9999" } else { last };
    first
        .trim()
        .parse()
        .ok()
        .zip(last.trim().parse().ok())
        .filter(|(first, last)| first <= last)
        .map(|(first, last)| first..=last)
        .ok_or_else(|| "expected a year or years, such as 2010-2015 or 2020-".to_owned())
}

/// A CSL variable by its name.
fn variable(text: &str) -> Result<crate::model::Variable, String> {
    crate::model::Variable::parse(text.trim())
        .ok_or_else(|| "expected CSL variables, such as `DOI`, `page`, `author`".to_owned())
}

fn probability(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|score| (0.0..=1.0).contains(score))
        .ok_or_else(|| "expected a number from 0 to 1, such as 0.95".to_owned())
}
