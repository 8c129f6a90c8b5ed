//! `refsmith convert`, and the writing of records for every command that does so.

mod pieces;

use std::path::Path;

use super::args::{self, MessageFormat};
use super::console::{Console, severity_style};
use super::{Failure, Outcome, files};
use crate::formats::{self, Format};
use crate::model::{Diagnostic, Loss, LossKind, Record, Severity};
use crate::pipeline::{self, Loaded};

/// Losses written out one by one before they are counted by field.
const MOST_LOSSES: usize = 12;

pub(super) fn run(options: &args::Convert, console: &Console) -> Result<Outcome, Failure> {
    let format = target_format(&options.target)?.ok_or_else(|| {
        Failure::with_help(
            "expected a format to convert to, found none",
            "add `-t bibtex` or `-o refs.bib`; `refsmith formats` lists what can be written",
        )
    })?;
    pieces::run(format, options, console)
}

/// Notes on what is in the input and will not be in the output.
const LEFT_OUT: [&str; 2] = ["bibtex-not-carried", "record-stray-text"];

/// Tells whether a finding is for people who convert.
fn is_said(finding: &Diagnostic, console: &Console) -> bool {
    let wanted = match finding.severity {
        Severity::Error => return true,
        Severity::Warning => true,
        Severity::Info => console.verbose || LEFT_OUT.contains(&finding.code.code),
    };
    wanted && !console.quiet
}

/// Reads the inputs, or what was `read` of the only one, and writes their records in `format`.
pub(super) fn inputs_to(
    format: &'static dyn Format,
    inputs: &args::Inputs,
    read: Option<Vec<u8>>,
    target: &args::Target,
    lines: bool,
    console: &Console,
) -> Result<Outcome, Failure> {
    let inputs = files::load_given(inputs, read, lines, console)?;
    let mut records = Vec::new();
    for input in inputs.read {
        let mut findings = input.loaded.diagnostics().to_vec();
        if let Loaded::Article(article) = &input.loaded {
            findings.extend(article.references.iter().flat_map(|r| r.diagnostics.iter().cloned()));
        }
        // Errors have been reported on reading.
        findings.retain(|finding| finding.severity < Severity::Error && is_said(finding, console));
        super::report::to_stderr(&findings, input.loaded.text(), console, Severity::Info);
        records.extend(input.loaded.into_records());
    }
    let outcome = if inputs.skipped { Outcome::Findings } else { Outcome::Done };
    Ok(write(format, &records, target, console)?.max(outcome))
}

/// Returns the format that `--to` names or the extension of `--output` means.
pub(super) fn target_format(target: &args::Target) -> Result<Option<&'static dyn Format>, Failure> {
    let writable = |format: &&'static dyn Format| format.writer().is_some();
    if let Some(name) = &target.to {
        let format = formats::by_name(name).filter(writable);
        return format.map(Some).ok_or_else(|| files::unknown_format(name, "write"));
    }
    let Some(output) = &target.output else { return Ok(None) };
    let extension = output.extension().and_then(|extension| extension.to_str());
    let extension = extension.unwrap_or("").to_lowercase();
    let has = |format: &&'static dyn Format| {
        format.info().extensions.iter().any(|known| *known == extension)
    };
    let mut known: Vec<_> = formats::FORMATS.iter().copied().filter(writable).filter(has).collect();
    // Of several, the one whose usual extension it is.
    let usual = |format: &&'static dyn Format| {
        format.info().extensions.first().is_some_and(|usual| *usual == extension)
    };
    if known.iter().filter(|format| usual(format)).count() == 1 {
        known.retain(usual);
    }
    match known.as_slice() {
        [format] => Ok(Some(*format)),
        [] => Err(Failure::with_help(
            format!("cannot tell the format of `{}` by its extension", output.display()),
            "name it with `-t FORMAT`; `refsmith formats` lists what can be written",
        )),
        several => {
            let names: Vec<&str> = several.iter().map(|format| format.info().name).collect();
            Err(Failure::with_help(
                format!("several formats have the extension of `{}`", output.display()),
                format!("name one with `-t`: {}", names.join(", ")),
            ))
        }
    }
}

/// Writes records to `--output` or standard output and reports what the format cannot hold.
pub(super) fn write(
    format: &'static dyn Format,
    records: &[Record],
    target: &args::Target,
    console: &Console,
) -> Result<Outcome, Failure> {
    let records = pipeline::for_format(records, format);
    let mut bytes = Vec::new();
    let losses = match (format.writer(), carry(target)) {
        (Some(_), Some(carry)) => formats::write_carrying(format, &records, carry, &mut bytes)?,
        (Some(writer), None) => writer.write(&records, &mut bytes)?,
        (None, _) => return Err(files::unknown_format(format.info().name, "write")),
    };
    match &target.output {
        Some(path) if path != Path::new("-") => {
            files::write(path, &bytes, target.force)?;
            say_written(records.len(), path, format, console);
        }
        _ => console.raw(&bytes)?,
    }
    report_losses(&losses, format, console);
    if target.carry.is_none() {
        say_how_to_keep(&losses, &records, format, console)?;
    }
    Ok(if target.strict && !losses.is_empty() { Outcome::Findings } else { Outcome::Done })
}

