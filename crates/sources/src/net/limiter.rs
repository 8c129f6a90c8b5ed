//! How fast a host may be asked.
//!
//! [`HostLimit`] is the law for one host, a value that knows no clock and no thread: it is told the
//! time, and what each answer said. [`Limiter`] holds one per host and lets threads wait.
//!
//! Questions are spaced evenly instead of allowed in bursts: whatever window the server counts in,
//! evenly spaced questions never exceed it. A list also counts as a single question, because older
//! servers count all questions together.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Clock;
use super::retry::PATIENCE;
use crate::Budget;

/// What is taken off every rate, for the jitter of the way to the server.
const MARGIN: f64 = 1.05;
/// The most careful pace after many refusals, as a share of the allowed one.
const SLOWEST: f64 = 1.0 / 64.0;
/// What every good answer gives back of the pace.
const RECOVERY: f64 = 0.05;
/// How many questions in a row may fail for good before the host is left alone.
const FAILURES: u32 = 3;

/// The pace at which a host is first asked, before its own headers are known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Questions for one record, per second.
    pub single: f64,
    /// Searches and batches, per second.
    pub list: f64,
    /// Questions at the same time.
    pub concurrency: usize,
}

impl Pace {
    /// For clients that do not say who they are.
    pub const PUBLIC: Self = Self { single: 5.0, list: 1.0, concurrency: 1 };
    /// For clients that give a contact address.
    pub const POLITE: Self = Self { single: 10.0, list: 3.0, concurrency: 3 };
}

/// Hosts that allow less than [`Pace::POLITE`] and do not say so in headers.
const SLOW_HOSTS: &[(&str, Pace)] = &[
    ("eutils.ncbi.nlm.nih.gov", Pace { single: 3.0, list: 1.0, concurrency: 1 }),
    // One question in three seconds.
    ("export.arxiv.org", Pace { single: 1.0 / 3.0, list: 1.0 / 3.0, concurrency: 1 }),
    ("openlibrary.org", Pace { single: 1.0, list: 1.0, concurrency: 1 }),
];

/// What the headers of an answer say about the limits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RateHeaders {
    /// `x-rate-limit-limit`: questions per interval.
    pub limit: Option<f64>,
    /// `x-rate-limit-interval`.
    pub interval: Option<Duration>,
    /// `x-concurrency-limit`.
    pub concurrency: Option<usize>,
    /// `x-api-pool`, lower case. The set of names is open.
    pub pool: Option<String>,
}

impl RateHeaders {
    /// Reads the headers, of which `header` gives the value for a lower-case name.
    ///
    /// # Examples
    /// ```
    /// use std::time::Duration;
    /// use refsmith_sources::net::limiter::RateHeaders;
    /// let headers = RateHeaders::read(|name| match name {
    ///     "x-rate-limit-limit" => Some("50"),
    ///     "x-rate-limit-interval" => Some("2s"),
    ///     _ => None,
    /// });
    /// assert_eq!((headers.limit, headers.interval), (Some(50.0), Some(Duration::from_secs(2))));
    /// ```
    pub fn read<'a>(header: impl Fn(&str) -> Option<&'a str>) -> Self {
        let either = |names: [&str; 2]| names.into_iter().find_map(&header);
        let positive = |text: &str| {
            text.trim().parse::<f64>().ok().filter(|value| value.is_finite() && *value > 0.0)
        };
        Self {
            limit: either(["x-rate-limit-limit", "x-ratelimit-limit"]).and_then(positive),
            interval: either(["x-rate-limit-interval", "x-ratelimit-interval"]).and_then(interval),
            concurrency: header("x-concurrency-limit")
                .and_then(|text| text.trim().parse().ok())
                .filter(|limit| *limit > 0),
            pool: header("x-api-pool").map(|text| text.trim().to_ascii_lowercase()),
        }
    }
}

/// "1s", "500ms", "2m", a bare number of seconds.
fn interval(text: &str) -> Option<Duration> {
    let text = text.trim().to_ascii_lowercase();
    let digits = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits)?;
    let seconds = match unit.trim() {
        "" | "s" | "sec" | "second" | "seconds" => 1.0,
        "ms" => 0.001,
        "m" | "min" | "minute" | "minutes" => 60.0,
        "h" | "hour" | "hours" => 3600.0,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    Duration::try_from_secs_f64(number * seconds).ok().filter(|interval| !interval.is_zero())
}

