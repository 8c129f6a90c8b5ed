//! What databases and programs write differently from the letter of a format.

use refsmith_model::{ItemType, NameList, NameVariable, NumberVariable, Record, TextVariable as T};

use crate::support::read;

fn first(format: &str, text: &str) -> Record {
    read(format, text).value.remove(0)
}

fn names(list: &NameList) -> Vec<String> {
    list.names.iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_filed_under_proceedings_is_a_paper() {
    for (format, text) in [
        ("ris", "TY  - CONF\nAU  - Doe, J.\nTI  - A\nT2  - Water Days\nSP  - 1\nEP  - 6\nER  - \n"),
        ("enw", "%0 Conference Proceedings\n%A Doe, J.\n%T A\n%B Water Days\n%P 1-6\n"),
        (
            "endnote-xml",
            "<xml><records><record><ref-type name=\"Conference Proceedings\">10</ref-type>\
             <contributors><authors><author>Doe, J.</author></authors></contributors><titles>\
             <title>A</title><secondary-title>Water Days</secondary-title></titles>\
             <pages>1-6</pages></record></records></xml>",
        ),
    ] {
        let record = first(format, text);
        assert_eq!(record.item_type, ItemType::PaperConference, "{format}");
        assert_eq!(record.text(T::ContainerTitle), Some("Water Days"), "{format}");
        assert_eq!(record.number(NumberVariable::Page), Some("1-6"), "{format}");
    }
}

#[test]
fn a_doi_is_found_where_there_was_no_tag_for_it() {
    for field in
        ["M3  - 10.1000/reeds.1", "N1  - doi:10.1000/reeds.1", "L3  - DOI: 10.1000/reeds.1"]
    {
        let record = first("ris", &format!("TY  - JOUR\nTI  - A\n{field}\nER  - \n"));
        assert_eq!(record.text(T::Doi), Some("10.1000/reeds.1"), "{field}");
        assert_eq!((record.text(T::Genre), record.text(T::Note)), (None, None), "{field}");
    }
    let talk = "TY  - JOUR\nM3  - Letter\nN1  - The DOI is 10.1000/reeds.1, I think\nER  - \n";
    let record = first("ris", talk);
    assert_eq!(record.text(T::Doi), None);
    assert_eq!(record.text(T::Genre), Some("Letter"));
    assert_eq!(record.text(T::Note), Some("The DOI is 10.1000/reeds.1, I think"));
}

#[test]
fn a_record_ends_at_a_bare_end_tag() {
    let parsed = read("ris", "TY  - JOUR\nTI  - A\nEP  - 7\nER\n\nTY  - BOOK\nTI  - B\nER");
    let titles: Vec<_> = parsed.value.iter().map(|record| record.text(T::Title)).collect();
    assert_eq!(titles, [Some("A"), Some("B")]);
    assert_eq!(parsed.value[0].number(NumberVariable::Page), Some("7"));
    assert!(parsed.diagnostics.is_empty());
}

#[test]
fn names_in_full_stand_for_shortened_ones() {
    let text = "Authors,Author full names,Title,Page start,Page end,DOI,Source title\n\
                Moreau É.; de la Cruz M.J.,\"Moreau, Éva (5719); de la Cruz, María (77)\",\
                Sand,11,19,https://doi.org/10.1000/al.7,Acoustics\n\
                Moreau É.; Sato Group,,Dunes,,,,\n";
    let records = read("csv", text).value;
    let authors = |record: &Record| names(&record.names[&NameVariable::Author]);
    assert_eq!(authors(&records[0]), ["Moreau, Éva", "de la Cruz, María"]);
    assert_eq!(records[0].extra[0].value, "Moreau É.; de la Cruz M.J.");
    assert_eq!(records[0].number(NumberVariable::Page), Some("11-19"));
    assert_eq!(records[0].text(T::Doi), Some("10.1000/al.7"));
    assert_eq!(authors(&records[1]), ["Moreau, É.", "Sato Group"]);
}

#[test]
fn what_has_a_journal_and_no_type_is_an_article() {
    let types = |text| -> Vec<ItemType> {
        read("csv", text).value.iter().map(|record| record.item_type).collect()
    };
    let text = "Title,Journal,Type\nA,Water,\nB,,\nC,Water,book\n";
    assert_eq!(types(text), [ItemType::ArticleJournal, ItemType::Document, ItemType::Book]);
    assert_eq!(types("Title,Publication\nA,Water\n"), [ItemType::Document]);
}
