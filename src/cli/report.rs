//! Findings for people and for machines.

mod csv;
mod html;
mod junit;

use std::collections::BTreeMap;
use std::path::Path;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;
use serde_json::{Value, json};

use super::args::MessageFormat;
use super::console::Console;
use super::shapes;
use crate::model::{Comparison, Diagnostic, Severity, SourceText, Span};
use crate::pipeline::Loaded;

/// How many findings are written out in full on standard error before the rest is counted.
const MOST_ON_STDERR: usize = 20;

/// How many findings that say the same are written out in full for people.
const MOST_ALIKE: usize = 3;

/// One input, and all that was found out about it.
pub(super) struct Checked<'a> {
    /// The input.
    pub(super) loaded: &'a Loaded,
    /// What checks and registers say, by place.
    pub(super) findings: Vec<Diagnostic>,
    /// The verdict on each record; empty when no register was asked.
    pub(super) verdicts: Vec<Comparison>,
}

impl Checked<'_> {
    /// Returns the findings about each record, and under `None` those about the whole input.
    fn by_record(&self) -> BTreeMap<Option<&str>, Vec<&Diagnostic>> {
        let mut out: BTreeMap<Option<&str>, Vec<&Diagnostic>> = BTreeMap::new();
        let records = self.loaded.records();
        let known: std::collections::BTreeSet<&str> =
            records.iter().map(|(record, _)| record.id.as_str()).collect();
        for finding in &self.findings {
            let record = finding.record.as_deref().filter(|id| known.contains(id));
            out.entry(record).or_default().push(finding);
        }
        out
    }

    fn verdicts_by_record(&self) -> BTreeMap<&str, &Comparison> {
        self.verdicts.iter().map(|verdict| (verdict.record.as_str(), verdict)).collect()
    }
}

/// A kind of report that is written to a file, with the extensions that ask for it.
pub(super) struct FileReport {
    pub(super) extensions: &'static [&'static str],
    write: fn(&[Checked<'_>]) -> String,
}

/// Every kind of report file.
pub(super) static FILE_REPORTS: &[FileReport] = &[
    FileReport { extensions: &["html", "htm"], write: html::page },
    FileReport { extensions: &["csv"], write: csv::csv },
    FileReport { extensions: &["xml"], write: junit::junit },
    FileReport { extensions: &["sarif"], write: |inputs| format!("{:#}\n", sarif(inputs)) },
    FileReport { extensions: &["json"], write: |inputs| format!("{:#}\n", document(inputs)) },
    FileReport {
        extensions: &["jsonl", "ndjson"],
        write: |inputs| objects(inputs).map(line).collect(),
    },
];

impl FileReport {
    /// Returns the kind of report that a file's name asks for.
    pub(super) fn of(path: &Path) -> Option<&'static FileReport> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        FILE_REPORTS.iter().find(|report| report.extensions.contains(&extension.as_str()))
    }

    /// Returns the report about these inputs.
    pub(super) fn text(&self, inputs: &[Checked<'_>]) -> String {
        (self.write)(inputs)
    }
}

/// Returns the object of every finding, then of every verdict.
fn objects<'a>(inputs: &'a [Checked<'_>]) -> impl Iterator<Item = Value> + 'a {
    let findings = inputs.iter().flat_map(|input| {
        let lines = Lines::new(input.loaded.text());
        input.findings.iter().map(move |finding| Finding::new(finding, &lines).json())
    });
    let verdicts = inputs.iter().flat_map(|input| input.verdicts.iter().map(shapes::comparison));
    findings.chain(verdicts)
}

/// Returns all findings and verdicts as one JSON document.
fn document(inputs: &[Checked<'_>]) -> Value {
    let (verdicts, findings): (Vec<Value>, Vec<Value>) =
        objects(inputs).partition(|object| object.get("verdict").is_some());
    json!({"findings": findings, "verdicts": verdicts})
}

fn line(object: Value) -> String {
    format!("{object}\n")
}

/// Returns a text for XML and HTML: with entities where it would be markup, and without the
/// characters that these cannot hold.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

/// The lines of a text: finds line and column of many findings without reading it again.
pub(super) struct Lines<'a> {
    text: &'a SourceText,
    starts: Vec<usize>,
    /// The number of characters before every block of `BLOCK` bytes.
    characters: Vec<usize>,
    base: Base,
}

/// Bytes between two places of which the number of characters before them is known, so that a
/// column is found without reading a line, which may be the whole file, from its start.
const BLOCK: usize = 1024;

/// Where a text starts in the input that it is a part of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Base {
    /// Bytes before it.
    pub(super) offset: u64,
    /// Lines before it.
    pub(super) line: usize,
}

/// A finding's place in the source that people see.
pub(super) struct Place<'a> {
    /// Line, from 1.
    pub(super) line: usize,
    /// Column in characters, from 1.
    pub(super) column: usize,
    /// The line itself.
    content: &'a str,
    /// The marked bytes of the line.
    marked: std::ops::Range<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a SourceText) -> Self {
        Self::at(text, Base::default())
    }

    /// The lines of a text that is a part of a longer input.
    pub(super) fn at(text: &'a SourceText, base: Base) -> Self {
        let breaks = text.source().bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        let mut characters = vec![0];
        for block in text.source().as_bytes().chunks(BLOCK) {
            let before = characters.last().copied().unwrap_or(0);
            characters.push(before + count_characters(block));
        }
        Self { text, starts, characters, base }
    }

    /// Counts the characters before an offset of the source.
    fn characters_before(&self, at: usize) -> usize {
        let block = at / BLOCK;
        let rest = self.text.source().as_bytes().get(block * BLOCK..at).unwrap_or(&[]);
        self.characters.get(block).copied().unwrap_or(0) + count_characters(rest)
    }

    /// Returns the text.
    pub(super) fn text(&self) -> &'a SourceText {
        self.text
    }

    /// Returns the bytes of the input that a span of the text was made from: start and end.
    pub(super) fn input_bytes(&self, span: Span) -> (u64, u64) {
        let span = self.text.input_span(span);
        (self.base.offset + u64::from(span.start), self.base.offset + u64::from(span.end))
    }

    pub(super) fn place(&self, span: Span) -> Place<'a> {
        let source = self.text.source();
        let span = self.text.source_span(span);
        let at = floor_boundary(source, span.start());
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let next = self.starts.get(line).copied().unwrap_or(source.len());
        let content = source.get(start..next).unwrap_or("").trim_end_matches(['\n', '\r']);
        let from = (at - start).min(content.len());
        let to = floor_boundary(source, span.end()).saturating_sub(start);
        let to = to.clamp(from, content.len());
        let before = match content.get(..from).filter(|before| before.len() <= BLOCK) {
            Some(before) => before.chars().count(),
            None => self.characters_before(start + from) - self.characters_before(start),
        };
        let line = line + self.base.line;
        Place { line, column: before + 1, content, marked: from..to }
    }
}

