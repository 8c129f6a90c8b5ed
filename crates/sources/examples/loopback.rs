//! A loopback server that answers like Crossref, for scripts.
//!
//! ```sh
//! loopback --records FILE.json... [--pool public|polite|test] [--port 0] [--whole] [--faults 429,503 --every 7]
//! ```
//! With `--whole` the works are all there are, also of other agencies. The first line on standard
//! output is the address. Records are CSL-JSON or Crossref works, alone,
//! in arrays or in answers. `GET /__stats` tells what happened, `violations` above all; so does a
//! line on standard input. The server runs until it is killed.

use std::process::ExitCode;

use serde_json::Value;

#[path = "../tests/support/server.rs"]
mod server;

use server::{Fault, Limits, Server};

#[derive(Default)]
struct Arguments {
    records: Vec<String>,
    pool: Option<String>,
    port: u16,
    faults: Vec<Fault>,
    every: usize,
    whole: bool,
}

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]
fn main() -> ExitCode {
    let arguments = match arguments() {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    let mut works = Vec::new();
    for file in &arguments.records {
        match read(file) {
            Some(value) => works.extend(works_of(value)),
            None => {
                eprintln!("expected JSON in `{file}`");
                return ExitCode::from(2);
            }
        }
    }
    let limits = Limits::of(arguments.pool.as_deref().unwrap_or("public"));
    let limits = Limits { whole: arguments.whole, ..limits };
    let faults = (arguments.every, arguments.faults);
    let server = Server::start(arguments.port, works, limits, faults);
    println!("{}", server.url);
    for _ in std::io::stdin().lines() {
        println!("{:?}", server.stats());
    }
    // Standard input of a script is often closed at once.
    loop {
        std::thread::park();
    }
}

#[expect(clippy::disallowed_methods, reason = "a program")]
fn arguments() -> Result<Arguments, String> {
    let mut out = Arguments { every: 7, ..Arguments::default() };
    let mut list = std::env::args().skip(1).peekable();
    while let Some(argument) = list.next() {
        let mut value = || list.next().ok_or(format!("expected a value behind `{argument}`"));
        match argument.as_str() {
            "--records" => {
                out.records.push(value()?);
                while let Some(file) = list.next_if(|next| !next.starts_with("--")) {
                    out.records.push(file);
                }
            }
            "--pool" => out.pool = Some(value()?),
            "--whole" => out.whole = true,
            "--port" => out.port = value()?.parse().map_err(|_| "expected a port".to_owned())?,
            "--every" => {
                out.every = value()?.parse().map_err(|_| "expected a number".to_owned())?
            }
            "--faults" => {
                for name in value()?.split(',') {
                    let fault = Fault::parse(name).ok_or(format!("no such fault: `{name}`"))?;
                    out.faults.push(fault);
                }
            }
            _ => return Err(format!("no such argument: `{argument}`")),
        }
    }
    Ok(out)
}

#[expect(clippy::disallowed_methods, reason = "a program")]
fn read(file: &str) -> Option<Value> {
    serde_json::from_slice(&std::fs::read(file).ok()?).ok()
}

/// The works in a file, whatever is around them.
fn works_of(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.iter().map(server::crossref_shape).collect(),
        Value::Object(_) => match value.get("message") {
            Some(message) => match message.get("items").and_then(Value::as_array) {
                Some(items) => items.clone(),
                None => vec![message.clone()],
            },
            None => vec![server::crossref_shape(&value)],
        },
        _ => Vec::new(),
    }
}
