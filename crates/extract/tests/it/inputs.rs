//! Encodings, blocks and the way back to the bytes.

use refsmith_extract::{CODES, input, segment};
use refsmith_model::{BlockKind, Severity, Span};

use crate::helpers::run;

fn blocks(name: &str, text: &str) -> Vec<(BlockKind, String)> {
    let document = input::read(name, text.as_bytes(), None).value;
    let words = |span: Span| document.text.slice(span).to_owned();
    document.blocks.iter().map(|block| (block.kind, words(block.span))).collect()
}

fn words(name: &str, text: &str) -> Vec<String> {
    blocks(name, text).into_iter().map(|(_, words)| words).collect()
}

#[test]
fn broken_utf_8_keeps_its_place() {
    let parsed = input::decode(
        "a.txt",
        b"\xC3\xA5\xC3\xA4\xC3\xB6 \xFF \xC3\xA5\xC3\xA4\xC3\xB6 \xE2\x82 x",
    );
    assert_eq!(parsed.value.text(), "åäö \u{FFFD} åäö \u{FFFD} x");
    let [finding] = parsed.diagnostics.as_slice() else { panic!("one finding") };
    assert_eq!(finding.code.code, "invalid-utf-8");
    assert!(finding.message.contains("2 places"), "{}", finding.message);
    assert_eq!(parsed.value.input_span(finding.span.unwrap()), Span::new(7, 8));
    let x = parsed.value.text().find('x').unwrap();
    assert_eq!(parsed.value.input_span(Span::new(x, x + 1)), Span::new(19, 20));
}

#[test]
fn noise_is_no_text() {
    let pseudo_random = |n: u32| (n.wrapping_mul(2_654_435_761) >> 13) as u8;
    let noise: Vec<u8> = (0..5000).map(pseudo_random).collect();
    for bytes in [&noise[..], b"%PDF-1.7\nstream", b"PK\x03\x04docx", &[0u8; 400]] {
        let parsed = input::decode("a", bytes);
        assert_eq!(parsed.value.text(), "");
        assert_eq!(parsed.diagnostics[0].code.code, "binary-input");
        assert_eq!(parsed.diagnostics[0].severity, Severity::Error);
        assert!(parsed.diagnostics[0].help.is_some());
    }
}

#[test]
fn other_encodings_are_guessed_or_declared() {
    // "Список литературы" in Windows-1251, and a page that names its encoding.
    let russian = b"\xD1\xEF\xE8\xF1\xEE\xEA \xEB\xE8\xF2\xE5\xF0\xE0\xF2\xF3\xF0\xFB";
    assert_eq!(input::decode("a", russian).value.text(), "Список литературы");
    let page = b"<meta charset=\"iso-8859-2\"><p>\xB3\xF3d\xBC";
    let parsed = input::decode("a.html", page);
    assert!(parsed.value.text().ends_with("łódź"));
    assert!(parsed.diagnostics[0].message.contains("ISO-8859-2"));
    // Shift_JIS: two bytes a character, mixed with ASCII.
    let japanese = b"[1] \x8E\x51\x8D\x6C\x95\xB6\x8C\xA3\x82\xCD\x82\xB1\x82\xEA\x82\xC5\x82\xB7\x81\x42 2011";
    let parsed = input::decode("a", japanese);
    assert_eq!(parsed.value.text(), "[1] 参考文献はこれです。 2011");
    let at = parsed.value.text().find('文').unwrap();
    assert_eq!(parsed.value.input_span(Span::new(at, at + 3)), Span::new(8, 10));
}

#[test]
fn plain_text_blocks() {
    let found = blocks("a.txt", "Title\n=====\n\n## Two\n- one\n- two\n\n1) x\n2) y\nplain\n");
    let item = |list, at: usize, len: usize| BlockKind::ListItem {
        list,
        marker: Some(Span::new(at, at + len)),
    };
    let expected = [
        (BlockKind::Heading(1), "Title"),
        (BlockKind::Heading(2), "Two"),
        (item(0, 20, 1), "one"),
        (item(0, 26, 1), "two"),
        (item(1, 33, 2), "x"),
        (item(1, 38, 2), "y"),
        (BlockKind::Paragraph, "plain"),
    ];
    let expected: Vec<_> = expected.map(|(kind, text)| (kind, text.to_owned())).to_vec();
    assert_eq!(found, expected);
}

