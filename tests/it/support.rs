//! Running the program and finding the files of the tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Returns the root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the data that is shared between projects, or `None` and says so.
pub(crate) fn shared() -> Option<PathBuf> {
    let path = std::env::var_os("REFSMITH_SHARED")
        .map_or_else(|| root().join("..").join("shared"), PathBuf::from);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: ../shared not found");
    None
}

/// Returns the path of a file under `references/`.
pub(crate) fn reference(name: &str) -> PathBuf {
    root().join("references").join(name)
}

/// Prepares a run of the program that knows nothing of this machine's configuration.
pub(crate) fn refsmith(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_refsmith"));
    command.args(args).current_dir(root()).stdin(Stdio::null()).env_clear();
    command.env("NO_COLOR", "1").env("REFSMITH_OFFLINE", "1");
    command.env("XDG_CONFIG_HOME", std::env::temp_dir().join("refsmith-no-config"));
    command.env("REFSMITH_STYLES_DIR", std::env::temp_dir().join("refsmith-no-styles"));
    command
}

/// What a run gave.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program and returns what it gave.
pub(crate) fn run(args: &[&str]) -> Run {
    finished(refsmith(args).output().expect("the binary starts"))
}

/// Runs the program with this on standard input.
pub(crate) fn run_with_input(args: &[&str], input: &[u8]) -> Run {
    use std::io::Write;
    let mut child = refsmith(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let run = finished(child.wait_with_output().expect("it ends"));
    writer.join().expect("the writer ends");
    run
}

/// Returns what a run gave that has ended.
pub(crate) fn finished(output: Output) -> Run {
    Run {
        code: output.status.code().expect("not killed by a signal"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// Reads a JSON file.
pub(crate) fn json(path: &Path) -> serde_json::Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Reads JSON Lines.
pub(crate) fn json_lines(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a JSON object")).collect()
}
