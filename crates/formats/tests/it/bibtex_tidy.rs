//! Clean-up of BibTeX files: each action alone, all together, always idempotent.

use proptest::prelude::*;
use refsmith_formats::bibtex::syntax::parse;
use refsmith_formats::bibtex::{Characters, TidyOptions, USUAL_FIELD_ORDER, tidy};

use crate::shared;
use crate::support::{read, without_provenance};

fn tidied(text: &str, options: &TidyOptions) -> String {
    let once = tidy(text, options).to_text(text);
    let again = tidy(&once, options).to_text(&once);
    let differs = again.lines().zip(once.lines()).find(|(again, once)| again != once);
    assert_eq!(differs, None, "tidying twice is tidying once");
    assert_eq!(again.len(), once.len(), "tidying twice is tidying once");
    once
}

fn check(options: &TidyOptions, text: &str, expected: &str) {
    assert_eq!(tidied(text, options), expected, "{text}");
}

fn none() -> TidyOptions {
    TidyOptions::default()
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Every action but those that take fields away or need a list.
fn everything() -> TidyOptions {
    TidyOptions {
        lowercase: true,
        remove_empty_fields: true,
        remove_duplicate_fields: true,
        curly: true,
        numeric: true,
        months: true,
        page_dashes: true,
        bare_dois: true,
        encode_urls: true,
        enclosing_braces: strings(&["title"]),
        indent: Some("  ".into()),
        align: Some(14),
        wrap: Some(80),
        trailing_commas: Some(true),
        sort_fields: strings(&USUAL_FIELD_ORDER),
        blank_lines: true,
        tidy_comments: true,
        sort: strings(&["key"]),
        ..none()
    }
}

#[test]
fn without_actions_nothing_changes() {
    let text = "junk\n@Book {a , Title=\"x\"   ,, year = 1 # {b}}\r\n@comment x";
    assert!(tidy(text, &none()).is_identity(text));
}

#[test]
fn each_action_on_fields_works_alone() {
    let text = "@Book{a,\n  Title = \"An {X}\",\n  Month = \"March\", year={1999},\n note = {},\n\
                \x20 year = {1999}, url = {https://doi.org/10.1000/1}, doi={https://doi.org/10.1000/1}\n}";
    check(
        &TidyOptions { lowercase: true, ..none() },
        text,
        &text.replace("Book", "book").replace("Title", "title").replace("Month", "month"),
    );
    let months = TidyOptions { months: true, ..none() };
    check(&months, text, &text.replace("\"March\"", "mar"));
    let curly = TidyOptions { curly: true, ..none() };
    check(&curly, text, &text.replace("\"An {X}\"", "{An {X}}").replace("\"March\"", "{March}"));
    let numeric = TidyOptions { numeric: true, ..none() };
    check(&numeric, text, &text.replace("{1999}", "1999"));
    let empty = TidyOptions { remove_empty_fields: true, ..none() };
    check(&empty, text, &text.replace("\n note = {},", ""));
    let doubled = TidyOptions { remove_duplicate_fields: true, ..none() };
    check(&doubled, text, &text.replace("\n  year = {1999},", ""));
    let dois = TidyOptions { bare_dois: true, ..none() };
    check(&dois, text, &text.replace("doi={https://doi.org/10.1000/1}", "doi={10.1000/1}"));
    let urls = TidyOptions { drop_doi_urls: true, ..none() };
    check(&urls, text, &text.replace(" url = {https://doi.org/10.1000/1},", ""));
    let omit = TidyOptions { omit: strings(&["month", "doi"]), ..none() };
    let without = text.replace("\n  Month = \"March\",", "");
    check(&omit, text, &without.replace(" doi={https://doi.org/10.1000/1}", ""));
    let braces = TidyOptions { enclosing_braces: strings(&["title"]), ..none() };
    check(&braces, text, &text.replace("\"An {X}\"", "\"{An {X}}\""));
    let protection = TidyOptions { remove_braces: strings(&["title"]), ..none() };
    check(&protection, text, &text.replace("{X}", "X"));
}

#[test]
fn characters_are_written_as_asked() {
    let text = "@book{a, author = {G{\\\"o}del and Čapek}, url = {http://a/ö_b}}";
    let tex = TidyOptions { characters: Some(Characters::Tex), ..none() };
    check(&tex, text, &text.replace("Č", "{\\v{C}}"));
    let unicode = TidyOptions { characters: Some(Characters::Unicode), ..none() };
    check(&unicode, text, &text.replace("{\\\"o}", "ö"));
}

#[test]
fn names_are_cut_and_journals_abbreviated() {
    let text = "@article{a, author = {A and B and C}, journal = {Physical Review \\& {Letters}}}";
    let names = TidyOptions { max_authors: Some(1), ..none() };
    check(&names, text, &text.replace("A and B and C", "A and others"));
    let list = vec![("physicalreviewandletters".to_owned(), "Phys. Rev. \\& Lett.".to_owned())];
    let journals = TidyOptions { abbreviations: list, ..none() };
    let short = text.replace("Physical Review \\& {Letters}", "Phys. Rev. \\& Lett.");
    check(&journals, text, &short);
}

#[test]
fn layout_is_made_anew() {
    let text = "@book{a ,title={A b}, % why\n%first\nyear = 1999 , author = \"X\" # y}@misc{b}";
    let options = TidyOptions {
        indent: Some("  ".into()),
        align: Some(8),
        trailing_commas: Some(true),
        ..none()
    };
    check(
        &options,
        text,
        "@book{a,\n  title   = {A b}, % why\n  %first\n  year    = 1999,\n  \
         author  = \"X\" # y,\n}@misc{b}",
    );
    let plain = TidyOptions { align: Some(0), ..none() };
    check(&plain, "@a{k,x={1},\n  long-name   ={2}}", "@a{k,x = {1},\n  long-name = {2}}");
    let sorted = TidyOptions { sort_fields: strings(&["year", "title"]), ..none() };
    check(
        &sorted,
        "@a{k,\n x = 1,\n title = 2,\n year = 3\n}",
        "@a{k,\n year = 3,\n title = 2,\n x = 1\n}",
    );
}

#[test]
fn long_values_are_wrapped() {
    let options = TidyOptions { indent: Some("  ".into()), wrap: Some(30), ..none() };
    check(
        &options,
        "@a{k, x = {short   one}, abstract = {words that go on and on, for many lines}}",
        "@a{k,\n  x = {short one},\n  abstract = {\n    words that go on and on,\n    \
         for many lines\n  }\n}",
    );
}

#[test]
fn entries_are_sorted_with_their_comments() {
    let text = "% head\n\n@string{s = {x}}\n\n% about c\n@a{c, year = 2, crossref={p}}\n\n\
                @a{b, year = 10}\n\n@a{p, year = 1}\n\n@a{a}\n% tail\n";
    let by = |keys: &[&str]| TidyOptions { sort: strings(keys), ..none() };
    check(
        &by(&["key"]),
        text,
        "% head\n\n@string{s = {x}}\n\n@a{a}\n\n@a{b, year = 10}\n\n% about c\n\
         @a{c, year = 2, crossref={p}}\n\n@a{p, year = 1}\n\n% tail\n",
    );
    let sorted = tidied(text, &by(&["-year"]));
    let tree = parse(&sorted);
    let keys: Vec<&str> = tree.entries().map(|entry| entry.key.of(&sorted)).collect();
    assert_eq!(keys, ["b", "c", "a", "p"]);
    let redefined = "@string{s = {x}}@a{b, t = s}@string{s = {y}}@a{a, t = s}";
    check(&by(&["key"]), redefined, redefined);
}

#[test]
fn letter_case_and_journals() {
    let text = "@article{a,\n  title = {the growth of DNA in the {uk}},\n  journal = {The Journal of Tea Science}\n}\n\n\
                @article{b,\n  title = {das Wachstum von Tee},\n  langid = {german},\n  journal = \"J. Tea\"\n}\n";
    let title = || strings(&["title"]);
    let changed = |options: TidyOptions, from: &str, to: &str| {
        check(&options, text, &text.replace(from, to));
    };
    changed(
        TidyOptions { title_case: title(), ..none() },
        "the growth of DNA in the",
        "The Growth of DNA in the",
    );
    changed(TidyOptions { protect: title(), ..none() }, "DNA", "{DNA}");
    let words = TidyOptions { protect: title(), protected_words: strings(&["growth"]), ..none() };
    changed(words, "growth of DNA", "{growth} of {DNA}");
    changed(TidyOptions { iso4: true, ..none() }, "The Journal of Tea Science", "J. Tea Sci.");
    // The list comes first.
    let key = refsmith_formats::bibtex::journal_key("The Journal of Tea Science");
    let mine = vec![(key, "JTS".to_owned())];
    changed(
        TidyOptions { iso4: true, abbreviations: mine, ..none() },
        "The Journal of Tea Science",
        "JTS",
    );
}

/// The short names that publishers deposited: of those that are short at all, most are ours; the
/// others follow no rule or another (`Trans. Amer. Math. Soc.`), or are in other languages.
#[test]
fn journals_are_shortened_as_publishers_do() {
    let Some(folder) = shared::path("crossref/works") else { return };
    let mut pairs = std::collections::BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let Ok(json) =
            serde_json::from_str::<serde_json::Value>(&shared::text(&file.unwrap().path()))
        else {
            continue;
        };
        let work = json.get("message").unwrap_or(&json);
        let name = |field: &str| work[field][0].as_str().map(|name| name.replace("&amp;", "&"));
        if let (Some(full), Some(short)) = (name("container-title"), name("short-container-title"))
            && short.contains('.')
            && full.split_whitespace().count() > 1
        {
            pairs.insert((full, short));
        }
    }
    let key = refsmith_formats::bibtex::journal_key;
    let ours = |full: &str| refsmith_formats::bibtex::iso4(full).unwrap_or_else(|| full.to_owned());
    let (same, other): (Vec<_>, Vec<_>) =
        pairs.iter().partition(|(full, short)| key(&ours(full)) == key(short));
    for (full, short) in &other {
        println!("{full}: ours {}, theirs {short}", ours(full));
    }
    println!("{} of {} short names of journals alike", same.len(), pairs.len());
    assert!(same.len() * 100 >= pairs.len() * 62, "{} of {}", same.len(), pairs.len());
}

