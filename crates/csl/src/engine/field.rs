//! Fields of a record as runs: rich text, quotation marks inside titles, links.

use refsmith_model::{Mark, Name, NameVariable, NumberVariable, Record, RichText, TextVariable};

use super::run::{Kind, Run, Vertical};

/// Returns a text variable; names CSL gave up lead to their successors.
pub(super) fn text<'a>(record: &'a Record, name: &str) -> Option<&'a RichText> {
    let variable = match name {
        "event" => TextVariable::EventTitle,
        "shortTitle" => TextVariable::TitleShort,
        "journalAbbreviation" => TextVariable::ContainerTitleShort,
        _ => TextVariable::parse(name)?,
    };
    record.texts.get(&variable).filter(|text| !text.plain.trim().is_empty())
}

/// Returns the short form of a title, if the record has one.
pub(super) fn short_text<'a>(record: &'a Record, name: &str) -> Option<&'a RichText> {
    match name {
        "title" => text(record, "title-short"),
        "container-title" => text(record, "container-title-short"),
        _ => None,
    }
}

/// Returns a number variable as it was written.
pub(super) fn number<'a>(record: &'a Record, name: &str) -> Option<&'a str> {
    let variable = NumberVariable::parse(name)?;
    record.number(variable).map(str::trim).filter(|text| !text.is_empty())
}

/// Returns the names of a role.
pub(super) fn names<'a>(record: &'a Record, name: &str) -> &'a [Name] {
    NameVariable::parse(name).map_or(&[], |variable| record.people(variable))
}

/// Turns rich text into runs. Double quotation marks become marks that take their place among the
/// quotes of the style, and a straight apostrophe becomes a curved one.
pub(super) fn rich(text: &RichText) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut bounds: Vec<usize> = vec![0, text.plain.len()];
    for (range, _) in &text.marks {
        bounds.extend([range.start as usize, range.end as usize]);
    }
    bounds.sort_unstable();
    bounds.dedup();
    for pair in bounds.windows(2) {
        let &[start, end] = pair else { continue };
        let Some(piece) = text.plain.get(start..end) else { continue };
        let mut shape = Run::default();
        for (range, mark) in &text.marks {
            if range.start as usize <= start && end <= range.end as usize {
                apply_mark(&mut shape, *mark);
            }
        }
        runs.push(Run { text: piece.to_owned(), ..shape });
    }
    // A mark off the character boundaries would have swallowed text.
    if runs.iter().map(|run| run.text.len()).sum::<usize>() != text.plain.len() {
        runs = vec![Run::text(text.plain.clone())];
    }
    quotes(runs)
}

fn apply_mark(run: &mut Run, mark: Mark) {
    match mark {
        Mark::Italic => run.format.flips_italic = !run.format.flips_italic,
        Mark::Bold => run.format.flips_bold = !run.format.flips_bold,
        Mark::SmallCaps => run.format.small_caps = Some(true),
        Mark::Superscript => run.format.vertical = Some(Vertical::Raised),
        Mark::Subscript => run.format.vertical = Some(Vertical::Lowered),
        Mark::NoCase | Mark::Math => run.no_case = true,
    }
}

/// Splits runs at paired double quotation marks. Marks without a partner stay as they are.
fn quotes(runs: Vec<Run>) -> Vec<Run> {
    let is_mark = |c: char| matches!(c, '"' | '\u{201C}' | '\u{201D}');
    let marks = runs.iter().flat_map(|run| run.text.chars()).filter(|c| is_mark(*c)).count();
    let paired = marks > 0 && marks % 2 == 0;
    let mut out = Vec::with_capacity(runs.len());
    let mut open = false;
    for run in runs {
        let mut piece = String::new();
        let mut before = None;
        for c in run.text.chars() {
            match c {
                _ if paired && is_mark(c) => {
                    out.push(Run { text: std::mem::take(&mut piece), ..run.clone() });
                    let kind = if open { Kind::CloseQuote } else { Kind::OpenQuote };
                    out.push(Run { kind, text: String::new(), ..run.clone() });
                    open = !open;
                }
                '\'' if before.is_some_and(char::is_alphanumeric) => piece.push('\u{2019}'),
                _ => piece.push(c),
            }
            before = Some(c);
        }
        out.push(Run { text: piece, ..run });
    }
    out.retain(|run| !run.is_empty());
    out
}

/// Returns the address an identifier leads to.
pub(super) fn link(variable: &str, value: &str) -> Option<String> {
    let resolver = match variable {
        "DOI" => "https://doi.org/",
        "PMID" => "https://www.ncbi.nlm.nih.gov/pubmed/",
        "PMCID" => "https://www.ncbi.nlm.nih.gov/pmc/articles/",
        "URL" => "",
        _ => return None,
    };
    let url = format!("{resolver}{value}");
    ["https://", "http://", "ftp://"].iter().any(|scheme| url.starts_with(scheme)).then_some(url)
}
