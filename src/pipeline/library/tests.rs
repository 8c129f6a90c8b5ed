//! Changes to library files, seen from their bytes.

use super::*;
use crate::model::{ItemType, TextVariable};

fn open(name: &str, text: &str) -> Library {
    Library::open(name, text.as_bytes().to_vec()).unwrap()
}

fn titled(id: &str, title: &str) -> Record {
    let mut record = Record::new(id, ItemType::Book);
    record.texts.insert(TextVariable::Title, title.into());
    record
}

#[test]
fn a_parent_is_not_taken_from_its_children_unasked() {
    let text = "@inbook{child, crossref = {parent}, title = {C}}\n@book{parent, title = {P}, publisher = {Q}}\n";
    let library = open("a.bib", text);
    let changes = Changes { removed: [1].into(), ..Changes::default() };
    let refused = library.change(&changes, false).unwrap_err();
    assert_eq!(refused, LibraryError::Dependent(vec!["child".to_owned()]));
    assert_eq!(
        library.change(&changes, true).unwrap().bytes,
        b"@inbook{child, crossref = {parent}, title = {C}}\n"
    );
}

#[test]
fn every_encoding_stays_unless_it_cannot_hold_what_is_new() {
    let added = [titled("n", "Čapek")];
    let changes = Changes { added: &added, ..Changes::default() };
    let latin: &[u8] = b"@book{a, title = {\xC9t\xE9}}\n";
    let changed = Library::open("a.bib", latin.to_vec()).unwrap().change(&changes, false).unwrap();
    assert!(changed.bytes.starts_with(latin) && !changed.recoded);
    assert!(changed.bytes.ends_with(b"title = {{\\v{C}}apek},\n}\n"), "{:?}", changed.bytes);
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(
        "@misc{a,\r\n title = {x},\r\n year = 1\r\n}\r\n".encode_utf16().flat_map(u16::to_le_bytes),
    );
    let changed = Library::open("a.bib", wide.clone()).unwrap().change(&changes, false).unwrap();
    assert!(changed.bytes.starts_with(&wide));
    let text = crate::extract::input::decode("a.bib", &changed.bytes).value;
    assert!(
        text.text().ends_with("\r\n}\r\n\r\n@book{n,\r\n title = {Čapek}\r\n}\r\n"),
        "{:?}",
        text.text()
    );
    let json: &[u8] = b"[{\"id\":\"a\",\"type\":\"book\",\"title\":\"\xC9t\xE9\"}]";
    let changed = Library::open("a.json", json.to_vec()).unwrap().change(&changes, false).unwrap();
    assert!(changed.recoded);
    assert_eq!(
        Library::open("a.json", changed.bytes).unwrap().records()[0].text(TextVariable::Title),
        Some("Été")
    );
}

#[test]
fn new_keys_are_free_and_made_by_the_pattern() {
    let library = open("a.bib", "@book{titled, title = {A}}\n@book{b}\n");
    let mut new = [titled("b", "X"), titled("", "Titled"), titled("c", "Y"), titled("b", "Z")];
    let pattern = crate::model::record::KeyPattern::parse("[shorttitle:lower]").unwrap();
    let changed = library.name(&mut new, Some(&pattern));
    let keys: Vec<&str> = new.iter().map(|record| record.id.as_str()).collect();
    assert_eq!(keys, ["ba", "titleda", "c", "bb"]);
    assert_eq!(changed, [("b".to_owned(), "ba".to_owned()), ("b".to_owned(), "bb".to_owned())]);
}

#[test]
fn works_that_are_there_are_recognized() {
    let library = open("a.bib", "@book{a, title = {On the Growing of Tea}, doi = {10.1000/1}}\n");
    let mut same = titled("", "On the growing of tea");
    same.texts.insert(TextVariable::Doi, "https://doi.org/10.1000/1".into());
    let found = library.compare(vec![same, titled("", "Coffee"), titled("", "Coffee")], 0.9);
    assert_eq!(found[0].known.as_ref().map(|known| known.key.as_str()), Some("a"));
    assert!(found[1].known.is_none());
}

#[test]
fn formats_without_editor_are_written_anew_only_when_nothing_is_lost() {
    let added = [titled("n", "New")];
    let changes = Changes { added: &added, ..Changes::default() };
    let change = |name: &str, text: &str| {
        open(name, text)
            .change(&changes, false)
            .map(|changed| String::from_utf8(changed.bytes).unwrap())
    };
    let ris = "TY  - BOOK\r\nID  - a\r\nTI  - Old\r\nU1  - own\r\nER  - \r\n";
    let written = change("a.ris", ris).unwrap();
    assert!(written.contains("U1  - own") && written.contains("TI  - New"), "{written}");
    assert!(written.find("Old") < written.find("New"), "{written}");
    let yaml = "references:\n- id: a\n  type: book\n  title: Old\n";
    assert!(change("a.yaml", yaml).unwrap().contains("title: New"));
    for (name, text) in [
        ("a.ris", format!("Exported by somebody\r\n{ris}")),
        ("a.yaml", format!("# mine\n{yaml}")),
        ("a.yaml", format!("{yaml}- id: [\n")),
    ] {
        assert!(matches!(change(name, &text), Err(LibraryError::Shape(_))), "{text}");
    }
    let bytes = b"@book{a}\x00\x01\x02\xff\x00\x00".repeat(40);
    assert!(matches!(Library::open("a.bib", bytes), Err(LibraryError::NoLibrary)));
}
