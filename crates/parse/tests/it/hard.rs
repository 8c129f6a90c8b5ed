//! The 25 hard strings that people reported where other parsers fail. Expected values were read
//! off the strings by hand; a string counts when all of them hold.

use refsmith_parse::parse_str;

use crate::support::{field, shared};

/// Line, and fields with their values; `…` at either end stands for the rest of a title.
const EXPECTED: &[(usize, &[(&str, &str)])] = &[
    (
        1,
        &[
            ("type", "article-journal"),
            (
                "author",
                "Weaver, I. C.; Cervoni, N.; Champagne, F. A.; D’Alessio, A. C.; Sharma, S.; Seckl, J. R.; Meaney, M. J. [cut after 6]",
            ),
            ("page", "847"),
            ("issued", "2004"),
        ],
    ),
    (
        2,
        &[
            ("type", "article-journal"),
            ("page", "e2840"),
            ("volume", "3"),
            ("issue", "7"),
            ("container-title", "PloS one"),
        ],
    ),
    (
        3,
        &[
            ("type", "chapter"),
            ("title", "Relational trauma, brain development, and dissociation"),
            ("container-title", "Treating complex…therapeutic models"),
            ("page", "3-23"),
        ],
    ),
    (
        4,
        &[
            ("author", "Hassett, L [cut after 1]"),
            ("page", "269-277"),
            ("volume", "58"),
            ("issue", "5"),
            ("DOI", "10.1136/bjsports-2023-107123"),
        ],
    ),
    (
        5,
        &[
            ("author", "Martin, G.R.R.; Tolkien, J.R.R.; Adams, D."),
            ("publisher", "Unseen University Press"),
            ("publisher-place", "Sub-middle Earth"),
            ("issued", "2046"),
        ],
    ),
    (
        6,
        &[
            ("type", "book"),
            ("author", ""),
            ("editor", "BAJOS, Nathalie; BOZON, Michel"),
            ("publisher", "La Découverte"),
            ("publisher-place", "Paris"),
            ("issued", "2008"),
        ],
    ),
    (
        7,
        &[
            ("type", "report"),
            ("author", "{UNHCR}"),
            ("issued", "2015"),
            ("publisher-place", "Washington DC"),
            ("URL", "http://www.unhcr.org/5630f24c6.html"),
        ],
    ),
    (
        8,
        &[
            ("type", "webpage"),
            ("author", "{Cancer Council}"),
            ("issued", "2017"),
            ("accessed", "2018-05-21"),
            ("publisher", "Cancer Council"),
            ("title", "Causes of cancer"),
        ],
    ),
    (
        9,
        &[
            ("author", ""),
            ("title", "Nyfødte og fødsler (1997-)"),
            ("publisher", "Sundhedsdatastyrelsen"),
            ("issued", "2024"),
            ("accessed", "2024-12-12"),
        ],
    ),
    (
        10,
        &[
            ("author", "Deng, R.; Zhu, X.L."),
            ("title", "A Guandi…侯沐凯"),
            ("container-title", "Hakka Cultural Heritage Vision 客家文博"),
            ("volume", ""),
            ("issue", "3"),
            ("page", "60–64"),
        ],
    ),
    (
        11,
        &[
            ("title", "내부…영향"),
            ("volume", "22"),
            ("issue", "3"),
            ("page", "125-142"),
            ("issued", "2007"),
        ],
    ),
    (
        12,
        &[
            ("author", "Илиева, Лилия; Петков, Петко; Перчеклийски, Лъчезар"),
            ("publisher", "ЮЗУ „Неофит Рилски“"),
            ("publisher-place", "Благоевград"),
        ],
    ),
    (
        13,
        &[
            ("title", ""),
            ("container-title", "Appl. Phys. Lett."),
            ("volume", "93"),
            ("issued", "2008"),
            ("page", "041121"),
        ],
    ),
    (
        14,
        &[
            ("title", ""),
            ("container-title", "Commun. Math. Phys."),
            ("volume", "9"),
            ("page", "161"),
            ("author", "Dolan, P."),
        ],
    ),
    (
        15,
        &[
            ("title", ""),
            ("author", "Matta, J T [cut after 1]"),
            ("container-title", "Phys. Rev. Lett."),
            ("volume", "114"),
            ("page", "082501"),
        ],
    ),
    (
        16,
        &[
            ("author", "Kay, R.; Günterberg, B.; Holz, M.; Wolter, H.-J."),
            ("issued", "2003"),
            ("title", "Unternehmerinnen…"),
            ("publisher-place", "Berlin"),
        ],
    ),
    (
        17,
        &[
            ("type", "chapter"),
            ("title", "Umweltcontrolling…Leitfaden"),
            (
                "container-title",
                "Kommunales Öko-Audit. Umweltmanagement für Verwaltungen, Schulen und Hochschulen",
            ),
            ("editor", "Hasper, M.; Pinn, G.; Haenlein, L.; Rubelt, J."),
            ("publisher-place", "Berlin"),
            ("page", "31-45"),
        ],
    ),
    (
        18,
        &[
            ("author", "de la Torre, J.; García Lorca, F."),
            ("container-title", "Psychometrika"),
            ("page", "179–199"),
        ],
    ),
    (
        19,
        &[
            ("author", "{Statistisches Bundesamt}"),
            ("issued", "2009-11-25"),
            ("year-suffix", "a"),
            ("publisher-place", "Wiesbaden"),
        ],
    ),
    (
        20,
        &[
            ("type", "legal_case"),
            ("title", "Brown v. Board of Education"),
            ("volume", "347"),
            ("container-title", "U.S."),
            ("page", "483"),
            ("issued", "1954"),
        ],
    ),
    (
        21,
        &[
            ("type", "dataset"),
            ("author", "{World Bank}"),
            ("DOI", "10.57966/6rwy-0b07"),
            ("issued", "2023"),
        ],
    ),
    (
        22,
        &[
            ("title", "Interurban population distribution and commute modes"),
            ("DOI", "10.1007/s00168-016-0766-5"),
            ("volume", "57"),
            ("issue", "1"),
        ],
    ),
    (
        23,
        &[
            ("title", "…a videofluoroscopic analysis"),
            ("citation-number", "12"),
            ("PMID", "24568259"),
            ("volume", "44"),
            ("issue", "4"),
            ("page", "273-82"),
        ],
    ),
    (
        24,
        &[
            ("type", "article"),
            ("author", "van der Maaten, L.; Hinton, G."),
            ("issued", "2008"),
            ("archive", "arXiv"),
            ("archive_location", "0811.1234v2"),
        ],
    ),
    (
        25,
        &[
            (
                "author",
                "Manerkar, Yatin A.; Lustig, Daniel; Martonosi, Margaret; Pellauer, Michael",
            ),
            ("container-title", "50th International Symposium on Microarchitecture (MICRO)"),
            ("issued", "2017"),
        ],
    ),
];

#[test]
#[expect(clippy::disallowed_methods, reason = "reads the shared data")]
fn most_of_the_hard_strings_are_read() {
    let Some(path) = shared("refs/hard20.txt") else { return };
    let text = std::fs::read_to_string(path).expect("the file opens");
    let lines: Vec<&str> = text.lines().collect();
    let mut wrong = Vec::new();
    for (line, fields) in EXPECTED {
        let record = parse_str(lines.get(line - 1).copied().unwrap_or("")).record;
        let failed: Vec<String> = fields
            .iter()
            .filter(|(name, value)| !matches(&field(&record, name), value))
            .map(|(name, _)| format!("{name} = `{}`", field(&record, name)))
            .collect();
        if !failed.is_empty() {
            wrong.push(format!("line {line}: {}", failed.join(", ")));
        }
    }
    let right = EXPECTED.len() - wrong.len();
    println!("{right} of {} hard strings are read", EXPECTED.len());
    assert!(right >= 22, "{right} of {}:\n{}", EXPECTED.len(), wrong.join("\n"));
}

fn matches(found: &str, expected: &str) -> bool {
    match expected.split_once('…') {
        Some((start, end)) => found.starts_with(start) && found.ends_with(end),
        None => found == expected,
    }
}
