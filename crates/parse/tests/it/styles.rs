//! References in many conventions, invented for the purpose, with values read off by hand.

use crate::support::check;

#[test]
fn articles() {
    check(
        "12. Miller AB, Stone C, et al. Walking in the rain. J Weather Res. 2012;34(5):67-89.",
        &[
            ("type", "article-journal"),
            ("author", "Miller, AB; Stone, C [cut after 2]"),
            ("title", "Walking in the rain"),
            ("container-title", "J Weather Res"),
            ("issued", "2012"),
            ("volume", "34"),
            ("issue", "5"),
            ("page", "67-89"),
            ("citation-number", "12"),
        ],
    );
    check(
        "A. B. Miller and C. van Dyk, “Rain on roofs,” J. Build. Phys., vol. 12, no. 3, pp. 1–9, Jul. 2003.",
        &[
            ("type", "article-journal"),
            ("author", "Miller, A. B.; van Dyk, C."),
            ("title", "Rain on roofs"),
            ("container-title", "J. Build. Phys."),
            ("issued", "2003-07"),
            ("volume", "12"),
            ("issue", "3"),
            ("page", "1–9"),
        ],
    );
    check(
        "A. Stone, Phys. Rev. Lett. 12, 345 (1999)",
        &[
            ("type", "article-journal"),
            ("author", "Stone, A."),
            ("container-title", "Phys. Rev. Lett."),
            ("issued", "1999"),
            ("volume", "12"),
            ("page", "345"),
        ],
    );
    check(
        "Berg, Anna (2003): Regen im Norden. Eine Skizze. In: Zeitschrift für Wetter, Jg. 26, H. 1, S. 29-45.",
        &[
            ("type", "article-journal"),
            ("author", "Berg, Anna"),
            ("title", "Regen im Norden. Eine Skizze"),
            ("container-title", "Zeitschrift für Wetter"),
            ("issued", "2003"),
            ("volume", "26"),
            ("issue", "1"),
            ("page", "29-45"),
        ],
    );
    check(
        "MARTIN Jeanne et DURAND Paul, « La pluie », Revue du temps, vol. 8, n° 4, juillet 2005, p. 7-19.",
        &[
            ("type", "article-journal"),
            ("author", "MARTIN, Jeanne; DURAND, Paul"),
            ("title", "La pluie"),
            ("container-title", "Revue du temps"),
            ("issued", "2005-07"),
            ("volume", "8"),
            ("issue", "4"),
            ("page", "7-19"),
        ],
    );
    check(
        "Stone, Clara, and Peter Miller. 2016. “Rain and Snow.” Annals of Weather 57 (1): 125–44.",
        &[
            ("type", "article-journal"),
            ("author", "Stone, Clara; Miller, Peter"),
            ("title", "Rain and Snow"),
            ("container-title", "Annals of Weather"),
            ("issued", "2016"),
            ("volume", "57"),
            ("issue", "1"),
            ("page", "125–44"),
        ],
    );
    check(
        "Stone, Clara. “Rain and Snow.” Explicit Weather 63.4 (2005): 234-237.",
        &[
            ("type", "article-journal"),
            ("author", "Stone, Clara"),
            ("title", "Rain and Snow"),
            ("container-title", "Explicit Weather"),
            ("issued", "2005"),
            ("volume", "63"),
            ("issue", "4"),
            ("page", "234-237"),
        ],
    );
}

