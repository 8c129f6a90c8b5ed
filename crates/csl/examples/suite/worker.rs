//! Runs fixtures in a process of its own, so that a crash or an endless loop costs one of them.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::{fixture, run};

/// The argument that makes this program a worker.
pub(crate) const FLAG: &str = "--worker";

/// Longest time a fixture may take.
const LIMIT: Duration = Duration::from_secs(10);

/// What became of a fixture.
pub(crate) struct Outcome {
    pub(crate) expected: String,
    pub(crate) got: Result<String, String>,
}

/// Reads paths from the input and answers each with a line of JSON.
pub(crate) fn serve() -> io::Result<()> {
    std::panic::set_hook(Box::new(|info| {
        let _ = answer(&json!({ "panic": info.to_string() }));
    }));
    for path in io::stdin().lines() {
        let fixture = std::fs::read_to_string(path?)
            .map_err(|error| error.to_string())
            .and_then(|text| fixture::read(&text));
        let value = match fixture {
            Err(error) => json!({ "error": error }),
            Ok(fixture) => {
                answer(&json!({ "expected": fixture.result }))?;
                match run::run(&fixture) {
                    Ok(got) => json!({ "got": got }),
                    Err(error) => json!({ "error": error }),
                }
            }
        };
        answer(&value)?;
    }
    Ok(())
}

fn answer(value: &Value) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{value}")?;
    out.flush()
}

/// A worker that is started when it is needed.
#[derive(Default)]
pub(crate) struct Worker {
    running: Option<(Child, ChildStdin, Receiver<String>)>,
}

impl Worker {
    /// Runs a fixture.
    pub(crate) fn run(&mut self, path: &Path) -> io::Result<Outcome> {
        let mut expected = String::new();
        let mut worker = match self.running.take() {
            Some(worker) => worker,
            None => start()?,
        };
        writeln!(worker.1, "{}", path.display())?;
        let got = loop {
            let line = match worker.2.recv_timeout(LIMIT) {
                Ok(line) => line,
                Err(reason) => {
                    worker.0.kill()?;
                    worker.0.wait()?;
                    return Ok(Outcome { expected, got: Err(ended(reason).to_owned()) });
                }
            };
            let value: Value = serde_json::from_str(&line).unwrap_or_default();
            let text = |key: &str| value[key].as_str().map(str::to_owned);
            if let Some(text) = text("expected") {
                expected = text;
            } else if let Some(text) = text("got") {
                break Ok(text);
            } else if let Some(panic) = text("panic") {
                worker.0.wait()?;
                return Ok(Outcome { expected, got: Err(panic) });
            } else {
                break Err(text("error").unwrap_or(line));
            }
        };
        self.running = Some(worker);
        Ok(Outcome { expected, got })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some((mut child, input, _)) = self.running.take() {
            drop(input);
            let _ = child.wait();
        }
    }
}

fn ended(reason: RecvTimeoutError) -> &'static str {
    match reason {
        RecvTimeoutError::Timeout => "no answer in 10 seconds",
        RecvTimeoutError::Disconnected => "the engine crashed",
    }
}

fn start() -> io::Result<(Child, ChildStdin, Receiver<String>)> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(FLAG)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let missing = || io::Error::other("no pipe");
    let input = child.stdin.take().ok_or_else(missing)?;
    let output = child.stdout.take().ok_or_else(missing)?;
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    Ok((child, input, receiver))
}
