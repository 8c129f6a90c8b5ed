//! Takes the styles and locales out of hayagriva's archive, as XML, so that the embedded ones go
//! through the same reader as everybody else's files; and compresses them, one by one, because a
//! program needs only the style and the locales it is asked for.

#![expect(clippy::disallowed_methods, reason = "a build script reads its environment and writes")]

use std::fmt::Write as _;
use std::path::Path;

use citationberg::{Locale, LocaleFile};
use hayagriva::archive::{ArchivedStyle, LOCALES};
use miniz_oxide::deflate::compress_to_vec;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = std::env::var("OUT_DIR")?;
    let out = Path::new(&out);
    let mut index = String::from("static STYLES: &[Embedded] = &[\n");
    let mut styles: Vec<&ArchivedStyle> = ArchivedStyle::all().iter().collect();
    styles.sort_by_key(|style| id(style));
    for style in styles {
        let id = id(style);
        let file = deflated(out, &format!("{id}.csl"), &style.get().to_xml()?)?;
        writeln!(
            index,
            "    Embedded {{ id: {id:?}, names: &{:?}, xml: Deflated({file}) }},",
            style.names()
        )?;
    }
    index.push_str("];\nstatic LOCALES: &[(&str, Deflated)] = &[\n");
    let mut locales = Vec::new();
    for bytes in LOCALES {
        let locale: Locale = ciborium::from_reader(*bytes)?;
        let lang = locale.lang.clone().ok_or("a locale without a language")?.0;
        // The archive's writer names the root of a locale as that of a style.
        let xml =
            LocaleFile::try_from(locale).map_err(|()| "a locale without a language")?.to_xml()?;
        locales.push((lang, xml));
    }
    locales.sort();
    for (lang, xml) in locales {
        let file = deflated(out, &format!("locales-{lang}.xml"), &xml)?;
        writeln!(index, "    ({lang:?}, Deflated({file})),")?;
    }
    index.push_str("];\n");
    std::fs::write(out.join("archive.rs"), index)?;
    Ok(())
}

/// The id of an archived style: the last part of its address.
fn id(style: &ArchivedStyle) -> &'static str {
    style.csl_id().rsplit('/').next().unwrap_or_default()
}

/// Writes a file, for tests, and compresses it; returns the expression that includes the latter.
fn deflated(out: &Path, name: &str, xml: &str) -> Result<String, Failure> {
    const BEST: u8 = 10;
    let (file, xml) = (format!("{name}.deflate"), breaks_kept(xml));
    std::fs::write(out.join(name), &xml)?;
    std::fs::write(out.join(&file), compress_to_vec(xml.as_bytes(), BEST))?;
    Ok(format!("include_bytes!({file:?})"))
}

/// The archive's writer leaves tabs and line breaks inside attributes as they are, where a reader
/// of XML turns them into blanks.
fn breaks_kept(xml: &str) -> String {
    xml.replace('\t', "&#9;").replace('\n', "&#10;").replace('\r', "&#13;")
}