#[test]
fn books_and_chapters() {
    check(
        "Stone, C. (2001). Is it raining? A history. Cambridge, MA: Harvard University Press.",
        &[
            ("type", "book"),
            ("author", "Stone, C."),
            ("issued", "2001"),
            ("title", "Is it raining? A history"),
            ("publisher", "Harvard University Press"),
            ("publisher-place", "Cambridge, MA"),
        ],
    );
    check(
        "Stone, C., & Berg, A. (Eds.). (2001). Handbook of rain (2nd ed.). London: Sage.",
        &[
            ("type", "book"),
            ("editor", "Stone, C.; Berg, A."),
            ("issued", "2001"),
            ("title", "Handbook of rain"),
            ("edition", "2"),
            ("publisher", "Sage"),
            ("publisher-place", "London"),
        ],
    );
    check(
        "Stone, C. (2001). Rain in towns. In A. Berg & D. Low (Eds.), Handbook of rain (pp. 3–23). New York: Springer.",
        &[
            ("type", "chapter"),
            ("author", "Stone, C."),
            ("editor", "Berg, A.; Low, D."),
            ("issued", "2001"),
            ("title", "Rain in towns"),
            ("container-title", "Handbook of rain"),
            ("page", "3–23"),
            ("publisher", "Springer"),
            ("publisher-place", "New York"),
        ],
    );
    check(
        "Berg, A. (1999): Regen, in: Stein, K.; Low, D. (Hg.): Das Wetter. Ein Handbuch, Berlin, 31-45",
        &[
            ("type", "chapter"),
            ("author", "Berg, A."),
            ("editor", "Stein, K.; Low, D."),
            ("issued", "1999"),
            ("title", "Regen"),
            ("container-title", "Das Wetter. Ein Handbuch"),
            ("page", "31-45"),
            ("publisher-place", "Berlin"),
        ],
    );
    check(
        "MARTIN Jeanne et DURAND Paul (dir.), Les pluies. Une histoire, Paris, La Découverte, 2008.",
        &[
            ("type", "book"),
            ("editor", "MARTIN, Jeanne; DURAND, Paul"),
            ("title", "Les pluies. Une histoire"),
            ("issued", "2008"),
            ("publisher", "La Découverte"),
            ("publisher-place", "Paris"),
        ],
    );
}

#[test]
fn the_address_of_a_preprint_is_no_number() {
    check(
        "Stone, C., & Berg, A. (2020). Seeing rain by radar. arXiv. https://doi.org/10.48550/arXiv.2001.02345",
        &[
            ("type", "article"),
            ("author", "Stone, C.; Berg, A."),
            ("issued", "2020"),
            ("title", "Seeing rain by radar"),
            ("container-title", "arXiv"),
            ("DOI", "10.48550/arxiv.2001.02345"),
        ],
    );
    check(
        "Stone, C., & Berg, A. (2020). Seeing rain by radar (arXiv:2001.02345). arXiv. https://doi.org/10.48550/arXiv.2001.02345",
        &[
            ("type", "article"),
            ("author", "Stone, C.; Berg, A."),
            ("issued", "2020"),
            ("title", "Seeing rain by radar"),
            ("archive", "arXiv"),
            ("archive_location", "2001.02345"),
            ("DOI", "10.48550/arxiv.2001.02345"),
        ],
    );
}

#[test]
fn web_pages_data_and_preprints() {
    check(
        "World Bank. (2023). Rain by country [Data set]. https://doi.org/10.1000/abcd-0b07",
        &[
            ("type", "dataset"),
            ("author", "{World Bank}"),
            ("issued", "2023"),
            ("title", "Rain by country"),
            ("DOI", "10.1000/abcd-0b07"),
        ],
    );
    check(
        "Berg, A. (2024). Rain by radar. Journal of Clouds. https://doi.org/10.1000/abcd",
        &[
            ("type", "article-journal"),
            ("author", "Berg, A."),
            ("issued", "2024"),
            ("title", "Rain by radar"),
            ("container-title", "Journal of Clouds"),
            ("DOI", "10.1000/abcd"),
        ],
    );
    check(
        "Stone, C. and Berg, A. Seeing rain by radar. arXiv:0901.2345v2 [cs.LG], 2009.",
        &[
            ("type", "article"),
            ("author", "Stone, C.; Berg, A."),
            ("issued", "2009"),
            ("title", "Seeing rain by radar"),
            ("archive", "arXiv"),
            ("archive_location", "0901.2345v2"),
        ],
    );
    check(
        "Rain Council 2017, Causes of rain, Rain Council, viewed 21 May 2018, <https://www.example.org/rain/>.",
        &[
            ("type", "webpage"),
            ("author", "{Rain Council}"),
            ("issued", "2017"),
            ("title", "Causes of rain"),
            ("publisher", "Rain Council"),
            ("accessed", "2018-05-21"),
            ("URL", "https://www.example.org/rain/"),
        ],
    );
    check(
        "Stone v. Board of Rain, 123 U.S. 456 (1901).",
        &[
            ("type", "legal_case"),
            ("title", "Stone v. Board of Rain"),
            ("issued", "1901"),
            ("volume", "123"),
            ("container-title", "U.S."),
            ("page", "456"),
        ],
    );
}

