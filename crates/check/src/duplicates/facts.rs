//! What of a record tells whether it is the same work as another.

use std::collections::BTreeSet;

use refsmith_model::text::unicode::{comparison_key, fold, words};
use refsmith_model::{
    Date, DateVariable, ItemType, Name, NameVariable, Number, NumberVariable, Record, TextVariable,
};

/// Folded titles that many works share; such records need the same place of printing as well.
const SHARED_TITLES: &[&str] = &[
    "abstract",
    "abstracts",
    "acknowledgments",
    "addendum",
    "afterword",
    "bibliography",
    "bookreview",
    "bookreviews",
    "bookreviewsection",
    "commentary",
    "comment",
    "comments",
    "conclusion",
    "conclusions",
    "contents",
    "correction",
    "corrections",
    "correspondence",
    "corrigendum",
    "discussion",
    "editorial",
    "editorials",
    "editorialboard",
    "epilogue",
    "errata",
    "erratum",
    "foreword",
    "frontmatter",
    "fromtheeditor",
    "index",
    "inbrief",
    "inmemoriam",
    "inthisissue",
    "introduction",
    "introductiontothespecialissue",
    "letter",
    "letters",
    "lettertotheeditor",
    "letterstotheeditor",
    "news",
    "newsandviews",
    "obituary",
    "overview",
    "preface",
    "prologue",
    "references",
    "rejoinder",
    "replytocomments",
    "reply",
    "response",
    "retraction",
    "review",
    "reviews",
    "summary",
    "untitled",
];

/// Bytes below which a title is too short to name one work: four Chinese characters.
const SHORT_TITLE: usize = 12;

/// Why two records are one work, and how sure that is.
pub(super) struct Likeness {
    pub(super) reasons: Vec<String>,
    /// Probability in [0, 1].
    pub(super) confidence: f32,
}

/// The facts about one record, folded for comparison. An empty text is an unknown fact.
pub(super) struct Facts {
    item_type: ItemType,
    title: String,
    title_words: Vec<String>,
    /// Family name of the first author or editor, without particle, and the initial.
    author: String,
    initial: Option<char>,
    year: Option<i32>,
    /// Month, and day where it is known.
    day: Option<(u8, Option<u8>)>,
    container: Vec<String>,
    volume: String,
    first_page: String,
    doi: String,
    pmid: String,
    pmcid: String,
    /// What tells parts, editions and versions of one work apart: same place, same meaning.
    parts: [String; 6],
}

impl Facts {
    pub(super) fn of(record: &Record) -> Self {
        let text = |name| record.text(name).map(comparison_key).unwrap_or_default();
        let number = |name| record.number(name).map(number_key).unwrap_or_default();
        let title = record.text(TextVariable::Title).unwrap_or("");
        let title_words = words(&title.replace('&', " and "));
        let (author, initial) = first_author(record);
        let container = record.text(TextVariable::ContainerTitle).unwrap_or("");
        Self {
            item_type: record.item_type,
            title: title_words.concat(),
            title_words,
            author,
            initial,
            year: record.year(),
            day: day(record),
            container: words(container),
            volume: number(NumberVariable::Volume),
            first_page: record.number(NumberVariable::Page).map(first_page).unwrap_or_default(),
            doi: record.doi().map(|doi| doi.as_str().to_owned()).unwrap_or_default(),
            pmid: text(TextVariable::Pmid).trim_start_matches("pmid").to_owned(),
            pmcid: text(TextVariable::Pmcid).trim_start_matches("pmcid").to_owned(),
            parts: [
                number(NumberVariable::Edition),
                number(NumberVariable::Number),
                number(NumberVariable::PartNumber),
                number(NumberVariable::Issue),
                text(TextVariable::PartTitle),
                text(TextVariable::VolumeTitle),
            ],
        }
    }

    /// Returns the keys of the blocks in which this record is compared with others, as hashes: two
    /// records that meet by a collision are compared like any others, and found different.
    pub(super) fn block_keys(&self) -> Vec<u64> {
        let ids = [("doi", &self.doi), ("pmid", &self.pmid), ("pmcid", &self.pmcid)];
        let mut keys: Vec<u64> = ids
            .iter()
            .filter(|(_, id)| !id.is_empty())
            .map(|(kind, id)| hash(&[kind, id]))
            .collect();
        let Self { title, author, volume, first_page, .. } = self;
        if !title.is_empty() {
            // Columns with one heading would make one huge block.
            let place =
                if self.has_shared_title() { [volume.as_str(), first_page] } else { ["", ""] };
            keys.push(hash(&["title", title, author, place[0], place[1]]));
        }
        if !author.is_empty() && !volume.is_empty() && !first_page.is_empty() {
            keys.push(hash(&["place", author, volume, first_page]));
        }
        keys
    }

