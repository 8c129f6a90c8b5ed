//! URLs that are only the resolver of a DOI.

use refsmith_model::{CodeInfo, Diagnostic, Doi, Record, Severity, TextVariable};

use crate::{Check, CheckInfo, Subject};

pub(crate) static DOI_URL: CodeInfo = CodeInfo {
    code: "doi-url",
    severity: Severity::Info,
    summary: "the URL is a DOI behind its resolver",
    explanation: "The `URL` is `https://doi.org/` and a DOI. When the record has that DOI, the URL \
        says nothing new, and styles that print both print the same thing twice: drop it. When the \
        record has no DOI, move it to `DOI`, where programs look for it. When the record has \
        another DOI, one of the two belongs to another work; that is a warning.",
};

/// Finds URLs that are DOIs.
pub(crate) struct DoiUrl;

static INFO: CheckInfo = CheckInfo {
    name: "doi-url",
    codes: &[&DOI_URL],
    description: "URLs that repeat, replace or contradict the DOI",
};

impl Check for DoiUrl {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        for (idx, record) in subject.records.iter().enumerate() {
            let Some(resolved) = resolved(record) else { continue };
            let (message, help, severity) = match record.doi() {
                Some(doi) if doi == resolved => {
                    (format!("`URL` repeats the DOI `{doi}`"), "drop the `URL`", Severity::Info)
                }
                Some(doi) => (
                    format!("`URL` leads to the DOI `{resolved}`, but `DOI` is `{doi}`"),
                    "find out which of the two belongs to this work",
                    Severity::Warning,
                ),
                // What stands there and is no DOI is named by `invalid-identifier`.
                None if record.text(TextVariable::Doi).is_some_and(|t| !t.trim().is_empty()) => {
                    continue;
                }
                None => {
                    (format!("`URL` is the DOI `{resolved}`"), "move it to `DOI`", Severity::Info)
                }
            };
            let mut finding = subject.value_finding(&DOI_URL, idx, TextVariable::Url, message);
            finding.severity = severity;
            out.push(finding.help(help));
        }
    }
}

/// Returns the DOI that the URL of a record resolves, if it does nothing else.
fn resolved(record: &Record) -> Option<Doi> {
    let url = record.text(TextVariable::Url)?.trim();
    let lower = url.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"))?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let bare = rest.strip_prefix("dx.").unwrap_or(rest).strip_prefix("doi.org/")?;
    Doi::parse(bare).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{article, messages, with_texts};

    fn of(url: &str, doi: &str) -> Vec<String> {
        let texts = [(TextVariable::Url, url), (TextVariable::Doi, doi)];
        messages(&DoiUrl, &with_texts(article("a"), &texts))
    }

    #[test]
    fn repeats_replaces_contradicts() {
        assert_eq!(
            of("http://dx.doi.org/10.1000/ABC", "10.1000/abc"),
            ["`URL` repeats the DOI `10.1000/abc`"]
        );
        assert_eq!(of("https://doi.org/10.1000/abc", ""), ["`URL` is the DOI `10.1000/abc`"]);
        assert_eq!(
            of("https://doi.org/10.1000/abc", "10.1000/xyz"),
            ["`URL` leads to the DOI `10.1000/abc`, but `DOI` is `10.1000/xyz`"]
        );
    }

    #[test]
    fn other_urls() {
        for url in ["https://example.org/10.1000/abc", "https://doi.org/", "10.1000/abc", ""] {
            assert!(of(url, "10.1000/abc").is_empty(), "{url}");
        }
        assert!(of("https://doi.org/10.1000/abc", "broken").is_empty());
    }
}