#[test]
fn traps() {
    // Initials that are words elsewhere, and a list that ends with a full stop behind initials.
    check(
        "Berg JA, Stone EI. Rain at sea. Weather. 2001;3(Suppl 1):S12-S20.",
        &[
            ("type", "article-journal"),
            ("author", "Berg, JA; Stone, EI"),
            ("title", "Rain at sea"),
            ("container-title", "Weather"),
            ("issued", "2001"),
            ("volume", "3"),
            ("issue", "Suppl 1"),
            ("page", "S12-S20"),
        ],
    );
    // The section of a journal glued to its volume.
    check(
        "A. Stone and U. Berg, Phys. Rev. D12, 034567 (2011).",
        &[
            ("type", "article-journal"),
            ("author", "Stone, A.; Berg, U."),
            ("container-title", "Phys. Rev. D"),
            ("issued", "2011"),
            ("volume", "12"),
            ("page", "034567"),
        ],
    );
    // Several places, one of them in a shortened form.
    check(
        "Berg, Anna (2003a): Der Regen. Eine Skizze. Frankfurt a. M./New York: Campus.",
        &[
            ("type", "book"),
            ("author", "Berg, Anna"),
            ("title", "Der Regen. Eine Skizze"),
            ("issued", "2003"),
            ("year-suffix", "a"),
            ("publisher", "Campus"),
            ("publisher-place", "Frankfurt a. M./New York"),
        ],
    );
    // Volume, issue and pages that only commas divide.
    check(
        "Berg, Anna (2003), The Rain, in: Journal of Weather, 49, 4, 31-46.",
        &[
            ("type", "article-journal"),
            ("author", "Berg, Anna"),
            ("title", "The Rain"),
            ("container-title", "Journal of Weather"),
            ("issued", "2003"),
            ("volume", "49"),
            ("issue", "4"),
            ("page", "31-46"),
        ],
    );
    // Whoever is named behind dashes wrote it with the author of the reference before.
    check(
        "—, and C. Stone, 2003: Rain in the hills. J. Climate, 3, 15-41.",
        &[
            ("type", "article-journal"),
            ("author", "Stone, C."),
            ("title", "Rain in the hills"),
            ("container-title", "J. Climate"),
            ("issued", "2003"),
            ("volume", "3"),
            ("page", "15-41"),
        ],
    );
}

#[test]
fn what_fits_nowhere_is_a_note() {
    let parsed = refsmith_parse::parse_str("");
    assert!(parsed.record.texts.is_empty());
    let parsed = refsmith_parse::parse_str(
        "Berg, A. (1999). On rain. London: Sage. Shelved below the window.",
    );
    let note = parsed.record.text(refsmith_model::TextVariable::Note);
    let all: String = parsed.record.texts.values().map(|text| text.plain.as_str()).collect();
    assert!(note.is_some() || all.contains("Shelved below the window"), "{:#?}", parsed.record);
}

#[test]
fn a_title_may_begin_with_a_single_letter() {
    let parsed =
        refsmith_parse::parse_str("Moor K. A new look at reeds. River Res. 2001;3(4):5-6.");
    let record = parsed.record;
    assert_eq!(record.text(refsmith_model::TextVariable::Title), Some("A new look at reeds"));
    assert_eq!(record.people(refsmith_model::NameVariable::Author).len(), 1);
}
