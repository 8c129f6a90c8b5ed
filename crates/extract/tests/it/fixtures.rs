//! Documents with marks set by hand: `⟦…⟧` around each reference, `⟪…⟫` around each citation by
//! number. The marks are taken out before reading, and compared with what is found, as places in
//! the source. A document without marks has no reference list.

use std::path::Path;

use refsmith_model::Span;

use crate::helpers::run;

/// Takes the marks out: the text, the marked references, the marked citations.
fn unmark(marked: &str) -> (String, Vec<Span>, Vec<Span>) {
    let (mut text, mut references, mut citations) = (String::new(), Vec::new(), Vec::new());
    let mut start = 0;
    for c in marked.chars() {
        match c {
            '⟦' | '⟪' => start = text.len(),
            '⟧' => references.push(Span::new(start, text.len())),
            '⟫' => citations.push(Span::new(start, text.len())),
            _ => text.push(c),
        }
    }
    (text, references, citations)
}

/// Compares the places, but shows the words.
fn compare(text: &str, kind: &str, found: &[Span], expected: &[Span], errors: &mut Vec<String>) {
    if found != expected {
        let words = |spans: &[Span]| -> Vec<String> {
            spans.iter().map(|span| span.of(text).to_owned()).collect()
        };
        errors.push(format!("{kind}: expected {:#?}\nfound {:#?}", words(expected), words(found)));
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "tests may read their data")]
fn marked_documents() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 40);
    let mut failures = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let (text, references, citations) = unmark(&std::fs::read_to_string(&path).unwrap());
        let found = run(name, text.as_bytes(), &[]);
        let mut errors = Vec::new();
        let source = |span: Span| found.document.text.input_span(span);
        let spans: Vec<Span> = found.list.references.iter().map(|r| source(r.span)).collect();
        compare(&text, "references", &spans, &references, &mut errors);
        let spans: Vec<Span> = found.citations.iter().map(|c| source(c.span)).collect();
        compare(&text, "citations", &spans, &citations, &mut errors);
        let none = found.codes.contains(&"no-references");
        if none != references.is_empty() {
            errors.push(format!("codes: {:?}", found.codes));
        }
        if !errors.is_empty() {
            failures.push(format!("{name}\n{}", errors.join("\n")));
        }
    }
    assert!(failures.is_empty(), "{} failed\n{}", failures.len(), failures.join("\n\n"));
}
