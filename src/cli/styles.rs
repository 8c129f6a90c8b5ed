//! `refsmith styles`: listing, searching, adding and checking citation styles; and finding the one
//! that `--style` names.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use super::args::{FailOn, MessageFormat, Styles, StylesAction};
use super::console::Console;
use super::look::plural;
use super::network::Files;
use super::settings::Settings;
use super::{Failure, Outcome, files, report};
use crate::csl::{self, KnownStyle, Style, StyleError};
use crate::model::text::unicode::fold;
use crate::model::{Diagnostic, Severity, SourceText};

/// The files of the official repository. `HEAD` is whatever branch it is kept on.
const REPOSITORY: &str = "https://raw.githubusercontent.com/citation-style-language/styles/HEAD";

pub(super) fn run(
    options: &Styles,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    match &options.action {
        None | Some(StylesAction::List) => list(settings, console),
        Some(StylesAction::Search { words }) => search(words, settings, console),
        Some(StylesAction::Add { names, styles_url }) => {
            let base = styles_url.as_deref().or(settings.styles_url.as_deref());
            add(names, base.unwrap_or(REPOSITORY).trim_end_matches('/'), settings, console)
        }
        Some(StylesAction::Check { files, fail_on }) => check(files, *fail_on, console),
    }
}

/// Finds the style that a name, title, path or address means.
pub(super) fn find(name: &str, settings: &Settings) -> Result<Style, Failure> {
    let added = |id: &str| read_added(id, settings);
    let is_file = Path::new(name).extension().is_some_and(|extension| extension == "csl");
    let exists = is_file && Path::new(name).is_file();
    let address = name.contains("://");
    let loaded = if exists || (is_file && !address && name.contains(['/', '\\'])) {
        let bytes = files::read(Path::new(name))?;
        let decoded = crate::extract::input::decode(name, &bytes);
        csl::style_from_xml_with(name, decoded.value.text(), &added)
    } else {
        csl::find_style(if address { without_query(name) } else { name }, &added)
    };
    loaded.map_err(|error| match &error {
        StyleError::Unknown { .. } => unknown(name),
        StyleError::UnknownParent { parent, .. } => Failure::with_help(
            format!("`{name}` follows the style `{parent}`, which is not built in"),
            format!("`refsmith styles add {parent}` fetches it"),
        ),
        _ => Failure::with_help(
            error.to_string(),
            "`refsmith styles check FILE` names every fault of a style",
        ),
    })
}

/// Returns the error for a style that is not there: known but not built in, or with the names that
/// look most like it.
fn unknown(name: &str) -> Failure {
    if let Some(known) = csl::known_style(name) {
        let id = known.id;
        let follows = match known.parent {
            Some(parent) => format!(" and follows `{parent}`"),
            None => String::new(),
        };
        let (message, it) = if known.renamed {
            (format!("`{name}` is now called `{id}`, which is not built in"), "it")
        } else if known.parent.is_some() {
            (format!("the style `{id}` is not built in{follows}"), "both")
        } else {
            (format!("the style `{id}` is not built in"), "it")
        };
        return Failure::with_help(message, format!("`refsmith styles add {id}` fetches {it}"));
    }
    let wanted = name.to_lowercase();
    let close = |known: &str, most: usize| {
        let distance = strsim::damerau_levenshtein(known, &wanted);
        (distance <= most || known.starts_with(&wanted)).then_some(distance)
    };
    let mut names: Vec<(usize, String)> = csl::styles()
        .into_iter()
        .flat_map(|style| std::iter::once(style.id).chain(style.aliases))
        .filter_map(|known| Some((close(&known, 3)?, known)))
        .collect();
    if names.is_empty() {
        let known = csl::known_styles()
            .filter_map(|known| Some((close(known.id, 2)?, known.id.to_owned())));
        names.extend(known);
    }
    names.sort();
    let names: Vec<String> =
        names.into_iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
    let advice = "`refsmith styles search WORD` finds names; a .csl file works, too";
    let help = match names.as_slice() {
        [] => advice.to_owned(),
        names => format!("did you mean {}? {advice}", names.join(", ")),
    };
    Failure::with_help(format!("unknown citation style `{name}`"), help)
}

/// Reads a style that was added; none where its name could be no file of the directory.
fn read_added(id: &str, settings: &Settings) -> Option<String> {
    let path = settings.styles_dir()?.join(format!("{}.csl", safe(id)?));
    let bytes = std::fs::read(path).ok()?;
    let decoded = crate::extract::input::decode(id, &bytes);
    Some(decoded.value.text().to_owned())
}

/// Returns an id that may be a file's name, and nothing else: no folder, no hidden file.
fn safe(id: &str) -> Option<&str> {
    let sound = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '+');
    (!id.is_empty() && id.len() <= 200 && !id.starts_with('.') && id.chars().all(sound))
        .then_some(id)
}

