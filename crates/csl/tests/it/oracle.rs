//! The hand-checked texts of the project's own references, with the current style files.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "reads the project's own references, and style files where they are"
)]

use std::path::PathBuf;

use crate::{csl_json, rendered};
use refsmith_csl::{output, style_from_xml};

/// Returns a path beside the repository, or says that it is not there.
fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("REFSMITH_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    if !root.exists() {
        println!("skipped: ../shared not found");
        return None;
    }
    Some(root.join(path))
}

fn own(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../references").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn check(style_file: &str, expected: &str) {
    let Some(path) = shared(&format!("csl/styles/{style_file}.csl")) else { return };
    let xml = std::fs::read_to_string(path).expect("style file");
    let style = style_from_xml(style_file, &xml).expect("style");
    let rendered = rendered(&csl_json::records(&own("records.json")), &style, &[]);
    let text = output("text").expect("output").document(&rendered);
    assert_eq!(text.lines().collect::<Vec<_>>(), own(expected).lines().collect::<Vec<_>>());
}

#[test]
fn references_in_apa() {
    check("apa", "apa.txt");
}

#[test]
fn references_in_vancouver() {
    check("nlm-citation-sequence", "vancouver.txt");
}
