//! No style, however odd, stops a rendering: real styles with elements and attributes taken away,
//! doubled, moved and given other values.

#![expect(clippy::disallowed_methods, reason = "a rendering must end in time")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use refsmith_csl::{Cite, Cluster, OUTPUTS, Request, render, style_from_xml};
use refsmith_formats::by_name;
use refsmith_model::Record;

macro_rules! styles {
    ($($id:literal),*) => {
        &[$(include_str!(concat!(env!("OUT_DIR"), "/", $id, ".csl"))),*]
    };
}

/// Styles of every kind, as they are embedded.
const STYLES: &[&str] = styles![
    "apa",
    "chicago-author-date",
    "chicago-notes-bibliography",
    "ieee",
    "nlm-citation-sequence",
    "modern-language-association",
    "alphanumeric",
    "angewandte-chemie",
    "american-chemical-society",
    "harvard-cite-them-right"
];

/// Longest time a style may take to be read and to render a few works, without optimization.
const LIMIT: Duration = Duration::from_secs(20);

/// Values that attributes are given, beside those of other attributes of the style.
const VALUES: &[&str] = &[
    "",
    " ",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "3",
    "99999999999999999999",
    "1.5",
    "all",
    "any",
    "none",
    "long",
    "short",
    "verb-short",
    "symbol",
    "count",
    "text",
    "numeric",
    "roman",
    "title",
    "sentence",
    "book chapter",
    "author editor translator",
    "issued",
    "locator",
    "page",
    "citation-number",
    "year-suffix",
    "citation-label",
    "ibid ibid-with-locator",
    "partial-each",
    "year-suffix-ranged",
    "chicago-16",
    "minimal",
    "de-DE",
    "xx",
    ". ",
    ", ",
    "“",
    "\"",
    "<i>",
    "&",
    "\u{301}",
    "\u{A0}",
    "\u{202E}",
    "中",
];

/// What styles are made to print: everything there is, very little, and names that go on.
const ITEMS: &str = r#"[
    {"id":"a","type":"article-journal","title":"On \"loud\" <i>Turdus</i>: a study","title-short":"Loud",
     "author":[{"family":"van Gogh","given":"Jean-Luc","suffix":"Jr."},{"family":"Elm","given":"C. D."},
       {"literal":"Bureau of Noise"},{"family":"毛","given":"泽东"}],
     "editor":[{"family":"Elm","given":"C. D."}],"translator":[{"family":"Elm","given":"C. D."}],
     "issued":{"date-parts":[[2004,5,7],[2005,6]],"circa":true},"container-title":"Noise","volume":"2-4",
     "issue":"3, 4","page":"110-6, 120-5","DOI":"10.1000/x","URL":"https://example.org","edition":"2",
     "accessed":{"date-parts":[[2010,1,2]]},"language":"en","note":"x<sup>2</sup>","keyword":"a, b"},
    {"id":"b","type":"article-journal","title":"Another","author":[{"family":"van Gogh","given":"Jo"}],
     "issued":{"date-parts":[[-44,3,15]]},"original-date":{"literal":"long ago"},"page":"xii-xv","number":"7a"},
    {"id":"c","type":"book"}]"#;

/// An element: its name, attributes, and what is inside.
#[derive(Debug, Clone, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<usize>,
}

/// Reads what the archive's writer writes: no comments, no instructions, no entities but the usual.
fn tree(xml: &str) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag");
        if tag.starts_with(['?', '!']) {
            continue;
        }
        if tag.starts_with('/') {
            open.pop();
        } else {
            let (tag, ends) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let (name, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
            let parts: Vec<&str> = rest.split('"').collect();
            let attributes = parts
                .chunks_exact(2)
                .map(|pair| (pair[0].trim_matches([' ', '=']).to_owned(), pair[1].to_owned()));
            let element = Element {
                name: name.into(),
                attributes: attributes.collect(),
                ..Element::default()
            };
            elements.push(element);
            let idx = elements.len() - 1;
            if let Some(parent) = open.last() {
                elements[*parent].children.push(idx);
            }
            if !ends {
                open.push(idx);
            }
        }
        if let Some(idx) = open.last() {
            elements[*idx].text.push_str(text);
        }
    }
    elements
}

/// Writes the tree; what has been made its own ancestor is cut off.
fn xml(elements: &[Element], idx: usize, depth: usize, out: &mut String) {
    let element = &elements[idx];
    let _ = write!(out, "<{}", element.name);
    for (name, value) in &element.attributes {
        let _ = write!(out, " {name}=\"{value}\"");
    }
    let _ = write!(out, ">{}", element.text);
    for child in &element.children {
        if depth < 40 && out.len() < 400_000 {
            xml(elements, *child, depth + 1, out);
        }
    }
    let _ = write!(out, "</{}>", element.name);
}

