//! CSL-JSON and JSON Lines.

use refsmith_formats::csl_json::{from_json, to_json};
use refsmith_model::{
    Date, DateVariable, ItemType, Mark, Name, NameVariable, NumberVariable, Origin, Record,
    TextVariable,
};
use serde_json::{Value, json};

use crate::support::{codes, read, write};

fn check_date(value: Value, expected: &str) {
    let item = json!({"id": "a", "type": "book", "issued": value});
    let record = from_json(&item).value;
    let found = record.dates.get(&DateVariable::Issued).map(ToString::to_string);
    assert_eq!(found.unwrap_or_default(), expected, "{item}");
}

#[test]
fn dates_of_every_form() {
    check_date(json!({"date-parts": [[2017, 2, 14]]}), "2017-02-14");
    check_date(json!({"date-parts": [["2017", "2"]]}), "2017-02");
    check_date(json!({"date-parts": [[2001], [2003]]}), "2001/2003");
    check_date(json!({"date-parts": [[2001], [0]]}), "2001/..");
    check_date(json!({"date-parts": [[2001]], "season": "3"}), "2001-23");
    check_date(json!({"date-parts": [[2001, 21]]}), "2001-21");
    check_date(json!({"date-parts": [[1965, 17], [1965, 13]]}), "1965-21/1965-21");
    check_date(json!({"date-parts": [[1965, 60, 1]]}), "1965");
    check_date(json!({"date-parts": [["2000", "", ""]]}), "2000");
    check_date(json!({"date-parts": [], "raw": "May 1965/June 1965"}), "1965-05/1965-06");
    check_date(json!({"date-parts": [[1850]], "circa": 1}), "1850~");
    check_date(json!({"date-parts": [[-44]]}), "-0043");
    check_date(json!({"date-parts": [[null]]}), "");
    check_date(json!({"raw": "14 February 2017"}), "2017-02-14");
    check_date(json!({"literal": "in press"}), "in press");
    check_date(json!([[2017]]), "2017");
    check_date(json!("2017-02/2017-04"), "2017-02/2017-04");
    check_date(json!("1850?"), "1850?");
    check_date(json!(2017), "2017");
}

#[test]
fn doubt_survives_although_csl_has_no_word_for_it() {
    let text = r#"[{"id":"a","type":"book","issued":"1850?"}]"#;
    let (written, losses) = write("csl-json", &read("csl-json", text).value);
    let item: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(item[0]["issued"], json!({"date-parts": [[1850]], "circa": true}));
    assert!(losses.is_empty());
    let back = read("csl-json", &written).value;
    assert_eq!(back[0].dates[&DateVariable::Issued].to_string(), "1850?");
    // A date that somebody changed wins over the exact form of the old one.
    let edited = written.replace("1850\n", "1851\n");
    assert_ne!(edited, written);
    let date = &read("csl-json", &edited).value[0].dates[&DateVariable::Issued];
    assert_eq!(date.to_string(), "1851~");
}

#[test]
fn everything_unknown_comes_back_where_it_was() {
    let item = json!({
        "id": "a", "type": "hologram", "title": "T", "x-private": {"deep": [1, 2]},
        "custom": {"mine": true, "author-truncated-after": 1},
        "author": [{"family": "A", "given": "B"}],
    });
    let parsed = from_json(&item);
    let codes: Vec<&str> = parsed.diagnostics.iter().map(|finding| finding.code.code).collect();
    assert_eq!(codes, ["csl-json-unknown-type"]);
    assert_eq!(parsed.value.item_type, ItemType::Document);
    assert_eq!(parsed.value.names[&NameVariable::Author].truncated_after, Some(1));
    let (back, losses) = to_json(&parsed.value);
    assert_eq!(back, item);
    assert!(losses.is_empty());
}

#[test]
fn names_of_every_form() {
    let author = json!([
        {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr.", "comma-suffix": true},
        {"family": "毛", "given": "泽东", "static-ordering": true},
        {"literal": "World Health Organization"},
    ]);
    let item = json!({"id": "a", "type": "book", "author": author});
    let record = from_json(&item).value;
    assert_eq!(to_json(&record).0, item);
    let text = json!({"id": "a", "type": "book", "author": ["Jane Doe"]});
    let parsed = from_json(&text);
    assert_eq!(parsed.value.people(NameVariable::Author), [Name::Institution("Jane Doe".into())]);
    assert_eq!(parsed.diagnostics[0].code.code, "csl-json-bad-name");
}

#[test]
fn other_spellings_are_understood() {
    let item = json!({
        "id": 7, "type": "journal-article", "volume": 21, "title": ["T"], "ISSN": ["1364-6613"],
        "journalAbbreviation": "J", "shortTitle": "S", "event": "E",
    });
    let record = from_json(&item).value;
    assert_eq!((record.id.as_str(), record.item_type), ("7", ItemType::ArticleJournal));
    assert_eq!(record.number(NumberVariable::Volume), Some("21"));
    assert_eq!(record.text(TextVariable::ContainerTitleShort), Some("J"));
    assert_eq!(record.text(TextVariable::TitleShort), Some("S"));
    assert_eq!(record.text(TextVariable::Event), Some("E"), "apart from `event-title`");
    assert_eq!(record.text(TextVariable::Issn), Some("1364-6613"));
}

#[test]
fn variables_are_read_from_the_note() {
    let text = r#"[{"id": "a", "type": "book", "issued": {"date-parts": [[1999]]},
        "note": "PMID: 12\nissued: 2001-02/2001-03\nA <i>fine</i> book"}]"#;
    let parsed = read("csl-json", text);
    let record = &parsed.value[0];
    assert_eq!(record.text(TextVariable::Pmid), Some("12"));
    assert_eq!(record.text(TextVariable::Note), Some("A fine book"));
    assert_eq!(record.dates[&DateVariable::Issued].to_string(), "2001-02/2001-03");
    assert_eq!(codes(&parsed), ["csl-json-note-wins"]);
    let Origin::Input(span) = record.provenance[&TextVariable::Pmid.into()].origin else {
        panic!("{record:?}")
    };
    assert!(span.of(text).starts_with("\"PMID"));
}

