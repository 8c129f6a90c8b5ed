//! Measures how often the language of a title is told rightly, on titles whose language people
//! wrote down in BibTeX files: `cargo run --example languages -- ../shared/bib/wild [--wrong]`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use refsmith_model::TextVariable;

#[expect(clippy::disallowed_methods, reason = "a program of its own, no part of the library")]
fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "../shared/bib/wild".to_owned()));
    let show = arguments.any(|argument| argument == "--wrong");
    if !folder.exists() {
        print(&format!("skipped: {} not found", folder.display()));
        return Ok(());
    }
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    paths.sort();
    for path in paths {
        let text = String::from_utf8_lossy(&std::fs::read(path)?).into_owned();
        for (truth, titles) in titles(&text) {
            let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
            let found = refsmith_parse::detect_language(&titles);
            let [all, right, wrong] = counts.entry(truth.clone()).or_default();
            *all += 1;
            *right += usize::from(found == Some(truth.as_str()));
            *wrong += usize::from(found.is_some_and(|found| found != truth));
            if show && found != Some(truth.as_str()) {
                print(&format!("{truth} {} {}", found.unwrap_or("-"), titles.join(" | ")));
            }
        }
    }
    print("language titles right wrong unknown");
    let mut sum = [0; 3];
    for (code, [all, right, wrong]) in &counts {
        print(&format!("{code:8} {all:6} {right:5} {wrong:5} {:7}", all - right - wrong));
        for (slot, count) in sum.iter_mut().zip([all, right, wrong]) {
            *slot += count;
        }
    }
    let [all, right, wrong] = sum;
    print(&format!("all      {all:6} {right:5} {wrong:5} {:7}", all - right - wrong));
    Ok(())
}

/// The titles of the records that state one of the languages we know, with its code.
fn titles(bibtex: &str) -> Vec<(String, Vec<String>)> {
    let Some(reader) = refsmith_formats::by_name("bibtex").and_then(|format| format.reader())
    else {
        return Vec::new();
    };
    let records = reader.read(bibtex).value;
    let variables = [TextVariable::Title, TextVariable::ContainerTitle];
    records
        .iter()
        .filter_map(|record| {
            let stated = record.text(TextVariable::Language)?.to_lowercase();
            let titles: Vec<String> =
                variables.iter().filter_map(|v| record.text(*v)).map(bare).collect();
            record.text(TextVariable::Title)?;
            Some((code(&stated)?.to_owned(), titles))
        })
        .collect()
}

/// A title without translation and without the name of its language: "(German) [On …]".
fn bare(title: &str) -> String {
    let title = title.split(" [").next().unwrap_or(title);
    let names = ["(German)", "(French)", "(Russian)", "(Italian)", "(Japanese)", "(Spanish)"];
    names.iter().fold(title.to_owned(), |title, name| title.replace(name, ""))
}

/// The code of a language that is stated in a field; two languages are no truth.
fn code(stated: &str) -> Option<&'static str> {
    let stated = stated.split('-').next()?;
    let names = [
        ("de", "german ngerman deutsch"),
        ("en", "english eng usenglish ukenglish american british"),
        ("fr", "french francais français"),
        ("it", "italian"),
        ("es", "spanish"),
        ("pt", "portuguese brazilian"),
        ("ru", "russian"),
        ("ja", "japanese"),
        ("zh", "chinese"),
        ("ko", "korean"),
        ("hu", "hungarian"),
        ("nl", "dutch"),
        ("da", "danish"),
        ("sv", "swedish"),
        ("nb", "norwegian nn no"),
        ("pl", "polish"),
        ("cs", "czech"),
    ];
    names
        .iter()
        .find(|(code, names)| *code == stated || names.split(' ').any(|name| name == stated))
        .map(|(code, _)| *code)
}

#[expect(clippy::print_stdout, reason = "a program of its own, no part of the library")]
fn print(line: &str) {
    println!("{line}");
}
