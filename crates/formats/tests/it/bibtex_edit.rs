//! Edits of BibTeX files: what is asked for changes, every other byte stays.

use refsmith_formats::bibtex::syntax::{Block, Tree, parse};
use refsmith_formats::bibtex::{EditError, Edits};

use crate::shared;

fn edited(text: &str, key: &str, edit: impl FnOnce(&mut Edits, &Block)) -> String {
    let tree = parse(text);
    let entry = entry(&tree, key);
    let mut edits = Edits::new(&tree);
    edit(&mut edits, entry);
    edits.finish().to_text(text)
}

fn entry<'a>(tree: &'a Tree, key: &str) -> &'a Block {
    tree.entries().find(|entry| entry.key.of(tree.text()) == key).unwrap()
}

const FILE: &str = "% by hand\n@STRING{ap = {A. Press}}\n\n@Book{one,\n\tTitle     = {One},\n\t\
                    Publisher = ap # { Ltd},\n\tYear      = 1999\n}\n\n\
                    @inbook{two, title = \"T\", crossref = \"one\", year = \"2001\"}\nrest\n";

#[test]
fn a_field_takes_the_place_of_those_that_go() {
    let swap = |text: &str| {
        edited(text, "k", |edits, entry| {
            edits.remove_field(entry, "year");
            edits.set_field(entry, "date", "1999").unwrap();
        })
    };
    assert_eq!(swap("@book{k, title = {T}, year = 1}"), "@book{k, title = {T}, date = 1999}");
    assert_eq!(swap("@book{k, year = {1}, title = {T}}"), "@book{k, title = {T}, date = {1999}}");
    assert_eq!(swap("@book{k, year = {1}}"), "@book{k, date = {1999}}");
    assert_eq!(swap("@book{k,\n  year = {1},\n}\n"), "@book{k,\n  date = {1999},\n}\n");
}

#[test]
fn a_field_is_set_in_the_style_of_its_file() {
    let set = |key, name, value| {
        edited(FILE, key, |edits, entry| edits.set_field(entry, name, value).unwrap())
    };
    assert_eq!(set("one", "title", "{\\'E}t{\\'e}"), FILE.replace("{One}", "{{\\'E}t{\\'e}}"));
    assert_eq!(set("one", "year", "2000"), FILE.replace("1999", "2000"));
    assert_eq!(set("one", "year", "in press"), FILE.replace("1999", "{in press}"));
    assert_eq!(set("one", "publisher", "X"), FILE.replace("ap # { Ltd}", "{X}"));
    let added = FILE.replace("1999\n}", "1999,\n\tDoi       = {10.1000/1}\n}");
    assert_eq!(set("one", "doi", "10.1000/1"), added);
    let added = FILE.replace("\"2001\"}", "\"2001\", pages = \"1--2\"}");
    assert_eq!(set("two", "pages", "1--2"), added);
    let quote = FILE.replace("title = \"T\"", "title = {a \" b}");
    assert_eq!(set("two", "title", "a \" b"), quote);
}

#[test]
fn entries_without_fields_get_some() {
    let set = |text, key| edited(text, key, |e, entry| e.set_field(entry, "year", "1").unwrap());
    assert_eq!(set("@misc{a}", "a"), "@misc{a,\n  year = {1},\n}");
    assert_eq!(set("@misc{a,}", "a"), "@misc{a,\n  year = {1},\n}");
    assert_eq!(set("@misc{a,\n}", "a"), "@misc{a,\n  year = {1},\n}");
}

#[test]
fn a_field_is_removed() {
    let remove = |key, name| edited(FILE, key, |edits, entry| edits.remove_field(entry, name));
    assert_eq!(remove("one", "title"), FILE.replace("\n\tTitle     = {One},", ""));
    assert_eq!(remove("one", "YEAR"), FILE.replace("\n\tYear      = 1999", ""));
    assert_eq!(remove("one", "absent"), FILE);
    let commented = "@book{a,\n  % why\n  x = 1, % behind\n  y = 2,\n}";
    assert_eq!(
        edited(commented, "a", |edits, entry| edits.remove_field(entry, "x")),
        "@book{a,\n  % why\n % behind\n  y = 2,\n}"
    );
}

