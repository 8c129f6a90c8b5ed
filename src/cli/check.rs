//! `refsmith check`: findings, and with a register or a local index a verdict on every record.

use std::collections::BTreeMap;
use std::time::Instant;

use super::args::{self, FailOn, MessageFormat};
use super::console::{Console, severity_style};
use super::files::{self, Input};
use super::look::plural;
use super::report::{Checked, FILE_REPORTS, FileReport};
use super::settings::Settings;
use super::{Failure, Outcome, diff, network, report, shapes};
use crate::model::{Comparison, Diagnostic, Difference, Record, Severity, Verdict};
use crate::pipeline::{self, Loaded, bibliography, fixes};
use crate::sources::RetractionRegister;

pub(super) fn run(
    options: &args::Check,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let start = Instant::now();
    if options.fix && !options.write && !options.diff {
        return Err(Failure::with_help(
            "expected `-w` or `--diff` with `--fix`",
            "`--diff` shows what would change, `-w` writes it to the files",
        ));
    }
    let reports = file_reports(options)?;
    let inputs = files::load_all(&options.inputs, false, console)?;
    let register = if !options.against.is_empty() {
        Some(network::Register::against(&options.against, console)?)
    } else if options.online || options.register.index.is_some() {
        Some(network::Register::open(&options.register, settings)?)
    } else {
        None
    };
    let retractions = options.retractions.as_deref().map(retractions).transpose()?;
    let asked = register.is_some() || retractions.is_some();
    let mut checked: Vec<Checked<'_>> = Vec::new();
    for input in &inputs.read {
        let mut findings = pipeline::check(&input.loaded, Some(this_year()));
        // No records are written, so nothing is missing from them.
        findings.retain(|finding| finding.code.code != "bibtex-not-carried");
        let mut verdicts = Vec::new();
        if let Some(register) = &register {
            verdicts = compare(input, register, console);
        }
        if let Some(retractions) = &retractions {
            look_up(input, retractions, &mut verdicts, register.is_some());
        }
        if asked {
            let mut online = online_findings(&verdicts, &input.loaded);
            // People see the table of verdicts; what it says is not said again with source lines.
            if console.message_format == MessageFormat::Human && !console.verbose {
                online.retain(|finding| finding.severity > Severity::Info);
            }
            findings.extend(online);
        }
        checked.push(Checked { loaded: &input.loaded, findings, verdicts });
    }
    for (path, report) in reports {
        files::write(path, report.text(&checked).as_bytes(), options.force)?;
    }
    if options.fix {
        for (input, checked) in inputs.read.iter().zip(&checked) {
            apply_fixes(input, checked, options, console)?;
        }
    }
    if !options.diff {
        tell(&checked, asked, start, console)?;
    }
    if inputs.read.iter().all(|input| files::is_unusable(&input.loaded)) {
        return Err(Failure::Reported);
    }
    let fails = |finding: &Diagnostic| options.fail_on.met(finding);
    let found = checked.iter().flat_map(|input| &input.findings).any(fails);
    Ok(if found || inputs.skipped { Outcome::Findings } else { Outcome::Done })
}

/// Returns the report files that are asked for, each with its kind.
fn file_reports(
    options: &args::Check,
) -> Result<Vec<(&std::path::Path, &'static FileReport)>, Failure> {
    let kind = |path: &'_ std::path::PathBuf| {
        FileReport::of(path).ok_or_else(|| {
            let known: Vec<String> = FILE_REPORTS
                .iter()
                .filter_map(|report| report.extensions.first())
                .map(|extension| format!(".{extension}"))
                .collect();
            Failure::with_help(
                format!("cannot tell what report `{}` is to be", path.display()),
                format!("known extensions: {}", known.join(" ")),
            )
        })
    };
    options.output.iter().map(|path| Ok((path.as_path(), kind(path)?))).collect()
}