#[test]
fn a_broken_item_costs_only_itself() {
    let text = "[{\"id\":\"a\",\"type\":\"book\"},\n {\"id\":\"b\", \"type\" \"book\"},\n 5,\n {\"id\":\"c\",\"type\":\"book\"}]";
    let parsed = read("csl-json", text);
    let ids: Vec<&str> = parsed.value.iter().map(|record| record.id.as_str()).collect();
    assert_eq!(ids, ["a", "c"]);
    assert_eq!(codes(&parsed), ["csl-json-invalid", "csl-json-not-an-item"]);
    let span = parsed.diagnostics[0].span.unwrap();
    assert_eq!(span.of(text), "\"", "the place is where `:` is missing");
    assert!(text.get(..span.start()).unwrap().ends_with("\"type\" "));
}

#[test]
fn what_stands_before_and_behind_a_break_is_read() {
    let ids = |text: &str| {
        let parsed = read("csl-json", text);
        assert!(codes(&parsed).contains(&"csl-json-invalid"), "{text}");
        parsed.value.iter().map(|record| record.id.clone()).collect::<Vec<_>>().join(" ")
    };
    let author = r#""author":[{"family":"A"},{"family":"B"}]"#;
    assert_eq!(ids(r#"[{"id":"a","type":"book"},{"id":"b","type":"book"},{"id":"c","ti"#), "a b");
    assert_eq!(ids(&format!(r#"[{{"id":"a"}},{{"id":"b",{author},"x":"#)), "a");
    let missing_brace = format!("[{{\"id\":\"a\",{author},\n{{\"id\":\"b\"}},{{\"id\":\"c\"}}]");
    assert_eq!(ids(&missing_brace), "b c");
    assert_eq!(ids(&format!(r#"{{"id":"a",{author}"#)), "");
}

#[test]
fn wrappers_and_single_items() {
    for text in [
        r#"{"id":"a","type":"book"}"#,
        r#"{"items":[{"id":"a","type":"book"}]}"#,
        r#"{"meta":{"x":[1]},"references":[{"id":"a","type":"book"}]}"#,
        "\u{feff}[{\"id\":\"a\",\"type\":\"book\"}]",
    ] {
        let parsed = read("csl-json", text);
        assert_eq!((parsed.value.len(), parsed.diagnostics.len()), (1, 0), "{text}");
    }
    assert!(read("csl-json", " ").value.is_empty());
}

#[test]
fn values_know_their_place() {
    let text = "\u{feff}[ {\"id\":\"a\", \"type\":\"book\", \"title\": \"T <i>x</i>\"} ]";
    let record = &read("csl-json", text).value[0];
    let place = &record.provenance[&TextVariable::Title.into()];
    let Origin::Input(span) = place.origin else { panic!("{place:?}") };
    assert_eq!(span.of(text), "\"T <i>x</i>\"");
    assert_eq!(record.texts[&TextVariable::Title].marks, [(2..3, Mark::Italic)]);
}

#[test]
fn lines_hold_items_or_results_of_parsing() {
    let text = "{\"id\":\"a\",\"type\":\"book\"}\n\n{\"n\":2,\"text\":\"x\",\"record\":null}\n\
                {\"n\":3,\"record\":{\"id\":\"c\",\"type\":\"book\",\"title\":\"T\"},\"fields\":[]}\n{oops\n\
                {\"id\":\"d\",\"type\":\"book\"}";
    let parsed = read("jsonl", text);
    let ids: Vec<&str> = parsed.value.iter().map(|record| record.id.as_str()).collect();
    assert_eq!(ids, ["a", "c", "d"]);
    assert_eq!(codes(&parsed), ["csl-json-invalid"]);
    let (written, _) = write("jsonl", &parsed.value);
    assert_eq!(written.lines().count(), 3);
}

#[test]
fn items_are_written_in_a_fixed_order() {
    let mut record = Record::new("a", ItemType::ArticleJournal);
    record.numbers.insert(NumberVariable::Page, "1-2".into());
    record.texts.insert(TextVariable::ContainerTitle, "J".into());
    record.texts.insert(TextVariable::Title, "T".into());
    record.dates.insert(DateVariable::Issued, Date::from_year(2001));
    let keys: Vec<String> = to_json(&record).0.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["id", "type", "issued", "title", "container-title", "page"]);
}

#[test]
fn fields_of_other_formats_travel_in_custom() {
    let bib = "@misc{k, title = {T}, bdsk-url-1 = {http://a.b/}}";
    let records = read("bibtex", bib).value;
    let (text, losses) = write("csl-json", &records);
    assert!(losses.is_empty());
    let back = read("csl-json", &text).value;
    assert_eq!(back[0].extra, records[0].extra);
    assert_eq!(back[0].extra[0].format, "bibtex");
}
