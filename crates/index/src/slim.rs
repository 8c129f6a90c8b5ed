//! Works as they are kept: Crossref's JSON without references, abstract, links and licences, which
//! are six sevenths of it.

use std::borrow::Cow;

use refsmith_model::{
    Date, DateVariable, ItemType, Name, NameVariable, NumberVariable, PartialDate, Record,
    TextVariable,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::terms::Facts;

macro_rules! fields {
    ($($name:ident $key:literal,)*) => {
        /// A work whose fields have not been looked into.
        #[derive(Debug, Deserialize)]
        pub(crate) struct Work<'a> {
            $(#[serde(borrow, rename = $key)] pub(crate) $name: Option<&'a RawValue>,)*
            /// The envelope of a single answer, or of a list.
            #[serde(borrow)]
            pub(crate) message: Option<&'a RawValue>,
            /// The works of a list.
            #[serde(borrow)]
            pub(crate) items: Option<&'a RawValue>,
        }

        impl Work<'_> {
            /// The fields that are kept as they are, with their names.
            fn kept(&self) -> [(&'static str, Option<&RawValue>); [$($key),*].len()] {
                [$(($key, self.$name)),*]
            }
        }
    };
}

fields! {
    doi "DOI",
    kind "type",
    subtype "subtype",
    title "title",
    subtitle "subtitle",
    original_title "original-title",
    container_title "container-title",
    short_container_title "short-container-title",
    group_title "group-title",
    author "author",
    editor "editor",
    translator "translator",
    chair "chair",
    issued "issued",
    published "published",
    published_print "published-print",
    published_online "published-online",
    posted "posted",
    created "created",
    indexed "indexed",
    volume "volume",
    issue "issue",
    journal_issue "journal-issue",
    page "page",
    article_number "article-number",
    edition_number "edition-number",
    publisher "publisher",
    publisher_location "publisher-location",
    isbn "ISBN",
    issn "ISSN",
    language "language",
    degree "degree",
    event "event",
    update_to "update-to",
    updated_by "updated-by",
    relation "relation",
}

/// A name without affiliation, role and place in the list.
#[derive(Deserialize, Serialize)]
struct Person<'a> {
    #[serde(borrow, rename = "ORCID", skip_serializing_if = "Option::is_none")]
    orcid: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    given: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    family: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    suffix: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    name: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Parts {
    #[serde(rename = "date-parts")]
    parts: Option<Vec<Vec<Option<i32>>>>,
}

/// What is kept of one work, and what it is found by.
#[derive(Debug)]
pub(crate) struct Slim {
    /// The DOI in lower case; empty for works without one.
    pub(crate) doi: String,
    /// The kept fields as JSON.
    pub(crate) json: Vec<u8>,
    /// What terms are made of.
    pub(crate) facts: Facts,
    /// Identifiers of the serial, as written.
    pub(crate) issn: Vec<String>,
    /// Titles of the journal or book.
    pub(crate) containers: Vec<String>,
    /// Day on which the register indexed the work (`2026-05-05`), empty when it does not say.
    pub(crate) indexed: String,
}

/// Returns a work of Crossref without what is not needed to find, check and cite it.
///
/// # Errors
/// The text is no JSON object.
///
/// # Examples
/// ```
/// let work = br#"{"DOI":"10.1/A","title":["T"],"reference":[{"key":"1"}],"author":
///     [{"family":"Doe","sequence":"first","affiliation":[]}]}"#;
/// let slim = String::from_utf8(refsmith_index::slim(work).unwrap()).unwrap();
/// assert_eq!(slim, r#"{"DOI":"10.1/A","title":["T"],"author":[{"family":"Doe"}]}"#);
/// ```
pub fn slim(work: &[u8]) -> Result<Vec<u8>, serde_json::Error> {
    let work: Work<'_> = serde_json::from_slice(work)?;
    Ok(Slim::of(&work).json)
}

impl Slim {
    pub(crate) fn of(work: &Work<'_>) -> Self {
        let mut json = Vec::with_capacity(1_024);
        json.push(b'{');
        let mut families = Vec::new();
        for (key, raw) in work.kept() {
            let Some(raw) = raw.filter(|raw| !is_empty(raw)) else { continue };
            let value: Cow<'_, [u8]> = match key {
                "author" | "editor" | "translator" | "chair" => {
                    let first = key == "author" || key == "editor" && families.is_empty();
                    people(raw, first.then_some(&mut families))
                }
                // The day is enough; of the index only its date is of interest, see `indexed`.
                "created" => match date(raw) {
                    Some(date) => date.into_bytes().into(),
                    None => continue,
                },
                "indexed" => continue,
                "relation" if !raw.get().contains("preprint") => continue,
                _ => compact(raw.get()),
            };
            if json.len() > 1 {
                json.push(b',');
            }
            json.push(b'"');
            json.extend_from_slice(key.as_bytes());
            json.extend_from_slice(b"\":");
            json.extend_from_slice(&value);
        }
        json.push(b'}');
        let containers: Vec<String> = [work.container_title, work.short_container_title]
            .into_iter()
            .flat_map(strings)
            .collect();
        let texts = [work.title, work.subtitle, work.original_title, work.group_title];
        let mut texts: Vec<String> = texts.into_iter().flat_map(strings).collect();
        texts.extend(containers.iter().cloned());
        let doi = strings(work.doi).into_iter().next().unwrap_or_default().to_lowercase();
        Self {
            doi,
            json,
            facts: Facts {
                texts,
                container: containers.first().cloned(),
                families,
                years: years(work),
                volume: strings(work.volume).into_iter().next(),
                pages: [work.page, work.article_number].into_iter().flat_map(strings).collect(),
            },
            issn: strings(work.issn),
            containers,
            indexed: work.indexed.and_then(|raw| day(raw.get())).unwrap_or_default(),
        }
    }
}

