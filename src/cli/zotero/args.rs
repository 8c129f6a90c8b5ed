//! The arguments of `refsmith zotero`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::args::{Inputs, Target};

/// `refsmith zotero`
#[derive(Debug, Args)]
pub(in crate::cli) struct Zotero {
    #[command(subcommand)]
    pub(in crate::cli) action: Action,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Action {
    /// Put records into Zotero: a running one, with `--web` the one on the web, or a file for it
    Push(Push),
    /// Read records from Zotero, in any format
    Pull(Pull),
}

/// `refsmith zotero push`
#[derive(Debug, Args)]
pub(in crate::cli) struct Push {
    #[command(flatten)]
    pub(in crate::cli) inputs: Inputs,
    /// Put them into this collection [default: the one that is selected]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) collection: Option<String>,
    /// Give them this tag; may be repeated
    #[arg(long, value_name = "TAG")]
    pub(in crate::cli) tag: Vec<String>,
    /// Print the items as JSON; nothing is sent
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// The one way to take, instead of the first that works
    #[arg(long, value_enum, value_name = "WAY", default_value = "auto")]
    pub(in crate::cli) via: Via,
    /// When no Zotero is running, send them to zotero.org, with the key in ZOTERO_API_KEY
    #[arg(long)]
    pub(in crate::cli) web: bool,
    /// Send works that are there already, too
    #[arg(long)]
    pub(in crate::cli) force: bool,
    /// The file of `--via file`, and of the last resort: .ris, .json or .rdf
    #[arg(short, long, value_name = "OUT", default_value = "refs.ris")]
    pub(in crate::cli) output: PathBuf,
    /// Where Zotero listens (also REFSMITH_ZOTERO_URL)
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) zotero_url: Option<String>,
}

/// A way to Zotero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Via {
    /// The connector, then the local interface, with `--web` the web, then a file
    Auto,
    /// The port that browsers use: works with every Zotero, asks nothing
    Connector,
    /// The local interface of Zotero 10, which asks for permission
    Local,
    /// zotero.org, with the key in ZOTERO_API_KEY
    Web,
    /// A file that Zotero imports
    File,
}

/// `refsmith zotero pull`
#[derive(Debug, Args)]
pub(in crate::cli) struct Pull {
    /// Only items of this collection
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) collection: Option<String>,
    /// Only items with this tag; may be repeated
    #[arg(long, value_name = "TAG")]
    pub(in crate::cli) tag: Vec<String>,
    /// Read from zotero.org, with the key in ZOTERO_API_KEY
    #[arg(long)]
    pub(in crate::cli) web: bool,
    /// Where Zotero listens (also REFSMITH_ZOTERO_URL)
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) zotero_url: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) target: Target,
}
