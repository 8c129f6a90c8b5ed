//! The table of records for terminals.

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::console::severity_style;
use crate::model::{
    Name, NameVariable, NumberVariable, ParsedReference, Record, Severity, TextVariable,
};

/// Confidence below which a record is marked as worth a look.
const DOUBTFUL: f32 = 0.8;

/// One row before it is laid out.
struct Row {
    n: String,
    key: String,
    year: String,
    kind: String,
    authors: String,
    title: String,
    source: String,
    confidence: Option<f32>,
    noted: bool,
}

/// Returns a table of records, as wide as `width` at most.
pub(super) fn render(
    references: &[(u32, &Record, Option<&ParsedReference>)],
    width: usize,
) -> String {
    let rows: Vec<Row> =
        references.iter().map(|(n, record, parsed)| row(*n, record, *parsed)).collect();
    let with_confidence = rows.iter().any(|row| row.confidence.is_some());
    let longest = |column: fn(&Row) -> &str, head: &str, most: usize| {
        let widest = rows.iter().map(|row| column(row).width()).max().unwrap_or(0);
        widest.max(head.width()).min(most)
    };
    let n = longest(|row| &row.n, "#", 6);
    let key = longest(|row| &row.key, "key", 18);
    let kind = longest(|row| &row.kind, "type", 10);
    let authors = longest(|row| &row.authors, "authors", if width < 120 { 16 } else { 24 });
    let year = 4;
    let fixed = n + key + year + kind + authors + 2 * 6 + if with_confidence { 8 } else { 0 };
    let rest = width.saturating_sub(fixed + 2).max(24);
    let source = longest(|row| &row.source, "source", rest * 3 / 8);
    let title = longest(|row| &row.title, "title", rest - source);

    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    let yellow = severity_style(Severity::Warning);
    let mut out = format!(
        "{bold}{}  {}  {}  {}  {}  {}  {}{}{bold:#}\n",
        right("#", n),
        left("key", key),
        left("year", year),
        left("type", kind),
        left("authors", authors),
        left("title", title),
        left("source", source),
        if with_confidence { "  conf" } else { "" },
    );
    for row in &rows {
        let mut line = format!(
            "{dim}{}{dim:#}  {}  {}  {}  {}  {}  {}",
            right(&row.n, n),
            left(&row.key, key),
            left(&row.year, year),
            left(&row.kind, kind),
            left(&row.authors, authors),
            left(&row.title, title),
            left(&row.source, source),
        );
        match row.confidence {
            Some(confidence) if row.noted || confidence < DOUBTFUL => {
                line.push_str(&format!("  {yellow}{confidence:.2} !{yellow:#}"));
            }
            Some(confidence) => line.push_str(&format!("  {confidence:.2}")),
            None => {}
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Tells whether a reference is marked in the table as worth a look.
pub(super) fn is_doubtful(parsed: &ParsedReference) -> bool {
    parsed.confidence < DOUBTFUL
        || parsed.diagnostics.iter().any(|finding| finding.severity >= Severity::Warning)
}

fn row(n: u32, record: &Record, parsed: Option<&ParsedReference>) -> Row {
    let source = [TextVariable::ContainerTitle, TextVariable::Publisher, TextVariable::Url]
        .iter()
        .find_map(|variable| record.text(*variable))
        .unwrap_or("");
    let mut place = record.number(NumberVariable::Volume).unwrap_or("").to_owned();
    if let Some(issue) = record.number(NumberVariable::Issue) {
        place.push_str(&format!("({issue})"));
    }
    Row {
        n: n.to_string(),
        key: record.id.clone(),
        year: record.year().map_or_else(|| "n.d.".to_owned(), |year| year.to_string()),
        kind: record.item_type.as_str().trim_start_matches("article-").to_owned(),
        authors: authors(record),
        title: record.text(TextVariable::Title).unwrap_or("").to_owned(),
        source: format!("{source} {place}").trim().to_owned(),
        confidence: parsed.map(|parsed| parsed.confidence),
        noted: parsed.is_some_and(is_doubtful),
    }
}

/// Returns a record on one line: who, when, what, where.
pub(super) fn one_line(record: &Record) -> String {
    let Row { year, authors, title, source, .. } = row(0, record, None);
    let parts = [format!("{authors} ({year})"), title, source];
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(". ")
}

fn authors(record: &Record) -> String {
    let role = [NameVariable::Author, NameVariable::Editor]
        .into_iter()
        .find(|role| !record.people(*role).is_empty());
    let Some(list) = role.and_then(|role| record.names.get(&role)) else { return String::new() };
    let family = |name: &Name| match name {
        Name::Person(person) => person.full_family(),
        Name::Institution(name) => name.clone(),
    };
    match list.names.as_slice() {
        [] => String::new(),
        [only] if list.truncated_after.is_none() => family(only),
        [first, second] if list.truncated_after.is_none() => {
            format!("{} & {}", family(first), family(second))
        }
        [first, ..] => format!("{} et al.", family(first)),
    }
}

/// Returns the text cut or filled to `width` columns.
fn left(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let fill = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(fill))
}

fn right(text: &str, width: usize) -> String {
    let text = cut(text, width);
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}

fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}
