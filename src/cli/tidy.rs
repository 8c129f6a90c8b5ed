//! `refsmith tidy` and `refsmith dedupe`: changes to .bib files in place.

use std::path::{Path, PathBuf};

use super::args::MessageFormat;
use super::console::Console;
use super::look::plural;
use super::settings::Settings;
use super::tidy_args::{Actions, Dedupe, Destination, Journals, Keep, Tidy};
use super::{Failure, Outcome, diff, files, report};
use crate::formats::Reader;
use crate::formats::bibtex::{Bibtex, journal_key, syntax};
use crate::model::record::KeyPattern;
use crate::model::{Severity, SourceText};
use crate::pipeline::bibliography::{self, Changed, Job, Merge};
use crate::pipeline::citations::{self, Markup};

/// Probability from which `tidy --merge` takes entries for one work.
const SURE: f32 = 0.9;

pub(super) fn run(
    options: &Tidy,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let actions = match &settings.tidy {
        Some(configured) if options.actions.is_empty() => configured,
        _ => &options.actions,
    };
    let job = job(actions)?;
    let inputs = match options.inputs.as_slice() {
        [] => vec![PathBuf::from("-")],
        inputs => inputs.to_vec(),
    };
    let single = inputs.len() == 1;
    if !single && !options.destination.write && !options.destination.diff && !options.check {
        return Err(Failure::with_help(
            "expected one input, found several",
            "add `-w`, `--diff` or `--check`",
        ));
    }
    let mut outcome = Outcome::Done;
    let mut renamed = Vec::new();
    for path in &inputs {
        let file = File::read(path)?;
        outcome = outcome.max(file.report(console));
        if actions.duplicates.is_some() {
            file.duplicates(console);
        }
        let changed = bibliography::change(file.text.text(), &job);
        renamed.extend(changed.renamed.iter().cloned());
        if options.check {
            if !changed.rewrite.is_identity(file.text.text()) {
                console.talk(&format!("{}: not tidy", path.display()));
                outcome = Outcome::Findings;
            }
        } else {
            file.give_back(&changed, &options.destination, console)?;
        }
    }
    finish(&renamed, &options.destination, console)?;
    Ok(outcome)
}

/// Returns what the actions ask for, with the lists that they name.
fn job(actions: &Actions) -> Result<Job, Failure> {
    let mut job = Job { tidy: actions.options(), ..Job::default() };
    if let Some(pattern) = &actions.generate_keys {
        job.keys = Some(KeyPattern::parse(pattern).map_err(|error| {
            let help = "for example `[auth:lower][year]` or `auth.lower + year`";
            Failure::with_help(format!("cannot use the pattern `{pattern}`: {error}"), help)
        })?);
    }
    job.merge = actions.merge.map(|keep| Merge { keep: keep.into(), accept: SURE });
    let mut names = Vec::new();
    for (path, backwards) in [(&actions.abbreviate, false), (&actions.unabbreviate, true)] {
        if let Some(path) = path {
            names = abbreviations(path, backwards)?;
        }
    }
    if actions.journals == Some(Journals::Full) {
        names.extend(bibliography::full_journal_names());
    }
    // Of several names for a journal, the first counts.
    names.sort_by(|a, b| a.0.cmp(&b.0));
    names.dedup_by(|later, first| later.0 == first.0);
    job.tidy.abbreviations = names;
    Ok(job)
}

