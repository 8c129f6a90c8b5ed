//! What is worth saying about a reference that was read.

use refsmith_model::{
    DateVariable, Diagnostic, ItemType, NumberVariable, Origin, Record, Span, TextVariable,
    Variable,
};

use crate::codes;

/// Facts that the record alone does not hold. Spans index the document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts<'a> {
    /// Where name lists are cut.
    pub(crate) cuts: Vec<Span>,
    /// Words that fit no field.
    pub(crate) leftovers: Vec<Span>,
    /// Hyphens in the title: where, which, and the words around.
    pub(crate) hyphens: Vec<(Span, char, String)>,
    /// The reference.
    pub(crate) whole: Span,
    /// The document, or the reference when it stands alone.
    pub(crate) text: &'a str,
    /// Confidence of the whole record.
    pub(crate) confidence: f32,
    /// Read as a chapter although nothing says so.
    pub(crate) chapter_without_in: bool,
}

/// Lists the findings, in the order of their places.
pub(crate) fn findings(record: &Record, facts: &Facts<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for cut in &facts.cuts {
        let mark = cut.of(facts.text);
        out.push(
            Diagnostic::new(&codes::NAMES_ELIDED, format!("names are left out at `{mark}`"))
                .at(*cut)
                .help("a register knows all names"),
        );
    }
    for (span, c, title) in &facts.hyphens {
        let message = format!("non-ASCII hyphen U+{:04X} in the title `{title}`", u32::from(*c));
        out.push(
            Diagnostic::new(&codes::NON_ASCII_HYPHEN, message)
                .at(*span)
                .help("use `-`; searches for this title miss otherwise")
                .fix(*span, "-", true),
        );
    }
    if facts.chapter_without_in
        && let (Some(container), Some(page)) = (
            span(record, TextVariable::ContainerTitle.into()),
            span(record, NumberVariable::Page.into()),
        )
    {
        let message = "looks like a book chapter: a book title and pages, but no `In`, no editors, no publisher";
        out.push(
            Diagnostic::new(&codes::CHAPTER_WITHOUT_IN, message)
                .at(container.join(page))
                .help("add the editors and the publisher of the book"),
        );
    }
    pages(record, &mut out);
    missing(record, facts, &mut out);
    out.sort_by_key(|finding| finding.span.map_or(0, |span| span.start));
    out
}

/// Where the value of a variable stands.
fn span(record: &Record, variable: Variable) -> Option<Span> {
    match record.provenance.get(&variable)?.origin {
        Origin::Input(span) => Some(span),
        _ => None,
    }
}

fn pages(record: &Record, out: &mut Vec<Diagnostic>) {
    if record.item_type != ItemType::ArticleJournal {
        return;
    }
    let Some(page) = record.numbers.get(&NumberVariable::Page) else { return };
    let Some(at) = span(record, NumberVariable::Page.into()) else { return };
    if page.is_article_number() {
        let message = format!("`{page}` is an article number, not a page");
        out.push(Diagnostic::new(&codes::ARTICLE_NUMBER, message).at(at));
        return;
    }
    let plain = page.as_str().len() <= 5 && page.as_str().bytes().all(|b| b.is_ascii_digit());
    let titled = record.texts.contains_key(&TextVariable::Title);
    if plain
        && titled
        && let Some(volume) = record.number(NumberVariable::Volume)
    {
        let place = match record.number(NumberVariable::Issue) {
            Some(issue) => format!("{volume}({issue})"),
            None => volume.to_owned(),
        };
        let message =
            format!("single page `{page}` where an article in `{place}` usually has a range");
        out.push(
            Diagnostic::new(&codes::SINGLE_PAGE, message)
                .at(at)
                .help("a register knows the last page"),
        );
    }
}

fn missing(record: &Record, facts: &Facts<'_>, out: &mut Vec<Diagnostic>) {
    if !record.texts.contains_key(&TextVariable::Title) {
        out.push(Diagnostic::new(&codes::NO_TITLE, "expected a title, found none").at(facts.whole));
    }
    if !record.dates.contains_key(&DateVariable::Issued) {
        out.push(Diagnostic::new(&codes::NO_YEAR, "expected a date, found none").at(facts.whole));
    }
    for leftover in &facts.leftovers {
        let words: String = leftover.of(facts.text).chars().take(60).collect();
        let message = format!("no field for `{}`", words.trim());
        out.push(Diagnostic::new(&codes::UNPARSED_TEXT, message).at(*leftover));
    }
    if facts.confidence < 0.5 {
        let message = format!("read with a confidence of {:.2} only", facts.confidence);
        out.push(Diagnostic::new(&codes::LOW_CONFIDENCE, message).at(facts.whole));
    }
}
