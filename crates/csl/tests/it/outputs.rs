//! What each output writes for the same nodes.

use proptest::prelude::*;
use refsmith_csl::{Entry, Font, Node, OUTPUTS, Rendered, output};

fn text(text: &str) -> Node {
    Node::Text(text.to_owned())
}

fn marked(font: Font, words: &str) -> Node {
    Node::Marked(font, vec![text(words)])
}

fn link(url: &str, words: &str) -> Node {
    Node::Link { url: url.to_owned(), children: vec![text(words)] }
}

fn written(name: &str, nodes: &[Node]) -> String {
    output(name).expect(name).entry(nodes)
}

fn document(name: &str, entries: Vec<Vec<Node>>, hanging_indent: bool) -> String {
    let entry = |(idx, content)| Entry { id: format!("r{idx}"), content };
    let bibliography = entries.into_iter().enumerate().map(entry).collect();
    let rendered = Rendered { bibliography, hanging_indent, ..Rendered::default() };
    output(name).expect(name).document(&rendered)
}

/// Every printable character of ASCII that is neither letter nor digit.
const MARKS: &str = r##"!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"##;

#[test]
fn every_mark_of_ascii_is_escaped() {
    let cases = [
        ("text", MARKS),
        ("html", r##"!&quot;#$%&amp;'()*+,-./:;&lt;=&gt;?@[\]^_`{|}~"##),
        ("markdown", r##"!"\#\$%\&'()\*+,-./:;\<=\>?@\[\\\]^\_\`{\|}\~"##),
        (
            "latex",
            r##"!\string"\#\$\%\&\textquotesingle{}()*+,-./:;\textless{}=\textgreater{}?@[\textbackslash{}]\textasciicircum{}\_\textasciigrave{}\{\textbar{}\}\textasciitilde{}"##,
        ),
        ("typst", r##"!\"\#\$%&\'()\*+,\-./:;\<=\>?\@\[\\\]^\_\`{|}\~"##),
        ("rtf", r##"!"#$%&'()*+,-./:;<=>?@[\\]^_`\{|\}~"##),
    ];
    for (name, expected) in cases {
        assert_eq!(written(name, &[text(MARKS)]), expected, "{name}");
    }
}

#[test]
fn fonts_and_links_have_the_marks_of_the_format() {
    let nodes = [
        marked(Font::Italic, "a"),
        text(" "),
        marked(Font::Bold, "b"),
        text(" "),
        marked(Font::SmallCaps, "c"),
        text(" "),
        marked(Font::Superscript, "d"),
        text(" "),
        marked(Font::Subscript, "e"),
        text(" "),
        marked(Font::Underline, "f"),
        text(" "),
        link("https://doi.org/10.1000/a_b#c%20d", "g"),
    ];
    let cases = [
        ("text", "a b c d e f g"),
        (
            "html",
            "<i>a</i> <b>b</b> <span style=\"font-variant:small-caps;\">c</span> <sup>d</sup> \
             <sub>e</sub> <span style=\"text-decoration:underline;\">f</span> \
             <a href=\"https://doi.org/10.1000/a_b#c%20d\">g</a>",
        ),
        (
            "markdown",
            "*a* **b** <span style=\"font-variant:small-caps;\">c</span> <sup>d</sup> \
             <sub>e</sub> <u>f</u> [g](<https://doi.org/10.1000/a_b#c%20d>)",
        ),
        (
            "latex",
            "\\textit{a} \\textbf{b} \\textsc{c} \\textsuperscript{d} \\textsubscript{e} \
             \\underline{f} \\href{https://doi.org/10.1000/a\\_b\\#c\\%20d}{g}",
        ),
        (
            "typst",
            "#emph[a] #strong[b] #smallcaps[c] #super[d] #sub[e] #underline[f] \
             #link(\"https://doi.org/10.1000/a_b#c%20d\")[g]",
        ),
        (
            "rtf",
            "{\\i a} {\\b b} {\\scaps c} {\\super d} {\\sub e} {\\ul f} \
             {\\field{\\*\\fldinst{HYPERLINK \"https://doi.org/10.1000/a_b#c%20d\"}}{\\fldrslt{g}}}",
        ),
    ];
    for (name, expected) in cases {
        assert_eq!(written(name, &nodes), expected, "{name}");
    }
}

#[test]
fn what_only_means_something_at_its_place_is_escaped_there() {
    let italic = || marked(Font::Italic, "T");
    let cases: &[(&str, Vec<Node>, &str)] = &[
        ("markdown", vec![text("1. A")], "1\\. A"),
        ("markdown", vec![text("12) A")], "12\\) A"),
        ("markdown", vec![text("- A + B")], "\\- A + B"),
        ("markdown", vec![text("a\nb")], "a b"),
        // `*T*2` would be no emphasis when the words end in a mark.
        ("markdown", vec![text("x"), marked(Font::Italic, "(a)"), text("y")], "x<i>(a)</i>y"),
        ("markdown", vec![text("x "), marked(Font::Italic, "(a)"), text(".")], "x *(a)*."),
        ("markdown", vec![text("in"), italic(), text("side")], "in*T*side"),
        ("markdown", vec![italic(), marked(Font::Bold, "V")], "<i>T</i>**V**"),
        (
            "markdown",
            vec![Node::Marked(Font::Italic, vec![marked(Font::Bold, "V")]), text(" end")],
            "*<b>V</b>* end",
        ),
        ("markdown", vec![text("a "), marked(Font::Italic, " b "), text("c")], "a  *b* c"),
        (
            "markdown",
            vec![link("https://e.org/?a=1&copy;=\\", "x")],
            "[x](<https://e.org/?a=1\\&copy;=%5C>)",
        ),
        ("latex", vec![text("[1] a")], "{[}1] a"),
        ("latex", vec![text("a--b---c"), text("-d,,e")], "a-{}-b-{}-{}-c-d,{},e"),
        (
            "latex",
            vec![text("a\u{A0}b\u{202F}c\u{AD}d\u{200B}e\nf\0")],
            "a~b\\,c\\-d\\hspace{0pt}e f",
        ),
        (
            "latex",
            vec![link("https://e.org/{a}$\u{E9} b", "x")],
            "\\href{https://e.org/\\%7Ba\\%7D\\%24\\%C3\\%A9\\%20b}{x}",
        ),
        ("typst", vec![text("1. a")], "1\\. a"),
        ("typst", vec![text("2. "), italic(), text(".b")], "2\\. #emph[T]\\.b"),
        ("typst", vec![italic(), text("(2)")], "#emph[T]\\(2)"),
        ("typst", vec![italic(), text("; a; b")], "#emph[T]\\; a; b"),
        ("typst", vec![text("= a = b")], "\\= a = b"),
        ("typst", vec![text("/ a: https://e.org")], "\\/ a: https:/\\/e.org"),
        ("typst", vec![text("well-known 1-2 -3 --")], "well-known 1\\-2 \\-3 \\-\\-"),
        ("typst", vec![text("a...")], "a.\\.\\."),
        ("typst", vec![marked(Font::Bold, "3. x")], "#strong[3\\. x]"),
        (
            "typst",
            vec![link("https://e.org/\"\\\u{E9}", "x")],
            "#link(\"https://e.org/%22%5C%C3%A9\")[x]",
        ),
        (
            "rtf",
            vec![text("caf\u{E9}\u{A0}\u{2013} \u{1F600}\tx\0")],
            "caf\\u233\\'3f\\~\\u8211\\'3f \\u-10179\\'3f\\u-8704\\'3f x",
        ),
        (
            "rtf",
            vec![link("https://e.org/{\u{E9}}", "x")],
            "{\\field{\\*\\fldinst{HYPERLINK \"https://e.org/%7B%C3%A9%7D\"}}{\\fldrslt{x}}}",
        ),
        ("html", vec![text("a\u{0}\u{1B}b")], "ab"),
    ];
    for (name, nodes, expected) in cases {
        assert_eq!(&written(name, nodes), expected, "{name}: {nodes:?}");
    }
}

#[test]
fn hanging_indents_and_margins_are_laid_out() {
    let plain = || vec![vec![text("A.")], vec![text("[B].")]];
    let numbered = || {
        vec![
            vec![Node::LeftMargin(vec![text("[9]")]), Node::RightInline(vec![text("A.")])],
            vec![
                Node::LeftMargin(vec![text("[10] ")]),
                Node::RightInline(vec![link("https://e.org", "B")]),
            ],
        ]
    };
    let hanging = "\\setlength{\\leftmargin}{1.5em}\\setlength{\\itemindent}{-1.5em}\
                   \\setlength{\\labelwidth}{0pt}\\setlength{\\labelsep}{0pt}";
    let flush =
        "\\setlength{\\leftmargin}{0pt}\\setlength{\\labelwidth}{0pt}\\setlength{\\labelsep}{0pt}";
    for (layout, is_hanging) in [(hanging, true), (flush, false)] {
        assert_eq!(
            document("latex", plain(), is_hanging),
            format!(
                "\\begingroup\n\\frenchspacing\n\\begin{{list}}{{}}{{{layout}}}\n\\item A.\n\
                 \\item {{[}}B].\n\\end{{list}}\n\\endgroup\n"
            )
        );
    }
    assert_eq!(
        document("latex", numbered(), false),
        "\\begingroup\n\\providecommand{\\href}[2]{#2}\n\\frenchspacing\n\
         \\begin{list}{}{\\settowidth{\\labelwidth}{{[}10]}\\setlength{\\labelsep}{0.5em}\
         \\setlength{\\leftmargin}{\\labelwidth}\\addtolength{\\leftmargin}{\\labelsep}\
         \\renewcommand{\\makelabel}[1]{#1\\hfil}}\n\
         \\item[{{[}9]}] A.\n\\item[{{[}10]}] \\href{https://e.org}{B}\n\\end{list}\n\\endgroup\n"
    );
    assert_eq!(
        document("typst", plain(), true),
        "#par(hanging-indent: 1.5em)[A.]\n\n#par(hanging-indent: 1.5em)[\\[B\\].]\n"
    );
    assert_eq!(document("typst", plain(), false), "A.\n\n\\[B\\].\n");
    assert_eq!(
        document("typst", numbered(), false),
        "#grid(\n  columns: (auto, 1fr),\n  column-gutter: 0.5em,\n  row-gutter: 0.65em,\n  \
         [\\[9\\]], [A.],\n  [\\[10\\]], [#link(\"https://e.org\")[B]],\n)\n"
    );
    let head = "{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0\n\
                {\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}}\n\\fs24\n";
    assert_eq!(
        document("rtf", plain(), true),
        format!(
            "{head}{{\\pard\\fi-720\\li720\\tx720\\sa120 A.\\par}}\n\
             {{\\pard\\fi-720\\li720\\tx720\\sa120 [B].\\par}}\n}}\n"
        )
    );
    assert_eq!(document("rtf", plain(), false).matches("\\li").count(), 0);
    let rows = document("rtf", numbered(), false);
    assert!(rows.contains("{\\pard\\fi-720\\li720\\tx720\\sa120 [9]\\tab A.\\par}\n"), "{rows}");
    assert_eq!(
        document("markdown", numbered(), false),
        "\\[9\\] A.\n\n\\[10\\] [B](<https://e.org>)\n"
    );
}

#[test]
fn blocks_stand_on_lines_of_their_own() {
    let nodes = [text("a"), Node::Block(vec![text("b")]), Node::Indent(vec![text("c")])];
    let cases = [
        ("text", "a b c"),
        ("html", "a<div class=\"csl-block\">b</div><div class=\"csl-indent\">c</div>"),
        ("markdown", "a b c"),
        ("latex", "a\\par b\\par \\begingroup\\advance\\leftskip by 1.5em\\relax c\\par\\endgroup"),
        ("typst", "a#block[b]#pad(left: 1.5em)[c]"),
        ("rtf", "a\\line b\\line \\tab c"),
    ];
    for (name, expected) in cases {
        assert_eq!(written(name, &nodes), expected, "{name}");
    }
    assert!(document("typst", vec![nodes.to_vec()], true).starts_with("#block["));
}

#[test]
fn nothing_gives_nothing() {
    for output in OUTPUTS {
        let name = output.info().name;
        assert!(output.document(&Rendered::default()).len() < 130, "{name}");
        if name != "json" {
            assert_eq!(output.entry(&[]), "", "{name}");
        }
    }
}

/// Reads back what the LaTeX output writes for plain text.
fn from_latex(latex: &str) -> String {
    let named = [
        ("\\textbackslash{}", "\\"),
        ("\\textasciitilde{}", "~"),
        ("\\textasciicircum{}", "^"),
        ("\\textless{}", "<"),
        ("\\textgreater{}", ">"),
        ("\\textbar{}", "|"),
        ("\\textasciigrave{}", "`"),
        ("\\textquotesingle{}", "'"),
        ("\\string", ""),
        ("\\hspace{0pt}", "\u{200B}"),
        ("{[}", "["),
        ("\\,", "\u{202F}"),
        ("\\-", "\u{AD}"),
        ("{}", ""),
    ];
    let mut out = String::new();
    let mut rest = latex;
    while let Some(c) = rest.chars().next() {
        if let Some((macro_name, text)) = named.iter().find(|(name, _)| rest.starts_with(name)) {
            out.push_str(text);
            rest = rest.strip_prefix(macro_name).expect("it starts with it");
        } else if let Some(behind) = rest.strip_prefix('\\') {
            let escaped = behind.chars().next().expect("a character behind `\\`");
            assert!("&%$#_{}".contains(escaped), "{latex}");
            out.push(escaped);
            rest = behind.strip_prefix(escaped).expect("it starts with it");
        } else {
            assert!(!"&%$#_{}^\"`'<>|".contains(c) || latex.contains("\\string\""), "{latex}");
            out.push(if c == '~' { '\u{A0}' } else { c });
            rest = rest.strip_prefix(c).expect("it starts with it");
        }
    }
    out
}

/// Reads back what the Typst output writes for plain text.
fn from_typst(typst: &str) -> String {
    let mut out = String::new();
    let mut chars = typst.chars();
    while let Some(c) = chars.next() {
        assert!(!"#$*_`<>@~'\"[]".contains(c), "{typst}");
        out.push(if c == '\\' { chars.next().expect("a character behind `\\`") } else { c });
    }
    out
}

/// Reads back what the RTF output writes for plain text.
fn from_rtf(rtf: &str) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut chars = rtf.chars();
    while let Some(c) = chars.next() {
        assert!(c.is_ascii() && !"{}".contains(c), "{rtf}");
        let plain = match (c, chars.clone().next()) {
            ('\\', Some('u')) => {
                chars.next();
                let number: String = chars.by_ref().take_while(|c| *c != '\\').collect();
                assert_eq!(chars.by_ref().take(3).collect::<String>(), "'3f");
                units.push(number.parse::<i16>().expect("a number").cast_unsigned());
                continue;
            }
            ('\\', Some(next)) => {
                chars.next();
                match next {
                    '~' => '\u{A0}',
                    '-' => '\u{AD}',
                    '_' => '\u{2011}',
                    _ => next,
                }
            }
            _ => c,
        };
        units.extend(plain.encode_utf16(&mut [0; 2]).iter());
    }
    String::from_utf16(&units).expect("UTF-16")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plain_text_survives(words in "([!-~]|[ -~\u{A0}-\u{17F}\u{2010}-\u{2014}\u{1F600}]){0,24}") {
        let words = words.trim_matches(' ');
        prop_assert_eq!(from_latex(&written("latex", &[text(words)])), words);
        prop_assert_eq!(from_typst(&written("typst", &[text(words)])), words);
        prop_assert_eq!(from_rtf(&written("rtf", &[text(words)])), words);
    }

    #[test]
    fn braces_and_brackets_stay_in_pairs(parts in proptest::collection::vec("[ -~\u{E9}]{0,6}", 1..6)) {
        let nodes: Vec<Node> = parts
            .iter()
            .enumerate()
            .map(|(idx, part)| match idx % 3 {
                0 => text(part),
                1 => marked(Font::Italic, part),
                _ => link("https://e.org/", part),
            })
            .collect();
        for (name, open, close) in [("latex", '{', '}'), ("typst", '[', ']'), ("rtf", '{', '}')] {
            let written = written(name, &nodes);
            let mut depth = 0;
            let mut escaped = false;
            for c in written.chars() {
                if !escaped && c == open {
                    depth += 1;
                } else if !escaped && c == close {
                    depth -= 1;
                }
                escaped = c == '\\' && !escaped;
                prop_assert!(depth >= 0, "{}: {}", name, written);
            }
            prop_assert_eq!(depth, 0, "{}: {}", name, written);
        }
    }
}
