//! An unnumbered list of sixteen references that a text cites by number, out of order.

use std::path::PathBuf;

use refsmith_check::{Subject, run};
use refsmith_model::record::key::assign_keys;
use refsmith_model::{
    Citation, CitationForm, Date, DateVariable, Diagnostic, ItemType, Name, NameList, NameVariable,
    NumberVariable, Origin, ParsedReference, PersonName, Provenance, Record, ReferenceString,
    SourceText, Span, TextVariable, Variable,
};

/// Authors, year, title, container, volume, issue and page of one reference.
type Row = (&'static str, i32, &'static str, &'static str, [&'static str; 3]);

/// The list, with the spellings of its author. `…` stands where the authors are cut.
const ROWS: [Row; 16] = [
    (
        "Feldman, R.",
        2017,
        "The neurobiology of human attachments",
        "Trends in Cognitive Sciences",
        ["21", "2", "80-99"],
    ),
    (
        "Rilling, J. K.",
        2014,
        "Comparative primate neuroimaging: insights into human brain evolution",
        "Trends in cognitive sciences",
        ["18", "1", "46-55"],
    ),
    (
        "Kundakovic, M.; Champagne, F. A.",
        2015,
        "Early-life experience, epigenetics, and the developing brain",
        "Neuropsychopharmacology",
        ["40", "1", "141"],
    ),
    (
        "Feldman, R.",
        2015,
        "The adaptive human parental brain: implications for children\u{2019}s social development",
        "Trends in neurosciences",
        ["38", "6", "387-399"],
    ),
    (
        "Feldman, R.",
        2015,
        "Sensitive periods in human social development: New insights from research on oxytocin, \
         synchrony, and high-risk parenting",
        "Development and Psychopathology",
        ["27", "2", "369-395"],
    ),
    (
        "Carter, C. S.",
        2014,
        "Oxytocin pathways and the evolution of human behavior",
        "Annual review of psychology",
        ["65", "", "17-39"],
    ),
    (
        "Feldman, R.",
        2016,
        "The neurobiology of mammalian parenting and the biosocial context of human caregiving",
        "Hormones and Behavior",
        ["77", "", "3-17"],
    ),
    (
        "Feldman, R.",
        2012,
        "Oxytocin and social affiliation in humans",
        "Hormones and behavior",
        ["61", "3", "380-391"],
    ),
    (
        "Feldman, R.",
        2012,
        "Bio-behavioral synchrony: A model for integrating biological and microsocial behavioral \
         processes in the study of parenting",
        "Parenting",
        ["12", "2-3", "154-164"],
    ),
    (
        "Love, T. M.",
        2014,
        "Oxytocin, motivation and the role of dopamine",
        "Pharmacology Biochemistry and Behavior",
        ["119", "", "49-60"],
    ),
    (
        "Ulmer-Yaniv, A.; Avitsur, R.; Kanat-Maymon, Y.; Schneiderman, I.; Zagoory-Sharon, O.; \
         Feldman, R.",
        2016,
        "Affiliation, reward, and immune biomarkers coalesce to support social synchrony during \
         periods of bond formation in humans",
        "Brain, behavior, and immunity",
        ["56", "", "130-139"],
    ),
    (
        "Cacioppo, J. T.; Cacioppo, S.; Capitanio, J. P.; Cole, S. W.",
        2015,
        "The neuroendocrinology of social isolation",
        "Annual review of psychology",
        ["66", "", "733-767"],
    ),
    (
        "Weaver, I. C.; Cervoni, N.; Champagne, F. A.; D\u{2019}Alessio, A. C.; Sharma, S.; \
         Seckl, J. R.; \u{2026}; Meaney, M. J.",
        2004,
        "Epigenetic programming by maternal behavior",
        "Nature neuroscience",
        ["7", "8", "847"],
    ),
    (
        "Feldman, R.",
        2007,
        "Mother\u{2010}infant synchrony and the development of moral orientation in childhood and \
         adolescence: Direct and indirect mechanisms of developmental continuity",
        "American Journal of Orthopsychiatry",
        ["77", "4", "582-597"],
    ),
    (
        "Akers, K. G.; Yang, Z.; DelVecchio, D. P.; Reeb, B. C.; Romeo, R. D.; McEwen, B. S.; \
         Tang, A. C.",
        2008,
        "Social competitiveness and plasticity of neuroendocrine function in old age: influence of \
         neonatal novelty exposure and maternal care reliability",
        "PloS one",
        ["3", "7", "e2840"],
    ),
    (
        "Schore, A. N.",
        2013,
        "Relational trauma, brain development, and dissociation",
        "Treating complex traumatic stress disorders in children and adolescents: Scientific \
         foundations and therapeutic models",
        ["", "", "3-23"],
    ),
];

