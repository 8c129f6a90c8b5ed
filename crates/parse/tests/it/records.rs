//! Building records from labels that are given: what goes wrong here is not the labeller's fault.

use refsmith_model::{ReferenceString, SourceText, Span};
use refsmith_parse::{Label, Labeller, ParseOptions, Segment, parse};

use crate::support::field;

/// A labeller that knows the answer: labels and texts, in order.
struct Given<'a>(&'a [(Label, &'a str)]);

impl Labeller for Given<'_> {
    fn name(&self) -> &'static str {
        "given"
    }

    fn label(&self, reference: &str) -> Vec<Segment> {
        let mut at = 0;
        let mut out = Vec::new();
        for (label, text) in self.0 {
            let found =
                reference.get(at..).and_then(|rest| rest.find(text)).expect("texts in order");
            let span = Span::new(at + found, at + found + text.len());
            out.push(Segment { label: *label, span, confidence: 0.9 });
            at = span.end();
        }
        out
    }
}

/// Builds a record from a reference in pieces and compares fields.
fn check(pieces: &[(Label, &str)], expected: &[(&str, &str)]) {
    let whole: String = pieces.iter().map(|(_, text)| *text).collect();
    let text = SourceText::plain("", whole.clone());
    let reference = ReferenceString { span: Span::new(0, whole.len()), marker: None, ordinal: 1 };
    let record = parse(&text, &reference, &ParseOptions { labeller: &Given(pieces) }).record;
    for (name, value) in expected {
        assert_eq!(field(&record, name), *value, "`{name}` of {whole}\n{record:#?}");
    }
}

use Label::{
    Accessed, Author, CollectionTitle, ContainerTitle, Date, Doi, Edition, Editor, Genre, Idno,
    Institution, Issue, Location, Medium, Note, Number, Other, Pages, Publisher, Title, Url,
    Volume,
};

#[test]
fn edges_and_keywords_do_not_matter() {
    check(
        &[
            (Author, "Stone, A., "),
            (Date, "(2001b). "),
            (Title, "“Rain [in towns].” "),
            (ContainerTitle, "In: J. Build. Phys., "),
            (Volume, "vol. 12(3), "),
            (Pages, "pp. 1 – 9. "),
            (Doi, "doi: 10.1000/a\u{2010}b."),
        ],
        &[
            ("author", "Stone, A."),
            ("issued", "2001"),
            ("year-suffix", "b"),
            ("title", "Rain [in towns]"),
            ("container-title", "J. Build. Phys."),
            ("volume", "12"),
            ("issue", "3"),
            ("page", "1–9"),
            ("DOI", "10.1000/a-b"),
            ("note", ""),
        ],
    );
    check(
        &[
            (Author, "Stone A, Berg B"),
            (Other, " et al. "),
            (Title, "Rain"),
            (Other, ". "),
            (ContainerTitle, "Symposium on Rain (SOR"),
            (Other, "), "),
            (Date, "2001"),
        ],
        &[
            ("author", "Stone, A; Berg, B [cut after 2]"),
            ("container-title", "Symposium on Rain (SOR)"),
            ("note", ""),
        ],
    );
}

#[test]
fn values_in_several_places() {
    check(
        &[
            (Title, "Rain"),
            (Other, ": "),
            (Title, "a history"),
            (Other, ", "),
            (Location, "Paris"),
            (Other, ": "),
            (Publisher, "Nuage"),
            (Other, "; "),
            (Location, "London"),
            (Other, ": "),
            (Publisher, "Cloud"),
            (Other, ", "),
            (Date, "1974"),
            (Other, ". Reprinted "),
            (Date, "1991"),
            (Other, ", "),
            (Volume, "2 vols."),
        ],
        &[
            ("title", "Rain: a history"),
            ("publisher", "Nuage; Cloud"),
            ("publisher-place", "Paris; London"),
            ("issued", "1991"),
            ("original-date", "1974"),
            ("number-of-volumes", "2"),
        ],
    );
    check(
        &[
            (ContainerTitle, "J Am Rain Assoc"),
            (Other, ". "),
            (Volume, "3"),
            (Other, ", n° "),
            (Issue, "5"),
            (Other, ", pp. "),
            (Pages, "29-37"),
            (Other, ", hier S. "),
            (Pages, "31"),
            (Other, " et n° "),
            (Issue, "6"),
            (Other, ", pp. "),
            (Pages, "35-62"),
            (Other, ". "),
            (ContainerTitle, "Journal of the American Rain Association"),
        ],
        &[
            ("container-title", "Journal of the American Rain Association"),
            ("container-title-short", "J Am Rain Assoc"),
            ("issue", "5, 6"),
            ("page", "29-37, 35-62"),
            ("note", "hier S. 31"),
        ],
    );
}

