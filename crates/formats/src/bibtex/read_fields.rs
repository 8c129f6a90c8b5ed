//! Which field becomes which variable.

use std::borrow::Cow;

use refsmith_model::{
    Date, DateVariable as D, ItemType, NameVariable as A, Number, NumberVariable as N, RichText,
    Span, TextVariable as T, Value, Variable,
};

use super::read::{EntryReader, FieldName, FieldValue};
use super::tex::Prose;
use super::verbatim::verbatim;
use super::{codes, dates, eprint, language, names, tex, types};

/// Fields whose text is a variable's, with the names of both; of several fields for a variable, the
/// first that is there counts.
const TEXTS: [(FieldName, T, Prose); 31] = [
    (FieldName::new("shorttitle"), T::TitleShort, Prose::Title),
    (FieldName::new("shortjournal"), T::ContainerTitleShort, Prose::Words),
    (FieldName::new("series"), T::CollectionTitle, Prose::Title),
    (FieldName::new("eventtitle"), T::EventTitle, Prose::Title),
    (FieldName::new("venue"), T::EventPlace, Prose::Words),
    (FieldName::new("origtitle"), T::OriginalTitle, Prose::Title),
    (FieldName::new("origpublisher"), T::OriginalPublisher, Prose::Words),
    (FieldName::new("origlocation"), T::OriginalPublisherPlace, Prose::Words),
    (FieldName::new("location"), T::PublisherPlace, Prose::Words),
    (FieldName::new("address"), T::PublisherPlace, Prose::Words),
    (FieldName::new("library"), T::CallNumber, Prose::Words),
    (FieldName::new("abstract"), T::Abstract, Prose::Lines),
    (FieldName::new("keywords"), T::Keyword, Prose::Words),
    (FieldName::new("keyword"), T::Keyword, Prose::Words),
    (FieldName::new("language"), T::Language, Prose::Words),
    (FieldName::new("annotation"), T::Annote, Prose::Lines),
    (FieldName::new("annote"), T::Annote, Prose::Lines),
    (FieldName::new("note"), T::Note, Prose::Lines),
    (FieldName::new("pubstate"), T::Status, Prose::Words),
    (FieldName::new("archive"), T::Archive, Prose::Words),
    (FieldName::new("archivecollection"), T::ArchiveCollection, Prose::Words),
    (FieldName::new("archivelocation"), T::ArchiveLocation, Prose::Words),
    (FieldName::new("archiveplace"), T::ArchivePlace, Prose::Words),
    (FieldName::new("authority"), T::Authority, Prose::Words),
    (FieldName::new("dimensions"), T::Dimensions, Prose::Words),
    (FieldName::new("jurisdiction"), T::Jurisdiction, Prose::Words),
    (FieldName::new("license"), T::License, Prose::Words),
    (FieldName::new("medium"), T::Medium, Prose::Words),
    (FieldName::new("reviewedgenre"), T::ReviewedGenre, Prose::Words),
    (FieldName::new("reviewedtitle"), T::ReviewedTitle, Prose::Title),
    (FieldName::new("scale"), T::Scale, Prose::Words),
];

/// Fields that hold a number.
const NUMBERS: [(FieldName, N); 11] = [
    (FieldName::new("volume"), N::Volume),
    (FieldName::new("volumes"), N::NumberOfVolumes),
    (FieldName::new("part"), N::PartNumber),
    (FieldName::new("edition"), N::Edition),
    (FieldName::new("chapter"), N::ChapterNumber),
    (FieldName::new("pagetotal"), N::NumberOfPages),
    (FieldName::new("numpages"), N::NumberOfPages),
    (FieldName::new("version"), N::Version),
    (FieldName::new("section"), N::Section),
    (FieldName::new("printing"), N::PrintingNumber),
    (FieldName::new("supplement"), N::SupplementNumber),
];

/// Fields that hold names.
const NAMES: [(FieldName, A); 4] = [
    (FieldName::new("author"), A::Author),
    (FieldName::new("editor"), A::Editor),
    (FieldName::new("translator"), A::Translator),
    (FieldName::new("bookauthor"), A::ContainerAuthor),
];

