//! Tables: one row for each work, one column for each CSL variable; with commas (CSV) or tabs (TSV).
//!
//! Columns are found by the names in the first line, of which many are known; cells of names hold
//! `Family, Given; Family, Given`. A table that is read may have semicolons between its cells.

mod renamed;
mod rows;
mod table;
mod xlsx;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;

use refsmith_model::{Diagnostic, ItemType, Losses, Parsed, Record, Span, Variable};

use crate::mapping::read::{Field, Kind, RecordReader};
use crate::mapping::values::Value;
use crate::mapping::write::entry;
use crate::mapping::{Mapping, To};
use crate::{Format, FormatInfo, Piece, PieceReader, Reader, Writer, findings, losses};
pub use renamed::Renamed;
use rows::{Cell, Row, Rows};
use table::{CSV_MAPPING, TSV_MAPPING};
pub use xlsx::Xlsx;

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

/// Returns the separator of the first line: a tab if there is one outside of quotes, otherwise what
/// there is more of, commas or semicolons.
fn separator(text: &str) -> u8 {
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
        (1.., _) => b'\t',
        (_, true) => b';',
        _ => b',',
    }
}

/// Returns the rows of a table with commas, each as its cells without quotation marks. Empty rows
/// are left out.
///
/// # Examples
/// ```
/// let mut rows = refsmith_formats::csv::rows("DOI,Note\n10.1/a,\"one, two\"\n");
/// assert_eq!(rows.nth(1).unwrap(), ["10.1/a", "one, two"]);
/// ```
pub fn rows(text: &str) -> impl Iterator<Item = Vec<Cow<'_, str>>> {
    let mut rows = Rows::new(text, b',');
    std::iter::from_fn(move || {
        rows.row(true).map(|row| row.cells.into_iter().map(|cell| cell.text).collect())
    })
}

/// Reads a table.
fn read(text: &str, mapping: &'static Mapping) -> Parsed<Vec<Record>> {
    TableReader::new(mapping, &[]).read(text, true).parsed
}

/// A column of a table that is read.
struct Column {
    /// What the table of variables calls it.
    name: String,
    /// What its own first line calls it.
    heading: String,
    kind: ColumnKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ColumnKind {
    Type,
    Names,
    Other,
}

/// Reads a table, at once or piece by piece.
struct TableReader<'c> {
    records: RecordReader<'static>,
    mapping: &'static Mapping,
    /// Headings in lower case, and the columns that they stand for.
    renamed: &'c [(String, String)],
    separator: u8,
    /// The columns, once the first line has been read.
    columns: Option<Vec<Column>>,
}

impl<'c> TableReader<'c> {
    fn new(mapping: &'static Mapping, renamed: &'c [(String, String)]) -> Self {
        let records = RecordReader::new(mapping);
        Self { records, mapping, renamed, separator: b',', columns: None }
    }

    fn columns(&self, head: &Row<'_>) -> Vec<Column> {
        let column = |cell: &Cell<'_>| {
            let heading = cell.text.trim();
            let told = self.renamed.iter().find(|(told, _)| *told == heading.to_lowercase());
            let name = told.map_or_else(|| column(heading, self.mapping), |(_, name)| name.clone());
            let kind = match name.as_str() {
                "type" => ColumnKind::Type,
                name if is_names(name, self.mapping) => ColumnKind::Names,
                _ => ColumnKind::Other,
            };
            Column { name, heading: heading.to_owned(), kind }
        };
        head.cells.iter().map(column).collect()
    }
}

impl PieceReader for TableReader<'_> {
    fn read(&mut self, text: &str, last: bool) -> Piece {
        let mut out = Parsed::clean(Vec::new());
        if self.columns.is_none() {
            self.separator = separator(text);
        }
        let mut rows = Rows::new(text, self.separator);
        let mut len = 0;
        loop {
            let found = rows.findings.len();
            let Some(row) = rows.row(last) else {
                len = rows.at();
                break;
            };
            if !row.complete {
                rows.findings.truncate(found);
                break;
            }
            len = rows.at();
            match &self.columns {
                None => self.columns = Some(self.columns(&row)),
                Some(columns) => {
                    let (fields, kind, surplus) = fields(columns, &row);
                    let first = out.diagnostics.len();
                    let mut record = self.records.record(kind, &fields, &mut out.diagnostics);
                    let untyped = kind.is_none_or(|(name, _)| name.is_empty());
                    if untyped && fields.iter().any(|field| in_journal(field)) {
                        record.item_type = ItemType::ArticleJournal;
                    }
                    let id = (!record.id.is_empty()).then(|| record.id.clone());
                    let surplus = surplus.map(|span| {
                        let message =
                            format!("expected {} cells, found {}", columns.len(), row.cells.len());
                        let finding = Diagnostic::new(&findings::SURPLUS_CELLS, message).at(span);
                        Diagnostic { record: id, ..finding }
                    });
                    out.diagnostics.splice(first..first, surplus);
                    out.value.push(record);
                }
            }
        }
        out.diagnostics.append(&mut rows.findings);
        out.diagnostics.sort_by_key(|finding| finding.span.map(|span| span.start));
        Piece { len, parsed: out }
    }
}

