//! `refsmith cite`: a reference list, and citations, in a citation style.

use std::collections::HashMap;
use std::path::Path;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use serde_json::error::Category;

use super::args;
use super::console::Console;
use super::files::NewFile;
use super::pieces::{self, Findings, Opened};
use super::settings::Settings;
use super::{Failure, Outcome, files, report, styles};
use crate::csl::{self, Cite, Cluster, Output, Request};
use crate::formats::coins;
use crate::model::{Record, Severity, SourceText, VariableMap};

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
    let (records, skipped) = records(&options.inputs, console)?;
    let place = options.inputs.inputs.first().map_or("-".into(), |path| path.to_string_lossy());
    let nowhere = SourceText::plain(place, String::new());
    let locale = options.locale.as_deref().or(settings.locale.as_deref());
    let request = Request { records: &records, style: &style, locale, clusters: &clusters };
    let mut sink = Sink::new(options, console)?;
    let by_entry = output.pieces().filter(|_| !options.coins);
    let mut count = 0;
    let rendered = match by_entry {
        Some(pieces) => {
            pieces.begin(&mut sink.buffer, style.hanging_indent());
            csl::render_each(&request, options.threads, &mut |entry| {
                count += 1;
                pieces.add(&mut sink.buffer, &entry);
                sink.put(AT_ONCE);
            })
        }
        None => csl::render_with_threads(&request, options.threads),
    };
    let rendered = rendered.map_err(|error| unrendered(&error, &records))?;
    count += rendered.bibliography.len();
    match by_entry {
        Some(pieces) => pieces.end(&mut sink.buffer, &rendered.citations),
        None if options.coins => {
            let by_id: HashMap<&str, &Record> =
                records.iter().rev().map(|record| (record.id.as_str(), record)).collect();
            let span = |id: &str| by_id.get(id).map(|record| coins::span(record));
            sink.buffer = csl::html_with(&rendered, &|id| span(id).unwrap_or_default());
        }
        None => sink.buffer = output.document(&rendered),
    }
    sink.finish(count)?;
    let least = if console.quiet { Severity::Error } else { Severity::Info };
    report::to_stderr(&rendered.diagnostics, &nowhere, console, least);
    // The process ends here and gives its memory back at once; piece by piece it takes a tenth of
    // the time of a large library.
    std::mem::forget((records, rendered, clusters));
    Ok(if skipped { Outcome::Findings } else { Outcome::Done })
}

/// Reads the records of all inputs, and tells whether some input could not be read wholly.
fn records(inputs: &args::Inputs, console: &Console) -> Result<(Vec<Record>, bool), Failure> {
    let mut large = match pieces::open(inputs)? {
        Opened::Large(large) => large,
        Opened::Whole(read) => {
            let inputs = files::load_given(inputs, read, false, console)?;
            let loaded = inputs.read.into_iter().map(|input| input.loaded.into_records());
            return Ok((loaded.flatten().collect(), inputs.skipped));
        }
    };
    let (mut records, mut findings) = (Vec::new(), Findings::default());
    let size = large.size;
    large.each(&mut |batch, done| {
        findings.add(&batch, console, |finding| finding.severity == Severity::Error);
        if records.is_empty() {
            // A list that grows would be moved again and again.
            let times = size / done.max(1) + 1;
            records.reserve(batch.records.len().saturating_mul(times as usize));
        }
        // Where each value stood is no part of a bibliography.
        records.extend(batch.records.into_iter().map(|mut record| {
            record.provenance = VariableMap::new();
            record
        }));
        Ok(())
    })?;
    findings.finish(&large, records.len(), console)?;
    Ok((records, findings.errors))
}

fn unrendered(error: &csl::RenderError, records: &[Record]) -> Failure {
    let help = match error {
        csl::RenderError::UnknownLocale { .. } => Some("locales look like `sv-SE`".to_owned()),
        csl::RenderError::UnknownRecord { .. } => {
            let ids: Vec<&str> = records.iter().take(8).map(|r| r.id.as_str()).collect();
            Some(format!("the library holds `{}` ...", ids.join("`, `")))
        }
        _ => None,
    };
    Failure::Message { message: error.to_string(), help }
}