/// The time between two questions at a rate per second, with a margin for the way to the server.
pub(super) fn gap(rate: f64) -> Duration {
    Duration::from_secs_f64(MARGIN / rate.max(1e-6))
}

/// What to do about the next question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Decision {
    /// Ask now; the question is booked.
    Go,
    /// Come back after this time.
    Wait(Duration),
    /// Come back when an answer has arrived.
    Full,
    /// The host is left alone for this time.
    Down(Duration),
}

/// How a question ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Ending {
    /// The server answered the question, whatever the answer.
    Answered,
    /// The server asked for a slower pace (429), perhaps for how long.
    Throttled(Option<Duration>),
    /// The server failed (5xx), or did not answer in time, perhaps saying for how long.
    Failed(Option<Duration>),
    /// The server refuses this client (403).
    Refused,
    /// No connection came about: the server knows nothing of the question.
    Unreached,
}

/// The law for one host.
#[derive(Debug, Clone)]
pub struct HostLimit {
    pace: Pace,
    /// Share of the allowed pace that is used, in [`SLOWEST`, 1].
    share: f64,
    in_flight: usize,
    next_single: Duration,
    next_list: Duration,
    down_until: Duration,
    failures: u32,
    seen: bool,
}

impl HostLimit {
    /// Creates the law with the pace of the beginning.
    pub fn new(pace: Pace) -> Self {
        Self {
            pace,
            share: 1.0,
            in_flight: 0,
            next_single: Duration::ZERO,
            next_list: Duration::ZERO,
            down_until: Duration::ZERO,
            failures: 0,
            seen: false,
        }
    }

    /// Returns the allowed pace as the host last stated it.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Decides about a question at the time `now`; [`Decision::Go`] books it.
    pub fn ask(&mut self, now: Duration, budget: Budget) -> Decision {
        if now < self.down_until {
            return Decision::Down(self.down_until - now);
        }
        if self.in_flight >= self.pace.concurrency {
            return Decision::Full;
        }
        let from = match budget {
            Budget::Single => self.next_single,
            Budget::List => self.next_single.max(self.next_list),
        };
        if now < from {
            return Decision::Wait(from - now);
        }
        self.in_flight += 1;
        self.space(now, budget);
        Decision::Go
    }

    /// Notes the end of a question at the time `now`.
    pub fn done(&mut self, now: Duration, budget: Budget, headers: &RateHeaders, ending: &Ending) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.learn(budget, headers);
        match ending {
            Ending::Answered => {
                self.share = (self.share + RECOVERY).min(1.0);
                self.failures = 0;
                if !self.seen {
                    // The first question pays for the connection: it reached the server later
                    // after it was sent than the next one will.
                    self.space(now, budget);
                }
            }
            Ending::Throttled(wait) | Ending::Failed(wait) => {
                self.share = (self.share / 2.0).max(SLOWEST);
                self.space(now, budget);
                match wait {
                    Some(wait) if *wait > PATIENCE => self.stand_down(now, *wait),
                    // A wait in whole seconds may be rounded down; a little more never hurts.
                    Some(wait) => self.pause(now + *wait + Duration::from_millis(50)),
                    None => {}
                }
            }
            Ending::Refused => self.stand_down(now, Duration::from_secs(86_400)),
            // A slower pace helps nobody.
            Ending::Unreached => {}
        }
        self.seen = true;
    }

    /// Notes that a question was given up after all its tries. After a few in a row the host is left
    /// alone for a minute: it is down, and asking on would only cost everybody time.
    pub fn gave_up(&mut self, now: Duration) {
        self.failures += 1;
        if self.failures >= FAILURES {
            self.failures = 0;
            self.stand_down(now, PATIENCE);
        }
    }

    fn stand_down(&mut self, now: Duration, wait: Duration) {
        self.down_until = self.down_until.max(now.saturating_add(wait));
    }

    fn pause(&mut self, until: Duration) {
        self.next_single = self.next_single.max(until);
        self.next_list = self.next_list.max(until);
    }

    fn space(&mut self, now: Duration, budget: Budget) {
        let gap = |rate: f64| gap(rate * self.share);
        self.next_single = self.next_single.max(now + gap(self.pace.single));
        if budget == Budget::List {
            self.next_list = self.next_list.max(now + gap(self.pace.list));
        }
    }

    /// Takes over what the host says about itself. Answers to lists have been seen with the limit for
    /// single questions, so for lists a limit counts in full only when its pool says that it is one
    /// for lists, or when the host has no such pools.
    fn learn(&mut self, budget: Budget, headers: &RateHeaders) {
        if let Some(concurrency) = headers.concurrency {
            self.pace.concurrency = concurrency;
        }
        let Some(limit) = headers.limit else { return };
        let seconds = headers.interval.map_or(1.0, |interval| interval.as_secs_f64());
        let rate = (limit / seconds).clamp(1e-4, 1e4);
        let pool = headers.pool.as_deref().unwrap_or("");
        let known = pool.starts_with("public") || pool.starts_with("polite");
        if pool.ends_with("-array") {
            self.pace.list = rate;
        } else if pool.ends_with("-single") {
            self.pace.single = rate;
        } else if known {
            self.pace.single = rate;
            let cap = if pool.starts_with("polite") { Pace::POLITE } else { Pace::PUBLIC };
            self.pace.list = rate.min(cap.list);
        } else {
            // Some other server: its word counts, for the kind of question it answers.
            match budget {
                Budget::Single => self.pace.single = rate,
                Budget::List => {
                    self.pace.list = rate;
                    self.pace.single = self.pace.single.max(rate);
                }
            }
        }
        if known && pool.ends_with("-array") {
            let cap = if pool.starts_with("polite") { Pace::POLITE } else { Pace::PUBLIC };
            self.pace.list = self.pace.list.min(cap.list);
        }
    }
}