/// The column in which databases write out the names that they shorten in one of the others.
const FULL_NAMES: &str = "author-full-names";
const SHORT_NAMES: [&str; 2] = ["authors", "author(s)"];

/// Tells whether a field names a journal: what has one and no type is an article.
fn in_journal(field: &Field<'_>) -> bool {
    matches!(field.name.as_ref(), "journal" | "journal-title")
        && matches!(&field.value, Value::Text(text) if !text.trim().is_empty())
}

/// Leaves out the number that a database has for a person: `Doe, Jane (57190000001)`.
fn without_number(name: &str) -> &str {
    let number = name.strip_suffix(')').and_then(|open| open.rsplit_once(" ("));
    match number {
        Some((name, digits))
            if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) =>
        {
            name
        }
        _ => name,
    }
}

/// Returns the fields of a row, its type, and where cells stand for which there is no column.
fn fields<'r>(columns: &'r [Column], row: &'r Row<'_>) -> (Vec<Field<'r>>, Kind<'r>, Option<Span>) {
    let mut fields = Vec::with_capacity(row.cells.len());
    let mut kind = None;
    let filled = |(column, cell): (&Column, &Cell<'_>), name| {
        column.name == name && !cell.text.trim().is_empty()
    };
    let in_full = columns.iter().zip(&row.cells).any(|pair| filled(pair, FULL_NAMES));
    for (column, cell) in columns.iter().zip(&row.cells) {
        let (name, span) = (column.name.as_str(), Some(cell.span));
        match column.kind {
            ColumnKind::Type => kind = Some((cell.text.trim(), span)),
            ColumnKind::Names if in_full && SHORT_NAMES.contains(&name) => {
                fields.push(Field::text(column.heading.as_str(), cell.text.as_ref(), span));
            }
            ColumnKind::Names => {
                let parts = cell.text.split(';').map(|part| without_number(part.trim()));
                fields.extend(parts.map(|part| Field::text(name, part, span)));
            }
            ColumnKind::Other => fields.push(Field::text(name, cell.text.as_ref(), span)),
        }
    }
    let mut surplus: Option<Span> = None;
    for (idx, cell) in row.cells.iter().enumerate().skip(columns.len()) {
        if !cell.text.trim().is_empty() {
            surplus = Some(surplus.map_or(cell.span, |before| before.join(cell.span)));
            let name = format!("column {}", idx + 1);
            fields.push(Field::text(name, cell.text.as_ref(), Some(cell.span)));
        }
    }
    (fields, kind, surplus)
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

/// Adds a row.
fn line<'c>(cells: impl Iterator<Item = &'c str>, separator: char, out: &mut String) {
    for (idx, cell) in cells.enumerate() {
        if idx > 0 {
            out.push(separator);
        }
        out.push_str(&quoted(cell, separator));
    }
    out.push_str("\r\n");
}

/// Writes a table; each row is read back.
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

/// Returns the cells of a table with tabs, row by row.
fn cells_of(table: &str) -> Vec<Vec<String>> {
    let mut rows = Rows::new(table, b'\t');
    let texts = |row: Row<'_>| row.cells.into_iter().map(|cell| cell.text.into_owned()).collect();
    std::iter::from_fn(|| rows.row(true).map(texts)).collect()
}

/// Counts the columns of a first row that are known.
fn known(first: &str, separator: u8, mapping: &'static Mapping) -> usize {
    let names = Rows::new(first, separator).row(true).map(|row| row.cells).unwrap_or_default();
    let columns = names.iter().map(|cell| column(&cell.text, mapping));
    columns.filter(|name| name == "type" || mapping.rows_of(name).next().is_some()).count()
}

/// Counts the columns of a table with tabs that are known.
fn known_columns(table: &str) -> usize {
    known(table.lines().next().unwrap_or(""), b'\t', &TSV_MAPPING)
}

/// Scores a table by how many of its columns are known.
fn score(head: &str, wanted: fn(u8) -> bool, mapping: &'static Mapping) -> u8 {
    let separator = separator(head);
    let Some(first) = head.trim_start_matches('\u{feff}').lines().next() else { return 0 };
    if !wanted(separator) || first.trim_start().starts_with(['{', '[', '<', '@', '%']) {
        return 0;
    }
    match known(first, separator, mapping) {
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
        score(head, |separator| separator != b'\t', &CSV_MAPPING)
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
        score(head, |separator| separator == b'\t', &TSV_MAPPING)
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

    fn pieces(&self) -> Option<Box<dyn PieceReader + '_>> {
        Some(Box::new(TableReader::new(&CSV_MAPPING, &[])))
    }
}

impl Reader for Tsv {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        read(text, &TSV_MAPPING)
    }

    fn pieces(&self) -> Option<Box<dyn PieceReader + '_>> {
        Some(Box::new(TableReader::new(&TSV_MAPPING, &[])))
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
