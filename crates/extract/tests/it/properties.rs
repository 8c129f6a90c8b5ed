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
