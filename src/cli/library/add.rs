//! `refsmith add`

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::Add;
use super::lock::Lock;
use super::{Opened, to_json};
use crate::cli::args::{Inputs, MessageFormat};
use crate::cli::console::Console;
use crate::cli::settings::Settings;
use crate::cli::{Failure, Outcome, convert, files, network, report};
use crate::formats::Changes;
use crate::model::record::KeyPattern;
use crate::model::{Doi, ItemType, Losses, Record, Severity, TextVariable};
use crate::pipeline::library::{Addition, Known};
use crate::pipeline::{self, Loaded};
use crate::sources::{self, Accept, Answer};

/// How sure a match must be to complete a reference.
const ONLINE_ACCEPT: f32 = 0.95;

/// Works that are there already are named one by one up to this many.
const MOST_KNOWN: usize = 3;

/// A record to be added, with the words it was read from.
struct New {
    record: Record,
    printed: Option<String>,
}

/// Adds records to a library.
pub(in crate::cli) fn run(
    options: &Add,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let path = options.library.resolve(settings)?;
    let pattern = options.keys.as_ref().or(settings.keys.as_ref());
    let pattern = pattern.map(|pattern| key_pattern(pattern)).transpose()?;
    let (mut new, skipped) = read(options, console)?;
    if options.online {
        complete(&mut new, options, settings, console)?;
    } else if new.iter().any(|new| is_bare(&new.record)) {
        console.say("of a DOI nothing else is known offline; `--online` asks Crossref");
    }
    let mut records: Vec<Record> = new.into_iter().map(|new| new.record).collect();
    for record in &mut records {
        add_tags(record, &options.tag);
    }
    let _lock = Lock::take(&path, "add", console)?;
    let opened = Opened::open_or_create(path)?;
    let additions = opened.library.compare(records, options.accept);
    let (known, added): (Vec<Addition>, Vec<Addition>) =
        additions.into_iter().partition(|new| new.known.is_some() && !options.force);
    let mut records: Vec<Record> = added.into_iter().map(|new| new.record).collect();
    let renamed = opened.library.name(&mut records, pattern.as_ref());
    let mut losses = Losses::new();
    if !records.is_empty() {
        let changes = Changes { added: &records, ..Changes::default() };
        losses = opened.save(opened.library.change(&changes, false), console)?.losses;
    }
    if console.message_format == MessageFormat::Human {
        for (old, new) in &renamed {
            console.say(&format!("the key `{old}` is taken; it became `{new}`"));
        }
    }
    opened.tell("added", &records.iter().collect::<Vec<_>>(), console)?;
    convert::report_losses(&losses, opened.library.format(), console);
    let most = if console.message_format == MessageFormat::Json { usize::MAX } else { MOST_KNOWN };
    for addition in known.iter().take(most) {
        tell_known(addition, &opened.path, console)?;
    }
    if let Some(more @ 1..) = known.len().checked_sub(most) {
        console.say(&format!("... and {more} more; `--message-format json` names all"));
    }
    Ok(if skipped || !known.is_empty() { Outcome::Findings } else { Outcome::Done })
}

fn key_pattern(pattern: &str) -> Result<KeyPattern, Failure> {
    KeyPattern::parse(pattern).map_err(|error| {
        let help = "for example `[auth:lower][year]` or `auth.lower + year`";
        Failure::with_help(format!("cannot use the pattern `{pattern}`: {error}"), help)
    })
}

/// Reads what is to be added; the flag tells that something was skipped.
fn read(options: &Add, console: &Console) -> Result<(Vec<New>, bool), Failure> {
    let mut inputs = options.inputs.clone();
    if inputs.is_empty() {
        if std::io::stdin().is_terminal() {
            return Err(Failure::with_help(
                "expected references, DOIs or files, found nothing",
                "for example `refsmith add 10.1000/182` or `refsmith add found.ris`",
            ));
        }
        inputs.push("-".to_owned());
    }
    let mut new = Vec::new();
    let mut skipped = false;
    for input in &inputs {
        if input == "-" || Path::new(input).exists() {
            let inputs = Inputs {
                inputs: vec![PathBuf::from(input)],
                from: options.from.clone(),
                columns: Vec::new(),
            };
            let read = files::load(&inputs, false, console)?;
            skipped |= read.skipped;
            for input in &read.read {
                new.extend(records_of(&input.loaded));
            }
        } else if let Ok(doi) = Doi::parse(input) {
            let mut record = Record::new("", ItemType::Document);
            record.texts.insert(TextVariable::Doi, doi.as_str().into());
            new.push(New { record, printed: None });
        } else {
            new.push(reference(input, console)?);
        }
    }
    Ok((new, skipped))
}