/// Reads all fields that CSL has a variable for.
pub(crate) fn read(entry: &mut EntryReader) {
    subtype(entry);
    titles(entry);
    people(entry);
    for (field, variable, prose) in TEXTS {
        if entry.has(field)
            && !entry.record.texts.contains_key(&variable)
            && let Some(value) = entry.take_named(field)
        {
            text(entry, variable, value, prose);
        }
    }
    publisher(entry);
    numbers(entry);
    pages(entry);
    identifiers(entry);
    issued(entry);
    for (field, variable) in [
        ("urldate", D::Accessed),
        ("eventdate", D::EventDate),
        ("origdate", D::OriginalDate),
        ("submitted", D::Submitted),
    ] {
        if let Some(value) = entry.take_first(&[field])
            && let Some(date) = dates::full(value.tex, &plain(entry, value))
        {
            entry.set(variable, Value::Date(date), value.span);
        }
    }
    language_and_genre(entry);
}

fn subtype(entry: &mut EntryReader) {
    if let Some(field) = entry.peek("entrysubtype")
        && let Some(item_type) = types::subtype(field.tex)
    {
        entry.record.item_type = item_type;
        entry.take("entrysubtype");
    } else if eprint::is_preprint(entry) {
        entry.record.item_type = ItemType::Article;
    }
}

fn decode(entry: &mut EntryReader, field: FieldValue, prose: Prose) -> RichText {
    let decoded = tex::decode(field.tex, prose, entry.macros);
    entry.unknown(decoded.unknown, field.span);
    decoded.text
}

fn plain<'e>(entry: &mut EntryReader<'e, '_>, field: FieldValue<'e>) -> Cow<'e, str> {
    let mut unknown = Vec::new();
    let plain = tex::decode_plain(field.tex, entry.macros, &mut unknown);
    entry.unknown(unknown, field.span);
    plain
}

fn text(entry: &mut EntryReader, variable: T, field: FieldValue, prose: Prose) {
    let text = decode(entry, field, prose);
    if !text.plain.is_empty() {
        entry.set(variable, Value::Text(text), field.span);
    }
}

/// Joins title and subtitle, which CSL keeps in one variable.
fn joined(entry: &mut EntryReader, title: &[&str], subtitle: &str) -> Option<(RichText, Span)> {
    let main = entry.take_first(title);
    let sub = entry.take_first(&[subtitle]);
    let main = main.or(sub)?;
    let mut out = decode(entry, main, Prose::Title);
    let Some(sub) = sub.filter(|sub| sub.span != main.span) else { return Some((out, main.span)) };
    let sub = decode(entry, sub, Prose::Title);
    if !out.plain.is_empty() && !sub.plain.is_empty() {
        let ended = out.plain.ends_with(['.', '?', '!', ':', '\u{2026}']);
        out.plain.push_str(if ended { " " } else { ": " });
    }
    let shift = u32::try_from(out.plain.len()).unwrap_or(u32::MAX);
    out.plain.push_str(&sub.plain);
    let moved = sub.marks.into_iter().map(|(run, mark)| (run.start + shift..run.end + shift, mark));
    out.marks.extend(moved);
    Some((out, main.span))
}

fn titles(entry: &mut EntryReader) {
    let title = joined(entry, &["title"], "subtitle");
    let main = joined(entry, &["maintitle"], "mainsubtitle");
    let part = types::is_part(entry.kind);
    let container = if types::is_periodical(entry.kind) {
        joined(entry, &["journaltitle", "journal", "booktitle"], "journalsubtitle")
    } else {
        joined(entry, &["booktitle", "journaltitle", "journal"], "booksubtitle")
    };
    // The title of a work in several volumes is the container of their parts, and the title of the
    // volumes themselves.
    let (title, container, volume) = match main {
        Some(main) if part => (title, Some(main), container),
        Some(main) => (Some(main), container, title),
        None => (title, container, None),
    };
    for (variable, found) in
        [(T::Title, title), (T::ContainerTitle, container), (T::VolumeTitle, volume)]
    {
        if let Some((text, span)) = found.filter(|(text, _)| !text.plain.is_empty()) {
            entry.set(variable, Value::Text(text), span);
        }
    }
}