/// Counts the bytes that begin a character.
fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

impl<'a> Place<'a> {
    /// Returns what is marked, with up to `most` characters of its line before and behind it.
    fn around(&self, most: usize) -> (&'a str, &'a str, &'a str) {
        let part = |range: std::ops::Range<usize>| self.content.get(range).unwrap_or("");
        let (before, after) =
            (part(0..self.marked.start), part(self.marked.end..self.content.len()));
        let from = before.char_indices().rev().nth(most.saturating_sub(1)).map_or(0, |(at, _)| at);
        let to = after.char_indices().nth(most).map_or(after.len(), |(at, _)| at);
        (before.get(from..).unwrap_or(""), part(self.marked.clone()), after.get(..to).unwrap_or(""))
    }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Writes findings to standard output in the format asked for.
pub(super) fn to_stdout(
    findings: &[Diagnostic],
    text: &SourceText,
    console: &Console,
) -> Result<(), super::Failure> {
    let mut out = String::new();
    let lines = Lines::new(text);
    match console.message_format {
        MessageFormat::Human => {
            let most = if console.verbose { usize::MAX } else { MOST_ALIKE };
            for (finding, more) in first_of_each(findings, most) {
                out.push_str(&human(finding, &lines, console.width()));
                out.push_str("\n\n");
                if more > 0 {
                    out.push_str(&format!("... and {more} more like it; `-v` shows all\n\n"));
                }
            }
        }
        MessageFormat::Json => {
            for finding in findings {
                out.push_str(&format!("{}\n", Finding::new(finding, &lines).json()));
            }
        }
        MessageFormat::Github => {
            for finding in findings {
                out.push_str(&github(finding, &lines));
            }
        }
        // SARIF is one document for all inputs; the caller writes it.
        MessageFormat::Sarif => {}
    }
    console.data(&out)
}

/// Returns the first findings of those that say the same, the last of them with the number of those
/// that follow.
fn first_of_each(findings: &[Diagnostic], most: usize) -> Vec<(&Diagnostic, usize)> {
    let alike = |finding: &'_ Diagnostic| (finding.code.code, finding.message.clone());
    let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(alike(finding)).or_default() += 1;
    }
    let mut seen: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut out = Vec::new();
    for finding in findings {
        let key = alike(finding);
        let count = counts.get(&key).copied().unwrap_or(0);
        let place = seen.entry(key).or_default();
        *place += 1;
        if *place <= most {
            out.push((finding, if *place == most { count - most } else { 0 }));
        }
    }
    out
}

