//! Citations: what stands in the running text.

use crate::{csl_json, rendered};
use refsmith_csl::{Cite, Cluster, RenderError, Request, plain_text, render, style};

const ITEMS: &str = r#"[
  {"id":"one","type":"book","title":"One","author":[{"family":"Ott","given":"Ada"}],"issued":{"date-parts":[[2001]]}},
  {"id":"two","type":"book","title":"Two","author":[{"family":"Ott","given":"Ada"}],"issued":{"date-parts":[[2005]]}},
  {"id":"trio","type":"book","title":"Trio","author":[{"family":"Ash","given":"B"},{"family":"Elm","given":"C"},{"family":"Oak","given":"D"}],"issued":{"date-parts":[[2003]]}},
  {"id":"sex","type":"book","title":"Six","author":[{"family":"A"},{"family":"B"},{"family":"C"},{"family":"D"},{"family":"E"},{"family":"F"}],"issued":{"date-parts":[[2004]]}}]"#;

fn cluster(ids: &[&str]) -> Cluster {
    Cluster { cites: ids.iter().map(|id| Cite::new(*id)).collect(), note_index: None }
}

fn check(style_name: &str, clusters: &[Cluster], expected: &[&str]) {
    let style = style(style_name).expect("style");
    let rendered = rendered(&csl_json::records(ITEMS), &style, clusters);
    let found: Vec<String> = rendered.citations.iter().map(|nodes| plain_text(nodes)).collect();
    assert_eq!(found, expected, "{style_name}");
}

#[test]
fn apa_sixth_edition_names_three_at_first_and_six_never() {
    check(
        "apa6",
        &[cluster(&["trio"]), cluster(&["trio"]), cluster(&["sex"]), cluster(&["two", "one"])],
        &["(Ash, Elm, & Oak, 2003)", "(Ash et al., 2003)", "(A et al., 2004)", "(Ott, 2001, 2005)"],
    );
}

#[test]
fn numbers_follow_the_records_and_collapse() {
    check(
        "vancouver",
        &[cluster(&["two"]), cluster(&["trio", "one", "two"]), cluster(&["one", "two"])],
        &["(2)", "(1–3)", "(1,2)"],
    );
    check("ieee", &[cluster(&["trio", "one", "two"])], &["[1], [2], [3]"]);
    check("elsevier-with-titles", &[cluster(&["trio", "one", "two"])], &["[1–3]"]);
}

#[test]
fn locators_prefixes_suffixes_and_bare_years() {
    let cite = Cite {
        id: "one".into(),
        locator: Some(("page".into(), "4-6".into())),
        prefix: Some("see".into()),
        suffix: Some(", and elsewhere".into()),
        suppress_author: false,
        ..Cite::default()
    };
    let bare = Cite { suppress_author: true, ..Cite::new("one") };
    check(
        "apa",
        &[
            Cluster { cites: vec![cite], note_index: None },
            Cluster { cites: vec![bare], note_index: None },
        ],
        &["(see Ott, 2001, pp. 4–6, and elsewhere)", "(2001)"],
    );
}

#[test]
fn footnotes_know_what_was_cited_before() {
    let style = refsmith_csl::style_from_xml("notes", r#"
        <style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
          <info><title>T</title><id>t</id></info>
          <citation><layout suffix="." delimiter="; "><choose>
            <if position="ibid-with-locator"><text value="ibid-l"/></if>
            <else-if position="ibid"><text value="ibid"/></else-if>
            <else-if position="subsequent"><group delimiter=" "><text value="again"/><text variable="first-reference-note-number"/></group></else-if>
            <else><text variable="title"/></else>
          </choose></layout></citation>
        </style>"#).expect("style");
    let note = |id: &str, locator: Option<&str>, number: u32| Cluster {
        cites: vec![Cite {
            locator: locator.map(|value| ("page".to_owned(), value.to_owned())),
            ..Cite::new(id)
        }],
        note_index: Some(number),
    };
    let clusters = [
        note("one", None, 1),
        note("one", None, 2),
        note("one", Some("3"), 3),
        note("two", None, 4),
        note("one", None, 5),
    ];
    let rendered = rendered(&csl_json::records(ITEMS), &style, &clusters);
    let found: Vec<String> = rendered.citations.iter().map(|nodes| plain_text(nodes)).collect();
    assert_eq!(found, ["One.", "ibid.", "ibid-l.", "Two.", "again 1."]);
}

#[test]
fn an_unknown_record_and_an_unknown_locale_are_errors() {
    let records = csl_json::records(ITEMS);
    let apa = style("apa").expect("style");
    let clusters = [cluster(&["one"]), cluster(&["nobody"])];
    let request = Request { records: &records, style: &apa, locale: None, clusters: &clusters };
    assert_eq!(
        render(&request),
        Err(RenderError::UnknownRecord { cluster: 2, id: "nobody".into() })
    );
    let request = Request { locale: Some("xx-XX"), clusters: &[], ..request };
    assert_eq!(render(&request), Err(RenderError::UnknownLocale { locale: "xx-XX".into() }));
}

#[test]
fn terms_come_in_the_language_asked_for() {
    let records = csl_json::records(
        r#"[{"id":"x","type":"book","title":"T","editor":[{"family":"Nix","given":"Ole"}]}]"#,
    );
    let apa = style("apa6").expect("style");
    let request = Request { records: &records, style: &apa, locale: Some("de-DE"), clusters: &[] };
    let rendered = render(&request).expect("rendered");
    assert_eq!(plain_text(&rendered.bibliography[0].content), "Nix, O. (Hrsg.). (o.\u{a0}J.). T.");
}
