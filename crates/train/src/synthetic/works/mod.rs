//! [`Maker`]: records of works that do not exist, of fields that go together.

mod kinds;

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

    /// Makes a text of a rule of a language's word list; empty where it has no such rule.
    pub(super) fn make(&self, language: usize, rule: &str, random: &mut Random) -> String {
        self.grammars.get(language).map_or_else(String::new, |grammar| grammar.make(rule, random))
    }

    /// Makes what a footnote begins with, and the blank behind it.
    pub(super) fn signal(&self, language: usize, random: &mut Random) -> String {
        format!("{} ", self.make(language, "signal", random))
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
        self.maker.make(self.language, rule, self.random)
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
        // In German the second sentence of a book's title is its subtitle.
        let german = LANGUAGES.get(self.language).is_some_and(|language| language.code == "de");
        let (share, marks): (f64, &[&str]) = match self.record.item_type {
            ItemType::Book | ItemType::Thesis | ItemType::Report if german => {
                (0.2, &[": ", ". ", ". ", ". "])
            }
            _ => (0.06, &[": ", ". ", " – ", "? "]),
        };
        if self.random.chance(share) && !main.is_empty() {
            let main = main.trim_end_matches(['.', ',']).to_owned();
            let other = self.pooled(|pool| &pool.titles, "title");
            let mark = self.random.word(marks);
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
            let mut name = self.make("organization");
            if self.random.chance(0.08) {
                name.push_str(&numbers::in_brackets(&name));
            }
            NameList::complete(vec![Name::Institution(name)])
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
}
