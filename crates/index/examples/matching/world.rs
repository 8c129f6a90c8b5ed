//! The works that are asked for, and the strangers among them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read, Write};
use std::path::Path;

use serde_json::{Value, json};

use crate::generate::{Chance, Parts};

/// Reads a compressed file of lines.
pub(crate) fn lines(path: &Path) -> Vec<String> {
    let file = std::fs::File::open(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(BufReader::new(file)).read_to_string(&mut text).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// Writes recorded works, candidates and distractors as JSON Lines to standard output.
pub(crate) fn write(shared: &Path, distractors: u64, seed: u64) {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut pool = candidates(shared);
    for work in &pool {
        writeln!(out, "{work}").unwrap();
    }
    let mut files: Vec<_> = std::fs::read_dir(shared.join("crossref/works"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for path in files {
        let work: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        writeln!(out, "{work}").unwrap();
        pool.push(work);
    }
    let parts = Parts::of(&pool);
    let mut chance = Chance::new(seed);
    for number in 0..distractors {
        writeln!(out, "{}", parts.work(number, &mut chance)).unwrap();
    }
}

/// The candidates as works. Their file has texts only; fields of the PubMed Central set come from
/// the set itself where it has them.
fn candidates(shared: &Path) -> Vec<Value> {
    let matching = shared.join("matching");
    let mut known: BTreeMap<String, Value> = BTreeMap::new();
    for line in lines(&matching.join("glutton_pmc_17015.dev.jsonl.gz")) {
        let fields: Value = serde_json::from_str(&line).unwrap();
        known.insert(fields["doi"].as_str().unwrap().to_lowercase(), fields);
    }
    let texts: Vec<(String, String)> = joined(&lines(&matching.join("candidates.tsv.gz")));
    let mut journals: BTreeSet<String> =
        known.values().filter_map(|fields| fields["jtitle"].as_str().map(str::to_owned)).collect();
    let styled: Vec<Option<Value>> = texts.iter().map(|(doi, text)| styled(doi, text)).collect();
    for work in styled.iter().flatten() {
        journals.extend(work["container-title"][0].as_str().map(str::to_owned));
    }
    let mut out = Vec::new();
    for ((doi, text), styled) in texts.iter().zip(styled) {
        let work = match (known.get(&doi.to_lowercase()), styled) {
            (Some(fields), _) => of_fields(doi, fields),
            (None, Some(work)) => work,
            (None, None) => plain(doi, text, &journals),
        };
        out.push(work);
    }
    out
}

/// A few texts hold line breaks.
fn joined(lines: &[String]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in lines {
        match line.split_once('\t').filter(|(doi, _)| doi.starts_with("10.")) {
            Some((doi, text)) => out.push((doi.to_owned(), text.to_owned())),
            None => {
                if let Some((_, text)) = out.last_mut() {
                    text.push(' ');
                    text.push_str(line);
                }
            }
        }
    }
    out
}

fn set(work: &mut Value, key: &str, value: &str, is_list: bool) {
    let value = value.trim();
    if !value.is_empty() {
        work[key] = if is_list { json!([value]) } else { json!(value) };
    }
}

fn of_fields(doi: &str, fields: &Value) -> Value {
    let text = |key: &str| fields[key].as_str().unwrap_or("");
    let mut work = json!({"DOI": doi, "type": "journal-article"});
    set(&mut work, "title", text("atitle"), true);
    set(&mut work, "container-title", text("jtitle"), true);
    set(&mut work, "volume", text("volume"), false);
    set(&mut work, "page", text("firstPage"), false);
    if !text("firstAuthor").is_empty() {
        work["author"] = json!([{"family": text("firstAuthor")}]);
    }
    work
}

/// `Family, Given, Family, Given. Title. Container. Year. Volume. Issue. Pages`
fn styled(doi: &str, text: &str) -> Option<Value> {
    let text = format!("{} ", text.trim_end());
    let mut cells = text.rsplitn(5, ". ");
    let (pages, issue, volume, year) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let head = cells.next()?;
    let year = year.trim();
    if !(year.is_empty() || year.len() == 4 && year.parse::<u32>().is_ok()) || volume.len() > 20 {
        return None;
    }
    let (authors, rest) = authors_of(head);
    let (title, container) = rest.rsplit_once(". ").unwrap_or(("", rest));
    let kind = if volume.trim().is_empty() { "other" } else { "journal-article" };
    let mut work = json!({"DOI": doi, "type": kind});
    set(&mut work, "title", title, true);
    set(&mut work, "container-title", container, true);
    set(&mut work, "volume", volume, false);
    set(&mut work, "issue", issue, false);
    set(&mut work, "page", pages, false);
    if let Ok(year) = year.parse::<i64>() {
        work["issued"] = json!({"date-parts": [[year]]});
    }
    let names: Vec<&str> = authors.split(", ").map(str::trim).collect();
    let people: Vec<Value> = names
        .chunks(2)
        .filter(|pair| !pair[0].is_empty())
        .map(|pair| match pair.get(1) {
            Some(given) => json!({"family": pair[0], "given": given}),
            None => json!({"family": pair[0]}),
        })
        .collect();
    if !people.is_empty() {
        work["author"] = json!(people);
    }
    Some(work)
}

/// Authors end at the first full stop that does not belong to an initial.
fn authors_of(head: &str) -> (&str, &str) {
    if let Some(rest) = head.strip_prefix(". ") {
        return ("", rest);
    }
    for (at, _) in head.match_indices(". ") {
        let (before, behind) = (&head[..at], &head[at + 2..]);
        let word = before.rsplit([' ', '.', '-', ',']).next().unwrap_or("");
        if before.ends_with('.') || word.chars().count() > 2 || !continues_name(behind) {
            return (before, behind);
        }
    }
    ("", head)
}

/// Tells whether the text behind an initial is more of the name: another initial ("R.,"), or a name
/// before a comma or full stop ("Michael,").
fn continues_name(text: &str) -> bool {
    let word = text.split(' ').next().unwrap_or("");
    let name = word.trim_end_matches([',', '.']);
    let is_word = name.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\''));
    name.len() < word.len() && is_word && name.starts_with(char::is_uppercase)
}

/// `Author title journal volume page`, without any sign between them.
fn plain(doi: &str, text: &str, journals: &BTreeSet<String>) -> Value {
    let words: Vec<&str> = text.split_whitespace().collect();
    let numbers = words.iter().rev().take_while(|word| word.bytes().any(|b| b.is_ascii_digit()));
    let split = words.len() - numbers.count().min(2);
    let journal = (1..split).map(|from| words[from..split].join(" "));
    let journal = journal.into_iter().find(|name| journals.contains(name));
    let journal = journal.unwrap_or_else(|| words[split.saturating_sub(3)..split].join(" "));
    let title_end = split.saturating_sub(journal.split_whitespace().count());
    let mut work = json!({"DOI": doi, "type": "journal-article"});
    set(&mut work, "title", &words[title_end.min(1)..title_end].join(" "), true);
    set(&mut work, "container-title", &journal, true);
    if let [volume, page] = words[split..] {
        set(&mut work, "volume", volume, false);
        set(&mut work, "page", page, false);
    }
    if let Some(author) = words.first() {
        work["author"] = json!([{"family": author}]);
    }
    work
}

/// A reference string and the DOI of its work.
pub(crate) struct Question {
    pub(crate) group: String,
    pub(crate) text: String,
    pub(crate) doi: String,
}

/// Returns the references of a set, every `every`-th of them, beginning with number `from`.
pub(crate) fn questions(shared: &Path, set: &str, every: usize, from: usize) -> Vec<Question> {
    let (file, text_key) = match set {
        "styles" => ("crossref_styles_82k.dev.jsonl.gz", "ref"),
        "real" => ("crossref_real_2000.dev.jsonl.gz", "ref"),
        _ => ("glutton_pmc_17015.dev.jsonl.gz", "reference"),
    };
    let all = lines(&shared.join("matching").join(file));
    let questions = all.iter().map(|line| {
        let value: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| value[key].as_str().unwrap_or("").to_owned();
        let group = if set == "styles" { text("file") } else { set.to_owned() };
        Question { group, text: text(text_key), doi: text("doi").to_lowercase() }
    });
    // One variant is the very text that candidates are made from.
    let asked = questions.filter(|question| question.group != "degraded_all_authors");
    asked.skip(from).step_by(every).collect()
}
