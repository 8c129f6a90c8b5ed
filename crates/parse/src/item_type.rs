//! Which item type a record has, from its fields and the words in them.

use refsmith_model::text::unicode::words;
use refsmith_model::{
    Date, DateVariable, ItemType, Name, NameVariable, NumberVariable, Record, TextVariable,
};

use crate::lexicon::{self, CONFERENCE, NEWSPAPER, REPORT, THESIS};

/// Chooses the item type.
pub(crate) fn choose(record: &Record) -> ItemType {
    if is_legal(record) {
        return ItemType::LegalCase;
    }
    let genre = record.text(TextVariable::Genre).unwrap_or("").to_lowercase();
    if let Some(by_genre) = from_genre(&genre) {
        return by_genre;
    }
    match record.text(TextVariable::ContainerTitle).filter(|title| !title.is_empty()) {
        Some(container) => contained(record, container),
        None => alone(record),
    }
}

/// "A v. B" with volume, reporter and page.
fn is_legal(record: &Record) -> bool {
    let title = record.text(TextVariable::Title).unwrap_or("");
    let container = record.text(TextVariable::ContainerTitle).unwrap_or("");
    title.contains(" v. ")
        && record.numbers.contains_key(&NumberVariable::Volume)
        && record.numbers.contains_key(&NumberVariable::Page)
        && container.split(' ').count() <= 4
        && !container.is_empty()
        && record.names.is_empty()
}

fn is_published(record: &Record) -> bool {
    record.texts.contains_key(&TextVariable::Publisher)
        || record.texts.contains_key(&TextVariable::PublisherPlace)
}

/// The type of a work that is part of another.
fn contained(record: &Record, container: &str) -> ItemType {
    let volume = record.numbers.contains_key(&NumberVariable::Volume);
    let issue = record.numbers.contains_key(&NumberVariable::Issue);
    let pages = record.numbers.contains_key(&NumberVariable::Page);
    let published = is_published(record);
    let editors = record.names.contains_key(&NameVariable::Editor);
    // "Proceedings of the National Academy" has volumes and pages, as every journal.
    let proceedings = container.to_lowercase().contains("proceedings of the");
    let journal = volume && pages && !proceedings || is_annual_review(container);
    if is(container, CONFERENCE) && !journal {
        return ItemType::PaperConference;
    }
    let report = is(container, REPORT) && !published && !pages;
    if report || issue && !volume && !pages && published {
        return ItemType::Report;
    }
    if volume && !editors && !published || issue || volume && pages && !editors {
        return ItemType::ArticleJournal;
    }
    if is(container, NEWSPAPER) && is_exact(record) {
        return ItemType::ArticleNewspaper;
    }
    let book = editors || published || pages || volume;
    if !book && record.texts.contains_key(&TextVariable::Url) {
        return ItemType::Webpage;
    }
    ItemType::Chapter
}

/// The type of a work that stands alone.
fn alone(record: &Record) -> ItemType {
    let title = record.text(TextVariable::Title).unwrap_or("");
    let url = record.texts.contains_key(&TextVariable::Url);
    let accessed = record.dates.contains_key(&DateVariable::Accessed);
    let published = is_published(record);
    let authors = record.people(NameVariable::Author);
    let institutional =
        !authors.is_empty() && authors.iter().all(|name| matches!(name, Name::Institution(_)));
    if record.text(TextVariable::Archive) == Some("arXiv") {
        return ItemType::Article;
    }
    let numbered = is(title, REPORT) && record.numbers.contains_key(&NumberVariable::Number);
    if numbered || published && institutional && url && !accessed {
        return ItemType::Report;
    }
    if published && !accessed {
        return ItemType::Book;
    }
    if url || accessed {
        return ItemType::Webpage;
    }
    let book = record.numbers.contains_key(&NumberVariable::Edition)
        || record.numbers.contains_key(&NumberVariable::Volume)
        || record.names.contains_key(&NameVariable::Editor);
    if book { ItemType::Book } else { ItemType::Document }
}

fn from_genre(genre: &str) -> Option<ItemType> {
    if genre.is_empty() {
        return None;
    }
    if genre.contains("data") {
        return Some(ItemType::Dataset);
    }
    if genre.contains("software") || genre.contains("computer program") {
        return Some(ItemType::Software);
    }
    if genre.contains("preprint") {
        return Some(ItemType::Article);
    }
    if is(genre, THESIS) || genre.contains("ph.") {
        return Some(ItemType::Thesis);
    }
    is(genre, REPORT).then_some(ItemType::Report)
}

/// Whether a container's title is that of a conference.
pub(crate) fn is_conference(container: &str) -> bool {
    is(container, CONFERENCE)
}

/// Whether one of the words has the flag.
fn is(text: &str, flag: u64) -> bool {
    words(text).iter().any(|word| lexicon::flags(word) & flag != 0)
}

/// "Annual Review of Psychology" is a journal, whatever its first word says.
fn is_annual_review(container: &str) -> bool {
    let lower = container.to_lowercase();
    lower.starts_with("annual review") || lower.starts_with("annu")
}

fn is_exact(record: &Record) -> bool {
    match record.dates.get(&DateVariable::Issued) {
        Some(Date::On(date)) => date.month.is_some(),
        _ => false,
    }
}
