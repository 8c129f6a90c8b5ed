//! Entries of invented works; the expected lines are written by hand from the style manuals.

use crate::{csl_json, lines, rendered};
use refsmith_csl::output;

const ARTICLE: &str = r#"{"id":"a","type":"article-journal","title":"Noise and memory",
    "author":[{"family":"Ott","given":"Anna Maria"},{"family":"Ray","given":"Jean-Paul"}],
    "issued":{"date-parts":[[2010,5,3]]},"container-title":"Journal of Sound",
    "volume":"12","issue":"3","page":"582-97","DOI":"10.1000/xyz"}"#;
const BOOK: &str = r#"{"id":"b","type":"book","title":"Listening","edition":"2",
    "author":[{"family":"King","given":"Max","suffix":"Jr."}],"issued":{"date-parts":[[1999]]},
    "publisher":"Oak Press","publisher-place":"Boston"}"#;
const CHAPTER: &str = r#"{"id":"c","type":"chapter","title":"Silence",
    "author":[{"family":"Low","given":"Ida"}],
    "editor":[{"family":"Ash","given":"Bo"},{"family":"Elm","given":"Cy"}],
    "container-title":"Rooms and halls","page":"15-20","issued":{"date-parts":[[2003]]},
    "publisher":"Oak Press","publisher-place":"Boston"}"#;
const PAGE: &str = r#"{"id":"p","type":"webpage","title":"Sound levels",
    "author":[{"literal":"Bureau of Noise"}],"issued":{"date-parts":[[2018,6,7]]},
    "URL":"https://example.org/levels","accessed":{"date-parts":[[2019,1,15]]}}"#;
const THESIS: &str = r#"{"id":"t","type":"thesis","title":"On echoes","genre":"doctoral dissertation",
    "author":[{"family":"Fox","given":"Eva"}],"issued":{"date-parts":[[2014]]},
    "publisher":"University of Ulm","publisher-place":"Ulm"}"#;
const UNDATED: &str = r#"{"id":"u","type":"book","title":"A book","publisher":"Oak Press",
    "author":[{"family":"Nix","given":"Ole"}]}"#;
const IN_PRESS: &str = r#"{"id":"i","type":"article-journal","title":"Soon",
    "author":[{"family":"Nix","given":"Ole"}],"issued":{"literal":"in press"},
    "container-title":"Journal of Sound"}"#;

fn check(style: &str, item: &str, expected: &str) {
    assert_eq!(lines(&format!("[{item}]"), style), [expected], "{style}");
}

#[test]
fn apa_sixth_edition() {
    let check = |item, expected| check("apa6", item, expected);
    check(
        ARTICLE,
        "Ott, A. M., & Ray, J.-P. (2010). Noise and memory. Journal of Sound, 12(3), 582–597. https://doi.org/10.1000/xyz",
    );
    check(BOOK, "King, M., Jr. (1999). Listening (2nd ed.). Boston: Oak Press.");
    check(
        CHAPTER,
        "Low, I. (2003). Silence. In B. Ash & C. Elm (Eds.), Rooms and halls (pp. 15–20). Boston: Oak Press.",
    );
    check(
        PAGE,
        "Bureau of Noise. (2018, June 7). Sound levels. Retrieved January 15, 2019, from https://example.org/levels",
    );
    check(THESIS, "Fox, E. (2014). On echoes (Doctoral dissertation). University of Ulm, Ulm.");
    check(UNDATED, "Nix, O. (n.d.). A book. Oak Press.");
    check(IN_PRESS, "Nix, O. (in press). Soon. Journal of Sound.");
}