/// Writes the findings that are at least as serious as `least` to standard error.
pub(super) fn to_stderr(
    findings: &[Diagnostic],
    text: &SourceText,
    console: &Console,
    least: Severity,
) {
    let serious: Vec<&Diagnostic> =
        findings.iter().filter(|finding| finding.severity >= least).collect();
    if serious.is_empty() {
        return;
    }
    let shown = serious.get(..MOST_ON_STDERR).unwrap_or(&serious);
    each_to_stderr(shown, text, Base::default(), console);
    if let Some(more @ 1..) = serious.len().checked_sub(MOST_ON_STDERR) {
        console.talk(&format!("... and {more} more: `refsmith check {}`", text.name()));
    }
}

/// Writes findings about a part of an input to standard error.
pub(super) fn each_to_stderr(
    findings: &[&Diagnostic],
    text: &SourceText,
    base: Base,
    console: &Console,
) {
    if findings.is_empty() {
        return;
    }
    let lines = Lines::at(text, base);
    for finding in findings {
        console.talk(&match console.message_format {
            MessageFormat::Human if finding.severity < Severity::Error => short(finding, &lines),
            MessageFormat::Human | MessageFormat::Sarif => human(finding, &lines, console.width()),
            MessageFormat::Json => Finding::new(finding, &lines).json().to_string(),
            MessageFormat::Github => github(finding, &lines),
        });
    }
}

/// Returns a finding on one line, for commands whose result is something else.
fn short(finding: &Diagnostic, lines: &Lines) -> String {
    let style = super::console::severity_style(finding.severity);
    let name = lines.text.name();
    let place = match finding.span.filter(|span| !span.is_empty()).map(|span| lines.place(span)) {
        Some(place) => format!("{name}:{}:{}", place.line, place.column),
        None => name.to_owned(),
    };
    let (severity, code) = (finding.severity.as_str(), finding.code.code);
    format!("{place}: {style}{severity}{style:#}: {} [{code}]", visible(&finding.message))
}

/// Writes control characters, which could end the line or command the terminal, as escapes.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_control() {
            true => out.extend(c.escape_debug()),
            false => out.push(c),
        }
    }
    out
}

/// Returns a finding with its source line, as compilers print them.
fn human(finding: &Diagnostic, lines: &Lines, width: usize) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::NOTE.with_name("info"),
    };
    let title = level.primary_title(finding.message.as_str()).id(finding.code.code);
    let mut group = annotate_snippets::Group::with_title(title);
    match finding.span {
        Some(span) => {
            let place = lines.place(span);
            let name = lines.text.name().to_owned();
            let (content, marked) = window(place.content, place.marked);
            let snippet = Snippet::source(content)
                .line_start(place.line)
                .annotation(AnnotationKind::Primary.span(marked));
            // The renderer counts the column from the beginning of what it is shown.
            group = if content.len() == place.content.len() {
                group.element(snippet.path(name))
            } else {
                let origin = annotate_snippets::Origin::path(name);
                let origin = origin.line(place.line).char_column(place.column);
                group.element(origin).element(snippet)
            };
        }
        None => group = group.element(annotate_snippets::Origin::path(lines.text.name())),
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    if let Some(fix) = &finding.fix {
        let safe = if fix.safe { "safe" } else { "unsafe" };
        group = group.element(
            Level::HELP
                .with_name("fix")
                .message(format!("({safe}) replace with `{}`", fix.replacement)),
        );
    }
    Renderer::styled().decor_style(DecorStyle::Ascii).term_width(width).render(&[group])
}

/// Cuts what is marked and its surroundings out of a line too long to be shown (data, minified
/// HTML). Shorter lines are fitted to the terminal by the renderer.
fn window(content: &str, marked: std::ops::Range<usize>) -> (&str, std::ops::Range<usize>) {
    const LONGEST: usize = 4096;
    const AROUND: usize = 200;
    if content.len() <= LONGEST {
        return (content, marked);
    }
    let start = floor_boundary(content, marked.start.saturating_sub(AROUND));
    let end = floor_boundary(content, marked.end.min(marked.start + LONGEST) + AROUND);
    let marked = marked.start - start..marked.end.min(end) - start;
    (content.get(start..end).unwrap_or(""), marked)
}

