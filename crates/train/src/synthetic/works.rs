//! [`Maker`]: records of works that do not exist, of fields that go together.

use refsmith_model::{
    Date, DateVariable, ItemType, Name, NameList, NameVariable, NumberVariable, PartialDate,
    PersonName, Record, TextVariable, record::Interval,
};

use super::grammar::Grammar;
use super::language::{ENGLISH, LANGUAGES};
use super::numbers;
use super::pools::{Pool, Pools};
use super::random::Random;

/// Types with their weights. Articles are frequent everywhere; what the labelled sets have little
/// of is more frequent here than in real lists.
const TYPES: &[(ItemType, u32)] = &[
    (ItemType::ArticleJournal, 270),
    (ItemType::Chapter, 230),
    (ItemType::Book, 220),
    (ItemType::Thesis, 45),
    (ItemType::Report, 60),
    (ItemType::Webpage, 50),
    (ItemType::PaperConference, 40),
    (ItemType::ArticleNewspaper, 25),
    (ItemType::EntryEncyclopedia, 10),
    (ItemType::ReviewBook, 8),
    (ItemType::LegalCase, 10),
    (ItemType::Legislation, 8),
    (ItemType::Dataset, 8),
    (ItemType::Software, 4),
    (ItemType::Speech, 6),
    (ItemType::Manuscript, 4),
    (ItemType::Patent, 4),
    (ItemType::Standard, 3),
];

/// Makes records.
pub(super) struct Maker<'a> {
    pools: &'a Pools,
    grammars: Vec<Grammar>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(pools: &'a Pools) -> Self {
        Self { pools, grammars: LANGUAGES.iter().map(super::language::Language::grammar).collect() }
    }

    /// Makes a record in a language.
    pub(super) fn record(&self, id: String, language: usize, random: &mut Random) -> Record {
        let item_type = random.weighted(TYPES).copied().unwrap_or_default();
        self.record_of(id, item_type, language, random)
    }

    /// Makes a record of a type.
    pub(super) fn record_of(
        &self,
        id: String,
        item_type: ItemType,
        language: usize,
        random: &mut Random,
    ) -> Record {
        let mut work = Work { maker: self, language, record: Record::new(id, item_type), random };
        work.text(TextVariable::Language, LANGUAGES.get(language).map_or("en", |l| l.code));
        work.fill();
        work.record
    }
}

/// A record that is being made.
struct Work<'a, 'r> {
    maker: &'a Maker<'a>,
    language: usize,
    record: Record,
    random: &'r mut Random,
}

impl Work<'_, '_> {
    fn fill(&mut self) {
        self.author();
        self.issued();
        let title = self.title();
        self.text(TextVariable::Title, title);
        match self.record.item_type {
            ItemType::ArticleJournal => self.article(),
            ItemType::ReviewBook => self.review(),
            ItemType::Chapter => self.chapter(),
            ItemType::EntryEncyclopedia => self.entry(),
            ItemType::PaperConference => self.conference_paper(),
            ItemType::Book => self.book(),
            ItemType::Thesis => self.thesis(),
            ItemType::Report => self.report(),
            ItemType::Webpage => self.webpage(),
            ItemType::ArticleNewspaper => self.newspaper(),
            ItemType::LegalCase => self.legal_case(),
            ItemType::Legislation => self.legislation(),
            ItemType::Dataset | ItemType::Software => self.dataset(),
            ItemType::Speech => self.speech(),
            ItemType::Manuscript => self.manuscript(),
            ItemType::Patent => self.patent(),
            ItemType::Standard => self.standard(),
            _ => {}
        }
        self.online();
    }

