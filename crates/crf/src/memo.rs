//! What is remembered, because most groups of features come again and again.

/// What groups of features say, for the groups that were met lately; a group is known by a key of
/// 64 bits, which its maker hashes from all that its features depend on.
///
/// The memory is bounded: each key has one place, and what was kept last stays in it. `V` is what is
/// kept under a key: sums, or where the model has its rows. A memo belongs to one model.
///
/// # Examples
/// ```
/// use refsmith_crf::{Memo, Sums};
/// let mut memo = Memo::new(16);
/// assert_eq!(memo.recall(7), None);
/// memo.keep(7, &Sums::default());
/// assert_eq!(memo.recall(7), Some(&Sums::default()));
/// ```
#[derive(Debug, Clone)]
pub struct Memo<V> {
    /// The key of each place, 0 where it is free.
    keys: Vec<u64>,
    values: Vec<V>,
}

impl<V: Copy + Default> Memo<V> {
    /// Makes room for so many keys, at least one.
    pub fn new(places: usize) -> Self {
        let places = places.max(1);
        Self { keys: vec![0; places], values: vec![V::default(); places] }
    }

    /// Returns what was kept under a key.
    #[inline]
    pub fn recall(&self, key: u64) -> Option<&V> {
        let key = occupied(key);
        let place = self.place(key);
        if self.keys.get(place) == Some(&key) { self.values.get(place) } else { None }
    }

    /// Keeps something in the place of what was there.
    #[inline]
    pub fn keep(&mut self, key: u64, value: &V) {
        let key = occupied(key);
        let place = self.place(key);
        if let (Some(known), Some(kept)) = (self.keys.get_mut(place), self.values.get_mut(place)) {
            (*known, *kept) = (key, *value);
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
