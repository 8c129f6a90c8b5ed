//! The features that a model knows, with what each says of every label.

use std::hint::black_box;

use crate::chain::{LANES, Row};
use crate::packed::{ROW, Reader, Writer, ZERO, place_of};
use crate::train::Useful;

/// Places of a bucket.
const PLACES: usize = 8;
/// Bits in which the file tells how many places of a bucket are taken.
const COUNT_BITS: usize = 4;
const FINGERPRINT_BITS: usize = 15;
/// No feature has this fingerprint.
const FREE: u16 = 0xFFFF;
/// Features that are looked up before their rows are added up.
const AT_ONCE: usize = 128;

/// Fingerprints, by which features of the same bucket are told apart.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    marks: [u16; PLACES],
    /// The number of rows before its own, but for row 0, which is all zeros and belongs to none.
    before: u32,
}

impl Bucket {
    /// The number of a feature's row, 0 when it is not known.
    ///
    /// All places are compared side by side, without a decision that could be guessed wrong.
    #[inline]
    fn row_of(&self, feature: u64) -> u32 {
        let wanted = fingerprint(feature);
        let mut at = 0;
        for (place, mark) in (1..).zip(&self.marks) {
            at += u16::from(*mark == wanted).wrapping_neg() & place;
        }
        (self.before + u32::from(at)) & u32::from(at > 0).wrapping_neg()
    }
}

/// What a feature says of each column, [`ZERO`] more.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Weights([u8; ROW]);

/// A hash table of features, or two: one in [`SHARE`] features is met far more often than the
/// others, and these lie together, so that they stay near the processor.
///
/// The rows lie in the order of the table, so that a bucket names all of its rows by one number. A
/// feature that is not known leads to row 0, which is added like any other: looking up and adding
/// take no decision that a processor could guess wrong, and the look-ups of a token, which wait for
/// memory, wait at the same time.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    buckets: Vec<Bucket>,
    /// The first buckets are those of frequent features: so many.
    frequent: usize,
    rows: Vec<Weights>,
}

/// One feature in so many counts as frequent.
const SHARE: usize = 8;

/// What the header of a file says of its table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) buckets: usize,
    /// Buckets of frequent features, which come first.
    pub(crate) frequent: usize,
    pub(crate) rows: usize,
}

impl Table {
    /// Unpacks a table with rows of so many columns; `None` when the bytes hold another.
    pub(crate) fn read(bytes: &[u8], size: Size, columns: usize) -> Option<Self> {
        let Size { buckets, frequent, rows } = size;
        // Rows take more than a byte, buckets half of one: nothing larger is made room for.
        if rows > bytes.len() || buckets > 2 * bytes.len() || frequent > buckets {
            return None;
        }
        let mut table = Self {
            buckets: Vec::with_capacity(buckets),
            frequent,
            rows: Vec::with_capacity(1 + rows),
        };
        table.rows.push(Weights([ZERO; ROW]));
        let mut reader = Reader::new(bytes);
        for _ in 0..buckets {
            let before = table.rows.len() as u32 - 1;
            let mut bucket = Bucket { marks: [FREE; PLACES], before };
            let count = reader.take(COUNT_BITS)?;
            if count > PLACES as u32 {
                return None;
            }
            for mark in bucket.marks.iter_mut().take(count as usize) {
                *mark = reader.take(FINGERPRINT_BITS)? as u16;
                table.rows.push(Weights(reader.take_row(columns)?));
            }
            table.buckets.push(bucket);
        }
        (table.rows.len() == 1 + rows && reader.is_at_end()).then_some(table)
    }

    /// Adds one row.
    #[inline]
    pub(crate) fn add_row(&self, row: u32, sums: &mut Sums) {
        if let Some(Weights(row)) = self.rows.get(row as usize) {
            for (sum, weight) in sums.0.iter_mut().zip(row) {
                *sum = sum.saturating_add(i16::from(*weight) - i16::from(ZERO));
            }
        }
    }

    /// Adds rows.
    pub(crate) fn add(&self, rows: &[u32], sums: &mut Sums) {
        for rows in rows.chunks(AT_ONCE) {
            let mut totals = [0_u16; ROW];
            for row in rows {
                let Some(Weights(row)) = self.rows.get(*row as usize) else { continue };
                for (total, weight) in totals.iter_mut().zip(row) {
                    *total += u16::from(*weight);
                }
            }
            let zeros = rows.len() as i16 * i16::from(ZERO);
            for (sum, total) in sums.0.iter_mut().zip(totals) {
                *sum = sum.saturating_add(total as i16 - zeros);
            }
        }
    }

    /// Writes the rows of features, 0 for those that are not known.
    ///
    /// What is looked at mostly waits for memory. Touching each place first, with next to nothing
    /// in between, lets the processor wait for all of them at once.
    pub(crate) fn find(&self, features: &[u64], rows: &mut Vec<u32>) {
        rows.clear();
        rows.resize(features.len(), 0);
        let mut rest = [(0, 0); AT_ONCE];
        for (features, rows) in features.chunks(AT_ONCE).zip(rows.chunks_mut(AT_ONCE)) {
            self.find_at_once(features, rows, &mut rest);
            let touch = |seen, row: &u32| {
                seen ^ self.rows.get(*row as usize).map_or(0, |Weights(row)| row[0])
            };
            black_box(rows.iter().fold(0, touch));
        }
    }

