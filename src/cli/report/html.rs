//! Findings and verdicts as a page that needs nothing but a browser.

use std::fmt::Write as _;

use super::super::shapes;
use super::super::{diff, table};
use super::{Checked, Lines, escaped};
use crate::model::{Comparison, Diagnostic, Difference, DifferenceKind, Record, Severity, Verdict};
use crate::pipeline::Loaded;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Returns the page: for each input what was found about it as a whole, and a table of its records
/// with verdicts, differences and findings. Nothing is loaded from anywhere, and the script only
/// sorts and hides rows.
pub(super) fn page(inputs: &[Checked<'_>]) -> String {
    let title = match inputs {
        [one] => format!("Check of {}", one.loaded.text().name()),
        several => format!("Check of {} files", several.len()),
    };
    let title = escaped(&title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    let asked = inputs.iter().any(|input| !input.verdicts.is_empty());
    out.push_str(&summary(inputs, asked));
    for input in inputs {
        section(input, inputs.len() > 1, &mut out);
    }
    let sent = match asked {
        true => {
            "Compared with a register of DOI metadata. “not-found” says what was searched, not that the work does not exist."
        }
        false => "Nothing was sent anywhere to make this page.",
    };
    let _ = write!(
        out,
        "<footer>{sent} Made by refsmith {}.</footer>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    );
    out
}

fn summary(inputs: &[Checked<'_>], asked: bool) -> String {
    let findings = || inputs.iter().flat_map(|input| &input.findings);
    let records: usize = inputs.iter().map(|input| input.loaded.records().len()).sum();
    let mut out = format!("<p class=\"summary\"><b>{records}</b> references");
    for (severity, noun) in
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")]
    {
        let count = findings().filter(|finding| finding.severity == severity).count();
        let plural = if count == 1 { "" } else { "s" };
        let _ = write!(
            out,
            " · <label><input type=\"checkbox\" checked data-shows=\"{0}\"> \
             <span class=\"{0}\">{count} {noun}{plural}</span></label>",
            severity.as_str()
        );
    }
    out.push_str("</p>\n");
    if asked {
        let verdicts = || inputs.iter().flat_map(|input| &input.verdicts);
        let mut names: Vec<Verdict> = verdicts().map(|verdict| verdict.verdict).collect();
        names.sort_unstable();
        names.dedup();
        let counts: Vec<String> = names
            .into_iter()
            .map(|name| {
                let count = verdicts().filter(|verdict| verdict.verdict == name).count();
                format!("<b>{count}</b> {}", badge(name))
            })
            .collect();
        let _ = writeln!(out, "<p class=\"summary\">{}</p>", counts.join(" · "));
    }
    out
}

fn section(input: &Checked<'_>, named: bool, out: &mut String) {
    let lines = Lines::new(input.loaded.text());
    out.push_str("<section>\n");
    if named {
        let _ = writeln!(out, "<h2>{}</h2>", escaped(lines.text().name()));
    }
    let records = input.loaded.records();
    let by_record = input.by_record();
    if let Some(whole) = by_record.get(&None) {
        out.push_str("<h3>The list as a whole</h3>\n");
        findings(whole, &lines, out);
    }
    let verdicts = input.verdicts_by_record();
    let asked = !input.verdicts.is_empty();
    out.push_str("<table>\n<thead><tr><th>#</th><th>Key</th><th>Reference</th>");
    if asked {
        out.push_str("<th>Verdict</th>");
    }
    out.push_str("<th>Findings</th></tr></thead>\n<tbody>\n");
    for (idx, (record, printed)) in records.iter().enumerate() {
        let verdict = verdicts.get(record.id.as_str()).copied();
        let about = by_record.get(&Some(record.id.as_str())).map_or(&[][..], Vec::as_slice);
        let anchor = idx + 1;
        let _ = write!(
            out,
            "<tr><td class=\"n\">{anchor}</td><td><code>{}</code></td><td>{}",
            escaped(&record.id),
            escaped(&reference(record, *printed, input.loaded))
        );
        if let Some(verdict) = verdict {
            differences(verdict, out);
        }
        findings(about, &lines, out);
        out.push_str("</td>");
        if asked {
            let sort = verdict.map_or(99, |verdict| seriousness(verdict.verdict));
            let _ = write!(out, "<td data-sort=\"{sort}\">");
            if let Some(verdict) = verdict {
                told(verdict, out);
            }
            out.push_str("</td>");
        }
        let worst = about.iter().map(|finding| finding.severity).max();
        let weight =
            about.iter().map(|finding| 1 + 1000 * (finding.severity as usize)).sum::<usize>();
        let _ = writeln!(
            out,
            "<td class=\"n {}\" data-sort=\"{weight}\">{}</td></tr>",
            worst.map_or("", Severity::as_str),
            if about.is_empty() { String::new() } else { about.len().to_string() }
        );
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
}

/// Returns what is shown of a record: the words of the article, or its main fields.
fn reference(record: &Record, printed: Option<&str>, loaded: &Loaded) -> String {
    match (loaded, printed) {
        (Loaded::Article(_), Some(printed)) => {
            printed.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        _ => table::one_line(record),
    }
}

/// Writes a verdict with its DOI and its reason.
fn told(verdict: &Comparison, out: &mut String) {
    out.push_str(&badge(verdict.verdict));
    if let Some(doi) = &verdict.doi {
        let doi = escaped(doi);
        let _ = write!(out, "<br><a href=\"https://doi.org/{doi}\">{doi}</a>");
    }
    if let (Some(source), Some(fetched)) = (&verdict.source, verdict.fetched) {
        let moment = shapes::moment(fetched);
        let _ = write!(out, "<br><small>{}, {moment}</small>", escaped(source));
    }
    if let Some(reason) = &verdict.reason {
        let _ = write!(out, "<br><small>{}</small>", escaped(reason));
    }
}

fn badge(verdict: Verdict) -> String {
    let severity = match seriousness(verdict) {
        0 => "error",
        1 => "warning",
        2 => "info",
        _ => "fine",
    };
    format!("<span class=\"badge {severity}\">{}</span>", verdict.as_str())
}

/// Returns the order in which verdicts deserve to be looked at.
fn seriousness(verdict: Verdict) -> usize {
    match verdict {
        Verdict::IdMismatch | Verdict::Retracted => 0,
        Verdict::Differs => 1,
        Verdict::Incomplete | Verdict::NotFound | Verdict::NotChecked => 2,
        _ => 3,
    }
}

/// Writes what record and register say, with the differing words marked.
fn differences(verdict: &Comparison, out: &mut String) {
    let shown = |difference: &&Difference| {
        difference.kind != DifferenceKind::Missing || difference.severity > Severity::Info
    };
    let mut rows = verdict.differences.iter().filter(shown).peekable();
    if rows.peek().is_none() {
        return;
    }
    out.push_str("<table class=\"differences\"><thead><tr><th></th><th>here</th><th>register</th></tr></thead><tbody>\n");
    for difference in rows {
        let ours = difference.ours.as_ref().map_or(String::new(), ToString::to_string);
        let (ours, theirs) = marked(&ours, &difference.theirs.to_string());
        let _ = writeln!(
            out,
            "<tr><th>{}<small> {}</small></th><td>{ours}</td><td>{theirs}</td></tr>",
            difference.variable,
            difference.kind.as_str()
        );
    }
    out.push_str("</tbody></table>\n");
}

/// Returns two values as HTML in which the words that differ are marked.
fn marked(ours: &str, theirs: &str) -> (String, String) {
    let (ours, theirs) = diff::words(ours, theirs);
    let as_html = |words: &[diff::Word<'_>], tag: &str| {
        words.iter().fold(String::new(), |mut out, (word, differs)| {
            let word = escaped(word);
            let _ = match differs {
                true => write!(out, "<{tag}>{word}</{tag}>"),
                false => write!(out, "{word}"),
            };
            out
        })
    };
    (as_html(&ours, "del"), as_html(&theirs, "ins"))
}

/// Writes findings as a list, each with its source line.
fn findings(all: &[&Diagnostic], lines: &Lines<'_>, out: &mut String) {
    if all.is_empty() {
        return;
    }
    out.push_str("<ul class=\"findings\">\n");
    for finding in all {
        let severity = finding.severity.as_str();
        let _ = write!(
            out,
            "<li data-severity=\"{severity}\"><span class=\"badge {severity}\">{severity}</span> {} \
             <code title=\"{}\">{}</code>",
            code_marked(&finding.message),
            escaped(finding.code.summary),
            finding.code.code
        );
        if let Some(place) = finding.span.map(|span| lines.place(span)) {
            let _ = write!(out, "<br><small>{}:{}</small>", place.line, place.column);
            let (before, wrong, after) = place.around(60);
            // What is about the whole line has its words above already.
            if [before, after].concat().contains(char::is_alphanumeric) {
                let _ = write!(
                    out,
                    " <q>{}<mark>{}</mark>{}</q>",
                    escaped(before),
                    escaped(wrong),
                    escaped(after)
                );
            }
        }
        if let Some(fix) = &finding.fix {
            let _ = write!(out, "<br><small>fix: <ins>{}</ins></small>", escaped(&fix.replacement));
        } else if let Some(help) = &finding.help {
            let _ = write!(out, "<br><small>{}</small>", code_marked(help));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

/// Returns a message as HTML: what stands between backticks is code.
fn code_marked(message: &str) -> String {
    let mut out = String::new();
    for (idx, part) in message.split('`').enumerate() {
        match idx % 2 {
            0 => out.push_str(&escaped(part)),
            _ => {
                let _ = write!(out, "<code>{}</code>", escaped(part));
            }
        }
    }
    out
}