fn people(entry: &mut EntryReader) {
    let options = entry.peek("options");
    let prefix = options.map(|field| field.tex.to_lowercase().replace(' ', ""));
    let prefix = prefix.unwrap_or_default();
    let use_prefix = !prefix.contains("useprefix=false");
    if matches!(prefix.as_str(), "useprefix=true" | "useprefix=false" | "useprefix") {
        entry.take("options");
    }
    for (field, role) in NAMES {
        // An editor may be something else, which `editortype` says.
        let role = match role {
            A::Editor => role_of(entry, "editortype").unwrap_or(role),
            role => role,
        };
        if let Some(value) = entry.take_named(field) {
            list(entry, role, value, use_prefix);
        }
    }
    for (field, kind) in
        [("editora", "editoratype"), ("editorb", "editorbtype"), ("editorc", "editorctype")]
    {
        if entry.peek(field).is_some()
            && let Some(role) = role_of(entry, kind)
            && let Some(value) = entry.take_first(&[field])
        {
            list(entry, role, value, use_prefix);
        }
    }
}

/// Takes the field that names a role, if CSL knows the role.
fn role_of(entry: &mut EntryReader, field: &str) -> Option<A> {
    let role = A::parse(entry.peek(field)?.tex.trim())?;
    entry.take(field);
    Some(role)
}

fn list(entry: &mut EntryReader, role: A, field: FieldValue, use_prefix: bool) {
    let mut notes = names::Notes::default();
    let list = names::read(field.tex, use_prefix, entry.macros, &mut notes);
    for note in notes.unusual {
        entry.report(&codes::BAD_NAME, field.span, note);
    }
    entry.unknown(notes.unknown, field.span);
    if !list.names.is_empty() {
        entry.set(role, Value::Names(list), field.span);
    }
}

fn publisher(entry: &mut EntryReader) {
    // Who makes or keeps law publishes nothing.
    if types::is_legal(entry.record.item_type)
        && !entry.record.texts.contains_key(&T::Authority)
        && let Some(field) = entry.take_first(&["institution"])
    {
        text(entry, T::Authority, field, Prose::Words);
    }
    let how = entry.peek("howpublished");
    let mut second_address = false;
    if let Some(how) = how
        && let Some(url) = address(how.tex)
    {
        match entry.peek("url").map(|field| verbatim(field.tex)) {
            None => {
                entry.take("howpublished");
                entry.set(T::Url, Value::Text(RichText::from(url)), how.span);
            }
            Some(same) if same == url => drop(entry.take("howpublished")),
            // Another address than `url`: no publisher, so it stays an unknown field.
            Some(_) => second_address = true,
        }
    }
    let names: &[&str] = match entry.record.item_type {
        ItemType::Thesis => &["school", "institution", "publisher"],
        ItemType::Report => &["institution", "publisher", "organization", "school"],
        _ if second_address => &["publisher", "institution", "school", "organization"],
        _ => &["publisher", "institution", "school", "organization", "howpublished"],
    };
    if let Some(field) = entry.take_first(names) {
        text(entry, T::Publisher, field, Prose::Words);
    }
}

/// Returns the address when a value is nothing but one.
fn address(tex: &str) -> Option<String> {
    let tex = tex.trim();
    let body = tex.strip_prefix("Available at ").unwrap_or(tex);
    let wrapped = body.starts_with("\\url{") && body.ends_with('}');
    let bare = body.starts_with("http://") || body.starts_with("https://");
    let url = verbatim(body);
    ((wrapped || bare) && !url.contains(char::is_whitespace)).then_some(url)
}

fn number<'e>(entry: &mut EntryReader<'e, '_>, variable: N, field: FieldValue<'e>) {
    let mut text = plain(entry, field);
    if text.contains('\u{2013}') {
        text = Cow::Owned(text.replace('\u{2013}', "-"));
    }
    if !text.is_empty() {
        entry.set(variable, Value::Number(Number::new(text)), field.span);
    }
}

fn numbers(entry: &mut EntryReader) {
    for (name, variable) in NUMBERS {
        if entry.has(name)
            && !entry.record.numbers.contains_key(&variable)
            && let Some(field) = entry.take_named(name)
        {
            number(entry, variable, field);
        }
    }
    let of_number = if types::is_periodical(entry.kind) {
        N::Issue
    } else if types::is_in_series(entry.kind) {
        N::CollectionNumber
    } else {
        N::Number
    };
    if let Some(field) = entry.take_first(&["number"]) {
        number(entry, of_number, field);
    }
    if !entry.record.numbers.contains_key(&N::Issue)
        && let Some(field) = entry.take_first(&["issue"])
    {
        number(entry, N::Issue, field);
    }
}

