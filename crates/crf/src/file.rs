//! The model file: quantised weights that are used where they lie.
//!
//! Little endian. Header: magic (8 bytes), version, labels, classes, buckets, rows (`u32` each),
//! scale of rows, scale of transitions (`f32`), bytes of the attachment (`u32`), checksum of all but
//! itself (`u64`). Then transitions (`i16`), padding to 64 bytes, the hash table (buckets of eight
//! `u32`: 15 bits of fingerprint, 17 bits of row), the rows (`i8` for each label and the separator),
//! 32 bytes of padding, the attachment.
//!
//! Row 0 is all zeros, and an empty place of a bucket names it. So looking up a feature takes no
//! decision that a processor could guess wrong: eight comparisons, one row, found or not; and the
//! look-ups of a token, which mostly wait for memory, wait at the same time.

use std::borrow::Cow;
use std::hint::black_box;

use crate::chain::{LANES, Row, Shape, Transitions};
use crate::hash::mix;
use crate::lattice::{Lattice, Tables};
use crate::train::Weights;

const MAGIC: &[u8; 8] = b"chaincrf";
const VERSION: u32 = 2;
const HEADER: usize = 48;
/// The hash table starts at a multiple of this: a bucket then lies in one line of the cache, where
/// the bytes of the file themselves are aligned.
const ALIGNMENT: usize = 64;
/// Places of a bucket.
const PLACES: usize = 8;
const BUCKET: usize = 4 * PLACES;
const ROW_BITS: u32 = 17;
/// Rows that the hash table can name, the one of zeros among them.
const MOST_ROWS: usize = 1 << ROW_BITS;
/// Buckets that a file may have.
const MOST_BUCKETS: usize = 1 << 24;
/// Rows that can be added up in 16 bits.
const MOST_ADDED: usize = 256;

/// Why a model file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// It does not start as model files do.
    #[error("expected a model file, found other data")]
    Magic,
    /// It was written by another version of the program.
    #[error("expected version {VERSION} of the model file, found version {found}")]
    Version {
        /// The version found.
        found: u32,
    },
    /// Its numbers contradict each other or its length.
    #[error("expected {expected} bytes in the model file, found {found}")]
    Length {
        /// Bytes that the header speaks of.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// A number of the header is out of range.
    #[error("the header of the model file is damaged")]
    Header,
    /// Its content is not what was written.
    #[error("the model file is damaged: its checksum does not agree")]
    Checksum,
}

/// A trained model: what a feature says of each label, and how labels follow each other.
#[derive(Debug, Clone)]
pub struct Model<'a> {
    bytes: Cow<'a, [u8]>,
    shape: Shape,
    scale: f32,
    tables: Tables,
    /// For each bucket which fingerprints it may have. Small enough to stay near the processor, it
    /// tells of most features that the model does not know them.
    filter: Vec<u32>,
    table_start: usize,
    rows_start: usize,
    attachment_start: usize,
}

impl<'a> Model<'a> {
    /// Reads a model file; borrowed bytes stay where they are.
    ///
    /// # Errors
    /// When the bytes are not a model file of this version, cut short or changed.
    pub fn read(bytes: Cow<'a, [u8]>) -> Result<Self, ModelError> {
        let word = |idx: usize| word_at(&bytes, 8 + 4 * idx).ok_or(ModelError::Magic);
        if bytes.get(..8) != Some(MAGIC.as_slice()) {
            return Err(ModelError::Magic);
        }
        let found = word(0)?;
        if found != VERSION {
            return Err(ModelError::Version { found });
        }
        let shape = Shape { labels: word(1)? as usize, classes: word(2)? as usize };
        let (buckets, rows) = (word(3)? as usize, word(4)? as usize);
        let scale = f32::from_bits(word(5)?);
        let transition_scale = f32::from_bits(word(6)?);
        let attached = word(7)? as usize;
        let checksum = u64::from(word(8)?) | u64::from(word(9)?) << 32;
        let plain = (1..=MOST_BUCKETS).contains(&buckets) && (1..=MOST_ROWS).contains(&rows);
        if !shape.is_valid() || !plain || !scale.is_finite() || !transition_scale.is_finite() {
            return Err(ModelError::Header);
        }
        let mut transitions = Transitions::zero(shape);
        let values = transitions.values_mut().count();
        let table_start = (HEADER + 2 * values).next_multiple_of(ALIGNMENT);
        let rows_start = table_start + BUCKET * buckets;
        let attachment_start = rows_start + rows * (shape.labels + 1) + LANES;
        let expected = attachment_start.saturating_add(attached);
        if bytes.len() != expected {
            return Err(ModelError::Length { expected, found: bytes.len() });
        }
        if checksum_of(&bytes) != checksum {
            return Err(ModelError::Checksum);
        }
        let numbers = bytes.get(HEADER..).unwrap_or_default().chunks_exact(2);
        for (value, number) in transitions.values_mut().zip(numbers) {
            *value = f32::from(i16::from_le_bytes([number[0], number[1]])) * transition_scale;
        }
        let tables = Tables::new(&transitions);
        let filter = filter(bytes.get(table_start..rows_start).unwrap_or_default());
        Ok(Self { bytes, shape, scale, tables, filter, table_start, rows_start, attachment_start })
    }

