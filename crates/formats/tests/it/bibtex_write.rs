//! BibTeX and BibLaTeX, written.

use refsmith_model::{
    Date, DateVariable, ExtraField, ItemType, LossKind, Mark, Name, NameList, NameVariable,
    NumberVariable, PersonName, Record, RichText, TextVariable,
};

use crate::support::{read, without_provenance, write};

fn article() -> Record {
    let mut record = Record::new("akers2008", ItemType::ArticleJournal);
    let names = vec![
        Name::Person(PersonName::new("Akers", "K. G.")),
        Name::Person(PersonName {
            non_dropping_particle: Some("van".to_owned()),
            ..PersonName::new("Gogh", "V.")
        }),
        Name::Institution("Barnes and Noble".to_owned()),
    ];
    record.names.insert(NameVariable::Author, NameList::complete(names));
    let title = RichText {
        plain: "Bio\u{2010}behavior of E. coli: R&D in the UK".to_owned(),
        marks: vec![(18..25, Mark::Italic), (38..40, Mark::NoCase)],
    };
    record.texts.insert(TextVariable::Title, title);
    record.texts.insert(TextVariable::ContainerTitle, "PLoS One".into());
    record.dates.insert(DateVariable::Issued, crate_date("2008-07"));
    record.numbers.insert(NumberVariable::Volume, "3".into());
    record.numbers.insert(NumberVariable::Issue, "7".into());
    record.numbers.insert(NumberVariable::Page, "e2840".into());
    record.numbers.insert(NumberVariable::Number, "e2840".into());
    record.texts.insert(TextVariable::Doi, "10.1371/journal.pone_1".into());
    record
}

fn crate_date(edtf: &str) -> Date {
    let item = serde_json::json!({"id": "a", "type": "book", "issued": edtf});
    refsmith_formats::csl_json::from_json(&item).value.dates[&DateVariable::Issued].clone()
}

#[test]
fn an_article_in_both_dialects() {
    let record = article();
    let (bibtex, losses) = write("bibtex", std::slice::from_ref(&record));
    assert_eq!(losses, []);
    assert_eq!(
        bibtex,
        "@article{akers2008,\n  author = {Akers, K. G. and van Gogh, V. and {Barnes and Noble}},\n  \
         title = {Bio\u{2010}behavior of \\emph{E. coli}: R\\&D in the {UK}},\n  \
         journal = {PLoS One},\n  year = {2008},\n  month = jul,\n  volume = {3},\n  number = {7},\n  \
         pages = {e2840},\n  doi = {10.1371/journal.pone_1}\n}\n"
    );
    let (biblatex, losses) = write("biblatex", std::slice::from_ref(&record));
    assert_eq!(losses, []);
    for line in [
        "journaltitle = {PLoS One}",
        "date = {2008-07}",
        "eid = {e2840}",
        "options = {useprefix=true}",
    ] {
        assert!(biblatex.contains(line), "{biblatex}");
    }
    assert!(!biblatex.contains("pages"));
    for (format, text) in [("bibtex", bibtex), ("biblatex", biblatex)] {
        let parsed = read(format, &text);
        assert_eq!(parsed.diagnostics, []);
        assert_eq!(without_provenance(parsed.value[0].clone()), record);
    }
}

#[test]
fn lines_and_paragraphs_come_back() {
    let texts = ["a\nb", "a\n\nb", "a\n\n\nb\nc", "a\n[b]", "a\n*b", "50 %\n\\x {y"];
    for format in ["bibtex", "biblatex"] {
        for text in texts {
            let mut record = Record::new("k", ItemType::Book);
            for variable in [TextVariable::Abstract, TextVariable::Annote, TextVariable::Note] {
                record.texts.insert(variable, text.into());
            }
            let (bib, losses) = write(format, std::slice::from_ref(&record));
            assert_eq!(losses, [], "{bib}");
            let parsed = read(format, &bib);
            assert_eq!(parsed.diagnostics, []);
            assert_eq!(without_provenance(parsed.value[0].clone()), record, "{bib}");
        }
        // What TeX cannot say is a loss, and so are lines where only one can stand.
        for text in ["a  b", "\na", "a\tb", "a\n b"] {
            let mut record = Record::new("k", ItemType::Book);
            record.texts.insert(TextVariable::Note, text.into());
            assert_eq!(write(format, &[record]).1.len(), 1, "{text:?}");
        }
        let mut record = Record::new("k", ItemType::Book);
        record.texts.insert(TextVariable::Title, "a\nb".into());
        assert_eq!(write(format, &[record]).1.len(), 1);
    }
}

