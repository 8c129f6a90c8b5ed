//! XLSX: tables of spreadsheet programs, with the columns of CSV.
//!
//! A workbook is a ZIP of XML. It is unpacked into a table with tabs, which the reader of tables
//! reads; so findings point to a row that a person can read. The sheet that is read is the first one
//! whose first row names columns. What a file expands to is bounded by its size.

mod sheet;
mod zip;

use std::io;

use refsmith_model::{Loss, LossKind, Losses, Parsed, Record};

use super::table::XLSX_MAPPING;
use crate::{Format, FormatInfo, Mapping, Reader, Writer};

/// XLSX.
#[derive(Debug, Clone, Copy)]
pub struct Xlsx;

static INFO: FormatInfo = FormatInfo {
    name: "xlsx",
    aliases: &["excel"],
    extensions: &["xlsx"],
    media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    description: "Tables of spreadsheet programs, a column for each variable",
};

/// Characters that a cell may hold.
const LONGEST_CELL: usize = 32_767;

impl Format for Xlsx {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    // As text a workbook is nothing; `unpack` knows it.
    fn sniff(&self, _: &str) -> u8 {
        0
    }

    fn unpack(&self, bytes: &[u8]) -> Option<Parsed<String>> {
        let archive = zip::Archive::open(bytes)?;
        archive.has("xl/workbook.xml").then(|| sheet::table(&archive))
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }

    fn mapping(&self) -> Option<&'static Mapping> {
        Some(&XLSX_MAPPING)
    }
}

impl Reader for Xlsx {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        super::read(text, &XLSX_MAPPING)
    }
}

impl Writer for Xlsx {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        let mut table = Vec::new();
        let mut lost = super::write(records, '\t', &XLSX_MAPPING, &mut table)?;
        let table = String::from_utf8_lossy(&table);
        let mut rows = super::cells_of(&table);
        let head = rows.first().cloned().unwrap_or_default();
        for (row, record) in rows.iter_mut().skip(1).zip(records) {
            for (cell, column) in row.iter_mut().zip(&head) {
                let Some((end, _)) = cell.char_indices().nth(LONGEST_CELL) else { continue };
                let how = format!("cut to the {LONGEST_CELL} characters of a cell");
                let (record, field) = (record.id.clone(), column.clone());
                let value = cell.clone();
                lost.push(Loss { record, field, kind: LossKind::Degraded { how }, value });
                cell.truncate(end);
            }
        }
        out.write_all(&sheet::workbook(&rows))?;
        Ok(lost)
    }
}
