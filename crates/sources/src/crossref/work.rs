//! [`work()`]: one work of Crossref as a [`Candidate`].
//!
//! Every field is optional and may be of another shape than documented; what cannot be read is
//! left out, and nothing fails.

use refsmith_model::text::unicode::collapse_white_space;
use refsmith_model::{
    Date, DateVariable, ExtraField, ItemType, Name, NameList, NameVariable, Number, NumberVariable,
    PartialDate, PersonName, Record, RichText, TextVariable,
};
use serde_json::Value;

use super::markup;
use crate::{Candidate, Update};

/// Reads one work, with or without the envelope of a single answer.
///
/// # Examples
/// ```
/// let value = serde_json::json!({
///     "DOI": "10.1371/journal.pone.0002840",
///     "type": "journal-article",
///     "title": ["Growth of <i>E. coli</i>"],
///     "issued": {"date-parts": [[2008, 7]]},
///     "article-number": "e2840",
/// });
/// let candidate = refsmith_sources::crossref::work(&value);
/// assert_eq!(candidate.record.year(), Some(2008));
/// assert_eq!(candidate.record.number(refsmith_model::NumberVariable::Page), Some("e2840"));
/// ```
pub fn work(value: &Value) -> Candidate {
    let value = match value.get("message") {
        Some(message) if message.is_object() => message,
        _ => value,
    };
    let doi = string(value, "DOI").unwrap_or_default();
    let kind = string(value, "type").unwrap_or_default();
    let mut record = Record::new(doi.clone(), item_type(&kind));
    if !kind.is_empty() && record.item_type == ItemType::Document {
        record.extra.push(ExtraField {
            format: super::INFO.name.to_owned(),
            name: "type".to_owned(),
            value: kind,
        });
    }
    titles(value, &mut record);
    texts(value, &mut record);
    numbers(value, &mut record);
    names(value, &mut record);
    let other_years = dates(value, &mut record);
    #[expect(clippy::cast_possible_truncation, reason = "a ranking needs no more precision")]
    let relevance = value.get("score").and_then(Value::as_f64).unwrap_or(0.0) as f32;
    let updates = updates(value);
    Candidate { record, source: super::INFO.name, source_id: doi, other_years, updates, relevance }
}

/// The CSL type for a Crossref type. The list of Crossref types is open: what is not known is a
/// `document`.
fn item_type(kind: &str) -> ItemType {
    match kind {
        "journal-article" => ItemType::ArticleJournal,
        "book-chapter" | "book-section" | "book-part" | "book-track" => ItemType::Chapter,
        "reference-entry" => ItemType::EntryEncyclopedia,
        "proceedings-article" => ItemType::PaperConference,
        "posted-content" => ItemType::Article,
        "monograph" | "book" | "edited-book" | "reference-book" | "book-set" | "proceedings" => {
            ItemType::Book
        }
        "book-series" | "proceedings-series" | "report-series" | "standard-series" => {
            ItemType::Collection
        }
        "dissertation" => ItemType::Thesis,
        "report" | "report-component" => ItemType::Report,
        "standard" => ItemType::Standard,
        "dataset" | "database" => ItemType::Dataset,
        "peer-review" => ItemType::Review,
        "journal" | "journal-issue" | "journal-volume" => ItemType::Periodical,
        _ => ItemType::Document,
    }
}

/// A string, or the first string of an array, without white space at its ends; never empty.
fn string(value: &Value, key: &str) -> Option<String> {
    strings(value, key).into_iter().next()
}

