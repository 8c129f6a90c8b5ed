//! Answers kept on disk: one JSON file per question, found by the hash of the question.
//!
//! The register sends neither validators nor lifetimes, so each answer simply lives for a time. A
//! file that cannot be read, or is of another version, is as good as none; nothing here ever fails.
//!
//! When a file was last used is its time of change, so processes need not agree on anything: whoever
//! finds the folder too large takes away what was used longest ago, and who finds nothing asks.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::{CacheFor, Fetched};

/// Version of the files. Files of another version are ignored and in time overwritten.
const VERSION: u64 = 1;

/// A folder of kept answers.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    /// How many bytes the files may have together.
    limit: u64,
    written: AtomicU64,
    size: Mutex<Size>,
}

/// How large the folder is, as far as this process knows.
#[derive(Debug, Default)]
struct Size {
    /// Bytes when it was last looked at, and those written since; `None` before.
    bytes: Option<u64>,
    /// Bytes written since. Other processes write as well, so it is looked at now and then.
    since: u64,
}

/// A kept answer, for deciding which goes.
struct Kept {
    used: SystemTime,
    bytes: u64,
    path: PathBuf,
}

impl Cache {
    pub(super) fn new(folder: PathBuf, limit: u64) -> Self {
        Self { folder, limit, written: AtomicU64::new(0), size: Mutex::default() }
    }

    /// Returns the answer to a question if it is young enough. With `any_age`, as when offline, an
    /// old positive answer is better than none.
    pub(super) fn get(
        &self,
        question: &str,
        cache_for: CacheFor,
        now: Duration,
        any_age: bool,
    ) -> Option<Fetched> {
        let path = self.path(question);
        let kept: Value = serde_json::from_slice(&read(&path)?).ok()?;
        let number = |key: &str| kept.get(key).and_then(Value::as_u64);
        let text = |key: &str| kept.get(key).and_then(Value::as_str);
        if number("version")? != VERSION || text("question")? != question {
            return None;
        }
        let status = u16::try_from(number("status")?).ok()?;
        let stored = number("stored")?;
        let age = now.checked_sub(Duration::from_secs(stored))?;
        let life = if status == 404 { cache_for.missing } else { cache_for.found };
        if age > life && !(any_age && status != 404) {
            return None;
        }
        let body = text("body")?.as_bytes().to_vec();
        let content_type = text("content-type")?.to_owned();
        mark_used(&path, now);
        Some(Fetched { status, body, content_type, at: Some(stored) })
    }

    /// Keeps an answer.
    pub(super) fn put(&self, question: &str, fetched: &Fetched, now: Duration) {
        let Ok(body) = std::str::from_utf8(&fetched.body) else { return };
        let kept = json!({
            "version": VERSION,
            "question": question,
            "stored": now.as_secs(),
            "status": fetched.status,
            "content-type": fetched.content_type,
            "body": body,
        });
        let path = self.path(question);
        let Some(folder) = path.parent() else { return };
        // Written beside its place and renamed, so that no reader ever sees half a file.
        let serial = self.written.fetch_add(1, Ordering::Relaxed);
        let beside = folder.join(format!(".{}-{serial}.part", std::process::id()));
        let text = kept.to_string();
        let written = std::fs::create_dir_all(folder).is_ok()
            && write(&beside, text.as_bytes())
            && std::fs::rename(&beside, &path).is_ok();
        if written {
            mark_used(&path, now);
            self.grow(text.len() as u64);
        } else {
            drop(std::fs::remove_file(&beside));
        }
    }

    /// Notes that something was written, and makes room when it is time.
    fn grow(&self, bytes: u64) {
        let mut size = self.size.lock().unwrap_or_else(PoisonError::into_inner);
        size.since += bytes;
        let known = size.bytes.map(|known| known + bytes);
        if known.is_some_and(|known| known <= self.limit) && size.since <= self.limit / 16 {
            size.bytes = known;
            return;
        }
        *size = Size { bytes: Some(self.make_room()), since: 0 };
    }

    /// Removes what was used longest ago until a tenth of the room is free, if there is too much.
    /// Returns what is left.
    fn make_room(&self) -> u64 {
        let mut files = self.files();
        let mut total: u64 = files.iter().map(|file| file.bytes).sum();
        if total <= self.limit {
            return total;
        }
        files.sort_by_key(|file| file.used);
        for file in files {
            if total <= self.limit - self.limit / 10 {
                break;
            }
            // Another process may have been faster; gone is gone.
            drop(std::fs::remove_file(&file.path));
            total -= file.bytes;
        }
        total
    }