    /// Returns the order within a block: records that may be one work stand together.
    pub(super) fn order(&self) -> (Option<i32>, &str, &str, &str) {
        (self.year, &self.volume, &self.first_page, &self.title)
    }

    /// Returns why the two records are one work, if they are.
    pub(super) fn likeness(&self, other: &Self) -> Option<Likeness> {
        let mut reasons = Vec::new();
        let mut confidence: f32 = 0.0;
        let ids = [
            ("DOI", &self.doi, &other.doi, 0.99),
            ("PMID", &self.pmid, &other.pmid, 0.99),
            ("PMCID", &self.pmcid, &other.pmcid, 0.99),
        ];
        for (name, ours, theirs, sure) in ids {
            if !ours.is_empty() && ours == theirs && self.titles_are_alike(other) {
                reasons.push(format!("same {name} `{ours}`"));
                confidence = confidence.max(sure);
            }
        }
        let same_place = self.same_place(other);
        let same_title = !self.title.is_empty() && self.title == other.title;
        let years_agree = years_agree(self.year, other.year);
        if !self.contradicts(other) && self.same_author(other) && years_agree != Some(false) {
            if same_title && (same_place || self.is_title_enough(other)) {
                let (year, sure) = match years_agree {
                    Some(true) if self.year == other.year => (" and year", 0.93),
                    Some(_) => (" and nearly the same year", 0.85),
                    None => ("", 0.8),
                };
                let author = if self.author.is_empty() {
                    "title and container"
                } else {
                    "title, first author"
                };
                let author =
                    if year.is_empty() { author.replace(',', " and") } else { author.into() };
                reasons.push(format!("same {author}{year}"));
                // One title at two conferences may be one paper, or a talk given twice.
                let sure = if self.containers_agree(other) { sure } else { 0.7 };
                confidence = confidence.max(if same_place { 0.98 } else { sure });
            } else if same_place && self.titles_are_alike(other) && self.containers_agree(other) {
                reasons.push("same first author, volume and first page".into());
                confidence = confidence.max(0.95);
            }
        }
        (!reasons.is_empty()).then_some(Likeness { reasons, confidence })
    }

    /// Returns the DOI that the two records share though they are different works.
    pub(super) fn shared_doi(&self, other: &Self) -> Option<&str> {
        let shared = !self.doi.is_empty() && self.doi == other.doi;
        (shared && !self.titles_are_alike(other)).then_some(self.doi.as_str())
    }

    /// Tells whether the two cannot be one work, whatever else agrees.
    pub(super) fn contradicts(&self, other: &Self) -> bool {
        if !self.doi.is_empty() && self.doi == other.doi {
            return false;
        }
        let same_place = self.same_place(other);
        let types_differ = self.item_type != other.item_type
            && ![self.item_type, other.item_type].contains(&ItemType::Document);
        let differ =
            |ours: &str, theirs: &str| !ours.is_empty() && !theirs.is_empty() && ours != theirs;
        let parts_differ = self.parts.iter().zip(&other.parts).any(|(a, b)| differ(a, b));
        types_differ
            || parts_differ
            || differ(&self.volume, &other.volume)
            || differ(&self.first_page, &other.first_page)
            // Registers now and then give two DOIs to one article.
            || (differ(&self.doi, &other.doi) && !same_place)
            || self.is_serial() && !same_place && !self.containers_agree(other)
            || self.is_dated() && self.days_differ(other)
    }

    /// Tells whether title, author and year say enough without volume and page.
    fn is_title_enough(&self, other: &Self) -> bool {
        let named = !self.author.is_empty() && !other.author.is_empty();
        let same_container = !self.container.is_empty() && self.container == other.container;
        !self.has_shared_title() && (named || same_container && self.year == other.year)
    }

    fn has_shared_title(&self) -> bool {
        self.title.len() < SHORT_TITLE || SHARED_TITLES.contains(&self.title.as_str())
    }

    /// Tells whether volume and first page are known and the same.
    fn same_place(&self, other: &Self) -> bool {
        let known = !self.volume.is_empty() && !self.first_page.is_empty();
        known && self.volume == other.volume && self.first_page == other.first_page
    }

    fn same_author(&self, other: &Self) -> bool {
        let initials = self.initial.zip(other.initial);
        self.author == other.author && initials.is_none_or(|(ours, theirs)| ours == theirs)
    }

