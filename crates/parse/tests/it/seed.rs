//! The sixteen references of the article that refsmith was built for. Expected values were read
//! off the printed references by hand.

use refsmith_model::{ReferenceString, SourceText, Span};
use refsmith_parse::{ParseOptions, parse};

use crate::support::{field, shared};

/// Line in the article, type, authors, year, title's beginning and end, container, volume, issue, page.
type Expected = (
    usize,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const EXPECTED: [Expected; 16] = [
    (
        51,
        "article-journal",
        "Feldman, R.",
        "2017",
        "The neurobiology",
        "human attachments",
        "Trends in Cognitive Sciences",
        "21",
        "2",
        "80-99",
    ),
    (
        52,
        "article-journal",
        "Rilling, J. K.",
        "2014",
        "Comparative primate",
        "human brain evolution",
        "Trends in cognitive sciences",
        "18",
        "1",
        "46-55",
    ),
    (
        53,
        "article-journal",
        "Kundakovic, M.; Champagne, F. A.",
        "2015",
        "Early-life experience",
        "the developing brain",
        "Neuropsychopharmacology",
        "40",
        "1",
        "141",
    ),
    (
        54,
        "article-journal",
        "Feldman, R.",
        "2015",
        "The adaptive human",
        "for children’s social development",
        "Trends in neurosciences",
        "38",
        "6",
        "387-399",
    ),
    (
        55,
        "article-journal",
        "Feldman, R.",
        "2015",
        "Sensitive periods",
        "and high-risk parenting",
        "Development and Psychopathology",
        "27",
        "2",
        "369-395",
    ),
    (
        56,
        "article-journal",
        "Carter, C. S.",
        "2014",
        "Oxytocin pathways",
        "of human behavior",
        "Annual review of psychology",
        "65",
        "",
        "17-39",
    ),
    (
        57,
        "article-journal",
        "Feldman, R.",
        "2016",
        "The neurobiology of mammalian",
        "of human caregiving",
        "Hormones and Behavior",
        "77",
        "",
        "3-17",
    ),
    (
        58,
        "article-journal",
        "Feldman, R.",
        "2012",
        "Oxytocin and social",
        "affiliation in humans",
        "Hormones and behavior",
        "61",
        "3",
        "380-391",
    ),
    (
        59,
        "article-journal",
        "Feldman, R.",
        "2012",
        "Bio-behavioral synchrony: A",
        "the study of parenting",
        "Parenting",
        "12",
        "2-3",
        "154-164",
    ),
    (
        60,
        "article-journal",
        "Love, T. M.",
        "2014",
        "Oxytocin, motivation",
        "the role of dopamine",
        "Pharmacology Biochemistry and Behavior",
        "119",
        "",
        "49-60",
    ),
    (
        61,
        "article-journal",
        "Ulmer-Yaniv, A.; Avitsur, R.; Kanat-Maymon, Y.; Schneiderman, I.; Zagoory-Sharon, O.; Feldman, R.",
        "2016",
        "Affiliation, reward,",
        "bond formation in humans",
        "Brain, behavior, and immunity",
        "56",
        "",
        "130-139",
    ),
    (
        62,
        "article-journal",
        "Cacioppo, J. T.; Cacioppo, S.; Capitanio, J. P.; Cole, S. W.",
        "2015",
        "The neuroendocrinology",
        "of social isolation",
        "Annual review of psychology",
        "66",
        "",
        "733-767",
    ),
    (
        63,
        "article-journal",
        "Weaver, I. C.; Cervoni, N.; Champagne, F. A.; D’Alessio, A. C.; Sharma, S.; Seckl, J. R.; Meaney, M. J. [cut after 6]",
        "2004",
        "Epigenetic programming",
        "by maternal behavior",
        "Nature neuroscience",
        "7",
        "8",
        "847",
    ),
    (
        64,
        "article-journal",
        "Feldman, R.",
        "2007",
        "Mother‐infant synchrony",
        "of developmental continuity",
        "American Journal of Orthopsychiatry",
        "77",
        "4",
        "582-597",
    ),
    (
        65,
        "article-journal",
        "Akers, K. G.; Yang, Z.; DelVecchio, D. P.; Reeb, B. C.; Romeo, R. D.; McEwen, B. S.; Tang, A. C.",
        "2008",
        "Social competitiveness",
        "maternal care reliability",
        "PloS one",
        "3",
        "7",
        "e2840",
    ),
    (
        66,
        "chapter",
        "Schore, A. N.",
        "2013",
        "Relational trauma,",
        "development, and dissociation",
        "Treating complex traumatic stress disorders in children and adolescents: Scientific foundations and therapeutic models",
        "",
        "",
        "3-23",
    ),
];

/// Line, column, code, text of each finding.
const FINDINGS: [(usize, usize, &str, &str); 6] = [
    (53, 142, "single-page", "141"),
    (63, 95, "names-elided", "…"),
    (63, 193, "single-page", "847"),
    (64, 31, "non-ascii-hyphen", "\u{2010}"),
    (65, 275, "article-number", "e2840"),
    (
        66,
        83,
        "chapter-without-in",
        "Treating complex traumatic stress disorders in children and adolescents: Scientific foundations and therapeutic models, 3-23",
    ),
];

#[test]
fn every_field_and_every_finding() {
    let Some(path) = shared("seed/article.txt") else { return };
    #[expect(clippy::disallowed_methods, reason = "tests read the shared article")]
    let article = std::fs::read_to_string(path).expect("the article is UTF-8");
    let text = SourceText::plain("article.txt", article);
    let mut at = 0;
    let mut findings = Vec::new();
    for (number, line) in text.text().lines().enumerate() {
        let start = at;
        at += line.len() + 1;
        let Some(expected) = EXPECTED.iter().find(|expected| expected.0 == number + 1) else {
            continue;
        };
        let bullet = line.find('•').expect("references have bullets") + '•'.len_utf8();
        let span = Span::new(start + bullet, start + line.len()).trimmed(text.text());
        let reference = ReferenceString { span, marker: None, ordinal: 1 };
        let parsed = parse(&text, &reference, &ParseOptions::default());
        let record = &parsed.record;
        let (_, kind, author, year, title, end, container, volume, issue, page) = *expected;
        for (name, value) in [
            ("type", kind),
            ("author", author),
            ("issued", year),
            ("container-title", container),
            ("volume", volume),
            ("issue", issue),
            ("page", page),
        ] {
            assert_eq!(field(record, name), value, "`{name}` on line {}", number + 1);
        }
        let whole = field(record, "title");
        assert!(whole.starts_with(title) && whole.ends_with(end), "{whole}");
        assert_eq!(field(record, "number"), if page == "e2840" { "e2840" } else { "" });
        assert_eq!(field(record, "note"), "");
        let guess = kind == "chapter";
        assert_eq!(parsed.confidence >= 0.8, !guess, "{}", parsed.confidence);
        for finding in parsed.diagnostics {
            let span = finding.span.expect("every finding has a place");
            let position = text.position(span);
            findings.push((
                position.line,
                position.column,
                finding.code.code,
                text.slice(span).to_owned(),
            ));
        }
    }
    let expected: Vec<_> =
        FINDINGS.iter().map(|(l, c, code, text)| (*l, *c, *code, (*text).to_owned())).collect();
    assert_eq!(findings, expected);
}
