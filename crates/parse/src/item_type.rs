//! Which item type a record has: what it says of itself, then the words in its fields, then which
//! fields it has.

use std::cell::LazyCell;

use refsmith_model::text::unicode::find_word;
use refsmith_model::{
    Date, DateVariable, ItemType, Name, NameVariable, NumberVariable, Record, Span, TextVariable,
};

use crate::lexicon::{self, CONFERENCE, NEWSPAPER, REPORT, THESIS};

/// Words by which a genre, a medium or a word in brackets names the type.
const KINDS: &[(ItemType, &[&str])] = &[
    (
        ItemType::Dataset,
        &["data set", "dataset", "data file", "datensatz", "database", "jeu de données", "dataset"],
    ),
    (
        ItemType::Software,
        &[
            "software",
            "computer program",
            "mobile app",
            "r package",
            "python package",
            "source code",
            "logiciel",
            "programvara",
        ],
    ),
    (
        ItemType::MotionPicture,
        &[
            "film",
            "motion picture",
            "movie",
            "dvd",
            "video",
            "documentary",
            "spielfilm",
            "dokumentarfilm",
            "película",
            "vídeo",
        ],
    ),
    (
        ItemType::Broadcast,
        &[
            "television",
            "tv series",
            "tv episode",
            "radio",
            "podcast",
            "broadcast",
            "fernsehen",
            "rundfunk",
        ],
    ),
    (ItemType::Song, &["audio cd", "album", "song", "sound recording", "lp"]),
    (ItemType::MusicalScore, &["musical score", "sheet music", "partitur"]),
    (ItemType::Map, &["map", "karte", "landkarte", "carte topographique"]),
    (ItemType::Patent, &["patent", "patentschrift", "brevet"]),
    (ItemType::PostWeblog, &["blog post", "web log post", "weblog", "blog"]),
    (ItemType::Post, &["tweet", "facebook", "forum post", "instagram", "status update"]),
    (ItemType::Interview, &["interview"]),
    (
        ItemType::PersonalCommunication,
        &[
            "personal communication",
            "personal correspondence",
            "letter to",
            "e-mail",
            "persönliche mitteilung",
        ],
    ),
    (
        ItemType::Speech,
        &[
            "lecture",
            "speech",
            "keynote",
            "conference presentation",
            "poster presentation",
            "vortrag",
            "talk",
        ],
    ),
    (
        ItemType::ReviewBook,
        &["book review", "review of the book", "rezension", "compte rendu", "recension"],
    ),
    (ItemType::Article, &["preprint"]),
    (ItemType::Manuscript, &["unpublished manuscript", "manuscript", "manuskript", "typescript"]),
    (ItemType::Standard, &["standard", "norm"]),
    (ItemType::Graphic, &["painting", "photograph", "drawing", "gemälde"]),
];

/// Preprint servers, by the words that their names are made of.
const PREPRINTS: &[&str] = &[
    "arxiv",
    "biorxiv",
    "medrxiv",
    "chemrxiv",
    "psyarxiv",
    "ssrn",
    "research square",
    "osf preprints",
];

/// Beginnings of the DOIs that archives of data give.
const DATA_DOIS: &[&str] = &[
    "10.5061/",
    "10.1594/pangaea",
    "10.4232/",
    "10.3886/",
    "10.7910/dvn",
    "10.6084/m9.figshare",
    "10.17026/",
];

/// What the marks of the Chinese standard for references (GB/T 7714) stand for.
const MARKS: &[(&str, ItemType)] = &[
    ("M", ItemType::Book),
    ("C", ItemType::PaperConference),
    ("G", ItemType::Book),
    ("N", ItemType::ArticleNewspaper),
    ("J", ItemType::ArticleJournal),
    ("D", ItemType::Thesis),
    ("R", ItemType::Report),
    ("S", ItemType::Standard),
    ("P", ItemType::Patent),
    ("A", ItemType::Manuscript),
    ("CM", ItemType::Map),
    ("DB", ItemType::Dataset),
    ("DS", ItemType::Dataset),
    ("CP", ItemType::Software),
    ("EB", ItemType::Webpage),
];

