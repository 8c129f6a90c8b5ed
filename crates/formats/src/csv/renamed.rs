//! Tables whose headings are the user's own.

use refsmith_model::{Parsed, Record};

use super::{TableReader, column};
use crate::mapping::Mapping;
use crate::{Format, FormatInfo, PieceReader, Reader};

/// A format of tables (CSV, TSV, XLSX) that is told which columns hold which variables.
///
/// # Examples
/// ```
/// use refsmith_formats::{Format, by_name, csv::Renamed};
/// let columns = vec![("Titel".to_owned(), "title".to_owned())];
/// let format = Renamed::new(by_name("csv").unwrap(), columns).unwrap();
/// let records = format.reader().unwrap().read("Titel,year\nRain,2001\n").value;
/// assert_eq!(records[0].texts.values().next().unwrap().plain, "Rain");
/// ```
pub struct Renamed {
    base: &'static dyn Format,
    mapping: &'static Mapping,
    /// Headings, and what the table of variables calls them.
    columns: Vec<(String, String)>,
}

impl Renamed {
    /// Tells a format of tables what its headings mean: pairs of a heading, in any letter case, and
    /// the column that it stands for (see `docs/formats/csv.md`).
    ///
    /// # Errors
    /// The format is none of tables, or a column is not known; which one, tells the text.
    pub fn new(base: &'static dyn Format, columns: Vec<(String, String)>) -> Result<Self, String> {
        let name = base.info().name;
        let mapping = base.mapping().filter(|_| matches!(name, "csv" | "tsv" | "xlsx"));
        let Some(mapping) = mapping else {
            return Err(format!("`{name}` has no columns; csv, tsv and xlsx have"));
        };
        let mut known = Vec::with_capacity(columns.len());
        for (heading, variable) in columns {
            let name = column(&variable, mapping);
            if name != "type" && mapping.rows_of(&name).next().is_none() {
                return Err(format!("no column is called `{variable}`"));
            }
            known.push((heading.trim().to_lowercase(), name));
        }
        Ok(Self { base, mapping, columns: known })
    }
}

impl Format for Renamed {
    fn info(&self) -> &'static FormatInfo {
        self.base.info()
    }

    fn sniff(&self, head: &str) -> u8 {
        self.base.sniff(head)
    }

    fn unpack(&self, bytes: &[u8]) -> Option<Parsed<String>> {
        self.base.unpack(bytes)
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn mapping(&self) -> Option<&'static Mapping> {
        Some(self.mapping)
    }
}

impl Reader for Renamed {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        TableReader::new(self.mapping, &self.columns).read(text, true).parsed
    }

    fn pieces(&self) -> Option<Box<dyn PieceReader + '_>> {
        self.base.reader()?.pieces()?;
        Some(Box::new(TableReader::new(self.mapping, &self.columns)))
    }
}