#[test]
fn a_key_is_renamed_with_what_refers_to_it() {
    let renamed = edited(FILE, "one", |edits, entry| edits.rename_key(entry, "new").unwrap());
    assert_eq!(renamed, FILE.replace("{one,", "{new,").replace("\"one\"", "\"new\""));
    let typed = edited(FILE, "two", |edits, entry| edits.set_type(entry, "incollection").unwrap());
    assert_eq!(typed, FILE.replace("@inbook", "@incollection"));
    let list = "@set{s, entryset = {a, b ,c}}\n@misc{b, ids = {b}}";
    let renamed = edited(list, "b", |edits, entry| edits.rename_key(entry, "z").unwrap());
    assert_eq!(renamed, "@set{s, entryset = {a, z ,c}}\n@misc{z, ids = {b}}");
}

#[test]
fn an_entry_is_added_like_the_others() {
    let tree = parse(FILE);
    let mut edits = Edits::new(&tree);
    edits.add_entry("misc", "three", &[("title", "Three"), ("year", "2003")]).unwrap();
    let expected = "\n\n@misc{three, title = \"Three\", year = \"2003\"}\nrest\n";
    assert_eq!(edits.finish().to_text(FILE), FILE.replace("\nrest\n", expected));
    let empty = parse("");
    let mut edits = Edits::new(&empty);
    edits.add_entry("misc", "a", &[("title", "T")]).unwrap();
    assert_eq!(edits.finish().to_text(""), "@misc{a,\n  title = {T},\n}\n");
}

#[test]
fn what_would_break_the_file_is_refused() {
    let tree = parse(FILE);
    let one = entry(&tree, "one");
    let mut edits = Edits::new(&tree);
    let value = |value: &str| EditError::Unbalanced(value.to_owned());
    assert_eq!(edits.set_field(one, "title", "a } b"), Err(value("a } b")));
    assert_eq!(edits.set_field(one, "title", "{a"), Err(value("{a")));
    assert_eq!(edits.set_field(one, "a b", "x"), Err(EditError::Name("a b".into())));
    assert_eq!(edits.rename_key(one, "a,b"), Err(EditError::Key("a,b".into())));
    assert!(edits.finish().is_identity(FILE));
}

/// In real files: after any single edit all bytes but those of the field are the same, and the
/// file reads as before with that one difference.
#[test]
fn real_files_keep_their_other_bytes() {
    let Some(folder) = shared::path("bib/wild") else { return };
    let mut edits_made = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = shared::text(&file.unwrap().path());
        let tree = parse(&text);
        assert!(Edits::new(&tree).finish().is_identity(&text));
        let entries: Vec<&Block> = tree.entries().collect();
        // A few entries of each file: every file has its own style, its entries share it.
        for entry in entries.iter().step_by(1 + entries.len() / 2) {
            for (name, value) in [("title", "A {New} one"), ("refsmith-test", "1999")] {
                let mut edits = Edits::new(&tree);
                edits.set_field(entry, name, value).unwrap();
                let after = edits.finish().to_text(&text);
                only_inside(&text, &after, entry);
                let again = parse(&after);
                assert_eq!(again.entries().count(), entries.len());
                let same = again.entries().nth(index(&entries, entry)).unwrap();
                let field = again.field(same, name).unwrap();
                let inner = again.pieces(field)[0].inner().of(&after);
                assert_eq!((again.pieces(field).len(), inner), (1, value));
                edits_made += 1;
            }
            let mut edits = Edits::new(&tree);
            edits.remove_field(entry, "title");
            edits.rename_key(entry, "refsmith-key").unwrap();
            let after = edits.finish().to_text(&text);
            let again = parse(&after);
            let same = again.entries().nth(index(&entries, entry)).unwrap();
            assert_eq!(same.key.of(&after), "refsmith-key");
            assert!(again.field(same, "title").is_none());
            assert_eq!(again.entries().count(), entries.len());
        }
    }
    println!("{edits_made} edits");
}

fn index(entries: &[&Block], entry: &Block) -> usize {
    entries.iter().position(|other| other.span == entry.span).unwrap()
}

/// Checks that the texts differ only in bytes of this entry.
fn only_inside(before: &str, after: &str, entry: &Block) {
    let tail = before.len() - entry.span.end();
    assert_eq!(before.get(..entry.span.start()), after.get(..entry.span.start()));
    assert_eq!(before.get(entry.span.end()..), after.get(after.len() - tail..));
}