#[test]
fn comments_are_removed() {
    let options = TidyOptions { strip_comments: true, ..none() };
    check(
        &options,
        "% head\n@a{b,\n  % why\n  x = 1, % behind\n  y = 2\n}\n@comment{c}\nnote\n@a{c}\n",
        "@a{b,\n  x = 1,\n  y = 2\n}\n@a{c}\n",
    );
}

/// Real files: tidying is idempotent, loses no entry and no field, and what is read from the file
/// afterwards is what was read before, but for what the actions change.
#[test]
fn real_files_mean_the_same_afterwards() {
    let Some(folder) = shared::path("bib/wild") else { return };
    let layout = TidyOptions {
        enclosing_braces: Vec::new(),
        months: false,
        wrap: None,
        page_dashes: false,
        bare_dois: false,
        encode_urls: false,
        sort: Vec::new(),
        remove_duplicate_fields: false,
        ..everything()
    };
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut compared = 0;
    for path in files {
        let text = shared::text(&path);
        if text.len() > 40_000 {
            continue;
        }
        let text = text.as_str();
        tidied(text, &everything());
        let after = tidied(text, &layout);
        let (before, after) = (read("bibtex", text).value, read("bibtex", &after).value);
        assert_eq!(before.len(), after.len(), "{}", path.display());
        for (before, after) in before.into_iter().zip(after) {
            let (mut before, mut after) = (without_provenance(before), without_provenance(after));
            // The order of fields is that of the file.
            before.extra.sort_by(|a, b| (&a.name, &a.value).cmp(&(&b.name, &b.value)));
            after.extra.sort_by(|a, b| (&a.name, &a.value).cmp(&(&b.name, &b.value)));
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            for record in [&mut before, &mut after] {
                for field in &mut record.extra {
                    field.value = words(&field.value);
                }
            }
            assert_eq!(before, after, "{}", path.display());
            compared += 1;
        }
    }
    println!("{compared} records compared");
}

