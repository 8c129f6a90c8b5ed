//! A library file that is changed in place: records added, changed and taken away.
//!
//! [`Library::change`] gives the bytes of the new version. It reads them again before it gives them
//! away: records that were not to change are what they were, or nothing is changed at all.

mod add;
mod search;
mod tags;

use std::collections::BTreeSet;
use std::fmt;

use super::{LibraryFile, Loaded, bibliography, for_format, head, read_library};
use crate::formats::findings::STRAY_TEXT;
use crate::formats::{self, Changes, Format};
use crate::model::{Doi, Loss, Losses, Record, Severity, SourceText, Span};

pub use add::{Addition, Known};
pub use search::{Hit, Query, QueryError};
pub use tags::{retagged, tags};

/// A file of records, with its bytes.
#[derive(Clone)]
pub struct Library {
    file: LibraryFile,
    bytes: Vec<u8>,
}

/// A new version of a library file.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// What the format could not hold of new and changed records.
    pub losses: Losses,
    /// The old bytes were in an encoding that cannot hold what is new; these are UTF-8.
    pub recoded: bool,
}

/// Why a library cannot be opened or changed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum LibraryError {
    /// No format of records has this extension, and the content looks like none.
    NoLibrary,
    /// The format can be read and not written.
    ReadOnlyFormat(&'static str),
    /// The records cannot be told apart in the file: it is broken, or an unusual shape of its format.
    Shape(&'static str),
    /// Records that were not to change would lose this.
    Loss(Box<Loss>),
    /// Records with these keys would change, though only others were to: they take values from them.
    Dependent(Vec<String>),
}

impl fmt::Display for LibraryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLibrary => write!(f, "expected a library of records, found something else"),
            Self::ReadOnlyFormat(format) => write!(f, "{format} is read, but not written"),
            Self::Shape(format) => {
                write!(f, "the file ({format}) is broken or holds more than records")
            }
            Self::Loss(loss) => {
                let Loss { record, field, .. } = loss.as_ref();
                write!(f, "the file must be written anew, and `{record}` would lose `{field}`")
            }
            Self::Dependent(keys) => {
                write!(f, "this would change `{}`, too", keys.join("`, `"))
            }
        }
    }
}

impl std::error::Error for LibraryError {}