/// The item type that a mark in brackets states: "[J]", "[M/OL]", with the medium behind the bar.
pub(crate) fn by_mark(mark: &str) -> Option<ItemType> {
    let inner = mark.strip_prefix('[')?.strip_suffix(']')?;
    let (kind, medium) = inner.split_once('/').map_or((inner, None), |(a, b)| (a, Some(b.trim())));
    let known = medium.is_none_or(|medium| matches!(medium, "OL" | "CD" | "DK" | "MT"));
    let found = MARKS.iter().find(|(letters, _)| known && *letters == kind.trim());
    found.map(|(_, kind)| *kind)
}

/// The first mark of a kind of work in a text, and where it stands.
pub(crate) fn marked(text: &str) -> Option<(ItemType, Span)> {
    text.match_indices('[').take(8).find_map(|(open, _)| {
        let tail = text.get(open..)?;
        let mark = tail.get(..=tail.find(']')?)?;
        Some((by_mark(mark)?, Span::new(open, open + mark.len())))
    })
}

/// Chooses the item type; `marked` is what a mark of the kind of work said.
pub(crate) fn choose(record: &Record, marked: Option<ItemType>) -> ItemType {
    match marked {
        // A part of a book carries the mark of the book.
        Some(ItemType::Book) if record.texts.contains_key(&TextVariable::ContainerTitle) => {
            return ItemType::Chapter;
        }
        Some(kind) => return kind,
        None => {}
    }
    if is_case(record) {
        return ItemType::LegalCase;
    }
    stated(record)
        .or_else(|| by_law(record))
        .or_else(|| by_archive(record))
        .unwrap_or_else(|| by_fields(record))
}

fn by_fields(record: &Record) -> ItemType {
    match record.text(TextVariable::ContainerTitle).filter(|title| !title.is_empty()) {
        Some(container) => contained(record, container),
        None => alone(record),
    }
}

/// "A v. B" with volume, reporter and page.
fn is_case(record: &Record) -> bool {
    let title = record.text(TextVariable::Title).unwrap_or("");
    let container = record.text(TextVariable::ContainerTitle).unwrap_or("");
    record.names.is_empty()
        && record.numbers.contains_key(&NumberVariable::Volume)
        && record.numbers.contains_key(&NumberVariable::Page)
        && !container.is_empty()
        && container.split(' ').count() <= 4
        && (title.contains(" v. ") || title.contains(" vs. "))
}

/// What genre, medium or a word in brackets behind the title say.
fn stated(record: &Record) -> Option<ItemType> {
    let genre = record.text(TextVariable::Genre).unwrap_or("").to_lowercase();
    if !genre.is_empty() {
        if is(&genre, THESIS) || genre.contains("ph.") {
            return Some(ItemType::Thesis);
        }
        if let Some(kind) = kind(&genre) {
            return Some(kind);
        }
        if is(&genre, REPORT) {
            return Some(ItemType::Report);
        }
    }
    let title = record.text(TextVariable::Title).unwrap_or("");
    let bracket = title.strip_suffix(']').and_then(|title| title.rsplit_once('['));
    if let Some(kind) = bracket.and_then(|(_, kind_text)| kind(&kind_text.to_lowercase())) {
        return Some(kind);
    }
    let medium = record.text(TextVariable::Medium).unwrap_or("").to_lowercase();
    if let Some(kind) = kind(&medium) {
        return Some(kind);
    }
    // The kind of a thesis may have been taken for its publisher or for a note.
    let school = [TextVariable::Publisher, TextVariable::Note, TextVariable::CollectionTitle];
    let thesis = || school.iter().filter_map(|variable| record.text(*variable)).any(is_thesis);
    (!record.texts.contains_key(&TextVariable::ContainerTitle) && thesis())
        .then_some(ItemType::Thesis)
}

fn kind(text: &str) -> Option<ItemType> {
    if text.is_empty() {
        return None;
    }
    let found = KINDS.iter().find(|(_, kinds)| {
        kinds.iter().any(|kind| {
            text.match_indices(kind).any(|(at, kind)| {
                let before = text.get(..at).and_then(|head| head.chars().next_back());
                let behind = text.get(at + kind.len()..).and_then(|tail| tail.chars().next());
                let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
                !letter(before) && (!letter(behind) || behind == Some('s'))
            })
        })
    });
    found.map(|(kind, _)| *kind)
}

