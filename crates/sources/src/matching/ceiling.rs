//! What no sum of evidence outweighs: signs that another work is meant, one that shares nearly
//! everything with the candidate.
//!
//! The work that a reference means may be in no register. What is found then is its neighbor: another
//! part of the same volume, the book around a chapter, a comment on the work. Such neighbors have the
//! same people, place and year, so only what contradicts tells them apart.

use refsmith_model::{ItemType, NumberVariable, Record, TextVariable};

use super::overlap::Overlap;
use super::{gate, titles};
use crate::Candidate;

/// The most that a candidate reaches when another title is printed, however well the place fits:
/// abstracts share pages.
const ANOTHER_TITLE: f32 = 0.4;
/// The most that a candidate reaches against which another sign speaks: less than a match needs.
const ANOTHER_WORK: f32 = 0.5;

/// Returns the most that the candidate may reach. `other_kind` says that it announces a notice of which
/// the reference has no word.
pub(super) fn ceiling(
    overlap: &Overlap,
    record: &Record,
    candidate: &Candidate,
    other_kind: bool,
) -> f32 {
    if has_another_title(overlap) {
        return ANOTHER_TITLE;
    }
    let another = if overlap.title_words < 0.4 {
        is_unplaced(overlap)
    } else {
        other_kind
            || is_neighbor(overlap)
            || is_another_part(overlap)
            || is_nearly_titled(overlap)
            || is_another_publication(overlap)
            || is_of_another_issue(overlap, record)
            || is_bare(overlap)
            || is_about(record, candidate)
    };
    if another || is_whole_for_part(overlap, record, candidate) { ANOTHER_WORK } else { 1.0 }
}

/// Tells whether a title is printed that is not the candidate's.
fn has_another_title(o: &Overlap) -> bool {
    o.title_length > 0.0 && o.title_words < 0.4 && o.unexplained > 0.2 && o.longest_run > 0.9
}

/// Without a title, an author and a journal are not enough: who writes there once does it again. It
/// takes a page, a volume, or a second author and the year with no number behind, and nothing may
/// contradict.
fn is_unplaced(o: &Overlap) -> bool {
    let other_author = o.first_author < 1.0 && o.nobody == 0.0;
    let other_place = o.other_volume == 1.0 && o.year < 1.0;
    let nowhere = o.page == 0.0 && o.volume == 0.0;
    let is_vague = o.together == 0.0 || o.year < 1.0 || o.other_ending == 1.0;
    nowhere && is_vague || other_author || other_place
}

/// Tells whether the title is nearly the same and the place is not: a part of a series, the entry
/// beside it, the issue after it.
fn is_neighbor(o: &Overlap) -> bool {
    let is_same_title = o.title >= 0.99;
    let other_pages = o.other_range == 1.0 && o.other_page == 1.0 || o.other_end == 1.0;
    let is_anonymous = o.nobody == 1.0 && (o.no_container == 1.0 || o.other_page == 1.0);
    let nowhere = o.year == 0.0 && o.page == 0.0 && o.volume == 0.0;
    let is_elsewhere = o.no_container == 0.0 && o.container < 0.5 && nowhere && o.other_page == 1.0;
    let other_volume = o.other_volume == 1.0
        && (o.nobody == 1.0 && o.other_page + o.year < 1.5 || o.page == 0.0 && o.other_page == 0.0);
    !is_same_title && (other_pages || is_anonymous) || is_elsewhere || other_volume
}

/// Tells whether the numbers in the titles say that another part is meant ("Leg 36", "43. Letters",
/// "4th Conference 2008") and no page says that they do not matter.
fn is_another_part(o: &Overlap) -> bool {
    let other_part = o.other_part == 1.0 && o.title < 0.995;
    let other_container = o.other_container == 1.0 && o.volume == 0.0;
    (o.page == 0.0 || o.other_range == 1.0) && (other_part || other_container)
}

/// Tells whether only a part of the title is printed, and another title with it; or whether the list
/// of another year is meant, which has nobody's name. A place, where one is printed, tells better.
fn is_nearly_titled(o: &Overlap) -> bool {
    let nowhere = o.page == 0.0 && o.volume == 0.0;
    let other_title = o.container >= 0.5 && o.title_words < 0.7 && o.longest_run > 0.4;
    let other_year = o.nobody == 1.0 && o.year == 0.5;
    nowhere && (other_title || other_year)
}

/// Tells whether the same title is published elsewhere, too, and that is meant: nothing of the
/// candidate's place is printed, and something else is, or a year where the candidate has none.
fn is_another_publication(o: &Overlap) -> bool {
    // Many articles begin on page 1.
    let has_page = o.page == 1.0 && (o.year == 1.0 || o.other_volume == 0.0);
    let is_placed = o.no_container == 1.0 || o.container >= 0.5 || o.volume == 1.0 || has_page;
    !is_placed && (o.longest_run > 0.2 || o.year == 0.0 && o.numbers > 0.0)
}