impl Library {
    /// Opens a library. The format is told by the extension of `name`, then by the content; an empty
    /// file is a library without records.
    ///
    /// # Errors
    /// The file is no library, or of a format that is not written.
    ///
    /// # Examples
    /// ```
    /// use refsmith::formats::Changes;
    /// use refsmith::pipeline::library::Library;
    /// let library = Library::open("refs.bib", b"@book{a, year = 1999}\n\n@misc{b}\n".to_vec())?;
    /// let removed = [library.find("a")[0]].into();
    /// let changed = library.change(&Changes { removed, ..Changes::default() }, false)?;
    /// assert_eq!(changed.bytes, b"@misc{b}\n");
    /// # Ok::<(), refsmith::pipeline::library::LibraryError>(())
    /// ```
    pub fn open(name: &str, bytes: Vec<u8>) -> Result<Self, LibraryError> {
        let decoded = crate::extract::input::decode(name, &bytes);
        let extension = super::extension(name).unwrap_or_default();
        let format = formats::detect(&extension, head(decoded.value.text()));
        let format = format.ok_or(LibraryError::NoLibrary)?;
        // Bytes that are no text would come back as something else.
        if decoded.diagnostics.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(LibraryError::NoLibrary);
        }
        match read_library(decoded, format) {
            Loaded::Library(file) => Ok(Self { file: *file, bytes }),
            Loaded::Article(_) => Err(LibraryError::NoLibrary),
        }
    }

    /// Returns what was read.
    pub fn file(&self) -> &LibraryFile {
        &self.file
    }

    /// Returns the records, in the order of the file.
    pub fn records(&self) -> &[Record] {
        &self.file.records
    }

    /// Returns the text of the file.
    pub fn text(&self) -> &SourceText {
        &self.file.text
    }

    /// Returns the format.
    pub fn format(&self) -> &'static dyn Format {
        self.file.format
    }

    /// Returns the positions of the records with this citation key; where there is none, of those
    /// with this DOI.
    pub fn find(&self, key: &str) -> Vec<usize> {
        let of = |is: &dyn Fn(&Record) -> bool| {
            let numbered = self.records().iter().enumerate();
            numbered.filter(|(_, record)| is(record)).map(|(idx, _)| idx).collect::<Vec<_>>()
        };
        let named = of(&|record| record.id == key);
        match Doi::parse(key) {
            Ok(doi) if named.is_empty() => of(&|record| record.doi().as_ref() == Some(&doi)),
            _ => named,
        }
    }

    /// Returns where the records stand in the text, if that can be told.
    pub fn places(&self) -> Option<Vec<Span>> {
        let places = self.format().editor()?.places(self.text().text())?;
        (places.len() == self.records().len()).then_some(places)
    }

    /// Makes a new version of the file. With `dependents`, records that take values from others may
    /// change with them.
    ///
    /// # Errors
    /// The file cannot be changed without changing or losing what is not to change.
    pub fn change(&self, changes: &Changes<'_>, dependents: bool) -> Result<Changed, LibraryError> {
        let format = self.format();
        let added = for_format(changes.added, format);
        let changes = &Changes { added: &added, ..changes.clone() };
        let changed = match format.editor() {
            Some(editor) => {
                let edited = editor.edit(self.text().text(), changes);
                let edited = edited.ok_or(LibraryError::Shape(format.info().description))?;
                let (bytes, recoded) = self.encode(&edited.rewrite);
                Changed { bytes, losses: edited.losses, recoded }
            }
            None => self.write_anew(changes)?,
        };
        self.verify(&changed.bytes, changes, dependents)?;
        Ok(changed)
    }

    /// Puts another text in the place of a record's own.
    ///
    /// # Errors
    /// The records cannot be told apart in the file, the new text is not one record, or other
    /// records would change with it.
    pub fn replace_text(
        &self,
        position: usize,
        text: &str,
        dependents: bool,
    ) -> Result<Changed, LibraryError> {
        let shape = LibraryError::Shape(self.format().info().description);
        let place = self.places().and_then(|places| places.get(position).copied());
        let place = place.ok_or(shape)?;
        let mut rewrite = formats::Rewrite::default();
        rewrite.keep(Span::new(0, place.start()));
        rewrite.push(text);
        rewrite.keep(Span::new(place.end(), self.text().text().len()));
        let (bytes, recoded) = self.encode(&rewrite);
        let same = self.records().get(position);
        let replaced = same.map(|record| (position, record)).into_iter().collect();
        let changes = Changes { replaced, ..Changes::default() };
        self.verify(&bytes, &changes, dependents)?;
        Ok(Changed { bytes, losses: Losses::new(), recoded })
    }

    /// Returns the bytes of a new version, and whether the encoding had to change.
    fn encode(&self, rewrite: &formats::Rewrite) -> (Vec<u8>, bool) {
        let tex = matches!(self.format().info().name, "bibtex" | "biblatex");
        if !tex && !bibliography::holds(self.text(), &self.bytes, rewrite) {
            return (rewrite.to_text(self.text().text()).into_bytes(), true);
        }
        (bibliography::to_bytes(self.text(), &self.bytes, rewrite), false)
    }

    /// Returns the positions of the records that are neither changed nor taken away.
    fn kept(&self, changes: &Changes<'_>) -> Vec<usize> {
        let touched =
            |idx: &usize| changes.removed.contains(idx) || changes.replaced.contains_key(idx);
        (0..self.records().len()).filter(|idx| !touched(idx)).collect()
    }

    /// Writes all records anew, which is allowed when those that stay lose nothing, and when there is
    /// nothing in the file but records.
    fn write_anew(&self, changes: &Changes<'_>) -> Result<Changed, LibraryError> {
        let format = self.format();
        if self.has_more_than_records() {
            return Err(LibraryError::Shape(format.info().description));
        }
        let writer =
            format.writer().ok_or(LibraryError::ReadOnlyFormat(format.info().description))?;
        let kept: BTreeSet<&str> = self
            .kept(changes)
            .into_iter()
            .filter_map(|idx| self.records().get(idx))
            .map(|record| record.id.as_str())
            .collect();
        let numbered = self.records().iter().enumerate();
        let old = numbered.filter(|(idx, _)| !changes.removed.contains(idx));
        let old = old.map(|(idx, record)| changes.replaced.get(&idx).copied().unwrap_or(record));
        let records: Vec<Record> = old.chain(changes.added).cloned().collect();
        let mut bytes = Vec::new();
        // Writing to memory does not fail.
        let losses = writer.write(&records, &mut bytes).unwrap_or_default();
        match losses.iter().find(|loss| kept.contains(loss.record.as_str())) {
            Some(loss) => Err(LibraryError::Loss(Box::new(loss.clone()))),
            None => Ok(Changed { bytes, losses, recoded: false }),
        }
    }

    /// Tells whether the file has parts that were not read as records: broken ones, text between
    /// records, comments.
    fn has_more_than_records(&self) -> bool {
        let unread = |finding: &crate::model::Diagnostic| {
            finding.severity == Severity::Error || finding.code.code == STRAY_TEXT.code
        };
        let extensions = self.format().info().extensions;
        let yaml = extensions.iter().any(|extension| matches!(*extension, "yaml" | "cff"));
        let xml = extensions.iter().any(|extension| matches!(*extension, "xml" | "rdf"));
        let text = self.text().text();
        self.file.diagnostics.iter().any(unread)
            || (yaml && text.lines().any(|line| line.trim_start().starts_with('#')))
            || (xml && text.contains("<!--"))
    }

    /// Reads the new version: every record that was to stay is what it was, and there are as many
    /// as there should be.
    fn verify(
        &self,
        bytes: &[u8],
        changes: &Changes<'_>,
        dependents: bool,
    ) -> Result<(), LibraryError> {
        let decoded = crate::extract::input::decode(self.text().name(), bytes);
        let Loaded::Library(new) = read_library(decoded, self.format()) else {
            return Err(LibraryError::NoLibrary);
        };
        let stays = self.records().len() - changes.removed.len();
        if new.records.len() != stays + changes.added.len() {
            return Err(LibraryError::Shape(self.format().info().description));
        }
        let old = self.records().iter().enumerate();
        let old = old.filter(|(idx, _)| !changes.removed.contains(idx));
        let changed: Vec<String> = old
            .zip(&new.records)
            .filter(|((idx, _), _)| !changes.replaced.contains_key(idx))
            .filter(|((_, before), after)| !same(before, after))
            .map(|((_, before), _)| before.id.clone())
            .collect();
        match changed.is_empty() || dependents {
            true => Ok(()),
            false => Err(LibraryError::Dependent(changed)),
        }
    }
}

/// Tells whether two records say the same, wherever that stands. Keys that were made up may differ.
fn same(a: &Record, b: &Record) -> bool {
    a.item_type == b.item_type
        && a.texts == b.texts
        && a.numbers == b.numbers
        && a.names == b.names
        && a.dates == b.dates
        && a.extra == b.extra
}

#[cfg(test)]
mod tests;
