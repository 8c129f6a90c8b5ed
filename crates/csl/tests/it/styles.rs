//! Finding and reading styles.

use refsmith_csl::{StyleError, StyleKind, locales, style, style_from_xml, styles};

#[test]
fn friendly_and_former_names_lead_to_a_style() {
    let cases = [
        ("apa7", "apa"),
        ("APA6", "apa-6th-edition"),
        ("mla", "modern-language-association"),
        ("chicago", "chicago-author-date"),
        ("harvard", "harvard-cite-them-right"),
        ("harvard1", "harvard-cite-them-right"),
        ("vancouver", "nlm-citation-sequence"),
        ("ama", "american-medical-association"),
        ("IEEE.csl", "ieee"),
        ("https://www.zotero.org/styles/nature", "nature"),
    ];
    for (name, id) in cases {
        assert_eq!(style(name).expect(name).id(), id, "{name}");
    }
    assert!(styles().len() >= 81);
    assert_eq!(locales().len(), 63);
}

#[test]
fn an_unknown_name_gets_suggestions() {
    let Err(StyleError::Unknown { similar, .. }) = style("ieeee") else { panic!("found") };
    assert_eq!(similar.first().map(String::as_str), Some("ieee"));
    let message = style("no-such-style-at-all").expect_err("unknown").to_string();
    assert!(message.contains("`no-such-style-at-all`") && message.contains(".csl"), "{message}");
}

#[test]
fn dependent_styles_lead_to_their_parent() {
    let file = |parent: &str| {
        format!(
            r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" default-locale="de-DE"><info>
        <title>Journal of Things</title><id>http://www.zotero.org/styles/journal-of-things</id>
        <link href="http://www.zotero.org/styles/{parent}" rel="independent-parent"/></info></style>"#
        )
    };
    let found = style_from_xml("x.csl", &file("ieee")).expect("style");
    assert_eq!(
        (found.id(), found.title(), found.kind()),
        ("journal-of-things", "Journal of Things", StyleKind::Numeric)
    );
    assert_eq!(found.default_locale(), Some("de-DE"));
    let error = style_from_xml("x.csl", &file("nowhere")).expect_err("no parent");
    assert_eq!(error, StyleError::UnknownParent { name: "x.csl".into(), parent: "nowhere".into() });
}

fn with_macros(macros: &str) -> String {
    format!(
        r#"<style class="in-text" version="1.0"><info><title>T</title><id>t</id></info>{macros}
        <citation><layout><text macro="m0"/></layout></citation></style>"#
    )
}

#[test]
fn dangerous_files_are_refused_with_a_place() {
    let deep = format!("<style>{}", "<group>".repeat(200));
    let error = style_from_xml("deep", &deep).expect_err("deep").to_string();
    assert!(error.starts_with("`deep`:1:"), "{error}");
    let error =
        style_from_xml("open", "<style>\n  <info>\n</style>").expect_err("open").to_string();
    assert!(error.starts_with("`open`:3:"), "{error}");
    let attributes: String = (0..100).map(|n| format!(" a{n}=\"\"")).collect();
    assert!(style_from_xml("wide", &format!("<style{attributes}/>")).is_err());
    assert!(
        style_from_xml("entity", "<!DOCTYPE s [<!ENTITY a \"b\">]><style>&a;</style>").is_err()
    );
    assert!(matches!(
        style_from_xml("big", &" ".repeat((1 << 20) + 1)),
        Err(StyleError::TooLarge { .. })
    ));
    assert!(style_from_xml("empty", "").is_err());
    assert!(style_from_xml("html", "<html/>").is_err());
}

#[test]
fn macros_must_exist_and_end() {
    let calls = |from: usize, to: usize| {
        format!(r#"<macro name="m{from}"><text macro="m{to}"/><text macro="m{to}"/></macro>"#)
    };
    assert!(style_from_xml("gone", &with_macros("")).is_err());
    let circle = format!("{}{}", calls(0, 1), calls(1, 0));
    assert!(
        style_from_xml("circle", &with_macros(&circle))
            .expect_err("circle")
            .to_string()
            .contains("calls itself")
    );
    let bomb: String = (0..40).map(|n| calls(n, n + 1)).collect();
    let bomb = format!("{bomb}<macro name=\"m40\"><text value=\"x\"/></macro>");
    assert!(style_from_xml("bomb", &with_macros(&bomb)).is_err());
}

#[test]
fn journals_lead_to_the_style_they_follow() {
    let journal = style("Nature Communications").expect("built in through its parent");
    assert_eq!(journal.id(), "nature-communications");
    assert_eq!(journal.title(), "Nature Communications");
    assert_eq!(journal.kind(), StyleKind::Numeric);
    assert_eq!(journal.default_locale(), Some("en-GB"));
    // A former name of a journal.
    let renamed = style("acta-theriologica").expect("built in through its parent");
    assert_eq!(renamed.id(), "mammal-research");
    // A journal whose style is not built in is not found, but known.
    let error = style("abi-technik").expect_err("its parent is not built in");
    assert!(matches!(&error, StyleError::Unknown { name, .. } if name == "abi-technik"));
    let known = refsmith_csl::known_style("abi-technik").expect("known");
    assert_eq!(known.parent, Some("chicago-notes-classic"));
}

#[test]
fn files_of_the_user_come_first() {
    let independent = |id: &str, title: &str| {
        format!(
            r#"<style class="in-text" default-locale="sv-SE"><info><title>{title}</title><id>{id}</id></info>
            <citation><layout><text variable="title"/></layout></citation></style>"#
        )
    };
    let dependent = r#"<style default-locale="de-DE"><info><title>Things</title><id>http://www.zotero.org/styles/things</id>
        <link rel="independent-parent" href="http://www.zotero.org/styles/chicago-notes-classic"/></info></style>"#;
    let files = |id: &str| match id {
        "apa" => Some(independent("apa", "My APA")),
        "chicago-notes-classic" => Some(independent("chicago-notes-classic", "Classic")),
        "things" => Some(dependent.to_owned()),
        _ => None,
    };
    let find = |name: &str| refsmith_csl::find_style(name, &files).expect(name);
    assert_eq!(find("apa").title(), "My APA");
    assert_eq!(find("American Psychological Association").title(), "My APA");
    assert_eq!(find("ieee").id(), "ieee");
    // The parent of a journal, and of a file.
    let journal = find("abi-technik");
    assert_eq!(
        (journal.title(), journal.default_locale()),
        ("ABI Technik (Deutsch)", Some("de-DE"))
    );
    let things = find("things.csl");
    assert_eq!((things.id(), things.title()), ("things", "Things"));
    assert_eq!(things.default_locale(), Some("de-DE"));
    assert!(refsmith_csl::find_style("nowhere", &files).is_err());
    let read = refsmith_csl::style_from_xml_with("x.csl", dependent, &files).expect("a style");
    assert_eq!(read.id(), "things");
    let broken = |_: &str| Some("<style".to_owned());
    assert!(refsmith_csl::find_style("apa", &broken).is_err());
}
