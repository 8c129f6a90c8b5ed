//! Renders a fixture: the only file here that knows the engine.

use std::collections::BTreeMap;

use refsmith_csl::{
    Citation, Cite, Cluster, Document, Node, Output, Position, Rendered, Request, Style, output,
    render, style_from_xml,
};
use refsmith_model::Record;

use crate::fixture::{Fixture, Plan, Step, TestCite};

/// Returns the text the engine makes of a fixture.
pub(crate) fn run(fixture: &Fixture) -> Result<String, String> {
    let style = style_from_xml("fixture.csl", &fixture.csl).map_err(|error| error.to_string())?;
    let html = output("csl-html").ok_or("no output `csl-html`")?;
    match &fixture.plan {
        Plan::Document(steps) => document(fixture, &style, html, steps),
        _ if fixture.is_bibliography => {
            Ok(bibliography(html, &rendered(&fixture.records, &style, &[])?))
        }
        Plan::Clusters(clusters) => {
            let clusters: Vec<Cluster> = clusters.iter().map(|cites| cluster(cites)).collect();
            let rendered = rendered(&fixture.records, &style, &clusters)?;
            Ok(lines(html, &rendered.citations).join("\n"))
        }
        Plan::All => {
            let ids = registry_order(&fixture.records, &style)?;
            let cluster =
                Cluster { cites: ids.into_iter().map(Cite::new).collect(), note_index: None };
            let rendered = rendered(&fixture.records, &style, &[cluster])?;
            Ok(lines(html, &rendered.citations).join("\n"))
        }
    }
}

/// Runs the steps of a document; the marks tell what the last one changed.
fn document(
    fixture: &Fixture,
    style: &Style,
    html: &dyn Output,
    steps: &[Step],
) -> Result<String, String> {
    let mut known: BTreeMap<&str, &[TestCite]> = BTreeMap::new();
    let mut document =
        Document::new(style, None, &fixture.records).map_err(|error| error.to_string())?;
    let mut out = String::new();
    for step in steps {
        known.insert(&step.id, &step.cites);
        let citations: Vec<Citation> = step
            .order
            .iter()
            .map(|(id, note)| {
                let cites = known.get(id.as_str()).copied().unwrap_or(&[]);
                let note_index = Some(*note).filter(|note| *note > 0);
                let cluster = Cluster { cites: cites.iter().map(cite).collect(), note_index };
                Citation { id: id.clone(), cluster }
            })
            .collect();
        let changes = document.set_citations(citations).map_err(|error| error.to_string())?;
        let marked = step.order.iter().enumerate().map(|(idx, (id, _))| {
            let touched = *id == step.id || changes.citations.contains(&idx);
            let text = html.entry(document.citation(idx));
            format!("{}[{idx}] {text}", if touched { ">>" } else { ".." })
        });
        out = marked.collect::<Vec<_>>().join("\n");
    }
    if fixture.is_bibliography {
        let bibliography = document.bibliography();
        out = html.document(&Rendered { bibliography, ..Rendered::default() });
    }
    Ok(out)
}

fn rendered(records: &[Record], style: &Style, clusters: &[Cluster]) -> Result<Rendered, String> {
    let request = Request { records, style, locale: None, clusters };
    render(&request).map_err(|error| error.to_string())
}

fn bibliography(html: &dyn Output, rendered: &Rendered) -> String {
    let alone = Rendered { citations: Vec::new(), ..rendered.clone() };
    html.document(&alone)
}

fn lines(html: &dyn Output, citations: &[Vec<Node>]) -> Vec<String> {
    citations.iter().map(|nodes| html.entry(nodes)).collect()
}

/// Returns the ids in the order of the bibliography.
fn registry_order(records: &[Record], style: &Style) -> Result<Vec<String>, String> {
    if !style.has_bibliography() {
        return Ok(records.iter().map(|record| record.id.clone()).collect());
    }
    let rendered = rendered(records, style, &[])?;
    let ids = rendered.order.iter().filter_map(|idx| records.get(*idx));
    Ok(ids.map(|record| record.id.clone()).collect())
}

/// Makes a cite of an edited document, whose position is found out.
fn cite(test: &TestCite) -> Cite {
    let label = test.label.clone().unwrap_or_else(|| "page".to_owned());
    Cite {
        id: test.id.clone(),
        locator: test.locator.clone().map(|locator| (label, locator)),
        prefix: test.prefix.clone(),
        suffix: test.suffix.clone(),
        suppress_author: test.suppress_author,
        ..Cite::default()
    }
}

/// Makes a citation that stands alone: every cite is the first of its work, unless it says
/// otherwise.
fn cluster(cites: &[TestCite]) -> Cluster {
    let alone = |test: &TestCite| {
        let position = match test.position {
            Some(1) => Position::Subsequent,
            Some(2) => Position::Ibid,
            Some(3) => Position::IbidWithLocator,
            _ => Position::First,
        };
        Cite {
            position: Some(position),
            near_note: Some(test.near_note.unwrap_or(false)),
            ..cite(test)
        }
    };
    Cluster { cites: cites.iter().map(alone).collect(), note_index: None }
}