    /// The numbers of labels and classes.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The bytes that the maker of the file attached.
    pub fn attachment(&self) -> &[u8] {
        self.bytes.get(self.attachment_start..).unwrap_or_default()
    }

    /// Writes the model file again with other bytes attached.
    pub fn with_attachment(&self, attachment: &[u8]) -> Vec<u8> {
        let mut out = self.bytes.get(..self.attachment_start).unwrap_or_default().to_vec();
        out.extend(attachment);
        if let Some(place) = out.get_mut(HEADER - 12..HEADER - 8) {
            place.copy_from_slice(&(attachment.len() as u32).to_le_bytes());
        }
        seal(&mut out);
        out
    }

    /// Starts an empty sequence.
    pub fn lattice(&self) -> Lattice<'_> {
        Lattice::new(&self.tables)
    }

    /// Returns what the features of a token say of each label and of the separator, added up.
    pub fn score(&self, features: &[u64]) -> Row {
        let mut sums = Sums::default();
        self.add(features, &mut sums);
        self.scores(&sums)
    }

    /// Adds what features say to `sums`. What several tokens have in common can be added up once.
    pub fn add(&self, features: &[u64], sums: &mut Sums) {
        let table = self.bytes.get(self.table_start..self.rows_start).unwrap_or_default();
        let (buckets, _) = table.as_chunks::<BUCKET>();
        let rows = self.bytes.get(self.rows_start..).unwrap_or_default();
        let length = self.shape.labels + 1;
        for features in features.chunks(MOST_ADDED) {
            let mut found = [(0_u32, 0_u64); MOST_ADDED];
            let mut count = 0;
            for feature in features {
                let place = home(*feature, buckets.len());
                let marks = self.filter.get(place).copied().unwrap_or(0);
                found[count] = (place as u32, *feature);
                count += (marks >> filter_bit(fingerprint(*feature)) & 1) as usize;
            }
            let found = found.get_mut(..count).unwrap_or_default();
            // Nearly all the time goes into waiting for memory. Touching each place first, with
            // next to nothing in between, lets the processor wait for all of them at once.
            let touch = |seen, (place, _): &(u32, u64)| {
                seen ^ buckets.get(*place as usize).map_or(0, |bucket| bucket[0])
            };
            black_box(found.iter().fold(0, touch));
            for (place, feature) in found.iter_mut() {
                let bucket = buckets.get(*place as usize);
                *place = bucket.map_or(0, |bucket| place_in(bucket, *feature)) * length as u32;
            }
            let touch =
                |seen, (place, _): &(u32, u64)| seen ^ rows.get(*place as usize).unwrap_or(&0);
            black_box(found.iter().fold(0, touch));
            for (place, _) in found {
                let row = rows.get(*place as usize..).and_then(|row| row.first_chunk::<LANES>());
                let Some(row) = row else { continue };
                for (sum, weight) in sums.0.iter_mut().zip(row) {
                    *sum = sum.saturating_add(i16::from(*weight as i8));
                }
            }
        }
    }

    /// Turns sums into scores.
    pub fn scores(&self, sums: &Sums) -> Row {
        let mut scores = [0.0; LANES];
        for (score, sum) in scores.iter_mut().zip(sums.0).take(self.shape.labels + 1) {
            *score = f32::from(sum) * self.scale;
        }
        scores
    }
}

/// What features say of each label and of the separator, in steps of the model file. Up to 256
/// features are exact; more than that stay at the ends of the range.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums([i16; LANES]);

/// Makes the filter of a hash table.
fn filter(table: &[u8]) -> Vec<u32> {
    let (buckets, _) = table.as_chunks::<BUCKET>();
    let marks = |bucket: &[u8; BUCKET]| {
        let (places, _) = bucket.as_chunks::<4>();
        let entries = places.iter().map(|place| u32::from_le_bytes(*place));
        let known = entries.filter(|entry| *entry != 0);
        known.fold(0, |marks, entry| marks | 1 << filter_bit(entry >> ROW_BITS))
    };
    buckets.iter().map(marks).collect()
}

/// The bit that stands for a fingerprint in the filter.
#[inline]
fn filter_bit(fingerprint: u32) -> u32 {
    fingerprint & 31
}

