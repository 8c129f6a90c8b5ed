//! The sixteen references: their records as a parser gives them, and what they must become.

use refsmith_model::{
    Date, DateVariable, ItemType, Name, NameList, NameVariable, NumberVariable, PersonName, Record,
    TextVariable,
};

/// One reference: `Family, G.|Family, G.` (`…` where the list is cut), year, title, container,
/// volume, issue, page, and the DOI it must get.
pub(crate) struct Reference {
    pub(crate) number: usize,
    authors: &'static str,
    year: i32,
    title: &'static str,
    container: &'static str,
    place: (&'static str, &'static str, &'static str),
    pub(crate) doi: Option<&'static str>,
}

impl Reference {
    pub(crate) fn record(&self) -> Record {
        let chapter = self.doi.is_none();
        let item_type = if chapter { ItemType::Chapter } else { ItemType::ArticleJournal };
        let mut record = Record::new(format!("ref{:02}", self.number), item_type);
        let mut list = NameList::default();
        for name in self.authors.split('|') {
            match name.split_once(", ") {
                Some((family, given)) => {
                    list.names.push(Name::Person(PersonName::new(family, given)))
                }
                None => list.truncated_after = Some(list.names.len()),
            }
        }
        record.names.insert(NameVariable::Author, list);
        record.dates.insert(DateVariable::Issued, Date::from_year(self.year));
        record.texts.insert(TextVariable::Title, self.title.into());
        record.texts.insert(TextVariable::ContainerTitle, self.container.into());
        let (volume, issue, page) = self.place;
        for (variable, text) in [
            (NumberVariable::Volume, volume),
            (NumberVariable::Issue, issue),
            (NumberVariable::Page, page),
        ] {
            if !text.is_empty() {
                record.numbers.insert(variable, text.into());
            }
        }
        if page.starts_with('e') {
            record.numbers.insert(NumberVariable::Number, page.into());
        }
        record
    }

