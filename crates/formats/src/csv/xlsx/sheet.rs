//! The sheets of a workbook, read and written.

use refsmith_model::{Diagnostic, Parsed, PartialDate, Span};

use super::super as csv;
use super::zip::{self, Archive};
use crate::findings;
use crate::xml::tree::{self, Child, Element};

/// Columns beyond these are no part of a list of references.
const MOST_COLUMNS: usize = 1_024;
const MOST_SHEETS: usize = 64;

/// Returns the rows of the sheet with the references as a table with tabs.
pub(super) fn table(archive: &Archive<'_>) -> Parsed<String> {
    let mut budget = archive.budget();
    let mut problems = Vec::new();
    let mut part = |name: &str, needed: bool| {
        if !needed && !archive.has(name) {
            return String::new();
        }
        archive.text(name, &mut budget).unwrap_or_else(|problem| {
            problems.push(problem);
            String::new()
        })
    };
    let workbook = part("xl/workbook.xml", true);
    let links = part("xl/_rels/workbook.xml.rels", false);
    let texts = texts(&part("xl/sharedStrings.xml", false));
    let styles = date_styles(&part("xl/styles.xml", false));
    let is_1904 = workbook.contains("date1904=\"1\"") || workbook.contains("date1904=\"true\"");
    let reader = SheetReader { texts, styles, is_1904 };
    let mut best: Option<(String, usize)> = None;
    for name in sheets(&workbook, &links) {
        let table = reader.rows(&part(&name, true));
        let known = csv::known_columns(&table);
        if best.as_ref().is_none_or(|(_, before)| *before < 2 && known > *before) {
            best = Some((table, known));
        }
        if known >= 2 {
            break;
        }
    }
    let mut out = Parsed::clean(best.map_or_else(String::new, |(table, _)| table));
    for problem in problems {
        let message = format!("the workbook is damaged: {problem}");
        let finding = Diagnostic::new(&findings::DAMAGED, message).at(Span::new(0, 0));
        out.diagnostics.push(finding.help("what could be found of it was read"));
    }
    out
}

/// Returns the names of the members that are sheets, in the order of the workbook.
fn sheets(workbook: &str, links: &str) -> Vec<String> {
    let mut targets = Vec::new();
    tree::records(links, &["Relationship"], |link| {
        if let (Some(id), Some(target)) = (link.attr("Id"), link.attr("Target")) {
            targets.push((id.to_owned(), target.to_owned()));
        }
    });
    let mut out = Vec::new();
    tree::records(workbook, &["sheet"], |sheet| {
        let id = sheet.attributes.iter().find(|(name, _)| name.ends_with(":id"));
        let target = id.and_then(|(_, id)| targets.iter().find(|(other, _)| other == id));
        if let Some((_, target)) = target.filter(|_| out.len() < MOST_SHEETS) {
            out.push(match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("xl/{target}"),
            });
        }
    });
    if out.is_empty() {
        out.push("xl/worksheets/sheet1.xml".to_owned());
    }
    out
}

/// Returns the texts that cells share.
fn texts(xml: &str) -> Vec<String> {
    let mut out = Vec::new();
    tree::records(xml, &["si"], |item| out.push(text(&item)));
    out
}

/// Returns the text of an element with runs; how it is to be spoken is no part of it.
fn text(element: &Element) -> String {
    let mut out = String::new();
    for inner in element.elements() {
        match inner.name.as_str() {
            "t" => out.extend(inner.children.iter().filter_map(|child| match child {
                Child::Text(text) => Some(text.as_str()),
                Child::Element(_) => None,
            })),
            "r" => out.push_str(&text(inner)),
            _ => {}
        }
    }
    out
}

/// Tells for each style of cells whether it shows dates.
fn date_styles(xml: &str) -> Vec<bool> {
    let mut custom: Vec<String> = Vec::new();
    tree::records(xml, &["numFmt"], |format| {
        let code = format.attr("formatCode").unwrap_or("").to_lowercase();
        // A year or a day, outside of quotation marks and colors.
        let bare: String = code.split(['"', '[', ']']).step_by(2).collect();
        if bare.contains('y') || bare.contains('d') {
            custom.extend(format.attr("numFmtId").map(str::to_owned));
        }
    });
    let mut out = Vec::new();
    tree::records(xml, &["cellXfs"], |list| {
        for style in list.elements() {
            let id = style.attr("numFmtId").unwrap_or("0");
            let built_in = id.parse::<u8>().is_ok_and(|id| matches!(id, 14..=17 | 22));
            out.push(built_in || custom.iter().any(|other| other == id));
        }
    });
    out
}

