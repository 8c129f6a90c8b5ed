//! Converts standard input and says what was lost: `convert FROM TO < IN > OUT`. With `time` for
//! `TO`, only reads, five times, and prints megabytes per second of the best.

use std::io::{Read, Write};
use std::process::ExitCode;

use refsmith_formats::by_name;

#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "a program of development")]
fn main() -> ExitCode {
    let names: Vec<String> = std::env::args().skip(1).collect();
    let mut text = String::new();
    let read = std::io::stdin().read_to_string(&mut text);
    let (Some(from), Ok(_)) = (names.first().and_then(|name| by_name(name)), read) else {
        eprintln!("usage: convert FROM TO < IN > OUT");
        return ExitCode::FAILURE;
    };
    let Some(reader) = from.reader() else { return ExitCode::FAILURE };
    let to = names.get(1).map_or("time", String::as_str);
    if to == "time" {
        let mut best = f64::MAX;
        let mut count = 0;
        for _ in 0..5 {
            let start = std::time::Instant::now();
            count = reader.read(&text).value.len();
            best = best.min(start.elapsed().as_secs_f64());
        }
        eprintln!("{count} records, {:.0} MB/s", text.len() as f64 / 1e6 / best);
        return ExitCode::SUCCESS;
    }
    let parsed = reader.read(&text);
    let Some(writer) = by_name(to).and_then(|format| format.writer()) else {
        return ExitCode::FAILURE;
    };
    let mut out = Vec::new();
    match writer.write(&parsed.value, &mut out) {
        Ok(losses) => eprintln!("{} records, {} losses", parsed.value.len(), losses.len()),
        Err(error) => eprintln!("{error}"),
    }
    match std::io::stdout().write_all(&out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
