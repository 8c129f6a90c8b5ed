//! When and how often a question is asked again.

use std::time::Duration;

use refsmith_model::text::unicode::collapse_white_space;

/// The longest wait that a server may ask for before it is left alone altogether.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);
/// The longest wait of our own between two tries.
const LONGEST: Duration = Duration::from_secs(30);

/// Reads `Retry-After`: seconds, or an HTTP date compared with `now` (since 1970-01-01 UTC).
pub(super) fn retry_after(header: &str, now: Duration) -> Option<Duration> {
    let header = collapse_white_space(header);
    if let Ok(seconds) = header.parse::<f64>() {
        return (seconds.is_finite() && seconds >= 0.0)
            .then(|| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX));
    }
    let date = httpdate::parse_http_date(&header).ok()?;
    let date = date.duration_since(std::time::UNIX_EPOCH).ok()?;
    // A date has whole seconds: the one it names may just have begun.
    Some(date.saturating_sub(now))
}

/// Full jitter: anywhere between nothing and a bound that doubles with every try, so that clients
/// that failed together do not come back together. `chance` is in [0, 1].
pub(super) fn backoff(tries: u32, chance: f64) -> Duration {
    let bound = Duration::from_secs(1).saturating_mul(1 << tries.min(10)).min(LONGEST);
    bound.mul_f64(chance.clamp(0.0, 1.0))
}

/// A small generator of chances; jitter needs no better one.
#[derive(Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new() -> Self {
        use std::hash::BuildHasher;
        // The standard library seeds its hashers from the machine.
        Self(std::hash::RandomState::new().hash_one(0x5eed_u64))
    }

    /// Returns a number in [0, 1).
    pub(super) fn next(&mut self) -> f64 {
        // Weyl sequence with a multiplicative finalizer.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed ^= mixed >> 31;
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit a float exactly")]
        let chance = (mixed >> 11) as f64 / (1_u64 << 53) as f64;
        chance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_dates_and_nonsense() {
        // 1994-11-06 08:49:37 UTC, the example of RFC 9110, is 784111777.
        let now = Duration::from_secs(784_111_777 - 30);
        let thirty = Some(Duration::from_secs(30));
        assert_eq!(retry_after(" 30 ", now), thirty);
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), thirty);
        assert_eq!(retry_after("soon", now), None);
        assert_eq!(retry_after("-1", now), None);
        assert_eq!(retry_after("1e400", now), None);
    }

    #[test]
    fn waiting_grows_and_is_bounded() {
        assert_eq!(backoff(0, 1.0), Duration::from_secs(1));
        assert_eq!(backoff(3, 0.5), Duration::from_secs(4));
        assert_eq!(backoff(40, 1.0), LONGEST);
    }
}
