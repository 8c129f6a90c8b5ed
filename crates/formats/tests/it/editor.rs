//! Files changed record by record: all other bytes stay.

use refsmith_formats::{Changes, by_name};
use refsmith_model::{ItemType, Record, TextVariable};

fn new(id: &str, title: &str) -> Record {
    let mut record = Record::new(id, ItemType::Book);
    record.texts.insert(TextVariable::Title, title.into());
    record
}

fn edited(format: &str, text: &str, changes: &Changes<'_>) -> String {
    let editor = by_name(format).expect("it is there").editor().expect("it is there");
    editor.edit(text, changes).expect("it is there").rewrite.to_text(text)
}

fn added(format: &str, text: &str) -> String {
    edited(
        format,
        text,
        &Changes { added: &[new("n", "New"), new("o", "Old")], ..Changes::default() },
    )
}

fn removed(format: &str, text: &str, idx: &[usize]) -> String {
    edited(format, text, &Changes { removed: idx.iter().copied().collect(), ..Changes::default() })
}

/// Gives the record at `idx` other keywords; `None` takes them away.
fn tagged(format: &str, text: &str, idx: usize, keywords: Option<&str>) -> String {
    let reader = by_name(format).expect("it is there").reader().expect("it is there");
    let mut record = reader.read(text).value.swap_remove(idx);
    match keywords {
        Some(keywords) => drop(record.texts.insert(TextVariable::Keyword, keywords.into())),
        None => drop(record.texts.remove(&TextVariable::Keyword)),
    }
    edited(format, text, &Changes { replaced: [(idx, &record)].into(), ..Changes::default() })
}

fn before<'t>(text: &'t str, mark: &str) -> &'t str {
    text.split_once(mark).expect("it is there").0
}

fn behind<'t>(text: &'t str, mark: &str) -> &'t str {
    text.split_once(mark).expect("it is there").1
}

const BIB: &str = "% mine\n@string{p = \"Press\"}\n@Book{a,\n\ttitle = \"A {\\'e}\",\n\tpublisher = p\n}\n\n\n\
                   @book{b, title = {B}, x-y = 1}\n\n@comment{jabref-meta: x}\n@book{open, title = {\n";

#[test]
fn bib_files_keep_comments_strings_and_broken_entries() {
    assert_eq!(
        added("bibtex", BIB),
        BIB.replace(
            "x-y = 1}\n",
            "x-y = 1}\n\n\n@book{n, title = {New}}\n\n\n@book{o, title = {Old}}\n"
        )
    );
    assert_eq!(
        removed("bibtex", BIB, &[0]),
        format!("{}@book{{b{}", before(BIB, "@Book"), behind(BIB, "@book{b"))
    );
    assert_eq!(
        tagged("bibtex", BIB, 0, Some("x, y & z")),
        BIB.replace("publisher = p\n", "publisher = p,\n\tkeywords = \"x, y \\& z\"\n")
    );
    let own = "@book{a, Keyword = {x; y}, year = 2000}";
    assert_eq!(tagged("biblatex", own, 0, Some("x; z")), own.replace("x; y", "x; z"));
    assert_eq!(tagged("bibtex", own, 0, None), own.replace(" Keyword = {x; y},", ""));
    assert_eq!(
        added("bibtex", ""),
        "@book{n,\n  title = {New},\n}\n\n@book{o,\n  title = {Old},\n}\n"
    );
}

#[test]
fn csl_json_keeps_layout_order_and_unknown_members() {
    let pretty = "[\r\n    {\r\n        \"type\": \"book\",\r\n        \"id\": 7,\r\n        \"x\": [1,  2]\r\n    },\r\n    \
                  {\"id\": \"b\", \"type\": \"book\",\r\n  \"keyword\": \"x\"}\r\n]\r\n";
    let item = |id: &str, title: &str| {
        format!(
            ",\r\n    {{\r\n        \"id\": \"{id}\",\r\n        \"type\": \"book\",\r\n        \
             \"title\": \"{title}\"\r\n    }}"
        )
    };
    let new = item("n", "New") + &item("o", "Old");
    assert_eq!(added("csl-json", pretty), pretty.replace("}\r\n]", &format!("}}{new}\r\n]")));
    assert_eq!(
        removed("csl-json", pretty, &[0]),
        format!("[\r\n    {{\"id\"{}", behind(pretty, "{\"id\""))
    );
    assert_eq!(
        tagged("csl-json", pretty, 0, Some("a \"b\"")),
        pretty.replace("2]", "2],\r\n        \"keyword\": \"a \\\"b\\\"\"")
    );
    assert_eq!(tagged("csl-json", pretty, 1, Some("y")), pretty.replace("\"x\"}", "\"y\"}"));
    assert_eq!(
        tagged("csl-json", pretty, 1, None),
        pretty.replace(",\r\n  \"keyword\": \"x\"", "")
    );
    let first = "[{\"keyword\":\"x\", \"id\":\"a\",\"type\":\"book\"}]";
    assert_eq!(tagged("csl-json", first, 0, None), first.replace("\"keyword\":\"x\", ", ""));
    assert_eq!(
        added("csl-json", "[{\"id\":\"a\",\"type\":\"book\"}]\n"),
        "[{\"id\":\"a\",\"type\":\"book\"},{\"id\":\"n\",\"type\":\"book\",\"title\":\"New\"},\
         {\"id\":\"o\",\"type\":\"book\",\"title\":\"Old\"}]\n"
    );
    for empty in ["", "[]\n", "[\n]\n"] {
        let written = added("csl-json", empty);
        assert!(
            written.starts_with("[\n  {\n    \"id\": \"n\"") && written.ends_with("  }\n]\n"),
            "{written}"
        );
    }
}

#[test]
fn json_of_another_shape_is_left_alone() {
    let editor = by_name("csl-json").expect("it is there").editor().expect("it is there");
    for text in [
        "{\"items\": [{\"id\": \"a\"}]}",
        "[{\"id\": \"a\"}, 7]",
        "[{\"id\": \"a\"}",
        "[{\"record\": {\"id\": \"a\"}}]",
    ] {
        assert!(editor.edit(text, &Changes::default()).is_none(), "{text}");
    }
}

#[test]
fn json_lines_are_changed_line_by_line() {
    let text = "{\"id\":\"a\",\"type\":\"book\"}\n\n{\"type\":\"book\", \"id\":\"b\"}\n";
    let new = "{\"id\":\"n\",\"type\":\"book\",\"title\":\"New\"}";
    let old = "{\"id\":\"o\",\"type\":\"book\",\"title\":\"Old\"}";
    assert_eq!(added("jsonl", text), format!("{text}\n{new}\n\n{old}\n"));
    assert_eq!(added("jsonl", ""), format!("{new}\n{old}\n"));
    assert_eq!(removed("jsonl", text, &[0]), format!("{{\"type{}", behind(text, "\n{\"type")));
    assert_eq!(
        tagged("jsonl", text, 1, Some("x")),
        text.replace("\"b\"}", "\"b\", \"keyword\":\"x\"}")
    );
}
