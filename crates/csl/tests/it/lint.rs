//! Looking at style files: what is wrong is named at its place, what is right is left alone.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a test of many files, with places it made itself"
)]

use refsmith_csl::check_style;
use refsmith_model::Severity;

/// Returns the folder of shared data, or `None` and says so.
fn shared() -> Option<std::path::PathBuf> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let path =
        std::env::var_os("REFSMITH_SHARED").map_or_else(|| root.into(), std::path::PathBuf::from);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: ../shared not found");
    None
}

/// The official schema takes all of these, so no error may be found in them. Every fifth is looked
/// at here, all of them in `tests/oracles/style_lint.sh`.
#[test]
fn official_styles_and_locales_have_no_errors() {
    let Some(shared) = shared() else { return };
    let mut files: Vec<std::path::PathBuf> = Vec::new();
    for folder in ["csl/styles", "csl/locales"] {
        let entries = std::fs::read_dir(shared.join(folder)).expect("a folder");
        files.extend(entries.map(|entry| entry.expect("a file").path()).filter(|path| {
            path.extension().is_some_and(|extension| extension == "csl" || extension == "xml")
        }));
    }
    files.sort();
    let files: Vec<std::path::PathBuf> = files.into_iter().step_by(5).collect();
    let threads: Vec<_> = files
        .chunks(files.len().div_ceil(4))
        .map(<[_]>::to_vec)
        .map(|files| {
            std::thread::spawn(move || {
                files.iter().flat_map(|path| findings(path)).collect::<Vec<_>>()
            })
        })
        .collect();
    let all: Vec<(Severity, &str, String)> =
        threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect();
    let mut counts = std::collections::BTreeMap::new();
    for (_, code, _) in &all {
        *counts.entry(*code).or_insert(0) += 1;
    }
    println!("{} files: {counts:?}", files.len());
    let errors: Vec<&str> = all
        .iter()
        .filter(|(severity, _, _)| *severity == Severity::Error)
        .map(|(_, _, line)| line.as_str())
        .take(40)
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(files.len() > 580);
}

/// Returns the findings of a file, each with a line for people.
fn findings(path: &std::path::Path) -> Vec<(Severity, &'static str, String)> {
    let text = std::fs::read_to_string(path).expect("UTF-8");
    let described = |finding: refsmith_model::Diagnostic| {
        let at = finding.span.map_or(0, |span| span.start());
        let line = text[..at].matches('\n').count() + 1;
        let code = finding.code.code;
        (finding.severity, code, format!("{}:{line}: {} [{code}]", path.display(), finding.message))
    };
    check_style(&text).into_iter().map(described).collect()
}

/// A small style without any fault; the cases below change one thing in it.
const SOUND: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<!-- a < b -->
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-GB">
  <info>
    <title>Sound</title>
    <id>http://www.example.org/sound</id>
    <link href="http://www.example.org/sound" rel="self"/>
    <author><name>Ada Ött</name></author>
    <category citation-format="author-date"/>
    <category field="biology"/>
    <issn>1234-567X</issn>
    <updated>2024-02-29T12:00:00+00:00</updated>
  </info>
  <locale xml:lang="en">
    <terms>
      <term name="et-al">and others</term>
      <term name="page" form="short"><single>p</single><multiple>pp</multiple></term>
    </terms>
    <date form="text"><date-part name="year"/></date>
  </locale>
  <macro name="author">
    <names variable="author editor">
      <name form="short" and="text" et-al-min="4" et-al-use-first="1"><name-part name="family"/></name>
      <et-al font-style="italic"/>
      <label form="short"/>
      <substitute><text variable="title"/></substitute>
    </names>
  </macro>
  <macro name="year">
    <choose>
      <if variable="issued" match="any"><date variable="issued" form="numeric" date-parts="year"/></if>
      <else-if type="book chapter" locator="page"><text term="no date"/></else-if>
      <else><date variable="accessed"><date-part name="month" form="short"/></date></else>
    </choose>
  </macro>
  <citation et-al-min="3" et-al-use-first="1">
    <sort><key macro="author"/><key variable="issued"/></sort>
    <layout delimiter="; " prefix="(" suffix=")">
      <group delimiter=", "><text macro="author"/><text macro="year"/></group>
      <group><label variable="locator"/><text variable="locator"/></group>
    </layout>
  </citation>
  <bibliography hanging-indent="true" entry-spacing="0">
    <layout suffix="."><text macro="author"/><number variable="volume" form="roman"/></layout>
  </bibliography>
</style>
"#;