fn is_empty(raw: &RawValue) -> bool {
    matches!(raw.get(), "null" | "[]" | "{}" | "\"\"")
}

/// Pretty-printed values lose their line breaks.
fn compact(raw: &str) -> Cow<'_, [u8]> {
    if !raw.contains('\n') {
        return raw.as_bytes().into();
    }
    let value: Result<Value, _> = serde_json::from_str(raw);
    let text = value.and_then(|value| serde_json::to_vec(&value));
    text.map_or_else(|_| raw.as_bytes().into(), Cow::Owned)
}

/// Rewrites a list of names, and collects family names. A list of another shape stays as it is.
fn people<'a>(raw: &'a RawValue, families: Option<&mut Vec<String>>) -> Cow<'a, [u8]> {
    let Ok(people) = serde_json::from_str::<Vec<Person<'_>>>(raw.get()) else {
        return compact(raw.get());
    };
    if let Some(families) = families {
        let name = |person: &Person<'_>| {
            let name = person.family.as_ref().or(person.name.as_ref()).or(person.given.as_ref());
            name.map(|name| name.to_string())
        };
        *families = people.iter().filter_map(name).collect();
    }
    serde_json::to_vec(&people).map_or_else(|_| compact(raw.get()), Cow::Owned)
}

fn date(raw: &RawValue) -> Option<String> {
    let parts: Parts = serde_json::from_str(raw.get()).ok()?;
    let parts = parts.parts?.into_iter().next()?;
    let parts: Vec<String> = parts.into_iter().map_while(|n| n.map(|n| n.to_string())).collect();
    (!parts.is_empty()).then(|| format!("{{\"date-parts\":[[{}]]}}", parts.join(",")))
}

/// The day of `"date-time":"2026-05-05T07:27:59Z"`.
fn day(raw: &str) -> Option<String> {
    let (_, behind) = raw.split_once("\"date-time\"")?;
    let value = behind.split('"').nth(1)?;
    value.get(..10).map(str::to_owned)
}