pub(super) fn dedupe(options: &Dedupe, console: &Console) -> Result<Outcome, Failure> {
    if options.merge {
        return merge(options, console);
    }
    let inputs = files::load(&options.inputs, false, console)?;
    let mut outcome = if inputs.skipped { Outcome::Findings } else { Outcome::Done };
    for input in &inputs.read {
        let records: Vec<_> =
            input.loaded.records().into_iter().map(|(record, _)| record.clone()).collect();
        let clusters = bibliography::find_duplicates(&records, options.accept);
        let mut out = String::new();
        for cluster in &clusters {
            outcome = Outcome::Findings;
            let keys: Vec<&str> = cluster
                .members
                .iter()
                .filter_map(|idx| records.get(*idx))
                .map(|r| r.id.as_str())
                .collect();
            out.push_str(&match console.message_format {
                MessageFormat::Human => {
                    let (keys, reasons) = (keys.join(", "), cluster.reasons.join(", "));
                    format!("{keys}\n    {reasons} ({:.0} % sure)\n", cluster.confidence * 100.0)
                }
                _ => {
                    let object = serde_json::json!({
                        "file": input.loaded.text().name(),
                        "keys": keys,
                        "members": cluster.members,
                        "reasons": cluster.reasons,
                        "confidence": (f64::from(cluster.confidence) * 1000.0).round() / 1000.0,
                    });
                    format!("{object}\n")
                }
            });
        }
        console.data(&out)?;
        let extra: usize = clusters.iter().map(|cluster| cluster.members.len() - 1).sum();
        console.say(&format!(
            "{}: {}, {} more than once, {} too many",
            input.path.display(),
            plural(records.len(), "record"),
            plural(clusters.len(), "work"),
            plural(extra, "record"),
        ));
    }
    Ok(outcome)
}

fn merge(options: &Dedupe, console: &Console) -> Result<Outcome, Failure> {
    let keep = options.keep.into();
    let job = Job { merge: Some(Merge { keep, accept: options.accept }), ..Job::default() };
    let inputs = match options.inputs.inputs.as_slice() {
        [] => vec![PathBuf::from("-")],
        inputs => inputs.to_vec(),
    };
    if inputs.len() > 1 && !options.destination.write && !options.destination.diff {
        return Err(Failure::with_help(
            "expected one input, found several",
            "add `-w` or `--diff`",
        ));
    }
    let mut outcome = Outcome::Done;
    let mut renamed = Vec::new();
    for path in &inputs {
        let file = File::read(path)?;
        outcome = outcome.max(file.report(console));
        let changed = bibliography::change(file.text.text(), &job);
        renamed.extend(changed.renamed.iter().cloned());
        file.give_back(&changed, &options.destination, console)?;
    }
    finish(&renamed, &options.destination, console)?;
    Ok(outcome)
}

impl From<Keep> for bibliography::Keep {
    fn from(keep: Keep) -> Self {
        match keep {
            Keep::Fullest => Self::Fullest,
            Keep::First => Self::First,
            Keep::Last => Self::Last,
        }
    }
}

/// A .bib file that was read.
struct File {
    path: PathBuf,
    bytes: Vec<u8>,
    text: SourceText,
    findings: Vec<crate::model::Diagnostic>,
}

impl File {
    fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = files::read(path)?;
        let decoded = crate::extract::input::decode(&path.to_string_lossy(), &bytes);
        let (text, mut findings) = (decoded.value, decoded.diagnostics);
        let mut tree = syntax::parse(text.text());
        if tree.entries().next().is_none() {
            return Err(Failure::with_help(
                format!("expected a .bib file with entries, found none in `{}`", path.display()),
                "other formats are written anew: `refsmith convert`",
            ));
        }
        findings.append(&mut tree.take_diagnostics());
        Ok(Self { path: path.to_owned(), bytes, text, findings })
    }

    /// Says which entries are one work.
    fn duplicates(&self, console: &Console) {
        let records = Bibtex.read(self.text.text()).value;
        for cluster in bibliography::find_duplicates(&records, SURE) {
            let keys = cluster.members.iter().filter_map(|idx| records.get(*idx));
            let keys: Vec<&str> = keys.map(|record| record.id.as_str()).collect();
            let (keys, reasons) = (keys.join(", "), cluster.reasons.join(", "));
            console.talk(&format!("{}: one work: {keys} ({reasons})", self.path.display()));
        }
    }

    /// Says what is wrong with the file: broken entries stay as they are.
    fn report(&self, console: &Console) -> Outcome {
        let errors: Vec<_> = self
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .cloned()
            .collect();
        report::to_stderr(&errors, &self.text, console, Severity::Error);
        if errors.is_empty() { Outcome::Done } else { Outcome::Findings }
    }

    fn give_back(
        &self,
        changed: &Changed,
        to: &Destination,
        console: &Console,
    ) -> Result<(), Failure> {
        let old = self.text.text();
        let name = self.path.display();
        if to.diff {
            let new = changed.rewrite.to_text(old);
            return console.data(&diff::unified(&name.to_string(), old, &new));
        }
        let bytes = bibliography::to_bytes(&self.text, &self.bytes, &changed.rewrite);
        if changed.merged > 0 {
            console.say(&format!("{name}: merged {} entries into others", changed.merged));
        }
        match &to.output {
            Some(path) if path != Path::new("-") => files::write(path, &bytes, to.force),
            _ if to.write && self.path != Path::new("-") => {
                if bytes == self.bytes {
                    console.say(&format!("{name}: nothing to change"));
                    return Ok(());
                }
                files::write(&self.path, &bytes, true)?;
                console.say(&format!("{name}: written"));
                Ok(())
            }
            _ => console.raw(&bytes),
        }
    }
}

