//! [`RetractionRegister`]: what the Retraction Watch database says about works.
//!
//! The database is one table (CSV), given out by Crossref and updated every working day. A row is a
//! statement about an `OriginalPaperDOI`; the DOI of the notice stands beside it and is never taken
//! for the work, so that whoever cites the notice is not told that it was retracted.

use std::collections::BTreeMap;

use refsmith_formats::csv;
use refsmith_model::{Comparison, Doi, PartialDate, Record, TextVariable, Update, Verdict};

use crate::candidate::retraction;
use crate::codes::told;

/// The name under which statements of the database are reported.
const SOURCE: &str = "retraction-watch";

/// Retractions, expressions of concern, corrections and reinstatements by the work they are about.
///
/// # Examples
/// ```
/// use refsmith_model::{ItemType, Record, TextVariable, Verdict};
/// let table = "OriginalPaperDOI,RetractionDOI,RetractionDate,RetractionNature\n\
///     10.1016/S0140-6736(97)11096-0,10.1016/s0140-6736(10)60175-4,2/2/2010 0:00,Retraction\n";
/// let register = refsmith_sources::RetractionRegister::parse(table).unwrap();
/// let mut record = Record::new("wakefield1998", ItemType::ArticleJournal);
/// record.texts.insert(TextVariable::Doi, "10.1016/s0140-6736(97)11096-0".into());
/// assert_eq!(register.check(&record).unwrap().verdict, Verdict::Retracted);
/// ```
#[derive(Debug, Clone, Default)]
pub struct RetractionRegister {
    /// By DOI in lower case, or `pmid:` and the number.
    statements: BTreeMap<String, Vec<Update>>,
}

impl RetractionRegister {
    /// Reads the table. Columns are found by their names in the first line; a row without the DOI
    /// and PubMed number of the original work is passed over.
    ///
    /// # Errors
    /// The first line does not name the columns that are needed; the text says which is missing.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut rows = csv::rows(text);
        let head = rows.next().unwrap_or_default();
        let column = |name: &str| {
            head.iter()
                .position(|cell| cell.trim().eq_ignore_ascii_case(name))
                .ok_or_else(|| format!("expected a column `{name}` in the first line"))
        };
        let original = column("OriginalPaperDOI")?;
        let nature = column("RetractionNature")?;
        let others = ["OriginalPaperPubMedID", "RetractionDOI", "RetractionDate"];
        let [pubmed, notice, date] = others.map(|name| column(name).ok());
        let mut register = Self::default();
        for row in rows {
            let cell =
                |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", |cell| cell.trim());
            let kind = cell(Some(nature)).to_lowercase().replace(' ', "_");
            if kind.is_empty() {
                continue;
            }
            let update = Update {
                kind,
                doi: dois(cell(notice)).next().unwrap_or_default(),
                date: day(cell(date)),
                source: SOURCE.to_owned(),
            };
            let numbers = cell(pubmed).split(';').filter_map(pubmed_key);
            for key in dois(cell(Some(original))).chain(numbers) {
                add(register.statements.entry(key).or_default(), update.clone());
            }
        }
        Ok(register)
    }

    /// Returns how many works, or identifiers of works, there are statements about.
    pub fn len(&self) -> usize {
        self.statements.len()
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// Returns what is said about the work with this DOI or, when it is given, PubMed number; the
    /// worst first.
    pub fn about(&self, doi: Option<&str>, pubmed: Option<&str>) -> Vec<Update> {
        let keys = [doi.map(str::to_lowercase), pubmed.and_then(pubmed_key)];
        let mut out = Vec::new();
        for update in keys.iter().flatten().filter_map(|key| self.statements.get(key)).flatten() {
            add(&mut out, update.clone());
        }
        sort(&mut out);
        out
    }

    /// Returns what is said about the work whose identifiers a record states, or `None`. No other
    /// register is asked, so a work that is not retracted is `not-checked`.
    pub fn check(&self, record: &Record) -> Option<Comparison> {
        let reason = "no register but that of retractions was asked".to_owned();
        let mut comparison = Comparison::bare(&record.id, Verdict::NotChecked, reason);
        comparison.doi = record.doi().map(|doi| doi.to_string());
        self.complete(record, &mut comparison);
        (!comparison.updates.is_empty()).then_some(comparison)
    }

    /// Adds what is said about the work to a comparison with other registers. Where the DOI of the
    /// record belongs to another work, that work is not the one that is cited.
    pub fn complete(&self, record: &Record, comparison: &mut Comparison) {
        let stated = record.doi().map(|doi| doi.to_string());
        let doi = match comparison.verdict {
            Verdict::IdMismatch => comparison.doi.as_deref(),
            _ => comparison.doi.as_deref().or(stated.as_deref()),
        };
        let pubmed = record.text(TextVariable::Pmid);
        let pubmed = pubmed.filter(|_| comparison.verdict != Verdict::IdMismatch);
        let said = self.about(doi, pubmed);
        if said.is_empty() {
            return;
        }
        for update in said {
            add(&mut comparison.updates, update);
        }
        sort(&mut comparison.updates);
        if let Some(retraction) = retraction(&comparison.updates)
            && !matches!(comparison.verdict, Verdict::Retracted | Verdict::IdMismatch)
        {
            comparison.verdict = Verdict::Retracted;
            comparison.reason = Some(told(retraction));
        }
    }
}