/// Returns the records of an input. Keys that were made up are given anew in the library.
fn records_of(loaded: &Loaded) -> Vec<New> {
    let made_up = matches!(loaded, Loaded::Article(_));
    let records = loaded.records().into_iter();
    records
        .map(|(record, printed)| {
            let mut record = record.clone();
            if made_up {
                record.id = String::new();
            }
            New { record, printed: printed.map(str::to_owned) }
        })
        .collect()
}

/// Reads an argument that is a reference.
fn reference(text: &str, console: &Console) -> Result<New, Failure> {
    // Without a blank it is a path or an identifier with an error in it.
    if !text.trim().contains(char::is_whitespace) {
        return Err(Failure::with_help(
            format!("cannot find the file `{text}`"),
            "give a file, a DOI (`10.1000/182`), or a reference in quotation marks",
        ));
    }
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let article = pipeline::read_lines("argument", one_line.as_bytes());
    let Some(parsed) = article.references.first() else {
        return Err(Failure::new(format!("expected a reference, found `{text}`")));
    };
    report::to_stderr(&parsed.diagnostics, &article.document.text, console, Severity::Warning);
    let mut record = parsed.record.clone();
    record.id = String::new();
    Ok(New { record, printed: Some(one_line) })
}

/// Tells whether a record is nothing but a DOI.
fn is_bare(record: &Record) -> bool {
    record.variables().len() == 1 && record.doi().is_some()
}

/// Asks the register for what is missing.
fn complete(
    new: &mut [New],
    options: &Add,
    settings: &Settings,
    console: &Console,
) -> Result<(), Failure> {
    let register = network::Register::open(&options.register, settings)?;
    register.announce("add", new.len(), console);
    let mut progress = network::Progress::new(new.len(), console);
    let (sources, fetch) = (register.sources(), register.fetch.as_ref());
    for new in new.iter_mut() {
        if let Some(doi) = new.record.doi().filter(|_| is_bare(&new.record)) {
            match sources::by_doi(&doi, &sources, fetch) {
                Answer::Found(candidate) => {
                    new.record = Record { id: String::new(), ..candidate.record };
                }
                Answer::NotFound => {
                    return Err(Failure::new(format!(
                        "no work has the DOI {doi}; nothing was added"
                    )));
                }
                Answer::Unavailable(reason) => {
                    return Err(Failure::new(format!("cannot look up {doi}: {reason}")));
                }
            }
        } else {
            let accept = Accept { minimum_score: ONLINE_ACCEPT, ..Accept::default() };
            let outcome = sources::enrich(&new.record, new.printed.as_deref(), &sources, fetch);
            if let Some(enrichment) = outcome.enrichment() {
                sources::apply(&mut new.record, enrichment, &accept);
            }
        }
        progress.step(1);
    }
    Ok(())
}

/// Adds tags to the keywords of a record.
fn add_tags(record: &mut Record, tags: &[String]) {
    if tags.is_empty() {
        return;
    }
    let mut keywords = record.text(TextVariable::Keyword).unwrap_or("").to_owned();
    for tag in tags {
        if !keywords.is_empty() {
            keywords.push_str(", ");
        }
        keywords.push_str(tag);
    }
    record.texts.insert(TextVariable::Keyword, keywords.into());
}

fn tell_known(addition: &Addition, path: &Path, console: &Console) -> Result<(), Failure> {
    let Some(Known { key, reasons, confidence }) = &addition.known else { return Ok(()) };
    if console.message_format == MessageFormat::Json {
        let object = json!({
            "action": "known",
            "file": path.to_string_lossy(),
            "key": key,
            "reasons": reasons,
            "confidence": (f64::from(*confidence) * 1000.0).round() / 1000.0,
            "record": to_json(&addition.record).0,
        });
        return console.data(&format!("{object}\n"));
    }
    let title = addition.record.text(TextVariable::Title);
    let work = title.map_or_else(|| addition.record.id.clone(), |title| format!("`{title}`"));
    let (path, reasons) = (path.display(), reasons.join(", "));
    console.say(&format!(
        "{path}: {work} is there already as `{key}` ({reasons}); `--force` adds it all the same"
    ));
    Ok(())
}
