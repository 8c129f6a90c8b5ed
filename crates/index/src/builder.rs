//! [`Builder`]: reads dumps, writes the index, and goes on where it was killed.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use refsmith_model::Record;
use tantivy::indexer::IndexWriterOptions;
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

use crate::files::{self, InputLine, Manifest, VERSION};
use crate::schema::{self, Fields};
use crate::slim::{Slim, Work, from_record};
use crate::{IndexError, Subset, terms, works};

/// How many works are read between two commits: what is lost when the program is killed.
const COMMIT_EVERY: u64 = 250_000;
/// DOIs that are remembered so that a second work with the same one replaces the first; beyond it
/// every work is looked for.
const REMEMBERED: usize = 16_000_000;

/// How an index is built.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// Into how many parts the index is cut; works are spread by their DOI. One part holds up to
    /// two billion works, so this is for building and copying in parts.
    pub shards: u32,
    /// Bytes of memory that collect works before they are written, over all parts.
    pub memory: usize,
    /// Which works are wanted.
    pub subset: Subset,
}

impl Default for BuildOptions {
    fn default() -> Self {
        Self { shards: 1, memory: 256 << 20, subset: Subset::default() }
    }
}

/// An input, as the journal of the index knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The name, by which it is known again.
    pub name: String,
    /// What changes when the input changes: its size and time of change.
    pub state: String,
}

/// What has been read so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Works read in this run.
    pub works: u64,
    /// Works of them that are wanted and were added.
    pub kept: u64,
    /// Lines or items that were no works.
    pub broken: u64,
}

/// Writes an index. Only one program can write at a time; others may read meanwhile.
pub struct Builder {
    dir: PathBuf,
    manifest: Manifest,
    shards: Vec<Shard>,
    fields: Fields,
    inputs: BTreeMap<String, InputLine>,
    /// Inputs that have come further since the last commit.
    changed: Vec<String>,
    commit: u64,
    since_commit: u64,
    seen: Seen,
    tally: Tally,
}

struct Shard {
    writer: IndexWriter,
    /// Number of its last commit.
    commit: u64,
}

/// Which DOIs may be in the index already.
enum Seen {
    /// Exactly those with these hashes, for an index that began empty.
    These(std::collections::HashSet<u64>),
    /// Any.
    Any,
}

impl Builder {
    /// Begins a new index in an empty folder, or goes on with one that was not finished.
    ///
    /// # Errors
    /// The folder holds a finished index or other files, or cannot be written.
    pub fn create(dir: &Path, options: &BuildOptions) -> Result<Self, IndexError> {
        match files::manifest(dir)? {
            Some(manifest) if manifest.finished => {
                Err(IndexError::Finished { dir: dir.to_owned() })
            }
            Some(manifest) => Self::with(dir, manifest, options),
            None => {
                let (shards, subset) = (options.shards.clamp(1, 999), options.subset.clone());
                let manifest = Manifest { version: VERSION, shards, subset, finished: false };
                files::create(dir, &manifest)?;
                Self::with(dir, manifest, options)
            }
        }
    }

    /// Opens an index to add works or newer versions of works. Its subset stays what it is.
    ///
    /// # Errors
    /// There is no index, or it cannot be written.
    pub fn open(dir: &Path, options: &BuildOptions) -> Result<Self, IndexError> {
        let missing = || IndexError::Missing { dir: dir.to_owned() };
        let manifest = files::manifest(dir)?.ok_or_else(missing)?;
        Self::with(dir, manifest, options)
    }

    fn with(dir: &Path, manifest: Manifest, options: &BuildOptions) -> Result<Self, IndexError> {
        let (_, fields) = schema::schema();
        let budget = options.memory / usize::try_from(manifest.shards).unwrap_or(1).max(1);
        let mut shards = Vec::new();
        let mut is_empty = true;
        for number in 0..manifest.shards {
            let index = open_shard(&files::shard(dir, number))?;
            let metas = index.load_metas()?;
            is_empty &= metas.segments.is_empty();
            let commit = metas.payload.and_then(|text| text.parse().ok()).unwrap_or(0);
            // One thread that collects postings: reading and unpacking the input is as much work.
            let writer_options = IndexWriterOptions::builder()
                .memory_budget_per_thread(budget.clamp(15 << 20, 2 << 30))
                .num_worker_threads(1)
                .num_merge_threads(1)
                .build();
            shards.push(Shard { writer: index.writer_with_options(writer_options)?, commit });
        }
        let committed = shards.iter().map(|shard| shard.commit).min().unwrap_or(0);
        let lines = files::inputs(dir, committed)?;
        files::write_inputs(dir, &lines)?;
        let commit = shards.iter().map(|shard| shard.commit).max().unwrap_or(0);
        Ok(Self {
            dir: dir.to_owned(),
            manifest,
            fields,
            shards,
            inputs: lines.into_iter().map(|line| (line.name.clone(), line)).collect(),
            changed: Vec::new(),
            commit,
            since_commit: 0,
            seen: if is_empty { Seen::These(Default::default()) } else { Seen::Any },
            tally: Tally::default(),
        })
    }

    /// Returns what has been read in this run.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Returns the subset of the index.
    pub fn subset(&self) -> &Subset {
        &self.manifest.subset
    }

    /// Tells whether an input has been read to its end and has not changed since.
    pub fn has_read(&self, input: &Input) -> bool {
        let known = self.inputs.get(&input.name);
        known.is_some_and(|line| line.done && line.state == input.state)
    }

