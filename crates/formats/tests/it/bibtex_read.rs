//! BibTeX and BibLaTeX, read.

use refsmith_model::{
    Date, DateVariable, ItemType, Mark, NameVariable, NumberVariable, Origin, Record, TextVariable,
};

use crate::support::{codes, read, write};

fn one(bib: &str) -> Record {
    let parsed = read("bibtex", bib);
    assert_eq!(parsed.value.len(), 1, "{bib}");
    parsed.value.into_iter().next().unwrap()
}

fn ids(bib: &str) -> Vec<String> {
    read("bibtex", bib).value.into_iter().map(|record| record.id).collect()
}

#[test]
fn an_unclosed_value_costs_its_entry_and_shows_its_beginning() {
    let bib = "@misc{a, title={A}}\n@misc{broken,\n  title = {unclosed,\n  year = 2001\n}\n\n@misc{c, title={C}}\n";
    let parsed = read("bibtex", bib);
    let ids: Vec<&str> = parsed.value.iter().map(|record| record.id.as_str()).collect();
    assert_eq!(ids, ["a", "c"]);
    assert_eq!(codes(&parsed), ["bibtex-unclosed-brace"]);
    let finding = &parsed.diagnostics[0];
    let span = finding.span.unwrap();
    assert_eq!(span.of(bib), "{");
    assert!(bib.get(span.end()..).unwrap().starts_with("unclosed"));
    assert_eq!(finding.message, "expected `}` to close the value of `title` opened here");
    assert_eq!(finding.record.as_deref(), Some("broken"));
}

#[test]
fn other_mistakes_cost_no_neighbor() {
    let cases = [
        ("@misc{a, title=\"unclosed\n}\n@misc{b, title={B}}", "b", "bibtex-unclosed-quote"),
        ("@misc{a, title={A}\n@misc{b, title={B}}", "a b", "bibtex-unclosed-entry"),
        ("@misc{a, title={A}}}\n@misc{b, title={B}}", "a b", "bibtex-stray-text"),
        ("@misc{a, title={A} year=2001}\n@misc{b}", "a b", "bibtex-missing-comma"),
        ("@misc{a, title {A}}\n@misc{b}", "a b", "bibtex-missing-equals"),
        ("@misc{a, title = }\n@misc{b}", "a b", "bibtex-missing-value"),
        ("@misc{title={A}}\n@misc{b}", " b", "bibtex-missing-key"),
        ("@misc{a, note=x}\n@misc{b}", "a b", "bibtex-undefined-string"),
        ("@misc{a}\n@misc{a}", "a a", "bibtex-duplicate-key"),
        ("@misc{a, title={A}, title={B}}", "a", "bibtex-duplicate-field"),
        ("@misc{a, crossref={b}}\n@misc{b, crossref={a}}", "a b", "bibtex-crossref-loop"),
        ("@misc{a, crossref={nowhere}}", "a", "bibtex-crossref-missing"),
        ("@comment{@misc{a, title={A}}}\n@misc{b}", "b", "bibtex-commented-entry"),
        ("%@misc{a, title={A}}\n@misc{b}", "b", "bibtex-commented-entry"),
        ("@hologram{a, title={A}}", "a", "bibtex-unknown-type"),
        ("@misc{a, title={\\oops{A}}}", "a", "bibtex-unknown-macro"),
        ("@misc{a, date={2001-15-77}}", "a", "bibtex-bad-date"),
        ("@misc{a, date={2001-02-30}}", "a", "bibtex-bad-date"),
        ("@misc{a, year=2001, month=feb, day=30}", "a", "bibtex-bad-date"),
        ("@set{a, entryset={nowhere}}", "a", "bibtex-crossref-missing"),
        ("@set{a, entryset={b}}\n@set{b, entryset={a}}", "a b", "bibtex-crossref-loop"),
        ("@misc{a, date={2001}, year={2002}}", "a", "bibtex-date-conflict"),
        ("@misc{a, author={A, B, C, D, E}}", "a", "bibtex-bad-name"),
    ];
    for (bib, expected, code) in cases {
        assert_eq!(ids(bib).join(" "), expected, "{bib}");
        // That a comment is no record is said of every comment.
        let mut found = codes(&read("bibtex", bib));
        found.retain(|code| *code != "bibtex-not-carried");
        assert_eq!(found, [code], "{bib}");
    }
}

#[test]
fn a_value_may_hold_what_looks_like_an_entry() {
    let bib = "@misc{a, title = {T\n@b.c}, note = {see\n  @misc{x, title={X}}}}\n@misc{d}";
    assert_eq!(ids(bib), ["a", "d"]);
    // Two mistakes that cancel each other out would otherwise eat the entries between them.
    let bib =
        "@misc{a, title = {T,\n}\n@misc{b,\n title = {B}}\n@misc{c,\n title = {C}}}\n@misc{d}";
    assert_eq!(ids(bib), ["b", "c", "d"]);
}