/// A finding in the shape of the contract.
#[derive(Serialize)]
pub(super) struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<u64>,
    record: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
    fix: Option<Fix<'a>>,
}

/// What a finding proposes.
#[derive(Serialize)]
struct Fix<'a> {
    start: u64,
    end: u64,
    replacement: &'a str,
    safe: bool,
}

impl<'a> Finding<'a> {
    pub(super) fn new(finding: &'a Diagnostic, lines: &Lines<'a>) -> Self {
        let place = finding.span.map(|span| lines.place(span));
        let bytes = finding.span.map(|span| lines.input_bytes(span));
        Self {
            code: finding.code.code,
            severity: finding.severity.as_str(),
            file: lines.text.name(),
            line: place.as_ref().map(|place| place.line),
            column: place.as_ref().map(|place| place.column),
            start: bytes.map(|(start, _)| start),
            end: bytes.map(|(_, end)| end),
            record: finding.record.as_deref(),
            message: &finding.message,
            help: finding.help.as_deref(),
            fix: finding.fix.as_ref().map(|fix| {
                let (start, end) = lines.input_bytes(fix.span);
                Fix { start, end, replacement: &fix.replacement, safe: fix.safe }
            }),
        }
    }

    /// Returns it as a value.
    pub(super) fn json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// Returns a finding as an annotation for GitHub Actions.
fn github(finding: &Diagnostic, lines: &Lines) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
    let place = finding.span.map(|span| lines.place(span));
    let place = place.map_or(String::new(), |p| format!(",line={},col={}", p.line, p.column));
    format!(
        "::{level} file={}{place},title={}::{}\n",
        property(lines.text.name()),
        property(finding.code.code),
        escape(&finding.message)
    )
}

/// Returns all findings as one SARIF 2.1.0 document.
pub(super) fn sarif(inputs: &[Checked<'_>]) -> Value {
    let texts = inputs.iter().map(|input| (input.loaded.text(), input.findings.as_slice()));
    sarif_of(texts)
}

/// Returns the findings in several texts as one SARIF 2.1.0 document.
pub(super) fn sarif_of<'a>(
    texts: impl Iterator<Item = (&'a SourceText, &'a [Diagnostic])>,
) -> Value {
    let mut results = Vec::new();
    let mut rules = BTreeMap::new();
    for (text, findings) in texts {
        let lines = Lines::new(text);
        for finding in findings {
            rules.insert(finding.code.code, finding.code);
            let level = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "note",
            };
            let mut physical = json!({"artifactLocation": {"uri": uri(text.name())}});
            if let (Some(span), Some(physical)) = (finding.span, physical.as_object_mut()) {
                let place = lines.place(span);
                let marked = place.content.get(place.marked.clone()).unwrap_or("").chars().count();
                let region = json!({"startLine": place.line, "startColumn": place.column,
                    "endColumn": place.column + marked});
                physical.insert("region".into(), region);
            }
            results.push(json!({
                "ruleId": finding.code.code,
                "level": level,
                "message": {"text": finding.message},
                "locations": [{"physicalLocation": physical}],
            }));
        }
    }
    let rules: Vec<Value> = rules
        .values()
        .map(|code| {
            json!({
                "id": code.code,
                "shortDescription": {"text": code.summary},
                "fullDescription": {"text": code.explanation},
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "refsmith",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "results": results,
            "columnKind": "unicodeCodePoints",
        }],
    })
}

/// Returns the name of a file as a relative reference, as SARIF wants it.
fn uri(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'\\' if cfg!(windows) => out.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CodeInfo;

    static CODE: CodeInfo =
        CodeInfo { code: "x", severity: Severity::Warning, summary: "", explanation: "" };

    /// A line of two megabytes, each of its findings looked up from its start, took minutes.
    #[test]
    fn thousands_of_findings_on_one_line() {
        let words = "ängström ".repeat(200_000);
        let source = format!("first\n{words}\nlast");
        let text = SourceText::plain("a.txt", source);
        let lines = Lines::new(&text);
        for word in (0..200_000).step_by(10) {
            let start = "first\n".len() + word * "ängström ".len();
            let finding = Diagnostic::new(&CODE, "a word").at(Span::new(start, start + 10));
            let place = lines.place(Span::new(start, start + 10));
            assert_eq!((place.line, place.column), (2, word * 9 + 1));
            let (shown, marked) = window(place.content, place.marked);
            assert_eq!(shown.get(marked), Some("ängström"));
            if word % 20_000 == 0 {
                let human = human(&finding, &lines, 100);
                assert!(human.contains(&format!("a.txt:2:{}", place.column)), "{human}");
            }
        }
    }
}
