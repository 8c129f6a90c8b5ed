//! Reads a fixture: its sections, and what they ask for.

use refsmith_formats::by_name;
use refsmith_model::Record;
use serde_json::Value;

/// One test of the suite.
pub(crate) struct Fixture {
    /// Whether the result is a bibliography.
    pub(crate) is_bibliography: bool,
    /// The expected text.
    pub(crate) result: String,
    /// The style.
    pub(crate) csl: String,
    /// The items, each `id` once.
    pub(crate) records: Vec<Record>,
    /// What is cited.
    pub(crate) plan: Plan,
}

/// What a fixture cites.
pub(crate) enum Plan {
    /// Everything at once, in the order of the bibliography.
    All,
    /// These clusters, beside a bibliography of all items.
    Clusters(Vec<Vec<TestCite>>),
    /// A document that is edited step by step.
    Document(Vec<Step>),
}

/// A cite as a fixture has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct TestCite {
    pub(crate) id: String,
    pub(crate) label: Option<String>,
    pub(crate) locator: Option<String>,
    pub(crate) prefix: Option<String>,
    pub(crate) suffix: Option<String>,
    pub(crate) suppress_author: bool,
    /// 0 first, 1 subsequent, 2 ibid, 3 ibid with locator.
    pub(crate) position: Option<u64>,
    pub(crate) near_note: Option<bool>,
}

/// A citation is written or changed; the document then is `order`.
pub(crate) struct Step {
    pub(crate) id: String,
    pub(crate) cites: Vec<TestCite>,
    /// Ids of the citations and the numbers of their notes, this one among them.
    pub(crate) order: Vec<(String, u32)>,
}

/// Reads the text of a fixture file.
pub(crate) fn read(text: &str) -> Result<Fixture, String> {
    let sections = sections(text);
    let section = |name: &str| sections.iter().find(|found| found.0 == name).map(|found| &found.1);
    let needed = |name: &str| section(name).cloned().ok_or_else(|| format!("no section {name}"));
    let plan = match (section("CITATIONS"), section("CITATION-ITEMS")) {
        (Some(text), _) => Plan::Document(list(&json(text)?).iter().map(step).collect()),
        (None, Some(text)) => Plan::Clusters(list(&json(text)?).iter().map(cites).collect()),
        (None, None) => Plan::All,
    };
    Ok(Fixture {
        is_bibliography: needed("MODE")?.trim() == "bibliography",
        result: needed("RESULT")?,
        csl: needed("CSL")?,
        records: records(&needed("INPUT")?)?,
        plan,
    })
}

/// Returns the sections by name, without the line break before their end.
fn sections(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut open: Option<(String, Vec<&str>)> = None;
    for line in text.trim_start_matches('\u{feff}').split('\n') {
        match &mut open {
            None => open = heading(line, ">>", ">>").map(|name| (name, Vec::new())),
            Some((name, lines)) => {
                if heading(line, "<<", "<<").as_ref() == Some(name) {
                    let text = lines.join("\n");
                    out.extend(open.take().map(|(name, _)| (name, text)));
                } else {
                    lines.push(line.strip_suffix('\r').unwrap_or(line));
                }
            }
        }
    }
    out
}

/// Reads `>>===== NAME =====>>`.
fn heading(line: &str, before: &str, after: &str) -> Option<String> {
    let rest = line.strip_prefix(before)?.trim_end().strip_suffix(after)?;
    let inner = rest.strip_prefix('=')?.strip_suffix('=')?;
    Some(inner.trim_matches('=').trim().to_owned())
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// Reads the items; a second one with the same id replaces the first.
fn records(text: &str) -> Result<Vec<Record>, String> {
    let reader = by_name("csl-json").and_then(|format| format.reader()).ok_or("no reader")?;
    let mut records: Vec<Record> = Vec::new();
    for (idx, mut record) in reader.read(text).value.into_iter().enumerate() {
        if record.id.is_empty() {
            record.id = format!("item {idx}");
        }
        match records.iter_mut().find(|other| other.id == record.id) {
            Some(other) => *other = record,
            None => records.push(record),
        }
    }
    Ok(records)
}

fn step(value: &Value) -> Step {
    let citation = &value[0];
    let note = |value: &Value| value.as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let pairs = |value: &Value| -> Vec<(String, u32)> {
        list(value)
            .iter()
            .map(|pair| (scalar(&pair[0]).unwrap_or_default(), note(&pair[1])))
            .collect()
    };
    let id = scalar(&citation["citationID"]).unwrap_or_default();
    let mut order = pairs(&value[1]);
    order.push((id.clone(), note(&citation["properties"]["noteIndex"])));
    order.extend(pairs(&value[2]));
    Step { id, cites: cites(&citation["citationItems"]), order }
}

fn cites(value: &Value) -> Vec<TestCite> {
    list(value).iter().map(cite).collect()
}

fn cite(value: &Value) -> TestCite {
    TestCite {
        id: scalar(&value["id"]).unwrap_or_default(),
        label: scalar(&value["label"]),
        locator: scalar(&value["locator"]),
        prefix: scalar(&value["prefix"]),
        suffix: scalar(&value["suffix"]),
        suppress_author: value["suppress-author"].as_bool().unwrap_or_default(),
        position: value["position"].as_u64(),
        near_note: value["near-note"].as_bool(),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
