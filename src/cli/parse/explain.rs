//! `refsmith parse --explain`: how each reference was read.
//!
//! For people: the reference with its parts in color, then every part with its label, its
//! probability and what became of it, then what was noticed. Color repeats what the words say. For
//! programs: the objects of `parse` with the parts in `segments`.

use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};

use crate::cli::console::{Console, severity_style};
use crate::cli::files::{self, Input};
use crate::cli::report::Lines;
use crate::cli::{Failure, Outcome, args, shapes};
use crate::model::{NameVariable, Origin, ParsedReference, Severity, Span, Variable};
use crate::parse::{Explanation, Label};
use crate::pipeline::Loaded;

/// Below this probability a part is marked as doubtful.
const DOUBTFUL: f32 = 0.8;

/// Shows how each reference was read.
pub(super) fn run(
    options: &args::Parse,
    as_json: bool,
    console: &Console,
) -> Result<Outcome, Failure> {
    if let Some(format) = options.target.to.as_deref().filter(|_| !as_json) {
        return Err(Failure::with_help(
            format!("cannot explain in the format `{format}`"),
            "leave `-t` out for a text to read, or use `-t jsonl`",
        ));
    }
    let inputs = files::load(&options.inputs, options.lines, console)?;
    let mut out = String::new();
    for input in &inputs.read {
        let Loaded::Article(article) = &input.loaded else {
            console.say(&format!(
                "{}: warning: records are read, not parsed: nothing to explain",
                input.path.display()
            ));
            continue;
        };
        let lines = Lines::new(&article.document.text);
        let file = (inputs.read.len() > 1).then(|| input.path.to_string_lossy());
        for (idx, parsed) in article.references.iter().enumerate() {
            let text = article.document.text.slice(parsed.reference.span);
            let found = crate::parse::explain(text, &crate::parse::ParseOptions::default());
            if as_json {
                let object = shapes::reference(idx + 1, parsed, &lines, file.as_deref());
                let object = serde_json::to_value(object).unwrap_or_default();
                out.push_str(&format!("{}\n", with_segments(object, &found, parsed, &lines)));
            } else {
                human(&found, parsed, input, &lines, &mut out);
            }
        }
    }
    console.data(&out)?;
    Ok(if inputs.skipped { Outcome::Findings } else { Outcome::Done })
}

/// Adds the parts to the object of a reference.
fn with_segments(
    mut object: Value,
    found: &Explanation,
    parsed: &ParsedReference,
    lines: &Lines,
) -> Value {
    let segments = found.segments.iter().zip(&found.places).map(|(segment, place)| {
        let place = place.shifted(parsed.reference.span.start());
        let (start, end) = lines.input_bytes(place);
        let variables: Vec<&str> = made_of(parsed, place).map(Variable::as_str).collect();
        json!({
            "label": segment.label.as_str(),
            "text": segment.span.of(&found.text),
            "start": start,
            "end": end,
            "confidence": shapes::rounded(segment.confidence),
            "variables": variables,
        })
    });
    let segments = segments.collect();
    if let Some(object) = object.as_object_mut() {
        object.insert("segments".into(), Value::Array(segments));
    }
    object
}

/// The variables of the record that came from a part.
fn made_of(parsed: &ParsedReference, place: Span) -> impl Iterator<Item = Variable> + '_ {
    parsed.record.provenance.iter().filter_map(move |(variable, provenance)| {
        let Origin::Input(span) = provenance.origin else { return None };
        (span.start < place.end && place.start < span.end).then_some(*variable)
    })
}

fn human(
    found: &Explanation,
    parsed: &ParsedReference,
    input: &Input,
    lines: &Lines,
    out: &mut String,
) {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let yellow = severity_style(Severity::Warning);
    let (n, record) = (parsed.reference.ordinal, &parsed.record);
    let confidence = parsed.confidence;
    let line = lines.place(parsed.reference.span).line;
    out.push_str(&format!(
        "{bold}{n} {}{bold:#} · {} · {confidence:.2} {dim}· {}:{line}{dim:#}\n  ",
        record.id,
        record.item_type,
        input.path.display()
    ));
    for segment in &found.segments {
        let style = style(segment.label);
        let (blank, text) = before(found, segment.span);
        out.push_str(&format!("{blank}{style}{text}{style:#}"));
    }
    out.push('\n');
    for (segment, place) in found.segments.iter().zip(&found.places) {
        let part = segment.span.of(&found.text).trim();
        if segment.label == Label::Other && !part.chars().any(char::is_alphanumeric) {
            continue;
        }
        let (label, style) = (segment.label.as_str(), style(segment.label));
        let doubt = if segment.confidence < DOUBTFUL { "?" } else { " " };
        out.push_str(&format!(
            "  {style}{label:<16}{style:#} {:.2} {yellow}{doubt}{yellow:#} {part}",
            segment.confidence
        ));
        let place = place.shifted(parsed.reference.span.start());
        for variable in made_of(parsed, place) {
            let value = record.get(variable).map_or(String::new(), |value| value.to_string());
            if value == part && variable.as_str() == label {
                continue;
            }
            if value == part {
                out.push_str(&format!("  {dim}→ {variable}{dim:#}"));
            } else {
                out.push_str(&format!("\n{:26}{dim}→ {variable}: {value}{dim:#}", ""));
            }
        }
        out.push('\n');
    }
    if let Some(after) =
        record.names.get(&NameVariable::Author).and_then(|list| list.truncated_after)
    {
        out.push_str(&format!("  {yellow}the list of authors is cut after {after}{yellow:#}\n"));
    }
    for finding in &parsed.diagnostics {
        let style = severity_style(finding.severity);
        let (severity, code) = (finding.severity.as_str(), finding.code.code);
        out.push_str(&format!("  {style}{severity}{style:#}: {} [{code}]\n", finding.message));
    }
    out.push('\n');
}

/// The blank before a part, if there is one, and the part.
fn before(found: &Explanation, span: Span) -> (&str, &str) {
    let head = found.text.get(..span.start()).unwrap_or("");
    let blank =
        if head.ends_with(' ') && !span.of(&found.text).starts_with(' ') { " " } else { "" };
    (blank, span.of(&found.text))
}

/// Neighbors differ in color.
fn style(label: Label) -> Style {
    let color = match label {
        Label::Author | Label::Editor | Label::Translator | Label::Contributor => AnsiColor::Cyan,
        Label::Date | Label::Accessed => AnsiColor::Green,
        Label::Title => AnsiColor::Yellow,
        Label::ContainerTitle | Label::CollectionTitle => AnsiColor::Magenta,
        Label::Volume | Label::Issue | Label::Pages | Label::Number | Label::Edition => {
            AnsiColor::Blue
        }
        Label::Publisher | Label::Location | Label::Institution | Label::Authority => {
            AnsiColor::BrightCyan
        }
        Label::Url | Label::Doi | Label::Isbn | Label::Idno => AnsiColor::BrightBlue,
        Label::Other => return Style::new().dimmed(),
        _ => AnsiColor::BrightGreen,
    };
    Style::new().fg_color(Some(color.into()))
}
