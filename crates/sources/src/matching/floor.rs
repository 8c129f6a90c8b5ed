//! What needs no weighing: references in which all that is printed is the candidate's, and that is
//! enough to tell it from others. How references of a kind look is what weights are fitted to; one
//! that leaves out the page is no worse for it.

use super::overlap::Overlap;

/// What a candidate reaches that explains everything, or all but one number.
const EXPLAINED: f32 = 0.8;

/// Returns the least that the candidate reaches.
pub(super) fn floor(overlap: &Overlap) -> f32 {
    if is_titled(overlap) && (explains_all(overlap) || explains_all_but_a_number(overlap)) {
        EXPLAINED
    } else {
        0.0
    }
}

/// Tells whether the whole of a title that is not short is printed behind the first author, and no
/// other words.
fn is_titled(o: &Overlap) -> bool {
    let others = [o.other_part, o.other_container, o.other_range, o.other_end];
    o.title >= 0.995
        && o.title_length >= 0.5
        && o.first_author == 1.0
        && o.unexplained <= 0.05
        && o.longest_run <= 0.15
        && others.iter().all(|other| *other == 0.0)
}

/// "Marsh et al., Title, Journal 12 (2010)". Without the journal it may be another version.
fn explains_all(o: &Overlap) -> bool {
    let places = [o.authors, o.year, o.volume, o.page];
    o.numbers == 0.0 && o.container >= 0.9 && places.contains(&1.0)
}

/// A misprinted year or volume beside the right page, and more than one author.
fn explains_all_but_a_number(o: &Overlap) -> bool {
    let is_signed = o.authors == 1.0 && o.together == 1.0;
    let is_dated = o.year == 1.0 || o.volume == 1.0;
    o.numbers <= 0.25 && o.page == 1.0 && o.container >= 0.9 && is_signed && is_dated
}

#[cfg(test)]
mod tests {
    use refsmith_model::{ItemType, Record};
    use serde_json::json;

    use crate::crossref::work;
    use crate::matching::{ACCEPTED, score};

    /// Tells whether a reference, of which no parser made anything, is taken for the work.
    fn takes(text: &str) -> bool {
        let people = ["Halvorsen", "Quist", "Abernathy", "Brandvold", "Castellano", "Dubrovnik"];
        let people: Vec<_> = people.iter().map(|name| json!({"family": name})).collect();
        let of = work(&json!({"type": "journal-article", "author": people,
            "title": ["Growth of reeds in brackish water"], "container-title": ["Reed Studies"],
            "volume": "16", "page": "201-209", "issued": {"date-parts": [[2003]]}}));
        score(&Record::new("test", ItemType::Document), Some(text), &of) >= ACCEPTED
    }

    #[test]
    fn a_reference_without_page_and_with_one_author_says_enough() {
        let title = "Growth of reeds in brackish water";
        assert!(takes(&format!("Halvorsen et al., {title}, Reed Studies 16 (2003).")));
        assert!(!takes(&format!("Halvorsen et al., {title}, Reed Studies 17 (2004).")));
        assert!(!takes(&format!("Halvorsen et al., {title}, Marsh Letters 16 (2003).")));
    }

    #[test]
    fn a_misprinted_year_is_borne_beside_the_right_page() {
        let people = "Halvorsen M, Quist B, Abernathy C, Brandvold D, Castellano E, Dubrovnik F";
        let printed = |year, page| {
            takes(&format!(
                "{people}. Growth of reeds in brackish water. Reed Studies. {year};16:{page}."
            ))
        };
        assert!(printed(1998, "201-209"));
        assert!(!printed(1998, "318-326"));
    }
}
