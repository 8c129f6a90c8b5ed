//! Crossref's JSON: every recorded work, in every wrapping, and broken.

use refsmith_formats::detect;
use refsmith_model::TextVariable;

use crate::shared;
use crate::support::{codes, read, write};

const WORK: &str = r#"{"DOI": "10.5555/a", "type": "report", "title": ["A"], "deposited": {}, "reference-count": 0}"#;

#[test]
fn wrappings_make_no_difference() {
    let envelope = |inner: &str| {
        format!(
            r#"{{"status": "ok", "message-type": "work", "message-version": "1", "message": {inner}}}"#
        )
    };
    let cases = [
        (WORK.to_owned(), 1),
        (envelope(WORK), 1),
        (envelope(&format!(r#"{{"items": [{WORK}, {WORK}], "total-results": 2}}"#)), 2),
        (format!("[{WORK}, {WORK}]"), 2),
        (format!("{WORK}\n{WORK}\n\n{WORK}\n"), 3),
        (format!("\u{feff}{}\n{}", envelope(WORK), envelope(WORK)), 2),
        ("[]".to_owned(), 0),
    ];
    for (text, count) in cases {
        let parsed = read("crossref-json", &text);
        assert!(parsed.diagnostics.is_empty(), "{text}: {:?}", parsed.diagnostics);
        assert_eq!(parsed.value.len(), count, "{text}");
        if count > 0 {
            let found = detect("json", &text).map(|format| format.info().name);
            assert_eq!(found, Some("crossref-json"), "{text}");
        }
    }
}

#[test]
fn what_is_no_work_is_reported_with_its_place() {
    let text =
        format!("{{\"status\": \"ok\", \"message\": {{\"items\": [{WORK}, {{\"DOI\": \"10.5");
    let parsed = read("crossref-json", &text);
    assert_eq!((parsed.value.len(), codes(&parsed)), (1, vec!["csl-json-invalid"]));
    let parsed = read("crossref-json", "{\"status\": \"failed\", \"message\": []}");
    assert_eq!((parsed.value.len(), codes(&parsed)), (0, vec!["csl-json-not-an-item"]));
    let parsed = read("crossref-json", "Resource not found.");
    assert_eq!((parsed.value.len(), codes(&parsed)), (0, vec!["csl-json-invalid"]));
    assert!(parsed.diagnostics[0].span.is_some());
}

/// The whole set of recorded works: each is read, and written in the two formats people take.
#[test]
fn recorded_works_are_read_and_written() {
    let Some(folder) = shared::path("crossref/works") else { return };
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = shared::text(&path);
        let parsed = read("crossref-json", &text);
        assert_eq!(parsed.value.len(), 1, "{}", path.display());
        let serious: Vec<_> =
            codes(&parsed).into_iter().filter(|code| *code != "record-unknown-type").collect();
        assert!(serious.is_empty(), "{}: {serious:?}", path.display());
        let record = &parsed.value[0];
        assert!(record.text(TextVariable::Doi).is_some(), "{}", path.display());
        let titled = text.contains("\"title\":[\"") || text.contains("\"title\": [\"");
        assert!(!titled || record.text(TextVariable::Title).is_some(), "{}", path.display());
        for format in ["csl-json", "bibtex"] {
            let (written, _) = write(format, &parsed.value);
            let back = read(format, &written);
            assert_eq!(back.value.len(), 1, "{}: {written}", path.display());
            let wrong: Vec<_> =
                back.diagnostics.iter().filter(|f| f.code.code != "csl-json-missing-id").collect();
            assert!(wrong.is_empty(), "{}: {wrong:?}\n{written}", path.display());
        }
        count += 1;
    }
    assert_eq!(count, 1837);
}
