//! Measures how fast the engine is, stage by stage.
//!
//! ```text
//! cargo run --release -p refsmith-csl --example speed -- RECORDS.json STYLE [options]
//! cargo run --release -p refsmith-csl --example speed -- --compile FOLDER [--repeat N]
//!
//! --repeat N       every stage N times (1); the fastest counts, as what disturbs only slows down
//! --no-citations   the bibliography alone; otherwise every record is cited once, too
//! --notes          every citation stands in a footnote of its own
//! --out FILE       where the text goes, to be compared with that of another run
//! ```
//!
//! RECORDS are CSL-JSON, for example of `tests/oracles/citeproc/make_records.py`. STYLE is a name or
//! a `.csl` file. FOLDER holds `.csl` files, each of which is compiled.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for development"
)]

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use refsmith_csl::{Cite, Cluster, Request, Style, output, render, style, style_from_xml};
use refsmith_formats::by_name;

struct Options {
    files: Vec<String>,
    compile: Option<String>,
    repeat: usize,
    citations: bool,
    notes: bool,
    out: Option<String>,
}

fn main() -> ExitCode {
    let done = options(std::env::args().skip(1)).and_then(|options| match &options.compile {
        Some(folder) => compile(folder, options.repeat),
        None => render_all(&options),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn options(mut args: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options {
        files: Vec::new(),
        compile: None,
        repeat: 1,
        citations: true,
        notes: false,
        out: None,
    };
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("expected a value behind `{arg}`"));
        match arg.as_str() {
            "--compile" => options.compile = Some(value()?),
            "--repeat" => options.repeat = value()?.parse().map_err(|_| "expected a number")?,
            "--out" => options.out = Some(value()?),
            "--notes" => options.notes = true,
            "--no-citations" => options.citations = false,
            _ if arg.starts_with("--") => return Err(format!("unknown option `{arg}`")),
            _ => options.files.push(arg),
        }
    }
    Ok(options)
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn load(name: &str) -> Result<Style, String> {
    let found = match name.ends_with(".csl") {
        true => style_from_xml(name, &read(Path::new(name))?),
        false => style(name),
    };
    found.map_err(|error| error.to_string())
}

/// Does something several times; returns its last result and the shortest time.
fn fastest<T>(times: usize, mut action: impl FnMut() -> T) -> (T, Duration) {
    let mut best = Duration::MAX;
    let mut run = || {
        let start = Instant::now();
        let made = action();
        best = best.min(start.elapsed());
        made
    };
    let mut made = run();
    for _ in 1..times {
        // The result of the time before is gone first, so that memory holds only one.
        drop(made);
        made = run();
    }
    (made, best)
}

fn render_all(options: &Options) -> Result<(), String> {
    let [records_path, style_name] = options.files.as_slice() else {
        return Err("usage: speed RECORDS.json STYLE [options]".to_owned());
    };
    let text = read(Path::new(records_path))?;
    let reader = by_name("csl-json").and_then(|format| format.reader()).expect("registered");
    let (records, reading) = fastest(options.repeat, || reader.read(&text).value);
    let after_reading = peak();
    drop(text);
    let (style, compiling) = fastest(options.repeat, || load(style_name));
    let style = style?;
    let mut notes = 1..;
    let cite = |id: &String| Cluster {
        cites: vec![Cite::new(id.clone())],
        note_index: if options.notes { notes.next() } else { None },
    };
    let clusters: Vec<Cluster> = match options.citations {
        true => records.iter().map(|record| &record.id).map(cite).collect(),
        false => Vec::new(),
    };
    let request = Request { records: &records, style: &style, locale: None, clusters: &clusters };
    let (rendered, rendering) = fastest(options.repeat, || render(&request));
    let rendered = rendered.map_err(|error| error.to_string())?;
    let after_rendering = peak();
    let plain = output("text").expect("there is one");
    let (written, writing) = fastest(options.repeat, || plain.document(&rendered));
    if let Some(file) = &options.out {
        std::fs::write(file, &written).map_err(|error| error.to_string())?;
    }
    let count = records.len();
    let line = |name: &str, time: Duration, memory: Option<u64>| {
        let memory = memory.map_or(String::new(), |kb| format!("  peak {:.1} MB", mb(kb)));
        println!("{name:10} {:10.3} ms  {:>10.0}/s{memory}", ms(time), rate(count, time));
    };
    println!("{} records, {}", count, style.id());
    line("read", reading, after_reading);
    line("compile", compiling, None);
    line("render", rendering, after_rendering);
    line("write", writing, None);
    line("all", reading + compiling + rendering + writing, peak());
    Ok(())
}

fn compile(folder: &str, repeat: usize) -> Result<(), String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{folder}: {error}"))?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "csl"));
    paths.sort();
    let mut times = Vec::new();
    let mut failed = 0;
    for path in &paths {
        let text = read(path)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let (style, time) = fastest(repeat, || style_from_xml(&name, &text));
        match style {
            Ok(_) => times.push((time, name)),
            Err(_) => failed += 1,
        }
    }
    times.sort();
    let at = |share: f64| times.get((times.len() as f64 * share) as usize);
    let time = |share: f64| at(share).map_or(0.0, |(time, _)| ms(*time));
    let sum: Duration = times.iter().map(|(time, _)| *time).sum();
    println!("{} styles compiled, {failed} refused", times.len());
    println!("median {:.3} ms", time(0.5));
    println!("mean   {:.3} ms", ms(sum) / times.len().max(1) as f64);
    println!("95 %   {:.3} ms", time(0.95));
    if let Some((time, name)) = times.last() {
        println!("most   {:.3} ms ({name})", ms(*time));
    }
    Ok(())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn mb(kb: u64) -> f64 {
    kb as f64 / 1024.0
}

fn rate(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64().max(1e-9)
}

/// Returns the most memory the process has had so far in kB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
