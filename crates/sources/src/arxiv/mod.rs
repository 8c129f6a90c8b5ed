//! arXiv: preprints by their number, with what became of them.
//!
//! DataCite has the preprints of arXiv as well, but not those of the last days, and one at a time;
//! arXiv itself takes a hundred numbers at once, and a question in three seconds.

use refsmith_model::{Doi, NumberVariable, Record, TextVariable};

use crate::web::{Web, records};
use crate::{Budget, SourceInfo};

/// What arXiv is.
pub static INFO: SourceInfo = SourceInfo {
    name: "arxiv",
    title: "arXiv",
    base_url: "https://export.arxiv.org/api",
    summary: "preprints of physics, mathematics, computer science and their neighbors, by number",
};

/// What DOIs of arXiv begin with, in lower case.
const PREFIX: &str = "10.48550/arxiv.";

/// Makes the source.
pub(crate) fn create(base_url: Option<&str>) -> Web {
    Web {
        accept: "application/atom+xml",
        key: |record| match record.doi() {
            Some(doi) => Some(doi).filter(|doi| number_of(doi).is_some()),
            None => Doi::parse(&format!("{PREFIX}{}", arxiv_number(record)?)).ok(),
        },
        by_identifier: |record| {
            let number = arxiv_number(record).filter(|_| record.doi().is_none())?;
            let path = list(&number, 1);
            Some((format!("arXiv number {number}"), path))
        },
        by_dois: Some((100, |dois| {
            let numbers: Vec<&str> = dois.iter().filter_map(number_of).collect();
            (!numbers.is_empty()).then(|| list(&numbers.join(","), numbers.len()))
        })),
        // A number of no preprint is a feed without entries, or with one that tells of it.
        is_absent: |fetched| {
            let text = String::from_utf8_lossy(&fetched.body);
            let is_feed = text.contains("<feed") && text.contains("</feed>");
            is_feed && !text.contains("arxiv.org/abs/")
        },
        finish: |candidate, _| {
            let field = candidate.record.extra.iter().find(|field| field.name == "doi");
            candidate.published_as = field.map(|field| field.value.trim().to_owned());
            if let Some(doi) = candidate.record.text(TextVariable::Doi) {
                candidate.source_id = doi.to_owned();
            }
        },
        budget: Budget::List,
        ..Web::new(&INFO, base_url, |text| records("arxiv-atom", text))
    }
}

/// The path of the preprints with these numbers, which consist of letters that need no escape.
fn list(numbers: &str, count: usize) -> String {
    format!("/query?id_list={numbers}&max_results={count}")
}

/// The number in a DOI of arXiv.
fn number_of(doi: &Doi) -> Option<&str> {
    let number = doi.as_str().strip_prefix(PREFIX)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/');
    (!number.is_empty() && number.chars().all(is_plain)).then_some(number)
}

/// Returns the arXiv number that a record states, without version: `2010.11929`, `math/0211159`.
pub(crate) fn arxiv_number(record: &Record) -> Option<String> {
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