/// Tells whether an issue is printed, and not the candidate's: tables of contents, covers and editorial
/// boards have nobody's name, and the same title in every issue.
fn is_of_another_issue(o: &Overlap, record: &Record) -> bool {
    let has_issue = o.numbers > 0.0 || record.number(NumberVariable::Issue).is_some();
    o.nobody == 1.0 && o.other_issue == 1.0 && has_issue
}

/// Tells whether a short title is all there is: no people, no container, no year, volume or page.
fn is_bare(o: &Overlap) -> bool {
    let nowhere = o.container < 0.5 && o.year == 0.0 && o.volume == 0.0 && o.page == 0.0;
    nowhere && o.authors == 0.0 && o.title_length < 0.5
}

/// Tells whether one of the two is a notice, a reply or a review, and the other is what it is about.
fn is_about(record: &Record, candidate: &Candidate) -> bool {
    let title = |record: &Record| record.text(TextVariable::Title).map(titles::notice);
    title(record)
        .zip(title(&candidate.record))
        .is_some_and(|(ours, theirs)| ours.is_some() && theirs.is_none())
}

/// Tells whether the candidate is the book or journal in which the work is.
fn is_whole_for_part(o: &Overlap, record: &Record, candidate: &Candidate) -> bool {
    let theirs = &candidate.record;
    let is_placed = [NumberVariable::Page, NumberVariable::Volume, NumberVariable::Number]
        .iter()
        .any(|variable| theirs.number(*variable).is_some());
    let is_in = o.container >= 0.5 || o.no_container == 0.0 && gate::is_part(theirs);
    if is_in || is_placed || theirs.item_type == ItemType::Article {
        return false;
    }
    let title = theirs.text(TextVariable::Title).unwrap_or("");
    let names =
        |variable| record.text(variable).map_or(0.0, |ours| titles::compare_titles(ours, title).1);
    let is_container =
        names(TextVariable::ContainerTitle) >= 0.8 && names(TextVariable::Title) < 0.8;
    let has_page = record.number(NumberVariable::Page).is_some();
    let is_strange = o.nobody == 1.0
        && (o.unexplained > 0.15 && o.longest_run > 0.2 || o.year == 0.0 && o.numbers > 0.0);
    let has_another_page = o.other_range == 1.0 || o.other_ending == 1.0;
    is_container || is_strange || has_another_page || has_page && gate::is_part(record)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::crossref::work;
    use crate::matching::{ACCEPTED, score};
    use refsmith_model::{ItemType, Record};

    /// Tells whether a reference, of which no parser made anything, is taken for a work.
    fn takes(text: &str, of: Value) -> bool {
        score(&Record::new("test", ItemType::Document), Some(text), &work(&of)) >= ACCEPTED
    }

    fn with(work: &Value, key: &str, value: Value) -> Value {
        let mut work = work.clone();
        work[key] = value;
        work
    }

    fn article(title: &str, volume: &str, page: &str, year: i32) -> Value {
        json!({"type": "journal-article", "title": [title], "container-title": ["Reed Studies"],
            "author": [{"family": "Halvorsen", "given": "M."}, {"family": "Quist", "given": "B."}],
            "volume": volume, "page": page, "issued": {"date-parts": [[year]]}})
    }

    #[test]
    fn a_correction_is_not_the_work_corrected() {
        let text = "Halvorsen, M., & Quist, B. (2016). Growth of reeds in brackish water. Reed \
                    Studies, 16.";
        let article = article("Growth of reeds in brackish water", "16", "", 2016);
        assert!(takes(text, article.clone()));
        let title = json!(["Erratum to: Growth of reeds in brackish water"]);
        assert!(!takes(text, with(&article, "title", title)));
    }

    #[test]
    fn the_number_of_a_part_tells_it_from_the_next() {
        let text = "Chart IX. Heights of reeds, 12 May 1935. (1935). Reed Studies, 63(9), c10–c10.";
        let mut chart = article("Chart IX. Heights of reeds, 12 May 1935", "63", "c10-c10", 1935);
        chart.as_object_mut().unwrap().remove("author");
        assert!(takes(text, chart.clone()));
        let next = with(&chart, "title", json!(["Chart X. Heights of reeds, 17 May 1935"]));
        assert!(!takes(text, with(&next, "page", json!("c9-c9"))));
    }

    #[test]
    fn a_page_without_title_is_not_in_the_book_around() {
        let chapter = json!({"type": "book-chapter", "title": ["Why reeds bend"],
            "container-title": ["The Reeds Revisited"], "author": [{"family": "Halvorsen"}],
            "page": "1-6", "issued": {"date-parts": [[2013]]}});
        let book = json!({"type": "book", "title": ["The Reeds Revisited"],
            "author": [{"family": "Halvorsen"}], "issued": {"date-parts": [[2013]]}});
        let text = "M. Halvorsen, The Reeds Revisited (2013) 1.";
        assert!(takes(text, chapter));
        assert!(!takes(text, book.clone()));
        assert!(!takes(text, with(&book, "container-title", json!(["Wetlands and People"]))));
        assert!(takes("M. Halvorsen, The Reeds Revisited (2013).", book));
    }

    #[test]
    fn a_short_title_alone_is_nothing() {
        let book = json!({"type": "book", "title": ["The Bearded Reedling"],
            "issued": {"date-parts": [[1993]]}});
        assert!(!takes("The Bearded Reedling.", book.clone()));
        assert!(takes("The Bearded Reedling (1993).", book));
    }

    #[test]
    fn without_title_and_page_the_year_has_to_be_right() {
        let mut paper = article("Bending of wide reeds under load", "", "", 2015);
        paper["container-title"] = json!(["Volume 6A: Reeds and Rushes"]);
        let text = |year| format!("Halvorsen, M.; Quist, B. Volume 6A: Reeds and Rushes {year}.");
        assert!(takes(&text(2015), paper.clone()));
        assert!(!takes(&text(2016), paper));
    }

    #[test]
    fn a_title_published_elsewhere_is_another_work() {
        let text = "Halvorsen, M. (1999). Growth of reeds in brackish water. Marsh Letters, 5, 12.";
        let article = article("Growth of reeds in brackish water", "16", "201-209", 2003);
        assert!(!takes(text, article));
    }

    #[test]
    fn the_first_page_of_a_volume_is_no_place() {
        let text = "Halvorsen M, Quist B. Growth of reeds in brackish water [abstract]. Wetlands. \
                    2002;55(Suppl 1):A219.";
        assert!(!takes(text, article("Growth of reeds in brackish water", "16", "1-8", 2003)));
    }

    #[test]
    fn a_correction_that_names_the_place_of_the_work_is_not_the_work() {
        let text = "Halvorsen M, Quist B. Growth of reeds in brackish water (vol 16, pg 201, 2003). \
                    Reed Studies. 2004;17:88.";
        assert!(!takes(text, article("Growth of reeds in brackish water", "16", "201-209", 2003)));
        let correction =
            article("Growth of reeds in brackish water (vol 16, pg 201, 2003)", "17", "88", 2004);
        assert!(takes(text, correction));
    }

    #[test]
    fn a_misprinted_digit_is_borne() {
        let article = article("Growth of reeds in brackish water", "16", "201-209", 2003);
        assert!(takes("Halvorsen, M.; Quist, B. Reed Studies 2003, 16, 2O1–209.", article.clone()));
        assert!(!takes("Halvorsen, M.; Quist, B. Reed Studies 2003, 17, 311–319.", article));
    }

    #[test]
    fn a_name_of_two_letters_leads_the_authors() {
        let people = |families: &[&str]| {
            let people = families.iter().map(|family| json!({"family": family, "given": "Z."}));
            people.collect::<Vec<_>>()
        };
        let text = "Li, J.; Jiang, Z.; Lu, F. Reed Studies 2014, 16, 201–209.";
        let article = article("Growth of reeds in brackish water", "16", "201-209", 2014);
        assert!(takes(text, with(&article, "author", json!(people(&["Li", "Jiang", "Lu"])))));
        assert!(!takes(text, with(&article, "author", json!(people(&["Jiang", "Gong", "Gao"])))));
        let text = "Yu-Ting Jiang, Reed Studies 16, 201 (2014).";
        let mut own = with(&article, "author", json!(people(&["Jiang"])));
        assert!(takes(&text.replace("Yu-Ting", "Z."), own.clone()));
        own["author"][0]["given"] = json!("Yu-Ting");
        assert!(takes(text, own));
    }

    #[test]
    fn a_list_of_every_year_is_that_of_its_year() {
        let list = json!({"type": "book", "title": ["Descriptive list of reeds and rushes"],
            "issued": {"date-parts": [[1911]]}});
        assert!(takes("(1911). Descriptive list of reeds and rushes.", list.clone()));
        assert!(!takes("(1912). Descriptive list of reeds and rushes.", list));
    }

    #[test]
    fn another_title_on_the_same_page_is_another_work() {
        let text = "Halvorsen, M., Quist, B., Abernathy, C., Brandvold, D., Castellano, E., \
                    Dubrovnik, F., Engelhardt, G., Fitzwilliam, H. (2003). Rushes and sedges in the winter diet \
                    of northern marsh birds. Reed Studies, 16, 201.";
        let families = [
            "Halvorsen",
            "Quist",
            "Abernathy",
            "Brandvold",
            "Castellano",
            "Dubrovnik",
            "Engelhardt",
            "Fitzwilliam",
        ];
        let people: Vec<_> = families.iter().map(|family| json!({"family": family})).collect();
        let own = with(
            &article(
                "Rushes and sedges in the winter diet of northern marsh birds",
                "16",
                "201",
                2003,
            ),
            "author",
            json!(people),
        );
        assert!(takes(text, own.clone()));
        assert!(!takes(text, with(&own, "title", json!(["Sedge pollen"]))));
    }
}
