//! OpenAlex: works of every kind, gathered from other registers.
//!
//! Single works are free; searches are paid for, so this source is only asked when it is named. What
//! it says it has from Crossref and others, so it is no second witness beside them.

use refsmith_model::TextVariable;

use crate::SourceInfo;
use crate::web::{ROWS, Web, records};

/// What OpenAlex is.
pub static INFO: SourceInfo = SourceInfo {
    name: "openalex",
    title: "OpenAlex",
    base_url: "https://api.openalex.org",
    summary: "works of every kind, gathered from other registers; searches are metered",
};

/// Makes the source.
pub(crate) fn create(base_url: Option<&str>) -> Web {
    Web {
        by_doi: Some(|doi| format!("/works/doi:{doi}")),
        by_identifier: |record| {
            let number = |variable| {
                let digits: String =
                    record.text(variable)?.chars().filter(char::is_ascii_digit).collect();
                (!digits.is_empty()).then_some(digits)
            };
            let pmid = number(TextVariable::Pmid)
                .map(|pmid| (format!("PMID {pmid}"), format!("/works/pmid:{pmid}")));
            pmid.or_else(|| {
                let pmcid = number(TextVariable::Pmcid)?;
                Some((format!("PMCID PMC{pmcid}"), format!("/works/pmcid:PMC{pmcid}")))
            })
        },
        search: Some(|words| format!("/works?search={words}&per-page={ROWS}")),
        ..Web::new(&INFO, base_url, |text| records("openalex-json", text))
    }
}