fn is_thesis(text: &str) -> bool {
    let mut left = 8;
    find_word(text, |word| {
        left -= 1;
        let thesis = left >= 0
            && lexicon::flags(word) & THESIS != 0
            && !matches!(word, "mémoire" | "tesi" | "tese");
        thesis.then_some(())
    })
    .is_some()
}

/// Patents, laws and standards, by how their titles and numbers look.
fn by_law(record: &Record) -> Option<ItemType> {
    let title = record.text(TextVariable::Title).unwrap_or("");
    let number = record.number(NumberVariable::Number).unwrap_or("");
    let lower = title.to_lowercase();
    let named = [TextVariable::ContainerTitle, TextVariable::Publisher, TextVariable::Note]
        .iter()
        .filter_map(|variable| record.text(*variable))
        .any(|text| text.to_lowercase().contains("patent no") || text.contains("U.S. Patent"));
    let patent =
        ["u.s. patent", "us patent", "united states patent", "european patent", "patent no"];
    if named || lower.contains("patent") && patent.iter().any(|head| lower.contains(head)) {
        return Some(ItemType::Patent);
    }
    let first = title.split([' ', '/', '-']).next().unwrap_or("");
    let norm = matches!(first, "ISO" | "DIN" | "IEC" | "ASTM" | "ANSI" | "RFC" | "ÖNORM" | "BS");
    let numbered = title.bytes().any(|byte| byte.is_ascii_digit()) || !number.is_empty();
    if norm && numbered && !record.texts.contains_key(&TextVariable::ContainerTitle) {
        return Some(ItemType::Standard);
    }
    if record.names.contains_key(&NameVariable::Author) {
        return None;
    }
    let regulation =
        ["directive ", "regulation (e", "verordnung (e", "richtlinie ", "règlement (", "decreto "];
    if regulation.iter().any(|head| lower.starts_with(head)) && numbered {
        return Some(ItemType::Regulation);
    }
    let act = lower.contains(" act of ")
        || lower.contains("pub. l. no")
        || lower.starts_with("loi n")
        || lower.split(' ').rev().take(2).any(|word| word == "act") && numbered
        || lower.starts_with("gesetz ")
        || lower.contains("bgbl")
        || lower.starts_with("legge ");
    act.then_some(ItemType::Legislation)
}

/// Preprints, data and programs, by the archive that holds them.
fn by_archive(record: &Record) -> Option<ItemType> {
    let container = record.text(TextVariable::ContainerTitle).unwrap_or("").to_lowercase();
    let volume = record.numbers.contains_key(&NumberVariable::Volume);
    let preprint = PREPRINTS.iter().any(|server| container.contains(server));
    let arxiv = record.text(TextVariable::Archive) == Some("arXiv");
    if preprint && !volume || arxiv && container.is_empty() {
        return Some(ItemType::Article);
    }
    let doi = record.text(TextVariable::Doi).unwrap_or("").to_lowercase();
    if DATA_DOIS.iter().any(|head| doi.starts_with(head)) && !volume {
        return Some(ItemType::Dataset);
    }
    let url = record.text(TextVariable::Url).unwrap_or("");
    let code = ["github.com/", "gitlab.com/", "bitbucket.org/", "cran.r-project.org/package"];
    (code.iter().any(|host| url.contains(host)) && container.is_empty() && !is_published(record))
        .then_some(ItemType::Software)
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
    let words = LazyCell::new(|| Words::of(container));
    if !(volume && issue) && is_meeting(container, &words, volume && pages) {
        return ItemType::PaperConference;
    }
    if !issue && let Some(entry) = words.entry {
        return entry;
    }
    let report = !published && !pages && words.flags & REPORT != 0;
    if report || issue && !volume && !pages && published {
        return ItemType::Report;
    }
    if volume && !editors && !published || issue || volume && pages && !editors {
        return ItemType::ArticleJournal;
    }
    if is_exact(record) && words.flags & NEWSPAPER != 0 {
        return ItemType::ArticleNewspaper;
    }
    let book = editors || published || pages || volume;
    if !book && record.texts.contains_key(&TextVariable::Doi) {
        // Published ahead of its volume.
        return ItemType::ArticleJournal;
    }
    if !book && record.texts.contains_key(&TextVariable::Url) {
        return ItemType::Webpage;
    }
    ItemType::Chapter
}

