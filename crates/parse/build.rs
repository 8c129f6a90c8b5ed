//! Deflates the model that is built in: two megabytes less in every binary.

#![expect(clippy::disallowed_methods, reason = "a build script reads its environment and writes")]

use std::path::Path;

const MODEL: &str = "../../models/references.crf";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={MODEL}");
    let model = std::fs::read(MODEL)?;
    let out = std::env::var("OUT_DIR")?;
    let deflated = miniz_oxide::deflate::compress_to_vec(&model, 9);
    std::fs::write(Path::new(&out).join("references.crf.deflated"), deflated)?;
    std::fs::write(
        Path::new(&out).join("references.rs"),
        format!("/// Bytes of the model.\nconst LENGTH: usize = {};\n", model.len()),
    )?;
    Ok(())
}