/// What the ten citations point at, in the order of the text.
const CITED: [&[u32]; 10] =
    [&[6], &[7], &[1], &[4, 8], &[9], &[11], &[12], &[13, 14], &[15], &[16]];

/// An article whose parts are known.
struct Article {
    text: SourceText,
    records: Vec<Record>,
    references: Vec<ParsedReference>,
    citations: Vec<Citation>,
}

impl Article {
    /// Writes an article: a sentence for each citation, then the list.
    fn written() -> Self {
        let mut text = String::new();
        for targets in CITED {
            let numbers: Vec<String> = targets.iter().map(u32::to_string).collect();
            text.push_str(&format!("So it was found ({}).\n", numbers.join(",")));
        }
        for (authors, year, title, container, [volume, issue, page]) in ROWS {
            text.push_str(&format!(
                "\u{2022} {authors} ({year}). {title}. {container}, {volume}({issue}), {page}.\n"
            ));
        }
        Self::of(SourceText::plain("article.txt", text))
    }

    /// Finds the parts in a text that holds them.
    fn of(text: SourceText) -> Self {
        let whole = text.text();
        let mut records: Vec<Record> = ROWS.iter().map(|row| record(row, whole)).collect();
        assign_keys(&mut records);
        let references = records.iter().enumerate().map(|(idx, record)| ParsedReference {
            reference: ReferenceString {
                span: line_around(whole, title_span(record)),
                marker: None,
                ordinal: u32::try_from(idx + 1).unwrap(),
            },
            record: record.clone(),
            confidence: 1.0,
            diagnostics: Vec::new(),
        });
        let citations = CITED.iter().enumerate().map(|(idx, targets)| Citation {
            span: Span::new(idx, idx + 3),
            form: CitationForm::Numeric,
            targets: targets.to_vec(),
            unresolved: Vec::new(),
        });
        let (references, citations) = (references.collect(), citations.collect());
        Self { records, references, citations, text }
    }

    fn findings(&self) -> Vec<Diagnostic> {
        run(&Subject {
            text: Some(&self.text),
            records: &self.records,
            references: &self.references,
            citations: Some(&self.citations),
            list_is_numbered: false,
            this_year: Some(2026),
        })
    }
}

fn record((authors, year, title, container, numbers): &Row, text: &str) -> Record {
    let item_type =
        if numbers[0].is_empty() { ItemType::Chapter } else { ItemType::ArticleJournal };
    let mut record = Record::new("", item_type);
    let mut names = NameList::default();
    for name in authors.split("; ") {
        match name.split_once(", ") {
            Some((family, given)) => {
                names.names.push(Name::Person(PersonName::new(family, given)));
            }
            None => names.truncated_after = Some(names.names.len()),
        }
    }
    record.names.insert(NameVariable::Author, names);
    record.dates.insert(DateVariable::Issued, Date::from_year(*year));
    let title_at = text.find(title).expect("the text holds the title");
    let container_at = title_at + text[title_at..].find(container).expect("the container follows");
    for (variable, at, value) in [
        (TextVariable::Title, title_at, title),
        (TextVariable::ContainerTitle, container_at, container),
    ] {
        record.texts.insert(variable, (*value).into());
        let origin = Origin::Input(Span::new(at, at + value.len()));
        record.provenance.insert(variable.into(), Provenance { origin, confidence: 1.0 });
    }
    let variables = [NumberVariable::Volume, NumberVariable::Issue, NumberVariable::Page];
    for (variable, number) in variables.into_iter().zip(numbers).filter(|(_, n)| !n.is_empty()) {
        record.numbers.insert(variable, (*number).into());
    }
    record
}