/// The comment keeps its line end, so what is removed behind it reaches into the next field.
#[test]
fn empty_fields_one_behind_the_other_go_all() {
    let empty = TidyOptions { remove_empty_fields: true, lowercase: true, ..none() };
    check(&empty, "@Book{a, % c\nNote = {},\n Key = {}\n}", "@book{a, % c\n\n}");
    check(&empty, "@Book{a%b,\nNote = {}\nKey = {}, Year = 1}", "@book{a%b,\n year = 1}");
}

#[test]
fn text_at_the_end_is_left_as_one() {
    let text = tidied("@book{k,}% c\n\n\n}\n\n", &everything());
    assert!(text.ends_with("% c\n\n\n}\n"), "{text}");
}

/// Pieces from which almost-BibTeX is made.
const PIECES: &[&str] = &[
    "@book{k,",
    "@Article(K,",
    "@string{s = {x}}",
    "@comment{c}",
    "}",
    ")",
    "\n",
    "\n\n",
    "  ",
    ",",
    "title = {A {B} c d e f}",
    "pages = \"1-5\"",
    "Month = March",
    "year = {1999}",
    "% c\n",
    "junk",
    "author = {X and Y and Z}",
    "doi = {https://doi.org/10.1000/x}",
    "a = b # {c}",
    "note = {}",
    "@book{z,\n  title = {x},\n}\n",
    "\r\n",
    "é",
    "crossref = {z}",
    "{",
    "=",
];

proptest! {
    #[test]
    fn tidying_is_idempotent(parts in proptest::collection::vec(0..PIECES.len(), 0..30)) {
        let text: String = parts.iter().map(|idx| PIECES[*idx]).collect();
        tidied(&text, &everything());
        tidied(&text.replace('\n', "\r\n"), &everything());
    }
}
