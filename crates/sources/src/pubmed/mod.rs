//! PubMed: medicine and life sciences, by PubMed number.

use refsmith_model::TextVariable;

use crate::web::{Web, records};
use crate::{Budget, SourceInfo};

/// What PubMed is.
pub static INFO: SourceInfo = SourceInfo {
    name: "pubmed",
    title: "PubMed",
    base_url: "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
    summary: "articles of medicine and the life sciences, by PMID",
};

/// Makes the source.
pub(crate) fn create(base_url: Option<&str>) -> Web {
    Web {
        accept: "application/xml",
        by_identifier: |record| {
            let pmid = record.text(TextVariable::Pmid)?.trim();
            let pmid = pmid.trim_start_matches("PMID:").trim();
            let digits = !pmid.is_empty() && pmid.bytes().all(|byte| byte.is_ascii_digit());
            let path = format!("/efetch.fcgi?db=pubmed&id={pmid}&retmode=xml&tool=refsmith");
            digits.then(|| (format!("PMID {pmid}"), path))
        },
        // A number that is not there gives an empty set, or a 400 when it is out of range.
        is_absent: |fetched| {
            let empty = !String::from_utf8_lossy(&fetched.body).contains("<PubmedArticle>");
            matches!(fetched.status, 200 | 400 | 404) && empty
        },
        // Three questions per second, which is the pace of lists.
        budget: Budget::List,
        ..Web::new(&INFO, base_url, |text| records("pubmed-xml", text))
    }
}