/// Returns where values go for which the format has no field.
fn carry(target: &args::Target) -> Option<formats::Carry> {
    target.carry.map(|carry| match carry {
        args::Carry::Note => formats::Carry::Note,
        args::Carry::Extra => formats::Carry::Extra,
    })
}

fn say_written(count: usize, path: &Path, format: &dyn Format, console: &Console) {
    let s = if count == 1 { "" } else { "s" };
    let (path, name) = (path.display(), format.info().name);
    console.say(&format!("wrote {count} record{s} to {path} ({name})"));
}

/// Says what a format cannot hold.
pub(super) fn report_losses(losses: &[Loss], format: &dyn Format, console: &Console) {
    let mut report = LossReport::new(format, console);
    report.add(losses.to_vec());
    report.finish();
}

/// Says how to keep what was dropped, if the note of the first record that it was dropped from would.
fn say_how_to_keep(
    losses: &[Loss],
    records: &[Record],
    format: &dyn Format,
    console: &Console,
) -> Result<(), Failure> {
    if console.quiet || console.message_format == MessageFormat::Json {
        return Ok(());
    }
    let dropped = losses.iter().find(|loss| loss.kind == LossKind::Dropped);
    let from = dropped.and_then(|loss| records.iter().find(|record| record.id == loss.record));
    let Some(record) = from else { return Ok(()) };
    let (_, left) = formats::carried(format, std::slice::from_ref(record), formats::Carry::Note)?;
    if left.iter().any(|loss| matches!(&loss.kind, LossKind::Moved { to } if to == "note")) {
        console.talk("  what is dropped stays in the note with `--carry note`");
    }
    Ok(())
}

/// Says what a format cannot hold, when all of it is known; for programs, as it comes.
struct LossReport<'a> {
    format: &'a dyn Format,
    console: &'a Console,
    first: Vec<Loss>,
    count: usize,
}

impl<'a> LossReport<'a> {
    fn new(format: &'a dyn Format, console: &'a Console) -> Self {
        Self { format, console, first: Vec::new(), count: 0 }
    }

    fn add(&mut self, losses: Vec<Loss>) {
        self.count += losses.len();
        if self.console.quiet {
            return;
        }
        if self.console.message_format == MessageFormat::Json {
            return say_as_json(&losses, self.format, self.console);
        }
        let room = MOST_LOSSES.saturating_sub(self.first.len());
        self.first.extend(losses.into_iter().take(room));
    }

    /// Tells whether anything was lost.
    fn finish(self) -> bool {
        if !self.first.is_empty() {
            say_losses(&self.first, self.count, self.format, self.console);
        }
        self.count > 0
    }
}

fn say_as_json(losses: &[Loss], format: &dyn Format, console: &Console) {
    let name = format.info().name;
    for loss in losses {
        let (detail_name, detail) = detail(&loss.kind);
        let mut object = serde_json::json!({
            "loss": loss.kind.as_str(),
            "record": loss.record,
            "field": loss.field,
            "value": loss.value,
            "format": name,
        });
        if let (Some(detail), Some(object)) = (detail, object.as_object_mut()) {
            object.insert(detail_name.into(), detail.into());
        }
        console.talk(&object.to_string());
    }
}

/// Writes out the first losses; of all there are `count`.
fn say_losses(first: &[Loss], count: usize, format: &dyn Format, console: &Console) {
    let name = format.info().name;
    let s = if count == 1 { "" } else { "s" };
    let yellow = severity_style(Severity::Warning);
    console
        .talk(&format!("{yellow}loss{yellow:#}: {name} cannot hold everything ({count} value{s})"));
    for loss in first {
        let (_, detail) = detail(&loss.kind);
        let detail = detail.map_or(String::new(), |detail| format!(" ({detail})"));
        let value = if loss.value.is_empty() {
            String::new()
        } else {
            let short: String = loss.value.chars().take(60).collect();
            format!(": `{short}`")
        };
        let line =
            format!("  {}: `{}` {}{detail}{value}", loss.record, loss.field, loss.kind.as_str());
        console.talk(&super::report::visible(&line));
    }
    if let Some(more @ 1..) = count.checked_sub(first.len()) {
        console.talk(&format!("  ... and {more} more; `--message-format json` lists all"));
    }
}

fn detail(kind: &LossKind) -> (&'static str, Option<&str>) {
    match kind {
        LossKind::Dropped => ("", None),
        LossKind::Moved { to } => ("to", Some(to)),
        LossKind::Degraded { how } => ("how", Some(how)),
        LossKind::TypeChanged { to } => ("to", Some(to)),
    }
}