    fn pool(&self) -> Option<&'_ Pool> {
        self.maker.pools.of(self.language)
    }

    fn make(&mut self, rule: &str) -> String {
        let grammar = self.maker.grammars.get(self.language);
        grammar.map_or_else(String::new, |grammar| grammar.make(rule, self.random))
    }

    fn text(&mut self, variable: TextVariable, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.record.texts.insert(variable, value.as_str().into());
        }
    }

    fn number(&mut self, variable: NumberVariable, value: impl Into<String>) {
        self.record.numbers.insert(variable, value.into().as_str().into());
    }

    /// A field of the pool, or one made of the word list where the pool has few.
    fn pooled(&mut self, list: fn(&Pool) -> &Vec<String>, rule: &str) -> String {
        let maker = self.maker;
        let known = maker.pools.of(self.language).map(list);
        let count = known.map_or(0, Vec::len);
        let share = if count > 1000 { 0.85 } else { count as f64 / 1000.0 };
        match known.filter(|_| self.random.chance(share)) {
            Some(known) => self.random.pick(known).cloned().unwrap_or_default(),
            None => self.make(rule),
        }
    }

    fn title(&mut self) -> String {
        let title = self.pooled(|pool| &pool.titles, "title");
        let main = title.split(": ").next().unwrap_or_default();
        if self.random.chance(0.06) && !main.is_empty() {
            let main = main.trim_end_matches(['.', ',']).to_owned();
            let other = self.pooled(|pool| &pool.titles, "title");
            let mark = self.random.word(&[": ", ". ", " – ", "? "]);
            return format!("{main}{mark}{other}");
        }
        title
    }

    fn person(&mut self) -> PersonName {
        let people = self.pool().map_or(0, |pool| pool.people.len());
        let share = (people as f64 / 3000.0).min(0.7);
        if self.random.chance(share)
            && let Some(pool) = self.maker.pools.of(self.language)
            && let Some((family, given)) = self.random.pick(&pool.people)
        {
            return PersonName::new(family.clone(), given.clone());
        }
        let mut family = self.make("family");
        let mut given = self.make("given");
        if self.random.chance(0.05) {
            let other = self.make("family");
            family = format!("{family}-{other}");
        }
        if self.random.chance(0.15) && !self.unspaced() {
            let second = self.make("given");
            given = match second.chars().next() {
                Some(initial) if self.random.chance(0.7) => format!("{given} {initial}."),
                _ => format!("{given} {second}"),
            };
        }
        if self.random.chance(0.35) && !self.unspaced() {
            given = numbers::initials(&given);
        }
        let mut person = PersonName::new(family.clone(), given);
        let particle = ["von der ", "van der ", "van den ", "von ", "van ", "zur ", "de ", "af "];
        let known = particle.iter().find_map(|p| family.strip_prefix(p).map(|rest| (*p, rest)));
        if let Some((particle, rest)) = known {
            person.family = rest.to_owned();
            person.non_dropping_particle = Some(particle.trim_end().to_owned());
        }
        person
    }

    fn unspaced(&self) -> bool {
        LANGUAGES.get(self.language).is_some_and(super::language::Language::is_unspaced)
    }

    fn people(&mut self, weights: &[(usize, u32)]) -> NameList {
        let count = self.random.weighted(weights).copied().unwrap_or(1);
        let names = (0..count).map(|_| Name::Person(self.person())).collect();
        let mut list = NameList::complete(names);
        if self.random.chance(0.03) {
            list.truncated_after = Some(count);
        }
        list
    }

    fn author(&mut self) {
        let natural =
            matches!(self.record.item_type, ItemType::ArticleJournal) && self.language == ENGLISH;
        let few = [(1, 58), (2, 26), (3, 10), (4, 4), (5, 1), (7, 1)];
        let many = [(1, 30), (2, 26), (3, 18), (4, 11), (5, 6), (6, 4), (8, 3), (12, 2)];
        let organization: f64 = match self.record.item_type {
            ItemType::Report | ItemType::Webpage | ItemType::Dataset => 0.5,
            ItemType::Standard | ItemType::Legislation | ItemType::LegalCase => return,
            ItemType::Book => 0.06,
            ItemType::ArticleNewspaper if self.random.chance(0.3) => return,
            _ => 0.015,
        };
        let anonymous = matches!(self.record.item_type, ItemType::Webpage | ItemType::Book);
        if anonymous && self.random.chance(0.04) {
            return;
        }
        let list = if self.random.chance(organization) {
            NameList::complete(vec![Name::Institution(self.make("organization"))])
        } else {
            self.people(if natural { &many } else { &few })
        };
        self.record.names.insert(NameVariable::Author, list);
    }

    fn year(&mut self) -> i32 {
        let recent = self.random.below(45).min(self.random.below(45));
        let year = match self.random.below(100) {
            0..=4 => 1800 + self.random.below(120),
            5..=14 => 1920 + self.random.below(50),
            _ => 2022 - recent,
        };
        i32::try_from(year).unwrap_or(2000)
    }

    fn issued(&mut self) {
        let year = self.year();
        let day = PartialDate::new(year, Some(numbers::small(self.random, 12)), None);
        let full = PartialDate { day: Some(numbers::small(self.random, 28)), ..day };
        let date = match self.record.item_type {
            ItemType::ArticleNewspaper => Date::On(full),
            ItemType::Webpage | ItemType::Speech if self.random.chance(0.4) => Date::On(full),
            ItemType::Webpage if self.random.chance(0.25) => return,
            ItemType::ArticleJournal if self.random.chance(0.06) => Date::On(day),
            ItemType::Report | ItemType::Thesis if self.random.chance(0.1) => Date::On(day),
            ItemType::Book if self.random.chance(0.02) => {
                let end = PartialDate::year(year + 1 + i32::from(numbers::small(self.random, 9)));
                Date::Interval(Interval { start: Some(PartialDate::year(year)), end: Some(end) })
            }
            _ if self.random.chance(0.015) => Date::Literal(self.undated().to_owned()),
            _ => Date::from_year(year),
        };
        self.record.dates.insert(DateVariable::Issued, date);
        if self.random.chance(0.07) {
            let letter = self.random.word(&["a", "a", "b", "b", "c", "d"]);
            self.text(TextVariable::YearSuffix, letter);
        }
    }

    fn undated(&mut self) -> &'static str {
        match LANGUAGES.get(self.language).map(|language| language.code) {
            Some("de") => {
                self.random.word(&["o. J.", "im Erscheinen", "i. E.", "im Druck", "o.J."])
            }
            Some("fr") => self.random.word(&["s. d.", "à paraître", "sous presse"]),
            Some("sv") => self.random.word(&["u.å.", "under utgivning"]),
            Some("es" | "pt") => self.random.word(&["s. f.", "en prensa", "s. d."]),
            Some("it") => self.random.word(&["s. d.", "in corso di stampa"]),
            _ => self.random.word(&["in press", "forthcoming", "n.d.", "in preparation"]),
        }
    }

    fn article(&mut self) {
        let journal = self.pooled(|pool| &pool.journals, "journal");
        self.text(TextVariable::ContainerTitle, journal.clone());
        let short = numbers::abbreviated(&journal, self.random);
        self.text(TextVariable::ContainerTitleShort, short);
        if self.random.chance(0.95) {
            let volume = numbers::volume(self.random);
            self.number(NumberVariable::Volume, volume);
        }
        if self.random.chance(0.6) {
            let issue = numbers::issue(self.random);
            self.number(NumberVariable::Issue, issue);
        }
        if self.random.chance(0.95) {
            let pages = numbers::pages(self.random);
            self.number(NumberVariable::Page, pages);
        }
        if self.random.chance(0.1) {
            let pmid = numbers::digits(self.random, 8);
            self.text(TextVariable::Pmid, pmid);
        }
    }

    fn review(&mut self) {
        let reviewed = self.title();
        self.text(TextVariable::ReviewedTitle, reviewed);
        let people = self.people(&[(1, 9), (2, 1)]);
        self.record.names.insert(NameVariable::ReviewedAuthor, people);
        self.article();
    }

    fn book_title(&mut self) -> String {
        self.pooled(|pool| &pool.books, "booktitle")
    }

    fn chapter(&mut self) {
        let book = self.book_title();
        self.text(TextVariable::ContainerTitle, book);
        match self.random.below(100) {
            0..=83 => {
                let editors = self.people(&[(1, 42), (2, 36), (3, 16), (4, 5), (6, 1)]);
                self.record.names.insert(NameVariable::Editor, editors);
            }
            84..=86 => self.same_editor(),
            87..=89 => {
                let authors = self.people(&[(1, 9), (2, 1)]);
                self.record.names.insert(NameVariable::ContainerAuthor, authors);
            }
            _ => {}
        }
        self.imprint();
        self.edition(0.05);
        self.series(0.08);
        if self.random.chance(0.92) {
            let pages = numbers::pages(self.random);
            self.number(NumberVariable::Page, pages);
        }
        if self.random.chance(0.05) {
            let volume = numbers::part(self.random);
            self.number(NumberVariable::Volume, volume);
        }
    }

    /// German usage for an author who edits the book as well.
    fn same_editor(&mut self) {
        if LANGUAGES.get(self.language).is_some_and(|language| language.code == "de") {
            let word = self.random.word(&["ders.", "dies.", "Ders.", "Dies.", "ders."]);
            let list = NameList::complete(vec![Name::Institution(word.to_owned())]);
            self.record.names.insert(NameVariable::Editor, list);
        }
    }

    fn entry(&mut self) {
        let book = self.book_title();
        self.text(TextVariable::ContainerTitle, book);
        if self.random.chance(0.6) {
            let editors = self.people(&[(1, 5), (2, 4), (3, 1)]);
            self.record.names.insert(NameVariable::Editor, editors);
        }
        self.edition(0.2);
        self.imprint();
        let pages = numbers::pages(self.random);
        self.number(NumberVariable::Page, pages);
    }

    fn conference_paper(&mut self) {
        let conference = self.make("conference");
        if self.random.chance(0.7) {
            let pooled = self.random.chance(0.3);
            let container = if pooled { self.book_title() } else { conference.clone() };
            self.text(TextVariable::ContainerTitle, container);
            let pages = numbers::pages(self.random);
            self.number(NumberVariable::Page, pages);
            if self.random.chance(0.4) {
                self.imprint();
            }
            self.series(0.15);
        } else {
            self.text(TextVariable::EventTitle, conference);
        }
        if self.random.chance(0.5) {
            let place = self.make("Place");
            self.text(TextVariable::EventPlace, place);
        }
    }

    fn book(&mut self) {
        let edited = self.random.chance(0.22);
        let organized =
            matches!(self.record.people(NameVariable::Author), [Name::Institution(_), ..]);
        if edited && !organized {
            self.record.names.remove(&NameVariable::Author);
            let editors = self.people(&[(1, 40), (2, 36), (3, 18), (4, 6)]);
            self.record.names.insert(NameVariable::Editor, editors);
        }
        self.imprint();
        self.edition(0.18);
        self.series(0.12);
        if self.random.chance(0.07) {
            let people = self.people(&[(1, 8), (2, 2)]);
            self.record.names.insert(NameVariable::Translator, people);
            if self.random.chance(0.5) {
                let year = self.year();
                self.record.dates.insert(DateVariable::OriginalDate, Date::from_year(year));
            }
        }
        if self.random.chance(0.08) {
            let volume = numbers::part(self.random);
            self.number(NumberVariable::Volume, volume);
        }
        if self.random.chance(0.04) {
            let count = self.random.between(2, 12).to_string();
            self.number(NumberVariable::NumberOfVolumes, count);
        }
        if self.random.chance(0.06) {
            let count = self.random.between(48, 900).to_string();
            self.number(NumberVariable::NumberOfPages, count);
        }
        if self.random.chance(0.05) {
            let isbn = numbers::isbn(self.random);
            self.text(TextVariable::Isbn, isbn);
        }
    }

    /// Place and publisher; one of them is often missing.
    fn imprint(&mut self) {
        let known = self.maker.pools.of(self.language).map(|pool| &pool.publishers);
        let share = known.map_or(0.0, |known| (known.len() as f64 / 600.0).min(0.6));
        let pooled = known.filter(|_| self.random.chance(share));
        let (place, publisher) = match pooled.and_then(|known| self.random.pick(known)) {
            Some(pair) => pair.clone(),
            None => {
                let made = self.make("publisher");
                let (place, publisher) = made.split_once(" = ").unwrap_or(("", &made));
                (place.to_owned(), publisher.to_owned())
            }
        };
        let (with_place, with_publisher) = match self.random.below(100) {
            0..=69 => (true, true),
            70..=85 => (true, false),
            86..=96 => (false, true),
            _ => (false, false),
        };
        if with_place {
            self.text(TextVariable::PublisherPlace, place);
        }
        if with_publisher {
            self.text(TextVariable::Publisher, publisher);
        }
    }

    fn edition(&mut self, probability: f64) {
        if self.random.chance(probability) {
            let edition = self.random.between(1, 9).to_string();
            self.number(NumberVariable::Edition, edition);
        }
    }

    fn series(&mut self, probability: f64) {
        if self.random.chance(probability) {
            let series = self.make("series");
            self.text(TextVariable::CollectionTitle, series);
            if self.random.chance(0.6) {
                let number = self.random.between(1, 400).to_string();
                self.number(NumberVariable::CollectionNumber, number);
            }
        }
    }

    fn thesis(&mut self) {
        let genre = self.make("thesis");
        self.text(TextVariable::Genre, genre);
        if self.random.chance(0.9) {
            let university = self.make("university");
            self.text(TextVariable::Publisher, university);
        }
        if self.random.chance(0.35) {
            let place = self.make("Place");
            self.text(TextVariable::PublisherPlace, place);
        }
    }

    fn report(&mut self) {
        if self.random.chance(0.75) {
            let genre = self.make("report");
            self.text(TextVariable::Genre, genre);
        }
        if self.random.chance(0.7) {
            let number = numbers::report(self.random);
            self.number(NumberVariable::Number, number);
        }
        if self.random.chance(0.6) {
            let rule = self.random.word(&["organization", "university"]);
            let publisher = self.make(rule);
            self.text(TextVariable::Publisher, publisher);
        } else {
            self.imprint();
        }
        if self.random.chance(0.4) {
            let place = self.make("Place");
            self.text(TextVariable::PublisherPlace, place);
        }
        self.series(0.1);
    }

    fn webpage(&mut self) {
        if self.random.chance(0.55) {
            let site = self.make("site");
            self.text(TextVariable::ContainerTitle, site);
        }
        if self.random.chance(0.2) {
            let publisher = self.make("organization");
            self.text(TextVariable::Publisher, publisher);
        }
    }

    fn newspaper(&mut self) {
        let newspaper = self.make("newspaper");
        self.text(TextVariable::ContainerTitle, newspaper);
        if self.random.chance(0.3) {
            let issue = self.random.between(1, 300).to_string();
            self.number(NumberVariable::Issue, issue);
        }
        if self.random.chance(0.6) {
            let page = self.random.between(1, 60).to_string();
            self.number(NumberVariable::Page, page);
        }
    }

    fn legal_case(&mut self) {
        let (one, other) = (self.make("family"), self.make("family"));
        if self.language == ENGLISH {
            let other = match self.random.below(3) {
                0 => self.make("Place"),
                1 => "State".to_owned(),
                _ => other,
            };
            let name = format!("{one} v. {other}");
            self.text(TextVariable::Title, name);
        }
        let reporter = self.make("court");
        if self.random.chance(0.6) {
            self.text(TextVariable::ContainerTitle, reporter);
            let volume = self.random.between(1, 600).to_string();
            self.number(NumberVariable::Volume, volume);
            let page = self.random.between(1, 1200).to_string();
            self.number(NumberVariable::Page, page);
        } else {
            self.text(TextVariable::Authority, reporter);
            let number = numbers::docket(self.random);
            self.number(NumberVariable::Number, number);
        }
    }

    fn legislation(&mut self) {
        if self.random.chance(0.6) {
            let number = numbers::docket(self.random);
            self.number(NumberVariable::Number, number);
        }
        if self.random.chance(0.4) {
            let volume = self.random.between(1, 130).to_string();
            self.number(NumberVariable::Volume, volume);
        }
    }

    fn dataset(&mut self) {
        let publisher = self.make("organization");
        self.text(TextVariable::Publisher, publisher);
        if self.random.chance(0.5) {
            let version = format!("{}.{}", self.random.between(1, 9), self.random.below(10));
            self.number(NumberVariable::Version, version);
        }
        if self.random.chance(0.3) {
            let medium = self.random.word(&["Data set", "Dataset", "CD-ROM", "Datensatz"]);
            self.text(TextVariable::Genre, medium);
        }
    }

    fn speech(&mut self) {
        let event = self.make("conference");
        self.text(TextVariable::EventTitle, event);
        let place = self.make("Place");
        self.text(TextVariable::EventPlace, place);
    }

    fn manuscript(&mut self) {
        let genre = match LANGUAGES.get(self.language).map(|language| language.code) {
            Some("de") => self.random.word(&["Manuskript", "unveröff. Ms.", "Typoskript", "Ms."]),
            Some("fr") => self.random.word(&["manuscrit", "document non publié"]),
            _ => self.random.word(&["Unpublished manuscript", "Manuscript", "mimeo"]),
        };
        self.text(TextVariable::Genre, genre);
        if self.random.chance(0.6) {
            let university = self.make("university");
            self.text(TextVariable::Publisher, university);
        }
    }

    fn patent(&mut self) {
        let office = self.random.word(&["US", "EP", "DE", "WO", "JP"]);
        let number = format!("{office} {}", numbers::digits(self.random, 7));
        self.number(NumberVariable::Number, number);
    }

    fn standard(&mut self) {
        let body = self.random.word(&["ISO", "DIN", "IEC", "IEEE", "EN", "ASTM"]);
        let number = format!("{body} {}", self.random.between(9, 29999));
        self.number(NumberVariable::Number, number);
        self.text(TextVariable::Publisher, body);
    }

    /// DOI, address, and when the address was looked at.
    fn online(&mut self) {
        let (doi, url) = match self.record.item_type {
            ItemType::Webpage => (0.0, 1.0),
            ItemType::Dataset | ItemType::Software => (0.4, 0.6),
            ItemType::ArticleJournal => (0.22, 0.06),
            ItemType::Report => (0.04, 0.4),
            ItemType::ArticleNewspaper => (0.0, 0.35),
            ItemType::Thesis => (0.02, 0.2),
            ItemType::Chapter | ItemType::PaperConference => (0.08, 0.03),
            _ => (0.02, 0.03),
        };
        if self.random.chance(doi) {
            let doi = numbers::doi(self.random);
            self.text(TextVariable::Doi, doi);
        }
        if self.random.chance(url) {
            let url = numbers::url(self.random);
            self.text(TextVariable::Url, url);
            if self.random.chance(0.6) {
                let year = i32::try_from(2000 + self.random.below(25)).unwrap_or(2020);
                let month = Some(numbers::small(self.random, 12));
                let day = Some(numbers::small(self.random, 28));
                let date = Date::On(PartialDate::new(year, month, day));
                self.record.dates.insert(DateVariable::Accessed, date);
            }
        }
    }
}
