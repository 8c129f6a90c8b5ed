//! The `.bbl` files that biber writes for biblatex: the entries of a document with everything
//! inherited and sorted.
//!
//! They are commands of TeX; an entry is turned into the BibLaTeX it came from, and that is read. So
//! findings point into BibLaTeX, which people know. The `.bbl` files of BibTeX are no data but a
//! printed list (`thebibliography`), and are read as one.

use std::fmt::Write as _;

use refsmith_model::{Diagnostic, Parsed, Record, Span};

use super::Biblatex;
use crate::{Format, FormatInfo, Reader, Writer, findings};

/// biblatex's `.bbl`.
#[derive(Debug, Clone, Copy)]
pub struct Bbl;

static INFO: FormatInfo = FormatInfo {
    name: "bbl",
    aliases: &["biblatex-bbl"],
    // A `.bbl` may be a printed list as well: the content decides.
    extensions: &[],
    media_type: "text/x-tex",
    description: "biblatex's .bbl, the entries of a document as biber wrote them",
};

/// Braces inside of each other, at most.
const DEPTH: usize = 64;

/// Fields that only serve sorting and labels.
fn is_internal(field: &str) -> bool {
    ["sort", "label", "extra", "hash", "unique", "singletitle", "entrysetcount", "entryset"]
        .iter()
        .any(|start| field.starts_with(start))
        || field.ends_with("hash")
        || field.ends_with("source")
        || field.ends_with("dateera")
        || field.ends_with("unspecified")
        || field == "clonesourcekey"
}

/// A cursor over the commands.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    /// Goes to the next command and returns its name.
    fn command(&mut self) -> Option<&'t str> {
        loop {
            let found = self.text.get(self.at..)?.find(['\\', '%'])?;
            let at = self.at + found;
            let rest = self.text.get(at + 1..)?;
            if self.text.as_bytes().get(at) == Some(&b'%') {
                self.at = at + 1 + rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            let len = rest.bytes().take_while(|b| b.is_ascii_alphabetic() || *b == b'@').count();
            self.at = at + 1 + len.max(1).min(rest.len());
            return Some(rest.get(..len).unwrap_or(""));
        }
    }

    /// Reads the next group in braces; what is between is blanks and comments.
    fn group(&mut self) -> Option<&'t str> {
        loop {
            let rest = self.text.get(self.at..)?;
            let blank = rest.len() - rest.trim_start().len();
            self.at += blank;
            let rest = rest.trim_start();
            if !rest.starts_with('%') {
                break;
            }
            self.at += rest.find('\n').unwrap_or(rest.len());
        }
        let rest = self.text.get(self.at..)?;
        if !rest.starts_with('{') {
            return None;
        }
        let mut depth = 0_usize;
        let mut escaped = false;
        for (idx, byte) in rest.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'{' => depth += 1,
                b'}' if depth == 1 => {
                    self.at += idx + 1;
                    return rest.get(1..idx);
                }
                b'}' => depth -= 1,
                _ => {}
            }
            if depth > DEPTH {
                return None;
            }
        }
        None
    }
}

/// Returns the parts `family={Doe}` of a name, or of anything written so.
fn parts(text: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let mut scanner = Scanner { text, at: 0 };
    while let Some(found) = text.get(scanner.at..).and_then(|rest| rest.find('=')) {
        let at = scanner.at + found;
        let key = text.get(scanner.at..at).unwrap_or("");
        let key = key.rsplit([',', '%', '\n']).next().unwrap_or("").trim();
        scanner.at = at + 1;
        if text.get(scanner.at..).is_some_and(|rest| rest.trim_start().starts_with('{')) {
            let Some(value) = scanner.group() else { break };
            out.push((key, value));
        }
    }
    out
}

/// Returns the groups that stand one after the other.
fn groups(text: &str) -> Vec<&str> {
    let mut scanner = Scanner { text, at: 0 };
    std::iter::from_fn(|| scanner.group()).collect()
}

/// Writes names as BibLaTeX has them.
fn names(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for item in groups(text) {
        // Options of the name stand before its parts.
        let within = groups(item);
        let parts = parts(within.get(1).or(within.first()).copied().unwrap_or(item));
        let part = |key: &str| {
            let found = parts.iter().find(|(name, _)| *name == key);
            found.map(|(_, value)| {
                value.replace("\\bibnamedelima", "").replace("\\bibnamedelimb", "")
            })
        };
        let family = part("family").unwrap_or_default().trim().to_owned();
        let family = match part("prefix") {
            Some(prefix) => format!("{} {{{family}}}", prefix.trim()),
            None => format!("{{{family}}}"),
        };
        out.push(match (part("given"), part("suffix")) {
            (Some(given), Some(suffix)) => format!("{family}, {{{suffix}}}, {given}"),
            (Some(given), None) => format!("{family}, {given}"),
            (None, Some(suffix)) => format!("{family}, {{{suffix}}}, {{}}"),
            (None, None) => format!("{{{family}}}"),
        });
    }
    out.join(" and ")
}

/// Turns the entries into BibLaTeX.
fn to_biblatex(text: &str) -> Parsed<String> {
    let mut out = Parsed::clean(String::new());
    let mut scanner = Scanner { text, at: 0 };
    let mut seen: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
    let mut entry: Option<Entry> = None;
    while let Some(command) = scanner.command() {
        match command {
            "entry" => {
                close(entry.take(), false, &mut seen, &mut out);
                let (key, kind) = (scanner.group(), scanner.group());
                entry = key.zip(kind).map(|(key, kind)| Entry::new(key, kind));
            }
            "endentry" => close(entry.take(), true, &mut seen, &mut out),
            _ => {
                if let Some(entry) = &mut entry {
                    entry.command(command, &mut scanner);
                }
            }
        }
    }
    close(entry.take(), false, &mut seen, &mut out);
    out
}