/// All strings of an array or the one string; numbers are taken as they are written.
fn strings(value: &Value, key: &str) -> Vec<String> {
    let one = |item: &Value| match item {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match value.get(key) {
        Some(Value::Array(items)) => items.iter().filter_map(one).collect(),
        Some(item) => one(item).into_iter().collect(),
        None => Vec::new(),
    }
}

fn rich(text: &str) -> Option<RichText> {
    Some(markup::rich_text(text)).filter(|text| !text.plain.is_empty())
}

fn titles(value: &Value, record: &mut Record) {
    let mut title = string(value, "title").and_then(|text| rich(&text));
    if let Some(title) = &mut title {
        trim_full_stop(title);
        for subtitle in strings(value, "subtitle").iter().filter_map(|text| rich(text)) {
            append_subtitle(title, subtitle);
        }
    }
    let containers: Vec<RichText> =
        strings(value, "container-title").iter().filter_map(|text| rich(text)).collect();
    let short = string(value, "short-container-title").and_then(|text| rich(&text));
    let original = string(value, "original-title").and_then(|text| rich(&text));
    let mut set = |variable, text: Option<RichText>| {
        if let Some(text) = text {
            record.texts.insert(variable, text);
        }
    };
    set(TextVariable::Title, title);
    set(TextVariable::OriginalTitle, original);
    set(TextVariable::ContainerTitleShort, short.clone());
    // Books in series have two containers: the book and the series, the series first or last.
    // The first is kept as container, as Crossref's own citations do.
    let mut containers = containers.into_iter();
    set(TextVariable::ContainerTitle, containers.next().or(short));
    set(TextVariable::CollectionTitle, containers.next());
}

/// A full stop at the end is the habit of some publishers, not part of the title; an ellipsis and
/// an abbreviation ("Jr.", "vol.") keep theirs.
fn trim_full_stop(title: &mut RichText) {
    let last = title.plain.rsplit(' ').next().unwrap_or("");
    let is_word = last.chars().count() > 5 && last.matches('.').count() == 1;
    if is_word && last.ends_with('.') {
        title.plain.pop();
        let end = u32::try_from(title.plain.len()).unwrap_or(u32::MAX);
        for (range, _) in &mut title.marks {
            range.end = range.end.min(end);
        }
        title.marks.retain(|(range, _)| range.start < range.end);
    }
}

/// Joins a subtitle, unless the title holds it already.
fn append_subtitle(title: &mut RichText, subtitle: RichText) {
    let key = refsmith_model::text::unicode::comparison_key;
    let subtitle_key = key(&subtitle.plain);
    if subtitle_key.is_empty() || key(&title.plain).contains(&subtitle_key) {
        return;
    }
    let joint = if title.plain.ends_with(['?', '!', ':']) { " " } else { ": " };
    title.plain.push_str(joint);
    let by = u32::try_from(title.plain.len()).unwrap_or(u32::MAX);
    title.plain.push_str(&subtitle.plain);
    let shifted = subtitle
        .marks
        .into_iter()
        .map(|(range, mark)| (range.start.saturating_add(by)..range.end.saturating_add(by), mark));
    title.marks.extend(shifted);
}

fn texts(value: &Value, record: &mut Record) {
    for (key, variable) in [
        ("DOI", TextVariable::Doi),
        ("URL", TextVariable::Url),
        ("ISBN", TextVariable::Isbn),
        ("ISSN", TextVariable::Issn),
        ("publisher", TextVariable::Publisher),
        ("publisher-location", TextVariable::PublisherPlace),
        ("language", TextVariable::Language),
        ("subtype", TextVariable::Genre),
        ("degree", TextVariable::Genre),
    ] {
        if let Some(text) = string(value, key).and_then(|text| rich(&text)) {
            record.texts.insert(variable, text);
        }
    }
    if let Some(event) = value.get("event") {
        for (key, variable) in
            [("name", TextVariable::EventTitle), ("location", TextVariable::EventPlace)]
        {
            if let Some(text) = string(event, key).and_then(|text| rich(&text)) {
                record.texts.insert(variable, text);
            }
        }
    }
    if record.item_type == ItemType::Article
        && !record.texts.contains_key(&TextVariable::ContainerTitle)
        && let Some(group) = string(value, "group-title").and_then(|text| rich(&text))
    {
        record.texts.insert(TextVariable::CollectionTitle, group);
    }
}

fn numbers(value: &Value, record: &mut Record) {
    for (key, variable) in [
        ("volume", NumberVariable::Volume),
        ("issue", NumberVariable::Issue),
        ("page", NumberVariable::Page),
        ("article-number", NumberVariable::Number),
        ("edition-number", NumberVariable::Edition),
    ] {
        if let Some(text) = string(value, key) {
            record.numbers.insert(variable, Number::new(collapse_white_space(&text)));
        }
    }
    if !record.numbers.contains_key(&NumberVariable::Issue)
        && let Some(issue) = value.get("journal-issue").and_then(|issue| string(issue, "issue"))
    {
        record.numbers.insert(NumberVariable::Issue, Number::new(issue));
    }
    // An article number stands where pages stand.
    if !record.numbers.contains_key(&NumberVariable::Page)
        && let Some(number) = record.numbers.get(&NumberVariable::Number).cloned()
    {
        record.numbers.insert(NumberVariable::Page, number);
    } else if !record.numbers.contains_key(&NumberVariable::Number)
        && let Some(page) = record.numbers.get(&NumberVariable::Page).cloned()
        && page.is_article_number()
    {
        record.numbers.insert(NumberVariable::Number, page);
    }
}

fn names(value: &Value, record: &mut Record) {
    for (key, variable) in [
        ("author", NameVariable::Author),
        ("editor", NameVariable::Editor),
        ("translator", NameVariable::Translator),
        ("chair", NameVariable::Chair),
    ] {
        let Some(items) = value.get(key).and_then(Value::as_array) else { continue };
        let names: Vec<Name> = items.iter().filter_map(name).collect();
        if !names.is_empty() {
            record.names.insert(variable, NameList::complete(names));
        }
    }
}

/// A person or a group; `None` for an entry that has only a role.
fn name(value: &Value) -> Option<Name> {
    let text = |key| string(value, key).map(|text| markup::rich_text(&text).plain);
    let family = text("family").filter(|text| !text.is_empty());
    let given = text("given").filter(|text| !text.is_empty());
    let (family, given) = match (family, given) {
        (Some(family), given) => (family, given),
        // A mononym may stand on either side.
        (None, Some(given)) => (given, None),
        (None, None) => {
            return text("name")
                .or_else(|| text("literal"))
                .filter(|text| !text.is_empty())
                .map(Name::Institution);
        }
    };
    Some(Name::Person(PersonName {
        family: without_shouting(family),
        given: given.map(without_shouting),
        suffix: text("suffix").filter(|text| !text.is_empty()),
        orcid: string(value, "ORCID").and_then(|text| orcid(&text)),
        ..PersonName::default()
    }))
}

/// Names in capitals ("SMITH-JONES") get ordinary case; initials and short names stay.
fn without_shouting(text: String) -> String {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let word = text.split(|c: char| !c.is_alphabetic()).map(|word| word.chars().count()).max();
    if letters < 4 || word < Some(4) || text.chars().any(char::is_lowercase) {
        return text;
    }
    let mut start = true;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphabetic() && !start {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
        start = !c.is_alphabetic();
    }
    out
}

/// The bare iD of an ORCID address.
fn orcid(text: &str) -> Option<String> {
    let id = text.trim().trim_end_matches('/').rsplit('/').next()?.to_ascii_uppercase();
    let groups: Vec<&str> = id.split('-').collect();
    let well_formed = groups.len() == 4
        && groups.iter().all(|group| {
            group.len() == 4 && group.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X')
        });
    well_formed.then_some(id)
}

/// Sets `issued` and returns the other years that may be cited.
fn dates(value: &Value, record: &mut Record) -> Vec<i32> {
    let keys = ["issued", "published", "published-print", "published-online", "posted"];
    let known: Vec<PartialDate> =
        keys.iter().filter_map(|key| value.get(*key).and_then(date)).collect();
    // The day of registration is a stopgap: old works are registered decades later.
    let created = value.get("created").and_then(date);
    let issued = known.first().copied().or(created.map(|date| PartialDate::year(date.year)));
    if let Some(issued) = issued {
        record.dates.insert(DateVariable::Issued, Date::On(issued));
    }
    let event = value.get("event");
    if let Some(held) = event.and_then(|event| event.get("start")).and_then(date) {
        record.dates.insert(DateVariable::EventDate, Date::On(held));
    }
    let issue = value.get("journal-issue");
    let of_issue = ["published-print", "published-online"]
        .iter()
        .filter_map(|key| issue.and_then(|issue| issue.get(*key)).and_then(date));
    let mut years: Vec<i32> = known.iter().copied().chain(of_issue).map(|date| date.year).collect();
    // Registered within two years of publication: the year a reader of the first version saw.
    let registered = created.map(|date| date.year);
    years.extend(registered.filter(|year| years.iter().any(|other| (other - year).abs() <= 2)));
    years.sort_unstable();
    years.dedup();
    years.retain(|year| Some(*year) != issued.map(|date| date.year));
    years
}

/// `{"date-parts": [[2008, 7, 30]]}`; a null or absent year is no date.
fn date(value: &Value) -> Option<PartialDate> {
    let parts = value.get("date-parts")?.get(0)?.as_array()?;
    let part = |idx: usize| {
        let part = parts.get(idx)?;
        part.as_i64().or_else(|| part.as_str().and_then(|text| text.trim().parse().ok()))
    };
    let year = i32::try_from(part(0)?).ok().filter(|year| *year != 0 && year.abs() < 10_000)?;
    let small = |idx| part(idx).and_then(|number| u8::try_from(number).ok());
    Some(PartialDate::new(year, small(1), small(2)))
}

/// The statements about this work. `update-to` is the opposite direction: what this work says about
/// another one.
fn updates(value: &Value) -> Vec<Update> {
    let mut updates: Vec<Update> = Vec::new();
    for item in value.get("updated-by").and_then(Value::as_array).into_iter().flatten() {
        let Some(kind) = string(item, "type") else { continue };
        let kind = kind.to_lowercase().replace(['-', ' '], "_");
        let doi = string(item, "DOI").unwrap_or_default().to_lowercase();
        let source = string(item, "source").unwrap_or_default();
        // Publisher and Retraction Watch often report the same statement.
        let known = updates.iter_mut().find(|known| known.kind == kind && known.doi == doi);
        match known {
            Some(known) if known.source.split(", ").all(|name| name != source) => {
                known.source = [known.source.as_str(), &source].join(", ");
            }
            Some(_) => {}
            None => {
                let date = item.get("updated").and_then(date);
                updates.push(Update { kind, doi, date, source });
            }
        }
    }
    let prefix = string(value, "title").map(|title| retraction_prefix(&title)).unwrap_or(false);
    if prefix && !updates.iter().any(Update::retracts) {
        let source = "title".to_owned();
        updates.push(Update {
            kind: "retraction".to_owned(),
            doi: String::new(),
            date: None,
            source,
        });
    }
    updates.sort_by_key(|update| (!update.retracts(), !update.doubts()));
    updates
}

/// "RETRACTED: ..." before a title says so; "Retraction" inside a title does not.
fn retraction_prefix(title: &str) -> bool {
    let plain = markup::rich_text(title).plain.to_lowercase();
    let head = plain.split_once(':').map_or("", |(head, _)| head.trim());
    matches!(head, "retracted" | "retracted article" | "withdrawn" | "removed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn odd_shapes_are_no_obstacle() {
        let candidate = work(&json!({
            "title": [], "issued": {"date-parts": [[null]]}, "author": [{"role": []}, {"name": "ATLAS"}],
            "published-online": {"date-parts": [[2013, 10]]}, "container-title": [], "page": 12,
        }));
        assert_eq!(candidate.record.year(), Some(2013));
        assert_eq!(
            candidate.record.people(NameVariable::Author),
            [Name::Institution("ATLAS".into())]
        );
        assert_eq!(candidate.record.number(NumberVariable::Page), Some("12"));
        assert_eq!(work(&Value::Null).source_id, "");
    }

    #[test]
    fn print_and_online_years_are_kept_apart() {
        let candidate = work(&json!({
            "issued": {"date-parts": [[2014, 1]]},
            "published-online": {"date-parts": [[2013, 10, 28]]},
            "created": {"date-parts": [[2013, 10, 25]]},
        }));
        assert_eq!((candidate.record.year(), candidate.other_years), (Some(2014), vec![2013]));
    }

    #[test]
    fn a_late_registration_is_no_year_to_cite() {
        let candidate = work(&json!({
            "issued": {"date-parts": [[1970]]}, "created": {"date-parts": [[2006, 10, 5]]},
        }));
        assert_eq!(candidate.other_years, Vec::<i32>::new());
    }

    #[test]
    fn subtitles_are_joined_once() {
        let title = |value| work(&value).record.text(TextVariable::Title).map(str::to_owned);
        let joined = title(json!({"title": ["Fit for Purpose?"], "subtitle": ["Models"]}));
        assert_eq!(joined.as_deref(), Some("Fit for Purpose? Models"));
        let contained = title(json!({"title": ["Steps: In Vitro"], "subtitle": ["in vitro"]}));
        assert_eq!(contained.as_deref(), Some("Steps: In Vitro"));
    }

    #[test]
    fn a_notice_is_not_retracted_and_a_retracted_work_is() {
        let notice = json!({"title": ["Retraction: A study"],
            "update-to": [{"DOI": "10.1/a", "type": "retraction"}]});
        assert_eq!(work(&notice).retraction(), None);
        let twice = json!({"updated-by": [
            {"DOI": "10.1/C", "type": "correction", "source": "publisher"},
            {"DOI": "10.1/B", "type": "retraction", "source": "publisher",
             "updated": {"date-parts": [[2010, 2, 6]]}},
            {"DOI": "10.1/b", "type": "retraction", "source": "retraction-watch"}]});
        let updates = work(&twice).updates;
        assert_eq!(updates.len(), 2);
        assert_eq!(updates[0].source, "publisher, retraction-watch");
        assert!(
            work(&json!({"title": ["Rapid Tooth Retraction: a trial"]})).retraction().is_none()
        );
        assert!(work(&json!({"title": ["RETRACTED: Hyperplasia"]})).retraction().is_some());
    }
}
