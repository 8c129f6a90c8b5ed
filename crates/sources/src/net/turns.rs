//! [`Turns`]: the processes of one user ask a host as if they were one.
//!
//! A host sees one caller, however many programs run. So the time of the next question, and the
//! number of questions at once, are kept in small files beside the answers, under locks of the
//! operating system, which end with their process however that ends. Files that cannot be written
//! are no reason not to ask: then each process keeps to the limits for itself.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Clock;
use super::limiter::{Pace, gap};
use crate::Budget;

/// The longest that a file may make anybody wait; what says more is damaged.
const LONGEST: Duration = Duration::from_secs(600);
/// How long to wait before looking again for a free place.
const PAUSE: Duration = Duration::from_millis(20);

/// The folder in which processes take turns.
#[derive(Debug)]
pub(super) struct Turns {
    folder: PathBuf,
}

/// The right to ask one question; ends when it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _place: Option<File>,
}

impl Turns {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Waits until this process may ask: a place among those that ask at once, and the time of the
    /// next question, which is booked.
    pub(super) fn take(&self, host: &str, budget: Budget, pace: Pace, clock: &dyn Clock) -> Turn {
        let base = self.base(host);
        let place = loop {
            match place(&base, pace.concurrency) {
                Place::Free(file) => break Some(file),
                Place::None => break None,
                Place::Taken => clock.sleep(PAUSE),
            }
        };
        while let Some(wait) = self.book(&base, budget, pace, clock.now()) {
            clock.sleep(wait);
        }
        Turn { _place: place }
    }

    /// Lets nobody ask before `wait` has passed.
    pub(super) fn postpone(&self, host: &str, wait: Duration, clock: &dyn Clock) {
        if let Some(mut schedule) = Schedule::open(&self.base(host)) {
            let until = clock.now() + wait.min(LONGEST);
            schedule.single = schedule.single.max(until);
            schedule.list = schedule.list.max(until);
            schedule.save();
        }
    }

    /// Books a question for now, or returns how long to wait.
    fn book(&self, base: &Path, budget: Budget, pace: Pace, now: Duration) -> Option<Duration> {
        let mut schedule = Schedule::open(base)?;
        let next = match budget {
            Budget::Single => schedule.single,
            Budget::List => schedule.single.max(schedule.list),
        };
        match next.checked_sub(now) {
            Some(wait) if !wait.is_zero() && wait <= LONGEST => return Some(wait),
            _ => {}
        }
        schedule.single = now + gap(pace.single);
        if budget == Budget::List {
            schedule.list = now + gap(pace.list);
        }
        schedule.save();
        None
    }

    /// The path of a host's files, without extension.
    fn base(&self, host: &str) -> PathBuf {
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
        self.folder.join(host.chars().map(plain).collect::<String>())
    }
}

enum Place {
    Free(File),
    Taken,
    /// There are no places to be had: the folder cannot be written.
    None,
}

/// Takes one of the places of those that ask at once.
fn place(base: &Path, places: usize) -> Place {
    for number in 0..places.max(1) {
        let Some(file) = open(&with(base, &format!("place{number}"))) else { return Place::None };
        match file.try_lock() {
            Ok(()) => return Place::Free(file),
            Err(std::fs::TryLockError::WouldBlock) => {}
            Err(std::fs::TryLockError::Error(_)) => return Place::None,
        }
    }
    Place::Taken
}

/// When the next questions may be asked, since 1970; locked as long as it lives.
struct Schedule {
    file: File,
    single: Duration,
    list: Duration,
}

impl Schedule {
    fn open(base: &Path) -> Option<Self> {
        let mut file = open(&with(base, "next"))?;
        file.lock().ok()?;
        let mut text = String::new();
        file.read_to_string(&mut text).ok()?;
        let mut times = text.split_whitespace().map_while(|part| part.parse().ok());
        let mut time = || times.next().map_or(Duration::ZERO, Duration::from_micros);
        Some(Self { single: time(), list: time(), file })
    }

    fn save(&mut self) {
        let text = format!("{:020} {:020}\n", self.single.as_micros(), self.list.as_micros());
        // Always of one length, so that what is overwritten is overwritten whole.
        let written = self.file.rewind().and_then(|()| self.file.write_all(text.as_bytes()));
        drop(written);
    }
}

fn with(base: &Path, extension: &str) -> PathBuf {
    let mut path = base.as_os_str().to_owned();
    path.push(".");
    path.push(extension);
    PathBuf::from(path)
}

fn open(path: &Path) -> Option<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    options.open(path).ok().or_else(|| {
        make(path.parent()?)?;
        options.open(path).ok()
    })
}

fn make(folder: &Path) -> Option<()> {
    std::fs::create_dir_all(folder).ok()
}

#[cfg(test)]
#[path = "turns_tests.rs"]
mod tests;