    /// Writes the rows of up to [`AT_ONCE`] features. `rest` has room for the features that are not
    /// frequent, and their places among the others.
    #[inline]
    fn find_at_once(&self, features: &[u64], rows: &mut [u32], rest: &mut [(u32, u32); AT_ONCE]) {
        let (frequent, others) = self.buckets.split_at(self.frequent);
        let mut left = 0;
        for (idx, (row, feature)) in rows.iter_mut().zip(features).enumerate() {
            let at = home(*feature, frequent.len());
            *row = frequent.get(at).map_or(0, |bucket| bucket.row_of(*feature));
            rest[left % AT_ONCE] = (idx as u32, home(*feature, others.len()) as u32);
            left += usize::from(*row == 0);
        }
        let rest = rest.get(..left).unwrap_or_default();
        let touch = |seen, (_, place): &(u32, u32)| {
            seen ^ others.get(*place as usize).map_or(0, |bucket| bucket.before)
        };
        black_box(rest.iter().fold(0, touch));
        for (idx, place) in rest {
            let (idx, place) = (*idx as usize, *place as usize);
            if let (Some(bucket), Some(feature), Some(row)) =
                (others.get(place), features.get(idx), rows.get_mut(idx))
            {
                *row = bucket.row_of(*feature);
            }
        }
    }
}

/// What features say of each label and of the separator, in steps of the model file. Sums that 16
/// bits cannot hold stay at the ends of the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(64))]
pub struct Sums([i16; ROW]);

impl Default for Sums {
    fn default() -> Self {
        Self([0; ROW])
    }
}

impl Sums {
    /// Adds other sums. Whatever the order, the result is the same, as long as 16 bits hold it.
    #[inline]
    pub fn add(&mut self, other: &Self) {
        for (sum, other) in self.0.iter_mut().zip(&other.0) {
            *sum = sum.saturating_add(*other);
        }
    }

    /// The sums times `scale`; `places` tells where that of each label stands.
    pub(crate) fn scaled(&self, scale: f32, places: &[u8; LANES]) -> Row {
        let mut values = self.0.map(|sum| f32::from(sum) * scale);
        values[NOWHERE] = 0.0;
        places.map(|place| values[usize::from(place) % ROW])
    }
}

/// A place that no column has.
const NOWHERE: usize = ROW - 1;

/// Where the sum of each label stands, when the columns of the file come in this order.
pub(crate) fn places_in(order: &[u8]) -> [u8; LANES] {
    let mut places = [NOWHERE as u8; LANES];
    for (column, lane) in order.iter().enumerate() {
        if let Some(place) = places.get_mut(usize::from(*lane)) {
            *place = place_of(column) as u8;
        }
    }
    places
}

/// Features in the order of a table, with their fingerprints.
pub(crate) struct Chosen<'a> {
    buckets: Vec<Vec<(u16, &'a Row)>>,
    frequent: usize,
}

impl<'a> Chosen<'a> {
    /// Puts features into buckets. Where one is full, those that come later are left out, as are
    /// those that look like another.
    pub(crate) fn new(features: &[Useful<'a>]) -> Self {
        let mut counts: Vec<u32> = features.iter().map(|feature| feature.count).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let limit = counts.get(features.len() / SHARE).copied().unwrap_or(0);
        let (frequent, others): (Vec<Useful>, Vec<Useful>) =
            features.iter().partition(|feature| feature.count > limit);
        let mut buckets = in_buckets(&frequent);
        let frequent = buckets.len();
        buckets.extend(in_buckets(&others));
        Self { buckets, frequent }
    }

    pub(crate) fn size(&self) -> Size {
        Size { buckets: self.buckets.len(), frequent: self.frequent, rows: self.rows().count() }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &'a Row> {
        self.buckets.iter().flatten().map(|(_, row)| *row)
    }

    /// Packs the table; `order` tells which column of a row comes next.
    pub(crate) fn pack(&self, order: &[u8], quantised: impl Fn(f32) -> i8) -> Vec<u8> {
        let mut writer = Writer::default();
        for bucket in &self.buckets {
            writer.put(bucket.len() as u32, COUNT_BITS);
            for (mark, row) in bucket {
                writer.put(u32::from(*mark), FINGERPRINT_BITS);
                let columns = order.iter().filter_map(|lane| row.get(usize::from(*lane)));
                writer.put_row(&columns.map(|value| quantised(*value)).collect::<Vec<_>>());
            }
        }
        writer.finish()
    }
}

fn in_buckets<'a>(features: &[Useful<'a>]) -> Vec<Vec<(u16, &'a Row)>> {
    let buckets = features.len().div_ceil(PLACES / 2);
    let mut chosen: Vec<Vec<(u16, &Row)>> = vec![Vec::new(); buckets];
    for Useful { feature, weights, .. } in features {
        let mark = fingerprint(*feature);
        if let Some(bucket) = chosen.get_mut(home(*feature, buckets))
            && bucket.len() < PLACES
            && bucket.iter().all(|(other, _)| *other != mark)
        {
            bucket.push((mark, *weights));
        }
    }
    chosen
}

/// The bucket of a feature: its upper half, scaled to the number of buckets.
#[inline]
fn home(feature: u64, buckets: usize) -> usize {
    (((feature >> 32) * buckets as u64) >> 32) as usize
}

#[inline]
fn fingerprint(feature: u64) -> u16 {
    feature as u16 & ((1 << FINGERPRINT_BITS) - 1)
}
