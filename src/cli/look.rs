//! `refsmith INPUT...` without a command.

use std::path::Path;
use std::time::Instant;

use super::args;
use super::console::{Console, severity_style};
use super::files::{self, Input};
use super::report::Lines;
use super::settings::Settings;
use super::{Failure, Outcome, convert, shapes, table};
use crate::model::{ParsedReference, Record, Severity};
use crate::pipeline::Loaded;

/// Looks at the inputs: a table on a terminal, JSON Lines in a pipe, a conversion with `-o`/`-t`.
pub(super) fn run(
    options: &args::Look,
    _settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let as_table = options.target.to.as_deref() == Some("table");
    if !as_table && let Some(format) = convert::target_format(&options.target)? {
        return convert::inputs_to(format, &options.inputs, None, &options.target, false, console);
    }
    let inputs = files::load(&options.inputs, false, console)?;
    let outcome = if inputs.skipped { Outcome::Findings } else { Outcome::Done };
    if !as_table && !console.is_terminal() {
        console.data(&json_lines(&inputs.read))?;
        return Ok(outcome);
    }
    give(&tables(&inputs.read, start, console), &options.target, console)?;
    Ok(outcome)
}

/// Writes text to `--output`, without colours, or to standard output.
pub(super) fn give(text: &str, target: &args::Target, console: &Console) -> Result<(), Failure> {
    match &target.output {
        Some(path) if path != Path::new("-") => {
            let text = anstream::adapter::strip_str(text).to_string();
            files::write(path, text.as_bytes(), target.force)
        }
        _ => Ok(console.data(text)?),
    }
}

/// Returns a table with its summary for each input.
pub(super) fn tables(inputs: &[Input], start: Instant, console: &Console) -> String {
    inputs.iter().map(|input| overview(input, start, inputs.len() > 1, console)).collect()
}

/// Returns one object per reference, or per record of a library, one to a line.
pub(super) fn json_lines(inputs: &[Input]) -> String {
    let mut out = Vec::new();
    for input in inputs {
        let name = input.path.to_string_lossy();
        let file = (inputs.len() > 1).then_some(name.as_ref());
        match &input.loaded {
            Loaded::Article(article) => {
                let lines = Lines::new(&article.document.text);
                for (idx, parsed) in article.references.iter().enumerate() {
                    let object = shapes::reference(idx + 1, parsed, &lines, file);
                    shapes::push_line(&object, &mut out);
                }
            }
            Loaded::Library(library) => {
                for record in &library.records {
                    shapes::push_line(&crate::formats::csl_json::item(record), &mut out);
                }
            }
        }
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Returns the table of one input with its summary.
fn overview(input: &Input, start: Instant, named: bool, console: &Console) -> String {
    let bold = anstyle::Style::new().bold();
    let mut out = String::new();
    if named {
        out.push_str(&format!("{bold}{}{bold:#}\n", input.path.display()));
    }
    let width = console.width();
    match &input.loaded {
        Loaded::Library(library) => {
            let rows: Vec<(u32, &Record, Option<&ParsedReference>)> =
                (1..).zip(&library.records).map(|(n, record)| (n, record, None)).collect();
            let count = plural(library.records.len(), "record");
            out.push_str(&format!(
                "{bold}{count}{bold:#} · {} · {} ms\n",
                library.format.info().name,
                start.elapsed().as_millis()
            ));
            out.push_str(&table::render(&rows, width));
        }
        Loaded::Article(article) => {
            let rows: Vec<(u32, &Record, Option<&ParsedReference>)> = article
                .references
                .iter()
                .map(|parsed| (parsed.reference.ordinal, &parsed.record, Some(parsed)))
                .collect();
            out.push_str(&format!(
                "{bold}{}{bold:#} · {} · {} ms\n",
                plural(article.references.len(), "reference"),
                plural(article.citations.len(), "in-text citation"),
                start.elapsed().as_millis()
            ));
            out.push_str(&table::render(&rows, width));
            out.push_str(&summary(article, input));
        }
    }
    out
}

/// Returns what is worth a look, and the command that shows it.
fn summary(article: &crate::pipeline::Article, input: &Input) -> String {
    let doubtful = article.references.iter().filter(|parsed| table::is_doubtful(parsed)).count();
    let mut parts = Vec::new();
    if doubtful > 0 {
        let yellow = severity_style(Severity::Warning);
        parts.push(format!("{yellow}{doubtful} to look at{yellow:#}"));
    }
    let uncited: Vec<String> = article
        .never_cited()
        .into_iter()
        .filter_map(|idx| article.references.get(idx))
        .map(|parsed| parsed.reference.ordinal.to_string())
        .collect();
    if !uncited.is_empty() {
        let shown = uncited.iter().take(12).cloned().collect::<Vec<_>>().join(", ");
        let more = if uncited.len() > 12 { ", ..." } else { "" };
        parts.push(format!("{} never cited ({shown}{more})", uncited.len()));
    }
    let without_doi = article.references.iter().filter(|r| r.record.doi().is_none()).count();
    if without_doi > 0 {
        parts.push(format!("{without_doi} without DOI"));
    }
    if parts.is_empty() {
        return String::new();
    }
    format!("{} · `refsmith check {}`\n", parts.join(" · "), input.path.display())
}

/// Returns "1 reference", "16 references".
pub(super) fn plural(count: usize, noun: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{s}")
}
