//! Answers kept on disk: one JSON file per question, found by the hash of the question.
//!
//! The register sends neither validators nor lifetimes, so each answer simply lives for a time. A
//! file that cannot be read, or is of another version, is as good as none; nothing here ever fails.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::{CacheFor, Fetched};

/// Version of the files. Files of another version are ignored and in time overwritten.
const VERSION: u64 = 1;

/// A folder of kept answers.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    written: AtomicU64,
}

impl Cache {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, written: AtomicU64::new(0) }
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
        let kept: Value = serde_json::from_slice(&read(&self.path(question))?).ok()?;
        let number = |key: &str| kept.get(key).and_then(Value::as_u64);
        let text = |key: &str| kept.get(key).and_then(Value::as_str);
        if number("version")? != VERSION || text("question")? != question {
            return None;
        }
        let status = u16::try_from(number("status")?).ok()?;
        let age = now.checked_sub(Duration::from_secs(number("stored")?))?;
        let life = if status == 404 { cache_for.missing } else { cache_for.found };
        if age > life && !(any_age && status != 404) {
            return None;
        }
        let body = text("body")?.as_bytes().to_vec();
        Some(Fetched { status, body, content_type: text("content-type")?.to_owned() })
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
        let written = std::fs::create_dir_all(folder).is_ok()
            && write(&beside, kept.to_string().as_bytes())
            && std::fs::rename(&beside, &path).is_ok();
        if !written {
            drop(std::fs::remove_file(&beside));
        }
    }

    fn path(&self, question: &str) -> PathBuf {
        let hash = ring::digest::digest(&ring::digest::SHA256, question.as_bytes());
        let name: String = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        // Two letters spread the files over 256 folders.
        let folder = name.get(..2).unwrap_or("00").to_owned();
        self.folder.join(folder).join(format!("{name}.json"))
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