fn title_span(record: &Record) -> Span {
    match record.provenance[&Variable::Text(TextVariable::Title)].origin {
        Origin::Input(span) => span,
        _ => unreachable!("the fixture sets spans of the input"),
    }
}

/// Returns the span of a line without its bullet.
fn line_around(text: &str, within: Span) -> Span {
    let start = text[..within.start()].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[within.end()..].find('\n').map_or(text.len(), |len| within.end() + len);
    let bullet = text[start..end].find(char::is_alphabetic).unwrap_or(0);
    Span::new(start + bullet, end)
}

#[test]
fn nothing_but_what_is_there() {
    let article = Article::written();
    let found: Vec<(&str, String)> = article
        .findings()
        .into_iter()
        .map(|finding| (finding.code.code, finding.message))
        .collect();
    let cited =
        "list is not numbered, but the text cites by number; 12 different numbers are cited";
    let expected = [
        ("unnumbered-list", cited),
        ("never-cited", "reference 2 (rilling2014) is never cited in the text"),
        (
            "container-spelling",
            "journal written two ways: `Trends in cognitive sciences` here, \
             `Trends in Cognitive Sciences` in feldman2017",
        ),
        ("never-cited", "reference 3 (kundakovic2015) is never cited in the text"),
        ("same-author-year", "feldman2015a and feldman2015b have the same author and year"),
        ("never-cited", "reference 5 (feldman2015b) is never cited in the text"),
        ("same-author-year", "feldman2012a and feldman2012b have the same author and year"),
        (
            "container-spelling",
            "journal written two ways: `Hormones and behavior` here, \
             `Hormones and Behavior` in feldman2016",
        ),
        ("never-cited", "reference 10 (love2014) is never cited in the text"),
    ];
    let expected: Vec<(&str, String)> =
        expected.into_iter().map(|(code, message)| (code, message.to_owned())).collect();
    assert_eq!(found, expected);
}

#[test]
fn applying_the_fixes_settles_the_spelling() {
    let article = Article::written();
    let mut text = article.text.text().to_owned();
    let fixes: Vec<_> = article.findings().into_iter().filter_map(|finding| finding.fix).collect();
    assert_eq!(fixes.len(), 2);
    for fix in fixes.iter().rev() {
        assert!(fix.safe);
        text.replace_range(fix.span.start()..fix.span.end(), &fix.replacement);
    }
    assert_eq!(text.matches("Trends in Cognitive Sciences").count(), 2);
    assert_eq!(text.matches("Hormones and Behavior").count(), 2);
    assert!(!text.contains("Trends in cognitive") && !text.contains("Hormones and behavior"));
}

#[test]
fn the_same_records_as_a_library() {
    let article = Article::written();
    let found: Vec<_> = run(&Subject::library(&article.records))
        .into_iter()
        .map(|finding| (finding.code.code, finding.record.unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("container-spelling", "rilling2014".to_owned()),
            ("container-spelling", "feldman2012a".to_owned()),
            // A chapter without editor and publisher.
            ("missing-field", "schore2013".to_owned()),
        ]
    );
}

/// The places in the article that the catalog of findings names.
#[test]
fn places_in_the_shared_article() {
    let shared = std::env::var_os("REFSMITH_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")));
    let Ok(text) = std::fs::read_to_string(shared.join("seed/article.txt")) else {
        println!("skipped: ../shared not found");
        return;
    };
    let article = Article::of(SourceText::plain("article.txt", text));
    let places = |code: &str| -> Vec<(usize, usize)> {
        let findings = article.findings();
        let of_code = findings.iter().filter(|finding| finding.code.code == code);
        let positions = of_code.map(|finding| article.text.position(finding.span.unwrap()));
        positions.map(|position| (position.line, position.column)).collect()
    };
    assert_eq!(places("container-spelling"), [(52, 99), (58, 68)]);
    assert_eq!(places("same-author-year"), [(54, 5), (58, 5)]);
    assert_eq!(places("never-cited"), [(52, 5), (53, 5), (55, 5), (60, 5)]);
    assert_eq!(article.findings().len(), 9);
}