#[test]
fn dates_find_their_variable() {
    check(
        &[
            (Title, "Rain"),
            (Other, ", "),
            (Date, "2017"),
            (Other, ", viewed "),
            (Date, "21 May 2018"),
            (Other, ", "),
            (Url, "<https://a.example/rain/>"),
        ],
        &[("issued", "2017"), ("accessed", "2018-05-21"), ("URL", "https://a.example/rain/")],
    );
    check(
        &[
            (Title, "Rain"),
            (Other, ". "),
            (ContainerTitle, "Proceedings of the 5th Conference on Rain"),
            (Other, ", "),
            (Date, "1994"),
            (Other, ", "),
            (Publisher, "Cloud"),
            (Other, ", "),
            (Date, "1995"),
            (Other, ". [cited "),
            (Accessed, "3 Mar 1999"),
            (Other, "]"),
        ],
        &[("issued", "1995"), ("event-date", "1994"), ("accessed", "1999-03-03")],
    );
    check(
        &[(Title, "Rain"), (Other, ". "), (Date, "3. April"), (Other, ", "), (Date, "2004")],
        &[("issued", "2004-04-03"), ("note", "")],
    );
    check(
        &[
            (Title, "Rain"),
            (Other, ". "),
            (Date, "2014"),
            (Other, ". PubMed "),
            (Idno, "PMID: 24568259"),
            (Other, ". Epub 2013 Feb 25."),
        ],
        &[("issued", "2014"), ("available-date", "2013-02-25"), ("PMID", "24568259"), ("note", "")],
    );
    check(
        &[
            (Title, "Rain"),
            (Other, ". "),
            (Date, "2014 Jan 2"),
            (Other, ". Epub "),
            (Date, "2013 Dec 5"),
        ],
        &[("issued", "2014-01-02"), ("available-date", "2013-12-05"), ("note", "")],
    );
}

#[test]
fn words_between_the_values_are_kept() {
    check(
        &[
            (Author, "Stone, A."),
            (Other, " (with drawings by the author), "),
            (Title, "Rain"),
            (Other, ", ed. by "),
            (Editor, "B. Low"),
            (Other, ", S. "),
            (Pages, "3-5"),
            (Other, ", shelved below the window"),
            (Note, ". Signed"),
        ],
        &[
            ("title", "Rain"),
            ("editor", "Low, B."),
            ("note", "with drawings by the author; shelved below the window. Signed"),
        ],
    );
    check(
        &[(Author, "Dr. Anna Stone (Hg.)"), (Other, ": "), (Title, "Rain"), (Edition, ", 3rd ed.")],
        &[("editor", "Stone, Anna"), ("author", ""), ("edition", "3"), ("note", "Dr")],
    );
}

#[test]
fn item_types() {
    let author = (Author, "Stone, A. ");
    let title = (Title, "Rain. ");
    for (kind, pieces) in [
        (
            "thesis",
            &[author, title, (Genre, "PhD thesis, "), (Institution, "University of Lund")][..],
        ),
        ("thesis", &[author, title, (Publisher, "Doktorsavhandling, Lunds universitet")]),
        ("dataset", &[author, (Title, "Rain [Data set]. "), (Publisher, "Cloud archive")]),
        ("dataset", &[author, title, (Doi, "10.5061/dryad.1234")]),
        ("software", &[author, (Title, "Rain [Computer software]. "), (Url, "https://a.example")]),
        ("software", &[author, title, (Url, "https://github.com/a/rain")]),
        ("motion_picture", &[author, title, (Medium, "DVD")]),
        ("patent", &[author, title, (Note, "U.S. Patent No. 1,234,567")]),
        ("standard", &[(Title, "ISO 690:2010 Information and documentation")]),
        ("legislation", &[(Title, "Rain Protection Act 1998")]),
        ("regulation", &[(Title, "Directive 95/46/EC on rain")]),
        ("article", &[author, title, (ContainerTitle, "bioRxiv"), (Date, " 2019")]),
        (
            "entry-encyclopedia",
            &[author, title, (ContainerTitle, "Encyclopedia of Weather"), (Pages, " 3-5")],
        ),
        ("report", &[author, title, (Genre, "Working paper "), (Number, "12")]),
        ("webpage", &[author, title, (Url, "https://a.example/rain")]),
        ("book", &[author, title, (Location, "London"), (Other, ": "), (Publisher, "Cloud")]),
        (
            "chapter",
            &[
                author,
                title,
                (ContainerTitle, "In Weather "),
                (Pages, "3-5, "),
                (Publisher, "Cloud"),
            ],
        ),
        (
            "paper-conference",
            &[author, title, (ContainerTitle, "Proceedings of the Conference on Rain")],
        ),
        (
            "paper-conference",
            &[
                author,
                title,
                (ContainerTitle, "Proc. Int. Conf. on Rain, "),
                (Volume, "2, "),
                (Pages, "4-5"),
            ],
        ),
        (
            "paper-conference",
            &[
                author,
                title,
                (Other, "In: "),
                (ContainerTitle, "Advances in Neural Information Processing Systems "),
                (Volume, "30, "),
                (Pages, "4-5"),
            ],
        ),
        (
            "paper-conference",
            &[author, title, (Other, "In: "), (ContainerTitle, "Tagungsband Regen")],
        ),
        (
            "paper-conference",
            &[author, title, (ContainerTitle, "Atti del convegno"), (Pages, " 4-5")],
        ),
        (
            "article-journal",
            &[
                author,
                title,
                (ContainerTitle, "Proceedings of the Rain Society "),
                (Volume, "3"),
                (Issue, "(1), "),
                (Pages, "4-5"),
            ],
        ),
        (
            "article-journal",
            &[
                author,
                title,
                (ContainerTitle, "Rain Workshop Journal "),
                (Volume, "3, "),
                (Pages, "4-5"),
            ],
        ),
        (
            "article-journal",
            &[author, title, (ContainerTitle, "Weather "), (Volume, "3 "), (Pages, "4-5")],
        ),
        ("thesis", &[author, (Title, "Rain"), (Other, "[D]. "), (Publisher, "University of Lund")]),
        ("chapter", &[author, title, (Other, "[M]//"), (ContainerTitle, "Weather")]),
        ("webpage", &[author, title, (Other, "[EB/OL]. "), (Url, "https://a.example")]),
        ("post-weblog", &[author, title, (Genre, "Blog post"), (CollectionTitle, " Rain notes")]),
    ] {
        check(pieces, &[("type", kind)]);
    }
}