/// Lists the ids of the styles that were added, sorted.
fn added(settings: &Settings) -> Vec<String> {
    let entries = settings.styles_dir().and_then(|dir| std::fs::read_dir(dir).ok());
    let mut ids: Vec<String> = entries
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".csl").map(str::to_owned))
        .filter(|id| safe(id).is_some())
        .collect();
    ids.sort();
    ids
}

/// A line of the list.
struct Line {
    title: String,
    kind: &'static str,
    aliases: Vec<String>,
    note: String,
}

impl Line {
    /// Tells whether every word stands in it somewhere.
    fn matches(&self, id: &str, words: &[String]) -> bool {
        let title = fold(&self.title);
        words.iter().all(|word| {
            id.contains(word)
                || title.contains(word)
                || self.aliases.iter().any(|a| a.contains(word))
        })
    }

    fn text(&self, id: &str) -> String {
        let aliases = match self.aliases.as_slice() {
            [] => String::new(),
            aliases => format!("  (also {})", aliases.join(", ")),
        };
        format!("{id:<44} {:<12} {}{aliases}{}\n", self.kind, self.title, self.note)
    }
}

/// Returns the styles that can be used, built in and added, by id.
fn usable(settings: &Settings) -> BTreeMap<String, Line> {
    let built_in = csl::styles().into_iter().map(|style| {
        let kind = style.kind.as_str();
        let line = Line { title: style.title, kind, aliases: style.aliases, note: String::new() };
        (style.id, line)
    });
    let mut lines: BTreeMap<String, Line> = built_in.collect();
    for id in added(settings) {
        let found = csl::find_style(&id, &|id| read_added(id, settings));
        let line = match found {
            Ok(style) => {
                let (title, kind) = (style.title().to_owned(), style.kind().as_str());
                Line { title, kind, aliases: Vec::new(), note: "  (added)".to_owned() }
            }
            Err(error) => Line {
                title: String::new(),
                kind: "",
                aliases: Vec::new(),
                note: format!("(added; cannot be used: {error})"),
            },
        };
        lines.insert(id, line);
    }
    lines
}

fn list(settings: &Settings, console: &Console) -> Result<Outcome, Failure> {
    let lines = usable(settings);
    let text: Vec<String> = lines.iter().map(|(id, line)| line.text(id)).collect();
    console.data(&text.concat())?;
    Ok(Outcome::Done)
}

/// Lists the styles that match: those that can be used, journals that follow one of those, the rest.
fn search(words: &[String], settings: &Settings, console: &Console) -> Result<Outcome, Failure> {
    let words: Vec<String> = words
        .iter()
        .flat_map(|words| words.split_whitespace().map(fold).collect::<Vec<_>>())
        .collect();
    let lines = usable(settings);
    let mut out = String::new();
    for (id, line) in lines.iter().filter(|(id, line)| line.matches(id, &words)) {
        out.push_str(&line.text(id));
    }
    let mut others = String::new();
    for known in csl::known_styles().filter(|known| !lines.contains_key(known.id)) {
        let parent = known.parent.and_then(|parent| lines.get_key_value(parent));
        let KnownStyle { id, title, .. } = known;
        let (kind, note) = match parent {
            Some((parent, line)) => (line.kind, format!("  (follows {parent})")),
            None => ("", "  (not built in: refsmith styles add)".to_owned()),
        };
        let line = Line { title, kind, aliases: Vec::new(), note };
        if line.matches(id, &words) {
            let place = if parent.is_some() { &mut out } else { &mut others };
            place.push_str(&line.text(id));
        }
    }
    out.push_str(&others);
    if out.is_empty() {
        let words = words.join(" ");
        console.say(&format!("no style matches `{words}`; any .csl file works with --style"));
        return Ok(Outcome::Findings);
    }
    console.data(&out)?;
    Ok(Outcome::Done)
}

/// Fetches styles and keeps them.
fn add(
    names: &[String],
    base: &str,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let dir = settings.styles_dir().ok_or_else(|| {
        Failure::with_help(
            "there is no place to keep styles",
            "set REFSMITH_STYLES_DIR to a directory",
        )
    })?;
    let fetch = Files::open(settings)?;
    std::fs::create_dir_all(&dir)
        .map_err(|error| Failure::new(format!("cannot create `{}`: {error}", dir.display())))?;
    for name in names {
        let style = fetched(name, base, &fetch, console)?;
        let mut new = vec![style];
        // A style that follows another one needs that, too.
        let mut parents = Vec::new();
        if let Some(parent) = new.first().and_then(|style| style.parent.clone()) {
            let built_in = csl::find_style(&parent, &|id| read_added(id, settings)).is_ok();
            if !built_in {
                parents.push(fetched(&parent, base, &fetch, console)?);
            }
        }
        new.splice(0..0, parents);
        let texts: BTreeMap<&str, &str> =
            new.iter().map(|style| (style.id.as_str(), style.text.as_str())).collect();
        let files = |id: &str| {
            texts.get(id).map(|text| (*text).to_owned()).or_else(|| read_added(id, settings))
        };
        for style in &new {
            let usable = csl::style_from_xml_with(&style.id, &style.text, &files);
            let usable = usable.map_err(|error| {
                Failure::new(format!("{} cannot be used and was not added: {error}", style.url))
            })?;
            let path = dir.join(format!("{}.csl", style.id));
            files::write(&path, style.text.as_bytes(), true)?;
            let follows =
                style.parent.as_ref().map_or(String::new(), |parent| format!(", follows {parent}"));
            console.say(&format!("added {} ({}{follows})", style.id, usable.title()));
        }
    }
    Ok(Outcome::Done)
}

