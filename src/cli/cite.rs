//! `refsmith cite`: a reference list, and citations, in a citation style.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;

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
    let rendered = csl::render_with_threads(&request, options.threads).map_err(|error| {
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

/// A citation in the form of CSL data.
#[derive(Deserialize)]
struct CitationShape {
    #[serde(alias = "citationItems")]
    cites: Vec<CiteShape>,
    properties: Option<PropertiesShape>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PropertiesShape {
    note_index: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct CiteShape {
    id: Value,
    locator: Option<Value>,
    label: Option<Value>,
    prefix: Option<Value>,
    suffix: Option<Value>,
    suppress_author: Option<Value>,
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
    let citations: Vec<CitationShape> =
        serde_json::from_slice(&bytes).map_err(|error| match error.classify() {
            Category::Data => shape(),
            _ => Failure::new(format!("`{}` is not JSON: {error}", path.display())),
        })?;
    citations.into_iter().map(|citation| cluster(citation).ok_or_else(shape)).collect()
}

fn cluster(citation: CitationShape) -> Option<Cluster> {
    let mut cites = Vec::with_capacity(citation.cites.len());
    for item in citation.cites {
        cites.push(cite(item)?);
    }
    let note = citation.properties.and_then(|properties| properties.note_index);
    let note_index = note.and_then(|note| u32::try_from(note.as_u64()?).ok());
    Some(Cluster { cites, note_index: note_index.filter(|n| *n > 0) })
}

fn cite(shape: CiteShape) -> Option<Cite> {
    let text = |value: Option<Value>| match value? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let mut cite = Cite::new(text(Some(shape.id))?);
    if let Some(locator) = text(shape.locator) {
        cite.locator = Some((text(shape.label).unwrap_or_else(|| "page".to_owned()), locator));
    }
    cite.prefix = text(shape.prefix);
    cite.suffix = text(shape.suffix);
    cite.suppress_author = shape.suppress_author.and_then(|flag| flag.as_bool()).unwrap_or(false);
    Some(cite)
}