/// Writes the map of keys, and renames keys in documents.
fn finish(
    renamed: &[(String, String)],
    to: &Destination,
    console: &Console,
) -> Result<(), Failure> {
    if let Some(path) = &to.keymap {
        let lines: String = renamed.iter().map(|(old, new)| format!("{old}\t{new}\n")).collect();
        files::write(path, lines.as_bytes(), to.force)?;
    }
    for pattern in &to.patch {
        for path in matching(pattern)? {
            patch(&path, renamed, console)?;
        }
    }
    if !renamed.is_empty() && to.patch.is_empty() && to.keymap.is_none() && to.write {
        let s = if renamed.len() == 1 { "" } else { "s" };
        console.say(&format!(
            "{} key{s} changed; `--patch 'chapters/*.tex'` renames them where they are cited",
            renamed.len()
        ));
    }
    Ok(())
}

/// Returns the files that a pattern means; a file that is there means itself.
fn matching(pattern: &str) -> Result<Vec<PathBuf>, Failure> {
    if Path::new(pattern).exists() {
        return Ok(vec![PathBuf::from(pattern)]);
    }
    let found = glob::glob(pattern)
        .map_err(|error| Failure::new(format!("cannot use the pattern `{pattern}`: {error}")))?;
    let found: Vec<PathBuf> = found.filter_map(Result::ok).filter(|path| path.is_file()).collect();
    match found.is_empty() {
        true => Err(Failure::new(format!("expected files that match `{pattern}`, found none"))),
        false => Ok(found),
    }
}

fn patch(path: &Path, renamed: &[(String, String)], console: &Console) -> Result<(), Failure> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    let name = path.display();
    let Some(markup) = Markup::by_extension(&extension.to_lowercase()) else {
        return Err(Failure::with_help(
            format!("cannot tell how `{name}` cites"),
            "known are .tex, .md, .qmd, .typ and their like",
        ));
    };
    let Ok(text) = String::from_utf8(files::read(path)?) else {
        return Err(Failure::with_help(
            format!("expected UTF-8 in `{name}`"),
            "rename the keys there by hand, `--keymap` lists them",
        ));
    };
    let (new, places) = citations::rename(&text, markup, renamed);
    if places > 0 {
        files::write(path, new.as_bytes(), true)?;
        let s = if places == 1 { "" } else { "s" };
        console.say(&format!("{name}: renamed {places} citation{s}"));
    }
    Ok(())
}

/// Reads a list of journals: full name and short name, or the other way round.
fn abbreviations(path: &Path, backwards: bool) -> Result<Vec<(String, String)>, Failure> {
    let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
    let pair = |line: &str| {
        let (full, rest) = line.split_once(['\t', ';', '='])?;
        let short = rest.split(['\t', ';']).next().unwrap_or(rest);
        let (from, to) = if backwards { (short, full) } else { (full, short) };
        let clean = |name: &str| name.trim().trim_matches('"').to_owned();
        Some((journal_key(&clean(from)), clean(to)))
    };
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let list: Vec<(String, String)> =
        lines.filter_map(pair).filter(|(from, to)| !from.is_empty() && !to.is_empty()).collect();
    if list.is_empty() {
        return Err(Failure::with_help(
            format!("expected a list of journals in `{}`, found none", path.display()),
            "each line has a full name, a tab (or `;` or `=`) and a short name",
        ));
    }
    Ok(list)
}
