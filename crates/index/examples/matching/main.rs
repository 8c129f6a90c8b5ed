//! Measures finding and matching: builds an index of the candidates of the test sets, recorded works
//! and generated distractors, asks it for every reference string, and compares with the true DOIs.
//!
//! ```text
//! matching world ../shared --distractors 500000 --seed 1 >world.jsonl
//! matching build world.jsonl DIR
//! matching measure ../shared DIR [--set styles|pmc|real] [--every N] [--from M] [--show ERRORS]
//! matching fit ../shared DIR [--every N]
//!
//! `--every 11 --from 3` asks the fourth reference and every eleventh after it.
//! ```
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::cast_precision_loss,
    reason = "a tool of development reads files and prints"
)]

mod fit;
mod generate;
mod measure;
mod twins;
mod world;

use std::path::Path;

use refsmith_index::{BuildOptions, Builder, Input, LocalIndex};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let number = |name: &str, default: u64| {
        option(name).map_or(default, |text| text.parse().expect("a number"))
    };
    let path = |idx: usize| Path::new(arguments.get(idx).expect("a path"));
    match arguments.first().map(String::as_str) {
        Some("world") => {
            world::write(path(1), number("--distractors", 500_000), number("--seed", 1));
        }
        Some("build") => build(path(1), path(2), number("--shards", 1)),
        Some("measure") => {
            let options = measure::Options {
                set: option("--set"),
                every: usize::try_from(number("--every", 1)).unwrap(),
                from: usize::try_from(number("--from", 0)).unwrap(),
                show: usize::try_from(number("--show", 0)).unwrap(),
            };
            measure::run(path(1), path(2), &options);
        }
        Some("fit") => {
            fit::run(path(1), path(2), usize::try_from(number("--every", 1)).unwrap());
        }
        _ => {
            eprintln!("expected `world`, `build`, `measure` or `fit`; see the head of this example")
        }
    }
}

fn build(works: &Path, dir: &Path, shards: u64) {
    let before = cpu_seconds();
    let options =
        BuildOptions { shards: u32::try_from(shards).unwrap(), ..BuildOptions::default() };
    let mut builder = Builder::create(dir, &options).unwrap();
    let input = Input { name: works.display().to_string(), state: String::new() };
    let file = std::fs::File::open(works).unwrap();
    builder.read(&input, file, &mut |_| true).unwrap().unwrap();
    let tally = builder.tally();
    builder.finish().unwrap();
    let seconds = cpu_seconds() - before;
    let info = LocalIndex::open(dir).unwrap().info();
    let each = |bytes: u64| bytes as f64 / info.works as f64;
    println!(
        "{} works, {} broken, {seconds:.1} CPU s, {:.0} per CPU s",
        tally.works,
        tally.broken,
        tally.works as f64 / seconds
    );
    println!(
        "{} works in {} segments; bytes each: {:.0} stored, {:.0} index",
        info.works,
        info.segments,
        each(info.stored_bytes),
        each(info.bytes - info.stored_bytes)
    );
}

/// Returns the CPU time of this process, all threads, user and system.
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |idx: usize| fields.get(idx).and_then(|text| text.parse().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}
