//! `refsmith INPUT...` without a command, and `refsmith parse`.

use std::time::Instant;

use serde_json::Value;

use super::args;
use super::console::{Console, severity_style};
use super::files::{self, Input};
use super::report::Lines;
use super::settings::Settings;
use super::{Failure, Outcome, convert, shapes, table};
use crate::model::{NameVariable, ParsedReference, Record, Severity, Span, Variable};
use crate::pipeline::Loaded;

/// Names of the output of `parse` that is not a format of records.
const JSON_LINES: [&str; 3] = ["jsonl", "ndjson", "json-lines"];

/// Looks at the inputs: a table on a terminal, JSON Lines in a pipe, a conversion with `-o`/`-t`.
pub(super) fn run(
    options: &args::Look,
    _settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let as_table = options.target.to.as_deref() == Some("table");
    if !as_table && let Some(format) = convert::target_format(&options.target)? {
        return convert::inputs_to(format, &options.inputs, &options.target, false, console);
    }
    let inputs = files::load(&options.inputs, false, console)?;
    let outcome = if inputs.skipped { Outcome::Findings } else { Outcome::Done };
    if !as_table && !console.is_terminal() {
        console.data(&json_lines(&inputs.read, false))?;
        return Ok(outcome);
    }
    let mut out = String::new();
    for input in &inputs.read {
        out.push_str(&overview(input, start, inputs.read.len() > 1, console));
    }
    console.data(&out)?;
    Ok(outcome)
}

/// Reads references into records.
pub(super) fn parse(
    options: &args::Parse,
    _settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let as_lines = match options.target.to.as_deref() {
        Some(name) => JSON_LINES.contains(&name),
        None => options.target.output.as_ref().is_none_or(|output| {
            let extension = output.extension().and_then(|extension| extension.to_str());
            extension.is_some_and(|extension| JSON_LINES.contains(&extension))
        }),
    };
    if options.explain {
        let inputs = files::load(&options.inputs, options.lines, console)?;
        console.data(&explanations(&inputs.read))?;
        return Ok(if inputs.skipped { Outcome::Findings } else { Outcome::Done });
    }
    if !as_lines && let Some(format) = convert::target_format(&options.target)? {
        let (inputs, target) = (&options.inputs, &options.target);
        return convert::inputs_to(format, inputs, target, options.lines, console);
    }
    let inputs = files::load(&options.inputs, options.lines, console)?;
    let text = json_lines(&inputs.read, options.lines);
    match &options.target.output {
        Some(path) => files::write(path, text.as_bytes(), options.target.force)?,
        None => console.data(&text)?,
    }
    Ok(if inputs.skipped { Outcome::Findings } else { Outcome::Done })
}

/// Returns one object per reference, or per record of a library, one to a line.
fn json_lines(inputs: &[Input], lines_asked: bool) -> String {
    let mut out = String::new();
    let mut push = |value: Value| out.push_str(&format!("{value}\n"));
    for input in inputs {
        let name = input.path.to_string_lossy();
        let file = (inputs.len() > 1).then_some(name.as_ref());
        match &input.loaded {
            Loaded::Article(article) => {
                let text = &article.document.text;
                let lines = Lines::new(text);
                if !lines_asked {
                    for (idx, parsed) in article.references.iter().enumerate() {
                        push(shapes::reference(idx + 1, parsed, &lines, text, file));
                    }
                    continue;
                }
                // Every line gives an object: line n of the output answers line n of the input.
                let mut references = article.references.iter().peekable();
                let mut end = 0;
                for (n, line) in (1..).zip(crate::extract::segment::lines(&article.document)) {
                    let next = references
                        .next_if(|parsed| line.is_some_and(|l| l.span == parsed.reference.span));
                    match next {
                        Some(parsed) => {
                            end = parsed.reference.span.end();
                            push(shapes::reference(n, parsed, &lines, text, file));
                        }
                        None => push(shapes::empty_line(n, Span::new(end, end), text, file)),
                    }
                }
            }
            Loaded::Library(library) => {
                for record in &library.records {
                    push(crate::formats::csl_json::to_json(record).0);
                }
            }
        }
    }
    out
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

/// Returns how each reference was read: every part with its label and probability.
fn explanations(inputs: &[Input]) -> String {
    let bold = anstyle::Style::new().bold();
    let mut out = String::new();
    for input in inputs {
        let Loaded::Article(article) = &input.loaded else { continue };
        for parsed in &article.references {
            let text = article.document.text.slice(parsed.reference.span);
            let options = crate::parse::ParseOptions::default();
            let (normalized, segments) = crate::parse::explain(text, options.labeller);
            out.push_str(&format!(
                "{bold}{} {}{bold:#} {} {:.2}\n",
                parsed.reference.ordinal,
                parsed.record.id,
                parsed.record.item_type,
                parsed.confidence
            ));
            for segment in segments {
                let part = segment.span.of(&normalized).trim();
                if part.chars().any(char::is_alphanumeric) || part.contains('…') {
                    let label = segment.label.as_str();
                    out.push_str(&format!("  {label:<16} {:.2}  {part}\n", segment.confidence));
                }
            }
            if let Some(after) =
                parsed.record.names.get(&NameVariable::Author).and_then(|list| list.truncated_after)
            {
                let name = Variable::Name(NameVariable::Author);
                out.push_str(&format!("  {name:<16}       cut after {after} names\n"));
            }
            out.push('\n');
        }
    }
    out
}

/// Returns "1 reference", "16 references".
pub(super) fn plural(count: usize, noun: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{s}")
}
