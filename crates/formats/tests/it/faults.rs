//! What files have in them that nobody put there on purpose.

use refsmith_model::{Mark, Record, RichText, TextVariable, VariableMap};

use crate::support::{codes, read, write};

#[test]
fn merge_keys_of_yaml_lend_their_entries() {
    let text = "
defaults: &press {type: Book, publisher: Wetland Press, location: Oslo}
more: &more {location: Bergen, language: en}
reeds:
  <<: [*press, *more]
  title: Reeds
  location: Tromsø
";
    let parsed = read("hayagriva", text);
    let reeds = parsed.value.iter().find(|record| record.id == "reeds").unwrap();
    assert_eq!(reeds.item_type.as_str(), "book");
    assert_eq!(reeds.text(TextVariable::Publisher), Some("Wetland Press"));
    assert_eq!(reeds.text(TextVariable::Language), Some("en"));
    assert_eq!(reeds.text(TextVariable::Title), Some("Reeds"));
    let places: Vec<&str> = reeds.texts.values().map(|text| text.plain.as_str()).collect();
    assert!(places.contains(&"Tromsø") && !places.contains(&"Bergen"), "{places:?}");
}

#[test]
fn entities_that_xml_does_not_have_are_reported_once() {
    let text = "<!DOCTYPE m [<!ENTITY a \"b\">]><modsCollection><mods><titleInfo><title>\
                R&amp;D &a; x &a; &eacute;</title></titleInfo></mods></modsCollection>";
    let parsed = read("mods", text);
    assert_eq!(codes(&parsed), ["xml-unknown-entity"; 2]);
    assert_eq!(parsed.diagnostics[0].span.unwrap().of(text), "&a;");
    assert_eq!(parsed.value[0].text(TextVariable::Title), Some("R&D &a; x &a; &eacute;"));
}

#[test]
fn what_is_cut_off_before_its_first_word_is_no_record() {
    let deep = "<mods>".to_owned() + &"<part>".repeat(10_000);
    let parsed = read("mods", &format!("<modsCollection>{deep}"));
    assert_eq!((parsed.value.len(), codes(&parsed)), (0, vec!["xml-invalid"]));
    let cut = read("mods", "<mods><titleInfo><title>Reeds</title>");
    assert_eq!(cut.value[0].text(TextVariable::Title), Some("Reeds"));
}

#[test]
fn languages_of_mods_name_their_authority() {
    let texts: VariableMap<_, _> =
        [(TextVariable::Language, RichText::from("en-GB"))].into_iter().collect();
    let (text, losses) = write("mods", &[Record { texts, ..Record::default() }]);
    assert!(text.contains(r#"<languageTerm type="code" authority="rfc5646">en-GB<"#), "{text}");
    assert!(losses.is_empty());
}

#[test]
fn titles_of_tagged_formats_bear_no_tag_around_all_of_them() {
    let mut title = RichText::from("The UK in H2O");
    title.marks = vec![(0..13, Mark::NoCase), (11..12, Mark::Subscript)];
    let texts: VariableMap<_, _> = [(TextVariable::Title, title)].into_iter().collect();
    let record = Record { id: "a".to_owned(), texts, ..Record::default() };
    for format in ["ris", "enw", "nbib", "refworks"] {
        let (text, losses) = write(format, std::slice::from_ref(&record));
        assert!(text.contains(" The UK in H<sub>2</sub>O"), "{text}");
        assert!(losses.iter().any(|loss| loss.field == "title"), "and it is said");
    }
    assert!(write("csv", &[record]).0.contains("nocase"));
}

#[test]
fn elements_whose_names_xml_does_not_allow_are_reported_and_not_written() {
    let text = "<ref-list><ref id=\"a\"><element-citation><article-title>Reeds</article-title>\
                <odd,>tide</odd,></element-citation></ref></ref-list>";
    let records = read("jats", text).value;
    assert!(records[0].extra.iter().any(|field| field.value == "tide"), "{:?}", records[0].extra);
    let (written, losses) = write("jats", &records);
    assert_eq!(losses.iter().map(|loss| loss.value.as_str()).collect::<Vec<_>>(), ["tide"]);
    let again = read("jats", &written);
    assert_eq!(codes(&again), [""; 0]);
    assert_eq!(again.value[0].text(TextVariable::Title), Some("Reeds"));
}