/// One change: what it does, and three numbers that choose where.
type Change = (u8, u32, u32, u32);

fn change(elements: &mut [Element], (kind, one, two, three): Change) {
    // The root stays: a file without it is refused at once.
    let pick = |number: u32| 1 + number as usize % (elements.len() - 1);
    let (here, there) = (pick(one), pick(two));
    let value = |elements: &[Element]| {
        let foreign = &elements[there].attributes;
        match foreign.get(three as usize % (foreign.len() + 1)) {
            Some((_, value)) => value.clone(),
            None => escape(VALUES[three as usize % VALUES.len()]),
        }
    };
    let parent = (0..elements.len()).find(|idx| elements[*idx].children.contains(&here));
    let attributes = elements[here].attributes.len();
    match (kind % 9, parent) {
        (0, Some(parent)) => elements[parent].children.retain(|child| *child != here),
        (1, Some(parent)) => elements[parent].children.push(here),
        (2, _) => elements.swap(here, there),
        (3, _) if !below(elements, here, there) => elements[there].children.insert(0, here),
        (4, _) if attributes > 0 => {
            elements[here].attributes.remove(three as usize % attributes);
        }
        (5 | 6, _) if attributes > 0 => {
            let value = value(elements);
            elements[here].attributes[two as usize % attributes].1 = value;
        }
        (7, _) => {
            let foreign = elements[there].attributes.first().cloned();
            if let Some((name, _)) = foreign
                && !elements[here].attributes.iter().any(|(known, _)| *known == name)
            {
                let value = value(elements);
                elements[here].attributes.push((name, value));
            }
        }
        (8, _) => elements[here].name = elements[there].name.clone(),
        _ => {}
    }
}

/// Tells whether `what` is `root` or inside of it.
fn below(elements: &[Element], root: usize, what: usize) -> bool {
    let mut open = vec![root];
    let mut seen = vec![false; elements.len()];
    while let Some(idx) = open.pop() {
        if idx == what {
            return true;
        }
        if !std::mem::replace(&mut seen[idx], true) {
            open.extend(&elements[idx].children);
        }
    }
    false
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn records() -> Vec<Record> {
    let reader = by_name("csl-json").and_then(|format| format.reader()).expect("reader");
    reader.read(ITEMS).value
}

/// Two notes and the text between, with locators.
fn clusters() -> Vec<Cluster> {
    let cite = |id: &str| Cite::new(id);
    let place = |id: &str| Cite { locator: Some(("page".into(), "110-6".into())), ..cite(id) };
    let cluster = |cites: Vec<Cite>, note| Cluster { cites, note_index: note };
    vec![
        cluster(vec![cite("a"), place("b")], Some(1)),
        cluster(vec![place("b")], Some(2)),
        cluster(vec![place("b"), cite("c"), cite("a")], None),
        cluster(vec![Cite { suppress_author: true, ..cite("a") }], None),
    ]
}

proptest! {
    // 256 cases is what the library does when it is told nothing: PROPTEST_CASES counts.
    #![proptest_config(ProptestConfig {
        cases: match ProptestConfig::default().cases { 256 => 128, told => told },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn mutated_styles_are_refused_or_render(
        which in 0..STYLES.len(),
        changes in proptest::collection::vec(any::<Change>(), 1..12),
    ) {
        let mut elements = tree(STYLES[which]);
        for one in changes {
            change(&mut elements, one);
        }
        let mut file = String::new();
        xml(&elements, 0, 0, &mut file);
        let start = Instant::now();
        if let Ok(style) = style_from_xml("mutated", &file) {
            let (records, clusters) = (records(), clusters());
            let request = Request { records: &records, style: &style, locale: None, clusters: &clusters };
            if let Ok(rendered) = render(&request) {
                for output in OUTPUTS {
                    let _ = output.document(&rendered);
                }
            }
        }
        prop_assert!(start.elapsed() < LIMIT, "it took {:?}", start.elapsed());
    }
}

#[test]
fn styles_that_are_not_mutated_are_read() {
    for text in STYLES {
        let mut file = String::new();
        xml(&tree(text), 0, 0, &mut file);
        let (style, same) = (style_from_xml("a", &file), style_from_xml("a", text));
        let (style, same) = (style.expect("style"), same.expect("style"));
        let (records, clusters) = (records(), clusters());
        let request =
            Request { records: &records, style: &style, locale: None, clusters: &clusters };
        assert_eq!(render(&request), render(&Request { style: &same, ..request }));
    }
}
