//! `eprint` of BibTeX and BibLaTeX.

use refsmith_model::{ItemType, Record, TextVariable};

use crate::support::{read, without_provenance, write};

const ARCHIVE: [TextVariable; 3] =
    [TextVariable::Archive, TextVariable::ArchiveLocation, TextVariable::ArchiveCollection];

fn one(bib: &str) -> Record {
    let parsed = read("bibtex", bib);
    assert_eq!(parsed.value.len(), 1, "{bib}");
    without_provenance(parsed.value.into_iter().next().expect("a record"))
}

fn archive(record: &Record) -> [Option<&str>; 3] {
    ARCHIVE.map(|variable| record.text(variable))
}

#[test]
fn both_dialects_name_a_preprint_server() {
    for fields in [
        "eprint = {2101.00001}, archivePrefix = {arXiv}, primaryClass = {cs.DL}",
        "eprint = {2101.00001}, eprinttype = {arxiv}, eprintclass = {cs.DL}",
        "eprint = {arXiv:2101.00001}, eprinttype = {ARXIV}, eprintclass = {cs.DL}",
    ] {
        for kind in ["misc", "online", "unpublished"] {
            let record = one(&format!("@{kind}{{a, title = {{A}}, {fields}}}"));
            assert_eq!(archive(&record), [Some("arXiv"), Some("2101.00001"), Some("cs.DL")]);
            assert_eq!(record.item_type, ItemType::Article, "@{kind}: {fields}");
            assert_eq!(record.extra, []);
        }
        let record = one(&format!("@article{{a, title = {{A}}, {fields}}}"));
        assert_eq!(record.item_type, ItemType::ArticleJournal);
        assert_eq!(archive(&record), [Some("arXiv"), Some("2101.00001"), Some("cs.DL")]);
    }
}

#[test]
fn an_archive_of_printed_works_makes_no_preprint() {
    let record = one("@misc{a, title = {A}, eprint = {123_4}, eprinttype = {jstor}}");
    assert_eq!(archive(&record), [Some("JSTOR"), Some("123_4"), None]);
    assert_eq!(record.item_type, ItemType::Document);
    let kept = one(
        "@online{a, title = {A}, entrysubtype = {webpage}, eprint = {1}, eprinttype = {arxiv}}",
    );
    assert_eq!(kept.item_type, ItemType::Webpage);
}

#[test]
fn each_dialect_is_written_as_its_styles_expect_it() {
    let record =
        one("@misc{a, eprint = {2101.00001}, archiveprefix = {arXiv}, primaryclass = {cs.DL}}");
    let (bibtex, losses) = write("bibtex", std::slice::from_ref(&record));
    assert_eq!(losses, []);
    assert_eq!(
        bibtex,
        "@misc{a,\n  eprint = {2101.00001},\n  archiveprefix = {arXiv},\n  primaryclass = {cs.DL}\n}\n"
    );
    let (biblatex, losses) = write("biblatex", std::slice::from_ref(&record));
    assert_eq!(losses, []);
    assert_eq!(
        biblatex,
        "@online{a,\n  eprint = {2101.00001},\n  eprinttype = {arxiv},\n  eprintclass = {cs.DL}\n}\n"
    );
}

#[test]
fn whatever_stands_in_the_archive_comes_back() {
    let values = [
        [Some("arXiv"), Some("2101.00001"), None],
        [Some("arXiv"), Some("arXiv:2101.00001"), None],
        [Some("arxiv"), Some("2101.00001"), Some("cs.DL")],
        [Some("arXiv"), None, Some("cs.DL")],
        [Some("JSTOR"), Some("a & b_c"), None],
        [Some("Abbey Library"), Some("Cod. 14, fol. 3r–5v"), Some("Codices")],
    ];
    for item_type in [ItemType::Article, ItemType::Webpage, ItemType::Document, ItemType::Book] {
        for texts in values {
            let mut record = Record::new("a", item_type);
            for (variable, text) in ARCHIVE.into_iter().zip(texts) {
                record.texts.extend(text.map(|text| (variable, text.into())));
            }
            for format in ["bibtex", "biblatex"] {
                let (bib, losses) = write(format, std::slice::from_ref(&record));
                assert_eq!(losses, [], "{bib}");
                assert_eq!(one(&bib), record, "{bib}");
            }
        }
    }
}

#[test]
fn an_unknown_server_stays_as_it_was() {
    let bib = "@misc{a,\n  eprint = {12},\n  eprinttype = {shelf},\n  eprintclass = {b}\n}\n";
    let record = one(bib);
    assert_eq!(archive(&record), [None; 3]);
    assert_eq!(write("biblatex", &[record]).0, bib);
}

#[test]
fn the_number_of_a_preprint_is_an_eprint_too() {
    let number = refsmith_model::NumberVariable::Number;
    let bib = "@online{a,\n  organization = {arXiv},\n  number = {arXiv:2101.00001},\n  \
               eprint = {2101.00001},\n  eprinttype = {arxiv},\n  eprintclass = {cs.DL}\n}\n";
    let record = one(bib);
    assert_eq!(record.item_type, ItemType::Article);
    assert_eq!(record.number(number), Some("arXiv:2101.00001"));
    assert_eq!(archive(&record), [None; 3]);
    let (written, losses) = write("biblatex", &[record]);
    assert_eq!(losses, []);
    let lines = |text: &str| {
        let lines = text.lines().map(|line| line.trim_end_matches(',').to_owned());
        lines.collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(lines(&written), lines(bib));
    for text in ["arXiv:", "arxiv:1", "arXiv:1", "No. 5", "SSRN:a b"] {
        let mut record = Record::new("a", ItemType::Article);
        record.numbers.insert(number, text.into());
        record.texts.insert(TextVariable::ArchiveCollection, "cs.DL".into());
        for format in ["bibtex", "biblatex"] {
            let (bib, losses) = write(format, std::slice::from_ref(&record));
            assert_eq!(losses, [], "{bib}");
            assert_eq!(one(&bib), record, "{bib}");
        }
    }
}
