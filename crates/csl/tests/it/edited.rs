//! A document that was edited reads like one that was written at once.

use proptest::prelude::*;
use refsmith_csl::{Changes, Citation, Cite, Cluster, Document, Node, Style, style};
use refsmith_model::{
    Date, DateVariable, ItemType, Name, NameList, NameVariable, PersonName, Record, TextVariable,
};

/// Styles with numbers, with letters behind years, and with notes.
const STYLES: &[&str] = &["apa", "ieee", "chicago-notes-bibliography", "chicago", "vancouver"];

/// Works that are easily taken for each other.
fn records() -> Vec<Record> {
    let people = [("Ash", "Bo"), ("Ash", "Al"), ("Elm", "Cy"), ("Fir", "Di")];
    (0..8_usize)
        .map(|idx| {
            let mut record = Record::new(idx.to_string(), ItemType::Book);
            let names = (0..=idx % 4).map(|n| people[(idx / 2 + n) % people.len()]);
            let names = names.map(|(family, given)| Name::Person(PersonName::new(family, given)));
            record.names.insert(NameVariable::Author, NameList::complete(names.collect()));
            let year = 2000 + i32::try_from(idx / 5).expect("small");
            record.dates.insert(DateVariable::Issued, Date::from_year(year));
            record.texts.insert(TextVariable::Title, format!("Title {}", 9 - idx).into());
            record
        })
        .collect()
}

/// An edit: what it does, where, and what is cited then (a work, and perhaps a place).
type Edit = (u8, usize, Vec<(usize, Option<u8>)>);

fn edit() -> impl Strategy<Value = Edit> {
    let cites = proptest::collection::vec((0..8_usize, proptest::option::of(0..3_u8)), 1..4);
    (any::<u8>(), 0..12_usize, cites)
}

fn citation(id: usize, note: bool, cites: &[(usize, Option<u8>)]) -> Citation {
    let cite = |(work, place): &(usize, Option<u8>)| Cite {
        locator: place.map(|place| ("page".to_owned(), place.to_string())),
        ..Cite::new(work.to_string())
    };
    let cluster =
        Cluster { cites: cites.iter().map(cite).collect(), note_index: note.then_some(1) };
    Citation { id: id.to_string(), cluster }
}

/// Numbers the notes of a document anew.
fn numbered(mut citations: Vec<Citation>) -> Vec<Citation> {
    let notes = citations.iter_mut().filter_map(|citation| citation.cluster.note_index.as_mut());
    for (note, number) in notes.zip(1..) {
        *note = number;
    }
    citations
}

fn apply(document: &mut Document<'_>, id: usize, (kind, at, cites): &Edit) -> Changes {
    let mut citations = document.citations().to_vec();
    let place = at % citations.len().max(1);
    let new = citation(id, kind % 3 > 0, cites);
    match kind % 5 {
        0 | 1 => citations.insert(at % (citations.len() + 1), new),
        2 if !citations.is_empty() => {
            let id = citations[place].id.clone();
            citations[place] = Citation { id, ..new };
        }
        3 if !citations.is_empty() => {
            return document.remove(place);
        }
        4 if !citations.is_empty() => {
            let last = citations.len() - 1;
            citations.swap(place, last);
        }
        _ => {
            return document.insert(place, new).expect("inserted");
        }
    }
    document.set_citations(numbered(citations)).expect("set")
}

fn texts(document: &Document<'_>) -> Vec<(String, Vec<Node>)> {
    let citations = document.citations().iter().enumerate();
    citations.map(|(idx, found)| (found.id.clone(), document.citation(idx).to_vec())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: match ProptestConfig::default().cases { 256 => 48, told => told },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn edits_leave_no_traces(which in 0..STYLES.len(), edits in proptest::collection::vec(edit(), 1..10)) {
        let style: Style = style(STYLES[which]).expect("style");
        let records = records();
        let mut document = Document::new(&style, None, &records).expect("document");
        for (id, edit) in edits.iter().enumerate() {
            let (before, listed) = (texts(&document), document.bibliography());
            let changes = apply(&mut document, id, edit);
            let mut fresh = Document::new(&style, None, &records).expect("document");
            fresh.set_citations(document.citations().to_vec()).expect("set");
            for idx in 0..document.citations().len() {
                prop_assert_eq!(document.citation(idx), fresh.citation(idx), "{} after {:?}", idx, edit);
            }
            prop_assert_eq!(document.bibliography(), fresh.bibliography());
            prop_assert!(changes.bibliography || listed == document.bibliography());
            for (idx, (id, text)) in texts(&document).iter().enumerate() {
                let same = before.iter().any(|(old, was)| old == id && was == text);
                prop_assert!(same || changes.citations.contains(&idx), "{idx} after {edit:?}");
            }
        }
    }
}