/// Puts `to` in the place of `from`. `«` in it marks the place where a finding is expected; what
/// is checked is the text without the marks.
fn changed(from: &str, to: &str) -> (String, Vec<usize>) {
    assert_eq!(SOUND.matches(from).count(), 1, "`{from}` stands once in the sound style");
    let marked = SOUND.replace(from, to);
    let mut places = Vec::new();
    let mut text = String::new();
    for part in marked.split('«') {
        text.push_str(part);
        places.push(text.len());
    }
    places.pop();
    (text, places)
}

/// Returns findings as offset, code and message.
fn found(text: &str) -> Vec<(usize, &'static str, String)> {
    check_style(text)
        .into_iter()
        .map(|finding| {
            let span = finding.span.expect("a place");
            assert!(text.get(span.start()..span.end()).is_some(), "the span lies in the text");
            (span.start(), finding.code.code, finding.message)
        })
        .collect()
}

/// What is changed into what, with the place of the fault; the codes and parts of the messages.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const CASES: &[Case] = &[
    // Elements and where they may stand.
    (
        "<text macro=\"author\"/><number",
        "«<txt macro=\"author\"/><number",
        &[("style-element", "`txt` cannot stand in `layout`")],
    ),
    ("<sort>", "«<sortt/><sort>", &[("style-element", "`sortt` cannot stand in `citation`")]),
    (
        "<et-al font-style=\"italic\"/>",
        "«<text variable=\"title\"/>",
        &[("style-element", "`text` cannot stand in `names`")],
    ),
    (
        "<substitute><text variable=\"title\"/></substitute>",
        "<substitute>«<layout/></substitute>",
        &[("style-element", "`layout` cannot stand in `substitute`")],
    ),
    (
        "<label form=\"short\"/>",
        "<label form=\"short\"/>«<label/>",
        &[("style-element", "expected one `label` in `names`")],
    ),
    (
        "<substitute><text variable=\"title\"/></substitute>",
        "<substitute><text variable=\"title\"/></substitute>«<label/>",
        &[("style-element", "expected one `label`")],
    ),
    (
        "      <label form=\"short\"/>\n      <substitute><text variable=\"title\"/></substitute>",
        "      <substitute><text variable=\"title\"/></substitute>\n      «<label form=\"short\"/>",
        &[("style-element", "`label` stands too late in `names`")],
    ),
    (
        "<else-if type=\"book chapter\" locator=\"page\"><text term=\"no date\"/></else-if>\n      <else>",
        "<else><text value=\"x\"/></else>\n      «<else>",
        &[("style-element", "expected one `else`")],
    ),
    ("    <sort><key macro=\"author\"/><key variable=\"issued\"/></sort>\n", "", &[]),
    (
        "<category field=\"biology\"/>",
        "«some words",
        &[("style-element", "expected no text in `info`")],
    ),
    (
        "<single>p</single><multiple>pp</multiple>",
        "«<single>p</single>",
        &[("style-element", "expected `multiple` beside `single`")],
    ),
    // What must be there.
    ("<title>Sound</title>", "", &[("style-missing", "expected the element `title` in `info`")]),
    ("<title>Sound</title>", "«<title> </title>", &[("style-missing", "expected text in `title`")]),
    (
        "<id>http://www.example.org/sound</id>",
        "",
        &[("style-missing", "expected the element `id`")],
    ),
    (
        "<updated>2024-02-29T12:00:00+00:00</updated>",
        "",
        &[("style-missing", "expected the element `updated`")],
    ),
    (" class=\"in-text\"", "", &[("style-missing", "expected the attribute `class` on `style`")]),
    (
        "<date form=\"text\"><date-part name=\"year\"/></date>",
        "«<date form=\"text\"/>",
        &[("style-missing", "expected the element `date-part` in `date`")],
    ),
    (
        "<names variable=\"author editor\">",
        "«<names>",
        &[("style-missing", "expected the attribute `variable` on `names`")],
    ),
    (
        "<text term=\"no date\"/>",
        "«<text prefix=\"x\"/>",
        &[(
            "style-missing",
            "expected an attribute `macro`, `term`, `value` or `variable` on `text`",
        )],
    ),
    (
        "<else-if type=\"book chapter\" locator=\"page\">",
        "«<else-if match=\"any\">",
        &[("style-missing", "expected a test on `else-if`")],
    ),
    (
        "<group><label variable=\"locator\"/><text variable=\"locator\"/></group>",
        "«<group delimiter=\" \"></group>",
        &[("style-missing", "expected something to print in `group`")],
    ),
    (
        "<key variable=\"issued\"/>",
        "«<key sort=\"descending\"/>",
        &[("style-missing", "expected an attribute `variable` or `macro` on `key`")],
    ),
    (
        "<date variable=\"accessed\"><date-part name=\"month\" form=\"short\"/></date>",
        "«<date variable=\"accessed\"/>",
        &[("style-missing", "expected the element `date-part`")],
    ),
    // Attributes.
    (
        "hanging-indent=\"true\"",
        "«hanging-indnt=\"true\"",
        &[("style-attribute", "`bibliography` has no attribute `hanging-indnt`")],
    ),
    (
        "<layout suffix=\".\">",
        "<layout suffix=\".\" «delimiter=\";\">",
        &[("style-attribute", "`layout` has no attribute `delimiter`")],
    ),
    (
        "<text macro=\"year\"/>",
        "<text macro=\"year\" «variable=\"title\"/>",
        &[("style-attribute", "`macro` and `variable` exclude each other")],
    ),
    (
        "<text macro=\"year\"/>",
        "<text macro=\"year\" «form=\"short\"/>",
        &[("style-attribute", "`form` means something beside `term` or `variable` only")],
    ),
    (
        "<date variable=\"issued\" form=\"numeric\" date-parts=\"year\"/>",
        "<date variable=\"issued\" form=\"numeric\" «delimiter=\"-\"/>",
        &[("style-attribute", "`date` has no attribute `delimiter`")],
    ),
    (
        "<text term=\"no date\"/>",
        "<text term=\"no date\"\n   «quote=\"true\"/>",
        &[("style-attribute", "`text` has no attribute `quote`")],
    ),
    // Values.
    (
        "and=\"text\"",
        "and=\"«long\"",
        &[("style-value", "expected `text` or `symbol` as `and`, found `long`")],
    ),
    (
        "version=\"1.0\" default",
        "version=\"«1.1\" default",
        &[("style-value", "expected `1.0` as `version`")],
    ),
    (
        "entry-spacing=\"0\"",
        "entry-spacing=\"«1.5\"",
        &[("style-value", "expected a whole number from 0 as `entry-spacing`")],
    ),
    (
        "et-al-min=\"4\"",
        "et-al-min=\"«four\"",
        &[("style-value", "expected a whole number as `et-al-min`, found `four`")],
    ),
    (
        "hanging-indent=\"true\"",
        "hanging-indent=\"«yes\"",
        &[("style-value", "expected `true` or `false`")],
    ),
    (
        "<name-part name=\"family\"/>",
        "<name-part name=\"«surname\"/>",
        &[("style-value", "expected `family` or `given` as `name`")],
    ),
    (
        "name=\"month\" form=\"short\"",
        "name=\"month\" form=\"«ordinal\"",
        &[("style-value", "as `form`, found `ordinal`")],
    ),
    (
        "<text variable=\"locator\"/>",
        "<text variable=\"locator\" form=\"«verb\"/>",
        &[("style-value", "expected `long` or `short` as `form`")],
    ),
    ("2024-02-29T12:00:00+00:00", "«2024-02-29", &[("style-value", "expected a date with time")]),
    ("1234-567X", "«1234567X", &[("style-value", "expected an ISSN")]),
    (
        "rel=\"self\"",
        "rel=\"«parent\"",
        &[("style-value", "expected `self`, `template` or `documentation` as `rel`")],
    ),
    (
        "default-locale=\"en-GB\"",
        "default-locale=\"«en_GB\"",
        &[("style-value", "expected a language tag"), ("style-locale", "`en_GB`")],
    ),
    (
        "citation-format=\"author-date\"",
        "citation-format=\"«authordate\"",
        &[("style-value", "as `citation-format`, found `authordate`")],
    ),
    (
        "locator=\"page\"",
        "locator=\"page «pages\"",
        &[("style-value", "as `locator`, found `pages`")],
    ),
    // Variables, terms and types.
    (
        "<text variable=\"title\"/>",
        "<text variable=\"«titel\"/>",
        &[("style-variable", "unknown variable `titel`")],
    ),
    (
        "variable=\"author editor\"",
        "variable=\"author  «edtior\"",
        &[("style-variable", "unknown variable `edtior`")],
    ),
    (
        "variable=\"author editor\"",
        "variable=\"author «title\"",
        &[("style-variable", "`title` is a text variable")],
    ),
    (
        "<text variable=\"locator\"/>",
        "<text variable=\"«author\"/>",
        &[("style-variable", "`author` is a name variable")],
    ),
    (
        "<number variable=\"volume\"",
        "<number variable=\"«issued\"",
        &[("style-variable", "`issued` is a date variable")],
    ),
    ("term=\"no date\"", "term=\"«no-date\"", &[("style-term", "unknown term `no-date`")]),
    ("<term name=\"et-al\">", "<term name=\"«etal\">", &[("style-term", "unknown term `etal`")]),
    (
        "type=\"book chapter\"",
        "type=\"book «chaptr\"",
        &[("style-type", "unknown item type `chaptr`")],
    ),
    (
        "type=\"book chapter\"",
        "type=\"«legal-case\"",
        &[("style-type", "unknown item type `legal-case`")],
    ),
    (
        "<text variable=\"title\"/>",
        "<text variable=\"«event\"/>",
        &[("style-deprecated", "`event` is now called `event-title`")],
    ),
    (
        "variable=\"author editor\"",
        "variable=\"author «event\"",
        &[("style-variable", "`event` is a text variable, which is not printed here")],
    ),
    (
        "<else><date variable=\"accessed\"><date-part name=\"month\" form=\"short\"/></date></else>",
        "«<else/>",
        &[("style-missing", "expected something to print in `else`")],
    ),
    // Macros.
    (
        "<text macro=\"year\"/>",
        "<text macro=\"«yeer\"/>",
        &[
            ("style-macro-unused", "`year` is never called"),
            ("style-macro-undefined", "the macro `yeer` is not defined"),
        ],
    ),
    (
        "<key macro=\"author\"/>",
        "<key macro=\"«authors\"/>",
        &[("style-macro-undefined", "the macro `authors` is not defined")],
    ),
    (
        "<macro name=\"year\">",
        "<macro name=\"«author\"><text value=\"x\"/></macro>\n  <macro name=\"year\">",
        &[("style-macro-repeated", "the macro `author` is defined twice")],
    ),
    (
        "<macro name=\"year\">",
        "<macro name=\"«unused\"><text macro=\"author\"/></macro>\n  <macro name=\"year\">",
        &[("style-macro-unused", "the macro `unused` is never called")],
    ),
    (
        "<text term=\"no date\"/>",
        "<text macro=\"«year\"/>",
        &[("style-macro-recursive", "the macro `year` calls itself (year → year)")],
    ),
    (
        "<substitute><text variable=\"title\"/></substitute>",
        "<substitute><text macro=\"year\"/></substitute>",
        &[],
    ),
    // What is doubtful.
    (
        "et-al-min=\"4\" et-al-use-first=\"1\"",
        "et-al-min=\"4\" et-al-use-first=\"«4\"",
        &[("style-et-al", "found 4 and 4")],
    ),
    (
        " et-al-min=\"3\" et-al-use-first=\"1\"",
        " «et-al-subsequent-min=\"3\"",
        &[("style-et-al", "no effect without `et-al-subsequent-use-first`")],
    ),
    (
        "<category citation-format=\"author-date\"/>",
        "",
        &[("style-category", "expected `category`")],
    ),
    ("xml:lang=\"en\"", "xml:lang=\"«cz\"", &[("style-locale", "no locale is known for `cz`")]),
    (
        "<term name=\"et-al\">and others</term>",
        "<term name=\"et-al\">and others</term>«<term name=\"et-al\" form=\"long\"/>",
        &[("style-repeated", "the term `et-al` is given twice")],
    ),
    (
        "<else-if type=\"book chapter\" locator=\"page\">",
        "«<else-if match=\"any\" variable=\"issued\">",
        &[("style-unreachable", "tests what an earlier branch tests")],
    ),
    (
        "<name-part name=\"family\"/>",
        "<name-part name=\"family\"/>«<name-part name=\"family\"/>",
        &[("style-repeated", "the name-part `family` is given twice")],
    ),
    // The file as a whole.
    (
        "xmlns=\"http://purl.org/net/xbiblio/csl\" ",
        "",
        &[("style-not-csl", "expected the namespace")],
    ),
    (
        "<citation et-al-min=\"3\" et-al-use-first=\"1\">",
        "«<citation et-al-min=\"3\" et-al-use-first=\"1>",
        &[("style-not-xml", "")],
    ),
];