#[test]
fn braces_become_marks_in_titles_only() {
    let record = one(
        "@article{k, title={The {DNA} of {\\\"O}sterreich, {{EU}}}, journal={{J} of X}, note={{N}}, \
         abstract={H$_2$O is $x < y$ and \\emph{new}}}",
    );
    let title = &record.texts[&TextVariable::Title];
    assert_eq!(title.plain, "The DNA of Österreich, EU");
    assert_eq!(title.marks, [(4..7, Mark::NoCase), (24..26, Mark::NoCase)]);
    assert!(record.texts[&TextVariable::Note].is_plain());
    let text = &record.texts[&TextVariable::Abstract];
    assert_eq!(text.plain, "H2O is x < y and new");
    assert_eq!(text.marks, [(1..2, Mark::Subscript), (7..12, Mark::Math), (17..20, Mark::Italic)]);
    let whole = one("@book{k, title={{The Whole Title}}}");
    assert_eq!(whole.texts[&TextVariable::Title].marks, [(0..15, Mark::NoCase)]);
}

#[test]
fn identifiers_stay_as_they_are() {
    let record = one(
        "@article{k, doi={https://doi.org/10.1000/AB\\_c%3Cd}, url={http://a.b/\\~{}x_%7e#y&z}, \
         isbn={978-0-306-40615-7}}",
    );
    assert_eq!(record.text(TextVariable::Doi), Some("10.1000/AB_c%3Cd"));
    assert_eq!(record.text(TextVariable::Url), Some("http://a.b/~x_%7e#y&z"));
    assert_eq!(record.text(TextVariable::Isbn), Some("978-0-306-40615-7"));
    let wrapped = one("@misc{k, howpublished={\\url{http://a.b/c_d}}}");
    assert_eq!(wrapped.text(TextVariable::Url), Some("http://a.b/c_d"));
}

#[test]
fn an_article_number_is_page_and_number() {
    for bib in ["@article{k, eid={e2840}}", "@article{k, pages={e2840}}"] {
        let record = one(bib);
        assert_eq!(record.number(NumberVariable::Page), Some("e2840"), "{bib}");
        assert_eq!(record.number(NumberVariable::Number), Some("e2840"), "{bib}");
    }
    let both = one("@article{k, pages={1--20}, eid={e2840}}");
    assert_eq!(both.number(NumberVariable::Page), Some("1-20"));
}

#[test]
fn inheritance_maps_titles_and_leaves_own_fields_alone() {
    let bib = "@inproceedings{k, title={P}, crossref={q}}\n\
               @proceedings{q, title={Proc}, editor={E, D}, year=2001, xdata={x}}\n\
               @xdata{x, publisher={Pub}, location={Oslo}}";
    let parsed = read("bibtex", bib);
    assert!(parsed.diagnostics.is_empty());
    assert_eq!(parsed.value.len(), 2);
    let child = &parsed.value[0];
    assert_eq!(child.text(TextVariable::Title), Some("P"));
    assert_eq!(child.text(TextVariable::ContainerTitle), Some("Proc"));
    assert_eq!(child.text(TextVariable::Publisher), Some("Pub"));
    assert_eq!(child.people(NameVariable::Editor).len(), 1);
    assert_eq!(child.year(), Some(2001));
    let place = &child.provenance[&TextVariable::Publisher.into()];
    assert!(matches!(place.origin, Origin::Input(span) if span.of(bib) == "Pub"));
}

#[test]
fn a_set_has_the_fields_of_its_first_member() {
    let bib = "@set{both, entryset={Part1, part2}, keywords={ebb}}\n\
               @article{part1, title={T}, author={A, B}, journal={J}, year=2001, keywords={flow}}\n\
               @book{part2, title={U}, year=2002}\n\
               @set{twice, entryset={both}}";
    let parsed = read("biblatex", bib);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    let [both, part1, _, twice] = parsed.value.as_slice() else { panic!("four records") };
    for set in [both, twice] {
        assert_eq!(set.item_type, ItemType::ArticleJournal);
        assert_eq!(set.texts[&TextVariable::Title], part1.texts[&TextVariable::Title]);
        assert_eq!((set.year(), set.people(NameVariable::Author).len()), (Some(2001), 1));
    }
    assert_eq!(both.text(TextVariable::Keyword), Some("ebb"));
    let (text, losses) = write("biblatex", &parsed.value);
    assert!(losses.is_empty(), "{losses:?}");
    assert!(text.starts_with("@set{both,") && text.contains("entryset = {Part1, part2}"), "{text}");
    let back = read("biblatex", &text);
    let plain = |records: Vec<Record>| -> Vec<Record> {
        records.into_iter().map(crate::support::without_provenance).collect()
    };
    assert_eq!(plain(back.value), plain(parsed.value.clone()));
    let (text, losses) = write("bibtex", &parsed.value);
    assert!(text.starts_with("@article{both,"), "{text}");
    let fields: Vec<&str> = losses.iter().map(|loss| loss.field.as_str()).collect();
    assert_eq!(fields, ["entrytype", "entrytype"]);
}