    /// The reference in one line, as printed.
    pub(crate) fn text(&self) -> String {
        let (volume, issue, page) = self.place;
        let issue = if issue.is_empty() { String::new() } else { format!("({issue})") };
        let place = if volume.is_empty() { String::new() } else { format!(" {volume}{issue},") };
        let authors = self.authors.replace('|', ", ");
        format!("{authors} ({}). {}. {},{place} {page}.", self.year, self.title, self.container)
    }
}

pub(crate) static REFERENCES: &[Reference] = &[
    Reference {
        number: 1,
        authors: "Feldman, R.",
        year: 2017,
        title: "The neurobiology of human attachments",
        container: "Trends in Cognitive Sciences",
        place: ("21", "2", "80-99"),
        doi: Some("10.1016/j.tics.2016.11.007"),
    },
    Reference {
        number: 2,
        authors: "Rilling, J. K.",
        year: 2014,
        title: "Comparative primate neuroimaging: insights into human brain evolution",
        container: "Trends in cognitive sciences",
        place: ("18", "1", "46-55"),
        doi: Some("10.1016/j.tics.2013.09.013"),
    },
    Reference {
        number: 3,
        authors: "Kundakovic, M.|Champagne, F. A.",
        year: 2015,
        title: "Early-life experience, epigenetics, and the developing brain",
        container: "Neuropsychopharmacology",
        place: ("40", "1", "141"),
        doi: Some("10.1038/npp.2014.140"),
    },
    Reference {
        number: 4,
        authors: "Feldman, R.",
        year: 2015,
        title: "The adaptive human parental brain: implications for children\u{2019}s social development",
        container: "Trends in neurosciences",
        place: ("38", "6", "387-399"),
        doi: Some("10.1016/j.tins.2015.04.004"),
    },
    Reference {
        number: 5,
        authors: "Feldman, R.",
        year: 2015,
        title: "Sensitive periods in human social development: New insights from research on oxytocin, synchrony, and high-risk parenting",
        container: "Development and Psychopathology",
        place: ("27", "2", "369-395"),
        doi: Some("10.1017/s0954579415000048"),
    },
    Reference {
        number: 6,
        authors: "Carter, C. S.",
        year: 2014,
        title: "Oxytocin pathways and the evolution of human behavior",
        container: "Annual review of psychology",
        place: ("65", "", "17-39"),
        doi: Some("10.1146/annurev-psych-010213-115110"),
    },
    Reference {
        number: 7,
        authors: "Feldman, R.",
        year: 2016,
        title: "The neurobiology of mammalian parenting and the biosocial context of human caregiving",
        container: "Hormones and Behavior",
        place: ("77", "", "3-17"),
        doi: Some("10.1016/j.yhbeh.2015.10.001"),
    },
    Reference {
        number: 8,
        authors: "Feldman, R.",
        year: 2012,
        title: "Oxytocin and social affiliation in humans",
        container: "Hormones and behavior",
        place: ("61", "3", "380-391"),
        doi: Some("10.1016/j.yhbeh.2012.01.008"),
    },
    Reference {
        number: 9,
        authors: "Feldman, R.",
        year: 2012,
        title: "Bio-behavioral synchrony: A model for integrating biological and microsocial behavioral processes in the study of parenting",
        container: "Parenting",
        place: ("12", "2-3", "154-164"),
        doi: Some("10.1080/15295192.2012.683342"),
    },
    Reference {
        number: 10,
        authors: "Love, T. M.",
        year: 2014,
        title: "Oxytocin, motivation and the role of dopamine",
        container: "Pharmacology Biochemistry and Behavior",
        place: ("119", "", "49-60"),
        doi: Some("10.1016/j.pbb.2013.06.011"),
    },
    Reference {
        number: 11,
        authors: "Ulmer-Yaniv, A.|Avitsur, R.|Kanat-Maymon, Y.|Schneiderman, I.|Zagoory-Sharon, O.|Feldman, R.",
        year: 2016,
        title: "Affiliation, reward, and immune biomarkers coalesce to support social synchrony during periods of bond formation in humans",
        container: "Brain, behavior, and immunity",
        place: ("56", "", "130-139"),
        doi: Some("10.1016/j.bbi.2016.02.017"),
    },
    Reference {
        number: 12,
        authors: "Cacioppo, J. T.|Cacioppo, S.|Capitanio, J. P.|Cole, S. W.",
        year: 2015,
        title: "The neuroendocrinology of social isolation",
        container: "Annual review of psychology",
        place: ("66", "", "733-767"),
        doi: Some("10.1146/annurev-psych-010814-015240"),
    },
    Reference {
        number: 13,
        authors: "Weaver, I. C.|Cervoni, N.|Champagne, F. A.|D\u{2019}Alessio, A. C.|Sharma, S.|Seckl, J. R.|…|Meaney, M. J.",
        year: 2004,
        title: "Epigenetic programming by maternal behavior",
        container: "Nature neuroscience",
        place: ("7", "8", "847"),
        doi: Some("10.1038/nn1276"),
    },
    Reference {
        number: 14,
        authors: "Feldman, R.",
        year: 2007,
        title: "Mother\u{2010}infant synchrony and the development of moral orientation in childhood and adolescence: Direct and indirect mechanisms of developmental continuity",
        container: "American Journal of Orthopsychiatry",
        place: ("77", "4", "582-597"),
        doi: Some("10.1037/0002-9432.77.4.582"),
    },
    Reference {
        number: 15,
        authors: "Akers, K. G.|Yang, Z.|DelVecchio, D. P.|Reeb, B. C.|Romeo, R. D.|McEwen, B. S.|Tang, A. C.",
        year: 2008,
        title: "Social competitiveness and plasticity of neuroendocrine function in old age: influence of neonatal novelty exposure and maternal care reliability",
        container: "PloS one",
        place: ("3", "7", "e2840"),
        doi: Some("10.1371/journal.pone.0002840"),
    },
    Reference {
        number: 16,
        authors: "Schore, A. N.",
        year: 2013,
        title: "Relational trauma, brain development, and dissociation",
        container: "Treating complex traumatic stress disorders in children and adolescents: Scientific foundations and therapeutic models",
        place: ("", "", "3-23"),
        doi: None,
    },
];