/// So many bytes are written at once.
const AT_ONCE: usize = 1 << 16;

/// Where the result goes, and what of it still waits.
struct Sink<'a> {
    console: &'a Console,
    target: Option<(&'a Path, NewFile)>,
    buffer: String,
    ends_line: bool,
    result: Result<(), Failure>,
}

impl<'a> Sink<'a> {
    fn new(options: &'a args::Cite, console: &'a Console) -> Result<Self, Failure> {
        let path = options.output.as_deref().filter(|path| *path != Path::new("-"));
        let target = match path {
            Some(path) => Some((path, NewFile::create(path, options.force)?)),
            None => None,
        };
        Ok(Self { console, target, buffer: String::new(), ends_line: false, result: Ok(()) })
    }

    /// Writes what waits, when it is as much as that; nothing any more once that has failed.
    fn put(&mut self, least: usize) {
        if self.buffer.len() < least {
            return;
        }
        self.ends_line = self.buffer.ends_with('\n');
        if self.result.is_ok() {
            self.result = match &mut self.target {
                Some((_, file)) => file.write(self.buffer.as_bytes()),
                None => self.console.raw(self.buffer.as_bytes()),
            };
        }
        self.buffer.clear();
    }

    /// Writes the rest and says how many entries there are.
    fn finish(mut self, count: usize) -> Result<(), Failure> {
        self.put(1);
        if !self.ends_line {
            self.buffer.push('\n');
            self.put(1);
        }
        self.result?;
        if let Some((path, file)) = self.target {
            file.finish()?;
            let entries = super::look::plural(count, "entry").replace("entrys", "entries");
            self.console.say(&format!("wrote {entries} to {}", path.display()));
        }
        Ok(())
    }
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
#[derive(serde::Deserialize)]
struct CitationShape {
    #[serde(alias = "citationItems")]
    cites: Vec<CiteShape>,
    properties: Option<PropertiesShape>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct PropertiesShape {
    note_index: Option<Scalar>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct CiteShape {
    id: Scalar,
    locator: Option<Scalar>,
    label: Option<Scalar>,
    prefix: Option<Scalar>,
    suffix: Option<Scalar>,
    suppress_author: Option<Scalar>,
}

/// A value of any kind, of which lists and objects are not kept.
enum Scalar {
    Text(String),
    Number(Number),
    Flag(bool),
    Other,
}

impl Scalar {
    /// Returns a text, or a number as one.
    fn text(self) -> Option<String> {
        match self {
            Scalar::Text(text) => Some(text),
            Scalar::Number(number) => Some(number.to_string()),
            Scalar::Flag(_) | Scalar::Other => None,
        }
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a text or a number")
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Scalar, E> {
        Ok(Scalar::Flag(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
        Ok(Number::from_f64(number).map_or(Scalar::Other, Scalar::Number))
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Scalar, A::Error> {
        IgnoredAny.visit_seq(list)?;
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Scalar, A::Error> {
        IgnoredAny.visit_map(map)?;
        Ok(Scalar::Other)
    }
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
    let note_index = citation.properties.and_then(|properties| match properties.note_index? {
        Scalar::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
        _ => None,
    });
    Some(Cluster { cites, note_index: note_index.filter(|n| *n > 0) })
}

fn cite(shape: CiteShape) -> Option<Cite> {
    let text = |value: Option<Scalar>| value.and_then(Scalar::text);
    let mut cite = Cite::new(shape.id.text()?);
    if let Some(locator) = text(shape.locator) {
        cite.locator = Some((text(shape.label).unwrap_or_else(|| "page".to_owned()), locator));
    }
    cite.prefix = text(shape.prefix);
    cite.suffix = text(shape.suffix);
    cite.suppress_author = matches!(shape.suppress_author, Some(Scalar::Flag(true)));
    Some(cite)
}
