//! Rows of small numbers in few bits.
//!
//! Weights are mostly small, and of a row those of rare labels are smaller still. So columns are
//! put into groups of like size, and each group takes as many bits a number as its largest needs.
//! Seven numbers of up to eight bits are read with one load, wherever they start, and are spread
//! over bytes at once: a model of megabytes is unpacked in about a millisecond.

use crate::chain::LANES;

/// Columns of a group.
const GROUP: usize = 7;
/// Groups of a row that is unpacked; each takes eight bytes, of which the last is idle.
const GROUPS: usize = LANES / GROUP;
const _: () = assert!(LANES == GROUP * GROUPS, "groups fill a row");
/// Bytes of a row that is unpacked.
pub(crate) const ROW: usize = 8 * GROUPS;
/// What stands for 0 in a row that is unpacked.
pub(crate) const ZERO: u8 = 128;
/// Bits that tell the width of a group: 1 to 8.
const WIDTH_BITS: usize = 3;
/// Bytes behind the packed bits, so that whatever is read may be eight bytes long.
pub(crate) const MARGIN: usize = 8;

/// The byte of an unpacked row in which a column stands.
#[inline]
pub(crate) const fn place_of(column: usize) -> usize {
    column / GROUP * 8 + column % GROUP
}

/// How numbers of a width are spread over bytes.
#[derive(Debug, Clone, Copy)]
struct Spread {
    width: u32,
    /// The numbers to keep in each step: all, every other four, two, one.
    masks: [u64; 4],
    /// Makes [`ZERO`] of what stands for 0 in the packed number, in all bytes.
    shift_to_zero: u64,
}

static SPREADS: [Spread; 8] = {
    let mut all = [Spread { width: 1, masks: [0; 4], shift_to_zero: 0 }; 8];
    let mut idx = 0;
    while idx < 8 {
        let width = idx as u32 + 1;
        all[idx] = Spread {
            width,
            masks: [
                (1 << (7 * width)) - 1,
                (1 << (4 * width)) - 1,
                ((1 << (2 * width)) - 1) * 0x1_0000_0001,
                ((1 << width) - 1) * 0x0001_0001_0001_0001,
            ],
            shift_to_zero: (ZERO as u64 - (1 << (width - 1))) * 0x0101_0101_0101_0101,
        };
        idx += 1;
    }
    all
};

impl Spread {
    /// Spreads seven numbers over the bytes of a word.
    #[inline]
    fn spread(&self, packed: u64) -> u64 {
        let [all, fours, twos, ones] = self.masks;
        let width = self.width;
        let packed = packed & all;
        let fours = packed & fours | packed >> (4 * width) << 32;
        let twos = fours & twos | (fours & twos << (2 * width)) << (16 - 2 * width);
        let ones = twos & ones | (twos & ones << width) << (8 - width);
        ones + self.shift_to_zero
    }
}

/// Reads bits, lowest first.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next 57 bits or more, `None` where less than [`MARGIN`] bytes are left.
    #[inline]
    fn peek(&self) -> Option<u64> {
        let bytes = self.bytes.get(self.at / 8..)?.first_chunk()?;
        Some(u64::from_le_bytes(*bytes) >> (self.at % 8))
    }

    /// Takes up to 32 bits.
    #[inline]
    pub(crate) fn take(&mut self, bits: usize) -> Option<u32> {
        let value = self.peek()? & ((1 << bits) - 1);
        self.at += bits;
        Some(value as u32)
    }

    /// Takes a row of so many columns: 128 more than each number.
    #[inline]
    pub(crate) fn take_row(&mut self, columns: usize) -> Option<[u8; ROW]> {
        let groups = columns.div_ceil(GROUP).min(GROUPS);
        let mut widths = self.take(WIDTH_BITS * groups)?;
        let mut row = [ZERO; ROW];
        for group in row.as_chunks_mut::<8>().0.iter_mut().take(groups) {
            let spread = &SPREADS[widths as usize % 8];
            *group = spread.spread(self.peek()?).to_le_bytes();
            self.at += GROUP * spread.width as usize;
            widths >>= WIDTH_BITS;
        }
        Some(row)
    }

    /// Whether all bits have been taken but those that fill up the last byte and the margin.
    pub(crate) fn is_at_end(&self) -> bool {
        self.at.div_ceil(8) + MARGIN == self.bytes.len()
    }
}

/// Writes bits, lowest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
    held: u64,
    count: usize,
}

impl Writer {
    /// Writes the lowest bits of a number, up to 32.
    pub(crate) fn put(&mut self, value: u32, bits: usize) {
        self.held |= (u64::from(value) & ((1 << bits) - 1)) << self.count;
        self.count += bits;
        while self.count >= 8 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// Writes a row.
    pub(crate) fn put_row(&mut self, columns: &[i8]) {
        for group in columns.chunks(GROUP) {
            self.put(width(group) as u32 - 1, WIDTH_BITS);
        }
        for group in columns.chunks(GROUP) {
            let width = width(group);
            let zero = 1_i32 << (width - 1);
            for idx in 0..GROUP {
                let value = group.get(idx).copied().unwrap_or(0);
                self.put((i32::from(value) + zero) as u32, width);
            }
        }
    }

    /// Returns what was written, and the margin.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.bytes.push(self.held as u8);
        }
        self.bytes.extend([0; MARGIN]);
        self.bytes
    }
}

/// Bits that the numbers of a group need.
fn width(group: &[i8]) -> usize {
    let needed =
        |value: &i8| 9 - if *value < 0 { !*value } else { *value }.leading_zeros() as usize;
    group.iter().map(needed).max().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_come_back(
            rows in prop::collection::vec((0_u32..1 << 15, prop::collection::vec(any::<i8>(), LANES)), 1..20),
            columns in 1..=LANES,
            shift in 0_u32..8,
        ) {
            // Shifted down, all widths come about.
            let rows: Vec<(u32, Vec<i8>)> = rows
                .into_iter()
                .map(|(mark, row)| (mark, row.iter().take(columns).map(|x| x >> shift).collect()))
                .collect();
            let mut writer = Writer::default();
            for (mark, row) in &rows {
                writer.put(*mark, 15);
                writer.put_row(row);
            }
            let bytes = writer.finish();
            let mut reader = Reader::new(&bytes);
            for (mark, row) in &rows {
                prop_assert_eq!(reader.take(15), Some(*mark));
                let unpacked = reader.take_row(columns).unwrap();
                for (column, value) in row.iter().enumerate() {
                    let truth = (i16::from(*value) + i16::from(ZERO)) as u8;
                    prop_assert_eq!(unpacked[place_of(column)], truth);
                }
            }
            prop_assert!(reader.is_at_end());
            let mut cut = Reader::new(&bytes[..MARGIN - 1]);
            prop_assert_eq!(cut.take(1), None);
        }
    }

    #[test]
    fn a_group_takes_the_bits_of_its_largest_number() {
        for (group, bits) in
            [(vec![0, -1], 1), (vec![1], 2), (vec![-2], 2), (vec![-65, 3], 8), (vec![127], 8)]
        {
            assert_eq!(width(&group), bits, "{group:?}");
        }
    }
}