#[test]
fn the_sound_style_is_sound() {
    assert_eq!(found(SOUND), []);
    // What begins behind a byte order mark, and with a namespace prefix, is the same style.
    assert_eq!(found(&format!("\u{FEFF}{SOUND}")), []);
    assert_eq!(
        found(&SOUND.replace(
            "xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\"",
            "class=\"in-text\" xmlns='http://purl.org/net/xbiblio/csl'"
        )),
        []
    );
}

#[test]
fn faults_are_named_where_they_are() {
    let mut wrong = Vec::new();
    for (from, to, expected) in CASES {
        let (text, places) = changed(from, to);
        let findings = found(&text);
        let same = findings.len() == expected.len()
            && findings.iter().zip(*expected).all(|((_, code, message), (wanted, part))| {
                code == wanted && message.contains(part)
            });
        let placed = places.is_empty() || findings.iter().any(|(at, _, _)| places.contains(at));
        if !same || !placed {
            wrong
                .push(format!("{to}\n  expected {expected:?} at {places:?}\n  found {findings:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(CASES.len() > 60);
}

#[test]
fn all_faults_are_named_at_once_in_their_order() {
    let text = SOUND
        .replace("class=\"in-text\"", "class=\"intext\"")
        .replace("term=\"no date\"", "term=\"no-date\"")
        .replace("variable=\"volume\"", "variable=\"volum\"");
    let codes: Vec<&str> = found(&text).into_iter().map(|(_, code, _)| code).collect();
    assert_eq!(codes, ["style-value", "style-term", "style-variable"]);
}

#[test]
fn near_names_are_proposed_and_can_be_put_in_their_place() {
    let (text, _) = changed("<text variable=\"title\"/>", "<text variable=\"titel\"/>");
    let findings = check_style(&text);
    assert_eq!(findings[0].help.as_deref(), Some("did you mean `title`?"));
    let fix = findings[0].fix.clone().expect("a fix");
    let mended =
        format!("{}{}{}", &text[..fix.span.start()], fix.replacement, &text[fix.span.end()..]);
    assert_eq!(mended, SOUND);
}

#[test]
fn what_is_not_xml_is_reported_with_its_place() {
    let place = |text: &str| {
        let findings = found(text);
        let (at, code, _) = findings.first().expect("a finding");
        assert_eq!((*code, findings.len()), ("style-not-xml", 1), "{text}");
        text[..*at].matches('\n').count() + 1
    };
    assert_eq!(place("<style>\n  <info>\n</style>"), 3);
    assert_eq!(place("<style>\n  <info a=\"b>\n</style>"), 2);
    assert_eq!(place("<style>\n&nbsp;</style>"), 2);
    assert_eq!(place(""), 1);
    assert_eq!(found("<html/>")[0].1, "style-not-csl");
    let large = " ".repeat((1 << 20) + 1);
    assert_eq!(check_style(&large)[0].code.code, "style-not-xml");
}

#[test]
fn a_style_that_follows_another_has_no_rules() {
    let dependent = r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" default-locale="de-DE">
  <info>
    <title>Journal</title><id>j</id>
    <link href="http://www.zotero.org/styles/ieee" rel="independent-parent"/>
    <category citation-format="numeric"/><updated>2024-02-29T12:00:00Z</updated>
  </info>
</style>"#;
    assert_eq!(found(dependent), []);
    let more = dependent.replace("</style>", "  <macro name=\"m\"/>\n  <citation/>\n</style>");
    let codes: Vec<&str> = found(&more).into_iter().map(|(_, code, _)| code).collect();
    assert_eq!(codes, ["style-dependent-content", "style-macro-unused", "style-dependent-content"]);
}

#[test]
fn macros_that_grow_beyond_measure_are_refused() {
    let calls = |n: usize| {
        format!("<macro name=\"m{n}\"><text macro=\"m{0}\"/><text macro=\"m{0}\"/></macro>", n + 1)
    };
    let bomb: String = (0..40).map(calls).collect();
    let text = SOUND
        .replace(
            "<macro name=\"year\">",
            &format!("{bomb}<macro name=\"m40\"><text value=\"x\"/></macro><macro name=\"year\">"),
        )
        .replace("<text term=\"no date\"/>", "<text macro=\"m0\"/>");
    assert_eq!(found(&text).first().map(|(_, code, _)| *code), Some("style-too-large"));
    // Many macros in a row are no circle, and do not exhaust the stack.
    let chain: String = (0..4000)
        .map(|n| format!("<macro name=\"c{n}\"><text macro=\"c{}\"/></macro>", n + 1))
        .collect();
    assert!(check_style(&format!("<style>{chain}</style>")).len() > 4000);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    /// Any piece of the file may be missing or doubled: findings lie in the text, nothing panics.
    #[test]
    fn damaged_styles_are_looked_at(cut in 0..SOUND.len(), length in 0usize..200, twice: bool) {
        let end = (cut + length).min(SOUND.len());
        if SOUND.is_char_boundary(cut) && SOUND.is_char_boundary(end) {
            let (head, piece, tail) = (&SOUND[..cut], &SOUND[cut..end], &SOUND[end..]);
            let text = if twice { format!("{head}{piece}{piece}{tail}") } else { format!("{head}{tail}") };
            found(&text);
        }
    }
}
