//! A record as an OpenURL context object in an HTML span.
//!
//! The keys are those of the matrices for journals, books, dissertations, patents and Dublin Core
//! of ANSI/NISO Z39.88-2004, and two that Zotero writes and reads beyond them: authors outside the
//! first three matrices, and the volume of a book. They hold less than a record does: the editors
//! of a chapter, for one, have no place.

use refsmith_model::{
    Date, DateVariable, ItemType, Name, NameVariable, NumberVariable, Record, TextVariable,
};

/// Returns the COinS span of a record.
///
/// # Examples
/// ```
/// use refsmith_formats::coins::span;
/// use refsmith_model::{ItemType, NumberVariable, Record, TextVariable};
/// let mut record = Record::new("love2014", ItemType::ArticleJournal);
/// record.texts.insert(TextVariable::Title, "Oxytocin".into());
/// record.numbers.insert(NumberVariable::Page, "49-60".into());
/// assert_eq!(
///     span(&record),
///     "<span class=\"Z3988\" title=\"ctx_ver=Z39.88-2004\
///      &amp;rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&amp;rft.genre=article\
///      &amp;rft.atitle=Oxytocin&amp;rft.pages=49-60&amp;rft.spage=49&amp;rft.epage=60\"></span>"
/// );
/// ```
pub fn span(record: &Record) -> String {
    let kind = Kind::of(record.item_type);
    let mut object = ContextObject("ctx_ver=Z39.88-2004".to_owned());
    object.push("rft_val_fmt", Some(kind.matrix.address()));
    let genre = if kind.matrix == Matrix::DublinCore { "rft.type" } else { "rft.genre" };
    object.push(genre, kind.genre);
    object.titles(record, &kind);
    object.people(record, kind.matrix);
    object.details(record, kind.matrix);
    object.identifiers(record, kind.matrix);
    let mut out = "<span class=\"Z3988\" title=\"".to_owned();
    escape(&mut out, &object.0);
    out.push_str("\"></span>");
    out
}

/// Which set of keys describes a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matrix {
    Journal,
    Book,
    Dissertation,
    Patent,
    DublinCore,
}

impl Matrix {
    fn address(self) -> &'static str {
        match self {
            Matrix::Journal => "info:ofi/fmt:kev:mtx:journal",
            Matrix::Book => "info:ofi/fmt:kev:mtx:book",
            Matrix::Dissertation => "info:ofi/fmt:kev:mtx:dissertation",
            Matrix::Patent => "info:ofi/fmt:kev:mtx:patent",
            Matrix::DublinCore => "info:ofi/fmt:kev:mtx:dc",
        }
    }
}

/// How a work is described.
struct Kind {
    matrix: Matrix,
    /// The genre, in Dublin Core the type.
    genre: Option<&'static str>,
    /// The keys of the title and of the title of what holds it.
    title: &'static str,
    container: Option<&'static str>,
}

impl Kind {
    fn of(item_type: ItemType) -> Self {
        let kind = |matrix, genre, title, container| Self { matrix, genre, title, container };
        let journal = |genre| kind(Matrix::Journal, Some(genre), "atitle", Some("jtitle"));
        let part = |genre| kind(Matrix::Book, Some(genre), "atitle", Some("btitle"));
        let book = |genre| kind(Matrix::Book, Some(genre), "btitle", None);
        match item_type {
            ItemType::ArticleJournal
            | ItemType::ArticleMagazine
            | ItemType::ArticleNewspaper
            | ItemType::Review
            | ItemType::ReviewBook => journal("article"),
            ItemType::Article => journal("preprint"),
            ItemType::Periodical => kind(Matrix::Journal, Some("journal"), "jtitle", None),
            ItemType::Book | ItemType::Classic | ItemType::Collection => book("book"),
            ItemType::Report | ItemType::Standard => book("report"),
            ItemType::PaperConference => part("proceeding"),
            ItemType::Chapter
            | ItemType::Entry
            | ItemType::EntryDictionary
            | ItemType::EntryEncyclopedia => part("bookitem"),
            ItemType::Thesis => kind(Matrix::Dissertation, None, "title", None),
            ItemType::Patent => kind(Matrix::Patent, None, "title", None),
            _ => kind(Matrix::DublinCore, Some(dublin_core(item_type)), "title", Some("source")),
        }
    }
}

/// Returns the word Zotero knows a type by, where it has one, else the type's own name.
fn dublin_core(item_type: ItemType) -> &'static str {
    match item_type {
        ItemType::Bill | ItemType::Hearing | ItemType::Interview | ItemType::Manuscript => {
            item_type.as_str()
        }
        ItemType::Broadcast => "tvBroadcast",
        ItemType::Figure | ItemType::Graphic => "artwork",
        ItemType::LegalCase => "case",
        ItemType::Legislation | ItemType::Regulation => "statute",
        ItemType::MotionPicture => "film",
        ItemType::PersonalCommunication => "letter",
        ItemType::Post => "forumPost",
        ItemType::PostWeblog => "blogPost",
        ItemType::Software => "computerProgram",
        ItemType::Song => "audioRecording",
        ItemType::Speech => "presentation",
        ItemType::Dataset | ItemType::Map | ItemType::Webpage => item_type.as_str(),
        _ => "document",
    }
}

/// Keys and values, `key=value&key=value`.
struct ContextObject(String);

