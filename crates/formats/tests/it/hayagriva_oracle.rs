//! Hayagriva's own types as the judge of what is written for it.

use hayagriva::io::from_yaml_str;
use refsmith_model::{DateVariable, NameVariable, TextVariable};

use crate::documentation::library;
use crate::support::{read, write};

#[test]
fn hayagriva_reads_every_kind_of_work_as_it_was_meant() {
    for record in library() {
        let (yaml, _) = write("hayagriva", std::slice::from_ref(&record));
        let read = from_yaml_str(&yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
        let entries: Vec<_> = read.iter().collect();
        let [entry] = entries.as_slice() else { panic!("one entry expected\n{yaml}") };
        assert_eq!(entry.key(), record.id);
        let title = entry.title().map(ToString::to_string);
        assert_eq!(title.as_deref(), record.text(TextVariable::Title), "{yaml}");
        let authors = entry.authors().map_or(0, <[_]>::len);
        let ours = record.names.get(&NameVariable::Author).map_or(0, |list| list.names.len());
        assert_eq!(authors, ours, "{yaml}");
        if let (Some(date), Some(read)) = (record.dates.get(&DateVariable::Issued), entry.date()) {
            assert_eq!(year(&date.to_string()), Some(read.year), "{yaml}");
        }
    }
}

#[test]
fn no_date_makes_hayagriva_refuse_the_file() {
    let dates = [
        "1975/1982",
        "../1982",
        "1975/..",
        "1850~",
        "1850?",
        "1850-21",
        "-0043",
        "2012-02-29",
        "1999-07",
        "in press",
        "20012-01",
    ];
    for edtf in dates {
        let item = serde_json::json!({"id": "a", "type": "book", "issued": edtf, "accessed": edtf,
            "title": "Reeds", "URL": "https://example.org/reeds"});
        let record = refsmith_formats::csl_json::from_json(&item).value;
        let (yaml, losses) = write("hayagriva", &[record]);
        assert!(from_yaml_str(&yaml).is_ok(), "{edtf}\n{yaml}");
        let exact = matches!(edtf, "1850~" | "-0043" | "2012-02-29" | "1999-07");
        assert!(exact || losses.iter().any(|loss| loss.field == "issued"), "{edtf}: {losses:?}");
    }
}

#[test]
fn what_is_not_exact_is_so_for_hayagriva_too() {
    for (edtf, written) in [
        ("1850~", "~1850"),
        ("1850?", "~1850"),
        ("1850-03~", "~1850-03"),
        ("1850-03-07", "1850-03-07"),
        ("-0043~", "~-0043"),
        ("1850~/1860", "~1850"),
    ] {
        let item = serde_json::json!({"id": "a", "type": "book", "issued": edtf});
        let record = refsmith_formats::csl_json::from_json(&item).value;
        let (yaml, _) = write("hayagriva", &[record]);
        let date = yaml.lines().find_map(|line| line.trim().strip_prefix("date: "));
        assert_eq!(date.map(|date| date.trim_matches(['"', '\''])), Some(written), "{yaml}");
        let library = from_yaml_str(&yaml).unwrap();
        let theirs = library.iter().next().and_then(|entry| entry.date()).unwrap();
        assert_eq!(theirs.approximate, written.starts_with('~'), "{yaml}");
        let ours = &read("hayagriva", &yaml).value[0].dates[&DateVariable::Issued];
        let expected = written.strip_prefix('~').map_or(written.to_owned(), |d| format!("{d}~"));
        assert_eq!(ours.to_string(), expected, "{yaml}");
    }
}

/// The year that a date in EDTF begins with.
fn year(edtf: &str) -> Option<i32> {
    let end = edtf.char_indices().skip(1).find(|(_, c)| !c.is_ascii_digit());
    edtf.get(..end.map_or(edtf.len(), |(at, _)| at))?.parse().ok()
}
