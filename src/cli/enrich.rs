//! `refsmith enrich`: what the register would add or mend, as a diff; applied only when accepted.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::Path;

use super::args::{self, MessageFormat};
use super::console::{Console, severity_style};
use super::files;
use super::look::plural;
use super::review::Review;
use super::settings::Settings;
use super::{Failure, Outcome, convert, network, shapes};
use crate::formats::Changes;
use crate::model::{
    Change, Comparison, DifferenceKind, Enrichment, Record, Severity, TextVariable, Verdict,
};
use crate::pipeline::Loaded;
use crate::pipeline::library::Library;
use crate::sources::{self, Accept};

/// Score that a proposal needs to be applied when `-w` or `-t` is given without `--accept`: none
/// has it, so nothing changes unless the user says how sure is sure enough.
const NEVER: f32 = f32::INFINITY;

pub(super) fn run(
    options: &args::Enrich,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let format = convert::target_format(&options.target)?;
    let inputs = files::load(&options.inputs, false, console)?;
    if options.write {
        writable(&inputs.read)?;
    }
    let register = network::Register::open(&options.register, settings)?;
    let accept = Accept {
        minimum_score: match options.accept {
            _ if options.yes || options.review => 0.0,
            Some(score) => score,
            None => NEVER,
        },
        contradictions: options.yes || options.review,
        ..Accept::default()
    };
    let mut review = options.review.then(Review::new).transpose()?;
    let is_seen = options.review && std::io::stdout().is_terminal();
    let mut tally = Tally::default();
    let mut records = Vec::new();
    for input in &inputs.read {
        let loaded = input.loaded.records();
        register.announce("enrich", loaded.len(), console);
        let mut progress = network::Progress::new(loaded.len(), console);
        let mut enriched = Vec::new();
        let mut changed = BTreeMap::new();
        let mut report = String::new();
        for (idx, (record, printed)) in loaded.iter().enumerate() {
            let sources = register.sources();
            let outcome = sources::enrich(record, *printed, &sources, register.fetch.as_ref());
            progress.step(1);
            let mut record = (*record).clone();
            let applied = match outcome.enrichment().cloned() {
                Some(mut enrichment) => {
                    if !options.select.is_empty() {
                        enrichment.changes.retain(|one| options.select.contains(&one.variable));
                    }
                    if let Some(review) = &mut review {
                        progress.finish();
                        let place = format!("{} of {}", idx + 1, loaded.len());
                        let title = record.text(TextVariable::Title).unwrap_or("");
                        let head = format!("{place}: {}  {title}\n", head(&enrichment));
                        review.ask(&head, |change| lines(change, ""), &mut enrichment)?;
                    }
                    sources::apply(&mut record, &enrichment, &accept)
                }
                None => Vec::new(),
            };
            tally.count(outcome.comparison(), outcome.enrichment(), &applied);
            report.push_str(&match console.message_format {
                MessageFormat::Json => json(outcome.comparison(), outcome.enrichment(), &applied),
                _ => human(outcome.comparison(), outcome.enrichment(), &applied),
            });
            let record = shapes::with_provenance(&record, &applied);
            if !applied.is_empty() {
                changed.insert(idx, record.clone());
            }
            enriched.push(record);
        }
        progress.finish();
        // The diff is the result unless records are; then it is talk.
        match (format.is_none() && !options.write, is_seen) {
            // Who was asked about every change has seen it.
            (_, true) => {}
            (true, false) => console.data(&report)?,
            (false, false) => console.say(&report),
        }
        if options.write && !changed.is_empty() {
            write_back(input, &changed)?;
        }
        records.extend(enriched);
    }
    let mut outcome =
        if inputs.skipped || tally.unanswered > 0 { Outcome::Findings } else { Outcome::Done };
    if let Some(format) = format {
        outcome = outcome.max(convert::write(format, &records, &options.target, console)?);
    }
    console.say(&tally.summary(options, format.is_some() || options.write));
    Ok(outcome)
}

/// Puts changed records, by their position, into the file they come from. All else in it stays.
fn write_back(input: &files::Input, changed: &BTreeMap<usize, Record>) -> Result<(), Failure> {
    let name = input.path.display();
    let elsewhere = "write to another file: `-t csl-json -o FILE`";
    let refused = |problem: &dyn std::fmt::Display| {
        Failure::with_help(format!("cannot write back into `{name}`: {problem}"), elsewhere)
    };
    let library = Library::open(&input.path.to_string_lossy(), files::read(&input.path)?)
        .map_err(|error| refused(&error))?;
    if library.text().text() != input.loaded.text().text() {
        return Err(Failure::with_help(
            format!("`{name}` was changed by another program meanwhile"),
            "nothing was changed; try again",
        ));
    }
    let replaced = changed.iter().map(|(idx, record)| (*idx, record)).collect();
    let changes = Changes { replaced, ..Changes::default() };
    let new = library.change(&changes, true).map_err(|error| refused(&error))?;
    if let Some(loss) = new.losses.iter().find(|loss| loss.field != shapes::PROVENANCE) {
        return Err(refused(&format!("`{}` would lose `{}`", loss.record, loss.field)));
    }
    files::write(&input.path, &new.bytes, true)
}