/// A style as it came.
struct Fetched {
    id: String,
    url: String,
    text: String,
    /// The id of the style it follows.
    parent: Option<String>,
}

/// Fetches one style and looks at it. Faults are reported.
fn fetched(name: &str, base: &str, fetch: &Files, console: &Console) -> Result<Fetched, Failure> {
    let (id, urls) = places(name, base);
    if safe(&id).is_none() {
        return Err(Failure::with_help(
            format!("`{name}` is no name of a style"),
            "expected an id such as `nature`, a title, or the address of a .csl file",
        ));
    }
    if csl::known_style(name).is_some_and(|known| known.renamed) {
        console.say(&format!("`{name}` is now called `{id}`"));
    }
    for url in urls {
        let Some(bytes) = fetch.xml(&url, console)? else { continue };
        let decoded = crate::extract::input::decode(&url, &bytes);
        let findings = csl::check_style(decoded.value.text());
        let broken = findings.iter().any(|finding| finding.severity == Severity::Error);
        if broken {
            report::to_stderr(&findings, &decoded.value, console, Severity::Error);
            return Err(Failure::new(format!("{url} is no sound style and was not added")));
        }
        let text = decoded.value.text().to_owned();
        let parent = csl::parent_of_style(&text);
        return Ok(Fetched { id, url, text, parent });
    }
    Err(Failure::with_help(
        format!("there is no style `{id}` at {base}"),
        "`refsmith styles search WORD` finds names; an address of a .csl file works, too",
    ))
}

/// Returns the id a style is kept under, and where it may be fetched from. A name of the repository
/// may be written as Zotero writes it, as an address.
fn places(name: &str, base: &str) -> (String, Vec<String>) {
    let address = name.contains("://");
    let path = without_query(name).trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let id = last.strip_suffix(".csl").unwrap_or(&last).replace(' ', "-");
    if address && !name.contains("zotero.org/styles/") {
        return (id, vec![name.to_owned()]);
    }
    let file = |folder: &str, id: &str| format!("{base}/{folder}{id}.csl");
    match csl::known_style(path) {
        Some(known) if known.parent.is_some() => {
            (known.id.to_owned(), vec![file("dependent/", known.id)])
        }
        Some(known) => (known.id.to_owned(), vec![file("", known.id)]),
        None => {
            let urls = vec![file("", &id), file("dependent/", &id)];
            (id, urls)
        }
    }
}

/// Takes query and fragment off an address.
fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

/// Checks style files.
fn check(
    paths: &[std::path::PathBuf],
    fail_on: FailOn,
    console: &Console,
) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let mut all: Vec<(SourceText, Vec<Diagnostic>)> = Vec::new();
    let mut skipped = false;
    for path in paths {
        match files::read(path) {
            Ok(bytes) => {
                let decoded = crate::extract::input::decode(&path.to_string_lossy(), &bytes);
                let mut findings = decoded.diagnostics;
                findings.extend(csl::check_style(decoded.value.text()));
                all.push((decoded.value, findings));
            }
            Err(failure) if paths.len() == 1 => return Err(failure),
            Err(failure) => {
                // The exit code says that something was skipped; the message says what.
                let _ = console.fail(failure);
                skipped = true;
            }
        }
    }
    if all.is_empty() {
        return Err(Failure::Reported);
    }
    if console.message_format == MessageFormat::Sarif {
        let texts = all.iter().map(|(text, findings)| (text, findings.as_slice()));
        console.data(&format!("{:#}\n", report::sarif_of(texts)))?;
    }
    for (text, findings) in &all {
        report::to_stdout(findings, text, console)?;
    }
    if console.message_format == MessageFormat::Human {
        let findings: Vec<&Diagnostic> = all.iter().flat_map(|(_, found)| found).collect();
        let what = plural(all.len(), "style");
        console.data(&super::check::summary(&findings, &what, start))?;
    }
    let found = all.iter().flat_map(|(_, findings)| findings).any(|finding| fail_on.met(finding));
    Ok(if found || skipped { Outcome::Findings } else { Outcome::Done })
}