#[test]
fn apa_sixth_edition_names_six_and_the_last_of_eight_or_more() {
    let author = |count: usize| -> String {
        let names: Vec<String> = ('A'..='Z')
            .take(count)
            .map(|c| format!(r#"{{"family":"{c}a","given":"{c}"}}"#))
            .collect();
        format!(
            r#"[{{"id":"x","type":"book","title":"T","issued":{{"date-parts":[[2000]]}},"author":[{}]}}]"#,
            names.join(",")
        )
    };
    assert_eq!(
        lines(&author(7), "apa6"),
        ["Aa, A., Ba, B., Ca, C., Da, D., Ea, E., Fa, F., & Ga, G. (2000). T."]
    );
    assert_eq!(
        lines(&author(8), "apa6"),
        ["Aa, A., Ba, B., Ca, C., Da, D., Ea, E., Fa, F., … Ha, H. (2000). T."]
    );
}

#[test]
fn vancouver() {
    let check = |item, expected| check("vancouver", item, expected);
    check(BOOK, "1. King M Jr. Listening. 2nd ed. Boston: Oak Press; 1999.");
    check(
        CHAPTER,
        "1. Low I. Silence. In: Ash B, Elm C, editors. Rooms and halls. Boston: Oak Press; 2003. p. 15–20.",
    );
}

#[test]
fn ieee_sets_a_blank_behind_the_number() {
    let line = lines(&format!("[{BOOK}]"), "ieee").remove(0);
    assert!(line.starts_with("[1] M. King Jr., Listening, 2nd ed. Boston"), "{line}");
}

#[test]
fn modern_language_association_inverts_the_first_name_only() {
    let line = lines(&format!("[{ARTICLE}]"), "mla").remove(0);
    assert!(line.starts_with("Ott, Anna Maria, and Jean-Paul Ray. “Noise and Memory.” Journal of Sound, vol. 12, no. 3"), "{line}");
}

#[test]
fn year_suffixes_follow_the_bibliography_and_not_the_input() {
    let items = r#"[
        {"id":"z","type":"book","title":"Zebras","author":[{"family":"Nix","given":"Ole"}],"issued":{"date-parts":[[2001]]}},
        {"id":"a","type":"book","title":"Apes","author":[{"family":"Nix","given":"Ole"}],"issued":{"date-parts":[[2001]]}}]"#;
    assert_eq!(lines(items, "apa6"), ["Nix, O. (2001a). Apes.", "Nix, O. (2001b). Zebras."]);
}

#[test]
fn entries_without_date_sort_behind_the_others() {
    let style = refsmith_csl::style_from_xml(
        "dates",
        r#"
        <style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
          <info><title>T</title><id>t</id></info>
          <citation><layout><text variable="title"/></layout></citation>
          <bibliography>
            <sort><key variable="issued" sort="descending"/></sort>
            <layout><text variable="title"/></layout>
          </bibliography>
        </style>"#,
    )
    .expect("style");
    let records = csl_json::records(
        r#"[
        {"id":"1","type":"book","title":"none"},
        {"id":"2","type":"book","title":"old","issued":{"date-parts":[[-44]]}},
        {"id":"3","type":"book","title":"new","issued":{"date-parts":[[2001]]}}]"#,
    );
    let rendered = rendered(&records, &style, &[]);
    let ids: Vec<&str> = rendered.bibliography.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["3", "2", "1"]);
}

#[test]
fn marked_runs_and_links_reach_every_output() {
    let style = refsmith_csl::style("apa6").expect("style");
    let records = csl_json::records(
        r#"[{"id":"x\"<","type":"article-journal",
        "title":"Growth of <i>E. coli</i> in H<sub>2</sub>O & salt",
        "author":[{"family":"Nix","given":"Ole"}],"issued":{"date-parts":[[2001]]},
        "container-title":"Cells","DOI":"10.1000/a"}]"#,
    );
    let rendered = rendered(&records, &style, &[]);
    let document = |name: &str| output(name).expect("output").document(&rendered);
    assert_eq!(
        document("text"),
        "Nix, O. (2001). Growth of E. coli in H2O & salt. Cells. https://doi.org/10.1000/a\n"
    );
    assert_eq!(
        document("html"),
        "<div class=\"csl-bib-body csl-hanging-indent\">\n  <div class=\"csl-entry\" data-id=\"x&quot;&lt;\">Nix, O. (2001). \
         Growth of <i>E. coli</i> in H<sub>2</sub>O &amp; salt. <i>Cells</i>. \
         <a href=\"https://doi.org/10.1000/a\">https://doi.org/10.1000/a</a></div>\n</div>\n"
    );
    assert_eq!(
        document("markdown"),
        "Nix, O. (2001). Growth of *E. coli* in H<sub>2</sub>O \\& salt. *Cells*. <https://doi.org/10.1000/a>\n"
    );
    let json: serde_json::Value = serde_json::from_str(&document("json")).expect("JSON");
    assert_eq!(json[0]["id"], "x\"<");
    assert_eq!(json[0]["text"], document("text").trim());
}

#[test]
fn date_ranges_are_printed() {
    let items = r#"[{"id":"x","type":"article-magazine","title":"T","author":[{"family":"Nix","given":"Ole"}],
        "container-title":"M","issued":{"date-parts":[[2004,5],[2004,7]]}}]"#;
    assert_eq!(lines(items, "apa6"), ["Nix, O. (2004, May–July). T. M."]);
}