fn pages(entry: &mut EntryReader) {
    if let Some(field) = entry.take_first(&["pages"]) {
        // Two hyphens are a dash, which a range of pages has no need of.
        let simple = field.tex.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let text = match simple {
            true => page_text(field.tex),
            false => page_text(&plain(entry, field)),
        };
        if !text.is_empty() {
            entry.set(N::Page, Value::Number(Number::new(text)), field.span);
        }
    }
    // An article number stands where pages stand; the record carries it as both.
    if let Some(field) = entry.take_first(&["eid", "articleno", "article-number"]) {
        let text = plain(entry, field);
        let variables: &[N] = if entry.record.numbers.contains_key(&N::Page) {
            &[N::Number]
        } else {
            &[N::Page, N::Number]
        };
        for variable in variables {
            entry.set(*variable, Value::Number(Number::new(text.as_ref())), field.span);
        }
    }
    if entry.record.item_type == ItemType::ArticleJournal
        && !entry.record.numbers.contains_key(&N::Number)
        && let Some(page) =
            entry.record.numbers.get(&N::Page).filter(|page| page.is_article_number())
    {
        entry.record.numbers.insert(N::Number, page.clone());
        let place = entry.record.provenance.get(&Variable::Number(N::Page)).cloned();
        if let Some(place) = place {
            entry.record.provenance.insert(Variable::Number(N::Number), place);
        }
    }
}

/// Writes ranges of pages with one hyphen.
fn page_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2013}' | '\u{2014}' | '-' => {
                let trimmed = out.trim_end().len();
                out.truncate(trimmed);
                if !out.ends_with('-') {
                    out.push('-');
                }
            }
            ' ' if out.ends_with('-') => {}
            c => out.push(c),
        }
    }
    out
}

fn identifiers(entry: &mut EntryReader) {
    for (name, variable) in [
        ("url", T::Url),
        ("isbn", T::Isbn),
        ("issn", T::Issn),
        ("pmid", T::Pmid),
        ("pmcid", T::Pmcid),
    ] {
        if let Some(field) = entry.take_first(&[name]) {
            let value = verbatim(field.tex);
            entry.set(variable, Value::Text(RichText::from(value)), field.span);
        }
    }
    if let Some(field) = entry.take_first(&["doi"]) {
        let value = verbatim(field.tex);
        entry.set(T::Doi, Value::Text(RichText::from(bare_doi(&value))), field.span);
    }
    eprint::read(entry);
}

/// Cuts a resolver or label in front of a DOI off; letter case stays.
pub(crate) fn bare_doi(text: &str) -> &str {
    let mut rest = text.trim();
    for prefix in ["https://", "http://", "www.", "dx.doi.org/", "doi.org/", "doi:", "doi/", "doi "]
    {
        let matches =
            rest.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
        let after = rest.get(prefix.len()..).unwrap_or("").trim_start();
        if matches && after.contains("10.") {
            rest = after;
        }
    }
    if rest.starts_with("10.") { rest } else { text.trim() }
}

fn issued(entry: &mut EntryReader) {
    let year = entry.take_first(&["year"]);
    if let Some(field) = entry.take_first(&["date"]) {
        let text = plain(entry, field);
        let Some(date) = dates::full(field.tex, &text) else { return old_date(entry, year) };
        let no_date = matches!(date, Date::Literal(_));
        let year_says_more = no_date && year.is_some_and(|year| is_date(&plain(entry, year)));
        if no_date && (year_says_more || !text.contains(|c: char| c.is_alphabetic())) {
            let message = format!("expected a date such as `2001-02-14`, found `{text}`");
            entry.report(&codes::BAD_DATE, field.span, message);
        }
        if year_says_more {
            entry.give_back("date", field);
            return old_date(entry, year);
        }
        // A month beside a date of a year alone stays in force, as it does for biber.
        if is_digits(text.trim()) && year.is_none() && entry.peek("month").is_some() {
            return old_date(entry, Some(field));
        }
        if let Some(year) = year
            && dates::disagree(&date, year.tex)
        {
            let message = format!("`date` is `{date}`, but `year` is `{}`", year.tex.trim());
            entry.report(&codes::DATE_CONFLICT, year.span, message);
            entry.give_back("year", year);
        } else {
            for name in ["month", "day"] {
                entry.take(name);
            }
        }
        return entry.set(D::Issued, Value::Date(date), field.span);
    }
    old_date(entry, year);
}