#[test]
fn what_has_no_field_is_carried_in_the_note() {
    let mut record = Record::new("k", ItemType::Book);
    record.texts.insert(TextVariable::PartTitle, "Ebb & Flow".into());
    record.texts.insert(TextVariable::Division, "Admiralty".into());
    record.texts.insert(TextVariable::Note, "First line.\nSecond: line.".into());
    for format in ["bibtex", "biblatex"] {
        let mut out = Vec::new();
        let writer = refsmith_formats::by_name(format).unwrap();
        let carry = refsmith_formats::Carry::Note;
        let losses = refsmith_formats::write_carrying(
            writer,
            std::slice::from_ref(&record),
            carry,
            &mut out,
        );
        let moved = |loss: &refsmith_model::Loss| matches!(loss.kind, LossKind::Moved { .. });
        assert!(losses.unwrap().iter().all(moved));
        let parsed = read(format, std::str::from_utf8(&out).unwrap());
        assert_eq!(without_provenance(parsed.value[0].clone()), record);
    }
}

#[test]
fn a_cut_inside_a_list_is_a_loss() {
    let mut record = Record::new("k", ItemType::Book);
    let names = ["A", "B", "C"].map(|family| Name::Person(PersonName::new(family, "X.")));
    for (after, lossy) in [(3, false), (2, true)] {
        let list = NameList { names: names.to_vec(), truncated_after: Some(after) };
        record.names.insert(NameVariable::Author, list);
        let (text, losses) = write("bibtex", std::slice::from_ref(&record));
        assert!(text.contains("author = {A, X. and B, X. and C, X. and others}"), "{text}");
        assert_eq!(losses.len(), usize::from(lossy), "{losses:?}");
        assert!(losses.iter().all(|loss| loss.field == "author"));
    }
}

#[test]
fn a_chapter_without_editor_and_publisher_is_a_chapter() {
    let mut record = Record::new("k", ItemType::Chapter);
    record.texts.insert(TextVariable::Title, "T".into());
    record.texts.insert(TextVariable::ContainerTitle, "B".into());
    let (text, losses) = write("bibtex", &[record]);
    assert_eq!(
        (text.as_str(), losses.len()),
        ("@incollection{k,\n  title = {T},\n  booktitle = {B}\n}\n", 0)
    );
}

#[test]
fn theses_keep_their_kind() {
    let cases = [
        (Some("PhD thesis"), "@phdthesis{k,\n  title = {T}\n}\n"),
        (Some("Master\u{2019}s thesis"), "@mastersthesis{k,\n  title = {T}\n}\n"),
        (
            Some("Doctoral dissertation"),
            "@phdthesis{k,\n  title = {T},\n  type = {Doctoral dissertation}\n}\n",
        ),
        (None, "@phdthesis{k,\n  title = {T},\n  type = {Thesis}\n}\n"),
    ];
    for (genre, expected) in cases {
        let mut record = Record::new("k", ItemType::Thesis);
        record.texts.insert(TextVariable::Title, "T".into());
        if let Some(genre) = genre {
            record.texts.insert(TextVariable::Genre, genre.into());
        }
        let (text, _) = write("bibtex", std::slice::from_ref(&record));
        assert_eq!(text, expected);
        assert_eq!(without_provenance(read("bibtex", &text).value[0].clone()), record);
    }
}

#[test]
fn what_does_not_fit_is_named() {
    let mut record = Record::new("http://a.b/c d", ItemType::Book);
    record.texts.insert(TextVariable::PartTitle, "Ebb".into());
    record.extra.push(ExtraField {
        format: "csl-json".into(),
        name: "x".into(),
        value: "1".to_owned(),
    });
    let (text, losses) = write("bibtex", &[record]);
    assert_eq!(text, "@book{http://a.b/c_d\n}\n");
    let fields: Vec<(&str, &str)> =
        losses.iter().map(|loss| (loss.field.as_str(), loss.kind.as_str())).collect();
    assert_eq!(fields, [("id", "degraded"), ("x", "dropped"), ("part-title", "dropped")]);
    assert!(matches!(losses[2].kind, LossKind::Dropped));
}

#[test]
fn unknown_fields_and_types_come_back() {
    let bib = "@hologram{k,\n  title = {T},\n  bdsk-url-1 = {http://a_b/},\n  x = {\\foo{y}}\n}\n";
    let (text, losses) = write("bibtex", &read("bibtex", bib).value);
    assert_eq!((text.as_str(), losses.len()), (bib, 0));
}

#[test]
fn records_without_a_key_get_one() {
    let mut record = Record::new("", ItemType::Book);
    record.dates.insert(DateVariable::Issued, Date::from_year(2001));
    let (text, _) = write("bibtex", &[record]);
    assert!(text.starts_with("@book{anonymous2001,"), "{text}");
}
