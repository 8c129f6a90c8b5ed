//! Tables: one row for each work, one column for each CSL variable; with commas (CSV) or tabs (TSV).
//!
//! Columns are found by the names in the first line, of which many are known; cells of names hold
//! `Family, Given; Family, Given`. A table that is read may have semicolons between its cells.

mod table;

use std::collections::BTreeSet;
use std::io;

use refsmith_model::{Losses, Parsed, Record, Span, Variable};

use crate::mapping::read::{Field, record};
use crate::mapping::write::entry;
use crate::mapping::{Mapping, To};
use crate::{Format, FormatInfo, Reader, Writer, losses};
use table::{CSV_MAPPING, TSV_MAPPING};

/// Tables with commas.
#[derive(Debug, Clone, Copy)]
pub struct Csv;

/// Tables with tabs.
#[derive(Debug, Clone, Copy)]
pub struct Tsv;

static CSV: FormatInfo = FormatInfo {
    name: "csv",
    aliases: &[],
    extensions: &["csv"],
    media_type: "text/csv",
    description: "Tables with commas, a column for each variable",
};

static TSV: FormatInfo = FormatInfo {
    name: "tsv",
    aliases: &["tab"],
    extensions: &["tsv", "tab"],
    media_type: "text/tab-separated-values",
    description: "Tables with tabs, a column for each variable",
};

/// A cell and where it stands, quotation marks included.
struct Cell {
    text: String,
    span: Span,
}

/// Splits a text into rows of cells (RFC 4180); a quoted cell may hold line breaks.
fn rows(text: &str, separator: char) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let first = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut start = first;
    let mut quoted = false;
    let mut chars = text.char_indices().skip_while(|(at, _)| *at < first).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' if quoted && chars.peek().is_some_and(|(_, next)| *next == '"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\r' if !quoted && chars.peek().is_some_and(|(_, next)| *next == '\n') => {}
            c if !quoted && (c == separator || c == '\n' || c == '\r') => {
                let span = Span::new(start, at);
                row.push(Cell { text: std::mem::take(&mut cell), span });
                start = at + c.len_utf8();
                if c != separator {
                    rows.push(std::mem::take(&mut row));
                }
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(Cell { text: cell, span: Span::new(start, text.len()) });
        rows.push(row);
    }
    rows.retain(|row| row.len() > 1 || row.iter().any(|cell| !cell.text.trim().is_empty()));
    rows
}

/// Returns the separator of the first line: a tab if there is one outside of quotes, otherwise what
/// there is more of, commas or semicolons.
fn separator(text: &str) -> char {
    let mut quoted = false;
    let (mut tabs, mut semicolons, mut commas) = (0_usize, 0_usize, 0_usize);
    for c in text.chars().take_while(|c| !matches!(c, '\n' | '\r')) {
        match c {
            '"' => quoted = !quoted,
            '\t' if !quoted => tabs += 1,
            ';' if !quoted => semicolons += 1,
            ',' if !quoted => commas += 1,
            _ => {}
        }
    }
    match (tabs, semicolons > commas) {
        (1.., _) => '\t',
        (_, true) => ';',
        _ => ',',
    }
}

fn read(text: &str, mapping: &'static Mapping) -> Parsed<Vec<Record>> {
    let mut out = Parsed::clean(Vec::new());
    let mut rows = rows(text, separator(text)).into_iter();
    let Some(head) = rows.next() else { return out };
    let columns: Vec<String> = head.iter().map(|cell| column(&cell.text, mapping)).collect();
    for row in rows {
        let mut fields = Vec::new();
        let mut kind = None;
        for (name, cell) in columns.iter().zip(&row) {
            let span = Some(cell.span);
            if name == "type" {
                kind = Some((cell.text.trim(), span));
            } else if is_names(name, mapping) {
                for part in cell.text.split(';') {
                    fields.push(Field::text(name.clone(), part.trim().to_owned(), span));
                }
            } else {
                fields.push(Field::text(name.clone(), cell.text.as_str(), span));
            }
        }
        out.value.push(record(mapping, kind, fields, &mut out.diagnostics));
    }
    out
}

/// Returns the name that the table has for a column: its own, in any letter case, with blanks or
/// underscores for hyphens.
fn column(name: &str, mapping: &Mapping) -> String {
    let name = name.trim();
    let folded = name.to_lowercase().replace([' ', '_'], "-");
    let known = |name: &str| mapping.rows_of(name).next().is_some();
    if known(name) || name == "type" {
        return name.to_owned();
    }
    let row =
        mapping.fields.iter().find(|row| row.field.to_lowercase().replace('_', "-") == folded);
    match (row, folded.as_str()) {
        (Some(row), _) => row.field.to_owned(),
        (None, "type" | "item-type" | "document-type" | "publication-type") => "type".to_owned(),
        (None, _) => name.to_owned(),
    }
}

