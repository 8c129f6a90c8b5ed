//! BibTeX and BibLaTeX: one reader for both, and a writer for each.
//!
//! The reader works in layers, each in its own file: [`syntax`] cuts the file into a tree that keeps
//! every byte and recovers from errors; `raw` expands strings; `inherit` resolves `crossref` and
//! `xdata`; `tex` turns TeX into Unicode; `names` and `dates` read values; `read` puts them into
//! records. The writers share everything but a few field names and types (`write`).
//!
//! Files are changed in place by [`Edits`], which work on the tree alone and keep every other byte.
//!
//! Start reading at `syntax/mod.rs`, then `read.rs`.

mod bbl;
pub mod codes;
mod dates;
mod edit;
mod editor;
mod eprint;
mod escape;
mod inherit;
mod language;
mod layout;
mod macros;
mod math;
mod merge;
mod names;
mod pieces;
mod raw;
mod read;
mod read_fields;
pub mod syntax;
mod tex;
mod tex_tables;
mod tidy;
mod types;
mod verbatim;
mod write;
mod write_names;
mod write_values;

use std::io;

use refsmith_model::{Losses, Parsed, Record};

use crate::{Editor, Format, FormatInfo, PieceReader, Reader, Writer};

pub use crate::rewrite::{Part, Rewrite};
pub use bbl::Bbl;
pub use edit::{EditError, Edits};
pub use tidy::{Characters, TidyOptions, USUAL_FIELD_ORDER, iso4, journal_key, tidy, to_ascii};

/// The registry name under which fields without a CSL home are kept, whatever the dialect.
const FORMAT: &str = "bibtex";

/// BibTeX as its classic styles understand it.
#[derive(Debug, Clone, Copy)]
pub struct Bibtex;

/// BibTeX as the LaTeX package biblatex and biber understand it.
#[derive(Debug, Clone, Copy)]
pub struct Biblatex;

/// Returns the entries that the reader makes records of, in the order of the records.
pub fn record_entries<'a>(tree: &'a syntax::Tree<'a>) -> impl Iterator<Item = &'a syntax::Block> {
    let text = tree.text();
    tree.entries().filter(|entry| !entry.word.of(text).eq_ignore_ascii_case("xdata"))
}

/// Whose names are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Bibtex,
    Biblatex,
}

static BIBTEX: FormatInfo = FormatInfo {
    name: FORMAT,
    aliases: &["bib"],
    extensions: &["bib", "bibtex"],
    media_type: "application/x-bibtex",
    description: "BibTeX",
};

static BIBLATEX: FormatInfo = FormatInfo {
    name: "biblatex",
    aliases: &["bib-latex"],
    extensions: &["biblatex"],
    media_type: "application/x-bibtex",
    description: "BibTeX for biblatex and biber",
};

/// Field names and types that only BibLaTeX has.
const BIBLATEX_SIGNS: [&str; 6] =
    ["journaltitle", "langid", "urldate", "location", "@online", "@report"];

/// Scores the beginning of a file; a file that uses BibLaTeX's names is BibLaTeX.
fn score(head: &str, dialect: Dialect) -> u8 {
    let mut from = 0;
    let found = loop {
        match syntax::scan::next_entry_line(head.as_bytes(), from) {
            Some(at) if at == 0 || head.is_char_boundary(at) => break true,
            Some(at) => from = at + 1,
            None => break false,
        }
    };
    let lower = head.to_ascii_lowercase();
    let modern = BIBLATEX_SIGNS.iter().any(|sign| lower.contains(sign))
        || lower.lines().any(|line| {
            line.trim_start().strip_prefix("date").is_some_and(|l| l.trim_start().starts_with('='))
        });
    match (found, modern, dialect) {
        (false, ..) => 0,
        (true, true, Dialect::Biblatex) => 90,
        (true, false, Dialect::Biblatex) => 60,
        (true, _, Dialect::Bibtex) => 80,
    }
}

impl Format for Bibtex {
    fn info(&self) -> &'static FormatInfo {
        &BIBTEX
    }

    fn sniff(&self, head: &str) -> u8 {
        score(head, Dialect::Bibtex)
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }

    fn editor(&self) -> Option<&dyn Editor> {
        Some(self)
    }
}

impl Format for Biblatex {
    fn info(&self) -> &'static FormatInfo {
        &BIBLATEX
    }

    fn sniff(&self, head: &str) -> u8 {
        score(head, Dialect::Biblatex)
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }

    fn editor(&self) -> Option<&dyn Editor> {
        Some(self)
    }
}

impl Reader for Bibtex {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        read::read(text)
    }

    fn pieces(&self) -> Option<Box<dyn PieceReader + '_>> {
        Some(Box::new(pieces::Entries::new()))
    }
}

impl Reader for Biblatex {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        read::read(text)
    }

    fn pieces(&self) -> Option<Box<dyn PieceReader + '_>> {
        Some(Box::new(pieces::Entries::new()))
    }
}

impl Writer for Bibtex {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        write::write(records, Dialect::Bibtex, out)
    }
}

impl Writer for Biblatex {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        write::write(records, Dialect::Biblatex, out)
    }
}