/// Words for a meeting, which no journal has in its name; like all words here, folded.
const MEETINGS: &[&str] = &[
    "conference",
    "conf",
    "symposium",
    "symp",
    "workshop",
    "congress",
    "colloquium",
    "tagung",
    "tagungsband",
    "kongress",
    "konferenz",
    "colloque",
    "convegno",
    "congresso",
    "congreso",
    "jornadas",
    "meeting",
];

/// Words for a journal, which may have one of a meeting beside it: "History Workshop Journal".
const PERIODICALS: &[&str] =
    &["journal", "review", "zeitschrift", "revue", "rivista", "revista", "bulletin", "annals"];

/// Words for those who publish journals.
const LEARNED: &[&str] = &["academy", "society", "ieee"];

/// What the words of a container's title say of it.
#[derive(Default)]
struct Words {
    flags: u64,
    meeting: bool,
    periodical: bool,
    learned: bool,
    entry: Option<ItemType>,
}

impl Words {
    fn of(container: &str) -> Self {
        let mut words = Self::default();
        find_word(container, |word| {
            words.flags |= lexicon::flags(word);
            words.meeting |= MEETINGS.contains(&word);
            words.periodical |= PERIODICALS.contains(&word);
            words.learned |= LEARNED.contains(&word);
            words.entry = words.entry.or_else(|| entry(word));
            None::<()>
        });
        words
    }
}

/// Series that hold the papers of a meeting and do not say so.
const SERIES_OF_MEETINGS: &[&str] =
    &["neural information processing systems", "advances in cryptology"];

/// Whether a container holds the papers of a meeting. `placed` is whether it has a volume and pages
/// but no issue, as have journals that are called proceedings: "Proceedings of the Royal Society".
fn is_meeting(container: &str, words: &Words, placed: bool) -> bool {
    if words.meeting && !words.periodical {
        return true;
    }
    let lower = container.to_lowercase();
    if SERIES_OF_MEETINGS.iter().any(|series| lower.contains(series)) {
        return true;
    }
    let journal = placed && (words.learned || !lower.contains("proceedings of the"));
    // "Annual Review of Psychology" is a journal, whatever its first word says.
    words.flags & CONFERENCE != 0 && !journal && !lower.starts_with("annu")
}

/// Entries of works of reference.
fn entry(word: &str) -> Option<ItemType> {
    match word {
        "encyclopedia"
        | "encyclopaedia"
        | "enzyklopädie"
        | "encyclopédie"
        | "enciclopedia"
        | "wikipedia"
        | "uppslagsverk"
        | "nationalencyklopedin" => Some(ItemType::EntryEncyclopedia),
        "dictionary" | "wörterbuch" | "handwörterbuch" | "dictionnaire" | "dizionario"
        | "diccionario" | "ordbok" | "lexikon" | "lexicon" => Some(ItemType::EntryDictionary),
        _ => None,
    }
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
    let numbered = record.numbers.contains_key(&NumberVariable::Number) && is(title, REPORT);
    let online = url || record.texts.contains_key(&TextVariable::Doi);
    if numbered || published && institutional && online && !accessed {
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

/// Whether a container's title is that of a conference.
pub(crate) fn is_conference(container: &str) -> bool {
    is(container, CONFERENCE)
}

/// Whether one of the words has the flag.
fn is(text: &str, flag: u64) -> bool {
    find_word(text, |word| (lexicon::flags(word) & flag != 0).then_some(())).is_some()
}

fn is_exact(record: &Record) -> bool {
    match record.dates.get(&DateVariable::Issued) {
        Some(Date::On(date)) => date.month.is_some(),
        _ => false,
    }
}