struct SheetReader {
    texts: Vec<String>,
    styles: Vec<bool>,
    is_1904: bool,
}

impl SheetReader {
    fn rows(&self, xml: &str) -> String {
        let mut out = String::new();
        tree::records(xml, &["row"], |row| {
            let mut cells: Vec<String> = Vec::new();
            for cell in row.elements().filter(|cell| cell.name == "c") {
                let at = cell.attr("r").and_then(column).unwrap_or(cells.len());
                if at >= MOST_COLUMNS {
                    continue;
                }
                if cells.len() <= at {
                    cells.resize(at + 1, String::new());
                }
                if let Some(place) = cells.get_mut(at) {
                    *place = self.cell(cell);
                }
            }
            csv::line(cells.iter().map(String::as_str), '\t', &mut out);
        });
        out
    }

    fn cell(&self, cell: &Element) -> String {
        let value = cell.text_of("v");
        match cell.attr("t") {
            Some("s") => {
                let idx = value.and_then(|value| value.parse::<usize>().ok());
                idx.and_then(|idx| self.texts.get(idx)).cloned().unwrap_or_default()
            }
            Some("inlineStr") => cell.child("is").map(text).unwrap_or_default(),
            Some("e") => String::new(),
            Some("str") => value.unwrap_or_default(),
            _ => {
                let value = value.unwrap_or_default();
                let style = cell.attr("s").and_then(|style| style.parse::<usize>().ok());
                let is_date = style.and_then(|style| self.styles.get(style)) == Some(&true);
                let day = is_date.then(|| value.parse::<f64>().ok()).flatten();
                match day.and_then(|day| date(day, self.is_1904)) {
                    Some(date) => refsmith_model::Date::On(date).to_string(),
                    None => value,
                }
            }
        }
    }
}

/// Returns the number of the column in a place like `AB12`.
fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_uppercase).take(4);
    let number = letters.fold(0_usize, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1);
    number.checked_sub(1)
}

/// Returns the name of a column.
fn column_name(mut at: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(b'A' + u8::try_from(at % 26).unwrap_or(0));
        match (at / 26).checked_sub(1) {
            Some(rest) => at = rest,
            None => break,
        }
    }
    out.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// Returns the date of a day that is counted as spreadsheets do, from the end of 1899 or from 1904.
fn date(day: f64, is_1904: bool) -> Option<PartialDate> {
    if !(1.0..2_958_466.0).contains(&day) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range has been looked at")]
    let day = day as i64 + if is_1904 { 1_462 } else { 0 };
    // Days from 1 March of year 0, in eras of 400 years.
    let days = day - 25_569 + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let small = |number: i64| u8::try_from(number).ok();
    Some(PartialDate::new(i32::try_from(year).ok()?, small(month), small(day)))
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Returns the bytes of a workbook with one sheet, the first row of which stays in sight.
pub(super) fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let content = format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{types}.worksheet+xml\"/></Types>"
    );
    let link = |kind: &str, target: &str| {
        format!(
            "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">\
             <Relationship Id=\"rId1\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><bookViews><workbookView/></bookViews>\
         <sheets><sheet name=\"References\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let mut sheet = format!(
        "{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\">\
         <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>\
         </sheetView></sheetViews><sheetData>\n"
    );
    for (idx, row) in rows.iter().enumerate() {
        let number = idx + 1;
        sheet.push_str(&format!("<row r=\"{number}\">"));
        for (at, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let place = column_name(at);
            sheet.push_str(&format!(
                "<c r=\"{place}{number}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
            ));
            tree::escape(cell, &mut sheet);
            sheet.push_str("</t></is></c>");
        }
        sheet.push_str("</row>\n");
    }
    sheet.push_str("</sheetData></worksheet>");
    zip::pack(&[
        ("[Content_Types].xml", content),
        ("_rels/.rels", link("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", link("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_days() {
        for (at, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_name(at), name);
            assert_eq!(column(&format!("{name}7")), Some(at));
        }
        assert_eq!(date(36_570.0, false), Some(PartialDate::new(2000, Some(2), Some(14))));
        assert_eq!(date(25_569.5, false), Some(PartialDate::new(1970, Some(1), Some(1))));
        assert_eq!(date(24_107.0, true), Some(PartialDate::new(1970, Some(1), Some(1))));
        assert_eq!(date(0.5, false), None);
    }
}