/// What the whole run came to.
#[derive(Default)]
struct Tally {
    records: usize,
    matched: usize,
    proposed: usize,
    applied: usize,
    unanswered: usize,
}

impl Tally {
    fn count(
        &mut self,
        comparison: &Comparison,
        enrichment: Option<&Enrichment>,
        applied: &[Change],
    ) {
        self.records += 1;
        self.matched += usize::from(enrichment.is_some());
        self.proposed += enrichment.map_or(0, |enrichment| enrichment.changes.len());
        self.applied += applied.len();
        self.unanswered += usize::from(comparison.verdict == Verdict::NotChecked);
    }

    fn summary(&self, options: &args::Enrich, is_written: bool) -> String {
        let mut text = format!(
            "{} of {} found, {} proposed, {} applied",
            self.matched,
            plural(self.records, "record"),
            plural(self.proposed, "change"),
            self.applied
        );
        if self.unanswered > 0 {
            text.push_str(&format!("; {} could not be asked", self.unanswered));
        }
        if self.applied == 0 && self.proposed > 0 && options.accept.is_none() && !options.yes {
            text.push_str("; apply with `--review`, or `--accept 0.95`, and `-t csl-json` or `-w`");
        }
        if self.applied > 0 && !is_written {
            text.push_str("; nothing is written without `-w` or `-t csl-json`");
        }
        text
    }
}

fn writable(inputs: &[files::Input]) -> Result<(), Failure> {
    for input in inputs {
        let name = input.path.display();
        if matches!(input.loaded, Loaded::Article(_)) || input.path == Path::new("-") {
            return Err(Failure::with_help(
                format!("cannot write records back into `{name}`: it is no library file"),
                "name an output: `-o refs.bib`",
            ));
        }
        if !input.loaded.diagnostics().iter().all(|finding| finding.severity < Severity::Error) {
            return Err(Failure::with_help(
                format!("`{name}` has errors and is not rewritten"),
                format!("mend it first: `refsmith check {name}`"),
            ));
        }
    }
    Ok(())
}

/// Returns the proposal for one record as a diff.
fn human(comparison: &Comparison, enrichment: Option<&Enrichment>, applied: &[Change]) -> String {
    let bold = anstyle::Style::new().bold();
    let Some(enrichment) = enrichment else {
        let reason = comparison.reason.as_deref().unwrap_or("nothing to add");
        let yellow = severity_style(Severity::Warning);
        let style = if comparison.verdict == Verdict::NotChecked { yellow } else { bold };
        return format!(
            "{style}{}{style:#}  {}: {reason}\n\n",
            comparison.record,
            comparison.verdict.as_str()
        );
    };
    let mut out = format!("{}\n", head(enrichment));
    for change in &enrichment.changes {
        let is_applied = applied.iter().any(|other| other.variable == change.variable);
        out.push_str(&lines(change, if is_applied { ", applied" } else { "" }));
    }
    out.push('\n');
    out
}

/// Returns which record a proposal is for, and where it comes from.
fn head(enrichment: &Enrichment) -> String {
    let bold = anstyle::Style::new().bold();
    let Enrichment { record, source, source_id, score, .. } = enrichment;
    format!("{bold}{record}{bold:#}  {source} {source_id} ({score:.2})")
}

/// Returns one change as lines of a diff, with what was `done` about it.
fn lines(change: &Change, done: &str) -> String {
    let green = anstyle::Style::new().fg_color(Some(anstyle::AnsiColor::Green.into()));
    let red = anstyle::Style::new().fg_color(Some(anstyle::AnsiColor::Red.into()));
    let mut out = String::new();
    if let Some(from) = &change.from {
        out.push_str(&format!("{red}- {}: {from}{red:#}\n", change.variable));
    }
    let kind = match change.kind {
        DifferenceKind::Missing if change.from.is_none() => "",
        kind => kind.as_str(),
    };
    let note = format!("{kind}{done}");
    let note = note.trim_start_matches(", ");
    let note = if note.is_empty() { String::new() } else { format!("   ({note})") };
    out.push_str(&format!("{green}+ {}: {}{green:#}{note}\n", change.variable, change.to));
    out
}

fn json(comparison: &Comparison, enrichment: Option<&Enrichment>, applied: &[Change]) -> String {
    let changes: Vec<serde_json::Value> = enrichment
        .map(|enrichment| &enrichment.changes)
        .into_iter()
        .flatten()
        .map(|change| {
            let mut value = shapes::change(change);
            if let Some(object) = value.as_object_mut() {
                let done = applied.iter().any(|applied| applied.variable == change.variable);
                object.insert("applied".into(), done.into());
            }
            value
        })
        .collect();
    let mut object = shapes::comparison(comparison);
    if let Some(object) = object.as_object_mut() {
        object.insert("changes".into(), changes.into());
    }
    format!("{object}\n")
}
