//! Findings and verdicts as one table for spreadsheets.

use super::{Checked, Lines};

const HEAD: &str = "kind,file,line,column,record,severity,code,message,help,fix,doi,score,variable,ours,theirs\r\n";

/// Returns the table: a row for each finding, each verdict, and each difference of a verdict
/// (RFC 4180).
pub(super) fn csv(inputs: &[Checked<'_>]) -> String {
    let mut out = HEAD.to_owned();
    for input in inputs {
        let lines = Lines::new(input.loaded.text());
        let file = lines.text().name();
        for finding in &input.findings {
            let place = finding.span.map(|span| lines.place(span));
            let number = |n: Option<usize>| n.map_or(String::new(), |n| n.to_string());
            row(
                &mut out,
                &[
                    "finding",
                    file,
                    &number(place.as_ref().map(|place| place.line)),
                    &number(place.as_ref().map(|place| place.column)),
                    finding.record.as_deref().unwrap_or(""),
                    finding.severity.as_str(),
                    finding.code.code,
                    &finding.message,
                    finding.help.as_deref().unwrap_or(""),
                    finding.fix.as_ref().map_or("", |fix| &fix.replacement),
                ],
            );
        }
        for verdict in &input.verdicts {
            let doi = verdict.doi.as_deref().unwrap_or("");
            let score = verdict.score.map_or(String::new(), |score| format!("{score:.2}"));
            let (reason, name) =
                (verdict.reason.as_deref().unwrap_or(""), verdict.verdict.as_str());
            let key = verdict.record.as_str();
            row(&mut out, &["verdict", file, "", "", key, "", name, reason, "", "", doi, &score]);
            for difference in &verdict.differences {
                let ours = difference.ours.as_ref().map_or(String::new(), ToString::to_string);
                let (kind, variable) = (difference.kind.as_str(), difference.variable.as_str());
                let theirs = difference.theirs.to_string();
                row(
                    &mut out,
                    &[
                        "difference",
                        file,
                        "",
                        "",
                        key,
                        "",
                        kind,
                        "",
                        "",
                        "",
                        doi,
                        "",
                        variable,
                        &ours,
                        &theirs,
                    ],
                );
            }
        }
    }
    out
}

/// Writes one row; cells that are not given are empty.
fn row(out: &mut String, cells: &[&str]) {
    for column in 0..HEAD.split(',').count() {
        if column > 0 {
            out.push(',');
        }
        let cell = cells.get(column).copied().unwrap_or("");
        if cell.contains([',', '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}
