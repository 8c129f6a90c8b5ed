//! What `speed` measures, with hayagriva 0.10.1: a peer on the same machine.
//!
//! ```text
//! cargo run --release -p refsmith-csl --example speed_hayagriva -- \
//!     RECORDS.json STYLE.csl LOCALES [--out FILE]
//! ```
//!
//! LOCALES is the folder with `locales-en-US.xml`. It reads CSL-JSON with its own reader and cites
//! every record once. It stops at ranges of dates; that counts as a failure of the whole run.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for development"
)]

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleFile, Style};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest,
    Rendered,
};

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let out = args.iter().position(|arg| arg == "--out").map(|at| {
        args.remove(at);
        args.remove(at)
    });
    let done = match args.as_slice() {
        [records, style, locales] => run(records, style, locales, out.as_deref()),
        _ => Err("usage: speed_hayagriva RECORDS.json STYLE.csl LOCALES [--out FILE]".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(records: &str, style: &str, locales: &str, out: Option<&str>) -> Result<(), String> {
    let start = Instant::now();
    let items: Vec<Item> =
        serde_json::from_str(&read(records)?).map_err(|error| error.to_string())?;
    let read_at = start.elapsed();
    let style = match Style::from_xml(&read(style)?).map_err(|error| error.to_string())? {
        Style::Independent(style) => style,
        Style::Dependent(_) => return Err("expected an independent style".to_owned()),
    };
    let file = Path::new(locales).join("locales-en-US.xml");
    let locale = LocaleFile::from_xml(&read(&file.to_string_lossy())?);
    let locales = [Locale::from(locale.map_err(|error| error.to_string())?)];
    let compiled_at = start.elapsed();
    let rendered = std::panic::catch_unwind(|| render(&items, &style, &locales))
        .map_err(|_| "hayagriva has stopped".to_owned())?;
    let rendered_at = start.elapsed();
    let text = write(&rendered);
    let written_at = start.elapsed();
    if let Some(out) = out {
        std::fs::write(out, text).map_err(|error| error.to_string())?;
    }
    let line = |name: &str, seconds: f64| {
        println!(
            "{name:10} {:10.3} ms  {:>10.0}/s",
            seconds * 1000.0,
            items.len() as f64 / seconds
        );
    };
    println!("{} records", items.len());
    line("read", read_at.as_secs_f64());
    line("compile", (compiled_at - read_at).as_secs_f64());
    line("render", (rendered_at - compiled_at).as_secs_f64());
    line("write", (written_at - rendered_at).as_secs_f64());
    line("all", written_at.as_secs_f64());
    Ok(())
}

fn read(path: &str) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))
}

fn render(items: &[Item], style: &IndependentStyle, locales: &[Locale]) -> Rendered {
    let mut driver = BibliographyDriver::new();
    for item in items {
        let cite = vec![CitationItem::with_entry(item)];
        driver.citation(CitationRequest::from_items(cite, style, locales));
    }
    driver.finish(BibliographyRequest::new(style, None, locales))
}

fn write(rendered: &Rendered) -> String {
    let mut out = String::new();
    for item in rendered.bibliography.iter().flat_map(|bibliography| &bibliography.items) {
        if let Some(first) = &item.first_field {
            let _ = first.write_buf(&mut out, BufWriteFormat::Plain);
            out.push(' ');
        }
        let _ = item.content.write_buf(&mut out, BufWriteFormat::Plain);
        out.push('\n');
    }
    out.push('\n');
    for cite in &rendered.citations {
        let _ = cite.citation.write_buf(&mut out, BufWriteFormat::Plain);
        out.push('\n');
    }
    out
}