/// All strings of an array, or the one string; numbers as they are written.
fn strings(raw: Option<&RawValue>) -> Vec<String> {
    let Some(raw) = raw else { return Vec::new() };
    if raw.get().starts_with('"') {
        return serde_json::from_str(raw.get()).into_iter().collect();
    }
    if let Ok(list) = serde_json::from_str::<Vec<String>>(raw.get()) {
        return list;
    }
    match serde_json::from_str(raw.get()) {
        Ok(Value::Number(number)) => vec![number.to_string()],
        Ok(Value::Array(items)) => {
            items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    }
}

/// The years of all dates of publication, each once; the year of registration where there is none.
fn years(work: &Work<'_>) -> Vec<i32> {
    let dates =
        [work.issued, work.published, work.published_print, work.published_online, work.posted];
    let year = |raw: Option<&RawValue>| {
        let parts: Parts = serde_json::from_str(raw?.get()).ok()?;
        parts.parts?.first()?.first().copied().flatten()
    };
    let mut years: Vec<i32> = dates.into_iter().filter_map(year).collect();
    if years.is_empty() {
        years.extend(year(work.created));
    }
    years.sort_unstable();
    years.dedup();
    years
}

/// Returns a record in the shape of Crossref's works, so that libraries can be indexed too.
///
/// # Examples
/// ```
/// use refsmith_model::{ItemType, Record, TextVariable};
/// let mut record = Record::new("reed2012", ItemType::ArticleJournal);
/// record.texts.insert(TextVariable::Title, "More reeds".into());
/// let work = refsmith_index::from_record(&record);
/// assert_eq!(work["type"], "journal-article");
/// assert_eq!(work["title"][0], "More reeds");
/// ```
pub fn from_record(record: &Record) -> Value {
    let mut work = Map::new();
    work.insert("type".to_owned(), json!(kind(record.item_type)));
    if let Some(doi) = record.doi() {
        work.insert("DOI".to_owned(), json!(doi.as_str()));
    }
    for (variable, key) in [
        (TextVariable::Title, "title"),
        (TextVariable::OriginalTitle, "original-title"),
        (TextVariable::ContainerTitle, "container-title"),
        (TextVariable::ContainerTitleShort, "short-container-title"),
        (TextVariable::Isbn, "ISBN"),
        (TextVariable::Issn, "ISSN"),
    ] {
        if let Some(text) = record.text(variable) {
            work.insert(key.to_owned(), json!([escaped(text)]));
        }
    }
    for (variable, key) in [
        (TextVariable::Publisher, "publisher"),
        (TextVariable::PublisherPlace, "publisher-location"),
        (TextVariable::Language, "language"),
    ] {
        if let Some(text) = record.text(variable) {
            work.insert(key.to_owned(), json!(escaped(text)));
        }
    }
    for (variable, key) in [
        (NumberVariable::Volume, "volume"),
        (NumberVariable::Issue, "issue"),
        (NumberVariable::Page, "page"),
        (NumberVariable::Number, "article-number"),
        (NumberVariable::Edition, "edition-number"),
    ] {
        if let Some(number) = record.number(variable) {
            work.insert(key.to_owned(), json!(number));
        }
    }
    for (variable, key) in [
        (NameVariable::Author, "author"),
        (NameVariable::Editor, "editor"),
        (NameVariable::Translator, "translator"),
    ] {
        let people: Vec<Value> = record.people(variable).iter().map(person).collect();
        if !people.is_empty() {
            work.insert(key.to_owned(), Value::Array(people));
        }
    }
    if let Some(Date::On(date)) = record.dates.get(&DateVariable::Issued) {
        work.insert("issued".to_owned(), date_parts(*date));
    } else if let Some(year) = record.year() {
        work.insert("issued".to_owned(), json!({"date-parts": [[year]]}));
    }
    Value::Object(work)
}

/// Texts of works may hold tags, those of records do not.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn person(name: &Name) -> Value {
    match name {
        Name::Institution(name) => json!({"name": escaped(name)}),
        Name::Person(person) => {
            let mut out = Map::new();
            if let Some(given) = &person.given {
                out.insert("given".to_owned(), json!(escaped(given)));
            }
            out.insert("family".to_owned(), json!(escaped(&person.full_family())));
            if let Some(suffix) = &person.suffix {
                out.insert("suffix".to_owned(), json!(escaped(suffix)));
            }
            Value::Object(out)
        }
    }
}

fn date_parts(date: PartialDate) -> Value {
    let mut parts = vec![json!(date.year)];
    if let Some(month) = date.month.filter(|month| (1..=12).contains(month)) {
        parts.push(json!(month));
        parts.extend(date.day.map(|day| json!(day)));
    }
    json!({ "date-parts": [parts] })
}

fn kind(item_type: ItemType) -> &'static str {
    use ItemType::*;
    match item_type {
        ArticleJournal | ArticleMagazine | ArticleNewspaper => "journal-article",
        Review | ReviewBook => "journal-article",
        Chapter => "book-chapter",
        Entry | EntryDictionary | EntryEncyclopedia => "reference-entry",
        PaperConference | Speech => "proceedings-article",
        Article => "posted-content",
        Book | Classic | Pamphlet => "book",
        Collection => "book-series",
        Thesis => "dissertation",
        Report => "report",
        Standard => "standard",
        Dataset => "dataset",
        Periodical => "journal",
        _ => "other",
    }
}