    /// Tells whether the titles can be one: equal, one the beginning of the other, or a third of
    /// the words shared, which leaves room for misspellings. An unknown title can be any.
    fn titles_are_alike(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.title, &other.title);
        if ours.is_empty() || theirs.is_empty() {
            return true;
        }
        let shorter = ours.len().min(theirs.len());
        let begins = shorter >= SHORT_TITLE
            && (ours.starts_with(theirs.as_str()) || theirs.starts_with(ours.as_str()));
        if begins || ours == theirs {
            return true;
        }
        let ours: BTreeSet<&String> = self.title_words.iter().collect();
        let theirs: BTreeSet<&String> = other.title_words.iter().collect();
        3 * ours.intersection(&theirs).count() >= ours.union(&theirs).count()
    }

    /// Tells whether the containers can be one: equal, one short for the other, or unknown.
    fn containers_agree(&self, other: &Self) -> bool {
        let (short, long) = if self.container.len() <= other.container.len() {
            (&self.container, &other.container)
        } else {
            (&other.container, &self.container)
        };
        if short.is_empty() || abbreviates(short, long) || abbreviates(long, short) {
            return true;
        }
        let initials: String = long.iter().filter_map(|word| word.chars().next()).collect();
        let major = long.iter().filter(|word| !matches!(word.as_str(), "of" | "the" | "and"));
        let major: String = major.filter_map(|word| word.chars().next()).collect();
        matches!(short.as_slice(), [word] if *word == initials || *word == major)
    }

    fn is_serial(&self) -> bool {
        use ItemType as T;
        matches!(
            self.item_type,
            T::ArticleJournal
                | T::ArticleMagazine
                | T::ArticleNewspaper
                | T::Chapter
                | T::EntryDictionary
                | T::EntryEncyclopedia
        )
    }

    fn days_differ(&self, other: &Self) -> bool {
        self.day.zip(other.day).is_some_and(|((our_month, our_day), (month, day))| {
            our_month != month || our_day.zip(day).is_some_and(|(ours, theirs)| ours != theirs)
        })
    }

    /// Tells whether works of this type appear day by day under the same heading, or are
    /// given several times.
    fn is_dated(&self) -> bool {
        use ItemType as T;
        matches!(
            self.item_type,
            T::ArticleMagazine
                | T::ArticleNewspaper
                | T::Broadcast
                | T::Document
                | T::Event
                | T::Performance
                | T::Speech
                | T::Post
                | T::PostWeblog
                | T::PersonalCommunication
                | T::Interview
        )
    }
}

/// Hashes texts one after the other (FNV-1a). The standard hasher may change with the compiler, and
/// the order of the blocks decides which of several possible clusters are made.
fn hash(texts: &[&str]) -> u64 {
    let separated = texts.iter().flat_map(|text| text.bytes().chain([0xFF]));
    separated.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Tells whether every word of `short` begins the next word of `long` that it can stand for.
fn abbreviates(short: &[String], long: &[String]) -> bool {
    let mut wanted = short.iter().peekable();
    for word in long {
        if wanted.next_if(|short| word.starts_with(short.as_str())).is_none()
            && !matches!(word.as_str(), "of" | "the" | "and" | "in" | "for" | "on" | "de" | "der")
        {
            return false;
        }
    }
    wanted.peek().is_none()
}

/// Tells whether the years are the same or neighbors (advance publication); `None`: not known.
fn years_agree(ours: Option<i32>, theirs: Option<i32>) -> Option<bool> {
    ours.zip(theirs).map(|(ours, theirs)| ours.abs_diff(theirs) <= 1)
}

fn first_author(record: &Record) -> (String, Option<char>) {
    let roles = [NameVariable::Author, NameVariable::Editor];
    match roles.iter().find_map(|role| record.people(*role).first()) {
        None => (String::new(), None),
        // Anonymous works have no author in common.
        Some(name) if matches!(fold(name.family()).as_str(), "anonymous" | "anon" | "unknown") => {
            (String::new(), None)
        }
        Some(Name::Institution(name)) => (comparison_key(name), None),
        Some(Name::Person(person)) => {
            // Particles stand sometimes in the family name, sometimes beside it.
            let family = person.family.split_whitespace().next_back().unwrap_or("");
            let initial = person.given.as_deref().map(fold).and_then(|given| given.chars().next());
            (comparison_key(family), initial)
        }
    }
}

fn day(record: &Record) -> Option<(u8, Option<u8>)> {
    match record.dates.get(&DateVariable::Issued)? {
        Date::On(date) => date.month.map(|month| (month, date.day)),
        _ => None,
    }
}

/// Returns a number without leading zeros and punctuation.
fn number_key(text: &str) -> String {
    let key = comparison_key(text);
    let bare = key.trim_start_matches('0');
    if bare.is_empty() { key } else { bare.to_owned() }
}

fn first_page(text: &str) -> String {
    match Number::new(text).range() {
        Some((first, _)) => first.to_string(),
        None => {
            let first = text.split(|c: char| refsmith_model::text::unicode::is_dash(c) || c == ',');
            first.map(number_key).find(|page| !page.is_empty()).unwrap_or_default()
        }
    }
}