#[test]
fn a_day_that_its_month_has_not_stays_a_text() {
    let cases = [
        ("year=2021, month=feb, day=30", "2021-02-30"),
        ("year=2021, month=4, day={31}", "2021-04-31"),
        ("year=2021, month={feb~29}", "2021-02-29"),
        ("year=2021, month={feb 28--30}", "2021-02-28/2021-02-30"),
        ("year=2021, month=jan, day=32", "2021-01-32"),
    ];
    for (fields, expected) in cases {
        let parsed = read("bibtex", &format!("@misc{{a, title={{T}}, {fields}}}"));
        let issued = parsed.value[0].dates.get(&DateVariable::Issued);
        assert_eq!(issued, Some(&Date::Literal(expected.to_owned())), "{fields}");
        assert_eq!(codes(&parsed), ["bibtex-bad-date"], "{fields}");
    }
    let leap = read("bibtex", "@misc{a, title={T}, year=2020, month=feb, day=29}");
    assert!(leap.diagnostics.is_empty());
    assert_eq!(leap.value[0].dates[&DateVariable::Issued].to_string(), "2020-02-29");
}

#[test]
fn a_year_is_read_where_the_date_is_none() {
    for (fields, expected) in [
        ("year=2010, month=may, date={19-21}", "2010-05"),
        ("date={May 19 to 21}, year=2010", "2010"),
        ("date={2001-15-77}, year={2001}", "2001"),
    ] {
        let parsed = read("biblatex", &format!("@misc{{a, title={{T}}, {fields}}}"));
        let record = &parsed.value[0];
        assert_eq!(record.dates[&DateVariable::Issued].to_string(), expected, "{fields}");
        assert_eq!(codes(&parsed), ["bibtex-bad-date"], "{fields}");
        let kept: Vec<&str> = record.extra.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(kept, ["date"], "{fields}");
        let (text, losses) = write("biblatex", std::slice::from_ref(record));
        let again = read("biblatex", &text).value;
        assert_eq!(again[0].dates, record.dates, "{text}");
        let told = losses.iter().any(|loss| loss.field == "date");
        assert!(again[0].extra == record.extra || told, "{text}");
    }
    let word = read("biblatex", "@misc{a, title={T}, date={in press}, year={in press}}");
    assert_eq!(word.value[0].dates[&DateVariable::Issued].to_string(), "in press");
}

#[test]
fn a_month_beside_the_date_of_a_year_belongs_to_it() {
    for (fields, expected) in [
        ("date={2001}, month=may", "2001-05"),
        ("date={2001}, month={5}, day={7}", "2001-05-07"),
        ("date={2001-02}, month=feb", "2001-02"),
        ("date={2001/2003}, month=feb", "2001/2003"),
    ] {
        let parsed = read("biblatex", &format!("@misc{{a, title={{T}}, {fields}}}"));
        assert_eq!(parsed.value[0].dates[&DateVariable::Issued].to_string(), expected, "{fields}");
    }
}

#[test]
fn types_of_both_dialects() {
    let cases = [
        ("phdthesis", ItemType::Thesis),
        ("techreport", ItemType::Report),
        ("online", ItemType::Webpage),
        ("inbook", ItemType::Chapter),
        ("conference", ItemType::PaperConference),
        ("dataset", ItemType::Dataset),
    ];
    for (kind, expected) in cases {
        assert_eq!(one(&format!("@{kind}{{k, title={{T}}}}")).item_type, expected);
    }
    let genre = one("@phdthesis{k, school={MIT}}");
    assert_eq!(genre.text(TextVariable::Genre), Some("PhD thesis"));
    assert_eq!(genre.text(TextVariable::Publisher), Some("MIT"));
    let magazine = one("@article{k, entrysubtype={newspaper}}");
    assert_eq!(magazine.item_type, ItemType::ArticleNewspaper);
}

#[test]
fn numbers_mean_different_things() {
    let of = |bib: &str, variable| one(bib).number(variable).map(str::to_owned);
    let two = Some("2".to_owned());
    assert_eq!(of("@article{k, number=2}", NumberVariable::Issue), two);
    assert_eq!(of("@book{k, number=2}", NumberVariable::CollectionNumber), two);
    assert_eq!(of("@techreport{k, number=2}", NumberVariable::Number), two);
}

#[test]
fn cut_lists_and_their_spans() {
    let bib = "@misc{k, author = {Doe, J. and van Gogh, Vincent and others}, year = {in press}}";
    let record = one(bib);
    assert_eq!(record.names[&NameVariable::Author].truncated_after, Some(2));
    assert_eq!(record.dates[&DateVariable::Issued].to_string(), "in press");
    let place = &record.provenance[&NameVariable::Author.into()];
    let Origin::Input(span) = place.origin else { panic!("{place:?}") };
    assert_eq!(span.of(bib), "Doe, J. and van Gogh, Vincent and others");
}

#[test]
fn definitions_of_the_preamble_count() {
    let bib = "@preamble{ \"\\newcommand{\\gone}[1]{}\" # \"\\def\\kept#1{#1} \\newcommand\\co{Company}\" }\n\
               @misc{k, title={A\\gone{x} \\kept{B} \\co}}";
    let parsed = read("bibtex", bib);
    assert_eq!(parsed.value[0].text(TextVariable::Title), Some("A B Company"));
    assert_eq!(codes(&parsed), ["bibtex-not-carried"]);
}