#[test]
fn markdown_blocks() {
    let text = "---\na: b\n---\n# One *two*\n\nA [link](http://x) and <http://y>, `code`.\n\n\
        <div>raw</div>\n\n1. first\n   line\n2. second\n\n   more\n\n| a | b |\n|---|---|\n| c | d |\n";
    assert_eq!(
        words("a.md", text),
        [
            "One two",
            "A link and http://y, code.",
            "first\nline",
            "second",
            "more",
            "a",
            "b",
            "c",
            "d"
        ]
    );
    let document = input::read("a.md", text.as_bytes(), None).value;
    for block in &document.blocks {
        let span = document.text.input_span(block.span);
        let first = document.text.slice(block.span).split_whitespace().next().unwrap();
        assert!(text.get(span.start()..).unwrap().starts_with(first), "{first}");
    }
}

#[test]
fn html_blocks() {
    let text = "<title>No</title><h1>A  <b>b</b>\nc</h1><p>d<br>e<p>f<ul><li>g<li>h<ul><li>i</ul></ul>\
        j<table><tr><td>k<td>l</table><pre>m\nn</pre><div>o<div>p</div>q</div>\
        <p>r<script>no</script>s<!-- no -->t&amp;&eacute;&#8208;&bogus;u&lt</p><p>v<span hidden>no</span>w";
    assert_eq!(
        words("a.html", text),
        [
            "A b c",
            "d\ne",
            "f",
            "g",
            "h",
            "i",
            "j",
            "k",
            "l",
            "m\nn",
            "o",
            "p",
            "q",
            "rst&é\u{2010}&bogus;u<",
            "vw"
        ]
    );
    let lists: Vec<u32> = blocks("a.html", text)
        .into_iter()
        .filter_map(|(kind, _)| match kind {
            BlockKind::ListItem { list, .. } => Some(list),
            _ => None,
        })
        .collect();
    assert_eq!(lists, [0, 0, 1]);
}

#[test]
fn a_list_of_latex_is_read_with_its_places() {
    let text = "\\newcommand{\\x}{y}\n\\begin{thebibliography}{9}\n% a comment\n\\bibitem[Ok{\\\"o}(2020)]{ok20}\nOk\\\"of{\\o}r, A.~B. \\newblock {\\em Counting \\emph{reeds}}.\n\\newblock J. Marsh 7(2), 10--19. \\url{https://e.org/a}\n\n\\bibitem{b}\nBerg, I. \\& Dvo\\v{r}\\'ak. ``Tides''. \\textbf{3}, 1999.\n\\end{thebibliography}\nNot this.";
    assert_eq!(input::sniff(text).info().name, "latex");
    let document = input::read("a.tex", text.as_bytes(), None).value;
    let words: Vec<&str> =
        document.blocks.iter().map(|block| document.text.slice(block.span)).collect();
    assert_eq!(
        words,
        [
            "References",
            "Okőfør, A. B. Counting reeds. J. Marsh 7(2), 10–19. https://e.org/a",
            "Berg, I. & Dvořák. “Tides”. 3, 1999.",
        ]
        .map(|words| words.replace('ő', "ö"))
    );
    let source = |block: usize| document.text.input_span(document.blocks[block].span).of(text);
    assert!(source(1).starts_with("Ok") && source(1).ends_with("https://e.org/a"), "{}", source(1));
    assert!(source(2).starts_with("Berg") && source(2).ends_with("1999."));
    let found = segment::references(&document).value;
    assert_eq!(found.references.len(), 2);
}

#[test]
fn numbers_that_only_say_how_lines_break_are_left_out_of_latex() {
    let text = "\\begin{thebibliography}{9}\n\\bibitem{k}\nMarsh, P. \\newblock \\emph{Reeds}, 3\\penalty0 (4):\\penalty0 10--20.\\hskip 1em plus 0.5em minus 0.4em\\relax Press, 2001\\kern-.1em, p\\penalty10000 7.\n\\end{thebibliography}\n";
    let document = input::read("a.tex", text.as_bytes(), None).value;
    let words = document.text.slice(document.blocks[1].span);
    assert_eq!(words, "Marsh, P. Reeds, 3(4):10–20. Press, 2001, p7.");
}

#[test]
fn broken_latex_ends() {
    for text in [
        "\\bibitem".repeat(20_000),
        "\\bibitem{".repeat(20_000),
        "\\bibitem{a} \\'".to_owned() + &"{".repeat(50_000),
        "\\bibitem{a} \\href".repeat(20_000),
        "\\begin{thebibliography}".repeat(20_000) + "\\bibitem",
        "\\bibitem{a} \\v\\".to_owned(),
    ] {
        input::read("a.tex", text.as_bytes(), None);
    }
}

#[test]
fn kinds_are_told_apart() {
    let name = |text: &str| input::sniff(text).info().name;
    assert_eq!(name("<p>a</p><ul><li>b</ul>"), "html");
    assert_eq!(name("# A\n\n[b](http://c) and **d**\n"), "markdown");
    assert_eq!(name("References\n\n1. Marsh, P. (2011). Reeds.\n"), "text");
    assert_eq!(input::by_extension("HTM").unwrap().info().name, "html");
    for kind in input::INPUTS {
        assert!(input::by_name(kind.info().name).is_some());
        for extension in kind.info().extensions {
            assert_eq!(input::by_extension(extension).unwrap().info(), kind.info());
        }
    }
}

