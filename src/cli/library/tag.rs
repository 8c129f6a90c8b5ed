//! `refsmith tag`

use std::collections::BTreeMap;

use serde_json::json;

use super::args::Tag;
use super::lock::Lock;
use super::{Opened, query};
use crate::cli::args::MessageFormat;
use crate::cli::console::Console;
use crate::cli::settings::Settings;
use crate::cli::{Failure, Outcome};
use crate::formats::Changes;
use crate::model::Record;
use crate::model::text::unicode::fold;
use crate::pipeline::library::{retagged, tags};

/// Gives tags to records, takes them away, or lists them.
pub(in crate::cli) fn run(
    options: &Tag,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    if options.add.is_empty() && options.remove.is_empty() {
        return list(options, settings, console);
    }
    if options.keys.is_empty() && options.matching.is_none() {
        return Err(Failure::with_help(
            "expected the records to tag, found none",
            "name their keys, or `--matching QUERY`",
        ));
    }
    let path = options.library.resolve(settings)?;
    let _lock = Lock::take(&path, "tag", console)?;
    let opened = Opened::open(path)?;
    let (found, missing) = select(&opened, options, console)?;
    let records = opened.library.records();
    let changed: BTreeMap<usize, Record> = found
        .iter()
        .filter_map(|idx| {
            Some((*idx, retagged(records.get(*idx)?, &options.add, &options.remove)?))
        })
        .collect();
    if !changed.is_empty() {
        let replaced = changed.iter().map(|(idx, record)| (*idx, record)).collect();
        let changes = Changes { replaced, ..Changes::default() };
        opened.save(opened.library.change(&changes, false), console)?;
    }
    opened.tell("tagged", &changed.values().collect::<Vec<_>>(), console)?;
    if changed.is_empty() && console.message_format == MessageFormat::Human {
        console.say(&format!("{}: nothing to change", opened.path.display()));
    }
    Ok(if missing { Outcome::Findings } else { Outcome::Done })
}

fn select(
    opened: &Opened,
    options: &Tag,
    console: &Console,
) -> Result<(Vec<usize>, bool), Failure> {
    match &options.matching {
        None if options.keys.is_empty() => {
            Ok(((0..opened.library.records().len()).collect(), false))
        }
        None => opened.select(&options.keys, console),
        Some(text) => {
            let hits = query(text)?.search(opened.library.records());
            if hits.is_empty() {
                return Err(Failure::new(format!("no record answers `{text}`")));
            }
            Ok((hits.into_iter().map(|hit| hit.position).collect(), false))
        }
    }
}

/// Lists tags with the number of records that have them, the commonest first.
fn list(options: &Tag, settings: &Settings, console: &Console) -> Result<Outcome, Failure> {
    let opened = Opened::read(&options.library, settings)?;
    let outcome = opened.report(console);
    let (found, missing) = select(&opened, options, console)?;
    let mut counts: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for record in found.iter().filter_map(|idx| opened.library.records().get(*idx)) {
        for tag in tags(record) {
            counts.entry(fold(tag)).or_insert((tag, 0)).1 += 1;
        }
    }
    let mut counts: Vec<(&str, usize)> = counts.into_values().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut out = String::new();
    for (tag, count) in counts {
        out.push_str(&match console.message_format {
            MessageFormat::Json => format!("{}\n", json!({"tag": tag, "records": count})),
            _ => format!("{count:>6}  {tag}\n"),
        });
    }
    console.data(&out)?;
    Ok(if missing { Outcome::Findings } else { outcome })
}