/// The row that a bucket names for a feature, 0 when it knows none. Lanes of a row behind the
/// separator's are noise.
#[inline]
fn place_in(bucket: &[u8; BUCKET], feature: u64) -> u32 {
    let wanted = fingerprint(feature);
    let (places, _) = bucket.as_chunks::<4>();
    let mut row = 0;
    for place in places {
        let entry = u32::from_le_bytes(*place);
        // All ones where the fingerprints are the same; no two in a bucket are.
        let same = u32::from(entry >> ROW_BITS == wanted).wrapping_neg();
        row |= entry & same;
    }
    row & ((1 << ROW_BITS) - 1)
}

/// Writes a model file with the most useful features, at most `most_rows` of them (and never more
/// than 131,071). Where a bucket of the hash table is full, the least useful features are left out.
/// `attachment` is kept with it and means something to the caller alone.
pub fn encode(weights: &Weights, most_rows: usize, attachment: &[u8]) -> Vec<u8> {
    let shape = weights.shape();
    let useful = weights.most_useful(most_rows.min(MOST_ROWS - 1));
    let buckets = (useful.len() / 4).max(1);
    let mut table = vec![0_u32; buckets * PLACES];
    let mut rows: Vec<&Row> = Vec::with_capacity(useful.len());
    for (feature, row) in &useful {
        let start = home(*feature, buckets) * PLACES;
        let bucket = &mut table[start..start + PLACES];
        let mark = fingerprint(*feature) << ROW_BITS;
        let taken = bucket.iter().any(|entry| *entry != 0 && entry >> ROW_BITS << ROW_BITS == mark);
        let free = bucket.iter_mut().find(|entry| **entry == 0);
        if let Some(free) = free.filter(|_| !taken) {
            rows.push(row);
            *free = mark | rows.len() as u32;
        }
    }
    let top = |values: &mut dyn Iterator<Item = f32>| {
        values.fold(0.0_f32, |top, value| top.max(value.abs())).max(1e-6)
    };
    let scale = top(&mut rows.iter().flat_map(|row| row.iter().copied())) / 127.0;
    let transitions = weights.transitions().values();
    let transition_scale = top(&mut transitions.iter().copied()) / 32767.0;
    let mut body = Vec::new();
    for value in &transitions {
        body.extend(((value / transition_scale).round() as i16).to_le_bytes());
    }
    body.resize((HEADER + body.len()).next_multiple_of(ALIGNMENT) - HEADER, 0);
    body.extend(table.iter().flat_map(|entry| entry.to_le_bytes()));
    body.resize(body.len() + shape.labels + 1, 0);
    for row in &rows {
        let bytes = row.iter().take(shape.labels + 1);
        body.extend(bytes.map(|value| (value / scale).round().clamp(-127.0, 127.0) as i8 as u8));
    }
    body.extend([0; LANES]);
    body.extend(attachment);
    let mut out = MAGIC.to_vec();
    for word in [
        VERSION,
        shape.labels as u32,
        shape.classes as u32,
        buckets as u32,
        1 + rows.len() as u32,
        scale.to_bits(),
        transition_scale.to_bits(),
        attachment.len() as u32,
    ] {
        out.extend(word.to_le_bytes());
    }
    out.extend([0; 8]);
    out.extend(body);
    seal(&mut out);
    out
}

/// Writes the checksum into its place.
fn seal(file: &mut [u8]) {
    let checksum = checksum_of(file).to_le_bytes();
    if let Some(place) = file.get_mut(HEADER - 8..HEADER) {
        place.copy_from_slice(&checksum);
    }
}

#[inline]
fn word_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// The bucket of a feature: its upper half, scaled to the number of buckets.
#[inline]
fn home(feature: u64, buckets: usize) -> usize {
    (((feature >> 32) * buckets as u64) >> 32) as usize
}

#[inline]
fn fingerprint(feature: u64) -> u32 {
    feature as u32 & ((1 << (32 - ROW_BITS)) - 1)
}

/// Sums up a file but for the place of the sum itself: four sums side by side, so that megabytes
/// take less than a millisecond.
fn checksum_of(file: &[u8]) -> u64 {
    let head = file.get(8..HEADER - 8).unwrap_or_default();
    let body = file.get(HEADER..).unwrap_or_default();
    let mut sums = [1_u64, 2, 3, 4];
    let mut chunks = body.chunks_exact(32);
    for chunk in &mut chunks {
        for (sum, word) in sums.iter_mut().zip(chunk.chunks_exact(8)) {
            let word = word.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
            *sum = (*sum ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
        }
    }
    let rest = head.iter().chain(chunks.remainder());
    let rest = rest.fold(body.len() as u64, |sum, byte| mix(sum, u64::from(*byte)));
    sums.iter().fold(rest, |sum, part| mix(sum, *part))
}
