//! Files that are broken, or made to break programs: every reader ends, says so, and gives what was
//! whole.

use std::path::Path;

use refsmith_formats::FORMATS;
use refsmith_formats::bibtex::{Edits, syntax};

use crate::support::{codes, read};

#[test]
fn entities_are_neither_defined_nor_fetched() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE xml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">\
                <!ENTITY c SYSTEM \"file:///etc/passwd\">]>\n<xml><records><record><ref-type name=\"Book\">6</ref-type>\
                <titles><title>&b;&c;&amp;&#x41;</title></titles></record></records></xml>";
    let parsed = read("endnote-xml", bomb);
    let title = parsed.value[0].text(refsmith_model::TextVariable::Title);
    assert_eq!(title, Some("&b;&c;&A"));
}

#[test]
fn deep_nesting_ends_with_a_message() {
    let text = format!("<modsCollection><mods>{}", "<titleInfo>".repeat(100_000));
    assert!(codes(&read("mods", &text)).contains(&"xml-invalid"));
    let text = format!("references: {}", "[".repeat(100_000));
    assert!(codes(&read("csl-yaml", &text)).contains(&"yaml-invalid"));
    let text = "- ".repeat(50_000);
    assert!(codes(&read("hayagriva", &text)).contains(&"yaml-invalid"));
}

#[test]
fn a_field_of_a_megabyte_is_a_field() {
    let words = "word ".repeat(200_000);
    for (format, text) in [
        ("ris", format!("TY  - BOOK\nTI  - {words}\nER  - \n")),
        ("enw", format!("%0 Book\n%T {words}\n")),
        ("nbib", format!("PMID- 1\nTI  - {words}\n")),
        ("endnote-xml", format!("<record><titles><title>{words}</title></titles></record>")),
        ("csv", format!("type,title\nbook,{words}\n")),
    ] {
        let parsed = read(format, &text);
        let title = parsed.value[0].text(refsmith_model::TextVariable::Title).unwrap_or("");
        assert_eq!(title.len(), words.trim_end().len(), "{format}");
    }
}

/// Of this size, anything that grows with the square of the file takes minutes.
#[test]
fn what_is_opened_many_times_and_never_closed_ends() {
    let many = |piece: &str| piece.repeat(60_000);
    for (format, text) in [
        ("crossref-json", many("{\"title\":[")),
        ("crossref-json", many("{\"a\":") + &many("}")),
        ("datacite-json", many("{\"titles\":[{")),
        ("openalex-json", many("[{\"authorships\":")),
        ("schema-org", many("{\"@type\":\"Book\",\"isPartOf\":")),
        ("schema-org", many("<script type=\"application/ld+json\">{")),
        ("schema-org", many("<script")),
        ("coins", many("<span class=\"Z3988\" title=\"a=b&amp;")),
        ("coins", many("<span class ")),
        ("wikipedia", many("{{cite book |title=[[")),
        ("wikipedia", many("{{")),
        ("wikipedia", "{{cite book |title=".to_owned() + &many("[[") + &many("''") + "}}"),
        ("zotero-rdf", many("<bib:Book rdf:about='#a'>")),
        ("marcxml", many("<record>")),
        ("marc21", "=LDR  ".to_owned() + &many("=245  10$a") + &many("$")),
        ("cff", "cff-version: 1.2.0\nreferences: ".to_owned() + &many("[")),
        ("bbl", "\\entry{a}{book}{}{}".to_owned() + &many("\\field{title}{")),
        ("bbl", many("\\entry{a}{book}{}{}\\name{author}{1}{}{")),
        ("xlsx", many("\t\"")),
    ] {
        read(format, &text);
    }
    // Many works that point to one long note.
    let note = "word ".repeat(20_000);
    let works = "<bib:Book><z:itemType>book</z:itemType><dcterms:isReferencedBy rdf:resource='#n'/></bib:Book>";
    let text = format!(
        "<rdf:RDF>{}<bib:Memo rdf:about='#n'><rdf:value>{note}</rdf:value></bib:Memo></rdf:RDF>",
        works.repeat(10_000)
    );
    let records = read("zotero-rdf", &text).value;
    assert_eq!(records.len(), 10_000);
    assert!(records.iter().filter(|record| record.texts.len() == 1).count() < 100);
}

