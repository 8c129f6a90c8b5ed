//! `refsmith cite`: a reference list, and citations, in a citation style.

use std::path::Path;

use serde_json::Value;

use super::args;
use super::console::Console;
use super::settings::Settings;
use super::{Failure, Outcome, files, report};
use crate::csl::{self, Cite, Cluster, Output, Request, Style, StyleError};
use crate::model::{Record, Severity, SourceText};

pub(super) fn run(
    options: &args::Cite,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let output = output(&options.output_as)?;
    let name = options.style.clone().or_else(|| settings.style.clone());
    let style = style(name.as_deref().unwrap_or("apa"))?;
    let clusters = match &options.citations {
        Some(path) => clusters(path)?,
        None => Vec::new(),
    };
    let inputs = files::load(&options.inputs, false, console)?;
    let records: Vec<Record> = inputs
        .read
        .iter()
        .flat_map(|input| input.loaded.records())
        .map(|(record, _)| record)
        .collect();
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
    let mut text = output.document(&rendered);
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
    let place = inputs.read.first().map_or("-".into(), |input| input.path.to_string_lossy());
    let nowhere = SourceText::plain(place, String::new());
    report::to_stderr(&rendered.diagnostics, &nowhere, console, least);
    Ok(if inputs.skipped { Outcome::Findings } else { Outcome::Done })
}

/// Returns the style of a `.csl` file, or the embedded style of this name.
pub(super) fn style(name: &str) -> Result<Style, Failure> {
    let is_file = Path::new(name).extension().is_some_and(|extension| extension == "csl");
    let exists = is_file && Path::new(name).is_file();
    let loaded = if exists || (is_file && name.contains(['/', '\\'])) {
        let bytes = files::read(Path::new(name))?;
        let decoded = crate::extract::input::decode(name, &bytes);
        csl::style_from_xml(name, decoded.value.text())
    } else {
        csl::style(name)
    };
    loaded.map_err(|error| {
        if matches!(error, StyleError::Unknown { .. }) {
            return unknown_style(name);
        }
        let help = "`refsmith styles check FILE` tells whether a style can be used".to_owned();
        Failure::Message { message: error.to_string(), help: Some(help) }
    })
}

/// Returns the error for a style that is not known, with the names that look most like it.
fn unknown_style(name: &str) -> Failure {
    let wanted = name.to_lowercase();
    let mut known: Vec<(usize, String)> = csl::styles()
        .into_iter()
        .flat_map(|style| std::iter::once(style.id).chain(style.aliases))
        .map(|known| (strsim::damerau_levenshtein(&known, &wanted), known))
        .filter(|(distance, known)| *distance <= 3 || known.starts_with(&wanted))
        .collect();
    known.sort();
    let names: Vec<String> =
        known.into_iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
    let advice = "`refsmith styles` lists all names; a .csl file works, too";
    let help = match names.as_slice() {
        [] => advice.to_owned(),
        names => format!("did you mean {}? {advice}", names.join(", ")),
    };
    Failure::with_help(format!("unknown citation style `{name}`"), help)
}

fn output(name: &str) -> Result<&'static dyn Output, Failure> {
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
    let cites: Option<Vec<Cite>> = items.iter().map(cite).collect();
    let note = value.get("properties").and_then(|properties| properties.get("noteIndex"));
    let note_index = note.and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    Some(Cluster { cites: cites?, note_index: note_index.filter(|n| *n > 0) })
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