#[test]
fn codes_are_stable_names() {
    for code in CODES {
        assert!(code.code.bytes().all(|byte| byte.is_ascii_lowercase() || b"-8".contains(&byte)));
        assert!(!code.summary.ends_with('.') && code.explanation.ends_with('.'));
    }
}

#[test]
fn lines_take_every_line() {
    let text = "[1] Marsh 2011\r\n\r\n  whatever \r\nlast";
    let document = input::read("a.txt", text.as_bytes(), None).value;
    let lines = segment::lines(&document.text);
    let words: Vec<&str> = lines.iter().map(|line| document.text.slice(line.span)).collect();
    assert_eq!(words, ["Marsh 2011", "", "whatever", "last"]);
    assert_eq!(lines[2].ordinal, 3);
}

#[test]
fn one_endless_line_is_skipped() {
    let text = format!(
        "{}\n\nMarsh, P. (2011). Reeds bend. Wetlands, 12(3), 45-50.\n",
        "a ".repeat(60_000)
    );
    let document = input::read("a.txt", text.as_bytes(), None).value;
    let list = segment::references(&document);
    assert_eq!(list.value.references.len(), 1);
    assert_eq!(list.diagnostics[0].code.code, "reference-too-long");
    assert_eq!(list.diagnostics[0].span, Some(Span::new(0, 119_999)));
}

#[test]
fn columns_side_by_side_are_read_one_after_the_other() {
    let text = "\
Herons were counted twice.

References

[1] Marsh, P. (2011). Reeds bend in the       Wetland Letters, 7(1), 2-9.
wind: A study. Wetland Letters, 3(1), 4.      [5] Fenn, Q. (2016). What stays here,
[2] Heron, L. (2009). Standing still.         and why. Wetland Letters, 8(2), 11.
Lake Press.                                   [6] Eddy, C. (2018). Wheels of the
[3] Shore, O. (2013). At the edge of it.      lake. Lake Press.
Wetland Letters, 4(2), 45-50.                 [7] Weir, E. (2019). Dams. Lake Press.
[4] Brook, N. (2015). What moves on.          [8] Ford, F. (2020). Crossing. Lake
                                              Press.
";
    let found = run("a.txt", text.as_bytes(), &[]);
    assert_eq!(found.codes, ["two-columns"]);
    let words: Vec<String> = found.references().iter().map(|r| r.replace('\n', " ")).collect();
    assert_eq!(words.len(), 8);
    assert_eq!(
        words[3..6],
        [
            "Brook, N. (2015). What moves on. Wetland Letters, 7(1), 2-9.",
            "Fenn, Q. (2016). What stays here, and why. Wetland Letters, 8(2), 11.",
            "Eddy, C. (2018). Wheels of the lake. Lake Press.",
        ]
    );
    assert_eq!(found.reference_bytes(text.as_bytes())[6], b"Weir, E. (2019). Dams. Lake Press.");
}

#[test]
fn what_is_passed_over_between_references_is_named() {
    let text = "References\n\nArticles\n\nMarsh, P. (2011). Reeds bend. Wetlands, 12(3), 45-50.\n\n\
                Books\n\nHeron, L. (2009). Standing still. Lake Press.\n\n\
                Shore, O. (2013). At the edge of the water. Lake Press.\n";
    let document = input::read("a.txt", text.as_bytes(), None).value;
    let list = segment::references(&document);
    assert_eq!(list.value.references.len(), 3);
    let named: Vec<(&str, &str)> = list
        .diagnostics
        .iter()
        .map(|finding| (finding.code.code, document.text.slice(finding.span.unwrap())))
        .collect();
    assert_eq!(named, [("not-a-reference", "Books")]);
}

#[test]
fn zeros_in_ascii_are_no_utf_16() {
    // Both zeros stand in the same half of a unit, one unit in ten.
    let bytes = b"Marsh, P. (2011)\0. Reeds, wa\0ter. Press.";
    let found = run("list.txt", bytes, &[]);
    assert!(found.document.text.text().contains("Marsh, P. (2011)"), "{:?}", found.codes);
}

#[test]
fn lines_below_the_list_are_named() {
    let text = "Rain.\n\nReferences\n\nMarsh, P. (2011). Reeds. Wetland Press.\n\nReed, Q. (2012). More reeds. Wetland Press.\n\nsee the last page\n";
    let found = run("list.txt", text.as_bytes(), &[]);
    assert_eq!(found.references().len(), 2);
    assert!(found.codes.contains(&"not-a-reference"), "{:?}", found.codes);
}
