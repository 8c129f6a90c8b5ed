//! Works as candidates, wherever the index stands.

use std::fmt::Display;

use refsmith_sources::{Answer, Candidate, SourceInfo, crossref};
use serde_json::Value as JsonValue;

/// Returns a work as a candidate of a source.
pub(crate) fn of(source: &SourceInfo, work: &JsonValue) -> Candidate {
    Candidate { source: source.name, ..crossref::work(work) }
}

/// Returns what a source found, with what speaks for each.
pub(crate) fn found(
    source: &SourceInfo,
    works: Result<Vec<(JsonValue, f32)>, impl Display>,
) -> Answer<Vec<Candidate>> {
    let candidate =
        |(work, weight): &(JsonValue, f32)| Candidate { relevance: *weight, ..of(source, work) };
    match works {
        Ok(works) => Answer::Found(works.iter().map(candidate).collect()),
        Err(error) => Answer::Unavailable(error.to_string()),
    }
}
