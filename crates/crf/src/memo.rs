//! Sums that are remembered, because most groups of features come again and again.

use crate::table::Sums;

/// What groups of features say, for the groups that were met lately; a group is known by a key of
/// 64 bits, which its maker hashes from all that its features depend on.
///
/// The memory is bounded: each key has one place, and what was kept last stays in it. `N` is how
/// many sums are kept under a key. A memo belongs to one model.
///
/// # Examples
/// ```
/// use refsmith_crf::{Memo, Sums};
/// let mut memo = Memo::<1>::new(16);
/// assert_eq!(memo.recall(7), None);
/// memo.keep(7, &[Sums::default()]);
/// assert_eq!(memo.recall(7), Some(&[Sums::default()]));
/// ```
#[derive(Debug, Clone)]
pub struct Memo<const N: usize> {
    /// The key of each place, 0 where it is free.
    keys: Vec<u64>,
    sums: Vec<[Sums; N]>,
}

impl<const N: usize> Memo<N> {
    /// Makes room for so many keys, at least one.
    pub fn new(places: usize) -> Self {
        let places = places.max(1);
        Self { keys: vec![0; places], sums: vec![[Sums::default(); N]; places] }
    }

    /// Returns what was kept under a key.
    #[inline]
    pub fn recall(&self, key: u64) -> Option<&[Sums; N]> {
        let key = occupied(key);
        let place = self.place(key);
        if self.keys.get(place) == Some(&key) { self.sums.get(place) } else { None }
    }

    /// Keeps sums in the place of those that were there.
    #[inline]
    pub fn keep(&mut self, key: u64, sums: &[Sums; N]) {
        let key = occupied(key);
        let place = self.place(key);
        if let (Some(known), Some(kept)) = (self.keys.get_mut(place), self.sums.get_mut(place)) {
            (*known, *kept) = (key, *sums);
        }
    }

    #[inline]
    fn place(&self, key: u64) -> usize {
        (((key >> 32) * self.keys.len() as u64) >> 32) as usize
    }
}

/// No key is 0, which stands for a free place.
#[inline]
fn occupied(key: u64) -> u64 {
    key | 1
}
