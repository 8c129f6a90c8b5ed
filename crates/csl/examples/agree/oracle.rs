//! What citeproc-js printed, and the works and citations it was given.

use std::collections::BTreeMap;
use std::path::Path;

use refsmith_csl::{Cite, Cluster};
use refsmith_model::Record;
use serde_json::Value;

/// Keys (item or citation) and texts, in the order of the output.
pub(crate) type Texts = Vec<(String, String)>;

/// One line of the oracle; `None` where it failed or has no such part.
pub(crate) struct Line {
    pub(crate) style: String,
    pub(crate) seed: Option<Texts>,
    pub(crate) items: Option<Texts>,
    pub(crate) citations: Option<Texts>,
    pub(crate) errors: Option<String>,
}

/// What both sides render.
pub(crate) struct Inputs {
    pub(crate) seed: Vec<Record>,
    pub(crate) items: Vec<Record>,
    pub(crate) citations: Vec<(String, Cluster)>,
}

impl Inputs {
    /// Reads the references of the project and the invented works, whose order is that of citation,
    /// or all of them from a folder.
    pub(crate) fn read(root: &Path, folder: Option<&Path>) -> Self {
        let own = root.join("tests/oracles/citeproc");
        let file = |name: &str| folder.unwrap_or(&own).join(name);
        let citations = citations(&text(&file("citations.json")));
        let mut items = records(&text(&file("items.json")));
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for cite in citations.iter().flat_map(|(_, cluster)| &cluster.cites) {
            let next = places.len();
            places.entry(&cite.id).or_insert(next);
        }
        items.sort_by_key(|record| places.get(record.id.as_str()).copied().unwrap_or(usize::MAX));
        let references = root.join("references");
        let seed = records(&text(&folder.unwrap_or(&references).join("records.json")));
        Self { seed, items, citations }
    }
}

pub(crate) fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn records(json: &str) -> Vec<Record> {
    let format = refsmith_formats::by_name("csl-json").expect("a known format");
    format.reader().expect("a reader").read(json).value
}

fn citations(json: &str) -> Vec<(String, Cluster)> {
    let list: Vec<Value> = serde_json::from_str(json).expect("citations");
    let cluster = |value: &Value| {
        let cites = value["citationItems"].as_array().expect("cites").iter().map(cite).collect();
        let note = value["properties"]["noteIndex"].as_u64();
        let note_index = note.and_then(|note| u32::try_from(note).ok()).filter(|note| *note > 0);
        Cluster { cites, note_index }
    };
    list.iter()
        .map(|value| (value["citationID"].as_str().expect("an id").to_owned(), cluster(value)))
        .collect()
}

fn cite(value: &Value) -> Cite {
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    let mut cite = Cite::new(text("id").expect("an id"));
    cite.locator =
        text("locator").map(|place| (text("label").unwrap_or_else(|| "page".to_owned()), place));
    cite.prefix = text("prefix");
    cite.suffix = text("suffix");
    cite.suppress_author = value["suppress-author"].as_bool().unwrap_or_default();
    cite
}

/// Reads the lines of the oracle; of two for one style the later counts.
pub(crate) fn lines(path: &Path, inputs: &Inputs) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for row in text(path).lines() {
        // The last line of a run that goes on may be half.
        let Ok(value) = serde_json::from_str::<Value>(row) else { continue };
        let line = line(&value, inputs);
        match places.get(&line.style) {
            Some(place) => lines[*place] = line,
            None => {
                places.insert(line.style.clone(), lines.len());
                lines.push(line);
            }
        }
    }
    lines
}

fn line(value: &Value, inputs: &Inputs) -> Line {
    let entries = |name: &str| {
        let list = value[name].as_array()?;
        let string = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Some(list.iter().map(|pair| (string(&pair[0]), string(&pair[1]))).collect())
    };
    let citations = value["citations"].as_array().map(|list| {
        let texts = list.iter().map(|text| text.as_str().unwrap_or_default().to_owned());
        inputs.citations.iter().map(|(id, _)| id.clone()).zip(texts).collect()
    });
    Line {
        style: value["style"].as_str().unwrap_or_default().to_owned(),
        seed: entries("seed"),
        items: entries("items"),
        citations,
        errors: value.get("errors").map(Value::to_string),
    }
}
