//! Undoes what pages do to plain text, such as text copied or converted from a PDF: two columns
//! side by side are read one after the other, page numbers and running heads are left out, and
//! what a page break tore apart comes together.
//!
//! Whatever is not surely one of these stays as it is; what is left out is reported.

mod columns;
mod furniture;

use refsmith_model::{Diagnostic, OffsetMap, Parsed, SourceText, Span};

use crate::codes::{PAGE_FURNITURE, TWO_COLUMNS};
use crate::text::lines;

/// A line, or the part of one that stands in a column.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// With its indent, without white space at its end.
    span: Span,
    /// A form feed stands before it.
    feed: bool,
}

impl Line {
    fn is_blank(self) -> bool {
        self.span.is_empty()
    }

    /// The words, without the indent.
    fn words(self, text: &str) -> &str {
        self.span.of(text).trim()
    }
}

/// Returns the text as it stood before it was set on pages.
pub(super) fn without_pages(text: SourceText) -> Parsed<SourceText> {
    let source = text.text();
    let mut found = source_lines(source);
    let mut diagnostics = Vec::new();
    let joined = columns::join(source, &found);
    if let Some((lines, count)) = joined {
        found = lines;
        let message = format!("read {count} lines as two columns, the left one first");
        diagnostics.push(Diagnostic::new(&TWO_COLUMNS, message));
    }
    let furniture = furniture::find(source, &found);
    if let Some(first) = furniture.iter().next().and_then(|idx| found.get(*idx)) {
        let count = furniture.len();
        let s = if count == 1 { "" } else { "s" };
        let message = format!(
            "left out {count} line{s} of page heads and page numbers, such as `{}`",
            first.words(source)
        );
        diagnostics.push(Diagnostic::new(&PAGE_FURNITURE, message));
    }
    if diagnostics.is_empty() && !found.iter().any(|line| line.feed) {
        return Parsed::clean(text);
    }
    let (joined, map) = join_pages(source, &found, &furniture);
    Parsed { value: text.extracted(joined, map), diagnostics }
}

fn source_lines(source: &str) -> Vec<Line> {
    let mut last_end = 0;
    let line = |span: Span| {
        let feed = source.get(last_end..span.start()).is_some_and(|gap| gap.contains('\u{C}'));
        last_end = span.end();
        let span = Span::new(span.start(), span.start() + span.of(source).trim_end().len());
        Line { span, feed }
    };
    lines(source, Span::new(0, source.len())).map(line).collect()
}

/// Writes the lines that stay. A page break leaves nothing behind, but before what may be a heading
/// a blank line.
fn join_pages(
    source: &str,
    found: &[Line],
    furniture: &std::collections::BTreeSet<usize>,
) -> (String, OffsetMap) {
    let mut out = String::with_capacity(source.len());
    let mut map = OffsetMap::default();
    let mut blanks: Vec<Line> = Vec::new();
    let mut torn = false;
    for (idx, line) in found.iter().enumerate() {
        torn |= line.feed || furniture.contains(&idx);
        if line.is_blank() {
            blanks.push(*line);
        } else if !furniture.contains(&idx) {
            let keep =
                if torn { usize::from(may_be_heading(line.words(source))) } else { blanks.len() };
            for _ in 0..keep {
                map.replaced(1, 0);
                out.push('\n');
            }
            blanks.clear();
            torn = false;
            map.moved(line.span.start());
            map.copied(line.span.len());
            out.push_str(line.span.of(source));
            map.replaced(1, 0);
            out.push('\n');
        }
    }
    (out, map)
}

/// A few words that end like no sentence and hold no number.
fn may_be_heading(words: &str) -> bool {
    words.len() <= 60
        && words.split_whitespace().count() <= 5
        && words.starts_with(|c: char| !c.is_lowercase() && !c.is_numeric())
        && !words.ends_with(['.', ',', ';', '-'])
        && !words.contains(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> (String, Vec<&'static str>) {
        let parsed = without_pages(SourceText::plain("a.txt", text.to_owned()));
        let codes = parsed.diagnostics.iter().map(|finding| finding.code.code).collect();
        (parsed.value.text().to_owned(), codes)
    }

    /// Lines of words, none like the other.
    fn body(from: usize, count: usize) -> String {
        const WORDS: [&str; 7] = ["reeds", "water", "heron", "ice", "shore", "lake", "bird"];
        let word = |n: usize| WORDS[n % WORDS.len()];
        (from..from + count)
            .map(|n| {
                format!("{} {} {} of the {}\n", word(n), word(n / 7), word(n / 49 + 3), word(n * 3))
            })
            .collect()
    }

    #[test]
    fn heads_and_numbers_that_count_on_are_left_out() {
        let text = format!(
            "{}\n\n14\n\u{C}STILL WATER\n\n{}15\nSTILL WATER\n{}",
            body(0, 20),
            body(20, 20),
            body(40, 20)
        );
        assert_eq!(joined(&text), (body(0, 60), vec!["page-furniture"]));
        let text = format!(
            "{}\nWetlands 12 (2011)      141\n\n{}\nWetlands 12 (2011)      142\n\n{}",
            body(0, 20),
            body(20, 20),
            body(40, 20)
        );
        assert_eq!(joined(&text), (body(0, 60), vec!["page-furniture"]));
    }

    #[test]
    fn what_only_looks_like_it_stays() {
        // Numbers of a list that stand on lines of their own, a publisher that comes again and
        // again, years that count on.
        for text in [
            "1\nMarsh. Reeds.\n2\nHeron. Herons.\n3\nShore. Lakes.\n",
            &format!("{}Wetland Press.\n{}Wetland Press.\n", body(0, 20), body(20, 20)),
            &format!(
                "{}Wetlands, 2(1), 1-9.\n\n{}Wetlands, 3(2), 11-19.\n{}",
                body(0, 20),
                body(20, 20),
                body(40, 20)
            ),
            &format!("{}Lake Press, 2011\n{}Lake Press, 2012\n", body(0, 20), body(20, 20)),
        ] {
            assert_eq!(joined(text), (text.to_owned(), vec![]));
        }
    }

    #[test]
    fn offsets_lead_back_over_what_was_left_out() {
        let text = format!("{}7\n{}8\n{}", body(0, 20), body(20, 20), body(40, 20));
        let parsed = without_pages(SourceText::plain("a.txt", text.clone())).value;
        assert!(parsed.text().len() < text.len());
        for line in lines(parsed.text(), Span::new(0, parsed.text().len())) {
            assert_eq!(parsed.input_span(line).of(&text), line.of(parsed.text()));
        }
    }

    #[test]
    fn the_left_column_comes_first() {
        let left: Vec<String> = body(0, 12).lines().map(str::to_owned).collect();
        let right: Vec<String> = body(50, 11).lines().map(str::to_owned).collect();
        let mut text =
            String::from("A title that stands above both of the columns of this page\n\n");
        for (idx, line) in left.iter().enumerate() {
            let right = right.get(idx).map_or("", String::as_str);
            text.push_str(format!("{line:<44}{right}").trim_end());
            text.push('\n');
        }
        let (out, codes) = joined(&text);
        assert_eq!(codes, ["two-columns"]);
        assert!(out.ends_with(&format!("{}\n{}\n", left.join("\n"), right.join("\n"))), "{out}");
    }
}
