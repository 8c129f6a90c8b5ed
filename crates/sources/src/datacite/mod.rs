//! DataCite: data, software, theses and preprints, those of arXiv among them.
//!
//! Works of arXiv are registered here under `10.48550/arXiv.` and their number, so a number alone is
//! enough to find them.

use serde_json::Value;

use crate::arxiv::arxiv_number;
use crate::percent::percent_encoded;
use crate::web::{ROWS, Web, records};
use crate::{Candidate, SourceInfo};

/// What DataCite is.
pub static INFO: SourceInfo = SourceInfo {
    name: "datacite",
    title: "DataCite",
    base_url: "https://api.datacite.org",
    summary: "data, software, theses, reports and preprints with a DataCite DOI, those of arXiv among them",
};

/// Makes the source.
pub(crate) fn create(base_url: Option<&str>) -> Web {
    Web {
        accept: "application/vnd.api+json",
        by_doi: Some(|doi| format!("/dois/{doi}")),
        by_identifier: |record| {
            let number = arxiv_number(record).filter(|_| record.doi().is_none())?;
            let doi = percent_encoded(&format!("10.48550/arxiv.{number}"));
            Some((format!("arXiv number {number}"), format!("/dois/{doi}")))
        },
        search: Some(|words| format!("/dois?query={words}&page%5Bsize%5D={ROWS}")),
        finish,
        ..Web::new(&INFO, base_url, |text| records("datacite-json", text))
    }
}

/// Of a single answer: the DOI of what a preprint became.
fn finish(candidate: &mut Candidate, body: &[u8]) {
    let Ok(answer) = serde_json::from_slice::<Value>(body) else { return };
    let related = answer.pointer("/data/attributes/relatedIdentifiers").and_then(Value::as_array);
    let text = |one: &Value, key: &str| one.get(key).and_then(Value::as_str).map(str::to_owned);
    candidate.published_as = related.into_iter().flatten().find_map(|one| {
        let relation = text(one, "relationType")?;
        let is_doi = text(one, "relatedIdentifierType")? == "DOI";
        // arXiv calls the published article the work of which the preprint is a version.
        let published =
            matches!(relation.as_str(), "IsPreprintOf" | "IsVersionOf" | "IsVariantFormOf");
        let doi = text(one, "relatedIdentifier").filter(|_| is_doi && published)?;
        (!doi.to_lowercase().starts_with("10.48550/")).then_some(doi)
    });
}
