//! MARC 21, the records of library catalogs: as MARCXML and as files of ISO 2709.
//!
//! A record is a leader, fields of fixed places and fields of subfields (`245$a`). Catalogs end
//! subfields with the punctuation of printed cards, which is taken off; fields that say something
//! about the catalog and not about the work are left out.
//!
//! ISO 2709 is bytes: it is unpacked into lines (`=245  10$aTitle`) that a person can read and that
//! findings can point to, and the reader reads these.

mod iso2709;
mod marc8;
mod marc8_tables;
mod table;
mod work;
mod xml;

pub use iso2709::Marc21;
pub use xml::MarcXml;

use refsmith_model::Span;

/// A record of a catalog.
#[derive(Debug, Default)]
struct CatalogRecord {
    leader: String,
    fields: Vec<CatalogField>,
    span: Span,
}

/// A field: of fixed places (`value`) or of subfields.
#[derive(Debug, Default)]
struct CatalogField {
    tag: String,
    indicators: [char; 2],
    value: String,
    subfields: Vec<(char, String)>,
    span: Span,
}

impl CatalogField {
    /// Returns the first subfield of a code.
    fn subfield(&self, code: char) -> Option<&str> {
        let found = self.subfields.iter().find(|(other, _)| *other == code);
        found.map(|(_, text)| text.trim()).filter(|text| !text.is_empty())
    }
}