/// Tells whether a year is one, alone or in a range.
fn is_date(year: &str) -> bool {
    dates::old(year, None, None).is_some_and(|old| !matches!(old.date, Date::Literal(_)))
}

/// Reads `year`, `month` and `day`.
fn old_date<'e>(entry: &mut EntryReader<'e, '_>, year: Option<FieldValue<'e>>) {
    let Some(year) = year else { return };
    let (month, day) = (entry.peek("month"), entry.peek("day"));
    let month_text = month.map(|field| plain(entry, field));
    let day_text = day.map(|field| plain(entry, field));
    // Without words around it, the tie of TeX is the sign for "about".
    let year_text = match year.tex.trim() {
        raw if raw.len() > 4 && raw.strip_suffix('~').is_some_and(is_digits) => Cow::Borrowed(raw),
        _ => plain(entry, year),
    };
    let Some(old) = dates::old(&year_text, month_text.as_deref(), day_text.as_deref()) else {
        return;
    };
    if let Some(place) = day.or(month).filter(|_| old.impossible) {
        let message = format!("expected a day that the month has, found `{}`", old.date);
        entry.report(&codes::BAD_DATE, place.span, message);
    }
    if old.month_used {
        entry.take("month");
        entry.take("day");
    } else if let (Some(month), Date::On(_)) = (month, &old.date) {
        let message = format!("expected a month, found `{}`", month.tex.trim());
        entry.report(&codes::BAD_DATE, month.span, message);
    }
    if let Some(suffix) = old.year_suffix {
        entry.set(T::YearSuffix, Value::Text(RichText::from(suffix)), year.span);
    }
    entry.set(D::Issued, Value::Date(old.date), year.span);
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn language_and_genre(entry: &mut EntryReader) {
    if let Some(field) = entry.peek("langid") {
        let known = entry.record.text(T::Language).map(str::to_owned);
        match known {
            None => {
                let tag = RichText::from(language::tag(field.tex));
                entry.set(T::Language, Value::Text(tag), field.span);
                entry.take("langid");
            }
            Some(known) if language::same(field.tex, &known) => drop(entry.take("langid")),
            Some(_) => {}
        }
    }
    let by_kind = match entry.kind {
        "phdthesis" => Some(PHD_THESIS),
        "mastersthesis" => Some(MASTERS_THESIS),
        _ => None,
    };
    if let Some(field) = entry.take_first(&["type"]) {
        let genre = decode(entry, field, Prose::Words);
        let genre = match genre.plain.as_str() {
            "phdthesis" => RichText::from(PHD_THESIS),
            "mathesis" | "mastersthesis" => RichText::from(MASTERS_THESIS),
            "techreport" => RichText::from("technical report"),
            "resreport" => RichText::from("research report"),
            _ => genre,
        };
        // The word alone says nothing that the type does not say.
        if by_kind.is_none() || genre.plain != THESIS {
            entry.set(T::Genre, Value::Text(genre), field.span);
        }
    } else if let Some(genre) = by_kind {
        entry.record.texts.insert(T::Genre, RichText::from(genre));
    }
    if let Some(status) = entry.record.texts.get_mut(&T::Status) {
        let words = match status.plain.as_str() {
            "inpress" => "in press",
            "inpreparation" => "in preparation",
            "prepublished" => "pre-published",
            _ => return,
        };
        *status = RichText::from(words);
    }
}

/// The genre of `@phdthesis`.
pub(crate) const PHD_THESIS: &str = "PhD thesis";
/// The genre of `@mastersthesis`.
pub(crate) const MASTERS_THESIS: &str = "Master\u{2019}s thesis";
/// The genre that stands for none at all.
pub(crate) const THESIS: &str = "Thesis";
