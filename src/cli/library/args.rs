//! The arguments of the commands that manage a library file.

use std::path::PathBuf;

use clap::Args;

use crate::cli::args::{Register, Target};

/// Which file is the library.
#[derive(Debug, Args)]
pub(in crate::cli) struct LibraryPath {
    /// The library file (also REFSMITH_LIBRARY, or `library` in the configuration)
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) library: Option<PathBuf>,
}

/// `refsmith add`
#[derive(Debug, Args)]
pub(in crate::cli) struct Add {
    /// References as text, DOIs, or files of any kind; `-` is standard input
    #[arg(value_name = "REFERENCE|DOI|FILE")]
    pub(in crate::cli) inputs: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) library: LibraryPath,
    /// Format of files and standard input; guessed from extension and content
    #[arg(short, long, value_name = "FORMAT")]
    pub(in crate::cli) from: Option<String>,
    /// Give the new records this tag; may be repeated
    #[arg(long, value_name = "TAG")]
    pub(in crate::cli) tag: Vec<String>,
    /// Pattern of new keys (see `tidy --generate-keys`; also `keys` in the configuration)
    #[arg(long, value_name = "PATTERN")]
    pub(in crate::cli) keys: Option<String>,
    /// How sure it must be that a work is there already (0 to 1)
    #[arg(long, value_name = "SCORE", default_value_t = 0.9)]
    pub(in crate::cli) accept: f32,
    /// Add works that are there already, too
    #[arg(long)]
    pub(in crate::cli) force: bool,
    /// Complete what is added from Crossref; sends the DOIs and references there
    #[arg(long)]
    pub(in crate::cli) online: bool,
    #[command(flatten)]
    pub(in crate::cli) register: Register,
}

/// `refsmith list`
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    #[command(flatten)]
    pub(in crate::cli) library: LibraryPath,
    #[command(flatten)]
    pub(in crate::cli) target: Target,
}

/// `refsmith search`
#[derive(Debug, Args)]
#[command(after_help = SEARCH)]
pub(in crate::cli) struct Search {
    /// Words to look for, all of them; `field:word` looks in one field
    #[arg(required = true, value_name = "WORD")]
    pub(in crate::cli) query: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) library: LibraryPath,
    #[command(flatten)]
    pub(in crate::cli) target: Target,
}

const SEARCH: &str = "\
Queries:
  tea trade              both words, in any fields; misspelled ones are found, too
  author:lee title:tea   words in named fields (CSL's names, `journal:`, `key:`, `type:`, `doi:`)
  year:2010..2015        years; `year:2010`, `year:..1999`
  tag:trade              a tag; `tag:tra*` begins so
  has:DOI                a field that is there
  '\"tea trade\"'          words one behind the other
  tea -- -coffee         without a word (behind `--`, or in one argument: 'tea -coffee')

Letter case and accents make no difference; the best answers come first.";

/// `refsmith edit`
#[derive(Debug, Args)]
pub(in crate::cli) struct Edit {
    /// Citation keys or DOIs
    #[arg(required = true, value_name = "KEY|DOI")]
    pub(in crate::cli) keys: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) library: LibraryPath,
    /// The editor [default: VISUAL, then EDITOR]
    #[arg(long, value_name = "COMMAND")]
    pub(in crate::cli) editor: Option<String>,
    /// Change what other entries take values from, too
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

/// `refsmith tag`
#[derive(Debug, Args)]
pub(in crate::cli) struct Tag {
    /// Citation keys or DOIs; without `--add` and `--remove`, tags are listed
    #[arg(value_name = "KEY|DOI")]
    pub(in crate::cli) keys: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) library: LibraryPath,
    /// Give this tag; may be repeated
    #[arg(short, long, value_name = "TAG")]
    pub(in crate::cli) add: Vec<String>,
    /// Take this tag away; may be repeated
    #[arg(short, long, value_name = "TAG")]
    pub(in crate::cli) remove: Vec<String>,
    /// All records that answer this query (see `search`)
    #[arg(long, value_name = "QUERY", conflicts_with = "keys")]
    pub(in crate::cli) matching: Option<String>,
}

/// `refsmith show`
#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// Citation keys or DOIs
    #[arg(required = true, value_name = "KEY|DOI")]
    pub(in crate::cli) keys: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) library: LibraryPath,
    #[command(flatten)]
    pub(in crate::cli) target: Target,
}

/// `refsmith rm`
#[derive(Debug, Args)]
pub(in crate::cli) struct Rm {
    /// Citation keys or DOIs
    #[arg(required = true, value_name = "KEY|DOI")]
    pub(in crate::cli) keys: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) library: LibraryPath,
    /// Take away what other entries take values from, too
    #[arg(long)]
    pub(in crate::cli) force: bool,
}
