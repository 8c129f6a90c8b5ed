//! The model file: quantised weights, packed.
//!
//! Little endian. Header: magic (8 bytes), version, labels, classes, buckets of the table, those of
//! frequent features among them, features (`u32` each), scale of features, scale of transitions
//! (`f32`), bytes of the attachment, bytes of the table (`u32` each), checksum of all but itself
//! (`u64`). Then the order of columns (a byte for each label and the separator, columns of like size
//! beside each other), the transitions (`i16`), the table, the attachment.
//!
//! The table is bits, lowest first: for each bucket the number of its features (4 bits), and for
//! each of them 15 bits of fingerprint, three bits for each group of seven columns (the bits of its
//! numbers, less one), and the numbers, each more by half of its range. Eight idle bytes follow.

use std::borrow::Cow;

use crate::chain::{LANES, Row, Shape, Transitions};
use crate::hash::mix;
use crate::lattice::{Lattice, Tables};
use crate::table::{Chosen, Size, Sums, Table, places_in};
use crate::train::Weights;

const MAGIC: &[u8; 8] = b"chaincrf";
const VERSION: u32 = 3;
const HEADER: usize = 56;
/// Where the header tells how long the attachment is.
const ATTACHED: usize = 40;

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
    features: Table,
    /// Where the rows of features have each label.
    places: [u8; LANES],
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
        let size = Size {
            buckets: word(3)? as usize,
            frequent: word(4)? as usize,
            rows: word(5)? as usize,
        };
        let scale = f32::from_bits(word(6)?);
        let transition_scale = f32::from_bits(word(7)?);
        let attached = word(8)? as usize;
        let packed = word(9)? as usize;
        let checksum = u64::from(word(10)?) | u64::from(word(11)?) << 32;
        if !shape.is_valid() || !scale.is_finite() || !transition_scale.is_finite() {
            return Err(ModelError::Header);
        }
        let mut transitions = Transitions::zero(shape);
        let transitions_start = HEADER + shape.labels + 1;
        let table_start = transitions_start + 2 * transitions.values_mut().count();
        let attachment_start = table_start.saturating_add(packed);
        let expected = attachment_start.saturating_add(attached);
        if bytes.len() != expected {
            return Err(ModelError::Length { expected, found: bytes.len() });
        }
        if checksum_of(&bytes) != checksum {
            return Err(ModelError::Checksum);
        }
        let part = |start: usize, end: usize| bytes.get(start..end).unwrap_or_default();
        let order = part(HEADER, transitions_start);
        let numbers = part(transitions_start, table_start).chunks_exact(2);
        for (value, number) in transitions.values_mut().zip(numbers) {
            *value = f32::from(i16::from_le_bytes([number[0], number[1]])) * transition_scale;
        }
        let tables = Tables::new(&transitions);
        let table = part(table_start, attachment_start);
        let features = Table::read(table, size, order.len()).ok_or(ModelError::Header)?;
        let places = places_in(order);
        Ok(Self { bytes, shape, scale, tables, features, places, attachment_start })
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
        if let Some(place) = out.get_mut(ATTACHED..ATTACHED + 4) {
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
        let (mut rows, mut sums) = (Vec::new(), Sums::default());
        self.find(features, &mut rows);
        self.add(&rows, &mut sums);
        self.scores(&sums)
    }

    /// Looks features up and writes where the model has each of them, for [`Self::add`]. This takes
    /// least time for many features at once.
    pub fn find(&self, features: &[u64], rows: &mut Vec<u32>) {
        self.features.find(features, rows);
    }

    /// Adds what features say that have been found. What several tokens have in common can be added
    /// up once.
    #[inline]
    pub fn add(&self, rows: &[u32], sums: &mut Sums) {
        self.features.add(rows, sums);
    }

    /// Adds what one feature says, as [`Self::add`] does.
    #[inline]
    pub fn add_row(&self, row: u32, sums: &mut Sums) {
        self.features.add_row(row, sums);
    }

    /// Turns sums into scores.
    pub fn scores(&self, sums: &Sums) -> Row {
        sums.scaled(self.scale, &self.places)
    }
}

/// Writes a model file with the most useful features, at most `most` of them. Where a bucket of
/// the hash table is full, the least useful features are left out. `attachment` is kept with it and
/// means something to the caller alone.
pub fn encode(weights: &Weights, most: usize, attachment: &[u8]) -> Vec<u8> {
    let shape = weights.shape();
    let useful = weights.most_useful(most);
    let chosen = Chosen::new(&useful);
    let top = |values: &mut dyn Iterator<Item = f32>| {
        values.fold(0.0_f32, |top, value| top.max(value.abs())).max(1e-6)
    };
    let scale = top(&mut chosen.rows().flatten().copied()) / 127.0;
    let quantised = |value: f32| (value / scale).round().clamp(-127.0, 127.0) as i8;
    let transitions = weights.transitions().values();
    let transition_scale = top(&mut transitions.iter().copied()) / 32767.0;
    let mut sizes = [0_u64; LANES];
    for row in chosen.rows() {
        for (size, value) in sizes.iter_mut().zip(row) {
            *size += u64::from(quantised(*value).unsigned_abs());
        }
    }
    let mut order: Vec<u8> = (0..=shape.separator()).collect();
    order.sort_by_key(|lane| sizes.get(usize::from(*lane)));
    let table = chosen.pack(&order, quantised);
    let size = chosen.size();
    let mut out = MAGIC.to_vec();
    for word in [
        VERSION,
        shape.labels as u32,
        shape.classes as u32,
        size.buckets as u32,
        size.frequent as u32,
        size.rows as u32,
        scale.to_bits(),
        transition_scale.to_bits(),
        attachment.len() as u32,
        table.len() as u32,
    ] {
        out.extend(word.to_le_bytes());
    }
    out.extend([0; 8]);
    out.extend(order);
    for value in &transitions {
        out.extend(((value / transition_scale).round() as i16).to_le_bytes());
    }
    out.extend(table);
    out.extend(attachment);
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

/// Sums up a file but for the place of the sum itself: four sums side by side, so that megabytes
/// take less than a millisecond.
fn checksum_of(file: &[u8]) -> u64 {
    let head = file.get(8..HEADER - 8).unwrap_or_default();
    let body = file.get(HEADER..).unwrap_or_default();
    let mut sums = [1_u64, 2, 3, 4];
    let (chunks, rest) = body.as_chunks::<32>();
    for chunk in chunks {
        let (words, _) = chunk.as_chunks::<8>();
        for (sum, word) in sums.iter_mut().zip(words) {
            let word = u64::from_le_bytes(*word);
            *sum = (*sum ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
        }
    }
    let rest = head.iter().chain(rest);
    let rest = rest.fold(body.len() as u64, |sum, byte| mix(sum, u64::from(*byte)));
    sums.iter().fold(rest, |sum, part| mix(sum, *part))
}
