//! Tracing says where words come from and changes none of them.

use refsmith_csl::{Cite, Cluster, Request, plain_text, render, style, styles, trace};
use refsmith_model::{NameVariable, NumberVariable, TextVariable, Variable};

use super::csl_json;

const ITEMS: &str = r#"[
  {"id": "a", "type": "article-journal", "title": "Is “this” a question?", "DOI": "10.1/x.y",
   "container-title": "Journal of Tests", "volume": "12", "issue": "3", "page": "101-7",
   "author": [{"family": "Doe", "given": "Jane Q."}, {"family": "de la Cruz", "given": "Ana"}],
   "issued": {"date-parts": [[2001, 5, 7]]}, "URL": "https://example.org/a"},
  {"id": "b", "type": "chapter", "title": "A chapter.", "container-title": "Handbook: of things",
   "editor": [{"family": "Roe", "given": "Rita"}, {"literal": "The Society"}], "page": "7",
   "edition": "2", "publisher": "Press", "publisher-place": "Lund", "collection-title": "Series",
   "collection-number": "4", "issued": {"date-parts": [[1998]]},
   "author": [{"family": "Doe", "given": "Jane Q."}]},
  {"id": "c", "type": "book", "title": "Edited book", "publisher": "Press!", "ISBN": "0-1-2",
   "editor": [{"family": "Poe", "given": "E. A."}], "translator": [{"family": "Li", "given": "Y"}],
   "issued": {"date-parts": [[1998], [2000]]}},
  {"id": "d", "type": "webpage", "title": "Page", "URL": "https://example.org/",
   "accessed": {"date-parts": [[2020, 1, 2]]}},
  {"id": "e", "type": "report", "title": "Report: with a colon", "genre": "Working paper",
   "number": "17", "author": [{"literal": "Institute"}], "issued": {"literal": "in press"}}
]"#;

#[test]
fn tracing_changes_no_word_in_any_embedded_style() {
    let records = csl_json::records(ITEMS);
    let cite = |id: &str| {
        let locator = Some(("page".to_owned(), "12-14".to_owned()));
        Cite { locator, prefix: Some("see ".to_owned()), ..Cite::new(id) }
    };
    let clusters = [
        Cluster { cites: vec![cite("a"), cite("b")], note_index: Some(1) },
        Cluster { cites: vec![cite("a")], note_index: Some(2) },
        Cluster { cites: vec![Cite::new("c"), Cite::new("e")], note_index: Some(3) },
    ];
    let mut compared = 0;
    for info in styles() {
        let style = style(&info.id).expect("style");
        let request =
            Request { records: &records, style: &style, locale: None, clusters: &clusters };
        let plain = render(&request).expect("rendered");
        let traced = trace(&request).expect("traced");
        for (entry, (idx, text)) in plain.bibliography.iter().zip(&traced.bibliography) {
            assert_eq!(records[*idx].id, entry.id, "{}", info.id);
            assert_eq!(text.text.trim(), plain_text(&entry.content), "{}", info.id);
            compared += 1;
        }
        for (nodes, text) in plain.citations.iter().zip(&traced.citations) {
            assert_eq!(text.text.trim(), plain_text(nodes), "{}", info.id);
            for (variable, span) in &text.variables {
                assert!(text.text.get(span.start()..span.end()).is_some(), "{variable}");
            }
        }
        assert_eq!(plain.bibliography.len(), traced.bibliography.len(), "{}", info.id);
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn every_variable_that_is_printed_is_found() {
    let records = csl_json::records(ITEMS);
    let apa = style("apa").expect("apa");
    let request = Request { records: &records, style: &apa, locale: None, clusters: &[] };
    let traced = trace(&request).expect("traced");
    let entry = traced.bibliography.iter().find(|(idx, _)| *idx == 1).expect("b");
    let found = |variable: Variable| {
        let mut spans = entry.1.variables.iter().filter(|(other, _)| *other == variable);
        spans.next().map(|(_, span)| span.of(&entry.1.text)).unwrap_or_default()
    };
    assert_eq!(found(NameVariable::Author.into()), "Doe, J. Q.");
    assert_eq!(found(NameVariable::Editor.into()), "R. Roe & The Society");
    assert_eq!(found(TextVariable::ContainerTitle.into()), "Handbook: of things");
    assert_eq!(found(NumberVariable::Page.into()), "7");
    assert_eq!(found(TextVariable::Publisher.into()), "Press");
}