struct Entry {
    key: String,
    kind: String,
    fields: Vec<(String, String)>,
}

impl Entry {
    fn new(key: &str, kind: &str) -> Self {
        Self { key: key.to_owned(), kind: kind.to_owned(), fields: Vec::new() }
    }

    fn command(&mut self, command: &str, scanner: &mut Scanner<'_>) {
        match command {
            "name" => {
                let (role, _, _) = (scanner.group(), scanner.group(), scanner.group());
                let list = scanner.group();
                // The names that labels and sorting are made of are those of another role again.
                if let (Some(role), Some(list)) = (role, list)
                    && !matches!(role, "labelname" | "sortname" | "shortauthor" | "shorteditor")
                {
                    self.fields.push((role.to_owned(), names(list)));
                }
            }
            "list" => {
                let (name, _) = (scanner.group(), scanner.group());
                if let (Some(name), Some(list)) = (name, scanner.group()) {
                    self.fields.push((name.to_owned(), groups(list).join(" and ")));
                }
            }
            "field" => {
                if let (Some(name), Some(value)) = (scanner.group(), scanner.group())
                    && !is_internal(name)
                {
                    let value = value.replace("\\bibrangedash", "--").replace("-- ", "--");
                    self.fields.push((name.to_owned(), value));
                }
            }
            "verb" => {
                let Some(name) = scanner.group() else { return };
                let rest = scanner.text.get(scanner.at..).unwrap_or("");
                let line = rest.trim_start().strip_prefix("\\verb ");
                if let Some(value) = line.and_then(|line| line.lines().next()) {
                    let internal = is_internal(name) || name.ends_with("raw");
                    if !internal {
                        self.fields.push((name.to_owned(), value.trim().to_owned()));
                    }
                    // What stands there is no command.
                    let start = rest.len() - rest.trim_start().len();
                    scanner.at += start + "\\verb ".len() + value.len();
                }
            }
            "keyw" => {
                if let Some(words) = scanner.group() {
                    self.fields.push(("keywords".to_owned(), words.replace(",", ", ")));
                }
            }
            _ => {}
        }
    }

    /// Joins the parts of dates: `urlyear`, `urlmonth`, `urlday`, and the ends of intervals.
    fn join_dates(&mut self) {
        for prefix in ["", "url", "orig", "event"] {
            let mut take = |name: String| {
                let at = self.fields.iter().position(|(other, _)| *other == name)?;
                Some(self.fields.remove(at).1)
            };
            let mut date = |infix: &str| {
                let year = take(format!("{prefix}{infix}year"))?;
                let month = take(format!("{prefix}{infix}month"));
                let day = take(format!("{prefix}{infix}day"));
                let two = |part: &str| format!("-{:0>2}", part.trim());
                let numeric = year.trim().parse::<i32>().is_ok();
                Some(match (month, day) {
                    (Some(month), Some(day)) if numeric => {
                        format!("{year}{}{}", two(&month), two(&day))
                    }
                    (Some(month), None) if numeric => format!("{year}{}", two(&month)),
                    _ => year,
                })
            };
            let (start, end) = (date(""), date("end"));
            if let Some(start) = start {
                let whole = end.map_or_else(|| start.clone(), |end| format!("{start}/{end}"));
                self.fields.push((format!("{prefix}date"), whole));
            }
        }
    }
}

/// Writes an entry, unless it stood in another list of the document already.
fn close(
    entry: Option<Entry>,
    ended: bool,
    seen: &mut std::collections::BTreeSet<String>,
    out: &mut Parsed<String>,
) {
    let Some(mut entry) = entry else { return };
    if !seen.insert(entry.key.clone()) {
        return;
    }
    entry.join_dates();
    let start = out.value.len();
    let _ = writeln!(out.value, "@{}{{{},", entry.kind, entry.key);
    let span = Span::new(start, out.value.trim_end().len());
    for (name, value) in &entry.fields {
        let _ = writeln!(out.value, "  {name} = {{{}}},", value.trim());
    }
    out.value.push_str("}\n\n");
    if !ended {
        let finding =
            Diagnostic::new(&findings::UNCLOSED, "expected `\\endentry` to end this entry");
        out.diagnostics.push(finding.at(span));
    }
}

fn is_bbl(head: &str) -> bool {
    head.contains("biblatex bbl format version")
        || head.contains("\\entry{") && head.contains("\\datalist[")
}

impl Format for Bbl {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        if is_bbl(head) { 95 } else { 0 }
    }

    fn unpack(&self, bytes: &[u8]) -> Option<Parsed<String>> {
        let head = bytes.get(..bytes.len().min(2_048))?;
        let likely = head.windows(8).any(|word| word == b"biblatex")
            && is_bbl(&String::from_utf8_lossy(head));
        likely.then(|| to_biblatex(&String::from_utf8_lossy(bytes)))
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        None
    }
}

impl Reader for Bbl {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        let reader = |text: &str| {
            Biblatex
                .reader()
                .map(|reader| reader.read(text))
                .unwrap_or_else(|| Parsed::clean(Vec::new()))
        };
        if !text.contains("\\entry{") {
            return reader(text);
        }
        let made = to_biblatex(text);
        let mut out = reader(&made.value);
        // Places in what was made are none in this text.
        out.value.iter_mut().for_each(|record| record.provenance.clear());
        out.diagnostics.extend(made.diagnostics);
        out.diagnostics.iter_mut().for_each(|finding| finding.span = None);
        out
    }
}
