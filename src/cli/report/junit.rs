//! Findings and verdicts as JUnit XML, which most build servers show.

use super::{Checked, Lines, escaped};
use crate::model::{Diagnostic, Severity, Verdict};

/// Returns the report: a suite for each input, a test for each record and one for the whole input.
/// Warnings and errors are failures; a record that could not be asked for is a skipped test.
pub(super) fn junit(inputs: &[Checked<'_>]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for input in inputs {
        suite(input, &mut out);
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(input: &Checked<'_>, out: &mut String) {
    let lines = Lines::new(input.loaded.text());
    let file = escaped(lines.text().name());
    let (mut tests, mut failures, mut skipped) = (0, 0, 0);
    let mut cases = String::new();
    let records = input.loaded.records();
    let (by_record, verdicts) = (input.by_record(), input.verdicts_by_record());
    let keys = records.iter().map(|(record, _)| Some(record.id.as_str()));
    for key in std::iter::once(None).chain(keys) {
        tests += 1;
        let about = by_record.get(&key).map_or(&[][..], Vec::as_slice);
        let (serious, notes): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
            about.iter().partition(|finding| finding.severity >= Severity::Warning);
        let verdict = key.and_then(|key| verdicts.get(key).copied());
        let unasked = verdict.filter(|verdict| verdict.verdict == Verdict::NotChecked);
        cases.push_str(&format!(
            "    <testcase classname=\"{file}\" name=\"{}\">\n",
            escaped(key.unwrap_or("the whole file"))
        ));
        if let Some(first) = serious.first() {
            failures += 1;
            let all: Vec<String> = serious.iter().map(|found| told(found, &lines)).collect();
            cases.push_str(&format!(
                "      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                first.code.code,
                escaped(&first.message),
                escaped(&all.join("\n"))
            ));
        } else if let Some(verdict) = unasked {
            skipped += 1;
            let reason = escaped(verdict.reason.as_deref().unwrap_or("not checked"));
            cases.push_str(&format!("      <skipped message=\"{reason}\"/>\n"));
        }
        let mut talk: Vec<String> = notes.iter().map(|found| told(found, &lines)).collect();
        talk.extend(verdict.map(|verdict| format!("verdict: {}", verdict.verdict.as_str())));
        if !talk.is_empty() {
            cases.push_str(&format!(
                "      <system-out>{}</system-out>\n",
                escaped(&talk.join("\n"))
            ));
        }
        cases.push_str("    </testcase>\n");
    }
    out.push_str(&format!(
        "  <testsuite name=\"{file}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" \
         skipped=\"{skipped}\">\n{cases}  </testsuite>\n"
    ));
}

/// Returns a finding on one line.
fn told(finding: &Diagnostic, lines: &Lines<'_>) -> String {
    let place = finding.span.map(|span| lines.place(span));
    let place = place.map_or(String::new(), |place| format!(":{}:{}", place.line, place.column));
    let (name, severity) = (lines.text().name(), finding.severity.as_str());
    format!("{name}{place}: {severity}: {} [{}]", finding.message, finding.code.code)
}
