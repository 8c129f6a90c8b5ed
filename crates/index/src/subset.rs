//! [`Subset`]: which works of a dump are wanted.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use refsmith_model::Doi;
use refsmith_model::text::unicode::comparison_key;
use serde::{Deserialize, Serialize};

use crate::slim::Slim;

/// Which works are wanted. Every condition that is set must be met; without conditions all works are
/// wanted.
///
/// # Examples
/// ```
/// use refsmith_index::Subset;
/// let mut subset = Subset::default();
/// assert!(subset.is_everything());
/// subset.add_journal("1872-9711"); // an ISSN, or a title
/// subset.years = Some(2010..=2015);
/// assert!(!subset.is_everything());
/// assert_eq!(subset.to_string(), "1 journal, years 2010 to 2015");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subset {
    /// Keys of journal titles and ISSNs.
    #[serde(default)]
    journals: BTreeSet<String>,
    /// Years of publication.
    #[serde(default)]
    pub years: Option<RangeInclusive<i32>>,
    /// DOIs in lower case.
    #[serde(default)]
    dois: BTreeSet<String>,
    /// There is a list of DOIs, even if none of it could be read.
    #[serde(default)]
    by_doi: bool,
}

impl Subset {
    /// Wants the works of a journal or book, named by its title or an ISSN.
    pub fn add_journal(&mut self, title_or_issn: &str) {
        self.journals.insert(comparison_key(title_or_issn));
    }

    /// Wants the works of a list of DOIs. What is none is not counted.
    pub fn add_dois<'a>(&mut self, dois: impl IntoIterator<Item = &'a str>) -> usize {
        self.by_doi = true;
        let before = self.dois.len();
        let known = dois.into_iter().filter_map(|doi| Doi::parse(doi).ok());
        self.dois.extend(known.map(|doi| doi.as_str().to_lowercase()));
        self.dois.len() - before
    }

    /// Tells whether all works are wanted.
    pub fn is_everything(&self) -> bool {
        self.journals.is_empty() && self.years.is_none() && !self.by_doi
    }

    pub(crate) fn wants(&self, work: &Slim) -> bool {
        let journal = self.journals.is_empty() || {
            let names = work.containers.iter().chain(&work.issn);
            names.into_iter().any(|name| self.journals.contains(&comparison_key(name)))
        };
        let years = self.years.as_ref();
        let year =
            years.is_none_or(|years| work.facts.years.iter().any(|year| years.contains(year)));
        journal && year && (!self.by_doi || self.dois.contains(&work.doi))
    }
}

impl std::fmt::Display for Subset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut parts = Vec::new();
        let plural = |count: usize, noun: &str| {
            format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
        };
        if !self.journals.is_empty() {
            parts.push(plural(self.journals.len(), "journal"));
        }
        if let Some(years) = &self.years {
            parts.push(match years.end() {
                9999 => format!("years from {}", years.start()),
                end => format!("years {} to {end}", years.start()),
            });
        }
        if self.by_doi {
            parts.push(plural(self.dois.len(), "DOI"));
        }
        f.write_str(&if parts.is_empty() { "everything".to_owned() } else { parts.join(", ") })
    }
}
