//! doi.org: the resolver of every agency's DOIs, asked for metadata (content negotiation).
//!
//! It leads to the agency of a DOI, which describes the work as CSL-JSON. Only the resolver itself
//! says that a DOI does not exist; an agency that has no metadata says nothing.

use crate::SourceInfo;
use crate::web::{Web, records};

/// What doi.org is.
pub static INFO: SourceInfo = SourceInfo {
    name: "doi",
    title: "doi.org",
    base_url: "https://doi.org",
    summary: "the works of every agency that registers DOIs (mEDRA, JaLC, CNKI and others), by DOI",
};

/// Makes the source.
pub(crate) fn create(base_url: Option<&str>) -> Web {
    Web {
        accept: "application/vnd.citationstyles.csl+json",
        by_doi: Some(|doi| format!("/{doi}")),
        // The page that the resolver shows; an agency's own 404 says something else.
        is_absent: |fetched| {
            let page = String::from_utf8_lossy(&fetched.body);
            fetched.status == 404 && page.contains("DOI Not Found")
        },
        every_agency: true,
        ..Web::new(&INFO, base_url, |text| records("csl-json", text))
    }
}
