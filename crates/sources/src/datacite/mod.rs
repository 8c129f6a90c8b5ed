//! DataCite: data, software, theses and preprints, those of arXiv among them.
//!
//! Works of arXiv are registered here under `10.48550/arXiv.` and their number, so a number alone is
//! enough to find them.

use refsmith_model::{NumberVariable, Record, TextVariable};
use serde_json::Value;

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

/// Returns the arXiv number that a record states, without version: `2010.11929`, `math/0211159`.
fn arxiv_number(record: &Record) -> Option<String> {
    let texts = [TextVariable::Url, TextVariable::ContainerTitle, TextVariable::Note];
    let texts = texts.iter().filter_map(|variable| record.text(*variable));
    let numbers = [NumberVariable::Number, NumberVariable::Page];
    let numbers = numbers.iter().filter_map(|variable| record.number(*variable));
    let eprint = record.extra.iter().filter(|field| field.name.eq_ignore_ascii_case("eprint"));
    let named = texts.chain(numbers).find_map(|text| {
        let lower = text.to_lowercase();
        ["arxiv.org/abs/", "arxiv.org/pdf/", "arxiv:"].iter().find_map(|mark| {
            let (_, rest) = lower.split_once(mark)?;
            number_at(rest.trim_start())
        })
    });
    named.or_else(|| eprint.filter_map(|field| number_at(&field.value.to_lowercase())).next())
}

/// The number at the beginning of a text: `2010.11929v2`, `hep-th/9901001`.
fn number_at(text: &str) -> Option<String> {
    let text = text.strip_prefix("arxiv:").unwrap_or(text);
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-')))
        .unwrap_or(text.len());
    let number = text.get(..end)?.trim_end_matches(['.', '/']);
    let number = number.strip_suffix(".pdf").unwrap_or(number);
    let number = match number.rsplit_once('v') {
        Some((head, version))
            if !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit()) =>
        {
            head
        }
        _ => number,
    };
    let digits = |part: &str, least: usize| {
        part.len() >= least && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let new =
        number.split_once('.').is_some_and(|(a, b)| a.len() == 4 && digits(a, 4) && digits(b, 4));
    let old = number.split_once('/').is_some_and(|(a, b)| {
        a.starts_with(|c: char| c.is_ascii_lowercase()) && b.len() == 7 && digits(b, 7)
    });
    (new || old).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use refsmith_model::ItemType;

    use super::*;

    #[test]
    fn numbers_of_arxiv_are_found_where_people_write_them() {
        for (variable, text, number) in [
            (TextVariable::Url, "http://arxiv.org/abs/2602.12279v1", Some("2602.12279")),
            (TextVariable::Url, "https://arxiv.org/pdf/math/0211159.pdf", Some("math/0211159")),
            (TextVariable::ContainerTitle, "arXiv preprint arXiv:1706.03762", Some("1706.03762")),
            (TextVariable::Note, "arXiv:hep-th/9901001 [hep-th]", Some("hep-th/9901001")),
            (TextVariable::Url, "https://example.org/abs/2602.12279", None),
            (TextVariable::ContainerTitle, "arXiv", None),
        ] {
            let mut record = Record::new("a", ItemType::Article);
            record.texts.insert(variable, text.into());
            assert_eq!(arxiv_number(&record).as_deref(), number, "{text}");
        }
    }
}
