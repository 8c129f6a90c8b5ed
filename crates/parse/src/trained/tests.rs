//! What the built-in model makes of patterns that training data shows rarely, and how it behaves
//! as a file.

use super::*;
use crate::parse_str;
use refsmith_model::{Name, NameVariable, NumberVariable, TextVariable};

#[test]
fn the_built_in_model_is_whole_and_small() {
    let bytes = include_bytes!("../../../../models/references.crf");
    assert!(bytes.len() <= 5_000_000);
    Trained::read(bytes.as_slice().into()).expect("the model is whole");
    let mut damaged = bytes.to_vec();
    damaged[bytes.len() / 2] ^= 4;
    assert_eq!(Trained::read(damaged.into()).err(), Some(ModelError::Checksum));
    assert!(Trained::read(bytes[..1000].into()).is_err());
}

#[test]
fn numbers_whose_marks_decide() {
    let cases = [
        ("Anna Berg: Regen an Land, in: SozSich 6–7/2011, S. 224–229", "6–7", "", "224–229"),
        (
            "Anna Berg, Regen an Land. In: Zeitschrift für Wetterkunde, 51 (2003) 9, S. 814–831.",
            "51",
            "9",
            "814–831",
        ),
        (
            "Stone, Clara. “Rain and Snow.” Explicit Weather 63.4 (2005): 234-237.",
            "63",
            "4",
            "234-237",
        ),
        (
            "Berg JA, Stone EI. Rain at sea. Weather. 2001;3(Suppl 1):S12-S20.",
            "3",
            "Suppl 1",
            "S12-S20",
        ),
    ];
    for (text, volume, issue, page) in cases {
        let record = parse_str(text).record;
        let number = |variable| record.number(variable).unwrap_or("");
        assert_eq!(number(NumberVariable::Volume), volume, "{text}");
        assert_eq!(number(NumberVariable::Issue), issue, "{text}");
        assert_eq!(number(NumberVariable::Page), page, "{text}");
        assert!(record.text(TextVariable::Note).is_none(), "{text}");
    }
}

#[test]
fn what_stands_before_the_colon_behind_a_list_begins_the_title() {
    let cases = [
        (
            "Berg J, Stone MW, Low K. SNOW: Measuring the depth of rain at sea. Weather. 2019;3:1-5.",
            "Berg, J; Stone, MW; Low, K",
            "SNOW: Measuring the depth of rain at sea",
        ),
        (
            "Ada B. Berg, Carl Stone, and Michael Field. RAINCheck: Measuring the depth of rain at \
             sea. In 3rd Symposium on Weather, 2017.",
            "Berg, Ada B.; Stone, Carl; Field, Michael",
            "RAINCheck: Measuring the depth of rain at sea",
        ),
        (
            "Berg J, van der Walt SJ, Low K. Rain at sea. Weather. 2019;3:1-5.",
            "Berg, J; van der Walt, SJ; Low, K",
            "Rain at sea",
        ),
    ];
    for (text, authors, title) in cases {
        let record = parse_str(text).record;
        let list = record.names.get(&NameVariable::Author).map(ToString::to_string);
        assert_eq!(list.as_deref(), Some(authors), "{text}");
        assert_eq!(record.text(TextVariable::Title), Some(title), "{text}");
    }
}

#[test]
fn single_words_before_the_year_are_who_wrote_it() {
    for (who, literal) in [
        ("Google", false),
        ("OpenAI", true),
        ("DeepMind", true),
        ("McDonald", false),
        ("LeCun", false),
        ("UNESCO", true),
    ] {
        let text = format!("{who}. (2020). Rain at sea. https://example.org/rain");
        let record = parse_str(&text).record;
        let names = record.names.get(&NameVariable::Author).map(|list| list.names.as_slice());
        let Some([name]) = names else { panic!("{text}: {names:?}") };
        assert_eq!(name.family(), who, "{text}");
        assert!(!literal || matches!(name, Name::Institution(_)), "{text}: {name:?}");
        if who == "McDonald" || who == "LeCun" {
            assert!(matches!(name, Name::Person(_)), "{text}: {name:?}");
        }
        assert_eq!(record.text(TextVariable::Title), Some("Rain at sea"), "{text}");
    }
}

#[test]
fn short_forms_belong_to_the_institution() {
    let cases = [
        (
            "World Health Organization (WHO). (2016). Global report on diabetes. Geneva: WHO.",
            "World Health Organization (WHO)",
            "Global report on diabetes",
        ),
        (
            "World Health Organization [WHO]. (2016). Global report on diabetes. Geneva: WHO.",
            "World Health Organization [WHO]",
            "Global report on diabetes",
        ),
        (
            "National Institute for Health and Care Excellence (NICE). Depression in adults. \
             London: NICE; 2009.",
            "National Institute for Health and Care Excellence (NICE)",
            "Depression in adults",
        ),
        (
            "United Nations (UN), 2015. Transforming our world. New York: UN.",
            "United Nations (UN)",
            "Transforming our world",
        ),
    ];
    for (text, author, title) in cases {
        let record = parse_str(text).record;
        let authors = record.names.get(&NameVariable::Author).map(|list| list.names.as_slice());
        assert_eq!(authors, Some([Name::Institution(author.to_owned())].as_slice()), "{text}");
        assert_eq!(record.text(TextVariable::Title), Some(title), "{text}");
        assert_eq!(record.text(TextVariable::Note), None, "{text}");
    }
}

#[test]
fn what_is_too_long_for_a_reference_is_kept_unread() {
    let long = "rain ".repeat(MOST_TOKENS + 10);
    let segments = crate::TRAINED.label(long.trim_end());
    let last = segments.last().expect("there are segments");
    assert_eq!(last.label, Label::Note);
    assert_eq!(last.span.end(), long.trim_end().len());
}

#[test]
fn institutions_before_the_year_are_no_titles() {
    for (text, author, title) in [
        ("ISO (2015). Quality of rain: Requirements. Geneva: ISO.", "ISO", "Quality of rain"),
        ("EFSA (2015). Guidance on rain at sea. Parma: EFSA.", "EFSA", "Guidance on rain at sea"),
    ] {
        let record = parse_str(text).record;
        let authors = record.names.get(&NameVariable::Author).map(|list| list.names.as_slice());
        assert_eq!(authors, Some([Name::Institution(author.to_owned())].as_slice()), "{text}");
        assert!(record.text(TextVariable::Title).is_some_and(|t| t.starts_with(title)), "{text}");
    }
}

#[test]
fn the_second_sentence_of_a_books_title_is_its_subtitle() {
    let title = |text: &str| {
        let record = parse_str(text).record;
        let part = |variable| record.text(variable).unwrap_or("").to_owned();
        (part(TextVariable::Title), part(TextVariable::ContainerTitle))
    };
    for (text, whole) in [
        (
            "Birnbaum, Karla, 2003: Flussufer. Menschen am Rand der Stadt. Frankfurt/M.: Campus.",
            "Flussufer. Menschen am Rand der Stadt",
        ),
        (
            "Birnbaum, Karla (Hg.) (1996): Regen. Erkundungen eines Gefühls. Opladen: Leske.",
            "Regen. Erkundungen eines Gefühls",
        ),
    ] {
        assert_eq!(title(text), (whole.to_owned(), String::new()), "{text}");
    }
    let article = "Birnbaum, Karla (2003): Menschen am Ufer. Soziale Welt 54, S. 3-19.";
    assert_eq!(title(article), ("Menschen am Ufer".to_owned(), "Soziale Welt".to_owned()));
}
