//! What each type of work has beside author, date and title.

use refsmith_model::{
    Date, DateVariable, ItemType, Name, NameList, NameVariable, NumberVariable, PartialDate,
    TextVariable,
};

use super::Work;
use crate::synthetic::language::{ENGLISH, LANGUAGES};
use crate::synthetic::numbers;

impl Work<'_, '_> {
    pub(super) fn article(&mut self) {
        let mut journal = self.pooled(|pool| &pool.journals, "journal");
        if self.random.chance(0.03) {
            journal.push_str(&numbers::in_brackets(&journal));
        }
        let short = numbers::abbreviated(&journal, self.random);
        // Many writers shorten journals where their style does not ask for it; in physics and
        // chemistry the title of the article is left out.
        let shortened = self.language == ENGLISH && self.random.chance(0.25);
        self.text(TextVariable::ContainerTitle, if shortened { &short } else { &journal });
        if self.language == ENGLISH && self.random.chance(0.05) {
            self.record.texts.remove(&TextVariable::Title);
        }
        self.text(TextVariable::ContainerTitleShort, short);
        if self.random.chance(0.95) {
            let volume = numbers::volume(self.random);
            self.number(NumberVariable::Volume, volume);
        }
        if self.random.chance(0.6) {
            let issue = match self.record.year() {
                // Weeklies and monthlies count by the year: "17/2004".
                Some(year) if self.language != ENGLISH && self.random.chance(0.1) => {
                    self.record.numbers.remove(&NumberVariable::Volume);
                    format!("{}/{year}", self.random.between(1, 52))
                }
                _ => numbers::issue(self.random),
            };
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

    pub(super) fn review(&mut self) {
        let reviewed = self.title();
        self.text(TextVariable::ReviewedTitle, reviewed);
        let people = self.people(&[(1, 9), (2, 1)]);
        self.record.names.insert(NameVariable::ReviewedAuthor, people);
        self.article();
    }

    fn book_title(&mut self) -> String {
        self.pooled(|pool| &pool.books, "booktitle")
    }

    pub(super) fn chapter(&mut self) {
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

    pub(super) fn entry(&mut self) {
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

    pub(super) fn conference_paper(&mut self) {
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

    pub(super) fn book(&mut self) {
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
        let place = if self.random.chance(0.2) { self.make("Place") } else { place };
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

    pub(super) fn thesis(&mut self) {
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

    pub(super) fn report(&mut self) {
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

    pub(super) fn webpage(&mut self) {
        if self.random.chance(0.55) {
            let site = self.make("site");
            self.text(TextVariable::ContainerTitle, site);
        }
        if self.random.chance(0.2) {
            let publisher = self.make("organization");
            self.text(TextVariable::Publisher, publisher);
        }
    }

    pub(super) fn newspaper(&mut self) {
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

    pub(super) fn legal_case(&mut self) {
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

    pub(super) fn legislation(&mut self) {
        if self.random.chance(0.6) {
            let number = numbers::docket(self.random);
            self.number(NumberVariable::Number, number);
        }
        if self.random.chance(0.4) {
            let volume = self.random.between(1, 130).to_string();
            self.number(NumberVariable::Volume, volume);
        }
    }

    pub(super) fn dataset(&mut self) {
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

    pub(super) fn speech(&mut self) {
        let event = self.make("conference");
        self.text(TextVariable::EventTitle, event);
        let place = self.make("Place");
        self.text(TextVariable::EventPlace, place);
    }

    pub(super) fn manuscript(&mut self) {
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

    pub(super) fn patent(&mut self) {
        let office = self.random.word(&["US", "EP", "DE", "WO", "JP"]);
        let number = format!("{office} {}", numbers::digits(self.random, 7));
        self.number(NumberVariable::Number, number);
    }

    pub(super) fn standard(&mut self) {
        let body = self.random.word(&["ISO", "DIN", "IEC", "IEEE", "EN", "ASTM"]);
        let number = format!("{body} {}", self.random.between(9, 29999));
        self.number(NumberVariable::Number, number);
        self.text(TextVariable::Publisher, body);
    }

    /// DOI, address, and when the address was looked at.
    pub(super) fn online(&mut self) {
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