/// Writes findings and verdicts to standard output.
fn tell(
    checked: &[Checked<'_>],
    asked: bool,
    start: Instant,
    console: &Console,
) -> Result<(), Failure> {
    if console.message_format == MessageFormat::Sarif {
        return console.data(&format!("{:#}\n", report::sarif(checked)));
    }
    for input in checked {
        report::to_stdout(&input.findings, input.loaded.text(), console)?;
    }
    let verdicts: Vec<&Comparison> = checked.iter().flat_map(|input| &input.verdicts).collect();
    match console.message_format {
        MessageFormat::Json => {
            let lines: Vec<String> = verdicts
                .iter()
                .map(|verdict| format!("{}\n", shapes::comparison(verdict)))
                .collect();
            console.data(&lines.concat())
        }
        MessageFormat::Human => {
            if asked {
                console.data(&verdict_table(&verdicts))?;
            }
            let records = checked.iter().map(|input| input.loaded.records().len()).sum();
            let findings: Vec<&Diagnostic> =
                checked.iter().flat_map(|input| &input.findings).collect();
            console.data(&summary(&findings, &plural(records, "reference"), start))
        }
        MessageFormat::Github | MessageFormat::Sarif => Ok(()),
    }
}

/// Shows the fixes of one input as a diff, or writes them to its file.
fn apply_fixes(
    input: &Input,
    checked: &Checked<'_>,
    options: &args::Check,
    console: &Console,
) -> Result<(), Failure> {
    let fixed = fixes::fix(&input.loaded, &checked.findings, options.unsafe_fixes);
    let (name, source) = (input.path.display().to_string(), input.loaded.text().source());
    let new = fixed.rewrite.to_text(source);
    let left = match fixed.left {
        0 => String::new(),
        left => format!(", {} left to you", plural(left, "other")),
    };
    if options.diff {
        console.data(&diff::unified(&name, source, &new))?;
        console.say(&format!("{name}: would fix {}{left}", plural(fixed.applied, "finding")));
        return Ok(());
    }
    if input.path == std::path::Path::new("-") {
        return Err(Failure::with_help(
            "cannot write fixes to standard input",
            "name a file, or use `--diff`",
        ));
    }
    if fixed.applied > 0 {
        let bytes = files::read(&input.path)?;
        let decoded = crate::extract::input::decode(&name, &bytes).value;
        if decoded.text() != source {
            return Err(Failure::new(format!("`{name}` was changed while it was checked")));
        }
        let fixed = bibliography::to_bytes(&decoded, &bytes, &fixed.rewrite);
        if crate::extract::input::decode(&name, &fixed).value.text() != new {
            return Err(Failure::with_help(
                format!("cannot write the fixes in the encoding of `{name}`"),
                "save the file as UTF-8 first",
            ));
        }
        files::write(&input.path, &fixed, true)?;
    }
    console.say(&format!("{name}: fixed {}{left}", plural(fixed.applied, "finding")));
    Ok(())
}

impl FailOn {
    /// Tells whether a finding is serious enough to make the exit code 1.
    pub(super) fn met(self, finding: &Diagnostic) -> bool {
        match self {
            FailOn::Error => finding.severity >= Severity::Error,
            FailOn::Warning => finding.severity >= Severity::Warning,
            FailOn::Info => true,
            FailOn::Never => false,
        }
    }
}

/// Reads a table of retractions.
fn retractions(path: &std::path::Path) -> Result<RetractionRegister, Failure> {
    let name = path.display();
    let bytes = files::read(path)?;
    let table = crate::extract::input::decode(&name.to_string(), &bytes).value;
    RetractionRegister::parse(table.text()).map_err(|problem| {
        Failure::with_help(
            format!("cannot read `{name}` as a table of retractions: {problem}"),
            "the Retraction Watch database is one CSV file: gitlab.com/crossref/retraction-watch-data",
        )
    })
}

/// Looks every record of an input up among the retractions: adds to the verdicts of a register, or
/// makes one for each work that something is said about.
fn look_up(
    input: &Input,
    retractions: &RetractionRegister,
    verdicts: &mut Vec<Comparison>,
    compared: bool,
) {
    let records = input.loaded.records();
    if compared {
        for ((record, _), verdict) in records.iter().zip(verdicts) {
            retractions.complete(record, verdict);
        }
    } else {
        verdicts.extend(records.iter().filter_map(|(record, _)| retractions.check(record)));
    }
}

/// Compares every record of an input with the register, with progress on a terminal.
fn compare(input: &Input, register: &network::Register, console: &Console) -> Vec<Comparison> {
    let records = input.loaded.records();
    register.announce("check", records.len(), console);
    let mut progress = network::Progress::new(records.len(), console);
    let sources = register.sources();
    let mut out = Vec::new();
    // Known DOIs are asked in batches of this size; progress is shown in between.
    for batch in records.chunks(50) {
        out.extend(crate::sources::check_all(batch, &sources, register.fetch.as_ref()));
        progress.step(batch.len());
    }
    out
}

/// Turns verdicts into findings at the place of the value or the record they are about.
fn online_findings(comparisons: &[Comparison], loaded: &Loaded) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let none = Record::default();
    let records = loaded.records();
    let records: BTreeMap<&str, &Record> =
        records.iter().rev().map(|(record, _)| (record.id.as_str(), *record)).collect();
    for comparison in comparisons {
        let place = network::place(loaded, &comparison.record);
        let record = records.get(comparison.record.as_str()).copied().unwrap_or(&none);
        for mut finding in crate::sources::diagnostics(comparison, record) {
            finding.span = finding.span.or(place);
            out.push(finding);
        }
    }
    out
}

