//! Converts standard input and says what was lost: `convert FROM TO < IN > OUT`. With `time` for
//! `TO`, only reads, five times (or as often as a third argument says), and prints megabytes per
//! second of the best, by the processor time that the reading took, alone and with giving the
//! memory back.

use std::io::{Read, Write};
use std::process::ExitCode;

use refsmith_formats::by_name;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
        let times = names.get(2).and_then(|times| times.parse().ok()).unwrap_or(5);
        let (mut best, mut best_freed, mut count) = (f64::MAX, f64::MAX, 0);
        for _ in 0..times {
            let start = seconds();
            let read = reader.read(&text);
            best = best.min(seconds() - start);
            count = read.value.len();
            drop(read);
            best_freed = best_freed.min(seconds() - start);
        }
        let rate = |seconds: f64| text.len() as f64 / 1e6 / seconds;
        eprintln!("{count} records, {:.0} MB/s, freed {:.0} MB/s", rate(best), rate(best_freed));
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

/// Returns the processor time of this thread where the system tells it, otherwise the time of day:
/// on a busy machine only the first can be compared.
#[expect(clippy::disallowed_methods, reason = "a program of development")]
fn seconds() -> f64 {
    let own = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = own.and_then(|own| own.split_whitespace().next()?.parse::<f64>().ok());
    let today = || std::time::UNIX_EPOCH.elapsed().map_or(0.0, |elapsed| elapsed.as_secs_f64());
    nanoseconds.map_or_else(today, |nanoseconds| nanoseconds / 1e9)
}