impl ContextObject {
    /// Adds a pair; no value and an empty value add nothing.
    fn push(&mut self, key: &str, value: Option<&str>) {
        let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else { return };
        self.0.push('&');
        self.0.push_str(key);
        self.0.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                self.0.push(char::from(byte));
            } else {
                self.0.push_str(&format!("%{byte:02X}"));
            }
        }
    }

    fn titles(&mut self, record: &Record, kind: &Kind) {
        self.push(&format!("rft.{}", kind.title), record.text(TextVariable::Title));
        if let Some(key) = kind.container {
            self.push(&format!("rft.{key}"), record.text(TextVariable::ContainerTitle));
        }
        if kind.matrix == Matrix::Journal {
            self.push("rft.stitle", record.text(TextVariable::ContainerTitleShort));
        }
    }

    /// A chapter's editors are no authors, and no key is left for them; a book's editors are all the
    /// names a collection has.
    fn people(&mut self, record: &Record, matrix: Matrix) {
        let mut names = record.people(NameVariable::Author);
        if names.is_empty() && record.item_type != ItemType::Chapter {
            names = record.people(NameVariable::Editor);
        }
        let (first, family, all) = match matrix {
            Matrix::Patent => ("rft.invfirst", "rft.invlast", "rft.inventor"),
            _ => ("rft.aufirst", "rft.aulast", "rft.au"),
        };
        if let Some(Name::Person(person)) = names.first() {
            self.push(first, person.given.as_deref());
            self.push(family, Some(&last_name(person)));
        }
        for name in names {
            match name {
                Name::Person(person) => {
                    let given = person.given.as_deref().unwrap_or_default();
                    self.push(all, Some(&format!("{given} {}", last_name(person))));
                }
                Name::Institution(name) => {
                    self.push(
                        if matrix == Matrix::Patent { all } else { "rft.aucorp" },
                        Some(name),
                    );
                }
            }
        }
    }

    fn details(&mut self, record: &Record, matrix: Matrix) {
        let date = record.dates.get(&DateVariable::Issued).map(day);
        self.push("rft.date", date.as_deref());
        match matrix {
            Matrix::Journal | Matrix::Book => {
                self.push("rft.volume", record.number(NumberVariable::Volume));
                if matrix == Matrix::Journal {
                    self.push("rft.issue", record.number(NumberVariable::Issue));
                    self.push("rft.artnum", record.number(NumberVariable::Number));
                } else {
                    self.push("rft.edition", record.number(NumberVariable::Edition));
                    self.push("rft.series", record.text(TextVariable::CollectionTitle));
                    self.push("rft.pub", record.text(TextVariable::Publisher));
                    self.push("rft.place", record.text(TextVariable::PublisherPlace));
                    self.push("rft.tpages", record.number(NumberVariable::NumberOfPages));
                }
                self.pages(record);
                self.push("rft.issn", record.text(TextVariable::Issn));
                self.push("rft.isbn", record.text(TextVariable::Isbn));
            }
            Matrix::Dissertation => {
                self.push("rft.inst", record.text(TextVariable::Publisher));
                self.push("rft.degree", record.text(TextVariable::Genre));
                self.push("rft.tpages", record.number(NumberVariable::NumberOfPages));
            }
            Matrix::Patent => {
                self.push("rft.number", record.number(NumberVariable::Number));
                self.push("rft.assignee", record.text(TextVariable::Authority));
                let filed = record.dates.get(&DateVariable::Submitted).map(day);
                self.push("rft.appldate", filed.as_deref());
            }
            Matrix::DublinCore => {
                self.push("rft.publisher", record.text(TextVariable::Publisher));
                self.push("rft.language", record.text(TextVariable::Language));
                self.push("rft.identifier", record.text(TextVariable::Url));
            }
        }
    }

    fn pages(&mut self, record: &Record) {
        let Some(pages) = record.number(NumberVariable::Page) else { return };
        self.push("rft.pages", Some(pages));
        let mut ends = pages.split(['-', '\u{2013}']).map(str::trim);
        if let (Some(first), Some(last), None) = (ends.next(), ends.next(), ends.next()) {
            self.push("rft.spage", Some(first));
            self.push("rft.epage", Some(last));
        }
    }

    fn identifiers(&mut self, record: &Record, matrix: Matrix) {
        if let Some(doi) = record.doi() {
            self.push("rft_id", Some(&format!("info:doi/{}", doi.as_str())));
        }
        if let Some(pmid) = record.text(TextVariable::Pmid) {
            self.push("rft_id", Some(&format!("info:pmid/{pmid}")));
        }
        if let Some(isbn) = record.text(TextVariable::Isbn).filter(|_| matrix == Matrix::Book) {
            self.push("rft_id", Some(&format!("urn:isbn:{isbn}")));
        }
        if matrix != Matrix::DublinCore {
            self.push("rft_id", record.text(TextVariable::Url));
        }
    }
}

fn last_name(person: &refsmith_model::PersonName) -> String {
    let mut out = person.full_family();
    if let Some(particle) = &person.dropping_particle {
        out = format!("{particle} {out}");
    }
    if let Some(suffix) = &person.suffix {
        out.push_str(if person.comma_suffix { ", " } else { " " });
        out.push_str(suffix);
    }
    out
}

/// Writes a date as ISO 8601 has it, of an interval the first one known; else as it is.
fn day(date: &Date) -> String {
    let on = match date {
        Date::On(date) => Some(*date),
        Date::Interval(interval) => interval.start.or(interval.end),
        Date::Literal(_) => None,
    };
    let Some(mut on) = on else { return date.to_string() };
    (on.uncertain, on.approximate, on.season) = (false, false, None);
    on.to_string()
}

/// Adds a text as it stands in HTML.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No control character but white space may stand in HTML, not even as a reference.
            _ if c.is_control() && !c.is_ascii_whitespace() => {}
            _ => out.push(c),
        }
    }
}
