//! The model file: quantised weights that are used where they lie.
//!
//! Little endian. Header: magic (8 bytes), version, labels, classes, slots, rows (`u32` each), scale
//! of rows, scale of transitions (`f32`), bytes of the attachment (`u32`), checksum of all but itself (`u64`). Then transitions
//! (`i16`), padding to four bytes, the hash table (`u32` per slot: 14 bits of fingerprint, 18 bits
//! of row), the rows (`i8` for each label and the separator), 32 bytes of padding, the attachment.

use std::borrow::Cow;

use crate::chain::{LANES, Row, Shape, Transitions};
use crate::hash::mix;
use crate::lattice::{Lattice, Tables};
use crate::train::Weights;

const MAGIC: &[u8; 8] = b"chaincrf";
const VERSION: u32 = 1;
const HEADER: usize = 48;
const EMPTY: u32 = u32::MAX;
const ROW_BITS: u32 = 18;
/// Rows that the hash table can name.
const MOST_ROWS: usize = (1 << ROW_BITS) - 1;
/// Slots that a file may have.
const MOST_SLOTS: usize = 1 << 24;

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
    slots: usize,
    slots_start: usize,
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
        let (slots, rows) = (word(3)? as usize, word(4)? as usize);
        let scale = f32::from_bits(word(5)?);
        let transition_scale = f32::from_bits(word(6)?);
        let attached = word(7)? as usize;
        let checksum = u64::from(word(8)?) | u64::from(word(9)?) << 32;
        let plain = slots.is_power_of_two() && slots <= MOST_SLOTS && rows <= MOST_ROWS;
        if !shape.is_valid() || !plain || !scale.is_finite() || !transition_scale.is_finite() {
            return Err(ModelError::Header);
        }
        let mut transitions = Transitions::zero(shape);
        let values = transitions.values_mut().count();
        let slots_start = (HEADER + 2 * values).next_multiple_of(4);
        let rows_start = slots_start + 4 * slots;
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
        Ok(Self { bytes, shape, scale, tables, slots, slots_start, rows_start, attachment_start })
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

    /// Adds up what the features of a token say of each label and of the separator.
    pub fn score(&self, features: &[u64]) -> Row {
        let table = self.bytes.get(self.slots_start..self.rows_start).unwrap_or_default();
        let rows = self.bytes.get(self.rows_start..).unwrap_or_default();
        let mut total = [0_i32; LANES];
        // 128 rows of at most 127 fit into 16 bits.
        for features in features.chunks(128) {
            let mut sums = [0_i16; LANES];
            for feature in features {
                if let Some(row) = self.row(table, rows, *feature) {
                    for lane in 0..LANES {
                        sums[lane] += i16::from(row[lane] as i8);
                    }
                }
            }
            for lane in 0..LANES {
                total[lane] += i32::from(sums[lane]);
            }
        }
        let mut scores = [0.0; LANES];
        for (score, total) in scores.iter_mut().zip(total).take(self.shape.labels + 1) {
            *score = total as f32 * self.scale;
        }
        scores
    }

    /// The weights of a feature; the lanes behind the separator's are noise.
    #[inline]
    fn row<'r>(&self, table: &[u8], rows: &'r [u8], feature: u64) -> Option<&'r [u8; LANES]> {
        let mut slot = home(feature, self.slots);
        for _ in 0..self.slots {
            let entry = word_at(table, 4 * slot)?;
            if entry == EMPTY {
                return None;
            }
            if entry >> ROW_BITS == fingerprint(feature) {
                let row = (entry & ((1 << ROW_BITS) - 1)) as usize;
                return rows.get(row * (self.shape.labels + 1)..)?.first_chunk();
            }
            slot = (slot + 1) & (self.slots - 1);
        }
        None
    }
}

/// Writes a model file with the most useful features, at most `most_rows` of them (and never more
/// than 262,143). `attachment` is kept with it and means something to the caller alone.
pub fn encode(weights: &Weights, most_rows: usize, attachment: &[u8]) -> Vec<u8> {
    let shape = weights.shape();
    let rows = weights.most_useful(most_rows.min(MOST_ROWS));
    let slots = (rows.len() * 4 / 3).next_power_of_two().max(2);
    let top = |values: &mut dyn Iterator<Item = f32>| {
        values.fold(0.0_f32, |top, value| top.max(value.abs())).max(1e-6)
    };
    let scale = top(&mut rows.iter().flat_map(|(_, row)| row.iter().copied())) / 127.0;
    let transitions = weights.transitions().values();
    let transition_scale = top(&mut transitions.iter().copied()) / 32767.0;
    let mut body = Vec::new();
    for value in &transitions {
        body.extend(((value / transition_scale).round() as i16).to_le_bytes());
    }
    while !(HEADER + body.len()).is_multiple_of(4) {
        body.push(0);
    }
    let mut table = vec![EMPTY; slots];
    for (idx, (feature, _)) in rows.iter().enumerate() {
        let mut slot = home(*feature, slots);
        while table[slot] != EMPTY {
            slot = (slot + 1) & (slots - 1);
        }
        table[slot] = fingerprint(*feature) << ROW_BITS | idx as u32;
    }
    body.extend(table.iter().flat_map(|entry| entry.to_le_bytes()));
    for (_, row) in &rows {
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
        slots as u32,
        rows.len() as u32,
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

#[inline]
fn home(feature: u64, slots: usize) -> usize {
    (feature >> 20) as usize & (slots - 1)
}

#[inline]
fn fingerprint(feature: u64) -> u32 {
    // All ones and the highest row would read as an empty slot, so the highest row is never used.
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
