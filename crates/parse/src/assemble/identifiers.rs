//! Addresses and identifiers of a reference become variables.

use refsmith_model::text::unicode::is_dash;
use refsmith_model::{Doi, Span, TextVariable};

use super::{Builder, edges};

impl Builder<'_> {
    pub(super) fn url(&mut self, text: &str, at: Span, confidence: f32) {
        let start = address(text);
        let value = text.get(start..).unwrap_or(text);
        let value = value.trim_end_matches([' ', '.', ',', ';', '>', ']']);
        if value.contains("doi.org/")
            && let Ok(doi) = Doi::parse(value)
        {
            // The address says nothing more: whoever prints the record makes it from the DOI.
            self.text(TextVariable::Doi, doi.as_str(), at, confidence);
        } else if self.record.texts.contains_key(&TextVariable::Url) {
            self.note(at);
        } else {
            self.text(TextVariable::Url, &value.replace(' ', ""), at, confidence);
        }
        self.keep(text.get(..start).unwrap_or(""), at);
    }

    pub(super) fn doi(&mut self, text: &str, at: Span, confidence: f32) {
        let start = text.find("10.").unwrap_or(0);
        let doi: String = text
            .get(start..)
            .unwrap_or(text)
            .trim_end_matches(['.', ',', ';', ' '])
            .chars()
            .filter(|c| *c != ' ')
            .map(|c| if is_dash(c) { '-' } else { c })
            .collect();
        let at = Span::new(at.start() + start, at.end());
        if self.record.text(TextVariable::Doi).is_some_and(|known| known.eq_ignore_ascii_case(&doi))
        {
            return;
        }
        self.text(TextVariable::Doi, &doi, at, confidence);
    }

    pub(super) fn isbn(&mut self, text: &str, at: Span, confidence: f32) {
        let lower = text.to_ascii_lowercase();
        let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let end = text.rfind(|c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x'));
        let value = text.get(start..end.map_or(text.len(), |end| end + 1)).unwrap_or(text);
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        let serial = lower.contains("issn") || !lower.contains("isbn") && digits <= 8;
        let variable = if serial { TextVariable::Issn } else { TextVariable::Isbn };
        self.text(variable, value, Span::new(at.start() + start, at.end()), confidence);
    }

    pub(super) fn idno(&mut self, text: &str, at: Span, confidence: f32) {
        let lower = text.to_ascii_lowercase();
        let Some(start) = text.find(|c: char| c.is_ascii_digit()) else {
            self.note(at);
            return;
        };
        let digits = text.get(start..).unwrap_or(text).trim_end_matches(['.', ',', ';', ' ', ']']);
        let span = Span::new(at.start() + start, at.end());
        if lower.starts_with("arxiv") {
            // Old identifiers have letters before the digits: "hep-th/9901001".
            let id = text.get(5..).unwrap_or("").trim_start_matches([':', ' ', '.']);
            let id = id.strip_prefix("preprint").unwrap_or(id).trim_start_matches([':', ' ', '.']);
            // "1401. 4024v2": typesetting left a blank.
            let spaced = id.get(..4).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()));
            let id = if spaced { id } else { id.rsplit([' ', ':']).next().unwrap_or(id) };
            self.text(TextVariable::Archive, "arXiv", at, confidence);
            self.text(
                TextVariable::ArchiveLocation,
                &id.replace(' ', ""),
                Span::new(at.end() - id.len(), at.end()),
                confidence,
            );
        } else if lower.contains("pmc") {
            self.text(TextVariable::Pmcid, &format!("PMC{digits}"), span, confidence);
        } else if lower.contains("pmid") || lower.contains("pubmed") || is_number(text.trim()) {
            self.text(TextVariable::Pmid, digits, span, confidence);
        } else {
            // "hep-th/9901001", "LC 93-21": an identifier of an archive that we do not know.
            let value = edges::trimmed(text).of(text);
            self.text(TextVariable::ArchiveLocation, value, at, confidence);
        }
    }
}

fn is_number(text: &str) -> bool {
    text.len() >= 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Where the address itself starts: behind "Available at:".
fn address(text: &str) -> usize {
    let lower = text.to_ascii_lowercase();
    ["http", "ftp:", "www."].iter().filter_map(|head| lower.find(head)).min().unwrap_or(0)
}

/// "cs.LG", "hep-th": the subject class that arXiv prints in brackets.
pub(super) fn is_arxiv_class(text: &str) -> bool {
    let (archive, class) = text.split_once('.').unwrap_or((text, ""));
    (2..=8).contains(&archive.len())
        && archive.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        && class.len() <= 10
        && class.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
}