/// Time must not grow with the square of the file: of this size, that would be minutes.
#[test]
fn bibtex_of_one_line_with_many_entries_is_read_and_changed() {
    let entries = 40_000;
    let entry = |n| format!("@book{{k{n}, title = {{T}}, crossref = {{k0}}, note = {{x}}}} ");
    let text: String = (0..entries).map(entry).collect();
    assert_eq!(read("bibtex", &text).value.len(), entries);
    let tree = syntax::parse(&text);
    let mut edits = Edits::new(&tree);
    for (n, entry) in tree.entries().enumerate() {
        edits.rename_key(entry, &format!("n{n}")).unwrap();
        edits.remove_field(entry, "note");
        edits.set_field(entry, "year", "1999").unwrap();
    }
    let new = |n| format!("@book{{n{n}, title = {{T}}, crossref = {{n0}}, year = {{1999}}}} ");
    let whole: String = (0..entries).map(new).collect();
    assert!(edits.finish().to_text(&text) == whole, "not as expected; too long to print");
}

#[test]
fn a_file_that_was_cut_off_gives_the_records_before_the_cut() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for folder in std::fs::read_dir(root).unwrap() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let format = FORMATS.iter().find(|format| format.info().name == name).unwrap();
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            let file = path.file_name().unwrap().to_str().unwrap();
            if file.ends_with(".records.json") || file.ends_with(".findings.txt") {
                continue;
            }
            let text = text(&path);
            let whole = format.reader().unwrap().read(&text).value.len();
            let mut before = 0;
            for at in (0..text.len()).step_by(23) {
                let Some(head) = text.get(..at) else { continue };
                let found = format.reader().unwrap().read(head).value.len();
                assert!(found <= whole, "{file}: {found} records of {whole} in {at} bytes");
                // YAML may stop before the entry in which it breaks off.
                assert!(found + 1 >= before, "{file}: {found} after {before} at {at}");
                before = found.max(before);
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "tests may read their data")]
fn text(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    match refsmith_formats::unpack(&bytes) {
        Some((_, unpacked)) => unpacked.value,
        None => String::from_utf8(bytes).unwrap(),
    }
}

/// A workbook whose sheet says that it is small and expands to much more than its file.
#[test]
fn a_bomb_in_a_workbook_is_refused_with_a_message() {
    let xlsx = refsmith_formats::by_name("xlsx").unwrap();
    let record = refsmith_model::Record {
        texts: [(refsmith_model::TextVariable::Abstract, "a".repeat(30_000).into())]
            .into_iter()
            .collect(),
        ..refsmith_model::Record::new("k", refsmith_model::ItemType::Book)
    };
    let mut bytes = Vec::new();
    xlsx.writer().unwrap().write(&vec![record.clone(); 100], &mut bytes).unwrap();
    assert!(bytes.len() < 20_000, "{}", bytes.len());
    let unpacked = xlsx.unpack(&bytes).unwrap();
    let found: Vec<_> = unpacked.diagnostics.iter().map(|finding| finding.code.code).collect();
    assert_eq!(found, ["file-damaged"]);
    assert!(unpacked.value.is_empty());
    let mut bytes = Vec::new();
    xlsx.writer().unwrap().write(&[record], &mut bytes).unwrap();
    for at in 0..bytes.len() {
        let mut broken = bytes.clone();
        broken[at] ^= 0xff;
        xlsx.unpack(&broken);
        xlsx.unpack(&bytes[..at]);
    }
}
