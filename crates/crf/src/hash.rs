//! Hashes that features are made of. They are part of the model file's meaning: a change here needs
//! a new model.

/// Mixes a number into a hash; the order of mixing matters.
///
/// # Examples
/// ```
/// use refsmith_crf::mix;
/// assert_ne!(mix(mix(0, 1), 2), mix(mix(0, 2), 1));
/// ```
#[inline]
pub fn mix(hash: u64, value: u64) -> u64 {
    // The multiplier is the fraction of the golden ratio; the shift brings high bits down again.
    let product = (hash ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (product ^ (product >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9).rotate_left(23)
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
