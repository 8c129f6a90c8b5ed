//! Open Library: books, by ISBN.

use refsmith_model::{
    Date, DateVariable, ItemType, Name, NameList, NameVariable, PersonName, Record, TextVariable,
    record::Isbn,
};
use serde_json::Value;

use crate::web::Web;
use crate::{Budget, SourceInfo};

/// What Open Library is.
pub static INFO: SourceInfo = SourceInfo {
    name: "openlibrary",
    title: "Open Library",
    base_url: "https://openlibrary.org",
    summary: "books, by ISBN",
};

/// Makes the source.
pub(crate) fn create(base_url: Option<&str>) -> Web {
    Web {
        by_identifier: |record| {
            // The ISBN of a chapter is that of its book.
            let whole = matches!(record.item_type, ItemType::Book | ItemType::Collection);
            let isbn = Isbn::parse(record.text(TextVariable::Isbn).filter(|_| whole)?).ok()?;
            let isbn = isbn.as_str();
            let path = format!("/api/books?bibkeys=ISBN:{isbn}&format=json&jscmd=data");
            Some((format!("ISBN {isbn}"), path))
        },
        is_absent: |fetched| fetched.status == 200 && fetched.body.trim_ascii() == b"{}",
        budget: Budget::List,
        ..Web::new(&INFO, base_url, books)
    }
}

/// Reads an answer: an object with a book for each ISBN that was asked for.
fn books(text: &str) -> Vec<Record> {
    let answer: Value = serde_json::from_str(text).unwrap_or_default();
    answer.as_object().into_iter().flatten().filter_map(|(key, value)| book(key, value)).collect()
}

fn book(key: &str, value: &Value) -> Option<Record> {
    let text = |value: &Value, key: &str| {
        let text = value.get(key).and_then(Value::as_str).map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let names = |key: &str| -> Vec<String> {
        let all = value.get(key).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(|one| text(one, "name")).collect()
    };
    let mut record = Record::new("", ItemType::Book);
    let title = text(value, "title")?;
    let title = match text(value, "subtitle") {
        Some(subtitle) => format!("{title}: {subtitle}"),
        None => title,
    };
    record.texts.insert(TextVariable::Title, title.as_str().into());
    if let Some(isbn) = key.strip_prefix("ISBN:") {
        record.texts.insert(TextVariable::Isbn, isbn.into());
    }
    if let Some(publisher) = names("publishers").first() {
        record.texts.insert(TextVariable::Publisher, publisher.as_str().into());
    }
    let authors: Vec<Name> = names("authors").iter().map(|name| person(name)).collect();
    if !authors.is_empty() {
        record.names.insert(NameVariable::Author, NameList::complete(authors));
    }
    // "2001", "May 2001", "2001-05-03", "May 3, 2001".
    let date = text(value, "publish_date").unwrap_or_default();
    let numbers = date.split(|c: char| !c.is_ascii_digit());
    if let Some(year) = numbers.filter(|part| part.len() == 4).find_map(|part| part.parse().ok()) {
        record.dates.insert(DateVariable::Issued, Date::from_year(year));
    }
    Some(record)
}

/// A name in order of speech.
fn person(name: &str) -> Name {
    match name.rsplit_once(' ') {
        Some((given, family)) => Name::Person(PersonName::new(family, given)),
        None => Name::Institution(name.to_owned()),
    }
}