/// One law per host, shared by all who ask.
pub struct Limiter {
    clock: Arc<dyn Clock>,
    pace: Pace,
    hosts: Mutex<BTreeMap<String, Arc<Gate>>>,
}

struct Gate {
    limit: Mutex<HostLimit>,
    freed: Condvar,
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, HostLimit> {
        self.limit.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Limiter {
    /// Creates a limiter that asks every host at `pace` until the host says otherwise.
    pub fn new(clock: Arc<dyn Clock>, pace: Pace) -> Self {
        Self { clock, pace, hosts: Mutex::new(BTreeMap::new()) }
    }

    /// Waits until a question may be asked.
    ///
    /// # Errors
    /// The host is left alone; the value is for how long from now.
    pub fn acquire(&self, host: &str, budget: Budget) -> Result<(), Duration> {
        let gate = self.gate(host);
        loop {
            let mut limit = gate.lock();
            match limit.ask(self.clock.now(), budget) {
                Decision::Go => return Ok(()),
                Decision::Down(wait) => return Err(wait),
                Decision::Wait(wait) => {
                    drop(limit);
                    self.clock.sleep(wait);
                }
                Decision::Full => {
                    drop(gate.freed.wait(limit).unwrap_or_else(PoisonError::into_inner));
                }
            }
        }
    }

    /// Notes the end of a question that was allowed by [`Limiter::acquire`].
    pub fn release(&self, host: &str, budget: Budget, headers: &RateHeaders, ending: &Ending) {
        let gate = self.gate(host);
        gate.lock().done(self.clock.now(), budget, headers, ending);
        gate.freed.notify_all();
    }

    /// Notes that a question was given up after all its tries.
    pub fn gave_up(&self, host: &str) {
        self.gate(host).lock().gave_up(self.clock.now());
    }

    /// Returns the pace that a host allows, as far as it is known.
    pub fn pace(&self, host: &str) -> Pace {
        self.gate(host).lock().pace()
    }

    fn gate(&self, host: &str) -> Arc<Gate> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let slow = SLOW_HOSTS.iter().find(|(slow, _)| host.split(':').next() == Some(*slow));
        let pace = slow.map_or(self.pace, |(_, pace)| *pace);
        let new =
            || Arc::new(Gate { limit: Mutex::new(HostLimit::new(pace)), freed: Condvar::new() });
        hosts.entry(host.to_owned()).or_insert_with(new).clone()
    }
}

#[cfg(test)]
#[path = "limiter_tests.rs"]
mod tests;
