//! Hashes that features are made of. They are part of the model file's meaning: a change here needs
//! a new model.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Mixes a number into a hash; the order of mixing matters.
///
/// # Examples
/// ```
/// use refsmith_crf::mix;
/// assert_ne!(mix(mix(0, 1), 2), mix(mix(0, 2), 1));
/// ```
#[inline]
pub fn mix(hash: u64, value: u64) -> u64 {
    // The multiplier is the fraction of the golden ratio; the rotation tells the two apart, and
    // folding the product brings its high bits down.
    let product =
        u128::from(hash.rotate_left(25) ^ value ^ 0xD6E8_FEB8_6659_FD93) * 0x9E37_79B9_7F4A_7C15;
    (product >> 64) as u64 ^ product as u64
}

/// Hashes bytes, eight at a time.
#[inline]
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = mix(0x5851_F42D_4C95_7F2D, bytes.len() as u64);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.iter().rev().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
        hash = mix(hash, word);
    }
    let rest =
        chunks.remainder().iter().rev().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
    mix(hash, rest)
}

/// A map whose keys are hashes already, such as those of [`hash_bytes`]: they are not hashed again.
///
/// # Examples
/// ```
/// use refsmith_crf::{ByHash, hash_bytes};
/// let words = ["ed", "trans"];
/// let lengths: ByHash<usize> =
///     words.iter().map(|word| (hash_bytes(word.as_bytes()), word.len())).collect();
/// assert_eq!(lengths.get(&hash_bytes(b"trans")), Some(&5));
/// ```
pub type ByHash<V> = HashMap<u64, V, BuildHasherDefault<AlreadyHashed>>;

/// The hasher of [`ByHash`].
#[derive(Debug, Clone, Copy, Default)]
pub struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| mix(hash, u64::from(*byte)));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
