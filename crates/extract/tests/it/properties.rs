//! Whatever the bytes: no panic, and spans that lie inside the text, in order, between characters.

use proptest::prelude::*;
use refsmith_extract::{citations, input, segment};
use refsmith_model::Span;

use crate::helpers::record;

/// Reads bytes as every kind of input and checks every span.
fn check(bytes: &[u8]) {
    for kind in input::INPUTS {
        let parsed = input::read("-", bytes, Some(*kind));
        let document = parsed.value;
        let text = document.text.text();
        let inside = |span: Span| text.get(span.start()..span.end()).is_some();
        for pair in document.blocks.windows(2) {
            assert!(pair[0].span.end <= pair[1].span.start, "blocks in order");
        }
        for block in &document.blocks {
            assert!(inside(block.span));
            let bytes_of = document.text.input_span(block.span);
            assert!(bytes_of.end() <= bytes.len() && bytes_of.start <= bytes_of.end);
            let source = document.text.source_span(block.span);
            assert!(document.text.source().get(source.start()..source.end()).is_some());
        }
        let list = segment::references(&document);
        for pair in list.value.references.windows(2) {
            assert!(pair[0].span.end <= pair[1].span.start, "references in order");
        }
        assert!(list.value.references.iter().all(|found| inside(found.span)));
        let records = [record(&["Marsh"], 2011), record(&["Heron", "Shore"], 2009)];
        let found = citations::link(&document, &list.value, &records);
        for pair in found.windows(2) {
            assert!(pair[0].span.end <= pair[1].span.start, "citations in order");
        }
        assert!(found.iter().all(|citation| inside(citation.span)));
        assert!(list.diagnostics.iter().filter_map(|finding| finding.span).all(inside));
        for line in segment::lines(&document.text) {
            assert!(inside(line.span));
        }
    }
}

/// Pieces of documents, so that chance meets the interesting cases.
fn piece() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "    ",
        "• ",
        "- ",
        "1. ",
        "[1] ",
        "(1)",
        "[2, 3]",
        "¹",
        "References\n",
        "## Källor\n",
        "Marsh, P. (2011). Reeds. Wetlands, 12(3), 45-50.",
        "Heron (2009)",
        "(Marsh, 2011a; Heron et al. 2009)",
        "<p>",
        "</p>",
        "<li>",
        "<ul>",
        "</ul>",
        "<nav>",
        "<sup>1,2</sup>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<h2>",
        "&amp;",
        "&#8208;",
        "&",
        "<br>",
        "<table><tr><td>",
        "<div hidden>",
        "<span hidden>",
        "</div>",
        "[^1]: ",
        "[^1]",
        "**",
        "`",
        "| a |\n|---|\n",
        "---\n",
        "参考文献\n",
        "王小湖, 李大泽. 芦苇[J]. 2011, 12(3): 45-50.",
        "\u{FFFD}",
        "\u{0}",
        "\u{200F}",
        "é",
        "(",
        ")",
        "[",
        "]",
        "2011",
        "<a\r\nhref='x'>",
    ];
    prop_oneof![
        4 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => ".{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 384, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn arbitrary_documents(pieces in proptest::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        check(text.as_bytes());
        let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&utf_16);
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect();
        check(&latin);
    }
}

/// An invented reference, made of numbers so that no two are alike.
fn reference() -> impl Strategy<Value = String> {
    const FAMILIES: &[&str] = &["Marsh", "Heron", "Ørsted", "van der Berg", "Shore-Pond", "Łoza"];
    const TITLES: &[&str] = &[
        "Reeds bend in the wind: A study of twenty years",
        "What remains of the ice when spring comes to northern lakes",
        "Standing still",
    ];
    let family = || proptest::sample::select(FAMILIES);
    let initial = proptest::char::range('A', 'Z');
    let title = proptest::sample::select(TITLES);
    (family(), initial, family(), title, 1950u32..2024, 1u32..60, 1u32..900).prop_map(
        |(one, initial, two, title, year, volume, page)| {
            let end = page + 9;
            format!(
                "{one}, {initial}., & {two}, Q. ({year}). {title}. Wetland Letters, {volume}(2), {page}-{end}."
            )
        },
    )
}

fn wrap(text: &str, width: usize, hanging: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().unwrap();
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(format!("{hanging}{word}"));
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// However a list is wrapped and marked, the same references come out, in its order.
    #[test]
    fn layout_changes_no_reference(
        list in proptest::collection::vec(reference(), 3..24),
        width in 45usize..120,
        layout in 0usize..6,
    ) {
        let mark = |n: usize| match layout {
            0 => format!("[{n}] "),
            1 => format!("{n}. "),
            2 => format!("({n}) "),
            3 => "• ".to_owned(),
            _ => String::new(),
        };
        let hanging = if layout == 4 { "    " } else { "" };
        let between = if layout == 5 { "\n\n" } else { "\n" };
        let items: Vec<String> = (1..)
            .zip(&list)
            .map(|(n, reference)| wrap(&format!("{}{reference}", mark(n)), width, hanging))
            .collect();
        let text = format!("References\n\n{}\n", items.join(between));
        let document = input::read("a.txt", text.as_bytes(), None).value;
        let found = segment::references(&document).value.references;
        let words: Vec<String> = found
            .iter()
            .map(|found| document.text.slice(found.span).split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        prop_assert_eq!(words, list, "{}", text);
    }
}
