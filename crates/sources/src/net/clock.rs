//! [`Clock`]: time as an argument, real or simulated.

use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Tells the time and waits. One value serves for durations and for dates: it never runs backwards.
pub trait Clock: Send + Sync {
    /// Returns the time since 1970-01-01 00:00 UTC.
    fn now(&self) -> Duration;

    /// Returns when `duration` has passed.
    fn sleep(&self, duration: Duration);
}

/// The clock of the machine. Corrections of its date after the start are ignored, so that waiting
/// times are right.
#[derive(Debug)]
pub struct SystemClock {
    start: Duration,
    started: Instant,
}

impl SystemClock {
    /// Creates the clock.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    pub fn new() -> Self {
        let start = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { start, started: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.start + self.started.elapsed()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that waits")]
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

/// A clock that stands still until somebody sleeps.
///
/// # Examples
/// ```
/// use std::time::Duration;
/// use refsmith_sources::net::{Clock, SimulatedClock};
/// let clock = SimulatedClock::starting_at(Duration::from_secs(100));
/// clock.sleep(Duration::from_secs(20));
/// assert_eq!(clock.now(), Duration::from_secs(120));
/// ```
#[derive(Debug, Default)]
pub struct SimulatedClock {
    now: Mutex<Duration>,
}

impl SimulatedClock {
    /// Creates a clock that shows `now`, counted from 1970-01-01 00:00 UTC.
    pub fn starting_at(now: Duration) -> Self {
        Self { now: Mutex::new(now) }
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Duration {
        *self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn sleep(&self, duration: Duration) {
        let mut now = self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *now = now.saturating_add(duration);
    }
}