fn verdict_table(verdicts: &[&Comparison]) -> String {
    let bold = anstyle::Style::new().bold();
    let widest = verdicts.iter().map(|verdict| verdict.record.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for verdict in verdicts {
        let (sign, severity) = match verdict.verdict {
            Verdict::Verified => ("✓", None),
            Verdict::Incomplete => ("…", Some(Severity::Info)),
            Verdict::Differs => ("≠", Some(Severity::Warning)),
            Verdict::IdMismatch | Verdict::Retracted => ("✗", Some(Severity::Error)),
            Verdict::NotFound => ("?", Some(Severity::Warning)),
            Verdict::NotCheckable => ("–", None),
            Verdict::NotChecked => ("!", Some(Severity::Warning)),
        };
        let style = severity.map(severity_style).unwrap_or_default();
        out.push_str(&format!(
            "{style}{sign} {:<14}{style:#} {:<widest$}  {}",
            verdict.verdict.as_str(),
            verdict.record,
            verdict.doi.as_deref().unwrap_or("")
        ));
        if let Some(reason) = &verdict.reason {
            out.push_str(&format!("  {reason}"));
        }
        out = out.trim_end().to_owned();
        out.push('\n');
        let serious = |difference: &&Difference| difference.severity > Severity::Info;
        for difference in verdict.differences.iter().filter(serious) {
            let ours = difference.ours.as_ref().map_or(String::new(), ToString::to_string);
            out.push_str(&format!(
                "    {} ({}): `{ours}`, register `{}`\n",
                difference.variable,
                difference.kind.as_str(),
                difference.theirs
            ));
        }
    }
    let count = |wanted: Verdict| verdicts.iter().filter(|v| v.verdict == wanted).count();
    let parts: Vec<String> = [
        Verdict::Verified,
        Verdict::Incomplete,
        Verdict::Differs,
        Verdict::IdMismatch,
        Verdict::Retracted,
        Verdict::NotFound,
        Verdict::NotCheckable,
        Verdict::NotChecked,
    ]
    .into_iter()
    .filter(|verdict| count(*verdict) > 0)
    .map(|verdict| format!("{} {}", count(verdict), verdict.as_str()))
    .collect();
    out.push_str(&format!("{bold}{}{bold:#}\n\n", parts.join(" · ")));
    out
}

/// Returns the line at the end: how many findings in `what`, and how long it took.
pub(super) fn summary(findings: &[&Diagnostic], what: &str, start: Instant) -> String {
    let bold = anstyle::Style::new().bold();
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let mut parts = Vec::new();
    for (severity, noun) in
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")]
    {
        if count(severity) > 0 {
            parts.push(plural(count(severity), noun));
        }
    }
    let found = if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") };
    let millis = start.elapsed().as_millis();
    format!("{bold}found {found}{bold:#} in {what} ({millis} ms)\n")
}

/// Returns the current year (UTC), counted from the days since 1970.
fn this_year() -> i32 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let (year, ..) = shapes::date(now.map_or(0, |since| since.as_secs()));
    i32::try_from(year).unwrap_or(i32::MAX)
}
