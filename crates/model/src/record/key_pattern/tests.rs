//! Key patterns in both notations, and what they give.

use super::*;
use crate::record::{
    Date, DateVariable, ItemType, Name, NameList, NameVariable, NumberVariable, PersonName,
    TextVariable,
};

fn record(id: &str, families: &[&str], year: i32, title: &str) -> Record {
    let mut record = Record::new(id, ItemType::ArticleJournal);
    let person = |family: &&str| Name::Person(PersonName::new(*family, "Ann"));
    let names = families.iter().map(person).collect();
    record.names.insert(NameVariable::Author, NameList::complete(names));
    record.dates.insert(DateVariable::Issued, Date::from_year(year));
    record.texts.insert(TextVariable::Title, title.into());
    record.texts.insert(TextVariable::ContainerTitle, "Journal of Tea".into());
    record.numbers.insert(NumberVariable::Page, "12\u{2013}34".into());
    record
}

fn check(pattern: &str, expected: &str) {
    let record =
        record("x", &["Ærø", "O'Neil", "Smith", "Zhu", "Li"], 1987, "The Art of a Tea's Cup");
    assert_eq!(KeyPattern::parse(pattern).unwrap().key(&record), expected, "{pattern}");
}

#[test]
fn both_notations_give_keys() {
    check("[auth:lower][year]", "aero1987");
    check(
        "[auth:required:lower][year:required][veryshorttitle:lower][duplicateNumber]",
        "aero1987art",
    );
    check("[authors2]_[shortyear]", "AeroONeilEtAl_87");
    check("[auth3][auth2_2]", "AerON");
    check("[authEtAl]:[title]", "AeroEtAl:ArtTeasCup");
    check("[auth.etal]-[authorsAlpha]-[authorLast]-[authorIni]", "Aero.etal-AOS+-Li-AeroOSZL");
    check("[firstpage]-[lastpage]-[journal:abbr]", "12-34-JoT");
    check("auth.lower + year", "aero1987");
    check("auth(2).upper + '_' + shorttitle(2, 1) + \"-x\"", "AE_ArtTeas-x");
    check("auth + shorttitle(n=3, m=3) + year", "AeroArtTeasCup1987");
    check("journal.skipwords.condense('-').lower", "journal-tea");
    check("doi + year | title.lower", "artteascup");
    check("volume.default('v') + title.substring(1, 3) + journal.select(3, 1)", "vArtTea");
    check("authAuthEa.replace('.', '+')", "Aero+ONeil+ea");
}

#[test]
fn what_is_no_pattern_says_where() {
    let error = |pattern: &str| KeyPattern::parse(pattern).unwrap_err();
    assert_eq!(error("auth.loud").offset, 5);
    assert_eq!(error("[author_of]").offset, 1);
    assert_eq!(error("[auth").message, "expected `]`");
    assert!(KeyPattern::parse("").is_err() && KeyPattern::parse("auth year").is_err());
    assert!(KeyPattern::parse("'open").is_err());
}

#[test]
fn keys_are_unique_and_stay() {
    let pattern = KeyPattern::parse("[auth:lower][year]").unwrap();
    let one = |id: &str, name: &str| record(id, &[name], 2000, "T");
    let keys = |records: &[Record]| pattern.keys(records);
    let mut records = vec![one("x", "Lee"), one("y", "Kim"), one("z", "Lee"), one("", "Lee")];
    let first = keys(&records);
    assert_eq!(first, ["lee2000a", "kim2000", "lee2000b", "lee2000c"]);
    for (record, key) in records.iter_mut().zip(&first) {
        record.id.clone_from(key);
    }
    assert_eq!(keys(&records), first);
    // A new record takes the next letter; a key that is free again stays free for it.
    records.insert(0, one("new", "Lee"));
    records.insert(0, one("", "Kim"));
    let expected = ["kim2000a", "lee2000d", "lee2000a", "kim2000", "lee2000b", "lee2000c"];
    assert_eq!(keys(&records), expected);
    let numbers = KeyPattern::parse("[auth:lower][duplicateNumber]").unwrap();
    assert_eq!(numbers.keys(&[one("", "Lee"), one("", "Lee")]), ["lee1", "lee2"]);
}
