//! `refsmith cite`: a reference list, and citations, in a citation style.

use std::path::Path;

use serde_json::Value;

use super::args;
use super::console::Console;
use super::settings::Settings;
use super::{Failure, Outcome, files, report, styles};
use crate::csl::{self, Cite, Cluster, Output, Request};
use crate::model::{Record, Severity, SourceText};

pub(super) fn run(
    options: &args::Cite,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let output = output(options)?;
    if options.coins && output.info().name != "html" {
        return Err(Failure::with_help(
            format!("`--coins` goes with `--as html`, found `--as {}`", output.info().name),
            "COinS are spans in a web page; other outputs have no place for them",
        ));
    }
    let name = options.style.clone().or_else(|| settings.style.clone());
    let style = styles::find(name.as_deref().unwrap_or("apa"), settings)?;
    let clusters = match &options.citations {
        Some(path) => clusters(path)?,
        None => Vec::new(),
    };
    let inputs = files::load(&options.inputs, false, console)?;
    let place = inputs.read.first().map_or("-".into(), |input| input.path.to_string_lossy());
    let nowhere = SourceText::plain(place, String::new());
    let records: Vec<Record> =
        inputs.read.into_iter().flat_map(|input| input.loaded.into_records()).collect();
    let locale = options.locale.as_deref().or(settings.locale.as_deref());
    let request = Request { records: &records, style: &style, locale, clusters: &clusters };
    let rendered = csl::render(&request).map_err(|error| {
        let help = match &error {
            csl::RenderError::UnknownLocale { .. } => Some("locales look like `sv-SE`".to_owned()),
            csl::RenderError::UnknownRecord { .. } => {
                let ids: Vec<&str> = records.iter().take(8).map(|r| r.id.as_str()).collect();
                Some(format!("the library holds `{}` ...", ids.join("`, `")))
            }
            _ => None,
        };
        Failure::Message { message: error.to_string(), help }
    })?;
    let mut text = if options.coins {
        csl::html_with_coins(&rendered, &records)
    } else {
        output.document(&rendered)
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    match &options.output {
        Some(path) if path != Path::new("-") => {
            files::write(path, text.as_bytes(), options.force)?;
            console.say(&format!(
                "wrote {} to {}",
                super::look::plural(rendered.bibliography.len(), "entry")
                    .replace("entrys", "entries"),
                path.display()
            ));
        }
        _ => console.raw(text.as_bytes())?,
    }
    let least = if console.quiet { Severity::Error } else { Severity::Info };
    report::to_stderr(&rendered.diagnostics, &nowhere, console, least);
    // The process ends here and gives its memory back at once; piece by piece it takes a tenth of
    // the time of a large library.
    std::mem::forget((records, rendered, clusters));
    Ok(if inputs.skipped { Outcome::Findings } else { Outcome::Done })
}

/// Returns the output that is asked for, or that the extension of the file stands for.
fn output(options: &args::Cite) -> Result<&'static dyn Output, Failure> {
    let extension = options.output.as_deref().and_then(Path::extension);
    let guessed = || extension.and_then(|extension| csl::output(extension.to_str()?));
    let Some(name) = options.output_as.as_deref() else {
        return guessed().map_or_else(|| named("text"), Ok);
    };
    named(name)
}

fn named(name: &str) -> Result<&'static dyn Output, Failure> {
    csl::output(name).ok_or_else(|| {
        let known: Vec<&str> = csl::OUTPUTS.iter().map(|output| output.info().name).collect();
        Failure::with_help(
            format!("cannot render as `{name}`"),
            format!("outputs: {}", known.join(", ")),
        )
    })
}

/// Reads citation clusters in the form of CSL data.
fn clusters(path: &Path) -> Result<Vec<Cluster>, Failure> {
    let bytes = files::read(path)?;
    let shape = || {
        Failure::with_help(
            format!("`{}` is not a list of citation clusters", path.display()),
            r#"expected `[{"citationItems":[{"id":"love2014"}],"properties":{"noteIndex":0}}]`"#,
        )
    };
    let value: Value = serde_json::from_slice(&bytes)
        .map_err(|error| Failure::new(format!("`{}` is not JSON: {error}", path.display())))?;
    value
        .as_array()
        .ok_or_else(shape)?
        .iter()
        .map(|value| cluster(value).ok_or_else(shape))
        .collect()
}

fn cluster(value: &Value) -> Option<Cluster> {
    let items = value.get("citationItems").or_else(|| value.get("cites"))?.as_array()?;
    let mut cites = Vec::with_capacity(items.len());
    for item in items {
        cites.push(cite(item)?);
    }
    let note = value.get("properties").and_then(|properties| properties.get("noteIndex"));
    let note_index = note.and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    Some(Cluster { cites, note_index: note_index.filter(|n| *n > 0) })
}

fn cite(value: &Value) -> Option<Cite> {
    let text = |name: &str| {
        let value = value.get(name)?;
        value.as_str().map(str::to_owned).or_else(|| value.is_number().then(|| value.to_string()))
    };
    let mut cite = Cite::new(text("id")?);
    let label = text("label").unwrap_or_else(|| "page".to_owned());
    cite.locator = text("locator").map(|locator| (label, locator));
    cite.prefix = text("prefix");
    cite.suffix = text("suffix");
    cite.suppress_author = value.get("suppress-author").and_then(Value::as_bool).unwrap_or(false);
    Some(cite)
}