fn is_names(column: &str, mapping: &Mapping) -> bool {
    mapping
        .rows_of(column)
        .next()
        .is_some_and(|row| matches!(row.to, To::Variable(Variable::Name(_))))
}

/// Returns the cells of a record, by column.
fn cells(record: &Record, mapping: &'static Mapping) -> Vec<(String, String)> {
    let entry = entry(mapping, record);
    let mut cells: Vec<(String, String)> = vec![("type".to_owned(), entry.kind.into_owned())];
    for field in entry.fields {
        let text = field.value.to_text(mapping.names, mapping.dates);
        match cells.iter_mut().find(|(name, _)| *name == field.name) {
            Some((_, before)) => {
                before.push_str("; ");
                before.push_str(&text);
            }
            None => cells.push((field.name.into_owned(), text)),
        }
    }
    cells
}

fn quoted(text: &str, separator: char) -> String {
    let quote = text.contains([separator, '"', '\n', '\r', ';', '\t'])
        || text.starts_with([' ', '\u{feff}'])
        || text.ends_with(' ');
    if quote { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn line<'c>(cells: impl Iterator<Item = &'c str>, separator: char, out: &mut String) {
    for (idx, cell) in cells.enumerate() {
        if idx > 0 {
            out.push(separator);
        }
        out.push_str(&quoted(cell, separator));
    }
    out.push_str("\r\n");
}

fn write(
    records: &[Record],
    separator: char,
    mapping: &'static Mapping,
    out: &mut dyn io::Write,
) -> io::Result<Losses> {
    let mut lost = Losses::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    for record in records {
        used.extend(cells(record, mapping).into_iter().map(|(name, _)| name));
    }
    let mut columns = vec!["type".to_owned()];
    let own = mapping.fields.iter().filter(|row| row.way.writes()).map(|row| row.field.to_owned());
    columns.extend(own.filter(|name| used.contains(name)));
    columns.extend(used.iter().filter(|name| !columns.contains(name)).cloned().collect::<Vec<_>>());
    // One column alone could not be told from a text.
    if columns.len() == 1 {
        columns.push("id".to_owned());
    }
    let mut head = String::new();
    line(columns.iter().map(String::as_str), separator, &mut head);
    out.write_all(head.as_bytes())?;
    for record in records {
        let cells = cells(record, mapping);
        let cell = |column: &String| {
            cells.iter().find(|(name, _)| name == column).map_or("", |(_, text)| text.as_str())
        };
        let mut row = String::new();
        line(columns.iter().map(cell), separator, &mut row);
        let back = read(&format!("{head}{row}"), mapping).value;
        losses::find(record, back.first(), &mut lost);
        out.write_all(row.as_bytes())?;
    }
    Ok(lost)
}

/// Scores a table by how many of its columns are known.
fn score(head: &str, wanted: fn(char) -> bool, mapping: &'static Mapping) -> u8 {
    let separator = separator(head);
    let Some(first) = head.trim_start_matches('\u{feff}').lines().next() else { return 0 };
    if !wanted(separator) || first.trim_start().starts_with(['{', '[', '<', '@', '%']) {
        return 0;
    }
    let names = rows(first, separator).into_iter().next().unwrap_or_default();
    let known = names
        .iter()
        .map(|cell| column(&cell.text, mapping))
        .filter(|name| name == "type" || mapping.rows_of(name).next().is_some())
        .count();
    match known {
        0 | 1 => 0,
        2 => 40,
        _ => 70,
    }
}

impl Format for Csv {
    fn info(&self) -> &'static FormatInfo {
        &CSV
    }

    fn sniff(&self, head: &str) -> u8 {
        score(head, |separator| separator != '\t', &CSV_MAPPING)
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }

    fn mapping(&self) -> Option<&'static Mapping> {
        Some(&CSV_MAPPING)
    }
}

impl Format for Tsv {
    fn info(&self) -> &'static FormatInfo {
        &TSV
    }

    fn sniff(&self, head: &str) -> u8 {
        score(head, |separator| separator == '\t', &TSV_MAPPING)
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }

    fn mapping(&self) -> Option<&'static Mapping> {
        Some(&TSV_MAPPING)
    }
}

impl Reader for Csv {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        read(text, &CSV_MAPPING)
    }
}

impl Reader for Tsv {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        read(text, &TSV_MAPPING)
    }
}

impl Writer for Csv {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        write(records, ',', &CSV_MAPPING, out)
    }
}

impl Writer for Tsv {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        write(records, '\t', &TSV_MAPPING, out)
    }
}
