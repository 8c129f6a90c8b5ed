//! `refsmith enrich`: what the register would add or mend, as a diff; applied only when accepted.

use std::path::Path;

use super::args::{self, MessageFormat};
use super::console::{Console, severity_style};
use super::files;
use super::look::plural;
use super::review::Review;
use super::settings::Settings;
use super::{Failure, Outcome, convert, network, shapes};
use crate::model::{Change, Comparison, DifferenceKind, Enrichment, Severity, Verdict};
use crate::pipeline::Loaded;
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
    let mut tally = Tally::default();
    let mut records = Vec::new();
    for input in &inputs.read {
        let loaded = input.loaded.records();
        register.announce("enrich", loaded.len(), console);
        let mut progress = network::Progress::new(loaded.len(), console);
        let mut enriched = Vec::new();
        let mut report = String::new();
        for (record, printed) in &loaded {
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
                        let shown = human(outcome.comparison(), Some(&enrichment), &[]);
                        review.ask(&shown, &mut enrichment)?;
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
            enriched.push(shapes::with_provenance(&record, &applied));
        }
        progress.finish();
        // The diff is the result unless records are; then it is talk.
        if format.is_none() && !options.write {
            console.data(&report)?;
        } else {
            console.say(&report);
        }
        if options.write
            && let Loaded::Library(library) = &input.loaded
        {
            let mut bytes = Vec::new();
            let writer = library.format.writer().ok_or(Failure::Reported)?;
            let losses = writer.write(&enriched, &mut bytes)?;
            if losses.iter().all(|loss| loss.field == shapes::PROVENANCE) {
                files::write(&input.path, &bytes, true)?;
            } else {
                return Err(Failure::with_help(
                    format!("`{}` would lose `{}`", input.path.display(), losses[0].field),
                    "write to another format: `-t csl-json -o FILE`",
                ));
            }
        }
        records.extend(enriched);
    }
    let mut outcome =
        if inputs.skipped || tally.unanswered > 0 { Outcome::Findings } else { Outcome::Done };
    if let Some(format) = format {
        outcome = outcome.max(convert::write(format, &records, &options.target, console)?);
    }
    console.say(&tally.summary(options));
    Ok(outcome)
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

    fn summary(&self, options: &args::Enrich) -> String {
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
    let green = anstyle::Style::new().fg_color(Some(anstyle::AnsiColor::Green.into()));
    let red = anstyle::Style::new().fg_color(Some(anstyle::AnsiColor::Red.into()));
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
    let mut out = format!(
        "{bold}{}{bold:#}  {} {} ({:.2})\n",
        enrichment.record, enrichment.source, enrichment.source_id, enrichment.score
    );
    for change in &enrichment.changes {
        if let Some(from) = &change.from {
            out.push_str(&format!("{red}- {}: {from}{red:#}\n", change.variable));
        }
        let done =
            if applied.iter().any(|a| a.variable == change.variable) { ", applied" } else { "" };
        let kind = match change.kind {
            DifferenceKind::Missing if change.from.is_none() => "",
            kind => kind.as_str(),
        };
        let note = format!("{kind}{done}");
        let note = note.trim_start_matches(", ");
        let note = if note.is_empty() { String::new() } else { format!("   ({note})") };
        out.push_str(&format!("{green}+ {}: {}{green:#}{note}\n", change.variable, change.to));
    }
    out.push('\n');
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