/// Adds a statement, unless it is there already: publisher and database often say the same.
pub(crate) fn add(updates: &mut Vec<Update>, update: Update) {
    let same = |known: &&mut Update| {
        known.kind == update.kind
            && (known.doi == update.doi || known.doi.is_empty() || update.doi.is_empty())
    };
    match updates.iter_mut().find(same) {
        Some(known) => {
            if known.source.split(", ").all(|name| name != update.source) {
                known.source = [known.source.as_str(), &update.source].join(", ");
            }
            if known.doi.is_empty() {
                known.doi = update.doi;
            }
            known.date = known.date.or(update.date);
        }
        None => updates.push(update),
    }
}

/// The worst first.
pub(crate) fn sort(updates: &mut [Update]) {
    updates.sort_by_key(|update| (!update.retracts(), !update.doubts()));
}

/// The DOIs of a cell, in lower case; `unavailable` is none.
fn dois(cell: &str) -> impl Iterator<Item = String> + '_ {
    let parts = cell.split(';').map(str::trim);
    parts.filter_map(|part| Doi::parse(part).ok()).map(|doi| doi.as_str().to_lowercase())
}

/// The key of a PubMed number; 0 is none.
fn pubmed_key(number: &str) -> Option<String> {
    let number = number.trim().trim_start_matches('0');
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| format!("pmid:{number}"))
}

/// `8/7/2026 0:00` as Americans write it, or `2026-08-07`.
fn day(text: &str) -> Option<PartialDate> {
    let date = text.split([' ', 'T']).next()?;
    let parts: Vec<i32> = date.split(['/', '-']).map_while(|part| part.parse().ok()).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if *year >= 1000 => (year, month, day),
        [month, day, year] if *year >= 1000 => (year, month, day),
        _ => return None,
    };
    Some(PartialDate::new(*year, u8::try_from(*month).ok(), u8::try_from(*day).ok()))
}

#[cfg(test)]
mod tests {
    use refsmith_model::ItemType;

    use super::*;

    /// The columns of the table as it is given out: the last line end has a comma before it.
    const HEAD: &str = "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,\
        ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,\
        OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes,\n";

    fn row(date: &str, notice: &str, original: &str, pubmed: &str, nature: &str) -> String {
        format!(
            "1,\"A title, with commas\nand a \"\"line\"\"\",(BLS) Biology;,A;B,J,P,X,\"Doe, J;Roe, R\",,\
             Research Article;,{date},{notice},0,1/2/1998 0:00,{original},{pubmed},{nature},\
             +Error in Data;+Other;,No,,\n"
        )
    }

    fn register(rows: &[String]) -> RetractionRegister {
        RetractionRegister::parse(&format!("\u{feff}{HEAD}{}", rows.concat())).unwrap()
    }

    fn verdict(register: &RetractionRegister, doi: &str) -> Option<Verdict> {
        let mut record = Record::new("a", ItemType::ArticleJournal);
        record.texts.insert(TextVariable::Doi, doi.into());
        register.check(&record).map(|comparison| comparison.verdict)
    }

    #[test]
    fn natures_are_told_apart_and_notices_are_not_the_works() {
        let register = register(&[
            row("2/2/2010 0:00", "10.5555/Notice", "10.5555/WORK", "9500320", "Retraction"),
            row("3/4/2011 0:00", "unavailable", "10.5555/doubtful", "0", "Expression of concern"),
            row("3/4/2011 0:00", "10.5555/c", "10.5555/corrected", "", "Correction"),
            row("3/4/2011 0:00", "10.5555/back.1", "10.5555/back", "0", "Retraction"),
            row("3/4/2012 0:00", "10.5555/back.2", "10.5555/back", "0", "Reinstatement"),
            row("3/4/2013 0:00", "10.5555/x", "unavailable", "0", "Retraction"),
        ]);
        assert_eq!(register.len(), 5);
        assert_eq!(verdict(&register, "https://doi.org/10.5555/work"), Some(Verdict::Retracted));
        for doi in ["10.5555/doubtful", "10.5555/corrected", "10.5555/back"] {
            assert_eq!(verdict(&register, doi), Some(Verdict::NotChecked), "{doi}");
        }
        for doi in ["10.5555/notice", "10.5555/c", "10.5555/back.1", "10.5555/x", "10.5555/other"] {
            assert_eq!(verdict(&register, doi), None, "{doi}");
        }
        let said = register.about(Some("10.5555/work"), None);
        assert_eq!(said[0].date, Some(PartialDate::new(2010, Some(2), Some(2))));
        assert_eq!(said[0].doi, "10.5555/notice");
        assert_eq!(register.about(None, Some("9500320")), said);
        assert!(register.about(Some("10.5555/doubtful"), None)[0].doubts());
    }

    #[test]
    fn what_register_and_database_both_say_is_said_once() {
        let register =
            register(&[row("2/2/2010 0:00", "10.5555/notice", "10.5555/work", "0", "Retraction")]);
        let mut record = Record::new("a", ItemType::ArticleJournal);
        record.texts.insert(TextVariable::Doi, "10.5555/work".into());
        let mut comparison = Comparison::bare("a", Verdict::Verified, None);
        comparison.updates = register.about(Some("10.5555/work"), None);
        comparison.updates[0].source = "publisher".to_owned();
        register.complete(&record, &mut comparison);
        assert_eq!(comparison.verdict, Verdict::Retracted);
        assert_eq!(comparison.updates.len(), 1);
        assert_eq!(comparison.updates[0].source, "publisher, retraction-watch");
    }

    #[test]
    fn a_table_without_the_columns_is_no_register() {
        let problem = RetractionRegister::parse("DOI,Nature\n10.5555/a,Retraction\n").unwrap_err();
        assert!(problem.contains("OriginalPaperDOI"), "{problem}");
        assert!(RetractionRegister::parse("").is_err());
    }
}