    /// Reads works of an input in any layout: one per line, in `items`, single, compressed or not.
    /// What was read of it before is skipped over. `goes_on` is called after each work; when it
    /// returns `false`, reading stops, to be gone on with later.
    ///
    /// # Errors
    /// The input cannot be read to its end (what came before is kept), or the index cannot be
    /// written.
    pub fn read(
        &mut self,
        input: &Input,
        reader: impl Read,
        goes_on: &mut dyn FnMut(Tally) -> bool,
    ) -> Result<Result<(), io::Error>, IndexError> {
        let known = self.inputs.get(&input.name).filter(|line| line.state == input.state);
        if known.is_some_and(|line| line.done) {
            return Ok(Ok(()));
        }
        let mut line = known.cloned().unwrap_or_else(|| InputLine {
            commit: 0,
            name: input.name.clone(),
            state: input.state.clone(),
            works: 0,
            kept: 0,
            broken: 0,
            done: false,
            indexed: String::new(),
        });
        let skip = line.works;
        let mut failure = None;
        let mut stopped = false;
        let count = works::each(reader, &mut |number, work| {
            if number < skip {
                return true;
            }
            if let Err(error) = self.take(work, &mut line) {
                failure = Some(error);
                return false;
            }
            stopped = !goes_on(self.tally);
            !stopped
        });
        if let Some(error) = failure {
            return Err(error);
        }
        if let Ok(count) = &count {
            line.done = !stopped;
            line.broken = count.broken;
            self.tally.broken += count.broken;
        }
        self.note(line);
        Ok(count.map(drop))
    }

    /// Adds records, such as those of a library file, as one input.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn add_records<'a>(
        &mut self,
        input: &Input,
        records: impl IntoIterator<Item = &'a Record>,
    ) -> Result<(), IndexError> {
        let mut text = Vec::new();
        for record in records {
            text.extend_from_slice(from_record(record).to_string().as_bytes());
            text.push(b'\n');
        }
        // Reading from memory cannot fail.
        self.read(input, text.as_slice(), &mut |_| true).map(drop)
    }

    /// Writes everything, and says that the index is what it was to be.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn finish(mut self) -> Result<(), IndexError> {
        self.commit()?;
        for shard in self.shards.drain(..) {
            shard.writer.wait_merging_threads()?;
        }
        self.manifest.finished = true;
        files::write_manifest(&self.dir, &self.manifest)
    }

    /// Writes everything, and leaves the index to be gone on with.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn pause(mut self) -> Result<(), IndexError> {
        self.commit()
    }

    /// Adds a work if it is wanted, and commits when it is time.
    fn take(&mut self, work: &Work<'_>, line: &mut InputLine) -> Result<(), IndexError> {
        let slim = Slim::of(work);
        line.works += 1;
        self.tally.works += 1;
        if slim.indexed > line.indexed {
            line.indexed.clone_from(&slim.indexed);
        }
        if self.manifest.subset.wants(&slim) {
            self.add(slim)?;
            line.kept += 1;
            self.tally.kept += 1;
        }
        self.since_commit += 1;
        if self.since_commit >= COMMIT_EVERY {
            self.note(line.clone());
            self.commit()?;
        }
        Ok(())
    }

    fn add(&mut self, slim: Slim) -> Result<(), IndexError> {
        let hash = hash(if slim.doi.is_empty() { &slim.json } else { slim.doi.as_bytes() });
        let shards = u64::from(self.manifest.shards).max(1);
        let number = usize::try_from(hash % shards).unwrap_or(0);
        let Some(shard) = self.shards.get_mut(number) else { return Ok(()) };
        if !slim.doi.is_empty() && self.seen.may_hold(hash) {
            shard.writer.delete_term(Term::from_field_text(self.fields.doi, &slim.doi));
        }
        let mut document = TantivyDocument::default();
        if !slim.doi.is_empty() {
            document.add_text(self.fields.doi, &slim.doi);
        }
        document.add_text(self.fields.terms, terms::of_work(&slim.facts));
        document.add_bytes(self.fields.work, &slim.json);
        shard.writer.add_document(document)?;
        Ok(())
    }

    fn note(&mut self, line: InputLine) {
        if self.changed.last() != Some(&line.name) {
            self.changed.push(line.name.clone());
        }
        self.inputs.insert(line.name.clone(), line);
    }

    fn commit(&mut self) -> Result<(), IndexError> {
        self.since_commit = 0;
        self.commit += 1;
        let mut lines = Vec::new();
        for name in self.changed.drain(..) {
            if let Some(line) = self.inputs.get_mut(&name) {
                line.commit = self.commit;
                lines.push(line.clone());
            }
        }
        files::append(&self.dir, &lines)?;
        for shard in &mut self.shards {
            let mut prepared = shard.writer.prepare_commit()?;
            prepared.set_payload(&self.commit.to_string());
            prepared.commit()?;
            shard.commit = self.commit;
        }
        Ok(())
    }
}

impl Seen {
    /// Notes a DOI; tells whether it may be there already.
    fn may_hold(&mut self, hash: u64) -> bool {
        let Seen::These(hashes) = self else { return true };
        let is_new = hashes.insert(hash);
        if hashes.len() >= REMEMBERED {
            *self = Seen::Any;
        }
        !is_new
    }
}

/// Opens one part, or makes it where the folder is empty.
fn open_shard(dir: &Path) -> Result<Index, IndexError> {
    let directory =
        tantivy::directory::MmapDirectory::open(dir).map_err(tantivy::TantivyError::from)?;
    let mut index = if Index::exists(&directory).map_err(tantivy::TantivyError::from)? {
        Index::open(directory)?
    } else {
        Index::builder()
            .schema(schema::schema().0)
            .settings(schema::settings())
            .open_or_create(directory)?
    };
    schema::tokenizers(&mut index);
    Ok(index)
}

/// FNV-1a with a final mix: the same on every machine and for ever, because it decides which part
/// holds a work.
fn hash(bytes: &[u8]) -> u64 {
    let fnv = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (fnv ^ (fnv >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93)
}
