//! The syntax tree of BibTeX files: every byte has its place, no error costs a neighbor.

use std::collections::BTreeSet;

use proptest::prelude::*;
use refsmith_formats::bibtex::syntax::{BlockKind, Tree, parse};

use crate::shared;

/// Checks what holds for the tree of any text, and returns the keys of its entries.
fn keys(text: &str) -> Vec<&str> {
    let tree = parse(text);
    check(&tree);
    tree.entries().map(|entry| entry.key.of(text)).collect()
}

/// Checks that the blocks cover the text, that parts lie inside of one another in order, and that
/// whatever is broken has a finding.
fn check(tree: &Tree) {
    let text = tree.text();
    let spans = tree.diagnostics().iter().filter_map(|finding| finding.span);
    let places: BTreeSet<u32> = spans.map(|span| span.start).collect();
    let mut end = 0;
    for block in tree.blocks() {
        assert_eq!(block.span.start(), end, "blocks follow each other");
        assert!(!block.span.is_empty());
        assert!(text.get(block.span.start()..block.span.end()).is_some());
        end = block.span.end();
        assert!(block.span.contains(block.body) && block.body.start <= block.body.end);
        if block.kind == BlockKind::Broken {
            let found = places.range(block.span.start..block.span.end).next();
            assert!(found.is_some(), "{}", block.span.of(text));
        }
        let mut inside = block.body.start();
        for field in tree.fields(block) {
            assert!(field.name.start() >= inside || block.kind == BlockKind::Preamble);
            assert!(field.name.end <= field.value.start && field.value.end <= field.end);
            let mut piece_end = field.value.start;
            for piece in tree.pieces(field) {
                assert!(piece.span.start >= piece_end && !piece.span.is_empty());
                assert!(text.get(piece.inner().start()..piece.inner().end()).is_some());
                piece_end = piece.span.end;
            }
            assert_eq!(piece_end, field.value.end);
            inside = field.end as usize;
        }
        assert!(inside <= block.body.end());
    }
    assert_eq!(end, text.len(), "blocks cover the text");
}

#[test]
fn comments_strings_and_text_have_their_blocks() {
    let text = "Notes by hand\n% @book{hidden, title = {x}}\n@comment{jabref-meta: x;}\n\
                @STRING(pub = \"A\" # { B})\n@preamble{\"\\newcommand{\\x}{}\"}\n\
                @comment the rest\n@book(a, title = {(b)}, title={c},)\n";
    let tree = parse(text);
    check(&tree);
    let kinds: Vec<BlockKind> = tree.blocks().iter().map(|block| block.kind).collect();
    use BlockKind::{Comment, Entry, Preamble, String, Text};
    let expected = [Text, Comment, Text, String, Text, Preamble, Text, Comment, Text, Entry, Text];
    assert_eq!(kinds, expected);
    let codes: Vec<&str> = tree.diagnostics().iter().map(|finding| finding.code.code).collect();
    assert_eq!(codes, ["bibtex-commented-entry", "bibtex-text-outside"]);
    let string = tree.blocks().iter().find(|block| block.kind == String).unwrap();
    let pieces = tree.pieces(&tree.fields(string)[0]);
    assert_eq!(pieces.iter().map(|p| p.inner().of(text)).collect::<Vec<_>>(), ["A", " B"]);
}

#[test]
fn several_errors_cost_their_entries_only() {
    let text = "@book{a, title = {open,\n year = 1}\n@book{b, title = {fine}}\n\
                @book{c, title = \"open, year = 2}\n@book{d title = {no comma} year = 3}\n\
                @book{e, title = {never closed}, year = 4\n@book{f, title = {last}}\n\
                @book{g, = {x}, year 5, title = }\n@book{h, title = {t}}";
    assert_eq!(keys(text), ["b", "d", "e", "f", "g", "h"]);
    let lines: Vec<(usize, &str)> = parse(text)
        .diagnostics()
        .iter()
        .filter_map(|finding| {
            let before = text.get(..finding.span?.start())?;
            Some((before.lines().count(), finding.code.code))
        })
        .collect();
    for expected in [
        (1, "bibtex-unclosed-brace"),
        (4, "bibtex-unclosed-quote"),
        (5, "bibtex-missing-comma"),
        (6, "bibtex-unclosed-entry"),
        (8, "bibtex-missing-equals"),
        (8, "bibtex-missing-value"),
    ] {
        assert!(lines.contains(&expected), "{expected:?} not in {lines:?}");
    }
}

/// Many broken entries, deep braces and long fields take no more than linear time: the sizes are
/// such that a quadratic reader would need minutes.
#[test]
fn bad_input_takes_linear_time() {
    let broken = "@book{k, title = {open\n".repeat(50_000);
    assert!(keys(&broken).is_empty());
    let quotes = "@book{k, title = \"open\n".repeat(50_000);
    assert!(keys(&quotes).is_empty());
    let deep = format!("@book{{k, title = {}{}}}", "{".repeat(500_000), "}".repeat(500_000));
    assert_eq!(keys(&deep), ["k"]);
    let unclosed = format!("@book{{k, title = {}", "{".repeat(500_000));
    assert!(keys(&unclosed).is_empty());
    let at = "@".repeat(500_000);
    assert!(keys(&at).is_empty());
    let strings = "@string{a = {b\n@string{".repeat(30_000);
    assert!(keys(&strings).is_empty());
    let unclosed_entries = "@book{k, year = 1\n".repeat(50_000);
    assert_eq!(keys(&unclosed_entries).len(), 50_000);
}

#[test]
fn real_files_are_covered() {
    let Some(folder) = shared::path("bib/wild") else { return };
    for file in std::fs::read_dir(folder).unwrap() {
        check(&parse(&shared::text(&file.unwrap().path())));
    }
}

/// Pieces from which almost-BibTeX is made.
const PIECES: &[&str] = &[
    "@",
    "@book{",
    "@article(",
    "@string{",
    "@comment{",
    "@preamble{",
    "@comment ",
    "k1",
    ",",
    "{",
    "}",
    "(",
    ")",
    "\"",
    "=",
    "#",
    "\n",
    "\r\n",
    " ",
    "title",
    "year = 1999",
    "title = {A {B} c}",
    "author = \"X and Y\"",
    "%",
    "\\",
    "é",
    "日本",
    "\u{a0}",
    "\0",
    "@book{k, title = {x}}\n",
    "\n@book{k,\n  title = {x},\n}\n",
];

proptest! {
    #[test]
    fn any_text_is_covered(text in ".{0,200}") {
        keys(&text);
    }

    #[test]
    fn any_mixture_is_covered(parts in proptest::collection::vec(0..PIECES.len(), 0..40)) {
        let text: String = parts.iter().map(|idx| PIECES[*idx]).collect();
        keys(&text);
    }

    /// Whatever stands before it, an entry that begins a line with its first field is found.
    #[test]
    fn an_entry_survives_its_neighbors(parts in proptest::collection::vec(0..PIECES.len(), 0..20)) {
        let before: String = parts.iter().map(|idx| PIECES[*idx]).collect();
        prop_assume!(!before.contains("@comment"));
        let text = format!("{before}\n@book{{survivor,\n  title = {{x}},\n}}\n");
        prop_assert!(keys(&text).contains(&"survivor"), "{:?}", text);
    }
}