    /// All files in the folders of the cache, also those that a killed process left unfinished.
    fn files(&self) -> Vec<Kept> {
        let list = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten();
        let is_ours = |path: &PathBuf| path.file_name().is_some_and(|name| name.len() == 2);
        let folders = list(&self.folder).map(|entry| entry.path()).filter(is_ours);
        folders
            .flat_map(|folder| list(&folder))
            .filter_map(|entry| {
                let about = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
                let used = about.modified().unwrap_or(UNIX_EPOCH);
                Some(Kept { used, bytes: about.len(), path: entry.path() })
            })
            .collect()
    }

    fn path(&self, question: &str) -> PathBuf {
        let hash = ring::digest::digest(&ring::digest::SHA256, question.as_bytes());
        let name: String = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        // Two letters spread the files over 256 folders.
        let folder = name.get(..2).unwrap_or("00").to_owned();
        self.folder.join(folder).join(format!("{name}.json"))
    }
}

/// Sets the time of change. Where that is not possible, an answer merely goes earlier.
fn mark_used(path: &Path, now: Duration) {
    if let Ok(file) = std::fs::OpenOptions::new().write(true).open(path) {
        drop(file.set_modified(UNIX_EPOCH + now));
    }
}

#[expect(clippy::disallowed_methods, reason = "the cache is files; only `net` may touch them")]
fn read(path: &Path) -> Option<Vec<u8>> {
    std::fs::read(path).ok()
}

#[expect(clippy::disallowed_methods, reason = "the cache is files; only `net` may touch them")]
fn write(path: &Path, bytes: &[u8]) -> bool {
    std::fs::write(path, bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 86_400;

    /// A folder that goes when it is dropped.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("refsmith-answers-{name}-{}", std::process::id());
            Self(std::env::temp_dir().join(name))
        }

        fn cache(&self, limit: u64) -> Cache {
            Cache::new(self.0.clone(), limit)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            drop(std::fs::remove_dir_all(&self.0));
        }
    }

    fn answer(bytes: usize) -> Fetched {
        let body = vec![b'x'; bytes];
        Fetched { status: 200, body, content_type: String::new(), at: None }
    }

    fn has(cache: &Cache, question: &str, day: u64) -> bool {
        let now = Duration::from_secs(day * DAY);
        cache.get(question, CacheFor::METADATA, now, false).is_some()
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let folder = Folder::new("least");
        let cache = folder.cache(10_000);
        for (day, question) in [(1, "a"), (2, "b"), (3, "c")] {
            cache.put(question, &answer(2_500), Duration::from_secs(day * DAY));
        }
        assert!(has(&cache, "a", 4), "used again");
        cache.put("d", &answer(2_500), Duration::from_secs(5 * DAY));
        let left: Vec<&str> =
            ["a", "b", "c", "d"].into_iter().filter(|question| has(&cache, question, 6)).collect();
        assert_eq!(left, ["a", "c", "d"]);
        let kept = cache.files().iter().map(|file| file.bytes).sum::<u64>();
        assert!(kept <= 9_000, "{kept}");
    }

    #[test]
    fn several_processes_share_one_limit() {
        let folder = Folder::new("shared");
        let caches: Vec<Cache> = (0..4).map(|_| folder.cache(100_000)).collect();
        std::thread::scope(|scope| {
            for (idx, cache) in caches.iter().enumerate() {
                scope.spawn(move || {
                    for number in 0..200_u64 {
                        let now = Duration::from_secs(number);
                        cache.put(&format!("{idx} {number}"), &answer(1_000), now);
                    }
                });
            }
        });
        let kept: u64 = caches[0].files().iter().map(|file| file.bytes).sum();
        assert!((50_000..=150_000).contains(&kept), "{kept}");
    }

    #[test]
    fn an_answer_tells_when_it_was_given() {
        let folder = Folder::new("time");
        let cache = folder.cache(10_000);
        cache.put("a", &answer(10), Duration::from_secs(3 * DAY));
        let now = Duration::from_secs(9 * DAY);
        let kept = cache.get("a", CacheFor::METADATA, now, false).unwrap();
        assert_eq!(kept.at, Some(3 * DAY));
    }
}
